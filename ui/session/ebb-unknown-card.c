/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-unknown-card.h"

#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbUnknownCard {
  GtkWidget parent_instance;

  GtkWidget *problem, *tight, *device; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbUnknownCard, ebb_unknown_card, GTK_TYPE_WIDGET)

static guint off_signal, give_up_signal;

static void
on_off (GtkButton *button, EbbUnknownCard *self)
{
  g_signal_emit (self, off_signal, 0);
}

static void
on_give_up (GtkButton *button, EbbUnknownCard *self)
{
  g_signal_emit (self, give_up_signal, 0);
}

static void
ebb_unknown_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_unknown_card_parent_class)->dispose (object);
}

static void
ebb_unknown_card_class_init (EbbUnknownCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_unknown_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
  off_signal = g_signal_new ("cuff-off", EBB_TYPE_UNKNOWN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                             NULL, G_TYPE_NONE, 0);
  give_up_signal = g_signal_new ("give-up", EBB_TYPE_UNKNOWN_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ebb_unknown_card_init (EbbUnknownCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *off = ebb_button_new (_ ("Cuff is soft and off"), "session", "suggested-action", NULL);
  GtkWidget *give_up = ebb_button_new (_ ("Close, state unknown"), "session", NULL);
  const char *const steps[] = {
    _ ("1. Feel the cuff."),
    "",
    _ ("3. Look at the limb and talk to the patient."),
  };

  gtk_widget_add_css_class (card, "unknown-card");
  gtk_box_set_spacing (GTK_BOX (card), 6);
  self->problem = ebb_label_new ("", "unknown-problem", NULL);
  gtk_box_append (GTK_BOX (card), self->problem);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    GtkWidget *step = ebb_label_new (steps[i], "unknown-step", NULL);
    if (i == 1)
      self->tight = step;
    gtk_box_append (GTK_BOX (card), step);
  }
  self->device = ebb_label_new ("", "small-line", NULL);
  gtk_box_append (GTK_BOX (card), self->device);
  gtk_widget_set_hexpand (off, TRUE);
  gtk_box_append (GTK_BOX (buttons), off);
  gtk_box_append (GTK_BOX (buttons), give_up);
  gtk_widget_set_margin_top (buttons, 6); /* right below: the foot is where toasts come */
  gtk_box_append (GTK_BOX (card), buttons);
  g_signal_connect (off, "clicked", G_CALLBACK (on_off), self);
  g_signal_connect (give_up, "clicked", G_CALLBACK (on_give_up), self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_unknown_card_new (void)
{
  return g_object_new (EBB_TYPE_UNKNOWN_CARD, NULL);
}

void
ebb_unknown_card_show (EbbUnknownCard *card, const char *problem, gboolean by_hand)
{
  ebb_label_update (card->tight,
                    by_hand ? _ ("2. If it is tight, open the valve or pull the hose off the cuff.")
                            : _ ("2. If it is tight, open it by hand or pull the hose off the "
                                 "cuff."));
  ebb_label_update (card->device,
                    by_hand ? _ ("Nothing deflates this cuff by itself.")
                            : _ ("The controller deflates by itself within 2 seconds of losing the "
                                 "link, but nothing here can see it."));
  ebb_label_update (card->problem,
                    problem != NULL ? problem : _ ("The pressure in the cuff is not known."));
}
