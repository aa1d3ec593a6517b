/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-session-tab.h"

#include "ebb-format.h"
#include "ebb-live-page.h"
#include "ebb-widgets.h"
#include "ebb-window-private.h"

#include <glib/gi18n-lib.h>

struct _EbbSessionTab {
  AdwBin parent_instance;
  EbbDesk *desk;          /* owned */
  GCancellable *loading;  /* owned; NULL when nothing is asked */
  EbbPatientFile *file;   /* owned: of the session's patient; NULL until it is loaded */
  GtkWidget *none, *open; /* borrowed: in the tree */
  GtkWidget *stack, *back;
};

G_DEFINE_FINAL_TYPE (EbbSessionTab, ebb_session_tab, ADW_TYPE_BIN)

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  EbbPatientFile *file = ebb_store_ask_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  EbbSessionTab *self = user;
  g_clear_object (&self->loading);
  self->file = file;
  gtk_widget_set_sensitive (self->back, file != NULL);
  g_autofree char *title = file ? ebb_format_identifiers (file->patient) : NULL;
  adw_status_page_set_title (ADW_STATUS_PAGE (self->open), title ? title : _ ("Session"));
}

static gboolean
is_open (EbbSession *session)
{
  return session != NULL && !ebb_session_is_closed (session);
}

static void
show (EbbSessionTab *self)
{
  EbbSession *session = ebb_desk_get_session (self->desk);
  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               is_open (session) ? self->open : self->none);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->file, ebb_patient_file_free);
  if (!is_open (session))
    return;
  gtk_widget_set_sensitive (self->back, FALSE);
  self->loading = g_cancellable_new ();
  ebb_store_load_patient_async (ebb_desk_get_store (self->desk),
                                ebb_session_get_patient_id (session), ebb_clock_wall_unix_us (),
                                self->loading, on_loaded_cb, self);
}

static void
on_back_cb (GtkButton *button, EbbSessionTab *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));
  if (window == NULL || ebb_window_show_pages (window))
    return;
  if (self->file != NULL && is_open (ebb_desk_get_session (self->desk)))
    ebb_window_open_page (window, ebb_live_page_new (self->desk, self->file));
}

static GtkWidget *
make_none (void)
{
  GtkWidget *page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "media-playback-start-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No session"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page),
                                   _ ("A session starts from a patient: choose one, then press "
                                      "Start session."));
  GtkWidget *button =
      ebb_button_new (_ ("Choose a patient"), "touch", "pill", "suggested-action", NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.patients");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  return page;
}

static GtkWidget *
make_open (EbbSessionTab *self)
{
  GtkWidget *page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "media-playback-start-symbolic");
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _ ("A session is open."));
  self->back =
      ebb_button_new (_ ("Back to the session"), "session", "pill", "suggested-action", NULL);
  gtk_widget_set_halign (self->back, GTK_ALIGN_CENTER);
  g_signal_connect (self->back, "clicked", G_CALLBACK (on_back_cb), self);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), self->back);
  return page;
}

/* Whether a session has closed is not worth a signal of its own: the tab looks when it is seen. */
static void
ebb_session_tab_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ebb_session_tab_parent_class)->map (widget);
  show (EBB_SESSION_TAB (widget));
}

static void
ebb_session_tab_dispose (GObject *object)
{
  EbbSessionTab *self = EBB_SESSION_TAB (object);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->file, ebb_patient_file_free);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (ebb_session_tab_parent_class)->dispose (object);
}

static void
ebb_session_tab_class_init (EbbSessionTabClass *class)
{
  G_OBJECT_CLASS (class)->dispose = ebb_session_tab_dispose;
  GTK_WIDGET_CLASS (class)->map = ebb_session_tab_map;
}

static void
ebb_session_tab_init (EbbSessionTab *self)
{
}

static void
on_session_changed_cb (EbbDesk *desk, EbbSessionTab *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self);
}

GtkWidget *
ebb_session_tab_new (EbbDesk *desk)
{
  EbbSessionTab *self = g_object_new (EBB_TYPE_SESSION_TAB, NULL);
  self->desk = g_object_ref (desk);
  self->none = make_none ();
  self->open = make_open (self);
  self->stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->stack), self->none);
  gtk_stack_add_child (GTK_STACK (self->stack), self->open);
  adw_bin_set_child (ADW_BIN (self), self->stack);
  g_signal_connect_object (desk, "session-changed", G_CALLBACK (on_session_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
