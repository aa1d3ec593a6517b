/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan in words, for the read-back.
 */
#include "ebb-plan.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *id, *text;
} steps[] = {
  [EBB_STEP_WORK] = { "work", N_ ("work") },
  [EBB_STEP_RELIEF] = { "relief", N_ ("relief") },
  [EBB_STEP_REST] = { "rest", N_ ("rest") },
};

const char *
ebb_step_to_string (EbbStepKind kind)
{
  return (guint) kind < G_N_ELEMENTS (steps) ? steps[kind].id : "unknown";
}

const char *
ebb_step_to_text (EbbStepKind kind)
{
  return (guint) kind < G_N_ELEMENTS (steps) ? _ (steps[kind].text) : _ ("Unknown");
}

static void
append_duration (GString *text, guint seconds)
{
  if (seconds >= 60 && seconds % 60 == 0)
    g_string_append_printf (text, _ ("%u min"), seconds / 60);
  else
    g_string_append_printf (text, _ ("%u s"), seconds);
}

static void
append_set (GString *text, const EbbSetPlan *set)
{
  if (set->kind == EBB_SET_TIMED)
    append_duration (text, set->duration_s);
  else if (set->kind == EBB_SET_TO_FAILURE)
    g_string_append_printf (text, _ ("to failure (at most %u)"), set->reps_max);
  else if (set->reps_min == set->reps_max)
    g_string_append_printf (text, "%u", set->reps_max);
  else
    g_string_append_printf (text, "%u–%u", set->reps_min, set->reps_max);
}

static gboolean
is_alike (const EbbSetPlan *a, const EbbSetPlan *b)
{
  return a->kind == b->kind && a->reps_min == b->reps_min && a->reps_max == b->reps_max
         && a->duration_s == b->duration_s;
}

/* "3 × 15–20" when all sets are alike, else "30 / 15 / 15 / 15". */
static void
append_sets (GString *text, const EbbPlan *plan)
{
  gboolean alike = TRUE;

  for (guint i = 1; i < plan->n_sets; i++)
    alike = alike && is_alike (&plan->sets[i], &plan->sets[0]);

  if (alike) {
    g_string_append_printf (text, "%u × ", plan->n_sets);
    append_set (text, &plan->sets[0]);
    return;
  }
  for (guint i = 0; i < plan->n_sets; i++) {
    if (i > 0)
      g_string_append (text, " / ");
    append_set (text, &plan->sets[i]);
  }
}

static const char *
rest_to_text (EbbPattern pattern)
{
  switch (pattern) {
  case EBB_PATTERN_CONTINUOUS:
    return _ (", cuff stays tight in rests");
  case EBB_PATTERN_RESTING:
    return _ (", cuff deflated in sets and tight in rests");
  case EBB_PATTERN_INTERMITTENT:
  case EBB_PATTERN_CYCLED:
  default:
    return _ (", cuff deflates in rests");
  }
}

/* The parts a repetition has: what it leaves out is not read out. */
static void
append_tempo (GString *text, const EbbTempo *tempo)
{
  if (tempo->hold_ms > 0)
    g_string_append_printf (text, _ (", hold %g s"), tempo->hold_ms / 1000.0);
  else
    g_string_append_printf (text, _ (", contract %g s, return %g s"), tempo->contract_ms / 1000.0,
                            tempo->relax_ms / 1000.0);
  if (tempo->pause_ms > 0)
    g_string_append_printf (text, _ (", pause %g s"), tempo->pause_ms / 1000.0);
}

/* What is done by the clock. */
static const char *
training_to_text (EbbTraining training)
{
  switch (training) {
  case EBB_TRAINING_AEROBIC_CONTINUOUS:
  case EBB_TRAINING_AEROBIC_INTERVAL:
    return _ ("endurance work");
  case EBB_TRAINING_ISOMETRIC:
    return _ ("holding");
  case EBB_TRAINING_PASSIVE:
  case EBB_TRAINING_PRECONDITIONING:
    return _ ("lying still");
  case EBB_TRAINING_NMES:
    return _ ("stimulation");
  case EBB_TRAINING_CYCLE:
    return _ ("free movement");
  case EBB_TRAINING_RESISTANCE:
  default:
    return _ ("exercise");
  }
}

/* "4 × 5 min on / 3 min off, lying still". */
static void
append_on_and_off (GString *text, const EbbPlan *plan)
{
  append_sets (text, plan);
  /* Translators: "4 × 5 min on / 3 min off": the cuff is tight, and deflated. */
  g_string_append (text, _ (" on / "));
  append_duration (text, plan->rest_s);
  g_string_append (text, _ (" off"));
  g_string_append_printf (text, ", %s", training_to_text (plan->training));
}

/* "15 min endurance work, cuff stays tight", "10 × 10 s stimulation, rest 50 s, cuff …". */
static void
append_by_the_clock (GString *text, const EbbPlan *plan)
{
  gboolean off = plan->pattern == EBB_PATTERN_CYCLED || plan->pattern == EBB_PATTERN_INTERMITTENT;

  if (plan->n_sets > 1 && off && plan->cycle.n_steps == 0) {
    append_on_and_off (text, plan);
    return;
  }
  if (plan->n_sets > 1)
    append_sets (text, plan);
  else
    append_set (text, &plan->sets[0]);
  g_string_append_printf (text, " %s", training_to_text (plan->training));
  if (plan->n_sets > 1) {
    g_string_append_printf (text, _ (", rest %u s"), plan->rest_s);
    g_string_append (text, rest_to_text (plan->pattern));
  } else if (plan->cycle.n_steps == 0) {
    g_string_append (text, plan->pattern == EBB_PATTERN_RESTING ? _ (", cuff deflated")
                                                                : _ (", cuff stays tight"));
  }
}

static void
append_counted (GString *text, const EbbPlan *plan)
{
  append_sets (text, plan);
  append_tempo (text, &plan->tempo);
  if (plan->n_sets <= 1)
    return;
  g_string_append_printf (text, _ (", rest %u s"), plan->rest_s);
  g_string_append (text, rest_to_text (plan->pattern));
}

char *
ebb_plan_to_text (const EbbPlan *plan)
{
  GString *text = g_string_new (NULL);
  guint minutes = (guint) ((ebb_plan_total_ms (plan) + 59999) / 60000);

  if (ebb_plan_is_timed (plan))
    append_by_the_clock (text, plan);
  else
    append_counted (text, plan);
  if (plan->cycle.n_steps > 0)
    g_string_append_printf (text, _ (", in each %u × %u s tight and %u s deflated"),
                            plan->cycle.n_steps, plan->cycle.on_s, plan->cycle.off_s);
  if (ebb_plan_is_timed (plan) && plan->n_sets == 1 && plan->cycle.n_steps == 0)
    return g_string_free (text, FALSE); /* its length stands there already */
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, ", about %u min", ", about %u min", minutes), minutes);
  return g_string_free (text, FALSE);
}

/* The words need a plan; the pressure in it does not show. */
char *
ebb_plan_text_of_protocol (const EbbProtocol *protocol, guint n_sets)
{
  EbbPlan plan = { .n_sets = CLAMP (n_sets, 1, MAX (protocol->n_sets, 1)),
                   .rest_s = protocol->rest_s,
                   .tempo = protocol->tempo,
                   .pattern = protocol->pattern,
                   .training = protocol->training,
                   .cycle = protocol->cycle,
                   .target = EBB_TARGET_MIN,
                   .load_kg = -1 };

  for (guint i = 0; i < plan.n_sets; i++)
    plan.sets[i] = protocol->sets[i];
  return ebb_plan_to_text (&plan);
}
