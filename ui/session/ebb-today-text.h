/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Today's list in words: when it is over, and what a short visit leaves out.  Pure; all strings are
 * owned by the caller.
 */
#pragma once

#include "ebb-today.h"

/* "2 exercises, about 22 min; done about 10:51".  `wait_us`: until the first may begin. */
char *ebb_today_end_to_text (const EbbToday *today, gint64 wait_us, gint64 now_unix_us);

/* What so many minutes would leave of it. */
typedef struct {
  gboolean can; /* it can be taken, and changes something */
  char *text;   /* owned: what is left out, or why it cannot be */
} EbbTodayOffer;

/* `minutes` as typed; NAN = nothing. */
void ebb_today_offer_make (EbbTodayOffer *offer, const EbbToday *today, double minutes);
void ebb_today_offer_clear (EbbTodayOffer *offer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbTodayOffer, ebb_today_offer_clear)

/* Where the question begins: somewhat less than all of it takes. */
guint ebb_today_first_minutes (const EbbToday *today);
