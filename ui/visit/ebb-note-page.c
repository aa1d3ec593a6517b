/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A visit's note: S, A and P are typed, O is written from the data when the note is stored.  A note
 * is never changed: what is saved here again is the next one.
 */
#include "ebb-date-text.h"
#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-sheet.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-note.h"
#include "ebb-visit-pages.h"
#include "ebb-visit-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define EBB_TYPE_NOTE_PAGE (ebb_note_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbNotePage, ebb_note_page, EBB, NOTE_PAGE, EbbSheet)

struct _EbbNotePage {
  EbbSheet parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id, *session_id;
  GCancellable *loading;
  char *objective; /* NULL until it is loaded */
};

G_DEFINE_FINAL_TYPE (EbbNotePage, ebb_note_page, EBB_TYPE_SHEET)

static gboolean
note_page_save (EbbSheet *sheet)
{
  EbbNotePage *self = EBB_NOTE_PAGE (sheet);
  EbbVisitNote *note;

  if (self->objective == NULL)
    return FALSE;
  note = g_new0 (EbbVisitNote, 1);
  note->session_id = g_strdup (self->session_id);
  note->subjective = ebb_sheet_get_text (sheet, "s");
  note->assessment = ebb_sheet_get_text (sheet, "a");
  note->plan = ebb_sheet_get_text (sheet, "p");
  note->objective = g_strdup (self->objective);
  note->skilled_min = -1;
  note->operator_name = g_strdup (ebb_desk_get_operator (self->desk));
  note->written_unix_us = ebb_clock_wall_unix_us ();
  ebb_store_put_visit_note_async (ebb_desk_get_store (self->desk), note, ebb_sheet_on_saved,
                                  g_object_ref (sheet));
  return TRUE;
}

static GtkWidget *
make_objective (const char *objective)
{
  GtkWidget *card = ebb_card_new (_ ("O: from the data of the session"));
  g_autofree char *text = ebb_dates_in_words (objective);

  gtk_box_append (GTK_BOX (card), ebb_label_new (text, NULL, NULL));
  return card;
}

static void
build (EbbNotePage *self, const EbbNoteMaterial *material)
{
  EbbSheet *sheet = EBB_SHEET (self);
  const EbbVisitNote *note = material->note;
  g_autofree char *identifiers = ebb_format_identifiers (material->session->patient);
  g_autofree char *when = ebb_format_day (material->session->session->started_unix_us);
  g_autofree char *subtitle = g_strdup_printf (_ ("Note, %s"), when);
  g_autofree char *draft = g_strdup_printf ("note %s", self->session_id);

  ebb_sheet_begin (
      sheet, &(EbbSheetSetup){ .desk = self->desk,
                               .patient_id = self->patient_id,
                               .title = identifiers,
                               .subtitle = subtitle,
                               .draft = draft,
                               .save = note != NULL ? _ ("Save as a new note") : _ ("Save note"),
                               .saved = _ ("The note is on file") });
  if (note != NULL)
    ebb_sheet_add (sheet, ebb_label_new (_ ("There is a note already. It stays as it is; what you "
                                            "save here is an amendment beside it."),
                                         "patient-dim", NULL));
  ebb_sheet_add_text (sheet, "s", _ ("S: what the patient says"));
  ebb_sheet_add (sheet, make_objective (self->objective));
  ebb_sheet_add_text (sheet, "a", _ ("A: what you make of it"));
  ebb_sheet_add_text (sheet, "p", _ ("P: what comes next"));
  if (note != NULL) {
    ebb_sheet_set_text (sheet, "s", note->subjective);
    ebb_sheet_set_text (sheet, "a", note->assessment);
    ebb_sheet_set_text (sheet, "p", note->plan);
  }
  ebb_sheet_ready (sheet);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbNotePage *self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbNoteMaterial) material = ebb_store_ask_finish (result, &error);
  g_autoptr (EbbMeasureList) measures = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  measures = material != NULL ? ebb_measure_list_load_builtin (&error) : NULL;
  if (measures == NULL) {
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
    return;
  }
  self->objective = ebb_visit_objective (material->session, material->outcomes, measures);
  build (self, material);
}

static void
note_page_dispose (GObject *object)
{
  EbbNotePage *self = EBB_NOTE_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_note_page_parent_class)->dispose (object);
}

static void
note_page_finalize (GObject *object)
{
  EbbNotePage *self = EBB_NOTE_PAGE (object);

  g_free (self->patient_id);
  g_free (self->session_id);
  g_free (self->objective);
  G_OBJECT_CLASS (ebb_note_page_parent_class)->finalize (object);
}

static void
ebb_note_page_class_init (EbbNotePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = note_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = note_page_finalize;
  EBB_SHEET_CLASS (klass)->save = note_page_save;
}

static void
ebb_note_page_init (EbbNotePage *self)
{
}

EbbPage *
ebb_note_page_new (EbbDesk *desk, const char *patient_id, const char *session_id)
{
  EbbNotePage *self = g_object_new (EBB_TYPE_NOTE_PAGE, NULL);

  self->desk = desk;
  self->patient_id = g_strdup (patient_id);
  self->session_id = g_strdup (session_id);
  self->loading = g_cancellable_new ();
  ebb_page_set_title (EBB_PAGE (self), _ ("Note"), NULL);
  ebb_store_load_note_material_async (ebb_desk_get_store (desk), session_id, self->loading,
                                      on_loaded, self);
  return EBB_PAGE (self);
}
