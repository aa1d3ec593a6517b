/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-sensor.h"

void
cuff_sensor_init (CuffSensor *sensor, uint64_t seed, uint64_t stream)
{
  *sensor = (CuffSensor){ .noise_mmhg = 0.08, .drift_mmhg = 0.5, .drift_s = 600 };
  cuff_random_init (&sensor->random, seed, stream);
  sensor->offset_mmhg = cuff_random_spread (&sensor->random, 0, sensor->drift_mmhg);
}

/* The zero is an Ornstein-Uhlenbeck walk: pulled back to 0 as hard as it is pushed about. */
CuffPressure
cuff_sensor_read (CuffSensor *sensor, double true_mmhg, double dt_s)
{
  double push = sensor->drift_mmhg * sqrt (2.0 * dt_s / sensor->drift_s);

  sensor->offset_mmhg +=
      -sensor->offset_mmhg * dt_s / sensor->drift_s + push * cuff_random_normal (&sensor->random);
  double noise_mmhg = sensor->noise_mmhg * cuff_random_normal (&sensor->random);

  if (!sensor->stuck)
    sensor->last = cuff_pressure_from_mmhg (true_mmhg + sensor->offset_mmhg
                                            + sensor->fault_offset_mmhg + noise_mmhg);
  return sensor->last;
}
