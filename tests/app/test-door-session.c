/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks at the door in the session itself: no air against them, whatever a page says; what
 * ended a visit there is a record; what they leave open binds every later step (clinic 3.1, 3.7,
 * 3.8).
 */
#include "ebb-day.h"
#include "ebb-db-screening.h"
#include "screening-rig.h"
#include "session-rig.h"

#include <math.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

/* A start is given, and the cuff stays empty for as long as a start is kept. */
static void
assert_no_air (SessionRig *rig)
{
  ebb_session_start (rig->session);
  g_assert_false (session_rig_await (rig, EBB_PHASE_INFLATING, 40));
  g_assert_cmpfloat (session_rig_truth (rig).peak_mmhg, <, 10);
}

static void
test_locks_session (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);

  session_rig_connect (rig);
  session_rig_run (rig, 5);
  g_assert_null (session_rig_view (rig).why_not);
  ebb_session_check (rig->session, "skin", 0, NAN, NULL);
  ebb_session_check (rig->session, "one-sided", 1, NAN, NULL);
  g_assert_nonnull (session_rig_view (rig).why_not);
  assert_no_air (rig);
  /* What was recorded is not taken back by another answer. */
  ebb_session_check (rig->session, "one-sided", 0, NAN, NULL);
  g_assert_nonnull (session_rig_view (rig).why_not);
  assert_no_air (rig);
  session_rig_free (rig);
}

/* It is a record, though no session came of it: who, when, which answer; and it locks the next
 * session and a search that day. */
static void
test_is_recorded (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autofree char *patient_id = g_strdup (rig->patient->id);
  gint64 now_us = ebb_clock_wall_unix_us ();
  EbbDay today = ebb_day_of (now_us);
  EbbScreeningGate gate;

  session_rig_connect (rig);
  ebb_session_check (rig->session, "dark-urine", 1, NAN, NULL);
  ebb_session_check (rig->session, "dark-urine", 1, NAN, NULL);
  ebb_session_leave (rig->session);
  EbbDb *db = session_rig_finish (rig);
  g_autoptr (EbbScreeningFile) file = ebb_db_load_screening_file (db, patient_id, now_us, NULL);
  g_assert_cmpuint (file->refusals->len, ==, 1);
  const EbbDoorRefusal *refusal = g_ptr_array_index (file->refusals, 0);
  g_assert_cmpstr (refusal->answer, ==, "dark-urine");
  g_assert_nonnull (refusal->operator_name);
  g_assert_cmpint (ABS (refusal->refused_unix_us - now_us), <, 120 * G_USEC_PER_SEC);
  for (guint limb = EBB_LIMB_LEFT_ARM; limb <= EBB_LIMB_RIGHT_LEG; limb <<= 1) {
    ebb_screening_gate (file, patient_id, limb, today.date, &gate);
    g_assert_cmpint (gate.lock, ==, EBB_LOCK_DOOR);
    g_assert_false (gate.may_override);
    ebb_screening_gate_clear (&gate);
  }
  ebb_db_close (db);
  session_rig_free (rig);
}

/* The gate says no to a session with its own error, whatever else is in order. */
static void
test_locks_next_session (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  EbbDoorRefusal *refusal = g_new0 (EbbDoorRefusal, 1);
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;

  refusal->answer = g_strdup ("ill-today");
  refusal->question = g_strdup ("Fever or illness today?");
  refusal->operator_name = g_strdup ("A. Sample");
  refusal->value = 1;
  refusal->second = NAN;
  refusal->refused_unix_us = ebb_clock_wall_unix_us ();
  session_rig_fill (rig, &options, &session);
  g_ptr_array_add (session.screening->refusals, refusal);
  g_assert_null (ebb_session_new (&session, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_DOOR);
  g_assert_nonnull (strstr (error->message, "A. Sample"));
  refusal->refused_unix_us -= 2 * DAY_US; /* fever is over */
  g_autoptr (EbbSession) after = ebb_session_new (&session, NULL);
  g_assert_nonnull (after);
  refusal->physician = TRUE; /* this is not */
  g_assert_null (ebb_session_new (&session, NULL));
  session_rig_free (rig);
}

/* 165/85 with a clearance: no step of the whole session goes beyond 50 % of LOP (181 mmHg), also
 * in the next bout, and the controller is told. */
static void
test_highest_step (void)
{
  SessionRigOptions options = { .seed = 1, .percent = 45 };
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  SessionRig *rig = session_rig_new (&options);
  ScreeningRig cleared;
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;
  g_auto (EbbDoor) answers = { 0 };

  screening_rig_set_up (&cleared, NULL);
  screening_rig_clear (&cleared, "blood-pressure", 0);
  g_free (cleared.file->patient_id);
  cleared.file->patient_id = g_strdup (rig->patient->id);
  g_free (cleared.file->screening->screened_on);
  g_free (cleared.file->screening->valid_until);
  cleared.file->screening->screened_on = g_strdup (today.date);
  cleared.file->screening->valid_until = g_strdup (today.date);
  session_rig_fill (rig, &options, &session);
  session.screening = cleared.file;
  g_autoptr (EbbProtocol) soft = ebb_protocol_load_builtin ("intermittent-75", NULL);
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (soft->exercise_id, NULL);
  session.bout.protocol = soft;
  session.bout.exercise = exercise;
  g_autoptr (EbbSession) own = ebb_session_new (&session, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ebb_session_get_plan (own)->target_max, >, CUFF_MMHG (90.5));
  ebb_door_take (&answers, "bp", 165, 85, NULL);
  ebb_session_answer (own, &answers);
  g_assert_cmpint (ebb_session_get_plan (own)->target_max, ==, CUFF_MMHG (90.5));
  g_assert_true (ebb_session_next_bout (own, &session.bout, NULL));
  g_assert_cmpint (ebb_session_get_plan (own)->target_max, ==, CUFF_MMHG (90.5));
  ebb_door_clear (&answers);
  ebb_session_answer (own, &answers); /* typed away again */
  g_assert_cmpint (ebb_session_get_plan (own)->target_max, >, CUFF_MMHG (90.5));
  screening_rig_tear_down (&cleared, NULL);
  session_rig_free (rig);
}

/* What stands on a page counts before it is recorded. */
static void
test_answers_of_a_page (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_auto (EbbDoor) answers = { 0 };

  session_rig_connect (rig);
  session_rig_run (rig, 5);
  ebb_door_take (&answers, "bp", 190, 90, NULL);
  ebb_session_answer (rig->session, &answers);
  assert_no_air (rig);
  ebb_door_clear (&answers);
  ebb_session_answer (rig->session, &answers);
  g_assert_null (session_rig_view (rig).why_not);
  session_rig_free (rig);
}

/* A limb that is more swollen today is not trained by a value of yesterday (clinic 3.7). */
static void
test_swelling (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  gboolean today = TRUE;

  for (guint i = 0; i < 2; i++, today = !today) {
    EbbSessionOptions session;

    for (guint at = 0; !today && at < rig->lops->len; at++)
      ((EbbLopRecord *) rig->lops->pdata[at])->measured_unix_us -= DAY_US;
    session_rig_fill (rig, &options, &session);
    g_autoptr (EbbSession) own = ebb_session_new (&session, NULL);
    g_auto (EbbDoor) answers = { 0 };
    EbbSessionView view;

    g_assert_nonnull (own);
    ebb_door_take (&answers, "swelling", 1, NAN, NULL);
    ebb_session_answer (own, &answers);
    ebb_session_get_view (own, &view);
    g_assert_cmpint (view.why_not != NULL && strstr (view.why_not, "new swelling") != NULL, ==,
                     !today);
  }
  session_rig_free (rig);
}

/* A systolic pressure that has changed by 15 mmHg, and much more pain at the same pressure, ask for
 * a new LOP or one reason (clinic 3.7). */
static void
test_lop_doubts (void)
{
  static const struct {
    const char *kind;
    double value, second;
    gboolean doubt;
  } rows[] = {
    { "bp", 134, 80, FALSE }, /* 120 when it was measured */
    { "bp", 135, 80, TRUE },         { "bp", 106, 70, FALSE },       { "bp", 105, 70, TRUE },
    { "hurts-more", 0, NAN, FALSE }, { "hurts-more", 1, NAN, TRUE },
  };
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  EbbSessionOptions session;

  session_rig_fill (rig, &options, &session);
  for (guint i = 0; i < rig->lops->len; i++) {
    EbbLopRecord *lop = g_ptr_array_index (rig->lops, i);

    lop->systolic = CUFF_MMHG (120);
    lop->measured_unix_us -= DAY_US;
  }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (EbbDoor) answers = { 0 };
    EbbSessionView view;

    rig->lop.reason = NULL;
    g_autoptr (EbbSession) own = ebb_session_new (&session, NULL);
    ebb_door_take (&answers, rows[i].kind, rows[i].value, rows[i].second, NULL);
    ebb_session_answer (own, &answers);
    ebb_session_get_view (own, &view);
    g_assert_cmpint (view.lop_doubt != NULL, ==, rows[i].doubt);
    g_assert_cmpint (view.why_not != NULL, >=, rows[i].doubt);
    rig->lop.reason = "no change of the limb"; /* one tap */
    g_autoptr (EbbSession) excused = ebb_session_new (&session, NULL);
    ebb_session_answer (excused, &answers);
    ebb_session_get_view (excused, &view);
    g_assert_null (view.lop_doubt);
  }
  session_rig_free (rig);
}

/* No cuff today is no puff either; what is still to be measured stands in no puff's way. */
static void
test_puff (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_auto (EbbDoor) answers = { 0 };

  session_rig_connect (rig);
  session_rig_run (rig, 5);
  ebb_door_take (&answers, "ill-today", 1, NAN, NULL);
  ebb_session_answer (rig->session, &answers);
  g_assert_false (ebb_session_puff (rig->session));
  ebb_door_clear (&answers);
  ebb_session_answer (rig->session, &answers);
  ebb_session_check (rig->session, "bp", 185, 90, NULL);
  g_assert_nonnull (session_rig_view (rig).why_not);
  g_assert_true (ebb_session_puff (rig->session));
  session_rig_free (rig);
}

/* A stop sign that is reported deflates at once. */
static void
test_sign_stops (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);

  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  g_assert_cmpint (ebb_session_sign (rig->session, "refill", 2), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_HOLD);
  g_assert_cmpint (ebb_session_sign (rig->session, "refill", 4), ==, EBB_SIGN_DEFLATE);
  g_assert_true (session_rig_run_to_end (rig, 30));
  g_assert_cmpint (session_rig_view (rig).end_state, ==, EBB_STATE_STOPPED_BY_USER);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/door/locks-session", test_locks_session);
  g_test_add_func ("/door/answers-of-a-page", test_answers_of_a_page);
  g_test_add_func ("/door/puff", test_puff);
  g_test_add_func ("/door/sign-stops", test_sign_stops);
  g_test_add_func ("/door/is-recorded", test_is_recorded);
  g_test_add_func ("/door/locks-next-session", test_locks_next_session);
  g_test_add_func ("/door/highest-step", test_highest_step);
  g_test_add_func ("/door/swelling", test_swelling);
  g_test_add_func ("/door/lop-doubts", test_lop_doubts);
  return g_test_run ();
}
