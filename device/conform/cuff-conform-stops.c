/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * STOP in both forms, from every state that can be reached, and in the middle of anything.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>
#include <string.h>

typedef enum {
  FROM_IDLE,
  FROM_ARMED,
  FROM_HOLD,
  FROM_QUIET,
  FROM_DEFLATE,
  FROM_LOP,
  FROM_LEAK
} From;

static const char *const names[] = {
  "idle", "armed", "hold", "quiet", "deflate", "lop", "leak test"
};

static bool
can (const CuffConform *t, From from)
{
  uint32_t capabilities = t->heard.identity.capabilities;

  return (from != FROM_LOP || (capabilities & CUFF_CAN_LOP) != 0)
         && (from != FROM_LEAK || (capabilities & CUFF_CAN_LEAK_TEST) != 0);
}

static bool
arm_for (CuffConform *t, CuffArmPurpose purpose)
{
  CuffConformAnswer arm;

  if (!cuff_conform_prepare (t))
    return false;
  arm = cuff_conform_arm (t, purpose);
  snprintf (t->seen, sizeof t->seen, "not judged: Arm has %s", cuff_conform_words (&arm));

  return cuff_conform_is (&arm, CUFF_RESULT_OK)
         && cuff_conform_wait (t, STOP_WITHIN_MS, cuff_conform_is_armed);
}

static bool
start_leak_test (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_LEAK_TEST, .leak_test = { 0, USUAL, 5000 } };

  if (!arm_for (t, CUFF_ARM_LEAK))
    return false;
  cuff_conform_pause (t, 250);
  t->may_pressurise = true;
  cuff_conform_command (t, &message);

  return cuff_conform_wait (t, REACH_MS, cuff_conform_is_active);
}

static bool
bring_to (CuffConform *t, From from)
{
  switch (from) {
  case FROM_IDLE:
    return cuff_conform_prepare (t);
  case FROM_ARMED:
    return arm_for (t, CUFF_ARM_TRAINING);
  case FROM_LOP:
    return cuff_conform_inflate (t, CUFF_ARM_LOP, CUFF_MODE_LOP, USUAL);
  case FROM_LEAK:
    return start_leak_test (t);
  default:
    break;
  }
  if (!cuff_conform_inflate (t, CUFF_ARM_TRAINING, CUFF_MODE_HOLD, USUAL))
    return false;
  if (from == FROM_QUIET)
    cuff_conform_hold (t, CUFF_MODE_QUIET, CUFF_PRESSURE_UNSET, 60000);
  if (from == FROM_DEFLATE)
    cuff_conform_deflate (t);

  return cuff_conform_pause (t, from == FROM_HOLD ? 0 : 50);
}

static bool
has_stopped (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && !cuff_conform_is_active (t) && !cuff_conform_is_armed (t);
}

/* How a stop went in each state, in one line. */
typedef struct {
  unsigned n_asked, n_stopped;
  double worst_ms;
  char wrong[120];
} Series;

static void
note (Series *series, const char *what, bool stopped, double ms)
{
  size_t used = strlen (series->wrong);

  series->n_asked++;
  series->n_stopped += stopped;
  if (stopped)
    series->worst_ms = ms > series->worst_ms ? ms : series->worst_ms;
  else
    snprintf (series->wrong + used, sizeof series->wrong - used, "%s%s", used > 0 ? ", " : "",
              what);
}

/* The heartbeat with the old order goes on meanwhile. */
static void
see_stop (CuffConform *t, Series *series, const char *what, CuffTime from_us)
{
  bool stopped = cuff_conform_wait (t, STOP_WITHIN_MS, has_stopped);
  double ms = cuff_conform_ms_since (t, from_us);

  cuff_conform_pause (t, BEAT_MS + 50);
  note (series, what, stopped && has_stopped (t), ms);
  cuff_conform_calm (t);
}

static CuffConformVerdict
tell (CuffConform *t, const Series *series)
{
  return cuff_conform_verdict (t, series->n_stopped == series->n_asked,
                               "%u of %u, at most %.0f ms%s%s", series->n_stopped, series->n_asked,
                               series->worst_ms, series->wrong[0] != '\0' ? "; NOT FROM: " : "",
                               series->wrong);
}

static void
send_break (CuffConform *t)
{
  cuff_conform_send_break (t);
}

static CuffConformVerdict
stop_everywhere (CuffConform *t, void (*stop) (CuffConform *t))
{
  Series series = { 0 };

  for (From from = FROM_IDLE; from <= FROM_LEAK; from++) {
    if (!can (t, from))
      continue;
    if (!bring_to (t, from)) {
      note (&series, names[from], false, 0);
      cuff_conform_calm (t);
      t->dirty = true;
      continue;
    }
    CuffTime from_us = cuff_conform_now (t);
    stop (t);
    see_stop (t, &series, names[from], from_us);
  }

  return tell (t, &series);
}

CuffConformVerdict
cuff_conform_judge_vent_frame (CuffConform *t)
{
  return stop_everywhere (t, cuff_conform_send_vent);
}

/* Again and again, as the handler of a crash would: calm() uses Vent frames. */
CuffConformVerdict
cuff_conform_judge_zeros (CuffConform *t)
{
  return stop_everywhere (t, cuff_conform_send_zeros);
}

/* The line is asked first, in Idle, where a stop is nothing but a stop. */
CuffConformVerdict
cuff_conform_judge_break (CuffConform *t)
{
  if (!cuff_conform_prepare (t))
    return cuff_conform_unjudged (t);
  if (!cuff_conform_send_break (t))
    return cuff_conform_skip (t, "needs a line that carries a break");

  return stop_everywhere (t, send_break);
}

/* Half of a frame, and then zeros; bytes without end, and then a Vent. */
CuffConformVerdict
cuff_conform_judge_inside (CuffConform *t)
{
  CuffMessage message = { .type = CUFF_MSG_STATE };
  uint8_t bytes[CUFF_FRAME_MAX], endless[300];
  Series series = { 0 };
  CuffFrame frame;
  size_t n_bytes;
  CuffTime from_us;

  if (!bring_to (t, FROM_HOLD))
    return cuff_conform_unjudged (t);
  message.state = t->state;
  message.state.sequence = t->sequence + 1;
  cuff_message_encode (&message, &frame);
  n_bytes = cuff_frame_encode (&frame, true, bytes);
  cuff_conform_send_bytes (t, bytes, n_bytes / 2);
  from_us = cuff_conform_now (t);
  cuff_conform_send_zeros (t);
  see_stop (t, &series, "zeros inside a frame", from_us);

  if (!bring_to (t, FROM_HOLD))
    return cuff_conform_unjudged (t);
  memset (endless, 0x55, sizeof endless);
  cuff_conform_send_bytes (t, endless, sizeof endless);
  from_us = cuff_conform_now (t);
  cuff_conform_send_vent (t);
  see_stop (t, &series, "Vent after 300 bytes without end", from_us);

  return tell (t, &series);
}

CuffConformVerdict
cuff_conform_judge_vent_body (CuffConform *t)
{
  static const struct {
    uint8_t length, first;
    const char *name;
  } bodies[] = { { 0, 0, "no body" }, { 1, 7, "channel 7" }, { 200, 255, "200 bytes" } };
  Series series = { 0 };

  for (unsigned i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
    CuffFrame vent = { .type = CUFF_MSG_VENT, .length = bodies[i].length };
    CuffConformAnswer answer;
    CuffTime from_us;

    if (!bring_to (t, FROM_ARMED))
      return cuff_conform_unjudged (t);
    vent.body[0] = bodies[i].first;
    from_us = cuff_conform_now (t);
    answer = cuff_conform_command_frame (t, &vent);
    see_stop (t, &series, bodies[i].name, from_us);
    if (!cuff_conform_is (&answer, CUFF_RESULT_OK))
      return cuff_conform_fail (t, "Vent with %s: Ack %s", bodies[i].name,
                                cuff_conform_words (&answer));
  }

  return tell (t, &series);
}
