/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuff thread: what goes out.
 */
#include "cuff-link-private.h"

#include <errno.h>
#include <string.h>

void
cuff_link_send_bytes (CuffLink *link, const uint8_t *bytes, size_t n_bytes)
{
  if (link->port == NULL)
    return;
  int n = link->row->write (link->port, bytes, n_bytes);
  if (n < 0) {
    cuff_link_lose (link, CUFF_REASON_LINK_LOST, CUFF_ERROR_IO, link->texts[CUFF_TEXT_GONE]);
    return;
  }
  /* What a full buffer did not take is lost like any damaged frame: every message is either
   * repeated (State, Vent) or asked again (the others). */
  cuff_clock_pipe_sent (link->pipe_out, (size_t) n);
}

void
cuff_link_send_message (CuffLink *link, const CuffMessage *message)
{
  CuffFrame frame;
  uint8_t bytes[CUFF_FRAME_MAX];
  cuff_message_encode (message, &frame);
  cuff_link_send_bytes (link, bytes, cuff_frame_encode (&frame, false, bytes));
}

void
cuff_link_send_hello (CuffLink *link)
{
  CuffMessage message = { .type = CUFF_MSG_HELLO,
                          .sequence = link->sequence++,
                          .hello = { CUFF_WIRE_MAJOR, CUFF_WIRE_MINOR, link->nonce } };
  CuffFrame frame;
  uint8_t bytes[CUFF_FRAME_MAX];
  cuff_message_encode (&message, &frame);
  cuff_link_send_bytes (link, bytes, cuff_frame_encode (&frame, true, bytes));
}

/* The heartbeat: the whole desired state.  Each order carries the time that is left of it, so that
 * it runs out on the controller even when nobody here decides anything any more. */
void
cuff_link_send_state (CuffLink *link)
{
  CuffTime now_us = cuff_clock_now (link->clock);
  CuffMessage message = { .type = CUFF_MSG_STATE, .sequence = link->sequence++ };
  CuffStateMessage *state = &message.state;
  bool may_inflate = link->intent.epoch != 0 && !link->stopping && link->armed_at_us > 0
                     && now_us - link->armed_at_us >= CUFF_ARM_AGE_US;
  bool armed = link->intent.epoch != 0 && !link->stopping;
  state->epoch = armed ? link->intent.epoch : 0;
  state->sequence = ++link->state_sequence;
  state->lease_ms = CUFF_LEASE_MS;
  state->buzz = (link->alarms & ~(1u << CUFF_ALARM_OFF_TARGET)) != 0;
  state->n_channels = link->identity.n_channels;
  for (unsigned i = 0; i < state->n_channels; i++) {
    CuffOrder *order = &state->order[i];
    *order = (CuffOrder){ .mode = armed ? CUFF_MODE_DEFLATE : CUFF_MODE_VENT };
    if (!may_inflate)
      continue;
    *order = link->orders[i];
    CuffTime left_us = link->order_until_us[i] - now_us;
    order->longest_ms = left_us > 0 ? (uint32_t) (left_us / 1000) : 0;
  }
  cuff_link_send_message (link, &message);
}

/* STOP in both forms: zeros outside any frame, then a Vent frame for all channels (R4). */
void
cuff_link_send_stop (CuffLink *link)
{
  static const uint8_t zeros[4] = { 0 };
  cuff_link_send_bytes (link, zeros, sizeof zeros);
  CuffMessage message = { .type = CUFF_MSG_VENT,
                          .sequence = link->sequence++,
                          .channel = { CUFF_ALL_CHANNELS } };
  cuff_link_send_message (link, &message);
}

/* Stop-and-wait: one command at a time, repeated with the same sequence number. */
void
cuff_link_ask (CuffLink *link, const CuffMessage *message)
{
  CuffRequest *request = &link->request;
  request->waiting = true;
  request->message = *message;
  request->message.sequence = link->sequence++;
  request->n_tries = 1;
  request->next_try_us = cuff_clock_now (link->clock) + CUFF_ANSWER_US;
  cuff_link_send_message (link, &request->message);
}

void
cuff_link_retry (CuffLink *link, CuffTime now_us)
{
  CuffRequest *request = &link->request;
  if (!request->waiting || now_us < request->next_try_us)
    return;
  if (request->n_tries >= CUFF_TRIES) {
    request->waiting = false;
    CuffLinkEvent event = { .kind = CUFF_LINK_EVENT_REFUSED,
                            .command = (int) request->message.type,
                            .result = CUFF_RESULT_BUSY };
    cuff_link_push_event (link, &event);
    if (request->message.type == CUFF_MSG_ARM)
      cuff_link_end_epoch (link, CUFF_REASON_REFUSED);
    return;
  }
  request->n_tries++;
  request->next_try_us = now_us + CUFF_ANSWER_US;
  cuff_link_send_message (link, &request->message);
}

void
cuff_link_ask_next_limit (CuffLink *link)
{
  if (link->request.waiting || link->n_limits_adopted >= link->n_limits_wanted
      || cuff_clock_now (link->clock) < link->next_limits_us)
    return;
  CuffMessage message = { .type = CUFF_MSG_SET_LIMITS };
  message.limits.channel = (uint8_t) link->n_limits_adopted;
  message.limits.limits = link->wanted[link->n_limits_adopted];
  cuff_link_ask (link, &message);
}

/* Arms as soon as the controller can accept it: limits adopted, a second of clean heartbeats. */
void
cuff_link_try_arm (CuffLink *link, CuffTime now_us)
{
  bool ready = link->arm_wanted && link->interlock_set && !link->request.waiting && !link->stopping
               && link->n_limits_wanted > 0 && link->n_limits_adopted == link->n_limits_wanted
               && link->heartbeats_since_us > 0
               && now_us - link->heartbeats_since_us >= CUFF_CLEAN_US;
  if (!ready)
    return;
  link->arm_wanted = false;
  uint32_t epoch = ++link->last_epoch;
  CuffMessage message = { .type = CUFF_MSG_ARM };
  message.arm.epoch = epoch;
  message.arm.purpose = link->purpose;
  message.arm.token =
      cuff_arm_token (link->adopted, link->identity.n_channels, link->nonce, epoch, link->purpose);
  cuff_link_ask (link, &message);
}
