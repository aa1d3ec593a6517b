/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Around a session, in the window: a questionnaire that the patient fills in and the therapist
 * reviews, an adverse event days later, a call, a note that is never changed.
 */
#include "ui-walk.h"

#include "ebb-answer-row.h"
#include "ebb-call-card.h"
#include "ebb-db-care.h"
#include "ebb-db-desk.h"
#include "ebb-db-door.h"
#include "ebb-db-papers.h"
#include "ebb-db-screening.h"
#include "ebb-hold-button.h"
#include "ebb-screening-row.h"
#include "ebb-window.h"

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

static UiRig *
rig_at_tab (const char *tab)
{
  UiRig *rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });

  ui_walk_to_patient (rig, UI_PATIENT);
  press (rig, tab);
  return rig;
}

/* The record as it stands on disk, after the program has written it. */
static EbbDb *
open_db (UiRig *rig)
{
  g_autoptr (GError) error = NULL;
  EbbDb *db;

  ui_rig_run (rig, 1);
  ui_rig_settle (rig);
  db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  return db;
}

static char *
patient_id (EbbDb *db)
{
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, UI_PATIENT, 1, NULL);

  return g_strdup (((const EbbPatient *) g_ptr_array_index (found, 0))->id);
}

/* The patient answers all, one by yes; nothing of a person stands on the screen meanwhile. */
static void
fill_questionnaire (UiRig *rig)
{
  GtkWidget *window = ui_rig_window (rig);
  gboolean said_yes = FALSE;

  g_assert_true (ui_rig_await_label (rig, "Question 1 of", 5));
  g_assert_null (ui_find_label (window, "Tamsin"));
  g_assert_null (ui_find_label (window, "Example"));
  while (ui_find_button (window, "I do not know") != NULL) {
    if (!said_yes && ui_find_label (window, "Have you had a stroke?") != NULL) {
      said_yes = TRUE;
      ui_rig_press (rig, "Yes");
    } else {
      ui_rig_press (rig, "No");
    }
  }
  g_assert_true (said_yes);
  ui_rig_settle (rig);
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (window, "Height in cm")), "172");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (window, "Weight in kg")), "66");
  press (rig, "Next");
  g_assert_nonnull (ui_find_label (window, "Hand the screen back"));
}

static void
hand_back (UiRig *rig)
{
  GtkWidget *hold = ui_find_type (ui_rig_window (rig), EBB_TYPE_HOLD_BUTTON, 0);

  g_assert_nonnull (hold);
  g_signal_emit_by_name (hold, "held");
  g_assert_true (ui_rig_await_label (rig, "not reviewed yet", 5));
}

static GtkWidget *
row_of (UiRig *rig, const char *id)
{
  GtkWidget *row;

  for (guint i = 0; (row = ui_find_type (ui_rig_window (rig), EBB_TYPE_SCREENING_ROW, i)) != NULL;
       i++)
    if (g_str_equal (ebb_screening_row_get_item (EBB_SCREENING_ROW (row))->id, id))
      return row;
  return NULL;
}

/* Questionnaire, review of the one yes, blood pressure, outcome. */
static void
test_questionnaire (void)
{
  g_autoptr (UiRig) rig = rig_at_tab ("Screening");
  GtkWidget *window = ui_rig_window (rig);

  g_assert_true (ui_rig_await_button (rig, "Hand to the patient", 5));
  press (rig, "Hand to the patient");
  gtk_widget_activate_action (window, "win.back", NULL); /* a patient does not get out by it */
  fill_questionnaire (rig);
  hand_back (rig);
  press (rig, "Review answers");
  g_assert_true (ui_rig_await_label (rig, "To be confirmed with the patient", 5));
  ui_rig_settle (rig);
  g_assert_nonnull (row_of (rig, "stroke"));
  g_assert_null (row_of (rig, "pregnancy")); /* folded away */
  g_assert_null (ui_find_button (window, "All others: no"));
  ui_rig_activate (ui_find_button (row_of (rig, "stroke"), "No"));
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (window, "Resting blood pressure")), "120");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (window, "/")), "80");
  press (rig, "Save screening");
  g_assert_true (ui_rig_await_label (rig, "Cleared until", 5));
  g_autoptr (EbbDb) db = open_db (rig);
  g_autofree char *id = patient_id (db);
  g_autoptr (GPtrArray) screenings = ebb_db_list_screenings (db, id, 5, NULL);
  const EbbScreening *newest = g_ptr_array_index (screenings, 0);
  g_assert_cmpint (newest->outcome, <=, EBB_SCREENING_LIMITS);
  g_assert_false (ebb_screening_find_answer (newest, "stroke")->yes);
  g_autoptr (EbbIntake) open = ebb_db_get_open_intake (db, id, NULL);
  g_assert_null (open);
}

/* Health has changed: what held no longer holds. */
static void
test_health_changed (void)
{
  g_autoptr (UiRig) rig = rig_at_tab ("Screening");

  g_assert_true (ui_rig_await_button (rig, "Health has changed", 5));
  press (rig, "Health has changed");
  press (rig, "Save and end the screening");
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "What is new: missing"));
  ui_rig_type (rig, "New medicine", "new tablets");
  press (rig, "Save and end the screening");
  g_assert_true (ui_rig_await_label (rig, "new tablets", 5));
  ui_rig_settle (rig);
  GtkWidget *start = ui_find_button (ui_rig_window (rig), "Start session");
  g_assert_true (start == NULL || !gtk_widget_is_sensitive (start));
}

/* Consent by initials, taken back. */
static void
test_consent (void)
{
  g_autoptr (UiRig) rig = rig_at_tab ("Screening");

  g_assert_true (ui_rig_await_button (rig, "Consent…", 5));
  press (rig, "Consent…");
  ui_rig_type (rig, "The patient types", "QX");
  press (rig, "Save consent");
  g_assert_true (ui_rig_await_label (rig, "initials QX", 5));
  press (rig, "Take back");
  g_assert_true (ui_rig_await_label (rig, "Taken back on", 5));
}

/* Days later, on the patient's page. */
static void
test_event (void)
{
  g_autoptr (UiRig) rig = rig_at_tab ("Notes");

  g_assert_true (ui_rig_await_button (rig, "Adverse event…", 5));
  press (rig, "Adverse event…");
  press (rig, "Save event");
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "What happened: choose one"));
  press (rig, "Numbness");
  press (rig, "Moderate");
  ui_rig_type (rig, "Name, when", "Dr Sample");
  press (rig, "Save event");
  g_assert_true (ui_rig_await_label (rig, "Told: Dr Sample", 5));
  g_autoptr (EbbDb) db = open_db (rig);
  g_autofree char *id = patient_id (db);
  g_autoptr (GPtrArray) events = ebb_db_list_adverse_records (db, id, NULL);
  const EbbAdverseRecord *event = g_ptr_array_index (events, 0);
  g_assert_cmpstr (event->kind, ==, "numbness");
  g_assert_cmpuint (event->grade, ==, 2);
  g_assert_nonnull (event->session_id);
}

/* A note, and an amendment beside it. */
static void
test_note (void)
{
  g_autoptr (UiRig) rig = rig_at_tab ("Notes");
  GtkWidget *window = ui_rig_window (rig);

  for (guint i = 0; i < 2; i++) {
    g_assert_true (ui_rig_await_button (rig, "Note on the last session", 5));
    press (rig, "Note on the last session");
    g_assert_true (ui_rig_await_button (rig, i == 0 ? "Save note" : "Save as a new note", 5));
    ui_rig_settle (rig);
    GtkWidget *view = ui_find_type (window, GTK_TYPE_TEXT_VIEW, 0);
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                              i == 0 ? "knee feels fine" : "knee hurt at night", -1);
    press (rig, i == 0 ? "Save note" : "Save as a new note");
    g_assert_true (
        ui_rig_await_label (rig, i == 0 ? "S: knee feels fine" : "S: knee hurt at night", 5));
  }
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_label (window, "S: knee feels fine"));
}

/* --- The calls ------------------------------------------------------------------------------ */

/* Somebody's first session with air in a cuff, two days ago; on the store thread. */
static gboolean
put_first_session (EbbDb *db, gpointer data, GError **error)
{
  gint64 started_unix_us = ebb_clock_wall_unix_us () - 2 * G_TIME_SPAN_DAY;
  g_autofree char *like = patient_id (db);
  g_autoptr (EbbPatientFile) file =
      ebb_db_load_patient_file (db, like, started_unix_us + 2 * G_TIME_SPAN_DAY, error);
  g_autoptr (EbbPatient) patient = g_new0 (EbbPatient, 1);
  g_autoptr (EbbOrder) order = ebb_order_copy (file->order);
  g_autofree char *session_id = g_uuid_string_random ();
  g_autofree char *bout_id = g_uuid_string_random ();
  g_autofree char *limb_id = g_uuid_string_random ();

  patient->name = g_strdup ("Novak, Petra");
  patient->birth_date = g_strdup ("1990-05-04");
  g_assert_true (ebb_db_put_patient (db, patient, error));
  g_clear_pointer (&order->id, g_free);
  g_clear_pointer (&order->episode_id, g_free);
  g_free (order->patient_id);
  order->patient_id = g_strdup (patient->id);
  g_assert_true (ebb_db_put_order (db, order, error));
  const EbbSessionRecord session = { .id = session_id,
                                     .patient_id = patient->id,
                                     .episode_id = order->episode_id,
                                     .operator_name = (char *) "A. Sample",
                                     .started_unix_us = started_unix_us,
                                     .ended_us = EBB_TIME_UNSET };
  const EbbBoutRecord bout = { .id = bout_id,
                               .session_id = session_id,
                               .number = 1,
                               .exercise_id = (char *) "short-arc-quad",
                               .protocol_id = (char *) "practice",
                               .protocol_name = (char *) "Practice protocol",
                               .protocol_version = 3,
                               .protocol_json = (char *) "{}",
                               .ended_us = EBB_TIME_UNSET };
  const EbbLimbRecord limb = { .id = limb_id,
                               .bout_id = bout_id,
                               .segment = EBB_SEGMENT_THIGH,
                               .side = EBB_SIDE_LEFT,
                               .cuff_name = (char *) "Thigh cuff",
                               .cuff_width_cm = 11.5,
                               .method = EBB_METHOD_FIXED,
                               .target = CUFF_MMHG (120),
                               .lop = CUFF_PRESSURE_UNSET };
  g_assert_true (ebb_store_put_session (db, &session, error));
  g_assert_true (ebb_store_put_bout (db, &bout, error));
  g_assert_true (ebb_store_put_limb (db, &limb, error));
  g_assert_true (ebb_store_end_bout (db, bout_id, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                     G_TIME_SPAN_MINUTE, error));
  return ebb_store_end_session (db, session_id, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                2 * G_TIME_SPAN_MINUTE, error);
}

static GtkWidget *
answers_of (GtkWidget *card, guint question)
{
  GtkWidget *row = ui_find_type (card, EBB_TYPE_ANSWER_ROW, question);

  g_assert_nonnull (row);
  return row;
}

static guint
count_calls (EbbDb *db)
{
  g_autoptr (GPtrArray) calls = ebb_db_list_calls (db, NULL, ebb_clock_wall_unix_us (), NULL);

  return calls->len;
}

/* Three taps; a worrying answer says what to do; who was reached is not called again. */
static void
test_call (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  GtkWidget *window = ui_rig_window (rig);

  ebb_store_post (rig->store, put_first_session, NULL, NULL, NULL, NULL);
  g_autoptr (EbbDb) before = open_db (rig);
  ebb_desk_tell_records (ebb_window_get_desk (EBB_WINDOW (window)), "");
  guint n_calls = count_calls (before);
  g_autofree char *button = g_strdup_printf ("%u call", n_calls);

  g_assert_cmpuint (n_calls, >, 0);
  g_assert_true (ui_rig_await_button (rig, button, 5));
  press (rig, button);
  g_assert_true (ui_rig_await_button (rig, "Nobody answered", 5));
  ui_rig_settle (rig);
  GtkWidget *card = ui_find_type (window, EBB_TYPE_CALL_CARD, 0);
  GtkWidget *save = ui_find_button (card, "Save call");
  g_assert_false (gtk_widget_is_sensitive (save));
  ui_rig_activate (ui_find_button (answers_of (card, 0), "3"));
  ui_rig_activate (ui_find_button (answers_of (card, 1), "Yes"));
  g_assert_false (gtk_widget_is_sensitive (save));
  ui_rig_activate (ui_find_button (answers_of (card, 2), "No"));
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_label (card, "See a doctor today"));
  ui_rig_activate (save);
  g_autoptr (EbbDb) after = open_db (rig);
  g_assert_cmpuint (count_calls (after), ==, n_calls - 1);
}

/* What ended a visit at the door is on the patient's page, locks it, and goes by a correction. */
static void
test_refusal (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });

  ui_walk_to_patient (rig, UI_PATIENT);
  ui_walk_to_start (rig);
  press (rig, "Something new…");
  press (rig, "Fever or illness today");
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  g_assert_true (ui_rig_await_button (rig, "Cleared or corrected", 5));
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Fever or illness today?"));
  g_assert_false (gtk_widget_is_sensitive (ui_find_button (ui_rig_window (rig), "Start session")));
  press (rig, "Cleared or corrected");
  g_assert_true (ui_rig_await_button (rig, "The answer was mistyped", 5));
  press (rig, "The answer was mistyped");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_entry (ui_rig_window (rig), "Reason")),
                         "meant for somebody else");
  press (rig, "Save and lift it");
  g_autoptr (EbbDb) db = open_db (rig);
  g_autofree char *id = patient_id (db);
  g_autoptr (GPtrArray) kept = ebb_db_list_door_refusals (db, id, NULL);
  const EbbDoorRefusal *refusal = g_ptr_array_index (kept, 0);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (refusal->answer, ==, "ill-today");
  g_assert_cmpstr (refusal->lift->reason, ==, "meant for somebody else");
  g_assert_true (gtk_widget_is_sensitive (ui_find_button (ui_rig_window (rig), "Start session")));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visit/questionnaire", test_questionnaire);
  g_test_add_func ("/visit/health-changed", test_health_changed);
  g_test_add_func ("/visit/consent", test_consent);
  g_test_add_func ("/visit/event", test_event);
  g_test_add_func ("/visit/note", test_note);
  g_test_add_func ("/visit/call", test_call);
  g_test_add_func ("/visit/refusal", test_refusal);
  return g_test_run ();
}
