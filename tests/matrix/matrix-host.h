/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes wrong with this computer while virtual time goes on: threads of the program that stand
 * still, a wall clock that jumps.  The linker hands the product's own calls of the clock to this
 * file (meson.build, --wrap); no line of the product knows of it.
 */
#pragma once

#include "cuff-clock.h"

#include <glib.h>

typedef enum {
  MATRIX_THREAD_CUFF = 1 << 0,
  MATRIX_THREAD_STORE = 1 << 1,
} MatrixThreads;

typedef enum {
  MATRIX_HALT_WAITING,  /* it never comes back from its wait: stopped, or dead */
  MATRIX_HALT_LOCKED,   /* in the middle of its work, with what it holds */
  MATRIX_HALT_SPINNING, /* busy with nothing, each millisecond */
} MatrixHalt;

/* Those threads do nothing until `until_us` (CUFF_TIME_NEVER = until they are let go). */
void matrix_host_halt (guint threads, MatrixHalt way, CuffTime until_us);
void matrix_host_let_go (void);

/* The wall clock goes its own way by so much; 0 = as it was. */
void matrix_host_step_wall (gint64 by_us);

/* For a disk that takes its time: the calling thread, a party of the clock, waits in virtual time.
 * FALSE where the thread is none. */
gboolean matrix_host_dawdle (CuffTime wait_us);
