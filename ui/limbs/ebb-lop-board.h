/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets of a search: banner, number, plot, taps, result.  They hold no truth.
 */
#pragma once

#include "ebb-lop-run-state.h"
#include "ebb-sweep.h"

typedef struct {
  /* borrowed: in the tree */
  GtkWidget *banner, *run, *what, *detail;
  GtkWidget *limb, *pressure, *target, *clock, *trials;
  GtkWidget *taps, *heard, *gone, *back;
  GtkWidget *begin, *finish, *keep, *again, *ask;
  EbbSweep *sweep;
} EbbLopBoard;

/* The whole content of the page. */
GtkWidget *ebb_lop_board_build (EbbLopBoard *board);
/* `kept`: the result is on its way to the disk. */
void ebb_lop_board_show (EbbLopBoard *board, const EbbLopRunShown *shown, gboolean kept);
