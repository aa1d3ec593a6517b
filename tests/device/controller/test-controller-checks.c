/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Zero, self-test and leak test: what a controller finds out about itself, when it may, and that a
 * doubt never counts as a pass.
 */
#include "board.h"

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

/* Ten are taken, more are not, to either side; what cannot be read has no zero. */
static void
test_zero_range (void)
{
  static const struct {
    double offset_mmhg;
    CuffResult expected;
  } rows[] = { { 10, CUFF_RESULT_OK },
               { -10, CUFF_RESULT_OK },
               { 10.1, CUFF_RESULT_PRESSURE_LEFT },
               { -10.1, CUFF_RESULT_PRESSURE_LEFT } };
  const CuffMessage zero = { .type = CUFF_MSG_ZERO, .channel = { 0 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board_make_ready (board);
    board->cuff[0].offset_mmhg[0] = rows[i].offset_mmhg;
    board_run (board, 10);
    g_assert_cmpint (board_command (board, zero), ==, (int) rows[i].expected);

    board->cuff[0].broken[1] = true;
    board_run (board, 10);
    if (rows[i].expected == CUFF_RESULT_OK) { /* it was being taken */
      g_assert_cmpuint (board->n_results, ==, 1);
      g_assert_false (board->result.pass);
      g_assert_false (cuff_pressure_is_set (board->result.value));
    }
    g_assert_cmpint (board_command (board, zero), ==, CUFF_RESULT_PRESSURE_LEFT);
    g_assert_cmpint (board->ack.value, ==, CUFF_PRESSURE_UNSET);
  }
}

/* One cuff is zeroed without the other; all is both, and the answer is the first one's. */
static void
test_zero_of_one_channel (void)
{
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  board->cuff[0].held = true;
  board->cuff[0].mmhg = 12;
  board->cuff[1].offset_mmhg[0] = board->cuff[1].offset_mmhg[1] = 5;
  board_run (board, 10);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_ZERO, .channel = { 1 } }),
                   ==, CUFF_RESULT_OK);
  board_run (board, 600);
  g_assert_cmpuint (board->result.channel, ==, 1);
  g_assert_cmpint (board->result.value, ==, CUFF_MMHG (5));
  g_assert_cmpint (board->telemetry.channel[0].pressure, ==, CUFF_MMHG (12));
  g_assert_cmpint (board->telemetry.channel[1].pressure, ==, 0);

  board->cuff[0].mmhg = 0;
  board->cuff[0].offset_mmhg[0] = board->cuff[0].offset_mmhg[1] = 3;
  board_run (board, 10);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_ZERO, .channel = { CUFF_ALL_CHANNELS } });
  board_run (board, 600);
  g_assert_cmpint (board->result.value, ==, CUFF_MMHG (3));
  g_assert_cmpint (board->telemetry.channel[0].pressure_second, ==, 0);
  g_assert_cmpint (board->telemetry.channel[1].pressure_second, ==, 0);
}

/* What a controller of one cuff is asked about a second one. */
static void
test_no_such_channel (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_ZERO, .channel = { 1 } }),
                   ==, CUFF_RESULT_BAD_ARGUMENT);
  arm_leak_test (board, 1);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_LEAK_TEST,
                                                        .leak_test = { 1, CUFF_MMHG (60), 5000 } }),
                   ==, CUFF_RESULT_BAD_ARGUMENT);
  board_stays_vented (board, 1000);
}

static void
test_not_supported (void)
{
  g_autoptr (Board) board = board_new (1);

  board->config.identity.capabilities = CUFF_CAN_SECOND_SENSOR;
  board_boot (board);
  board_make_ready (board);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_NOT_SUPPORTED);
  g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_NOT_SUPPORTED);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_LOG_READ }), ==,
                   CUFF_RESULT_NOT_SUPPORTED);
}

/* Things that go wrong for a moment in the middle of a self-test, too short for any watcher. */

static void
doubt_sensors (Board *board, bool present)
{
  board->cuff[0].offset_mmhg[1] = present ? 15 : 0;
}

static void
doubt_contact (Board *board, bool present)
{
  board->cuff[0].vent_stuck = present;
}

static void
doubt_rise (Board *board, bool present)
{
  board->cuff[0].held = true;
  board->cuff[0].mmhg = present ? 6 : 0;
}

static void
doubt_full (Board *board, bool present)
{
  board->cuff[0].held = true;
  board->cuff[0].mmhg = present ? 25 : 0;
}

static void
doubt_blind (Board *board, bool present)
{
  board->cuff[0].broken[0] = board->cuff[0].broken[1] = present;
}

/* Each part of the self-test finds what it is there for, and only that. */
static void
test_self_test_parts (void)
{
  static const struct {
    const char *what;
    void (*doubt) (Board *board, bool present);
    unsigned fails; /* bits: sensors, vent, pump */
  } rows[] = {
    { "sensors disagree", doubt_sensors, 1 | 4 }, /* the higher one counts as a rise */
    { "the valve's contact says shut", doubt_contact, 2 },
    { "pressure rises by 6 mmHg", doubt_rise, 4 },
    { "the cuff is not empty", doubt_full, 2 | 4 },
    { "nothing can be read", doubt_blind, 1 | 2 | 4 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows) * 8; i++) {
    const unsigned row = i / 8;
    const uint16_t mask = (uint16_t) (i % 8);
    const unsigned meant = mask != 0 ? mask : 7;
    g_autoptr (Board) board = board_new (1);
    bool passes = (rows[row].fails & meant) == 0;

    board_make_ready (board);
    g_assert_cmpint (
        board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST, .self_test = { mask } }),
        ==, CUFF_RESULT_OK);
    board_run (board, 100);
    rows[row].doubt (board, true);
    board_run (board, 40);
    rows[row].doubt (board, false);
    board_run (board, 500);
    g_assert_cmpuint (board->n_results, ==, 1);
    if (board->result.pass != passes)
      g_error ("%s, mask %u: %s", rows[row].what, mask, passes ? "failed" : "passed");
    g_assert_cmpint (board->telemetry.machine, ==, passes ? CUFF_MACHINE_IDLE : CUFF_MACHINE_FAULT);
    g_assert_cmpint (!!(board->telemetry.flags & CUFF_DEVICE_SELF_TEST_OK), ==, passes);
  }
}

/* Where nobody knows what the pressure was when it began, nobody knows that it did not rise. */
static void
test_self_test_begun_blind (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  doubt_blind (board, true);
  board_run (board, 10);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST, .self_test = { 4 } });
  doubt_blind (board, false);
  board_run (board, 600);
  g_assert_cmpuint (board->n_results, ==, 1);
  g_assert_false (board->result.pass);
}

static void
test_leak_test_refused (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST });
  g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_BUSY);
  board_run (board, 600);
  board_command (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                                       .limits = { 0, { .cap = CUFF_MMHG (40) } } });
  arm_leak_test (board, 1);
  g_assert_cmpint (board_command (board, leak_test (0)), ==, CUFF_RESULT_BAD_ARGUMENT);
  g_assert_cmpint (board_command (board, leak_test (41)), ==, CUFF_RESULT_ABOVE_LIMIT);
  g_assert_cmpint (board->ack.limit, ==, CUFF_MMHG (40));
  board->cuff[0].broken[0] = true;
  board_run (board, 100);
  g_assert_cmpint (board_command (board, leak_test (40)), ==, CUFF_RESULT_FAULT_LATCHED);
  board_stays_vented (board, 1000);
}

/* The second cuff is tested; the first stays vented though every State names both. */
static void
test_leak_test_of_second_channel (void)
{
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  arm_leak_test (board, 1);
  board_order (board, 1, CUFF_MODE_DEFLATE, 0);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_LEAK_TEST,
                                                        .leak_test = { 1, CUFF_MMHG (60), 1000 } }),
                   ==, CUFF_RESULT_OK);
  for (unsigned ms = 0; ms < 1500; ms += 5) {
    board_run (board, 5);
    g_assert_false (board->cuff[0].vent_shut);
  }
  g_assert_cmpfloat (board->cuff[1].mmhg, >, 50);
  g_assert_cmpint (board->telemetry.channel[0].mode, ==, CUFF_MODE_DEFLATE); /* as ordered */
  board_run (board, 2000);
  g_assert_cmpuint (board->n_results, ==, 1);
  g_assert_cmpuint (board->result.channel, ==, 1);
  g_assert_true (board->result.pass);
}

/* A hose that is off: the pressure is never reached, ten seconds are the end of it, and that is no
 * pass. */
static void
test_leak_test_without_hose (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  arm_leak_test (board, 1);
  board->cuff[0].leak_ml_s = 400;
  g_assert_cmpint (board_command (board, leak_test (60)), ==, CUFF_RESULT_OK);
  board_run (board, 10010);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->n_results, ==, 1);
  g_assert_false (board->result.pass);
  g_assert_false (cuff_pressure_is_set (board->result.value));
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_TIME_LIMIT);
}

/* A loose plug while the air stands: the loss is taken between readings that there are. */
static void
test_leak_test_with_dropouts (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  arm_leak_test (board, 1);
  board_command (board, leak_test (60));
  while (board->telemetry.channel[0].mode != CUFF_MODE_QUIET)
    board_run (board, 5);
  for (unsigned ms = 0; ms < 7000 && board->n_results == 0; ms += 45) {
    board->cuff[0].broken[0] = true;
    board_run (board, 40);
    board->cuff[0].broken[0] = false;
    board_run (board, 5);
  }
  g_assert_cmpuint (board->n_results, ==, 1);
  g_assert_true (board->result.pass);
  g_assert_true (cuff_pressure_is_set (board->result.value));
  g_assert_cmpint (ABS (board->result.value), <=, CUFF_MMHG (2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/checks/zero", test_zero);
  g_test_add_func ("/controller/checks/zero-disturbed", test_zero_disturbed);
  g_test_add_func ("/controller/checks/self-test", test_self_test);
  g_test_add_func ("/controller/checks/leak-test-needs-its-arm", test_leak_test_needs_its_arm);
  g_test_add_func ("/controller/checks/leak-test", test_leak_test);
  g_test_add_func ("/controller/checks/leak-test-interrupted", test_leak_test_interrupted);
  g_test_add_func ("/controller/checks/zero-range", test_zero_range);
  g_test_add_func ("/controller/checks/zero-of-one-channel", test_zero_of_one_channel);
  g_test_add_func ("/controller/checks/no-such-channel", test_no_such_channel);
  g_test_add_func ("/controller/checks/not-supported", test_not_supported);
  g_test_add_func ("/controller/checks/self-test-parts", test_self_test_parts);
  g_test_add_func ("/controller/checks/self-test-begun-blind", test_self_test_begun_blind);
  g_test_add_func ("/controller/checks/leak-test-refused", test_leak_test_refused);
  g_test_add_func ("/controller/checks/leak-test-of-second-channel",
                   test_leak_test_of_second_channel);
  g_test_add_func ("/controller/checks/leak-test-without-hose", test_leak_test_without_hose);
  g_test_add_func ("/controller/checks/leak-test-with-dropouts", test_leak_test_with_dropouts);
  return g_test_run ();
}
