/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-consent.h"
#include "ebb-date-text.h"
#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-sheet.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define EBB_TYPE_CONSENT_PAGE (ebb_consent_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbConsentPage, ebb_consent_page, EBB, CONSENT_PAGE, EbbSheet)

struct _EbbConsentPage {
  EbbSheet parent_instance;
  EbbPaper paper;
};

G_DEFINE_FINAL_TYPE (EbbConsentPage, ebb_consent_page, EBB_TYPE_SHEET)

static void
judge (EbbSheet *sheet, EbbConsentForm *form)
{
  EbbPaper paper = EBB_CONSENT_PAGE (sheet)->paper;
  const EbbFormScene scene =
      ebb_form_scene_of (ebb_sheet_get_desk (sheet), ebb_sheet_get_patient (sheet));
  g_autofree char *date = ebb_sheet_get_text (sheet, "date");
  g_autofree char *initials = ebb_sheet_get_text (sheet, "initials");
  const EbbConsentTyped typed = { .paper = paper,
                                  .wording_version = ebb_wording_version (paper),
                                  .given_on = date,
                                  .initials = initials,
                                  .on_paper = ebb_sheet_get_check (sheet, "paper") };

  ebb_consent_form_judge (&scene, &typed, form);
}

static void
consent_page_show (EbbSheet *sheet, gboolean tried)
{
  g_auto (EbbConsentForm) form = { 0 };

  judge (sheet, &form);
  ebb_sheet_set_error (sheet, "initials", tried ? form.initials_error : NULL);
  ebb_sheet_set_error (sheet, "date", form.date_error);
  ebb_sheet_set_note (sheet, "date", form.date_read);
  ebb_sheet_set_visible (sheet, "initials", !ebb_sheet_get_check (sheet, "paper"));
}

static gboolean
consent_page_save (EbbSheet *sheet)
{
  g_auto (EbbConsentForm) form = { 0 };

  judge (sheet, &form);
  if (form.record == NULL)
    return FALSE;
  ebb_store_put_consent_async (ebb_desk_get_store (ebb_sheet_get_desk (sheet)),
                               g_steal_pointer (&form.record), ebb_sheet_on_saved,
                               g_object_ref (sheet));
  return TRUE;
}

static void
ebb_consent_page_class_init (EbbConsentPageClass *klass)
{
  EBB_SHEET_CLASS (klass)->show = consent_page_show;
  EBB_SHEET_CLASS (klass)->save = consent_page_save;
}

static void
ebb_consent_page_init (EbbConsentPage *self)
{
}

static GtkWidget *
make_wording (EbbPaper paper)
{
  GtkWidget *card = ebb_card_new (ebb_wording_title (paper));
  const char *const *lines = ebb_wording_lines (paper);
  g_autofree char *version =
      g_strdup_printf (_ ("Wording, version %u"), ebb_wording_version (paper));

  for (guint i = 0; lines[i] != NULL; i++)
    gtk_box_append (GTK_BOX (card), ebb_label_new (lines[i], "body-large", NULL));
  gtk_box_append (GTK_BOX (card), ebb_label_new (version, "patient-dim", NULL));
  return card;
}

EbbPage *
ebb_consent_page_new (EbbDesk *desk, const EbbPatient *patient, EbbPaper paper)
{
  EbbSheet *sheet = g_object_new (EBB_TYPE_CONSENT_PAGE, NULL);
  gboolean instruction = paper == EBB_PAPER_INSTRUCTION;
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *draft =
      g_strdup_printf ("consent %s %s", ebb_paper_to_string (paper), patient->id);
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  g_autofree char *shown = ebb_format_date_short (today);

  EBB_CONSENT_PAGE (sheet)->paper = paper;
  ebb_sheet_begin (sheet, &(EbbSheetSetup){
                              .desk = desk,
                              .patient_id = patient->id,
                              .title = identifiers,
                              .subtitle = instruction ? _ ("Instruction") : _ ("Consent"),
                              .draft = draft,
                              .save = instruction ? _ ("Save instruction") : _ ("Save consent"),
                              .saved = instruction ? _ ("The instruction is on file")
                                                   : _ ("The consent is on file"),
                          });
  ebb_sheet_add (sheet, make_wording (paper));
  ebb_sheet_add_entry (sheet, "initials", _ ("Patient's initials"), _ ("The patient types them"));
  ebb_sheet_add_check (sheet, "paper", _ ("Signed on paper"));
  ebb_sheet_add_entry (sheet, "date", _ ("Date of the signature"), _ ("2 Jun 2026"));
  ebb_sheet_set_text (sheet, "date", shown);
  ebb_sheet_ready (sheet);
  return EBB_PAGE (sheet);
}
