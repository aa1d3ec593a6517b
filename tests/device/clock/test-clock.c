/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clock all safety timing stands on: turns, deadlines, bytes under way, sleep.
 */
#include "cuff-clock.h"

#include <fcntl.h>
#include <glib.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#define N_WALKERS 3

typedef struct {
  CuffClockParty *party;
  CuffClock *clock;
  CuffTime step_us;
  unsigned n_steps;
  GString *log; /* shared: safe because the parties take turns */
  char name;
} Walker;

static void *
walk (void *data)
{
  Walker *walker = data;
  for (unsigned i = 1; i <= walker->n_steps; i++) {
    CuffTime deadline_us = walker->step_us * i;
    cuff_clock_wait (walker->party, NULL, 0, deadline_us);
    g_assert_cmpint (cuff_clock_now (walker->clock), ==, deadline_us);
    g_string_append_c (walker->log, walker->name);
  }
  cuff_clock_leave (walker->party);
  return NULL;
}

/* Three threads with steps of 2, 3 and 5 ms: every one must see exactly its own deadlines, in an
 * order that depends on time and joining order alone. */
static char *
walk_together (double speed)
{
  CuffClock *clock = cuff_clock_new_virtual (speed);
  g_autoptr (GString) log = g_string_new (NULL);
  Walker walkers[N_WALKERS] = { { .step_us = 2000, .n_steps = 15, .name = 'a' },
                                { .step_us = 3000, .n_steps = 10, .name = 'b' },
                                { .step_us = 5000, .n_steps = 6, .name = 'c' } };
  pthread_t threads[N_WALKERS];
  for (int i = 0; i < N_WALKERS; i++) {
    walkers[i].clock = clock;
    walkers[i].log = log;
    walkers[i].party = cuff_clock_join (clock, "walker");
  }
  for (int i = 0; i < N_WALKERS; i++)
    pthread_create (&threads[i], NULL, walk, &walkers[i]);
  for (int i = 0; i < N_WALKERS; i++)
    pthread_join (threads[i], NULL);
  g_assert_cmpint (cuff_clock_now (clock), ==, 30000);
  cuff_clock_free (clock);
  return g_strdup (log->str);
}

static void
test_turns (void)
{
  g_autofree char *first = walk_together (0);
  g_autoptr (GString) wanted = g_string_new (NULL);
  for (int t_ms = 1; t_ms <= 30; t_ms++) {
    if (t_ms % 2 == 0)
      g_string_append_c (wanted, 'a');
    if (t_ms % 3 == 0)
      g_string_append_c (wanted, 'b');
    if (t_ms % 5 == 0)
      g_string_append_c (wanted, 'c');
  }
  g_assert_cmpstr (first, ==, wanted->str);
  for (int i = 0; i < 20; i++) {
    g_autofree char *again = walk_together (0);
    g_assert_cmpstr (again, ==, first);
  }
}

/* A pseudo-terminal delivers late; virtual time must wait for it.  The writer sends one byte each
 * millisecond; the reader must see it at the very moment it was sent. */
typedef struct {
  CuffClock *clock;
  CuffClockParty *party;
  CuffClockPipe *pipe;
  int fd;
  unsigned n_bytes;
} End;

static void *
write_bytes (void *data)
{
  End *end = data;
  for (unsigned i = 1; i <= end->n_bytes; i++) {
    cuff_clock_wait (end->party, NULL, 0, CUFF_MS (i));
    uint8_t byte = (uint8_t) i;
    g_assert_cmpint (write (end->fd, &byte, 1), ==, 1);
    cuff_clock_pipe_sent (end->pipe, 1);
  }
  cuff_clock_leave (end->party);
  return NULL;
}

static void *
read_bytes (void *data)
{
  End *end = data;
  for (unsigned i = 1; i <= end->n_bytes; i++) {
    struct pollfd fd = { .fd = end->fd, .events = POLLIN };
    g_assert_cmpint (cuff_clock_wait (end->party, &fd, 1, CUFF_SECONDS (1000)), ==, 1);
    uint8_t byte = 0;
    g_assert_cmpint (read (end->fd, &byte, 1), ==, 1);
    cuff_clock_pipe_received (end->pipe, 1);
    g_assert_cmpuint (byte, ==, (uint8_t) i);
    g_assert_cmpint (cuff_clock_now (end->clock), ==, CUFF_MS (i));
  }
  cuff_clock_leave (end->party);
  return NULL;
}

static void
test_bytes_under_way (void)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  g_autofree char *path = g_strdup (ptsname (master));
  int slave = open (path, O_RDWR | O_NOCTTY);
  struct termios raw;
  tcgetattr (slave, &raw);
  cfmakeraw (&raw);
  tcsetattr (slave, TCSANOW, &raw);

  CuffClock *clock = cuff_clock_new_virtual (0);
  CuffClockPipe *pipe = cuff_clock_pipe_get (clock, path, CUFF_PIPE_TO_HOST);
  g_assert_true (pipe == cuff_clock_pipe_get (clock, path, CUFF_PIPE_TO_HOST));
  g_assert_true (pipe != cuff_clock_pipe_get (clock, path, CUFF_PIPE_TO_DEVICE));
  End writer = { clock, cuff_clock_join (clock, "writer"), pipe, master, 3000 };
  End reader = { clock, cuff_clock_join (clock, "reader"), pipe, slave, 3000 };
  pthread_t threads[2];
  pthread_create (&threads[0], NULL, write_bytes, &writer);
  pthread_create (&threads[1], NULL, read_bytes, &reader);
  pthread_join (threads[0], NULL);
  pthread_join (threads[1], NULL);
  cuff_clock_free (clock);
  close (slave);
  close (master);
}

/* While somebody works time stands still, however long the work takes. */
static void *
wait_once (void *data)
{
  End *end = data;
  cuff_clock_wait (end->party, NULL, 0, CUFF_MS (1));
  cuff_clock_leave (end->party);
  return NULL;
}

static void
test_work_takes_no_time (void)
{
  CuffClock *clock = cuff_clock_new_virtual (0);
  CuffClockParty *self = cuff_clock_join (clock, "main");
  cuff_clock_adopt (self);
  End other = { .clock = clock, .party = cuff_clock_join (clock, "other") };
  pthread_t thread;
  pthread_create (&thread, NULL, wait_once, &other);
  struct pollfd nothing = { .fd = -1 };
  poll (&nothing, 1, 20); /* real time passes */
  g_assert_cmpint (cuff_clock_now (clock), ==, 0);
  /* Joining the other thread would dead-lock if this party did not step aside. */
  cuff_clock_block_begin (clock);
  pthread_join (thread, NULL);
  cuff_clock_block_end (clock);
  g_assert_cmpint (cuff_clock_now (clock), ==, CUFF_MS (1));
  cuff_clock_leave (self);
  cuff_clock_free (clock);
}

static void
test_descriptor_beats_deadline (void)
{
  CuffClock *clock = cuff_clock_new_virtual (0);
  CuffClockParty *self = cuff_clock_join (clock, "main");
  int fd = eventfd (1, EFD_CLOEXEC);
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
  g_assert_cmpint (cuff_clock_wait (self, &poll_fd, 1, CUFF_SECONDS (5)), ==, 1);
  g_assert_cmpint (cuff_clock_now (clock), ==, 0);
  uint64_t count;
  g_assert_cmpint (read (fd, &count, sizeof count), ==, sizeof count);
  g_assert_cmpint (cuff_clock_wait (self, &poll_fd, 1, CUFF_SECONDS (5)), ==, 0);
  g_assert_cmpint (cuff_clock_now (clock), ==, CUFF_SECONDS (5));
  close (fd);
  cuff_clock_leave (self);
  cuff_clock_free (clock);
}

static void
test_pace (void)
{
  gint64 before_us = g_get_monotonic_time ();
  g_autofree char *log = walk_together (0.5); /* 30 virtual ms at half speed: never below 60 */
  g_assert_nonnull (log);
  g_assert_cmpint (g_get_monotonic_time () - before_us, >=, 55000);
}

static void
test_sleep_is_seen (void)
{
  CuffClock *clock = cuff_clock_new_monotonic ();
  g_assert_cmpint (cuff_clock_slept (clock), <, CUFF_MS (10));
  cuff_clock_pretend_sleep (clock, CUFF_SECONDS (60));
  /* Two clocks are read one after the other: some microseconds either way. */
  g_assert_cmpint (cuff_clock_slept (clock), >, CUFF_SECONDS (60) - CUFF_MS (10));
  cuff_clock_free (clock);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/virtual/turns", test_turns);
  g_test_add_func ("/clock/virtual/bytes-under-way", test_bytes_under_way);
  g_test_add_func ("/clock/virtual/work-takes-no-time", test_work_takes_no_time);
  g_test_add_func ("/clock/virtual/descriptor-beats-deadline", test_descriptor_beats_deadline);
  g_test_add_func ("/clock/virtual/pace", test_pace);
  g_test_add_func ("/clock/monotonic/sleep-is-seen", test_sleep_is_seen);
  return g_test_run ();
}
