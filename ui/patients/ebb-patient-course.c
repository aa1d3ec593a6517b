/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-course.h"

#include "ebb-date-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
value_of (const EbbSessionSummary *summary, EbbCourseKind kind)
{
  switch (kind) {
  case EBB_COURSE_LOAD:
    return summary->load_kg >= 0 ? summary->load_kg : NAN;
  case EBB_COURSE_REPS:
    return summary->n_bouts > 0 ? summary->reps : NAN;
  case EBB_COURSE_PRESSURE:
  default:
    return cuff_pressure_is_set (summary->target) ? cuff_pressure_to_mmhg (summary->target) : NAN;
  }
}

GArray *
ebb_patient_course (const EbbPatientFile *file, const EbbPrescriptionRecord *record,
                    EbbCourseKind kind)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (EbbProgressValue));

  for (guint i = file->sessions->len; i > 0; i--) {
    const EbbSessionSummary *summary = g_ptr_array_index (file->sessions, i - 1);
    g_autofree char *day = ebb_date_of_moment (summary->session->started_unix_us);
    EbbProgressValue value = { .value = value_of (summary, kind) };

    if (summary->segment == record->segment && summary->side == record->side
        && g_strcmp0 (summary->exercise_id, record->exercise_id) == 0 && !isnan (value.value)) {
      g_strlcpy (value.date, day, sizeof value.date);
      g_array_append_val (values, value);
    }
  }
  return values;
}

char *
ebb_patient_course_title (EbbCourseKind kind, const char *exercise)
{
  switch (kind) {
  case EBB_COURSE_LOAD:
    return g_strdup_printf (_ ("%s, load"), exercise);
  case EBB_COURSE_REPS:
    return g_strdup_printf (_ ("%s, repetitions in a session"), exercise);
  case EBB_COURSE_PRESSURE:
  default:
    return g_strdup_printf (_ ("%s, pressure"), exercise);
  }
}

const char *
ebb_patient_course_unit (EbbCourseKind kind)
{
  switch (kind) {
  case EBB_COURSE_LOAD:
    return _ ("kg");
  case EBB_COURSE_PRESSURE:
    return _ ("mmHg");
  case EBB_COURSE_REPS:
  default:
    return "";
  }
}
