/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-measure.h"

#include <math.h>

/* Time from sample `i` to the next; 0 for the last. */
static gint64
step_after (const EbbSample *samples, gsize n_samples, gsize i)
{
  return i + 1 < n_samples ? MAX (samples[i + 1].t_us - samples[i].t_us, 0) : 0;
}

gint64
ebb_measure_under_pressure (const EbbSample *samples, gsize n_samples, gint64 from_us)
{
  gboolean under = TRUE;
  gint64 total_us = 0;

  for (gsize i = 0; i + 1 < n_samples; i++) {
    gint64 start_us = MAX (samples[i].t_us, from_us);

    if (cuff_pressure_is_set (samples[i].pressure))
      under = samples[i].pressure > EBB_MEASURE_UNDER_PRESSURE;
    if (under && samples[i + 1].t_us > start_us)
      total_us += samples[i + 1].t_us - start_us;
  }

  return total_us;
}

EbbGaps
ebb_measure_gaps (const EbbSample *samples, gsize n_samples)
{
  EbbGaps gaps = { 0 };

  for (gsize i = 0; i < n_samples; i++) {
    gint64 step_us = step_after (samples, n_samples, i);

    if (step_us <= EBB_MEASURE_GAP_US)
      continue;
    gaps.count++;
    gaps.total_us += step_us;
  }

  return gaps;
}

double
ebb_measure_rate_hz (const EbbSample *samples, gsize n_samples)
{
  EbbGaps gaps = ebb_measure_gaps (samples, n_samples);
  gint64 seen_us;

  if (n_samples < 2)
    return NAN;

  seen_us = samples[n_samples - 1].t_us - samples[0].t_us - gaps.total_us;
  return seen_us > 0 ? (double) (n_samples - 1 - gaps.count) * 1e6 / (double) seen_us : NAN;
}

double
ebb_measure_mean_mmhg (const EbbSample *samples, gsize n_samples)
{
  double sum_mmhg = 0;
  gsize n_under = 0;

  for (gsize i = 0; i < n_samples; i++)
    if (cuff_pressure_is_set (samples[i].pressure)
        && samples[i].pressure > EBB_MEASURE_UNDER_PRESSURE) {
      sum_mmhg += cuff_pressure_to_mmhg (samples[i].pressure);
      n_under++;
    }

  return n_under > 0 ? sum_mmhg / (double) n_under : NAN;
}

CuffPressure
ebb_measure_peak (const EbbSample *samples, gsize n_samples)
{
  /* "Unset" is the lowest number there is. */
  CuffPressure peak = CUFF_PRESSURE_UNSET;

  for (gsize i = 0; i < n_samples; i++)
    peak = MAX (peak, samples[i].pressure);
  return peak;
}

CuffPressure
ebb_measure_target_at (const EbbTargetChange *targets, gsize n_targets, gint64 t_us)
{
  CuffPressure target = CUFF_PRESSURE_UNSET;

  for (gsize i = 0; i < n_targets && targets[i].t_us <= t_us; i++)
    target = targets[i].target;
  return target;
}

typedef struct {
  const EbbSample *samples; /* borrowed */
  gsize n_samples;
  const EbbTargetChange *targets; /* borrowed */
  gsize n_targets;
  int band_percent;
  gint64 seen_us, inside_us;
} Score;

/* The first sample whose time ends after `t_us`. */
static gsize
find_first (const Score *score, gint64 t_us)
{
  gsize low = 0, high = score->n_samples;

  while (low < high) {
    gsize middle = low + (high - low) / 2;

    if (score->samples[middle].t_us <= t_us)
      low = middle + 1;
    else
      high = middle;
  }

  return low > 0 ? low - 1 : 0;
}

static gboolean
is_inside (const Score *score, const EbbSample *sample, CuffPressure target)
{
  return ABS ((gint64) sample->pressure - target) * 100 <= (gint64) target * score->band_percent;
}

static void
score_span (Score *score, gint64 from_us, gint64 to_us)
{
  for (gsize i = find_first (score, from_us);
       i < score->n_samples && score->samples[i].t_us < to_us; i++) {
    const EbbSample *sample = &score->samples[i];
    gint64 step_us = step_after (score->samples, score->n_samples, i);
    gint64 start_us = MAX (sample->t_us, from_us);
    gint64 seen_us = MIN (sample->t_us + step_us, to_us) - start_us;
    CuffPressure target = ebb_measure_target_at (score->targets, score->n_targets, start_us);

    if (seen_us <= 0 || step_us > EBB_MEASURE_GAP_US || !cuff_pressure_is_set (sample->pressure)
        || !cuff_pressure_is_set (target))
      continue;
    score->seen_us += seen_us;
    score->inside_us += is_inside (score, sample, target) ? seen_us : 0;
  }
}

static double
score_percent (const Score *score)
{
  return score->seen_us > 0 ? 100.0 * (double) score->inside_us / (double) score->seen_us : NAN;
}

double
ebb_measure_exercise_in_band (const EbbSample *samples, gsize n_samples,
                              const EbbTargetChange *targets, gsize n_targets,
                              const EbbSetSpan *sets, gsize n_sets)
{
  Score score = { samples, n_samples, targets, n_targets, EBB_MEASURE_BAND_EXERCISE_PERCENT };

  for (gsize i = 0; i < n_sets; i++)
    if (sets[i].started_us >= 0)
      score_span (&score, sets[i].started_us,
                  sets[i].ended_us >= 0 ? sets[i].ended_us : G_MAXINT64);
  return score_percent (&score);
}

static gboolean
was_deflated (const Score *score, gint64 from_us, gint64 to_us)
{
  for (gsize i = find_first (score, from_us);
       i < score->n_samples && score->samples[i].t_us < to_us; i++)
    if (cuff_pressure_is_set (score->samples[i].pressure)
        && score->samples[i].pressure < EBB_MEASURE_DEFLATED)
      return TRUE;
  return FALSE;
}

double
ebb_measure_rest_in_band (const EbbSample *samples, gsize n_samples, const EbbTargetChange *targets,
                          gsize n_targets, const EbbSetSpan *sets, gsize n_sets)
{
  Score score = { samples, n_samples, targets, n_targets, EBB_MEASURE_BAND_REST_PERCENT };

  for (gsize i = 0; i + 1 < n_sets; i++) {
    gint64 from_us = sets[i].ended_us, to_us = sets[i + 1].started_us;

    if (from_us >= 0 && to_us >= 0 && !was_deflated (&score, from_us, to_us))
      score_span (&score, from_us + EBB_MEASURE_REST_SETTLE_US, to_us);
  }
  return score_percent (&score);
}
