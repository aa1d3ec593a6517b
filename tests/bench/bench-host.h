/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The near ends.  BenchCuff is one real CuffLink that is greeted, armed and held at pressure again
 * and again, so that it can be stopped again and again.  BenchBare is the floor: a thread that
 * polls a bare terminal and an eventfd, and nothing else.
 */
#pragma once

#include "bench-device.h"
#include "cuff-link.h"

/* Used by one thread; only bench_cuff_tick() may come from another. */
typedef struct {
  CuffClock *clock;
  CuffLink *link;
  BenchDevice *device; /* borrowed */
  unsigned far;
  unsigned n_channels;
  guint64 next_event, next_report;
  bool ready;           /* armed, and the far end reports the hold */
  bool armed;           /* from asking for an arm until proven deflated */
  bool closing;         /* not armed again */
  CuffTime stopped_us;  /* when we called stop; 0 = not stopping */
  CuffTime lost_us;     /* when LOST was read; 0 = not lost */
  unsigned n_surprises; /* ended, refused or lost without our asking */

  /* borrowed, may be NULL: byte to ring, byte to the reader awake; stop to the link's write() done,
   * stop to the far end */
  GArray *ring_us, *reader_us, *written_us, *stop_us;
} BenchCuff;

void bench_cuff_open (BenchCuff *cuff, BenchDevice *device, unsigned far);
/* What a main loop does when the link says that there is something new. */
void bench_cuff_turn (BenchCuff *cuff);
void bench_cuff_stop (BenchCuff *cuff);
/* The window lives. */
void bench_cuff_tick (BenchCuff *cuff);
void bench_cuff_close (BenchCuff *cuff);

typedef struct BenchBare BenchBare;

/* Opens the terminal of a bare far end and starts the thread. */
BenchBare *bench_bare_start (BenchDevice *device, unsigned far);
/* Wakes the thread, which writes a STOP; any thread. */
void bench_bare_stop (BenchBare *bare);
/* When it had written it; 0 = not yet. */
CuffTime bench_bare_get_written (BenchBare *bare);
/* Ends the thread; the delays of the pings, owned by the caller. */
GArray *bench_bare_finish (BenchBare *bare);
