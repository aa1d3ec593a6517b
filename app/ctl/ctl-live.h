/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs one session to its end in a terminal: clock, store, session, and a person (or the demo) at
 * the other end.
 */
#pragma once

#include "cuff-sim.h"
#include "ebb-db.h"
#include "ebb-session.h"

typedef struct {
  const char *db_path;
  EbbClock *clock; /* borrowed */
  CuffSim *sim;    /* borrowed: hears the pacer; NULL on a real cuff */
  const char *port;
  guint32 nonce;             /* greeting of the link: the same one makes a virtual run repeat */
  EbbSessionOptions session; /* clock, store and cuff are filled in here */
  const EbbToday *today;     /* borrowed: shortened to the minutes there are; NULL = not */
  gboolean hands_free;       /* confirms "cuff is off" by itself, on a simulated cuff only */
  gboolean read_stdin;       /* a person types stop, pause, ... */
  char *session_id;          /* owned by the caller; set when there is a session row */
} CtlLive;

/* Returns CTL_OK when the session ended as completed, else CTL_FAILED; everything has been said
 * and stored. */
int ctl_live_run (CtlLive *live);

/* Opens the database for writing on this thread, to look up and prepare things before a session;
 * closes sessions that a crash left open and says so. */
EbbDb *ctl_open_db (const char *path, GError **error);

/* The patient's order that is valid today, else the one that was valid last; NULL without an error
 * when there never was one. */
EbbOrder *ctl_find_order (EbbDb *db, const char *patient_id, GError **error);
