/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A patient who has just been added: locked until the screening is answered in the window, and
 * what is asked on the way is not lost.
 */
#include "ui-walk.h"

#include "ebb-db-desk.h"
#include "ebb-screening-row.h"

#define NEW_PATIENT "Novak, Petra"

/* The value Tamsin's prescription was made with: without one nobody trains. */
static gboolean
put_occlusion_pressure (EbbDb *db, const EbbPatientFile *file, const char *patient_id,
                        GError **error)
{
  g_autoptr (EbbLopRecord) lop = ebb_lop_record_copy (g_ptr_array_index (file->lops, 0));

  g_clear_pointer (&lop->id, g_free);
  g_free (lop->patient_id);
  lop->patient_id = g_strdup (patient_id);
  return ebb_db_put_lop (db, lop, error);
}

/* On the store thread: Tamsin's order and prescription for somebody new. */
static gboolean
put_new_patient (EbbDb *db, gpointer data, GError **error)
{
  gint64 now_unix_us = ebb_clock_wall_unix_us ();
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, UI_PATIENT, 1, error);
  const EbbPatient *like = g_ptr_array_index (found, 0);
  g_autoptr (EbbPatientFile) file = ebb_db_load_patient_file (db, like->id, now_unix_us, error);
  g_autoptr (EbbPatient) patient = g_new0 (EbbPatient, 1);
  g_autoptr (EbbOrder) order = ebb_order_copy (file->order);
  g_autoptr (EbbPrescriptionRecord) record =
      ebb_prescription_record_copy (g_ptr_array_index (file->prescriptions, 0));

  patient->name = g_strdup (NEW_PATIENT);
  patient->birth_date = g_strdup ("1990-05-04");
  g_assert_true (ebb_db_put_patient (db, patient, error));
  g_clear_pointer (&order->id, g_free);
  g_clear_pointer (&order->episode_id, g_free);
  g_free (order->patient_id);
  order->patient_id = g_strdup (patient->id);
  g_assert_true (ebb_db_put_order (db, order, error));
  g_clear_pointer (&record->id, g_free);
  g_clear_pointer (&record->episode_id, g_free);
  record->written_unix_us = now_unix_us;
  g_assert_true (ebb_db_put_prescription (db, patient->id, record, error));
  g_autoptr (EbbLopRecord) lop =
      ebb_lop_record_new_entered (record->segment, record->side, EBB_POSTURE_SUPINE,
                                  record->cuff_width_cm, record->lop, now_unix_us);
  lop->patient_id = g_strdup (patient->id);
  g_assert_true (ebb_db_put_lop (db, lop, error));
  g_assert_true (put_occlusion_pressure (db, file, patient->id, error));
  return TRUE;
}

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

/* On the page of the patient nobody has screened. */
static UiRig *
rig_with_new_patient (void)
{
  UiRig *rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  GtkWidget *search = ui_find_type (ui_rig_window (rig), GTK_TYPE_SEARCH_ENTRY, 0);

  ebb_store_post (rig->store, put_new_patient, NULL, NULL, NULL, NULL);
  ui_rig_run (rig, 1);
  gtk_editable_set_text (GTK_EDITABLE (search), NEW_PATIENT);
  ui_rig_settle (rig);
  g_assert_true (ui_rig_await_label (rig, NEW_PATIENT, 5));
  g_signal_emit_by_name (search, "activate");
  g_assert_true (ui_rig_await_label (rig, "Not screened yet", 5));
  ui_rig_settle (rig);
  return rig;
}

static void
type_pressure (UiRig *rig)
{
  GtkWidget *window = ui_rig_window (rig);
  GtkWidget *systolic = ui_find_entry (window, "Resting blood pressure");
  GtkWidget *diastolic = ui_find_entry (window, "/");
  g_assert_nonnull (systolic);
  g_assert_nonnull (diastolic);
  gtk_editable_set_text (GTK_EDITABLE (systolic), "120");
  gtk_editable_set_text (GTK_EDITABLE (diastolic), "80");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (window, "Height in cm")), "172");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (window, "Weight in kg")), "66");
}

static void
say_yes (UiRig *rig, const char *id)
{
  GtkWidget *row;

  for (guint i = 0; (row = ui_find_type (ui_rig_window (rig), EBB_TYPE_SCREENING_ROW, i)) != NULL;
       i++)
    if (g_str_equal (ebb_screening_row_get_item (EBB_SCREENING_ROW (row))->id, id)) {
      ui_rig_activate (ui_find_button (row, "Yes"));
      ui_rig_run (rig, 1);
      return;
    }
  g_error ("\"%s\" is not asked", id);
}

static gboolean
can_start (UiRig *rig)
{
  GtkWidget *button = ui_find_button (ui_rig_window (rig), "Start session");
  return button != NULL && gtk_widget_is_sensitive (button);
}

/* New patient: locked; all no and 120/80; the start page lets the session begin. */
static void
test_screen_and_start (void)
{
  g_autoptr (UiRig) rig = rig_with_new_patient ();
  g_assert_false (can_start (rig));
  press (rig, "Screen now");
  g_assert_true (ui_rig_await_button (rig, "Save screening", 5));
  press (rig, "Save screening"); /* says what is missing and stores nothing */
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Blood pressure: missing"));
  type_pressure (rig);
  press (rig, "All others: no");
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Cleared"));
  press (rig, "Save screening");
  g_assert_true (ui_rig_await_label (rig, "Cleared until", 5));
  ui_rig_settle (rig);
  g_assert_true (can_start (rig));
  ui_walk_to_start (rig);
  ui_walk_prepare (rig);
  ui_walk_hold_start (rig);
}

/* Left by mistake: what was answered is there again. */
static void
test_left_by_mistake (void)
{
  g_autoptr (UiRig) rig = rig_with_new_patient ();
  GtkWidget *window = ui_rig_window (rig);
  press (rig, "Screen now");
  g_assert_true (ui_rig_await_button (rig, "Save screening", 5));
  type_pressure (rig);
  press (rig, "Yes");
  g_assert_true (ui_rig_await_label (rig, "Refused", 5));
  gtk_widget_activate_action (window, "win.back", NULL);
  g_assert_true (ui_rig_await_label (rig, "Not screened yet", 5));
  press (rig, "Screen now");
  g_assert_true (ui_rig_await_label (rig, "As you left it", 5));
  g_assert_nonnull (ui_find_label (window, "Refused"));
  GtkWidget *yes = ui_find_button (ui_find_type (window, EBB_TYPE_SCREENING_ROW, 0), "Yes");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (yes)));
}

/* What the screening leaves to a physician is unlocked by a clearance only. */
static void
test_physician (void)
{
  g_autoptr (UiRig) rig = rig_with_new_patient ();
  GtkWidget *window = ui_rig_window (rig);
  press (rig, "Screen now");
  g_assert_true (ui_rig_await_button (rig, "Save screening", 5));
  type_pressure (rig);
  say_yes (rig, "stroke");
  press (rig, "All others: no");
  press (rig, "Save screening");
  g_assert_true (ui_rig_await_button (rig, "Record clearance", 5));
  g_assert_false (can_start (rig));
  g_assert_null (ui_find_button (window, "Train without it today"));
  press (rig, "Record clearance");
  g_assert_true (ui_rig_await_button (rig, "Save clearance", 5));
  press (rig, "Save clearance");
  g_assert_nonnull (ui_find_label (window, "Physician: missing"));
  ui_rig_type (rig, "Name, practice", "Dr Sample, Riverside");
  press (rig, "Save clearance");
  g_assert_true (ui_rig_await_label (rig, "Cleared with limits until", 5));
  ui_rig_settle (rig);
  g_assert_true (can_start (rig));
}

/* A wound where the cuff would go: the patient may train elsewhere, so the page of the start says
 * no and leads to the screening. */
static void
test_refused_at_the_start (void)
{
  g_autoptr (UiRig) rig = rig_with_new_patient ();
  GtkWidget *window = ui_rig_window (rig);
  press (rig, "Screen now");
  g_assert_true (ui_rig_await_button (rig, "Save screening", 5));
  type_pressure (rig);
  say_yes (rig, "wound");
  press (rig, "left leg");
  press (rig, "All others: no");
  press (rig, "Save screening");
  g_assert_true (ui_rig_await_label (rig, "left leg: Refused", 5));
  ui_rig_settle (rig);
  press (rig, "Start session");
  g_assert_true (ui_rig_await_button (rig, "To the screening", 5));
  g_assert_nonnull (ui_find_label (window, "The screening refuses the cuff"));
  press (rig, "To the screening");
  g_assert_true (ui_rig_await_button (rig, "Save screening", 5));
}

/* A therapist may train without it today, with a reason. */
static void
test_override (void)
{
  g_autoptr (UiRig) rig = rig_with_new_patient ();
  press (rig, "Train without it today");
  g_assert_true (ui_rig_await_label (rig, "It holds for today", 5));
  press (rig, "Train without it today");
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Reason: missing"));
  ui_rig_type (rig, "Why the session", "Questions asked on paper");
  press (rig, "Train without it today");
  g_assert_true (ui_rig_await_label (rig, "Questions asked on paper", 5));
  ui_rig_settle (rig);
  g_assert_true (can_start (rig));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/screening/screen-and-start", test_screen_and_start);
  g_test_add_func ("/screening/left-by-mistake", test_left_by_mistake);
  g_test_add_func ("/screening/physician", test_physician);
  g_test_add_func ("/screening/refused-at-the-start", test_refused_at_the_start);
  g_test_add_func ("/screening/override", test_override);
  return g_test_run ();
}
