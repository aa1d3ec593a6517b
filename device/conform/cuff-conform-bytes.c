/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes that are not as they should be: unknown, longer, shorter, out of range, out of order,
 * noise. None of them may inflate anything.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* A good example of each command that is answered by Ack; the judges spoil it. */
static const CuffMessage commands[] = {
  { .type = CUFF_MSG_STATE, .state = { .lease_ms = 1500, .n_channels = 1 } },
  { .type = CUFF_MSG_SET_LIMITS, .limits = { 0, { .cap = HIGHEST } } },
  { .type = CUFF_MSG_ARM, .arm = { .epoch = UINT32_MAX, .purpose = CUFF_ARM_TRAINING } },
  { .type = CUFF_MSG_ZERO, .channel = { 0 } },
  { .type = CUFF_MSG_SELF_TEST, .self_test = { 1 } },
  { .type = CUFF_MSG_LEAK_TEST, .leak_test = { 0, USUAL, 1000 } },
  { .type = CUFF_MSG_STREAM, .stream = { 100 } },
  { .type = CUFF_MSG_ALARM_ACK, .alarm_ack = { 1 } },
  { .type = CUFF_MSG_LOG_READ, .log_read = { 0, 1 } },
  { .type = CUFF_MSG_SET_TIME, .set_time = { 1767225600000 } },
};

static CuffConformAnswer
ask_raw (CuffConform *t, CuffFrame *frame)
{
  if (frame->type == CUFF_MSG_STATE)
    return cuff_conform_try_frame (t, frame, UINT32_MAX, UINT32_MAX);

  return cuff_conform_command_frame (t, frame);
}

/* Sorted among the commands: what is unknown, and the controller's own messages, as an echo brings
 * them. */
CuffConformVerdict
cuff_conform_judge_unknown (CuffConform *t)
{
  static const uint8_t types[] = { 0x00, 0x0D, 0x3F, 0x7F, 0x81, 0x82, 0xC0, 0xFF };
  unsigned n_acks, n_telemetry;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  n_acks = t->heard.n_acks + t->heard.n_identities + t->heard.n_limits;
  n_telemetry = t->heard.n_telemetry;
  for (unsigned i = 0; i < COUNT (types); i++) {
    CuffFrame frame = { .type = types[i], .length = 24 };

    cuff_conform_send_frame (t, &frame);
    cuff_conform_pause (t, 20);
  }
  cuff_conform_pause (t, 200);
  n_acks = t->heard.n_acks + t->heard.n_identities + t->heard.n_limits - n_acks;

  return cuff_conform_verdict (
      t, n_acks == 0 && t->heard.n_telemetry > n_telemetry && cuff_conform_is_idle (t),
      "%zu frames of unknown types, %u answers, then %s", COUNT (types), n_acks,
      cuff_conform_machine_name (t));
}

CuffConformVerdict
cuff_conform_judge_longer (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_STATE };
  CuffMessage limits = { .type = CUFF_MSG_SET_LIMITS, .limits = { 0, { .cap = HIGHEST } } };
  CuffConformAnswer state_answer, limits_answer;
  CuffFrame frame;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  message.state = t->state;
  message.state.sequence = ++t->sequence;
  cuff_message_encode (&message, &frame);
  memset (frame.body + frame.length, 0xA5, 5);
  frame.length = (uint8_t) (frame.length + 5);
  state_answer = cuff_conform_try_frame (t, &frame, 0, message.state.sequence);
  cuff_message_encode (&limits, &frame);
  memset (frame.body + frame.length, 0xA5, 5);
  frame.length = (uint8_t) (frame.length + 5);
  limits_answer = cuff_conform_command_frame (t, &frame);

  return cuff_conform_verdict (t,
                               cuff_conform_is (&state_answer, CUFF_RESULT_OK)
                                   && cuff_conform_is (&limits_answer, CUFF_RESULT_OK),
                               "5 bytes more: State %s, SetLimits %s",
                               cuff_conform_words (&state_answer),
                               cuff_conform_words (&limits_answer));
}

/* How a series of spoilt frames was answered. */
typedef struct {
  unsigned n_asked, n_refused;
  char wrong[120]; /* the first that was not */
} Series;

static void
expect_refusal (CuffConform *t, Series *series, CuffFrame *frame, const char *what)
{
  CuffConformAnswer answer = ask_raw (t, frame);

  series->n_asked++;
  if (cuff_conform_is (&answer, CUFF_RESULT_BAD_ARGUMENT))
    series->n_refused++;
  else if (series->wrong[0] == '\0')
    snprintf (series->wrong, sizeof series->wrong, "; type 0x%02X, %s: %s", frame->type, what,
              cuff_conform_words (&answer));
}

CuffConformVerdict
cuff_conform_judge_short (CuffConform *t)
{
  Series series = { 0 };
  CuffMessage hello = { .type = CUFF_MSG_HELLO, .hello = { CUFF_WIRE_MAJOR, 0, t->nonce } };
  CuffFrame frame;
  unsigned n_identities;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  for (unsigned i = 0; i < COUNT (commands); i++) {
    cuff_message_encode (&commands[i], &frame);
    frame.length--;
    expect_refusal (t, &series, &frame, "one byte short");
  }
  n_identities = t->heard.n_identities;
  cuff_message_encode (&hello, &frame);
  frame.length--;
  cuff_conform_send_frame (t, &frame);
  cuff_conform_pause (t, ANSWER_MS);
  if (t->heard.n_identities > n_identities)
    return cuff_conform_fail (t, "a Hello one byte short was answered");

  return cuff_conform_verdict (t, series.n_refused == series.n_asked, "%u of %u refused%s",
                               series.n_refused, series.n_asked, series.wrong);
}

/* One field of one command, put outside its range. */
typedef struct {
  uint8_t type, offset, size;
  int64_t value;
  const char *what;
} Spoilt;

static const Spoilt spoilt[] = {
  { CUFF_MSG_STATE, 8, 2, 499, "lease 499 ms" },
  { CUFF_MSG_STATE, 8, 2, 5001, "lease 5001 ms" },
  { CUFF_MSG_STATE, 10, 1, 2, "buzz 2" },
  { CUFF_MSG_STATE, 11, 1, 0, "no channel" },
  { CUFF_MSG_STATE, 11, 1, 3, "three channels" },
  { CUFF_MSG_STATE, 12, 1, 5, "mode 5" },
  { CUFF_MSG_STATE, 13, 2, 4001, "target 400.1" },
  { CUFF_MSG_STATE, 13, 2, -301, "target -30.1" },
  { CUFF_MSG_STATE, 15, 2, -1, "ramp -0.1" },
  { CUFF_MSG_STATE, 17, 4, 3600001, "longest over an hour" },
  { CUFF_MSG_SET_LIMITS, 0, 1, 2, "channel 2" },
  { CUFF_MSG_SET_LIMITS, 1, 2, -1, "cap -0.1" },
  { CUFF_MSG_SET_LIMITS, 1, 2, -32768, "cap unset" },
  { CUFF_MSG_SET_LIMITS, 3, 2, 4001, "ramp 400.1" },
  { CUFF_MSG_SET_LIMITS, 5, 4, 86400001, "time over a day" },
  { CUFF_MSG_SET_LIMITS, 9, 2, -1, "disagreement -0.1" },
  { CUFF_MSG_ARM, 8, 1, 4, "purpose 4" },
  { CUFF_MSG_ZERO, 0, 1, 2, "channel 2" },
  { CUFF_MSG_SELF_TEST, 0, 2, 8, "mask 8" },
  { CUFF_MSG_LEAK_TEST, 1, 2, 601, "60.1 mmHg" },
  { CUFF_MSG_LEAK_TEST, 3, 2, 0, "0 ms" },
  { CUFF_MSG_LEAK_TEST, 3, 2, 5001, "5001 ms" },
  { CUFF_MSG_STREAM, 0, 2, 1001, "1001 Hz" },
  { CUFF_MSG_ALARM_ACK, 0, 2, 0, "alarm 0" },
  { CUFF_MSG_ALARM_ACK, 0, 2, 13, "alarm 13" },
  { CUFF_MSG_SET_TIME, 0, 8, 4102444800001, "after 2100" },
};

static void
spoil (const Spoilt *row, CuffFrame *frame)
{
  for (unsigned i = 0; i < COUNT (commands); i++) {
    if ((uint8_t) commands[i].type == row->type)
      cuff_message_encode (&commands[i], frame);
  }
  for (unsigned i = 0; i < row->size; i++)
    frame->body[row->offset + i] = (uint8_t) ((uint64_t) row->value >> (8 * i));
}

CuffConformVerdict
cuff_conform_judge_range (CuffConform *t)
{
  Series series = { 0 };
  CuffFrame frame;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  for (unsigned i = 0; i < COUNT (spoilt); i++) {
    spoil (&spoilt[i], &frame);
    /* So that the number in the State is not what it is refused for. */
    if (frame.type == CUFF_MSG_STATE) {
      t->sequence++;
      for (unsigned k = 0; k < 4; k++)
        frame.body[4 + k] = (uint8_t) (t->sequence >> (8 * k));
    }
    expect_refusal (t, &series, &frame, spoilt[i].what);
  }

  return cuff_conform_verdict (t, series.n_refused == series.n_asked, "%u of %u refused%s",
                               series.n_refused, series.n_asked, series.wrong);
}

static CuffConformAnswer
try_sequence (CuffConform *t, uint32_t sequence)
{
  CuffStateMessage state = t->state;

  state.sequence = sequence;

  return cuff_conform_try_state (t, &state);
}

CuffConformVerdict
cuff_conform_judge_window (CuffConform *t)
{
  CuffConformAnswer same, older, far, last;
  uint32_t now;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->beating = false; /* or the numbers would move on meanwhile */
  cuff_conform_pause (t, 50);
  now = t->sequence;
  older = try_sequence (t, now - 1);
  far = try_sequence (t, now + 1025);
  cuff_conform_pause (t, BEAT_MS);
  last = try_sequence (t, now + 1024);
  if (cuff_conform_is (&last, CUFF_RESULT_OK))
    t->sequence = now + 1024;
  else
    t->dirty = true;
  /* Its echo stands already: only a refusal tells. */
  unsigned n_refused = t->heard.n_state_acks;
  same = try_sequence (t, t->sequence);
  cuff_conform_pause (t, 50);
  bool same_refused =
      t->heard.n_state_acks > n_refused && t->heard.state_ack.result == CUFF_RESULT_STALE_SEQUENCE;

  return cuff_conform_verdict (t,
                               same_refused && cuff_conform_is (&older, CUFF_RESULT_STALE_SEQUENCE)
                                   && cuff_conform_is (&far, CUFF_RESULT_STALE_SEQUENCE)
                                   && cuff_conform_is (&last, CUFF_RESULT_OK),
                               "the same %s, older %s, 1025 ahead %s, 1024 ahead %s",
                               same_refused ? "refused" : cuff_conform_words (&same),
                               cuff_conform_words (&older), cuff_conform_words (&far),
                               cuff_conform_words (&last));
}

/* A small generator of its own: the same nonce, the same noise. */
static uint8_t
noise (uint32_t *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;

  return (uint8_t) (*state >> 11);
}

/* In pieces that a line of 115,200 baud can carry. */
static void
send_noise (CuffConform *t, size_t n_bytes, bool zeros)
{
  uint32_t state = t->nonce | 1;
  uint8_t piece[64];

  for (size_t done = 0; done < n_bytes; done += sizeof piece) {
    for (size_t i = 0; i < sizeof piece; i++) {
      piece[i] = noise (&state);
      if (!zeros && piece[i] == 0)
        piece[i] = 0x55;
    }
    cuff_conform_send_bytes (t, piece, sizeof piece);
    cuff_conform_pause (t, 6);
  }
}

/* What would inflate if it came through: each bit of it turned over once, and each beginning. */
static unsigned
send_damaged (CuffConform *t, const CuffMessage *message)
{
  uint8_t bytes[CUFF_FRAME_MAX];
  CuffFrame frame;
  size_t n_bytes;
  unsigned n_sent = 0;

  cuff_message_encode (message, &frame);
  frame.sequence = t->frame_sequence++;
  n_bytes = cuff_frame_encode (&frame, true, bytes);
  for (size_t i = 1; i + 1 < n_bytes; i++) {
    uint8_t mask = (uint8_t) (1u << (i % 8));

    bytes[i] ^= mask;
    cuff_conform_send_bytes (t, bytes, n_bytes);
    bytes[i] ^= mask;
    cuff_conform_send_bytes (t, bytes, i); /* cut off: the next one's lead zero ends it */
    cuff_conform_pause (t, 8);
    n_sent += 2;
  }

  return n_sent;
}

CuffConformVerdict
cuff_conform_judge_garbage (CuffConform *t)
{
  CuffMessage state = { .type = CUFF_MSG_STATE };
  CuffMessage arm = { .type = CUFF_MSG_ARM };
  uint32_t boot_id = t->heard.identity.boot_id;
  unsigned n_damaged;

  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  t->heard.events_seen = 0;
  arm.arm = (CuffArmMessage){ .epoch = t->epoch + 1, .purpose = CUFF_ARM_TRAINING };
  arm.arm.token = cuff_arm_token (t->adopted, t->heard.identity.n_channels, t->nonce, arm.arm.epoch,
                                  CUFF_ARM_TRAINING);
  state.state = cuff_conform_order (t, t->epoch + 1, CUFF_MODE_HOLD, USUAL, 60000);
  state.state.sequence = t->sequence + 100;
  n_damaged = send_damaged (t, &arm) + send_damaged (t, &state);
  send_noise (t, 2048, true);
  send_noise (t, 1024, false); /* one frame without an end */
  cuff_conform_pause (t, 300);
  bool armed =
      (t->heard.events_seen & (1u << CUFF_DEVICE_EVENT_ARMED | 1u << CUFF_DEVICE_EVENT_BOOT)) != 0;
  t->dirty = true;
  if (!cuff_conform_greet (t))
    return cuff_conform_fail (t, "a good Hello is not answered after it");

  return cuff_conform_verdict (
      t, !armed && t->heard.identity.boot_id == boot_id,
      "%u damaged frames, 3072 bytes of noise: %s, then a good frame is answered", n_damaged,
      armed ? "armed or booted" : "nothing came of it");
}
