/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "machine-rig.h"

static EbbPlan
make_plan (guint n_sets, guint reps)
{
  EbbPlan plan = { .n_sets = n_sets,
                   .rest_s = 30,
                   .tempo = { 1000, 5000, 1000, 0 },
                   .pattern = EBB_PATTERN_CONTINUOUS,
                   .target = CUFF_MMHG (112) + 2,
                   .segment = EBB_SEGMENT_THIGH,
                   .reps_in_pressure = TRUE,
                   .load_kg = -1.0 };

  for (guint i = 0; i < n_sets; i++)
    plan.sets[i] = (EbbSetPlan){ MIN (reps, 15), reps };
  return plan;
}

EbbPlan
rig_classic_plan (void)
{
  return make_plan (3, 20);
}

EbbPlan
rig_short_plan (void)
{
  return make_plan (2, 3);
}

EbbPlan
rig_timed_plan (EbbTraining training, EbbPattern pattern, guint n_sets, guint duration_s,
                guint rest_s)
{
  EbbPlan plan = { .n_sets = n_sets,
                   .rest_s = rest_s,
                   .pattern = pattern,
                   .target = CUFF_MMHG (100),
                   .segment = EBB_SEGMENT_THIGH,
                   .load_kg = -1.0,
                   .training = training };

  for (guint i = 0; i < n_sets; i++)
    plan.sets[i] = (EbbSetPlan){ .kind = EBB_SET_TIMED, .duration_s = duration_s };
  return plan;
}

EbbPlan
rig_passive_plan (void)
{
  return rig_timed_plan (EBB_TRAINING_PASSIVE, EBB_PATTERN_CYCLED, 2, 100, 60);
}

EbbPlan
rig_cycle_plan (void)
{
  EbbPlan plan = rig_timed_plan (EBB_TRAINING_CYCLE, EBB_PATTERN_CYCLED, 1, 50, 0);

  plan.cycle = (EbbCyclePlan){ .on_s = 20, .off_s = 5, .n_steps = 2, .percent = { 70, 100 } };
  return plan;
}

void
rig_init (Rig *rig, const EbbPlan *plan)
{
  *rig = (Rig){ .now_us = CUFF_SECONDS (100),
                .tick_us = CUFF_MS (50),
                .inflate_us = CUFF_SECONDS (4),
                .deflate_us = CUFF_MS (2500),
                .ordered_us = CUFF_TIME_NEVER,
                .vented_us = CUFF_TIME_NEVER,
                .announced_us = CUFF_TIME_NEVER };
  ebb_machine_init (&rig->machine, plan, rig->now_us);
}

static void
note (Rig *rig, guint todo)
{
  rig->n_armed += (todo & EBB_DO_ARM) != 0;
  rig->n_begun += (todo & EBB_DO_BEGIN_SET) != 0;
  rig->n_ended += (todo & EBB_DO_END_SET) != 0;
  rig->n_closed += (todo & EBB_DO_CLOSE) != 0;
  rig->n_cues += (todo & EBB_DO_CUE) != 0;
  rig->n_warned += (todo & EBB_DO_WARN_PAUSE) != 0;
  rig->n_asked += (todo & EBB_DO_ASK_HERE) != 0;
  if ((todo & EBB_DO_ANNOUNCE) != 0)
    rig->announced_us = rig->now_us;
  if ((todo & EBB_DO_PHASE) != 0) {
    g_assert_cmpuint (rig->n_phases, <, RIG_PHASES_MAX);
    rig->phases[rig->n_phases] = rig->machine.phase;
    rig->since_us[rig->n_phases++] = rig->machine.phase_since_us;
  }
  if ((todo & EBB_DO_ORDER) != 0 && rig->machine.order.mode == CUFF_MODE_HOLD
      && rig->machine.phase == EBB_PHASE_INFLATING)
    rig->ordered_us = rig->now_us;
  if ((todo & EBB_DO_VENT) != 0)
    rig->vented_us = rig->now_us;
}

static guint
feed (Rig *rig, const EbbInput *input)
{
  guint todo = ebb_machine_step (&rig->machine, input);

  note (rig, todo);
  return todo;
}

guint
rig_feed_reason (Rig *rig, EbbInputKind kind, CuffReason reason)
{
  EbbInput input = {
    .kind = kind, .t_us = rig->now_us, .pressure = CUFF_PRESSURE_UNSET, .reason = reason
  };

  return feed (rig, &input);
}

guint
rig_feed (Rig *rig, EbbInputKind kind)
{
  return rig_feed_reason (rig, kind, CUFF_REASON_NONE);
}

guint
rig_feed_text (Rig *rig, EbbInputKind kind, const char *text)
{
  EbbInput input = {
    .kind = kind, .t_us = rig->now_us, .pressure = CUFF_PRESSURE_UNSET, .text = text
  };

  return feed (rig, &input);
}

guint
rig_feed_target (Rig *rig, double mmhg)
{
  EbbInput input = { .kind = EBB_INPUT_TARGET,
                     .t_us = rig->now_us,
                     .pressure = cuff_pressure_from_mmhg (mmhg) };

  return feed (rig, &input);
}

guint
rig_feed_sample (Rig *rig, gboolean at_target, gboolean deflated)
{
  EbbInput input = { .kind = EBB_INPUT_SAMPLE,
                     .t_us = rig->now_us,
                     .pressure = CUFF_PRESSURE_UNSET,
                     .at_target = at_target,
                     .deflated = deflated };

  return feed (rig, &input);
}

static gboolean
has_passed (const Rig *rig, CuffTime since_us, CuffTime needs_us)
{
  return since_us != CUFF_TIME_NEVER && needs_us != CUFF_TIME_NEVER
         && rig->now_us - since_us >= needs_us;
}

/* A tick walks through everything that is due by now, as an owner does. */
static void
tick (Rig *rig)
{
  rig_feed_sample (rig, has_passed (rig, rig->ordered_us, rig->inflate_us),
                   has_passed (rig, rig->vented_us, rig->deflate_us));
  while (ebb_machine_deadline (&rig->machine) <= rig->now_us)
    rig_feed (rig, EBB_INPUT_TICK);
}

void
rig_run_us (Rig *rig, CuffTime us)
{
  CuffTime end_us = rig->now_us + us;

  while (rig->now_us < end_us) {
    rig->now_us = MIN (rig->now_us + rig->tick_us, end_us);
    tick (rig);
  }
}

void
rig_run_to (Rig *rig, EbbPhase phase)
{
  CuffTime end_us = rig->now_us + CUFF_SECONDS (600);

  while (rig->machine.phase != phase && rig->now_us < end_us)
    rig_run_us (rig, rig->tick_us);
  rig_assert_phase (rig, phase);
}

void
rig_start (Rig *rig)
{
  rig_feed (rig, EBB_INPUT_LINK_READY);
  rig_feed (rig, EBB_INPUT_START);
  rig_assert_phase (rig, EBB_PHASE_ARMING);
  rig_feed (rig, EBB_INPUT_ARMED);
  rig_assert_phase (rig, EBB_PHASE_INFLATING);
}

void
rig_init_in (Rig *rig, EbbPhase phase)
{
  EbbPlan plan = rig_short_plan ();

  rig_init (rig, &plan);
  if (phase == EBB_PHASE_SELF_CHECK)
    return;
  if (phase == EBB_PHASE_ARMING) {
    rig_feed (rig, EBB_INPUT_LINK_READY);
    rig_feed (rig, EBB_INPUT_START);
    return;
  }
  rig_start (rig);
  switch (phase) {
  case EBB_PHASE_PAUSED:
    rig_run_to (rig, EBB_PHASE_HOLD);
    rig_feed (rig, EBB_INPUT_PAUSE);
    break;
  case EBB_PHASE_UNKNOWN:
    rig_run_to (rig, EBB_PHASE_HOLD);
    rig_feed (rig, EBB_INPUT_LINK_LOST);
    break;
  case EBB_PHASE_CLOSED:
    rig_run_to (rig, EBB_PHASE_REMOVE_CUFF);
    rig_feed (rig, EBB_INPUT_CUFF_OFF);
    break;
  default:
    rig_run_to (rig, phase);
  }
  rig_assert_phase (rig, phase);
}

void
rig_begin (Rig *rig, const EbbPlan *plan)
{
  rig_init (rig, plan);
  rig_start (rig);
}

void
rig_assert_order (const Rig *rig, CuffMode mode, CuffPressure target)
{
  g_assert_cmpint (rig->machine.order.mode, ==, mode);
  g_assert_cmpint (rig->machine.order.target, ==, target);
}
