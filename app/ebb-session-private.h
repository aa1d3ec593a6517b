/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cuff-link.h"
#include "cuff-rep-detector.h"
#include "ebb-machine.h"
#include "ebb-occlusion-clock.h"
#include "ebb-session-recorder.h"
#include "ebb-session.h"

#include <stdatomic.h>

/* What jobs tell when they are done, on the store thread.  Outlives the session while jobs of it
 * are queued. */
typedef struct {
  _Atomic int n_refs;
  int fd; /* eventfd: wakes the main context */
  _Atomic gboolean row_committed;
  _Atomic gboolean failed;  /* the disk refused something at least once */
  _Atomic gboolean lost;    /* and something was given up */
  _Atomic (char *) problem; /* owned: the first failure in words, NULL = none */
} EbbSessionStored;

EbbSessionStored *ebb_session_stored_new (void);
EbbSessionStored *ebb_session_stored_ref (EbbSessionStored *stored);
void ebb_session_stored_unref (EbbSessionStored *stored);
void ebb_session_stored_fail (gpointer stored, const GError *error);

struct _EbbSession {
  GObject parent_instance;

  /* owned */
  char *id, *bout_id, *limb_id, *set_id;
  char *patient_id, *episode_id, *operator_name, *cuff_name;
  char *protocol_id, *protocol_name, *protocol_json, *exercise_id;
  EbbProtocol *protocol; /* a copy, for planning again with the controller's caps */
  EbbExercise *exercise;
  char *problem;
  char *reperfusion_reason;
  CuffLink *link;
  EbbSessionRecorder *recorder;
  GSource *source, *stored_source;

  /* borrowed */
  EbbClock *clock;
  EbbStore *store;

  /* state */
  EbbPrescription prescription;
  EbbTarget target;
  EbbMachine machine;
  CuffRepDetector detector;
  EbbOcclusionClock occlusion;
  CuffProof proof;
  CuffReport last_report;
  guint64 next_report, next_event;
  double cuff_width_cm;
  guint protocol_version, n_sets;
  EbbPosture posture;
  gint64 continuous_before_us;
  gint64 start_us; /* of the session row, on the clock; every stored time counts from it */
  gboolean connected, simulated, limits_adopted, ready_told, stored, closed;
  guint32 alarms;
  guint rep_rows;
  GArray *rep_numbers; /* owned, of guint: the rows of this set that count */
  gint64 last_tap_us, last_wave_us;
  gint64 set_started_us;
  gint64 ready_since_us;

  /* set by any thread or signal handler */
  _Atomic gboolean stop_wanted;

  EbbSessionStored *news_of_store; /* owned reference */
};

/* ebb-session-drive.c: the machine in, its wishes out. */
void ebb_session_feed (EbbSession *self, const EbbInput *input);
void ebb_session_feed_at (EbbSession *self, EbbInputKind kind, CuffReason reason, CuffTime t_us);
void ebb_session_feed_kind (EbbSession *self, EbbInputKind kind, CuffReason reason);
gboolean ebb_session_count (EbbSession *self, const CuffRep *rep, CuffTime t_us);

/* ebb-session-link.c: what the cuff thread tells. */
void ebb_session_take_news (EbbSession *self);

/* ebb-session-records.c: jobs for the store. */
void ebb_session_record_start (EbbSession *self, const CuffIdentity *identity);
void ebb_session_record_set (EbbSession *self, gboolean ended);
void ebb_session_record_rep (EbbSession *self, const CuffRep *rep);
void ebb_session_record_undo (EbbSession *self, guint number);
void ebb_session_record_event (EbbSession *self, const char *code, int number,
                               CuffPressure pressure, const char *text);
void ebb_session_record_bout_end (EbbSession *self);
void ebb_session_record_rest (EbbSession *self);
void ebb_session_record_end (EbbSession *self, EbbEndState state, CuffReason reason);

void ebb_session_set_problem (EbbSession *self, const char *text);
gint64 ebb_session_elapsed_us (EbbSession *self);
