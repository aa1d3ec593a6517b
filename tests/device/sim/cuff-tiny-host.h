/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The smallest host that can inflate a cuff: opens the port, greets, asks for limits, beats, arms.
 * For tests of the simulator alone; the real one is device/link.
 */
#pragma once

#include "cuff-message.h"
#include "cuff-sim.h"

#include <glib.h>

typedef struct {
  CuffClock *clock;
  CuffClockParty *party;
  CuffClockPipe *to_host, *to_device;
  int fd;
  bool gone; /* the port has hung up */

  uint8_t frame_sequence;
  uint32_t sequence;
  CuffTime beat_at_us;
  CuffStateMessage state;
  CuffLimits adopted[CUFF_CHANNELS_MAX];
  uint32_t nonce;

  CuffParser parser;
  GByteArray *heard; /* owned: every byte of the controller */
  GByteArray *sent;  /* owned: every byte to it */
  unsigned n_telemetry, n_silent_beats;
  CuffIdentity identity;
  CuffTelemetry last;
} CuffTinyHost;

/* Joins the clock as the calling thread's party.  Before the simulator starts: alone on a virtual
 * clock it would race through the years. */
void cuff_tiny_host_join (CuffTinyHost *host, CuffClock *clock);
void cuff_tiny_host_open (CuffTinyHost *host, const char *path);
/* The port is back after it had gone. */
void cuff_tiny_host_reopen (CuffTinyHost *host, const char *path);
/* Leaves the port and the clock. */
void cuff_tiny_host_close (CuffTinyHost *host);

/* Beats (unless `quiet`) and listens until that time. */
void cuff_tiny_host_run (CuffTinyHost *host, double until_s);
void cuff_tiny_host_listen (CuffTinyHost *host, double until_s);

void cuff_tiny_host_send (CuffTinyHost *host, CuffMessage *message);

/* Waits for the controller to boot, greets, agrees on limits, beats, arms, and orders the pressure
 * on channel 0. */
void cuff_tiny_host_inflate (CuffTinyHost *host, double target_mmhg);
