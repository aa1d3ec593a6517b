/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-sheet.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define EBB_TYPE_HEALTH_PAGE (ebb_health_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbHealthPage, ebb_health_page, EBB, HEALTH_PAGE, EbbSheet)

struct _EbbHealthPage {
  EbbSheet parent_instance;
};

G_DEFINE_FINAL_TYPE (EbbHealthPage, ebb_health_page, EBB_TYPE_SHEET)

EbbFormScene
ebb_form_scene_of (EbbDesk *desk, const char *patient_id)
{
  return (EbbFormScene){ .patient_id = patient_id,
                         .operator_name = ebb_desk_get_operator (desk),
                         .month_first = ebb_date_is_month_first (),
                         .now_unix_us = ebb_clock_wall_unix_us () };
}

static void
judge (EbbSheet *sheet, EbbHealthForm *form)
{
  const EbbFormScene scene =
      ebb_form_scene_of (ebb_sheet_get_desk (sheet), ebb_sheet_get_patient (sheet));
  g_autofree char *what = ebb_sheet_get_text (sheet, "what");
  g_autofree char *since = ebb_sheet_get_text (sheet, "since");

  ebb_health_form_judge (&scene, what, since, form);
}

static void
health_page_show (EbbSheet *sheet, gboolean tried)
{
  g_auto (EbbHealthForm) form = { 0 };

  judge (sheet, &form);
  ebb_sheet_set_error (sheet, "what", tried ? form.what_error : NULL);
  ebb_sheet_set_error (sheet, "since", form.since_error);
  ebb_sheet_set_note (sheet, "since", form.since_read);
}

static gboolean
health_page_save (EbbSheet *sheet)
{
  g_auto (EbbHealthForm) form = { 0 };

  judge (sheet, &form);
  if (form.record != NULL)
    ebb_store_put_health_change_async (ebb_desk_get_store (ebb_sheet_get_desk (sheet)), form.record,
                                       ebb_sheet_on_saved, g_object_ref (sheet));
  return form.record != NULL;
}

static void
ebb_health_page_class_init (EbbHealthPageClass *klass)
{
  EBB_SHEET_CLASS (klass)->show = health_page_show;
  EBB_SHEET_CLASS (klass)->save = health_page_save;
}

static void
ebb_health_page_init (EbbHealthPage *self)
{
}

EbbPage *
ebb_health_page_new (EbbDesk *desk, const EbbPatient *patient)
{
  EbbSheet *sheet = g_object_new (EBB_TYPE_HEALTH_PAGE, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *draft = g_strdup_printf ("health %s", patient->id);

  ebb_sheet_begin (sheet, &(EbbSheetSetup){
                              .desk = desk,
                              .patient_id = patient->id,
                              .title = identifiers,
                              .subtitle = _ ("Health has changed"),
                              .draft = draft,
                              .save = _ ("Save and end the screening"),
                              .saved = _ ("On file; the screening no longer holds"),
                          });
  ebb_sheet_add (sheet, ebb_label_new (_ ("From now on the patient must be screened again before "
                                          "the next training with the cuff."),
                                       NULL, NULL));
  ebb_sheet_add_entry (sheet, "what", _ ("What is new"), _ ("New medicine, surgery, illness…"));
  ebb_sheet_add_entry (sheet, "since", _ ("Since when, if known"), _ ("2 Jun 2026"));
  ebb_sheet_ready (sheet);
  return EBB_PAGE (sheet);
}
