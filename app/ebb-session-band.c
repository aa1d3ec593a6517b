/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The share of exercise time in the band while it happens: the time between two samples belongs to
 * the earlier one, a gap to neither side (data/records/ebb-measure).
 */
#include "ebb-session-private.h"

void
ebb_session_band_begin (EbbSession *self)
{
  self->band_seen_us = self->band_inside_us = 0;
  self->band_last_us = CUFF_TIME_NEVER;
}

static gboolean
is_inside (CuffPressure pressure, CuffPressure target)
{
  return ABS ((gint64) pressure - target) * 100
         <= (gint64) target * EBB_MEASURE_BAND_EXERCISE_PERCENT;
}

/* A cuff that is deflated in sets, or between the steps of a cycle, is in no band there. */
static gboolean
is_scored (const EbbMachine *machine)
{
  return machine->plan.pattern != EBB_PATTERN_RESTING
         && (machine->plan.cycle.n_steps == 0 || machine->phase == EBB_PHASE_WORK);
}

static void
count (EbbSession *self, gint64 from_us, gint64 to_us)
{
  const EbbMachine *machine = &self->machine;
  if (!is_scored (machine))
    return;
  if (machine->set == 0 || to_us - from_us > EBB_MEASURE_GAP_US
      || !cuff_pressure_is_set (self->band_pressure))
    return;
  gint64 begun_us =
      machine->plan.cycle.n_steps > 0 ? machine->phase_since_us : machine->set_started_us;
  gint64 start_us = MAX (from_us, begun_us);
  gint64 end_us = MIN (to_us, machine->set_ended_us); /* never, while the set runs */
  CuffPressure target = ebb_measure_target_at ((const EbbTargetChange *) self->targets->data,
                                               self->targets->len, start_us);
  if (end_us <= start_us || !cuff_pressure_is_set (target))
    return;
  self->band_seen_us += end_us - start_us;
  if (is_inside (self->band_pressure, target))
    self->band_inside_us += end_us - start_us;
}

void
ebb_session_band_push (EbbSession *self, gint64 t_us, CuffPressure pressure)
{
  if (self->band_last_us != CUFF_TIME_NEVER) {
    if (t_us <= self->band_last_us)
      return; /* the mapped clock stepped back by some microseconds */
    count (self, self->band_last_us, t_us);
  }
  self->band_last_us = t_us;
  self->band_pressure = pressure;
}
