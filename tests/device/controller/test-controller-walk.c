/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * R1, R3 and R5 as one property: a host that does everything in any order, with losses, replays,
 * resets, stops and faults in between, never gets pressure but by its own fresh arm.
 *
 * The judge is a second, much simpler account of what permits pressure.  It follows what the host
 * says and what happens to the board, never what the controller answers, and looks at pump and
 * valve in every control step.
 */
#include "board.h"

#include <string.h>

#define CAP_MMHG  250
#define LEASE_US  1500000
#define STEP_US   CUFF_CONTROL_STEP_US
#define N_SEEDS   20
#define N_ACTIONS 500

typedef struct {
  Board *board;
  GRand *rand;
  uint32_t seed;

  /* the judge */
  uint32_t live_epoch, epoch_max;
  bool active;
  uint64_t armed_at_us, good_at_us, clean_since_us;

  /* the host */
  uint32_t next_epoch;
  GPtrArray *sent; /* GBytes: every frame so far, for replays */
  unsigned n_inflations, n_dead_attempts, n_replays;
} Walk;

static unsigned
below (Walk *walk, unsigned limit)
{
  return (unsigned) g_rand_int_range (walk->rand, 0, (gint32) limit);
}

static void
epoch_is_over (Walk *walk)
{
  walk->live_epoch = 0;
  walk->active = false;
}

/* The one thing that must hold, 200 times a second. */
static void
judge (Walk *walk)
{
  const Board *board = walk->board;
  uint64_t silent_us = board->now_us - walk->good_at_us;

  if (silent_us > LEASE_US + STEP_US)
    epoch_is_over (walk);
  if (board_is_vented (board))
    return;
  if (walk->live_epoch == 0 || !walk->active)
    g_error ("seed %u, %.3f s: pressure that nobody armed", walk->seed, board->now_us / 1e6);
}

static void
wait_ms (Walk *walk, unsigned ms)
{
  for (unsigned i = 0; i < ms; i += 5) {
    board_run (walk->board, 5);
    judge (walk);
  }
}

static void
send_and_keep (Walk *walk, CuffMessage message)
{
  Board *board = walk->board;
  uint8_t wire[CUFF_FRAME_MAX];
  CuffFrame frame;
  size_t n_wire;

  message.sequence = board->frame_sequence++;
  cuff_message_encode (&message, &frame);
  n_wire = cuff_frame_encode (&frame, true, wire);
  g_ptr_array_add (walk->sent, g_bytes_new (wire, n_wire));
  board_bytes (board, wire, n_wire);
}

static bool
wants_pressure (const CuffStateMessage *state)
{
  for (unsigned i = 0; i < state->n_channels; i++) {
    if (state->order[i].mode >= CUFF_MODE_HOLD)
      return true;
  }

  return false;
}

static bool
above_cap (const CuffStateMessage *state)
{
  for (unsigned i = 0; i < state->n_channels; i++) {
    if (state->order[i].mode == CUFF_MODE_HOLD && state->order[i].target > CUFF_MMHG (CAP_MMHG))
      return true;
  }

  return false;
}

/* May this State, sent now, hold or bring pressure? */
static bool
is_permitted (const Walk *walk, const CuffStateMessage *state)
{
  uint64_t armed_us = walk->board->now_us - walk->armed_at_us;

  if (walk->live_epoch == 0 || state->epoch != walk->live_epoch || above_cap (state))
    return false;

  return walk->active || (armed_us >= 200000 && armed_us <= 10000000 + STEP_US);
}

/* The host's heartbeat with whatever it wants now. */
static void
beat (Walk *walk)
{
  Board *board = walk->board;
  CuffStateMessage *state = &board->state;
  bool pressure = wants_pressure (state);

  judge (walk);
  state->sequence++;
  if (pressure && !is_permitted (walk, state)) {
    walk->n_dead_attempts++;
  } else {
    if (board->now_us - walk->good_at_us > 600000)
      walk->clean_since_us = board->now_us;
    walk->good_at_us = board->now_us;
    walk->n_inflations += pressure && !walk->active;
    walk->active = walk->active || pressure;
  }
  if (state->order[0].mode == CUFF_MODE_VENT && state->epoch == walk->live_epoch)
    epoch_is_over (walk);
  if (!pressure && walk->active && state->epoch != walk->live_epoch)
    epoch_is_over (walk);

  send_and_keep (walk, (CuffMessage){ .type = CUFF_MSG_STATE, .state = *state });
  judge (walk);
}

static void
say_hello (Walk *walk)
{
  Board *board = walk->board;

  epoch_is_over (walk);
  board->nonce = g_rand_int (walk->rand);
  send_and_keep (walk, (CuffMessage){ .type = CUFF_MSG_HELLO, .hello = { 1, 0, board->nonce } });
  for (unsigned i = 0; i < board->n_channels; i++)
    send_and_keep (walk,
                   (CuffMessage){ .type = CUFF_MSG_SET_LIMITS,
                                  .limits = { (uint8_t) i, { .cap = CUFF_MMHG (CAP_MMHG) } } });
  beat (walk);
}

static void
beats (Walk *walk, unsigned n_beats)
{
  for (unsigned i = 0; i < n_beats; i++) {
    beat (walk);
    wait_ms (walk, 200);
  }
}

static void
order_all (Walk *walk, CuffMode mode, double mmhg)
{
  for (unsigned i = 0; i < walk->board->n_channels; i++)
    board_order (walk->board, i, mode, mmhg);
}

/* An Arm is accepted only when the judge would. */
static void
arm (Walk *walk, uint32_t epoch)
{
  Board *board = walk->board;
  uint32_t token =
      cuff_arm_token (board->adopted, board->n_channels, board->nonce, epoch, CUFF_ARM_TRAINING);
  unsigned n_armed = board->n_events[CUFF_DEVICE_EVENT_ARMED];

  send_and_keep (walk,
                 (CuffMessage){ .type = CUFF_MSG_ARM, .arm = { epoch, token, CUFF_ARM_TRAINING } });
  if (board->n_events[CUFF_DEVICE_EVENT_ARMED] == n_armed)
    return;

  g_assert_cmpuint (epoch, >, walk->epoch_max);
  g_assert_false (walk->active);
  g_assert_cmpuint (board->now_us - walk->good_at_us, <=, 600000);
  g_assert_cmpuint (board->now_us - walk->clean_since_us, >=, 1000000);
  for (unsigned i = 0; i < board->n_channels; i++)
    g_assert_cmpfloat (board->cuff[i].mmhg, <, 21);
  walk->live_epoch = epoch;
  walk->epoch_max = epoch;
  walk->active = false;
  walk->armed_at_us = board->now_us;
}

/* What hosts, people and boards do. */

static void
do_session (Walk *walk)
{
  walk->board->state.epoch = 0;
  order_all (walk, CUFF_MODE_VENT, 0);
  beats (walk, 6 + below (walk, 20));
  arm (walk, walk->next_epoch);
  walk->board->state.epoch = walk->next_epoch++;
  wait_ms (walk, below (walk, 500));
  order_all (walk, CUFF_MODE_HOLD, 60 + below (walk, 180));
  beats (walk, 1 + below (walk, 20));
}

static void
do_order (Walk *walk)
{
  static const CuffMode modes[] = { CUFF_MODE_HOLD, CUFF_MODE_HOLD, CUFF_MODE_DEFLATE,
                                    CUFF_MODE_QUIET, CUFF_MODE_VENT };

  order_all (walk, modes[below (walk, G_N_ELEMENTS (modes))], 20 + below (walk, 260));
  beats (walk, 1 + below (walk, 10));
}

static void
do_beats (Walk *walk)
{
  beats (walk, 1 + below (walk, 15));
}

static void
do_silence (Walk *walk)
{
  wait_ms (walk, below (walk, 2500));
}

static void
do_arm (Walk *walk)
{
  arm (walk, walk->next_epoch - below (walk, 3));
}

static void
do_other_epoch (Walk *walk)
{
  walk->board->state.epoch = walk->next_epoch - below (walk, 3);
}

static void
do_vent (Walk *walk)
{
  send_and_keep (walk, (CuffMessage){ .type = CUFF_MSG_VENT });
  epoch_is_over (walk);
  judge (walk);
}

static void
do_zeros (Walk *walk)
{
  board_bytes (walk->board, (const uint8_t[]){ 0, 0, 0 }, 3);
  epoch_is_over (walk);
  judge (walk);
}

static void
do_break (Walk *walk)
{
  cuff_controller_break (&walk->board->controller);
  epoch_is_over (walk);
  judge (walk);
}

static void
do_button (Walk *walk)
{
  walk->board->stop_pressed = true;
  board_run (walk->board, 5);
  epoch_is_over (walk);
  wait_ms (walk, below (walk, 500));
  walk->board->stop_pressed = false;
}

static void
do_reset (Walk *walk)
{
  board_boot (walk->board);
  epoch_is_over (walk);
  walk->epoch_max = 0;
  judge (walk);
  /* A host may notice, or go on as if nothing had been. */
  if (below (walk, 2) == 0) {
    wait_ms (walk, 1500);
    say_hello (walk);
  }
}

static void
do_sensor_fault (Walk *walk)
{
  unsigned sensor = below (walk, 2);

  walk->board->cuff[0].broken[sensor] = true;
  wait_ms (walk, 60);
  epoch_is_over (walk);
  wait_ms (walk, below (walk, 500));
  walk->board->cuff[0].broken[sensor] = false;
}

static void
do_acknowledge (Walk *walk)
{
  for (unsigned i = 1; i < CUFF_ALARM_COUNT; i++)
    send_and_keep (walk,
                   (CuffMessage){ .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { (uint16_t) i } });
}

/* Any frame of the past, once more.  None of them can permit anything; some of them end it. */
static void
do_replay (Walk *walk)
{
  for (unsigned i = 0; i < 20; i++) {
    GBytes *bytes = g_ptr_array_index (walk->sent, below (walk, walk->sent->len));
    gsize n_bytes;
    const uint8_t *data = g_bytes_get_data (bytes, &n_bytes);
    uint8_t type = data[2];

    board_bytes (walk->board, data, n_bytes);
    walk->n_replays++;
    if (type == CUFF_MSG_VENT || type == CUFF_MSG_HELLO)
      epoch_is_over (walk);
    judge (walk);
    /* After a Hello the first State sets the count: the host's own, not an old one. */
    if (type == CUFF_MSG_HELLO)
      beat (walk);
    wait_ms (walk, 5);
  }
}

static void
do_garbage (Walk *walk)
{
  uint8_t bytes[300];

  for (unsigned i = 0; i < sizeof bytes; i++)
    bytes[i] = (uint8_t) (g_rand_int (walk->rand) >> 8);
  board_bytes (walk->board, bytes, 1 + below (walk, sizeof bytes));
  judge (walk);
}

static const struct {
  unsigned weight;
  void (*act) (Walk *walk);
} actions[] = {
  { 25, do_session }, { 20, do_order },  { 20, do_beats },       { 10, do_silence },
  { 5, do_arm },      { 4, do_zeros },   { 4, do_other_epoch },  { 4, do_vent },
  { 2, do_break },    { 3, do_button },  { 3, do_reset },        { 4, say_hello },
  { 2, do_replay },   { 4, do_garbage }, { 2, do_sensor_fault }, { 10, do_acknowledge },
};

static void
act (Walk *walk)
{
  unsigned total = 0, at;

  for (unsigned i = 0; i < G_N_ELEMENTS (actions); i++)
    total += actions[i].weight;
  at = below (walk, total);
  for (unsigned i = 0; i < G_N_ELEMENTS (actions); i++) {
    if (at < actions[i].weight) {
      actions[i].act (walk);
      return;
    }
    at -= actions[i].weight;
  }
}

static void
test_random_walk (void)
{
  unsigned n_inflations = 0, n_dead_attempts = 0, n_replays = 0;

  for (unsigned seed = 0; seed < N_SEEDS; seed++) {
    g_autoptr (Board) board = board_new (1 + seed % 2);
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GPtrArray) sent = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
    Walk walk = { .board = board, .rand = rand, .seed = seed, .next_epoch = 1, .sent = sent };

    wait_ms (&walk, 1000);
    say_hello (&walk);
    for (unsigned i = 0; i < N_ACTIONS; i++)
      act (&walk);
    n_inflations += walk.n_inflations;
    n_dead_attempts += walk.n_dead_attempts;
    n_replays += walk.n_replays;
  }

  /* A walk that never went near the cliff would prove nothing. */
  g_test_message ("%u inflations, %u States that asked in vain, %u replays", n_inflations,
                  n_dead_attempts, n_replays);
  g_assert_cmpuint (n_inflations, >, 500);
  g_assert_cmpuint (n_dead_attempts, >, 2000);
  g_assert_cmpuint (n_replays, >, 1000);
}

/* A million bytes that mean nothing, to a controller that is ready to be armed. */
static void
test_garbage (void)
{
  g_autoptr (Board) board = board_new (2);
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  unsigned n_acks;

  board_make_ready (board);
  board->beats = false;
  n_acks = board->n_acks;
  for (unsigned i = 0; i < 1000; i++) {
    uint8_t bytes[1000];

    for (unsigned k = 0; k < sizeof bytes; k++)
      bytes[k] = (uint8_t) (g_rand_int (rand) >> 8);
    board_bytes (board, bytes, sizeof bytes);
    board_run (board, 5);
    g_assert_true (board_is_vented (board));
  }
  g_assert_cmpuint (board->n_acks, ==, n_acks);
  g_assert_cmpint (board->telemetry.machine, ==, CUFF_MACHINE_IDLE);
  g_assert_cmpuint (board->controller.parser.n_damaged, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/walk/no-pressure-without-arm", test_random_walk);
  g_test_add_func ("/controller/walk/garbage", test_garbage);
  return g_test_run ();
}
