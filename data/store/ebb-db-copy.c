/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One moment of a database as a file of its own, while others go on writing.
 */
#include "ebb-db-sqlite.h"

#include <errno.h>

static gboolean
count_table (EbbDb *db, const char *table, GString *rows, GError **error)
{
  char *sql = sqlite3_mprintf ("SELECT count(*) FROM \"%w\"", table);
  sqlite3_stmt *statement = NULL;
  int code;

  errno = 0;
  code = sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL);
  sqlite3_free (sql);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    g_string_append_printf (rows, "%s %" G_GINT64_FORMAT "\n", table,
                            (gint64) sqlite3_column_int64 (statement, 0));
  sqlite3_finalize (statement);
  return code == SQLITE_ROW || ebb_db_fail (db, code, error);
}

char *
ebb_db_count_rows (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", error);
  g_autoptr (GPtrArray) tables =
      ebb_db_read_all (statement, (EbbReadRow) ebb_column_text, g_free, error);
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; tables != NULL && i < tables->len; i++)
    if (!count_table (db, g_ptr_array_index (tables, i), rows, error))
      return NULL;
  return tables != NULL ? g_strdup (rows->str) : NULL;
}

/* The pages, and the way the copy keeps its journal: a file of its own needs no log beside it, and
 * can be read from a disk that may not be written. */
static int
copy_pages (EbbDb *from, EbbDb *to)
{
  sqlite3_backup *backup = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  int code;

  if (backup == NULL)
    return sqlite3_extended_errcode (to->handle);
  errno = 0;
  sqlite3_backup_step (backup, -1);
  code = sqlite3_backup_finish (backup);
  return code != SQLITE_OK
             ? code
             : sqlite3_exec (to->handle, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
}

static gboolean
copy_to (EbbDb *db, const char *path, GError **error)
{
  EbbDb to = { .path = (char *) path, .lock_fd = -1 };
  int code;

  errno = 0;
  code = sqlite3_open_v2 (
      path, &to.handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code == SQLITE_OK)
    code = copy_pages (db, &to);
  gboolean done = code == SQLITE_OK || ebb_db_fail (&to, code, error);
  sqlite3_close_v2 (to.handle);
  return done;
}

gboolean
ebb_db_copy (EbbDb *db, const char *path, char **rows, GError **error)
{
  if (!ebb_db_begin_read (db, error))
    return FALSE;

  *rows = ebb_db_count_rows (db, error);
  gboolean done = *rows != NULL && copy_to (db, path, error);
  ebb_db_rollback (db);
  return done;
}
