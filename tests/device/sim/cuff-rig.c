/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-rig.h"

#define STEP_S 0.005

const CuffRigPlan cuff_rig_classic = {
  .sets = 3,
  .reps = 15,
  .contract_ms = 1000,
  .hold_ms = 5000,
  .relax_ms = 1000,
  .rest_ms = 30000,
};

void
cuff_rig_init (CuffRig *rig, CuffLimbKind limb, const CuffPatientScript *script, uint64_t seed)
{
  const CuffPatientScript none = { 0 };

  *rig =
      (CuffRig){ .gain = 1, .divider = 2, .mode = CUFF_MODE_VENT, .smallest_wave_mmhg = INFINITY };
  if (script == NULL)
    script = &none;
  cuff_plant_init (&rig->plant, limb, 0, script->displaced_ml, 0, seed, 0);
  cuff_patient_init (&rig->patient, script, seed);
  cuff_rep_detector_init (&rig->detector, 0);
  cuff_random_init (&rig->random, seed, 99);

  const CuffPlumbing *plumbing = &rig->plant.air.plumbing;
  CuffRegulatorTuning tuning = {
    .pump_flow_ml_s = (float) plumbing->pump_ml_s,
    .pump_stall_mmhg = (float) plumbing->pump_stall_mmhg,
    .valve_gain = (float) plumbing->valve_gain,
    .compliance_ml_mmhg = (float) cuff_bladder_compliance (&rig->plant.air.bladder, 120),
  };
  cuff_regulator_init (&rig->regulator, &tuning);
}

double
cuff_rig_now (const CuffRig *rig)
{
  return rig->n_steps * STEP_S;
}

static void
score (CuffRigScore *score, double measured_mmhg, double target_mmhg)
{
  double error = fabs (measured_mmhg - target_mmhg);

  if (score->n == 0)
    score->low_mmhg = score->high_mmhg = measured_mmhg;
  score->n += 1;
  score->n_in_5 += error <= 0.05 * target_mmhg;
  score->n_in_10 += error <= 0.10 * target_mmhg;
  score->low_mmhg = fmin (score->low_mmhg, measured_mmhg);
  score->high_mmhg = fmax (score->high_mmhg, measured_mmhg);
  score->out_s = error > 15 ? score->out_s + STEP_S : 0;
  score->worst_out_s = fmax (score->worst_out_s, score->out_s);
}

static void
feed_detector (CuffRig *rig)
{
  CuffTime t_us = rig->n_steps * (CuffTime) (STEP_S * 1e6);
  /* A sensor that is wrong is wrong about the target too: it is regulated to what it says. */
  double seen_mmhg = rig->measured / 10.0 * rig->gain + rig->offset_mmhg;
  double target_mmhg = rig->target / 10.0 * rig->gain + rig->offset_mmhg;
  CuffChannelReport report = {
    .pressure = cuff_pressure_from_mmhg (seen_mmhg),
    .pressure_second = CUFF_PRESSURE_UNSET,
    .target = cuff_pressure_from_mmhg (target_mmhg),
    .flow_dml_s = rig->drive.flow_dml_s,
    .mode = rig->mode,
  };
  CuffRep rep;

  if (cuff_random_uniform (&rig->random) < rig->drop_share)
    return;
  if (cuff_rep_detector_push (&rig->detector, t_us, &report, &rep)
      && rig->n_reps < CUFF_RIG_REPS_MAX) {
    rig->told_us[rig->n_reps] = t_us;
    rig->rep[rig->n_reps++] = rep;
  }
}

/* Somebody coughs or shifts, at random moments; level 1 is a usual contraction. */
static double
bump_level (CuffRig *rig)
{
  CuffContraction *bump = &rig->bump;
  double t_s = cuff_rig_now (rig);

  if (rig->bumps_per_min <= 0)
    return 0;
  if (t_s >= cuff_contraction_end (bump))
    *bump = cuff_bump_draw (&rig->random, rig->bumps_per_min, t_s);
  return cuff_contraction_level (bump, t_s);
}

void
cuff_rig_step (CuffRig *rig)
{
  CuffActuators *ordered = &rig->plant.ordered;

  rig->measured = cuff_plant_read (&rig->plant, 0, STEP_S);
  if (rig->mode == CUFF_MODE_HOLD) {
    rig->drive = cuff_regulator_step (&rig->regulator, rig->measured, rig->target, rig->ramp,
                                      (uint32_t) (STEP_S * 1e6));
  } else {
    cuff_regulator_reset (&rig->regulator);
    rig->drive = (CuffDrive){ 0, 0, 0 };
  }
  rig->drove_both |= rig->drive.pump_permille > 0 && rig->drive.valve_permille > 0;
  ordered->pump = rig->drive.pump_permille / 1000.0;
  ordered->valve = rig->drive.valve_permille / 1000.0;
  ordered->dump_open = rig->mode == CUFF_MODE_VENT || rig->mode == CUFF_MODE_DEFLATE;

  double muscle = cuff_patient_step (&rig->patient, cuff_rig_now (rig), rig->plant.air.cuff_mmhg);
  cuff_plant_step (&rig->plant, muscle + bump_level (rig), STEP_S);
  if (rig->patient.n_done > rig->n_done && rig->n_done < CUFF_RIG_REPS_MAX)
    rig->done[rig->n_done++] = rig->patient.last;

  if (rig->n_steps % rig->divider == 0)
    feed_detector (rig);
  if (rig->score != NULL)
    score (rig->score, rig->measured / 10.0, rig->target / 10.0);
  score (&rig->cycle, rig->measured / 10.0, rig->target / 10.0);
  rig->n_steps++;
}

void
cuff_rig_run (CuffRig *rig, double seconds)
{
  long until = rig->n_steps + (long) (seconds / STEP_S + 0.5);

  while (rig->n_steps < until)
    cuff_rig_step (rig);
}

void
cuff_rig_inflate (CuffRig *rig, double target_mmhg)
{
  rig->mode = CUFF_MODE_HOLD;
  rig->target = cuff_pressure_from_mmhg (target_mmhg);
  cuff_rig_run (rig, 12);
}

static void
cue (CuffRig *rig, CuffCue what, unsigned value, double seconds)
{
  cuff_patient_cue (&rig->patient, what, value, cuff_rig_now (rig));
  cuff_rig_run (rig, seconds);
}

static void
lead_cycle (CuffRig *rig, const CuffRigPlan *plan)
{
  rig->cycle = (CuffRigScore){ 0 };
  cue (rig, CUFF_CUE_CONTRACT, plan->contract_ms, plan->contract_ms / 1000.0);
  cue (rig, CUFF_CUE_HOLD, plan->hold_ms, plan->hold_ms / 1000.0);
  cue (rig, CUFF_CUE_RELAX, plan->relax_ms, plan->relax_ms / 1000.0);
  rig->smallest_wave_mmhg =
      fmin (rig->smallest_wave_mmhg, rig->cycle.high_mmhg - rig->cycle.low_mmhg);
}

static void
lead_set (CuffRig *rig, const CuffRigPlan *plan)
{
  cuff_rep_detector_begin_set (&rig->detector, rig->n_steps * (CuffTime) (STEP_S * 1e6));
  cue (rig, CUFF_CUE_SET_BEGINS, plan->reps, 0);
  for (unsigned i = 0; i < plan->reps; i++)
    lead_cycle (rig, plan);
  cue (rig, CUFF_CUE_SET_ENDS, 0, 2); /* for the last wave to end */
  cuff_rep_detector_end_set (&rig->detector);
}

void
cuff_rig_exercise (CuffRig *rig, const CuffRigPlan *plan, CuffRigScore *exercise,
                   CuffRigScore *rest)
{
  for (unsigned set = 0; set < plan->sets; set++) {
    rig->score = exercise;
    lead_set (rig, plan);
    rig->score = NULL;
    if (set + 1 == plan->sets)
      return;
    cuff_rig_run (rig, 2);
    rig->score = rest;
    cuff_rig_run (rig, plan->rest_ms / 1000.0 - 2);
    rig->score = NULL;
  }
}
