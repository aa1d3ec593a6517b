/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens inside a bout, as it happens: sets, repetitions, events, preparations.
 */
#include "ebb-db-private.h"

#include <glib/gi18n-lib.h>

gboolean
ebb_store_put_set (EbbDb *db, const EbbSetRecord *record, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO training_set (id, bout_id, number, reps_min, reps_max, reps_counted, load_kg, "
      "started_us, ended_us, rest_s, end_reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET reps_min = excluded.reps_min, reps_max = excluded.reps_max, "
      "reps_counted = excluded.reps_counted, load_kg = excluded.load_kg, "
      "started_us = excluded.started_us, ended_us = excluded.ended_us, rest_s = excluded.rest_s, "
      "end_reason = excluded.end_reason",
      error);

  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->bout_id);
  ebb_bind_int (statement, record->number);
  ebb_bind_int (statement, record->reps_min);
  ebb_bind_int (statement, record->reps_max);
  ebb_bind_int (statement, record->reps_counted);
  if (record->load_kg >= 0)
    ebb_bind_double (statement, record->load_kg);
  else
    ebb_bind_null (statement);
  ebb_bind_time (statement, record->started_us);
  ebb_bind_time (statement, record->ended_us);
  ebb_bind_int (statement, record->rest_s_ordered);
  ebb_bind_text (statement, record->end_reason);
  return ebb_statement_run (statement, error);
}

static gboolean
find_limb (EbbDb *db, const EbbRepRecord *record, gint64 *limb_key, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT bout_limb.key FROM training_set JOIN bout_limb USING (bout_id) "
                      "WHERE training_set.id = ? AND channel = ?",
                      error);
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;

  ebb_bind_text (statement, record->set_id);
  ebb_bind_int (statement, record->rep.channel);
  if (ebb_statement_row (statement, &local_error)) {
    *limb_key = ebb_column_int (statement);
    return TRUE;
  }

  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
                 _ ("repetition %u: there is no set “%s” with a limb on channel %u"),
                 record->number, record->set_id, record->rep.channel);
  return FALSE;
}

/* A tap has no wave: how long it was held, and how sure that is, nobody knows. */
static void
bind_wave (EbbStatement *statement, const CuffRep *rep)
{
  if (rep->source == CUFF_REP_TAP) {
    ebb_bind_null (statement);
    ebb_bind_null (statement);
    ebb_bind_null (statement);
    return;
  }

  ebb_bind_int (statement, rep->hold_ms);
  ebb_bind_pressure (statement, rep->amplitude);
  ebb_bind_int (statement, rep->confidence_percent);
}

gboolean
ebb_store_put_rep (EbbDb *db, const EbbRepRecord *record, GError **error)
{
  g_autoptr (EbbStatement) statement = NULL;
  gint64 limb_key = 0;

  if (!find_limb (db, record, &limb_key, error))
    return FALSE;

  statement = ebb_db_prepare (
      db,
      "INSERT INTO repetition (set_id, limb_key, number, start_us, peak_us, end_us, hold_ms, "
      "amplitude_dmmhg, confidence_percent, source, removed) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (statement, record->set_id);
  ebb_bind_int (statement, limb_key);
  ebb_bind_int (statement, record->number);
  ebb_bind_time (statement, record->rep.start_us);
  ebb_bind_time (statement, record->rep.peak_us);
  ebb_bind_time (statement, record->rep.end_us);
  bind_wave (statement, &record->rep);
  ebb_bind_int (statement, record->rep.source);
  ebb_bind_int (statement, record->removed != FALSE);
  return ebb_statement_run (statement, error);
}

gboolean
ebb_store_remove_rep (EbbDb *db, const char *set_id, guint number, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "UPDATE repetition SET removed = 1 WHERE set_id = ? AND number = ? AND removed = 0",
      error);
  g_autofree char *detail = g_strdup_printf ("%u", number);

  ebb_bind_text (statement, set_id);
  ebb_bind_int (statement, number);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) == 1)
    return ebb_db_audit (db, "remove", "repetition", set_id, detail, error);

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND,
               _ ("there is no repetition %u in set “%s”"), number, set_id);
  return FALSE;
}

/* So that lists need not look through the events. */
static gboolean
flag_shortened (EbbDb *db, const char *session_id, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, "UPDATE session SET shortened = 1 WHERE id = ?", error);

  ebb_bind_text (statement, session_id);
  return ebb_statement_run (statement, error);
}

gboolean
ebb_store_put_event (EbbDb *db, const char *session_id, const EbbEventRecord *record,
                     GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO session_event (session_id, t_us, code, text, number, pressure_dmmhg) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, session_id);
  ebb_bind_time (statement, record->t_us);
  ebb_bind_text (statement, record->code);
  ebb_bind_text (statement, record->text);
  ebb_bind_int (statement, record->number);
  ebb_bind_pressure (statement, record->pressure);
  return ebb_statement_run (statement, error)
         && (g_strcmp0 (record->code, EBB_EVENT_SHORTENED) != 0
             || flag_shortened (db, session_id, error));
}

gboolean
ebb_store_put_preparation (EbbDb *db, const char *session_id, const char *kind, gint64 t_us,
                           GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "INSERT INTO preparation (session_id, kind, t_us) VALUES (?, ?, ?)", error);

  ebb_bind_text (statement, session_id);
  ebb_bind_text (statement, kind);
  ebb_bind_time (statement, t_us);
  return ebb_statement_run (statement, error);
}
