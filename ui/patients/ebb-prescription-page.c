/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-prescription-page.h"

#include "ebb-cuff-offer.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-prescription-save.h"
#include "ebb-prescription-widgets.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 1100

struct _EbbPrescriptionPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id, *draft_key;
  EbbPrescriptionRecord *from; /* NULL = a new one */
  EbbLimbsFile *limbs;         /* NULL until it has been read */
  EbbPatientFile *file;        /* of the limbs; borrowed */
  EbbPrescriptionForm *form;   /* the value; NULL until then */
  GPtrArray *offers;
  GCancellable *loading;
  EbbPrescriptionWidgets widgets;
  GtkWidget *notice, *content;
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbPrescriptionPage, ebb_prescription_page, EBB_TYPE_PAGE)

/* A version that asks for all sets of its protocol says how many that are. */
static EbbPrescriptionForm *
make_form (EbbPrescriptionPage *self)
{
  EbbPrescriptionForm *form = ebb_prescription_form_new (self->from, self->file);
  const EbbOffer *offer = ebb_offer_find (self->offers, form->record->protocol_id);

  if (form->record->n_sets == 0 && offer != NULL)
    form->record->n_sets = offer->protocol->n_sets;
  return form;
}

static void
judge (EbbPrescriptionPage *self, EbbPrescriptionState *state)
{
  ebb_prescription_form_judge (self->form, self->file, self->offers, ebb_clock_wall_unix_us (),
                               state);
}

static void
show_cuffs (EbbPrescriptionPage *self, const EbbPrescriptionState *state)
{
  const EbbPrescriptionRecord *record = self->form->record;
  const EbbOffer *offer = ebb_offer_find (self->offers, record->protocol_id);
  const EbbCuffWish wish = { .limbs = self->limbs,
                             .segment = record->segment,
                             .side = record->side,
                             .posture = offer != NULL ? (int) offer->exercise->posture : -1,
                             .cuff_name = record->cuff_name,
                             .cuff_width_cm = record->cuff_width_cm,
                             .hand_bulb = record->hand_bulb,
                             .by_lop = record->method == EBB_METHOD_PERCENT_LOP,
                             .lop = state->lop,
                             .lop_typed = cuff_pressure_is_set (self->form->lop_typed),
                             .now_unix_us = ebb_clock_wall_unix_us () };

  ebb_cuff_offer_show (EBB_CUFF_OFFER (self->widgets.cuff_offer), &wish);
}

/* The value has changed: what the widgets show follows. */
static void
show (EbbPrescriptionPage *self)
{
  g_auto (EbbPrescriptionState) state = { 0 };

  judge (self, &state);
  self->filling = TRUE;
  ebb_prescription_widgets_fill (&self->widgets, self->form, self->offers);
  ebb_prescription_widgets_show (&self->widgets, &state, self->form, self->offers, self->tried);
  show_cuffs (self, &state);
  gtk_widget_set_sensitive (self->widgets.save, !self->saving);
  self->filling = FALSE;
}

static void
on_changed (EbbPrescriptionPage *self)
{
  if (self->filling || self->form == NULL)
    return;
  ebb_prescription_widgets_read (&self->widgets, self->form, self->offers);
  ebb_drafts_keep (self->desk, self->draft_key, ebb_prescription_form_copy (self->form),
                   (GDestroyNotify) ebb_prescription_form_free);
  show (self);
}

/* A cuff of the clinic: its name, its width, and whether it is pumped by hand. */
static void
on_cuff (GtkWidget *offer, const EbbCuffRecord *cuff, EbbPrescriptionPage *self)
{
  EbbPrescriptionRecord *record = self->form->record;

  g_free (record->cuff_name);
  record->cuff_name = g_strdup (cuff->name != NULL ? cuff->name : cuff->asset);
  record->cuff_width_cm = cuff->width_cm;
  record->hand_bulb = cuff->kind == EBB_CUFF_KIND_BLOOD_PRESSURE;
  ebb_drafts_keep (self->desk, self->draft_key, ebb_prescription_form_copy (self->form),
                   (GDestroyNotify) ebb_prescription_form_free);
  show (self);
}

static void
on_load (GtkWidget *finder, double load_kg, EbbPrescriptionPage *self)
{
  self->form->record->load_kg = load_kg;
  ebb_drafts_keep (self->desk, self->draft_key, ebb_prescription_form_copy (self->form),
                   (GDestroyNotify) ebb_prescription_form_free);
  show (self);
  gtk_widget_grab_focus (self->widgets.load);
}

static void
on_afresh (EbbPrescriptionPage *self)
{
  ebb_prescription_form_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_prescription_form_free (self->form);
  self->form = make_form (self);
  self->tried = FALSE;
  gtk_widget_hide (self->notice);
  show (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPrescriptionPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_prescription_save_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  show (self);
  if (id == NULL) {
    if (window != NULL)
      ebb_window_toast (window, error->message);
    return;
  }
  ebb_prescription_form_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The prescription is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

/* To the first field that is in the way. */
static void
focus_error (EbbPrescriptionPage *self, const EbbPrescriptionState *state)
{
  for (guint i = 0; i < EBB_N_FIELDS; i++)
    if (state->error[i] != NULL) {
      gtk_widget_grab_focus (ebb_field_get_control (EBB_FIELD (self->widgets.field[i])));
      return;
    }
}

static void
on_save (EbbPrescriptionPage *self)
{
  g_auto (EbbPrescriptionState) state = { 0 };
  const EbbOffer *offer;

  if (self->saving || self->form == NULL)
    return;
  judge (self, &state);
  offer = ebb_offer_find (self->offers, self->form->record->protocol_id);
  self->tried = TRUE;
  self->saving = state.can_save && offer != NULL;
  show (self);
  if (self->saving)
    ebb_prescription_save_async (self->desk, self->patient_id, self->form, &state,
                                 offer->exercise->posture, on_saved, g_object_ref (self));
  else
    focus_error (self, &state);
}

/* --- Loading ----------------------------------------------------------------------------- */

static void
begin (EbbPrescriptionPage *self)
{
  g_autofree char *identifiers = ebb_format_identifiers (self->file->patient);
  EbbPrescriptionForm *draft = ebb_drafts_take (self->desk, self->draft_key);

  if (draft != NULL)
    ebb_drafts_keep (self->desk, self->draft_key, ebb_prescription_form_copy (draft),
                     (GDestroyNotify) ebb_prescription_form_free);
  gtk_widget_set_visible (self->notice, draft != NULL);
  self->form = draft != NULL ? draft : make_form (self);
  ebb_page_set_title (EBB_PAGE (self), identifiers,
                      self->from != NULL ? _ ("Change the prescription") : _ ("New prescription"));
  gtk_widget_show (self->content);
  show (self);
  gtk_widget_grab_focus (self->from != NULL ? self->widgets.percent : self->widgets.segment);
}

/* What may be prescribed depends on what the clinic has enabled. */
static void
build (EbbPrescriptionPage *self)
{
  GtkWidget *column;

  self->offers = ebb_offer_list (&self->file->screening->settings);
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  gtk_box_append (GTK_BOX (self->content), ebb_form_new (FORM_WIDTH_PX, &column));
  gtk_box_append (GTK_BOX (column), self->notice);
  ebb_prescription_widgets_build (&self->widgets, column, self->offers, G_CALLBACK (on_changed),
                                  self);
  g_signal_connect (self->widgets.cuff_offer, "chosen", G_CALLBACK (on_cuff), self);
  g_signal_connect (self->widgets.load_finder, "taken", G_CALLBACK (on_load), self);
  gtk_box_append (GTK_BOX (self->content),
                  ebb_prescription_widgets_build_foot (&self->widgets, FORM_WIDTH_PX,
                                                       G_CALLBACK (on_save), self));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbPrescriptionPage) self = user;
  g_autoptr (GError) error = NULL;
  EbbLimbsFile *limbs = ebb_store_ask_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (self->loading == NULL) {
    ebb_limbs_file_free (limbs);
    return;
  }
  g_clear_object (&self->loading);
  self->limbs = limbs;
  self->file = limbs != NULL ? limbs->file : NULL;
  if (limbs != NULL) {
    build (self);
    begin (self);
  } else if (window != NULL)
    ebb_window_toast (window, error->message);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
prescription_page_dispose (GObject *object)
{
  EbbPrescriptionPage *self = EBB_PRESCRIPTION_PAGE (object);

  self->filling = TRUE;
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_prescription_page_parent_class)->dispose (object);
}

static void
prescription_page_finalize (GObject *object)
{
  EbbPrescriptionPage *self = EBB_PRESCRIPTION_PAGE (object);

  g_free (self->patient_id);
  g_free (self->draft_key);
  ebb_prescription_record_free (self->from);
  ebb_prescription_form_free (self->form);
  ebb_limbs_file_free (self->limbs);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  G_OBJECT_CLASS (ebb_prescription_page_parent_class)->finalize (object);
}

static void
ebb_prescription_page_class_init (EbbPrescriptionPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = prescription_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = prescription_page_finalize;
}

static void
ebb_prescription_page_init (EbbPrescriptionPage *self)
{
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_hide (self->content);
  adw_bin_set_child (ADW_BIN (self), self->content);
}

EbbPage *
ebb_prescription_page_new (EbbDesk *desk, const char *patient_id, const EbbPrescriptionRecord *from)
{
  EbbPrescriptionPage *self = g_object_new (EBB_TYPE_PRESCRIPTION_PAGE, NULL);

  self->desk = desk;
  self->patient_id = g_strdup (patient_id);
  self->from = from != NULL ? ebb_prescription_record_copy (from) : NULL;
  self->draft_key = g_strdup_printf ("prescription %s %s", patient_id,
                                     from != NULL && from->id != NULL ? from->id : "new");
  self->loading = g_cancellable_new ();
  ebb_page_set_title (EBB_PAGE (self), _ ("Prescription"), NULL);
  ebb_store_load_limbs_async (ebb_desk_get_store (desk), patient_id, ebb_clock_wall_unix_us (),
                              self->loading, on_loaded, g_object_ref (self));
  return EBB_PAGE (self);
}
