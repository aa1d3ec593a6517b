/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-phase-sign.h"

#include <math.h>

struct _EbbPhaseSign {
  GtkWidget parent_instance;

  EbbLiveLook look;
};

G_DEFINE_FINAL_TYPE (EbbPhaseSign, ebb_phase_sign, GTK_TYPE_WIDGET)

/* All shapes are drawn in a square from -1 to 1. */
static void
triangle (cairo_t *cr, double x, double y, double dx, double dy, double size)
{
  cairo_move_to (cr, x + dx * size, y + dy * size);
  cairo_line_to (cr, x - dx * size + dy * size, y - dy * size + dx * size);
  cairo_line_to (cr, x - dx * size - dy * size, y - dy * size - dx * size);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
bar (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_rectangle (cr, x - width / 2, y - height / 2, width, height);
  cairo_fill (cr);
}

static void
dots (cairo_t *cr)
{
  for (int i = -1; i <= 1; i++) {
    cairo_arc (cr, i * 0.62, 0, 0.2, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
ring (cairo_t *cr)
{
  cairo_set_line_width (cr, 0.24);
  cairo_arc (cr, 0, 0, 0.75, 0, 2 * G_PI);
  cairo_stroke (cr);
}

static void
wave (cairo_t *cr)
{
  cairo_set_line_width (cr, 0.24);
  cairo_move_to (cr, -0.85, 0.1);
  cairo_curve_to (cr, -0.4, -0.9, -0.3, -0.4, 0, 0);
  cairo_curve_to (cr, 0.3, 0.4, 0.4, 0.9, 0.85, -0.1);
  cairo_stroke (cr);
}

static void
tick (cairo_t *cr)
{
  cairo_set_line_width (cr, 0.3);
  cairo_move_to (cr, -0.75, 0.05);
  cairo_line_to (cr, -0.2, 0.6);
  cairo_line_to (cr, 0.8, -0.6);
  cairo_stroke (cr);
}

static void
warning (cairo_t *cr)
{
  cairo_set_line_width (cr, 0.2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, 0, -0.8);
  cairo_line_to (cr, 0.88, 0.72);
  cairo_line_to (cr, -0.88, 0.72);
  cairo_close_path (cr);
  cairo_stroke (cr);
  bar (cr, 0, -0.02, 0.2, 0.56);
  bar (cr, 0, 0.45, 0.2, 0.18);
}

/* An arrow with a line where it ends. */
static void
arrow (cairo_t *cr, double up)
{
  triangle (cr, 0, -0.25 * up, 0, -up, 0.5);
  bar (cr, 0, 0.45 * up, 0.3, 0.5);
}

static void
draw_look (cairo_t *cr, EbbLiveLook look)
{
  switch (look) {
  case EBB_LIVE_WAIT:
    dots (cr);
    break;
  case EBB_LIVE_INFLATE:
    arrow (cr, 1);
    break;
  case EBB_LIVE_DEFLATE:
    arrow (cr, -1);
    break;
  case EBB_LIVE_READY:
    ring (cr);
    cairo_arc (cr, 0, 0, 0.3, 0, 2 * G_PI);
    cairo_fill (cr);
    break;
  case EBB_LIVE_CONTRACT: /* together */
    triangle (cr, -0.45, 0, 1, 0, 0.42);
    triangle (cr, 0.45, 0, -1, 0, 0.42);
    break;
  case EBB_LIVE_HOLD: /* steady */
    bar (cr, 0, -0.38, 1.5, 0.36);
    bar (cr, 0, 0.38, 1.5, 0.36);
    break;
  case EBB_LIVE_RELAX: /* apart */
    triangle (cr, -0.45, 0, -1, 0, 0.42);
    triangle (cr, 0.45, 0, 1, 0, 0.42);
    break;
  case EBB_LIVE_WORK: /* goes on */
    triangle (cr, -0.4, 0, 1, 0, 0.5);
    triangle (cr, 0.4, 0, 1, 0, 0.5);
    break;
  case EBB_LIVE_RELIEF: /* flows */
    wave (cr);
    break;
  case EBB_LIVE_REST:
    ring (cr);
    break;
  case EBB_LIVE_PAUSED:
    bar (cr, -0.4, 0, 0.36, 1.4);
    bar (cr, 0.4, 0, 0.36, 1.4);
    break;
  case EBB_LIVE_OFF:
    tick (cr);
    break;
  case EBB_LIVE_UNKNOWN:
  default:
    warning (cr);
  }
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snap)
{
  EbbPhaseSign *self = EBB_PHASE_SIGN (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double half_px = MIN (width, height) / 2.0;
  cairo_t *cr = gtk_snapshot_append_cairo (snap, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_scale (cr, half_px, half_px);
  draw_look (cr, self->look);
  cairo_destroy (cr);
}

/* As high as a line of its own text. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

  *minimum = *natural = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics)) * 4 / 5;
  pango_font_metrics_unref (metrics);
}

static void
ebb_phase_sign_class_init (EbbPhaseSignClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = measure;
  widget_class->snapshot = snapshot;
  gtk_widget_class_set_css_name (widget_class, "phasesign");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ebb_phase_sign_init (EbbPhaseSign *self)
{
}

GtkWidget *
ebb_phase_sign_new (void)
{
  return g_object_new (EBB_TYPE_PHASE_SIGN, NULL);
}

void
ebb_phase_sign_set_look (EbbPhaseSign *sign, EbbLiveLook look)
{
  if (sign->look == look)
    return;
  sign->look = look;
  gtk_widget_queue_draw (GTK_WIDGET (sign));
}
