/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One bout as a pure state machine with injected time: no thread, no clock, no I/O.  Its owner
 * feeds it what happened and does what it asks.  Deflating states are never skipped: every way
 * out of a pressurised phase leads through DEFLATING (or UNKNOWN) to a proof.
 *
 * One step makes at most one change of phase, so that the owner sees and records each of them.
 * After a late tick ebb_machine_deadline() still lies in the past: tick again until it does not.
 * Phases follow each other at the planned times, however late the ticks come.
 *
 * A set begins when the count-down of READY (or the tight rest) ends, and ends when the pacer has
 * led its last repetition: exercise is scored between the two.  The rest counts from there, so its
 * first 2 s are SET_END, in which a last, late repetition is still counted.
 *
 * A timed set is WORK from end to end; with a cycle of steps WORK and RELIEF take turns in it.  The
 * pattern RESTING tightens the cuff once at the start, to show that it fits and to use the arm
 * before it expires, deflates it in sets and tightens it in rests.
 *
 * Nothing inflates again in a plan unannounced: EBB_DO_ANNOUNCE comes 5 s ahead, NOT_YET then makes
 * it wait for a person (clinic decision 3.12).  A timed set asks every 3 min whether somebody is
 * there; two questions without an answer deflate (3.11).
 *
 * By hand (plan.by_hand) DEFLATING has no end but the proof, which is a person's word: it does not
 * turn into UNKNOWN after 6 s, it stays "not proven deflated".
 */
#pragma once

#include "ebb-plan.h"

#define EBB_START_VALID_MS   30000 /* a start waits this long for the link, then is forgotten */
#define EBB_ARM_MAX_MS       10000
#define EBB_INFLATE_MAX_MS   60000
#define EBB_PUMP_MAX_MS      120000 /* the same by hand */
#define EBB_PAUSE_MAX_MS     60000
#define EBB_PAUSE_WARN_MS    10000 /* before its end */
#define EBB_DEFLATE_MAX_MS   6000
#define EBB_PROOF_MS         1000   /* a proof lies wholly after the vent order */
#define EBB_NOBODY_MS        120000 /* self-paced: without a repetition */
#define EBB_ORDER_MARGIN_MS  10000  /* each order ends this long after its phase */
#define EBB_DEFLATED_MIN_MS  5000   /* intermittent: a shorter relief would be none */
#define EBB_REST_EXTRA_MAX_S 60     /* in all for one rest */
#define EBB_ANNOUNCE_MS      5000   /* before an inflation within a plan */
#define EBB_ANNOUNCE_MIN_MS  4000   /* of it, however late the tick; else the inflation waits */
#define EBB_ASK_HERE_MS      180000 /* timed sets: since the last sign of a person (proposal) */
#define EBB_ASK_HERE_MAX     2      /* questions without an answer */

typedef enum {
  EBB_INPUT_TICK,       /* time passed; send at least every 50 ms */
  EBB_INPUT_SAMPLE,     /* report of the bout's channel: pressure, at_target, deflated */
  EBB_INPUT_START,      /* the person's one-shot start */
  EBB_INPUT_LINK_READY, /* identity known, limits adopted, self-test passed */
  EBB_INPUT_ARMED,      /* the controller reports Armed in our epoch */
  EBB_INPUT_REFUSED,    /* the controller refused; reason */
  EBB_INPUT_REP,        /* a repetition was counted (wave or tap) */
  EBB_INPUT_UNDO_REP,   /* the last one is taken back */
  EBB_INPUT_PAUSE,
  EBB_INPUT_RESUME,
  EBB_INPUT_END_SET,     /* reason text in `text` */
  EBB_INPUT_STOP,        /* the person stops */
  EBB_INPUT_SAFETY_STOP, /* interlock or controller: reason */
  EBB_INPUT_LINK_LOST,   /* reason: LINK_LOST, DEVICE_RESET, SLEEP */
  EBB_INPUT_TARGET,      /* -10 / +10: new target in `pressure` */
  EBB_INPUT_CUFF_OFF,    /* a person says: the cuff is soft and off */
  EBB_INPUT_CORRECT,     /* after a set: its count was `number` (1 or -1) more */
  EBB_INPUT_MORE_REST,   /* in a rest: `number` seconds more */
  EBB_INPUT_NOT_YET,     /* the inflation that was announced waits for INFLATE */
  EBB_INPUT_INFLATE,     /* a person says: inflate now; RESUME does the same */
  EBB_INPUT_HERE,        /* a person is there */
  EBB_INPUT_REPEAT_SET,  /* one more like the set that runs or ran last, right after it */
  EBB_INPUT_SKIP_SET,    /* in a rest: the next set is left out; the last one ends the bout */
} EbbInputKind;

typedef struct {
  EbbInputKind kind;
  CuffTime t_us; /* on one clock, never falling */
  CuffPressure pressure;
  gboolean at_target; /* SAMPLE: within 10 % of the target */
  gboolean deflated;  /* SAMPLE: proven deflated (all sensors < 10 mmHg for 1 s, vent open) */
  CuffReason reason;
  const char *text; /* borrowed */
  int number;
} EbbInput;

/* What the machine asks of its owner; several may be set after one step. */
enum {
  EBB_DO_ARM = 1u << 0,
  EBB_DO_ORDER = 1u << 1,      /* send `order` (mode, target, longest) */
  EBB_DO_VENT = 1u << 2,       /* stop now, end the epoch */
  EBB_DO_PHASE = 1u << 3,      /* `phase` changed: tell everybody, record the event */
  EBB_DO_BEGIN_SET = 1u << 4,  /* counting on, set row written */
  EBB_DO_END_SET = 1u << 5,    /* counting off, set row finished: see `set_end_reason` */
  EBB_DO_CUE = 1u << 6,        /* pacer: phase is one of CONTRACT, HOLD, RELAX */
  EBB_DO_CLOSE = 1u << 7,      /* the bout is over: `end_state`, `end_reason` */
  EBB_DO_WARN_PAUSE = 1u << 8, /* 10 s before a pause ends by itself */
  EBB_DO_ANNOUNCE = 1u << 9,   /* the cuff inflates at phase_until_us, or waits for a person */
  EBB_DO_ASK_HERE = 1u << 10,  /* is somebody there? */
};

typedef struct {
  EbbPlan plan;
  EbbPhase phase;
  CuffTime phase_since_us;
  CuffTime phase_until_us; /* CUFF_TIME_NEVER when it ends by an event */
  guint set;               /* from 1; before the first one of this bout: first_set - 1 */
  guint first_set;         /* 1, unless the bout continues another one */
  guint cycle;             /* repetition the pacer leads, from 1 */
  guint reps;              /* counted in this set */
  guint step;              /* of a cycle of steps, from 1: the one that runs or comes next */
  CuffTime at_target_since_us;
  CuffTime set_started_us, set_ended_us;
  CuffTime resume_left_us; /* of a paused phase */
  EbbPhase paused_phase;
  CuffOrder order;
  gboolean pressurised; /* an inflating order was ever given in this bout */
  EbbEndState end_state;
  CuffReason end_reason;
  char set_end_reason[64]; /* "done", "failure", "pain", ...; "stopped", "safety", "interrupted" */
  CuffReason unknown_reason; /* in UNKNOWN: LINK_LOST, NOT_DEFLATED, ... */
  CuffPressure stepped;      /* the target somebody stepped to; unset = the plan's */

  /* The machine's own. */
  CuffTime now_us;      /* of the last step */
  CuffTime start_us;    /* a start waiting for the link; CUFF_TIME_NEVER = none */
  CuffTime rest_end_us; /* when the next set is due */
  CuffTime inflate_took_us;
  int rest_extra_s;   /* somebody added to this rest */
  CuffTime vented_us; /* of the vent order */
  CuffTime here_us;   /* of the last sign of a person, or of the last question */
  guint asked;        /* questions without an answer */
  CuffTime worked_us; /* of the set that ended last, by the clock */
  gboolean link_ready, set_open, pause_warned, announced;
} EbbMachine;

void ebb_machine_init (EbbMachine *machine, const EbbPlan *plan, CuffTime now_us);

/* One step; returns the EBB_DO_* bits.  Call again with a TICK at ebb_machine_deadline().
 * An input that does not fit the phase changes nothing, except what was due by then anyway; a stop
 * always returns EBB_DO_VENT.
 * TARGET lowers in any phase before DEFLATING, to EBB_TARGET_MIN at the least; a step up is refused
 * within a set and beyond plan.target_max.  ebb_machine_target() tells what became of it. */
guint ebb_machine_step (EbbMachine *machine, const EbbInput *input);

/* Before the start: the bout begins with this set, those before it were done in another one. */
void ebb_machine_begin_at (EbbMachine *machine, guint set);

/* The target of this bout as it stands, also while the cuff is deflated (`order.target` is 0 then).
 * Steps of -10 and +10 count from here. */
CuffPressure ebb_machine_target (const EbbMachine *machine);

/* Whether a step to `pressure` would be taken now. */
gboolean ebb_machine_takes_target (const EbbMachine *machine, CuffPressure pressure);

/* Whether a set can be done once more, or the next one left out. */
gboolean ebb_machine_takes_repeat (const EbbMachine *machine);
gboolean ebb_machine_takes_skip (const EbbMachine *machine);

/* Whether a start waits for the link at `now_us`. */
gboolean ebb_machine_start_waits (const EbbMachine *machine, CuffTime now_us);

/* When the cuff will be deflated for good if all goes as planned; CUFF_TIME_NEVER while that cannot
 * be said: before the bout, in a state that is unknown, without a tempo. */
CuffTime ebb_machine_expected_end (const EbbMachine *machine, CuffTime now_us);

/* When time alone changes something next; CUFF_TIME_NEVER = not before the next event. */
CuffTime ebb_machine_deadline (const EbbMachine *machine);

/* Of a set by the clock: how long it has been worked in the set that runs or ran last, pauses and
 * the deflated parts of a cycle left out; and how long its order is.  0 of a counted set. */
CuffTime ebb_machine_worked_us (const EbbMachine *machine);
CuffTime ebb_machine_to_work_us (const EbbMachine *machine);

/* While a question whether somebody is there stands unanswered: when the cuff deflates for want of
 * an answer, at the earliest.  CUFF_TIME_NEVER = nothing is asked. */
CuffTime ebb_machine_unanswered_until_us (const EbbMachine *machine);

/* True in phases where the ±10 % band is scored as exercise (CONTRACT, HOLD, RELAX, WORK with the
 * cuff tight: from set_started_us to set_ended_us), and where ±5 % counts as rest (REST with the
 * cuff tight, from 2 s after set_ended_us).  Both speak of the time of the last step. */
gboolean ebb_machine_in_exercise (const EbbMachine *machine);
gboolean ebb_machine_in_tight_rest (const EbbMachine *machine);
