/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-line.h"

#include "ebb-chart.h"
#include "ebb-flow.h"

#define HEIGHT_PX 40
#define CUFF_PX   8.0
#define GAP_PX    1.5
#define MS_PER_S  1000.0

struct _EbbProtocolLine {
  GtkWidget parent_instance;
  guint n_sets, reps[EBB_SETS_MAX];
  double rep_s, contract_share, rest_s;
  gboolean tight_in_rests;
};

G_DEFINE_FINAL_TYPE (EbbProtocolLine, ebb_protocol_line, GTK_TYPE_WIDGET)

static double
total_s (EbbProtocolLine *self)
{
  double total = self->rest_s * (self->n_sets - 1);

  for (guint i = 0; i < self->n_sets; i++)
    total += self->reps[i] * self->rep_s;
  return MAX (total, 1);
}

static void
fill (cairo_t *cr, const EbbColor *color, double x, double y, double width, double height)
{
  ebb_color_set (cr, color);
  cairo_rectangle (cr, x, y, MAX (width, 0.5), height);
  cairo_fill (cr);
}

/* One bar for each repetition: as long as contraction and hold last. */
static void
draw_set (EbbProtocolLine *self, cairo_t *cr, const EbbPalette *palette, guint set, double x,
          double px_per_s, double height)
{
  double each = self->rep_s * px_per_s;

  for (guint i = 0; i < self->reps[set]; i++)
    fill (cr, &palette->rep_contract, x + i * each, 0, each * self->contract_share - GAP_PX,
          height);
}

static void
protocol_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbProtocolLine *self = EBB_PROTOCOL_LINE (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  double scale = ebb_text_scale (widget);
  double px_per_s = width / total_s (self);
  double cuff = CUFF_PX * scale, bars = height - cuff - 4 * scale;
  double x = 0;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL) {
    cairo_translate (cr, width, 0);
    cairo_scale (cr, -1, 1);
  }
  for (guint i = 0; i < self->n_sets; i++) {
    double set = self->reps[i] * self->rep_s * px_per_s;
    double rest = i + 1 < self->n_sets ? self->rest_s * px_per_s : 0;

    draw_set (self, cr, palette, i, x, px_per_s, bars);
    fill (cr, &palette->series, x, height - cuff, set + (self->tight_in_rests ? rest : 0), cuff);
    x += set + rest;
  }
  cairo_destroy (cr);
}

static void
protocol_line_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  int height = (int) (HEIGHT_PX * ebb_text_scale (widget));

  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : 100;
  *minimum_baseline = *natural_baseline = -1;
}

static void
ebb_protocol_line_class_init (EbbProtocolLineClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = protocol_line_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = protocol_line_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_protocol_line_init (EbbProtocolLine *self)
{
}

GtkWidget *
ebb_protocol_line_new (const EbbProtocol *protocol)
{
  EbbProtocolLine *self = g_object_new (EBB_TYPE_PROTOCOL_LINE, NULL);
  const EbbTempo *tempo = &protocol->tempo;
  guint total_ms = tempo->contract_ms + tempo->hold_ms + tempo->relax_ms + tempo->pause_ms;

  self->n_sets = protocol->n_sets;
  for (guint i = 0; i < protocol->n_sets; i++)
    self->reps[i] = protocol->sets[i].reps_max;
  self->rep_s = MAX (total_ms, 1) / MS_PER_S;
  self->contract_share = (tempo->contract_ms + tempo->hold_ms) / (double) MAX (total_ms, 1);
  self->rest_s = protocol->rest_s;
  self->tight_in_rests = protocol->pattern == EBB_PATTERN_CONTINUOUS;
  return GTK_WIDGET (self);
}
