/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worked examples of device/PROTOCOL.md: their words there, and the message they mean.  The
 * bytes stand on the page only.
 */
#pragma once

#include "cuff-message.h"

typedef struct {
  const char *name, *words;
  CuffMessage message;
} Example;

#define EXAMPLE_NONCE 0x1234ABCD
#define EXAMPLE_TOKEN 0x72C511BA
#define EXAMPLE_LIMITS                                                                             \
  {                                                                                                \
    .cap = CUFF_MMHG (200), .ramp_max = CUFF_MMHG (50), .time_max_ms = 1200000,                    \
    .disagree_max = CUFF_MMHG (10)                                                                 \
  }

static const Example examples[] = {
  { "Hello",
    "major 1, minor 0, nonce 0x1234ABCD; frame sequence 1",
    { .type = CUFF_MSG_HELLO, .sequence = 1, .hello = { 1, 0, EXAMPLE_NONCE } } },
  { "State",
    "epoch 7, sequence 258, lease 1500 ms, no buzz, channel 0: hold 150.0 mmHg, ramp 50.0 mmHg/s, "
    "longest 50000 ms, channel 1: deflate; frame sequence 9",
    { .type = CUFF_MSG_STATE,
      .sequence = 9,
      .state = { .epoch = 7,
                 .sequence = 258,
                 .lease_ms = 1500,
                 .n_channels = 2,
                 .order = { { .mode = CUFF_MODE_HOLD,
                              .target = CUFF_MMHG (150),
                              .ramp = CUFF_MMHG (50),
                              .longest_ms = 50000 },
                            { .mode = CUFF_MODE_DEFLATE, .target = CUFF_PRESSURE_UNSET } } } } },
  { "SetLimits",
    "channel 0, cap 200.0 mmHg, ramp 50.0 mmHg/s, time 1200000 ms, disagreement 10.0 mmHg; "
    "frame sequence 2",
    { .type = CUFF_MSG_SET_LIMITS, .sequence = 2, .limits = { 0, EXAMPLE_LIMITS } } },
  { "Arm",
    "epoch 7, token 0x72C511BA, training; frame sequence 3",
    { .type = CUFF_MSG_ARM, .sequence = 3, .arm = { 7, EXAMPLE_TOKEN, CUFF_ARM_TRAINING } } },
  { "Vent",
    "all channels; frame sequence 4",
    { .type = CUFF_MSG_VENT, .sequence = 4, .channel = { CUFF_ALL_CHANNELS } } },
  { "Zero",
    "channel 0; frame sequence 5",
    { .type = CUFF_MSG_ZERO, .sequence = 5, .channel = { 0 } } },
  { "SelfTest",
    "everything; frame sequence 6",
    { .type = CUFF_MSG_SELF_TEST, .sequence = 6, .self_test = { 0 } } },
  { "LeakTest",
    "channel 0, 60.0 mmHg, 5000 ms; frame sequence 7",
    { .type = CUFF_MSG_LEAK_TEST, .sequence = 7, .leak_test = { 0, CUFF_MMHG (60), 5000 } } },
  { "Stream",
    "100 a second; frame sequence 8",
    { .type = CUFF_MSG_STREAM, .sequence = 8, .stream = { 100 } } },
  { "AlarmAck",
    "alarm 1; frame sequence 10",
    { .type = CUFF_MSG_ALARM_ACK, .sequence = 10, .alarm_ack = { 1 } } },
  { "LogRead",
    "from 0, 64 rows; frame sequence 11",
    { .type = CUFF_MSG_LOG_READ, .sequence = 11, .log_read = { 0, 64 } } },
  { "SetTime",
    "1767225600000 ms (2026-01-01 00:00 UTC); frame sequence 12",
    { .type = CUFF_MSG_SET_TIME, .sequence = 12, .set_time = { 1767225600000 } } },
  { "Identity",
    "1.0, nonce 0x1234ABCD, 2 channels, capabilities 0x1F, sensors -30.0 to 400.0 mmHg, caps "
    "300.0, "
    "330.0 and 330.0 mmHg, 1500000 ms, 200 a second, normally open, calibrated 20260105, boot "
    "0x0BADCAFE, power on, \"Ebb\", \"Reference\", \"R-0001\", \"0.1.0\"; frame sequence 0",
    { .type = CUFF_MSG_IDENTITY,
      .sequence = 0,
      .identity = { .major = 1,
                    .nonce = EXAMPLE_NONCE,
                    .n_channels = 2,
                    .capabilities = 0x1F,
                    .sensor_min = CUFF_MMHG (-30),
                    .sensor_max = CUFF_MMHG (400),
                    .cap_hard = CUFF_MMHG (300),
                    .cap_transient = CUFF_MMHG (330),
                    .cap_lop = CUFF_MMHG (330),
                    .time_cap_ms = 1500000,
                    .hz_max = 200,
                    .calibration_date = 20260105,
                    .boot_id = 0x0BADCAFE,
                    .reset_cause = CUFF_RESET_POWER_ON,
                    .vendor = "Ebb",
                    .model = "Reference",
                    .serial = "R-0001",
                    .firmware = "0.1.0" } } },
  { "Ack",
    "of State with frame sequence 9: above limit, asked 250.0 mmHg, allowed 200.0 mmHg; frame "
    "sequence 20",
    { .type = CUFF_MSG_ACK,
      .sequence = 20,
      .ack = { CUFF_MSG_STATE, 9, CUFF_RESULT_ABOVE_LIMIT, CUFF_MMHG (250), CUFF_MMHG (200) } } },
  { "Limits",
    "as SetLimits above; frame sequence 1",
    { .type = CUFF_MSG_LIMITS, .sequence = 1, .limits = { 0, EXAMPLE_LIMITS } } },
  { "Telemetry",
    "t 12345678 us, epoch 7, sequence 258, active, self-test passed, channel 0: 150.2 and 149.9 "
    "mmHg, target 150.0, +1.2 mL/s, valve shut, hold, pump runs, at target, channel 1: 0.3 and 0.1 "
    "mmHg, no target, no flow, valve shut, deflate, vent open; frame sequence 33",
    { .type = CUFF_MSG_TELEMETRY,
      .sequence = 33,
      .telemetry = { .t_us = 12345678,
                     .epoch = 7,
                     .sequence = 258,
                     .machine = CUFF_MACHINE_ACTIVE,
                     .flags = CUFF_DEVICE_SELF_TEST_OK,
                     .n_channels = 2,
                     .channel = { { .pressure = 1502,
                                    .pressure_second = 1499,
                                    .target = 1500,
                                    .flow_dml_s = 12,
                                    .mode = CUFF_MODE_HOLD,
                                    .flags = CUFF_CHANNEL_PUMP_ON | CUFF_CHANNEL_AT_TARGET },
                                  { .pressure = 3,
                                    .pressure_second = 1,
                                    .target = CUFF_PRESSURE_UNSET,
                                    .mode = CUFF_MODE_DEFLATE,
                                    .flags = CUFF_CHANNEL_VENT_OPEN } } } } },
  { "Alarm",
    "1 over-pressure, high, channel 0, t 12345678 us, 331.0 mmHg, limit 330.0 mmHg, active; frame "
    "sequence 34",
    { .type = CUFF_MSG_ALARM,
      .sequence = 34,
      .alarm = { .alarm = CUFF_ALARM_OVER_PRESSURE,
                 .severity = 3,
                 .t_us = 12345678,
                 .value = CUFF_MMHG (331),
                 .limit = CUFF_MMHG (330),
                 .active = true } } },
  { "Event",
    "t 12345678 us, epoch ended, lease over; frame sequence 35",
    { .type = CUFF_MSG_EVENT,
      .sequence = 35,
      .event = { 12345678, CUFF_DEVICE_EVENT_VENTED, CUFF_REASON_LEASE } } },
  { "Result",
    "leak test of channel 0 passed: 3.1 mmHg lost, 7.0 mmHg allowed; frame sequence 36",
    { .type = CUFF_MSG_RESULT,
      .sequence = 36,
      .result = { CUFF_TEST_LEAK, 0, true, 31, CUFF_MMHG (7) } } },
  { "Log",
    "row 12: t 500000 us, booted after power on; frame sequence 37",
    { .type = CUFF_MSG_LOG,
      .sequence = 37,
      .log = { 12, { 500000, CUFF_DEVICE_EVENT_BOOT, CUFF_RESET_POWER_ON } } } },
};
