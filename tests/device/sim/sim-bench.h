/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole simulator and the smallest host on one virtual clock, for the tests of this folder.
 */
#pragma once

#include "cuff-tiny-host.h"

typedef struct {
  CuffClock *clock;
  CuffSim *sim;
  CuffTinyHost host;
} Bench;

/* The clock of the options is filled in; a seed of 0 becomes 1. */
void bench_open (Bench *bench, const CuffSimOptions *options);
void bench_close (Bench *bench);

CuffSimTruth truth_of (Bench *bench);
double now_s (Bench *bench);

/* The host beats for so long; or only listens. */
void beat_for (Bench *bench, double seconds);
void listen_for (Bench *bench, double seconds);

/* Contract 1 s, hold 5 s, relax 1 s. */
void lead_cycle (Bench *bench);

/* A name in the folder for such, apart per process; owned by the caller. */
char *sim_bench_file (const char *name);

/* The log at `path` has these parts in this order (NULL ends them).  The file is removed; what
 * stood in it is the caller's. */
char *sim_bench_take_story (const char *path, const char *const *parts);
