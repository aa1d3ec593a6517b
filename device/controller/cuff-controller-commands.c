/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The server: which frame is honoured when, and the commands that are small.
 */
#include "cuff-controller-private.h"

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
take_limits (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  const CuffLimits *asked = &message->limits.limits;
  unsigned channel = message->limits.channel;
  CuffResult result = cuff_controller_require_idle (c, ack);
  CuffLimits *adopted;

  if (result != CUFF_RESULT_OK)
    return result;
  if (channel >= c->n_channels)
    return CUFF_RESULT_BAD_ARGUMENT;

  adopted = &c->adopted[channel];
  adopted->cap = cuff_lower (asked->cap, cuff_cap (c->config.identity.cap_hard, OWN_CAP));
  adopted->ramp_max = asked->ramp_max > 0 ? cuff_lower (asked->ramp_max, OWN_RAMP) : OWN_RAMP;
  adopted->disagree_max =
      asked->disagree_max > 0 ? cuff_lower (asked->disagree_max, OWN_DISAGREE) : OWN_DISAGREE;
  adopted->time_max_ms = asked->time_max_ms;
  adopted->time_max_ms = cuff_controller_time_limit_ms (c, channel);
  send_limits (c, channel);

  return CUFF_RESULT_OK;
}

static CuffResult
take_stream (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  uint16_t hz = message->stream.hz;
  uint16_t hz_max = c->config.identity.hz_max;

  if (hz > hz_max)
    return cuff_ack_with (ack, CUFF_RESULT_ABOVE_LIMIT, hz, hz_max);
  c->stream_hz = hz;
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
take_alarm_ack (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  CuffAlarm code = (CuffAlarm) message->alarm_ack.alarm;
  CuffControllerAlarm *alarm = &c->alarm[code];

  if (!alarm->raised)
    return CUFF_RESULT_BAD_ARGUMENT;
  if (code == CUFF_ALARM_NOT_DEFLATED && still_not_deflated (c))
    return cuff_ack_with (ack, CUFF_RESULT_PRESSURE_LEFT, cuff_controller_highest (c), EMPTY);

  alarm->pending = false;
  if (c->machine != CUFF_MACHINE_FAULT) {
    cuff_controller_withdraw (c, code);
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
take_log_read (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  const CuffLogReadMessage *asked = &message->log_read;
  uint32_t oldest = c->n_logged > CUFF_LOG_SIZE ? c->n_logged - CUFF_LOG_SIZE : 0;
  uint32_t from = asked->from > oldest ? asked->from : oldest;
  uint32_t n_left = from < c->n_logged ? c->n_logged - from : 0;

  if ((c->config.identity.capabilities & CUFF_CAN_LOG) == 0)
    return CUFF_RESULT_NOT_SUPPORTED;
  c->log_next = from;
  c->log_end = from + (asked->count < n_left ? asked->count : n_left);
  ack->value = (int32_t) (c->log_end - c->log_next);
  ack->limit = (int32_t) oldest;

  return CUFF_RESULT_OK;
}

static CuffResult
take_time (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  (void) ack;
  cuff_controller_event (c, CUFF_DEVICE_EVENT_TIME_SET,
                         (int32_t) (uint32_t) (message->set_time.unix_ms / 1000));

  return CUFF_RESULT_OK;
}

typedef CuffResult (*TakeCommand) (CuffController *c, const CuffMessage *message,
                                   CuffAckMessage *ack);

static const struct {
  uint8_t type;
  TakeCommand take;
} commands[] = {
  { CUFF_MSG_SET_LIMITS, take_limits },
  { CUFF_MSG_ARM, cuff_controller_take_arm },
  { CUFF_MSG_ZERO, cuff_controller_take_zero },
  { CUFF_MSG_SELF_TEST, cuff_controller_take_self_test },
  { CUFF_MSG_LEAK_TEST, cuff_controller_take_leak_test },
  { CUFF_MSG_STREAM, take_stream },
  { CUFF_MSG_ALARM_ACK, take_alarm_ack },
  { CUFF_MSG_LOG_READ, take_log_read },
  { CUFF_MSG_SET_TIME, take_time },
};

/* NULL for what is no command: an unknown type, or an echo of this controller's own words. */
static TakeCommand
find_command (uint8_t type)
{
  for (unsigned i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    if (commands[i].type == type)
      return commands[i].take;
  }

  return NULL;
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
run_command (CuffController *c, TakeCommand take, const CuffMessage *message)
{
  CuffAckMessage ack = { 0 };
  CuffResult result;

  if (answer_repeated (c, message))
    return;

  result = take (c, message, &ack);
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

/* What a host says that has introduced itself.  A Hello comes here only when its body is short. */
static void
take_from_known (CuffController *c, const CuffFrame *frame, CuffDecode verdict,
                 const CuffMessage *message)
{
  TakeCommand take = find_command (frame->type);

  if (take == NULL && frame->type != CUFF_MSG_STATE && frame->type != CUFF_MSG_HELLO)
    c->n_ignored++;
  else if (verdict != CUFF_DECODE_OK)
    refuse (c, frame, CUFF_RESULT_BAD_ARGUMENT);
  else if (c->host == CUFF_HOST_FOREIGN && frame->type != CUFF_MSG_STREAM)
    refuse (c, frame, CUFF_RESULT_NOT_SUPPORTED);
  else if (frame->type == CUFF_MSG_STATE)
    cuff_controller_take_state (c, message);
  else
    run_command (c, take, message);
}

void
cuff_controller_take_frame (CuffController *c, const CuffFrame *frame)
{
  CuffMessage message;
  CuffDecode verdict = cuff_message_decode (frame, &message);

  /* For these no Hello is needed.  A Vent vents even when its body makes no sense. */
  if (frame->type == CUFF_MSG_VENT) {
    cuff_controller_stop (c, CUFF_REASON_USER_STOP);
    cuff_controller_ack (c, frame->type, frame->sequence, CUFF_RESULT_OK, 0, 0);
  } else if (frame->type == CUFF_MSG_HELLO && verdict == CUFF_DECODE_OK) {
    take_hello (c, &message.hello);
  } else if (c->host == CUFF_HOST_NONE) {
    c->n_ignored++;
  } else {
    take_from_known (c, frame, verdict, &message);
  }
}
