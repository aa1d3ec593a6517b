/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One live treatment: joins the cuff's thread, the plan's machine, the repetition detector, the
 * clocks of the limb and the store.  Whoever shows a session talks to this object alone.
 * Main thread only.
 *
 * Signals: "changed" (phase, set or count), "cue" (int phase, uint duration in ms: the pacer),
 * "alarm" (int CuffAlarm, gboolean active), "message" (string: something a person should read),
 * "closed" (the record is complete).
 */
#pragma once

#include "cuff-types.h"
#include "ebb-cuff.h"
#include "ebb-door.h"
#include "ebb-limb-history.h"
#include "ebb-lop-lock.h"
#include "ebb-machine.h"
#include "ebb-screening.h"
#include "ebb-today.h"
#include "ebb-trace.h"

#include <glib-object.h>

#define EBB_TYPE_SESSION (ebb_session_get_type ())
G_DECLARE_FINAL_TYPE (EbbSession, ebb_session, EBB, SESSION, GObject)

/* A bout that goes on where the one before it was stopped by a person (clinic 3.10, 3.14). */
typedef struct {
  guint set;          /* from 1: the one it begins with */
  gboolean what_left; /* of that set only what is left of it; else all of it anew */
  gboolean refitted;  /* the cuff was opened: a puff shows anew which one moves */
  gboolean moved;     /* it lies at another place: an LOP found at the old one is void */
} EbbContinue;

/* One bout: an exercise with the cuff, from first inflation to proven deflation.  Everything is
 * copied as far as it is needed. */
typedef struct {
  const EbbProtocol *protocol;
  const EbbExercise *exercise;
  EbbPrescription prescription;
  const char *prescription_id; /* the stored version it runs; NULL = none */
  guint n_sets;                /* 0 = all of the protocol's */
  double load_kg;              /* negative = unknown */
  gboolean self_paced;
  const char *cuff_name;
  double cuff_width_cm;
  gboolean hand_bulb;             /* a blood-pressure cuff with a hand bulb: only by hand */
  const EbbLopFacts *lop;         /* what is on file of it; NULL = nothing, then no % of LOP */
  const EbbLimbHistory *history;  /* what the limb has behind it; NULL = nothing (practice) */
  const char *reperfusion_reason; /* why a bout may begin before the rest is over; NULL */
  const EbbContinue *continues;   /* NULL = a bout of its own */
  gboolean ask_side;              /* a start needs a puff and a confirmed side */
  EbbPlanRules rules;             /* what the clinic has enabled */
} EbbBoutOptions;

typedef struct {
  EbbClock *clock; /* borrowed, like store and cuff */
  EbbStore *store;
  EbbCuff *cuff;
  const char *patient_id; /* copied, like all texts */
  const EbbOrder *order;  /* a physician's; checked in new(), needed unless the clinic says no */
  const char *episode_id; /* of a session without an order; NULL: the order's */
  EbbScreeningFile *screening; /* what the lock looks at; referenced, checked for every bout */
  const char *operator_name;
  gboolean unwell_today;  /* an unwell patient trains no more that day */
  gboolean checks_needed; /* no start before what the list of checks says is needed */
  EbbBoutOptions bout;    /* the first one */
} EbbSessionOptions;

#define EBB_SESSION_ERROR (ebb_session_error_quark ())
GQuark ebb_session_error_quark (void);
typedef enum {
  EBB_SESSION_ERROR_NO_ORDER,    /* no valid order of a physician */
  EBB_SESSION_ERROR_REPERFUSION, /* the limb must rest longer */
  EBB_SESSION_ERROR_TIME,        /* the plan would exceed the limb's continuous limit */
  EBB_SESSION_ERROR_UNWELL,      /* the patient was unwell and trains no more today */
  EBB_SESSION_ERROR_BUSY,        /* another bout or session is under way */
  EBB_SESSION_ERROR_READING,     /* nothing a gauge shows */
  EBB_SESSION_ERROR_SCREENING,   /* missing, expired, incomplete, refused or without clearance */
  EBB_SESSION_ERROR_LOP,         /* to be measured (again) first */
  EBB_SESSION_ERROR_LOP_CHANGED, /* measured anew: the prescription is to be changed */
  EBB_SESSION_ERROR_LOP_REASON,  /* doubtful: measure it again, or give a reason (bout.lop) */
  EBB_SESSION_ERROR_DOOR,        /* an answer at the door stands against it */
  EBB_SESSION_ERROR_CONTINUE,    /* nothing that may be gone on with */
} EbbSessionError;

/* Checks everything that can be checked without a cuff.  Nothing is opened or stored yet. */
EbbSession *ebb_session_new (const EbbSessionOptions *options, GError **error);

/* Begins to listen to the cuff, connected already or not.  No row is stored yet: that happens with
 * the first puff or start, before anything is inflated.  A start given before the cuff is ready is
 * kept for EBB_START_VALID_MS. */
void ebb_session_connect (EbbSession *session);

/* The short puff (60 mmHg, at most 10 s, released at 40 mmHg or more after 2 s) that shows which
 * cuff moves.  Only before a bout and while proven deflated; FALSE otherwise.  The view tells how
 * it goes.  By hand a person pumps briefly instead: it goes on to the question at once, and the
 * gauge must be said to read 0 afterwards. */
gboolean ebb_session_puff (EbbSession *session);

/* Without a cable (view.by_hand).  What a person read on the gauge, 0 to 300 mmHg; else READING. */
gboolean ebb_session_enter_reading (EbbSession *session, double mmhg, GError **error);
/* The valve is open and the gauge reads 0: the only proof of deflation there is by hand. */
void ebb_session_gauge_zero (EbbSession *session, const char *who);

/* The therapist has seen which cuff moved: the one on `side` of the prescription, or another. */
void ebb_session_confirm_side (EbbSession *session, gboolean right_one);

/* The person's start: a one-shot token; a second call changes nothing. */
void ebb_session_start (EbbSession *session);

/* After a bout (REMOVE_CUFF): the next one in the same session.  Checks as ebb_session_new() does,
 * with the time since the last bout on this limb known from the session itself; a side confirmed
 * before stays so for the same limb and cuff.  Then ebb_session_start() as before.
 * With `continues` it goes on with the bout that was stopped by a person: sets, load and pace are
 * that one's as it stood, and so is the target after steps of 10; never after any other end. */
gboolean ebb_session_next_bout (EbbSession *session, const EbbBoutOptions *bout, GError **error);

/* Any time, also from other threads and signal handlers; never refused. */
void ebb_session_stop (EbbSession *session);

void ebb_session_pause (EbbSession *session);
void ebb_session_resume (EbbSession *session);
/* Of an inflation within the plan that was announced ("message"): it waits (WAITING) until somebody
 * says inflate, two minutes at most.  In a first session each one waits. */
void ebb_session_not_yet (EbbSession *session);
void ebb_session_inflate (EbbSession *session);
/* The answer to "is somebody there?", which sets by the clock ask; any other act answers too. */
void ebb_session_here (EbbSession *session);
void ebb_session_end_set (EbbSession *session, const char *reason);
void ebb_session_tap (EbbSession *session);
void ebb_session_undo (EbbSession *session);
/* In a rest: the count of the set just ended, up or down by one, as a corrected repetition. */
void ebb_session_correct (EbbSession *session, int delta);
/* Why a set ended early, told after it has: "done", "failure", "pain", "dizziness", "form", "time",
 * "equipment", "other".  Until then it is "not-said". */
void ebb_session_set_end_reason (EbbSession *session, guint set, const char *reason);
/* -10 at any time; +10 only with a reason, within the resolved limits and not in the middle of a
 * repetition. */
void ebb_session_change_target (EbbSession *session, int delta_mmhg, const char *reason);
/* In a rest: that much longer; at most 60 s in all for one rest, and never past the limb's limit.
 */
void ebb_session_more_rest (EbbSession *session, guint seconds);
/* One more set like the one that runs or ran last, right after it; told when it does not fit. */
void ebb_session_repeat_set (EbbSession *session);
/* In a rest: the next set is left out; without another one the bout ends.  `reason` may be NULL. */
void ebb_session_skip_set (EbbSession *session, const char *reason);
/* Vents, so that the cuff can be refitted; then a bout that continues this one (view.repositioning
 * until it begins). */
void ebb_session_reposition (EbbSession *session);
/* Vents, stamps the time, files an adverse event; this patient trains no more today. */
void ebb_session_unwell (EbbSession *session);

/* What people say.  Stored at once when there is a row, else with it; also after the session has
 * closed.  Scales of a set: "cuff" (0 fine, 1 hurts, 2 wants to stop), "exertion", "pain",
 * "discomfort", "tightness" (0..10), "rpe" (exertion on Borg's 6..20).  Kinds of a check: "bp"
 * (systolic, diastolic), "heart-rate", "pain", "nothing-new", "skin", "after" (text), and the ids
 * of data/screening/session.json, 1 = yes. NAN = no second value.  What they stand in the way of, a
 * start is refused for (view.why_not). */
void ebb_session_rate (EbbSession *session, guint set, const char *scale, double value);
void ebb_session_check (EbbSession *session, const char *kind, double value, double second,
                        const char *text);
/* Of something that was measured before: `t_us` on the clock.  Between two blood pressures it is
 * looked at (ebb-door). */
void ebb_session_check_at (EbbSession *session, gint64 t_us, const char *kind, double value,
                           double second, const char *text);
/* What was answered on a page and is not recorded yet: a start is judged by it too.  Copied. */
void ebb_session_answer (EbbSession *session, const EbbDoor *answers);
/* A stop sign of the list of checks ("numbness", "refill" with its seconds, ...), seen now; NAN =
 * without a number.  It is recorded, and what the list says of it is done at once and returned. */
EbbSignAction ebb_session_sign (EbbSession *session, const char *id, double value);
/* A marker (text NULL) or a note at this moment. */
void ebb_session_mark (EbbSession *session, const char *text);
/* The same of a moment a little back, on the clock: when somebody began to write. */
void ebb_session_mark_at (EbbSession *session, const char *text, gint64 t_us);
/* The list of today that this session works through; copied, NULL before it was set. */
void ebb_session_set_today (EbbSession *session, const EbbToday *today);
const EbbToday *ebb_session_get_today (EbbSession *session);
/* A start that was shortened stands in the record (EBB_EVENT_SHORTENED); nothing for one that was
 * not, or once it does. */
void ebb_session_note_today (EbbSession *session);
/* The alarms stay; their sound does not for a while, at a person's wish. */
void ebb_session_sound_paused (EbbSession *session);
void ebb_session_adverse_event (EbbSession *session, const char *kind, const char *text);

/* A person says: the cuff is soft and off. */
void ebb_session_cuff_off (EbbSession *session, const char *who);
/* Proven deflated, but nobody says that the cuff is off: closes the record without that event. */
void ebb_session_leave (EbbSession *session);
/* Nothing more will come: closes the record with the end it has (else interrupted), the cuff's
 * state unknown. */
void ebb_session_give_up (EbbSession *session);

typedef enum {
  EBB_PUFF_NONE,
  EBB_PUFF_RUNNING,
  EBB_PUFF_ASK,       /* felt: ask which cuff moved */
  EBB_PUFF_FAILED,    /* the pressure did not rise: `problem` says what to look at */
  EBB_PUFF_CONFIRMED, /* the right one */
  EBB_PUFF_WRONG,     /* another one: start is refused until a new puff is confirmed */
} EbbPuff;

/* By hand: whether somebody should look at the gauge. */
typedef enum {
  EBB_READING_FINE,
  EBB_READING_SUGGESTED, /* none yet in this set or rest */
  EBB_READING_OVERDUE,   /* older than a minute, or none at all */
} EbbReadingDue;

/* What there is to show, as reported; a plain copy.  Times on the clock unless they say "us" of a
 * length. */
typedef struct {
  EbbPhase phase;
  gint64 phase_since_us, phase_until_us;
  guint bout; /* from 1 */
  guint set, n_sets, reps, reps_min, reps_max;
  guint cycle;                   /* repetition the pacer leads, from 1 */
  guint step, n_steps;           /* of a cycle of pressures within the set, from 1; 0 = none */
  gint64 worked_us, to_work_us;  /* of this set by the clock, as ebb_machine_worked_us() */
  gboolean set_open;             /* a set runs, also while it is paused or relieved */
  gboolean tight;                /* the cuff is ordered to hold a pressure */
  gboolean announced;            /* it inflates, or waits for a person, at phase_until_us */
  gint64 unanswered_until_us;    /* "is somebody there?" is asked; EBB_TIME_UNSET = it is not */
  CuffPressure pressure, target; /* unset when telemetry is older than a second; as reported */
  CuffPressure ordered; /* what the plan asks for now, stepped by -10 and +10; a step's share */
  CuffPressure lop;     /* of the prescription; unset = unknown */
  gboolean connected, simulated, deflated;
  gboolean by_hand;  /* no cable: `pressure` is what a person read last */
  gboolean zero_due; /* by hand: the valve is to be open, "gauge reads 0" is waited for */
  gint64 reading_us; /* by hand: when that was, on the clock; EBB_TIME_UNSET = no reading */
  EbbReadingDue reading_due;
  gboolean can_start;    /* cuff ready, proven deflated, self-test and zero fine, side confirmed */
  const char *why_not;   /* borrowed, translated: what stands in the way of a start; NULL */
  const char *lop_doubt; /* borrowed: asks for a new LOP, or for one reason (bout.lop); NULL */
  EbbPuff puff;
  gboolean side_only;              /* nothing but the answer which cuff moved is in the way */
  int rating_scale;                /* EbbRatingScale: of exertion, as the clinic asks for it */
  gboolean can_step_up;            /* a +10 would be taken now */
  gboolean can_repeat, can_skip;   /* sets */
  gboolean repositioning;          /* the bout was stopped to refit the cuff */
  gboolean can_continue;           /* a bout may go on where this one was stopped */
  guint continue_set, continue_of; /* with this set of so many; 0 = nothing is left */
  gboolean continue_cut;           /* in the middle of it: then */
  EbbSetPlan continue_left;        /* this much of it is left */
  double band_percent; /* of the seen exercise time of this bout within ±10 %; NAN = none yet */
  gint64 continuous_us, session_us, day_us, limit_us;
  gint64 expected_end_us;      /* of the bout, on the clock; EBB_TIME_UNSET before it begins */
  gint64 reperfusion_until_us; /* between bouts: the limb must rest until then; else unset */
  guint32 alarms;              /* bit 1 << CuffAlarm */
  EbbEndState end_state;       /* of the bout */
  CuffReason end_reason;
} EbbSessionView;

/* One repetition of the bout, as it stands; those taken back are left out. */
typedef struct {
  guint set; /* from 1 */
  CuffRep rep;
} EbbSessionRep;

/* Something worth a mark on the time axis. */
typedef enum {
  EBB_MARK_SET_BEGINS, /* number = set */
  EBB_MARK_SET_ENDS,
  EBB_MARK_ALARM, /* number = CuffAlarm */
  EBB_MARK_NOTE,
  EBB_MARK_TARGET,
} EbbMarkKind;

typedef struct {
  gint64 t_us; /* on the clock */
  EbbMarkKind kind;
  int number;
} EbbMark;

void ebb_session_get_view (EbbSession *session, EbbSessionView *view);
const char *ebb_session_get_id (EbbSession *session);
const EbbPlan *ebb_session_get_plan (EbbSession *session);
const EbbTarget *ebb_session_get_target (EbbSession *session);
const EbbPrescription *ebb_session_get_prescription (EbbSession *session);
const EbbExercise *ebb_session_get_exercise (EbbSession *session);
const char *ebb_session_get_patient_id (EbbSession *session);
/* Of the bout; NULL = none is stored. */
const char *ebb_session_get_prescription_id (EbbSession *session);
/* Pressure of the limb since ebb_session_connect(), times on the clock.  Borrowed, grows. */
const EbbTrace *ebb_session_get_trace (EbbSession *session);
/* Borrowed arrays of this bout (EbbSessionRep) and of the session (EbbMark; EbbTargetChange with
 * times on the clock); valid until the main loop turns. */
const GArray *ebb_session_get_reps (EbbSession *session);
const GArray *ebb_session_get_marks (EbbSession *session);
const GArray *ebb_session_get_targets (EbbSession *session);
/* After the store was closed: something of this session could not be stored; why, or NULL. */
const char *ebb_session_get_lost (EbbSession *session);
gboolean ebb_session_is_stored (EbbSession *session);
/* The last thing that went wrong, in words; NULL. */
const char *ebb_session_get_problem (EbbSession *session);
gboolean ebb_session_is_closed (EbbSession *session);
