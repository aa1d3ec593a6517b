/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the cuff thread tells: events first, then every sample since the last look.
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* How long a controller may take to report a passed self-test. */
#define SELF_TEST_PATIENCE_US CUFF_SECONDS (10)

static CuffTime
now_us (EbbSession *self)
{
  return ebb_clock_now_us (self->clock);
}

/* The controller's own cap may lower the target; then the plan is made again. */
static gboolean
apply_device_cap (EbbSession *self, const CuffIdentity *identity)
{
  g_autoptr (GError) error = NULL;
  EbbPlan plan;
  self->prescription.device_limit = identity->cap_hard;
  gboolean self_paced = self->machine.plan.self_paced;
  double load_kg = self->machine.plan.load_kg;
  if (!ebb_prescription_resolve (&self->prescription, &self->target, &error)
      || !ebb_plan_make (self->protocol, self->exercise, &self->prescription, &self->target,
                         self->n_sets, &plan, &error)) {
    ebb_session_set_problem (self, error->message);
    return FALSE;
  }
  plan.self_paced = self_paced;
  plan.load_kg = load_kg;
  self->machine.plan = plan;
  return TRUE;
}

static void
configure_link (EbbSession *self, const CuffIdentity *identity)
{
  const EbbPlan *plan = &self->machine.plan;
  /* The controller gets the lowest limit of all: not the limb's ceiling, this plan's own (R8). */
  CuffLimits limits = { .cap = MAX (plan->target, plan->target_max),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = identity->time_cap_ms,
                        .disagree_max = CUFF_MMHG (10) };
  limits.cap = MIN (limits.cap, identity->cap_hard);
  CuffLimits all[CUFF_CHANNELS_MAX] = { limits, limits };
  CuffInterlockConfig config = { .n_channels = identity->n_channels };
  for (guint i = 0; i < config.n_channels; i++)
    config.channel[i] =
        (CuffInterlockChannel){ .lop = self->prescription.lop,
                                .cap = identity->cap_hard,
                                .cap_transient = identity->cap_transient,
                                .continuous_limit_us =
                                    ebb_occlusion_limit (self->prescription.segment),
                                .continuous_before_us = self->continuous_before_us };
  cuff_link_set_interlock (self->link, &config);
  cuff_link_set_limits (self->link, all, identity->n_channels);
}

static void
start_recorder (EbbSession *self)
{
  EbbSessionRecorderOptions options = { .link = self->link,
                                        .session_id = self->id,
                                        .start_us = self->start_us,
                                        .n_limbs = 1,
                                        .limb_ids = { self->limb_id },
                                        .failed = ebb_session_stored_fail,
                                        .failed_user = ebb_session_stored_ref (self->news_of_store),
                                        .failed_destroy =
                                            (GDestroyNotify) ebb_session_stored_unref };
  self->recorder = ebb_session_recorder_new (&options);
}

static void
take_identity (EbbSession *self, const CuffIdentity *identity)
{
  self->connected = TRUE;
  self->simulated = (identity->capabilities & CUFF_IS_SIMULATED) != 0;
  if (!apply_device_cap (self, identity)) {
    ebb_session_feed_kind (self, EBB_INPUT_REFUSED, CUFF_REASON_REFUSED);
    return;
  }
  ebb_session_record_start (self, identity);
  self->stored = TRUE;
  if (self->reperfusion_reason != NULL && self->reperfusion_reason[0] != '\0')
    ebb_session_record_event (self, "reperfusion-override", 0, CUFF_PRESSURE_UNSET,
                              self->reperfusion_reason);
  start_recorder (self);
  self->ready_since_us = now_us (self);
  configure_link (self, identity);
}

/* The interlock or the controller ended the epoch; the vent is already on its way. */
static void
take_end (EbbSession *self, CuffReason reason, CuffTime t_us)
{
  switch (reason) {
  case CUFF_REASON_PLAN_DONE:
  case CUFF_REASON_USER_STOP:
  case CUFF_REASON_PAUSE_OVER:
    break; /* our own doing: the machine knows */
  case CUFF_REASON_DEVICE_BUTTON:
    ebb_session_feed_at (self, EBB_INPUT_STOP, reason, t_us);
    break;
  case CUFF_REASON_LINK_LOST:
  case CUFF_REASON_DEVICE_RESET:
  case CUFF_REASON_LEASE:
  case CUFF_REASON_SLEEP:
  case CUFF_REASON_SHUTDOWN:
    ebb_session_feed_at (self, EBB_INPUT_LINK_LOST, reason, t_us);
    break;
  default:
    ebb_session_feed_at (self, EBB_INPUT_SAFETY_STOP, reason, t_us);
    break;
  }
}

static void
take_refusal (EbbSession *self, const CuffLinkEvent *event)
{
  if (self->machine.phase > EBB_PHASE_INFLATING)
    return; /* a late answer to something that a stop has overtaken */
  g_autofree char *text = g_strdup_printf (
      _ ("The controller refused to start: %s (value %d, limit %d). The cuff is vented."),
      ebb_result_to_text (event->result), event->value, event->limit);
  ebb_session_set_problem (self, text);
  ebb_session_feed_kind (self, EBB_INPUT_REFUSED, CUFF_REASON_REFUSED);
}

static void
take_event (EbbSession *self, const CuffLinkEvent *event)
{
  switch (event->kind) {
  case CUFF_LINK_EVENT_IDENTITY:
    if (self->closed)
      break; /* stopped before the controller had answered: nothing to record */
    take_identity (self, &event->identity);
    break;
  case CUFF_LINK_EVENT_LIMITS:
    self->limits_adopted = TRUE;
    break;
  case CUFF_LINK_EVENT_ARMED:
    ebb_session_feed_kind (self, EBB_INPUT_ARMED, CUFF_REASON_NONE);
    break;
  case CUFF_LINK_EVENT_REFUSED:
    take_refusal (self, event);
    break;
  case CUFF_LINK_EVENT_ALARM:
    self->alarms =
        event->active ? self->alarms | 1u << event->alarm : self->alarms & ~(1u << event->alarm);
    g_signal_emit_by_name (self, "alarm", (int) event->alarm, event->active);
    break;
  case CUFF_LINK_EVENT_ENDED:
    take_end (self, event->reason, event->t_us);
    break;
  case CUFF_LINK_EVENT_LOST:
    self->connected = FALSE;
    ebb_session_set_problem (self, event->error.message);
    ebb_session_feed_kind (self, EBB_INPUT_LINK_LOST, event->reason);
    break;
  case CUFF_LINK_EVENT_WARNING:
    g_signal_emit_by_name (self, "message",
                           (event->value & CUFF_WARN_ABOVE_LOP) != 0
                               ? _ ("Pressure above the limb occlusion pressure")
                               : _ ("80 % of the time limit of this limb"));
    break;
  case CUFF_LINK_EVENT_ACTIVE:
  case CUFF_LINK_EVENT_RELEASED:
  case CUFF_LINK_EVENT_SILENT:
  case CUFF_LINK_EVENT_DEVICE:
    break;
  }
}

static void
take_report (EbbSession *self, const CuffReport *report)
{
  const CuffChannelReport *channel = &report->channel[0];
  CuffRep rep;
  self->last_report = *report;
  if (cuff_pressure_is_set (channel->pressure))
    ebb_occlusion_clock_push (&self->occlusion, report->t_us, channel->pressure);
  gboolean counted = cuff_rep_detector_push (&self->detector, report->t_us, channel, &rep);

  EbbInput input = { .kind = EBB_INPUT_SAMPLE,
                     .t_us = report->arrived_us,
                     .pressure = channel->pressure,
                     .at_target = (channel->flags & CUFF_CHANNEL_AT_TARGET) != 0
                                  && channel->mode == CUFF_MODE_HOLD,
                     .deflated = cuff_proof_push (&self->proof, report) };
  ebb_session_feed (self, &input);
  if (counted && self->machine.plan.reps_in_pressure)
    ebb_session_count (self, &rep, report->arrived_us);
}

static const char *
why_not_ready (EbbSession *self, gboolean self_test_ok)
{
  if (!self_test_ok)
    return _ ("The controller did not pass its self-test within 10 s; nothing was inflated.");
  if (!self->limits_adopted)
    return _ ("The controller did not adopt the limits within 10 s; nothing was inflated.");
  return _ ("The record was not on the disk within 10 s; nothing was inflated.");
}

/* Everything is there: identity, limits, self-test, and the session row on disk. */
static void
look_ready (EbbSession *self)
{
  if (self->ready_told || self->closed || !self->stored)
    return;
  if (atomic_load (&self->news_of_store->failed)) {
    const char *why = atomic_load (&self->news_of_store->problem);
    g_autofree char *text = g_strdup_printf (
        _ ("The record could not be stored (%s); nothing was inflated."), why ? why : "?");
    ebb_session_set_problem (self, text);
    ebb_session_feed_kind (self, EBB_INPUT_REFUSED, CUFF_REASON_REFUSED);
    self->ready_told = TRUE;
    return;
  }
  gboolean self_test_ok = (self->last_report.flags & CUFF_DEVICE_SELF_TEST_OK) != 0;
  if (self_test_ok && self->limits_adopted && atomic_load (&self->news_of_store->row_committed)) {
    self->ready_told = TRUE;
    ebb_store_set_recorder_full (self->store, ebb_session_recorder_pull, ebb_session_recorder_done,
                                 self->recorder);
    ebb_session_feed_kind (self, EBB_INPUT_LINK_READY, CUFF_REASON_NONE);
  } else if (now_us (self) - self->ready_since_us > SELF_TEST_PATIENCE_US) {
    self->ready_told = TRUE;
    ebb_session_set_problem (self, why_not_ready (self, self_test_ok));
    ebb_session_feed_kind (self, EBB_INPUT_REFUSED,
                           self_test_ok ? CUFF_REASON_REFUSED : CUFF_REASON_SELF_TEST);
  }
}

/* Samples up to a moment, so that a vent ends the bout before what came after it is judged: after a
 * frozen window both rings hold minutes. */
static void
take_reports (EbbSession *self, CuffTime until_us)
{
  CuffReport report;
  CuffRingResult result;
  guint64 next = self->next_report;
  while ((result = cuff_link_read_report (self->link, &next, &report)) != CUFF_RING_EMPTY) {
    if (result == CUFF_RING_OK && report.arrived_us > until_us)
      return;
    self->next_report = next;
    if (result == CUFF_RING_OK)
      take_report (self, &report);
  }
}

void
ebb_session_take_news (EbbSession *self)
{
  cuff_link_tick_ui (self->link);
  cuff_link_clear_notify (self->link);
  if (atomic_exchange (&self->stop_wanted, FALSE))
    ebb_session_feed_kind (self, EBB_INPUT_STOP, CUFF_REASON_USER_STOP);
  CuffLinkEvent event;
  CuffRingResult result;
  while ((result = cuff_link_read_event (self->link, &self->next_event, &event))
         != CUFF_RING_EMPTY) {
    if (result != CUFF_RING_OK)
      continue;
    take_reports (self, event.t_us);
    take_event (self, &event);
  }
  take_reports (self, CUFF_TIME_NEVER);
  look_ready (self);
  /* One step is at most one phase; after a late tick every phase that has passed is walked. */
  do
    ebb_session_feed_kind (self, EBB_INPUT_TICK, CUFF_REASON_NONE);
  while (!self->closed && ebb_machine_deadline (&self->machine) <= now_us (self));
}
