/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patient's screening in words, as the page and its alerts say it.  Pure; today is an argument.
 */
#pragma once

#include "ebb-screening-form-state.h"

typedef struct {
  EbbScreeningLock lock;
  gboolean locks_all;       /* no limb may be trained today */
  gboolean overridden;      /* a therapist trains without it today */
  gboolean may_override;    /* and nobody has yet */
  gboolean wants_clearance; /* a physician can unlock a limb */
  char *value;              /* owned: "Cleared until 20 Feb 2027" */
  char *detail;             /* owned: why, and what holds; may be "" */
} EbbScreeningStatus;

/* `file` NULL: missing. */
void ebb_screening_status (const EbbScreeningFile *file, const char *patient_id, const char *today,
                           EbbScreeningStatus *status);
void ebb_screening_status_clear (EbbScreeningStatus *status);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbScreeningStatus, ebb_screening_status_clear)

/* The outcome in words; where a limb may be trained nevertheless, that. */
const char *ebb_screening_verdict_text (EbbScreeningOutcome outcome,
                                        const EbbScreeningOutcome limbs[EBB_SCREENING_N_LIMBS]);
/* "left leg: Refused", for each limb; NULL where all have the same outcome.  Free it. */
char *ebb_screening_limbs_text (const EbbScreeningOutcome limbs[EBB_SCREENING_N_LIMBS]);
/* "12 of 48 answered · risk score so far: 3".  Free it. */
char *ebb_screening_progress_text (const EbbScreeningFormState *state);
/* The reasons, one on each line, without the list of open questions.  Free it. */
char *ebb_screening_reasons_text (const EbbScreeningJudgement *judgement);
