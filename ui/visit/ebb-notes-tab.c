/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Notes and adverse events of a patient, newest first, and the line for whoever is next.
 */
#include "ebb-date-text.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-format.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-note.h"
#include "ebb-visit-pages.h"
#include "ebb-visit-tabs.h"
#include "ebb-visit-text.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define BUTTON_MIN_PX 190

#define EBB_TYPE_NOTES_TAB (ebb_notes_tab_get_type ())
G_DECLARE_FINAL_TYPE (EbbNotesTab, ebb_notes_tab, EBB, NOTES_TAB, GtkBox)

struct _EbbNotesTab {
  GtkBox parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbPatient *patient;
  char *last_id;           /* of the newest session; NULL = none */
  EbbEventSession session; /* the same, as an event belongs to it */
  GPtrArray *taken;        /* EbbVisitNote: what was noted in sessions, as a note without O, A, P */
  GCancellable *loading;
  GtkWidget *status, *handover, *list;
};

G_DEFINE_FINAL_TYPE (EbbNotesTab, ebb_notes_tab, GTK_TYPE_BOX)

static void
open_page (EbbNotesTab *self, EbbPage *page)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_open_page (window, page);
  else
    g_object_unref (g_object_ref_sink (page));
}

static void
on_note (EbbNotesTab *self)
{
  open_page (self, ebb_note_page_new (self->desk, self->patient->id, self->last_id));
}

static void
on_event (EbbNotesTab *self)
{
  open_page (self, ebb_event_page_new (self->desk, self->patient, NULL, &self->session));
}

/* --- What it shows -------------------------------------------------------------------------- */

static void
add_part (GtkWidget *card, const char *letter, const char *text)
{
  g_autofree char *words = text != NULL ? ebb_dates_in_words (text) : NULL;
  g_autofree char *line = words != NULL ? g_strdup_printf ("%s: %s", letter, words) : NULL;

  if (line != NULL)
    gtk_box_append (GTK_BOX (card), ebb_label_new (line, NULL, NULL));
}

static void
add_note (EbbNotesTab *self, const EbbVisitNote *note)
{
  g_autofree char *when = ebb_format_day_time (note->written_unix_us);
  GtkWidget *card = ebb_card_new (when);

  if (note->objective == NULL) {
    gtk_box_append (GTK_BOX (card), ebb_label_new (note->subjective, NULL, NULL));
  } else {
    add_part (card, "S", note->subjective);
    add_part (card, "O", note->objective);
    add_part (card, "A", note->assessment);
    add_part (card, "P", note->plan);
  }
  if (note->operator_name != NULL)
    gtk_box_append (GTK_BOX (card), ebb_label_new (note->operator_name, "patient-dim", NULL));
  gtk_box_append (GTK_BOX (self->list), card);
}

static void
add_events (EbbNotesTab *self, const GPtrArray *events)
{
  g_autoptr (EbbCodeList) codes = ebb_code_list_load_builtin (EBB_LIST_ADVERSE_EVENTS, NULL);
  GtkWidget *card = ebb_card_new (_ ("Adverse events"));

  for (guint i = 0; i < events->len; i++) {
    g_autofree char *title = ebb_event_title (g_ptr_array_index (events, i), codes);
    g_autofree char *detail = ebb_event_detail (g_ptr_array_index (events, i));

    gtk_box_append (GTK_BOX (card), ebb_label_new (title, "session-when", NULL));
    gtk_box_append (GTK_BOX (card), ebb_label_new (detail, "patient-dim", NULL));
  }
  gtk_box_append (GTK_BOX (self->list), card);
}

/* Newest first: both lists are. */
static void
add_notes (EbbNotesTab *self, const GPtrArray *notes)
{
  guint written = 0, taken = 0;

  while (written < notes->len || taken < self->taken->len) {
    const EbbVisitNote *note = written < notes->len ? g_ptr_array_index (notes, written) : NULL;
    const EbbVisitNote *line =
        taken < self->taken->len ? g_ptr_array_index (self->taken, taken) : NULL;
    gboolean first =
        line == NULL || (note != NULL && note->written_unix_us >= line->written_unix_us);

    add_note (self, first ? note : line);
    written += first;
    taken += !first;
  }
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbNotesTab *self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbVisitPast) past = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  ebb_label_update (self->status, past != NULL ? "" : error->message);
  gtk_widget_set_visible (self->status, past == NULL);
  if (past == NULL)
    return;
  if (past->events->len > 0)
    add_events (self, past->events);
  add_notes (self, past->notes);
  gtk_widget_activate_action (GTK_WIDGET (self), "patient.take-up", NULL);
  if (past->events->len + past->notes->len + self->taken->len > 0)
    return;
  gtk_box_append (
      GTK_BOX (self->list),
      ebb_label_new (_ ("No note yet. Notes taken in a session stand here."), "patient-dim", NULL));
}

static void
on_handover (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbNotesTab *self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbNoteMaterial) material = ebb_store_ask_finish (result, &error);
  g_autofree char *line = material != NULL ? ebb_visit_handover (material->session, NULL) : NULL;

  if (line == NULL)
    return;
  gtk_box_append (GTK_BOX (self->handover), ebb_label_new (line, "card-value", NULL));
  gtk_widget_set_visible (self->handover, TRUE);
}

/* --- Parts --------------------------------------------------------------------------------- */

static void
add_standing (GtkWidget *box, const char *heading, const char *text)
{
  GtkWidget *card;

  if (text == NULL)
    return;
  card = ebb_card_new (heading);
  gtk_box_append (GTK_BOX (card), ebb_label_new (text, NULL, NULL));
  gtk_box_append (GTK_BOX (box), card);
}

static void
add_acts (EbbNotesTab *self)
{
  GtkWidget *acts = ebb_columns_new (2, BUTTON_MIN_PX, 8);
  GtkWidget *note = ebb_button_new (_ ("Note on the last session"), "touch", NULL);
  GtkWidget *event = ebb_button_new (_ ("Adverse event…"), "touch", NULL);

  gtk_widget_set_visible (note, self->last_id != NULL); /* about a session, so not before one */
  g_signal_connect_swapped (note, "clicked", G_CALLBACK (on_note), self);
  g_signal_connect_swapped (event, "clicked", G_CALLBACK (on_event), self);
  ebb_columns_append (EBB_COLUMNS (acts), note);
  ebb_columns_append (EBB_COLUMNS (acts), event);
  gtk_box_append (GTK_BOX (self), acts);
}

static void
take_sessions (EbbNotesTab *self, const EbbPatientFile *file)
{
  self->taken = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_visit_note_free);
  for (guint i = 0; i < file->sessions->len; i++) {
    const EbbSessionSummary *summary = g_ptr_array_index (file->sessions, i);
    EbbVisitNote *note;

    if (summary->note == NULL)
      continue;
    note = g_new0 (EbbVisitNote, 1);
    note->subjective = g_strdup (summary->note);
    note->written_unix_us = summary->session->started_unix_us;
    g_ptr_array_add (self->taken, note);
  }
  if (file->sessions->len == 0)
    return;
  const EbbSessionRecord *last =
      ((const EbbSessionSummary *) g_ptr_array_index (file->sessions, 0))->session;
  self->last_id = g_strdup (last->id);
  self->session =
      (EbbEventSession){ .id = self->last_id,
                         .started_unix_us = last->started_unix_us,
                         .ended_unix_us = last->started_unix_us + MAX (last->ended_us, 0) };
}

/* --- Life ---------------------------------------------------------------------------------- */

static void
notes_tab_dispose (GObject *object)
{
  EbbNotesTab *self = EBB_NOTES_TAB (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_notes_tab_parent_class)->dispose (object);
}

static void
notes_tab_finalize (GObject *object)
{
  EbbNotesTab *self = EBB_NOTES_TAB (object);

  ebb_patient_free (self->patient);
  g_free (self->last_id);
  g_ptr_array_unref (self->taken);
  G_OBJECT_CLASS (ebb_notes_tab_parent_class)->finalize (object);
}

static void
ebb_notes_tab_class_init (EbbNotesTabClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = notes_tab_dispose;
  G_OBJECT_CLASS (klass)->finalize = notes_tab_finalize;
}

static void
ebb_notes_tab_init (EbbNotesTab *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 14);
}

GtkWidget *
ebb_notes_tab_new (const EbbPatientScene *scene)
{
  EbbNotesTab *self = g_object_new (EBB_TYPE_NOTES_TAB, NULL);
  const EbbPatientFile *file = scene->file;
  EbbStore *store = ebb_desk_get_store (scene->desk);

  self->desk = scene->desk;
  self->patient = ebb_patient_copy (file->patient);
  self->loading = g_cancellable_new ();
  take_sessions (self, file);
  self->handover = ebb_card_new (_ ("For whoever is next"));
  gtk_widget_set_visible (self->handover, FALSE);
  gtk_box_append (GTK_BOX (self), self->handover);
  add_acts (self);
  add_standing (GTK_WIDGET (self), _ ("Precautions"), file->precautions);
  if (file->order != NULL)
    add_standing (GTK_WIDGET (self), _ ("Restrictions of the order"), file->order->restrictions);
  self->status = ebb_label_new (_ ("Loading…"), "patient-dim", NULL);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_box_append (GTK_BOX (self), self->status);
  gtk_box_append (GTK_BOX (self), self->list);
  ebb_store_load_visit_past_async (store, self->patient->id, self->loading, on_loaded, self);
  if (self->last_id != NULL)
    ebb_store_load_note_material_async (store, self->last_id, self->loading, on_handover, self);
  return GTK_WIDGET (self);
}
