/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The questions and writes of a screen, each with its type.
 */
#include "ebb-store-ask.h"
#include "ebb-store-private.h"

/* Questions ------------------------------------------------------------------------------------*/

typedef struct {
  char *text; /* owned: what is typed, or an id */
  guint limit;
  gint64 now_unix_us;
} Asked;

static Asked *
asked_new (const char *text, guint limit, gint64 now_unix_us)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->text = g_strdup (text);
  asked->limit = limit;
  asked->now_unix_us = now_unix_us;
  return asked;
}

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->text);
  g_free (asked);
}

static void
rows_free (gpointer rows)
{
  g_ptr_array_unref (rows);
}

static gpointer
find_rows (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;

  return ebb_db_find_rows (db, asked->text, asked->limit, asked->now_unix_us, error);
}

void
ebb_store_find_async (EbbStore *store, const char *text, guint limit, gint64 now_unix_us,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, find_rows, asked_new (text, limit, now_unix_us), asked_free,
                       rows_free, cancellable, callback, user);
}

static gpointer
find_first_rows (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;

  return ebb_db_find_first_rows (db, asked->text, asked->limit, asked->now_unix_us, error);
}

void
ebb_store_find_first_async (EbbStore *store, const char *text, guint limit, gint64 now_unix_us,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, find_first_rows, asked_new (text, limit, now_unix_us), asked_free,
                       rows_free, cancellable, callback, user);
}

static gpointer
find_alike (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_find_alike (db, data, error);
}

void
ebb_store_find_alike_async (EbbStore *store, const EbbPatient *patient, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, find_alike, ebb_patient_copy (patient),
                       (GDestroyNotify) ebb_patient_free, rows_free, cancellable, callback, user);
}

static gpointer
load_patient (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;

  return ebb_db_load_patient_file (db, asked->text, asked->now_unix_us, error);
}

void
ebb_store_load_patient_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user)
{
  ebb_store_ask_async (store, load_patient, asked_new (patient_id, 0, now_unix_us), asked_free,
                       (GDestroyNotify) ebb_patient_file_free, cancellable, callback, user);
}

static gpointer
load_session (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_load_session_file (db, data, error);
}

void
ebb_store_load_session_async (EbbStore *store, const char *session_id, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_session, g_strdup (session_id), g_free,
                       (GDestroyNotify) ebb_session_file_free, cancellable, callback, user);
}

static gpointer
load_clinic (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_load_clinic (db, error);
}

void
ebb_store_load_clinic_async (EbbStore *store, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_clinic, NULL, NULL, (GDestroyNotify) ebb_clinic_free,
                       cancellable, callback, user);
}

/* Writes ---------------------------------------------------------------------------------------*/

typedef struct {
  gpointer record; /* owned */
  GDestroyNotify record_free;
  char *patient_id; /* owned or NULL */
  char *id;         /* owned: the answer */
} Put;

static Put *
put_new (gpointer record, GDestroyNotify record_free)
{
  Put *put = g_new0 (Put, 1);

  put->record = record;
  put->record_free = record_free;
  return put;
}

static void
put_free (gpointer data)
{
  Put *put = data;

  put->record_free (put->record);
  g_free (put->patient_id);
  g_free (put->id);
  g_free (put);
}

static gboolean
answer_with (Put *put, const char *id)
{
  g_free (put->id);
  put->id = g_strdup (id);
  return TRUE;
}

static gboolean
put_patient (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbPatient *patient = put->record;

  return ebb_db_put_patient (db, patient, error) && answer_with (put, patient->id);
}

void
ebb_store_put_patient_async (EbbStore *store, const EbbPatient *patient,
                             GAsyncReadyCallback callback, gpointer user)
{
  Put *put = put_new (ebb_patient_copy (patient), (GDestroyNotify) ebb_patient_free);

  ebb_store_put_async (store, put_patient, put, put_free, &put->id, callback, user);
}

/* An order for a patient under care belongs to that care. */
static gboolean
choose_episode (EbbDb *db, EbbOrder *order, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *today = NULL;

  if (order->episode_id != NULL || order->patient_id == NULL)
    return TRUE;
  today = ebb_db_today (db, error);
  if (today == NULL)
    return FALSE;
  order->episode_id = ebb_db_find_episode (db, order->patient_id, today, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
put_order (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbOrder *order = put->record;

  return choose_episode (db, order, error) && ebb_db_put_order (db, order, error)
         && answer_with (put, order->id);
}

void
ebb_store_put_order_async (EbbStore *store, const EbbOrder *order, GAsyncReadyCallback callback,
                           gpointer user)
{
  Put *put = put_new (ebb_order_copy (order), (GDestroyNotify) ebb_order_free);

  ebb_store_put_async (store, put_order, put, put_free, &put->id, callback, user);
}

static gboolean
put_prescription (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbPrescriptionRecord *record = put->record;

  return ebb_db_put_prescription (db, put->patient_id, record, error)
         && answer_with (put, record->id);
}

void
ebb_store_put_prescription_async (EbbStore *store, const char *patient_id,
                                  const EbbPrescriptionRecord *record, GAsyncReadyCallback callback,
                                  gpointer user)
{
  EbbPrescriptionRecord *copy = ebb_prescription_record_copy (record);
  Put *put = put_new (copy, (GDestroyNotify) ebb_prescription_record_free);

  /* Made from an older one, it is still a version of its own. */
  g_clear_pointer (&copy->id, g_free);
  copy->written_unix_us = 0;
  put->patient_id = g_strdup (patient_id);
  ebb_store_put_async (store, put_prescription, put, put_free, &put->id, callback, user);
}

static gboolean
put_lop (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbLopRecord *record = put->record;

  return ebb_db_put_lop (db, record, error) && answer_with (put, record->id);
}

void
ebb_store_put_lop_async (EbbStore *store, const EbbLopRecord *record, GAsyncReadyCallback callback,
                         gpointer user)
{
  Put *put = put_new (ebb_lop_record_copy (record), (GDestroyNotify) ebb_lop_record_free);

  ebb_store_put_async (store, put_lop, put, put_free, &put->id, callback, user);
}

static gboolean
put_clinic (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;

  return ebb_db_put_clinic (db, put->record, error) && answer_with (put, "clinic");
}

void
ebb_store_put_clinic_async (EbbStore *store, const EbbClinic *clinic, GAsyncReadyCallback callback,
                            gpointer user)
{
  Put *put = put_new (ebb_clinic_copy (clinic), (GDestroyNotify) ebb_clinic_free);

  ebb_store_put_async (store, put_clinic, put, put_free, &put->id, callback, user);
}
