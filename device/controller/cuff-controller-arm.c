/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Arm: the first of the two messages without which no pump runs (R5).
 */
#include "cuff-controller-private.h"

/* How long the heartbeats have come without a gap. */
static uint64_t
clean_for_us (const CuffController *c)
{
  if (!c->have_beat || c->now_us - c->beat_us > CLEAN_GAP_US)
    return 0;

  return c->now_us - c->clean_since_us;
}

/* What must be true of the machine itself before it may be armed.  A self-test was passed: there is
 * no other way into Idle, and one that fails is a fault. */
static CuffResult
check_ready (const CuffController *c, CuffAckMessage *ack)
{
  if (c->machine == CUFF_MACHINE_FAULT || cuff_controller_alarm_pending (c))
    return CUFF_RESULT_FAULT_LATCHED;
  if (c->machine != CUFF_MACHINE_IDLE || c->stop_pressed)
    return cuff_ack_with (ack, CUFF_RESULT_BAD_STATE, (int32_t) c->machine, CUFF_MACHINE_IDLE);
  if (c->check.kind != 0)
    return CUFF_RESULT_BUSY;
  if (!cuff_controller_all_below (c, EMPTY))
    return cuff_ack_with (ack, CUFF_RESULT_PRESSURE_LEFT, cuff_controller_highest (c), EMPTY);

  for (unsigned i = 0; i < c->n_channels; i++) {
    uint32_t limit_ms = cuff_controller_time_limit_ms (c, i);
    uint64_t spent_ms = c->channel[i].under_pressure_us / 1000;

    if (spent_ms >= limit_ms)
      return cuff_ack_with (ack, CUFF_RESULT_ABOVE_LIMIT, (int32_t) spent_ms, (int32_t) limit_ms);
  }

  return CUFF_RESULT_OK;
}

static bool
can_do (const CuffController *c, CuffArmPurpose purpose)
{
  uint32_t capabilities = c->config.identity.capabilities;

  if (purpose == CUFF_ARM_LOP)
    return (capabilities & CUFF_CAN_LOP) != 0;
  if (purpose == CUFF_ARM_LEAK)
    return (capabilities & CUFF_CAN_LEAK_TEST) != 0;

  return true;
}

CuffResult
cuff_controller_take_arm (CuffController *c, const CuffMessage *message, CuffAckMessage *ack)
{
  const CuffArmMessage *arm = &message->arm;
  CuffResult ready = check_ready (c, ack);
  uint64_t clean_us = clean_for_us (c);

  if (ready != CUFF_RESULT_OK)
    return ready;
  if (!can_do (c, arm->purpose))
    return CUFF_RESULT_NOT_SUPPORTED;
  if (arm->epoch <= c->epoch_max)
    return cuff_ack_with (ack, CUFF_RESULT_STALE_EPOCH, (int32_t) arm->epoch,
                          (int32_t) c->epoch_max);
  if (clean_us < CLEAN_FOR_US)
    return cuff_ack_with (ack, CUFF_RESULT_TOO_EARLY, (int32_t) (clean_us / 1000),
                          CLEAN_FOR_US / 1000);
  if (arm->token != cuff_arm_token (c->adopted, c->n_channels, c->nonce, arm->epoch, arm->purpose))
    return CUFF_RESULT_TOKEN_MISMATCH;

  c->epoch = arm->epoch;
  c->epoch_max = arm->epoch;
  c->purpose = arm->purpose;
  c->armed_at_us = c->now_us;
  c->machine = CUFF_MACHINE_ARMED;
  c->flags &= (uint8_t) ~CUFF_DEVICE_LEASE_OVER;
  c->lease_sounds = false;
  cuff_controller_event (c, CUFF_DEVICE_EVENT_ARMED, (int32_t) arm->epoch);

  return CUFF_RESULT_OK;
}
