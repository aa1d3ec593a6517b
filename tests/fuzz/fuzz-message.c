/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The message decoder on any body of any type, both directions of the cable:
 *  - every field of a message that is let in lies in the range of PROTOCOL.md section 5, which
 *    stands here a second time;
 *  - written again, it is the first bytes of the body it came from;
 *  - every body that is shorter is refused;
 *  - whatever a program puts into a message, writing it stays within a frame, and no pressure that
 *    it writes is refused by the other end.
 *
 * The input: type, sequence, then the body.
 */
#include "cuff-message.h"
#include "fuzz.h"

#include <string.h>

#define BETWEEN(value, low, high) check_between (#value, value, low, high)

static const uint8_t types[] = {
  CUFF_MSG_HELLO,     CUFF_MSG_STATE,     CUFF_MSG_SET_LIMITS, CUFF_MSG_ARM,    CUFF_MSG_VENT,
  CUFF_MSG_ZERO,      CUFF_MSG_SELF_TEST, CUFF_MSG_LEAK_TEST,  CUFF_MSG_STREAM, CUFF_MSG_ALARM_ACK,
  CUFF_MSG_LOG_READ,  CUFF_MSG_SET_TIME,  CUFF_MSG_IDENTITY,   CUFF_MSG_ACK,    CUFF_MSG_LIMITS,
  CUFF_MSG_TELEMETRY, CUFF_MSG_ALARM,     CUFF_MSG_EVENT,      CUFF_MSG_RESULT, CUFF_MSG_LOG,
};

static void
check_between (const char *what, int64_t value, int64_t low, int64_t high)
{
  FUZZ_CHECK (value >= low && value <= high, "%s is %lld", what, (long long) value);
}

static void
check_reading (CuffPressure pressure)
{
  if (cuff_pressure_is_set (pressure))
    BETWEEN (pressure, -300, 4000);
}

static void
check_channel (uint8_t channel, bool may_be_all)
{
  if (!may_be_all || channel != 255)
    BETWEEN (channel, 0, 1);
}

static void
check_text (const char *text, size_t n_bytes)
{
  FUZZ_CHECK (memchr (text, '\0', n_bytes) != NULL, "a text without an end");
  for (; *text != '\0'; text++)
    BETWEEN (*text, 0x20, 0x7E);
}

static void
check_state (const CuffStateMessage *state)
{
  BETWEEN (state->lease_ms, 500, 5000);
  BETWEEN (*(const uint8_t *) &state->buzz, 0, 1);
  BETWEEN (state->n_channels, 1, 2);
  for (unsigned i = 0; i < state->n_channels; i++) {
    BETWEEN (state->order[i].mode, 0, 4);
    check_reading (state->order[i].target);
    BETWEEN (state->order[i].ramp, 0, 4000);
    BETWEEN (state->order[i].longest_ms, 0, 3600000);
  }
}

static void
check_limits (const CuffLimitsMessage *message)
{
  check_channel (message->channel, false);
  BETWEEN (message->limits.cap, 0, 4000);
  BETWEEN (message->limits.ramp_max, 0, 4000);
  BETWEEN (message->limits.time_max_ms, 0, 86400000);
  BETWEEN (message->limits.disagree_max, 0, 4000);
}

static void
check_identity (const CuffIdentity *identity)
{
  BETWEEN (identity->n_channels, 1, 2);
  check_reading (identity->sensor_min);
  check_reading (identity->sensor_max);
  check_reading (identity->cap_hard);
  check_reading (identity->cap_transient);
  check_reading (identity->cap_lop);
  BETWEEN (identity->time_cap_ms, 0, 86400000);
  BETWEEN (identity->hz_max, 1, 1000);
  BETWEEN (identity->reset_cause, 0, 3);
  check_text (identity->vendor, sizeof identity->vendor);
  check_text (identity->model, sizeof identity->model);
  check_text (identity->serial, sizeof identity->serial);
  check_text (identity->firmware, sizeof identity->firmware);
}

static void
check_telemetry (const CuffTelemetry *telemetry)
{
  BETWEEN (telemetry->machine, 0, 5);
  BETWEEN (telemetry->n_channels, 1, 2);
  for (unsigned i = 0; i < telemetry->n_channels; i++) {
    check_reading (telemetry->channel[i].pressure);
    check_reading (telemetry->channel[i].pressure_second);
    check_reading (telemetry->channel[i].target);
    BETWEEN (telemetry->channel[i].flow_dml_s, INT16_MIN, INT16_MAX);
    BETWEEN (telemetry->channel[i].valve_percent, 0, 100);
    BETWEEN (telemetry->channel[i].mode, 0, 4);
    BETWEEN (telemetry->channel[i].flags, 0, 65535);
  }
}

static void
check_alarm (const CuffAlarmMessage *alarm)
{
  BETWEEN (alarm->alarm, 1, 12);
  BETWEEN (alarm->severity, 1, 3);
  check_channel (alarm->channel, true);
  check_reading (alarm->value);
  check_reading (alarm->limit);
  BETWEEN (*(const uint8_t *) &alarm->active, 0, 1);
}

static void
check_result (const CuffResultMessage *result)
{
  BETWEEN (result->test, 1, 3);
  check_channel (result->channel, true);
  BETWEEN (*(const uint8_t *) &result->pass, 0, 1);
  check_reading (result->value);
  check_reading (result->limit);
}

static void
check_from_host (const CuffMessage *message)
{
  switch (message->type) {
  case CUFF_MSG_STATE:
    check_state (&message->state);
    break;
  case CUFF_MSG_SET_LIMITS:
    check_limits (&message->limits);
    break;
  case CUFF_MSG_ARM:
    BETWEEN (message->arm.purpose, 0, 3);
    break;
  case CUFF_MSG_VENT:
  case CUFF_MSG_ZERO:
    check_channel (message->channel.channel, true);
    break;
  case CUFF_MSG_SELF_TEST:
    BETWEEN (message->self_test.mask, 0, 7);
    break;
  case CUFF_MSG_LEAK_TEST:
    check_channel (message->leak_test.channel, false);
    BETWEEN (message->leak_test.pressure, 0, 600);
    BETWEEN (message->leak_test.duration_ms, 1, 5000);
    break;
  case CUFF_MSG_STREAM:
    BETWEEN (message->stream.hz, 0, 1000);
    break;
  case CUFF_MSG_ALARM_ACK:
    BETWEEN (message->alarm_ack.alarm, 1, 12);
    break;
  case CUFF_MSG_SET_TIME:
    BETWEEN (message->set_time.unix_ms, 0, INT64_C (4102444800000));
    break;
  default: /* Hello and LogRead hold only numbers that may be anything */
    break;
  }
}

static void
check_from_controller (const CuffMessage *message)
{
  switch (message->type) {
  case CUFF_MSG_IDENTITY:
    check_identity (&message->identity);
    break;
  case CUFF_MSG_ACK:
    BETWEEN (message->ack.result, 0, 13);
    break;
  case CUFF_MSG_LIMITS:
    check_limits (&message->limits);
    break;
  case CUFF_MSG_TELEMETRY:
    check_telemetry (&message->telemetry);
    break;
  case CUFF_MSG_ALARM:
    check_alarm (&message->alarm);
    break;
  case CUFF_MSG_EVENT:
    BETWEEN (message->event.code, 1, 8);
    break;
  case CUFF_MSG_RESULT:
    check_result (&message->result);
    break;
  case CUFF_MSG_LOG:
    BETWEEN (message->log.event.code, 1, 8);
    break;
  default:
    break;
  }
}

/* The message is what the body said, no more and no less. */
static void
check_written (const CuffFrame *frame, const CuffMessage *message, uint8_t cut)
{
  CuffFrame again;
  CuffMessage other;

  memset (&again, 0xAA, sizeof again);
  cuff_message_encode (message, &again);
  FUZZ_CHECK (again.type == frame->type && again.sequence == frame->sequence, "head");
  FUZZ_CHECK (again.length <= frame->length, "%u bytes became %u", frame->length, again.length);
  FUZZ_CHECK (memcmp (again.body, frame->body, again.length) == 0, "type 0x%02X written otherwise",
              frame->type);
  FUZZ_CHECK (cuff_message_decode (&again, &other) == CUFF_DECODE_OK, "refuses its own words");

  again.length = (uint8_t) (cut % again.length);
  FUZZ_CHECK (cuff_message_decode (&again, &other) != CUFF_DECODE_OK, "takes %u bytes of it",
              again.length);
}

static void
check_decode (const CuffFrame *frame)
{
  bool is_known = memchr (types, frame->type, sizeof types) != NULL;
  CuffMessage message;
  CuffDecode verdict;

  memset (&message, 0xAA, sizeof message);
  verdict = cuff_message_decode (frame, &message);
  FUZZ_CHECK ((verdict == CUFF_DECODE_UNKNOWN) == !is_known, "type 0x%02X", frame->type);
  FUZZ_CHECK (message.sequence == frame->sequence, "sequence");
  if (verdict != CUFF_DECODE_OK)
    return;

  if (frame->type < 0x80)
    check_from_host (&message);
  else
    check_from_controller (&message);
  check_written (frame, &message, frame->length > 0 ? frame->body[frame->length - 1] : 0);
}

/* A message as a program with a mistake may fill it: any bytes at all. */
static void
check_encode (const CuffFrame *frame)
{
  CuffMessage message, other;
  CuffFrame written;
  size_t head = offsetof (CuffMessage, hello);

  memset (&message, 0, sizeof message);
  for (size_t i = head; i < sizeof message && frame->length > 0; i++)
    ((uint8_t *) &message)[i] = frame->body[(i - head) % frame->length];
  message.type = (CuffMessageType) frame->type;
  cuff_message_encode (&message, &written);
  FUZZ_CHECK (written.length <= CUFF_BODY_MAX, "%u bytes", written.length);
  FUZZ_CHECK (cuff_message_decode (&written, &other) != CUFF_DECODE_SHORT || written.length > 0,
              "nothing was written");
}

/* What the two ends measure is never a reason to refuse a frame: it is sent as unset instead. */
static void
check_reading_arrives (FuzzInput *input)
{
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY, .telemetry = { .n_channels = 1 } };
  CuffChannelReport *report = &message.telemetry.channel[0];
  CuffPressure pressure = (CuffPressure) fuzz_u32 (input);
  CuffPressure wanted = pressure >= -300 && pressure <= 4000 ? pressure : CUFF_PRESSURE_UNSET;
  CuffFrame frame;
  CuffMessage other;

  report->pressure = pressure;
  report->pressure_second = (CuffPressure) fuzz_u32 (input);
  report->target = (CuffPressure) fuzz_u32 (input);
  report->flow_dml_s = (int32_t) fuzz_u32 (input);
  cuff_message_encode (&message, &frame);
  FUZZ_CHECK (cuff_message_decode (&frame, &other) == CUFF_DECODE_OK, "%d refused", pressure);
  FUZZ_CHECK (other.telemetry.channel[0].pressure == wanted, "%d became %d", pressure,
              other.telemetry.channel[0].pressure);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzInput input = { data, size };
  uint8_t type = fuzz_u8 (&input);
  CuffFrame frame = { .type = type, .sequence = fuzz_u8 (&input) };
  FuzzInput numbers = input;
  size_t n_body;
  const uint8_t *body = fuzz_bytes (&input, CUFF_BODY_MAX, &n_body);

  memcpy (frame.body, body, n_body);
  frame.length = (uint8_t) n_body;
  check_decode (&frame);
  check_encode (&frame);
  check_reading_arrives (&numbers);

  return 0;
}
