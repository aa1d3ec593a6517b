/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An appointment: at first the next working day that the plan's rhythm gives, at the last one's
 * time.
 */
#include "ebb-care-form.h"
#include "ebb-date-text.h"
#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define TIME_DEFAULT    "09:00"
#define MINUTES_DEFAULT 45
/* As data/store checks it. */
#define MINUTES_MAX     1440
#define PER_WEEK_GUESS  2

enum { DAY, TIME, MINUTES, NOTE, N_FIELDS };

static const EbbCareField fields[] = {
  [DAY] = { N_ ("Day"), N_ ("2 Jun 2026"), EBB_CARE_INPUT_LINE, FALSE },
  [TIME] = { N_ ("Time"), "09:30", EBB_CARE_INPUT_LINE, FALSE },
  [MINUTES] = { N_ ("Minutes"), "45", EBB_CARE_INPUT_LINE, FALSE },
  [NOTE] = { N_ ("Note"), NULL, EBB_CARE_INPUT_LINE, FALSE },
};

static const EbbAppointment *
last_visit (const EbbCareAsk *ask)
{
  const GPtrArray *visits = ask->episode->visits;

  return visits->len > 0 ? g_ptr_array_index (visits, visits->len - 1) : NULL;
}

/* Saturday and Sunday become Monday. */
static char *
next_day (const EbbCareAsk *ask)
{
  guint per_week = ask->episode->episode->plan.visits_per_week;
  int apart = (int) (7 / MAX (per_week > 0 ? per_week : PER_WEEK_GUESS, 1));
  const EbbAppointment *last = last_visit (ask);
  gint64 from_us = last != NULL ? MAX (last->start_unix_us, ask->now_unix_us) : ask->now_unix_us;
  g_autoptr (GDateTime) from = g_date_time_new_from_unix_local (from_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) next = g_date_time_add_days (from, MAX (apart, 1));
  int weekday = g_date_time_get_day_of_week (next);
  g_autoptr (GDateTime) working = g_date_time_add_days (next, weekday > 5 ? 8 - weekday : 0);
  g_autofree char *iso = g_date_time_format (working, "%Y-%m-%d");

  return ebb_format_date_short (iso);
}

static void
begin (const EbbCareAsk *ask, char **typed)
{
  const EbbAppointment *last = last_visit (ask);

  typed[DAY] = next_day (ask);
  typed[TIME] = last != NULL ? ebb_format_time (last->start_unix_us) : g_strdup (TIME_DEFAULT);
  typed[MINUTES] = g_strdup_printf ("%u", last != NULL ? last->length_min : MINUTES_DEFAULT);
}

/* "9:30", "09.30", "0930". */
static gboolean
read_time (const char *text, int *hour, int *minute)
{
  g_autofree char *digits = g_strdup (text);
  int n_chars = 0;

  g_strdelimit (digits, ".h ", ':');
  if (strlen (digits) == 4 && strchr (digits, ':') == NULL) {
    if (sscanf (digits, "%2d%2d%n", hour, minute, &n_chars) != 2)
      return FALSE;
  } else if (sscanf (digits, "%2d:%2d%n", hour, minute, &n_chars) != 2) {
    return FALSE;
  }
  return digits[n_chars] == '\0' && *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60;
}

static gint64
moment (const char *iso, int hour, int minute)
{
  int year = 0, month = 0, day = 0;
  g_autoptr (GDateTime) at = NULL;

  if (sscanf (iso, "%d-%d-%d", &year, &month, &day) == 3)
    at = g_date_time_new_local (year, month, day, hour, minute, 0);
  return at != NULL ? g_date_time_to_unix (at) * G_USEC_PER_SEC : EBB_TIME_UNSET;
}

static void
judge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  g_autofree char *day = ebb_care_read_date (&ebb_visit_form, DAY, ask, typed[DAY], TRUE, judged);
  guint minutes =
      ebb_care_read_count (&ebb_visit_form, MINUTES, typed[MINUTES], 1, MINUTES_MAX, judged);
  int hour = 0, minute = 0;
  EbbAppointment *record;

  ebb_care_need (&ebb_visit_form, TIME, typed[TIME], judged);
  ebb_care_need (&ebb_visit_form, MINUTES, typed[MINUTES], judged);
  if (typed[TIME] != NULL && !read_time (typed[TIME], &hour, &minute))
    judged->error[TIME] =
        g_strdup_printf (_ ("Time: “%s” is no time from 00:00 to 23:59"), typed[TIME]);
  if (!ebb_care_judged_is_fine (judged))
    return;
  record = g_new0 (EbbAppointment, 1);
  record->patient_id = g_strdup (ask->patient_id);
  record->episode_id = g_strdup (ask->episode->episode->id);
  record->start_unix_us = moment (day, hour, minute);
  record->length_min = minutes;
  record->note = g_strdup (typed[NOTE]);
  judged->said = ebb_format_day_time (record->start_unix_us);
  judged->record = record;
  judged->free_record = (GDestroyNotify) ebb_appointment_free;
}

static void
store_record (EbbStore *store, const EbbCareAsk *ask, gpointer record, GAsyncReadyCallback callback,
              gpointer user)
{
  ebb_store_put_visit_async (store, record, callback, user);
}

const EbbCareForm ebb_visit_form = {
  .name = "visit",
  .title = N_ ("Appointment"),
  .save = N_ ("Save appointment"),
  .done = N_ ("The appointment is on file"),
  .n_fields = N_FIELDS,
  .fields = fields,
  .begin = begin,
  .judge = judge,
  .store = store_record,
};
