/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The law, at 200 Hz: a wanted net flow = compliance * (P + I on the error outside the dead band),
 * turned into a pump drive or an exhaust opening by what either can give at this pressure.
 * Working in flow makes one set of gains fit every cuff and pump, and gives the host the flow it
 * needs to see the patient's muscle behind the regulation (signal/cuff-rep-detector).
 */
#include "cuff-regulator.h"

#define ATMOSPHERE_MMHG 760.0f

/* Half width of the zone in which nothing moves: above the pulse of the limb (< 1 mmHg half
 * swing), below anything a patient feels. */
#define DEAD_BAND_MMHG 1.5f

/* 1/s.  Quick enough to keep a leg extension within 10 % of the target, slow enough that pump and
 * valve do not chase the spin-up of the pump (0.08 s) in a stiff arm cuff. */
#define GAIN_P       3.5f
/* 1/s^2.  Only there for leaks; the proportional part does the exercise. */
#define GAIN_I       0.3f
/* mmHg/s the integral may ask for: as much as a hose that has come half off. */
#define INTEGRAL_MAX 8.0f

/* 1 / (2 pi 20 Hz) */
#define FILTER_S 0.00796f

/* Below this share neither pump nor valve moves air; it would only wear them. */
#define DRIVE_MIN_PERMILLE 4.0f
#define DRIVE_MAX_PERMILLE 1000.0f

/* The exhaust is never trusted below this pressure: its opening would divide by almost nothing.
 * And no reading, however wrong, is taken for more than that. */
#define EXHAUST_MIN_MMHG 5.0f
#define READING_MAX_MMHG 1000.0f

const CuffRegulatorTuning cuff_regulator_reference = {
  .pump_flow_ml_s = 200.0f,
  .pump_stall_mmhg = 600.0f,
  .valve_gain = 16.0f,
  .compliance_ml_mmhg = 1.9f,
};

static float
clamp (float value, float low, float high)
{
  if (value < low)
    return low;
  return value > high ? high : value;
}

/* Newton, from a start that is wrong by two at most: five steps leave less than a millionth.
 * `value` is at least 1. */
static float
square_root (float value)
{
  float root = 1.0f;
  while (root * root * 4.0f < value)
    root *= 2.0f;
  for (int i = 0; i < 5; i++)
    root = 0.5f * (root + value / root);
  return root;
}

/* What the pump would give at full drive, and the exhaust fully open, standard mL/s. */
static float
pump_flow_max (const CuffRegulatorTuning *tuning, float pressure_mmhg)
{
  float share = 1.0f - pressure_mmhg / tuning->pump_stall_mmhg;

  return tuning->pump_flow_ml_s * clamp (share, 0.05f, 1.0f);
}

static float
valve_flow_max (const CuffRegulatorTuning *tuning, float pressure_mmhg)
{
  float p = clamp (pressure_mmhg, EXHAUST_MIN_MMHG, READING_MAX_MMHG);

  return tuning->valve_gain * square_root (p * (1.0f + p / ATMOSPHERE_MMHG));
}

void
cuff_regulator_init (CuffRegulator *regulator, const CuffRegulatorTuning *tuning)
{
  regulator->tuning = *tuning;
  cuff_regulator_reset (regulator);
}

void
cuff_regulator_reset (CuffRegulator *regulator)
{
  regulator->filtered_mmhg = 0.0f;
  regulator->integral = 0.0f;
  regulator->setpoint_mmhg = 0.0f;
  regulator->running = false;
}

/* Moves the set point towards the target; returns its speed, mmHg/s, as feed-forward. */
static float
follow_target (CuffRegulator *regulator, float target_mmhg, float ramp_mmhg_s, float dt_s)
{
  float distance = target_mmhg - regulator->setpoint_mmhg;
  float stride = ramp_mmhg_s * dt_s;

  if (ramp_mmhg_s <= 0.0f || (distance <= stride && distance >= -stride)) {
    regulator->setpoint_mmhg = target_mmhg;
    return 0.0f;
  }

  float speed = distance > 0.0f ? ramp_mmhg_s : -ramp_mmhg_s;
  regulator->setpoint_mmhg += speed * dt_s;
  return speed;
}

static float
outside_dead_band (float error_mmhg)
{
  if (error_mmhg > DEAD_BAND_MMHG)
    return error_mmhg - DEAD_BAND_MMHG;
  if (error_mmhg < -DEAD_BAND_MMHG)
    return error_mmhg + DEAD_BAND_MMHG;
  return 0.0f;
}

/* Pump or exhaust, never both, and the flow that is to be expected from it. */
static CuffDrive
drive_for_flow (const CuffRegulatorTuning *tuning, float flow_ml_s, float pressure_mmhg)
{
  CuffDrive drive = { 0, 0, 0 };
  bool inflow = flow_ml_s > 0.0f;
  float most =
      inflow ? pump_flow_max (tuning, pressure_mmhg) : valve_flow_max (tuning, pressure_mmhg);
  float permille = (inflow ? flow_ml_s : -flow_ml_s) / most * DRIVE_MAX_PERMILLE;

  if (permille < DRIVE_MIN_PERMILLE)
    return drive;

  permille = clamp (permille, 0.0f, DRIVE_MAX_PERMILLE);
  float given_dml_s = permille / DRIVE_MAX_PERMILLE * most * 10.0f;
  if (inflow) {
    drive.pump_permille = (uint16_t) (permille + 0.5f);
    drive.flow_dml_s = (int32_t) (given_dml_s + 0.5f);
  } else {
    drive.valve_permille = (uint16_t) (permille + 0.5f);
    drive.flow_dml_s = -(int32_t) (given_dml_s + 0.5f);
  }
  return drive;
}

CuffDrive
cuff_regulator_step (CuffRegulator *regulator, CuffPressure measured, CuffPressure target,
                     CuffPressure ramp, uint32_t dt_us)
{
  const CuffRegulatorTuning *tuning = &regulator->tuning;

  /* Nothing known is nothing moved. */
  if (!cuff_pressure_is_set (measured) || !cuff_pressure_is_set (target)) {
    cuff_regulator_reset (regulator);
    return (CuffDrive){ 0, 0, 0 };
  }

  float measured_mmhg = clamp ((float) measured * 0.1f, -READING_MAX_MMHG, READING_MAX_MMHG);
  float dt_s = (float) dt_us * 1e-6f;

  if (!regulator->running) {
    regulator->running = true;
    regulator->filtered_mmhg = measured_mmhg;
    regulator->setpoint_mmhg = measured_mmhg;
    regulator->integral = 0.0f;
  }
  regulator->filtered_mmhg +=
      (measured_mmhg - regulator->filtered_mmhg) * (dt_s / (dt_s + FILTER_S));

  float ramp_mmhg_s = cuff_pressure_is_set (ramp) ? (float) ramp * 0.1f : 0.0f;
  float speed = follow_target (regulator, (float) target * 0.1f, ramp_mmhg_s, dt_s);
  float error = outside_dead_band (regulator->setpoint_mmhg - regulator->filtered_mmhg);
  float wanted = GAIN_P * error + speed + regulator->integral;
  float flow = tuning->compliance_ml_mmhg * wanted;

  /* The integral learns only near the set point and never while a drive is at its end: a whole
   * inflation must not be remembered as a leak. */
  bool saturated = flow > pump_flow_max (tuning, regulator->filtered_mmhg)
                   || -flow > valve_flow_max (tuning, regulator->filtered_mmhg);
  if (!saturated && error < 15.0f && error > -15.0f)
    regulator->integral =
        clamp (regulator->integral + GAIN_I * error * dt_s, -INTEGRAL_MAX, INTEGRAL_MAX);

  return drive_for_flow (tuning, flow, regulator->filtered_mmhg);
}
