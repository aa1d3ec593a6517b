/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-order-form.h"

#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-patient-form-state.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 620
#define DATE_MIN_PX   260

struct _EbbOrderForm {
  EbbPage parent_instance;
  EbbDesk *desk;         /* borrowed */
  EbbOrder *typed;       /* the value; its dates as typed */
  char *diagnosis_known; /* of the episode: offered when the form is begun afresh */
  char *draft_key;
  GtkWidget *notice, *physician, *ordered, *until, *restrictions, *diagnosis, *status, *save;
  gboolean tried, filling, saving;
};

G_DEFINE_FINAL_TYPE (EbbOrderForm, ebb_order_form, EBB_TYPE_PAGE)

static EbbOrder *
make_record (EbbOrderForm *self)
{
  g_auto (EbbOrderFormState) state = { 0 };
  EbbOrder *record;

  ebb_order_form_judge (self->typed, ebb_date_is_month_first (), ebb_clock_wall_unix_us (), &state);
  if (!state.can_save)
    return NULL;
  record = ebb_order_copy (self->typed);
  g_free (record->ordered_on);
  record->ordered_on = g_steal_pointer (&state.ordered_on);
  g_free (record->valid_until);
  record->valid_until = g_steal_pointer (&state.valid_until);
  return record;
}

static void
show_state (EbbOrderForm *self)
{
  g_auto (EbbOrderFormState) state = { 0 };

  ebb_order_form_judge (self->typed, ebb_date_is_month_first (), ebb_clock_wall_unix_us (), &state);
  ebb_field_set_error (EBB_FIELD (self->physician), self->tried ? state.physician_error : NULL);
  ebb_field_set_error (EBB_FIELD (self->ordered), state.ordered_error);
  ebb_field_set_error (EBB_FIELD (self->until), state.until_error);
  ebb_field_set_note (EBB_FIELD (self->ordered), state.ordered_read);
  ebb_field_set_note (EBB_FIELD (self->until), state.until_read);
  gtk_widget_set_sensitive (self->save, !self->saving);
}

static void
take (char **text, GtkWidget *field)
{
  g_free (*text);
  *text = ebb_entry_dup_text (ebb_field_get_control (EBB_FIELD (field)));
}

static void
on_changed (EbbOrderForm *self)
{
  if (self->filling)
    return;
  take (&self->typed->physician, self->physician);
  take (&self->typed->ordered_on, self->ordered);
  take (&self->typed->valid_until, self->until);
  take (&self->typed->restrictions, self->restrictions);
  take (&self->typed->diagnosis, self->diagnosis);
  ebb_drafts_keep (self->desk, self->draft_key, ebb_order_copy (self->typed),
                   (GDestroyNotify) ebb_order_free);
  ebb_label_update (self->status, "");
  show_state (self);
}

static void
fill_entry (GtkWidget *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (ebb_field_get_control (EBB_FIELD (field))),
                         text != NULL ? text : "");
}

static void
fill (EbbOrderForm *self)
{
  self->filling = TRUE;
  fill_entry (self->physician, self->typed->physician);
  fill_entry (self->ordered, self->typed->ordered_on);
  fill_entry (self->until, self->typed->valid_until);
  fill_entry (self->restrictions, self->typed->restrictions);
  fill_entry (self->diagnosis, self->typed->diagnosis);
  self->filling = FALSE;
  show_state (self);
}

/* Dated today, with the diagnosis as it is known. */
static void
begin (EbbOrderForm *self, const char *patient_id)
{
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  EbbOrder *order = g_new0 (EbbOrder, 1);

  order->patient_id = g_strdup (patient_id);
  order->ordered_on = ebb_format_date_short (today);
  order->diagnosis = g_strdup (self->diagnosis_known);
  ebb_order_free (self->typed);
  self->typed = order;
  self->tried = FALSE;
}

static void
on_afresh (EbbOrderForm *self)
{
  g_autofree char *patient_id = g_strdup (self->typed->patient_id);

  ebb_order_free (ebb_drafts_take (self->desk, self->draft_key));
  begin (self, patient_id);
  gtk_widget_hide (self->notice);
  fill (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbOrderForm) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    show_state (self);
    return;
  }
  ebb_order_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->typed->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The order is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_save (EbbOrderForm *self)
{
  g_autoptr (EbbOrder) record = make_record (self);

  if (self->saving)
    return;
  self->tried = TRUE;
  self->saving = record != NULL;
  show_state (self);
  if (record != NULL)
    ebb_store_put_order_async (ebb_desk_get_store (self->desk), record, on_saved,
                               g_object_ref (self));
  else if (self->typed->physician == NULL)
    gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->physician)));
}

/* --- Life -------------------------------------------------------------------------------- */

static void
order_form_dispose (GObject *object)
{
  EBB_ORDER_FORM (object)->filling = TRUE;
  G_OBJECT_CLASS (ebb_order_form_parent_class)->dispose (object);
}

static void
order_form_finalize (GObject *object)
{
  EbbOrderForm *self = EBB_ORDER_FORM (object);

  ebb_order_free (self->typed);
  g_free (self->diagnosis_known);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_order_form_parent_class)->finalize (object);
}

static void
ebb_order_form_class_init (EbbOrderFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = order_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = order_form_finalize;
}

static GtkWidget *
make_entry (EbbOrderForm *self, const char *title, const char *placeholder)
{
  GtkWidget *entry = ebb_entry_new (title, placeholder);

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_save), self);
  return ebb_field_new (title, entry);
}

static void
ebb_order_form_init (EbbOrderForm *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *dates = ebb_columns_new (2, DATE_MIN_PX, 18);
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  self->physician = make_entry (self, _ ("Physician"), _ ("Name, practice"));
  self->ordered = make_entry (self, _ ("Date of the order"), _ ("2 Jun 2026"));
  self->until = make_entry (self, _ ("Valid until, if it has an end"), _ ("2 Dec 2026"));
  self->diagnosis = make_entry (self, _ ("Diagnosis"), NULL);
  self->restrictions = make_entry (self, _ ("Restrictions"), _ ("No open chain beyond 60°"));
  ebb_columns_append (EBB_COLUMNS (dates), self->ordered);
  ebb_columns_append (EBB_COLUMNS (dates), self->until);
  gtk_box_append (GTK_BOX (column), self->notice);
  gtk_box_append (GTK_BOX (column), self->physician);
  gtk_box_append (GTK_BOX (column), dates);
  gtk_box_append (GTK_BOX (column), self->diagnosis);
  gtk_box_append (GTK_BOX (column), self->restrictions);
  self->status = ebb_label_new ("", "form-error", NULL);
  self->save = ebb_button_new (_ ("Save order"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, self->status, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
}

EbbPage *
ebb_order_form_new (EbbDesk *desk, const EbbPatientFile *file)
{
  EbbOrderForm *self = g_object_new (EBB_TYPE_ORDER_FORM, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (file->patient);
  EbbOrder *draft;

  self->desk = desk;
  self->diagnosis_known = g_strdup (file->diagnosis);
  self->draft_key = g_strdup_printf ("order %s", file->patient->id);
  draft = ebb_drafts_take (desk, self->draft_key);
  gtk_widget_set_visible (self->notice, draft != NULL);
  if (draft != NULL)
    self->typed = draft;
  else
    begin (self, file->patient->id);
  fill (self);
  if (draft != NULL)
    ebb_drafts_keep (desk, self->draft_key, ebb_order_copy (draft),
                     (GDestroyNotify) ebb_order_free);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Physician's order"));
  return EBB_PAGE (self);
}
