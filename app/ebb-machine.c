/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each input does to a bout.  Inputs that end something are taken in every phase and never
 * wait for a tick; all others apply to the phase as it stands.
 */
#include "ebb-machine-private.h"

void
ebb_machine_init (EbbMachine *machine, const EbbPlan *plan, CuffTime now_us)
{
  g_return_if_fail (machine != NULL && plan != NULL);

  *machine = (EbbMachine){
    .plan = *plan,
    .phase = EBB_PHASE_SELF_CHECK,
    .phase_since_us = now_us,
    .phase_until_us = CUFF_TIME_NEVER,
    .at_target_since_us = CUFF_TIME_NEVER,
    .set_started_us = CUFF_TIME_NEVER,
    .set_ended_us = CUFF_TIME_NEVER,
    .end_state = EBB_STATE_OPEN,
    .stepped = CUFF_PRESSURE_UNSET,
    .now_us = now_us,
    .start_us = CUFF_TIME_NEVER,
    .rest_end_us = now_us,
    .vented_us = CUFF_TIME_NEVER,
    .here_us = now_us,
    .step = 1,
    .first_set = 1,
  };
  machine->plan.n_sets = CLAMP (plan->n_sets, 1, EBB_SETS_MAX);
  machine->plan.cycle.n_steps = MIN (plan->cycle.n_steps, EBB_CYCLE_STEPS_MAX);
  /* Without a tempo there is nothing to lead by. */
  if (ebb_tempo_total_ms (&plan->tempo) == 0)
    machine->plan.self_paced = TRUE;
}

/* --- What the phases have in common ------------------------------------------------------ */

static gboolean
by_the_clock (const EbbMachine *machine)
{
  return machine->phase == EBB_PHASE_WORK || machine->phase == EBB_PHASE_RELIEF;
}

/* How the record names an end: safety is what Ebb or the controller decided, interrupted is what
 * befell the link, the program or the computer. */
static EbbEndState
state_of_reason (CuffReason reason)
{
  switch (reason) {
  case CUFF_REASON_USER_STOP:
  case CUFF_REASON_DEVICE_BUTTON:
    return EBB_STATE_STOPPED_BY_USER;
  case CUFF_REASON_LEASE:
  case CUFF_REASON_LINK_LOST:
  case CUFF_REASON_DEVICE_RESET:
  case CUFF_REASON_SLEEP:
  case CUFF_REASON_CRASH:
  case CUFF_REASON_SHUTDOWN:
  case CUFF_REASON_REFUSED:
    return EBB_STATE_INTERRUPTED;
  default:
    return EBB_STATE_STOPPED_BY_SAFETY;
  }
}

static const char *
set_end_of_state (EbbEndState state)
{
  switch (state) {
  case EBB_STATE_STOPPED_BY_USER:
    return "stopped";
  case EBB_STATE_STOPPED_BY_SAFETY:
    return "safety";
  default:
    return "interrupted";
  }
}

/* In SET_END the pacer has led every repetition: that set is done, however the bout ends. */
static guint
cut_set (EbbMachine *machine, EbbEndState state)
{
  return ebb_machine_close_set (
      machine, machine->phase == EBB_PHASE_SET_END ? "done" : set_end_of_state (state));
}

/* --- Endings: taken in every phase ------------------------------------------------------- */

/* Nothing was inflated: there is nothing to prove. */
static guint
end_before_pressure (EbbMachine *machine, EbbEndState state, CuffReason reason)
{
  machine->end_state = state;
  machine->end_reason = reason;
  return EBB_DO_VENT | ebb_machine_close (machine);
}

/* A stop after the end was decided vents again.  Only a completed plan is not final before the
 * cuff is proven deflated: what goes wrong until then counts; pressing Stop does not. */
static guint
end_again (EbbMachine *machine, EbbEndState state, CuffReason reason)
{
  if (machine->phase == EBB_PHASE_REMOVE_CUFF && reason == CUFF_REASON_SHUTDOWN)
    return EBB_DO_VENT | ebb_machine_close (machine);
  if (machine->phase == EBB_PHASE_DEFLATING && machine->end_state == EBB_STATE_COMPLETED
      && reason != CUFF_REASON_PLAN_DONE && state != EBB_STATE_STOPPED_BY_USER) {
    machine->end_state = state;
    machine->end_reason = reason;
  }
  return EBB_DO_VENT;
}

static guint
end_with (EbbMachine *machine, EbbEndState state, CuffReason reason)
{
  guint todo;

  if (ebb_machine_before_pressure (machine))
    return end_before_pressure (machine, state, reason);
  if (!ebb_machine_under_way (machine))
    return end_again (machine, state, reason);
  todo = cut_set (machine, state);
  return todo | ebb_machine_finish (machine, machine->now_us, state, reason);
}

static guint
stop (EbbMachine *machine, CuffReason reason)
{
  if (reason == CUFF_REASON_NONE || reason == CUFF_REASON_PLAN_DONE)
    reason = CUFF_REASON_USER_STOP;
  return end_with (machine,
                   state_of_reason (reason) == EBB_STATE_INTERRUPTED ? EBB_STATE_INTERRUPTED
                                                                     : EBB_STATE_STOPPED_BY_USER,
                   reason);
}

static guint
lose_link (EbbMachine *machine, CuffReason reason)
{
  guint todo;

  if (reason == CUFF_REASON_NONE)
    reason = CUFF_REASON_LINK_LOST;
  if (ebb_machine_before_pressure (machine))
    return end_before_pressure (machine, EBB_STATE_INTERRUPTED, reason);
  if (machine->phase == EBB_PHASE_DEFLATING) {
    end_again (machine, EBB_STATE_INTERRUPTED, reason);
    return ebb_machine_lose_sight (machine, machine->now_us, reason);
  }
  /* A cuff that was proven deflated stays so; one that is unknown stays unknown. */
  if (!ebb_machine_under_way (machine))
    return 0;
  machine->end_state = EBB_STATE_INTERRUPTED;
  machine->end_reason = reason;
  todo = cut_set (machine, EBB_STATE_INTERRUPTED);
  return todo | ebb_machine_lose_sight (machine, machine->now_us, reason);
}

static guint
safety_stop (EbbMachine *machine, CuffReason reason)
{
  if (reason == CUFF_REASON_LINK_LOST)
    return lose_link (machine, reason) | EBB_DO_VENT;
  return end_with (machine, state_of_reason (reason), reason);
}

static guint
refused (EbbMachine *machine, CuffReason reason)
{
  if (reason == CUFF_REASON_NONE)
    reason = CUFF_REASON_REFUSED;
  if (!ebb_machine_before_pressure (machine) && !ebb_machine_under_way (machine))
    return 0; /* it is on its way to the proof already */
  return end_with (machine, state_of_reason (reason), reason);
}

static guint
cuff_off (EbbMachine *machine)
{
  if (machine->phase != EBB_PHASE_REMOVE_CUFF && machine->phase != EBB_PHASE_UNKNOWN)
    return 0;
  return ebb_machine_close (machine);
}

/* --- The way up -------------------------------------------------------------------------- */

static gboolean
start_is_waiting (const EbbMachine *machine)
{
  return ebb_machine_start_waits (machine, machine->now_us);
}

/* One start arms once; a second one finds another phase, or the first still waiting. */
static guint
start (EbbMachine *machine)
{
  if (machine->phase != EBB_PHASE_SELF_CHECK || start_is_waiting (machine))
    return 0;
  machine->start_us = machine->now_us;
  return machine->link_ready ? ebb_machine_arm (machine) : 0;
}

static guint
link_ready (EbbMachine *machine)
{
  if (machine->phase != EBB_PHASE_SELF_CHECK)
    return 0;
  machine->link_ready = TRUE;
  return start_is_waiting (machine) ? ebb_machine_arm (machine) : 0;
}

static guint
armed (EbbMachine *machine)
{
  if (machine->phase != EBB_PHASE_ARMING || machine->now_us >= machine->phase_until_us)
    return ebb_machine_due (machine);
  return ebb_machine_inflate (machine, machine->now_us);
}

static gboolean
is_proof (const EbbMachine *machine, const EbbInput *input)
{
  return input->deflated
         && (machine->phase == EBB_PHASE_DEFLATING || machine->phase == EBB_PHASE_UNKNOWN)
         && machine->now_us - machine->vented_us >= CUFF_MS (EBB_PROOF_MS);
}

static guint
sample (EbbMachine *machine, const EbbInput *input)
{
  if (is_proof (machine, input))
    return ebb_machine_enter (machine, EBB_PHASE_REMOVE_CUFF, machine->now_us, CUFF_TIME_NEVER);
  if (machine->phase == EBB_PHASE_INFLATING && input->at_target)
    return ebb_machine_at_target (machine);
  return ebb_machine_due (machine);
}

/* --- Sets -------------------------------------------------------------------------------- */

/* A timed set of strength may be counted too; the clock alone ends it. */
static guint
count_by_the_clock (EbbMachine *machine)
{
  EbbTraining training = machine->plan.training;

  if (machine->now_us < machine->phase_until_us
      && (training == EBB_TRAINING_RESISTANCE || training == EBB_TRAINING_ISOMETRIC))
    machine->reps++;
  return ebb_machine_due (machine);
}

static guint
count (EbbMachine *machine)
{
  gboolean grace =
      machine->phase == EBB_PHASE_SET_END && machine->now_us <= machine->phase_until_us;
  guint todo;

  if (machine->phase == EBB_PHASE_WORK)
    return count_by_the_clock (machine);
  if (!ebb_machine_in_work (machine) && !grace)
    return ebb_machine_due (machine);
  machine->reps++;
  if (!machine->plan.self_paced)
    return 0;

  machine->cycle = machine->reps + 1;
  if (machine->reps >= machine->plan.sets[machine->set - 1].reps_max) {
    todo = ebb_machine_close_set (machine, "done");
    return todo | ebb_machine_after_set (machine, machine->now_us);
  }
  machine->phase_until_us = machine->now_us + CUFF_MS (EBB_NOBODY_MS);
  return ebb_machine_order (machine, machine->order.mode);
}

static guint
take_back (EbbMachine *machine)
{
  if (machine->set_open && machine->reps > 0)
    machine->reps--;
  if (machine->set_open && machine->plan.self_paced)
    machine->cycle = machine->reps + 1;
  return 0;
}

static guint
end_set (EbbMachine *machine, const char *text)
{
  guint todo;

  if (!machine->set_open)
    return 0;
  todo = ebb_machine_close_set (machine, text != NULL && *text != '\0' ? text : "not-said");
  return todo | ebb_machine_after_set (machine, machine->now_us);
}

/* What a person saw otherwise; the set is over. */
static guint
correct (EbbMachine *machine, int number)
{
  if (!machine->set_open && machine->set >= machine->first_set && (number > 0 || machine->reps > 0))
    machine->reps += number > 0 ? 1 : -1;
  return 0;
}

static guint
more_rest (EbbMachine *machine, int seconds)
{
  int more_s = MIN (seconds, EBB_REST_EXTRA_MAX_S - machine->rest_extra_s);

  if (machine->phase != EBB_PHASE_REST || machine->now_us >= machine->phase_until_us || more_s <= 0)
    return ebb_machine_due (machine);
  machine->rest_extra_s += more_s;
  machine->rest_end_us += CUFF_SECONDS (more_s);
  machine->phase_until_us += CUFF_SECONDS (more_s);
  machine->announced = FALSE; /* it comes later now, and is announced once more */
  return ebb_machine_order (machine, machine->order.mode);
}

static guint
pause_bout (EbbMachine *machine)
{
  guint todo;

  if (ebb_machine_in_work (machine) || by_the_clock (machine) || machine->phase == EBB_PHASE_REST
      || machine->phase == EBB_PHASE_READY)
    return ebb_machine_pause (machine);
  /* In the two seconds after a set its rest is paused; after the last set there is none. */
  if (machine->phase != EBB_PHASE_SET_END || machine->set >= machine->plan.n_sets)
    return ebb_machine_due (machine);
  todo = ebb_machine_close_set (machine, "done");
  todo |= ebb_machine_after_set (machine, machine->now_us);
  return todo | ebb_machine_pause (machine);
}

/* Only what was announced, and only until it is due. */
static guint
not_yet (EbbMachine *machine)
{
  if (!machine->announced || machine->now_us >= machine->phase_until_us)
    return ebb_machine_due (machine);
  return ebb_machine_wait (machine, machine->now_us);
}

static guint
inflate_now (EbbMachine *machine)
{
  if (machine->phase != EBB_PHASE_WAITING || machine->now_us >= machine->phase_until_us)
    return ebb_machine_due (machine);
  return ebb_machine_inflate_again (machine, machine->now_us);
}

static guint
resume_bout (EbbMachine *machine)
{
  if (machine->phase == EBB_PHASE_WAITING)
    return inflate_now (machine);
  /* A pause that ran out is over, however late the ticks come. */
  if (machine->phase != EBB_PHASE_PAUSED || machine->now_us >= machine->phase_until_us)
    return ebb_machine_due (machine);
  return ebb_machine_resume (machine);
}

static guint
step_target (EbbMachine *machine, CuffPressure pressure)
{
  if (!ebb_machine_takes_target (machine, pressure))
    return 0;
  machine->stepped = pressure;
  return machine->order.mode == CUFF_MODE_HOLD ? ebb_machine_order (machine, CUFF_MODE_HOLD) : 0;
}

/* --- One step ---------------------------------------------------------------------------- */

/* A repetition is none: it may be a wave. */
static gboolean
is_sign_of_a_person (EbbInputKind kind)
{
  switch (kind) {
  case EBB_INPUT_START:
  case EBB_INPUT_UNDO_REP:
  case EBB_INPUT_PAUSE:
  case EBB_INPUT_RESUME:
  case EBB_INPUT_END_SET:
  case EBB_INPUT_TARGET:
  case EBB_INPUT_CORRECT:
  case EBB_INPUT_MORE_REST:
  case EBB_INPUT_NOT_YET:
  case EBB_INPUT_INFLATE:
  case EBB_INPUT_HERE:
  case EBB_INPUT_REPEAT_SET:
  case EBB_INPUT_SKIP_SET:
    return TRUE;
  default:
    return FALSE;
  }
}

guint
ebb_machine_step (EbbMachine *machine, const EbbInput *input)
{
  g_return_val_if_fail (machine != NULL && input != NULL, 0);

  machine->now_us = MAX (machine->now_us, input->t_us);
  if (is_sign_of_a_person (input->kind)) {
    machine->here_us = machine->now_us;
    machine->asked = 0;
  }
  switch (input->kind) {
  case EBB_INPUT_STOP:
    return stop (machine, input->reason);
  case EBB_INPUT_SAFETY_STOP:
    return safety_stop (machine, input->reason);
  case EBB_INPUT_LINK_LOST:
    return lose_link (machine, input->reason);
  case EBB_INPUT_REFUSED:
    return refused (machine, input->reason);
  case EBB_INPUT_CUFF_OFF:
    return cuff_off (machine);
  case EBB_INPUT_SAMPLE:
    return sample (machine, input);
  case EBB_INPUT_START:
    return start (machine);
  case EBB_INPUT_LINK_READY:
    return link_ready (machine);
  case EBB_INPUT_ARMED:
    return armed (machine);
  case EBB_INPUT_REP:
    return count (machine);
  case EBB_INPUT_UNDO_REP:
    return take_back (machine);
  case EBB_INPUT_PAUSE:
    return pause_bout (machine);
  case EBB_INPUT_RESUME:
    return resume_bout (machine);
  case EBB_INPUT_END_SET:
    return end_set (machine, input->text);
  case EBB_INPUT_TARGET:
    return step_target (machine, input->pressure);
  case EBB_INPUT_CORRECT:
    return correct (machine, input->number);
  case EBB_INPUT_MORE_REST:
    return more_rest (machine, input->number);
  case EBB_INPUT_NOT_YET:
    return not_yet (machine);
  case EBB_INPUT_INFLATE:
    return inflate_now (machine);
  case EBB_INPUT_REPEAT_SET:
    return ebb_machine_repeat_set (machine);
  case EBB_INPUT_SKIP_SET:
    return ebb_machine_skip_set (machine);
  case EBB_INPUT_HERE:
  case EBB_INPUT_TICK:
  default:
    return ebb_machine_due (machine);
  }
}
