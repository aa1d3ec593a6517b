/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuff thread: what a driver tells it.
 */
#include "cuff-link-private.h"

#include <stdio.h>
#include <string.h>

void
cuff_link_connected (CuffLink *link, const CuffIdentity *identity)
{
  link->identity = *identity;
  link->phase = CUFF_PHASE_CONNECTED;
  link->phase_since_us = cuff_clock_now (link->clock);
  link->next_heartbeat_us = link->phase_since_us;
  link->last_report_us = link->phase_since_us;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_IDENTITY, .identity = *identity };
  cuff_link_push_event (link, &event);
}

/* The port is gone or useless.  The controller's lease vents the cuff; we can only say so, and say
 * so before anything else. */
void
cuff_link_lose (CuffLink *link, CuffErrorCode code, const char *message)
{
  if (link->phase == CUFF_PHASE_LOST)
    return;
  link->phase = CUFF_PHASE_LOST;
  bool inflated = link->intent.epoch != 0 || link->tight; /* as far as anybody knows */
  if (inflated && (link->alarms & 1u << CUFF_ALARM_LINK) == 0) {
    CuffLinkEvent alarm = { .kind = CUFF_LINK_EVENT_ALARM,
                            .alarm = CUFF_ALARM_LINK,
                            .active = true };
    cuff_link_push_event (link, &alarm);
  }
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_LOST, .reason = CUFF_REASON_LINK_LOST };
  event.error.code = code;
  snprintf (event.error.message, sizeof event.error.message, "%s", message);
  cuff_link_push_event (link, &event);
  link->driver->close (link);
}

void
cuff_link_adopted (CuffLink *link, const CuffLimits *limits)
{
  memcpy (link->adopted, limits, link->n_limits_wanted * sizeof *limits);
  link->limits_adopted = true;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_LIMITS };
  memcpy (event.limits, link->adopted, sizeof event.limits);
  cuff_link_push_event (link, &event);
}

uint32_t
cuff_link_begin_arm (CuffLink *link)
{
  return ++link->last_epoch;
}

void
cuff_link_armed (CuffLink *link, uint32_t epoch)
{
  if (!link->arming)
    return; /* a stop came in between */
  link->arming = false;
  link->intent.epoch = epoch;
  link->intent.active = false;
  link->intent.armed_seen = false;
  link->intent.told = CUFF_REASON_NONE;
  link->armed_at_us = cuff_clock_now (link->clock);
  link->echoed_us = link->armed_at_us;
  /* Until somebody orders something: stay empty, but keep the epoch. */
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    link->orders[i] = (CuffOrder){ .mode = CUFF_MODE_DEFLATE };
    link->order_until_us[i] = link->armed_at_us + CUFF_SECONDS (10);
  }
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ARMED };
  cuff_link_push_event (link, &event);
}

static bool
is_chatter (CuffLink *link)
{
  CuffTime now_us = cuff_clock_now (link->clock);
  if (now_us - link->chatter_since_us >= CUFF_SECONDS (1)) {
    link->chatter_since_us = now_us;
    link->n_chatter = 0;
  }
  return ++link->n_chatter > CUFF_CHATTER_MOST;
}

void
cuff_link_refused (CuffLink *link, int command, CuffResult result, int32_t value, int32_t limit)
{
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_REFUSED,
                          .command = command,
                          .result = result,
                          .value = value,
                          .limit = limit };
  if (!is_chatter (link))
    cuff_link_push_event (link, &event);
}

void
cuff_link_checked (CuffLink *link, CuffCheck check, unsigned channel, bool passed,
                   CuffPressure value, CuffPressure limit)
{
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_CHECKED,
                          .check = check,
                          .channel = channel,
                          .passed = passed,
                          .value = value,
                          .limit = limit };
  cuff_link_push_event (link, &event);
  /* The controller vents after a leak test, as planned. */
  if (check == CUFF_CHECK_LEAK && link->intent.epoch != 0)
    cuff_link_end_epoch (link, CUFF_REASON_PLAN_DONE);
}

static void
note_epoch (CuffLink *link, const CuffReport *report)
{
  if (link->intent.epoch == 0 || report->epoch != link->intent.epoch)
    return;
  bool active = report->machine == CUFF_MACHINE_ACTIVE;
  if (active || report->machine == CUFF_MACHINE_ARMED)
    link->intent.armed_seen = true;
  if (!active || link->intent.active)
    return;
  link->intent.active = true;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ACTIVE };
  cuff_link_push_event (link, &event);
}

void
cuff_link_take_report (CuffLink *link, const CuffReport *report)
{
  link->last_report = *report;
  link->last_report_us = report->arrived_us;
  link->silent = false;
  atomic_fetch_add_explicit (&link->n_reports, 1, memory_order_relaxed);
  if (report->arrived_us - report->t_us > CUFF_LATE_US)
    atomic_fetch_add_explicit (&link->n_late, 1, memory_order_relaxed);
  cuff_ring_push (&link->reports, report, sizeof *report);
  note_epoch (link, report);
  cuff_link_guard (link, report);
}

void
cuff_link_echoed (CuffLink *link, CuffTime said_us)
{
  if (said_us > link->echoed_us)
    link->echoed_us = said_us;
}

void
cuff_link_note_cause (CuffLink *link, int32_t reason)
{
  if (link->intent.epoch != 0 && !link->stopping)
    link->intent.told = (CuffReason) reason;
}

void
cuff_link_epoch_is_over (CuffLink *link)
{
  CuffMachine machine = link->last_report.machine;
  /* The next report says why; and if none does, the echo that fails to come ends it. */
  if (machine == CUFF_MACHINE_ARMED || machine == CUFF_MACHINE_ACTIVE)
    return;
  if (link->intent.epoch != 0)
    cuff_link_end_epoch (link, cuff_interlock_reason_of (&link->last_report, &link->intent));
}

void
cuff_link_note_reset (CuffLink *link)
{
  cuff_link_device_alarm (link, CUFF_ALARM_DEVICE, true);
  cuff_link_end_epoch (link, CUFF_REASON_DEVICE_RESET);
}

void
cuff_link_device_alarm (CuffLink *link, CuffAlarm alarm, bool active)
{
  if (active)
    link->device_alarms |= 1u << alarm;
  else
    link->device_alarms &= ~(1u << alarm);
}

void
cuff_link_device_event (CuffLink *link, int32_t code, int32_t argument)
{
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_DEVICE, .value = code, .limit = argument };
  if (!is_chatter (link))
    cuff_link_push_event (link, &event);
}

/* Each order carries the time that is left of it, so that it runs out on the device even when
 * nobody here decides anything any more. */
uint32_t
cuff_link_get_desired (const CuffLink *link, CuffTime now_us, CuffOrder *orders)
{
  bool armed = link->intent.epoch != 0 && !link->stopping;
  /* What reports by itself must have shown this epoch first. */
  bool shown = link->intent.armed_seen || (link->driver->traits & CUFF_DRIVER_TELEMETRY) == 0;
  bool may_inflate =
      armed && shown && link->armed_at_us > 0 && now_us - link->armed_at_us >= CUFF_ARM_AGE_US;
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    orders[i] = (CuffOrder){ .mode = armed ? CUFF_MODE_DEFLATE : CUFF_MODE_VENT };
    if (!may_inflate)
      continue;
    orders[i] = link->orders[i];
    CuffTime left_us = link->order_until_us[i] - now_us;
    orders[i].longest_ms = left_us > 0 ? (uint32_t) (left_us / 1000) : 0;
  }
  return armed ? link->intent.epoch : 0;
}
