/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scripted patient: follows the pacer's cues with human delay and spread, tires a little,
 * skips and adds repetitions where the script says so.  Without a pacer he does sets on his own
 * once the cuff has been at pressure for a while.  Pure: time and pressure are arguments.
 */
#pragma once

#include "cuff-limb.h"

#define CUFF_PATIENT_QUEUE 4

typedef enum {
  CUFF_PATIENT_WAITS, /* for a steady pressure */
  CUFF_PATIENT_CONTRACTS,
  CUFF_PATIENT_HOLDS,
  CUFF_PATIENT_RELAXES,
  CUFF_PATIENT_RESTS,
  CUFF_PATIENT_DONE,
} CuffPatientPhase;

typedef struct {
  CuffPatientScript script;
  CuffRandom random;
  CuffContraction queue[CUFF_PATIENT_QUEUE]; /* what he is about to do, oldest first */
  unsigned n_queue;
  unsigned cycle;  /* led by the pacer in this session, from 1 */
  unsigned in_set; /* contractions in this set, for fatigue */
  double free_s;   /* the muscle is free again at this time */
  double moved_s;  /* he last worked at this time */
  double contract_s, hold_s, relax_s;

  CuffContraction bump; /* the present or next one */
  CuffRandom bump_random;

  unsigned n_done;      /* contractions really done and let go */
  CuffContraction last; /* the last of them */

  CuffPatientPhase phase; /* on his own */
  double phase_until_s;
  unsigned sets_done, reps_left;
  double steady_mmhg, steady_since_s;
} CuffPatient;

void cuff_patient_init (CuffPatient *patient, const CuffPatientScript *script, uint64_t seed);

/* The pacer says something at t_s. */
void cuff_patient_cue (CuffPatient *patient, CuffCue cue, unsigned value, double t_s);

/* He has worked and has been still for some seconds. */
bool cuff_patient_rests (const CuffPatient *patient, double t_s);

/* How hard the muscle works at t_s, 1 = a usual contraction.  Times rising. */
double cuff_patient_step (CuffPatient *patient, double t_s, double cuff_mmhg);
