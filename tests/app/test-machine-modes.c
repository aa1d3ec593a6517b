/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Modes and patterns beyond counted sets with a tight cuff: sets by the clock, to failure, cycles
 * of pressure, the cuff tight in rests only, and inflations in the middle of a plan.  The rig's
 * cuff inflates in 4 s.  Times are worked out by hand.
 */
#include "machine-rig.h"

#define S(seconds) CUFF_SECONDS (seconds)

static EbbPlan
resting_plan (void)
{
  EbbPlan plan = rig_short_plan (); /* 2 sets of 3 at 7 s, rest 30 s */

  plan.pattern = EBB_PATTERN_RESTING;
  return plan;
}

/* Somebody says every minute that they are there, for that long. */
static void
stay_us (Rig *rig, CuffTime us)
{
  for (CuffTime end_us = rig->now_us + us; rig->now_us < end_us;) {
    rig_feed (rig, EBB_INPUT_HERE);
    rig_run_us (rig, MIN (S (60), end_us - rig->now_us));
  }
}

/* --- By the clock ------------------------------------------------------------------------ */

static void
test_continuous_work (void)
{
  EbbPlan plan =
      rig_timed_plan (EBB_TRAINING_AEROBIC_CONTINUOUS, EBB_PATTERN_CONTINUOUS, 1, 900, 0);
  CuffTime begun_us;
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_READY);
  rig_run_to (&rig, EBB_PHASE_WORK);
  begun_us = rig.machine.set_started_us;
  assert_us (begun_us, S (100 + 4 + 3));
  assert_us (rig.machine.phase_until_us, begun_us + S (900));
  assert_us (ebb_machine_expected_end (&rig.machine, rig.now_us), begun_us + S (900));
  g_assert_cmpuint (rig.machine.order.longest_ms, ==, 910000);
  g_assert_true (ebb_machine_in_exercise (&rig.machine));
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1000);

  rig_feed (&rig, EBB_INPUT_REP); /* walking is not counted */
  g_assert_cmpuint (rig.machine.reps, ==, 0);
  stay_us (&rig, S (901));
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, begun_us + S (900));
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "done");
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpuint (rig.n_cues, ==, 0);
}

/* Intervals with the cuff tight throughout: work, rest and work follow each other to the second. */
static void
test_intervals (void)
{
  EbbPlan plan = rig_timed_plan (EBB_TRAINING_AEROBIC_INTERVAL, EBB_PATTERN_CONTINUOUS, 2, 120, 60);
  CuffTime begun_us;
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_WORK);
  begun_us = rig.machine.set_started_us;
  rig_run_to (&rig, EBB_PHASE_REST);
  assert_us (rig.machine.phase_since_us, begun_us + S (120));
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1000);
  rig_run_to (&rig, EBB_PHASE_WORK);
  assert_us (rig.machine.phase_since_us, begun_us + S (180));
  g_assert_cmpuint (rig.machine.set, ==, 2);
  stay_us (&rig, S (121));
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, begun_us + S (300));
}

/* A pause holds the clock; the set ends as much later. */
static void
test_pause_of_the_clock (void)
{
  EbbPlan plan = rig_passive_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_WORK);
  rig_run_us (&rig, S (30));
  rig_feed (&rig, EBB_INPUT_PAUSE);
  rig_assert_phase (&rig, EBB_PHASE_PAUSED);
  rig_run_us (&rig, S (20));
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_assert_phase (&rig, EBB_PHASE_WORK);
  assert_us (rig.machine.phase_until_us, rig.now_us + S (70));
  g_assert_cmpuint (rig.n_begun, ==, 1);
}

static void
test_end_set_by_a_person (void)
{
  EbbPlan plan = rig_passive_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_WORK);
  rig_run_us (&rig, S (30));
  rig_feed_text (&rig, EBB_INPUT_END_SET, "pain");
  rig_assert_phase (&rig, EBB_PHASE_REST);
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "pain");
}

/* --- To failure -------------------------------------------------------------------------- */

static void
test_to_failure (void)
{
  EbbPlan plan = rig_short_plan ();
  CuffTime begun_us;
  Rig rig;

  for (guint i = 0; i < 2; i++)
    plan.sets[i] = (EbbSetPlan){ .kind = EBB_SET_TO_FAILURE, .reps_min = 1, .reps_max = 5 };
  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  rig_feed (&rig, EBB_INPUT_REP);
  rig_feed_text (&rig, EBB_INPUT_END_SET, "failure");
  rig_assert_phase (&rig, EBB_PHASE_REST);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "failure");

  rig_run_to (&rig, EBB_PHASE_CONTRACT); /* nobody ends the second: its cap does */
  begun_us = rig.machine.set_started_us;
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.set_ended_us, begun_us + S (5 * 7));
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "done");
}

/* --- Passive: on and off ----------------------------------------------------------------- */

/* The cuff counts from the moment it is tight, without a count-down.  The second inflation comes
 * when the rest is over, not before: who lies still is given all of its blood flow. */
static void
test_passive_cycles (void)
{
  EbbPlan plan = rig_passive_plan ();
  CuffTime begun_us, again_us;
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_WORK);
  begun_us = rig.machine.set_started_us;
  assert_us (begun_us, S (104));
  rig_run_to (&rig, EBB_PHASE_REST);
  assert_us (rig.machine.phase_since_us, begun_us + S (100));
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  again_us = begun_us + S (100 + 60);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
  assert_us (rig.announced_us, again_us - S (5));
  assert_us (rig.machine.phase_since_us, again_us);
  rig_run_to (&rig, EBB_PHASE_WORK);
  assert_us (rig.machine.set_started_us, again_us + S (4));
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, again_us + S (104));
  g_assert_cmpuint (rig.n_armed, ==, 1);
  g_assert_cmpuint (rig.n_begun, ==, 2);
  for (guint i = 0; i < rig.n_phases; i++)
    g_assert_cmpint (rig.phases[i], !=, EBB_PHASE_READY);
}

/* One set of two steps: 20 s at 70 %, 5 s off, 20 s at the target, 5 s off. */
static void
test_cycle_of_steps (void)
{
  EbbPlan plan = rig_cycle_plan ();
  CuffTime relief_us;
  Rig rig;

  rig_begin (&rig, &plan);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 700);
  rig_run_to (&rig, EBB_PHASE_WORK);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 700);
  assert_us (rig.machine.phase_until_us, rig.machine.set_started_us + S (20));
  rig_run_to (&rig, EBB_PHASE_RELIEF);
  relief_us = rig.machine.phase_since_us;
  assert_us (rig.announced_us, relief_us); /* 5 s are all there is */
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
  assert_us (rig.machine.phase_since_us, relief_us + S (5));
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1000);
  rig_run_to (&rig, EBB_PHASE_WORK);
  g_assert_cmpuint (rig.n_begun, ==, 1);
  rig_run_to (&rig, EBB_PHASE_RELIEF);
  g_assert_cmpuint (rig.n_ended, ==, 0);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, relief_us + S (5 + 4 + 20 + 5));
  g_assert_cmpuint (rig.n_ended, ==, 1);
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
}

/* A step down is a step down of every share of the target. */
static void
test_cycle_with_a_lower_target (void)
{
  EbbPlan plan = rig_cycle_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_WORK);
  rig_feed_target (&rig, 80);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 560);
  rig_feed_target (&rig, 30); /* never so low that no time would count */
  rig_assert_order (&rig, CUFF_MODE_HOLD, 250);
}

/* --- Tight in rests only ----------------------------------------------------------------- */

static void
test_resting (void)
{
  EbbPlan plan = resting_plan ();
  CuffTime ended_us;
  Rig rig;

  rig_begin (&rig, &plan);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1122); /* once, to show that the cuff fits */
  rig_run_to (&rig, EBB_PHASE_READY);
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  for (EbbPhase phase = EBB_PHASE_CONTRACT; phase <= EBB_PHASE_RELAX; phase++) {
    rig_run_to (&rig, phase);
    rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
    g_assert_false (ebb_machine_in_exercise (&rig.machine));
  }
  rig_run_to (&rig, EBB_PHASE_SET_END);
  ended_us = rig.machine.set_ended_us;
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
  assert_us (rig.announced_us, ended_us + S (2));
  assert_us (rig.machine.phase_since_us, ended_us + S (2 + 5));
  rig_run_to (&rig, EBB_PHASE_REST);
  assert_us (rig.machine.phase_since_us, ended_us + S (2 + 5 + 4));
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1122);
  g_assert_true (ebb_machine_in_tight_rest (&rig.machine));
  rig_run_to (&rig, EBB_PHASE_READY); /* deflates in the count-down, the set starts on time */
  assert_us (rig.machine.phase_since_us, ended_us + S (27));
  rig_assert_order (&rig, CUFF_MODE_DEFLATE, 0);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  assert_us (rig.machine.set_started_us, ended_us + S (30));
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
}

static void
test_resting_pause (void)
{
  EbbPlan plan = resting_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_feed (&rig, EBB_INPUT_PAUSE);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1122);
  rig_run_us (&rig, S (10));
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_assert_phase (&rig, EBB_PHASE_REST);
  rig_assert_order (&rig, CUFF_MODE_HOLD, 1122);
}

/* --- Ends -------------------------------------------------------------------------------- */

/* The new phases end as all others do: vented, then proven. */
static void
test_stop_in_every_phase (void)
{
  static const EbbPhase phases[] = { EBB_PHASE_WORK, EBB_PHASE_RELIEF, EBB_PHASE_WAITING,
                                     EBB_PHASE_INFLATING };

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    EbbPlan plan = rig_cycle_plan ();
    Rig rig;

    plan.tap_to_inflate = TRUE;
    rig_begin (&rig, &plan);
    rig_run_to (&rig, phases[i]);
    g_assert_true (rig_feed (&rig, EBB_INPUT_STOP) & EBB_DO_VENT);
    rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
    g_assert_cmpuint (rig.n_ended, ==, rig.n_begun);
    rig_run_to (&rig, EBB_PHASE_REMOVE_CUFF);
    g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_STOPPED_BY_USER);
  }
}

static void
test_inflation_that_fails_in_a_set (void)
{
  EbbPlan plan = rig_cycle_plan ();
  Rig rig;

  rig_begin (&rig, &plan);
  rig_run_to (&rig, EBB_PHASE_RELIEF);
  rig.inflate_us = CUFF_TIME_NEVER;
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpint (rig.machine.end_reason, ==, CUFF_REASON_NOT_REACHED);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "safety");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine-modes/clock/continuous", test_continuous_work);
  g_test_add_func ("/machine-modes/clock/intervals", test_intervals);
  g_test_add_func ("/machine-modes/clock/pause", test_pause_of_the_clock);
  g_test_add_func ("/machine-modes/clock/end-set", test_end_set_by_a_person);
  g_test_add_func ("/machine-modes/to-failure", test_to_failure);
  g_test_add_func ("/machine-modes/passive", test_passive_cycles);
  g_test_add_func ("/machine-modes/cycle/steps", test_cycle_of_steps);
  g_test_add_func ("/machine-modes/cycle/lower", test_cycle_with_a_lower_target);
  g_test_add_func ("/machine-modes/resting/plan", test_resting);
  g_test_add_func ("/machine-modes/resting/pause", test_resting_pause);
  g_test_add_func ("/machine-modes/stop", test_stop_in_every_phase);
  g_test_add_func ("/machine-modes/not-reached", test_inflation_that_fails_in_a_set);
  return g_test_run ();
}
