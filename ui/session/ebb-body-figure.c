/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-body-figure.h"

#include "ebb-chart.h"
#include "ebb-format.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

/* The figure is drawn in a field of 100 x 200; x counts from its middle. */
#define FIELD_WIDTH  110.0
#define FIELD_HEIGHT 212.0

typedef struct {
  double x, y;
} Point;

/* One limb from its root outwards, on the viewer's right (the patient's left). */
typedef struct {
  Point from, to;
  double width;
} Bone;

static const Bone upper_arm = { { 21, 50 }, { 29, 82 }, 12 };
static const Bone lower_arm = { { 29, 82 }, { 33, 114 }, 9.5 };
static const Bone thigh = { { 10.5, 106 }, { 12, 150 }, 18 };
static const Bone calf = { { 12, 150 }, { 12.5, 196 }, 12.5 };

/* Where the cuff sits: near the root of the limb. */
static const double cuff_at[] = {
  [EBB_SEGMENT_ARM] = 0.42,
  [EBB_SEGMENT_THIGH] = 0.3,
  [EBB_SEGMENT_CALF] = 0.3,
};

struct _EbbBodyFigure {
  GtkWidget parent_instance;

  EbbSegment segment;
  EbbSide side;
};

G_DEFINE_FINAL_TYPE (EbbBodyFigure, ebb_body_figure, GTK_TYPE_WIDGET)

static void
draw_bone (cairo_t *cr, const Bone *bone, double sign)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, bone->width);
  cairo_move_to (cr, sign * bone->from.x, bone->from.y);
  cairo_line_to (cr, sign * bone->to.x, bone->to.y);
  cairo_stroke (cr);
}

static void
draw_trunk (cairo_t *cr)
{
  cairo_arc (cr, 0, 18, 12, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_rectangle (cr, -4.5, 27, 9, 12);
  cairo_fill (cr);
  cairo_move_to (cr, -20, 44);
  cairo_curve_to (cr, -12, 37, 12, 37, 20, 44);
  cairo_curve_to (cr, 19, 62, 15, 74, 17, 92);
  cairo_curve_to (cr, 18, 102, 19, 104, 19, 110);
  cairo_line_to (cr, -19, 110);
  cairo_curve_to (cr, -19, 104, -18, 102, -17, 92);
  cairo_curve_to (cr, -15, 74, -19, 62, -20, 44);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 4);
  cairo_fill_preserve (cr);
  cairo_stroke (cr);
}

static void
draw_body (cairo_t *cr)
{
  for (int sign = -1; sign <= 1; sign += 2) {
    draw_bone (cr, &upper_arm, sign);
    draw_bone (cr, &lower_arm, sign);
    draw_bone (cr, &thigh, sign);
    draw_bone (cr, &calf, sign);
  }
  draw_trunk (cr);
}

static const Bone *
bone_of (EbbSegment segment)
{
  switch (segment) {
  case EBB_SEGMENT_ARM:
    return &upper_arm;
  case EBB_SEGMENT_CALF:
    return &calf;
  case EBB_SEGMENT_THIGH:
  default:
    return &thigh;
  }
}

/* The limb in colour, and the cuff as a band across it with its hose: shape as well as colour. */
static void
draw_limb (cairo_t *cr, EbbSegment segment, double sign, const EbbPalette *palette)
{
  const Bone *bone = bone_of (segment);
  double t = cuff_at[segment];
  double x = sign * (bone->from.x + (bone->to.x - bone->from.x) * t);
  double y = bone->from.y + (bone->to.y - bone->from.y) * t;
  double half = bone->width / 2 + 3.5, high = bone->width * 0.85;

  ebb_color_set (cr, &palette->series);
  draw_bone (cr, bone, sign);
  ebb_color_set (cr, &palette->background);
  cairo_rectangle (cr, x - half - 1.5, y - high / 2 - 1.5, 2 * half + 3, high + 3);
  cairo_fill (cr);
  ebb_color_set (cr, &palette->text);
  cairo_rectangle (cr, x - half, y - high / 2, 2 * half, high);
  cairo_fill (cr);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, x + sign * half, y);
  cairo_curve_to (cr, x + sign * (half + 12), y, x + sign * (half + 6), y + 26,
                  x + sign * (half + 16), y + 28);
  cairo_stroke (cr);
}

static void
draw_word (GtkWidget *widget, GtkSnapshot *snap, const char *text, double x, double y,
           const EbbColor *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  int width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (x - width / 2.0, 0, MAX (gtk_widget_get_width (widget) - width, 0));
  gtk_snapshot_save (snap);
  gtk_snapshot_translate (snap, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snap, layout,
                              &(GdkRGBA){ (float) color->red, (float) color->green,
                                          (float) color->blue, (float) color->alpha });
  gtk_snapshot_restore (snap);
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *snap)
{
  EbbBodyFigure *self = EBB_BODY_FIGURE (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double scale = MIN (width / FIELD_WIDTH, height / FIELD_HEIGHT);
  double top = (height - FIELD_HEIGHT * scale) / 2, middle = width / 2;
  /* From the front, the patient's left is on the viewer's right. */
  double sign = self->side == EBB_SIDE_LEFT ? 1 : -1;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snap, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  cairo_translate (cr, middle, top);
  cairo_scale (cr, scale, scale);
  cairo_push_group (cr);
  ebb_color_set (cr, &palette->dim);
  draw_body (cr);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, 0.45);
  if (self->side != EBB_SIDE_UNSET)
    draw_limb (cr, self->segment, sign, palette);
  cairo_destroy (cr);
  draw_word (widget, snap, _ ("Right"), middle - 34 * scale, top + 2 * scale,
             self->side == EBB_SIDE_RIGHT ? &palette->text : &palette->dim);
  draw_word (widget, snap, _ ("Left"), middle + 34 * scale, top + 2 * scale,
             self->side == EBB_SIDE_LEFT ? &palette->text : &palette->dim);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 90 : 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 130 : 230;
}

static void
ebb_body_figure_class_init (EbbBodyFigureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = snapshot;
  widget_class->measure = measure;
  gtk_widget_class_set_css_name (widget_class, "bodyfigure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_body_figure_init (EbbBodyFigure *self)
{
}

GtkWidget *
ebb_body_figure_new (void)
{
  return g_object_new (EBB_TYPE_BODY_FIGURE, NULL);
}

void
ebb_body_figure_set (EbbBodyFigure *figure, EbbSegment segment, EbbSide side)
{
  g_autofree char *limb = ebb_format_limb (segment, side);
  g_autofree char *text = g_strdup_printf (_ ("Figure: the cuff sits on the patient's %s"), limb);

  figure->segment = segment;
  figure->side = side;
  ebb_widget_set_accessible (GTK_WIDGET (figure), text, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (figure));
}
