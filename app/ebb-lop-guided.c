/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-guided.h"

/* A pulse that is not back at this pressure was not heard. */
#define LOWEST      CUFF_MMHG (30)
/* The longest way down, at 2 mmHg a second. */
#define DOWN_MAX_MS 160000
/* Steps of the way down: finer than anybody hears. */
#define DOWN_STEP   4

void
ebb_lop_guided_init (EbbLopGuided *guided, const EbbLopSetup *setup, CuffTime now_us)
{
  g_return_if_fail (guided != NULL && setup != NULL);

  *guided = (EbbLopGuided){
    .setup = *setup,
    .phase = EBB_GUIDED_ZERO,
    .phase_since_us = now_us,
    .order = ebb_lop_order (CUFF_MODE_DEFLATE, 0, EBB_LOP_ZERO_MAX_MS),
    .watch = ebb_lop_watch_begin (setup, now_us),
    .pulse_lost = CUFF_PRESSURE_UNSET,
    .answer = { .next = CUFF_PRESSURE_UNSET,
                .lop = CUFF_PRESSURE_UNSET,
                .band = CUFF_PRESSURE_UNSET },
    .pressure = CUFF_PRESSURE_UNSET,
    .steady_since_us = CUFF_TIME_NEVER,
    .step_since_us = now_us,
  };
}

static guint
enter (EbbLopGuided *guided, EbbGuidedPhase phase)
{
  guided->phase = phase;
  guided->phase_since_us = guided->watch.now_us;
  guided->steady_since_us = CUFF_TIME_NEVER;
  guided->step_since_us = guided->watch.now_us;
  return EBB_LOP_DO_PHASE;
}

/* The first cause stays. */
static guint
vent (EbbLopGuided *guided, EbbLopEnd end)
{
  guided->end = end;
  guided->order = ebb_lop_order (CUFF_MODE_VENT, 0, 0);
  guided->target = 0;
  return enter (guided, EBB_GUIDED_VENTING) | EBB_LOP_DO_ORDER | EBB_LOP_DO_VENT;
}

static guint
give_up (EbbLopGuided *guided, CuffLopReason reason)
{
  guided->answer.verdict = CUFF_LOP_NOT_FOUND;
  guided->answer.reason = reason;
  return vent (guided, EBB_LOP_NOT_FOUND);
}

static guint
stop (EbbLopGuided *guided, CuffReason reason)
{
  guided->stop_reason = reason;
  return vent (guided, EBB_LOP_STOPPED);
}

static guint
go_to (EbbLopGuided *guided, CuffPressure target, guint phase_ms)
{
  guided->target = MIN (target, guided->watch.ceiling);
  guided->order = ebb_lop_order (CUFF_MODE_LOP, guided->target, phase_ms);
  guided->steady_since_us = CUFF_TIME_NEVER;
  guided->step_since_us = guided->watch.now_us;
  return EBB_LOP_DO_ORDER;
}

/* --- What ends it from outside ------------------------------------------------------------ */

/* 0 when all is well. */
static guint
watch (EbbLopGuided *guided, const EbbLopInput *input)
{
  CuffReason reason = ebb_lop_watch_why_stop (&guided->watch, input);

  if (guided->phase >= EBB_GUIDED_VENTING)
    return 0;
  if (reason != CUFF_REASON_NONE)
    return stop (guided, reason);
  return ebb_lop_watch_is_too_long (&guided->watch) ? give_up (guided, CUFF_LOP_REASON_LIMIT) : 0;
}

/* --- Phases ------------------------------------------------------------------------------- */

static gboolean
steady (EbbLopGuided *guided, CuffPressure band, guint needed_ms)
{
  return ebb_lop_watch_is_steady (&guided->watch, &guided->steady_since_us, guided->pressure,
                                  guided->target, band, needed_ms);
}

static gboolean
step_is_late (const EbbLopGuided *guided)
{
  return guided->steady_since_us == CUFF_TIME_NEVER
         && guided->watch.now_us - guided->step_since_us > CUFF_MS (EBB_LOP_REACH_MAX_MS);
}

static guint
step_zero (EbbLopGuided *guided)
{
  if (steady (guided, EBB_LOP_ZERO_BAND, EBB_LOP_ZERO_MS))
    return enter (guided, EBB_GUIDED_BEGIN)
           | go_to (guided, EBB_GUIDED_BASELINE, EBB_GUIDED_BASELINE_MAX_MS);
  return guided->watch.now_us - guided->phase_since_us > CUFF_MS (EBB_LOP_ZERO_MAX_MS)
             ? give_up (guided, CUFF_LOP_REASON_SENSOR)
             : 0;
}

static guint
climb (EbbLopGuided *guided)
{
  if (guided->target >= guided->watch.ceiling)
    return give_up (guided, CUFF_LOP_REASON_LIMIT);
  return go_to (guided, guided->target + EBB_GUIDED_STEP, EBB_LOP_REACH_MAX_MS);
}

static guint
step_baseline (EbbLopGuided *guided, EbbGuidedTap tap)
{
  /* Only a pulse that was there can be gone. */
  if (tap == EBB_TAP_HEARD && steady (guided, EBB_LOP_NEAR, 0))
    return enter (guided, EBB_GUIDED_UP) | climb (guided);
  steady (guided, EBB_LOP_NEAR, 0);
  if (step_is_late (guided))
    return give_up (guided, CUFF_LOP_REASON_LEAK);
  return guided->watch.now_us - guided->phase_since_us > CUFF_MS (EBB_GUIDED_BASELINE_MAX_MS)
             ? give_up (guided, CUFF_LOP_REASON_NO_PULSE)
             : 0;
}

static guint
step_up (EbbLopGuided *guided, EbbGuidedTap tap)
{
  if (tap == EBB_TAP_GONE) {
    guided->pulse_lost = guided->pressure;
    return enter (guided, EBB_GUIDED_OVERSHOOT)
           | go_to (guided, guided->target + EBB_GUIDED_STEP, EBB_LOP_REACH_MAX_MS);
  }
  if (steady (guided, EBB_LOP_NEAR, EBB_GUIDED_DWELL_MS))
    return climb (guided);
  return step_is_late (guided) ? give_up (guided, CUFF_LOP_REASON_LEAK) : 0;
}

static guint
step_overshoot (EbbLopGuided *guided, EbbGuidedTap tap)
{
  if (tap == EBB_TAP_BACK) { /* it was not gone */
    guided->pulse_lost = CUFF_PRESSURE_UNSET;
    return enter (guided, EBB_GUIDED_UP);
  }
  if (steady (guided, EBB_LOP_NEAR, EBB_GUIDED_DWELL_MS)) {
    guint wishes = enter (guided, EBB_GUIDED_DOWN);
    return wishes | go_to (guided, guided->target, DOWN_MAX_MS);
  }
  return step_is_late (guided) ? give_up (guided, CUFF_LOP_REASON_LEAK) : 0;
}

static guint
step_down (EbbLopGuided *guided, EbbGuidedTap tap)
{
  if (tap == EBB_TAP_BACK && cuff_pressure_is_set (guided->pressure)) {
    guided->answer = (CuffLopJudgement){ .verdict = CUFF_LOP_FOUND,
                                         .next = CUFF_PRESSURE_UNSET,
                                         .lop = guided->pressure,
                                         .band = CUFF_PRESSURE_UNSET,
                                         .quality_percent = 100 };
    return vent (guided, EBB_LOP_FOUND);
  }
  if (guided->target <= LOWEST)
    return give_up (guided, CUFF_LOP_REASON_NO_PULSE);

  CuffTime passed_us = guided->watch.now_us - guided->step_since_us;
  CuffPressure lower = (CuffPressure) (passed_us * EBB_GUIDED_DOWN_MMHG_S * 10 / 1000000);
  if (lower < DOWN_STEP)
    return 0;
  /* The rest of the time is carried on, so that 2 mmHg a second stay 2 mmHg a second. */
  CuffTime used_us = CUFF_SECONDS (lower) / (EBB_GUIDED_DOWN_MMHG_S * 10);
  CuffTime since_us = guided->step_since_us + used_us;
  guint wishes = go_to (guided, guided->target - lower, DOWN_MAX_MS);
  guided->step_since_us = since_us;
  return wishes;
}

static guint
step_venting (EbbLopGuided *guided, const EbbLopInput *input)
{
  CuffTime passed_us = guided->watch.now_us - guided->phase_since_us;

  /* The proof's whole second lies after the order. */
  if (input->deflated && passed_us >= CUFF_SECONDS (1))
    return enter (guided, EBB_GUIDED_DONE) | EBB_LOP_DO_CLOSE;
  guided->overdue = passed_us > CUFF_MS (EBB_LOP_PROOF_MAX_MS);
  return 0;
}

guint
ebb_lop_guided_step (EbbLopGuided *guided, const EbbLopInput *input, EbbGuidedTap tap)
{
  g_return_val_if_fail (guided != NULL && input != NULL, EBB_LOP_DO_VENT);

  ebb_lop_watch_step (&guided->watch, input);
  if (input->report != NULL)
    guided->pressure = input->report->pressure;

  guint ended = watch (guided, input);
  if (ended != 0)
    return ended;
  switch (guided->phase) {
  case EBB_GUIDED_ZERO:
    return step_zero (guided);
  case EBB_GUIDED_BEGIN:
    return step_baseline (guided, tap);
  case EBB_GUIDED_UP:
    return step_up (guided, tap);
  case EBB_GUIDED_OVERSHOOT:
    return step_overshoot (guided, tap);
  case EBB_GUIDED_DOWN:
    return step_down (guided, tap);
  case EBB_GUIDED_VENTING:
    return step_venting (guided, input);
  case EBB_GUIDED_DONE:
    break;
  }
  return 0;
}

CuffTime
ebb_lop_guided_time_left (const EbbLopGuided *guided)
{
  if (guided->phase >= EBB_GUIDED_VENTING)
    return 0;

  return ebb_lop_watch_time_left (&guided->watch, guided->watch.high);
}
