/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-pressure-window.h"

#include <glib/gi18n-lib.h>

/* 80 % of a limb, cut to tenths of mmHg, must not read as 80.03 %. */
#define TINY 0.05

EbbPressureWindow
ebb_pressure_window_of (EbbSegment segment)
{
  gboolean arm = segment == EBB_SEGMENT_ARM;

  return (EbbPressureWindow){ .outer_min = 40,
                              .outer_max = 80,
                              .inner_min = arm ? 30 : 60,
                              .inner_max = arm ? 50 : 80,
                              .usual = arm ? 50 : 60 };
}

EbbPressurePlace
ebb_pressure_place (EbbSegment segment, double percent)
{
  EbbPressureWindow window = ebb_pressure_window_of (segment);

  if (!(percent > 0))
    return EBB_PLACE_UNKNOWN;
  if (percent >= window.inner_min - TINY && percent <= window.inner_max + TINY)
    return EBB_PLACE_INNER;
  if (percent >= window.outer_min - TINY && percent <= window.outer_max + TINY)
    return EBB_PLACE_OUTER;
  return percent < window.outer_min ? EBB_PLACE_BELOW : EBB_PLACE_ABOVE;
}

const char *
ebb_pressure_place_to_string (EbbPressurePlace place)
{
  static const char *const words[] = { "unknown", "below", "inner", "outer", "above" };

  return (guint) place < G_N_ELEMENTS (words) ? words[place] : NULL;
}

char *
ebb_pressure_window_to_text (EbbSegment segment, double percent)
{
  EbbPressureWindow window = ebb_pressure_window_of (segment);

  switch (ebb_pressure_place (segment, percent)) {
  case EBB_PLACE_BELOW:
    return g_strdup_printf (_ ("%.0f %% of LOP lies below the published window of %.0f to %.0f %%; "
                               "%.0f to %.0f %% is usual for this limb."),
                            percent, window.outer_min, window.outer_max, window.inner_min,
                            window.inner_max);
  case EBB_PLACE_INNER:
    return g_strdup_printf (_ ("%.0f %% of LOP is usual for this limb (%.0f to %.0f %%)."), percent,
                            window.inner_min, window.inner_max);
  case EBB_PLACE_OUTER:
    return g_strdup_printf (_ ("%.0f %% of LOP lies in the published window of %.0f to %.0f %%; "
                               "%.0f to %.0f %% is usual for this limb."),
                            percent, window.outer_min, window.outer_max, window.inner_min,
                            window.inner_max);
  case EBB_PLACE_ABOVE:
    return g_strdup_printf (
        _ ("%.0f %% of LOP lies above the published window of %.0f to %.0f %%."), percent,
        window.outer_min, window.outer_max);
  case EBB_PLACE_UNKNOWN:
  default:
    return g_strdup (_ ("The share of LOP is not known."));
  }
}
