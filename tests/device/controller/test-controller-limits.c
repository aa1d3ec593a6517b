/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the controller does not allow, whatever the host says: its limits on pressure and time.
 */
#include "board.h"

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
    board_squeeze (board, 0, 331);
    board_run (board, 5);
    g_assert_true (board_is_vented (board));
  }
}

/* A controller whose maker allows less keeps to that; one that names no time keeps its own. */
static void
test_named_time_cap (void)
{
  static const struct {
    uint32_t named_ms, adopted_ms;
  } rows[] = { { 600000, 600000 }, { 0, 1500000 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board->config.identity.time_cap_ms = rows[i].named_ms;
    board_boot (board);
    board_make_ready (board);
    set_cap (board, 250);
    g_assert_cmpuint (board->adopted[0].time_max_ms, ==, rows[i].adopted_ms);
  }
}

/* A maker may allow less: 250, 280 at once, 270 in a search. */
static void
test_named_lower_caps (void)
{
  static const struct {
    CuffArmPurpose purpose;
    CuffMode mode;
    double highest, squeezed;
    unsigned vented_ms;
  } rows[] = {
    { CUFF_ARM_TRAINING, CUFF_MODE_HOLD, 250, 251, 300 },
    { CUFF_ARM_TRAINING, CUFF_MODE_HOLD, 250, 281, 5 },
    { CUFF_ARM_LOP, CUFF_MODE_LOP, 270, 281, 5 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Board) board = board_new (1);

    board->config.identity.cap_hard = CUFF_MMHG (250);
    board->config.identity.cap_transient = CUFF_MMHG (280);
    board->config.identity.cap_lop = CUFF_MMHG (270);
    board_boot (board);
    board_make_ready (board);
    set_cap (board, 300);
    g_assert_cmpint (board->adopted[0].cap, ==, CUFF_MMHG (250));
    arm_for (board, rows[i].purpose);
    board_order (board, 0, rows[i].mode, rows[i].highest + 0.1);
    g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_ABOVE_LIMIT);
    board_order (board, 0, rows[i].mode, 200);
    g_assert_cmpint (board_beat (board), ==, CUFF_RESULT_OK);
    board_run (board, 6000);
    board_squeeze (board, 0, rows[i].squeezed);
    board_run (board, rows[i].vented_ms - 5);
    g_assert_false (board_is_vented (board));
    board_run (board, 10);
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
    board_squeeze (board, 0, rows[i].mmhg);
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
    board_squeeze (board, 0, 315);
    board_run (board, 250);
    board_squeeze (board, 0, 240);
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
  board_squeeze (board, 0, 331);
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

/* The ramp that was asked for, and never faster than the adopted one. */
static void
test_ramp (void)
{
  static const struct {
    double asked, adopted, kept;
  } rows[] = { { 10, 40, 10 }, { 200, 20, 20 }, { 0, 20, 20 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    const CuffLimits limits = { .cap = CUFF_MMHG (250),
                                .ramp_max = cuff_pressure_from_mmhg (rows[i].adopted) };
    g_autoptr (Board) board = board_new (1);

    board_make_ready (board);
    board_send (board, (CuffMessage){ .type = CUFF_MSG_SET_LIMITS, .limits = { 0, limits } });
    arm_for (board, CUFF_ARM_TRAINING);
    board_order (board, 0, CUFF_MODE_HOLD, 200);
    board->state.order[0].ramp = cuff_pressure_from_mmhg (rows[i].asked);
    board_beat (board);
    board_run (board, 5000);
    g_assert_cmpfloat_with_epsilon (board->cuff[0].mmhg, rows[i].kept * 5, rows[i].kept * 0.5);
  }
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

/* The minute that a limb needs may be cut short by a host that raises the limit: then the clock
 * goes on from where it stood, up to the new limit, and vents again. */
static void
test_time_limit_again (void)
{
  g_autoptr (Board) board = board_new (1);
  CuffMessage limits = { .type = CUFF_MSG_SET_LIMITS,
                         .limits = { 0, { .cap = CUFF_MMHG (250), .time_max_ms = 20000 } } };

  board_make_ready (board);
  board_send (board, limits);
  board_inflate (board, 1, 150);
  board_run (board, 20000);
  g_assert_true (board_is_vented (board));
  board->state.epoch = 0;
  board_order (board, 0, CUFF_MODE_VENT, 0);
  board_run (board, 5000);
  g_assert_cmpint (board_acknowledge (board, CUFF_ALARM_TIME), ==, CUFF_RESULT_OK);

  limits.limits.limits.time_max_ms = 40000;
  board_send (board, limits);
  board_inflate (board, 2, 150);
  board_run (board, 10000);
  g_assert_false (board_is_vented (board)); /* 20 s are left of the 40 */
  board_run (board, 12000);
  g_assert_true (board_is_vented (board));
  g_assert_cmpint (board->argument[CUFF_DEVICE_EVENT_VENTED], ==, CUFF_REASON_TIME_LIMIT);
  g_assert_cmpuint (board->n_alarms[CUFF_ALARM_TIME], >=, 2);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/controller/limits/adopted", test_adopted_limits);
  g_test_add_func ("/controller/limits/absurd-identity", test_absurd_identity);
  g_test_add_func ("/controller/limits/named-lower-caps", test_named_lower_caps);
  g_test_add_func ("/controller/limits/named-time-cap", test_named_time_cap);
  g_test_add_func ("/controller/limits/ramp", test_ramp);
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
  g_test_add_func ("/controller/limits/time-limit-again", test_time_limit_again);
  g_test_add_func ("/controller/limits/own-time-cap", test_own_time_cap);
  return g_test_run ();
}
