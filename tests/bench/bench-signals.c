/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the signals are worth on simulated people: repetitions counted in sets of all conditions,
 * limbs and regulations, beside a threshold on the bare pressure; and the search for the occlusion
 * pressure in people who lie still and in people who do not.  The tests assert the same aims over
 * a few of these seeds.
 *
 * Prints figures, asserts nothing.  bench-signals [SETS [PEOPLE]]: sets per cell, people per limb.
 */
#include "lop-rig.h"
#include "rep-score.h"

#include "cuff-clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const limb_names[] = { [CUFF_LIMB_ARM] = "arm", [CUFF_LIMB_THIGH] = "thigh" };
static const char *const regulation_names[] = {
  [REP_CLOSED] = "closed cuff", [REP_SLOW_PUMP] = "pump 2 L/min", [REP_FAST_PI] = "pump 12 L/min"
};

static double
percent (unsigned part, unsigned whole)
{
  return whole > 0 ? 100.0 * part / whole : 0;
}

/* --- Repetitions -------------------------------------------------------------------------- */

static void
print_rep_heading (const char *title)
{
  printf ("\n%-34s %5s %6s %6s %6s %6s %6s %6s %6s %5s %5s  %s\n", title, "sets", "exact", "within",
          "", "missed", "extra", "preci-", "re-", "hold,", "s", "bare threshold");
  printf ("%-34s %5s %6s %6s %6s %6s %6s %6s %6s %5s %5s  %s\n", "", "", "%", "1, %", "aim", "", "",
          "sion", "call", "p50", "p95", "exact, within 1, %");
}

static const char *
rep_aim (RepAim aim, const RepTally *tally)
{
  unsigned reached = aim == REP_AIM_WITHIN ? tally->n_within : tally->n_exact;

  if (aim == REP_AIM_NONE)
    return "-";
  if (percent (reached, tally->n_sets) < 97)
    return "MISSED";
  return aim == REP_AIM_WITHIN ? "<=1" : "exact";
}

static void
print_rep_row (const char *what, RepAim aim, const RepTally *tally)
{
  printf ("%-34s %5u %6.1f %6.1f %6s %6u %6u %6.3f %6.3f %5.2f %5.2f  %5.1f %5.1f\n", what,
          tally->n_sets, percent (tally->n_exact, tally->n_sets),
          percent (tally->n_within, tally->n_sets), rep_aim (aim, tally),
          tally->n_done - tally->n_matched, tally->n_told - tally->n_matched,
          percent (tally->n_matched, tally->n_told) / 100,
          percent (tally->n_matched, tally->n_done) / 100,
          rep_percentile (tally->hold_error_s, 0.5), rep_percentile (tally->hold_error_s, 0.95),
          percent (tally->n_naive_exact, tally->n_sets),
          percent (tally->n_naive_within, tally->n_sets));
}

static void
print_doubts (const RepTally *all)
{
  unsigned n_extra = all->n_told - all->n_matched;

  printf ("marked as doubtful: %u of %u that were extra, %u of %u that were real\n",
          all->n_doubtful_false, n_extra, all->n_doubtful_true, all->n_matched);
  printf ("hold time, all: median error %.2f s (aim 0.20)\n",
          rep_percentile (all->hold_error_s, 0.5));
}

static void
run_cell (const RepCondition *condition, CuffLimbKind limb, RepRegulation regulation,
          unsigned n_sets, RepTally *tally)
{
  for (unsigned seed = 1; seed <= n_sets; seed++)
    rep_score_set (condition, limb, regulation, seed, tally);
}

static void
bench_reps (unsigned n_sets)
{
  RepTally by_place[2][REP_REGULATIONS], all;

  rep_tally_init (&all);
  for (unsigned i = 0; i < 2 * REP_REGULATIONS; i++)
    rep_tally_init (&by_place[i / REP_REGULATIONS][i % REP_REGULATIONS]);
  print_rep_heading ("Repetitions, by condition");
  for (unsigned i = 0; i < n_rep_conditions; i++) {
    RepTally row;
    rep_tally_init (&row);
    for (unsigned k = 0; k < 2 * REP_REGULATIONS; k++) {
      RepRegulation regulation = (RepRegulation) (k % REP_REGULATIONS);
      RepTally cell;
      rep_tally_init (&cell);
      if (rep_condition_fits (&rep_conditions[i], regulation))
        run_cell (&rep_conditions[i], (CuffLimbKind) (k / REP_REGULATIONS), regulation, n_sets,
                  &cell);
      rep_tally_add (&by_place[k / REP_REGULATIONS][regulation], &cell);
      rep_tally_add (&row, &cell);
      rep_tally_clear (&cell);
    }
    print_rep_row (rep_conditions[i].name, rep_conditions[i].aim, &row);
    rep_tally_add (&all, &row);
    rep_tally_clear (&row);
  }
  print_rep_heading ("By limb and regulation");
  for (unsigned i = 0; i < 2 * REP_REGULATIONS; i++) {
    RepTally *place = &by_place[i / REP_REGULATIONS][i % REP_REGULATIONS];
    g_autofree char *what = g_strdup_printf ("%s, %s", limb_names[i / REP_REGULATIONS],
                                             regulation_names[i % REP_REGULATIONS]);
    print_rep_row (what, REP_AIM_NONE, place);
    rep_tally_clear (place);
  }
  print_rep_row ("all", REP_AIM_NONE, &all);
  print_doubts (&all);
  rep_tally_clear (&all);
}

static void
bench_rest (unsigned n_limbs)
{
  unsigned n_hours_sixth = 0, n_counted = 0;

  for (unsigned i = 0; i < 4 * REP_REGULATIONS; i++) {
    RepRegulation regulation = (RepRegulation) (i % REP_REGULATIONS);
    CuffLimbKind limb = (CuffLimbKind) (i / REP_REGULATIONS % 2);
    bool leaks = i / REP_REGULATIONS / 2 > 0;
    for (unsigned seed = 1; seed <= n_limbs && !(leaks && regulation == REP_CLOSED); seed++) {
      n_counted += rep_score_rest (limb, regulation, leaks, 600, seed);
      n_hours_sixth++;
    }
  }
  printf ("rest with pulse and breath, half of them with a leak: %u counted in %u times 10 min "
          "(aim 0)%s\n",
          n_counted, n_hours_sixth, n_counted > 0 ? "  MISSED" : "");
}

/* A stream of samples from memory, again and again. */
static void
bench_cost (void)
{
  enum { SAMPLES = 6000, ROUNDS = 50 };
  static CuffChannelReport sample[SAMPLES];
  CuffClock *clock = cuff_clock_new_monotonic ();
  unsigned n_told = 0;
  CuffRig rig;

  rep_score_prepare (&rig, &rep_conditions[0], CUFF_LIMB_THIGH, REP_FAST_PI, 1);
  for (unsigned i = 0; i < SAMPLES; i++) {
    CuffCue cue = i / 350 % 2 == 0 ? CUFF_CUE_CONTRACT : CUFF_CUE_RELAX;
    if (i % 350 == 0)
      cuff_patient_cue (&rig.patient, cue, 1000, cuff_rig_now (&rig));
    cuff_rig_run (&rig, 0.01);
    sample[i] = (CuffChannelReport){ .pressure = rig.measured,
                                     .target = rig.target,
                                     .flow_dml_s = rig.drive.flow_dml_s,
                                     .mode = CUFF_MODE_HOLD };
  }
  CuffTime from_us = cuff_clock_now (clock);
  for (unsigned round = 0; round < ROUNDS; round++) {
    CuffRepDetector detector;
    CuffRep rep;
    cuff_rep_detector_init (&detector, 0);
    cuff_rep_detector_begin_set (&detector, 0);
    for (unsigned i = 0; i < SAMPLES; i++)
      n_told += cuff_rep_detector_push (&detector, (i + 1) * 10000, &sample[i], &rep);
  }
  double each_ns = (cuff_clock_now (clock) - from_us) * 1e3 / (SAMPLES * ROUNDS);
  printf ("cost of the detector: %.0f ns a sample, %.4f %% of a processor at 100 Hz "
          "(%u repetitions told)\n",
          each_ns, each_ns * 100 * 1e-7, n_told / ROUNDS);
  cuff_clock_free (clock);
}

/* --- Occlusion pressure ------------------------------------------------------------------- */

#define WRONG_MMHG 15.0

typedef struct {
  unsigned n, n_accepted, n_doubtful, n_wrong, n_stopped;
  unsigned n_reason[CUFF_LOP_REASON_LEAK + 1];
  double sum, squares; /* of the errors that are accepted */
  double under_s, longest_s;
} LopTally;

static const char *const unrest_names[LOP_UNREST_COUNT] = {
  [LOP_STILL] = "lies still",       [LOP_COUGHS] = "6 bumps a minute",
  [LOP_FIDGETS] = "20 bumps",       [LOP_CONTRACTS] = "tenses now and then",
  [LOP_SHIFTS] = "shifts the limb", [LOP_TREMBLES] = "trembles near the pulse",
};

static void
run_person (LopRig *rig, CuffLimbKind limb, LopUnrest unrest, uint64_t seed, LopTally *tally)
{
  lop_rig_init (rig, limb, unrest, seed);
  lop_rig_search (rig, lop_rig_estimate (rig));

  const CuffLopJudgement *answer = &rig->machine.answer;
  tally->n++;
  tally->under_s += rig->machine.watch.under_us * 1e-6;
  tally->longest_s = fmax (tally->longest_s, rig->machine.watch.under_us * 1e-6);
  if (rig->machine.end != EBB_LOP_FOUND) {
    tally->n_stopped += rig->machine.end != EBB_LOP_NOT_FOUND;
    tally->n_reason[answer->reason]++;
    return;
  }
  double error_mmhg = cuff_pressure_to_mmhg (answer->lop) - rig->person.lop_mmhg;
  if (answer->quality_percent < CUFF_LOP_ACCEPT_PERCENT) {
    tally->n_doubtful++;
    return;
  }
  tally->n_accepted++;
  tally->n_wrong += fabs (error_mmhg) > WRONG_MMHG;
  tally->sum += error_mmhg;
  tally->squares += error_mmhg * error_mmhg;
}

static void
print_lop_row (CuffLimbKind limb, LopUnrest unrest, const LopTally *tally)
{
  double bias = tally->n_accepted > 0 ? tally->sum / tally->n_accepted : 0;
  double sd = tally->n_accepted > 1 ? sqrt (tally->squares / tally->n_accepted - bias * bias) : 0;
  bool missed = unrest == LOP_STILL ? fabs (bias) > 4 || sd > 7 : tally->n_wrong > 0;

  printf ("%-6s %-24s %6u %8u %8u %7u %6s ", limb_names[limb], unrest_names[unrest], tally->n,
          tally->n_accepted, tally->n_doubtful, tally->n_wrong, missed ? "MISSED" : "");
  if (tally->n_accepted > 1)
    printf ("%+5.1f %5.1f  %+6.1f..%+5.1f", bias, sd, bias - 1.96 * sd, bias + 1.96 * sd);
  else
    printf ("%5s %5s  %13s", "-", "-", "-");
  printf (" %6.0f %4.0f |", tally->under_s / tally->n, tally->longest_s);
  for (unsigned i = CUFF_LOP_REASON_MOVEMENT; i <= CUFF_LOP_REASON_LEAK; i++)
    printf (" %4u", tally->n_reason[i]);
  printf ("%s\n", tally->n_stopped > 0 ? "  STOPPED" : "");
}

static void
bench_lop (unsigned n_people)
{
  LopRig *rig = g_new (LopRig, 1);

  printf ("\nOcclusion pressure; still: aims |bias| <= 4, SD <= 7 mmHg; moving: aim 0 wrong\n");
  printf ("%-31s %6s %8s %8s %7s %6s %5s %5s  %14s %11s | %s\n", "", "people", "accepted",
          "doubtful", "wrong", "", "bias", "SD", "limits (95 %)", "s, most",
          "refused: move none irrg limt conf few  sens leak");
  for (int unrest = LOP_STILL; unrest < LOP_UNREST_COUNT; unrest++)
    for (int limb = CUFF_LIMB_ARM; limb <= CUFF_LIMB_THIGH; limb++) {
      LopTally tally = { 0 };
      for (unsigned seed = 1; seed <= n_people; seed++)
        run_person (rig, (CuffLimbKind) limb, (LopUnrest) unrest, seed, &tally);
      print_lop_row ((CuffLimbKind) limb, (LopUnrest) unrest, &tally);
      fflush (stdout);
    }
  printf ("accepted: quality %d and more; doubtful: a value below that; wrong: accepted and off by "
          "more than %.0f mmHg\n",
          CUFF_LOP_ACCEPT_PERCENT, WRONG_MMHG);
  g_free (rig);
}

/* The floor: who guesses everybody's pressure as the mean of all is off by the spread of people. */
static void
print_lop_floor (unsigned n_people)
{
  LopRig *rig = g_new (LopRig, 1);

  for (int limb = CUFF_LIMB_ARM; limb <= CUFF_LIMB_THIGH; limb++) {
    double sum = 0, squares = 0;
    for (unsigned seed = 1; seed <= n_people; seed++) {
      lop_rig_init (rig, (CuffLimbKind) limb, LOP_STILL, seed);
      sum += rig->person.lop_mmhg;
      squares += rig->person.lop_mmhg * rig->person.lop_mmhg;
    }
    double mean = sum / n_people;
    printf ("%s: the same number for everybody (%.0f mmHg) would have an SD of %.1f mmHg\n",
            limb_names[limb], mean, sqrt (squares / n_people - mean * mean));
  }
  g_free (rig);
}

int
main (int argc, char **argv)
{
  unsigned n_sets = argc > 1 ? (unsigned) CLAMP (atoi (argv[1]), 1, 1000) : 11;
  unsigned n_people = argc > 2 ? (unsigned) CLAMP (atoi (argv[2]), 2, 10000) : 300;

  printf ("bench-signals: simulated people; an upper bound, and no evidence about real ones\n");
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  printf ("SANITIZED BUILD: the cost means nothing\n");
#endif
  bench_reps (n_sets);
  bench_rest (MAX (1, n_sets / 2));
  bench_cost ();
  bench_lop (n_people);
  print_lop_floor (n_people);
  return 0;
}
