/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a stopped exercise may go on, in words.  Pure.
 */
#pragma once

#include "ebb-session.h"

typedef struct {
  guint set;
  gboolean what_left;
  char *text; /* owned: "Set 2, 3–8 more", "Set 2 anew", "Set 3" */
} EbbLiveOffer;

#define EBB_LIVE_OFFERS_MAX 3

/* How many; what goes on right where it was comes first. */
guint ebb_live_continue_offers (const EbbSessionView *view,
                                EbbLiveOffer offers[EBB_LIVE_OFFERS_MAX]);
void ebb_live_continue_offers_clear (EbbLiveOffer *offers, guint n);
/* "Continue from set 2…" on a button; NULL when nothing may go on.  Free it. */
char *ebb_live_continue_button (const EbbSessionView *view);

/* What became of the cuff meanwhile, as it is asked. */
typedef enum {
  EBB_LIVE_CUFF_KEPT,
  EBB_LIVE_CUFF_REFITTED,
  EBB_LIVE_CUFF_MOVED,
  EBB_LIVE_CUFF_NOT_SAID, /* after a reposition there is no answer beforehand */
} EbbLiveCuffAnswer;
