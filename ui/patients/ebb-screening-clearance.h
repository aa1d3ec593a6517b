/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A physician's clearance of what the screening found: who, when, which reasons, with what limits.
 */
#pragma once

#include "ebb-page.h"

#define EBB_TYPE_SCREENING_CLEARANCE (ebb_screening_clearance_get_type ())
G_DECLARE_FINAL_TYPE (EbbScreeningClearance, ebb_screening_clearance, EBB, SCREENING_CLEARANCE,
                      EbbPage)

/* `file`: of a patient who has been screened; copied as far as needed. */
EbbPage *ebb_screening_clearance_new (EbbDesk *desk, const EbbPatientFile *file);
