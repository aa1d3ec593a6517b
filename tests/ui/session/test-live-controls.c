/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be pressed when, and what the keys mean (clinic 3.10, screens 6).
 */
#include "ebb-live-controls.h"
#include "live-rig.h"

static const EbbLiveControlsState *
controls_in (LiveRig *rig, EbbPhase phase)
{
  live_rig_phase (rig, phase, 5000, 30000);
  return &live_rig_make (rig)->controls;
}

static void
test_set (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  const EbbLiveControlsState *state = controls_in (&rig, EBB_PHASE_HOLD);
  g_assert_true (state->end_set && state->minus && state->count && state->undo && state->pause);
  g_assert_false (state->more_rest || state->correct || state->rest);
  rig.view.reps = 0;
  g_assert_false (controls_in (&rig, EBB_PHASE_HOLD)->undo);
}

/* +10 is refused in the middle of a set, and why is said in words. */
static void
test_plus (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.can_step_up = FALSE;
  const EbbLiveControlsState *state = controls_in (&rig, EBB_PHASE_HOLD);
  g_assert_false (ebb_live_act_is_possible (EBB_ACT_PLUS, state));
  g_assert_nonnull (strstr (state->plus_why, "Not within a set"));
  rig.view.ordered = CUFF_MMHG (135);
  state = controls_in (&rig, EBB_PHASE_REST);
  g_assert_nonnull (strstr (state->plus_why, "140 mmHg"));
  rig.view.can_step_up = TRUE;
  state = controls_in (&rig, EBB_PHASE_REST);
  g_assert_true (ebb_live_act_is_possible (EBB_ACT_PLUS, state));
  g_assert_null (state->plus_why);
}

static void
test_rest (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.reps = 17;
  const EbbLiveControlsState *state = controls_in (&rig, EBB_PHASE_REST);
  g_assert_true (state->rest && state->more_rest && state->correct && state->pause);
  g_assert_false (state->end_set || state->count);
  g_assert_cmpstr (state->count_text, ==, "17");
  /* A second tap on End set, where More rest stands now, must not lengthen the rest. */
  live_rig_phase (&rig, EBB_PHASE_REST, 900, 30000);
  g_assert_false (live_rig_make (&rig)->controls.more_rest);
}

static void
test_paused (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  const EbbLiveControlsState *state = controls_in (&rig, EBB_PHASE_PAUSED);
  g_assert_true (state->pause && state->paused);
  g_assert_cmpstr (state->pause_text, ==, "Resume");
  g_assert_false (state->end_set || state->count);
}

/* The patient may be unwell at any moment before the record is closed. */
static void
test_unwell (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  for (int phase = EBB_PHASE_SELF_CHECK; phase < EBB_PHASE_CLOSED; phase++)
    g_assert_true (controls_in (&rig, (EbbPhase) phase)->unwell);
}

static void
test_keys (void)
{
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_space), ==, EBB_ACT_COUNT);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_U), ==, EBB_ACT_UNDO);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_p), ==, EBB_ACT_PAUSE);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_e), ==, EBB_ACT_END_SET);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_minus), ==, EBB_ACT_MINUS);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_KP_Subtract), ==, EBB_ACT_MINUS);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_m), ==, EBB_ACT_MARK);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_o), ==, EBB_ACT_MORE);
  /* Nothing that raises the pressure has a key, and Enter stays with the focus. */
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_plus), ==, EBB_ACT_NONE);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_Return), ==, EBB_ACT_NONE);
  g_assert_cmpint (ebb_live_act_of_key (GDK_KEY_Escape), ==, EBB_ACT_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-controls/set", test_set);
  g_test_add_func ("/live-controls/plus", test_plus);
  g_test_add_func ("/live-controls/rest", test_rest);
  g_test_add_func ("/live-controls/paused", test_paused);
  g_test_add_func ("/live-controls/unwell", test_unwell);
  g_test_add_func ("/live-controls/keys", test_keys);
  return g_test_run ();
}
