/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drawn widgets share: colours and font of the moment, and drawing at most ten times a second.
 */
#pragma once

#include "ebb-palette.h"

#include <gtk/gtk.h>

/* The widget's own font at `scale`, with an absolute size in pixels (large text included); owned by
 * the caller. */
PangoFontDescription *ebb_chart_dup_font (GtkWidget *widget, double scale);

/* The widget is drawn anew when light, dark or contrast changes; for as long as it lives. */
void ebb_chart_watch_style (GtkWidget *widget);

/* At once when a tenth of a second has passed since the last time, else when it has. */
typedef struct {
  guint source_id;
  gboolean waiting;
} EbbSlowDraw;

void ebb_slow_draw_queue (EbbSlowDraw *slow, GtkWidget *widget);
/* In dispose. */
void ebb_slow_draw_stop (EbbSlowDraw *slow);
