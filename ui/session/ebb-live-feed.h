/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What plot and strip draw, made from the session; kept by the page, borrowed by the charts.
 */
#pragma once

#include "ebb-chart-draw.h"
#include "ebb-session.h"
#include "ebb-strip-draw.h"

typedef struct {
  EbbSession *session; /* borrowed */
  GArray *marks;       /* owned: EbbChartMark, one for each repetition of the bout */
  GArray *strip;       /* owned: EbbStripRep of the set shown */
  char *band_text;     /* owned */
  char *lop_text;      /* owned or NULL */
  gsize n_drawn;       /* samples the plot has seen */
  guint n_targets;
  guint n_reps, n_events; /* of the session, as the marks hold them */
} EbbLiveFeed;

void ebb_live_feed_init (EbbLiveFeed *feed, EbbSession *session);
void ebb_live_feed_clear (EbbLiveFeed *feed);

/* FALSE = no sample, mark or target more than the last time. */
gboolean ebb_live_feed_chart (EbbLiveFeed *feed, EbbChartData *data);
/* `data` borrows from the feed until the next call. */
void ebb_live_feed_strip (EbbLiveFeed *feed, const EbbSessionView *view, gint64 now_us,
                          EbbStripData *data);

/* A repetition as the strip shows it.  The wave tells start, end and hold; what is left is shared
 * between contraction and relaxation as the tempo shares it.  Pure. */
EbbStripRep ebb_strip_rep_of (const CuffRep *rep, guint number, const EbbTempo *tempo);
/* Where a plan by the clock stands on its own time line (ebb_plan_lay_out()).  Pure. */
gint64 ebb_plan_position_ms (const EbbSessionView *view, const EbbPlan *plan, gint64 now_us);
/* How far into its repetition the pacer is, in s; negative = it leads none.  Pure. */
double ebb_pacer_s (const EbbSessionView *view, const EbbPlan *plan, gint64 now_us);
