/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prescriptions: each change is a version of its own, and the newest of a limb and exercise counts.
 */
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define COLUMNS                                                                                    \
  "prescription.id, episode_id, version, prescription.segment, prescription.side, exercise_id, "   \
  "protocol_id, protocol_version, method, percent_lop, fixed_dmmhg, systolic_dmmhg, lop_dmmhg, "   \
  "limit_dmmhg, load_kg, n_sets, self_paced, cuff_name, cuff_width_cm, hand_bulb, reason, "        \
  "user.name, prescription.written_unix_us"

static gboolean
check_numbers (const EbbPrescriptionRecord *record, GError **error)
{
  double percent = record->percent_lop;

  if (isfinite (percent) && percent >= 0 && percent <= 200 && !isnan (record->load_kg)
      && record->load_kg <= 500 && isfinite (record->cuff_width_cm))
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
               _ ("a number of the prescription cannot be; allowed: 0 to 200 %% of LOP, a load of "
                  "at most 500 kg, a cuff of known width"));
  return FALSE;
}

static gboolean
check_prescription (const EbbPrescriptionRecord *record, GError **error)
{
  if (record->exercise_id == NULL || record->protocol_id == NULL)
    return ebb_refuse (error, _ ("exercise or protocol"), NULL, _ ("one of the library"));

  return ebb_check_line (_ ("cuff"), record->cuff_name, FALSE, error)
         && ebb_check_free_text (_ ("reason"), record->reason, error)
         && check_numbers (record, error);
}

/* Opens an episode for somebody who has none. */
static char *
ensure_episode (EbbDb *db, const char *patient_id, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *today = ebb_db_today (db, error);
  g_autofree char *id = NULL;
  g_autoptr (EbbStatement) insert = NULL;

  if (today == NULL)
    return NULL;
  id = ebb_db_find_episode (db, patient_id, today, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return NULL;
  }
  if (id != NULL)
    return g_steal_pointer (&id);

  id = g_uuid_string_random ();
  insert = ebb_db_prepare (db, "INSERT INTO episode (id, patient_id) VALUES (?, ?)", error);
  ebb_bind_text (insert, id);
  ebb_bind_text (insert, patient_id);
  return ebb_statement_run (insert, error) && ebb_db_audit (db, "put", "episode", id, NULL, error)
             ? g_steal_pointer (&id)
             : NULL;
}

/* An episode that was given must be this patient's. */
static gboolean
check_episode (EbbDb *db, const char *episode_id, const char *patient_id, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *owner = ebb_db_query_text (db, "SELECT patient_id FROM episode WHERE id = ?",
                                              episode_id, &local_error);

  if (g_strcmp0 (owner, patient_id) == 0)
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  else
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND,
                 _ ("patient “%s” has no episode “%s”"), patient_id, episode_id);
  return FALSE;
}

static gboolean
find_next_version (EbbDb *db, const EbbPrescriptionRecord *record, guint *version, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT coalesce (max (version), 0) + 1 FROM prescription WHERE "
                      "episode_id = ? AND segment = ? AND side = ? AND exercise_id = ?",
                      error);

  ebb_bind_text (statement, record->episode_id);
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_text (statement, ebb_side_to_string (record->side));
  ebb_bind_text (statement, record->exercise_id);
  if (!ebb_statement_row (statement, error))
    return FALSE;

  *version = (guint) ebb_column_int (statement);
  return TRUE;
}

static void
bind_pressures (EbbStatement *statement, const EbbPrescriptionRecord *record)
{
  ebb_bind_above (statement, record->percent_lop, 0);
  ebb_bind_pressure (statement, record->fixed);
  ebb_bind_pressure (statement, record->systolic);
  ebb_bind_pressure (statement, record->lop);
  ebb_bind_pressure (statement, record->limit);
}

static gboolean
insert_version (EbbDb *db, const EbbPrescriptionRecord *record, const char *user_id, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO prescription (id, episode_id, version, segment, side, exercise_id, "
      "protocol_id, protocol_version, method, percent_lop, fixed_dmmhg, systolic_dmmhg, "
      "lop_dmmhg, limit_dmmhg, load_kg, n_sets, self_paced, cuff_name, cuff_width_cm, hand_bulb, "
      "reason, user_id, written_unix_us) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce (?, "
      "CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)))",
      error);

  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->episode_id);
  ebb_bind_int (statement, record->version);
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_text (statement, ebb_side_to_string (record->side));
  ebb_bind_text (statement, record->exercise_id);
  ebb_bind_text (statement, record->protocol_id);
  ebb_bind_int (statement, record->protocol_version);
  ebb_bind_int (statement, record->method);
  bind_pressures (statement, record);
  if (record->load_kg >= 0)
    ebb_bind_double (statement, record->load_kg);
  else
    ebb_bind_null (statement);
  ebb_bind_count (statement, record->n_sets);
  ebb_bind_int (statement, record->self_paced != FALSE);
  ebb_bind_words (statement, record->cuff_name);
  ebb_bind_above (statement, record->cuff_width_cm, 0);
  ebb_bind_int (statement, record->hand_bulb != FALSE);
  ebb_bind_words (statement, record->reason);
  ebb_bind_text (statement, user_id);
  ebb_bind_time (statement, record->written_unix_us > 0 ? record->written_unix_us : EBB_TIME_UNSET);
  return ebb_statement_run (statement, error);
}

typedef struct {
  const char *patient_id;
  EbbPrescriptionRecord *record; /* id and episode_id are filled in here */
} PutJob;

static gboolean
put_prescription (EbbDb *db, gpointer data, GError **error)
{
  PutJob *job = data;
  EbbPrescriptionRecord *record = job->record;
  g_autofree char *user_id = NULL;

  if (record->episode_id == NULL)
    record->episode_id = ensure_episode (db, job->patient_id, error);
  else if (!check_episode (db, record->episode_id, job->patient_id, error))
    return FALSE;

  return record->episode_id != NULL && ebb_db_ensure_exercise (db, record->exercise_id, error)
         && ebb_db_ensure_protocol_version (db, record->protocol_id, record->protocol_version,
                                            error)
         && ebb_db_ensure_operator (db, record->operator_name, &user_id, error)
         && find_next_version (db, record, &record->version, error)
         && insert_version (db, record, user_id, error)
         && ebb_db_audit (db, "put", "prescription", record->id, record->reason, error);
}

gboolean
ebb_db_put_prescription (EbbDb *db, const char *patient_id, EbbPrescriptionRecord *record,
                         GError **error)
{
  PutJob job = { patient_id, record };
  gboolean is_new = record->id == NULL, is_new_episode = record->episode_id == NULL;
  guint version_before = record->version;
  g_autoptr (EbbPatient) patient = NULL;

  if (is_new)
    record->id = g_uuid_string_random ();
  patient = ebb_db_get_patient (db, patient_id != NULL ? patient_id : "", error);
  if (patient != NULL && check_prescription (record, error)
      && ebb_db_atomically (db, put_prescription, &job, error))
    return TRUE;

  record->version = version_before;
  if (is_new)
    g_clear_pointer (&record->id, g_free);
  if (is_new_episode)
    g_clear_pointer (&record->episode_id, g_free);
  return FALSE;
}

static gpointer
read_prescription (EbbStatement *statement)
{
  EbbPrescriptionRecord *record = g_new0 (EbbPrescriptionRecord, 1);
  g_autofree char *segment = NULL, *side = NULL;

  record->id = ebb_column_text (statement);
  record->episode_id = ebb_column_text (statement);
  record->version = (guint) ebb_column_int (statement);
  segment = ebb_column_text (statement);
  record->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  record->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  record->exercise_id = ebb_column_text (statement);
  record->protocol_id = ebb_column_text (statement);
  record->protocol_version = (guint) ebb_column_int (statement);
  record->method = (EbbMethod) ebb_column_int (statement);
  record->percent_lop = ebb_column_double (statement, 0);
  record->fixed = ebb_column_pressure (statement);
  record->systolic = ebb_column_pressure (statement);
  record->lop = ebb_column_pressure (statement);
  record->limit = ebb_column_pressure (statement);
  record->load_kg = ebb_column_double (statement, -1);
  record->n_sets = (guint) ebb_column_int (statement);
  record->self_paced = ebb_column_int (statement) != 0;
  record->cuff_name = ebb_column_text (statement);
  record->cuff_width_cm = ebb_column_double (statement, 0);
  record->hand_bulb = ebb_column_int (statement) != 0;
  record->reason = ebb_column_text (statement);
  record->operator_name = ebb_column_text (statement);
  record->written_unix_us = ebb_column_int (statement);
  return record;
}

GPtrArray *
ebb_db_get_prescriptions (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT " COLUMNS " FROM prescription JOIN episode ON episode.id = episode_id "
      "LEFT JOIN user ON user.id = user_id "
      "WHERE patient_id = ? AND discharged_on IS NULL AND NOT EXISTS ("
      "SELECT 1 FROM prescription AS newer JOIN episode AS other ON other.id = newer.episode_id "
      "WHERE other.patient_id = episode.patient_id AND other.discharged_on IS NULL "
      "AND newer.segment = prescription.segment AND newer.side = prescription.side "
      "AND newer.exercise_id IS prescription.exercise_id "
      "AND (newer.written_unix_us, newer.version) > "
      "(prescription.written_unix_us, prescription.version)) "
      "ORDER BY prescription.written_unix_us DESC, version DESC",
      patient_id, read_prescription, (GDestroyNotify) ebb_prescription_record_free, error);
}
