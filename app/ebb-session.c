/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-session-private.h"

#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* The machine wants a tick at least every 50 ms; liveness at least every 500. */
#define TICK_MS 50

G_DEFINE_QUARK (ebb - session - error - quark, ebb_session_error)
G_DEFINE_FINAL_TYPE (EbbSession, ebb_session, G_TYPE_OBJECT)

static EbbExercise *
copy_exercise (const EbbExercise *exercise)
{
  EbbExercise *copy = g_new0 (EbbExercise, 1);
  *copy = *exercise;
  copy->id = g_strdup (exercise->id);
  copy->name = g_strdup (exercise->name);
  copy->set_up = g_strdup (exercise->set_up);
  return copy;
}

/* Before screening exists a session needs a recorded order of a physician, as the source article
 * asks.  Dates are YYYY-MM-DD, so that text order is date order. */
static gboolean
check_order (const EbbOrder *order, const char *patient_id, GError **error)
{
  gint64 unix_us = ebb_clock_wall_unix_us ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (unix_us / G_USEC_PER_SEC);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  if (order == NULL || g_strcmp0 (order->patient_id, patient_id) != 0) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_NO_ORDER,
                 _ ("This patient has no recorded order of a physician. Record it first (physician "
                    "and date); nothing was inflated."));
    return FALSE;
  }
  if (g_strcmp0 (order->ordered_on, today) > 0) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_NO_ORDER,
                 _ ("The physician's order (%s) is dated %s, which is still to come. Nothing was "
                    "inflated."),
                 order->physician, order->ordered_on);
    return FALSE;
  }
  if (order->valid_until != NULL && g_strcmp0 (order->valid_until, today) < 0) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_NO_ORDER,
                 _ ("The physician's order of %s (%s) was valid until %s only. Record a new one; "
                    "nothing was inflated."),
                 order->ordered_on, order->physician, order->valid_until);
    return FALSE;
  }
  return TRUE;
}

/* Three minutes between bouts on the same limb (AIS); a reason may shorten them, but not after a
 * safety deflation. */
static gboolean
check_reperfusion (const EbbSessionOptions *options, GError **error)
{
  const EbbLimbHistory *history = options->history;
  if (history == NULL || history->reperfusion_left_us == 0)
    return TRUE;
  int left_s = (int) ((history->reperfusion_left_us + 999999) / 1000000);
  if (history->last_end == EBB_STATE_STOPPED_BY_SAFETY) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_REPERFUSION,
                 _ ("Wait %d s more: this limb was deflated for safety and needs its 3 minutes of "
                    "blood flow. Nothing was inflated."),
                 left_s);
    return FALSE;
  }
  if (options->reperfusion_reason != NULL && options->reperfusion_reason[0] != '\0')
    return TRUE;
  g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_REPERFUSION,
               _ ("Wait %d s more, or give a reason: this limb needs 3 minutes of blood flow "
                  "between bouts. Nothing was inflated."),
               left_s);
  return FALSE;
}

/* Time already under pressure counts: a plan that would pass the limit does not start. */
static gboolean
check_time_left (const EbbSessionOptions *options, const EbbPlan *plan, GError **error)
{
  gint64 before_us = options->history ? options->history->continuous_us : 0;
  gint64 limit_us = ebb_occlusion_limit (plan->segment);
  if (before_us + ebb_plan_inflated_ms (plan) * 1000 <= limit_us)
    return TRUE;
  g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_TIME,
               _ ("This limb was under pressure for %d s just now and the plan needs %d s; the "
                  "limit is %d s. Let it rest for a minute. Nothing was inflated."),
               (int) (before_us / 1000000), (int) (ebb_plan_inflated_ms (plan) / 1000),
               (int) (limit_us / 1000000));
  return FALSE;
}

static gboolean
make_plan (EbbSession *self, const EbbSessionOptions *options, GError **error)
{
  EbbPlan plan;
  self->prescription = options->prescription;
  self->n_sets = options->n_sets;
  self->protocol = ebb_protocol_parse (options->protocol->id, options->protocol->json, -1, error);
  if (self->protocol == NULL)
    return FALSE;
  self->exercise = copy_exercise (options->exercise);
  if (!ebb_prescription_resolve (&self->prescription, &self->target, error)
      || !ebb_plan_make (self->protocol, self->exercise, &self->prescription, &self->target,
                         self->n_sets, &plan, error)
      || !check_time_left (options, &plan, error))
    return FALSE;
  plan.self_paced = options->self_paced;
  plan.load_kg = options->load_kg;
  ebb_machine_init (&self->machine, &plan, ebb_clock_now_us (options->clock));
  return TRUE;
}

static void
copy_texts (EbbSession *self, const EbbSessionOptions *options)
{
  self->id = g_uuid_string_random ();
  self->bout_id = g_uuid_string_random ();
  self->limb_id = g_uuid_string_random ();
  self->patient_id = g_strdup (options->patient_id);
  self->episode_id = g_strdup (options->order->episode_id);
  self->operator_name = g_strdup (options->operator_name);
  self->cuff_name = g_strdup (options->cuff_name);
  self->protocol_id = g_strdup (options->protocol->id);
  self->protocol_name = g_strdup (options->protocol->name);
  self->protocol_json = g_strdup (options->protocol->json);
  self->exercise_id = g_strdup (options->exercise->id);
}

EbbSession *
ebb_session_new (const EbbSessionOptions *options, GError **error)
{
  g_autoptr (EbbSession) self = g_object_new (EBB_TYPE_SESSION, NULL);
  self->clock = options->clock;
  self->store = options->store;
  if (!check_order (options->order, options->patient_id, error)
      || !check_reperfusion (options, error) || !make_plan (self, options, error))
    return NULL;
  copy_texts (self, options);
  self->protocol_version = options->protocol->version;
  self->posture = options->exercise->posture;
  self->cuff_width_cm = options->cuff_width_cm;
  self->continuous_before_us = options->history ? options->history->continuous_us : 0;
  self->reperfusion_reason = g_strdup (options->reperfusion_reason);
  ebb_occlusion_clock_init (&self->occlusion, options->history ? options->history->day_us : 0);
  self->occlusion.continuous_us = self->continuous_before_us;
  cuff_rep_detector_init (&self->detector, 0);
  CuffLinkOptions link = { .clock = ebb_clock_get_cuff_clock (options->clock),
                           .port = options->port,
                           .nonce = options->nonce };
  self->link = cuff_link_new (&link);
  return g_steal_pointer (&self);
}

static gboolean
on_news_cb (gpointer user)
{
  g_autoptr (EbbSession) self = g_object_ref (user);
  ebb_session_take_news (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stored_cb (gpointer user)
{
  g_autoptr (EbbSession) self = g_object_ref (user); /* a listener may drop the last reference */
  guint64 count;
  if (read (self->news_of_store->fd, &count, sizeof count) == sizeof count
      && atomic_load (&self->news_of_store->failed)
      && (self->alarms & 1u << CUFF_ALARM_STORE) == 0) {
    self->alarms |= 1u << CUFF_ALARM_STORE;
    g_signal_emit_by_name (self, "alarm", (int) CUFF_ALARM_STORE, TRUE);
  }
  return on_news_cb (user);
}

void
ebb_session_connect (EbbSession *session)
{
  g_return_if_fail (EBB_IS_SESSION (session) && session->source == NULL);
  session->source =
      ebb_clock_source_new (session->clock, cuff_link_get_notify_fd (session->link), TICK_MS);
  g_source_set_callback (session->source, on_news_cb, session, NULL);
  g_source_attach (session->source, NULL);
  session->stored_source = ebb_clock_source_new (session->clock, session->news_of_store->fd, 1000);
  g_source_set_callback (session->stored_source, on_stored_cb, session, NULL);
  g_source_attach (session->stored_source, NULL);
  cuff_link_start (session->link);
}

void
ebb_session_start (EbbSession *session)
{
  ebb_session_feed_kind (session, EBB_INPUT_START, CUFF_REASON_NONE);
}

void
ebb_session_stop (EbbSession *session)
{
  /* The cuff thread vents at once; the machine hears of it with the next tick. */
  atomic_store (&session->stop_wanted, TRUE);
  if (session->link != NULL)
    cuff_link_stop (session->link, CUFF_REASON_USER_STOP);
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
  if (session->rep_numbers->len == 0)
    return;
  guint last = session->rep_numbers->len - 1;
  ebb_session_record_undo (session, g_array_index (session->rep_numbers, guint, last));
  g_array_set_size (session->rep_numbers, last);
}

void
ebb_session_change_target (EbbSession *session, int delta_mmhg)
{
  CuffPressure before = ebb_machine_target (&session->machine);
  CuffPressure wanted = before + CUFF_MMHG (delta_mmhg);
  EbbInput input = { .kind = EBB_INPUT_TARGET,
                     .t_us = ebb_clock_now_us (session->clock),
                     .pressure = MIN (wanted, session->target.target) };
  ebb_session_feed (session, &input);
  CuffPressure after = ebb_machine_target (&session->machine);
  if (after == before)
    return;
  g_autofree char *pressure = ebb_pressure_to_text (after);
  g_autofree char *text = g_strdup_printf (_ ("Target changed to %s"), pressure);
  ebb_session_record_event (session, EBB_EVENT_TARGET, 1, after, text); /* 1: the first channel */
}

void
ebb_session_cuff_off (EbbSession *session, const char *who)
{
  EbbPhase phase = session->machine.phase;
  if (session->closed || (phase != EBB_PHASE_REMOVE_CUFF && phase != EBB_PHASE_UNKNOWN))
    return; /* nobody can say so of a cuff that is being filled */
  g_autofree char *text = g_strdup_printf (_ ("Cuff is soft and off (%s)"), who);
  ebb_session_record_event (session, "cuff-off", 0, CUFF_PRESSURE_UNSET, text);
  ebb_session_feed_kind (session, EBB_INPUT_CUFF_OFF, CUFF_REASON_NONE);
}

void
ebb_session_leave (EbbSession *session)
{
  if (session->machine.phase == EBB_PHASE_REMOVE_CUFF)
    ebb_session_feed_kind (session, EBB_INPUT_CUFF_OFF, CUFF_REASON_NONE);
}

void
ebb_session_give_up (EbbSession *session)
{
  EbbMachine *machine = &session->machine;
  if (session->closed)
    return;
  /* A stop that was never proven stays what it was; the record has no "cuff off" then. */
  if (machine->end_state == EBB_STATE_OPEN)
    machine->end_state = EBB_STATE_INTERRUPTED;
  if (machine->end_reason == CUFF_REASON_NONE)
    machine->end_reason = CUFF_REASON_LINK_LOST;
  ebb_session_record_end (session, machine->end_state, machine->end_reason);
  session->closed = TRUE;
  g_signal_emit_by_name (session, "closed");
}

static gboolean
is_fresh (EbbSession *self)
{
  return self->last_report.n_channels > 0
         && ebb_clock_now_us (self->clock) - self->last_report.arrived_us <= CUFF_SECONDS (1);
}

void
ebb_session_get_view (EbbSession *session, EbbSessionView *view)
{
  const EbbMachine *machine = &session->machine;
  gboolean fresh = is_fresh (session);
  guint index = CLAMP (machine->set, 1, machine->plan.n_sets) - 1;
  *view = (EbbSessionView){
    .phase = machine->phase,
    .phase_since_us = machine->phase_since_us,
    .phase_until_us = machine->phase_until_us,
    .set = machine->set,
    .n_sets = machine->plan.n_sets,
    .reps = machine->reps,
    .reps_min = machine->plan.sets[index].reps_min,
    .reps_max = machine->plan.sets[index].reps_max,
    .pressure = fresh ? session->last_report.channel[0].pressure : CUFF_PRESSURE_UNSET,
    .target = fresh ? session->last_report.channel[0].target : CUFF_PRESSURE_UNSET,
    .connected = session->connected,
    .simulated = session->simulated,
    .deflated = cuff_proof_holds (&session->proof, ebb_clock_now_us (session->clock)),
    .continuous_us = session->occlusion.continuous_us,
    .session_us = session->occlusion.session_us,
    .day_us = session->occlusion.day_us,
    .limit_us = ebb_occlusion_limit (session->prescription.segment),
    .alarms = session->alarms,
    .end_state = machine->end_state,
    .end_reason = machine->end_reason,
  };
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
  return &session->target;
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

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Vent, wait for the release, then the link; the recorder once more; only then the record. */
static void
ebb_session_dispose (GObject *object)
{
  EbbSession *self = EBB_SESSION (object);
  if (self->source != NULL && !self->closed)
    ebb_session_feed_kind (self, EBB_INPUT_LINK_LOST, CUFF_REASON_SHUTDOWN);
  drop_source (&self->source);
  drop_source (&self->stored_source);
  if (self->link != NULL)
    cuff_link_stop_and_join (self->link);
  if (self->recorder != NULL)
    ebb_session_record_rest (self);
  if (self->stored && !self->closed)
    ebb_session_give_up (self);
  g_clear_pointer (&self->link, cuff_link_free);
  G_OBJECT_CLASS (ebb_session_parent_class)->dispose (object);
}

static void
ebb_session_finalize (GObject *object)
{
  EbbSession *self = EBB_SESSION (object);
  char **texts[] = {
    &self->id,          &self->bout_id,           &self->limb_id,       &self->set_id,
    &self->patient_id,  &self->episode_id,        &self->operator_name, &self->cuff_name,
    &self->protocol_id, &self->protocol_name,     &self->protocol_json, &self->exercise_id,
    &self->problem,     &self->reperfusion_reason
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_clear_pointer (&self->protocol, ebb_protocol_free);
  g_clear_pointer (&self->exercise, ebb_exercise_free);
  g_array_unref (self->rep_numbers);
  ebb_session_stored_unref (self->news_of_store);
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
ebb_session_init (EbbSession *self)
{
  self->news_of_store = ebb_session_stored_new ();
  self->rep_numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  cuff_proof_init (&self->proof);
  self->last_tap_us = self->last_wave_us = EBB_TIME_UNSET;
}
