/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-next-page-private.h"

#include "ebb-answer-row.h"
#include "ebb-cuff-card.h"
#include "ebb-format.h"
#include "ebb-lop-card.h"
#include "ebb-page-frame.h"
#include "ebb-parts.h"
#include "ebb-patient-text.h"
#include "ebb-refusal-card.h"
#include "ebb-start-foot.h"
#include "ebb-stepper.h"
#include "ebb-today-card.h"
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
  ebb_cuff_card_leave_to_foot (EBB_CUFF_CARD (self->cuff_card));
  self->today_card = ebb_today_card_new ();
  gtk_widget_add_css_class (self->cuff_choice, "words");
  gtk_box_append (GTK_BOX (card), self->cuff_choice);
  gtk_box_append (GTK_BOX (box), card);
  gtk_box_append (GTK_BOX (box), self->today_card);
  gtk_box_append (GTK_BOX (box), self->cuff_card);
  return box;
}

void
ebb_next_page_build (EbbNextPage *self)
{
  GtkWidget *exercise = make_exercise (self);

  self->refusal = ebb_refusal_card_new ();
  self->lop_card = ebb_lop_card_new ();
  self->foot = ebb_start_foot_new (FALSE);
  ebb_lop_card_stay (EBB_LOP_CARD (self->lop_card));
  adw_bin_set_child (ADW_BIN (self), ebb_page_frame_new (self->refusal, self->lop_card, exercise,
                                                         make_cuff (self), self->foot));
}

static void
on_exercise (GtkToggleButton *button, EbbNextPage *self)
{
  if (gtk_toggle_button_get_active (button))
    ebb_next_page_choose (self, g_object_get_data (G_OBJECT (button), ID_KEY));
}

/* "Left thigh · Quad set · 2 kg · done today". */
static char *
exercise_to_text (EbbNextPage *self, const EbbPrescriptionRecord *record)
{
  const EbbTodayPart *part = ebb_today_find (self->start->today, record->id);
  g_autofree char *limb = ebb_format_limb_title (record->segment, record->side);
  g_autofree char *name = ebb_exercise_name_of (record->exercise_id);
  g_autofree char *load = ebb_format_kg (record->load_kg);
  const char *today = "";

  if (part != NULL && part->done)
    today = _ ("done today");
  else if (part != NULL && part->n_sets == 0)
    today = _ ("left out today");
  return ebb_join_facts (limb, name, load, today, NULL);
}

void
ebb_next_page_show_today (EbbNextPage *self)
{
  const GPtrArray *records = self->start->file->prescriptions;

  for (GtkWidget *button = gtk_widget_get_first_child (self->exercises); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    for (guint i = 0; i < records->len; i++) {
      const EbbPrescriptionRecord *record = g_ptr_array_index (records, i);
      g_autofree char *text = NULL;

      if (g_strcmp0 (record->id, g_object_get_data (G_OBJECT (button), ID_KEY)) != 0)
        continue;
      text = exercise_to_text (self, record);
      ebb_label_update (gtk_button_get_child (GTK_BUTTON (button)), text);
      ebb_widget_set_accessible (button, text, NULL);
    }
}

static GtkWidget *
exercise_button (EbbNextPage *self, const EbbPrescriptionRecord *record)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), ebb_label_new ("", NULL, NULL));
  gtk_widget_add_css_class (button, "session");
  gtk_widget_add_css_class (button, "answer-button");
  g_object_set_data_full (G_OBJECT (button), ID_KEY, g_strdup (record->id), g_free);
  return button;
}

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
  ebb_next_page_show_today (self);
}

static void
show_rest (EbbNextPage *self)
{
  gint64 left_us = ebb_next_page_rest_left_us (self);
  const char *text = NULL;

  if (self->problem != NULL)
    text = self->refused_lop ? NULL : self->problem;
  else if (left_us > 0)
    text = !ebb_next_page_may_start_earlier (self)
               ? _ ("The limb rests: it was deflated for safety.")
               : _ ("The limb rests between two exercises.");
  ebb_refusal_card_show (EBB_REFUSAL_CARD (self->refusal), text,
                         self->problem != NULL ? -1 : MAX (left_us, 0),
                         ebb_next_page_may_start_earlier (self));
}

static void
show_foot (EbbNextPage *self, const EbbSessionView *view, const EbbCuffView *cuff)
{
  const char *why = ebb_next_page_why_not (self);
  gboolean rests = self->start == NULL || ebb_next_page_rest_left_us (self) > 0;
  EbbStartFootState state = {
    .step = ebb_start_step_of (view, cuff, self->problem),
    .limb = self->text.limb != NULL ? self->text.limb : "",
    .line = self->text.line,
    .why = why,
    .by_hand = view->by_hand,
    .may_puff = ebb_start_may_puff (view) && !rests && self->problem == NULL,
  };

  state.may_hold = why == NULL || state.step == EBB_START_SIDE_HOLD;
  ebb_start_foot_show (EBB_START_FOOT (self->foot), &state);
}

void
ebb_next_page_refresh (EbbNextPage *self)
{
  EbbSessionView view;
  EbbCuffView cuff;

  if (self->over)
    return;
  ebb_session_get_view (self->session, &view);
  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  /* The way to a puff is the same as on the start page; before the bout is prepared there is no
   * telling, and nothing to tell when the cuff stayed where it was. */
  if (ebb_next_page_puff_is_due (self))
    view.puff = EBB_PUFF_NONE;
  ebb_cuff_card_show (EBB_CUFF_CARD (self->cuff_card), &cuff, &view,
                      self->text.limb != NULL ? self->text.limb : "",
                      ebb_session_get_problem (self->session));
  show_rest (self);
  ebb_today_card_show (EBB_TODAY_CARD (self->today_card),
                       self->start != NULL ? self->start->today : NULL,
                       ebb_next_page_rest_left_us (self), ebb_clock_wall_unix_us ());
  ebb_label_update (self->set_up, self->text.set_up != NULL ? self->text.set_up : "");
  gtk_widget_set_visible (self->load_row,
                          self->start != NULL && self->start->exercise->load_step_kg > 0);
  show_foot (self, &view, &cuff);
}
