/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-load-finder.h"

#include "ebb-patient.h"
#include "ebb-strength.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* One step of the load for so many repetitions too many or too few, and no more than three at a
 * time (P): the first tries of somebody who was operated on are to be too light. */
#define REPS_A_STEP 5
#define STEPS_MAX   3
#define STEP_MAX_KG 20.0

static gboolean
check (double load_kg, guint reps, double step_kg, GError **error)
{
  g_autofree char *load = g_strdup_printf ("%g", load_kg);
  g_autofree char *count = g_strdup_printf ("%u", reps);
  g_autofree char *step = g_strdup_printf ("%g", step_kg);
  g_autofree char *loads = g_strdup_printf (_ ("0 to %g kg"), EBB_LOAD_MAX_KG);
  g_autofree char *counts = g_strdup_printf (_ ("0 to %d"), EBB_FINDER_REPS_MAX);
  g_autofree char *steps = g_strdup_printf (_ ("above 0 to %g kg"), STEP_MAX_KG);

  return ((load_kg >= 0 && load_kg <= EBB_LOAD_MAX_KG)
          || ebb_refuse (error, _ ("load"), load, loads))
         && (reps <= EBB_FINDER_REPS_MAX || ebb_refuse (error, _ ("repetitions"), count, counts))
         && ((step_kg > 0 && step_kg <= STEP_MAX_KG)
             || ebb_refuse (error, _ ("smallest step"), step, steps));
}

/* Repetitions that hurt are none at all: as far down as one goes at a time. */
static int
steps_to_go (guint reps, gboolean pain)
{
  int over = pain ? -EBB_FINDER_REPS : (int) reps - EBB_FINDER_REPS;
  int steps = MAX (ABS (over) / REPS_A_STEP, 1);

  if (ABS (over) <= EBB_FINDER_AROUND)
    return 0;
  return over > 0 ? MIN (steps, STEPS_MAX) : -MIN (steps, STEPS_MAX);
}

gboolean
ebb_load_finder (double load_kg, guint reps, gboolean pain, double step_kg, EbbFinderStep *next,
                 GError **error)
{
  int steps;

  if (!check (load_kg, reps, step_kg, error))
    return FALSE;
  steps = steps_to_go (reps, pain);
  if (steps == 0)
    *next = (EbbFinderStep){ EBB_FINDER_FOUND, load_kg };
  else if (steps < 0 && load_kg <= 0)
    *next = (EbbFinderStep){ EBB_FINDER_NO_WEIGHT, 0 };
  else if (steps < 0)
    *next = (EbbFinderStep){ EBB_FINDER_LIGHTER, fmax (load_kg + steps * step_kg, 0) };
  else if (load_kg + step_kg > EBB_LOAD_MAX_KG)
    *next = (EbbFinderStep){ EBB_FINDER_HEAVIEST, load_kg };
  else
    *next =
        (EbbFinderStep){ EBB_FINDER_HEAVIER, fmin (load_kg + steps * step_kg, EBB_LOAD_MAX_KG) };
  return TRUE;
}

char *
ebb_load_finder_to_text (const EbbFinderStep *next)
{
  switch (next->word) {
  case EBB_FINDER_FOUND:
    return g_strdup_printf (_ ("Found: start with %g kg."), next->load_kg);
  case EBB_FINDER_HEAVIER:
    return g_strdup_printf (_ ("Too light. Rest three minutes, then try %g kg without the cuff."),
                            next->load_kg);
  case EBB_FINDER_LIGHTER:
    return g_strdup_printf (_ ("Too heavy. Rest three minutes, then try %g kg without the cuff."),
                            next->load_kg);
  case EBB_FINDER_HEAVIEST:
    return g_strdup (_ ("Too light, and there is no heavier load. Choose another exercise."));
  case EBB_FINDER_NO_WEIGHT:
  default:
    return g_strdup (_ ("Too heavy even without a weight. Help the movement, or choose an easier "
                        "exercise."));
  }
}
