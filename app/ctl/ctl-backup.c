/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl db backup | backups | verify | restore | drill
 */
#include "ctl-care.h"
#include "ebb-backup.h"
#include "ebb-clock.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  char *db_path, *folder, *from, *by; /* owned */
  gboolean daily, as_json;
} BackupOptions;

static void
backup_options_clear (BackupOptions *options)
{
  g_free (options->db_path);
  g_free (options->folder);
  g_free (options->from);
  g_free (options->by);
}

static gint64
now_unix_s (void)
{
  return ebb_clock_wall_unix_us () / G_USEC_PER_SEC;
}

static char *
say_time (gint64 unix_s)
{
  return ctl_time (unix_s * G_USEC_PER_SEC);
}

/* A file, as JSON. */
static void
say_file_json (const char *member, const char *path)
{
  EbbJsonWriter writer;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, member, path);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static int
run_daily (const BackupOptions *options)
{
  GError *error = NULL;
  gboolean made = FALSE;
  if (!ebb_backup_daily (options->db_path, options->folder, now_unix_s (), &made, &error))
    return ctl_fail (error);
  if (options->as_json)
    say_file_json (made ? "written_to" : "already_in", options->folder);
  else if (made)
    ctl_say (_ ("Today's backup is in %s, checked"), options->folder);
  else
    ctl_say (_ ("%s has today's backup already; nothing was written"), options->folder);
  return CTL_OK;
}

static int
run_backup (const BackupOptions *options)
{
  GError *error = NULL;
  g_autofree char *path = NULL;
  if (options->daily)
    return run_daily (options);
  if (!ebb_backup_write (options->db_path, options->folder, now_unix_s (), &path, &error))
    return ctl_fail (error);
  if (options->as_json)
    say_file_json ("written", path);
  else
    ctl_say (_ ("%s is written and checked"), path);
  return CTL_OK;
}

static void
say_backups (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++) {
    const EbbBackupFile *file = g_ptr_array_index (files, i);
    g_autofree char *time = say_time (file->unix_s);
    ctl_say ("%s\t%s\t%" G_GINT64_FORMAT "\t%s", time, file->path, file->n_bytes,
             file->keep ? _ ("kept") : _ ("goes with the next daily backup"));
  }
}

static void
say_backups_json (GPtrArray *files)
{
  EbbJsonWriter writer;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < files->len; i++) {
    const EbbBackupFile *file = g_ptr_array_index (files, i);
    g_autofree char *time = say_time (file->unix_s);
    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "path", file->path);
    ebb_json_text (&writer, "made_at", time);
    ebb_json_int (&writer, "bytes", file->n_bytes);
    ebb_json_boolean (&writer, "kept", file->keep);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
}

static int
run_backups (const BackupOptions *options)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) files = ebb_backups_list (options->folder, &error);
  if (files == NULL)
    return ctl_fail (error);
  ebb_backups_mark (files, now_unix_s ());
  if (options->as_json)
    say_backups_json (files);
  else
    say_backups (files);
  return CTL_OK;
}

static int
run_restore (const BackupOptions *options)
{
  GError *error = NULL;
  g_autofree char *kept = NULL;
  const char *by = options->by != NULL ? options->by : g_get_user_name ();
  if (!ebb_backup_restore (options->from, options->db_path, by, now_unix_s (), &kept, &error))
    return ctl_fail (error);
  if (options->as_json)
    say_file_json ("kept", kept);
  else if (kept != NULL)
    ctl_say (_ ("The backup is back in its place; what was there is %s"), kept);
  else
    ctl_say (_ ("%s is there again"), options->db_path);
  return CTL_OK;
}

static void
say_drill_json (const EbbBackupDrill *drill)
{
  EbbJsonWriter writer;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "backup", drill->path);
  ebb_json_int (&writer, "patients", drill->n_patients);
  ebb_json_int (&writer, "sessions", drill->n_sessions);
  ebb_json_int (&writer, "read_back", drill->n_read_back);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static int
run_drill (const BackupOptions *options)
{
  GError *error = NULL;
  EbbBackupDrill drill;
  gboolean proven = ebb_backup_drill (options->folder, &drill, &error);
  if (proven && options->as_json)
    say_drill_json (&drill);
  else if (proven)
    ctl_say (_ ("%s can be brought back: %d patients, %d sessions, the newest %d read whole"),
             drill.path, (int) drill.n_patients, (int) drill.n_sessions, (int) drill.n_read_back);
  ebb_backup_drill_clear (&drill);
  return proven ? CTL_OK : ctl_fail (error);
}

/* Each command: which options it needs, and what it does. */
static int
backup_command (int argc, char **argv, const char *needs, int (*run) (const BackupOptions *))
{
  BackupOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options.db_path, N_ ("Database"), "FILE" },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, N_ ("Folder of the backups"), "DIR" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options.from, N_ ("Backup to bring back"), "FILE" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_ ("Who does it"), "NAME" },
    { "daily", 0, 0, G_OPTION_ARG_NONE, &options.daily,
      N_ ("Only if today has none; old ones are cleared away"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  int result = CTL_USAGE;
  if (ctl_parse (&argc, &argv, entries, NULL, 0)) {
    gboolean lacks = (strstr (needs, "--db") != NULL && options.db_path == NULL)
                     || (strstr (needs, "--folder") != NULL && options.folder == NULL)
                     || (strstr (needs, "--from") != NULL && options.from == NULL);
    result = lacks ? ctl_bad_usage (_ ("needed: %s"), needs) : run (&options);
  }
  backup_options_clear (&options);
  return result;
}

int
ctl_db_backup (int argc, char **argv)
{
  return backup_command (argc, argv, "--db FILE --folder DIR", run_backup);
}

int
ctl_db_backups (int argc, char **argv)
{
  return backup_command (argc, argv, "--folder DIR", run_backups);
}

int
ctl_db_restore (int argc, char **argv)
{
  return backup_command (argc, argv, "--db FILE --from FILE", run_restore);
}

int
ctl_db_drill (int argc, char **argv)
{
  return backup_command (argc, argv, "--folder DIR", run_drill);
}

int
ctl_db_verify (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, "FILE", 1))
    return CTL_USAGE;
  GError *error = NULL;
  if (!ebb_backup_verify (argv[1], &error))
    return ctl_fail (error);
  ctl_say (_ ("%s is whole"), argv[1]);
  return CTL_OK;
}
