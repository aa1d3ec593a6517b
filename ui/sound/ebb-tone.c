/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-tone.h"

#include <math.h>

#define FRAMES(ms) ((guint64) (ms) *EBB_TONE_HZ / 1000)

/* High, medium and low differ in number, rhythm and pitch.  IEC 60601-1-8: pulses of 75 to 200 ms
 * (high) or 125 to 250 ms, 50 to 125 ms (high) or 125 to 250 ms apart; within a high burst a longer
 * gap after the third pulse and 0.35 to 1.3 s between its halves. */
static const EbbPulse high[] = {
  { 0, 150, 660 },    { 250, 150, 660 },  { 500, 150, 660 },  { 1000, 150, 660 },
  { 1250, 150, 660 }, { 2000, 150, 660 }, { 2250, 150, 660 }, { 2500, 150, 660 },
  { 3000, 150, 660 }, { 3250, 150, 660 },
};
static const EbbPulse medium[] = { { 0, 200, 523 }, { 400, 200, 523 }, { 800, 200, 523 } };
static const EbbPulse low[] = { { 0, 200, 392 }, { 400, 200, 392 } };

static const EbbPulse contract[] = { { 0, 140, 880 } };
static const EbbPulse hold[] = { { 0, 70, 659 }, { 120, 70, 659 } };
static const EbbPulse relax[] = { { 0, 280, 440 } };
static const EbbPulse rest_ending[] = { { 0, 60, 988 }, { 110, 60, 988 }, { 220, 60, 988 } };
static const EbbPulse inflates[] = {
  { 0, 80, 294 }, { 130, 80, 370 }, { 260, 80, 440 }, { 390, 160, 587 }
};

#define EDGE_CUE_MS   15
#define EDGE_ALARM_MS 30 /* 10 to 40 % of a pulse */
#define HARMONICS     4

#define CUE_TONE(list, last_ms)                                                                    \
  {                                                                                                \
    list, G_N_ELEMENTS (list), EDGE_CUE_MS, 0, last_ms, 0                                          \
  }
#define ALARM_TONE(list, last_ms, again_ms)                                                        \
  {                                                                                                \
    list, G_N_ELEMENTS (list), EDGE_ALARM_MS, HARMONICS, last_ms, again_ms                         \
  }

static const EbbTone cues[EBB_CUE_COUNT] = {
  [EBB_CUE_CONTRACT] = CUE_TONE (contract, 140),
  [EBB_CUE_HOLD] = CUE_TONE (hold, 190),
  [EBB_CUE_RELAX] = CUE_TONE (relax, 280),
  [EBB_CUE_REST_ENDING] = CUE_TONE (rest_ending, 280),
  [EBB_CUE_INFLATES] = CUE_TONE (inflates, 550),
};
static const EbbTone alarms[EBB_ALARM_LEVELS] = {
  [EBB_ALARM_LOW] = ALARM_TONE (low, 600, 30000),
  [EBB_ALARM_MEDIUM] = ALARM_TONE (medium, 1000, 25000),
  [EBB_ALARM_HIGH] = ALARM_TONE (high, 3400, 10000),
};

const EbbTone *
ebb_tone_of_cue (EbbCue cue)
{
  return cue > EBB_CUE_NONE && cue < EBB_CUE_COUNT ? &cues[cue] : NULL;
}

const EbbTone *
ebb_tone_of_alarm (EbbAlarmLevel level)
{
  return level > EBB_ALARM_QUIET && level < EBB_ALARM_LEVELS ? &alarms[level] : NULL;
}

/* 0 at both ends, 1 between them, half a cosine on the way. */
static double
envelope (const EbbTone *tone, const EbbPulse *pulse, guint64 frame)
{
  guint64 length = FRAMES (pulse->length_ms), edge = FRAMES (tone->edge_ms);
  guint64 to_end = MIN (frame, length - frame);

  return to_end >= edge ? 1 : 0.5 - 0.5 * cos (G_PI * (double) to_end / (double) edge);
}

static double
sample_of_pulse (const EbbTone *tone, const EbbPulse *pulse, guint64 frame)
{
  double sum = 0;
  double phase = 2 * G_PI * pulse->hz * (double) frame / EBB_TONE_HZ;

  for (guint i = 0; i <= tone->n_harmonics; i++)
    sum += sin (phase * (i + 1));
  return envelope (tone, pulse, frame) * sum / (tone->n_harmonics + 1);
}

static double
sample_at (const EbbTone *tone, guint64 frame)
{
  for (guint i = 0; i < tone->n_pulses; i++) {
    guint64 start = FRAMES (tone->pulses[i].start_ms);
    if (frame >= start && frame < start + FRAMES (tone->pulses[i].length_ms))
      return sample_of_pulse (tone, &tone->pulses[i], frame - start);
  }
  return 0;
}

void
ebb_tone_render (const EbbTone *tone, double volume, guint64 first, gint16 *samples, guint n)
{
  guint64 period = FRAMES (tone->period_ms);

  for (guint i = 0; i < n; i++) {
    guint64 frame = period > 0 ? (first + i) % period : first + i;
    samples[i] = (gint16) lrint (CLAMP (volume, 0, 1) * G_MAXINT16 * sample_at (tone, frame));
  }
}
