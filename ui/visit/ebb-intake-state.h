/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The questionnaire in the patient's hands as a value: one question after the other; and what a
 * therapist is asked of it afterwards.  Pure.  "I do not know" is no answer: the therapist asks.
 */
#pragma once

#include "ebb-papers.h"
#include "ebb-screening-form-state.h"

typedef enum {
  EBB_INTAKE_QUESTION,
  EBB_INTAKE_LIMBS, /* of a yes that belongs to a limb */
  EBB_INTAKE_BODY,  /* height and weight, may be skipped */
  EBB_INTAKE_END,   /* hand the screen back */
} EbbIntakeStep;

typedef enum { EBB_INTAKE_YES, EBB_INTAKE_NO, EBB_INTAKE_UNSURE } EbbIntakeAnswer;

typedef struct {
  const EbbScreeningList *list; /* borrowed */
  GPtrArray *asked; /* EbbScreeningItem, borrowed from the list: what a person answers */
  guint at;         /* index in `asked` */
  EbbIntakeStep step;
  EbbScreening *answers; /* owned */
} EbbIntakeState;

void ebb_intake_begin (EbbIntakeState *state, const EbbScreeningList *list);
void ebb_intake_clear (EbbIntakeState *state);

/* The question that stands now; NULL after the last. */
const EbbScreeningItem *ebb_intake_item (const EbbIntakeState *state);
void ebb_intake_answer (EbbIntakeState *state, EbbIntakeAnswer answer);
/* EBB_LIMB_*, 0 = not known; goes on. */
void ebb_intake_limbs (EbbIntakeState *state, guint limbs);
/* As typed; what is no height or weight is left out (FALSE: stays, `error` names it). */
gboolean ebb_intake_body (EbbIntakeState *state, const char *height, const char *weight,
                          char **error);
void ebb_intake_back (EbbIntakeState *state);
/* The patient goes no further; what was answered stands. */
void ebb_intake_stop (EbbIntakeState *state);
guint ebb_intake_n_answered (const EbbIntakeState *state);

/* --- The review ----------------------------------------------------------------------------- */

/* Takes over each no, height and weight, but nothing a therapist has answered already; what was yes
 * or not answered stays open, to be confirmed by one tap each.  FALSE: another list, or an empty
 * one: ask all. */
gboolean ebb_intake_review (const EbbIntake *intake, const EbbScreeningList *list,
                            EbbScreeningDraft *draft);
/* The therapist has asked what the patient left out, and it was all no.  A yes of the patient stays
 * open. */
void ebb_intake_rest_no (const EbbIntake *intake, const EbbScreeningList *list,
                         EbbScreeningDraft *draft);
/* "Patient: yes, left leg", "Patient: did not know"; NULL when the patient said no.  Free it. */
char *ebb_intake_said (const EbbIntake *intake, const char *item_id);
