/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets that are done once more or left out in the running bout, and bouts that begin in the middle.
 * Plan: 2 sets of 3 at 1 s contract, 5 s hold, 1 s relax, rest 30 s; 112.2 mmHg.
 */
#include "machine-rig.h"

#define S(seconds) CUFF_SECONDS (seconds)

/* One more of the same, right after it, with its rest; the plan's own sets come behind it. */
static void
test_repeat_in_a_rest (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  plan.sets[0].reps_max = plan.sets[0].reps_min = 2;
  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_feed (&rig, EBB_INPUT_REPEAT_SET);
  rig_assert_phase (&rig, EBB_PHASE_REST);
  g_assert_cmpuint (rig.machine.plan.n_sets, ==, 3);
  g_assert_cmpuint (rig.machine.plan.sets[0].reps_max, ==, 2);
  g_assert_cmpuint (rig.machine.plan.sets[1].reps_max, ==, 2);
  g_assert_cmpuint (rig.machine.plan.sets[2].reps_max, ==, 3);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpuint (rig.n_begun, ==, 3);
  g_assert_cmpuint (rig.n_ended, ==, 3);
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
}

/* After the last set nothing would follow: it is said while that set runs. */
static void
test_repeat_the_last (void)
{
  CuffTime end_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_HOLD);
  g_assert_cmpuint (rig.machine.set, ==, 2);
  end_us = ebb_machine_expected_end (&rig.machine, rig.now_us);
  rig_feed (&rig, EBB_INPUT_REPEAT_SET);
  rig_assert_phase (&rig, EBB_PHASE_HOLD); /* it goes on meanwhile */
  assert_us (ebb_machine_expected_end (&rig.machine, rig.now_us), end_us + S (30) + S (21));
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpuint (rig.n_begun, ==, 3);
}

static void
test_repeat_has_an_end (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST);
  for (guint i = 0; i < 2 * EBB_SETS_MAX; i++)
    rig_feed (&rig, EBB_INPUT_REPEAT_SET);
  g_assert_cmpuint (rig.machine.plan.n_sets, ==, EBB_SETS_MAX);
  g_assert_false (ebb_machine_takes_repeat (&rig.machine));
}

/* There is nothing to repeat before the first set, and nothing while the cuff deflates. */
static void
test_repeat_not_now (void)
{
  const EbbPhase phases[] = { EBB_PHASE_INFLATING, EBB_PHASE_READY, EBB_PHASE_DEFLATING,
                              EBB_PHASE_REMOVE_CUFF };
  Rig rig;

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    rig_init_in (&rig, phases[i]);
    rig_feed (&rig, EBB_INPUT_REPEAT_SET);
    rig_assert_phase (&rig, phases[i]);
    g_assert_cmpuint (rig.machine.plan.n_sets, ==, 2);
  }
}

/* The rest goes on for the set after it. */
static void
test_skip (void)
{
  EbbPlan plan = rig_short_plan ();
  CuffTime until_us;
  Rig rig;

  plan.n_sets = 3;
  plan.sets[2] = plan.sets[1];
  plan.sets[2].reps_min = plan.sets[2].reps_max = 5;
  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_HOLD);
  rig_feed (&rig, EBB_INPUT_SKIP_SET); /* not in a set: that is End set */
  g_assert_cmpuint (rig.machine.plan.n_sets, ==, 3);
  rig_run_to (&rig, EBB_PHASE_REST);
  until_us = rig.machine.phase_until_us;
  rig_feed (&rig, EBB_INPUT_SKIP_SET);
  rig_assert_phase (&rig, EBB_PHASE_REST);
  assert_us (rig.machine.phase_until_us, until_us);
  g_assert_cmpuint (rig.machine.plan.n_sets, ==, 2);
  g_assert_cmpuint (rig.machine.plan.sets[1].reps_max, ==, 5);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpuint (rig.n_begun, ==, 2);
}

/* Without another set there is nothing to stay tight for. */
static void
test_skip_the_last (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST);
  g_assert_true (rig_feed (&rig, EBB_INPUT_SKIP_SET) & EBB_DO_VENT);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpuint (rig.n_begun, ==, 1);
  rig_run_to (&rig, EBB_PHASE_REMOVE_CUFF);
}

/* In a paused rest, too; it stays paused when another set follows. */
static void
test_skip_paused (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST);
  rig_feed (&rig, EBB_INPUT_REPEAT_SET);
  rig_feed (&rig, EBB_INPUT_PAUSE);
  rig_feed (&rig, EBB_INPUT_SKIP_SET);
  rig_assert_phase (&rig, EBB_PHASE_PAUSED);
  g_assert_cmpuint (rig.machine.plan.n_sets, ==, 2);
  rig_feed (&rig, EBB_INPUT_SKIP_SET);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
}

/* --- In the middle ----------------------------------------------------------------------- */

static void
begin_at (Rig *rig, const EbbPlan *plan, guint set)
{
  rig_init (rig, plan);
  ebb_machine_begin_at (&rig->machine, set);
  rig_start (rig);
}

/* The second set is the first of this bout: nothing of the one before is counted or corrected. */
static void
test_begin_at (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  begin_at (&rig, &plan, 2);
  g_assert_cmpuint (rig.machine.set, ==, 1);
  g_assert_false (ebb_machine_takes_repeat (&rig.machine));
  rig_run_to (&rig, EBB_PHASE_HOLD);
  g_assert_cmpuint (rig.machine.set, ==, 2);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpuint (rig.n_begun, ==, 1);
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
}

/* Tight in rests only: the first inflation shows that the cuff fits, in the middle too. */
static void
test_begin_at_soft_sets (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  plan.pattern = EBB_PATTERN_RESTING;
  begin_at (&rig, &plan, 2);
  rig_run_to (&rig, EBB_PHASE_READY);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  g_assert_cmpuint (rig.machine.set, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine-sets/repeat/in-a-rest", test_repeat_in_a_rest);
  g_test_add_func ("/machine-sets/repeat/the-last", test_repeat_the_last);
  g_test_add_func ("/machine-sets/repeat/has-an-end", test_repeat_has_an_end);
  g_test_add_func ("/machine-sets/repeat/not-now", test_repeat_not_now);
  g_test_add_func ("/machine-sets/skip/next", test_skip);
  g_test_add_func ("/machine-sets/skip/the-last", test_skip_the_last);
  g_test_add_func ("/machine-sets/skip/paused", test_skip_paused);
  g_test_add_func ("/machine-sets/begin-at/second", test_begin_at);
  g_test_add_func ("/machine-sets/begin-at/soft-sets", test_begin_at_soft_sets);
  return g_test_run ();
}
