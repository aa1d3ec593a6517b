/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of the rules: what is looked at, and the suggestion being made.
 */
#pragma once

#include "ebb-progression.h"

typedef struct {
  const EbbProgressionList *list;
  const EbbProgressHistory *history;
  const EbbProgressSession *last; /* NULL = no session yet */
  GPtrArray *out;                 /* EbbSuggestion */
} EbbJudging;

/* Takes text and reason. */
EbbSuggestion *ebb_judging_add (EbbJudging *judging, EbbRule rule, EbbAdvance step, double from,
                                double to, char *text, char *reason);
/* "Name: value", once each. */
void ebb_suggestion_looked_at (EbbSuggestion *suggestion, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
/* The number of 0 to 10, or that nobody asked. */
void ebb_suggestion_looked_at_rating (EbbSuggestion *suggestion, const char *name, double value);

/* Days from `from` to `to`, both YYYY-MM-DD; -1 when one is not known. */
int ebb_progress_days (const char *from, const char *to);

/* All sets that were planned were done as planned. */
gboolean ebb_progress_completed (const EbbProgressSession *session);

typedef enum { EBB_WENT_UNKNOWN, EBB_WENT_WELL, EBB_WENT_BADLY } EbbWent;

/* Completed, with exertion and limb pain inside the rule's bounds, both known. */
EbbWent ebb_progress_went (const EbbProgressionList *list, const EbbProgressSession *session);

void ebb_judge_step_back (EbbJudging *judging);
void ebb_judge_hold (EbbJudging *judging);
/* At most one thing goes up, the first of the order. */
void ebb_judge_raise (EbbJudging *judging);
