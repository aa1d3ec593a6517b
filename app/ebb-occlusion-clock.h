/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time under pressure of one limb, from samples: continuous, session, day.  Pure.
 * Continuous: above 20 mmHg since the limb was last below 20 mmHg for 60 s or more.
 */
#pragma once

#include "ebb-protocol.h"

#include "cuff-units.h"

#define EBB_UNDER_PRESSURE CUFF_MMHG (20)
#define EBB_REPERFUSION_S  180 /* between bouts on the same limb (AIS) */

typedef struct {
  CuffTime last_us;        /* of the last sample; CUFF_TIME_NEVER before the first */
  CuffTime below_since_us; /* CUFF_TIME_NEVER while above */
  gboolean above;
  CuffTime continuous_us, session_us, day_us;
} EbbOcclusionClock;

/* `day_before_us`: time under pressure earlier this day, from the store. */
void ebb_occlusion_clock_init (EbbOcclusionClock *clock, CuffTime day_before_us);

/* A sample.  A gap of telemetry counts as under pressure when it began so. */
void ebb_occlusion_clock_push (EbbOcclusionClock *clock, CuffTime t_us, CuffPressure pressure);

/* Limit of the continuous clock: 15 min arm, 20 min leg and calf. */
CuffTime ebb_occlusion_limit (EbbSegment segment);

/* How long the limb must still rest before the next bout, 0 = may start; `now_us` on the clock of
 * the samples. */
CuffTime ebb_occlusion_clock_reperfusion_left (const EbbOcclusionClock *clock, CuffTime now_us);
