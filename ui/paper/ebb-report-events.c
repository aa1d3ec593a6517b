/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happened besides the sets: alarms, changes, notes, checks and adverse events.
 */
#include "ebb-format.h"
#include "ebb-report-table.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SECTION_ABOVE_PT 14.0
#define ROWS_MAX         300 /* more stand in the export */

static const EbbTable table = { 3, { 56, 48, 0 } };

static void
add_heading (EbbReport *report, const char *text)
{
  ebb_report_add (report,
                  ebb_part_heading (report->type, text, report->column_pt, SECTION_ABOVE_PT));
}

static const EbbBlock *
add_titles (EbbReport *report)
{
  const char *const titles[] = { _ ("Clock"), _ ("Time"), _ ("What") };
  return ebb_table_add_head (report, &table, titles, 2);
}

/* Moments of the plan, which the table of the sets tells better. */
static gboolean
is_routine (const EbbEventRecord *event)
{
  static const char *const codes[] = { "arming",      "armed",     "inflating",   "ready",
                                       "rest",        "deflating", "remove-cuff", "closed",
                                       "set-started", "set-ended", "self-check" };
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (event->code, codes[i]) == 0)
      return TRUE;
  return FALSE;
}

static char *
tell_event (const EbbEventRecord *event)
{
  g_autofree char *text = ebb_type_clean (event->text, EBB_REPORT_NOTE_MAX);
  const char *code = ebb_alarm_to_code ((CuffAlarm) event->number);
  if (g_strcmp0 (event->code, "alarm") == 0)
    return g_strdup_printf (_ ("Alarm %s: %s"), code, text);
  if (g_strcmp0 (event->code, "alarm-gone") == 0)
    return g_strdup_printf (_ ("Alarm %s is over"), code);
  if (g_str_has_suffix (event->code, "-override"))
    return g_strdup_printf (_ ("Override: %s"), text);
  if (g_strcmp0 (event->code, "note") == 0)
    return g_strdup_printf (_ ("Note: %s"), text);
  return *text != '\0' ? g_strdup (text) : g_strdup (event->code);
}

static void
add_row (EbbReport *report, const EbbBlock *head, gint64 t_us, const char *what)
{
  const EbbSessionRecord *session = report->file->session;
  g_autofree char *clock = ebb_format_clock (t_us);
  g_autofree char *time =
      t_us < 0 ? g_strdup ("–")
               : ebb_format_time_at (session->started_unix_us + t_us, session->utc_offset_min);
  const char *const cells[] = { clock, time, what };
  ebb_table_add (report, &table, head, cells);
}

static void
add_events (EbbReport *report)
{
  GPtrArray *events = report->file->events;
  const EbbBlock *head = NULL;
  guint n_rows = 0, n_left = 0;
  add_heading (report, _ ("Events, alarms and notes"));
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    if (is_routine (event))
      continue;
    if (n_rows++ >= ROWS_MAX) {
      n_left++;
      continue;
    }
    g_autofree char *what = tell_event (event);
    if (head == NULL)
      head = add_titles (report);
    add_row (report, head, event->t_us, what);
  }
  if (n_rows == 0)
    ebb_table_add_facts (report, _ ("Events"), _ ("none"), NULL, NULL);
  if (n_left > 0) {
    g_autofree char *left = g_strdup_printf (
        ngettext ("%u more stands in the export", "%u more stand in the export", n_left), n_left);
    ebb_table_add_facts (report, _ ("And"), left, NULL, NULL);
  }
}

static char *
tell_check (const EbbCheck *check)
{
  g_autofree char *text = ebb_type_clean (check->text, EBB_REPORT_NOTE_MAX);
  const char *gap = *text != '\0' ? ": " : "";
  if (g_strcmp0 (check->kind, "bp") == 0 && !isnan (check->value) && !isnan (check->second))
    return g_strdup_printf (_ ("Blood pressure %.0f/%.0f\u00a0mmHg%s%s"), check->value,
                            check->second, gap, text);
  if (g_strcmp0 (check->kind, "heart-rate") == 0 && !isnan (check->value))
    return g_strdup_printf (_ ("Heart rate %.0f a minute%s%s"), check->value, gap, text);
  if (g_strcmp0 (check->kind, "pain") == 0 && !isnan (check->value))
    return g_strdup_printf (_ ("Pain %.3g of 10%s%s"), check->value, gap, text);
  if (g_strcmp0 (check->kind, "nothing-new") == 0)
    return g_strdup_printf (_ ("Nothing new since last time%s%s"), gap, text);
  if (g_strcmp0 (check->kind, "skin") == 0)
    return g_strdup_printf (_ ("Skin%s%s"), gap, text);
  if (g_strcmp0 (check->kind, "after") == 0)
    return g_strdup_printf (_ ("Afterwards%s%s"), gap, text);
  g_autofree char *kind = ebb_type_clean (check->kind, 40);
  if (isnan (check->value))
    return g_strdup_printf ("%s%s%s", kind, gap, text);
  return g_strdup_printf ("%s %.4g%s%s", kind, check->value, gap, text);
}

static void
add_checks (EbbReport *report)
{
  GPtrArray *checks = report->file->checks;
  add_heading (report, _ ("Checks"));
  if (checks->len == 0) {
    ebb_table_add_facts (report, _ ("Checks"), _ ("none were recorded"), NULL, NULL);
    return;
  }
  const EbbBlock *head = add_titles (report);
  for (guint i = 0; i < MIN (checks->len, ROWS_MAX); i++) {
    const EbbCheck *check = g_ptr_array_index (checks, i);
    g_autofree char *what = tell_check (check);
    add_row (report, head, check->t_us, what);
  }
}

static char *
tell_adverse (const EbbAdverseEvent *event)
{
  g_autofree char *kind = ebb_type_clean (event->kind, EBB_REPORT_NAME_MAX);
  g_autofree char *severity = ebb_type_clean (event->severity, EBB_REPORT_NAME_MAX);
  g_autofree char *text = ebb_type_clean (event->text, EBB_REPORT_NOTE_MAX);
  g_autoptr (GString) line = g_string_new (kind);
  if (*severity != '\0')
    g_string_append_printf (line, " (%s)", severity);
  if (*text != '\0')
    g_string_append_printf (line, ": %s", text);
  return g_strdup (line->str);
}

static void
add_adverse (EbbReport *report)
{
  GPtrArray *adverse = report->file->adverse;
  add_heading (report, _ ("Adverse events"));
  if (adverse->len == 0) {
    ebb_table_add_facts (report, _ ("Adverse events"), _ ("none were recorded"), NULL, NULL);
    return;
  }
  const EbbBlock *head = add_titles (report);
  for (guint i = 0; i < MIN (adverse->len, ROWS_MAX); i++) {
    const EbbAdverseEvent *event = g_ptr_array_index (adverse, i);
    g_autofree char *what = tell_adverse (event);
    add_row (report, head, event->noticed_unix_us - report->file->session->started_unix_us, what);
  }
}

void
ebb_report_compose_events (EbbReport *report)
{
  add_checks (report);
  add_events (report);
  add_adverse (report);
}
