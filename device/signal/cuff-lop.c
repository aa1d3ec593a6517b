/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The envelope: height of the beats against pressure.  It rises to its top near the mean blood
 * pressure and falls on the far flank, on which the answer lies.
 */
#include "cuff-lop.h"

#include <math.h>
#include <stddef.h>

/* 0.40 gave the smallest error over simulated limbs with an edge share of 5 to 15 %. */
const CuffLopRules cuff_lop_rules = {
  .theta = 0.40,
  .basis = "simulated limbs; to be fitted against Doppler before anyone relies on it",
};

#define WINDOW_S       4.0
#define BEATS_WANTED   4.7 /* four whole ones, wherever the window begins */
#define BEATS_MIN      3
#define EXTENSION_S    2.0
#define EXTENSIONS_MAX 3
/* As much as the window can keep, less one sample of slack. */
#define WINDOW_MAX_S   ((CUFF_LOP_SAMPLES - 2) * CUFF_LOP_GRID_S)

#define STEP_MMHG       10.0
#define STEP_NEAR_MMHG  5.0
#define NEAR_SHARE      0.75 /* of the top: here the flank begins */
#define GONE_SHARE      0.18 /* the most that the edge may leave */
#define BELOW_STEPS     3    /* that many windows below theta in a row say enough */
#define CONFIRM_MMHG    10.0
#define PULSE_MIN_MMHG  0.3  /* less cannot be told from the unrest of a limb that lies still */
#define RHYTHM_SURE     0.5  /* noise does not repeat itself that well in 4 s */
#define SPIKE_FACTOR    1.25 /* a top is no higher than that over the better of its neighbours */
#define FLAT_MMHG       24.0 /* between 1.25 and 0.75 theta; a usual flank needs 15 to 20 */
#define STRAY_MMHG      6.0  /* valves shut: more than creep, the limb lies otherwise */
/* Everybody has a beat somewhere between 60 and this. */
#define PULSE_SEEN_MMHG 130.0
#define LEAK_MMHG_S     4.0 /* creep is below 1 */

static CuffLopJudgement
give_up (CuffLopReason reason)
{
  return (CuffLopJudgement){
    .verdict = CUFF_LOP_NOT_FOUND,
    .lop = CUFF_PRESSURE_UNSET,
    .band = CUFF_PRESSURE_UNSET,
    .reason = reason,
  };
}

static CuffLopJudgement
say (CuffLopVerdict verdict, double next_mmhg)
{
  return (CuffLopJudgement){
    .verdict = verdict,
    .next = next_mmhg > 0 ? cuff_pressure_from_mmhg (next_mmhg) : CUFF_PRESSURE_UNSET,
    .lop = CUFF_PRESSURE_UNSET,
    .band = CUFF_PRESSURE_UNSET,
  };
}

void
cuff_lop_init (CuffLop *lop, const CuffLopRules *rules)
{
  *lop = (CuffLop){ .rules = rules != NULL ? *rules : cuff_lop_rules };
  lop->judgement = say (CUFF_LOP_LISTENING, 0);
}

static double
usual_length_s (const CuffLop *lop)
{
  return fmax (WINDOW_S, BEATS_WANTED * lop->period_s);
}

void
cuff_lop_begin_window (CuffLop *lop)
{
  cuff_lop_window_begin (&lop->window);
  lop->n_extensions = 0;
  lop->wanted_s = usual_length_s (lop);
}

static unsigned
top_of (const CuffLop *lop)
{
  unsigned top = 0;

  for (unsigned i = 1; i < lop->n_steps; i++)
    if (lop->step[i].amplitude_mmhg > lop->step[top].amplitude_mmhg)
      top = i;
  return top;
}

/* Height of the top.  One that stands far above both its neighbours is believed a little only. */
static double
top_mmhg (const CuffLop *lop, unsigned top)
{
  double beside = 0;

  if (top > 0)
    beside = lop->step[top - 1].amplitude_mmhg;
  if (top + 1 < lop->n_steps)
    beside = fmax (beside, lop->step[top + 1].amplitude_mmhg);
  return fmin (lop->step[top].amplitude_mmhg, lop->n_steps > 1 ? SPIKE_FACTOR * beside : INFINITY);
}

/* The far flank as the closest curve that never climbs: neighbours that do are drawn together. */
static void
smooth_flank (const CuffLop *lop, unsigned top, double *flank)
{
  double mean[CUFF_LOP_STEPS_MAX];
  unsigned weight[CUFF_LOP_STEPS_MAX], n = 0, at = top;

  for (unsigned i = top; i < lop->n_steps; i++, n++) {
    mean[n] = i == top ? top_mmhg (lop, top) : lop->step[i].amplitude_mmhg;
    weight[n] = 1;
    for (; n > 0 && mean[n - 1] < mean[n]; n--) {
      unsigned both = weight[n - 1] + weight[n];
      mean[n - 1] = (mean[n - 1] * weight[n - 1] + mean[n] * weight[n]) / both;
      weight[n - 1] = both;
    }
  }
  for (unsigned i = 0; i < n; i++)
    for (unsigned k = 0; k < weight[i]; k++)
      flank[at++] = mean[i];
}

/* How many of the last windows lie below `share` of the top. */
static unsigned
below_count (const CuffLop *lop, unsigned top, double share)
{
  double level = share * top_mmhg (lop, top);
  unsigned n = 0;

  while (top + n + 1 < lop->n_steps && lop->step[lop->n_steps - 1 - n].amplitude_mmhg < level)
    n++;
  return n;
}

/* Where the smooth flank falls through `share` of the top, on the straight line between its two
 * neighbours; the last pressure when it never does. */
static double
crossing_mmhg (const CuffLop *lop, unsigned top, double share)
{
  double flank[CUFF_LOP_STEPS_MAX];
  double level = share * top_mmhg (lop, top);
  unsigned i = top + 1;

  smooth_flank (lop, top, flank);
  while (i < lop->n_steps && flank[i] >= level)
    i++;
  if (i >= lop->n_steps)
    return lop->step[lop->n_steps - 1].pressure_mmhg;

  double fall = flank[i - 1] - flank[i];
  double from = lop->step[i - 1].pressure_mmhg, to = lop->step[i].pressure_mmhg;
  return from + (to - from) * (fall > 0 ? fmin (1, (flank[i - 1] - level) / fall) : 0.5);
}

/* Share of the beats near the top that came out of time. */
static double
irregular_share (const CuffLop *lop, unsigned top)
{
  unsigned n_beats = 0, n_irregular = 0;

  for (unsigned i = 0; i < lop->n_steps; i++)
    if (lop->step[i].amplitude_mmhg > 0.5 * lop->step[top].amplitude_mmhg) {
      n_beats += lop->step[i].n_good + lop->step[i].n_moved;
      n_irregular += lop->step[i].n_irregular;
    }
  return n_beats > 0 ? (double) n_irregular / n_beats : 0;
}

/* How far the flank climbs back on its way down, as share of the top. */
static double
climbs_back (const CuffLop *lop, unsigned top)
{
  double lowest = lop->step[top].amplitude_mmhg, worst = 0;

  for (unsigned i = top + 1; i < lop->n_steps; i++) {
    worst = fmax (worst, lop->step[i].amplitude_mmhg - lowest);
    lowest = fmin (lowest, lop->step[i].amplitude_mmhg);
  }
  return worst / top_mmhg (lop, top);
}

/* The largest difference between neighbours, as share of the top. */
static double
jumps (const CuffLop *lop, unsigned top)
{
  double worst = 0;

  for (unsigned i = 1; i < lop->n_steps; i++)
    worst = fmax (worst, fabs (lop->step[i].amplitude_mmhg - lop->step[i - 1].amplitude_mmhg));
  return worst / top_mmhg (lop, top);
}

/* Windows between the top and the answer. */
static unsigned
flank_count (const CuffLop *lop, unsigned top)
{
  unsigned n = 0;

  for (unsigned i = top + 1; i < lop->n_steps; i++)
    n += lop->step[i].pressure_mmhg < lop->lop_mmhg;
  return n;
}

/* 0..100.  Each deduction is something that went with large errors on simulated limbs. */
static int
quality (const CuffLop *lop, unsigned top, double last_share)
{
  const CuffLopBeats *step = lop->step;
  double theta = lop->rules.theta;
  double climb = climbs_back (lop, top), jump = jumps (lop, top);
  double flat_mmhg =
      crossing_mmhg (lop, top, 0.75 * theta) - crossing_mmhg (lop, top, 1.25 * theta);
  int percent = 100;

  if (top == 0)
    percent -= 50; /* the real top may lie lower */
  if (flank_count (lop, top) < 2)
    percent -= 20;
  if (step[top].rhythm < RHYTHM_SURE)
    percent -= 30;
  if (step[top].amplitude_mmhg < 2 * PULSE_MIN_MMHG)
    percent -= 15;
  if (jump > 0.45)
    percent -= 50; /* no artery closes that fast */
  if (climb > 0.12)
    percent -= climb > 0.25 ? 45 : 20;
  if (flat_mmhg > FLAT_MMHG)
    percent -= 45; /* a little noise moves the answer far */
  if (last_share > 0.9 * theta)
    percent -= 15;
  percent -= 15 * (int) lop->n_disturbed; /* two may be, three are too many */
  if (lop->strayed)
    percent -= 30; /* what was measured before belongs to another envelope */
  percent -= irregular_share (lop, top) > 0.25 ? 20 : 0;
  return percent > 0 ? percent : 0;
}

static CuffLopJudgement
answer (CuffLop *lop, double confirm_mmhg)
{
  unsigned top = top_of (lop);
  double share = confirm_mmhg / top_mmhg (lop, top);

  if (share > lop->rules.theta)
    return give_up (CUFF_LOP_REASON_NOT_CONFIRMED);

  int percent = quality (lop, top, share);
  CuffLopJudgement judgement = say (CUFF_LOP_FOUND, 0);
  judgement.lop = cuff_pressure_from_mmhg (lop->lop_mmhg);
  /* 15 mmHg is what such methods reach against Doppler at their best (Masri 2016). */
  judgement.band = cuff_pressure_from_mmhg (15 + (100 - percent) / 5.0);
  judgement.quality_percent = (uint8_t) percent;
  return judgement;
}

static double
best_rhythm (const CuffLop *lop)
{
  double best = 0;

  for (unsigned i = 0; i < lop->n_steps; i++)
    best = fmax (best, lop->step[i].rhythm);
  return best;
}

/* Something is there, and it is no heart that can be followed. */
static CuffLopReason
why_no_pulse (const CuffLop *lop, unsigned top)
{
  if (lop->n_disturbed > 1)
    return CUFF_LOP_REASON_MOVEMENT;
  return lop->step[top].amplitude_mmhg > 2 * PULSE_MIN_MMHG ? CUFF_LOP_REASON_IRREGULAR
                                                            : CUFF_LOP_REASON_NO_PULSE;
}

/* After a good window: enough, or on, or no. */
static CuffLopJudgement
go_on (CuffLop *lop)
{
  unsigned top = top_of (lop);
  const CuffLopBeats *last = &lop->step[lop->n_steps - 1];
  double share = last->amplitude_mmhg / fmax (0.01, lop->step[top].amplitude_mmhg);
  bool pulse = lop->step[top].amplitude_mmhg >= PULSE_MIN_MMHG && best_rhythm (lop) >= RHYTHM_SURE;

  if (!pulse && last->pressure_mmhg > PULSE_SEEN_MMHG)
    return give_up (why_no_pulse (lop, top));
  if (pulse && irregular_share (lop, top) > 0.5 && lop->n_steps - top > 2)
    return give_up (lop->n_disturbed > 1 ? CUFF_LOP_REASON_MOVEMENT : CUFF_LOP_REASON_IRREGULAR);
  if (lop->n_steps == CUFF_LOP_STEPS_MAX)
    return give_up (CUFF_LOP_REASON_LIMIT);

  bool enough = below_count (lop, top, lop->rules.theta) >= BELOW_STEPS
                || below_count (lop, top, GONE_SHARE) >= 2;
  if (pulse && enough) {
    lop->lop_mmhg = crossing_mmhg (lop, top, lop->rules.theta);
    lop->confirming = true;
    lop->asked_mmhg = lop->lop_mmhg + CONFIRM_MMHG;
    return say (CUFF_LOP_CONFIRM, lop->asked_mmhg);
  }
  bool near = pulse && share < NEAR_SHARE && lop->n_steps - 1 > top;
  /* From where the last step was meant to be: with shut valves it sinks a little. */
  if (lop->asked_mmhg <= 0)
    lop->asked_mmhg = last->pressure_mmhg;
  lop->asked_mmhg += near ? STEP_NEAR_MMHG : STEP_MMHG;
  return say (CUFF_LOP_GO_TO, lop->asked_mmhg);
}

/* Something is wrong with this window: a little longer, or no. */
static CuffLopJudgement
extend (CuffLop *lop, CuffLopReason reason)
{
  if (lop->n_extensions == EXTENSIONS_MAX)
    return give_up (reason);

  lop->n_extensions++;
  lop->wanted_s = fmin (WINDOW_MAX_S, cuff_lop_window_length_s (&lop->window) + EXTENSION_S);
  return say (CUFF_LOP_EXTENDED, 0);
}

static CuffLopJudgement
finish_window (CuffLop *lop)
{
  CuffLopBeats beats = cuff_lop_window_read (&lop->window, lop->period_s);
  double wanted_s = fmin (WINDOW_MAX_S, BEATS_WANTED * beats.period_s);

  /* A slow heart, just found out: that is nobody's fault. */
  if (beats.rhythm >= RHYTHM_SURE && lop->wanted_s < wanted_s) {
    lop->wanted_s = wanted_s;
    return say (CUFF_LOP_EXTENDED, 0);
  }
  if (fabs (beats.drift_mmhg_s) > LEAK_MMHG_S)
    return extend (lop, beats.n_moved > 0 ? CUFF_LOP_REASON_MOVEMENT : CUFF_LOP_REASON_LEAK);
  if (beats.n_good < BEATS_MIN || beats.n_moved > beats.n_good)
    return extend (lop, beats.n_moved > 0 ? CUFF_LOP_REASON_MOVEMENT : CUFF_LOP_REASON_FEW_BEATS);

  bool strayed = lop->asked_mmhg > 0 && fabs (beats.pressure_mmhg - lop->asked_mmhg) > STRAY_MMHG;
  lop->n_disturbed += beats.n_moved > 0 || strayed;
  lop->strayed = lop->strayed || strayed;
  if (beats.rhythm >= RHYTHM_SURE)
    lop->period_s = beats.period_s;
  if (lop->confirming)
    return answer (lop, beats.amplitude_mmhg);
  lop->step[lop->n_steps++] = beats;
  return go_on (lop);
}

CuffLopJudgement
cuff_lop_push (CuffLop *lop, CuffTime t_us, CuffPressure pressure)
{
  if (lop->judgement.verdict == CUFF_LOP_FOUND || lop->judgement.verdict == CUFF_LOP_NOT_FOUND)
    return lop->judgement;

  switch (cuff_lop_window_push (&lop->window, t_us, pressure)) {
  case CUFF_LOP_SAMPLES_UNREADABLE:
  case CUFF_LOP_SAMPLES_FROZEN:
    lop->judgement = give_up (CUFF_LOP_REASON_SENSOR);
    break;
  case CUFF_LOP_SAMPLES_GAP:
    lop->judgement = extend (lop, CUFF_LOP_REASON_FEW_BEATS);
    cuff_lop_window_begin (&lop->window);
    lop->wanted_s = usual_length_s (lop);
    break;
  case CUFF_LOP_SAMPLES_GOOD:
    lop->judgement = cuff_lop_window_length_s (&lop->window) < lop->wanted_s
                         ? say (CUFF_LOP_LISTENING, 0)
                         : finish_window (lop);
    break;
  }
  return lop->judgement;
}
