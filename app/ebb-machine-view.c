/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be asked of a bout as it stands; nothing here changes it.
 */
#include "ebb-machine-private.h"

gboolean
ebb_machine_before_pressure (const EbbMachine *machine)
{
  return machine->phase == EBB_PHASE_SELF_CHECK || machine->phase == EBB_PHASE_ARMING;
}

gboolean
ebb_machine_under_way (const EbbMachine *machine)
{
  return machine->phase >= EBB_PHASE_INFLATING && machine->phase <= EBB_PHASE_PAUSED;
}

gboolean
ebb_machine_in_work (const EbbMachine *machine)
{
  return machine->phase == EBB_PHASE_CONTRACT || machine->phase == EBB_PHASE_HOLD
         || machine->phase == EBB_PHASE_RELAX;
}

gboolean
ebb_machine_start_waits (const EbbMachine *machine, CuffTime now_us)
{
  return machine->start_us != CUFF_TIME_NEVER
         && now_us - machine->start_us <= CUFF_MS (EBB_START_VALID_MS);
}

/* A prescription may be resolved anew while the link comes up, so the plan is asked each time. */
static CuffPressure
target_ceiling (const EbbMachine *machine)
{
  return MAX (machine->plan.target, machine->plan.target_max);
}

CuffPressure
ebb_machine_target (const EbbMachine *machine)
{
  if (!cuff_pressure_is_set (machine->stepped))
    return machine->plan.target;
  return MIN (machine->stepped, target_ceiling (machine));
}

gboolean
ebb_machine_takes_target (const EbbMachine *machine, CuffPressure pressure)
{
  CuffPressure before = ebb_machine_target (machine);
  gboolean in_set = ebb_machine_in_work (machine) || machine->phase == EBB_PHASE_WORK
                    || machine->phase == EBB_PHASE_SET_END;

  if (!cuff_pressure_is_set (pressure)
      || !(ebb_machine_before_pressure (machine) || ebb_machine_under_way (machine)))
    return FALSE;
  return pressure != before && pressure >= EBB_TARGET_MIN && pressure <= target_ceiling (machine)
         && !(pressure > before && in_set);
}

CuffTime
ebb_machine_deadline (const EbbMachine *machine)
{
  if (machine->phase == EBB_PHASE_PAUSED && !machine->pause_warned)
    return machine->phase_until_us - CUFF_MS (EBB_PAUSE_WARN_MS);
  if (ebb_machine_will_inflate (machine) && !machine->announced)
    return machine->phase_until_us - CUFF_MS (EBB_ANNOUNCE_MS);
  return MIN (machine->phase_until_us, ebb_machine_ask_us (machine));
}

CuffTime
ebb_machine_to_work_us (const EbbMachine *machine)
{
  const EbbPlan *plan = &machine->plan;

  if (machine->set == 0 || !ebb_plan_is_timed (plan))
    return 0;
  if (plan->cycle.n_steps > 0)
    return plan->cycle.n_steps * CUFF_SECONDS (plan->cycle.on_s);
  return CUFF_SECONDS (plan->sets[machine->set - 1].duration_s);
}

/* Whole steps before the one that runs; in a relief its own is done too. */
static CuffTime
steps_done_us (const EbbMachine *machine, EbbPhase phase)
{
  guint n_done = machine->step - 1 + (phase == EBB_PHASE_RELIEF || phase == EBB_PHASE_WAITING);

  return n_done * CUFF_SECONDS (machine->plan.cycle.on_s);
}

CuffTime
ebb_machine_worked_us (const EbbMachine *machine)
{
  const EbbPlan *plan = &machine->plan;
  gboolean paused = machine->phase == EBB_PHASE_PAUSED;
  EbbPhase phase = paused ? machine->paused_phase : machine->phase;
  CuffTime left_us =
      paused ? machine->resume_left_us : MAX (machine->phase_until_us - machine->now_us, 0);
  CuffTime part_us =
      plan->cycle.n_steps > 0 ? CUFF_SECONDS (plan->cycle.on_s) : ebb_machine_to_work_us (machine);

  if (!machine->set_open || !ebb_plan_is_timed (plan))
    return machine->worked_us;
  if (phase == EBB_PHASE_WORK)
    return steps_done_us (machine, phase) + CLAMP (part_us - left_us, 0, part_us);
  return plan->cycle.n_steps > 0 ? steps_done_us (machine, phase) : 0;
}

CuffTime
ebb_machine_unanswered_until_us (const EbbMachine *machine)
{
  if (machine->asked == 0)
    return CUFF_TIME_NEVER;
  return machine->here_us
         + (EBB_ASK_HERE_MAX - machine->asked + 1) * (CuffTime) CUFF_MS (EBB_ASK_HERE_MS);
}

gboolean
ebb_machine_in_exercise (const EbbMachine *machine)
{
  return (ebb_machine_in_work (machine) || machine->phase == EBB_PHASE_WORK)
         && machine->order.mode == CUFF_MODE_HOLD;
}

gboolean
ebb_machine_in_tight_rest (const EbbMachine *machine)
{
  return machine->phase == EBB_PHASE_REST && machine->order.mode == CUFF_MODE_HOLD
         && machine->now_us - machine->set_ended_us >= CUFF_MS (EBB_SET_END_MS);
}
