/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the fuzz targets share: the entry that libFuzzer and replay.c call, an input that is read
 * like a script, and a promise whose breaking ends the run.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Also true in builds without assertions; the abort is what libFuzzer and replay.c take note of. */
#define FUZZ_CHECK(promise, ...)                                                                   \
  do {                                                                                             \
    if (!(promise)) {                                                                              \
      fprintf (stderr, "%s:%d: broken: %s: ", __FILE__, __LINE__, #promise);                       \
      fprintf (stderr, __VA_ARGS__);                                                               \
      fputc ('\n', stderr);                                                                        \
      abort ();                                                                                    \
    }                                                                                              \
  } while (0)

/* Past the end every number is 0, so that any bytes are a whole script. */
typedef struct {
  const uint8_t *at; /* borrowed */
  size_t n_left;
} FuzzInput;

static inline uint8_t
fuzz_u8 (FuzzInput *input)
{
  if (input->n_left == 0)
    return 0;
  input->n_left--;

  return *input->at++;
}

static inline uint16_t
fuzz_u16 (FuzzInput *input)
{
  uint16_t low = fuzz_u8 (input);

  return (uint16_t) (low | fuzz_u8 (input) << 8);
}

static inline uint32_t
fuzz_u32 (FuzzInput *input)
{
  uint32_t low = fuzz_u16 (input);

  return low | (uint32_t) fuzz_u16 (input) << 16;
}

/* The next bytes, at most `n_wanted` of them; borrowed. */
static inline const uint8_t *
fuzz_bytes (FuzzInput *input, size_t n_wanted, size_t *n_bytes)
{
  const uint8_t *bytes = input->at;

  *n_bytes = n_wanted < input->n_left ? n_wanted : input->n_left;
  input->at += *n_bytes;
  input->n_left -= *n_bytes;

  return bytes;
}
