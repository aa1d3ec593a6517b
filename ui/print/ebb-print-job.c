/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-print-job.h"

#include "ebb-dialogs.h"

#include <glib/gi18n-lib.h>

/* What is being loaded. */
typedef struct {
  EbbPrintJob *job; /* a reference */
  EbbPrintLoaded loaded;
} Load;

static void
job_clear (gpointer data)
{
  EbbPrintJob *job = data;
  g_clear_weak_pointer (&job->window);
  g_clear_weak_pointer (&job->preview);
  g_clear_weak_pointer (&job->overlay);
  g_clear_object (&job->desk);
  g_clear_pointer (&job->summary, ebb_summary_free);
  g_clear_pointer (&job->file, ebb_session_file_free);
}

EbbPrintJob *
ebb_print_job_ref (EbbPrintJob *job)
{
  return g_rc_box_acquire (job);
}

void
ebb_print_job_unref (EbbPrintJob *job)
{
  g_rc_box_release_full (job, job_clear);
}

void
ebb_print_job_set_preview (EbbPrintJob *job, GtkWindow *preview, AdwToastOverlay *overlay)
{
  g_set_weak_pointer (&job->preview, preview);
  g_set_weak_pointer (&job->overlay, overlay);
}

void
ebb_print_job_toast (EbbPrintJob *job, const char *text)
{
  if (job->overlay != NULL) {
    g_autofree char *title = g_markup_escape_text (text, -1); /* a toast reads markup */
    adw_toast_overlay_add_toast (job->overlay, adw_toast_new (title));
    return;
  }
  EbbWindow *window = job->window != NULL ? ebb_window_of (GTK_WIDGET (job->window)) : NULL;
  if (window != NULL)
    ebb_window_toast (window, text);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Load *load = user;
  g_autoptr (EbbPrintJob) job = load->job;
  g_autoptr (GError) error = NULL;
  EbbPrintLoaded loaded = load->loaded;
  g_free (load);
  job->file = ebb_store_ask_finish (result, &error);
  if (job->file == NULL) {
    g_autofree char *text = g_strdup_printf (_ ("The session could not be read: %s"),
                                             error != NULL ? error->message : _ ("unknown"));
    ebb_print_job_toast (job, text);
    return;
  }
  job->summary = ebb_summary_new (job->file);
  if (ebb_print_job_get_parent (job) != NULL)
    loaded (job);
}

void
ebb_print_job_load (GtkWidget *parent, EbbDesk *desk, const char *session_id, EbbReportKind kind,
                    EbbPrintLoaded loaded)
{
  if (!ebb_dialogs_may_open (parent))
    return;
  Load *load = g_new0 (Load, 1);
  load->job = g_rc_box_new0 (EbbPrintJob);
  load->job->kind = kind;
  load->job->desk = g_object_ref (desk);
  load->loaded = loaded;
  g_set_weak_pointer (&load->job->window, GTK_WINDOW (gtk_widget_get_root (parent)));
  ebb_store_load_session_async (ebb_desk_get_store (desk), session_id, NULL, on_loaded_cb, load);
}

GtkWidget *
ebb_print_job_get_parent (EbbPrintJob *job)
{
  GtkWindow *window = job->preview != NULL ? job->preview : job->window;
  if (window == NULL || !ebb_dialogs_may_open (GTK_WIDGET (window)))
    return NULL;
  return GTK_WIDGET (window);
}

char *
ebb_print_job_get_file_name (const EbbPrintJob *job)
{
  const EbbSessionRecord *session = job->file->session;
  gint64 local_s = session->started_unix_us / G_USEC_PER_SEC + session->utc_offset_min * 60;
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (local_s);
  g_autofree char *date = day != NULL ? g_date_time_format (day, "%Y-%m-%d") : g_strdup ("unknown");
  /* Translators: the first part of a file's name. */
  const char *what = job->kind == EBB_REPORT_PATIENT ? _ ("training") : _ ("clinician");
  return g_strdup_printf ("%s-%s.pdf", what, date);
}

EbbReport *
ebb_print_job_make_report (const EbbPrintJob *job, double width_pt, double height_pt)
{
  return ebb_report_new (job->kind, job->file, job->summary, width_pt, height_pt);
}
