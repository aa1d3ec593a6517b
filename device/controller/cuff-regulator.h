/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pressure regulation of one channel: a PI law with a dead band on a filtered pressure.
 * Pure and freestanding: the caller brings pressure and time, and gets drives back.
 */
#pragma once

#include "cuff-types.h"

/* Pneumatics the law is scaled for; a board fills in its own. */
typedef struct {
  float pump_flow_ml_s;     /* free flow of the pump, standard mL/s (12 L/min = 200) */
  float pump_stall_mmhg;    /* pressure at which the pump gives nothing */
  float valve_gain;         /* exhaust flow = gain * opening * sqrt (P (1 + P/760)), mL/s */
  float compliance_ml_mmhg; /* cuff and hose together, standard mL per mmHg */
} CuffRegulatorTuning;

typedef struct {
  CuffRegulatorTuning tuning;
  float filtered_mmhg;
  float integral;
  float setpoint_mmhg; /* follows the target at the ramp */
  bool running;
} CuffRegulator;

typedef struct {
  uint16_t pump_permille;
  uint16_t valve_permille;
  int32_t flow_dml_s; /* estimated net inflow, 0.1 standard mL/s */
} CuffDrive;

/* Tuning for the reference pneumatics: a thigh cuff with a 12 L/min pump. */
extern const CuffRegulatorTuning cuff_regulator_reference;

void cuff_regulator_init (CuffRegulator *regulator, const CuffRegulatorTuning *tuning);

/* Forgets the past; the next step starts the ramp at the measured pressure. */
void cuff_regulator_reset (CuffRegulator *regulator);

/* One control step of dt_us towards `target` at no more than `ramp` per second (0 = no limit). */
CuffDrive cuff_regulator_step (CuffRegulator *regulator, CuffPressure measured, CuffPressure target,
                               CuffPressure ramp, uint32_t dt_us);
