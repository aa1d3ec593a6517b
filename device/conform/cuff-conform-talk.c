/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who the controller is, and what it says.  Nothing is inflated here.
 */
#include "cuff-conform-judges.h"

CuffConformVerdict
cuff_conform_judge_hello (CuffConform *t)
{
  CuffTime from_us;

  if (!cuff_conform_greet (t))
    return cuff_conform_fail (t, "no Identity for a Hello; %u bytes came, %u frames among them",
                              t->heard.bytes, t->heard.frames);
  from_us = cuff_conform_now (t);
  if (!cuff_conform_greet (t))
    return cuff_conform_fail (t, "the second Hello was not answered");
  t->dirty = true;

  double ms = cuff_conform_ms_since (t, from_us);
  if (ms > ANSWER_MS + LATE_MS)
    return cuff_conform_fail (t, "Identity after %.0f ms", ms);
  if (t->heard.identity.major != CUFF_WIRE_MAJOR)
    return cuff_conform_fail (t, "its major is %u", t->heard.identity.major);

  return cuff_conform_pass (t, "%s %s, CuffWire %u.%u, after %.0f ms", t->heard.identity.vendor,
                            t->heard.identity.model, t->heard.identity.major,
                            t->heard.identity.minor, ms);
}

static bool
is_between (CuffPressure pressure, CuffPressure low, CuffPressure high)
{
  return cuff_pressure_is_set (pressure) && pressure > low && pressure <= high;
}

CuffConformVerdict
cuff_conform_judge_identity (CuffConform *t)
{
  const CuffIdentity *identity = &t->heard.identity;
  bool can_lop = (identity->capabilities & CUFF_CAN_LOP) != 0;
  bool caps_ok = is_between (identity->cap_hard, 0, CUFF_MMHG (300))
                 && is_between (identity->cap_transient, identity->cap_hard - 1, CUFF_MMHG (330))
                 && (!can_lop || is_between (identity->cap_lop, 0, CUFF_MMHG (330)));
  bool time_ok = identity->time_cap_ms > 0 && identity->time_cap_ms <= 25 * 60 * 1000;
  bool rest_ok = identity->vent_type == 0 && identity->hz_max >= 100;

  return cuff_conform_verdict (
      t, caps_ok && time_ok && rest_ok,
      "set point %.1f, at once %.1f, search %.1f mmHg, %.1f min, %u Hz, valve type %u",
      identity->cap_hard / 10.0, identity->cap_transient / 10.0, identity->cap_lop / 10.0,
      identity->time_cap_ms / 60000.0, identity->hz_max, identity->vent_type);
}

CuffConformVerdict
cuff_conform_judge_found_vented (CuffConform *t)
{
  CuffMachine machine;

  cuff_conform_pause (t, 500);
  machine = t->heard.telemetry.machine;
  if (t->heard.n_telemetry == 0)
    return cuff_conform_fail (t, "no telemetry in half a second");
  if (!cuff_conform_is_vented (t) || machine == CUFF_MACHINE_ACTIVE
      || machine == CUFF_MACHINE_ARMED)
    return cuff_conform_fail (t, "found %s, %svented", cuff_conform_machine_name (t),
                              cuff_conform_is_vented (t) ? "" : "not ");

  return cuff_conform_pass (t, "found %s, vented, %.1f mmHg", cuff_conform_machine_name (t),
                            cuff_conform_highest (t) / 10.0);
}

CuffConformVerdict
cuff_conform_judge_rate (CuffConform *t)
{
  const double window_s = 2;
  double by_device, by_host, gap_ms;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  cuff_conform_open_window (t);
  cuff_conform_pause (t, window_s * 1000);
  by_device = cuff_conform_rate (t);
  by_host = t->heard.window_frames / window_s;
  gap_ms = t->heard.window_gap_us / 1000.0;

  return cuff_conform_verdict (
      t, by_device >= 95 && by_device <= 105 && by_host >= 95 && by_host <= 105 && gap_ms <= 50,
      "%.1f a second by its clock, %.1f by this one, longest gap %.0f ms", by_device, by_host,
      gap_ms);
}

CuffConformVerdict
cuff_conform_judge_frames (CuffConform *t)
{
  bool good = t->heard.missing == 0 && t->parser.n_damaged == 0;

  return cuff_conform_verdict (t, good, "%u frames, %u missing, %u damaged", t->heard.frames,
                               t->heard.missing, t->parser.n_damaged);
}

/* Across the wrap of the echo's sixteen bits, and not for a State that is refused. */
CuffConformVerdict
cuff_conform_judge_echo (CuffConform *t)
{
  CuffStateMessage state;
  CuffConformAnswer answer;
  uint16_t refused;

  if (!cuff_conform_prepare (t) || !cuff_conform_greet (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  t->sequence = 0x1FFFD;
  for (uint32_t i = 0; i < 4; i++) {
    state = cuff_conform_order (t, 0x01020304 + i, CUFF_MODE_VENT, CUFF_PRESSURE_UNSET, 0);
    answer = cuff_conform_try_state (t, &state);
    if (!cuff_conform_is (&answer, CUFF_RESULT_OK))
      return cuff_conform_fail (t, "epoch 0x%X, sequence 0x%X: %s", state.epoch, t->sequence,
                                cuff_conform_words (&answer));
  }
  state = cuff_conform_order (t, 0, CUFF_MODE_HOLD, USUAL, 1000);
  t->beating = false;
  answer = cuff_conform_try_state (t, &state);
  cuff_conform_pause (t, 50);
  refused = (uint16_t) t->sequence;
  if (cuff_conform_is (&answer, CUFF_RESULT_OK) || t->heard.telemetry.sequence == refused)
    return cuff_conform_fail (t, "a State that may not be accepted was echoed");

  return cuff_conform_pass (t, "4 of 4 echoed across 65535, a refused one not");
}

static CuffConformAnswer
ask_stream (CuffConform *t, uint16_t hz)
{
  CuffMessage message = { .type = CUFF_MSG_STREAM, .stream = { hz } };

  return cuff_conform_command (t, &message);
}

static double
rate_for (CuffConform *t, uint16_t hz)
{
  CuffConformAnswer answer = ask_stream (t, hz);

  if (!cuff_conform_is (&answer, CUFF_RESULT_OK))
    return -1;
  cuff_conform_pause (t, 50);
  cuff_conform_open_window (t);
  cuff_conform_pause (t, hz == 0 ? 300 : 1000);

  return cuff_conform_rate (t);
}

CuffConformVerdict
cuff_conform_judge_stream (CuffConform *t)
{
  double fifty, ten, none, again;
  CuffConformAnswer above = { .come = true, .result = CUFF_RESULT_ABOVE_LIMIT };

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  fifty = rate_for (t, 50);
  ten = rate_for (t, 10);
  none = rate_for (t, 0);
  if (t->heard.identity.hz_max < 1000)
    above = ask_stream (t, (uint16_t) (t->heard.identity.hz_max + 1));
  if (!cuff_conform_greet (t))
    return cuff_conform_fail (t, "Hello is not answered while the stream stands");
  cuff_conform_open_window (t);
  cuff_conform_pause (t, 500);
  again = cuff_conform_rate (t);

  bool good = fifty >= 47.5 && fifty <= 52.5 && ten >= 9.5 && ten <= 10.5 && none == 0
              && cuff_conform_is (&above, CUFF_RESULT_ABOVE_LIMIT) && again >= 95 && again <= 105;
  return cuff_conform_verdict (t, good,
                               "asked 50, 10, 0: %.1f, %.1f, %.1f; too many: %s; after Hello %.1f",
                               fifty, ten, none, cuff_conform_words (&above), again);
}

static bool
ask_twice (CuffConform *t, const CuffMessage *message)
{
  CuffConformAnswer first = cuff_conform_command (t, message);
  uint8_t sequence = (uint8_t) (t->frame_sequence - 1), next;

  if (!cuff_conform_is (&first, CUFF_RESULT_OK))
    return false;
  cuff_conform_pause (t, 30); /* a second answer to the first time would show */
  next = t->frame_sequence;   /* a beat may have gone out meanwhile */
  t->frame_sequence = sequence;
  t->heard.ack = (CuffAckMessage){ 0 };
  cuff_conform_send (t, message);
  t->frame_sequence = next;
  cuff_conform_pause (t, ANSWER_MS);

  return t->heard.ack.command == message->type && t->heard.ack.result == CUFF_RESULT_DUPLICATE
         && t->heard.ack.value == CUFF_RESULT_OK;
}

CuffConformVerdict
cuff_conform_judge_repeated (CuffConform *t)
{
  CuffMessage time = { .type = CUFF_MSG_SET_TIME, .set_time = { 1767225600000 } };
  CuffMessage limits = { .type = CUFF_MSG_SET_LIMITS, .limits = { 0, { .cap = HIGHEST } } };
  unsigned n_events, n_limits;
  bool time_ok, limits_ok;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  n_events = t->heard.n_events;
  time_ok = ask_twice (t, &time);
  n_events = t->heard.n_events - n_events;
  n_limits = t->heard.n_limits;
  limits_ok = ask_twice (t, &limits);
  n_limits = t->heard.n_limits - n_limits;

  return cuff_conform_verdict (t, time_ok && limits_ok && n_events == 1 && n_limits == 2,
                               "SetTime twice: %s, %u event; SetLimits twice: %s, %u Limits",
                               time_ok ? "duplicate" : "no duplicate", n_events,
                               limits_ok ? "duplicate" : "no duplicate", n_limits);
}

CuffConformVerdict
cuff_conform_judge_other_major (CuffConform *t)
{
  CuffMessage hello = { .type = CUFF_MSG_HELLO, .hello = { CUFF_WIRE_MAJOR + 1, 0, t->nonce } };
  CuffMessage vent = { .type = CUFF_MSG_VENT, .channel = { CUFF_ALL_CHANNELS } };
  CuffMessage limits = { .type = CUFF_MSG_SET_LIMITS, .limits = { 0, { .cap = HIGHEST } } };
  CuffConformAnswer asked_vent, asked_limits, asked_stream, asked_state;
  unsigned n_identities, n_telemetry;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->dirty = true;
  t->beating = false;
  n_identities = t->heard.n_identities;
  cuff_conform_send (t, &hello);
  cuff_conform_pause (t, ANSWER_MS);
  if (t->heard.n_identities == n_identities || t->heard.identity.major != CUFF_WIRE_MAJOR)
    return cuff_conform_fail (t, "no Identity of major %u for a Hello of major %u", CUFF_WIRE_MAJOR,
                              CUFF_WIRE_MAJOR + 1);
  asked_limits = cuff_conform_command (t, &limits);
  asked_state = cuff_conform_try_state (t, &t->state);
  asked_stream = ask_stream (t, 100);
  asked_vent = cuff_conform_command (t, &vent);
  n_telemetry = t->heard.n_telemetry;
  cuff_conform_pause (t, 200);

  bool good = cuff_conform_is (&asked_limits, CUFF_RESULT_NOT_SUPPORTED)
              && cuff_conform_is (&asked_state, CUFF_RESULT_NOT_SUPPORTED)
              && cuff_conform_is (&asked_stream, CUFF_RESULT_OK)
              && cuff_conform_is (&asked_vent, CUFF_RESULT_OK)
              && t->heard.n_telemetry > n_telemetry;
  return cuff_conform_verdict (t, good, "SetLimits %s, State %s, Stream %s, Vent %s, telemetry %s",
                               cuff_conform_words (&asked_limits),
                               cuff_conform_words (&asked_state),
                               cuff_conform_words (&asked_stream), cuff_conform_words (&asked_vent),
                               t->heard.n_telemetry > n_telemetry ? "goes on" : "has stopped");
}
