/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-sensor.h"

#define SPIKE_MMHG   100
#define SPIKE_MEAN_S 2

void
cuff_sensor_init (CuffSensor *sensor, uint64_t seed, uint64_t stream)
{
  *sensor = (CuffSensor){ .noise_mmhg = 0.08, .drift_mmhg = 0.5, .drift_s = 600 };
  cuff_random_init (&sensor->random, seed, stream);
  cuff_random_init (&sensor->spike_random, seed, stream + 1000);
  sensor->offset_mmhg = cuff_random_spread (&sensor->random, 0, sensor->drift_mmhg);
}

/* An impulse on the wire: one reading, up or down. */
static double
spike_mmhg (CuffSensor *sensor, double dt_s)
{
  if (!sensor->spikes || cuff_random_uniform (&sensor->spike_random) >= dt_s / SPIKE_MEAN_S)
    return 0;
  return cuff_random_uniform (&sensor->spike_random) < 0.5 ? -SPIKE_MMHG : SPIKE_MMHG;
}

/* The zero is an Ornstein-Uhlenbeck walk: pulled back to 0 as hard as it is pushed about. */
CuffPressure
cuff_sensor_read (CuffSensor *sensor, double true_mmhg, double dt_s)
{
  double push = sensor->drift_mmhg * sqrt (2.0 * dt_s / sensor->drift_s);

  sensor->offset_mmhg +=
      -sensor->offset_mmhg * dt_s / sensor->drift_s + push * cuff_random_normal (&sensor->random);
  double noise_mmhg = sensor->noise_mmhg * cuff_random_normal (&sensor->random);

  sensor->fault_offset_mmhg += sensor->fault_drift_mmhg_s * dt_s;
  double wrong_mmhg = sensor->fault_offset_mmhg + spike_mmhg (sensor, dt_s);

  if (!sensor->stuck)
    sensor->last =
        cuff_pressure_from_mmhg (true_mmhg + sensor->offset_mmhg + wrong_mmhg + noise_mmhg);
  return sensor->unreadable ? CUFF_PRESSURE_UNSET : sensor->last;
}
