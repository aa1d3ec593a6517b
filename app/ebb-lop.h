/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search for the limb occlusion pressure as a pure state machine with injected time: no
 * thread, no clock, no I/O.  It climbs a staircase of pressures and lets a judge (CuffLop) listen
 * with the valves shut.  The judge says where to go next; the ceilings are the machine's own and
 * hold whatever the judge says.  Every way out leads through VENTING to a proof.
 *
 *   zero ─▶ inflating ─▶ settling ─▶ window ⇄ extending ─▶ ... ─▶ confirming ─▶ venting ─▶ done
 *
 * Ceilings and times: SAFETY.md, limits; the steps of the way: clinical practice of automatic
 * searches, simulated limbs.
 */
#pragma once

#include "ebb-lop-watch.h"

#define EBB_LOP_START         CUFF_MMHG (60)
#define EBB_LOP_CLIMB_MAX     CUFF_MMHG (20) /* no step is higher, whatever the judge wants */
#define EBB_LOP_ZERO_MS       2000           /* an empty cuff reads nothing for so long */
#define EBB_LOP_ZERO_BAND     CUFF_MMHG (2)
#define EBB_LOP_ZERO_MAX_MS   6000 /* the controller forgets an arm after 10 s */
#define EBB_LOP_REACH_MAX_MS  20000
#define EBB_LOP_NEAR          CUFF_MMHG (4)
#define EBB_LOP_SETTLE_MS     1200
#define EBB_LOP_WINDOW_MAX_MS 20000
#define EBB_LOP_PROOF_MAX_MS  6000

typedef enum {
  EBB_LOP_ZERO,       /* does an empty cuff read zero? */
  EBB_LOP_INFLATING,  /* on the way to the next pressure */
  EBB_LOP_SETTLING,   /* there; the bladder gives way a little */
  EBB_LOP_WINDOW,     /* valves shut: the judge listens */
  EBB_LOP_EXTENDING,  /* the judge wants to listen longer */
  EBB_LOP_CONFIRMING, /* the last window, above the answer */
  EBB_LOP_VENTING,    /* until the cuff is proven soft */
  EBB_LOP_DONE,
} EbbLopPhase;

typedef enum {
  EBB_LOP_OPEN,
  EBB_LOP_FOUND,
  EBB_LOP_NOT_FOUND, /* `answer.reason` says why */
  EBB_LOP_STOPPED,   /* `stop_reason` says by what */
} EbbLopEnd;

/* What the machine asks of its owner; several may be set after one step. */
enum {
  EBB_LOP_DO_ORDER = 1u << 0,  /* send `order` */
  EBB_LOP_DO_VENT = 1u << 1,   /* vent now, end the epoch */
  EBB_LOP_DO_PHASE = 1u << 2,  /* `phase` changed */
  EBB_LOP_DO_LISTEN = 1u << 3, /* begin a window of the judge's */
  EBB_LOP_DO_CLOSE = 1u << 4,  /* over: `end` */
};

typedef struct {
  EbbLopSetup setup;
  EbbLopPhase phase;
  CuffTime phase_since_us;
  CuffOrder order;
  CuffPressure target; /* of the present step */
  gboolean confirming;
  guint n_windows; /* finished */
  EbbLopEnd end;
  CuffLopJudgement answer; /* `lop` is unset unless FOUND */
  CuffReason stop_reason;
  gboolean overdue; /* VENTING for longer than a cuff takes: assume it is full */

  EbbLopWatch watch;

  /* The machine's own. */
  CuffTime steady_since_us; /* at zero, or near the target; CUFF_TIME_NEVER = not */
  gboolean arrived;         /* the target was reached once in this step */
} EbbLop;

/* The controller is armed for a search; the first order keeps the cuff open. */
void ebb_lop_init (EbbLop *lop, const EbbLopSetup *setup, CuffTime now_us);

/* One step; returns EBB_LOP_DO_* bits.  At least every 50 ms, and with every sample. */
guint ebb_lop_step (EbbLop *lop, const EbbLopInput *input);

/* Whether samples with the valves shut belong before the judge now. */
gboolean ebb_lop_is_listening (const EbbLop *lop);

/* How long the cuff may at most stay tight from now on, if nothing ends the search before. */
CuffTime ebb_lop_time_left (const EbbLop *lop);

/* Two runs, with a minute of rest between them, make a measurement. */
#define EBB_LOP_REST_MS     60000
#define EBB_LOP_AGREE       CUFF_MMHG (10)
#define EBB_LOP_RUNS_WANTED 2
#define EBB_LOP_RUNS_MAX    3

/* The mean of two values that differ by 10 mmHg at most, else the middle one of three; unset while
 * another run is needed.  Runs that found nothing, or are doubtful, count for nothing. */
CuffPressure ebb_lop_combine (const CuffLopJudgement *answers, guint n_answers);
