/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Is the file sound?  Asked before a cuff is armed, on a thread of its own, so that neither the
 * screen nor the recorder waits.  When it is, the store thread need not look again.
 */
#include "ebb-store-ask.h"
#include "ebb-store-private.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

/* Handed to the thread and back by `turn`: whoever has looked at it sees all that was written
 * before.  GTask's own locks say the same, but the thread sanitizer cannot see them. */
typedef struct {
  EbbDbCheck *check; /* owned */
  char *path;        /* owned */
  atomic_int turn;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  ebb_db_check_unref (check->check);
  g_free (check->path);
  g_free (check);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  GError *error = NULL;
  gboolean sound;

  atomic_load (&check->turn);
  sound = ebb_db_check_run (check->check, check->path, &error);
  atomic_fetch_add (&check->turn, 1);
  if (sound)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ebb_store_check_async (EbbStore *store, GAsyncReadyCallback callback, gpointer user)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user);
  Check *check = g_new0 (Check, 1);

  g_task_set_source_tag (task, ebb_store_check_async);
  g_task_set_task_data (task, check, check_free);
  if (store == NULL) {
    g_task_return_new_error (task, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED, "%s",
                             _ ("the record is closed"));
    return;
  }

  check->check = ebb_db_check_ref (ebb_store_get_check (store));
  check->path = g_strdup (ebb_store_get_path (store));
  atomic_fetch_add (&check->turn, 1);
  g_task_run_in_thread (task, run);
}

gboolean
ebb_store_check_finish (GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);

  atomic_load (&((Check *) g_task_get_task_data (task))->turn);
  return g_task_propagate_boolean (task, error);
}
