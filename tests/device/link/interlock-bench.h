/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guard on the bench: samples of 10 ms are played to it, and it is asked when it first speaks.
 */
#pragma once

#include "cuff-interlock.h"

#include <glib.h>

#define STEP_US CUFF_MS (10)
#define LOP     CUFF_MMHG (180)
#define TARGET  CUFF_MMHG (110)

typedef struct {
  CuffInterlock interlock;
  CuffReport report;
  CuffInterlockInput input;
  CuffTime t_us;
} Bench;

static inline void
bench_init (Bench *bench)
{
  CuffInterlockConfig config = {
    .n_channels = 1,
    .channel = { { .lop = LOP,
                   .cap = CUFF_MMHG (300),
                   .cap_transient = CUFF_MMHG (330),
                   .continuous_limit_us = CUFF_SECONDS (20 * 60) } },
  };
  *bench = (Bench){ 0 };
  cuff_interlock_init (&bench->interlock, &config);
  bench->report.n_channels = 1;
  bench->report.machine = CUFF_MACHINE_ACTIVE;
  bench->report.epoch = 7;
  bench->report.channel[0] = (CuffChannelReport){
    .pressure = TARGET, .pressure_second = TARGET, .target = TARGET, .mode = CUFF_MODE_HOLD
  };
  bench->input.intent = (CuffIntent){ .epoch = 7, .active = true };
}

static inline CuffVerdict
step (Bench *bench)
{
  bench->t_us += STEP_US;
  bench->report.t_us = bench->report.arrived_us = bench->t_us;
  bench->input.now_us = bench->t_us;
  bench->input.report = &bench->report;
  return cuff_interlock_step (&bench->interlock, &bench->input);
}

/* Plays the same sample until the guard demands a vent; returns after how long, or -1. */
static inline CuffTime
time_to_vent (Bench *bench, CuffTime patience_us, CuffReason *reason)
{
  CuffTime start_us = bench->t_us;
  while (bench->t_us - start_us < patience_us) {
    CuffVerdict verdict = step (bench);
    if (verdict.vent) {
      *reason = verdict.reason;
      return bench->t_us - start_us;
    }
  }
  return -1;
}
