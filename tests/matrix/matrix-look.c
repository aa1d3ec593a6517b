/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-run.h"

void
matrix_look (MatrixOutcome *outcome, const CuffSimTruth *truth, double t_s)
{
  outcome->peak_mmhg = MAX (outcome->peak_mmhg, truth->cuff_mmhg);
  if (truth->cuff_mmhg >= 20) {
    outcome->pressed = TRUE;
    outcome->released_s = -1;
  } else if (outcome->released_s < 0)
    outcome->released_s = t_s;
}

/* What the link heard, whatever it made of it. */
void
matrix_listen (MatrixEar *ear, CuffLink *link, MatrixOutcome *outcome, CuffTime now_us)
{
  CuffReport report = { 0 };
  while (cuff_link_read_report (link, &ear->next, &report) != CUFF_RING_EMPTY) {
    if (report.arrived_us <= ear->last_us)
      continue; /* from before the fault */
    outcome->silent_s = MAX (outcome->silent_s, (report.arrived_us - ear->last_us) / 1e6);
    ear->last_us = report.arrived_us;
  }
  outcome->silent_s = MAX (outcome->silent_s, (now_us - ear->last_us) / 1e6);
}
