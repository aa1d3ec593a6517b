/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of the record that are known to be whole: made beside the running program, checked after
 * they were written, brought back without losing what they replace.  Blocking: any thread but that
 * of the window.  Errors are EBB_STORE_ERROR and name the file.
 */
#pragma once

#include "ebb-backup-shelf.h"

/* Writes a backup of the database at `db_path` into `folder`, which is made if need be.  It gets
 * its name, put into `path` (owned by the caller, may be NULL), only when it has been opened,
 * checked and counted; before that nothing of it can be mistaken for a backup. */
gboolean ebb_backup_write (const char *db_path, const char *folder, gint64 now_unix_s, char **path,
                           GError **error);

/* The same once a day, and clears away those that need not be kept.  `made` (may be NULL): one was
 * written. */
gboolean ebb_backup_daily (const char *db_path, const char *folder, gint64 now_unix_s,
                           gboolean *made, GError **error);

/* The day's backup after work, in the folder "backups" beside the record, and the note that says
 * what went wrong with it; a good one takes the note away.  Says it to the caller too. */
gboolean ebb_backup_after_work (const char *data_dir, const char *db_path, gint64 now_unix_s,
                                GError **error);

/* What went wrong with the last one; NULL: nothing.  Owned by the caller. */
char *ebb_backup_get_problem (const char *data_dir);

/* Sum, identity, integrity and links of one backup. */
gboolean ebb_backup_verify (const char *path, GError **error);

/* Puts a verified copy of the backup in the place of the database, of which nobody may have it
 * open. What was there is kept beside it; `kept` (owned by the caller) is its path or NULL.
 * `actor`: who, for the audit. */
gboolean ebb_backup_restore (const char *path, const char *db_path, const char *actor,
                             gint64 now_unix_s, char **kept, GError **error);

typedef struct {
  char *path; /* owned: the backup that was tried */
  gint64 n_patients, n_sessions, n_read_back;
} EbbBackupDrill;

void ebb_backup_drill_clear (EbbBackupDrill *drill);

/* Proves the newest backup of the folder: restores it to another place, brings it up to date,
 * checks it, and reads its newest sessions back with all their samples. */
gboolean ebb_backup_drill (const char *folder, EbbBackupDrill *drill, GError **error);
