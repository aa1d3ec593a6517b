/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The printer.  Always with the system's dialog: without one GTK 4.8 crashes.
 */
#include "ebb-dialogs.h"
#include "ebb-print-job.h"

#include <glib/gi18n-lib.h>

/* Pages are laid out for paper of at least this size; smaller or turned paper gets them shrunk. */
#define FITS_WIDTH_PT  590
#define FITS_HEIGHT_PT 780

typedef struct {
  EbbPrintJob *job;  /* a reference */
  EbbReport *report; /* owned; from begin-print on */
  double scale, left_pt;
} Printing;

static void
printing_free (gpointer data, GClosure *closure)
{
  Printing *printing = data;
  g_clear_pointer (&printing->report, ebb_report_free);
  ebb_print_job_unref (printing->job);
  g_free (printing);
}

static void
on_begin_print_cb (GtkPrintOperation *operation, GtkPrintContext *context, Printing *printing)
{
  double paper_width_pt = gtk_print_context_get_width (context);
  double paper_height_pt = gtk_print_context_get_height (context);
  double width_pt = paper_width_pt, height_pt = paper_height_pt;
  if (width_pt < FITS_WIDTH_PT || height_pt < FITS_HEIGHT_PT)
    ebb_report_get_paper ("a4", &width_pt, &height_pt);
  printing->scale = MIN (paper_width_pt / width_pt, paper_height_pt / height_pt);
  printing->left_pt = (paper_width_pt - width_pt * printing->scale) / 2;
  g_clear_pointer (&printing->report, ebb_report_free);
  printing->report = ebb_print_job_make_report (printing->job, width_pt, height_pt);
  gtk_print_operation_set_n_pages (operation, (int) ebb_report_get_n_pages (printing->report));
}

static void
on_draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page,
                 Printing *printing)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  cairo_save (cr);
  cairo_translate (cr, printing->left_pt, 0);
  cairo_scale (cr, printing->scale, printing->scale);
  ebb_report_draw_page (printing->report, cr, (guint) page);
  cairo_restore (cr);
}

static void
on_done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, Printing *printing)
{
  g_autoptr (GError) error = NULL;
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  g_autofree char *text =
      g_strdup_printf (_ ("Not printed: %s. The record is safe; print again."),
                       error != NULL ? error->message : _ ("the printer gave no reason"));
  ebb_print_job_toast (printing->job, text);
}

static GtkPageSetup *
make_page_setup (void)
{
  double width_pt, height_pt;
  ebb_report_get_paper (NULL, &width_pt, &height_pt);
  gboolean letter = height_pt < 800;
  GtkPaperSize *paper = gtk_paper_size_new (letter ? GTK_PAPER_NAME_LETTER : GTK_PAPER_NAME_A4);
  GtkPageSetup *setup = gtk_page_setup_new ();
  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_paper_size_free (paper);
  return setup;
}

GtkPrintOperation *
ebb_print_job_make_operation (EbbPrintJob *job)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Printing *printing = g_new0 (Printing, 1);
  printing->job = ebb_print_job_ref (job);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (on_begin_print_cb), printing,
                         printing_free, 0);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page_cb), printing);
  g_signal_connect (operation, "done", G_CALLBACK (on_done_cb), printing);
  g_autoptr (GtkPageSetup) setup = make_page_setup ();
  g_autoptr (EbbReport) report = ebb_print_job_make_report (job, 595, 842);
  g_autofree char *title = ebb_report_get_title (report);
  gtk_print_operation_set_job_name (operation, title);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  return operation;
}

/* The toolkit makes its dialog itself and hands it to nobody: found among the toplevels, it closes
 * and its keys stop like everywhere else.  (The portal's is another program's.) */
static void
guard_print_dialog (EbbDesk *desk)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);
    if (g_strcmp0 (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog") == 0)
      ebb_dialogs_watch (window, desk);
  }
}

void
ebb_print_job_print (EbbPrintJob *job)
{
  GtkWidget *parent = ebb_print_job_get_parent (job);
  if (parent == NULL)
    return;
  g_autoptr (GtkPrintOperation) operation = ebb_print_job_make_operation (job);
  g_autoptr (GError) error = NULL;
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (parent),
                           &error);
  if (error != NULL)
    return; /* "done" has told it */
  guard_print_dialog (job->desk);
}
