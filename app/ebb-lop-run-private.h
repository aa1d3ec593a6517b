/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of EbbLopRun.  Main thread, but for `stop_wanted`.
 */
#pragma once

#include "ebb-cuff-private.h"
#include "ebb-lop-run.h"

struct _EbbLopRun {
  GObject parent_instance;

  EbbClock *clock;             /* borrowed */
  EbbStore *store;             /* borrowed */
  EbbCuff *cuff;               /* owned */
  EbbLopRecord *record;        /* owned: what is known before the search */
  EbbScreeningFile *screening; /* a reference */
  EbbLopSetup setup;
  EbbLopWay way;

  EbbLopRunState state;
  gint64 state_since_us;
  guint n_begun, n_done;
  CuffLopJudgement answers[EBB_LOP_RUNS_MAX];
  gint64 rest_until_us;
  CuffPressure lop; /* the outcome; unset = none */
  EbbEndState end;
  CuffReason reason;
  gboolean unproven;
  char *problem, *why_not; /* owned or NULL */

  /* the present run */
  char *run_id;      /* owned; NULL = no row */
  gulong news_id;    /* handler; 0 = none */
  EbbCuffLine *line; /* a reference; NULL = none */
  EbbCuffReader reader;
  CuffIdentity identity;
  CuffProof proof;
  EbbLop machine;
  EbbLopGuided guided;
  CuffLop judge;
  EbbGuidedTap tap;
  GPtrArray *traces; /* owned: EbbLopTrace */
  gint64 run_start_us;
  CuffPressure pressure;
  gint64 heard_us;
  gboolean vent_asked;
  _Atomic gboolean stop_wanted;
};

/* ebb-lop-run-link.c */
gint64 ebb_lop_run_now (EbbLopRun *self);
void ebb_lop_run_enter (EbbLopRun *self, EbbLopRunState state);
void ebb_lop_run_attach (EbbLopRun *self);
void ebb_lop_run_detach (EbbLopRun *self);
void ebb_lop_run_take_line (EbbLopRun *self);
void ebb_lop_run_drop_line (EbbLopRun *self);
/* Whether a session listens to the same cuff. */
gboolean ebb_lop_run_is_shared (EbbLopRun *self);
/* The row is on the disk: limits, arm, air. */
void ebb_lop_run_configure (EbbLopRun *self);
gboolean ebb_lop_run_is_guided (EbbLopRun *self);

/* ebb-lop-run-result.c */
void ebb_lop_run_set_problem (EbbLopRun *self, const char *text);
/* Nothing was inflated: the person may try again. */
void ebb_lop_run_fail_before_air (EbbLopRun *self, const char *text);
/* The present run is over: the machine has closed, or nothing is heard any more. */
void ebb_lop_run_close_run (EbbLopRun *self, gboolean proven);
void ebb_lop_run_end (EbbLopRun *self, EbbEndState end, CuffReason reason);
