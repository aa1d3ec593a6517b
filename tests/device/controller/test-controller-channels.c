/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two cuffs on one person: each its own target and limits, one epoch, and one fault vents both.
 */
#include "board.h"

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

/* Both under pressure, 150 and 120 mmHg, in epoch 1. */
static Board *
board_with_two_inflated (void)
{
  Board *board = board_new (2);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board_order (board, 1, CUFF_MODE_HOLD, 120);
  board_run (board, 5000);
  g_assert_cmpfloat_with_epsilon (board->cuff[1].mmhg, 120, 6);

  return board;
}

static void
break_far_over (Board *board, unsigned channel)
{
  board_squeeze (board, channel, 331);
}

static void
break_over (Board *board, unsigned channel)
{
  board_squeeze (board, channel, 301);
}

static void
break_first_sensor (Board *board, unsigned channel)
{
  board->cuff[channel].broken[0] = true;
}

static void
break_second_sensor (Board *board, unsigned channel)
{
  board->cuff[channel].broken[1] = true;
}

static void
break_agreement (Board *board, unsigned channel)
{
  board->cuff[channel].offset_mmhg[1] = 20;
}

/* Whichever cuff it is: both are vented in the same step, the alarm names the one, and only its
 * flag is set. */
static void
test_fault_vents_both (void)
{
  static const struct {
    const char *name;
    void (*happen) (Board *board, unsigned channel);
    unsigned after_ms;
    CuffAlarm alarm;
    uint32_t flag;
  } rows[] = {
    { "331 mmHg", break_far_over, 5, CUFF_ALARM_OVER_PRESSURE, CUFF_CHANNEL_OVER_PRESSURE },
    { "301 mmHg", break_over, 300, CUFF_ALARM_OVER_PRESSURE, CUFF_CHANNEL_OVER_PRESSURE },
    { "first sensor", break_first_sensor, 50, CUFF_ALARM_DEVICE, CUFF_CHANNEL_SENSOR_FAULT },
    { "second sensor", break_second_sensor, 50, CUFF_ALARM_DEVICE, CUFF_CHANNEL_SENSOR_FAULT },
    { "disagreement", break_agreement, 500, CUFF_ALARM_DEVICE, CUFF_CHANNEL_DISAGREE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows) * 2; i++) {
    const unsigned row = i / 2, channel = i % 2;
    g_autoptr (Board) board = board_with_two_inflated ();
    unsigned ms = 0;

    g_test_message ("%s of channel %u", rows[row].name, channel);
    rows[row].happen (board, channel);
    for (; ms < 2000 && !board_is_vented (board); ms += 5) {
      g_assert_true (board->cuff[0].vent_shut && board->cuff[1].vent_shut);
      board_run (board, 5);
    }
    g_assert_cmpuint (ms, <=, rows[row].after_ms + 5);
    g_assert_cmpuint (ms + 10, >=, rows[row].after_ms);
    g_assert_cmpuint (board->n_alarms[rows[row].alarm], ==, 1);
    g_assert_cmpuint (board->alarm.channel, ==, channel);
    board_stays_vented (board, 500);
    g_assert_cmpuint (board->telemetry.channel[channel].flags & rows[row].flag, !=, 0);
    g_assert_cmpuint (board->telemetry.channel[!channel].flags & rows[row].flag, ==, 0);
    g_assert_cmpfloat (board->cuff[!channel].mmhg, <, 150);
    board_stays_vented (board, 5000);
  }
}

/* A cuff that takes no part is watched all the same: somebody steps on it. */
static void
test_unused_channel_is_watched (void)
{
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  break_far_over (board, 1);
  board_run (board, 5);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->alarm.channel, ==, 1);
}

/* Each its own limits; what one may not have costs the other nothing but the State. */
static void
test_own_limits (void)
{
  const CuffLimits limits = { .cap = CUFF_MMHG (100), .time_max_ms = 20000 };
  g_autoptr (Board) board = board_new (2);

  board_make_ready (board);
  board_send (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS, .limits = { 1, limits } });
  board_inflate (board, 1, 150);
  board_order (board, 1, CUFF_MODE_HOLD, 100.1);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
  g_assert_cmpint (board->ack.limit, ==, CUFF_MMHG (100));
  board_run (board, 200);
  g_assert_true (board->cuff[0].vent_shut);
  g_assert_false (board->cuff[1].vent_shut);

  /* Its 20 s begin with its own pressure, not with the other's. */
  board_order (board, 1, CUFF_MODE_HOLD, 100);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
  board_run (board, 19500);
  g_assert_false (board_is_vented (board));
  board_run (board, 1000);
  g_assert_true (board_is_vented (board));
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_TIME], ==, 1);
  g_assert_cmpuint (board->alarm.channel, ==, 1);
  g_assert_cmpuint (board->telemetry.channel[0].flags & CUFF_CHANNEL_TIME_OVER, ==, 0);
  g_assert_cmpuint (board->telemetry.channel[1].flags & CUFF_CHANNEL_TIME_OVER, !=, 0);
}

/* The longest time of one order vents both, for the epoch is common. */
static void
test_longest_time_of_one (void)
{
  g_autoptr (Board) board = board_with_two_inflated ();

  board->state.order[1].longest_ms = 2000;
  board_beat (board);
  board_run (board, 1900);
  g_assert_false (board_is_vented (board));
  board_run (board, 200);
  g_assert_true (board_is_vented (board));
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_TIME_LIMIT);
}

/* One valve sticks: that cuff is named, the other one empties, and the fault stays until the valve
 * says open, even when the air has left some other way. */
static void
test_one_valve_sticks (void)
{
  for (unsigned channel = 0; channel < 2; channel++) {
    g_autoptr (Board) board = board_with_two_inflated ();

    board->cuff[channel].vent_stuck = true;
    board_vent (board);
    board->beats = false;
    board_run (board, 600);
    g_assert_cmpuint (board->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 1);
    g_assert_cmpuint (board->alarm.channel, ==, channel);
    board_run (board, 5000);
    g_assert_cmpfloat (board->cuff[0].mmhg, <, 20);
    g_assert_cmpfloat (board->cuff[1].mmhg, <, 20);
    g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_NOT_DEFLATED), ==,
                     CUFF_RESULT_PRESSURE_LEFT);
    board->cuff[channel].vent_stuck = false;
    board_run (board, 1000);
    g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_NOT_DEFLATED), ==, CUFF_RESULT_OK);
  }
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/channels/two", test_two_channels);
  g_test_add_func ("/controller/channels/one-of-two", test_one_of_two_channels);
  g_test_add_func ("/controller/channels/too-many", test_too_many_channels);
  g_test_add_func ("/controller/channels/fault-vents-both", test_fault_vents_both);
  g_test_add_func ("/controller/channels/unused-is-watched", test_unused_channel_is_watched);
  g_test_add_func ("/controller/channels/own-limits", test_own_limits);
  g_test_add_func ("/controller/channels/longest-time-of-one", test_longest_time_of_one);
  g_test_add_func ("/controller/channels/one-valve-sticks", test_one_valve_sticks);
  g_test_add_func ("/controller/channels/quiet", test_quiet);
  return g_test_run ();
}
