/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What faults do to the line from the controller to the host.  (Faults of valves, pump, bladder
 * and sensors are in cuff-plant, those of the controller itself in cuff-sim; the names of all are
 * in cuff-fault.c.)  Pure.
 */
#pragma once

#include "cuff-random.h"
#include "cuff-sim.h"

#include <stddef.h>

/* Longest piece a send of `n_bytes` can become. */
#define CUFF_LINE_GARBAGE_MAX   24
#define CUFF_LINE_ROOM(n_bytes) ((n_bytes) * (CUFF_LINE_GARBAGE_MAX + 1) + CUFF_LINE_FRAME_MAX)
#define CUFF_LINE_FRAME_MAX     256

typedef struct {
  CuffRandom random;
  bool silent, garbage, bit_errors, drops;
  uint8_t frame[CUFF_LINE_FRAME_MAX]; /* collected up to its delimiter */
  size_t n_frame;
} CuffLine;

void cuff_line_init (CuffLine *line, uint64_t seed);

/* Begins a fault of the line; others are nothing to it. */
void cuff_line_break (CuffLine *line, CuffFault fault);

/* What comes out at the far end for these bytes; out has CUFF_LINE_ROOM (n_bytes).  A frame is
 * passed on when its delimiter has come.  Returns how many bytes. */
size_t cuff_line_send (CuffLine *line, const uint8_t *bytes, size_t n_bytes, uint8_t *out);
