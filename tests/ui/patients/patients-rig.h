/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Patients' files made by hand.  The day is 22 November 2026, 10:00 UTC.
 */
#pragma once

#include "ebb-patient-file.h"

#define RIG_NOW_UNIX_US ((gint64) 1795341600 * 1000000)
#define RIG_DAYS(n)     ((gint64) (n) *24 * 3600 * 1000000)

/* Tamsin Example, female, born 2 June 1994; a valid order and a screening that cleared her until 20
 * February 2027, nothing else. */
EbbPatientFile *rig_file (void);
void rig_add_lop (EbbPatientFile *file, EbbSide side, CuffPressure lop, const char *way,
                  int days_old);
/* Short-arc quad, left thigh, 60 % of 187 mmHg. */
EbbPrescriptionRecord *rig_add_prescription (EbbPatientFile *file);
/* Left thigh, short-arc quad, 3 of 3 sets, 47 repetitions, 2 kg; goes before the others. */
EbbSessionSummary *rig_add_session (EbbPatientFile *file, int days_ago);
EbbPatientRow *rig_row (const char *id, const char *name);
