/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An episode of care and what hangs on it: conditions, goals, plan, appointments, outcome measures,
 * and what follows a session: adverse events, the visit's note, the telephone call.  Plain values;
 * a text that is not known is NULL, a number NAN.
 */
#pragma once

#include "ebb-records.h"

typedef struct {
  char *id, *text;              /* owned */
  char *target_on, *reached_on; /* owned or NULL */
} EbbGoal;

typedef struct {
  char *phase;                                              /* owned or NULL */
  guint visits_per_week, visits_planned, visits_authorised; /* 0 = not known */
  char *from_on;                                            /* owned or NULL: no plan yet */
} EbbCarePlan;

typedef struct {
  char *id;                 /* owned; NULL before it is stored */
  char *patient_id;         /* owned */
  GPtrArray *condition_ids; /* char*: of the list of conditions; NULL when written: as it is */
  char *diagnosis;          /* owned or NULL */
  char *segment, *side;     /* owned or NULL: "thigh"; "left", "right", "both" */
  char *surgery, *surgery_on, *precautions; /* owned or NULL */
  char *discharge_reason, *discharged_on;   /* owned or NULL: it is open */
  EbbCarePlan plan;
  GPtrArray *goals; /* EbbGoal; NULL when written */
} EbbEpisode;

typedef struct {
  char *id, *patient_id; /* owned */
  char *episode_id;      /* owned or NULL */
  gint64 start_unix_us;
  guint length_min;
  char *state; /* owned: "planned", "arrived", "done", "missed", "cancelled" */
  char *note;  /* owned or NULL */
} EbbAppointment;

typedef struct {
  char *id;          /* owned; NULL before it is stored */
  char *episode_id;  /* owned */
  char *measure;     /* owned: id of the list */
  char *occasion;    /* owned or NULL: "baseline", "interim", "discharge" */
  EbbSide side;      /* unset where the measure has none */
  char *exercise_id; /* owned or NULL: of a maximum */
  char *way;         /* owned or NULL: "tested", "epley", "brzycki", "entered" */
  double value;
  char *measured_on;   /* owned: YYYY-MM-DD */
  char *list_id;       /* owned; filled in when stored */
  guint list_version;  /* the same */
  char *note;          /* owned or NULL */
  char *operator_name; /* owned or NULL */
} EbbOutcome;

/* Reference clinical 4.9. */
typedef struct {
  char *id;              /* owned; NULL before it is stored */
  char *patient_id;      /* owned */
  char *session_id;      /* owned or NULL */
  char *completes_id;    /* owned: the bare event of that session it describes; NULL = none */
  char *kind;            /* owned: of the list of adverse events */
  guint grade;           /* 1 mild to 4 severe */
  char *onset;           /* owned: "during", "hour", "day", "three-days", "later" */
  char *action, *result; /* owned or NULL */
  char *reported_to;     /* owned or NULL */
  char *segment;         /* owned or NULL */
  EbbSide side;
  CuffPressure pressure; /* at onset; unset = not known */
  char *text;            /* owned or NULL */
  gint64 noticed_unix_us;
  char *operator_name; /* owned or NULL */
} EbbAdverseRecord;

/* S, O, A, P.  O is the text written from the data. */
typedef struct {
  char *id;                /* owned; NULL before it is stored */
  char *session_id;        /* owned */
  char *subjective;        /* owned or NULL */
  char *objective;         /* owned */
  char *assessment, *plan; /* owned or NULL */
  int skilled_min;         /* one to one; -1 = not known */
  char *operator_name;     /* owned or NULL */
  gint64 written_unix_us;
} EbbVisitNote;

typedef struct {
  char *id;            /* owned; NULL before it is stored */
  char *session_id;    /* owned */
  gboolean reached;    /* else the three answers say nothing */
  double soreness;     /* 0 to 10 */
  gboolean one_sided;  /* swelling or pain on one side, numbness that lasts */
  gboolean dark_urine; /* dark urine, extreme pain or weakness */
  char *outcome;       /* owned: "fine", "watch", "doctor-today", "not-reached" */
  char *note;          /* owned or NULL */
  char *operator_name; /* owned or NULL */
  gint64 called_unix_us;
} EbbFollowUp;

/* A session after which somebody calls. */
typedef struct {
  char *session_id, *patient_id, *patient_name; /* owned */
  char *contact;                                /* owned or NULL */
  gint64 ended_unix_us;
  gboolean first;                     /* the patient's first with air in a cuff */
  CuffPressure target, target_before; /* of the same limb; unset = none before */
  guint n_tries;                      /* calls that reached nobody */
} EbbCall;

/* When each thing was last done: what a due list is made from.  "" = never. */
typedef struct {
  char screened_until[11], order_until[11], lop_on[11], one_rm_on[11];
  gboolean has_screening, has_order, order_open_ended;
  gboolean order_not_required; /* by the clinic */
  /* No consent stands, and the clinic wants to hear of it; to preconditioning only where it is
   * enabled and prescribed. */
  gboolean consent_due, preconditioning_due;
  guint n_sessions; /* of the episode */
  guint sessions_since_measures;
  gboolean has_baseline, has_discharge_measures, discharged;
  guint visits_planned, visits_authorised; /* 0 = not known */
  guint n_calls;
} EbbDueFacts;

void ebb_goal_free (EbbGoal *goal);
void ebb_episode_free (EbbEpisode *episode);
void ebb_appointment_free (EbbAppointment *appointment);
void ebb_outcome_free (EbbOutcome *outcome);
void ebb_adverse_record_free (EbbAdverseRecord *record);
void ebb_visit_note_free (EbbVisitNote *note);
void ebb_follow_up_free (EbbFollowUp *follow_up);
void ebb_call_free (EbbCall *call);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbEpisode, ebb_episode_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbOutcome, ebb_outcome_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbAppointment, ebb_appointment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbAdverseRecord, ebb_adverse_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbVisitNote, ebb_visit_note_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbFollowUp, ebb_follow_up_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCall, ebb_call_free)
