/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-limb.h"

#define PI 3.14159265358979323846

/* 122 mmHg of systolic pressure, of which the cuff has to bring 95 % through (thigh: 130, 72 %). */
#define LOP_ARM_MMHG   128.4
#define LOP_THIGH_MMHG 181.0

/* How much air a contraction pushes about.  Thigh: 30 mL, in the lower half of the 25-40 mL of
 * knee extensions without heavy load; a full leg press is 55 mL (fitted to Swain 2025: 17 % of LOP
 * peak to valley under the best regulator).  Arm: 6 mL, the middle of 3-9 mL. */
#define CONTRACTION_THIGH_ML 30.0
#define CONTRACTION_ARM_ML   6.0

CuffLimbTraits
cuff_limb_traits_for (CuffLimbKind limb, double lop_mmhg)
{
  bool arm = limb == CUFF_LIMB_ARM;
  double transmission = arm ? 0.95 : 0.72;
  double lop = lop_mmhg > 0 ? lop_mmhg : (arm ? LOP_ARM_MMHG : LOP_THIGH_MMHG);

  return (CuffLimbTraits){
    .systolic_mmhg = lop * transmission,
    .diastolic_mmhg = lop * transmission * (arm ? 0.623 : 0.60),
    .transmission = transmission,
    .edge_share = 0.10,
    .edge_transmission = 0.75,
    .artery_ml_mmhg = arm ? 0.04 : 0.07,
    .collapse_mmhg = arm ? 14 : 15,
    .stretch_mmhg = arm ? 24 : 26,
    .heart_rest_hz = 1.15,
    .heart_effort_hz = 1.75,
    .breath_ml = arm ? 0.06 : 0.25,
    .breath_hz = 0.25,
    .motion_ml = arm ? 0.04 : 0.15,
    .contraction_ml = arm ? CONTRACTION_ARM_ML : CONTRACTION_THIGH_ML,
  };
}

void
cuff_limb_init (CuffLimb *limb, const CuffLimbTraits *traits, uint64_t seed, uint64_t stream)
{
  *limb = (CuffLimb){ .traits = *traits, .beat_factor = 1 };
  cuff_random_init (&limb->random, seed, stream);
  limb->heart_hz = cuff_random_spread (&limb->random, traits->heart_rest_hz, 0.1);
  limb->heart_phase = cuff_random_uniform (&limb->random);
  limb->breath_phase = cuff_random_uniform (&limb->random);
}

/* Integral of an exponential-linear compliance curve over the pressure across the artery's wall
 * (best of eight families in Mukkamala 2023). */
static double
artery_volume (const CuffLimbTraits *traits, double across_mmhg)
{
  double low = traits->collapse_mmhg;
  double high = traits->stretch_mmhg;

  if (across_mmhg < 0)
    return traits->artery_ml_mmhg * low * exp (across_mmhg / low);
  return traits->artery_ml_mmhg
         * (low + 2 * high - (2 * high + across_mmhg) * exp (-across_mmhg / high));
}

double
cuff_limb_artery_ml (const CuffLimbTraits *traits, double cuff_mmhg, double blood_mmhg)
{
  double centre_mmhg = traits->transmission * cuff_mmhg;
  double edge_mmhg = traits->edge_transmission * centre_mmhg;

  return (1 - traits->edge_share) * artery_volume (traits, blood_mmhg - centre_mmhg)
         + traits->edge_share * artery_volume (traits, blood_mmhg - edge_mmhg);
}

/* 0..1 over one beat: a steep rise, a decay with the notch of the closing valve. */
static double
pulse_shape (double phase)
{
  const double rise = 0.16;

  if (phase < rise)
    return 0.5 * (1 - cos (PI * phase / rise));

  double since = phase - rise;
  double notch = 0.06 * exp (-pow ((phase - 0.45) / 0.05, 2));
  double tail = exp (-(1 - rise) / 0.3) * since / (1 - rise);
  return exp (-since / 0.3) + notch - tail;
}

static void
advance_heart (CuffLimb *limb, double effort, double dt_s)
{
  const CuffLimbTraits *traits = &limb->traits;

  limb->exertion += (effort - limb->exertion) * dt_s / 25.0;
  double goal_hz =
      traits->heart_rest_hz + (traits->heart_effort_hz - traits->heart_rest_hz) * limb->exertion;
  limb->heart_hz += (goal_hz - limb->heart_hz) * dt_s / 5.0;

  limb->heart_phase += limb->heart_hz * limb->beat_factor * dt_s;
  if (limb->heart_phase >= 1) {
    limb->heart_phase -= 1;
    limb->beat_factor = cuff_random_spread (&limb->random, 1, 0.03);
  }
}

double
cuff_limb_step (CuffLimb *limb, double cuff_mmhg, double effort, double dt_s)
{
  const CuffLimbTraits *traits = &limb->traits;
  const double motion_s = 1.0;

  advance_heart (limb, effort, dt_s);
  limb->breath_phase = fmod (limb->breath_phase + traits->breath_hz * dt_s, 1);
  limb->motion_ml +=
      -limb->motion_ml * dt_s / motion_s
      + traits->motion_ml * sqrt (2 * dt_s / motion_s) * cuff_random_normal (&limb->random);

  double blood_mmhg =
      traits->diastolic_mmhg
      + (traits->systolic_mmhg - traits->diastolic_mmhg) * pulse_shape (limb->heart_phase);
  /* Only what differs from the limb at rest counts; and an empty cuff hangs loose. */
  double artery_ml = cuff_limb_artery_ml (traits, cuff_mmhg, blood_mmhg)
                     - cuff_limb_artery_ml (traits, cuff_mmhg, traits->diastolic_mmhg);
  double snug = fmin (1, fmax (0, cuff_mmhg / 20));
  return snug
         * (artery_ml + traits->breath_ml * sin (2 * PI * limb->breath_phase) + limb->motion_ml);
}

CuffContraction
cuff_bump_draw (CuffRandom *random, double per_min, double t_s)
{
  double start_s = t_s - log (1 - cuff_random_uniform (random)) * 60 / per_min;
  double length_s = 0.08 + 0.22 * cuff_random_uniform (random);

  return (CuffContraction){ .start_s = start_s,
                            .up_s = length_s / 2,
                            .release_s = start_s + length_s / 2,
                            .down_s = length_s / 2,
                            .level =
                                (4 + 16 * cuff_random_uniform (random)) / CONTRACTION_THIGH_ML };
}

double
cuff_contraction_level (const CuffContraction *contraction, double t_s)
{
  if (t_s <= contraction->start_s || t_s >= cuff_contraction_end (contraction))
    return 0;

  double up = fmin (1, (t_s - contraction->start_s) / contraction->up_s);
  double down = fmax (0, (t_s - contraction->release_s) / contraction->down_s);
  double level = 0.5 * (1 - cos (PI * up)) * 0.5 * (1 + cos (PI * down));
  return contraction->level * level;
}

double
cuff_contraction_end (const CuffContraction *contraction)
{
  return contraction->release_s + contraction->down_s;
}
