/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-card.h"

#include "ebb-ask-bar.h"
#include "ebb-date-text.h"
#include "ebb-flow.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define TEXT_MIN_PX 300

struct _EbbLopCard {
  GtkBox parent_instance;
  gboolean stays;
  GtkWidget *text, *measure, *change, *go_on, *ask; /* borrowed: in the tree */
};

G_DEFINE_FINAL_TYPE (EbbLopCard, ebb_lop_card, GTK_TYPE_BOX)

static guint reason_signal, measure_signal, change_signal;

static const char *const reasons[] = {
  N_ ("No change since then"),
  N_ ("Will be measured next time"),
  N_ ("Physician agrees"),
  N_ ("Other reason"),
};

static void
on_reason (guint index, gpointer user)
{
  g_signal_emit (user, reason_signal, 0, _ (reasons[index]));
}

static void
on_go_on (EbbLopCard *self)
{
  const char *labels[G_N_ELEMENTS (reasons) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    labels[i] = _ (reasons[i]);
  ebb_ask_bar_ask (EBB_ASK_BAR (self->ask), _ ("Why may this LOP serve today?"), labels, on_reason,
                   self);
}

static void
on_measure (EbbLopCard *self)
{
  g_signal_emit (self, measure_signal, 0);
}

static void
on_change (EbbLopCard *self)
{
  g_signal_emit (self, change_signal, 0);
}

static void
ebb_lop_card_class_init (EbbLopCardClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
  reason_signal = g_signal_new ("reason", EBB_TYPE_LOP_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  measure_signal = g_signal_new ("measure", EBB_TYPE_LOP_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  change_signal = g_signal_new ("change", EBB_TYPE_LOP_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
ebb_lop_card_init (EbbLopCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (card, "refusal-card");
  self->text = ebb_label_new ("", "refusal-text", NULL);
  self->measure = ebb_button_new (_ ("Measure it now"), "session", NULL);
  self->change = ebb_button_new (_ ("Change the prescription"), "session", NULL);
  self->go_on = ebb_button_new (_ ("Use it today…"), "session", NULL);
  self->ask = ebb_ask_bar_new ();
  gtk_box_append (GTK_BOX (buttons), self->go_on);
  gtk_box_append (GTK_BOX (buttons), self->change);
  gtk_box_append (GTK_BOX (buttons), self->measure);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->text, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), ebb_beside_new (self->text, buttons, TEXT_MIN_PX, 12));
  gtk_box_append (GTK_BOX (card), self->ask);
  gtk_widget_set_hexpand (card, TRUE);
  gtk_box_append (GTK_BOX (self), card);
  g_signal_connect_swapped (self->measure, "clicked", G_CALLBACK (on_measure), self);
  g_signal_connect_swapped (self->change, "clicked", G_CALLBACK (on_change), self);
  g_signal_connect_swapped (self->go_on, "clicked", G_CALLBACK (on_go_on), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ebb_lop_card_new (void)
{
  return g_object_new (EBB_TYPE_LOP_CARD, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
}

void
ebb_lop_card_stay (EbbLopCard *card)
{
  card->stays = TRUE;
}

gboolean
ebb_lop_card_show (EbbLopCard *card, const GError *error)
{
  g_autofree char *words = NULL;
  gboolean reason = g_error_matches (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_LOP_REASON);
  gboolean changed = g_error_matches (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_LOP_CHANGED);
  gboolean shown =
      reason || changed || g_error_matches (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_LOP);

  gtk_widget_set_visible (GTK_WIDGET (card), shown);
  if (!shown) {
    ebb_ask_bar_close (EBB_ASK_BAR (card->ask));
    return FALSE;
  }
  words = ebb_dates_in_words (error->message);
  ebb_label_update (card->text, words);
  gtk_widget_set_visible (card->go_on, reason);
  gtk_widget_set_visible (card->change, changed && !card->stays);
  gtk_widget_set_visible (card->measure, !changed && !card->stays);
  return TRUE;
}
