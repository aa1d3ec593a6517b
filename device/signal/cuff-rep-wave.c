/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-rep-wave.h"

#include <math.h>

#define PI 3.14159265358979323846

/* Removes the pulse (1-2 Hz, < 3 mmHg); delays the wave by DELAY_US, which is given back to the
 * times told. */
#define CORNER_HZ 1.5
#define DELAY_US  ((CuffTime) (2e6 / (2 * PI * CORNER_HZ)))
#define QUICK_HZ  8.0

#define QUIET_US         CUFF_SECONDS (2)
#define DRIFT_MAX_MMHG_S 3.0 /* a leak the regulator can still feed */
#define DRIFT_SHARE      0.3
#define RIPPLE_SHARE     0.3
#define RESIDUAL_MAX     1.0

/* Shares of the rise at which an effort begins, is held, is over. */
#define SHARE_START 0.12
#define SHARE_HOLD  0.80
#define SHARE_END   0.20

/* One pole; exact for any distance of samples. */
static double
low_pass (double state, double input, double corner_hz, double dt_s)
{
  return state + (input - state) * (1 - exp (-2 * PI * corner_hz * dt_s));
}

static void
finish_learning (CuffRepDetector *detector)
{
  CuffRepLearning *learning = &detector->learning;
  double spread = learning->n * learning->sum_pp - learning->sum_p * learning->sum_p;

  learning->running = false;
  /* A span of pressures worth a slope: its standard deviation is above 4 mmHg. */
  if (learning->n < 10 || spread < learning->n * learning->n * 16)
    return;

  double slope = (learning->n * learning->sum_pa - learning->sum_p * learning->sum_a) / spread;
  if (slope > 0.1 && slope < 8)
    detector->compliance_ml_mmhg = slope;
}

/* Air against pressure over the upper part of an inflation, where the bladder is unfolded. */
static void
learn_compliance (CuffRepDetector *detector, const CuffChannelReport *sample, double dt_s)
{
  CuffRepLearning *learning = &detector->learning;
  double p = sample->pressure / 10.0;
  double target = sample->target / 10.0;

  if (!learning->running && p < 0.5 * target && target >= 40)
    *learning = (CuffRepLearning){ .running = true };
  if (!learning->running)
    return;

  learning->air_ml += sample->flow_dml_s / 10.0 * dt_s;
  if (p > 0.65 * target && p < 0.97 * target) {
    learning->n += 1;
    learning->sum_p += p;
    learning->sum_a += learning->air_ml;
    learning->sum_pp += p * p;
    learning->sum_pa += p * learning->air_ml;
  }
  if (p >= 0.97 * target)
    finish_learning (detector);
}

static void
write_trace (CuffRepDetector *detector, CuffTime t_us)
{
  if (detector->n_trace > 0 && t_us - detector->trace_us > CUFF_SECONDS (30))
    detector->n_trace = 0;
  if (detector->n_trace == 0)
    detector->trace_us = t_us - CUFF_REP_TRACE_US;
  while (t_us - detector->trace_us >= CUFF_REP_TRACE_US) {
    detector->trace[detector->n_trace % CUFF_REP_TRACE] = (float) detector->wave;
    detector->n_trace++;
    detector->trace_us += CUFF_REP_TRACE_US;
  }
}

static void
start_wave (CuffRepDetector *detector)
{
  detector->raw = detector->quick = detector->wave = 0;
  detector->low[0] = detector->low[1] = 0;
  detector->n_trace = 0;
  detector->started = true;
}

void
cuff_rep_wave_step (CuffRepDetector *detector, CuffTime t_us, CuffTime dt_us,
                    const CuffChannelReport *sample)
{
  double p_mmhg = sample->pressure / 10.0;
  double flow_ml_s = sample->flow_dml_s / 10.0;
  double dt_s = dt_us * 1e-6;

  if (dt_us == 0) {
    start_wave (detector);
  } else {
    double mean_flow_ml_s = 0.5 * (flow_ml_s + detector->last_flow_ml_s);
    double quick = detector->quick;
    detector->raw += p_mmhg - detector->last_mmhg
                     - mean_flow_ml_s * dt_s / detector->compliance_ml_mmhg
                     - detector->drift_mmhg_s * dt_s;
    detector->quick = low_pass (quick, detector->raw, QUICK_HZ, dt_s);
    detector->steepest = fmax (detector->steepest, (detector->quick - quick) / dt_s);
    detector->low[0] = low_pass (detector->low[0], detector->raw, CORNER_HZ, dt_s);
    detector->low[1] = low_pass (detector->low[1], detector->low[0], CORNER_HZ, dt_s);
    detector->wave = detector->low[1];
    learn_compliance (detector, sample, dt_s);
  }
  write_trace (detector, t_us);

  detector->last_us = t_us;
  detector->last_mmhg = p_mmhg;
  detector->last_flow_ml_s = flow_ml_s;
  detector->last_target = sample->target;
  detector->last_mode = sample->mode;
}

void
cuff_rep_correct_drift (CuffRepDetector *detector, double residual_mmhg_s)
{
  double residual = fmax (-RESIDUAL_MAX, fmin (RESIDUAL_MAX, residual_mmhg_s));
  double drift = detector->drift_mmhg_s + DRIFT_SHARE * residual;

  detector->drift_mmhg_s = fmax (-DRIFT_MAX_MMHG_S, fmin (DRIFT_MAX_MMHG_S, drift));
}

static void
begin_stretch (CuffRepQuiet *quiet, CuffTime t_us, double wave)
{
  quiet->since_us = t_us;
  quiet->first = quiet->low = quiet->high = wave;
}

void
cuff_rep_quiet_restart (CuffRepDetector *detector, CuffTime t_us)
{
  detector->quiet.pending = false;
  begin_stretch (&detector->quiet, t_us, detector->wave);
}

void
cuff_rep_quiet_step (CuffRepDetector *detector, CuffTime t_us)
{
  CuffRepQuiet *quiet = &detector->quiet;

  quiet->low = fmin (quiet->low, detector->wave);
  quiet->high = fmax (quiet->high, detector->wave);
  if (t_us - quiet->since_us < QUIET_US)
    return;

  if (quiet->pending) {
    detector->ripple_mmhg += RIPPLE_SHARE * (quiet->pending_ripple - detector->ripple_mmhg);
    cuff_rep_correct_drift (detector, quiet->pending_drift);
  }
  double moved = detector->wave - quiet->first;
  quiet->pending = true;
  quiet->pending_drift = moved / ((t_us - quiet->since_us) * 1e-6);
  quiet->pending_ripple = fmax (0, quiet->high - quiet->low - fabs (moved));
  begin_stretch (quiet, t_us, detector->wave);
}

/* Entry `back` steps before the newest. */
static double
trace_at (const CuffRepDetector *detector, unsigned back)
{
  return detector->trace[(detector->n_trace - 1 - back) % CUFF_REP_TRACE];
}

static CuffTime
trace_time (const CuffRepDetector *detector, unsigned back)
{
  return detector->trace_us - (CuffTime) back * CUFF_REP_TRACE_US - DELAY_US;
}

/* Going back from `back`, the first entry at which the wave is above (or below) the level; the
 * oldest one when it never is. */
static unsigned
search_back (const CuffRepDetector *detector, unsigned back, double level, bool above)
{
  unsigned n = detector->n_trace < CUFF_REP_TRACE ? detector->n_trace : CUFF_REP_TRACE;

  while (back + 1 < n && (trace_at (detector, back) > level) != above)
    back++;
  return back;
}

void
cuff_rep_measure (const CuffRepDetector *detector, CuffRep *rep)
{
  double rise = detector->peak - detector->valley;
  /* The pulse rides on the highest point; the plateau lies below it. */
  double hold_level =
      detector->valley + SHARE_HOLD * fmax (0.5 * rise, rise - detector->ripple_mmhg);

  unsigned end = search_back (detector, 0, detector->valley + SHARE_END * rise, true);
  unsigned hold_end = search_back (detector, end, hold_level, true);
  /* Ripple may dip below the level; what counts is the first time it was reached. */
  unsigned start = search_back (detector, hold_end, detector->valley + SHARE_START * rise, false);
  unsigned hold_start = start;
  while (hold_start > hold_end && trace_at (detector, hold_start) < hold_level)
    hold_start--;

  rep->start_us = trace_time (detector, start);
  rep->peak_us = detector->peak_us - DELAY_US;
  rep->end_us = trace_time (detector, end);
  rep->hold_ms = (uint32_t) ((hold_start - hold_end + 1) * (CUFF_REP_TRACE_US / 1000));
}
