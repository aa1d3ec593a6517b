/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-clearance.h"

#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-screening-clearance-state.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 720
#define FIELD_MIN_PX  260
#define ID_KEY        "ebb-reason-id"

struct _EbbScreeningClearance {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbScreening *screening;
  char *draft_key;
  GtkWidget *physician, *date, *scope, *reasons, *limit, *intermittent, *note;
  GtkWidget *status, *save;
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbScreeningClearance, ebb_screening_clearance, EBB_TYPE_PAGE)

/* What was typed, owned by the page's draft. */
typedef struct {
  char *physician, *date, *scope, *limit, *note;
  gboolean intermittent;
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  if (draft == NULL)
    return;
  g_free (draft->physician);
  g_free (draft->date);
  g_free (draft->scope);
  g_free (draft->limit);
  g_free (draft->note);
  g_free (draft);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, draft_free)

static GtkWidget *
control_of (GtkWidget *field)
{
  return ebb_field_get_control (EBB_FIELD (field));
}

static char *
chosen_ids (EbbScreeningClearance *self)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  for (GtkWidget *check = gtk_widget_get_first_child (self->reasons); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "",
                              (const char *) g_object_get_data (G_OBJECT (check), ID_KEY));
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static Draft *
read_typed (EbbScreeningClearance *self)
{
  Draft *draft = g_new0 (Draft, 1);

  draft->physician = ebb_entry_dup_text (control_of (self->physician));
  draft->date = ebb_entry_dup_text (control_of (self->date));
  draft->limit = ebb_entry_dup_text (control_of (self->limit));
  draft->note = ebb_entry_dup_text (control_of (self->note));
  draft->scope = chosen_ids (self);
  draft->intermittent = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->intermittent));
  return draft;
}

static void
judge (EbbScreeningClearance *self, EbbClearanceState *state)
{
  g_autoptr (Draft) draft = read_typed (self);
  const EbbClearanceTyped typed = { .physician = draft->physician,
                                    .cleared_on = draft->date,
                                    .max_percent = draft->limit,
                                    .note = draft->note,
                                    .scope = draft->scope,
                                    .intermittent = draft->intermittent,
                                    .month_first = ebb_date_is_month_first (),
                                    .now_unix_us = ebb_clock_wall_unix_us () };

  ebb_clearance_judge (&typed, self->screening, state);
  if (state->record != NULL)
    state->record->operator_name = g_strdup (ebb_desk_get_operator (self->desk));
}

static void
show (EbbScreeningClearance *self)
{
  g_auto (EbbClearanceState) state = { 0 };

  judge (self, &state);
  ebb_field_set_error (EBB_FIELD (self->physician), self->tried ? state.physician_error : NULL);
  ebb_field_set_error (EBB_FIELD (self->date), state.date_error);
  ebb_field_set_note (EBB_FIELD (self->date), state.date_read);
  ebb_field_set_error (EBB_FIELD (self->scope), self->tried ? state.scope_error : NULL);
  ebb_field_set_error (EBB_FIELD (self->limit), state.limit_error);
  gtk_widget_set_sensitive (self->save, !self->saving);
}

static void
on_changed (EbbScreeningClearance *self)
{
  if (self->filling)
    return;
  ebb_drafts_keep (self->desk, self->draft_key, read_typed (self), draft_free);
  ebb_label_update (self->status, "");
  show (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbScreeningClearance) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  if (id == NULL) {
    ebb_label_update (self->status, error->message);
    show (self);
    return;
  }
  draft_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->screening->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The clearance is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
focus_error (EbbScreeningClearance *self, const EbbClearanceState *state)
{
  GtkWidget *field = state->scope_error != NULL       ? self->scope
                     : state->physician_error != NULL ? self->physician
                     : state->date_error != NULL      ? self->date
                                                      : self->limit;

  gtk_widget_grab_focus (control_of (field));
}

static void
on_save (EbbScreeningClearance *self)
{
  g_auto (EbbClearanceState) state = { 0 };

  if (self->saving)
    return;
  judge (self, &state);
  self->tried = TRUE;
  self->saving = state.record != NULL;
  show (self);
  if (self->saving)
    ebb_store_put_clearance_async (ebb_desk_get_store (self->desk), state.record, on_saved,
                                   g_object_ref (self));
  else
    focus_error (self, &state);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
screening_clearance_dispose (GObject *object)
{
  EBB_SCREENING_CLEARANCE (object)->filling = TRUE;
  G_OBJECT_CLASS (ebb_screening_clearance_parent_class)->dispose (object);
}

static void
screening_clearance_finalize (GObject *object)
{
  EbbScreeningClearance *self = EBB_SCREENING_CLEARANCE (object);

  ebb_screening_free (self->screening);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_screening_clearance_parent_class)->finalize (object);
}

static void
ebb_screening_clearance_class_init (EbbScreeningClearanceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = screening_clearance_dispose;
  G_OBJECT_CLASS (klass)->finalize = screening_clearance_finalize;
}

static GtkWidget *
make_entry (EbbScreeningClearance *self, const char *title, const char *placeholder)
{
  GtkWidget *entry = ebb_entry_new (title, placeholder);

  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_save), self);
  return ebb_field_new (title, entry);
}

static GtkWidget *
make_check (EbbScreeningClearance *self, const char *text)
{
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = ebb_label_new (text, NULL, NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_widget_add_css_class (check, "touch");
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_changed), self);
  return check;
}

static void
ebb_screening_clearance_init (EbbScreeningClearance *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *columns = ebb_columns_new (2, FIELD_MIN_PX, 18);
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->reasons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->scope = ebb_field_new (_ ("Cleared by the physician"), self->reasons);
  self->physician = make_entry (self, _ ("Physician"), _ ("Name, practice"));
  self->date = make_entry (self, _ ("Date of the clearance"), _ ("2 Jun 2026"));
  self->limit = make_entry (self, _ ("At most, in percent of LOP, if so ordered"), NULL);
  self->note = make_entry (self, _ ("Note"), NULL);
  self->intermittent = make_check (self, _ ("Cuff deflated in the rests"));
  gtk_box_append (GTK_BOX (column), self->scope);
  ebb_columns_append (EBB_COLUMNS (columns), self->physician);
  ebb_columns_append (EBB_COLUMNS (columns), self->date);
  ebb_columns_append (EBB_COLUMNS (columns), self->limit);
  ebb_columns_append (EBB_COLUMNS (columns), self->note);
  gtk_box_append (GTK_BOX (column), columns);
  gtk_box_append (GTK_BOX (column), self->intermittent);
  self->status = ebb_label_new ("", "form-error", NULL);
  self->save = ebb_button_new (_ ("Save clearance"), "suggested-action", NULL);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (page), ebb_form_foot_new (FORM_WIDTH_PX, self->status, self->save));
  adw_bin_set_child (ADW_BIN (self), page);
}

static void
add_reasons (EbbScreeningClearance *self, const EbbScreeningFile *screening)
{
  g_autoptr (EbbScreeningJudgement) judgement =
      ebb_screening_judge (&(EbbScreeningQuestion){ .list = screening->list,
                                                    .screening = screening->screening,
                                                    .settings = &screening->settings,
                                                    .clearances = screening->clearances });
  g_autoptr (GPtrArray) reasons = ebb_clearance_reasons (judgement);

  for (guint i = 0; i < reasons->len; i++) {
    const EbbScreeningReason *reason = g_ptr_array_index (reasons, i);
    GtkWidget *check = make_check (self, reason->text);

    g_object_set_data_full (G_OBJECT (check), ID_KEY, g_strdup (reason->id), g_free);
    /* The only one there is must be what it is about. */
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), reasons->len == 1);
    gtk_box_append (GTK_BOX (self->reasons), check);
  }
}

static void
fill_entry (GtkWidget *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (control_of (field)), text != NULL ? text : "");
}

/* As it was left. */
static void
fill (EbbScreeningClearance *self, const Draft *draft)
{
  g_auto (GStrv) ids = g_strsplit (draft->scope, " ", -1);

  fill_entry (self->physician, draft->physician);
  fill_entry (self->date, draft->date);
  fill_entry (self->limit, draft->limit);
  fill_entry (self->note, draft->note);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->intermittent), draft->intermittent);
  for (GtkWidget *check = gtk_widget_get_first_child (self->reasons); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (
        GTK_CHECK_BUTTON (check),
        g_strv_contains ((const char *const *) ids, g_object_get_data (G_OBJECT (check), ID_KEY)));
}

EbbPage *
ebb_screening_clearance_new (EbbDesk *desk, const EbbPatientFile *file)
{
  EbbScreeningClearance *self = g_object_new (EBB_TYPE_SCREENING_CLEARANCE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (file->patient);
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  g_autofree char *shown = ebb_format_date_short (today);
  g_autoptr (Draft) draft = NULL;

  self->desk = desk;
  self->screening = ebb_screening_copy (file->screening->screening);
  self->draft_key = g_strdup_printf ("clearance %s", self->screening->id);
  self->filling = TRUE;
  add_reasons (self, file->screening);
  fill_entry (self->date, shown);
  draft = ebb_drafts_take (desk, self->draft_key);
  if (draft != NULL)
    fill (self, draft);
  self->filling = FALSE;
  if (draft != NULL)
    on_changed (self);
  show (self);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Physician's clearance"));
  return EBB_PAGE (self);
}
