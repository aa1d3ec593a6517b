/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pressure of a limb against time, drawn on cairo: the same functions for screen, print and
 * PDF. Minima and maxima per pixel column, stroked in chunks, so that the cost does not depend on
 * how many samples there are.
 */
#pragma once

#include "ebb-measure.h"
#include "ebb-palette.h"
#include "ebb-scale.h"
#include "ebb-trace.h"

#include <pango/pangocairo.h>

typedef struct {
  EbbScale x; /* seconds since `origin_us` */
  EbbScale y; /* mmHg */
  gint64 origin_us;
  double top_px;             /* marks stand between this and y.to_px */
  double text_px, digits_px; /* height of a text, width of two digits; by ebb_chart_lay_out() */
} EbbChartFrame;

/* A repetition or an event on the time axis. */
typedef struct {
  gint64 t_us;
  guint number;    /* shown below a repetition's triangle; 0 = none */
  gboolean is_rep; /* else a dotted line with a diamond on top */
} EbbChartMark;

typedef struct {
  const EbbTrace *trace;          /* borrowed, like the arrays */
  const EbbTargetChange *targets; /* the band follows them */
  gsize n_targets;
  const EbbChartMark *marks;
  gsize n_marks;
  CuffPressure lop;           /* unset = none */
  int band_percent;           /* ±; 0 = no band */
  gboolean numbers;           /* FALSE on the patient's page: zone and curve, no mmHg */
  const char *band_text;      /* beside the band; NULL = none */
  const char *lop_text;       /* "LOP 187"; NULL */
  PangoFontDescription *font; /* borrowed; its size is absolute (px, or points on paper) */
} EbbChartData;

/* Fits y to the repetition wave around the target: rounded to 20 mmHg, at least 80 mmHg high;
 * LOP is an edge marker when it lies outside. */
void ebb_chart_fit_y (const EbbChartData *data, gint64 from_us, gint64 to_us, EbbScale *y);

/* Puts the frame into a rectangle, with room for labels and marks; x.from, x.to, y.from, y.to and
 * origin_us are left as they are. */
void ebb_chart_lay_out (EbbChartFrame *frame, double x, double y, double width, double height,
                        const EbbChartData *data);

/* The axes lie below, so that no word hides a curve; then in this order.  All clip to the frame but
 * the axes. */
void ebb_chart_draw_band (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                          const EbbPalette *palette);
void ebb_chart_draw_axes (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                          const EbbPalette *palette);
/* One stretch of the planned zone in whole pixels: y of its edges and of the target, which is
 * dashed from the frame's left on.  FALSE when there is nothing of it to be seen. */
#define EBB_CHART_DASH_PX 5
typedef struct {
  double left, right, top, bottom, target;
} EbbChartZone;
gboolean ebb_chart_get_zone (const EbbChartFrame *frame, const EbbChartData *data, gsize i,
                             EbbChartZone *zone);
/* The parts of the axes, for whoever keeps them apart: lines; y labels; time labels of a session's
 * clock (m:ss from `zero_us` on) between two moments; LOP; the band's text. */
typedef struct {
  double mmhg, y_px; /* y_px = top of a line of one pixel */
} EbbChartLine;
/* At most EBB_TICKS_MAX; how many. */
guint ebb_chart_get_lines (const EbbChartFrame *frame, const EbbChartData *data,
                           EbbChartLine *lines);
void ebb_chart_draw_grid (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                          const EbbPalette *palette);
void ebb_chart_draw_values (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                            const EbbPalette *palette);
void ebb_chart_draw_clock (cairo_t *cr, const EbbChartFrame *frame, gint64 from_us, gint64 to_us,
                           gint64 zero_us, const EbbChartData *data, const EbbPalette *palette);
/* How far its labels are apart. */
double ebb_chart_get_clock_step_s (const EbbChartFrame *frame);
void ebb_chart_draw_lop (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                         const EbbPalette *palette);
void ebb_chart_draw_band_text (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                               const EbbPalette *palette);
/* The curve between two moments only: a tile of the sweep, or all of it. */
void ebb_chart_draw_curve (cairo_t *cr, const EbbChartFrame *frame, const EbbTrace *trace,
                           gint64 from_us, gint64 to_us, const EbbPalette *palette);
void ebb_chart_draw_marks (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                           const EbbPalette *palette);

/* All of it into a rectangle, for review and paper. */
void ebb_chart_draw (cairo_t *cr, double x, double y, double width, double height, gint64 from_us,
                     gint64 to_us, const EbbChartData *data, const EbbPalette *palette);
