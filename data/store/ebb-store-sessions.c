/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sessions, bouts and limbs.
 */
#include "ebb-db-private.h"

#include <glib/gi18n-lib.h>

/* An open record has no end, whatever the struct says. */
static void
bind_end (EbbStatement *statement, EbbEndState state, CuffReason code, gint64 ended_us)
{
  ebb_bind_int (statement, state);
  ebb_bind_int (statement, code);
  ebb_bind_time (statement, state == EBB_STATE_OPEN ? EBB_TIME_UNSET : ended_us);
}

static gboolean
put_operator (EbbDb *db, const EbbSessionRecord *record, GError **error)
{
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (record->operator_name == NULL)
    return TRUE;

  user_id = ebb_db_ensure_user (db, record->operator_name, error);
  if (user_id == NULL)
    return FALSE;

  statement = ebb_db_prepare (
      db, "INSERT INTO session_operator (session_id, user_id) VALUES (?, ?)", error);
  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, user_id);
  return ebb_statement_run (statement, error);
}

static gboolean
put_session (EbbDb *db, gpointer data, GError **error)
{
  const EbbSessionRecord *record = data;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO session (id, patient_id, episode_id, started_unix_us, utc_offset_min, "
      "simulated, by_hand, device, state, reason, ended_us) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->patient_id);
  ebb_bind_text (statement, record->episode_id);
  ebb_bind_int (statement, record->started_unix_us);
  ebb_bind_int (statement, record->utc_offset_min);
  ebb_bind_int (statement, record->simulated != FALSE);
  ebb_bind_int (statement, record->by_hand != FALSE);
  ebb_bind_text (statement, record->device);
  bind_end (statement, record->state, record->state_code, record->ended_us);

  return ebb_statement_run (statement, error) && put_operator (db, record, error)
         && ebb_db_audit (db, "start", "session", record->id, record->operator_name, error);
}

gboolean
ebb_store_put_session (EbbDb *db, const EbbSessionRecord *record, GError **error)
{
  /* The row stands before the first inflation: a damaged file must not get that far. */
  return ebb_db_ensure_sound (db, error)
         && ebb_db_atomically (db, put_session, (gpointer) record, error);
}

/* Closes an open row; `ended` tells whether it was open.  The first end stands. */
static gboolean
end_row (EbbDb *db, const char *sql, const char *id, EbbEndState state, CuffReason code,
         gint64 ended_us, gboolean *ended, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, sql, error);

  bind_end (statement, state, code, ended_us);
  ebb_bind_text (statement, id);
  if (!ebb_statement_run (statement, error))
    return FALSE;

  *ended = ebb_db_changes (db) == 1;
  return TRUE;
}

/* When nothing was open: is it because there is no such row? */
static gboolean
require_row (EbbDb *db, const char *sql, const char *what, const char *id, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *found = ebb_db_query_text (db, sql, id, &local_error);

  if (found != NULL)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("there is no %s “%s”"), what,
                 id);
  return FALSE;
}

gboolean
ebb_store_end_session (EbbDb *db, const char *session_id, EbbEndState state, CuffReason code,
                       gint64 ended_us, GError **error)
{
  gboolean ended = FALSE;

  if (!end_row (db,
                "UPDATE session SET state = ?, reason = ?, ended_us = ? WHERE id = ? AND state = 0",
                session_id, state, code, ended_us, &ended, error))
    return FALSE;

  return ended ? ebb_db_file_occlusion (db, session_id, error)
                     && ebb_db_audit (db, "end", "session", session_id,
                                      ebb_end_state_to_string (state), error)
               : require_row (db, "SELECT id FROM session WHERE id = ?", _ ("session"), session_id,
                              error);
}

gboolean
ebb_store_end_bout (EbbDb *db, const char *bout_id, EbbEndState state, CuffReason code,
                    gint64 ended_us, GError **error)
{
  gboolean ended = FALSE;

  if (!end_row (db,
                "UPDATE bout SET state = ?, reason = ?, ended_us = ? WHERE id = ? AND state = 0",
                bout_id, state, code, ended_us, &ended, error))
    return FALSE;

  return ended || require_row (db, "SELECT id FROM bout WHERE id = ?", _ ("bout"), bout_id, error);
}

static gboolean
put_bout (EbbDb *db, gpointer data, GError **error)
{
  const EbbBoutRecord *record = data;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_exercise (db, record->exercise_id != NULL ? record->exercise_id : "", error)
      || !ebb_db_ensure_protocol (db, record, error))
    return FALSE;

  statement = ebb_db_prepare (
      db,
      "INSERT INTO bout (id, session_id, number, exercise_id, posture, protocol_id, "
      "protocol_version, state, reason, ended_us, started_us, n_sets, continues_bout_id) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->session_id);
  ebb_bind_int (statement, record->number);
  ebb_bind_text (statement, record->exercise_id);
  ebb_bind_text (statement, ebb_posture_to_string (record->posture));
  ebb_bind_text (statement, record->protocol_id);
  ebb_bind_int (statement, record->protocol_version);
  bind_end (statement, record->state, record->state_code, record->ended_us);
  ebb_bind_time (statement, record->started_us);
  ebb_bind_count (statement, record->n_sets);
  ebb_bind_text (statement, record->continues_id);
  return ebb_statement_run (statement, error);
}

gboolean
ebb_store_put_bout (EbbDb *db, const EbbBoutRecord *record, GError **error)
{
  return ebb_db_atomically (db, put_bout, (gpointer) record, error);
}

static gboolean
put_limb (EbbDb *db, gpointer data, GError **error)
{
  const EbbLimbRecord *record = data;
  g_autofree char *clamps =
      record->clamps != NULL ? g_strjoinv ("\n", record->clamps) : g_strdup ("");
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO bout_limb (id, bout_id, channel, segment, side, cuff_name, cuff_width_cm, "
      "method, target_dmmhg, lop_dmmhg, percent_lop, clamps, override_reason, prescription_id) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->bout_id);
  ebb_bind_int (statement, record->channel);
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_text (statement, ebb_side_to_string (record->side));
  ebb_bind_text (statement, record->cuff_name);
  ebb_bind_above (statement, record->cuff_width_cm, 0);
  ebb_bind_int (statement, record->method);
  ebb_bind_pressure (statement, record->target);
  ebb_bind_pressure (statement, record->lop);
  ebb_bind_above (statement, record->percent_lop, 0);
  ebb_bind_text (statement, clamps);
  ebb_bind_text (statement, record->override_reason);
  ebb_bind_text (statement, record->prescription_id);

  return ebb_statement_run (statement, error)
         && (record->override_reason == NULL
             || ebb_db_audit (db, "override", "limb", record->id, record->override_reason, error));
}

gboolean
ebb_store_put_limb (EbbDb *db, const EbbLimbRecord *record, GError **error)
{
  return ebb_db_atomically (db, put_limb, (gpointer) record, error);
}
