/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A birth date is read as it was meant, or not at all.
 */
#include "ebb-date-text.h"

static void
reads (const char *text, gboolean month_first, const char *expected)
{
  g_autofree char *iso = ebb_date_from_text (text, month_first);

  g_test_message ("“%s”", text);
  g_assert_cmpstr (iso, ==, expected);
}

static void
test_written (void)
{
  static const char *const ways[] = { "2 Jun 1994",       "2 June 1994", "2. juni 1994",
                                      "June 2, 1994",     "02.06.1994",  "2.6.1994",
                                      "1994-06-02",       "19940602",    "  2  JUN  1994 ",
                                      "2nd of June 1994", "1994 June 2", "2-6-1994" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    /* "juni" begins with the English month's letters and two more: not understood. */
    gboolean foreign = i == 2;

    reads (ways[i], FALSE, foreign ? NULL : "1994-06-02");
    reads (ways[i], TRUE, foreign ? NULL : "1994-06-02");
  }
}

static void
test_slash_follows_the_locale (void)
{
  reads ("2/6/1994", FALSE, "1994-06-02");
  reads ("2/6/1994", TRUE, "1994-02-06");
  /* Only one reading is a day. */
  reads ("25/12/1994", TRUE, "1994-12-25");
  reads ("12/25/1994", FALSE, "1994-12-25");
  /* Dots are day first everywhere. */
  reads ("2.6.1994", TRUE, "1994-06-02");
}

static void
test_refused (void)
{
  static const char *const wrong[] = { "",           "1994",       "2 Jun",      "2 Jun 94",
                                       "31.2.1994",  "29.2.1900",  "0.6.1994",   "2 Ju 1994",
                                       "2 Foo 1994", "1994-13-01", "2 6 1994 5", "Jun 1994",
                                       "\xff\xfe",   "199406",     "19941301" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    reads (wrong[i], FALSE, NULL);
  reads (NULL, FALSE, NULL);
  reads ("29.2.2000", FALSE, "2000-02-29");
}

static void
test_days_between (void)
{
  g_assert_cmpint (ebb_date_days_between ("2026-09-21", "2026-11-22"), ==, 62);
  g_assert_cmpint (ebb_date_days_between ("2026-11-22", "2026-11-22"), ==, 0);
  g_assert_cmpint (ebb_date_days_between ("2026-11-23", "2026-11-22"), ==, -1);
  g_assert_cmpint (ebb_date_days_between ("soon", "2026-11-22"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date-text/written", test_written);
  g_test_add_func ("/date-text/slash-follows-the-locale", test_slash_follows_the_locale);
  g_test_add_func ("/date-text/refused", test_refused);
  g_test_add_func ("/date-text/days-between", test_days_between);
  return g_test_run ();
}
