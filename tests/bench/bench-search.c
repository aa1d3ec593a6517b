/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a key in the search field to the painted list, over 100,000 patients; beside the toolkit's
 * own way (GtkFilterListModel with a GtkStringFilter over as many strings) and an unchanged redraw.
 *
 *   bench-search [TRIALS [PATIENTS]]
 */
#include "bench-clinic.h"
#include "bench-screen.h"
#include "bench-stats.h"
#include "ebb-application.h"
#include "ui-find.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

#define SEED        7
#define PATIENCE_US (2 * G_USEC_PER_SEC)

typedef struct {
  GtkWidget *window, *entry;
  GListModel *model; /* borrowed: what the list shows */
  gboolean changed, painted;
} Stage;

static void
on_items_changed_cb (GListModel *model, guint position, guint removed, guint added, Stage *stage)
{
  stage->changed = TRUE;
}

static void
on_after_paint_cb (GdkFrameClock *clock, Stage *stage)
{
  if (stage->changed)
    stage->painted = TRUE;
}

static void
stage_listen (Stage *stage)
{
  GtkWidget *list = ui_find_type (stage->window, GTK_TYPE_LIST_VIEW, 0);
  if (list == NULL) {
    g_printerr ("bench-search: the window shows no list\n");
    exit (1);
  }
  stage->model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  g_signal_connect (stage->model, "items-changed", G_CALLBACK (on_items_changed_cb), stage);
  g_signal_connect (gtk_widget_get_frame_clock (stage->window), "after-paint",
                    G_CALLBACK (on_after_paint_cb), stage);
}

/* Types one more letter; 0 when the list stayed as it was. */
static gint64
type_and_wait (Stage *stage, const char *text)
{
  bench_screen_settle ();
  stage->changed = stage->painted = FALSE;
  gint64 began_us = g_get_monotonic_time ();
  gtk_editable_set_text (GTK_EDITABLE (stage->entry), text);
  while (!stage->painted && g_get_monotonic_time () - began_us < PATIENCE_US)
    g_main_context_iteration (NULL, FALSE);
  return stage->painted ? g_get_monotonic_time () - began_us : 0;
}

/* The first one to four letters of names that are there. */
static GArray *
measure (Stage *stage, guint n_trials)
{
  GArray *delays_us = bench_stats_new ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  for (guint i = 0; i < n_trials; i++) {
    g_autofree char *name = bench_clinic_name (chance);
    for (gsize n = 1; n <= 4; n++) {
      g_autofree char *text = g_strndup (name, n);
      gint64 delay_us = type_and_wait (stage, text);
      if (delay_us > 0)
        bench_stats_add (delays_us, delay_us);
    }
    gtk_editable_set_text (GTK_EDITABLE (stage->entry), "");
    bench_screen_settle ();
  }
  return delays_us;
}

static GArray *
measure_ours (guint n_trials, guint n_patients)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ebb-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "ebb.db", NULL);
  bench_clinic_make (path, n_patients);
  EbbClock *clock = ebb_clock_new (cuff_clock_new_monotonic ());
  EbbStore *store = ebb_store_open (path, ebb_clock_get_store_time (clock), &error);
  if (store == NULL)
    g_error ("bench-search: %s", error->message);
  g_autoptr (EbbCuff) cuff = ebb_cuff_new (clock, NULL, 1);
  EbbApplicationOptions options = {
    .clock = clock, .store = store, .cuff = cuff, .own_data = TRUE, .operator_name = "Bench"
  };
  EbbApplication *application = ebb_application_new (&options);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_activate (G_APPLICATION (application));
  Stage stage = { .window = GTK_WIDGET (ebb_application_get_window (application)) };
  bench_screen_settle ();
  stage.entry = ui_find_type (stage.window, GTK_TYPE_SEARCH_ENTRY, 0);
  if (stage.entry == NULL) {
    g_printerr ("bench-search: the window has no search field\n");
    exit (1);
  }
  stage_listen (&stage);
  GArray *delays_us = measure (&stage, n_trials);
  gtk_window_destroy (GTK_WINDOW (stage.window));
  g_object_unref (application);
  ebb_cuff_shut_down (cuff);
  ebb_store_close (store);
  g_remove (path);
  g_rmdir (folder);
  return delays_us;
}

static void
set_up_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user)
{
  GtkStringObject *object = gtk_list_item_get_item (item);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (object));
}

static void
on_text_cb (GtkEditable *entry, GtkStringFilter *filter)
{
  gtk_string_filter_set_search (filter, gtk_editable_get_text (entry));
}

static GListModel *
make_strings (guint n)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  g_autoptr (GRand) chance = g_rand_new_with_seed (1);
  for (guint i = 0; i < n; i++)
    gtk_string_list_take (strings, bench_clinic_name (chance));
  return G_LIST_MODEL (strings);
}

static GtkStringFilter *
fill_toolkit_window (Stage *stage, guint n)
{
  GtkExpression *text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkStringFilter *filter = gtk_string_filter_new (text);
  gtk_string_filter_set_match_mode (filter, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  GtkFilterListModel *filtered =
      gtk_filter_list_model_new (make_strings (n), GTK_FILTER (g_object_ref (filter)));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), NULL);
  GtkWidget *list = gtk_list_view_new (
      GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (filtered))), factory);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  stage->entry = gtk_text_new ();
  g_signal_connect (stage->entry, "changed", G_CALLBACK (on_text_cb), filter);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), stage->entry);
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (stage->window), box);
  return filter;
}

static GArray *
measure_toolkit (guint n_trials, guint n_patients)
{
  Stage stage = { .window = adw_application_window_new (NULL) };
  gtk_window_set_default_size (GTK_WINDOW (stage.window), 1366, 768);
  g_autoptr (GtkStringFilter) filter = fill_toolkit_window (&stage, n_patients);
  gtk_window_present (GTK_WINDOW (stage.window));
  bench_screen_settle ();
  stage_listen (&stage);
  GArray *delays_us = measure (&stage, n_trials);
  gtk_window_destroy (GTK_WINDOW (stage.window));
  return delays_us;
}

int
main (int argc, char **argv)
{
  guint n_trials = argc > 1 ? (guint) atoi (argv[1]) : 25;
  guint n_patients = argc > 2 ? (guint) atoi (argv[2]) : 100000;
  bench_screen_need (argv);
  adw_init ();
  g_autoptr (GArray) toolkit_us = measure_toolkit (MAX (n_trials / 5, 3), n_patients);
  g_autoptr (GArray) ours_us = measure_ours (n_trials, n_patients);
  printf ("%u patients, %u and %u letters typed\n", n_patients, ours_us->len, toolkit_us->len);
  bench_stats_print_heading ("key to painted list, ms (floor: GtkFilterListModel)");
  BenchRow row = { .what = "search", .ours = ours_us, .floor = toolkit_us };
  bench_stats_print (&row);
  double ratio = (double) bench_stats_percentile (ours_us, 0.5)
                 / MAX (bench_stats_percentile (toolkit_us, 0.5), 1);
  printf ("p50 over the toolkit's: %.3f (aim <= 0.1: %s)\n", ratio,
          ratio <= 0.1 ? "reached" : "MISSED");
  return 0;
}
