/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-today-text.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MINUTE_MS 60000
#define STEP_MIN  5 /* minutes are asked for in fives */

char *
ebb_today_end_to_text (const EbbToday *today, gint64 wait_us, gint64 now_unix_us)
{
  guint n_left = ebb_today_n_left (today);
  gint64 left_us = ebb_today_left_ms (today) * 1000 + MAX (wait_us, 0);
  g_autofree char *time = ebb_format_time (now_unix_us + left_us);
  g_autofree char *length = ebb_format_minutes ((double) left_us / 1e6);

  if (n_left == 0)
    return g_strdup (_ ("Everything of today is done"));
  /* Translators: number of exercises, minutes, time of day. */
  return g_strdup_printf (ngettext ("%u exercise, about %s; done about %s",
                                    "%u exercises, about %s; done about %s", n_left),
                          n_left, length, time);
}

void
ebb_today_offer_clear (EbbTodayOffer *offer)
{
  g_clear_pointer (&offer->text, g_free);
}

void
ebb_today_offer_make (EbbTodayOffer *offer, const EbbToday *today, double minutes)
{
  g_autoptr (EbbToday) cut = ebb_today_copy (today);

  *offer = (EbbTodayOffer){ 0 };
  if (isnan (minutes))
    offer->text = g_strdup_printf (_ ("Minutes: nothing that can be read; %d to %d are allowed"),
                                   EBB_FIT_MINUTES_MIN, EBB_FIT_MINUTES_MAX);
  else if (!(minutes >= EBB_FIT_MINUTES_MIN && minutes <= EBB_FIT_MINUTES_MAX))
    offer->text = g_strdup_printf (_ ("Minutes: %g cannot be; %d to %d are allowed"), minutes,
                                   EBB_FIT_MINUTES_MIN, EBB_FIT_MINUTES_MAX);
  else if (!ebb_today_fit (cut, (guint) minutes))
    offer->text = g_strdup_printf (_ ("The shortest that is still training takes %u min."),
                                   ebb_today_shortest_min (today));
  else if (cut->fit_minutes == 0)
    offer->text = g_strdup (_ ("All of it fits."));
  else
    offer->text = ebb_today_drops_to_text (cut);
  offer->can = cut->fit_minutes != 0 && cut->fit_minutes != today->fit_minutes;
}

guint
ebb_today_first_minutes (const EbbToday *today)
{
  guint all_min = (guint) (ebb_today_left_ms (today) / MINUTE_MS);
  guint less_min = all_min / STEP_MIN * STEP_MIN;

  return CLAMP (MAX (less_min, ebb_today_shortest_min (today)), EBB_FIT_MINUTES_MIN,
                EBB_FIT_MINUTES_MAX);
}
