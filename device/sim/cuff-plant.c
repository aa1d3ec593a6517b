/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-plant.h"

#define LEAK_SLOW_ML_S_MMHG 0.02
#define LEAK_FAST_ML_S_MMHG 0.15
/* Times the sound hose's resistance: a kink hides some 20 mmHg while air flows; a foot on the hose
 * lets nothing through. */
#define KINK                160
#define BLOCK               1e9
#define OFFSET_MMHG         15
#define DRIFT_MMHG_MIN      1.0

/* Streams of randomness, apart per channel. */
enum { STREAM_LIMB, STREAM_SENSOR, STREAM_SENSOR_SECOND, STREAMS };

/* Streams below 100 belong to the line, the patient and the board. */
static double
draw_sign (uint64_t seed, unsigned channel)
{
  CuffRandom random;

  cuff_random_init (&random, seed, 80 + channel);
  return cuff_random_uniform (&random) < 0.5 ? -1 : 1;
}

void
cuff_plant_init (CuffPlant *plant, CuffLimbKind limb, double lop_mmhg, double displaced_ml,
                 double pump_l_min, uint64_t seed, unsigned channel)
{
  CuffBladder bladder = cuff_bladder_for (limb);
  CuffPlumbing plumbing = cuff_plumbing_for (pump_l_min > 0 ? pump_l_min : 12);
  CuffLimbTraits traits = cuff_limb_traits_for (limb, lop_mmhg);
  uint64_t stream = 100 + (uint64_t) channel * STREAMS;

  plumbing.dump_gain = limb == CUFF_LIMB_ARM ? CUFF_DUMP_GAIN_ARM : CUFF_DUMP_GAIN_THIGH;
  *plant = (CuffPlant){ .ordered = { .dump_open = true }, .dump_open = true, .sound = bladder };
  plant->drift_sign = draw_sign (seed, channel);
  plant->displaced_ml = displaced_ml > 0 ? displaced_ml : traits.contraction_ml;
  cuff_pneumatics_init (&plant->air, &bladder, &plumbing);
  cuff_limb_init (&plant->limb, &traits, seed, stream + STREAM_LIMB);
  cuff_sensor_init (&plant->sensor[0], seed, stream + STREAM_SENSOR);
  cuff_sensor_init (&plant->sensor[1], seed, stream + STREAM_SENSOR_SECOND);
}

static void
set_drift (CuffPlant *plant, bool on)
{
  plant->sensor[0].fault_drift_mmhg_s = on ? plant->drift_sign * DRIFT_MMHG_MIN / 60 : 0;
  if (!on)
    plant->sensor[0].fault_offset_mmhg = 0;
}

static void
set_air_fault (CuffPlant *plant, CuffFault fault, bool on)
{
  CuffBladder *bladder = &plant->air.bladder;
  const CuffBladder *sound = &plant->sound;

  switch (fault) {
  case CUFF_FAULT_VENT_STUCK:
    plant->vent_stuck = on;
    break;
  case CUFF_FAULT_PUMP_STUCK:
    plant->pump_stuck = on;
    break;
  case CUFF_FAULT_BOOT_WITH_PRESSURE:
    plant->outlet_blocked = on;
    break;
  case CUFF_FAULT_LEAK_FAST:
    bladder->leak_ml_s_mmhg = on ? LEAK_FAST_ML_S_MMHG : sound->leak_ml_s_mmhg;
    break;
  case CUFF_FAULT_LEAK_SLOW:
    bladder->leak_ml_s_mmhg = on ? LEAK_SLOW_ML_S_MMHG : sound->leak_ml_s_mmhg;
    break;
  case CUFF_FAULT_HOSE_KINKED:
    bladder->hose_resistance_mmhg_s_ml = sound->hose_resistance_mmhg_s_ml * (on ? KINK : 1);
    break;
  case CUFF_FAULT_HOSE_BLOCKED:
    bladder->hose_resistance_mmhg_s_ml = sound->hose_resistance_mmhg_s_ml * (on ? BLOCK : 1);
    break;
  default:
    break;
  }
}

static void
set_sensor_fault (CuffPlant *plant, CuffFault fault, bool on)
{
  CuffSensor *sensor = plant->sensor;
  double offset_mmhg = on ? OFFSET_MMHG : 0;

  switch (fault) {
  case CUFF_FAULT_SENSOR_OFFSET:
    sensor[0].fault_offset_mmhg = sensor[1].fault_offset_mmhg = offset_mmhg;
    break;
  case CUFF_FAULT_SENSOR_DRIFT:
    set_drift (plant, on);
    break;
  case CUFF_FAULT_SENSOR_STUCK:
    sensor[0].stuck = on;
    break;
  case CUFF_FAULT_SENSOR_SPIKE:
    sensor[0].spikes = on;
    break;
  case CUFF_FAULT_SENSOR_NAN:
    sensor[0].unreadable = on;
    break;
  case CUFF_FAULT_SENSORS_DISAGREE:
    sensor[1].fault_offset_mmhg = offset_mmhg;
    break;
  default:
    break;
  }
}

void
cuff_plant_set_fault (CuffPlant *plant, CuffFault fault, bool on)
{
  set_air_fault (plant, fault, on);
  set_sensor_fault (plant, fault, on);
}

void
cuff_plant_break (CuffPlant *plant, CuffFault fault)
{
  cuff_plant_set_fault (plant, fault, true);
}

void
cuff_plant_step (CuffPlant *plant, double muscle, double dt_s)
{
  /* A valve that does not open any more can still shut. */
  bool opens = !plant->vent_stuck && !plant->outlet_blocked;
  if (opens || !plant->ordered.dump_open)
    plant->dump_open = plant->ordered.dump_open;

  CuffActuators real = plant->ordered;
  if (plant->outlet_blocked)
    real.valve = 0;
  real.dump_open = plant->dump_open;
  if (plant->pump_stuck)
    real.pump = 1;

  /* The limb moves little within a control step; only the air is stiff. */
  double limb_ml = cuff_limb_step (&plant->limb, plant->air.cuff_mmhg, muscle, dt_s);
  /* A slack cuff feels no muscle. */
  double snug = fmin (1, fmax (0, plant->air.cuff_mmhg / 20));
  limb_ml += snug * muscle * plant->displaced_ml;

  int n_steps = (int) (dt_s / CUFF_PLANT_STEP_S + 0.5);
  for (int i = 0; i < n_steps; i++)
    cuff_pneumatics_step (&plant->air, &real, limb_ml, CUFF_PLANT_STEP_S);
}

CuffPressure
cuff_plant_read (CuffPlant *plant, unsigned sensor, double dt_s)
{
  return cuff_sensor_read (&plant->sensor[sensor & 1], plant->air.manifold_mmhg, dt_s);
}
