/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-alarm.h"

static const EbbAlarmLevel levels[CUFF_ALARM_COUNT] = {
  [CUFF_ALARM_NONE] = EBB_ALARM_QUIET,        [CUFF_ALARM_OVER_PRESSURE] = EBB_ALARM_HIGH,
  [CUFF_ALARM_NOT_DEFLATED] = EBB_ALARM_HIGH, [CUFF_ALARM_LINK] = EBB_ALARM_HIGH,
  [CUFF_ALARM_TIME] = EBB_ALARM_HIGH,         [CUFF_ALARM_DEVICE] = EBB_ALARM_HIGH,
  [CUFF_ALARM_SUPERVISION] = EBB_ALARM_HIGH,  [CUFF_ALARM_OFF_TARGET] = EBB_ALARM_MEDIUM,
  [CUFF_ALARM_LEAK] = EBB_ALARM_MEDIUM,       [CUFF_ALARM_BLOCKED] = EBB_ALARM_MEDIUM,
  [CUFF_ALARM_NOBODY] = EBB_ALARM_MEDIUM,     [CUFF_ALARM_STORE] = EBB_ALARM_MEDIUM,
  [CUFF_ALARM_UPKEEP] = EBB_ALARM_LOW,
};

EbbAlarmLevel
ebb_alarm_level (CuffAlarm alarm)
{
  return (guint) alarm < CUFF_ALARM_COUNT ? levels[alarm] : EBB_ALARM_QUIET;
}

EbbAlarmLevel
ebb_alarm_highest (guint32 bits)
{
  EbbAlarmLevel highest = EBB_ALARM_QUIET;

  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
    if ((bits & (1u << alarm)) != 0)
      highest = MAX (highest, levels[alarm]);
  return highest;
}

guint32
ebb_alarm_standing (const EbbCuffView *cuff, const EbbSessionView *session)
{
  guint32 bits = cuff->alarms | cuff->alarms_latched;

  return session != NULL ? bits | session->alarms : bits;
}

static gint64
pause_end_us (const EbbAlarmPause *pause, gboolean at_risk)
{
  return pause->since_us + CUFF_MS (at_risk ? EBB_ALARM_PAUSE_MAX_MS : EBB_ALARM_PAUSE_DEFLATED_MS);
}

EbbAlarmSound
ebb_alarm_sound (EbbAlarmPause *pause, guint32 bits, gboolean at_risk, gint64 now_us)
{
  EbbAlarmSound sound = { .level = ebb_alarm_highest (bits) };

  if (pause->since_us == EBB_TIME_UNSET)
    return sound;
#ifndef EBB_BREAK_ALARM_PAUSE
  if (sound.level == EBB_ALARM_QUIET || sound.level > pause->level
      || now_us >= pause_end_us (pause, at_risk)) {
    *pause = EBB_ALARM_PAUSE_NONE;
    return sound;
  }
#endif
  /* What came back after it was gone is new. */
  pause->level = sound.level;
  sound.silent_us = pause_end_us (pause, at_risk) - now_us;
  return sound;
}

void
ebb_alarm_pause (EbbAlarmPause *pause, guint32 bits, gint64 now_us)
{
  EbbAlarmLevel level = ebb_alarm_highest (bits);

  if (pause->since_us != EBB_TIME_UNSET || level == EBB_ALARM_QUIET)
    return;
  *pause = (EbbAlarmPause){ .since_us = now_us, .level = level };
}
