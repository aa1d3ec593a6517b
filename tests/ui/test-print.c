/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paper from the window: the preview, what goes to the printer, and that none of it opens while a
 * cuff may be tight.
 */
#include "ui-walk.h"

#include "ebb-db-desk.h"
#include "ebb-print-job.h"

#include <glib/gstdio.h>
#include <string.h>

static EbbPrintJob *loaded_job; /* of the last load */

static void
keep_job (EbbPrintJob *job)
{
  loaded_job = ebb_print_job_ref (job);
}

static gboolean
has_job (UiRig *rig, gconstpointer data)
{
  return loaded_job != NULL;
}

/* The newest session of the practice patient. */
static char *
find_session (UiRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, UI_PATIENT, 1, &error);
  g_assert_no_error (error);
  const EbbPatient *patient = g_ptr_array_index (found, 0);
  g_autoptr (EbbPatientFile) file =
      ebb_db_load_patient_file (db, patient->id, g_get_real_time (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file->sessions->len, >, 0);
  const EbbSessionSummary *newest = g_ptr_array_index (file->sessions, 0);
  return g_strdup (newest->session->id);
}

static EbbDesk *
desk_of (UiRig *rig)
{
  return ebb_application_get_desk (rig->application);
}

static void
load_job (UiRig *rig, EbbReportKind kind)
{
  g_autofree char *id = find_session (rig);
  ebb_print_job_load (ui_rig_window (rig), desk_of (rig), id, kind, keep_job);
  g_assert_true (ui_rig_await (rig, has_job, NULL, 10));
}

static gboolean
has_pictures (UiRig *rig, gconstpointer data)
{
  GtkWidget *dialog = ui_rig_dialog (rig);
  return dialog != NULL && ui_find_type (dialog, GTK_TYPE_PICTURE, 0) != NULL;
}

static guint
count_pictures (GtkWidget *dialog)
{
  guint n = 0;
  while (ui_find_type (dialog, GTK_TYPE_PICTURE, n) != NULL)
    n++;
  return n;
}

static void
shoot (UiRig *rig, const char *name)
{
  const char *folder = g_getenv ("EBB_SHOTS");
  if (folder == NULL)
    return;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  ui_rig_shot (rig, path);
}

/* The pages stand there as they will be printed; Close closes. */
static void
test_preview (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  g_autofree char *id = find_session (rig);
  ebb_print_preview (ui_rig_window (rig), desk_of (rig), id, EBB_REPORT_PATIENT);
  g_assert_true (ui_rig_await (rig, has_pictures, NULL, 10));
  ui_rig_settle (rig);
  GtkWidget *dialog = ui_rig_dialog (rig);
  g_assert_cmpuint (count_pictures (dialog), ==, 1);
  GtkWidget *page = ui_find_type (dialog, GTK_TYPE_PICTURE, 0);
  g_assert_cmpstr (gtk_picture_get_alternative_text (GTK_PICTURE (page)), ==, "Page 1 of 1");
  g_assert_cmpint (gtk_widget_get_width (page), >=, 780); /* as wide as the paper */
  g_assert_nonnull (ui_find_button (dialog, "Print…"));
  g_assert_nonnull (ui_find_button (dialog, "Save PDF…"));
  shoot (rig, "preview-patient.png");
  ui_rig_activate (ui_find_button (dialog, "Close"));
  ui_rig_settle (rig);
  g_assert_null (ui_rig_dialog (rig));
}

static void
test_preview_clinician (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  load_job (rig, EBB_REPORT_CLINICIAN);
  g_autoptr (EbbReport) report = ebb_print_job_make_report (loaded_job, 595.276, 841.89);
  guint n_pages = ebb_report_get_n_pages (report);
  ebb_print_job_preview (loaded_job);
  g_assert_true (ui_rig_await (rig, has_pictures, NULL, 10));
  ui_rig_settle (rig);
  g_assert_cmpuint (count_pictures (ui_rig_dialog (rig)), ==, n_pages);
  shoot (rig, "preview-clinician.png");
  g_clear_pointer (&loaded_job, ebb_print_job_unref);
}

/* What the printer would get, written by the same operation into a file. */
static void
test_operation (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  load_job (rig, EBB_REPORT_PATIENT);
  g_autofree char *path = g_build_filename (rig->folder, "printed.pdf", NULL);
  g_autoptr (GtkPrintOperation) operation = ebb_print_job_make_operation (loaded_job);
  g_autoptr (GError) error = NULL;
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gtk_print_operation_get_n_pages_to_print (operation), ==, 1);
  g_autofree char *command = g_strdup_printf ("pdftotext '%s' -", path);
  g_autofree char *text = NULL;
  if (g_spawn_command_line_sync (command, &text, NULL, NULL, NULL)) {
    g_assert_nonnull (strstr (text, "Tamsin Example"));
    g_assert_nonnull (strstr (text, "Do not repeat the cuff training at home."));
    g_assert_null (strstr (text, "mmHg"));
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_clear_pointer (&loaded_job, ebb_print_job_unref);
}

/* With a cuff that may be tight nothing of it opens, asked for now or before. */
static void
test_at_risk (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  g_autofree char *id = find_session (rig);
  load_job (rig, EBB_REPORT_PATIENT);
  GtkWidget *window = ui_rig_window (rig);
  g_assert_nonnull (ebb_print_job_get_parent (loaded_job));
  ebb_print_preview (window, desk_of (rig), id, EBB_REPORT_PATIENT); /* while it is being read … */
  ebb_cuff_assume_inflated (rig->cuff);
  EbbCuffView view;
  ebb_cuff_get_view (rig->cuff, &view);
  g_assert_true (view.at_risk);
  g_assert_null (ebb_print_job_get_parent (loaded_job));
  ebb_print_session (window, desk_of (rig), id, EBB_REPORT_PATIENT);
  ebb_print_save_pdf (window, desk_of (rig), id, EBB_REPORT_PATIENT);
  ebb_print_job_preview (loaded_job);
  ebb_print_job_print (loaded_job);
  ebb_print_job_save (loaded_job);
  ui_rig_settle (rig);
  g_assert_null (ui_rig_dialog (rig));
  g_clear_pointer (&loaded_job, ebb_print_job_unref);
}

/* A preview that is open when a cuff comes to be at risk makes room for Stop. */
static void
test_closes (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  load_job (rig, EBB_REPORT_PATIENT);
  ebb_print_job_preview (loaded_job);
  ui_rig_settle (rig);
  g_assert_nonnull (ui_rig_dialog (rig));
  ebb_cuff_assume_inflated (rig->cuff);
  ui_rig_settle (rig);
  g_assert_null (ui_rig_dialog (rig));
  g_clear_pointer (&loaded_job, ebb_print_job_unref);
}

/* So does the toolkit's own dialog of printers. */
static void
test_dialog_closes (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  load_job (rig, EBB_REPORT_PATIENT);
  ebb_print_job_print (loaded_job);
  ui_rig_settle (rig);
  GtkWidget *dialog = ui_rig_dialog (rig);
  g_assert_nonnull (dialog);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (dialog), ==, "GtkPrintUnixDialog");
  shoot (rig, "print-dialog.png");
  ebb_cuff_assume_inflated (rig->cuff);
  ui_rig_settle (rig);
  g_assert_null (ui_rig_dialog (rig));
  g_clear_pointer (&loaded_job, ebb_print_job_unref);
}

/* Nothing that names the patient. */
static void
test_file_name (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  load_job (rig, EBB_REPORT_PATIENT);
  g_autofree char *name = ebb_print_job_get_file_name (loaded_job);
  g_assert_true (g_regex_match_simple ("^training-\\d{4}-\\d\\d-\\d\\d\\.pdf$", name, 0, 0));
  g_clear_pointer (&loaded_job, ebb_print_job_unref);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/preview", test_preview);
  g_test_add_func ("/print/preview-clinician", test_preview_clinician);
  g_test_add_func ("/print/operation", test_operation);
  g_test_add_func ("/print/at-risk", test_at_risk);
  g_test_add_func ("/print/closes", test_closes);
  g_test_add_func ("/print/dialog-closes", test_dialog_closes);
  g_test_add_func ("/print/file-name", test_file_name);
  return g_test_run ();
}
