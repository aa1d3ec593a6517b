/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CuffWire driver: what needs an answer.  Stop-and-wait: one command at a time, repeated with the
 * same sequence number.
 */
#include "cuff-cuffwire.h"

void
cuff_wire_ask (CuffLink *link, const CuffMessage *message)
{
  CuffWire *wire = cuff_wire_of (link);
  CuffRequest *request = &wire->request;
  request->waiting = true;
  request->message = *message;
  request->message.sequence = wire->sequence++;
  request->n_tries = 1;
  request->next_try_us = cuff_clock_now (link->clock) + CUFF_ANSWER_US;
  cuff_wire_send_message (link, &request->message);
}

/* Nobody answers. */
static void
give_up (CuffLink *link, CuffRequest *request)
{
  CuffAckMessage busy = { .command = (uint8_t) request->message.type, .result = CUFF_RESULT_BUSY };
  request->waiting = false;
  if (request->message.type == CUFF_MSG_SET_LIMITS)
    cuff_wire_of (link)->older_limits[request->message.limits.channel] = true;
  if (cuff_wire_check_answered (link, CUFF_RESULT_BUSY, &busy))
    return;
  bool arming = request->message.type == CUFF_MSG_ARM;
  if (arming && link->silent) { /* it says nothing at all: that is no refusal */
    cuff_link_end_epoch (link, CUFF_REASON_LINK_LOST);
    return;
  }
  cuff_link_refused (link, (int) request->message.type, CUFF_RESULT_BUSY, 0, 0);
  if (!arming)
    return;
  /* It may be armed without our knowing. */
  link->arming = false;
  cuff_link_end_epoch (link, CUFF_REASON_REFUSED);
}

static void
retry (CuffLink *link, CuffTime now_us)
{
  CuffRequest *request = &cuff_wire_of (link)->request;
  if (!request->waiting || now_us < request->next_try_us)
    return;
  if (request->n_tries >= CUFF_TRIES) {
    give_up (link, request);
    return;
  }
  request->n_tries++;
  request->next_try_us = now_us + CUFF_ANSWER_US;
  cuff_wire_send_message (link, &request->message);
}

/* --- Limits ------------------------------------------------------------------------------ */

void
cuff_wire_ask_limits (CuffLink *link)
{
  CuffWire *wire = cuff_wire_of (link);
  CuffRequest *request = &wire->request;
  wire->asks_limits = true;
  wire->n_adopted = 0;
  /* An answer to older limits is no answer to these. */
  if (!request->waiting || request->message.type != CUFF_MSG_SET_LIMITS)
    return;
  request->waiting = false;
  wire->older_limits[request->message.limits.channel] = true;
}

static void
ask_next_limit (CuffLink *link, CuffTime now_us)
{
  CuffWire *wire = cuff_wire_of (link);
  if (!wire->asks_limits || wire->request.waiting || now_us < wire->next_limits_us)
    return;
  CuffMessage message = { .type = CUFF_MSG_SET_LIMITS };
  message.limits.channel = (uint8_t) wire->n_adopted;
  message.limits.limits = link->wanted[wire->n_adopted];
  cuff_wire_ask (link, &message);
}

/* Limits do not say which SetLimits they answer.  While an answer to an earlier one may still come,
 * none counts: the repeated question is also answered by an Ack, which does say it, and behind
 * which nothing older follows (take_answer); then it is asked once more. */
void
cuff_wire_take_limits (CuffLink *link, const CuffLimitsMessage *message)
{
  CuffWire *wire = cuff_wire_of (link);
  CuffRequest *request = &wire->request;
  bool expected = request->waiting && request->message.type == CUFF_MSG_SET_LIMITS
                  && message->channel == request->message.limits.channel
                  && !wire->older_limits[message->channel];
  if (!expected)
    return;
  request->waiting = false;
  wire->adopted[message->channel] = message->limits;
  wire->n_adopted++;
  if (wire->n_adopted < link->n_limits_wanted)
    return;
  wire->asks_limits = false;
  cuff_link_adopted (link, wire->adopted);
}

/* --- Arm --------------------------------------------------------------------------------- */

void
cuff_wire_ask_arm (CuffLink *link)
{
  cuff_wire_of (link)->asks_arm = true;
}

/* As soon as the controller can accept it: after a second of clean heartbeats. */
static void
try_arm (CuffLink *link, CuffTime now_us)
{
  CuffWire *wire = cuff_wire_of (link);
  bool ready = wire->asks_arm && !wire->request.waiting && link->heartbeats_since_us > 0
               && now_us - link->heartbeats_since_us >= CUFF_CLEAN_US;
  if (!ready)
    return;
  wire->asks_arm = false;
  uint32_t epoch = cuff_link_begin_arm (link);
  CuffMessage message = { .type = CUFF_MSG_ARM };
  message.arm.epoch = epoch;
  message.arm.purpose = link->purpose;
  message.arm.token =
      cuff_arm_token (link->adopted, link->identity.n_channels, link->nonce, epoch, link->purpose);
  cuff_wire_ask (link, &message);
}

/* True when the refusal of an Arm is no last word. */
static bool
arm_again (CuffLink *link, CuffResult result, uint32_t highest_epoch)
{
  CuffWire *wire = cuff_wire_of (link);
  if (result == CUFF_RESULT_STALE_EPOCH && highest_epoch >= wire->request.message.arm.epoch
      && highest_epoch < UINT32_MAX) {
    /* A controller that outlived an earlier program has armed higher epochs, and says which. */
    link->last_epoch = highest_epoch;
    wire->asks_arm = true;
  } else if (result == CUFF_RESULT_TOO_EARLY) {
    /* One of us stood still for a moment: a new clean second, then once more. */
    link->heartbeats_since_us = cuff_clock_now (link->clock);
    wire->asks_arm = true;
  }
  return wire->asks_arm;
}

/* --- Answers ----------------------------------------------------------------------------- */

/* True when the refusal is no last word. */
static bool
try_later (CuffLink *link, CuffResult result, const CuffAckMessage *ack)
{
  CuffWire *wire = cuff_wire_of (link);
  if (ack->command == CUFF_MSG_ARM)
    return arm_again (link, result, (uint32_t) ack->limit);
  if (ack->command == CUFF_MSG_SET_LIMITS
      && (result == CUFF_RESULT_BAD_STATE || result == CUFF_RESULT_BUSY)) {
    wire->next_limits_us = cuff_clock_now (link->clock) + CUFF_ASK_AGAIN_US;
    return true;
  }
  return false;
}

static void
take_answer (CuffLink *link, CuffResult result, const CuffAckMessage *ack)
{
  CuffWire *wire = cuff_wire_of (link);
  wire->request.waiting = false;
  if (ack->command == CUFF_MSG_SET_LIMITS)
    wire->older_limits[wire->request.message.limits.channel] = false;
  if (cuff_wire_check_answered (link, result, ack))
    return;
  if (result == CUFF_RESULT_OK) {
    if (ack->command == CUFF_MSG_ARM)
      cuff_link_armed (link, wire->request.message.arm.epoch);
    return;
  }
  if (try_later (link, result, ack))
    return;
  if (ack->command == CUFF_MSG_ARM)
    link->arming = false;
  if (ack->command == CUFF_MSG_SET_LIMITS)
    wire->asks_limits = false;
  cuff_link_refused (link, ack->command, result, ack->value, ack->limit);
}

/* A State was refused.  One that came twice or was overtaken is none; one of an epoch that is over
 * for the controller means that it has ended it. */
static void
take_state_refusal (CuffLink *link, CuffResult result, const CuffAckMessage *ack)
{
  if (result == CUFF_RESULT_STALE_SEQUENCE)
    return;
  bool over = result == CUFF_RESULT_NOT_ARMED || result == CUFF_RESULT_FAULT_LATCHED
              || result == CUFF_RESULT_STALE_EPOCH || result == CUFF_RESULT_BAD_STATE;
  if (over)
    cuff_link_epoch_is_over (link);
  else
    cuff_link_refused (link, ack->command, result, ack->value, ack->limit);
}

void
cuff_wire_take_ack (CuffLink *link, const CuffAckMessage *ack)
{
  const CuffRequest *request = &cuff_wire_of (link)->request;
  /* A repeated command is answered with how the first one ended. */
  CuffResult result = ack->result == CUFF_RESULT_DUPLICATE ? (CuffResult) ack->value : ack->result;
  if (request->waiting && ack->command == request->message.type
      && ack->command_sequence == request->message.sequence)
    take_answer (link, result, ack);
  else if (ack->command == CUFF_MSG_STATE)
    take_state_refusal (link, result, ack);
  else if (ack->command == CUFF_MSG_ARM || ack->command == CUFF_MSG_SET_LIMITS)
    return; /* to a repetition of what has been answered */
  else if (result != CUFF_RESULT_OK)
    cuff_link_refused (link, ack->command, result, ack->value, ack->limit);
}

void
cuff_wire_ask_on (CuffLink *link, CuffTime now_us)
{
  ask_next_limit (link, now_us);
  cuff_wire_check_on (link, now_us);
  retry (link, now_us);
  try_arm (link, now_us);
}
