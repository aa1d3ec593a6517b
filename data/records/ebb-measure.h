/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers from stored samples.  Pure functions; samples in order of time.
 *
 * The time between two samples belongs to the earlier one.  A gap (more than 50 ms without
 * telemetry) counts as time under pressure when it began so, and in no band: what was not seen is
 * neither in it nor out of it.  Unknown is NaN (or an unset pressure), never 0.
 */
#pragma once

#include "ebb-records.h"

/* Above this a limb is under pressure (design decision; clinic, clocks). */
#define EBB_MEASURE_UNDER_PRESSURE CUFF_MMHG (20)

/* Longer than this without telemetry is a gap. */
#define EBB_MEASURE_GAP_US 50000

/* Bands around the target that count as kept: Ebb's own choice, the figures of the best device. */
#define EBB_MEASURE_BAND_EXERCISE_PERCENT 10
#define EBB_MEASURE_BAND_REST_PERCENT     5

/* The first part of a rest, while the last repetition's wave ends, is not scored. */
#define EBB_MEASURE_REST_SETTLE_US 2000000

/* A rest in which the cuff fell below this was a deflated one (proven deflated: < 10 mmHg). */
#define EBB_MEASURE_DEFLATED CUFF_MMHG (10)

typedef struct {
  guint count;
  gint64 total_us;
} EbbGaps;

/* From t_us on, until the next one. */
typedef struct {
  gint64 t_us;
  CuffPressure target;
} EbbTargetChange;

/* One set: from ready to its end; unset while it has none. */
typedef struct {
  gint64 started_us, ended_us;
} EbbSetSpan;

/* Time above 20 mmHg, in µs, from `from_us` on (0 = all).  An unset pressure keeps what was before;
 * at the start it counts as under pressure. */
gint64 ebb_measure_under_pressure (const EbbSample *samples, gsize n_samples, gint64 from_us);

EbbGaps ebb_measure_gaps (const EbbSample *samples, gsize n_samples);

/* Samples in one second, without the gaps; NaN for fewer than two samples. */
double ebb_measure_rate_hz (const EbbSample *samples, gsize n_samples);

/* Mean of the samples above 20 mmHg in mmHg, NaN when there are none. */
double ebb_measure_mean_mmhg (const EbbSample *samples, gsize n_samples);

/* The highest pressure; unset without samples. */
CuffPressure ebb_measure_peak (const EbbSample *samples, gsize n_samples);

/* Percent of the seen time within ±10 % of the target, over all sets, from ready to set end. */
double ebb_measure_exercise_in_band (const EbbSample *samples, gsize n_samples,
                                     const EbbTargetChange *targets, gsize n_targets,
                                     const EbbSetSpan *sets, gsize n_sets);

/* The same within ±5 %, over all rests: from 2 s after a set's end to the next set's start.
 * Deflated rests do not count. */
double ebb_measure_rest_in_band (const EbbSample *samples, gsize n_samples,
                                 const EbbTargetChange *targets, gsize n_targets,
                                 const EbbSetSpan *sets, gsize n_sets);

/* The target at `t_us`; unset before the first change. */
CuffPressure ebb_measure_target_at (const EbbTargetChange *targets, gsize n_targets, gint64 t_us);
