/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-form.h"

#include "ebb-choice.h"
#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-patient-form-state.h"
#include "ebb-patient-text.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 620
#define DRAFT_KEY     "new-patient"
#define ALIKE_MIN_PX  240

struct _EbbPatientForm {
  EbbPage parent_instance;
  EbbDesk *desk;     /* borrowed */
  EbbPatient *typed; /* the value; its birth date as typed */
  GtkWidget *notice, *name, *birth, *sex, *record, *alike, *status, *save;
  GCancellable *looking;
  gboolean tried; /* Save was pressed: everything that is missing shows */
  gboolean filling, saving;
};

static const char *const sexes[] = { "female", "male", "other" };

G_DEFINE_FINAL_TYPE (EbbPatientForm, ebb_patient_form, EBB_TYPE_PAGE)

/* The value with its date as the store wants it; NULL while it is not complete. */
static EbbPatient *
make_record (EbbPatientForm *self)
{
  g_auto (EbbPatientFormState) state = { 0 };
  EbbPatient *record;

  ebb_patient_form_judge (self->typed, ebb_date_is_month_first (), ebb_clock_wall_unix_us (),
                          &state);
  if (!state.can_save)
    return NULL;
  record = ebb_patient_copy (self->typed);
  g_free (record->birth_date);
  record->birth_date = g_steal_pointer (&state.birth_date);
  return record;
}

/* --- Somebody like that ------------------------------------------------------------------ */

static void
on_open_alike (EbbPatientForm *self, GtkButton *button)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  const char *id = g_object_get_data (G_OBJECT (button), "patient-id");

  if (window != NULL)
    ebb_window_show_patient (window, id);
}

static GtkWidget *
make_alike (EbbPatientForm *self, const EbbPatientRow *row)
{
  g_autofree char *facts = ebb_patient_row_facts (row->patient);
  g_autofree char *text =
      g_strdup_printf (_ ("Already on file: %s, %s"), row->patient->name, facts);
  GtkWidget *label = ebb_label_new (text, NULL, NULL);
  GtkWidget *open = ebb_button_new (_ ("Open that patient"), "touch", NULL);
  GtkWidget *card = ebb_beside_new (label, open, ALIKE_MIN_PX, 12);

  g_object_set_data_full (G_OBJECT (open), "patient-id", g_strdup (row->patient->id), g_free);
  g_signal_connect_swapped (open, "clicked", G_CALLBACK (on_open_alike), self);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (card, "patient-alert");
  ebb_widget_set_accessible (card, text, NULL);
  return card;
}

static void
clear_alike (EbbPatientForm *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->alike)) != NULL)
    gtk_box_remove (GTK_BOX (self->alike), child);
}

static void
on_alike (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPatientForm) self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ebb_store_ask_finish (result, &error);

  if (rows == NULL || self->looking == NULL)
    return;
  g_clear_object (&self->looking);
  clear_alike (self);
  for (guint i = 0; i < rows->len; i++)
    gtk_box_append (GTK_BOX (self->alike), make_alike (self, g_ptr_array_index (rows, i)));
}

static void
look_for_alike (EbbPatientForm *self)
{
  g_autoptr (EbbPatient) record = make_record (self);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (record == NULL) {
    clear_alike (self);
    return;
  }
  self->looking = g_cancellable_new ();
  ebb_store_find_alike_async (ebb_desk_get_store (self->desk), record, self->looking, on_alike,
                              g_object_ref (self));
}

/* --- Value and widgets ------------------------------------------------------------------- */

static void
show_state (EbbPatientForm *self)
{
  g_auto (EbbPatientFormState) state = { 0 };
  gboolean birth_typed = self->typed->birth_date != NULL;

  ebb_patient_form_judge (self->typed, ebb_date_is_month_first (), ebb_clock_wall_unix_us (),
                          &state);
  ebb_field_set_error (EBB_FIELD (self->name), self->tried ? state.name_error : NULL);
  ebb_field_set_error (EBB_FIELD (self->birth),
                       self->tried || birth_typed ? state.birth_error : NULL);
  ebb_field_set_note (EBB_FIELD (self->birth), state.birth_read);
  gtk_widget_set_sensitive (self->save, !self->saving);
}

static void
take (char **text, GtkWidget *field)
{
  g_free (*text);
  *text = ebb_entry_dup_text (ebb_field_get_control (EBB_FIELD (field)));
}

static void
on_changed (EbbPatientForm *self)
{
  int sex;

  if (self->filling)
    return;
  sex = ebb_choice_get (EBB_CHOICE (ebb_field_get_control (EBB_FIELD (self->sex))));
  take (&self->typed->name, self->name);
  take (&self->typed->birth_date, self->birth);
  take (&self->typed->record_number, self->record);
  g_free (self->typed->sex);
  self->typed->sex = sex >= 0 ? g_strdup (sexes[sex]) : NULL;
  ebb_drafts_keep (self->desk, DRAFT_KEY, ebb_patient_copy (self->typed),
                   (GDestroyNotify) ebb_patient_free);
  ebb_label_update (self->status, "");
  show_state (self);
  look_for_alike (self);
}

static void
fill_entry (GtkWidget *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ebb_field_get_control (EBB_FIELD (field))),
                         text != NULL ? text : "");
}

static void
fill (EbbPatientForm *self)
{
  int sex = -1;

  for (guint i = 0; i < G_N_ELEMENTS (sexes); i++)
    if (g_strcmp0 (self->typed->sex, sexes[i]) == 0)
      sex = (int) i;
  self->filling = TRUE;
  fill_entry (self->name, self->typed->name);
  fill_entry (self->birth, self->typed->birth_date);
  fill_entry (self->record, self->typed->record_number);
  ebb_choice_set (EBB_CHOICE (ebb_field_get_control (EBB_FIELD (self->sex))), sex);
  self->filling = FALSE;
  show_state (self);
  look_for_alike (self);
}

static void
on_afresh (EbbPatientForm *self)
{
  ebb_patient_free (ebb_drafts_take (self->desk, DRAFT_KEY));
  ebb_patient_free (self->typed);
  self->typed = g_new0 (EbbPatient, 1);
  self->tried = FALSE;
  gtk_widget_hide (self->notice);
  fill (self);
  gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->name)));
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPatientForm) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  g_autofree char *text = NULL;

  self->saving = FALSE;
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    show_state (self);
    return;
  }
  ebb_patient_free (ebb_drafts_take (self->desk, DRAFT_KEY));
  ebb_desk_tell_records (self->desk, id);
  if (window == NULL)
    return;
  text = g_strdup_printf (_ ("%s is on file"), self->typed->name);
  ebb_window_toast (window, text);
  ebb_window_show_patient (window, id);
}

static void
on_save (EbbPatientForm *self)
{
  g_autoptr (EbbPatient) record = make_record (self);

  if (self->saving)
    return;
  self->tried = TRUE;
  self->saving = record != NULL;
  show_state (self);
  if (record != NULL)
    ebb_store_put_patient_async (ebb_desk_get_store (self->desk), record, on_saved,
                                 g_object_ref (self));
  else
    gtk_widget_grab_focus (
        ebb_field_get_control (EBB_FIELD (self->typed->name == NULL ? self->name : self->birth)));
}

/* --- Life -------------------------------------------------------------------------------- */

static void
patient_form_dispose (GObject *object)
{
  EbbPatientForm *self = EBB_PATIENT_FORM (object);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  /* Entries that go say "changed" once more. */
  self->filling = TRUE;
  G_OBJECT_CLASS (ebb_patient_form_parent_class)->dispose (object);
}

static void
patient_form_finalize (GObject *object)
{
  ebb_patient_free (EBB_PATIENT_FORM (object)->typed);
  G_OBJECT_CLASS (ebb_patient_form_parent_class)->finalize (object);
}

static void
ebb_patient_form_class_init (EbbPatientFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = patient_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = patient_form_finalize;
}

static GtkWidget *
add_entry (EbbPatientForm *self, GtkWidget *column, const char *title, const char *placeholder)
{
  GtkWidget *entry = ebb_entry_new (title, placeholder);
  GtkWidget *field = ebb_field_new (title, entry);

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (column), field);
  return field;
}

static void
add_sex (EbbPatientForm *self, GtkWidget *column)
{
  GtkWidget *choice = ebb_choice_new (_ ("Sex"), 3, 120);

  ebb_choice_add (EBB_CHOICE (choice), 0, C_ ("sex", "Female"), NULL);
  ebb_choice_add (EBB_CHOICE (choice), 1, C_ ("sex", "Male"), NULL);
  ebb_choice_add (EBB_CHOICE (choice), 2, C_ ("sex", "Other"), NULL);
  g_signal_connect_swapped (choice, "changed", G_CALLBACK (on_changed), self);
  self->sex = ebb_field_new (_ ("Sex"), choice);
  gtk_box_append (GTK_BOX (column), self->sex);
}

static void
ebb_patient_form_init (EbbPatientForm *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  gtk_box_append (GTK_BOX (column), self->notice);
  self->name = add_entry (self, column, _ ("Name"), _ ("Family name, given name"));
  self->birth = add_entry (self, column, _ ("Birth date"), _ ("2 Jun 1994"));
  add_sex (self, column);
  self->record = add_entry (self, column, _ ("Record number, if there is one"), NULL);
  self->alike = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (column), self->alike);
  self->status = ebb_label_new ("", "form-error", NULL);
  self->save = ebb_button_new (_ ("Save patient"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, self->status, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
  ebb_page_set_title (EBB_PAGE (self), _ ("New patient"), NULL);
}

EbbPage *
ebb_patient_form_new (EbbDesk *desk, const char *search)
{
  EbbPatientForm *self = g_object_new (EBB_TYPE_PATIENT_FORM, NULL);
  gboolean wants_search = search != NULL && *search != '\0';
  EbbPatient *draft = wants_search ? NULL : ebb_drafts_take (desk, DRAFT_KEY);

  self->desk = desk;
  gtk_widget_set_visible (self->notice, draft != NULL);
  self->typed =
      draft != NULL ? draft : ebb_patient_from_search (search, ebb_date_is_month_first ());
  fill (self);
  if (draft != NULL)
    ebb_drafts_keep (desk, DRAFT_KEY, ebb_patient_copy (draft), (GDestroyNotify) ebb_patient_free);
  return EBB_PAGE (self);
}
