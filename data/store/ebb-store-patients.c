/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Patients: the clinical row, the identity apart from it, and the words they are found by.
 */
#include "ebb-db-private.h"
#include "ebb-fold.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

static gboolean
put_patient_row (EbbDb *db, const EbbPatient *patient, gint64 *key, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "INSERT INTO patient (id, sex) VALUES (?, ?) "
                      "ON CONFLICT (id) DO UPDATE SET sex = excluded.sex RETURNING key",
                      error);

  ebb_bind_text (statement, patient->id);
  ebb_bind_text (statement, patient->sex);
  if (!ebb_statement_row (statement, error))
    return FALSE;

  *key = ebb_column_int (statement);
  return TRUE;
}

static gboolean
put_identity (EbbDb *db, gint64 key, const EbbPatient *patient, const char *folded, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO patient_identity (patient_key, name, birth_date, record_number, folded) "
      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (patient_key) DO UPDATE SET name = excluded.name, "
      "birth_date = excluded.birth_date, record_number = excluded.record_number, "
      "folded = excluded.folded",
      error);

  ebb_bind_int (statement, key);
  ebb_bind_text (statement, patient->name);
  ebb_bind_text (statement, patient->birth_date);
  ebb_bind_text (statement, patient->record_number);
  ebb_bind_text (statement, folded);
  return ebb_statement_run (statement, error);
}

static gboolean
put_words (EbbDb *db, gint64 key, char **words, GError **error)
{
  g_autoptr (EbbStatement) clear =
      ebb_db_prepare (db, "DELETE FROM patient_word WHERE patient_key = ?", error);

  ebb_bind_int (clear, key);
  if (!ebb_statement_run (clear, error))
    return FALSE;

  for (guint i = 0; words[i] != NULL; i++) {
    g_autoptr (EbbStatement) insert = ebb_db_prepare (
        db, "INSERT OR IGNORE INTO patient_word (patient_key, word) VALUES (?, ?)", error);

    ebb_bind_int (insert, key);
    ebb_bind_text (insert, words[i]);
    if (!ebb_statement_run (insert, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
check_record_number (EbbDb *db, const EbbPatient *patient, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *other = NULL;

  if (patient->record_number == NULL)
    return TRUE;

  other = ebb_db_query_text (
      db,
      "SELECT id FROM patient_identity JOIN patient ON patient.key = patient_key "
      "WHERE record_number = ?",
      patient->record_number, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (other == NULL || g_strcmp0 (other, patient->id) == 0)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
               _ ("record number is “%s”, which another patient has; allowed: one that is free"),
               patient->record_number);
  return FALSE;
}

static gboolean
put_patient (EbbDb *db, gpointer data, GError **error)
{
  const EbbPatient *patient = data;
  g_autofree char *text =
      g_strjoin (" ", patient->name, patient->birth_date, patient->record_number, NULL);
  g_auto (GStrv) words = ebb_fold_words (text);
  g_autofree char *folded = g_strjoinv (" ", words);

  gint64 key = 0;

  return put_patient_row (db, patient, &key, error)
         && put_identity (db, key, patient, folded, error) && put_words (db, key, words, error)
         && ebb_db_audit (db, "put", "patient", patient->id, NULL, error);
}

gboolean
ebb_db_put_patient (EbbDb *db, EbbPatient *patient, GError **error)
{
  g_autofree char *today = ebb_db_today (db, error);
  gboolean is_new = patient->id == NULL;

  if (today == NULL || !ebb_patient_validate (patient, today, error)
      || !check_record_number (db, patient, error))
    return FALSE;

  if (is_new)
    patient->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_patient, patient, error))
    return TRUE;

  if (is_new)
    g_clear_pointer (&patient->id, g_free);
  return FALSE;
}

EbbPatient *
ebb_patient_read (EbbStatement *statement)
{
  EbbPatient *patient = g_new0 (EbbPatient, 1);

  patient->id = ebb_column_text (statement);
  patient->name = ebb_column_text (statement);
  patient->birth_date = ebb_column_text (statement);
  patient->record_number = ebb_column_text (statement);
  patient->sex = ebb_column_text (statement);
  return patient;
}

EbbPatient *
ebb_db_get_patient (EbbDb *db, const char *id, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, EBB_SELECT_PATIENTS "WHERE id = ?", error);
  GError *local_error = NULL;

  if (statement == NULL)
    return NULL;

  ebb_bind_text (statement, id);
  if (ebb_statement_row (statement, &local_error))
    return ebb_patient_read (statement);

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("there is no patient “%s”"),
                 id);
  return NULL;
}

typedef struct {
  const char *patient_id;
  gint64 unix_us;
} Since;

static gboolean
put_since (EbbDb *db, gpointer data, GError **error)
{
  const Since *since = data;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, "UPDATE patient SET written_unix_us = ? WHERE id = ?", error);

  ebb_bind_int (statement, since->unix_us);
  ebb_bind_text (statement, since->patient_id);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "patient-since", since->patient_id, NULL, error);
}

gboolean
ebb_db_put_patient_since (EbbDb *db, const char *patient_id, gint64 unix_us, GError **error)
{
  Since since = { patient_id, unix_us };

  return ebb_db_atomically (db, put_since, &since, error);
}
