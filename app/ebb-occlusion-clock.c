/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-occlusion-clock.h"

/* Below 20 mmHg for this long and the continuous clock starts anew. */
#define CONTINUOUS_RESET CUFF_SECONDS (60)

void
ebb_occlusion_clock_init (EbbOcclusionClock *clock, CuffTime day_before_us)
{
  *clock = (EbbOcclusionClock){
    .last_us = CUFF_TIME_NEVER,
    .below_since_us = CUFF_TIME_NEVER,
    .day_us = MAX (day_before_us, 0),
  };
}

/* The time since the last sample belongs to what that sample showed: a limb under pressure when
 * telemetry fell silent counts as under pressure until a sample shows otherwise. */
static void
count_until (EbbOcclusionClock *clock, CuffTime t_us)
{
  if (clock->above) {
    CuffTime passed_us = t_us - clock->last_us;

    clock->continuous_us += passed_us;
    clock->session_us += passed_us;
    clock->day_us += passed_us;
  } else if (clock->below_since_us != CUFF_TIME_NEVER
             && t_us - clock->below_since_us >= CONTINUOUS_RESET) {
    clock->continuous_us = 0;
  }
}

void
ebb_occlusion_clock_push (EbbOcclusionClock *clock, CuffTime t_us, CuffPressure pressure)
{
  /* A sample without a value is a gap; one that comes twice or late was counted already. */
  if (!cuff_pressure_is_set (pressure))
    return;
  if (clock->last_us != CUFF_TIME_NEVER && t_us < clock->last_us)
    return;

  if (clock->last_us != CUFF_TIME_NEVER)
    count_until (clock, t_us);
  clock->last_us = t_us;

  if (pressure > EBB_UNDER_PRESSURE) {
    clock->above = TRUE;
    clock->below_since_us = CUFF_TIME_NEVER;
  } else {
    if (clock->above || clock->below_since_us == CUFF_TIME_NEVER)
      clock->below_since_us = t_us;
    clock->above = FALSE;
  }
}

CuffTime
ebb_occlusion_limit (EbbSegment segment)
{
  switch (segment) {
  case EBB_SEGMENT_THIGH:
  case EBB_SEGMENT_CALF:
    return CUFF_SECONDS (20 * 60);
  case EBB_SEGMENT_ARM:
  default:
    return CUFF_SECONDS (15 * 60);
  }
}

CuffTime
ebb_occlusion_clock_reperfusion_left (const EbbOcclusionClock *clock, CuffTime now_us)
{
  const CuffTime wanted_us = CUFF_SECONDS (EBB_REPERFUSION_S);
  CuffTime rested_us;

  if (clock->above)
    return wanted_us;
  if (clock->session_us == 0 || clock->below_since_us == CUFF_TIME_NEVER)
    return 0;

  rested_us = MAX (now_us - clock->below_since_us, 0);
  return MAX (wanted_us - rested_us, 0);
}
