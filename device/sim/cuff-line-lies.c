/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Faults that leave a frame whole and change what it says: a controller that lies.  What it does
 * stays what the reference controller does.
 */
#include "cuff-line.h"
#include "cuff-message.h"

#include <string.h>

static bool
lies (const CuffLine *line)
{
  return line->on[CUFF_FAULT_NO_REPLY] || line->on[CUFF_FAULT_WRONG_ECHO]
         || line->on[CUFF_FAULT_STALE_SEQUENCE] || line->on[CUFF_FAULT_CAPS_ABSURD]
         || line->on[CUFF_FAULT_CAPS_MISSING];
}

/* Sent because the host asked, not by the controller's own will. */
static bool
is_answer (CuffMessageType type)
{
  return type == CUFF_MSG_IDENTITY || type == CUFF_MSG_ACK || type == CUFF_MSG_LIMITS
         || type == CUFF_MSG_RESULT || type == CUFF_MSG_LOG;
}

static void
lie_about_echo (CuffLine *line, CuffTelemetry *telemetry)
{
  if (line->on[CUFF_FAULT_WRONG_ECHO]) {
    telemetry->epoch ^= 0x5A5A;
    telemetry->sequence = (uint16_t) (telemetry->sequence + 5000);
  }
  if (!line->on[CUFF_FAULT_STALE_SEQUENCE])
    return;
  if (!line->echo_kept) {
    line->echo_kept = true;
    line->epoch_kept = telemetry->epoch;
    line->sequence_kept = telemetry->sequence;
  }
  telemetry->epoch = line->epoch_kept;
  telemetry->sequence = line->sequence_kept;
}

/* Values that the wire can carry, or the host would throw the frame away unread. */
static void
lie_about_caps (const CuffLine *line, CuffIdentity *identity)
{
  if (line->on[CUFF_FAULT_CAPS_ABSURD]) {
    identity->sensor_min = CUFF_MMHG (300);
    identity->sensor_max = CUFF_MMHG (10);
    identity->cap_hard = CUFF_MMHG (390);
    identity->cap_transient = CUFF_MMHG (100);
    identity->cap_lop = CUFF_MMHG (400);
    identity->time_cap_ms = 12 * 3600 * 1000;
  }
  if (line->on[CUFF_FAULT_CAPS_MISSING]) {
    identity->capabilities &= CUFF_IS_SIMULATED; /* never passed off as real */
    identity->sensor_min = identity->sensor_max = CUFF_PRESSURE_UNSET;
    identity->cap_hard = identity->cap_transient = identity->cap_lop = CUFF_PRESSURE_UNSET;
    identity->time_cap_ms = 0;
    identity->hz_max = 1;
  }
}

size_t
cuff_line_lie (CuffLine *line, uint8_t *frame, size_t n_bytes)
{
  CuffParser parser;
  CuffMessage message;
  bool whole = false;

  if (!lies (line))
    return n_bytes;
  cuff_parser_init (&parser);
  for (size_t i = 0; i < n_bytes; i++)
    whole = cuff_parser_push (&parser, frame[i]) == CUFF_PARSE_FRAME;
  if (!whole || cuff_message_decode (&parser.frame, &message) != CUFF_DECODE_OK)
    return n_bytes;

  if (line->on[CUFF_FAULT_NO_REPLY] && is_answer (message.type))
    return 0;
  if (message.type == CUFF_MSG_TELEMETRY)
    lie_about_echo (line, &message.telemetry);
  else if (message.type == CUFF_MSG_IDENTITY)
    lie_about_caps (line, &message.identity);
  else
    return n_bytes;
  cuff_message_encode (&message, &parser.frame);
  return cuff_frame_encode (&parser.frame, false, frame);
}
