/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A new symptom of one limb blocks the cuff whatever the score says (clinic 3.1); the score words
 * the note for the physician (reference clinical 4.4).
 */
#include "ebb-field.h"

#include "ebb-defined.h"
#include "ebb-format.h"
#include "ebb-sheet.h"
#include "ebb-visit-pages.h"
#include "ebb-visit-text.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define EBB_TYPE_WELLS_PAGE (ebb_wells_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbWellsPage, ebb_wells_page, EBB, WELLS_PAGE, EbbSheet)

struct _EbbWellsPage {
  EbbSheet parent_instance;
  EbbScreeningList *list;
  EbbPatient *patient;
  GtkWidget *note; /* borrowed */
};

G_DEFINE_FINAL_TYPE (EbbWellsPage, ebb_wells_page, EBB_TYPE_SHEET)

static GPtrArray *
chosen_signs (EbbWellsPage *self)
{
  GPtrArray *signs = g_ptr_array_new ();

  for (guint i = 0; i < self->list->wells_signs->len; i++) {
    EbbWellsSign *sign = g_ptr_array_index (self->list->wells_signs, i);

    if (ebb_sheet_get_check (EBB_SHEET (self), sign->id))
      g_ptr_array_add (signs, sign->id);
  }
  return signs;
}

static char *
make_note (EbbWellsPage *self)
{
  g_autoptr (GPtrArray) signs = chosen_signs (self);

  return ebb_referral_note (self->patient, self->list, signs,
                            ebb_desk_get_operator (ebb_sheet_get_desk (EBB_SHEET (self))),
                            ebb_clock_wall_unix_us ());
}

static void
wells_page_show (EbbSheet *sheet, gboolean tried)
{
  g_autofree char *note = make_note (EBB_WELLS_PAGE (sheet));

  ebb_label_update (EBB_WELLS_PAGE (sheet)->note, note);
}

static void
on_copy (EbbWellsPage *self)
{
  g_autofree char *note = make_note (self);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), note);
  if (window != NULL)
    ebb_window_toast (window, _ ("The note is copied"));
}

static gboolean
wells_page_save (EbbSheet *sheet)
{
  EbbWellsPage *self = EBB_WELLS_PAGE (sheet);
  EbbDesk *desk = ebb_sheet_get_desk (sheet);
  g_autoptr (GPtrArray) signs = chosen_signs (self);
  const EbbFormScene scene = ebb_form_scene_of (desk, self->patient->id);
  g_autofree char *what =
      g_strdup_printf (_ ("new symptom of one limb, Wells score %d, sent to a physician"),
                       ebb_wells_points (self->list, signs));
  g_auto (EbbHealthForm) form = { 0 };

  ebb_health_form_judge (&scene, what, NULL, &form);
  ebb_store_put_health_change_async (ebb_desk_get_store (desk), form.record, ebb_sheet_on_saved,
                                     g_object_ref (sheet));
  return TRUE;
}

static void
wells_page_finalize (GObject *object)
{
  EbbWellsPage *self = EBB_WELLS_PAGE (object);

  g_clear_pointer (&self->list, ebb_screening_list_free);
  ebb_patient_free (self->patient);
  G_OBJECT_CLASS (ebb_wells_page_parent_class)->finalize (object);
}

static void
ebb_wells_page_class_init (EbbWellsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wells_page_finalize;
  EBB_SHEET_CLASS (klass)->show = wells_page_show;
  EBB_SHEET_CLASS (klass)->save = wells_page_save;
}

static void
ebb_wells_page_init (EbbWellsPage *self)
{
}

static void
add_note (EbbWellsPage *self)
{
  GtkWidget *card = ebb_card_new (_ ("Note for the physician"));
  GtkWidget *copy = ebb_button_new (_ ("Copy the note"), "touch", NULL);

  self->note = ebb_label_new ("", NULL, NULL);
  gtk_label_set_selectable (GTK_LABEL (self->note), TRUE);
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (on_copy), self);
  gtk_box_append (GTK_BOX (card), self->note);
  gtk_box_append (GTK_BOX (card), copy);
  ebb_sheet_add (EBB_SHEET (self), card);
}

EbbPage *
ebb_wells_page_new (EbbDesk *desk, const EbbPatient *patient)
{
  EbbWellsPage *self = g_object_new (EBB_TYPE_WELLS_PAGE, NULL);
  EbbSheet *sheet = EBB_SHEET (self);
  g_autofree char *identifiers = ebb_format_identifiers (patient);
  g_autofree char *draft = g_strdup_printf ("wells %s", patient->id);
  g_autoptr (GError) error = NULL;

  self->patient = ebb_patient_copy (patient);
  self->list = ebb_screening_list_load_builtin (&error);
  if (self->list == NULL) {
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
    return EBB_PAGE (self);
  }
  ebb_sheet_begin (sheet, &(EbbSheetSetup){ .desk = desk,
                                            .patient_id = patient->id,
                                            .title = identifiers,
                                            .subtitle = _ ("Wells score"),
                                            .draft = draft,
                                            .save = _ ("Save and end the screening"),
                                            .saved = _ ("On file; no cuff until screened again") });
  ebb_sheet_add (sheet, ebb_label_new (_ ("A new symptom of one limb: no cuff today, whatever the "
                                          "score says. Tick what you find; it words the note."),
                                       NULL, NULL));
  for (guint i = 0; i < self->list->wells_signs->len; i++) {
    const EbbWellsSign *sign = g_ptr_array_index (self->list->wells_signs, i);

    ebb_sheet_add_check (sheet, sign->id, ebb_defined (sign->name));
  }
  add_note (self);
  ebb_sheet_ready (sheet);
  return EBB_PAGE (self);
}
