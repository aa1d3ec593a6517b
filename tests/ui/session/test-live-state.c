/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a therapist reads from 3 m away: the words and numbers of each phase (screens 6, clinic 2).
 */
#include "live-rig.h"

#include <math.h>

static void
test_hold (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  const EbbLiveState *state = live_rig_make (&rig);

  g_assert_cmpint (state->show, ==, EBB_LIVE_SHOW_NUMBERS);
  g_assert_cmpint (state->banner.look, ==, EBB_LIVE_HOLD);
  g_assert_cmpstr (state->banner.word, ==, "Hold");
  g_assert_cmpstr (state->banner.next, ==, "then relax");
  g_assert_cmpstr (state->banner.next_after, ==, "rest after 3–8 more");
  g_assert_cmpfloat_with_epsilon (state->banner.progress, 0.6, 1e-9);
  g_assert_cmpstr (state->pressure.number, ==, "114");
  g_assert_cmpstr (state->pressure.ordered, ==, "ordered 112");
  g_assert_cmpstr (state->pressure.sign, ==, "▲ 2, in band");
  g_assert_cmpint (state->pressure.level, ==, EBB_LIVE_GOOD);
  g_assert_cmpstr (state->reps.number, ==, "12");
  g_assert_cmpstr (state->reps.range, ==, "/ 15–20");
  g_assert_cmpstr (state->reps.set, ==, "set 1 of 3");
  g_assert_cmpstr (state->clock.title, ==, "Hold, left");
  g_assert_cmpstr (state->clock.number, ==, "2");
  g_assert_cmpstr (state->clock.of, ==, "of 5");
  g_assert_cmpstr (state->limb.title, ==, "LEFT THIGH");
  g_assert_cmpstr (state->limb.clock, ==, "4:12");
  g_assert_cmpstr (state->limb.limit, ==, "limit 20:00");
  g_assert_cmpint (state->limb.level, ==, EBB_LIVE_PLAIN);
  g_assert_true (state->moves);
}

/* A number counts down or says "done", never both. */
static void
test_done (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  live_rig_phase (&rig, EBB_PHASE_HOLD, 4999, 5000);
  g_assert_cmpstr (live_rig_make (&rig)->clock.number, ==, "1");
  live_rig_phase (&rig, EBB_PHASE_HOLD, 5000, 5000);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->clock.number, ==, "done");
  g_assert_cmpstr (state->clock.unit, ==, "");
  g_assert_cmpstr (state->clock.of, ==, "");
}

/* Work ±10 %, rest ±5 % (contracts 5); sign and word besides the colour. */
static void
test_band (void)
{
  const struct {
    EbbPhase phase;
    CuffPressure pressure;
    EbbLiveLevel level;
    const char *sign;
  } rows[] = {
    { EBB_PHASE_CONTRACT, 1232, EBB_LIVE_GOOD, "▲ 11, in band" },
    { EBB_PHASE_CONTRACT, 1233, EBB_LIVE_WARN, "▲ 11, above band" },
    { EBB_PHASE_HOLD, 1008, EBB_LIVE_GOOD, "▼ 11, in band" },
    { EBB_PHASE_HOLD, 1007, EBB_LIVE_WARN, "▼ 11, below band" },
    { EBB_PHASE_RELAX, 1120, EBB_LIVE_GOOD, "● in band" },
    { EBB_PHASE_REST, 1176, EBB_LIVE_GOOD, "▲ 6, in band" },
    { EBB_PHASE_REST, 1177, EBB_LIVE_WARN, "▲ 6, above band" },
  };
  g_auto (LiveRig) rig = { 0 };

  live_rig_init (&rig);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    live_rig_phase (&rig, rows[i].phase, 1000, 30000);
    rig.view.pressure = rows[i].pressure;
    const EbbLiveState *state = live_rig_make (&rig);
    g_assert_cmpint (state->pressure.level, ==, rows[i].level);
    g_assert_cmpstr (state->pressure.sign, ==, rows[i].sign);
  }
}

/* Unknown is never 0 and never fine. */
static void
test_no_reading (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.pressure = CUFF_PRESSURE_UNSET;
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->pressure.number, ==, "–");
  g_assert_cmpstr (state->pressure.sign, ==, "no reading");
  g_assert_cmpint (state->pressure.level, ==, EBB_LIVE_BAD);

  live_rig_phase (&rig, EBB_PHASE_UNKNOWN, 1000, 0);
  state = live_rig_make (&rig);
  g_assert_cmpint (state->show, ==, EBB_LIVE_SHOW_UNKNOWN);
  g_assert_cmpstr (state->banner.word, ==, "Unknown: treat as inflated");
  g_assert_cmpstr (state->clock.number, ==, "–");
  g_assert_true (state->moves);
}

static void
test_rest (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.set = 2;
  rig.view.reps = 17;
  live_rig_phase (&rig, EBB_PHASE_REST, 7000, 30000);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpint (state->show, ==, EBB_LIVE_SHOW_REST);
  g_assert_cmpstr (state->banner.word, ==, "Rest 0:23");
  g_assert_cmpstr (state->banner.detail, ==, "cuff stays tight");
  g_assert_cmpstr (state->banner.next, ==, "then set 3 of 3");
  g_assert_cmpstr (state->banner.next_after, ==, "short-arc quad, 15–20");
  g_assert_cmpstr (state->reps.line, ==, "set 2: 17 of 15–20");
  g_assert_cmpuint (state->reps.sets_done, ==, 2);
  g_assert_false (state->reps.set_open);

  rig.plan.pattern = EBB_PATTERN_INTERMITTENT;
  state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.detail, ==, "cuff deflates");
  g_assert_cmpstr (state->pressure.ordered, ==, "");
}

static void
test_last_set (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.set = 3;
  rig.view.reps = 16;
  g_assert_cmpstr (live_rig_make (&rig)->banner.next_after, ==, "cuff deflates after up to 4 more");
  rig.view.reps = rig.view.cycle = 20;
  live_rig_phase (&rig, EBB_PHASE_RELAX, 500, 1000);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.next, ==, "then the cuff deflates");
  g_assert_cmpstr (state->banner.next_after, ==, "cuff deflates after the set");
}

/* Every phase has a word and a look of its own kind; none is said with another's. */
static void
test_phases (void)
{
  const struct {
    EbbPhase phase;
    EbbLiveLook look;
    const char *word;
  } rows[] = {
    { EBB_PHASE_SELF_CHECK, EBB_LIVE_WAIT, "Getting ready…" },
    { EBB_PHASE_INFLATING, EBB_LIVE_INFLATE, "Inflating…" },
    { EBB_PHASE_READY, EBB_LIVE_READY, "Ready 2" },
    { EBB_PHASE_CONTRACT, EBB_LIVE_CONTRACT, "Contract" },
    { EBB_PHASE_RELAX, EBB_LIVE_RELAX, "Relax" },
    { EBB_PHASE_PAUSED, EBB_LIVE_PAUSED, "Paused 0:02" },
    { EBB_PHASE_DEFLATING, EBB_LIVE_DEFLATE, "Deflating…" },
    { EBB_PHASE_REMOVE_CUFF, EBB_LIVE_OFF, "Remove the cuff" },
  };
  g_auto (LiveRig) rig = { 0 };

  live_rig_init (&rig);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    live_rig_phase (&rig, rows[i].phase, 1500, 3000);
    const EbbLiveState *state = live_rig_make (&rig);
    g_assert_cmpint (state->banner.look, ==, rows[i].look);
    g_assert_cmpstr (state->banner.word, ==, rows[i].word);
  }
}

/* 80 % of the limb's limit warns, the limit itself alarms (clinic 3.3). */
static void
test_limb (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.continuous_us = CUFF_SECONDS (959);
  g_assert_cmpint (live_rig_make (&rig)->limb.level, ==, EBB_LIVE_PLAIN);
  rig.view.continuous_us = CUFF_SECONDS (960);
  g_assert_cmpint (live_rig_make (&rig)->limb.level, ==, EBB_LIVE_WARN);
  g_assert_cmpstr (rig.state.limb.left, ==, "4:00 left");
  rig.view.continuous_us = CUFF_SECONDS (1200);
  g_assert_cmpint (live_rig_make (&rig)->limb.level, ==, EBB_LIVE_BAD);
  rig.view.continuous_us = CUFF_SECONDS (60);
  rig.view.session_us = CUFF_SECONDS (1800);
  g_assert_cmpint (live_rig_make (&rig)->limb.level, ==, EBB_LIVE_WARN);
}

static void
test_share (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  g_assert_nonnull (strstr (live_rig_make (&rig)->pressure.share, "LOP"));
  g_assert_nonnull (strstr (rig.state.pressure.share, "96"));
  rig.view.lop = CUFF_PRESSURE_UNSET;
  rig.view.band_percent = NAN;
  g_assert_cmpstr (live_rig_make (&rig)->pressure.share, ==, "LOP unknown");
}

static void
test_subtitle (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.facts.now_unix_us = CUFF_SECONDS (10 * 3600 + 42 * 60);
  g_assert_cmpstr (live_rig_make (&rig)->subtitle, ==,
                   "Short-arc quad, 2\u00a0kg · seated · 10:42, done about 10:51");
}

/* Without a cable the words say what a person does, and how old the number is (clinic 3.23). */
static void
test_by_hand (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  rig.view.simulated = FALSE;
  rig.view.by_hand = TRUE;
  rig.view.band_percent = NAN;
  rig.view.reading_us = RIG_NOW_US - CUFF_SECONDS (12);
  const EbbLiveState *state = live_rig_make (&rig);
  g_assert_cmpstr (state->pressure.title, ==, "Pressure, read by hand");
  g_assert_true (state->reading.shown);
  g_assert_cmpstr (state->reading.ask, ==, "Gauge still at 112?");
  g_assert_cmpstr (state->reading.age, ==, "read by hand 0:12 ago");
  g_assert_cmpstr (state->reading.at_target, ==, "Cuff is at 112");
  g_assert_null (strstr (state->pressure.share, "of time"));

  live_rig_phase (&rig, EBB_PHASE_INFLATING, 4000, 0);
  rig.view.pressure = CUFF_PRESSURE_UNSET;
  state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Pump to 112 mmHg");
  g_assert_cmpstr (state->pressure.number, ==, "–");
  g_assert_cmpstr (state->reading.age, ==, "not read yet");

  live_rig_phase (&rig, EBB_PHASE_DEFLATING, 4000, 0);
  rig.view.pressure = CUFF_MMHG (112);
  state = live_rig_make (&rig);
  g_assert_cmpstr (state->banner.word, ==, "Open the valve now");
  g_assert_false (state->reading.shown);
  g_assert_cmpstr (state->pressure.number, ==, "112");
}

/* What is no number is refused in words; the range is the session's to say. */
static void
test_typed_reading (void)
{
  const char *const wrong[] = { "", "x", "11x", "nan", "1,5" };
  double mmhg = 0;
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *problem = NULL;
    g_assert_false (ebb_live_reading_parse (wrong[i], &mmhg, &problem));
    g_assert_nonnull (strstr (problem, "0 to 300 mmHg"));
  }
  char *none = NULL;
  g_assert_true (ebb_live_reading_parse (" 148 ", &mmhg, &none));
  g_assert_cmpfloat (mmhg, ==, 148);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-state/hold", test_hold);
  g_test_add_func ("/live-state/done", test_done);
  g_test_add_func ("/live-state/band", test_band);
  g_test_add_func ("/live-state/no-reading", test_no_reading);
  g_test_add_func ("/live-state/rest", test_rest);
  g_test_add_func ("/live-state/last-set", test_last_set);
  g_test_add_func ("/live-state/phases", test_phases);
  g_test_add_func ("/live-state/limb", test_limb);
  g_test_add_func ("/live-state/share", test_share);
  g_test_add_func ("/live-state/subtitle", test_subtitle);
  g_test_add_func ("/live-state/by-hand", test_by_hand);
  g_test_add_func ("/live-state/typed-reading", test_typed_reading);
  return g_test_run ();
}
