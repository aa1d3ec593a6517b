/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a crash left open is closed as interrupted, at the last moment the record knows.
 * Inflation is never resumed.
 */
#include "ebb-db-limbs.h"
#include "ebb-db-private.h"

/* The last time in the rows of one session, samples apart. */
#define LAST_ROW_US                                                                                \
  "SELECT max (t) FROM (SELECT 0 AS t "                                                            \
  "UNION ALL SELECT max (t_us) FROM session_event WHERE session_id = ?1 "                          \
  "UNION ALL SELECT max (t_us) FROM preparation WHERE session_id = ?1 "                            \
  "UNION ALL SELECT max (max (started_us, coalesce (ended_us, 0))) FROM bout "                     \
  "WHERE session_id = ?1 "                                                                         \
  "UNION ALL SELECT max (max (coalesce (training_set.started_us, 0), "                             \
  "coalesce (training_set.ended_us, 0))) FROM training_set JOIN bout ON bout.id = bout_id "        \
  "WHERE session_id = ?1 "                                                                         \
  "UNION ALL SELECT max (coalesce (end_us, 0)) FROM repetition "                                   \
  "JOIN training_set ON training_set.id = set_id JOIN bout ON bout.id = bout_id "                  \
  "WHERE session_id = ?1)"

typedef struct {
  CuffReason code;
  int n_closed;
} Recovery;

static gboolean
find_last_moment (EbbDb *db, const char *session_id, gint64 *last_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, LAST_ROW_US, error);
  gint64 last_sample_us = EBB_TIME_UNSET;

  ebb_bind_text (statement, session_id);
  if (!ebb_statement_row (statement, error))
    return FALSE;
  *last_us = ebb_column_int (statement);

  if (!ebb_db_get_last_sample_us (db, session_id, &last_sample_us, error))
    return FALSE;
  *last_us = MAX (*last_us, last_sample_us);
  return TRUE;
}

static gboolean
close_sets (EbbDb *db, const char *session_id, gint64 last_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "UPDATE training_set SET ended_us = ?, end_reason = coalesce (end_reason, 'interrupted') "
      "WHERE ended_us IS NULL AND started_us IS NOT NULL "
      "AND bout_id IN (SELECT id FROM bout WHERE session_id = ?)",
      error);

  ebb_bind_int (statement, last_us);
  ebb_bind_text (statement, session_id);
  return ebb_statement_run (statement, error);
}

static gboolean
close_bouts (EbbDb *db, const char *session_id, CuffReason code, gint64 last_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "UPDATE bout SET state = ?, reason = ?, ended_us = ? WHERE state = 0 AND session_id = ?",
      error);

  ebb_bind_int (statement, EBB_STATE_INTERRUPTED);
  ebb_bind_int (statement, code);
  ebb_bind_int (statement, last_us);
  ebb_bind_text (statement, session_id);
  return ebb_statement_run (statement, error);
}

static gboolean
close_session (EbbDb *db, const char *session_id, CuffReason code, GError **error)
{
  gint64 last_us = 0;

  return find_last_moment (db, session_id, &last_us, error)
         && close_sets (db, session_id, last_us, error)
         && close_bouts (db, session_id, code, last_us, error)
         && ebb_store_end_session (db, session_id, EBB_STATE_INTERRUPTED, code, last_us, error);
}

/* A search outside of a session may have left a full cuff behind as well. */
static gboolean
close_runs (EbbDb *db, Recovery *recovery, GError **error)
{
  int n_runs = ebb_db_close_lop_runs (db, recovery->code, error);

  recovery->n_closed += MAX (n_runs, 0);
  return n_runs >= 0;
}

/* One by one: each turn closes the session that the query finds first. */
static gboolean
close_all (EbbDb *db, gpointer data, GError **error)
{
  Recovery *recovery = data;

  for (;;) {
    GError *local_error = NULL;
    g_autofree char *id = ebb_db_query_text (
        db, "SELECT id FROM session WHERE state = 0 ORDER BY key LIMIT 1", NULL, &local_error);

    if (local_error != NULL) {
      g_propagate_error (error, local_error);
      return FALSE;
    }
    if (id == NULL)
      return close_runs (db, recovery, error);
    if (!close_session (db, id, recovery->code, error))
      return FALSE;
    recovery->n_closed++;
  }
}

int
ebb_db_close_interrupted (EbbDb *db, CuffReason code, GError **error)
{
  Recovery recovery = { .code = code };

  return ebb_db_atomically (db, close_all, &recovery, error) ? recovery.n_closed : -1;
}
