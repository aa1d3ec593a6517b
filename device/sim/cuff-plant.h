/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One channel of the simulated cuff: pneumatics, the limb in it, two sensors, and what faults do
 * to them.  Pure: whoever drives it brings the time.
 */
#pragma once

#include "cuff-limb.h"
#include "cuff-pneumatics.h"
#include "cuff-sensor.h"

/* The air advances in steps of a millisecond inside each control step. */
#define CUFF_PLANT_STEP_S 0.001

typedef struct {
  CuffPneumatics air;
  CuffLimb limb;
  CuffSensor sensor[2];
  double displaced_ml; /* by a usual contraction */
  CuffActuators ordered;
  bool dump_open; /* what the valve really does */
  bool vent_stuck, pump_stuck;
  bool outlet_blocked; /* neither dump nor exhaust lets anything out */
  CuffBladder sound;   /* as it was before any fault */
  double drift_sign;   /* which way this seed's sensor drifts */
} CuffPlant;

/* `lop_mmhg`, `displaced_ml` and `pump_l_min`: 0 = the usual.  Channels of one seed differ. */
void cuff_plant_init (CuffPlant *plant, CuffLimbKind limb, double lop_mmhg, double displaced_ml,
                      double pump_l_min, uint64_t seed, unsigned channel);

/* Begins or ends a fault of valves, pump, hose, bladder or sensors; others are nothing to it. */
void cuff_plant_set_fault (CuffPlant *plant, CuffFault fault, bool on);

/* Begins it. */
void cuff_plant_break (CuffPlant *plant, CuffFault fault);

/* One control step of dt_s (5 ms) under the ordered actuators.  `muscle` is the contraction level,
 * 1 = usual. */
void cuff_plant_step (CuffPlant *plant, double muscle, double dt_s);

/* Reads sensor 0 or 1, dt_s after its last reading; unset when it cannot be read. */
CuffPressure cuff_plant_read (CuffPlant *plant, unsigned sensor, double dt_s);
