/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a number went over a patient's visits: one limb, one exercise, oldest first.  Pure.
 */
#pragma once

#include "ebb-patient-file.h"
#include "ebb-progress-value.h"

typedef enum {
  EBB_COURSE_LOAD,     /* kg */
  EBB_COURSE_REPS,     /* counted in the session */
  EBB_COURSE_PRESSURE, /* mmHg that were ordered */
} EbbCourseKind;

/* EbbProgressValue of the sessions on that limb with that exercise; unknown ones are left out. */
GArray *ebb_patient_course (const EbbPatientFile *file, const EbbPrescriptionRecord *record,
                            EbbCourseKind kind);
/* "Short-arc quad, load"; free it. */
char *ebb_patient_course_title (EbbCourseKind kind, const char *exercise);
/* "kg"; "" where there is none. */
const char *ebb_patient_course_unit (EbbCourseKind kind);
