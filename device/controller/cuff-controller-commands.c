/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server: which frame is honoured when, and the commands that are small.
 */
#include "cuff-controller-private.h"

#define FROM_CONTROLLER 0x80u

static void
send_limits (CuffController *c, unsigned channel)
{
  CuffMessage message = { .type = CUFF_MSG_LIMITS,
                          .limits = { .channel = (uint8_t) channel,
                                      .limits = c->adopted[channel] } };

  cuff_controller_send (c, &message);
}

/* A host begins anew: whatever an earlier one had going is over. */
static void
take_hello (CuffController *c, const CuffHello *hello)
{
  CuffMessage message = { .type = CUFF_MSG_IDENTITY, .identity = c->config.identity };

  cuff_controller_vent (c, CUFF_REASON_LINK_LOST);
  c->host = hello->major == CUFF_WIRE_MAJOR ? CUFF_HOST_KNOWN : CUFF_HOST_FOREIGN;
  c->nonce = hello->nonce;
  for (unsigned i = 0; i < c->n_channels; i++)
    c->adopted[i] = (CuffLimits){ 0 };
  c->have_sequence = false;
  c->have_beat = false;
  c->echo_epoch = 0;
  c->echo_sequence = 0;
  c->buzz = false;
  c->command_at_us = 0;
  c->log_end = c->log_next;
  c->stream_hz = HZ_DEFAULT;

  message.identity.major = CUFF_WIRE_MAJOR;
  message.identity.minor = CUFF_WIRE_MINOR;
  message.identity.nonce = hello->nonce;
  cuff_controller_send (c, &message);
}

/* Adopts the lower of what is asked and what this controller allows; 0 asks for its own ramp, time
 * and disagreement. */
static CuffResult
take_limits (CuffController *c, const CuffLimitsMessage *message, CuffAckMessage *ack)
{
  const CuffLimits *asked = &message->limits;
  CuffResult result = cuff_controller_require_idle (c, ack);
  CuffLimits *adopted;

  if (result != CUFF_RESULT_OK)
    return result;
  if (message->channel >= c->n_channels)
    return CUFF_RESULT_BAD_ARGUMENT;

  adopted = &c->adopted[message->channel];
  adopted->cap = cuff_lower (asked->cap, cuff_cap (c->config.identity.cap_hard, OWN_CAP));
  adopted->ramp_max = asked->ramp_max > 0 ? cuff_lower (asked->ramp_max, OWN_RAMP) : OWN_RAMP;
  adopted->disagree_max =
      asked->disagree_max > 0 ? cuff_lower (asked->disagree_max, OWN_DISAGREE) : OWN_DISAGREE;
  adopted->time_max_ms = asked->time_max_ms;
  adopted->time_max_ms = cuff_controller_time_limit_ms (c, message->channel);
  send_limits (c, message->channel);

  return CUFF_RESULT_OK;
}

static CuffResult
take_stream (CuffController *c, const CuffStreamMessage *message, CuffAckMessage *ack)
{
  uint16_t hz_max = c->config.identity.hz_max;

  if (message->hz > hz_max)
    return cuff_ack_with (ack, CUFF_RESULT_ABOVE_LIMIT, message->hz, hz_max);
  c->stream_hz = message->hz;
  c->telemetry_at_us = c->now_us;

  return CUFF_RESULT_OK;
}

/* A cuff that should be empty and is not: nobody can acknowledge that away. */
static bool
still_not_deflated (const CuffController *c)
{
  for (unsigned i = 0; i < c->n_channels; i++) {
    bool stuck = (c->channel[i].flags & CUFF_CHANNEL_VENT_STUCK) != 0;
    bool out = cuff_channel_is_below (c, i, EMPTY) && cuff_channel_vent_is_open (c, i);

    if (stuck && !out)
      return true;
  }

  return false;
}

/* Silences an alarm; the last one, with its cause gone, also lets the machine out of Fault. */
static CuffResult
take_alarm_ack (CuffController *c, const CuffAlarmAckMessage *message, CuffAckMessage *ack)
{
  CuffControllerAlarm *alarm = &c->alarm[message->alarm];

  if (!alarm->raised)
    return CUFF_RESULT_BAD_ARGUMENT;
  if (message->alarm == CUFF_ALARM_NOT_DEFLATED && still_not_deflated (c))
    return cuff_ack_with (ack, CUFF_RESULT_PRESSURE_LEFT, cuff_controller_highest (c), EMPTY);

  alarm->pending = false;
  if (c->machine != CUFF_MACHINE_FAULT) {
    cuff_controller_withdraw (c, (CuffAlarm) message->alarm);
    return CUFF_RESULT_OK;
  }
  if (cuff_controller_leave_fault (c))
    return CUFF_RESULT_OK;
  if (cuff_controller_all_below (c, EMPTY))
    return CUFF_RESULT_FAULT_LATCHED;

  return cuff_ack_with (ack, CUFF_RESULT_PRESSURE_LEFT, cuff_controller_highest (c), EMPTY);
}

/* The rows leave one per step, so that telemetry keeps its room on the line. */
static CuffResult
take_log_read (CuffController *c, const CuffLogReadMessage *message, CuffAckMessage *ack)
{
  uint32_t oldest = c->n_logged > CUFF_LOG_SIZE ? c->n_logged - CUFF_LOG_SIZE : 0;
  uint32_t from = message->from > oldest ? message->from : oldest;
  uint32_t n_left = from < c->n_logged ? c->n_logged - from : 0;

  if ((c->config.identity.capabilities & CUFF_CAN_LOG) == 0)
    return CUFF_RESULT_NOT_SUPPORTED;
  c->log_next = from;
  c->log_end = from + (message->count < n_left ? message->count : n_left);
  ack->value = (int32_t) (c->log_end - c->log_next);
  ack->limit = (int32_t) oldest;

  return CUFF_RESULT_OK;
}

static CuffResult
take_command (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  switch (message->type) {
  case CUFF_MSG_SET_LIMITS:
    return take_limits (c, &message->limits, ack);
  case CUFF_MSG_ARM:
    return cuff_controller_take_arm (c, &message->arm, ack);
  case CUFF_MSG_ZERO:
    return cuff_controller_take_zero (c, &message->channel, ack);
  case CUFF_MSG_SELF_TEST:
    return cuff_controller_take_self_test (c, &message->self_test, ack);
  case CUFF_MSG_LEAK_TEST:
    return cuff_controller_take_leak_test (c, &message->leak_test, ack);
  case CUFF_MSG_STREAM:
    return take_stream (c, &message->stream, ack);
  case CUFF_MSG_ALARM_ACK:
    return take_alarm_ack (c, &message->alarm_ack, ack);
  case CUFF_MSG_LOG_READ:
    return take_log_read (c, &message->log_read, ack);
  case CUFF_MSG_SET_TIME:
    cuff_controller_event (c, CUFF_DEVICE_EVENT_TIME_SET,
                           (int32_t) (uint32_t) (message->set_time.unix_ms / 1000));
    return CUFF_RESULT_OK;
  default:
    return CUFF_RESULT_NOT_SUPPORTED;
  }
}

/* A host whose answer was lost asks again with the same sequence: it is told how the first one
 * ended, and nothing is done twice. */
static bool
answer_repeated (CuffController *c, const CuffMessage *message)
{
  bool repeated = c->command_at_us != 0 && c->command == message->type
                  && c->command_sequence == message->sequence
                  && c->now_us - c->command_at_us <= REPEAT_WITHIN_US;

  if (!repeated)
    return false;
  if (message->type == CUFF_MSG_SET_LIMITS && message->limits.channel < c->n_channels)
    send_limits (c, message->limits.channel);
  cuff_controller_ack (c, c->command, c->command_sequence, CUFF_RESULT_DUPLICATE,
                       (int32_t) c->command_result, 0);

  return true;
}

static void
run_command (CuffController *c, const CuffMessage *message)
{
  CuffAckMessage ack = { 0 };
  CuffResult result;

  if (answer_repeated (c, message))
    return;

  result = take_command (c, message, &ack);
  c->command = (uint8_t) message->type;
  c->command_sequence = message->sequence;
  c->command_result = result;
  c->command_at_us = c->now_us;
  if (message->type != CUFF_MSG_SET_LIMITS || result != CUFF_RESULT_OK)
    cuff_controller_ack (c, c->command, c->command_sequence, result, ack.value, ack.limit);
}

static void
refuse (CuffController *c, const CuffFrame *frame, CuffResult result)
{
  if (frame->type == CUFF_MSG_STATE)
    cuff_controller_refuse_state (c, frame->sequence, result, 0, 0);
  else
    cuff_controller_ack (c, frame->type, frame->sequence, result, 0, 0);
}

/* Messages for which no Hello is needed.  A Vent vents even when its body makes no sense. */
static bool
take_unasked (CuffController *c, const CuffFrame *frame, CuffDecode verdict,
              const CuffMessage *message)
{
  if (frame->type == CUFF_MSG_VENT) {
    cuff_controller_stop (c, CUFF_REASON_USER_STOP);
    cuff_controller_ack (c, frame->type, frame->sequence, CUFF_RESULT_OK, 0, 0);
    return true;
  }
  if (frame->type == CUFF_MSG_HELLO && verdict == CUFF_DECODE_OK) {
    take_hello (c, &message->hello);
    return true;
  }

  return false;
}

void
cuff_controller_take_frame (CuffController *c, const CuffFrame *frame)
{
  CuffMessage message;
  CuffDecode verdict = cuff_message_decode (frame, &message);

  if (take_unasked (c, frame, verdict, &message))
    return;

  if ((frame->type & FROM_CONTROLLER) != 0 || verdict == CUFF_DECODE_UNKNOWN
      || c->host == CUFF_HOST_NONE)
    c->n_ignored++;
  else if (verdict != CUFF_DECODE_OK)
    refuse (c, frame, CUFF_RESULT_BAD_ARGUMENT);
  else if (c->host == CUFF_HOST_FOREIGN && frame->type != CUFF_MSG_STREAM)
    refuse (c, frame, CUFF_RESULT_NOT_SUPPORTED);
  else if (frame->type == CUFF_MSG_STATE)
    cuff_controller_take_state (c, &message);
  else
    run_command (c, &message);
}
