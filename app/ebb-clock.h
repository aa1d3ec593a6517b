/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application's door to the clock of device/clock: the default main context becomes one of its
 * parties, the store thread gets its functions, and wall time is read here alone.
 */
#pragma once

#include "cuff-clock.h"
#include "ebb-store.h"

typedef struct EbbClock EbbClock;

/* Takes ownership of `clock`.  One per process: the default main context's poll function goes
 * through it from here on. */
EbbClock *ebb_clock_new (CuffClock *clock);
void ebb_clock_free (EbbClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbClock, ebb_clock_free)

CuffClock *ebb_clock_get_cuff_clock (EbbClock *clock);

/* TRUE in practice with a simulated cuff: no real one may be driven on this clock. */
gboolean ebb_clock_is_virtual (EbbClock *clock);

/* Monotonic microseconds of the injected clock.  Any thread. */
gint64 ebb_clock_now_us (EbbClock *clock);

/* Wall time, for records only. */
gint64 ebb_clock_wall_unix_us (void);
int ebb_clock_utc_offset_min (gint64 unix_us);

/* What ebb_store_open() wants; lives as long as the clock. */
const EbbStoreTime *ebb_clock_get_store_time (EbbClock *clock);

/* A source for the default main context that fires when `fd` is readable (-1 = none), and at
 * latest every `period_ms` of the injected clock.  The callback is a GSourceFunc. */
GSource *ebb_clock_source_new (EbbClock *clock, int fd, guint period_ms);

/* Main thread: blocks until `fd` is readable or the deadline has come, without turning the main
 * loop.  For the way out only. */
void ebb_clock_wait_fd (EbbClock *clock, int fd, gint64 deadline_us);
