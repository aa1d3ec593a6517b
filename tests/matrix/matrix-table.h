/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of faults: one cell is a fault in a phase, with what must come of it.
 */
#pragma once

#include "ebb-records.h"
#include "matrix-fault.h"

typedef enum {
  MATRIX_ARMED,
  MATRIX_SEARCH, /* of the occlusion pressure */
  MATRIX_INFLATING,
  MATRIX_EXERCISE,
  MATRIX_REST,
  MATRIX_DEFLATING,
  MATRIX_PHASE_COUNT,
} MatrixPhase;

typedef enum {
  MATRIX_RELEASE_WITHIN, /* `release_s` */
  MATRIX_RELEASE_PLAN,
  MATRIX_RELEASE_BY_HAND,
} MatrixRelease;

typedef struct {
  int fault; /* CuffFault or MatrixHostFault */
  MatrixPhase phase;
  MatrixRelease release;
  double release_s;
  guint32 alarms_must, alarms_may; /* bits 1 << CuffAlarm */
  guint ends;                      /* bits 1 << EbbEndState */
  guint reasons;                   /* bits 1 << CuffReason */
  char line[160];                  /* as it stands in the table */
} MatrixCell;

const char *matrix_phase_to_string (MatrixPhase phase);

/* Reads the table; MatrixCell.  Stops the program at a line that says nothing it knows. */
GArray *matrix_table_read (const char *path);
