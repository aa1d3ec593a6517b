/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-checks-card.h"

#include "ebb-answer-row.h"
#include "ebb-flow.h"
#include "ebb-number-text.h"
#include "ebb-parts.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CHIP_MIN_PX 200

struct _EbbChecksCard {
  GtkWidget parent_instance;

  EbbChecks *checks; /* borrowed */
  GtkWidget *nothing, *something, *news, *systolic, *diastolic, *heart_rate;
  GtkWidget *advice, *again, *pain, *soreness, *skin, *more; /* all borrowed */
  GtkWidget *is_new[EBB_CHECKS_N_NEWS];
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (EbbChecksCard, ebb_checks_card, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
show (EbbChecksCard *self)
{
  const EbbChecks *checks = self->checks;
  const char *advice = ebb_checks_bp_advice (checks);

  self->showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->nothing), checks->nothing_new);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->something), checks->something_new);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->skin), checks->skin_fine);
  self->showing = FALSE;
  gtk_widget_set_visible (self->more, checks->something_new);
  gtk_widget_set_visible (self->advice, advice != NULL);
  ebb_label_update (self->advice, advice != NULL ? advice : "");
  gtk_widget_set_visible (self->again, ebb_checks_wants_second_bp (checks));
}

static void
tell (EbbChecksCard *self)
{
  show (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_news_toggled (GtkToggleButton *button, EbbChecksCard *self)
{
  gboolean nothing = GTK_WIDGET (button) == self->nothing;

  if (self->showing)
    return;
  self->checks->nothing_new = nothing && gtk_toggle_button_get_active (button);
  self->checks->something_new = !nothing && gtk_toggle_button_get_active (button);
  tell (self);
}

static void
on_new_toggled (GtkToggleButton *button, EbbChecksCard *self)
{
  for (guint i = 0; i < EBB_CHECKS_N_NEWS; i++)
    if (self->is_new[i] == GTK_WIDGET (button))
      self->checks->is_new[i] = gtk_toggle_button_get_active (button);
  tell (self);
}

static void
on_skin_toggled (GtkToggleButton *button, EbbChecksCard *self)
{
  if (self->showing)
    return;
  self->checks->skin_fine = gtk_toggle_button_get_active (button);
  tell (self);
}

static void
on_soreness (EbbAnswerRow *row, int index, EbbChecksCard *self)
{
  self->checks->soreness = index;
  tell (self);
}

static void
on_news_changed (GtkEditable *entry, EbbChecksCard *self)
{
  g_free (self->checks->news);
  self->checks->news = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  tell (self);
}

static double
number_of (GtkWidget *entry)
{
  return ebb_number_from_text (gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
on_number_changed (GtkEditable *entry, EbbChecksCard *self)
{
  self->checks->systolic = number_of (self->systolic);
  self->checks->diastolic = number_of (self->diastolic);
  self->checks->heart_rate = number_of (self->heart_rate);
  tell (self);
}

static void
on_again (GtkButton *button, EbbChecksCard *self)
{
  ebb_checks_set_aside (self->checks);
  gtk_editable_set_text (GTK_EDITABLE (self->systolic), "");
  gtk_editable_set_text (GTK_EDITABLE (self->diastolic), "");
  tell (self);
}

static void
on_pain (EbbAnswerRow *row, int index, EbbChecksCard *self)
{
  self->checks->pain = index;
  tell (self);
}

static void
ebb_checks_card_dispose (GObject *object)
{
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_checks_card_parent_class)->dispose (object);
}

static void
ebb_checks_card_class_init (EbbChecksCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_checks_card_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  changed_signal = g_signal_new ("changed", EBB_TYPE_CHECKS_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_news (EbbChecksCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->nothing = gtk_toggle_button_new_with_label (_ ("Nothing new since last time"));
  self->something = gtk_toggle_button_new_with_label (_ ("Something new…"));
  gtk_widget_add_css_class (self->nothing, "session");
  gtk_widget_add_css_class (self->nothing, "answer-button");
  gtk_widget_add_css_class (self->something, "session");
  gtk_widget_add_css_class (self->something, "answer-button");
  gtk_widget_set_hexpand (self->nothing, TRUE);
  gtk_box_append (GTK_BOX (row), self->nothing);
  gtk_box_append (GTK_BOX (row), self->something);
  return row;
}

/* The exceptions: each by one tap, and room for words. */
static GtkWidget *
make_more (EbbChecksCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *chips = ebb_columns_new (2, CHIP_MIN_PX, 8);

  for (guint i = 0; i < EBB_CHECKS_N_NEWS; i++) {
    GtkWidget *label = ebb_label_new (ebb_checks_new_text (i), NULL, NULL);

    self->is_new[i] = gtk_toggle_button_new ();
    gtk_button_set_child (GTK_BUTTON (self->is_new[i]), label);
    ebb_widget_set_accessible (self->is_new[i], ebb_checks_new_text (i), NULL);
    gtk_widget_add_css_class (self->is_new[i], "touch");
    gtk_widget_add_css_class (self->is_new[i], "answer-button");
    g_signal_connect (self->is_new[i], "toggled", G_CALLBACK (on_new_toggled), self);
    ebb_columns_append (EBB_COLUMNS (chips), self->is_new[i]);
  }
  gtk_box_append (GTK_BOX (box), chips);
  gtk_box_append (GTK_BOX (box), self->news);
  return box;
}

static GtkWidget *
make_skin (EbbChecksCard *self)
{
  const char *text = _ ("Limb in order: skin, pulse, feeling; no jewellery");
  GtkWidget *label = ebb_label_new (text, NULL, NULL);

  self->skin = gtk_toggle_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->skin), label);
  ebb_widget_set_accessible (self->skin, text, NULL);
  gtk_widget_add_css_class (self->skin, "session");
  gtk_widget_add_css_class (self->skin, "answer-button");
  g_signal_connect (self->skin, "toggled", G_CALLBACK (on_skin_toggled), self);
  return self->skin;
}

static GtkWidget *
number_entry (EbbChecksCard *self, const char *name)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 5);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 4);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 0.5);
  gtk_widget_add_css_class (entry, "number-entry");
  ebb_widget_set_accessible (entry, name, NULL);
  g_signal_connect (entry, "changed", G_CALLBACK (on_number_changed), self);
  return entry;
}

static GtkWidget *
unit_new (const char *text)
{
  GtkWidget *label = ebb_label_new (text, "small-line", NULL);

  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  return label;
}

static GtkWidget *
make_bp (EbbChecksCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->systolic = number_entry (self, _ ("Systolic blood pressure in mmHg"));
  self->diastolic = number_entry (self, _ ("Diastolic blood pressure in mmHg"));
  self->heart_rate = number_entry (self, _ ("Heart rate per minute, may stay empty"));
  gtk_box_append (GTK_BOX (row), self->systolic);
  gtk_box_append (GTK_BOX (row), unit_new ("/"));
  gtk_box_append (GTK_BOX (row), self->diastolic);
  gtk_box_append (GTK_BOX (row), unit_new (_ ("mmHg")));
  gtk_widget_set_margin_start (self->heart_rate, 8);
  gtk_box_append (GTK_BOX (row), self->heart_rate);
  gtk_box_append (GTK_BOX (row), unit_new (_ ("beats/min")));
  return row;
}

static void
ebb_checks_card_init (EbbChecksCard *self)
{
  GtkWidget *card = ebb_panel_new (_ ("Today's checks"));

  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->news = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->news), 500);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->news), _ ("What is new"));
  gtk_widget_add_css_class (self->news, "number-entry");
  self->advice = ebb_label_new ("", "check-advice", NULL);
  self->again = ebb_button_new (_ ("Measure again"), "touch", NULL);
  self->pain = ebb_answer_row_new_scale (_ ("Pain now, 0 to 10"));
  gtk_widget_set_halign (self->again, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (card), make_news (self));
  self->more = make_more (self);
  gtk_box_append (GTK_BOX (card), self->more);
  gtk_box_append (GTK_BOX (card), make_skin (self));
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Blood pressure"), make_bp (self)));
  gtk_box_append (GTK_BOX (card), self->advice);
  gtk_box_append (GTK_BOX (card), self->again);
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Pain now"), self->pain));
  self->soreness = ebb_answer_row_new_scale (_ ("Soreness from last time, 0 to 10"));
  gtk_box_append (GTK_BOX (card),
                  ebb_titled_row_new (_ ("Soreness from last time"), self->soreness));
  g_signal_connect (self->soreness, "chosen", G_CALLBACK (on_soreness), self);
  g_signal_connect (self->nothing, "toggled", G_CALLBACK (on_news_toggled), self);
  g_signal_connect (self->something, "toggled", G_CALLBACK (on_news_toggled), self);
  g_signal_connect (self->news, "changed", G_CALLBACK (on_news_changed), self);
  g_signal_connect (self->again, "clicked", G_CALLBACK (on_again), self);
  g_signal_connect (self->pain, "chosen", G_CALLBACK (on_pain), self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

GtkWidget *
ebb_checks_card_new (EbbChecks *checks)
{
  EbbChecksCard *self = g_object_new (EBB_TYPE_CHECKS_CARD, NULL);

  self->checks = checks;
  show (self);
  return GTK_WIDGET (self);
}
