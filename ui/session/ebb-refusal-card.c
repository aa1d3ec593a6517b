/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-refusal-card.h"

#include "ebb-ask-bar.h"
#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

struct _EbbRefusalCard {
  GtkWidget parent_instance;

  GtkWidget *text, *clock, *earlier, *screening, *patient, *ask; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbRefusalCard, ebb_refusal_card, GTK_TYPE_WIDGET)

static guint earlier_signal, patient_signal, screening_signal;

static const char *const reasons[] = {
  N_ ("Cuff was tight only briefly"),
  N_ ("Continues the set before"),
  N_ ("Physician agrees"),
  N_ ("Other reason"),
};

static void
on_reason (guint index, gpointer user)
{
  g_signal_emit (user, earlier_signal, 0, _ (reasons[index]));
}

static void
on_earlier (GtkButton *button, EbbRefusalCard *self)
{
  const char *labels[G_N_ELEMENTS (reasons) + 1] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    labels[i] = _ (reasons[i]);
  ebb_ask_bar_ask (EBB_ASK_BAR (self->ask), _ ("Why start earlier?"), labels, on_reason, self);
}

static void
on_patient (GtkButton *button, EbbRefusalCard *self)
{
  g_signal_emit (self, patient_signal, 0);
}

static void
on_screening (GtkButton *button, EbbRefusalCard *self)
{
  g_signal_emit (self, screening_signal, 0);
}

static void
ebb_refusal_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_refusal_card_parent_class)->dispose (object);
}

static void
ebb_refusal_card_class_init (EbbRefusalCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_refusal_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
  earlier_signal = g_signal_new ("earlier", EBB_TYPE_REFUSAL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  patient_signal = g_signal_new ("patient", EBB_TYPE_REFUSAL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  screening_signal = g_signal_new ("screening", EBB_TYPE_REFUSAL_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
ebb_refusal_card_init (EbbRefusalCard *self)
{
  GtkWidget *card = ebb_panel_new (NULL);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_add_css_class (card, "refusal-card");
  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->text = ebb_label_new ("", "refusal-text", NULL);
  self->clock = ebb_label_new ("", "refusal-clock", "numeric", NULL);
  self->earlier = ebb_button_new (_ ("Start earlier…"), "session", NULL);
  self->screening = ebb_button_new (_ ("To the screening"), "session", NULL);
  self->patient = ebb_button_new (_ ("To the patient's page"), "session", NULL);
  self->ask = ebb_ask_bar_new ();
  gtk_widget_set_hexpand (self->text, TRUE);
  gtk_box_append (GTK_BOX (row), self->text);
  gtk_box_append (GTK_BOX (row), self->clock);
  gtk_box_append (GTK_BOX (row), self->earlier);
  gtk_box_append (GTK_BOX (row), self->screening);
  gtk_box_append (GTK_BOX (row), self->patient);
  gtk_box_append (GTK_BOX (card), row);
  gtk_box_append (GTK_BOX (card), self->ask);
  g_signal_connect (self->earlier, "clicked", G_CALLBACK (on_earlier), self);
  gtk_widget_set_visible (self->screening, FALSE);
  g_signal_connect (self->screening, "clicked", G_CALLBACK (on_screening), self);
  g_signal_connect (self->patient, "clicked", G_CALLBACK (on_patient), self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ebb_refusal_card_new (void)
{
  return g_object_new (EBB_TYPE_REFUSAL_CARD, NULL);
}

void
ebb_refusal_card_show (EbbRefusalCard *card, const char *text, gint64 left_us,
                       gboolean may_start_earlier)
{
  g_autofree char *words = text != NULL ? ebb_dates_in_words (text) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (card), text != NULL);
  if (text == NULL) {
    ebb_ask_bar_close (EBB_ASK_BAR (card->ask));
    return;
  }
  ebb_label_update (card->text, words);
  gtk_widget_set_visible (card->clock, left_us >= 0);
  gtk_widget_set_visible (card->earlier, left_us >= 0 && may_start_earlier);
  gtk_widget_set_visible (card->patient, left_us < 0);
  if (left_us >= 0) {
    g_autofree char *clock = ebb_format_clock (left_us);
    ebb_label_update (card->clock, clock);
  }
}

void
ebb_refusal_card_set_screening (EbbRefusalCard *card, gboolean about_screening)
{
  gtk_widget_set_visible (card->screening, about_screening);
}
