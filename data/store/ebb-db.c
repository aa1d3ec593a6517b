/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-db-lock.h"
#include "ebb-db-sqlite.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <unistd.h>

#define BUSY_MS 5000

/* Of pages, at most: what one letter typed in a large clinic reads fits in. */
#define CACHE_KIB "16384"

/* The log is cut back to this size after a checkpoint. */
#define JOURNAL_SIZE_LIMIT "8388608"

/* What does not depend on the file, and may be set before its identity is known. */
static gboolean
set_defences (EbbDb *db, GError **error)
{
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, BUSY_MS);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_limit (db->handle, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
  sqlite3_limit (db->handle, SQLITE_LIMIT_ATTACHED, 1);

  return ebb_db_execute (db,
                         "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                         "PRAGMA cache_size = -" CACHE_KIB,
                         error);
}

/* A pragma is a wish: only what is read back is so. */
static gboolean
require_pragma (EbbDb *db, const char *name, gint64 wanted, GError **error)
{
  gint64 value = 0;

  if (!ebb_db_get_pragma (db, name, &value, error))
    return FALSE;
  if (value == wanted)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
               _ ("%s: SQLite keeps %s at %" PRId64 ", %" PRId64 " is needed"), db->path, name,
               value, wanted);
  return FALSE;
}

static gboolean
require_wal (EbbDb *db, GError **error)
{
  g_autofree char *mode = ebb_db_query_text (db, "PRAGMA journal_mode = WAL", NULL, error);

  if (mode == NULL)
    return FALSE;
  if (g_str_equal (mode, "wal"))
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
               _ ("%s: SQLite keeps its journal as “%s” here, “wal” is needed; use a local disk"),
               db->path, mode);
  return FALSE;
}

/* The log is flushed at each commit: what is acknowledged survives a power cut. */
static gboolean
set_flushed (EbbDb *db, GError **error)
{
#ifdef EBB_BREAK_FLUSH
  /* Negative control: the tests of lost commits must turn red with this build. */
  return ebb_db_execute (db, "PRAGMA synchronous = OFF", error);
#else
  return ebb_db_execute (db, "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON", error)
         && require_pragma (db, "synchronous", 2, error);
#endif
}

static gboolean
set_durable (EbbDb *db, GError **error)
{
  return require_wal (db, error) && set_flushed (db, error)
         && ebb_db_execute (db,
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA journal_size_limit = " JOURNAL_SIZE_LIMIT,
                            error);
}

static gboolean
set_foreign_keys (EbbDb *db, GError **error)
{
  return ebb_db_execute (db, "PRAGMA foreign_keys = ON", error)
         && require_pragma (db, "foreign_keys", 1, error);
}

static gboolean
open_to_read (EbbDb *db, GError **error)
{
  gint64 version = 0;

  if (!ebb_db_check_identity (db, &version, error))
    return FALSE;
  if (version == EBB_SCHEMA_VERSION || db->mode == EBB_DB_LOOK)
    return ebb_db_execute (db, "PRAGMA query_only = ON", error);

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
               _ ("%s: has version %" PRId64 ", this Ebb reads version %d; open it once "
                  "for writing to bring it up to date"),
               db->path, version, EBB_SCHEMA_VERSION);
  return FALSE;
}

static gboolean
open_to_write (EbbDb *db, GError **error)
{
  gint64 version = 0;

  if (sqlite3_db_readonly (db->handle, "main") == 1) {
    ebb_store_set_errno_error (error, EACCES, db->path);
    return FALSE;
  }

  return ebb_db_check_identity (db, &version, error) && set_durable (db, error)
         && ebb_db_migrate_builtin (db, error) && set_foreign_keys (db, error);
}

static gboolean
open_connection (EbbDb *db, GError **error)
{
  int flags = db->mode == EBB_DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  int code;

  errno = 0;
  code = sqlite3_open_v2 (db->path, &db->handle,
                          flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    return ebb_db_fail (db, code, error);

  if (!set_defences (db, error))
    return FALSE;

  return db->mode == EBB_DB_WRITE ? open_to_write (db, error) : open_to_read (db, error);
}

static void
close_connection (EbbDb *db)
{
  g_hash_table_remove_all (db->statements);
  g_clear_pointer (&db->handle, sqlite3_close_v2);
  db->is_sound = FALSE;
  if (db->check != NULL)
    ebb_db_check_forget (db->check);
}

/* Half of an old file and none of the new one are no record to go on with. */
static gboolean
ensure_no_restore (EbbDb *db, GError **error)
{
  g_autofree char *mark = ebb_db_get_mark (db->path);

  if (access (mark, F_OK) != 0)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
               _ ("%s: bringing back a backup was cut off here; do it once more "
                  "(ebbctl db restore), the old file is kept beside it"),
               db->path);
  return FALSE;
}

static gboolean
prepare_file (EbbDb *db, GError **error)
{
  if (!ensure_no_restore (db, error))
    return FALSE;
  if (db->mode != EBB_DB_WRITE) {
    if (access (db->path, R_OK) == 0)
      return TRUE;
    ebb_store_set_errno_error (error, errno, db->path);
    return FALSE;
  }

  db->lock_fd = ebb_db_lock (db->path, error);
  if (db->lock_fd < 0)
    return FALSE;
  db->is_new = access (db->path, F_OK) != 0;
  return ebb_db_create_private (db->path, error);
}

/* A file that this very call made and could not finish (the disk is full) is a shell that nobody
 * can read.  Only under the lock: nobody else can have put anything into it. */
static void
remove_shell (EbbDb *db)
{
  static const char *const ends[] = { "", "-wal", "-shm" };

  if (!db->is_new || db->lock_fd < 0)
    return;
  close_connection (db);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (db->path, ends[i], NULL);

    unlink (path);
  }
}

EbbDb *
ebb_db_open (const char *path, EbbDbMode mode, GError **error)
{
  g_autoptr (EbbDb) db = g_new0 (EbbDb, 1);

  db->path = g_strdup (path);
  db->mode = mode;
  db->lock_fd = -1;
  db->statements =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) ebb_statement_destroy);

  if (!prepare_file (db, error) || !open_connection (db, error)) {
    remove_shell (db);
    return NULL;
  }

  return g_steal_pointer (&db);
}

gboolean
ebb_db_needs_reopen (EbbDb *db)
{
  return db->needs_reopen;
}

/* After a failed flush the kernel may call pages clean that never reached the disk, so the flush
 * is never tried again on the same connection: a new one reads what is really there. */
gboolean
ebb_db_reopen (EbbDb *db, GError **error)
{
  close_connection (db);
  if (!open_connection (db, error) || !ebb_db_ensure_sound (db, error)) {
    close_connection (db);
    return FALSE;
  }

  db->needs_reopen = FALSE;
  return TRUE;
}

void
ebb_db_close (EbbDb *db)
{
  if (db == NULL)
    return;

  close_connection (db);
  g_clear_pointer (&db->statements, g_hash_table_unref);
  if (db->lock_fd >= 0)
    close (db->lock_fd);
  g_free (db->path);
  g_free (db->actor);
  g_free (db);
}

void
ebb_db_set_actor (EbbDb *db, const char *name)
{
  g_free (db->actor);
  db->actor = g_strdup (name);
}

const char *
ebb_db_get_actor (EbbDb *db)
{
  return db->actor;
}

void
ebb_db_checkpoint (EbbDb *db, gboolean truncate)
{
  if (db->handle != NULL && db->mode == EBB_DB_WRITE)
    sqlite3_wal_checkpoint_v2 (db->handle, "main",
                               truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                               NULL, NULL);
}
