/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An adverse event, during a session or days later: what, how bad, what was done, who was told.
 */
#include "ebb-code-list.h"
#include "ebb-format.h"
#include "ebb-sheet.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-visit-text.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define KIND_MIN_PX  230
#define GRADE_MIN_PX 150

#define EBB_TYPE_EVENT_PAGE (ebb_event_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbEventPage, ebb_event_page, EBB, EVENT_PAGE, EbbSheet)

struct _EbbEventPage {
  EbbSheet parent_instance;
  EbbCodeList *list;
  EbbEventSession session; /* its texts owned */
};

G_DEFINE_FINAL_TYPE (EbbEventPage, ebb_event_page, EBB_TYPE_SHEET)

static const char *
chosen_kind (EbbEventPage *self)
{
  int index = ebb_sheet_get_choice (EBB_SHEET (self), "kind");

  if (index < 0 || (guint) index >= self->list->codes->len)
    return NULL;
  return ((const EbbCode *) g_ptr_array_index (self->list->codes, index))->id;
}

static void
judge (EbbEventPage *self, EbbEventForm *form)
{
  EbbSheet *sheet = EBB_SHEET (self);
  const EbbFormScene scene =
      ebb_form_scene_of (ebb_sheet_get_desk (sheet), ebb_sheet_get_patient (sheet));
  g_autofree char *day = ebb_sheet_get_text (sheet, "day");
  g_autofree char *action = ebb_sheet_get_text (sheet, "action");
  g_autofree char *told = ebb_sheet_get_text (sheet, "told");
  g_autofree char *text = ebb_sheet_get_text (sheet, "text");
  int limb = ebb_sheet_get_choice (sheet, "limb");
  const EbbEventTyped typed = {
    .kind = chosen_kind (self),
    .grade = ebb_sheet_get_choice (sheet, "grade") + 1,
    .noticed_on = day,
    .action = action,
    .reported_to = told,
    .text = text,
    /* Arms, thighs, calves; left and right of each. */
    .segment = limb >= 0 ? limb / 2 : -1,
    .side = limb >= 0 ? (limb % 2 == 0 ? EBB_SIDE_LEFT : EBB_SIDE_RIGHT) : -1,
  };

  ebb_event_form_judge (&scene, &typed, &self->session, form);
}

static void
event_page_show (EbbSheet *sheet, gboolean tried)
{
  g_auto (EbbEventForm) form = { 0 };

  judge (EBB_EVENT_PAGE (sheet), &form);
  ebb_sheet_set_error (sheet, "kind", tried ? form.kind_error : NULL);
  ebb_sheet_set_error (sheet, "grade", tried ? form.grade_error : NULL);
  ebb_sheet_set_error (sheet, "day", form.date_error);
  ebb_sheet_set_note (sheet, "day",
                      form.onset != NULL && EBB_EVENT_PAGE (sheet)->session.id != NULL
                          ? ebb_onset_to_text (form.onset)
                          : form.date_read);
}

static gboolean
event_page_save (EbbSheet *sheet)
{
  g_auto (EbbEventForm) form = { 0 };

  judge (EBB_EVENT_PAGE (sheet), &form);
  if (form.record == NULL)
    return FALSE;
  ebb_store_put_adverse_async (ebb_desk_get_store (ebb_sheet_get_desk (sheet)),
                               g_steal_pointer (&form.record), ebb_sheet_on_saved,
                               g_object_ref (sheet));
  return TRUE;
}

static void
event_page_finalize (GObject *object)
{
  EbbEventPage *self = EBB_EVENT_PAGE (object);

  g_clear_pointer (&self->list, ebb_code_list_free);
  g_free ((char *) self->session.id);
  g_free ((char *) self->session.bare_id);
  G_OBJECT_CLASS (ebb_event_page_parent_class)->finalize (object);
}

static void
ebb_event_page_class_init (EbbEventPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = event_page_finalize;
  EBB_SHEET_CLASS (klass)->show = event_page_show;
  EBB_SHEET_CLASS (klass)->save = event_page_save;
}

static void
ebb_event_page_init (EbbEventPage *self)
{
}

static void
add_kinds (EbbEventPage *self, const char *kind)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  int chosen = -1;

  for (guint i = 0; i < self->list->codes->len; i++) {
    const EbbCode *code = g_ptr_array_index (self->list->codes, i);

    g_ptr_array_add (names, (gpointer) ebb_event_kind_to_text (code));
    if (g_strcmp0 (code->id, kind) == 0)
      chosen = (int) i;
  }
  g_ptr_array_add (names, NULL);
  ebb_sheet_add_choice (EBB_SHEET (self), "kind", _ ("What happened"),
                        (const char *const *) names->pdata, KIND_MIN_PX);
  ebb_sheet_set_choice (EBB_SHEET (self), "kind", chosen);
}

static void
add_fields (EbbSheet *sheet)
{
  const char *const grades[] = { _ ("Mild"), _ ("Moderate"), _ ("Severe"), _ ("Threatens life"),
                                 NULL };
  const char *const limbs[] = { _ ("Left arm"),
                                _ ("Right arm"),
                                _ ("Left thigh"),
                                _ ("Right thigh"),
                                _ ("Left calf"),
                                _ ("Right calf"),
                                NULL };

  ebb_sheet_add_choice (sheet, "grade", _ ("How bad"), grades, GRADE_MIN_PX);
  ebb_sheet_add_choice (sheet, "limb", _ ("Limb, if it was one"), limbs, GRADE_MIN_PX);
  ebb_sheet_add_entry (sheet, "day", _ ("Noticed on; empty is today"), _ ("2 Jun 2026"));
  ebb_sheet_add_entry (sheet, "action", _ ("What was done"),
                       _ ("Cuff off, legs up, observed 20 min"));
  ebb_sheet_add_entry (sheet, "told", _ ("Physician told, if one was"), _ ("Name, when"));
  ebb_sheet_add_text (sheet, "text", _ ("Anything else"));
}

EbbPage *
ebb_event_page_new (EbbDesk *desk, const EbbPatient *patient, const char *kind,
                    const EbbEventSession *session)
{
  EbbEventPage *self = g_object_new (EBB_TYPE_EVENT_PAGE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *draft = g_strdup_printf (
      "event %s %s", patient->id, session != NULL && session->id != NULL ? session->id : "");
  g_autoptr (GError) error = NULL;

  self->list = ebb_code_list_load_builtin (EBB_LIST_ADVERSE_EVENTS, &error);
  if (session != NULL)
    self->session = *session;
  self->session.id = g_strdup (self->session.id);
  self->session.bare_id = g_strdup (self->session.bare_id);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Adverse event"));
  if (self->list == NULL) {
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
    return EBB_PAGE (self);
  }
  ebb_sheet_begin (EBB_SHEET (self), &(EbbSheetSetup){ .desk = desk,
                                                       .patient_id = patient->id,
                                                       .title = identifiers,
                                                       .subtitle = _ ("Adverse event"),
                                                       .draft = draft,
                                                       .save = _ ("Save event"),
                                                       .saved = _ ("The event is on file") });
  add_kinds (self, kind);
  add_fields (EBB_SHEET (self));
  ebb_sheet_ready (EBB_SHEET (self));
  return EBB_PAGE (self);
}

void
ebb_event_page_prefill (EbbPage *page, const char *text)
{
  EbbSheet *sheet = EBB_SHEET (page);
  g_autofree char *before = ebb_sheet_get_text (sheet, "text");
  g_autofree char *action = ebb_sheet_get_text (sheet, "action");

  if (before == NULL && text != NULL)
    ebb_sheet_set_text (sheet, "text", text);
  if (action == NULL)
    ebb_sheet_set_text (sheet, "action", _ ("Cuff deflated and off, laid flat, legs up"));
}
