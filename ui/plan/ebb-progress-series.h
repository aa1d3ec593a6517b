/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Courses over the visits of an episode, left beside right: what a chart, a table and a sentence
 * are made from.  Pure.  What is not known is left out, never 0.
 */
#pragma once

#include "ebb-measure-list.h"
#include "ebb-progress-value.h"
#include "ebb-store-ask-plan.h"

typedef struct {
  char *title, *unit; /* owned; unit may be "" */
  guint decimals;
  gboolean sided;       /* else all stands in `left` */
  GArray *left, *right; /* owned: EbbProgressValue, oldest first */
  double from, to;      /* of the scale, where it has ends; else NAN */
  /* From here on a change matters, seen from the baseline; NAN = not known.  One edge for each
   * direction. */
  double better_from, worse_from;
  char *band_text; /* owned or NULL: "9 points or more matter" */
  char *summary;   /* owned: "Left 2 kg, up from 0.5 kg" */
} EbbProgressSeries;

/* One course by itself, from EbbProgressValue, oldest first. */
EbbProgressSeries *ebb_progress_series_of (const char *title, const char *unit, guint decimals,
                                           const GArray *values);
void ebb_progress_series_free (EbbProgressSeries *series);

/* An exercise on a limb, both sides together: what its heading says, and its EbbProgressSeries that
 * hold anything. */
typedef struct {
  char *title;       /* owned: "Short-arc quad, thigh" */
  GPtrArray *series; /* owned */
} EbbProgressGroup;

void ebb_progress_group_free (EbbProgressGroup *group);

/* EbbProgressGroup: the exercises in the order they were prescribed, then girth, strength, motion,
 * function and questionnaires; empty ones are left out. */
GPtrArray *ebb_progress_groups (const EbbMeasureList *list, const EbbCareEpisode *care);

/* Rows of a table: dates of both sides, each once, oldest first.  Free with g_ptr_array_unref(). */
GPtrArray *ebb_progress_dates (const EbbProgressSeries *series);
/* "2 kg" on that day; "–" when it is not known.  The last one counts. */
char *ebb_progress_text_on (const EbbProgressSeries *series, const GArray *values,
                            const char *date);
char *ebb_progress_value_text (const EbbProgressSeries *series, double value);
