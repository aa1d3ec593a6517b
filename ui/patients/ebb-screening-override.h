/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A therapist trains today without a valid screening, and says why.  Only where it is missing or
 * has expired (ebb_screening_gate() says so); it stands in the record of the session.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_SCREENING_OVERRIDE (ebb_screening_override_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbScreeningOverridePage, ebb_screening_override_page, EBB,
                      SCREENING_OVERRIDE_PAGE, EbbPage)

/* `file`: of the patient; copied as far as needed. */
EbbPage *ebb_screening_override_page_new (EbbDesk *desk, const EbbPatientFile *file);
