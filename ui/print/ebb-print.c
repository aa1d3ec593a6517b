/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-print.h"

#include "ebb-print-job.h"

void
ebb_print_session (GtkWidget *parent, EbbDesk *desk, const char *session_id, EbbReportKind kind)
{
  ebb_print_job_load (parent, desk, session_id, kind, ebb_print_job_print);
}

void
ebb_print_save_pdf (GtkWidget *parent, EbbDesk *desk, const char *session_id, EbbReportKind kind)
{
  ebb_print_job_load (parent, desk, session_id, kind, ebb_print_job_save);
}

void
ebb_print_preview (GtkWidget *parent, EbbDesk *desk, const char *session_id, EbbReportKind kind)
{
  ebb_print_job_load (parent, desk, session_id, kind, ebb_print_job_preview);
}
