/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets that are changed in the running bout: one more like the last, one fewer, and a bout that
 * begins in the middle because another one was broken off there.  The machine's own copy of the
 * plan is changed, so that everything that counts sets goes on to be right.
 */
#include "ebb-machine-private.h"

#include <string.h>

static gboolean
is_in_rest (const EbbMachine *machine)
{
  return machine->phase == EBB_PHASE_REST || machine->phase == EBB_PHASE_WAITING
         || (machine->phase == EBB_PHASE_PAUSED && machine->paused_phase == EBB_PHASE_REST);
}

gboolean
ebb_machine_takes_repeat (const EbbMachine *machine)
{
  return ebb_machine_under_way (machine) && machine->set >= machine->first_set
         && machine->plan.n_sets < EBB_SETS_MAX;
}

gboolean
ebb_machine_takes_skip (const EbbMachine *machine)
{
  return !machine->set_open && machine->set >= machine->first_set
         && machine->set < machine->plan.n_sets && is_in_rest (machine);
}

guint
ebb_machine_repeat_set (EbbMachine *machine)
{
  EbbPlan *plan = &machine->plan;
  guint index = machine->set - 1;

  if (!ebb_machine_takes_repeat (machine))
    return ebb_machine_due (machine);
  memmove (&plan->sets[index + 1], &plan->sets[index],
           (plan->n_sets - index) * sizeof plan->sets[0]);
  plan->n_sets++;
  return 0;
}

/* The rest goes on for the set after it; without one there is nothing to rest for. */
guint
ebb_machine_skip_set (EbbMachine *machine)
{
  EbbPlan *plan = &machine->plan;
  guint next = machine->set;

  if (!ebb_machine_takes_skip (machine))
    return ebb_machine_due (machine);
  plan->n_sets--;
  memmove (&plan->sets[next], &plan->sets[next + 1], (plan->n_sets - next) * sizeof plan->sets[0]);
  if (machine->set < plan->n_sets)
    return 0;
  return ebb_machine_finish (machine, machine->now_us, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
}

void
ebb_machine_begin_at (EbbMachine *machine, guint set)
{
  g_return_if_fail (machine->phase == EBB_PHASE_SELF_CHECK);

  machine->first_set = CLAMP (set, 1, machine->plan.n_sets);
  machine->set = machine->first_set - 1;
}
