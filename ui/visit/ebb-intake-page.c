/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The questionnaire in the patient's hands: large type, one question at a time, no name, no record.
 * Who leaves it holds a button for a second: a patient does not end up in the clinic's lists.
 */
#include "ebb-field.h"

#include "ebb-defined.h"
#include "ebb-flow.h"
#include "ebb-hold-button.h"
#include "ebb-intake-state.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define COLUMN_PX     760
#define BUTTON_MIN_PX 210
#define FOOT_MIN_PX   170
#define N_LIMBS       4

#define EBB_TYPE_INTAKE_PAGE (ebb_intake_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbIntakePage, ebb_intake_page, EBB, INTAKE_PAGE, EbbPage)

struct _EbbIntakePage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id;
  EbbScreeningList *list;
  EbbIntakeState state;
  GtkWidget *progress, *bar, *question, *error, *answers, *limbs, *body, *back, *next, *stop, *hold;
  GtkWidget *limb_of[N_LIMBS], *height, *weight;
  gboolean may_leave, saving;
};

G_DEFINE_FINAL_TYPE (EbbIntakePage, ebb_intake_page, EBB_TYPE_PAGE)

/* --- What it shows ------------------------------------------------------------------------- */

static const char *
question_of (EbbIntakePage *self)
{
  switch (self->state.step) {
  case EBB_INTAKE_QUESTION:
    return ebb_defined (ebb_intake_item (&self->state)->question);
  case EBB_INTAKE_LIMBS:
    return _ ("Which arm or leg? You may choose several.");
  case EBB_INTAKE_BODY:
    return _ ("How tall are you, and what do you weigh? You may leave it empty.");
  case EBB_INTAKE_END:
  default:
    return _ ("Thank you. Hand the screen back.");
  }
}

static void
show (EbbIntakePage *self)
{
  const EbbIntakeState *state = &self->state;
  gboolean asks = state->step == EBB_INTAKE_QUESTION || state->step == EBB_INTAKE_LIMBS;
  g_autofree char *progress =
      asks ? g_strdup_printf (_ ("Question %u of %u"), state->at + 1, state->asked->len)
           : g_strdup ("");

  ebb_label_update (self->progress, progress);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar),
                                 (double) state->at / MAX (state->asked->len, 1));
  ebb_label_update (self->question, question_of (self));
  gtk_widget_set_visible (self->answers, state->step == EBB_INTAKE_QUESTION);
  gtk_widget_set_visible (self->limbs, state->step == EBB_INTAKE_LIMBS);
  gtk_widget_set_visible (self->body, state->step == EBB_INTAKE_BODY);
  gtk_widget_set_visible (self->next,
                          state->step == EBB_INTAKE_LIMBS || state->step == EBB_INTAKE_BODY);
  gtk_widget_set_visible (self->stop, state->step != EBB_INTAKE_END);
  gtk_widget_set_visible (self->hold, state->step == EBB_INTAKE_END);
  gtk_widget_set_visible (self->back, state->at > 0 || state->step != EBB_INTAKE_QUESTION);
}

static void
show_limbs (EbbIntakePage *self)
{
  const EbbScreeningItem *item = ebb_intake_item (&self->state);

  for (guint i = 0; i < N_LIMBS; i++) {
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->limb_of[i]), FALSE);
    gtk_widget_set_visible (
        self->limb_of[i],
        item != NULL && (item->scope != EBB_SCOPE_ARM || ((1u << i) & EBB_LIMB_ARMS) != 0));
  }
}

/* --- Acts ---------------------------------------------------------------------------------- */

static void
answer (EbbIntakePage *self, EbbIntakeAnswer said)
{
  ebb_label_update (self->error, "");
  ebb_intake_answer (&self->state, said);
  show_limbs (self);
  show (self);
  gtk_widget_grab_focus (GTK_WIDGET (self)); /* a key still held must answer nothing */
}

static void
on_yes (EbbIntakePage *self)
{
  answer (self, EBB_INTAKE_YES);
}

static void
on_no (EbbIntakePage *self)
{
  answer (self, EBB_INTAKE_NO);
}

static void
on_unsure (EbbIntakePage *self)
{
  answer (self, EBB_INTAKE_UNSURE);
}

static void
on_back (EbbIntakePage *self)
{
  ebb_intake_back (&self->state);
  ebb_label_update (self->error, "");
  show (self);
}

static void
on_stop (EbbIntakePage *self)
{
  ebb_intake_stop (&self->state);
  ebb_label_update (self->error, "");
  show (self);
}

static void
on_next (EbbIntakePage *self)
{
  g_autofree char *error = NULL;
  g_autofree char *height = ebb_entry_dup_text (self->height);
  g_autofree char *weight = ebb_entry_dup_text (self->weight);
  guint limbs = 0;

  for (guint i = 0; i < N_LIMBS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->limb_of[i])))
      limbs |= 1u << i;
  if (self->state.step == EBB_INTAKE_LIMBS)
    ebb_intake_limbs (&self->state, limbs);
  else
    ebb_intake_body (&self->state, height, weight, &error);
  ebb_label_update (self->error, error != NULL ? error : "");
  show (self);
}

static void
close_page (EbbIntakePage *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->may_leave = TRUE;
  if (window != NULL)
    ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbIntakePage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  self->saving = FALSE;
  if (id == NULL) {
    ebb_label_update (self->error, error->message);
    ebb_hold_button_reset (EBB_HOLD_BUTTON (self->hold));
    return;
  }
  ebb_desk_tell_records (self->desk, self->patient_id);
  close_page (self);
}

/* Back in the clinic's hands: what was answered so far is stored, not yet reviewed. */
static void
on_held (GtkWidget *button, EbbIntakePage *self)
{
  EbbIntake *intake;

  if (self->saving)
    return;
  if (ebb_intake_n_answered (&self->state) == 0) {
    close_page (self);
    return;
  }
  self->saving = TRUE;
  intake = g_new0 (EbbIntake, 1);
  intake->patient_id = g_strdup (self->patient_id);
  intake->answers = ebb_screening_copy (self->state.answers);
  intake->operator_name = g_strdup (ebb_desk_get_operator (self->desk));
  intake->filled_unix_us = ebb_clock_wall_unix_us ();
  ebb_store_put_intake_async (ebb_desk_get_store (self->desk), intake, on_saved,
                              g_object_ref (self));
}

/* --- Parts --------------------------------------------------------------------------------- */

static void
add_answer (EbbIntakePage *self, const char *text, GCallback clicked)
{
  GtkWidget *button = ebb_button_new (text, "intake-answer", NULL);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  ebb_columns_append (EBB_COLUMNS (self->answers), button);
}

static GtkWidget *
make_limbs (EbbIntakePage *self)
{
  GtkWidget *columns = ebb_columns_new (2, BUTTON_MIN_PX, 14);

  for (guint i = 0; i < N_LIMBS; i++) {
    self->limb_of[i] = gtk_toggle_button_new_with_label (ebb_screening_limb_to_text (1u << i));
    gtk_widget_add_css_class (self->limb_of[i], "intake-limb");
    ebb_columns_append (EBB_COLUMNS (columns), self->limb_of[i]);
  }
  return columns;
}

static GtkWidget *
make_body (EbbIntakePage *self)
{
  GtkWidget *columns = ebb_columns_new (2, BUTTON_MIN_PX, 14);

  self->height = ebb_entry_new (_ ("Height in cm"), NULL);
  self->weight = ebb_entry_new (_ ("Weight in kg"), NULL);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->height), GTK_INPUT_PURPOSE_NUMBER);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->weight), GTK_INPUT_PURPOSE_NUMBER);
  ebb_columns_append (EBB_COLUMNS (columns), ebb_field_new (_ ("Height in cm"), self->height));
  ebb_columns_append (EBB_COLUMNS (columns), ebb_field_new (_ ("Weight in kg"), self->weight));
  return columns;
}

static GtkWidget *
make_foot (EbbIntakePage *self)
{
  GtkWidget *foot = ebb_columns_new (3, FOOT_MIN_PX, 14);

  self->back = ebb_button_new (_ ("Back"), "intake-small", NULL);
  self->next = ebb_button_new (_ ("Next"), "intake-small", "suggested-action", NULL);
  self->stop = ebb_button_new (_ ("Stop here"), "intake-small", "flat", NULL);
  self->hold = ebb_hold_button_new (_ ("For the clinic: go on"));
  g_signal_connect_swapped (self->stop, "clicked", G_CALLBACK (on_stop), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (self->next, "clicked", G_CALLBACK (on_next), self);
  g_signal_connect (self->hold, "held", G_CALLBACK (on_held), self);
  ebb_columns_append (EBB_COLUMNS (foot), self->back);
  ebb_columns_append (EBB_COLUMNS (foot), self->next);
  ebb_columns_append (EBB_COLUMNS (foot), self->stop);
  ebb_columns_append (EBB_COLUMNS (foot), self->hold);
  return foot;
}

static void
build (EbbIntakePage *self)
{
  GtkWidget *column;
  GtkWidget *form = ebb_form_new (COLUMN_PX, &column);

  self->progress = ebb_label_new ("", "patient-dim", NULL);
  self->bar = gtk_progress_bar_new ();
  self->question = ebb_label_new ("", "intake-question", NULL);
  self->error = ebb_label_new ("", "form-error", NULL);
  self->answers = ebb_columns_new (3, BUTTON_MIN_PX, 14);
  add_answer (self, C_ ("answer", "Yes"), G_CALLBACK (on_yes));
  add_answer (self, C_ ("answer", "No"), G_CALLBACK (on_no));
  add_answer (self, _ ("I do not know"), G_CALLBACK (on_unsure));
  self->limbs = make_limbs (self);
  self->body = make_body (self);
  gtk_widget_add_css_class (form, "intake");
  GtkWidget *parts[] = { self->progress, self->bar,  self->question, self->answers,
                         self->limbs,    self->body, self->error,    make_foot (self) };
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_box_append (GTK_BOX (column), parts[i]);
  adw_bin_set_child (ADW_BIN (self), form);
  show (self);
}

/* --- Life ---------------------------------------------------------------------------------- */

static gboolean
intake_page_leave (EbbPage *page)
{
  return EBB_INTAKE_PAGE (page)->may_leave;
}

static void
intake_page_finalize (GObject *object)
{
  EbbIntakePage *self = EBB_INTAKE_PAGE (object);

  ebb_intake_clear (&self->state);
  g_clear_pointer (&self->list, ebb_screening_list_free);
  g_free (self->patient_id);
  G_OBJECT_CLASS (ebb_intake_page_parent_class)->finalize (object);
}

static void
ebb_intake_page_class_init (EbbIntakePageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = intake_page_finalize;
  EBB_PAGE_CLASS (klass)->leave = intake_page_leave;
  EBB_PAGE_CLASS (klass)->may_look_past = FALSE;
}

static void
ebb_intake_page_init (EbbIntakePage *self)
{
}

EbbPage *
ebb_intake_page_new (EbbDesk *desk, const EbbPatient *patient, const EbbScreeningFile *file)
{
  EbbIntakePage *self = g_object_new (EBB_TYPE_INTAKE_PAGE, NULL);
  g_autoptr (GError) error = NULL;

  self->desk = desk;
  self->patient_id = g_strdup (patient->id);
  ebb_page_set_title (EBB_PAGE (self), _ ("Questions before training"), NULL);
  self->list = ebb_screening_file_load_asked (file, &error);
  if (self->list == NULL) {
    self->may_leave = TRUE;
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
    return EBB_PAGE (self);
  }
  ebb_page_set_can_go_back (EBB_PAGE (self), FALSE);
  ebb_intake_begin (&self->state, self->list);
  build (self);
  return EBB_PAGE (self);
}
