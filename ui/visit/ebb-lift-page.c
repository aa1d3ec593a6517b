/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer at the door stands against the cuff: a physician has cleared it, or it was mistyped.
 * Both stay in the record.
 */
#include "ebb-date-text.h"
#include "ebb-door.h"
#include "ebb-format.h"
#include "ebb-lift-form.h"
#include "ebb-sheet.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define WAY_MIN_PX 230

#define EBB_TYPE_LIFT_PAGE (ebb_lift_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbLiftPage, ebb_lift_page, EBB, LIFT_PAGE, EbbSheet)

struct _EbbLiftPage {
  EbbSheet parent_instance;
  EbbDoorRefusal *refusal; /* owned */
};

G_DEFINE_FINAL_TYPE (EbbLiftPage, ebb_lift_page, EBB_TYPE_SHEET)

static void
judge (EbbSheet *sheet, EbbLiftForm *form)
{
  const EbbFormScene scene =
      ebb_form_scene_of (ebb_sheet_get_desk (sheet), ebb_sheet_get_patient (sheet));
  g_autofree char *physician = ebb_sheet_get_text (sheet, "physician");
  g_autofree char *cleared_on = ebb_sheet_get_text (sheet, "cleared-on");
  g_autofree char *reason = ebb_sheet_get_text (sheet, "reason");
  const EbbLiftTyped typed = { .way = ebb_sheet_get_choice (sheet, "way"),
                               .physician = physician,
                               .cleared_on = cleared_on,
                               .reason = reason };

  ebb_lift_form_judge (&scene, EBB_LIFT_PAGE (sheet)->refusal, &typed, form);
}

static void
lift_page_show (EbbSheet *sheet, gboolean tried)
{
  gboolean clearance = ebb_sheet_get_choice (sheet, "way") == EBB_LIFT_CLEARANCE;
  g_auto (EbbLiftForm) form = { 0 };

  judge (sheet, &form);
  ebb_sheet_set_visible (sheet, "physician", clearance);
  ebb_sheet_set_visible (sheet, "cleared-on", clearance);
  ebb_sheet_set_error (sheet, "way",
                       tried || ebb_sheet_get_choice (sheet, "way") >= 0 ? form.way_error : NULL);
  ebb_sheet_set_error (sheet, "physician", tried ? form.physician_error : NULL);
  ebb_sheet_set_error (sheet, "cleared-on", form.date_error);
  ebb_sheet_set_note (sheet, "cleared-on", form.date_read);
  ebb_sheet_set_error (sheet, "reason", tried ? form.reason_error : NULL);
}

static gboolean
lift_page_save (EbbSheet *sheet)
{
  g_auto (EbbLiftForm) form = { 0 };

  judge (sheet, &form);
  if (form.record == NULL)
    return FALSE;
  ebb_store_put_door_lift_async (ebb_desk_get_store (ebb_sheet_get_desk (sheet)),
                                 g_steal_pointer (&form.record), ebb_sheet_on_saved,
                                 g_object_ref (sheet));
  return TRUE;
}

static void
lift_page_finalize (GObject *object)
{
  g_clear_pointer (&EBB_LIFT_PAGE (object)->refusal, ebb_door_refusal_free);
  G_OBJECT_CLASS (ebb_lift_page_parent_class)->finalize (object);
}

static void
ebb_lift_page_class_init (EbbLiftPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lift_page_finalize;
  EBB_SHEET_CLASS (klass)->show = lift_page_show;
  EBB_SHEET_CLASS (klass)->save = lift_page_save;
}

static void
ebb_lift_page_init (EbbLiftPage *self)
{
}

static void
add_fields (EbbSheet *sheet, const EbbDoorRefusal *refusal)
{
  const char *const ways[] = { _ ("A physician has cleared it"), _ ("The answer was mistyped"),
                               NULL };
  g_autofree char *said = ebb_door_refusal_to_text (refusal);
  g_autofree char *when = ebb_format_day_time (refusal->refused_unix_us);
  /* Translators: an answer at the door, who asked, when. */
  g_autofree char *line =
      g_strdup_printf (_ ("%s Asked by %s, %s."), said, refusal->operator_name, when);

  ebb_sheet_add (sheet, ebb_label_new (line, "patient-diagnosis", NULL));
  ebb_sheet_add (
      sheet,
      ebb_label_new (_ ("The answer stays in the record, and so does what lifts it."), NULL, NULL));
  ebb_sheet_add_choice (sheet, "way", _ ("What lifts it"), ways, WAY_MIN_PX);
  ebb_sheet_add_entry (sheet, "physician", _ ("Physician"), _ ("Name"));
  ebb_sheet_add_entry (sheet, "cleared-on", _ ("Cleared on; empty is today"), _ ("2 Jun 2026"));
  ebb_sheet_add_entry (sheet, "reason", _ ("Reason"), _ ("What was found, or what was meant"));
}

EbbPage *
ebb_lift_page_new (EbbDesk *desk, const EbbPatient *patient, const EbbDoorRefusal *refusal)
{
  EbbLiftPage *self = g_object_new (EBB_TYPE_LIFT_PAGE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *draft = g_strdup_printf ("lift %s", refusal->id);

  self->refusal = ebb_door_refusal_copy (refusal);
  ebb_sheet_begin (EBB_SHEET (self), &(EbbSheetSetup){ .desk = desk,
                                                       .patient_id = patient->id,
                                                       .title = identifiers,
                                                       .subtitle = _ ("No cuff today"),
                                                       .draft = draft,
                                                       .save = _ ("Save and lift it"),
                                                       .saved = _ ("On file; it is lifted") });
  add_fields (EBB_SHEET (self), refusal);
  ebb_sheet_ready (EBB_SHEET (self));
  return EBB_PAGE (self);
}
