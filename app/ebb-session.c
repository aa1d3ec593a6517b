/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (ebb - session - error - quark, ebb_session_error)
G_DEFINE_FINAL_TYPE (EbbSession, ebb_session, G_TYPE_OBJECT)

/* --- Making ------------------------------------------------------------------------------ */

static gboolean
check_well (gboolean unwell, GError **error)
{
  if (!unwell)
    return TRUE;
  g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_UNWELL,
               _ ("This patient was unwell today and trains no more until tomorrow. Nothing was "
                  "inflated."));
  return FALSE;
}

/* On failure everything is as it was before. */
static gboolean
take_bout (EbbSession *self, const EbbBoutOptions *options, guint number, GError **error)
{
  EbbSessionBout bout = { 0 };
  EbbPlan plan;
  if (!ebb_session_plan_bout (self, options, &bout, &plan, error)) {
    ebb_session_bout_clear (&bout);
    return FALSE;
  }
  ebb_session_bout_clear (&self->bout);
  self->bout = bout;
  self->bout.number = number;
  ebb_machine_init (&self->machine, &plan, ebb_clock_now_us (self->clock));
  ebb_session_begin_in_the_middle (self);
  ebb_session_begin_bout (self);
  ebb_session_door_refresh (self);
  return TRUE;
}

EbbSession *
ebb_session_new (const EbbSessionOptions *options, GError **error)
{
  g_autoptr (EbbSession) self = g_object_new (EBB_TYPE_SESSION, NULL);
  self->clock = options->clock;
  self->door_opened = (EbbDoorNow){ ebb_clock_now_us (self->clock), ebb_clock_wall_unix_us () };
  self->store = options->store;
  self->cuff = g_object_ref (options->cuff);
  self->patient_id = g_strdup (options->patient_id);
  self->screening = options->screening ? ebb_screening_file_ref (options->screening) : NULL;
  self->check_list = ebb_check_list_load_builtin (error);
  if (self->check_list == NULL)
    return NULL;
  self->checks_needed = options->checks_needed;
  if (!ebb_session_check_order (options, error) || !check_well (options->unwell_today, error)
      || !take_bout (self, &options->bout, 1, error))
    return NULL;
  self->id = g_uuid_string_random ();
  self->episode_id =
      g_strdup (options->order != NULL ? options->order->episode_id : options->episode_id);
  self->operator_name = g_strdup (options->operator_name);
  ebb_session_note_screening (self);
  ebb_session_note_lop (self);
  return g_steal_pointer (&self);
}

void
ebb_session_connect (EbbSession *session)
{
  g_return_if_fail (EBB_IS_SESSION (session) && !session->attached && !session->closed);
  ebb_session_attach (session);
}

static gboolean
may_change_bout (EbbSession *self)
{
  gboolean waits = ebb_machine_start_waits (&self->machine, ebb_clock_now_us (self->clock));
  return !self->closed && self->puff_step == PUFF_IDLE
         && (self->machine.phase == EBB_PHASE_REMOVE_CUFF
             || (self->machine.phase == EBB_PHASE_SELF_CHECK && !self->bout.stored && !waits));
}

static gboolean
is_same_side (const EbbSessionBout *bout, const EbbBoutOptions *options)
{
  return bout->prescription.segment == options->prescription.segment
         && bout->prescription.side == options->prescription.side
         && g_strcmp0 (bout->cuff_name, options->cuff_name) == 0;
}

gboolean
ebb_session_next_bout (EbbSession *session, const EbbBoutOptions *bout, GError **error)
{
  if (!may_change_bout (session)) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY,
                 _ ("The bout before is not over, or the session is closed."));
    return FALSE;
  }
  gboolean same_side = is_same_side (&session->bout, bout);
  gboolean over = session->machine.phase == EBB_PHASE_REMOVE_CUFF;
  gboolean refitted = session->repositioning;
  EbbEndState state = session->machine.end_state;
  CuffReason reason = session->machine.end_reason;
  if (!check_well (session->unwell, error)
      || !take_bout (session, bout, session->bout.number + (over ? 1 : 0), error))
    return FALSE;
  if (over) {
    session->last_end_state = state;
    session->last_end_reason = reason;
  }
  ebb_session_note_screening (session);
  ebb_session_note_lop (session);
  /* Whoever had the air let out to refit the cuff has opened it, whatever comes next. */
  if (!same_side || refitted || session->bout.refitted || session->puff != EBB_PUFF_CONFIRMED)
    session->puff = EBB_PUFF_NONE;
  ebb_session_configure (session);
  g_signal_emit_by_name (session, "changed");
  return TRUE;
}

/* --- Acts -------------------------------------------------------------------------------- */

void
ebb_session_start (EbbSession *session)
{
  if (session->closed || session->machine.phase != EBB_PHASE_SELF_CHECK)
    return;
  const char *why = ebb_session_why_not (session, TRUE);
  if (why != NULL) {
    ebb_session_set_problem (session, why);
  } else {
    ebb_session_note_lop (session);
    ebb_session_feed_kind (session, EBB_INPUT_START, CUFF_REASON_NONE);
  }
}

void
ebb_session_stop (EbbSession *session)
{
  /* The cuff thread vents at once; the machine hears of it with the next tick. */
  atomic_store (&session->stop_wanted, TRUE);
  ebb_cuff_stop (session->cuff, CUFF_REASON_USER_STOP);
}

void
ebb_session_pause (EbbSession *session)
{
  ebb_session_feed_kind (session, EBB_INPUT_PAUSE, CUFF_REASON_NONE);
}

void
ebb_session_resume (EbbSession *session)
{
  ebb_session_feed_kind (session, EBB_INPUT_RESUME, CUFF_REASON_NONE);
}

void
ebb_session_not_yet (EbbSession *session)
{
  ebb_session_feed_kind (session, EBB_INPUT_NOT_YET, CUFF_REASON_NONE);
}

void
ebb_session_inflate (EbbSession *session)
{
  ebb_session_feed_kind (session, EBB_INPUT_INFLATE, CUFF_REASON_NONE);
}

void
ebb_session_here (EbbSession *session)
{
  ebb_session_feed_kind (session, EBB_INPUT_HERE, CUFF_REASON_NONE);
}

void
ebb_session_end_set (EbbSession *session, const char *reason)
{
  EbbInput input = { .kind = EBB_INPUT_END_SET,
                     .t_us = ebb_clock_now_us (session->clock),
                     .text = reason,
                     .pressure = CUFF_PRESSURE_UNSET };
  ebb_session_feed (session, &input);
}

void
ebb_session_tap (EbbSession *session)
{
  gint64 t_us = ebb_clock_now_us (session->clock);
  CuffRep rep = { .start_us = t_us,
                  .peak_us = t_us,
                  .end_us = t_us,
                  .amplitude = CUFF_PRESSURE_UNSET,
                  .confidence_percent = 100,
                  .source = CUFF_REP_TAP };
  ebb_session_count (session, &rep, t_us);
}

void
ebb_session_undo (EbbSession *session)
{
  guint before = session->machine.reps;
  ebb_session_feed_kind (session, EBB_INPUT_UNDO_REP, CUFF_REASON_NONE);
  if (session->machine.reps >= before)
    return;
  session->last_tap_us = EBB_TIME_UNSET;
  ebb_session_drop_rep (session);
  g_signal_emit_by_name (session, "changed");
}

static void
feed_number (EbbSession *self, EbbInputKind kind, int number)
{
  EbbInput input = { .kind = kind,
                     .t_us = ebb_clock_now_us (self->clock),
                     .pressure = CUFF_PRESSURE_UNSET,
                     .number = number };
  ebb_session_feed (self, &input);
}

void
ebb_session_correct (EbbSession *session, int delta)
{
  guint before = session->machine.reps;
  if (session->sets->len == 0)
    return; /* no set of this bout has ended yet */
  feed_number (session, EBB_INPUT_CORRECT, delta);
  if (session->machine.reps == before)
    return;
  gint64 t_us = session->machine.set_ended_us;
  CuffRep rep = { .start_us = t_us,
                  .peak_us = t_us,
                  .end_us = t_us,
                  .amplitude = CUFF_PRESSURE_UNSET,
                  .confidence_percent = 100,
                  .source = CUFF_REP_CORRECTED };
  if (session->machine.reps > before)
    ebb_session_add_rep (session, &rep);
  else
    ebb_session_drop_rep (session);
  ebb_session_record_set (session, TRUE);
  g_signal_emit_by_name (session, "changed");
}

/* Tight rest counts as time under pressure: what was planned must still fit. */
static guint
rest_that_fits (EbbSession *self, guint seconds)
{
  const EbbMachine *machine = &self->machine;
  gint64 now_us = ebb_clock_now_us (self->clock);
  CuffTime end_us = ebb_machine_expected_end (machine, now_us);
  if (machine->order.mode != CUFF_MODE_HOLD || end_us == CUFF_TIME_NEVER)
    return seconds;
  gint64 left_us = ebb_occlusion_limit (machine->plan.segment)
                   - ebb_session_limb (self)->clock.continuous_us - (end_us - now_us);
  return left_us > 0 ? MIN (seconds, (guint) (left_us / G_USEC_PER_SEC)) : 0;
}

void
ebb_session_more_rest (EbbSession *session, guint seconds)
{
  int before_s = session->machine.rest_extra_s;
  guint fits_s = rest_that_fits (session, MIN (seconds, EBB_REST_EXTRA_MAX_S));
  feed_number (session, EBB_INPUT_MORE_REST, (int) fits_s);
  int more_s = session->machine.rest_extra_s - before_s;
  if (more_s <= 0 || session->machine.phase != EBB_PHASE_REST) {
    g_signal_emit_by_name (session, "message", _ ("This rest cannot be longer"));
    return;
  }
  g_autofree char *text = g_strdup_printf (_ ("Rest %d s longer"), more_s);
  ebb_session_record_event (session, "more-rest", more_s, CUFF_PRESSURE_UNSET, text);
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
tell_target (EbbSession *self, const char *reason)
{
  CuffPressure target = ebb_machine_target (&self->machine);
  EbbTargetChange change = { ebb_clock_now_us (self->clock), target };
  g_array_append_val (self->targets, change);
  ebb_session_add_mark (self, EBB_MARK_TARGET, target);
  g_autofree char *pressure = ebb_pressure_to_text (target);
  g_autofree char *text = has_text (reason)
                              ? g_strdup_printf (_ ("Target changed to %s: %s"), pressure, reason)
                              : g_strdup_printf (_ ("Target changed to %s"), pressure);
  ebb_session_record_event (self, EBB_EVENT_TARGET, 1, target, text); /* 1: the first channel */
  g_signal_emit_by_name (self, "changed");
}

void
ebb_session_change_target (EbbSession *session, int delta_mmhg, const char *reason)
{
  CuffPressure before = ebb_machine_target (&session->machine);
  const EbbPlan *plan = &session->machine.plan;
  EbbInput input = { .kind = EBB_INPUT_TARGET,
                     .t_us = ebb_clock_now_us (session->clock),
                     .pressure = MIN (before + CUFF_MMHG (delta_mmhg),
                                      MAX (plan->target, plan->target_max)) };
  if (delta_mmhg > 0 && !has_text (reason)) {
    g_signal_emit_by_name (session, "message", _ ("A higher pressure needs a reason"));
    return;
  }
  ebb_session_feed (session, &input);
  if (ebb_machine_target (&session->machine) != before)
    tell_target (session, reason);
  else
    g_signal_emit_by_name (session, "message", _ ("The pressure cannot be changed so now"));
}

/* --- The end ----------------------------------------------------------------------------- */

void
ebb_session_cuff_off (EbbSession *session, const char *who)
{
  EbbPhase phase = session->machine.phase;
  if (session->closed || (phase != EBB_PHASE_REMOVE_CUFF && phase != EBB_PHASE_UNKNOWN))
    return; /* nobody can say so of a cuff that is being filled */
  g_autofree char *text = g_strdup_printf (_ ("Cuff is soft and off (%s)"), who);
  ebb_session_record_event (session, "cuff-off", 0, CUFF_PRESSURE_UNSET, text);
  ebb_session_feed_kind (session, EBB_INPUT_CUFF_OFF, CUFF_REASON_NONE);
  ebb_cuff_confirm_soft (session->cuff);
}

void
ebb_session_leave (EbbSession *session)
{
  if (session->machine.phase == EBB_PHASE_REMOVE_CUFF)
    ebb_session_feed_kind (session, EBB_INPUT_CUFF_OFF, CUFF_REASON_NONE);
  else if (session->machine.phase == EBB_PHASE_SELF_CHECK && session->puff_step == PUFF_IDLE)
    ebb_session_feed_kind (session, EBB_INPUT_STOP, CUFF_REASON_USER_STOP);
}

void
ebb_session_give_up (EbbSession *session)
{
  EbbMachine *machine = &session->machine;
  /* A stop that was never proven stays what it was; the record has no "cuff off" then. */
  ebb_session_close (
      session, machine->end_state == EBB_STATE_OPEN ? EBB_STATE_INTERRUPTED : machine->end_state,
      machine->end_reason == CUFF_REASON_NONE ? CUFF_REASON_LINK_LOST : machine->end_reason);
}

void
ebb_session_set_problem (EbbSession *self, const char *text)
{
  g_free (self->problem);
  self->problem = g_strdup (text);
  g_signal_emit_by_name (self, "message", text);
}

gint64
ebb_session_elapsed_us (EbbSession *self)
{
  return self->stored ? ebb_clock_now_us (self->clock) - self->start_us : 0;
}

/* Vent, wait for the proof, the rings' rest, and only then the end of the record. */
static void
let_go (EbbSession *self)
{
  gint64 t_us = ebb_clock_now_us (self->clock);
  ebb_session_detach (self);
  if (self->closed)
    return;
  if (self->puff_step != PUFF_IDLE || self->machine.phase != EBB_PHASE_SELF_CHECK)
    ebb_cuff_stop (self->cuff, CUFF_REASON_SHUTDOWN);
  ebb_cuff_await_release (self->cuff);
  ebb_session_feed_at (self, EBB_INPUT_LINK_LOST, CUFF_REASON_SHUTDOWN, t_us);
  if (self->stored && !self->closed)
    ebb_session_give_up (self);
  self->closed = TRUE;
}

static void
ebb_session_dispose (GObject *object)
{
  EbbSession *self = EBB_SESSION (object);
  if (self->attached)
    let_go (self);
  ebb_session_post_waiting (self);
  g_clear_pointer (&self->line, ebb_cuff_line_unref);
  G_OBJECT_CLASS (ebb_session_parent_class)->dispose (object);
}

static void
ebb_session_finalize (GObject *object)
{
  EbbSession *self = EBB_SESSION (object);
  char *texts[] = { self->id,         self->set_id,        self->patient_id,
                    self->episode_id, self->operator_name, self->problem };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  ebb_session_bout_clear (&self->bout);
  ebb_session_before_clear (&self->before);
  GArray *arrays[] = { self->limbs, self->reps, self->marks, self->targets, self->rep_numbers };
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_ptr_array_unref (self->sets);
  ebb_trace_free (self->trace);
  ebb_session_stored_unref (self->news_of_store);
  g_clear_object (&self->cuff);
  g_clear_pointer (&self->screening, ebb_screening_file_unref);
  g_clear_pointer (&self->check_list, ebb_check_list_free);
  ebb_door_clear (&self->door);
  ebb_door_clear (&self->answers);
  g_free (self->door_text);
  g_free (self->door_refused);
  G_OBJECT_CLASS (ebb_session_parent_class)->finalize (object);
}

static void
ebb_session_class_init (EbbSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = ebb_session_dispose;
  object_class->finalize = ebb_session_finalize;

  GType type = G_TYPE_FROM_CLASS (klass);
  g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("cue", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT,
                G_TYPE_UINT);
  g_signal_new ("alarm", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT,
                G_TYPE_BOOLEAN);
  g_signal_new ("message", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_STRING);
  g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
limb_clear (gpointer data)
{
  EbbSessionLimb *limb = data;

  g_clear_pointer (&limb->lop_reason, g_free);
  g_clear_pointer (&limb->limit_told, g_free);
}

static void
ebb_session_init (EbbSession *self)
{
  self->news_of_store = ebb_session_stored_new ();
  self->trace = ebb_trace_new ();
  self->limbs = g_array_new (FALSE, FALSE, sizeof (EbbSessionLimb));
  g_array_set_clear_func (self->limbs, limb_clear);
  self->reps = g_array_new (FALSE, FALSE, sizeof (EbbSessionRep));
  self->marks = g_array_new (FALSE, FALSE, sizeof (EbbMark));
  self->targets = g_array_new (FALSE, FALSE, sizeof (EbbTargetChange));
  self->rep_numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_set_record_free);
  g_queue_init (&self->waiting);
  self->configure_us = CUFF_TIME_NEVER;
  cuff_proof_init (&self->proof);
  self->last_tap_us = self->last_wave_us = EBB_TIME_UNSET;
}
