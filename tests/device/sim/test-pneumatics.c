/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulated air, limb and sensors against the table of the design's physical model (device
 * reference, 5.2): filling and emptying times, the oscillation envelope, the wave of a
 * contraction.  Within 15 %; a real cuff differs more from another real cuff.
 */
#include "cuff-plant.h"

#include <glib.h>
#include <string.h>

#define DT_S 0.001

static void
assert_near (const char *what, double got, double expected, double share)
{
  if (fabs (got - expected) > share * expected)
    g_error ("%s: %.2f instead of %.2f +- %.0f %%", what, got, expected, share * 100);
}

static double
seconds_until (CuffPneumatics *air, const CuffActuators *actuators, double mmhg, bool rising)
{
  double t_s = 0;

  while (rising ? air->cuff_mmhg < mmhg : air->cuff_mmhg > mmhg) {
    cuff_pneumatics_step (air, actuators, 0, DT_S);
    t_s += DT_S;
    g_assert_cmpfloat (t_s, <, 60);
  }
  return t_s;
}

typedef struct {
  const char *name;
  CuffLimbKind limb;
  double pump_l_min, dump_gain;
  double to_120_s, from_120_to_200_s, air_at_200_ml, dump_to_15_s;
} FillingRow;

static const FillingRow filling_rows[] = {
  { "arm-2-l-min", CUFF_LIMB_ARM, 2, 15, 5.7, 1.9, 249, 1.4 },
  { "arm-6-l-min", CUFF_LIMB_ARM, 6, 15, 1.9, 0.6, 249, 1.4 },
  { "thigh-2-l-min", CUFF_LIMB_THIGH, 2, 25, 20.9, 6.7, 857, 3.2 },
  { "thigh-6-l-min", CUFF_LIMB_THIGH, 6, 25, 6.9, 2.2, 857, 3.2 },
  { "thigh-12-l-min", CUFF_LIMB_THIGH, 12, 25, 3.5, 1.1, 857, 3.2 },
};

static void
test_filling (gconstpointer data)
{
  const FillingRow *row = data;
  const CuffActuators pump = { .pump = 1 }, dump = { .dump_open = true };
  CuffBladder bladder = cuff_bladder_for (row->limb);
  CuffPlumbing plumbing = cuff_plumbing_for (row->pump_l_min);
  CuffPneumatics air;

  plumbing.dump_gain = row->dump_gain;
  cuff_pneumatics_init (&air, &bladder, &plumbing);
  assert_near ("time to 120", seconds_until (&air, &pump, 120, true), row->to_120_s, 0.15);
  assert_near ("120 to 200", seconds_until (&air, &pump, 200, true), row->from_120_to_200_s, 0.15);
  assert_near ("air at 200", air.air_ml, row->air_at_200_ml, 0.15);
  assert_near ("dump to 15", seconds_until (&air, &dump, 15, false), row->dump_to_15_s, 0.15);
}

/* Effective compliance: arm 0.52-0.57, thigh 1.85-2.0 standard mL/mmHg at 120-200 mmHg (creep
 * adds the last tenth). */
static void
test_compliance (void)
{
  CuffBladder arm = cuff_bladder_for (CUFF_LIMB_ARM), thigh = cuff_bladder_for (CUFF_LIMB_THIGH);

  for (double mmhg = 120; mmhg <= 200; mmhg += 20) {
    assert_near ("arm", cuff_bladder_compliance (&arm, mmhg), 0.545, 0.1);
    assert_near ("thigh", cuff_bladder_compliance (&thigh, mmhg), 1.925, 0.1);
  }
}

/* A still, closed cuff at this pressure on a limb without a pulse for now; creep is over. */
static void
settle (CuffPlant *plant, double mmhg)
{
  double artery_ml_mmhg = plant->limb.traits.artery_ml_mmhg;

  plant->ordered = (CuffActuators){ 0 };
  plant->air.bladder.leak_ml_s_mmhg = 0;
  plant->limb.traits.artery_ml_mmhg = 0;
  plant->limb.traits.breath_ml = plant->limb.traits.motion_ml = 0;
  for (int i = 0; i < 2000; i++) {
    double missing_mmhg = mmhg - plant->air.cuff_mmhg;
    plant->air.air_ml += 0.05 * cuff_bladder_compliance (&plant->air.bladder, mmhg) * missing_mmhg;
    plant->air.creep_ml = plant->air.bladder.creep_ml_mmhg * plant->air.cuff_mmhg;
    cuff_plant_step (plant, 0, 0.005);
  }
  g_assert_cmpfloat_with_epsilon (plant->air.cuff_mmhg, mmhg, 0.2);
  plant->limb.traits.artery_ml_mmhg = artery_ml_mmhg;
}

/* Mean swing of ten seconds of beats, mmHg. */
static double
oscillation (CuffLimbKind limb, double mmhg)
{
  CuffPlant plant;
  double low = INFINITY, high = -INFINITY, sum = 0;
  int n_beats = 0;

  cuff_plant_init (&plant, limb, 0, 0, 12, 3, 0);
  settle (&plant, mmhg);
  for (int i = 0; i < 2400; i++) {
    double phase = plant.limb.heart_phase;
    cuff_plant_step (&plant, 0, 0.005);
    low = fmin (low, plant.air.cuff_mmhg);
    high = fmax (high, plant.air.cuff_mmhg);
    if (plant.limb.heart_phase >= phase)
      continue;
    if (n_beats++ > 0)
      sum += high - low;
    low = INFINITY;
    high = -INFINITY;
  }
  g_assert_cmpint (n_beats, >, 8);
  return sum / (n_beats - 1);
}

/* The envelope an occlusion search sees: it peaks near the mean pressure and, because of the
 * cuff's edge, does not die at LOP (arm 128, thigh 181). */
static void
test_oscillation (void)
{
  const double at_mmhg[] = { 40, 60, 80, 100, 120, 140, 160, 180, 200 };
  const double arm[] = { .54, 1.43, 2.53, 3.13, 2.15, .85, .36, .14, .06 };
  const double thigh[] = { .20, .50, .96, 1.44, 1.83, 1.64, 1.32, .83, .43 };

  for (size_t i = 0; i < G_N_ELEMENTS (at_mmhg); i++) {
    double got_arm = oscillation (CUFF_LIMB_ARM, at_mmhg[i]);
    double got_thigh = oscillation (CUFF_LIMB_THIGH, at_mmhg[i]);
    g_test_message ("%.0f mmHg: arm %.2f (%.2f), thigh %.2f (%.2f)", at_mmhg[i], got_arm, arm[i],
                    got_thigh, thigh[i]);
    g_assert_cmpfloat (fabs (got_arm - arm[i]), <, 0.15 * arm[i] + 0.06);
    g_assert_cmpfloat (fabs (got_thigh - thigh[i]), <, 0.15 * thigh[i] + 0.06);
  }
}

/* A closed thigh cuff at 80 % of LOP: a leg press of 55 mL swings it by 18 % of LOP. */
static void
test_contraction_wave (void)
{
  CuffPlant plant;
  double low = INFINITY, high = -INFINITY;
  CuffContraction press = {
    .start_s = 0, .up_s = 1.3, .release_s = 1.3, .down_s = 1.3, .level = 1
  };

  cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 55, 12, 1, 0);
  settle (&plant, 0.76 * 181);
  for (double t_s = 0; t_s < 3; t_s += 0.005) {
    cuff_plant_step (&plant, cuff_contraction_level (&press, t_s), 0.005);
    low = fmin (low, plant.air.cuff_mmhg);
    high = fmax (high, plant.air.cuff_mmhg);
  }
  assert_near ("swing in % of LOP", (high - low) / 181 * 100, 18, 0.15);
}

static void
test_contraction_shape (void)
{
  CuffContraction hold = { .start_s = 1, .up_s = 1, .release_s = 7, .down_s = 1, .level = 1 };

  g_assert_cmpfloat (cuff_contraction_level (&hold, 0.9), ==, 0);
  g_assert_cmpfloat_with_epsilon (cuff_contraction_level (&hold, 1.5), 0.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (cuff_contraction_level (&hold, 2), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (cuff_contraction_level (&hold, 6.9), 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (cuff_contraction_level (&hold, 7.5), 0.5, 1e-9);
  g_assert_cmpfloat (cuff_contraction_level (&hold, 8.1), ==, 0);
}

/* A slow leak (0.02) empties a thigh cuff at 109 mmHg by about 1.1 mmHg/s, a sound one by less
 * than 0.1. */
static void
test_leak (void)
{
  const double leak[] = { 0.001, 0.02 }, per_s[] = { 0.057, 1.15 };

  for (int i = 0; i < 2; i++) {
    CuffPlant plant;
    cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 0, 12, 1, 0);
    settle (&plant, 109);
    plant.air.bladder.leak_ml_s_mmhg = leak[i];
    plant.limb.traits.breath_ml = plant.limb.traits.motion_ml = plant.limb.traits.artery_ml_mmhg =
        0;
    cuff_plant_step (&plant, 0, 0.005);
    double before_mmhg = plant.air.cuff_mmhg;
    for (int step = 0; step < 1000; step++)
      cuff_plant_step (&plant, 0, 0.005);
    assert_near ("fall per second", (before_mmhg - plant.air.cuff_mmhg) / 5, per_s[i], 0.15);
  }
}

static void
test_sensor (void)
{
  CuffSensor sensor;
  double sum = 0, sum_squares = 0, drift = 0;
  const int n = 200000;

  cuff_sensor_init (&sensor, 5, 1);
  for (int i = 0; i < n; i++) {
    double offset_mmhg = sensor.offset_mmhg;
    double error = cuff_sensor_read (&sensor, 100, 0.005) / 10.0 - 100 - offset_mmhg;
    sum += error;
    sum_squares += error * error;
    drift = fmax (drift, fabs (sensor.offset_mmhg));
  }
  /* 0.08 mmHg of noise, and the steps of 0.1 add 0.1 / sqrt (12). */
  g_assert_cmpfloat (fabs (sum / n), <, 0.01);
  assert_near ("noise", sqrt (sum_squares / n), 0.085, 0.15);
  /* The zero wanders (0.5 mmHg) and stays far from the 10 mmHg at which two sensors disagree. */
  g_assert_cmpfloat (drift, >, 0.1);
  g_assert_cmpfloat (drift, <, 3);
}

static void
test_sensor_faults (void)
{
  CuffPlant plant;

  cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 0, 12, 1, 0);
  settle (&plant, 100);
  cuff_plant_break (&plant, CUFF_FAULT_SENSOR_OFFSET);
  CuffPressure first = cuff_plant_read (&plant, 0, 0.005);
  CuffPressure second = cuff_plant_read (&plant, 1, 0.005);
  g_assert_cmpint (second - first, >, CUFF_MMHG (12));

  cuff_plant_break (&plant, CUFF_FAULT_SENSOR_STUCK);
  plant.ordered.dump_open = true;
  for (int i = 0; i < 1000; i++)
    cuff_plant_step (&plant, 0, 0.005);
  g_assert_cmpint (cuff_plant_read (&plant, 0, 0.005), ==, first);
  g_assert_cmpint (cuff_plant_read (&plant, 1, 0.005), <, CUFF_MMHG (30));
}

static void
test_stuck_vent_and_pump (void)
{
  CuffPlant plant;

  cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 0, 12, 1, 0);
  settle (&plant, 100);
  cuff_plant_break (&plant, CUFF_FAULT_VENT_STUCK);
  plant.ordered.dump_open = true;
  for (int i = 0; i < 1000; i++)
    cuff_plant_step (&plant, 0, 0.005);
  g_assert_false (plant.dump_open);
  g_assert_cmpfloat (plant.air.cuff_mmhg, >, 90);

  cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 0, 12, 1, 0);
  cuff_plant_break (&plant, CUFF_FAULT_PUMP_STUCK);
  plant.ordered.dump_open = false;
  for (int i = 0; i < 1000; i++)
    cuff_plant_step (&plant, 0, 0.005);
  g_assert_cmpfloat (plant.air.cuff_mmhg, >, 180);
}

/* Bit for bit, over a minute of everything that is random; another seed is another patient. */
static void
test_seed (void)
{
  CuffPlant plant[3];

  for (int i = 0; i < 3; i++)
    cuff_plant_init (&plant[i], CUFF_LIMB_THIGH, 0, 0, 12, i < 2 ? 42 : 43, 0);
  for (int step = 0; step < 12000; step++)
    for (int i = 0; i < 3; i++) {
      plant[i].ordered = (CuffActuators){ .pump = step < 800 ? 1 : 0 };
      cuff_plant_step (&plant[i], step % 1000 < 500, 0.005);
      cuff_plant_read (&plant[i], 0, 0.005);
    }
  g_assert_cmpmem (&plant[0].air, sizeof plant[0].air, &plant[1].air, sizeof plant[1].air);
  g_assert_cmpint (plant[0].sensor[0].last, ==, plant[1].sensor[0].last);
  g_assert_true (plant[0].air.cuff_mmhg != plant[2].air.cuff_mmhg);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (filling_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/pneumatics/filling/%s", filling_rows[i].name);
    g_test_add_data_func (path, &filling_rows[i], test_filling);
  }
  g_test_add_func ("/pneumatics/compliance", test_compliance);
  g_test_add_func ("/pneumatics/oscillation", test_oscillation);
  g_test_add_func ("/pneumatics/contraction-wave", test_contraction_wave);
  g_test_add_func ("/pneumatics/contraction-shape", test_contraction_shape);
  g_test_add_func ("/pneumatics/leak", test_leak);
  g_test_add_func ("/pneumatics/sensor", test_sensor);
  g_test_add_func ("/pneumatics/sensor-faults", test_sensor_faults);
  g_test_add_func ("/pneumatics/stuck-vent-and-pump", test_stuck_vent_and_pump);
  g_test_add_func ("/pneumatics/seed", test_seed);
  return g_test_run ();
}
