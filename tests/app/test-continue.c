/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bout that a person stopped goes on in another one, and sets change in the running bout: in the
 * cuff and in the record (clinic 3.10, 3.14).
 */
#include "ebb-db-desk.h"
#include "session-rig.h"

static const char three_sets[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"three-sets\","
    "  \"name\": \"Three sets\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 2,"
    "  \"sets\": [ { \"reps_min\": 3, \"reps_max\": 4 }, { \"reps_min\": 3, \"reps_max\": 4 },"
    "  { \"reps_min\": 3, \"reps_max\": 4 } ], \"rest_s\": 30, \"tempo\": { \"contract_ms\": 1000,"
    "  \"hold_ms\": 5000, \"relax_ms\": 1000, \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

static SessionRigOptions options = { .seed = 1, .protocol_json = three_sets };

static SessionRig *
rig_in (EbbPhase phase)
{
  SessionRig *rig = session_rig_new (&options);
  rig->hands = FALSE;
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, phase, 100));
  return rig;
}

/* In the second set, after two repetitions of it. */
static SessionRig *
rig_in_second_set (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_REST);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  session_rig_run (rig, 14);
  g_assert_cmpuint (session_rig_view (rig).set, ==, 2);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 2);
  return rig;
}

static gboolean
go_on (SessionRig *rig, const EbbContinue *continues, GError **error)
{
  EbbSessionOptions next;
  session_rig_fill (rig, &options, &next);
  next.bout.continues = continues;
  next.bout.reperfusion_reason = "continued";
  return ebb_session_next_bout (rig->session, &next.bout, error);
}

static void
assert_refused (SessionRig *rig, const EbbContinue *continues, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (go_on (rig, continues, &error));
  g_assert_error (error, EBB_SESSION_ERROR, code);
}

static void
start_and_await (SessionRig *rig, EbbPhase phase)
{
  session_rig_run (rig, 6); /* the last air is out */
  g_assert_cmpstr (session_rig_view (rig).why_not, ==, NULL);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, phase, 60));
}

/* Three of four done, at 10 mmHg less: the other bout takes over what is left, and its pressure. */
static void
test_goes_on (void)
{
  SessionRig *rig = rig_in_second_set ();
  g_autoptr (GError) error = NULL;
  ebb_session_change_target (rig->session, -10, NULL);
  CuffPressure target = session_rig_view (rig).ordered;
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  EbbSessionView view = session_rig_view (rig);
  g_assert_true (view.can_continue);
  g_assert_cmpuint (view.continue_set, ==, 2);
  g_assert_true (view.continue_cut);
  g_assert_cmpuint (view.continue_left.reps_max, ==, 2);
  g_assert_cmpuint (view.continue_of, ==, 3);

  const EbbContinue done = { .set = 1 }, none = { .set = 4 };
  const EbbContinue left = { .set = 2, .what_left = TRUE };
  assert_refused (rig, &done, EBB_SESSION_ERROR_CONTINUE);
  assert_refused (rig, &none, EBB_SESSION_ERROR_CONTINUE);
  g_assert_true (go_on (rig, &left, &error));
  g_assert_no_error (error);
  start_and_await (rig, EBB_PHASE_HOLD);
  view = session_rig_view (rig);
  g_assert_cmpuint (view.bout, ==, 2);
  g_assert_cmpuint (view.set, ==, 2);
  g_assert_cmpuint (view.reps_max, ==, 2);
  g_assert_cmpuint (view.reps_min, ==, 1);
  g_assert_cmpint (view.ordered, ==, target);
  g_assert_cmpint (view.target, ==, target); /* as the cuff reports it */
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 200));
  ebb_session_cuff_off (rig->session, "Tester");

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);
  g_assert_cmpuint (bouts->len, ==, 2);
  const EbbBoutRecord *first = g_ptr_array_index (bouts, 0), *second = g_ptr_array_index (bouts, 1);
  g_assert_null (first->continues_id);
  g_assert_cmpstr (second->continues_id, ==, first->id);
  g_assert_cmpint (first->state, ==, EBB_STATE_STOPPED_BY_USER);
  g_assert_cmpint (second->state, ==, EBB_STATE_COMPLETED);
  g_autoptr (GPtrArray) sets = ebb_db_get_sets (db, second->id, NULL);
  g_assert_cmpuint (sets->len, ==, 2);
  g_assert_cmpuint (((EbbSetRecord *) g_ptr_array_index (sets, 0))->number, ==, 2);
  g_assert_cmpuint (((EbbSetRecord *) g_ptr_array_index (sets, 0))->reps_max, ==, 2);
  g_assert_cmpuint (((EbbSetRecord *) g_ptr_array_index (sets, 1))->reps_max, ==, 4);
  g_assert_cmpuint (session_rig_count_events (rig, db, "continued"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "reperfusion-override"), ==, 1);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Stopped in a rest: nothing was cut, the next set comes. */
static void
test_after_a_rest (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_REST);
  g_autoptr (GError) error = NULL;
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_cmpuint (session_rig_view (rig).continue_set, ==, 2);
  g_assert_false (session_rig_view (rig).continue_cut);
  const EbbContinue next = { .set = 2, .what_left = TRUE };
  g_assert_true (go_on (rig, &next, &error));
  start_and_await (rig, EBB_PHASE_HOLD);
  g_assert_cmpuint (session_rig_view (rig).set, ==, 2);
  g_assert_cmpuint (session_rig_view (rig).reps_max, ==, 4);
  session_rig_free (rig);
}

/* Never after a safety deflation, whatever the reason and however long the limb has rested. */
static void
test_not_after_safety (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  const EbbContinue next = { .set = 2 };
  ebb_session_pause (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 100)); /* the pause ran out */
  g_assert_cmpint (session_rig_view (rig).end_state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_false (session_rig_view (rig).can_continue);
  session_rig_run (rig, 200);
  assert_refused (rig, &next, EBB_SESSION_ERROR_CONTINUE);
  session_rig_free (rig);
}

/* Nor when the plan ran to its end, nor for a patient who was unwell. */
static void
test_not_after_other_ends (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  const EbbContinue next = { .set = 1 };
  ebb_session_unwell (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_false (session_rig_view (rig).can_continue);
  assert_refused (rig, &next, EBB_SESSION_ERROR_UNWELL);
  session_rig_free (rig);

  rig = rig_in (EBB_PHASE_HOLD);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 300));
  g_assert_cmpint (session_rig_view (rig).end_state, ==, EBB_STATE_COMPLETED);
  g_assert_false (session_rig_view (rig).can_continue);
  assert_refused (rig, &next, EBB_SESSION_ERROR_CONTINUE);
  session_rig_free (rig);
}

/* Time already under pressure counts: what is left must fit the limb's 20 minutes. */
static void
test_time_counts (void)
{
  SessionRig *rig = session_rig_new (&options);
  EbbLimbHistory history = { .continuous_us = CUFF_SECONDS (20 * 60 - 150) };
  rig->hands = FALSE;
  session_rig_again (rig, &options, &history);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 100));
  session_rig_run (rig, 20);
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  const EbbContinue anew = { .set = 1 }, last = { .set = 3 };
  assert_refused (rig, &anew, EBB_SESSION_ERROR_TIME); /* 144 s of the 150 that were left */
  g_autoptr (GError) error = NULL;
  g_assert_true (go_on (rig, &last, &error)); /* 28 s */
  session_rig_free (rig);
}

/* --- Reposition -------------------------------------------------------------------------- */

/* Out with the air at once; then a puff shows which cuff moves, and the same set comes. */
static void
test_reposition (void)
{
  options.ask_side = TRUE;
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (GError) error = NULL;
  rig->hands = FALSE;
  session_rig_connect (rig);
  session_rig_confirm_side (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  ebb_session_reposition (rig->session);
  session_rig_run (rig, 0.1);
  g_assert_true (session_rig_truth (rig).vent_open);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_true (session_rig_view (rig).repositioning);
  const EbbContinue same = { .set = 1, .what_left = TRUE, .refitted = TRUE };
  g_assert_true (go_on (rig, &same, &error));
  g_assert_no_error (error);
  session_rig_run (rig, 2);
  guint n_inflations = session_rig_truth (rig).n_inflations;
  ebb_session_start (rig->session); /* without a puff: refused */
  session_rig_run (rig, 5);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, n_inflations);
  session_rig_confirm_side (rig);
  start_and_await (rig, EBB_PHASE_HOLD);
  g_assert_cmpuint (session_rig_view (rig).set, ==, 1);
  g_assert_false (session_rig_view (rig).repositioning);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "reposition"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "cuff-refitted"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "side-confirmed"), ==, 2);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
  options.ask_side = FALSE;
}

/* At another place the LOP says nothing: no percent of it.  A slip can be taken back. */
static void
test_moved (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  g_autoptr (GError) error = NULL;
  ebb_session_reposition (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  const EbbContinue moved = { .set = 1, .moved = TRUE };
  const EbbContinue same = { .set = 1, .refitted = TRUE };
  assert_refused (rig, &moved, EBB_SESSION_ERROR_LOP);
  EbbSessionOptions next;
  session_rig_fill (rig, &options, &next);
  next.bout.reperfusion_reason = "another exercise";
  g_assert_false (
      ebb_session_next_bout (rig->session, &next.bout, &error)); /* nor by another way */
  g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_LOP);
  g_clear_error (&error);
  g_assert_true (go_on (rig, &same, &error));
  g_assert_no_error (error);
  session_rig_free (rig);
}

/* Refitted once more where it lies now, which is not where the LOP was found. */
static void
test_stays_moved (void)
{
  options.fixed_mmhg = 100;
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  g_autoptr (GError) error = NULL;
  const EbbContinue moved = { .set = 1, .moved = TRUE };
  const EbbContinue same = { .set = 1, .refitted = TRUE };
  ebb_session_reposition (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_true (go_on (rig, &moved, &error));
  g_assert_no_error (error);
  start_and_await (rig, EBB_PHASE_HOLD);
  g_assert_false (cuff_pressure_is_set (session_rig_view (rig).lop));
  ebb_session_reposition (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_true (go_on (rig, &same, &error));
  g_assert_false (cuff_pressure_is_set (session_rig_view (rig).lop));
  session_rig_free (rig);
  options.fixed_mmhg = 0;
}

/* The cuff was opened: another exercise on the limb asks for the side anew as well. */
static void
test_reposition_then_another (void)
{
  options.ask_side = TRUE;
  SessionRig *rig = session_rig_new (&options);
  g_autoptr (GError) error = NULL;
  rig->hands = FALSE;
  session_rig_connect (rig);
  session_rig_confirm_side (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  ebb_session_reposition (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  g_assert_true (go_on (rig, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_NONE);
  session_rig_free (rig);
  options.ask_side = FALSE;
}

/* A step up belongs to the target it was a step of. */
static void
test_prescribed_lower (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_REST);
  g_autoptr (GError) error = NULL;
  ebb_session_change_target (rig->session, 10, "no effort");
  CuffPressure target = session_rig_view (rig).ordered;
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  const EbbContinue next = { .set = 2 };
  g_assert_true (go_on (rig, &next, &error));
  g_assert_cmpint (session_rig_view (rig).ordered, ==, target);
  options.percent = 50;
  g_assert_true (go_on (rig, &next, &error));
  g_assert_no_error (error);
  g_assert_cmpint (session_rig_view (rig).ordered, <=, CUFF_MMHG (91));
  session_rig_free (rig);
  options.percent = 0;
}

/* --- Sets -------------------------------------------------------------------------------- */

static void
test_repeat_and_skip (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  g_assert_false (session_rig_view (rig).can_skip);
  g_assert_true (session_rig_view (rig).can_repeat);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 60));
  ebb_session_repeat_set (rig->session);
  g_assert_cmpuint (session_rig_view (rig).n_sets, ==, 4);
  g_assert_true (session_rig_view (rig).can_skip);
  ebb_session_skip_set (rig->session, "no time");
  ebb_session_skip_set (rig->session, NULL);
  g_assert_cmpuint (session_rig_view (rig).n_sets, ==, 2);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 200));
  g_assert_cmpuint (session_rig_view (rig).set, ==, 2);
  g_assert_cmpint (session_rig_view (rig).end_state, ==, EBB_STATE_COMPLETED);
  ebb_session_cuff_off (rig->session, "Tester");

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "repeat-set"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "skip-set"), ==, 2);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  g_assert_cmpuint (sets->len, ==, 2);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* The limb's 20 minutes stand above any wish for another set. */
static void
test_repeat_within_limit (void)
{
  SessionRig *rig = session_rig_new (&options);
  EbbLimbHistory history = { .continuous_us = CUFF_SECONDS (20 * 60 - 170) };
  session_rig_again (rig, &options, &history);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 100));
  g_assert_false (session_rig_view (rig).can_repeat); /* 30 + 28 s more than the 144 */
  ebb_session_repeat_set (rig->session);
  g_assert_cmpuint (session_rig_view (rig).n_sets, ==, 3);
  session_rig_free (rig);
}

/* Three were ordered and one was repeated; the visit is cut by one afterwards. */
static void
test_shortened_since (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_REST);
  g_autoptr (GError) error = NULL;
  ebb_session_repeat_set (rig->session);
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 20));
  const EbbContinue second = { .set = 2 };
  g_assert_true (go_on (rig, &second, &error));
  g_assert_cmpuint (session_rig_view (rig).n_sets, ==, 4);
  EbbSessionOptions next;
  session_rig_fill (rig, &options, &next);
  next.bout.continues = &second;
  next.bout.reperfusion_reason = "continued";
  next.bout.n_sets = 2;
  g_assert_true (ebb_session_next_bout (rig->session, &next.bout, &error));
  g_assert_cmpuint (session_rig_view (rig).n_sets, ==, 3);

  EbbToday today = { .n_parts = 1, .parts = { { .prescription_id = "this", .n_sets = 2 } } };
  ebb_session_set_today (rig->session, &today);
  next.bout.n_sets = 0;
  next.bout.prescription_id = "this";
  g_assert_true (ebb_session_next_bout (rig->session, &next.bout, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (session_rig_view (rig).n_sets, ==, 3);
  session_rig_free (rig);
}

/* A note stands where somebody began to write it. */
static void
test_note_of_a_moment (void)
{
  SessionRig *rig = rig_in (EBB_PHASE_HOLD);
  gint64 begun_us = ebb_clock_now_us (rig->clock);
  session_rig_run (rig, 7);
  ebb_session_mark_at (rig->session, "looks tired", begun_us);
  const GArray *marks = ebb_session_get_marks (rig->session);
  g_assert_cmpint (g_array_index (marks, EbbMark, marks->len - 1).t_us, ==, begun_us);
  session_rig_run (rig, 1);
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, NULL);
  gint64 set_us = -1, note_us = -1;
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    if (g_str_equal (event->code, "set-started"))
      set_us = event->t_us;
    if (g_str_equal (event->code, "note"))
      note_us = event->t_us;
  }
  g_assert_cmpint (ABS (note_us - set_us - CUFF_SECONDS (1)), <,
                   CUFF_MS (200)); /* the first hold */
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/continue/goes-on", test_goes_on);
  g_test_add_func ("/continue/after-a-rest", test_after_a_rest);
  g_test_add_func ("/continue/not-after-safety", test_not_after_safety);
  g_test_add_func ("/continue/not-after-other-ends", test_not_after_other_ends);
  g_test_add_func ("/continue/time-counts", test_time_counts);
  g_test_add_func ("/continue/reposition", test_reposition);
  g_test_add_func ("/continue/moved", test_moved);
  g_test_add_func ("/continue/stays-moved", test_stays_moved);
  g_test_add_func ("/continue/reposition-then-another", test_reposition_then_another);
  g_test_add_func ("/continue/prescribed-lower", test_prescribed_lower);
  g_test_add_func ("/continue/shortened-since", test_shortened_since);
  g_test_add_func ("/continue/repeat-and-skip", test_repeat_and_skip);
  g_test_add_func ("/continue/repeat-within-limit", test_repeat_within_limit);
  g_test_add_func ("/continue/note-of-a-moment", test_note_of_a_moment);
  return g_test_run ();
}
