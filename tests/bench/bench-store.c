/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the record costs, beside the floor of this very disk and machine, in one run:
 *
 *   commit   one second of two limbs (100 Hz), synchronous=FULL   : write + fdatasync, same bytes
 *   load     60 minutes of two limbs into samples                 : pread, same bytes
 *   size     bytes per sample of one limb (five numbers)          : entropy of their differences
 *
 * Prints figures, asserts nothing about time.  bench-store [SECONDS [FOLDER]]
 */
#include "ebb-db.h"
#include "ebb-samples.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define RATE_HZ      100
#define N_LIMBS      2
#define MINUTES      60
#define N_LOADS      20
#define SEED         20260203
#define SECONDS_HOUR (MINUTES * 60)

typedef struct {
  EbbDb *db;
  char *folder, *path, *floor_path;
  char *limb_id[N_LIMBS];
  GRand *chance;
  EbbSample second[N_LIMBS][RATE_HZ];
} Bench;

static void
check (gboolean ok, GError *error)
{
  if (ok)
    return;
  fprintf (stderr, "bench-store: %s\n", error != NULL ? error->message : "failed");
  exit (1);
}

/* About normal, with a standard deviation of 1. */
static double
noise (Bench *bench)
{
  double sum = 0;

  for (guint i = 0; i < 12; i++)
    sum += g_rand_double (bench->chance);
  return sum - 6;
}

/* A thigh at work: 180 mmHg, a wave of 12 mmHg every 7 s, the arterial pulse, sensor noise of
 * 0.15 mmHg in tenths, a regulator that trims, a clock that jitters by microseconds. */
static void
make_second (Bench *bench, gint64 second)
{
  for (guint limb = 0; limb < N_LIMBS; limb++)
    for (gint i = 0; i < RATE_HZ; i++) {
      double t_s = (double) second + (double) i / RATE_HZ;
      double phase_s = fmod (t_s + 2 * limb, 7);
      double wave_mmhg = phase_s < 6 ? 12 * fmin (1, fmin (phase_s, 6 - phase_s)) : 0;
      double mmhg = 180 + wave_mmhg + 0.8 * sin (t_s * 7.5);
      double error_mmhg = 180 - mmhg;

      bench->second[limb][i] = (EbbSample){
        .t_us = second * G_USEC_PER_SEC + i * (G_USEC_PER_SEC / RATE_HZ)
                + (i > 0 ? g_rand_int_range (bench->chance, -2, 3) : 2),
        .pressure = cuff_pressure_from_mmhg (mmhg + 0.15 * noise (bench)),
        .pressure_second = cuff_pressure_from_mmhg (mmhg + 0.4 + 0.15 * noise (bench)),
        .flow_dml_s = error_mmhg > 3 ? (gint32) (error_mmhg * 4) : 0,
        .valve_percent = error_mmhg < -9 ? (guint8) (-error_mmhg) : 0,
      };
    }
}

static void
put_patient (Bench *bench, EbbSessionRecord *session)
{
  EbbPatient patient = { .name = (char *) "Bench Patient", .birth_date = (char *) "1960-05-12" };
  EbbOrder order = { .physician = (char *) "Bench Physician", .ordered_on = (char *) "2026-01-15" };
  GError *error = NULL;

  check (ebb_db_put_patient (bench->db, &patient, &error), error);
  order.patient_id = patient.id;
  check (ebb_db_put_order (bench->db, &order, &error), error);
  session->patient_id = patient.id;
  session->episode_id = order.episode_id;
  g_free (order.id);
}

static void
put_session (Bench *bench)
{
  g_autofree char *session_id = g_uuid_string_random (), *bout_id = g_uuid_string_random ();
  EbbSessionRecord session = { .id = session_id,
                               .started_unix_us = G_GINT64_CONSTANT (1770106500000000) };
  EbbBoutRecord bout = { .id = bout_id,
                         .session_id = session_id,
                         .number = 1,
                         .exercise_id = (char *) "quad-set",
                         .protocol_id = (char *) "bench",
                         .protocol_name = (char *) "Bench",
                         .protocol_version = 1,
                         .protocol_json = (char *) "{}" };
  GError *error = NULL;

  put_patient (bench, &session);
  check (ebb_store_put_session (bench->db, &session, &error), error);
  check (ebb_store_put_bout (bench->db, &bout, &error), error);
  for (guint i = 0; i < N_LIMBS; i++) {
    EbbLimbRecord limb = { .bout_id = bout_id,
                           .channel = i,
                           .segment = EBB_SEGMENT_THIGH,
                           .side = i == 0 ? EBB_SIDE_LEFT : EBB_SIDE_RIGHT,
                           .cuff_name = (char *) "Bench",
                           .target = CUFF_MMHG (180),
                           .lop = CUFF_PRESSURE_UNSET };

    limb.id = bench->limb_id[i] = g_uuid_string_random ();
    check (ebb_store_put_limb (bench->db, &limb, &error), error);
  }
  g_free (session.patient_id);
  g_free (session.episode_id);
}

static gint64
commit_second (Bench *bench, gint64 second)
{
  gint64 start_us = g_get_monotonic_time ();
  GError *error = NULL;

  check (ebb_db_begin (bench->db, &error), error);
  for (guint i = 0; i < N_LIMBS; i++)
    check (ebb_store_put_samples (bench->db, bench->limb_id[i], second, bench->second[i], RATE_HZ,
                                  &error),
           error);
  check (ebb_db_commit (bench->db, &error), error);
  return g_get_monotonic_time () - start_us;
}

/* The same bytes, as little as a disk can be asked for.  Adds their number to `n_bytes`. */
static gint64
write_floor (Bench *bench, int fd, gsize *n_bytes)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gint64 start_us;

  for (guint i = 0; i < N_LIMBS; i++) {
    g_autoptr (GBytes) blob = ebb_samples_encode (bench->second[i], RATE_HZ);

    g_byte_array_append (bytes, g_bytes_get_data (blob, NULL), (guint) g_bytes_get_size (blob));
  }
  *n_bytes += bytes->len;

  start_us = g_get_monotonic_time ();
  check (write (fd, bytes->data, bytes->len) == (gssize) bytes->len && fdatasync (fd) == 0, NULL);
  return g_get_monotonic_time () - start_us;
}

static int
compare (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static double
percentile (GArray *times_us, double part)
{
  qsort (times_us->data, times_us->len, sizeof (gint64), compare);
  return (double) g_array_index (times_us, gint64, (guint) (part * (times_us->len - 1)));
}

static void
print_row (const char *what, double ours_us, double floor_us)
{
  printf ("%-34s %12.0f %12.0f %8.2f\n", what, ours_us, floor_us, ours_us / floor_us);
}

/* The limit of coding one difference at a time: order-0 entropy, in bytes per sample.
 * --------------*/

#define N_COLUMNS 5

static gint64
column_value (const EbbSample *sample, guint column)
{
  const gint64 values[N_COLUMNS] = { sample->t_us, sample->pressure, sample->pressure_second,
                                     sample->flow_dml_s, sample->valve_percent };

  return values[column];
}

static void
count_differences (Bench *bench, GHashTable **counts)
{
  for (guint i = 2; i < RATE_HZ; i++)
    for (guint column = 0; column < N_COLUMNS; column++) {
      const EbbSample *sample = &bench->second[0][i];
      gint64 last = column_value (sample - 1, column);
      gint64 difference = column_value (sample, column) - last;
      gpointer key;

      if (column == 0)
        difference -= last - column_value (sample - 2, column);
      key = GINT_TO_POINTER ((gint) difference);
      g_hash_table_insert (
          counts[column], key,
          GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts[column], key)) + 1));
    }
}

static double
entropy_bytes (GHashTable *counts)
{
  GHashTableIter iter;
  gpointer count;
  double n = 0, sum = 0;

  for (g_hash_table_iter_init (&iter, counts); g_hash_table_iter_next (&iter, NULL, &count);) {
    double k = GPOINTER_TO_UINT (count);

    n += k;
    sum += k * log2 (k);
  }
  return (log2 (n) - sum / n) / 8;
}

static double
bench_entropy (Bench *bench)
{
  GHashTable *counts[N_COLUMNS];
  double bytes = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    counts[i] = g_hash_table_new (NULL, NULL);
  for (gint64 second = 0; second < 600; second++) {
    make_second (bench, second);
    count_differences (bench, counts);
  }
  for (guint i = 0; i < N_COLUMNS; i++) {
    bytes += entropy_bytes (counts[i]);
    g_hash_table_unref (counts[i]);
  }
  return bytes;
}

static void
bench_commit (Bench *bench, guint n_seconds)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) floor = g_array_new (FALSE, FALSE, sizeof (gint64));
  int fd = open (bench->floor_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  double bytes, entropy;
  gsize n_bytes = 0;

  check (fd >= 0, NULL);
  for (guint i = 0; i < n_seconds; i++) {
    gint64 took_us;

    make_second (bench, i);
    took_us = commit_second (bench, i);
    g_array_append_val (ours, took_us);
    took_us = write_floor (bench, fd, &n_bytes);
    g_array_append_val (floor, took_us);
  }
  close (fd);

  print_row ("commit of a second, p50", percentile (ours, 0.50), percentile (floor, 0.50));
  print_row ("commit of a second, p99", percentile (ours, 0.99), percentile (floor, 0.99));
  bytes = (double) n_bytes / n_seconds / RATE_HZ / N_LIMBS;
  entropy = bench_entropy (bench);
  printf ("%-34s %12.2f %12.2f %8.2f   (floor: entropy of the differences)\n",
          "blob bytes per sample of a limb", bytes, entropy, bytes / entropy);
}

/* The rest of the hour, in few transactions: it is not what is measured. */
static void
fill_hour (Bench *bench, guint from, int fd)
{
  GError *error = NULL;
  gsize n_bytes = 0;

  check (ebb_db_begin (bench->db, &error), error);
  for (gint64 second = from; second < SECONDS_HOUR; second++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();

    make_second (bench, second);
    for (guint i = 0; i < N_LIMBS; i++) {
      g_autoptr (GBytes) blob = ebb_samples_encode (bench->second[i], RATE_HZ);

      g_byte_array_append (bytes, g_bytes_get_data (blob, NULL), (guint) g_bytes_get_size (blob));
      check (ebb_store_put_samples (bench->db, bench->limb_id[i], second, bench->second[i], RATE_HZ,
                                    &error),
             error);
    }
    n_bytes += bytes->len;
    check (write (fd, bytes->data, bytes->len) == (gssize) bytes->len, NULL);
  }
  check (ebb_db_commit (bench->db, &error), error);
}

static gint64
load_hour (Bench *bench)
{
  gint64 start_us = g_get_monotonic_time ();

  for (guint i = 0; i < N_LIMBS; i++) {
    GError *error = NULL;
    g_autoptr (GArray) samples = ebb_db_get_samples (bench->db, bench->limb_id[i], &error);

    check (samples != NULL && samples->len == SECONDS_HOUR * RATE_HZ, error);
  }
  return g_get_monotonic_time () - start_us;
}

static gint64
read_floor (int fd, guint8 *into, gsize n_bytes)
{
  gint64 start_us = g_get_monotonic_time ();

  check (pread (fd, into, n_bytes, 0) == (gssize) n_bytes, NULL);
  return g_get_monotonic_time () - start_us;
}

static void
bench_load (Bench *bench, guint n_seconds)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) floor = g_array_new (FALSE, FALSE, sizeof (gint64));
  int fd = open (bench->floor_path, O_RDWR | O_APPEND | O_CLOEXEC);
  g_autofree guint8 *into = NULL;
  struct stat status;

  fill_hour (bench, n_seconds, fd);
  check (fstat (fd, &status) == 0, NULL);
  into = g_malloc0 ((gsize) status.st_size);
  for (guint i = 0; i < N_LOADS; i++) {
    gint64 took_us = load_hour (bench);

    g_array_append_val (ours, took_us);
    took_us = read_floor (fd, into, (gsize) status.st_size);
    g_array_append_val (floor, took_us);
  }
  close (fd);

  print_row ("load of 60 min of two limbs, p50", percentile (ours, 0.50), percentile (floor, 0.50));
  print_row ("load of 60 min of two limbs, best", percentile (ours, 0), percentile (floor, 0));
  printf ("%-34s %12.2f   (%.1f MB as samples, %.1f MB as blobs)\n", "ns per loaded sample",
          percentile (ours, 0) * 1000 / (SECONDS_HOUR * RATE_HZ * N_LIMBS),
          (double) sizeof (EbbSample) * SECONDS_HOUR * RATE_HZ * N_LIMBS / 1e6,
          (double) status.st_size / 1e6);
}

static void
print_size (Bench *bench)
{
  struct stat status;

  ebb_db_close (bench->db);
  bench->db = NULL;
  check (stat (bench->path, &status) == 0, NULL);
  printf ("%-34s %12.2f   (%.1f MB for the hour)\n", "file bytes per sample of a limb",
          (double) status.st_size / (SECONDS_HOUR * RATE_HZ * N_LIMBS),
          (double) status.st_size / 1e6);
}

static void
clean_up (Bench *bench)
{
  g_autofree char *lock_path = g_strconcat (bench->path, ".lock", NULL);

  g_unlink (bench->path);
  g_unlink (lock_path);
  g_unlink (bench->floor_path);
  g_rmdir (bench->folder);
  g_rand_free (bench->chance);
  g_free (bench->path);
  g_free (bench->floor_path);
  g_free (bench->folder);
  for (guint i = 0; i < N_LIMBS; i++)
    g_free (bench->limb_id[i]);
}

int
main (int argc, char **argv)
{
  guint n_seconds = argc > 1 ? (guint) CLAMP (atoi (argv[1]), 10, SECONDS_HOUR) : 600;
  const char *parent = argc > 2 ? argv[2] : g_get_tmp_dir ();
  Bench bench = { .chance = g_rand_new_with_seed (SEED) };
  GError *error = NULL;

  bench.folder = g_build_filename (parent, "ebb-bench-XXXXXX", NULL);
  check (g_mkdtemp (bench.folder) != NULL, NULL);
  bench.path = g_build_filename (bench.folder, "ebb.db", NULL);
  bench.floor_path = g_build_filename (bench.folder, "floor", NULL);
  bench.db = ebb_db_open (bench.path, EBB_DB_WRITE, &error);
  check (bench.db != NULL, error);
  put_session (&bench);

  printf ("%-34s %12s %12s %8s\n", "two limbs, 100 Hz", "ebb us", "floor us", "ratio");
  bench_commit (&bench, n_seconds);
  bench_load (&bench, n_seconds);
  print_size (&bench);
  clean_up (&bench);
  return 0;
}
