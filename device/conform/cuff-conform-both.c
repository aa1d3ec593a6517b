/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two cuffs at one controller: whatever stops one of them stops both.  (The epoch is common.)
 */
#include "cuff-conform-judges.h"

#include <stdio.h>

#define FIRST  1u
#define SECOND 2u

typedef enum { BY_VENT, BY_ZEROS, BY_STATE } By;

typedef struct {
  const char *name;
  unsigned cuffs; /* under pressure; bits */
  By by;
  uint8_t channel; /* that the Vent or the State names */
} Case;

static const Case cases[] = {
  { "Vent for all", FIRST | SECOND, BY_VENT, CUFF_ALL_CHANNELS },
  { "Vent for the first", FIRST | SECOND, BY_VENT, 0 },
  { "Vent for the second", FIRST | SECOND, BY_VENT, 1 },
  { "Vent for the first, with the second alone under pressure", SECOND, BY_VENT, 0 },
  { "zeros", FIRST | SECOND, BY_ZEROS, 0 },
  { "zeros, with the second alone under pressure", SECOND, BY_ZEROS, 0 },
  { "mode vent for the first, hold for the second", FIRST | SECOND, BY_STATE, 0 },
};

static bool
hold_pressure (const CuffConform *t, unsigned cuffs)
{
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    if ((cuffs >> i & 1) != 0 && t->heard.telemetry.channel[i].pressure < EMPTY)
      return false;

  return true;
}

static bool
bring_to (CuffConform *t, unsigned cuffs)
{
  CuffConformAnswer arm;
  CuffTime from_us;

  if (!cuff_conform_prepare (t))
    return false;
  arm = cuff_conform_arm (t, CUFF_ARM_TRAINING);
  cuff_conform_pause (t, 250);
  if (!cuff_conform_is (&arm, CUFF_RESULT_OK)) {
    snprintf (t->seen, sizeof t->seen, "not judged: Arm has %s", cuff_conform_words (&arm));
    return false;
  }
  cuff_conform_hold (t, CUFF_MODE_HOLD, USUAL, 60000);
  t->state.order[1] = t->state.order[0];
  for (unsigned i = 0; i < CUFF_CHANNELS_MAX; i++)
    if ((cuffs >> i & 1) == 0)
      t->state.order[i] = (CuffOrder){ .mode = CUFF_MODE_DEFLATE, .target = CUFF_PRESSURE_UNSET };
  for (from_us = cuff_conform_now (t); !hold_pressure (t, cuffs);)
    if (cuff_conform_ms_since (t, from_us) > 2 * REACH_MS || !cuff_conform_pause (t, 10)) {
      snprintf (t->seen, sizeof t->seen, "not judged: no pressure in %s",
                cuffs == SECOND ? "the second cuff" : "both cuffs");
      return false;
    }

  return true;
}

static void
stop (CuffConform *t, const Case *row)
{
  CuffMessage vent = { .type = CUFF_MSG_VENT, .channel = { row->channel } };

  if (row->by == BY_ZEROS) {
    cuff_conform_send_zeros (t);
    return;
  }
  cuff_conform_forbid (t);
  if (row->by == BY_VENT) {
    cuff_conform_send (t, &vent);
    return;
  }
  t->state.order[row->channel] =
      (CuffOrder){ .mode = CUFF_MODE_VENT, .target = CUFF_PRESSURE_UNSET };
  cuff_conform_beat (t);
}

static bool
has_stopped (const CuffConform *t)
{
  return cuff_conform_is_vented (t) && !cuff_conform_is_active (t);
}

/* The heartbeat with the old order goes on after each stop. */
CuffConformVerdict
cuff_conform_judge_both (CuffConform *t)
{
  const unsigned n_cases = sizeof cases / sizeof cases[0];
  double worst_ms = 0;

  for (unsigned i = 0; i < n_cases; i++) {
    CuffTime from_us;
    double ms;

    if (!bring_to (t, cases[i].cuffs))
      return cuff_conform_unjudged (t);
    from_us = cuff_conform_now (t);
    stop (t, &cases[i]);
    bool stopped = cuff_conform_wait (t, STOP_WITHIN_MS, has_stopped);
    ms = cuff_conform_ms_since (t, from_us);
    cuff_conform_pause (t, BEAT_MS + 50);
    if (!stopped || !has_stopped (t))
      return cuff_conform_fail (t, "NOT BOTH VENTED by: %s", cases[i].name);
    worst_ms = ms > worst_ms ? ms : worst_ms;
    cuff_conform_calm (t);
  }

  return cuff_conform_pass (t, "%u of %u, at most %.0f ms", n_cases, n_cases, worst_ms);
}
