/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole session in virtual time: simulated cuff, cuff thread, session, store, one process.
 */
#pragma once

#include "cuff-sim.h"
#include "ebb-db.h"
#include "ebb-session.h"

typedef struct {
  char *folder, *db_path, *session_id; /* owned */
  EbbClock *clock;
  CuffSim *sim, *other; /* the second one where a test wants it */
  EbbStore *store;
  EbbCuff *cuff;
  EbbSession *session;
  EbbPatient *patient;
  EbbOrder *order;
  EbbScreeningFile *screening; /* without a finding */
  GPtrArray *lops;             /* owned: one measured today on each limb in each posture */
  EbbLopFacts lop;
  EbbProtocol *protocol;
  EbbExercise *exercise;
  guint32 alarms_seen;
  _Atomic gboolean disk_hangs;
  gboolean hands;  /* says "cuff is off" when asked to remove it */
  gboolean manual; /* no cable: the simulator stands idle */
} SessionRig;

/* One set of 15 with the classic tempo: the shortest thing that is still the classic exercise. */
extern const char session_rig_one_set[];

typedef struct {
  const char *protocol_json; /* NULL = session_rig_one_set */
  guint64 seed;
  CuffPatientScript patient;
  double fixed_mmhg; /* 0 = `percent` of an LOP of 181 */
  double percent;    /* 0 = 60 */
  EbbPlanRules rules;
  gboolean self_paced, ask_side;
  gboolean manual; /* no cable: a person reads the gauge */
} SessionRigOptions;

/* What every session of a rig is made from. */
void session_rig_fill (SessionRig *rig, const SessionRigOptions *options,
                       EbbSessionOptions *session);

SessionRig *session_rig_new (const SessionRigOptions *options);

/* Another session instead of the one that was made, with what its limb has behind it. */
void session_rig_again (SessionRig *rig, const SessionRigOptions *options,
                        const EbbLimbHistory *history);

/* A second controller, as if it was bought new; its path. */
const char *session_rig_add_other (SessionRig *rig);

/* The session listens, and the cuff is looked for: nothing is stored or inflated. */
void session_rig_connect (SessionRig *rig);

/* Tears everything down in the order of ARCHITECTURE.md and opens the database for reading. */
EbbDb *session_rig_finish (SessionRig *rig);
void session_rig_free (SessionRig *rig);

/* Turns the main loop until the phase is reached (or the session has closed), at most `seconds` of
 * virtual time.  TRUE when the phase is there. */
gboolean session_rig_await (SessionRig *rig, EbbPhase phase, double seconds);
void session_rig_run (SessionRig *rig, double seconds);
gboolean session_rig_run_to_end (SessionRig *rig, double seconds);

CuffSimTruth session_rig_truth (SessionRig *rig);
EbbSessionView session_rig_view (SessionRig *rig);

/* The stored session; and its only bout's sets. */
EbbSessionRecord *session_rig_record (SessionRig *rig, EbbDb *db);
GPtrArray *session_rig_sets (SessionRig *rig, EbbDb *db);

/* How many events of this code the session has. */
guint session_rig_count_events (SessionRig *rig, EbbDb *db, const char *code);

/* All samples of the only limb of a bout, from 1. */
GArray *session_rig_samples (SessionRig *rig, EbbDb *db, guint bout);

/* Those of the first bout: one for every 10 ms, none missing, to the end. */
void session_rig_assert_whole (SessionRig *rig, EbbDb *db, double until_s);

/* Ids of the session's bouts, in order; EbbBoutRecord. */
GPtrArray *session_rig_bouts (SessionRig *rig, EbbDb *db);

/* A disk that hangs until it is let go: the store thread stands still, time goes on. */
void session_rig_hang_disk (SessionRig *rig);
void session_rig_let_disk_go (SessionRig *rig);

/* Puffs and waits for the question; then says that the right one moved. */
void session_rig_confirm_side (SessionRig *rig);
