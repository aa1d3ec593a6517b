/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can go wrong in a cell: a fault of the controller or of the line (device/sim), or one of
 * this computer, of its disk, or of the people before it.  One row of numbers for all: CuffFault
 * first, the others behind it.
 */
#pragma once

#include "cuff-sim.h"

#include <glib.h>

typedef enum {
  MATRIX_UI_FREEZE_1 = CUFF_FAULT_COUNT, /* the main context stands still for 1 s, */
  MATRIX_UI_FREEZE_5,
  MATRIX_UI_FREEZE_10_5,
  MATRIX_UI_FREEZE_30,
  MATRIX_SLEEP,     /* the computer slept for an hour */
  MATRIX_STOP_0_5,  /* the whole program stands still (SIGSTOP) for 0.5 s, */
  MATRIX_STOP_1_6,  /* and for longer than the lease, */
  MATRIX_STOP_60,   /* and for a minute */
  MATRIX_LINK_DEAD, /* the cuff thread does nothing any more, */
  MATRIX_LINK_LOCKED,
  MATRIX_LINK_SPINS,
  MATRIX_WRITER_DEAD, /* the store thread does nothing any more */
  MATRIX_WRITER_SLOW, /* each flush takes 10 s; this and what follows lasts 30 s */
  MATRIX_DISK_IS_FULL,
  MATRIX_DISK_IS_READ_ONLY,
  MATRIX_DISK_IO_FAILS,
  MATRIX_DB_LOCKED,    /* another program writes into the file */
  MATRIX_WALL_FORWARD, /* the wall clock jumps by an hour, */
  MATRIX_WALL_BACK,    /* or back by ten years */
  MATRIX_DOUBLE_START, /* start, again, from another window and from another program */
  MATRIX_SCREEN_LOCK,  /* nobody sees or touches the program any more */
  MATRIX_END_IN_FAULT, /* nothing is heard, and half a second later somebody ends it */
  /* From here on the program itself ends: cells of tests/process/fault-matrix.py. */
  MATRIX_KILLED,
  MATRIX_CRASHED, /* SIGSEGV */
  MATRIX_ABORTED,
  MATRIX_NO_MEMORY,
  MATRIX_FAULT_COUNT,
} MatrixHostFault;

const char *matrix_fault_to_string (int fault);
/* MATRIX_FAULT_COUNT if unknown. */
int matrix_fault_from_string (const char *text);

/* How long the main context stands still; 0 for every other fault. */
double matrix_fault_freezes_s (int fault);

/* A controller with other caps comes in by a reset, as a newly bought one would. */
gboolean matrix_fault_needs_reset (int fault);

/* The cuff cannot notice it: not one sample of it may be missing in the record. */
gboolean matrix_fault_keeps_rows (int fault);

/* Only a program of its own can suffer it. */
gboolean matrix_fault_is_of_process (int fault);

/* Of the program or of this computer, so that only a whole program shows it. */
gboolean matrix_fault_needs_program (int fault);

/* Lets it happen now, all but the standing still of the main context and what people do. */
void matrix_fault_begin (int fault, CuffSim *sim, CuffClock *clock);
/* What lasts for a while only is over, or everything is. */
void matrix_fault_tick (CuffTime now_us);
void matrix_fault_end (void);
