/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alarms and faults that can be provoked at low pressure: the continuous clock, by a short limit;
 * a fault, by demanding that the sensors agree within 0.1 mmHg.
 */
#include "cuff-conform-judges.h"

#define SHORT_MS 3000

/* The clock may have run before: then the answer to Arm says for how long. */
static CuffConformAnswer
arm_with_short_clock (CuffConform *t)
{
  CuffLimits limits = { .cap = HIGHEST, .time_max_ms = SHORT_MS };
  CuffConformAnswer arm = { 0 };

  for (unsigned i = 0; i < 2; i++) {
    cuff_conform_set_limits (t, 0, &limits);
    arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
    if (!cuff_conform_is (&arm, CUFF_RESULT_ABOVE_LIMIT) || arm.value <= 0)
      break;
    limits.time_max_ms = (uint32_t) arm.value + SHORT_MS;
  }

  return arm;
}

static bool
clock_runs (const CuffConform *t)
{
  return cuff_conform_highest (t) >= EMPTY;
}

static bool
has_ended (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && !cuff_conform_is_active (t);
}

CuffConformVerdict
cuff_conform_judge_time (CuffConform *t)
{
  CuffConformAnswer arm;
  CuffTime from_us;
  unsigned n_alarms;
  double s;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  arm = arm_with_short_clock (t);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK))
    return cuff_conform_fail (t, "not judged: Arm has %s", cuff_conform_words (&arm));
  cuff_conform_pause (t, 250);
  n_alarms = t->heard.n_alarms;
  t->heard.ended_by = -1;
  cuff_conform_hold (t, CUFF_MODE_HOLD, USUAL, 60000);
  if (!cuff_conform_wait (t, REACH_MS, clock_runs))
    return cuff_conform_fail (t, "not judged: 20 mmHg were never reached");
  from_us = cuff_conform_now (t);
  bool ended = cuff_conform_wait (t, SHORT_MS + STOP_WITHIN_MS, has_ended);
  s = cuff_conform_ms_since (t, from_us) / 1000;
  cuff_conform_forbid (t);
  cuff_conform_pause (t, LATE_MS);
  bool alarmed = t->heard.n_alarms > n_alarms && t->heard.alarm.alarm == CUFF_ALARM_TIME;

  return cuff_conform_verdict (t, ended && alarmed && t->heard.ended_by == CUFF_REASON_TIME_LIMIT,
                               "at most 3 s above 20 mmHg: %s after %.1f s, reason %d, alarm 4 %s",
                               ended ? "vented" : "STILL UNDER PRESSURE", s, t->heard.ended_by,
                               alarmed ? "came" : "MISSING");
}

static bool
alarm_stands (const CuffConform *t)
{
  return t->heard.alarm.alarm == CUFF_ALARM_TIME && t->heard.alarm.active;
}

/* Lives on the alarm that the judge before has left standing, when it was wanted. */
CuffConformVerdict
cuff_conform_judge_alarm (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { CUFF_ALARM_TIME } };
  CuffConformAnswer arm, ack;
  unsigned n_before, n_repeated, n_after;

  if (t->options->wanted != NULL && !alarm_stands (t)) {
    cuff_conform_judge_time (t);
    cuff_conform_calm (t);
  }
  if (!alarm_stands (t))
    return cuff_conform_fail (t, "not judged: no alarm could be provoked");
  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  n_before = t->heard.n_alarms;
  cuff_conform_pause (t, 2300);
  n_repeated = t->heard.n_alarms - n_before;
  bool buzzes = (t->heard.telemetry.flags & CUFF_DEVICE_BUZZER) != 0;
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  ack = cuff_conform_command (t, &message);
  cuff_conform_pause (t, LATE_MS);
  bool withdrawn = !t->heard.alarm.active;
  n_before = t->heard.n_alarms;
  cuff_conform_pause (t, 1300);
  n_after = t->heard.n_alarms - n_before;
  t->dirty = true; /* the clock's limit was lowered */

  return cuff_conform_verdict (
      t,
      n_repeated >= 2 && n_repeated <= 3 && buzzes && withdrawn && n_after == 0
          && cuff_conform_is (&arm, CUFF_RESULT_FAULT_LATCHED)
          && cuff_conform_is (&ack, CUFF_RESULT_OK),
      "%u times in 2.3 s, buzzer %s, Arm %s, AlarmAck %s, then %s and %u times", n_repeated,
      buzzes ? "on" : "OFF", cuff_conform_words (&arm), cuff_conform_words (&ack),
      withdrawn ? "withdrawn" : "NOT WITHDRAWN", n_after);
}

static bool
is_faulty (const CuffConform *t)
{
  return t->heard.telemetry.machine == CUFF_MACHINE_FAULT;
}

static bool
has_told_fault (const CuffConform *t)
{
  return (t->heard.events_seen & (1u << CUFF_DEVICE_EVENT_FAULT)) != 0;
}

CuffConformVerdict
cuff_conform_judge_fault (CuffConform *t)
{
  static const CuffLimits strict = { .cap = HIGHEST, .disagree_max = 1 };
  CuffMessage vent = { .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } };
  CuffMessage message = { .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { CUFF_ALARM_DEVICE } };
  CuffConformAnswer arm, stop, ack;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  t->heard.events_seen = 0;
  cuff_conform_set_limits (t, 0, &strict);
  if (!cuff_conform_wait (t, 1500, has_told_fault))
    return cuff_conform_skip (t, "the sensors agree within 0.1 mmHg: no fault could be provoked");
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  stop = cuff_conform_command (t, &vent);
  cuff_conform_send_zeros (t);
  cuff_conform_pause (t, 1000);
  bool latched = is_faulty (t) && cuff_conform_is_vented (t);
  if (!cuff_conform_greet (t)) /* forgets the strict limit, and so the cause is gone */
    return cuff_conform_fail (t, "Hello is not answered in Fault");
  cuff_conform_pause (t, 700);
  bool after_hello = is_faulty (t);
  ack = cuff_conform_command (t, &message);
  bool left = cuff_conform_wait (t, 500, cuff_conform_is_idle);

  return cuff_conform_verdict (
      t,
      latched && after_hello && left && cuff_conform_is (&arm, CUFF_RESULT_FAULT_LATCHED)
          && cuff_conform_is (&stop, CUFF_RESULT_OK) && cuff_conform_is (&ack, CUFF_RESULT_OK),
      "Arm %s, Vent %s, %s after Vent, zeros and Hello, AlarmAck %s: %s", cuff_conform_words (&arm),
      cuff_conform_words (&stop), latched && after_hello ? "latched" : "NOT LATCHED",
      cuff_conform_words (&ack), cuff_conform_machine_name (t));
}
