/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-override.h"

#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-screening-text.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 620
#define REASON_LENGTH 200

struct _EbbScreeningOverridePage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id, *screening_id, *draft_key;
  GtkWidget *what, *reason, *status, *save;
  gboolean filling, saving;
};

G_DEFINE_FINAL_TYPE (EbbScreeningOverridePage, ebb_screening_override_page, EBB_TYPE_PAGE)

static GtkWidget *
entry_of (EbbScreeningOverridePage *self)
{
  return ebb_field_get_control (EBB_FIELD (self->reason));
}

static void
on_changed (EbbScreeningOverridePage *self)
{
  if (self->filling)
    return;
  ebb_drafts_keep (self->desk, self->draft_key, ebb_entry_dup_text (entry_of (self)), g_free);
  ebb_field_set_error (EBB_FIELD (self->reason), NULL);
  ebb_label_update (self->status, "");
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbScreeningOverridePage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  gtk_widget_set_sensitive (self->save, TRUE);
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    return;
  }
  g_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("Unlocked for today; the reason is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_save (EbbScreeningOverridePage *self)
{
  g_autofree char *reason = ebb_entry_dup_text (entry_of (self));
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  const EbbScreeningOverride override = {
    .patient_id = self->patient_id,
    .screening_id = self->screening_id,
    .reason = reason,
    .operator_name = (char *) ebb_desk_get_operator (self->desk),
    .overridden_on = today,
  };

  if (self->saving)
    return;
  if (reason == NULL) {
    ebb_field_set_error (EBB_FIELD (self->reason), _ ("Reason: missing; write why it cannot wait"));
    gtk_widget_grab_focus (entry_of (self));
    return;
  }
  self->saving = TRUE;
  gtk_widget_set_sensitive (self->save, FALSE);
  ebb_store_put_screening_override_async (ebb_desk_get_store (self->desk), &override, on_saved,
                                          g_object_ref (self));
}

static void
screening_override_dispose (GObject *object)
{
  EBB_SCREENING_OVERRIDE_PAGE (object)->filling = TRUE;
  G_OBJECT_CLASS (ebb_screening_override_page_parent_class)->dispose (object);
}

static void
screening_override_finalize (GObject *object)
{
  EbbScreeningOverridePage *self = EBB_SCREENING_OVERRIDE_PAGE (object);

  g_free (self->patient_id);
  g_free (self->screening_id);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_screening_override_page_parent_class)->finalize (object);
}

static void
ebb_screening_override_page_class_init (EbbScreeningOverridePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = screening_override_dispose;
  G_OBJECT_CLASS (klass)->finalize = screening_override_finalize;
}

static void
ebb_screening_override_page_init (EbbScreeningOverridePage *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = ebb_entry_new (_ ("Reason"), _ ("Why the session cannot wait for it"));
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->what = ebb_label_new ("", NULL, NULL);
  self->reason = ebb_field_new (_ ("Reason"), entry);
  gtk_entry_set_max_length (GTK_ENTRY (entry), REASON_LENGTH);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (column), self->what);
  gtk_box_append (GTK_BOX (column),
                  ebb_label_new (_ ("It holds for today, with your name and the reason in the "
                                    "record of the session."),
                                 "patient-dim", NULL));
  gtk_box_append (GTK_BOX (column), self->reason);
  self->status = ebb_label_new ("", "form-error", NULL);
  self->save = ebb_button_new (_ ("Train without it today"), "destructive-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, self->status, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
}

EbbPage *
ebb_screening_override_page_new (EbbDesk *desk, const EbbPatientFile *file)
{
  EbbScreeningOverridePage *self = g_object_new (EBB_TYPE_SCREENING_OVERRIDE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (file->patient);
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  g_auto (EbbScreeningStatus) status = { 0 };
  const EbbScreening *screening = file->screening != NULL ? file->screening->screening : NULL;
  g_autofree char *draft = NULL;

  self->desk = desk;
  self->patient_id = g_strdup (file->patient->id);
  self->screening_id = g_strdup (screening != NULL ? screening->id : NULL);
  self->draft_key = g_strdup_printf ("override %s %s", self->patient_id, today);
  ebb_screening_status (file->screening, self->patient_id, today, &status);
  ebb_label_update (self->what, status.value);
  draft = ebb_drafts_take (desk, self->draft_key);
  if (draft != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry_of (self)), draft);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Training without a screening"));
  return EBB_PAGE (self);
}
