/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-after-card.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

static const struct {
  const char *kind, *text;
} findings[] = {
  { "normal", N_ ("Red and full: normal") },
  { "numbness", N_ ("Numbness") },
  { "pallor", N_ ("Pallor") },
  { "dizziness", N_ ("Dizziness") },
};

struct _EbbAfterCard {
  GtkWidget parent_instance;

  GtkWidget *buttons[G_N_ELEMENTS (findings)]; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbAfterCard, ebb_after_card, GTK_TYPE_WIDGET)

static guint found_signal;

/* Each may be found once; what was said stays said. */
static void
on_clicked (GtkButton *button, EbbAfterCard *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++) {
    if (self->buttons[i] != GTK_WIDGET (button))
      continue;
    g_autofree char *label = g_strdup_printf ("✓ %s", _ (findings[i].text));
    gtk_button_set_label (button, label);
    gtk_widget_set_sensitive (self->buttons[i], FALSE);
    gtk_widget_add_css_class (self->buttons[i], i == 0 ? "found-good" : "found-bad");
    g_signal_emit (self, found_signal, 0, findings[i].kind, _ (findings[i].text));
    return;
  }
}

static void
ebb_after_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_after_card_parent_class)->dispose (object);
}

static void
ebb_after_card_class_init (EbbAfterCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_after_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  found_signal = g_signal_new ("found", EBB_TYPE_AFTER_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
ebb_after_card_init (EbbAfterCard *self)
{
  GtkWidget *card = ebb_panel_new (_ ("The limb now"));
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++) {
    self->buttons[i] = ebb_button_new (_ (findings[i].text), "session", "chip", NULL);
    gtk_widget_set_hexpand (self->buttons[i], TRUE);
    g_signal_connect (self->buttons[i], "clicked", G_CALLBACK (on_clicked), self);
    gtk_grid_attach (GTK_GRID (grid), self->buttons[i], i == 0 ? 0 : (int) i - 1, i == 0 ? 0 : 1,
                     i == 0 ? 3 : 1, 1);
  }
  gtk_box_append (GTK_BOX (card), grid);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_after_card_new (void)
{
  return g_object_new (EBB_TYPE_AFTER_CARD, NULL);
}
