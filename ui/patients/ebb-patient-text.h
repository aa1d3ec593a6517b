/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the patients' pages say, made from records.  Pure; now is an argument; all strings are owned
 * by the caller and translated.
 */
#pragma once

#include "ebb-format.h"
#include "ebb-patient-file.h"
#include "ebb-prescription.h"

/* Second line of the list: "Left thigh · session 7 of 24 · today 09:30". */
char *ebb_patient_row_text (const EbbPatientRow *row, gint64 now_unix_us);
/* Beside the name in the list: "2 Jun 1994 · 00417". */
char *ebb_patient_row_facts (const EbbPatient *patient);

/* "born 2 June 1994 (32) · female · record 00417 · ACL reconstruction, left, week 9". */
char *ebb_patient_facts_text (const EbbPatientFile *file, gint64 now_unix_us);

const char *ebb_sex_to_text (const char *sex); /* "female"; "" when unknown */

/* "112 mmHg · 60 % of LOP"; with an estimate "about 60 % of estimated LOP". */
char *ebb_target_to_text (const EbbTarget *target);
/* "LOP 187 mmHg, typed in, 6 Nov 2026 · 11.5 cm cuff · Short-arc quad, 2 kg · 3 × 15–20, ...". */
char *ebb_prescription_details_text (const EbbPrescriptionRecord *record,
                                     const EbbPatientFile *file);
/* "Short-arc quad" of the library, or the id of one that is no longer in it. */
char *ebb_exercise_name_of (const char *exercise_id);

const char *ebb_lop_way_to_text (const char *way);
const char *ebb_method_to_text (EbbMethod method);
const char *ebb_posture_to_text (EbbPosture posture);

/* The newest one found on that limb, measured: not estimated, and not on a simulated cuff; NULL. */
const EbbLopRecord *ebb_patient_find_lop (const EbbPatientFile *file, EbbSegment segment,
                                          EbbSide side);
/* Whole days since it was measured. */

/* "3 of 3 sets · 47 repetitions". */
char *ebb_session_done_text (const EbbSessionSummary *summary);
/* "in band 96 % · cuff tight 7:52 · pain 3 · exertion 6 · no events". */
char *ebb_session_facts_text (const EbbSessionSummary *summary);
/* "Stopped by safety: the link to the cuff was lost". */
char *ebb_session_state_text (const EbbSessionSummary *summary);

/* "6 Nov 2026". */
char *ebb_short_day (gint64 unix_us);
/* Joins with " · ", leaving out what is NULL or empty. */
char *ebb_join_facts (const char *first, ...) G_GNUC_NULL_TERMINATED;
