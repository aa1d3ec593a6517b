/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading sessions back as records.
 */
#include "ebb-db-private.h"

#include <glib/gi18n-lib.h>

/* Of a time under pressure that only the samples tell. */
#define NOT_FILED (-1e6)

#define SESSION_COLUMNS                                                                            \
  "SELECT session.id, patient_id, episode_id, "                                                    \
  "(SELECT name FROM session_operator JOIN user ON user.id = user_id "                             \
  "WHERE session_id = session.id ORDER BY from_us, name LIMIT 1), "                                \
  "started_unix_us, utc_offset_min, simulated, by_hand, device, state, reason, ended_us "          \
  "FROM session "

GPtrArray *
ebb_db_read_all (EbbStatement *statement, EbbReadRow read_row, GDestroyNotify destroy,
                 GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  GError *local_error = NULL;

  if (statement == NULL)
    return NULL;

  records = g_ptr_array_new_with_free_func (destroy);
  while (ebb_statement_row (statement, &local_error))
    g_ptr_array_add (records, read_row (statement));

  if (local_error == NULL)
    return g_steal_pointer (&records);
  g_propagate_error (error, local_error);
  return NULL;
}

GPtrArray *
ebb_db_read_of (EbbDb *db, const char *sql, const char *id, EbbReadRow read_row,
                GDestroyNotify destroy, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, sql, error);

  ebb_bind_text (statement, id);
  return ebb_db_read_all (statement, read_row, destroy, error);
}

static gpointer
read_session (EbbStatement *statement)
{
  EbbSessionRecord *record = g_new0 (EbbSessionRecord, 1);

  record->id = ebb_column_text (statement);
  record->patient_id = ebb_column_text (statement);
  record->episode_id = ebb_column_text (statement);
  record->operator_name = ebb_column_text (statement);
  record->started_unix_us = ebb_column_int (statement);
  record->utc_offset_min = (int) ebb_column_int (statement);
  record->simulated = ebb_column_int (statement) != 0;
  record->by_hand = ebb_column_int (statement) != 0;
  record->device = ebb_column_text (statement);
  record->state = (EbbEndState) ebb_column_int (statement);
  record->state_code = (CuffReason) ebb_column_int (statement);
  record->ended_us = ebb_column_time (statement);
  return record;
}

GPtrArray *
ebb_db_list_sessions (EbbDb *db, const char *patient_id, guint limit, GError **error)
{
  /* Two texts: one that serves both cases would serve neither by its index. */
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      patient_id != NULL ? SESSION_COLUMNS
          "WHERE patient_id = ? ORDER BY started_unix_us DESC, key DESC LIMIT ?"
                         : SESSION_COLUMNS "ORDER BY started_unix_us DESC, key DESC LIMIT ?",
      error);

  if (patient_id != NULL)
    ebb_bind_text (statement, patient_id);
  ebb_bind_int (statement, limit);
  return ebb_db_read_all (statement, read_session, (GDestroyNotify) ebb_session_record_free, error);
}

EbbSessionRecord *
ebb_db_get_session (EbbDb *db, const char *id, GError **error)
{
  g_autoptr (GPtrArray) sessions =
      ebb_db_read_of (db, SESSION_COLUMNS "WHERE id = ?", id, read_session,
                      (GDestroyNotify) ebb_session_record_free, error);

  if (sessions == NULL)
    return NULL;
  if (sessions->len > 0)
    return g_ptr_array_steal_index (sessions, 0);

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("there is no session “%s”"),
               id);
  return NULL;
}

static gpointer
read_name (EbbStatement *statement)
{
  return ebb_column_text (statement);
}

GPtrArray *
ebb_db_get_operators (EbbDb *db, const char *session_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT name FROM session_operator JOIN user ON user.id = user_id "
                         "WHERE session_id = ? ORDER BY from_us, name",
                         session_id, read_name, g_free, error);
}

static gpointer
read_bout (EbbStatement *statement)
{
  EbbBoutRecord *record = g_new0 (EbbBoutRecord, 1);
  g_autofree char *posture = NULL;

  record->id = ebb_column_text (statement);
  record->session_id = ebb_column_text (statement);
  record->number = (guint) ebb_column_int (statement);
  record->exercise_id = ebb_column_text (statement);
  posture = ebb_column_text (statement);
  record->posture = (EbbPosture) MAX (ebb_posture_from_string (posture), 0);
  record->protocol_id = ebb_column_text (statement);
  record->protocol_name = ebb_column_text (statement);
  record->protocol_version = (guint) ebb_column_int (statement);
  record->protocol_json = ebb_column_text (statement);
  record->state = (EbbEndState) ebb_column_int (statement);
  record->state_code = (CuffReason) ebb_column_int (statement);
  record->started_us = ebb_column_time (statement);
  record->ended_us = ebb_column_time (statement);
  record->n_sets = (guint) ebb_column_int (statement);
  record->continues_id = ebb_column_text (statement);
  return record;
}

GPtrArray *
ebb_db_get_bouts (EbbDb *db, const char *session_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT id, session_id, number, exercise_id, posture, bout.protocol_id, name, "
      "protocol_version, json, state, reason, started_us, ended_us, n_sets, continues_bout_id "
      "FROM bout "
      "JOIN protocol_version ON protocol_version.protocol_id = bout.protocol_id "
      "AND version = protocol_version WHERE session_id = ? ORDER BY number",
      session_id, read_bout, (GDestroyNotify) ebb_bout_record_free, error);
}

static gpointer
read_limb (EbbStatement *statement)
{
  EbbLimbRecord *record = g_new0 (EbbLimbRecord, 1);
  g_autofree char *segment = NULL, *side = NULL, *clamps = NULL;

  record->id = ebb_column_text (statement);
  record->bout_id = ebb_column_text (statement);
  record->channel = (guint) ebb_column_int (statement);
  segment = ebb_column_text (statement);
  record->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  record->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  record->cuff_name = ebb_column_text (statement);
  record->cuff_width_cm = ebb_column_double (statement, 0);
  record->method = (EbbMethod) ebb_column_int (statement);
  record->target = ebb_column_pressure (statement);
  record->lop = ebb_column_pressure (statement);
  record->percent_lop = ebb_column_double (statement, 0);
  clamps = ebb_column_text (statement);
  record->clamps = g_strsplit (clamps, "\n", -1);
  record->override_reason = ebb_column_text (statement);
  record->prescription_id = ebb_column_text (statement);
  record->occlusion_time_s = ebb_column_double (statement, NOT_FILED) / 1e6;
  return record;
}

/* From the samples, of what is not filed: sessions that are open, or of an older Ebb. */
static gboolean
fill_occlusion (EbbDb *db, GPtrArray *limbs, GError **error)
{
  for (guint i = 0; i < limbs->len; i++) {
    EbbLimbRecord *limb = g_ptr_array_index (limbs, i);
    gint64 under_us = 0;

    if (limb->occlusion_time_s >= 0)
      continue;
    if (!ebb_db_measure_occlusion (db, limb->id, &under_us, error))
      return FALSE;
    limb->occlusion_time_s = (double) under_us / 1e6;
  }

  return TRUE;
}

GPtrArray *
ebb_db_get_limbs (EbbDb *db, const char *bout_id, GError **error)
{
  g_autoptr (GPtrArray) limbs = ebb_db_read_of (
      db,
      "SELECT id, bout_id, channel, segment, side, cuff_name, cuff_width_cm, method, target_dmmhg, "
      "lop_dmmhg, percent_lop, clamps, override_reason, prescription_id, occlusion_us "
      "FROM bout_limb WHERE bout_id = ? "
      "ORDER BY channel",
      bout_id, read_limb, (GDestroyNotify) ebb_limb_record_free, error);

  return limbs != NULL && fill_occlusion (db, limbs, error) ? g_steal_pointer (&limbs) : NULL;
}

static gpointer
read_set (EbbStatement *statement)
{
  EbbSetRecord *record = g_new0 (EbbSetRecord, 1);

  record->id = ebb_column_text (statement);
  record->bout_id = ebb_column_text (statement);
  record->number = (guint) ebb_column_int (statement);
  record->reps_min = (guint) ebb_column_int (statement);
  record->reps_max = (guint) ebb_column_int (statement);
  record->reps_counted = (guint) ebb_column_int (statement);
  record->load_kg = ebb_column_double (statement, -1);
  record->started_us = ebb_column_time (statement);
  record->ended_us = ebb_column_time (statement);
  record->rest_s_ordered = ebb_column_int (statement);
  record->end_reason = ebb_column_text (statement);
  return record;
}

GPtrArray *
ebb_db_get_sets (EbbDb *db, const char *bout_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT id, bout_id, number, reps_min, reps_max, reps_counted, load_kg, "
      "started_us, ended_us, rest_s, end_reason FROM training_set WHERE bout_id = ? "
      "ORDER BY number",
      bout_id, read_set, (GDestroyNotify) ebb_set_record_free, error);
}

static gpointer
read_rep (EbbStatement *statement)
{
  EbbRepRecord *record = g_new0 (EbbRepRecord, 1);

  record->set_id = ebb_column_text (statement);
  record->rep.channel = (unsigned) ebb_column_int (statement);
  record->number = (guint) ebb_column_int (statement);
  record->rep.start_us = ebb_column_time (statement);
  record->rep.peak_us = ebb_column_time (statement);
  record->rep.end_us = ebb_column_time (statement);
  record->rep.hold_ms = (guint32) ebb_column_int (statement);
  record->rep.amplitude = ebb_column_pressure (statement);
  record->rep.confidence_percent = (guint8) ebb_column_int (statement);
  record->rep.source = (CuffRepSource) ebb_column_int (statement);
  record->removed = ebb_column_int (statement) != 0;
  return record;
}

GPtrArray *
ebb_db_get_reps (EbbDb *db, const char *set_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT set_id, channel, number, start_us, peak_us, end_us, hold_ms, "
                         "amplitude_dmmhg, confidence_percent, source, removed FROM repetition "
                         "JOIN bout_limb ON bout_limb.key = limb_key WHERE set_id = ? "
                         "ORDER BY number, repetition.key",
                         set_id, read_rep, (GDestroyNotify) ebb_rep_record_free, error);
}

static gpointer
read_event (EbbStatement *statement)
{
  EbbEventRecord *record = g_new0 (EbbEventRecord, 1);

  record->t_us = ebb_column_int (statement);
  record->code = ebb_column_text (statement);
  record->text = ebb_column_text (statement);
  record->number = (int) ebb_column_int (statement);
  record->pressure = ebb_column_pressure (statement);
  return record;
}

GPtrArray *
ebb_db_get_events (EbbDb *db, const char *session_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT t_us, code, text, number, pressure_dmmhg FROM session_event "
                         "WHERE session_id = ? ORDER BY t_us, key",
                         session_id, read_event, (GDestroyNotify) ebb_event_record_free, error);
}
