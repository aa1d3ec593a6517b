/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * State: heartbeat and orders in one (R2), and the second of the two messages of R5.
 */
#include "cuff-controller-private.h"

static bool
in_window (const CuffController *c, uint32_t sequence)
{
  uint32_t ahead = sequence - c->sequence;

  return !c->have_sequence || (ahead >= 1 && ahead <= SEQUENCE_WINDOW);
}

static bool
wants_pressure (const CuffStateMessage *state)
{
  for (unsigned i = 0; i < state->n_channels; i++) {
    if (cuff_mode_pressurises (state->order[i].mode))
      return true;
  }

  return false;
}

/* A State ends the epoch when it vents a channel that has been under pressure in it, when it vents
 * all there is, or when it speaks of another epoch and asks for no pressure.  Between Arm and the
 * first pressure a State of another epoch is only one that was under way. */
static bool
ends_epoch (const CuffController *c, const CuffStateMessage *state)
{
  bool all_vented = true;

  if (c->epoch == 0)
    return false;
  if (state->epoch != c->epoch)
    return c->machine == CUFF_MACHINE_ACTIVE && !wants_pressure (state);

  for (unsigned i = 0; i < state->n_channels; i++) {
    bool vented = state->order[i].mode == CUFF_MODE_VENT;

    if (vented && c->channel[i].used)
      return true;
    all_vented = all_vented && vented;
  }

  return all_vented;
}

/* May anything be pressurised in this epoch now? */
static CuffResult
check_epoch (const CuffController *c, uint32_t epoch, CuffAckMessage *ack)
{
  uint64_t armed_us = c->now_us - c->armed_at_us;

  if (c->machine == CUFF_MACHINE_FAULT)
    return CUFF_RESULT_FAULT_LATCHED;
  if (epoch != 0 && epoch != c->epoch && epoch <= c->epoch_max)
    return cuff_ack_with (ack, CUFF_RESULT_STALE_EPOCH, (int32_t) epoch, (int32_t) c->epoch);
  if (epoch == 0 || epoch != c->epoch)
    return cuff_ack_with (ack, CUFF_RESULT_NOT_ARMED, (int32_t) epoch, (int32_t) c->epoch);
  if (c->check.kind != 0)
    return CUFF_RESULT_BUSY;
  if (c->machine == CUFF_MACHINE_ARMED && armed_us < ARM_EARLIEST_US)
    return cuff_ack_with (ack, CUFF_RESULT_TOO_EARLY, (int32_t) (armed_us / 1000),
                          ARM_EARLIEST_US / 1000);

  return CUFF_RESULT_OK;
}

static CuffResult
check_order (const CuffController *c, unsigned channel, const CuffOrder *order, CuffAckMessage *ack)
{
  CuffPressure cap = c->adopted[channel].cap;

  if (order->longest_ms == 0)
    return CUFF_RESULT_BAD_ARGUMENT;
  if (order->mode == CUFF_MODE_QUIET)
    return CUFF_RESULT_OK;
  if (!cuff_pressure_is_set (order->target) || order->target < 0)
    return CUFF_RESULT_BAD_ARGUMENT;
  if (order->mode == CUFF_MODE_LOP && c->purpose != CUFF_ARM_LOP)
    return cuff_ack_with (ack, CUFF_RESULT_BAD_STATE, (int32_t) c->purpose, CUFF_ARM_LOP);

  /* The adopted cap is for training; a search has a ceiling of its own. */
  if (order->mode == CUFF_MODE_LOP)
    cap = cuff_cap (c->config.identity.cap_lop, OWN_CAP_LOP);
  else if (c->purpose == CUFF_ARM_PUFF || c->purpose == CUFF_ARM_LEAK)
    cap = cuff_lower (cap, OWN_CAP_TEST);
  if (order->target > cap)
    return cuff_ack_with (ack, CUFF_RESULT_ABOVE_LIMIT, order->target, cap);

  return CUFF_RESULT_OK;
}

static CuffResult
check_state (const CuffController *c, const CuffStateMessage *state, CuffAckMessage *ack)
{
  CuffResult result = CUFF_RESULT_OK;

  if (state->n_channels > c->n_channels)
    return cuff_ack_with (ack, CUFF_RESULT_BAD_ARGUMENT, state->n_channels,
                          (int32_t) c->n_channels);
  if (!wants_pressure (state))
    return CUFF_RESULT_OK;

  result = check_epoch (c, state->epoch, ack);
  for (unsigned i = 0; i < state->n_channels && result == CUFF_RESULT_OK; i++) {
    if (cuff_mode_pressurises (state->order[i].mode))
      result = check_order (c, i, &state->order[i], ack);
  }

  return result;
}

/* Only now it is a heartbeat. */
static void
accept (CuffController *c, const CuffStateMessage *state)
{
  if (!c->have_beat || c->now_us - c->beat_us > CLEAN_GAP_US)
    c->clean_since_us = c->now_us;
  c->have_beat = true;
  c->beat_us = c->now_us;
  c->lease_ms = state->lease_ms;
  c->lease_sounds = false;
  c->buzz = state->buzz;
  c->echo_epoch = state->epoch;
  c->echo_sequence = (uint16_t) state->sequence;
}

static void
apply (CuffController *c, const CuffStateMessage *state)
{
  if (wants_pressure (state) && c->machine == CUFF_MACHINE_ARMED)
    cuff_controller_become_active (c);

  for (unsigned i = 0; i < c->n_channels; i++) {
    bool named = i < state->n_channels;

    if (named && cuff_mode_pressurises (state->order[i].mode))
      cuff_channel_order (c, i, &state->order[i]);
    else if (c->check.kind != CUFF_TEST_LEAK || c->check.channel != i)
      cuff_channel_vent (c, i, named ? state->order[i].mode : CUFF_MODE_DEFLATE);
  }
}

void
cuff_controller_refuse_state (CuffController *c, uint8_t sequence, CuffResult result, int32_t value,
                              int32_t limit)
{
  bool lately = c->refused_at_us != 0 && c->now_us - c->refused_at_us < REFUSAL_EVERY_US;

  c->n_refused++;
  if (lately)
    return;
  c->refused_at_us = c->now_us;
  cuff_controller_ack (c, CUFF_MSG_STATE, sequence, result, value, limit);
}

void
cuff_controller_take_state (CuffController *c, const CuffMessage *message)
{
  const CuffStateMessage *state = &message->state;
  CuffAckMessage ack = { 0 };
  CuffResult result;

  if (!in_window (c, state->sequence)) {
    cuff_controller_refuse_state (c, message->sequence, CUFF_RESULT_STALE_SEQUENCE,
                                  (int32_t) state->sequence, (int32_t) c->sequence);
    return;
  }
  c->sequence = state->sequence;
  c->have_sequence = true;

  result = check_state (c, state, &ack);
  if (state->n_channels <= c->n_channels && ends_epoch (c, state)) {
    accept (c, state);
    cuff_controller_stop (c, CUFF_REASON_USER_STOP);
  } else if (result != CUFF_RESULT_OK) {
    cuff_controller_refuse_state (c, message->sequence, result, ack.value, ack.limit);
  } else {
    accept (c, state);
    apply (c, state);
  }
}
