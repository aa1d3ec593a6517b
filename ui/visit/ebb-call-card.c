/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-call-card.h"

#include "ebb-answer-row.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-visit-text.h"
#include "ebb-visit.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ANSWER_NO     0
#define BUTTON_MIN_PX 150

struct _EbbCallCard {
  GtkBox parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbCall *call;
  EbbCallTyped typed;
  GtkWidget *advice, *status, *save, *nobody;
};

G_DEFINE_FINAL_TYPE (EbbCallCard, ebb_call_card, GTK_TYPE_BOX)

static guint saved_signal;

static void
show (EbbCallCard *self)
{
  const EbbFormScene scene = ebb_form_scene_of (self->desk, self->call->patient_id);
  g_autoptr (EbbFollowUp) answers = ebb_call_form_judge (&scene, self->call, &self->typed);
  gboolean worrying = answers != NULL && strcmp (answers->outcome, "fine") != 0;

  /* Why it cannot be saved yet stands where the advice will. */
  ebb_label_update (self->advice, answers != NULL
                                      ? ebb_call_advice (answers->outcome)
                                      : _ ("The call can be saved when all three are answered."));
  ebb_widget_set_class (self->advice, "patient-dim", answers == NULL);
  ebb_widget_set_class (self->advice, "form-error", worrying);
  gtk_widget_set_sensitive (self->save, answers != NULL);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbCallCard) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    return;
  }
  ebb_desk_tell_records (self->desk, self->call->patient_id);
  if (window != NULL)
    ebb_window_toast (window, _ ("The call is on file"));
  g_signal_emit (self, saved_signal, 0);
}

static void
store (EbbCallCard *self, EbbFollowUp *follow_up)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  ebb_store_put_follow_up_async (ebb_desk_get_store (self->desk), follow_up, on_stored,
                                 g_object_ref (self));
}

static void
on_save (EbbCallCard *self)
{
  const EbbFormScene scene = ebb_form_scene_of (self->desk, self->call->patient_id);
  EbbFollowUp *answers = ebb_call_form_judge (&scene, self->call, &self->typed);

  if (answers != NULL)
    store (self, answers);
}

static void
on_nobody (EbbCallCard *self)
{
  const EbbFormScene scene = ebb_form_scene_of (self->desk, self->call->patient_id);

  store (self, ebb_call_form_not_reached (&scene, self->call));
}

static void
on_soreness (EbbAnswerRow *row, int index, EbbCallCard *self)
{
  self->typed.soreness = index;
  show (self);
}

static void
on_one_sided (EbbAnswerRow *row, int index, EbbCallCard *self)
{
  self->typed.one_sided = index != ANSWER_NO;
  show (self);
}

static void
on_dark_urine (EbbAnswerRow *row, int index, EbbCallCard *self)
{
  self->typed.dark_urine = index != ANSWER_NO;
  show (self);
}

static void
on_patient (EbbCallCard *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_show_patient (window, self->call->patient_id);
}

/* --- Parts --------------------------------------------------------------------------------- */

static GtkWidget *
make_head (EbbCallCard *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *open = ebb_button_new (_ ("Open patient"), "touch", NULL);
  g_autofree char *name = ebb_format_name_first (self->call->patient_name);
  g_autofree char *why = ebb_call_why (self->call);
  g_autofree char *ago = ebb_format_ago (self->call->ended_unix_us, ebb_clock_wall_unix_us ());
  g_autofree char *tries =
      self->call->n_tries > 0 ? g_strdup_printf (
          ngettext ("tried %u time", "tried %u times", self->call->n_tries), self->call->n_tries)
                              : g_strdup ("");
  gboolean late =
      ebb_call_state (self->call->ended_unix_us, ebb_clock_wall_unix_us ()) == EBB_CALL_LATE;
  g_autofree char *line = ebb_join_facts (why, ago, tries, late ? _ ("late") : "", NULL);

  gtk_box_append (GTK_BOX (words), ebb_label_new (name, "card-value", NULL));
  gtk_box_append (GTK_BOX (words), ebb_label_new (line, "patient-dim", NULL));
  gtk_box_append (GTK_BOX (words),
                  ebb_label_new (self->call->contact != NULL ? self->call->contact
                                                             : _ ("No telephone number on file"),
                                 NULL, NULL));
  gtk_widget_set_valign (open, GTK_ALIGN_START);
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (on_patient), self);
  return ebb_beside_new (words, open, 330, 12);
}

static void
add_question (EbbCallCard *self, GtkWidget *card, const char *question, GtkWidget *answers,
              GCallback chosen)
{
  g_signal_connect (answers, "chosen", chosen, self);
  gtk_box_append (GTK_BOX (card), ebb_field_new (question, answers));
}

static void
add_questions (EbbCallCard *self, GtkWidget *card)
{
  const char *const *questions = ebb_call_questions ();
  const char *const answers[] = { C_ ("answer", "No"), C_ ("answer", "Yes"), NULL };

  add_question (self, card, questions[0], ebb_answer_row_new_scale (questions[0]),
                G_CALLBACK (on_soreness));
  add_question (self, card, questions[1], ebb_answer_row_new (questions[1], answers),
                G_CALLBACK (on_one_sided));
  add_question (self, card, questions[2], ebb_answer_row_new (questions[2], answers),
                G_CALLBACK (on_dark_urine));
}

static GtkWidget *
make_foot (EbbCallCard *self)
{
  GtkWidget *buttons = ebb_columns_new (2, BUTTON_MIN_PX, 12);

  self->nobody = ebb_button_new (_ ("Nobody answered"), "touch", NULL);
  self->save = ebb_button_new (_ ("Save call"), "touch", "suggested-action", NULL);
  g_signal_connect_swapped (self->nobody, "clicked", G_CALLBACK (on_nobody), self);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  ebb_columns_append (EBB_COLUMNS (buttons), self->nobody);
  ebb_columns_append (EBB_COLUMNS (buttons), self->save);
  return buttons;
}

static void
call_card_finalize (GObject *object)
{
  ebb_call_free (EBB_CALL_CARD (object)->call);
  G_OBJECT_CLASS (ebb_call_card_parent_class)->finalize (object);
}

static void
ebb_call_card_class_init (EbbCallCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = call_card_finalize;
  saved_signal = g_signal_new ("saved", EBB_TYPE_CALL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
ebb_call_card_init (EbbCallCard *self)
{
  self->typed = EBB_CALL_UNASKED;
}

GtkWidget *
ebb_call_card_new (EbbDesk *desk, EbbCall *call)
{
  EbbCallCard *self = g_object_new (EBB_TYPE_CALL_CARD, NULL);
  GtkWidget *card = ebb_form_card_new ();

  self->desk = desk;
  self->call = call;
  self->advice = ebb_label_new ("", "call-advice", NULL);
  self->status = ebb_label_new ("", "form-error", NULL);
  gtk_box_append (GTK_BOX (card), make_head (self));
  add_questions (self, card);
  gtk_box_append (GTK_BOX (card), self->advice);
  gtk_box_append (GTK_BOX (card), self->status);
  gtk_box_append (GTK_BOX (card), make_foot (self));
  gtk_widget_set_hexpand (card, TRUE);
  gtk_box_append (GTK_BOX (self), card);
  show (self);
  return GTK_WIDGET (self);
}
