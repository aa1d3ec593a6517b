/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-host.h"

#include "cuff-interlock.h"

#include <stdatomic.h>
#include <string.h>

/* Whoever halts looks so often whether it may go on. */
#define LOOK_US CUFF_MS (50)
#define SPIN_US CUFF_MS (1)
#define PARTIES 16

static struct {
  CuffClockParty *party;
  CuffClock *clock;
  guint thread;
} known[PARTIES];
static guint n_known;

static _Atomic guint halted;
static _Atomic MatrixHalt halted_how;
static _Atomic CuffTime halted_until_us;
static _Atomic gint64 wall_by_us;

static _Thread_local CuffClockParty *own;
static CuffClockPipe *_Atomic to_host;
static _Atomic gsize n_held; /* bytes for a thread that does not read */

CuffClockParty *__real_cuff_clock_join (CuffClock *clock, const char *name);
CuffClockParty *__wrap_cuff_clock_join (CuffClock *clock, const char *name);
int __real_cuff_clock_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds,
                            CuffTime deadline_us);
int __wrap_cuff_clock_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds,
                            CuffTime deadline_us);
CuffClockPipe *__real_cuff_clock_pipe_get (CuffClock *clock, const char *path,
                                           CuffPipeDirection direction);
CuffClockPipe *__wrap_cuff_clock_pipe_get (CuffClock *clock, const char *path,
                                           CuffPipeDirection direction);
void __real_cuff_clock_pipe_sent (CuffClockPipe *pipe, size_t n_bytes);
void __wrap_cuff_clock_pipe_sent (CuffClockPipe *pipe, size_t n_bytes);
CuffVerdict __real_cuff_interlock_step (CuffInterlock *interlock, const CuffInterlockInput *input);
CuffVerdict __wrap_cuff_interlock_step (CuffInterlock *interlock, const CuffInterlockInput *input);
gint64 __real_g_get_real_time (void);
gint64 __wrap_g_get_real_time (void);

/* --- Who is who -------------------------------------------------------------------------- */

static guint
find (const CuffClockParty *party)
{
  guint at = 0;
  while (at < n_known && known[at].party != party)
    at++;
  return at;
}

/* The main thread makes all parties, its own first, and each before its thread starts. */
CuffClockParty *
__wrap_cuff_clock_join (CuffClock *clock, const char *name)
{
  CuffClockParty *party = __real_cuff_clock_join (clock, name);
  if (g_str_equal (name, "main"))
    n_known = 0; /* another clock */
  guint at = find (party);
  g_assert_cmpuint (at, <, PARTIES);
  n_known = MAX (n_known, at + 1);
  known[at].party = party;
  known[at].clock = clock;
  known[at].thread = g_str_equal (name, "cuff")    ? MATRIX_THREAD_CUFF
                     : g_str_equal (name, "store") ? MATRIX_THREAD_STORE
                                                   : 0;
  return party;
}

/* --- Standing still ---------------------------------------------------------------------- */

static gboolean
is_halted (guint at, CuffTime now_us)
{
  return at < n_known && (known[at].thread & atomic_load (&halted)) != 0
         && now_us < atomic_load (&halted_until_us);
}

/* What was sent meanwhile is on its way from now on, so that time waits for it again. */
static void
count_held (void)
{
  CuffClockPipe *pipe = atomic_load (&to_host);
  gsize n_bytes = atomic_exchange (&n_held, 0);
  if (n_bytes > 0)
    __real_cuff_clock_pipe_sent (pipe, n_bytes);
}

static gboolean
stand_still (CuffClockParty *party)
{
  guint at = find (party);
  gboolean stood = FALSE;
  CuffTime now_us;
  while (at < n_known && is_halted (at, now_us = cuff_clock_now (known[at].clock))) {
    CuffTime step_us = atomic_load (&halted_how) == MATRIX_HALT_SPINNING ? SPIN_US : LOOK_US;
    CuffTime until_us = MIN (now_us + step_us, atomic_load (&halted_until_us));
    __real_cuff_clock_wait (party, NULL, 0, until_us);
    stood = TRUE;
  }
  if (stood && known[at].thread == MATRIX_THREAD_CUFF)
    count_held ();
  return stood;
}

int
__wrap_cuff_clock_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds,
                        CuffTime deadline_us)
{
  own = party;
  if (atomic_load (&halted) != 0 && atomic_load (&halted_how) != MATRIX_HALT_LOCKED)
    stand_still (party);
  int n_ready = __real_cuff_clock_wait (party, fds, n_fds, deadline_us);
  /* Its turn came in the middle of a wait that began before: it does not get as far as reading. */
  if (atomic_load (&halted) != 0 && atomic_load (&halted_how) != MATRIX_HALT_LOCKED)
    stand_still (party);
  return n_ready;
}

CuffVerdict
__wrap_cuff_interlock_step (CuffInterlock *interlock, const CuffInterlockInput *input)
{
  if (atomic_load (&halted) != 0 && atomic_load (&halted_how) == MATRIX_HALT_LOCKED && own != NULL)
    stand_still (own);
  return __real_cuff_interlock_step (interlock, input);
}

CuffClockPipe *
__wrap_cuff_clock_pipe_get (CuffClock *clock, const char *path, CuffPipeDirection direction)
{
  CuffClockPipe *pipe = __real_cuff_clock_pipe_get (clock, path, direction);
  if (direction == CUFF_PIPE_TO_HOST)
    atomic_store (&to_host, pipe);
  return pipe;
}

/* Virtual time waits for whoever reads; a thread that halts must not hold it up. */
void
__wrap_cuff_clock_pipe_sent (CuffClockPipe *pipe, size_t n_bytes)
{
  gboolean unread = (atomic_load (&halted) & MATRIX_THREAD_CUFF) != 0
                    && pipe == atomic_load (&to_host) && n_known > 0
                    && cuff_clock_now (known[0].clock) < atomic_load (&halted_until_us);
  if (unread)
    atomic_fetch_add (&n_held, n_bytes);
  else
    __real_cuff_clock_pipe_sent (pipe, n_bytes);
}

void
matrix_host_halt (guint threads, MatrixHalt way, CuffTime until_us)
{
  atomic_store (&halted_how, way);
  atomic_store (&halted_until_us, until_us);
  atomic_store (&halted, threads);
}

void
matrix_host_let_go (void)
{
  atomic_store (&halted_until_us, 0);
  count_held ();
  atomic_store (&halted, 0);
}

gboolean
matrix_host_dawdle (CuffTime wait_us)
{
  guint at = find (own);
  if (own == NULL || at >= n_known)
    return FALSE;
  __real_cuff_clock_wait (own, NULL, 0, cuff_clock_now (known[at].clock) + wait_us);
  return TRUE;
}

/* --- Wall time --------------------------------------------------------------------------- */

gint64
__wrap_g_get_real_time (void)
{
  return __real_g_get_real_time () + atomic_load (&wall_by_us);
}

void
matrix_host_step_wall (gint64 by_us)
{
  atomic_store (&wall_by_us, by_us);
}
