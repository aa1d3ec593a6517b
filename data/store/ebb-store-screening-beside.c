/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands beside a screening: a therapist's override of one day, a change of health, what the
 * clinic has set; and all of it together as a lock looks at it.
 */
#include "ebb-day.h"
#include "ebb-db-door.h"
#include "ebb-db-private.h"
#include "ebb-db-screening.h"
#include "ebb-db-settings.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

/* Overrides ------------------------------------------------------------------------------------*/

static gboolean
put_override (EbbDb *db, gpointer data, GError **error)
{
  const EbbScreeningOverride *override = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, override->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL ? NULL
                      : ebb_db_prepare (db,
                                        "INSERT INTO screening_override (id, patient_id, "
                                        "screening_id, reason, overridden_on, user_id) "
                                        "VALUES (?, ?, ?, ?, ?, ?)",
                                        error);

  ebb_bind_text (insert, override->id);
  ebb_bind_text (insert, override->patient_id);
  ebb_bind_text (insert, override->screening_id);
  ebb_bind_text (insert, override->reason);
  ebb_bind_text (insert, override->overridden_on);
  ebb_bind_text (insert, user_id);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "override", "screening", override->id, override->reason, error);
}

gboolean
ebb_db_put_screening_override (EbbDb *db, EbbScreeningOverride *override, GError **error)
{
  gboolean is_new = override->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!ebb_check_line (_ ("reason"), override->reason, TRUE, error)
      || !ebb_check_line (_ ("therapist"), override->operator_name, TRUE, error)
      || !ebb_check_date (_ ("date of the override"), override->overridden_on, error))
    return FALSE;
  patient =
      ebb_db_get_patient (db, override->patient_id != NULL ? override->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    override->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_override, override, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&override->id, g_free);
  return FALSE;
}

static gboolean
load_override (EbbDb *db, EbbScreeningFile *file, const char *today, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT screening_override.id, screening_id, reason, user.name, written_unix_us "
      "FROM screening_override "
      "JOIN user ON user.id = user_id WHERE patient_id = ? AND overridden_on = ? "
      "ORDER BY written_unix_us DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, file->patient_id);
  ebb_bind_text (statement, today);
  if (ebb_statement_row (statement, &local_error)) {
    file->override = g_new0 (EbbScreeningOverride, 1);
    file->override->id = ebb_column_text (statement);
    file->override->screening_id = ebb_column_text (statement);
    file->override->reason = ebb_column_text (statement);
    file->override->operator_name = ebb_column_text (statement);
    file->override->written_unix_us = ebb_column_int (statement);
    file->override->patient_id = g_strdup (file->patient_id);
    file->override->overridden_on = g_strdup (today);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Changes of health ----------------------------------------------------------------------------*/

static gboolean
put_change (EbbDb *db, gpointer data, GError **error)
{
  const EbbHealthChange *change = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) insert =
      ebb_db_prepare (db,
                      "INSERT INTO health_change (id, patient_id, what, user_id, noted_unix_us) "
                      "VALUES (?, ?, ?, ?, ?)",
                      error);

  if (!ebb_db_ensure_operator (db, change->operator_name, &user_id, error))
    return FALSE;
  ebb_bind_text (insert, change->id);
  ebb_bind_text (insert, change->patient_id);
  ebb_bind_text (insert, change->what);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, change->noted_unix_us);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "put", "health-change", change->id, change->what, error);
}

gboolean
ebb_db_put_health_change (EbbDb *db, EbbHealthChange *change, GError **error)
{
  gboolean is_new = change->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!ebb_check_line (_ ("change of health"), change->what, TRUE, error))
    return FALSE;
  patient = ebb_db_get_patient (db, change->patient_id != NULL ? change->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    change->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_change, change, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&change->id, g_free);
  return FALSE;
}

static gboolean
load_change (EbbDb *db, EbbScreeningFile *file, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT health_change.id, what, user.name, noted_unix_us FROM health_change "
      "LEFT JOIN user ON user.id = user_id WHERE patient_id = ? AND noted_unix_us >= ? "
      "ORDER BY noted_unix_us DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, file->patient_id);
  ebb_bind_int (statement, file->screening != NULL ? file->screening->written_unix_us : 0);
  if (ebb_statement_row (statement, &local_error)) {
    file->change = g_new0 (EbbHealthChange, 1);
    file->change->id = ebb_column_text (statement);
    file->change->what = ebb_column_text (statement);
    file->change->operator_name = ebb_column_text (statement);
    file->change->noted_unix_us = ebb_column_int (statement);
    file->change->patient_id = g_strdup (file->patient_id);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* The door -------------------------------------------------------------------------------------*/

static gboolean
load_refusals (EbbDb *db, EbbScreeningFile *file, gint64 now_unix_us, GError **error)
{
  GPtrArray *standing = ebb_db_list_standing_refusals (db, file->patient_id, now_unix_us, error);

  if (standing == NULL)
    return FALSE;
  g_ptr_array_unref (file->refusals);
  file->refusals = standing;
  return TRUE;
}

static gboolean
load_readings (EbbDb *db, EbbScreeningFile *file, gint64 now_unix_us, GError **error)
{
  GPtrArray *readings = ebb_db_list_door_readings (db, file->patient_id, now_unix_us, error);

  if (readings == NULL)
    return FALSE;
  g_ptr_array_unref (file->readings);
  file->readings = readings;
  return TRUE;
}

/* All of it ------------------------------------------------------------------------------------*/

EbbScreeningFile *
ebb_db_load_screening_file (EbbDb *db, const char *patient_id, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbScreeningFile) file = ebb_screening_file_new (patient_id);
  EbbDay day = ebb_day_of (now_unix_us);

  if (!ebb_db_load_newest_screening (db, file, error) || !load_override (db, file, day.date, error)
      || !load_change (db, file, error) || !load_refusals (db, file, now_unix_us, error)
      || !load_readings (db, file, now_unix_us, error)
      || !ebb_db_load_screening_settings (db, &file->settings, error))
    return NULL;
  file->asked = ebb_db_load_screening_list_in_force (db, error);
  if (file->asked == NULL)
    return NULL;
  return g_steal_pointer (&file);
}
