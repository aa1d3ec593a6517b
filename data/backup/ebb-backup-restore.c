/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way back.  The old file is only ever renamed.  While names change hands a mark lies beside
 * them, and no Ebb opens the database: cut off there, the restore is simply done again.
 */
#include "ebb-backup.h"

#include "ebb-backup-private.h"
#include "ebb-db-lock.h"
#include "ebb-db-private.h"
#include "ebb-export.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define N_READ_BACK 20

gboolean
ebb_backup_fetch (const char *path, const char *to, GError **error)
{
  if (!ebb_backup_verify (path, error))
    return FALSE;

  g_autoptr (GFile) from_file = g_file_new_for_path (path);
  g_autoptr (GFile) to_file = g_file_new_for_path (to);
  g_autoptr (GError) local_error = NULL;
  const GFileCopyFlags flags = G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS;
  if (!g_file_copy (from_file, to_file, flags, NULL, NULL, NULL, &local_error)) {
    gboolean full = g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
    g_set_error (error, EBB_STORE_ERROR, full ? EBB_STORE_ERROR_FULL : EBB_STORE_ERROR_FAILED,
                 "%s: %s", to, local_error->message);
    return FALSE;
  }

  g_autofree char *sum = ebb_backup_sum (path, error);
  g_autofree char *sum_there = sum != NULL ? ebb_backup_sum (to, error) : NULL;
  if (sum_there == NULL)
    return FALSE;
  if (g_chmod (to, 0600) == 0 && ebb_file_flush (to) && g_str_equal (sum, sum_there))
    return TRUE;

  ebb_store_set_errno_error (error, EIO, to);
  return FALSE;
}

/* FALSE only when something that is there could not be moved. */
static gboolean
move_aside (const char *db_path, const char *kept, const char *end, GError **error)
{
  g_autofree char *from = g_strconcat (db_path, end, NULL);
  g_autofree char *to = g_strconcat (kept, end, NULL);

  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  ebb_store_set_errno_error (error, errno, from);
  return FALSE;
}

/* The old file with its log, so that it can be opened as it was. */
static gboolean
change_names (const char *part, const char *db_path, const char *kept, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (db_path);
  g_autofree char *shared = g_strconcat (db_path, "-shm", NULL);

  g_unlink (shared); /* an index of the log, made anew by whoever opens it */
  if (!move_aside (db_path, kept, "-wal", error) || !move_aside (db_path, kept, "", error))
    return FALSE;
  if (g_rename (part, db_path) != 0) {
    ebb_store_set_errno_error (error, errno, db_path);
    return FALSE;
  }

  ebb_file_flush (folder);
  return TRUE;
}

static char *
free_kept_path (const char *db_path, gint64 now_unix_s)
{
  for (;; now_unix_s++) {
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now_unix_s);
    g_autofree char *end = g_date_time_format (time, ".before-restore-%Y%m%d-%H%M%S");
    g_autofree char *path = g_strconcat (db_path, end, NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
}

/* Where a restore that was cut off put the old file, or was about to.  NULL: there was none. */
static char *
read_mark (const char *db_path)
{
  g_autofree char *mark = ebb_db_get_mark (db_path);
  g_autofree char *begin = g_strconcat (db_path, ".before-restore-", NULL);
  g_autofree char *path = NULL;

  if (!g_file_get_contents (mark, &path, NULL, NULL) || !g_str_has_prefix (path, begin))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
swap (const char *part, const char *db_path, const char *kept, GError **error)
{
  g_autofree char *mark = ebb_db_get_mark (db_path);
  g_autofree char *folder = g_path_get_dirname (db_path);

  if (!ebb_export_write (mark, kept, error) || !change_names (part, db_path, kept, error))
    return FALSE;
  g_unlink (mark);
  ebb_file_flush (folder);
  return TRUE;
}

/* Opened once as the program will: brought up to date, and the audit knows. */
static gboolean
tell_audit (const char *path, const char *db_path, const char *actor, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_WRITE, error);

  if (db == NULL)
    return FALSE;
  ebb_db_set_actor (db, actor);
  return ebb_db_audit (db, "restored", "database", name, NULL, error);
}

static gboolean
restore_locked (const char *path, const char *db_path, const char *kept, GError **error)
{
  g_autofree char *part = g_strconcat (db_path, ".restored", NULL);
  gboolean done = ebb_backup_fetch (path, part, error) && swap (part, db_path, kept, error);

  g_unlink (part); /* there only after a failure */
  return done;
}

gboolean
ebb_backup_restore (const char *path, const char *db_path, const char *actor, gint64 now_unix_s,
                    char **kept, GError **error)
{
  /* A log that was moved already waits under that name for its file. */
  g_autofree char *marked = read_mark (db_path);
  gboolean half = marked != NULL && !g_file_test (marked, G_FILE_TEST_EXISTS);
  g_autofree char *aside = half ? g_strdup (marked) : free_kept_path (db_path, now_unix_s);
  int lock_fd = ebb_db_lock (db_path, error);

  if (lock_fd < 0)
    return FALSE;
  gboolean done = restore_locked (path, db_path, aside, error);
  close (lock_fd);
  if (!done || !tell_audit (path, db_path, actor, error))
    return FALSE;

  if (!g_file_test (aside, G_FILE_TEST_EXISTS)) {
    g_free (aside);
    aside = g_steal_pointer (&marked);
  }
  if (kept != NULL)
    *kept = g_steal_pointer (&aside);
  return TRUE;
}

/* The drill -------------------------------------------------------------------------------------
 */

void
ebb_backup_drill_clear (EbbBackupDrill *drill)
{
  g_clear_pointer (&drill->path, g_free);
}

static gboolean
count (EbbDb *db, const char *sql, gint64 *number, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = ebb_db_query_text (db, sql, NULL, &local_error);

  if (text == NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  *number = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

static GPtrArray *
list_newest (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, "SELECT id FROM session ORDER BY started_unix_us DESC LIMIT ?", error);

  ebb_bind_int (statement, N_READ_BACK);
  return ebb_db_read_all (statement, (EbbReadRow) ebb_column_text, g_free, error);
}

/* A session is read back when its page could be shown and printed from it. */
static gboolean
read_back (EbbDb *db, EbbBackupDrill *drill, GError **error)
{
  g_autoptr (GPtrArray) sessions = list_newest (db, error);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++) {
    g_autoptr (EbbSessionFile) file =
        ebb_db_load_session_file (db, g_ptr_array_index (sessions, i), error);
    if (file == NULL)
      return FALSE;
    drill->n_read_back++;
  }
  return sessions != NULL;
}

static gboolean
try_copy (const char *db_path, EbbBackupDrill *drill, GError **error)
{
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_WRITE, error);

  return db != NULL && ebb_db_check (db, error)
         && count (db, "SELECT count(*) FROM patient", &drill->n_patients, error)
         && count (db, "SELECT count(*) FROM session", &drill->n_sessions, error)
         && read_back (db, drill, error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

gboolean
ebb_backup_drill (const char *folder, EbbBackupDrill *drill, GError **error)
{
  g_autoptr (GPtrArray) files = ebb_backups_list (folder, error);

  *drill = (EbbBackupDrill){ 0 };
  if (files == NULL)
    return FALSE;
  if (files->len == 0) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND,
                 _ ("%s: there is no backup in this folder"), folder);
    return FALSE;
  }

  const EbbBackupFile *newest = g_ptr_array_index (files, 0);
  drill->path = g_strdup (newest->path);
  g_autofree char *place = g_dir_make_tmp ("ebb-drill-XXXXXX", error);
  if (place == NULL)
    return FALSE;
  g_autofree char *db_path = g_build_filename (place, "ebb.db", NULL);
  gboolean done =
      ebb_backup_fetch (newest->path, db_path, error) && try_copy (db_path, drill, error);
  remove_folder (place);
  return done;
}
