/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Air in pump, valves, hose and bladder.  Pure: a state, a step, no clock.
 *
 * Amounts of gas are "standard mL" (mL at 760 mmHg), isothermal; pressures are gauge.  Pump, valves
 * and sensors sit in the manifold, the bladder at the far end of the hose.
 */
#pragma once

#include "cuff-sim.h"

#define CUFF_ATMOSPHERE_MMHG 760.0

/* Dump valves go with the cuff they empty: in gain, see CuffPlumbing. */
#define CUFF_DUMP_GAIN_ARM   15.0
#define CUFF_DUMP_GAIN_THIGH 25.0

/* The part that goes round the limb. */
typedef struct {
  double fill_ml, fill_mmhg;        /* volume taken up while the bladder unfolds, and by when */
  double stretch_ml_mmhg;           /* once it is full */
  double hose_ml;                   /* air in the hose */
  double creep_ml_mmhg, creep_s;    /* fabric and tissue give way slowly: top-ups after inflation */
  double hose_resistance_mmhg_s_ml; /* pressure lost per flow */
  double leak_ml_s_mmhg;
} CuffBladder;

/* The part on the table. */
typedef struct {
  double pump_ml_s;       /* free flow */
  double pump_stall_mmhg; /* pressure at which the pump gives nothing */
  double pump_spin_s;     /* time constant of its speed */
  double valve_gain;      /* flow = gain * opening * sqrt (P (1 + P / 760)), mL/s */
  double dump_gain;       /* same, of the normally open dump valve */
  double manifold_ml;
} CuffPlumbing;

typedef struct {
  double pump;  /* 0..1 */
  double valve; /* 0..1 */
  bool dump_open;
} CuffActuators;

typedef struct {
  CuffBladder bladder;
  CuffPlumbing plumbing;
  double air_ml; /* standard mL in bladder and hose */
  double cuff_mmhg;
  double manifold_mmhg;
  double creep_ml;
  double pump_speed; /* 0..1 */
} CuffPneumatics;

/* Cuffs of 10-12 cm (arm) and 11-18 cm (thigh).  To be calibrated against real ones. */
CuffBladder cuff_bladder_for (CuffLimbKind limb);

/* A controller with a pump of that free flow and an exhaust of about the same size; its dump valve
 * is that for a thigh. */
CuffPlumbing cuff_plumbing_for (double pump_l_min);

/* Starts empty, at rest. */
void cuff_pneumatics_init (CuffPneumatics *air, const CuffBladder *bladder,
                           const CuffPlumbing *plumbing);

/* Puts in the air that makes this pressure, with the limb at rest. */
void cuff_pneumatics_fill (CuffPneumatics *air, double pressure_mmhg);

/* One step of dt_s (1 ms; stable to 5 ms).  `limb_ml` is how much of the bladder's room the limb
 * takes away at this moment, beyond the limb at rest. */
void cuff_pneumatics_step (CuffPneumatics *air, const CuffActuators *actuators, double limb_ml,
                           double dt_s);

/* Standard mL per mmHg of bladder and hose at this pressure, creep left out. */
double cuff_bladder_compliance (const CuffBladder *bladder, double pressure_mmhg);
