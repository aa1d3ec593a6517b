/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clinician's report: who, by whom, on whose order, what was given, and what happened.
 */
#include "ebb-format.h"
#include "ebb-report-table.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DASH             "–"
#define SECTION_ABOVE_PT 14.0
#define TITLE_BELOW_PT   6.0
#define SIGN_ROOM_PT     34.0

static const char *
or_dash (const char *text)
{
  return text != NULL && *text != '\0' ? text : DASH;
}

static char *
clean_or_dash (const char *text)
{
  g_autofree char *clean = ebb_type_clean (text, EBB_REPORT_NOTE_MAX);
  return g_strdup (or_dash (clean));
}

/* A date nobody could read stands as it was typed. */
static char *
clean_date (const char *iso)
{
  g_autofree char *date = ebb_format_date (iso);
  return ebb_type_clean (date, EBB_REPORT_NAME_MAX);
}

static void
add_heading (EbbReport *report, const char *text)
{
  ebb_report_add (report,
                  ebb_part_heading (report->type, text, report->column_pt, SECTION_ABOVE_PT));
}

static char *
name_operators (const EbbSessionFile *file)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < file->operators->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (file->operators, i));
  if (list->len == 0 && file->session->operator_name != NULL)
    g_string_append (list, file->session->operator_name);
  return clean_or_dash (list->str);
}

/* "Completed: the plan ran to its end". */
static char *
tell_end (EbbEndState state, CuffReason reason)
{
  if (state == EBB_STATE_OPEN || reason == CUFF_REASON_NONE)
    return g_strdup (ebb_end_state_to_text (state));
  return g_strdup_printf ("%s: %s", ebb_end_state_to_text (state), ebb_reason_to_text (reason));
}

/* "10:42–10:51". */
static char *
tell_hours (const EbbSessionRecord *session)
{
  g_autofree char *from = ebb_format_time_at (session->started_unix_us, session->utc_offset_min);
  if (session->ended_us == EBB_TIME_UNSET)
    return g_strdup_printf (_ ("from %s"), from);
  g_autofree char *to =
      ebb_format_time_at (session->started_unix_us + session->ended_us, session->utc_offset_min);
  return g_strdup_printf ("%s–%s", from, to);
}

static const char *
sex_to_text (const char *sex)
{
  if (g_strcmp0 (sex, "female") == 0)
    return _ ("female");
  if (g_strcmp0 (sex, "male") == 0)
    return _ ("male");
  return g_strcmp0 (sex, "other") == 0 ? _ ("other") : DASH;
}

static char *
tell_number (const EbbSessionFile *file)
{
  if (file->number == 0)
    return g_strdup (DASH);
  if (file->visits_planned == 0)
    return g_strdup_printf ("%u", file->number);
  return g_strdup_printf (_ ("%u of %u planned"), file->number, file->visits_planned);
}

static void
add_identity (EbbReport *report)
{
  const EbbPatient *patient = report->file->patient;
  const EbbSessionRecord *session = report->file->session;
  g_autofree char *name = clean_or_dash (patient->name);
  g_autofree char *born = clean_date (patient->birth_date);
  g_autofree char *record = clean_or_dash (patient->record_number);
  g_autofree char *number = tell_number (report->file);
  g_autofree char *operators = name_operators (report->file);
  g_autofree char *device = clean_or_dash (session->device);
  g_autofree char *hours = tell_hours (session);
  g_autofree char *end = tell_end (session->state, session->state_code);
  ebb_table_add_facts (report, _ ("Patient"), name, NULL, NULL);
  ebb_table_add_facts (report, _ ("Born"), born, _ ("Sex"), sex_to_text (patient->sex));
  ebb_table_add_facts (report, _ ("Record number"), record, _ ("Session"), number);
  ebb_table_add_facts (report, _ ("Operators"), operators, _ ("Time"), hours);
  ebb_table_add_facts (report, _ ("Device"), device, NULL, NULL);
  ebb_table_add_facts (report, _ ("End"), end, NULL, NULL);
}

/* "Dr. Example, 2 June 2026, valid until 2 December 2026". */
static char *
tell_order (const EbbOrder *order)
{
  g_autofree char *physician = clean_or_dash (order->physician);
  g_autofree char *day = clean_date (order->ordered_on);
  if (order->valid_until == NULL)
    return g_strdup_printf ("%s, %s", physician, day);
  g_autofree char *until = clean_date (order->valid_until);
  return g_strdup_printf (_ ("%s, %s, valid until %s"), physician, day, until);
}

static void
add_order (EbbReport *report)
{
  const EbbOrder *order = report->file->order;
  if (order == NULL) {
    ebb_table_add_facts (report, _ ("Order"), _ ("none on file"), NULL, NULL);
    return;
  }
  g_autofree char *words = tell_order (order);
  ebb_table_add_facts (report, _ ("Order"), words, NULL, NULL);
  if (order->diagnosis != NULL) {
    g_autofree char *diagnosis = clean_or_dash (order->diagnosis);
    ebb_table_add_facts (report, _ ("Diagnosis"), diagnosis, NULL, NULL);
  }
  g_autofree char *restrictions =
      order->restrictions != NULL ? clean_or_dash (order->restrictions) : g_strdup (_ ("none"));
  ebb_table_add_facts (report, _ ("Restrictions"), restrictions, NULL, NULL);
}

static void
add_totals (EbbReport *report)
{
  const EbbSummary *summary = report->summary;
  g_autofree char *reps =
      g_strdup_printf (ngettext ("%u in %u set", "%u in %u sets", summary->sets_done),
                       summary->reps, summary->sets_done);
  g_autofree char *tight = summary->occlusion_s > 0
                               ? ebb_format_clock ((gint64) (summary->occlusion_s * 1e6))
                               : g_strdup (DASH);
  g_autofree char *alarms = g_strdup_printf ("%u", summary->n_alarms);
  g_autofree char *overrides = g_strdup_printf ("%u", summary->n_overrides);
  if (summary->sets_timed > 0) {
    g_autofree char *worked = ebb_format_clock (CUFF_SECONDS (lround (summary->worked_s)));
    g_autofree char *time =
        g_strdup_printf (ngettext ("%s in %u set", "%s in %u sets", summary->sets_timed), worked,
                         summary->sets_timed);
    ebb_table_add_facts (report, _ ("Time worked"), time, NULL, NULL);
  }
  if (summary->sets_timed == 0 || summary->reps > 0)
    ebb_table_add_facts (report, _ ("Repetitions"), reps, _ ("Under pressure"), tight);
  else
    ebb_table_add_facts (report, _ ("Under pressure"), tight, NULL, NULL);
  ebb_table_add_facts (report, _ ("Alarms"), alarms, _ ("Overrides"), overrides);
}

static void
add_title (EbbReport *report)
{
  g_autofree char *day = ebb_report_day (report);
  g_autofree char *title = g_strdup_printf (_ ("Training session of %s"), day);
  PangoLayout *layout = ebb_type_set (report->type, EBB_TYPE_TITLE, title, report->column_pt, 2);
  EbbBlock *block = ebb_report_add (report, ebb_part_paragraph (EBB_TYPE_TITLE, layout, 0));
  block->height_pt = block->height_min_pt = block->height_pt + TITLE_BELOW_PT;
  block->with_next = TRUE;
}

/* A line to sign on, with what it is for below it. */
static void
add_signature (EbbReport *report, EbbBlock *block, double x, double width_pt, const char *text)
{
  ebb_part_add_frame (block, EBB_FRAME_STRONG, x, SIGN_ROOM_PT, width_pt, 0);
  ebb_part_add_text (block, EBB_TYPE_SMALL,
                     ebb_type_set (report->type, EBB_TYPE_SMALL, text, width_pt, 2), x,
                     SIGN_ROOM_PT + 3);
}

static void
add_signatures (EbbReport *report)
{
  double half_pt = report->column_pt / 2;
  EbbBlock *block = ebb_part_new ();
  add_signature (report, block, 0, half_pt - 12, _ ("Therapist: name, signature, date"));
  add_signature (report, block, half_pt + 12, half_pt - 12,
                 _ ("Seen by (supervisor or physician): name, signature, date"));
  block->above_pt = SECTION_ABOVE_PT;
  ebb_report_add (report, block);
}

void
ebb_report_compose_clinician (EbbReport *report)
{
  add_title (report);
  add_identity (report);
  add_order (report);
  add_totals (report);
  if (report->summary->n_bouts == 0) {
    add_heading (report, _ ("Training"));
    ebb_table_add_facts (report, _ ("Exercises"), _ ("none was begun"), NULL, NULL);
  }
  for (guint i = 0; i < report->summary->n_bouts; i++)
    ebb_report_compose_bout (report, &report->summary->bouts[i]);
  ebb_report_compose_events (report);
  add_signatures (report);
}
