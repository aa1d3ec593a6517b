/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The button that wants to be held for a second, by pointer, touch or key; it fills meanwhile.
 *
 * Signal "held": once.
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_HOLD_BUTTON (ebb_hold_button_get_type ())
G_DECLARE_FINAL_TYPE (EbbHoldButton, ebb_hold_button, EBB, HOLD_BUTTON, GtkWidget)

GtkWidget *ebb_hold_button_new (const char *text);
/* What it says; another text has to be held from its beginning. */
void ebb_hold_button_set_text (EbbHoldButton *button, const char *text);
/* May be held anew, after a start that was refused. */
void ebb_hold_button_reset (EbbHoldButton *button);
