/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The far ends of many cables, all on one thread: the smallest thing that passes for a controller
 * and writes down when bytes came.  A real controller has a processor of its own, so the thread
 * asks for real-time priority; without the right to it, it goes on without.
 */
#pragma once

#include "cuff-units.h"

#include <glib.h>

#define BENCH_FARS_MAX 128

typedef enum {
  BENCH_FAR_CUFF, /* speaks CuffWire */
  BENCH_FAR_BARE, /* the floor: sends frames of the same size that hold nothing but their time */
} BenchFarKind;

typedef struct {
  BenchFarKind kind;
  unsigned n_channels;
  unsigned hz; /* telemetry frames a second */
} BenchFarOptions;

typedef struct BenchDevice BenchDevice;

/* Opens a pseudo-terminal for each and starts the thread; NULL with errno set on failure. */
BenchDevice *bench_device_start (const BenchFarOptions *options, unsigned n_fars);

/* Whether the thread got its real-time priority. */
bool bench_device_is_raised (BenchDevice *device);

/* "/dev/pts/N"; borrowed. */
const char *bench_device_get_path (const BenchDevice *device, unsigned far);

/* What is written down from here on counts: gaps between heartbeats, pings of the floor. */
void bench_device_record (BenchDevice *device);
bool bench_device_is_recording (BenchDevice *device);

/* Forgets earlier STOPs; the next three zeros in a row are noted with their time. */
void bench_device_expect_stop (BenchDevice *device, unsigned far);
/* When they came; 0 = not yet. */
CuffTime bench_device_get_stop (BenchDevice *device, unsigned far);

/* Pulls the cable, soon. */
void bench_device_unplug (BenchDevice *device, unsigned far);
/* When it was pulled; 0 = not yet. */
CuffTime bench_device_get_unplugged (BenchDevice *device, unsigned far);

/* Ends the thread and closes the terminals. */
void bench_device_finish (BenchDevice *device);
/* Microseconds between the heartbeats of a far end; borrowed; after bench_device_finish(). */
const GArray *bench_device_get_gaps (const BenchDevice *device, unsigned far);
void bench_device_free (BenchDevice *device);

/* What the floor's frames hold: their time in microseconds, in the machine's byte order. */
#define BENCH_PING_SIZE 32
