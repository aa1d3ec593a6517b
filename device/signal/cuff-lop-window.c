/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A beat is known by its upstroke, the steepest part of it, and measured from the line between
 * its feet: breath, creep and a limb that sinks are slower and fall out.
 */
#include "cuff-lop-window.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

/* Two of them in a row.  They blunt the beats of all steps alike, and only ratios count. */
#define CORNER_HZ 8.0

#define GAP_MAX_US        CUFF_MS (250)
#define UNREADABLE_MAX_US CUFF_MS (300)
#define FROZEN_US         CUFF_SECONDS (2)

/* 37 to 182 beats a minute. */
#define PERIOD_MIN_S     0.33
#define PERIOD_MAX_S     1.6
#define PERIOD_DEFAULT_S 0.85
/* From one window to the next the heart changes by less than that. */
#define PERIOD_CHANGE    0.25
/* As alike as the best lag, or nearly: then the shortest such lag is one beat, not two. */
#define FIRST_PEAK       0.8
#define RHYTHM_MIN       0.4

/* Where the next upstroke may be, in beats. */
#define NEXT_EARLIEST 0.6
#define NEXT_LATEST   1.45
/* A pulse rises within a quarter of a beat; farther away there is only noise to be found. */
#define FOOT_BEFORE   0.2
#define PEAK_AFTER    0.25
#define IRREGULAR     0.2

/* No artery does this: steeper than three upstrokes, up or down; twice the height of the others.
 * Below the floor it is noise. */
#define STEEP_FACTOR       3.0
#define STEEP_FLOOR_MMHG_S 2.0
#define TALL_FACTOR        2.0

#define BEATS_MAX 48

typedef struct {
  double x[CUFF_LOP_SAMPLES];     /* freed from its straight line */
  double slope[CUFF_LOP_SAMPLES]; /* mmHg/s */
  unsigned n;
} Wave;

typedef struct {
  unsigned upstroke, foot, peak; /* points of the wave */
} Beat;

void
cuff_lop_window_begin (CuffLopWindow *window)
{
  memset (window, 0, sizeof *window);
}

static void
start (CuffLopWindow *window, CuffTime t_us, double mmhg)
{
  window->started = true;
  window->low[0] = window->low[1] = window->last_low = mmhg;
  window->grid_us = t_us + CUFF_LOP_GRID_US;
  window->changed_us = t_us;
}

/* Takes one reading into the low-passes and keeps the points of the grid that it passed. */
static void
take (CuffLopWindow *window, CuffTime t_us, double mmhg)
{
  double dt_s = (t_us - window->last_us) * 1e-6;
  double share = 1 - exp (-2 * PI * CORNER_HZ * dt_s);

  window->last_low = window->low[1];
  window->low[0] += (mmhg - window->low[0]) * share;
  window->low[1] += (window->low[0] - window->low[1]) * share;
  while (window->grid_us <= t_us && window->n < CUFF_LOP_SAMPLES) {
    double along = (double) (window->grid_us - window->last_us) / (double) (t_us - window->last_us);
    window->wave[window->n++] =
        (float) (window->last_low + along * (window->low[1] - window->last_low));
    window->grid_us += CUFF_LOP_GRID_US;
  }
}

CuffLopSamples
cuff_lop_window_push (CuffLopWindow *window, CuffTime t_us, CuffPressure pressure)
{
  if (window->readable_us == 0)
    window->readable_us = t_us;
  if (!cuff_pressure_is_set (pressure))
    return t_us - window->readable_us > UNREADABLE_MAX_US ? CUFF_LOP_SAMPLES_UNREADABLE
                                                          : CUFF_LOP_SAMPLES_GOOD;
  window->readable_us = t_us;
  if (window->started && t_us <= window->last_us)
    return CUFF_LOP_SAMPLES_GOOD;
  if (window->started && t_us - window->last_us > GAP_MAX_US)
    return CUFF_LOP_SAMPLES_GAP;

  double mmhg = cuff_pressure_to_mmhg (pressure);
  if (!window->started)
    start (window, t_us, mmhg);
  else
    take (window, t_us, mmhg);
  if (pressure != window->last)
    window->changed_us = t_us;
  window->last = pressure;
  window->last_us = t_us;
  return t_us - window->changed_us >= FROZEN_US ? CUFF_LOP_SAMPLES_FROZEN : CUFF_LOP_SAMPLES_GOOD;
}

double
cuff_lop_window_length_s (const CuffLopWindow *window)
{
  return window->n * CUFF_LOP_GRID_S;
}

double
cuff_lop_median (double *values, unsigned n)
{
  for (unsigned i = 1; i < n; i++) {
    double value = values[i];
    unsigned j = i;
    for (; j > 0 && values[j - 1] > value; j--)
      values[j] = values[j - 1];
    values[j] = value;
  }
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

/* Takes the straight line off by least squares. */
static void
detrend (const CuffLopWindow *window, Wave *wave, CuffLopBeats *beats)
{
  double middle = (window->n - 1) / 2.0;
  double sum = 0, moment = 0, spread = 0;

  wave->n = window->n;
  for (unsigned i = 0; i < wave->n; i++) {
    sum += window->wave[i];
    moment += (i - middle) * window->wave[i];
    spread += (i - middle) * (i - middle);
  }
  beats->pressure_mmhg = sum / wave->n;
  beats->drift_mmhg_s = moment / spread / CUFF_LOP_GRID_S;
  for (unsigned i = 0; i < wave->n; i++)
    wave->x[i] = window->wave[i] - beats->pressure_mmhg - (i - middle) * moment / spread;
  for (unsigned i = 0; i < wave->n; i++) {
    unsigned before = i >= 2 ? i - 2 : 0, after = i + 2 < wave->n ? i + 2 : wave->n - 1;
    wave->slope[i] = (wave->x[after] - wave->x[before]) / ((after - before) * CUFF_LOP_GRID_S);
  }
}

/* How steep nine points of ten are at most: a knock must not outvote the heart. */
static double
usual_steepness (const Wave *wave)
{
  double low = 0, high = 0;

  for (unsigned i = 0; i < wave->n; i++)
    high = fmax (high, fabs (wave->slope[i]));
  for (int step = 0; step < 20; step++) {
    double middle = 0.5 * (low + high);
    unsigned n_above = 0;
    for (unsigned i = 0; i < wave->n; i++)
      n_above += fabs (wave->slope[i]) > middle;
    if (n_above * 10 > wave->n)
      low = middle;
    else
      high = middle;
  }
  return high;
}

/* -1..1: how alike the slopes are to themselves `lag` points later. */
static double
likeness (const Wave *wave, double steepness, unsigned lag)
{
  double product = 0, power = 0;

  for (unsigned i = 0; i + lag < wave->n; i++) {
    double a = fmax (-steepness, fmin (steepness, wave->slope[i]));
    double b = fmax (-steepness, fmin (steepness, wave->slope[i + lag]));
    product += a * b;
    power += 0.5 * (a * a + b * b);
  }
  return power > 0 ? product / power : 0;
}

/* The beat by autocorrelation: near the last one if that is known. */
static void
find_period (const Wave *wave, double known_s, CuffLopBeats *beats)
{
  double from_s = known_s > 0 ? known_s * (1 - PERIOD_CHANGE) : PERIOD_MIN_S;
  double to_s = known_s > 0 ? known_s * (1 + PERIOD_CHANGE) : PERIOD_MAX_S;
  unsigned from = (unsigned) (from_s / CUFF_LOP_GRID_S);
  unsigned to = (unsigned) (to_s / CUFF_LOP_GRID_S);
  double alike[CUFF_LOP_SAMPLES] = { 0 };
  double steepness = usual_steepness (wave), best = 0;
  unsigned best_lag = 0;

  to = to < wave->n / 2 ? to : wave->n / 2;
  for (unsigned lag = from; lag <= to; lag++) {
    alike[lag] = likeness (wave, steepness, lag);
    best = fmax (best, alike[lag]);
  }
  for (unsigned lag = from + 1; lag < to && best_lag == 0; lag++)
    if (alike[lag] >= FIRST_PEAK * best && alike[lag] >= alike[lag - 1]
        && alike[lag] >= alike[lag + 1])
      best_lag = lag;

  beats->rhythm = best_lag > 0 ? alike[best_lag] : 0;
  beats->period_s = beats->rhythm >= RHYTHM_MIN ? best_lag * CUFF_LOP_GRID_S
                    : known_s > 0               ? known_s
                                                : PERIOD_DEFAULT_S;
}

/* The point in [from, to) at which `values` is largest; `sign` -1: smallest. */
static unsigned
extreme (const double *values, unsigned n, double from, double to, double sign)
{
  unsigned first = from > 0 ? (unsigned) from : 0;
  unsigned last = to < n ? (unsigned) to : n;
  unsigned best = first < n ? first : n - 1;

  for (unsigned i = first; i < last; i++)
    if (sign * values[i] > sign * values[best])
      best = i;
  return best;
}

static unsigned
find_beats (const Wave *wave, double period, Beat *beat)
{
  unsigned n = 0;
  double from = 0.1 * period, to = 1.1 * period;

  while (n < BEATS_MAX && to <= wave->n) {
    unsigned upstroke = extreme (wave->slope, wave->n, from, to, 1);
    beat[n++] = (Beat){
      .upstroke = upstroke,
      .foot = extreme (wave->x, wave->n, upstroke - FOOT_BEFORE * period, upstroke + 1, -1),
      .peak = extreme (wave->x, wave->n, upstroke, upstroke + PEAK_AFTER * period, 1),
    };
    from = upstroke + NEXT_EARLIEST * period;
    to = upstroke + NEXT_LATEST * period;
  }
  return n;
}

/* Height over the line between its foot and the next one's. */
static double
height (const Wave *wave, const Beat *beat, const Beat *next)
{
  double along = next->foot > beat->foot
                     ? (double) (beat->peak - beat->foot) / (double) (next->foot - beat->foot)
                     : 0;

  return wave->x[beat->peak] - wave->x[beat->foot]
         - along * (wave->x[next->foot] - wave->x[beat->foot]);
}

static bool
moved_beside (const Wave *wave, const Beat *beat, const Beat *next, double steep_mmhg_s)
{
  for (unsigned i = beat->foot; i <= next->foot; i++)
    if (fabs (wave->slope[i]) > steep_mmhg_s)
      return true;
  return false;
}

static void
measure (const Wave *wave, const Beat *beat, unsigned n, CuffLopBeats *beats)
{
  double period = beats->period_s / CUFF_LOP_GRID_S;
  double tall[BEATS_MAX], kept[BEATS_MAX], steep[BEATS_MAX], sorted[BEATS_MAX];
  unsigned n_kept = 0;

  if (n < 2)
    return;
  for (unsigned i = 0; i + 1 < n; i++) {
    tall[i] = sorted[i] = height (wave, &beat[i], &beat[i + 1]);
    steep[i] = wave->slope[beat[i].upstroke];
    double off = fabs ((beat[i + 1].upstroke - beat[i].upstroke) / period - 1);
    beats->n_irregular += off > IRREGULAR;
  }
  double usual_mmhg = cuff_lop_median (sorted, n - 1);
  double steep_mmhg_s = fmax (STEEP_FLOOR_MMHG_S, STEEP_FACTOR * cuff_lop_median (steep, n - 1));
  for (unsigned i = 0; i + 1 < n; i++) {
    bool moved = tall[i] > TALL_FACTOR * usual_mmhg
                 || moved_beside (wave, &beat[i], &beat[i + 1], steep_mmhg_s);
    beats->n_moved += moved;
    if (!moved)
      kept[n_kept++] = tall[i];
  }
  beats->n_good = n_kept;
  beats->amplitude_mmhg = fmax (0, n_kept > 0 ? cuff_lop_median (kept, n_kept) : usual_mmhg);
}

CuffLopBeats
cuff_lop_window_read (const CuffLopWindow *window, double period_s)
{
  CuffLopBeats beats = { .period_s = period_s };
  Beat beat[BEATS_MAX];
  Wave wave;

  if (cuff_lop_window_length_s (window) < 2 * PERIOD_MIN_S)
    return beats;
  detrend (window, &wave, &beats);
  find_period (&wave, period_s, &beats);
  measure (&wave, beat, find_beats (&wave, beats.period_s / CUFF_LOP_GRID_S, beat), &beats);
  return beats;
}
