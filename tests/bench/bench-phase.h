/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stretch of real time in which telemetry comes in, heartbeats go out and links are stopped.
 */
#pragma once

#include "bench-host.h"

/* Cuffs whose telemetry and heartbeats are timed: one and two channels. */
#define BENCH_MEASURED 2
/* Cuffs that are stopped; each again when it is proven deflated and armed anew, in about 1.3 s. */
#define BENCH_POOL     36
#define BENCH_CUFFS    (BENCH_MEASURED + BENCH_POOL)

typedef struct {
  /* what */
  bool measured; /* the cuffs of BENCH_MEASURED take part */
  unsigned n_stops;
  CuffTime length_us;
  bool loaded, blocked;
  const char *folder;

  /* the parts */
  CuffClock *clock;
  BenchDevice *device;
  BenchBare *bare;
  unsigned first, n_cuffs; /* of cuff[] */
  BenchCuff cuff[BENCH_CUFFS];
  GRand *chance;
  unsigned next_stopped, n_asked;
  bool bare_turn;
  CuffTime bare_stopped_us; /* 0 = none under way */
  CuffTime next_tick_us;
  _Atomic bool done;

  /* the figures */
  GArray *ring_us[BENCH_MEASURED], *reader_us, *ping_us, *gaps_us;
  GArray *written_us, *stop_us, *bare_written_us, *bare_stop_us;
  unsigned n_surprises;
  bool raised;
} BenchPhase;

/* Runs what the first block says; the last block is the answer.  Ends the program when the machine
 * gives no terminal, thread or process. */
void bench_phase_run (BenchPhase *phase);
/* Frees the figures. */
void bench_phase_clear (BenchPhase *phase);

/* Says `what` with errno's reason and ends the program. */
void bench_complain (const char *what) G_GNUC_NORETURN;
