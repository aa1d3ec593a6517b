/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The controller's struct, in the open so that a board can place it statically.  Private all the
 * same: only the files of this room read or write a member.
 */
#pragma once

#define CUFF_TX_SIZE 1024

typedef struct {
  /* sensors; a pressure is unset while its sensor cannot be read */
  bool trusted[2];          /* its calibration makes sense */
  CuffPressure raw[2];      /* calibrated */
  CuffPressure pressure[2]; /* raw minus offset */
  CuffPressure offset[2];   /* what Zero found */
  uint32_t unreadable_us, disagree_us, over_cap_us;

  /* what is ordered; the vented modes when nothing is */
  CuffOrder order;
  uint64_t order_until_us;
  bool used; /* has been pressurised in this epoch */

  /* regulation */
  CuffRegulator regulator;
  CuffDrive drive;
  uint32_t at_target_us;

  /* proof of release */
  uint64_t vented_at_us;
  CuffPressure vented_from;
  uint32_t contact_shut_us, pressure_left_us;

  /* own clock of time under pressure */
  uint64_t under_pressure_us, below_us;

  uint32_t flags; /* the latched ones of CUFF_CHANNEL_* */
} CuffControllerChannel;

typedef struct {
  bool raised;  /* not yet withdrawn */
  bool pending; /* not yet acknowledged: repeated, and the buzzer sounds */
  uint8_t channel;
  CuffPressure value, limit;
  uint32_t t_us;
  uint64_t repeat_at_us;
} CuffControllerAlarm;

/* A self-test, a leak test or the averaging of a zero; one at a time. */
typedef struct {
  CuffTest kind; /* 0 = none runs */
  uint8_t channel;
  uint16_t mask;
  bool still; /* leak test: valves shut, air at rest */
  bool failed;
  uint32_t elapsed_us;
  uint32_t duration_us;
  uint32_t n_samples;
  int64_t sum[CUFF_CHANNELS_MAX][2];
  CuffPressure start[CUFF_CHANNELS_MAX];
} CuffControllerCheck;

typedef enum {
  CUFF_HOST_NONE,    /* no Hello since boot */
  CUFF_HOST_FOREIGN, /* another major version: may look and vent */
  CUFF_HOST_KNOWN,
} CuffHost;

struct CuffController {
  /* board; borrowed */
  const CuffHal *hal;
  CuffControllerConfig config;
  unsigned n_channels;

  /* time since boot, unwrapped */
  uint64_t now_us;
  uint32_t clock_us;
  uint64_t stepped_at_us;
  uint32_t step_us; /* length of the step under way */

  /* host */
  CuffParser parser;
  CuffHost host;
  uint32_t nonce;
  CuffLimits adopted[CUFF_CHANNELS_MAX];
  uint32_t n_ignored, n_refused;

  /* heartbeat: accepted State messages only */
  bool have_sequence, have_beat;
  uint32_t sequence;
  uint64_t beat_us, clean_since_us, refused_at_us;
  uint32_t echo_epoch;
  uint16_t echo_sequence;
  uint16_t lease_ms;
  bool buzz;

  /* last command, so that a repeated one is not done twice */
  uint8_t command, command_sequence;
  CuffResult command_result;
  uint64_t command_at_us; /* 0 = none */

  /* machine */
  CuffMachine machine;
  uint8_t flags; /* the latched ones of CUFF_DEVICE_* */
  bool lease_sounds;
  bool stop_pressed;
  uint32_t epoch; /* 0 = none alive */
  uint32_t epoch_max;
  CuffArmPurpose purpose;
  uint64_t armed_at_us, active_at_us;
  uint32_t healthy_us, empty_us, released_us;
  bool released;

  CuffControllerChannel channel[CUFF_CHANNELS_MAX];
  CuffControllerAlarm alarm[CUFF_ALARM_COUNT];
  CuffControllerCheck check;

  /* telemetry and log */
  uint16_t stream_hz;
  uint64_t telemetry_at_us;
  CuffEventMessage log[CUFF_LOG_SIZE];
  uint32_t n_logged;
  uint32_t log_next, log_end; /* rows still to be sent */

  /* bytes waiting for the board, a ring */
  uint8_t tx[CUFF_TX_SIZE];
  uint16_t tx_head, tx_used;
  uint8_t tx_sequence;
  uint64_t tx_at_us;
  uint32_t n_dropped;
};
