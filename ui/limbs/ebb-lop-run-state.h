/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the page of a search shows, made from the view of the run.  Pure; the page only puts it into
 * widgets.
 */
#pragma once

#include "ebb-lop-run.h"

typedef struct {
  /* all owned; "" = nothing to say */
  char *run;       /* "Run 1 of 2" */
  char *what;      /* what to do or what happens: "Tap Gone when the pulse is gone" */
  char *detail;    /* what is next, how it ended, why not */
  char *pressure;  /* "114"; "–" when not known */
  char *target;    /* "next 120 mmHg" */
  char *clock;     /* "tight 0:42, at most 2:05 more"; the rest's countdown */
  char *trials;    /* "Run 1: 142 mmHg, run 2: 146 mmHg" */
  gboolean guided; /* gone and back are on the page */
  gboolean takes_heard, takes_gone, takes_back; /* which tap means something now */
  gboolean begins;                              /* the button that begins the next run is there */
  gboolean may_begin;                           /* nothing is in its way */
  char *begin_text;                             /* "Begin run 2" */
  gboolean may_finish;                          /* there is a run whose value may stand alone */
  gboolean searching;                           /* a run is on its way or under pressure */
  gboolean over, found;
  gboolean keeps;    /* found, or searched to its end: a result that may be kept */
  gboolean alarming; /* treat the cuff as inflated */
} EbbLopRunShown;

/* `why_not`: of ebb_lop_run_why_not(); NULL = nothing in the way. */
void ebb_lop_run_shown_make (EbbLopRunShown *shown, const EbbLopRunView *view, EbbLopWay way,
                             const char *why_not);
void ebb_lop_run_shown_clear (EbbLopRunShown *shown);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbLopRunShown, ebb_lop_run_shown_clear)
