/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-backup.h"

#include "ebb-backup-private.h"
#include "ebb-db-lock.h"
#include "ebb-db-private.h"
#include "ebb-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES 65536
#define PART_END    ".part"

char *
ebb_backup_sum (const char *path, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *chunk = g_malloc (CHUNK_BYTES);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize n_bytes = fd < 0 ? -1 : 1;

  while (n_bytes > 0) {
    n_bytes = read (fd, chunk, CHUNK_BYTES);
    if (n_bytes > 0)
      g_checksum_update (checksum, chunk, n_bytes);
  }
  if (n_bytes < 0)
    ebb_store_set_errno_error (error, errno, path);
  if (fd >= 0)
    close (fd);
  return n_bytes < 0 ? NULL : g_strdup (g_checksum_get_string (checksum));
}

static gboolean
is_damaged (GError **error, const char *path, const char *what)
{
  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_DAMAGED, "%s: %s", path, what);
  return FALSE;
}

/* The line that "sha256sum --check" reads too. */
static char *
sum_line (const char *sum, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_strdup_printf ("%s  %s\n", sum, name);
}

static gboolean
check_sum (const char *path, GError **error)
{
  g_autofree char *sum_path = g_strconcat (path, EBB_BACKUP_SUM_END, NULL);
  g_autofree char *line = NULL;
  g_autofree char *sum = ebb_backup_sum (path, error);

  if (sum == NULL)
    return FALSE;
  if (!g_file_get_contents (sum_path, &line, NULL, NULL))
    return is_damaged (error, path,
                       _ ("the file with its sum (.sha256) is missing; copy both, or use another "
                          "backup"));
  if (!g_str_has_prefix (line, sum))
    return is_damaged (error, path,
                       _ ("it is not what was written then (its sum differs); use another backup"));
  return TRUE;
}

/* Opened as it is, of whatever version, and counted. */
static char *
check_and_count (const char *path, GError **error)
{
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_LOOK, error);

  return db != NULL && ebb_db_check (db, error) ? ebb_db_count_rows (db, error) : NULL;
}

gboolean
ebb_backup_verify (const char *path, GError **error)
{
  if (!check_sum (path, error))
    return FALSE;

  g_autofree char *rows = check_and_count (path, error);
  return rows != NULL;
}

/* A copy of one moment, whole on the disk, with as many rows as its source had in that moment. */
static gboolean
copy_and_check (EbbDb *db, const char *part, GError **error)
{
  g_autofree char *rows = NULL;

  if (!ebb_db_create_private (part, error) || !ebb_db_copy (db, part, &rows, error))
    return FALSE;
  if (!ebb_file_flush (part)) {
    ebb_store_set_errno_error (error, errno, part);
    return FALSE;
  }

  g_autofree char *rows_there = check_and_count (part, error);
  if (rows_there == NULL)
    return FALSE;
  return g_str_equal (rows, rows_there)
         || is_damaged (error, part, _ ("rows are missing in the copy; the disk may be bad"));
}

/* The sum first: a backup without one is none. */
static gboolean
give_name (const char *part, const char *path, GError **error)
{
  g_autofree char *sum = ebb_backup_sum (part, error);
  g_autofree char *line = sum != NULL ? sum_line (sum, path) : NULL;
  g_autofree char *sum_path = g_strconcat (path, EBB_BACKUP_SUM_END, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (line == NULL || !ebb_export_write (sum_path, line, error))
    return FALSE;
  if (g_rename (part, path) != 0) {
    ebb_store_set_errno_error (error, errno, path);
    g_unlink (sum_path);
    return FALSE;
  }

  ebb_file_flush (folder); /* not every file system can */
  return TRUE;
}

/* Two within one second do not replace each other. */
static char *
free_path (const char *folder, gint64 now_unix_s)
{
  for (;; now_unix_s++) {
    g_autofree char *name = ebb_backup_name (now_unix_s);
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
}

gboolean
ebb_backup_write (const char *db_path, const char *folder, gint64 now_unix_s, char **path,
                  GError **error)
{
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_LOOK, error);

  if (db == NULL)
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    ebb_store_set_errno_error (error, errno, folder);
    return FALSE;
  }

  g_autofree char *final = free_path (folder, now_unix_s);
  g_autofree char *part = g_strconcat (final, PART_END, NULL);
  g_autofree char *journal = g_strconcat (part, "-journal", NULL);

  g_unlink (part);
  gboolean done = copy_and_check (db, part, error) && give_name (part, final, error);
  if (!done) {
    g_unlink (part);
    g_unlink (journal);
  }
  if (done && path != NULL)
    *path = g_steal_pointer (&final);
  return done;
}

static void
clear_away (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++) {
    const EbbBackupFile *file = g_ptr_array_index (files, i);
    g_autofree char *sum_path = g_strconcat (file->path, EBB_BACKUP_SUM_END, NULL);

    if (!file->keep && g_unlink (file->path) == 0)
      g_unlink (sum_path);
  }
}

/* What a power cut left half written would fill the disk in time. */
static void
clear_away_parts (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_str_has_prefix (name, "ebb-") && strstr (name, ".sqlite" PART_END) != NULL)
      g_unlink (path);
  }
}

static char *
note_path (const char *data_dir)
{
  return g_build_filename (data_dir, "backup-problem.txt", NULL);
}

char *
ebb_backup_get_problem (const char *data_dir)
{
  g_autofree char *path = note_path (data_dir);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

gboolean
ebb_backup_after_work (const char *data_dir, const char *db_path, gint64 now_unix_s, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *path = note_path (data_dir);
  g_autofree char *folder = g_build_filename (data_dir, "backups", NULL);

  if (ebb_backup_daily (db_path, folder, now_unix_s, NULL, &problem)) {
    g_unlink (path);
    return TRUE;
  }

  ebb_export_write (path, problem->message, NULL); /* a full disk may refuse this as well */
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
ebb_backup_daily (const char *db_path, const char *folder, gint64 now_unix_s, gboolean *made,
                  GError **error)
{
  g_autoptr (GPtrArray) before = ebb_backups_list (folder, error);
  gboolean wanted = before != NULL && !ebb_backups_have_day (before, now_unix_s);

  if (made != NULL)
    *made = wanted;
  if (before == NULL || !wanted)
    return before != NULL;
  clear_away_parts (folder);
  if (!ebb_backup_write (db_path, folder, now_unix_s, NULL, error))
    return FALSE;

  g_autoptr (GPtrArray) after = ebb_backups_list (folder, error);
  if (after == NULL)
    return FALSE;
  ebb_backups_mark (after, now_unix_s);
  clear_away (after);
  return TRUE;
}
