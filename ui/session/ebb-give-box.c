/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-give-box.h"

typedef struct {
  GtkWidget *widget; /* a child: unparented in dispose */
  guint rank;
  gboolean grow;
} Child;

struct _EbbGiveBox {
  GtkWidget parent_instance;

  GArray *children; /* of Child */
  GtkOrientation orientation;
  int spacing_px;
};

G_DEFINE_FINAL_TYPE (EbbGiveBox, ebb_give_box, GTK_TYPE_WIDGET)

static GtkOrientation
across (EbbGiveBox *self)
{
  return self->orientation == GTK_ORIENTATION_VERTICAL ? GTK_ORIENTATION_HORIZONTAL
                                                       : GTK_ORIENTATION_VERTICAL;
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  EbbGiveBox *self = EBB_GIVE_BOX (widget);

  return self->orientation == GTK_ORIENTATION_VERTICAL ? GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH
                                                       : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Along the box: what never gives way is needed, all the rest is wished for. */
static void
measure_along (EbbGiveBox *self, int for_size, int *minimum, int *natural)
{
  guint n_needed = 0, n_shown = 0;

  for (guint i = 0; i < self->children->len; i++) {
    const Child *child = &g_array_index (self->children, Child, i);
    int min = 0, nat = 0;

    if (!gtk_widget_should_layout (child->widget))
      continue;
    gtk_widget_measure (child->widget, self->orientation, for_size, &min, &nat, NULL, NULL);
    *natural += nat;
    n_shown++;
    if (child->rank > 0)
      continue;
    *minimum += min;
    n_needed++;
  }
  *minimum += n_needed > 1 ? (int) (n_needed - 1) * self->spacing_px : 0;
  *natural += n_shown > 1 ? (int) (n_shown - 1) * self->spacing_px : 0;
}

static void
measure_across (EbbGiveBox *self, int *minimum, int *natural)
{
  for (guint i = 0; i < self->children->len; i++) {
    const Child *child = &g_array_index (self->children, Child, i);
    int min = 0, nat = 0;

    if (!gtk_widget_should_layout (child->widget))
      continue;
    gtk_widget_measure (child->widget, across (self), -1, &min, &nat, NULL, NULL);
    *natural = MAX (*natural, nat);
    if (child->rank == 0)
      *minimum = MAX (*minimum, min);
  }
  *natural = MAX (*natural, *minimum);
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  EbbGiveBox *self = EBB_GIVE_BOX (widget);

  *minimum = *natural = 0;
  if (orientation == self->orientation)
    measure_along (self, for_size, minimum, natural);
  else
    measure_across (self, minimum, natural);
}

/* Ranks up to `gone` are hidden, but for `back`. */
typedef struct {
  guint gone, back; /* 0 = none */
} Choice;

static gboolean
is_shown (const Child *child, Choice choice)
{
  return gtk_widget_should_layout (child->widget)
         && (child->rank == 0 || child->rank > choice.gone || child->rank == choice.back);
}

/* What that choice takes; `next` is the lowest rank it still shows. */
static int
needed_px (EbbGiveBox *self, const GtkRequestedSize *sizes, Choice choice, guint *next)
{
  int needed = -self->spacing_px;

  *next = G_MAXUINT;
  for (guint i = 0; i < self->children->len; i++) {
    const Child *child = &g_array_index (self->children, Child, i);
    if (!is_shown (child, choice))
      continue;
    needed += sizes[i].minimum_size + self->spacing_px;
    if (child->rank > 0)
      *next = MIN (*next, child->rank);
  }
  return needed;
}

/* The lowest rank goes first.  When a higher one had to follow, what went before it may come back
 * into the room that leaves. */
static Choice
give_way (EbbGiveBox *self, const GtkRequestedSize *sizes, int room_px)
{
  Choice choice = { 0, 0 };
  guint next;

  while (needed_px (self, sizes, choice, &next) > room_px && next != G_MAXUINT)
    choice.gone = next;
  for (guint rank = choice.gone; rank > 1; rank--) {
    Choice with = { choice.gone, rank - 1 };
    if (needed_px (self, sizes, with, &next) <= room_px)
      return with;
  }
  return choice;
}

static void
place (EbbGiveBox *self, GtkWidget *child, int start_px, int length_px, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = { 0, start_px, width, length_px };

  if (self->orientation == GTK_ORIENTATION_HORIZONTAL)
    area = (GtkAllocation){ rtl ? width - start_px - length_px : start_px, 0, length_px, height };
  gtk_widget_size_allocate (child, &area, -1);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EbbGiveBox *self = EBB_GIVE_BOX (widget);
  gboolean vertical = self->orientation == GTK_ORIENTATION_VERTICAL;
  int room_px = vertical ? height : width;
  guint n = self->children->len, n_shown = 0, n_grow = 0;
  Choice choice;
  g_autofree GtkRequestedSize *sizes = g_new0 (GtkRequestedSize, MAX (n, 1));
  g_autofree gboolean *shown = g_new0 (gboolean, MAX (n, 1));
  int left_px, start_px = 0;

  for (guint i = 0; i < n; i++) {
    GtkWidget *child = g_array_index (self->children, Child, i).widget;
    if (gtk_widget_should_layout (child))
      gtk_widget_measure (child, self->orientation, vertical ? width : height,
                          &sizes[i].minimum_size, &sizes[i].natural_size, NULL, NULL);
  }
  choice = give_way (self, sizes, room_px);
  left_px = room_px + self->spacing_px;
  for (guint i = 0; i < n; i++) {
    const Child *child = &g_array_index (self->children, Child, i);
    shown[i] = is_shown (child, choice);
    gtk_widget_set_child_visible (child->widget, shown[i]);
    if (!shown[i]) {
      sizes[i] = (GtkRequestedSize){ 0 };
      continue;
    }
    n_shown++;
    n_grow += child->grow ? 1 : 0;
    left_px -= sizes[i].minimum_size + self->spacing_px;
  }
  left_px = gtk_distribute_natural_allocation (MAX (left_px, 0), n, sizes);
  for (guint i = 0; i < n; i++) {
    const Child *child = &g_array_index (self->children, Child, i);
    int length_px = sizes[i].minimum_size;

    if (!shown[i])
      continue;
    if (child->grow)
      length_px += left_px / (int) n_grow;
    place (self, child->widget, start_px, length_px, width, height);
    start_px += length_px + self->spacing_px;
  }
}

static void
ebb_give_box_dispose (GObject *object)
{
  EbbGiveBox *self = EBB_GIVE_BOX (object);

  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    gtk_widget_unparent (g_array_index (self->children, Child, i).widget);
  g_clear_pointer (&self->children, g_array_unref);
  G_OBJECT_CLASS (ebb_give_box_parent_class)->dispose (object);
}

static void
ebb_give_box_class_init (EbbGiveBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ebb_give_box_dispose;
  widget_class->get_request_mode = get_request_mode;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
}

static void
ebb_give_box_init (EbbGiveBox *self)
{
  self->children = g_array_new (FALSE, FALSE, sizeof (Child));
}

GtkWidget *
ebb_give_box_new (GtkOrientation orientation, int spacing_px)
{
  EbbGiveBox *self = g_object_new (EBB_TYPE_GIVE_BOX, NULL);

  self->orientation = orientation;
  self->spacing_px = spacing_px;
  return GTK_WIDGET (self);
}

void
ebb_give_box_append (EbbGiveBox *box, GtkWidget *child, guint rank, gboolean grow)
{
  Child entry = { child, rank, grow };

  g_array_append_val (box->children, entry);
  gtk_widget_set_parent (child, GTK_WIDGET (box));
}

void
ebb_give_box_set_rank (EbbGiveBox *box, GtkWidget *child, guint rank)
{
  for (guint i = 0; i < box->children->len; i++) {
    Child *entry = &g_array_index (box->children, Child, i);

    if (entry->widget != child || entry->rank == rank)
      continue;
    entry->rank = rank;
    gtk_widget_queue_resize (GTK_WIDGET (box));
  }
}
