/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the samples of cues and alarms say: how many pulses, how long, how far apart, how high, how
 * loud, and that nothing clicks.  The figures are those of IEC 60601-1-8 and of the design.
 */
#include "ebb-tone.h"

#include <math.h>

#define PULSES_MAX 32
#define QUIET      40   /* of 32767: what lies below is silence */
#define GAP_MS     30   /* so long a silence parts two pulses */
#define WINDOW_MS  5000 /* longer than any burst */
#define PITCH_HZ   4    /* between two that are looked at */
#define PITCHES    275  /* up to 1100 Hz */
#define MS(frames) ((double) (frames) *1000 / EBB_TONE_HZ)

typedef struct {
  double start_ms, length_ms, hz;
} Pulse;

typedef struct {
  gint16 *samples; /* owned */
  guint n;
  Pulse pulse[PULSES_MAX];
  guint n_pulses;
  int peak, jump; /* the largest sample; the largest step between two */
} Heard;

static void
heard_clear (Heard *heard)
{
  g_free (heard->samples);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

/* Strength of a frequency in a stretch, by Goertzel's sum, without its scale. */
static double
strength (const gint16 *samples, guint n, double hz)
{
  double re = 0, im = 0;
  for (guint i = 0; i < n; i++) {
    re += samples[i] * cos (2 * G_PI * hz * i / EBB_TONE_HZ);
    im += samples[i] * sin (2 * G_PI * hz * i / EBB_TONE_HZ);
  }
  return hypot (re, im) / n;
}

/* The lowest strong frequency. */
static double
pitch (const gint16 *samples, guint n)
{
  double of[PITCHES], strongest = 0;
  for (guint i = 0; i < PITCHES; i++) {
    of[i] = strength (samples, n, PITCH_HZ * (i + 1));
    strongest = MAX (strongest, of[i]);
  }
  for (guint i = 0; i + 1 < PITCHES; i++)
    if (of[i] > strongest * 0.7 && of[i + 1] < of[i])
      return PITCH_HZ * (i + 1);
  return 0;
}

static void
find_pulses (Heard *heard)
{
  guint last = 0;
  gboolean sounds = FALSE;
  for (guint i = 0; i < heard->n; i++) {
    if (ABS (heard->samples[i]) <= QUIET)
      continue;
    if (!sounds || MS (i - last) > GAP_MS) {
      g_assert_cmpuint (heard->n_pulses, <, PULSES_MAX);
      heard->pulse[heard->n_pulses++].start_ms = MS (i);
    }
    sounds = TRUE;
    last = i;
    heard->pulse[heard->n_pulses - 1].length_ms =
        MS (i) - heard->pulse[heard->n_pulses - 1].start_ms;
  }
}

static Heard
hear (const EbbTone *tone, double volume)
{
  Heard heard = { .n = EBB_TONE_HZ / 1000 * WINDOW_MS };
  heard.samples = g_new0 (gint16, heard.n);
  ebb_tone_render (tone, volume, 0, heard.samples, heard.n);
  find_pulses (&heard);
  for (guint i = 0; i < heard.n; i++) {
    heard.peak = MAX (heard.peak, ABS (heard.samples[i]));
    if (i > 0)
      heard.jump = MAX (heard.jump, ABS (heard.samples[i] - heard.samples[i - 1]));
  }
  for (guint i = 0; i < heard.n_pulses; i++) {
    guint from = (guint) (heard.pulse[i].start_ms * EBB_TONE_HZ / 1000);
    guint length = (guint) (heard.pulse[i].length_ms * EBB_TONE_HZ / 1000);
    if (i == 0)
      heard.pulse[i].hz = pitch (heard.samples + from, length);
  }
  return heard;
}

static double
onset_gap (const Heard *heard, guint i)
{
  return heard->pulse[i].start_ms - heard->pulse[i - 1].start_ms;
}

static double
silence_before (const Heard *heard, guint i)
{
  return onset_gap (heard, i) - heard->pulse[i - 1].length_ms;
}

/* Within 6 ms: a pulse's soft edges lie below what counts as sound. */
static void
assert_between (double value, double low, double high)
{
  g_assert_cmpfloat (value, >=, low - 6);
  g_assert_cmpfloat (value, <=, high + 6);
}

static void
test_high (void)
{
  g_auto (Heard) heard = hear (ebb_tone_of_alarm (EBB_ALARM_HIGH), 1);
  g_assert_cmpuint (heard.n_pulses, ==, 10);
  for (guint i = 0; i < 10; i++)
    assert_between (heard.pulse[i].length_ms, 75, 200);
  for (guint i = 1; i < 10; i++) {
    if (i == 5) /* between the halves */
      assert_between (silence_before (&heard, i), 350, 1300);
    else if (i == 3 || i == 8) /* three, then two: twice the gap and a pulse */
      assert_between (silence_before (&heard, i), 2 * 50 + 75, 2 * 125 + 200);
    else
      assert_between (silence_before (&heard, i), 50, 125);
  }
}

static void
test_medium (void)
{
  g_auto (Heard) heard = hear (ebb_tone_of_alarm (EBB_ALARM_MEDIUM), 1);
  g_assert_cmpuint (heard.n_pulses, ==, 3);
  for (guint i = 0; i < 3; i++)
    assert_between (heard.pulse[i].length_ms, 125, 250);
  for (guint i = 1; i < 3; i++)
    assert_between (silence_before (&heard, i), 125, 250);
}

static void
test_low (void)
{
  g_auto (Heard) heard = hear (ebb_tone_of_alarm (EBB_ALARM_LOW), 1);
  g_assert_cmpuint (heard.n_pulses, ==, 2);
  for (guint i = 0; i < 2; i++)
    assert_between (heard.pulse[i].length_ms, 125, 250);
  assert_between (silence_before (&heard, 1), 125, 250);
}

/* Between 150 and 1000 Hz, with four harmonics at most 15 dB apart, none above 4000 Hz. */
static void
test_harmonics (void)
{
  for (EbbAlarmLevel level = EBB_ALARM_LOW; level < EBB_ALARM_LEVELS; level++) {
    g_auto (Heard) heard = hear (ebb_tone_of_alarm (level), 1);
    const gint16 *pulse = heard.samples + (guint) (heard.pulse[0].start_ms * EBB_TONE_HZ / 1000);
    guint n = (guint) (heard.pulse[0].length_ms * EBB_TONE_HZ / 1000);
    double hz = ebb_tone_of_alarm (level)->pulses[0].hz;
    double tone = strength (pulse, n, hz);
    assert_between (heard.pulse[0].hz, hz - 4, hz + 4);
    g_assert_cmpfloat (hz, >=, 150);
    g_assert_cmpfloat (hz, <=, 1000);
    for (guint i = 2; i <= 5; i++) {
      g_assert_cmpfloat (fabs (20 * log10 (strength (pulse, n, hz * i) / tone)), <=, 15);
      g_assert_cmpfloat (hz * i, <=, 4000);
    }
    g_assert_cmpfloat (strength (pulse, n, hz * 7.5), <, tone / 30); /* the sum can tell */
  }
}

/* The same burst again after 10, 25 and 30 s, and silence until then. */
static void
test_again (void)
{
  const guint again_s[EBB_ALARM_LEVELS] = { 0, 30, 25, 10 };
  for (EbbAlarmLevel level = EBB_ALARM_LOW; level < EBB_ALARM_LEVELS; level++) {
    const EbbTone *tone = ebb_tone_of_alarm (level);
    guint64 period = (guint64) again_s[level] * EBB_TONE_HZ;
    gint16 first[EBB_TONE_HZ / 10], second[EBB_TONE_HZ / 10], between[EBB_TONE_HZ / 10];
    ebb_tone_render (tone, 1, 0, first, G_N_ELEMENTS (first));
    ebb_tone_render (tone, 1, period, second, G_N_ELEMENTS (second));
    ebb_tone_render (tone, 1, period - G_N_ELEMENTS (between), between, G_N_ELEMENTS (between));
    g_assert_cmpmem (first, sizeof first, second, sizeof second);
    for (guint i = 0; i < G_N_ELEMENTS (between); i++)
      g_assert_cmpint (between[i], ==, 0);
  }
}

/* Any two cues differ in pitch by a third and more, or in the number of their pulses; and none has
 * an alarm's number of pulses at an alarm's pitch. */
static void
test_distinct (void)
{
  Heard heard[EBB_CUE_COUNT] = { 0 };
  for (EbbCue cue = EBB_CUE_CONTRACT; cue < EBB_CUE_COUNT; cue++)
    heard[cue] = hear (ebb_tone_of_cue (cue), 1);
  for (EbbCue a = EBB_CUE_CONTRACT; a < EBB_CUE_COUNT; a++) {
    g_assert_cmpuint (heard[a].n_pulses, >, 0);
    for (EbbCue b = a + 1; b < EBB_CUE_COUNT; b++) {
      double ratio = heard[a].pulse[0].hz / heard[b].pulse[0].hz;
      gboolean pitch_differs = MAX (ratio, 1 / ratio) >= 1.19;
      gboolean rhythm_differs = heard[a].n_pulses != heard[b].n_pulses;
      g_assert_true (pitch_differs || rhythm_differs);
    }
  }
  g_assert_cmpfloat (heard[EBB_CUE_CONTRACT].pulse[0].hz, >=,
                     1.19 * heard[EBB_CUE_HOLD].pulse[0].hz);
  g_assert_cmpfloat (heard[EBB_CUE_HOLD].pulse[0].hz, >=, 1.19 * heard[EBB_CUE_RELAX].pulse[0].hz);
  for (EbbCue cue = EBB_CUE_CONTRACT; cue < EBB_CUE_COUNT; cue++)
    heard_clear (&heard[cue]);
}

/* A click is a step that the tone itself does not make: at the edges it would be the largest. */
static void
test_no_click (void)
{
  for (EbbCue cue = EBB_CUE_CONTRACT; cue < EBB_CUE_COUNT; cue++) {
    const EbbTone *tone = ebb_tone_of_cue (cue);
    g_auto (Heard) heard = hear (tone, 1);
    double steepest = 2 * G_PI * 988 / EBB_TONE_HZ * G_MAXINT16; /* of the highest cue */
    g_assert_cmpint (heard.jump, <=, (int) steepest + 2);
    for (guint i = 0; i < heard.n_pulses; i++) {
      guint from = EBB_TONE_HZ / 1000 * tone->pulses[i].start_ms;
      for (guint k = 0; k < 10; k++)
        g_assert_cmpint (ABS (heard.samples[from + k]), <, 100);
    }
  }
}

static void
test_volume (void)
{
  g_auto (Heard) loud = hear (ebb_tone_of_cue (EBB_CUE_RELAX), 1);
  g_auto (Heard) half = hear (ebb_tone_of_cue (EBB_CUE_RELAX), 0.5);
  g_auto (Heard) none = hear (ebb_tone_of_cue (EBB_CUE_RELAX), 0);
  g_auto (Heard) more = hear (ebb_tone_of_cue (EBB_CUE_RELAX), 7);
  g_assert_cmpint (loud.peak, >, 32000);
  assert_between (half.peak, loud.peak / 2.0, loud.peak / 2.0);
  g_assert_cmpint (none.peak, ==, 0);
  g_assert_cmpint (more.peak, ==, loud.peak);
}

/* However a tone is cut into stretches, it is the same tone. */
static void
test_stretches (void)
{
  g_auto (Heard) whole = hear (ebb_tone_of_alarm (EBB_ALARM_HIGH), 1);
  gint16 stretch[700];
  for (guint at = 0; at + G_N_ELEMENTS (stretch) < whole.n; at += G_N_ELEMENTS (stretch)) {
    ebb_tone_render (ebb_tone_of_alarm (EBB_ALARM_HIGH), 1, at, stretch, G_N_ELEMENTS (stretch));
    g_assert_cmpmem (stretch, sizeof stretch, whole.samples + at, sizeof stretch);
  }
}

static void
test_strangers (void)
{
  g_assert_null (ebb_tone_of_cue (EBB_CUE_NONE));
  g_assert_null (ebb_tone_of_cue (EBB_CUE_COUNT));
  g_assert_null (ebb_tone_of_alarm (EBB_ALARM_QUIET));
  g_assert_null (ebb_tone_of_alarm (EBB_ALARM_LEVELS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tone/alarm/high", test_high);
  g_test_add_func ("/tone/alarm/medium", test_medium);
  g_test_add_func ("/tone/alarm/low", test_low);
  g_test_add_func ("/tone/alarm/harmonics", test_harmonics);
  g_test_add_func ("/tone/alarm/again", test_again);
  g_test_add_func ("/tone/cue/distinct", test_distinct);
  g_test_add_func ("/tone/cue/no-click", test_no_click);
  g_test_add_func ("/tone/cue/volume", test_volume);
  g_test_add_func ("/tone/stretches", test_stretches);
  g_test_add_func ("/tone/strangers", test_strangers);
  return g_test_run ();
}
