/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a window works on: the clock, the store, the cuff, who works here, and the one session that
 * may run.  Main thread.
 *
 * Signals: "session-changed" (one began or was let go), "clinic-changed", "protocols-changed",
 * "records-changed" (string: the id of the patient whose records were written).
 */
#pragma once

#include "ebb-lop-run.h"
#include "ebb-session.h"
#include "ebb-store-ask.h"

#define EBB_TYPE_DESK (ebb_desk_get_type ())
G_DECLARE_FINAL_TYPE (EbbDesk, ebb_desk, EBB, DESK, GObject)

/* All borrowed; they outlive the desk. */
EbbDesk *ebb_desk_new (EbbClock *clock, EbbStore *store, EbbCuff *cuff);

EbbClock *ebb_desk_get_clock (EbbDesk *desk);
EbbStore *ebb_desk_get_store (EbbDesk *desk);
EbbCuff *ebb_desk_get_cuff (EbbDesk *desk);

/* Who works here; never NULL. */
const char *ebb_desk_get_operator (EbbDesk *desk);
void ebb_desk_set_operator (EbbDesk *desk, const char *name);

/* NULL until it has been loaded.  set() stores it and emits "clinic-changed". */
const EbbClinic *ebb_desk_get_clinic (EbbDesk *desk);
void ebb_desk_set_clinic (EbbDesk *desk, const EbbClinic *clinic);
void ebb_desk_reload_clinic (EbbDesk *desk);

/* EbbProtocolEntry: this clinic's library as it was read last; NULL until then.  reload() reads it
 * again, also for forms that offer protocols, and emits "protocols-changed". */
const GPtrArray *ebb_desk_get_protocols (EbbDesk *desk);
void ebb_desk_reload_protocols (EbbDesk *desk);

/* The session that runs or is being looked at; NULL.  Exactly one: a second is refused. */
EbbSession *ebb_desk_get_session (EbbDesk *desk);
/* Makes and connects it; clock, store, cuff and operator are filled in here. */
EbbSession *ebb_desk_begin_session (EbbDesk *desk, EbbSessionOptions *options, GError **error);
/* Lets go of one that is closed or was never stored; one that is under way stays (FALSE). */
gboolean ebb_desk_end_session (EbbDesk *desk);

/* The measurement of an occlusion pressure that is prepared, runs or is being looked at; NULL.
 * Never beside a session: exactly one of both holds the cuff. */
EbbLopRun *ebb_desk_get_lop_run (EbbDesk *desk);
/* Clock, store, cuff and operator are filled in here.  One that is over or never began goes. */
EbbLopRun *ebb_desk_begin_lop_run (EbbDesk *desk, EbbLopRunOptions *options, GError **error);
/* Whether a run of it is on its way or under pressure: between two runs it is not. */
gboolean ebb_desk_is_searching (EbbDesk *desk);
/* For whoever leads it: lets go of it; while it searches it stays (FALSE). */
gboolean ebb_desk_end_lop_run (EbbDesk *desk);

/* Stop and deflate, whatever is under way: the session's way if there is one, the measurement's,
 * else the cuff's. */
void ebb_desk_stop (EbbDesk *desk);

/* Somebody wrote records of this patient: pages that show them load again. */
void ebb_desk_tell_records (EbbDesk *desk, const char *patient_id);
