/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Random numbers of the simulator: xoshiro256++ (Blackman and Vigna, public domain), seeded by
 * splitmix64.  Our own, because the same seed must give the same bytes on every machine and
 * library.  Each user takes a stream of its own, so that one more draw here moves nothing there.
 */
#pragma once

#include <math.h>
#include <stdint.h>

typedef struct {
  uint64_t word[4];
} CuffRandom;

static inline void
cuff_random_init (CuffRandom *random, uint64_t seed, uint64_t stream)
{
  uint64_t state = seed ^ (stream * 0xD1B54A32D192ED03u);

  for (int i = 0; i < 4; i++) {
    state += 0x9E3779B97F4A7C15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    random->word[i] = z ^ (z >> 31);
  }
}

static inline uint64_t
cuff_random_rotate (uint64_t value, int bits)
{
  return (value << bits) | (value >> (64 - bits));
}

static inline uint64_t
cuff_random_next (CuffRandom *random)
{
  uint64_t *s = random->word;
  uint64_t result = cuff_random_rotate (s[0] + s[3], 23) + s[0];
  uint64_t t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = cuff_random_rotate (s[3], 45);
  return result;
}

/* 0 <= x < 1 */
static inline double
cuff_random_uniform (CuffRandom *random)
{
  return (double) (cuff_random_next (random) >> 11) * 0x1.0p-53;
}

/* Mean 0, standard deviation 1 (Box and Muller; the second value is not kept, so that the state
 * is the four words alone). */
static inline double
cuff_random_normal (CuffRandom *random)
{
  double radius = sqrt (-2.0 * log (1.0 - cuff_random_uniform (random)));

  return radius * cos (6.283185307179586 * cuff_random_uniform (random));
}

/* Normal around `mean`, drawn in to mean +- 2.5 sd: people vary, they do not explode. */
static inline double
cuff_random_spread (CuffRandom *random, double mean, double sd)
{
  double deviation = cuff_random_normal (random);

  return mean + sd * fmax (-2.5, fmin (2.5, deviation));
}
