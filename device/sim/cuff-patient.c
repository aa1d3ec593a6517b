/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-patient.h"

/* Spread of people, as share of the mean: assumed, no measurement of BFR sets was found. */
#define AMPLITUDE_SPREAD 0.06
#define DURATION_SPREAD  0.06
#define REACTION_SPREAD  0.25
/* Each contraction of a set is that much weaker than the one before. */
#define FATIGUE_PERCENT  0.5

/* Longer than any pause between two repetitions. */
#define REST_S 4

/* Nobody holds longer without being told; then the muscle lets go by itself. */
#define HOLD_MAX_S 15

/* On his own he starts above this pressure, held within a few mmHg, and gives up below the
 * other. */
#define START_MMHG   40
#define STEADY_MMHG  4
#define GIVE_UP_MMHG 20

void
cuff_patient_init (CuffPatient *patient, const CuffPatientScript *script, uint64_t seed)
{
  *patient = (CuffPatient){ .script = *script };
  cuff_random_init (&patient->random, seed, 7);
  cuff_random_init (&patient->bump_random, seed, 8);
  if (patient->script.reaction_ms <= 0)
    patient->script.reaction_ms = 250;
  if (!(patient->script.tempo_percent > 0))
    patient->script.tempo_percent = 100;
  if (!(fabs (patient->script.fatigue_percent) > 0))
    patient->script.fatigue_percent = FATIGUE_PERCENT;
  patient->contract_s = script->contract_ms > 0 ? script->contract_ms / 1000.0 : 1;
  patient->hold_s = script->hold_ms > 0 ? script->hold_ms / 1000.0 : 5;
  patient->relax_s = script->relax_ms > 0 ? script->relax_ms / 1000.0 : 1;
}

static bool
listed (const unsigned *cycles, unsigned n_cycles, unsigned cycle)
{
  for (unsigned i = 0; i < n_cycles && i < 8; i++)
    if (cycles[i] == cycle)
      return true;
  return false;
}

static double
reaction_s (CuffPatient *patient)
{
  double mean_s = patient->script.reaction_ms / 1000.0;

  return cuff_random_spread (&patient->random, mean_s, REACTION_SPREAD * mean_s);
}

static double
vary (CuffPatient *patient, double mean, double share)
{
  return cuff_random_spread (&patient->random, mean, share * mean);
}

/* How long he takes for what he is told to do in that time. */
static double
at_his_tempo (const CuffPatient *patient, double seconds)
{
  return seconds * 100 / patient->script.tempo_percent;
}

/* Adds a contraction; it begins when the muscle is free.  NULL when he is that far behind that
 * he leaves it out. */
static CuffContraction *
plan_contraction (CuffPatient *patient, double start_s, double up_s)
{
  if (patient->n_queue == CUFF_PATIENT_QUEUE)
    return NULL;

  CuffContraction *contraction = &patient->queue[patient->n_queue++];
  double tiring = fmax (0, patient->script.fatigue_percent) / 100;
  double tired = fmax (0.5, 1 - tiring * patient->in_set++);
  /* Behind the pacer he hurries, so that the delay does not grow from cycle to cycle. */
  double late_s = fmax (0, patient->free_s - start_s);
  up_s = at_his_tempo (patient, up_s);
  *contraction = (CuffContraction){
    .start_s = start_s + late_s,
    .up_s = fmax (0.6 * up_s, vary (patient, up_s, DURATION_SPREAD) - late_s),
    .release_s = INFINITY,
    .level = vary (patient, tired, AMPLITUDE_SPREAD),
  };
  return contraction;
}

static void
plan_release (CuffPatient *patient, CuffContraction *contraction, double release_s, double down_s)
{
  contraction->release_s = fmax (release_s, contraction->start_s + contraction->up_s);
  contraction->down_s = vary (patient, at_his_tempo (patient, down_s), DURATION_SPREAD);
  patient->free_s = cuff_contraction_end (contraction) + 0.02;
}

/* The one that is still held, if any. */
static CuffContraction *
held (CuffPatient *patient)
{
  if (patient->n_queue == 0)
    return NULL;

  CuffContraction *newest = &patient->queue[patient->n_queue - 1];
  return isinf (newest->release_s) ? newest : NULL;
}

static void
let_go (CuffPatient *patient, double t_s, double down_s)
{
  CuffContraction *contraction = held (patient);

  if (contraction != NULL)
    plan_release (patient, contraction, t_s + reaction_s (patient), down_s);
}

/* Two short ones instead of one long, within one cycle of the pacer. */
static void
contract_twice (CuffPatient *patient, double t_s)
{
  double cycle_s = patient->contract_s + patient->hold_s + patient->relax_s;
  double unit_s = fmin (1, cycle_s / 7);
  double start_s = t_s + reaction_s (patient);

  for (int i = 0; i < 2; i++) {
    CuffContraction *contraction = plan_contraction (patient, start_s, 0.7 * unit_s);
    if (contraction == NULL)
      return;
    plan_release (patient, contraction,
                  contraction->start_s + contraction->up_s + vary (patient, 0.8 * unit_s, 0.1),
                  0.7 * unit_s);
    start_s = cuff_contraction_end (contraction) + vary (patient, 0.6 * unit_s, 0.1);
  }
}

static void
contract (CuffPatient *patient, double t_s)
{
  let_go (patient, t_s, patient->relax_s);
  patient->cycle++;

  if (listed (patient->script.skipped, patient->script.n_skipped, patient->cycle))
    return;
  if (listed (patient->script.added, patient->script.n_added, patient->cycle))
    contract_twice (patient, t_s);
  else
    plan_contraction (patient, t_s + reaction_s (patient), patient->contract_s);
}

void
cuff_patient_cue (CuffPatient *patient, CuffCue cue, unsigned value, double t_s)
{
  double told_s = fmin (60, value / 1000.0);

  switch (cue) {
  case CUFF_CUE_SET_BEGINS:
    patient->in_set = 0;
    break;
  case CUFF_CUE_CONTRACT:
    if (value > 0)
      patient->contract_s = told_s;
    contract (patient, t_s);
    break;
  case CUFF_CUE_HOLD:
    patient->hold_s = told_s;
    break;
  case CUFF_CUE_RELAX:
    if (value > 0)
      patient->relax_s = told_s;
    let_go (patient, t_s, patient->relax_s);
    break;
  case CUFF_CUE_SET_ENDS:
    let_go (patient, t_s, patient->relax_s);
    break;
  default:
    break;
  }
}

/* Follows the pressure: how long has it been steady? */
static double
steady_for (CuffPatient *patient, double t_s, double cuff_mmhg)
{
  if (fabs (cuff_mmhg - patient->steady_mmhg) > STEADY_MMHG) {
    patient->steady_mmhg = cuff_mmhg;
    patient->steady_since_s = t_s;
  }
  return t_s - patient->steady_since_s;
}

static void
enter (CuffPatient *patient, CuffPatientPhase phase, double t_s, double duration_s)
{
  patient->phase = phase;
  patient->phase_until_s =
      t_s + (phase == CUFF_PATIENT_RESTS ? duration_s : at_his_tempo (patient, duration_s));
}

static void
lead_contraction (CuffPatient *patient, double t_s)
{
  cuff_patient_cue (patient, CUFF_CUE_CONTRACT, 0, t_s);
  enter (patient, CUFF_PATIENT_CONTRACTS, t_s, patient->contract_s);
}

static void
begin_own_set (CuffPatient *patient, double t_s)
{
  patient->reps_left = patient->script.autonomous_reps;
  cuff_patient_cue (patient, CUFF_CUE_SET_BEGINS, patient->reps_left, t_s);
  lead_contraction (patient, t_s);
}

static void
end_own_repetition (CuffPatient *patient, double t_s)
{
  if (patient->reps_left > 1) {
    patient->reps_left--;
    lead_contraction (patient, t_s);
    return;
  }
  patient->sets_done++;
  if (patient->sets_done < patient->script.autonomous_sets)
    enter (patient, CUFF_PATIENT_RESTS, t_s, patient->script.autonomous_rest_ms / 1000.0);
  else
    enter (patient, CUFF_PATIENT_DONE, t_s, INFINITY);
}

/* His own pacer: the same cues, by his own clock. */
static void
lead_himself (CuffPatient *patient, double t_s, double cuff_mmhg)
{
  const double delay_s = fmax (1, patient->script.autonomous_delay_ms / 1000.0);

  if (patient->phase != CUFF_PATIENT_WAITS && cuff_mmhg < GIVE_UP_MMHG) {
    let_go (patient, t_s, patient->relax_s);
    patient->sets_done = 0;
    patient->phase = CUFF_PATIENT_WAITS;
  }
  if (patient->phase == CUFF_PATIENT_WAITS) {
    bool steady = steady_for (patient, t_s, cuff_mmhg) >= delay_s;
    if (steady && cuff_mmhg > START_MMHG)
      begin_own_set (patient, t_s);
    return;
  }
  if (t_s < patient->phase_until_s)
    return;

  switch (patient->phase) {
  case CUFF_PATIENT_CONTRACTS:
    enter (patient, CUFF_PATIENT_HOLDS, t_s, patient->hold_s);
    break;
  case CUFF_PATIENT_HOLDS:
    cuff_patient_cue (patient, CUFF_CUE_RELAX, 0, t_s);
    enter (patient, CUFF_PATIENT_RELAXES, t_s, patient->relax_s);
    break;
  case CUFF_PATIENT_RELAXES:
    end_own_repetition (patient, t_s);
    break;
  case CUFF_PATIENT_RESTS:
    begin_own_set (patient, t_s);
    break;
  default:
    break;
  }
}

/* Forgets what is over and counts it. */
static void
finish_oldest (CuffPatient *patient)
{
  patient->last = patient->queue[0];
  patient->n_done++;
  patient->n_queue--;
  for (unsigned i = 0; i < patient->n_queue; i++)
    patient->queue[i] = patient->queue[i + 1];
}

static double
bump_level (CuffPatient *patient, double t_s)
{
  CuffContraction *bump = &patient->bump;

  if (!(patient->script.bumps_per_min > 0))
    return 0;
  if (t_s >= cuff_contraction_end (bump))
    *bump = cuff_bump_draw (&patient->bump_random, patient->script.bumps_per_min, t_s);
  return cuff_contraction_level (bump, t_s);
}

bool
cuff_patient_rests (const CuffPatient *patient, double t_s)
{
  return patient->n_done > 0 && patient->n_queue == 0 && t_s - patient->moved_s >= REST_S;
}

double
cuff_patient_step (CuffPatient *patient, double t_s, double cuff_mmhg)
{
  if (patient->script.autonomous_sets > 0 && patient->script.autonomous_reps > 0)
    lead_himself (patient, t_s, cuff_mmhg);

  CuffContraction *open = held (patient);
  if (open != NULL && t_s > open->start_s + open->up_s + HOLD_MAX_S)
    let_go (patient, t_s, patient->relax_s);

  while (patient->n_queue > 0 && cuff_contraction_end (&patient->queue[0]) <= t_s)
    finish_oldest (patient);
  if (patient->n_queue > 0)
    patient->moved_s = t_s;
  double muscle = patient->n_queue > 0 ? cuff_contraction_level (&patient->queue[0], t_s) : 0;
  return muscle + bump_level (patient, t_s);
}
