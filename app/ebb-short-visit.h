/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a visit fits in the minutes there are.  Pure.  What goes first is set (clinic 3.20, 5):
 * the last sets of the last exercise down to the fewest its protocol allows, then that exercise;
 * then the one before it.  The first exercise always stays with its fewest sets: less is no
 * training, and is said to be too short.
 */
#pragma once

#include <glib.h>

#define EBB_VISIT_BOUTS_MAX 8

typedef struct {
  guint n_sets, sets_min; /* of the protocol; sets_min at least 1 */
  gint64 set_ms[16]; /* how long the plan of 1, 2, ... sets takes: index n - 1, from sets_min on */
} EbbVisitBout;

typedef struct {
  guint n_bouts;
  guint n_sets[EBB_VISIT_BOUTS_MAX]; /* 0 = dropped */
  gint64 total_ms;
  gboolean shortened, fits;
} EbbShortVisit;

/* `between_ms` lies between two exercises (reperfusion, set-up), `around_ms` before the first and
 * after the last. */
void ebb_short_visit_fit (const EbbVisitBout *bouts, guint n_bouts, gint64 between_ms,
                          gint64 around_ms, gint64 available_ms, EbbShortVisit *visit);
/* The fewest there can be: as if there were no time at all. */
void ebb_short_visit_shortest (const EbbVisitBout *bouts, guint n_bouts, gint64 between_ms,
                               gint64 around_ms, EbbShortVisit *visit);
