/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lop-setup.h"

#include "ebb-date-text.h"
#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-format.h"
#include "ebb-lop-page.h"
#include "ebb-lop-setup-widgets.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 1000

struct _EbbLopSetupPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  char *patient_id, *draft_key;
  int segment;
  EbbSide side;
  GCancellable *loading; /* owned; NULL = nothing is asked */
  EbbLimbsFile *limbs;   /* owned; NULL until it has been read */
  EbbLopForm *form;      /* the value; NULL until then */
  EbbLopSetupWidgets widgets;
  GtkWidget *notice, *content;
  gboolean filling, tried, saving;
};

G_DEFINE_FINAL_TYPE (EbbLopSetupPage, ebb_lop_setup_page, EBB_TYPE_PAGE)

static EbbLopScene
scene_of (EbbLopSetupPage *self)
{
  EbbCuffView cuff;

  ebb_cuff_get_view (ebb_desk_get_cuff (self->desk), &cuff);
  return (EbbLopScene){ .limbs = self->limbs,
                        .operator_name = ebb_desk_get_operator (self->desk),
                        .simulated = cuff.simulated,
                        .now_unix_us = ebb_clock_wall_unix_us () };
}

/* The value has changed: what the widgets show follows. */
static void
show (EbbLopSetupPage *self)
{
  EbbLopScene scene = scene_of (self);
  g_auto (EbbLopFormState) state = { 0 };

  ebb_lop_form_judge (self->form, &scene, &state);
  self->filling = TRUE;
  ebb_lop_setup_widgets_fill (&self->widgets, self->form, &state, &scene);
  ebb_lop_setup_widgets_show (&self->widgets, self->form, &state, self->tried);
  gtk_widget_set_sensitive (self->widgets.go, !self->saving);
  self->filling = FALSE;
}

static void
keep (EbbLopSetupPage *self)
{
  ebb_drafts_keep (self->desk, self->draft_key, ebb_lop_form_copy (self->form),
                   (GDestroyNotify) ebb_lop_form_free);
}

/* Saying that a value is right counts for the very doubts that stood there. */
static void
read_doubts (EbbLopSetupPage *self, const EbbLopScene *scene)
{
  GtkCheckButton *right = GTK_CHECK_BUTTON (self->widgets.right);
  g_auto (EbbLopFormState) state = { 0 };

  ebb_lop_form_judge (self->form, scene, &state);
  g_clear_pointer (&self->form->doubts_read, g_free);
  if (gtk_check_button_get_active (right) && gtk_widget_get_visible (self->widgets.doubts_row))
    self->form->doubts_read = g_strdup (gtk_label_get_text (GTK_LABEL (self->widgets.doubts)));
}

static void
on_changed (EbbLopSetupPage *self)
{
  EbbLopScene scene;

  if (self->filling || self->saving || self->form == NULL)
    return;
  scene = scene_of (self);
  ebb_lop_setup_widgets_read (&self->widgets, self->form, &scene);
  read_doubts (self, &scene);
  keep (self);
  show (self);
}

static EbbLopForm *
make_form (EbbLopSetupPage *self)
{
  EbbLopForm *form = ebb_lop_form_new ();
  EbbLopScene scene = scene_of (self);

  ebb_lop_form_take_limb (form, self->segment, self->side, &scene);
  return form;
}

static void
on_afresh (EbbLopSetupPage *self)
{
  ebb_lop_form_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_lop_form_free (self->form);
  self->form = make_form (self);
  self->tried = FALSE;
  gtk_widget_set_visible (self->notice, FALSE);
  show (self);
}

/* --- Going on ---------------------------------------------------------------------------- */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbLopSetupPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  show (self);
  if (id == NULL) {
    ebb_label_update (self->widgets.status, error->message);
    gtk_widget_set_visible (self->widgets.status, TRUE);
    return;
  }
  ebb_lop_form_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_desk_tell_records (self->desk, self->patient_id);
  if (window == NULL)
    return;
  ebb_window_toast (window, _ ("The LOP is on file"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

/* Order, screening, another session: what the engine refuses is said in its words. */
static void
begin_search (EbbLopSetupPage *self, const EbbLopFormState *state)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  EbbLopScene scene = scene_of (self);
  EbbLopRunOptions options = ebb_lop_form_make_run (self->form, &scene, state);
  g_autoptr (GError) error = NULL;

  if (window == NULL)
    return;
  if (ebb_desk_begin_lop_run (self->desk, &options, &error) == NULL) {
    g_autofree char *words = ebb_dates_in_words (error->message);

    ebb_label_update (self->widgets.status, words);
    gtk_widget_set_visible (self->widgets.status, TRUE);
    return;
  }
  /* Looked at for this measurement only. */
  self->form->side_confirmed = FALSE;
  keep (self);
  ebb_window_replace_page (window, ebb_lop_page_new (self->desk, self->limbs->file->patient,
                                                     options.way, options.segment, options.side));
}

static void
on_go (EbbLopSetupPage *self)
{
  g_auto (EbbLopFormState) state = { 0 };
  EbbLopScene scene;

  if (self->saving || self->form == NULL)
    return;
  scene = scene_of (self);
  ebb_lop_form_judge (self->form, &scene, &state);
  self->tried = TRUE;
  self->saving = state.can_go && !state.searches;
  show (self);
  if (!state.can_go)
    ebb_lop_setup_widgets_focus (&self->widgets, &state);
  else if (state.searches)
    begin_search (self, &state);
  else
    ebb_store_put_lop_async (ebb_desk_get_store (self->desk), state.record, on_saved,
                             g_object_ref (self));
}

/* --- Loading ----------------------------------------------------------------------------- */

static void
begin (EbbLopSetupPage *self)
{
  g_autofree char *identifiers = ebb_format_identifiers (self->limbs->file->patient);
  EbbLopForm *draft = ebb_drafts_take (self->desk, self->draft_key);

  gtk_widget_set_visible (self->notice, draft != NULL);
  self->form = draft != NULL ? draft : make_form (self);
  if (draft != NULL)
    keep (self);
  ebb_page_set_title (EBB_PAGE (self), identifiers, _ ("Occlusion pressure"));
  gtk_widget_set_visible (self->content, TRUE);
  show (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbLimbsFile *limbs = ebb_store_ask_finish (result, &error);
  EbbLopSetupPage *self = user;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  self->limbs = limbs;
  if (limbs != NULL)
    begin (self);
  else
    adw_bin_set_child (ADW_BIN (self), ebb_label_new (error->message, "form-error", NULL));
}

/* --- Life -------------------------------------------------------------------------------- */

static void
lop_setup_dispose (GObject *object)
{
  EbbLopSetupPage *self = EBB_LOP_SETUP_PAGE (object);

  self->filling = TRUE; /* entries that go say "changed" once more */
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_lop_setup_page_parent_class)->dispose (object);
}

static void
lop_setup_finalize (GObject *object)
{
  EbbLopSetupPage *self = EBB_LOP_SETUP_PAGE (object);

  g_free (self->widgets.cuffs_shown);
  ebb_lop_form_free (self->form);
  ebb_limbs_file_free (self->limbs);
  g_free (self->patient_id);
  g_free (self->draft_key);
  G_OBJECT_CLASS (ebb_lop_setup_page_parent_class)->finalize (object);
}

static void
ebb_lop_setup_page_class_init (EbbLopSetupPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lop_setup_dispose;
  G_OBJECT_CLASS (klass)->finalize = lop_setup_finalize;
}

static void
ebb_lop_setup_page_init (EbbLopSetupPage *self)
{
  GtkWidget *column;

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->content), ebb_form_new (FORM_WIDTH_PX, &column));
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  gtk_box_append (GTK_BOX (column), self->notice);
  ebb_lop_setup_widgets_build (&self->widgets, column, G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->content),
                  ebb_lop_setup_widgets_build_foot (&self->widgets, FORM_WIDTH_PX));
  g_signal_connect_swapped (self->widgets.go, "clicked", G_CALLBACK (on_go), self);
  gtk_widget_set_visible (self->content, FALSE);
  adw_bin_set_child (ADW_BIN (self), self->content);
}

EbbPage *
ebb_lop_setup_page_new (EbbDesk *desk, const char *patient_id, int segment, EbbSide side)
{
  EbbLopSetupPage *self = g_object_new (EBB_TYPE_LOP_SETUP_PAGE, NULL);

  self->desk = desk;
  self->patient_id = g_strdup (patient_id);
  self->segment = segment;
  self->side = side;
  self->draft_key = g_strdup_printf ("lop %s %d %d", patient_id, segment, (int) side);
  self->loading = g_cancellable_new ();
  ebb_page_set_title (EBB_PAGE (self), _ ("Occlusion pressure"), NULL);
  ebb_store_load_limbs_async (ebb_desk_get_store (desk), patient_id, ebb_clock_wall_unix_us (),
                              self->loading, on_loaded, self);
  return EBB_PAGE (self);
}
