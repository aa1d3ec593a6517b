/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The session of device/PROTOCOL.md, section 9: who says what, in order.  The bytes stand on the
 * page only.
 */
#pragma once

#include "examples.h"

#define SESSION_ORDER(the_mode, the_target, the_longest)                                           \
  {                                                                                                \
    {                                                                                              \
      .mode = the_mode, .target = the_target, .longest_ms = the_longest                            \
    }                                                                                              \
  }
#define SESSION_STATE(the_epoch, the_sequence, ...)                                                \
  {                                                                                                \
    .epoch = the_epoch, .sequence = the_sequence, .lease_ms = 1500, .n_channels = 1,               \
    .order = SESSION_ORDER (__VA_ARGS__)                                                           \
  }
#define SESSION_VENTED SESSION_STATE (0, 1, CUFF_MODE_VENT, CUFF_PRESSURE_UNSET, 0)

static const Example session[] = {
  { "host", "Hello", { .type = CUFF_MSG_HELLO, .sequence = 0, .hello = { 1, 0, EXAMPLE_NONCE } } },
  { "controller",
    "Identity: one channel, nonce 0x1234ABCD",
    { .type = CUFF_MSG_IDENTITY,
      .sequence = 0,
      .identity = { .major = 1,
                    .nonce = EXAMPLE_NONCE,
                    .n_channels = 1,
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
                    .vendor = "Ebb",
                    .model = "Reference",
                    .serial = "R-0001",
                    .firmware = "0.1.0" } } },
  { "host",
    "State 1: epoch 0, vent",
    { .type = CUFF_MSG_STATE, .sequence = 1, .state = SESSION_VENTED } },
  { "host",
    "SetLimits",
    { .type = CUFF_MSG_SET_LIMITS, .sequence = 2, .limits = { 0, EXAMPLE_LIMITS } } },
  { "controller",
    "Limits: all as asked",
    { .type = CUFF_MSG_LIMITS, .sequence = 1, .limits = { 0, EXAMPLE_LIMITS } } },
  { "host",
    "Arm: epoch 7, a second of States later",
    { .type = CUFF_MSG_ARM, .sequence = 8, .arm = { 7, EXAMPLE_TOKEN, CUFF_ARM_TRAINING } } },
  { "controller",
    "Ack: Arm accepted",
    { .type = CUFF_MSG_ACK, .sequence = 120, .ack = { CUFF_MSG_ARM, 8, CUFF_RESULT_OK, 0, 0 } } },
  { "controller",
    "Event: armed, epoch 7",
    { .type = CUFF_MSG_EVENT, .sequence = 121, .event = { 3000000, CUFF_DEVICE_EVENT_ARMED, 7 } } },
  { "host",
    "State 8: epoch 7, hold 150.0 mmHg, longest 50 s",
    { .type = CUFF_MSG_STATE,
      .sequence = 9,
      .state = SESSION_STATE (7, 8, CUFF_MODE_HOLD, CUFF_MMHG (150), 50000) } },
  { "controller",
    "Event: active, training",
    { .type = CUFF_MSG_EVENT,
      .sequence = 150,
      .event = { 3300000, CUFF_DEVICE_EVENT_ACTIVE, CUFF_ARM_TRAINING } } },
  { "controller",
    "Telemetry: epoch 7, sequence 18, active, 149.8 and 149.9 mmHg, at target",
    { .type = CUFF_MSG_TELEMETRY,
      .sequence = 94,
      .telemetry = { .t_us = 5300000,
                     .epoch = 7,
                     .sequence = 18,
                     .machine = CUFF_MACHINE_ACTIVE,
                     .flags = CUFF_DEVICE_SELF_TEST_OK,
                     .n_channels = 1,
                     .channel = { { .pressure = 1498,
                                    .pressure_second = 1499,
                                    .target = 1500,
                                    .mode = CUFF_MODE_HOLD,
                                    .flags = CUFF_CHANNEL_AT_TARGET } } } } },
  { "host",
    "Vent: the first of three",
    { .type = CUFF_MSG_VENT, .sequence = 20, .channel = { CUFF_ALL_CHANNELS } } },
  { "controller",
    "Event: epoch ended, stopped by somebody",
    { .type = CUFF_MSG_EVENT,
      .sequence = 95,
      .event = { 5305000, CUFF_DEVICE_EVENT_VENTED, CUFF_REASON_USER_STOP } } },
  { "controller",
    "Ack: Vent",
    { .type = CUFF_MSG_ACK, .sequence = 96, .ack = { CUFF_MSG_VENT, 20, CUFF_RESULT_OK, 0, 0 } } },
  { "controller",
    "Event: released, all sensors below 10.0 mmHg for 1 s",
    { .type = CUFF_MSG_EVENT,
      .sequence = 40,
      .event = { 7400000, CUFF_DEVICE_EVENT_RELEASED, 0 } } },
};
