/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-day.h"

/* Rounded down, before 1970 too. */
static gint64
to_seconds (gint64 unix_us)
{
  gint64 seconds = unix_us / G_USEC_PER_SEC;

  return unix_us % G_USEC_PER_SEC < 0 ? seconds - 1 : seconds;
}

/* Midnight of the day; where the clocks skip it, the first moment there is. */
static gint64
midnight_unix_us (const GDate *day)
{
  g_autoptr (GDateTime) midnight = g_date_time_new_local (
      g_date_get_year (day), (int) g_date_get_month (day), g_date_get_day (day), 0, 0, 0);

  return midnight != NULL ? g_date_time_to_unix (midnight) * G_USEC_PER_SEC : 0;
}

EbbDay
ebb_day_of (gint64 unix_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (to_seconds (unix_us));
  EbbDay day = { 0 };
  GDate date = { 0 };

  if (now == NULL)
    return day;
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now), (GDateYear) g_date_time_get_year (now));
  g_snprintf (day.date, sizeof day.date, "%04d-%02d-%02d", g_date_get_year (&date),
              (int) g_date_get_month (&date), g_date_get_day (&date));
  day.from_unix_us = midnight_unix_us (&date);
  g_date_add_days (&date, 1);
  day.to_unix_us = midnight_unix_us (&date);
  return day;
}

int
ebb_day_utc_offset_min (gint64 unix_us)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (to_seconds (unix_us));

  return local != NULL ? (int) (g_date_time_get_utc_offset (local) / (60 * G_USEC_PER_SEC)) : 0;
}
