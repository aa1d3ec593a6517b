/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One of a few, as large buttons with a title and a line below it.  Nothing is chosen until
 * somebody does, or it is set.
 *
 * Signal "changed" (by a person).
 */
#pragma once

#include <gtk/gtk.h>

#define EBB_TYPE_CHOICE (ebb_choice_get_type ())
G_DECLARE_FINAL_TYPE (EbbChoice, ebb_choice, EBB, CHOICE, GtkWidget)

/* `name`: for a screen reader.  Columns as ebb_columns_new(). */
GtkWidget *ebb_choice_new (const char *name, guint n_max, int column_min_px);
/* `value`: what it stands for; `title` may be a word of a sentence, the button shows it with a
 * capital; `detail` may be NULL. */
void ebb_choice_add (EbbChoice *choice, int value, const char *title, const char *detail);
/* -1 = none. */
int ebb_choice_get (EbbChoice *choice);
/* Without a signal. */
void ebb_choice_set (EbbChoice *choice, int value);
/* What is not to be had now takes no room. */
void ebb_choice_set_shown (EbbChoice *choice, int value, gboolean shown);
void ebb_choice_set_sensitive (EbbChoice *choice, int value, gboolean sensitive);
