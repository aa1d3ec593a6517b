/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-next-page-private.h"

#include "ebb-answer-row.h"
#include "ebb-cuff-card.h"
#include "ebb-format.h"
#include "ebb-hold-button.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-patient-text.h"
#include "ebb-refusal-card.h"
#include "ebb-stepper.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define ID_KEY "ebb-prescription-id"

static GtkWidget *
make_exercise (EbbNextPage *self)
{
  const char *const cuff_words[] = { _ ("Keep it on"), _ ("Loosen"), _ ("Remove"), NULL };
  const EbbStepperRange kg = {
    .name = _ ("Load"), .unit = _ ("kg"), .step = 0.5, .min = 0, .max = 200, .first = 0, .digits = 1
  };
  GtkWidget *card = ebb_panel_new (_ ("Next exercise"));

  gtk_box_set_spacing (GTK_BOX (card), 8);
  self->exercises = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->set_up = ebb_label_new ("", "small-line", NULL);
  self->load = ebb_stepper_new (&kg);
  self->load_row = ebb_titled_row_new (_ ("Load"), self->load);
  self->cuff_choice = ebb_answer_row_new (_ ("The cuff meanwhile"), cuff_words);
  gtk_box_append (GTK_BOX (card), self->exercises);
  gtk_box_append (GTK_BOX (card), self->set_up);
  gtk_box_append (GTK_BOX (card), self->load_row);
  return card;
}

static GtkWidget *
make_cuff (EbbNextPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *card = ebb_panel_new (_ ("The cuff meanwhile"));

  self->cuff_card = ebb_cuff_card_new ();
  gtk_widget_add_css_class (self->cuff_choice, "words");
  gtk_box_append (GTK_BOX (card), self->cuff_choice);
  gtk_box_append (GTK_BOX (box), card);
  gtk_box_append (GTK_BOX (box), self->cuff_card);
  return box;
}

static GtkWidget *
make_foot (EbbNextPage *self)
{
  GtkWidget *foot = ebb_page_foot_new ();
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->line = ebb_label_new ("", "start-line", NULL);
  self->why = ebb_label_new ("", "start-why", NULL);
  self->hold = ebb_hold_button_new (_ ("Start"));
  gtk_box_append (GTK_BOX (words), self->line);
  gtk_box_append (GTK_BOX (words), self->why);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (foot), words);
  gtk_box_append (GTK_BOX (foot), self->hold);
  return foot;
}

void
ebb_next_page_build (EbbNextPage *self)
{
  GtkWidget *exercise = make_exercise (self);

  self->refusal = ebb_refusal_card_new ();
  adw_bin_set_child (ADW_BIN (self), ebb_page_frame_new (self->refusal, NULL, exercise,
                                                         make_cuff (self), make_foot (self)));
}

static void
on_exercise (GtkToggleButton *button, EbbNextPage *self)
{
  if (gtk_toggle_button_get_active (button))
    ebb_next_page_choose (self, g_object_get_data (G_OBJECT (button), ID_KEY));
}

static GtkWidget *
exercise_button (EbbNextPage *self, const EbbPrescriptionRecord *record)
{
  g_autofree char *limb = ebb_format_limb_title (record->segment, record->side);
  g_autofree char *name = ebb_exercise_name_of (record->exercise_id);
  g_autofree char *load = ebb_format_kg (record->load_kg);
  g_autofree char *text = ebb_join_facts (limb, name, load, NULL);
  GtkWidget *button = gtk_toggle_button_new_with_label (text);

  gtk_widget_add_css_class (button, "session");
  gtk_widget_add_css_class (button, "answer-button");
  gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), ID_KEY, g_strdup (record->id), g_free);
  return button;
}

/* The one just done comes first and is chosen. */
void
ebb_next_page_show_exercises (EbbNextPage *self)
{
  const GPtrArray *records = self->start->file->prescriptions;
  const char *chosen = self->start->prescription->id;
  GtkWidget *first = NULL;

  for (guint i = 0; i < records->len; i++) {
    GtkWidget *button = exercise_button (self, g_ptr_array_index (records, i));
    const EbbPrescriptionRecord *record = g_ptr_array_index (records, i);

    if (first == NULL)
      first = button;
    else
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), g_strcmp0 (record->id, chosen) == 0);
    g_signal_connect (button, "toggled", G_CALLBACK (on_exercise), self);
    gtk_box_append (GTK_BOX (self->exercises), button);
  }
}

static void
show_rest (EbbNextPage *self)
{
  gint64 left_us = ebb_next_page_rest_left_us (self);
  const char *text = NULL;

  if (self->problem != NULL)
    text = self->problem;
  else if (left_us > 0)
    text = !ebb_next_page_may_start_earlier (self)
               ? _ ("The limb rests: it was deflated for safety.")
               : _ ("The limb rests between two exercises.");
  ebb_refusal_card_show (EBB_REFUSAL_CARD (self->refusal), text,
                         self->problem != NULL ? -1 : MAX (left_us, 0),
                         ebb_next_page_may_start_earlier (self));
}

void
ebb_next_page_refresh (EbbNextPage *self)
{
  EbbSessionView view;
  EbbCuffView cuff;
  const char *why;

  if (self->over)
    return;
  ebb_session_get_view (self->session, &view);
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  /* The way to a puff is the same as on the start page; before the bout is prepared there is no
   * telling, and nothing to tell when the cuff stayed where it was. */
  if (!self->prepared)
    view.puff = self->refitted ? EBB_PUFF_NONE : view.puff;
  ebb_cuff_card_show (EBB_CUFF_CARD (self->cuff_card), &cuff, &view,
                      self->text.limb != NULL ? self->text.limb : "",
                      ebb_session_get_problem (self->session));
  show_rest (self);
  ebb_label_update (self->line, self->text.line != NULL ? self->text.line : "");
  ebb_label_update (self->set_up, self->text.set_up != NULL ? self->text.set_up : "");
  gtk_widget_set_visible (self->load_row,
                          self->start != NULL && self->start->exercise->load_step_kg > 0);
  why = ebb_next_page_why_not (self);
  ebb_label_update (self->why, why != NULL ? why : _ ("Ready to start"));
  ebb_widget_set_class (self->why, "ready", why == NULL);
  gtk_widget_set_sensitive (self->hold, why == NULL);
}
