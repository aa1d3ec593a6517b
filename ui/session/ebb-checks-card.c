/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-checks-card.h"

#include "ebb-answer-row.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-number-text.h"
#include "ebb-parts.h"
#include "ebb-session-flow.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define CHIP_MIN_PX 200

struct _EbbChecksCard {
  GtkWidget parent_instance;

  EbbChecks *checks; /* borrowed */
  EbbDesk *desk;     /* owned; NULL until it is set */
  guint second_id;
  GtkWidget *nothing, *something, *news, *systolic, *diastolic, *heart_rate, *refill;
  GtkWidget *kept, *advice, *wait, *mistyped, *pain, *soreness, *skin, *more; /* all borrowed */
  GtkWidget *is_new[EBB_CHECKS_N_NEWS];
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (EbbChecksCard, ebb_checks_card, GTK_TYPE_WIDGET)

static guint changed_signal;

static gint64
now_us_of (EbbChecksCard *self)
{
  return self->desk != NULL ? ebb_clock_now_us (ebb_desk_get_clock (self->desk)) : 0;
}

static void
show_text (GtkWidget *label, const char *text)
{
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
  ebb_label_update (label, text != NULL ? text : "");
}

/* What was measured, how long to sit, and whether another one may be typed. */
static void
show_bp (EbbChecksCard *self)
{
  const EbbBp *bp = &self->checks->bp;
  gint64 left_us = ebb_bp_wait_us (bp, now_us_of (self));
  gboolean takes = ebb_bp_takes (bp, now_us_of (self));
  g_autofree char *kept = ebb_bp_kept_text (bp);
  g_autofree char *clock = ebb_format_clock (left_us + CUFF_SECONDS (1) - 1);
  g_autofree char *wait = left_us > 0 ? g_strdup_printf (_ ("Measure again in %s"), clock)
                          : ebb_bp_n_refused (bp) == 1 && !ebb_bp_is_complete (bp)
                              ? g_strdup (_ ("Measure again now."))
                              : NULL;

  show_text (self->kept, kept);
  show_text (self->advice, ebb_bp_advice (bp));
  show_text (self->wait, wait);
  gtk_widget_set_visible (self->mistyped, ebb_bp_n_refused (bp) > 0);
  gtk_widget_set_sensitive (self->systolic, takes);
  gtk_widget_set_sensitive (self->diastolic, takes);
}

static void
show (EbbChecksCard *self)
{
  const EbbChecks *checks = self->checks;

  self->showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->nothing), checks->nothing_new);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->something), checks->something_new);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->skin), checks->skin_fine);
  self->showing = FALSE;
  gtk_widget_set_visible (self->more, checks->something_new);
  show_bp (self);
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
empty_bp (EbbChecksCard *self)
{
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->systolic), "");
  gtk_editable_set_text (GTK_EDITABLE (self->diastolic), "");
  self->showing = FALSE;
}

static void
on_number_changed (GtkEditable *entry, EbbChecksCard *self)
{
  if (self->showing)
    return;
  self->checks->heart_rate = number_of (self->heart_rate);
  self->checks->refill_s = number_of (self->refill);
  if (ebb_bp_type (&self->checks->bp, number_of (self->systolic), number_of (self->diastolic),
                   now_us_of (self)))
    empty_bp (self);
  tell (self);
}

static void
on_mistyped (GtkButton *button, EbbChecksCard *self)
{
  ebb_bp_mistyped (&self->checks->bp);
  tell (self);
  gtk_widget_grab_focus (self->systolic);
}

/* The five minutes run down; then the fields open. */
static gboolean
on_second (gpointer user)
{
  show_bp (user);
  return G_SOURCE_CONTINUE;
}

static void
on_pain (EbbAnswerRow *row, int index, EbbChecksCard *self)
{
  self->checks->pain = index;
  tell (self);
}

static void
ebb_checks_card_map (GtkWidget *widget)
{
  EbbChecksCard *self = EBB_CHECKS_CARD (widget);

  GTK_WIDGET_CLASS (ebb_checks_card_parent_class)->map (widget);
  if (self->desk != NULL && self->second_id == 0)
    self->second_id = ebb_flow_add_second (self->desk, on_second, self);
}

static void
ebb_checks_card_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&EBB_CHECKS_CARD (widget)->second_id, g_source_remove);
  GTK_WIDGET_CLASS (ebb_checks_card_parent_class)->unmap (widget);
}

static void
ebb_checks_card_dispose (GObject *object)
{
  g_clear_handle_id (&EBB_CHECKS_CARD (object)->second_id, g_source_remove);
  g_clear_object (&EBB_CHECKS_CARD (object)->desk);
  ebb_widget_drop_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (ebb_checks_card_parent_class)->dispose (object);
}

static void
ebb_checks_card_class_init (EbbChecksCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_checks_card_dispose;
  GTK_WIDGET_CLASS (klass)->map = ebb_checks_card_map;
  GTK_WIDGET_CLASS (klass)->unmap = ebb_checks_card_unmap;
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

/* What stands of a first one, how long until the second, and the way out of a slip. */
static GtkWidget *
make_kept (EbbChecksCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->kept = ebb_label_new ("", "start-line", "numeric", NULL);
  self->advice = ebb_label_new ("", "check-advice", NULL);
  self->wait = ebb_label_new ("", "check-wait", "numeric", NULL);
  self->mistyped = ebb_button_new (_ ("It was mistyped"), "touch", NULL);
  ebb_widget_set_accessible (self->mistyped, NULL,
                             _ ("The reading stays in the record and decides nothing"));
  gtk_widget_set_hexpand (self->wait, TRUE);
  gtk_widget_set_valign (self->wait, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), self->wait);
  gtk_box_append (GTK_BOX (row), self->mistyped);
  gtk_widget_set_halign (self->mistyped, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), self->kept);
  gtk_box_append (GTK_BOX (box), self->advice);
  gtk_box_append (GTK_BOX (box), row);
  g_signal_connect (self->mistyped, "clicked", G_CALLBACK (on_mistyped), self);
  return box;
}

static GtkWidget *
make_refill (EbbChecksCard *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->refill = number_entry (self, _ ("Capillary refill in seconds, may stay empty"));
  gtk_box_append (GTK_BOX (row), self->refill);
  gtk_box_append (GTK_BOX (row), unit_new (_ ("s; up to 3 s is fine")));
  return row;
}

static void
connect_all (EbbChecksCard *self)
{
  g_signal_connect (self->soreness, "chosen", G_CALLBACK (on_soreness), self);
  g_signal_connect (self->nothing, "toggled", G_CALLBACK (on_news_toggled), self);
  g_signal_connect (self->something, "toggled", G_CALLBACK (on_news_toggled), self);
  g_signal_connect (self->news, "changed", G_CALLBACK (on_news_changed), self);
  g_signal_connect (self->pain, "chosen", G_CALLBACK (on_pain), self);
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
  self->pain = ebb_answer_row_new_scale (_ ("Pain now, 0 to 10"));
  self->soreness = ebb_answer_row_new_scale (_ ("Soreness from last time, 0 to 10"));
  gtk_box_append (GTK_BOX (card), make_news (self));
  self->more = make_more (self);
  gtk_box_append (GTK_BOX (card), self->more);
  gtk_box_append (GTK_BOX (card), make_skin (self));
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Blood pressure"), make_bp (self)));
  gtk_box_append (GTK_BOX (card), make_kept (self));
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Pain now"), self->pain));
  gtk_box_append (GTK_BOX (card),
                  ebb_titled_row_new (_ ("Soreness from last time"), self->soreness));
  gtk_box_append (GTK_BOX (card), ebb_titled_row_new (_ ("Capillary refill"), make_refill (self)));
  connect_all (self);
  gtk_widget_set_parent (card, GTK_WIDGET (self));
}

void
ebb_checks_card_set_desk (EbbChecksCard *card, EbbDesk *desk)
{
  g_set_object (&card->desk, desk);
}

GtkWidget *
ebb_checks_card_new (EbbChecks *checks)
{
  EbbChecksCard *self = g_object_new (EBB_TYPE_CHECKS_CARD, NULL);

  self->checks = checks;
  show (self);
  return GTK_WIDGET (self);
}
