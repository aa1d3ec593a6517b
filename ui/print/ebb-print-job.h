/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One report of one session, loaded once, for the printer, the PDF or the preview.  Counted
 * references, taken and let go on the main thread; the file in it may be read on any thread.
 */
#pragma once

#include "ebb-print.h"

#include <adwaita.h>

typedef struct {
  GtkWindow *window;        /* weak: from where it was asked; NULL when that is gone */
  GtkWindow *preview;       /* weak: the pages' window, if one is open */
  AdwToastOverlay *overlay; /* weak: inside it */
  EbbDesk *desk;            /* a reference */
  EbbReportKind kind;
  EbbSessionFile *file; /* owned, like the next; never written */
  EbbSummary *summary;
} EbbPrintJob;

EbbPrintJob *ebb_print_job_ref (EbbPrintJob *job);
void ebb_print_job_unref (EbbPrintJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPrintJob, ebb_print_job_unref)

/* Loads without waiting, then calls `loaded` with a job it may keep a reference to.  Nothing
 * happens while a cuff may be tight, or comes to be so meanwhile; a failure is told in a toast. */
typedef void (*EbbPrintLoaded) (EbbPrintJob *job);
void ebb_print_job_load (GtkWidget *parent, EbbDesk *desk, const char *session_id,
                         EbbReportKind kind, EbbPrintLoaded loaded);

/* The window dialogs belong to: NULL when it is gone, or when none may open now. */
GtkWidget *ebb_print_job_get_parent (EbbPrintJob *job);
/* "training-2026-11-22.pdf": nothing of the patient in a file's name.  Free it. */
char *ebb_print_job_get_file_name (const EbbPrintJob *job);
/* From now on dialogs and toasts stand on the preview while it is open. */
void ebb_print_job_set_preview (EbbPrintJob *job, GtkWindow *preview, AdwToastOverlay *overlay);
void ebb_print_job_toast (EbbPrintJob *job, const char *text);
EbbReport *ebb_print_job_make_report (const EbbPrintJob *job, double width_pt, double height_pt);

/* The system's dialog, then the printer. */
void ebb_print_job_print (EbbPrintJob *job);
/* The system's file dialog, then a thread writes. */
void ebb_print_job_save (EbbPrintJob *job);
/* A window with the pages. */
void ebb_print_job_preview (EbbPrintJob *job);

/* The operation behind ebb_print_job_print(), without its dialog: for tests. */
GtkPrintOperation *ebb_print_job_make_operation (EbbPrintJob *job);
