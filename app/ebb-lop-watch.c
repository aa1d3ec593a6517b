/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-watch.h"

#define MARGIN_MS  10000 /* each order ends this long after its phase */
#define UNDER_MMHG CUFF_MMHG (20)

EbbLopWatch
ebb_lop_watch_begin (const EbbLopSetup *setup, CuffTime now_us)
{
  CuffPressure ceiling =
      setup->segment == EBB_SEGMENT_ARM ? EBB_LOP_CEILING_ARM : EBB_LOP_CEILING_LEG;
  gboolean is_expected = cuff_pressure_is_set (setup->expected);

  return (EbbLopWatch){
    .ceiling = cuff_pressure_is_set (setup->limit) ? MIN (ceiling, setup->limit) : ceiling,
    .high_from = is_expected ? setup->expected / 100 * EBB_LOP_HIGH_PERCENT : 0,
    .now_us = now_us,
    .heard_us = now_us,
  };
}

static void
hear (EbbLopWatch *watch, const CuffChannelReport *report)
{
  watch->heard_us = watch->now_us;
  if (!cuff_pressure_is_set (report->pressure))
    return;
  watch->under = report->pressure > UNDER_MMHG;
  watch->high = watch->under && report->pressure > watch->high_from;
}

/* A gap of telemetry counts as it began: unknown is never safe. */
void
ebb_lop_watch_step (EbbLopWatch *watch, const EbbLopInput *input)
{
  CuffTime dt_us = MAX (0, input->t_us - watch->now_us);

  watch->under_us += watch->under ? dt_us : 0;
  watch->high_us += watch->high ? dt_us : 0;
  watch->now_us += dt_us;
  if (input->report != NULL)
    hear (watch, input->report);
}

CuffReason
ebb_lop_watch_why_stop (const EbbLopWatch *watch, const EbbLopInput *input)
{
  const CuffChannelReport *report = input->report;

  if (input->stop != CUFF_REASON_NONE)
    return input->stop;
  if (report != NULL && cuff_pressure_is_set (report->pressure)
      && report->pressure > watch->ceiling + EBB_LOP_OVERSHOOT)
    return CUFF_REASON_OVER_PRESSURE;
  if (watch->now_us - watch->heard_us > CUFF_MS (EBB_LOP_SILENCE_MAX_MS))
    return CUFF_REASON_LINK_LOST;
  return CUFF_REASON_NONE;
}

gboolean
ebb_lop_watch_is_too_long (const EbbLopWatch *watch)
{
  return watch->high_us >= CUFF_MS (EBB_LOP_HIGH_MAX_MS)
         || watch->under_us >= CUFF_MS (EBB_LOP_TOTAL_MAX_MS);
}

CuffTime
ebb_lop_watch_time_left (const EbbLopWatch *watch, gboolean high)
{
  CuffTime high_us = CUFF_MS (EBB_LOP_HIGH_MAX_MS) - watch->high_us;
  CuffTime total_us = CUFF_MS (EBB_LOP_TOTAL_MAX_MS) - watch->under_us;

  return MAX (0, high ? MIN (high_us, total_us) : total_us);
}

gboolean
ebb_lop_watch_is_steady (const EbbLopWatch *watch, CuffTime *since_us, CuffPressure pressure,
                         CuffPressure target, CuffPressure band, guint needed_ms)
{
  if (!cuff_pressure_is_set (pressure) || ABS (pressure - target) > band)
    *since_us = CUFF_TIME_NEVER;
  else if (*since_us == CUFF_TIME_NEVER)
    *since_us = watch->now_us;
  return *since_us != CUFF_TIME_NEVER && watch->now_us - *since_us >= CUFF_MS (needed_ms);
}

CuffOrder
ebb_lop_order (CuffMode mode, CuffPressure target, guint phase_ms)
{
  return (CuffOrder){
    .mode = mode,
    .target = target,
    .ramp = mode == CUFF_MODE_LOP ? EBB_LOP_RAMP : 0,
    .longest_ms = phase_ms + MARGIN_MS,
  };
}
