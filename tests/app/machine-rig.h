/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bout's machine with a clock of its own and a cuff that does what it is told: inflates in
 * `inflate_us`, and shows the proof `deflate_us` after a vent.  Tests say what happens when.
 */
#pragma once

#include "ebb-machine.h"

#define RIG_PHASES_MAX 512

typedef struct {
  EbbMachine machine;
  CuffTime now_us;
  CuffTime tick_us; /* between two ticks */

  /* The cuff; CUFF_TIME_NEVER = it never gets there. */
  CuffTime inflate_us, deflate_us;
  CuffTime ordered_us, vented_us;

  guint n_phases; /* every phase entered, with its time */
  EbbPhase phases[RIG_PHASES_MAX];
  CuffTime since_us[RIG_PHASES_MAX];
  guint n_begun, n_ended, n_closed, n_cues, n_warned, n_armed, n_asked;
  CuffTime announced_us; /* of the last announcement; CUFF_TIME_NEVER = none */
} Rig;

/* 3 sets of 20 at 1/5/1 s, rest 30 s, 112.2 mmHg on a thigh, cuff tight in rests. */
EbbPlan rig_classic_plan (void);

/* One small set structure for tests of single steps: 2 sets of 3 at 1/5/1 s, rest 30 s. */
EbbPlan rig_short_plan (void);

/* Sets by the clock, 100 mmHg on a thigh. */
EbbPlan rig_timed_plan (EbbTraining training, EbbPattern pattern, guint n_sets, guint duration_s,
                        guint rest_s);
EbbPlan rig_passive_plan (void); /* 2 sets of 100 s, a minute off between them */
EbbPlan rig_cycle_plan (void);   /* one set of 2 steps: 20 s at 70 and at 100 %, 5 s off each */

/* Inflates in 4 s, deflates in 2.5 s, ticks each 50 ms.  Time starts at 100 s. */
void rig_init (Rig *rig, const EbbPlan *plan);

/* One input at the rig's time; returns the machine's answer. */
guint rig_feed (Rig *rig, EbbInputKind kind);
guint rig_feed_reason (Rig *rig, EbbInputKind kind, CuffReason reason);
guint rig_feed_text (Rig *rig, EbbInputKind kind, const char *text);
guint rig_feed_target (Rig *rig, double mmhg);
guint rig_feed_sample (Rig *rig, gboolean at_target, gboolean deflated);

/* Lets time pass, with ticks and samples of the cuff. */
void rig_run_us (Rig *rig, CuffTime us);

/* Lets time pass until the phase is entered, at most ten minutes; fails the test otherwise. */
void rig_run_to (Rig *rig, EbbPhase phase);

/* Link ready, start, armed: leaves the machine in INFLATING. */
void rig_start (Rig *rig);

/* A fresh machine, started. */
void rig_begin (Rig *rig, const EbbPlan *plan);

void rig_assert_order (const Rig *rig, CuffMode mode, CuffPressure target);

/* Brings a fresh machine with the short plan into `phase` as a session would get there. */
void rig_init_in (Rig *rig, EbbPhase phase);

#define rig_assert_phase(rig, expected)                                                            \
  g_assert_cmpstr (ebb_phase_to_id ((rig)->machine.phase), ==, ebb_phase_to_id (expected))

/* Microseconds, compared in a way that prints both. */
#define assert_us(a, b) g_assert_cmpint ((a), ==, (b))
