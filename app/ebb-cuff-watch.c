/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the link tells, and what that says about the cuff: assume inflated until shown vented.
 */
#include "ebb-cuff-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define UNDER_PRESSURE CUFF_MMHG (20)
#define EMPTY          CUFF_MMHG (10)
/* A controller that has just been connected shows within this time that its cuff is empty. */
#define GRACE_US       CUFF_SECONDS (2)
#define FRESH_US       CUFF_SECONDS (1)
/* The link says after a second that it hears nothing.  Whoever does not say so by then is dead. */
#define DEAF_US        CUFF_MS (1250)
#define ZERO_MMHG      3.0
/* Weight of a new sample at 100 Hz: noise must not make the zero come and go. */
#define ZERO_WEIGHT    0.02
#define LATCHING_ALARMS                                                                            \
  (1u << CUFF_ALARM_OVER_PRESSURE | 1u << CUFF_ALARM_NOT_DEFLATED | 1u << CUFF_ALARM_LINK          \
   | 1u << CUFF_ALARM_TIME | 1u << CUFF_ALARM_DEVICE | 1u << CUFF_ALARM_SUPERVISION                \
   | 1u << CUFF_ALARM_BLOCKED)

static gint64
now_us (EbbCuff *self)
{
  return ebb_clock_now_us (self->clock);
}

void
ebb_cuff_set_problem (EbbCuff *self, const char *text)
{
  if (g_strcmp0 (self->problem, text) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (text);
  if (text != NULL)
    g_signal_emit_by_name (self, "message", text);
}

void
ebb_cuff_forget (EbbCuff *self)
{
  self->reader = (EbbCuffReader){ 0 };
  self->identified = self->lost = self->reset = FALSE;
  self->epoch_open = self->pressed = self->has_report = self->deaf = FALSE;
  self->connected_us = self->reading_us = EBB_TIME_UNSET;
  if (!self->suspect)
    self->tight_since_us = EBB_TIME_UNSET;
  cuff_proof_init (&self->proof);
}

/* --- Alarms ------------------------------------------------------------------------------ */

static void
set_alarm (EbbCuff *self, CuffAlarm alarm, gboolean active)
{
  guint32 bit = 1u << alarm;
  if (((self->alarms & bit) != 0) == active)
    return;
  self->alarms ^= bit;
  if (active)
    self->latched |= bit & LATCHING_ALARMS;
  g_signal_emit_by_name (self, "alarm", (int) alarm, active);
}

void
ebb_cuff_acknowledge (EbbCuff *cuff, CuffAlarm alarm)
{
  g_return_if_fail (alarm > CUFF_ALARM_NONE && alarm < CUFF_ALARM_COUNT);
  cuff->latched &= ~(1u << alarm);
  if (cuff->line != NULL)
    cuff_link_acknowledge_alarm (cuff->line->link, alarm);
  ebb_cuff_tell_changes (cuff);
}

/* --- Events ------------------------------------------------------------------------------ */

char *
ebb_cuff_identity_to_text (const CuffIdentity *identity)
{
  if ((identity->capabilities & CUFF_IS_MANUAL) != 0)
    return g_strdup (_ ("No cable, read by hand"));
  return g_strdup_printf ("%s %s, %s, %s", identity->vendor, identity->model, identity->serial,
                          identity->firmware);
}

static void
take_identity (EbbCuff *self, const CuffIdentity *identity)
{
  self->identity = *identity;
  self->identified = TRUE;
  self->connected_us = now_us (self);
  g_free (self->device);
  self->device = ebb_cuff_identity_to_text (identity);
  ebb_cuff_set_problem (self, NULL);
  /* What the line before this one raised is over, or is raised again. */
  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
    set_alarm (self, (CuffAlarm) alarm, FALSE);
}

/* Nothing is heard any more: what was under pressure or armed counts as inflated. */
static void
lose_sight (EbbCuff *self)
{
  if (self->epoch_open || self->pressed)
    self->suspect = TRUE;
}

static void
take_event (gpointer user, const CuffLinkEvent *event)
{
  EbbCuff *self = user;
  switch (event->kind) {
  case CUFF_LINK_EVENT_IDENTITY:
    take_identity (self, &event->identity);
    break;
  case CUFF_LINK_EVENT_ARMED:
    self->epoch_open = TRUE;
    break;
  case CUFF_LINK_EVENT_RELEASED:
    self->epoch_open = FALSE;
    break;
  case CUFF_LINK_EVENT_ALARM:
    self->deaf = self->deaf && event->alarm != CUFF_ALARM_LINK; /* it says so itself */
    set_alarm (self, event->alarm, event->active);
    break;
  case CUFF_LINK_EVENT_SILENT:
    lose_sight (self);
    break;
  case CUFF_LINK_EVENT_LOST:
    lose_sight (self);
    self->lost = TRUE;
    ebb_cuff_set_problem (self, event->error.message);
    break;
  case CUFF_LINK_EVENT_LIMITS:
  case CUFF_LINK_EVENT_ACTIVE:
  case CUFF_LINK_EVENT_REFUSED:
  case CUFF_LINK_EVENT_WARNING:
  case CUFF_LINK_EVENT_ENDED:
  case CUFF_LINK_EVENT_DEVICE:
  case CUFF_LINK_EVENT_CHECKED:
    break;
  }
}

/* A new line knows nothing of it; a person who has not yet seen the alarm neither. */
gboolean
ebb_cuff_may_be_blocked (EbbCuff *cuff)
{
  return ((cuff->alarms | cuff->latched) & 1u << CUFF_ALARM_BLOCKED) != 0;
}

/* --- Reports ----------------------------------------------------------------------------- */

/* Of all sensors; unset as soon as one of them is. */
static CuffPressure
highest (const CuffReport *report)
{
  CuffPressure result = 0;
  for (guint i = 0; i < report->n_channels; i++) {
    const CuffChannelReport *channel = &report->channel[i];
    if (!cuff_pressure_is_set (channel->pressure))
      return CUFF_PRESSURE_UNSET;
    result = MAX (result, channel->pressure);
    result = MAX (result, channel->pressure_second); /* unset is the lowest number there is */
  }
  return report->n_channels > 0 ? result : CUFF_PRESSURE_UNSET;
}

static void
smooth_zero (EbbCuff *self, const CuffReport *report)
{
  for (guint i = 0; i < report->n_channels; i++) {
    CuffPressure second = report->channel[i].pressure_second;
    CuffPressure values[2] = { report->channel[i].pressure,
                               cuff_pressure_is_set (second) ? second : 0 };
    for (guint k = 0; k < 2; k++) {
      double *zero = &self->zero[2 * i + k];
      double mmhg = cuff_pressure_to_mmhg (values[k]);
      /* Far from zero the cuff is filled; that is not the sensors' doing. */
      *zero = fabs (mmhg - *zero) > 10 ? mmhg : *zero + (mmhg - *zero) * ZERO_WEIGHT;
    }
  }
}

/* Read by hand, a cuff counts as tight until somebody has said that the valve is open and the
 * gauge reads 0 (clinic, manual devices). */
static gboolean
is_tight (const CuffReport *report, CuffPressure pressure)
{
  if (!cuff_pressure_is_set (pressure) || pressure > UNDER_PRESSURE)
    return TRUE;
  return (report->flags & CUFF_DEVICE_BY_HAND) != 0
         && (report->channel[0].flags & CUFF_CHANNEL_VENT_OPEN) == 0;
}

static void
take_report (gpointer user, const CuffReport *report)
{
  EbbCuff *self = user;
  if (self->has_report && report->device_us < self->last_report.device_us)
    self->reset = TRUE;
  self->last_report = *report;
  self->has_report = TRUE;
  CuffPressure pressure = highest (report);
  if (cuff_pressure_is_set (pressure))
    smooth_zero (self, report);
  if (is_tight (report, pressure)) {
    self->pressed = TRUE;
    if (self->tight_since_us == EBB_TIME_UNSET)
      self->tight_since_us = report->arrived_us;
  } else {
    self->tight_since_us = EBB_TIME_UNSET;
  }
  if (cuff_proof_push (&self->proof, report) && !ebb_cuff_may_be_blocked (self))
    self->pressed = self->suspect = FALSE;
}

/* --- The view ---------------------------------------------------------------------------- */

static gboolean
is_connected (EbbCuff *self)
{
  return self->line != NULL && self->identified && !self->lost;
}

static gboolean
is_fresh (EbbCuff *self)
{
  return is_connected (self) && self->has_report
         && now_us (self) - self->last_report.arrived_us <= FRESH_US;
}

static gboolean
is_deflated (EbbCuff *self)
{
  return is_connected (self) && !ebb_cuff_may_be_blocked (self)
         && cuff_proof_holds (&self->proof, now_us (self));
}

static gboolean
shows_pressure (EbbCuff *self)
{
  CuffPressure pressure = highest (&self->last_report);
  return self->has_report && (!cuff_pressure_is_set (pressure) || pressure >= EMPTY);
}

static gboolean
is_manual (EbbCuff *self)
{
  return self->identified && (self->identity.capabilities & CUFF_IS_MANUAL) != 0;
}

gboolean
ebb_cuff_is_deaf (EbbCuff *self)
{
  return self->deaf;
}

/* R7: the thread of the link watches the window, and the window watches it. */
static void
watch_thread (EbbCuff *self)
{
#ifdef EBB_BREAK_THREAD_WATCH /* negative control of the tests */
  return;
#endif
  gboolean tight = self->epoch_open || self->pressed;
  gboolean late = is_connected (self) && !is_manual (self) && self->has_report
                  && now_us (self) - self->last_report.arrived_us > DEAF_US;
  if (late && tight && !self->deaf && (self->alarms & 1u << CUFF_ALARM_LINK) == 0) {
    self->deaf = TRUE;
    lose_sight (self);
    set_alarm (self, CUFF_ALARM_LINK, TRUE);
  } else if (self->deaf && !late) {
    self->deaf = FALSE;
    set_alarm (self, CUFF_ALARM_LINK, FALSE);
  }
}

static gboolean
is_at_risk (EbbCuff *self)
{
  if (self->suspect)
    return TRUE;
  if (!is_connected (self))
    return FALSE;
  if (self->epoch_open)
    return TRUE;
  if (is_deflated (self))
    return FALSE;
  if (is_manual (self)) /* a device that nobody has looked at yet and that nobody has used */
    return self->pressed;
  return shows_pressure (self) || now_us (self) - self->connected_us > GRACE_US;
}

static gboolean
is_zero_ok (EbbCuff *self)
{
  if (!is_deflated (self))
    return FALSE;
  for (guint i = 0; i < 2 * self->last_report.n_channels; i++)
    if (!(fabs (self->zero[i]) <= ZERO_MMHG))
      return FALSE;
  return TRUE;
}

/* The valve is to be open, and nobody has said yet that the gauge reads 0. */
static gboolean
is_zero_due (EbbCuff *self)
{
  if (!is_manual (self) || !is_connected (self) || is_deflated (self))
    return FALSE;
  CuffMode mode = self->has_report ? self->last_report.channel[0].mode : CUFF_MODE_VENT;
  return mode == CUFF_MODE_VENT || mode == CUFF_MODE_DEFLATE;
}

static EbbCuffState
get_state (EbbCuff *self)
{
  if (self->suspect)
    return EBB_CUFF_UNKNOWN;
  if (is_connected (self))
    return EBB_CUFF_CONNECTED;
  return self->line != NULL && !self->tried ? EBB_CUFF_CONNECTING : EBB_CUFF_NONE;
}

static const char *
get_problem (EbbCuff *self)
{
  if (self->port == NULL)
    return _ ("No port is chosen. Choose the port of the cuff.");
  if (is_manual (self) && is_connected (self))
    return NULL;
  if (is_connected (self) && self->has_report && !is_fresh (self))
    return _ ("The controller has been silent for more than a second. Look at the cuff.");
  return self->problem;
}

void
ebb_cuff_get_view (EbbCuff *cuff, EbbCuffView *view)
{
  gboolean fresh = is_fresh (cuff);
  gboolean known = cuff->identified || cuff->suspect;
  *view = (EbbCuffView){
    .state = get_state (cuff),
    .simulated = known && (cuff->identity.capabilities & CUFF_IS_SIMULATED) != 0,
    .manual = known && is_manual (cuff),
    .n_channels = known ? cuff->identity.n_channels : 0,
    .deflated = is_deflated (cuff),
    .zero_due = is_zero_due (cuff),
    .reading_us = cuff->reading_us,
    .at_risk = is_at_risk (cuff),
    .tight_since_us = cuff->tight_since_us,
    .self_test_ok = fresh && (cuff->last_report.flags & CUFF_DEVICE_SELF_TEST_OK) != 0,
    .zero_ok = is_zero_ok (cuff),
    .alarms = cuff->alarms,
    .alarms_latched = cuff->latched,
    .port = cuff->port,
    .device = known ? cuff->device : NULL,
    .problem = get_problem (cuff),
  };
  for (guint i = 0; i < CUFF_CHANNELS_MAX; i++)
    view->pressure[i] = fresh && i < cuff->last_report.n_channels
                            ? cuff->last_report.channel[i].pressure
                            : CUFF_PRESSURE_UNSET;
}

/* What a page shows at low rate; pressure itself is read when a frame is drawn. */
static gboolean
is_same (const EbbCuffView *a, const EbbCuffView *b)
{
  return a->state == b->state && a->simulated == b->simulated && a->manual == b->manual
         && a->n_channels == b->n_channels && a->deflated == b->deflated
         && a->zero_due == b->zero_due && a->reading_us == b->reading_us && a->at_risk == b->at_risk
         && a->tight_since_us == b->tight_since_us && a->self_test_ok == b->self_test_ok
         && a->zero_ok == b->zero_ok && a->alarms == b->alarms
         && a->alarms_latched == b->alarms_latched && g_strcmp0 (a->port, b->port) == 0
         && g_strcmp0 (a->device, b->device) == 0 && g_strcmp0 (a->problem, b->problem) == 0
         && cuff_pressure_is_set (a->pressure[0]) == cuff_pressure_is_set (b->pressure[0]);
}

static void
keep_shown (EbbCuff *self, const EbbCuffView *view)
{
  EbbCuffView *shown = &self->shown;
  g_free ((char *) shown->port);
  g_free ((char *) shown->device);
  g_free ((char *) shown->problem);
  *shown = *view;
  shown->port = g_strdup (view->port);
  shown->device = g_strdup (view->device);
  shown->problem = g_strdup (view->problem);
}

void
ebb_cuff_tell_changes (EbbCuff *self)
{
  EbbCuffView view;
  ebb_cuff_get_view (self, &view);
  if (is_same (&view, &self->shown))
    return;
  keep_shown (self, &view);
  g_signal_emit_by_name (self, "changed");
}

void
ebb_cuff_take_news (EbbCuff *self)
{
  static const EbbCuffHandlers handlers = { .event = take_event, .report = take_report };
  if (self->line == NULL)
    return;
  cuff_link_tick_ui (self->line->link);
  cuff_link_clear_notify (self->line->link);
  ebb_cuff_line_drain (self->line, &self->reader, &handlers, self);
  watch_thread (self);
}

void
ebb_cuff_confirm_soft (EbbCuff *cuff)
{
  if (ebb_cuff_may_be_blocked (cuff)) /* soft and off: that answers this alarm too */
    ebb_cuff_acknowledge (cuff, CUFF_ALARM_BLOCKED);
  if (!cuff->suspect)
    return;
  cuff->suspect = cuff->pressed = FALSE;
  cuff->tight_since_us = EBB_TIME_UNSET;
  if (cuff->identified && !is_fresh (cuff))
    ebb_cuff_drop_line (cuff); /* deaf: greet anew, whatever is there now */
  if (!is_connected (cuff))
    set_alarm (cuff, CUFF_ALARM_LINK, FALSE);
  ebb_cuff_tell_changes (cuff);
}

void
ebb_cuff_assume_inflated (EbbCuff *cuff)
{
  if (is_deflated (cuff))
    return; /* it shows itself vented */
  cuff->suspect = TRUE;
  ebb_cuff_tell_changes (cuff);
}
