/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms about this computer and about what the equipment needs (A11 slow, A12): a pure judge of
 * facts that somebody else has gathered.  Conditions and figures: the design's table of alarms; a
 * day for a self-test, 200 MB for a start.  No controller tells of a battery, so nothing does here.
 */
#pragma once

#include "ebb-clock.h"

/* What A12 is raised for. */
typedef enum {
  EBB_UPKEEP_SPACE = 1 << 0,     /* too little room for a session: stands in the way of a start */
  EBB_UPKEEP_CLOCK = 1 << 1,     /* the wall clock is doubtful, and so are the times on record */
  EBB_UPKEEP_SELF_TEST = 1 << 2, /* the controller tested itself longer ago than a day */
} EbbUpkeep;

#define EBB_UPKEEP_SPACE_BYTES   (200 * 1000 * 1000LL)
#define EBB_UPKEEP_SELF_TEST_US  CUFF_SECONDS (24 * 3600)
#define EBB_UPKEEP_CLOCK_STEP_US CUFF_SECONDS (60)
/* SQLite's own patience with whoever holds the file, and far more than a busy disk needs. */
#define EBB_STORE_SLOW_US        CUFF_SECONDS (5)

typedef struct {
  gint64 self_test_age_us; /* the controller boots with one; EBB_TIME_UNSET = no controller */
  gint64 free_bytes;       /* where the records are; -1 = not known */
  gint64 wall_unix_us;
  gint64 wall_step_us; /* by which the wall clock went its own way since the last look */
  gboolean store_refuses;
  gint64 store_late_us; /* the store has owed an answer for so long; 0 = it owes none */
} EbbHostFacts;

/* Bits of EbbUpkeep. */
guint ebb_alarm_upkeep (const EbbHostFacts *facts);
/* First what to do; the most urgent one of `upkeep`.  NULL for none. */
const char *ebb_alarm_upkeep_to_text (guint upkeep);

/* Rows are refused, or not taken in time. */
gboolean ebb_alarm_store_ails (const EbbHostFacts *facts);

/* What the wall clock did since the last look beside what passed on ours and what was slept.  On a
 * virtual clock only a step back can be told: there an hour may pass in a second. */
gint64 ebb_alarm_wall_step (gint64 wall_us, gint64 clock_us, gint64 slept_us, gboolean is_virtual);
