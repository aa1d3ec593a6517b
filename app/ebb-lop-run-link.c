/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * News of the cuff into the machine, and its wishes out: limits, arm, order, vent.
 */
#include "ebb-lop-run-private.h"

#include <glib/gi18n-lib.h>

#define LIMITS_MAX_US CUFF_SECONDS (5)
#define ARM_MAX_US    CUFF_SECONDS (10)
/* The controller's own ceilings of a search; the host's guard watches the same (SAFETY.md). */
#define CAP           CUFF_MMHG (330)
#define TIME_US       CUFF_SECONDS (180)
#define GAP_US        50000

gint64
ebb_lop_run_now (EbbLopRun *self)
{
  return ebb_clock_now_us (self->clock);
}

gboolean
ebb_lop_run_is_guided (EbbLopRun *self)
{
  return self->way != EBB_LOP_WAY_AUTOMATIC;
}

void
ebb_lop_run_enter (EbbLopRun *self, EbbLopRunState state)
{
  self->state = state;
  self->state_since_us = ebb_lop_run_now (self);
  g_signal_emit_by_name (self, "changed");
}

/* --- The machine ------------------------------------------------------------------------- */

static void
send_order (EbbLopRun *self, const CuffOrder *order)
{
  if (self->line != NULL && order->mode != CUFF_MODE_VENT)
    cuff_link_order (self->line->link, order, 1, false);
}

static CuffReason
vent_reason (EbbLopRun *self)
{
  gboolean guided = ebb_lop_run_is_guided (self);
  EbbLopEnd end = guided ? self->guided.end : self->machine.end;

  if (end != EBB_LOP_STOPPED)
    return CUFF_REASON_PLAN_DONE;
  return guided ? self->guided.stop_reason : self->machine.stop_reason;
}

static void
obey (EbbLopRun *self, guint wishes)
{
  gboolean guided = ebb_lop_run_is_guided (self);

  if ((wishes & EBB_LOP_DO_LISTEN) != 0)
    cuff_lop_begin_window (&self->judge);
  if ((wishes & EBB_LOP_DO_VENT) != 0) {
    self->vent_asked = TRUE;
    ebb_cuff_stop (self->cuff, vent_reason (self));
  } else if ((wishes & EBB_LOP_DO_ORDER) != 0) {
    send_order (self, guided ? &self->guided.order : &self->machine.order);
  }
  if ((wishes & EBB_LOP_DO_CLOSE) != 0)
    ebb_lop_run_close_run (self, TRUE);
  else if ((wishes & EBB_LOP_DO_PHASE) != 0)
    g_signal_emit_by_name (self, "changed");
}

static void
feed (EbbLopRun *self, const EbbLopInput *input)
{
  EbbGuidedTap tap = self->tap;

  if (self->state != EBB_LOP_RUN_SEARCHING)
    return;
  self->tap = EBB_TAP_NONE;
  obey (self, ebb_lop_run_is_guided (self) ? ebb_lop_guided_step (&self->guided, input, tap)
                                           : ebb_lop_step (&self->machine, input));
}

static void
feed_stop (EbbLopRun *self, CuffReason reason)
{
  EbbLopInput input = { .t_us = ebb_lop_run_now (self), .stop = reason };

  if (reason != CUFF_REASON_NONE)
    feed (self, &input);
}

static void
begin_search (EbbLopRun *self)
{
  gint64 now_us = ebb_lop_run_now (self);
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));

  g_ptr_array_add (self->traces, ebb_lop_trace_new (self->n_begun, samples));
  self->run_start_us = now_us;
  self->vent_asked = FALSE;
  self->tap = EBB_TAP_NONE;
  cuff_proof_init (&self->proof);
  cuff_lop_init (&self->judge, NULL);
  ebb_lop_init (&self->machine, &self->setup, now_us);
  ebb_lop_guided_init (&self->guided, &self->setup, now_us);
  ebb_lop_run_enter (self, EBB_LOP_RUN_SEARCHING);
  send_order (self, ebb_lop_run_is_guided (self) ? &self->guided.order : &self->machine.order);
}

/* --- Events ------------------------------------------------------------------------------ */

static gboolean
is_before_air (EbbLopRun *self)
{
  return self->state > EBB_LOP_RUN_READY && self->state < EBB_LOP_RUN_SEARCHING;
}

static void
take_refusal (EbbLopRun *self)
{
  if (is_before_air (self)) {
    ebb_cuff_stop (self->cuff, CUFF_REASON_REFUSED);
    ebb_lop_run_fail_before_air (self, _ ("The controller refused to be armed for a search; "
                                          "nothing was inflated. Look at its display."));
  } else {
    feed_stop (self, CUFF_REASON_REFUSED);
  }
}

/* Nothing will be heard of this run any more, and nothing proves the cuff soft. */
static void
take_loss (EbbLopRun *self, CuffReason reason)
{
  if (is_before_air (self)) {
    ebb_lop_run_fail_before_air (self, _ ("The cuff was lost before the search; nothing was "
                                          "inflated. Look at cable and power."));
    return;
  }
  feed_stop (self, reason != CUFF_REASON_NONE ? reason : CUFF_REASON_LINK_LOST);
  if (self->state == EBB_LOP_RUN_SEARCHING)
    ebb_lop_run_close_run (self, FALSE);
}

static void
take_event (gpointer user, const CuffLinkEvent *event)
{
  EbbLopRun *self = user;

  if (event->kind == CUFF_LINK_EVENT_LIMITS && self->state == EBB_LOP_RUN_LIMITS) {
    ebb_lop_run_enter (self, EBB_LOP_RUN_ARMING);
    cuff_link_arm (self->line->link, CUFF_ARM_LOP);
  } else if (event->kind == CUFF_LINK_EVENT_ARMED && self->state == EBB_LOP_RUN_ARMING) {
    begin_search (self);
  } else if (event->kind == CUFF_LINK_EVENT_REFUSED) {
    take_refusal (self);
  } else if (event->kind == CUFF_LINK_EVENT_LOST) {
    take_loss (self, event->reason);
  } else if (event->kind == CUFF_LINK_EVENT_ENDED && !self->vent_asked) {
    if (is_before_air (self))
      take_refusal (self);
    else
      feed_stop (self, event->reason);
  }
}

/* --- Reports ----------------------------------------------------------------------------- */

static void
keep_sample (EbbLopRun *self, const CuffReport *report)
{
  const CuffChannelReport *channel = &report->channel[0];
  EbbLopTrace *trace = g_ptr_array_index (self->traces, self->traces->len - 1);
  EbbSample sample = { .t_us = report->t_us - self->run_start_us,
                       .pressure = channel->pressure,
                       .pressure_second = channel->pressure_second,
                       .flow_dml_s = channel->flow_dml_s,
                       .valve_percent = channel->valve_percent };
  gint64 last_us = trace->samples->len > 0
                       ? g_array_index (trace->samples, EbbSample, trace->samples->len - 1).t_us
                       : -1;

  if (sample.t_us < 0 || sample.t_us < last_us)
    return; /* before the run, or the mapped clock stepped back by some microseconds */
  sample.gap = last_us >= 0 && sample.t_us - last_us > GAP_US;
  g_array_append_val (trace->samples, sample);
}

static void
take_report (gpointer user, const CuffReport *report)
{
  EbbLopRun *self = user;
  const CuffChannelReport *channel = &report->channel[0];
  CuffLopJudgement judgement;

  self->pressure = channel->pressure;
  self->heard_us = report->arrived_us;
  if (self->state != EBB_LOP_RUN_SEARCHING)
    return;
  keep_sample (self, report);
  EbbLopInput input = { .t_us = report->arrived_us,
                        .report = channel,
                        .deflated = cuff_proof_push (&self->proof, report) };
  /* Only with the valves shut the artery alone moves the pressure. */
  if (!ebb_lop_run_is_guided (self) && ebb_lop_is_listening (&self->machine)
      && channel->mode == CUFF_MODE_QUIET) {
    judgement = cuff_lop_push (&self->judge, report->t_us, channel->pressure);
    input.judgement = &judgement;
  }
  feed (self, &input);
}

/* --- News -------------------------------------------------------------------------------- */

static void
take_stop (EbbLopRun *self)
{
  if (!atomic_exchange (&self->stop_wanted, FALSE))
    return;
  if (self->state == EBB_LOP_RUN_SEARCHING)
    feed_stop (self, CUFF_REASON_USER_STOP);
  else
    ebb_lop_run_end (self, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP);
}

static void
take_time (EbbLopRun *self)
{
  gint64 passed_us = ebb_lop_run_now (self) - self->state_since_us;
  gboolean overdue = ebb_lop_run_is_guided (self) ? self->guided.overdue : self->machine.overdue;

  if ((self->state == EBB_LOP_RUN_LIMITS && passed_us > LIMITS_MAX_US)
      || (self->state == EBB_LOP_RUN_ARMING && passed_us > ARM_MAX_US))
    take_refusal (self);
  else if (self->state == EBB_LOP_RUN_SEARCHING && overdue)
    ebb_lop_run_close_run (self, FALSE);
  else if (self->state == EBB_LOP_RUN_SEARCHING)
    feed (self, &(EbbLopInput){ .t_us = ebb_lop_run_now (self) });
}

static void
on_news_cb (EbbCuff *cuff, EbbLopRun *run)
{
  static const EbbCuffHandlers handlers = { .event = take_event, .report = take_report };
  g_autoptr (EbbLopRun) self = g_object_ref (run); /* a listener may let go of it */

  take_stop (self);
  if (self->line != NULL) {
    EbbCuffLine *line = ebb_cuff_line_ref (self->line);
    ebb_cuff_line_drain (line, &self->reader, &handlers, self);
    ebb_cuff_line_unref (line);
  }
  if (ebb_cuff_is_deaf (self->cuff) && self->state == EBB_LOP_RUN_SEARCHING)
    take_loss (self, CUFF_REASON_LINK_LOST); /* the thread that would say so is dead */
  take_time (self);
}

gboolean
ebb_lop_run_is_shared (EbbLopRun *self)
{
  guint news = g_signal_lookup ("news", EBB_TYPE_CUFF);
  gboolean shared;

  if (self->news_id != 0)
    g_signal_handler_block (self->cuff, self->news_id);
  shared = g_signal_has_handler_pending (self->cuff, news, 0, FALSE);
  if (self->news_id != 0)
    g_signal_handler_unblock (self->cuff, self->news_id);
  return shared;
}

/* From the beginning to the end, so that a stop between two runs is heard as well. */
void
ebb_lop_run_attach (EbbLopRun *self)
{
  self->news_id = g_signal_connect (self->cuff, "news", G_CALLBACK (on_news_cb), self);
}

void
ebb_lop_run_detach (EbbLopRun *self)
{
  if (self->news_id != 0)
    g_signal_handler_disconnect (self->cuff, self->news_id);
  self->news_id = 0;
  ebb_lop_run_drop_line (self);
}

/* One line for each run: what happens on the next one belongs to the next run. */
void
ebb_lop_run_take_line (EbbLopRun *self)
{
  EbbCuffLine *line = ebb_cuff_get_line (self->cuff);

  ebb_lop_run_drop_line (self);
  self->line = line != NULL ? ebb_cuff_line_ref (line) : NULL;
  self->reader = ebb_cuff_get_reader (self->cuff);
}

void
ebb_lop_run_drop_line (EbbLopRun *self)
{
  g_clear_pointer (&self->line, ebb_cuff_line_unref);
}

void
ebb_lop_run_configure (EbbLopRun *self)
{
  const CuffIdentity *identity = &self->identity;
  CuffInterlockConfig config = { .n_channels = identity->n_channels };
  CuffLimits all[CUFF_CHANNELS_MAX];

  if (ebb_cuff_get_identity (self->cuff) == NULL || self->line == NULL
      || ebb_lop_run_is_shared (self)) {
    ebb_lop_run_fail_before_air (self, _ ("The cuff was lost before the search; nothing was "
                                          "inflated. Look at cable and power."));
    return;
  }
  for (guint i = 0; i < config.n_channels; i++) {
    /* A search passes the training cap on purpose; the machine holds 300 and 320 mmHg. */
    config.channel[i] = (CuffInterlockChannel){ .lop = CUFF_PRESSURE_UNSET,
                                                .cap = MIN (CAP, identity->cap_transient),
                                                .cap_transient = MIN (CAP, identity->cap_transient),
                                                .continuous_limit_us = TIME_US };
    all[i] = (CuffLimits){ .cap = MIN (EBB_LOP_CEILING_ARM, identity->cap_hard),
                           .ramp_max = CUFF_MMHG (100),
                           .time_max_ms = identity->time_cap_ms,
                           .disagree_max = CUFF_MMHG (10) };
  }
  ebb_lop_run_enter (self, EBB_LOP_RUN_LIMITS);
  cuff_link_set_interlock (self->line->link, &config);
  cuff_link_set_limits (self->line->link, all, config.n_channels);
}
