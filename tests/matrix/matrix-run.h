/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets one fault happen in one phase, in virtual time, and tells what became of the patient.
 * Pressures are the simulator's truth, never what anybody reported.
 */
#pragma once

#include "cuff-link.h"
#include "matrix-table.h"

typedef struct {
  gboolean reached;     /* the phase came */
  gboolean pressed;     /* the bladder was at 20 mmHg or more after the fault */
  double released_s;    /* after the fault, below 20 mmHg for good; -1 = not while we looked */
  double plan_over_s;   /* after the fault: the host let go by its plan or otherwise */
  double peak_mmhg;     /* after the fault */
  double silent_s;      /* the longest time without a report until the host let go */
  guint32 alarms;       /* raised since the fault */
  guint32 stored;       /* alarms that the record tells of */
  guint n_inflations;   /* from vented to pressurised, since the fault */
  gboolean whole;       /* not one sample of the bout is missing in the record, and nothing else */
  gboolean doubled;     /* something was begun a second time: a bout, a store, a line to the port */
  gboolean removed;     /* "Remove the cuff" was shown */
  gboolean called_safe; /* that, or proven deflated, while it was above 20 mmHg */
  gboolean cuff_wanted; /* afterwards the controller counts as a cuff again */

  /* of a cuff that only a person can call empty */
  gboolean waits;   /* nothing else ended it: not proven deflated, at risk, the record open */
  gboolean goes_on; /* it was armed again, or another bout began, before that word */
  gboolean closes;  /* that word closed the record, and the record says so */

  EbbEndState end;
  CuffReason reason;
} MatrixOutcome;

/* A phase of a whole session, from screen-less application to stored record. */
MatrixOutcome matrix_run_session (const MatrixCell *cell);

/* The search of the occlusion pressure, which the link runs by itself. */
MatrixOutcome matrix_run_search (const MatrixCell *cell);

/* The same with the program around it: application, store, disk. */
MatrixOutcome matrix_run_program_search (const MatrixCell *cell);

/* Shared: one look at the truth, `t_s` after the fault. */
void matrix_look (MatrixOutcome *outcome, const CuffSimTruth *truth, double t_s);

/* Shared: reads on in the link's reports. */
typedef struct {
  guint64 next;
  CuffTime last_us; /* when the newest one came */
} MatrixEar;
void matrix_listen (MatrixEar *ear, CuffLink *link, MatrixOutcome *outcome, CuffTime now_us);
