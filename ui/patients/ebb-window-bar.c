/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-window-bar.h"

#include "ebb-chart.h"
#include "ebb-prescription-form-state.h"
#include "ebb-widgets.h"

#include <math.h>

/* At 100 % text. */
#define BAR_PX    16.0
#define MARKER_PX 9.0
#define WIDTH_PX  160
#define HEIGHT_PX 52

struct _EbbWindowBar {
  GtkWidget parent_instance;
  EbbSegment segment;
  double percent_lop;
  gboolean estimated;
};

G_DEFINE_FINAL_TYPE (EbbWindowBar, ebb_window_bar, GTK_TYPE_WIDGET)

typedef struct {
  cairo_t *cr;
  PangoLayout *layout; /* owned */
  const EbbPalette *palette;
  double from_px, width_px, top_px, bar_px, scale;
  gboolean rtl;
} Canvas;

static double
x_of (const Canvas *canvas, double percent)
{
  double share = CLAMP (percent, 0, 100) / 100.0;

  return canvas->from_px + canvas->width_px * (canvas->rtl ? 1 - share : share);
}

static void
fill (const Canvas *canvas, double from, double to, double inset, EbbColor color, double alpha)
{
  double a = x_of (canvas, from), b = x_of (canvas, to);

  cairo_set_source_rgba (canvas->cr, color.red, color.green, color.blue, color.alpha * alpha);
  cairo_rectangle (canvas->cr, MIN (a, b), canvas->top_px + inset, fabs (b - a),
                   canvas->bar_px - 2 * inset);
  cairo_fill (canvas->cr);
}

static void
draw_bands (const Canvas *canvas, EbbSegment segment)
{
  int from, to;

  ebb_window_inner (segment, &from, &to);
  fill (canvas, 0, 100, 0, canvas->palette->text, 0.10);
  fill (canvas, EBB_WINDOW_OUTER_FROM, EBB_WINDOW_OUTER_TO, 0, canvas->palette->good, 0.35);
  fill (canvas, from, to, 0, canvas->palette->good, 0.55);
}

/* 80 %: beyond it a reason is needed. */
static void
draw_limit (const Canvas *canvas)
{
  double x = floor (x_of (canvas, EBB_WINDOW_OUTER_TO)) + 0.5;

  ebb_color_set (canvas->cr, &canvas->palette->text);
  cairo_set_line_width (canvas->cr, 1.5 * canvas->scale);
  cairo_move_to (canvas->cr, x, canvas->top_px - 3 * canvas->scale);
  cairo_line_to (canvas->cr, x, canvas->top_px + canvas->bar_px + 3 * canvas->scale);
  cairo_stroke (canvas->cr);
}

static void
draw_number (const Canvas *canvas, int percent)
{
  g_autofree char *text = g_strdup_printf ("%d", percent);
  double x = x_of (canvas, percent);
  int width, height;

  pango_layout_set_text (canvas->layout, text, -1);
  pango_layout_get_pixel_size (canvas->layout, &width, &height);
  x = CLAMP (x - width / 2.0, 0, canvas->from_px * 2 + canvas->width_px - width);
  ebb_color_set (canvas->cr, &canvas->palette->dim);
  cairo_move_to (canvas->cr, x, canvas->top_px + canvas->bar_px + 3 * canvas->scale);
  pango_cairo_show_layout (canvas->cr, canvas->layout);
}

/* A triangle on the bar and a line through it; hollow when it stands on an estimate. */
static void
draw_marker (const Canvas *canvas, double percent, gboolean estimated)
{
  double x = x_of (canvas, percent);
  double size = MARKER_PX * canvas->scale;
  double tip = canvas->top_px + 1;
  cairo_t *cr = canvas->cr;

  ebb_color_set (cr, &canvas->palette->text);
  cairo_set_line_width (cr, 2 * canvas->scale);
  cairo_move_to (cr, x, tip);
  cairo_line_to (cr, x - size * 0.7, tip - size);
  cairo_line_to (cr, x + size * 0.7, tip - size);
  cairo_close_path (cr);
  if (!estimated)
    cairo_fill_preserve (cr);
  cairo_stroke (cr);
  cairo_move_to (cr, x, tip);
  cairo_line_to (cr, x, canvas->top_px + canvas->bar_px);
  cairo_stroke (cr);
}

static void
window_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbWindowBar *self = EBB_WINDOW_BAR (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "100");
  static const int numbers[] = { 0, 40, 60, 80, 100 };
  int number_px, line_px;
  Canvas canvas = { .layout = layout,
                    .palette = ebb_chart_get_palette (widget),
                    .rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL };

  pango_layout_get_pixel_size (layout, &number_px, &line_px);
  canvas.scale = MAX (1.0, line_px / 17.0);
  canvas.bar_px = BAR_PX * canvas.scale;
  canvas.from_px = number_px / 2.0;
  canvas.width_px = MAX (1, width - number_px);
  canvas.top_px = (height - canvas.bar_px - line_px + MARKER_PX * canvas.scale) / 2.0;
  canvas.cr = gtk_snapshot_append_cairo (snapshot,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw_bands (&canvas, self->segment);
  draw_limit (&canvas);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    draw_number (&canvas, numbers[i]);
  if (self->percent_lop > 0)
    draw_marker (&canvas, self->percent_lop, self->estimated);
  cairo_destroy (canvas.cr);
}

static void
window_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "100");
  int line_px;
  double scale;

  pango_layout_get_pixel_size (layout, NULL, &line_px);
  scale = MAX (1.0, line_px / 17.0);
  *minimum = *natural =
      (int) (scale * (orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH_PX : HEIGHT_PX));
  *minimum_baseline = *natural_baseline = -1;
}

static void
ebb_window_bar_class_init (EbbWindowBarClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = window_bar_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = window_bar_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ebbwindowbar");
}

static void
ebb_window_bar_init (EbbWindowBar *self)
{
  self->segment = EBB_SEGMENT_THIGH;
}

GtkWidget *
ebb_window_bar_new (void)
{
  return g_object_new (EBB_TYPE_WINDOW_BAR, NULL);
}

void
ebb_window_bar_set (EbbWindowBar *self, EbbSegment segment, double percent_lop, gboolean estimated,
                    const char *text)
{
  g_return_if_fail (EBB_IS_WINDOW_BAR (self));

  ebb_widget_set_accessible (GTK_WIDGET (self), text, NULL);
  if (self->segment == segment && self->estimated == estimated
      && fabs (self->percent_lop - percent_lop) < 0.01)
    return;
  self->segment = segment;
  self->percent_lop = percent_lop;
  self->estimated = estimated;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
