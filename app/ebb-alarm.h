/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How urgent an alarm is and how it is to be heard: pure, with injected time.  Condition (what the
 * interlock says), occurrence (the record), signal and suppression are kept apart; this is signal
 * and suppression.  One sound, that of the highest priority which stands.  It can be paused for a
 * while, never switched off.  Priorities and times: design (safety 4) and its table of alarms.
 *
 * The controller's own buzzer is the first sounder; nothing here reaches it.
 */
#pragma once

#include "ebb-session.h"

typedef enum {
  EBB_ALARM_QUIET,
  EBB_ALARM_LOW,    /* ! */
  EBB_ALARM_MEDIUM, /* !! */
  EBB_ALARM_HIGH,   /* !!! */
  EBB_ALARM_LEVELS,
} EbbAlarmLevel;

#define EBB_ALARM_PAUSE_MAX_MS      30000  /* while a cuff may be under pressure */
#define EBB_ALARM_PAUSE_DEFLATED_MS 120000 /* proven deflated */

/* QUIET for CUFF_ALARM_NONE and strangers. */
EbbAlarmLevel ebb_alarm_level (CuffAlarm alarm);
/* Of what stands in `bits` (1 << CuffAlarm). */
EbbAlarmLevel ebb_alarm_highest (guint32 bits);

/* Everything a person has to be told of now: present, or latched and not yet acknowledged.
 * `session` NULL: there is none. */
guint32 ebb_alarm_standing (const EbbCuffView *cuff, const EbbSessionView *session);

typedef struct {
  gint64 since_us;     /* EBB_TIME_UNSET = not paused */
  EbbAlarmLevel level; /* what was paused: anything above it breaks through */
} EbbAlarmPause;

#define EBB_ALARM_PAUSE_NONE ((EbbAlarmPause){ .since_us = EBB_TIME_UNSET })

/* What is to be heard. */
typedef struct {
  EbbAlarmLevel level;
  gint64 silent_us; /* nothing for so long from now: paused; 0 = it sounds */
} EbbAlarmSound;

/* One step: also ends the pause when its time is over, when something more urgent came, and when
 * nothing stands any more.  `at_risk`: a cuff is not proven deflated. */
EbbAlarmSound ebb_alarm_sound (EbbAlarmPause *pause, guint32 bits, gboolean at_risk, gint64 now_us);

/* A person pauses the sound.  Pressed again while it is paused it makes nothing longer. */
void ebb_alarm_pause (EbbAlarmPause *pause, guint32 bits, gint64 now_us);
