/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CuffWire driver: self-test, zero and leak test of the controller.  One at a time; each is
 * accepted first and ends in a Result, or is cut short when none comes.
 */
#include "cuff-cuffwire.h"

/* A controller that still boots or vents is asked again meanwhile. */
#define IDLE_PATIENCE_US CUFF_SECONDS (3)
/* What PROTOCOL.md gives them, with time for the pump and the line. */
#define SHORT_US         CUFF_SECONDS (2)
#define LEAK_US          CUFF_SECONDS (15)
#define LEAK_PRESSURE    CUFF_MMHG (60)
#define LEAK_STILL_MS    5000

static const struct {
  CuffMessageType type;
  CuffTest test;
} rows[] = {
  [CUFF_CHECK_SELF_TEST] = { CUFF_MSG_SELF_TEST, CUFF_TEST_SELF },
  [CUFF_CHECK_ZERO] = { CUFF_MSG_ZERO, CUFF_TEST_ZERO },
  [CUFF_CHECK_LEAK] = { CUFF_MSG_LEAK_TEST, CUFF_TEST_LEAK },
};

static CuffMessage
compose (const CuffWireCheck *check)
{
  CuffMessage message = { .type = rows[check->kind].type };
  if (check->kind == CUFF_CHECK_ZERO)
    message.channel.channel = (uint8_t) check->channel;
  else if (check->kind == CUFF_CHECK_LEAK)
    message.leak_test =
        (CuffLeakTestMessage){ (uint8_t) check->channel, LEAK_PRESSURE, LEAK_STILL_MS };
  return message; /* a self-test of everything is all zeros */
}

static bool
is_armed_for_leak (const CuffLink *link)
{
  return link->intent.epoch != 0 && !link->stopping && link->purpose == CUFF_ARM_LEAK;
}

void
cuff_wire_check (CuffLink *link, CuffCheck kind, unsigned channel)
{
  CuffWireCheck *check = &cuff_wire_of (link)->check;
  if (check->step != CUFF_WIRE_CHECK_NONE) {
    cuff_link_refused (link, (int) rows[kind].type, CUFF_RESULT_BUSY, 0, 0);
  } else if (kind == CUFF_CHECK_LEAK && !is_armed_for_leak (link)) {
    cuff_link_refused (link, (int) rows[kind].type, CUFF_RESULT_NOT_ARMED, 0, 0);
  } else if (kind != CUFF_CHECK_LEAK && (link->intent.epoch != 0 || link->arming)) {
    cuff_link_refused (link, (int) rows[kind].type, CUFF_RESULT_BAD_STATE, 0, 0);
  } else {
    CuffTime now_us = cuff_clock_now (link->clock);
    *check = (CuffWireCheck){ .step = CUFF_WIRE_CHECK_WANTED,
                              .kind = kind,
                              .channel = channel,
                              .next_try_us = now_us,
                              .until_us = now_us + IDLE_PATIENCE_US };
  }
}

static void
finish (CuffLink *link, bool passed, CuffPressure value, CuffPressure limit)
{
  CuffWireCheck *check = &cuff_wire_of (link)->check;
  check->step = CUFF_WIRE_CHECK_NONE;
  cuff_link_checked (link, check->kind, check->channel, passed, value, limit);
}

/* True when `ack` was about a check. */
bool
cuff_wire_check_answered (CuffLink *link, CuffResult result, const CuffAckMessage *ack)
{
  CuffWireCheck *check = &cuff_wire_of (link)->check;
  if (check->step != CUFF_WIRE_CHECK_ASKED || ack->command != rows[check->kind].type)
    return false;
  CuffTime now_us = cuff_clock_now (link->clock);
  bool not_yet = result == CUFF_RESULT_BAD_STATE || result == CUFF_RESULT_BUSY
                 || result == CUFF_RESULT_TOO_EARLY;
  if (result == CUFF_RESULT_OK) {
    check->step = CUFF_WIRE_CHECK_RUNS;
    check->until_us = now_us + (check->kind == CUFF_CHECK_LEAK ? LEAK_US : SHORT_US);
  } else if (not_yet && now_us < check->until_us) {
    check->step = CUFF_WIRE_CHECK_WANTED;
    check->next_try_us = now_us + CUFF_ASK_AGAIN_US;
  } else {
    check->step = CUFF_WIRE_CHECK_NONE;
    cuff_link_refused (link, ack->command, result, ack->value, ack->limit);
    if (check->kind == CUFF_CHECK_LEAK && link->intent.epoch != 0)
      cuff_link_end_epoch (link, CUFF_REASON_REFUSED); /* it may run without our knowing */
  }
  return true;
}

void
cuff_wire_take_result (CuffLink *link, const CuffResultMessage *result)
{
  /* Also before its Ack, which may have been lost. */
  const CuffWireCheck *check = &cuff_wire_of (link)->check;
  bool runs = check->step == CUFF_WIRE_CHECK_ASKED || check->step == CUFF_WIRE_CHECK_RUNS;
  if (!runs || result->test != rows[check->kind].test)
    return;
  CuffRequest *request = &cuff_wire_of (link)->request;
  if (request->message.type == rows[check->kind].type)
    request->waiting = false;
  finish (link, result->pass, result->value, result->limit);
}

void
cuff_wire_check_on (CuffLink *link, CuffTime now_us)
{
  CuffWire *wire = cuff_wire_of (link);
  CuffWireCheck *check = &wire->check;
  bool over = check->step == CUFF_WIRE_CHECK_RUNS && now_us >= check->until_us;
  bool stopped = check->step == CUFF_WIRE_CHECK_WANTED && check->kind == CUFF_CHECK_LEAK
                 && !is_armed_for_leak (link);
  if (over || stopped) {
    finish (link, false, CUFF_PRESSURE_UNSET, CUFF_PRESSURE_UNSET);
    return;
  }
  bool early =
      check->kind == CUFF_CHECK_LEAK && now_us - link->armed_at_us < CUFF_ARM_AGE_US; /* R5 */
  if (check->step != CUFF_WIRE_CHECK_WANTED || wire->request.waiting || early
      || now_us < check->next_try_us)
    return;
  CuffMessage message = compose (check);
  check->step = CUFF_WIRE_CHECK_ASKED;
  cuff_wire_ask (link, &message);
}
