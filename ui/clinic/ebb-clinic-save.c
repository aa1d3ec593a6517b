/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-clinic-save.h"

#include "ebb-clinic-text.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define UNDO_KEY "ebb-clinic-undo"

/* The last change, kept with the desk: a line with its undo may outlive the page. */
typedef struct {
  EbbDesk *desk; /* borrowed: it owns this */
  EbbClinicField field;
  char *value, *reason; /* owned or NULL */
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_free (undo->value);
  g_free (undo->reason);
  g_free (undo);
}

typedef struct {
  GtkWidget *widget; /* a reference */
  EbbDesk *desk;     /* a reference */
  EbbClinicField field;
  char *before, *before_reason; /* owned or NULL */
  gboolean is_undo;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->widget);
  g_object_unref (saving->desk);
  g_free (saving->before);
  g_free (saving->before_reason);
  g_free (saving);
}

static void on_saved (GObject *source, GAsyncResult *result, gpointer user);

static void
take_back (Undo *undo)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->desk = g_object_ref (undo->desk);
  saving->field = undo->field;
  saving->is_undo = TRUE;
  ebb_store_set_clinic_field_async (ebb_desk_get_store (undo->desk), undo->field, undo->value,
                                    undo->reason, ebb_desk_get_operator (undo->desk), on_saved,
                                    saving);
}

static void
offer_undo (Saving *saving)
{
  EbbWindow *window = ebb_window_of (saving->widget);
  g_autofree char *text = g_strdup_printf (_ ("Saved: %s"), ebb_clinic_title (saving->field));
  Undo *undo = g_object_get_data (G_OBJECT (saving->desk), UNDO_KEY);

  if (window == NULL)
    return;
  if (undo == NULL) {
    undo = g_new0 (Undo, 1);
    undo->desk = saving->desk;
    g_object_set_data_full (G_OBJECT (saving->desk), UNDO_KEY, undo, undo_free);
  }
  g_free (undo->value);
  g_free (undo->reason);
  undo->field = saving->field;
  undo->value = g_steal_pointer (&saving->before);
  undo->reason = g_steal_pointer (&saving->before_reason);
  ebb_window_toast_undo (window, text, G_CALLBACK (take_back), undo);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user)
{
  Saving *saving = user;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ebb_store_put_finish (result, &error);
  EbbWindow *window = saving->widget != NULL ? ebb_window_of (saving->widget) : NULL;

  if (id == NULL && window != NULL)
    ebb_window_toast (window, error->message);
  else if (id == NULL)
    g_message ("%s", error->message);
  else if (!saving->is_undo)
    offer_undo (saving);
  if (id != NULL)
    ebb_desk_reload_clinic (saving->desk);
  saving_free (saving);
}

/* Of a number that nobody had set there is nothing to put back but the usual one. */
void
ebb_clinic_save (GtkWidget *widget, EbbDesk *desk, EbbClinicField field, const char *value,
                 const char *reason, const char *operator_name, const EbbClinicValue *before)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->desk = g_object_ref (desk);
  saving->field = field;
  saving->before = g_strdup (before->value);
  saving->before_reason = g_strdup (before->reason);
  if (saving->before == NULL && field == EBB_CLINIC_SCREENING_VALID)
    saving->before = g_strdup ("90");
  ebb_store_set_clinic_field_async (ebb_desk_get_store (desk), field, value, reason, operator_name,
                                    on_saved, saving);
}
