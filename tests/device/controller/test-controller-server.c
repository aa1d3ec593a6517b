/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The controller as a server: whom it listens to, what it answers, what it sends by itself.
 */
#include "board.h"

#include <string.h>

#define MINUTE_US UINT64_C (60000000)

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

/* Telemetry's clock begins anew, and the lease runs out over the end of it all the same. */
static void
test_lease_over_clock_wrap (void)
{
  g_autoptr (Board) board = board_new (1);

  board->now_us = UINT32_MAX - 9300000;
  board_boot (board);
  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->beats = false;
  board_beat (board);
  while (board->now_us <= UINT32_MAX) {
    g_assert_false (board_is_vented (board));
    board_run (board, 5);
  }
  board_run (board, 1600);
  g_assert_true (board_is_vented (board));
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_LEASE);
}

/* Hours of standing by, in steps of 40 minutes as a debugger may make them: nothing that counts
 * time runs over. */
static void
test_hours_of_idling (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  for (unsigned i = 0; i < 4; i++) {
    board->now_us += 40 * MINUTE_US;
    board_run (board, 5);
    g_assert_true (board_is_vented (board));
  }
  board_run (board, 2000);
  board_inflate (board, 1, 150);
}

/* The control loop hung for hours while an interrupt went on taking bytes: the first byte after
 * the lease vents, and the step that comes at last has nothing to make up for. */
static void
test_hours_without_a_step (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->beats = false;
  for (unsigned i = 0; i < 3; i++) {
    board->now_us += 40 * MINUTE_US;
    board_bytes (board, (const uint8_t[]){ 'x' }, 1);
    g_assert_true (board_is_vented (board));
    board->cuff[0].mmhg = 0;
  }
  board_stays_vented (board, 3000);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 0);
}

/* The same with a hose that is blocked: 72 minutes under pressure are 72, and not what is left of
 * them in 32 bits. */
static void
test_hours_under_pressure (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board_inflate (board, 1, 150);
  board->beats = false;
  board->cuff[0].held = true;
  for (unsigned i = 0; i < 2; i++) {
    board->now_us += 36 * MINUTE_US;
    board_bytes (board, (const uint8_t[]){ 'x' }, 1);
  }
  board_run (board, 10);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_TIME], ==, 1);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_NOT_DEFLATED], ==, 1);
}

/* A fault that nobody came to for an hour and a quarter: healthy for so long is healthy. */
static void
test_hours_in_fault (void)
{
  g_autoptr (Board) board = board_new (1);

  board_make_ready (board);
  board->beats = false;
  board->cuff[0].broken[0] = true;
  board_run (board, 100);
  board->cuff[0].broken[0] = false;
  board_run (board, 1000);
  board->now_us += UINT32_MAX - 900000;
  board_run (board, 5);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_DEVICE), ==, CUFF_RESULT_OK);
}

/* A Hello cut short is no introduction; to a host that is known it is a bad argument. */
static void
test_short_hello (void)
{
  const CuffFrame frame = { .type = CUFF_MSG_HELLO, .length = 5, .body = { CUFF_WIRE_MAJOR } };
  g_autoptr (Board) board = board_new (1);
  uint8_t wire[CUFF_FRAME_MAX];
  size_t n_wire = cuff_frame_encode (&frame, false, wire);

  board_run (board, 1000);
  board_bytes (board, wire, n_wire);
  g_assert_cmpuint (board->n_identities + board->n_acks, ==, 0);
  g_assert_cmpint (board_command (board, (CuffMessage){ .type = CUFF_MSG_SELF_TEST }), ==, -1);
  board_send (board, hello (board, CUFF_WIRE_MAJOR));
  board_bytes (board, wire, n_wire);
  g_assert_cmpuint (board->n_identities, ==, 1);
  g_assert_cmpint (board->ack.command, ==, CUFF_MSG_HELLO);
  g_assert_cmpint (board->ack.result, ==, CUFF_RESULT_BAD_ARGUMENT);
}

/* Limits of a cuff there is none of: refused, and refused again when asked again. */
static void
test_limits_of_no_channel (void)
{
  const CuffMessage message = { .type = CUFF_MSG_SET_LIMITS,
                                .limits = { 1, { .cap = CUFF_MMHG (200) } } };
  g_autoptr (Board) board = board_new (1);
  unsigned n_limits;

  board_make_ready (board);
  n_limits = board->n_limits;
  g_assert_cmpint (board_command (board, message), ==, CUFF_RESULT_BAD_ARGUMENT);
  board->frame_sequence--;
  g_assert_cmpint (board_command (board, message), ==, CUFF_RESULT_DUPLICATE);
  g_assert_cmpint (board->ack.value, ==, CUFF_RESULT_BAD_ARGUMENT);
  g_assert_cmpuint (board->n_limits, ==, n_limits);
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
  g_test_add_func ("/controller/server/clock-wraps", test_clock_wraps);
  g_test_add_func ("/controller/server/lease-over-clock-wrap", test_lease_over_clock_wrap);
  g_test_add_func ("/controller/server/hours-of-idling", test_hours_of_idling);
  g_test_add_func ("/controller/server/hours-without-a-step", test_hours_without_a_step);
  g_test_add_func ("/controller/server/hours-under-pressure", test_hours_under_pressure);
  g_test_add_func ("/controller/server/hours-in-fault", test_hours_in_fault);
  g_test_add_func ("/controller/server/short-hello", test_short_hello);
  g_test_add_func ("/controller/server/limits-of-no-channel", test_limits_of_no_channel);
  g_test_add_func ("/controller/server/watchdog", test_watchdog_is_fed);
  return g_test_run ();
}
