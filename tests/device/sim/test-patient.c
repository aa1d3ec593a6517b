/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scripted patient does what his script says: the ground truth of every test that counts.
 */
#include "cuff-patient.h"

#include <glib.h>

#define DT_S     0.005
#define DONE_MAX 64

typedef struct {
  CuffPatient patient;
  double t_s;
  double cuff_mmhg;
  CuffContraction done[DONE_MAX];
  unsigned n_done;
} Bench;

static void
bench_init (Bench *bench, const CuffPatientScript *script, uint64_t seed)
{
  *bench = (Bench){ .cuff_mmhg = 109 };
  cuff_patient_init (&bench->patient, script, seed);
}

static void
bench_run (Bench *bench, double seconds)
{
  for (double until_s = bench->t_s + seconds; bench->t_s < until_s - DT_S / 2; bench->t_s += DT_S) {
    double level = cuff_patient_step (&bench->patient, bench->t_s, bench->cuff_mmhg);
    g_assert_cmpfloat (level, >=, 0);
    g_assert_cmpfloat (level, <, 1.5);
    if (bench->patient.n_done > bench->n_done && bench->n_done < DONE_MAX)
      bench->done[bench->n_done++] = bench->patient.last;
  }
}

static void
bench_cycle (Bench *bench, unsigned contract_ms, unsigned hold_ms, unsigned relax_ms)
{
  cuff_patient_cue (&bench->patient, CUFF_CUE_CONTRACT, contract_ms, bench->t_s);
  bench_run (bench, contract_ms / 1000.0);
  cuff_patient_cue (&bench->patient, CUFF_CUE_HOLD, hold_ms, bench->t_s);
  bench_run (bench, hold_ms / 1000.0);
  cuff_patient_cue (&bench->patient, CUFF_CUE_RELAX, relax_ms, bench->t_s);
  bench_run (bench, relax_ms / 1000.0);
}

static void
bench_set (Bench *bench, unsigned reps)
{
  cuff_patient_cue (&bench->patient, CUFF_CUE_SET_BEGINS, reps, bench->t_s);
  for (unsigned i = 0; i < reps; i++)
    bench_cycle (bench, 1000, 5000, 1000);
  cuff_patient_cue (&bench->patient, CUFF_CUE_SET_ENDS, 0, bench->t_s);
  bench_run (bench, 3);
}

/* One contraction per cycle, a little behind the pacer, of about the plateau that was asked for. */
static void
test_follows_pacer (void)
{
  const CuffPatientScript script = { 0 };

  for (uint64_t seed = 1; seed <= 20; seed++) {
    Bench bench;
    bench_init (&bench, &script, seed);
    bench_set (&bench, 15);
    g_assert_cmpuint (bench.n_done, ==, 15);
    for (unsigned i = 0; i < 15; i++) {
      const CuffContraction *one = &bench.done[i];
      double delay_s = one->start_s - 7.0 * i;
      double plateau_s = one->release_s - one->start_s - one->up_s;
      g_assert_cmpfloat (delay_s, >, 0.05);
      g_assert_cmpfloat (delay_s, <, 0.8);
      g_assert_cmpfloat (plateau_s, >, 4.3);
      g_assert_cmpfloat (plateau_s, <, 5.7);
      if (i > 0)
        g_assert_cmpfloat (one->start_s, >=, cuff_contraction_end (&bench.done[i - 1]));
    }
  }
}

/* Repetitions count within the session, across sets. */
static void
test_skips_and_adds (void)
{
  const CuffPatientScript script = {
    .n_skipped = 2, .skipped = { 4, 12 }, .n_added = 1, .added = { 8 }
  };

  for (uint64_t seed = 1; seed <= 20; seed++) {
    Bench bench;
    bench_init (&bench, &script, seed);
    bench_set (&bench, 10);
    g_assert_cmpuint (bench.n_done, ==, 10); /* one less, one more */
    double second_set_s = bench.t_s;
    bench_set (&bench, 10);
    g_assert_cmpuint (bench.n_done, ==, 19);

    unsigned in_eighth = 0, in_fourth = 0, in_twelfth = 0;
    for (unsigned i = 0; i < bench.n_done; i++) {
      double start_s = bench.done[i].start_s;
      in_fourth += start_s >= 21 && start_s < 28;
      in_eighth += start_s >= 49 && cuff_contraction_end (&bench.done[i]) < 56;
      in_twelfth += start_s >= second_set_s + 7 && start_s < second_set_s + 14;
    }
    g_assert_cmpuint (in_fourth, ==, 0);
    g_assert_cmpuint (in_eighth, ==, 2);
    g_assert_cmpuint (in_twelfth, ==, 0);
  }
}

static void
test_tires_a_little (void)
{
  const CuffPatientScript script = { 0 };
  double first = 0, last = 0;

  for (uint64_t seed = 1; seed <= 20; seed++) {
    Bench bench;
    bench_init (&bench, &script, seed);
    bench_set (&bench, 20);
    for (unsigned i = 0; i < 5; i++) {
      first += bench.done[i].level / 100;
      last += bench.done[15 + i].level / 100;
    }
  }
  g_assert_cmpfloat_with_epsilon (first, 0.99, 0.03);
  g_assert_cmpfloat (last, <, first - 0.04);
  g_assert_cmpfloat (last, >, 0.8);
}

/* The pacer falls silent in a hold (the session was stopped): he lets go when told that the set
 * is over, or by himself. */
static void
test_lets_go (void)
{
  const CuffPatientScript script = { 0 };
  Bench bench;

  bench_init (&bench, &script, 1);
  cuff_patient_cue (&bench.patient, CUFF_CUE_CONTRACT, 1000, 0);
  bench_run (&bench, 4);
  cuff_patient_cue (&bench.patient, CUFF_CUE_SET_ENDS, 0, bench.t_s);
  bench_run (&bench, 3);
  g_assert_cmpuint (bench.n_done, ==, 1);

  cuff_patient_cue (&bench.patient, CUFF_CUE_CONTRACT, 1000, bench.t_s);
  bench_run (&bench, 30);
  g_assert_cmpuint (bench.n_done, ==, 2);
}

static const CuffPatientScript alone = {
  .autonomous_sets = 2,
  .autonomous_reps = 3,
  .autonomous_delay_ms = 4000,
  .autonomous_rest_ms = 30000,
};

/* Without a pacer: nothing while the cuff is empty or filling, then his own sets. */
static void
test_alone (void)
{
  Bench bench;

  bench_init (&bench, &alone, 1);
  bench.cuff_mmhg = 0;
  bench_run (&bench, 20);
  for (bench.cuff_mmhg = 0; bench.cuff_mmhg < 109; bench.cuff_mmhg += 1)
    bench_run (&bench, 0.1);
  double reached_s = bench.t_s;
  bench_run (&bench, 4 + 3 * 7 + 2);
  g_assert_cmpuint (bench.n_done, ==, 3);
  g_assert_cmpfloat (bench.done[0].start_s, >, reached_s + 3);
  bench_run (&bench, 25);
  g_assert_cmpuint (bench.n_done, ==, 3);
  bench_run (&bench, 60);
  g_assert_cmpuint (bench.n_done, ==, 6);
  bench_run (&bench, 120);
  g_assert_cmpuint (bench.n_done, ==, 6);

  /* The next session begins anew. */
  bench.cuff_mmhg = 0;
  bench_run (&bench, 10);
  bench.cuff_mmhg = 109;
  bench_run (&bench, 120);
  g_assert_cmpuint (bench.n_done, ==, 12);
}

static void
test_alone_gives_up (void)
{
  Bench bench;

  bench_init (&bench, &alone, 1);
  bench_run (&bench, 7); /* in the first hold */
  bench.cuff_mmhg = 5;
  bench_run (&bench, 60);
  g_assert_cmpuint (bench.n_done, ==, 1);
}

static void
test_seed (void)
{
  const CuffPatientScript script = { 0 };
  Bench bench[3];

  for (int i = 0; i < 3; i++) {
    bench_init (&bench[i], &script, i < 2 ? 7 : 8);
    bench_set (&bench[i], 5);
  }
  g_assert_cmpmem (bench[0].done, sizeof bench[0].done, bench[1].done, sizeof bench[1].done);
  g_assert_true (bench[0].done[0].start_s != bench[2].done[0].start_s);
}

/* Weaker by 3 % each time, or not at all. */
static void
test_fatigue (void)
{
  const double fatigue_percent[] = { 3, -1 }, wanted[] = { 1 - 0.03 * 12.5, 1 };

  for (int i = 0; i < 2; i++) {
    const CuffPatientScript script = { .fatigue_percent = fatigue_percent[i] };
    double last = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
      Bench bench;
      bench_init (&bench, &script, seed);
      bench_set (&bench, 15);
      for (unsigned k = 11; k < 15; k++)
        last += bench.done[k].level / 80;
    }
    g_assert_cmpfloat_with_epsilon (last, wanted[i], 0.04);
  }
}

/* Twice as fast: contractions of half the time, and his own set is over in half the time. */
static void
test_tempo (void)
{
  CuffPatientScript script = alone;
  Bench bench;

  script.tempo_percent = 200;
  bench_init (&bench, &script, 1);
  bench_run (&bench, 4 + 3 * 3.5 + 1.5);
  g_assert_cmpuint (bench.n_done, ==, 3);
  for (unsigned i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (bench.done[i].up_s, 0.5, 0.15);
}

/* About six a minute of 4 to 20 mL for 80 to 300 ms (of the 30 mL of a contraction), none of them
 * counted as a repetition. */
static void
test_bumps (void)
{
  const CuffPatientScript script = { .bumps_per_min = 6 };
  CuffPatient patient;
  unsigned n_bumps = 0;
  double highest = 0, length_s = 0, longest_s = 0;

  cuff_patient_init (&patient, &script, 3);
  for (double t_s = 0; t_s < 3600; t_s += DT_S) {
    double level = cuff_patient_step (&patient, t_s, 109);
    n_bumps += level > 0 && length_s <= 0;
    length_s = level > 0 ? length_s + DT_S : 0;
    highest = fmax (highest, level);
    longest_s = fmax (longest_s, length_s);
  }
  g_assert_cmpuint (patient.n_done, ==, 0);
  g_assert_cmpuint (n_bumps, >, 300);
  g_assert_cmpuint (n_bumps, <, 420);
  g_assert_cmpfloat (highest, >, 15.0 / 30);
  g_assert_cmpfloat (highest, <=, 20.0 / 30);
  g_assert_cmpfloat (longest_s, >, 0.25);
  g_assert_cmpfloat (longest_s, <, 0.32);
}

/* He rests once he has worked and been still for some seconds; never before his first set. */
static void
test_rests (void)
{
  const CuffPatientScript script = { 0 };
  Bench bench;

  bench_init (&bench, &script, 1);
  bench_run (&bench, 20);
  g_assert_false (cuff_patient_rests (&bench.patient, bench.t_s));
  bench_set (&bench, 2);
  g_assert_false (cuff_patient_rests (&bench.patient, bench.t_s - 2));
  bench_run (&bench, 3);
  g_assert_true (cuff_patient_rests (&bench.patient, bench.t_s));
  bench_cycle (&bench, 1000, 5000, 1000);
  g_assert_false (cuff_patient_rests (&bench.patient, bench.t_s));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient/follows-pacer", test_follows_pacer);
  g_test_add_func ("/patient/skips-and-adds", test_skips_and_adds);
  g_test_add_func ("/patient/tires-a-little", test_tires_a_little);
  g_test_add_func ("/patient/lets-go", test_lets_go);
  g_test_add_func ("/patient/alone", test_alone);
  g_test_add_func ("/patient/alone-gives-up", test_alone_gives_up);
  g_test_add_func ("/patient/fatigue", test_fatigue);
  g_test_add_func ("/patient/tempo", test_tempo);
  g_test_add_func ("/patient/bumps", test_bumps);
  g_test_add_func ("/patient/rests", test_rests);
  g_test_add_func ("/patient/seed", test_seed);
  return g_test_run ();
}
