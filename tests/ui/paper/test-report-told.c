/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said to the patient.
 */
#include "ebb-report-told.h"
#include "paper-rig.h"

#include <math.h>

/* Takes what it checks. */
static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_load (void)
{
  EbbSummary summary = { .load_kg = 2, .load_change_kg = 0.5 };
  assert_text (ebb_told_load (&summary), "2\u00a0kg");
  assert_text (ebb_told_load_change (&summary), "weight, 0.5\u00a0kg more than last time");
  summary.load_change_kg = -1;
  assert_text (ebb_told_load_change (&summary), "weight, 1\u00a0kg less than last time");
  summary.load_change_kg = 0;
  assert_text (ebb_told_load_change (&summary), "weight, the same as last time");
  summary.load_change_kg = NAN;
  assert_text (ebb_told_load_change (&summary), "weight");
}

/* Unknown is not "no weight". */
static void
test_load_unknown (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  EbbBoutSummary bout = { .bout = paper_rig_get_bout (file, 0) };
  EbbSummary summary = { .n_bouts = 1, .bouts = &bout, .load_kg = -1, .load_change_kg = NAN };
  assert_text (ebb_told_load (&summary), "–");
  assert_text (ebb_told_load_change (&summary), "weight was not noted");
  paper_rig_set (&paper_rig_get_bout (file, 0)->bout->exercise_id, "quad-set");
  assert_text (ebb_told_load (&summary), "No weight"); /* an exercise that has none */
  summary.load_kg = 0;
  summary.load_change_kg = 0;
  assert_text (ebb_told_load (&summary), "No weight");
  assert_text (ebb_told_load_change (&summary), "the same as last time");
}

static void
test_end (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  assert_text (ebb_told_end (file), NULL);
  file->session->state = EBB_STATE_STOPPED_BY_USER;
  assert_text (ebb_told_end (file), "The training was stopped before its end.");
  file->session->state = EBB_STATE_STOPPED_BY_SAFETY;
  file->session->state_code = CUFF_REASON_OVER_PRESSURE;
  assert_text (ebb_told_end (file), "The training was stopped early to keep you safe: the pressure "
                                    "rose above its limit.");
  file->session->state = EBB_STATE_INTERRUPTED;
  file->session->state_code = CUFF_REASON_SHUTDOWN;
  assert_text (ebb_told_end (file),
               "The training was interrupted before its end: the program was closed.");
  file->session->state = EBB_STATE_OPEN;
  assert_text (ebb_told_end (file), "The training is not finished yet.");
}

static void
test_hold (void)
{
  EbbSummary summary = { .hold_ordered_s = 5, .reps = 47, .reps_timed = 47, .reps_held = 44 };
  assert_text (ebb_told_hold (&summary),
               "The aim was to hold each contraction for 5 seconds: 44 of 47 did.");
  summary.reps_timed = summary.reps_held = 0;
  assert_text (ebb_told_hold (&summary), "The aim was to hold each contraction for 5 seconds. How "
                                         "long you held was not measured.");
  summary.hold_ordered_s = 0;
  assert_text (ebb_told_hold (&summary), NULL);
}

static void
test_ratings (void)
{
  EbbSummary summary = { .exertion = NAN, .pain = NAN };
  assert_text (ebb_told_ratings (&summary), NULL);
  summary.pain = 0;
  assert_text (ebb_told_ratings (&summary), "You rated the pain 0 out of 10.");
  summary.exertion = 6.5;
  assert_text (ebb_told_ratings (&summary), "You rated the effort 6.5 and the pain 0 out of 10.");
}

static void
test_repetitions (void)
{
  EbbSummary summary = { .reps = 47, .sets_done = 3 };
  assert_text (ebb_told_repetitions (&summary, "Quad set"), "repetitions in 3 sets of Quad set");
  summary.reps = summary.sets_done = 1;
  assert_text (ebb_told_repetitions (&summary, "Quad set"), "repetition in 1 set of Quad set");
  summary.reps = summary.sets_done = 0;
  assert_text (ebb_told_repetitions (&summary, "Quad set"), "repetitions of Quad set");
  assert_text (ebb_told_repetitions (&summary, ""), "repetitions");
}

static void
test_overrides (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  assert_text (ebb_told_overrides (file), NULL);
  paper_rig_add_event (file, 0, "reperfusion-override", 0, "Ordered 200 mmHg.");
  assert_text (ebb_told_overrides (file), "The break before the cuff was tightened again was "
                                          "shorter than usual; your therapist noted the reason.");
}

static void
test_limb (void)
{
  g_autoptr (EbbSessionFile) file = paper_rig_session ();
  g_assert_cmpint (ebb_told_limb (file), ==, EBB_TOLD_LEG);
  paper_rig_get_limb (file)->segment = EBB_SEGMENT_CALF;
  g_assert_cmpint (ebb_told_limb (file), ==, EBB_TOLD_LEG);
  paper_rig_get_limb (file)->segment = EBB_SEGMENT_ARM;
  g_assert_cmpint (ebb_told_limb (file), ==, EBB_TOLD_ARM);
  g_ptr_array_set_size (file->bouts, 0);
  g_assert_cmpint (ebb_told_limb (file), ==, EBB_TOLD_BOTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-told/load", test_load);
  g_test_add_func ("/report-told/load-unknown", test_load_unknown);
  g_test_add_func ("/report-told/end", test_end);
  g_test_add_func ("/report-told/hold", test_hold);
  g_test_add_func ("/report-told/ratings", test_ratings);
  g_test_add_func ("/report-told/repetitions", test_repetitions);
  g_test_add_func ("/report-told/overrides", test_overrides);
  g_test_add_func ("/report-told/limb", test_limb);
  return g_test_run ();
}
