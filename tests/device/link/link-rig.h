/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cuff thread against the simulated cuff, over a pseudo-terminal, in virtual time: what the
 * patient feels is read from the simulator's truth, never from what the host believes.  The test
 * itself plays the application's main thread.
 */
#pragma once

#include "cuff-link.h"
#include "cuff-sim.h"

#include <glib.h>

#define RIG_TARGET CUFF_MMHG (110)

typedef struct {
  CuffClock *clock;
  CuffClockParty *self;
  CuffSim *sim;
  CuffLink *link;
  guint64 next_event, next_report;
  GArray *events;
  CuffReport report;
  gboolean frozen; /* the UI thread shows no life */
} Rig;

/* `port` NULL: a simulated cuff of its own. */
Rig *rig_new (const char *port);
void rig_free (Rig *rig);
/* The program is started anew on `port`; the cuff stays as it is. */
void rig_restart_link (Rig *rig, const char *port, guint32 nonce);

double rig_now_s (Rig *rig);
/* One turn of the application's main loop. */
void rig_turn (Rig *rig);
void rig_run_for (Rig *rig, double seconds);
const CuffLinkEvent *rig_find_event (Rig *rig, CuffLinkEventKind kind);
const CuffLinkEvent *rig_find_alarm (Rig *rig, CuffAlarm alarm);
const CuffLinkEvent *rig_await_event (Rig *rig, CuffLinkEventKind kind, double patience_s);
CuffSimTruth rig_truth (Rig *rig);

void rig_order_hold (Rig *rig, gboolean tight_rest);
/* Identity, limits and interlock; then armed; then at its target, as every session gets there. */
void rig_prepare (Rig *rig);
void rig_arm (Rig *rig);
void rig_inflate (Rig *rig);

void rig_assert_ended (Rig *rig, CuffReason reason, double patience_s);
/* However the epoch ended: soft within 3.5 s, and never inflated again, whatever is ordered. */
void rig_assert_soft_for_good (Rig *rig);
