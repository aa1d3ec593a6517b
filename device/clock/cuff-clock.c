/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-clock-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

_Thread_local CuffClockParty *cuff_clock_own_party;

static CuffTime
read_clock (clockid_t id)
{
  struct timespec now;
  clock_gettime (id, &now);
  return (CuffTime) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

CuffTime
cuff_clock_real_now (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

static CuffTime
real_sleep_us (void)
{
  return read_clock (CLOCK_BOOTTIME) - read_clock (CLOCK_MONOTONIC);
}

/* poll() with microseconds; CUFF_TIME_NEVER blocks. */
int
cuff_clock_poll (struct pollfd *fds, size_t n_fds, CuffTime timeout_us)
{
  if (timeout_us == CUFF_TIME_NEVER)
    return ppoll (fds, n_fds, NULL, NULL);
  if (timeout_us < 0)
    timeout_us = 0;
  struct timespec timeout = { .tv_sec = timeout_us / 1000000,
                              .tv_nsec = timeout_us % 1000000 * 1000 };
  return ppoll (fds, n_fds, &timeout, NULL);
}

static CuffClock *
clock_new (bool is_virtual, double speed)
{
  CuffClock *clock = calloc (1, sizeof *clock);
  if (clock == NULL)
    abort ();
  clock->is_virtual = is_virtual;
  clock->speed = speed;
  clock->wake_fd = is_virtual ? eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
  clock->real_start_us = cuff_clock_real_now ();
  clock->slept_before_us = real_sleep_us ();
  pthread_mutex_init (&clock->lock, NULL);
  return clock;
}

CuffClock *
cuff_clock_new_monotonic (void)
{
  return clock_new (false, 1);
}

CuffClock *
cuff_clock_new_virtual (double speed)
{
  return clock_new (true, speed > 0 ? speed : 0);
}

void
cuff_clock_free (CuffClock *clock)
{
  if (clock == NULL)
    return;
  if (clock->wake_fd >= 0)
    close (clock->wake_fd);
  pthread_mutex_destroy (&clock->lock);
  free (clock);
}

bool
cuff_clock_is_virtual (const CuffClock *clock)
{
  return clock->is_virtual;
}

CuffTime
cuff_clock_now (const CuffClock *clock)
{
  return clock->is_virtual ? atomic_load (&clock->now_us) : cuff_clock_real_now ();
}

CuffTime
cuff_clock_slept (const CuffClock *clock)
{
  CuffTime pretended_us = atomic_load (&clock->slept_us);
  return clock->is_virtual ? pretended_us
                           : real_sleep_us () - clock->slept_before_us + pretended_us;
}

void
cuff_clock_pretend_sleep (CuffClock *clock, CuffTime slept_us)
{
  atomic_fetch_add (&clock->slept_us, slept_us);
}

CuffClockParty *
cuff_clock_join (CuffClock *clock, const char *name)
{
  CuffClockParty *party = NULL;
  pthread_mutex_lock (&clock->lock);
  for (size_t i = 0; i < CUFF_CLOCK_PARTIES_MAX && party == NULL; i++)
    if (!clock->party[i].joined)
      party = &clock->party[i];
  if (party == NULL)
    abort (); /* a programming error: the parties are counted on one hand */
  memset (party, 0, sizeof *party);
  party->clock = clock;
  party->name = name;
  party->joined = true;
  pthread_cond_init (&party->turn, NULL);
  clock->n_active++;
  pthread_mutex_unlock (&clock->lock);
  return party;
}

void
cuff_clock_adopt (CuffClockParty *party)
{
  cuff_clock_own_party = party;
}

void
cuff_clock_leave (CuffClockParty *party)
{
  if (party == NULL)
    return;
  CuffClock *clock = party->clock;
  pthread_mutex_lock (&clock->lock);
  if (!party->waiting)
    clock->n_active--;
  party->joined = false;
  pthread_cond_destroy (&party->turn);
  for (size_t i = 0; i < clock->n_pipes; i++)
    if (clock->pipe[i].reader == party)
      clock->pipe[i].reader = NULL;
  if (cuff_clock_own_party == party)
    cuff_clock_own_party = NULL;
  cuff_clock_virtual_wake_all (clock);
  pthread_mutex_unlock (&clock->lock);
}

int
cuff_clock_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds, CuffTime deadline_us)
{
  cuff_clock_own_party = party;
  if (party->clock->is_virtual)
    return cuff_clock_virtual_wait (party, fds, n_fds, deadline_us);
  CuffTime timeout_us =
      deadline_us == CUFF_TIME_NEVER ? CUFF_TIME_NEVER : deadline_us - cuff_clock_real_now ();
  return cuff_clock_poll (fds, n_fds, timeout_us);
}

void
cuff_clock_block_begin (CuffClock *clock)
{
  CuffClockParty *party = cuff_clock_own_party;
  if (clock->is_virtual && party != NULL && party->clock == clock)
    cuff_clock_virtual_step_aside (party);
}

void
cuff_clock_block_end (CuffClock *clock)
{
  CuffClockParty *party = cuff_clock_own_party;
  if (clock->is_virtual && party != NULL && party->clock == clock)
    cuff_clock_virtual_come_back (party);
}

CuffClockPipe *
cuff_clock_pipe_get (CuffClock *clock, const char *path, CuffPipeDirection direction)
{
  if (!clock->is_virtual)
    return NULL;
  CuffClockPipe *found = NULL;
  pthread_mutex_lock (&clock->lock);
  for (size_t i = 0; i < clock->n_pipes && found == NULL; i++)
    if (clock->pipe[i].direction == direction && strcmp (clock->pipe[i].path, path) == 0)
      found = &clock->pipe[i];
  if (found == NULL && clock->n_pipes < CUFF_CLOCK_PIPES_MAX
      && strlen (path) < sizeof clock->pipe[0].path) {
    found = &clock->pipe[clock->n_pipes++];
    snprintf (found->path, sizeof found->path, "%s", path);
    found->direction = direction;
    found->open = true;
  }
  pthread_mutex_unlock (&clock->lock);
  return found;
}

void
cuff_clock_pipe_sent (CuffClockPipe *pipe, size_t n_bytes)
{
  if (pipe != NULL)
    atomic_fetch_add (&pipe->n_sent, n_bytes);
}

void
cuff_clock_pipe_received (CuffClockPipe *pipe, size_t n_bytes)
{
  if (pipe == NULL)
    return;
  pipe->reader = cuff_clock_own_party;
  atomic_fetch_add (&pipe->n_received, n_bytes);
}

bool
cuff_clock_pipe_busy (const CuffClockPipe *pipe)
{
  return pipe != NULL && pipe->open
         && atomic_load (&pipe->n_received) < atomic_load (&pipe->n_sent);
}

void
cuff_clock_pipe_abandon (CuffClockPipe *pipe)
{
  if (pipe != NULL)
    pipe->open = false;
}

void
cuff_clock_pipe_open (CuffClockPipe *pipe)
{
  if (pipe == NULL)
    return;
  pipe->open = true;
  pipe->reader = cuff_clock_own_party;
  atomic_store (&pipe->n_received, atomic_load (&pipe->n_sent));
}
