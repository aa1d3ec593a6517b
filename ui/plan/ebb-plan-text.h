/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the plan says of an episode.  Pure; now is an argument; all strings are owned by the caller
 * and translated.
 */
#pragma once

#include "ebb-code-list.h"
#include "ebb-format.h"
#include "ebb-progression.h"
#include "ebb-store-ask-plan.h"

/* "week 9 after surgery", "surgery in 12 days"; NULL without a date. */
char *ebb_week_after_text (const char *surgery_on, gint64 now_unix_us);
/* "Left thigh", "both thighs"; NULL when neither is known. */
char *ebb_episode_limb_text (const EbbEpisode *episode);
/* Names of the list, ", " between; an id that is no longer in it stands as it is; NULL = none. */
char *ebb_conditions_text (const GPtrArray *ids, const EbbCodeList *list);
/* EbbCode that are not among `chosen` (ids, blanks between) and in whose name each word that was
 * typed begins a word; borrowed from `list`, at most n_max; none when nothing was typed. */
GPtrArray *ebb_conditions_search (const EbbCodeList *list, const char *text, const char *chosen,
                                  guint n_max);

/* "7 of 24 planned, 17 left"; NULL when it is not known how many there are. */
char *ebb_visits_planned_text (guint n_sessions, guint planned);
char *ebb_visits_authorised_text (guint n_sessions, guint authorised);

/* "by 2 Dec 2026", "was to be reached by 2 Jun 2026", "reached on 5 Nov 2026"; NULL = no date. */
char *ebb_goal_when_text (const EbbGoal *goal, gint64 now_unix_us);

/* The note that makes "done" a late one. */
#define EBB_VISIT_LATE "late"
/* "planned", "came", "came late", "missed", "cancelled"; a planned one in the past: "not recorded".
 */
const char *ebb_visit_state_text (const EbbAppointment *visit, gint64 now_unix_us);
/* Somebody should still say how it was kept: it has begun and is "planned". */
gboolean ebb_visit_is_open (const EbbAppointment *visit, gint64 now_unix_us);

/* The answer that was given to this very suggestion (rule, step, values and numbers); NULL = none
 * yet.  Borrowed. */
const EbbProgressChoice *ebb_suggestion_answer (const EbbSuggestion *suggestion,
                                                const EbbProgressionList *list,
                                                const EbbCareExercise *exercise,
                                                const GPtrArray *choices);
/* "Accepted by Dr Sample, 5 Nov 2026"; with value and note where there are. */
char *ebb_answer_text (const EbbProgressChoice *choice);
