/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a host does, as the page tells it to: greet, ask, arm, order, stop.
 */
#include "cuff-conform-tester.h"

#include <stdio.h>

#define GREET_EVERY_MS 250
#define GREET_FOR      12 /* greetings */
#define ASK_TIMES      3
#define CLEAN_MS       1100
#define VENT_EVERY_MS  20
/* At most one refusal of a State is answered in 200 ms. */
#define REFUSAL_MS     230
#define RELEASE_MS     100
/* A fault is left when everything was healthy and empty for half a second. */
#define FAULT_MS       600
/* Telemetry that was under way still shows what was before. */
#define SHOWN_MS       50

static bool
identity_is_ours (const CuffConform *t)
{
  return t->heard.n_identities > 0 && t->heard.identity.nonce == t->nonce;
}

/* A greeting takes everything back, so the heartbeat begins anew too. */
bool
cuff_conform_greet (CuffConform *t)
{
  CuffMessage hello = { .type = CUFF_MSG_HELLO,
                        .hello = { CUFF_WIRE_MAJOR, CUFF_WIRE_MINOR, ++t->nonce } };
  bool answered = false;

  cuff_conform_forbid (t);
  t->beating = false;
  for (unsigned i = 0; i < GREET_FOR && !answered && !t->gone && !t->cancelled; i++) {
    cuff_conform_send (t, &hello);
    answered = cuff_conform_wait (t, GREET_EVERY_MS, identity_is_ours);
  }
  if (!answered)
    return false;
  t->state = (CuffStateMessage){ .lease_ms = 1500, .n_channels = t->heard.identity.n_channels };
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++) {
    t->state.order[i].target = CUFF_PRESSURE_UNSET;
    t->adopted[i] = (CuffLimits){ 0 };
  }
  t->beating = true;
  t->beat_at_us = t->clean_since_us = cuff_conform_now (t);
  t->accepted_us = 0;

  return true;
}

/* Is there an answer to the last frame of this type? */
static bool
is_answer (const CuffConform *t, unsigned n_acks, uint8_t type, uint8_t sequence)
{
  return t->heard.n_acks > n_acks && t->heard.ack.command == type
         && t->heard.ack.command_sequence == sequence;
}

/* The callback of cuff_conform_wait() has no room for what is waited for. */
static bool
await_answer (CuffConform *t, unsigned n_acks, unsigned n_limits, uint8_t type, uint8_t sequence)
{
  CuffTime from_us = cuff_conform_now (t);

  while (cuff_conform_ms_since (t, from_us) < ANSWER_MS) {
    if (is_answer (t, n_acks, type, sequence) || t->heard.n_limits > n_limits)
      return true;
    if (!cuff_conform_pause (t, 2))
      return false;
  }

  return false;
}

CuffConformAnswer
cuff_conform_command_frame (CuffConform *t, const CuffFrame *asked)
{
  CuffConformAnswer answer = { 0 };
  CuffFrame frame = *asked;
  unsigned n_acks = t->heard.n_acks;
  unsigned n_limits = frame.type == CUFF_MSG_SET_LIMITS ? t->heard.n_limits : UINT32_MAX;
  uint8_t sequence = t->frame_sequence;

  for (unsigned i = 0; i < ASK_TIMES && !answer.come && !t->gone && !t->cancelled; i++) {
    t->frame_sequence = sequence; /* the same question */
    cuff_conform_send_frame (t, &frame);
    answer.come = await_answer (t, n_acks, n_limits, frame.type, sequence);
  }
  t->frame_sequence = (uint8_t) (sequence + 1);
  if (!answer.come || t->heard.n_limits > n_limits)
    return answer;

  answer.result = t->heard.ack.result;
  answer.value = t->heard.ack.value;
  answer.limit = t->heard.ack.limit;
  if (answer.result == CUFF_RESULT_DUPLICATE)
    answer.result = (CuffResult) answer.value;

  return answer;
}

CuffConformAnswer
cuff_conform_command (CuffConform *t, const CuffMessage *message)
{
  CuffFrame frame;

  cuff_message_encode (message, &frame);

  return cuff_conform_command_frame (t, &frame);
}

CuffConformAnswer
cuff_conform_set_limits (CuffConform *t, unsigned channel, const CuffLimits *limits)
{
  CuffMessage message = { .type = CUFF_MSG_SET_LIMITS,
                          .limits = { .channel = (uint8_t) channel, .limits = *limits } };
  CuffConformAnswer answer = cuff_conform_command (t, &message);

  if (cuff_conform_is (&answer, CUFF_RESULT_OK) && t->heard.limits.channel == channel)
    t->adopted[channel] = t->heard.limits.limits;

  return answer;
}

/* Room for an answer.  Beats wait too: if they are refused, they would use it up. */
static bool
await_room (CuffConform *t)
{
  while (cuff_conform_ms_since (t, t->refused_at_us) < REFUSAL_MS) {
    t->beat_at_us = cuff_conform_now (t) + CUFF_MS (BEAT_MS);
    if (!cuff_conform_pause (t, 10))
      return false;
  }

  return true;
}

CuffConformAnswer
cuff_conform_try_frame (CuffConform *t, CuffFrame *frame, uint32_t epoch, uint32_t sequence)
{
  CuffConformAnswer answer = { 0 };
  CuffTime from_us;
  uint8_t frame_sequence;

  if (!await_room (t))
    return answer;

  frame_sequence = cuff_conform_send_frame (t, frame);
  from_us = cuff_conform_now (t);
  t->beat_at_us = from_us + CUFF_MS (BEAT_MS); /* or the next beat's echo would hide this one's */
  while (!answer.come && cuff_conform_ms_since (t, from_us) < ANSWER_MS) {
    const CuffTelemetry *telemetry = &t->heard.telemetry;
    bool refused =
        t->refused_at_us >= from_us && t->heard.state_ack.command_sequence == frame_sequence;

    answer.come =
        refused || (telemetry->sequence == (uint16_t) sequence && telemetry->epoch == epoch);
    if (refused)
      answer = (CuffConformAnswer){ true, t->heard.state_ack.result, t->heard.state_ack.value,
                                    t->heard.state_ack.limit };
    if (!answer.come && !cuff_conform_pause (t, 2))
      break;
  }

  return answer;
}

CuffConformAnswer
cuff_conform_try_state (CuffConform *t, const CuffStateMessage *state)
{
  CuffMessage message = { .type = CUFF_MSG_STATE, .state = *state };
  CuffFrame frame;

  if (!await_room (t))
    return (CuffConformAnswer){ 0 };
  if (message.state.sequence == 0)
    message.state.sequence = ++t->sequence;
  cuff_message_encode (&message, &frame);

  return cuff_conform_try_frame (t, &frame, state->epoch, message.state.sequence);
}

CuffStateMessage
cuff_conform_order (const CuffConform *t, uint32_t epoch, CuffMode mode, CuffPressure target,
                    uint32_t longest_ms)
{
  CuffStateMessage state = t->state;

  state.epoch = epoch;
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    state.order[i] = (CuffOrder){ .mode = CUFF_MODE_DEFLATE, .target = CUFF_PRESSURE_UNSET };
  state.order[0] = (CuffOrder){ .mode = mode, .target = target, .longest_ms = longest_ms };

  return state;
}

void
cuff_conform_hold (CuffConform *t, CuffMode mode, CuffPressure target, uint32_t longest_ms)
{
  t->state = cuff_conform_order (t, t->epoch, mode, target, longest_ms);
  t->may_pressurise = true;
  t->beat_at_us = cuff_conform_now (t);
}

void
cuff_conform_deflate (CuffConform *t)
{
  cuff_conform_forbid (t);
  t->state = cuff_conform_order (t, t->epoch, CUFF_MODE_DEFLATE, CUFF_PRESSURE_UNSET, 0);
  t->beat_at_us = cuff_conform_now (t);
}

/* A controller that outlived an earlier program has armed higher epochs, and says which. */
CuffConformAnswer
cuff_conform_arm (CuffConform *t, CuffArmPurpose purpose)
{
  CuffConformAnswer answer = { 0 };

  for (unsigned i = 0; i < 2; i++) {
    CuffMessage arm = { .type = CUFF_MSG_ARM, .arm = { .epoch = ++t->epoch, .purpose = purpose } };

    arm.arm.token =
        cuff_arm_token (t->adopted, t->heard.identity.n_channels, t->nonce, t->epoch, purpose);
    answer = cuff_conform_command (t, &arm);
    if (!cuff_conform_is (&answer, CUFF_RESULT_STALE_EPOCH) || (uint32_t) answer.limit < t->epoch)
      break;
    t->epoch = (uint32_t) answer.limit;
  }
  if (!cuff_conform_is (&answer, CUFF_RESULT_OK))
    return answer;
  cuff_conform_deflate (t);
  cuff_conform_wait (t, SHOWN_MS, cuff_conform_is_armed);

  return answer;
}

static bool
vented_and_idle (const CuffConform *t)
{
  return cuff_conform_is_idle (t) && cuff_conform_is_vented (t);
}

static bool
faulty (const CuffConform *t)
{
  return t->heard.telemetry.machine == CUFF_MACHINE_FAULT;
}

static bool
idle_or_faulty (const CuffConform *t)
{
  return vented_and_idle (t) || faulty (t);
}

/* Nobody but this program is here to see the alarms that it provoked. */
static void
acknowledge_all (CuffConform *t)
{
  for (uint16_t i = 1; i < CUFF_ALARM_COUNT; i++) {
    CuffMessage ack = { .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { .alarm = i } };

    if (i != CUFF_ALARM_OVER_PRESSURE && i != CUFF_ALARM_NOT_DEFLATED && i != CUFF_ALARM_TIME
        && i != CUFF_ALARM_DEVICE)
      continue;
    cuff_conform_command (t, &ack);
  }
}

/* The page: otherwise the fault stays; send it again later.  An alarm may also stand in Idle. */
static void
leave_fault (CuffConform *t)
{
  CuffTime from_us = cuff_conform_now (t);

  do {
    cuff_conform_pause (t, faulty (t) ? FAULT_MS : 0);
    acknowledge_all (t);
    cuff_conform_wait (t, SHOWN_MS, vented_and_idle);
  } while (faulty (t) && !t->gone && !t->cancelled && cuff_conform_ms_since (t, from_us) < IDLE_MS);
}

/* By what was accepted, not by what was sent: refused States are no heartbeats. */
static bool
is_clean (const CuffConform *t)
{
  return cuff_conform_ms_since (t, t->accepted_us) < 2 * BEAT_MS
         && cuff_conform_ms_since (t, t->clean_since_us) >= CLEAN_MS;
}

static void
start_beating (CuffConform *t)
{
  if (!t->beating)
    t->beat_at_us = cuff_conform_now (t);
  t->beating = true;
}

static bool
begin_anew (CuffConform *t)
{
  static const CuffLimits limits = { .cap = HIGHEST };

  cuff_conform_send_vent (t);
  if (!cuff_conform_greet (t)) {
    snprintf (t->seen, sizeof t->seen, "not judged: Hello is not answered any more");
    return false;
  }
  cuff_conform_wait (t, IDLE_MS, idle_or_faulty);
  leave_fault (t);
  if (!cuff_conform_wait (t, IDLE_MS, vented_and_idle)) {
    snprintf (t->seen, sizeof t->seen, "not judged: the controller stays in %s",
              cuff_conform_machine_name (t));
    return false;
  }
  for (unsigned i = 0; i < t->heard.identity.n_channels; i++) {
    CuffConformAnswer answer = cuff_conform_set_limits (t, i, &limits);

    if (cuff_conform_is (&answer, CUFF_RESULT_OK))
      continue;
    snprintf (t->seen, sizeof t->seen, "not judged: SetLimits has %s",
              cuff_conform_words (&answer));
    return false;
  }

  return true;
}

static bool
prepare (CuffConform *t)
{
  cuff_conform_forbid (t);
  t->state = cuff_conform_order (t, 0, CUFF_MODE_VENT, CUFF_PRESSURE_UNSET, 0);
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    t->state.order[i].mode = CUFF_MODE_VENT;
  start_beating (t);
  if (t->dirty && !begin_anew (t))
    return false;
  t->dirty = false;
  if (!cuff_conform_wait (t, IDLE_MS, vented_and_idle)) {
    snprintf (t->seen, sizeof t->seen, "not judged: the controller stays in %s",
              cuff_conform_machine_name (t));
    return false;
  }
  cuff_conform_wait (t, 2 * CLEAN_MS, is_clean);

  return !t->gone && !t->cancelled;
}

bool
cuff_conform_prepare (CuffConform *t)
{
  bool prepared = prepare (t);

  t->n_unprepared = prepared ? 0 : t->n_unprepared + 1;

  return prepared;
}

static bool
is_rising (const CuffConform *t)
{
  return cuff_conform_is_active (t) && cuff_conform_highest (t) >= CUFF_MMHG (10);
}

bool
cuff_conform_inflate (CuffConform *t, CuffArmPurpose purpose, CuffMode mode, CuffPressure target)
{
  CuffConformAnswer answer;

  if (!cuff_conform_prepare (t))
    return false;
  answer = cuff_conform_arm (t, purpose);
  if (!cuff_conform_is (&answer, CUFF_RESULT_OK)) {
    snprintf (t->seen, sizeof t->seen, "not judged: Arm has %s", cuff_conform_words (&answer));
    return false;
  }
  cuff_conform_pause (t, 250);
  cuff_conform_hold (t, mode, target, 60000);
  if (cuff_conform_wait (t, REACH_MS, is_rising))
    return true;
  snprintf (t->seen, sizeof t->seen, "not judged: no pressure, machine %s, %.1f mmHg",
            cuff_conform_machine_name (t), cuff_conform_highest (t) / 10.0);

  return false;
}

bool
cuff_conform_reach (CuffConform *t, CuffPressure target)
{
  CuffTime from_us;

  if (!cuff_conform_inflate (t, CUFF_ARM_TRAINING, CUFF_MODE_HOLD, target))
    return false;
  from_us = cuff_conform_now (t);
  while (cuff_conform_highest (t) < target / 2)
    if (cuff_conform_ms_since (t, from_us) > REACH_MS || !cuff_conform_pause (t, 10)) {
      snprintf (t->seen, sizeof t->seen, "not judged: %.1f mmHg was not reached, only %.1f",
                target / 10.0, cuff_conform_highest (t) / 10.0);
      return false;
    }

  return true;
}

void
cuff_conform_send_vent (CuffConform *t)
{
  static const CuffMessage vent = { .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } };

  cuff_conform_forbid (t);
  cuff_conform_send (t, &vent);
}

void
cuff_conform_send_zeros (CuffConform *t)
{
  static const uint8_t zeros[3] = { 0 };

  cuff_conform_forbid (t);
  cuff_conform_send_bytes (t, zeros, sizeof zeros);
}

double
cuff_conform_until_vented (CuffConform *t, double within_ms)
{
  CuffTime from_us = cuff_conform_now (t);

  if (cuff_conform_wait (t, within_ms, cuff_conform_is_vented))
    return cuff_conform_ms_since (t, from_us);

  return -1;
}

static bool
is_empty (const CuffConform *t)
{
  for (unsigned i = 0; i < t->heard.telemetry.n_channels; i++)
    if (!cuff_pressure_is_set (t->heard.telemetry.channel[i].pressure))
      return false; /* nobody knows */

  return cuff_conform_is_vented (t) && cuff_conform_highest (t) < EMPTY;
}

/* Also after a cancellation, when the waits above end at once. */
void
cuff_conform_calm (CuffConform *t)
{
  bool was_cancelled = t->cancelled;

  start_beating (t);
  cuff_conform_forbid (t);
  t->state = cuff_conform_order (t, 0, CUFF_MODE_VENT, CUFF_PRESSURE_UNSET, 0);
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    t->state.order[i].mode = CUFF_MODE_VENT;
  for (unsigned i = 0; i < 3 && !t->gone; i++) {
    cuff_conform_send_vent (t);
    t->cancelled = false;
    cuff_conform_pause (t, VENT_EVERY_MS);
  }
  for (CuffTime from_us = cuff_conform_now (t);
       !t->gone && !is_empty (t) && cuff_conform_ms_since (t, from_us) < 6000;) {
    t->cancelled = false;
    cuff_conform_wait (t, RELEASE_MS, is_empty);
  }
  t->cancelled = was_cancelled;
}
