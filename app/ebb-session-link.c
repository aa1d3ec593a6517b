/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the cuff thread tells, in the order it happened.
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* Limits that the controller would not take are sent again after that long. */
#define CONFIGURE_AGAIN_US CUFF_SECONDS (2)
/* A10: tight, and neither a repetition nor a hand for so long. */
#define NOBODY_US          CUFF_SECONDS (60)
#define SLEEP_US           CUFF_SECONDS (1)

static CuffTime
now_us (EbbSession *self)
{
  return ebb_clock_now_us (self->clock);
}

CuffLink *
ebb_session_get_link (EbbSession *self)
{
  return self->line != NULL ? self->line->link : NULL;
}

/* The one mode whose target lies above LOP on purpose; a limit may have lowered it below. */
static CuffPressure
target_above_lop (const EbbPlan *plan)
{
  return plan->training == EBB_TRAINING_PRECONDITIONING ? plan->target : 0;
}

static void
send_limits (EbbSession *self, const CuffIdentity *identity)
{
  const EbbPlan *plan = &self->machine.plan;
  /* The controller gets the lowest limit of all: not the limb's ceiling, this plan's own (R8). */
  CuffLimits limits = { .cap = MAX (plan->target, plan->target_max),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = identity->time_cap_ms,
                        .disagree_max = CUFF_MMHG (10) };
  limits.cap = MIN (limits.cap, identity->cap_hard);
  CuffLimits all[CUFF_CHANNELS_MAX] = { limits, limits };
  CuffInterlockConfig config = { .n_channels = identity->n_channels, .nobody_us = NOBODY_US };
  for (guint i = 0; i < config.n_channels; i++)
    config.channel[i] =
        (CuffInterlockChannel){ .lop = self->bout.prescription.lop,
                                .target_above_lop = target_above_lop (plan),
                                .cap = identity->cap_hard,
                                .cap_transient = identity->cap_transient,
                                .continuous_limit_us = ebb_occlusion_limit (plan->segment),
                                .continuous_before_us =
                                    ebb_session_limb (self)->clock.continuous_us };
  CuffLink *link = ebb_session_get_link (self);
  cuff_link_set_interlock (link, &config);
  cuff_link_set_limits (link, all, identity->n_channels);
}

/* Limits and guard of this bout; the controller's answer comes as an event. */
void
ebb_session_configure (EbbSession *self)
{
  const CuffIdentity *identity = ebb_cuff_get_identity (self->cuff);
  self->limits_adopted = FALSE;
  self->configure_us = CUFF_TIME_NEVER;
  if (identity == NULL || ebb_session_get_link (self) == NULL || self->closed)
    return;
  if (self->machine.phase == EBB_PHASE_SELF_CHECK
      && !ebb_session_plan_again (self, identity->cap_hard))
    ebb_session_feed_kind (self, EBB_INPUT_REFUSED, CUFF_REASON_REFUSED);
  else
    send_limits (self, identity);
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

static gboolean
before_bout (EbbSession *self)
{
  return self->machine.phase == EBB_PHASE_SELF_CHECK;
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
  if (before_bout (self) && !ebb_machine_start_waits (&self->machine, now_us (self)))
    self->configure_us = now_us (self) + CONFIGURE_AGAIN_US;
  else
    ebb_session_feed_kind (self, EBB_INPUT_REFUSED, CUFF_REASON_REFUSED);
}

static void
take_alarm (EbbSession *self, const CuffLinkEvent *event)
{
  guint32 bit = 1u << event->alarm;
  self->alarms = event->active ? self->alarms | bit : self->alarms & ~bit;
  if (event->active)
    ebb_session_add_mark (self, EBB_MARK_ALARM, (int) event->alarm);
  g_signal_emit_by_name (self, "alarm", (int) event->alarm, event->active);
}

/* Before a bout nothing of it can be interrupted: the cuff is looked for again meanwhile. */
static void
take_loss (EbbSession *self, const CuffLinkEvent *event)
{
  self->limits_adopted = FALSE;
  ebb_session_set_problem (self, event->error.message);
  if (!before_bout (self))
    ebb_session_feed_kind (self, EBB_INPUT_LINK_LOST, event->reason);
  g_signal_emit_by_name (self, "changed");
}

static void
take_event (gpointer user, const CuffLinkEvent *event)
{
  EbbSession *self = user;
  if (self->closed)
    return;
  ebb_session_puff_event (self, event);
  switch (event->kind) {
  case CUFF_LINK_EVENT_IDENTITY:
    ebb_session_configure (self);
    break;
  case CUFF_LINK_EVENT_LIMITS:
    self->limits_adopted = TRUE;
    break;
  case CUFF_LINK_EVENT_ARMED:
    /* When it happened: a window that stood still hears of the arm and of its end at once. */
    ebb_session_feed_at (self, EBB_INPUT_ARMED, CUFF_REASON_NONE, event->t_us);
    break;
  case CUFF_LINK_EVENT_REFUSED:
    take_refusal (self, event);
    break;
  case CUFF_LINK_EVENT_ALARM:
    take_alarm (self, event);
    break;
  case CUFF_LINK_EVENT_ENDED:
    if (!before_bout (self))
      take_end (self, event->reason, event->t_us);
    break;
  case CUFF_LINK_EVENT_LOST:
    take_loss (self, event);
    break;
  case CUFF_LINK_EVENT_WARNING:
    g_signal_emit_by_name (self, "message",
                           (event->value & CUFF_WARN_ABOVE_LOP) != 0
                               ? _ ("Pressure above the limb occlusion pressure")
                               : _ ("80 % of the time limit of this limb"));
    break;
  case CUFF_LINK_EVENT_SILENT:
    /* Elsewhere the interlock ends the epoch; here it has ended already. */
    if (self->machine.phase == EBB_PHASE_DEFLATING)
      ebb_session_feed_kind (self, EBB_INPUT_LINK_LOST, CUFF_REASON_LINK_LOST);
    break;
  case CUFF_LINK_EVENT_ACTIVE:
  case CUFF_LINK_EVENT_RELEASED:
  case CUFF_LINK_EVENT_DEVICE:
  case CUFF_LINK_EVENT_CHECKED:
    break;
  }
}

static void
keep_trace (EbbSession *self, const CuffReport *report)
{
  gint64 last_us = ebb_trace_get_last_us (self->trace);
  if (last_us != EBB_TIME_UNSET && report->t_us <= last_us)
    return; /* the mapped clock stepped back by some microseconds */
  gboolean gap = last_us != EBB_TIME_UNSET && report->t_us - last_us > EBB_MEASURE_GAP_US;
  ebb_trace_push (self->trace, report->t_us, report->channel[0].pressure, gap);
}

static void
take_report (gpointer user, const CuffReport *report)
{
  EbbSession *self = user;
  const CuffChannelReport *channel = &report->channel[0];
  CuffRep rep;
  if (self->closed)
    return;
  self->last_report = *report;
  keep_trace (self, report);
  ebb_session_puff_report (self, report);
  /* A puff does not start the clock of the next rest. */
  if (self->puff_step == PUFF_IDLE)
    ebb_occlusion_clock_push (&ebb_session_limb (self)->clock, report->t_us,
                              before_bout (self) ? channel->pressure
                                                 : ebb_session_tight_by_hand (report));
  gboolean by_hand = (report->flags & CUFF_DEVICE_BY_HAND) != 0;
  gboolean counted =
      !by_hand && cuff_rep_detector_push (&self->detector, report->t_us, channel, &rep);
  EbbInput input = { .kind = EBB_INPUT_SAMPLE,
                     .t_us = report->arrived_us,
                     .pressure = channel->pressure,
                     .at_target = (channel->flags & CUFF_CHANNEL_AT_TARGET) != 0,
                     .deflated = cuff_proof_push (&self->proof, report)
                                 && !ebb_cuff_may_be_blocked (self->cuff) };
  ebb_session_feed (self, &input);
  if (!by_hand) /* nobody saw what the pressure did between two readings */
    ebb_session_band_push (self, report->t_us, channel->pressure);
  if (counted && self->machine.plan.reps_in_pressure)
    ebb_session_count (self, &rep, report->arrived_us);
}

/* --- The way to a start ------------------------------------------------------------------ */

static void
take_failed_rows (EbbSession *self)
{
  const char *why = atomic_load (&self->news_of_store->problem);
  g_autofree char *text = g_strdup_printf (
      _ ("The record could not be stored (%s); nothing was inflated."), why ? why : "?");
  self->rows_pending = FALSE;
  if (self->rows_kind == EBB_ROWS_PUFF)
    ebb_session_puff_rows (self, text);
  else
    ebb_session_set_problem (self, text);
  ebb_session_feed_kind (self, EBB_INPUT_REFUSED, CUFF_REASON_REFUSED);
}

static void
take_rows (EbbSession *self)
{
  if (!self->rows_pending)
    return;
  if (atomic_load (&self->news_of_store->ticket) == self->ticket) {
    self->rows_pending = FALSE;
    if (self->rows_kind == EBB_ROWS_PUFF)
      ebb_session_puff_rows (self, NULL);
  } else if (atomic_load (&self->news_of_store->failed)) {
    take_failed_rows (self);
  }
}

/* Who pressed start before the computer slept may not be there when it wakes. */
static gboolean
has_slept (EbbSession *self)
{
  gint64 before_us = self->slept_us;
  self->slept_us = cuff_clock_slept (ebb_clock_get_cuff_clock (self->clock));
  return self->slept_us - before_us > SLEEP_US;
}

static void
forget_start (EbbSession *self, const char *text)
{
  self->machine.start_us = CUFF_TIME_NEVER;
  ebb_session_set_problem (self, text);
}

/* Everything is there: a person's start, a cuff that is ready, and the rows on disk. */
static void
look_ready (EbbSession *self)
{
  gboolean slept = has_slept (self);
  if (slept && self->puff_step == PUFF_ROWS)
    ebb_session_puff_stop (self);
  take_rows (self);
  if (self->closed || !before_bout (self) || self->machine.start_us == CUFF_TIME_NEVER)
    return;
  const char *why = ebb_session_why_not (self, FALSE);
  if (slept) {
    forget_start (self, _ ("The start was forgotten because the computer slept; nothing was "
                           "inflated. Start again."));
  } else if (!ebb_machine_start_waits (&self->machine, now_us (self))) {
    g_autofree char *text = g_strdup_printf (
        _ ("The start was forgotten after %d s; nothing was inflated. %s"),
        EBB_START_VALID_MS / 1000, why ? why : _ ("The record was not on the disk in time."));
    forget_start (self, text);
  } else if (why == NULL && !self->bout.stored) {
    ebb_session_ask_rows (self, EBB_ROWS_BOUT);
    if (self->bout.reperfusion_reason != NULL && self->bout.reperfusion_reason[0] != '\0')
      ebb_session_record_event (self, "reperfusion-override", 0, CUFF_PRESSURE_UNSET,
                                self->bout.reperfusion_reason);
    ebb_session_note_continue (self);
  } else if (why == NULL && !self->rows_pending) {
    ebb_session_feed_kind (self, EBB_INPUT_LINK_READY, CUFF_REASON_NONE);
  }
}

/* --- News -------------------------------------------------------------------------------- */

/* The cuff was connected anew; the old line was read to its end. */
static void
follow_line (EbbSession *self)
{
  EbbCuffLine *line = ebb_cuff_get_line (self->cuff);
  if (line == NULL || line == self->line)
    return;
  g_clear_pointer (&self->line, ebb_cuff_line_unref);
  self->line = ebb_cuff_line_ref (line);
  self->reader = (EbbCuffReader){ 0 };
  self->limits_adopted = FALSE;
  cuff_proof_init (&self->proof);
  ebb_session_record_line (self);
}

static void
take_stop (EbbSession *self)
{
  if (!atomic_exchange (&self->stop_wanted, FALSE))
    return;
  if (self->puff_step != PUFF_IDLE)
    ebb_session_puff_stop (self);
  else
    ebb_session_feed_kind (self, EBB_INPUT_STOP, CUFF_REASON_USER_STOP);
}

static void
drain (EbbSession *self)
{
  static const EbbCuffHandlers handlers = { .event = take_event, .report = take_report };
  if (self->line != NULL)
    ebb_cuff_line_drain (self->line, &self->reader, &handlers, self);
}

static void
take_news (EbbSession *self)
{
  take_stop (self);
  drain (self);
  if (!self->attached)
    return; /* a listener has let go of it */
  follow_line (self);
  drain (self);
  ebb_session_puff_tick (self);
  if (now_us (self) >= self->configure_us)
    ebb_session_configure (self);
  look_ready (self);
  /* One step is at most one phase; after a late tick every phase that has passed is walked. */
  do
    ebb_session_feed_kind (self, EBB_INPUT_TICK, CUFF_REASON_NONE);
  while (!self->closed && ebb_machine_deadline (&self->machine) <= now_us (self));
}

static void
on_news_cb (EbbCuff *cuff, EbbSession *session)
{
  g_autoptr (EbbSession) self = g_object_ref (session); /* a listener may let go of it */
  if (self->attached)
    ebb_session_host_look (self); /* first: what a thread that stood still did not say */
  if (self->attached)
    take_news (self);
}

static gboolean
on_stored_cb (gpointer user)
{
  g_autoptr (EbbSession) self = g_object_ref (user);
  guint64 count;
  if (read (self->news_of_store->fd, &count, sizeof count) < 0)
    count = 0; /* nobody called: the second is over */
  if (self->attached) {
    ebb_cuff_take_news (self->cuff); /* before any time is judged, after a standstill too */
    ebb_session_host_look (self);
  }
  if (self->attached)
    take_news (self);
  return G_SOURCE_CONTINUE;
}

void
ebb_session_attach (EbbSession *self)
{
  EbbCuffLine *line = ebb_cuff_get_line (self->cuff);
  self->attached = TRUE;
  ebb_session_host_begin (self);
  has_slept (self); /* what was before is no matter */
  if (line != NULL) {
    self->line = ebb_cuff_line_ref (line);
    self->reader = ebb_cuff_get_reader (self->cuff);
  }
  g_signal_connect (self->cuff, "news", G_CALLBACK (on_news_cb), self);
  self->stored_source = ebb_clock_source_new (self->clock, self->news_of_store->fd, 1000);
  g_source_set_callback (self->stored_source, on_stored_cb, self, NULL);
  g_source_attach (self->stored_source, NULL);
  ebb_session_configure (self); /* if it is connected already */
}

void
ebb_session_detach (EbbSession *self)
{
  self->attached = FALSE;
  ebb_session_host_end (self);
  g_signal_handlers_disconnect_by_data (self->cuff, self);
  if (self->stored_source != NULL)
    g_source_destroy (self->stored_source);
  g_clear_pointer (&self->stored_source, g_source_unref);
}
