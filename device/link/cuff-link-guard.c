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

static void
finish_stopping (CuffLink *link, CuffTime now_us)
{
  /* Behind a blocked hose a sensor shows an empty cuff that may be full. */
  bool blocked = (link->alarms & 1u << CUFF_ALARM_BLOCKED) != 0;
  if (!link->stopping || blocked || !cuff_proof_holds (&link->proof, now_us))
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
  CuffInterlockInput input = {
    .now_us = now_us,
    .report = report,
    .report_age_us = now_us - link->last_report_us,
    .echo_age_us = speaks && link->intent.epoch != 0 ? now_us - link->echoed_us : 0,
    .ui_age_us = now_us - atomic_load (&link->ui_tick_us),
    .person_age_us = now_us - atomic_load (&link->person_us),
    .slept_us = cuff_clock_slept (link->clock),
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
  bool void_arm = input.intent.arming && verdict.reason == CUFF_REASON_SLEEP;
  if (verdict.vent && (link->intent.epoch != 0 || void_arm))
    cuff_link_end_epoch (link, verdict.reason);
  if (report != NULL)
    cuff_proof_push (&link->proof, report);
  finish_stopping (link, now_us);
}
