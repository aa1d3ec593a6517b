/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop.h"

#define LOWEST_TARGET CUFF_MMHG (20)

void
ebb_lop_init (EbbLop *lop, const EbbLopSetup *setup, CuffTime now_us)
{
  g_return_if_fail (lop != NULL && setup != NULL);

  *lop = (EbbLop){
    .setup = *setup,
    .phase = EBB_LOP_ZERO,
    .phase_since_us = now_us,
    .order = ebb_lop_order (CUFF_MODE_DEFLATE, 0, EBB_LOP_ZERO_MAX_MS),
    .watch = ebb_lop_watch_begin (setup, now_us),
    .target = 0,
    .answer = { .next = CUFF_PRESSURE_UNSET,
                .lop = CUFF_PRESSURE_UNSET,
                .band = CUFF_PRESSURE_UNSET },
    .steady_since_us = CUFF_TIME_NEVER,
  };
}

static gboolean
is_tight (const EbbLop *lop)
{
  return lop->phase >= EBB_LOP_INFLATING && lop->phase <= EBB_LOP_CONFIRMING;
}

gboolean
ebb_lop_is_listening (const EbbLop *lop)
{
  return lop->phase == EBB_LOP_WINDOW || lop->phase == EBB_LOP_EXTENDING
         || lop->phase == EBB_LOP_CONFIRMING;
}

static guint
enter (EbbLop *lop, EbbLopPhase phase)
{
  lop->phase = phase;
  lop->phase_since_us = lop->watch.now_us;
  lop->steady_since_us = CUFF_TIME_NEVER;
  return EBB_LOP_DO_PHASE;
}

/* The first cause stays. */
static guint
vent (EbbLop *lop, EbbLopEnd end)
{
  lop->end = end;
  lop->order = ebb_lop_order (CUFF_MODE_VENT, 0, 0);
  lop->target = 0;
  return enter (lop, EBB_LOP_VENTING) | EBB_LOP_DO_ORDER | EBB_LOP_DO_VENT;
}

static guint
give_up (EbbLop *lop, CuffLopReason reason)
{
  lop->answer.verdict = CUFF_LOP_NOT_FOUND;
  lop->answer.reason = reason;
  return vent (lop, EBB_LOP_NOT_FOUND);
}

static guint
stop (EbbLop *lop, CuffReason reason)
{
  lop->stop_reason = reason;
  return vent (lop, EBB_LOP_STOPPED);
}

static guint
go_to (EbbLop *lop, CuffPressure wanted)
{
  if (!cuff_pressure_is_set (wanted) || wanted > lop->watch.ceiling)
    return give_up (lop, CUFF_LOP_REASON_LIMIT);

  CuffPressure highest =
      MIN (lop->watch.ceiling, MAX (lop->target, EBB_LOP_START) + EBB_LOP_CLIMB_MAX);
  lop->target = MIN (MAX (wanted, LOWEST_TARGET), highest);
  lop->arrived = FALSE;
  lop->order = ebb_lop_order (CUFF_MODE_LOP, lop->target, EBB_LOP_REACH_MAX_MS);
  return enter (lop, EBB_LOP_INFLATING) | EBB_LOP_DO_ORDER;
}

static guint
listen (EbbLop *lop)
{
  lop->order = ebb_lop_order (CUFF_MODE_QUIET, lop->target, EBB_LOP_WINDOW_MAX_MS);
  return enter (lop, lop->confirming ? EBB_LOP_CONFIRMING : EBB_LOP_WINDOW) | EBB_LOP_DO_ORDER
         | EBB_LOP_DO_LISTEN;
}

/* --- What ends it from outside ------------------------------------------------------------ */

/* 0 when all is well. */
static guint
watch (EbbLop *lop, const EbbLopInput *input)
{
  CuffReason reason = ebb_lop_watch_why_stop (&lop->watch, input);

  if (lop->phase >= EBB_LOP_VENTING)
    return 0;
  if (reason != CUFF_REASON_NONE)
    return stop (lop, reason);
  return ebb_lop_watch_is_too_long (&lop->watch) ? give_up (lop, CUFF_LOP_REASON_LIMIT) : 0;
}

/* --- Phases ------------------------------------------------------------------------------- */

static gboolean
steady (EbbLop *lop, const EbbLopInput *input, CuffPressure band, guint needed_ms)
{
  return input->report != NULL
         && ebb_lop_watch_is_steady (&lop->watch, &lop->steady_since_us, input->report->pressure,
                                     lop->target, band, needed_ms);
}

static gboolean
late (const EbbLop *lop, guint longest_ms)
{
  return lop->watch.now_us - lop->phase_since_us > CUFF_MS (longest_ms);
}

static guint
step_zero (EbbLop *lop, const EbbLopInput *input)
{
  if (steady (lop, input, EBB_LOP_ZERO_BAND, EBB_LOP_ZERO_MS))
    return go_to (lop, EBB_LOP_START);
  return late (lop, EBB_LOP_ZERO_MAX_MS) ? give_up (lop, CUFF_LOP_REASON_SENSOR) : 0;
}

static guint
step_towards (EbbLop *lop, const EbbLopInput *input)
{
  gboolean settled = steady (lop, input, EBB_LOP_NEAR, EBB_LOP_SETTLE_MS);

  if (settled)
    return listen (lop);
  if (late (lop, EBB_LOP_REACH_MAX_MS))
    return give_up (lop, lop->arrived ? CUFF_LOP_REASON_MOVEMENT : CUFF_LOP_REASON_LEAK);
  if (lop->phase == EBB_LOP_INFLATING && lop->steady_since_us != CUFF_TIME_NEVER) {
    /* Not enter(): the time for both phases is one, and it is steady already. */
    lop->phase = EBB_LOP_SETTLING;
    lop->arrived = TRUE;
    return EBB_LOP_DO_PHASE;
  }
  return 0;
}

static guint
found (EbbLop *lop, const CuffLopJudgement *judgement)
{
  if (!cuff_pressure_is_set (judgement->lop) || judgement->lop > lop->watch.ceiling)
    return give_up (lop, CUFF_LOP_REASON_LIMIT);
  lop->answer = *judgement;
  return vent (lop, EBB_LOP_FOUND);
}

static guint
step_listening (EbbLop *lop, const EbbLopInput *input)
{
  if (late (lop, EBB_LOP_WINDOW_MAX_MS))
    return give_up (lop, CUFF_LOP_REASON_FEW_BEATS);
  if (input->judgement == NULL)
    return 0;

  switch (input->judgement->verdict) {
  case CUFF_LOP_LISTENING:
    return 0;
  case CUFF_LOP_EXTENDED:
    if (lop->phase == EBB_LOP_EXTENDING)
      return 0;
    lop->phase = EBB_LOP_EXTENDING; /* the window's time runs on */
    return EBB_LOP_DO_PHASE;
  case CUFF_LOP_CONFIRM:
    lop->confirming = TRUE;
    lop->n_windows++;
    return go_to (lop, input->judgement->next);
  case CUFF_LOP_GO_TO:
    lop->n_windows++;
    return go_to (lop, input->judgement->next);
  case CUFF_LOP_FOUND:
    lop->n_windows++;
    return found (lop, input->judgement);
  case CUFF_LOP_NOT_FOUND:
    break;
  }
  return give_up (lop, input->judgement->reason);
}

static guint
step_venting (EbbLop *lop, const EbbLopInput *input)
{
  /* The proof's whole second lies after the order. */
  if (input->deflated && lop->watch.now_us - lop->phase_since_us >= CUFF_SECONDS (1))
    return enter (lop, EBB_LOP_DONE) | EBB_LOP_DO_CLOSE;
  lop->overdue = late (lop, EBB_LOP_PROOF_MAX_MS);
  return 0;
}

guint
ebb_lop_step (EbbLop *lop, const EbbLopInput *input)
{
  g_return_val_if_fail (lop != NULL && input != NULL, EBB_LOP_DO_VENT);

  ebb_lop_watch_step (&lop->watch, input);

  guint ended = watch (lop, input);
  if (ended != 0)
    return ended;
  switch (lop->phase) {
  case EBB_LOP_ZERO:
    return step_zero (lop, input);
  case EBB_LOP_INFLATING:
  case EBB_LOP_SETTLING:
    return step_towards (lop, input);
  case EBB_LOP_WINDOW:
  case EBB_LOP_EXTENDING:
  case EBB_LOP_CONFIRMING:
    return step_listening (lop, input);
  case EBB_LOP_VENTING:
    return step_venting (lop, input);
  case EBB_LOP_DONE:
    break;
  }
  return 0;
}

CuffTime
ebb_lop_time_left (const EbbLop *lop)
{
  if (lop->phase >= EBB_LOP_VENTING)
    return 0;

  return ebb_lop_watch_time_left (&lop->watch, is_tight (lop) && lop->watch.high);
}

static gboolean
counts (const CuffLopJudgement *answer)
{
  return answer->verdict == CUFF_LOP_FOUND && cuff_pressure_is_set (answer->lop)
         && answer->quality_percent >= CUFF_LOP_ACCEPT_PERCENT;
}

CuffPressure
ebb_lop_combine (const CuffLopJudgement *answers, guint n_answers)
{
  CuffPressure value[EBB_LOP_RUNS_MAX];
  guint n = 0;

  for (guint i = 0; i < n_answers && n < EBB_LOP_RUNS_MAX; i++)
    if (counts (&answers[i]))
      value[n++] = answers[i].lop;
  if (n < EBB_LOP_RUNS_WANTED)
    return CUFF_PRESSURE_UNSET;
  if (ABS (value[0] - value[1]) <= EBB_LOP_AGREE)
    return (value[0] + value[1]) / 2;
  if (n < EBB_LOP_RUNS_MAX)
    return CUFF_PRESSURE_UNSET;
  return MAX (MIN (value[0], value[1]), MIN (MAX (value[0], value[1]), value[2]));
}
