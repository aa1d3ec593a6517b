/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The 30-repetition finder of the prescription form (reference clinical 3.7, "about" is 27 to 33):
 * only a load that was found goes into the prescription; any other is tried first.
 */
#include "ebb-load-finder-state.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define STEP_KG 0.5
#define MAX_KG  200

static void
judge (double load_kg, double reps, gboolean pain, EbbFinderState *state)
{
  const EbbFinderTry tried = { load_kg, reps, pain };

  ebb_finder_judge (&tried, STEP_KG, MAX_KG, state);
}

static void
assert_act (double load_kg, double reps, gboolean pain, EbbFinderAct act, double next_kg,
            const char *act_text)
{
  g_auto (EbbFinderState) state = { 0 };

  judge (load_kg, reps, pain, &state);
  g_assert_null (state.load_error);
  g_assert_null (state.reps_error);
  g_assert_nonnull (state.text);
  g_assert_cmpint (state.act, ==, act);
  g_assert_cmpstr (state.act_text, ==, act_text);
  if (act != EBB_FINDER_ACT_NONE)
    g_assert_cmpfloat (state.load_kg, ==, next_kg);
}

static void
test_found_is_taken (void)
{
  assert_act (4, 30, FALSE, EBB_FINDER_ACT_TAKE, 4, "Take 4 kg");
  assert_act (4, 27, FALSE, EBB_FINDER_ACT_TAKE, 4, "Take 4 kg");
  assert_act (4, 33, FALSE, EBB_FINDER_ACT_TAKE, 4, "Take 4 kg");
}

static void
test_not_found_is_tried (void)
{
  assert_act (4, 26, FALSE, EBB_FINDER_ACT_TRY, 3.5, "Try 3.5 kg next");
  assert_act (4, 34, FALSE, EBB_FINDER_ACT_TRY, 4.5, "Try 4.5 kg next");
  assert_act (4, 30, TRUE, EBB_FINDER_ACT_TRY, 2.5, "Try 2.5 kg next"); /* 30 that hurt */
}

static void
test_nothing_to_tap (void)
{
  assert_act (0, 5, FALSE, EBB_FINDER_ACT_NONE, 0, NULL);
  /* No load that the form would refuse is offered. */
  assert_act (MAX_KG, 60, FALSE, EBB_FINDER_ACT_NONE, 0, NULL);
}

static void
test_reason (void)
{
  g_auto (EbbFinderState) state = { 0 }, hurt = { 0 };

  judge (4, 20, FALSE, &state);
  g_assert_nonnull (strstr (state.text, "20 repetitions with 4 kg, 30 are aimed at"));
  g_assert_nonnull (strstr (state.text, "without the cuff"));
  judge (4, 30, TRUE, &hurt);
  g_assert_nonnull (strstr (hurt.text, "hurt"));
  g_assert_nonnull (strstr (ebb_finder_source (), "30 clean repetitions"));
}

static void
assert_silent (double load_kg, double reps)
{
  g_auto (EbbFinderState) state = { 0 };

  judge (load_kg, reps, FALSE, &state);
  g_assert_null (state.load_error);
  g_assert_null (state.reps_error);
  g_assert_null (state.text);
  g_assert_cmpint (state.act, ==, EBB_FINDER_ACT_NONE);
}

/* Not tried is not none. */
static void
test_missing (void)
{
  assert_silent (NAN, NAN);
  assert_silent (4, NAN);
  assert_silent (NAN, 30);
}

static void
test_wrong (void)
{
  g_auto (EbbFinderState) heavy = { 0 }, many = { 0 }, part = { 0 };

  judge (200.5, 30, FALSE, &heavy);
  g_assert_cmpstr (heavy.load_error, ==, "Load tried is 200.5 kg; allowed: 0 to 200 kg");
  g_assert_cmpint (heavy.act, ==, EBB_FINDER_ACT_NONE);
  judge (4, 61, FALSE, &many);
  g_assert_cmpstr (many.reps_error, ==, "Repetitions done is 61; allowed: 0 to 60, whole");
  g_assert_cmpint (many.act, ==, EBB_FINDER_ACT_NONE);
  judge (4, 29.5, FALSE, &part);
  g_assert_nonnull (part.reps_error);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load-finder-box/found-is-taken", test_found_is_taken);
  g_test_add_func ("/load-finder-box/not-found-is-tried", test_not_found_is_tried);
  g_test_add_func ("/load-finder-box/nothing-to-tap", test_nothing_to_tap);
  g_test_add_func ("/load-finder-box/reason", test_reason);
  g_test_add_func ("/load-finder-box/missing", test_missing);
  g_test_add_func ("/load-finder-box/wrong", test_wrong);
  return g_test_run ();
}
