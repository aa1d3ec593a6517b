/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only clock.  A thread that has anything to do with the cuff reads the time here and waits
 * here, so that the same code runs in real time and in virtual time.
 *
 * Monotonic row: now() is CLOCK_MONOTONIC, wait() is ppoll().
 * Virtual row: time stands still while anybody works.  Parties take turns: exactly one runs, and
 * it runs until it waits again.  Time moves to the earliest deadline only when every party waits,
 * none of their descriptors is readable and every byte that was sent through a pipe of this clock
 * has been received.  That makes a run with the same seed repeat byte for byte.
 */
#pragma once

#include "cuff-units.h"

#include <poll.h>
#include <stddef.h>

typedef struct CuffClock CuffClock;
typedef struct CuffClockParty CuffClockParty;
typedef struct CuffClockPipe CuffClockPipe;

/* A new clock, owned by the caller and freed after all its parties.  `speed`: at most that many
 * virtual seconds per real second; 0 = as fast as the machine can. */
CuffClock *cuff_clock_new_monotonic (void);
CuffClock *cuff_clock_new_virtual (double speed);
void cuff_clock_free (CuffClock *clock);

bool cuff_clock_is_virtual (const CuffClock *clock);

/* Microseconds; starts near 0 on the virtual clock.  Any thread. */
CuffTime cuff_clock_now (const CuffClock *clock);

/* How far CLOCK_BOOTTIME has run ahead of CLOCK_MONOTONIC: grows when the machine slept.
 * Always 0 on the virtual clock unless set by cuff_clock_pretend_sleep(). */
CuffTime cuff_clock_slept (const CuffClock *clock);
void cuff_clock_pretend_sleep (CuffClock *clock, CuffTime slept_us);

/* Announces a thread that will wait on this clock.  The creator calls it *before* the thread
 * starts, so that virtual time cannot run away meanwhile; virtual time stands still until the
 * party waits for the first time.  The name is borrowed and static. */
CuffClockParty *cuff_clock_join (CuffClock *clock, const char *name);

/* The calling thread says that `party` is its own; the first wait says so too. */
void cuff_clock_adopt (CuffClockParty *party);

/* Around a call that blocks until another party has done something (pthread_join): the calling
 * thread's party, if it has one on this clock, steps aside meanwhile.  Nothing on the monotonic
 * row. */
void cuff_clock_block_begin (CuffClock *clock);
void cuff_clock_block_end (CuffClock *clock);

/* The party leaves; called by its own thread (or by the joiner of a thread that has ended). */
void cuff_clock_leave (CuffClockParty *party);

/* Waits until one of `fds` is ready or now() >= deadline_us (CUFF_TIME_NEVER = no deadline).
 * Fills revents like poll().  Returns the number of ready descriptors, 0 when the deadline came,
 * -1 with errno set (EINTR included, monotonic row only).  Only the party's own thread. */
int cuff_clock_wait (CuffClockParty *party, struct pollfd *fds, size_t n_fds, CuffTime deadline_us);

/* Bytes on their way through a pseudo-terminal, which the kernel delivers later than write()
 * returns.  Writer and reader find the same pipe by the terminal's path and their direction.
 * On the monotonic row there are no pipes: _get returns NULL and the others accept NULL. */
typedef enum { CUFF_PIPE_TO_DEVICE, CUFF_PIPE_TO_HOST } CuffPipeDirection;

CuffClockPipe *cuff_clock_pipe_get (CuffClock *clock, const char *path,
                                    CuffPipeDirection direction);
void cuff_clock_pipe_sent (CuffClockPipe *pipe, size_t n_bytes);
void cuff_clock_pipe_received (CuffClockPipe *pipe, size_t n_bytes);

/* True while bytes are under way: a reader that found nothing should poll its descriptor again
 * instead of going to sleep.  False for NULL. */
bool cuff_clock_pipe_busy (const CuffClockPipe *pipe);

/* The reader has gone: what is under way will never be received.  NULL is allowed. */
void cuff_clock_pipe_abandon (CuffClockPipe *pipe);
/* A new reader came: counting starts anew. */
void cuff_clock_pipe_open (CuffClockPipe *pipe);
