/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Printing with the system's dialog, and saving as PDF: forwards to the pages of ui/paper.
 */
#pragma once

#include "ebb-desk.h"
#include "ebb-report-draw.h"

#include <gtk/gtk.h>

/* Loads the session, then opens the system's print dialog.  GTK 4.8 crashes without the dialog, so
 * there is none. */
void ebb_print_session (GtkWidget *parent, EbbDesk *desk, const char *session_id,
                        EbbReportKind kind);
/* Asks where, then writes the PDF on a thread. */
void ebb_print_save_pdf (GtkWidget *parent, EbbDesk *desk, const char *session_id,
                         EbbReportKind kind);
/* The pages as pictures in a window of their own, before paper is used. */
void ebb_print_preview (GtkWidget *parent, EbbDesk *desk, const char *session_id,
                        EbbReportKind kind);
