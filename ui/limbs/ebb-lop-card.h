/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * On the page of a start: the LOP is to be measured again, the prescription to be changed, or one
 * tap with a reason is asked.  The lock itself stands in ebb-session-lop.
 *
 * Signals: "reason" (string), "measure", "change".
 */
#pragma once

#include "ebb-session.h"

#include <gtk/gtk.h>

#define EBB_TYPE_LOP_CARD (ebb_lop_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbLopCard, ebb_lop_card, EBB, LOP_CARD, GtkBox)

GtkWidget *ebb_lop_card_new (void);
/* In the middle of a session no other page can be opened: then neither "measure" nor "change" is
 * offered. */
void ebb_lop_card_stay (EbbLopCard *card);
/* Shows itself when `error` is about the LOP, and vanishes otherwise (NULL = nothing is refused).
 * TRUE when it shows. */
gboolean ebb_lop_card_show (EbbLopCard *card, const GError *error);
