/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One direction of the cable, and what faults do to it: frames lost, doubled, overtaken, late,
 * bytes flipped, drowned or mangled.  (Faults of valves, pump, bladder and sensors are in
 * cuff-plant, those of the controller itself in cuff-sim-board.)  Pure: a state, the time as an
 * argument, the bytes to a sink.
 */
#pragma once

#include "cuff-random.h"
#include "cuff-sim.h"

#include <stddef.h>

#define CUFF_LINE_FRAME_MAX  256
/* Three seconds of a line of 115200 Bd, every frame twice. */
#define CUFF_LINE_BYTES_MAX  (80 * 1024)
#define CUFF_LINE_PIECES_MAX 4096

typedef enum { CUFF_LINE_TO_HOST, CUFF_LINE_TO_DEVICE } CuffLineWay;

typedef void (*CuffLineSink) (void *user, const uint8_t *bytes, size_t n_bytes);

typedef struct {
  CuffTime due_us;
  size_t n_bytes;
} CuffLinePiece;

typedef struct {
  CuffLineWay way;
  CuffLineSink sink;
  void *user;
  CuffRandom random;
  bool on[CUFF_FAULT_COUNT];

  uint8_t frame[CUFF_LINE_FRAME_MAX]; /* collected up to its delimiter */
  size_t n_frame;
  bool zeros_pass;                   /* a STOP is going by */
  uint8_t held[CUFF_LINE_FRAME_MAX]; /* waits to be overtaken */
  size_t n_held;
  bool echo_kept; /* stale-sequence: the echo that is repeated */
  uint32_t epoch_kept;
  uint16_t sequence_kept;
  CuffTime flooded_us; /* random bytes have been poured up to here */

  /* what is late, oldest first: two rings */
  uint8_t byte[CUFF_LINE_BYTES_MAX];
  size_t byte_head, n_bytes;
  CuffLinePiece piece[CUFF_LINE_PIECES_MAX];
  size_t piece_head, n_pieces;
  CuffTime last_due_us;
} CuffLine;

void cuff_line_init (CuffLine *line, CuffLineWay way, uint64_t seed, CuffLineSink sink, void *user);

/* Begins or ends a fault of the line; others, and those that do not go this way, are nothing to
 * it. */
void cuff_line_set_fault (CuffLine *line, CuffFault fault, bool on, CuffTime now_us);

/* Bytes enter the line.  What is collected into frames is passed on with its delimiter. */
void cuff_line_send (CuffLine *line, CuffTime now_us, const uint8_t *bytes, size_t n_bytes);

/* Something that is no frame enters it: another device at this end. */
void cuff_line_talk (CuffLine *line, CuffTime now_us, const uint8_t *bytes, size_t n_bytes);

/* Time passes: what is due arrives, a flood flows. */
void cuff_line_step (CuffLine *line, CuffTime now_us);

/* What faults that lie about the controller make of one whole frame, in place: it has room for
 * CUFF_LINE_FRAME_MAX.  Returns its length, 0 = it is lost.  In cuff-line-lies.c. */
size_t cuff_line_lie (CuffLine *line, uint8_t *frame, size_t n_bytes);
