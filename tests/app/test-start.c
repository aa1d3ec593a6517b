/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question before a bout, and what is made of the answer.
 */
#include "ebb-db-desk.h"
#include "ebb-start.h"
#include "session-rig.h"

typedef struct {
  EbbStart *start; /* owned */
  GError *error;   /* owned */
} Answer;

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  Answer *answer = user;
  answer->start = ebb_start_load_finish (result, &answer->error);
}

static Answer
load (SessionRig *rig, const char *prescription_id)
{
  Answer answer = { 0 };
  ebb_start_load_async (rig->clock, rig->store, rig->patient->id, prescription_id, NULL,
                        on_loaded_cb, &answer);
  while (answer.start == NULL && answer.error == NULL)
    g_main_context_iteration (NULL, TRUE);
  return answer;
}

static gboolean
put_job (EbbDb *db, gpointer data, GError **error)
{
  SessionRig *rig = data;
  EbbPrescriptionRecord record = { .segment = EBB_SEGMENT_THIGH,
                                   .side = EBB_SIDE_RIGHT,
                                   .exercise_id = (char *) "quad-set",
                                   .protocol_id = (char *) "classic-quad-set",
                                   .protocol_version = 1,
                                   .method = EBB_METHOD_PERCENT_LOP,
                                   .percent_lop = 60,
                                   .fixed = CUFF_PRESSURE_UNSET,
                                   .systolic = CUFF_PRESSURE_UNSET,
                                   .lop = CUFF_MMHG (181),
                                   .limit = CUFF_MMHG (100),
                                   .load_kg = -1,
                                   .n_sets = 2,
                                   .cuff_name = (char *) "Thigh cuff",
                                   .cuff_width_cm = 13.5 };
  g_autoptr (EbbLopRecord) lop =
      ebb_lop_record_new_entered (EBB_SEGMENT_THIGH, EBB_SIDE_RIGHT, EBB_POSTURE_SUPINE, 13.5,
                                  CUFF_MMHG (181), g_get_real_time ());
  EbbPrescriptionRecord *copy = ebb_prescription_record_copy (&record);

  lop->patient_id = g_strdup (rig->patient->id);
  g_assert_true (ebb_db_put_lop (db, lop, error));
  gboolean done = ebb_db_put_prescription (db, rig->patient->id, copy, error);
  ebb_prescription_record_free (copy);
  return done;
}

static void
on_put_cb (gpointer user, const GError *error)
{
  g_assert_no_error (error);
}

static SessionRig *
rig_with_prescription (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig); /* so that time goes on */
  ebb_store_post (rig->store, put_job, rig, NULL, on_put_cb, NULL);
  return rig;
}

static void
test_none (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  Answer answer = load (rig, NULL);
  g_assert_null (answer.start);
  g_assert_error (answer.error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND);
  g_clear_error (&answer.error);
  session_rig_free (rig);
}

/* Everything at once; the patient's own limit lowers what the percentage asks for. */
static void
test_answer (void)
{
  SessionRig *rig = rig_with_prescription ();
  g_autoptr (GError) error = NULL;
  Answer answer = load (rig, NULL);
  g_assert_no_error (answer.error);
  EbbStart *start = answer.start;
  g_assert_cmpstr (start->file->patient->id, ==, rig->patient->id);
  g_assert_cmpstr (start->protocol->id, ==, "classic-quad-set");
  g_assert_cmpstr (start->exercise->id, ==, "quad-set");
  g_assert_true (start->file->order_valid);
  EbbPrescription prescription = ebb_prescription_of_record (start->prescription, start->file);
  EbbTarget target;
  g_assert_true (prescription.first_session);
  g_assert_true (ebb_prescription_resolve (&prescription, &target, &error));
  g_assert_no_error (error);
  g_assert_cmpint (target.asked, ==, 1086); /* 60 % of 181 */
  g_assert_cmpint (target.target, ==, CUFF_MMHG (100));
  Answer same = load (rig, start->prescription->id);
  g_assert_no_error (same.error);
  ebb_start_free (same.start);
  Answer other = load (rig, "nothing");
  g_assert_error (other.error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND);
  g_clear_error (&other.error);
  ebb_start_free (start);
  session_rig_free (rig);
}

/* A session is made of it; the side must be confirmed first. */
static void
test_make_bout (void)
{
  SessionRig *rig = rig_with_prescription ();
  g_autoptr (GError) error = NULL;
  Answer answer = load (rig, NULL);
  g_assert_no_error (answer.error);
  SessionRigOptions rig_options = { .seed = 1 };
  EbbSessionOptions options;
  session_rig_fill (rig, &rig_options, &options);
  options.order = answer.start->file->order;
  options.screening = answer.start->file->screening;
  options.bout = ebb_start_make_bout (answer.start, rig->clock);
  g_assert_true (options.bout.ask_side);
  g_autoptr (EbbSession) session = ebb_session_new (&options, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ebb_session_get_plan (session)->n_sets, ==, 2);
  ebb_start_free (answer.start);
  session_rig_free (rig);
}

/* What the limb must rest runs on while somebody reads the page. */
static void
test_history_ages (void)
{
  SessionRig *rig = rig_with_prescription ();
  Answer answer = load (rig, NULL);
  g_assert_no_error (answer.error);
  EbbStart *start = answer.start;
  start->history.reperfusion_left_us = CUFF_SECONDS (100);
  start->history.continuous_us = CUFF_SECONDS (300);
  session_rig_run (rig, 40);
  EbbBoutOptions bout = ebb_start_make_bout (start, rig->clock);
  bout = ebb_start_make_bout (start, rig->clock); /* asked twice, aged once */
  g_assert_cmpint (bout.history->reperfusion_left_us, <=, CUFF_SECONDS (60));
  g_assert_cmpint (bout.history->reperfusion_left_us, >, CUFF_SECONDS (59));
  g_assert_cmpint (bout.history->continuous_us, ==, CUFF_SECONDS (300));
  session_rig_run (rig, 61);
  bout = ebb_start_make_bout (start, rig->clock);
  g_assert_cmpint (bout.history->reperfusion_left_us, ==, 0);
  g_assert_cmpint (bout.history->continuous_us, ==, 0);
  ebb_start_free (start);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start/none", test_none);
  g_test_add_func ("/start/answer", test_answer);
  g_test_add_func ("/start/make-bout", test_make_bout);
  g_test_add_func ("/start/history-ages", test_history_ages);
  return g_test_run ();
}
