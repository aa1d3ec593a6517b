/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A date as people type it.  Pure: which of two numbers is the month is an argument.
 */
#pragma once

#include <glib.h>

/* "2 Jun 1994", "June 2, 1994", "02.06.1994", "2/6/1994", "1994-06-02", "19940602" as YYYY-MM-DD;
 * NULL when it is no day of the calendar or could be two things.  Months in English and in the
 * language of the program; years in four digits, because a birth date may lie in two centuries.
 * `month_first`: how "2/6" is read. */
char *ebb_date_from_text (const char *text, gboolean month_first);

/* How this locale writes dates. */
gboolean ebb_date_is_month_first (void);

/* The calendar day of a moment, here, as YYYY-MM-DD. */
char *ebb_date_of_moment (gint64 unix_us);

/* Whole days from one YYYY-MM-DD to another; 0 when one of them is none. */
int ebb_date_days_between (const char *from, const char *to);

/* Each YYYY-MM-DD of a sentence as "22 Nov 2026": what app/ says of a record, for a page.  Free it.
 */
char *ebb_dates_in_words (const char *text);
