/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-visit-forms.h"

#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-number-text.h"
#include "ebb-visit.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define INITIALS_MAX      8
#define PRESSURE_MAX_MMHG 330
#define WHAT_MAX          160 /* with the date it stays one line of the record */

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

char *
ebb_form_date (const EbbFormScene *scene, const char *title, const char *typed, char **read,
               char **error)
{
  g_autofree char *iso = ebb_date_from_text (typed, scene->month_first);
  g_autofree char *today = ebb_date_of_moment (scene->now_unix_us);
  g_autofree char *words = iso != NULL ? ebb_format_date (iso) : NULL;

  if (is_empty (typed))
    *error = g_strdup_printf (_ ("%s: missing; write it like 2 Jun 2026"), title);
  else if (iso == NULL)
    *error = g_strdup_printf (_ ("%s: “%s” is no date; write it like 2 Jun 2026"), title, typed);
  else if (strcmp (iso, today) > 0) /* dates of this shape sort as text */
    *error = g_strdup_printf (_ ("%s: %s lies in the future"), title, words);
  if (read != NULL)
    *read = g_steal_pointer (&words);
  return *error == NULL ? g_steal_pointer (&iso) : NULL;
}

/* --- Health has changed --------------------------------------------------------------------- */

void
ebb_health_form_clear (EbbHealthForm *form)
{
  g_clear_pointer (&form->what_error, g_free);
  g_clear_pointer (&form->since_error, g_free);
  g_clear_pointer (&form->since_read, g_free);
  g_clear_pointer (&form->record, ebb_health_change_free);
}

void
ebb_health_form_judge (const EbbFormScene *scene, const char *what, const char *since,
                       EbbHealthForm *form)
{
  g_autofree char *day = NULL, *shown = NULL;

  *form = (EbbHealthForm){ 0 };
  if (is_empty (what))
    form->what_error = g_strdup (_ ("What is new: missing; write it in a few words"));
  else if (g_utf8_strlen (what, -1) > WHAT_MAX)
    form->what_error = g_strdup_printf (_ ("What is new: %d letters; at most %d"),
                                        (int) g_utf8_strlen (what, -1), WHAT_MAX);
  if (!is_empty (since))
    day = ebb_form_date (scene, _ ("Since when"), since, &form->since_read, &form->since_error);
  if (form->what_error != NULL || form->since_error != NULL)
    return;
  shown = day != NULL ? ebb_format_date_short (day) : NULL;
  form->record = g_new0 (EbbHealthChange, 1);
  form->record->patient_id = g_strdup (scene->patient_id);
  /* Translators: what is new of somebody's health, and since when. */
  form->record->what =
      shown != NULL ? g_strdup_printf (_ ("%s, since %s"), what, shown) : g_strdup (what);
  form->record->operator_name = g_strdup (scene->operator_name);
  form->record->noted_unix_us = scene->now_unix_us;
}

/* --- Consent -------------------------------------------------------------------------------- */

void
ebb_consent_form_clear (EbbConsentForm *form)
{
  g_clear_pointer (&form->date_error, g_free);
  g_clear_pointer (&form->date_read, g_free);
  g_clear_pointer (&form->initials_error, g_free);
  g_clear_pointer (&form->record, ebb_consent_free);
}

void
ebb_consent_form_judge (const EbbFormScene *scene, const EbbConsentTyped *typed,
                        EbbConsentForm *form)
{
  g_autofree char *day = NULL;

  *form = (EbbConsentForm){ 0 };
  day = ebb_form_date (scene, _ ("Date of the signature"), typed->given_on, &form->date_read,
                       &form->date_error);
  if (!typed->on_paper && is_empty (typed->initials))
    form->initials_error =
        g_strdup (_ ("Initials: missing; the patient types them, or signs on paper"));
  else if (!typed->on_paper && g_utf8_strlen (typed->initials, -1) > INITIALS_MAX)
    form->initials_error = g_strdup_printf (_ ("Initials: “%s” is too long; at most %d letters"),
                                            typed->initials, INITIALS_MAX);
  if (form->initials_error != NULL || form->date_error != NULL)
    return;
  form->record = g_new0 (EbbConsent, 1);
  form->record->patient_id = g_strdup (scene->patient_id);
  form->record->paper = typed->paper;
  form->record->wording_version = typed->wording_version;
  form->record->given_on = g_steal_pointer (&day);
  form->record->initials = typed->on_paper ? NULL : g_strdup (typed->initials);
  form->record->operator_name = g_strdup (scene->operator_name);
  form->record->written_unix_us = scene->now_unix_us;
}

/* --- Adverse event -------------------------------------------------------------------------- */

void
ebb_event_form_clear (EbbEventForm *form)
{
  g_clear_pointer (&form->kind_error, g_free);
  g_clear_pointer (&form->grade_error, g_free);
  g_clear_pointer (&form->date_error, g_free);
  g_clear_pointer (&form->date_read, g_free);
  g_clear_pointer (&form->pressure_error, g_free);
  g_clear_pointer (&form->record, ebb_adverse_record_free);
}

/* How long after the end; a day without a time of its own counts from its noon, today from now. */
static const char *
onset_of (const EbbFormScene *scene, const char *day, const EbbEventSession *session,
          gint64 *noticed_unix_us)
{
  g_autofree char *today = ebb_date_of_moment (scene->now_unix_us);
  gint64 after_us;

  *noticed_unix_us = scene->now_unix_us;
  if (g_strcmp0 (day, today) != 0)
    *noticed_unix_us -= ebb_date_days_between (day, today) * G_TIME_SPAN_DAY;
  if (session->id == NULL)
    return "later";
  *noticed_unix_us = MAX (*noticed_unix_us, session->started_unix_us);
  after_us = *noticed_unix_us - session->ended_unix_us;
  if (after_us <= 0)
    return "during";
  if (after_us <= G_TIME_SPAN_HOUR)
    return "hour";
  if (after_us <= G_TIME_SPAN_DAY)
    return "day";
  return after_us <= 3 * G_TIME_SPAN_DAY ? "three-days" : "later";
}

static CuffPressure
judge_pressure (const char *typed, EbbEventForm *form)
{
  double mmhg = ebb_number_from_text (typed);

  if (is_empty (typed))
    return CUFF_PRESSURE_UNSET;
  if (!(mmhg >= 0 && mmhg <= PRESSURE_MAX_MMHG))
    form->pressure_error = g_strdup_printf (_ ("Pressure: “%s” is no pressure from 0 to %d mmHg"),
                                            typed, PRESSURE_MAX_MMHG);
  return (CuffPressure) lround (mmhg * 10);
}

static void
make_event (const EbbFormScene *scene, const EbbEventTyped *typed, const EbbEventSession *session,
            EbbEventForm *form)
{
  EbbAdverseRecord *record = form->record = g_new0 (EbbAdverseRecord, 1);

  record->patient_id = g_strdup (scene->patient_id);
  record->session_id = g_strdup (session->id);
  record->completes_id = g_strdup (session->bare_id);
  record->kind = g_strdup (typed->kind);
  record->grade = (guint) typed->grade;
  record->onset = g_strdup (form->onset);
  record->action = g_strdup (typed->action);
  record->result = g_strdup (typed->result);
  record->reported_to = g_strdup (typed->reported_to);
  record->text = g_strdup (typed->text);
  record->segment =
      typed->segment >= 0 ? g_strdup (ebb_segment_to_string ((EbbSegment) typed->segment)) : NULL;
  record->side = typed->side >= 0 ? (EbbSide) typed->side : EBB_SIDE_UNSET;
  record->operator_name = g_strdup (scene->operator_name);
}

void
ebb_event_form_judge (const EbbFormScene *scene, const EbbEventTyped *typed,
                      const EbbEventSession *session, EbbEventForm *form)
{
  g_autofree char *today = ebb_date_of_moment (scene->now_unix_us);
  g_autofree char *day = NULL;
  CuffPressure pressure;
  gint64 noticed_unix_us;

  *form = (EbbEventForm){ 0 };
  if (is_empty (typed->kind))
    form->kind_error = g_strdup (_ ("What happened: choose one"));
  if (typed->grade < 1 || typed->grade > 4)
    form->grade_error = g_strdup (_ ("How bad: choose one of four"));
  day = is_empty (typed->noticed_on) ? g_strdup (today)
                                     : ebb_form_date (scene, _ ("Noticed on"), typed->noticed_on,
                                                      &form->date_read, &form->date_error);
  pressure = judge_pressure (typed->pressure, form);
  if (day == NULL)
    return;
  form->onset = onset_of (scene, day, session, &noticed_unix_us);
  if (form->kind_error != NULL || form->grade_error != NULL || form->pressure_error != NULL)
    return;
  make_event (scene, typed, session, form);
  form->record->pressure = pressure;
  form->record->noticed_unix_us = noticed_unix_us;
}

/* --- The call ------------------------------------------------------------------------------- */

static EbbFollowUp *
call_new (const EbbFormScene *scene, const EbbCall *call)
{
  EbbFollowUp *follow_up = g_new0 (EbbFollowUp, 1);

  follow_up->session_id = g_strdup (call->session_id);
  follow_up->operator_name = g_strdup (scene->operator_name);
  follow_up->called_unix_us = scene->now_unix_us;
  return follow_up;
}

EbbFollowUp *
ebb_call_form_judge (const EbbFormScene *scene, const EbbCall *call, const EbbCallTyped *typed)
{
  EbbFollowUp *follow_up;

  if (typed->soreness < 0 || typed->one_sided < 0 || typed->dark_urine < 0)
    return NULL;
  follow_up = call_new (scene, call);
  follow_up->reached = TRUE;
  follow_up->soreness = typed->soreness;
  follow_up->one_sided = typed->one_sided > 0;
  follow_up->dark_urine = typed->dark_urine > 0;
  follow_up->outcome = g_strdup (ebb_call_outcome (follow_up));
  return follow_up;
}

EbbFollowUp *
ebb_call_form_not_reached (const EbbFormScene *scene, const EbbCall *call)
{
  EbbFollowUp *follow_up = call_new (scene, call);

  follow_up->outcome = g_strdup (ebb_call_outcome (follow_up));
  return follow_up;
}
