/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol P10 (reference clinical 3.3): four exercises of one shoulder in one session, each with
 * its own bout, the cuff high on the same arm all the time.  Between them the limb has its three
 * minutes of blood flow (clinic 3.3).
 */
#include "session-rig.h"

#define FAILS_AFTER   9 /* repetitions, in the set to failure */
#define BOUT_MAX_S    700
#define REST_MIN_US   CUFF_SECONDS (180)
#define HERE_EVERY_US CUFF_SECONDS (60)

static const char *const exercises[] = { "shoulder-proximal-arm",
                                         "shoulder-cable-external-rotation",
                                         "shoulder-cable-internal-rotation", "shoulder-scaption" };
#define N_EXERCISES G_N_ELEMENTS (exercises)

typedef struct {
  EbbProtocol *protocol[N_EXERCISES];
  EbbExercise *exercise[N_EXERCISES];
} Library;

static void
load (Library *library)
{
  for (guint i = 0; i < N_EXERCISES; i++) {
    library->protocol[i] = ebb_protocol_load_builtin (exercises[i], NULL);
    g_assert_nonnull (library->protocol[i]);
    library->exercise[i] = ebb_exercise_load_builtin (library->protocol[i]->exercise_id, NULL);
    g_assert_nonnull (library->exercise[i]);
  }
}

static void
unload (Library *library)
{
  for (guint i = 0; i < N_EXERCISES; i++) {
    ebb_protocol_free (library->protocol[i]);
    ebb_exercise_free (library->exercise[i]);
  }
}

/* Somebody is there; the set to failure fails. */
static void
run_bout (SessionRig *rig)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + CUFF_SECONDS (BOUT_MAX_S), here_us = 0;
  gboolean failed = FALSE;
  EbbSessionView view;

  ebb_session_start (rig->session);
  do {
    session_rig_run (rig, 0.2);
    view = session_rig_view (rig);
    if (ebb_clock_now_us (rig->clock) - here_us >= HERE_EVERY_US) {
      here_us = ebb_clock_now_us (rig->clock);
      ebb_session_here (rig->session);
    }
    if (!failed && view.set == 4 && view.reps >= FAILS_AFTER) {
      failed = TRUE;
      ebb_session_end_set (rig->session, "failure");
    }
  } while (view.phase != EBB_PHASE_REMOVE_CUFF && ebb_clock_now_us (rig->clock) < end_us);
  g_assert_cmpint (view.phase, ==, EBB_PHASE_REMOVE_CUFF);
}

static gboolean
next_exercise (SessionRig *rig, const Library *library, guint index)
{
  SessionRigOptions options = { .percent = 50 };
  EbbSessionOptions session;
  g_autoptr (GError) error = NULL;

  session_rig_fill (rig, &options, &session);
  session.bout.protocol = library->protocol[index];
  session.bout.exercise = library->exercise[index];
  if (ebb_session_next_bout (rig->session, &session.bout, &error))
    return TRUE;
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_REPERFUSION);
  return FALSE;
}

static void
judge_bout (EbbDb *db, const EbbBoutRecord *bout, guint index)
{
  g_autoptr (GPtrArray) sets = ebb_db_get_sets (db, bout->id, NULL);
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, bout->id, NULL);
  const guint reps[] = { 30, 15, 15 };

  g_assert_cmpuint (bout->number, ==, index + 1);
  g_assert_cmpint (bout->state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpuint (limbs->len, ==, 1);
  g_assert_cmpint (((EbbLimbRecord *) g_ptr_array_index (limbs, 0))->segment, ==, EBB_SEGMENT_ARM);
  g_assert_cmpint (((EbbLimbRecord *) g_ptr_array_index (limbs, 0))->side, ==, EBB_SIDE_RIGHT);
  g_assert_cmpuint (sets->len, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (reps); i++)
    g_assert_cmpuint (((EbbSetRecord *) g_ptr_array_index (sets, i))->reps_counted, ==, reps[i]);
  g_assert_cmpstr (((EbbSetRecord *) g_ptr_array_index (sets, 3))->end_reason, ==, "failure");
}

static void
judge (SessionRig *rig)
{
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);

  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpuint (rig->alarms_seen, ==, 0);
  g_assert_cmpuint (bouts->len, ==, N_EXERCISES);
  for (guint i = 0; i < bouts->len; i++) {
    const EbbBoutRecord *bout = g_ptr_array_index (bouts, i);

    judge_bout (db, bout, i);
    if (i > 0)
      g_assert_cmpint (bout->started_us - ((EbbBoutRecord *) bouts->pdata[i - 1])->ended_us, >=,
                       REST_MIN_US - CUFF_SECONDS (1));
  }
  g_clear_pointer (&db, ebb_db_close);
}

static void
test_one_session (void)
{
  Library library = { 0 };
  SessionRig *rig;

  load (&library);
  SessionRigOptions options = { .protocol_json = library.protocol[0]->json, .percent = 50 };
  rig = session_rig_new (&options);
  rig->hands = FALSE;
  session_rig_connect (rig);
  run_bout (rig);
  for (guint i = 1; i < N_EXERCISES; i++) {
    g_assert_false (next_exercise (rig, &library, i)); /* the arm rests first */
    session_rig_run (rig, 181);
    g_assert_true (next_exercise (rig, &library, i));
    run_bout (rig);
  }
  ebb_session_cuff_off (rig->session, "Tester");
  g_assert_true (ebb_session_is_closed (rig->session));
  judge (rig);
  session_rig_free (rig);
  unload (&library);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/four-exercises/one-session", test_one_session);
  return g_test_run ();
}
