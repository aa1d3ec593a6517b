/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-line.h"

#include <string.h>

#define DROP_SHARE        0.1
#define DROP_SHARE_HALF   0.5
#define BIT_ERROR_RATE    1e-4
#define BIT_ERROR_HIGH    1e-2
/* Garbage comes about every third frame. */
#define GARBAGE_SHARE     0.3
#define GARBAGE_MAX       24
#define DUPLICATE_SHARE   0.5
#define REORDER_SHARE     0.3
#define DELAY_US          CUFF_MS (500)
#define DELAY_LONG_US     CUFF_SECONDS (3)
#define FLOOD_BYTES_PER_S 1000000
/* A thread that was held up does not pour it all at once. */
#define FLOOD_ONCE_MAX    20000

#define DAMAGED_MAX (CUFF_LINE_FRAME_MAX + GARBAGE_MAX)

static const CuffFault line_faults[] = {
  CUFF_FAULT_NO_REPLY,       CUFF_FAULT_SILENCE,     CUFF_FAULT_GARBAGE,
  CUFF_FAULT_FLOOD,          CUFF_FAULT_BIT_ERRORS,  CUFF_FAULT_BIT_ERRORS_HIGH,
  CUFF_FAULT_DROPS,          CUFF_FAULT_DROPS_HALF,  CUFF_FAULT_WRONG_ECHO,
  CUFF_FAULT_STALE_SEQUENCE, CUFF_FAULT_CAPS_ABSURD, CUFF_FAULT_CAPS_MISSING,
};

static const CuffFault line_faults_both_ways[] = {
  CUFF_FAULT_DUPLICATES, CUFF_FAULT_REORDER, CUFF_FAULT_DELAY,    CUFF_FAULT_DELAY_LONG,
  CUFF_FAULT_BAUD,       CUFF_FAULT_NMEA,    CUFF_FAULT_AT_MODEM,
};

static bool
is_listed (const CuffFault *faults, size_t n_faults, CuffFault fault)
{
  for (size_t i = 0; i < n_faults; i++)
    if (faults[i] == fault)
      return true;
  return false;
}

void
cuff_line_init (CuffLine *line, CuffLineWay way, uint64_t seed, CuffLineSink sink, void *user)
{
  memset (line, 0, sizeof *line);
  line->way = way;
  line->sink = sink;
  line->user = user;
  cuff_random_init (&line->random, seed, way == CUFF_LINE_TO_HOST ? 50 : 51);
}

static bool
happens (CuffLine *line, double share)
{
  return cuff_random_uniform (&line->random) < share;
}

/* Late bytes ------------------------------------------------------------------------------- */

static void
keep_for_later (CuffLine *line, CuffTime due_us, const uint8_t *bytes, size_t n_bytes)
{
  if (line->n_bytes + n_bytes > CUFF_LINE_BYTES_MAX || line->n_pieces == CUFF_LINE_PIECES_MAX)
    return; /* a buffer somewhere on the way is full */

  for (size_t i = 0; i < n_bytes; i++)
    line->byte[(line->byte_head + line->n_bytes + i) % CUFF_LINE_BYTES_MAX] = bytes[i];
  line->n_bytes += n_bytes;
  line->piece[(line->piece_head + line->n_pieces++) % CUFF_LINE_PIECES_MAX] =
      (CuffLinePiece){ .due_us = due_us, .n_bytes = n_bytes };
  line->last_due_us = due_us;
}

static void
deliver_oldest (CuffLine *line)
{
  uint8_t out[2 * DAMAGED_MAX];
  size_t n_left = line->piece[line->piece_head].n_bytes;

  line->piece_head = (line->piece_head + 1) % CUFF_LINE_PIECES_MAX;
  line->n_pieces--;
  line->n_bytes -= n_left;
  while (n_left > 0) {
    size_t n_now = n_left < sizeof out ? n_left : sizeof out;
    for (size_t i = 0; i < n_now; i++)
      out[i] = line->byte[(line->byte_head + i) % CUFF_LINE_BYTES_MAX];
    line->byte_head = (line->byte_head + n_now) % CUFF_LINE_BYTES_MAX;
    n_left -= n_now;
    line->sink (line->user, out, n_now);
  }
}

/* Never before what was sent earlier: a cable does not let bytes overtake. */
static void
arrive (CuffLine *line, CuffTime now_us, const uint8_t *bytes, size_t n_bytes)
{
  CuffTime due_us = now_us;

  if (line->on[CUFF_FAULT_DELAY])
    due_us += DELAY_US;
  if (line->on[CUFF_FAULT_DELAY_LONG])
    due_us += DELAY_LONG_US;
  if (line->n_pieces > 0 && due_us < line->last_due_us)
    due_us = line->last_due_us;

  if (due_us > now_us)
    keep_for_later (line, due_us, bytes, n_bytes);
  else
    line->sink (line->user, bytes, n_bytes);
}

/* Damage to bytes -------------------------------------------------------------------------- */

/* What a receiver at twice the rate makes of one byte: it samples each bit twice, takes the first
 * half of the byte for a whole one, and often the second half for another. */
static size_t
hear_twice_as_fast (uint8_t byte, uint8_t *out)
{
  const int n_samples = 20;
  uint32_t sent = (uint32_t) byte << 1 | 1u << 9; /* start bit 0, eight bits, stop bit 1 */
  size_t n_out = 0;

  for (int at = 0; at < n_samples; at++) {
    uint8_t heard = 0;
    if ((sent >> (at / 2) & 1) != 0)
      continue; /* the line rests */
    for (int bit = 0; bit < 8; bit++) {
      int sample = at + 1 + bit;
      if (sample >= n_samples || (sent >> (sample / 2) & 1) != 0)
        heard |= (uint8_t) (1u << bit);
    }
    out[n_out++] = heard;
    at += 9;
  }
  return n_out;
}

static void
flip_bits (CuffLine *line, double rate, uint8_t *bytes, size_t n_bytes)
{
  for (size_t bit = 0; bit < n_bytes * 8; bit++)
    if (happens (line, rate))
      bytes[bit / 8] ^= (uint8_t) (1u << (bit % 8));
}

/* Bytes as the wire changes them, whatever they are. */
static void
cross (CuffLine *line, CuffTime now_us, const uint8_t *bytes, size_t n_bytes)
{
  uint8_t heard[2 * DAMAGED_MAX];
  size_t n_heard = 0;

  if (!line->on[CUFF_FAULT_BAUD]) {
    arrive (line, now_us, bytes, n_bytes);
    return;
  }
  for (size_t i = 0; i < n_bytes; i++) {
    n_heard += hear_twice_as_fast (bytes[i], heard + n_heard);
    if (n_heard + 2 > sizeof heard || i + 1 == n_bytes) {
      arrive (line, now_us, heard, n_heard);
      n_heard = 0;
    }
  }
}

/* Frames ----------------------------------------------------------------------------------- */

static void
put_frame (CuffLine *line, CuffTime now_us, const uint8_t *frame, size_t n_frame)
{
  uint8_t out[DAMAGED_MAX];
  size_t n_garbage = 0;

  if (line->on[CUFF_FAULT_GARBAGE] && happens (line, GARBAGE_SHARE)) {
    n_garbage = 1 + cuff_random_next (&line->random) % GARBAGE_MAX;
    for (size_t i = 0; i < n_garbage; i++)
      out[i] = (uint8_t) cuff_random_next (&line->random);
  }
  memcpy (out + n_garbage, frame, n_frame);
  if (line->on[CUFF_FAULT_BIT_ERRORS])
    flip_bits (line, BIT_ERROR_RATE, out + n_garbage, n_frame);
  if (line->on[CUFF_FAULT_BIT_ERRORS_HIGH])
    flip_bits (line, BIT_ERROR_HIGH, out + n_garbage, n_frame);
  cross (line, now_us, out, n_garbage + n_frame);
}

static void
put_in_order (CuffLine *line, CuffTime now_us, const uint8_t *frame, size_t n_frame)
{
  if (line->on[CUFF_FAULT_REORDER] && line->n_held == 0 && happens (line, REORDER_SHARE)) {
    memcpy (line->held, frame, n_frame);
    line->n_held = n_frame;
    return;
  }
  put_frame (line, now_us, frame, n_frame);
  if (line->n_held > 0)
    put_frame (line, now_us, line->held, line->n_held);
  line->n_held = 0;
}

static bool
is_mute (const CuffLine *line)
{
  return line->on[CUFF_FAULT_SILENCE] || line->on[CUFF_FAULT_FLOOD] || line->on[CUFF_FAULT_NMEA]
         || line->on[CUFF_FAULT_AT_MODEM];
}

/* The collected frame leaves, in the shape the faults give it. */
static void
pass_frame (CuffLine *line, CuffTime now_us)
{
  size_t n_frame = line->n_frame;

  line->n_frame = 0;
  if ((line->on[CUFF_FAULT_DROPS] && happens (line, DROP_SHARE))
      || (line->on[CUFF_FAULT_DROPS_HALF] && happens (line, DROP_SHARE_HALF)))
    return;
  n_frame = cuff_line_lie (line, line->frame, n_frame);
  if (n_frame == 0)
    return;
  if (line->on[CUFF_FAULT_DUPLICATES] && happens (line, DUPLICATE_SHARE))
    put_in_order (line, now_us, line->frame, n_frame);
  put_in_order (line, now_us, line->frame, n_frame);
}

/* Towards the controller a sound line passes pieces of frames too: a STOP has no frame. */
static bool
collects (const CuffLine *line)
{
  return line->way == CUFF_LINE_TO_HOST || line->on[CUFF_FAULT_DUPLICATES]
         || line->on[CUFF_FAULT_REORDER];
}

/* One zero in front belongs to its frame: doubled or overtaken alone, it would make a STOP of its
 * neighbours.  More zeros than that are a STOP and pass at once. */
static void
collect (CuffLine *line, CuffTime now_us, uint8_t byte)
{
  static const uint8_t zeros[2] = { 0 };
  bool after_zero = line->n_frame == 1 && line->frame[0] == 0;

  line->zeros_pass = byte == 0 && (line->zeros_pass || after_zero);
  if (line->zeros_pass) {
    cross (line, now_us, zeros, after_zero ? 2 : 1);
    line->n_frame = 0;
    return;
  }
  line->frame[line->n_frame++] = byte;
  bool ends = byte == 0 && line->n_frame > 1;
  if (ends || line->n_frame == CUFF_LINE_FRAME_MAX)
    pass_frame (line, now_us);
}

void
cuff_line_send (CuffLine *line, CuffTime now_us, const uint8_t *bytes, size_t n_bytes)
{
  if (is_mute (line)) {
    line->n_frame = 0;
    return;
  }
  if (!collects (line)) {
    cross (line, now_us, bytes, n_bytes);
    return;
  }
  for (size_t i = 0; i < n_bytes; i++)
    collect (line, now_us, bytes[i]);
}

void
cuff_line_talk (CuffLine *line, CuffTime now_us, const uint8_t *bytes, size_t n_bytes)
{
  cross (line, now_us, bytes, n_bytes);
}

/* Ending ------------------------------------------------------------------------------------ */

/* Nobody is left to overtake, or to complete the frame. */
static void
let_go (CuffLine *line, CuffTime now_us)
{
  if (!line->on[CUFF_FAULT_REORDER] && line->n_held > 0) {
    put_frame (line, now_us, line->held, line->n_held);
    line->n_held = 0;
  }
  if (!collects (line) && line->n_frame > 0) {
    cross (line, now_us, line->frame, line->n_frame);
    line->n_frame = 0;
  }
}

void
cuff_line_set_fault (CuffLine *line, CuffFault fault, bool on, CuffTime now_us)
{
  const size_t n_one = sizeof line_faults / sizeof line_faults[0];
  const size_t n_both = sizeof line_faults_both_ways / sizeof line_faults_both_ways[0];

  if (!is_listed (line_faults_both_ways, n_both, fault)
      && (line->way == CUFF_LINE_TO_DEVICE || !is_listed (line_faults, n_one, fault)))
    return;
  line->on[fault] = on;
  if (fault == CUFF_FAULT_STALE_SEQUENCE)
    line->echo_kept = false;
  line->flooded_us = now_us;
  let_go (line, now_us);
}

static void
flood (CuffLine *line, CuffTime now_us)
{
  uint8_t out[DAMAGED_MAX];
  CuffTime n_left = (now_us - line->flooded_us) * FLOOD_BYTES_PER_S / CUFF_SECONDS (1);

  line->flooded_us = now_us;
  n_left = n_left < FLOOD_ONCE_MAX ? n_left : FLOOD_ONCE_MAX;
  while (n_left > 0) {
    size_t n_now = n_left < (CuffTime) sizeof out ? (size_t) n_left : sizeof out;
    for (size_t i = 0; i < n_now; i++)
      out[i] = (uint8_t) cuff_random_next (&line->random);
    n_left -= (CuffTime) n_now;
    cross (line, now_us, out, n_now);
  }
}

void
cuff_line_step (CuffLine *line, CuffTime now_us)
{
  while (line->n_pieces > 0 && line->piece[line->piece_head].due_us <= now_us)
    deliver_oldest (line);
  if (line->on[CUFF_FAULT_FLOOD])
    flood (line, now_us);
}
