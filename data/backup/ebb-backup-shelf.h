/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which backups lie in a folder, and which of them are worth keeping.  Any thread.
 */
#pragma once

#include <glib.h>

/* How many days, weeks and months back one backup each is kept. */
#define EBB_BACKUP_DAYS   14
#define EBB_BACKUP_WEEKS  8
#define EBB_BACKUP_MONTHS 12

/* Whatever is younger is kept: somebody may have asked for it just before a change. */
#define EBB_BACKUP_FRESH_S (48 * 3600)

/* The name says when, as the clinic's clock had it: "ebb-20260203-181500.sqlite". */
#define EBB_BACKUP_SUM_END ".sha256"

typedef struct {
  char *path;    /* owned */
  gint64 unix_s; /* as its name says it, to the second */
  gint64 n_bytes;
  gboolean keep; /* see ebb_backups_mark() */
} EbbBackupFile;

void ebb_backup_file_free (EbbBackupFile *file);

/* Owned by the caller. */
char *ebb_backup_name (gint64 unix_s);

/* FALSE when it is not such a name: such a file is nobody's business here. */
gboolean ebb_backup_name_read (const char *name, gint64 *unix_s);

/* EbbBackupFile, newest first; an empty array for a folder that is not there. */
GPtrArray *ebb_backups_list (const char *folder, GError **error);

/* Sets `keep`: the fresh ones, and the newest of each of the last days, weeks (Monday to Sunday)
 * and months that have one.  The newest of all is always kept.  `files` newest first. */
void ebb_backups_mark (GPtrArray *files, gint64 now_unix_s);

/* TRUE when one was made on the day, as the clinic's clock has it, of `now_unix_s`. */
gboolean ebb_backups_have_day (GPtrArray *files, gint64 now_unix_s);
