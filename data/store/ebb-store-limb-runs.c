/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bouts a limb took part in lately.  A simulated cuff was on no limb.
 */
#include "ebb-db-private.h"

void
ebb_limb_run_free (EbbLimbRun *run)
{
  if (run == NULL)
    return;
  g_free (run->limb_id);
  g_free (run);
}

GPtrArray *
ebb_db_get_limb_runs (EbbDb *db, const char *patient_id, EbbSegment segment, EbbSide side,
                      gint64 since_unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT bout_limb.id, started_unix_us, bout.state FROM session "
      "JOIN bout ON session_id = session.id JOIN bout_limb ON bout_id = bout.id "
      "WHERE patient_id = ? AND segment = ? AND side = ? AND started_unix_us > ? AND simulated = 0 "
      "ORDER BY started_unix_us, bout.number",
      error);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_limb_run_free);
  GError *problem = NULL;

  if (statement == NULL)
    return NULL;
  ebb_bind_text (statement, patient_id);
  ebb_bind_text (statement, ebb_segment_to_string (segment));
  ebb_bind_text (statement, ebb_side_to_string (side));
  ebb_bind_int (statement, since_unix_us);
  while (ebb_statement_row (statement, &problem)) {
    EbbLimbRun *run = g_new0 (EbbLimbRun, 1);

    run->limb_id = ebb_column_text (statement);
    run->started_unix_us = ebb_column_int (statement);
    run->end_state = (EbbEndState) ebb_column_int (statement);
    g_ptr_array_add (runs, run);
  }
  if (problem == NULL)
    return g_steal_pointer (&runs);
  g_propagate_error (error, problem);
  return NULL;
}
