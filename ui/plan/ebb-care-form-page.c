/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-care-form-page.h"

#include "ebb-care-control.h"
#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 760
#define FIELD_MIN_PX  260

struct _EbbCareFormPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  const EbbCareForm *form;
  EbbCareFile *care;
  char *patient_id, *episode_id, *about, *draft_key;
  GPtrArray *options[EBB_CARE_FIELDS_MAX]; /* NULL where there are none */
  GtkWidget *field[EBB_CARE_FIELDS_MAX];
  GtkWidget *notice, *said, *status, *save;
  EbbCareNext next;
  gpointer next_data;
  GDestroyNotify free_next_data;
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbCareFormPage, ebb_care_form_page, EBB_TYPE_PAGE)

/* Texts of all fields; a draft is just that. */
typedef struct {
  char *text[EBB_CARE_FIELDS_MAX]; /* owned or NULL */
} Typed;

static void
typed_free (gpointer data)
{
  Typed *typed = data;

  for (guint i = 0; typed != NULL && i < EBB_CARE_FIELDS_MAX; i++)
    g_free (typed->text[i]);
  g_free (typed);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Typed, typed_free)

static GtkWidget *
control_of (EbbCareFormPage *self, guint field)
{
  return ebb_field_get_control (EBB_FIELD (self->field[field]));
}

static EbbCareAsk
make_ask (EbbCareFormPage *self)
{
  return (EbbCareAsk){ .patient_id = self->patient_id,
                       .episode = self->episode_id != NULL
                                      ? ebb_care_file_find (self->care, self->episode_id)
                                      : NULL,
                       .about = self->about,
                       .operator_name = ebb_desk_get_operator (self->desk),
                       .month_first = ebb_date_is_month_first (),
                       .now_unix_us = ebb_clock_wall_unix_us () };
}

static Typed *
read_typed (EbbCareFormPage *self)
{
  Typed *typed = g_new0 (Typed, 1);

  for (guint i = 0; i < self->form->n_fields; i++)
    typed->text[i] = ebb_care_control_dup (control_of (self, i), self->options[i]);
  return typed;
}

static void
judge (EbbCareFormPage *self, const Typed *typed, EbbCareJudged *judged)
{
  const EbbCareAsk ask = make_ask (self);

  self->form->judge (&ask, typed->text, judged);
}

/* What is missing is said after the first try; what was typed wrongly, at once. */
static void
show (EbbCareFormPage *self)
{
  g_autoptr (Typed) typed = read_typed (self);
  g_auto (EbbCareJudged) judged = { 0 };

  judge (self, typed, &judged);
  for (guint i = 0; i < self->form->n_fields; i++) {
    gboolean shown = self->tried || typed->text[i] != NULL;

    ebb_field_set_error (EBB_FIELD (self->field[i]), shown ? judged.error[i] : NULL);
    ebb_field_set_note (EBB_FIELD (self->field[i]), judged.note[i]);
    gtk_widget_set_visible (self->field[i], !judged.hidden[i]);
  }
  ebb_label_update (self->said, judged.said != NULL ? judged.said : "");
  gtk_widget_set_visible (self->said, judged.said != NULL);
  gtk_widget_set_sensitive (self->save, !self->saving);
}

static void
on_changed (EbbCareFormPage *self)
{
  if (self->filling)
    return;
  ebb_drafts_keep (self->desk, self->draft_key, read_typed (self), typed_free);
  ebb_label_update (self->status, "");
  show (self);
}

static void
fill (EbbCareFormPage *self, const Typed *typed)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->form->n_fields; i++)
    ebb_care_control_set (control_of (self, i), self->options[i], typed->text[i]);
  self->filling = FALSE;
  show (self);
}

static void
begin_afresh (EbbCareFormPage *self)
{
  g_autoptr (Typed) typed = g_new0 (Typed, 1);
  const EbbCareAsk ask = make_ask (self);

  self->form->begin (&ask, typed->text);
  self->tried = FALSE;
  fill (self, typed);
}

static void
on_afresh (EbbCareFormPage *self)
{
  typed_free (ebb_drafts_take (self->desk, self->draft_key));
  gtk_widget_hide (self->notice);
  begin_afresh (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
leave (EbbCareFormPage *self, EbbWindow *window)
{
  g_autoptr (Typed) typed = read_typed (self);
  EbbPage *next = self->next != NULL ? self->next (self->desk, typed->text, self->next_data) : NULL;

  ebb_window_toast (window, _ (self->form->done));
  if (next != NULL)
    ebb_window_replace_page (window, next);
  else
    ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbCareFormPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    show (self);
    return;
  }
  typed_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->patient_id);
  if (window != NULL)
    leave (self, window);
}

static void
focus_error (EbbCareFormPage *self, const EbbCareJudged *judged)
{
  for (guint i = 0; i < self->form->n_fields; i++)
    if (judged->error[i] != NULL) {
      gtk_widget_grab_focus (control_of (self, i));
      return;
    }
}

static void
on_save (EbbCareFormPage *self)
{
  g_autoptr (Typed) typed = read_typed (self);
  g_auto (EbbCareJudged) judged = { 0 };
  const EbbCareAsk ask = make_ask (self);

  if (self->saving)
    return;
  judge (self, typed, &judged);
  self->tried = TRUE;
  self->saving = judged.record != NULL;
  show (self);
  if (self->saving)
    self->form->store (ebb_desk_get_store (self->desk), &ask, g_steal_pointer (&judged.record),
                       on_saved, g_object_ref (self));
  else
    focus_error (self, &judged);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
care_form_page_dispose (GObject *object)
{
  EBB_CARE_FORM_PAGE (object)->filling = TRUE;
  G_OBJECT_CLASS (ebb_care_form_page_parent_class)->dispose (object);
}

static void
care_form_page_finalize (GObject *object)
{
  EbbCareFormPage *self = EBB_CARE_FORM_PAGE (object);

  for (guint i = 0; i < EBB_CARE_FIELDS_MAX; i++)
    g_clear_pointer (&self->options[i], g_ptr_array_unref);
  if (self->free_next_data != NULL)
    self->free_next_data (self->next_data);
  ebb_care_file_unref (self->care);
  g_free (self->patient_id);
  g_free (self->episode_id);
  g_free (self->about);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_care_form_page_parent_class)->finalize (object);
}

static void
ebb_care_form_page_class_init (EbbCareFormPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = care_form_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = care_form_page_finalize;
}

static void
ebb_care_form_page_init (EbbCareFormPage *self)
{
}

static void
build_field (EbbCareFormPage *self, guint i, GtkWidget *column, GtkWidget **row)
{
  const EbbCareField *field = &self->form->fields[i];
  const EbbCareAsk ask = make_ask (self);

  if (field->input == EBB_CARE_INPUT_CHOICE)
    self->options[i] = self->form->options (&ask, i);
  self->field[i] = ebb_field_new (
      _ (field->title), ebb_care_control_new (field, self->options[i], G_CALLBACK (on_changed),
                                              G_CALLBACK (on_save), self));
  if (field->wide) {
    *row = NULL;
    gtk_box_append (GTK_BOX (column), self->field[i]);
    return;
  }
  if (*row == NULL) {
    *row = ebb_columns_new (2, FIELD_MIN_PX, 18);
    gtk_box_append (GTK_BOX (column), *row);
  }
  ebb_columns_append (EBB_COLUMNS (*row), self->field[i]);
}

static void
build (EbbCareFormPage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *card = ebb_form_card_new ();
  GtkWidget *column, *row = NULL;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  gtk_box_append (GTK_BOX (column), self->notice);
  gtk_box_append (GTK_BOX (column), card);
  for (guint i = 0; i < self->form->n_fields; i++)
    build_field (self, i, card, &row);
  self->said = ebb_label_new ("", "form-plan", NULL);
  self->status = ebb_label_new ("", "form-error", NULL);
  gtk_box_append (GTK_BOX (foot), self->said);
  gtk_box_append (GTK_BOX (foot), self->status);
  self->save = ebb_button_new (_ (self->form->save), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, foot, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
}

EbbPage *
ebb_care_form_page_new (EbbDesk *desk, const EbbCareForm *form, const EbbPatient *patient,
                        EbbCareFile *care, const char *episode_id, const char *about)
{
  EbbCareFormPage *self = g_object_new (EBB_TYPE_CARE_FORM_PAGE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autoptr (Typed) draft = NULL;

  self->desk = desk;
  self->form = form;
  self->care = ebb_care_file_ref (care);
  self->patient_id = g_strdup (patient->id);
  self->episode_id = g_strdup (episode_id);
  self->about = g_strdup (about);
  self->draft_key =
      g_strdup_printf ("%s %s %s %s", form->name, patient->id,
                       episode_id != NULL ? episode_id : "new", about != NULL ? about : "new");
  build (self);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ (form->title));
  draft = ebb_drafts_take (desk, self->draft_key);
  gtk_widget_set_visible (self->notice, draft != NULL);
  if (draft == NULL) {
    begin_afresh (self);
  } else {
    fill (self, draft);
    ebb_drafts_keep (desk, self->draft_key, g_steal_pointer (&draft), typed_free);
  }
  return EBB_PAGE (self);
}

void
ebb_care_form_page_set_next (EbbCareFormPage *self, EbbCareNext next, gpointer data,
                             GDestroyNotify free_data)
{
  g_return_if_fail (EBB_IS_CARE_FORM_PAGE (self));

  self->next = next;
  self->next_data = data;
  self->free_next_data = free_data;
}
