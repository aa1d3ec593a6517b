/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the live page says of sets by the clock, of cycles, of sets to failure and of the four parts
 * of a tempo; and what it asks in place (clinic decisions 3.11, 3.12).
 */
#include "live-rig.h"

#include "ebb-live-controls.h"
#include "ebb-live-feed.h"

/* 5 sets of 5 min with the cuff tight, 3 min off between them; the second runs, 1:36 to go. */
static void
init_passive (LiveRig *rig)
{
  live_rig_init (rig);
  rig->plan = (EbbPlan){ .n_sets = 5,
                         .rest_s = 180,
                         .pattern = EBB_PATTERN_CYCLED,
                         .training = EBB_TRAINING_PASSIVE,
                         .target = CUFF_MMHG (112),
                         .segment = EBB_SEGMENT_THIGH,
                         .load_kg = -1 };
  for (guint i = 0; i < rig->plan.n_sets; i++)
    rig->plan.sets[i] = (EbbSetPlan){ .kind = EBB_SET_TIMED, .duration_s = 300 };
  rig->view.set = 2;
  rig->view.n_sets = 5;
  rig->view.reps = rig->view.reps_min = rig->view.reps_max = 0;
  rig->view.set_open = rig->view.tight = TRUE;
  rig->view.worked_us = CUFF_SECONDS (204);
  rig->view.to_work_us = CUFF_SECONDS (300);
  rig->view.unanswered_until_us = EBB_TIME_UNSET;
  live_rig_phase (rig, EBB_PHASE_WORK, 204000, 300000);
}

/* One set of 8 steps, 20 s tight and 5 s open; the third is tight. */
static void
init_cycle (LiveRig *rig)
{
  init_passive (rig);
  rig->plan.n_sets = rig->view.n_sets = rig->view.set = 1;
  rig->plan.training = EBB_TRAINING_CYCLE;
  rig->plan.sets[0].duration_s = 200;
  rig->plan.cycle = (EbbCyclePlan){ .on_s = 20, .off_s = 5, .n_steps = 8 };
  for (guint i = 0; i < 8; i++)
    rig->plan.cycle.percent[i] = 100;
  rig->view.step = 3;
  rig->view.n_steps = 8;
  rig->view.worked_us = CUFF_SECONDS (45);
  rig->view.to_work_us = CUFF_SECONDS (160);
  live_rig_phase (rig, EBB_PHASE_WORK, 5000, 20000);
}

static void
test_work (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_passive (&rig);
  const EbbLiveState *state = live_rig_make (&rig);

  g_assert_true (state->timed);
  g_assert_cmpint (state->show, ==, EBB_LIVE_SHOW_NUMBERS);
  g_assert_cmpint (state->banner.look, ==, EBB_LIVE_WORK);
  g_assert_cmpstr (state->banner.word, ==, "Lie still");
  g_assert_cmpstr (state->banner.detail, ==, "cuff stays tight");
  g_assert_cmpstr (state->banner.next, ==, "then the cuff deflates for 3:00");
  g_assert_cmpstr (state->banner.next_after, ==, "then set 3 of 5");
  g_assert_cmpfloat_with_epsilon (state->banner.progress, 0.68, 1e-9);
  g_assert_cmpstr (state->reps.title, ==, "Time done");
  g_assert_cmpstr (state->reps.number, ==, "3:24");
  g_assert_cmpstr (state->reps.range, ==, "/ 5:00");
  g_assert_cmpstr (state->reps.set, ==, "set 2 of 5");
  g_assert_cmpuint (state->reps.sets_done, ==, 1);
  g_assert_cmpstr (state->clock.title, ==, "Set, left");
  g_assert_cmpstr (state->clock.number, ==, "1:36");
  g_assert_cmpstr (state->clock.of, ==, "of 5:00");
  g_assert_cmpstr (state->clock.unit, ==, "");
  g_assert_cmpstr (state->pressure.ordered, ==, "ordered 112");
  g_assert_cmpint (state->prompt.kind, ==, EBB_LIVE_PROMPT_NONE);
}

/* Each mode has a word of its own for the patient; a last set deflates, a tight rest stays so. */
static void
test_words_of_modes (void)
{
  const struct {
    EbbTraining training;
    const char *word;
  } rows[] = {
    { EBB_TRAINING_AEROBIC_CONTINUOUS, "Keep going" },
    { EBB_TRAINING_AEROBIC_INTERVAL, "Keep going" },
    { EBB_TRAINING_ISOMETRIC, "Hold" },
    { EBB_TRAINING_PASSIVE, "Lie still" },
    { EBB_TRAINING_PRECONDITIONING, "Lie still" },
    { EBB_TRAINING_NMES, "Stimulation" },
    { EBB_TRAINING_CYCLE, "Move freely" },
  };
  g_auto (LiveRig) rig = { 0 };

  init_passive (&rig);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    rig.plan.training = rows[i].training;
    g_assert_cmpstr (live_rig_make (&rig)->banner.word, ==, rows[i].word);
  }
  rig.view.set = 5;
  g_assert_cmpstr (live_rig_make (&rig)->banner.next, ==, "then the cuff deflates");
  g_assert_cmpstr (rig.state.banner.next_after, ==, "");
  rig.view.set = 2;
  rig.plan.pattern = EBB_PATTERN_CONTINUOUS;
  g_assert_cmpstr (live_rig_make (&rig)->banner.next, ==, "then rest 3:00, cuff tight");
}

/* The cuff is deflated in sets: nothing is called in or out of a band there. */
static void
test_resting (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.plan.pattern = EBB_PATTERN_RESTING;
  rig.view.tight = FALSE;
  rig.view.pressure = CUFF_MMHG (3);
  rig.view.deflated = TRUE;
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpint (state->pressure.level, ==, EBB_LIVE_PLAIN);
  g_assert_cmpstr (state->pressure.sign, ==, "deflated");
  g_assert_cmpstr (state->pressure.ordered, ==, "");

  live_rig_phase (&rig, EBB_PHASE_REST, 12000, 30000);
  g_assert_cmpstr (live_rig_make (&rig)->banner.detail, ==, "cuff deflates");
  rig.view.tight = TRUE;
  rig.view.deflated = FALSE;
  rig.view.pressure = CUFF_MMHG (112);
  g_assert_cmpstr (live_rig_make (&rig)->banner.detail, ==, "cuff stays tight");
  g_assert_cmpstr (rig.state.pressure.ordered, ==, "ordered 112");
}

static void
test_cycle (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_cycle (&rig);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Move freely");
  g_assert_cmpstr (state->banner.next, ==, "then the cuff deflates for 5 s");
  g_assert_cmpstr (state->banner.next_after, ==, "then step 4 of 8");
  g_assert_cmpstr (state->reps.set, ==, "step 3 of 8, set 1 of 1");
  g_assert_cmpstr (state->reps.range, ==, "/ 2:40");
  g_assert_cmpstr (state->clock.title, ==, "Step, left");
  g_assert_cmpstr (state->clock.number, ==, "15");

  rig.view.tight = FALSE;
  rig.view.deflated = TRUE;
  live_rig_phase (&rig, EBB_PHASE_RELIEF, 3000, 5000);
  state = live_rig_make (&rig);
  g_assert_cmpint (state->banner.look, ==, EBB_LIVE_RELIEF);
  g_assert_cmpstr (state->banner.word, ==, "Cuff deflated 0:02");
  g_assert_cmpstr (state->banner.detail, ==, "blood flows");
  g_assert_cmpstr (state->banner.next, ==, "then step 4 of 8");
  g_assert_true (state->controls.end_set);
}

/* --- What is asked in place -------------------------------------------------------------- */

static void
test_not_yet (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_passive (&rig);
  rig.view.set_open = rig.view.tight = FALSE;
  rig.view.deflated = TRUE;
  live_rig_phase (&rig, EBB_PHASE_REST, 176000, 180000);
  g_assert_false (live_rig_make (&rig)->controls.not_yet);
  g_assert_cmpstr (rig.state.banner.word, ==, "Rest 0:04");

  rig.view.announced = TRUE;
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpint (state->banner.look, ==, EBB_LIVE_INFLATE);
  g_assert_cmpstr (state->banner.word, ==, "Inflates in 4");
  g_assert_cmpint (state->prompt.kind, ==, EBB_LIVE_PROMPT_NOT_YET);
  g_assert_cmpstr (state->prompt.text, ==, "The cuff inflates again in 4 s");
  g_assert_cmpstr (state->prompt.button, ==, "Not yet");
  g_assert_true (ebb_live_act_is_possible (EBB_ACT_NOT_YET, &state->controls));
  g_assert_false (ebb_live_act_is_possible (EBB_ACT_INFLATE, &state->controls));

  /* A first session waits by itself: there is nothing to put off. */
  rig.plan.tap_to_inflate = TRUE;
  state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Rest 0:04");
  g_assert_cmpstr (state->banner.next, ==, "then the cuff waits for you");
  g_assert_cmpint (state->prompt.kind, ==, EBB_LIVE_PROMPT_NONE);
}

static void
test_waiting (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_passive (&rig);
  rig.view.set_open = rig.view.tight = FALSE;
  rig.view.deflated = TRUE;
  live_rig_phase (&rig, EBB_PHASE_WAITING, 17000, 120000);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Ready to inflate");
  g_assert_cmpstr (state->banner.detail, ==, "cuff is deflated");
  g_assert_cmpstr (state->banner.next, ==, "then set 3 of 5");
  g_assert_cmpint (state->prompt.kind, ==, EBB_LIVE_PROMPT_INFLATE);
  g_assert_cmpstr (state->prompt.button, ==, "Inflate now");
  g_assert_cmpstr (state->prompt.detail, ==, "Without an answer the session ends in 1:43.");
  g_assert_true (ebb_live_act_is_possible (EBB_ACT_INFLATE, &state->controls));
  g_assert_false (state->controls.pause); /* only the answer inflates */
}

static void
test_here (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_passive (&rig);
  rig.view.unanswered_until_us = RIG_NOW_US + CUFF_SECONDS (170);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpint (state->prompt.kind, ==, EBB_LIVE_PROMPT_HERE);
  g_assert_cmpstr (state->prompt.text, ==, "Is a therapist here?");
  g_assert_cmpstr (state->prompt.detail, ==, "Without an answer the cuff deflates in 2:50.");
  g_assert_cmpstr (state->prompt.button, ==, "I am here");
  g_assert_true (ebb_live_act_is_possible (EBB_ACT_HERE, &state->controls));
  g_assert_cmpstr (state->banner.word, ==, "Lie still"); /* what runs goes on being said */

  /* What is due first comes first. */
  live_rig_phase (&rig, EBB_PHASE_REST, 176000, 180000);
  rig.view.announced = TRUE;
  g_assert_cmpint (live_rig_make (&rig)->prompt.kind, ==, EBB_LIVE_PROMPT_NOT_YET);
  rig.view.announced = FALSE;
  live_rig_phase (&rig, EBB_PHASE_DEFLATING, 1000, 6000);
  g_assert_cmpint (live_rig_make (&rig)->prompt.kind, ==, EBB_LIVE_PROMPT_NONE);
}

/* --- Controls ---------------------------------------------------------------------------- */

/* Nothing is counted where there is nothing to count; a set of strength by the clock may be. */
static void
test_controls (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_passive (&rig);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_false (state->controls.counts);
  g_assert_false (state->controls.count);
  g_assert_true (state->controls.end_set);
  g_assert_true (state->controls.pause);
  g_assert_true (state->controls.minus);
  rig.plan.training = EBB_TRAINING_ISOMETRIC;
  state = live_rig_make (&rig);
  g_assert_true (state->controls.counts);
  g_assert_true (state->controls.count);
}

/* --- Counted, beyond a fixed number ------------------------------------------------------- */

static void
test_to_failure (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.plan.sets[0] = (EbbSetPlan){ .kind = EBB_SET_TO_FAILURE, .reps_min = 1, .reps_max = 50 };
  rig.view.reps_min = 1;
  rig.view.reps_max = 50;
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->reps.number, ==, "12");
  g_assert_cmpstr (state->reps.range, ==, "to failure");
  g_assert_cmpstr (state->banner.next_after, ==, "End set when no more is possible");
  g_assert_cmpstr (state->reps.line, ==, "set 1: 12, to failure");
}

/* 2 s up, 3 s back, 1 s of waiting: three words and three clocks in two phases. */
static void
test_four_parts (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.plan.tempo = (EbbTempo){ 2000, 0, 3000, 1000 };
  live_rig_phase (&rig, EBB_PHASE_CONTRACT, 500, 2000);
  g_assert_cmpstr (live_rig_make (&rig)->banner.next, ==, "then return slowly");

  live_rig_phase (&rig, EBB_PHASE_RELAX, 1000, 4000);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Return slowly");
  g_assert_cmpstr (state->banner.next, ==, "then wait");
  g_assert_cmpstr (state->clock.title, ==, "Return, left");
  g_assert_cmpstr (state->clock.number, ==, "2");
  g_assert_cmpstr (state->clock.of, ==, "of 3");

  live_rig_phase (&rig, EBB_PHASE_RELAX, 3200, 4000);
  state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Wait");
  g_assert_cmpstr (state->banner.next, ==, "then contract");
  g_assert_cmpstr (state->clock.title, ==, "Wait, left");
  g_assert_cmpstr (state->clock.of, ==, "of 1");
  g_assert_cmpfloat_with_epsilon (state->banner.progress, 0.2, 1e-9);
}

/* --- Where it stands --------------------------------------------------------------------- */

static gint64
position_s (const LiveRig *rig)
{
  return ebb_plan_position_ms (&rig->view, &rig->plan, RIG_NOW_US) / 1000;
}

static void
test_position (void)
{
  g_auto (LiveRig) rig = { 0 };
  init_passive (&rig);
  g_assert_cmpint (position_s (&rig), ==, 300 + 180 + 204);
  rig.view.set_open = FALSE;
  live_rig_phase (&rig, EBB_PHASE_REST, 20000, 180000);
  g_assert_cmpint (position_s (&rig), ==, 300 + 180 + 300 + 20);
  live_rig_phase (&rig, EBB_PHASE_WAITING, 20000, 120000);
  g_assert_cmpint (position_s (&rig), ==, 300 + 180 + 300 + 180);
  rig.view.set = 5;
  live_rig_phase (&rig, EBB_PHASE_DEFLATING, 1000, 6000);
  g_assert_cmpint (position_s (&rig), ==, 5 * 300 + 4 * 180);
  rig.view.set = 0;
  g_assert_cmpint (position_s (&rig), ==, 0);

  g_auto (LiveRig) cycle = { 0 };
  init_cycle (&cycle);
  g_assert_cmpint (position_s (&cycle), ==, 2 * 25 + 5);
  live_rig_phase (&cycle, EBB_PHASE_RELIEF, 3000, 5000);
  g_assert_cmpint (position_s (&cycle), ==, 2 * 25 + 20 + 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-timed/work", test_work);
  g_test_add_func ("/live-timed/modes", test_words_of_modes);
  g_test_add_func ("/live-timed/resting", test_resting);
  g_test_add_func ("/live-timed/cycle", test_cycle);
  g_test_add_func ("/live-timed/not-yet", test_not_yet);
  g_test_add_func ("/live-timed/waiting", test_waiting);
  g_test_add_func ("/live-timed/here", test_here);
  g_test_add_func ("/live-timed/controls", test_controls);
  g_test_add_func ("/live-timed/to-failure", test_to_failure);
  g_test_add_func ("/live-timed/four-parts", test_four_parts);
  g_test_add_func ("/live-timed/position", test_position);
  return g_test_run ();
}
