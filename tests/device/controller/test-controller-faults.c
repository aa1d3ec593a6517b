/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the controller doubts of itself, its sensors and its valves; and the fault that only an
 * empty cuff and a person end.
 */
#include "board.h"

/* Sensors that cannot both be right, and one that says nothing. */
static void
test_sensor_doubts (void)
{
  static const struct {
    double offset_mmhg;
    bool broken[2];
    CuffPressure disagree_max;
    unsigned vented_ms; /* 0 = never */
    uint32_t flag;
  } rows[] = {
    { 9, { false, false }, 0, 0, 0 },
    { 11, { false, false }, 0, 500, CUFF_CHANNEL_DISAGREE },
    { -11, { false, false }, 0, 500, CUFF_CHANNEL_DISAGREE },
    { 6, { false, false }, CUFF_MMHG (5), 500, CUFF_CHANNEL_DISAGREE },
    { 0, { true, false }, 0, 50, CUFF_CHANNEL_SENSOR_FAULT },
    { 0, { false, true }, 0, 50, CUFF_CHANNEL_SENSOR_FAULT },
    { 400, { false, false }, 0, 50, CUFF_CHANNEL_SENSOR_FAULT }, /* beyond what it can read */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board_make_ready (board);
    board_send (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                                      .limits = { 0,
                                                  { .cap = CUFF_MMHG (250),
                                                    .disagree_max = rows[i].disagree_max } } });
    board_inflate (board, 1, 150);
    board->cuff[0].offset_mmhg[1] = rows[i].offset_mmhg;
    board->cuff[0].broken[0] = rows[i].broken[0];
    board->cuff[0].broken[1] = rows[i].broken[1];
    if (rows[i].vented_ms == 0) {
      board_run (board, 5000);
      g_assert_false (board_is_vented (board));
      continue;
    }
    board_run (board, rows[i].vented_ms - 10);
    g_assert_false (board_is_vented (board));
    board_run (board, 20);
    g_assert_true (board_is_vented (board));
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
    g_assert_cmpuint (board->telemetry.channel[0].flags & rows[i].flag, !=, 0);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 1);
  }
}

/* While the sensor says nothing the pump waits: 50 ms are not regulated blind. */
static void
test_no_pump_without_sensor (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board_run (board, 300);
  board->state.epoch = 1;
  board_order (board, 0, CUFF_MODE_HOLD, 200);
  board_beat (board);
  board_run (board, 300);
  g_assert_cmpuint (board->cuff[0].pump_permille, >, 0);
  board->cuff[0].broken[0] = true;
  board_run (board, 5);
  g_assert_cmpuint (board->cuff[0].pump_permille, ==, 0);
  board_run (board, 10);
  g_assert_cmpint (board->telemetry.channel[0].pressure, ==, CUFF_PRESSURE_UNSET);
}

/* A dump valve that does not open.  Its contact tells at once; if that lies, the pressure tells. */
static void
test_vent_stuck (void)
{
  static const struct {
    const char *name;
    bool contact_lies, exhaust_sticks;
    double squeezed_mmhg; /* 0 = the air is free to go where it can */
    unsigned alarm_ms;    /* after the vent was ordered */
  } rows[] = {
    { "contact says shut", false, false, 0, 500 },
    { "contact lies, nothing moves", true, true, 0, 1000 },
    { "the cuff is a hose that is blocked", true, false, 170, 1000 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);
    unsigned ms = 0;

    g_test_message ("%s", rows[i].name);
    board_make_ready (board);
    board_inflate (board, 1, 170);
    board->cuff[0].vent_stuck = true;
    board->cuff[0].contact_lies = rows[i].contact_lies;
    board->cuff[0].exhaust_sticks = rows[i].exhaust_sticks;
    if (rows[i].squeezed_mmhg > 0)
      board_squeeze (board, 0, rows[i].squeezed_mmhg);
    board_vent (board);
    board->state.epoch = 0;
    board_order (board, 0, CUFF_MODE_VENT, 0);
    while (board->n_alarms[CUFF_ALARM_NOT_DEFLATED] == 0 && ms < 20000) {
      board_run (board, 5);
      ms += 5;
    }
    g_assert_cmpuint (ms, >=, rows[i].alarm_ms - 10);
    g_assert_cmpuint (ms, <=, rows[i].alarm_ms + 10);
    board_run (board, 10);
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
    g_assert_cmpuint (board->telemetry.channel[0].flags & CUFF_CHANNEL_VENT_STUCK, !=, 0);

    /* It goes on once a second, and nobody can acknowledge it away. */
    g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_NOT_DEFLATED), ==,
                     CUFF_RESULT_PRESSURE_LEFT);
    board_run (board, 5000);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 6);
    g_assert_true (board->buzzer);

    /* Until the cuff was opened by hand and the valve works again. */
    board_let_go (board, 0);
    board->cuff[0].vent_stuck = false;
    board_run (board, 5000);
    g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_NOT_DEFLATED), ==, CUFF_RESULT_OK);
    board_run (board, 10);
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
    g_assert_false (board->buzzer);
  }
}

/* The other way out: with the dump valve stuck the exhaust valve empties the cuff all the same. */
static void
test_exhaust_helps (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 200);
  board->cuff[0].vent_stuck = true;
  board_vent (board);
  board_run (board, 5000);
  g_assert_cmpfloat (board->cuff[0].mmhg, <, 20);
}

/* Air that leaves, but slowly: below the start minus 10 after a second, above 20 after ten. */
static void
test_slow_release (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 100);
  board_vent (board);
  board->state.epoch = 0;
  board_order (board, 0, CUFF_MODE_VENT, 0);
  for (unsigned ms = 0; ms < 10000; ms += 100) {
    board_squeeze (board, 0, 85);
    board_run (board, 100);
  }
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 0);
  board_run (board, 310);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 1);
}

/* A cuff that is under pressure when the power comes. */
static void
test_boot_with_pressure (void)
{
  g_autoptr (Board) board = board_new (1);

  board_squeeze (board, 0, 60);
  board_stays_vented (board, 2990);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_BOOT);
  board_stays_vented (board, 20);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 1);
  g_assert_true (board->buzzer);

  board_send (board, (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { 1, 0, 1 } });
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_PRESSURE_LEFT);
  board_let_go (board, 0);
  board_stays_vented (board, 5000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
  board_make_ready (board);
  board_inflate (board, 1, 150);
}

/* A little air left in the cuff after a short power cut is no fault. */
static void
test_boot_with_air_leaving (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  board_boot (board);
  board_stays_vented (board, 4000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 0);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_SELF_TEST_OK, !=, 0);
}

/* A sensor that is dead, or far off, from the beginning: never Idle, never armed. */
static void
test_boot_self_test_fails (void)
{
  static const double offsets[][2] = { { 0, 15 }, { -25, -25 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (offsets) + 1; i++) {
    g_autoptr (Board) board = board_new (1);

    if (i < G_N_ELEMENTS (offsets)) {
      board->cuff[0].offset_mmhg[0] = offsets[i][0];
      board->cuff[0].offset_mmhg[1] = offsets[i][1];
    } else {
      board->cuff[0].broken[0] = true;
    }
    board_stays_vented (board, 3100);
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
    g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_SELF_TEST_OK, ==, 0);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], >=, 1);
  }
}

/* A fault that has passed stays a fault; the way out leads to Idle and never back into pressure. */
static void
test_fault_is_latched (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->cuff[0].broken[0] = true;
  board_run (board, 100);
  board->cuff[0].broken[0] = false;
  board_stays_vented (board, 10000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  g_assert_cmpint (board->ack.result, ==, CUFF_RESULT_FAULT_LATCHED);

  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_OVER_PRESSURE), ==,
                   CUFF_RESULT_BAD_ARGUMENT);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
  g_assert_cmpuint (board->n_withdrawn, ==, 1);
  board_stays_vented (board, 5000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
  g_assert_cmpuint (board->telemetry.channel[0].flags & CUFF_CHANNEL_SENSOR_FAULT, ==, 0);
}

/* Acknowledged while the cause lasts: quiet, but a fault. */
static void
test_acknowledged_fault_stays (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->cuff[0].offset_mmhg[1] = 15;
  board_run (board, 1000);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_FAULT_LATCHED);
  board_run (board, 10);
  g_assert_false (board->buzzer);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  board->cuff[0].offset_mmhg[1] = 0;
  board_run (board, 1000);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/fault/sensor-doubts", test_sensor_doubts);
  g_test_add_func ("/controller/fault/no-pump-without-sensor", test_no_pump_without_sensor);
  g_test_add_func ("/controller/fault/vent-stuck", test_vent_stuck);
  g_test_add_func ("/controller/fault/exhaust-helps", test_exhaust_helps);
  g_test_add_func ("/controller/fault/slow-release", test_slow_release);
  g_test_add_func ("/controller/fault/boot-with-pressure", test_boot_with_pressure);
  g_test_add_func ("/controller/fault/boot-with-air-leaving", test_boot_with_air_leaving);
  g_test_add_func ("/controller/fault/boot-self-test-fails", test_boot_self_test_fails);
  g_test_add_func ("/controller/fault/latched", test_fault_is_latched);
  g_test_add_func ("/controller/fault/acknowledged-stays", test_acknowledged_fault_stays);
  return g_test_run ();
}
