/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The run: one verdict after the other, and air out at the end whatever happened.
 */
#include "cuff-conform-judges.h"

#include <stdio.h>

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

/* A requirement is not met while pressure stood that nobody asked for, whatever was asked. */
static CuffConformVerdict
judge (CuffConform *t, const CuffConformJudge *judge_row)
{
  CuffConformVerdict verdict;

  t->unasked[0] = '\0';
  t->seen[0] = '\0';
  verdict = judge_row->judge (t);
  if (t->unasked[0] != '\0')
    verdict = cuff_conform_fail (t, "%s", t->unasked);
  if (t->heard.n_identities > 0 && (verdict == CUFF_CONFORM_FAIL || t->state.epoch != 0))
    cuff_conform_calm (t);
  if (verdict == CUFF_CONFORM_FAIL)
    t->dirty = true;

  return verdict;
}

/* The first requirement decides whether there is anything to judge at all. */
static CuffConformEnd
judge_all (CuffConform *t, unsigned *n_failed)
{
  for (unsigned i = 0; i < cuff_conform_n_judges; i++) {
    const CuffConformJudge *row = &cuff_conform_judges[i];
    bool stranger = t->heard.n_identities == 0 && i > 0;
    CuffConformVerdict verdict =
        stranger ? cuff_conform_fail (t, "not judged: no CuffWire on this port") : judge (t, row);

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
