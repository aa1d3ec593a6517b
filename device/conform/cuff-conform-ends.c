/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What ends an epoch without a STOP, and that it ends for ever.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>
#include <string.h>

static bool
has_ended (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && !cuff_conform_is_active (t) && !cuff_conform_is_armed (t);
}

/* Milliseconds since `from_us` when the cuff was seen vented and the epoch over; -1 when not. */
static double
until_ended (CuffConform *t, CuffTime from_us, double within_ms)
{
  double left_ms = within_ms - cuff_conform_ms_since (t, from_us);
  bool ended = cuff_conform_wait (t, left_ms, has_ended);

  cuff_conform_forbid (t);

  return ended ? cuff_conform_ms_since (t, from_us) : -1;
}

/* Hold in the epoch that was.  Only ever asked when it must be refused. */
static CuffConformAnswer
try_again (CuffConform *t)
{
  CuffStateMessage state = cuff_conform_order (t, t->epoch, CUFF_MODE_HOLD, USUAL, 5000);

  cuff_conform_forbid (t);

  return cuff_conform_try_state (t, &state);
}

/* Silence after a State with that lease. */
static double
lose_lease (CuffConform *t, uint16_t lease_ms, double within_ms)
{
  t->state.lease_ms = lease_ms;
  cuff_conform_beat (t);
  t->beating = false;

  return until_ended (t, t->state_sent_us, within_ms);
}

CuffConformVerdict
cuff_conform_judge_lease (CuffConform *t)
{
  double longest_ms, shortest_ms;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  longest_ms = lose_lease (t, 5000, 1500 + STOP_WITHIN_MS);
  if (longest_ms < 0)
    return cuff_conform_fail (t, "lease 5000 ms: NOT VENTED 1.75 s after the last State");
  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  shortest_ms = lose_lease (t, 500, 500 + STOP_WITHIN_MS);

  return cuff_conform_verdict (t, shortest_ms >= 0,
                               "lease 5000 ms: vented after %.0f ms; 500 ms: %s (%.0f)", longest_ms,
                               shortest_ms >= 0 ? "vented" : "NOT VENTED", shortest_ms);
}

CuffConformVerdict
cuff_conform_judge_latch (CuffConform *t)
{
  uint8_t flags;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  if (lose_lease (t, 500, 1500 + STOP_WITHIN_MS) < 0)
    return cuff_conform_fail (t, "the lease does not vent");
  cuff_conform_pause (t, 50);
  flags = t->heard.telemetry.flags;
  bool told = (flags & CUFF_DEVICE_LEASE_OVER) != 0 && (flags & CUFF_DEVICE_BUZZER) != 0;

  /* The host is back and goes on as if nothing had been. */
  t->state.lease_ms = 1500;
  t->beat_at_us = cuff_conform_now (t);
  t->beating = true;
  cuff_conform_pause (t, 1000);
  CuffConformAnswer answer = try_again (t);
  bool vented = cuff_conform_is_vented (t);
  bool latched = (t->heard.telemetry.flags & CUFF_DEVICE_LEASE_OVER) != 0;

  return cuff_conform_verdict (
      t, told && vented && latched && cuff_conform_is (&answer, CUFF_RESULT_STALE_EPOCH),
      "flag and buzzer %s; a second of the old State: %s, %s; flag %s", told ? "on" : "MISSING",
      cuff_conform_words (&answer), vented ? "vented" : "UNDER PRESSURE AGAIN",
      latched ? "stands" : "gone");
}

/* States that are refused, as often as heartbeats would come. */
CuffConformVerdict
cuff_conform_judge_heartbeat (CuffConform *t)
{
  CuffTime accepted_us;
  double ms;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  cuff_conform_beat (t);
  accepted_us = t->state_sent_us;
  t->state.order[0].target = HIGHEST + 1; /* above the cap: refused each time */
  ms = until_ended (t, accepted_us, 1500 + STOP_WITHIN_MS);

  return cuff_conform_verdict (t, ms >= 0, "nothing but refused States: %s (%.0f ms)",
                               ms >= 0 ? "vented" : "NOT VENTED", ms);
}

CuffConformVerdict
cuff_conform_judge_armed_lease (CuffConform *t)
{
  CuffConformAnswer arm, answer;
  double ms;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK)
      || !cuff_conform_wait (t, STOP_WITHIN_MS, cuff_conform_is_armed))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  ms = lose_lease (t, 1000, 1000 + STOP_WITHIN_MS);
  t->state.lease_ms = 1500;
  t->beating = true;
  answer = try_again (t);

  return cuff_conform_verdict (t, ms >= 500 && cuff_conform_is (&answer, CUFF_RESULT_STALE_EPOCH),
                               "armed, lease 1000 ms: %s (%.0f ms), hold then %s",
                               ms >= 0 ? "over" : "STILL ARMED", ms, cuff_conform_words (&answer));
}

/* One State that ends an epoch under pressure; afterwards the old order stands refused. */
static CuffConformVerdict
end_by_state (CuffConform *t, uint32_t epoch, CuffMode mode)
{
  CuffConformAnswer answer;
  double ms;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  t->heard.ended_by = -1;
  t->state =
      cuff_conform_order (t, epoch == UINT32_MAX ? t->epoch : epoch, mode, CUFF_PRESSURE_UNSET, 0);
  cuff_conform_beat (t);
  ms = until_ended (t, t->state_sent_us, STOP_WITHIN_MS);
  answer = try_again (t);

  return cuff_conform_verdict (t,
                               ms >= 0 && cuff_conform_is (&answer, CUFF_RESULT_STALE_EPOCH)
                                   && t->heard.ended_by == CUFF_REASON_USER_STOP,
                               "%s (%.0f ms), reason %d, hold then %s",
                               ms >= 0 ? "vented and over" : "NOT ENDED", ms, t->heard.ended_by,
                               cuff_conform_words (&answer));
}

CuffConformVerdict
cuff_conform_judge_mode_vent (CuffConform *t)
{
  return end_by_state (t, UINT32_MAX, CUFF_MODE_VENT);
}

CuffConformVerdict
cuff_conform_judge_other_epoch (CuffConform *t)
{
  return end_by_state (t, 0, CUFF_MODE_DEFLATE);
}

CuffConformVerdict
cuff_conform_judge_hello_ends (CuffConform *t)
{
  CuffMessage hello = { .type = CUFF_MSG_HELLO };
  CuffConformAnswer answer;
  CuffTime from_us;
  double ms;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  t->heard.ended_by = -1;
  t->dirty = true;
  hello.hello = (CuffHello){ CUFF_WIRE_MAJOR, CUFF_WIRE_MINOR, ++t->nonce };
  cuff_conform_send (t, &hello);
  from_us = cuff_conform_now (t);
  ms = until_ended (t, from_us, STOP_WITHIN_MS);
  answer = try_again (t);

  return cuff_conform_verdict (t,
                               ms >= 0 && cuff_conform_is (&answer, CUFF_RESULT_STALE_EPOCH)
                                   && t->heard.ended_by == CUFF_REASON_LINK_LOST,
                               "%s (%.0f ms), reason %d, hold then %s",
                               ms >= 0 ? "vented and over" : "NOT ENDED", ms, t->heard.ended_by,
                               cuff_conform_words (&answer));
}

/* A host that lives and is stuck says the same longest time for ever. */
CuffConformVerdict
cuff_conform_judge_longest (CuffConform *t)
{
  const double longest_ms = 1500;
  CuffConformAnswer answer;
  CuffTime from_us;
  double ms;

  if (!cuff_conform_inflate (t, CUFF_ARM_TRAINING, CUFF_MODE_HOLD, USUAL))
    return cuff_conform_unjudged (t);
  t->heard.ended_by = -1;
  t->state.order[0].longest_ms = (uint32_t) longest_ms;
  cuff_conform_beat (t);
  from_us = t->state_sent_us;
  ms = until_ended (t, from_us, longest_ms + STOP_WITHIN_MS);
  answer = try_again (t);

  return cuff_conform_verdict (
      t,
      ms >= longest_ms - STOP_WITHIN_MS && cuff_conform_is (&answer, CUFF_RESULT_STALE_EPOCH)
          && t->heard.ended_by == CUFF_REASON_TIME_LIMIT,
      "longest 1500 ms, said again and again: %s (%.0f ms), reason %d, hold then %s",
      ms >= 0 ? "vented" : "NOT VENTED", ms, t->heard.ended_by, cuff_conform_words (&answer));
}

/* After a stop, and again with a newer epoch alive. */
CuffConformVerdict
cuff_conform_judge_ended (CuffConform *t)
{
  CuffConformAnswer dead, older, arm;
  CuffStateMessage state;
  uint32_t old;

  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  old = t->epoch;
  cuff_conform_send_vent (t);
  cuff_conform_pause (t, 1000); /* beats go on with the old order */
  dead = try_again (t);
  bool vented = cuff_conform_is_vented (t);
  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  cuff_conform_pause (t, 250);
  state = cuff_conform_order (t, old, CUFF_MODE_HOLD, USUAL, 5000);
  older = cuff_conform_try_state (t, &state);

  return cuff_conform_verdict (
      t,
      vented && cuff_conform_is (&dead, CUFF_RESULT_STALE_EPOCH)
          && cuff_conform_is (&arm, CUFF_RESULT_OK)
          && cuff_conform_is (&older, CUFF_RESULT_STALE_EPOCH),
      "a second of the old State after a stop: %s, %s; the old epoch in a new arm: %s",
      cuff_conform_words (&dead), vented ? "vented" : "UNDER PRESSURE AGAIN",
      cuff_conform_words (&older));
}

static bool
is_empty (const CuffConform *t)
{
  return cuff_conform_highest (t) < EMPTY;
}

static bool
has_released (const CuffConform *t)
{
  return (t->heard.events_seen & (1u << CUFF_DEVICE_EVENT_RELEASED)) != 0;
}

CuffConformVerdict
cuff_conform_judge_release (CuffConform *t)
{
  CuffTime from_us, empty_us;
  double empty_s, idle_s;

  if (!cuff_conform_reach (t, HIGHEST))
    return cuff_conform_unjudged (t);
  t->heard.events_seen = 0;
  t->heard.ended_by = -1;
  cuff_conform_send_vent (t);
  from_us = cuff_conform_now (t);
  if (!cuff_conform_wait (t, 10000, is_empty))
    return cuff_conform_fail (t, "NOT EMPTY after 10 s: %.1f mmHg",
                              cuff_conform_highest (t) / 10.0);
  empty_us = cuff_conform_now (t);
  empty_s = (double) (empty_us - from_us) / 1e6;
  if (!cuff_conform_wait (t, 5000, cuff_conform_is_idle))
    return cuff_conform_fail (t, "empty after %.1f s, then %s for 5 s", empty_s,
                              cuff_conform_machine_name (t));
  idle_s = cuff_conform_ms_since (t, empty_us) / 1000;
  bool released = cuff_conform_wait (t, 5000, has_released);

  return cuff_conform_verdict (
      t, idle_s >= 0.85 && released && t->heard.ended_by == CUFF_REASON_USER_STOP,
      "60 mmHg to 20 in %.1f s, Idle %.1f s later, reason %d, event released %s", empty_s, idle_s,
      t->heard.ended_by, released ? "came" : "MISSING");
}
