/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is signed and what a patient fills in: consent, the instruction given, the questionnaire
 * before a therapist has looked at it.  Plain values, any thread.
 */
#pragma once

#include "ebb-screening-record.h"

typedef enum {
  EBB_PAPER_TRAINING,        /* consent to training with the cuff */
  EBB_PAPER_PRECONDITIONING, /* a text of its own (clinic 3.4) */
  EBB_PAPER_INSTRUCTION,     /* what is normal, when to call: was explained */
  EBB_N_PAPERS,
} EbbPaper;

/* "training", ...: never translated.  NULL and -1 for strangers. */
const char *ebb_paper_to_string (EbbPaper paper);
int ebb_paper_from_string (const char *text);

typedef struct {
  char *id, *patient_id; /* owned; id NULL before it is stored */
  EbbPaper paper;
  guint wording_version;
  char *given_on;      /* owned: YYYY-MM-DD */
  char *initials;      /* owned; NULL = signed on paper */
  char *operator_name; /* owned */
  char *withdrawn_on;  /* owned or NULL */
  gint64 written_unix_us;
} EbbConsent;

/* Answers of the patient alone; `on_paper` may have none. */
typedef struct {
  char *id, *patient_id; /* owned; id NULL before it is stored */
  EbbScreening *answers; /* owned: with list and version */
  gboolean on_paper;
  char *operator_name; /* owned or NULL */
  gint64 filled_unix_us;
} EbbIntake;

EbbConsent *ebb_consent_copy (const EbbConsent *consent);
void ebb_consent_free (EbbConsent *consent);
EbbIntake *ebb_intake_copy (const EbbIntake *intake);
void ebb_intake_free (EbbIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbConsent, ebb_consent_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbIntake, ebb_intake_free)

/* How many questions of a list a person answers, and how many of them were. */
guint ebb_screening_list_n_asked (const EbbScreeningList *list);
guint ebb_intake_n_of (const EbbIntake *intake, const EbbScreeningList *list);

/* The newest that stands, borrowed; NULL = none or taken back.  `consents`: newest first. */
const EbbConsent *ebb_consent_in_force (const GPtrArray *consents, EbbPaper paper);
