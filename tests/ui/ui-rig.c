/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ui-rig.h"

#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-practice.h"

#include <glib/gstdio.h>

static void
on_cue_cb (EbbSession *session, int phase, guint duration_ms, UiRig *rig)
{
  cuff_sim_cue (rig->sim,
                phase == EBB_PHASE_CONTRACT ? CUFF_CUE_CONTRACT
                : phase == EBB_PHASE_HOLD   ? CUFF_CUE_HOLD
                                            : CUFF_CUE_RELAX,
                duration_ms);
}

static void
on_session_began (EbbSession *session, gpointer user)
{
  UiRig *rig = user;
  g_set_object (&rig->session, session);
  g_signal_connect (session, "cue", G_CALLBACK (on_cue_cb), rig);
}

static void
accept_statement (EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbClinic) clinic = ebb_db_load_clinic (db, &error);
  g_assert_no_error (error);
  g_free (clinic->statement_by);
  g_free (clinic->statement_on);
  clinic->statement_by = g_strdup ("A. Sample");
  clinic->statement_on = g_strdup ("2026-01-05");
  g_assert_true (ebb_db_put_clinic (db, clinic, &error));
}

static void
leave_a_session_open (UiRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, "Example", 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, >, 0);
  const EbbPatient *patient = g_ptr_array_index (found, 0);
  g_autoptr (EbbOrder) order = ebb_db_get_last_order (db, patient->id, &error);
  g_assert_no_error (error);
  EbbSessionRecord record = { .id = "00000000-0000-4000-8000-00000000dead",
                              .patient_id = patient->id,
                              .episode_id = order->episode_id,
                              .operator_name = "A. Sample",
                              .started_unix_us = g_get_real_time () - 600 * G_USEC_PER_SEC,
                              .simulated = TRUE,
                              .ended_us = EBB_TIME_UNSET };
  g_assert_true (ebb_db_begin (db, &error));
  g_assert_true (ebb_store_put_session (db, &record, &error));
  g_assert_true (ebb_db_commit (db, &error));
  rig->left_open = ebb_db_list_open_sessions (db, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ebb_db_close_interrupted (db, CUFF_REASON_CRASH, &error), ==, 1);
}

static void
leave_a_search_open (UiRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, "Example", 1, &error);
  g_assert_no_error (error);
  const EbbPatient *patient = g_ptr_array_index (found, 0);
  EbbLopRunRecord run = { .patient_id = patient->id,
                          .segment = EBB_SEGMENT_THIGH,
                          .side = EBB_SIDE_LEFT,
                          .way = (char *) "oscillometric",
                          .run = 1,
                          .simulated = TRUE,
                          .started_unix_us = g_get_real_time () - 600 * G_USEC_PER_SEC };
  g_assert_true (ebb_db_begin_lop_run (db, &run, &error));
  g_free (run.id);
  rig->left_runs = ebb_db_list_open_lop_runs (db, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ebb_db_close_interrupted (db, CUFF_REASON_CRASH, &error), ==, 1);
}

static void
fill (const char *db_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  ebb_practice_fill (db, g_get_real_time (), 1, &error);
  g_assert_no_error (error);
}

/* Filled once in a program, copied from then on: a past of months takes half a second. */
static void
copy_practice (const char *db_path)
{
  static GBytes *practice;
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;
  if (practice == NULL) {
    fill (db_path);
    g_file_get_contents (db_path, &bytes, &length, &error);
    g_assert_no_error (error);
    practice = g_bytes_new_take (bytes, length);
    return;
  }
  g_file_set_contents_full (db_path, g_bytes_get_data (practice, NULL),
                            (gssize) g_bytes_get_size (practice), G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

static void
prepare_records (UiRig *rig, const UiRigOptions *options)
{
  g_autoptr (GError) error = NULL;
  if (rig->own_folder)
    copy_practice (rig->db_path);
  else
    fill (rig->db_path);
  if (options->statement && !options->left_open && !options->left_searching)
    return;
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  if (!options->statement)
    accept_statement (db);
  if (options->left_open)
    leave_a_session_open (rig, db);
  if (options->left_searching)
    leave_a_search_open (rig, db);
}

UiRig *
ui_rig_new (const UiRigOptions *options)
{
  g_autoptr (GError) error = NULL;
  UiRig *rig = g_new0 (UiRig, 1);
  rig->own_folder = options->data_dir == NULL;
  rig->folder =
      rig->own_folder ? g_dir_make_tmp ("ebb-ui-XXXXXX", &error) : g_strdup (options->data_dir);
  g_assert_no_error (error);
  g_mkdir_with_parents (rig->folder, 0700);
  rig->db_path = g_build_filename (rig->folder, "ebb.db", NULL);
  prepare_records (rig, options);
  rig->clock = ebb_clock_new (cuff_clock_new_virtual (options->speed));
  CuffSimOptions sim = { .clock = ebb_clock_get_cuff_clock (rig->clock),
                         .seed = options->seed,
                         .limb = CUFF_LIMB_THIGH,
                         .n_channels = 1 };
  rig->sim = cuff_sim_start (&sim);
  g_assert_nonnull (rig->sim);
  rig->store = ebb_store_open (rig->db_path, ebb_clock_get_store_time (rig->clock), &error);
  g_assert_no_error (error);
  rig->cuff = ebb_cuff_new (
      rig->clock, options->manual ? EBB_CUFF_PORT_MANUAL : cuff_sim_get_path (rig->sim), 1);
  EbbApplicationOptions application = { .clock = rig->clock,
                                        .store = rig->store,
                                        .cuff = rig->cuff,
                                        .own_data = TRUE,
                                        .left_open = rig->left_open,
                                        .left_runs = rig->left_runs,
                                        .operator_name = "A. Sample",
                                        .session_began = on_session_began,
                                        .user = rig };
  rig->application = ebb_application_new (&application);
  g_assert_true (g_application_register (G_APPLICATION (rig->application), NULL, &error));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, "gtk-font-name", "Cantarell 11", NULL);
  g_application_activate (G_APPLICATION (rig->application));
  gtk_window_set_default_size (GTK_WINDOW (ui_rig_window (rig)),
                               options->width_px ? options->width_px : 1366,
                               options->height_px ? options->height_px : 768);
  ui_rig_settle (rig);
  return rig;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (folder);
}

static void
close_windows (UiRig *rig)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());
  while (g_list_model_get_n_items (toplevels) > 0) {
    guint n = g_list_model_get_n_items (toplevels);
    g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, n - 1);
    gtk_window_destroy (window);
    if (g_list_model_get_n_items (toplevels) >= n)
      break;
  }
}

void
ui_rig_free (UiRig *rig)
{
  if (rig->session != NULL)
    g_object_run_dispose (G_OBJECT (rig->session));
  close_windows (rig);
  g_clear_object (&rig->session);
  g_clear_object (&rig->application);
  ebb_cuff_shut_down (rig->cuff);
  ebb_store_close (rig->store);
  g_clear_object (&rig->cuff);
  cuff_sim_stop (rig->sim);
  ebb_clock_free (rig->clock);
  g_clear_pointer (&rig->left_open, g_ptr_array_unref);
  g_clear_pointer (&rig->left_runs, g_ptr_array_unref);
  if (rig->own_folder)
    remove_folder (rig->folder);
  g_free (rig->folder);
  g_free (rig->db_path);
  g_free (rig);
}

GtkWidget *
ui_rig_window (UiRig *rig)
{
  return GTK_WIDGET (ebb_application_get_window (rig->application));
}

GtkWidget *
ui_rig_dialog (UiRig *rig)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  for (guint i = g_list_model_get_n_items (toplevels); i-- > 0;) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);
    if (window != ui_rig_window (rig) && gtk_widget_get_mapped (window))
      return window;
  }
  return NULL;
}

GtkWidget *
ui_rig_top (UiRig *rig)
{
  GtkWidget *dialog = ui_rig_dialog (rig);
  return dialog != NULL ? dialog : ui_rig_window (rig);
}

void
ui_rig_activate (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    gtk_menu_button_popup (GTK_MENU_BUTTON (widget));
  else if (GTK_IS_BUTTON (
               widget)) /* at once: gtk_widget_activate() lets it be seen pressed first */
    g_signal_emit_by_name (widget, "clicked");
  else
    gtk_widget_activate (widget);
}

void
ui_rig_press (UiRig *rig, const char *text)
{
  GtkWidget *button = ui_find_button (ui_rig_top (rig), text);
  if (button == NULL) {
    g_autofree char *shown = ui_text_of (ui_rig_top (rig));
    g_error ("no button \"%s\" among: %s", text, shown);
  }
  if (!gtk_widget_is_sensitive (button))
    g_error ("the button \"%s\" is not sensitive", text);
  ui_rig_activate (button);
}

void
ui_rig_type (UiRig *rig, const char *entry, const char *text)
{
  GtkWidget *widget = ui_find_entry (ui_rig_top (rig), entry);
  if (widget == NULL)
    g_error ("no entry \"%s\"", entry);
  gtk_editable_set_text (GTK_EDITABLE (widget), text);
}

gboolean
ui_rig_key (GtkWidget *toplevel, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (toplevel);
  gboolean taken = FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !taken; i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
        && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
  }
  return taken;
}

/* A widget that has just been resized has no picture until its next frame. */
static GskRenderNode *
node_of (UiRig *rig, GtkWidget *widget)
{
  for (int tries = 0; tries < 20; tries++) {
    g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
    GtkSnapshot *snapshot = gtk_snapshot_new ();
    gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                            gtk_widget_get_height (widget));
    GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
    if (node != NULL)
      return node;
    ui_rig_settle (rig);
  }
  return NULL;
}

void
ui_rig_shot (UiRig *rig, const char *path)
{
  ui_rig_settle (rig);
  GtkWidget *widget = ui_rig_top (rig);
  g_autoptr (GskRenderNode) node = node_of (rig, widget);
  g_assert_nonnull (node);
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (widget));
  graphene_rect_t frame =
      GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (renderer, node, &frame);
  if (!gdk_texture_save_to_png (texture, path))
    g_error ("the picture %s could not be written", path);
}

EbbSessionView
ui_rig_view (UiRig *rig)
{
  EbbSessionView view;
  ebb_session_get_view (rig->session, &view);
  return view;
}

CuffSimTruth
ui_rig_truth (UiRig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  return truth;
}
