/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The 30-repetition finder of the prescription form as a pure function: one try without the cuff
 * goes in, what to say and what one tap would do come out (app/ebb-load-finder).
 */
#pragma once

#include "ebb-load-finder.h"

/* As typed; NAN = nothing yet. */
typedef struct {
  double load_kg, reps;
  gboolean pain;
} EbbFinderTry;

typedef enum {
  EBB_FINDER_ACT_NONE,
  EBB_FINDER_ACT_TAKE, /* found: it is the load of the prescription */
  EBB_FINDER_ACT_TRY,  /* not yet: it is what to try next */
} EbbFinderAct;

typedef struct {
  char *load_error, *reps_error; /* owned; NULL = nothing wrong */
  char *text;                    /* owned: the suggestion with its reason; NULL = no try yet */
  EbbFinderAct act;
  char *act_text; /* owned: "Take 4 kg", "Try 3.5 kg next"; NULL = nothing to tap */
  double load_kg; /* of the act */
} EbbFinderState;

/* `step_kg`: the exercise's smallest; `max_kg`: what a prescription may hold. */
void ebb_finder_judge (const EbbFinderTry *tried, double step_kg, double max_kg,
                       EbbFinderState *state);
void ebb_finder_state_clear (EbbFinderState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbFinderState, ebb_finder_state_clear)

/* Where the rule comes from, translated. */
const char *ebb_finder_source (void);
