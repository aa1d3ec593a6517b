/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-rep-strip.h"

#include "ebb-chart-style.h"
#include "ebb-chart.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FONT_SCALE   0.88
#define MIN_PX       56
#define NATURAL_PX   96
#define WIDTH_MIN_PX 160

struct _EbbRepStrip {
  GtkWidget parent_instance;

  EbbStripData data; /* reps points into `reps` */
  GArray *reps;      /* owned, EbbStripRep */
  EbbSlowDraw slow;

  GskRenderNode *still; /* owned: all but the pacer's bar, valid for the next three */
  int width, height;
  const EbbPalette *palette;
};

G_DEFINE_FINAL_TYPE (EbbRepStrip, ebb_rep_strip, GTK_TYPE_WIDGET)

/* The pacer is seen in pixels of its bar; steps of a tenth of a second are enough. */
static int
pacer_step (const EbbStripData *data)
{
  return data->pacer_s < 0 ? -1 : (int) floor (data->pacer_s * 10);
}

static gboolean
same_number (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static gboolean
same_rep (const EbbStripRep *a, const EbbStripRep *b)
{
  return a->number == b->number && !a->tapped == !b->tapped
         && same_number (a->contract_s, b->contract_s) && same_number (a->hold_s, b->hold_s)
         && same_number (a->relax_s, b->relax_s);
}

static gboolean
same_reps (const EbbRepStrip *self, const EbbStripData *data)
{
  if (self->data.n_reps != data->n_reps)
    return FALSE;
  for (guint i = 0; i < data->n_reps; i++)
    if (!same_rep (&self->data.reps[i], &data->reps[i]))
      return FALSE;
  return TRUE;
}

static gboolean
same_plan (const EbbStripData *a, const EbbStripData *b)
{
  return a->reps_min == b->reps_min && a->reps_max == b->reps_max
         && a->tempo.contract_ms == b->tempo.contract_ms && a->tempo.hold_ms == b->tempo.hold_ms
         && a->tempo.relax_ms == b->tempo.relax_ms && a->tempo.pause_ms == b->tempo.pause_ms;
}

/* Whether the pacer leads the same repetition, or none. */
static gboolean
same_slot (const EbbStripData *a, const EbbStripData *b)
{
  if (a->pacer_s < 0 || b->pacer_s < 0)
    return (a->pacer_s < 0) == (b->pacer_s < 0);
  return a->pacer_number == b->pacer_number;
}

static void
ebb_rep_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? WIDTH_MIN_PX : MIN_PX;
  *natural = wide ? WIDTH_MIN_PX : NATURAL_PX;
}

static void
forget_picture (EbbRepStrip *self)
{
  g_clear_pointer (&self->still, gsk_render_node_unref);
}

static void
append_still (EbbRepStrip *self, GtkSnapshot *snapshot, const EbbStripData *data)
{
  if (self->still == NULL) {
    self->still = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
    cairo_t *cr = gsk_cairo_node_get_draw_context (self->still);
    ebb_strip_draw_still (cr, self->width, self->height, data, self->palette);
    cairo_destroy (cr);
  }
  gtk_snapshot_append_node (snapshot, self->still);
}

static void
append_pacer (EbbRepStrip *self, GtkSnapshot *snapshot, const EbbStripData *data)
{
  double left, bar;
  if (!ebb_strip_get_pacer_area (self->width, self->height, data, &left, &bar))
    return;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) left, 0, (float) bar, (float) self->height));
  ebb_strip_draw_pacer (cr, self->width, self->height, data, self->palette);
  cairo_destroy (cr);
}

static void
ebb_rep_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbRepStrip *self = EBB_REP_STRIP (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  EbbStripData data = self->data;

  if (width != self->width || height != self->height || palette != self->palette)
    forget_picture (self);
  self->width = width;
  self->height = height;
  self->palette = palette;
  data.font = ebb_chart_dup_font (widget, FONT_SCALE);
  append_still (self, snapshot, &data);
  append_pacer (self, snapshot, &data);
  pango_font_description_free (data.font);
}

static void
ebb_rep_strip_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ebb_rep_strip_parent_class)->css_changed (widget, change);
  forget_picture (EBB_REP_STRIP (widget));
  gtk_widget_queue_draw (widget);
}

static void
tell (EbbRepStrip *self)
{
  guint n_off = 0;
  for (guint i = 0; i < self->data.n_reps; i++)
    n_off += ebb_strip_is_off (&self->data.reps[i], &self->data.tempo);
  g_autofree char *done = g_strdup_printf (
      ngettext ("%u repetition done", "%u repetitions done", self->data.n_reps), self->data.n_reps);
  g_autofree char *off = g_strdup_printf (
      ngettext ("%u held too short or too long", "%u held too short or too long", n_off), n_off);
  g_autofree char *text = g_strdup_printf ("%s, %s", done, off);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  n_off > 0 ? text : done, -1);
}

static void
ebb_rep_strip_dispose (GObject *object)
{
  ebb_slow_draw_stop (&EBB_REP_STRIP (object)->slow);
  G_OBJECT_CLASS (ebb_rep_strip_parent_class)->dispose (object);
}

static void
ebb_rep_strip_finalize (GObject *object)
{
  forget_picture (EBB_REP_STRIP (object));
  g_array_unref (EBB_REP_STRIP (object)->reps);
  G_OBJECT_CLASS (ebb_rep_strip_parent_class)->finalize (object);
}

static void
ebb_rep_strip_class_init (EbbRepStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ebb_rep_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_rep_strip_finalize;
  widget_class->measure = ebb_rep_strip_measure;
  widget_class->snapshot = ebb_rep_strip_snapshot;
  widget_class->css_changed = ebb_rep_strip_css_changed;
  gtk_widget_class_set_css_name (widget_class, "ebb-rep-strip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_rep_strip_init (EbbRepStrip *self)
{
  self->reps = g_array_new (FALSE, FALSE, sizeof (EbbStripRep));
  self->data.pacer_s = -1;
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_rep_strip_new (void)
{
  return g_object_new (EBB_TYPE_REP_STRIP, NULL);
}

void
ebb_rep_strip_set_data (EbbRepStrip *strip, const EbbStripData *data)
{
  g_return_if_fail (EBB_IS_REP_STRIP (strip));

  gboolean same = same_reps (strip, data) && same_plan (&strip->data, data);
  gboolean still = same && same_slot (&strip->data, data);
  if (still && pacer_step (&strip->data) == pacer_step (data))
    return;
  if (!still)
    forget_picture (strip);
  g_array_set_size (strip->reps, 0);
  if (data->n_reps > 0)
    g_array_append_vals (strip->reps, data->reps, data->n_reps);
  strip->data = *data;
  strip->data.reps = (const EbbStripRep *) (gpointer) strip->reps->data;
  strip->data.font = NULL;
  if (!same)
    tell (strip);
  ebb_slow_draw_queue (&strip->slow, GTK_WIDGET (strip));
}
