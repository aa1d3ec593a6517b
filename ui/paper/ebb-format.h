/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers, times and dates as a person reads them on screen and paper.  All strings are owned by
 * the caller.  Number and unit are held together by a no-break space (U+00A0).  Times of day and
 * days are those of this computer's time zone; the *_at() functions take a zone of their own.
 */
#pragma once

#include "ebb-patient-file.h"

char *ebb_format_mmhg (CuffPressure pressure);        /* "114 mmHg"; "unknown" */
char *ebb_format_mmhg_number (CuffPressure pressure); /* "114"; "–" when unset */
char *ebb_format_clock (gint64 length_us);            /* "4:12", "1:04:12"; "–" below 0 */
char *ebb_format_minutes (double seconds);            /* "8 min", "45 s"; "–" for NAN */
char *ebb_format_seconds (double seconds);            /* "5 s", "4.8 s", "28 s"; "–" for NAN */
char *ebb_format_kg (double kg);               /* "2 kg", "2.5 kg", "no weight", "" unknown */
char *ebb_format_percent (double percent);     /* "96 %"; "–" for NAN */
char *ebb_format_range (guint from, guint to); /* "15–20", "20" */
char *ebb_format_date (const char *iso);       /* "2 June 1994" of YYYY-MM-DD; else as it is */
char *ebb_format_date_short (const char *iso); /* "2 Jun 1994" */
char *ebb_format_day (gint64 unix_us);         /* "22 November 2026"; "unknown" when unset */
char *ebb_format_day_time (gint64 unix_us);    /* "Thursday 26 November 2026, 09:30" */
char *ebb_format_time (gint64 unix_us);        /* "10:42" */
char *ebb_format_day_at (gint64 unix_us, int utc_offset_min);
char *ebb_format_time_at (gint64 unix_us, int utc_offset_min);
/* "today", "yesterday", "3 days ago" (up to 13), "2 Jun 2026". */
char *ebb_format_ago (gint64 unix_us, gint64 now_unix_us);
int ebb_format_age (const char *birth_date, gint64 now_unix_us); /* years; -1 unknown */
char *ebb_format_limb (EbbSegment segment, EbbSide side);        /* "left thigh" */
char *ebb_format_limb_title (EbbSegment segment, EbbSide side);  /* "Left thigh" */
/* Whether there are letters in it that run from right to left: such a name is isolated, so that it
 * does not turn around what stands beside it. */
gboolean ebb_text_runs_backwards (const char *text);
/* "Tamsin Example" of a name written "Example, Tamsin" or "Tamsin Example". */
char *ebb_format_name_first (const char *name);
/* Two identifiers for titles: "Example, Tamsin · born 2 June 1994". */
char *ebb_format_identifiers (const EbbPatient *patient);
