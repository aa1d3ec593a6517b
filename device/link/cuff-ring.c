/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-ring.h"

#include <stdlib.h>
#include <string.h>

void
cuff_ring_init (CuffRing *ring, size_t record_size, size_t capacity)
{
  ring->n_words = (record_size + sizeof (uint64_t) - 1) / sizeof (uint64_t);
  ring->capacity = capacity;
  atomic_init (&ring->head, 0);
  ring->cells = calloc (ring->n_words * capacity, sizeof *ring->cells);
  if (ring->cells == NULL || ring->n_words > CUFF_RING_WORDS_MAX
      || (capacity & (capacity - 1)) != 0)
    abort ();
}

void
cuff_ring_clear (CuffRing *ring)
{
  free (ring->cells);
  ring->cells = NULL;
}

void
cuff_ring_push (CuffRing *ring, const void *record, size_t record_size)
{
  uint64_t words[CUFF_RING_WORDS_MAX] = { 0 };
  memcpy (words, record, record_size);
  uint64_t head = atomic_load_explicit (&ring->head, memory_order_relaxed);
  _Atomic uint64_t *cell = ring->cells + (head & (ring->capacity - 1)) * ring->n_words;
  /* Orders the head that announced the previous record before these words: a reader that sees one
   * of them also sees that its record is being overwritten. */
  atomic_thread_fence (memory_order_release);
  for (size_t i = 0; i < ring->n_words; i++)
    atomic_store_explicit (&cell[i], words[i], memory_order_relaxed);
  atomic_store_explicit (&ring->head, head + 1, memory_order_release);
}

CuffRingResult
cuff_ring_read (CuffRing *ring, uint64_t *next, void *record, size_t record_size)
{
  uint64_t words[CUFF_RING_WORDS_MAX];
  uint64_t head = atomic_load_explicit (&ring->head, memory_order_acquire);
  if (*next >= head)
    return CUFF_RING_EMPTY;
  _Atomic uint64_t *cell = ring->cells + (*next & (ring->capacity - 1)) * ring->n_words;
  for (size_t i = 0; i < ring->n_words; i++)
    words[i] = atomic_load_explicit (&cell[i], memory_order_relaxed);
  atomic_thread_fence (memory_order_acquire);
  head = atomic_load_explicit (&ring->head, memory_order_relaxed);
  if (head - *next >= ring->capacity) {
    *next = head - ring->capacity + 1;
    return CUFF_RING_OVERRUN;
  }
  memcpy (record, words, record_size);
  *next += 1;
  return CUFF_RING_OK;
}

uint64_t
cuff_ring_head (CuffRing *ring)
{
  return atomic_load_explicit (&ring->head, memory_order_acquire);
}
