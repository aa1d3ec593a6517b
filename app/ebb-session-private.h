/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cuff-rep-detector.h"
#include "ebb-cuff-private.h"
#include "ebb-door.h"
#include "ebb-machine.h"
#include "ebb-measure.h"
#include "ebb-occlusion-clock.h"
#include "ebb-session-recorder.h"
#include "ebb-session.h"

#include <stdatomic.h>

/* What jobs tell when they are done, on the store thread.  Outlives the session while jobs of it
 * are queued. */
typedef struct {
  _Atomic int n_refs;
  int fd;                         /* eventfd: wakes the main context */
  _Atomic gboolean row_committed; /* of the session */
  _Atomic guint ticket;           /* the last rows that were asked for and stand */
  _Atomic gboolean failed;        /* the disk refused something at least once */
  _Atomic gboolean lost;          /* and something was given up */
  _Atomic (char *) problem;       /* owned: the first failure in words, NULL = none */
} EbbSessionStored;

EbbSessionStored *ebb_session_stored_new (void);
EbbSessionStored *ebb_session_stored_ref (EbbSessionStored *stored);
void ebb_session_stored_unref (EbbSessionStored *stored);
void ebb_session_stored_fail (gpointer stored, const GError *error);
void ebb_session_stored_tell (EbbSessionStored *stored);

/* What a limb has behind it, kept for the whole session: it may be trained again. */
typedef struct {
  EbbSegment segment;
  EbbSide side;
  EbbOcclusionClock clock;
  gint64 reperfusion_until_us; /* what it brought along; 0 = nothing */
  EbbEndState last_end;        /* OPEN = no bout lately */
  char *lop_reason;            /* owned: why a doubtful LOP serves; NULL = none was given */
  char *limit_told;            /* owned: the screening's limit that stands in the record */
  gboolean moved;              /* the cuff lies elsewhere than where the LOP was found */
} EbbSessionLimb;

/* One bout as it was ordered; copies. */
typedef struct {
  char *id, *limb_id;                                     /* owned */
  char *prescription_id, *cuff_name, *reperfusion_reason; /* owned or NULL */
  char *override_text, *limit_text;                       /* owned or NULL: of the screening */
  char *lop_text;                                         /* owned or NULL: a doubt passed */
  CuffPressure lop_systolic, planned_max; /* when the LOP was measured; as the plan was made */
  char *continues_id;                     /* owned or NULL: the bout it goes on with */
  EbbProtocol *protocol;                  /* owned */
  EbbExercise *exercise;                  /* owned */
  EbbPrescription prescription;
  EbbTarget target;
  guint number, n_sets, limb; /* number from 1; limb: index in `limbs` */
  guint first_set;            /* from 1 */
  gboolean what_left;         /* of that set */
  gboolean refitted;
  double load_kg, cuff_width_cm;
  gboolean self_paced, ask_side, hand_bulb;
  gboolean lop_simulated; /* its LOP was found on the simulated cuff */
  gint64 lop_measured_unix_us;
  EbbPlanRules rules;
  gboolean stored; /* its rows were asked for */
} EbbSessionBout;

void ebb_session_bout_clear (EbbSessionBout *bout);

/* The bout that ended last, as far as another one may go on with it. */
typedef struct {
  char *id;           /* owned; NULL = none has ended */
  char *protocol_id;  /* owned */
  EbbMachine machine; /* as it ended: plan with what was changed, sets done, steps of 10 */
  guint limb;         /* index in `limbs` */
  guint n_asked;      /* sets it was ordered with */
  gboolean moved;     /* as EbbSessionLimb's, when it ended */
  double load_kg;
  gboolean self_paced;
} EbbSessionBefore;

/* The rows that must stand before anything is inflated. */
typedef enum { EBB_ROWS_BOUT, EBB_ROWS_PUFF } EbbSessionRows;

typedef enum {
  PUFF_IDLE,
  PUFF_ROWS,   /* the preparation row is on its way */
  PUFF_ARMING, /* the controller is asked */
  PUFF_RISING,
  PUFF_VENTING, /* until proven deflated */
} PuffStep;

typedef struct EbbSessionHost EbbSessionHost;

struct _EbbSession {
  GObject parent_instance;

  /* owned */
  char *id, *set_id;
  char *patient_id, *episode_id, *operator_name;
  char *problem;
  EbbCuff *cuff;               /* a reference */
  EbbScreeningFile *screening; /* a reference; NULL = none */
  EbbCuffLine *line;
  EbbSessionRecorder *recorder; /* the store thread's, once its rows are asked for */
  GSource *stored_source;
  EbbTrace *trace;
  GArray *limbs;       /* EbbSessionLimb */
  GArray *reps;        /* EbbSessionRep */
  GArray *marks;       /* EbbMark */
  GArray *targets;     /* EbbTargetChange */
  GArray *rep_numbers; /* guint: the rows of this set that count */
  GPtrArray *sets;     /* EbbSetRecord of this bout, as last stored */
  GQueue waiting;      /* jobs for the time when there is a row */

  /* borrowed */
  EbbClock *clock;
  EbbStore *store;

  /* state */
  EbbSessionBout bout;
  EbbSessionBefore before;
  gboolean repositioning;
  EbbMachine machine;
  CuffRepDetector detector;
  CuffProof proof;
  CuffReport last_report;
  EbbCuffReader reader;
  gint64 start_us; /* of the session row, on the clock; every stored time counts from it */
  gboolean attached, limits_adopted, stored, closed, unwell;
  gboolean by_hand;      /* as the session row says */
  guint ticket;          /* rows asked for last */
  gboolean rows_pending; /* and not known to stand */
  EbbSessionRows rows_kind;
  gint64 slept_us;            /* of the computer, at the last news */
  gint64 configure_us;        /* ask the controller again then; CUFF_TIME_NEVER = not */
  EbbEndState last_end_state; /* of the bout before; OPEN = there was none */
  CuffReason last_end_reason;
  guint32 alarms;
  guint rep_rows;
  gint64 last_tap_us, last_wave_us;

  gboolean override_told; /* the override stands among the events */

  EbbCheckList *check_list; /* owned: what is asked before a session; NULL: could not be read */
  EbbDoor door;             /* and what was recorded */
  EbbDoorNow door_opened;   /* when this session was made */
  EbbDoor answers;          /* what stands on a page */
  EbbDoorLock door_lock;
  gboolean door_side_only; /* which cuff moved is all that the door still wants to know */
  char *door_text;         /* owned: what of it is in the way; NULL = nothing */
  char *door_refused;      /* owned: an answer that was recorded and ended the day; NULL = none */
  double door_percent;     /* of LOP, at most today; 0 = no such limit */
  gboolean lop_doubt;      /* the text is one that a reason passes */
  gboolean checks_needed;

  EbbPuff puff;
  PuffStep puff_step;
  gint64 puff_since_us;
  gboolean puff_felt;

  gint64 band_seen_us, band_inside_us; /* exercise time of this bout */
  gint64 band_last_us;                 /* of the last sample; CUFF_TIME_NEVER = none */
  CuffPressure band_pressure;

  /* set by any thread or signal handler */
  _Atomic gboolean stop_wanted;

  EbbSessionStored *news_of_store; /* owned reference */
  EbbSessionHost *host;            /* owned; NULL = not attached */
};

/* ebb-session-alarm.c: what no cuff thread can raise. */
#define EBB_SESSION_OWN_ALARMS (1u << CUFF_ALARM_STORE | 1u << CUFF_ALARM_UPKEEP)
void ebb_session_host_begin (EbbSession *self);
void ebb_session_host_end (EbbSession *self);
void ebb_session_host_look (EbbSession *self);
/* What of it stands in the way of a start; NULL = nothing. */
const char *ebb_session_host_in_the_way (EbbSession *self);

/* ebb-session-checks.c: may it begin? */
gboolean ebb_session_check_order (const EbbSessionOptions *options, GError **error);
/* Fills `bout` and `plan`; nothing of the session changes but `limbs`. */
gboolean ebb_session_plan_bout (EbbSession *self, const EbbBoutOptions *options,
                                EbbSessionBout *bout, EbbPlan *plan, GError **error);
gboolean ebb_session_plan_again (EbbSession *self, CuffPressure device_limit);
/* ebb-session-door.c: an answer, or another bout: is something of the checks in the way? */
void ebb_session_door_take (EbbSession *self, gint64 t_us, const char *kind, double value,
                            double second, const char *text);
void ebb_session_door_refresh (EbbSession *self);
/* After each plan of the machine: what the door allows at most. */
void ebb_session_door_bound (EbbSession *self);
EbbSessionLimb *ebb_session_limb (EbbSession *self);
gint64 ebb_session_limb_rests_until (EbbSession *self, EbbSessionLimb *limb);
/* What stands in the way of a start, translated; NULL.  `side_only`: what waiting does not cure. */
const char *ebb_session_why_not (EbbSession *self, gboolean side_only);
gboolean ebb_session_waits_for_side (EbbSession *self);

/* ebb-session-drive.c: the machine in, its wishes out. */
void ebb_session_feed (EbbSession *self, const EbbInput *input);
void ebb_session_feed_at (EbbSession *self, EbbInputKind kind, CuffReason reason, CuffTime t_us);
void ebb_session_feed_kind (EbbSession *self, EbbInputKind kind, CuffReason reason);
gboolean ebb_session_count (EbbSession *self, const CuffRep *rep, CuffTime t_us);
void ebb_session_add_rep (EbbSession *self, const CuffRep *rep);
void ebb_session_drop_rep (EbbSession *self);
void ebb_session_begin_bout (EbbSession *self);
void ebb_session_close (EbbSession *self, EbbEndState state, CuffReason reason);
void ebb_session_add_mark (EbbSession *self, EbbMarkKind kind, int number);

/* ebb-session-link.c: what the cuff thread tells. */
void ebb_session_attach (EbbSession *self);
void ebb_session_detach (EbbSession *self);
void ebb_session_configure (EbbSession *self);
CuffLink *ebb_session_get_link (EbbSession *self);

/* ebb-session-puff.c */
void ebb_session_puff_event (EbbSession *self, const CuffLinkEvent *event);
void ebb_session_puff_report (EbbSession *self, const CuffReport *report);
void ebb_session_puff_rows (EbbSession *self, const char *problem);
void ebb_session_puff_tick (EbbSession *self);
void ebb_session_puff_stop (EbbSession *self);

/* ebb-session-screening.c: the lock.  Limits go into `bout`, reasons as events into the record. */
gboolean ebb_session_apply_screening (EbbSession *self, EbbSessionBout *bout, GError **error);
void ebb_session_note_screening (EbbSession *self);
/* ebb-session-lop.c: the same for the LOP a pressure rests on. */
gboolean ebb_session_apply_lop (EbbSession *self, const EbbBoutOptions *options,
                                EbbSessionBout *bout, GError **error);
/* What today's answers say against the value on file; NULL = nothing, or a reason passed it. */
char *ebb_session_lop_today (EbbSession *self, const EbbDoor *answers);
void ebb_session_note_lop (EbbSession *self);
const char *ebb_session_lop_in_the_way (EbbSession *self, gboolean simulated);

/* ebb-session-sets.c: whether there is time for one more. */
gboolean ebb_session_repeat_fits (EbbSession *self);

/* ebb-session-continue.c: a bout that goes on with the one before. */
void ebb_session_keep_bout (EbbSession *self);
void ebb_session_before_clear (EbbSessionBefore *before);
/* Whether it may; then what it takes over from there. */
gboolean ebb_session_take_over (EbbSession *self, const EbbContinue *continues,
                                EbbSessionBout *bout, GError **error);
void ebb_session_shape_plan (EbbSession *self, const EbbSessionBout *bout, EbbPlan *plan);
/* Only what is still to be done of it. */
EbbPlan ebb_session_plan_left (const EbbSessionBout *bout, const EbbPlan *plan);
gboolean ebb_session_check_place (const EbbSessionLimb *limb, EbbSessionBout *bout, GError **error);
void ebb_session_begin_in_the_middle (EbbSession *self);
void ebb_session_note_continue (EbbSession *self);
void ebb_session_view_continue (EbbSession *self, EbbSessionView *view);

/* ebb-session-by-hand.c: a cuff without a cable. */
gboolean ebb_session_is_by_hand (EbbSession *self);
void ebb_session_plan_by_hand (EbbSession *self, EbbPlan *plan);
void ebb_session_side_by_hand (EbbSession *self);
const char *ebb_session_by_hand_in_the_way (EbbSession *self, const EbbCuffView *cuff);
void ebb_session_view_by_hand (EbbSession *self, const EbbCuffView *cuff, EbbSessionView *view);
/* What the limb's clock counts of a report. */
CuffPressure ebb_session_tight_by_hand (const CuffReport *report);

/* ebb-session-notes.c: an event now if there is a row, else with it. */
void ebb_session_post_event (EbbSession *self, const char *code, CuffPressure pressure,
                             const char *text);

/* ebb-session-band.c: exercise time within ±10 %, as ebb-measure counts it. */
void ebb_session_band_begin (EbbSession *self);
void ebb_session_band_push (EbbSession *self, gint64 t_us, CuffPressure pressure);

/* ebb-session-rows.c: what must stand before air. */
void ebb_session_ask_rows (EbbSession *self, EbbSessionRows kind);
void ebb_session_record_line (EbbSession *self);
void ebb_session_record_rest (EbbSession *self);

/* ebb-session-records.c: jobs for the store. */
void ebb_session_post (EbbSession *self, EbbStoreJob run, gpointer data, GDestroyNotify destroy);
/* Now if there is a row, else with it. */
void ebb_session_post_later (EbbSession *self, EbbStoreJob run, gpointer data,
                             GDestroyNotify destroy);
void ebb_session_post_waiting (EbbSession *self);
void ebb_session_put_set (EbbSession *self, const EbbSetRecord *set);
void ebb_session_record_set (EbbSession *self, gboolean ended);
void ebb_session_record_rep (EbbSession *self, const CuffRep *rep);
void ebb_session_record_undo (EbbSession *self, guint number);
void ebb_session_record_event (EbbSession *self, const char *code, int number,
                               CuffPressure pressure, const char *text);
void ebb_session_record_bout_end (EbbSession *self);
void ebb_session_record_end (EbbSession *self, EbbEndState state, CuffReason reason);

void ebb_session_set_problem (EbbSession *self, const char *text);
gint64 ebb_session_elapsed_us (EbbSession *self);
