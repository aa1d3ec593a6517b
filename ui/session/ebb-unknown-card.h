/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Instead of numbers when there are none: the cuff's state is unknown, and what to do about it.
 *
 * Signals: "cuff-off" (a person says it is soft and off), "give-up" (nobody can say).
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_UNKNOWN_CARD (ebb_unknown_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbUnknownCard, ebb_unknown_card, EBB, UNKNOWN_CARD, GtkWidget)

GtkWidget *ebb_unknown_card_new (void);
/* Why it is unknown, in words; NULL = as told in general. */
/* `by_hand`: nothing deflates this cuff by itself. */
void ebb_unknown_card_show (EbbUnknownCard *card, const char *problem, gboolean by_hand);
