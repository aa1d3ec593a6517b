/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-store-ask-protocols.h"

#include "ebb-db-protocols.h"
#include "ebb-store-private.h"

static gpointer
list_protocols (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_list_protocols (db, error);
}

void
ebb_store_list_protocols_async (EbbStore *store, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, list_protocols, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                       cancellable, callback, user);
}

typedef struct {
  EbbProtocol *protocol;      /* owned; NULL where an id is enough */
  char *text, *operator_name; /* owned: the base or the reason; who */
  char *of, *id;              /* owned: which one; the answer */
  gboolean yes;               /* a copy; retired */
} Put;

static Put *
put_new (const EbbProtocol *protocol, const char *of, const char *text, const char *operator_name)
{
  Put *put = g_new0 (Put, 1);

  put->protocol = protocol != NULL ? ebb_protocol_copy (protocol) : NULL;
  put->of = g_strdup (of);
  put->text = g_strdup (text);
  put->operator_name = g_strdup (operator_name);
  return put;
}

static void
put_free (gpointer data)
{
  Put *put = data;

  ebb_protocol_free (put->protocol);
  g_free (put->text);
  g_free (put->operator_name);
  g_free (put->of);
  g_free (put->id);
  g_free (put);
}

static void
be (EbbDb *db, const Put *put)
{
  if (put->operator_name != NULL && *put->operator_name != '\0')
    ebb_db_set_actor (db, put->operator_name);
}

/* A job that was begun anew has an answer of its first try. */
static gboolean
save (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;

  be (db, put);
  g_clear_pointer (&put->id, g_free);
  return ebb_db_save_protocol (db, put->protocol, put->text, &put->id, NULL, error);
}

void
ebb_store_save_protocol_async (EbbStore *store, const EbbProtocol *protocol, const char *based_on,
                               const char *operator_name, GAsyncReadyCallback callback,
                               gpointer user)
{
  Put *put = put_new (protocol, NULL, based_on, operator_name);

  ebb_store_put_async (store, save, put, put_free, &put->id, callback, user);
}

static gboolean
import (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;

  be (db, put);
  g_clear_pointer (&put->id, g_free);
  return ebb_db_import_protocol (db, put->protocol, put->yes, &put->id, error);
}

void
ebb_store_import_protocol_async (EbbStore *store, const EbbProtocol *protocol, gboolean as_copy,
                                 const char *operator_name, GAsyncReadyCallback callback,
                                 gpointer user)
{
  Put *put = put_new (protocol, NULL, NULL, operator_name);

  put->yes = as_copy;
  ebb_store_put_async (store, import, put, put_free, &put->id, callback, user);
}

static gboolean
answer_with_of (Put *put)
{
  g_free (put->id);
  put->id = g_strdup (put->of);
  return TRUE;
}

static gboolean
lock (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;

  be (db, put);
  return ebb_db_lock_protocol (db, put->of, put->text, put->operator_name, error)
         && answer_with_of (put);
}

void
ebb_store_lock_protocol_async (EbbStore *store, const char *id, const char *reason,
                               const char *operator_name, GAsyncReadyCallback callback,
                               gpointer user)
{
  Put *put = put_new (NULL, id, reason, operator_name);

  ebb_store_put_async (store, lock, put, put_free, &put->id, callback, user);
}

static gboolean
retire (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;

  be (db, put);
  return ebb_db_retire_protocol (db, put->of, put->yes, error) && answer_with_of (put);
}

void
ebb_store_retire_protocol_async (EbbStore *store, const char *id, gboolean retired,
                                 const char *operator_name, GAsyncReadyCallback callback,
                                 gpointer user)
{
  Put *put = put_new (NULL, id, NULL, operator_name);

  put->yes = retired;
  ebb_store_put_async (store, retire, put, put_free, &put->id, callback, user);
}
