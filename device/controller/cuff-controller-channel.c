/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One cuff: its sensors, its order, its valves and pump.
 */
#include "cuff-controller-private.h"

#define FULL 1000u /* permille */

unsigned
cuff_channel_n_sensors (const CuffController *c)
{
  return (c->config.identity.capabilities & CUFF_CAN_SECOND_SENSOR) != 0 ? 2 : 1;
}

bool
cuff_channel_vent_is_open (const CuffController *c, unsigned channel)
{
  return c->hal->vent_is_open (c->hal->user, channel);
}

/* A reading outside the sensor's own range is no reading, and so is one that nobody knows how to
 * correct: a calibration that makes no sense is thereby a fault at boot. */
static CuffPressure
read_sensor (const CuffController *c, unsigned channel, unsigned sensor)
{
  CuffPressure lowest = c->config.identity.sensor_min;
  CuffPressure highest = cuff_cap (c->config.identity.sensor_max, READABLE_HIGHEST);
  CuffPressure pressure;

  if (!c->channel[channel].trusted[sensor]
      || !c->hal->read_sensor (c->hal->user, channel, sensor, &pressure))
    return CUFF_PRESSURE_UNSET;

  if (lowest < READABLE_LOWEST) /* unset included */
    lowest = READABLE_LOWEST;
  if (pressure < lowest || pressure > highest)
    return CUFF_PRESSURE_UNSET;

  return cuff_calibration_apply (&c->config.calibration[channel][sensor], pressure);
}

static bool
near_target (const CuffControllerChannel *channel)
{
  CuffPressure target = channel->order.target;
  CuffPressure band = target / 10 > AT_TARGET_LEAST ? target / 10 : AT_TARGET_LEAST;
  CuffPressure pressure = channel->pressure[0];

  if (channel->order.mode != CUFF_MODE_HOLD && channel->order.mode != CUFF_MODE_LOP)
    return false;

  return cuff_pressure_is_set (pressure) && pressure >= target - band && pressure <= target + band;
}

void
cuff_channel_read (CuffController *c, unsigned channel)
{
  CuffControllerChannel *this = &c->channel[channel];

  this->pressure[1] = CUFF_PRESSURE_UNSET;
  for (unsigned i = 0; i < cuff_channel_n_sensors (c); i++) {
    this->raw[i] = read_sensor (c, channel, i);
    this->pressure[i] =
        cuff_pressure_is_set (this->raw[i]) ? this->raw[i] - this->offset[i] : CUFF_PRESSURE_UNSET;
  }
  cuff_held (&this->at_target_us, near_target (this), c->step_us);
}

CuffPressure
cuff_channel_highest (const CuffController *c, unsigned channel)
{
  const CuffPressure *pressure = c->channel[channel].pressure;

  /* The unset value is the lowest number there is. */
  return pressure[0] > pressure[1] ? pressure[0] : pressure[1];
}

bool
cuff_channel_is_below (const CuffController *c, unsigned channel, CuffPressure limit)
{
  for (unsigned i = 0; i < cuff_channel_n_sensors (c); i++) {
    CuffPressure pressure = c->channel[channel].pressure[i];

    if (!cuff_pressure_is_set (pressure) || pressure >= limit)
      return false;
  }

  return true;
}

bool
cuff_channel_sensors_ok (const CuffController *c, unsigned channel)
{
  const CuffPressure *pressure = c->channel[channel].pressure;

  for (unsigned i = 0; i < cuff_channel_n_sensors (c); i++) {
    if (!cuff_pressure_is_set (pressure[i]) || pressure[i] < PLAUSIBLE_LOWEST)
      return false;
  }

  return !cuff_channel_sensors_disagree (c, channel);
}

bool
cuff_channel_sensors_disagree (const CuffController *c, unsigned channel)
{
  const CuffPressure *pressure = c->channel[channel].pressure;
  CuffPressure adopted = c->adopted[channel].disagree_max;
  CuffPressure limit = adopted > 0 ? adopted : OWN_DISAGREE;
  CuffPressure difference;

  if (!cuff_pressure_is_set (pressure[0]) || !cuff_pressure_is_set (pressure[1]))
    return false;
  difference = pressure[0] - pressure[1];

  return difference > limit || difference < -limit;
}

void
cuff_channel_vent (CuffController *c, unsigned channel, CuffMode mode)
{
  CuffControllerChannel *this = &c->channel[channel];

  if (cuff_mode_pressurises (this->order.mode)) {
    this->vented_at_us = c->now_us;
    this->vented_from = cuff_channel_highest (c, channel);
    this->contact_shut_us = 0;
    this->pressure_left_us = 0;
  }
  this->order = (CuffOrder){ .mode = mode, .target = CUFF_PRESSURE_UNSET };
  this->at_target_us = 0;
}

/* A host that lives but is stuck says the same longest time for ever: only a new mode, a new
 * target or a longer time than the last one starts the count again. */
void
cuff_channel_order (CuffController *c, unsigned channel, const CuffOrder *order)
{
  CuffControllerChannel *this = &c->channel[channel];
  const CuffOrder *last = &this->order;
  uint64_t until_us = c->now_us + (uint64_t) order->longest_ms * 1000;
  bool retarget = order->mode != last->mode || order->target != last->target;

  if (retarget || order->longest_ms > last->longest_ms || until_us < this->order_until_us)
    this->order_until_us = until_us;
  if (order->mode != CUFF_MODE_QUIET
      && (!cuff_mode_pressurises (last->mode) || last->mode == CUFF_MODE_QUIET))
    cuff_regulator_reset (&this->regulator);
  if (retarget)
    this->at_target_us = 0;

  this->order = *order;
  this->used = true;
}

/* Dump valve open, pump off; the exhaust valve helps until the cuff is known to be soft, so that a
 * dump valve that sticks is not the only way out. */
static void
drive_vented (const CuffController *c, unsigned channel, CuffDrive *drive)
{
  drive->pump_permille = 0;
  drive->valve_permille = cuff_channel_is_below (c, channel, RELEASED) ? 0 : FULL;
  drive->flow_dml_s = 0;
}

static void
drive_regulated (CuffController *c, unsigned channel, CuffDrive *drive)
{
  CuffControllerChannel *this = &c->channel[channel];
  CuffPressure ramp_max = c->adopted[channel].ramp_max;
  CuffPressure ramp = this->order.ramp > 0 ? cuff_lower (this->order.ramp, ramp_max) : ramp_max;

  *drive = (CuffDrive){ 0 };
  if (this->order.mode == CUFF_MODE_QUIET || !cuff_pressure_is_set (this->pressure[0]))
    return;
  *drive = cuff_regulator_step (&this->regulator, this->pressure[0], this->order.target, ramp,
                                c->step_us);
}

void
cuff_channel_drive (CuffController *c, unsigned channel)
{
  CuffControllerChannel *this = &c->channel[channel];
  const CuffHal *hal = c->hal;
  bool shut = cuff_mode_pressurises (this->order.mode);

  if (shut)
    drive_regulated (c, channel, &this->drive);
  else
    drive_vented (c, channel, &this->drive);

  hal->drive_pump (hal->user, channel, this->drive.pump_permille);
  hal->drive_vent (hal->user, channel, shut);
  hal->drive_valve (hal->user, channel, this->drive.valve_permille);
}
