/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-load-finder-state.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
ebb_finder_state_clear (EbbFinderState *state)
{
  g_free (state->load_error);
  g_free (state->reps_error);
  g_free (state->text);
  g_free (state->act_text);
  *state = (EbbFinderState){ 0 };
}

const char *
ebb_finder_source (void)
{
  /* Reference clinical 3.7; "about" and the steps are (P). */
  return _ (
      "The load with which about 30 clean repetitions without pain are just possible, without "
      "the cuff: usual where no maximum can be tested, and not confirmed by trials.");
}

static gboolean
is_count (double reps)
{
  return reps >= 0 && reps <= EBB_FINDER_REPS_MAX && reps == floor (reps);
}

/* What is merely missing is not wrong. */
static gboolean
check (const EbbFinderTry *tried, double max_kg, EbbFinderState *state)
{
  if (!isnan (tried->load_kg) && !(tried->load_kg >= 0 && tried->load_kg <= max_kg))
    state->load_error =
        g_strdup_printf (_ ("Load tried is %g kg; allowed: 0 to %g kg"), tried->load_kg, max_kg);
  if (!isnan (tried->reps) && !is_count (tried->reps))
    state->reps_error = g_strdup_printf (_ ("Repetitions done is %g; allowed: 0 to %d, whole"),
                                         tried->reps, EBB_FINDER_REPS_MAX);
  return state->load_error == NULL && state->reps_error == NULL && !isnan (tried->load_kg)
         && !isnan (tried->reps);
}

static char *
reason (const EbbFinderTry *tried, const EbbFinderStep *next)
{
  g_autofree char *what = ebb_load_finder_to_text (next);

  if (tried->pain)
    return g_strdup_printf (_ ("It hurt with %g kg, so its repetitions do not count. %s"),
                            tried->load_kg, what);
  return g_strdup_printf (_ ("%.0f repetitions with %g kg, %d are aimed at. %s"), tried->reps,
                          tried->load_kg, EBB_FINDER_REPS, what);
}

static void
offer (const EbbFinderStep *next, EbbFinderState *state)
{
  state->load_kg = next->load_kg;
  if (next->word == EBB_FINDER_FOUND) {
    state->act = EBB_FINDER_ACT_TAKE;
    state->act_text = g_strdup_printf (_ ("Take %g kg"), next->load_kg);
  } else if (next->word == EBB_FINDER_HEAVIER || next->word == EBB_FINDER_LIGHTER) {
    state->act = EBB_FINDER_ACT_TRY;
    state->act_text = g_strdup_printf (_ ("Try %g kg next"), next->load_kg);
  }
}

void
ebb_finder_judge (const EbbFinderTry *tried, double step_kg, double max_kg, EbbFinderState *state)
{
  EbbFinderStep next;

  *state = (EbbFinderState){ 0 };
  if (!check (tried, max_kg, state)
      || !ebb_load_finder (tried->load_kg, (guint) tried->reps, tried->pain, step_kg, &next, NULL))
    return;
  if (next.load_kg > max_kg) /* the form holds less than the rule knows */
    next = (EbbFinderStep){ EBB_FINDER_HEAVIEST, tried->load_kg };
  state->text = reason (tried, &next);
  offer (&next, state);
}
