/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-course.h"

#include "ebb-format.h"

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
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = file->sessions->len; i > 0; i--) {
    const EbbSessionSummary *summary = g_ptr_array_index (file->sessions, i - 1);
    double value = value_of (summary, kind);

    if (summary->segment == record->segment && summary->side == record->side
        && g_strcmp0 (summary->exercise_id, record->exercise_id) == 0 && !isnan (value))
      g_array_append_val (values, value);
  }
  return values;
}

static char *
number_text (EbbCourseKind kind, double value)
{
  switch (kind) {
  case EBB_COURSE_LOAD:
    return value > 0 ? ebb_format_kg (value) : g_strdup (_ ("0\u00a0kg"));
  case EBB_COURSE_REPS:
    return g_strdup_printf ("%.0f", value);
  case EBB_COURSE_PRESSURE:
  default:
    return ebb_format_mmhg (cuff_pressure_from_mmhg (value));
  }
}

static char *
name_text (EbbCourseKind kind, const char *exercise)
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

/* Against the first one: where the patient came from. */
char *
ebb_patient_course_text (EbbCourseKind kind, const char *exercise, const GArray *values)
{
  g_autofree char *name = name_text (kind, exercise);
  double first, last;
  g_autofree char *first_text = NULL;
  g_autofree char *last_text = NULL;

  if (values->len == 0)
    return g_steal_pointer (&name);
  first = g_array_index (values, double, 0);
  last = g_array_index (values, double, values->len - 1);
  first_text = number_text (kind, first);
  last_text = number_text (kind, last);
  if (g_str_equal (first_text, last_text))
    return g_strdup_printf ("%s: %s", name, last_text);
  /* Translators: "Short-arc quad, load: 2 kg, up from 1 kg". */
  return last > first ? g_strdup_printf (_ ("%s: %s, up from %s"), name, last_text, first_text)
                      : g_strdup_printf (_ ("%s: %s, down from %s"), name, last_text, first_text);
}
