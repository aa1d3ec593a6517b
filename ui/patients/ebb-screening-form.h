/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screening: its questions, resting blood pressure, height and weight; the outcome with its
 * reasons while it is answered.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_SCREENING_FORM (ebb_screening_form_get_type ())
G_DECLARE_FINAL_TYPE (EbbScreeningForm, ebb_screening_form, EBB, SCREENING_FORM, EbbPage)

/* `file`: of the patient; copied as far as needed. */
EbbPage *ebb_screening_form_new (EbbDesk *desk, const EbbPatientFile *file);

/* What a screening that stands in the way needs next: a physician's clearance, else the form. */
EbbPage *ebb_screening_next_page (EbbDesk *desk, const EbbPatientFile *file);
