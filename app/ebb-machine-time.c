/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a bout will be over if all goes as planned.
 */
#include "ebb-machine.h"

/* What the first inflation takes, while nobody knows better. */
#define INFLATION_US CUFF_SECONDS (5)

static CuffTime
cycle_us (const EbbMachine *machine)
{
  return CUFF_MS (ebb_tempo_total_ms (&machine->plan.tempo));
}

static CuffTime
step_us (const EbbMachine *machine)
{
  return CUFF_SECONDS (machine->plan.cycle.on_s) + CUFF_SECONDS (machine->plan.cycle.off_s);
}

static CuffTime
set_us (const EbbMachine *machine, guint index)
{
  const EbbSetPlan *set = &machine->plan.sets[index];

  if (set->kind != EBB_SET_TIMED)
    return set->reps_max * cycle_us (machine);
  if (machine->plan.cycle.n_steps > 0)
    return machine->plan.cycle.n_steps * step_us (machine);
  return CUFF_SECONDS (set->duration_s);
}

/* The sets after `set` (from 1; 0 = all) with the rests between them, and the moment after the last
 * one in which a late repetition is waited for. */
static CuffTime
sets_after_us (const EbbMachine *machine, guint set)
{
  gboolean led = !machine->plan.self_paced && !ebb_plan_is_timed (&machine->plan);
  CuffTime total_us = led ? CUFF_MS (EBB_SET_END_MS) : 0;

  for (guint i = set; i < machine->plan.n_sets; i++) {
    total_us += set_us (machine, i);
    if (i + 1 < machine->plan.n_sets)
      total_us += CUFF_SECONDS (machine->plan.rest_s);
  }
  return total_us;
}

/* From the end of the set that runs. */
static CuffTime
after_this_set_us (const EbbMachine *machine)
{
  CuffTime rest_us = machine->set < machine->plan.n_sets ? CUFF_SECONDS (machine->plan.rest_s) : 0;

  return rest_us + sets_after_us (machine, machine->set);
}

static guint
cycles_left (const EbbMachine *machine)
{
  guint reps_max = machine->plan.sets[CLAMP (machine->set, 1, machine->plan.n_sets) - 1].reps_max;

  return reps_max > machine->cycle ? reps_max - machine->cycle : 0;
}

static CuffTime
end_of_work (const EbbMachine *machine, CuffTime now_us)
{
  const EbbTempo *tempo = &machine->plan.tempo;
  CuffTime end_us = machine->phase_until_us;

  if (machine->plan.self_paced)
    return now_us + (cycles_left (machine) + 1) * cycle_us (machine);
  if (machine->phase == EBB_PHASE_CONTRACT)
    end_us += CUFF_MS (tempo->hold_ms);
  if (machine->phase != EBB_PHASE_RELAX)
    end_us += CUFF_MS (tempo->relax_ms) + CUFF_MS (tempo->pause_ms);
  return end_us + cycles_left (machine) * cycle_us (machine);
}

/* The rest of a set by the clock, from the end of the phase that runs or was paused. */
static CuffTime
steps_left_us (const EbbMachine *machine, EbbPhase phase)
{
  guint n_steps = machine->plan.cycle.n_steps;
  CuffTime left_us = n_steps > machine->step ? (n_steps - machine->step) * step_us (machine) : 0;

  return phase == EBB_PHASE_WORK && n_steps > 0 ? left_us + CUFF_SECONDS (machine->plan.cycle.off_s)
                                                : left_us;
}

static CuffTime
end_of_inflation (const EbbMachine *machine, CuffTime now_us)
{
  CuffTime tight_us = MAX (machine->phase_since_us + INFLATION_US, now_us);

  if (machine->set_open)
    return tight_us + CUFF_SECONDS (machine->plan.cycle.on_s)
           + steps_left_us (machine, EBB_PHASE_WORK) + after_this_set_us (machine);
  return MAX (tight_us + CUFF_MS (EBB_READY_MS), machine->rest_end_us)
         + sets_after_us (machine, machine->set);
}

static CuffTime
end_after_pause (const EbbMachine *machine, CuffTime now_us)
{
  switch (machine->paused_phase) {
  case EBB_PHASE_REST:
    return now_us + machine->resume_left_us + sets_after_us (machine, machine->set);
  case EBB_PHASE_READY:
    return now_us + CUFF_MS (EBB_READY_MS) + sets_after_us (machine, machine->set);
  case EBB_PHASE_WORK:
  case EBB_PHASE_RELIEF:
    return now_us + machine->resume_left_us + steps_left_us (machine, machine->paused_phase)
           + after_this_set_us (machine);
  default: /* a repetition that was broken off begins anew */
    return now_us + (cycles_left (machine) + 1) * cycle_us (machine) + after_this_set_us (machine);
  }
}

CuffTime
ebb_machine_expected_end (const EbbMachine *machine, CuffTime now_us)
{
  if (cycle_us (machine) == 0 && !ebb_plan_is_timed (&machine->plan))
    return CUFF_TIME_NEVER;
  switch (machine->phase) {
  case EBB_PHASE_INFLATING:
    return end_of_inflation (machine, now_us);
  case EBB_PHASE_READY:
    return machine->phase_until_us + sets_after_us (machine, machine->set);
  case EBB_PHASE_CONTRACT:
  case EBB_PHASE_HOLD:
  case EBB_PHASE_RELAX:
    return end_of_work (machine, now_us) + after_this_set_us (machine);
  case EBB_PHASE_WORK:
  case EBB_PHASE_RELIEF:
    return machine->phase_until_us + steps_left_us (machine, machine->phase)
           + after_this_set_us (machine);
  case EBB_PHASE_SET_END:
    return machine->set_ended_us + after_this_set_us (machine);
  case EBB_PHASE_REST:
    return machine->rest_end_us + sets_after_us (machine, machine->set);
  case EBB_PHASE_PAUSED:
    return end_after_pause (machine, now_us);
  case EBB_PHASE_DEFLATING:
  case EBB_PHASE_REMOVE_CUFF:
    return machine->vented_us;
  case EBB_PHASE_SELF_CHECK:
  case EBB_PHASE_ARMING:
  case EBB_PHASE_WAITING: /* a person decides */
  case EBB_PHASE_UNKNOWN:
  case EBB_PHASE_CLOSED:
  default:
    return CUFF_TIME_NEVER;
  }
}
