/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the controller's own, its log, and what it does with its power back.
 */
#include "cuff-conform-judges.h"

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static bool
await_result (CuffConform *t, unsigned n_results, double ms)
{
  CuffTime from_us = cuff_conform_now (t);

  while (t->heard.n_results == n_results && cuff_conform_ms_since (t, from_us) < ms)
    if (!cuff_conform_pause (t, 10))
      return false;

  return t->heard.n_results > n_results;
}

static bool
is_result (const CuffConform *t, CuffTest test)
{
  return t->heard.result.test == test && cuff_pressure_is_set (t->heard.result.value)
         && cuff_pressure_is_set (t->heard.result.limit);
}

CuffConformVerdict
cuff_conform_judge_leak_test (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_LEAK_TEST, .leak_test = { 0, USUAL, 1000 } };
  CuffConformAnswer arm, unarmed, asked;
  unsigned n_results;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  unarmed = cuff_conform_command (t, &message);
  arm = cuff_conform_arm (t, CUFF_ARM_LEAK);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  cuff_conform_pause (t, 250);
  n_results = t->heard.n_results;
  t->heard.ended_by = -1;
  t->may_pressurise = true;
  asked = cuff_conform_command (t, &message);
  bool come = await_result (t, n_results, 11000);
  cuff_conform_forbid (t);
  bool vented = cuff_conform_until_vented (t, STOP_WITHIN_MS) >= 0;

  return cuff_conform_verdict (
      t,
      come && vented && is_result (t, CUFF_TEST_LEAK)
          && cuff_conform_is (&unarmed, CUFF_RESULT_NOT_ARMED)
          && cuff_conform_is (&asked, CUFF_RESULT_OK) && t->heard.ended_by == CUFF_REASON_PLAN_DONE,
      "unarmed %s, armed %s, %s: %.1f mmHg lost of %.1f allowed, %s, reason %d",
      cuff_conform_words (&unarmed), cuff_conform_words (&asked), come ? "Result" : "NO RESULT",
      t->heard.result.value / 10.0, t->heard.result.limit / 10.0, vented ? "vented" : "NOT VENTED",
      t->heard.ended_by);
}

CuffConformVerdict
cuff_conform_judge_self_test (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_SELF_TEST };
  unsigned n_results = t->heard.n_results;
  CuffConformAnswer asked;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  asked = cuff_conform_command (t, &message);
  bool come = await_result (t, n_results, 2000);
  bool flagged = (t->heard.telemetry.flags & CUFF_DEVICE_SELF_TEST_OK) != 0;

  return cuff_conform_verdict (t,
                               come && t->heard.result.test == CUFF_TEST_SELF
                                   && t->heard.result.pass && flagged
                                   && cuff_conform_is (&asked, CUFF_RESULT_OK),
                               "%s, %s, at most %.1f mmHg", cuff_conform_words (&asked),
                               !come                  ? "NO RESULT"
                               : t->heard.result.pass ? "passed"
                                                      : "FAILED",
                               t->heard.result.value / 10.0);
}

CuffConformVerdict
cuff_conform_judge_zero (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_ZERO, .channel = { 0 } };
  unsigned n_results = t->heard.n_results;
  CuffConformAnswer idle, arm, armed;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  idle = cuff_conform_command (t, &message);
  bool come = await_result (t, n_results, 2000);
  bool good = come && is_result (t, CUFF_TEST_ZERO) && t->heard.result.pass;
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  armed = cuff_conform_command (t, &message);

  return cuff_conform_verdict (
      t,
      good && cuff_conform_is (&idle, CUFF_RESULT_OK) && cuff_conform_is (&arm, CUFF_RESULT_OK)
          && cuff_conform_is (&armed, CUFF_RESULT_BAD_STATE),
      "in Idle %s, %s, offset %.1f mmHg; in Armed %s", cuff_conform_words (&idle),
      come ? "Result" : "NO RESULT", t->heard.result.value / 10.0, cuff_conform_words (&armed));
}

/* A second test, and an arm, while half a second of Zero runs. */
CuffConformVerdict
cuff_conform_judge_one_test (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_ZERO, .channel = { 0 } };
  CuffConformAnswer first, second, arm;
  unsigned n_results;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  n_results = t->heard.n_results;
  first = cuff_conform_command (t, &message);
  second = cuff_conform_command (t, &message);
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  bool come = await_result (t, n_results, 2000);

  return cuff_conform_verdict (
      t,
      come && t->heard.result.pass && cuff_conform_is (&first, CUFF_RESULT_OK)
          && cuff_conform_is (&second, CUFF_RESULT_BUSY)
          && cuff_conform_is (&arm, CUFF_RESULT_BUSY),
      "Zero %s, then Zero %s, Arm %s; the first one's Result %s", cuff_conform_words (&first),
      cuff_conform_words (&second), cuff_conform_words (&arm), come ? "came" : "MISSING");
}

CuffConformVerdict
cuff_conform_judge_cut_short (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_ZERO, .channel = { 0 } };
  const CuffResultMessage *result = &t->heard.result;
  CuffConformAnswer asked;
  unsigned n_results;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  n_results = t->heard.n_results;
  asked = cuff_conform_command (t, &message);
  cuff_conform_send_vent (t);
  bool come = await_result (t, n_results, STOP_WITHIN_MS);
  bool unset =
      come && !cuff_pressure_is_set (result->value) && !cuff_pressure_is_set (result->limit);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&asked, CUFF_RESULT_OK) && unset
                                   && result->test == CUFF_TEST_ZERO && !result->pass,
                               "Zero %s, then Vent: %s", cuff_conform_words (&asked),
                               !come   ? "NO RESULT"
                               : unset ? "a Result without values"
                                       : "A RESULT WITH VALUES");
}

CuffConformVerdict
cuff_conform_judge_log (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_LOG_READ, .log_read = { 0, 255 } };
  CuffConformAnswer asked;
  uint32_t n_rows, span;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->heard.n_rows = 0;
  asked = cuff_conform_command (t, &message);
  for (unsigned i = 0; i < 30 && (int32_t) t->heard.n_rows < asked.value; i++)
    cuff_conform_pause (t, 50);
  cuff_conform_pause (t, 100); /* one too many would come now */
  n_rows = t->heard.n_rows;
  span = t->heard.row.index - t->heard.first_row.index + 1;
  bool begins = n_rows > 0 && t->heard.first_row.index == (uint32_t) asked.limit
                && (asked.limit > 0 || t->heard.first_row.event.code == CUFF_DEVICE_EVENT_BOOT);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&asked, CUFF_RESULT_OK) && begins
                                   && n_rows == (uint32_t) asked.value && span == n_rows,
                               "%d rows promised from %d, %u came, %u..%u", asked.value,
                               asked.limit, n_rows, t->heard.first_row.index, t->heard.row.index);
}

CuffConformVerdict
cuff_conform_judge_set_time (CuffConform *t)
{
  const uint64_t unix_ms = 1767225600000;
  CuffMessage message = { .type = CUFF_MSG_SET_TIME, .set_time = { unix_ms } };
  CuffConformAnswer asked;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->heard.event = (CuffEventMessage){ 0 };
  asked = cuff_conform_command (t, &message);
  cuff_conform_pause (t, LATE_MS);
  bool noted = t->heard.event.code == CUFF_DEVICE_EVENT_TIME_SET
               && (uint32_t) t->heard.event.argument == (uint32_t) (unix_ms / 1000);

  return cuff_conform_verdict (t, noted && cuff_conform_is (&asked, CUFF_RESULT_OK),
                               "SetTime %s, event 8 with %u", cuff_conform_words (&asked),
                               (uint32_t) t->heard.event.argument);
}

static bool
has_booted (const CuffConform *t)
{
  return t->heard.telemetry.t_us < t->before_cycle_us;
}

/* Under pressure, with the host's heartbeat still coming: the hardest moment to come back in. */
CuffConformVerdict
cuff_conform_judge_boot (CuffConform *t)
{
  CuffConformHanded handed;

  t->cycle_asked = true;
  if (!cuff_conform_reach (t, USUAL))
    return cuff_conform_unjudged (t);
  t->before_cycle_us = t->heard.telemetry.t_us;
  handed = cuff_conform_by_hand (t, CUFF_CONFORM_HAND_POWER, has_booted);
  cuff_conform_forbid (t);
  if (handed == CUFF_CONFORM_UNSEEN)
    return cuff_conform_fail (t, "switched off and on, and no telemetry of a fresh boot");
  if (handed != CUFF_CONFORM_HANDED)
    return cuff_conform_not_done (t, handed);
  t->dirty = t->has_cycled = true;
  cuff_conform_pause (t, 1000); /* the watch sees any pressure */

  return cuff_conform_verdict (t, cuff_conform_is_vented (t) && !cuff_conform_is_active (t),
                               "power lost at %.0f mmHg, back in %s, %s, %.1f mmHg", USUAL / 10.0,
                               cuff_conform_machine_name (t),
                               cuff_conform_is_vented (t) ? "vented" : "NOT VENTED",
                               cuff_conform_highest (t) / 10.0);
}

/* Lives on the power cycle of the judge before, when that was wanted: nobody has said Hello since.
 */
CuffConformVerdict
cuff_conform_judge_before_hello (CuffConform *t)
{
  static const CuffMessage asked[] = {
    { .type = CUFF_MSG_SET_LIMITS, .limits = { 0, { .cap = HIGHEST } } },
    { .type = CUFF_MSG_ARM, .arm = { .epoch = UINT32_MAX } },
    { .type = CUFF_MSG_STREAM, .stream = { 0 } },
    { .type = CUFF_MSG_SELF_TEST, .self_test = { 0 } },
  };
  CuffMessage vent = { .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } };
  uint32_t boot_id = t->heard.identity.boot_id;
  CuffConformAnswer stop;
  unsigned n_before;

  if (!t->cycle_asked)
    cuff_conform_judge_boot (t);
  if (!t->has_cycled)
    return cuff_conform_skip (t, "it has not just booted");
  t->beating = false;
  cuff_conform_pause (t, 300);
  n_before = t->heard.n_acks + t->heard.n_limits + t->heard.n_state_acks + t->heard.n_results;
  for (unsigned i = 0; i < COUNT (asked); i++)
    cuff_conform_send (t, &asked[i]);
  cuff_conform_beat (t);
  cuff_conform_pause (t, 700);
  unsigned n_answers =
      t->heard.n_acks + t->heard.n_limits + t->heard.n_state_acks + t->heard.n_results - n_before;
  stop = cuff_conform_command (t, &vent);
  t->dirty = true;
  bool greeted = cuff_conform_greet (t);
  bool other = greeted && t->heard.identity.boot_id != boot_id;

  return cuff_conform_verdict (t,
                               n_answers == 0 && other && cuff_conform_is (&stop, CUFF_RESULT_OK),
                               "5 commands, %u answers; Vent %s; boot id %s", n_answers,
                               cuff_conform_words (&stop), other ? "is another" : "IS THE SAME");
}

static bool
buzzes (const CuffConform *t)
{
  return (t->heard.telemetry.flags & CUFF_DEVICE_BUZZER) != 0;
}

static bool
is_silent (const CuffConform *t)
{
  return !buzzes (t);
}

/* In Idle, where no lost lease sounds it. */
CuffConformVerdict
cuff_conform_judge_buzzer (CuffConform *t)
{
  double silent_ms;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  bool before = buzzes (t);
  t->state.buzz = true;
  t->state.lease_ms = 500;
  cuff_conform_beat (t);
  bool asked = cuff_conform_wait (t, STOP_WITHIN_MS, buzzes);
  t->beating = false;
  bool ended = cuff_conform_wait (t, 500 + STOP_WITHIN_MS, is_silent);
  silent_ms = cuff_conform_ms_since (t, t->state_sent_us);

  return cuff_conform_verdict (t, !before && asked && ended && silent_ms >= 400,
                               "%s before, %s when asked, %s %.0f ms after the last State",
                               before ? "ON" : "off", asked ? "on" : "OFF",
                               ended ? "off" : "STILL ON", silent_ms);
}

CuffConformVerdict
cuff_conform_judge_dtr (CuffConform *t)
{
  uint32_t boot_id = t->heard.identity.boot_id;
  uint32_t before_us;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->heard.events_seen = 0;
  before_us = t->heard.telemetry.t_us;
  if (!cuff_conform_drop_dtr (t))
    return cuff_conform_skip (t, "needs a port with modem lines");
  t->dirty = true;
  cuff_conform_pause (t, 1000);
  bool again = t->heard.telemetry.t_us < before_us
               || (t->heard.events_seen & (1u << CUFF_DEVICE_EVENT_BOOT)) != 0;
  bool greeted = cuff_conform_greet (t);

  return cuff_conform_verdict (t, greeted && !again && t->heard.identity.boot_id == boot_id,
                               "DTR down for 0.3 s and up: %s, %s", again ? "BOOTED" : "lives on",
                               greeted ? "answers Hello" : "ANSWERS NO HELLO");
}
