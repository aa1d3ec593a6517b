/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocol-form.h"

#include "ebb-drafts.h"
#include "ebb-field.h"
#include "ebb-flow.h"
#include "ebb-protocol-widgets.h"
#include "ebb-store-ask-protocols.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 1000
#define TEXT_LARGE    1.5 /* from here on the picture scrolls with the fields, too */

struct _EbbProtocolFormPage {
  EbbPage parent_instance;
  EbbDesk *desk;         /* borrowed */
  EbbProtocolForm *form; /* owned: the truth */
  EbbProtocolForm *from; /* owned: to start afresh */
  char *draft_key;       /* owned */
  EbbProtocolWidgets widgets;
  GtkWidget *notice, *head;
  GtkWidget *content, *column; /* the head stands in one of them */
  gulong classes_id;           /* on the window */
  gboolean filling, tried, saving;
};

enum { SAVED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EbbProtocolFormPage, ebb_protocol_form_page, EBB_TYPE_PAGE)

/* --- The place of the picture -------------------------------------------------------------- */

/* In sight above the fields, or in a short window at their head: there it would leave no room. */
static void
place_head (EbbProtocolFormPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean tight = ebb_text_scale (GTK_WIDGET (self)) >= TEXT_LARGE
                   || (root != NULL && gtk_widget_has_css_class (GTK_WIDGET (root), "short"));
  GtkWidget *place = tight ? self->column : self->content;
  GtkWidget *now = gtk_widget_get_parent (self->head);

  if (now == place)
    return;
  g_object_ref (self->head);
  if (now != NULL)
    gtk_box_remove (GTK_BOX (now), self->head);
  gtk_box_prepend (GTK_BOX (place), self->head);
  g_object_unref (self->head);
}

static void
ebb_protocol_form_page_root (GtkWidget *widget)
{
  EbbProtocolFormPage *self = EBB_PROTOCOL_FORM_PAGE (widget);

  GTK_WIDGET_CLASS (ebb_protocol_form_page_parent_class)->root (widget);
  self->classes_id = g_signal_connect_swapped (gtk_widget_get_root (widget), "notify::css-classes",
                                               G_CALLBACK (place_head), self);
  place_head (self);
}

static void
ebb_protocol_form_page_unroot (GtkWidget *widget)
{
  EbbProtocolFormPage *self = EBB_PROTOCOL_FORM_PAGE (widget);

  g_clear_signal_handler (&self->classes_id, gtk_widget_get_root (widget));
  GTK_WIDGET_CLASS (ebb_protocol_form_page_parent_class)->unroot (widget);
}

/* --- Showing ----------------------------------------------------------------------------- */

static void
judge (EbbProtocolFormPage *self, EbbProtocolFormState *state)
{
  g_autoptr (EbbExercise) exercise = self->form->exercise_id != NULL
                                         ? ebb_exercise_load_builtin (self->form->exercise_id, NULL)
                                         : NULL;

  ebb_protocol_form_judge (self->form, exercise, state);
}

static void
show (EbbProtocolFormPage *self)
{
  g_auto (EbbProtocolFormState) state = { 0 };

  judge (self, &state);
  self->filling = TRUE;
  ebb_protocol_widgets_fill (&self->widgets, self->form);
  ebb_protocol_widgets_show (&self->widgets, &state, self->form, self->tried);
  self->filling = FALSE;
}

static void
on_changed (EbbProtocolFormPage *self)
{
  if (self->filling)
    return;
  ebb_protocol_widgets_read (&self->widgets, self->form);
  ebb_drafts_keep (self->desk, self->draft_key, ebb_protocol_form_copy (self->form),
                   (GDestroyNotify) ebb_protocol_form_free);
  show (self);
}

static void
on_afresh (EbbProtocolFormPage *self)
{
  ebb_protocol_form_free (ebb_drafts_take (self->desk, self->draft_key));
  ebb_protocol_form_free (self->form);
  self->form = ebb_protocol_form_copy (self->from);
  self->tried = FALSE;
  gtk_widget_hide (self->notice);
  show (self);
}

/* --- Saving ------------------------------------------------------------------------------ */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbProtocolFormPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  self->saving = FALSE;
  if (window == NULL)
    return; /* left, and the desk may be gone as well */
  if (id == NULL) {
    show (self);
    ebb_protocol_widgets_tell (&self->widgets, error->message);
    return;
  }
  ebb_protocol_form_free (ebb_drafts_take (self->desk, self->draft_key));
  g_signal_emit (self, signals[SAVED], 0, id);
  ebb_window_toast (window, _ ("The protocol is in your library"));
  ebb_window_close_page (window, EBB_PAGE (self));
}

static void
on_save (EbbProtocolFormPage *self)
{
  g_auto (EbbProtocolFormState) state = { 0 };

  if (self->saving)
    return;
  judge (self, &state);
  self->tried = TRUE;
  show (self);
  if (!state.can_save) {
    ebb_protocol_widgets_focus_error (&self->widgets, &state);
    return;
  }
  self->saving = TRUE;
  if (self->form->id == NULL)
    g_clear_pointer (&state.protocol->id, g_free);
  ebb_store_save_protocol_async (ebb_desk_get_store (self->desk), state.protocol,
                                 self->form->based_on, ebb_desk_get_operator (self->desk), on_saved,
                                 g_object_ref (self));
}

/* --- Life -------------------------------------------------------------------------------- */

static void
protocol_form_page_dispose (GObject *object)
{
  EBB_PROTOCOL_FORM_PAGE (object)->filling = TRUE;
  G_OBJECT_CLASS (ebb_protocol_form_page_parent_class)->dispose (object);
}

static void
protocol_form_page_finalize (GObject *object)
{
  EbbProtocolFormPage *self = EBB_PROTOCOL_FORM_PAGE (object);

  ebb_protocol_form_free (self->form);
  ebb_protocol_form_free (self->from);
  g_free (self->draft_key);
  ebb_protocol_widgets_clear (&self->widgets);
  G_OBJECT_CLASS (ebb_protocol_form_page_parent_class)->finalize (object);
}

static void
ebb_protocol_form_page_class_init (EbbProtocolFormPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = protocol_form_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = protocol_form_page_finalize;
  GTK_WIDGET_CLASS (klass)->root = ebb_protocol_form_page_root;
  GTK_WIDGET_CLASS (klass)->unroot = ebb_protocol_form_page_unroot;
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
ebb_protocol_form_page_init (EbbProtocolFormPage *self)
{
  GtkWidget *form = ebb_form_new (FORM_WIDTH_PX, &self->column);

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->notice = ebb_draft_notice_new (G_CALLBACK (on_afresh), self);
  self->head = ebb_protocol_widgets_build_head (&self->widgets, FORM_WIDTH_PX);
  gtk_box_append (GTK_BOX (self->content), self->head);
  gtk_box_append (GTK_BOX (self->column), self->notice);
  ebb_protocol_widgets_build (&self->widgets, self->column, G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->content), form);
  gtk_box_append (
      GTK_BOX (self->content),
      ebb_protocol_widgets_build_foot (&self->widgets, FORM_WIDTH_PX, G_CALLBACK (on_save), self));
  adw_bin_set_child (ADW_BIN (self), self->content);
}

static const char *
subtitle (const EbbProtocolForm *form)
{
  if (form->id != NULL)
    return _ ("Change: becomes the next version");
  return form->based_on != NULL ? _ ("Duplicate and change") : NULL;
}

EbbPage *
ebb_protocol_form_page_new (EbbDesk *desk, EbbProtocolForm *form)
{
  EbbProtocolFormPage *self = g_object_new (EBB_TYPE_PROTOCOL_FORM_PAGE, NULL);
  EbbProtocolForm *draft;

  self->desk = desk;
  self->from = form;
  self->draft_key = g_strdup_printf ("protocol %s %s %u", form->id != NULL ? form->id : "new",
                                     form->based_on != NULL ? form->based_on : "", form->version);
  draft = ebb_drafts_take (desk, self->draft_key);
  if (draft != NULL)
    ebb_drafts_keep (desk, self->draft_key, ebb_protocol_form_copy (draft),
                     (GDestroyNotify) ebb_protocol_form_free);
  gtk_widget_set_visible (self->notice, draft != NULL);
  self->form = draft != NULL ? draft : ebb_protocol_form_copy (form);
  ebb_page_set_title (EBB_PAGE (self), form->base != NULL ? form->base->name : _ ("New protocol"),
                      subtitle (form));
  show (self);
  return EBB_PAGE (self);
}
