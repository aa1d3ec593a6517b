/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bench for tests: plant, patient, regulator and repetition detector in one loop on simulated
 * time, without controller, wire or thread.
 */
#pragma once

#include "cuff-patient.h"
#include "cuff-plant.h"
#include "cuff-regulator.h"
#include "cuff-rep-detector.h"

#define CUFF_RIG_REPS_MAX 128

/* What one stretch of time looked like to the sensor. */
typedef struct {
  double n, n_in_5, n_in_10; /* steps, and those within 5 % and 10 % of the target */
  double low_mmhg, high_mmhg;
  double worst_out_s; /* longest time outside +-15 mmHg */
  double out_s;
} CuffRigScore;

typedef struct {
  CuffPlant plant;
  CuffPatient patient;
  CuffRegulator regulator;
  CuffRepDetector detector;
  CuffMode mode;
  CuffPressure target, ramp; /* ramp per second, 0 = none */
  double gain, offset_mmhg;  /* put on what the detector sees */
  unsigned divider;          /* every so many control steps the detector sees one: 2 = 100 Hz */
  double drop_share;         /* of the frames never seen */
  double bumps_per_min;      /* cough, step, knock: 4-20 mL (thigh) for 80-300 ms */
  CuffContraction bump;      /* the present or next one */
  CuffRandom random;

  long n_steps;
  CuffPressure measured;
  CuffDrive drive;
  CuffRigScore *score;       /* borrowed; NULL = nobody scores */
  CuffRigScore cycle;        /* of the pacer's present cycle */
  double smallest_wave_mmhg; /* peak to valley, over all cycles with a contraction */
  bool drove_both;           /* pump and exhaust at once: never */

  CuffRep rep[CUFF_RIG_REPS_MAX];
  CuffTime told_us[CUFF_RIG_REPS_MAX]; /* when the detector told it */
  unsigned n_reps;
  CuffContraction done[CUFF_RIG_REPS_MAX]; /* what the patient really did */
  unsigned n_done;
} CuffRig;

typedef struct {
  unsigned sets, reps;
  unsigned contract_ms, hold_ms, relax_ms, rest_ms;
} CuffRigPlan;

/* The classic set: contract 1 s, hold 5 s, relax 1 s, the next at once; rest 30 s. */
extern const CuffRigPlan cuff_rig_classic;

void cuff_rig_init (CuffRig *rig, CuffLimbKind limb, const CuffPatientScript *script,
                    uint64_t seed);

/* The controller's step of 5 ms, and the same for a while. */
void cuff_rig_step (CuffRig *rig);
void cuff_rig_run (CuffRig *rig, double seconds);

double cuff_rig_now (const CuffRig *rig);

/* Inflates to the target and waits until it is steady. */
void cuff_rig_inflate (CuffRig *rig, double target_mmhg);

/* Leads the patient through the plan; `exercise` and `rest` (2 s after its start on) are scored
 * when not NULL. */
void cuff_rig_exercise (CuffRig *rig, const CuffRigPlan *plan, CuffRigScore *exercise,
                        CuffRigScore *rest);
