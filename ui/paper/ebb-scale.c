/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-scale.h"

#include <math.h>

/* Steps that a clock has, in seconds; the last ones for whole sessions. */
static const double time_steps_s[] = { 1,   2,   5,   10,   15,   30,   60,    120,
                                       300, 600, 900, 1800, 3600, 7200, 14400, 43200 };

double
ebb_scale_to_px (const EbbScale *scale, double value)
{
  return scale->from_px
         + (value - scale->from) / (scale->to - scale->from) * (scale->to_px - scale->from_px);
}

double
ebb_scale_from_px (const EbbScale *scale, double px)
{
  return scale->from
         + (px - scale->from_px) / (scale->to_px - scale->from_px) * (scale->to - scale->from);
}

/* Values that `apart_px` stand for; 0 when the scale has no extent. */
static double
value_apart (const EbbScale *scale, double apart_px)
{
  double length_px = fabs (scale->to_px - scale->from_px);
  double range = fabs (scale->to - scale->from);
  if (!(length_px > 0) || !(range > 0) || !isfinite (range))
    return 0;
  return fmax (apart_px * range / length_px, range / (EBB_TICKS_MAX - 1));
}

static void
fill (const EbbScale *scale, EbbTicks *ticks)
{
  double low = fmin (scale->from, scale->to), high = fmax (scale->from, scale->to);
  double slack = ticks->step * 1e-6; /* an end that is a tick but for rounding */
  double first = ceil ((low - slack) / ticks->step);
  for (guint i = 0; i < EBB_TICKS_MAX; i++) {
    double at = (first + i) * ticks->step;
    if (at > high + slack)
      break;
    ticks->at[ticks->n++] = at;
  }
}

void
ebb_ticks_make (const EbbScale *scale, double apart_px, EbbTicks *ticks)
{
  *ticks = (EbbTicks){ 0 };
  double apart = value_apart (scale, apart_px);
  if (apart <= 0)
    return;
  double ten = pow (10, floor (log10 (apart)));
  double factor = apart / ten * (1 - 1e-9);
  ticks->step = ten * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
  fill (scale, ticks);
}

void
ebb_ticks_make_time (const EbbScale *scale, double apart_px, EbbTicks *ticks)
{
  *ticks = (EbbTicks){ 0 };
  double apart = value_apart (scale, apart_px);
  if (apart <= 0)
    return;
  guint i = 0;
  while (i + 1 < G_N_ELEMENTS (time_steps_s) && time_steps_s[i] < apart * (1 - 1e-9))
    i++;
  ticks->step = fmax (time_steps_s[i], apart);
  fill (scale, ticks);
}
