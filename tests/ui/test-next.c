/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The next exercise in the same session: what the records know of another limb counts too, and
 * whoever comes back after the session has closed is not stuck.
 */
#include "ui-walk.h"

#include "ebb-checks-card.h"
#include "ebb-db-desk.h"
#include "ebb-hold-button.h"
#include "ebb-stepper.h"

#include <string.h>

#define REST_S    180 /* blood flow between two bouts on one limb */
#define TIGHT_S   20
#define BEFORE_US CUFF_SECONDS (30)

/* A bout on the other thigh that ended a moment ago, in a session of its own. */
static void
put_bout (EbbDb *db, const EbbPatientFile *file)
{
  EbbSessionRecord session = { .id = (char *) "5e000000-0000-4000-8000-000000000001",
                               .patient_id = file->patient->id,
                               .episode_id = file->order->episode_id,
                               .operator_name = (char *) "Tester",
                               .started_unix_us = ebb_clock_wall_unix_us () - BEFORE_US,
                               .device = (char *) "test",
                               .ended_us = EBB_TIME_UNSET };
  EbbBoutRecord bout = { .id = (char *) "5e000000-0000-4000-8000-000000000002",
                         .session_id = session.id,
                         .number = 1,
                         .exercise_id = (char *) "quad-set",
                         .protocol_id = (char *) "test",
                         .protocol_name = (char *) "Test",
                         .protocol_version = 1,
                         .protocol_json = (char *) "{}",
                         .ended_us = EBB_TIME_UNSET };
  EbbLimbRecord limb = { .id = (char *) "5e000000-0000-4000-8000-000000000003",
                         .bout_id = bout.id,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_RIGHT,
                         .cuff_name = (char *) "Test cuff",
                         .cuff_width_cm = 13.5,
                         .target = CUFF_MMHG (110),
                         .lop = CUFF_PRESSURE_UNSET };
  g_autoptr (GError) error = NULL;
  ebb_store_put_session (db, &session, &error);
  g_assert_no_error (error);
  g_assert_true (ebb_store_put_bout (db, &bout, NULL) && ebb_store_put_limb (db, &limb, NULL));
  for (int s = 0; s < TIGHT_S + 5; s++) {
    EbbSample sample = { .t_us = CUFF_SECONDS (s),
                         .pressure = s < TIGHT_S ? CUFF_MMHG (110) : 0,
                         .pressure_second = CUFF_PRESSURE_UNSET };
    g_assert_true (ebb_store_put_samples (db, limb.id, (guint) s, &sample, 1, NULL));
  }
  gint64 ended_us = CUFF_SECONDS (TIGHT_S + 5);
  g_assert_true (
      ebb_store_end_bout (db, bout.id, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE, ended_us, NULL));
  g_assert_true (ebb_store_end_session (db, session.id, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                        ended_us, NULL));
}

typedef struct {
  char *patient_id; /* owned */
  gboolean trained;
} OtherLimb;

/* On the store thread: the same prescription for the other thigh. */
static gboolean
put_other_limb (EbbDb *db, gpointer data, GError **error)
{
  const OtherLimb *other = data;
  g_autoptr (EbbPatientFile) file =
      ebb_db_load_patient_file (db, other->patient_id, ebb_clock_wall_unix_us (), error);
  g_assert_nonnull (file);
  g_autoptr (EbbPrescriptionRecord) record =
      ebb_prescription_record_copy (g_ptr_array_index (file->prescriptions, 0));
  g_clear_pointer (&record->id, g_free);
  record->side = EBB_SIDE_RIGHT;
  record->written_unix_us = ebb_clock_wall_unix_us ();
  g_assert_true (ebb_db_put_prescription (db, other->patient_id, record, error));
  if (other->trained)
    put_bout (db, file);
  return TRUE;
}

static void
press (UiRig *rig, const char *text)
{
  ui_rig_settle (rig);
  ui_rig_press (rig, text);
  ui_rig_settle (rig);
}

/* A bout on the left thigh, stopped soon, whose limb has rested. */
static UiRig *
rig_after_a_bout (void)
{
  UiRig *rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  press (rig, "Stop and deflate");
  ui_walk_to_remove (rig, 10);
  g_assert_true (ui_rig_await_label (rig, "Remove the cuff", 5));
  ui_rig_run (rig, REST_S + 5);
  return rig;
}

static UiRig *
rig_with_other_limb (gboolean trained)
{
  UiRig *rig = rig_after_a_bout ();
  OtherLimb other = { g_strdup (ebb_session_get_patient_id (rig->session)), trained };
  ebb_store_post (rig->store, put_other_limb, &other, NULL, NULL, NULL);
  press (rig, "Next exercise");
  g_assert_true (ui_rig_await_button (rig, "Right thigh", 10)); /* asked for after the job */
  g_free (other.patient_id);
  return rig;
}

/* The limb was trained a moment ago, in another session: three minutes of blood flow first. */
static void
test_other_limb_rests (void)
{
  g_autoptr (UiRig) rig = rig_with_other_limb (TRUE);
  guint n_inflations = ui_rig_truth (rig).n_inflations;
  g_assert_true (ui_rig_await_label (rig, "The limb still rests", 5));
  GtkWidget *start = ui_find_type (ui_rig_window (rig), EBB_TYPE_HOLD_BUTTON, 0);
  g_assert_false (gtk_widget_is_sensitive (start));
  g_assert_cmpuint (ui_rig_truth (rig).n_inflations, ==, n_inflations);
  ui_rig_run (rig, REST_S);
  g_assert_true (ui_rig_await_label (rig, "Make the short puff", 5));
}

/* Nobody waits for a limb that was not trained. */
static void
test_fresh_limb (void)
{
  g_autoptr (UiRig) rig = rig_with_other_limb (FALSE);
  g_assert_true (ui_rig_await_label (rig, "Make the short puff", 5));
  g_assert_null (ui_find_label (ui_rig_window (rig), "The limb still rests"));
}

/* Stop ends the session while the next bout is got ready: Back leads on to the record. */
static void
test_stop_meanwhile (void)
{
  g_autoptr (UiRig) rig = rig_after_a_bout ();
  press (rig, "Next exercise");
  g_assert_true (ui_rig_await_button (rig, "Loosen", 5));
  press (rig, "Loosen");
  g_assert_true (ui_rig_await_button (rig, "Short puff", 10));
  press (rig, "Short puff");
  g_assert_true (ui_rig_await_label (rig, "Which cuff moved?", 15));
  g_assert_true (ui_rig_key (ui_rig_window (rig), GDK_KEY_F12));
  ui_rig_run (rig, 2);
  g_assert_true (ebb_session_is_closed (rig->session));
  gtk_widget_activate_action (ui_rig_window (rig), "win.back", NULL);
  g_assert_true (ui_rig_await_button (rig, "Print for patient", 10));
}

/* The cuff is refitted in the middle of a set: out with the air at once, where does it lie, puff,
 * held start, and the same set comes.  Then F12 on the patient's window stops, and only what a
 * person stopped may go on. */
static void
test_goes_on (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  press (rig, "More…");
  press (rig, "Reposition cuff");
  g_assert_true (ui_rig_await_label (rig, "Say where the cuff lies now", 15));
  g_assert_true (ui_rig_truth (rig).vent_open);
  press (rig, "Refitted, same place");
  g_assert_true (ui_rig_await_label (rig, "Make the short puff", 5));
  press (rig, "Short puff");
  g_assert_true (ui_rig_await_label (rig, "Which cuff moved?", 20));
  press (rig, "LEFT THIGH");
  g_assert_true (ui_rig_await_label (rig, "Ready to start", 10));
  ui_walk_hold_start (rig);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_HOLD, 60));
  g_assert_cmpuint (ui_rig_view (rig).bout, ==, 2);
  g_assert_cmpuint (ui_rig_view (rig).set, ==, 1);

  press (rig, "More…");
  press (rig, "Patient view");
  GtkWidget *patient = ui_rig_dialog (rig);
  g_assert_nonnull (patient);
  g_autofree char *shown = ui_text_of (patient);
  g_assert_nonnull (strstr (shown, "Hold"));
  g_assert_null (strstr (shown, "mmHg"));
  g_assert_true (ui_rig_key (patient, GDK_KEY_F12));
  ui_rig_run (rig, 0.2);
  g_assert_true (ui_rig_truth (rig).vent_open);
  gtk_window_destroy (GTK_WINDOW (patient));
  ui_walk_to_remove (rig, 10);
  g_assert_true (ui_rig_await_button (rig, "Continue from set 1", 5));
}

/* --- Steps, counted ---------------------------------------------------------------------- */

/* Whose occlusion pressure is fresh, with two exercises prescribed for the right thigh. */
#define KNOWN "Beispiel, Jonas"

static void
answer_checks (UiRig *rig)
{
  GtkWidget *card = ui_find_type (ui_rig_window (rig), EBB_TYPE_CHECKS_CARD, 0);

  ui_rig_activate (ui_find_button (card, "Nothing new since last time"));
  ui_rig_activate (ui_find_button (card, "Limb in order"));
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (card, GTK_TYPE_ENTRY, 0)), "124");
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (card, GTK_TYPE_ENTRY, 1)), "78");
  ui_rig_activate (ui_find_button (card, "0"));
  ui_rig_settle (rig);
}

/* A tap that is counted, on what is seen without scrolling. */
static void
tap (UiRig *rig, const char *text, guint *n_taps)
{
  GtkWidget *window = ui_rig_window (rig);
  graphene_rect_t bounds;

  g_assert_true (ui_rig_await_button (rig, text, 10));
  ui_rig_settle (rig);
  g_assert_true (gtk_widget_compute_bounds (ui_find_button (window, text), window, &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (window));
  ui_rig_press (rig, text);
  (*n_taps)++;
}

/* A known patient, "Same as last time" to armed: three taps besides the checks (the third is held),
 * on the smallest screen.  The puff, its side and the held start are all among them. */
static void
test_three_taps (void)
{
  g_autoptr (UiRig) rig =
      ui_rig_new (&(UiRigOptions){ .seed = 1, .width_px = 1024, .height_px = 600 });
  guint n_taps = 0;

  ui_walk_to_patient (rig, KNOWN);
  tap (rig, "Same as last time", &n_taps);
  g_assert_true (ui_rig_await_button (rig, "Short puff", 10));
  answer_checks (rig);
  tap (rig, "Short puff", &n_taps);
  g_assert_true (ui_rig_await_label (rig, "Which cuff moved?", 15));
  g_assert_true (ui_rig_await_label (rig, "RIGHT THIGH moved: start", 10));
  g_assert_cmpint (ui_rig_view (rig).puff, ==, EBB_PUFF_ASK); /* nobody has said it yet */
  ui_walk_hold_start (rig);
  n_taps++;
  g_assert_cmpint (ui_rig_view (rig).puff, ==, EBB_PUFF_CONFIRMED);
  g_assert_cmpuint (n_taps, <=, 3);
}

/* --- Short visit ------------------------------------------------------------------------- */

static gboolean
is_shortened (UiRig *rig, gconstpointer data)
{
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, NULL);
  g_autoptr (EbbSessionFile) file =
      db != NULL ? ebb_db_load_session_file (db, ebb_session_get_id (rig->session), NULL) : NULL;

  for (guint i = 0; file != NULL && i < file->events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (file->events, i);

    if (g_str_equal (event->code, EBB_EVENT_SHORTENED) && strstr (event->text, "12 min") != NULL)
      return TRUE;
  }
  return FALSE;
}

static void
type_minutes (UiRig *rig, const char *minutes)
{
  GtkWidget *stepper = ui_find_type (ui_rig_window (rig), EBB_TYPE_STEPPER, 0);

  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (stepper, GTK_TYPE_ENTRY, 0)), minutes);
}

static gboolean
may_puff (UiRig *rig, gconstpointer data)
{
  GtkWidget *button = ui_find_button (ui_rig_window (rig), "Short puff");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
puff (UiRig *rig)
{
  g_assert_true (ui_rig_await (rig, may_puff, NULL, 10));
  press (rig, "Short puff");
}

/* Asked with a wrong number, taken, undone, taken; the record says so.  A puff that nobody has
 * answered yet is made again for the bout that was cut. */
static void
test_short_visit (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });

  ui_walk_to_patient (rig, KNOWN);
  ui_rig_press (rig, "Same as last time");
  g_assert_true (ui_rig_await_label (rig, "2 exercises, about", 10));
  answer_checks (rig);
  press (rig, "Short visit");
  type_minutes (rig, "3");
  g_assert_true (ui_rig_await_label (rig, "Minutes: 3 cannot be; 5 to 120 are allowed", 5));
  type_minutes (rig, "12");
  g_assert_true (ui_rig_await_label (rig, "Left out: ", 5));
  press (rig, "Shorten the visit");
  g_assert_true (ui_rig_await_label (rig, "1 exercise, about", 5));
  press (rig, "All of it again");
  g_assert_true (ui_rig_await_label (rig, "2 exercises, about", 5));
  puff (rig);
  g_assert_true (ui_rig_await_label (rig, "RIGHT THIGH moved: start", 20));
  press (rig, "Short visit");
  press (rig, "Shorten the visit");
  g_assert_true (ui_rig_await_button (rig, "Short puff", 5)); /* it was not answered yet */
  puff (rig);
  g_assert_true (ui_rig_await_label (rig, "RIGHT THIGH moved: start", 20));
  ui_walk_hold_start (rig);
  g_assert_true (ui_rig_await (rig, is_shortened, NULL, 5));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/next/other-limb-rests", test_other_limb_rests);
  g_test_add_func ("/next/fresh-limb", test_fresh_limb);
  g_test_add_func ("/next/three-taps", test_three_taps);
  g_test_add_func ("/next/short-visit", test_short_visit);
  g_test_add_func ("/next/stop-meanwhile", test_stop_meanwhile);
  g_test_add_func ("/next/goes-on", test_goes_on);
  return g_test_run ();
}
