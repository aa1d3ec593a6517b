/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the controller does not allow, whatever the host says: its limits on pressure and time, its
 * doubts about its own sensors and valves, and the fault that only an empty cuff and a person end.
 */
#include "board.h"

/* The pressure is what a hand on the cuff makes it. */
static void
squeeze (Board *board, double mmhg)
{
  board->cuff[0].held = true;
  board->cuff[0].mmhg = mmhg;
}

static void
let_go (Board *board)
{
  board->cuff[0].held = false;
}

static CuffResult
set_cap (Board *board, double mmhg)
{
  return (CuffResult) board_command (
      board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                            .limits = { 0, { .cap = cuff_pressure_from_mmhg (mmhg) } } });
}

static void
arm_for (Board *board, CuffArmPurpose purpose)
{
  g_assert_cmpint (board_arm (board, 1, purpose), ==, CUFF_RESULT_OK);
  board_run (board, 300);
  board->state.epoch = 1;
}

/* Adopted is the lower of what is asked and what the controller allows, and it says so. */
static void
test_adopted_limits (void)
{
  static const CuffLimits asked = { CUFF_MMHG (180), CUFF_MMHG (30), 600000, CUFF_MMHG (6) };
  static const CuffLimits too_much = { CUFF_MMHG (400), CUFF_MMHG (400), 86400000, CUFF_MMHG (50) };
  static const CuffLimits own = { CUFF_MMHG (300), CUFF_MMHG (100), 1500000, CUFF_MMHG (10) };
  static const CuffLimits whatever = { .cap = CUFF_MMHG (300) };
  const struct {
    const CuffLimits *asked, *adopted;
  } rows[] = { { &asked, &asked }, { &too_much, &own }, { &whatever, &own } };
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    const CuffLimits *adopted = &board->adopted[0];

    board_send (board,
                (CuffMessage){ .type = CUFF_MSG_SET_LIMITS, .limits = { 0, *rows[i].asked } });
    g_assert_cmpint (adopted->cap, ==, rows[i].adopted->cap);
    g_assert_cmpint (adopted->ramp_max, ==, rows[i].adopted->ramp_max);
    g_assert_cmpuint (adopted->time_max_ms, ==, rows[i].adopted->time_max_ms);
    g_assert_cmpint (adopted->disagree_max, ==, rows[i].adopted->disagree_max);
  }
}

/* An identity with absurd caps, or none, does not make the controller bolder. */
static void
test_absurd_identity (void)
{
  static const CuffPressure absurd[] = { CUFF_MMHG (400), CUFF_PRESSURE_UNSET };

  for (unsigned i = 0; i < G_N_ELEMENTS (absurd); i++) {
    g_autoptr (Board) board = board_new (1);

    board->config.identity.cap_hard = absurd[i];
    board->config.identity.cap_transient = absurd[i];
    board->config.identity.cap_lop = absurd[i];
    board->config.identity.time_cap_ms = 86400000;
    board_boot (board);
    board_make_ready (board);
    set_cap (board, 400);
    g_assert_cmpint (board->adopted[0].cap, ==, CUFF_MMHG (300));
    g_assert_cmpuint (board->adopted[0].time_max_ms, ==, 1500000);
    board_inflate (board, 1, 150);
    squeeze (board, 331);
    board_run (board, 5);
    g_assert_true (board_is_vented (board));
  }
}

/* Limits change only where nothing is armed. */
static void
test_limits_only_in_idle (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  g_assert_cmpint (set_cap (board, 300), ==, CUFF_RESULT_BAD_STATE);
  board_run (board, 300);
  board->state.epoch = 1;
  board_order (board, 0, CUFF_MODE_HOLD, 260);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
  board_order (board, 0, CUFF_MODE_HOLD, 150);
  board_beat (board);
  g_assert_cmpint (set_cap (board, 300), ==, CUFF_RESULT_BAD_STATE);
  board_vent (board);
  g_assert_cmpint (set_cap (board, 300), ==, CUFF_RESULT_BAD_STATE);
}

/* Without SetLimits since Hello a cuff gets nothing. */
static void
test_no_limits_no_pressure (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_send (board, (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { 1, 0, board->nonce } });
  board->adopted[0] = (CuffLimits){ 0 };
  board_run (board, 1300);
  arm_for (board, CUFF_ARM_TRAINING);
  board_order (board, 0, CUFF_MODE_HOLD, 1);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
  g_assert_true (board_is_vented (board));
}

/* Refused, with value and limit, and the order before it stands: never clamped. */
static void
test_target_above_cap (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board_order (board, 0, CUFF_MODE_HOLD, 250.1);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
  g_assert_cmpint (board->ack.command, ==, CUFF_MSG_STATE);
  g_assert_cmpint (board->ack.value, ==, 2501);
  g_assert_cmpint (board->ack.limit, ==, 2500);
  board_run (board, 1000);
  g_assert_cmpint (board->telemetry.channel[0].target, ==, CUFF_MMHG (150));
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);

  board_order (board, 0, CUFF_MODE_HOLD, 250);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
}

/* What makes no sense is refused: no target, a target below the room's pressure, no time. */
static void
test_orders_without_sense (void)
{
  static const CuffOrder orders[] = {
    { CUFF_MODE_HOLD, CUFF_PRESSURE_UNSET, 0, 60000 },
    { CUFF_MODE_HOLD, CUFF_MMHG (-1), 0, 60000 },
    { CUFF_MODE_HOLD, CUFF_MMHG (100), 0, 0 },
    { CUFF_MODE_QUIET, CUFF_PRESSURE_UNSET, 0, 0 },
  };
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  arm_for (board, CUFF_ARM_TRAINING);
  for (unsigned i = 0; i < G_N_ELEMENTS (orders); i++) {
    board->beats = false;
    board->state.order[0] = orders[i];
    g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_BAD_ARGUMENT);
    board_stays_vented (board, 250);
  }
}

/* Refusals are answered, but not each: at most one in 200 ms. */
static void
test_refusals_are_rare (void)
{
  g_autoptr (Board) board = board_new (1);
  unsigned n_acks;

  board_make_ready (board);
  board->beats = false;
  board->state.epoch = 1;
  board_order (board, 0, CUFF_MODE_HOLD, 100);
  n_acks = board->n_acks;
  for (unsigned i = 0; i < 200; i++) {
    board_beat (board);
    board_run (board, 5);
  }
  g_assert_cmpuint (board->n_acks - n_acks, ==, 5);
}

/* Above 300 for 0.3 s, above 330 at once, on either sensor; a contraction that peaks over 300 and
 * goes is neither. */
static void
test_over_pressure (void)
{
  static const struct {
    double mmhg, second_mmhg;
    unsigned at_least_ms, at_most_ms;
  } rows[] = {
    { 301, 301, 290, 305 }, { 295, 301, 290, 305 }, { 301, 295, 290, 305 },
    { 331, 331, 5, 5 },     { 325, 331, 5, 5 },     { 300, 300, G_MAXUINT, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);
    unsigned ms = 0;

    board_make_ready (board);
    board_inflate (board, 1, 200);
    squeeze (board, rows[i].mmhg);
    board->cuff[0].offset_mmhg[1] = rows[i].second_mmhg - rows[i].mmhg;
    while (!board_is_vented (board) && ms < 5000) {
      board_run (board, 5);
      ms += 5;
    }
    if (rows[i].at_least_ms == G_MAXUINT) {
      g_assert_cmpuint (ms, ==, 5000);
      continue;
    }
    g_assert_cmpuint (ms, >=, rows[i].at_least_ms);
    g_assert_cmpuint (ms, <=, rows[i].at_most_ms);
    g_assert_cmpint (board->telemetry.machine == CUFF_MACHINE_FAULT
                         || board->controller.machine == CUFF_MACHINE_FAULT,
                     ==, TRUE);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_OVER_PRESSURE], ==, 1);
    g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_OVER_PRESSURE);
    g_assert_true (board->buzzer);
  }
}

static void
test_short_peak (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 240);
  for (unsigned i = 0; i < 20; i++) {
    squeeze (board, 315);
    board_run (board, 250);
    squeeze (board, 240);
    board_run (board, 500);
    g_assert_false (board_is_vented (board));
  }
}

/* The search for occlusion: its own arm, its own ceilings. */
static void
test_lop_ceilings (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  arm_for (board, CUFF_ARM_LOP);
  board_order (board, 0, CUFF_MODE_LOP, 330.1);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
  board_order (board, 0, CUFF_MODE_LOP, 320);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
  board_run (board, 20000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 320, 8);
  squeeze (board, 331);
  board_run (board, 5);
  g_assert_true (board_is_vented (board));
}

static void
test_lop_needs_its_arm (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  arm_for (board, CUFF_ARM_TRAINING);
  board_order (board, 0, CUFF_MODE_LOP, 100);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_BAD_STATE);
  g_assert_true (board_is_vented (board));
}

/* How long, from the first pressure on, an arm of each purpose lasts however the host goes on. */
static void
test_purpose_time (void)
{
  static const struct {
    CuffArmPurpose purpose;
    CuffMode mode;
    double mmhg;
    unsigned longest_s;
  } rows[] = { { CUFF_ARM_PUFF, CUFF_MODE_HOLD, 60, 10 },
               { CUFF_ARM_LEAK, CUFF_MODE_HOLD, 60, 10 },
               { CUFF_ARM_LOP, CUFF_MODE_LOP, 200, 180 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board_make_ready (board);
    arm_for (board, rows[i].purpose);
    if (rows[i].purpose != CUFF_ARM_LOP) {
      board_order (board, 0, CUFF_MODE_HOLD, 60.1);
      g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
    }
    board_order (board, 0, rows[i].mode, rows[i].mmhg);
    g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
    board_run (board, rows[i].longest_s * 1000 - 50);
    g_assert_false (board_is_vented (board));
    board_run (board, 60);
    g_assert_true (board_is_vented (board));
    g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_TIME_LIMIT);
    board_stays_vented (board, 5000);
  }
}

/* The longest time of an order, on the controller's clock. */
static void
test_longest_time (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);

  /* A host that counts down and begins a new phase is left alone ... */
  for (unsigned phase = 0; phase < 3; phase++) {
    for (unsigned ms = 15000; ms > 10000; ms -= 200) {
      board->state.order[0].longest_ms = ms;
      board_run (board, 200);
    }
  }
  g_assert_false (board_is_vented (board));

  /* ... one that is stuck at a number is found out. */
  board->state.order[0].longest_ms = 20000;
  board_run (board, 19800);
  g_assert_false (board_is_vented (board));
  board_run (board, 500);
  g_assert_true (board_is_vented (board));
  board_stays_vented (board, 5000);
}

/* The continuous clock: deflated pauses under a minute do not set it back, the alarm stays until
 * somebody has seen it, and the next arm waits until the limb has had its minute. */
static void
test_continuous_time (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_send (board,
              (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                             .limits = { 0, { .cap = CUFF_MMHG (250), .time_max_ms = 30000 } } });
  board_inflate (board, 1, 150); /* 6 s of it */
  board_run (board, 14000);
  for (unsigned i = 0; i < 2; i++) { /* 80 s in all, but never a minute */
    board_order (board, 0, CUFF_MODE_DEFLATE, 0);
    board_run (board, 40000);
    board_order (board, 0, CUFF_MODE_HOLD, 150);
    board_run (board, 2000);
  }
  board_run (board, 4500);
  g_assert_false (board_is_vented (board));
  board_run (board, 3000);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_TIME], >=, 1);
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_TIME_LIMIT);
  g_assert_cmpuint (board->telemetry.channel[0].flags & CUFF_CHANNEL_TIME_OVER, !=, 0);

  board->state.epoch = 0;
  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_run (board, 5000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
  g_assert_cmpint (board_arm (board, 2, CUFF_ARM_TRAINING), ==, CUFF_RESULT_FAULT_LATCHED);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_TIME), ==, CUFF_RESULT_OK);
  g_assert_cmpint (board_arm (board, 2, CUFF_ARM_TRAINING), ==, CUFF_RESULT_ABOVE_LIMIT);
  board_run (board, 60000);
  g_assert_cmpint (board_arm (board, 2, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
}

/* 25 minutes and no more, though the host asks for a day. */
static void
test_own_time_cap (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_send (
      board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                            .limits = { 0, { .cap = CUFF_MMHG (250), .time_max_ms = 86400000 } } });
  board_inflate (board, 1, 150);
  for (unsigned minute = 0; minute < 24; minute++) {
    board->state.order[0].longest_ms++; /* a new phase each minute */
    board_run (board, 60000);
  }
  board_run (board, 53500);
  g_assert_false (board_is_vented (board));
  board_run (board, 1500);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_TIME], ==, 1);
}

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
  arm_for (board, CUFF_ARM_TRAINING);
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
      squeeze (board, rows[i].squeezed_mmhg);
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
    let_go (board);
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
    squeeze (board, 85);
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

  squeeze (board, 60);
  board_stays_vented (board, 2990);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_BOOT);
  board_stays_vented (board, 20);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 1);
  g_assert_true (board->buzzer);

  board_send (board, (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { 1, 0, 1 } });
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_PRESSURE_LEFT);
  let_go (board);
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
  g_test_add_func ("/controller/limits/adopted", test_adopted_limits);
  g_test_add_func ("/controller/limits/absurd-identity", test_absurd_identity);
  g_test_add_func ("/controller/limits/only-in-idle", test_limits_only_in_idle);
  g_test_add_func ("/controller/limits/none-no-pressure", test_no_limits_no_pressure);
  g_test_add_func ("/controller/limits/target-above-cap", test_target_above_cap);
  g_test_add_func ("/controller/limits/orders-without-sense", test_orders_without_sense);
  g_test_add_func ("/controller/limits/refusals-are-rare", test_refusals_are_rare);
  g_test_add_func ("/controller/limits/over-pressure", test_over_pressure);
  g_test_add_func ("/controller/limits/short-peak", test_short_peak);
  g_test_add_func ("/controller/limits/lop-ceilings", test_lop_ceilings);
  g_test_add_func ("/controller/limits/lop-needs-its-arm", test_lop_needs_its_arm);
  g_test_add_func ("/controller/limits/purpose-time", test_purpose_time);
  g_test_add_func ("/controller/limits/longest-time", test_longest_time);
  g_test_add_func ("/controller/limits/continuous-time", test_continuous_time);
  g_test_add_func ("/controller/limits/own-time-cap", test_own_time_cap);
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
