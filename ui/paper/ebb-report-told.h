/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said to the patient about a session: plain sentences, nothing that could be copied at
 * home, and never a pressure.  All strings are owned by the caller.
 */
#pragma once

#include "ebb-summary.h"

/* "repetitions in 3 sets of short-arc quad". */
char *ebb_told_repetitions (const EbbSummary *summary, const char *exercises);
/* "2 kg" and "0.5 kg more than last time"; an exercise without weight says so, an unknown load
 * is "–". */
char *ebb_told_load (const EbbSummary *summary);
char *ebb_told_load_change (const EbbSummary *summary);
/* "8 min"; "–" when nothing was recorded. */
char *ebb_told_tight (const EbbSummary *summary);
/* How it ended when it did not end as planned; NULL when it did. */
char *ebb_told_end (const EbbSessionFile *file);
/* The aim of the hold, and the ratings given; NULL when there is nothing to say. */
char *ebb_told_hold (const EbbSummary *summary);
char *ebb_told_ratings (const EbbSummary *summary);
/* What was done against a rule, with a reason; NULL = nothing. */
char *ebb_told_overrides (const EbbSessionFile *file);
/* Names of all exercises, "Quad set, Short-arc quad". */
char *ebb_told_exercises (const EbbSessionFile *file);

typedef enum { EBB_TOLD_LEG, EBB_TOLD_ARM, EBB_TOLD_BOTH } EbbToldLimb;
EbbToldLimb ebb_told_limb (const EbbSessionFile *file);
