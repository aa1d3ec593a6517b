/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-visit-text.h"

#include "ebb-consent.h"
#include "ebb-date-text.h"
#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"
#include "ebb-screening.h"

#include <glib/gi18n-lib.h>

/* --- Events -------------------------------------------------------------------------------- */

const char *
ebb_onset_to_text (const char *onset)
{
  static const struct {
    const char *id, *text;
  } onsets[] = {
    { "during", N_ ("during the session") },
    { "hour", N_ ("within an hour of it") },
    { "day", N_ ("within a day of it") },
    { "three-days", N_ ("within three days of it") },
    { "later", N_ ("more than three days later, or of no session") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (onsets); i++)
    if (g_strcmp0 (onsets[i].id, onset) == 0)
      return _ (onsets[i].text);
  return "";
}

const char *
ebb_event_kind_to_text (const EbbCode *code)
{
  static const struct {
    const char *id, *text;
  } kinds[] = {
    { "bleeding-spots", N_ ("Bleeding under the skin, petechiae") },
    { "bruising", N_ ("Bruising") },
    { "numbness", N_ ("Numbness") },
    { "dizziness", N_ ("Light-headedness, dizziness") },
    { "cold-feeling", N_ ("Cold feeling") },
    { "soreness", N_ ("Delayed soreness") },
    { "drowsiness", N_ ("Drowsiness") },
    { "nausea", N_ ("Nausea") },
    { "itching", N_ ("Itching") },
    { "headache", N_ ("Headache") },
    { "pressure-rise", N_ ("Rise of blood pressure") },
    { "skin-irritation", N_ ("Skin irritation") },
    { "redness-fullness", N_ ("Redness or fullness that lasts") },
    { "pain", N_ ("Raised pain") },
    { "fatigue", N_ ("Fatigue") },
    { "unwell", N_ ("Patient unwell in a session") },
    { "fainting", N_ ("Fainting") },
    { "venous-thrombus", N_ ("Venous thrombus") },
    { "heart-disease-worse", N_ ("Ischaemic heart disease became worse") },
    { "pulmonary-embolism", N_ ("Pulmonary embolism") },
    { "rhabdomyolysis", N_ ("Rhabdomyolysis") },
    { "retinal-vein-occlusion", N_ ("Retinal vein occlusion") },
    { "other", N_ ("Something else") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].id, code->id) == 0)
      return _ (kinds[i].text);
  return ebb_defined (code->name);
}

static const char *
grade_to_text (guint grade)
{
  switch (grade) {
  case 1:
    return _ ("mild");
  case 2:
    return _ ("moderate");
  case 3:
    return _ ("severe");
  case 4:
    return _ ("threatens life");
  default:
    return _ ("severity not said");
  }
}

char *
ebb_event_title (const EbbAdverseRecord *record, const EbbCodeList *list)
{
  const EbbCode *code = list != NULL ? ebb_code_list_find (list, record->kind) : NULL;
  const char *kind = code != NULL ? ebb_event_kind_to_text (code) : record->kind;

  return ebb_join_facts (kind, grade_to_text (record->grade), ebb_onset_to_text (record->onset),
                         NULL);
}

char *
ebb_event_detail (const EbbAdverseRecord *record)
{
  g_autofree char *day = ebb_date_of_moment (record->noticed_unix_us);
  g_autofree char *shown = ebb_format_date_short (day);
  g_autofree char *action =
      record->action != NULL ? g_strdup_printf (_ ("Done: %s"), record->action) : g_strdup ("");
  g_autofree char *told = record->reported_to != NULL
                              ? g_strdup_printf (_ ("Told: %s"), record->reported_to)
                              : g_strdup ("");

  return ebb_join_facts (shown, action, told, record->text != NULL ? record->text : "",
                         record->operator_name != NULL ? record->operator_name : "", NULL);
}

/* --- Papers -------------------------------------------------------------------------------- */

static const EbbConsent *
newest_of (const GPtrArray *consents, EbbPaper paper)
{
  for (guint i = 0; consents != NULL && i < consents->len; i++) {
    const EbbConsent *consent = g_ptr_array_index (consents, i);

    if (consent->paper == paper)
      return consent;
  }
  return NULL;
}

char *
ebb_consent_text (const GPtrArray *consents, EbbPaper paper)
{
  const EbbConsent *consent = newest_of (consents, paper);
  g_autofree char *day = NULL, *signature = NULL, *wording = NULL, *given = NULL;

  if (consent == NULL)
    return g_strdup (_ ("Missing"));
  day = ebb_format_date_short (consent->withdrawn_on != NULL ? consent->withdrawn_on
                                                             : consent->given_on);
  if (consent->withdrawn_on != NULL)
    return g_strdup_printf (_ ("Taken back on %s"), day);
  signature = consent->initials != NULL ? g_strdup_printf (_ ("initials %s"), consent->initials)
                                        : g_strdup (_ ("signed on paper"));
  wording =
      consent->wording_version == ebb_wording_version (paper)
          ? g_strdup_printf (_ ("wording %u"), consent->wording_version)
          : g_strdup_printf (_ ("wording %u; there is a newer one"), consent->wording_version);
  given = g_strdup_printf (_ ("Given on %s"), day);
  return ebb_join_facts (given, signature, wording, consent->operator_name, NULL);
}

/* --- Screenings ---------------------------------------------------------------------------- */

char *
ebb_screening_line (const EbbScreening *screening)
{
  g_autofree char *day = ebb_format_date_short (screening->screened_on);
  g_autofree char *score =
      screening->score >= 0 ? g_strdup_printf (
          ngettext ("%d point", "%d points", (gulong) screening->score), screening->score)
                            : g_strdup ("");

  return ebb_join_facts (day, ebb_screening_outcome_to_text (screening->outcome), score,
                         screening->operator_name != NULL ? screening->operator_name : "", NULL);
}

static void
append_limbs (GString *lines, guint limbs)
{
  const char *before = " (";

  for (guint bit = EBB_LIMB_LEFT_ARM; bit <= EBB_LIMB_RIGHT_LEG; bit <<= 1) {
    if ((limbs & bit) == 0)
      continue;
    g_string_append_printf (lines, "%s%s", before, ebb_screening_limb_to_text (bit));
    before = ", ";
  }
  if (limbs != 0)
    g_string_append_c (lines, ')');
}

static void
append_pressure (GString *lines, const EbbScreening *screening)
{
  if (screening->first.systolic_mmhg > 0)
    g_string_append_printf (lines, _ ("Blood pressure %d/%d mmHg"), screening->first.systolic_mmhg,
                            screening->first.diastolic_mmhg);
  if (screening->second.systolic_mmhg > 0)
    g_string_append_printf (lines, _ (", again %d/%d mmHg"), screening->second.systolic_mmhg,
                            screening->second.diastolic_mmhg);
  if (screening->height_cm > 0 && screening->weight_kg > 0)
    g_string_append_printf (lines, _ (" · %.0f cm, %.0f kg"), screening->height_cm,
                            screening->weight_kg);
  g_string_append_c (lines, '\n');
}

char *
ebb_screening_answers_text (const EbbScreening *screening, const EbbScreeningList *list)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n_no = 0, n_open = 0;

  append_pressure (lines, screening);
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);
    const EbbScreeningAnswer *answer = ebb_screening_find_answer (screening, item->id);

    if (item->measure != EBB_SCREEN_ASKED)
      continue;
    n_no += answer != NULL && !answer->yes;
    n_open += answer == NULL;
    if (answer == NULL || !answer->yes)
      continue;
    g_string_append_printf (lines, _ ("Yes: %s"), ebb_defined (item->name));
    append_limbs (lines, answer->limbs);
    g_string_append_c (lines, '\n');
  }
  g_string_append_printf (lines, ngettext ("No to %u question", "No to %u questions", n_no), n_no);
  if (n_open > 0)
    g_string_append_printf (lines, _ (", %u not answered"), n_open);
  g_string_append_printf (lines, _ (" · list %s, version %u"), list->name, list->version);
  return g_strchug (g_string_free (g_steal_pointer (&lines), FALSE));
}

static const char *
reason_name (const EbbScreeningList *list, const char *id)
{
  const EbbScreeningItem *item = ebb_screening_list_find (list, id);

  if (item != NULL)
    return ebb_defined (item->name);
  if (g_strcmp0 (id, "score") == 0)
    return _ ("point score");
  if (g_strcmp0 (id, "blood-pressure") == 0)
    return _ ("blood pressure");
  return id;
}

char *
ebb_clearance_line (const EbbClearance *clearance, const EbbScreeningList *list)
{
  g_autofree char *day = ebb_format_date_short (clearance->cleared_on);
  g_autoptr (GString) line = g_string_new (NULL);
  g_auto (GStrv) ids = g_strsplit (clearance->scope, " ", -1);

  g_string_append_printf (line, _ ("Cleared by %s on %s"), clearance->physician, day);
  for (guint i = 0; ids[i] != NULL; i++)
    g_string_append_printf (
        line, "%s%s", i == 0 ? ": " : ", ",
        g_strcmp0 (ids[i], EBB_CLEARANCE_ALL) == 0 ? _ ("all of it") : reason_name (list, ids[i]));
  if (clearance->max_percent_lop > 0)
    g_string_append_printf (line, _ ("; at most %g %% of LOP"), clearance->max_percent_lop);
  if (clearance->intermittent)
    g_string_append (line, _ ("; cuff deflated in the rests"));
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* --- A limb that may have a clot ------------------------------------------------------------ */

int
ebb_wells_points (const EbbScreeningList *list, const GPtrArray *signs)
{
  int points = 0;

  for (guint i = 0; i < signs->len; i++) {
    const EbbWellsSign *sign = ebb_screening_list_find_sign (list, g_ptr_array_index (signs, i));

    points += sign != NULL ? sign->points : 0;
  }
  return points;
}

char *
ebb_referral_note (const EbbPatient *patient, const EbbScreeningList *list, const GPtrArray *signs,
                   const char *operator_name, gint64 now_unix_us)
{
  g_autoptr (GString) note = g_string_new (NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *today = ebb_date_of_moment (now_unix_us);
  g_autofree char *day = ebb_format_date (today);
  int points = ebb_wells_points (list, signs);
  const EbbScreeningBand *band = ebb_screening_band (list->wells_bands, points);

  g_string_append_printf (note, "%s\n%s\n\n", identifiers, day);
  g_string_append (note,
                   _ ("Please see this patient today: new symptom of one limb, a deep vein "
                      "thrombosis is to be ruled out. No training with the cuff until then."));
  g_string_append_printf (note, _ ("\n\nWells score %d (%s):\n"), points,
                          band != NULL ? ebb_defined (band->name) : "?");
  for (guint i = 0; i < signs->len; i++) {
    const EbbWellsSign *sign = ebb_screening_list_find_sign (list, g_ptr_array_index (signs, i));

    if (sign != NULL)
      g_string_append_printf (note, "%+d  %s\n", sign->points, ebb_defined (sign->name));
  }
  if (signs->len == 0)
    g_string_append (note, _ ("None of its signs was found.\n"));
  g_string_append_printf (note, "\n%s", operator_name);
  return g_string_free (g_steal_pointer (&note), FALSE);
}

/* --- Calls --------------------------------------------------------------------------------- */

char *
ebb_call_why (const EbbCall *call)
{
  g_autofree char *from = NULL, *to = NULL;

  if (call->first)
    return g_strdup (_ ("first session"));
  from = ebb_format_mmhg_number (call->target_before);
  to = ebb_format_mmhg (call->target);
  return g_strdup_printf (_ ("pressure raised from %s to %s"), from, to);
}
