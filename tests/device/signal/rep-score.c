/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "rep-score.h"

#include <math.h>
#include <stdlib.h>

#define STEP_US 5000

/* 50 % of the limbs' usual LOP on the arm, 60 % on the thigh. */
static const double target_mmhg[] = { [CUFF_LIMB_ARM] = 64, [CUFF_LIMB_THIGH] = 109 };

#define CLASSIC .reps = 15, .contract_ms = 1000, .hold_ms = 5000, .relax_ms = 1000

const RepCondition rep_conditions[] = {
  { "classic 1-5-1 s", REP_AIM_EXACT, CLASSIC },
  { "quick 1.2-0-1.2 s", REP_AIM_EXACT, 30, 1200, 1, 1200 },
  { "isometric 10 s", REP_AIM_EXACT, 8, 1000, 10000, 1000 },
  { "weak, half the depth", REP_AIM_EXACT, CLASSIC, .displaced_ml = { 3, 15 } },
  { "strong, leg press", REP_AIM_EXACT, 15, 1200, 200, 1200, .displaced_ml = { 9, 55 } },
  { "two left out, one twice", REP_AIM_EXACT, CLASSIC, .skips_and_adds = true },
  { "slow leak", REP_AIM_EXACT, CLASSIC, .leaks = true },
  { "zero drifts 0.1 mmHg/s", REP_AIM_EXACT, CLASSIC, .drift_mmhg_s = 0.1 },
  { "zero off by 8 mmHg", REP_AIM_EXACT, CLASSIC, .offset_mmhg = 8 },
  { "gain 0.8", REP_AIM_EXACT, CLASSIC, .gain = 0.8 },
  { "gain 1.25", REP_AIM_EXACT, CLASSIC, .gain = 1.25 },
  { "50 samples a second", REP_AIM_EXACT, CLASSIC, .divider = 4 },
  { "5 % of frames lost", REP_AIM_EXACT, CLASSIC, .drop_share = 0.05 },
  { "6 bumps a minute", REP_AIM_WITHIN, CLASSIC, .bumps_per_min = 6 },
  { "quick, 6 bumps a minute", REP_AIM_WITHIN, 30, 1200, 1, 1200, .bumps_per_min = 6 },
  { "weak, 6 bumps a minute", REP_AIM_NONE, CLASSIC, .displaced_ml = { 3, 15 },
    .bumps_per_min = 6 },
  { "own pace, uneven", REP_AIM_NONE, CLASSIC, .self_paced = true },
  { "own pace, 6 bumps", REP_AIM_NONE, CLASSIC, .self_paced = true, .bumps_per_min = 6 },
  { "own pace, 20 bumps", REP_AIM_NONE, CLASSIC, .self_paced = true, .bumps_per_min = 20 },
};
const unsigned n_rep_conditions = G_N_ELEMENTS (rep_conditions);

void
rep_tally_init (RepTally *tally)
{
  *tally = (RepTally){ .hold_error_s = g_array_new (FALSE, FALSE, sizeof (double)) };
}

void
rep_tally_clear (RepTally *tally)
{
  g_clear_pointer (&tally->hold_error_s, g_array_unref);
}

void
rep_tally_add (RepTally *sum, const RepTally *more)
{
  sum->n_sets += more->n_sets;
  sum->n_exact += more->n_exact;
  sum->n_within += more->n_within;
  sum->n_done += more->n_done;
  sum->n_told += more->n_told;
  sum->n_matched += more->n_matched;
  sum->n_doubtful_true += more->n_doubtful_true;
  sum->n_doubtful_false += more->n_doubtful_false;
  sum->n_naive_exact += more->n_naive_exact;
  sum->n_naive_within += more->n_naive_within;
  g_array_append_vals (sum->hold_error_s, more->hold_error_s->data, more->hold_error_s->len);
}

bool
rep_condition_fits (const RepCondition *condition, RepRegulation regulation)
{
  return regulation != REP_CLOSED || !condition->leaks;
}

/* --- One set ----------------------------------------------------------------------------- */

/* The floor: pressure well above the target and back, no sooner than 0.7 s after the last. */
typedef struct {
  double base_mmhg;
  bool above;
  long last_step;
  unsigned n;
} Naive;

typedef struct {
  const RepCondition *condition;
  CuffRig *rig;
  Naive naive;
  CuffRandom random;
} Run;

static void
step_naive (Naive *naive, const CuffRig *rig)
{
  double over_mmhg = rig->measured / 10.0 - naive->base_mmhg;

  if (!naive->above && over_mmhg > 4 && rig->n_steps - naive->last_step > 140) {
    naive->above = true;
    naive->last_step = rig->n_steps;
    naive->n++;
  }
  if (over_mmhg < 1)
    naive->above = false;
}

static void
run_for (Run *run, double seconds)
{
  long until = run->rig->n_steps + lround (seconds * 1e6 / STEP_US);

  while (run->rig->n_steps < until) {
    cuff_rig_step (run->rig);
    step_naive (&run->naive, run->rig);
    run->rig->plant.sensor[0].fault_offset_mmhg += run->condition->drift_mmhg_s * STEP_US * 1e-6;
  }
}

static void
cue (Run *run, CuffCue what, unsigned value_ms, double seconds)
{
  cuff_patient_cue (&run->rig->patient, what, value_ms, cuff_rig_now (run->rig));
  run_for (run, seconds);
}

/* One of a person who follows nobody: another length, another depth, a pause now and then. */
static void
lead_own (Run *run)
{
  CuffPatient *patient = &run->rig->patient;
  unsigned contract_ms = 600 + (unsigned) (1000 * cuff_random_uniform (&run->random));
  unsigned relax_ms = 600 + (unsigned) (1400 * cuff_random_uniform (&run->random));
  double hold_s = 6 * cuff_random_uniform (&run->random);
  double pause_s = 0.4 + 3 * cuff_random_uniform (&run->random);

  cue (run, CUFF_CUE_CONTRACT, contract_ms, 0);
  if (patient->n_queue > 0)
    patient->queue[patient->n_queue - 1].level *= 0.5 + 0.5 * cuff_random_uniform (&run->random);
  run_for (run, contract_ms / 1000.0 + hold_s);
  cue (run, CUFF_CUE_RELAX, relax_ms, relax_ms / 1000.0 + pause_s);
}

static void
lead (Run *run)
{
  const RepCondition *condition = run->condition;

  cue (run, CUFF_CUE_SET_BEGINS, condition->reps, 0);
  for (unsigned i = 0; i < condition->reps; i++) {
    if (condition->self_paced) {
      lead_own (run);
      continue;
    }
    cue (run, CUFF_CUE_CONTRACT, condition->contract_ms, condition->contract_ms / 1000.0);
    cue (run, CUFF_CUE_HOLD, condition->hold_ms, condition->hold_ms / 1000.0);
    cue (run, CUFF_CUE_RELAX, condition->relax_ms, condition->relax_ms / 1000.0);
  }
  cue (run, CUFF_CUE_SET_ENDS, 0, 2); /* for the last wave to end */
}

void
rep_score_prepare (CuffRig *rig, const RepCondition *condition, CuffLimbKind limb,
                   RepRegulation regulation, uint64_t seed)
{
  CuffPatientScript script = { .displaced_ml = condition->displaced_ml[limb == CUFF_LIMB_THIGH] };

  if (condition->skips_and_adds) {
    script.n_skipped = 2;
    script.skipped[0] = 2 + seed % 5;
    script.skipped[1] = 9 + seed % 6;
    script.n_added = 1;
    script.added[0] = 7 + seed % 2;
  }
  cuff_rig_init (rig, limb, &script, seed);
  if (regulation == REP_SLOW_PUMP) {
    rig->plant.air.plumbing = cuff_plumbing_for (2);
    rig->regulator.tuning.pump_flow_ml_s = (float) rig->plant.air.plumbing.pump_ml_s;
    rig->regulator.tuning.valve_gain = (float) rig->plant.air.plumbing.valve_gain;
  }
  rig->gain = condition->gain > 0 ? condition->gain : 1;
  rig->offset_mmhg = condition->offset_mmhg;
  rig->divider = condition->divider > 0 ? condition->divider : 2;
  rig->drop_share = condition->drop_share;
  if (condition->leaks)
    cuff_plant_break (&rig->plant, CUFF_FAULT_LEAK_SLOW);
  cuff_rig_inflate (rig, target_mmhg[limb]);
  if (regulation != REP_FAST_PI)
    cuff_rig_run (rig, 18); /* a small pump takes that long; and the worst creep is over */
  if (regulation == REP_CLOSED)
    rig->mode = CUFF_MODE_QUIET;
  cuff_rig_run (rig, 3);
  rig->bumps_per_min = condition->bumps_per_min;
}

/* Which contraction a told repetition overlaps, and nobody has taken yet; -1 = none. */
static int
match (const CuffRig *rig, const CuffRep *rep, const bool *taken)
{
  for (unsigned i = 0; i < rig->n_done; i++)
    if (!taken[i] && rep->start_us * 1e-6 < cuff_contraction_end (&rig->done[i])
        && rep->end_us * 1e-6 > rig->done[i].start_s)
      return (int) i;
  return -1;
}

static void
score_reps (const CuffRig *rig, RepTally *tally)
{
  bool taken[CUFF_RIG_REPS_MAX] = { false };

  for (unsigned i = 0; i < rig->n_reps; i++) {
    const CuffRep *rep = &rig->rep[i];
    bool doubtful = rep->confidence_percent < REP_DOUBTFUL_PERCENT;
    int found = match (rig, rep, taken);
    if (found < 0) {
      tally->n_doubtful_false += doubtful;
      continue;
    }
    const CuffContraction *done = &rig->done[found];
    /* A cosine ramp stands above 80 % for its last (or first) 29.5 %. */
    double true_s = done->release_s + 0.295 * done->down_s - done->start_s - 0.705 * done->up_s;
    double error_s = fabs (rep->hold_ms / 1000.0 - true_s);
    g_array_append_val (tally->hold_error_s, error_s);
    taken[found] = true;
    tally->n_matched++;
    tally->n_doubtful_true += doubtful;
  }
}

void
rep_score_set (const RepCondition *condition, CuffLimbKind limb, RepRegulation regulation,
               uint64_t seed, RepTally *tally)
{
  CuffRig rig;
  Run run = { .condition = condition, .rig = &rig };

  rep_score_prepare (&rig, condition, limb, regulation, seed);
  cuff_random_init (&run.random, seed, 31);
  run.naive.base_mmhg = rig.measured / 10.0;
  cuff_rep_detector_begin_set (&rig.detector, rig.n_steps * STEP_US);
  lead (&run);
  cuff_rep_detector_end_set (&rig.detector);

  int off = abs ((int) rig.n_reps - (int) rig.n_done);
  int naive_off = abs ((int) run.naive.n - (int) rig.n_done);
  tally->n_sets++;
  tally->n_exact += off == 0;
  tally->n_within += off <= 1;
  tally->n_naive_exact += naive_off == 0;
  tally->n_naive_within += naive_off <= 1;
  tally->n_done += rig.n_done;
  tally->n_told += rig.n_reps;
  score_reps (&rig, tally);
}

unsigned
rep_score_rest (CuffLimbKind limb, RepRegulation regulation, bool leaks, double seconds,
                uint64_t seed)
{
  const RepCondition rest = { .name = "rest", .leaks = leaks };
  CuffRig rig;

  rep_score_prepare (&rig, &rest, limb, regulation, seed);
  cuff_rep_detector_begin_set (&rig.detector, rig.n_steps * STEP_US);
  cuff_rig_run (&rig, seconds);
  return rig.n_reps;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
rep_percentile (GArray *values, double share)
{
  if (values->len == 0)
    return 0;

  g_array_sort (values, compare_doubles);
  guint rank = (guint) (share * values->len);
  return g_array_index (values, double, MIN (rank, values->len - 1));
}
