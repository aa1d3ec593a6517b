/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-protocols-page.h"

#include "ebb-dialogs.h"
#include "ebb-flow.h"
#include "ebb-panes.h"
#include "ebb-protocol-detail.h"
#include "ebb-protocol-files.h"
#include "ebb-protocol-form.h"
#include "ebb-protocol-list.h"
#include "ebb-store-ask-protocols.h"
#include "ebb-widgets.h"

#include <glib/gi18n-lib.h>

#define TROUBLE_MIN_PX 300

struct _EbbProtocolsPage {
  AdwBin parent_instance;
  EbbDesk *desk; /* borrowed */
  EbbPanes *panes;
  EbbProtocolList *list;
  EbbProtocolDetail *detail;
  GtkWidget *trouble, *trouble_text;
  char *open_id;         /* owned; NULL = none */
  EbbProtocol *taken_in; /* owned: from a file, while it is asked about */
};

G_DEFINE_FINAL_TYPE (EbbProtocolsPage, ebb_protocols_page, ADW_TYPE_BIN)

/* --- Showing ----------------------------------------------------------------------------- */

static const EbbProtocolEntry *
open_entry (EbbProtocolsPage *self)
{
  return ebb_protocol_entry_find (ebb_desk_get_protocols (self->desk), self->open_id);
}

static void
say (EbbProtocolsPage *self, const char *text)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_toast (window, text);
}

/* Stays until it was read: it may be as long as a message about a file is. */
static void
complain (EbbProtocolsPage *self, const char *text)
{
  ebb_label_update (self->trouble_text, text);
  gtk_widget_show (self->trouble);
}

static void
on_read (EbbProtocolsPage *self)
{
  gtk_widget_hide (self->trouble);
}

static void
show (EbbProtocolsPage *self)
{
  const GPtrArray *entries = ebb_desk_get_protocols (self->desk);

  if (entries == NULL)
    return;
  ebb_protocol_list_set_entries (self->list, (GPtrArray *) entries);
  ebb_protocol_detail_show (self->detail, open_entry (self));
}

static void
open_one (EbbProtocolsPage *self, const char *id)
{
  g_free (self->open_id);
  self->open_id = g_strdup (id);
  ebb_protocol_detail_show (self->detail, open_entry (self));
  ebb_panes_show_detail (self->panes, TRUE);
}

static void
on_opened (EbbProtocolsPage *self, const char *id)
{
  open_one (self, id);
}

static void
on_back (EbbProtocolsPage *self)
{
  ebb_panes_show_detail (self->panes, FALSE);
  ebb_protocol_list_focus_search (self->list);
}

static void
on_narrow (EbbProtocolsPage *self)
{
  gboolean narrow = ebb_panes_get_narrow (self->panes);

  ebb_protocol_list_set_narrow (self->list, narrow);
  ebb_protocol_detail_set_back (self->detail, narrow);
}

/* --- Writing ----------------------------------------------------------------------------- */

/* An answer may come when the window, and the desk with it, is gone. */
static gboolean
is_gone (EbbProtocolsPage *self)
{
  return ebb_window_of (GTK_WIDGET (self)) == NULL;
}

/* The protocol that was written is the one that is open then. */
static void
show_written (EbbProtocolsPage *self, const char *id, const char *done)
{
  g_free (self->open_id);
  self->open_id = g_strdup (id);
  ebb_protocol_list_select (self->list, id);
  ebb_desk_reload_protocols (self->desk);
  say (self, done);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbProtocolsPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  if (is_gone (self))
    return;
  if (id != NULL)
    show_written (self, id, _ ("The library is changed"));
  else
    complain (self, error->message);
}

static void
retire (EbbProtocolsPage *self, gboolean retired)
{
  ebb_store_retire_protocol_async (ebb_desk_get_store (self->desk), self->open_id, retired,
                                   ebb_desk_get_operator (self->desk), on_written,
                                   g_object_ref (self));
}

static void
on_form_saved (EbbProtocolsPage *self, const char *id)
{
  open_one (self, id);
  ebb_protocol_list_select (self->list, id);
  ebb_desk_reload_protocols (self->desk);
}

static void
open_form (EbbProtocolsPage *self, EbbProtocolForm *form)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  EbbPage *page;

  if (window == NULL) {
    ebb_protocol_form_free (form);
    return;
  }
  page = ebb_protocol_form_page_new (self->desk, form);
  g_signal_connect_object (page, "saved", G_CALLBACK (on_form_saved), self, G_CONNECT_SWAPPED);
  ebb_window_open_page (window, page);
}

/* --- Files ------------------------------------------------------------------------------- */

void
ebb_protocols_page_export (EbbProtocolsPage *self, GFile *file)
{
  const EbbProtocolEntry *entry = open_entry (self);
  g_autoptr (GError) error = NULL;

  if (entry == NULL)
    return;
  if (ebb_protocol_file_write (file, entry->protocol, &error))
    say (self, _ ("The protocol is in the file"));
  else
    complain (self, error->message);
}

static void
on_export_chosen (GFile *file, gpointer user)
{
  ebb_protocols_page_export (user, file);
}

static void ask_copy (EbbProtocolsPage *self);

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbProtocolsPage) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  if (is_gone (self))
    return;
  if (g_error_matches (error, EBB_PROTOCOL_ERROR, EBB_PROTOCOL_ERROR_TAKEN)) {
    ask_copy (self);
    return;
  }
  g_clear_pointer (&self->taken_in, ebb_protocol_free);
  if (id == NULL) {
    complain (self, error->message);
    return;
  }
  show_written (self, id, _ ("The protocol is in your library"));
  ebb_panes_show_detail (self->panes, TRUE);
}

static void
import (EbbProtocolsPage *self, gboolean as_copy)
{
  ebb_store_import_protocol_async (ebb_desk_get_store (self->desk), self->taken_in, as_copy,
                                   ebb_desk_get_operator (self->desk), on_imported,
                                   g_object_ref (self));
}

static void
on_copy_answered (gboolean yes, gpointer user)
{
  g_autoptr (EbbProtocolsPage) self = user;

  if (yes && self->taken_in != NULL && !is_gone (self))
    import (self, TRUE);
  else
    g_clear_pointer (&self->taken_in, ebb_protocol_free);
}

static void
ask_copy (EbbProtocolsPage *self)
{
  g_autofree char *body = g_strdup_printf (
      _ ("A protocol with the same name for programs (%s) is in your library already. It stays as "
         "it is; the file can be taken in beside it, as a new copy."),
      self->taken_in->id);

  ebb_dialogs_ask (GTK_WIDGET (self), _ ("Take it in as a new copy?"), body, _ ("New copy"), FALSE,
                   on_copy_answered, g_object_ref (self));
}

void
ebb_protocols_page_import (EbbProtocolsPage *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  EbbProtocol *protocol = ebb_protocol_file_read (file, &error);

  if (protocol == NULL) {
    complain (self, error->message);
    return;
  }
  gtk_widget_hide (self->trouble);
  g_clear_pointer (&self->taken_in, ebb_protocol_free);
  self->taken_in = protocol;
  import (self, FALSE);
}

static void
on_import_chosen (GFile *file, gpointer user)
{
  ebb_protocols_page_import (user, file);
}

static void
on_import (EbbProtocolsPage *self)
{
  ebb_dialogs_open (GTK_WIDGET (self), _ ("Import a protocol"), "*.json", on_import_chosen, self);
}

/* --- Acts -------------------------------------------------------------------------------- */

static void
on_new (EbbProtocolsPage *self)
{
  open_form (self, ebb_protocol_form_new ());
}

static void
on_act (EbbProtocolsPage *self, const char *act, const char *reason)
{
  const EbbProtocolEntry *entry = open_entry (self);
  g_autofree char *name = NULL;

  if (entry == NULL)
    return;
  if (g_str_equal (act, "duplicate")) {
    open_form (self, ebb_protocol_form_duplicate (entry->protocol));
  } else if (g_str_equal (act, "change")) {
    open_form (self, ebb_protocol_form_change (entry->protocol));
  } else if (g_str_equal (act, "lock")) {
    ebb_store_lock_protocol_async (ebb_desk_get_store (self->desk), self->open_id, reason,
                                   ebb_desk_get_operator (self->desk), on_written,
                                   g_object_ref (self));
  } else if (g_str_equal (act, "export")) {
    name = g_strdup_printf ("%s.json", entry->protocol->id);
    ebb_dialogs_save (GTK_WIDGET (self), _ ("Export the protocol"), name, on_export_chosen, self);
  } else {
    retire (self, g_str_equal (act, "retire"));
  }
}

/* --- Life -------------------------------------------------------------------------------- */

static void
protocols_page_finalize (GObject *object)
{
  EbbProtocolsPage *self = EBB_PROTOCOLS_PAGE (object);

  g_free (self->open_id);
  ebb_protocol_free (self->taken_in);
  G_OBJECT_CLASS (ebb_protocols_page_parent_class)->finalize (object);
}

static void
ebb_protocols_page_class_init (EbbProtocolsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = protocols_page_finalize;
}

static void
ebb_protocols_page_init (EbbProtocolsPage *self)
{
}

static GtkWidget *
make_trouble (EbbProtocolsPage *self)
{
  GtkWidget *button = ebb_button_new (_ ("Close"), "touch", NULL);

  self->trouble_text = ebb_label_new ("", NULL, NULL);
  gtk_widget_set_valign (self->trouble_text, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  self->trouble = ebb_beside_new (self->trouble_text, button, TROUBLE_MIN_PX, 12);
  gtk_widget_add_css_class (self->trouble, "patient-alert");
  gtk_widget_add_css_class (self->trouble, "locks");
  gtk_widget_hide (self->trouble);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_read), self);
  return self->trouble;
}

GtkWidget *
ebb_protocols_page_new (EbbDesk *desk)
{
  EbbProtocolsPage *self = g_object_new (EBB_TYPE_PROTOCOLS_PAGE, NULL);
  GtkWidget *list = ebb_protocol_list_new ();
  GtkWidget *detail = ebb_protocol_detail_new ();
  GtkWidget *panes = ebb_panes_new (list, detail);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->desk = desk;
  self->list = EBB_PROTOCOL_LIST (list);
  self->detail = EBB_PROTOCOL_DETAIL (detail);
  self->panes = EBB_PANES (panes);
  gtk_widget_set_vexpand (panes, TRUE);
  gtk_box_append (GTK_BOX (box), make_trouble (self));
  gtk_box_append (GTK_BOX (box), panes);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (list, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect_swapped (list, "new-protocol", G_CALLBACK (on_new), self);
  g_signal_connect_swapped (list, "import", G_CALLBACK (on_import), self);
  g_signal_connect_swapped (detail, "back", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (detail, "act", G_CALLBACK (on_act), self);
  g_signal_connect_swapped (panes, "narrow-changed", G_CALLBACK (on_narrow), self);
  g_signal_connect_object (desk, "protocols-changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  if (ebb_desk_get_protocols (desk) != NULL)
    show (self);
  else
    ebb_desk_reload_protocols (desk);
  return GTK_WIDGET (self);
}
