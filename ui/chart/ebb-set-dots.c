/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-chart-style.h"
#include "ebb-chart.h"
#include "ebb-ring.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DOTS_A_TEXT 0.95 /* a dot's size in heights of the widget's font */
#define APART       0.45 /* in dots */
#define EDGE_PX     2.0

struct _EbbSetDots {
  GtkWidget parent_instance;

  guint n, done;
  gboolean open;
};

G_DEFINE_FINAL_TYPE (EbbSetDots, ebb_set_dots, GTK_TYPE_WIDGET)

static double
dot_px (EbbSetDots *self)
{
  PangoFontDescription *font = ebb_chart_dup_font (GTK_WIDGET (self), DOTS_A_TEXT);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  pango_font_description_free (font);
  return fmax (ceil (size), 8);
}

static void
ebb_set_dots_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  EbbSetDots *self = EBB_SET_DOTS (widget);
  double dot = dot_px (self), length = dot;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    length = self->n * dot + (self->n > 0 ? self->n - 1 : 0) * dot * APART;
  *minimum = *natural = (int) ceil (length);
}

static void
draw_dot (cairo_t *cr, double x, double y, double dot, double full, const EbbPalette *palette)
{
  double radius = dot / 2 - EDGE_PX / 2;

  ebb_color_set (cr, &palette->target);
  cairo_set_line_width (cr, EDGE_PX);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (full <= 0)
    return;
  cairo_arc (cr, x, y, radius, G_PI_2, full >= 1 ? 2.5 * G_PI : 1.5 * G_PI);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
ebb_set_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbSetDots *self = EBB_SET_DOTS (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double dot = dot_px (self);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (mirrored) {
    cairo_translate (cr, width, 0);
    cairo_scale (cr, -1, 1);
  }
  for (guint i = 0; i < self->n; i++) {
    double full = i < self->done ? 1 : i == self->done && self->open ? 0.5 : 0;
    draw_dot (cr, dot / 2 + i * dot * (1 + APART), height / 2, dot, full, palette);
  }
  cairo_destroy (cr);
}

static void
tell (EbbSetDots *self)
{
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u of %u set done", "%u of %u sets done", self->n), self->done, self->n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
ebb_set_dots_class_init (EbbSetDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ebb_set_dots_measure;
  widget_class->snapshot = ebb_set_dots_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ebb-set-dots");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_set_dots_init (EbbSetDots *self)
{
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_set_dots_new (void)
{
  return g_object_new (EBB_TYPE_SET_DOTS, NULL);
}

void
ebb_set_dots_set (EbbSetDots *dots, guint n, guint done, gboolean open)
{
  g_return_if_fail (EBB_IS_SET_DOTS (dots));

  if (dots->n == n && dots->done == done && dots->open == !!open)
    return;
  if (dots->n != n)
    gtk_widget_queue_resize (GTK_WIDGET (dots));
  dots->n = n;
  dots->done = done;
  dots->open = !!open;
  tell (dots);
  gtk_widget_queue_draw (GTK_WIDGET (dots));
}
