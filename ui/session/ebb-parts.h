/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts that the session's pages share: cards, large numbers, rows of choices.
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

/* A vertical box with the look of a card; `title` NULL = none. */
GtkWidget *ebb_panel_new (const char *title);
/* "114 mmHg": a large label and a smaller one on its baseline.  `small` may be NULL. */
GtkWidget *ebb_big_number_new (GtkWidget **large, GtkWidget **small, const char *unit);
/* For dispose of a widget that made its own children. */
void ebb_widget_drop_children (GtkWidget *widget);
/* Shows a level by its class; `shown` remembers which one. */
void ebb_widget_show_level (GtkWidget *widget, EbbLiveLevel *shown, EbbLiveLevel level);
/* Tooltip and accessible description in one: why a control cannot be used.  NULL = it can. */
void ebb_widget_set_why (GtkWidget *widget, const char *why);
/* A title above a row of controls, which needs the whole width. */
GtkWidget *ebb_titled_row_new (const char *title, GtkWidget *child);
