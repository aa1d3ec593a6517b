/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new patient: few fields, and a word when somebody like that is on file already.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_PATIENT_FORM (ebb_patient_form_get_type ())
G_DECLARE_FINAL_TYPE (EbbPatientForm, ebb_patient_form, EBB, PATIENT_FORM, EbbPage)

/* `search`: what was searched for and not found; fills in a field.  May be NULL. */
EbbPage *ebb_patient_form_new (EbbDesk *desk, const char *search);
