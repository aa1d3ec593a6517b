/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-panes.h"

#include "ebb-flow.h"

/* At 100 % text. */
#define LIST_PX       320
#define DETAIL_MIN_PX 560

struct _EbbPanes {
  GtkWidget parent_instance;
  GtkWidget *list, *separator, *detail; /* children */
  gboolean narrow, on_detail;
  guint told; /* idle source */
};

enum { NARROW_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbPanes, ebb_panes, GTK_TYPE_WIDGET)

static int
width_of_list (EbbPanes *self, int width)
{
  int wanted = (int) (LIST_PX * ebb_text_scale (GTK_WIDGET (self)));
  int min = 0;

  gtk_widget_measure (self->list, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
  return MIN (width, MAX (min, wanted));
}

static gboolean
is_narrow_at (EbbPanes *self, int width)
{
  return width < (int) ((LIST_PX + DETAIL_MIN_PX) * ebb_text_scale (GTK_WIDGET (self)));
}

static gboolean
tell (gpointer user)
{
  EbbPanes *self = user;

  self->told = 0;
  g_signal_emit (self, signals[NARROW_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
panes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
               int *natural, int *minimum_baseline, int *natural_baseline)
{
  EbbPanes *self = EBB_PANES (widget);
  int list_min, list_natural, detail_min, detail_natural;

  gtk_widget_measure (self->list, orientation, -1, &list_min, &list_natural, NULL, NULL);
  gtk_widget_measure (self->detail, orientation, -1, &detail_min, &detail_natural, NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
  /* Wide enough for the wider one: the other can lie below it. */
  *minimum = MAX (list_min, detail_min);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? list_natural + detail_natural
                                                       : MAX (list_natural, detail_natural);
}

static void
place (GtkWidget *child, gboolean shown, int x, int width, int height)
{
  gtk_widget_set_child_visible (child, shown);
  if (shown)
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
panes_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EbbPanes *self = EBB_PANES (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean narrow = is_narrow_at (self, width);
  int list = narrow ? width : width_of_list (self, width);
  int detail = narrow ? width : width - list - 1;

  if (narrow != self->narrow && self->told == 0)
    self->told = g_idle_add (tell, self);
  self->narrow = narrow;
  place (self->list, !narrow || !self->on_detail, rtl && !narrow ? width - list : 0, list, height);
  place (self->separator, !narrow, rtl ? width - list - 1 : list, 1, height);
  place (self->detail, !narrow || self->on_detail, rtl || narrow ? 0 : list + 1, detail, height);
}

static void
panes_dispose (GObject *object)
{
  EbbPanes *self = EBB_PANES (object);

  g_clear_handle_id (&self->told, g_source_remove);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->detail, gtk_widget_unparent);
  G_OBJECT_CLASS (ebb_panes_parent_class)->dispose (object);
}

static void
ebb_panes_class_init (EbbPanesClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = panes_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = panes_allocate;
  G_OBJECT_CLASS (klass)->dispose = panes_dispose;
  signals[NARROW_CHANGED] = g_signal_new ("narrow-changed", EBB_TYPE_PANES, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ebb_panes_init (EbbPanes *self)
{
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ebb_panes_new (GtkWidget *list, GtkWidget *detail)
{
  EbbPanes *self = g_object_new (EBB_TYPE_PANES, NULL);

  self->list = list;
  self->detail = detail;
  gtk_widget_set_parent (list, GTK_WIDGET (self));
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  gtk_widget_set_parent (detail, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
ebb_panes_show_detail (EbbPanes *self, gboolean detail)
{
  g_return_if_fail (EBB_IS_PANES (self));

  if (self->on_detail == detail)
    return;
  self->on_detail = detail;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

gboolean
ebb_panes_get_narrow (EbbPanes *self)
{
  g_return_val_if_fail (EBB_IS_PANES (self), FALSE);

  return self->narrow;
}
