/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forms of a patient and of an order as pure functions: what was typed goes in, what is wrong
 * with it and what it means come out.  Dates are still as they were typed.
 */
#pragma once

#include "ebb-patient-file.h"

typedef struct {
  char *name_error, *birth_error; /* owned; NULL = fine */
  char *birth_read;               /* owned: how the date was read, "2 June 1994, 32 years" */
  char *birth_date;               /* owned: YYYY-MM-DD; NULL = not understood or out of range */
  gboolean can_save;
} EbbPatientFormState;

/* `typed->birth_date` as typed; `now_unix_us`: wall time. */
void ebb_patient_form_judge (const EbbPatient *typed, gboolean month_first, gint64 now_unix_us,
                             EbbPatientFormState *state);
void ebb_patient_form_state_clear (EbbPatientFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbPatientFormState, ebb_patient_form_state_clear)

/* What a search text was probably meant as: a record number, a birth date or a name. */
EbbPatient *ebb_patient_from_search (const char *text, gboolean month_first);

typedef struct {
  char *physician_error, *ordered_error, *until_error; /* owned; NULL = fine */
  char *ordered_read, *until_read;                     /* owned: how the dates were read */
  char *ordered_on, *valid_until;                      /* owned: YYYY-MM-DD; NULL */
  gboolean can_save;
} EbbOrderFormState;

void ebb_order_form_judge (const EbbOrder *typed, gboolean month_first, gint64 now_unix_us,
                           EbbOrderFormState *state);
void ebb_order_form_state_clear (EbbOrderFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbOrderFormState, ebb_order_form_state_clear)
