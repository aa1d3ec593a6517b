/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live plot: a sweep display.  Session time on x, the pen moves from left to right and leaves a
 * gap before it; one retained render node for each 128-px tile, only the pen's tile is built anew.
 * The frame clock draws, data never does; ten idle ticks and the tick callback removes itself.
 */
#pragma once

#include "ebb-chart-draw.h"

#include <gtk/gtk.h>

#define EBB_TYPE_SWEEP (ebb_sweep_get_type ())
G_DECLARE_FINAL_TYPE (EbbSweep, ebb_sweep, EBB, SWEEP, GtkWidget)

GtkWidget *ebb_sweep_new (void);

/* Fills `data` for the frame; called from the tick, on the main thread.  FALSE = nothing new.  The
 * trace and arrays it points to live until the next call. */
typedef gboolean (*EbbSweepSource) (gpointer user, EbbChartData *data, gint64 *now_us);
void ebb_sweep_set_source (EbbSweep *sweep, EbbSweepSource source, gpointer user,
                           GDestroyNotify destroy);
/* 10, 60 or 0 (the whole session, squeezed).  Default 60. */
void ebb_sweep_set_span_s (EbbSweep *sweep, guint span_s);
/* Frozen: the picture stands, a cursor can be moved over it (pointer, touch, arrow keys), time and
 * pressure under it and the difference to where it was set down are shown; recording goes on. */
void ebb_sweep_set_frozen (EbbSweep *sweep, gboolean frozen);
gboolean ebb_sweep_get_frozen (EbbSweep *sweep);
/* There may be something new: the tick begins again. */
void ebb_sweep_wake (EbbSweep *sweep);
/* For the bench: tiles built and frames drawn since the start. */
void ebb_sweep_get_work (EbbSweep *sweep, guint64 *n_tiles, guint64 *n_frames);
