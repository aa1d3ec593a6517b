/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The machine: boot, step, and the few ways from one state to another.
 */
#include "cuff-controller-private.h"

/* Unwraps the board's 32-bit clock; called at least once in 71 minutes. */
void
cuff_controller_tick (CuffController *c)
{
  uint32_t clock_us = c->hal->now_us (c->hal->user);

  c->now_us += (uint32_t) (clock_us - c->clock_us);
  c->clock_us = clock_us;
}

void
cuff_controller_boot (CuffController *controller, const CuffHal *hal,
                      const CuffControllerConfig *config)
{
  CuffController *c = controller;
  uint8_t *bytes = (uint8_t *) controller;

  for (unsigned i = 0; i < (config->identity.n_channels > 1 ? CUFF_CHANNELS_MAX : 1); i++) {
    hal->drive_pump (hal->user, i, 0);
    hal->drive_vent (hal->user, i, false);
  }

  for (size_t i = 0; i < sizeof *controller; i++)
    bytes[i] = 0;
  c->hal = hal;
  c->config = *config;
  c->n_channels = config->identity.n_channels > 1 ? CUFF_CHANNELS_MAX : 1;
  c->config.identity.n_channels = (uint8_t) c->n_channels;
  c->clock_us = hal->now_us (hal->user);
  c->stream_hz = HZ_DEFAULT;
  c->machine = CUFF_MACHINE_BOOT;
  for (unsigned i = 0; i < c->n_channels; i++) {
    cuff_regulator_init (&c->channel[i].regulator, &config->tuning[i]);
    c->channel[i].vented_from = CUFF_PRESSURE_UNSET;
    c->channel[i].order.target = CUFF_PRESSURE_UNSET;
    for (unsigned k = 0; k < 2; k++)
      c->channel[i].trusted[k] =
          cuff_calibration_is_sane (&config->calibration[i][k], config->identity.calibration_date);
  }
  cuff_parser_init (&c->parser);
  cuff_controller_event (c, CUFF_DEVICE_EVENT_BOOT, config->identity.reset_cause);
}

/* Ends the epoch, if one is alive, and vents every channel without waiting for the next step. */
void
cuff_controller_vent (CuffController *c, CuffReason reason)
{
  bool was_alive = c->epoch != 0;

  c->epoch = 0;
  for (unsigned i = 0; i < c->n_channels; i++) {
    cuff_channel_vent (c, i, CUFF_MODE_VENT);
    cuff_channel_drive (c, i);
    c->channel[i].used = false;
  }
  cuff_controller_abort_check (c);
  if (!was_alive)
    return;

  c->machine = CUFF_MACHINE_VENTING;
  c->empty_us = 0;
  cuff_controller_event (c, CUFF_DEVICE_EVENT_VENTED, (int32_t) reason);
}

/* Somebody wants air out: also the end of the buzzing that asked for it. */
void
cuff_controller_stop (CuffController *c, CuffReason reason)
{
  c->lease_sounds = false;
  cuff_controller_vent (c, reason);
}

void
cuff_controller_fault (CuffController *c, CuffAlarm alarm, CuffReason reason, unsigned channel,
                       CuffPressure value, CuffPressure limit)
{
  cuff_controller_vent (c, reason);
  if (c->machine != CUFF_MACHINE_FAULT)
    cuff_controller_event (c, CUFF_DEVICE_EVENT_FAULT, (int32_t) alarm);
  c->machine = CUFF_MACHINE_FAULT;
  c->flags &= (uint8_t) ~CUFF_DEVICE_SELF_TEST_OK;
  cuff_controller_raise (c, alarm, channel, value, limit);
}

/* The epoch's first pressure. */
void
cuff_controller_become_active (CuffController *c)
{
  c->machine = CUFF_MACHINE_ACTIVE;
  c->active_at_us = c->now_us;
  cuff_controller_event (c, CUFF_DEVICE_EVENT_ACTIVE, (int32_t) c->purpose);
}

static void
become_idle (CuffController *c)
{
  c->machine = CUFF_MACHINE_IDLE;
  c->flags |= CUFF_DEVICE_SELF_TEST_OK;
}

CuffResult
cuff_controller_require_idle (const CuffController *c, CuffAckMessage *ack)
{
  if (c->machine == CUFF_MACHINE_FAULT)
    return CUFF_RESULT_FAULT_LATCHED;
  if (c->machine != CUFF_MACHINE_IDLE)
    return cuff_ack_with (ack, CUFF_RESULT_BAD_STATE, (int32_t) c->machine, CUFF_MACHINE_IDLE);

  return c->check.kind != 0 ? CUFF_RESULT_BUSY : CUFF_RESULT_OK;
}

/* Out of a fault leads one way only: to Idle, with every cause gone and every cuff empty. */
bool
cuff_controller_leave_fault (CuffController *c)
{
  const uint32_t latched = CUFF_CHANNEL_SENSOR_FAULT | CUFF_CHANNEL_DISAGREE
                           | CUFF_CHANNEL_OVER_PRESSURE | CUFF_CHANNEL_VENT_STUCK;

  if (c->healthy_us < HEALTHY_US || c->empty_us < HEALTHY_US || cuff_controller_alarm_pending (c))
    return false;

  for (unsigned i = 0; i < c->n_channels; i++)
    c->channel[i].flags &= ~latched;
  for (unsigned i = CUFF_ALARM_NONE + 1; i < CUFF_ALARM_COUNT; i++)
    cuff_controller_withdraw (c, (CuffAlarm) i);
  become_idle (c);

  return true;
}

/* Boot ends when half a second long everything was healthy and empty; a cuff that is not so after
 * three seconds is a fault that somebody must look at. */
static void
progress_boot (CuffController *c)
{
  if (c->healthy_us >= HEALTHY_US && c->empty_us >= HEALTHY_US) {
    become_idle (c);
    return;
  }
  if (c->now_us < BOOT_LATEST_US)
    return;

  for (unsigned i = 0; i < c->n_channels; i++) {
    if (!cuff_channel_sensors_ok (c, i))
      c->channel[i].flags |= CUFF_CHANNEL_SENSOR_FAULT;
  }
  cuff_controller_fault (c, CUFF_ALARM_DEVICE, CUFF_REASON_SELF_TEST, CUFF_ALL_CHANNELS,
                         cuff_controller_highest (c), EMPTY);
}

static void
progress (CuffController *c)
{
  bool healthy = true;
  bool vented = true;

  for (unsigned i = 0; i < c->n_channels; i++) {
    healthy = healthy && cuff_channel_sensors_ok (c, i) && cuff_channel_vent_is_open (c, i);
    vented = vented && !cuff_mode_pressurises (c->channel[i].order.mode);
  }
  cuff_held (&c->healthy_us, healthy, c->step_us);
  cuff_held (&c->empty_us, vented && cuff_controller_all_below (c, EMPTY), c->step_us);
  cuff_held (&c->released_us, vented && cuff_controller_all_below (c, RELEASED), c->step_us);

  if (!vented || !cuff_controller_all_below (c, EMPTY))
    c->released = false;
  if (!c->released && c->released_us >= SETTLED_US) {
    c->released = true;
    cuff_controller_event (c, CUFF_DEVICE_EVENT_RELEASED, 0);
  }

  if (c->machine == CUFF_MACHINE_BOOT)
    progress_boot (c);
  if (c->machine == CUFF_MACHINE_VENTING && c->empty_us >= SETTLED_US)
    c->machine = CUFF_MACHINE_IDLE;
}

void
cuff_controller_receive (CuffController *controller, const uint8_t *bytes, size_t n_bytes)
{
  CuffController *c = controller;

  /* A heartbeat that lay in a buffer while this controller stood still must not save the lease. */
  cuff_controller_tick (c);
  cuff_controller_watch_lease (c);
  for (size_t i = 0; i < n_bytes; i++) {
    CuffParse parse = cuff_parser_push (&c->parser, bytes[i]);

    if (parse == CUFF_PARSE_STOP)
      cuff_controller_stop (c, CUFF_REASON_USER_STOP);
    else if (parse == CUFF_PARSE_FRAME)
      cuff_controller_take_frame (c, &c->parser.frame);
  }
  cuff_controller_flush (c);
}

void
cuff_controller_break (CuffController *controller)
{
  cuff_controller_tick (controller);
  cuff_controller_stop (controller, CUFF_REASON_USER_STOP);
}

static void
read_stop_button (CuffController *c)
{
  c->stop_pressed = c->hal->stop_button (c->hal->user);
  if (c->stop_pressed)
    cuff_controller_stop (c, CUFF_REASON_DEVICE_BUTTON);
}

void
cuff_controller_step (CuffController *controller)
{
  CuffController *c = controller;
  uint64_t step_us;

  cuff_controller_tick (c);
  step_us = c->now_us - c->stepped_at_us;
  c->step_us = step_us < UINT32_MAX ? (uint32_t) step_us : UINT32_MAX;
  c->stepped_at_us = c->now_us;

  for (unsigned i = 0; i < c->n_channels; i++)
    cuff_channel_read (c, i);
  c->hal->kick_watchdog (c->hal->user);

  read_stop_button (c);
  cuff_controller_watch_lease (c);
  cuff_controller_watch (c);
  progress (c);
  cuff_controller_run_check (c);

  for (unsigned i = 0; i < c->n_channels; i++)
    cuff_channel_drive (c, i);
  cuff_controller_report (c);
}
