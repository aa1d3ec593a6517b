/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which files Ebb opens, how, and what it says about those it does not.  Whatever is refused is
 * left as it was.
 */
#include "data-rig.h"
#include "ebb-db-sqlite.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

static char *
read_file (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

/* Opening fails for that reason, and the file is byte for byte what it was. */
static void
assert_refused (const char *path, EbbStoreError code, const char *const *says)
{
  for (EbbDbMode mode = EBB_DB_WRITE; mode <= EBB_DB_READ; mode++) {
    gsize length_before = 0, length_after = 0;
    g_autofree char *before = read_file (path, &length_before);
    g_autofree char *after = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbDb) db = ebb_db_open (path, mode, &error);

    g_assert_null (db);
    g_assert_error (error, EBB_STORE_ERROR, (int) code);
    data_assert_says (error, path);
    for (guint i = 0; says[i] != NULL; i++)
      data_assert_says (error, says[i]);
    after = read_file (path, &length_after);
    g_assert_cmpmem (before, length_before, after, length_after);
  }
}

/* Runs SQL on a file with a connection that knows nothing of Ebb. */
static void
run_sql (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static void
test_fresh (DataRig *rig, gconstpointer unused)
{
  struct stat status;

  g_assert_cmpint (data_query_int (rig->db, "PRAGMA application_id"), ==, EBB_DB_APPLICATION_ID);
  g_assert_cmpint (data_query_int (rig->db, "PRAGMA user_version"), ==, EBB_SCHEMA_VERSION);
  g_assert_true (ebb_db_check (rig->db, NULL));
  data_put_all (rig->db);
  data_rig_close (rig);

  /* Patients' data is for its owner's eyes. */
  g_assert_cmpint (stat (rig->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0077, ==, 0);

  data_rig_open (rig);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM session"), ==, 1);
}

/* synchronous=FULL (2) and WAL are what "a record counts as saved" rests on. */
static void
test_pragmas (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *pragma;
    gint64 value;
  } rows[] = {
    { "PRAGMA synchronous", 2 },     { "PRAGMA foreign_keys", 1 },
    { "PRAGMA trusted_schema", 0 },  { "PRAGMA busy_timeout", 5000 },
    { "PRAGMA cell_size_check", 1 }, { "PRAGMA secure_delete", 1 },
    { "PRAGMA query_only", 0 },
  };
  g_autofree char *journal = ebb_db_query_text (rig->db, "PRAGMA journal_mode", NULL, NULL);

  g_assert_cmpstr (journal, ==, "wal");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (data_query_int (rig->db, rows[i].pragma), ==, rows[i].value);

  /* DEFENSIVE: not even our own connection may damage the file by SQL. */
  ebb_db_execute (rig->db, "PRAGMA writable_schema = ON", NULL);
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM sqlite_schema", NULL));
}

static void
test_text_file (DataRig *rig, gconstpointer unused)
{
  static const char *const says[] = { "not a database", NULL };
  g_autofree char *text = g_strnfill (5000, 'x');

  g_assert_true (g_file_set_contents (rig->path, text, -1, NULL));
  assert_refused (rig->path, EBB_STORE_ERROR_DAMAGED, says);
}

static void
make_closed_database (DataRig *rig)
{
  data_rig_open (rig);
  data_put_all (rig->db);
  data_put_samples (rig->db, LIMB_ID, 0, CUFF_SECONDS (60), 10000, CUFF_MMHG (180));
  data_rig_close (rig);
}

static void
test_truncated (DataRig *rig, gconstpointer unused)
{
  static const char *const says[] = { "damaged", NULL };
  struct stat status;

  make_closed_database (rig);
  g_assert_cmpint (stat (rig->path, &status), ==, 0);
  g_assert_cmpint (truncate (rig->path, status.st_size / 2), ==, 0);
  assert_refused (rig->path, EBB_STORE_ERROR_DAMAGED, says);
}

/* Fills one page in the middle with noise. */
static void
spoil_page (const char *path, gsize page)
{
  gsize length = 0;
  g_autofree char *bytes = read_file (path, &length);

  g_assert_cmpuint (length, >=, (page + 1) * 4096);
  for (gsize i = page * 4096; i < (page + 1) * 4096; i++)
    bytes[i] = (char) (bytes[i] ^ 0xa5);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

/* Every page in turn: the check says so, and no session begins on such a file. */
static void
test_spoiled_page (DataRig *rig, gconstpointer unused)
{
  g_autofree char *whole = NULL;
  gsize length = 0, n_noticed = 0;

  make_closed_database (rig);
  whole = read_file (rig->path, &length);
  for (gsize page = 1; page < length / 4096; page++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbDb) db = NULL;

    g_assert_true (g_file_set_contents (rig->path, whole, (gssize) length, NULL));
    spoil_page (rig->path, page);
    db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);
    if (db == NULL || !ebb_db_check (db, &error)) {
      data_assert_error (error, DAMAGED);
      data_assert_says (error, rig->path);
      n_noticed++;
    }
    if (db != NULL)
      g_assert_false (ebb_db_ensure_sound (db, NULL));
  }
  g_assert_cmpuint (n_noticed, ==, length / 4096 - 1);
}

static void
test_foreign (DataRig *rig, gconstpointer unused)
{
  static const char *const says[] = { "another program", "1234", NULL };

  run_sql (rig->path, "PRAGMA application_id = 1234; CREATE TABLE theirs (x)");
  assert_refused (rig->path, EBB_STORE_ERROR_FOREIGN, says);
}

/* Many programs leave the id at 0; a file with tables is still not ours. */
static void
test_foreign_without_id (DataRig *rig, gconstpointer unused)
{
  static const char *const says[] = { "another program", NULL };

  run_sql (rig->path, "CREATE TABLE theirs (x)");
  assert_refused (rig->path, EBB_STORE_ERROR_FOREIGN, says);
}

static void
test_newer (DataRig *rig, gconstpointer unused)
{
  static const char *const says[] = { "newer Ebb", "version 99",
                                      "version " G_STRINGIFY (EBB_SCHEMA_VERSION), NULL };

  make_closed_database (rig);
  run_sql (rig->path, "PRAGMA user_version = 99");
  assert_refused (rig->path, EBB_STORE_ERROR_NEWER, says);
}

static void
test_missing_folder (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (rig->folder, "nowhere", "ebb.db", NULL);

  for (EbbDbMode mode = EBB_DB_WRITE; mode <= EBB_DB_READ; mode++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (ebb_db_open (path, mode, &error));
    data_assert_error (error, NOT_FOUND);
    data_assert_says (error, path);
  }
}

static void
test_reading_changes_nothing (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  make_closed_database (rig);
  rig->db = ebb_db_open (rig->path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM session"), ==, 1);
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM session", &error));
  data_assert_error (error, READ_ONLY);
}

/* A reader beside the writer sees what is committed, and not what is not. */
static void
test_reader_beside_writer (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbDb) reader = NULL;

  data_put_all (rig->db);
  reader = ebb_db_open (rig->path, EBB_DB_READ, NULL);
  g_assert_nonnull (reader);
  g_assert_true (ebb_db_begin (rig->db, NULL));
  data_put_event (rig->db, SESSION_ID, 5, "set-started");
  g_assert_cmpint (data_query_int (reader, "SELECT count (*) FROM session_event"), ==, 0);
  g_assert_true (ebb_db_commit (rig->db, NULL));
  g_assert_cmpint (data_query_int (reader, "SELECT count (*) FROM session_event"), ==, 1);
}

static void
assert_in_use (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_WRITE, &error);

  g_assert_null (db);
  data_assert_error (error, IN_USE);
  data_assert_says (error, path);
}

/* Runs `check` in a child process and passes its assertions on. */
static void
in_child (void (*check) (const char *path), const char *path, gboolean as_nobody)
{
  int status = 0;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    if (as_nobody && (setgid (NOBODY) != 0 || setuid (NOBODY) != 0))
      _exit (2);
    check (path);
    _exit (g_test_failed () ? 1 : 0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_second_writer (DataRig *rig, gconstpointer unused)
{
  assert_in_use (rig->path);
  in_child (assert_in_use, rig->path, FALSE);

  /* Once the first has gone, the next may come: nothing is left behind. */
  data_rig_close (rig);
  data_rig_open (rig);
}

static void
assert_read_only (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_WRITE, &error);

  g_assert_null (db);
  data_assert_error (error, READ_ONLY);
  data_assert_says (error, path);
}

/* Root is denied nothing, so it becomes somebody else for this. */
static void
check_denied (DataRig *rig, const char *path, mode_t folder_mode, mode_t file_mode)
{
  g_assert_cmpint (chmod (rig->folder, folder_mode), ==, 0);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    g_assert_cmpint (chmod (path, file_mode), ==, 0);
  in_child (assert_read_only, path, geteuid () == 0);
  g_assert_cmpint (chmod (rig->folder, 0700), ==, 0);
}

static void
test_read_only_folder (DataRig *rig, gconstpointer unused)
{
  check_denied (rig, rig->path, 0555, 0);
  g_assert_false (g_file_test (rig->path, G_FILE_TEST_EXISTS));
}

static void
test_read_only_file (DataRig *rig, gconstpointer unused)
{
  g_autofree char *lock = g_strconcat (rig->path, ".lock", NULL);

  make_closed_database (rig);
  g_assert_cmpint (chmod (lock, 0666), ==, 0);
  check_denied (rig, rig->path, 0777, 0444);
}

/* Migrations ------------------------------------------------------------------------------------*/

static const EbbMigration two_steps[] = {
  { EBB_SCHEMA_VERSION, "" },
  { EBB_SCHEMA_VERSION + 1,
    "ALTER TABLE session ADD COLUMN mood TEXT; UPDATE session SET mood = 'good'" },
};

static void
test_migration_copies_first (DataRig *rig, gconstpointer unused)
{
  g_autofree char *copy = g_strdup_printf ("%s.version-%d", rig->path, EBB_SCHEMA_VERSION);
  g_autofree char *mood = NULL;
  g_autoptr (EbbDb) old = NULL;

  data_put_all (rig->db);
  g_assert_true (ebb_db_migrate (rig->db, two_steps, 2, NULL));
  g_assert_cmpint (data_query_int (rig->db, "PRAGMA user_version"), ==, EBB_SCHEMA_VERSION + 1);
  mood = ebb_db_query_text (rig->db, "SELECT mood FROM session", NULL, NULL);
  g_assert_cmpstr (mood, ==, "good");

  /* The way back: the file as it was, with everything in it. */
  old = ebb_db_open (copy, EBB_DB_READ, NULL);
  g_assert_nonnull (old);
  g_assert_cmpint (data_query_int (old, "SELECT count (*) FROM session"), ==, 1);
}

static void
test_migration_is_whole_or_not_at_all (DataRig *rig, gconstpointer unused)
{
  static const EbbMigration breaks[] = {
    { EBB_SCHEMA_VERSION, "" },
    { EBB_SCHEMA_VERSION + 1,
      "ALTER TABLE session ADD COLUMN mood TEXT; INSERT INTO no_such_table VALUES (1)" },
  };
  g_autofree char *next = g_strdup_printf ("version %d", EBB_SCHEMA_VERSION + 1);
  g_autoptr (GError) error = NULL;

  data_put_all (rig->db);
  g_assert_false (ebb_db_migrate (rig->db, breaks, 2, &error));
  data_assert_says (error, next);
  g_assert_cmpint (data_query_int (rig->db, "PRAGMA user_version"), ==, EBB_SCHEMA_VERSION);
  g_assert_false (ebb_db_execute (rig->db, "SELECT mood FROM session", NULL));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM session"), ==, 1);
}

/* A step that would leave rows without their parent is not taken. */
static void
test_migration_keeps_links (DataRig *rig, gconstpointer unused)
{
  static const EbbMigration orphans[] = {
    { EBB_SCHEMA_VERSION, "" },
    { EBB_SCHEMA_VERSION + 1, "DELETE FROM patient_identity; DELETE FROM patient" },
  };
  g_autoptr (GError) error = NULL;

  data_put_all (rig->db);
  g_assert_true (ebb_db_execute (rig->db, "PRAGMA foreign_keys = OFF", NULL));
  g_assert_false (ebb_db_migrate (rig->db, orphans, 2, &error));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM patient"), ==, 1);
}

#define ADD(path, set_up, test) g_test_add (path, DataRig, NULL, set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/db/open/fresh", data_rig_set_up, test_fresh);
  ADD ("/db/open/pragmas-are-read-back", data_rig_set_up, test_pragmas);
  ADD ("/db/open/refuses-a-text-file", data_rig_set_up_folder, test_text_file);
  ADD ("/db/open/refuses-a-truncated-file", data_rig_set_up_folder, test_truncated);
  ADD ("/db/open/notices-every-spoiled-page", data_rig_set_up_folder, test_spoiled_page);
  ADD ("/db/open/refuses-a-foreign-file", data_rig_set_up_folder, test_foreign);
  ADD ("/db/open/refuses-a-foreign-file-without-id", data_rig_set_up_folder,
       test_foreign_without_id);
  ADD ("/db/open/refuses-a-newer-file", data_rig_set_up_folder, test_newer);
  ADD ("/db/open/refuses-a-missing-folder", data_rig_set_up_folder, test_missing_folder);
  ADD ("/db/open/reading-changes-nothing", data_rig_set_up_folder, test_reading_changes_nothing);
  ADD ("/db/open/reader-beside-writer", data_rig_set_up, test_reader_beside_writer);
  ADD ("/db/open/refuses-a-second-writer", data_rig_set_up, test_second_writer);
  ADD ("/db/open/read-only-folder", data_rig_set_up_folder, test_read_only_folder);
  ADD ("/db/open/read-only-file", data_rig_set_up_folder, test_read_only_file);
  ADD ("/db/migrate/copies-first", data_rig_set_up, test_migration_copies_first);
  ADD ("/db/migrate/whole-or-not-at-all", data_rig_set_up, test_migration_is_whole_or_not_at_all);
  ADD ("/db/migrate/keeps-links", data_rig_set_up, test_migration_keeps_links);
  return g_test_run ();
}
