/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose file it is, which version it has, and how it gets to ours.
 */
#include "ebb-db-lock.h"
#include "ebb-db-sqlite.h"
#include "ebb-resources.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* One row for each version; the files are never edited after their release. */
static const struct {
  int version;
  const char *resource;
} steps[] = {
  { 1, EBB_RESOURCE_PREFIX "schema/0001-first.sql" },
  { 2, EBB_RESOURCE_PREFIX "schema/0002-desk.sql" },
  { 3, EBB_RESOURCE_PREFIX "schema/0003-by-hand.sql" },
  { 4, EBB_RESOURCE_PREFIX "schema/0004-clinic.sql" },
  { 5, EBB_RESOURCE_PREFIX "schema/0005-protocols.sql" },
  { 6, EBB_RESOURCE_PREFIX "schema/0006-clinic.sql" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == EBB_SCHEMA_VERSION);

static gboolean
is_empty (EbbDb *db, gboolean *empty, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *table =
      ebb_db_query_text (db, "SELECT name FROM sqlite_schema LIMIT 1", NULL, &local_error);

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }

  *empty = table == NULL;
  return TRUE;
}

static gboolean
check_application (EbbDb *db, gint64 application, gint64 version, GError **error)
{
  gboolean empty = FALSE;

  if (application == EBB_DB_APPLICATION_ID)
    return TRUE;
  if (!is_empty (db, &empty, error))
    return FALSE;
  if (application == 0 && version == 0 && empty && db->mode == EBB_DB_WRITE)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FOREIGN,
               _ ("%s: this database belongs to another program (application id %" PRId64
                  ", Ebb's is %d); it was not changed"),
               db->path, application, EBB_DB_APPLICATION_ID);
  return FALSE;
}

gboolean
ebb_db_check_identity (EbbDb *db, gint64 *version, GError **error)
{
  gint64 application = 0;

  if (!ebb_db_get_pragma (db, "application_id", &application, error)
      || !ebb_db_get_pragma (db, "user_version", version, error)
      || !check_application (db, application, *version, error))
    return FALSE;

  if (*version <= EBB_SCHEMA_VERSION)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NEWER,
               _ ("%s: was written by a newer Ebb (version %" PRId64
                  " of the record, this one knows version %d); please update Ebb, nothing was "
                  "changed"),
               db->path, *version, EBB_SCHEMA_VERSION);
  return FALSE;
}

static gboolean
vacuum_into (EbbDb *db, const char *path, GError **error)
{
  char *sql = sqlite3_mprintf ("VACUUM INTO %Q", path);
  gboolean done = ebb_db_execute (db, sql, error);

  sqlite3_free (sql);
  return done;
}

/* A whole copy beside the file, as it was: the way back.  It gets its name when it is complete. */
static gboolean
copy_before (EbbDb *db, gint64 version, GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s.version-%d", db->path, (int) version);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  unlink (part);
  if (!vacuum_into (db, part, error)) {
    unlink (part);
    return FALSE;
  }

  if (ebb_file_flush (part) && rename (part, path) == 0) {
    ebb_file_flush (folder); /* the name as well; not every file system can */
    return TRUE;
  }

  ebb_store_set_errno_error (error, errno, path);
  unlink (part);
  return FALSE;
}

static gboolean
run_step (EbbDb *db, gpointer data, GError **error)
{
  const EbbMigration *migration = data;
  g_autofree char *version =
      g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                       EBB_DB_APPLICATION_ID, migration->version);

  return ebb_db_execute (db, migration->sql, error) && ebb_db_execute (db, version, error)
         && ebb_db_check_links (db, error);
}

static gboolean
run_steps (EbbDb *db, gint64 version, const EbbMigration *migrations, gsize n_migrations,
           GError **error)
{
  for (gsize i = 0; i < n_migrations; i++) {
    if (migrations[i].version <= version)
      continue;
    if (!ebb_db_begin (db, error))
      return FALSE;
    if (!run_step (db, (gpointer) &migrations[i], error) || !ebb_db_commit (db, error)) {
      ebb_db_rollback (db);
      g_prefix_error (error, _ ("bringing the database to version %d: "), migrations[i].version);
      return FALSE;
    }
  }

  return TRUE;
}

gboolean
ebb_db_migrate (EbbDb *db, const EbbMigration *migrations, gsize n_migrations, GError **error)
{
  gint64 version = 0;

  if (!ebb_db_get_pragma (db, "user_version", &version, error))
    return FALSE;
  if (version >= migrations[n_migrations - 1].version)
    return TRUE;
  if (version > 0 && !copy_before (db, version, error))
    return FALSE;

  return run_steps (db, version, migrations, n_migrations, error);
}

gboolean
ebb_db_migrate_builtin (EbbDb *db, GError **error)
{
  EbbMigration migrations[G_N_ELEMENTS (steps)];
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    GBytes *text = ebb_resource_load (steps[i].resource, error);

    if (text == NULL)
      return FALSE;
    g_ptr_array_add (texts, text);
    /* GResource ends its data with a zero byte that it does not count. */
    migrations[i] = (EbbMigration){ steps[i].version, g_bytes_get_data (text, NULL) };
  }

  return ebb_db_migrate (db, migrations, G_N_ELEMENTS (migrations), error);
}
