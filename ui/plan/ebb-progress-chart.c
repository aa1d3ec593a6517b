/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-progress-chart.h"

#include "ebb-chart-style.h"
#include "ebb-chart.h"
#include "ebb-flow.h"
#include "ebb-progress-draw.h"
#include "ebb-widgets.h"

#define FONT_SCALE   0.9
#define HEIGHT_PX    150
#define WIDTH_MIN_PX 160

struct _EbbProgressChart {
  GtkWidget parent_instance;
  EbbProgressSeries *series; /* owned */
};

G_DEFINE_FINAL_TYPE (EbbProgressChart, ebb_progress_chart, GTK_TYPE_WIDGET)

static void
ebb_progress_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbProgressChart *self = EBB_PROGRESS_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  PangoFontDescription *font = ebb_chart_dup_font (widget, FONT_SCALE);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  ebb_progress_draw (cr, 0, 0, width, height, self->series, font, ebb_chart_get_palette (widget));
  cairo_destroy (cr);
  pango_font_description_free (font);
}

static void
ebb_progress_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = wide ? WIDTH_MIN_PX : (int) (HEIGHT_PX * ebb_text_scale (widget));
}

static void
progress_chart_finalize (GObject *object)
{
  ebb_progress_series_free (EBB_PROGRESS_CHART (object)->series);
  G_OBJECT_CLASS (ebb_progress_chart_parent_class)->finalize (object);
}

static void
ebb_progress_chart_class_init (EbbProgressChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = progress_chart_finalize;
  widget_class->snapshot = ebb_progress_chart_snapshot;
  widget_class->measure = ebb_progress_chart_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_progress_chart_init (EbbProgressChart *self)
{
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_progress_chart_new (EbbProgressSeries *series)
{
  EbbProgressChart *self = g_object_new (EBB_TYPE_PROGRESS_CHART, NULL);

  self->series = series;
  ebb_widget_set_accessible (GTK_WIDGET (self), series->title, series->summary);
  return GTK_WIDGET (self);
}
