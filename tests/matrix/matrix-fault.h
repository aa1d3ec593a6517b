/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can go wrong in a cell: a fault of the controller or of the line (device/sim), or one of
 * this computer.  One row of numbers for both: CuffFault first, the computer's behind it.
 */
#pragma once

#include "cuff-sim.h"

#include <glib.h>

typedef enum {
  MATRIX_UI_FREEZE_1 = CUFF_FAULT_COUNT, /* the main context stands still for 1 s, */
  MATRIX_UI_FREEZE_5,
  MATRIX_UI_FREEZE_10_5,
  MATRIX_UI_FREEZE_30,
  MATRIX_SLEEP, /* the computer slept for an hour */
  MATRIX_FAULT_COUNT,
} MatrixHostFault;

const char *matrix_fault_to_string (int fault);
/* MATRIX_FAULT_COUNT if unknown. */
int matrix_fault_from_string (const char *text);

/* How long the main context stands still; 0 for every other fault. */
double matrix_fault_freezes_s (int fault);

/* A controller with other caps comes in by a reset, as a newly bought one would. */
gboolean matrix_fault_needs_reset (int fault);

/* Behind a blocked hose a sensor shows an empty cuff that is full. */
gboolean matrix_fault_hides_pressure (int fault);

/* Lets it happen now, all but the standing still. */
void matrix_fault_begin (int fault, CuffSim *sim, CuffClock *clock);
