/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What there is to show.
 */
#include "ebb-session-private.h"

#include <math.h>

static gint64
or_unset (CuffTime t_us)
{
  return t_us == CUFF_TIME_NEVER ? EBB_TIME_UNSET : t_us;
}

static gboolean
is_fresh (EbbSession *self)
{
  return self->last_report.n_channels > 0 && ebb_cuff_get_identity (self->cuff) != NULL
         && ebb_clock_now_us (self->clock) - self->last_report.arrived_us <= CUFF_SECONDS (1);
}

static void
view_bout (EbbSession *self, EbbSessionView *view)
{
  const EbbMachine *machine = &self->machine;
  const EbbPlan *plan = &machine->plan;
  guint index = CLAMP (machine->set, 1, plan->n_sets) - 1;
  CuffPressure step_up =
      MIN (ebb_machine_target (machine) + CUFF_MMHG (10), MAX (plan->target, plan->target_max));
  view->phase = machine->phase;
  view->phase_since_us = machine->phase_since_us;
  view->phase_until_us = machine->phase_until_us;
  view->bout = self->bout.number;
  view->set = machine->set;
  view->n_sets = plan->n_sets;
  view->reps = machine->reps;
  view->reps_min = plan->sets[index].reps_min;
  view->reps_max = plan->sets[index].reps_max;
  view->cycle = machine->cycle;
  view->n_steps = plan->cycle.n_steps;
  view->step = plan->cycle.n_steps > 0 ? machine->step : 0;
  view->worked_us = ebb_machine_worked_us (machine);
  view->to_work_us = ebb_machine_to_work_us (machine);
  view->set_open = machine->set_open;
  view->tight = machine->order.mode == CUFF_MODE_HOLD;
  view->announced = machine->announced;
  view->unanswered_until_us = or_unset (ebb_machine_unanswered_until_us (machine));
  view->ordered = ebb_plan_step_target (plan, ebb_machine_target (machine), view->step);
  view->lop = self->bout.prescription.lop;
  view->can_step_up = ebb_machine_takes_target (machine, step_up);
  view->can_repeat = ebb_session_repeat_fits (self);
  view->can_skip = ebb_machine_takes_skip (machine);
  view->band_percent = self->band_seen_us > 0
                           ? 100.0 * (double) self->band_inside_us / (double) self->band_seen_us
                           : NAN;
  view->expected_end_us =
      or_unset (ebb_machine_expected_end (machine, ebb_clock_now_us (self->clock)));
  view->end_state = machine->end_state;
  view->end_reason = machine->end_reason;
}

static void
view_cuff (EbbSession *self, EbbSessionView *view)
{
  EbbCuffView cuff;
  gboolean fresh = is_fresh (self);
  ebb_cuff_get_view (self->cuff, &cuff);
  view->pressure = fresh ? self->last_report.channel[0].pressure : CUFF_PRESSURE_UNSET;
  view->target = fresh ? self->last_report.channel[0].target : CUFF_PRESSURE_UNSET;
  view->connected = ebb_cuff_get_identity (self->cuff) != NULL;
  view->simulated = cuff.simulated;
  ebb_session_view_by_hand (self, &cuff, view);
  view->deflated = cuff_proof_holds (&self->proof, ebb_clock_now_us (self->clock)) && cuff.deflated;
  view->alarms = cuff.alarms | (self->alarms & EBB_SESSION_OWN_ALARMS);
}

static void
view_limb (EbbSession *self, EbbSessionView *view)
{
  EbbSessionLimb *limb = ebb_session_limb (self);
  gint64 until_us = ebb_session_limb_rests_until (self, limb);
  gboolean between =
      self->machine.phase == EBB_PHASE_REMOVE_CUFF || self->machine.phase == EBB_PHASE_SELF_CHECK;
  view->continuous_us = limb->clock.continuous_us;
  view->session_us = limb->clock.session_us;
  view->day_us = limb->clock.day_us;
  view->limit_us = ebb_occlusion_limit (self->bout.prescription.segment);
  view->reperfusion_until_us =
      between && until_us > ebb_clock_now_us (self->clock) ? until_us : EBB_TIME_UNSET;
}

void
ebb_session_get_view (EbbSession *session, EbbSessionView *view)
{
  *view = (EbbSessionView){ .puff = session->puff };
  view_bout (session, view);
  view_cuff (session, view);
  view_limb (session, view);
  if (session->screening != NULL)
    view->rating_scale = session->screening->settings.rating_scale;
  ebb_session_view_continue (session, view);
  view->why_not = ebb_session_why_not (session, FALSE);
  view->side_only = ebb_session_waits_for_side (session);
  view->lop_doubt = session->lop_doubt ? session->door_text : NULL;
  view->can_start =
      view->why_not == NULL && session->attached
      && !ebb_machine_start_waits (&session->machine, ebb_clock_now_us (session->clock));
}

const char *
ebb_session_get_id (EbbSession *session)
{
  return session->id;
}

const EbbPlan *
ebb_session_get_plan (EbbSession *session)
{
  return &session->machine.plan;
}

const EbbTarget *
ebb_session_get_target (EbbSession *session)
{
  return &session->bout.target;
}

const EbbPrescription *
ebb_session_get_prescription (EbbSession *session)
{
  return &session->bout.prescription;
}

const EbbExercise *
ebb_session_get_exercise (EbbSession *session)
{
  return session->bout.exercise;
}

const char *
ebb_session_get_patient_id (EbbSession *session)
{
  return session->patient_id;
}

const char *
ebb_session_get_prescription_id (EbbSession *session)
{
  return session->bout.prescription_id;
}

const EbbTrace *
ebb_session_get_trace (EbbSession *session)
{
  return session->trace;
}

const GArray *
ebb_session_get_reps (EbbSession *session)
{
  return session->reps;
}

const GArray *
ebb_session_get_marks (EbbSession *session)
{
  return session->marks;
}

const GArray *
ebb_session_get_targets (EbbSession *session)
{
  return session->targets;
}

const char *
ebb_session_get_problem (EbbSession *session)
{
  return session->problem;
}

const char *
ebb_session_get_lost (EbbSession *session)
{
  if (!atomic_load (&session->news_of_store->lost))
    return NULL;
  return atomic_load (&session->news_of_store->problem);
}

gboolean
ebb_session_is_stored (EbbSession *session)
{
  return atomic_load (&session->news_of_store->row_committed);
}

gboolean
ebb_session_is_closed (EbbSession *session)
{
  return session->closed;
}
