/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Limb occlusion pressure from the cuff's own oscillations: the judge of a staircase.  Somebody
 * (app/ebb-lop) brings the cuff to a pressure, shuts the valves and hands over samples; the judge
 * says when it has seen enough and which pressure it wants next, until it answers a value or says
 * why there is none.  It would rather refuse than guess.  Pure: no clock, no allocation.
 *
 * The oscillation does not vanish at the occlusion pressure, because the artery under the cuff's
 * edge goes on beating.  The answer is the pressure at which it has fallen to a share of its
 * largest.  That share comes from simulated limbs and says nothing about people.
 */
#pragma once

#include "cuff-lop-window.h"

/* Below this an answer is doubtful: measure again, or by another method. */
#define CUFF_LOP_ACCEPT_PERCENT 60

#define CUFF_LOP_STEPS_MAX 64

typedef enum {
  CUFF_LOP_REASON_NONE = 0,
  CUFF_LOP_REASON_MOVEMENT = 1,      /* the limb did not lie still */
  CUFF_LOP_REASON_NO_PULSE = 2,      /* no beat was seen where everybody has one */
  CUFF_LOP_REASON_IRREGULAR = 3,     /* beats come at any time and in any height */
  CUFF_LOP_REASON_LIMIT = 4,         /* a ceiling of pressure or time came first */
  CUFF_LOP_REASON_NOT_CONFIRMED = 5, /* the beat is still there above the answer */
  CUFF_LOP_REASON_FEW_BEATS = 6,     /* telemetry too thin, or a heart too slow for the window */
  CUFF_LOP_REASON_SENSOR = 7,        /* no reading, or one that never changes */
  CUFF_LOP_REASON_LEAK = 8,          /* the cuff does not keep or reach its pressure */
} CuffLopReason;

/* What the answer rests on, as data. */
typedef struct {
  double theta;      /* share of the largest oscillation that is left at the answer */
  const char *basis; /* where theta comes from */
} CuffLopRules;

extern const CuffLopRules cuff_lop_rules;

typedef enum {
  CUFF_LOP_LISTENING, /* the window goes on */
  CUFF_LOP_EXTENDED,  /* it goes on for longer than was meant */
  CUFF_LOP_GO_TO,     /* next window at `next` */
  CUFF_LOP_CONFIRM,   /* next window at `next`, the last one: is it gone there? */
  CUFF_LOP_FOUND,
  CUFF_LOP_NOT_FOUND,
} CuffLopVerdict;

typedef struct {
  CuffLopVerdict verdict;
  CuffPressure next;       /* GO_TO, CONFIRM */
  CuffPressure lop, band;  /* FOUND: the value, and how far off it may be */
  uint8_t quality_percent; /* FOUND: 0..100, see CUFF_LOP_ACCEPT_PERCENT */
  CuffLopReason reason;    /* NOT_FOUND */
} CuffLopJudgement;

typedef struct {
  CuffLopRules rules;
  CuffLopWindow window;
  double wanted_s;       /* length of this window */
  unsigned n_extensions; /* of this window, because something was wrong */
  bool confirming;
  double asked_mmhg;                     /* where this window was wanted; 0 = the first */
  double period_s;                       /* 0 = not known yet */
  CuffLopBeats step[CUFF_LOP_STEPS_MAX]; /* one a window, in the order they were taken */
  unsigned n_steps;
  unsigned n_disturbed;       /* windows in which the limb moved */
  bool strayed;               /* in one of them it came to lie otherwise */
  double lop_mmhg;            /* to be confirmed */
  CuffLopJudgement judgement; /* the last one */
} CuffLop;

/* `rules`: NULL = cuff_lop_rules. */
void cuff_lop_init (CuffLop *lop, const CuffLopRules *rules);

/* The cuff stands still with its valves shut, from now on. */
void cuff_lop_begin_window (CuffLop *lop);

/* One sample of the window.  Anything but LISTENING and EXTENDED ends it. */
CuffLopJudgement cuff_lop_push (CuffLop *lop, CuffTime t_us, CuffPressure pressure);
