/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small things every page needs, so that they look the same everywhere.
 */
#pragma once

#include <gtk/gtk.h>

/* Opens and shuts.  Its text is its name for a screen reader too, which GtkExpander leaves out. */
GtkWidget *ebb_expander_new (const char *text);

/* A label with style classes (NULL-terminated list), aligned to the start, tabular figures. */
GtkWidget *ebb_label_new (const char *text, const char *css_class, ...) G_GNUC_NULL_TERMINATED;
/* Sets the text only when it differs: nothing is drawn when nothing changed.  TRUE when it did. */
gboolean ebb_label_update (GtkWidget *label, const char *text);
/* A text button with style classes. */
GtkWidget *ebb_button_new (const char *text, const char *css_class, ...) G_GNUC_NULL_TERMINATED;
/* Where there is nothing to show: why, and what to do.  `description` NULL = none. */
GtkWidget *ebb_nothing_new (const char *icon, const char *title, const char *description);
/* Adds or removes one style class. */
void ebb_widget_set_class (GtkWidget *widget, const char *css_class, gboolean on);
/* Name and description for a screen reader. */
void ebb_widget_set_accessible (GtkWidget *widget, const char *name, const char *description);
