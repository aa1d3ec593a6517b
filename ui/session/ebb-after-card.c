/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-after-card.h"

#include "ebb-number-text.h"
#include "ebb-parts.h"
#include "ebb-visit.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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

  GtkWidget *buttons[G_N_ELEMENTS (findings)], *refill, *judged; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbAfterCard, ebb_after_card, GTK_TYPE_WIDGET)

static guint found_signal, refill_signal;

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

/* Above 3 s without a cuff is no matter of the pressure any more (reference clinical 4.7). */
static void
show_refill (EbbAfterCard *self, double refill_s)
{
  EbbRefill refill = ebb_refill_judge (refill_s);

  ebb_label_update (self->judged, refill == EBB_REFILL_SLOW ? _ (
                                      "Refill takes above 3 s without the cuff: call for help.")
                                  : refill == EBB_REFILL_FINE ? ebb_refill_to_text (refill)
                                                              : "");
  ebb_widget_set_class (self->judged, "bad", refill == EBB_REFILL_SLOW);
}

static void
on_refill (GtkWidget *entry, EbbAfterCard *self)
{
  double refill_s = ebb_number_from_text (gtk_editable_get_text (GTK_EDITABLE (self->refill)));
  g_autoptr (GError) error = NULL;

  if (isnan (refill_s))
    return;
  if (!ebb_refill_check (refill_s, &error)) {
    ebb_label_update (self->judged, error->message);
    return;
  }
  show_refill (self, refill_s);
  g_signal_emit (self, refill_signal, 0, refill_s);
}

static GtkWidget *
make_refill (EbbAfterCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *record = ebb_button_new (_ ("Record"), "touch", NULL);

  self->refill = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->refill), GTK_INPUT_PURPOSE_NUMBER);
  gtk_entry_set_max_length (GTK_ENTRY (self->refill), 5);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->refill), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->refill), 4);
  gtk_widget_add_css_class (self->refill, "number-entry");
  ebb_widget_set_accessible (self->refill, _ ("Capillary refill in seconds, may stay empty"), NULL);
  self->judged = ebb_label_new ("", "small-line", NULL);
  gtk_box_append (GTK_BOX (row), self->refill);
  gtk_box_append (GTK_BOX (row), ebb_label_new (_ ("s"), "small-line", NULL));
  gtk_box_append (GTK_BOX (row), record);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), self->judged);
  g_signal_connect (self->refill, "activate", G_CALLBACK (on_refill), self);
  g_signal_connect (record, "clicked", G_CALLBACK (on_refill), self);
  return box;
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
  refill_signal = g_signal_new ("refill", EBB_TYPE_AFTER_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
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
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Capillary refill"), make_refill (self)));
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_after_card_new (void)
{
  return g_object_new (EBB_TYPE_AFTER_CARD, NULL);
}
