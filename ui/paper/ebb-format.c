/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-format.h"

#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DASH "–"

#define SECONDS_US ((gint64) G_USEC_PER_SEC)

/* Up to here a person counts in days; after that a date says more. */
#define AGO_DAYS_MAX 13

char *
ebb_format_mmhg_number (CuffPressure pressure)
{
  if (!cuff_pressure_is_set (pressure))
    return g_strdup (DASH);
  return g_strdup_printf ("%.0f", round (cuff_pressure_to_mmhg (pressure)) + 0.0);
}

char *
ebb_format_mmhg (CuffPressure pressure)
{
  if (!cuff_pressure_is_set (pressure))
    return g_strdup (_ ("unknown"));
  g_autofree char *number = ebb_format_mmhg_number (pressure);
  return g_strdup_printf (_ ("%s\u00a0mmHg"), number);
}

char *
ebb_format_clock (gint64 length_us)
{
  if (length_us < 0)
    return g_strdup (DASH);
  gint64 seconds = length_us / SECONDS_US;
  int hours = (int) (seconds / 3600), minutes = (int) (seconds / 60 % 60);
  if (hours > 0)
    return g_strdup_printf ("%d:%02d:%02d", hours, minutes, (int) (seconds % 60));
  return g_strdup_printf ("%d:%02d", minutes, (int) (seconds % 60));
}

char *
ebb_format_minutes (double seconds)
{
  if (!isfinite (seconds) || seconds < 0)
    return g_strdup (DASH);
  if (round (seconds) < 60)
    return g_strdup_printf (_ ("%.0f\u00a0s"), round (seconds));
  return g_strdup_printf (_ ("%.0f\u00a0min"), round (seconds / 60));
}

/* At most `decimals` of them, without trailing zeros, with the locale's decimal sign. */
static char *
format_short (double value, int decimals)
{
  while (decimals > 0) {
    double shifted = value * pow (10, decimals - 1);
    if (fabs (shifted - round (shifted)) > 0.05)
      break;
    decimals--;
  }
  return g_strdup_printf ("%.*f", decimals, value);
}

char *
ebb_format_seconds (double seconds)
{
  if (!isfinite (seconds) || seconds < 0)
    return g_strdup (DASH);
  g_autofree char *number = format_short (seconds, seconds < 10 ? 1 : 0);
  return g_strdup_printf (_ ("%s\u00a0s"), number);
}

char *
ebb_format_kg (double kg)
{
  if (!isfinite (kg) || kg < 0)
    return g_strdup ("");
  if (kg < 0.005)
    return g_strdup (_ ("no weight"));
  g_autofree char *number = format_short (kg, 2);
  return g_strdup_printf (_ ("%s\u00a0kg"), number);
}

char *
ebb_format_percent (double percent)
{
  if (!isfinite (percent))
    return g_strdup (DASH);
  return g_strdup_printf (_ ("%.0f\u00a0%%"), round (percent));
}

char *
ebb_format_range (guint from, guint to)
{
  if (to <= from)
    return g_strdup_printf ("%u", from);
  return g_strdup_printf ("%u–%u", from, to);
}

/* NULL when it is no date. */
static GDateTime *
parse_date (const char *iso)
{
  int year, month, day, length = 0;
  if (iso == NULL || sscanf (iso, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3
      || length != 10 || iso[10] != '\0')
    return NULL;
  return g_date_time_new_utc (year, month, day, 0, 0, 0);
}

static char *
format_iso (const char *iso, const char *format)
{
  g_autoptr (GDateTime) date = parse_date (iso);
  if (date != NULL)
    return g_date_time_format (date, format);
  return g_strdup (iso != NULL && *iso != '\0' ? iso : _ ("unknown"));
}

char *
ebb_format_date (const char *iso)
{
  /* Translators: a date in full; the signs are those of g_date_time_format(). */
  return format_iso (iso, _ ("%-d %B %Y"));
}

char *
ebb_format_date_short (const char *iso)
{
  /* Translators: a date with a short month. */
  return format_iso (iso, _ ("%-d %b %Y"));
}

static char *
format_moment (GDateTime *moment, const char *format)
{
  return moment != NULL ? g_date_time_format (moment, format) : g_strdup (_ ("unknown"));
}

/* NULL when unset. */
static GDateTime *
local_time (gint64 unix_us)
{
  return unix_us == EBB_TIME_UNSET ? NULL : g_date_time_new_from_unix_local (unix_us / SECONDS_US);
}

char *
ebb_format_day (gint64 unix_us)
{
  g_autoptr (GDateTime) moment = local_time (unix_us);
  return format_moment (moment, _ ("%-d %B %Y"));
}

char *
ebb_format_day_time (gint64 unix_us)
{
  g_autoptr (GDateTime) moment = local_time (unix_us);
  /* Translators: an appointment. */
  return format_moment (moment, _ ("%A %-d %B %Y, %H:%M"));
}

char *
ebb_format_time (gint64 unix_us)
{
  g_autoptr (GDateTime) moment = local_time (unix_us);
  return format_moment (moment, "%H:%M");
}

static GDateTime *
time_at (gint64 unix_us, int utc_offset_min)
{
  if (unix_us == EBB_TIME_UNSET)
    return NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (utc_offset_min * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_us / SECONDS_US);
  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

char *
ebb_format_day_at (gint64 unix_us, int utc_offset_min)
{
  g_autoptr (GDateTime) moment = time_at (unix_us, utc_offset_min);
  return format_moment (moment, _ ("%-d %B %Y"));
}

char *
ebb_format_time_at (gint64 unix_us, int utc_offset_min)
{
  g_autoptr (GDateTime) moment = time_at (unix_us, utc_offset_min);
  return format_moment (moment, "%H:%M");
}

/* Counts days by the calendar: 23:50 and 00:10 are two of them. */
static int
day_number (GDateTime *moment)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (moment),
                  (GDateMonth) g_date_time_get_month (moment),
                  (GDateYear) g_date_time_get_year (moment));
  return (int) g_date_get_julian (&date);
}

char *
ebb_format_ago (gint64 unix_us, gint64 now_unix_us)
{
  g_autoptr (GDateTime) moment = local_time (unix_us);
  g_autoptr (GDateTime) now = local_time (now_unix_us);
  if (moment == NULL || now == NULL)
    return g_strdup (_ ("unknown"));
  int days = day_number (now) - day_number (moment);
  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("yesterday"));
  if (days > 1 && days <= AGO_DAYS_MAX)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) days), days);
  return g_date_time_format (moment, _ ("%-d %b %Y"));
}

int
ebb_format_age (const char *birth_date, gint64 now_unix_us)
{
  g_autoptr (GDateTime) birth = parse_date (birth_date);
  g_autoptr (GDateTime) now = local_time (now_unix_us);
  if (birth == NULL || now == NULL)
    return -1;
  int birth_month = g_date_time_get_month (birth), month = g_date_time_get_month (now);
  int years = g_date_time_get_year (now) - g_date_time_get_year (birth);
  if (month < birth_month
      || (month == birth_month
          && g_date_time_get_day_of_month (now) < g_date_time_get_day_of_month (birth)))
    years--;
  return MAX (years, -1);
}

/* Whole phrases: in many languages the side changes with the limb's gender. */
static const char *const limb_titles[3][3] = {
  [EBB_SEGMENT_ARM] = { N_ ("Arm"), N_ ("Left arm"), N_ ("Right arm") },
  [EBB_SEGMENT_THIGH] = { N_ ("Thigh"), N_ ("Left thigh"), N_ ("Right thigh") },
  [EBB_SEGMENT_CALF] = { N_ ("Calf"), N_ ("Left calf"), N_ ("Right calf") },
};

static gboolean
is_limb (EbbSegment segment, EbbSide side)
{
  return (guint) segment < G_N_ELEMENTS (limb_titles)
         && (guint) side < G_N_ELEMENTS (limb_titles[0]);
}

char *
ebb_format_limb (EbbSegment segment, EbbSide side)
{
  return g_strdup (ebb_limb_to_text (segment, side));
}

char *
ebb_format_limb_title (EbbSegment segment, EbbSide side)
{
  return g_strdup (is_limb (segment, side) ? _ (limb_titles[segment][side]) : _ ("Unknown"));
}

gboolean
ebb_text_runs_backwards (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (at));
    if (script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW
        || script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA
        || script == G_UNICODE_SCRIPT_NKO)
      return TRUE;
  }
  return FALSE;
}

char *
ebb_format_name_first (const char *name)
{
  const char *comma = name != NULL ? strchr (name, ',') : NULL;
  if (comma == NULL)
    return g_strdup (name != NULL ? name : "");
  g_autofree char *last = g_strstrip (g_strndup (name, (gsize) (comma - name)));
  g_autofree char *first = g_strstrip (g_strdup (comma + 1));
  if (*first == '\0' || *last == '\0')
    return g_strdup (*first != '\0' ? first : last);
  return g_strdup_printf ("%s %s", first, last);
}

char *
ebb_format_identifiers (const EbbPatient *patient)
{
  g_autofree char *born = ebb_format_date (patient->birth_date);
  /* Translators: two identifiers of a patient: name and birth date. */
  return g_strdup_printf (_ ("%s · born %s"), patient->name != NULL ? patient->name : "", born);
}
