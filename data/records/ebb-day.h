/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calendar day where the clinic stands: from midnight to midnight of the computer's time zone,
 * which is not always 24 hours.  Pure but for the zone.
 */
#pragma once

#include <glib.h>

typedef struct {
  gint64 from_unix_us, to_unix_us; /* the day is [from, to) */
  char date[11];                   /* YYYY-MM-DD */
} EbbDay;

EbbDay ebb_day_of (gint64 unix_us);

int ebb_day_utc_offset_min (gint64 unix_us);
