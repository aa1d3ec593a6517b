/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cuff-clock.h"

#include <pthread.h>
#include <stdatomic.h>

#define CUFF_CLOCK_PARTIES_MAX 8
#define CUFF_CLOCK_PIPES_MAX   8
#define CUFF_CLOCK_FDS_MAX     32

struct CuffClockParty {
  CuffClock *clock;
  const char *name; /* borrowed, static */
  bool joined;
  /* virtual row, under the clock's lock */
  pthread_cond_t turn;
  bool waiting;
  bool chosen;
  struct pollfd *fds; /* borrowed while waiting */
  size_t n_fds;
  CuffTime deadline_us;
};

struct CuffClockPipe {
  char path[64];
  CuffPipeDirection direction;
  CuffClockParty *reader; /* borrowed: whoever received last */
  bool open;
  _Atomic uint64_t n_sent, n_received;
};

struct CuffClock {
  bool is_virtual;
  double speed;
  _Atomic CuffTime now_us;
  _Atomic CuffTime slept_us;
  CuffTime slept_before_us;
  pthread_mutex_t lock;
  CuffClockParty party[CUFF_CLOCK_PARTIES_MAX];
  CuffClockPipe pipe[CUFF_CLOCK_PIPES_MAX];
  size_t n_pipes;
  int n_active; /* parties at work: 0 or 1 once all have waited */
  bool watched; /* somebody looks for the next turn */
  int wake_fd;  /* tells a blocked watcher to look again; -1 on the monotonic row */
  CuffTime real_start_us;
};

extern _Thread_local CuffClockParty *cuff_clock_own_party;

CuffTime cuff_clock_real_now (void);
int cuff_clock_poll (struct pollfd *fds, size_t n_fds, CuffTime timeout_us);

int cuff_clock_virtual_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds,
                             CuffTime deadline_us);
void cuff_clock_virtual_step_aside (CuffClockParty *party);
void cuff_clock_virtual_come_back (CuffClockParty *party);
void cuff_clock_virtual_wake_all (CuffClock *clock);
