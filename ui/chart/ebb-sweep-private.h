/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two files of a sweep's picture share: -picture decides what is seen where and what is no
 * longer right, -nodes draws it.
 */
#pragma once

#include "ebb-sweep-picture.h"

#define EBB_SWEEP_TILE_PX    128
#define EBB_SWEEP_CELL_PX    16 /* what is built anew in each frame: the pen's part of its tile */
#define EBB_SWEEP_TILE_CELLS (EBB_SWEEP_TILE_PX / EBB_SWEEP_CELL_PX)

struct EbbSweepPicture {
  int width, height;
  guint span_s;
  const EbbPalette *palette;
  PangoFontDescription *font; /* owned */

  EbbChartData data; /* points into the following, and the trace, which is borrowed */
  GArray *targets, *marks;
  char *band_text, *lop_text;
  gboolean has_data;

  gint64 zero_us, now_us;
  gint64 seen_us; /* newest sample that a tile may hold */
  gint64 round_us;
  gint64 round;                  /* under way, from 0 */
  EbbChartFrame frame;           /* of that round */
  gint64 fit_us, small_since_us; /* unset = not */
  gboolean laid_out;

  GPtrArray *tiles;     /* owned nodes; NULL = to be built */
  GPtrArray *cells;     /* the same, some to a tile; only where the pen is at work */
  GskRenderNode *still; /* owned, like the clock: lines, labels, LOP */
  GskRenderNode *clock, *zone;
  double zone_ahead_px; /* where the zone of the round before begins */
  gint64 clock_step;    /* labels up to it belong to the round under way */
  guint64 n_tiles_built;
};

/* FALSE when there is nothing to be seen. */
gboolean ebb_sweep_picture_lay_out (EbbSweepPicture *picture);
double ebb_sweep_picture_width_px (const EbbSweepPicture *picture);
double ebb_sweep_picture_pen_gap_px (const EbbSweepPicture *picture);
/* The first whole pixel that the pen has not reached. */
double ebb_sweep_picture_pen_px (const EbbSweepPicture *picture, gint64 now_us);
/* Where a moment stands in its own round, and the other way round. */
double ebb_sweep_picture_time_px (const EbbSweepPicture *picture, gint64 t_us);
gint64 ebb_sweep_picture_px_time (const EbbSweepPicture *picture, gint64 round, double px);
EbbChartFrame ebb_sweep_picture_frame_of_round (const EbbSweepPicture *picture, gint64 round);
