/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which tones make a cue or an alarm, and their samples: 48 kHz, one channel, 16 bits.  Pure: any
 * stretch of a tone can be asked for, so that nothing is kept in memory.
 *
 * Alarms are bursts as in IEC 60601-1-8: high 10 pulses in two groups of 3 + 2, medium 3, low 2;
 * each pulse is a tone between 150 and 1000 Hz with four harmonics below 4000 Hz, so that it is
 * found and heard through noise.  Bursts come again after 10, 25 and 30 s.  Cues are single soft
 * tones without harmonics, so that nobody takes one for an alarm.
 */
#pragma once

#include "ebb-alarm.h"
#include "ebb-cue.h"

#define EBB_TONE_HZ           48000
#define EBB_TONE_ALARM_VOLUME 0.7 /* of full scale, and no setting for it */
#define EBB_TONE_CUE_VOLUME   0.5 /* the most a setting gives */

typedef struct {
  guint start_ms, length_ms;
  guint hz;
} EbbPulse;

typedef struct {
  const EbbPulse *pulses;
  guint n_pulses;
  guint edge_ms;     /* rise and fall of each pulse: without them it clicks */
  guint n_harmonics; /* above the tone itself */
  guint length_ms;   /* from the first pulse to the end of the last one */
  guint period_ms;   /* then it begins anew; 0 = heard once */
} EbbTone;

/* NULL for NONE and strangers. */
const EbbTone *ebb_tone_of_cue (EbbCue cue);
/* NULL for QUIET and strangers. */
const EbbTone *ebb_tone_of_alarm (EbbAlarmLevel level);

/* Samples `first` to `first + n` of the tone at `volume` (0 to 1 of full scale). */
void ebb_tone_render (const EbbTone *tone, double volume, guint64 first, gint16 *samples, guint n);
