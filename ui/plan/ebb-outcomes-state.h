/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outcome measures as they are entered: which are due, what was typed, what its change says.  Pure.
 */
#pragma once

#include "ebb-measure-list.h"
#include "ebb-store-ask-plan.h"

/* One value to be entered. */
typedef struct {
  const EbbMeasureDefinition *measure; /* borrowed from the list */
  EbbSide side;                        /* unset where the measure has none */
  gboolean due; /* measured before in this episode; before anything was, a proposal for its limb */
} EbbOutcomeRow;

/* EbbOutcomeRow, in the order of the list, left before right.  The one-repetition maximum has a
 * form of its own. */
GArray *ebb_outcome_rows (const EbbMeasureList *list, const EbbCareEpisode *care);

/* The first and the last of a row's values; NULL = none.  Borrowed. */
const EbbOutcome *ebb_outcome_baseline (const EbbCareEpisode *care, const EbbOutcomeRow *row);
const EbbOutcome *ebb_outcome_last (const EbbCareEpisode *care, const EbbOutcomeRow *row);

/* "46.5 cm"; the digits are the measure's.  Free it. */
char *ebb_outcome_value_text (const EbbMeasureDefinition *measure, double value);
/* "+9, at least the 9 that matter", "−4, less than the 9 of measurement error"; NULL without a
 * baseline.  Free it. */
char *ebb_outcome_change_words (const EbbMeasureDefinition *measure, double baseline, double later);

/* "baseline" before there is one, "discharge" once it is closed, else "interim". */
const char *ebb_outcome_occasion (const EbbCareEpisode *care);

typedef struct {
  const EbbCareEpisode *care;
  const GArray *rows;      /* EbbOutcomeRow */
  const char *const *text; /* one for each row; NULL = nothing typed */
  const char *measured_on; /* as typed; NULL = nothing */
  const char *operator_name;
  gboolean month_first;
  gint64 now_unix_us;
} EbbOutcomesTyped;

typedef struct {
  char **error, **note;         /* owned, one for each row; NULL = none */
  char *date_error, *date_read; /* owned or NULL */
  char *said;                   /* owned: how many, stored as what */
  GPtrArray *records;           /* owned: EbbOutcome; NULL while something is wrong or missing */
  guint n_rows;
} EbbOutcomesState;

void ebb_outcomes_judge (const EbbOutcomesTyped *typed, EbbOutcomesState *state);
void ebb_outcomes_state_clear (EbbOutcomesState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbOutcomesState, ebb_outcomes_state_clear)
