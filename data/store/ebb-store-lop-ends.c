/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How runs of a search ended: those a crash left open, and since when a limb has had its blood
 * flow.
 */
#include "ebb-db-limbs.h"
#include "ebb-db-private.h"

/* The controller ends a search after that at the latest (SAFETY.md). */
#define RUN_MAX_US (G_GINT64_CONSTANT (180) * G_USEC_PER_SEC)

static gpointer
read_run (EbbStatement *statement)
{
  EbbLopRunRecord *record = g_new0 (EbbLopRunRecord, 1);
  g_autofree char *segment = NULL, *side = NULL;

  record->id = ebb_column_text (statement);
  record->patient_id = ebb_column_text (statement);
  segment = ebb_column_text (statement);
  record->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  record->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  record->way = ebb_column_text (statement);
  record->run = (guint) ebb_column_int (statement);
  record->simulated = ebb_column_int (statement) != 0;
  record->device = ebb_column_text (statement);
  record->started_unix_us = ebb_column_int (statement);
  record->operator_name = ebb_column_text (statement);
  return record;
}

GPtrArray *
ebb_db_list_open_lop_runs (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT lop_run.id, patient_id, segment, side, way, run, simulated, device, started_unix_us, "
      "user.name FROM lop_run LEFT JOIN user ON user.id = user_id WHERE state = 0 "
      "ORDER BY started_unix_us",
      error);

  if (statement == NULL)
    return NULL;
  return ebb_db_read_all (statement, read_run, (GDestroyNotify) ebb_lop_run_record_free, error);
}

/* A run that was cut off has its beginning as its end: nothing later is known of it. */
gboolean
ebb_db_get_lop_run_end (EbbDb *db, const char *patient_id, EbbSegment segment, EbbSide side,
                        gint64 *ended_unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT max (CASE WHEN state = 0 OR (state = ? AND ended_unix_us = started_unix_us) "
      "THEN started_unix_us + ? ELSE ended_unix_us END) FROM "
      "lop_run WHERE patient_id = ? AND segment = ? AND side = ?",
      error);
  GError *problem = NULL;

  *ended_unix_us = EBB_TIME_UNSET;
  ebb_bind_int (statement, EBB_STATE_INTERRUPTED);
  ebb_bind_int (statement, RUN_MAX_US);
  ebb_bind_text (statement, patient_id);
  ebb_bind_text (statement, ebb_segment_to_string (segment));
  ebb_bind_text (statement, ebb_side_to_string (side));
  if (statement != NULL && ebb_statement_row (statement, &problem)) {
    *ended_unix_us = ebb_column_time (statement);
    return TRUE;
  }
  if (problem != NULL)
    g_propagate_error (error, problem);
  return FALSE;
}

gboolean
ebb_db_note_lop_run (EbbDb *db, const char *run_id, const char *text, GError **error)
{
  return ebb_db_audit (db, "note", "lop-run", run_id, text, error);
}
