/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-short-visit.h"

typedef struct {
  const EbbVisitBout *bouts;
  gint64 between_ms, around_ms;
} Visit;

static gint64
total_of (const Visit *in, const EbbShortVisit *visit)
{
  gint64 total_ms = in->around_ms;
  guint n_left = 0;

  for (guint i = 0; i < visit->n_bouts; i++) {
    if (visit->n_sets[i] == 0)
      continue;
    total_ms += in->bouts[i].set_ms[visit->n_sets[i] - 1];
    n_left++;
  }
  return total_ms + (n_left > 1 ? (n_left - 1) * in->between_ms : 0);
}

/* The next step of the set order; FALSE: nothing may go any more. */
static gboolean
drop_one (const EbbVisitBout *bouts, EbbShortVisit *visit)
{
  for (guint i = visit->n_bouts; i > 0; i--) {
    guint *n_sets = &visit->n_sets[i - 1];

    if (*n_sets == 0)
      continue;
    if (*n_sets > MAX (bouts[i - 1].sets_min, 1))
      *n_sets -= 1;
    else if (i > 1)
      *n_sets = 0;
    else
      return FALSE;
    return TRUE;
  }
  return FALSE;
}

void
ebb_short_visit_fit (const EbbVisitBout *bouts, guint n_bouts, gint64 between_ms, gint64 around_ms,
                     gint64 available_ms, EbbShortVisit *visit)
{
  const Visit in = { bouts, between_ms, around_ms };

  *visit = (EbbShortVisit){ .n_bouts = MIN (n_bouts, EBB_VISIT_BOUTS_MAX) };
  for (guint i = 0; i < visit->n_bouts; i++)
    visit->n_sets[i] = MIN (bouts[i].n_sets, G_N_ELEMENTS (bouts[i].set_ms));
  visit->total_ms = total_of (&in, visit);
  while (visit->total_ms > available_ms && drop_one (bouts, visit)) {
    visit->shortened = TRUE;
    visit->total_ms = total_of (&in, visit);
  }
  visit->fits = visit->total_ms <= available_ms;
}

void
ebb_short_visit_shortest (const EbbVisitBout *bouts, guint n_bouts, gint64 between_ms,
                          gint64 around_ms, EbbShortVisit *visit)
{
  ebb_short_visit_fit (bouts, n_bouts, between_ms, around_ms, -1, visit);
  visit->fits = TRUE;
}
