/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transactions, checks of the file, and SQLite's codes as errors.
 */
#include "ebb-db-sqlite.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* SQLite knows only ENOSPC as "full"; a quota or a file-size limit comes as an I/O error. */
static gboolean
is_full (int code, int saved_errno)
{
  return (code & 0xff) == SQLITE_FULL
         || ((code & 0xff) == SQLITE_IOERR
             && (saved_errno == EFBIG || saved_errno == EDQUOT || saved_errno == ENOSPC));
}

static EbbStoreError
code_from_sqlite (int code, int saved_errno)
{
  if (is_full (code, saved_errno))
    return EBB_STORE_ERROR_FULL;

  switch (code & 0xff) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return EBB_STORE_ERROR_DAMAGED;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return EBB_STORE_ERROR_IN_USE;
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return EBB_STORE_ERROR_READ_ONLY;
  case SQLITE_CANTOPEN:
    return saved_errno == EACCES || saved_errno == EROFS ? EBB_STORE_ERROR_READ_ONLY
                                                         : EBB_STORE_ERROR_FAILED;
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH:
  case SQLITE_TOOBIG:
    return EBB_STORE_ERROR_INVALID;
  default:
    return EBB_STORE_ERROR_FAILED;
  }
}

/* What a person can do about it; SQLite's own words follow in brackets. */
static const char *
advice (EbbStoreError code)
{
  switch (code) {
  case EBB_STORE_ERROR_FULL:
    return _ ("the disk is full; nothing of this was written");
  case EBB_STORE_ERROR_DAMAGED:
    return _ ("this is not a database of Ebb, or it is damaged; nothing was changed");
  case EBB_STORE_ERROR_IN_USE:
    return _ ("another program is using this database; close it first");
  case EBB_STORE_ERROR_READ_ONLY:
    return _ ("the file or its folder may not be written");
  case EBB_STORE_ERROR_INVALID:
    return _ ("a value was refused");
  default:
    return _ ("the database could not be used");
  }
}

gboolean
ebb_db_fail (EbbDb *db, int code, GError **error)
{
  /* Whatever SQLite's last system call left: it does not pass on the errno of a failed write. */
  EbbStoreError store_code = code_from_sqlite (code, errno);
  int primary = code & 0xff;

  if (primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB
      || primary == SQLITE_CANTOPEN)
    db->needs_reopen = TRUE;

  g_set_error (error, EBB_STORE_ERROR, store_code, "%s: %s (%s)", db->path, advice (store_code),
               db->handle != NULL ? sqlite3_errmsg (db->handle) : sqlite3_errstr (code));
  return FALSE;
}

gboolean
ebb_db_execute (EbbDb *db, const char *sql, GError **error)
{
  int code;

  errno = 0;
  code = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);
  return code == SQLITE_OK || ebb_db_fail (db, code, error);
}

gboolean
ebb_db_begin (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, "BEGIN IMMEDIATE", error);

  return ebb_statement_run (statement, error);
}

gboolean
ebb_db_begin_read (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, "BEGIN", error);

  return ebb_statement_run (statement, error);
}

gboolean
ebb_db_commit (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, "COMMIT", error);

  return ebb_statement_run (statement, error);
}

void
ebb_db_rollback (EbbDb *db)
{
  /* A full disk or an I/O error may have rolled back already. */
  if (db->handle != NULL && sqlite3_get_autocommit (db->handle) == 0)
    sqlite3_exec (db->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
ebb_db_atomically (EbbDb *db, EbbStoreJob job, gpointer data, GError **error)
{
  g_autofree char *savepoint = g_strdup_printf ("SAVEPOINT level_%u", db->depth);
  g_autofree char *release = g_strdup_printf ("RELEASE level_%u", db->depth);
  g_autofree char *undo =
      g_strdup_printf ("ROLLBACK TO level_%u; RELEASE level_%u", db->depth, db->depth);
  gboolean done;

  if (!ebb_db_execute (db, savepoint, error))
    return FALSE;

  db->depth++;
  done = job (db, data, error);
  db->depth--;

  if (done && ebb_db_execute (db, release, error))
    return TRUE;

  if (sqlite3_get_autocommit (db->handle) == 0)
    sqlite3_exec (db->handle, undo, NULL, NULL, NULL);
  return FALSE;
}

gboolean
ebb_db_get_pragma (EbbDb *db, const char *name, gint64 *value, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA %s", name);
  sqlite3_stmt *stmt = NULL;
  int code;

  errno = 0;
  code = sqlite3_prepare_v2 (db->handle, sql, -1, &stmt, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_step (stmt);
  if (code == SQLITE_ROW)
    *value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);

  return code == SQLITE_ROW || ebb_db_fail (db, code, error);
}

static gboolean
check_with (EbbDb *db, const char *sql, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *complaint = ebb_db_query_text (db, sql, NULL, &local_error);

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (complaint == NULL || g_str_equal (complaint, "ok"))
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_DAMAGED,
               _ ("%s: the database is damaged (%s); restore the newest backup"), db->path,
               complaint);
  return FALSE;
}

gboolean
ebb_db_check_links (EbbDb *db, GError **error)
{
  return check_with (db,
                     "SELECT 'row of ' || \"table\" || ' without its ' || parent "
                     "FROM pragma_foreign_key_check LIMIT 1",
                     error);
}

gboolean
ebb_db_check (EbbDb *db, GError **error)
{
  return check_with (db, "PRAGMA integrity_check (1)", error) && ebb_db_check_links (db, error);
}

gboolean
ebb_db_ensure_sound (EbbDb *db, GError **error)
{
  if (!db->is_sound && db->check != NULL)
    db->is_sound = ebb_db_check_has_passed (db->check);
  if (!db->is_sound)
    db->is_sound = check_with (db, "PRAGMA quick_check (1)", error);

  return db->is_sound;
}

void
ebb_db_believe (EbbDb *db, EbbDbCheck *check)
{
  db->check = check;
}
