/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Delays in microseconds, collected, and printed as a row of p50, p99 and max.
 */
#pragma once

#include "cuff-units.h"

#include <glib.h>

/* An empty collection; owned by the caller, freed with g_array_unref(). */
GArray *bench_stats_new (void);

/* Adds a delay.  NULL is allowed and takes nothing. */
void bench_stats_add (GArray *stats, CuffTime delay_us);

/* Nearest rank, `share` 0..1; 0 when nothing was collected. */
CuffTime bench_stats_percentile (const GArray *stats, double share);

/* The heading of the rows below. */
void bench_stats_print_heading (const char *title);

/* One row in milliseconds: ours, the floor of the same run (NULL = none), and the aim in words
 * with its value for p99 or, where the aim is for every single one, for max. */
typedef struct {
  const char *what;
  const GArray *ours, *floor;
  double aim_ms; /* 0 = no aim */
  bool aim_is_max;
} BenchRow;

void bench_stats_print (const BenchRow *row);
