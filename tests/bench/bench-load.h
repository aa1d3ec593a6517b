/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A busy machine: processes that compute, and one that flushes a file again and again.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#define BENCH_HOGS 8

typedef struct {
  pid_t pid[BENCH_HOGS + 1];
  unsigned n_pids;
} BenchLoad;

/* The flushed file stands, unnamed, in `folder`.  The processes end with the calling thread. */
bool bench_load_begin (BenchLoad *load, const char *folder);
/* They stop where they are, or go on. */
void bench_load_rest (BenchLoad *load, bool rest);
void bench_load_end (BenchLoad *load);
