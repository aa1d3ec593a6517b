/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The curve itself: the extremes of each pixel column joined by a line, in strokes of sixteen
 * columns (a stroker's cost grows faster than its path), and what is missing as a hatched span.
 */
#include "ebb-chart-draw.h"

#include <math.h>

#define CHUNK_COLUMNS     16
#define COLUMNS_MAX       8192
#define COLUMNS_BESIDE    2      /* with samples */
#define BESIDE_US         200000 /* both sides of a tile, for the lines at its edges */
#define HATCH_PX          6
#define FIT_COLUMNS       60
#define FIT_STEP_MMHG     20.0
#define FIT_HIGH_MMHG     80.0
#define FIT_MARGIN_MMHG   4.0
#define FIT_TIGHT_PERCENT 75  /* of the target: below that a cuff inflates or deflates */
#define FIT_TEXT_MMHG     8.0 /* room below the zone for its text */

typedef struct {
  const EbbChartFrame *frame;
  const EbbTrace *trace;
  gint64 from_us;  /* of the first column */
  gint64 to_us;    /* asked for; columns go on beyond it */
  double from_px;  /* the same */
  double us_width; /* of one column */
  guint n;
  guint first, end; /* those with a part in the line */
  EbbSpan *columns; /* owned */
  gboolean *gaps;   /* owned: nothing is known there, or not everything */
} Curve;

static double
time_px (const EbbChartFrame *frame, gint64 t_us)
{
  return ebb_scale_to_px (&frame->x, (double) (t_us - frame->origin_us) / G_USEC_PER_SEC);
}

static double
value_px (const EbbChartFrame *frame, CuffPressure pressure)
{
  return ebb_scale_to_px (&frame->y, cuff_pressure_to_mmhg (pressure));
}

static gint64
px_time (const EbbChartFrame *frame, double px)
{
  return frame->origin_us + llround (ebb_scale_from_px (&frame->x, px) * G_USEC_PER_SEC);
}

static gboolean
is_empty (const EbbSpan *column)
{
  return !cuff_pressure_is_set (column->min) && !column->gap;
}

/* Columns without a sample are a gap or just narrower than the samples are apart: the trace knows,
 * once for each run of them. */
static void
find_gaps (Curve *curve)
{
  gint64 first_us = ebb_trace_get_first_us (curve->trace);
  for (guint i = 0; i < curve->n;) {
    curve->gaps[i] = curve->columns[i].gap;
    if (!is_empty (&curve->columns[i])) {
      i++;
      continue;
    }
    guint end = i;
    while (end < curve->n && is_empty (&curve->columns[end]))
      end++;
    gint64 t_us = curve->from_us + (gint64) ((i + end) * curve->us_width / 2);
    if (end == curve->n)
      t_us = curve->to_us; /* what comes later is not missing */
    gboolean gap = t_us > first_us && !cuff_pressure_is_set (ebb_trace_get_at (curve->trace, t_us));
    for (; i < end; i++)
      curve->gaps[i] = gap;
  }
}

/* A line is seen beyond its columns by less than two of them. */
static void
find_line (Curve *curve, double left_px, double right_px)
{
  guint n_more = COLUMNS_BESIDE;
  curve->first = (guint) CLAMP (left_px - curve->from_px, 0, curve->n);
  curve->end = (guint) CLAMP (right_px - curve->from_px, 0, curve->n);
  while (curve->first > 0 && n_more > 0)
    n_more -= cuff_pressure_is_set (curve->columns[--curve->first].min);
  n_more = COLUMNS_BESIDE;
  while (curve->end < curve->n && n_more > 0)
    n_more -= cuff_pressure_is_set (curve->columns[curve->end++].min);
}

static gboolean
curve_init (Curve *curve, const EbbChartFrame *frame, const EbbTrace *trace, gint64 from_us,
            gint64 to_us)
{
  double px_per_us =
      (frame->x.to_px - frame->x.from_px) / (frame->x.to - frame->x.from) / G_USEC_PER_SEC;
  if (!(px_per_us > 0) || ebb_trace_get_length (trace) == 0)
    return FALSE;
  /* Columns lie on whole pixels, the same ones whatever part of the curve is asked for. */
  double beside_px = ceil (BESIDE_US * px_per_us) + 1;
  double from_px = floor (time_px (frame, from_us)) - beside_px;
  double to_px = ceil (time_px (frame, to_us)) + beside_px;
  if (!(to_px > from_px) || to_px - from_px > COLUMNS_MAX)
    return FALSE;
  *curve = (Curve){ .frame = frame, .trace = trace, .to_us = to_us, .from_px = from_px };
  curve->n = (guint) (to_px - from_px);
  curve->us_width = 1 / px_per_us;
  curve->from_us = px_time (frame, from_px);
  curve->columns = g_new (EbbSpan, curve->n);
  curve->gaps = g_new (gboolean, curve->n);
  ebb_trace_get_columns (trace, curve->from_us, px_time (frame, to_px), curve->n, curve->columns);
  find_gaps (curve);
  find_line (curve, floor (time_px (frame, from_us)), ceil (time_px (frame, to_us)));
  return TRUE;
}

static void
curve_clear (Curve *curve)
{
  g_free (curve->columns);
  g_free (curve->gaps);
}

/* Grey with strokes: told from the paper by more than its shade. */
static void
draw_gap (cairo_t *cr, const Curve *curve, guint from, guint to, const EbbPalette *palette)
{
  const EbbChartFrame *frame = curve->frame;
  double x = curve->from_px + from, width = to - from;
  double top = frame->y.to_px, bottom = frame->y.from_px, height = bottom - top;

  cairo_save (cr);
  cairo_rectangle (cr, x, top, width, height);
  cairo_clip (cr);
  ebb_color_set (cr, &palette->gap);
  cairo_paint (cr);
  EbbColor stroke = palette->gap;
  stroke.alpha *= 2;
  ebb_color_set (cr, &stroke);
  cairo_set_line_width (cr, 1);
  /* Strokes stand on a raster of their own, so that neighbouring tiles continue them. */
  for (double at = floor ((x - height) / HATCH_PX) * HATCH_PX; at < x + width; at += HATCH_PX) {
    cairo_move_to (cr, at, bottom);
    cairo_line_to (cr, at + height, top);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_gaps (cairo_t *cr, const Curve *curve, const EbbPalette *palette)
{
  for (guint i = 0; i < curve->n;) {
    guint end = i;
    while (end < curve->n && curve->gaps[end])
      end++;
    if (end > i)
      draw_gap (cr, curve, i, end, palette);
    i = MAX (end, i + 1);
  }
}

/* First, both extremes in the order that leads to the last, last. */
static void
add_column (cairo_t *cr, const Curve *curve, guint i, gboolean begin)
{
  const EbbSpan *column = &curve->columns[i];
  double x = curve->from_px + i + 0.5;
  gboolean rising = column->last >= column->first;
  CuffPressure points[] = { column->first, rising ? column->min : column->max,
                            rising ? column->max : column->min, column->last };

  /* Half a pixel to begin with: a lone sample is seen too. */
  if (begin)
    cairo_move_to (cr, x - 0.5, value_px (curve->frame, points[0]));
  cairo_line_to (cr, x, value_px (curve->frame, points[0]));
  for (guint k = 1; k < G_N_ELEMENTS (points); k++)
    if (points[k] != points[k - 1])
      cairo_line_to (cr, x, value_px (curve->frame, points[k]));
}

static void
stroke_on (cairo_t *cr)
{
  double x, y;
  cairo_get_current_point (cr, &x, &y);
  cairo_stroke (cr);
  cairo_move_to (cr, x, y);
}

static void
draw_line (cairo_t *cr, const Curve *curve)
{
  gboolean begin = TRUE;
  guint n_in_stroke = 0;

  for (guint i = curve->first; i < curve->end; i++) {
    begin = begin || curve->gaps[i];
    if (!cuff_pressure_is_set (curve->columns[i].min))
      continue;
    add_column (cr, curve, i, begin);
    begin = FALSE;
    if (++n_in_stroke < CHUNK_COLUMNS)
      continue;
    stroke_on (cr);
    n_in_stroke = 0;
  }
  cairo_stroke (cr);
}

void
ebb_chart_draw_curve (cairo_t *cr, const EbbChartFrame *frame, const EbbTrace *trace,
                      gint64 from_us, gint64 to_us, const EbbPalette *palette)
{
  Curve curve;
  if (trace == NULL || to_us <= from_us || !curve_init (&curve, frame, trace, from_us, to_us))
    return;

  /* Whole pixels: an edge between them would have to be blended, stroke by stroke. */
  double left = fmax (floor (time_px (frame, from_us)), frame->x.from_px);
  double right = fmin (ceil (time_px (frame, to_us)), frame->x.to_px);
  cairo_save (cr);
  cairo_rectangle (cr, left, frame->y.to_px, right - left, frame->y.from_px - frame->y.to_px);
  cairo_clip (cr);
  draw_gaps (cr, &curve, palette);
  ebb_color_set (cr, &palette->series);
  cairo_set_line_width (cr, palette->line_px);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  draw_line (cr, &curve);
  cairo_restore (cr);
  curve_clear (&curve);
}

/* The wave around the target: back from the newest sample for as long as the cuff was
 * tight.  A cuff that is not there (yet, or any more) shows all there is. */
static guint
first_of_wave (const EbbSpan *columns, guint n, CuffPressure target)
{
  gboolean seen = FALSE;
  guint i = n;
  while (i > 0) {
    const EbbSpan *column = &columns[i - 1];
    gboolean set = cuff_pressure_is_set (column->min);
    if (set && column->min < target * FIT_TIGHT_PERCENT / 100)
      return seen ? i : 0;
    seen = seen || set;
    i--;
  }
  return 0;
}

static void
fit_samples (const EbbChartData *data, gint64 from_us, gint64 to_us, CuffPressure target,
             double *low, double *high)
{
  EbbSpan columns[FIT_COLUMNS];
  if (data->trace == NULL)
    return;
  ebb_trace_get_columns (data->trace, from_us, to_us, FIT_COLUMNS, columns);
  guint first = target > 0 ? first_of_wave (columns, FIT_COLUMNS, target) : 0;
  for (guint i = first; i < FIT_COLUMNS; i++) {
    if (!cuff_pressure_is_set (columns[i].min))
      continue;
    *low = fmin (*low, cuff_pressure_to_mmhg (columns[i].min) - FIT_MARGIN_MMHG);
    *high = fmax (*high, cuff_pressure_to_mmhg (columns[i].max) + FIT_MARGIN_MMHG);
  }
}

/* The zone in force at the end, and a cuff that is empty has its zero. */
static void
fit_target (const EbbChartData *data, CuffPressure target, double *low, double *high)
{
  if (target <= 0) {
    *low = fmin (*low, 0);
    return;
  }
  double mmhg = cuff_pressure_to_mmhg (target);
  double text_mmhg = data->band_text != NULL ? FIT_TEXT_MMHG : 0;
  *low = fmin (*low, mmhg * (1 - data->band_percent / 100.0) - text_mmhg);
  *high = fmax (*high, mmhg * (1 + data->band_percent / 100.0));
}

static double
step_down (double mmhg)
{
  return floor (mmhg / FIT_STEP_MMHG) * FIT_STEP_MMHG;
}

static double
step_up (double mmhg)
{
  return ceil (mmhg / FIT_STEP_MMHG) * FIT_STEP_MMHG;
}

/* Not far above: it is in the picture.  Far above: its marker has room over the wave. */
static void
fit_lop (const EbbChartData *data, double high_mmhg, EbbScale *y)
{
  if (!cuff_pressure_is_set (data->lop))
    return;
  double lop = cuff_pressure_to_mmhg (data->lop), range = y->to - y->from;
  if (lop <= y->to - 1)
    return;
  if (lop <= y->to + range / 4)
    y->to = step_up (lop + 1);
  else if (y->to - high_mmhg < range / 6)
    y->to += FIT_STEP_MMHG;
}

void
ebb_chart_fit_y (const EbbChartData *data, gint64 from_us, gint64 to_us, EbbScale *y)
{
  CuffPressure target = ebb_measure_target_at (data->targets, data->n_targets, to_us);
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;
  fit_samples (data, from_us, to_us, target, &low, &high);
  fit_target (data, target, &low, &high);
  high = fmax (high, low);

  /* A sensor's noise around zero opens no range below it. */
  y->from = step_down (low > -FIT_STEP_MMHG ? fmax (low, 0) : low);
  y->to = step_up (high);
  for (gboolean up = TRUE; y->to - y->from < FIT_HIGH_MMHG; up = !up) {
    if (up || y->from <= 0)
      y->to += FIT_STEP_MMHG;
    else
      y->from -= FIT_STEP_MMHG;
  }
  fit_lop (data, high, y);
}
