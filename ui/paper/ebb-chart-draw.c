/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything around the curve, which is in ebb-chart-curve.c.
 */
#include "ebb-chart-draw.h"

#include "ebb-text-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MARK_PX        8 /* height of a triangle, half width of a diamond's line */
#define PAD_PX         6
#define EDGE_MARKER_PX 9
#define WIDEST_NUMBER  "300"
#define TWO_DIGITS     "00"
#define UNIT           "mmHg"

/* How far labels are apart, in heights of a text. */
#define TIME_APART_TEXTS  5
#define VALUE_APART_TEXTS 1.7
#define VALUE_CLOSE_TEXTS 1.0 /* where there would be too few to read by */
#define VALUES_MIN        4

static double
time_px (const EbbChartFrame *frame, gint64 t_us)
{
  return ebb_scale_to_px (&frame->x, (double) (t_us - frame->origin_us) / G_USEC_PER_SEC);
}

static gint64
frame_us (const EbbChartFrame *frame, double seconds)
{
  return frame->origin_us + llround (seconds * G_USEC_PER_SEC);
}

/* Lines of one pixel stand on half pixels. */
static double
crisp (double px)
{
  return floor (px) + 0.5;
}

static void
clip_to_frame (cairo_t *cr, const EbbChartFrame *frame)
{
  cairo_rectangle (cr, frame->x.from_px, frame->top_px, frame->x.to_px - frame->x.from_px,
                   frame->y.from_px - frame->top_px);
  cairo_clip (cr);
}

static EbbColor
plate_of (const EbbPalette *palette)
{
  EbbColor plate = palette->background;
  plate.alpha = 0.75;
  return plate;
}

void
ebb_chart_lay_out (EbbChartFrame *frame, double x, double y, double width, double height,
                   const EbbChartData *data)
{
  double unit_width, number_width, text;
  ebb_text_measure (data->font, TWO_DIGITS, &frame->digits_px, &frame->text_px);
  ebb_text_measure (data->font, UNIT, &unit_width, &text);
  ebb_text_measure (data->font, WIDEST_NUMBER, &number_width, &text);
  double left = data->numbers ? ceil (fmax (unit_width, number_width)) + PAD_PX : PAD_PX;

  frame->x.from_px = floor (x + left);
  frame->x.to_px = fmax (floor (x + width - PAD_PX), frame->x.from_px + 1);
  frame->top_px = floor (y + 1);
  gboolean lane = data->numbers || data->n_marks > 0;
  frame->y.to_px = frame->top_px + (lane ? ceil (MARK_PX + text) : 0);
  frame->y.from_px = fmax (floor (y + height - text - PAD_PX), frame->y.to_px + 1);
}

/* --- the planned zone ------------------------------------------------------------------------ */

gboolean
ebb_chart_get_zone (const EbbChartFrame *frame, const EbbChartData *data, gsize i,
                    EbbChartZone *zone)
{
  const EbbTargetChange *change = &data->targets[i];
  double mmhg = cuff_pressure_to_mmhg (change->target), part = data->band_percent / 100.0;
  if (change->target <= 0) /* unset, or deflated */
    return FALSE;
  zone->left = fmax (time_px (frame, change->t_us), frame->x.from_px);
  zone->right = frame->x.to_px;
  if (i + 1 < data->n_targets)
    zone->right = fmin (time_px (frame, change[1].t_us), zone->right);
  zone->top = floor (ebb_scale_to_px (&frame->y, mmhg * (1 + part)));
  zone->bottom = floor (ebb_scale_to_px (&frame->y, mmhg * (1 - part)));
  zone->target = floor (ebb_scale_to_px (&frame->y, mmhg));
  return zone->right > zone->left && zone->bottom > frame->y.to_px && zone->top < frame->y.from_px;
}

static void
draw_zone (cairo_t *cr, const EbbChartFrame *frame, const EbbChartZone *zone,
           const EbbPalette *palette)
{
  double width = zone->right - zone->left;
  ebb_color_set (cr, &palette->band);
  cairo_rectangle (cr, zone->left, zone->top, width, zone->bottom - zone->top);
  cairo_fill (cr);
  if (zone->bottom > zone->top) {
    ebb_color_set (cr, &palette->band_edge);
    cairo_rectangle (cr, zone->left, zone->top, width, 1);
    cairo_rectangle (cr, zone->left, zone->bottom, width, 1);
    cairo_fill (cr);
  }
  ebb_color_set (cr, &palette->target);
  cairo_set_line_width (cr, palette->line_px * 0.75);
  cairo_set_dash (cr, (double[]){ EBB_CHART_DASH_PX }, 1, zone->left - frame->x.from_px);
  cairo_move_to (cr, zone->left, zone->target + 0.5);
  cairo_line_to (cr, zone->right, zone->target + 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
ebb_chart_draw_band (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                     const EbbPalette *palette)
{
  EbbChartZone zone;
  cairo_save (cr);
  cairo_rectangle (cr, frame->x.from_px, frame->y.to_px, frame->x.to_px - frame->x.from_px,
                   frame->y.from_px - frame->y.to_px);
  cairo_clip (cr);
  for (gsize i = 0; i < data->n_targets; i++)
    if (ebb_chart_get_zone (frame, data, i, &zone))
      draw_zone (cr, frame, &zone, palette);
  cairo_restore (cr);
}

/* --- axes ------------------------------------------------------------------------------------ */

guint
ebb_chart_get_lines (const EbbChartFrame *frame, const EbbChartData *data, EbbChartLine *lines)
{
  EbbTicks ticks = { .n = 1, .at = { frame->y.from } };
  if (data->numbers) { /* without numbers lines would say nothing */
    ebb_ticks_make (&frame->y, frame->text_px * VALUE_APART_TEXTS, &ticks);
    if (ticks.n < VALUES_MIN)
      ebb_ticks_make (&frame->y, frame->text_px * VALUE_CLOSE_TEXTS, &ticks);
  }
  for (guint i = 0; i < ticks.n; i++) {
    lines[i].mmhg = ticks.at[i];
    lines[i].y_px = floor (fmin (ebb_scale_to_px (&frame->y, ticks.at[i]), frame->y.from_px - 1));
  }
  return ticks.n;
}

void
ebb_chart_draw_grid (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                     const EbbPalette *palette)
{
  EbbChartLine lines[EBB_TICKS_MAX];
  guint n = ebb_chart_get_lines (frame, data, lines);

  cairo_set_line_width (cr, 1);
  ebb_color_set (cr, &palette->grid);
  for (guint i = 0; i < n; i++) {
    cairo_move_to (cr, frame->x.from_px, lines[i].y_px + 0.5);
    cairo_line_to (cr, frame->x.to_px, lines[i].y_px + 0.5);
  }
  cairo_stroke (cr);
}

void
ebb_chart_draw_values (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                       const EbbPalette *palette)
{
  EbbChartLine lines[EBB_TICKS_MAX];
  guint n = ebb_chart_get_lines (frame, data, lines);
  double text = frame->text_px, x = frame->x.from_px - PAD_PX;

  if (!data->numbers)
    return;
  for (guint i = 0; i < n; i++) {
    g_autofree char *number = g_strdup_printf ("%.0f", lines[i].mmhg);
    ebb_text_draw (cr, data->font, number, x, lines[i].y_px + 0.5 - text / 2, 1, &palette->dim,
                   NULL);
  }
  ebb_text_draw (cr, data->font, UNIT, x, frame->top_px - 2, 1, &palette->dim, NULL);
}

/* The ends of the axis keep their labels inside the picture. */
static void
draw_time (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data, double x,
           const char *label, const EbbPalette *palette)
{
  double width, height;
  ebb_text_measure (data->font, label, &width, &height);
  double left = fmin (x - width / 2, frame->x.to_px + PAD_PX - 1 - width);
  ebb_text_draw (cr, data->font, label, left, frame->y.from_px + PAD_PX - 2, 0, &palette->dim,
                 NULL);
  ebb_color_set (cr, &palette->grid);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, crisp (fmin (x, frame->x.to_px - 1)), frame->y.from_px);
  cairo_rel_line_to (cr, 0, PAD_PX - 3);
  cairo_stroke (cr);
}

static void
make_time_ticks (const EbbChartFrame *frame, const EbbScale *x, EbbTicks *ticks)
{
  ebb_ticks_make_time (x, TIME_APART_TEXTS * frame->text_px, ticks);
}

double
ebb_chart_get_clock_step_s (const EbbChartFrame *frame)
{
  EbbTicks ticks;
  make_time_ticks (frame, &frame->x, &ticks);
  return ticks.step;
}

void
ebb_chart_draw_clock (cairo_t *cr, const EbbChartFrame *frame, gint64 from_us, gint64 to_us,
                      gint64 zero_us, const EbbChartData *data, const EbbPalette *palette)
{
  /* Ticks are round in the session's time, wherever this axis begins. */
  EbbScale clock = frame->x;
  double offset_s = (double) (frame->origin_us - zero_us) / G_USEC_PER_SEC;
  clock.from += offset_s;
  clock.to += offset_s;
  EbbTicks ticks;
  make_time_ticks (frame, &clock, &ticks);
  for (guint i = 0; i < ticks.n; i++) {
    gint64 seconds = llround (ticks.at[i]), t_us = zero_us + seconds * G_USEC_PER_SEC;
    if (t_us < from_us || t_us >= to_us || seconds < 0)
      continue;
    g_autofree char *label =
        g_strdup_printf ("%d:%02d", (int) (seconds / 60), (int) (seconds % 60));
    draw_time (cr, frame, data, ebb_scale_to_px (&clock, ticks.at[i]), label, palette);
  }
}

/* One unit for the whole axis: seconds, minutes, or both. */
static char *
time_label (double seconds, double step_s, double range_s)
{
  if (range_s <= 90)
    return g_strdup_printf (_ ("%.0f s"), seconds);
  if (step_s >= 60)
    return g_strdup_printf (_ ("%.0f min"), seconds / 60);
  return g_strdup_printf ("%d:%02d", (int) seconds / 60, (int) seconds % 60);
}

static void
draw_times (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
            const EbbPalette *palette)
{
  EbbTicks ticks;
  make_time_ticks (frame, &frame->x, &ticks);
  for (guint i = 0; i < ticks.n; i++) {
    g_autofree char *label = time_label (ticks.at[i], ticks.step, frame->x.to - frame->x.from);
    draw_time (cr, frame, data, ebb_scale_to_px (&frame->x, ticks.at[i]), label, palette);
  }
}

/* Above the picture: not a line at the edge, which would read as its height, but an arrow to it. */
static void
draw_lop_marker (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                 const EbbPalette *palette)
{
  EbbColor plate = plate_of (palette);
  double x = frame->x.from_px + PAD_PX, y = frame->y.to_px + 2, text = frame->text_px;

  if (data->lop_text != NULL)
    ebb_text_draw (cr, data->font, data->lop_text, x + EDGE_MARKER_PX + PAD_PX, y, 0, &palette->lop,
                   &plate);
  ebb_color_set (cr, &palette->lop);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x, y + text / 2);
  cairo_rel_line_to (cr, EDGE_MARKER_PX / 2.0, -EDGE_MARKER_PX / 2.0);
  cairo_rel_line_to (cr, EDGE_MARKER_PX / 2.0, EDGE_MARKER_PX / 2.0);
  cairo_move_to (cr, x + EDGE_MARKER_PX / 2.0, y + text / 2 - EDGE_MARKER_PX / 2.0);
  cairo_rel_line_to (cr, 0, EDGE_MARKER_PX);
  cairo_stroke (cr);
}

void
ebb_chart_draw_lop (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                    const EbbPalette *palette)
{
  if (!cuff_pressure_is_set (data->lop))
    return;
  double mmhg = cuff_pressure_to_mmhg (data->lop);
  if (mmhg > frame->y.to) {
    draw_lop_marker (cr, frame, data, palette);
    return;
  }
  if (mmhg < frame->y.from)
    return;
  EbbColor plate = plate_of (palette);
  double y = crisp (ebb_scale_to_px (&frame->y, mmhg)), text = frame->text_px;
  ebb_color_set (cr, &palette->lop);
  cairo_set_line_width (cr, palette->line_px * 0.75);
  cairo_move_to (cr, frame->x.from_px, y);
  cairo_line_to (cr, frame->x.to_px, y);
  cairo_stroke (cr);
  if (data->lop_text != NULL)
    ebb_text_draw (cr, data->font, data->lop_text, frame->x.from_px + PAD_PX,
                   y - text - 2 >= frame->y.to_px ? y - text - 1 : y + 2, 0, &palette->lop, &plate);
}

/* Below the zone, where the waves are not. */
void
ebb_chart_draw_band_text (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                          const EbbPalette *palette)
{
  CuffPressure target =
      ebb_measure_target_at (data->targets, data->n_targets, frame_us (frame, frame->x.to));
  if (target <= 0 || data->band_text == NULL)
    return;
  EbbColor plate = plate_of (palette);
  double text = frame->text_px;
  double part = data->band_percent / 100.0, mmhg = cuff_pressure_to_mmhg (target);
  double y = ebb_scale_to_px (&frame->y, mmhg * (1 - part)) + 2;
  y = CLAMP (y, frame->y.to_px, frame->y.from_px - text);
  ebb_text_draw (cr, data->font, data->band_text, frame->x.to_px - PAD_PX, y, 1, &palette->target,
                 &plate);
}

void
ebb_chart_draw_axes (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                     const EbbPalette *palette)
{
  ebb_chart_draw_grid (cr, frame, data, palette);
  ebb_chart_draw_values (cr, frame, data, palette);
  draw_times (cr, frame, data, palette);
  ebb_chart_draw_lop (cr, frame, data, palette);
  ebb_chart_draw_band_text (cr, frame, data, palette);
}

/* --- marks ----------------------------------------------------------------------------------- */

static void
draw_triangle (cairo_t *cr, const EbbChartFrame *frame, double x, const EbbPalette *palette)
{
  ebb_color_set (cr, &palette->dim);
  cairo_move_to (cr, x - MARK_PX * 0.625, frame->top_px);
  cairo_rel_line_to (cr, MARK_PX * 1.25, 0);
  cairo_rel_line_to (cr, -MARK_PX * 0.625, MARK_PX);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_flag (cairo_t *cr, const EbbChartFrame *frame, double x, const EbbPalette *palette)
{
  ebb_color_set (cr, &palette->warning);
  cairo_move_to (cr, x, frame->top_px);
  cairo_rel_line_to (cr, MARK_PX / 2.0, MARK_PX / 2.0);
  cairo_rel_line_to (cr, -MARK_PX / 2.0, MARK_PX / 2.0);
  cairo_rel_line_to (cr, -MARK_PX / 2.0, -MARK_PX / 2.0);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (double[]){ 2, 3 }, 2, 0);
  cairo_move_to (cr, crisp (x), frame->top_px + MARK_PX);
  cairo_line_to (cr, crisp (x), frame->y.from_px);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
ebb_chart_draw_marks (cairo_t *cr, const EbbChartFrame *frame, const EbbChartData *data,
                      const EbbPalette *palette)
{
  if (data->n_marks == 0)
    return;
  double widest = frame->digits_px, left, top, right, bottom;
  cairo_save (cr);
  clip_to_frame (cr, frame);
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  double numbered_px = -G_MAXDOUBLE; /* where the last number stands */
  for (gsize i = 0; i < data->n_marks; i++) {
    const EbbChartMark *mark = &data->marks[i];
    double x = time_px (frame, mark->t_us);
    if (x < frame->x.from_px || x >= frame->x.to_px)
      continue;
    /* Numbers that would run into the one before are left out, seen or not. */
    gboolean numbered = mark->number > 0 && x - numbered_px >= widest + PAD_PX;
    numbered_px = numbered ? x : numbered_px;
    if (x < left - widest - MARK_PX || x > right + widest + MARK_PX)
      continue;
    if (mark->is_rep)
      draw_triangle (cr, frame, x, palette);
    else
      draw_flag (cr, frame, x, palette);
    if (!numbered)
      continue;
    g_autofree char *number = g_strdup_printf ("%u", mark->number);
    ebb_text_draw (cr, data->font, number, x, frame->top_px + MARK_PX, 0.5, &palette->dim, NULL);
  }
  cairo_restore (cr);
}

/* --- all of it ------------------------------------------------------------------------------- */

void
ebb_chart_draw (cairo_t *cr, double x, double y, double width, double height, gint64 from_us,
                gint64 to_us, const EbbChartData *data, const EbbPalette *palette)
{
  EbbChartFrame frame = { .origin_us = from_us };

  to_us = MAX (to_us, from_us + G_USEC_PER_SEC); /* a single sample is a picture too */
  frame.x.to = (double) (to_us - from_us) / G_USEC_PER_SEC;
  ebb_chart_fit_y (data, from_us, to_us, &frame.y);
  ebb_chart_lay_out (&frame, x, y, width, height, data);

  ebb_chart_draw_axes (cr, &frame, data, palette);
  ebb_chart_draw_band (cr, &frame, data, palette);
  ebb_chart_draw_curve (cr, &frame, data->trace, from_us, to_us, palette);
  ebb_chart_draw_marks (cr, &frame, data, palette);
}
