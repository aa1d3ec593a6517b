/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What cannot be provoked from the far end of the cable: somebody is asked to do it, with the cuff
 * on a rigid cylinder and the heartbeat going on.  What nobody does is not applicable, never a
 * failure; what is done and not seen is one.
 */
#include "cuff-conform-judges.h"

#define UNSEEN_MS 2000 /* telemetry comes a hundred times a second */
#define LOOK_MS   20

/* Section 7 of the page. */
#define OVER_CAP_MS  300
#define DROP_MS      1000
#define NOT_EMPTY_MS 10000

CuffConformHanded
cuff_conform_by_hand (CuffConform *t, CuffConformHand hand, bool (*seen) (const CuffConform *t))
{
  const CuffConformOptions *options = t->options;
  CuffTime asked_us = cuff_conform_now (t), told_us = 0;

  if (!options->ask (options->user, hand, HAND_S))
    return CUFF_CONFORM_UNASKED;
  for (;;) {
    CuffConformReply reply = options->reply (options->user);

    if (seen != NULL ? seen (t) : reply == CUFF_CONFORM_REPLY_DONE)
      return CUFF_CONFORM_HANDED;
    if (reply == CUFF_CONFORM_REPLY_DONE && told_us == 0)
      told_us = cuff_conform_now (t);
    if (told_us != 0 && cuff_conform_ms_since (t, told_us) > UNSEEN_MS)
      return CUFF_CONFORM_UNSEEN;
    if (reply == CUFF_CONFORM_REPLY_NO || cuff_conform_ms_since (t, asked_us) > HAND_S * 1000)
      return CUFF_CONFORM_UNHANDED;
    if (!cuff_conform_pause (t, LOOK_MS))
      return CUFF_CONFORM_UNHANDED;
  }
}

CuffConformVerdict
cuff_conform_not_done (CuffConform *t, CuffConformHanded handed)
{
  if (handed == CUFF_CONFORM_UNASKED)
    return cuff_conform_skip (t, "not asked: needs hands");

  return cuff_conform_skip (t, "asked, and not done");
}

/* The cuff stands at the usual pressure, and what was is forgotten. */
static bool
begin (CuffConform *t)
{
  if (!cuff_conform_reach (t, USUAL))
    return false;
  t->heard.ended_by = -1;
  t->heard.flags_seen = 0;
  t->heard.events_seen = 0;
  t->heard.alarm = (CuffAlarmMessage){ 0 };

  return true;
}

/* Also when he has done nothing: it may have come too late for the judge. */
static void
restore (CuffConform *t)
{
  t->dirty = true;
  cuff_conform_calm (t);
  cuff_conform_by_hand (t, CUFF_CONFORM_HAND_RESTORE, NULL);
}

/* Whether the fault stays is judged elsewhere. */
static bool
has_alarm (const CuffConform *t, CuffAlarm alarm)
{
  return t->heard.alarm.alarm == alarm && t->heard.alarm.active
         && (t->heard.events_seen & (1u << CUFF_DEVICE_EVENT_FAULT)) != 0;
}

static bool
has_stopped (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && !cuff_conform_is_active (t);
}

static bool
is_pressed (const CuffConform *t)
{
  return (t->heard.flags_seen & CUFF_DEVICE_STOP_BUTTON) != 0 || !cuff_conform_is_active (t);
}

static bool
is_let_go (const CuffConform *t)
{
  return (t->heard.telemetry.flags & CUFF_DEVICE_STOP_BUTTON) == 0;
}

CuffConformVerdict
cuff_conform_judge_button (CuffConform *t)
{
  CuffConformHanded handed;
  CuffStateMessage state;
  CuffConformAnswer again;

  if (!begin (t))
    return cuff_conform_unjudged (t);
  handed = cuff_conform_by_hand (t, CUFF_CONFORM_HAND_BUTTON, is_pressed);
  cuff_conform_forbid (t);
  if (handed == CUFF_CONFORM_UNSEEN)
    return cuff_conform_fail (t, "pressed, and NOTHING HAPPENED");
  if (handed != CUFF_CONFORM_HANDED)
    return cuff_conform_not_done (t, handed);
  bool stopped = cuff_conform_wait (t, STOP_WITHIN_MS, has_stopped);
  state = cuff_conform_order (t, t->epoch, CUFF_MODE_HOLD, USUAL, 5000);
  again = cuff_conform_try_state (t, &state);
  bool told = (t->heard.flags_seen & CUFF_DEVICE_STOP_BUTTON) != 0;
  cuff_conform_wait (t, HAND_S * 1000, is_let_go);

  return cuff_conform_verdict (t,
                               stopped && told && t->heard.ended_by == CUFF_REASON_DEVICE_BUTTON
                                   && cuff_conform_is (&again, CUFF_RESULT_STALE_EPOCH),
                               "%s, flag %s, reason %d, hold then %s",
                               stopped ? "vented" : "NOT VENTED", told ? "seen" : "MISSING",
                               t->heard.ended_by, cuff_conform_words (&again));
}

/* Vented, or longer beyond a limit than it may be. */
static bool
is_over (const CuffConform *t)
{
  const CuffConformHeard *heard = &t->heard;
  bool for_long = heard->over_since_us != 0
                  && cuff_conform_ms_since (t, heard->over_since_us) > OVER_CAP_MS + LATE_MS;

  return !cuff_conform_is_active (t) || for_long
         || cuff_conform_highest (t) > cuff_conform_cap (heard->identity.cap_transient, TRANSIENT);
}

/* In mode quiet, or the controller would let the air out that the bulb brings in. */
CuffConformVerdict
cuff_conform_judge_over (CuffConform *t)
{
  CuffConformHanded handed;
  CuffPressure peak;

  if (!begin (t))
    return cuff_conform_unjudged (t);
  cuff_conform_hold (t, CUFF_MODE_QUIET, CUFF_PRESSURE_UNSET, 60000);
  t->heard.peak = 0;
  handed = cuff_conform_by_hand (t, CUFF_CONFORM_HAND_OVERFILL, is_over);
  cuff_conform_forbid (t);
  bool stopped = cuff_conform_wait (t, STOP_WITHIN_MS, has_stopped);
  cuff_conform_pause (t, LATE_MS);
  bool told = has_alarm (t, CUFF_ALARM_OVER_PRESSURE);
  peak = t->heard.peak;
  if (handed != CUFF_CONFORM_UNASKED)
    restore (t);
  if (handed != CUFF_CONFORM_HANDED)
    return cuff_conform_not_done (t, handed);

  return cuff_conform_verdict (
      t,
      stopped && told && peak > cuff_conform_cap (t->heard.identity.cap_hard, HARD)
          && t->heard.ended_by == CUFF_REASON_OVER_PRESSURE,
      "%.1f mmHg at most, %s, alarm 1 %s, reason %d", peak / 10.0,
      stopped ? "vented" : "NOT VENTED", told ? "came" : "MISSING", t->heard.ended_by);
}

static bool
has_said_stuck (const CuffConform *t)
{
  return has_alarm (t, CUFF_ALARM_NOT_DEFLATED);
}

static bool
has_emptied (const CuffConform *t)
{
  return has_stopped (t) && cuff_conform_highest (t) < EMPTY;
}

static bool
has_said_or_emptied (const CuffConform *t)
{
  return has_said_stuck (t) || has_emptied (t);
}

/* An Ack that is refused is asked again and again until the cuff is empty; here once is enough. */
CuffConformVerdict
cuff_conform_judge_stuck (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { CUFF_ALARM_NOT_DEFLATED } };
  CuffConformHanded handed;
  CuffConformAnswer ack = { 0 };
  CuffTime from_us;
  double s;

  if (!begin (t))
    return cuff_conform_unjudged (t);
  handed = cuff_conform_by_hand (t, CUFF_CONFORM_HAND_BLOCK, NULL);
  if (handed != CUFF_CONFORM_HANDED) {
    cuff_conform_forbid (t);
    return cuff_conform_not_done (t, handed);
  }
  t->may_stick = true;
  cuff_conform_send_vent (t);
  from_us = cuff_conform_now (t);
  cuff_conform_wait (t, NOT_EMPTY_MS + DROP_MS, has_said_or_emptied);
  s = cuff_conform_ms_since (t, from_us) / 1000;
  bool told = has_said_stuck (t), emptied = has_emptied (t);
  if (told)
    ack = cuff_conform_command (t, &message);
  restore (t);
  cuff_conform_wait (t, IDLE_MS, has_emptied);
  t->may_stick = false;
  if (!told && emptied)
    return cuff_conform_skip (t, "the cuff emptied all the same in %.1f s: no way out was shut", s);

  return cuff_conform_verdict (t, told && ack.come && ack.result != CUFF_RESULT_OK,
                               "alarm 2 %s (%.1f s), AlarmAck %s", told ? "came" : "MISSING", s,
                               told ? cuff_conform_words (&ack) : "not asked");
}

static bool
is_unreadable (const CuffConform *t)
{
  const CuffTelemetry *telemetry = &t->heard.telemetry;
  bool has_second = (t->heard.identity.capabilities & CUFF_CAN_SECOND_SENSOR) != 0;

  for (unsigned i = 0; i < telemetry->n_channels; i++)
    if (!cuff_pressure_is_set (telemetry->channel[i].pressure)
        || (has_second && !cuff_pressure_is_set (telemetry->channel[i].pressure_second)))
      return true;

  return !cuff_conform_is_active (t);
}

CuffConformVerdict
cuff_conform_judge_sensor (CuffConform *t)
{
  CuffConformHanded handed;

  if (!begin (t))
    return cuff_conform_unjudged (t);
  handed = cuff_conform_by_hand (t, CUFF_CONFORM_HAND_SENSOR_OFF, is_unreadable);
  cuff_conform_forbid (t);
  bool stopped = cuff_conform_wait (t, STOP_WITHIN_MS, has_stopped);
  cuff_conform_pause (t, LATE_MS);
  bool told = has_alarm (t, CUFF_ALARM_DEVICE);
  if (handed != CUFF_CONFORM_UNASKED)
    restore (t);
  if (handed == CUFF_CONFORM_UNSEEN)
    return cuff_conform_fail (t, "a sensor is dead, and it is READ ALL THE SAME");
  if (handed != CUFF_CONFORM_HANDED)
    return cuff_conform_not_done (t, handed);

  return cuff_conform_verdict (t, stopped && told && t->heard.ended_by == CUFF_REASON_SENSOR,
                               "%s, alarm 5 %s, reason %d", stopped ? "vented" : "NOT VENTED",
                               told ? "came" : "MISSING", t->heard.ended_by);
}
