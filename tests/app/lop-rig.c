/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lop-rig.h"

#include <math.h>

#define STEP_S  0.005
#define STEP_US 5000

static double
between (LopRig *rig, double low, double high)
{
  return low + (high - low) * cuff_random_uniform (&rig->random);
}

/* Ranges: reference values of the limb's model, spread as people and cuffs are. */
static void
vary_limb (LopRig *rig, bool arm)
{
  CuffLimbTraits *traits = &rig->rig.plant.limb.traits;
  CuffBladder *bladder = &rig->rig.plant.air.bladder;
  CuffRandom *random = &rig->random;

  traits->systolic_mmhg = fmin (185, fmax (90, cuff_random_spread (random, 128, 18)));
  traits->diastolic_mmhg = traits->systolic_mmhg * between (rig, 0.54, 0.70);
  traits->transmission = cuff_random_spread (random, arm ? 0.95 : 0.72, arm ? 0.02 : 0.03);
  traits->edge_share = between (rig, 0.05, 0.15);
  traits->edge_transmission = between (rig, 0.70, 0.80);
  traits->artery_ml_mmhg *= between (rig, 0.6, 1.5);
  traits->collapse_mmhg *= between (rig, 0.85, 1.15);
  traits->stretch_mmhg *= between (rig, 0.85, 1.15);
  traits->heart_rest_hz = between (rig, 48, 100) / 60;
  traits->breath_ml *= between (rig, 0.5, 1.6);
  traits->breath_hz = between (rig, 0.18, 0.33);
  traits->motion_ml *= between (rig, 0.5, 1.5);
  rig->rig.plant.limb.heart_hz = traits->heart_rest_hz;
  rig->rig.plant.sensor[0].noise_mmhg = between (rig, 0.06, 0.12);
  bladder->stretch_ml_mmhg *= between (rig, 0.8, 1.25);
  bladder->fill_ml *= between (rig, 0.85, 1.15);
  bladder->creep_ml_mmhg *= between (rig, 0.6, 1.5);
}

void
lop_rig_init (LopRig *rig, CuffLimbKind limb, LopUnrest unrest, uint64_t seed)
{
  const CuffLimbTraits *traits = &rig->rig.plant.limb.traits;
  double rhythm;

  *rig = (LopRig){ .unrest = unrest, .below_since_us = CUFF_TIME_NEVER };
  cuff_rig_init (&rig->rig, limb, NULL, seed);
  cuff_random_init (&rig->random, seed, 57);
  vary_limb (rig, limb == CUFF_LIMB_ARM);
  rhythm = cuff_random_uniform (&rig->random);
  rig->person = (LopPerson){
    .systolic_mmhg = traits->systolic_mmhg,
    .lop_mmhg = traits->systolic_mmhg / traits->transmission,
    .heart_hz = traits->heart_rest_hz,
    .beat_spread = rhythm < 0.03 ? 0.2 : 0.03,
    .ectopic_share = rhythm > 0.9 ? 0.1 : 0,
  };
}

CuffPressure
lop_rig_estimate (LopRig *rig)
{
  return cuff_pressure_from_mmhg (rig->person.lop_mmhg * cuff_random_spread (&rig->random, 1, 0.1));
}

/* The next beat is as long as this person's heart likes. */
static void
lead_heart (LopRig *rig)
{
  CuffLimb *limb = &rig->rig.plant.limb;
  bool beat = limb->heart_phase < rig->last_phase;

  rig->last_phase = limb->heart_phase;
  if (!beat)
    return;
  bool early = cuff_random_uniform (&rig->random) < rig->person.ectopic_share;
  limb->beat_factor =
      early ? 1.6 : fmax (0.5, cuff_random_spread (&rig->random, 1, rig->person.beat_spread));
}

/* The next bump, some time from now; levels are shares of a usual contraction. */
static double
bump (LopRig *rig, double per_minute, double short_s, double long_s, double low, double high)
{
  double t_s = cuff_rig_now (&rig->rig);

  if (t_s >= cuff_contraction_end (&rig->bump)) {
    double wait_s = -log (1 - cuff_random_uniform (&rig->random)) * 60 / per_minute;
    double half_s = between (rig, short_s, long_s) / 2;
    rig->bump = (CuffContraction){ .start_s = t_s + wait_s,
                                   .up_s = half_s,
                                   .release_s = t_s + wait_s + half_s,
                                   .down_s = half_s,
                                   .level = between (rig, low, high) };
  }
  return cuff_contraction_level (&rig->bump, t_s);
}

/* The limb is laid otherwise every few seconds: up to 10 mmHg, over some seconds. */
static double
shift (LopRig *rig)
{
  double t_s = cuff_rig_now (&rig->rig);

  if (t_s >= rig->wander_until_s) {
    rig->wander_until_s = t_s + between (rig, 4, 14);
    rig->wander_goal_ml = between (rig, -0.6, 0.6);
  }
  rig->wander_ml += (rig->wander_goal_ml - rig->wander_ml) * STEP_S / 1.5;
  return rig->wander_ml;
}

static double
unrest (LopRig *rig)
{
  switch (rig->unrest) {
  case LOP_COUGHS:
    return bump (rig, 6, 0.08, 0.3, 0.13, 0.67);
  case LOP_FIDGETS:
    return bump (rig, 20, 0.08, 0.6, 0.05, 0.67);
  case LOP_CONTRACTS:
    return bump (rig, 8, 1, 4, 0.2, 0.8);
  case LOP_SHIFTS:
    return shift (rig);
  case LOP_TREMBLES: {
    double t_s = cuff_rig_now (&rig->rig);
    double waxing = 0.5 + 0.5 * sin (2 * G_PI * 0.05 * t_s + rig->person.heart_hz * 40);
    return 0.05 * waxing * sin (2 * G_PI * (rig->person.heart_hz + 0.35) * t_s);
  }
  default:
    return 0;
  }
}

/* Goes in where the rig has its bumps: a level that is held for this one step. */
static void
step_plant (LopRig *rig)
{
  rig->rig.bumps_per_min = 1;
  rig->rig.bump = (CuffContraction){
    .start_s = -10, .up_s = 1, .release_s = INFINITY, .down_s = 1, .level = unrest (rig)
  };
  cuff_rig_step (&rig->rig);
  lead_heart (rig);
  rig->highest_mmhg = fmax (rig->highest_mmhg, rig->rig.plant.air.cuff_mmhg);
}

static gboolean
proven_soft (LopRig *rig, CuffTime t_us)
{
  if (rig->rig.measured >= CUFF_MMHG (10) || rig->rig.mode != CUFF_MODE_VENT)
    rig->below_since_us = CUFF_TIME_NEVER;
  else if (rig->below_since_us == CUFF_TIME_NEVER)
    rig->below_since_us = t_us;
  return rig->below_since_us != CUFF_TIME_NEVER && t_us - rig->below_since_us >= CUFF_SECONDS (1);
}

static void
obey (LopRig *rig, guint wishes)
{
  const CuffOrder *order = &rig->machine.order;

  if ((wishes & EBB_LOP_DO_LISTEN) != 0)
    cuff_lop_begin_window (&rig->judge);
  /* The rig regulates in HOLD alone. */
  rig->rig.mode = order->mode == CUFF_MODE_LOP ? CUFF_MODE_HOLD : order->mode;
  rig->rig.target = order->target;
  rig->rig.ramp = order->ramp;
}

guint
lop_rig_step (LopRig *rig, const CuffLopJudgement *instead)
{
  CuffLopJudgement judgement;
  EbbLopInput input = { .stop = CUFF_REASON_NONE };
  CuffChannelReport report;

  step_plant (rig);
  if (rig->rig.n_steps % 2 != 0)
    return 0;
  input.t_us = rig->rig.n_steps * (CuffTime) STEP_US;
  report = (CuffChannelReport){ .pressure = rig->rig.measured,
                                .pressure_second = CUFF_PRESSURE_UNSET,
                                .target = rig->rig.target,
                                .mode = rig->machine.order.mode };
  input.report = &report;
  input.deflated = proven_soft (rig, input.t_us);
  if (instead != NULL) {
    input.judgement = instead;
  } else if (ebb_lop_is_listening (&rig->machine) && report.mode == CUFF_MODE_QUIET) {
    judgement = cuff_lop_push (&rig->judge, input.t_us, report.pressure);
    input.judgement = &judgement;
  }
  guint wishes = ebb_lop_step (&rig->machine, &input);
  obey (rig, wishes);
  return wishes;
}

void
lop_rig_search (LopRig *rig, CuffPressure expected)
{
  bool arm = rig->rig.plant.limb.traits.transmission > 0.85;
  EbbLopSetup setup = { .segment = arm ? EBB_SEGMENT_ARM : EBB_SEGMENT_THIGH,
                        .limit = CUFF_PRESSURE_UNSET,
                        .expected = expected };

  cuff_lop_init (&rig->judge, NULL);
  ebb_lop_init (&rig->machine, &setup, rig->rig.n_steps * (CuffTime) STEP_US);
  obey (rig, 0);
  while (rig->machine.phase != EBB_LOP_DONE && rig->rig.n_steps < 300 / STEP_S)
    lop_rig_step (rig, NULL);
}
