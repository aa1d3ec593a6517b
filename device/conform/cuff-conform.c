/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The run: one verdict after the other, and air out at the end whatever happened.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>
#include <string.h>

/* A controller that answers nothing, or everything too late, is not asked for ever: each attempt
 * to bring it to Idle may take half a minute. */
#define GIVE_UP_AFTER  4
#define LONGEST_RUN_MS (20 * 60 * 1000)

unsigned
cuff_conform_count (void)
{
  return cuff_conform_n_judges;
}

const CuffConformRequirement *
cuff_conform_requirement (unsigned index)
{
  return &cuff_conform_judges[index].requirement;
}

static bool
is_able (const CuffConform *t, const char *needs)
{
  static const struct {
    const char *needs;
    uint32_t capability;
  } capabilities[] = {
    { "second sensor", CUFF_CAN_SECOND_SENSOR },
    { "leak test", CUFF_CAN_LEAK_TEST },
    { "self-test", CUFF_CAN_SELF_TEST },
    { "log", CUFF_CAN_LOG },
  };

  for (unsigned i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++)
    if (strcmp (needs, capabilities[i].needs) == 0)
      return (t->heard.identity.capabilities & capabilities[i].capability) != 0;

  return strcmp (needs, "two cuffs") != 0 || t->heard.identity.n_channels > 1;
}

/* A requirement is not met while pressure stood that nobody asked for, whatever was asked. */
static CuffConformVerdict
judge (CuffConform *t, const CuffConformJudge *judge_row)
{
  CuffConformVerdict verdict;

  t->unasked[0] = '\0';
  t->seen[0] = '\0';
  if (!is_able (t, judge_row->requirement.needs))
    return cuff_conform_skip (t, "needs a controller with: %s", judge_row->requirement.needs);
  if (t->options->ask == NULL && strcmp (judge_row->requirement.needs, "hands") == 0)
    return cuff_conform_not_done (t, CUFF_CONFORM_UNASKED);
  verdict = judge_row->judge (t);
  if (t->unasked[0] != '\0')
    verdict = cuff_conform_fail (t, "%s", t->unasked);
  if (t->heard.n_identities > 0 && (verdict == CUFF_CONFORM_FAIL || t->state.epoch != 0))
    cuff_conform_calm (t);
  if (verdict == CUFF_CONFORM_FAIL)
    t->dirty = true;

  return verdict;
}

/* Why nothing more can be judged; NULL while it can. */
static const char *
why_not (const CuffConform *t, CuffTime from_us)
{
  if (t->heard.n_identities == 0)
    return "not judged: no CuffWire on this port";
  if (t->n_unprepared >= GIVE_UP_AFTER)
    return "not judged: it could not be brought to Idle again and again";
  if (cuff_conform_ms_since (t, from_us) > LONGEST_RUN_MS)
    return "not judged: too much time has gone into the others";

  return NULL;
}

static bool
is_wanted (const CuffConform *t, const CuffConformRequirement *requirement)
{
  return t->options->wanted == NULL || t->options->wanted (t->options->user, requirement);
}

/* The first requirement decides whether there is anything to judge at all. */
static CuffConformEnd
judge_all (CuffConform *t, unsigned *n_failed)
{
  CuffTime from_us = cuff_conform_now (t);

  for (unsigned i = 0; i < cuff_conform_n_judges; i++) {
    const CuffConformJudge *row = &cuff_conform_judges[i];
    const char *hopeless = i > 0 ? why_not (t, from_us) : NULL;
    CuffConformVerdict verdict;

    if (i > 0 && !is_wanted (t, &row->requirement))
      continue;
    verdict = hopeless != NULL ? cuff_conform_fail (t, "%s", hopeless) : judge (t, row);
    if (t->cancelled)
      return CUFF_CONFORM_CANCELLED;
    if (t->gone)
      return CUFF_CONFORM_LOST;
    *n_failed += verdict == CUFF_CONFORM_FAIL;
    t->options->tell (t->options->user, &row->requirement, verdict, t->seen);
  }

  return t->heard.n_identities > 0 ? CUFF_CONFORM_JUDGED : CUFF_CONFORM_STRANGER;
}

CuffConformEnd
cuff_conform_run (const CuffConformOptions *options, unsigned *n_failed, CuffError *error)
{
  CuffConform tester;
  CuffConformEnd end;

  *n_failed = 0;
  if (!cuff_conform_open (&tester, options, error))
    return CUFF_CONFORM_NO_PORT;
  end = judge_all (&tester, n_failed);
  /* To something that is no cuff nothing more is said. */
  if (tester.heard.n_identities > 0)
    cuff_conform_calm (&tester);
  cuff_conform_close (&tester);

  return end;
}
