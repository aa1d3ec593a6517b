/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The controller as a server: whom it listens to, what it answers, what it sends by itself.
 */
#include "board.h"

#include <string.h>

static CuffMessage
hello (Board *board, uint8_t major)
{
  return (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { major, 0, board->nonce } };
}

/* Before the first Hello: telemetry to be seen, and no ear but for Hello and STOP. */
static void
test_before_hello (void)
{
  g_autoptr (Board) board = board_new (1);

  board_run (board, 1000);
  g_assert_cmpuint (board->n_telemetry, >, 90);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_STREAM }), ==, -1);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==, -1);
  board_send (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS });
  g_assert_cmpuint (board->n_limits, ==, 0);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, -1);
  g_assert_cmpint (board_vent (board), ==, CUFF_RESULT_OK);
  board_send (board, hello (board, CUFF_WIRE_MAJOR));
  g_assert_cmpuint (board->n_identities, ==, 1);
}

static void
test_identity (void)
{
  g_autoptr (Board) board = board_new (2);

  board_run (board, 1000);
  board->nonce = 0xDEADBEEF;
  board_send (board, hello (board, CUFF_WIRE_MAJOR));
  g_assert_cmphex (board->identity.nonce, ==, 0xDEADBEEF);
  g_assert_cmpuint (board->identity.major, ==, CUFF_WIRE_MAJOR);
  g_assert_cmpuint (board->identity.n_channels, ==, 2);
  g_assert_cmpint (board->identity.cap_hard, ==, CUFF_MMHG (300));
  g_assert_cmpstr (board->identity.model, ==, "Test board");
}

/* Another major: it may look and vent, nothing else. */
static void
test_foreign_major (void)
{
  g_autoptr (Board) board = board_new (1);

  board_run (board, 1000);
  board_send (board, hello (board, CUFF_WIRE_MAJOR + 1));
  g_assert_cmpuint (board->n_identities, ==, 1);
  board_send (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                                    .limits = { 0, { .cap = CUFF_MMHG (250) } } });
  g_assert_cmpint (board->ack.result, ==, CUFF_RESULT_NOT_SUPPORTED);
  board->beats = true;
  board_run (board, 2000);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_NOT_SUPPORTED);
  g_assert_cmpint (
      board_command (board, (CuffMessage){ .type = CUFF_MSG_STREAM, .stream = { 50 } }), ==,
      CUFF_RESULT_OK);
  g_assert_cmpint (board_vent (board), ==, CUFF_RESULT_OK);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
}

/* Unknown types and its own echo are ignored, short and wild bodies refused. */
static void
test_strange_frames (void)
{
  static const CuffFrame ignored[] = { { .type = 0x3F, .length = 5 },
                                       { .type = CUFF_MSG_ACK, .length = 11 },
                                       { .type = CUFF_MSG_TELEMETRY, .length = 36 },
                                       { .type = 0xFF } };
  static const CuffFrame refused[] = {
    { .type = CUFF_MSG_ARM, .length = 8 },
    { .type = CUFF_MSG_ARM, .length = 9, .body = { [8] = 4 } },
    { .type = CUFF_MSG_SET_LIMITS, .length = 11, .body = { 2 } },
    { .type = CUFF_MSG_STREAM, .length = 2, .body = { 0xFF, 0xFF } },
    { .type = CUFF_MSG_ALARM_ACK, .length = 2, .body = { 0 } },
  };
  g_autoptr (Board) board = board_new (1);
  uint8_t wire[CUFF_FRAME_MAX];
  unsigned n_acks;

  board_make_ready (board);
  n_acks = board->n_acks;
  for (unsigned i = 0; i < G_N_ELEMENTS (ignored); i++)
    board_bytes (board, wire, cuff_frame_encode (&ignored[i], false, wire));
  g_assert_cmpuint (board->n_acks, ==, n_acks);

  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++) {
    board_bytes (board, wire, cuff_frame_encode (&refused[i], false, wire));
    g_assert_cmpuint (board->n_acks, ==, n_acks + i + 1);
    g_assert_cmpint (board->ack.result, ==, CUFF_RESULT_BAD_ARGUMENT);
    g_assert_cmpint (board->ack.command, ==, refused[i].type);
  }
  board_stays_vented (board, 100);
}

/* A command sent again with the same sequence is answered, not done again. */
static void
test_repeated_command (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 4, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board->frame_sequence--;
  g_assert_cmpint (board_arm (board, 4, CUFF_ARM_TRAINING), ==, CUFF_RESULT_DUPLICATE);
  g_assert_cmpint (board->ack.value, ==, CUFF_RESULT_OK);
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_ARMED], ==, 1);

  /* The first answer was a refusal: the second one says so. */
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_BAD_STATE);
  board->frame_sequence--;
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_DUPLICATE);
  g_assert_cmpint (board->ack.value, ==, CUFF_RESULT_BAD_STATE);

  /* Long after, the same sequence is just a number that came round. */
  board->frame_sequence--;
  board_run (board, 2200);
  board->frame_sequence = (uint8_t) (board->ack.command_sequence);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_BAD_STATE);

  /* A new host counts from where it likes. */
  board_send (board, hello (board, CUFF_WIRE_MAJOR));
  board->frame_sequence -= 2;
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_BAD_STATE);
}

static void
test_repeated_limits (void)
{
  g_autoptr (Board) board = board_new (1);
  CuffMessage message = { .type = CUFF_MSG_SET_LIMITS,
                          .limits = { 0, { .cap = CUFF_MMHG (200) } } };

  board_make_ready (board);
  board_send (board, message);
  g_assert_cmpuint (board->n_limits, ==, 2);
  board->frame_sequence--;
  message.limits.limits.cap = CUFF_MMHG (250);
  g_assert_cmpint (board_command (board, message), ==, CUFF_RESULT_DUPLICATE);
  g_assert_cmpuint (board->n_limits, ==, 3);
  g_assert_cmpint (board->adopted[0].cap, ==, CUFF_MMHG (200));
}

static void
test_stream (void)
{
  static const struct {
    uint16_t hz;
    CuffResult result;
    unsigned n_telemetry; /* in a second */
  } rows[] = {
    { 50, CUFF_RESULT_OK, 50 },          { 200, CUFF_RESULT_OK, 200 }, { 0, CUFF_RESULT_OK, 0 },
    { 201, CUFF_RESULT_ABOVE_LIMIT, 0 }, { 100, CUFF_RESULT_OK, 100 },
  };
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    unsigned before;

    g_assert_cmpint (
        board_command (board, (CuffMessage){ .type = CUFF_MSG_STREAM, .stream = { rows[i].hz } }),
        ==, (int) rows[i].result);
    before = board->n_telemetry;
    board_run (board, 1000);
    g_assert_cmpint (ABS ((int) (board->n_telemetry - before) - (int) rows[i].n_telemetry), <=, 1);
  }
}

/* An alarm is repeated once a second until somebody has seen it. */
static void
test_alarm_repeats (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->cuff[0].broken[0] = true;
  board_run (board, 9950);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 10);
  g_assert_cmpuint (board->alarm.severity, ==, 3);
  board_acknowledge (board, CUFF_ALARM_DEVICE);
  board_run (board, 5000);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 10);
  g_assert_false (board->buzzer);
}

/* The host may ask for a sound; it stops with the heartbeats. */
static void
test_buzz (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_false (board->buzzer);
  board->state.buzz = true;
  board_run (board, 250);
  g_assert_true (board->buzzer);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_BUZZER, !=, 0);
  board->beats = false;
  board_run (board, 1700);
  g_assert_false (board->buzzer);
}

static void
test_log (void)
{
  g_autoptr (Board) board = board_new (1);
  uint32_t n_rows;

  board_make_ready (board);
  for (uint32_t epoch = 1; epoch <= 20; epoch++) {
    g_assert_cmpint (board_arm (board, epoch, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
    board_vent (board);
    board_run (board, 1200);
  }
  n_rows = 1 + 1 + 2 * 20; /* boot, released, armed and vented twenty times */
  g_assert_cmpint (
      board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { 0, 255 } }), ==,
      CUFF_RESULT_OK);
  g_assert_cmpint (board->ack.value, ==, (int) n_rows);
  board_run (board, 1000);
  g_assert_cmpuint (board->log->len, ==, n_rows);
  for (unsigned i = 0; i < n_rows; i++)
    g_assert_cmpuint (g_array_index (board->log, CuffLogMessage, i).index, ==, i);
  g_assert_cmpint (g_array_index (board->log, CuffLogMessage, 0).event.code, ==,
                   CUFF_DEVICE_EVENT_BOOT);

  /* Beyond 64 rows the oldest are gone, and it says which is the oldest. */
  for (unsigned i = 0; i < 40; i++) {
    board_command (board,
                   (CuffMessage){ .type = CUFF_MSG_SET_TIME, .set_time = { 1767225600000 + i } });
  }
  board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { 0, 3 } });
  g_assert_cmpint (board->ack.limit, ==, (int) n_rows + 40 - CUFF_LOG_SIZE);
  g_assert_cmpint (board->ack.value, ==, 3);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ, .log_read = { 100000, 3 } });
  g_assert_cmpint (board->ack.value, ==, 0);
}

static void
test_set_time (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SET_TIME,
                                                        .set_time = { 1767225600999 } }),
                   ==, CUFF_RESULT_OK);
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_TIME_SET], ==, 1767225600);
}

/* Offsets of up to 10 mmHg are taken as zero, on each sensor its own; twice does not add up. */
static void
test_zero (void)
{
  const CuffMessage zero = { .type = CUFF_MSG_ZERO, .channel = { CUFF_ALL_CHANNELS } };
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->cuff[0].offset_mmhg[0] = 6;
  board->cuff[0].offset_mmhg[1] = -2;
  for (unsigned i = 0; i < 3; i++) {
    g_assert_cmpint (board_command (board, zero), ==, CUFF_RESULT_OK);
    g_assert_cmpint (board_command (board, zero), ==, CUFF_RESULT_BUSY);
    board_run (board, 600);
    g_assert_cmpuint (board->n_results, ==, i + 1);
    g_assert_true (board->result.pass);
    g_assert_cmpint (board->result.value, ==, CUFF_MMHG (6));
    g_assert_cmpint (board->telemetry.channel[0].pressure, ==, 0);
    g_assert_cmpint (board->telemetry.channel[0].pressure_second, ==, 0);
  }

  board->cuff[0].offset_mmhg[0] = 10.5;
  board_run (board, 10);
  g_assert_cmpint (board_command (board, zero), ==, CUFF_RESULT_PRESSURE_LEFT);
  g_assert_cmpint (board->ack.value, ==, 105);

  board->cuff[0].offset_mmhg[0] = 6;
  board_run (board, 10);
  board_inflate (board, 1, 100);
  g_assert_cmpint (board_command (board, zero), ==, CUFF_RESULT_BAD_STATE);
}

/* What moves while zero is being taken is no zero. */
static void
test_zero_disturbed (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_ZERO }), ==,
                   CUFF_RESULT_OK);
  board_run (board, 200);
  board->cuff[0].held = true;
  board->cuff[0].mmhg = 12;
  board_run (board, 500);
  g_assert_cmpuint (board->n_results, ==, 1);
  g_assert_false (board->result.pass);
  g_assert_cmpint (board->telemetry.channel[0].pressure, ==, CUFF_MMHG (12));
}

static void
test_self_test (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_OK);
  board_stays_vented (board, 600);
  g_assert_cmpint (board->result.test, ==, CUFF_TEST_SELF);
  g_assert_true (board->result.pass);

  /* Something fills the cuff though the pump is off. */
  board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST });
  board->cuff[0].held = true;
  board->cuff[0].mmhg = 7;
  board_run (board, 600);
  g_assert_cmpuint (board->n_results, ==, 2);
  g_assert_false (board->result.pass);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_FAULT);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_DEVICE], ==, 1);
}

static CuffMessage
leak_test (double mmhg)
{
  return (CuffMessage){ .type = CUFF_MSG_LEAK_TEST,
                        .leak_test = { 0, cuff_pressure_from_mmhg (mmhg), 5000 } };
}

static void
arm_leak_test (Board *board, uint32_t epoch)
{
  g_assert_cmpint (board_arm (board, epoch, CUFF_ARM_LEAK), ==, CUFF_RESULT_OK);
  g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_TOO_EARLY);
  board_run (board, 300);
  board->state.epoch = epoch;
  board_order (board, 0, CUFF_MODE_DEFLATE, 0);
}

/* An arm for training is not one for a leak test. */
static void
test_leak_test_needs_its_arm (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board_run (board, 300);
  g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_NOT_ARMED);
  board_stays_vented (board, 1000);
}

/* A tight cuff passes, a leaking one does not, and both are vented after it. */
static void
test_leak_test (void)
{
  static const struct {
    double leak_ml_s;
    bool pass;
  } rows[] = { { 0, true }, { 1, true }, { 6, false } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board_make_ready (board);
    g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_NOT_ARMED);
    arm_leak_test (board, 1);
    board->cuff[0].leak_ml_s = rows[i].leak_ml_s;
    g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_OK);
    board_run (board, 9500);
    g_assert_cmpuint (board->n_results, ==, 1);
    g_assert_cmpint (board->result.test, ==, CUFF_TEST_LEAK);
    g_assert_cmpint (board->result.pass, ==, rows[i].pass);
    g_assert_true (cuff_pressure_is_set (board->result.value));
    g_assert_true (board_is_vented (board));
    g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_PLAN_DONE);
    g_assert_cmpuint (!!(board->telemetry.channel[0].flags & CUFF_CHANNEL_LEAK), ==, !rows[i].pass);
    board_stays_vented (board, 3000);
  }
}

/* In the middle of it: a State that wants pressure is refused, one that vents ends it. */
static void
test_leak_test_interrupted (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  arm_leak_test (board, 1);
  g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_OK);
  board_run (board, 3000);
  g_assert_false (board_is_vented (board));
  board_order (board, 0, CUFF_MODE_HOLD, 60);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_BUSY);
  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_beat (board);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->n_results, ==, 1);
  g_assert_false (board->result.pass);
  g_assert_false (cuff_pressure_is_set (board->result.value));
  board_stays_vented (board, 3000);
}

/* Nobody reads: telemetry is lost, and when somebody reads again every frame is whole. */
static void
test_line_full (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->line_full = true;
  board_run (board, 3000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);
  board->beats = false;
  board_vent (board);
  board->line_full = false;
  board_run (board, 10);
  g_assert_cmpint (board->ack.command, ==, CUFF_MSG_VENT);
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_VENTED], ==, 1);

  /* More answers than it can keep. */
  board->line_full = true;
  for (unsigned i = 0; i < 1000; i++)
    board_vent (board);
  board->line_full = false;
  board_run (board, 4000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
}

/* Each cuff its own target, one clock, one epoch. */
static void
test_two_channels (void)
{
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  g_assert_cmpfloat (board->cuff[1].mmhg, <, 1);
  board_order (board, 1, CUFF_MODE_HOLD, 120);
  board_run (board, 5000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 180, 9);
  g_assert_cmpfloat_with_epsilon (board->cuff[1].mmhg, 120, 6);

  board_order (board, 1, CUFF_MODE_DEFLATE, 0);
  board_run (board, 5000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 180, 9);
  g_assert_cmpfloat (board->cuff[1].mmhg, <, 10);

  /* Vent is for the whole person. */
  board_order (board, 1, CUFF_MODE_VENT, 0);
  board_run (board, 250);
  g_assert_true (board_is_vented (board));
  board_stays_vented (board, 5000);
}

/* A channel that takes no part may be ordered vent, or not be named at all. */
static void
test_one_of_two_channels (void)
{
  for (unsigned n_named = 1; n_named <= 2; n_named++) {
    g_autoptr (Board) board = board_new (2);

    board_make_ready (board);
    g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
    board_run (board, 300);
    board->state.epoch = 1;
    board->state.n_channels = (uint8_t) n_named;
    board_order (board, 0, CUFF_MODE_HOLD, 150);
    board_order (board, 1, CUFF_MODE_VENT, 0);
    board_run (board, 5000);
    g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);
    g_assert_cmpfloat (board->cuff[1].mmhg, <, 1);
  }
}

/* A State for a cuff this controller has not got. */
static void
test_too_many_channels (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->beats = false;
  board->state.n_channels = 2;
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_BAD_ARGUMENT);
}

/* A fault of one cuff vents both. */
static void
test_fault_vents_both (void)
{
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board_order (board, 1, CUFF_MODE_HOLD, 150);
  board_run (board, 5000);
  board->cuff[1].offset_mmhg[1] = 20;
  board_run (board, 600);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->alarm.channel, ==, 1);
}

/* Quiet: nothing moves, the pressure stands. */
static void
test_quiet (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board_order (board, 0, CUFF_MODE_QUIET, 0);
  board_beat (board);
  for (unsigned ms = 0; ms < 5000; ms += 5) {
    board_run (board, 5);
    g_assert_cmpuint (board->cuff[0].pump_permille, ==, 0);
    g_assert_cmpuint (board->cuff[0].valve_permille, ==, 0);
    g_assert_true (board->cuff[0].vent_shut);
  }
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);
  g_assert_cmpint (board->telemetry.channel[0].target, ==, CUFF_PRESSURE_UNSET);
}

/* The controller's clock has 32 bits; after 71.6 minutes it begins anew, and nothing happens. */
static void
test_clock_wraps (void)
{
  g_autoptr (Board) board = board_new (1);

  board->now_us = UINT32_MAX - 12000000;
  board_boot (board);
  board_make_ready (board);
  board_inflate (board, 1, 150);
  board_run (board, 10000);
  g_assert_cmpuint (board->now_us, >, UINT32_MAX);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 150, 8);
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_VENTED], ==, 0);
}

/* One feed of the hardware watchdog per step, after the sensors were read. */
static void
test_watchdog_is_fed (void)
{
  g_autoptr (Board) board = board_new (1);

  board_run (board, 1000);
  g_assert_cmpuint (board->n_kicks, ==, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/server/before-hello", test_before_hello);
  g_test_add_func ("/controller/server/identity", test_identity);
  g_test_add_func ("/controller/server/foreign-major", test_foreign_major);
  g_test_add_func ("/controller/server/strange-frames", test_strange_frames);
  g_test_add_func ("/controller/server/repeated-command", test_repeated_command);
  g_test_add_func ("/controller/server/repeated-limits", test_repeated_limits);
  g_test_add_func ("/controller/server/stream", test_stream);
  g_test_add_func ("/controller/server/alarm-repeats", test_alarm_repeats);
  g_test_add_func ("/controller/server/buzz", test_buzz);
  g_test_add_func ("/controller/server/log", test_log);
  g_test_add_func ("/controller/server/set-time", test_set_time);
  g_test_add_func ("/controller/server/line-full", test_line_full);
  g_test_add_func ("/controller/server/clock-wraps", test_clock_wraps);
  g_test_add_func ("/controller/server/watchdog", test_watchdog_is_fed);
  g_test_add_func ("/controller/checks/zero", test_zero);
  g_test_add_func ("/controller/checks/zero-disturbed", test_zero_disturbed);
  g_test_add_func ("/controller/checks/self-test", test_self_test);
  g_test_add_func ("/controller/checks/leak-test-needs-its-arm", test_leak_test_needs_its_arm);
  g_test_add_func ("/controller/checks/leak-test", test_leak_test);
  g_test_add_func ("/controller/checks/leak-test-interrupted", test_leak_test_interrupted);
  g_test_add_func ("/controller/channels/two", test_two_channels);
  g_test_add_func ("/controller/channels/one-of-two", test_one_of_two_channels);
  g_test_add_func ("/controller/channels/too-many", test_too_many_channels);
  g_test_add_func ("/controller/channels/fault-vents-both", test_fault_vents_both);
  g_test_add_func ("/controller/channels/quiet", test_quiet);
  return g_test_run ();
}
