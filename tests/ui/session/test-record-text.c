/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record page's words: how it ended, and what was not known.
 */
#include "ebb-record-text.h"

#include <math.h>

static void
test_state (void)
{
  EbbLiveLevel level;
  EbbSessionRecord session = { .state = EBB_STATE_COMPLETED, .state_code = CUFF_REASON_PLAN_DONE };
  g_autofree char *completed = ebb_record_state_text (&session, &level);
  g_assert_cmpstr (completed, ==, "Completed");
  g_assert_cmpint (level, ==, EBB_LIVE_GOOD);
  session.state = EBB_STATE_INTERRUPTED;
  session.state_code = CUFF_REASON_LINK_LOST;
  g_autofree char *lost = ebb_record_state_text (&session, &level);
  g_assert_cmpstr (lost, ==, "Interrupted: the link to the cuff was lost");
  g_assert_cmpint (level, ==, EBB_LIVE_WARN);
  session.state = EBB_STATE_STOPPED_BY_SAFETY;
  session.state_code = CUFF_REASON_OVER_PRESSURE;
  g_autofree char *safety = ebb_record_state_text (&session, &level);
  g_assert_true (g_str_has_prefix (safety, "Stopped by safety"));
  g_assert_cmpint (level, ==, EBB_LIVE_BAD);
}

/* Unknown is a dash, never 0. */
static void
test_unknown_cells (void)
{
  EbbSetSummary set = { .number = 2,
                        .reps = 0,
                        .reps_min = 15,
                        .reps_max = 20,
                        .load_kg = -1,
                        .hold_mean_s = NAN,
                        .rest_ordered_s = 30,
                        .rest_taken_s = NAN,
                        .exertion = NAN,
                        .pain = NAN,
                        .cuff = NAN,
                        .rpe = NAN,
                        .discomfort = NAN,
                        .tightness = NAN,
                        .end_reason = "failure" };
  char *cells[EBB_SET_N_CELLS];
  ebb_record_set_cells (&set, cells);
  g_assert_cmpstr (cells[EBB_SET_REPS], ==, "0 of 15–20");
  g_assert_cmpstr (cells[EBB_SET_LOAD], ==, "–");
  g_assert_cmpstr (cells[EBB_SET_HELD], ==, "–");
  g_assert_cmpstr (cells[EBB_SET_REST], ==, "– of 30 s");
  g_assert_cmpstr (cells[EBB_SET_RATED], ==, "–");
  g_assert_cmpstr (cells[EBB_SET_END], ==, "Failure");
  for (guint i = 0; i < EBB_SET_N_CELLS; i++)
    g_free (cells[i]);
}

static void
test_cells (void)
{
  EbbSetSummary set = { .number = 1,
                        .reps = 17,
                        .reps_min = 15,
                        .reps_max = 20,
                        .load_kg = 2,
                        .reps_held = 15,
                        .hold_mean_s = 4.84,
                        .rest_ordered_s = 30,
                        .rest_taken_s = 31,
                        .exertion = NAN,
                        .pain = NAN,
                        .cuff = 0,
                        .rpe = 13,
                        .discomfort = NAN,
                        .tightness = 4,
                        .end_reason = "done" };
  char *cells[EBB_SET_N_CELLS];
  ebb_record_set_cells (&set, cells);
  g_assert_cmpstr (cells[EBB_SET_REPS], ==, "17 of 15–20");
  g_assert_cmpstr (cells[EBB_SET_LOAD], ==, "2\u00a0kg");
  g_assert_cmpstr (cells[EBB_SET_HELD], ==, "15 of 17, mean 4.8 s");
  g_assert_cmpstr (cells[EBB_SET_REST], ==, "31 of 30 s");
  g_assert_cmpstr (cells[EBB_SET_RATED], ==, "cuff fine · exertion 13 of 6–20 · tightness 4");
  g_assert_cmpstr (cells[EBB_SET_END], ==, "Done");
  for (guint i = 0; i < EBB_SET_N_CELLS; i++)
    g_free (cells[i]);
}

/* Enough said before the fewest repetitions were done is told apart from a whole set, in its row
 * and in the sum. */
static void
test_short_set (void)
{
  EbbBoutRecord record = { 0 };
  EbbBoutFile bout = { .bout = &record, .limbs = g_ptr_array_new () };
  EbbBoutSummary summary = { .bout = &bout, .n_sets = 2, .sets_planned = 2 };
  char *cells[EBB_SET_N_CELLS];
  summary.sets[0] = (EbbSetSummary){
    .number = 1, .reps = 15, .reps_min = 15, .reps_max = 20, .end_reason = "done"
  };
  summary.sets[1] = (EbbSetSummary){
    .number = 2, .reps = 9, .reps_min = 15, .reps_max = 20, .end_reason = "done"
  };
  ebb_record_set_cells (&summary.sets[1], cells);
  g_assert_cmpstr (cells[EBB_SET_END], ==, "Done early");
  for (guint i = 0; i < EBB_SET_N_CELLS; i++)
    g_free (cells[i]);
  g_autoptr (GArray) rows = ebb_record_bout_rows (&summary);
  const EbbRecordRow *sets = &g_array_index (rows, EbbRecordRow, 0);
  g_assert_cmpstr (sets->given, ==, "2, 1 of them short");
  g_assert_cmpint (sets->level, ==, EBB_LIVE_WARN);
  g_ptr_array_unref (bout.limbs);
}

static void
test_checks (void)
{
  EbbCheck bp = { .kind = (char *) "bp", .value = 128, .second = 82 };
  EbbCheck news = { .kind = (char *) "nothing-new", .value = 0, .text = (char *) "knee swollen" };
  g_autofree char *bp_text = ebb_record_check_text (&bp);
  g_autofree char *news_text = ebb_record_check_text (&news);
  g_assert_cmpstr (bp_text, ==, "Blood pressure 128/82 mmHg");
  g_assert_cmpstr (news_text, ==, "New: knee swollen");
  bp.kind = (char *) "bp-mistyped";
  g_autofree char *slip = ebb_record_check_text (&bp);
  g_assert_nonnull (strstr (slip, "mistyped"));
}

/* The form for an unwell patient begins with when, and what was measured since; what a person has
 * judged is not asked again. */
static void
test_unwell (void)
{
  EbbSessionRecord session = { .started_unix_us = 0 };
  EbbAdverseEvent event = { .kind = (char *) "unwell", .noticed_unix_us = 600 * G_USEC_PER_SEC };
  EbbCheck before = { .t_us = 0, .kind = (char *) "bp", .value = 120, .second = 80 };
  EbbCheck after = {
    .t_us = 660 * G_USEC_PER_SEC, .kind = (char *) "bp", .value = 91, .second = 58
  };
  EbbCheck rate = { .t_us = 661 * G_USEC_PER_SEC, .kind = (char *) "heart-rate", .value = 118 };
  g_autoptr (GPtrArray) checks = g_ptr_array_new (), adverse = g_ptr_array_new ();
  EbbSessionFile file = { .session = &session, .checks = checks, .adverse = adverse };

  g_ptr_array_add (checks, &before);
  g_ptr_array_add (checks, &after);
  g_ptr_array_add (checks, &rate);
  g_assert_null (ebb_record_unwell_text (&file));
  g_ptr_array_add (adverse, &event);
  g_autofree char *text = ebb_record_unwell_text (&file);
  g_assert_nonnull (strstr (text, "91/58 mmHg"));
  g_assert_nonnull (strstr (text, "118 beats/min"));
  g_assert_null (strstr (text, "120/80"));
  event.severity = (char *) "moderate";
  g_assert_null (ebb_record_unwell_text (&file));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record-text/state", test_state);
  g_test_add_func ("/record-text/unknown-cells", test_unknown_cells);
  g_test_add_func ("/record-text/cells", test_cells);
  g_test_add_func ("/record-text/short-set", test_short_set);
  g_test_add_func ("/record-text/checks", test_checks);
  g_test_add_func ("/record-text/unwell", test_unwell);
  return g_test_run ();
}
