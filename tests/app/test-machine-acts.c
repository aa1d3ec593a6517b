/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a therapist does in a bout (pause, end a set, step the target), and rests in which the cuff
 * is deflated.  Plan: 2 sets of 3 at 1 s contract, 5 s hold, 1 s relax, rest 30 s; 112.2 mmHg.
 */
#include "machine-rig.h"

#define S(seconds) CUFF_SECONDS (seconds)

/* --- Pause ------------------------------------------------------------------------------- */

static void
test_pause_repeats_the_interrupted_repetition (void)
{
  CuffTime resumed_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_RELAX);
  rig_run_to (&rig, EBB_PHASE_HOLD);
  g_assert_cmpuint (rig.machine.cycle, ==, 2);
  rig_run_us (&rig, S (3));

  g_assert_true (rig_feed (&rig, EBB_INPUT_PAUSE) & EBB_DO_ORDER);
  rig_assert_phase (&rig, EBB_PHASE_PAUSED);
  g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_HOLD);
  g_assert_cmpint (rig.machine.order.target, ==, 1122);
  g_assert_cmpuint (rig.n_ended, ==, 0);
  rig_feed (&rig, EBB_INPUT_REP); /* that repetition will be done again */
  g_assert_cmpuint (rig.machine.reps, ==, 0);

  rig_run_us (&rig, S (20));
  resumed_us = rig.now_us;
  g_assert_true (rig_feed (&rig, EBB_INPUT_RESUME) & EBB_DO_CUE);
  rig_assert_phase (&rig, EBB_PHASE_CONTRACT);
  g_assert_cmpuint (rig.machine.cycle, ==, 2);
  rig_run_to (&rig, EBB_PHASE_SET_END);
  assert_us (rig.machine.set_ended_us, resumed_us + S (14)); /* repetitions 2 and 3 */
}

static void
test_pause_of_a_rest_goes_on (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST); /* 28 s left */
  rig_run_us (&rig, S (10));
  rig_feed (&rig, EBB_INPUT_PAUSE);
  assert_us (rig.machine.resume_left_us, S (18));
  rig_run_us (&rig, S (45));
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_assert_phase (&rig, EBB_PHASE_REST);
  assert_us (rig.machine.phase_until_us, rig.now_us + S (18));
}

static void
test_pause_is_warned_of_and_ends_deflating (void)
{
  CuffTime paused_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  paused_us = rig.now_us;
  rig_feed (&rig, EBB_INPUT_PAUSE);
  assert_us (ebb_machine_deadline (&rig.machine), paused_us + S (50));
  rig_run_us (&rig, CUFF_MS (49950));
  g_assert_cmpuint (rig.n_warned, ==, 0);
  rig_run_us (&rig, CUFF_MS (50));
  g_assert_cmpuint (rig.n_warned, ==, 1);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, paused_us + S (60));
  g_assert_cmpuint (rig.n_warned, ==, 1);
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (rig.machine.end_reason, ==, CUFF_REASON_PAUSE_OVER);
  g_assert_cmpuint (rig.n_ended, ==, 1);
}

/* Sixty seconds are sixty seconds: a resume after them comes too late, ticks or no ticks. */
static void
test_resume_after_the_pause_ran_out (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_PAUSED);
  rig.now_us += S (60);
  g_assert_true (rig_feed (&rig, EBB_INPUT_RESUME) & EBB_DO_VENT);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
}

/* Pause in the grace after a set means its rest; after the last set there is nothing to pause. */
static void
test_pause_in_the_grace (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_SET_END);
  rig_feed (&rig, EBB_INPUT_PAUSE);
  rig_assert_phase (&rig, EBB_PHASE_PAUSED);
  g_assert_cmpint (rig.machine.paused_phase, ==, EBB_PHASE_REST);
  g_assert_cmpuint (rig.n_ended, ==, 1);
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_run_to (&rig, EBB_PHASE_SET_END);
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_PAUSE), ==, 0);
  rig_assert_phase (&rig, EBB_PHASE_SET_END);
}

static void
test_pause_of_the_countdown (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_READY);
  rig_run_us (&rig, S (2));
  rig_feed (&rig, EBB_INPUT_PAUSE);
  rig_run_us (&rig, S (5));
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_assert_phase (&rig, EBB_PHASE_READY);
  assert_us (rig.machine.phase_until_us, rig.now_us + S (3));
}

/* --- Ending a set ------------------------------------------------------------------------ */

static void
test_end_set_goes_to_rest (void)
{
  CuffTime ended_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed (&rig, EBB_INPUT_REP);
  ended_us = rig.now_us;
  g_assert_true (rig_feed_text (&rig, EBB_INPUT_END_SET, "pain") & EBB_DO_END_SET);
  rig_assert_phase (&rig, EBB_PHASE_REST);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "pain");
  assert_us (rig.machine.set_ended_us, ended_us);
  assert_us (rig.machine.phase_until_us, ended_us + S (30));
  g_assert_cmpuint (rig.machine.reps, ==, 1);
  /* Its first 2 s are not scored as rest either. */
  g_assert_false (ebb_machine_in_tight_rest (&rig.machine));
  rig_run_us (&rig, S (2));
  g_assert_true (ebb_machine_in_tight_rest (&rig.machine));
}

static void
test_end_of_the_last_set_deflates (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_HOLD);
  g_assert_true (rig_feed_text (&rig, EBB_INPUT_END_SET, "failure") & EBB_DO_VENT);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "failure");
  g_assert_cmpint (rig.machine.end_state, ==, EBB_STATE_COMPLETED);
}

static void
test_end_set_in_a_pause (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_PAUSED);
  rig_feed_text (&rig, EBB_INPUT_END_SET, "form");
  rig_assert_phase (&rig, EBB_PHASE_REST);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "form");
}

static void
test_end_set_reason_is_cut_at_a_character (void)
{
  g_autofree char *name = g_strnfill (62, 'a');
  g_autofree char *text = g_strconcat (name, "ä", NULL); /* its second byte no longer fits */
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed_text (&rig, EBB_INPUT_END_SET, text);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, name);

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed_text (&rig, EBB_INPUT_END_SET, NULL);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "not-said"); /* nobody chose "other" */
}

static void
test_end_set_outside_a_set (void)
{
  static const EbbPhase phases[] = { EBB_PHASE_SELF_CHECK, EBB_PHASE_INFLATING, EBB_PHASE_READY,
                                     EBB_PHASE_REST, EBB_PHASE_DEFLATING };

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    Rig rig;

    rig_init_in (&rig, phases[i]);
    g_assert_cmpuint (rig_feed_text (&rig, EBB_INPUT_END_SET, "pain"), ==, 0);
    rig_assert_phase (&rig, phases[i]);
  }
}

/* --- Stepping the target ----------------------------------------------------------------- */

static void
test_target_steps (void)
{
  static const struct {
    EbbPhase phase;
    double mmhg;
    double becomes; /* plan 112.2, at most 130 */
  } rows[] = {
    /* Down: at once, also in the middle of a repetition. */
    { EBB_PHASE_CONTRACT, 102.2, 102.2 },
    { EBB_PHASE_HOLD, 102.2, 102.2 },
    { EBB_PHASE_RELAX, 102.2, 102.2 },
    { EBB_PHASE_INFLATING, 102.2, 102.2 },
    { EBB_PHASE_REST, 102.2, 102.2 },
    { EBB_PHASE_PAUSED, 102.2, 102.2 },
    /* Up: between sets, not within one. */
    { EBB_PHASE_REST, 122.2, 122.2 },
    { EBB_PHASE_READY, 122.2, 122.2 },
    { EBB_PHASE_CONTRACT, 122.2, 112.2 },
    { EBB_PHASE_HOLD, 122.2, 112.2 },
    { EBB_PHASE_RELAX, 122.2, 112.2 },
    { EBB_PHASE_SET_END, 122.2, 112.2 },
    /* Never above what the prescription's limits allow, never so low that no time would count. */
    { EBB_PHASE_REST, 130.0, 130.0 },
    { EBB_PHASE_REST, 130.1, 112.2 },
    { EBB_PHASE_REST, 24.9, 112.2 },
    { EBB_PHASE_REST, 25.0, 25.0 },
    { EBB_PHASE_REST, -10.0, 112.2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean changes = rows[i].becomes != 112.2;
    guint todo;
    Rig rig;

    rig_init_in (&rig, rows[i].phase);
    rig.machine.plan.target_max = CUFF_MMHG (130);
    todo = rig_feed_target (&rig, rows[i].mmhg);
    g_assert_cmpuint (todo, ==, changes ? EBB_DO_ORDER : 0);
    g_assert_cmpint (ebb_machine_target (&rig.machine), ==,
                     cuff_pressure_from_mmhg (rows[i].becomes));
    g_assert_cmpint (rig.machine.order.target, ==, cuff_pressure_from_mmhg (rows[i].becomes));
    rig_assert_phase (&rig, rows[i].phase);
  }
}

/* A plan that names no higher target may only be lowered, and taken back up to its own target. */
static void
test_target_without_room_above (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REST);
  g_assert_cmpuint (rig_feed_target (&rig, 112.3), ==, 0);
  g_assert_true (rig_feed_target (&rig, 92.2) & EBB_DO_ORDER);
  g_assert_true (rig_feed_target (&rig, 112.2) & EBB_DO_ORDER);
  g_assert_cmpint (rig.machine.order.target, ==, 1122);
}

/* The plan may be made anew with a lower target while the link comes up (the controller's cap). */
static void
test_target_follows_the_plan (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_SELF_CHECK);
  rig.machine.plan.target = CUFF_MMHG (90);
  rig_start (&rig);
  g_assert_cmpint (rig.machine.order.target, ==, 900);
}

/* --- Cuff deflated in rests -------------------------------------------------------------- */

/* The first inflation took 4 s, so the next one begins 4 x 1.25 + 1 + 3 = 9 s before the set: the
 * limb has 30 - 2 - 9 = 19 s of relief and the set still starts on time. */
static void
test_intermittent_rest (void)
{
  EbbPlan plan = rig_short_plan ();
  CuffTime set_end_us;
  Rig rig;

  plan.pattern = EBB_PATTERN_INTERMITTENT;
  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_REST);
  set_end_us = rig.machine.set_ended_us;
  g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_DEFLATE);
  g_assert_cmpint (rig.machine.order.target, ==, 0);
  g_assert_cmpuint (rig.machine.order.longest_ms, ==, 19000 + 10000);
  rig_run_us (&rig, S (10));
  g_assert_false (ebb_machine_in_tight_rest (&rig.machine));

  rig_run_to (&rig, EBB_PHASE_INFLATING);
  assert_us (rig.machine.phase_since_us, set_end_us + S (21));
  rig_run_to (&rig, EBB_PHASE_READY);
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  assert_us (rig.machine.set_started_us, set_end_us + S (30));
  g_assert_cmpuint (rig.n_armed, ==, 1); /* one arm covers the bout's schedule */
}

/* A slow pump: the set waits for the cuff and the count-down. */
static void
test_intermittent_rest_with_slow_pump (void)
{
  EbbPlan plan = rig_short_plan ();
  CuffTime set_end_us;
  Rig rig;

  plan.pattern = EBB_PATTERN_INTERMITTENT;
  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_REST);
  set_end_us = rig.machine.set_ended_us;
  rig.inflate_us = S (20);
  rig_run_to (&rig, EBB_PHASE_READY);
  assert_us (rig.machine.phase_since_us, set_end_us + S (41));
  rig_run_to (&rig, EBB_PHASE_CONTRACT);
  assert_us (rig.machine.set_started_us, set_end_us + S (44));
}

/* However slow the pump, a deflated rest gives the limb 5 s of relief. */
static void
test_intermittent_rest_is_never_skipped (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  plan.pattern = EBB_PATTERN_INTERMITTENT;
  plan.rest_s = 10;
  rig_init (&rig, &plan);
  rig.inflate_us = S (20);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_REST);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
  assert_us (rig.machine.phase_since_us, rig.machine.set_ended_us + S (2 + 5));
}

/* A step while the cuff is deflated counts for the next inflation and inflates nothing. */
static void
test_intermittent_target_step (void)
{
  EbbPlan plan = rig_short_plan ();
  Rig rig;

  plan.pattern = EBB_PATTERN_INTERMITTENT;
  rig_init (&rig, &plan);
  rig_start (&rig);
  rig_run_to (&rig, EBB_PHASE_REST);
  g_assert_cmpuint (rig_feed_target (&rig, 100.0), ==, 0);
  g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_DEFLATE);
  rig_feed (&rig, EBB_INPUT_PAUSE);
  g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_DEFLATE);
  rig_feed (&rig, EBB_INPUT_RESUME);
  rig_run_to (&rig, EBB_PHASE_INFLATING);
  g_assert_cmpint (rig.machine.order.target, ==, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine-acts/pause/work", test_pause_repeats_the_interrupted_repetition);
  g_test_add_func ("/machine-acts/pause/rest", test_pause_of_a_rest_goes_on);
  g_test_add_func ("/machine-acts/pause/over", test_pause_is_warned_of_and_ends_deflating);
  g_test_add_func ("/machine-acts/pause/late-resume", test_resume_after_the_pause_ran_out);
  g_test_add_func ("/machine-acts/pause/grace", test_pause_in_the_grace);
  g_test_add_func ("/machine-acts/pause/countdown", test_pause_of_the_countdown);
  g_test_add_func ("/machine-acts/end-set/rest", test_end_set_goes_to_rest);
  g_test_add_func ("/machine-acts/end-set/last", test_end_of_the_last_set_deflates);
  g_test_add_func ("/machine-acts/end-set/paused", test_end_set_in_a_pause);
  g_test_add_func ("/machine-acts/end-set/text", test_end_set_reason_is_cut_at_a_character);
  g_test_add_func ("/machine-acts/end-set/outside", test_end_set_outside_a_set);
  g_test_add_func ("/machine-acts/target/steps", test_target_steps);
  g_test_add_func ("/machine-acts/target/no-room", test_target_without_room_above);
  g_test_add_func ("/machine-acts/target/new-plan", test_target_follows_the_plan);
  g_test_add_func ("/machine-acts/intermittent/on-time", test_intermittent_rest);
  g_test_add_func ("/machine-acts/intermittent/slow-pump", test_intermittent_rest_with_slow_pump);
  g_test_add_func ("/machine-acts/intermittent/relief", test_intermittent_rest_is_never_skipped);
  g_test_add_func ("/machine-acts/intermittent/target", test_intermittent_target_step);
  return g_test_run ();
}
