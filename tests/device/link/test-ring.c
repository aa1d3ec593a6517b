/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ring between the cuff thread and everybody else: nothing torn, nothing silently lost.
 */
#include "cuff-ring.h"

#include <glib.h>
#include <pthread.h>

typedef struct {
  uint64_t number, twice, thrice;
} Record;

static void
push (CuffRing *ring, uint64_t number)
{
  Record record = { number, number * 2, number * 3 };
  cuff_ring_push (ring, &record, sizeof record);
}

static void
assert_whole (const Record *record)
{
  g_assert_cmpuint (record->twice, ==, record->number * 2);
  g_assert_cmpuint (record->thrice, ==, record->number * 3);
}

static void
test_order (void)
{
  CuffRing ring;
  Record record;
  uint64_t next = 0;
  cuff_ring_init (&ring, sizeof record, 8);
  g_assert_cmpint (cuff_ring_read (&ring, &next, &record, sizeof record), ==, CUFF_RING_EMPTY);
  for (uint64_t i = 0; i < 5; i++)
    push (&ring, i);
  for (uint64_t i = 0; i < 5; i++) {
    g_assert_cmpint (cuff_ring_read (&ring, &next, &record, sizeof record), ==, CUFF_RING_OK);
    g_assert_cmpuint (record.number, ==, i);
    assert_whole (&record);
  }
  g_assert_cmpint (cuff_ring_read (&ring, &next, &record, sizeof record), ==, CUFF_RING_EMPTY);
  cuff_ring_clear (&ring);
}

/* A reader that slept too long is told so, once, and goes on with the oldest that is left. */
static void
test_overrun (void)
{
  CuffRing ring;
  Record record;
  uint64_t next = 0;
  cuff_ring_init (&ring, sizeof record, 8);
  for (uint64_t i = 0; i < 20; i++)
    push (&ring, i);
  g_assert_cmpint (cuff_ring_read (&ring, &next, &record, sizeof record), ==, CUFF_RING_OVERRUN);
  g_assert_cmpuint (next, ==, 13); /* the eighth-youngest may be in the middle of being replaced */
  for (uint64_t i = 13; i < 20; i++) {
    g_assert_cmpint (cuff_ring_read (&ring, &next, &record, sizeof record), ==, CUFF_RING_OK);
    g_assert_cmpuint (record.number, ==, i);
  }
  cuff_ring_clear (&ring);
}

#define N_PUSHED 200000

static void *
write_many (void *ring)
{
  for (uint64_t i = 0; i < N_PUSHED; i++)
    push (ring, i);
  return NULL;
}

/* One writer at full speed over a tiny ring, two readers: every record a reader gets is whole and
 * later than the one before. */
static void *
read_many (void *data)
{
  CuffRing *ring = data;
  Record record;
  uint64_t next = 0, last = 0;
  while (next < N_PUSHED) {
    if (cuff_ring_read (ring, &next, &record, sizeof record) != CUFF_RING_OK)
      continue;
    assert_whole (&record);
    g_assert_true (record.number == 0 || record.number > last);
    last = record.number;
  }
  return NULL;
}

static void
test_race (void)
{
  CuffRing ring;
  pthread_t threads[3];
  cuff_ring_init (&ring, sizeof (Record), 16);
  pthread_create (&threads[0], NULL, read_many, &ring);
  pthread_create (&threads[1], NULL, read_many, &ring);
  pthread_create (&threads[2], NULL, write_many, &ring);
  for (int i = 0; i < 3; i++)
    pthread_join (threads[i], NULL);
  cuff_ring_clear (&ring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ring/order", test_order);
  g_test_add_func ("/ring/overrun", test_overrun);
  g_test_add_func ("/ring/race", test_race);
  return g_test_run ();
}
