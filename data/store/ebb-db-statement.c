/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-db-sqlite.h"

#include <errno.h>

struct EbbStatement {
  EbbDb *db;          /* borrowed */
  sqlite3_stmt *stmt; /* owned */
  const char *sql;    /* borrowed: a literal */

  /* state */
  int parameter, column; /* the next one */
  int bind_code;         /* the first failure */
};

void
ebb_statement_destroy (EbbStatement *statement)
{
  sqlite3_finalize (statement->stmt);
  g_free (statement);
}

EbbStatement *
ebb_db_prepare (EbbDb *db, const char *sql, GError **error)
{
  EbbStatement *statement = NULL;
  sqlite3_stmt *stmt = NULL;
  int code;

  /* Taken out while in use, so that a nested use of the same text gets one of its own. */
  if (g_hash_table_steal_extended (db->statements, sql, NULL, (gpointer *) &statement))
    return statement;

  code = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK) {
    ebb_db_fail (db, code, error);
    return NULL;
  }

  statement = g_new0 (EbbStatement, 1);
  statement->db = db;
  statement->stmt = stmt;
  statement->sql = sql;
  return statement;
}

void
ebb_statement_restart (EbbStatement *statement)
{
  if (statement == NULL)
    return;

  sqlite3_reset (statement->stmt);
  sqlite3_clear_bindings (statement->stmt);
  statement->parameter = 0;
  statement->column = 0;
  statement->bind_code = SQLITE_OK;
}

void
ebb_statement_release (EbbStatement *statement)
{
  if (statement == NULL)
    return;

  ebb_statement_restart (statement);
  g_hash_table_replace (statement->db->statements, (gpointer) statement->sql, statement);
}

static void
note_bind (EbbStatement *statement, int code)
{
  if (statement->bind_code == SQLITE_OK)
    statement->bind_code = code;
}

void
ebb_bind_text (EbbStatement *statement, const char *text)
{
  if (statement != NULL)
    note_bind (statement, sqlite3_bind_text (statement->stmt, ++statement->parameter, text, -1,
                                             SQLITE_TRANSIENT));
}

void
ebb_bind_words (EbbStatement *statement, const char *text)
{
  ebb_bind_text (statement, text != NULL && text[0] != '\0' ? text : NULL);
}

void
ebb_bind_above (EbbStatement *statement, double number, double bound)
{
  if (number > bound)
    ebb_bind_double (statement, number);
  else
    ebb_bind_null (statement);
}

void
ebb_bind_int (EbbStatement *statement, gint64 number)
{
  if (statement != NULL)
    note_bind (statement, sqlite3_bind_int64 (statement->stmt, ++statement->parameter, number));
}

void
ebb_bind_count (EbbStatement *statement, guint number)
{
  if (number > 0)
    ebb_bind_int (statement, number);
  else
    ebb_bind_null (statement);
}

void
ebb_bind_double (EbbStatement *statement, double number)
{
  if (statement != NULL)
    note_bind (statement, sqlite3_bind_double (statement->stmt, ++statement->parameter, number));
}

void
ebb_bind_null (EbbStatement *statement)
{
  if (statement != NULL)
    note_bind (statement, sqlite3_bind_null (statement->stmt, ++statement->parameter));
}

void
ebb_bind_blob (EbbStatement *statement, gconstpointer bytes, gsize n_bytes)
{
  if (statement != NULL)
    note_bind (statement, sqlite3_bind_blob64 (statement->stmt, ++statement->parameter, bytes,
                                               n_bytes, SQLITE_STATIC));
}

void
ebb_bind_time (EbbStatement *statement, gint64 t_us)
{
  if (t_us < 0 || t_us == CUFF_TIME_NEVER)
    ebb_bind_null (statement);
  else
    ebb_bind_int (statement, t_us);
}

void
ebb_bind_pressure (EbbStatement *statement, CuffPressure pressure)
{
  if (cuff_pressure_is_set (pressure))
    ebb_bind_int (statement, pressure);
  else
    ebb_bind_null (statement);
}

gboolean
ebb_statement_row (EbbStatement *statement, GError **error)
{
  int code;

  if (statement == NULL)
    return FALSE;
  if (statement->bind_code != SQLITE_OK)
    return ebb_db_fail (statement->db, statement->bind_code, error);

  statement->column = 0;
  errno = 0; /* see ebb_db_fail() */
  code = sqlite3_step (statement->stmt);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    ebb_db_fail (statement->db, code, error);
  return FALSE;
}

gboolean
ebb_statement_run (EbbStatement *statement, GError **error)
{
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;

  while (ebb_statement_row (statement, &local_error))
    continue;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, local_error);
  return FALSE;
}

char *
ebb_column_text (EbbStatement *statement)
{
  return g_strdup ((const char *) sqlite3_column_text (statement->stmt, statement->column++));
}

gint64
ebb_column_int (EbbStatement *statement)
{
  return sqlite3_column_int64 (statement->stmt, statement->column++);
}

double
ebb_column_double (EbbStatement *statement, double if_null)
{
  int column = statement->column++;

  return sqlite3_column_type (statement->stmt, column) == SQLITE_NULL
             ? if_null
             : sqlite3_column_double (statement->stmt, column);
}

gint64
ebb_column_time (EbbStatement *statement)
{
  int column = statement->column++;

  return sqlite3_column_type (statement->stmt, column) == SQLITE_NULL
             ? EBB_TIME_UNSET
             : sqlite3_column_int64 (statement->stmt, column);
}

CuffPressure
ebb_column_pressure (EbbStatement *statement)
{
  int column = statement->column++;

  return sqlite3_column_type (statement->stmt, column) == SQLITE_NULL
             ? CUFF_PRESSURE_UNSET
             : (CuffPressure) sqlite3_column_int64 (statement->stmt, column);
}

gconstpointer
ebb_column_blob (EbbStatement *statement, gsize *n_bytes)
{
  int column = statement->column++;
  gconstpointer bytes = sqlite3_column_blob (statement->stmt, column);

  *n_bytes = (gsize) sqlite3_column_bytes (statement->stmt, column);
  return bytes;
}

int
ebb_db_changes (EbbDb *db)
{
  return sqlite3_changes (db->handle);
}

char *
ebb_db_query_text (EbbDb *db, const char *sql, const char *parameter, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, sql, error);

  if (statement != NULL && parameter != NULL)
    ebb_bind_text (statement, parameter);

  return ebb_statement_row (statement, error) ? ebb_column_text (statement) : NULL;
}
