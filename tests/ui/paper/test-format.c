/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person reads: unknown is never a number, and a unit stays with its number.
 */
#include "ebb-format.h"

#include <math.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* Takes what it checks. */
static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static gint64
moment_us (int year, int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) moment = g_date_time_new_local (year, month, day, hour, minute, 0);
  return g_date_time_to_unix (moment) * G_USEC_PER_SEC;
}

static void
test_pressure (void)
{
  assert_text (ebb_format_mmhg (CUFF_MMHG (114)), "114\u00a0mmHg");
  assert_text (ebb_format_mmhg (1146), "115\u00a0mmHg");
  assert_text (ebb_format_mmhg (0), "0\u00a0mmHg");
  assert_text (ebb_format_mmhg (-3), "0\u00a0mmHg"); /* never "-0" */
  assert_text (ebb_format_mmhg (CUFF_PRESSURE_UNSET), "unknown");
  assert_text (ebb_format_mmhg_number (CUFF_MMHG (114)), "114");
  assert_text (ebb_format_mmhg_number (CUFF_PRESSURE_UNSET), "–");
}

static void
test_lengths (void)
{
  assert_text (ebb_format_clock (252 * G_USEC_PER_SEC), "4:12");
  assert_text (ebb_format_clock (5 * G_USEC_PER_SEC + 999999), "0:05");
  assert_text (ebb_format_clock (3852 * G_GINT64_CONSTANT (1000000)), "1:04:12");
  assert_text (ebb_format_clock (EBB_TIME_UNSET), "–");
  assert_text (ebb_format_minutes (480), "8\u00a0min");
  assert_text (ebb_format_minutes (45), "45\u00a0s");
  assert_text (ebb_format_minutes (59.4), "59\u00a0s");
  assert_text (ebb_format_minutes (59.6), "1\u00a0min");
  assert_text (ebb_format_minutes (500), "8\u00a0min");
  assert_text (ebb_format_minutes (NAN), "–");
  assert_text (ebb_format_seconds (5), "5\u00a0s");
  assert_text (ebb_format_seconds (4.83), "4.8\u00a0s");
  assert_text (ebb_format_seconds (27.6), "28\u00a0s");
  assert_text (ebb_format_seconds (NAN), "–");
}

static void
test_amounts (void)
{
  assert_text (ebb_format_kg (2), "2\u00a0kg");
  assert_text (ebb_format_kg (2.5), "2.5\u00a0kg");
  assert_text (ebb_format_kg (0.25), "0.25\u00a0kg");
  assert_text (ebb_format_kg (10), "10\u00a0kg");
  assert_text (ebb_format_kg (0), "no weight");
  assert_text (ebb_format_kg (-1), "");
  assert_text (ebb_format_kg (NAN), "");
  assert_text (ebb_format_percent (95.6), "96\u00a0%");
  assert_text (ebb_format_percent (0), "0\u00a0%");
  assert_text (ebb_format_percent (NAN), "–");
  assert_text (ebb_format_range (15, 20), "15–20");
  assert_text (ebb_format_range (20, 20), "20");
  assert_text (ebb_format_range (20, 0), "20");
}

static void
test_dates (void)
{
  assert_text (ebb_format_date ("1994-06-02"), "2 June 1994");
  assert_text (ebb_format_date_short ("1994-06-02"), "2 Jun 1994");
  assert_text (ebb_format_date ("1994-02-30"), "1994-02-30"); /* shown as written */
  assert_text (ebb_format_date ("1994"), "1994");
  assert_text (ebb_format_date (""), "unknown");
  assert_text (ebb_format_date (NULL), "unknown");
  gint64 visit_us = moment_us (2026, 11, 26, 9, 30);
  assert_text (ebb_format_day (visit_us), "26 November 2026");
  assert_text (ebb_format_day_time (visit_us), "Thursday 26 November 2026, 09:30");
  assert_text (ebb_format_time (visit_us), "09:30");
  assert_text (ebb_format_day (EBB_TIME_UNSET), "unknown");
  assert_text (ebb_format_day_time (EBB_TIME_UNSET), "unknown");
}

/* A session keeps the zone it was in: 23:30 UTC is the next day two hours east. */
static void
test_zone (void)
{
  g_autoptr (GDateTime) utc = g_date_time_new_utc (2026, 11, 22, 23, 30, 0);
  gint64 unix_us = g_date_time_to_unix (utc) * G_USEC_PER_SEC;
  assert_text (ebb_format_day_at (unix_us, 120), "23 November 2026");
  assert_text (ebb_format_time_at (unix_us, 120), "01:30");
  assert_text (ebb_format_day_at (unix_us, -300), "22 November 2026");
  assert_text (ebb_format_time_at (unix_us, -300), "18:30");
  assert_text (ebb_format_time_at (EBB_TIME_UNSET, 0), "unknown");
}

static void
test_ago (void)
{
  gint64 now_us = moment_us (2026, 6, 15, 0, 10);
  assert_text (ebb_format_ago (now_us - G_USEC_PER_SEC, now_us), "today");
  assert_text (ebb_format_ago (moment_us (2026, 6, 14, 23, 50), now_us), "yesterday");
  assert_text (ebb_format_ago (moment_us (2026, 6, 12, 12, 0), now_us), "3 days ago");
  assert_text (ebb_format_ago (moment_us (2026, 6, 2, 12, 0), now_us), "13 days ago");
  assert_text (ebb_format_ago (moment_us (2026, 6, 1, 12, 0), now_us), "1 Jun 2026");
  assert_text (ebb_format_ago (now_us + 2 * DAY_US, now_us), "17 Jun 2026");
  assert_text (ebb_format_ago (EBB_TIME_UNSET, now_us), "unknown");
}

static void
test_age (void)
{
  g_assert_cmpint (ebb_format_age ("1994-06-15", moment_us (2026, 6, 14, 12, 0)), ==, 31);
  g_assert_cmpint (ebb_format_age ("1994-06-15", moment_us (2026, 6, 15, 12, 0)), ==, 32);
  g_assert_cmpint (ebb_format_age ("1994-12-01", moment_us (2026, 6, 15, 12, 0)), ==, 31);
  g_assert_cmpint (ebb_format_age ("2030-01-01", moment_us (2026, 6, 15, 12, 0)), ==, -1);
  g_assert_cmpint (ebb_format_age ("unknown", moment_us (2026, 6, 15, 12, 0)), ==, -1);
  g_assert_cmpint (ebb_format_age (NULL, moment_us (2026, 6, 15, 12, 0)), ==, -1);
}

static void
test_limbs (void)
{
  assert_text (ebb_format_limb (EBB_SEGMENT_THIGH, EBB_SIDE_LEFT), "left thigh");
  assert_text (ebb_format_limb (EBB_SEGMENT_ARM, EBB_SIDE_RIGHT), "right arm");
  assert_text (ebb_format_limb (EBB_SEGMENT_CALF, EBB_SIDE_UNSET), "calf"); /* no side invented */
  assert_text (ebb_format_limb_title (EBB_SEGMENT_CALF, EBB_SIDE_LEFT), "Left calf");
  assert_text (ebb_format_limb ((EbbSegment) 7, EBB_SIDE_LEFT), "unknown");
}

static void
test_names (void)
{
  assert_text (ebb_format_name_first ("Example, Tamsin"), "Tamsin Example");
  assert_text (ebb_format_name_first ("Tamsin Example"), "Tamsin Example");
  assert_text (ebb_format_name_first ("Example ,  Tamsin, B."), "Tamsin, B. Example");
  assert_text (ebb_format_name_first ("Example,"), "Example");
  assert_text (ebb_format_name_first (NULL), "");
  EbbPatient patient = { .name = (char *) "Example, Tamsin", .birth_date = (char *) "1994-06-02" };
  assert_text (ebb_format_identifiers (&patient), "Example, Tamsin · born 2 June 1994");
  patient.birth_date = NULL;
  assert_text (ebb_format_identifiers (&patient), "Example, Tamsin · born unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/pressure", test_pressure);
  g_test_add_func ("/format/lengths", test_lengths);
  g_test_add_func ("/format/amounts", test_amounts);
  g_test_add_func ("/format/dates", test_dates);
  g_test_add_func ("/format/zone", test_zone);
  g_test_add_func ("/format/ago", test_ago);
  g_test_add_func ("/format/age", test_age);
  g_test_add_func ("/format/limbs", test_limbs);
  g_test_add_func ("/format/names", test_names);
  return g_test_run ();
}
