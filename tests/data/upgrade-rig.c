/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "upgrade-rig.h"

#include <sqlite3.h>
#include <string.h>

/* "Ebb!" in ASCII, as the first release wrote it into its files. */
#define APPLICATION_ID 0x45626221

/* What a later version writes in other words: schema 4 names the outcomes of a screening anew. */
#define OUTCOME_NOW                                                                                \
  "CASE outcome WHEN 'clear' THEN 'cleared' WHEN 'caution' THEN 'limits' "                         \
  "WHEN 'excluded' THEN 'refused' ELSE outcome END"

static sqlite3 *
open_plain (const char *path, int flags)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, flags, NULL), ==, SQLITE_OK);
  return handle;
}

static void
run (sqlite3 *handle, const char *what, const char *sql)
{
  char *problem = NULL;

  sqlite3_exec (handle, sql, NULL, NULL, &problem);
  if (problem != NULL)
    g_test_message ("%s: %s", what, problem);
  g_assert_null (problem);
}

/* The one file of `folder` whose name begins so. */
static char *
find_file (const char *folder, const char *beginning)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, beginning))
      return g_build_filename (folder, name, NULL);
  g_test_message ("no file %s… in %s", beginning, folder);
  g_assert_not_reached ();
}

static void
run_file (sqlite3 *handle, const char *folder, const char *beginning)
{
  g_autofree char *path = find_file (folder, beginning);
  g_autofree char *sql = NULL;

  g_assert_true (g_file_get_contents (path, &sql, NULL, NULL));
  run (handle, path, sql);
}

void
upgrade_make_old (const char *path, int version)
{
  sqlite3 *handle = open_plain (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  g_autofree char *identity = g_strdup_printf (
      "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, version);

  run (handle, path, "PRAGMA journal_mode = WAL; BEGIN");
  for (int i = 1; i <= version; i++) {
    g_autofree char *schema = g_strdup_printf ("%04d-", i);
    g_autofree char *rows = g_strdup_printf ("rows-%d.sql", i);

    run_file (handle, SCHEMA_FOLDER, schema);
    run_file (handle, ROWS_FOLDER, rows);
  }
  run (handle, path, identity);
  run (handle, path, "COMMIT");
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static GPtrArray *
read_texts (sqlite3 *handle, const char *sql)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_test_message ("%s: %s", sql, sqlite3_errmsg (handle));
  g_assert_nonnull (statement);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (texts, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  g_assert_cmpint (sqlite3_finalize (statement), ==, SQLITE_OK);
  return texts;
}

static void
assert_only_text (sqlite3 *handle, const char *sql, const char *wanted)
{
  g_autoptr (GPtrArray) texts = read_texts (handle, sql);

  g_assert_cmpstr (texts->len > 0 ? g_ptr_array_index (texts, 0) : NULL, ==, wanted);
}

int
upgrade_get_version (const char *path)
{
  sqlite3 *handle = open_plain (path, SQLITE_OPEN_READWRITE);
  g_autoptr (GPtrArray) texts = read_texts (handle, "PRAGMA user_version");
  int version = (int) g_ascii_strtoll (g_ptr_array_index (texts, 0), NULL, 10);

  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return version;
}

/* "SELECT 'goal: ' || quote (id) || '|' || quote (text) FROM goal" for each table of a version. */
static GPtrArray *
make_queries (int version, gboolean as_newest)
{
  sqlite3 *handle = open_plain (":memory:", SQLITE_OPEN_READWRITE);
  GPtrArray *queries;
  g_autofree char *sql = g_strdup_printf (
      "SELECT 'SELECT ''' || t.name || ': '' || ' || (SELECT group_concat ("
      "'quote (' || CASE WHEN %d AND t.name || '.' || c.name = 'screening.outcome' "
      "THEN \"%s\" ELSE c.name END || ')', ' || ''|'' || ') FROM pragma_table_info (t.name) AS c) "
      "|| ' FROM ' || t.name FROM sqlite_schema AS t WHERE t.type = 'table' ORDER BY t.name",
      as_newest, OUTCOME_NOW);

  for (int i = 1; i <= version; i++) {
    g_autofree char *beginning = g_strdup_printf ("%04d-", i);

    run_file (handle, SCHEMA_FOLDER, beginning);
  }
  queries = read_texts (handle, sql);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return queries;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
upgrade_read_rows (const char *path, int version, gboolean as_newest)
{
  g_autoptr (GPtrArray) queries = make_queries (version, as_newest);
  sqlite3 *handle = open_plain (path, SQLITE_OPEN_READWRITE);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  assert_only_text (handle, "PRAGMA integrity_check", "ok");
  assert_only_text (handle, "PRAGMA foreign_key_check", NULL);
  for (guint i = 0; i < queries->len; i++) {
    GPtrArray *of_table = read_texts (handle, g_ptr_array_index (queries, i));

    if (of_table->len == 0)
      g_test_message ("no row answers %s", (const char *) g_ptr_array_index (queries, i));
    g_assert_cmpuint (of_table->len, >, 0);
    g_ptr_array_extend_and_steal (rows, of_table);
  }
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  g_ptr_array_sort (rows, compare_texts);
  return rows;
}

void
upgrade_assert_same (GPtrArray *wanted, GPtrArray *found, const char *when)
{
  for (guint i = 0; i < MIN (wanted->len, found->len); i++)
    if (g_strcmp0 (g_ptr_array_index (wanted, i), g_ptr_array_index (found, i)) != 0) {
      g_test_message ("%s: \"%s\" became \"%s\"", when,
                      (const char *) g_ptr_array_index (wanted, i),
                      (const char *) g_ptr_array_index (found, i));
      g_test_fail ();
      return;
    }
  g_assert_cmpuint (wanted->len, ==, found->len);
}
