/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-text.h"

#include "ebb-date-text.h"
#include "ebb-defined.h"
#include "ebb-plan.h"
#include "ebb-protocol-entry.h"
#include "ebb-start.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdarg.h>

#define SEPARATOR " · "

static void
append_fact (GString *text, const char *fact)
{
  if (fact == NULL || *fact == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, SEPARATOR);
  g_string_append (text, fact);
}

/* The list ends at NULL, so that an unknown fact is "", never NULL. */
char *
ebb_join_facts (const char *first, ...)
{
  GString *text = g_string_new (NULL);
  va_list more;

  va_start (more, first);
  for (const char *fact = first; fact != NULL; fact = va_arg (more, const char *))
    append_fact (text, fact);
  va_end (more);
  return g_string_free (text, FALSE);
}

char *
ebb_short_day (gint64 unix_us)
{
  g_autofree char *iso = ebb_date_of_moment (unix_us);

  return ebb_format_date_short (iso);
}

/* --- The list ---------------------------------------------------------------------------- */

static gboolean
is_same_day (gint64 first_unix_us, gint64 second_unix_us)
{
  g_autofree char *first = ebb_date_of_moment (first_unix_us);
  g_autofree char *second = ebb_date_of_moment (second_unix_us);

  return g_str_equal (first, second);
}

static char *
visit_text (const EbbPatientRow *row, gint64 now_unix_us)
{
  gboolean trained_today = row->last_session_unix_us != EBB_TIME_UNSET
                           && is_same_day (row->last_session_unix_us, now_unix_us);
  guint number = row->n_sessions + (trained_today ? 0 : 1);

  if (row->n_sessions == 0)
    return g_strdup (_ ("new"));
  if (!row->today)
    return ebb_format_ago (row->last_session_unix_us, now_unix_us);
  if (row->visits_planned > 0)
    return g_strdup_printf (_ ("session %u of %u"), number, row->visits_planned);
  return g_strdup_printf (_ ("session %u"), number);
}

char *
ebb_patient_row_text (const EbbPatientRow *row, gint64 now_unix_us)
{
  g_autofree char *limb =
      row->has_limb ? ebb_format_limb_title (row->segment, row->side) : g_strdup ("");
  g_autofree char *visit = visit_text (row, now_unix_us);
  g_autofree char *clock = NULL;
  g_autofree char *when = NULL;

  if (row->appointment_unix_us != EBB_TIME_UNSET) {
    clock = ebb_format_time (row->appointment_unix_us);
    /* Translators: "today 09:30". */
    when = g_strdup_printf (_ ("today %s"), clock);
  }
  if (row->has_limb && !row->order_valid && row->n_sessions > 0)
    return ebb_join_facts (limb, _ ("order has run out"), when != NULL ? when : "", NULL);
  return ebb_join_facts (limb, visit, when != NULL ? when : "", NULL);
}

char *
ebb_patient_row_facts (const EbbPatient *patient)
{
  g_autofree char *born = ebb_format_date_short (patient->birth_date);

  return ebb_join_facts (born, patient->record_number != NULL ? patient->record_number : "", NULL);
}

/* --- The patient ------------------------------------------------------------------------- */

const char *
ebb_sex_to_text (const char *sex)
{
  if (g_strcmp0 (sex, "female") == 0)
    return C_ ("sex", "female");
  if (g_strcmp0 (sex, "male") == 0)
    return C_ ("sex", "male");
  return g_strcmp0 (sex, "other") == 0 ? C_ ("sex", "other") : "";
}

static char *
born_text (const EbbPatient *patient, gint64 now_unix_us)
{
  g_autofree char *date = ebb_format_date (patient->birth_date);
  int age = ebb_format_age (patient->birth_date, now_unix_us);

  /* Translators: "born 2 June 1994 (32)"; the second is the age in years. */
  return age >= 0 ? g_strdup_printf (_ ("born %s (%d)"), date, age)
                  : g_strdup_printf (_ ("born %s"), date);
}

static char *
surgery_text (const EbbPatientFile *file, gint64 now_unix_us)
{
  g_autofree char *today = ebb_date_of_moment (now_unix_us);
  const char *what = file->surgery != NULL ? file->surgery : file->diagnosis;
  int days;

  if (file->surgery_on == NULL)
    return g_strdup (what != NULL ? what : "");
  days = ebb_date_days_between (file->surgery_on, today);
  if (days < 0)
    return g_strdup (what != NULL ? what : "");
  if (what == NULL)
    return g_strdup_printf (_ ("week %d after surgery"), days / 7 + 1);
  /* Translators: "ACL reconstruction, left, week 9". */
  return g_strdup_printf (_ ("%s, week %d"), what, days / 7 + 1);
}

char *
ebb_patient_facts_text (const EbbPatientFile *file, gint64 now_unix_us)
{
  g_autofree char *born = born_text (file->patient, now_unix_us);
  g_autofree char *surgery = surgery_text (file, now_unix_us);
  g_autofree char *number = NULL;

  if (file->patient->record_number != NULL)
    number = g_strdup_printf (_ ("record %s"), file->patient->record_number);
  return ebb_join_facts (born, ebb_sex_to_text (file->patient->sex), number != NULL ? number : "",
                         surgery, NULL);
}

/* --- Prescriptions ----------------------------------------------------------------------- */

char *
ebb_target_to_text (const EbbTarget *target)
{
  g_autofree char *mmhg = ebb_format_mmhg (target->target);

  if (target->percent_lop <= 0)
    return g_strdup_printf (_ ("%s · %% of LOP unknown"), mmhg);
  if (target->percent_is_estimate)
    return g_strdup_printf (_ ("%s · about %.0f\u00a0%% of estimated LOP"), mmhg,
                            target->percent_lop);
  return g_strdup_printf (_ ("%s · %.0f\u00a0%% of LOP"), mmhg, target->percent_lop);
}

const char *
ebb_lop_way_to_text (const char *way)
{
  static const struct {
    const char *way, *text;
  } ways[] = {
    { "oscillometric", N_ ("measured by the cuff") },
    { "doppler", N_ ("Doppler") },
    { "pulse", N_ ("pulse oximeter") },
    { "estimate", N_ ("estimated") },
    { "entered", N_ ("typed in") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_strcmp0 (way, ways[i].way) == 0)
      return _ (ways[i].text);
  return _ ("unknown way");
}

const char *
ebb_method_to_text (EbbMethod method)
{
  switch (method) {
  case EBB_METHOD_PERCENT_LOP:
    return _ ("percent of LOP");
  case EBB_METHOD_PERCENT_ESTIMATE:
    return _ ("percent of estimated LOP");
  case EBB_METHOD_FIXED:
    return _ ("fixed pressure");
  case EBB_METHOD_SYSTOLIC:
    return _ ("1.5 × resting systolic");
  default:
    return _ ("unknown method");
  }
}

const char *
ebb_posture_to_text (EbbPosture posture)
{
  switch (posture) {
  case EBB_POSTURE_SUPINE:
    return _ ("lying");
  case EBB_POSTURE_SEATED:
    return _ ("sitting");
  case EBB_POSTURE_STANDING:
    return _ ("standing");
  default:
    return _ ("unknown");
  }
}

const EbbLopRecord *
ebb_patient_find_lop (const EbbPatientFile *file, EbbSegment segment, EbbSide side)
{
  const EbbLopRecord *newest = NULL;

  for (guint i = 0; file != NULL && file->lops != NULL && i < file->lops->len; i++) {
    const EbbLopRecord *lop = g_ptr_array_index (file->lops, i);

    if (lop->segment != segment || lop->side != side || !cuff_pressure_is_set (lop->lop)
        || g_strcmp0 (lop->way, "estimate") == 0 || lop->simulated)
      continue;
    if (newest == NULL || lop->measured_unix_us > newest->measured_unix_us)
      newest = lop;
  }
  return newest;
}

char *
ebb_exercise_name_of (const char *exercise_id)
{
  g_autoptr (EbbExercise) exercise =
      exercise_id != NULL ? ebb_exercise_load_builtin (exercise_id, NULL) : NULL;

  if (exercise != NULL)
    return g_strdup (ebb_defined (exercise->name));
  return g_strdup (exercise_id != NULL ? exercise_id : _ ("unknown exercise"));
}

static char *
lop_fact (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  const EbbLopRecord *lop = ebb_patient_find_lop (file, record->segment, record->side);
  g_autofree char *value = NULL;
  g_autofree char *day = NULL;

  if (!cuff_pressure_is_set (record->lop))
    return g_strdup (_ ("no LOP on file"));
  value = ebb_format_mmhg (record->lop);
  if (record->method == EBB_METHOD_PERCENT_ESTIMATE)
    return g_strdup_printf (_ ("estimated LOP %s"), value);
  if (lop == NULL || lop->lop != record->lop)
    return g_strdup_printf (_ ("LOP %s"), value);
  day = ebb_short_day (lop->measured_unix_us);
  /* Translators: "LOP 187 mmHg, typed in, 6 Nov 2026". */
  return g_strdup_printf (_ ("LOP %s, %s, %s"), value, ebb_lop_way_to_text (lop->way), day);
}

/* In the words of the read-back; "" when the protocol is not in the library any more. */
static char *
plan_fact (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  g_autoptr (EbbProtocol) protocol =
      record->protocol_id != NULL ? ebb_protocol_shelf_load (record->protocol_id, NULL) : NULL;
  g_autoptr (EbbExercise) exercise =
      record->exercise_id != NULL ? ebb_exercise_load_builtin (record->exercise_id, NULL) : NULL;
  EbbPrescription prescription = ebb_prescription_of_record (record, file);
  const EbbPlanRules rules = { .preconditioning = file->screening != NULL
                                                  && file->screening->settings.preconditioning };
  EbbTarget target;
  EbbPlan plan;

  if (protocol == NULL || exercise == NULL
      || !ebb_prescription_resolve_record (record, file, &target, NULL)
      || !ebb_plan_make_by (&rules, protocol, exercise, &prescription, &target, record->n_sets,
                            &plan, NULL))
    return g_strdup ("");
  return ebb_plan_to_text (&plan);
}

char *
ebb_prescription_details_text (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  g_autofree char *lop = lop_fact (record, file);
  g_autofree char *cuff = NULL;
  g_autofree char *exercise = ebb_exercise_name_of (record->exercise_id);
  g_autofree char *load = ebb_format_kg (record->load_kg);
  g_autofree char *what =
      *load == '\0' ? g_strdup (exercise) : g_strdup_printf ("%s, %s", exercise, load);
  g_autofree char *plan = plan_fact (record, file);

  if (record->cuff_width_cm > 0)
    cuff = g_strdup_printf (record->hand_bulb ? _ ("%g\u00a0cm cuff with a hand bulb")
                                              : _ ("%g\u00a0cm cuff"),
                            record->cuff_width_cm);
  return ebb_join_facts (lop, cuff != NULL ? cuff : "", what, plan, NULL);
}
