/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-practice-private.h"

#include <math.h>

#define RATE_HZ 25
#define STEP_US (G_USEC_PER_SEC / RATE_HZ)

#define RAMP_MMHG_S  18.0
#define RAMP_S       1.0   /* of contracting and of relaxing */
#define DEFLATE_TAU  0.55  /* s */
#define ABOVE_80     0.295 /* part of a ramp that lies above 80 % of the peak */
#define WAVE_MIN     9.0   /* mmHg: above what a detector takes for a repetition */
#define WAVE_MAX     15.0
#define WAVE_PERCENT 11.0 /* of the target: a thigh at work */
#define HARD_PART    0.06 /* of the repetitions */
#define WAVE_BELOW                                                                                 \
  0.45 /* the regulator keeps the mean: so much of a wave lies below the target                    \
        */

typedef struct {
  double mmhg, flow_ml_s;
  guint valve_percent;
} Moment;

static void
flush (EbbPracticeWave *wave)
{
  if (wave->n > 0 && wave->error == NULL)
    ebb_store_put_samples (wave->db, wave->limb_id, wave->second[0].t_us / G_USEC_PER_SEC,
                           wave->second, wave->n, &wave->error);
  wave->n = 0;
}

static void
emit (EbbPracticeWave *wave, Moment moment)
{
  double noise = g_rand_double_range (wave->rand, -0.25, 0.25);

  if (wave->n > 0 && wave->second[0].t_us / G_USEC_PER_SEC != wave->t_us / G_USEC_PER_SEC)
    flush (wave);
  wave->second[wave->n++] = (EbbSample){
    .t_us = wave->t_us,
    .pressure = cuff_pressure_from_mmhg (fmax (moment.mmhg + noise, 0)),
    .pressure_second = cuff_pressure_from_mmhg (fmax (moment.mmhg + 0.4, 0)),
    .flow_dml_s = (gint32) (moment.flow_ml_s * 10),
    .valve_percent = (guint8) moment.valve_percent,
  };
  wave->t_us += STEP_US;
}

/* The pulse of the limb and the slow work of the regulator. */
static double
breath_mmhg (const EbbPracticeWave *wave)
{
  double t_s = (double) wave->t_us / 1e6;

  return 0.7 * sin (2 * G_PI * 1.15 * t_s) + 0.9 * sin (2 * G_PI * 0.08 * t_s);
}

void
ebb_practice_wave_begin (EbbPracticeWave *wave, EbbDb *db, const char *limb_id, GRand *rand,
                         double target_mmhg, gint64 t_us)
{
  *wave = (EbbPracticeWave){
    .db = db, .limb_id = limb_id, .rand = rand, .target_mmhg = target_mmhg, .t_us = t_us
  };
}

void
ebb_practice_wave_inflate (EbbPracticeWave *wave)
{
  gint64 from_us = wave->t_us;
  double mmhg = 0;

  for (; mmhg < wave->target_mmhg; mmhg = RAMP_MMHG_S * (double) (wave->t_us - from_us) / 1e6)
    emit (wave, (Moment){ .mmhg = mmhg, .flow_ml_s = 60 });
}

void
ebb_practice_wave_keep (EbbPracticeWave *wave, double seconds)
{
  gint64 until_us = wave->t_us + (gint64) (seconds * 1e6);

  while (wave->t_us < until_us)
    emit (wave, (Moment){ .mmhg = wave->target_mmhg + breath_mmhg (wave) });
}

/* From 0 to 1 without a corner. */
static double
smooth (double part)
{
  return 0.5 - 0.5 * cos (G_PI * CLAMP (part, 0, 1));
}

static double
shape (double t_s, double plateau_s)
{
  return t_s < RAMP_S ? smooth (t_s / RAMP_S) : smooth (1 - (t_s - RAMP_S - plateau_s) / RAMP_S);
}

/* Mostly alike; now and then somebody presses hard, and the cuff leaves its band. */
static double
choose_size_mmhg (EbbPracticeWave *wave)
{
  double usual_mmhg = CLAMP (wave->target_mmhg * WAVE_PERCENT / 100, WAVE_MIN, WAVE_MAX);
  gboolean hard = g_rand_double (wave->rand) < HARD_PART;

  return usual_mmhg
         * (hard ? g_rand_double_range (wave->rand, 1.9, 2.4)
                 : g_rand_double_range (wave->rand, 0.95, 1.1));
}

CuffRep
ebb_practice_wave_rep (EbbPracticeWave *wave, double hold_s)
{
  double size_mmhg = choose_size_mmhg (wave);
  double plateau_s = fmax (hold_s - 2 * ABOVE_80 * RAMP_S, 0);
  gint64 length_us = (gint64) ((2 * RAMP_S + plateau_s) * 1e6), from_us = wave->t_us;
  CuffRep rep = {
    .start_us = from_us,
    .peak_us = from_us + (gint64) (RAMP_S * 1e6),
    .hold_ms = (guint32) ((plateau_s + 2 * ABOVE_80 * RAMP_S) * 1000),
    .amplitude = cuff_pressure_from_mmhg (size_mmhg),
    .confidence_percent = (guint8) g_rand_int_range (wave->rand, 88, 100),
    .source = CUFF_REP_WAVE,
  };

  while (wave->t_us < from_us + length_us) {
    double part = shape ((double) (wave->t_us - from_us) / 1e6, plateau_s);
    double mmhg = wave->target_mmhg + size_mmhg * (part - WAVE_BELOW) + breath_mmhg (wave);

    emit (wave, (Moment){ .mmhg = mmhg });
  }

  rep.end_us = wave->t_us;
  return rep;
}

void
ebb_practice_wave_deflate (EbbPracticeWave *wave)
{
  gint64 from_us = wave->t_us;
  double t_s = 0;

  for (; t_s < 10 * DEFLATE_TAU; t_s = (double) (wave->t_us - from_us) / 1e6)
    emit (wave,
          (Moment){ .mmhg = wave->target_mmhg * exp (-t_s / DEFLATE_TAU), .valve_percent = 100 });
}

gboolean
ebb_practice_wave_end (EbbPracticeWave *wave, GError **error)
{
  flush (wave);
  if (wave->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&wave->error));
  return FALSE;
}
