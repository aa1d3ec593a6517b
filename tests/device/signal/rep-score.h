/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scores the repetition detector: one simulated set, counted, against what the simulated patient
 * really did.  Shared by the tests (few seeds, aims asserted) and bench-signals (many seeds).
 */
#pragma once

#include "cuff-rig.h"

#include <glib.h>

/* Below this confidence a repetition is shown as doubtful. */
#define REP_DOUBTFUL_PERCENT 70

/* Who keeps the pressure, and how well. */
typedef enum {
  REP_CLOSED,    /* nobody: valves shut, as with a hand bulb */
  REP_SLOW_PUMP, /* 2 L/min, the pump of a blood pressure monitor */
  REP_FAST_PI,   /* 12 L/min: nothing of the wave is left in the pressure */
  REP_REGULATIONS,
} RepRegulation;

/* What figure of the design a condition is held to. */
typedef enum {
  REP_AIM_NONE,
  REP_AIM_EXACT,  /* exact in at least 97 of 100 sets */
  REP_AIM_WITHIN, /* within one in at least 97 of 100 sets */
} RepAim;

typedef struct {
  const char *name;
  RepAim aim;
  unsigned reps, contract_ms, hold_ms, relax_ms;
  double displaced_ml[2]; /* arm, thigh; 0 = usual */
  bool skips_and_adds;    /* leaves two out and does one twice */
  bool self_paced;        /* every repetition, pause and depth is another */
  double bumps_per_min;
  bool leaks;         /* a slow leak; only where somebody pumps against it */
  double gain;        /* of the sensor that the detector sees; 0 = 1 */
  double offset_mmhg; /* likewise */
  double drift_mmhg_s;
  unsigned divider; /* 0 = 2: 100 Hz */
  double drop_share;
} RepCondition;

extern const RepCondition rep_conditions[];
extern const unsigned n_rep_conditions;

/* Sums over sets.  Matched: the times told overlap those of a real contraction. */
typedef struct {
  unsigned n_sets, n_exact, n_within;
  unsigned n_done, n_told, n_matched;
  unsigned n_doubtful_true, n_doubtful_false; /* of the matched, and of the invented */
  unsigned n_naive_exact, n_naive_within;     /* a threshold on the bare pressure */
  GArray *hold_error_s;                       /* of double, absolute, of the matched */
} RepTally;

void rep_tally_init (RepTally *tally);
void rep_tally_clear (RepTally *tally);
void rep_tally_add (RepTally *sum, const RepTally *more);

/* Whether the two go together: nobody counts in a closed cuff that leaks empty. */
bool rep_condition_fits (const RepCondition *condition, RepRegulation regulation);

/* Brings a cuff to its usual training pressure under this regulation. */
void rep_score_prepare (CuffRig *rig, const RepCondition *condition, CuffLimbKind limb,
                        RepRegulation regulation, uint64_t seed);

/* One set. */
void rep_score_set (const RepCondition *condition, CuffLimbKind limb, RepRegulation regulation,
                    uint64_t seed, RepTally *tally);

/* What is counted on a limb that lies still for so long. */
unsigned rep_score_rest (CuffLimbKind limb, RepRegulation regulation, bool leaks, double seconds,
                         uint64_t seed);

/* Share of 100 of sorted values, 0 when there are none; sorts. */
double rep_percentile (GArray *values, double share);
