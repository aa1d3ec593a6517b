/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-ring.h"

#include "ebb-chart-style.h"
#include "ebb-chart.h"

#include <math.h>

#define RING_MIN_PX     44
#define RING_NATURAL_PX 116
#define VISIBLE_PX      0.5 /* of the arc */

struct _EbbRing {
  GtkWidget parent_instance;

  double fraction; /* as told */
  double drawn;    /* as seen */
  EbbSlowDraw slow;
};

G_DEFINE_FINAL_TYPE (EbbRing, ebb_ring, GTK_TYPE_WIDGET)

static void
ebb_ring_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = RING_MIN_PX;
  *natural = RING_NATURAL_PX;
}

static void
ebb_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbRing *self = EBB_RING (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double size = fmin (width, height), line = fmax (size * 0.105, 4);
  double radius = (size - line) / 2 - 1;
  if (radius <= 0)
    return;

  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_translate (cr, width / 2, height / 2);
  cairo_set_line_width (cr, line);
  ebb_color_set (cr, &palette->grid);
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (self->fraction > 0) {
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
    ebb_color_set (cr, &palette->target);
    cairo_arc (cr, 0, 0, radius, -G_PI_2, -G_PI_2 + self->fraction * 2 * G_PI);
    cairo_stroke (cr);
  }
  cairo_destroy (cr);
  self->drawn = self->fraction;
}

static void
ebb_ring_dispose (GObject *object)
{
  ebb_slow_draw_stop (&EBB_RING (object)->slow);
  G_OBJECT_CLASS (ebb_ring_parent_class)->dispose (object);
}

static void
ebb_ring_class_init (EbbRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ebb_ring_dispose;
  widget_class->measure = ebb_ring_measure;
  widget_class->snapshot = ebb_ring_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ebb-ring");
  /* The number beside it says the same. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ebb_ring_init (EbbRing *self)
{
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_ring_new (void)
{
  return g_object_new (EBB_TYPE_RING, NULL);
}

void
ebb_ring_set_fraction (EbbRing *ring, double fraction)
{
  g_return_if_fail (EBB_IS_RING (ring));

  int width = gtk_widget_get_width (GTK_WIDGET (ring));
  int height = gtk_widget_get_height (GTK_WIDGET (ring));
  double around_px = MIN (width, height) * G_PI;

  ring->fraction = isfinite (fraction) ? CLAMP (fraction, 0, 1) : 0;
  gboolean end = ring->fraction <= 0 || ring->fraction >= 1;
  double moved_px = fabs (ring->fraction - ring->drawn) * around_px;
  if (moved_px >= VISIBLE_PX || (end && moved_px > 0))
    ebb_slow_draw_queue (&ring->slow, GTK_WIDGET (ring));
}
