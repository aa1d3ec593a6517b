/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks at the door: each question with its yes and its no, blood pressure on both sides of
 * each tier, each stop sign on both sides of its threshold (reference clinical 4.3, 4.7, 4.8;
 * clinic 3.8).  And in the session itself: no air against them, whatever a page says.
 */
#include "ebb-db-desk.h"
#include "screening-rig.h"
#include "session-rig.h"

#include <math.h>

#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

typedef struct {
  EbbCheckList *list;
  ScreeningRig screening;
  EbbDoor door;
  EbbDoorQuestion question;
} DoorRig;

static void
set_up (DoorRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  rig->list = ebb_check_list_load_builtin (&error);
  g_assert_no_error (error);
  screening_rig_set_up (&rig->screening, NULL);
  rig->question = (EbbDoorQuestion){ .list = rig->list,
                                     .screening = rig->screening.file,
                                     .limb = EBB_LIMB_LEFT_LEG,
                                     .percent_lop = 60,
                                     .needed = TRUE };
}

static void
tear_down (DoorRig *rig, gconstpointer unused)
{
  ebb_door_clear (&rig->door);
  screening_rig_tear_down (&rig->screening, NULL);
  ebb_check_list_free (rig->list);
}

static EbbDoorLock
judge (DoorRig *rig)
{
  g_autofree char *text = NULL;
  EbbDoorLock lock = ebb_door_judge (&rig->door, &rig->question, &text);

  g_assert_cmpint (lock == EBB_DOOR_OPEN, ==, text == NULL);
  return lock;
}

static void
say (DoorRig *rig, const char *kind, double value)
{
  ebb_door_take (&rig->door, kind, value, NAN, NULL);
}

/* All that is needed and nothing else. */
static void
say_fine (DoorRig *rig)
{
  say (rig, "nothing-new", 1);
  say (rig, "skin", 1);
  say (rig, "cuff-right", 1);
}

static EbbDoorLock
with_pressure (DoorRig *rig, double systolic, double diastolic)
{
  ebb_door_clear (&rig->door);
  say_fine (rig);
  ebb_door_take (&rig->door, "bp", systolic, diastolic, NULL);
  return judge (rig);
}

static void
test_needed (DoorRig *rig, gconstpointer unused)
{
  static const char *const needed[] = { "nothing-new", "skin", "cuff-right" };

  g_assert_cmpint (judge (rig), ==, EBB_DOOR_ASK);
  for (guint missing = 0; missing < G_N_ELEMENTS (needed); missing++) {
    ebb_door_clear (&rig->door);
    for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
      if (i != missing)
        say (rig, needed[i], 1);
    g_assert_cmpint (judge (rig), ==, EBB_DOOR_ASK);
  }
  ebb_door_clear (&rig->door);
  say_fine (rig);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
  say (rig, "skin", 0);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_ASK);
}

/* What a yes does, and that a no does nothing. */
static void
test_questions (DoorRig *rig, gconstpointer unused)
{
  static const struct {
    const char *id;
    EbbDoorLock lock;
  } rows[] = {
    { "health-change", EBB_DOOR_SCREEN_AGAIN },
    { "ill-today", EBB_DOOR_NOT_TODAY },
    { "one-sided", EBB_DOOR_REFER },
    { "dark-urine", EBB_DOOR_REFER },
    { "faint-numb", EBB_DOOR_EXPLAIN },
    { "travel-bed-drink", EBB_DOOR_EXPLAIN },
    { "effusion", EBB_DOOR_OPEN },
    { "swelling", EBB_DOOR_OPEN },
    { "lost-range", EBB_DOOR_OPEN },
    { "extension-lag", EBB_DOOR_OPEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_nonnull (ebb_check_list_find (rig->list, rows[i].id));
    ebb_door_clear (&rig->door);
    say_fine (rig);
    say (rig, rows[i].id, 0);
    g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
    say (rig, rows[i].id, 1);
    g_assert_cmpint (judge (rig), ==, rows[i].lock);
  }
}

/* The therapist decides, in words; a word does not open what is locked for the day. */
static void
test_explained (DoorRig *rig, gconstpointer unused)
{
  say_fine (rig);
  say (rig, "faint-numb", 1);
  ebb_door_take (&rig->door, "nothing-new", 0, NAN, "numb");
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_EXPLAIN);
  ebb_door_take (&rig->door, "nothing-new", 0, 1, "foot asleep for a minute; gone");
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
  say (rig, "ill-today", 1);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_NOT_TODAY);
}

static void
test_strictest (DoorRig *rig, gconstpointer unused)
{
  say (rig, "one-sided", 1);
  say (rig, "ill-today", 1);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_REFER);
}

static void
test_tiers (DoorRig *rig, gconstpointer unused)
{
  g_assert_cmpint (with_pressure (rig, 89, 60), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (with_pressure (rig, 90, 60), ==, EBB_DOOR_OPEN);
  g_assert_cmpint (with_pressure (rig, 159, 94), ==, EBB_DOOR_OPEN);
  g_assert_cmpint (with_pressure (rig, 160, 94), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 159, 95), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 179, 99), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 180, 99), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_cmpint (with_pressure (rig, 150, 100), ==, EBB_DOOR_MEASURE_AGAIN);
  rig->screening.file->settings.diastolic_block_mmhg = 110;
  g_assert_cmpint (with_pressure (rig, 150, 109), ==, EBB_DOOR_PHYSICIAN);
  g_assert_cmpint (with_pressure (rig, 150, 110), ==, EBB_DOOR_MEASURE_AGAIN);
}

/* Both stay, the second decides; a third one does not help. */
static void
test_second_decides (DoorRig *rig, gconstpointer unused)
{
  EbbBloodPressure pressure;

  g_assert_cmpint (with_pressure (rig, 182, 90), ==, EBB_DOOR_MEASURE_AGAIN);
  g_assert_false (ebb_door_pressure (&rig->door, &rig->question, &pressure));
  ebb_door_take (&rig->door, "bp", 150, 88, NULL);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_OPEN);
  g_assert_true (ebb_door_pressure (&rig->door, &rig->question, &pressure));
  g_assert_cmpint (pressure.systolic_mmhg, ==, 150);

  g_assert_cmpint (with_pressure (rig, 182, 90), ==, EBB_DOOR_MEASURE_AGAIN);
  ebb_door_take (&rig->door, "bp", 181, 90, NULL);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_NOT_TODAY);
  ebb_door_take (&rig->door, "bp", 120, 80, NULL);
  g_assert_cmpint (judge (rig), ==, EBB_DOOR_NOT_TODAY);
}

/* 160 to 179: a clearance, at most 50 % of LOP, deflated in the rests. */
static void
test_raised (DoorRig *rig, gconstpointer unused)
{
  screening_rig_clear (&rig->screening, "blood-pressure", 0);
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
  rig->question.percent_lop = 50;
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
  rig->question.intermittent = TRUE;
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_OPEN);
  rig->question.percent_lop = 51;
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
  rig->question.percent_lop = NAN; /* not known is not at most 50 */
  g_assert_cmpint (with_pressure (rig, 165, 85), ==, EBB_DOOR_LIMITED);
}

static EbbSignAction
sign (DoorRig *rig, const char *id, double value)
{
  const EbbStopSign *found = ebb_check_list_find_sign (rig->list, id);

  g_assert_nonnull (found);
  return ebb_sign_judge (found, value);
}

static void
test_signs (DoorRig *rig, gconstpointer unused)
{
  g_assert_cmpint (sign (rig, "pain", 7), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "pain", 7.5), ==, EBB_SIGN_DEFLATE_STOP);
  g_assert_cmpint (sign (rig, "refill", 3), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "refill", 3.1), ==, EBB_SIGN_DEFLATE);
  g_assert_cmpint (sign (rig, "systolic", 250), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "systolic", 251), ==, EBB_SIGN_DEFLATE_STOP);
  g_assert_cmpint (sign (rig, "diastolic", 115), ==, EBB_SIGN_CONTINUE);
  g_assert_cmpint (sign (rig, "diastolic", 116), ==, EBB_SIGN_DEFLATE_STOP);
  g_assert_cmpint (sign (rig, "heart-lung", NAN), ==, EBB_SIGN_EMERGENCY);
  g_assert_cmpint (sign (rig, "numbness", NAN), ==, EBB_SIGN_LOWER);
  g_assert_cmpint (sign (rig, "skin", NAN), ==, EBB_SIGN_DEFLATE);
  g_assert_cmpint (sign (rig, "normal", NAN), ==, EBB_SIGN_CONTINUE);
}

/* --- In the session ------------------------------------------------------------------------- */

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
  ebb_session_check (rig->session, "one-sided", 1, NAN, NULL);
  g_assert_nonnull (session_rig_view (rig).why_not);
  assert_no_air (rig);
  ebb_session_check (rig->session, "one-sided", 0, NAN, NULL);
  g_assert_null (session_rig_view (rig).why_not);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_INFLATING, 20));
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
    g_assert_cmpint (view.why_not != NULL && strstr (view.why_not, "more swollen") != NULL, ==,
                     !today);
  }
  session_rig_free (rig);
}

/* No cuff today is no puff either; what is still to be measured stands in no puff's way. */
static void
test_puff (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);

  session_rig_connect (rig);
  session_rig_run (rig, 5);
  ebb_session_check (rig->session, "ill-today", 1, NAN, NULL);
  g_assert_false (ebb_session_puff (rig->session));
  ebb_session_check (rig->session, "ill-today", 0, NAN, NULL);
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

#define ADD(path, test) g_test_add (path, DoorRig, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/door/needed", test_needed);
  ADD ("/door/questions", test_questions);
  ADD ("/door/explained", test_explained);
  ADD ("/door/strictest", test_strictest);
  ADD ("/door/tiers", test_tiers);
  ADD ("/door/second-decides", test_second_decides);
  ADD ("/door/raised", test_raised);
  ADD ("/door/signs", test_signs);
  g_test_add_func ("/door/locks-session", test_locks_session);
  g_test_add_func ("/door/answers-of-a-page", test_answers_of_a_page);
  g_test_add_func ("/door/puff", test_puff);
  g_test_add_func ("/door/sign-stops", test_sign_stops);
  g_test_add_func ("/door/swelling", test_swelling);
  return g_test_run ();
}
