/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an epoch permits: targets, ramps, modes, and the ceilings of the small arms.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>

static bool
arm_and_wait (CuffConform *t, CuffArmPurpose purpose)
{
  CuffConformAnswer arm;

  if (!cuff_conform_prepare (t))
    return false;
  arm = cuff_conform_arm (t, purpose);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK)) {
    snprintf (t->seen, sizeof t->seen, "not judged: Arm has %s", cuff_conform_words (&arm));
    return false;
  }

  return cuff_conform_pause (t, 250);
}

static CuffConformAnswer
try_order (CuffConform *t, CuffMode mode, CuffPressure target, uint32_t longest_ms)
{
  CuffStateMessage state = cuff_conform_order (t, t->epoch, mode, target, longest_ms);

  return cuff_conform_try_state (t, &state);
}

CuffConformVerdict
cuff_conform_judge_hold (CuffConform *t)
{
  CuffTime from_us;
  double reached_s;
  CuffPressure pressure;

  if (!cuff_conform_inflate (t, CUFF_ARM_TRAINING, CUFF_MODE_HOLD, USUAL))
    return cuff_conform_unjudged (t);
  from_us = cuff_conform_now (t);
  if (!cuff_conform_wait (t, REACH_MS, cuff_conform_is_at_target))
    return cuff_conform_fail (t, "%.1f mmHg wanted, %.1f after 8 s", USUAL / 10.0,
                              t->heard.telemetry.channel[0].pressure / 10.0);
  reached_s = cuff_conform_ms_since (t, from_us) / 1000;
  cuff_conform_pause (t, 500);
  pressure = t->heard.telemetry.channel[0].pressure;

  return cuff_conform_verdict (t,
                               cuff_conform_is_active (t) && pressure >= USUAL - USUAL / 10 - 10
                                   && pressure <= USUAL + USUAL / 10 + 10
                                   && t->heard.telemetry.channel[0].target == USUAL,
                               "%.1f mmHg wanted, at target after %.1f s, then %.1f", USUAL / 10.0,
                               reached_s, pressure / 10.0);
}

CuffConformVerdict
cuff_conform_judge_cap (CuffConform *t)
{
  CuffConformAnswer answer;

  if (!arm_and_wait (t, CUFF_ARM_TRAINING))
    return cuff_conform_unjudged (t);
  answer = try_order (t, CUFF_MODE_HOLD, HIGHEST + 1, 5000);
  cuff_conform_pause (t, 300);

  return cuff_conform_verdict (
      t,
      cuff_conform_is (&answer, CUFF_RESULT_ABOVE_LIMIT) && answer.value == HIGHEST + 1
          && answer.limit == HIGHEST && cuff_conform_is_vented (t),
      "%.1f mmHg under a cap of %.1f: %s, value %d, limit %d, then %s", (HIGHEST + 1) / 10.0,
      HIGHEST / 10.0, cuff_conform_words (&answer), answer.value, answer.limit,
      cuff_conform_is_vented (t) ? "vented" : "NOT VENTED");
}

CuffConformVerdict
cuff_conform_judge_senseless (CuffConform *t)
{
  CuffConformAnswer endless, unset, negative;

  if (!arm_and_wait (t, CUFF_ARM_TRAINING))
    return cuff_conform_unjudged (t);
  endless = try_order (t, CUFF_MODE_HOLD, USUAL, 0);
  unset = try_order (t, CUFF_MODE_HOLD, CUFF_PRESSURE_UNSET, 5000);
  negative = try_order (t, CUFF_MODE_HOLD, CUFF_MMHG (-5), 5000);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&endless, CUFF_RESULT_BAD_ARGUMENT)
                                   && cuff_conform_is (&unset, CUFF_RESULT_BAD_ARGUMENT)
                                   && cuff_conform_is (&negative, CUFF_RESULT_BAD_ARGUMENT),
                               "longest 0: %s, target unset: %s, target -5 mmHg: %s",
                               cuff_conform_words (&endless), cuff_conform_words (&unset),
                               cuff_conform_words (&negative));
}

static bool
is_at_ten (const CuffConform *t)
{
  return cuff_conform_highest (t) >= CUFF_MMHG (10);
}

static bool
is_at_twenty (const CuffConform *t)
{
  return cuff_conform_highest (t) >= CUFF_MMHG (20);
}

/* The host asks for more than the adopted ramp.  A small pump on a large cuff does 10 mmHg/s at
 * best; 10 mmHg at 4 mmHg/s are two and a half seconds, less what the regulator catches up. */
CuffConformVerdict
cuff_conform_judge_ramp (CuffConform *t)
{
  static const CuffLimits slow = { .cap = HIGHEST, .ramp_max = CUFF_MMHG (4) };
  CuffConformAnswer answer;
  CuffTime from_us;
  double s;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  answer = cuff_conform_set_limits (t, 0, &slow);
  t->dirty = !cuff_conform_is (&answer, CUFF_RESULT_OK);
  if (!arm_and_wait (t, CUFF_ARM_TRAINING))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  cuff_conform_hold (t, CUFF_MODE_HOLD, USUAL, 60000);
  t->state.order[0].ramp = CUFF_MMHG (80);
  cuff_conform_wait (t, REACH_MS, is_at_ten);
  from_us = cuff_conform_now (t);
  if (!cuff_conform_wait (t, REACH_MS, is_at_twenty))
    return cuff_conform_fail (t, "20 mmHg were never reached");
  s = cuff_conform_ms_since (t, from_us) / 1000;

  return cuff_conform_verdict (t, s >= 1.5, "from 10 to 20 mmHg in %.1f s at 4 mmHg/s", s);
}

static bool
is_empty (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && cuff_conform_highest (t) < EMPTY;
}

CuffConformVerdict
cuff_conform_judge_deflate (CuffConform *t)
{
  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  cuff_conform_deflate (t);
  if (!cuff_conform_wait (t, REACH_MS, is_empty))
    return cuff_conform_fail (t, "deflate does not empty the cuff: %.1f mmHg",
                              cuff_conform_highest (t) / 10.0);
  cuff_conform_pause (t, 300);
  if (!cuff_conform_is_active (t))
    return cuff_conform_fail (t, "in deflate the machine is %s", cuff_conform_machine_name (t));
  cuff_conform_hold (t, CUFF_MODE_HOLD, USUAL, 60000);
  bool again = cuff_conform_wait (t, REACH_MS, is_at_ten);

  return cuff_conform_verdict (t, again, "emptied in the epoch, then %.1f mmHg without a new arm",
                               cuff_conform_highest (t) / 10.0);
}

CuffConformVerdict
cuff_conform_judge_quiet (CuffConform *t)
{
  const CuffChannelReport *channel = &t->heard.telemetry.channel[0];
  CuffPressure before;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  cuff_conform_hold (t, CUFF_MODE_QUIET, CUFF_PRESSURE_UNSET, 60000);
  cuff_conform_pause (t, 500);
  before = channel->pressure;
  cuff_conform_pause (t, 500);
  bool still = channel->mode == CUFF_MODE_QUIET && (channel->flags & CUFF_CHANNEL_PUMP_ON) == 0
               && (channel->flags & CUFF_CHANNEL_VENT_OPEN) == 0 && channel->valve_percent == 0;

  return cuff_conform_verdict (
      t, still && cuff_conform_is_active (t),
      "mode %d, pump %s, dump valve %s, exhaust %u %%, %+.1f mmHg in 0.5 s", channel->mode,
      (channel->flags & CUFF_CHANNEL_PUMP_ON) != 0 ? "runs" : "off",
      (channel->flags & CUFF_CHANNEL_VENT_OPEN) != 0 ? "open" : "shut", channel->valve_percent,
      (channel->pressure - before) / 10.0);
}

static bool
has_ended (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && !cuff_conform_is_active (t);
}

/* The ceiling is the puff's own: the adopted cap is higher here, the target is not. */
CuffConformVerdict
cuff_conform_judge_puff (CuffConform *t)
{
  static const CuffLimits higher = { .cap = CUFF_MMHG (100) };
  CuffConformAnswer limits, above;
  CuffTime from_us;
  double s;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  limits = cuff_conform_set_limits (t, 0, &higher);
  if (!cuff_conform_is (&limits, CUFF_RESULT_OK) || !arm_and_wait (t, CUFF_ARM_PUFF))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  above = try_order (t, CUFF_MODE_HOLD, HIGHEST + 1, 20000);
  cuff_conform_hold (t, CUFF_MODE_HOLD, USUAL, 20000);
  cuff_conform_wait (t, 1000, cuff_conform_is_active);
  from_us = cuff_conform_now (t);
  bool ended = cuff_conform_wait (t, 11000, has_ended);
  s = cuff_conform_ms_since (t, from_us) / 1000;
  cuff_conform_forbid (t);

  return cuff_conform_verdict (
      t, cuff_conform_is (&above, CUFF_RESULT_ABOVE_LIMIT) && ended && s <= 10.25,
      "60.1 mmHg %s; %s after %.1f s", cuff_conform_words (&above),
      ended ? "vented" : "STILL UNDER PRESSURE", s);
}

CuffConformVerdict
cuff_conform_judge_lop (CuffConform *t)
{
  bool capable = (t->heard.identity.capabilities & CUFF_CAN_LOP) != 0;
  CuffConformAnswer training, arm, above;

  if (!arm_and_wait (t, CUFF_ARM_TRAINING))
    return cuff_conform_unjudged (t);
  training = try_order (t, CUFF_MODE_LOP, USUAL, 5000);
  cuff_conform_send_vent (t);
  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_LOP);
  if (!capable)
    return cuff_conform_verdict (t,
                                 cuff_conform_is (&arm, CUFF_RESULT_NOT_SUPPORTED) && training.come
                                     && training.result != CUFF_RESULT_OK,
                                 "not capable: arm %s, mode lop in training %s",
                                 cuff_conform_words (&arm), cuff_conform_words (&training));
  cuff_conform_pause (t, 250);
  above = try_order (t, CUFF_MODE_LOP, t->heard.identity.cap_lop + 1, 5000);
  cuff_conform_hold (t, CUFF_MODE_LOP, USUAL, 60000);
  bool reached = cuff_conform_wait (t, REACH_MS, cuff_conform_is_at_target);

  return cuff_conform_verdict (
      t,
      cuff_conform_is (&training, CUFF_RESULT_BAD_STATE)
          && cuff_conform_is (&above, CUFF_RESULT_ABOVE_LIMIT) && reached,
      "in training %s; under its own arm above the ceiling %s, pressure %s",
      cuff_conform_words (&training), cuff_conform_words (&above),
      reached ? "comes" : "DOES NOT COME");
}
