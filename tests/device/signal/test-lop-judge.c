/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The judge of the occlusion search on waves whose truth is known by construction: no limb, no
 * cuff, only a formula.
 */
#include "cuff-lop.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* A wave: beats of a height that depends on the pressure, and what is put upon them. */
typedef struct {
  double rate_hz;      /* of the samples */
  double beat_hz;      /* of the heart */
  double top_mmhg;     /* largest beat, */
  double peak_mmhg;    /* at this pressure; */
  double half_mmhg;    /* half of it that much higher or lower */
  double drift_mmhg_s; /* sinking, creep */
  double breath_mmhg;  /* 0.25 Hz */
  double noise_mmhg;
  double knock_mmhg; /* one of 0.2 s, in the middle of each window */
  double drop_share; /* samples never seen */
  GRand *random;
  CuffTime t_us;
} Wave;

static Wave
usual_wave (void)
{
  return (Wave){ .rate_hz = 100,
                 .beat_hz = 1.2,
                 .top_mmhg = 2,
                 .peak_mmhg = 110,
                 .half_mmhg = 30,
                 .random = g_rand_new_with_seed (7) };
}

/* Quick up, slow down, as a pulse is; height 1. */
static double
pulse (double phase)
{
  return phase < 0.16 ? 0.5 * (1 - cos (G_PI * phase / 0.16))
                      : 0.5 * (1 + cos (G_PI * (phase - 0.16) / 0.84));
}

/* The envelope is a tent, so that each share of the top has its pressure by a straight line. */
static double
height (const Wave *wave, double mmhg)
{
  return wave->top_mmhg * fmax (0, 1 - 0.5 * fabs (mmhg - wave->peak_mmhg) / wave->half_mmhg);
}

static CuffPressure
sample (const Wave *wave, double mmhg, double in_window_s)
{
  double t_s = wave->t_us * 1e-6;
  double knock =
      fabs (in_window_s - 2) < 0.1 ? wave->knock_mmhg * cos (G_PI * (in_window_s - 2) * 5) : 0;
  double noise = wave->noise_mmhg > 0
                     ? wave->noise_mmhg * sqrt (12) * (g_rand_double (wave->random) - 0.5)
                     : 0;

  return cuff_pressure_from_mmhg (mmhg + height (wave, mmhg) * pulse (fmod (t_s * wave->beat_hz, 1))
                                  + wave->breath_mmhg * sin (2 * G_PI * 0.25 * t_s)
                                  - wave->drift_mmhg_s * in_window_s + knock + noise);
}

/* One window at this pressure; the judge decides how long it is. */
static CuffLopJudgement
run_window (Wave *wave, CuffLop *lop, double mmhg)
{
  CuffLopJudgement judgement = { .verdict = CUFF_LOP_LISTENING };
  CuffTime from_us = wave->t_us;

  cuff_lop_begin_window (lop);
  while (judgement.verdict == CUFF_LOP_LISTENING || judgement.verdict == CUFF_LOP_EXTENDED) {
    wave->t_us += (CuffTime) (1e6 / wave->rate_hz);
    double in_window_s = (wave->t_us - from_us) * 1e-6;
    g_assert_cmpfloat (in_window_s, <, 20);
    if (g_rand_double (wave->random) >= wave->drop_share)
      judgement = cuff_lop_push (lop, wave->t_us, sample (wave, mmhg, in_window_s));
  }
  wave->t_us += CUFF_SECONDS (2);
  return judgement;
}

/* The whole staircase, as somebody does it who obeys. */
static CuffLopJudgement
climb (Wave *wave, const CuffLopRules *rules)
{
  CuffLopJudgement judgement = { .next = CUFF_MMHG (60) };
  CuffLop lop;

  cuff_lop_init (&lop, rules);
  do
    judgement = run_window (wave, &lop, cuff_pressure_to_mmhg (judgement.next));
  while (judgement.verdict == CUFF_LOP_GO_TO || judgement.verdict == CUFF_LOP_CONFIRM);
  g_rand_free (wave->random);
  return judgement;
}

/* The tent falls to 40 % of its top 1.2 half widths above its peak: 146 mmHg. */
static void
assert_found (const CuffLopJudgement *judgement, double expected_mmhg, double off_mmhg)
{
  g_assert_cmpint (judgement->verdict, ==, CUFF_LOP_FOUND);
  g_assert_cmpint (judgement->reason, ==, CUFF_LOP_REASON_NONE);
  g_assert_cmpfloat_with_epsilon (cuff_pressure_to_mmhg (judgement->lop), expected_mmhg, off_mmhg);
  g_assert_cmpuint (judgement->quality_percent, >=, CUFF_LOP_ACCEPT_PERCENT);
  g_assert_cmpint (judgement->band, >=, CUFF_MMHG (15));
}

static void
assert_refused (const CuffLopJudgement *judgement, CuffLopReason reason)
{
  g_assert_cmpint (judgement->verdict, ==, CUFF_LOP_NOT_FOUND);
  g_assert_cmpint (judgement->reason, ==, reason);
  g_assert_cmpint (judgement->lop, ==, CUFF_PRESSURE_UNSET);
}

static void
test_finds (void)
{
  Wave wave = usual_wave ();

  CuffLopJudgement judgement = climb (&wave, NULL);
  assert_found (&judgement, 146, 3);
}

/* What does not come from the artery changes nothing. */
static void
test_disturbed_wave (void)
{
  Wave rows[] = { usual_wave (), usual_wave (), usual_wave (), usual_wave (), usual_wave () };

  rows[0].drift_mmhg_s = 1;
  rows[1].breath_mmhg = 0.4;
  rows[2].noise_mmhg = 0.1;
  rows[3].rate_hz = 50;
  rows[4].drop_share = 0.05;
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    CuffLopJudgement judgement = climb (&rows[i], NULL);
    g_test_message ("row %u: %.1f mmHg", i, cuff_pressure_to_mmhg (judgement.lop));
    assert_found (&judgement, 146, 5);
  }
}

/* Theta is data: another one gives another answer. */
static void
test_theta_is_data (void)
{
  const CuffLopRules rules = { .theta = 0.30, .basis = "test" };
  Wave wave = usual_wave ();

  CuffLopJudgement judgement = climb (&wave, &rules);
  assert_found (&judgement, 152, 3);
  g_assert_nonnull (strstr (cuff_lop_rules.basis, "before anyone relies on it"));
}

/* A knock in every window is movement: no confident answer comes of it, but one window alone with
 * a knock is nothing. */
static void
test_knocks (void)
{
  Wave wave = usual_wave ();
  CuffLop lop;

  wave.knock_mmhg = 8;
  cuff_lop_init (&lop, NULL);
  CuffLopJudgement judgement = run_window (&wave, &lop, 110);
  g_assert_cmpint (judgement.verdict, ==, CUFF_LOP_GO_TO);
  g_assert_cmpfloat_with_epsilon (lop.step[0].amplitude_mmhg, 2, 0.5);
  g_assert_cmpuint (lop.step[0].n_moved, >, 0);

  wave.t_us = 0;
  judgement = climb (&wave, NULL);
  g_assert_true (judgement.verdict == CUFF_LOP_NOT_FOUND
                 || judgement.quality_percent < CUFF_LOP_ACCEPT_PERCENT);
}

/* 40 beats a minute: the window grows until it holds enough of them, and nobody is to blame. */
static void
test_slow_heart (void)
{
  Wave wave = usual_wave ();
  CuffLop lop;

  wave.beat_hz = 40 / 60.0;
  cuff_lop_init (&lop, NULL);
  CuffLopJudgement judgement = run_window (&wave, &lop, 110);
  g_assert_cmpint (judgement.verdict, ==, CUFF_LOP_GO_TO);
  g_assert_cmpuint (lop.n_extensions, ==, 0);
  g_assert_cmpuint (lop.step[0].n_good, >=, 3);
  g_assert_cmpfloat_with_epsilon (lop.step[0].period_s, 1.5, 0.06);

  wave.t_us = 0;
  judgement = climb (&wave, NULL);
  assert_found (&judgement, 146, 4);
}

static void
test_no_pulse (void)
{
  Wave wave = usual_wave ();

  wave.top_mmhg = 0;
  wave.noise_mmhg = 0.1;
  CuffLopJudgement judgement = climb (&wave, NULL);
  assert_refused (&judgement, CUFF_LOP_REASON_NO_PULSE);
}

static void
test_leak (void)
{
  Wave wave = usual_wave ();

  wave.drift_mmhg_s = 6;
  CuffLopJudgement judgement = climb (&wave, NULL);
  assert_refused (&judgement, CUFF_LOP_REASON_LEAK);
}

/* The beat is back in the last window: the answer was wrong, whatever it was. */
static void
test_not_confirmed (void)
{
  Wave wave = usual_wave ();
  CuffLopJudgement judgement = { .next = CUFF_MMHG (60) };
  CuffLop lop;

  cuff_lop_init (&lop, NULL);
  do
    judgement = run_window (&wave, &lop, cuff_pressure_to_mmhg (judgement.next));
  while (judgement.verdict == CUFF_LOP_GO_TO);
  g_assert_cmpint (judgement.verdict, ==, CUFF_LOP_CONFIRM);
  g_assert_cmpfloat_with_epsilon (cuff_pressure_to_mmhg (judgement.next), 156, 3);
  wave.peak_mmhg = 150;
  judgement = run_window (&wave, &lop, cuff_pressure_to_mmhg (judgement.next));
  assert_refused (&judgement, CUFF_LOP_REASON_NOT_CONFIRMED);
  /* And that is the last word. */
  judgement = cuff_lop_push (&lop, wave.t_us, CUFF_MMHG (150));
  assert_refused (&judgement, CUFF_LOP_REASON_NOT_CONFIRMED);
  g_rand_free (wave.random);
}

/* With its valves shut the cuff shows in one window that the limb has come to lie otherwise: a
 * value, and no confidence in it.  Less than 6 mmHg is creep. */
static void
test_shifted (void)
{
  static const struct {
    double by_mmhg;
    gboolean accepted;
  } rows[] = { { 4, TRUE }, { -4, TRUE }, { 8, FALSE }, { -8, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Wave wave = usual_wave ();
    CuffLopJudgement judgement = { .next = CUFF_MMHG (60) };
    CuffLop lop;
    unsigned n_windows = 0;

    cuff_lop_init (&lop, NULL);
    do
      judgement = run_window (&wave, &lop,
                              cuff_pressure_to_mmhg (judgement.next)
                                  + (n_windows++ == 4 ? rows[i].by_mmhg : 0));
    while (judgement.verdict == CUFF_LOP_GO_TO || judgement.verdict == CUFF_LOP_CONFIRM);
    g_assert_cmpint (judgement.verdict, ==, CUFF_LOP_FOUND);
    g_assert_cmpint (judgement.quality_percent >= CUFF_LOP_ACCEPT_PERCENT, ==, rows[i].accepted);
    g_rand_free (wave.random);
  }
}

static CuffLopJudgement
push_for (CuffLop *lop, double seconds, CuffTime step_us, CuffPressure even, CuffPressure odd)
{
  CuffLopJudgement judgement = { .verdict = CUFF_LOP_LISTENING };
  bool other = false;

  cuff_lop_init (lop, NULL);
  cuff_lop_begin_window (lop);
  for (CuffTime t_us = step_us; t_us < seconds * 1e6; t_us += step_us, other = !other)
    judgement = cuff_lop_push (lop, t_us, other ? odd : even);
  return judgement;
}

static void
test_sensor (void)
{
  CuffLopJudgement judgement;
  CuffLop lop;

  judgement = push_for (&lop, 1, 10000, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET);
  assert_refused (&judgement, CUFF_LOP_REASON_SENSOR);
  judgement = push_for (&lop, 3, 10000, CUFF_MMHG (90), CUFF_MMHG (90));
  assert_refused (&judgement, CUFF_LOP_REASON_SENSOR);
  /* Every other sample unreadable: what is left is enough to go on. */
  judgement = push_for (&lop, 1, 10000, CUFF_PRESSURE_UNSET, CUFF_MMHG (90));
  g_assert_cmpint (judgement.verdict, ==, CUFF_LOP_LISTENING);
}

/* Telemetry twice a second is no wave. */
static void
test_thin_telemetry (void)
{
  CuffLop lop;

  CuffLopJudgement judgement = push_for (&lop, 15, 500000, CUFF_MMHG (90), CUFF_MMHG (91));
  assert_refused (&judgement, CUFF_LOP_REASON_FEW_BEATS);
}

/* Numbers no sensor gives: an end comes of it, or an answer nobody trusts. */
static void
test_strange_numbers (void)
{
  const CuffPressure odd[] = { INT32_MAX, INT32_MIN + 1, 0, -32768, 32767 };

  for (unsigned i = 0; i < G_N_ELEMENTS (odd); i++) {
    CuffLop lop;
    CuffLopJudgement judgement = push_for (&lop, 20, 10000, CUFF_MMHG (90), odd[i]);
    g_assert_cmpint (judgement.verdict, !=, CUFF_LOP_FOUND);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lop-judge/finds", test_finds);
  g_test_add_func ("/lop-judge/disturbed-wave", test_disturbed_wave);
  g_test_add_func ("/lop-judge/theta-is-data", test_theta_is_data);
  g_test_add_func ("/lop-judge/knocks", test_knocks);
  g_test_add_func ("/lop-judge/slow-heart", test_slow_heart);
  g_test_add_func ("/lop-judge/no-pulse", test_no_pulse);
  g_test_add_func ("/lop-judge/leak", test_leak);
  g_test_add_func ("/lop-judge/not-confirmed", test_not_confirmed);
  g_test_add_func ("/lop-judge/shifted", test_shifted);
  g_test_add_func ("/lop-judge/sensor", test_sensor);
  g_test_add_func ("/lop-judge/thin-telemetry", test_thin_telemetry);
  g_test_add_func ("/lop-judge/strange-numbers", test_strange_numbers);
  return g_test_run ();
}
