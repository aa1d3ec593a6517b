/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A board for the reference controller, and a host for it, in one plain struct: enough physics to
 * hold a pressure (the reference pneumatics), everything that can break, and memory of all that
 * was heard on the line.  Time moves only in board_run().
 */
#pragma once

#include "cuff-controller.h"

#include <glib.h>

typedef struct {
  double mmhg; /* true pressure in the bladder */
  bool held;   /* nothing moves it: a blocked hose, or a hand on the cuff */

  /* what the controller drives */
  unsigned pump_permille, valve_permille;
  bool vent_shut;

  /* what is broken */
  bool vent_stuck;                      /* the dump valve does not open, and its contact says so */
  bool contact_lies;                    /* ... and its contact says open */
  bool exhaust_sticks;                  /* the exhaust valve does not open */
  double leak_ml_s;                     /* at 60 mmHg */
  double offset_mmhg[2], gain_error[2]; /* a sensor says too much */
  bool broken[2];                       /* ... or nothing */
} BoardCuff;

typedef struct {
  CuffController controller;
  CuffControllerConfig config;
  CuffHal hal;
  uint64_t now_us;
  unsigned n_channels;
  BoardCuff cuff[CUFF_CHANNELS_MAX];
  bool stop_pressed, buzzer, line_full;
  unsigned n_kicks;

  /* The host.  While `beats`, `state` is sent every 200 ms with a new sequence. */
  bool beats;
  uint64_t beat_at_us;
  CuffStateMessage state;
  uint8_t frame_sequence;
  uint32_t nonce;

  /* heard */
  CuffParser parser;
  CuffTelemetry telemetry;
  CuffIdentity identity;
  CuffAckMessage ack;
  CuffResultMessage result;
  CuffAlarmMessage alarm;
  CuffLimits adopted[CUFF_CHANNELS_MAX];
  unsigned n_telemetry, n_identities, n_acks, n_results, n_limits, n_withdrawn;
  unsigned n_alarms[CUFF_ALARM_COUNT];
  unsigned n_events[CUFF_DEVICE_EVENT_TIME_SET + 1];
  int32_t argument[CUFF_DEVICE_EVENT_TIME_SET + 1]; /* of the last event of this code */
  GArray *log;                                      /* CuffLogMessage */
} Board;

/* Powered on and booting, cuffs empty; owned by the caller. */
Board *board_new (unsigned n_channels);
void board_free (Board *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Board, board_free)

/* Reset: the controller forgets everything, the air stays where it is. */
void board_boot (Board *board);

/* Time passes in control steps of 5 ms, heartbeats included. */
void board_run (Board *board, unsigned ms);

/* A hand on the cuff makes the pressure what it is, until it lets go. */
void board_squeeze (Board *board, unsigned channel, double mmhg);
void board_let_go (Board *board, unsigned channel);

/* Is every dump valve driven open and every pump off? */
bool board_is_vented (const Board *board);

/* The host speaks.  board_command() answers the result of the Ack, or -1 when none came. */
void board_bytes (Board *board, const uint8_t *bytes, size_t n_bytes);
void board_send (Board *board, CuffMessage message);
int board_command (Board *board, CuffMessage message);
int board_arm (Board *board, uint32_t epoch, CuffArmPurpose purpose);
int board_vent (Board *board);
int board_acknowledge (Board *board, CuffAlarm alarm);

/* Sends State now, with the next sequence; the result of its refusal, or CUFF_RESULT_OK when
 * telemetry echoes it. */
int board_beat (Board *board);

/* Changes what the heartbeats say of a channel; longest time 10 min. */
void board_order (Board *board, unsigned channel, CuffMode mode, double mmhg);

/* From power-on to the moment a person may arm: Idle, Hello, limits of 250 mmHg on all channels,
 * clean heartbeats. */
void board_make_ready (Board *board);

/* Arms a training epoch, inflates channel 0 and waits until it stands there. */
void board_inflate (Board *board, uint32_t epoch, double mmhg);

/* Runs `ms` and asserts at each step that everything stays vented. */
void board_stays_vented (Board *board, unsigned ms);
