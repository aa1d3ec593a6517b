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
