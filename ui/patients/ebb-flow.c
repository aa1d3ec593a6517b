/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-flow.h"

#define DPI_NORMAL 96.0

double
ebb_text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / PANGO_SCALE / DPI_NORMAL : 1.0;
}

static void
unparent_all (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_first_child (widget))
    gtk_widget_unparent (child);
}

static GtkSizeRequestMode
mode_height_for_width (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* --- Columns ----------------------------------------------------------------------------- */

struct _EbbColumns {
  GtkWidget parent_instance;
  guint n_max;
  int column_min_px, spacing_px;
};

G_DEFINE_FINAL_TYPE (EbbColumns, ebb_columns, GTK_TYPE_WIDGET)

static guint
count_shown (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_widget_should_layout (child) ? 1 : 0;
  return n;
}

static int
widest_min (GtkWidget *widget)
{
  int widest = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int min = 0;

    if (gtk_widget_should_layout (child))
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
    widest = MAX (widest, min);
  }
  return widest;
}

static int
column_min (EbbColumns *self)
{
  int min = (int) (self->column_min_px * ebb_text_scale (GTK_WIDGET (self)));

  return MAX (min, widest_min (GTK_WIDGET (self)));
}

static guint
columns_in (EbbColumns *self, int width_px)
{
  int each = column_min (self) + self->spacing_px;
  guint n = width_px < 0 ? self->n_max : (guint) MAX (1, (width_px + self->spacing_px) / each);
  guint shown = count_shown (GTK_WIDGET (self));

  return MAX (1, MIN (MIN (n, self->n_max), shown));
}

static int
column_width (EbbColumns *self, guint n_columns, int width_px)
{
  return MAX (0, (width_px - self->spacing_px * ((int) n_columns - 1)) / (int) n_columns);
}

/* Height of the row that begins with `child`, and the child after it. */
static int
row_height (GtkWidget *child, guint n_columns, int width_px, GtkWidget **next)
{
  int height = 0;
  guint n = 0;

  for (; child != NULL && n < n_columns; child = gtk_widget_get_next_sibling (child)) {
    int natural = 0;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width_px, NULL, &natural, NULL, NULL);
    height = MAX (height, natural);
    n++;
  }
  *next = child;
  return n > 0 ? height : -1;
}

static void
columns_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                 int *natural, int *minimum_baseline, int *natural_baseline)
{
  EbbColumns *self = EBB_COLUMNS (widget);
  guint n_columns = columns_in (self, for_size);
  int total = 0;

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    n_columns = columns_in (self, -1);
    *minimum = widest_min (widget);
    *natural = (column_min (self) + self->spacing_px) * (int) n_columns - self->spacing_px;
    return;
  }
  if (for_size < 0)
    for_size = (column_min (self) + self->spacing_px) * (int) n_columns - self->spacing_px;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;) {
    int height = row_height (child, n_columns, column_width (self, n_columns, for_size), &child);

    if (height >= 0)
      total += height + (total > 0 ? self->spacing_px : 0);
  }
  *minimum = *natural = total;
}

static void
columns_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EbbColumns *self = EBB_COLUMNS (widget);
  guint n_columns = columns_in (self, width);
  int each = column_width (self, n_columns, width);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL) {
    GtkWidget *next;
    int row = row_height (child, n_columns, each, &next);
    int x = 0;

    for (; child != next; child = gtk_widget_get_next_sibling (child)) {
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_size_allocate (
          child, &(GtkAllocation){ rtl ? width - x - each : x, y, each, MAX (row, 0) }, -1);
      x += each + self->spacing_px;
    }
    y += MAX (row, 0) + self->spacing_px;
  }
}

static void
columns_dispose (GObject *object)
{
  unparent_all (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_columns_parent_class)->dispose (object);
}

static void
ebb_columns_class_init (EbbColumnsClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = columns_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = columns_allocate;
  GTK_WIDGET_CLASS (klass)->get_request_mode = mode_height_for_width;
  G_OBJECT_CLASS (klass)->dispose = columns_dispose;
}

static void
ebb_columns_init (EbbColumns *self)
{
}

GtkWidget *
ebb_columns_new (guint n_max, int column_min_px, int spacing_px)
{
  EbbColumns *self = g_object_new (EBB_TYPE_COLUMNS, NULL);

  self->n_max = MAX (1, n_max);
  self->column_min_px = column_min_px;
  self->spacing_px = spacing_px;
  return GTK_WIDGET (self);
}

void
ebb_columns_append (EbbColumns *self, GtkWidget *child)
{
  g_return_if_fail (EBB_IS_COLUMNS (self));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
ebb_columns_clear (EbbColumns *self)
{
  g_return_if_fail (EBB_IS_COLUMNS (self));

  unparent_all (GTK_WIDGET (self));
}

/* --- Beside ------------------------------------------------------------------------------ */

struct _EbbBeside {
  GtkWidget parent_instance;
  GtkWidget *start, *end; /* children */
  int start_min_px, spacing_px;
};

G_DEFINE_FINAL_TYPE (EbbBeside, ebb_beside, GTK_TYPE_WIDGET)

static int
natural_width (GtkWidget *widget)
{
  int natural = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
minimal_width (GtkWidget *widget)
{
  int min = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return min;
}

/* Width of the start, or -1: below each other. */
static int
start_width (EbbBeside *self, int width_px)
{
  int min = (int) (self->start_min_px * ebb_text_scale (GTK_WIDGET (self)));
  int left;

  if (!gtk_widget_should_layout (self->end))
    return width_px;
  left = width_px - natural_width (self->end) - self->spacing_px;
  return left >= MAX (min, minimal_width (self->start)) ? left : -1;
}

static int
height_at (GtkWidget *widget, int width_px)
{
  int natural = 0;

  if (gtk_widget_should_layout (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width_px, NULL, &natural, NULL, NULL);
  return natural;
}

static void
beside_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                int *natural, int *minimum_baseline, int *natural_baseline)
{
  EbbBeside *self = EBB_BESIDE (widget);
  int wide = natural_width (self->start) + self->spacing_px + natural_width (self->end);
  int width = for_size < 0 ? wide : for_size;
  int start = start_width (self, width);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (minimal_width (self->start), minimal_width (self->end));
    *natural = MAX (wide, *minimum);
    return;
  }
  if (start >= 0)
    *natural = MAX (height_at (self->start, start), height_at (self->end, -1));
  else
    *natural = height_at (self->start, width) + self->spacing_px + height_at (self->end, width);
  *minimum = *natural;
}

static void
beside_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EbbBeside *self = EBB_BESIDE (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int start = start_width (self, width);
  int end = width - start - self->spacing_px;
  int upper = height_at (self->start, width);

  if (start < 0) {
    gtk_widget_size_allocate (self->start, &(GtkAllocation){ 0, 0, width, upper }, -1);
    gtk_widget_size_allocate (
        self->end,
        &(GtkAllocation){ 0, upper + self->spacing_px, width, height - upper - self->spacing_px },
        -1);
    return;
  }
  gtk_widget_size_allocate (self->start,
                            &(GtkAllocation){ rtl ? width - start : 0, 0, start, height }, -1);
  if (gtk_widget_should_layout (self->end))
    gtk_widget_size_allocate (self->end, &(GtkAllocation){ rtl ? 0 : width - end, 0, end, height },
                              -1);
}

static void
beside_dispose (GObject *object)
{
  unparent_all (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_beside_parent_class)->dispose (object);
}

static void
ebb_beside_class_init (EbbBesideClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = beside_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = beside_allocate;
  GTK_WIDGET_CLASS (klass)->get_request_mode = mode_height_for_width;
  G_OBJECT_CLASS (klass)->dispose = beside_dispose;
}

static void
ebb_beside_init (EbbBeside *self)
{
}

GtkWidget *
ebb_beside_new (GtkWidget *start, GtkWidget *end, int start_min_px, int spacing_px)
{
  EbbBeside *self = g_object_new (EBB_TYPE_BESIDE, NULL);

  self->start = start;
  self->end = end;
  self->start_min_px = start_min_px;
  self->spacing_px = spacing_px;
  gtk_widget_set_parent (start, GTK_WIDGET (self));
  gtk_widget_set_parent (end, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
