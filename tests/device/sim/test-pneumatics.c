/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulated air, limb and sensors against the table of the design's physical model (device
 * reference, 5.2): filling and emptying times and the oscillation envelope within 15 %; a real
 * cuff differs more from another real cuff.  The wave of a contraction is in test-wave.c.
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
  double pump_l_min;
  double to_120_s, from_120_to_200_s, air_at_200_ml, dump_to_15_s;
} FillingRow;

static const FillingRow filling_rows[] = {
  { "arm-2-l-min", CUFF_LIMB_ARM, 2, 5.7, 1.9, 249, 1.4 },
  { "arm-6-l-min", CUFF_LIMB_ARM, 6, 1.9, 0.6, 249, 1.4 },
  { "thigh-2-l-min", CUFF_LIMB_THIGH, 2, 20.9, 6.7, 857, 3.2 },
  { "thigh-6-l-min", CUFF_LIMB_THIGH, 6, 6.9, 2.2, 857, 3.2 },
  { "thigh-12-l-min", CUFF_LIMB_THIGH, 12, 3.5, 1.1, 857, 3.2 },
};

/* The whole channel as it is built, valves included. */
static void
test_filling (gconstpointer data)
{
  const FillingRow *row = data;
  const CuffActuators pump = { .pump = 1 }, dump = { .dump_open = true };
  CuffPlant plant;
  CuffPneumatics *air = &plant.air;

  cuff_plant_init (&plant, row->limb, 0, 0, row->pump_l_min, 1, 0);
  assert_near ("time to 120", seconds_until (air, &pump, 120, true), row->to_120_s, 0.15);
  assert_near ("120 to 200", seconds_until (air, &pump, 200, true), row->from_120_to_200_s, 0.15);
  assert_near ("air at 200", air->air_ml, row->air_at_200_ml, 0.15);
  assert_near ("dump to 15", seconds_until (air, &dump, 15, false), row->dump_to_15_s, 0.15);
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
  const double at_mmhg[] = { 40, 60, 80, 100, 120, 140, 160, 180, 200, 220, 240 };
  const double arm[] = { .54, 1.43, 2.53, 3.13, 2.15, .85, .36, .14, .06, .04, .04 };
  const double thigh[] = { .20, .50, .96, 1.44, 1.83, 1.64, 1.32, .83, .43, .23, .13 };
  /* The table's smallest figures are its noise. */
  const double floor_mmhg = 0.04;

  for (size_t i = 0; i < G_N_ELEMENTS (at_mmhg); i++) {
    double got_arm = oscillation (CUFF_LIMB_ARM, at_mmhg[i]);
    double got_thigh = oscillation (CUFF_LIMB_THIGH, at_mmhg[i]);
    g_test_message ("%.0f mmHg: arm %.2f (%.2f), thigh %.2f (%.2f)", at_mmhg[i], got_arm, arm[i],
                    got_thigh, thigh[i]);
    g_assert_cmpfloat (fabs (got_arm - arm[i]), <, 0.15 * arm[i] + floor_mmhg);
    g_assert_cmpfloat (fabs (got_thigh - thigh[i]), <, 0.15 * thigh[i] + floor_mmhg);
  }
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

/* A plant at 100 mmHg, closed, with this fault. */
static CuffPlant
plant_with (CuffFault fault, uint64_t seed)
{
  CuffPlant plant;

  cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 0, 12, seed, 0);
  settle (&plant, 100);
  cuff_plant_break (&plant, fault);
  return plant;
}

static void
run_plant (CuffPlant *plant, double seconds)
{
  for (int i = 0; i < (int) (seconds / 0.005); i++)
    cuff_plant_step (plant, 0, 0.005);
}

/* What a sensor says above the truth, mmHg. */
static double
error_of (CuffPlant *plant, unsigned sensor)
{
  return cuff_plant_read (plant, sensor, 0.005) / 10.0 - plant->air.manifold_mmhg;
}

static void
test_sensor_offsets (void)
{
  CuffPlant both = plant_with (CUFF_FAULT_SENSOR_OFFSET, 1);
  CuffPlant second = plant_with (CUFF_FAULT_SENSORS_DISAGREE, 1);

  g_assert_cmpfloat_with_epsilon (error_of (&both, 0), 15, 2.5);
  g_assert_cmpfloat_with_epsilon (error_of (&both, 1), 15, 2.5);
  g_assert_cmpfloat_with_epsilon (error_of (&second, 0), 0, 2.5);
  g_assert_cmpfloat_with_epsilon (error_of (&second, 1), 15, 2.5);
  cuff_plant_set_fault (&both, CUFF_FAULT_SENSOR_OFFSET, false);
  g_assert_cmpfloat_with_epsilon (error_of (&both, 0), 0, 2.5);
}

/* 1 mmHg a minute, up in one patient and down in another; the second sensor is sound. */
static void
test_sensor_drift (void)
{
  int n_up = 0, n_down = 0;

  for (uint64_t seed = 1; seed <= 8; seed++) {
    CuffPlant plant = plant_with (CUFF_FAULT_SENSOR_DRIFT, seed);
    double before_mmhg = error_of (&plant, 0);
    for (int i = 0; i < 10 * 60 * 200; i++)
      cuff_plant_read (&plant, 0, 0.005);
    double drifted_mmhg = error_of (&plant, 0) - before_mmhg;
    n_up += drifted_mmhg > 0;
    n_down += drifted_mmhg < 0;
    g_assert_cmpfloat_with_epsilon (fabs (drifted_mmhg), 10, 2.5);
    g_assert_cmpfloat (plant.sensor[1].fault_offset_mmhg, ==, 0);
  }
  g_assert_cmpint (n_up, >, 0);
  g_assert_cmpint (n_down, >, 0);
}

static void
test_sensor_stuck (void)
{
  CuffPlant plant = plant_with (CUFF_FAULT_NONE, 1);
  CuffPressure first = cuff_plant_read (&plant, 0, 0.005);

  cuff_plant_break (&plant, CUFF_FAULT_SENSOR_STUCK);
  plant.ordered.dump_open = true;
  run_plant (&plant, 5);
  g_assert_cmpint (cuff_plant_read (&plant, 0, 0.005), ==, first);
  g_assert_cmpint (cuff_plant_read (&plant, 1, 0.005), <, CUFF_MMHG (30));
}

static void
test_sensor_unreadable (void)
{
  CuffPlant plant = plant_with (CUFF_FAULT_SENSOR_NAN, 1);

  g_assert_false (cuff_pressure_is_set (cuff_plant_read (&plant, 0, 0.005)));
  g_assert_true (cuff_pressure_is_set (cuff_plant_read (&plant, 1, 0.005)));
  cuff_plant_set_fault (&plant, CUFF_FAULT_SENSOR_NAN, false);
  g_assert_cmpfloat_with_epsilon (error_of (&plant, 0), 0, 2.5);
}

/* Single readings, 100 mmHg away, about every other second, and nothing between them. */
static void
test_sensor_spikes (void)
{
  CuffPlant plant = plant_with (CUFF_FAULT_SENSOR_SPIKE, 1);
  int n_spikes = 0, n_in_a_row = 0;
  bool was_spike = false;

  for (int i = 0; i < 60 * 200; i++) {
    bool is_spike = fabs (error_of (&plant, 0)) > 90;
    n_spikes += is_spike;
    n_in_a_row += is_spike && was_spike;
    was_spike = is_spike;
  }
  g_assert_cmpint (n_spikes, >, 15);
  g_assert_cmpint (n_spikes, <, 50);
  g_assert_cmpint (n_in_a_row, <, 3);
}

/* A kink hides some 20 mmHg while air flows; behind a blocked hose the dump empties nothing, and
 * both sensors say that it did. */
static void
test_hose (void)
{
  CuffPlant kinked = plant_with (CUFF_FAULT_HOSE_KINKED, 1);
  CuffPlant blocked = plant_with (CUFF_FAULT_HOSE_BLOCKED, 1);

  kinked.ordered.valve = 0.01;
  run_plant (&kinked, 1);
  g_assert_cmpfloat (kinked.air.cuff_mmhg - kinked.air.manifold_mmhg, >, 10);
  kinked.ordered = (CuffActuators){ .dump_open = true };
  run_plant (&kinked, 60);
  g_assert_cmpfloat (kinked.air.cuff_mmhg, <, 30);

  blocked.ordered.dump_open = true;
  run_plant (&blocked, 10);
  g_assert_cmpfloat (blocked.air.cuff_mmhg, >, 95);
  g_assert_cmpint (cuff_plant_read (&blocked, 0, 0.005), <, CUFF_MMHG (5));
  g_assert_cmpint (cuff_plant_read (&blocked, 1, 0.005), <, CUFF_MMHG (5));
  cuff_plant_set_fault (&blocked, CUFF_FAULT_HOSE_BLOCKED, false);
  run_plant (&blocked, 5);
  g_assert_cmpfloat (blocked.air.cuff_mmhg, <, 20);
}

static void
test_fill (void)
{
  CuffPlant plant;

  cuff_plant_init (&plant, CUFF_LIMB_THIGH, 0, 0, 12, 1, 0);
  plant.ordered = (CuffActuators){ 0 };
  plant.dump_open = false;
  cuff_pneumatics_fill (&plant.air, 100);
  cuff_plant_step (&plant, 0, 0.005);
  g_assert_cmpfloat_with_epsilon (plant.air.cuff_mmhg, 100, 1);
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
  g_test_add_func ("/pneumatics/contraction-shape", test_contraction_shape);
  g_test_add_func ("/pneumatics/leak", test_leak);
  g_test_add_func ("/pneumatics/sensor", test_sensor);
  g_test_add_func ("/pneumatics/sensor-offsets", test_sensor_offsets);
  g_test_add_func ("/pneumatics/sensor-drift", test_sensor_drift);
  g_test_add_func ("/pneumatics/sensor-stuck", test_sensor_stuck);
  g_test_add_func ("/pneumatics/sensor-unreadable", test_sensor_unreadable);
  g_test_add_func ("/pneumatics/sensor-spikes", test_sensor_spikes);
  g_test_add_func ("/pneumatics/hose", test_hose);
  g_test_add_func ("/pneumatics/fill", test_fill);
  g_test_add_func ("/pneumatics/stuck-vent-and-pump", test_stuck_vent_and_pump);
  g_test_add_func ("/pneumatics/seed", test_seed);
  return g_test_run ();
}
