/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cuff-message-table.h"

#define FIELD(member, kind, min, max)                                                              \
  {                                                                                                \
    offsetof (CuffMessage, member), sizeof (((CuffMessage *) 0)->member), kind, min, max, false    \
  }
#define ANY(member, kind)         FIELD (member, kind, INT64_MIN, INT64_MAX)
#define FLAG(member)              FIELD (member, WIRE_U8, 0, 1)
#define PRESSURE(member)          FIELD (member, WIRE_PRESSURE, CUFF_MMHG (-30), CUFF_MMHG (400))
#define POSITIVE_PRESSURE(member) FIELD (member, WIRE_PRESSURE, 0, CUFF_MMHG (400))
#define CHANNEL(member)           FIELD (member, WIRE_U8, 0, CUFF_CHANNELS_MAX - 1)
#define CHANNEL_OR_ALL(member)                                                                     \
  {                                                                                                \
    offsetof (CuffMessage, member), sizeof (((CuffMessage *) 0)->member), WIRE_U8, 0,              \
        CUFF_CHANNELS_MAX - 1, true                                                                \
  }

#define HOUR_MS      3600000
#define DAY_MS       (24 * HOUR_MS)
/* 2100-01-01: a later time is a mistake. */
#define YEAR_2100_MS INT64_C (4102444800000)

static const WireField hello[] = {
  ANY (hello.major, WIRE_U8),
  ANY (hello.minor, WIRE_U8),
  ANY (hello.nonce, WIRE_U32),
};

static const WireField state[] = {
  ANY (state.epoch, WIRE_U32),
  ANY (state.sequence, WIRE_U32),
  FIELD (state.lease_ms, WIRE_U16, 500, 5000),
  FLAG (state.buzz),
  FIELD (state.n_channels, WIRE_U8, 1, CUFF_CHANNELS_MAX),
};

static const WireField state_each[] = {
  FIELD (state.order[0].mode, WIRE_U8, CUFF_MODE_VENT, CUFF_MODE_LOP),
  PRESSURE (state.order[0].target),
  POSITIVE_PRESSURE (state.order[0].ramp),
  FIELD (state.order[0].longest_ms, WIRE_U32, 0, HOUR_MS),
};

/* SetLimits and Limits. */
static const WireField limits[] = {
  CHANNEL (limits.channel),
  POSITIVE_PRESSURE (limits.limits.cap),
  POSITIVE_PRESSURE (limits.limits.ramp_max),
  FIELD (limits.limits.time_max_ms, WIRE_U32, 0, DAY_MS),
  POSITIVE_PRESSURE (limits.limits.disagree_max),
};

static const WireField arm[] = {
  ANY (arm.epoch, WIRE_U32),
  ANY (arm.token, WIRE_U32),
  FIELD (arm.purpose, WIRE_U8, CUFF_ARM_TRAINING, CUFF_ARM_LOP),
};

/* Vent and Zero. */
static const WireField channel[] = {
  CHANNEL_OR_ALL (channel.channel),
};

static const WireField self_test[] = {
  FIELD (self_test.mask, WIRE_U16, 0, 7),
};

static const WireField leak_test[] = {
  CHANNEL (leak_test.channel),
  FIELD (leak_test.pressure, WIRE_PRESSURE, 0, CUFF_MMHG (60)),
  FIELD (leak_test.duration_ms, WIRE_U16, 1, 5000),
};

static const WireField stream[] = {
  FIELD (stream.hz, WIRE_U16, 0, 1000),
};

static const WireField alarm_ack[] = {
  FIELD (alarm_ack.alarm, WIRE_U16, 1, CUFF_ALARM_COUNT - 1),
};

static const WireField log_read[] = {
  ANY (log_read.from, WIRE_U32),
  ANY (log_read.count, WIRE_U8),
};

static const WireField set_time[] = {
  FIELD (set_time.unix_ms, WIRE_U64, 0, YEAR_2100_MS),
};

static const WireField identity[] = {
  ANY (identity.major, WIRE_U8),
  ANY (identity.minor, WIRE_U8),
  ANY (identity.nonce, WIRE_U32),
  FIELD (identity.n_channels, WIRE_U8, 1, CUFF_CHANNELS_MAX),
  ANY (identity.capabilities, WIRE_U32),
  PRESSURE (identity.sensor_min),
  PRESSURE (identity.sensor_max),
  PRESSURE (identity.cap_hard),
  PRESSURE (identity.cap_transient),
  PRESSURE (identity.cap_lop),
  FIELD (identity.time_cap_ms, WIRE_U32, 0, DAY_MS),
  FIELD (identity.hz_max, WIRE_U16, 1, 1000),
  ANY (identity.vent_type, WIRE_U8),
  ANY (identity.calibration_date, WIRE_U32),
  ANY (identity.boot_id, WIRE_U32),
  FIELD (identity.reset_cause, WIRE_U8, CUFF_RESET_POWER_ON, CUFF_RESET_SOFTWARE),
  ANY (identity.vendor, WIRE_TEXT),
  ANY (identity.model, WIRE_TEXT),
  ANY (identity.serial, WIRE_TEXT),
  ANY (identity.firmware, WIRE_TEXT),
};

static const WireField ack[] = {
  ANY (ack.command, WIRE_U8),
  ANY (ack.command_sequence, WIRE_U8),
  FIELD (ack.result, WIRE_U8, CUFF_RESULT_OK, CUFF_RESULT_DUPLICATE),
  ANY (ack.value, WIRE_I32),
  ANY (ack.limit, WIRE_I32),
};

/* Machine and number of channels share a byte: two channels at 100 Hz then take 38.2 % of the
 * line. */
static const WireField telemetry[] = {
  ANY (telemetry.t_us, WIRE_U32),
  ANY (telemetry.epoch, WIRE_U32),
  ANY (telemetry.sequence, WIRE_U16),
  FIELD (telemetry.machine, WIRE_LOW4, CUFF_MACHINE_BOOT, CUFF_MACHINE_FAULT),
  FIELD (telemetry.n_channels, WIRE_HIGH4, 1, CUFF_CHANNELS_MAX),
  ANY (telemetry.flags, WIRE_U8),
};

static const WireField telemetry_each[] = {
  PRESSURE (telemetry.channel[0].pressure),
  PRESSURE (telemetry.channel[0].pressure_second),
  PRESSURE (telemetry.channel[0].target),
  ANY (telemetry.channel[0].flow_dml_s, WIRE_I16),
  FIELD (telemetry.channel[0].valve_percent, WIRE_U8, 0, 100),
  FIELD (telemetry.channel[0].mode, WIRE_U8, CUFF_MODE_VENT, CUFF_MODE_LOP),
  ANY (telemetry.channel[0].flags, WIRE_U16),
};

static const WireField alarm[] = {
  FIELD (alarm.alarm, WIRE_U16, 1, CUFF_ALARM_COUNT - 1),
  FIELD (alarm.severity, WIRE_U8, 1, 3),
  CHANNEL_OR_ALL (alarm.channel),
  ANY (alarm.t_us, WIRE_U32),
  PRESSURE (alarm.value),
  PRESSURE (alarm.limit),
  FLAG (alarm.active),
};

#define EVENT_FIELDS(event)                                                                        \
  ANY (event.t_us, WIRE_U32),                                                                      \
      FIELD (event.code, WIRE_U16, CUFF_DEVICE_EVENT_BOOT, CUFF_DEVICE_EVENT_TIME_SET),            \
      ANY (event.argument, WIRE_I32)

static const WireField event[] = { EVENT_FIELDS (event) };

static const WireField result[] = {
  FIELD (result.test, WIRE_U8, CUFF_TEST_SELF, CUFF_TEST_ZERO),
  CHANNEL_OR_ALL (result.channel),
  FLAG (result.pass),
  PRESSURE (result.value),
  PRESSURE (result.limit),
};

static const WireField log_row[] = { ANY (log.index, WIRE_U32), EVENT_FIELDS (log.event) };

#define COUNT(array) (sizeof (array) / sizeof (array)[0])
#define LAYOUT(type, array)                                                                        \
  {                                                                                                \
    type, array, NULL, COUNT (array), 0, 0, 0                                                      \
  }

static const WireLayout layouts[] = {
  LAYOUT (CUFF_MSG_HELLO, hello),
  { CUFF_MSG_STATE, state, state_each, COUNT (state), COUNT (state_each), sizeof (CuffOrder),
    offsetof (CuffMessage, state.n_channels) },
  LAYOUT (CUFF_MSG_SET_LIMITS, limits),
  LAYOUT (CUFF_MSG_ARM, arm),
  LAYOUT (CUFF_MSG_VENT, channel),
  LAYOUT (CUFF_MSG_ZERO, channel),
  LAYOUT (CUFF_MSG_SELF_TEST, self_test),
  LAYOUT (CUFF_MSG_LEAK_TEST, leak_test),
  LAYOUT (CUFF_MSG_STREAM, stream),
  LAYOUT (CUFF_MSG_ALARM_ACK, alarm_ack),
  LAYOUT (CUFF_MSG_LOG_READ, log_read),
  LAYOUT (CUFF_MSG_SET_TIME, set_time),
  LAYOUT (CUFF_MSG_IDENTITY, identity),
  LAYOUT (CUFF_MSG_ACK, ack),
  LAYOUT (CUFF_MSG_LIMITS, limits),
  { CUFF_MSG_TELEMETRY, telemetry, telemetry_each, COUNT (telemetry), COUNT (telemetry_each),
    sizeof (CuffChannelReport), offsetof (CuffMessage, telemetry.n_channels) },
  LAYOUT (CUFF_MSG_ALARM, alarm),
  LAYOUT (CUFF_MSG_EVENT, event),
  LAYOUT (CUFF_MSG_RESULT, result),
  LAYOUT (CUFF_MSG_LOG, log_row),
};

const WireLayout *
cuff_wire_layout (uint8_t type)
{
  for (unsigned i = 0; i < COUNT (layouts); i++) {
    if (layouts[i].type == type)
      return &layouts[i];
  }

  return NULL;
}
