/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The watchers.  Each step they ask whether pressure may still stand, and every doubt ends in a
 * vent.  None of them needs the host.
 */
#include "cuff-controller-private.h"

CuffPressure
cuff_controller_highest (const CuffController *c)
{
  CuffPressure highest = CUFF_PRESSURE_UNSET;

  for (unsigned i = 0; i < c->n_channels; i++) {
    CuffPressure pressure = cuff_channel_highest (c, i);

    highest = pressure > highest ? pressure : highest;
  }

  return highest;
}

bool
cuff_controller_all_below (const CuffController *c, CuffPressure limit)
{
  for (unsigned i = 0; i < c->n_channels; i++) {
    if (!cuff_channel_is_below (c, i, limit))
      return false;
  }

  return true;
}

uint32_t
cuff_controller_time_limit_ms (const CuffController *c, unsigned channel)
{
  uint32_t named_ms = c->config.identity.time_cap_ms;
  uint32_t adopted_ms = c->adopted[channel].time_max_ms;
  uint32_t limit_ms = OWN_TIME_MS;

  if (named_ms > 0 && named_ms < limit_ms)
    limit_ms = named_ms;
  if (adopted_ms > 0 && adopted_ms < limit_ms)
    limit_ms = adopted_ms;

  return limit_ms;
}

static bool
is_pressurised (const CuffController *c)
{
  for (unsigned i = 0; i < c->n_channels; i++) {
    if (cuff_mode_pressurises (c->channel[i].order.mode))
      return true;
  }

  return !cuff_controller_all_below (c, EMPTY);
}

/* R3.  Counted on this controller's clock from the last State it accepted. */
void
cuff_controller_watch_lease (CuffController *c)
{
  uint32_t lease_ms = c->lease_ms;

  if (c->epoch == 0)
    return;
  if (lease_ms > LEASE_PRESSURISED_MS && is_pressurised (c))
    lease_ms = LEASE_PRESSURISED_MS;
  if (c->now_us - c->beat_us <= (uint64_t) lease_ms * 1000)
    return;

  c->flags |= CUFF_DEVICE_LEASE_OVER;
  c->lease_sounds = true;
  cuff_controller_vent (c, CUFF_REASON_LEASE);
}

/* Both sensors see the same contraction, so the lower ceiling gets 0.3 s and the upper none. */
static void
watch_over_pressure (CuffController *c, unsigned channel)
{
  const CuffIdentity *identity = &c->config.identity;
  CuffControllerChannel *this = &c->channel[channel];
  CuffPressure pressure = cuff_channel_highest (c, channel);
  CuffPressure transient = cuff_cap (identity->cap_transient, OWN_CAP_TRANSIENT);
  bool searching = c->epoch != 0 && c->purpose == CUFF_ARM_LOP;
  CuffPressure cap = searching ? transient : cuff_cap (identity->cap_hard, OWN_CAP);
  bool over_for_long = cuff_held (&this->over_cap_us, pressure > cap, c->step_us) >= OVER_CAP_US;

  if (!over_for_long && pressure <= transient)
    return;
  if ((this->flags & CUFF_CHANNEL_OVER_PRESSURE) != 0)
    return;
  this->flags |= CUFF_CHANNEL_OVER_PRESSURE;
  cuff_controller_fault (c, CUFF_ALARM_OVER_PRESSURE, CUFF_REASON_OVER_PRESSURE, channel, pressure,
                         pressure > transient ? transient : cap);
}

/* Boot has its own way of waiting for the sensors. */
static void
watch_sensors (CuffController *c, unsigned channel)
{
  CuffControllerChannel *this = &c->channel[channel];
  bool unreadable = false;
  bool disagree = cuff_channel_sensors_disagree (c, channel);
  uint32_t fault = 0;

  for (unsigned i = 0; i < cuff_channel_n_sensors (c); i++)
    unreadable = unreadable || !cuff_pressure_is_set (this->pressure[i]);
  if (cuff_held (&this->unreadable_us, unreadable, c->step_us) >= UNREADABLE_US)
    fault = CUFF_CHANNEL_SENSOR_FAULT;
  else if (cuff_held (&this->disagree_us, disagree, c->step_us) >= DISAGREE_US)
    fault = CUFF_CHANNEL_DISAGREE;

  if (fault == 0 || (this->flags & fault) != 0 || c->machine == CUFF_MACHINE_BOOT)
    return;
  this->flags |= fault;
  cuff_controller_fault (c, CUFF_ALARM_DEVICE, CUFF_REASON_SENSOR, channel, this->pressure[0],
                         this->pressure[1]);
}

/* The clock runs while the cuff is not known to be below 20 mmHg, whoever ordered what, and starts
 * anew only after a whole minute below. */
static void
watch_time (CuffController *c, unsigned channel)
{
  CuffControllerChannel *this = &c->channel[channel];
  uint64_t limit_us = (uint64_t) cuff_controller_time_limit_ms (c, channel) * 1000;

  if (cuff_channel_is_below (c, channel, EMPTY)) {
    this->below_us += c->step_us;
  } else {
    this->below_us = 0;
    this->under_pressure_us += c->step_us;
  }
  if (this->below_us >= CLOCK_RESET_US) {
    this->under_pressure_us = 0;
    this->flags &= ~(uint32_t) CUFF_CHANNEL_TIME_OVER;
  }

  /* Told already, and vented since; but a new epoch under a higher limit runs against the clock
   * again. */
  bool told = (this->flags & CUFF_CHANNEL_TIME_OVER) != 0 && c->epoch == 0;
  if (this->under_pressure_us < limit_us || told)
    return;
  this->flags |= CUFF_CHANNEL_TIME_OVER;
  cuff_controller_vent (c, CUFF_REASON_TIME_LIMIT);
  cuff_controller_raise (c, CUFF_ALARM_TIME, channel, cuff_channel_highest (c, channel),
                         CUFF_PRESSURE_UNSET);
}

/* A vent that was ordered must be seen to work. */
static void
watch_release (CuffController *c, unsigned channel)
{
  CuffControllerChannel *this = &c->channel[channel];
  CuffPressure pressure = cuff_channel_highest (c, channel);
  uint64_t vented_us = c->now_us - this->vented_at_us;
  /* A controller that stood still wakes with one long step: what came before the vent order cannot
   * be held against the valve. */
  uint32_t step_us = vented_us < c->step_us ? (uint32_t) vented_us : c->step_us;
  bool shut, slow, left;

  if (cuff_mode_pressurises (this->order.mode))
    return;

  shut = cuff_held (&this->contact_shut_us, !cuff_channel_vent_is_open (c, channel), step_us)
         >= CONTACT_US;
  slow = vented_us >= VENT_DROP_WITHIN_US && cuff_pressure_is_set (this->vented_from)
         && pressure >= EMPTY && pressure > this->vented_from - VENT_DROP;
  left =
      cuff_held (&this->pressure_left_us, vented_us >= VENT_EMPTY_US && pressure >= EMPTY, step_us)
      >= PRESSURE_LEFT_US;
  if ((!shut && !slow && !left) || (this->flags & CUFF_CHANNEL_VENT_STUCK) != 0)
    return;

  this->flags |= CUFF_CHANNEL_VENT_STUCK;
  cuff_controller_fault (c, CUFF_ALARM_NOT_DEFLATED, CUFF_REASON_NOT_DEFLATED, channel, pressure,
                         EMPTY);
}

/* How long an order, and an arm that is not for training, may last. */
static void
watch_orders (CuffController *c)
{
  uint64_t active_us = c->now_us - c->active_at_us;
  uint64_t longest_us = c->purpose == CUFF_ARM_LOP ? LOP_TIME_US : TEST_TIME_US;
  bool over = c->purpose != CUFF_ARM_TRAINING && active_us >= longest_us;

  if (c->machine != CUFF_MACHINE_ACTIVE)
    return;
  for (unsigned i = 0; i < c->n_channels; i++) {
    const CuffControllerChannel *channel = &c->channel[i];

    over = over
           || (cuff_mode_pressurises (channel->order.mode) && c->now_us >= channel->order_until_us);
  }
  if (over)
    cuff_controller_vent (c, CUFF_REASON_TIME_LIMIT);
}

static void
watch_arm (CuffController *c)
{
  if (c->machine != CUFF_MACHINE_ARMED || c->now_us - c->armed_at_us <= ARM_LATEST_US)
    return;

  c->epoch = 0;
  c->machine = CUFF_MACHINE_IDLE;
  cuff_controller_event (c, CUFF_DEVICE_EVENT_ARM_EXPIRED, 0);
}

void
cuff_controller_watch (CuffController *c)
{
  for (unsigned i = 0; i < c->n_channels; i++) {
    watch_over_pressure (c, i);
    watch_sensors (c, i);
    watch_time (c, i);
    watch_release (c, i);
  }
  watch_orders (c);
  watch_arm (c);
}
