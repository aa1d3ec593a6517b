/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers a therapist reads, on waveforms small enough to work out by hand.
 */
#include "ebb-measure.h"

#include <math.h>

#define S(seconds) ((gint64) ((seconds) *1000000 + 0.5))

typedef struct {
  GArray *samples;
} Wave;

static Wave
wave_new (void)
{
  return (Wave){ g_array_new (FALSE, FALSE, sizeof (EbbSample)) };
}

/* One pressure from `from_s` to before `to_s`, a sample each 10 ms. */
static void
wave_add (Wave *wave, double from_s, double to_s, CuffPressure pressure)
{
  for (gint64 t_us = S (from_s); t_us < S (to_s); t_us += 10000) {
    EbbSample sample = { .t_us = t_us, .pressure = pressure };

    g_array_append_val (wave->samples, sample);
  }
}

#define WAVE(wave) (const EbbSample *) (wave).samples->data, (wave).samples->len

static void
assert_percent (double got, double wanted)
{
  g_assert_false (isnan (got));
  g_assert_cmpfloat_with_epsilon (got, wanted, 1e-9);
}

/* 20.0 mmHg is not yet "above 20"; each interval belongs to the sample that begins it. */
static void
test_under_pressure (void)
{
  Wave wave = wave_new ();

  wave_add (&wave, 0, 1, CUFF_MMHG (20));
  wave_add (&wave, 1, 3, CUFF_MMHG (20) + 1);
  wave_add (&wave, 3, 4, CUFF_MMHG (5));
  g_assert_cmpint (ebb_measure_under_pressure (WAVE (wave), 0), ==, S (2));
  /* From the middle on: the day's clock starts at midnight. */
  g_assert_cmpint (ebb_measure_under_pressure (WAVE (wave), S (1.5)), ==, S (1.5));
  g_assert_cmpint (ebb_measure_under_pressure (NULL, 0, 0), ==, 0);
  g_array_unref (wave.samples);
}

/* A gap of telemetry counts as under pressure when it began so. */
static void
test_gap_keeps_the_state_it_began_in (void)
{
  Wave wave = wave_new ();

  wave_add (&wave, 0, 1, CUFF_MMHG (180)); /* last sample at 0.99 s */
  wave_add (&wave, 5, 6, CUFF_MMHG (5));   /* seen again, empty, at 5 s; last at 5.99 s */
  wave_add (&wave, 9, 10, CUFF_MMHG (180));
  g_assert_cmpint (ebb_measure_under_pressure (WAVE (wave), 0), ==, S (5) + S (0.99));
  g_array_unref (wave.samples);
}

/* A sensor that says nothing is not a sensor that says zero. */
static void
test_unset_is_not_deflated (void)
{
  Wave wave = wave_new ();

  wave_add (&wave, 0, 1, CUFF_PRESSURE_UNSET);
  wave_add (&wave, 1, 2, CUFF_MMHG (180));
  wave_add (&wave, 2, 3, CUFF_PRESSURE_UNSET);
  wave_add (&wave, 3, 4, CUFF_MMHG (0));
  wave_add (&wave, 4, 5, CUFF_PRESSURE_UNSET);
  g_assert_cmpint (ebb_measure_under_pressure (WAVE (wave), 0), ==, S (3));
  g_assert_cmpfloat (ebb_measure_mean_mmhg (WAVE (wave)), ==, 180);
  g_array_unref (wave.samples);
}

static void
test_gaps (void)
{
  static const EbbSample samples[] = {
    { .t_us = 0 },      { .t_us = 50000 },   /* 50 ms: not longer than 50 ms */
    { .t_us = 100001 },                      /* 50.001 ms: a gap */
    { .t_us = 110001 }, { .t_us = 1110001 }, /* a second: a gap */
  };
  EbbGaps gaps = ebb_measure_gaps (samples, G_N_ELEMENTS (samples));

  g_assert_cmpuint (gaps.count, ==, 2);
  g_assert_cmpint (gaps.total_us, ==, 50001 + 1000000);
  g_assert_cmpuint (ebb_measure_gaps (NULL, 0).count, ==, 0);
}

static void
test_rate (void)
{
  Wave wave = wave_new ();

  wave_add (&wave, 0, 1, 0);
  wave_add (&wave, 8, 9, 0);
  /* 2 × 99 steps of 10 ms; the seven seconds between do not slow the rate down. */
  g_assert_cmpfloat_with_epsilon (ebb_measure_rate_hz (WAVE (wave)), 100, 1e-9);
  g_assert_true (isnan (ebb_measure_rate_hz ((const EbbSample *) wave.samples->data, 1)));
  g_array_unref (wave.samples);
}

static void
test_mean_and_peak (void)
{
  Wave wave = wave_new ();

  wave_add (&wave, 0, 1, CUFF_MMHG (10)); /* not under pressure: no part of the mean */
  wave_add (&wave, 1, 2, CUFF_MMHG (180));
  wave_add (&wave, 2, 4, CUFF_MMHG (210));
  g_assert_cmpfloat_with_epsilon (ebb_measure_mean_mmhg (WAVE (wave)), 200, 1e-9);
  g_assert_cmpint (ebb_measure_peak (WAVE (wave)), ==, CUFF_MMHG (210));
  g_array_unref (wave.samples);
}

static void
test_nothing_is_unknown_and_not_zero (void)
{
  EbbTargetChange target = { 0, CUFF_MMHG (180) };
  EbbSetSpan set = { S (1), S (2) };

  g_assert_true (isnan (ebb_measure_mean_mmhg (NULL, 0)));
  g_assert_true (isnan (ebb_measure_rate_hz (NULL, 0)));
  g_assert_false (cuff_pressure_is_set (ebb_measure_peak (NULL, 0)));
  g_assert_true (isnan (ebb_measure_exercise_in_band (NULL, 0, &target, 1, &set, 1)));
  g_assert_true (isnan (ebb_measure_rest_in_band (NULL, 0, &target, 1, &set, 1)));
}

/* Target 180: the band of ±10 % is 162..198, its edges inside. */
static void
test_exercise_band (void)
{
  static const EbbTargetChange target = { 0, CUFF_MMHG (180) };
  static const EbbSetSpan set = { S (10), S (15) };
  Wave wave = wave_new ();

  wave_add (&wave, 9, 10, CUFF_MMHG (20));       /* before ready */
  wave_add (&wave, 10, 11, CUFF_MMHG (162));     /* in */
  wave_add (&wave, 11, 12, CUFF_MMHG (162) - 1); /* out */
  wave_add (&wave, 12, 13, CUFF_MMHG (198));     /* in */
  wave_add (&wave, 13, 14, CUFF_MMHG (198) + 1); /* out */
  wave_add (&wave, 14, 15, CUFF_MMHG (180));     /* in */
  wave_add (&wave, 15, 17, CUFF_MMHG (20));      /* after the end */
  assert_percent (ebb_measure_exercise_in_band (WAVE (wave), &target, 1, &set, 1), 60);
  g_array_unref (wave.samples);
}

/* What was not seen is neither in the band nor out of it. */
static void
test_gap_is_in_no_band (void)
{
  static const EbbTargetChange target = { 0, CUFF_MMHG (180) };
  static const EbbSetSpan set = { S (0), S (10) };
  Wave wave = wave_new ();

  wave_add (&wave, 0, 1, CUFF_MMHG (180));  /* last at 0.99 s: 0.99 s seen, in */
  wave_add (&wave, 9, 10, CUFF_MMHG (100)); /* out */
  wave_add (&wave, 10, 11, CUFF_MMHG (180));
  assert_percent (ebb_measure_exercise_in_band (WAVE (wave), &target, 1, &set, 1),
                  100 * 0.99 / 1.99);
  g_array_unref (wave.samples);
}

/* -10 in the middle: from then on the band is around the new target. */
static void
test_target_changes (void)
{
  static const EbbTargetChange targets[] = { { 0, CUFF_MMHG (200) }, { S (2), CUFF_MMHG (150) } };
  static const EbbSetSpan set = { S (0), S (4) };
  Wave wave = wave_new ();

  wave_add (&wave, 0, 3, CUFF_MMHG (190)); /* in for 2 s, then 40 above the new target */
  wave_add (&wave, 3, 5, CUFF_MMHG (150)); /* in */
  assert_percent (ebb_measure_exercise_in_band (WAVE (wave), targets, 2, &set, 1), 75);
  g_assert_cmpint (ebb_measure_target_at (targets, 2, S (2) - 1), ==, CUFF_MMHG (200));
  g_assert_cmpint (ebb_measure_target_at (targets, 2, S (2)), ==, CUFF_MMHG (150));
  g_array_unref (wave.samples);
}

/* Rest: the first two seconds are not scored; ±5 % of 200 is 190..210. */
static void
test_rest_band (void)
{
  static const EbbTargetChange target = { 0, CUFF_MMHG (200) };
  static const EbbSetSpan sets[] = { { S (0), S (10) }, { S (16), S (20) } };
  Wave wave = wave_new ();

  wave_add (&wave, 0, 10, CUFF_MMHG (200));
  wave_add (&wave, 10, 12, CUFF_MMHG (230)); /* settling */
  wave_add (&wave, 12, 14, CUFF_MMHG (211)); /* out: in the band of work, not in that of rest */
  wave_add (&wave, 14, 16, CUFF_MMHG (209)); /* in */
  wave_add (&wave, 16, 21, CUFF_MMHG (230)); /* work again */
  assert_percent (ebb_measure_rest_in_band (WAVE (wave), &target, 1, sets, 2), 50);
  g_array_unref (wave.samples);
}

/* A rest with the cuff let down on purpose is not a badly held one. */
static void
test_deflated_rest_is_no_rest (void)
{
  static const EbbTargetChange target = { 0, CUFF_MMHG (200) };
  static const EbbSetSpan sets[] = { { S (0), S (5) }, { S (15), S (20) }, { S (25), S (30) } };
  Wave wave = wave_new ();

  wave_add (&wave, 0, 5, CUFF_MMHG (200));
  wave_add (&wave, 5, 10, CUFF_MMHG (9)); /* deflated */
  wave_add (&wave, 10, 25, CUFF_MMHG (200));
  wave_add (&wave, 25, 31, CUFF_MMHG (200));
  assert_percent (ebb_measure_rest_in_band (WAVE (wave), &target, 1, sets, 3), 100);
  /* Only the deflated one: nothing is known about rests. */
  g_assert_true (isnan (ebb_measure_rest_in_band (WAVE (wave), &target, 1, sets, 2)));
  g_array_unref (wave.samples);
}

/* One set, nothing after it: there is no rest to score. */
static void
test_last_set_has_no_rest (void)
{
  static const EbbTargetChange target = { 0, CUFF_MMHG (200) };
  static const EbbSetSpan set = { S (0), S (5) };
  Wave wave = wave_new ();

  wave_add (&wave, 0, 20, CUFF_MMHG (200));
  g_assert_true (isnan (ebb_measure_rest_in_band (WAVE (wave), &target, 1, &set, 1)));
  g_array_unref (wave.samples);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/time-under-pressure", test_under_pressure);
  g_test_add_func ("/measure/gap-keeps-the-state-it-began-in",
                   test_gap_keeps_the_state_it_began_in);
  g_test_add_func ("/measure/unset-is-not-deflated", test_unset_is_not_deflated);
  g_test_add_func ("/measure/gaps", test_gaps);
  g_test_add_func ("/measure/rate", test_rate);
  g_test_add_func ("/measure/mean-and-peak", test_mean_and_peak);
  g_test_add_func ("/measure/nothing-is-unknown-and-not-zero",
                   test_nothing_is_unknown_and_not_zero);
  g_test_add_func ("/measure/exercise-band", test_exercise_band);
  g_test_add_func ("/measure/gap-is-in-no-band", test_gap_is_in_no_band);
  g_test_add_func ("/measure/target-changes", test_target_changes);
  g_test_add_func ("/measure/rest-band", test_rest_band);
  g_test_add_func ("/measure/deflated-rest-is-no-rest", test_deflated_rest_is_no_rest);
  g_test_add_func ("/measure/last-set-has-no-rest", test_last_set_has_no_rest);
  return g_test_run ();
}
