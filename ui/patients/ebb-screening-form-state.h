/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screening's form as pure functions: answers and what was typed go in; the outcome with its
 * reasons, what is wrong and the record to store come out.  What counts is judged by
 * ebb_screening_judge() alone.
 */
#pragma once

#include "ebb-patient-file.h"
#include "ebb-screening.h"

/* What a person answered and typed, not judged yet. */
typedef struct {
  EbbScreening *answers; /* owned: answers only; its facts are unused */
  char *systolic, *diastolic, *systolic_again, *diastolic_again; /* owned or NULL */
  char *height, *weight, *surgery;                               /* owned or NULL */
  char *acknowledged; /* owned or NULL: ids of the cautions that were read, blanks between */
} EbbScreeningDraft;

EbbScreeningDraft *ebb_screening_draft_new (void);
EbbScreeningDraft *ebb_screening_draft_copy (const EbbScreeningDraft *draft);
void ebb_screening_draft_free (EbbScreeningDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreeningDraft, ebb_screening_draft_free)

typedef enum {
  EBB_SCREENING_FIELD_PRESSURE,
  EBB_SCREENING_FIELD_AGAIN,
  EBB_SCREENING_FIELD_HEIGHT,
  EBB_SCREENING_FIELD_WEIGHT,
  EBB_SCREENING_FIELD_SURGERY,
  EBB_SCREENING_FIELD_QUESTIONS,
  EBB_SCREENING_FIELD_CAUTIONS,
  EBB_SCREENING_FIELD_AGE,
  EBB_SCREENING_N_FIELDS,
} EbbScreeningField;

#define EBB_SCREENING_N_LIMBS 4

typedef struct {
  EbbScreening *record;                             /* owned: what would be stored */
  EbbScreeningJudgement *judgement;                 /* owned: of any limb */
  EbbScreeningOutcome limbs[EBB_SCREENING_N_LIMBS]; /* bit order of EBB_LIMB_* */
  char *error[EBB_SCREENING_N_FIELDS];              /* owned: named; NULL = fine */
  gboolean missing[EBB_SCREENING_N_FIELDS]; /* only not there yet: said when saving was tried */
  const EbbScreeningItem *first_missing;    /* of the list; NULL = all are answered */
  guint n_asked, n_answered;
  double bmi;         /* NAN = not known */
  char *cautions;     /* owned: ids, to be acknowledged; "" = none */
  char *surgery_read; /* owned or NULL: how the date was read */
  gboolean ask_again; /* the second blood pressure belongs on the page */
  gboolean can_save;
} EbbScreeningFormState;

typedef struct {
  const EbbScreeningList *list;
  const EbbScreeningSettings *settings; /* NULL = the defaults */
  const EbbPatient *patient;
  const char *operator_name; /* NULL = not known */
  gboolean month_first;
  gint64 now_unix_us; /* wall time */
} EbbScreeningScene;

void ebb_screening_form_judge (const EbbScreeningDraft *draft, const EbbScreeningScene *scene,
                               EbbScreeningFormState *state);
void ebb_screening_form_state_clear (EbbScreeningFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbScreeningFormState, ebb_screening_form_state_clear)
