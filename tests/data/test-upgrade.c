/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A clinic updates Ebb: every row of every older version is there afterwards, a whole copy of the
 * old file stands beside the new one, and an update that is interrupted at any moment leaves a
 * file that holds everything and is brought up to date by the next start.
 */
#include "ebb-db-sqlite.h"
#include "power-cut-vfs.h"
#include "upgrade-rig.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEED 20261123

/* Each cut costs some ten milliseconds; a prime, so that all kinds of changes are met. */
#define CUT_STRIDE 3

#define PATIENT_ID "00000000-0000-4000-8000-000000000001"
#define SESSION_ID "00000000-0000-4000-8000-000000000003"

typedef struct {
  char *folder, *path, *copy; /* owned */
  int version;
  GPtrArray *old_rows, *new_rows; /* owned: as that version says them, as the newest does */
  char *bytes;                    /* owned: the old file */
  gsize n_bytes;
} Rig;

static void
empty_folder (Rig *rig)
{
  g_autoptr (GDir) dir = g_dir_open (rig->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (rig->folder, name, NULL);
    g_unlink (path);
  }
}

static void
rig_set_up (Rig *rig, gconstpointer version)
{
  rig->version = GPOINTER_TO_INT (version);
  rig->folder = g_dir_make_tmp ("ebb-upgrade-XXXXXX", NULL);
  g_assert_nonnull (rig->folder);
  rig->path = g_build_filename (rig->folder, "ebb.db", NULL);
  rig->copy = g_strdup_printf ("%s.version-%d", rig->path, rig->version);
  upgrade_make_old (rig->path, rig->version);
  rig->old_rows = upgrade_read_rows (rig->path, rig->version, FALSE);
  rig->new_rows = upgrade_read_rows (rig->path, rig->version, TRUE);
  g_assert_true (g_file_get_contents (rig->path, &rig->bytes, &rig->n_bytes, NULL));
}

static void
rig_tear_down (Rig *rig, gconstpointer unused)
{
  empty_folder (rig);
  g_rmdir (rig->folder);
  g_ptr_array_unref (rig->old_rows);
  g_ptr_array_unref (rig->new_rows);
  g_free (rig->bytes);
  g_free (rig->folder);
  g_free (rig->path);
  g_free (rig->copy);
}

static void
put_old_file_back (Rig *rig)
{
  empty_folder (rig);
  g_assert_true (g_file_set_contents (rig->path, rig->bytes, (gssize) rig->n_bytes, NULL));
}

static void
assert_rows (GPtrArray *wanted, const char *path, int version, gboolean as_newest, const char *when)
{
  g_autoptr (GPtrArray) found = upgrade_read_rows (path, version, as_newest);

  upgrade_assert_same (wanted, found, when);
}

/* Up to date, every row there, and the copy is the file as it was. */
static void
assert_upgraded (Rig *rig, const char *when)
{
  g_assert_cmpint (upgrade_get_version (rig->path), ==, EBB_SCHEMA_VERSION);
  assert_rows (rig->new_rows, rig->path, rig->version, FALSE, when);
  g_assert_cmpint (upgrade_get_version (rig->copy), ==, rig->version);
  assert_rows (rig->old_rows, rig->copy, rig->version, FALSE, when);
}

static void
test_keeps_every_row (Rig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  EbbDb *db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (ebb_db_check (db, &error));
  ebb_db_close (db);
  assert_upgraded (rig, "after the update");
}

/* Not only rows: the program finds its way in them, and writes on.  (No Ebb before schema 4 wrote a
 * screening, so there is no older form of its answers.) */
static void
test_is_usable (Rig *rig, gconstpointer unused)
{
  g_autoptr (EbbDb) db = ebb_db_open (rig->path, EBB_DB_WRITE, NULL);
  g_autoptr (GPtrArray) found = ebb_db_find_patients (db, "munst", 10, NULL);
  g_autoptr (EbbSessionRecord) session = ebb_db_get_session (db, SESSION_ID, NULL);
  g_autoptr (GPtrArray) lops = ebb_db_get_lops (db, PATIENT_ID, NULL);

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((EbbPatient *) found->pdata[0])->name, ==, "Invented Münster");
  g_assert_cmpint (session->state, ==, 2);
  g_assert_cmpint (session->ended_us, ==, 600000000);
  g_assert_cmpuint (lops->len, >=, 3);
  g_assert_cmpint (ebb_db_close_interrupted (db, CUFF_REASON_CRASH, NULL), >=, 1);
}

/* Somebody who only reads is told; the old file stays as it was. */
static void
test_reader_changes_nothing (Rig *rig, gconstpointer unused)
{
  g_autofree char *wanted = g_strdup_printf ("version %d", rig->version);
  g_autoptr (GError) error = NULL;

  g_assert_null (ebb_db_open (rig->path, EBB_DB_READ, &error));
  g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, wanted));
  g_assert_cmpint (upgrade_get_version (rig->path), ==, rig->version);
  assert_rows (rig->old_rows, rig->path, rig->version, FALSE, "after a reader");
  g_assert_false (g_file_test (rig->copy, G_FILE_TEST_EXISTS));
}

/* Interruptions -------------------------------------------------------------------------------- */

/* Looked at with SQLite alone: whatever version it has now, it is whole. */
static void
assert_whole (Rig *rig, const char *when)
{
  int version = upgrade_get_version (rig->path);

  g_assert_cmpint (version, >=, rig->version);
  g_assert_cmpint (version, <=, EBB_SCHEMA_VERSION);
  assert_rows (version < 4 ? rig->old_rows : rig->new_rows, rig->path, rig->version, FALSE, when);
}

/* Every write fails from the n-th change on, and only a part of what was not flushed outlives it.
 * FALSE: the update needed no more changes than that. */
static gboolean
cut_at (Rig *rig, guint n_changes, GRand *chance)
{
  PowerCutWay way = (PowerCutWay) g_rand_int_range (chance, 0, POWER_CUT_WAYS);
  g_autofree char *when = g_strdup_printf ("seed %u, change %u, way %d", SEED, n_changes, way);
  g_autoptr (GError) error = NULL;
  EbbDb *db;
  gboolean is_cut;

  put_old_file_back (rig);
  power_cut_register ();
  power_cut_after (n_changes);
  db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);
  is_cut = power_cut_is_off ();
  if (db == NULL)
    g_assert_nonnull (strstr (error->message, rig->path));
  g_clear_error (&error);
  power_cut_after (0);
  ebb_db_close (db);
  power_cut_restore (way, chance);
  power_cut_unregister ();
  assert_whole (rig, when);

  db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);
  if (error != NULL)
    g_test_message ("%s: %s", when, error->message);
  g_assert_no_error (error);
  ebb_db_close (db);
  assert_upgraded (rig, when);
  return is_cut;
}

static void
test_power_cut (Rig *rig, gconstpointer unused)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  guint n_changes = 0;

  while (cut_at (rig, n_changes, chance) && !g_test_failed ())
    n_changes += CUT_STRIDE;
  g_test_message ("cut at every %d. of %u changes", CUT_STRIDE, n_changes);
  /* Or the update was never met. */
  g_assert_cmpuint (n_changes, >, 100);
}

/* Killed by the system after so long; returns whether it had ended by itself. */
static gboolean
kill_after (const char *path, int delay_ms)
{
  int status = 0;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    ebb_db_open (path, EBB_DB_WRITE, NULL);
    _exit (0);
  }
  poll (NULL, 0, delay_ms);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status);
}

static void
test_killed (Rig *rig, gconstpointer unused)
{
  guint n_killed = 0;

  for (int delay_ms = 1; delay_ms < 1000 && !g_test_failed (); delay_ms += 2) {
    gboolean ended;
    EbbDb *db;

    put_old_file_back (rig);
    ended = kill_after (rig->path, delay_ms);
    n_killed += !ended;
    assert_whole (rig, "killed");
    db = ebb_db_open (rig->path, EBB_DB_WRITE, NULL);
    g_assert_nonnull (db);
    ebb_db_close (db);
    assert_upgraded (rig, "killed, and started again");
    if (ended)
      break;
  }
  g_test_message ("killed %u times", n_killed);
  g_assert_cmpuint (n_killed, >, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (Rig *rig, gconstpointer unused);
  } tests[] = {
    { "keeps-every-row", test_keeps_every_row },
    { "is-usable", test_is_usable },
    { "a-reader-changes-nothing", test_reader_changes_nothing },
    { "outlives-a-power-cut", test_power_cut },
    { "outlives-being-killed", test_killed },
  };

  g_test_init (&argc, &argv, NULL);
  for (int version = 1; version < EBB_SCHEMA_VERSION; version++)
    for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
      g_autofree char *path = g_strdup_printf ("/upgrade/from-%d/%s", version, tests[i].name);

      g_test_add (path, Rig, GINT_TO_POINTER (version), rig_set_up, tests[i].run, rig_tear_down);
    }
  return g_test_run ();
}
