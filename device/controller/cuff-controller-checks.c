/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Self-test, zero and leak test.  One at a time, each answered by a Result.
 */
#include "cuff-controller-private.h"

#define MASK_SENSORS 1u
#define MASK_VENT    2u
#define MASK_PUMP    4u

#define PUMP_RISE_LARGEST      CUFF_MMHG (5)
#define LEAK_SETTLE_US         MS (300)
/* What a sound cuff may lose: the bladder gives a little, then the air must stand. */
#define LEAK_LARGEST(still_us) (CUFF_MMHG (2) + (CuffPressure) ((still_us) / 100000))

static void
begin (CuffController *c, CuffTest kind, uint8_t channel, uint32_t duration_us)
{
  CuffControllerCheck *check = &c->check;

  *check = (CuffControllerCheck){ .kind = kind, .channel = channel, .duration_us = duration_us };
  for (unsigned i = 0; i < c->n_channels; i++)
    check->start[i] = cuff_channel_highest (c, i);
}

/* Ends the check before its Result is sent, so that a vent that follows has nothing to abort. */
static void
finish (CuffController *c, bool pass, CuffPressure value, CuffPressure limit)
{
  CuffMessage message = { .type = CUFF_MSG_RESULT,
                          .result = { .test = c->check.kind,
                                      .channel = c->check.channel,
                                      .pass = pass,
                                      .value = value,
                                      .limit = limit } };

  c->check.kind = 0;
  cuff_controller_send (c, &message);
}

void
cuff_controller_abort_check (CuffController *c)
{
  if (c->check.kind != 0)
    finish (c, false, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET);
}

CuffResult
cuff_controller_take_self_test (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  uint16_t mask = message->self_test.mask;
  CuffResult result = cuff_controller_require_idle (c, ack);

  if (result != CUFF_RESULT_OK)
    return result;
  if ((c->config.identity.capabilities & CUFF_CAN_SELF_TEST) == 0)
    return CUFF_RESULT_NOT_SUPPORTED;

  begin (c, CUFF_TEST_SELF, CUFF_ALL_CHANNELS, CHECK_US);
  c->check.mask = mask != 0 ? mask : MASK_SENSORS | MASK_VENT | MASK_PUMP;

  return CUFF_RESULT_OK;
}

/* Is this channel meant? */
static bool
covers (uint8_t asked, unsigned channel)
{
  return asked == CUFF_ALL_CHANNELS || asked == channel;
}

/* The raw reading farthest from zero; unset when one cannot be read. */
static CuffPressure
worst_raw (const CuffController *c, uint8_t asked)
{
  CuffPressure worst = 0;

  for (unsigned i = 0; i < c->n_channels * 2; i++) {
    CuffPressure raw = c->channel[i / 2].raw[i % 2];

    if (!covers (asked, i / 2) || i % 2 >= cuff_channel_n_sensors (c))
      continue;
    if (!cuff_pressure_is_set (raw))
      return CUFF_PRESSURE_UNSET;
    if ((raw < 0 ? -raw : raw) > (worst < 0 ? -worst : worst))
      worst = raw;
  }

  return worst;
}

static bool
is_near_zero (CuffPressure raw)
{
  return cuff_pressure_is_set (raw) && raw >= -ZERO_LARGEST && raw <= ZERO_LARGEST;
}

/* Judged by the raw readings, so that zero after zero cannot walk away. */
CuffResult
cuff_controller_take_zero (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  uint8_t asked = message->channel.channel;
  CuffResult result = cuff_controller_require_idle (c, ack);
  CuffPressure worst = worst_raw (c, asked);

  if (result != CUFF_RESULT_OK)
    return result;
  if (asked != CUFF_ALL_CHANNELS && asked >= c->n_channels)
    return CUFF_RESULT_BAD_ARGUMENT;
  if (!is_near_zero (worst))
    return cuff_ack_with (ack, CUFF_RESULT_PRESSURE_LEFT, worst, ZERO_LARGEST);
  begin (c, CUFF_TEST_ZERO, asked, CHECK_US);

  return CUFF_RESULT_OK;
}

CuffResult
cuff_controller_take_leak_test (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  const CuffLeakTestMessage *asked = &message->leak_test;
  CuffPressure cap = cuff_lower (c->adopted[asked->channel].cap, OWN_CAP_TEST);
  CuffOrder order = { .mode = CUFF_MODE_HOLD,
                      .target = asked->pressure,
                      .longest_ms = TEST_TIME_US / 1000 };

  if ((c->config.identity.capabilities & CUFF_CAN_LEAK_TEST) == 0)
    return CUFF_RESULT_NOT_SUPPORTED;
  if (c->machine == CUFF_MACHINE_FAULT)
    return CUFF_RESULT_FAULT_LATCHED;
  if (c->check.kind != 0)
    return CUFF_RESULT_BUSY;
  if (c->machine != CUFF_MACHINE_ARMED || c->purpose != CUFF_ARM_LEAK)
    return CUFF_RESULT_NOT_ARMED;
  if (c->now_us - c->armed_at_us < ARM_EARLIEST_US)
    return CUFF_RESULT_TOO_EARLY;
  if (asked->channel >= c->n_channels || asked->pressure == 0)
    return CUFF_RESULT_BAD_ARGUMENT;
  if (asked->pressure > cap)
    return cuff_ack_with (ack, CUFF_RESULT_ABOVE_LIMIT, asked->pressure, cap);

  cuff_controller_become_active (c);
  cuff_channel_order (c, asked->channel, &order);
  begin (c, CUFF_TEST_LEAK, asked->channel, (uint32_t) asked->duration_ms * 1000);

  return CUFF_RESULT_OK;
}

static void
run_self_test (CuffController *c)
{
  CuffControllerCheck *check = &c->check;

  for (unsigned i = 0; i < c->n_channels; i++) {
    CuffPressure highest = cuff_channel_highest (c, i);
    bool known = cuff_pressure_is_set (highest) && cuff_pressure_is_set (check->start[i]);

    if ((check->mask & MASK_SENSORS) != 0 && !cuff_channel_sensors_ok (c, i))
      check->failed = true;
    if ((check->mask & MASK_VENT) != 0
        && (!cuff_channel_vent_is_open (c, i) || !cuff_channel_is_below (c, i, EMPTY)))
      check->failed = true;
    /* The pump is off: what raises the pressure now cannot be switched off. */
    if ((check->mask & MASK_PUMP) != 0 && (!known || highest - check->start[i] > PUMP_RISE_LARGEST))
      check->failed = true;
  }
  if (check->elapsed_us < check->duration_us)
    return;

  if (!check->failed) {
    finish (c, true, cuff_controller_highest (c), EMPTY);
    return;
  }
  finish (c, false, cuff_controller_highest (c), EMPTY);
  cuff_controller_fault (c, CUFF_ALARM_DEVICE, CUFF_REASON_SELF_TEST, CUFF_ALL_CHANNELS,
                         cuff_controller_highest (c), EMPTY);
}

static CuffPressure
mean (int64_t sum, uint32_t n_samples)
{
  int64_t half = n_samples / 2;

  return (CuffPressure) ((sum >= 0 ? sum + half : sum - half) / (int64_t) n_samples);
}

static void
store_zero (CuffController *c)
{
  CuffControllerCheck *check = &c->check;
  CuffPressure first = CUFF_PRESSURE_UNSET;

  for (unsigned i = 0; i < c->n_channels; i++) {
    if (!covers (check->channel, i))
      continue;
    for (unsigned k = 0; k < cuff_channel_n_sensors (c); k++)
      c->channel[i].offset[k] = mean (check->sum[i][k], check->n_samples);
    if (!cuff_pressure_is_set (first))
      first = c->channel[i].offset[0];
  }
  finish (c, true, first, ZERO_LARGEST);
}

static void
run_zero (CuffController *c)
{
  CuffControllerCheck *check = &c->check;
  CuffPressure worst = worst_raw (c, check->channel);

  if (!is_near_zero (worst)) {
    finish (c, false, worst, ZERO_LARGEST);
    return;
  }
  for (unsigned i = 0; i < c->n_channels * 2; i++)
    check->sum[i / 2][i % 2] += c->channel[i / 2].raw[i % 2];
  check->n_samples++;
  if (check->elapsed_us >= check->duration_us)
    store_zero (c);
}

/* Inflate, wait until the pressure stands, shut everything, and see what is lost. */
static void
run_leak_test (CuffController *c)
{
  static const CuffOrder quiet = { .mode = CUFF_MODE_QUIET, .longest_ms = TEST_TIME_US / 1000 };
  CuffControllerCheck *check = &c->check;
  CuffControllerChannel *channel = &c->channel[check->channel];
  CuffPressure lost, largest = LEAK_LARGEST (check->duration_us);

  if (!check->still) {
    check->elapsed_us = 0;
    check->still = channel->at_target_us >= AT_TARGET_US;
    if (check->still)
      cuff_channel_order (c, check->channel, &quiet);
    return;
  }
  if (check->elapsed_us <= LEAK_SETTLE_US) {
    if (cuff_pressure_is_set (channel->pressure[0]))
      check->start[check->channel] = channel->pressure[0];
    return;
  }
  if (check->elapsed_us < LEAK_SETTLE_US + check->duration_us
      || !cuff_pressure_is_set (channel->pressure[0]))
    return;

  lost = check->start[check->channel] - channel->pressure[0];
  if (lost > largest)
    channel->flags |= CUFF_CHANNEL_LEAK;
  else
    channel->flags &= ~(uint32_t) CUFF_CHANNEL_LEAK;
  finish (c, lost <= largest, lost, largest);
  cuff_controller_vent (c, CUFF_REASON_PLAN_DONE);
}

void
cuff_controller_run_check (CuffController *c)
{
  c->check.elapsed_us += c->step_us;
  if (c->check.kind == CUFF_TEST_SELF)
    run_self_test (c);
  else if (c->check.kind == CUFF_TEST_ZERO)
    run_zero (c);
  else if (c->check.kind == CUFF_TEST_LEAK)
    run_leak_test (c);
}
