/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plot of a measurement: the runs' samples one after the other on the clock of the page, with a
 * gap between runs.  Pure.
 */
#pragma once

#include "ebb-chart-draw.h"
#include "ebb-lop-run.h"

typedef struct {
  EbbTrace *trace; /* owned */
  guint run;       /* whose samples are pushed now; 0 = none yet */
  guint n_pushed;  /* of that run */
  gint64 base_us;  /* of that run, on the clock */
} EbbLopFeed;

void ebb_lop_feed_init (EbbLopFeed *feed);
void ebb_lop_feed_clear (EbbLopFeed *feed);
/* Pushes what is new; TRUE when something was.  `samples`: EbbSample of `run`; NULL = none. */
gboolean ebb_lop_feed_push (EbbLopFeed *feed, guint run, const GArray *samples, gint64 now_us);
