/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-screening-form.h"

#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-intake-state.h"
#include "ebb-screening-clearance.h"
#include "ebb-screening-text.h"
#include "ebb-screening-widgets.h"
#include "ebb-store-ask-visit.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 1000

struct _EbbScreeningForm {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbPatient *patient;
  EbbScreeningList *list; /* NULL: could not be read */
  EbbScreeningSettings settings;
  EbbScreeningDraft *draft; /* the value */
  char *draft_key;
  EbbIntake *intake;     /* what the patient filled in; NULL = nothing, or not loaded */
  GCancellable *loading; /* of that */
  char *cautions;        /* ids that the check button stands for now */
  GtkWidget *notice, *how;
  EbbScreeningWidgets widgets;
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbScreeningForm, ebb_screening_form, EBB_TYPE_PAGE)

static void
judge (EbbScreeningForm *self, EbbScreeningFormState *state)
{
  const EbbScreeningScene scene = { .list = self->list,
                                    .settings = &self->settings,
                                    .patient = self->patient,
                                    .operator_name = ebb_desk_get_operator (self->desk),
                                    .month_first = ebb_date_is_month_first (),
                                    .now_unix_us = ebb_clock_wall_unix_us () };

  ebb_screening_form_judge (self->draft, &scene, state);
}

/* The value has changed: what the widgets show follows. */
static void
show (EbbScreeningForm *self)
{
  g_auto (EbbScreeningFormState) state = { 0 };

  judge (self, &state);
  g_free (self->cautions);
  self->cautions = g_strdup (state.cautions);
  self->filling = TRUE;
  ebb_screening_widgets_fill (&self->widgets, self->draft);
  ebb_screening_widgets_show (&self->widgets, &state, self->tried);
  gtk_widget_set_sensitive (self->widgets.save, !self->saving);
  self->filling = FALSE;
}

static void
keep (EbbScreeningForm *self)
{
  ebb_drafts_keep (self->desk, self->draft_key, ebb_screening_draft_copy (self->draft),
                   (GDestroyNotify) ebb_screening_draft_free);
}

/* A yes that is confirmed without a limb takes the limb the patient named. */
static void
take_limbs (EbbScreeningForm *self, guint n_before)
{
  GPtrArray *answers = self->draft->answers->answers;

  for (guint i = n_before; self->intake != NULL && i < answers->len; i++) {
    EbbScreeningAnswer *answer = g_ptr_array_index (answers, i);
    const EbbScreeningAnswer *said = ebb_screening_find_answer (self->intake->answers, answer->id);

    if (answer->yes && answer->limbs == 0 && said != NULL)
      answer->limbs = said->limbs;
  }
}

static void
on_changed (EbbScreeningForm *self)
{
  guint n_before = self->draft->answers->answers->len;
  gboolean read;

  if (self->filling || self->saving)
    return;
  ebb_screening_widgets_read (&self->widgets, self->draft);
  take_limbs (self, n_before);
  read = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->widgets.caution));
  g_free (self->draft->acknowledged);
  self->draft->acknowledged = read ? g_strdup (self->cautions) : NULL;
  keep (self);
  show (self);
}

static void
on_rest_no (EbbScreeningForm *self)
{
  if (self->saving)
    return;
  if (self->intake != NULL) /* a yes of the patient is not to be swept away */
    ebb_intake_rest_no (self->intake, self->list, self->draft);
  else
    ebb_screening_answer_rest_no (self->draft->answers, self->list);
  keep (self);
  show (self);
}

static void
on_afresh (EbbScreeningForm *self)
{
  if (self->saving)
    return;
  ebb_screening_draft_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_screening_draft_free (self->draft);
  self->draft = ebb_screening_draft_new ();
  if (self->intake != NULL)
    ebb_intake_review (self->intake, self->list, self->draft);
  self->tried = FALSE;
  gtk_widget_set_visible (self->notice, FALSE);
  show (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
tell_saved (EbbScreeningForm *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  g_auto (EbbScreeningFormState) state = { 0 };
  g_autofree char *text = NULL;

  judge (self, &state);
  if (window == NULL)
    return;
  /* Translators: what came out: "Cleared". */
  text = g_strdup_printf (_ ("The screening is on file: %s"),
                          ebb_screening_verdict_text (state.judgement->outcome, state.limbs));
  ebb_window_toast (window, text);
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbScreeningForm) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  self->saving = FALSE;
  if (id == NULL) {
    show (self);
    ebb_label_update (self->widgets.status, error->message);
    gtk_widget_set_visible (self->widgets.status, TRUE);
    return;
  }
  ebb_screening_draft_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->patient->id);
  tell_saved (self);
}

static void
on_save (EbbScreeningForm *self)
{
  g_auto (EbbScreeningFormState) state = { 0 };

  if (self->saving)
    return;
  judge (self, &state);
  self->tried = TRUE;
  self->saving = state.can_save;
  show (self);
  if (self->saving)
    ebb_store_put_screening_async (ebb_desk_get_store (self->desk), state.record, self->list,
                                   on_saved, g_object_ref (self));
  else
    ebb_screening_widgets_focus (&self->widgets, &state);
}

/* --- Life -------------------------------------------------------------------------------- */

static void
screening_form_dispose (GObject *object)
{
  EbbScreeningForm *self = EBB_SCREENING_FORM (object);

  self->filling = TRUE; /* entries that go say "changed" once more */
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_screening_form_parent_class)->dispose (object);
}

static void
screening_form_finalize (GObject *object)
{
  EbbScreeningForm *self = EBB_SCREENING_FORM (object);

  g_clear_pointer (&self->widgets.rows, g_ptr_array_unref);
  ebb_screening_draft_free (self->draft);
  g_clear_pointer (&self->list, ebb_screening_list_free);
  ebb_patient_free (self->patient);
  ebb_intake_free (self->intake);
  g_free (self->draft_key);
  g_free (self->cautions);
  G_OBJECT_CLASS (ebb_screening_form_parent_class)->finalize (object);
}

static void
ebb_screening_form_class_init (EbbScreeningFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = screening_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = screening_form_finalize;
}

static void
ebb_screening_form_init (EbbScreeningForm *self)
{
}

static void
build (EbbScreeningForm *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *column;

  gtk_box_append (GTK_BOX (page), ebb_form_new (FORM_WIDTH_PX, &column));
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  gtk_box_append (GTK_BOX (column), self->notice);
  self->how = ebb_label_new (_ ("Ask the patient. Say Yes where it applies; when all has been "
                                "asked, “All others: no” answers the rest."),
                             "patient-dim", NULL);
  gtk_box_append (GTK_BOX (column), self->how);
  ebb_screening_widgets_build (&self->widgets, column, self->list, G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (page), ebb_screening_widgets_build_foot (&self->widgets, FORM_WIDTH_PX));
  g_signal_connect_swapped (self->widgets.rest_no, "clicked", G_CALLBACK (on_rest_no), self);
  g_signal_connect_swapped (self->widgets.save, "clicked", G_CALLBACK (on_save), self);
  adw_bin_set_child (ADW_BIN (self), page);
}

static void
begin (EbbScreeningForm *self)
{
  self->draft = ebb_drafts_take (self->desk, self->draft_key);
  gtk_widget_set_visible (self->notice, self->draft != NULL);
  if (self->draft != NULL)
    keep (self);
  else
    self->draft = ebb_screening_draft_new ();
  show (self);
}

/* The patient has filled in the questionnaire: only what was left open is asked. */
static void
on_intake (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbScreeningForm *self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbScreeningPast) past = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (past == NULL || past->intake == NULL
      || !ebb_intake_review (past->intake, self->list, self->draft))
    return; /* then all is asked, as without one */
  self->intake = g_steal_pointer (&past->intake);
  ebb_screening_widgets_review (&self->widgets, self->intake);
  gtk_widget_set_visible (self->widgets.rest_no, ebb_intake_n_of (self->intake, self->list)
                                                     < ebb_screening_list_n_asked (self->list));
  gtk_button_set_label (GTK_BUTTON (self->widgets.rest_no), _ ("What was not answered: all no"));
  ebb_label_update (self->how, _ ("The patient has filled in the questions. Answer those at "
                                  "the top yourself, measure the blood pressure, then save."));
  show (self);
}

static void
load_intake (EbbScreeningForm *self)
{
  self->loading = g_cancellable_new ();
  ebb_store_load_screening_past_async (ebb_desk_get_store (self->desk), self->patient->id,
                                       ebb_clock_wall_unix_us (), self->loading, on_intake, self);
}

EbbPage *
ebb_screening_form_new (EbbDesk *desk, const EbbPatientFile *file)
{
  EbbScreeningForm *self = g_object_new (EBB_TYPE_SCREENING_FORM, NULL);
  g_autofree char *identifiers = ebb_format_identifiers (file->patient);
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  g_autoptr (GError) error = NULL;

  self->desk = desk;
  self->patient = ebb_patient_copy (file->patient);
  ebb_screening_settings_init (&self->settings);
  if (file->screening != NULL)
    self->settings = file->screening->settings;
  /* Answers and blood pressure are of one day. */
  self->draft_key = g_strdup_printf ("screening %s %s", file->patient->id, today);
  self->list = ebb_screening_file_load_asked (file->screening, &error);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Screening"));
  if (self->list == NULL) {
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
    return EBB_PAGE (self);
  }
  build (self);
  begin (self);
  load_intake (self);
  return EBB_PAGE (self);
}

EbbPage *
ebb_screening_next_page (EbbDesk *desk, const EbbPatientFile *file)
{
  g_autofree char *today = ebb_date_of_moment (ebb_clock_wall_unix_us ());
  g_auto (EbbScreeningStatus) status = { 0 };

  ebb_screening_status (file->screening, file->patient->id, today, &status);
  return status.lock == EBB_LOCK_PHYSICIAN ? ebb_screening_clearance_new (desk, file)
                                           : ebb_screening_form_new (desk, file);
}
