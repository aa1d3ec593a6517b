/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Samples: a row for each second of each limb.
 */
#include "ebb-db-private.h"
#include "ebb-measure.h"
#include "ebb-samples.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* A session is shorter than this, so one that began earlier cannot reach into a period. */
#define LONGEST_SESSION_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

static gboolean
is_of_second (gint64 second, const EbbSample *samples, gsize n_samples)
{
  return n_samples > 0 && samples[0].t_us / G_USEC_PER_SEC == second
         && samples[n_samples - 1].t_us / G_USEC_PER_SEC == second;
}

gboolean
ebb_store_put_samples (EbbDb *db, const char *limb_id, gint64 second, const EbbSample *samples,
                       gsize n_samples, GError **error)
{
  g_autoptr (GBytes) bytes =
      is_of_second (second, samples, n_samples) ? ebb_samples_encode (samples, n_samples) : NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (bytes == NULL) {
    g_set_error (
        error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
        _ ("%zu samples for second %" PRId64 "; allowed: 1 to %d of that very second, in order"),
        n_samples, second, EBB_SAMPLES_MAX);
    return FALSE;
  }

  statement = ebb_db_prepare (db,
                              "INSERT OR REPLACE INTO sample (limb_key, second, samples) "
                              "SELECT key, ?, ? FROM bout_limb WHERE id = ?",
                              error);
  ebb_bind_int (statement, second);
  ebb_bind_blob (statement, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  ebb_bind_text (statement, limb_id);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) == 1)
    return ebb_db_refile_occlusion (db, limb_id, error);

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("there is no limb “%s”"),
               limb_id);
  return FALSE;
}

/* Reads the seconds that a statement gives: blob, second. */
static GArray *
read_blobs (EbbStatement *statement, GError **error)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));
  GError *local_error = NULL;

  while (local_error == NULL && ebb_statement_row (statement, &local_error)) {
    gsize n_bytes = 0;
    gconstpointer bytes = ebb_column_blob (statement, &n_bytes);

    if (!ebb_samples_decode (bytes, n_bytes, samples))
      g_set_error (&local_error, EBB_STORE_ERROR, EBB_STORE_ERROR_DAMAGED,
                   _ ("the samples of second %" PRId64
                      " cannot be read: damaged, or written by a newer Ebb"),
                   ebb_column_int (statement));
  }

  if (local_error == NULL)
    return g_steal_pointer (&samples);
  g_propagate_error (error, local_error);
  return NULL;
}

GArray *
ebb_db_get_samples (EbbDb *db, const char *limb_id, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT samples, second FROM sample WHERE limb_key = (SELECT key FROM "
                      "bout_limb WHERE id = ?) "
                      "ORDER BY second",
                      error);

  if (statement == NULL)
    return NULL;

  ebb_bind_text (statement, limb_id);
  return read_blobs (statement, error);
}

gboolean
ebb_db_get_last_sample_us (EbbDb *db, const char *session_id, gint64 *last_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT samples, second FROM sample JOIN bout_limb ON limb_key = bout_limb.key "
      "JOIN bout ON bout.id = bout_id WHERE session_id = ?1 AND second = "
      "(SELECT max (second) FROM sample JOIN bout_limb ON limb_key = bout_limb.key "
      "JOIN bout ON bout.id = bout_id WHERE session_id = ?1)",
      error);
  g_autoptr (GArray) samples = NULL;

  *last_us = EBB_TIME_UNSET;
  if (statement == NULL)
    return FALSE;

  ebb_bind_text (statement, session_id);
  samples = read_blobs (statement, error);
  if (samples == NULL)
    return FALSE;

  for (guint i = 0; i < samples->len; i++)
    *last_us = MAX (*last_us, g_array_index (samples, EbbSample, i).t_us);
  return TRUE;
}

double
ebb_db_occlusion_since (EbbDb *db, const char *patient_id, EbbSegment segment, EbbSide side,
                        gint64 unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT bout_limb.id, started_unix_us FROM session JOIN bout ON session_id = session.id "
      "JOIN bout_limb ON bout_id = bout.id WHERE patient_id = ? AND segment = ? AND side = ? "
      "AND started_unix_us > ? AND simulated = 0",
      error);
  GError *local_error = NULL;
  gint64 total_us = 0;

  ebb_bind_text (statement, patient_id);
  ebb_bind_text (statement, ebb_segment_to_string (segment));
  ebb_bind_text (statement, ebb_side_to_string (side));
  ebb_bind_int (statement, unix_us - LONGEST_SESSION_US);

  while (local_error == NULL && ebb_statement_row (statement, &local_error)) {
    g_autofree char *limb_id = ebb_column_text (statement);
    gint64 from_us = unix_us - ebb_column_int (statement);
    g_autoptr (GArray) samples = ebb_db_get_samples (db, limb_id, &local_error);

    if (samples != NULL)
      total_us +=
          ebb_measure_under_pressure ((const EbbSample *) samples->data, samples->len, from_us);
  }

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return (double) total_us / 1e6;
}
