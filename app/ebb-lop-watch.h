/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds for every search of the occlusion pressure, whoever or whatever listens: how high, how
 * long, and what ends it from outside (SAFETY.md, limits).  A plain value and pure functions; the
 * machines ebb-lop and ebb-lop-guided have one each.
 */
#pragma once

#include "ebb-protocol.h"

#include "cuff-lop.h"

#define EBB_LOP_CEILING_ARM    CUFF_MMHG (300)
#define EBB_LOP_CEILING_LEG    CUFF_MMHG (320)
#define EBB_LOP_OVERSHOOT      CUFF_MMHG (10) /* above the ceiling: vented at once */
#define EBB_LOP_HIGH_PERCENT   80             /* of the expected value: */
#define EBB_LOP_HIGH_MAX_MS    120000         /* no longer above it than that */
#define EBB_LOP_TOTAL_MAX_MS   170000         /* the controller ends a search after 180 s */
#define EBB_LOP_SILENCE_MAX_MS 1000           /* telemetry older than that is none */
#define EBB_LOP_RAMP           CUFF_MMHG (20) /* per second */

typedef struct {
  EbbSegment segment;
  CuffPressure limit;    /* the patient's or the clinic's own; unset = none */
  CuffPressure expected; /* an estimate of the answer; unset = every second counts as high */
} EbbLopSetup;

typedef struct {
  CuffTime t_us;                     /* on one clock, never falling */
  const CuffChannelReport *report;   /* borrowed; NULL = only time passed */
  const CuffLopJudgement *judgement; /* borrowed; NULL = nobody judged */
  gboolean deflated;                 /* proven: sensors < 10 mmHg for 1 s, valve open */
  CuffReason stop; /* a person, the interlock, the link: ends it; else CUFF_REASON_NONE */
} EbbLopInput;

typedef struct {
  CuffPressure ceiling;       /* no order is higher */
  CuffPressure high_from;     /* above it every second counts as high */
  CuffTime now_us, heard_us;  /* of the last report */
  CuffTime under_us, high_us; /* time under pressure, and above 80 % of the expected value */
  gboolean under, high;       /* at the last sample */
} EbbLopWatch;

EbbLopWatch ebb_lop_watch_begin (const EbbLopSetup *setup, CuffTime now_us);

/* Counts the time that passed, then takes in the report. */
void ebb_lop_watch_step (EbbLopWatch *watch, const EbbLopInput *input);

/* What ends the search now; CUFF_REASON_NONE when nothing does. */
CuffReason ebb_lop_watch_why_stop (const EbbLopWatch *watch, const EbbLopInput *input);

/* The limb has been under pressure for as long as a search may take. */
gboolean ebb_lop_watch_is_too_long (const EbbLopWatch *watch);

/* How long the cuff may at most stay tight from now on; `high`: it is as tight as it will be. */
CuffTime ebb_lop_watch_time_left (const EbbLopWatch *watch, gboolean high);

/* Whether `pressure` has stayed within `band` of `target` for `needed_ms`; `since_us` belongs to
 * the caller and is CUFF_TIME_NEVER while it does not. */
gboolean ebb_lop_watch_is_steady (const EbbLopWatch *watch, CuffTime *since_us,
                                  CuffPressure pressure, CuffPressure target, CuffPressure band,
                                  guint needed_ms);

/* An order for a phase of `phase_ms` at most. */
CuffOrder ebb_lop_order (CuffMode mode, CuffPressure target, guint phase_ms);
