/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol + prescription -> what will happen in one bout, as phases with times and pressures.
 * A plain value and pure functions: ebb-plan.c judges, ebb-plan-line.c lays out the time line,
 * ebb-plan-words.c says it.
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
  gboolean by_hand;    /* a person pumps, reads the gauge and opens the valve */
  double load_kg;      /* negative = unknown */
  EbbTraining training;
  EbbCyclePlan cycle;      /* n_steps 0 = no on and off within a set */
  gboolean tap_to_inflate; /* a first session: each re-inflation waits for a person */
} EbbPlan;

typedef enum {
  EBB_PHASE_SELF_CHECK, /* link, identity, limits, self-test */
  EBB_PHASE_ARMING,
  EBB_PHASE_INFLATING,
  EBB_PHASE_READY, /* at target: a short count-down, then the set */
  EBB_PHASE_CONTRACT,
  EBB_PHASE_HOLD,
  EBB_PHASE_RELAX,
  EBB_PHASE_WORK,    /* a set by the clock */
  EBB_PHASE_RELIEF,  /* within such a set: deflated between two steps of a cycle */
  EBB_PHASE_SET_END, /* the pacer has led its last repetition: 2 s for the wave to end */
  EBB_PHASE_REST,
  EBB_PHASE_WAITING, /* deflated: the next inflation waits for a person */
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
  EBB_PLAN_ERROR_REFUSED,  /* such a protocol is not run here */
} EbbPlanError;

/* What the clinic has enabled; all off without it. */
typedef struct {
  gboolean preconditioning; /* by an administrator, and this patient has consented to it */
  gboolean preconditioning_lacks_consent; /* the first alone: it does not run either */
} EbbPlanRules;

/* Why a protocol is listed and not run here, translated: meant for home, a device's own scale, off.
 * NULL = it is run.  `rules` NULL: nothing is enabled.  Free it. */
char *ebb_plan_why_not_here (const EbbPlanRules *rules, const EbbProtocol *protocol);

/* Combines protocol and target.  `n_sets` 0 = all of the protocol's.  Refuses with a clear error a
 * plan whose time under pressure is longer than the segment's limit or the protocol's own.
 * `self_paced` and `by_hand` are FALSE and `load_kg` unknown; the caller may set them afterwards.
 */
gboolean ebb_plan_make (const EbbProtocol *protocol, const EbbExercise *exercise,
                        const EbbPrescription *prescription, const EbbTarget *target, guint n_sets,
                        EbbPlan *plan, GError **error);

gboolean ebb_plan_make_by (const EbbPlanRules *rules, const EbbProtocol *protocol,
                           const EbbExercise *exercise, const EbbPrescription *prescription,
                           const EbbTarget *target, guint n_sets, EbbPlan *plan, GError **error);

/* Time under pressure the plan asks for, in ms: repetitions, and rests if the cuff stays tight.
 * Without inflation and deflation.  (3 x 20 at 7 s, rest 30 s: 480 s.)  A set to failure counts
 * with its cap. */
gint64 ebb_plan_inflated_ms (const EbbPlan *plan);

/* From the first to the last moment of the same, deflated parts and all.  (5 x 5 min / 3 min:
 * 37 min.) */
gint64 ebb_plan_total_ms (const EbbPlan *plan);

/* How far the limb's continuous clock will come when it begins at `before_ms`: a relief that is
 * sure to last a minute below 20 mmHg starts it anew. */
gint64 ebb_plan_continuous_ms (const EbbPlan *plan, gint64 before_ms);

/* When that clock, begun at 0, passes `limit_ms`, from the plan's beginning; -1 = it never does. */
gint64 ebb_plan_passes_ms (const EbbPlan *plan, gint64 limit_ms);

/* --- The time line ----------------------------------------------------------------------- */

typedef enum { EBB_STEP_WORK, EBB_STEP_RELIEF, EBB_STEP_REST } EbbStepKind;

typedef struct {
  EbbStepKind kind;
  guint set;           /* from 1; of a rest: the set before it */
  guint step;          /* of a cycle, from 1; 0 = none */
  CuffPressure target; /* 0 = deflated */
  gint64 start_ms, length_ms;
  gboolean open_ended; /* ends by an event; `length_ms` is the longest */
} EbbPlanStep;

#define EBB_PLAN_STEPS_MAX (EBB_SETS_MAX * (2 * EBB_CYCLE_STEPS_MAX + 1))

/* Fills `steps` (EBB_PLAN_STEPS_MAX) without gaps; returns how many there are. */
guint ebb_plan_lay_out (const EbbPlan *plan, EbbPlanStep *steps);

/* Whether the cuff is inflated again in the middle of the plan. */
gboolean ebb_plan_reinflates (const EbbPlan *plan);

/* Whether its sets go by the clock. */
gboolean ebb_plan_is_timed (const EbbPlan *plan);

/* Whether a set begins as soon as the cuff is tight: who lies still has nothing to get ready for.
 */
gboolean ebb_plan_starts_at_once (const EbbPlan *plan);

/* What a step of a cycle is given of `target`; step 0 or no cycle = all of it. */
CuffPressure ebb_plan_step_target (const EbbPlan *plan, CuffPressure target, guint step);

const char *ebb_step_to_string (EbbStepKind kind); /* stable: "work" */
const char *ebb_step_to_text (EbbStepKind kind);   /* translated */

/* --- Words ------------------------------------------------------------------------------- */

/* One repetition of the tempo, in ms. */
guint ebb_tempo_total_ms (const EbbTempo *tempo);

/* In words for the read-back: "3 × 15–20, hold 5 s, rest 30 s, cuff stays tight in rests, about
 * 8 min".  Translated; free it. */
char *ebb_plan_to_text (const EbbPlan *plan);

/* The same of a protocol, before there is a pressure or a limb.  Free it. */
char *ebb_plan_text_of_protocol (const EbbProtocol *protocol, guint n_sets);

const char *ebb_phase_to_text (EbbPhase phase); /* translated words of the screen */
/* The same of a cuff without a cable: ebb-words-by-hand.c. */
const char *ebb_phase_to_text_by_hand (EbbPhase phase);
const char *ebb_phase_to_id (EbbPhase phase); /* stable, for records: "contract" */
