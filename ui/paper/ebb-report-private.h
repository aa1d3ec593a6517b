/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report while it is being put together.
 */
#pragma once

#include "ebb-report-draw.h"
#include "ebb-report-parts.h"

#define EBB_REPORT_SIDE_PT  45.0 /* left and right margin */
#define EBB_REPORT_EDGE_PT  40.0 /* top and bottom margin */
#define EBB_REPORT_NAME_MAX 80   /* characters of a name or the like */
#define EBB_REPORT_NOTE_MAX 600  /* of a text somebody wrote */

struct EbbReport {
  EbbReportKind kind;
  const EbbSessionFile *file; /* borrowed */
  const EbbSummary *summary;  /* borrowed */
  double width_pt, height_pt; /* of the page */
  double column_pt;           /* between the margins */
  double top_pt, bottom_pt;   /* where blocks may stand */
  EbbType *type;              /* owned; NULL until laid out */
  GPtrArray *blocks;          /* EbbBlock */
  GArray *placements;         /* EbbPlacement */
  guint n_pages;
};

/* Lays out if that has not been done; then blocks and placements are there. */
void ebb_report_lay_out (EbbReport *report);

/* Appends the blocks of a report. */
void ebb_report_compose_patient (EbbReport *report);
void ebb_report_compose_clinician (EbbReport *report);
void ebb_report_compose_bout (EbbReport *report, const EbbBoutSummary *bout);
void ebb_report_compose_events (EbbReport *report);

/* What stands on every page outside the blocks. */
double ebb_report_margin_top_pt (EbbReport *report);
double ebb_report_margin_bottom_pt (EbbReport *report);
void ebb_report_draw_margins (EbbReport *report, cairo_t *cr, guint page);

/* Appends, and returns the block. */
EbbBlock *ebb_report_add (EbbReport *report, EbbBlock *block);

/* The pressure of `n_bouts` bouts; NULL when nothing was recorded.  Without numbers on the
 * patient's page. */
EbbBlock *ebb_report_chart_new (EbbReport *report, const EbbBoutSummary *bouts, guint n_bouts,
                                double height_pt, double height_min_pt);

/* Words both reports use; free them. */
char *ebb_report_exercise_name (const EbbBoutFile *bout);
char *ebb_report_day (const EbbReport *report);
/* What stands in a frame on every paper of a session on no real cuff, or without a cable; NULL. */
const char *ebb_report_stamp (const EbbReport *report);
char *ebb_report_limbs (const EbbReport *report); /* "left thigh"; "" without a bout */
