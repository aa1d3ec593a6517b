/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CuffWire driver: what comes in.  Bytes are hostile; whatever is not understood is counted.
 */
#include "cuff-cuffwire.h"

#include <string.h>

#define DRIFT_PPM 200e-6

/* A controller that does not report sane caps of its own is refused (SAFETY.md, limits). */
static bool
caps_are_sane (const CuffIdentity *identity)
{
  bool searches = (identity->capabilities & CUFF_CAN_LOP) != 0;
  if (searches
      && (!cuff_pressure_is_set (identity->cap_lop) || identity->cap_lop <= 0
          || identity->cap_lop > CUFF_MMHG (330)))
    return false;
  return cuff_pressure_is_set (identity->cap_hard) && identity->cap_hard > CUFF_MMHG (20)
         && identity->cap_hard <= CUFF_MMHG (300) && cuff_pressure_is_set (identity->cap_transient)
         && identity->cap_transient >= identity->cap_hard
         && identity->cap_transient <= CUFF_MMHG (330) && identity->time_cap_ms > 0
         && identity->time_cap_ms <= 25 * 60 * 1000 && identity->n_channels >= 1
         && identity->n_channels <= CUFF_CHANNELS_MAX && identity->vent_type == 0;
}

static void
take_identity (CuffLink *link, const CuffIdentity *told)
{
  CuffIdentity identity = *told;
  if (identity.nonce != link->nonce)
    return; /* an answer to somebody else's greeting, or an old one */
  identity.capabilities &= ~CUFF_IS_MANUAL; /* no cable is what a cable cannot claim */
  if (link->phase == CUFF_PHASE_CONNECTED) {
    if (identity.boot_id != link->identity.boot_id)
      cuff_link_note_reset (link);
  } else if (identity.major != CUFF_WIRE_MAJOR) {
    cuff_link_lose (link, CUFF_ERROR_NOT_A_PORT, link->texts[CUFF_TEXT_OTHER_VERSION]);
  } else if (!caps_are_sane (&identity)) {
    cuff_link_lose (link, CUFF_ERROR_NOT_A_PORT, link->texts[CUFF_TEXT_NO_CAPS]);
  } else {
    cuff_link_connected (link, &identity);
  }
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

/* The echo is the acknowledgement (R2): of a State of ours, of this epoch, and no older one. */
static void
take_echo (CuffLink *link, const CuffTelemetry *telemetry)
{
  const CuffWire *wire = cuff_wire_of (link);
  uint16_t behind = (uint16_t) (wire->state_sequence - telemetry->sequence);
  if (telemetry->epoch == link->intent.epoch && behind < CUFF_ECHOES
      && behind < wire->state_sequence)
    cuff_link_echoed (link, wire->said_us[(wire->state_sequence - behind) % CUFF_ECHOES]);
}

/* How far the device's clock may get ahead of ours: by as long as this computer has slept, too.
 * What was in the port before comes first, so that this shows a little later. */
static CuffTime
ahead_at_most (CuffTimeMap *map, CuffTime arrived_us, CuffTime slept_us)
{
  if (slept_us - map->slept_us > CUFF_SLEPT_US) {
    map->slept_for_us += map->known ? slept_us - map->slept_us : 0;
    map->slept_us = slept_us;
    map->awake_us = arrived_us;
  }
  if (arrived_us - map->awake_us > CUFF_AHEAD_US)
    map->slept_for_us = 0;
  return map->slept_for_us + CUFF_AHEAD_US;
}

/* The device's clock runs forward only.  Where it goes round, one that began anew looks as if it
 * were far ahead. */
static bool
has_begun_anew (const CuffTimeMap *map, uint32_t device_us, CuffTime arrived_us, CuffTime most_us)
{
  uint32_t step_us = device_us - map->last_device_us;
  double delay_us = (double) (arrived_us - (CuffTime) (map->unwrapped_us + step_us));
  return map->known && map->offset_us - delay_us > (double) most_us;
}

static void
take_telemetry (CuffLink *link, const CuffTelemetry *telemetry)
{
  if (link->phase != CUFF_PHASE_CONNECTED || telemetry->n_channels != link->identity.n_channels)
    return;
  CuffTimeMap *map = &cuff_wire_of (link)->time_map;
  CuffTime arrived_us = cuff_clock_now (link->clock);
  CuffTime most_us = ahead_at_most (map, arrived_us, cuff_clock_slept (link->clock));
  int32_t step_us = (int32_t) (telemetry->t_us - map->last_device_us);
  /* A little back is a frame that came twice or was overtaken. */
  if (map->known && step_us <= 0 && step_us >= -CUFF_OVERTAKEN_US)
    return;
  if (has_begun_anew (map, telemetry->t_us, arrived_us, most_us)) { /* a reset nobody told of */
    map->known = false;
    cuff_link_note_reset (link);
  }
  take_echo (link, telemetry);
  CuffReport report = { .arrived_us = arrived_us,
                        .t_us = map_time (map, telemetry->t_us, arrived_us),
                        .device_us = map->unwrapped_us,
                        .epoch = telemetry->epoch,
                        .sequence = telemetry->sequence,
                        .machine = telemetry->machine,
                        .flags = telemetry->flags,
                        .n_channels = telemetry->n_channels };
  memcpy (report.channel, telemetry->channel, sizeof report.channel);
  cuff_link_take_report (link, &report);
}

static void
take_message (CuffLink *link, const CuffMessage *message)
{
  switch (message->type) {
  case CUFF_MSG_IDENTITY:
    take_identity (link, &message->identity);
    break;
  case CUFF_MSG_LIMITS:
    cuff_wire_take_limits (link, &message->limits);
    break;
  case CUFF_MSG_ACK:
    cuff_wire_take_ack (link, &message->ack);
    break;
  case CUFF_MSG_TELEMETRY:
    take_telemetry (link, &message->telemetry);
    break;
  case CUFF_MSG_RESULT:
    cuff_wire_take_result (link, &message->result);
    break;
  case CUFF_MSG_ALARM:
    cuff_link_device_alarm (link, message->alarm.alarm, message->alarm.active);
    break;
  case CUFF_MSG_EVENT:
    if (message->event.code == CUFF_DEVICE_EVENT_VENTED)
      cuff_link_note_cause (link, message->event.argument);
    cuff_link_device_event (link, (int32_t) message->event.code, message->event.argument);
    break;
  default:
    break;
  }
}

static void
take_frame (CuffLink *link, const CuffFrame *frame)
{
  CuffWire *wire = cuff_wire_of (link);
  uint8_t missing = (uint8_t) (frame->sequence - wire->device_sequence - 1);
  bool late = wire->device_sequence_known && missing >= 128; /* it came after its successor */
  if (wire->device_sequence_known && missing > 0 && !late)
    atomic_fetch_add_explicit (&link->n_missing, missing, memory_order_relaxed);
  if (!late)
    wire->device_sequence = frame->sequence;
  wire->device_sequence_known = true;
  CuffMessage message;
  /* What stands behind the frame that lost the port is nobody's word any more. */
  if (link->phase != CUFF_PHASE_LOST && (frame->type & 0x80) != 0
      && cuff_message_decode (frame, &message) == CUFF_DECODE_OK)
    take_message (link, &message);
}

void
cuff_wire_receive (CuffLink *link, const uint8_t *bytes, size_t n_bytes)
{
  CuffParser *parser = &cuff_wire_of (link)->parser;
  for (size_t i = 0; i < n_bytes; i++)
    if (cuff_parser_push (parser, bytes[i]) == CUFF_PARSE_FRAME)
      take_frame (link, &parser->frame);
  atomic_store_explicit (&link->n_damaged, parser->n_damaged, memory_order_relaxed);
}
