/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-picture.h"

#include "ebb-chart-style.h"
#include "ebb-chart.h"
#include "ebb-flow.h"
#include "ebb-text-draw.h"
#include "ebb-timeline-draw.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define FONT_SCALE   0.88
#define WIDTH_MIN_PX 200
#define MS_PER_MIN   60000

struct _EbbProtocolPicture {
  GtkWidget parent_instance;
  int min_px, natural_px;
  gboolean has_view;
  EbbProtocolView view;
  double pressure, low, high;
  EbbPressureBasis basis;
};

G_DEFINE_FINAL_TYPE (EbbProtocolPicture, ebb_protocol_picture, GTK_TYPE_WIDGET)

static void
draw (EbbProtocolPicture *self, cairo_t *cr, int width, int height)
{
  PangoFontDescription *font = ebb_chart_dup_font (GTK_WIDGET (self), FONT_SCALE);
  g_autofree char *limit =
      g_strdup_printf (_ ("limit %d\u00a0min"), (int) (self->view.limit_ms / MS_PER_MIN));
  EbbTimelineData data = { .plan = &self->view.plan,
                           .pressure = self->pressure,
                           .low = self->low,
                           .high = self->high,
                           .unit = ebb_pressure_basis_to_text (self->basis),
                           .limit_ms = self->view.limit_ms,
                           .limit_text = limit,
                           .font = font };

  ebb_timeline_draw (cr, width, height, &data, ebb_chart_get_palette (GTK_WIDGET (self)));
  pango_font_description_free (font);
}

static void
draw_nothing (EbbProtocolPicture *self, cairo_t *cr, int width, int height)
{
  PangoFontDescription *font = ebb_chart_dup_font (GTK_WIDGET (self), 1);
  const char *text = _ ("The picture comes back when the marked fields are right");
  double text_px, height_px;

  ebb_text_measure (font, text, &text_px, &height_px);
  ebb_text_draw (cr, font, text, width / 2.0, (height - height_px) / 2, 0.5,
                 &ebb_chart_get_palette (GTK_WIDGET (self))->dim, NULL);
  pango_font_description_free (font);
}

static void
protocol_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbProtocolPicture *self = EBB_PROTOCOL_PICTURE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  if (self->has_view)
    draw (self, cr, width, height);
  else
    draw_nothing (self, cr, width, height);
  cairo_destroy (cr);
}

static void
protocol_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  EbbProtocolPicture *self = EBB_PROTOCOL_PICTURE (widget);
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;
  double scale = ebb_text_scale (widget);

  *minimum = wide ? WIDTH_MIN_PX : (int) (self->min_px * scale);
  *natural = wide ? WIDTH_MIN_PX : (int) (self->natural_px * scale);
  *minimum_baseline = *natural_baseline = -1;
}

static void
ebb_protocol_picture_class_init (EbbProtocolPictureClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = protocol_picture_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = protocol_picture_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_protocol_picture_init (EbbProtocolPicture *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
ebb_protocol_picture_new (int min_px, int natural_px)
{
  EbbProtocolPicture *self = g_object_new (EBB_TYPE_PROTOCOL_PICTURE, NULL);

  self->min_px = min_px;
  self->natural_px = natural_px;
  ebb_chart_watch_style (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
ebb_protocol_picture_set (EbbProtocolPicture *self, const EbbProtocolView *view,
                          const EbbPressurePlan *pressure)
{
  g_autofree char *spoken = NULL;

  g_return_if_fail (EBB_IS_PROTOCOL_PICTURE (self));

  self->has_view = view != NULL;
  if (view != NULL)
    self->view = *view;
  if (pressure != NULL) {
    self->pressure = pressure->value;
    self->low = pressure->min;
    self->high = pressure->max;
    self->basis = pressure->basis;
  }
  spoken = view != NULL ? ebb_protocol_view_spoken (view) : NULL;
  ebb_widget_set_accessible (GTK_WIDGET (self), _ ("Time line"), spoken != NULL ? spoken : "");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
ebb_protocol_picture_get_total_ms (EbbProtocolPicture *self, gint64 *total_ms)
{
  g_return_val_if_fail (EBB_IS_PROTOCOL_PICTURE (self), FALSE);

  *total_ms = self->view.total_ms;
  return self->has_view;
}
