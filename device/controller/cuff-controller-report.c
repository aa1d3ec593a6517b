/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the host hears: telemetry, alarms, events, the log; and the buzzer, which everybody hears.
 */
#include "cuff-controller-private.h"

#define SEVERITY_HIGH  3
#define TELEMETRY_ROOM (CUFF_TX_SIZE / 2) /* the other half is for answers and alarms */

static unsigned
room (const CuffController *c)
{
  return CUFF_TX_SIZE - c->tx_used;
}

/* Queues a whole frame or none.  The sequence counts on either way: a gap tells of the loss. */
void
cuff_controller_send (CuffController *c, CuffMessage *message)
{
  bool lead = c->tx_at_us == 0 || c->now_us - c->tx_at_us > LEAD_AFTER_US;
  uint8_t bytes[CUFF_FRAME_MAX];
  CuffFrame frame;
  size_t n_bytes;

  message->sequence = c->tx_sequence++;
  cuff_message_encode (message, &frame);
  n_bytes = cuff_frame_encode (&frame, lead, bytes);
  if (n_bytes > room (c)) {
    c->n_dropped++;
    return;
  }

  for (size_t i = 0; i < n_bytes; i++)
    c->tx[(c->tx_head + c->tx_used++) % CUFF_TX_SIZE] = bytes[i];
  c->tx_at_us = c->now_us;
}

void
cuff_controller_flush (CuffController *c)
{
  while (c->tx_used > 0) {
    size_t to_end = CUFF_TX_SIZE - c->tx_head;
    size_t offered = c->tx_used < to_end ? c->tx_used : to_end;
    size_t taken = c->hal->send (c->hal->user, c->tx + c->tx_head, offered);

    c->tx_head = (uint16_t) ((c->tx_head + taken) % CUFF_TX_SIZE);
    c->tx_used = (uint16_t) (c->tx_used - taken);
    if (taken < offered)
      return;
  }
}

void
cuff_controller_ack (CuffController *c, uint8_t command, uint8_t sequence, CuffResult result,
                     int32_t value, int32_t limit)
{
  CuffMessage message = { .type = CUFF_MSG_ACK,
                          .ack = { .command = command,
                                   .command_sequence = sequence,
                                   .result = result,
                                   .value = value,
                                   .limit = limit } };

  cuff_controller_send (c, &message);
}

void
cuff_controller_event (CuffController *c, CuffDeviceEvent code, int32_t argument)
{
  CuffMessage message = { .type = CUFF_MSG_EVENT,
                          .event = {
                              .t_us = (uint32_t) c->now_us, .code = code, .argument = argument } };

  c->log[c->n_logged++ % CUFF_LOG_SIZE] = message.event;
  cuff_controller_send (c, &message);
}

static void
send_alarm (CuffController *c, CuffAlarm code)
{
  const CuffControllerAlarm *alarm = &c->alarm[code];
  CuffMessage message = { .type = CUFF_MSG_ALARM,
                          .alarm = { .alarm = code,
                                     .severity = SEVERITY_HIGH,
                                     .channel = alarm->channel,
                                     .t_us = alarm->t_us,
                                     .value = alarm->value,
                                     .limit = alarm->limit,
                                     .active = alarm->raised } };

  cuff_controller_send (c, &message);
}

/* The first cause is kept: it is the one that tells what happened. */
void
cuff_controller_raise (CuffController *c, CuffAlarm alarm, unsigned channel, CuffPressure value,
                       CuffPressure limit)
{
  CuffControllerAlarm *this = &c->alarm[alarm];

  if (this->pending)
    return;
  *this = (CuffControllerAlarm){ .raised = true,
                                 .pending = true,
                                 .channel = (uint8_t) channel,
                                 .value = value,
                                 .limit = limit,
                                 .t_us = (uint32_t) c->now_us,
                                 .repeat_at_us = c->now_us + ALARM_EVERY_US };
  send_alarm (c, alarm);
}

void
cuff_controller_withdraw (CuffController *c, CuffAlarm alarm)
{
  if (!c->alarm[alarm].raised)
    return;
  c->alarm[alarm].raised = false;
  send_alarm (c, alarm);
}

bool
cuff_controller_alarm_pending (const CuffController *c)
{
  for (unsigned i = CUFF_ALARM_NONE + 1; i < CUFF_ALARM_COUNT; i++) {
    if (c->alarm[i].pending)
      return true;
  }

  return false;
}

static bool
buzzer_is_on (const CuffController *c)
{
  bool asked = c->buzz && c->now_us - c->beat_us <= (uint64_t) c->lease_ms * 1000;

  return asked || c->lease_sounds || cuff_controller_alarm_pending (c);
}

uint8_t
cuff_controller_flags (const CuffController *c)
{
  uint8_t flags = c->flags;

  if ((c->config.identity.capabilities & CUFF_IS_SIMULATED) != 0)
    flags |= CUFF_DEVICE_SIMULATED;
  if (c->stop_pressed)
    flags |= CUFF_DEVICE_STOP_BUTTON;
  if (buzzer_is_on (c))
    flags |= CUFF_DEVICE_BUZZER;

  return flags;
}

static void
describe_channel (const CuffController *c, unsigned channel, CuffChannelReport *report)
{
  const CuffControllerChannel *this = &c->channel[channel];
  bool regulated = this->order.mode == CUFF_MODE_HOLD || this->order.mode == CUFF_MODE_LOP;

  report->pressure = this->pressure[0];
  report->pressure_second = this->pressure[1];
  report->target = regulated ? this->order.target : CUFF_PRESSURE_UNSET;
  report->flow_dml_s = this->drive.flow_dml_s;
  report->valve_percent = (uint8_t) (this->drive.valve_permille / 10);
  report->mode = this->order.mode;
  report->flags = this->flags;
  if (cuff_channel_vent_is_open (c, channel))
    report->flags |= CUFF_CHANNEL_VENT_OPEN;
  if (this->drive.pump_permille > 0)
    report->flags |= CUFF_CHANNEL_PUMP_ON;
  if (this->at_target_us >= AT_TARGET_US)
    report->flags |= CUFF_CHANNEL_AT_TARGET;
}

static void
send_telemetry (CuffController *c)
{
  CuffMessage message = { .type = CUFF_MSG_TELEMETRY,
                          .telemetry = { .t_us = (uint32_t) c->now_us,
                                         .epoch = c->echo_epoch,
                                         .sequence = c->echo_sequence,
                                         .machine = c->machine,
                                         .flags = cuff_controller_flags (c),
                                         .n_channels = (uint8_t) c->n_channels } };

  for (unsigned i = 0; i < c->n_channels; i++)
    describe_channel (c, i, &message.telemetry.channel[i]);
  cuff_controller_send (c, &message);
}

static void
stream (CuffController *c)
{
  uint32_t period_us;

  if (c->stream_hz == 0 || c->now_us < c->telemetry_at_us)
    return;
  period_us = 1000000u / c->stream_hz;
  c->telemetry_at_us += period_us;
  if (c->telemetry_at_us <= c->now_us)
    c->telemetry_at_us = c->now_us + period_us;

  if (room (c) >= TELEMETRY_ROOM)
    send_telemetry (c);
  else
    c->n_dropped++;
}

static void
send_log_row (CuffController *c)
{
  CuffMessage message = { .type = CUFF_MSG_LOG,
                          .log = { .index = c->log_next,
                                   .event = c->log[c->log_next % CUFF_LOG_SIZE] } };

  c->log_next++;
  /* A row that was written over meanwhile is not passed off as the old one. */
  if (c->n_logged - message.log.index <= CUFF_LOG_SIZE)
    cuff_controller_send (c, &message);
}

void
cuff_controller_report (CuffController *c)
{
  for (unsigned i = CUFF_ALARM_NONE + 1; i < CUFF_ALARM_COUNT; i++) {
    CuffControllerAlarm *alarm = &c->alarm[i];

    if (!alarm->pending || c->now_us < alarm->repeat_at_us)
      continue;
    alarm->repeat_at_us = c->now_us + ALARM_EVERY_US;
    send_alarm (c, (CuffAlarm) i);
  }
  if (c->log_next != c->log_end && room (c) >= TELEMETRY_ROOM)
    send_log_row (c);
  stream (c);

  c->hal->buzzer (c->hal->user, buzzer_is_on (c));
  cuff_controller_flush (c);
}
