/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How large a page may speak: a style class (size-xs, -s, -m, -l) after the window's size, measured
 * in lines of text, so that large text counts like a small window.
 */
#pragma once

#include <gtk/gtk.h>

/* The class of a window of that size at that text scale (1 = 96 dpi).  Pure. */
const char *ebb_size_class_of (int width_px, int height_px, double text_scale);

/* Whether it is one of the two smaller ones. */
gboolean ebb_size_class_is_short (GtkWidget *widget);

/* Keeps the class of `widget` true for as long as it is shown, and .high-contrast too. */
void ebb_size_class_follow (GtkWidget *widget);
