/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-ask-bar.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define LINES        2
#define PER_LINE_MAX 8

struct _EbbAskBar {
  GtkWidget parent_instance;

  GtkWidget *question, *chips, *line, *entry; /* borrowed */
  EbbAskAnswered answered;
  EbbAskWritten written;
  gpointer user; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbAskBar, ebb_ask_bar, GTK_TYPE_WIDGET)

void
ebb_ask_bar_close (EbbAskBar *bar)
{
  bar->answered = NULL;
  bar->written = NULL;
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
}

static void
on_close (GtkButton *button, EbbAskBar *self)
{
  ebb_ask_bar_close (self);
}

/* Closed before it is told: the answer may ask the next question. */
static void
on_chip (GtkButton *button, EbbAskBar *self)
{
  EbbAskAnswered answered = self->answered;
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  ebb_ask_bar_close (self);
  if (answered != NULL)
    answered (index, self->user);
}

static void
on_save (GtkWidget *from, EbbAskBar *self)
{
  EbbAskWritten written = self->written;
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  ebb_ask_bar_close (self);
  if (written != NULL && *g_strstrip (text) != '\0')
    written (text, self->user);
}

static void
ebb_ask_bar_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_ask_bar_parent_class)->dispose (object);
}

static void
ebb_ask_bar_class_init (EbbAskBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_ask_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "askbar");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_line (EbbAskBar *self)
{
  GtkWidget *save = ebb_button_new (_ ("Save"), "session", "suggested-action", NULL);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_add_css_class (self->entry, "session");
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), 500);
  gtk_box_append (GTK_BOX (self->line), self->entry);
  gtk_box_append (GTK_BOX (self->line), save);
  g_signal_connect (self->entry, "activate", G_CALLBACK (on_save), self);
  g_signal_connect (save, "clicked", G_CALLBACK (on_save), self);
  return self->line;
}

static void
ebb_ask_bar_init (EbbAskBar *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *close = ebb_button_new (_ ("Not now"), "flat", "touch", NULL);

  gtk_box_set_spacing (GTK_BOX (card), 6);
  self->question = ebb_label_new ("", "row-title", NULL);
  gtk_widget_set_hexpand (self->question, TRUE);
  self->chips = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->chips), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->chips), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->chips), PER_LINE_MAX);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->chips), 6);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->chips), 6);
  gtk_box_append (GTK_BOX (top), self->question);
  gtk_box_append (GTK_BOX (top), close);
  gtk_box_append (GTK_BOX (card), top);
  gtk_box_append (GTK_BOX (card), self->chips);
  gtk_box_append (GTK_BOX (card), make_line (self));
  g_signal_connect (close, "clicked", G_CALLBACK (on_close), self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ebb_ask_bar_new (void)
{
  return g_object_new (EBB_TYPE_ASK_BAR, NULL);
}

static void
drop_chips (EbbAskBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->chips), child);
}

static void
open_question (EbbAskBar *bar, const char *question, gboolean text, gpointer user)
{
  ebb_label_update (bar->question, question);
  ebb_widget_set_accessible (GTK_WIDGET (bar), question, NULL);
  gtk_widget_set_visible (bar->chips, !text);
  gtk_widget_set_visible (bar->line, text);
  gtk_widget_set_visible (GTK_WIDGET (bar), TRUE);
  bar->answered = NULL;
  bar->written = NULL;
  bar->user = user;
  drop_chips (bar);
}

void
ebb_ask_bar_ask (EbbAskBar *bar, const char *question, const char *const *labels,
                 EbbAskAnswered answered, gpointer user)
{
  /* At very large text: no more lines, and no wider, than a small screen holds beside Stop. */
  guint per_line = MAX (g_strv_length ((char **) labels) / LINES, 1);

  open_question (bar, question, FALSE, user);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (bar->chips), per_line);
  bar->answered = answered;
  for (guint i = 0; labels[i] != NULL; i++) {
    GtkWidget *chip = ebb_button_new (labels[i], "session", "chip", NULL);

    g_object_set_data (G_OBJECT (chip), "index", GUINT_TO_POINTER (i));
    g_signal_connect (chip, "clicked", G_CALLBACK (on_chip), bar);
    gtk_flow_box_insert (GTK_FLOW_BOX (bar->chips), chip, -1);
    gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
  }
}

void
ebb_ask_bar_ask_text (EbbAskBar *bar, const char *question, EbbAskWritten written, gpointer user)
{
  open_question (bar, question, TRUE, user);
  bar->written = written;
  gtk_editable_set_text (GTK_EDITABLE (bar->entry), "");
  ebb_widget_set_accessible (bar->entry, question, NULL);
  gtk_widget_grab_focus (bar->entry);
}

void
ebb_ask_bar_focus (EbbAskBar *bar)
{
  gtk_widget_child_focus (bar->chips, GTK_DIR_TAB_FORWARD);
}

gboolean
ebb_ask_bar_is_asking (EbbAskBar *bar, EbbAskAnswered answered)
{
  return gtk_widget_get_visible (GTK_WIDGET (bar)) && bar->answered == answered;
}
