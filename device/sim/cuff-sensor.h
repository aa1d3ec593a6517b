/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pressure sensor: noise, steps of 0.1 mmHg, a zero that wanders slowly.  Pure.
 */
#pragma once

#include "cuff-random.h"
#include "cuff-units.h"

typedef struct {
  CuffRandom random;
  double noise_mmhg; /* standard deviation of one reading */
  double drift_mmhg; /* standard deviation of the wandering zero */
  double drift_s;    /* its time constant */
  double offset_mmhg;

  /* faults */
  double fault_offset_mmhg;
  double fault_drift_mmhg_s; /* by which that grows */
  bool stuck;                /* keeps its last reading for ever */
  bool unreadable;
  bool spikes; /* a single reading jumps, about every other second */
  CuffRandom spike_random;
  CuffPressure last;
} CuffSensor;

/* Readings differ between streams of one seed. */
void cuff_sensor_init (CuffSensor *sensor, uint64_t seed, uint64_t stream);

/* One reading, dt_s after the last one; unset when it cannot be read. */
CuffPressure cuff_sensor_read (CuffSensor *sensor, double true_mmhg, double dt_s);
