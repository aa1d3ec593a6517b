/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-chart.h"

#include "ebb-chart-style.h"

#include <glib/gi18n-lib.h>

#define FONT_SCALE        0.88
#define HEIGHT_MIN_PX     90
#define HEIGHT_NATURAL_PX 185
#define WIDTH_MIN_PX      200

struct _EbbChart {
  GtkWidget parent_instance;

  EbbTrace *trace; /* owned, like the arrays; NULL = nothing to show */
  GArray *targets, *marks;
  char *lop_text;
  CuffPressure lop;

  GskRenderNode *node; /* owned: the picture as drawn, valid for the next three */
  int width, height;
  const EbbPalette *palette;
};

G_DEFINE_FINAL_TYPE (EbbChart, ebb_chart, GTK_TYPE_WIDGET)

static void
forget_picture (EbbChart *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

static void
draw (EbbChart *self, cairo_t *cr)
{
  EbbChartData data = {
    .trace = self->trace,
    .targets = (const EbbTargetChange *) (gpointer) self->targets->data,
    .n_targets = self->targets->len,
    .marks = (const EbbChartMark *) (gpointer) self->marks->data,
    .n_marks = self->marks->len,
    .lop = self->lop,
    .band_percent = EBB_MEASURE_BAND_EXERCISE_PERCENT,
    .numbers = TRUE,
    .lop_text = self->lop_text,
    .font = ebb_chart_dup_font (GTK_WIDGET (self), FONT_SCALE),
  };

  ebb_chart_draw (cr, 0, 0, self->width, self->height, ebb_trace_get_first_us (self->trace),
                  ebb_trace_get_last_us (self->trace), &data, self->palette);
  pango_font_description_free (data.font);
}

static void
ebb_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbChart *self = EBB_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);

  if (self->trace == NULL || ebb_trace_get_length (self->trace) == 0)
    return;
  if (width != self->width || height != self->height || palette != self->palette)
    forget_picture (self);
  self->width = width;
  self->height = height;
  self->palette = palette;
  if (self->node == NULL) {
    self->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, width, height));
    cairo_t *cr = gsk_cairo_node_get_draw_context (self->node);
    draw (self, cr);
    cairo_destroy (cr);
  }
  gtk_snapshot_append_node (snapshot, self->node);
}

static void
ebb_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ebb_chart_parent_class)->css_changed (widget, change);
  forget_picture (EBB_CHART (widget));
  gtk_widget_queue_draw (widget);
}

static void
ebb_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? WIDTH_MIN_PX : HEIGHT_MIN_PX;
  *natural = wide ? WIDTH_MIN_PX : HEIGHT_NATURAL_PX;
}

static void
ebb_chart_finalize (GObject *object)
{
  EbbChart *self = EBB_CHART (object);

  forget_picture (self);
  g_clear_pointer (&self->trace, ebb_trace_free);
  g_array_unref (self->targets);
  g_array_unref (self->marks);
  g_free (self->lop_text);
  G_OBJECT_CLASS (ebb_chart_parent_class)->finalize (object);
}

static void
ebb_chart_class_init (EbbChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ebb_chart_finalize;
  widget_class->measure = ebb_chart_measure;
  widget_class->snapshot = ebb_chart_snapshot;
  widget_class->css_changed = ebb_chart_css_changed;
  gtk_widget_class_set_css_name (widget_class, "ebb-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_chart_init (EbbChart *self)
{
  self->targets = g_array_new (FALSE, FALSE, sizeof (EbbTargetChange));
  self->marks = g_array_new (FALSE, FALSE, sizeof (EbbChartMark));
  self->lop = CUFF_PRESSURE_UNSET;
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_chart_new (void)
{
  return g_object_new (EBB_TYPE_CHART, NULL);
}

/* What there is to see, in words. */
static void
tell (EbbChart *self)
{
  gint64 first_us = ebb_trace_get_first_us (self->trace);
  gint64 last_us = ebb_trace_get_last_us (self->trace);
  int length_s = (int) ((last_us - first_us) / G_USEC_PER_SEC);
  g_autofree char *text = NULL;
  EbbSpan span;

  if (ebb_trace_get_span (self->trace, first_us, last_us + 1, &span)
      && cuff_pressure_is_set (span.max))
    text = g_strdup_printf (_ ("Pressure over %d:%02d minutes, at most %.0f mmHg"), length_s / 60,
                            length_s % 60, cuff_pressure_to_mmhg (span.max));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : _ ("No pressure was recorded"), -1);
}

void
ebb_chart_set_samples (EbbChart *chart, const GArray *samples, const EbbTargetChange *targets,
                       gsize n_targets, CuffPressure lop, const EbbChartMark *marks, gsize n_marks)
{
  g_return_if_fail (EBB_IS_CHART (chart));

  g_clear_pointer (&chart->trace, ebb_trace_free);
  chart->trace = ebb_trace_new ();
  for (guint i = 0; i < samples->len; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);
    if (sample->t_us >= ebb_trace_get_last_us (chart->trace))
      ebb_trace_push (chart->trace, sample->t_us, sample->pressure, sample->gap);
  }
  g_array_set_size (chart->targets, 0);
  g_array_set_size (chart->marks, 0);
  if (n_targets > 0)
    g_array_append_vals (chart->targets, targets, (guint) n_targets);
  if (n_marks > 0)
    g_array_append_vals (chart->marks, marks, (guint) n_marks);
  chart->lop = lop;
  g_clear_pointer (&chart->lop_text, g_free);
  if (cuff_pressure_is_set (lop))
    chart->lop_text = g_strdup_printf (_ ("LOP %.0f"), cuff_pressure_to_mmhg (lop));
  tell (chart);
  forget_picture (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}
