/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuff thread: what comes in.  Bytes are hostile; whatever is not understood is counted.
 */
#include "cuff-link-private.h"

#include <string.h>

#define DRIFT_PPM 200e-6

/* A controller that does not report sane caps of its own is refused (SAFETY.md, limits). */
static bool
caps_are_sane (const CuffIdentity *identity)
{
  return cuff_pressure_is_set (identity->cap_hard) && identity->cap_hard > CUFF_MMHG (20)
         && identity->cap_hard <= CUFF_MMHG (300) && cuff_pressure_is_set (identity->cap_transient)
         && identity->cap_transient >= identity->cap_hard
         && identity->cap_transient <= CUFF_MMHG (330) && identity->time_cap_ms > 0
         && identity->time_cap_ms <= 25 * 60 * 1000 && identity->n_channels >= 1
         && identity->n_channels <= CUFF_CHANNELS_MAX && identity->vent_type == 0;
}

/* It vented when it lost its power or its mind; what it knew of us is gone (A05). */
static void
note_reset (CuffLink *link)
{
  link->device_alarms |= 1u << CUFF_ALARM_DEVICE;
  cuff_link_end_epoch (link, CUFF_REASON_DEVICE_RESET);
}

static void
take_identity (CuffLink *link, const CuffIdentity *identity)
{
  if (identity->nonce != link->nonce)
    return; /* an answer to somebody else's greeting, or an old one */
  if (link->phase == CUFF_PHASE_CONNECTED) {
    if (identity->boot_id != link->identity.boot_id)
      note_reset (link);
    return;
  }
  if (identity->major != CUFF_WIRE_MAJOR) {
    cuff_link_lose (link, CUFF_REASON_LINK_LOST, CUFF_ERROR_NOT_A_PORT,
                    link->texts[CUFF_TEXT_OTHER_VERSION]);
    return;
  }
  if (!caps_are_sane (identity)) {
    cuff_link_lose (link, CUFF_REASON_LINK_LOST, CUFF_ERROR_NOT_A_PORT,
                    link->texts[CUFF_TEXT_NO_CAPS]);
    return;
  }
  link->identity = *identity;
  link->phase = CUFF_PHASE_CONNECTED;
  link->phase_since_us = cuff_clock_now (link->clock);
  link->next_heartbeat_us = link->phase_since_us;
  link->last_report_us = link->phase_since_us;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_IDENTITY, .identity = *identity };
  cuff_link_push_event (link, &event);
}

static void
take_limits (CuffLink *link, const CuffLimitsMessage *message)
{
  CuffRequest *request = &link->request;
  bool expected = request->waiting && request->message.type == CUFF_MSG_SET_LIMITS
                  && message->channel == request->message.limits.channel;
  if (!expected)
    return;
  request->waiting = false;
  link->adopted[message->channel] = message->limits;
  link->n_limits_adopted++;
  if (link->n_limits_adopted < link->n_limits_wanted)
    return;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_LIMITS };
  memcpy (event.limits, link->adopted, sizeof event.limits);
  cuff_link_push_event (link, &event);
}

static void
take_ack (CuffLink *link, const CuffAckMessage *ack)
{
  CuffRequest *request = &link->request;
  bool answers = request->waiting && ack->command == request->message.type
                 && ack->command_sequence == request->message.sequence;
  if (answers)
    request->waiting = false;
  /* A repeated command is answered with how the first one ended. */
  CuffResult result = ack->result == CUFF_RESULT_DUPLICATE ? (CuffResult) ack->value : ack->result;
  bool done = result == CUFF_RESULT_OK;
  /* A controller that outlived an earlier program has armed higher epochs, and says which. */
  if (answers && ack->command == CUFF_MSG_ARM && result == CUFF_RESULT_STALE_EPOCH
      && !link->stopping && (uint32_t) ack->limit >= request->message.arm.epoch
      && (uint32_t) ack->limit < UINT32_MAX) {
    link->last_epoch = (uint32_t) ack->limit;
    link->arm_wanted = true;
    return;
  }
  if (answers && done && ack->command == CUFF_MSG_ARM) {
    link->intent.epoch = request->message.arm.epoch;
    link->intent.active = false;
    link->intent.armed_seen = false;
    link->armed_at_us = cuff_clock_now (link->clock);
    /* Until somebody orders something: stay empty, but keep the epoch. */
    for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
      link->orders[i] = (CuffOrder){ .mode = CUFF_MODE_DEFLATE };
      link->order_until_us[i] = link->armed_at_us + CUFF_SECONDS (10);
    }
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ARMED };
    cuff_link_push_event (link, &event);
  }
  /* One of us stood still for a moment: a new clean second, then once more. */
  if (answers && ack->command == CUFF_MSG_ARM && result == CUFF_RESULT_TOO_EARLY
      && !link->stopping) {
    link->heartbeats_since_us = cuff_clock_now (link->clock);
    link->arm_wanted = true;
    return;
  }
  bool not_yet = answers && ack->command == CUFF_MSG_SET_LIMITS
                 && (result == CUFF_RESULT_BAD_STATE || result == CUFF_RESULT_BUSY);
  if (not_yet)
    link->next_limits_us = cuff_clock_now (link->clock) + CUFF_ASK_AGAIN_US;
  if (done || not_yet)
    return;
  CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_REFUSED,
                          .command = ack->command,
                          .result = result,
                          .value = ack->value,
                          .limit = ack->limit };
  cuff_link_push_event (link, &event);
}

static CuffTime
map_time (CuffTimeMap *map, uint32_t device_us, CuffTime arrived_us)
{
  if (!map->known) {
    map->known = true;
    map->last_device_us = device_us;
    map->unwrapped_us = device_us;
    map->offset_us = (double) (arrived_us - (CuffTime) map->unwrapped_us);
  }
  uint32_t step_us = device_us - map->last_device_us;
  map->last_device_us = device_us;
  map->unwrapped_us += step_us;
  map->offset_us += step_us * DRIFT_PPM;
  double delay_us = (double) (arrived_us - (CuffTime) map->unwrapped_us);
  if (delay_us < map->offset_us)
    map->offset_us = delay_us;
  return (CuffTime) map->unwrapped_us + (CuffTime) map->offset_us;
}

static void
take_telemetry (CuffLink *link, const CuffTelemetry *telemetry)
{
  if (link->phase != CUFF_PHASE_CONNECTED || telemetry->n_channels != link->identity.n_channels)
    return;
  /* The device's clock runs forward only; a jump back is a reset we did not hear of. */
  CuffTimeMap *map = &link->time_map;
  if (map->known && (int32_t) (telemetry->t_us - map->last_device_us) < 0) {
    map->known = false;
    note_reset (link);
  }
  CuffReport *report = &link->last_report;
  report->arrived_us = cuff_clock_now (link->clock);
  report->t_us = map_time (map, telemetry->t_us, report->arrived_us);
  report->device_us = map->unwrapped_us;
  report->epoch = telemetry->epoch;
  report->sequence = telemetry->sequence;
  report->machine = telemetry->machine;
  report->flags = telemetry->flags;
  report->n_channels = telemetry->n_channels;
  memcpy (report->channel, telemetry->channel, sizeof report->channel);
  link->last_report_us = report->arrived_us;
  link->silent = false;
  atomic_fetch_add_explicit (&link->n_reports, 1, memory_order_relaxed);
  cuff_ring_push (&link->reports, report, sizeof *report);

  bool ours = link->intent.epoch != 0 && report->epoch == link->intent.epoch
              && report->machine == CUFF_MACHINE_ACTIVE;
  if (link->intent.epoch != 0 && report->epoch == link->intent.epoch
      && (ours || report->machine == CUFF_MACHINE_ARMED))
    link->intent.armed_seen = true;
  if (ours && !link->intent.active) {
    link->intent.active = true;
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_ACTIVE };
    cuff_link_push_event (link, &event);
  }
  cuff_link_guard (link, report);
}

static void
take_message (CuffLink *link, const CuffMessage *message)
{
  CuffLinkEvent event = { 0 };
  switch (message->type) {
  case CUFF_MSG_IDENTITY:
    take_identity (link, &message->identity);
    break;
  case CUFF_MSG_LIMITS:
    take_limits (link, &message->limits);
    break;
  case CUFF_MSG_ACK:
    take_ack (link, &message->ack);
    break;
  case CUFF_MSG_TELEMETRY:
    take_telemetry (link, &message->telemetry);
    break;
  case CUFF_MSG_ALARM:
    if (message->alarm.active)
      link->device_alarms |= 1u << message->alarm.alarm;
    else
      link->device_alarms &= ~(1u << message->alarm.alarm);
    break;
  case CUFF_MSG_EVENT:
    event.kind = CUFF_LINK_EVENT_DEVICE;
    event.value = (int32_t) message->event.code;
    event.limit = message->event.argument;
    cuff_link_push_event (link, &event);
    break;
  default:
    break;
  }
}

static void
take_frame (CuffLink *link, const CuffFrame *frame)
{
  uint8_t missing = (uint8_t) (frame->sequence - link->device_sequence - 1);
  if (link->device_sequence_known && missing > 0)
    atomic_fetch_add_explicit (&link->n_missing, missing, memory_order_relaxed);
  link->device_sequence = frame->sequence;
  link->device_sequence_known = true;
  CuffMessage message;
  if ((frame->type & 0x80) != 0 && cuff_message_decode (frame, &message) == CUFF_DECODE_OK)
    take_message (link, &message);
}

void
cuff_link_receive (CuffLink *link, const uint8_t *bytes, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    if (cuff_parser_push (&link->parser, bytes[i]) == CUFF_PARSE_FRAME)
      take_frame (link, &link->parser.frame);
  atomic_store_explicit (&link->n_damaged, link->parser.n_damaged, memory_order_relaxed);
}
