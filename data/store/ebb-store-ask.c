/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions and writes from the main thread.  An Ask travels to the store thread and back to the
 * main context, where its GTask is answered and all of it is freed.  It knows nothing of the store,
 * so an answer may come after the store was closed.
 */
#include "ebb-store-ask.h"

#include "ebb-store-private.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

typedef struct {
  GTask *task; /* owned: main thread */
  EbbStoreQuestion question;
  EbbStoreJob write;
  char **id; /* in `data`: what a write answers; NULL = nothing */
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify answer_free;

  /* set on the store thread, then `is_told`, then read on the main thread */
  gpointer answer; /* owned until it is returned */
  GError *error;   /* owned until it is returned */
  atomic_bool is_told;
} Ask;

static Ask *
ask_new (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user, gpointer tag)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->task = g_task_new (NULL, cancellable, callback, user);
  g_task_set_source_tag (ask->task, tag);
  return ask;
}

static void
ask_free (Ask *ask)
{
  if (ask->data_free != NULL)
    ask->data_free (ask->data);
  if (ask->answer != NULL && ask->answer_free != NULL)
    ask->answer_free (ask->answer);
  g_clear_error (&ask->error);
  g_object_unref (ask->task);
  g_free (ask);
}

/* On the store thread. */
static gboolean
run_question (EbbDb *db, gpointer data, GError **error)
{
  Ask *ask = data;
  GCancellable *cancellable = g_task_get_cancellable (ask->task);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  ask->answer = ask->question (db, ask->data, error);
  if (ask->answer == NULL && error != NULL && *error == NULL)
    g_set_error_literal (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
                         _ ("the record could not be read"));
  return ask->answer != NULL;
}

static gboolean
run_write (EbbDb *db, gpointer data, GError **error)
{
  Ask *ask = data;

  return ask->write (db, ask->data, error);
}

/* On the main thread. */
static gboolean
deliver (gpointer data)
{
  Ask *ask = data;

  /* GLib's locks order the two threads already, but a reader and the thread sanitizer see it here.
   */
  if (!atomic_load (&ask->is_told))
    return G_SOURCE_CONTINUE;

  if (ask->error != NULL)
    g_task_return_error (ask->task, g_steal_pointer (&ask->error));
  else if (ask->id != NULL)
    g_task_return_pointer (ask->task, g_steal_pointer (ask->id), g_free);
  else if (ask->write != NULL)
    g_task_return_boolean (ask->task, TRUE);
  else
    g_task_return_pointer (ask->task, g_steal_pointer (&ask->answer), ask->answer_free);
  ask_free (ask);
  return G_SOURCE_REMOVE;
}

/* On the store thread, or on the one that closes it.  Not g_main_context_invoke(): that runs here
 * and now when the main context happens to be at rest. */
static void
on_done (gpointer user, const GError *error)
{
  Ask *ask = user;
  GMainContext *context = g_task_get_context (ask->task);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, ask, NULL);
  ask->error = error != NULL ? g_error_copy (error) : NULL;
  atomic_store (&ask->is_told, true); /* from here on it is not looked at */
  g_source_attach (source, context);
}

static void
refuse (Ask *ask)
{
  g_task_return_new_error (ask->task, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED, "%s",
                           _ ("the record is closed"));
  ask_free (ask);
}

void
ebb_store_ask_async (EbbStore *store, EbbStoreQuestion question, gpointer data,
                     GDestroyNotify data_free, GDestroyNotify answer_free,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  Ask *ask = ask_new (cancellable, callback, user, ebb_store_ask_async);

  ask->question = question;
  ask->data = data;
  ask->data_free = data_free;
  ask->answer_free = answer_free;
  if (store == NULL)
    refuse (ask);
  else
    ebb_store_post_question (store, run_question, ask, NULL, on_done, ask);
}

gpointer
ebb_store_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
post_write (EbbStore *store, Ask *ask, EbbStoreJob job, gpointer data, GDestroyNotify data_free)
{
  ask->write = job;
  ask->data = data;
  ask->data_free = data_free;
  if (store == NULL)
    refuse (ask);
  else
    ebb_store_post (store, run_write, ask, NULL, on_done, ask);
}

void
ebb_store_write_async (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify data_free,
                       GAsyncReadyCallback callback, gpointer user)
{
  Ask *ask = ask_new (NULL, callback, user, ebb_store_write_async);

  post_write (store, ask, job, data, data_free);
}

gboolean
ebb_store_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
ebb_store_put_async (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify data_free,
                     char **id, GAsyncReadyCallback callback, gpointer user)
{
  Ask *ask = ask_new (NULL, callback, user, ebb_store_put_async);

  ask->id = id;
  post_write (store, ask, job, data, data_free);
}

char *
ebb_store_put_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
