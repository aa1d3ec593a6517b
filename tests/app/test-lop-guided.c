/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search that a person's ear leads, against a cuff that follows its orders: the way of the
 * reference, and that nothing a person taps or leaves out makes it unsafe.
 */
#include "ebb-lop-guided.h"

#define TICK CUFF_MS (10)

typedef struct {
  EbbLopGuided guided;
  CuffTime now_us;
  CuffPressure pressure, offset;
  CuffPressure lop; /* the person hears a pulse below it */
  gboolean silent, deaf;
  guint done;
} Desk;

static Desk
desk_new (EbbSegment segment, double lop_mmhg, CuffPressure limit, CuffPressure expected)
{
  Desk desk = { .now_us = CUFF_SECONDS (100), .lop = cuff_pressure_from_mmhg (lop_mmhg) };
  EbbLopSetup setup = { .segment = segment, .limit = limit, .expected = expected };

  ebb_lop_guided_init (&desk.guided, &setup, desk.now_us);
  return desk;
}

/* 40 mmHg a second towards the target; a vent empties it faster. */
static void
follow (Desk *desk)
{
  const CuffOrder *order = &desk->guided.order;
  CuffPressure target = order->mode == CUFF_MODE_LOP ? order->target : 0;
  CuffPressure most = order->mode == CUFF_MODE_LOP ? 4 : 20;

  desk->pressure += CLAMP (target - desk->pressure, -most, most);
}

static guint
tick (Desk *desk, EbbGuidedTap tap, CuffReason stop)
{
  CuffChannelReport report = { .pressure = desk->pressure + desk->offset,
                               .mode = desk->guided.order.mode };
  EbbLopInput input = { .stop = stop };

  desk->now_us += TICK;
  follow (desk);
  report.pressure = desk->pressure + desk->offset;
  input.t_us = desk->now_us;
  input.report = desk->silent ? NULL : &report;
  input.deflated = report.pressure < CUFF_MMHG (10);
  desk->done = ebb_lop_guided_step (&desk->guided, &input, tap);
  return desk->done;
}

static EbbGuidedTap
hear (const Desk *desk)
{
  gboolean pulse = desk->pressure < desk->lop;

  if (desk->deaf)
    return EBB_TAP_NONE;
  switch (desk->guided.phase) {
  case EBB_GUIDED_BEGIN:
    return EBB_TAP_HEARD;
  case EBB_GUIDED_UP:
    return pulse ? EBB_TAP_NONE : EBB_TAP_GONE;
  case EBB_GUIDED_OVERSHOOT:
  case EBB_GUIDED_DOWN:
    return pulse ? EBB_TAP_BACK : EBB_TAP_NONE;
  default:
    return EBB_TAP_NONE;
  }
}

static gboolean
run_to (Desk *desk, EbbGuidedPhase phase)
{
  for (guint i = 0; i < 25000 && desk->guided.phase < phase; i++)
    tick (desk, hear (desk), CUFF_REASON_NONE);
  return desk->guided.phase == phase;
}

static void
assert_vented (const Desk *desk, EbbLopEnd end)
{
  g_assert_cmpint (desk->guided.phase, ==, EBB_GUIDED_VENTING);
  g_assert_cmpint (desk->guided.order.mode, ==, CUFF_MODE_VENT);
  g_assert_cmpint (desk->guided.end, ==, end);
  g_assert_true ((desk->done & EBB_LOP_DO_VENT) != 0);
}

/* Zero, 20 mmHg, steps of 10 with 3 s each, 10 beyond, 2 mmHg a second down. */
static void
test_whole_way (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, 123, CUFF_PRESSURE_UNSET, CUFF_MMHG (130));

  g_assert_cmpint (desk.guided.order.mode, ==, CUFF_MODE_DEFLATE);
  g_assert_true (run_to (&desk, EBB_GUIDED_BEGIN));
  g_assert_cmpint (desk.guided.target, ==, CUFF_MMHG (20));
  g_assert_true (run_to (&desk, EBB_GUIDED_UP));
  g_assert_cmpint (desk.guided.target, ==, CUFF_MMHG (30));
  CuffTime step_us = desk.now_us;
  while (desk.guided.target == CUFF_MMHG (30))
    tick (&desk, EBB_TAP_NONE, CUFF_REASON_NONE);
  g_assert_cmpint (desk.now_us - step_us, >=, CUFF_MS (EBB_GUIDED_DWELL_MS));
  g_assert_cmpint (desk.guided.target, ==, CUFF_MMHG (40));
  g_assert_true (run_to (&desk, EBB_GUIDED_OVERSHOOT));
  g_assert_cmpint (desk.guided.target, ==, CUFF_MMHG (140)); /* lost at 123, on the way to 130 */
  g_assert_cmpint (ABS (desk.guided.pulse_lost - CUFF_MMHG (123)), <=, 10);
  g_assert_true (run_to (&desk, EBB_GUIDED_DOWN));
  CuffTime down_us = desk.now_us;
  CuffPressure from = desk.pressure;
  g_assert_true (run_to (&desk, EBB_GUIDED_VENTING));
  double s = (desk.now_us - down_us) / 1e6;
  g_assert_cmpfloat_with_epsilon ((from - desk.guided.answer.lop) / 10.0 / s, 2.0, 0.1);
  assert_vented (&desk, EBB_LOP_FOUND);
  g_assert_cmpint (ABS (desk.guided.answer.lop - CUFF_MMHG (123)), <=, 10);
  g_assert_true (run_to (&desk, EBB_GUIDED_DONE));
  g_assert_true ((desk.done & EBB_LOP_DO_CLOSE) != 0);
}

/* "Gone" by mistake: still there one step further, so the way up goes on. */
static void
test_not_gone (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, 150, CUFF_PRESSURE_UNSET, CUFF_MMHG (150));

  g_assert_true (run_to (&desk, EBB_GUIDED_UP));
  tick (&desk, EBB_TAP_GONE, CUFF_REASON_NONE);
  g_assert_cmpint (desk.guided.phase, ==, EBB_GUIDED_OVERSHOOT);
  tick (&desk, EBB_TAP_BACK, CUFF_REASON_NONE);
  g_assert_cmpint (desk.guided.phase, ==, EBB_GUIDED_UP);
  g_assert_false (cuff_pressure_is_set (desk.guided.pulse_lost));
  g_assert_true (run_to (&desk, EBB_GUIDED_VENTING));
  g_assert_cmpint (ABS (desk.guided.answer.lop - CUFF_MMHG (150)), <=, 10);
}

/* A pulse that was never there cannot be gone: no air beyond 20 mmHg. */
static void
test_no_pulse (void)
{
  Desk desk = desk_new (EBB_SEGMENT_ARM, 150, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET);
  CuffPressure highest = 0;

  desk.deaf = TRUE;
  for (guint i = 0; i < 10000 && desk.guided.phase < EBB_GUIDED_VENTING; i++) {
    tick (&desk, hear (&desk), CUFF_REASON_NONE);
    highest = MAX (highest, desk.pressure);
  }
  assert_vented (&desk, EBB_LOP_NOT_FOUND);
  g_assert_cmpint (desk.guided.answer.reason, ==, CUFF_LOP_REASON_NO_PULSE);
  g_assert_cmpint (highest, <=, CUFF_MMHG (20));
}

static void
test_ceilings (void)
{
  const struct {
    EbbSegment segment;
    CuffPressure limit, ceiling;
  } rows[] = {
    { EBB_SEGMENT_ARM, CUFF_PRESSURE_UNSET, CUFF_MMHG (300) },
    { EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET, CUFF_MMHG (320) },
    { EBB_SEGMENT_ARM, CUFF_MMHG (187), CUFF_MMHG (187) }, /* between two steps */
    { EBB_SEGMENT_ARM, CUFF_MMHG (400), CUFF_MMHG (300) }, /* a setting never raises it */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Desk desk = desk_new (rows[i].segment, 999, rows[i].limit, CUFF_MMHG (400));
    CuffPressure highest = 0;

    while (desk.guided.phase < EBB_GUIDED_VENTING) {
      tick (&desk, hear (&desk), CUFF_REASON_NONE);
      highest = MAX (highest, desk.guided.order.target);
    }
    assert_vented (&desk, EBB_LOP_NOT_FOUND);
    g_assert_cmpint (desk.guided.answer.reason, ==, CUFF_LOP_REASON_LIMIT);
    g_assert_cmpint (highest, ==, rows[i].ceiling);
  }
}

/* At most 120 s above 80 % of what was expected; without an expectation every second counts. */
static void
test_time_high (void)
{
  const struct {
    CuffPressure expected, high;
  } rows[] = { { CUFF_MMHG (100), CUFF_MMHG (80) }, { CUFF_PRESSURE_UNSET, CUFF_MMHG (20) } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Desk desk = desk_new (EBB_SEGMENT_THIGH, 999, CUFF_PRESSURE_UNSET, rows[i].expected);
    CuffTime since_us = CUFF_TIME_NEVER; /* by the test's own clock */

    while (desk.guided.phase < EBB_GUIDED_VENTING) {
      EbbGuidedTap tap = hear (&desk);
      if (desk.guided.phase == EBB_GUIDED_UP && desk.pressure > CUFF_MMHG (150))
        tap = EBB_TAP_GONE; /* and then "back" for ever: neither up nor down */
      else if (desk.guided.phase == EBB_GUIDED_OVERSHOOT && desk.pressure > CUFF_MMHG (150))
        tap = EBB_TAP_BACK;
      desk.pressure = MIN (desk.pressure, CUFF_MMHG (160));
      desk.guided.target = MIN (desk.guided.target, CUFF_MMHG (160));
      tick (&desk, tap, CUFF_REASON_NONE);
      if (since_us == CUFF_TIME_NEVER && desk.pressure > rows[i].high)
        since_us = desk.now_us;
    }
    assert_vented (&desk, EBB_LOP_NOT_FOUND);
    g_assert_cmpint (desk.guided.answer.reason, ==, CUFF_LOP_REASON_LIMIT);
    g_assert_cmpint (desk.now_us - since_us, <=, CUFF_MS (EBB_LOP_HIGH_MAX_MS) + 2 * TICK);
  }
}

/* A stop, silence or over-pressure vents in that very step, from every phase. */
static void
test_stops (void)
{
  for (int phase = EBB_GUIDED_ZERO; phase < EBB_GUIDED_VENTING; phase++) {
    Desk desk = desk_new (EBB_SEGMENT_ARM, 90, CUFF_PRESSURE_UNSET, CUFF_MMHG (90));
    g_assert_true (run_to (&desk, (EbbGuidedPhase) phase));
    tick (&desk, EBB_TAP_NONE, CUFF_REASON_USER_STOP);
    assert_vented (&desk, EBB_LOP_STOPPED);
    g_assert_cmpint (desk.guided.stop_reason, ==, CUFF_REASON_USER_STOP);
    tick (&desk, EBB_TAP_NONE, CUFF_REASON_LINK_LOST); /* the first cause stays */
    g_assert_cmpint (desk.guided.stop_reason, ==, CUFF_REASON_USER_STOP);

    desk = desk_new (EBB_SEGMENT_ARM, 90, CUFF_PRESSURE_UNSET, CUFF_MMHG (90));
    g_assert_true (run_to (&desk, (EbbGuidedPhase) phase));
    desk.silent = TRUE;
    while (desk.guided.phase < EBB_GUIDED_VENTING)
      tick (&desk, EBB_TAP_NONE, CUFF_REASON_NONE);
    assert_vented (&desk, EBB_LOP_STOPPED);
    g_assert_cmpint (desk.guided.stop_reason, ==, CUFF_REASON_LINK_LOST);

    desk = desk_new (EBB_SEGMENT_ARM, 90, CUFF_PRESSURE_UNSET, CUFF_MMHG (90));
    g_assert_true (run_to (&desk, (EbbGuidedPhase) phase));
    desk.offset = CUFF_MMHG (315);
    tick (&desk, EBB_TAP_NONE, CUFF_REASON_NONE);
    assert_vented (&desk, EBB_LOP_STOPPED);
    g_assert_cmpint (desk.guided.stop_reason, ==, CUFF_REASON_OVER_PRESSURE);
  }
}

/* 300,000 steps of anything tapped at any time: no order above the ceiling, none that inflates
 * after the end, and every search ends. */
static void
test_random_taps (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (24);
  guint n_ended = 0, n_found = 0;
  Desk desk = desk_new (EBB_SEGMENT_ARM, 120, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET);

  for (guint i = 0; i < 300000; i++) {
    gboolean ended = desk.guided.phase >= EBB_GUIDED_VENTING;
    EbbGuidedTap tap = g_rand_int_range (random, 0, 200) == 0
                           ? (EbbGuidedTap) g_rand_int_range (random, 0, EBB_TAP_BACK + 1)
                           : EBB_TAP_NONE;
    tick (&desk, tap, CUFF_REASON_NONE);
    g_assert_cmpint (desk.guided.order.target, <=, desk.guided.watch.ceiling);
    g_assert_cmpint (desk.guided.order.target, >=, 0);
    g_assert_cmpint (desk.guided.watch.high_us, <=, CUFF_MS (EBB_LOP_HIGH_MAX_MS + 20));
    if (ended)
      g_assert_cmpint (desk.guided.order.mode, ==, CUFF_MODE_VENT);
    if (desk.guided.phase != EBB_GUIDED_DONE)
      continue;
    n_ended++;
    n_found += desk.guided.end == EBB_LOP_FOUND;
    desk = desk_new (i % 2 == 0 ? EBB_SEGMENT_ARM : EBB_SEGMENT_THIGH, 120, CUFF_PRESSURE_UNSET,
                     g_rand_boolean (random) ? CUFF_PRESSURE_UNSET : CUFF_MMHG (130));
  }
  g_test_message ("%u searches, %u with an answer", n_ended, n_found);
  g_assert_cmpuint (n_ended, >, 50);
  g_assert_cmpuint (n_found, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lop-guided/whole-way", test_whole_way);
  g_test_add_func ("/lop-guided/not-gone", test_not_gone);
  g_test_add_func ("/lop-guided/no-pulse", test_no_pulse);
  g_test_add_func ("/lop-guided/ceilings", test_ceilings);
  g_test_add_func ("/lop-guided/time-high", test_time_high);
  g_test_add_func ("/lop-guided/stops", test_stops);
  g_test_add_func ("/lop-guided/random-taps", test_random_taps);
  return g_test_run ();
}
