/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is not counted, led through the window: a set by the clock, a cuff that goes on and off, and
 * an isometric protocol.  The page says what the patient does and asks what has to be asked.
 */
#include "ui-walk.h"

#include "ebb-db-desk.h"
#include "ebb-limb-records.h"

#define HERE_ASKED_S 180 /* clinic 3.11: every 3 min */
#define ANNOUNCED_S  5   /* clinic 3.12: 5 s ahead */
#define ON_S         300 /* passive cell swelling: 5 min on, 3 min off (clinical 3.3, P17) */
#define OFF_S        180

/* The LOP on file is old, and of another posture. */
static void
measure_again (EbbDb *db, const EbbPatientFile *file, const char *exercise_id, gint64 now_unix_us)
{
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (exercise_id, NULL);
  g_autoptr (EbbLopRecord) lop = ebb_lop_record_copy (g_ptr_array_index (file->lops, 0));
  g_clear_pointer (&lop->id, g_free);
  lop->posture = exercise->posture;
  lop->measured_unix_us = now_unix_us;
  g_assert_true (ebb_db_put_lop (db, lop, NULL));
}

/* On the store thread: another protocol for the patient of the walk. */
static gboolean
put_protocol (EbbDb *db, gpointer data, GError **error)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (data, error);
  gint64 now_unix_us = ebb_clock_wall_unix_us ();
  g_autoptr (GPtrArray) rows = ebb_db_find_rows (db, UI_PATIENT, 1, now_unix_us, error);
  g_assert_cmpuint (rows->len, ==, 1);
  const char *patient_id = ((EbbPatientRow *) g_ptr_array_index (rows, 0))->patient->id;
  g_autoptr (EbbPatientFile) file = ebb_db_load_patient_file (db, patient_id, now_unix_us, error);
  g_assert_nonnull (file);
  g_autoptr (EbbPrescriptionRecord) record =
      ebb_prescription_record_copy (g_ptr_array_index (file->prescriptions, 0));
  g_clear_pointer (&record->id, g_free);
  g_free (record->protocol_id);
  g_free (record->exercise_id);
  record->protocol_id = g_strdup (protocol->id);
  record->protocol_version = protocol->version;
  record->exercise_id = g_strdup (protocol->exercise_id);
  record->percent_lop = protocol->percent_lop_default;
  record->n_sets = 0;
  record->written_unix_us = now_unix_us;
  record->load_kg = 0;
  g_assert_true (ebb_db_put_prescription (db, patient_id, record, error));
  measure_again (db, file, protocol->exercise_id, now_unix_us);
  return TRUE;
}

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

static void
assert_shows (UiRig *rig, const char *text)
{
  g_autofree char *shown = NULL;
  ui_rig_settle (rig);
  shown = ui_text_of (ui_rig_window (rig));
  if (strstr (shown, text) == NULL)
    g_error ("\"%s\" is not among: %s", text, shown);
}

static void
expect_phase (UiRig *rig, EbbPhase phase, double virtual_s)
{
  if (!ui_rig_await_phase (rig, phase, virtual_s))
    g_error ("the phase \"%s\" did not come", ebb_phase_to_id (phase));
}

/* The start page has read it back, and the cuff inflates. */
static UiRig *
rig_of (const char *protocol_id, const char *choice, const char *read_back)
{
  UiRig *rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ebb_store_post (rig->store, put_protocol, (gpointer) protocol_id, NULL, NULL, NULL);
  ui_walk_to_patient (rig, UI_PATIENT);
  press (rig, "Start session");
  press (rig, choice);
  g_assert_true (ui_rig_await_button (rig, "Short puff", 10));
  assert_shows (rig, read_back);
  ui_walk_prepare (rig);
  ui_walk_hold_start (rig);
  return rig;
}

/* Minutes instead of repetitions, no counting, and somebody is asked for after three of them. */
static void
test_by_the_clock (void)
{
  g_autoptr (UiRig) rig =
      rig_of ("continuous-walk", "Left thigh · Walking", "15 min endurance work, cuff stays tight");
  expect_phase (rig, EBB_PHASE_WORK, 60);
  ui_rig_run (rig, 60);
  assert_shows (rig, "Keep going");
  assert_shows (rig, "Time done");
  assert_shows (rig, "/ 15:00");
  g_assert_null (ui_find_button (ui_rig_window (rig), "Count"));
  g_assert_null (ui_find_label (ui_rig_window (rig), "Is a therapist here?"));
  g_assert_true (ui_rig_await_label (rig, "Is a therapist here?", HERE_ASKED_S));
  press (rig, "I am here");
  g_assert_null (ui_find_label (ui_rig_window (rig), "Is a therapist here?"));
  g_assert_true (ui_rig_await_label (rig, "Is a therapist here?", HERE_ASKED_S + 10));
  g_assert_true (ui_rig_key (ui_rig_window (rig), GDK_KEY_h));
  g_assert_cmpint (ui_rig_view (rig).unanswered_until_us, ==, EBB_TIME_UNSET);
  press (rig, "End set");
  press (rig, "Time");
  ui_walk_to_remove (rig, 30);
  press (rig, "Cuff is soft and off");
  press (rig, "Finish session");
  g_assert_true (ui_rig_await_button (rig, "Print for patient", 10));
  assert_shows (rig, "Time worked");
  assert_shows (rig, "of 15:00");
}

/* On, off and on again: announced, put off, and inflated by a person. */
static void
test_on_and_off (void)
{
  g_autoptr (UiRig) rig = rig_of ("passive-cell-swelling", "Left thigh · Lying still",
                                  "5 × 5 min on / 3 min off, lying still");
  expect_phase (rig, EBB_PHASE_WORK, 60);
  assert_shows (rig, "Lie still");
  ebb_session_here (rig->session);
  ui_rig_run (rig, 100);
  ebb_session_here (rig->session);
  ui_rig_run (rig, 100);
  ebb_session_here (rig->session);
  expect_phase (rig, EBB_PHASE_REST, ON_S);
  guint n_inflations = ui_rig_truth (rig).n_inflations;
  ui_rig_run (rig, 100);
  ebb_session_here (rig->session);
  g_assert_null (ui_find_button (ui_rig_window (rig), "Not yet"));
  g_assert_true (ui_rig_await_button (rig, "Not yet", OFF_S));
  g_assert_cmpint (ui_rig_view (rig).phase_until_us - ebb_clock_now_us (rig->clock), <=,
                   CUFF_SECONDS (ANNOUNCED_S));
  assert_shows (rig, "Inflates in");
  press (rig, "Not yet");
  expect_phase (rig, EBB_PHASE_WAITING, 1);
  ui_rig_run (rig, 20);
  assert_shows (rig, "Ready to inflate");
  g_assert_cmpuint (ui_rig_truth (rig).n_inflations, ==, n_inflations);
  press (rig, "Inflate now");
  expect_phase (rig, EBB_PHASE_WORK, 30);
  g_assert_cmpuint (ui_rig_truth (rig).n_inflations, ==, n_inflations + 1);
  g_assert_cmpuint (ui_rig_view (rig).set, ==, 2);
  press (rig, "Stop and deflate");
  ui_walk_to_remove (rig, 30);
}

/* Short contractions with a pause between them: four parts, three words. */
static void
test_isometric (void)
{
  g_autoptr (UiRig) rig =
      rig_of ("bedside-isometric", "Left thigh · Isometric", "3 × 12, hold 1 s, pause 2 s");
  expect_phase (rig, EBB_PHASE_HOLD, 60);
  assert_shows (rig, "Hold");
  g_assert_true (ui_rig_await_label (rig, "Wait, left", 10));
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Count"));
  expect_phase (rig, EBB_PHASE_REST, 120);
  assert_shows (rig, "cuff stays tight");
  g_assert_cmpuint (ui_rig_view (rig).reps, ==, 12);
  press (rig, "Stop and deflate");
  ui_walk_to_remove (rig, 30);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/modes/by-the-clock", test_by_the_clock);
  g_test_add_func ("/modes/on-and-off", test_on_and_off);
  g_test_add_func ("/modes/isometric", test_isometric);
  return g_test_run ();
}
