/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the phases of a bout follow each other.  A phase begins when the one before it was due to
 * end, not when the tick came, so that no delay adds up; only phases that wait for the cuff
 * (inflating, deflating) count from the order that was sent.
 */
#include "ebb-machine-private.h"

guint
ebb_machine_enter (EbbMachine *machine, EbbPhase phase, CuffTime at_us, CuffTime until_us)
{
  machine->phase = phase;
  machine->phase_since_us = at_us;
  machine->phase_until_us = until_us;
  machine->announced = FALSE;
  return EBB_DO_PHASE;
}

static void
set_order (EbbMachine *machine, CuffMode mode)
{
  CuffTime left_us = 0;

  if (machine->phase_until_us != CUFF_TIME_NEVER)
    left_us = CLAMP (machine->phase_until_us - machine->now_us, 0, CUFF_SECONDS (3600));
  machine->order = (CuffOrder){
    .mode = mode,
    .target = mode == CUFF_MODE_HOLD ? ebb_plan_step_target (
                  &machine->plan, ebb_machine_target (machine), machine->step)
                                     : 0,
    .longest_ms = (uint32_t) (left_us / 1000) + EBB_ORDER_MARGIN_MS,
  };
}

guint
ebb_machine_order (EbbMachine *machine, CuffMode mode)
{
  set_order (machine, mode);
  if (mode == CUFF_MODE_HOLD)
    machine->pressurised = TRUE;
  return EBB_DO_ORDER;
}

/* --- Which pressure when ----------------------------------------------------------------- */

static CuffMode
work_mode (const EbbMachine *machine)
{
  return machine->plan.pattern == EBB_PATTERN_RESTING ? CUFF_MODE_DEFLATE : CUFF_MODE_HOLD;
}

static gboolean
rests_are_tight (const EbbMachine *machine)
{
  return machine->plan.pattern == EBB_PATTERN_CONTINUOUS;
}

/* --- Before the first set ---------------------------------------------------------------- */

guint
ebb_machine_arm (EbbMachine *machine)
{
  CuffTime now_us = machine->now_us;

  machine->start_us = CUFF_TIME_NEVER; /* used up */
  return ebb_machine_enter (machine, EBB_PHASE_ARMING, now_us, now_us + CUFF_MS (EBB_ARM_MAX_MS))
         | EBB_DO_ARM;
}

guint
ebb_machine_inflate (EbbMachine *machine, CuffTime at_us)
{
  int most_ms = machine->plan.by_hand ? EBB_PUMP_MAX_MS : EBB_INFLATE_MAX_MS;
  guint todo =
      ebb_machine_enter (machine, EBB_PHASE_INFLATING, at_us, machine->now_us + CUFF_MS (most_ms));

  return todo | ebb_machine_order (machine, CUFF_MODE_HOLD);
}

/* After a deflated rest the count-down also waits for the rest to be over. */
static guint
ready (EbbMachine *machine, CuffTime at_us)
{
  CuffTime until_us = MAX (at_us + CUFF_MS (EBB_READY_MS), machine->rest_end_us);

  return ebb_machine_enter (machine, EBB_PHASE_READY, at_us, until_us)
         | ebb_machine_order (machine, work_mode (machine));
}

/* --- A set ------------------------------------------------------------------------------- */

static CuffTime
work_length_us (const EbbTempo *tempo, EbbPhase phase)
{
  switch (phase) {
  case EBB_PHASE_CONTRACT:
    return CUFF_MS (tempo->contract_ms);
  case EBB_PHASE_HOLD:
    return CUFF_MS (tempo->hold_ms);
  default: /* the muscle stays relaxed between two repetitions */
    return CUFF_MS (tempo->relax_ms) + CUFF_MS (tempo->pause_ms);
  }
}

/* The pacer goes on to `phase`, past parts that the tempo leaves out. */
static guint
lead (EbbMachine *machine, EbbPhase phase, CuffTime at_us)
{
  const EbbTempo *tempo = &machine->plan.tempo;

  while (phase < EBB_PHASE_RELAX && work_length_us (tempo, phase) == 0)
    phase++;
  return ebb_machine_enter (machine, phase, at_us, at_us + work_length_us (tempo, phase))
         | ebb_machine_order (machine, work_mode (machine)) | EBB_DO_CUE;
}

/* The patient goes at their own pace: one long phase, ended by the count or by nobody's doing. */
static guint
work_self_paced (EbbMachine *machine, CuffTime at_us)
{
  CuffTime until_us = machine->now_us + CUFF_MS (EBB_NOBODY_MS);

  return ebb_machine_enter (machine, EBB_PHASE_CONTRACT, at_us, until_us)
         | ebb_machine_order (machine, work_mode (machine));
}

static guint
work (EbbMachine *machine, CuffTime at_us)
{
  if (machine->plan.sets[machine->set - 1].kind == EBB_SET_TIMED)
    return ebb_machine_work_by_clock (machine, at_us);
  return machine->plan.self_paced ? work_self_paced (machine, at_us)
                                  : lead (machine, EBB_PHASE_CONTRACT, at_us);
}

static guint
begin_set (EbbMachine *machine, CuffTime at_us)
{
  machine->set++;
  machine->step = 1;
  machine->cycle = 1;
  machine->reps = 0;
  machine->set_open = TRUE;
  machine->worked_us = 0;
  machine->set_started_us = at_us;
  machine->set_ended_us = CUFF_TIME_NEVER;
  machine->set_end_reason[0] = '\0';
  return EBB_DO_BEGIN_SET | work (machine, at_us);
}

static guint
after_relax (EbbMachine *machine, CuffTime at_us)
{
  if (machine->cycle < machine->plan.sets[machine->set - 1].reps_max) {
    machine->cycle++;
    return lead (machine, EBB_PHASE_CONTRACT, at_us);
  }
  machine->set_ended_us = at_us;
  return ebb_machine_enter (machine, EBB_PHASE_SET_END, at_us, at_us + CUFF_MS (EBB_SET_END_MS))
         | ebb_machine_order (machine, work_mode (machine));
}

/* Cuts at 63 bytes, and there at a whole character. */
static void
copy_reason (char *to, gsize size, const char *reason)
{
  const char *end = NULL;

  g_strlcpy (to, reason, size);
  if (!g_utf8_validate (to, -1, &end))
    to[end - to] = '\0';
}

guint
ebb_machine_close_set (EbbMachine *machine, const char *reason)
{
  if (!machine->set_open)
    return 0;
  machine->worked_us = ebb_machine_worked_us (machine);
  machine->set_open = FALSE;
  machine->step = 1;
  if (machine->set_ended_us == CUFF_TIME_NEVER)
    machine->set_ended_us = machine->now_us;
  copy_reason (machine->set_end_reason, sizeof machine->set_end_reason, reason);
  return EBB_DO_END_SET;
}

/* --- Rests ------------------------------------------------------------------------------- */

/* A deflated rest ends early by what the last inflation took, a quarter and a second more, and the
 * count-down, so that the set starts when the rest is over.  Who lies still is given the whole of
 * it, for blood flow: the air comes after it. */
static CuffTime
rest_until_us (const EbbMachine *machine, CuffTime earliest_us)
{
  CuffTime lead_us = machine->inflate_took_us * 5 / 4 + CUFF_SECONDS (1) + CUFF_MS (EBB_READY_MS);

  if (rests_are_tight (machine) || ebb_plan_starts_at_once (&machine->plan))
    return MAX (machine->rest_end_us, earliest_us);
  return MAX (machine->rest_end_us - lead_us, earliest_us);
}

/* Tight in rests only: until the count-down of the next set, in which the cuff deflates. */
static guint
tight_rest (EbbMachine *machine, CuffTime at_us)
{
  CuffTime until_us = MAX (machine->rest_end_us - CUFF_MS (EBB_READY_MS), at_us);

  return ebb_machine_enter (machine, EBB_PHASE_REST, at_us, until_us)
         | ebb_machine_order (machine, CUFF_MODE_HOLD);
}

/* The first moments of such a rest: announced, then inflated. */
static guint
rest_before_inflation (EbbMachine *machine, CuffTime at_us)
{
  return ebb_machine_enter (machine, EBB_PHASE_REST, at_us, at_us + CUFF_MS (EBB_ANNOUNCE_MS))
         | ebb_machine_order (machine, CUFF_MODE_DEFLATE);
}

static guint
rest (EbbMachine *machine, CuffTime at_us, CuffTime earliest_us)
{
  guint todo =
      ebb_machine_enter (machine, EBB_PHASE_REST, at_us, rest_until_us (machine, earliest_us));

  return todo
         | ebb_machine_order (machine,
                              rests_are_tight (machine) ? CUFF_MODE_HOLD : CUFF_MODE_DEFLATE);
}

guint
ebb_machine_after_set (EbbMachine *machine, CuffTime at_us)
{
  CuffTime earliest_us = at_us;

  if (machine->set >= machine->plan.n_sets)
    return ebb_machine_finish (machine, at_us, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
  machine->rest_end_us = machine->set_ended_us + CUFF_SECONDS (machine->plan.rest_s);
  machine->rest_extra_s = 0;
  if (machine->plan.pattern == EBB_PATTERN_RESTING)
    return rest_before_inflation (machine, at_us);
  if (!rests_are_tight (machine))
    earliest_us += CUFF_MS (EBB_DEFLATED_MIN_MS);
  return rest (machine, at_us, earliest_us);
}

/* --- The cuff is tight ------------------------------------------------------------------- */

guint
ebb_machine_at_target (EbbMachine *machine)
{
  CuffTime now_us = machine->now_us;

  machine->at_target_since_us = now_us;
  machine->inflate_took_us = MAX (now_us - machine->phase_since_us, 0);
  if (machine->set_open)
    return ebb_machine_work_by_clock (machine, now_us);
  if (machine->plan.pattern == EBB_PATTERN_RESTING && machine->set >= machine->first_set)
    return tight_rest (machine, now_us);
  return ebb_plan_starts_at_once (&machine->plan) ? begin_set (machine, now_us)
                                                  : ready (machine, now_us);
}

/* --- Pause ------------------------------------------------------------------------------- */

guint
ebb_machine_pause (EbbMachine *machine)
{
  CuffTime now_us = machine->now_us;
  CuffTime end_us =
      machine->phase == EBB_PHASE_REST ? machine->rest_end_us : machine->phase_until_us;

  machine->paused_phase = machine->phase;
  machine->resume_left_us = MAX (end_us - now_us, 0);
  machine->pause_warned = FALSE;
  return ebb_machine_enter (machine, EBB_PHASE_PAUSED, now_us, now_us + CUFF_MS (EBB_PAUSE_MAX_MS))
         | ebb_machine_order (machine, machine->order.mode);
}

static guint
resume_rest (EbbMachine *machine)
{
  CuffTime now_us = machine->now_us;

  machine->rest_end_us = now_us + machine->resume_left_us;
  if (machine->plan.pattern != EBB_PATTERN_RESTING)
    return rest (machine, now_us, now_us);
  return machine->order.mode == CUFF_MODE_HOLD ? tight_rest (machine, now_us)
                                               : rest_before_inflation (machine, now_us);
}

/* A rest or a clock goes on where it was; a repetition that was broken off begins anew, and so does
 * the count-down. */
guint
ebb_machine_resume (EbbMachine *machine)
{
  CuffTime now_us = machine->now_us;

  switch (machine->paused_phase) {
  case EBB_PHASE_REST:
    return resume_rest (machine);
  case EBB_PHASE_READY:
    return ebb_machine_enter (machine, EBB_PHASE_READY, now_us, now_us + CUFF_MS (EBB_READY_MS))
           | ebb_machine_order (machine, work_mode (machine));
  case EBB_PHASE_WORK:
  case EBB_PHASE_RELIEF:
    return ebb_machine_enter (machine, machine->paused_phase, now_us,
                              now_us + machine->resume_left_us)
           | ebb_machine_order (machine, machine->order.mode);
  default:
    return work (machine, now_us);
  }
}

/* --- The end ----------------------------------------------------------------------------- */

guint
ebb_machine_finish (EbbMachine *machine, CuffTime at_us, EbbEndState state, CuffReason reason)
{
  /* By hand it takes as long as a person takes: only their word ends it. */
  CuffTime until_us =
      machine->plan.by_hand ? CUFF_TIME_NEVER : machine->now_us + CUFF_MS (EBB_DEFLATE_MAX_MS);
  guint todo = EBB_DO_VENT;

  machine->end_state = state;
  machine->end_reason = reason;
  machine->vented_us = machine->now_us;
  todo |= ebb_machine_enter (machine, EBB_PHASE_DEFLATING, at_us, until_us);
  set_order (machine, CUFF_MODE_VENT);
  return todo;
}

guint
ebb_machine_lose_sight (EbbMachine *machine, CuffTime at_us, CuffReason reason)
{
  guint todo = EBB_DO_VENT;

  machine->unknown_reason = reason;
  if (machine->vented_us == CUFF_TIME_NEVER)
    machine->vented_us = machine->now_us;
  todo |= ebb_machine_enter (machine, EBB_PHASE_UNKNOWN, at_us, CUFF_TIME_NEVER);
  set_order (machine, CUFF_MODE_VENT);
  return todo;
}

guint
ebb_machine_close (EbbMachine *machine)
{
  return ebb_machine_enter (machine, EBB_PHASE_CLOSED, machine->now_us, CUFF_TIME_NEVER)
         | EBB_DO_CLOSE;
}

/* --- Time -------------------------------------------------------------------------------- */

/* At the planned moment, or when a tick found out. */
static guint
safety_end (EbbMachine *machine, CuffReason reason)
{
  CuffTime at_us = MIN (machine->phase_until_us, machine->now_us);
  guint todo = ebb_machine_close_set (machine, "safety");

  return todo | ebb_machine_finish (machine, at_us, EBB_STATE_STOPPED_BY_SAFETY, reason);
}

/* Six seconds after the vent order nothing shows an empty cuff: it counts as inflated.  A plan
 * whose cuff did not open was not completed. */
static guint
not_deflated (EbbMachine *machine)
{
  if (machine->end_state == EBB_STATE_COMPLETED) {
    machine->end_state = EBB_STATE_STOPPED_BY_SAFETY;
    machine->end_reason = CUFF_REASON_NOT_DEFLATED;
  }
  return ebb_machine_lose_sight (machine, machine->phase_until_us, CUFF_REASON_NOT_DEFLATED);
}

static guint
not_armed (EbbMachine *machine)
{
  machine->end_state = EBB_STATE_INTERRUPTED;
  machine->end_reason = CUFF_REASON_REFUSED;
  return ebb_machine_close (machine) | EBB_DO_VENT;
}

static guint
rest_is_over (EbbMachine *machine, CuffTime at_us)
{
  if (ebb_machine_will_inflate (machine))
    return machine->plan.tap_to_inflate ? ebb_machine_wait (machine, at_us)
                                        : ebb_machine_inflate_again (machine, at_us);
  return rests_are_tight (machine) ? begin_set (machine, at_us) : ready (machine, at_us);
}

static guint
time_is_up (EbbMachine *machine)
{
  CuffTime at_us = machine->phase_until_us;
  guint todo;

  switch (machine->phase) {
  case EBB_PHASE_ARMING:
    return not_armed (machine);
  case EBB_PHASE_INFLATING:
    return safety_end (machine, CUFF_REASON_NOT_REACHED);
  case EBB_PHASE_READY:
    return begin_set (machine, at_us);
  case EBB_PHASE_CONTRACT:
    return machine->plan.self_paced ? safety_end (machine, CUFF_REASON_NOBODY)
                                    : lead (machine, EBB_PHASE_HOLD, at_us);
  case EBB_PHASE_HOLD:
    return lead (machine, EBB_PHASE_RELAX, at_us);
  case EBB_PHASE_RELAX:
    return after_relax (machine, at_us);
  case EBB_PHASE_SET_END:
    todo = ebb_machine_close_set (machine, "done");
    return todo | ebb_machine_after_set (machine, at_us);
  case EBB_PHASE_REST:
    return rest_is_over (machine, at_us);
  case EBB_PHASE_WORK:
  case EBB_PHASE_RELIEF:
    return ebb_machine_clock_is_over (machine, at_us);
  case EBB_PHASE_WAITING:
    return safety_end (machine, CUFF_REASON_NOBODY);
  case EBB_PHASE_PAUSED:
    return safety_end (machine, CUFF_REASON_PAUSE_OVER);
  case EBB_PHASE_DEFLATING:
    return not_deflated (machine);
  case EBB_PHASE_SELF_CHECK:
  case EBB_PHASE_REMOVE_CUFF:
  case EBB_PHASE_UNKNOWN:
  case EBB_PHASE_CLOSED:
  default:
    return 0;
  }
}

/* 5 s ahead.  When the tick comes so late that less than 4 s of that are left, the inflation
 * waits: nobody's limb is squeezed without a warning. */
static guint
announce (EbbMachine *machine)
{
  CuffTime earliest_us = machine->now_us + CUFF_MS (EBB_ANNOUNCE_MIN_MS);

  machine->announced = TRUE;
  if (machine->phase_until_us >= earliest_us)
    return EBB_DO_ANNOUNCE;
  machine->phase_until_us = machine->now_us + CUFF_MS (EBB_ANNOUNCE_MS);
  return EBB_DO_ANNOUNCE | ebb_machine_order (machine, CUFF_MODE_DEFLATE);
}

static guint
ask_here (EbbMachine *machine)
{
  if (machine->asked >= EBB_ASK_HERE_MAX)
    return safety_end (machine, CUFF_REASON_NOBODY);
  machine->asked++;
  machine->here_us = machine->now_us;
  return EBB_DO_ASK_HERE;
}

guint
ebb_machine_due (EbbMachine *machine)
{
  if (ebb_machine_will_inflate (machine) && !machine->announced
      && machine->now_us >= machine->phase_until_us - CUFF_MS (EBB_ANNOUNCE_MS))
    return announce (machine);
  if (machine->now_us >= machine->phase_until_us)
    return time_is_up (machine);
  if (machine->phase == EBB_PHASE_PAUSED && !machine->pause_warned
      && machine->now_us >= machine->phase_until_us - CUFF_MS (EBB_PAUSE_WARN_MS)) {
    machine->pause_warned = TRUE;
    return EBB_DO_WARN_PAUSE;
  }
  return machine->now_us >= ebb_machine_ask_us (machine) ? ask_here (machine) : 0;
}
