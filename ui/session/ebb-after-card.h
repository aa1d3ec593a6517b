/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the limb is after the cuff: red and full is normal; numbness, pallor and dizziness are asked
 * after by name.  Signals: "found" (string kind, string text): "normal", or the kind of an adverse
 * event; "refill" (double): seconds of capillary refill, when they were entered.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_AFTER_CARD (ebb_after_card_get_type ())
G_DECLARE_FINAL_TYPE (EbbAfterCard, ebb_after_card, EBB, AFTER_CARD, GtkWidget)

GtkWidget *ebb_after_card_new (void);
