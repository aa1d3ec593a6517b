/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Valleys and peaks with hysteresis: from the running minimum the wave must rise, from the running
 * maximum it must fall, by a share of the usual amplitude.  That counts an isometric hold once,
 * however long, and needs no high-pass that would eat it.
 */
#include "cuff-rep-detector.h"

#include "cuff-rep-wave.h"

#include <math.h>
#include <string.h>

/* Smallest usual amplitude, mmHg, until the patient has shown his own. */
#define AMPLITUDE_MIN_MMHG 4.0
/* No limb does more; a broken sensor may. */
#define AMPLITUDE_MAX_MMHG 1000.0
/* Rise and fall asked for, as share of the usual amplitude. */
#define HYSTERESIS         0.55
/* The usual amplitude: that share of the median of the last ones, so that fatigue is followed. */
#define MEDIAN_SHARE       0.8
/* And never inside what the pulse does to the wave at rest. */
#define RIPPLE_FACTOR      1.6
/* Nothing for so long: perhaps the last ones were no repetitions but somebody shifting the limb.
 * Ask for less. */
#define IMPATIENCE_US      CUFF_SECONDS (15)
#define IMPATIENCE         0.5

#define VALLEY_RISE_MMHG_S 0.15 /* the minimum forgets that fast */
#define EFFORT_MAX_US      CUFF_SECONDS (15)
#define EFFORT_MIN_US      CUFF_MS (250)
#define REFRACTORY_US      CUFF_MS (700)
#define RELEASE_MAX_US     CUFF_MS (600)
#define FREEZE_US          CUFF_MS (1500)
/* A new set point is reached within this share of it; an approach that takes longer than the time
 * will not be waited for. */
#define NEAR_TARGET        0.1
#define APPROACH_MAX_US    CUFF_SECONDS (40)
/* Telemetry missing for longer is a new beginning. */
#define GAP_MAX_US         CUFF_SECONDS (1)

void
cuff_rep_detector_init (CuffRepDetector *detector, unsigned channel)
{
  memset (detector, 0, sizeof *detector);
  detector->channel = channel;
  detector->compliance_ml_mmhg = CUFF_REP_COMPLIANCE_DEFAULT;
  detector->previous_valley_us = CUFF_TIME_NEVER;
  detector->last_rep_us = CUFF_TIME_NEVER;
}

/* The valley is here and now; what was under way is forgotten. */
static void
rest_from (CuffRepDetector *detector, CuffTime t_us)
{
  detector->state = CUFF_REP_AT_REST;
  detector->since_us = t_us;
  detector->valley = detector->wave;
  detector->valley_us = t_us;
  detector->disturbed = false;
  detector->steepest = 0;
  cuff_rep_quiet_restart (detector, t_us);
}

void
cuff_rep_detector_begin_set (CuffRepDetector *detector, CuffTime t_us)
{
  detector->counting = true;
  detector->last_rep_us = CUFF_TIME_NEVER;
  detector->previous_valley_us = CUFF_TIME_NEVER;
  rest_from (detector, t_us);
}

void
cuff_rep_detector_end_set (CuffRepDetector *detector)
{
  detector->counting = false;
  rest_from (detector, detector->last_us);
}

static double
median_amplitude (const CuffRepDetector *detector)
{
  double sorted[CUFF_REP_HISTORY];
  unsigned n =
      detector->n_amplitudes < CUFF_REP_HISTORY ? detector->n_amplitudes : CUFF_REP_HISTORY;

  for (unsigned i = 0; i < n; i++) {
    unsigned j = i;
    for (; j > 0 && sorted[j - 1] > detector->amplitude[i]; j--)
      sorted[j] = sorted[j - 1];
    sorted[j] = detector->amplitude[i];
  }
  return n > 0 ? sorted[n / 2] : 0;
}

/* How far the wave must rise or fall to mean something. */
static double
stroke (const CuffRepDetector *detector, CuffTime t_us)
{
  double usual = MEDIAN_SHARE * median_amplitude (detector);

  if (detector->state == CUFF_REP_AT_REST && t_us - detector->since_us > IMPATIENCE_US)
    usual *= IMPATIENCE;
  return fmax (HYSTERESIS * fmax (AMPLITUDE_MIN_MMHG, usual),
               RIPPLE_FACTOR * detector->ripple_mmhg);
}

/* Valley to valley tells the drift in the midst of exercise. */
static void
learn_from_valleys (CuffRepDetector *detector)
{
  if (detector->previous_valley_us != CUFF_TIME_NEVER && !detector->disturbed) {
    double dt_s = (detector->valley_us - detector->previous_valley_us) * 1e-6;
    if (dt_s > 2 && dt_s < 20)
      cuff_rep_correct_drift (detector, (detector->valley - detector->previous_valley) / dt_s);
  }
  detector->previous_valley = detector->valley;
  detector->previous_valley_us = detector->valley_us;
}

static void
step_at_rest (CuffRepDetector *detector, CuffTime t_us, double dt_s)
{
  detector->valley += VALLEY_RISE_MMHG_S * dt_s;
  if (detector->wave <= detector->valley) {
    detector->valley = detector->wave;
    detector->valley_us = t_us;
    detector->steepest = 0;
  }
  if (detector->wave < detector->valley + stroke (detector, t_us)) {
    cuff_rep_quiet_step (detector, t_us);
    return;
  }

  learn_from_valleys (detector);
  detector->state = CUFF_REP_EFFORT;
  detector->since_us = t_us;
  detector->peak = detector->wave;
  detector->peak_us = t_us;
}

static void
step_effort (CuffRepDetector *detector, CuffTime t_us)
{
  if (detector->wave > detector->peak) {
    detector->peak = detector->wave;
    detector->peak_us = t_us;
  }
  if (t_us - detector->since_us > EFFORT_MAX_US) {
    rest_from (detector, t_us); /* the limb lies differently now; that is no repetition */
    return;
  }

  /* Half of the rise, or as much as a usual contraction gives back: the rise may hold some drift.
   */
  double usual = median_amplitude (detector);
  double low = 0.5 * (detector->valley + detector->peak);
  if (usual > 0)
    low = fmax (low, detector->peak - 0.6 * usual);
  if (detector->wave > detector->peak - stroke (detector, t_us) || detector->wave > low)
    return;

  detector->state = CUFF_REP_RELEASING;
  detector->foot = detector->wave;
  detector->since_us = t_us;
}

static void
remember_amplitude (CuffRepDetector *detector, double amplitude)
{
  detector->amplitude[detector->n_amplitudes % CUFF_REP_HISTORY] = amplitude;
  detector->n_amplitudes++;
}

/* 5..100: how much it looks like a muscle.  Doubtful ones are marked, never dropped. */
static uint8_t
confidence (const CuffRepDetector *detector, const CuffRep *rep, double amplitude)
{
  double usual = median_amplitude (detector);
  int percent = 100;

  if (detector->steepest > 12 * amplitude)
    percent -= 50; /* a knock: no muscle is that quick */
  if (rep->end_us - rep->start_us < CUFF_MS (600))
    percent -= 40;
  if (usual > 0 && amplitude < 0.5 * usual)
    percent -= 40;
  if (amplitude < 2 * RIPPLE_FACTOR * detector->ripple_mmhg)
    percent -= 20;
  if (detector->disturbed)
    percent -= 30;
  return (uint8_t) (percent > 5 ? percent : 5);
}

/* The muscle has relaxed: tell the repetition, or not if it was too short or too early. */
static bool
complete (CuffRepDetector *detector, CuffTime t_us, CuffRep *rep)
{
  double amplitude = detector->peak - detector->valley;
  bool too_early = detector->last_rep_us != CUFF_TIME_NEVER
                   && detector->peak_us - detector->last_rep_us < REFRACTORY_US;

  *rep = (CuffRep){
    .channel = detector->channel,
    .amplitude = cuff_pressure_from_mmhg (fmin (amplitude, AMPLITUDE_MAX_MMHG)),
    .source = CUFF_REP_WAVE,
  };
  cuff_rep_measure (detector, rep);

  bool too_short = rep->end_us - rep->start_us < EFFORT_MIN_US;
  bool valid = detector->counting && !too_early && !too_short;
  if (valid) {
    rep->confidence_percent = confidence (detector, rep, amplitude);
    remember_amplitude (detector, amplitude);
    detector->last_rep_us = detector->peak_us;
  }
  rest_from (detector, t_us);
  return valid;
}

static bool
step_releasing (CuffRepDetector *detector, CuffTime t_us, CuffRep *rep)
{
  double rise = detector->peak - detector->valley;
  bool arrived = detector->wave < detector->valley + 0.12 * rise;
  bool turned = detector->wave > detector->foot + 0.05 * rise;

  if (detector->wave < detector->foot)
    detector->foot = detector->wave;
  if (arrived || turned || t_us - detector->since_us > RELEASE_MAX_US)
    return complete (detector, t_us, rep);
  return false;
}

/* The wave cannot be followed here: dump open, sensor gone, telemetry missing. */
static void
break_off (CuffRepDetector *detector)
{
  detector->started = false;
  detector->learning.running = false;
  detector->previous_valley_us = CUFF_TIME_NEVER;
}

static bool
followable (const CuffChannelReport *sample)
{
  return cuff_pressure_is_set (sample->pressure) && cuff_pressure_is_set (sample->target)
         && (sample->mode == CUFF_MODE_HOLD || sample->mode == CUFF_MODE_LOP
             || sample->mode == CUFF_MODE_QUIET);
}

/* A set-point change freezes the decisions until the cuff has got there, and a little longer. */
static bool
is_frozen (CuffRepDetector *detector, CuffTime t_us, const CuffChannelReport *sample, bool changed)
{
  if (changed) {
    detector->approaching = true;
    detector->changed_us = t_us;
  }
  if (detector->approaching) {
    double off = fabs ((double) sample->pressure - sample->target);
    detector->frozen_until_us = t_us + FREEZE_US;
    if (sample->mode == CUFF_MODE_QUIET || off < NEAR_TARGET * sample->target
        || t_us - detector->changed_us > APPROACH_MAX_US)
      detector->approaching = false;
  }
  return t_us < detector->frozen_until_us;
}

bool
cuff_rep_detector_push (CuffRepDetector *detector, CuffTime t_us, const CuffChannelReport *sample,
                        CuffRep *rep)
{
  if (!followable (sample)) {
    break_off (detector);
    return false;
  }
  if (detector->started && t_us <= detector->last_us)
    return false;
  if (detector->started && t_us - detector->last_us > GAP_MAX_US)
    break_off (detector);

  bool fresh = !detector->started;
  bool changed =
      fresh || sample->target != detector->last_target || sample->mode != detector->last_mode;
  CuffTime dt_us = fresh ? 0 : t_us - detector->last_us;

  cuff_rep_wave_step (detector, t_us, dt_us, sample);
  if (fresh)
    rest_from (detector, t_us);
  if (changed || dt_us > CUFF_MS (250))
    detector->disturbed = true;

  if (is_frozen (detector, t_us, sample, changed)) {
    cuff_rep_quiet_restart (detector, t_us);
    return false;
  }
  switch (detector->state) {
  case CUFF_REP_AT_REST:
    step_at_rest (detector, t_us, dt_us * 1e-6);
    return false;
  case CUFF_REP_EFFORT:
    step_effort (detector, t_us);
    return false;
  case CUFF_REP_RELEASING:
    return step_releasing (detector, t_us, rep);
  }
  return false;
}
