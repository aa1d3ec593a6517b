/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a plan asks for, second by second: work and rest against pressure.  Inflation and deflation
 * take no time here; the machine waits for them.
 */
#include "ebb-plan.h"

/* The continuous clock starts anew after a minute below 20 mmHg (clinic decision 3.3).  Of a
 * deflated rest that much is lost to letting air out and, before the next set, in. */
#define RESET_MS 60000
#define LOST_MS  20000

guint
ebb_tempo_total_ms (const EbbTempo *tempo)
{
  return tempo->contract_ms + tempo->hold_ms + tempo->relax_ms + tempo->pause_ms;
}

CuffPressure
ebb_plan_step_target (const EbbPlan *plan, CuffPressure target, guint step)
{
  CuffPressure part;

  if (step == 0 || step > MIN (plan->cycle.n_steps, EBB_CYCLE_STEPS_MAX))
    return target;
  part = (CuffPressure) ((gint64) target * plan->cycle.percent[step - 1] / 100);
  return MIN (MAX (part, EBB_TARGET_MIN), target);
}

gboolean
ebb_plan_is_timed (const EbbPlan *plan)
{
  return plan->n_sets > 0 && plan->sets[0].kind == EBB_SET_TIMED;
}

gboolean
ebb_plan_reinflates (const EbbPlan *plan)
{
  return plan->pattern != EBB_PATTERN_CONTINUOUS && (plan->n_sets > 1 || plan->cycle.n_steps > 1);
}

gboolean
ebb_plan_starts_at_once (const EbbPlan *plan)
{
  return plan->training == EBB_TRAINING_PASSIVE || plan->training == EBB_TRAINING_PRECONDITIONING
         || plan->training == EBB_TRAINING_CYCLE;
}

typedef struct {
  const EbbPlan *plan;
  EbbPlanStep *steps;
  guint n_steps;
  gint64 now_ms;
} Layout;

static void
add (Layout *layout, EbbStepKind kind, guint set, gint64 length_ms, CuffPressure target)
{
  if (length_ms <= 0)
    return;
  layout->steps[layout->n_steps++] = (EbbPlanStep){
    .kind = kind,
    .set = set,
    .target = target,
    .start_ms = layout->now_ms,
    .length_ms = length_ms,
  };
  layout->now_ms += length_ms;
}

static void
add_cycle (Layout *layout, guint set)
{
  const EbbPlan *plan = layout->plan;
  const EbbCyclePlan *cycle = &plan->cycle;

  for (guint step = 1; step <= MIN (cycle->n_steps, EBB_CYCLE_STEPS_MAX); step++) {
    guint first = layout->n_steps;

    add (layout, EBB_STEP_WORK, set, (gint64) cycle->on_s * 1000,
         ebb_plan_step_target (plan, plan->target, step));
    add (layout, EBB_STEP_RELIEF, set, (gint64) cycle->off_s * 1000, 0);
    for (guint i = first; i < layout->n_steps; i++)
      layout->steps[i].step = step;
  }
}

static void
add_set (Layout *layout, guint set)
{
  const EbbPlan *plan = layout->plan;
  const EbbSetPlan *of = &plan->sets[set - 1];
  CuffPressure target = plan->pattern == EBB_PATTERN_RESTING ? 0 : plan->target;
  guint first = layout->n_steps;

  if (of->kind == EBB_SET_TIMED && plan->cycle.n_steps > 0)
    add_cycle (layout, set);
  else if (of->kind == EBB_SET_TIMED)
    add (layout, EBB_STEP_WORK, set, (gint64) of->duration_s * 1000, target);
  else
    add (layout, EBB_STEP_WORK, set, (gint64) of->reps_max * ebb_tempo_total_ms (&plan->tempo),
         target);
  if (of->kind == EBB_SET_TO_FAILURE && layout->n_steps > first)
    layout->steps[first].open_ended = TRUE;
}

static CuffPressure
rest_target (const EbbPlan *plan)
{
  gboolean tight = plan->pattern == EBB_PATTERN_CONTINUOUS || plan->pattern == EBB_PATTERN_RESTING;

  return tight ? plan->target : 0;
}

guint
ebb_plan_lay_out (const EbbPlan *plan, EbbPlanStep *steps)
{
  Layout layout = { .plan = plan, .steps = steps };

  for (guint set = 1; set <= MIN (plan->n_sets, EBB_SETS_MAX); set++) {
    add_set (&layout, set);
    if (set < plan->n_sets)
      add (&layout, EBB_STEP_REST, set, (gint64) plan->rest_s * 1000, rest_target (plan));
  }
  return layout.n_steps;
}

gint64
ebb_plan_inflated_ms (const EbbPlan *plan)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps = ebb_plan_lay_out (plan, steps);
  gint64 total_ms = 0;

  for (guint i = 0; i < n_steps; i++)
    total_ms += steps[i].target > 0 ? steps[i].length_ms : 0;
  return total_ms;
}

gint64
ebb_plan_total_ms (const EbbPlan *plan)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps = ebb_plan_lay_out (plan, steps);

  return n_steps > 0 ? steps[n_steps - 1].start_ms + steps[n_steps - 1].length_ms : 0;
}

/* A set to failure may be over at once, so its deflated time is no relief to count on. */
static gboolean
starts_anew (const EbbPlanStep *step)
{
  return step->target == 0 && !step->open_ended && step->length_ms >= RESET_MS + LOST_MS;
}

gint64
ebb_plan_continuous_ms (const EbbPlan *plan, gint64 before_ms)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps = ebb_plan_lay_out (plan, steps);
  gint64 clock_ms = before_ms, longest_ms = before_ms;

  for (guint i = 0; i < n_steps; i++) {
    if (starts_anew (&steps[i]))
      clock_ms = 0;
    else if (steps[i].target > 0)
      clock_ms += steps[i].length_ms;
    longest_ms = MAX (longest_ms, clock_ms);
  }
  return longest_ms;
}

gint64
ebb_plan_passes_ms (const EbbPlan *plan, gint64 limit_ms)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps = ebb_plan_lay_out (plan, steps);
  gint64 clock_ms = 0;

  for (guint i = 0; i < n_steps; i++) {
    if (starts_anew (&steps[i]))
      clock_ms = 0;
    else if (steps[i].target > 0 && clock_ms + steps[i].length_ms > limit_ms)
      return steps[i].start_ms + MAX (limit_ms - clock_ms, 0);
    else if (steps[i].target > 0)
      clock_ms += steps[i].length_ms;
  }
  return -1;
}
