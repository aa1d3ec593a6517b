/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-backup-shelf.h"

#include "ebb-store.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define NAME_FORMAT "ebb-%Y%m%d-%H%M%S.sqlite"

void
ebb_backup_file_free (EbbBackupFile *file)
{
  g_free (file->path);
  g_free (file);
}

char *
ebb_backup_name (gint64 unix_s)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_s);

  return g_date_time_format (time, NAME_FORMAT);
}

gboolean
ebb_backup_name_read (const char *name, gint64 *unix_s)
{
  int year, month, day, hour, minute, second;

  if (sscanf (name, "ebb-%4d%2d%2d-%2d%2d%2d", &year, &month, &day, &hour, &minute, &second) != 6)
    return FALSE;

  g_autoptr (GDateTime) time = g_date_time_new_local (year, month, day, hour, minute, second);
  g_autofree char *again = time != NULL ? g_date_time_format (time, NAME_FORMAT) : NULL;
  if (g_strcmp0 (again, name) != 0)
    return FALSE;

  *unix_s = g_date_time_to_unix (time);
  return TRUE;
}

static gint
newest_first (gconstpointer a, gconstpointer b)
{
  const EbbBackupFile *one = *(EbbBackupFile *const *) a, *other = *(EbbBackupFile *const *) b;

  return (one->unix_s < other->unix_s) - (one->unix_s > other->unix_s);
}

static void
add_file (GPtrArray *files, const char *folder, const char *name)
{
  gint64 unix_s;
  GStatBuf status;

  if (!ebb_backup_name_read (name, &unix_s))
    return;

  g_autofree char *path = g_build_filename (folder, name, NULL);
  if (g_lstat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return;

  EbbBackupFile *file = g_new0 (EbbBackupFile, 1);
  file->path = g_steal_pointer (&path);
  file->unix_s = unix_s;
  file->n_bytes = status.st_size;
  g_ptr_array_add (files, file);
}

GPtrArray *
ebb_backups_list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_backup_file_free);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &problem);

  if (dir == NULL && !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED, "%s: %s", folder,
                 problem->message);
    return NULL;
  }
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    add_file (files, folder, name);
  g_ptr_array_sort (files, newest_first);
  return g_steal_pointer (&files);
}

/* The day, week and month a backup stands for; equal text, same one. */
static char *
span_of (gint64 unix_s, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_s);

  return g_date_time_format (time, format);
}

/* The newest of each span, until so many spans have one. */
static void
mark_spans (GPtrArray *files, const char *format, guint n_spans)
{
  g_autofree char *last = NULL;

  for (guint i = 0; i < files->len && n_spans > 0; i++) {
    EbbBackupFile *file = g_ptr_array_index (files, i);
    g_autofree char *span = span_of (file->unix_s, format);

    if (g_strcmp0 (span, last) == 0)
      continue;
    file->keep = TRUE;
    n_spans--;
    g_free (last);
    last = g_steal_pointer (&span);
  }
}

void
ebb_backups_mark (GPtrArray *files, gint64 now_unix_s)
{
  for (guint i = 0; i < files->len; i++) {
    EbbBackupFile *file = g_ptr_array_index (files, i);

    file->keep = i == 0 || file->unix_s > now_unix_s - EBB_BACKUP_FRESH_S;
  }
  mark_spans (files, "%Y-%m-%d", EBB_BACKUP_DAYS);
  mark_spans (files, "%G-%V", EBB_BACKUP_WEEKS);
  mark_spans (files, "%Y-%m", EBB_BACKUP_MONTHS);
}

gboolean
ebb_backups_have_day (GPtrArray *files, gint64 now_unix_s)
{
  g_autofree char *today = span_of (now_unix_s, "%Y-%m-%d");

  for (guint i = 0; i < files->len; i++) {
    const EbbBackupFile *file = g_ptr_array_index (files, i);
    g_autofree char *day = span_of (file->unix_s, "%Y-%m-%d");

    if (g_str_equal (day, today))
      return TRUE;
  }

  return FALSE;
}
