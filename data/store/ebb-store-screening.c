/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Screenings, the lists that were asked, and a physician's clearances.  None is ever changed.
 */
#include "ebb-db-papers.h"
#include "ebb-db-private.h"
#include "ebb-db-screening.h"
#include "ebb-db-settings.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Screenings -----------------------------------------------------------------------------------*/

typedef struct {
  EbbScreening *screening;
  const EbbScreeningList *list;
} Put;

/* Wall time, but never before what stands already: the last one counts. */
#define WRITTEN                                                                                    \
  "max (coalesce (?, CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)), "         \
  "coalesce ((SELECT max (written_unix_us) + 1 FROM screening WHERE patient_id = ?2), 0))"

static gboolean
insert_screening (EbbDb *db, const EbbScreening *screening, const char *user_id, GError **error)
{
  g_autofree char *answers = ebb_screening_to_json (screening);
  g_autoptr (EbbStatement) insert = ebb_db_prepare (
      db,
      "INSERT INTO screening (id, patient_id, list_id, list_version, answers_json, outcome, "
      "score, max_percent_lop, intermittent, reasons, screened_on, valid_until, user_id, "
      "written_unix_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " WRITTEN ")",
      error);

  ebb_bind_text (insert, screening->id);
  ebb_bind_text (insert, screening->patient_id);
  ebb_bind_text (insert, screening->list_id);
  ebb_bind_int (insert, screening->list_version);
  ebb_bind_text (insert, answers);
  ebb_bind_text (insert, ebb_screening_outcome_to_string (screening->outcome));
  ebb_bind_time (insert, screening->score);
  ebb_bind_above (insert, screening->max_percent_lop, 0);
  ebb_bind_int (insert, screening->intermittent != FALSE);
  ebb_bind_text (insert, screening->reasons != NULL ? screening->reasons : "");
  ebb_bind_text (insert, screening->screened_on);
  ebb_bind_words (insert, screening->valid_until);
  ebb_bind_text (insert, user_id);
  if (screening->written_unix_us > 0)
    ebb_bind_int (insert, screening->written_unix_us);
  else
    ebb_bind_null (insert);
  return ebb_statement_run (insert, error);
}

static gboolean
put_screening (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbScreening *screening = put->screening;
  g_autofree char *user_id = NULL;

  return ebb_db_ensure_operator (db, screening->operator_name, &user_id, error)
         && ebb_db_keep_screening_list (db, put->list, error)
         && insert_screening (db, screening, user_id, error)
         && ebb_db_audit (db, "put", "screening", screening->id,
                          ebb_screening_outcome_to_string (screening->outcome), error);
}

static gboolean
has_patient (EbbDb *db, const char *patient_id, GError **error)
{
  g_autoptr (EbbPatient) patient =
      ebb_db_get_patient (db, patient_id != NULL ? patient_id : "", error);

  return patient != NULL;
}

static gboolean
check_screening (EbbDb *db, const EbbScreening *screening, const EbbScreeningList *list,
                 GError **error)
{
  if (g_strcmp0 (screening->list_id, list->id) != 0 || screening->list_version != list->version)
    return ebb_refuse (error, _ ("screening list"), screening->list_id, list->id);
  return has_patient (db, screening->patient_id, error)
         && ebb_check_date (_ ("date of the screening"), screening->screened_on, error)
         && (screening->valid_until == NULL
             || ebb_check_date (_ ("last valid day"), screening->valid_until, error))
         && ebb_screening_check (screening, list, error);
}

gboolean
ebb_db_put_screening (EbbDb *db, EbbScreening *screening, const EbbScreeningList *list,
                      GError **error)
{
  gboolean is_new = screening->id == NULL;
  Put put = { screening, list };

  if (!check_screening (db, screening, list, error))
    return FALSE;
  if (is_new)
    screening->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_screening, &put, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&screening->id, g_free);
  return FALSE;
}

/* A stored row and its answers; a damaged text is an error, never a screening without answers. */
static EbbScreening *
read_screening (EbbStatement *statement, GError **error)
{
  g_autofree char *id = ebb_column_text (statement);
  g_autofree char *patient_id = ebb_column_text (statement);
  g_autofree char *json = ebb_column_text (statement);
  g_autofree char *outcome = ebb_column_text (statement);
  EbbScreening *screening = ebb_screening_parse ("screening", json, -1, error);

  if (screening == NULL)
    return NULL;
  screening->id = g_steal_pointer (&id);
  screening->patient_id = g_steal_pointer (&patient_id);
  screening->outcome = (EbbScreeningOutcome) ebb_screening_outcome_from_string (outcome);
  screening->score = (int) ebb_column_double (statement, -1);
  screening->max_percent_lop = ebb_column_double (statement, 0);
  screening->intermittent = ebb_column_int (statement) != 0;
  screening->reasons = ebb_column_text (statement);
  screening->screened_on = ebb_column_text (statement);
  screening->valid_until = ebb_column_text (statement);
  screening->operator_name = ebb_column_text (statement);
  screening->written_unix_us = ebb_column_int (statement);
  return screening;
}

#define SELECT_SCREENINGS                                                                          \
  "SELECT screening.id, patient_id, answers_json, outcome, score, max_percent_lop, intermittent, " \
  "reasons, screened_on, valid_until, user.name, written_unix_us FROM screening "                  \
  "LEFT JOIN user ON user.id = user_id WHERE patient_id = ? ORDER BY written_unix_us DESC "

GPtrArray *
ebb_db_list_screenings (EbbDb *db, const char *patient_id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) screenings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_screening_free);
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, SELECT_SCREENINGS "LIMIT ?", error);
  GError *local_error = NULL;

  if (statement == NULL)
    return NULL;
  ebb_bind_text (statement, patient_id);
  ebb_bind_int (statement, limit);
  while (ebb_statement_row (statement, &local_error)) {
    EbbScreening *screening = read_screening (statement, &local_error);

    if (screening == NULL)
      break;
    g_ptr_array_add (screenings, screening);
  }
  if (local_error == NULL)
    return g_steal_pointer (&screenings);
  g_propagate_error (error, local_error);
  return NULL;
}

/* Clearances -----------------------------------------------------------------------------------*/

static gboolean
put_clearance (EbbDb *db, gpointer data, GError **error)
{
  const EbbClearance *clearance = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) insert = ebb_db_prepare (
      db,
      "INSERT INTO clearance (id, patient_id, screening_id, physician, cleared_on, scope, "
      "max_percent_lop, intermittent, note, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  if (!ebb_db_ensure_operator (db, clearance->operator_name, &user_id, error))
    return FALSE;
  ebb_bind_text (insert, clearance->id);
  ebb_bind_text (insert, clearance->patient_id);
  ebb_bind_text (insert, clearance->screening_id);
  ebb_bind_text (insert, clearance->physician);
  ebb_bind_text (insert, clearance->cleared_on);
  ebb_bind_text (insert, clearance->scope);
  ebb_bind_above (insert, clearance->max_percent_lop, 0);
  ebb_bind_int (insert, clearance->intermittent != FALSE);
  ebb_bind_words (insert, clearance->note);
  ebb_bind_text (insert, user_id);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "put", "clearance", clearance->id, clearance->physician, error);
}

/* A clearance is of a screening of this patient, and has been given. */
static gboolean
check_clearance (EbbDb *db, const EbbClearance *clearance, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *today = ebb_db_today (db, error);
  g_autofree char *patient_id = ebb_db_query_text (
      db, "SELECT patient_id FROM screening WHERE id = ?",
      clearance->screening_id != NULL ? clearance->screening_id : "", &local_error);

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (today == NULL)
    return FALSE;
  if (patient_id == NULL || g_strcmp0 (patient_id, clearance->patient_id) != 0)
    return ebb_refuse (error, _ ("screening"), clearance->screening_id,
                       _ ("a recorded screening of this patient"));
  if (!ebb_check_line (_ ("physician"), clearance->physician, TRUE, error)
      || !ebb_check_line (_ ("scope of the clearance"), clearance->scope, TRUE, error)
      || !ebb_check_free_text (_ ("note"), clearance->note, error)
      || !ebb_check_date (_ ("date of the clearance"), clearance->cleared_on, error))
    return FALSE;
  return strcmp (clearance->cleared_on, today) <= 0
         || ebb_refuse (error, _ ("date of the clearance"), clearance->cleared_on,
                        _ ("a day that is not still to come"));
}

gboolean
ebb_db_put_clearance (EbbDb *db, EbbClearance *clearance, GError **error)
{
  gboolean is_new = clearance->id == NULL;

  if (!check_clearance (db, clearance, error))
    return FALSE;
  if (is_new)
    clearance->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_clearance, clearance, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&clearance->id, g_free);
  return FALSE;
}

static gpointer
read_clearance (EbbStatement *statement)
{
  EbbClearance *clearance = g_new0 (EbbClearance, 1);

  clearance->id = ebb_column_text (statement);
  clearance->patient_id = ebb_column_text (statement);
  clearance->screening_id = ebb_column_text (statement);
  clearance->physician = ebb_column_text (statement);
  clearance->cleared_on = ebb_column_text (statement);
  clearance->scope = ebb_column_text (statement);
  clearance->max_percent_lop = ebb_column_double (statement, 0);
  clearance->intermittent = ebb_column_int (statement) != 0;
  clearance->note = ebb_column_text (statement);
  clearance->operator_name = ebb_column_text (statement);
  return clearance;
}

GPtrArray *
ebb_db_list_clearances (EbbDb *db, const char *screening_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT clearance.id, patient_id, screening_id, physician, cleared_on, "
                         "scope, max_percent_lop, intermittent, note, user.name FROM clearance "
                         "LEFT JOIN user ON user.id = user_id WHERE screening_id = ? "
                         "ORDER BY written_unix_us DESC",
                         screening_id, read_clearance, (GDestroyNotify) ebb_clearance_free, error);
}

/* The newest screening and the list it was asked from. */
gboolean
ebb_db_load_newest_screening (EbbDb *db, EbbScreeningFile *file, GError **error)
{
  g_autoptr (GPtrArray) newest = ebb_db_list_screenings (db, file->patient_id, 1, error);

  if (newest == NULL)
    return FALSE;
  if (newest->len == 0) {
    file->list = ebb_db_load_screening_list_in_force (db, error);
    return file->list != NULL;
  }
  file->screening = g_ptr_array_steal_index (newest, 0);
  file->list = ebb_db_load_screening_list (db, file->screening->list_id,
                                           file->screening->list_version, error);
  g_clear_pointer (&file->clearances, g_ptr_array_unref);
  file->clearances = ebb_db_list_clearances (db, file->screening->id, error);
  return file->list != NULL && file->clearances != NULL;
}
