/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a limb was under pressure.  A clock that counts too little endangers the limb, so
 * whatever is not known counts as pressure.
 */
#include "ebb-occlusion-clock.h"

#define S(seconds) CUFF_SECONDS (seconds)

/* `seconds` of 10 Hz samples at a pressure, from where the last call ended. */
static void
hold (EbbOcclusionClock *clock, CuffTime *now_us, int seconds, double mmhg)
{
  for (int i = 0; i < seconds * 10; i++) {
    ebb_occlusion_clock_push (clock, *now_us, cuff_pressure_from_mmhg (mmhg));
    *now_us += CUFF_MS (100);
  }
}

/* Ends the interval of the last sample. */
static void
finish (EbbOcclusionClock *clock, CuffTime now_us, double mmhg)
{
  ebb_occlusion_clock_push (clock, now_us, cuff_pressure_from_mmhg (mmhg));
}

static void
test_counts_above_20 (void)
{
  EbbOcclusionClock clock;
  CuffTime now_us = S (5);

  ebb_occlusion_clock_init (&clock, S (100));
  hold (&clock, &now_us, 10, 20.0); /* at 20 mmHg the cuff counts as open */
  finish (&clock, now_us, 20.0);
  g_assert_cmpint (clock.session_us, ==, 0);
  hold (&clock, &now_us, 10, 20.1);
  finish (&clock, now_us, 0.0);
  g_assert_cmpint (clock.session_us, ==, S (10));
  g_assert_cmpint (clock.continuous_us, ==, S (10));
  g_assert_cmpint (clock.day_us, ==, S (110));
}

/* A relief of less than a minute stops the clock but does not set it back; a minute does.  What the
 * whole session had stays. */
static void
test_continuous_starts_anew_after_60_s (void)
{
  EbbOcclusionClock clock;
  CuffTime now_us = 0;

  ebb_occlusion_clock_init (&clock, 0);
  hold (&clock, &now_us, 240, 150.0);
  hold (&clock, &now_us, 59, 5.0);
  hold (&clock, &now_us, 60, 150.0);
  finish (&clock, now_us, 5.0);
  g_assert_cmpint (clock.continuous_us, ==, S (300));

  hold (&clock, &now_us, 60, 5.0);
  finish (&clock, now_us, 5.0);
  g_assert_cmpint (clock.continuous_us, ==, 0);
  hold (&clock, &now_us, 30, 150.0);
  finish (&clock, now_us, 5.0);
  g_assert_cmpint (clock.continuous_us, ==, S (30));
  g_assert_cmpint (clock.session_us, ==, S (330));
}

static void
test_gap_counts_as_it_began (void)
{
  EbbOcclusionClock clock;

  /* Silent for 40 s while tight. */
  ebb_occlusion_clock_init (&clock, 0);
  ebb_occlusion_clock_push (&clock, S (0), CUFF_MMHG (150));
  ebb_occlusion_clock_push (&clock, S (40), CUFF_MMHG (0));
  g_assert_cmpint (clock.session_us, ==, S (40));

  /* Silent for 40 s while open. */
  ebb_occlusion_clock_push (&clock, S (80), CUFF_MMHG (150));
  g_assert_cmpint (clock.session_us, ==, S (40));

  /* A sample without a value shows nothing: still tight. */
  ebb_occlusion_clock_push (&clock, S (90), CUFF_PRESSURE_UNSET);
  ebb_occlusion_clock_push (&clock, S (100), CUFF_MMHG (0));
  g_assert_cmpint (clock.session_us, ==, S (60));
}

static void
test_old_samples_are_left_out (void)
{
  EbbOcclusionClock clock;

  ebb_occlusion_clock_init (&clock, -S (5)); /* nonsense from a store counts as nothing */
  ebb_occlusion_clock_push (&clock, S (10), CUFF_MMHG (150));
  ebb_occlusion_clock_push (&clock, S (20), CUFF_MMHG (150));
  ebb_occlusion_clock_push (&clock, S (15), CUFF_MMHG (0));
  ebb_occlusion_clock_push (&clock, S (20), CUFF_MMHG (150));
  ebb_occlusion_clock_push (&clock, S (30), CUFF_MMHG (150));
  g_assert_cmpint (clock.session_us, ==, S (20));
  g_assert_cmpint (clock.day_us, ==, S (20));
  g_assert_true (clock.above);
}

static void
test_limits (void)
{
  g_assert_cmpint (ebb_occlusion_limit (EBB_SEGMENT_ARM), ==, S (15 * 60));
  g_assert_cmpint (ebb_occlusion_limit (EBB_SEGMENT_THIGH), ==, S (20 * 60));
  g_assert_cmpint (ebb_occlusion_limit (EBB_SEGMENT_CALF), ==, S (20 * 60));
  /* A limb nobody knows gets the shorter one. */
  g_assert_cmpint (ebb_occlusion_limit ((EbbSegment) 9), ==, S (15 * 60));
}

static void
test_reperfusion (void)
{
  EbbOcclusionClock clock;

  ebb_occlusion_clock_init (&clock, S (600));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (1)), ==, 0);
  ebb_occlusion_clock_push (&clock, S (1), CUFF_MMHG (0));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (2)), ==, 0);

  ebb_occlusion_clock_push (&clock, S (10), CUFF_MMHG (150));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (400)), ==, S (180));
  ebb_occlusion_clock_push (&clock, S (490), CUFF_MMHG (150));
  ebb_occlusion_clock_push (&clock, S (500), CUFF_MMHG (10));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (500)), ==, S (180));
  ebb_occlusion_clock_push (&clock, S (560), CUFF_MMHG (0));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (600)), ==, S (80));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (680)), ==, 0);
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (9000)), ==, 0);

  /* A puff of pressure starts it anew. */
  ebb_occlusion_clock_push (&clock, S (700), CUFF_MMHG (60));
  ebb_occlusion_clock_push (&clock, S (702), CUFF_MMHG (0));
  g_assert_cmpint (ebb_occlusion_clock_reperfusion_left (&clock, S (703)), ==, S (179));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/occlusion-clock/above-20", test_counts_above_20);
  g_test_add_func ("/occlusion-clock/continuous", test_continuous_starts_anew_after_60_s);
  g_test_add_func ("/occlusion-clock/gap", test_gap_counts_as_it_began);
  g_test_add_func ("/occlusion-clock/old-samples", test_old_samples_are_left_out);
  g_test_add_func ("/occlusion-clock/limits", test_limits);
  g_test_add_func ("/occlusion-clock/reperfusion", test_reperfusion);
  return g_test_run ();
}
