/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-clinic-list.h"

#include "ebb-clinic-text.h"
#include "ebb-dialogs.h"
#include "ebb-flow.h"
#include "ebb-widgets.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BUTTON_MIN_PX 170
#define SPACING_PX    8

struct _EbbClinicList {
  AdwPreferencesGroup parent_instance;
  EbbDesk *desk;                   /* borrowed */
  GtkWidget *row, *changes, *back; /* borrowed: in the tree */
  EbbListInForce *in_force;        /* owned; NULL until it is loaded */
  EbbScreeningList *taken_in;      /* owned: of a file, while it is asked about */
  GCancellable *cancellable;       /* owned */
};

G_DEFINE_FINAL_TYPE (EbbClinicList, ebb_clinic_list, ADW_TYPE_PREFERENCES_GROUP)

static void load (EbbClinicList *self);

static void
say (EbbClinicList *self, const char *text)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (self));

  if (window != NULL)
    ebb_window_toast (window, text);
}

/* --- Which one is asked -------------------------------------------------------------------- */

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (EbbClinicList) self = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);

  say (self, id == NULL ? error->message : _ ("This list is asked from now on"));
  if (id != NULL && !g_cancellable_is_cancelled (self->cancellable))
    load (self);
}

static void
choose (EbbClinicList *self, const EbbScreeningList *list)
{
  ebb_store_choose_screening_list_async (ebb_desk_get_store (self->desk), list, NULL,
                                         ebb_desk_get_operator (self->desk), on_chosen,
                                         g_object_ref (self));
}

static void
on_back_answered (gboolean yes, gpointer user)
{
  g_autoptr (EbbClinicList) self = user;

  if (yes)
    choose (self, NULL);
}

static void
on_back (EbbClinicList *self)
{
  if (ebb_dialogs_may_open (GTK_WIDGET (self)))
    ebb_dialogs_ask (GTK_WIDGET (self), _ ("Back to Ebb's list?"),
                     _ ("The clinic's list stays in the record, and so do the answers that were "
                        "given to it."),
                     _ ("Ask Ebb's list"), FALSE, on_back_answered, g_object_ref (self));
}

/* --- From a file and into one -------------------------------------------------------------- */

static void
on_import_answered (gboolean yes, gpointer user)
{
  g_autoptr (EbbClinicList) self = user;

  if (yes && self->taken_in != NULL)
    choose (self, self->taken_in);
  g_clear_pointer (&self->taken_in, ebb_screening_list_free);
}

static void
on_import_chosen (GFile *file, gpointer user)
{
  EbbClinicList *self = user;
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbScreeningList) list =
      path != NULL ? ebb_screening_list_load_own (path, &error) : NULL;
  g_autoptr (GPtrArray) changes = list != NULL ? ebb_screening_list_compare (list, &error) : NULL;
  g_autofree char *text = NULL;

  if (changes == NULL) {
    say (self, error != NULL ? error->message : _ ("This file is not on this computer."));
    return;
  }
  text = changes->len > 0 ? ebb_clinic_list_changes (changes)
                          : g_strdup (_ ("It asks the same as Ebb's list."));
  g_clear_pointer (&self->taken_in, ebb_screening_list_free);
  self->taken_in = g_steal_pointer (&list);
  ebb_dialogs_ask (GTK_WIDGET (self), _ ("Ask this list from now on?"), text, _ ("Ask this list"),
                   FALSE, on_import_answered, g_object_ref (self));
}

static void
on_import (EbbClinicList *self)
{
  if (ebb_dialogs_may_open (GTK_WIDGET (self)))
    ebb_dialogs_open (GTK_WIDGET (self), _ ("Take in a screening list"), "*.json", on_import_chosen,
                      self);
}

static void
on_export_chosen (GFile *file, gpointer user)
{
  EbbClinicList *self = user;
  g_autoptr (GError) error = NULL;
  const char *json = self->in_force->list->json;

  if (!g_file_replace_contents (file, json, strlen (json), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                NULL, &error))
    say (self, error->message);
  else
    say (self, _ ("The list is in the file"));
}

static void
on_export (EbbClinicList *self)
{
  g_autofree char *name = NULL;

  if (self->in_force == NULL || !ebb_dialogs_may_open (GTK_WIDGET (self)))
    return;
  name = g_strdup_printf ("%s-%u.json", self->in_force->list->id, self->in_force->list->version);
  ebb_dialogs_save (GTK_WIDGET (self), _ ("Save the screening list"), name, on_export_chosen, self);
}

/* --- Life ---------------------------------------------------------------------------------- */

static void
show (EbbClinicList *self)
{
  g_autofree char *text = ebb_clinic_list_text (self->in_force);
  g_autofree char *changes = ebb_clinic_list_changes (self->in_force->changes);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), self->in_force->list->name);
  ebb_label_update (self->changes, changes);
  gtk_widget_set_visible (self->changes, *changes != '\0');
  gtk_widget_set_visible (self->back, self->in_force->own);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user)
{
  EbbClinicList *self = user;
  g_autoptr (GError) error = NULL;
  EbbListInForce *in_force = ebb_store_ask_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (in_force == NULL) {
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), error->message);
    return;
  }
  g_clear_pointer (&self->in_force, ebb_list_in_force_free);
  self->in_force = in_force;
  show (self);
}

static void
load (EbbClinicList *self)
{
  ebb_store_load_list_in_force_async (ebb_desk_get_store (self->desk), self->cancellable, on_loaded,
                                      self);
}

static void
ebb_clinic_list_dispose (GObject *object)
{
  g_cancellable_cancel (EBB_CLINIC_LIST (object)->cancellable);
  G_OBJECT_CLASS (ebb_clinic_list_parent_class)->dispose (object);
}

static void
ebb_clinic_list_finalize (GObject *object)
{
  EbbClinicList *self = EBB_CLINIC_LIST (object);

  g_clear_pointer (&self->in_force, ebb_list_in_force_free);
  g_clear_pointer (&self->taken_in, ebb_screening_list_free);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (ebb_clinic_list_parent_class)->finalize (object);
}

static void
ebb_clinic_list_class_init (EbbClinicListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ebb_clinic_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = ebb_clinic_list_finalize;
}

static GtkWidget *
add_button (EbbClinicList *self, GtkWidget *buttons, const char *text, GCallback clicked)
{
  GtkWidget *button = ebb_button_new (text, "touch", NULL);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  ebb_columns_append (EBB_COLUMNS (buttons), button);
  return button;
}

static void
ebb_clinic_list_init (EbbClinicList *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);
  GtkWidget *buttons = ebb_columns_new (3, BUTTON_MIN_PX, SPACING_PX);

  self->cancellable = g_cancellable_new ();
  self->row = adw_action_row_new ();
  self->changes = ebb_label_new ("", "patient-dim", NULL);
  gtk_widget_set_margin_top (self->changes, SPACING_PX);
  gtk_widget_set_margin_top (buttons, SPACING_PX);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _ ("Loading…"));
  adw_preferences_group_set_title (group, _ ("Screening list"));
  adw_preferences_group_set_description (
      group, _ ("A clinic may word, add and leave out; what is absolute stays. Answers stay with "
                "the list that was asked."));
  adw_preferences_group_add (group, self->row);
  adw_preferences_group_add (group, self->changes);
  adw_preferences_group_add (group, buttons);
  add_button (self, buttons, _ ("Import…"), G_CALLBACK (on_import));
  add_button (self, buttons, _ ("Export…"), G_CALLBACK (on_export));
  self->back = add_button (self, buttons, _ ("Back to Ebb's list"), G_CALLBACK (on_back));
  gtk_widget_hide (self->back);
}

GtkWidget *
ebb_clinic_list_new (EbbDesk *desk)
{
  EbbClinicList *self = g_object_new (EBB_TYPE_CLINIC_LIST, NULL);

  self->desk = desk;
  load (self);
  return GTK_WIDGET (self);
}
