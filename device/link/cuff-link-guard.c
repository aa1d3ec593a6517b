/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuff thread: runs the interlock and does what it says.
 */
#include "cuff-link-private.h"

/* The epoch is over on our side: from here on only vents go out, until the release is proven. */
void
cuff_link_end_epoch (CuffLink *link, CuffReason reason)
{
  if (link->stopping)
    return;
  bool anything_armed = link->intent.epoch != 0 || link->arm_wanted || link->arming;
  link->stopping = true;
  atomic_fetch_add (&link->n_stops, 1);
  link->arm_wanted = link->arming = false;
  link->intent.vent_ordered = true;
  link->intent.vent_since_us = cuff_clock_now (link->clock);
  link->intent.tight_rest = false;
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    link->orders[i] = (CuffOrder){ .mode = CUFF_MODE_VENT };
  cuff_proof_init (&link->proof);
  link->next_stop_us = link->intent.vent_since_us + CUFF_STOP_REPEAT_US;
  link->n_stops_sent = link->driver->say_stop (link) ? 1 : 0;
  if (!anything_armed)
    return;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ENDED, .reason = reason };
  cuff_link_push_event (link, &event);
}

static void
tell_changes (CuffLink *link, uint32_t alarms, uint32_t warnings)
{
  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++) {
    uint32_t bit = 1u << alarm;
    if (((alarms ^ link->alarms) & bit) == 0)
      continue;
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ALARM,
                            .alarm = (CuffAlarm) alarm,
                            .active = (alarms & bit) != 0 };
    cuff_link_push_event (link, &event);
  }
  uint32_t appeared = warnings & ~link->warnings;
  if (appeared != 0) {
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_WARNING, .value = (int32_t) appeared };
    cuff_link_push_event (link, &event);
  }
  link->alarms = alarms;
  link->warnings = warnings;
}

static bool
shows_pressure (const CuffReport *report)
{
  for (unsigned i = 0; i < report->n_channels; i++) {
    const CuffChannelReport *channel = &report->channel[i];
    /* A second sensor that does not exist reads as low as a number can be. */
    if (!cuff_pressure_is_set (channel->pressure) || channel->pressure > CUFF_UNDER_PRESSURE
        || channel->pressure_second > CUFF_UNDER_PRESSURE)
      return true;
  }
  return false;
}

static void
finish_stopping (CuffLink *link, CuffTime now_us)
{
  /* Behind a blocked hose a sensor shows an empty cuff that may be full. */
  bool blocked = (link->alarms & 1u << CUFF_ALARM_BLOCKED) != 0;
  if (blocked || !cuff_proof_holds (&link->proof, now_us))
    return;
  link->tight = false;
  if (!link->stopping)
    return;
  bool was_armed = link->intent.epoch != 0;
  link->stopping = false;
  link->intent = (CuffIntent){ 0 };
  link->armed_at_us = 0;
  if (!was_armed)
    return;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_RELEASED };
  cuff_link_push_event (link, &event);
}

/* Judges a report, or (NULL) the passing of time. */
void
cuff_link_guard (CuffLink *link, const CuffReport *report)
{
  if (link->phase != CUFF_PHASE_CONNECTED)
    return;
  CuffTime now_us = cuff_clock_now (link->clock);
  bool speaks = (link->driver->traits & CUFF_DRIVER_TELEMETRY) != 0;
  link->tight = link->tight || (report != NULL && shows_pressure (report));
  CuffInterlockInput input = {
    .now_us = now_us,
    .report = report,
    .report_age_us = now_us - link->last_report_us,
    .echo_age_us = speaks && link->intent.epoch != 0 ? now_us - link->echoed_us : 0,
    .ui_age_us = now_us - atomic_load (&link->ui_tick_us),
    .person_age_us = now_us - atomic_load (&link->person_us),
    .slept_us = cuff_clock_slept (link->clock),
    .tight = link->tight,
    .by_hand = (link->driver->traits & CUFF_DRIVER_VALVE) == 0,
    .intent = link->intent,
  };
  if (speaks && input.report_age_us > CUFF_STALE_US && !link->silent) {
    link->silent = true;
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_SILENT };
    cuff_link_push_event (link, &event);
  }
  if (!link->interlock_set)
    input.intent.epoch = 0;
  input.intent.arming = link->arm_wanted || link->arming;
  CuffVerdict verdict = cuff_interlock_step (&link->interlock, &input);
  tell_changes (link, verdict.alarms | link->device_alarms, verdict.warnings);
  /* Before there is an epoch only a sleep takes a person's wish back. */
  bool void_arm = input.intent.arming && verdict.slept;
  if (verdict.vent && (link->intent.epoch != 0 || void_arm))
    cuff_link_end_epoch (link, link->intent.epoch != 0 ? verdict.reason : CUFF_REASON_SLEEP);
  if (void_arm)
    link->arm_wanted = false; /* also one that waits for the end of an earlier vent */
  if (report != NULL)
    cuff_proof_push (&link->proof, report);
  finish_stopping (link, now_us);
}
