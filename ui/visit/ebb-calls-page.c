/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is to be called: first sessions and raised pressures of the last days (clinic 5).
 */
#include "ebb-call-card.h"
#include "ebb-calls-button.h"
#include "ebb-field.h"
#include "ebb-store-ask-visit.h"
#include "ebb-visit-pages.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define FORM_WIDTH_PX 860

#define EBB_TYPE_CALLS_PAGE (ebb_calls_page_get_type ())
G_DECLARE_FINAL_TYPE (EbbCallsPage, ebb_calls_page, EBB, CALLS_PAGE, EbbPage)

struct _EbbCallsPage {
  EbbPage parent_instance;
  EbbDesk *desk; /* borrowed */
  GCancellable *loading;
  GtkWidget *cards, *status;
};

G_DEFINE_FINAL_TYPE (EbbCallsPage, ebb_calls_page, EBB_TYPE_PAGE)

static void
say (EbbCallsPage *self, const char *text)
{
  ebb_label_update (self->status, text);
  gtk_widget_set_visible (self->status, *text != '\0');
}

static void
say_rest (EbbCallsPage *self)
{
  say (self, gtk_widget_get_first_child (self->cards) == NULL
                 ? _ ("Nobody is to be called. After a first session, and when the pressure was "
                      "raised, the patient stands here.")
                 : "");
}

static void
on_card_saved (EbbCallCard *card, EbbCallsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self)); /* what goes must not hold it */
  gtk_box_remove (GTK_BOX (self->cards), GTK_WIDGET (card));
  say_rest (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbCallsPage *self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (calls == NULL) {
    say (self, error->message);
    return;
  }
  while (calls->len > 0) {
    GtkWidget *card = ebb_call_card_new (self->desk, g_ptr_array_steal_index (calls, 0));

    g_signal_connect (card, "saved", G_CALLBACK (on_card_saved), self);
    gtk_box_append (GTK_BOX (self->cards), card);
  }
  say_rest (self);
}

static void
calls_page_dispose (GObject *object)
{
  EbbCallsPage *self = EBB_CALLS_PAGE (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_calls_page_parent_class)->dispose (object);
}

static void
ebb_calls_page_class_init (EbbCallsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = calls_page_dispose;
}

static void
ebb_calls_page_init (EbbCallsPage *self)
{
  GtkWidget *column;
  GtkWidget *form = ebb_form_new (FORM_WIDTH_PX, &column);

  self->status = ebb_label_new (_ ("Loading…"), "patient-dim", NULL);
  self->cards = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_box_append (GTK_BOX (column), self->status);
  gtk_box_append (GTK_BOX (column), self->cards);
  adw_bin_set_child (ADW_BIN (self), form);
}

EbbPage *
ebb_calls_page_new (EbbDesk *desk)
{
  EbbCallsPage *self = g_object_new (EBB_TYPE_CALLS_PAGE, NULL);

  self->desk = desk;
  self->loading = g_cancellable_new ();
  ebb_page_set_title (EBB_PAGE (self), _ ("Calls"), _ ("One to three days after the session"));
  ebb_store_load_calls_async (ebb_desk_get_store (desk), ebb_clock_wall_unix_us (), self->loading,
                              on_loaded, self);
  return EBB_PAGE (self);
}

/* --- The way there ------------------------------------------------------------------------- */

struct _EbbCallsButton {
  GtkBox parent_instance;
  EbbDesk *desk; /* borrowed */
  GCancellable *loading;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (EbbCallsButton, ebb_calls_button, GTK_TYPE_BOX)

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbCallsButton *self = user;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = ebb_store_ask_finish (result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  gtk_widget_set_visible (GTK_WIDGET (self), calls != NULL && calls->len > 0);
  if (calls == NULL)
    return;
  text = g_strdup_printf (ngettext ("%u call to make", "%u calls to make", calls->len), calls->len);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->button)), text) != 0)
    gtk_button_set_label (GTK_BUTTON (self->button), text);
}

static void
count (EbbCallsButton *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  ebb_store_load_calls_async (ebb_desk_get_store (self->desk), ebb_clock_wall_unix_us (),
                              self->loading, on_counted, self);
}

static void
on_clicked (EbbCallsButton *self)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_open_page (window, ebb_calls_page_new (self->desk));
}

static void
calls_button_dispose (GObject *object)
{
  EbbCallsButton *self = EBB_CALLS_BUTTON (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  G_OBJECT_CLASS (ebb_calls_button_parent_class)->dispose (object);
}

static void
ebb_calls_button_class_init (EbbCallsButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = calls_button_dispose;
}

static void
ebb_calls_button_init (EbbCallsButton *self)
{
  self->button = ebb_button_new ("", "touch", "patient-create", NULL);
  gtk_widget_set_hexpand (self->button, TRUE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (self), self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ebb_calls_button_new (EbbDesk *desk)
{
  EbbCallsButton *self = g_object_new (EBB_TYPE_CALLS_BUTTON, NULL);

  self->desk = desk;
  g_signal_connect_object (desk, "records-changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  count (self);
  return GTK_WIDGET (self);
}
