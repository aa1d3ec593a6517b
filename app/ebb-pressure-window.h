/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The published windows of a prescription, in percent of LOP: consensus 40 to 80 (Patterson 2019)
 * as outer band; arm 30 to 50, leg 60 to 80 (a course for therapists) as inner one.  They inform
 * and refuse nothing; limits are ebb-prescription's.  Pure.
 */
#pragma once

#include "ebb-records.h"

typedef struct {
  double outer_min, outer_max, inner_min, inner_max; /* percent of LOP */
  double usual;                                      /* proposal for a new prescription */
} EbbPressureWindow;

EbbPressureWindow ebb_pressure_window_of (EbbSegment segment);

typedef enum {
  EBB_PLACE_UNKNOWN, /* share of LOP not known */
  EBB_PLACE_BELOW,
  EBB_PLACE_INNER, /* usual for this limb */
  EBB_PLACE_OUTER, /* within the consensus, unusual for this limb */
  EBB_PLACE_ABOVE,
} EbbPressurePlace;

/* `percent` 0 or NAN = unknown. */
EbbPressurePlace ebb_pressure_place (EbbSegment segment, double percent);
const char *ebb_pressure_place_to_string (EbbPressurePlace place); /* for programs */
/* A sentence; translated, free it. */
char *ebb_pressure_window_to_text (EbbSegment segment, double percent);
