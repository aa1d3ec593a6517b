/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search for the limb occlusion pressure with a person's ear or a pulse oximeter, as a pure
 * state machine: the cuff is led up in steps until somebody taps that the pulse is gone, a little
 * further to be sure, and slowly down until they tap that it is back.  That is the value.
 * Reference clinical 2.4.  Ceilings and times are those of ebb-lop.h and hold whatever is tapped;
 * every way out leads through VENTING to a proof.
 *
 *   zero ─▶ baseline ─heard─▶ up ─gone─▶ overshoot ─▶ down ─back─▶ venting ─▶ done
 *                              ▲────────── back ───────┘
 */
#pragma once

#include "ebb-lop.h"

#define EBB_GUIDED_BASELINE        CUFF_MMHG (20) /* snug: is the pulse there at all? */
#define EBB_GUIDED_BASELINE_MAX_MS 60000
#define EBB_GUIDED_STEP            CUFF_MMHG (10)
#define EBB_GUIDED_DWELL_MS        3000
#define EBB_GUIDED_DOWN_MMHG_S     2

typedef enum {
  EBB_GUIDED_ZERO,      /* does an empty cuff read zero? */
  EBB_GUIDED_BEGIN,     /* on the way to 20 mmHg, and waiting for the pulse to be confirmed */
  EBB_GUIDED_UP,        /* in steps; tap "gone" */
  EBB_GUIDED_OVERSHOOT, /* one step further; tap "back" if it is still there */
  EBB_GUIDED_DOWN,      /* slowly; tap "back" */
  EBB_GUIDED_VENTING,
  EBB_GUIDED_DONE,
} EbbGuidedPhase;

typedef enum { EBB_TAP_NONE, EBB_TAP_HEARD, EBB_TAP_GONE, EBB_TAP_BACK } EbbGuidedTap;

typedef struct {
  EbbLopSetup setup;
  EbbGuidedPhase phase;
  CuffTime phase_since_us;
  CuffOrder order;
  CuffPressure target;
  CuffPressure pulse_lost; /* pressure at the last "gone"; unset = none yet */
  EbbLopEnd end;
  CuffLopJudgement answer; /* `lop` is unset unless FOUND: the pressure at "back" */
  CuffReason stop_reason;
  gboolean overdue; /* VENTING for longer than a cuff takes: assume it is full */
  EbbLopWatch watch;

  /* The machine's own. */
  CuffPressure pressure; /* last reported; unset = none */
  CuffTime steady_since_us, step_since_us;
} EbbLopGuided;

/* The controller is armed for a search; the first order keeps the cuff open. */
void ebb_lop_guided_init (EbbLopGuided *guided, const EbbLopSetup *setup, CuffTime now_us);

/* One step; returns EBB_LOP_DO_* bits.  `input->judgement` is not looked at.  At least every
 * 50 ms, and with every sample. */
guint ebb_lop_guided_step (EbbLopGuided *guided, const EbbLopInput *input, EbbGuidedTap tap);

/* How long the cuff may at most stay tight from now on, if nothing ends the search before. */
CuffTime ebb_lop_guided_time_left (const EbbLopGuided *guided);
