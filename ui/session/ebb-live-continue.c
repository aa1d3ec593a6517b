/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-continue.h"

#include "ebb-format.h"

#include <glib/gi18n-lib.h>

/* "Set 2, 3–8 more", "Set 2, 3:20 more". */
static char *
left_to_text (const EbbSessionView *view)
{
  const EbbSetPlan *left = &view->continue_left;
  g_autofree char *much = left->kind == EBB_SET_TIMED
                              ? ebb_format_clock (CUFF_SECONDS (left->duration_s))
                              : ebb_format_range (left->reps_min, left->reps_max);

  if (left->kind == EBB_SET_TO_FAILURE)
    return g_strdup_printf (_ ("Set %u, on to failure"), view->continue_set);
  return g_strdup_printf (_ ("Set %u, %s more"), view->continue_set, much);
}

static void
add (EbbLiveOffer *offer, guint set, gboolean what_left, char *text)
{
  *offer = (EbbLiveOffer){ set, what_left, text };
}

guint
ebb_live_continue_offers (const EbbSessionView *view, EbbLiveOffer offers[EBB_LIVE_OFFERS_MAX])
{
  guint n = 0, set = view->continue_set;

  if (!view->can_continue || set == 0)
    return 0;
  if (view->continue_cut)
    add (&offers[n++], set, TRUE, left_to_text (view));
  add (&offers[n++], set, FALSE,
       view->continue_cut ? g_strdup_printf (_ ("Set %u anew"), set)
                          : g_strdup_printf (_ ("Set %u"), set));
  if (view->continue_cut && set < view->continue_of)
    add (&offers[n++], set + 1, FALSE, g_strdup_printf (_ ("Set %u"), set + 1));
  return n;
}

void
ebb_live_continue_offers_clear (EbbLiveOffer *offers, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&offers[i].text, g_free);
}

char *
ebb_live_continue_button (const EbbSessionView *view)
{
  if (!view->can_continue || view->continue_set == 0)
    return NULL;
  return g_strdup_printf (_ ("Continue from set %u…"), view->continue_set);
}
