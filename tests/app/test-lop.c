/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The machine of the occlusion search by itself: a cuff that obeys at once, a judge that says
 * whatever the test wants.  What SAFETY.md promises must hold then too.
 */
#include "ebb-lop.h"

#define TICK CUFF_MS (10)

/* An obedient cuff. */
typedef struct {
  EbbLop lop;
  CuffTime now_us;
  CuffPressure pressure;
  CuffPressure offset; /* what it shows beside what it was told */
  gboolean silent;     /* no telemetry */
  guint done;          /* all wishes so far */
} Desk;

static const CuffLopJudgement nothing_yet = { .verdict = CUFF_LOP_LISTENING };

static Desk
desk_new (EbbSegment segment, CuffPressure limit, CuffPressure expected)
{
  Desk desk = { .now_us = CUFF_SECONDS (100) };
  EbbLopSetup setup = { .segment = segment, .limit = limit, .expected = expected };

  ebb_lop_init (&desk.lop, &setup, desk.now_us);
  return desk;
}

/* 10 ms on; the cuff stands where the last order wanted it. */
static guint
tick (Desk *desk, const CuffLopJudgement *judgement, CuffReason stop)
{
  const CuffOrder *order = &desk->lop.order;
  gboolean tight = order->mode == CUFF_MODE_LOP || order->mode == CUFF_MODE_QUIET;

  desk->now_us += TICK;
  desk->pressure = (tight ? order->target : 0) + desk->offset;
  CuffChannelReport report = { .pressure = desk->pressure,
                               .pressure_second = CUFF_PRESSURE_UNSET,
                               .target = order->target,
                               .mode = order->mode };
  EbbLopInput input = { .t_us = desk->now_us,
                        .report = desk->silent ? NULL : &report,
                        .judgement = ebb_lop_is_listening (&desk->lop) ? judgement : NULL,
                        .deflated = !tight && !desk->silent && desk->pressure < CUFF_MMHG (10),
                        .stop = stop };
  guint wishes = ebb_lop_step (&desk->lop, &input);
  desk->done |= wishes;
  return wishes;
}

/* Until the phase is reached; FALSE when it never is. */
static gboolean
run_to (Desk *desk, EbbLopPhase phase)
{
  for (guint i = 0; i < 6000 && desk->lop.phase != phase; i++)
    tick (desk, &nothing_yet, CUFF_REASON_NONE);
  return desk->lop.phase == phase;
}

/* Listens for four seconds, then says it. */
static void
judge (Desk *desk, CuffLopVerdict verdict, CuffPressure next)
{
  CuffLopJudgement judgement = {
    .verdict = verdict, .next = next, .lop = CUFF_PRESSURE_UNSET, .band = CUFF_PRESSURE_UNSET
  };

  g_assert_true (run_to (desk, desk->lop.confirming ? EBB_LOP_CONFIRMING : EBB_LOP_WINDOW));
  for (guint i = 0; i < 400; i++)
    tick (desk, &nothing_yet, CUFF_REASON_NONE);
  tick (desk, &judgement, CUFF_REASON_NONE);
}

static void
assert_vented (Desk *desk)
{
  g_assert_cmpint (desk->lop.phase, ==, EBB_LOP_VENTING);
  g_assert_cmpint (desk->lop.order.mode, ==, CUFF_MODE_VENT);
  g_assert_cmpint (desk->lop.order.target, ==, 0);
  g_assert_true ((desk->done & EBB_LOP_DO_VENT) != 0);
}

static void
assert_not_found (Desk *desk, CuffLopReason reason)
{
  assert_vented (desk);
  g_assert_cmpint (desk->lop.end, ==, EBB_LOP_NOT_FOUND);
  g_assert_cmpint (desk->lop.answer.reason, ==, reason);
  g_assert_cmpint (desk->lop.answer.lop, ==, CUFF_PRESSURE_UNSET);
}

/* Zero, 60, settle, window, 70, ..., confirm, vent, done: with the modes the controller knows. */
static void
test_whole_way (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));
  CuffLopJudgement found = {
    .verdict = CUFF_LOP_FOUND, .lop = CUFF_MMHG (128), .band = CUFF_MMHG (15), .quality_percent = 90
  };

  g_assert_cmpint (desk.lop.order.mode, ==, CUFF_MODE_DEFLATE);
  g_assert_true (run_to (&desk, EBB_LOP_INFLATING));
  g_assert_cmpint (desk.now_us - CUFF_SECONDS (100), >=, CUFF_MS (EBB_LOP_ZERO_MS));
  g_assert_cmpint (desk.lop.order.mode, ==, CUFF_MODE_LOP);
  g_assert_cmpint (desk.lop.order.target, ==, CUFF_MMHG (60));
  g_assert_true (run_to (&desk, EBB_LOP_SETTLING));
  CuffTime there_us = desk.now_us;
  g_assert_true (run_to (&desk, EBB_LOP_WINDOW));
  g_assert_cmpint (desk.now_us - there_us, >=, CUFF_MS (EBB_LOP_SETTLE_MS) - TICK);
  g_assert_cmpint (desk.lop.order.mode, ==, CUFF_MODE_QUIET);

  judge (&desk, CUFF_LOP_GO_TO, CUFF_MMHG (70));
  g_assert_cmpint (desk.lop.order.target, ==, CUFF_MMHG (70));
  judge (&desk, CUFF_LOP_EXTENDED, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (desk.lop.phase, ==, EBB_LOP_EXTENDING);
  g_assert_true (ebb_lop_is_listening (&desk.lop));
  tick (&desk, &(CuffLopJudgement){ .verdict = CUFF_LOP_CONFIRM, .next = CUFF_MMHG (80) },
        CUFF_REASON_NONE);
  g_assert_true (run_to (&desk, EBB_LOP_CONFIRMING));
  tick (&desk, &found, CUFF_REASON_NONE);
  assert_vented (&desk);
  g_assert_cmpint (desk.lop.end, ==, EBB_LOP_FOUND);
  g_assert_cmpint (desk.lop.answer.lop, ==, CUFF_MMHG (128));
  g_assert_cmpuint (desk.lop.n_windows, ==, 3);
  g_assert_true (run_to (&desk, EBB_LOP_DONE));
  g_assert_true ((desk.done & EBB_LOP_DO_CLOSE) != 0);
}

/* Each order ends by itself some seconds after its phase: a search that nobody leads any more. */
static void
test_orders_end (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));

  for (guint i = 0; i < 1000; i++) {
    tick (&desk, &nothing_yet, CUFF_REASON_NONE);
    if (desk.lop.phase < EBB_LOP_VENTING) {
      g_assert_cmpuint (desk.lop.order.longest_ms, >, 0);
      g_assert_cmpuint (desk.lop.order.longest_ms, <=, EBB_LOP_WINDOW_MAX_MS + 10000);
    }
  }
}

/* 300 on the arm, 320 on the leg, less for this patient: the judge asks for more, and that is it.
 */
static void
test_ceilings (void)
{
  const struct {
    EbbSegment segment;
    CuffPressure limit, ceiling;
  } rows[] = {
    { EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (300) },
    { EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET, CUFF_MMHG (320) },
    { EBB_SEGMENT_CALF, CUFF_PRESSURE_UNSET, CUFF_MMHG (320) },
    { EBB_SEGMENT_ARM, CUFF_MMHG (200), CUFF_MMHG (200) },
    { EBB_SEGMENT_ARM, CUFF_MMHG (400), CUFF_MMHG (300) }, /* a setting never raises it */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Desk desk = desk_new (rows[i].segment, rows[i].limit, CUFF_MMHG (400));
    CuffPressure highest = 0;
    g_assert_true (run_to (&desk, EBB_LOP_WINDOW));
    while (desk.lop.phase != EBB_LOP_VENTING) {
      CuffPressure next = desk.lop.target + CUFF_MMHG (20);
      highest = MAX (highest, desk.lop.target);
      g_assert_true (run_to (&desk, EBB_LOP_WINDOW));
      tick (&desk, &(CuffLopJudgement){ .verdict = CUFF_LOP_GO_TO, .next = next },
            CUFF_REASON_NONE);
    }
    assert_not_found (&desk, CUFF_LOP_REASON_LIMIT);
    g_assert_cmpint (highest, ==, rows[i].ceiling);
  }
}

/* No leap, however far the judge points; and never an answer above the ceiling. */
static void
test_wild_judge (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));

  judge (&desk, CUFF_LOP_GO_TO, CUFF_MMHG (290));
  g_assert_cmpint (desk.lop.order.target, ==, CUFF_MMHG (80));
  g_assert_true (run_to (&desk, EBB_LOP_WINDOW));
  tick (&desk, &(CuffLopJudgement){ .verdict = CUFF_LOP_FOUND, .lop = CUFF_MMHG (310) },
        CUFF_REASON_NONE);
  assert_not_found (&desk, CUFF_LOP_REASON_LIMIT);
}

/* Climbs to 150 mmHg and stays there, four seconds a window. */
static void
tick_and_climb (Desk *desk)
{
  CuffLopJudgement on = { .verdict = CUFF_LOP_GO_TO,
                          .next = MIN (desk->lop.target + CUFF_MMHG (10), CUFF_MMHG (150)) };
  gboolean heard_enough = desk->now_us - desk->lop.phase_since_us >= CUFF_SECONDS (4);

  tick (desk, heard_enough ? &on : &nothing_yet, CUFF_REASON_NONE);
}

/* At most 120 s above 80 % of what was expected; without an expectation every second counts. */
static void
test_time_high (void)
{
  const struct {
    CuffPressure expected, high;
  } rows[] = {
    { CUFF_MMHG (100), CUFF_MMHG (80) },
    { CUFF_PRESSURE_UNSET, CUFF_MMHG (20) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Desk desk = desk_new (EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET, rows[i].expected);
    CuffTime since_us = CUFF_TIME_NEVER; /* by the test's own clock */
    while (desk.lop.phase < EBB_LOP_VENTING) {
      tick_and_climb (&desk);
      if (since_us == CUFF_TIME_NEVER && desk.pressure > rows[i].high)
        since_us = desk.now_us;
    }
    assert_not_found (&desk, CUFF_LOP_REASON_LIMIT);
    g_assert_cmpint (desk.now_us - since_us, >=, CUFF_MS (EBB_LOP_HIGH_MAX_MS) - TICK);
    g_assert_cmpint (desk.now_us - since_us, <=, CUFF_MS (EBB_LOP_HIGH_MAX_MS) + TICK);
  }
}

/* And 170 s in all, however low. */
static void
test_time_in_all (void)
{
  Desk desk = desk_new (EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET, CUFF_MMHG (300));
  CuffTime since_us = CUFF_TIME_NEVER;

  while (desk.lop.phase < EBB_LOP_VENTING) {
    tick_and_climb (&desk);
    if (since_us == CUFF_TIME_NEVER && desk.pressure > CUFF_MMHG (20))
      since_us = desk.now_us;
  }
  assert_not_found (&desk, CUFF_LOP_REASON_LIMIT);
  g_assert_cmpint (desk.now_us - since_us, <=, CUFF_MS (EBB_LOP_TOTAL_MAX_MS) + TICK);
  g_assert_cmpint (desk.now_us - since_us, <, CUFF_SECONDS (180)); /* the controller's own */
}

static void
test_movement (void)
{
  Desk desk = desk_new (EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET, CUFF_MMHG (180));
  CuffLopJudgement moved = { .verdict = CUFF_LOP_NOT_FOUND,
                             .lop = CUFF_MMHG (111), /* must not get out */
                             .reason = CUFF_LOP_REASON_MOVEMENT };

  g_assert_true (run_to (&desk, EBB_LOP_WINDOW));
  guint wishes = tick (&desk, &moved, CUFF_REASON_NONE);
  g_assert_true ((wishes & EBB_LOP_DO_VENT) != 0);
  assert_not_found (&desk, CUFF_LOP_REASON_MOVEMENT);
}

/* A stop, silence or over-pressure vents in that very step, from every phase. */
static void
test_stops (void)
{
  const EbbLopPhase phases[] = { EBB_LOP_ZERO, EBB_LOP_INFLATING, EBB_LOP_SETTLING,
                                 EBB_LOP_WINDOW };

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++) {
    Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));
    g_assert_true (run_to (&desk, phases[i]));
    guint wishes = tick (&desk, NULL, CUFF_REASON_USER_STOP);
    g_assert_true ((wishes & EBB_LOP_DO_VENT) != 0);
    assert_vented (&desk);
    g_assert_cmpint (desk.lop.end, ==, EBB_LOP_STOPPED);
    g_assert_cmpint (desk.lop.stop_reason, ==, CUFF_REASON_USER_STOP);
    /* The first cause stays. */
    tick (&desk, NULL, CUFF_REASON_LINK_LOST);
    g_assert_cmpint (desk.lop.stop_reason, ==, CUFF_REASON_USER_STOP);

    desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));
    g_assert_true (run_to (&desk, phases[i]));
    desk.silent = TRUE;
    for (guint k = 0; k < 102; k++)
      tick (&desk, NULL, CUFF_REASON_NONE);
    assert_vented (&desk);
    g_assert_cmpint (desk.lop.stop_reason, ==, CUFF_REASON_LINK_LOST);

    desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));
    g_assert_true (run_to (&desk, phases[i]));
    desk.offset = CUFF_MMHG (315);
    wishes = tick (&desk, NULL, CUFF_REASON_NONE);
    g_assert_true ((wishes & EBB_LOP_DO_VENT) != 0);
    g_assert_cmpint (desk.lop.stop_reason, ==, CUFF_REASON_OVER_PRESSURE);
  }
}

/* A sensor that is off on an empty cuff: no air at all. */
static void
test_zero (void)
{
  const CuffPressure offset[] = { CUFF_MMHG (3), CUFF_MMHG (-5), CUFF_PRESSURE_UNSET };

  for (gsize i = 0; i < G_N_ELEMENTS (offset); i++) {
    Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));
    desk.offset = offset[i];
    while (desk.lop.phase < EBB_LOP_VENTING) {
      g_assert_cmpint (desk.lop.order.mode, ==, CUFF_MODE_DEFLATE);
      tick (&desk, NULL, CUFF_REASON_NONE);
    }
    assert_not_found (&desk, CUFF_LOP_REASON_SENSOR);
  }
}

/* The pressure is never reached: a leak.  It was, and is lost again and again: the limb moves. */
static void
test_not_reached (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));

  g_assert_true (run_to (&desk, EBB_LOP_INFLATING));
  desk.offset = CUFF_MMHG (-20);
  g_assert_true (run_to (&desk, EBB_LOP_VENTING));
  assert_not_found (&desk, CUFF_LOP_REASON_LEAK);

  desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));
  g_assert_true (run_to (&desk, EBB_LOP_SETTLING));
  for (guint i = 0; i < 3000 && desk.lop.phase < EBB_LOP_VENTING; i++) {
    desk.offset = i / 50 % 2 == 0 ? CUFF_MMHG (9) : 0;
    tick (&desk, NULL, CUFF_REASON_NONE);
  }
  assert_not_found (&desk, CUFF_LOP_REASON_MOVEMENT);
}

/* A judge who never makes up his mind, and a cuff that stays full. */
static void
test_no_end (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));

  g_assert_true (run_to (&desk, EBB_LOP_WINDOW));
  g_assert_true (run_to (&desk, EBB_LOP_VENTING));
  assert_not_found (&desk, CUFF_LOP_REASON_FEW_BEATS);
  desk.offset = CUFF_MMHG (50);
  for (guint i = 0; i < 500; i++)
    tick (&desk, NULL, CUFF_REASON_NONE);
  g_assert_false (desk.lop.overdue);
  for (guint i = 0; i < 500; i++)
    tick (&desk, NULL, CUFF_REASON_NONE);
  g_assert_true (desk.lop.overdue);
  g_assert_cmpint (desk.lop.phase, ==, EBB_LOP_VENTING);
  desk.offset = 0;
  g_assert_true (run_to (&desk, EBB_LOP_DONE));
}

static CuffLopJudgement
random_judgement (GRand *random)
{
  return (CuffLopJudgement){
    .verdict = g_rand_int_range (random, 0, 8) == 0
                   ? (CuffLopVerdict) g_rand_int_range (random, 0, CUFF_LOP_NOT_FOUND + 1)
                   : (CuffLopVerdict) g_rand_int_range (random, 0, CUFF_LOP_CONFIRM + 1),
    .next = g_rand_int_range (random, 0, 10) == 0 ? CUFF_PRESSURE_UNSET
                                                  : g_rand_int_range (random, -1000, 4000),
    .lop = g_rand_int_range (random, 0, 4) == 0 ? CUFF_PRESSURE_UNSET
                                                : g_rand_int_range (random, 500, 4000),
    .reason = CUFF_LOP_REASON_MOVEMENT,
  };
}

/* Half a million random steps: whatever judge, cuff and time do, no order is ever too high, none
 * pressurises after the end, and each search ends. */
static void
test_random_walk (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  guint n_ended = 0, n_found = 0;
  Desk desk = { 0 };

  for (guint i = 0; i < 500000; i++) {
    if (i == 0 || desk.lop.phase == EBB_LOP_DONE) {
      desk = desk_new (i % 2 == 0 ? EBB_SEGMENT_ARM : EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET,
                       g_rand_boolean (random) ? CUFF_PRESSURE_UNSET : CUFF_MMHG (170));
      n_ended++;
    }
    CuffLopJudgement judgement = random_judgement (random);
    gboolean ended = desk.lop.phase >= EBB_LOP_VENTING;
    desk.offset =
        ended || g_rand_int_range (random, 0, 50) != 0 ? 0 : g_rand_int_range (random, -60, 60);
    desk.now_us += CUFF_MS (g_rand_int_range (random, 0, 60));
    tick (&desk, g_rand_int_range (random, 0, 90) == 0 ? &judgement : &nothing_yet,
          g_rand_int_range (random, 0, 20000) == 0 ? CUFF_REASON_USER_STOP : CUFF_REASON_NONE);
    n_found += desk.lop.phase == EBB_LOP_DONE && desk.lop.end == EBB_LOP_FOUND;

    const CuffOrder *order = &desk.lop.order;
    g_assert_cmpint (order->target, <=, CUFF_MMHG (320));
    g_assert_cmpint (order->target, <=, desk.lop.watch.ceiling);
    g_assert_cmpint (order->target, >=, 0);
    g_assert_cmpint (desk.lop.watch.high_us, <=, CUFF_MS (EBB_LOP_HIGH_MAX_MS + 80));
    g_assert_cmpint (desk.lop.watch.under_us, <=, CUFF_MS (EBB_LOP_TOTAL_MAX_MS + 80));
    if (ended)
      g_assert_cmpint (order->mode, ==, CUFF_MODE_VENT);
    if (desk.lop.end == EBB_LOP_FOUND)
      g_assert_cmpint (desk.lop.answer.lop, <=, desk.lop.watch.ceiling);
  }
  g_test_message ("%u searches, %u with an answer", n_ended, n_found);
  g_assert_cmpuint (n_ended, >, 100);
  g_assert_cmpuint (n_found, >, 5);
}

static CuffLopJudgement
run_of (double mmhg, guint8 quality_percent)
{
  return (CuffLopJudgement){ .verdict = CUFF_LOP_FOUND,
                             .lop = CUFF_MMHG (mmhg),
                             .quality_percent = quality_percent };
}

static void
test_combine (void)
{
  const CuffLopJudgement refused = { .verdict = CUFF_LOP_NOT_FOUND, .lop = CUFF_PRESSURE_UNSET };
  CuffLopJudgement runs[3] = { run_of (150, 90), run_of (142, 80), refused };

  g_assert_cmpint (ebb_lop_combine (runs, 0), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_lop_combine (runs, 1), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_lop_combine (runs, 2), ==, CUFF_MMHG (146));
  runs[1] = run_of (130, 80); /* 20 apart: a third one decides */
  g_assert_cmpint (ebb_lop_combine (runs, 3), ==, CUFF_PRESSURE_UNSET);
  runs[2] = run_of (136, 80);
  g_assert_cmpint (ebb_lop_combine (runs, 3), ==, CUFF_MMHG (136));
  runs[0] = run_of (150, CUFF_LOP_ACCEPT_PERCENT - 1); /* a doubtful one counts for nothing */
  g_assert_cmpint (ebb_lop_combine (runs, 2), ==, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_lop_combine (runs, 3), ==, CUFF_MMHG (133));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lop/whole-way", test_whole_way);
  g_test_add_func ("/lop/orders-end", test_orders_end);
  g_test_add_func ("/lop/ceilings", test_ceilings);
  g_test_add_func ("/lop/wild-judge", test_wild_judge);
  g_test_add_func ("/lop/time-high", test_time_high);
  g_test_add_func ("/lop/time-in-all", test_time_in_all);
  g_test_add_func ("/lop/movement", test_movement);
  g_test_add_func ("/lop/stops", test_stops);
  g_test_add_func ("/lop/zero", test_zero);
  g_test_add_func ("/lop/not-reached", test_not_reached);
  g_test_add_func ("/lop/no-end", test_no_end);
  g_test_add_func ("/lop/random-walk", test_random_walk);
  g_test_add_func ("/lop/combine", test_combine);
  return g_test_run ();
}
