/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-plot-card.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbPlotCard {
  GtkWidget parent_instance;

  GtkWidget *sweep; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbPlotCard, ebb_plot_card, GTK_TYPE_WIDGET)

static const guint spans_s[] = { 10, 60, 0 };

static void
on_span (GtkToggleButton *button, EbbPlotCard *self)
{
  guint span_s = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "span-s"));

  if (gtk_toggle_button_get_active (button))
    ebb_sweep_set_span_s (EBB_SWEEP (self->sweep), span_s);
}

static void
on_freeze (GtkToggleButton *button, EbbPlotCard *self)
{
  gboolean frozen = gtk_toggle_button_get_active (button);

  ebb_sweep_set_frozen (EBB_SWEEP (self->sweep), frozen);
  gtk_button_set_label (GTK_BUTTON (button), frozen ? _ ("Frozen, recording") : _ ("Freeze"));
  if (frozen)
    gtk_widget_grab_focus (self->sweep);
  else
    ebb_sweep_wake (EBB_SWEEP (self->sweep));
}

static void
ebb_plot_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_plot_card_parent_class)->dispose (object);
}

static void
ebb_plot_card_class_init (EbbPlotCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_plot_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_head (EbbPlotCard *self)
{
  const char *const labels[] = { _ ("10 s"), _ ("60 s"), _ ("Whole") };
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *freeze = gtk_toggle_button_new_with_label (_ ("Freeze"));
  GtkWidget *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (spans_s); i++) {
    GtkWidget *button = gtk_toggle_button_new_with_label (labels[i]);

    if (first == NULL)
      first = button;
    else
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
    g_object_set_data (G_OBJECT (button), "span-s", GUINT_TO_POINTER (spans_s[i]));
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), spans_s[i] == 60);
    gtk_widget_add_css_class (button, "plot-span");
    gtk_widget_set_focus_on_click (button, FALSE);
    g_signal_connect (button, "toggled", G_CALLBACK (on_span), self);
    gtk_box_append (GTK_BOX (head), button);
  }
  gtk_widget_add_css_class (freeze, "plot-span");
  gtk_widget_set_focus_on_click (freeze, FALSE);
  gtk_widget_set_hexpand (freeze, TRUE);
  gtk_widget_set_halign (freeze, GTK_ALIGN_END);
  g_signal_connect (freeze, "toggled", G_CALLBACK (on_freeze), self);
  gtk_box_append (GTK_BOX (head), freeze);
  return head;
}

static void
ebb_plot_card_init (EbbPlotCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);

  self->sweep = ebb_sweep_new ();
  gtk_widget_add_css_class (card, "plot-card");
  gtk_widget_set_vexpand (self->sweep, TRUE);
  gtk_box_append (GTK_BOX (card), make_head (self));
  gtk_box_append (GTK_BOX (card), self->sweep);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_plot_card_new (void)
{
  return g_object_new (EBB_TYPE_PLOT_CARD, NULL);
}

EbbSweep *
ebb_plot_card_get_sweep (EbbPlotCard *card)
{
  return EBB_SWEEP (card->sweep);
}
