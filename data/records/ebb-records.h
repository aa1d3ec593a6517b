/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The records of a session as plain values: what the live part hands to the store and what the
 * export reads back.  Ids are UUID texts.  Times named t_us count monotonic microseconds from the
 * session row; wall time stands once, in the session.  An unset pressure is CUFF_PRESSURE_UNSET,
 * an unset time -1, an unset text NULL: all three are null in the store and in JSON, never 0.
 */
#pragma once

#include "cuff-types.h"
#include "ebb-protocol.h"

#define EBB_TIME_UNSET ((gint64) -1)

typedef struct {
  char *id;            /* owned; NULL before it is stored */
  char *name;          /* owned */
  char *birth_date;    /* owned: YYYY-MM-DD */
  char *record_number; /* owned or NULL */
  char *sex;           /* owned: "female", "male", "other" or NULL */
} EbbPatient;

/* An order or referral of a physician: a session needs one unless the clinic sets otherwise. */
typedef struct {
  char *id;           /* owned */
  char *episode_id;   /* owned */
  char *patient_id;   /* owned */
  char *physician;    /* owned */
  char *ordered_on;   /* owned: YYYY-MM-DD */
  char *valid_until;  /* owned or NULL */
  char *restrictions; /* owned or NULL */
  char *diagnosis;    /* owned or NULL: goes into the episode */
} EbbOrder;

typedef enum {
  EBB_STATE_OPEN = 0,
  EBB_STATE_COMPLETED = 1,
  EBB_STATE_STOPPED_BY_USER = 2,
  EBB_STATE_STOPPED_BY_SAFETY = 3,
  EBB_STATE_INTERRUPTED = 4,
} EbbEndState;

typedef struct {
  char *id;               /* owned */
  char *patient_id;       /* owned */
  char *episode_id;       /* owned */
  char *operator_name;    /* owned */
  gint64 started_unix_us; /* UTC */
  int utc_offset_min;
  gboolean simulated; /* from the controller's identity and nowhere else */
  gboolean by_hand;   /* every pressure was read on a gauge by a person; from there too */
  char *device;       /* owned: vendor, model, serial, firmware in one line */
  EbbEndState state;
  CuffReason state_code;
  gint64 ended_us; /* since the start; unset while open */
} EbbSessionRecord;

typedef struct {
  char *id;          /* owned */
  char *session_id;  /* owned */
  guint number;      /* from 1 */
  char *exercise_id; /* owned */
  EbbPosture posture;
  char *protocol_id;   /* owned */
  char *protocol_name; /* owned */
  guint protocol_version;
  char *protocol_json; /* owned: the very text that ran */
  guint n_sets;        /* planned; 0 = all of the protocol's */
  char *continues_id;  /* owned: the bout it goes on with; NULL = one of its own */
  EbbEndState state;
  CuffReason state_code;
  gint64 started_us, ended_us;
} EbbBoutRecord;

typedef enum {
  EBB_METHOD_PERCENT_LOP = 0,
  EBB_METHOD_PERCENT_ESTIMATE = 1,
  EBB_METHOD_FIXED = 2,
  EBB_METHOD_SYSTOLIC = 3,
} EbbMethod;

typedef struct {
  char *id;      /* owned */
  char *bout_id; /* owned */
  guint channel; /* of the controller, and of the samples */
  EbbSegment segment;
  EbbSide side;
  char *cuff_name; /* owned */
  double cuff_width_cm;
  EbbMethod method;
  CuffPressure target;
  CuffPressure lop;      /* unset when unknown */
  double percent_lop;    /* 0 = unknown */
  char **clamps;         /* owned, NULL-terminated: each limit that lowered the target, in words */
  char *override_reason; /* owned or NULL */
  char *prescription_id; /* owned or NULL: the stored version that ran */
  double occlusion_time_s; /* time under pressure; filled by the store when read */
} EbbLimbRecord;

typedef struct {
  char *id;      /* owned */
  char *bout_id; /* owned */
  guint number;  /* from 1 */
  guint reps_min, reps_max;
  guint reps_counted;
  double load_kg;    /* negative = unknown */
  gint64 started_us; /* ready */
  gint64 ended_us;
  gint64 rest_s_ordered; /* after this set; 0 for the last */
  char *end_reason;      /* owned or NULL: done, failure, pain, ... */
} EbbSetRecord;

typedef struct {
  char *set_id;     /* owned */
  guint number;     /* from 1 */
  CuffRep rep;      /* its times count from the session row */
  gboolean removed; /* taken back by Undo; kept for the audit, not counted */
} EbbRepRecord;

typedef struct {
  gint64 t_us;
  char *code;            /* owned: lower case with dashes, e.g. "set-started", "alarm" */
  char *text;            /* owned: for a person */
  int number;            /* set, alarm or reason number; 0 = none */
  CuffPressure pressure; /* unset = none */
} EbbEventRecord;

/* One stored sample of one limb.  `gap` marks that data is missing before it. */
typedef struct {
  gint64 t_us;
  CuffPressure pressure, pressure_second;
  gint32 flow_dml_s;
  guint8 valve_percent;
  gboolean gap;
} EbbSample;

/* Code of an event that changes the target: its pressure is the new one.  In a bout of two limbs
 * its number is the channel + 1, in a bout of one limb it is not looked at. */
#define EBB_EVENT_TARGET "target-changed"

/* Codes that a list or a page counts or shows. */
#define EBB_EVENT_ALARM     "alarm"  /* number: CuffAlarm */
#define EBB_EVENT_NOTE      "note"   /* text: what somebody wrote */
#define EBB_EVENT_MARKER    "marker" /* a moment, without words */
/* text: to how many minutes the therapist shortened the visit, and what was left out */
#define EBB_EVENT_SHORTENED "shortened"

/* Words of the enums as they stand in session.json; NULL for a number that is none of them. */
const char *ebb_end_state_to_string (EbbEndState state);
const char *ebb_method_to_string (EbbMethod method);
const char *ebb_rep_source_to_string (CuffRepSource source);

void ebb_patient_free (EbbPatient *patient);
void ebb_order_free (EbbOrder *order);
void ebb_session_record_free (EbbSessionRecord *record);
void ebb_bout_record_free (EbbBoutRecord *record);
void ebb_limb_record_free (EbbLimbRecord *record);
void ebb_set_record_free (EbbSetRecord *record);
void ebb_rep_record_free (EbbRepRecord *record);
void ebb_event_record_free (EbbEventRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbPatient, ebb_patient_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbOrder, ebb_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSessionRecord, ebb_session_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbBoutRecord, ebb_bout_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbLimbRecord, ebb_limb_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbSetRecord, ebb_set_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbRepRecord, ebb_rep_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbEventRecord, ebb_event_record_free)
