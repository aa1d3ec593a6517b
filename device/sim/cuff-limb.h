/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The limb under the cuff: its artery, breath and small movements, and the shape of one muscle
 * contraction.  Everything is a volume taken from the bladder, mL.  Pure.
 */
#pragma once

#include "cuff-random.h"
#include "cuff-sim.h"

typedef struct {
  double systolic_mmhg, diastolic_mmhg;
  double transmission; /* share of the cuff pressure that reaches the artery: LOP = systolic / it */
  double edge_share;   /* of the artery lies under the cuff's edge, */
  double edge_transmission; /* where the pressure is less: it pulses on above LOP */
  double artery_ml_mmhg;    /* compliance where the pressures inside and outside are equal */
  double collapse_mmhg, stretch_mmhg; /* how fast it dies away below and above */
  double heart_rest_hz, heart_effort_hz;
  double breath_ml, breath_hz;
  double motion_ml;
  double contraction_ml; /* of a usual contraction, see cuff_limb_traits_for() */
} CuffLimbTraits;

typedef struct {
  CuffLimbTraits traits;
  CuffRandom random;
  double heart_phase, heart_hz, beat_factor;
  double breath_phase;
  double motion_ml;
  double exertion; /* 0..1, follows the muscle within half a minute */
} CuffLimb;

/* A usual limb whose artery closes at lop_mmhg (0 = arm 128, thigh 181). */
CuffLimbTraits cuff_limb_traits_for (CuffLimbKind limb, double lop_mmhg);

void cuff_limb_init (CuffLimb *limb, const CuffLimbTraits *traits, uint64_t seed, uint64_t stream);

/* One step.  Returns what artery, breath and motion take from the bladder; `effort` 0..1 is how
 * hard the muscle works now. */
double cuff_limb_step (CuffLimb *limb, double cuff_mmhg, double effort, double dt_s);

/* Volume of the artery under a cuff at this pressure while the blood is at `blood_mmhg`, mL. */
double cuff_limb_artery_ml (const CuffLimbTraits *traits, double cuff_mmhg, double blood_mmhg);

/* One contraction: up along half a cosine, a plateau, down along half a cosine. */
typedef struct {
  double start_s;
  double up_s;
  double release_s; /* when it begins to let go; INFINITY while the plateau lasts */
  double down_s;
  double level; /* 1 = a usual contraction */
} CuffContraction;

/* The next cough, step or knock after t_s, at random moments: 4-20 mL (thigh) for 80-300 ms. */
CuffContraction cuff_bump_draw (CuffRandom *random, double per_min, double t_s);

/* Its level at a time, 0 outside. */
double cuff_contraction_level (const CuffContraction *contraction, double t_s);

/* When it is over. */
double cuff_contraction_end (const CuffContraction *contraction);
