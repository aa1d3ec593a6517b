/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Screenings from the main thread: questions and writes, each with its type.
 */
#include "ebb-db-screening.h"
#include "ebb-store-ask.h"
#include "ebb-store-private.h"

typedef struct {
  gpointer record;        /* owned */
  EbbScreeningList *list; /* owned or NULL */
  char *id;               /* owned: the answer */
  gint64 now_unix_us;
} Asked;

static Asked *
asked_new (gpointer record)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->record = record;
  return asked;
}

static gpointer
load_file (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;

  return ebb_db_load_screening_file (db, asked->record, asked->now_unix_us, error);
}

static void
asked_free_id (gpointer data)
{
  Asked *asked = data;

  g_free (asked->record);
  g_free (asked);
}

void
ebb_store_load_screening_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user)
{
  Asked *asked = asked_new (g_strdup (patient_id));

  asked->now_unix_us = now_unix_us;
  ebb_store_ask_async (store, load_file, asked, asked_free_id,
                       (GDestroyNotify) ebb_screening_file_unref, cancellable, callback, user);
}

static gboolean
take_id (Asked *asked, const char *id)
{
  g_free (asked->id);
  asked->id = g_strdup (id);
  return TRUE;
}

static gboolean
write_screening (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbScreening *screening = asked->record;

  return ebb_db_put_screening (db, screening, asked->list, error) && take_id (asked, screening->id);
}

static void
asked_free_screening (gpointer data)
{
  Asked *asked = data;

  ebb_screening_free (asked->record);
  ebb_screening_list_free (asked->list);
  g_free (asked->id);
  g_free (asked);
}

void
ebb_store_put_screening_async (EbbStore *store, const EbbScreening *screening,
                               const EbbScreeningList *list, GAsyncReadyCallback callback,
                               gpointer user)
{
  Asked *asked = asked_new (ebb_screening_copy (screening));

  asked->list = ebb_screening_list_parse (list->id, list->json, -1, NULL);
  ebb_store_put_async (store, write_screening, asked, asked_free_screening, &asked->id, callback,
                       user);
}

static gboolean
write_clearance (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbClearance *clearance = asked->record;

  return ebb_db_put_clearance (db, clearance, error) && take_id (asked, clearance->id);
}

static void
asked_free_clearance (gpointer data)
{
  Asked *asked = data;

  ebb_clearance_free (asked->record);
  g_free (asked->id);
  g_free (asked);
}

void
ebb_store_put_clearance_async (EbbStore *store, const EbbClearance *clearance,
                               GAsyncReadyCallback callback, gpointer user)
{
  Asked *asked = asked_new (ebb_clearance_copy (clearance));

  ebb_store_put_async (store, write_clearance, asked, asked_free_clearance, &asked->id, callback,
                       user);
}

static gboolean
write_override (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbScreeningOverride *override = asked->record;

  return ebb_db_put_screening_override (db, override, error) && take_id (asked, override->id);
}

static void
asked_free_override (gpointer data)
{
  Asked *asked = data;

  ebb_screening_override_free (asked->record);
  g_free (asked->id);
  g_free (asked);
}

void
ebb_store_put_screening_override_async (EbbStore *store, const EbbScreeningOverride *override,
                                        GAsyncReadyCallback callback, gpointer user)
{
  Asked *asked = asked_new (ebb_screening_override_copy (override));

  ebb_store_put_async (store, write_override, asked, asked_free_override, &asked->id, callback,
                       user);
}

static gboolean
write_change (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbHealthChange *change = asked->record;

  return ebb_db_put_health_change (db, change, error) && take_id (asked, change->id);
}

static void
asked_free_change (gpointer data)
{
  Asked *asked = data;

  ebb_health_change_free (asked->record);
  g_free (asked->id);
  g_free (asked);
}

void
ebb_store_put_health_change_async (EbbStore *store, const EbbHealthChange *change,
                                   GAsyncReadyCallback callback, gpointer user)
{
  Asked *asked = asked_new (ebb_health_change_copy (change));

  ebb_store_put_async (store, write_change, asked, asked_free_change, &asked->id, callback, user);
}
