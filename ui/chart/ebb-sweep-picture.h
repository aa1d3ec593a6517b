/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture of a sweep: which part of which round is seen where, and the render nodes it is made
 * of, kept until something in them changes.  Knows no widget; main thread.
 *
 * A round is one pass of the pen over the picture.  Left of the pen stands the round under way,
 * right of it, after a gap, the one before.  The whole session is a single round whose length
 * grows by the clock's steps.
 */
#pragma once

#include "ebb-chart-draw.h"

#include <gtk/gtk.h>

typedef struct EbbSweepPicture EbbSweepPicture;

EbbSweepPicture *ebb_sweep_picture_new (void);
void ebb_sweep_picture_free (EbbSweepPicture *picture);

/* 0 = the whole session. */
void ebb_sweep_picture_set_span_s (EbbSweepPicture *picture, guint span_s);
void ebb_sweep_picture_set_size (EbbSweepPicture *picture, int width, int height);
/* `font` is copied. */
void ebb_sweep_picture_set_style (EbbSweepPicture *picture, const EbbPalette *palette,
                                  const PangoFontDescription *font);

/* What is known now: all but the trace is copied.  TRUE when there is something to draw. */
gboolean ebb_sweep_picture_set_data (EbbSweepPicture *picture, const EbbChartData *data,
                                     gint64 now_us);

/* Builds what is missing. */
void ebb_sweep_picture_append (EbbSweepPicture *picture, GtkSnapshot *snapshot);

/* The moment that stands at a place; in the pen's gap it is the pen's.  FALSE without data. */
gboolean ebb_sweep_picture_get_time (EbbSweepPicture *picture, double x, gint64 *t_us);
/* Where a pressure stands, and where the curve begins and ends on x. */
double ebb_sweep_picture_get_y (EbbSweepPicture *picture, CuffPressure pressure);
void ebb_sweep_picture_get_area (EbbSweepPicture *picture, GdkRectangle *area);
double ebb_sweep_picture_get_pen_x (EbbSweepPicture *picture);
/* Time 0 of the axis; EBB_TIME_UNSET without data. */
gint64 ebb_sweep_picture_get_zero_us (EbbSweepPicture *picture);
const EbbTrace *ebb_sweep_picture_get_trace (EbbSweepPicture *picture);
guint64 ebb_sweep_picture_get_n_tiles_built (EbbSweepPicture *picture);
