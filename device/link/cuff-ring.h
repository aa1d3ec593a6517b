/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records from one writer to any number of readers, without a lock: a ring of C11-atomic words.
 * Preallocated; the writer never waits, readers notice when they were overtaken.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CUFF_RING_WORDS_MAX 64

typedef struct {
  size_t n_words;          /* of one record */
  size_t capacity;         /* records, a power of two */
  _Atomic uint64_t head;   /* sequence number of the next record */
  _Atomic uint64_t *cells; /* owned */
} CuffRing;

typedef enum { CUFF_RING_OK, CUFF_RING_EMPTY, CUFF_RING_OVERRUN } CuffRingResult;

/* Room for `capacity` (a power of two) records of `record_size` bytes (at most 512).  Aborts when
 * memory is short: called once, before anything is connected. */
void cuff_ring_init (CuffRing *ring, size_t record_size, size_t capacity);
void cuff_ring_clear (CuffRing *ring);

/* Appends a record.  Writer's thread only; never blocks, never allocates. */
void cuff_ring_push (CuffRing *ring, const void *record, size_t record_size);

/* Reads record `*next` and steps on.  After an overrun `*next` is moved to the oldest record that
 * is safe to read and nothing is copied.  Any thread; `record_size` as given to init. */
CuffRingResult cuff_ring_read (CuffRing *ring, uint64_t *next, void *record, size_t record_size);

/* Sequence number the next pushed record will get. */
uint64_t cuff_ring_head (CuffRing *ring);
