/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people do and say in a session and after it, in the cuff and in the record.
 */
#include "ebb-db-desk.h"
#include "ebb-measure.h"
#include "session-rig.h"

#include <math.h>

static const char two_sets[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"two-sets\","
    "  \"name\": \"Two sets\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 2,"
    "  \"sets\": [ { \"reps_min\": 4, \"reps_max\": 4 }, { \"reps_min\": 4, \"reps_max\": 4 } ],"
    "  \"rest_s\": 30, \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 5000,"
    "  \"relax_ms\": 1000, \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

static SessionRig *
rig_in (EbbPhase phase)
{
  SessionRigOptions options = { .seed = 1, .protocol_json = two_sets };
  SessionRig *rig = session_rig_new (&options);
  rig->hands = FALSE;
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, phase, 100));
  return rig;
}

static const EbbSetRecord *
first_set (GPtrArray *sets)
{
  return g_ptr_array_index (sets, 0);
}

static EbbSessionFile *
load_file (SessionRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  EbbSessionFile *file = ebb_db_load_session_file (db, rig->session_id, &error);
  g_assert_no_error (error);
  return file;
}

/* --- Pressure ---------------------------------------------------------------------------- */

/* A higher pressure needs a reason and a moment between repetitions, and has an end. */
static void
test_step_up (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  CuffPressure before = session_rig_view (rig).ordered;
  g_assert_false (session_rig_view (rig).can_step_up);
  ebb_session_change_target (rig->session, 10, "stronger now");
  g_assert_cmpint (session_rig_view (rig).ordered, ==, before);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 60));
  g_assert_true (session_rig_view (rig).can_step_up);
  ebb_session_change_target (rig->session, 10, NULL);
  ebb_session_change_target (rig->session, 10, "");
  g_assert_cmpint (session_rig_view (rig).ordered, ==, before);
  ebb_session_change_target (rig->session, 10, "stronger now");
  g_assert_cmpint (session_rig_view (rig).ordered, ==, before + CUFF_MMHG (10));
  session_rig_run (rig, 3);
  g_assert_cmpint (session_rig_view (rig).target, ==, before + CUFF_MMHG (10));
  for (int i = 0; i < 20; i++)
    ebb_session_change_target (rig->session, 10, "stronger now");
  /* 80 % of an LOP of 181 mmHg. */
  g_assert_cmpint (session_rig_view (rig).ordered, ==, 1448);
  g_assert_false (session_rig_view (rig).can_step_up);
  ebb_session_change_target (rig->session, -10, NULL); /* needs none */
  g_assert_cmpint (session_rig_view (rig).ordered, ==, 1348);
  session_rig_free (rig);
}

/* The figure on the page while it happens is the figure of the record. */
static void
test_band (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_INFLATING);
  g_assert_true (isnan (session_rig_view (rig).band_percent));
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  session_rig_run (rig, 8);
  ebb_session_change_target (rig->session, -10, NULL);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 200));
  double shown = session_rig_view (rig).band_percent;
  g_autoptr (GArray) targets = g_array_copy ((GArray *) ebb_session_get_targets (rig->session));
  g_assert_cmpuint (targets->len, ==, 2);
  gsize n_seen = ebb_trace_get_length (ebb_session_get_trace (rig->session));
  ebb_session_cuff_off (rig->session, "Tester");

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GArray) samples = session_rig_samples (rig, db, 1);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, NULL);
  EbbSetSpan spans[2];
  for (guint i = 0; i < 2; i++) {
    const EbbSetRecord *set = g_ptr_array_index (sets, i);
    spans[i] = (EbbSetSpan){ set->started_us, set->ended_us };
  }
  EbbTargetChange changes[2] = { { 0, g_array_index (targets, EbbTargetChange, 0).target } };
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    if (g_str_equal (event->code, EBB_EVENT_TARGET))
      changes[1] = (EbbTargetChange){ event->t_us, event->pressure };
  }
  g_assert_cmpint (changes[1].target, ==, changes[0].target - CUFF_MMHG (10));
  double stored = ebb_measure_exercise_in_band ((const EbbSample *) (void *) samples->data,
                                                samples->len, changes, 2, spans, 2);
  g_assert_cmpfloat (stored, >, 0);
  g_assert_cmpfloat (stored, <, 100);
  g_assert_cmpfloat_with_epsilon (shown, stored, 0.1);
  g_assert_cmpuint (n_seen, >=, samples->len - 100);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* --- Counts ------------------------------------------------------------------------------ */

/* The therapist saw five, the wave four; then it was a slip after all, and one more. */
static void
test_correct (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  ebb_session_correct (rig->session, 1); /* in a set Count and Undo do that */
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 60));
  session_rig_run (rig, 1);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 4);
  ebb_session_correct (rig->session, 1);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 5);
  g_assert_cmpuint (ebb_session_get_reps (rig->session)->len, ==, 5);
  ebb_session_correct (rig->session, -1);
  ebb_session_correct (rig->session, -1);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 3);
  ebb_session_correct (rig->session, 1);
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  g_assert_cmpuint (first_set (sets)->reps_counted, ==, 4);
  g_autoptr (GPtrArray) reps = ebb_db_get_reps (db, first_set (sets)->id, NULL);
  guint n_corrected = 0, n_counting = 0;
  for (guint i = 0; i < reps->len; i++) {
    const EbbRepRecord *rep = g_ptr_array_index (reps, i);
    n_corrected += rep->rep.source == CUFF_REP_CORRECTED;
    n_counting += !rep->removed;
  }
  g_assert_cmpuint (n_corrected, ==, 2);
  g_assert_cmpuint (n_counting, ==, 4);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* --- Time -------------------------------------------------------------------------------- */

/* Up to a minute more for one rest; the expected end moves along, and the set begins then. */
static void
test_more_rest (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  gint64 end_us = session_rig_view (rig).expected_end_us;
  ebb_session_more_rest (rig->session, 20); /* not in a set */
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 60));
  gint64 until_us = session_rig_view (rig).phase_until_us;
  g_assert_cmpint (ABS (session_rig_view (rig).expected_end_us - end_us), <=, CUFF_MS (100));
  ebb_session_more_rest (rig->session, 20);
  g_assert_cmpint (session_rig_view (rig).phase_until_us, ==, until_us + CUFF_SECONDS (20));
  ebb_session_more_rest (rig->session, 300);
  ebb_session_more_rest (rig->session, 1);
  g_assert_cmpint (session_rig_view (rig).phase_until_us, ==, until_us + CUFF_SECONDS (60));
  g_assert_cmpint (ABS (session_rig_view (rig).expected_end_us - end_us - CUFF_SECONDS (60)), <=,
                   CUFF_MS (100));
  session_rig_run (rig, 85);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_REST);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, >, 95); /* the order was renewed */
  g_assert_true (session_rig_await (rig, EBB_PHASE_DEFLATING, 60));
  g_assert_cmpint (ABS (ebb_clock_now_us (rig->clock) - end_us - CUFF_SECONDS (60)), <,
                   CUFF_SECONDS (1));
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  session_rig_free (rig);
}

/* The limb's 20 minutes stand above any wish for a longer rest. */
static void
test_rest_within_limit (void)
{
  SessionRigOptions options = { .seed = 1, .protocol_json = two_sets };
  SessionRig *rig = session_rig_new (&options);
  EbbLimbHistory history = { .continuous_us = CUFF_SECONDS (20 * 60 - 86 - 10) };
  session_rig_again (rig, &options, &history);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 100));
  gint64 until_us = session_rig_view (rig).phase_until_us;
  ebb_session_more_rest (rig->session, 60);
  /* 10 s were left, less what the inflation and its count-down took. */
  g_assert_cmpint (session_rig_view (rig).phase_until_us, <, until_us + CUFF_SECONDS (10));
  session_rig_free (rig);
}

/* --- Words ------------------------------------------------------------------------------- */

/* Ratings, checks and notes, before, in and after the session. */
static void
test_words (void)
{
  SessionRigOptions options = { .seed = 1, .protocol_json = two_sets };
  SessionRig *rig = session_rig_new (&options);
  rig->hands = FALSE;
  ebb_session_check (rig->session, "bp", 128, 82, NULL); /* at the door: there is no row yet */
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 100));
  ebb_session_rate (rig->session, 1, "exertion", 5);
  ebb_session_rate (rig->session, 1, "exertion", 6); /* changed their mind */
  ebb_session_rate (rig->session, 2, "exertion", 9); /* there is no such set yet */
  ebb_session_mark (rig->session, "tired");
  ebb_session_mark (rig->session, NULL);
  ebb_session_set_end_reason (rig->session, 1, "form");
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  ebb_session_cuff_off (rig->session, "Tester");
  g_assert_true (ebb_session_is_closed (rig->session));
  session_rig_run (rig, 2);
  ebb_session_rate (rig->session, 1, "pain", 2);
  ebb_session_check (rig->session, "after", NAN, NAN, "skin red, as it should be");
  ebb_session_adverse_event (rig->session, "bruise", "small");
  session_rig_run (rig, 1);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionFile) file = load_file (rig, db);
  g_assert_cmpuint (file->checks->len, ==, 2);
  const EbbCheck *check = g_ptr_array_index (file->checks, 0);
  g_assert_cmpfloat (check->value, ==, 128);
  g_assert_cmpfloat (check->second, ==, 82);
  g_assert_cmpuint (file->adverse->len, ==, 1);
  const EbbBoutFile *bout = g_ptr_array_index (file->bouts, 0);
  const EbbSetFile *set = g_ptr_array_index (bout->sets, 0);
  g_assert_cmpstr (set->set->end_reason, ==, "form");
  g_assert_cmpuint (set->ratings->len, ==, 2);
  double sum = 0;
  for (guint i = 0; i < 2; i++)
    sum += ((EbbRating *) g_ptr_array_index (set->ratings, i))->value;
  g_assert_cmpfloat (sum, ==, 6 + 2);
  g_assert_cmpuint (session_rig_count_events (rig, db, "note"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "marker"), ==, 1);
  g_assert_cmpint (file->session->state, ==, EBB_STATE_STOPPED_BY_USER);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Unwell: out with the air first, then the record, and no more training today. */
static void
test_unwell (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  ebb_session_unwell (rig->session);
  ebb_session_unwell (rig->session);
  session_rig_run (rig, 0.1);
  g_assert_true (session_rig_truth (rig).vent_open);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  SessionRigOptions options = { .seed = 1 };
  EbbSessionOptions again;
  session_rig_fill (rig, &options, &again);
  g_autoptr (GError) error = NULL;
  again.bout.prescription.side = EBB_SIDE_LEFT;
  g_assert_false (ebb_session_next_bout (rig->session, &again.bout, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_UNWELL);
  g_clear_error (&error);
  ebb_session_leave (rig->session);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "unwell"), ==, 1);
  g_autoptr (EbbSessionFile) file = load_file (rig, db);
  g_assert_cmpuint (file->adverse->len, ==, 1);
  g_autoptr (EbbPatientFile) patient =
      ebb_db_load_patient_file (db, rig->patient->id, ebb_clock_wall_unix_us (), &error);
  g_assert_no_error (error);
  g_assert_true (patient->unwell_today);
  again.unwell_today = patient->unwell_today;
  g_assert_null (ebb_session_new (&again, &error));
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_UNWELL);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acts/step-up", test_step_up);
  g_test_add_func ("/acts/band", test_band);
  g_test_add_func ("/acts/correct", test_correct);
  g_test_add_func ("/acts/more-rest", test_more_rest);
  g_test_add_func ("/acts/rest-within-limit", test_rest_within_limit);
  g_test_add_func ("/acts/words", test_words);
  g_test_add_func ("/acts/unwell", test_unwell);
  return g_test_run ();
}
