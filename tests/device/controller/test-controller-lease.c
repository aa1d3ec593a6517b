/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * R2, R3, R4: the controller believes the host for 1.5 s and no longer, forgets nothing of it until
 * a person arms anew, and lets go at the word STOP whatever else is on the line.
 *
 * This program is also built against a controller without its lease watchdog, and must then fail.
 */
#include "board.h"

#include <string.h>

/* How long after the last accepted State the cuff is vented; the host says nothing meanwhile. */
static unsigned
silence_until_vent_ms (Board *board, unsigned at_most_ms)
{
  board->beats = false;
  for (unsigned ms = 0; ms < at_most_ms; ms += 5) {
    if (board_is_vented (board))
      return ms;
    board_run (board, 5);
  }

  return G_MAXUINT;
}

static void
test_silence (void)
{
  static const struct {
    uint16_t lease_ms;
    unsigned vented_ms;
  } rows[] = { { 500, 500 }, { 1000, 1000 }, { 1500, 1500 }, { 5000, 1500 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);
    unsigned vented_ms;

    board_make_ready (board);
    board->state.lease_ms = rows[i].lease_ms;
    board_inflate (board, 1, 180);
    board_beat (board);
    vented_ms = silence_until_vent_ms (board, 10000);
    /* Not before, and one control step after. */
    g_assert_cmpuint (vented_ms, >=, rows[i].vented_ms);
    g_assert_cmpuint (vented_ms, <=, rows[i].vented_ms + 10);
    board_run (board, 3000);
    g_assert_cmpfloat (board->cuff[0].mmhg, <, 20);
  }
}

/* A second without a heartbeat, again and again, is a slow host and no reason to let go. */
static void
test_short_silence (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  board->beats = false;
  board_beat (board);
  for (unsigned i = 0; i < 20; i++) {
    board_run (board, 1400);
    g_assert_false (board_is_vented (board));
    board_beat (board);
  }
}

/* R3: latched, loud, and no way back but an arm. */
static void
test_lease_is_latched (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  board->beats = false;
  board_run (board, 2000);
  g_assert_true (board_is_vented (board));
  g_assert_true (board->buzzer);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_LEASE_OVER, !=, 0);
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_LEASE);

  /* The host comes back and goes on as if nothing had been. */
  board->beats = true;
  board_stays_vented (board, 10000);
  g_assert_cmpint (board->ack.result, ==, CUFF_RESULT_STALE_EPOCH);
  g_assert_true (board->buzzer);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_LEASE_OVER, !=, 0);

  /* It asks for no pressure: heard, quiet again, still latched. */
  board->state.epoch = 0;
  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_run (board, 2000);
  g_assert_false (board->buzzer);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_LEASE_OVER, !=, 0);

  board_inflate (board, 2, 150);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_LEASE_OVER, ==, 0);
}

static void
test_stop_button_quiets (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  board->beats = false;
  board_run (board, 2000);
  g_assert_true (board->buzzer);
  board->stop_pressed = true;
  board_run (board, 10);
  g_assert_false (board->buzzer);
}

/* Armed and still empty, the lease may be longer, and is kept all the same. */
static void
test_lease_when_armed (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->state.lease_ms = 3000;
  board_beat (board);
  g_assert_cmpint (board_arm (board, 1, CUFF_ARM_TRAINING), ==, CUFF_RESULT_OK);
  board->beats = false;
  board_run (board, 2900);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_ARMED);
  board_run (board, 120);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_VENTING);
  g_assert_cmpuint (board->telemetry.flags & CUFF_DEVICE_LEASE_OVER, !=, 0);
}

/* Talk is no heartbeat: neither States that are refused, nor old ones, nor other messages. */

static void
talk_above_cap (Board *board)
{
  board_order (board, 0, CUFF_MODE_HOLD, 251);
  board_beat (board);
}

static void
talk_replay (Board *board)
{
  board->state.sequence--;
  board_beat (board);
}

static void
talk_stale (Board *board)
{
  board->state.sequence -= 2;
  board_beat (board);
}

static void
talk_far_ahead (Board *board)
{
  board->state.sequence += 5000;
  board_beat (board);
}

static void
talk_other_epoch (Board *board)
{
  board->state.epoch = 2;
  board_beat (board);
}

static void
talk_short (Board *board)
{
  CuffMessage message = { .type = CUFF_MSG_STATE, .state = board->state };
  uint8_t wire[CUFF_FRAME_MAX];
  CuffFrame frame;

  message.state.sequence = ++board->state.sequence;
  cuff_message_encode (&message, &frame);
  frame.length--;
  board_bytes (board, wire, cuff_frame_encode (&frame, false, wire));
}

static void
talk_commands (Board *board)
{
  board_send (board, (CuffMessage){ .type = CUFF_MSG_STREAM, .stream = { 100 } });
}

static void
test_talk_is_no_heartbeat (void)
{
  static const struct {
    const char *name;
    void (*talk) (Board *board);
  } rows[] = {
    { "above the cap", talk_above_cap },   { "the same State for ever", talk_replay },
    { "States of the past", talk_stale },  { "sequence far ahead", talk_far_ahead },
    { "another epoch", talk_other_epoch }, { "a State cut short", talk_short },
    { "commands", talk_commands },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    g_test_message ("%s", rows[i].name);
    board_make_ready (board);
    board_inflate (board, 1, 180);
    board->beats = false;
    board_beat (board);
    for (unsigned k = 0; k < 8; k++) {
      board_run (board, 195);
      rows[i].talk (board);
    }
    g_assert_true (board_is_vented (board));
    g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_LEASE);
  }
}

/* A heartbeat that lay in a buffer while the controller stood still comes too late. */
static void
test_stalled_controller (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 180);
  board->now_us += 3000000;
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_STALE_EPOCH);
  g_assert_true (board_is_vented (board));
  board_stays_vented (board, 5000);
}

/* (last, last + 1024]: some lost, fine; more, and it is another conversation. */
static void
test_sequence_window (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->beats = false;
  board->state.sequence += 1023;
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
  board->state.sequence += 1024;
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_STALE_SEQUENCE);
  board->state.sequence -= 1026;
  board_run (board, 250);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_STALE_SEQUENCE);
  board_run (board, 250);
  g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
}

/* Over the end of the numbers the count goes on. */
static void
test_sequence_wraps (void)
{
  g_autoptr (Board) board = board_new (1);

  board->state.sequence = UINT32_MAX - 10;
  board_make_ready (board);
  board_inflate (board, 1, 180);
  g_assert_cmpuint (board->state.sequence, <, 1000);
  g_assert_cmpuint (board->telemetry.sequence, ==, board->state.sequence);
}

/* R4: in the middle of every byte of a State that would keep the pressure up. */
static void
test_stop_inside_frame (void)
{
  g_autoptr (Board) board = board_new (1);
  uint32_t epoch = 1;

  board_make_ready (board);
  for (unsigned cut = 0; cut < 29; cut++) {
    CuffMessage message = { .type = CUFF_MSG_STATE };
    uint8_t wire[CUFF_FRAME_MAX];
    CuffFrame frame;
    size_t n_wire;

    board_inflate (board, epoch, 100);
    message.state = board->state;
    message.state.sequence = board->state.sequence + 1;
    cuff_message_encode (&message, &frame);
    n_wire = cuff_frame_encode (&frame, false, wire);
    g_assert_cmpuint (cut, <, n_wire);
    board_bytes (board, wire, cut);
    g_assert_false (board_is_vented (board));
    board_bytes (board, (const uint8_t[]){ 0, 0, 0 }, 3);
    g_assert_true (board_is_vented (board));
    board_bytes (board, wire + cut, n_wire - cut);
    board_stays_vented (board, 5000);

    board->state.epoch = 0;
    board_order (board, 0, CUFF_MODE_VENT, 0);
    board_run (board, 2000);
    epoch++;
  }
}

/* Before any Hello, in Boot, in Fault, and a hundred times: never harmful. */
static void
test_stop_anytime (void)
{
  g_autoptr (Board) board = board_new (1);

  for (unsigned i = 0; i < 100; i++) {
    board_bytes (board, (const uint8_t[]){ 0, 0, 0 }, 3);
    cuff_controller_break (&board->controller);
    g_assert_cmpint (board_vent (board), ==, CUFF_RESULT_OK);
    board_run (board, 5);
    g_assert_true (board_is_vented (board));
  }
  g_assert_cmpuint (board->n_events[CUFF_DEVICE_EVENT_VENTED], ==, 0);
  board_make_ready (board);
  board_inflate (board, 1, 150);
}

/* A Vent whose body is missing, or names a channel there is none of, is a Vent. */
static void
test_vent_with_bad_body (void)
{
  static const CuffFrame frames[] = {
    { .type = CUFF_MSG_VENT, .length = 0 },
    { .type = CUFF_MSG_VENT, .length = 1, .body = { 77 } },
    { .type = CUFF_MSG_VENT, .length = 3, .body = { 255, 1, 2 } },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (frames); i++) {
    g_autoptr (Board) board = board_new (1);
    uint8_t wire[CUFF_FRAME_MAX];

    board_make_ready (board);
    board_inflate (board, 1, 150);
    board_bytes (board, wire, cuff_frame_encode (&frames[i], false, wire));
    g_assert_true (board_is_vented (board));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/controller/lease/silence", test_silence);
  g_test_add_func ("/controller/lease/short-silence", test_short_silence);
  g_test_add_func ("/controller/lease/latched", test_lease_is_latched);
  g_test_add_func ("/controller/lease/stop-button-quiets", test_stop_button_quiets);
  g_test_add_func ("/controller/lease/when-armed", test_lease_when_armed);
  g_test_add_func ("/controller/lease/talk-is-no-heartbeat", test_talk_is_no_heartbeat);
  g_test_add_func ("/controller/lease/stalled-controller", test_stalled_controller);
  g_test_add_func ("/controller/lease/sequence-window", test_sequence_window);
  g_test_add_func ("/controller/lease/sequence-wraps", test_sequence_wraps);
  g_test_add_func ("/controller/stop/inside-frame", test_stop_inside_frame);
  g_test_add_func ("/controller/stop/anytime", test_stop_anytime);
  g_test_add_func ("/controller/stop/vent-with-bad-body", test_vent_with_bad_body);
  return g_test_run ();
}
