/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-interlock-air.h"

/* The refill limit of surgical tourniquets. */
#define LEAK_US      CUFF_SECONDS (9)
/* 1.5 mL/s.  What skin and bladder yield after an inflation asks for less than that: 0.15 mL/mmHg
 * over 20 s in the softest cuff. */
#define REFILL_DML_S 15
/* A pulse at the edge of the dead band stops the pump for a moment; that is no end of a leak. */
#define PAUSE_US     CUFF_SECONDS (1)

/* An arm cuff (0.5 mL/mmHg) on the strongest pump (200 mL/s) or dump needs 140 ms and more for
 * this way, a hose alone some 10 ms; no muscle does it at all. */
#define LOW         CUFF_MMHG (10)
#define HIGH        CUFF_MMHG (60)
#define CROSSING_US CUFF_MS (100)
/* And it takes 50 mL at least, the filling of its folds included; a hose takes 2. */
#define FILLED_NL   10000000
#define GAP_US      CUFF_MS (50)
/* One or two wild readings are no pressure. */
#define N_STEADY    3

void
cuff_air_init (CuffAirWatch *watch)
{
  *watch = (CuffAirWatch){ .target = CUFF_PRESSURE_UNSET,
                           .reached_us = CUFF_TIME_NEVER,
                           .refill_us = CUFF_TIME_NEVER,
                           .refill_since_us = CUFF_TIME_NEVER,
                           .below_since_us = CUFF_TIME_NEVER,
                           .low_us = CUFF_TIME_NEVER,
                           .high_us = CUFF_TIME_NEVER,
                           .crossed_us = CUFF_TIME_NEVER,
                           .last_us = CUFF_TIME_NEVER };
}

/* --- Leak -------------------------------------------------------------------------------- */

static bool
lasts (bool condition, CuffTime *since_us, CuffTime t_us)
{
  if (!condition)
    *since_us = CUFF_TIME_NEVER;
  else if (*since_us == CUFF_TIME_NEVER)
    *since_us = t_us;
  return condition && t_us - *since_us > LEAK_US;
}

bool
cuff_air_leaks (CuffAirWatch *watch, const CuffChannelReport *channel, CuffTime t_us,
                CuffTime settles_us)
{
  bool holds = channel->mode == CUFF_MODE_HOLD && cuff_pressure_is_set (channel->target);
  if (!holds || channel->target != watch->target) {
    watch->target = holds ? channel->target : CUFF_PRESSURE_UNSET;
    watch->reached_us = CUFF_TIME_NEVER;
    watch->refill_us = watch->refill_since_us = watch->below_since_us = CUFF_TIME_NEVER;
  }
  if ((channel->flags & CUFF_CHANNEL_AT_TARGET) != 0 && watch->reached_us == CUFF_TIME_NEVER)
    watch->reached_us = t_us;
  if (watch->reached_us == CUFF_TIME_NEVER)
    return false;
  if (channel->flow_dml_s >= REFILL_DML_S && t_us - watch->reached_us >= settles_us)
    watch->refill_us = t_us;
  else if (channel->flow_dml_s < 0)
    watch->refill_us = CUFF_TIME_NEVER; /* air is let out: that cuff is not short of it */
  bool refills = watch->refill_us != CUFF_TIME_NEVER && t_us - watch->refill_us <= PAUSE_US;
  bool below = channel->pressure < channel->target - channel->target / 10;
  bool long_refilled = lasts (refills, &watch->refill_since_us, t_us);
  return lasts (below, &watch->below_since_us, t_us) || long_refilled;
}

/* --- Hose -------------------------------------------------------------------------------- */

static CuffPressure
second_or_first (const CuffChannelReport *channel)
{
  return cuff_pressure_is_set (channel->pressure_second) ? channel->pressure_second
                                                         : channel->pressure;
}

/* Counts samples in a row; at the first of them notes how long the way from `other_us` took. */
static void
arrive (CuffAirWatch *watch, bool here, unsigned *n_here, CuffTime *here_us, CuffTime other_us,
        CuffTime t_us)
{
  if (!here) {
    *n_here = 0;
    return;
  }
  if (*n_here == 0)
    watch->crossed_us = other_us != CUFF_TIME_NEVER ? t_us - other_us : CUFF_TIME_NEVER;
  if (++*n_here >= N_STEADY)
    *here_us = t_us;
}

/* What went in since the cuff was last empty: 0.1 mL/s for 1 us are 0.1 nL. */
static void
count_air (CuffAirWatch *watch, const CuffChannelReport *channel, CuffTime t_us)
{
  CuffTime step_us = watch->last_us != CUFF_TIME_NEVER ? t_us - watch->last_us : 0;
  watch->last_us = t_us;
  if (watch->n_low >= N_STEADY) {
    watch->from_empty = true;
    watch->gap = watch->flow_seen = false;
    watch->filled_nl = 0;
  }
  watch->flow_seen = watch->flow_seen || channel->flow_dml_s > 0;
  if (step_us >= 0 && step_us <= GAP_US)
    watch->filled_nl += channel->flow_dml_s * step_us / 10;
  else
    watch->gap = true;
}

/* Asked once on each way up.  A controller that does not tell of its flow is not judged by it. */
static bool
is_full_of_nothing (CuffAirWatch *watch, const CuffChannelReport *channel)
{
  bool fills = channel->mode == CUFF_MODE_HOLD || channel->mode == CUFF_MODE_LOP;
  bool known = watch->from_empty && watch->flow_seen && !watch->gap && fills;
  watch->from_empty = false;
  return known && watch->filled_nl < FILLED_NL;
}

bool
cuff_air_is_blocked (CuffAirWatch *watch, const CuffChannelReport *channel, CuffTime t_us)
{
  CuffPressure first = channel->pressure, second = second_or_first (channel);
  arrive (watch, first < LOW && second < LOW, &watch->n_low, &watch->low_us, watch->high_us, t_us);
  arrive (watch, first > HIGH && second > HIGH, &watch->n_high, &watch->high_us, watch->low_us,
          t_us);
  count_air (watch, channel, t_us);
  if (watch->n_low != N_STEADY && watch->n_high != N_STEADY)
    return false;
  bool jumped = watch->crossed_us != CUFF_TIME_NEVER && watch->crossed_us >= 0
                && watch->crossed_us < CROSSING_US;
  return jumped || (watch->n_high == N_STEADY && is_full_of_nothing (watch, channel));
}
