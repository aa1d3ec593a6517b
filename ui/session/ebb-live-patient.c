/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-patient.h"

#include <glib/gi18n-lib.h>

/* The word alone: its clock stands in the ring.  What only a therapist can do something about is
 * "please wait". */
static const char *
word_of (const EbbLiveState *state, EbbPhase phase)
{
  switch (phase) {
  case EBB_PHASE_REST:
    return _ ("Rest");
  case EBB_PHASE_PAUSED:
    return _ ("Paused");
  case EBB_PHASE_INFLATING:
    return _ ("The cuff gets tight");
  case EBB_PHASE_DEFLATING:
    return _ ("The cuff gets soft");
  case EBB_PHASE_REMOVE_CUFF:
  case EBB_PHASE_CLOSED:
    return _ ("Done");
  case EBB_PHASE_SELF_CHECK:
  case EBB_PHASE_ARMING:
  case EBB_PHASE_WAITING:
  case EBB_PHASE_UNKNOWN:
    return _ ("Please wait");
  default:
    return state->banner.word;
  }
}

static EbbLiveLook
look_of (const EbbLiveState *state, EbbPhase phase)
{
  return phase == EBB_PHASE_UNKNOWN ? EBB_LIVE_WAIT : state->banner.look;
}

static gboolean
is_counted_now (EbbPhase phase)
{
  return ebb_phase_is_in_set (phase) || phase == EBB_PHASE_SET_END || phase == EBB_PHASE_REST
         || phase == EBB_PHASE_RELIEF || phase == EBB_PHASE_READY || phase == EBB_PHASE_PAUSED;
}

void
ebb_live_patient_make (EbbLivePatient *patient, const EbbLiveState *state, EbbPhase phase)
{
  gboolean counted = is_counted_now (phase);

  *patient = (EbbLivePatient){
    .look = look_of (state, phase),
    .word = g_strdup (word_of (state, phase)),
    .number = g_strdup (counted ? state->reps.number : ""),
    .range = g_strdup (counted ? state->reps.range : ""),
    .set = g_strdup (counted ? state->reps.set : ""),
    .clock = g_strdup (counted ? state->clock.number : ""),
    .unit = g_strdup (counted ? state->clock.unit : ""),
    .fraction = counted ? state->clock.fraction : -1,
  };
}

void
ebb_live_patient_clear (EbbLivePatient *patient)
{
  g_free (patient->word);
  g_free (patient->number);
  g_free (patient->range);
  g_free (patient->set);
  g_free (patient->clock);
  g_free (patient->unit);
  *patient = (EbbLivePatient){ 0 };
}
