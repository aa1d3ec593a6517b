/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a clinic of very many patients costs at the desk: opening the file, the list of the day, a
 * search with each letter, a look for duplicates, a patient's file.
 *
 * bench-desk [PATIENTS [SESSIONS [FOLDER]]]: sessions of each patient; 100000 and 10.
 */
#include "ebb-db-private.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SEED        20260204
#define N_TRIES     40
#define N_OPENS     9
#define LIMIT       40
#define NOW_UNIX_US G_GINT64_CONSTANT (1770200400000000)

typedef struct {
  char *folder, *path, *patient_id; /* owned */
  EbbDb *db;                        /* owned */
  GRand *chance;                    /* owned */
  guint n_patients, n_sessions;
} Bench;

static void
check (gboolean ok, GError *error)
{
  if (ok)
    return;
  fprintf (stderr, "bench-desk: %s\n", error != NULL ? error->message : "failed");
  exit (1);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
print_row (const char *what, GArray *took_us, const char *remark)
{
  g_array_sort (took_us, compare);
  printf ("%-34s %9.3f %9.3f %9.3f   %s\n", what,
          (double) g_array_index (took_us, gint64, took_us->len / 2) / 1000,
          (double) g_array_index (took_us, gint64, took_us->len * 95 / 100) / 1000,
          (double) g_array_index (took_us, gint64, took_us->len - 1) / 1000, remark);
  g_array_set_size (took_us, 0);
}

static char *
make_name (GRand *chance)
{
  static const char *const parts[] = { "ka", "ro", "mu", "ster", "bei", "sa",  "mp",  "le",
                                       "no", "ta", "ve", "li",   "na",  "zhu", "wir", "ell" };
  GString *name = g_string_new (NULL);

  for (guint word = 0; word < 2; word++) {
    gint n_parts = g_rand_int_range (chance, 2, 4);

    g_string_append (name, word > 0 ? ", " : "");
    for (gint i = 0; i < n_parts; i++)
      g_string_append (name, parts[g_rand_int_range (chance, 0, G_N_ELEMENTS (parts))]);
  }
  return g_string_free (name, FALSE);
}

static void
put_patients (Bench *bench)
{
  GError *error = NULL;

  check (ebb_db_begin (bench->db, &error), error);
  for (guint i = 0; i < bench->n_patients; i++) {
    g_autofree char *name = make_name (bench->chance);
    g_autofree char *number = g_strdup_printf ("%06u", i);
    g_autofree char *birth = g_strdup_printf (
        "%04d-%02d-%02d", g_rand_int_range (bench->chance, 1930, 2010),
        g_rand_int_range (bench->chance, 1, 13), g_rand_int_range (bench->chance, 1, 29));
    EbbPatient patient = { .name = name, .birth_date = birth, .record_number = number };

    check (ebb_db_put_patient (bench->db, &patient, &error), error);
    g_free (bench->patient_id);
    bench->patient_id = patient.id;
  }
  check (ebb_db_commit (bench->db, &error), error);
}

/* By SQL: what is measured is reading. */
static void
put_care (Bench *bench)
{
  g_autofree char *sql = g_strdup_printf (
      "BEGIN;"
      "UPDATE patient SET written_unix_us = %" G_GINT64_FORMAT " - key * 60000000;"
      "INSERT INTO episode (id, patient_id) SELECT printf ('%%08x-0000-4000-8000-000000000000', "
      "key), id FROM patient;"
      "INSERT INTO referral (id, episode_id, patient_id, physician, ordered_on) "
      "SELECT id, id, patient_id, 'Bench', '2026-01-01' FROM episode;"
      "INSERT INTO care_plan (id, episode_id, visits_planned, from_on) "
      "SELECT id, id, 20, '2026-01-01' FROM episode;"
      "INSERT INTO prescription (id, episode_id, version, segment, side, exercise_id, protocol_id, "
      "protocol_version, method, percent_lop) SELECT id, id, 1, 'thigh', 'left', 'quad-set', "
      "'classic-quad-set', 1, 0, 60 FROM episode;"
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "INSERT INTO session (id, patient_id, episode_id, started_unix_us, utc_offset_min, "
      "simulated, state, reason, ended_us) SELECT printf ('%%08x-0000-4000-8000-%%012x', "
      "patient.key, i), patient_id, episode.id, %" G_GINT64_FORMAT
      " - i * 259200000000 - patient.key * 17000000, 60, 1, 1, 1, 900000000 "
      "FROM n, episode JOIN patient ON patient.id = patient_id;"
      "COMMIT",
      NOW_UNIX_US, bench->n_sessions, NOW_UNIX_US);
  GError *error = NULL;

  check (ebb_db_ensure_exercise (bench->db, "quad-set", &error), error);
  check (ebb_db_ensure_protocol_version (bench->db, "classic-quad-set", 1, &error), error);
  check (ebb_db_execute (bench->db, sql, &error), error);
  check (ebb_db_put_appointment (bench->db, bench->patient_id, NOW_UNIX_US + 60, 45, &error),
         error);
}

static void
bench_open (Bench *bench, GArray *took_us)
{
  for (guint i = 0; i < N_OPENS; i++) {
    GError *error = NULL;
    gint64 start_us = g_get_monotonic_time (), us;

    bench->db = ebb_db_open (bench->path, EBB_DB_WRITE, &error);
    check (bench->db != NULL, error);
    us = g_get_monotonic_time () - start_us;
    g_array_append_val (took_us, us);
    if (i + 1 < N_OPENS)
      g_clear_pointer (&bench->db, ebb_db_close);
  }
  print_row ("open to write", took_us, "page cache warm");
}

static void
bench_find (Bench *bench, GArray *took_us, const char *what, const char *const *texts)
{
  guint n_rows = 0, n_asked = 0;
  g_autofree char *remark = NULL;

  for (guint i = 0; i < N_TRIES; i++)
    for (guint t = 0; texts == NULL ? t < 1 : texts[t] != NULL; t++) {
      GError *error = NULL;
      gint64 start_us = g_get_monotonic_time (), us;
      g_autoptr (GPtrArray) rows =
          ebb_db_find_rows (bench->db, texts != NULL ? texts[t] : NULL, LIMIT, NOW_UNIX_US, &error);

      check (rows != NULL, error);
      us = g_get_monotonic_time () - start_us;
      g_array_append_val (took_us, us);
      n_rows += rows->len;
      n_asked++;
    }
  remark = g_strdup_printf ("%.1f rows", (double) n_rows / n_asked);
  print_row (what, took_us, remark);
}

static void
bench_alike (Bench *bench, GArray *took_us)
{
  EbbPatient patient = { .name = (char *) "Kamuster, Rosa", .birth_date = (char *) "1966-06-06" };

  for (guint i = 0; i < N_TRIES; i++) {
    GError *error = NULL;
    gint64 start_us = g_get_monotonic_time (), us;
    g_autoptr (GPtrArray) rows = ebb_db_find_alike (bench->db, &patient, &error);

    check (rows != NULL, error);
    us = g_get_monotonic_time () - start_us;
    g_array_append_val (took_us, us);
  }
  print_row ("likely duplicates", took_us, "");
}

static void
bench_file (Bench *bench, GArray *took_us)
{
  for (guint i = 0; i < N_TRIES; i++) {
    GError *error = NULL;
    gint64 start_us = g_get_monotonic_time (), us;
    g_autoptr (EbbPatientFile) file =
        ebb_db_load_patient_file (bench->db, bench->patient_id, NOW_UNIX_US, &error);

    check (file != NULL, error);
    us = g_get_monotonic_time () - start_us;
    g_array_append_val (took_us, us);
  }
  print_row ("a patient's file", took_us, "no samples in it");
}

static void
bench_check (Bench *bench, GArray *took_us)
{
  EbbDbCheck *sound = ebb_db_check_new ();
  GError *error = NULL;
  gint64 start_us = g_get_monotonic_time (), us;
  struct stat status = { 0 };
  g_autofree char *remark = NULL;

  check (ebb_db_check_run (sound, bench->path, &error), error);
  us = g_get_monotonic_time () - start_us;
  ebb_db_check_unref (sound);
  g_array_append_val (took_us, us);
  check (stat (bench->path, &status) == 0, NULL);
  remark = g_strdup_printf ("%.0f MB, on a thread of its own", (double) status.st_size / 1e6);
  print_row ("quick_check of the file", took_us, remark);
}

static void
fill (Bench *bench)
{
  gint64 start_us = g_get_monotonic_time ();
  GError *error = NULL;

  bench->db = ebb_db_open (bench->path, EBB_DB_WRITE, &error);
  check (bench->db != NULL, error);
  put_patients (bench);
  put_care (bench);
  g_clear_pointer (&bench->db, ebb_db_close);
  printf ("%u patients, %u sessions each, written in %.1f s; at most %u rows\n", bench->n_patients,
          bench->n_sessions, (double) (g_get_monotonic_time () - start_us) / 1e6, LIMIT);
}

static void
clean_up (Bench *bench)
{
  g_autofree char *lock_path = g_strconcat (bench->path, ".lock", NULL);

  ebb_db_close (bench->db);
  g_unlink (bench->path);
  g_unlink (lock_path);
  g_rmdir (bench->folder);
  g_rand_free (bench->chance);
  g_free (bench->path);
  g_free (bench->folder);
  g_free (bench->patient_id);
}

int
main (int argc, char **argv)
{
  static const char *const one[] = { "k", "m", "s", "n", "e", NULL };
  static const char *const three[] = { "mus", "sam", "bei", "kar", "liv", NULL };
  static const char *const words[] = { "muster ka", "sample no", "beisa 19", "zhu 0042", NULL };
  static const char *const inside[] = { "usterk", "zhuzhuz", "nobody", NULL };
  g_autoptr (GArray) took_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  Bench bench = { .chance = g_rand_new_with_seed (SEED) };

  bench.n_patients = argc > 1 ? (guint) CLAMP (atoi (argv[1]), 10, 1000000) : 100000;
  bench.n_sessions = argc > 2 ? (guint) CLAMP (atoi (argv[2]), 1, 1000) : 10;
  bench.folder = g_build_filename (argc > 3 ? argv[3] : g_get_tmp_dir (), "ebb-bench-XXXXXX", NULL);
  check (g_mkdtemp (bench.folder) != NULL, NULL);
  bench.path = g_build_filename (bench.folder, "ebb.db", NULL);
  fill (&bench);

  printf ("%-34s %9s %9s %9s\n", "", "p50 ms", "p95 ms", "max ms");
  bench_open (&bench, took_us);
  bench_find (&bench, took_us, "list of the day", NULL);
  bench_find (&bench, took_us, "search: one letter", one);
  bench_find (&bench, took_us, "search: three letters", three);
  bench_find (&bench, took_us, "search: two words", words);
  bench_find (&bench, took_us, "search: inside words", inside);
  bench_alike (&bench, took_us);
  bench_file (&bench, took_us);
  bench_check (&bench, took_us);
  clean_up (&bench);
  return 0;
}
