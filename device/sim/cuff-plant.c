/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-plant.h"

/* Streams of randomness, apart per channel. */
enum { STREAM_LIMB, STREAM_SENSOR, STREAM_SENSOR_SECOND, STREAMS };

void
cuff_plant_init (CuffPlant *plant, CuffLimbKind limb, double lop_mmhg, double displaced_ml,
                 double pump_l_min, uint64_t seed, unsigned channel)
{
  CuffBladder bladder = cuff_bladder_for (limb);
  CuffPlumbing plumbing = cuff_plumbing_for (pump_l_min > 0 ? pump_l_min : 12);
  CuffLimbTraits traits = cuff_limb_traits_for (limb, lop_mmhg);
  uint64_t stream = 100 + (uint64_t) channel * STREAMS;

  *plant = (CuffPlant){ .ordered = { .dump_open = true }, .dump_open = true };
  plant->displaced_ml = displaced_ml > 0 ? displaced_ml : traits.contraction_ml;
  cuff_pneumatics_init (&plant->air, &bladder, &plumbing);
  cuff_limb_init (&plant->limb, &traits, seed, stream + STREAM_LIMB);
  cuff_sensor_init (&plant->sensor[0], seed, stream + STREAM_SENSOR);
  cuff_sensor_init (&plant->sensor[1], seed, stream + STREAM_SENSOR_SECOND);
}

void
cuff_plant_break (CuffPlant *plant, CuffFault fault)
{
  switch (fault) {
  case CUFF_FAULT_VENT_STUCK:
    plant->vent_stuck = true;
    break;
  case CUFF_FAULT_PUMP_STUCK:
    plant->pump_stuck = true;
    break;
  case CUFF_FAULT_LEAK_FAST:
    plant->air.bladder.leak_ml_s_mmhg = 0.15;
    break;
  case CUFF_FAULT_LEAK_SLOW:
    plant->air.bladder.leak_ml_s_mmhg = 0.02;
    break;
  case CUFF_FAULT_SENSOR_OFFSET:
    plant->sensor[1].fault_offset_mmhg = 15;
    break;
  case CUFF_FAULT_SENSOR_STUCK:
    plant->sensor[0].stuck = true;
    break;
  default:
    break;
  }
}

void
cuff_plant_step (CuffPlant *plant, double muscle, double dt_s)
{
  /* A valve that does not open any more can still shut. */
  if (!plant->vent_stuck || !plant->ordered.dump_open)
    plant->dump_open = plant->ordered.dump_open;

  CuffActuators real = plant->ordered;
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
