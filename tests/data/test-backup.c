/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup is whole or it is not there; bringing one back loses nothing; what is damaged, foreign
 * or half done is refused with its reason and changes nothing.
 */
#include "data-rig.h"
#include "ebb-backup-private.h"
#include "ebb-backup.h"
#include "ebb-db-lock.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define NOW_S (SESSION_UNIX_US / G_USEC_PER_SEC)
#define DAY_S ((gint64) 86400)

static char *
shelf_of (DataRig *rig)
{
  return g_build_filename (rig->folder, "backups", NULL);
}

static char *
write_backup (DataRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = shelf_of (rig);
  char *path = NULL;

  ebb_backup_write (rig->path, folder, NOW_S, &path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (path);
  return path;
}

/* How many files lie in the folder, whatever their names. */
static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;
  return n_files;
}

static gint64
count_patients_in (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (path, EBB_DB_LOOK, &error);

  g_assert_no_error (error);
  return data_query_int (db, "SELECT count(*) FROM patient");
}

/* As a wrong hand would: the sum fits what is there now. */
static void
sum_anew (const char *path)
{
  g_autofree char *sum = ebb_backup_sum (path, NULL);
  g_autofree char *line = g_strdup_printf ("%s  x\n", sum);
  g_autofree char *sum_path = g_strconcat (path, EBB_BACKUP_SUM_END, NULL);

  g_assert_true (g_file_set_contents (sum_path, line, -1, NULL));
}

static void
test_round_trip (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  data_put_all (rig->db);
  data_put_samples (rig->db, LIMB_ID, 0, CUFF_SECONDS (30), CUFF_MS (10), CUFF_MMHG (120));
  g_autofree char *path = write_backup (rig); /* while the record is open */

  data_put_patient (rig->db, DATA_ID ("a"), "Afterwards Example");
  data_rig_close (rig);
  ebb_backup_restore (path, rig->path, "Kim Example", NOW_S + 60, &kept, &error);
  g_assert_no_error (error);

  g_assert_cmpint (count_patients_in (kept), ==, 2); /* nothing is lost */
  data_rig_open (rig);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient"), ==, 1);
  g_autoptr (GArray) samples = ebb_db_get_samples (rig->db, LIMB_ID, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (samples->len, ==, 3000);
  g_assert_cmpint (data_query_int (rig->db,
                                   "SELECT count(*) FROM audit WHERE action = 'restored' AND "
                                   "detail IS NULL AND object = 'database'"),
                   ==, 1);
  g_unlink (kept);
}

/* What is being written in that moment is not in it; what was committed is. */
static void
test_beside_a_writer (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  data_put_patient (rig->db, PATIENT_ID, "Before Example");
  g_assert_true (ebb_db_begin (rig->db, &error));
  data_put_patient (rig->db, DATA_ID ("a"), "During Example");

  g_autofree char *path = write_backup (rig);
  g_assert_cmpint (count_patients_in (path), ==, 1);
  g_assert_true (ebb_db_commit (rig->db, &error));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient"), ==, 2);
}

static void
assert_restore_refused (DataRig *rig, const char *path, EbbStoreError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = ebb_backup_sum (rig->path, NULL);

  g_assert_false (ebb_backup_restore (path, rig->path, "Kim Example", NOW_S, NULL, &error));
  g_assert_error (error, EBB_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, "/"));

  g_autofree char *after = ebb_backup_sum (rig->path, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* A thousand ways a stick or a copy goes bad, from a fixed seed. */
static void
test_damaged (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;
  data_put_all (rig->db);
  g_autofree char *path = write_backup (rig);
  data_rig_close (rig);
  g_assert_true (g_file_get_contents (path, &bytes, &n_bytes, NULL));

  for (int i = 0; i < 1000; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *bad = g_memdup2 (bytes, n_bytes);
    gsize length = i % 4 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) n_bytes) : n_bytes;
    bad[g_rand_int_range (rand, 0, (gint32) n_bytes)] ^=
        (char) (1 << g_rand_int_range (rand, 0, 8));

    g_assert_true (g_file_set_contents (path, bad, (gssize) length, NULL));
    g_assert_false (ebb_backup_verify (path, &error));
    data_assert_error (error, DAMAGED);
    if (i % 100 == 0)
      assert_restore_refused (rig, path, EBB_STORE_ERROR_DAMAGED);
  }
}

static void
test_without_sum (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = write_backup (rig);
  g_autofree char *sum_path = g_strconcat (path, EBB_BACKUP_SUM_END, NULL);

  g_unlink (sum_path);
  data_rig_close (rig);
  assert_restore_refused (rig, path, EBB_STORE_ERROR_DAMAGED);
}

/* Files that are what their sums say, and no backup of Ebb's. */
static void
test_foreign (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = write_backup (rig);
  data_rig_close (rig);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  sum_anew (path);
  assert_restore_refused (rig, path, EBB_STORE_ERROR_FOREIGN);
  g_assert_true (g_file_set_contents (path, "Dear Dr Example, ...", -1, NULL));
  sum_anew (path);
  assert_restore_refused (rig, path, EBB_STORE_ERROR_DAMAGED);
}

static void
set_version (const char *path, guchar version)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, 63, SEEK_SET), ==, 0); /* last byte of user_version */
  g_assert_cmpint (fputc (version, file), ==, version);
  g_assert_cmpint (fclose (file), ==, 0);
  sum_anew (path);
}

static void
test_newer (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = write_backup (rig);

  data_rig_close (rig);
  set_version (path, 200);
  assert_restore_refused (rig, path, EBB_STORE_ERROR_NEWER);
}

static void
test_in_use (DataRig *rig, gconstpointer unused)
{
  g_autofree char *path = write_backup (rig);

  assert_restore_refused (rig, path, EBB_STORE_ERROR_IN_USE);
}

/* The old file is moved, then the power goes: no Ebb begins an empty record in its place. */
static void
test_cut_off (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  data_put_patient (rig->db, PATIENT_ID, "Invented Example");
  g_autofree char *path = write_backup (rig);
  data_rig_close (rig);

  g_autofree char *mark = ebb_db_get_mark (rig->path), *kept = NULL;
  g_autofree char *aside = g_strconcat (rig->path, ".before-restore-20260203-080000", NULL);
  g_assert_true (g_file_set_contents (mark, aside, -1, NULL));
  g_assert_cmpint (g_rename (rig->path, aside), ==, 0);

  static const EbbDbMode modes[] = { EBB_DB_WRITE, EBB_DB_READ, EBB_DB_LOOK };
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) refused = NULL;
    g_assert_null (ebb_db_open (rig->path, modes[i], &refused));
    data_assert_error (refused, FAILED);
    g_assert_nonnull (strstr (refused->message, "ebbctl db restore"));
  }

  ebb_backup_restore (path, rig->path, "Kim Example", NOW_S, &kept, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, aside); /* where the old one lies is still said */
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  g_assert_cmpint (count_patients_in (rig->path), ==, 1);
  g_assert_cmpint (count_patients_in (aside), ==, 1);
  g_unlink (aside);
}

/* A log that was not folded in yet goes aside with its file, and is never read into the new one. */
static void
test_log_goes_along (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL, *log = NULL;
  gsize n_log = 0;
  g_autofree char *path = write_backup (rig);
  g_autofree char *log_path = g_strconcat (rig->path, "-wal", NULL);
  data_put_patient (rig->db, PATIENT_ID, "In The Log Example");
  g_assert_true (g_file_get_contents (log_path, &log, &n_log, NULL));
  g_autofree char *old = NULL;
  gsize n_old = 0;
  g_assert_true (g_file_get_contents (rig->path, &old, &n_old, NULL));
  data_rig_close (rig);
  /* As a power cut leaves them. */
  g_assert_true (g_file_set_contents (rig->path, old, (gssize) n_old, NULL));
  g_assert_true (g_file_set_contents (log_path, log, (gssize) n_log, NULL));

  ebb_backup_restore (path, rig->path, "Kim Example", NOW_S, &kept, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_patients_in (rig->path), ==, 0);
  g_assert_cmpint (count_patients_in (kept), ==, 1);
}

/* The log was moved, its file not yet: the next try puts them together again. */
static void
test_cut_off_between (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = NULL, *old = NULL, *kept = NULL;
  gsize n_log = 0, n_old = 0;
  g_autofree char *path = write_backup (rig);
  g_autofree char *log_path = g_strconcat (rig->path, "-wal", NULL);
  g_autofree char *mark = ebb_db_get_mark (rig->path);
  g_autofree char *aside = g_strconcat (rig->path, ".before-restore-20260203-080000", NULL);
  g_autofree char *aside_log = g_strconcat (aside, "-wal", NULL);
  data_put_patient (rig->db, PATIENT_ID, "In The Log Example");
  g_assert_true (g_file_get_contents (log_path, &log, &n_log, NULL));
  g_assert_true (g_file_get_contents (rig->path, &old, &n_old, NULL));
  data_rig_close (rig);
  g_assert_true (g_file_set_contents (rig->path, old, (gssize) n_old, NULL));
  g_assert_true (g_file_set_contents (aside_log, log, (gssize) n_log, NULL));
  g_assert_true (g_file_set_contents (mark, aside, -1, NULL));

  ebb_backup_restore (path, rig->path, "Kim Example", NOW_S, &kept, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, aside);
  g_assert_cmpint (count_patients_in (kept), ==, 1);
  g_assert_cmpint (count_patients_in (rig->path), ==, 0);
}

static void
test_disk_full (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = shelf_of (rig);
  struct rlimit old, small = { 65536, RLIM_INFINITY };
  data_put_all (rig->db);
  data_put_samples (rig->db, LIMB_ID, 0, CUFF_SECONDS (60), CUFF_MS (10), CUFF_MMHG (120));
  ebb_db_checkpoint (rig->db, TRUE);
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small.rlim_max = old.rlim_max;

  setrlimit (RLIMIT_FSIZE, &small);
  gboolean done = ebb_backup_write (rig->path, folder, NOW_S, NULL, &error);
  setrlimit (RLIMIT_FSIZE, &old);

  g_assert_false (done);
  data_assert_error (error, FULL);
  g_assert_cmpuint (count_files (folder), ==, 0); /* nothing half */
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient"), ==, 1);
}

/* Where nobody may write, and where no folder can be. */
static void
test_bad_target (DataRig *rig, gconstpointer unused)
{
  g_autofree char *in_file = g_build_filename (rig->path, "backups", NULL);
  const char *const folders[] = { "/sys/ebb-backups", in_file };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (ebb_backup_write (rig->path, folders[i], NOW_S, NULL, &error));
    g_assert_nonnull (strstr (error->message, folders[i]));
  }
}

static void
make_daily (DataRig *rig, gint64 now_s, gboolean made_wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = shelf_of (rig);
  gboolean made = FALSE;

  ebb_backup_daily (rig->path, folder, now_s, &made, &error);
  g_assert_no_error (error);
  g_assert_cmpint (made, ==, made_wanted);
}

static void
test_daily (DataRig *rig, gconstpointer unused)
{
  g_autofree char *folder = shelf_of (rig);
  g_autofree char *part = g_build_filename (folder, "ebb-20260101-180000.sqlite.part", NULL);
  g_autofree char *letter = g_build_filename (folder, "letter.txt", NULL);

  for (int day = 0; day < 24; day++)
    make_daily (rig, NOW_S + day * DAY_S, TRUE);
  g_assert_true (g_file_set_contents (part, "half", -1, NULL));
  g_assert_true (g_file_set_contents (letter, "of somebody", -1, NULL));
  make_daily (rig, NOW_S + 24 * DAY_S, TRUE);
  make_daily (rig, NOW_S + 24 * DAY_S + 60, FALSE);

  /* 3 to 27 February: 14 days, and the Sundays 8 February; the 15th is among the days. */
  g_autoptr (GPtrArray) files = ebb_backups_list (folder, NULL);
  g_assert_cmpuint (files->len, ==, 15);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (letter, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (folder), ==, 15 * 2 + 1); /* each with its sum */
}

/* A clinic learns on the next morning what went wrong at night, until a backup is made again. */
static void
test_problem_is_told (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL, refused = NULL;
  g_autofree char *folder = shelf_of (rig);

  g_assert_null (ebb_backup_get_problem (rig->folder));
  g_assert_true (g_file_set_contents (folder, "a file in the way", -1, NULL));
  g_assert_false (ebb_backup_after_work (rig->folder, rig->path, NOW_S, &refused));
  g_autofree char *problem = ebb_backup_get_problem (rig->folder);
  g_assert_cmpstr (problem, ==, refused->message);
  g_assert_nonnull (strstr (problem, folder));

  g_unlink (folder);
  g_assert_true (ebb_backup_after_work (rig->folder, rig->path, NOW_S, &error));
  g_assert_no_error (error);
  g_assert_null (ebb_backup_get_problem (rig->folder));
}

static void
test_drill (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL, refused = NULL;
  g_autofree char *folder = shelf_of (rig);
  EbbBackupDrill drill;
  data_put_all (rig->db);
  g_autofree char *path = write_backup (rig);

  ebb_backup_drill (folder, &drill, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (drill.path, ==, path);
  g_assert_cmpint (drill.n_patients, ==, 1);
  g_assert_cmpint (drill.n_sessions, ==, 1);
  g_assert_cmpint (drill.n_read_back, ==, 1);
  ebb_backup_drill_clear (&drill);

  g_assert_true (g_file_set_contents (path, "rotten", -1, NULL));
  g_assert_false (ebb_backup_drill (folder, &drill, &refused));
  data_assert_error (refused, DAMAGED);
  ebb_backup_drill_clear (&drill);
}

/* Health data: nobody else on the PC may read it. */
static void
test_private (DataRig *rig, gconstpointer unused)
{
  g_autofree char *folder = shelf_of (rig);
  g_autofree char *path = write_backup (rig);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static const struct {
  const char *path;
  void (*test) (DataRig *, gconstpointer);
} tests[] = {
  { "/backup/round-trip", test_round_trip },
  { "/backup/beside-a-writer", test_beside_a_writer },
  { "/backup/damaged", test_damaged },
  { "/backup/without-sum", test_without_sum },
  { "/backup/foreign", test_foreign },
  { "/backup/newer", test_newer },
  { "/backup/in-use", test_in_use },
  { "/backup/cut-off", test_cut_off },
  { "/backup/cut-off-between", test_cut_off_between },
  { "/backup/log-goes-along", test_log_goes_along },
  { "/backup/disk-full", test_disk_full },
  { "/backup/bad-target", test_bad_target },
  { "/backup/daily", test_daily },
  { "/backup/problem-is-told", test_problem_is_told },
  { "/backup/drill", test_drill },
  { "/backup/private", test_private },
};

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DataRig, NULL, data_rig_set_up, tests[i].test, data_rig_tear_down);
  return g_test_run ();
}
