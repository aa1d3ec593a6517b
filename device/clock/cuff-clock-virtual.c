/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns in virtual time.  Whoever finds that nobody works becomes the watcher: it looks at all
 * descriptors, lets bytes under way arrive, and otherwise moves time to the earliest deadline.
 * Then it hands the turn to one party (perhaps itself).
 */
#include "cuff-clock-private.h"

#include <errno.h>
#include <unistd.h>

/* Bytes that do not arrive within this real time never will (their reader closed the terminal). */
#define PIPE_PATIENCE_US 2000000

/* The last place is the clock's own wake descriptor, which has no owner. */
typedef struct {
  struct pollfd fds[CUFF_CLOCK_FDS_MAX + 1];
  CuffClockParty *owner[CUFF_CLOCK_FDS_MAX + 1];
  size_t n_fds;
} Watch;

static void
watch_add (Watch *watch, CuffClockParty *party)
{
  for (size_t i = 0; i < party->n_fds && watch->n_fds < CUFF_CLOCK_FDS_MAX; i++) {
    watch->fds[watch->n_fds] = party->fds[i];
    watch->fds[watch->n_fds].revents = 0;
    watch->owner[watch->n_fds++] = party;
  }
}

static void
watch_all (Watch *watch, CuffClock *clock)
{
  watch->n_fds = 0;
  for (size_t i = 0; i < CUFF_CLOCK_PARTIES_MAX; i++)
    if (clock->party[i].joined && clock->party[i].waiting)
      watch_add (watch, &clock->party[i]);
  watch->fds[watch->n_fds] = (struct pollfd){ .fd = clock->wake_fd, .events = POLLIN };
  watch->owner[watch->n_fds++] = NULL;
}

/* A watcher that is blocked does not know of whoever began to wait meanwhile.  Lock held. */
static void
wake_watcher (CuffClock *clock)
{
  uint64_t one = 1;
  if (clock->watched && write (clock->wake_fd, &one, sizeof one) < 0)
    return; /* the counter is full: it is awake */
}

/* First party in joining order with a ready descriptor; `*woken` when anything was ready. */
static CuffClockParty *
watch_ready (Watch *watch, CuffTime timeout_us, bool *woken)
{
  int n;
  do
    n = cuff_clock_poll (watch->fds, watch->n_fds, timeout_us);
  while (n < 0 && errno == EINTR);
  *woken = n > 0;
  CuffClockParty *first = NULL;
  for (size_t i = 0; *woken && i < watch->n_fds; i++) {
    if (watch->fds[i].revents == 0)
      continue;
    uint64_t count;
    if (watch->owner[i] == NULL && read (watch->fds[i].fd, &count, sizeof count) < 0)
      continue; /* another watcher has emptied it */
    if (first == NULL)
      first = watch->owner[i];
  }
  return first;
}

/* Lets everything under way reach the terminal of its reader; gives up on what never comes. */
static void
settle_pipes (CuffClock *clock)
{
  for (size_t i = 0; i < clock->n_pipes; i++) {
    CuffClockPipe *pipe = &clock->pipe[i];
    if (!cuff_clock_pipe_busy (pipe))
      continue;
    Watch watch = { .n_fds = 0 };
    bool woken = false;
    if (pipe->reader != NULL && pipe->reader->waiting)
      watch_add (&watch, pipe->reader);
    else
      watch_all (&watch, clock);
    if (watch_ready (&watch, PIPE_PATIENCE_US, &woken) == NULL && !woken)
      cuff_clock_pipe_abandon (pipe);
  }
}

static CuffClockParty *
earliest (CuffClock *clock)
{
  CuffClockParty *first = NULL;
  for (size_t i = 0; i < CUFF_CLOCK_PARTIES_MAX; i++) {
    CuffClockParty *party = &clock->party[i];
    if (party->joined && party->waiting && party->deadline_us != CUFF_TIME_NEVER
        && (first == NULL || party->deadline_us < first->deadline_us))
      first = party;
  }
  return first;
}

/* Real microseconds until virtual time may become `t_us`. */
static CuffTime
pace_us (const CuffClock *clock, CuffTime t_us)
{
  if (clock->speed <= 0)
    return 0;
  CuffTime due_us = clock->real_start_us + (CuffTime) (t_us / clock->speed);
  CuffTime left_us = due_us - cuff_clock_real_now ();
  return left_us > 0 ? left_us : 0;
}

/* Who runs next?  NULL = look again (somebody joined, or nothing has happened yet).  The lock is
 * held on entry and on return and given up while blocked. */
static CuffClockParty *
find_next (CuffClock *clock)
{
  Watch watch;
  bool woken = false;
  settle_pipes (clock);
  watch_all (&watch, clock);
  CuffClockParty *next = watch_ready (&watch, 0, &woken);
  if (next != NULL)
    return next;

  next = earliest (clock);
  CuffTime block_us = CUFF_TIME_NEVER;
  if (next != NULL)
    block_us = next->deadline_us > clock->now_us ? pace_us (clock, next->deadline_us) : 0;
  if (block_us > 0) {
    pthread_mutex_unlock (&clock->lock);
    watch_ready (&watch, block_us, &woken);
    pthread_mutex_lock (&clock->lock);
    if (woken || next == NULL || clock->n_active > 0 || !next->joined)
      return NULL;
  }
  if (next->deadline_us > clock->now_us)
    atomic_store (&clock->now_us, next->deadline_us);
  return next;
}

/* Waits for the party's turn; it has been counted as waiting already.  Lock held. */
static void
await_turn (CuffClockParty *party)
{
  CuffClock *clock = party->clock;
  while (!party->chosen) {
    if (clock->n_active > 0 || clock->watched) {
      pthread_cond_wait (&party->turn, &clock->lock);
      continue;
    }
    clock->watched = true;
    CuffClockParty *next = find_next (clock);
    clock->watched = false;
    if (next == NULL || clock->n_active > 0)
      continue;
    next->chosen = true;
    next->waiting = false;
    clock->n_active++;
    if (next != party)
      pthread_cond_signal (&next->turn);
  }
  party->chosen = false;
}

int
cuff_clock_virtual_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds,
                         CuffTime deadline_us)
{
  CuffClock *clock = party->clock;
  pthread_mutex_lock (&clock->lock);
  party->fds = fds;
  party->n_fds = n_fds;
  party->deadline_us = deadline_us;
  party->waiting = true;
  clock->n_active--;
  wake_watcher (clock);
  await_turn (party);
  pthread_mutex_unlock (&clock->lock);
  return cuff_clock_poll (fds, n_fds, 0);
}

void
cuff_clock_virtual_step_aside (CuffClockParty *party)
{
  CuffClock *clock = party->clock;
  pthread_mutex_lock (&clock->lock);
  clock->n_active--;
  cuff_clock_virtual_wake_all (clock);
  pthread_mutex_unlock (&clock->lock);
}

void
cuff_clock_virtual_come_back (CuffClockParty *party)
{
  CuffClock *clock = party->clock;
  pthread_mutex_lock (&clock->lock);
  party->fds = NULL;
  party->n_fds = 0;
  party->deadline_us = 0;
  party->waiting = true;
  wake_watcher (clock);
  await_turn (party);
  pthread_mutex_unlock (&clock->lock);
}

/* Somebody should look whether it may watch.  Lock held. */
void
cuff_clock_virtual_wake_all (CuffClock *clock)
{
  wake_watcher (clock);
  for (size_t i = 0; i < CUFF_CLOCK_PARTIES_MAX; i++)
    if (clock->party[i].joined && clock->party[i].waiting)
      pthread_cond_signal (&clock->party[i].turn);
}
