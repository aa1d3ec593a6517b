/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * R1 and R5: a cuff is vented from the first instruction on, and gets pressure only after a second
 * of clean heartbeats, an arm that proves the limits, and a second message in time.  What ended an
 * epoch ended it for ever.
 */
#include "board.h"

/* R1.  Whatever is asked of a controller that was not armed, nothing moves. */
static void
test_boots_vented (void)
{
  g_autoptr (Board) board = board_new (1);

  g_assert_true (board_is_vented (board));
  board->beats = true;
  board->state.epoch = 1;
  board_order (board, 0, CUFF_MODE_HOLD, 150);
  board_stays_vented (board, 2000);

  board_make_ready (board);
  board->state.epoch = 1;
  board_order (board, 0, CUFF_MODE_HOLD, 150);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_NOT_ARMED);
  board_stays_vented (board, 5000);
}

/* Reset in the middle of a hold: vented at once, and it stays so however the host goes on. */
static void
test_reset_vents (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  board_boot (board);
  g_assert_true (board_is_vented (board));
  board_stays_vented (board, 20000);
  g_assert_cmpfloat (board->cuff[0].mmhg, <, 10);
}

static void
test_inflates (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_ACTIVE);
  g_assert_cmpuint (board->telemetry.epoch, ==, 1);
  g_assert_cmpuint (board->telemetry.sequence, ==, (uint16_t) board->state.sequence);
  g_assert_cmpint (board->telemetry.channel[0].target, ==, CUFF_MMHG (180));
  g_assert_cmpuint (board->telemetry.channel[0].flags & CUFF_CHANNEL_AT_TARGET, !=, 0);
  g_assert_cmpuint (board->telemetry.channel[0].flags & CUFF_CHANNEL_VENT_OPEN, ==, 0);
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_ARMED], ==, 1);
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_ACTIVE], ==, 1);
}

/* Ways not to be armed.  Each takes a board that could be armed and spoils one thing. */

static void
spoil_nothing (Board *board)
{
}

static void
spoil_silence (Board *board)
{
  board->beats = false;
  board_run (board, 650);
}

static void
spoil_gap (Board *board)
{
  spoil_silence (board);
  board->beats = true;
  board_run (board, 900);
}

static void
spoil_token (Board *board)
{
  board->adopted[0].cap++;
}

static void
spoil_nonce (Board *board)
{
  board->nonce++;
}

static void
spoil_pressure (Board *board)
{
  board->cuff[0].mmhg = 25;
  board->cuff[0].held = true;
  board_run (board, 100);
}

static void
spoil_second_sensor (Board *board)
{
  spoil_pressure (board);
  board->cuff[0].mmhg = 18;
  board->cuff[0].offset_mmhg[1] = 4;
  board_run (board, 10);
}

static void
spoil_button (Board *board)
{
  board->stop_pressed = true;
  board_run (board, 10);
}

static void
spoil_busy (Board *board)
{
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==,
                   CUFF_RESULT_OK);
}

static void
spoil_fault (Board *board)
{
  board->cuff[0].broken[0] = true;
  board_run (board, 100);
}

static void
spoil_armed (Board *board)
{
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
}

static void
spoil_epoch (Board *board)
{
  board_inflate (board, 7, 100);
  board_vent (board);
  board->state.epoch = 0;
  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_run (board, 5000);
}

static void
spoil_hello (Board *board)
{
  board_send (board, (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { 1, 0, board->nonce } });
}

static const struct {
  const char *name;
  void (*spoil) (Board *board);
  uint32_t epoch;
  CuffResult expected;
} arms[] = {
  { "everything right", spoil_nothing, 7, CUFF_RESULT_OK },
  { "no heartbeat for 650 ms", spoil_silence, 7, CUFF_RESULT_TOO_EARLY },
  { "0.9 s after such a gap", spoil_gap, 7, CUFF_RESULT_TOO_EARLY },
  { "a host that is new", spoil_hello, 7, CUFF_RESULT_TOO_EARLY },
  { "other limits", spoil_token, 7, CUFF_RESULT_TOKEN_MISMATCH },
  { "another nonce", spoil_nonce, 7, CUFF_RESULT_TOKEN_MISMATCH },
  { "a cuff that is not empty", spoil_pressure, 7, CUFF_RESULT_PRESSURE_LEFT },
  { "not empty by the second sensor", spoil_second_sensor, 7, CUFF_RESULT_PRESSURE_LEFT },
  { "a stop button held down", spoil_button, 7, CUFF_RESULT_BAD_STATE },
  { "a self-test under way", spoil_busy, 7, CUFF_RESULT_BUSY },
  { "a fault", spoil_fault, 7, CUFF_RESULT_FAULT_LATCHED },
  { "armed already", spoil_armed, 7, CUFF_RESULT_BAD_STATE },
  { "an epoch that was", spoil_epoch, 7, CUFF_RESULT_STALE_EPOCH },
  { "an epoch before one that was", spoil_epoch, 6, CUFF_RESULT_STALE_EPOCH },
  { "a new epoch", spoil_epoch, 8, CUFF_RESULT_OK },
  { "epoch zero", spoil_nothing, 0, CUFF_RESULT_STALE_EPOCH },
};

static void
test_arm_conditions (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (arms); i++) {
    g_autoptr (Board) board = board_new (1);
    int result;

    board_make_ready (board);
    arms[i].spoil (board);
    result = board_arm (board, arms[i].epoch, CUFF_ARM_TRAINING);
    if (result != (int) arms[i].expected)
      g_error ("%s: result %d instead of %d", arms[i].name, result, (int) arms[i].expected);

    /* A refused arm permits nothing. */
    if (arms[i].expected == CUFF_RESULT_OK || arms[i].spoil == spoil_armed)
      continue;
    board->state.epoch = arms[i].epoch;
    board_order (board, 0, CUFF_MODE_HOLD, 100);
    board_stays_vented (board, 3000);
  }
}

/* Clean heartbeats again for a second: armed. */
static void
test_arm_after_gap (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  spoil_gap (board);
  board_run (board, 200);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
}

static void
test_purpose_needs_capability (void)
{
  g_autoptr (Board) board = board_new (1);

  board->config.identity.capabilities &= ~(uint32_t) (CUFF_CAN_LOP | CUFF_CAN_LEAK_TEST);
  board_boot (board);
  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_LOP), ==, CUFF_RESULT_NOT_SUPPORTED);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_LEAK), ==, CUFF_RESULT_NOT_SUPPORTED);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
}

/* The second message: not before 0.2 s (an arm and a State out of one glitch), not after 10 s
 * (somebody went away). */
static void
test_first_pressure_window (void)
{
  static const struct {
    unsigned after_ms;
    CuffResult expected;
  } rows[] = {
    { 0, CUFF_RESULT_TOO_EARLY }, { 195, CUFF_RESULT_TOO_EARLY },     { 205, CUFF_RESULT_OK },
    { 9990, CUFF_RESULT_OK },     { 10010, CUFF_RESULT_STALE_EPOCH },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board_make_ready (board);
    g_assert_cmpint (board_arm (board, 3, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
    board_stays_vented (board, rows[i].after_ms);
    board->state.epoch = 3;
    board_order (board, 0, CUFF_MODE_HOLD, 120);
    g_assert_cmpint (board_beat (board), ==, (int) rows[i].expected);
    if (rows[i].expected == CUFF_RESULT_STALE_EPOCH) {
      g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_ARM_EXPIRED], ==, 1);
      board_stays_vented (board, 3000);
    }
  }
}

/* Too early is not too late: the arm stands, and the next heartbeat may inflate. */
static void
test_too_early_keeps_arm (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 3, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board->state.epoch = 3;
  board_order (board, 0, CUFF_MODE_HOLD, 120);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_TOO_EARLY);
  g_assert_cmpint (board->ack.limit, ==, 200);
  g_assert_true (board_is_vented (board));
  board_run (board, 4000);
  g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 120, 12);
}

/* Heartbeats of before the arm, still under way, do not undo it. */
static void
test_arm_survives_old_heartbeats (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  g_assert_cmpint (board_arm (board, 3, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board_run (board, 3000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_ARMED);

  /* One that names the epoch and says vent means it. */
  board->state.epoch = 3;
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
  board_order (board, 0, CUFF_MODE_HOLD, 120);
  board_run (board, 10);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_STALE_EPOCH);
  board_stays_vented (board, 3000);
}

/* A planned rest without pressure keeps the epoch: the next set needs no new arm. */
static void
test_deflate_keeps_epoch (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 160);
  for (unsigned i = 0; i < 3; i++) {
    board_order (board, 0, CUFF_MODE_DEFLATE, 0);
    board_beat (board);
    board_stays_vented (board, 30000);
    g_assert_cmpfloat (board->cuff[0].mmhg, <, 10);
    g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_ACTIVE);
    board_order (board, 0, CUFF_MODE_HOLD, 160);
    board_run (board, 5000);
    g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, 160, 8);
  }
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_ARMED], ==, 1);
}

/* Everything that ends an epoch. */

static void
end_by_vent (Board *board)
{
  board_vent (board);
}

static void
end_by_one_channel (Board *board)
{
  board_command (board, (CuffMessage){ .type = CUFF_MSG_VENT, .channel = { 0 } });
}

static void
end_by_zeros (Board *board)
{
  board_bytes (board, (const uint8_t[]){ 0, 0, 0 }, 3);
}

static void
end_by_break (Board *board)
{
  cuff_controller_break (&board->controller);
}

static void
end_by_button (Board *board)
{
  board->stop_pressed = true;
  board_run (board, 5);
  g_assert_cmpuint (board->controller.stop_pressed, ==, true);
  board->stop_pressed = false;
}

static void
end_by_mode (Board *board)
{
  CuffOrder order = board->state.order[0];

  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_beat (board);
  board->state.order[0] = order;
}

static void
end_by_other_epoch (Board *board)
{
  uint32_t epoch = board->state.epoch;

  board->state.epoch = 0;
  end_by_mode (board);
  board->state.epoch = epoch;
}

static void
end_by_hello (Board *board)
{
  spoil_hello (board);
}

static void
end_by_silence (Board *board)
{
  board->beats = false;
  board_run (board, 1510);
  board->beats = true;
}

static void
end_by_fault (Board *board)
{
  board->cuff[0].broken[1] = true;
  board_run (board, 60);
  board->cuff[0].broken[1] = false;
}

static void
end_by_time (Board *board)
{
  board->state.order[0].longest_ms = 1;
  board_beat (board);
  board_run (board, 5);
  board->state.order[0].longest_ms = 600000;
}

static const struct {
  const char *name;
  void (*end) (Board *board);
  CuffReason reason;
} ends[] = {
  { "Vent", end_by_vent, CUFF_REASON_USER_STOP },
  { "Vent of one channel", end_by_one_channel, CUFF_REASON_USER_STOP },
  { "three zeros", end_by_zeros, CUFF_REASON_USER_STOP },
  { "break", end_by_break, CUFF_REASON_USER_STOP },
  { "stop button", end_by_button, CUFF_REASON_DEVICE_BUTTON },
  { "mode vent", end_by_mode, CUFF_REASON_USER_STOP },
  { "vent under another epoch", end_by_other_epoch, CUFF_REASON_USER_STOP },
  { "Hello", end_by_hello, CUFF_REASON_LINK_LOST },
  { "silence", end_by_silence, CUFF_REASON_LEASE },
  { "fault", end_by_fault, CUFF_REASON_SENSOR },
  { "longest time", end_by_time, CUFF_REASON_TIME_LIMIT },
};

/* Vented at once; and a host that goes on asking for pressure in that epoch never gets it, nor one
 * that names the next epoch without an arm. */
static void
test_epoch_ends_for_ever (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (Board) board = board_new (1);

    g_test_message ("%s", ends[i].name);
    board_make_ready (board);
    board_inflate (board, 5, 170);
    ends[i].end (board);
    g_assert_true (board_is_vented (board));
    board_stays_vented (board, 30000);
    g_assert_cmpfloat (board->cuff[0].mmhg, <, 10);
    g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, (int) ends[i].reason);
    g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_VENTED], ==, 1);
    g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_RELEASED], ==, 2); /* boot's and this */

    board->state.epoch = 6;
    board_stays_vented (board, 3000);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/arm/boots-vented", test_boots_vented);
  g_test_add_func ("/controller/arm/reset-vents", test_reset_vents);
  g_test_add_func ("/controller/arm/inflates", test_inflates);
  g_test_add_func ("/controller/arm/conditions", test_arm_conditions);
  g_test_add_func ("/controller/arm/after-gap", test_arm_after_gap);
  g_test_add_func ("/controller/arm/purpose-needs-capability", test_purpose_needs_capability);
  g_test_add_func ("/controller/arm/first-pressure-window", test_first_pressure_window);
  g_test_add_func ("/controller/arm/too-early-keeps-arm", test_too_early_keeps_arm);
  g_test_add_func ("/controller/arm/survives-old-heartbeats", test_arm_survives_old_heartbeats);
  g_test_add_func ("/controller/arm/deflate-keeps-epoch", test_deflate_keeps_epoch);
  g_test_add_func ("/controller/arm/epoch-ends-for-ever", test_epoch_ends_for_ever);
  return g_test_run ();
}
