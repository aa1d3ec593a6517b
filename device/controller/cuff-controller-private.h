/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the controller share.  The numbers are those of PROTOCOL.md, section 7.
 */
#pragma once

#include "cuff-controller.h"

#define MS(ms) ((uint32_t) (ms) *1000u)

/* Heartbeat and arm. */
#define LEASE_PRESSURISED_MS 1500
#define CLEAN_GAP_US         MS (600)
#define CLEAN_FOR_US         MS (1000)
#define ARM_EARLIEST_US      MS (200)
#define ARM_LATEST_US        MS (10000)
#define SEQUENCE_WINDOW      1024u
#define REFUSAL_EVERY_US     MS (200)
#define REPEAT_WITHIN_US     MS (2000)

/* Own caps.  An identity may name lower ones, never higher ones. */
#define OWN_CAP           CUFF_MMHG (300)
#define OWN_CAP_TRANSIENT CUFF_MMHG (330)
#define OWN_CAP_LOP       CUFF_MMHG (330)
#define OWN_CAP_TEST      CUFF_MMHG (60)  /* puff and leak test */
#define OWN_RAMP          CUFF_MMHG (100) /* per second */
#define OWN_DISAGREE      CUFF_MMHG (10)
#define OWN_TIME_MS       1500000 /* 25 min */
#define TEST_TIME_US      MS (10000)
#define LOP_TIME_US       MS (180000)
#define OVER_CAP_US       MS (300)
#define DISAGREE_US       MS (500)
#define UNREADABLE_US     MS (50)

/* Proof of release. */
#define EMPTY               CUFF_MMHG (20)
#define RELEASED            CUFF_MMHG (10)
#define VENT_DROP           CUFF_MMHG (10)
#define VENT_DROP_WITHIN_US MS (1000)
#define VENT_EMPTY_US       MS (10000)
#define CONTACT_US          MS (500)
#define PRESSURE_LEFT_US    MS (300)
#define SETTLED_US          MS (1000)
#define CLOCK_RESET_US      MS (60000)

/* Boot, checks, reports. */
#define HEALTHY_US       MS (500)
#define BOOT_LATEST_US   MS (3000)
#define READABLE_LOWEST  CUFF_MMHG (-30) /* what the wire carries */
#define READABLE_HIGHEST CUFF_MMHG (400)
#define PLAUSIBLE_LOWEST CUFF_MMHG (-20)
#define ZERO_LARGEST     CUFF_MMHG (10)
#define CHECK_US         MS (500)
#define AT_TARGET_US     MS (500)
#define AT_TARGET_LEAST  CUFF_MMHG (3)
#define ALARM_EVERY_US   MS (1000)
#define LEAD_AFTER_US    MS (100)
#define HZ_DEFAULT       100

static inline bool
cuff_mode_pressurises (CuffMode mode)
{
  return mode == CUFF_MODE_HOLD || mode == CUFF_MODE_QUIET || mode == CUFF_MODE_LOP;
}

/* How long a condition has held without a break, in this step's measure. */
static inline uint32_t
cuff_held (uint32_t *held_us, bool holds, uint32_t step_us)
{
  if (!holds)
    *held_us = 0;
  else
    *held_us = step_us > UINT32_MAX - *held_us ? UINT32_MAX : *held_us + step_us;

  return *held_us;
}

static inline CuffPressure
cuff_lower (CuffPressure asked, CuffPressure own)
{
  return asked < own ? asked : own;
}

/* The unset value counts as `own`: an identity that names no cap gets the compiled one. */
static inline CuffPressure
cuff_cap (CuffPressure named, CuffPressure own)
{
  return cuff_pressure_is_set (named) ? cuff_lower (named, own) : own;
}

/* Why a command is refused: what was asked, and what is allowed. */
static inline CuffResult
cuff_ack_with (CuffAckMessage *ack, CuffResult result, int32_t value, int32_t limit)
{
  ack->value = value;
  ack->limit = limit;

  return result;
}

/* cuff-controller.c: the machine. */
void cuff_controller_tick (CuffController *c);
void cuff_controller_vent (CuffController *c, CuffReason reason);
void cuff_controller_stop (CuffController *c, CuffReason reason);
void cuff_controller_fault (CuffController *c, CuffAlarm alarm, CuffReason reason, unsigned channel,
                            CuffPressure value, CuffPressure limit);
void cuff_controller_become_active (CuffController *c);
bool cuff_controller_leave_fault (CuffController *c);
/* OK when the machine is idle and no check runs. */
CuffResult cuff_controller_require_idle (const CuffController *c, CuffAckMessage *ack);

/* cuff-controller-channel.c: one cuff. */
void cuff_channel_read (CuffController *c, unsigned channel);
void cuff_channel_drive (CuffController *c, unsigned channel);
void cuff_channel_order (CuffController *c, unsigned channel, const CuffOrder *order);
void cuff_channel_vent (CuffController *c, unsigned channel, CuffMode mode);
/* The highest reading of the channel; unset when no sensor can be read. */
CuffPressure cuff_channel_highest (const CuffController *c, unsigned channel);
/* False also when it cannot be known. */
bool cuff_channel_is_below (const CuffController *c, unsigned channel, CuffPressure limit);
/* Every sensor can be read, says something plausible and agrees with the other one. */
bool cuff_channel_sensors_ok (const CuffController *c, unsigned channel);
bool cuff_channel_sensors_disagree (const CuffController *c, unsigned channel);
/* What the dump valve's own contact says. */
bool cuff_channel_vent_is_open (const CuffController *c, unsigned channel);
/* With one sensor or two. */
unsigned cuff_channel_n_sensors (const CuffController *c);

/* cuff-controller-watch.c: limits, lease, proof of release. */
void cuff_controller_watch_lease (CuffController *c);
void cuff_controller_watch (CuffController *c);
bool cuff_controller_all_below (const CuffController *c, CuffPressure limit);
CuffPressure cuff_controller_highest (const CuffController *c);
uint32_t cuff_controller_time_limit_ms (const CuffController *c, unsigned channel);

/* cuff-controller-commands.c, -arm.c and -orders.c: what the host says. */
void cuff_controller_take_frame (CuffController *c, const CuffFrame *frame);
void cuff_controller_take_state (CuffController *c, const CuffMessage *message);
CuffResult cuff_controller_take_arm (CuffController *c, const CuffMessage *message,
                                     CuffAckMessage *ack);
void cuff_controller_refuse_state (CuffController *c, uint8_t sequence, CuffResult result,
                                   int32_t value, int32_t limit);

/* cuff-controller-checks.c: self-test, zero, leak test. */
CuffResult cuff_controller_take_self_test (CuffController *c, const CuffMessage *message,
                                           CuffAckMessage *ack);
CuffResult cuff_controller_take_zero (CuffController *c, const CuffMessage *message,
                                      CuffAckMessage *ack);
CuffResult cuff_controller_take_leak_test (CuffController *c, const CuffMessage *message,
                                           CuffAckMessage *ack);
void cuff_controller_run_check (CuffController *c);
void cuff_controller_abort_check (CuffController *c);

/* cuff-controller-report.c: what the host hears. */
void cuff_controller_send (CuffController *c, CuffMessage *message);
void cuff_controller_ack (CuffController *c, uint8_t command, uint8_t sequence, CuffResult result,
                          int32_t value, int32_t limit);
void cuff_controller_event (CuffController *c, CuffDeviceEvent code, int32_t argument);
void cuff_controller_raise (CuffController *c, CuffAlarm alarm, unsigned channel,
                            CuffPressure value, CuffPressure limit);
void cuff_controller_withdraw (CuffController *c, CuffAlarm alarm);
bool cuff_controller_alarm_pending (const CuffController *c);
uint8_t cuff_controller_flags (const CuffController *c);
void cuff_controller_report (CuffController *c);
void cuff_controller_flush (CuffController *c);
