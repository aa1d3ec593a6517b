/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The plain values that cross every border of Ebb: wire, threads, store, screen.  No pointers, no
 * functions.  Numbers of enums that go over the wire or into the store are fixed for ever.
 */
#pragma once

#include "cuff-units.h"

#define CUFF_CHANNELS_MAX 2

/* What one channel is told to do.  Whatever pressurises is a mode; there is no separate command. */
typedef enum {
  CUFF_MODE_VENT = 0,    /* dump open, pump off; ends the epoch */
  CUFF_MODE_DEFLATE = 1, /* planned deflation: vented too, but the epoch lives on */
  CUFF_MODE_HOLD = 2,    /* regulate at the target */
  CUFF_MODE_QUIET = 3,   /* pump off, valves shut: a still window for measuring */
  CUFF_MODE_LOP = 4,     /* as HOLD, under the ceilings of an occlusion search */
} CuffMode;

/* Where the controller's machine stands, as it reports it. */
typedef enum {
  CUFF_MACHINE_BOOT = 0,
  CUFF_MACHINE_IDLE = 1,
  CUFF_MACHINE_ARMED = 2,
  CUFF_MACHINE_ACTIVE = 3,
  CUFF_MACHINE_VENTING = 4,
  CUFF_MACHINE_FAULT = 5,
} CuffMachine;

/* What an arm permits. */
typedef enum {
  CUFF_ARM_TRAINING = 0,
  CUFF_ARM_PUFF = 1, /* side check: 60 mmHg, 10 s */
  CUFF_ARM_LEAK = 2, /* leak test: 60 mmHg, 10 s */
  CUFF_ARM_LOP = 3,  /* occlusion search: 330 mmHg, 180 s */
} CuffArmPurpose;

/* Flags of one channel in telemetry. */
enum {
  CUFF_CHANNEL_VENT_OPEN = 1u << 0, /* the dump valve reports itself open */
  CUFF_CHANNEL_PUMP_ON = 1u << 1,
  CUFF_CHANNEL_AT_TARGET = 1u << 2, /* within 10 % of the target for 0.5 s */
  CUFF_CHANNEL_SENSOR_FAULT = 1u << 3,
  CUFF_CHANNEL_DISAGREE = 1u << 4,
  CUFF_CHANNEL_OVER_PRESSURE = 1u << 5,
  CUFF_CHANNEL_TIME_OVER = 1u << 6,
  CUFF_CHANNEL_LEAK = 1u << 7,
  CUFF_CHANNEL_VENT_STUCK = 1u << 8,
};

/* Flags of the whole controller in telemetry. */
enum {
  CUFF_DEVICE_SIMULATED = 1u << 0,
  CUFF_DEVICE_LEASE_OVER = 1u << 1, /* latched until the next arm */
  CUFF_DEVICE_STOP_BUTTON = 1u << 2,
  CUFF_DEVICE_BUZZER = 1u << 3,
  CUFF_DEVICE_SELF_TEST_OK = 1u << 4,
  /* Made by the host, never on the wire: what a person read on a gauge, told again until the next
   * reading. */
  CUFF_DEVICE_BY_HAND = 1u << 16,
};

/* Capability bits of an identity; a host asks these, never the model's name. */
enum {
  CUFF_CAN_LOP = 1u << 0,
  CUFF_CAN_LEAK_TEST = 1u << 1,
  CUFF_CAN_SELF_TEST = 1u << 2,
  CUFF_CAN_SECOND_SENSOR = 1u << 3,
  CUFF_CAN_LOG = 1u << 4,
  CUFF_IS_MANUAL = 1u << 30, /* made by the host, never on the wire: no cable, read by hand */
  CUFF_IS_SIMULATED = 1u << 31,
};

/* Limits of one channel: asked for by the host, adopted by the controller (never above its own). */
typedef struct {
  CuffPressure cap;          /* highest target accepted */
  CuffPressure ramp_max;     /* per second */
  uint32_t time_max_ms;      /* longest continuous time under pressure */
  CuffPressure disagree_max; /* between the two sensors */
} CuffLimits;

/* The desired state of one channel. */
typedef struct {
  CuffMode mode;
  CuffPressure target;
  CuffPressure ramp;   /* per second; 0 = as fast as the controller likes */
  uint32_t longest_ms; /* this mode ends in a vent after that time */
} CuffOrder;

/* One channel as reported in one telemetry frame. */
typedef struct {
  CuffPressure pressure;
  CuffPressure pressure_second; /* unset when there is no second sensor */
  CuffPressure target;          /* echo of what is regulated now */
  int32_t flow_dml_s;           /* regulator effort, 0.1 standard mL/s, inflow positive */
  uint8_t valve_percent;        /* exhaust opening, 0..100 */
  CuffMode mode;
  uint32_t flags;
} CuffChannelReport;

/* One telemetry frame, its time mapped to the host's clock. */
typedef struct {
  CuffTime t_us;       /* the device's time on the host's clock (minimum delay) */
  CuffTime arrived_us; /* serves staleness only */
  uint64_t device_us;  /* since the controller's boot, unwrapped */
  uint32_t epoch;      /* echo: epoch of the last State accepted; 0 = none */
  uint16_t sequence;   /* echo: low half of its sequence */
  CuffMachine machine;
  uint32_t flags;
  unsigned n_channels;
  CuffChannelReport channel[CUFF_CHANNELS_MAX];
} CuffReport;

/* Who a controller says it is. */
typedef struct {
  uint8_t major, minor;
  uint32_t nonce; /* echo of the Hello it answers */
  uint8_t n_channels;
  uint32_t capabilities;
  CuffPressure sensor_min, sensor_max;
  CuffPressure cap_hard;      /* training set point: never above this */
  CuffPressure cap_transient; /* vents at once above this */
  CuffPressure cap_lop;
  uint32_t time_cap_ms; /* own continuous clock */
  uint16_t hz_max;
  uint8_t vent_type;         /* 0 = normally open */
  uint32_t calibration_date; /* yyyymmdd, 0 = never */
  uint32_t boot_id;
  uint8_t reset_cause; /* CuffResetCause */
  char vendor[17], model[17], serial[17], firmware[13];
} CuffIdentity;

typedef enum {
  CUFF_RESET_POWER_ON = 0,
  CUFF_RESET_BROWN_OUT = 1,
  CUFF_RESET_WATCHDOG = 2,
  CUFF_RESET_SOFTWARE = 3,
} CuffResetCause;

/* How a controller answers a command. */
typedef enum {
  CUFF_RESULT_OK = 0,
  CUFF_RESULT_BAD_STATE = 1,
  CUFF_RESULT_BAD_ARGUMENT = 2,
  CUFF_RESULT_NOT_SUPPORTED = 3,
  CUFF_RESULT_ABOVE_LIMIT = 4,
  CUFF_RESULT_NOT_ARMED = 5,
  CUFF_RESULT_FAULT_LATCHED = 6,
  CUFF_RESULT_BUSY = 7,
  CUFF_RESULT_TOKEN_MISMATCH = 8,
  CUFF_RESULT_TOO_EARLY = 9,    /* no second of clean heartbeats yet, or < 0.2 s after Arm */
  CUFF_RESULT_STALE_EPOCH = 10, /* epoch not greater than the last one that ended */
  CUFF_RESULT_STALE_SEQUENCE = 11,
  CUFF_RESULT_PRESSURE_LEFT = 12, /* the cuff is not empty */
  CUFF_RESULT_DUPLICATE = 13,
} CuffResult;

/* Alarm codes A01..A12 of SAFETY.md.  Raised by the interlock and by controllers, named in app/. */
typedef enum {
  CUFF_ALARM_NONE = 0,
  CUFF_ALARM_OVER_PRESSURE = 1,
  CUFF_ALARM_NOT_DEFLATED = 2,
  CUFF_ALARM_LINK = 3,
  CUFF_ALARM_TIME = 4,
  CUFF_ALARM_DEVICE = 5,
  CUFF_ALARM_SUPERVISION = 6,
  CUFF_ALARM_OFF_TARGET = 7,
  CUFF_ALARM_LEAK = 8,
  CUFF_ALARM_BLOCKED = 9,
  CUFF_ALARM_NOBODY = 10,
  CUFF_ALARM_STORE = 11,
  CUFF_ALARM_UPKEEP = 12,
  CUFF_ALARM_COUNT = 13,
} CuffAlarm;

/* Why an epoch, a bout or a session ended.  Stored by number. */
typedef enum {
  CUFF_REASON_NONE = 0,
  CUFF_REASON_PLAN_DONE = 1,
  CUFF_REASON_USER_STOP = 2,
  CUFF_REASON_DEVICE_BUTTON = 3,
  CUFF_REASON_LEASE = 4,
  CUFF_REASON_LINK_LOST = 5,
  CUFF_REASON_DEVICE_FAULT = 6,
  CUFF_REASON_DEVICE_RESET = 7,
  CUFF_REASON_OVER_PRESSURE = 8,
  CUFF_REASON_TIME_LIMIT = 9,
  CUFF_REASON_UI_FROZEN = 10,
  CUFF_REASON_SLEEP = 11,
  CUFF_REASON_CRASH = 12,
  CUFF_REASON_SHUTDOWN = 13,
  CUFF_REASON_NOT_REACHED = 14, /* the target was not reached in time */
  CUFF_REASON_NOT_DEFLATED = 15,
  CUFF_REASON_REFUSED = 16, /* the controller refused to arm or inflate */
  CUFF_REASON_NOBODY = 17,
  CUFF_REASON_PAUSE_OVER = 18,
  CUFF_REASON_SELF_TEST = 19,
  CUFF_REASON_SENSOR = 20,
  CUFF_REASON_ORDER_OVER = 21, /* the controller vented when the time of its last order was over */
} CuffReason;

/* One repetition found in a pressure wave, or tapped. */
typedef enum {
  CUFF_REP_WAVE = 0,
  CUFF_REP_TAP = 1,
  CUFF_REP_CORRECTED = 2,
} CuffRepSource;

typedef struct {
  unsigned channel;
  CuffTime start_us, peak_us, end_us;
  uint32_t hold_ms;       /* time above 80 % of the peak */
  CuffPressure amplitude; /* of the wave freed from regulation; unset for a tap */
  uint8_t confidence_percent;
  CuffRepSource source;
} CuffRep;
