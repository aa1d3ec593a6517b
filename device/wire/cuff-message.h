/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Typed messages <-> frames.  The one table of the wire format stands in cuff-message.c; the words
 * are in device/PROTOCOL.md.  Used by both ends of the cable.  Pure, freestanding.
 */
#pragma once

#include "cuff-frame.h"
#include "cuff-types.h"

#define CUFF_WIRE_MAJOR   1
#define CUFF_WIRE_MINOR   0
#define CUFF_ALL_CHANNELS 0xFF

typedef enum {
  /* host -> controller */
  CUFF_MSG_HELLO = 0x01,
  CUFF_MSG_STATE = 0x02,
  CUFF_MSG_SET_LIMITS = 0x03,
  CUFF_MSG_ARM = 0x04,
  CUFF_MSG_VENT = 0x05,
  CUFF_MSG_ZERO = 0x06,
  CUFF_MSG_SELF_TEST = 0x07,
  CUFF_MSG_LEAK_TEST = 0x08,
  CUFF_MSG_STREAM = 0x09,
  CUFF_MSG_ALARM_ACK = 0x0A,
  CUFF_MSG_LOG_READ = 0x0B,
  CUFF_MSG_SET_TIME = 0x0C,
  /* controller -> host */
  CUFF_MSG_IDENTITY = 0x81,
  CUFF_MSG_ACK = 0x82,
  CUFF_MSG_LIMITS = 0x83,
  CUFF_MSG_TELEMETRY = 0xC0,
  CUFF_MSG_ALARM = 0xC1,
  CUFF_MSG_EVENT = 0xC2,
  CUFF_MSG_RESULT = 0xC3,
  CUFF_MSG_LOG = 0xC4,
} CuffMessageType;

typedef struct {
  uint8_t major, minor;
  uint32_t nonce;
} CuffHello;

/* The whole desired state: heartbeat and command in one, every 200 ms. */
typedef struct {
  uint32_t epoch;    /* 0 = nothing armed */
  uint32_t sequence; /* strictly rising since Hello, window 1024 */
  uint16_t lease_ms; /* 500..5000; the controller never waits longer than 1500 when inflated */
  bool buzz;
  uint8_t n_channels;
  CuffOrder order[CUFF_CHANNELS_MAX];
} CuffStateMessage;

typedef struct {
  uint8_t channel;
  CuffLimits limits;
} CuffLimitsMessage; /* SetLimits; and, with what was adopted, the answer Limits */

typedef struct {
  uint32_t epoch; /* greater than any this controller has seen since boot */
  uint32_t token; /* cuff_arm_token() */
  CuffArmPurpose purpose;
} CuffArmMessage;

typedef struct {
  uint8_t channel;    /* or CUFF_ALL_CHANNELS */
} CuffChannelMessage; /* Vent, Zero */

typedef struct {
  uint16_t mask; /* 1 sensors, 2 vent, 4 pump; 0 = all */
} CuffSelfTestMessage;

typedef struct {
  uint8_t channel;
  CuffPressure pressure; /* <= 60 mmHg; needs an arm of purpose LEAK */
  uint16_t duration_ms;  /* <= 5000 of still air */
} CuffLeakTestMessage;

typedef struct {
  uint16_t hz; /* 0 stops, <= Identity.hz_max */
} CuffStreamMessage;

typedef struct {
  uint16_t alarm;
} CuffAlarmAckMessage;

typedef struct {
  uint32_t from;
  uint8_t count;
} CuffLogReadMessage;

typedef struct {
  uint64_t unix_ms;
} CuffSetTimeMessage;

typedef struct {
  uint8_t command, command_sequence;
  CuffResult result;
  int32_t value, limit; /* what was asked and what is allowed; 0 when meaningless */
} CuffAckMessage;

typedef struct {
  uint32_t t_us;
  uint32_t epoch;
  uint16_t sequence;
  CuffMachine machine;
  uint8_t flags;
  uint8_t n_channels;
  CuffChannelReport channel[CUFF_CHANNELS_MAX];
} CuffTelemetry;

typedef struct {
  CuffAlarm alarm;
  uint8_t severity; /* 1 low, 2 medium, 3 high */
  uint8_t channel;
  uint32_t t_us;
  CuffPressure value, limit;
  bool active;
} CuffAlarmMessage;

/* Codes of Event and Log. */
typedef enum {
  CUFF_DEVICE_EVENT_BOOT = 1,
  CUFF_DEVICE_EVENT_ARMED = 2,
  CUFF_DEVICE_EVENT_ACTIVE = 3,
  CUFF_DEVICE_EVENT_VENTED = 4,   /* arg = CuffReason */
  CUFF_DEVICE_EVENT_RELEASED = 5, /* all channels below 10 mmHg for 1 s */
  CUFF_DEVICE_EVENT_FAULT = 6,    /* arg = CuffAlarm */
  CUFF_DEVICE_EVENT_ARM_EXPIRED = 7,
  CUFF_DEVICE_EVENT_TIME_SET = 8, /* arg = Unix time in seconds, as 32 unsigned bits */
} CuffDeviceEvent;

typedef struct {
  uint32_t t_us;
  CuffDeviceEvent code;
  int32_t argument;
} CuffEventMessage;

typedef enum { CUFF_TEST_SELF = 1, CUFF_TEST_LEAK = 2, CUFF_TEST_ZERO = 3 } CuffTest;

typedef struct {
  CuffTest test;
  uint8_t channel;
  bool pass;
  CuffPressure value, limit;
} CuffResultMessage;

typedef struct {
  uint32_t index;
  CuffEventMessage event;
} CuffLogMessage;

typedef struct {
  CuffMessageType type;
  uint8_t sequence;
  union {
    CuffHello hello;
    CuffStateMessage state;
    CuffLimitsMessage limits;
    CuffArmMessage arm;
    CuffChannelMessage channel;
    CuffSelfTestMessage self_test;
    CuffLeakTestMessage leak_test;
    CuffStreamMessage stream;
    CuffAlarmAckMessage alarm_ack;
    CuffLogReadMessage log_read;
    CuffSetTimeMessage set_time;
    CuffIdentity identity;
    CuffAckMessage ack;
    CuffTelemetry telemetry;
    CuffAlarmMessage alarm;
    CuffEventMessage event;
    CuffResultMessage result;
    CuffLogMessage log;
  };
} CuffMessage;

typedef enum {
  CUFF_DECODE_OK,
  CUFF_DECODE_UNKNOWN, /* count and ignore */
  CUFF_DECODE_SHORT,   /* body shorter than the table says: refuse */
  CUFF_DECODE_RANGE,   /* a field outside its range: refuse */
} CuffDecode;

/* Reads a frame into `message`.  Extra trailing bytes are allowed (a newer minor version). */
CuffDecode cuff_message_decode (const CuffFrame *frame, CuffMessage *message);

/* Writes a message into `frame`.  Pressures that do not fit 16 bits are sent as unset (-32768). */
void cuff_message_encode (const CuffMessage *message, CuffFrame *frame);

/* CRC-32C over the adopted limits of all channels (as they stand on the wire), nonce, epoch and
 * purpose: proves that both sides mean the same limits. */
uint32_t cuff_arm_token (const CuffLimits *adopted, unsigned n_channels, uint32_t nonce,
                         uint32_t epoch, CuffArmPurpose purpose);
