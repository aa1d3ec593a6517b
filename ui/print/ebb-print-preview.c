/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages as pictures, before paper is used.  A thread draws them; the window only shows them.
 */
#include "ebb-dialogs.h"
#include "ebb-print-job.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define PX_A_POINT       (96.0 / 72.0)
#define PAGES_MAX        30 /* as pictures; all of them are printed */
/* At most; never larger than the window it stands before, which fits the screen. */
#define WINDOW_WIDTH_PX  920
#define WINDOW_HEIGHT_PX 960
#define WINDOW_LEAST_PX  420
#define GAP_PX           18

/* For the thread: the job is borrowed from the callback, which runs after it. */
typedef struct {
  const EbbPrintJob *job;
  double px_a_point;
} Drawing;

/* For the callback. */
typedef struct {
  EbbPrintJob *job; /* a reference */
  GtkBox *pages;    /* a reference */
  double scale;
} Waiting;

static cairo_surface_t *
draw_picture (EbbReport *report, guint page, double width_pt, double height_pt, double px_a_point)
{
  int width_px = (int) (width_pt * px_a_point), height_px = (int) (height_pt * px_a_point);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width_px, height_px);
  cairo_t *cr = cairo_create (picture);
  cairo_set_source_rgb (cr, 1, 1, 1); /* paper is white in the dark too */
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0.6, 0.6, 0.6);
  cairo_rectangle (cr, 0.5, 0.5, width_px - 1, height_px - 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_scale (cr, px_a_point, px_a_point);
  ebb_report_draw_page (report, cr, page);
  cairo_destroy (cr);
  return picture;
}

static void
draw_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Drawing *drawing = data;
  double width_pt, height_pt;
  ebb_report_get_paper (NULL, &width_pt, &height_pt);
  g_autoptr (EbbReport) report = ebb_print_job_make_report (drawing->job, width_pt, height_pt);
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) cairo_surface_destroy);
  guint n_pages = MIN (ebb_report_get_n_pages (report), PAGES_MAX);
  for (guint i = 0; i < n_pages; i++)
    g_ptr_array_add (pictures, draw_picture (report, i, width_pt, height_pt, drawing->px_a_point));
  g_task_return_pointer (task, pictures, (GDestroyNotify) g_ptr_array_unref);
}

static GdkTexture *
make_texture (cairo_surface_t *picture)
{
  cairo_surface_flush (picture);
  int height_px = cairo_image_surface_get_height (picture);
  gsize stride = (gsize) cairo_image_surface_get_stride (picture);
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (picture), stride * (gsize) height_px,
      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (picture));
  return gdk_memory_texture_new (cairo_image_surface_get_width (picture), height_px,
                                 GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
add_picture (const Waiting *waiting, cairo_surface_t *surface, guint number, guint n_pages)
{
  g_autoptr (GdkTexture) texture = make_texture (surface);
  GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  g_autofree char *name = g_strdup_printf (_ ("Page %u of %u"), number, n_pages);
  gtk_widget_set_size_request (picture, (int) (gdk_texture_get_width (texture) / waiting->scale),
                               (int) (gdk_texture_get_height (texture) / waiting->scale));
  gtk_widget_set_halign (picture, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (picture, TRUE); /* Tab goes from page to page */
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), name);
  ebb_widget_set_accessible (picture, name, NULL);
  gtk_box_append (waiting->pages, picture);
}

static void
on_drawn_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Waiting *waiting = user;
  g_autoptr (GPtrArray) pictures = g_task_propagate_pointer (G_TASK (result), NULL);
  GtkWidget *spinner = gtk_widget_get_first_child (GTK_WIDGET (waiting->pages));
  if (spinner != NULL)
    gtk_box_remove (waiting->pages, spinner);
  for (guint i = 0; pictures != NULL && i < pictures->len; i++)
    add_picture (waiting, g_ptr_array_index (pictures, i), i + 1, pictures->len);
  g_object_unref (waiting->pages);
  ebb_print_job_unref (waiting->job);
  g_free (waiting);
}

static void
draw_pages (EbbPrintJob *job, GtkBox *pages, int scale)
{
  Waiting *waiting = g_new0 (Waiting, 1);
  waiting->job = ebb_print_job_ref (job);
  waiting->pages = g_object_ref (pages);
  waiting->scale = scale;
  Drawing *drawing = g_new0 (Drawing, 1);
  drawing->job = job;
  drawing->px_a_point = PX_A_POINT * scale;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_drawn_cb, waiting);
  g_task_set_task_data (task, drawing, g_free);
  g_task_run_in_thread (task, draw_thread);
}

static void
on_print_cb (GtkButton *button, EbbPrintJob *job)
{
  ebb_print_job_print (job);
}

static void
on_save_cb (GtkButton *button, EbbPrintJob *job)
{
  ebb_print_job_save (job);
}

static GtkWidget *
make_buttons (GtkWidget *window, EbbPrintJob *job)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *close = ebb_button_new (_ ("Close"), "touch", NULL);
  GtkWidget *save = ebb_button_new (_ ("Save PDF…"), "touch", NULL);
  GtkWidget *print = ebb_button_new (_ ("Print…"), "touch", "suggested-action", NULL);
  gtk_widget_set_margin_start (bar, GAP_PX);
  gtk_widget_set_margin_end (bar, GAP_PX);
  gtk_widget_set_margin_top (bar, 12);
  gtk_widget_set_margin_bottom (bar, 12);
  gtk_widget_set_hexpand (close, TRUE);
  gtk_widget_set_halign (close, GTK_ALIGN_START);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (gtk_window_close), window);
  g_signal_connect (save, "clicked", G_CALLBACK (on_save_cb), job);
  g_signal_connect (print, "clicked", G_CALLBACK (on_print_cb), job);
  gtk_box_append (GTK_BOX (bar), close);
  gtk_box_append (GTK_BOX (bar), save);
  gtk_box_append (GTK_BOX (bar), print);
  return bar;
}

static GtkWidget *
make_scroller (GtkWidget *pages)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), pages);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_focusable (scroller, TRUE);
  ebb_widget_set_accessible (scroller, _ ("Pages"), NULL);
  return scroller;
}

static GtkWidget *
make_pages (void)
{
  GtkWidget *pages = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP_PX);
  GtkWidget *spinner = gtk_spinner_new ();
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_vexpand (spinner, TRUE);
  gtk_widget_set_margin_top (pages, GAP_PX);
  gtk_widget_set_margin_bottom (pages, GAP_PX);
  gtk_widget_set_margin_start (pages, GAP_PX);
  gtk_widget_set_margin_end (pages, GAP_PX);
  gtk_box_append (GTK_BOX (pages), spinner);
  return pages;
}

static GtkWidget *
make_window (GtkWidget *parent, EbbReportKind kind)
{
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), kind == EBB_REPORT_PATIENT ? _ ("Page for the patient")
                                                                        : _ ("Clinician report"));
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (parent));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (
      GTK_WINDOW (window), CLAMP (gtk_widget_get_width (parent), WINDOW_LEAST_PX, WINDOW_WIDTH_PX),
      CLAMP (gtk_widget_get_height (parent), WINDOW_LEAST_PX, WINDOW_HEIGHT_PX));
  return window;
}

/* Esc closes; while a cuff may be tight the guard's Esc comes first, and this window is closed. */
static void
add_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

void
ebb_print_job_preview (EbbPrintJob *job)
{
  GtkWidget *parent = ebb_print_job_get_parent (job);
  if (parent == NULL)
    return;
  GtkWidget *window = make_window (parent, job->kind);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *pages = make_pages ();
  GtkWidget *scroller = make_scroller (pages);
  /* The window keeps the job as long as its buttons can be pressed. */
  g_object_set_data_full (G_OBJECT (window), "ebb-print-job", ebb_print_job_ref (job),
                          (GDestroyNotify) ebb_print_job_unref);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), scroller);
  gtk_box_append (GTK_BOX (content), overlay);
  gtk_box_append (GTK_BOX (content), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (content), make_buttons (window, job));
  gtk_window_set_child (GTK_WINDOW (window), content);
  add_escape (window);
  ebb_dialogs_watch (GTK_WINDOW (window), job->desk);
  draw_pages (job, GTK_BOX (pages), gtk_widget_get_scale_factor (parent));
  ebb_print_job_set_preview (job, GTK_WINDOW (window), ADW_TOAST_OVERLAY (overlay));
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (scroller);
}
