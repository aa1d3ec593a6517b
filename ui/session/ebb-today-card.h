/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When today's list is over, and a way to make it shorter (clinic 3.20): minutes, what they leave
 * out, one tap to take it, one to undo it.
 *
 * Signals: "fit" (uint minutes), "undo".
 */
#pragma once

#include "ebb-today.h"

#include <gtk/gtk.h>

#define EBB_TYPE_TODAY_CARD (ebb_today_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbTodayCard, ebb_today_card, EBB, TODAY_CARD, GtkWidget)

GtkWidget *ebb_today_card_new (void);
/* NULL: nothing is known, the card vanishes.  `wait_us`: until the first may begin. */
void ebb_today_card_show (EbbTodayCard *card, const EbbToday *today, gint64 wait_us,
                          gint64 now_unix_us);
