/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inflations in the middle of a plan, which are announced and may be put off (clinic decision
 * 3.12), and the question whether somebody is there (3.11).  The rig's cuff inflates in 4 s.  Times
 * are worked out by hand.
 */
#include "machine-rig.h"

#define S(seconds) CUFF_SECONDS (seconds)

/* --- Inflating again --------------------------------------------------------------------- */

static void
run_to_announcement (Rig *rig)
{
  while (rig->announced_us == CUFF_TIME_NEVER)
    rig_run_us (rig, rig->tick_us);
  rig_assert_phase (rig, EBB_PHASE_REST);
}

static void
test_not_yet (void)
{
  EbbPlan plan = rig_passive_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_REST);
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_NOT_YET), ==, 0); /* nothing was announced */
  rig_assert_phase (&rig, EBB_PHASE_REST);
  run_to_announcement (&rig);
  rig_run_us (&rig, S (4));
  rig_feed (&rig, EBB_INPUT_NOT_YET);
  rig_assert_phase (&rig, EBB_PHASE_WAITING);
  rig_run_us (&rig, S (60));
  rig_assert_phase (&rig, EBB_PHASE_WAITING);
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  rig_feed (&rig, EBB_INPUT_INFLATE);
  rig_assert_phase (&rig, EBB_PHASE_INFLATING);
  assert_us (rig.machine.phase_since_us, rig.now_us);
  rig_run_to (&rig, EBB_PHASE_WORK);
  g_assert_cmpuint (rig.machine.set, ==, 2);
}

/* Two minutes and nobody says anything: the bout ends, the cuff stays soft. */
static void
test_nobody_says_inflate (void)
{
  EbbPlan plan = rig_passive_plan ();
  CuffTime waits_us;
  Rig rig;

  rig_begin (&rig, &plan);
  run_to_announcement (&rig);
  rig_feed (&rig, EBB_INPUT_NOT_YET);
  waits_us = rig.now_us;
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, waits_us + S (120));
  g_assert_cmpint (rig.machine.end_reason, ==, CUFF_REASON_NOBODY);
  rig_feed (&rig, EBB_INPUT_INFLATE);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
}

/* Every inflation after the first waits for a person; RESUME is such a tap too. */
static void
test_first_session (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  plan.pattern = EBB_PATTERN_INTERMITTENT;
  plan.tap_to_inflate = TRUE;
  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_WAITING);
  assert_us (rig.machine.phase_since_us, rig.machine.set_ended_us + S (30 - 9));
  rig_run_us (&rig, S (100));
  rig_assert_phase (&rig, EBB_PHASE_WAITING);
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_assert_phase (&rig, EBB_PHASE_INFLATING);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  g_assert_cmpuint (rig.machine.set, ==, 2);
}

static void
test_first_session_in_a_cycle (void)
{
  EbbPlan plan = rig_cycle_plan ();
  Rig rig;

  plan.tap_to_inflate = TRUE;
  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_WAITING);
  g_assert_cmpuint (rig.n_ended, ==, 0);
  rig_feed (&rig, EBB_INPUT_INFLATE);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1000); /* the second step */
}

/* The program slept through the announcement: it is made up for, and the cuff waits for it. */
static void
test_late_announcement (void)
{
  EbbPlan plan = rig_passive_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_REST);
  rig.now_us = rig.machine.phase_until_us + S (30);
  g_assert_true (rig_feed (&rig, EBB_INPUT_TICK) & EBB_DO_ANNOUNCE);
  rig_assert_phase (&rig, EBB_PHASE_REST);
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  assert_us (rig.machine.phase_until_us, rig.now_us + S (5));
  rig_run_us (&rig, CUFF_MS (4900));
  rig_assert_phase (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
}

/* --- Is somebody there? ------------------------------------------------------------------ */

static void
test_asks_every_three_minutes (void)
{
  EbbPlan plan =
      rig_timed_plan (EBB_TRAINING_AEROBIC_CONTINUOUS, EBB_PATTERN_CONTINUOUS, 1, 900, 0);
  CuffTime start_us;
  Rig rig;

  rig_begin (&rig, &plan); /* the start is a sign of a person */
  start_us = rig.now_us;
  rig_run_us (&rig, S (179));
  g_assert_cmpuint (rig.n_asked, ==, 0);
  rig_run_us (&rig, S (1));
  g_assert_cmpuint (rig.n_asked, ==, 1);
  rig_run_us (&rig, S (180));
  g_assert_cmpuint (rig.n_asked, ==, 2);
  rig_run_us (&rig, S (179));
  rig_assert_phase (&rig, EBB_PHASE_WORK);
  rig_run_us (&rig, S (1));
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, start_us + S (540));
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (rig.machine.end_reason, ==, CUFF_REASON_NOBODY);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "safety");
}

static void
test_an_answer_counts (void)
{
  EbbPlan plan =
      rig_timed_plan (EBB_TRAINING_AEROBIC_CONTINUOUS, EBB_PATTERN_CONTINUOUS, 1, 900, 0);
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_us (&rig, S (400));
  g_assert_cmpuint (rig.n_asked, ==, 2);
  rig_feed (&rig, EBB_INPUT_HERE);
  rig_run_us (&rig, S (359));
  g_assert_cmpuint (rig.n_asked, ==, 3);
  rig_assert_phase (&rig, EBB_PHASE_WORK);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine-again/not-yet", test_not_yet);
  g_test_add_func ("/machine-again/nobody", test_nobody_says_inflate);
  g_test_add_func ("/machine-again/first-session", test_first_session);
  g_test_add_func ("/machine-again/first-session-cycle", test_first_session_in_a_cycle);
  g_test_add_func ("/machine-again/late", test_late_announcement);
  g_test_add_func ("/machine-again/here/asked", test_asks_every_three_minutes);
  g_test_add_func ("/machine-again/here/answered", test_an_answer_counts);
  return g_test_run ();
}
