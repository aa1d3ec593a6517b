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
#include "ebb-clock.h"
#include "ebb-limb-history.h"
#include "ebb-machine.h"

#include <glib-object.h>

#define EBB_TYPE_SESSION (ebb_session_get_type ())
G_DECLARE_FINAL_TYPE (EbbSession, ebb_session, EBB, SESSION, GObject)

typedef struct {
  EbbClock *clock;  /* borrowed */
  EbbStore *store;  /* borrowed */
  const char *port; /* copied, like all texts */
  const char *patient_id;
  const EbbOrder *order; /* what allows the session while there is no screening; checked in new() */
  const char *operator_name;
  const EbbProtocol *protocol; /* copied as far as needed */
  const EbbExercise *exercise;
  EbbPrescription prescription;
  guint n_sets;   /* 0 = all of the protocol's */
  double load_kg; /* negative = unknown */
  gboolean self_paced;
  const char *cuff_name;
  double cuff_width_cm;
  const EbbLimbHistory *history;  /* what the limb has behind it; NULL = nothing (practice) */
  const char *reperfusion_reason; /* why a bout may begin before the rest is over; NULL */
  guint32 nonce; /* greeting of the link: the same one makes a virtual run repeat */
} EbbSessionOptions;

#define EBB_SESSION_ERROR (ebb_session_error_quark ())
GQuark ebb_session_error_quark (void);
typedef enum {
  EBB_SESSION_ERROR_NO_ORDER,    /* no valid order of a physician */
  EBB_SESSION_ERROR_REPERFUSION, /* the limb must rest longer */
  EBB_SESSION_ERROR_TIME,        /* the plan would exceed the limb's continuous limit */
} EbbSessionError;

/* Checks everything that can be checked without a cuff.  Nothing is opened or stored yet. */
EbbSession *ebb_session_new (const EbbSessionOptions *options, GError **error);

/* Connects, checks, stores the session row.  With ebb_session_start() (before or after) the bout
 * begins as soon as all of that is done. */
void ebb_session_connect (EbbSession *session);

/* The person's start: a one-shot token; a second call changes nothing. */
void ebb_session_start (EbbSession *session);

/* Any time, also from other threads and signal handlers; never refused. */
void ebb_session_stop (EbbSession *session);

void ebb_session_pause (EbbSession *session);
void ebb_session_resume (EbbSession *session);
void ebb_session_end_set (EbbSession *session, const char *reason);
void ebb_session_tap (EbbSession *session);
void ebb_session_undo (EbbSession *session);
/* −10 at any time; +10 only within the resolved limits and not in the middle of a repetition. */
void ebb_session_change_target (EbbSession *session, int delta_mmhg);
/* A person says: the cuff is soft and off. */
void ebb_session_cuff_off (EbbSession *session, const char *who);
/* Proven deflated, but nobody says that the cuff is off: closes the record without that event. */
void ebb_session_leave (EbbSession *session);
/* Nothing more will come: closes the record with the end it has (else interrupted), the cuff's
 * state unknown. */
void ebb_session_give_up (EbbSession *session);

/* What there is to show, as reported; a plain copy. */
typedef struct {
  EbbPhase phase;
  gint64 phase_since_us, phase_until_us;
  guint set, n_sets, reps, reps_min, reps_max;
  CuffPressure pressure, target; /* unset when telemetry is older than a second */
  gboolean connected, simulated, deflated;
  gint64 continuous_us, session_us, day_us, limit_us;
  guint32 alarms; /* bit 1 << CuffAlarm */
  EbbEndState end_state;
  CuffReason end_reason;
} EbbSessionView;

void ebb_session_get_view (EbbSession *session, EbbSessionView *view);
const char *ebb_session_get_id (EbbSession *session);
const EbbPlan *ebb_session_get_plan (EbbSession *session);
const EbbTarget *ebb_session_get_target (EbbSession *session);
/* After the store was closed: something of this session could not be stored; why, or NULL. */
const char *ebb_session_get_lost (EbbSession *session);
gboolean ebb_session_is_stored (EbbSession *session);
/* The last thing that went wrong, in words; NULL. */
const char *ebb_session_get_problem (EbbSession *session);
gboolean ebb_session_is_closed (EbbSession *session);
