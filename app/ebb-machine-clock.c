/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets that go by the clock, with or without steps of pressure; inflations in the middle of a plan;
 * and whether somebody is there.
 */
#include "ebb-machine-private.h"

/* --- Work -------------------------------------------------------------------------------- */

static CuffTime
work_length_us (const EbbMachine *machine)
{
  if (machine->plan.cycle.n_steps > 0)
    return CUFF_SECONDS (machine->plan.cycle.on_s);
  return CUFF_SECONDS (machine->plan.sets[machine->set - 1].duration_s);
}

guint
ebb_machine_work_by_clock (EbbMachine *machine, CuffTime at_us)
{
  CuffMode mode = machine->plan.pattern == EBB_PATTERN_RESTING ? CUFF_MODE_DEFLATE : CUFF_MODE_HOLD;

  return ebb_machine_enter (machine, EBB_PHASE_WORK, at_us, at_us + work_length_us (machine))
         | ebb_machine_order (machine, mode);
}

static guint
set_is_over (EbbMachine *machine, CuffTime at_us)
{
  guint todo;

  machine->set_ended_us = at_us;
  todo = ebb_machine_close_set (machine, "done");
  return todo | ebb_machine_after_set (machine, at_us);
}

/* However late the tick, a relief is one. */
static guint
relieve (EbbMachine *machine, CuffTime at_us)
{
  CuffTime until_us = MAX (at_us + CUFF_SECONDS (machine->plan.cycle.off_s),
                           machine->now_us + CUFF_MS (EBB_DEFLATED_MIN_MS));

  return ebb_machine_enter (machine, EBB_PHASE_RELIEF, at_us, until_us)
         | ebb_machine_order (machine, CUFF_MODE_DEFLATE);
}

guint
ebb_machine_clock_is_over (EbbMachine *machine, CuffTime at_us)
{
  if (machine->phase == EBB_PHASE_WORK && machine->plan.cycle.n_steps > 0)
    return relieve (machine, at_us);
  if (!ebb_machine_will_inflate (machine))
    return set_is_over (machine, at_us);
  return machine->plan.tap_to_inflate ? ebb_machine_wait (machine, at_us)
                                      : ebb_machine_inflate_again (machine, at_us);
}

/* --- Inflating again --------------------------------------------------------------------- */

gboolean
ebb_machine_will_inflate (const EbbMachine *machine)
{
  if (machine->phase == EBB_PHASE_RELIEF)
    return machine->step < machine->plan.cycle.n_steps;
  return machine->phase == EBB_PHASE_REST && machine->order.mode == CUFF_MODE_DEFLATE;
}

guint
ebb_machine_inflate_again (EbbMachine *machine, CuffTime at_us)
{
  if (machine->set_open)
    machine->step++;
  return ebb_machine_inflate (machine, at_us);
}

guint
ebb_machine_wait (EbbMachine *machine, CuffTime at_us)
{
  return ebb_machine_enter (machine, EBB_PHASE_WAITING, at_us,
                            machine->now_us + CUFF_MS (EBB_NOBODY_MS))
         | ebb_machine_order (machine, CUFF_MODE_DEFLATE);
}

/* --- Is somebody there? ------------------------------------------------------------------ */

CuffTime
ebb_machine_ask_us (const EbbMachine *machine)
{
  if (!ebb_plan_is_timed (&machine->plan))
    return CUFF_TIME_NEVER;
  switch (machine->phase) {
  case EBB_PHASE_READY:
  case EBB_PHASE_WORK:
  case EBB_PHASE_RELIEF:
  case EBB_PHASE_REST:
    return machine->here_us + CUFF_MS (EBB_ASK_HERE_MS);
  default:
    return CUFF_TIME_NEVER;
  }
}
