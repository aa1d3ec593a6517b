/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two ways to lay out children that give way when space is short or letters are large: columns of
 * one width, as many as fit, and two things beside each other that go below each other.
 */
#pragma once

#include <gtk/gtk.h>

/* How large letters are: 1 at 96 dots per inch, 2 at 200 % text. */
double ebb_text_scale (GtkWidget *widget);

#define EBB_TYPE_COLUMNS (ebb_columns_get_type ())
G_DECLARE_FINAL_TYPE (EbbColumns, ebb_columns, EBB, COLUMNS, GtkWidget)
/* At most n_max columns, none narrower than that (at 100 % text).  Rows have the height of their
 * tallest child. */
GtkWidget *ebb_columns_new (guint n_max, int column_min_px, int spacing_px);
void ebb_columns_append (EbbColumns *columns, GtkWidget *child);
void ebb_columns_clear (EbbColumns *columns);

#define EBB_TYPE_BESIDE (ebb_beside_get_type ())
G_DECLARE_FINAL_TYPE (EbbBeside, ebb_beside, EBB, BESIDE, GtkWidget)
/* start takes what end leaves; below each other when start would get less than that (at 100 %
 * text).  Takes both. */
GtkWidget *ebb_beside_new (GtkWidget *start, GtkWidget *end, int start_min_px, int spacing_px);
