/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Limits, and the two steps without which no pump runs.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>

static CuffConformAnswer
try_hold (CuffConform *t, uint32_t epoch, CuffPressure target)
{
  CuffStateMessage state = cuff_conform_order (t, epoch, CUFF_MODE_HOLD, target, 5000);

  return cuff_conform_try_state (t, &state);
}

static CuffConformAnswer
ask_arm (CuffConform *t, uint32_t epoch, uint32_t token)
{
  CuffMessage message = { .type = CUFF_MSG_ARM,
                          .arm = { .epoch = epoch, .token = token, .purpose = CUFF_ARM_TRAINING } };

  return cuff_conform_command (t, &message);
}

static uint32_t
token_for (const CuffConform *t, uint32_t epoch)
{
  return cuff_arm_token (t->adopted, t->heard.identity.n_channels, t->nonce, epoch,
                         CUFF_ARM_TRAINING);
}

static bool
same_limits (const CuffLimits *a, const CuffLimits *b)
{
  return a->cap == b->cap && a->ramp_max == b->ramp_max && a->time_max_ms == b->time_max_ms
         && a->disagree_max == b->disagree_max;
}

CuffConformVerdict
cuff_conform_judge_limits (CuffConform *t)
{
  static const CuffLimits most = { CUFF_MMHG (400), CUFF_MMHG (400), 86400000, CUFF_MMHG (400) };
  static const CuffLimits little = { CUFF_MMHG (50), CUFF_MMHG (15), 60000, CUFF_MMHG (4) };
  static const CuffLimits own = { .cap = CUFF_MMHG (50) };
  const CuffLimits *got = &t->adopted[0];

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  CuffConformAnswer first = cuff_conform_set_limits (t, 0, &most);
  bool most_ok = got->cap <= t->heard.identity.cap_hard && got->ramp_max <= CUFF_MMHG (100)
                 && got->time_max_ms <= t->heard.identity.time_cap_ms
                 && got->disagree_max <= CUFF_MMHG (10);
  CuffLimits of_most = *got;
  CuffConformAnswer second = cuff_conform_set_limits (t, 0, &little);
  bool little_ok = same_limits (got, &little);
  CuffConformAnswer third = cuff_conform_set_limits (t, 0, &own);
  bool own_ok = got->cap == own.cap && got->ramp_max > 0 && got->ramp_max <= CUFF_MMHG (100)
                && got->time_max_ms > 0 && got->time_max_ms <= 25 * 60 * 1000
                && got->disagree_max > 0 && got->disagree_max <= CUFF_MMHG (10);
  bool answered = cuff_conform_is (&first, CUFF_RESULT_OK)
                  && cuff_conform_is (&second, CUFF_RESULT_OK)
                  && cuff_conform_is (&third, CUFF_RESULT_OK);

  return cuff_conform_verdict (
      t, answered && most_ok && little_ok && own_ok,
      "asked for 400, 400, 24 h, 400: %.1f, %.1f, %.1f min, %.1f; low ones %s; zeros %s",
      of_most.cap / 10.0, of_most.ramp_max / 10.0, of_most.time_max_ms / 60000.0,
      of_most.disagree_max / 10.0, little_ok ? "as asked" : "changed", own_ok ? "own" : "wrong");
}

CuffConformVerdict
cuff_conform_judge_no_limits (CuffConform *t)
{
  CuffConformAnswer arm, hold = { 0 };

  if (!cuff_conform_prepare (t) || !cuff_conform_greet (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  cuff_conform_pause (t, 1200);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  cuff_conform_pause (t, 250);
  if (cuff_conform_is (&arm, CUFF_RESULT_OK))
    hold = try_hold (t, t->epoch, CUFF_MMHG (10));
  bool refused = hold.come && hold.result == CUFF_RESULT_ABOVE_LIMIT;

  return cuff_conform_verdict (t, refused || (arm.come && arm.result != CUFF_RESULT_OK),
                               "after Hello alone: Arm %s, hold 10 mmHg %s",
                               cuff_conform_words (&arm), cuff_conform_words (&hold));
}

CuffConformVerdict
cuff_conform_judge_limits_idle (CuffConform *t)
{
  static const CuffLimits limits = { .cap = HIGHEST };
  CuffConformAnswer arm, armed, active;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  armed = cuff_conform_set_limits (t, 0, &limits);
  cuff_conform_pause (t, 250);
  cuff_conform_hold (t, CUFF_MODE_HOLD, USUAL, 60000);
  if (!cuff_conform_wait (t, REACH_MS, cuff_conform_is_active))
    return cuff_conform_fail (t, "not judged: never active");
  active = cuff_conform_set_limits (t, 0, &limits);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&armed, CUFF_RESULT_BAD_STATE)
                                   && cuff_conform_is (&active, CUFF_RESULT_BAD_STATE),
                               "SetLimits in Armed %s, in Active %s", cuff_conform_words (&armed),
                               cuff_conform_words (&active));
}

CuffConformVerdict
cuff_conform_judge_unarmed (CuffConform *t)
{
  CuffConformAnswer none, future, quiet;
  CuffStateMessage state;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  none = try_hold (t, 0, USUAL);
  future = try_hold (t, UINT32_MAX - 1, USUAL);
  state = cuff_conform_order (t, 0, CUFF_MODE_QUIET, CUFF_PRESSURE_UNSET, 5000);
  quiet = cuff_conform_try_state (t, &state);
  cuff_conform_pause (t, 300);

  return cuff_conform_verdict (
      t,
      cuff_conform_is (&none, CUFF_RESULT_NOT_ARMED)
          && cuff_conform_is (&future, CUFF_RESULT_NOT_ARMED)
          && cuff_conform_is (&quiet, CUFF_RESULT_NOT_ARMED) && cuff_conform_is_vented (t),
      "hold in epoch 0 %s, in one never armed %s, quiet %s; %s", cuff_conform_words (&none),
      cuff_conform_words (&future), cuff_conform_words (&quiet),
      cuff_conform_is_vented (t) ? "vented" : "NOT VENTED");
}

CuffConformVerdict
cuff_conform_judge_token (CuffConform *t)
{
  uint32_t epoch = t->epoch + 1;
  CuffConformAnswer bit, other, hold;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  /* An epoch that this controller would take: the one before has been armed for real. */
  CuffConformAnswer arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  cuff_conform_send_vent (t);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK) || !cuff_conform_prepare (t))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  epoch = t->epoch + 1;
  bit = ask_arm (t, epoch, token_for (t, epoch) ^ 1);
  other = ask_arm (t, epoch, token_for (t, epoch + 1));
  cuff_conform_pause (t, 250);
  hold = try_hold (t, epoch, USUAL);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&bit, CUFF_RESULT_TOKEN_MISMATCH)
                                   && cuff_conform_is (&other, CUFF_RESULT_TOKEN_MISMATCH)
                                   && cuff_conform_is (&hold, CUFF_RESULT_NOT_ARMED),
                               "one bit wrong: %s; of another epoch: %s; hold then %s",
                               cuff_conform_words (&bit), cuff_conform_words (&other),
                               cuff_conform_words (&hold));
}

CuffConformVerdict
cuff_conform_judge_clean (CuffConform *t)
{
  CuffConformAnswer soon, gap, good;

  if (!cuff_conform_prepare (t) || !cuff_conform_greet (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  cuff_conform_pause (t, 500);
  soon = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  cuff_conform_pause (t, 700);
  t->beating = false;
  cuff_conform_pause (t, 800);
  t->beating = true;
  t->beat_at_us = cuff_conform_now (t);
  cuff_conform_pause (t, 500);
  gap = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  cuff_conform_pause (t, 700);
  good = cuff_conform_arm (t, CUFF_ARM_TRAINING);

  return cuff_conform_verdict (
      t,
      cuff_conform_is (&soon, CUFF_RESULT_TOO_EARLY)
          && cuff_conform_is (&gap, CUFF_RESULT_TOO_EARLY)
          && cuff_conform_is (&good, CUFF_RESULT_OK),
      "0.5 s after Hello %s; 0.5 s after a gap of 0.8 s %s; 0.7 s later %s",
      cuff_conform_words (&soon), cuff_conform_words (&gap), cuff_conform_words (&good));
}

CuffConformVerdict
cuff_conform_judge_early (CuffConform *t)
{
  CuffConformAnswer arm, early, later;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  early = try_hold (t, t->epoch, USUAL);
  if (cuff_conform_is (&early, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "a State at once after Arm was accepted");
  cuff_conform_pause (t, 250);
  t->may_pressurise = true;
  later = try_hold (t, t->epoch, USUAL);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&early, CUFF_RESULT_TOO_EARLY)
                                   && cuff_conform_is (&later, CUFF_RESULT_OK),
                               "at once %s (%d ms), 0.25 s later %s", cuff_conform_words (&early),
                               early.value, cuff_conform_words (&later));
}

CuffConformVerdict
cuff_conform_judge_expiry (CuffConform *t)
{
  CuffConformAnswer arm, hold;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  cuff_conform_pause (t, 9500);
  bool still = cuff_conform_is_armed (t);
  cuff_conform_pause (t, 500 + STOP_WITHIN_MS);
  bool gone = !cuff_conform_is_armed (t);
  hold = try_hold (t, t->epoch, USUAL);

  return cuff_conform_verdict (t, still && gone && cuff_conform_is (&hold, CUFF_RESULT_STALE_EPOCH),
                               "after 9.5 s %s, after 10.2 s %s, hold then %s",
                               still ? "armed" : "not armed", cuff_conform_machine_name (t),
                               cuff_conform_words (&hold));
}

CuffConformVerdict
cuff_conform_judge_epochs (CuffConform *t)
{
  CuffConformAnswer arm, while_armed, same, older;
  uint32_t epoch;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  epoch = t->epoch;
  while_armed = ask_arm (t, epoch + 1, token_for (t, epoch + 1));
  cuff_conform_send_vent (t);
  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  same = ask_arm (t, epoch, token_for (t, epoch));
  older = ask_arm (t, epoch - 1, token_for (t, epoch - 1));

  return cuff_conform_verdict (t,
                               cuff_conform_is (&while_armed, CUFF_RESULT_BAD_STATE)
                                   && cuff_conform_is (&same, CUFF_RESULT_STALE_EPOCH)
                                   && cuff_conform_is (&older, CUFF_RESULT_STALE_EPOCH),
                               "while armed %s, the same epoch again %s, the one before %s",
                               cuff_conform_words (&while_armed), cuff_conform_words (&same),
                               cuff_conform_words (&older));
}
