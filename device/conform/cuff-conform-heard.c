/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes in, and the watch that never pauses: pressure that nobody asked for.
 */
#include "cuff-conform-tester.h"

#include <stdarg.h>
#include <stdio.h>

/* A valve's contact may lag; section 7 of the page gives it half a second. */
#define CONTACT_MS 500
/* Heartbeats farther apart are not clean; the page says 600, this is to be on the safe side. */
#define GAP_MS     500

static bool
pressurises (CuffMode mode)
{
  return mode == CUFF_MODE_HOLD || mode == CUFF_MODE_QUIET || mode == CUFF_MODE_LOP;
}

bool
cuff_conform_is_vented (const CuffConform *t)
{
  const CuffTelemetry *telemetry = &t->heard.telemetry;

  if (t->heard.n_telemetry == 0)
    return false;
  for (unsigned i = 0; i < telemetry->n_channels; i++) {
    const CuffChannelReport *channel = &telemetry->channel[i];

    if (pressurises (channel->mode) || (channel->flags & CUFF_CHANNEL_PUMP_ON) != 0
        || (channel->flags & CUFF_CHANNEL_VENT_OPEN) == 0)
      return false;
  }

  return true;
}

bool
cuff_conform_is_idle (const CuffConform *t)
{
  return t->heard.n_telemetry > 0 && t->heard.telemetry.machine == CUFF_MACHINE_IDLE;
}

bool
cuff_conform_is_armed (const CuffConform *t)
{
  return t->heard.telemetry.machine == CUFF_MACHINE_ARMED;
}

bool
cuff_conform_is_active (const CuffConform *t)
{
  return t->heard.telemetry.machine == CUFF_MACHINE_ACTIVE;
}

bool
cuff_conform_is_at_target (const CuffConform *t)
{
  return (t->heard.telemetry.channel[0].flags & CUFF_CHANNEL_AT_TARGET) != 0;
}

CuffPressure
cuff_conform_highest (const CuffConform *t)
{
  CuffPressure highest = CUFF_PRESSURE_UNSET;

  for (unsigned i = 0; i < t->heard.telemetry.n_channels; i++) {
    const CuffChannelReport *channel = &t->heard.telemetry.channel[i];
    CuffPressure here =
        channel->pressure > channel->pressure_second ? channel->pressure : channel->pressure_second;

    highest = here > highest ? here : highest;
  }

  return highest;
}

const char *
cuff_conform_machine_name (const CuffConform *t)
{
  static const char *const names[] = { "boot", "idle", "armed", "active", "venting", "fault" };

  return t->heard.n_telemetry > 0 ? names[t->heard.telemetry.machine] : "unknown";
}

void
cuff_conform_forbid (CuffConform *t)
{
  if (t->may_pressurise)
    t->may_not_since_us = cuff_conform_now (t);
  t->may_pressurise = false;
}

/* Mode and pump have the time a STOP has; the contact of the valve a little more. */
static void
watch (CuffConform *t)
{
  double forbidden_ms = cuff_conform_ms_since (t, t->may_not_since_us);

  if (t->may_pressurise || t->unasked[0] != '\0' || forbidden_ms < STOP_WITHIN_MS)
    return;
  for (unsigned i = 0; i < t->heard.telemetry.n_channels; i++) {
    const CuffChannelReport *channel = &t->heard.telemetry.channel[i];
    bool pump = (channel->flags & CUFF_CHANNEL_PUMP_ON) != 0;
    bool shut = (channel->flags & CUFF_CHANNEL_VENT_OPEN) == 0 && forbidden_ms >= CONTACT_MS
                && !t->may_stick;

    if (pressurises (channel->mode) || pump || shut)
      snprintf (t->unasked, sizeof t->unasked,
                "UNASKED PRESSURE: channel %u, mode %d, pump %s, dump valve %s, %.1f mmHg", i,
                channel->mode, pump ? "runs" : "off", shut ? "shut" : "open",
                channel->pressure / 10.0);
  }
}

static void
take_ack (CuffConform *t, const CuffAckMessage *ack)
{
  if (ack->command == CUFF_MSG_STATE) {
    t->heard.state_ack = *ack;
    t->heard.n_state_acks++;
    t->refused_at_us = cuff_conform_now (t);
    return;
  }
  t->heard.ack = *ack;
  t->heard.n_acks++;
}

static void
take_event (CuffConform *t, const CuffEventMessage *event)
{
  t->heard.event = *event;
  t->heard.n_events++;
  t->heard.events_seen |= 1u << event->code;
  if (event->code == CUFF_DEVICE_EVENT_VENTED)
    t->heard.ended_by = event->argument;
}

void
cuff_conform_open_window (CuffConform *t)
{
  t->heard.window_frames = 0;
  t->heard.window_gap_us = 0;
}

double
cuff_conform_rate (const CuffConform *t)
{
  uint32_t span_us = t->heard.window_last_us - t->heard.window_first_us;

  return t->heard.window_frames < 2 || span_us == 0
             ? 0
             : (t->heard.window_frames - 1) * 1e6 / (double) span_us;
}

/* An echo that moves on is an accepted State. */
static void
note_echo (CuffConform *t, const CuffTelemetry *telemetry)
{
  if (telemetry->sequence == t->heard.telemetry.sequence)
    return;
  if (cuff_conform_ms_since (t, t->accepted_us) > GAP_MS)
    t->clean_since_us = cuff_conform_now (t);
  t->accepted_us = cuff_conform_now (t);
}

CuffPressure
cuff_conform_cap (CuffPressure named, CuffPressure highest)
{
  return cuff_pressure_is_set (named) && named < highest ? named : highest;
}

static void
note_pressure (CuffConform *t)
{
  CuffConformHeard *heard = &t->heard;
  CuffPressure highest = cuff_conform_highest (t);

  if (highest > heard->peak)
    heard->peak = highest;
  if (highest <= cuff_conform_cap (heard->identity.cap_hard, HARD))
    heard->over_since_us = 0;
  else if (heard->over_since_us == 0)
    heard->over_since_us = cuff_conform_now (t);
}

static void
take_telemetry (CuffConform *t, const CuffTelemetry *telemetry)
{
  CuffConformHeard *heard = &t->heard;
  uint32_t gap_us = telemetry->t_us - heard->window_last_us;

  if (heard->window_frames++ == 0)
    heard->window_first_us = telemetry->t_us;
  else if (gap_us > heard->window_gap_us)
    heard->window_gap_us = gap_us;
  heard->window_last_us = telemetry->t_us;

  note_echo (t, telemetry);
  heard->telemetry = *telemetry;
  heard->telemetry_at_us = cuff_conform_now (t);
  heard->n_telemetry++;
  heard->flags_seen |= telemetry->flags;
  note_pressure (t);
  watch (t);
}

static void
take_message (CuffConform *t, const CuffMessage *message)
{
  CuffConformHeard *heard = &t->heard;

  switch (message->type) {
  case CUFF_MSG_IDENTITY:
    heard->identity = message->identity;
    heard->n_identities++;
    break;
  case CUFF_MSG_ACK:
    take_ack (t, &message->ack);
    break;
  case CUFF_MSG_LIMITS:
    heard->limits = message->limits;
    heard->n_limits++;
    break;
  case CUFF_MSG_TELEMETRY:
    take_telemetry (t, &message->telemetry);
    break;
  case CUFF_MSG_ALARM:
    heard->alarm = message->alarm;
    heard->alarm_at_us = cuff_conform_now (t);
    heard->n_alarms++;
    break;
  case CUFF_MSG_EVENT:
    take_event (t, &message->event);
    break;
  case CUFF_MSG_RESULT:
    heard->result = message->result;
    heard->n_results++;
    break;
  case CUFF_MSG_LOG:
    if (heard->n_rows++ == 0)
      heard->first_row = message->log;
    heard->row = message->log;
    break;
  default:
    break;
  }
}

void
cuff_conform_hear (CuffConform *t, const uint8_t *bytes, size_t n_bytes)
{
  t->heard.bytes += (uint32_t) n_bytes;
  for (size_t i = 0; i < n_bytes; i++) {
    const CuffFrame *frame = &t->parser.frame;
    CuffMessage message;

    if (cuff_parser_push (&t->parser, bytes[i]) != CUFF_PARSE_FRAME || frame->type < 0x80)
      continue;
    if (t->heard.frames++ > 0)
      t->heard.missing += (uint8_t) (frame->sequence - t->heard.frame_sequence - 1);
    t->heard.frame_sequence = frame->sequence;
    if (cuff_message_decode (frame, &message) == CUFF_DECODE_OK)
      take_message (t, &message);
  }
}

static CuffConformVerdict
say (CuffConform *t, CuffConformVerdict verdict, const char *format, va_list args)
{
  vsnprintf (t->seen, sizeof t->seen, format, args);

  return verdict;
}

CuffConformVerdict
cuff_conform_pass (CuffConform *t, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  CuffConformVerdict verdict = say (t, CUFF_CONFORM_PASS, format, args);
  va_end (args);

  return verdict;
}

CuffConformVerdict
cuff_conform_fail (CuffConform *t, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  CuffConformVerdict verdict = say (t, CUFF_CONFORM_FAIL, format, args);
  va_end (args);

  return verdict;
}

CuffConformVerdict
cuff_conform_verdict (CuffConform *t, bool good, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  CuffConformVerdict verdict = say (t, good ? CUFF_CONFORM_PASS : CUFF_CONFORM_FAIL, format, args);
  va_end (args);

  return verdict;
}

CuffConformVerdict
cuff_conform_skip (CuffConform *t, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  CuffConformVerdict verdict = say (t, CUFF_CONFORM_NOT_APPLICABLE, format, args);
  va_end (args);

  return verdict;
}

CuffConformVerdict
cuff_conform_unjudged (CuffConform *t)
{
  return CUFF_CONFORM_FAIL;
}

const char *
cuff_conform_words (const CuffConformAnswer *answer)
{
  static char words[4][24];
  static unsigned next;
  char *here = words[next++ % 4];

  if (!answer->come)
    snprintf (here, sizeof words[0], "no answer");
  else if (answer->result == CUFF_RESULT_OK)
    snprintf (here, sizeof words[0], "accepted");
  else
    snprintf (here, sizeof words[0], "result %d", answer->result);

  return here;
}
