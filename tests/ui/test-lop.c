/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An occlusion pressure in the window: searched for by the cuff and with a person's ear on the
 * simulated limb, typed in, stopped; and what becomes of a start when it has to be measured again.
 */
#include "ui-walk.h"

#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-hold-button.h"
#include "ebb-lop-page.h"
#include "ebb-stepper.h"

/* Of the simulated thigh. */
#define TRUE_LOP_MMHG 181.0
#define REACTION_S    0.4

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

static UiRig *
rig_on_limbs (int width_px, int height_px)
{
  UiRig *rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = width_px, .height_px = height_px });

  ui_rig_run (rig, 4);
  ui_walk_to_patient (rig, UI_PATIENT);
  press (rig, "Limbs");
  g_assert_true (ui_rig_await_button (rig, "Measure occlusion pressure", 5));
  return rig;
}

static void
open_setup (UiRig *rig, const char *way)
{
  press (rig, "Measure occlusion pressure");
  g_assert_true (ui_rig_await_button (rig, "Automatic", 5));
  press (rig, way);
}

static void
begin_measurement (UiRig *rig, const char *way)
{
  open_setup (rig, way);
  press (rig, "To the measurement"); /* nobody has looked yet */
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Look where the cuff lies"));
  press (rig, "I have looked: the cuff lies on the LEFT THIGH");
  press (rig, "To the measurement");
  g_assert_true (ui_rig_await_button (rig, "Begin run 1", 10));
  ui_rig_settle (rig);
}

static EbbLopRunView
view_of (UiRig *rig)
{
  EbbLopRun *run = ebb_desk_get_lop_run (ebb_application_get_desk (rig->application));
  EbbLopRunView view = { .state = EBB_LOP_RUN_OVER };

  if (run != NULL)
    ebb_lop_run_get_view (run, &view);
  return view;
}

static gboolean
is_state (UiRig *rig, gconstpointer data)
{
  return view_of (rig).state == (EbbLopRunState) GPOINTER_TO_INT (data);
}

static gboolean
may_begin (UiRig *rig, gconstpointer data)
{
  GtkWidget *begin = ui_find_button (ui_rig_window (rig), data);

  return begin != NULL && gtk_widget_is_sensitive (begin);
}

static void
begin_run (UiRig *rig, const char *button)
{
  g_assert_true (ui_rig_await (rig, may_begin, button, 70));
  press (rig, button);
}

/* A person who hears what is true, and taps it a little later. */
static void
listen (UiRig *rig)
{
  GtkWidget *page = ui_find_type (ui_rig_window (rig), EBB_TYPE_LOP_PAGE, 0);
  EbbLopRunView view = view_of (rig);
  double cuff_mmhg = ui_rig_truth (rig).cuff_mmhg;
  gboolean hears = cuff_mmhg < TRUE_LOP_MMHG;
  const char *tap = view.guided == EBB_GUIDED_BEGIN && cuff_mmhg > 15 ? "Pulse is there"
                    : view.guided == EBB_GUIDED_UP && !hears          ? "Pulse gone"
                    : view.guided == EBB_GUIDED_DOWN && hears         ? "Pulse back"
                                                                      : NULL;
  GtkWidget *button = page != NULL && tap != NULL ? ui_find_button (page, tap) : NULL;

  if (button == NULL || !gtk_widget_is_sensitive (button))
    return;
  g_assert_cmpint (gtk_widget_get_height (button), >=, 64);
  ui_rig_run (rig, REACTION_S);
  ui_rig_activate (button);
}

static void
run_guided (UiRig *rig, const char *button)
{
  begin_run (rig, button);
  for (int i = 0; i < 1500; i++) {
    ui_rig_run (rig, 0.5);
    if (view_of (rig).state == EBB_LOP_RUN_SEARCHING)
      listen (rig);
    else if (view_of (rig).state == EBB_LOP_RUN_READY || view_of (rig).state == EBB_LOP_RUN_OVER)
      return;
  }
  g_error ("the run did not end");
}

/* The newest of the patient, as it stands on the disk, with its traces. */
static EbbLopRecord *
stored_lop (UiRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, UI_PATIENT, 1, &error);
  const EbbPatient *patient = g_ptr_array_index (found, 0);
  g_autoptr (EbbPatientFile) file =
      ebb_db_load_patient_file (db, patient->id, g_get_real_time (), &error);
  EbbLopRecord *newest;

  g_assert_no_error (error);
  g_assert_cmpuint (file->lops->len, >, 0);
  newest = ebb_lop_record_copy (g_ptr_array_index (file->lops, 0));
  g_clear_pointer (&newest->traces, g_ptr_array_unref);
  newest->traces = ebb_db_get_lop_traces (db, newest->id, &error);
  g_assert_no_error (error);
  return newest;
}

static void
keep_result (UiRig *rig)
{
  g_assert_true (ui_rig_await_button (rig, "Keep this value", 10));
  press (rig, "Keep this value");
  g_assert_true (ui_rig_await_button (rig, "Start session", 10));
}

/* Two runs a minute apart; the value is where the pulse came back. */
static void
test_guided (void)
{
  g_autoptr (UiRig) rig = rig_on_limbs (1024, 600);
  begin_measurement (rig, "Guided");
  run_guided (rig, "Begin run 1");
  g_assert_cmpuint (view_of (rig).n_runs, ==, 1);
  g_assert_false (may_begin (rig, "Begin run 2")); /* blood flows for a minute */
  g_assert_cmpint (view_of (rig).rest_left_us, >, CUFF_SECONDS (50));
  run_guided (rig, "Begin run 2");
  keep_result (rig);
  g_autoptr (EbbLopRecord) record = stored_lop (rig);
  g_assert_cmpfloat (ABS (cuff_pressure_to_mmhg (record->lop) - TRUE_LOP_MMHG), <, 6);
  g_assert_cmpint (record->definition, ==, EBB_LOP_DEFINITION_PULSE_BACK);
  g_assert_cmpstr (record->way, ==, "doppler");
  g_assert_cmpstr (record->operator_name, ==, "A. Sample");
  g_assert_true (record->simulated);
  g_assert_cmpint (record->side, ==, EBB_SIDE_LEFT);
  g_assert_true (cuff_pressure_is_set (record->trials[1]));
  g_assert_cmpuint (record->traces->len, ==, 2);
  const EbbLopTrace *trace = g_ptr_array_index (record->traces, 0);
  g_assert_cmpuint (trace->samples->len, >, 1000);
}

static void
test_automatic (void)
{
  g_autoptr (UiRig) rig = rig_on_limbs (1366, 768);
  begin_measurement (rig, "Automatic");
  begin_run (rig, "Begin run 1");
  g_assert_true (ui_rig_await (rig, is_state, GINT_TO_POINTER (EBB_LOP_RUN_SEARCHING), 10));
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Stop and deflate"));
  g_assert_true (ui_rig_await (rig, is_state, GINT_TO_POINTER (EBB_LOP_RUN_READY), 190));
  begin_run (rig, "Begin run 2");
  g_assert_true (ui_rig_await (rig, is_state, GINT_TO_POINTER (EBB_LOP_RUN_OVER), 190));
  keep_result (rig);
  g_autoptr (EbbLopRecord) record = stored_lop (rig);
  g_assert_cmpfloat (ABS (cuff_pressure_to_mmhg (record->lop) - TRUE_LOP_MMHG), <, 15);
  g_assert_cmpint (record->definition, ==, EBB_LOP_DEFINITION_AUTO);
}

/* What cannot be is named, nothing is lost, and the right value is on file. */
static void
test_typed (void)
{
  g_autoptr (UiRig) rig = rig_on_limbs (1366, 768);
  GtkWidget *window = ui_rig_window (rig);
  open_setup (rig, "Typed in");
  GtkWidget *stepper = ui_find_type (window, EBB_TYPE_STEPPER, 2); /* width, girth, LOP */
  GtkWidget *lop = ui_find_type (stepper, GTK_TYPE_ENTRY, 0);
  g_assert_nonnull (lop);
  gtk_editable_set_text (GTK_EDITABLE (lop), "999");
  press (rig, "Save the LOP");
  g_assert_nonnull (ui_find_label (window, "is outside 60 to 320 mmHg"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (lop)), ==, "999");
  gtk_editable_set_text (GTK_EDITABLE (lop), "185");
  press (rig, "Pulse came back");
  press (rig, "Save the LOP");
  g_assert_true (ui_rig_await_button (rig, "Start session", 10));
  g_autoptr (EbbLopRecord) record = stored_lop (rig);
  g_assert_cmpstr (record->way, ==, "entered");
  g_assert_cmpint (record->lop, ==, CUFF_MMHG (185));
  g_assert_cmpint (record->definition, ==, EBB_LOP_DEFINITION_PULSE_BACK);
}

/* Esc stops: the cuff is vented within the time a stop has, and nothing is found. */
static void
test_escape (void)
{
  g_autoptr (UiRig) rig = rig_on_limbs (1366, 768);
  GtkWidget *window = ui_rig_window (rig);
  begin_measurement (rig, "Automatic");
  begin_run (rig, "Begin run 1");
  g_assert_true (ui_rig_await (rig, is_state, GINT_TO_POINTER (EBB_LOP_RUN_SEARCHING), 10));
  ui_rig_run (rig, 15);
  g_assert_cmpfloat (ui_rig_truth (rig).cuff_mmhg, >, 50);
  g_assert_true (ui_rig_key (window, GDK_KEY_Escape));
  ui_rig_run (rig, 3);
  g_assert_cmpfloat (ui_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_true (ui_rig_await_label (rig, "Stopped", 10));
  EbbLopRunView view = view_of (rig);
  g_assert_cmpint (view.end, ==, EBB_STATE_STOPPED_BY_USER);
  g_assert_false (cuff_pressure_is_set (view.lop));
  g_assert_null (ui_find_button (window, "Keep this value"));
  g_assert_null (ui_find_button (window, "Keep as"));
}

/* Leaving stops first and asks then; no session begins meanwhile. */
static void
test_leaving (void)
{
  g_autoptr (UiRig) rig = rig_on_limbs (1366, 768);
  GtkWidget *window = ui_rig_window (rig);
  EbbDesk *desk = ebb_application_get_desk (rig->application);
  begin_measurement (rig, "Automatic");
  begin_run (rig, "Begin run 1");
  g_assert_true (ui_rig_await (rig, is_state, GINT_TO_POINTER (EBB_LOP_RUN_SEARCHING), 10));
  ui_rig_run (rig, 15);
  EbbSessionOptions options = { .patient_id = "nobody" };
  g_autoptr (GError) error = NULL;
  g_assert_null (ebb_desk_begin_session (desk, &options, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_BUSY);
  gtk_widget_activate_action (window, "win.back", NULL);
  g_assert_true (ui_rig_await_label (rig, "The search was stopped", 5));
  ui_rig_run (rig, 3);
  g_assert_cmpfloat (ui_rig_truth (rig).cuff_mmhg, <, 10);
  press (rig, "Leave");
  g_assert_true (ui_rig_await_button (rig, "Start session", 10));
  g_assert_null (ebb_desk_get_lop_run (desk));
}

/* --- The start --------------------------------------------------------------------------- */

/* Two centimetres more than at the measurement. */
static gboolean
put_girth (EbbDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, UI_PATIENT, 1, error);
  const EbbPatient *patient = g_ptr_array_index (found, 0);
  g_autoptr (EbbGirthRecord) girth = g_new0 (EbbGirthRecord, 1);

  girth->patient_id = g_strdup (patient->id);
  girth->segment = EBB_SEGMENT_THIGH;
  girth->side = EBB_SIDE_LEFT;
  girth->site = g_strdup (EBB_GIRTH_UNDER_CUFF);
  girth->girth_cm = 50;
  girth->measured_on = g_strdup ("2026-11-01");
  return ebb_db_put_girth (db, girth, error);
}

static gboolean
can_hold (UiRig *rig)
{
  GtkWidget *hold = ui_find_type (ui_rig_window (rig), EBB_TYPE_HOLD_BUTTON, 0);

  return hold != NULL && gtk_widget_is_sensitive (hold);
}

static void
test_void_locks (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  GtkWidget *window = ui_rig_window (rig);
  ebb_store_post (rig->store, put_girth, NULL, NULL, NULL, NULL);
  ui_rig_run (rig, 1);
  ui_walk_to_patient (rig, UI_PATIENT);
  press (rig, "Start session");
  g_assert_true (ui_rig_await_label (rig, "the girth was 48.0 cm and is 50.0 cm now", 10));
  g_assert_null (ui_find_button (window, "Use it today"));
  g_assert_false (can_hold (rig));
  g_assert_null (ebb_desk_get_session (ebb_application_get_desk (rig->application)));
  press (rig, "Measure it now");
  g_assert_true (ui_rig_await_button (rig, "Automatic", 5));
}

/* Old only: one tap with a reason, and it stands in the record. */
static void
test_old_asks (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  GtkWidget *window = ui_rig_window (rig);
  ui_walk_to_patient (rig, UI_PATIENT);
  press (rig, "Start session");
  g_assert_true (ui_rig_await_button (rig, "Use it today", 10));
  g_assert_null (ebb_desk_get_session (ebb_application_get_desk (rig->application)));
  g_assert_nonnull (ui_find_label (window, "days old"));
  press (rig, "Use it today");
  press (rig, "No change since then");
  g_assert_true (ui_rig_await_button (rig, "Short puff", 10));
  g_assert_nonnull (ebb_desk_get_session (ebb_application_get_desk (rig->application)));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lop/guided", test_guided);
  g_test_add_func ("/lop/automatic", test_automatic);
  g_test_add_func ("/lop/typed", test_typed);
  g_test_add_func ("/lop/escape", test_escape);
  g_test_add_func ("/lop/leaving", test_leaving);
  g_test_add_func ("/lop/void-locks-start", test_void_locks);
  g_test_add_func ("/lop/old-asks", test_old_asks);
  return g_test_run ();
}
