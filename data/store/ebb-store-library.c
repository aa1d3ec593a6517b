/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exercises and protocol versions that sessions point to.
 */
#include "ebb-db-private.h"

#include <glib/gi18n-lib.h>

static gboolean
put_exercise (EbbDb *db, const EbbExercise *exercise, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO exercise (id, name, set_up, posture, segments, one_sided, reps_in_pressure, "
      "load_step_kg) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, exercise->id);
  ebb_bind_text (statement, exercise->name);
  ebb_bind_text (statement, exercise->set_up);
  ebb_bind_text (statement, ebb_posture_to_string (exercise->posture));
  ebb_bind_int (statement, exercise->segments);
  ebb_bind_int (statement, exercise->one_sided != FALSE);
  ebb_bind_int (statement, exercise->reps_in_pressure != FALSE);
  ebb_bind_double (statement, exercise->load_step_kg);
  return ebb_statement_run (statement, error);
}

gboolean
ebb_db_ensure_exercise (EbbDb *db, const char *exercise_id, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *known =
      ebb_db_query_text (db, "SELECT id FROM exercise WHERE id = ?", exercise_id, &local_error);
  g_autoptr (EbbExercise) exercise = NULL;

  if (local_error == NULL && known == NULL)
    exercise = ebb_exercise_load_builtin (exercise_id, &local_error);
  if (local_error != NULL) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("exercise: %s"),
                 local_error->message);
    g_error_free (local_error);
    return FALSE;
  }

  return known != NULL || put_exercise (db, exercise, error);
}

static gboolean
put_protocol (EbbDb *db, const EbbBoutRecord *bout, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT OR IGNORE INTO protocol_version (protocol_id, version, name, json, closed) "
      "VALUES (?, ?, ?, ?, 1)",
      error);

  ebb_bind_text (statement, bout->protocol_id);
  ebb_bind_int (statement, bout->protocol_version);
  ebb_bind_text (statement, bout->protocol_name);
  ebb_bind_text (statement, bout->protocol_json);
  return ebb_statement_run (statement, error);
}

static gboolean
is_same_protocol (EbbDb *db, const EbbBoutRecord *bout, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "SELECT json = ? FROM protocol_version WHERE protocol_id = ? AND version = ?", error);

  ebb_bind_text (statement, bout->protocol_json);
  ebb_bind_text (statement, bout->protocol_id);
  ebb_bind_int (statement, bout->protocol_version);
  if (!ebb_statement_row (statement, error))
    return FALSE;
  if (ebb_column_int (statement) != 0)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
               _ ("version %u of the protocol “%s” was used before with another text; allowed: "
                  "the same text, or a new version number"),
               bout->protocol_version, bout->protocol_id);
  return FALSE;
}

gboolean
ebb_db_ensure_protocol (EbbDb *db, const EbbBoutRecord *bout, GError **error)
{
  if (bout->protocol_id == NULL || bout->protocol_name == NULL || bout->protocol_json == NULL) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
                 _ ("the bout's protocol is not complete: id, name and text are needed"));
    return FALSE;
  }

  return put_protocol (db, bout, error) && is_same_protocol (db, bout, error);
}

static gboolean
knows_version (EbbDb *db, const char *protocol_id, guint version, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "SELECT 1 FROM protocol_version WHERE protocol_id = ? AND version = ?", error);

  ebb_bind_text (statement, protocol_id);
  ebb_bind_int (statement, version);
  return ebb_statement_row (statement, error);
}

static gboolean
put_builtin_version (EbbDb *db, const char *protocol_id, guint version, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (protocol_id, &problem);
  EbbBoutRecord bout = { .protocol_version = version };

  if (protocol == NULL || protocol->version != version) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
                 _ ("there is no version %u of the protocol “%s”%s%s"), version, protocol_id,
                 problem != NULL ? ": " : "", problem != NULL ? problem->message : "");
    return FALSE;
  }

  bout.protocol_id = protocol->id;
  bout.protocol_name = protocol->name;
  bout.protocol_json = protocol->json;
  return ebb_db_ensure_protocol (db, &bout, error);
}

gboolean
ebb_db_ensure_protocol_version (EbbDb *db, const char *protocol_id, guint version, GError **error)
{
  GError *local_error = NULL;

  if (knows_version (db, protocol_id, version, &local_error))
    return TRUE;
  if (local_error == NULL)
    return put_builtin_version (db, protocol_id, version, error);
  g_propagate_error (error, local_error);
  return FALSE;
}
