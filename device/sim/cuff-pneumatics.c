/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cuff-pneumatics.h"

#include <math.h>

/* Below this the square root of the valve law is replaced by a straight line through 0. */
#define VALVE_LINEAR_MMHG 0.05

CuffBladder
cuff_bladder_for (CuffLimbKind limb)
{
  if (limb == CUFF_LIMB_ARM)
    return (CuffBladder){
      .fill_ml = 120,
      .fill_mmhg = 15,
      .stretch_ml_mmhg = 0.25,
      .hose_ml = 20,
      .creep_ml_mmhg = 0.04,
      .creep_s = 20,
      .hose_resistance_mmhg_s_ml = 0.06,
      .leak_ml_s_mmhg = 0.0005,
    };
  return (CuffBladder){
    .fill_ml = 450,
    .fill_mmhg = 18,
    .stretch_ml_mmhg = 0.9,
    .hose_ml = 25,
    .creep_ml_mmhg = 0.15,
    .creep_s = 20,
    .hose_resistance_mmhg_s_ml = 0.05,
    .leak_ml_s_mmhg = 0.001,
  };
}

CuffPlumbing
cuff_plumbing_for (double pump_l_min)
{
  return (CuffPlumbing){
    .pump_ml_s = pump_l_min * 1000.0 / 60.0,
    .pump_stall_mmhg = 600,
    .pump_spin_s = 0.08,
    .valve_gain = fmax (4.0, 16.0 * pump_l_min / 12.0),
    .dump_gain = CUFF_DUMP_GAIN_THIGH,
    .manifold_ml = 8,
  };
}

void
cuff_pneumatics_init (CuffPneumatics *air, const CuffBladder *bladder, const CuffPlumbing *plumbing)
{
  *air = (CuffPneumatics){
    .bladder = *bladder,
    .plumbing = *plumbing,
    .air_ml = bladder->hose_ml,
  };
}

/* Room inside bladder and hose at this pressure, and its slope. */
static double
bladder_volume (const CuffBladder *bladder, double pressure_mmhg, double *slope)
{
  double folded = exp (-pressure_mmhg / bladder->fill_mmhg);

  *slope = bladder->fill_ml / bladder->fill_mmhg * folded + bladder->stretch_ml_mmhg;
  return bladder->fill_ml * (1.0 - folded) + bladder->stretch_ml_mmhg * pressure_mmhg
         + bladder->hose_ml;
}

void
cuff_pneumatics_fill (CuffPneumatics *air, double pressure_mmhg)
{
  double slope;
  double volume_ml = bladder_volume (&air->bladder, pressure_mmhg, &slope) + air->creep_ml;

  air->air_ml = (CUFF_ATMOSPHERE_MMHG + pressure_mmhg) * volume_ml / CUFF_ATMOSPHERE_MMHG;
  air->cuff_mmhg = air->manifold_mmhg = pressure_mmhg;
}

/* Solves (760 + P) V (P) = 760 N for P by Newton, from the last pressure.  The left side rises
 * with P and bends little: after a step below 0.01 mmHg the error is below a millionth. */
static double
solve_pressure (const CuffPneumatics *air, double limb_ml)
{
  double p = air->cuff_mmhg;

  for (int i = 0; i < 8; i++) {
    double slope;
    double volume = bladder_volume (&air->bladder, p, &slope) + air->creep_ml - limb_ml;
    double rest = (CUFF_ATMOSPHERE_MMHG + p) * volume - CUFF_ATMOSPHERE_MMHG * air->air_ml;
    double step = rest / (volume + (CUFF_ATMOSPHERE_MMHG + p) * slope);
    p -= step;
    if (fabs (step) < 0.01)
      break;
  }
  return p;
}

static double
valve_conductance (double gain, double pressure_mmhg)
{
  double p = fmax (fabs (pressure_mmhg), VALVE_LINEAR_MMHG);

  return gain * sqrt ((1.0 + p / CUFF_ATMOSPHERE_MMHG) / p);
}

/* The manifold is tiny and the hose wide: stiff, hence implicit in its pressure, with the valve as
 * a conductance of the last step.  Never below 0: there is nothing that sucks. */
static void
step_manifold (CuffPneumatics *air, const CuffActuators *actuators, double dt_s)
{
  const CuffPlumbing *plumbing = &air->plumbing;
  double pump_ml_s = plumbing->pump_ml_s * air->pump_speed;
  double gain =
      plumbing->valve_gain * actuators->valve + (actuators->dump_open ? plumbing->dump_gain : 0);
  double capacity = plumbing->manifold_ml / CUFF_ATMOSPHERE_MMHG / dt_s;
  double hose = 1.0 / air->bladder.hose_resistance_mmhg_s_ml;
  double inflow = capacity * air->manifold_mmhg + pump_ml_s + hose * air->cuff_mmhg;
  double outflow = capacity + pump_ml_s / plumbing->pump_stall_mmhg
                   + valve_conductance (gain, air->manifold_mmhg) + hose;

  air->manifold_mmhg = fmax (0.0, inflow / outflow);
}

void
cuff_pneumatics_step (CuffPneumatics *air, const CuffActuators *actuators, double limb_ml,
                      double dt_s)
{
  const CuffBladder *bladder = &air->bladder;

  air->pump_speed +=
      (actuators->pump - air->pump_speed) * dt_s / (air->plumbing.pump_spin_s + dt_s);
  step_manifold (air, actuators, dt_s);

  double hose_ml_s = (air->manifold_mmhg - air->cuff_mmhg) / bladder->hose_resistance_mmhg_s_ml;
  double leak_ml_s = bladder->leak_ml_s_mmhg * fmax (0.0, air->cuff_mmhg);
  air->air_ml += (hose_ml_s - leak_ml_s) * dt_s;

  double creep_goal_ml = bladder->creep_ml_mmhg * fmax (0.0, air->cuff_mmhg);
  air->creep_ml += (creep_goal_ml - air->creep_ml) * dt_s / bladder->creep_s;

  air->cuff_mmhg = solve_pressure (air, limb_ml);
}

double
cuff_bladder_compliance (const CuffBladder *bladder, double pressure_mmhg)
{
  double slope;
  double volume = bladder_volume (bladder, pressure_mmhg, &slope);

  return volume / CUFF_ATMOSPHERE_MMHG + (1.0 + pressure_mmhg / CUFF_ATMOSPHERE_MMHG) * slope;
}
