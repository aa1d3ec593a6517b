/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets one fault happen in one phase, in virtual time, and tells what became of the patient.
 * Pressures are the simulator's truth, never what anybody reported.
 */
#pragma once

#include "matrix-table.h"

typedef struct {
  gboolean reached;     /* the phase came */
  gboolean pressed;     /* the bladder was at 20 mmHg or more after the fault */
  double released_s;    /* after the fault, below 20 mmHg for good; -1 = not while we looked */
  double plan_over_s;   /* after the fault: the host let go by its plan or otherwise */
  double peak_mmhg;     /* after the fault */
  guint32 alarms;       /* raised since the fault */
  guint n_inflations;   /* from vented to pressurised, since the fault */
  gboolean called_safe; /* shown as proven deflated while it was above 20 mmHg */
  gboolean cuff_wanted; /* afterwards the controller counts as a cuff again */
  EbbEndState end;
  CuffReason reason;
} MatrixOutcome;

/* A phase of a whole session, from screen-less application to stored record. */
MatrixOutcome matrix_run_session (const MatrixCell *cell);

/* The search of the occlusion pressure, which the link runs by itself. */
MatrixOutcome matrix_run_search (const MatrixCell *cell);

/* Shared: one look at the truth, `t_s` after the fault. */
void matrix_look (MatrixOutcome *outcome, const CuffSimTruth *truth, double t_s);

/* A controller with other caps comes in by a reset, as a newly bought one would. */
gboolean matrix_fault_needs_reset (CuffFault fault);
