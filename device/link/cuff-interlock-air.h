/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two things the air tells about cuff and hose, from what the controller reports: a leak that the
 * pump hides (A08), and a hose that nothing passes (A09).  Part of the interlock; pure.
 */
#pragma once

#include "cuff-types.h"

typedef struct {
  /* leak */
  CuffPressure target;
  CuffTime reached_us; /* when it first was; CUFF_TIME_NEVER = not since this target */
  CuffTime refill_us, refill_since_us, below_since_us;
  /* hose */
  CuffTime low_us, high_us; /* last seen there; CUFF_TIME_NEVER = not yet */
  CuffTime crossed_us;      /* how long the last way between the two took */
  unsigned n_low, n_high;   /* samples in a row */
  CuffTime last_us;
  int64_t filled_nl;   /* let in since it was empty, nanolitres */
  bool from_empty;     /* on the first way up since then */
  bool gap, flow_seen; /* meanwhile */
} CuffAirWatch;

void cuff_air_init (CuffAirWatch *watch);

/* Refilling for more than 9 s, or below its target as long, once the target had been reached.  What
 * is refilled in the first `settles_us` after that is what cuff and limb yield. */
bool cuff_air_leaks (CuffAirWatch *watch, const CuffChannelReport *channel, CuffTime t_us,
                     CuffTime settles_us);

/* From empty to full, or back, in less than 100 ms, or full of next to nothing: there is no cuff
 * behind that sensor. */
bool cuff_air_is_blocked (CuffAirWatch *watch, const CuffChannelReport *channel, CuffTime t_us);
