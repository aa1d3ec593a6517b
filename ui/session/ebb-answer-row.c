/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-answer-row.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#define SCALE_MAX   10
#define LINE_GAP_PX 4

struct _EbbAnswerRow {
  GtkWidget parent_instance;

  GPtrArray *buttons; /* of borrowed GtkToggleButton */
  int chosen;         /* what is shown; -1 = none */
};

G_DEFINE_FINAL_TYPE (EbbAnswerRow, ebb_answer_row, GTK_TYPE_WIDGET)

static guint chosen_signal;

static void
show (EbbAnswerRow *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->buttons, i), (int) i == self->chosen);
}

/* A press chooses; it never takes back, because what was said has been stored. */
static void
on_clicked (GtkButton *button, EbbAnswerRow *self)
{
  guint index = 0;

  if (!g_ptr_array_find (self->buttons, button, &index))
    return;
  self->chosen = (int) index;
  show (self);
  g_signal_emit (self, chosen_signal, 0, (int) index);
}

static void
ebb_answer_row_dispose (GObject *object)
{
  EbbAnswerRow *self = EBB_ANSWER_ROW (object);

  g_ptr_array_set_size (self->buttons, 0);
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_answer_row_parent_class)->dispose (object);
}

static void
ebb_answer_row_finalize (GObject *object)
{
  g_ptr_array_unref (EBB_ANSWER_ROW (object)->buttons);
  G_OBJECT_CLASS (ebb_answer_row_parent_class)->finalize (object);
}

static void
ebb_answer_row_class_init (EbbAnswerRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ebb_answer_row_dispose;
  object_class->finalize = ebb_answer_row_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "answer");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  chosen_signal = g_signal_new ("chosen", EBB_TYPE_ANSWER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
ebb_answer_row_init (EbbAnswerRow *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  self->chosen = -1;
  self->buttons = g_ptr_array_new ();
  gtk_box_layout_set_homogeneous (layout, TRUE);
}

static GtkWidget *
append (EbbAnswerRow *self, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_widget_add_css_class (button, "session");
  gtk_widget_add_css_class (button, "answer");
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_ptr_array_add (self->buttons, button);
  return button;
}

GtkWidget *
ebb_answer_row_new (const char *name, const char *const *labels)
{
  EbbAnswerRow *self = g_object_new (EBB_TYPE_ANSWER_ROW, NULL);

  ebb_widget_set_accessible (GTK_WIDGET (self), name, NULL);
  for (guint i = 0; labels[i] != NULL; i++)
    append (self, labels[i]);
  return GTK_WIDGET (self);
}

GtkWidget *
ebb_answer_row_new_scale (const char *name)
{
  EbbAnswerRow *self = g_object_new (EBB_TYPE_ANSWER_ROW, NULL);

  ebb_widget_set_accessible (GTK_WIDGET (self), name, NULL);
  for (int i = 0; i <= SCALE_MAX; i++) {
    g_autofree char *label = g_strdup_printf ("%d", i);
    append (self, label);
  }
  return GTK_WIDGET (self);
}

/* Fifteen numbers in one line would be too small for a thumb. */
GtkWidget *
ebb_answer_row_new_range (const char *name, int first, int last)
{
  EbbAnswerRow *self = g_object_new (EBB_TYPE_ANSWER_ROW, NULL);
  GtkLayoutManager *grid = gtk_grid_layout_new ();
  int per_line = (last - first + 2) / 2;

  gtk_grid_layout_set_column_homogeneous (GTK_GRID_LAYOUT (grid), TRUE);
  gtk_grid_layout_set_column_spacing (GTK_GRID_LAYOUT (grid), LINE_GAP_PX);
  gtk_grid_layout_set_row_spacing (GTK_GRID_LAYOUT (grid), LINE_GAP_PX);
  gtk_widget_set_layout_manager (GTK_WIDGET (self), grid);
  ebb_widget_set_accessible (GTK_WIDGET (self), name, NULL);
  for (int i = first; i <= last; i++) {
    g_autofree char *label = g_strdup_printf ("%d", i);
    GtkWidget *button = append (self, label);
    GtkLayoutChild *child = gtk_layout_manager_get_layout_child (grid, button);
    gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), (i - first) % per_line);
    gtk_grid_layout_child_set_row (GTK_GRID_LAYOUT_CHILD (child), (i - first) / per_line);
  }
  return GTK_WIDGET (self);
}

void
ebb_answer_row_set (EbbAnswerRow *choice, int index)
{
  if (choice->chosen == index)
    return;
  choice->chosen = index;
  show (choice);
}
