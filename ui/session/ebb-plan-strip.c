/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-plan-strip.h"

#include "ebb-chart-style.h"
#include "ebb-chart.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#define FONT_SCALE   0.88
#define MIN_PX       56
#define NATURAL_PX   96
#define WIDTH_MIN_PX 160
#define SOFT_PX      4.0 /* of a part with a deflated cuff */
#define GAP_PX       2.0
#define MARK_PX      3.0
#define MOVE_MS      500 /* less than that is not seen */

struct _EbbPlanStrip {
  GtkWidget parent_instance;

  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  guint n_steps;
  CuffPressure target;
  gint64 total_ms, position_ms;
};

G_DEFINE_FINAL_TYPE (EbbPlanStrip, ebb_plan_strip, GTK_TYPE_WIDGET)

static void
ebb_plan_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? WIDTH_MIN_PX : MIN_PX;
  *natural = wide ? WIDTH_MIN_PX : NATURAL_PX;
}

static void
set_color (cairo_t *cr, const EbbColor *color, double alpha)
{
  ebb_color_set (cr, color);
  if (alpha < 1) {
    cairo_pattern_t *source = cairo_get_source (cr);
    double red, green, blue, full;

    cairo_pattern_get_rgba (source, &red, &green, &blue, &full);
    cairo_set_source_rgba (cr, red, green, blue, full * alpha);
  }
}

typedef struct {
  cairo_t *cr;
  const EbbPalette *palette;
  PangoLayout *text;
  double width, height, foot; /* the numbers stand in the foot */
} Canvas;

static double
x_of (const EbbPlanStrip *self, const Canvas *canvas, gint64 t_ms)
{
  return self->total_ms > 0 ? canvas->width * (double) t_ms / (double) self->total_ms : 0;
}

/* What is done is full, what is to come is pale; rests with a tight cuff stand out less. */
static void
draw_block (const EbbPlanStrip *self, const Canvas *canvas, const EbbPlanStep *step, gint64 from_ms,
            gint64 to_ms, gboolean done)
{
  double high = canvas->height - canvas->foot;
  double share = self->target > 0 ? (double) step->target / self->target : 0;
  double block = step->target > 0 ? MAX (high * share, SOFT_PX) : SOFT_PX;
  double left = x_of (self, canvas, from_ms);
  double right = x_of (self, canvas, to_ms);
  gboolean work = step->kind == EBB_STEP_WORK;

  if (to_ms == step->start_ms + step->length_ms)
    right -= GAP_PX;
  if (to_ms <= from_ms || right <= left)
    return;
  set_color (canvas->cr, work ? &canvas->palette->rep_hold : &canvas->palette->rep_relax,
             (done ? 1.0 : 0.32) * (work || step->target == 0 ? 1.0 : 0.6));
  cairo_rectangle (canvas->cr, left, high - block, right - left, block);
  cairo_fill (canvas->cr);
}

/* The number of a set below its first part, where it has room. */
static void
draw_number (const EbbPlanStrip *self, const Canvas *canvas, const EbbPlanStep *step)
{
  g_autofree char *number = g_strdup_printf ("%u", step->set);
  int text_px, height_px;
  double left = x_of (self, canvas, step->start_ms);
  double room = x_of (self, canvas, step->start_ms + step->length_ms) - left;

  if (step->kind != EBB_STEP_WORK || step->step > 1)
    return;
  pango_layout_set_text (canvas->text, number, -1);
  pango_layout_get_pixel_size (canvas->text, &text_px, &height_px);
  if (text_px > room)
    return;
  ebb_color_set (canvas->cr, &canvas->palette->dim);
  cairo_move_to (canvas->cr, left, canvas->height - height_px);
  pango_cairo_show_layout (canvas->cr, canvas->text);
}

static void
draw_mark (const EbbPlanStrip *self, const Canvas *canvas)
{
  double x = CLAMP (x_of (self, canvas, self->position_ms), 0, canvas->width - MARK_PX);

  ebb_color_set (canvas->cr, &canvas->palette->text);
  cairo_rectangle (canvas->cr, x, 0, MARK_PX, canvas->height - canvas->foot);
  cairo_fill (canvas->cr);
}

static void
draw_steps (const EbbPlanStrip *self, const Canvas *canvas)
{
  for (guint i = 0; i < self->n_steps; i++) {
    const EbbPlanStep *step = &self->steps[i];
    gint64 end_ms = step->start_ms + step->length_ms;
    gint64 now_ms = CLAMP (self->position_ms, step->start_ms, end_ms);

    draw_block (self, canvas, step, step->start_ms, now_ms, TRUE);
    draw_block (self, canvas, step, now_ms, end_ms, FALSE);
    draw_number (self, canvas, step);
  }
}

static void
ebb_plan_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbPlanStrip *self = EBB_PLAN_STRIP (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  PangoFontDescription *font = ebb_chart_dup_font (widget, FONT_SCALE);
  g_autoptr (PangoLayout) text = gtk_widget_create_pango_layout (widget, "0");
  Canvas canvas = {
    .palette = ebb_chart_get_palette (widget), .text = text, .width = width, .height = height
  };
  int foot_px;

  pango_layout_set_font_description (text, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (text, NULL, &foot_px);
  canvas.foot = foot_px;
  canvas.cr = gtk_snapshot_append_cairo (snapshot,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw_steps (self, &canvas);
  draw_mark (self, &canvas);
  cairo_destroy (canvas.cr);
}

static void
ebb_plan_strip_class_init (EbbPlanStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ebb_plan_strip_measure;
  widget_class->snapshot = ebb_plan_strip_snapshot;
  gtk_widget_class_set_css_name (widget_class, "planstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_plan_strip_init (EbbPlanStrip *self)
{
  ebb_widget_set_accessible (GTK_WIDGET (self), _ ("Course of the sets"), NULL);
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_plan_strip_new (void)
{
  return g_object_new (EBB_TYPE_PLAN_STRIP, NULL);
}

void
ebb_plan_strip_show (EbbPlanStrip *strip, const EbbPlan *plan, gint64 position_ms)
{
  guint n_steps = ebb_plan_lay_out (plan, strip->steps);
  gint64 total_ms = ebb_plan_total_ms (plan);
  gboolean same =
      n_steps == strip->n_steps && plan->target == strip->target && total_ms == strip->total_ms;

  if (same && ABS (position_ms - strip->position_ms) < MOVE_MS)
    return;
  strip->n_steps = n_steps;
  strip->target = plan->target;
  strip->total_ms = total_ms;
  strip->position_ms = position_ms;
  gtk_widget_queue_draw (GTK_WIDGET (strip));
}
