/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a CuffRepDetector remembers.  Only cuff-rep-detector*.c looks inside.
 *
 * "The wave" is pressure freed from what the regulator did, mmHg; its zero means nothing, only its
 * rises and falls do.
 */
#pragma once

#include "cuff-types.h"

/* The last 25 s of the wave, at 20 Hz: longer than the longest effort. */
#define CUFF_REP_TRACE    512
#define CUFF_REP_TRACE_US 50000

typedef enum {
  CUFF_REP_AT_REST,
  CUFF_REP_EFFORT,    /* the wave stands above its valley */
  CUFF_REP_RELEASING, /* it has fallen; the foot of the fall is still to come */
} CuffRepState;

/* Air against pressure during an inflation: a straight line by least squares. */
typedef struct {
  bool running;
  double air_ml;
  double n, sum_p, sum_a, sum_pp, sum_pa;
} CuffRepLearning;

/* Quiet stretches: how fast the wave drifts (leak, creep, wrong flow) and how much it ripples
 * (pulse, breath).  One stretch is believed only when the next one was quiet too, because its end
 * may be the foot of a contraction. */
typedef struct {
  CuffTime since_us;
  double first, low, high;
  bool pending;
  double pending_drift, pending_ripple;
} CuffRepQuiet;

struct CuffRepDetector {
  unsigned channel;
  bool counting;

  bool started; /* a first sample has been seen since the last break */
  CuffTime last_us;
  double last_mmhg, last_flow_ml_s;
  CuffPressure last_target;
  CuffMode last_mode;
  bool approaching; /* a new set point */
  CuffTime changed_us, frozen_until_us;

  CuffRepLearning learning;
  double compliance_ml_mmhg;
  double drift_mmhg_s;
  double ripple_mmhg;
  CuffRepQuiet quiet;

  double raw;          /* the wave */
  double quick;        /* 8 Hz: only for its steepness */
  double low[2], wave; /* two low-passes in a row; `wave` is what is judged */
  float trace[CUFF_REP_TRACE];
  unsigned n_trace;  /* ever written */
  CuffTime trace_us; /* of the newest */

  CuffRepState state;
  CuffTime since_us; /* of this state */
  double valley;
  CuffTime valley_us;
  double previous_valley;
  CuffTime previous_valley_us; /* CUFF_TIME_NEVER = none */
  double peak;
  CuffTime peak_us;
  double foot;          /* lowest while releasing */
  double steepest;      /* mmHg/s on the way up */
  bool disturbed;       /* a gap or a set-point change fell into this effort */
  CuffTime last_rep_us; /* CUFF_TIME_NEVER before the first of a set */

  double amplitude[CUFF_REP_HISTORY];
  unsigned n_amplitudes; /* ever seen */
};
