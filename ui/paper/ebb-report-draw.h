/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages on a plain cairo context: print, PDF and preview draw the very same.  No GTK.
 */
#pragma once

#include "ebb-session-file.h"
#include "ebb-summary.h"

#include <cairo.h>

typedef enum { EBB_REPORT_PATIENT, EBB_REPORT_CLINICIAN } EbbReportKind;

typedef struct EbbReport EbbReport;

/* `file` and `summary` are borrowed and outlive the report. `width_pt`, `height_pt`: the page
 * (A4 595 x 842). */
EbbReport *ebb_report_new (EbbReportKind kind, const EbbSessionFile *file,
                           const EbbSummary *summary, double width_pt, double height_pt);
void ebb_report_free (EbbReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbReport, ebb_report_free)

/* Lays out with the context's own resolution; at least 1. */
guint ebb_report_get_n_pages (EbbReport *report);
/* Page from 0; the context is in points, its origin the page's corner. */
void ebb_report_draw_page (EbbReport *report, cairo_t *cr, guint page);
char *ebb_report_get_title (const EbbReport *report); /* for the PDF and the print job; free it */

/* Writes a whole PDF (through a temporary file beside it).  `paper`: "a4" or "letter"; NULL = of
 * the locale. */
gboolean ebb_report_write_pdf (EbbReportKind kind, const EbbSessionFile *file, const char *paper,
                               const char *path, GError **error);
/* The page size of a paper name; FALSE when it is not known. */
gboolean ebb_report_get_paper (const char *paper, double *width_pt, double *height_pt);
