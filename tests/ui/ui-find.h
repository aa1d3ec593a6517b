/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finds what a person would see: only mapped widgets count.  Texts are those of the program
 * without a translation.
 */
#pragma once

#include <gtk/gtk.h>

typedef gboolean (*UiMatch) (GtkWidget *widget, gconstpointer data);

/* The first mapped widget below `root` (itself included) that matches; NULL. */
GtkWidget *ui_find (GtkWidget *root, UiMatch match, gconstpointer data);

/* A button (of any kind, list rows too) that shows a text beginning with `text`. */
GtkWidget *ui_find_button (GtkWidget *root, const char *text);
/* A label whose text contains `text`. */
GtkWidget *ui_find_label (GtkWidget *root, const char *text);
/* The nth (from 0) widget of a type. */
GtkWidget *ui_find_type (GtkWidget *root, GType type, guint nth);
/* The entry whose title, placeholder or label beside it begins with `text`. */
GtkWidget *ui_find_entry (GtkWidget *root, const char *text);
/* The text a widget shows: its own or that of the labels inside, joined by blanks.  Free it. */
char *ui_text_of (GtkWidget *widget);

/* Every mapped widget below `root`. */
void ui_each (GtkWidget *root, void (*visit) (GtkWidget *widget, gpointer user), gpointer user);
