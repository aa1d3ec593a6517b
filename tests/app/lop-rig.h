/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bench for the search of the occlusion pressure: simulated people of many kinds, plant and
 * regulator, the judge and the machine in one loop on simulated time.  Shared by the tests and
 * bench-signals.
 */
#pragma once

#include "ebb-lop.h"

#include "cuff-rig.h"

/* What the person does meanwhile. */
typedef enum {
  LOP_STILL,
  LOP_COUGHS,    /* 6 short bumps a minute */
  LOP_FIDGETS,   /* 20 short bumps a minute */
  LOP_CONTRACTS, /* tenses the muscle every 8 s or so */
  LOP_SHIFTS,    /* lays the limb otherwise: slow ramps that stay or go */
  LOP_TREMBLES,  /* a rhythm of its own, near that of the heart */
  LOP_UNREST_COUNT,
} LopUnrest;

typedef struct {
  double systolic_mmhg, lop_mmhg; /* what is true of this person */
  double heart_hz;
  double beat_spread;   /* 0.03 = regular; 0.2 = as in atrial fibrillation */
  double ectopic_share; /* of the beats that come early */
} LopPerson;

typedef struct {
  CuffRig rig;
  LopPerson person;
  LopUnrest unrest;
  CuffLop judge;
  EbbLop machine;
  CuffRandom random;
  CuffContraction bump;
  double wander_ml, wander_goal_ml, wander_until_s;
  double last_phase;
  CuffTime below_since_us; /* of 10 mmHg; CUFF_TIME_NEVER = above */
  double highest_mmhg;     /* true pressure in the bladder */
} LopRig;

/* A person drawn from realistic ranges. */
void lop_rig_init (LopRig *rig, CuffLimbKind limb, LopUnrest unrest, uint64_t seed);

/* An estimate of the answer as a clinic would have it: off by a tenth or so. */
CuffPressure lop_rig_estimate (LopRig *rig);

/* A whole search, to its end in a soft cuff. */
void lop_rig_search (LopRig *rig, CuffPressure expected);

/* Moves time on by 5 ms and obeys the machine.  `instead`: what is judged whatever the samples say;
 * NULL = the judge. */
guint lop_rig_step (LopRig *rig, const CuffLopJudgement *instead);
