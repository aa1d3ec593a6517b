/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pressures of a search, a row for each second of each run: what the value rests on.
 */
#include "ebb-db-limbs.h"
#include "ebb-db-private.h"
#include "ebb-samples.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static gboolean
put_second (EbbDb *db, const char *lop_record_id, guint run, const EbbSample *samples,
            gsize n_samples, GError **error)
{
  gint64 second = samples[0].t_us / G_USEC_PER_SEC;
  g_autoptr (GBytes) bytes = ebb_samples_encode (samples, n_samples);
  g_autoptr (EbbStatement) statement = NULL;

  if (bytes == NULL) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
                 _ ("%zu samples in second %" PRId64 " of a run; allowed: 1 to %d, in order"),
                 n_samples, second, EBB_SAMPLES_MAX);
    return FALSE;
  }
  statement = ebb_db_prepare (
      db, "INSERT INTO lop_trace (lop_record_id, run, second, samples) VALUES (?, ?, ?, ?)", error);
  ebb_bind_text (statement, lop_record_id);
  ebb_bind_int (statement, run);
  ebb_bind_int (statement, second);
  ebb_bind_blob (statement, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return ebb_statement_run (statement, error);
}

static gboolean
put_trace (EbbDb *db, const char *lop_record_id, const EbbLopTrace *trace, GError **error)
{
  const EbbSample *samples = (const EbbSample *) (gpointer) trace->samples->data;
  guint from = 0;

  for (guint i = 1; i <= trace->samples->len; i++) {
    if (i < trace->samples->len
        && samples[i].t_us / G_USEC_PER_SEC == samples[from].t_us / G_USEC_PER_SEC)
      continue;
    if (!put_second (db, lop_record_id, trace->run, samples + from, i - from, error))
      return FALSE;
    from = i;
  }
  return TRUE;
}

gboolean
ebb_db_put_lop_traces (EbbDb *db, const EbbLopRecord *record, GError **error)
{
  for (guint i = 0; record->traces != NULL && i < record->traces->len; i++)
    if (!put_trace (db, record->id, g_ptr_array_index (record->traces, i), error))
      return FALSE;
  return TRUE;
}

static EbbLopTrace *
trace_of_run (GPtrArray *traces, guint run)
{
  EbbLopTrace *last = traces->len > 0 ? g_ptr_array_index (traces, traces->len - 1) : NULL;
  g_autoptr (GArray) samples = NULL;

  if (last != NULL && last->run == run)
    return last;
  samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));
  g_ptr_array_add (traces, ebb_lop_trace_new (run, samples));
  return g_ptr_array_index (traces, traces->len - 1);
}

GPtrArray *
ebb_db_get_lop_traces (EbbDb *db, const char *lop_record_id, GError **error)
{
  g_autoptr (GPtrArray) traces =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_trace_free);
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT run, samples FROM lop_trace WHERE lop_record_id = ? "
                      "ORDER BY run, second",
                      error);
  GError *local_error = NULL;

  if (statement == NULL)
    return NULL;
  ebb_bind_text (statement, lop_record_id);
  while (ebb_statement_row (statement, &local_error)) {
    EbbLopTrace *trace = trace_of_run (traces, (guint) ebb_column_int (statement));
    gsize n_bytes = 0;
    gconstpointer bytes = ebb_column_blob (statement, &n_bytes);

    if (ebb_samples_decode (bytes, n_bytes, trace->samples))
      continue;
    g_set_error (&local_error, EBB_STORE_ERROR, EBB_STORE_ERROR_DAMAGED,
                 _ ("the pressures of run %u cannot be read: damaged, or written by a newer Ebb"),
                 trace->run);
    break;
  }
  if (local_error == NULL)
    return g_steal_pointer (&traces);
  g_propagate_error (error, local_error);
  return NULL;
}
