/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which backups are kept: fourteen days, eight weeks, twelve months, whatever is fresh, and always
 * the newest.
 */
#include "ebb-backup-shelf.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY_S ((gint64) 86400)

/* Sunday 2026-11-22 18:00 UTC; the test runs in UTC. */
#define NOW_S G_GINT64_CONSTANT (1795370400)

static GPtrArray *
shelf_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_backup_file_free);
}

static void
put (GPtrArray *files, gint64 unix_s)
{
  EbbBackupFile *file = g_new0 (EbbBackupFile, 1);

  file->path = ebb_backup_name (unix_s);
  file->unix_s = unix_s;
  g_ptr_array_add (files, file);
}

static guint
count_kept (GPtrArray *files)
{
  guint n_kept = 0;

  for (guint i = 0; i < files->len; i++)
    n_kept += ((EbbBackupFile *) g_ptr_array_index (files, i))->keep;
  return n_kept;
}

static gboolean
keeps (GPtrArray *files, const char *date)
{
  for (guint i = 0; i < files->len; i++) {
    const EbbBackupFile *file = g_ptr_array_index (files, i);

    if (strstr (file->path, date) != NULL)
      return file->keep;
  }
  g_error ("no backup of %s in the test", date);
}

static void
test_name (void)
{
  gint64 unix_s = 0;

  g_assert_cmpstr (g_steal_pointer (&(char *){ ebb_backup_name (NOW_S) }), ==,
                   "ebb-20261122-180000.sqlite");
  g_assert_true (ebb_backup_name_read ("ebb-20261122-180000.sqlite", &unix_s));
  g_assert_cmpint (unix_s, ==, NOW_S);

  static const char *const others[] = {
    "ebb-20261122-180000.sqlite.part",
    "ebb-20261122-180000.sqlite.sha256",
    "ebb-20261322-180000.sqlite",
    "ebb-20261122-186000.sqlite",
    "ebb-20261122.sqlite",
    "holiday.jpg",
    "ebb-2026 122-180000.sqlite",
    "",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (ebb_backup_name_read (others[i], &unix_s));
}

/* Two years of evenings. */
static void
test_two_years (void)
{
  g_autoptr (GPtrArray) files = shelf_new ();

  for (int day = 0; day < 730; day++)
    put (files, NOW_S - day * DAY_S);
  ebb_backups_mark (files, NOW_S);

  /* Fourteen days: 22nd back to the 9th. */
  g_assert_true (keeps (files, "20261109"));
  g_assert_false (keeps (files, "20261107"));
  /* Weeks end on Sunday; the eighth of them on 4 October. */
  g_assert_true (keeps (files, "20261108"));
  g_assert_true (keeps (files, "20261004"));
  g_assert_false (keeps (files, "20260927"));
  /* Months end on their last day; the twelfth is December of the year before. */
  g_assert_true (keeps (files, "20260930"));
  g_assert_true (keeps (files, "20251231"));
  g_assert_false (keeps (files, "20251130"));
  /* 14 days hold the Sundays of two weeks, so 6 weeks more; 31 October and 11 months from there
   * back to December, of which October's end is no Sunday. */
  g_assert_cmpuint (count_kept (files), ==, 14 + 6 + 11);
}

/* A clinic that opens on Tuesdays only: each of its days counts, however long ago. */
static void
test_gaps (void)
{
  g_autoptr (GPtrArray) files = shelf_new ();

  for (int week = 1; week <= 20; week++)
    put (files, NOW_S - week * 7 * DAY_S);
  ebb_backups_mark (files, NOW_S);

  for (guint i = 0; i < 14; i++)
    g_assert_true (((EbbBackupFile *) g_ptr_array_index (files, i))->keep);
}

static void
test_fresh (void)
{
  g_autoptr (GPtrArray) files = shelf_new ();

  put (files, NOW_S - 3600);
  put (files, NOW_S - 7200);
  put (files, NOW_S - EBB_BACKUP_FRESH_S + 1);
  put (files, NOW_S - EBB_BACKUP_FRESH_S - 3600);
  put (files, NOW_S - EBB_BACKUP_FRESH_S - 7200);
  ebb_backups_mark (files, NOW_S);

  g_assert_cmpuint (count_kept (files), ==, 3);
  g_assert_false (((EbbBackupFile *) g_ptr_array_index (files, 4))->keep);
}

/* A clock that stood wrong must not cost the only backup. */
static void
test_newest_stays (void)
{
  g_autoptr (GPtrArray) files = shelf_new ();

  put (files, NOW_S - 4000 * DAY_S);
  ebb_backups_mark (files, NOW_S);
  g_assert_cmpuint (count_kept (files), ==, 1);
  ebb_backups_mark (files, 0);
  g_assert_cmpuint (count_kept (files), ==, 1);
}

static void
test_day (void)
{
  g_autoptr (GPtrArray) files = shelf_new ();

  put (files, NOW_S);
  g_assert_true (ebb_backups_have_day (files, NOW_S + 5 * 3600));
  g_assert_false (ebb_backups_have_day (files, NOW_S + 6 * 3600)); /* midnight */
  g_assert_false (ebb_backups_have_day (files, NOW_S - DAY_S));
}

/* Only files of such a name, and no folder or link that bears one. */
static void
test_list (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ebb-shelf-XXXXXX", NULL);
  static const char *const names[] = { "ebb-20261120-180000.sqlite", "ebb-20261122-180000.sqlite",
                                       "ebb-20261121-180000.sqlite", "letter.txt" };
  g_autofree char *link = g_build_filename (folder, "ebb-20261119-180000.sqlite", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  }
  g_assert_cmpint (symlink ("/etc/hostname", link), ==, 0);

  g_autoptr (GPtrArray) files = ebb_backups_list (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 3);
  g_assert_nonnull (
      strstr (((EbbBackupFile *) g_ptr_array_index (files, 0))->path, "ebb-20261122"));
  g_assert_nonnull (
      strstr (((EbbBackupFile *) g_ptr_array_index (files, 2))->path, "ebb-20261120"));

  g_unlink (link);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (folder, names[i], NULL);
    g_unlink (path);
  }
  g_rmdir (folder);

  g_autoptr (GPtrArray) none = ebb_backups_list (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup-shelf/name", test_name);
  g_test_add_func ("/backup-shelf/two-years", test_two_years);
  g_test_add_func ("/backup-shelf/gaps", test_gaps);
  g_test_add_func ("/backup-shelf/fresh", test_fresh);
  g_test_add_func ("/backup-shelf/newest-stays", test_newest_stays);
  g_test_add_func ("/backup-shelf/day", test_day);
  g_test_add_func ("/backup-shelf/list", test_list);
  return g_test_run ();
}
