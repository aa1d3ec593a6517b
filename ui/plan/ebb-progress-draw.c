/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-progress-draw.h"

#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-scale.h"
#include "ebb-text-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PAD_PX        6.0
#define DOT_PX        4.5
#define LINE_PX       2.5
#define DASH_PX       6.0
#define TICK_LINES    1.7 /* one tick each so many lines of text */
#define WIDTH_MIN_PX  60.0
#define HEIGHT_MIN_PX 30.0
/* A small change of a large value must not look like a large one: at least that share of it. */
#define SPREAD_SHARE  0.2
#define SPREAD_MIN    1.0

typedef struct {
  cairo_t *cr;
  const EbbProgressSeries *series;
  const PangoFontDescription *font;
  const EbbPalette *palette;
  EbbScale x, y; /* days since the first; the value */
  EbbTicks ticks;
  const char *first, *last; /* dates; borrowed */
  double line_px;           /* height of a line of text */
  double top_px, left_px;   /* unit and legend stand above */
} Picture;

static void
widen (const GArray *values, double *low, double *high)
{
  for (guint i = 0; i < values->len; i++) {
    double value = g_array_index (values, EbbProgressValue, i).value;

    *low = fmin (*low, value);
    *high = fmax (*high, value);
  }
}

/* Whole steps of the ticks around all values, and around the edge that is to be reached. */
static void
fit_y (Picture *picture)
{
  const EbbProgressSeries *series = picture->series;
  double low = INFINITY, high = -INFINITY, half;

  widen (series->left, &low, &high);
  widen (series->right, &low, &high);
  low = fmin (low, series->better_from); /* fmin() leaves NAN out */
  high = fmax (high, series->better_from);
  half = fmax (fmax (high - low, SPREAD_SHARE * fabs (high)), SPREAD_MIN) / 2;
  picture->y.from = isnan (series->from) ? (low + high) / 2 - half : series->from;
  picture->y.to = isnan (series->to) ? (low + high) / 2 + half : series->to;
  ebb_ticks_make (&picture->y, TICK_LINES * picture->line_px, &picture->ticks);
  picture->y.from = floor (picture->y.from / picture->ticks.step) * picture->ticks.step;
  picture->y.to = ceil (picture->y.to / picture->ticks.step) * picture->ticks.step;
  ebb_ticks_make (&picture->y, TICK_LINES * picture->line_px, &picture->ticks);
}

static char *
tick_text (const Picture *picture, double value)
{
  int decimals = picture->ticks.step >= 1 ? 0 : picture->ticks.step >= 0.1 ? 1 : 2;

  return g_strdup_printf ("%.*f", decimals, value);
}

static double
widest_tick (const Picture *picture)
{
  double widest = 0;

  for (guint i = 0; i < picture->ticks.n; i++) {
    g_autofree char *text = tick_text (picture, picture->ticks.at[i]);
    double width, height;

    ebb_text_measure (picture->font, text, &width, &height);
    widest = fmax (widest, width);
  }
  return widest;
}

static void
find_dates (Picture *picture, const GPtrArray *dates)
{
  picture->first = g_ptr_array_index (dates, 0);
  picture->last = g_ptr_array_index (dates, dates->len - 1);
}

static gboolean
lay_out (Picture *picture, double x, double y, double width, double height)
{
  double unused;

  ebb_text_measure (picture->font, "0", &unused, &picture->line_px);
  picture->top_px = y;
  picture->left_px = x;
  picture->y = (EbbScale){ .from_px = y + height - picture->line_px - PAD_PX,
                           .to_px = y + picture->line_px + 2 * PAD_PX };
  if (picture->y.from_px - picture->y.to_px < HEIGHT_MIN_PX)
    return FALSE;
  fit_y (picture);
  picture->x = (EbbScale){ .from = 0,
                           .to = MAX (ebb_date_days_between (picture->first, picture->last), 1),
                           .from_px = x + widest_tick (picture) + 2 * PAD_PX,
                           .to_px = x + width - PAD_PX - DOT_PX };
  return picture->x.to_px - picture->x.from_px >= WIDTH_MIN_PX;
}

static void
draw_grid (const Picture *picture)
{
  cairo_t *cr = picture->cr;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < picture->ticks.n; i++) {
    g_autofree char *text = tick_text (picture, picture->ticks.at[i]);
    double at = floor (ebb_scale_to_px (&picture->y, picture->ticks.at[i])) + 0.5;

    ebb_color_set (cr, &picture->palette->grid);
    cairo_move_to (cr, picture->x.from_px, at);
    cairo_line_to (cr, picture->x.to_px + DOT_PX, at);
    cairo_stroke (cr);
    ebb_text_draw (cr, picture->font, text, picture->x.from_px - PAD_PX, at - picture->line_px / 2,
                   1, &picture->palette->dim, NULL);
  }
}

/* From the edge to the end of the scale. */
static void
draw_band (const Picture *picture)
{
  const EbbProgressSeries *series = picture->series;
  cairo_t *cr = picture->cr;
  double edge = ebb_scale_to_px (&picture->y, series->better_from);
  gboolean up = series->better_from > series->worse_from;
  double end = up ? picture->y.to_px : picture->y.from_px;
  double text_y = up ? edge - picture->line_px - 2 : edge + 2;
  const double dash = DASH_PX;

  if (isnan (series->better_from))
    return;
  ebb_color_set (cr, &picture->palette->band);
  cairo_rectangle (cr, picture->x.from_px, fmin (edge, end),
                   picture->x.to_px + DOT_PX - picture->x.from_px, fabs (edge - end));
  cairo_fill (cr);
  ebb_color_set (cr, &picture->palette->target);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, &dash, 1, 0);
  cairo_move_to (cr, picture->x.from_px, floor (edge) + 0.5);
  cairo_line_to (cr, picture->x.to_px + DOT_PX, floor (edge) + 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (text_y >= picture->y.to_px - 1 && text_y + picture->line_px <= picture->y.from_px + 1)
    ebb_text_draw (cr, picture->font, series->band_text, picture->x.from_px + PAD_PX, text_y, 0,
                   &picture->palette->target, NULL);
}

static void
draw_sign (cairo_t *cr, double x, double y, gboolean right)
{
  cairo_new_path (cr); /* a text leaves a point behind */
  if (right) {
    cairo_move_to (cr, x, y - DOT_PX - 1);
    cairo_line_to (cr, x + DOT_PX + 1, y);
    cairo_line_to (cr, x, y + DOT_PX + 1);
    cairo_line_to (cr, x - DOT_PX - 1, y);
    cairo_close_path (cr);
  } else {
    cairo_arc (cr, x, y, DOT_PX, 0, 2 * G_PI);
  }
  cairo_fill (cr);
}

static void
get_place (const Picture *picture, const EbbProgressValue *value, double *x, double *y)
{
  *x = ebb_scale_to_px (&picture->x, ebb_date_days_between (picture->first, value->date));
  *y = ebb_scale_to_px (&picture->y, value->value);
}

static void
draw_course (const Picture *picture, const GArray *values, gboolean right)
{
  cairo_t *cr = picture->cr;
  const double dash = DASH_PX;
  double x, y;

  cairo_new_path (cr); /* a text leaves a point behind */
  ebb_color_set (cr, right ? &picture->palette->series_second : &picture->palette->series);
  cairo_set_line_width (cr, LINE_PX);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, &dash, right ? 1 : 0, 0);
  for (guint i = 0; i < values->len; i++) {
    get_place (picture, &g_array_index (values, EbbProgressValue, i), &x, &y);
    cairo_line_to (cr, x, y);
  }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  for (guint i = 0; i < values->len; i++) {
    get_place (picture, &g_array_index (values, EbbProgressValue, i), &x, &y);
    draw_sign (cr, x, y, right);
  }
}

static double
draw_key (const Picture *picture, double x, const char *text, gboolean right)
{
  double width, height;

  ebb_color_set (picture->cr, right ? &picture->palette->series_second : &picture->palette->series);
  draw_sign (picture->cr, x + DOT_PX, picture->top_px + picture->line_px / 2, right);
  ebb_text_measure (picture->font, text, &width, &height);
  ebb_text_draw (picture->cr, picture->font, text, x + 2 * DOT_PX + PAD_PX, picture->top_px, 0,
                 &picture->palette->text, NULL);
  return x + 2 * DOT_PX + 4 * PAD_PX + width;
}

static void
draw_legend (const Picture *picture)
{
  double x = picture->x.from_px, width, height;

  if (*picture->series->unit != '\0') {
    ebb_text_measure (picture->font, picture->series->unit, &width, &height);
    ebb_text_draw (picture->cr, picture->font, picture->series->unit, picture->left_px,
                   picture->top_px, 0, &picture->palette->dim, NULL);
    x = fmax (x, picture->left_px + width + 2 * PAD_PX);
  }
  if (!picture->series->sided)
    return;
  if (picture->series->left->len > 0)
    x = draw_key (picture, x, _ ("Left"), FALSE);
  if (picture->series->right->len > 0)
    draw_key (picture, x, _ ("Right"), TRUE);
}

static void
draw_days (const Picture *picture)
{
  g_autofree char *first = ebb_format_date_short (picture->first);
  g_autofree char *last = ebb_format_date_short (picture->last);
  double y = picture->y.from_px + PAD_PX;

  ebb_text_draw (picture->cr, picture->font, first, picture->x.from_px, y, 0,
                 &picture->palette->dim, NULL);
  if (!g_str_equal (first, last))
    ebb_text_draw (picture->cr, picture->font, last, picture->x.to_px + DOT_PX, y, 1,
                   &picture->palette->dim, NULL);
}

void
ebb_progress_draw (cairo_t *cr, double x, double y, double width, double height,
                   const EbbProgressSeries *series, const PangoFontDescription *font,
                   const EbbPalette *palette)
{
  Picture picture = { .cr = cr, .series = series, .font = font, .palette = palette };
  g_autoptr (GPtrArray) dates = ebb_progress_dates (series);

  if (dates->len == 0)
    return;
  find_dates (&picture, dates);
  if (!lay_out (&picture, x, y, width, height))
    return;
  draw_grid (&picture);
  draw_band (&picture);
  draw_course (&picture, series->right, TRUE);
  draw_course (&picture, series->left, FALSE);
  draw_legend (&picture);
  draw_days (&picture);
}
