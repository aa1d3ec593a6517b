/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-fault.h"

#include <string.h>

#define DROP_SHARE     0.1
#define BIT_ERROR_RATE 1e-4
/* Garbage comes about every third frame. */
#define GARBAGE_SHARE  0.3

static const char *const fault_names[CUFF_FAULT_COUNT] = {
  [CUFF_FAULT_NONE] = "none",
  [CUFF_FAULT_SILENCE] = "silence",
  [CUFF_FAULT_RESET] = "reset",
  [CUFF_FAULT_POWER_LOSS] = "power-loss",
  [CUFF_FAULT_VENT_STUCK] = "vent-stuck",
  [CUFF_FAULT_PUMP_STUCK] = "pump-stuck",
  [CUFF_FAULT_LEAK_FAST] = "leak-fast",
  [CUFF_FAULT_LEAK_SLOW] = "leak-slow",
  [CUFF_FAULT_SENSOR_OFFSET] = "sensor-offset",
  [CUFF_FAULT_SENSOR_STUCK] = "sensor-stuck",
  [CUFF_FAULT_GARBAGE] = "garbage",
  [CUFF_FAULT_BIT_ERRORS] = "bit-errors",
  [CUFF_FAULT_DROPS] = "drops",
  [CUFF_FAULT_VANISH] = "vanish",
  [CUFF_FAULT_STOP_BUTTON] = "stop-button",
};

const char *
cuff_fault_to_string (CuffFault fault)
{
  return (unsigned) fault < CUFF_FAULT_COUNT ? fault_names[fault] : NULL;
}

CuffFault
cuff_fault_from_string (const char *text)
{
  for (int i = 0; text != NULL && i < CUFF_FAULT_COUNT; i++)
    if (strcmp (fault_names[i], text) == 0)
      return (CuffFault) i;
  return CUFF_FAULT_COUNT;
}

void
cuff_line_init (CuffLine *line, uint64_t seed)
{
  memset (line, 0, sizeof *line);
  cuff_random_init (&line->random, seed, 50);
}

void
cuff_line_break (CuffLine *line, CuffFault fault)
{
  line->silent |= fault == CUFF_FAULT_SILENCE;
  line->garbage |= fault == CUFF_FAULT_GARBAGE;
  line->bit_errors |= fault == CUFF_FAULT_BIT_ERRORS;
  line->drops |= fault == CUFF_FAULT_DROPS;
}

static bool
happens (CuffLine *line, double share)
{
  return cuff_random_uniform (&line->random) < share;
}

static size_t
add_garbage (CuffLine *line, uint8_t *out)
{
  size_t n_bytes = 1 + cuff_random_next (&line->random) % CUFF_LINE_GARBAGE_MAX;

  for (size_t i = 0; i < n_bytes; i++)
    out[i] = (uint8_t) cuff_random_next (&line->random);
  return n_bytes;
}

static void
flip_bits (CuffLine *line, uint8_t *bytes, size_t n_bytes)
{
  for (size_t bit = 0; bit < n_bytes * 8; bit++)
    if (happens (line, BIT_ERROR_RATE))
      bytes[bit / 8] ^= (uint8_t) (1u << (bit % 8));
}

/* The collected frame leaves, in the shape the faults give it. */
static size_t
pass_frame (CuffLine *line, uint8_t *out)
{
  size_t n_bytes = line->n_frame;
  size_t n_garbage = 0;

  line->n_frame = 0;
  if (line->silent || (line->drops && happens (line, DROP_SHARE)))
    return 0;
  if (line->garbage && happens (line, GARBAGE_SHARE))
    n_garbage = add_garbage (line, out);
  memcpy (out + n_garbage, line->frame, n_bytes);
  if (line->bit_errors)
    flip_bits (line, out + n_garbage, n_bytes);
  return n_garbage + n_bytes;
}

size_t
cuff_line_send (CuffLine *line, const uint8_t *bytes, size_t n_bytes, uint8_t *out)
{
  size_t n_out = 0;

  for (size_t i = 0; i < n_bytes; i++) {
    line->frame[line->n_frame++] = bytes[i];
    if (bytes[i] == 0 || line->n_frame == CUFF_LINE_FRAME_MAX)
      n_out += pass_frame (line, out + n_out);
  }
  return n_out;
}
