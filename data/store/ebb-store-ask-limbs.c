/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-store-ask-limbs.h"

#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-store-private.h"

static void
array_free (gpointer array)
{
  g_ptr_array_unref (array);
}

/* Questions ------------------------------------------------------------------------------------*/

typedef struct {
  char *patient_id; /* owned */
  gint64 now_unix_us;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->patient_id);
  g_free (asked);
}

void
ebb_limbs_file_free (EbbLimbsFile *file)
{
  if (file == NULL)
    return;
  g_clear_pointer (&file->file, ebb_patient_file_free);
  g_clear_pointer (&file->girths, g_ptr_array_unref);
  g_clear_pointer (&file->cuffs, g_ptr_array_unref);
  g_free (file);
}

static gboolean
load_ends (EbbDb *db, EbbLimbsFile *limbs, const char *patient_id, GError **error)
{
  for (int segment = 0; segment < EBB_N_SEGMENTS; segment++)
    for (int side = 0; side < EBB_N_SIDES; side++) {
      gint64 *end = &limbs->run_ended_unix_us[segment][side];

      *end = EBB_TIME_UNSET;
      if (side != EBB_SIDE_UNSET
          && !ebb_db_get_lop_run_end (db, patient_id, (EbbSegment) segment, (EbbSide) side, end,
                                      error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
load_limbs (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;
  g_autoptr (EbbLimbsFile) limbs = g_new0 (EbbLimbsFile, 1);

  limbs->file = ebb_db_load_patient_file (db, asked->patient_id, asked->now_unix_us, error);
  if (limbs->file == NULL)
    return NULL;
  limbs->girths = ebb_db_get_girths (db, asked->patient_id, error);
  if (limbs->girths == NULL)
    return NULL;
  limbs->cuffs = ebb_db_list_cuffs (db, error);
  if (limbs->cuffs == NULL
      || !ebb_db_get_latex_allergy (db, asked->patient_id, &limbs->latex_known,
                                    &limbs->latex_allergic, error)
      || !load_ends (db, limbs, asked->patient_id, error))
    return NULL;
  return g_steal_pointer (&limbs);
}

void
ebb_store_load_limbs_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->patient_id = g_strdup (patient_id);
  asked->now_unix_us = now_unix_us;
  ebb_store_ask_async (store, load_limbs, asked, asked_free, (GDestroyNotify) ebb_limbs_file_free,
                       cancellable, callback, user);
}

static gpointer
load_cuffs (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_list_cuffs (db, error);
}

void
ebb_store_load_cuffs_async (EbbStore *store, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_cuffs, NULL, NULL, array_free, cancellable, callback, user);
}

/* Writes ---------------------------------------------------------------------------------------*/

static gboolean
put_girths (EbbDb *db, gpointer data, GError **error)
{
  const GPtrArray *girths = data;

  for (guint i = 0; i < girths->len; i++)
    if (!ebb_db_put_girth (db, g_ptr_array_index (girths, i), error))
      return FALSE;
  return TRUE;
}

void
ebb_store_put_girths_async (EbbStore *store, const GPtrArray *girths, GAsyncReadyCallback callback,
                            gpointer user)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_girth_record_free);

  for (guint i = 0; i < girths->len; i++)
    g_ptr_array_add (copy, ebb_girth_record_copy (g_ptr_array_index (girths, i)));
  ebb_store_write_async (store, put_girths, copy, array_free, callback, user);
}

typedef struct {
  EbbCuffRecord *cuff; /* owned */
  char *id;            /* owned: the answer */
} PutCuff;

static void
put_cuff_free (gpointer data)
{
  PutCuff *put = data;

  ebb_cuff_record_free (put->cuff);
  g_free (put->id);
  g_free (put);
}

static gboolean
put_cuff (EbbDb *db, gpointer data, GError **error)
{
  PutCuff *put = data;

  if (!ebb_db_put_cuff (db, put->cuff, error))
    return FALSE;
  g_free (put->id);
  put->id = g_strdup (put->cuff->id);
  return TRUE;
}

void
ebb_store_put_cuff_async (EbbStore *store, const EbbCuffRecord *cuff, GAsyncReadyCallback callback,
                          gpointer user)
{
  PutCuff *put = g_new0 (PutCuff, 1);

  put->cuff = ebb_cuff_record_copy (cuff);
  ebb_store_put_async (store, put_cuff, put, put_cuff_free, &put->id, callback, user);
}

typedef struct {
  char *run_id, *text; /* owned */
} Note;

static void
note_free (gpointer data)
{
  Note *note = data;

  g_free (note->run_id);
  g_free (note->text);
  g_free (note);
}

static gboolean
write_note (EbbDb *db, gpointer data, GError **error)
{
  const Note *note = data;

  return ebb_db_note_lop_run (db, note->run_id, note->text, error);
}

void
ebb_store_note_lop_run (EbbStore *store, const char *run_id, const char *text)
{
  Note *note = g_new0 (Note, 1);

  note->run_id = g_strdup (run_id);
  note->text = g_strdup (text);
  ebb_store_post_kept (store, write_note, note, note_free, NULL, NULL);
}
