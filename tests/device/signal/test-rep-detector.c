/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Repetitions counted from the wave that a good regulator leaves, against what the simulated
 * patient really did.
 */
#include "cuff-rig.h"

#include <glib.h>
#include <stdlib.h>

#define SEEDS 20

static const double target_mmhg[] = { [CUFF_LIMB_ARM] = 64, [CUFF_LIMB_THIGH] = 109 };

typedef struct {
  const char *name;
  CuffLimbKind limb;
  CuffPatientScript script;
  CuffRigPlan plan;
  CuffFault fault;
  double gain, offset_mmhg; /* 0 gain = 1 */
  unsigned divider;         /* 0 = 2, 100 Hz */
  double drop_share;
  unsigned expected; /* repetitions really done */
  unsigned seeds;    /* 0 = 20 */
} CountRow;

#define CLASSIC                                                                                    \
  {                                                                                                \
    .sets = 2, .reps = 15, .contract_ms = 1000, .hold_ms = 5000, .relax_ms = 1000,                 \
    .rest_ms = 30000                                                                               \
  }

static const CountRow count_rows[] = {
  { .name = "thigh", .limb = CUFF_LIMB_THIGH, .plan = CLASSIC, .expected = 30 },
  { .name = "arm", .limb = CUFF_LIMB_ARM, .plan = CLASSIC, .expected = 30 },
  /* The patient leaves two out and does one twice. */
  { .name = "thigh-skips-and-adds",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .script = { .n_skipped = 2, .skipped = { 5, 23 }, .n_added = 1, .added = { 11 } },
    .expected = 29 },
  { .name = "arm-skips-and-adds",
    .limb = CUFF_LIMB_ARM,
    .plan = CLASSIC,
    .script = { .n_skipped = 2, .skipped = { 1, 30 }, .n_added = 1, .added = { 16 } },
    .expected = 29 },
  { .name = "thigh-slow-leak",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .fault = CUFF_FAULT_LEAK_SLOW,
    .expected = 30 },
  /* Half the usual amplitude. */
  { .name = "thigh-weak",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .script = { .displaced_ml = 15 },
    .expected = 30,
    .seeds = 5 },
  { .name = "arm-weak",
    .limb = CUFF_LIMB_ARM,
    .plan = CLASSIC,
    .script = { .displaced_ml = 2.5 },
    .expected = 30,
    .seeds = 5 },
  /* The 30-15-15-15 kind: no hold, a repetition in 2.4 s. */
  { .name = "thigh-quick",
    .limb = CUFF_LIMB_THIGH,
    .script = { .contract_ms = 1200, .hold_ms = 1, .relax_ms = 1200 },
    .plan = { .sets = 1, .reps = 30, .contract_ms = 1200, .relax_ms = 1200 },
    .expected = 30,
    .seeds = 5 },
  /* Isometric: ten seconds are one repetition. */
  { .name = "thigh-isometric",
    .limb = CUFF_LIMB_THIGH,
    .plan = { .sets = 1, .reps = 8, .contract_ms = 1000, .hold_ms = 10000, .relax_ms = 1000 },
    .expected = 8,
    .seeds = 5 },
  /* What a sensor may be wrong by changes nothing. */
  { .name = "offset",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .offset_mmhg = 8,
    .expected = 30,
    .seeds = 5 },
  { .name = "gain-low",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .gain = 0.8,
    .expected = 30,
    .seeds = 5 },
  { .name = "gain-high",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .gain = 1.25,
    .expected = 30,
    .seeds = 5 },
  { .name = "50-hz",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .divider = 4,
    .expected = 30,
    .seeds = 5 },
  { .name = "dropped-frames",
    .limb = CUFF_LIMB_THIGH,
    .plan = CLASSIC,
    .drop_share = 0.05,
    .expected = 30,
    .seeds = 5 },
};

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
run_row (CuffRig *rig, const CountRow *row, uint64_t seed)
{
  cuff_rig_init (rig, row->limb, &row->script, seed);
  cuff_plant_break (&rig->plant, row->fault);
  rig->gain = row->gain > 0 ? row->gain : 1;
  rig->offset_mmhg = row->offset_mmhg;
  rig->divider = row->divider > 0 ? row->divider : 2;
  rig->drop_share = row->drop_share;
  cuff_rig_inflate (rig, target_mmhg[row->limb]);
  cuff_rig_exercise (rig, &row->plan, NULL, NULL);
}

/* Exact in every seed, each one known for certain, each told within 1.5 s of the muscle being
 * relaxed, none told before it was done. */
static void
test_count (gconstpointer data)
{
  const CountRow *row = data;
  double latest_s = 0;

  for (uint64_t seed = 1; seed <= (row->seeds > 0 ? row->seeds : SEEDS); seed++) {
    CuffRig rig;
    run_row (&rig, row, seed);
    g_assert_cmpuint (rig.n_done, ==, row->expected);
    if (rig.n_reps != row->expected)
      g_error ("seed %u: %u counted, %u done", (unsigned) seed, rig.n_reps, row->expected);
    for (unsigned i = 0; i < rig.n_reps; i++) {
      const CuffRep *rep = &rig.rep[i];
      const CuffContraction *done = &rig.done[i];
      double relaxed_s = cuff_contraction_end (done);
      latest_s = fmax (latest_s, rig.told_us[i] * 1e-6 - relaxed_s);
      g_assert_cmpint (rig.told_us[i], >, (CuffTime) (done->release_s * 1e6));
      g_assert_cmpint (rep->source, ==, CUFF_REP_WAVE);
      g_assert_cmpint (rep->start_us, <, rep->peak_us);
      g_assert_cmpint (rep->peak_us, <=, rep->end_us);
      g_assert_cmpuint (rep->confidence_percent, >=, 70);
      g_assert_cmpfloat (fabs (rep->start_us * 1e-6 - done->start_s), <, 1);
    }
  }
  g_test_message ("told at most %.2f s after relaxing", latest_s);
  g_assert_cmpfloat (latest_s, <=, 1.5);
}

/* Time above 80 % of the peak: median error at most 0.2 s, for 5 s as for 10 s. */
static void
test_hold_time (void)
{
  static double error_s[SEEDS * 64];
  size_t n = 0;

  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    CuffRig rig;
    run_row (&rig, &count_rows[seed % 2], seed);
    for (unsigned i = 0; i < rig.n_reps && i < rig.n_done; i++) {
      const CuffContraction *done = &rig.done[i];
      /* A cosine ramp stands above 80 % for its last (or first) 29.5 %. */
      double true_s = done->release_s + 0.295 * done->down_s - done->start_s - 0.705 * done->up_s;
      error_s[n++] = fabs (rig.rep[i].hold_ms / 1000.0 - true_s);
    }
  }
  qsort (error_s, n, sizeof error_s[0], compare_doubles);
  g_test_message ("hold time: median error %.2f s, 95 %% below %.2f s", error_s[n / 2],
                  error_s[n * 95 / 100]);
  g_assert_cmpfloat (error_s[n / 2], <=, 0.2);
  g_assert_cmpfloat (error_s[n * 95 / 100], <=, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (count_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/rep-detector/count/%s", count_rows[i].name);
    g_test_add_data_func (path, &count_rows[i], test_count);
  }
  g_test_add_func ("/rep-detector/hold-time", test_hold_time);
  return g_test_run ();
}
