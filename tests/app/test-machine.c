/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bout that goes as planned: start, sets, counting, what is scored.
 * Times are derived by hand from the plan: 1 s contract, 5 s hold, 1 s relax, rest 30 s.
 */
#include "machine-rig.h"

#define S(seconds) CUFF_SECONDS (seconds)

/* The whole classic session.  From the first contraction to the end of the last set it takes what
 * the plan says: 3 x 140 s of work and 2 x 30 s of rest, 480 s. */
static void
assert_classic_times (const Rig *rig, CuffTime first_us)
{
  static const struct {
    EbbPhase phase;
    int at_s; /* after the first contraction */
  } marks[] = {
    { EBB_PHASE_SET_END, 140 }, { EBB_PHASE_REST, 142 },    { EBB_PHASE_SET_END, 310 },
    { EBB_PHASE_REST, 312 },    { EBB_PHASE_SET_END, 480 }, { EBB_PHASE_DEFLATING, 482 },
  };
  guint next = 0;

  for (guint i = 0; i < rig->n_phases; i++) {
    EbbPhase phase = rig->phases[i];

    if (phase != EBB_PHASE_SET_END && phase != EBB_PHASE_REST && phase != EBB_PHASE_DEFLATING)
      continue;
    g_assert_cmpuint (next, <, G_N_ELEMENTS (marks));
    g_assert_cmpint (phase, ==, marks[next].phase);
    assert_us (rig->since_us[i] - first_us, S (marks[next].at_s));
    next++;
  }
  g_assert_cmpuint (next, ==, G_N_ELEMENTS (marks));
}

static void
test_classic_session (void)
{
  EbbPlan plan = rig_classic_plan ();
  CuffTime start_us;
  Rig rig;

  rig_init (&rig, &plan);
  start_us = rig.now_us;
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_READY);
  assert_us (rig.machine.at_target_since_us, start_us + S (4));
  g_assert_cmpuint (rig.machine.set, ==, 0);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  assert_us (rig.machine.set_started_us, start_us + S (4) + S (3));

  rig_run_to (&rig, EBB_PHASE_REMOVE_CUFF);
  assert_classic_times (&rig, start_us + S (7));
  g_assert_cmpuint (rig.n_begun, ==, 3);
  g_assert_cmpuint (rig.n_ended, ==, 3);
  g_assert_cmpuint (rig.n_cues, ==, 3 * 20 * 3); /* sets, repetitions, cues of each */
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpint (rig.machine.end_reason, ==, CUFF_REASON_PLAN_DONE);

  /* The cuff is proven deflated, but the bout stays open until somebody took it off. */
  rig_run_us (&rig, S (300));
  rig_assert_phase (&rig, EBB_PHASE_REMOVE_CUFF);
  g_assert_cmpuint (rig.n_closed, ==, 0);
  g_assert_true (rig_feed (&rig, EBB_INPUT_CUFF_OFF) & EBB_DO_CLOSE);
  rig_assert_phase (&rig, EBB_PHASE_CLOSED);
}

/* Ticks that come when they like, up to 5 s late, move no phase by a microsecond. */
static void
test_late_ticks_do_not_drift (void)
{
  EbbPlan plan = rig_classic_plan ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  Rig rig;

  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  while (rig.machine.phase < EBB_PHASE_DEFLATING) {
    rig.tick_us = CUFF_MS (g_rand_int_range (random, 1, 5000));
    rig_run_us (&rig, rig.tick_us);
  }
  assert_classic_times (&rig, S (107));
  g_assert_cmpuint (rig.n_cues, ==, 3 * 20 * 3);
}

/* 13.5 s late: the missed phases are walked one by one, each with the time it should have had. */
static void
test_one_late_tick_walks_in_order (void)
{
  static const struct {
    EbbPhase phase;
    int at_s;
  } expected[] = { { EBB_PHASE_HOLD, 1 },
                   { EBB_PHASE_RELAX, 6 },
                   { EBB_PHASE_CONTRACT, 7 },
                   { EBB_PHASE_HOLD, 8 },
                   { EBB_PHASE_RELAX, 13 } };
  CuffTime first_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_CONTRACT);
  first_us = rig.machine.phase_since_us;
  rig.now_us = first_us + CUFF_MS (13500);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_cmpint (ebb_machine_deadline (&rig.machine), <=, rig.now_us);
    g_assert_true (rig_feed (&rig, EBB_INPUT_TICK) & EBB_DO_PHASE);
    rig_assert_phase (&rig, expected[i].phase);
    assert_us (rig.machine.phase_since_us, first_us + S (expected[i].at_s));
  }
  g_assert_cmpuint (rig.machine.cycle, ==, 2);
  assert_us (ebb_machine_deadline (&rig.machine), first_us + S (14));
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_TICK), ==, 0);
}

/* Parts the tempo leaves out are passed over; its pause belongs to the relaxation. */
static void
test_tempo_without_hold (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  plan.tempo = (EbbTempo){ 2000, 0, 1500, 500 };
  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  rig_run_to (&rig, EBB_PHASE_RELAX);
  assert_us (rig.machine.phase_since_us - rig.machine.set_started_us, S (2));
  assert_us (rig.machine.phase_until_us - rig.machine.phase_since_us, S (2));
  rig_run_to (&rig, EBB_PHASE_SET_END);
  assert_us (rig.machine.set_ended_us - rig.machine.set_started_us, S (3 * 4));
  for (guint i = 0; i < rig.n_phases; i++)
    g_assert_cmpint (rig.phases[i], !=, EBB_PHASE_HOLD);
}

/* --- The start --------------------------------------------------------------------------- */

static void
test_start_is_used_once (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_ARMING);
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_START), ==, 0);
  rig_feed (&rig, EBB_INPUT_ARMED);
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_START) & (EBB_DO_ARM | EBB_DO_ORDER), ==, 0);
  rig_run_to (&rig, EBB_PHASE_REMOVE_CUFF);
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_START), ==, 0);
  g_assert_cmpuint (rig.n_armed, ==, 1);
}

/* Without a person's start nothing is ever armed, whatever else comes. */
static void
test_nothing_inflates_without_start (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_SELF_CHECK);
  rig_feed (&rig, EBB_INPUT_ARMED);
  rig_feed (&rig, EBB_INPUT_LINK_READY);
  rig_feed (&rig, EBB_INPUT_ARMED);
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_feed_sample (&rig, TRUE, FALSE);
  rig_run_us (&rig, S (120));
  rig_assert_phase (&rig, EBB_PHASE_SELF_CHECK);
  g_assert_false (rig.machine.pressurised);
  g_assert_cmpuint (rig.n_armed, ==, 0);
}

/* A start may come a little before the link is ready, but an old one must not inflate a cuff that
 * somebody has long walked away from. */
static void
test_start_waits_30_s_for_the_link (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_SELF_CHECK);
  rig_feed (&rig, EBB_INPUT_START);
  rig_run_us (&rig, S (30));
  g_assert_true (rig_feed (&rig, EBB_INPUT_LINK_READY) & EBB_DO_ARM);

  rig_init_in (&rig, EBB_PHASE_SELF_CHECK);
  rig_feed (&rig, EBB_INPUT_START);
  rig_run_us (&rig, S (31));
  rig_feed (&rig, EBB_INPUT_LINK_READY);
  rig_assert_phase (&rig, EBB_PHASE_SELF_CHECK);
  g_assert_true (rig_feed (&rig, EBB_INPUT_START) & EBB_DO_ARM);
}

/* --- Orders ------------------------------------------------------------------------------ */

/* A controller that hears nothing more ends each order 10 s after its phase. */
static void
test_orders_end_with_their_phase (void)
{
  static const struct {
    EbbPhase phase;
    guint longest_ms;
  } rows[] = { { EBB_PHASE_INFLATING, 70000 }, { EBB_PHASE_READY, 13000 },
               { EBB_PHASE_CONTRACT, 11000 },  { EBB_PHASE_HOLD, 15000 },
               { EBB_PHASE_RELAX, 11000 },     { EBB_PHASE_SET_END, 12000 },
               { EBB_PHASE_REST, 38000 },      { EBB_PHASE_PAUSED, 70000 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Rig rig;

    rig_init_in (&rig, rows[i].phase);
    g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_HOLD);
    g_assert_cmpint (rig.machine.order.target, ==, 1122);
    g_assert_cmpuint (rig.machine.order.longest_ms, ==, rows[i].longest_ms);
  }
}

/* --- Counting ---------------------------------------------------------------------------- */

static void
test_counts_in_set_and_grace_only (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_READY);
  rig_feed (&rig, EBB_INPUT_REP);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  g_assert_cmpuint (rig.machine.reps, ==, 0);

  rig_feed (&rig, EBB_INPUT_UNDO_REP); /* never below zero */
  g_assert_cmpuint (rig.machine.reps, ==, 0);
  rig_feed (&rig, EBB_INPUT_REP);
  rig_feed (&rig, EBB_INPUT_REP);
  rig_feed (&rig, EBB_INPUT_UNDO_REP);
  g_assert_cmpuint (rig.machine.reps, ==, 1);

  /* The last repetition of a late patient ends in the two seconds after the pacer. */
  rig_run_to (&rig, EBB_PHASE_SET_END);
  rig_run_us (&rig, CUFF_MS (1500));
  rig_feed (&rig, EBB_INPUT_REP);
  g_assert_cmpuint (rig.machine.reps, ==, 2);

  rig_run_to (&rig, EBB_PHASE_REST);
  rig_feed (&rig, EBB_INPUT_REP);
  rig_feed (&rig, EBB_INPUT_UNDO_REP);
  g_assert_cmpuint (rig.machine.reps, ==, 2);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "done");
}

/* The grace is over after 2 s even when no tick has said so. */
static void
test_grace_ends_on_time (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_SET_END);
  rig.now_us = rig.machine.phase_until_us + 1;
  rig_feed (&rig, EBB_INPUT_REP);
  g_assert_cmpuint (rig.machine.reps, ==, 0);
}

/* A patient may add repetitions: the pacer, not the count, ends a paced set. */
static void
test_extra_repetitions_are_counted (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_CONTRACT);
  for (int i = 0; i < 4; i++)
    rig_feed (&rig, EBB_INPUT_REP);
  rig_assert_phase (&rig, EBB_PHASE_CONTRACT);
  rig_run_to (&rig, EBB_PHASE_REST);
  g_assert_cmpuint (rig.machine.reps, ==, 4);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  g_assert_cmpuint (rig.machine.set, ==, 2);
  g_assert_cmpuint (rig.machine.reps, ==, 0);
}

static void
test_self_paced_set_ends_by_its_count (void)
{
  EbbPlan plan = rig_short_plan ();
  CuffTime ended_us;
  Rig rig;

  plan.self_paced = TRUE;
  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  for (int i = 0; i < 3; i++) {
    rig_run_us (&rig, S (40));
    rig_assert_phase (&rig, EBB_PHASE_CONTRACT);
    rig_feed (&rig, EBB_INPUT_REP);
  }
  ended_us = rig.now_us;
  rig_assert_phase (&rig, EBB_PHASE_REST);
  assert_us (rig.machine.set_ended_us, ended_us);
  assert_us (rig.machine.phase_until_us, ended_us + S (30));
  g_assert_cmpuint (rig.n_cues, ==, 0);
}

/* Nobody counts, nobody stops: after two minutes the cuff deflates. */
static void
test_self_paced_set_with_nobody_there (void)
{
  EbbPlan plan = rig_short_plan ();
  CuffTime last_us;
  Rig rig;

  plan.self_paced = TRUE;
  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  rig_run_us (&rig, S (100));
  rig_feed (&rig, EBB_INPUT_REP);
  last_us = rig.now_us;
  g_assert_cmpuint (rig.machine.order.longest_ms, ==, 130000);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, last_us + S (120));
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (rig.machine.end_reason, ==, CUFF_REASON_NOBODY);
}

/* --- What is scored ---------------------------------------------------------------------- */

/* Exercise counts from the end of the count-down to the pacer's last relaxation; the rest from 2 s
 * after that to the next set. */
static void
test_scored_phases (void)
{
  CuffTime set_end_us, rest_us = 0, exercise_us = 0;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_READY);
  g_assert_false (ebb_machine_in_exercise (&rig.machine));
  rig.tick_us = CUFF_MS (10);
  while (rig.machine.set < 2) {
    rig_run_us (&rig, rig.tick_us);
    exercise_us += ebb_machine_in_exercise (&rig.machine) ? rig.tick_us : 0;
    rest_us += ebb_machine_in_tight_rest (&rig.machine) ? rig.tick_us : 0;
  }
  set_end_us = rig.machine.set_started_us - S (30);
  g_assert_cmpint (exercise_us, ==, S (21) + rig.tick_us); /* and the first tick of set 2 */
  g_assert_cmpint (rest_us, ==, S (28));
  g_assert_cmpint (set_end_us, ==, S (107) + S (21));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine/classic-session", test_classic_session);
  g_test_add_func ("/machine/late-ticks-do-not-drift", test_late_ticks_do_not_drift);
  g_test_add_func ("/machine/one-late-tick", test_one_late_tick_walks_in_order);
  g_test_add_func ("/machine/tempo-without-hold", test_tempo_without_hold);
  g_test_add_func ("/machine/start/once", test_start_is_used_once);
  g_test_add_func ("/machine/start/needed", test_nothing_inflates_without_start);
  g_test_add_func ("/machine/start/waits-30-s", test_start_waits_30_s_for_the_link);
  g_test_add_func ("/machine/orders", test_orders_end_with_their_phase);
  g_test_add_func ("/machine/count/set-and-grace", test_counts_in_set_and_grace_only);
  g_test_add_func ("/machine/count/grace-ends", test_grace_ends_on_time);
  g_test_add_func ("/machine/count/extra", test_extra_repetitions_are_counted);
  g_test_add_func ("/machine/self-paced/count", test_self_paced_set_ends_by_its_count);
  g_test_add_func ("/machine/self-paced/nobody", test_self_paced_set_with_nobody_there);
  g_test_add_func ("/machine/scored", test_scored_phases);
  return g_test_run ();
}
