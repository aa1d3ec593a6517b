/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules R1 to R8: from what was done to what might change next time.  Each suggestion says why and
 * what it looked at; the therapist accepts, changes or declines it.  Pure: today is part of the
 * history.  Rules as data: data/records/ebb-progression-list.h.
 *
 * One suggestion raises one thing.  What stops or lowers comes first and alone; what nobody looked
 * at stops too, because unknown is not "no".
 */
#pragma once

#include "ebb-progress.h"

typedef enum {
  EBB_ADVANCE_HOLD,         /* nothing goes up */
  EBB_ADVANCE_PRESSURE,     /* percent of LOP */
  EBB_ADVANCE_INTERMITTENT, /* cuff off in rests */
  EBB_ADVANCE_LOAD,         /* kg */
  EBB_ADVANCE_SETS,
  EBB_ADVANCE_REPS, /* of all sets together */
  EBB_ADVANCE_REST, /* s */
  EBB_ADVANCE_TIME, /* s of work */
  EBB_ADVANCE_CYCLES,
  EBB_ADVANCE_RETEST, /* the maximum */
  EBB_ADVANCE_EXIT,   /* to conventional training */
} EbbAdvance;

typedef struct {
  EbbRule rule;
  EbbAdvance step;
  double from, to;    /* in the step's unit; NAN = none */
  char *text;         /* owned: what to do, a sentence */
  char *reason;       /* owned: why, a sentence */
  GPtrArray *numbers; /* char*: "Limb pain: 7 of 10" */
} EbbSuggestion;

/* EbbSuggestion array, the most important first; empty when no rule applies. */
GPtrArray *ebb_progression_judge (const EbbProgressionList *list,
                                  const EbbProgressHistory *history);
void ebb_suggestion_free (EbbSuggestion *suggestion);

/* "hold", "pressure", ...; NULL and -1 for strangers. */
const char *ebb_advance_to_string (EbbAdvance step);
int ebb_advance_from_string (const char *text);

/* Does a value that a therapist typed instead make sense?  FALSE names field, value and range. */
gboolean ebb_advance_check_value (EbbAdvance step, double value, GError **error);

/* A suggestion and the answer to it as a record: copies.  The caller fills in episode, exercise,
 * limb, operator and time. */
EbbProgressChoice *ebb_suggestion_choose (const EbbSuggestion *suggestion,
                                          const EbbProgressionList *list, EbbChoice choice,
                                          double chosen_value, const char *note, GError **error);
