/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures the repetition detector is held to, over a fixed part of the sets that bench-signals
 * runs: every condition, both limbs, every way of keeping the pressure.
 */
#include "rep-score.h"

/* Sets per limb and regulation; more of those with bumps, where the aim is a share. */
#define CLEAN_SEEDS 2
#define BUMP_SEEDS  6
/* Apart from those of the benchmark, by which the detector was tuned. */
#define FIRST_SEED  50001

static unsigned
n_seeds (const RepCondition *condition)
{
  return condition->aim == REP_AIM_WITHIN ? BUMP_SEEDS : CLEAN_SEEDS;
}

static void
run_condition (const RepCondition *condition, RepTally *tally)
{
  for (unsigned i = 0; i < 2 * REP_REGULATIONS; i++) {
    CuffLimbKind limb = (CuffLimbKind) (i / REP_REGULATIONS);
    RepRegulation regulation = (RepRegulation) (i % REP_REGULATIONS);
    for (unsigned k = 0; k < n_seeds (condition) && rep_condition_fits (condition, regulation); k++)
      rep_score_set (condition, limb, regulation, FIRST_SEED + k, tally);
  }
}

/* Exact in 97 of 100 clean sets, within one in 97 of 100 with six bumps a minute; hold time to
 * 0.2 s in the median. */
static void
test_condition (gconstpointer data)
{
  const RepCondition *condition = data;
  RepTally tally;

  rep_tally_init (&tally);
  run_condition (condition, &tally);
  g_test_message ("%u sets: exact %u, within one %u, done %u, told %u", tally.n_sets, tally.n_exact,
                  tally.n_within, tally.n_done, tally.n_told);
  g_assert_cmpuint (tally.n_done, >, 0);
  if (condition->aim == REP_AIM_EXACT)
    g_assert_cmpuint (tally.n_exact * 100, >=, tally.n_sets * 97);
  if (condition->aim != REP_AIM_NONE)
    g_assert_cmpuint (tally.n_within * 100, >=, tally.n_sets * 97);
  g_assert_cmpfloat (rep_percentile (tally.hold_error_s, 0.5), <=, 0.2);
  rep_tally_clear (&tally);
}

/* Two left out and one done twice: that very number, each time, and each at its place. */
static void
test_skips_and_adds (void)
{
  RepTally tally;

  rep_tally_init (&tally);
  for (unsigned i = 0; i < n_rep_conditions; i++)
    if (rep_conditions[i].skips_and_adds)
      run_condition (&rep_conditions[i], &tally);
  g_assert_cmpuint (tally.n_done, ==, tally.n_sets * 14);
  g_assert_cmpuint (tally.n_told, ==, tally.n_done);
  g_assert_cmpuint (tally.n_matched, ==, tally.n_done);
  rep_tally_clear (&tally);
}

static bool
is_worse_line (const RepCondition *condition)
{
  return condition->gain > 0 || condition->offset_mmhg > 0 || condition->drift_mmhg_s > 0
         || condition->divider > 0 || condition->drop_share > 0;
}

/* The same person counted through a worse sensor or line: the same number. */
static void
test_invariance (void)
{
  RepTally clean;

  rep_tally_init (&clean);
  run_condition (&rep_conditions[0], &clean);
  for (unsigned i = 0; i < n_rep_conditions; i++) {
    RepTally other;
    if (!is_worse_line (&rep_conditions[i]))
      continue;
    rep_tally_init (&other);
    run_condition (&rep_conditions[i], &other);
    g_test_message ("%s", rep_conditions[i].name);
    g_assert_cmpuint (other.n_told, ==, clean.n_told);
    g_assert_cmpuint (other.n_matched, ==, clean.n_matched);
    rep_tally_clear (&other);
  }
  rep_tally_clear (&clean);
}

/* Ten minutes with pulse and breath, shut in or pumped, with a leak or without: nothing. */
static void
test_rest (void)
{
  for (unsigned i = 0; i < 4 * REP_REGULATIONS; i++) {
    RepRegulation regulation = (RepRegulation) (i % REP_REGULATIONS);
    CuffLimbKind limb = (CuffLimbKind) (i / REP_REGULATIONS % 2);
    bool leaks = i / REP_REGULATIONS / 2 > 0;
    if (leaks && regulation == REP_CLOSED)
      continue;
    g_assert_cmpuint (rep_score_rest (limb, regulation, leaks, 600, FIRST_SEED + i), ==, 0);
  }
}

/* A counter that only looks at the bare pressure fails under a good regulator: the wave has to be
 * freed from what the regulator did, or these tests would prove nothing. */
static void
test_is_no_toy (void)
{
  RepTally tally;

  rep_tally_init (&tally);
  run_condition (&rep_conditions[1], &tally);
  g_assert_cmpuint (tally.n_exact, ==, tally.n_sets);
  g_assert_cmpuint (tally.n_naive_exact * 4, <, tally.n_sets * 3);
  rep_tally_clear (&tally);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < n_rep_conditions; i++) {
    g_autofree char *name = g_strdup (rep_conditions[i].name);
    g_autofree char *path =
        g_strdup_printf ("/rep-figures/condition/%s", g_strdelimit (name, " /%,", '-'));
    g_test_add_data_func (path, &rep_conditions[i], test_condition);
  }
  g_test_add_func ("/rep-figures/skips-and-adds", test_skips_and_adds);
  g_test_add_func ("/rep-figures/invariance", test_invariance);
  g_test_add_func ("/rep-figures/rest", test_rest);
  g_test_add_func ("/rep-figures/is-no-toy", test_is_no_toy);
  return g_test_run ();
}
