/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol + prescription -> what will happen in one bout, as phases with times and pressures.
 * A plain value and pure functions.
 */
#pragma once

#include "ebb-prescription.h"

typedef struct {
  guint n_sets;
  EbbSetPlan sets[EBB_SETS_MAX];
  guint rest_s;
  EbbTempo tempo;
  EbbPattern pattern;
  CuffPressure target; /* of the one limb */
  /* As far as it may be stepped up in the running bout; 0 = not above `target`. */
  CuffPressure target_max;
  EbbSegment segment;
  gboolean reps_in_pressure;
  gboolean self_paced; /* the set ends by its count, not by the pacer */
  double load_kg;      /* negative = unknown */
} EbbPlan;

typedef enum {
  EBB_PHASE_SELF_CHECK, /* link, identity, limits, self-test */
  EBB_PHASE_ARMING,
  EBB_PHASE_INFLATING,
  EBB_PHASE_READY, /* at target: a short count-down, then the set */
  EBB_PHASE_CONTRACT,
  EBB_PHASE_HOLD,
  EBB_PHASE_RELAX,
  EBB_PHASE_SET_END, /* the pacer has led its last repetition: 2 s for the wave to end */
  EBB_PHASE_REST,
  EBB_PHASE_PAUSED,
  EBB_PHASE_DEFLATING,
  EBB_PHASE_REMOVE_CUFF, /* proven deflated */
  EBB_PHASE_UNKNOWN,     /* link lost or not proven: treat as inflated */
  EBB_PHASE_CLOSED,
} EbbPhase;

#define EBB_READY_MS   3000
#define EBB_SET_END_MS 2000

#define EBB_PLAN_ERROR (ebb_plan_error_quark ())
GQuark ebb_plan_error_quark (void);
typedef enum {
  EBB_PLAN_ERROR_FIELD,    /* out of range: names field, value and range */
  EBB_PLAN_ERROR_TOO_LONG, /* more time under pressure than the limb or the protocol allows */
} EbbPlanError;

/* Combines protocol and target.  `n_sets` 0 = all of the protocol's.  Refuses with a clear error a
 * plan whose time under pressure is longer than the segment's limit or the protocol's own.
 * `self_paced` is FALSE and `load_kg` unknown; the caller may set both afterwards. */
gboolean ebb_plan_make (const EbbProtocol *protocol, const EbbExercise *exercise,
                        const EbbPrescription *prescription, const EbbTarget *target, guint n_sets,
                        EbbPlan *plan, GError **error);

/* Time under pressure the plan asks for, in ms: repetitions, and rests if the cuff stays tight.
 * Without inflation and deflation.  (3 x 20 at 7 s, rest 30 s: 480 s.) */
gint64 ebb_plan_inflated_ms (const EbbPlan *plan);

/* One repetition of the tempo, in ms. */
guint ebb_tempo_total_ms (const EbbTempo *tempo);

/* In words for the read-back: "3 × 15–20, hold 5 s, rest 30 s, cuff stays tight in rests, about
 * 8 min".  Translated; free it. */
char *ebb_plan_to_text (const EbbPlan *plan);

const char *ebb_phase_to_text (EbbPhase phase); /* translated words of the screen */
const char *ebb_phase_to_id (EbbPhase phase);   /* stable, for records: "contract" */
