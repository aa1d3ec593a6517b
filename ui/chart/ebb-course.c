/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-chart-style.h"
#include "ebb-chart.h"
#include "ebb-text-draw.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FONT_SCALE        0.95
#define DOT_PX            4.0
#define LINE_PX           2.5
#define PAD_PX            10.0
#define HEIGHT_MIN_PX     48
#define HEIGHT_NATURAL_PX 84
#define WIDTH_MIN_PX      120

struct _EbbCourse {
  GtkWidget parent_instance;

  GArray *values; /* owned, double; NAN = nothing known of that visit */
};

G_DEFINE_FINAL_TYPE (EbbCourse, ebb_course, GTK_TYPE_WIDGET)

typedef struct {
  const double *values;
  guint n;
  EbbScale x, y;
} Picture;

static char *
value_text (double value)
{
  return fabs (value - round (value)) < 0.05 ? g_strdup_printf ("%.0f", value)
                                             : g_strdup_printf ("%.1f", value);
}

/* All values have their place; one value, or always the same one, lies in the middle. */
static gboolean
lay_out (Picture *picture, double width, double height, double text_width)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE;
  for (guint i = 0; i < picture->n; i++) {
    if (!isfinite (picture->values[i]))
      continue;
    low = fmin (low, picture->values[i]);
    high = fmax (high, picture->values[i]);
  }
  if (low > high)
    return FALSE;
  double half = fmax ((high - low) / 2, fmax (fabs (high) * 0.05, 1e-6));
  double middle = (low + high) / 2;
  picture->x = (EbbScale){ 0, MAX (picture->n, 2) - 1, PAD_PX, width - PAD_PX - text_width };
  picture->y = (EbbScale){ middle - half, middle + half, height - PAD_PX, PAD_PX };
  return picture->x.to_px > picture->x.from_px && picture->y.from_px > picture->y.to_px;
}

/* A visit of which nothing is known breaks the line. */
static void
draw_line (cairo_t *cr, const Picture *picture, const EbbPalette *palette)
{
  gboolean begin = TRUE;

  ebb_color_set (cr, &palette->target);
  cairo_set_line_width (cr, LINE_PX);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < picture->n; i++) {
    double x = ebb_scale_to_px (&picture->x, i);
    double y = ebb_scale_to_px (&picture->y, picture->values[i]);
    if (!isfinite (y)) {
      begin = TRUE;
      continue;
    }
    if (begin)
      cairo_move_to (cr, x, y);
    else
      cairo_line_to (cr, x, y);
    begin = FALSE;
  }
  cairo_stroke (cr);
  for (guint i = 0; i < picture->n; i++) {
    if (!isfinite (picture->values[i]))
      continue;
    cairo_arc (cr, ebb_scale_to_px (&picture->x, i),
               ebb_scale_to_px (&picture->y, picture->values[i]), DOT_PX, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static int
last_known (const Picture *picture)
{
  int i = (int) picture->n - 1;
  while (i >= 0 && !isfinite (picture->values[i]))
    i--;
  return i;
}

static void
ebb_course_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EbbCourse *self = EBB_COURSE (widget);
  const EbbPalette *palette = ebb_chart_get_palette (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  Picture picture = { .values = (const double *) (gpointer) self->values->data,
                      .n = self->values->len };
  int last = last_known (&picture);
  if (last < 0)
    return;

  g_autofree char *text = value_text (picture.values[last]);
  PangoFontDescription *font = ebb_chart_dup_font (widget, FONT_SCALE);
  double text_width, text_height;
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  ebb_text_measure (font, text, &text_width, &text_height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (lay_out (&picture, width, height, text_width)) {
    double x = ebb_scale_to_px (&picture.x, last) + PAD_PX;
    double y = ebb_scale_to_px (&picture.y, picture.values[last]) - text_height / 2;
    draw_line (cr, &picture, palette);
    ebb_text_draw (cr, font, text, x, CLAMP (y, 0, fmax (height - text_height, 0)), 0,
                   &palette->text, NULL);
  }
  cairo_destroy (cr);
  pango_font_description_free (font);
}

static void
ebb_course_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = wide ? WIDTH_MIN_PX : HEIGHT_MIN_PX;
  *natural = wide ? WIDTH_MIN_PX : HEIGHT_NATURAL_PX;
}

static void
ebb_course_finalize (GObject *object)
{
  g_array_unref (EBB_COURSE (object)->values);
  G_OBJECT_CLASS (ebb_course_parent_class)->finalize (object);
}

static void
ebb_course_class_init (EbbCourseClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ebb_course_finalize;
  widget_class->measure = ebb_course_measure;
  widget_class->snapshot = ebb_course_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ebb-course");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ebb_course_init (EbbCourse *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
  ebb_chart_watch_style (GTK_WIDGET (self));
}

GtkWidget *
ebb_course_new (void)
{
  return g_object_new (EBB_TYPE_COURSE, NULL);
}

/* First and last, for whoever does not see the line. */
static void
tell (EbbCourse *self)
{
  Picture picture = { .values = (const double *) (gpointer) self->values->data,
                      .n = self->values->len };
  int last = last_known (&picture), first = 0;
  g_autofree char *text = NULL;

  while (first < last && !isfinite (picture.values[first]))
    first++;
  if (last >= 0) {
    g_autofree char *from = value_text (picture.values[first]);
    g_autofree char *to = value_text (picture.values[last]);
    text = g_strdup_printf (_ ("Course from %s to %s"), from, to);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : _ ("No values yet"), -1);
}

void
ebb_course_set_values (EbbCourse *course, const double *values, guint n)
{
  g_return_if_fail (EBB_IS_COURSE (course));

  g_array_set_size (course->values, 0);
  if (n > 0)
    g_array_append_vals (course->values, values, n);
  tell (course);
  gtk_widget_queue_draw (GTK_WIDGET (course));
}
