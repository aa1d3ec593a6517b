/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the patient sees on a second screen: what to do, how many, how long.  No name, no limb, no
 * pressure, nothing that is asked of the therapist.  Pure.
 */
#pragma once

#include "ebb-live-state.h"

typedef struct {
  EbbLiveLook look;
  char *word;      /* owned, like all: "Hold", "Rest", "Please wait" */
  char *number;    /* "11"; "" = nothing is counted now */
  char *range;     /* "/ 15–20" */
  char *set;       /* "set 2 of 3" */
  char *clock;     /* "3", "0:23"; "" */
  char *unit;      /* "s"; "" */
  double fraction; /* of the ring; negative = no ring */
} EbbLivePatient;

/* From what the live page shows at this moment. */
void ebb_live_patient_make (EbbLivePatient *patient, const EbbLiveState *state, EbbPhase phase);
void ebb_live_patient_clear (EbbLivePatient *patient);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbLivePatient, ebb_live_patient_clear)
