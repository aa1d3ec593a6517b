/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records of limb occlusion pressure.
 */
#include "ebb-db-limbs.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const ways[] = {
  "oscillometric", "doppler", "pulse", "estimate", "entered", NULL
};

/* None of these pressures can be 0: that is "not known" too. */
static void
bind_known (EbbStatement *statement, CuffPressure pressure)
{
  ebb_bind_pressure (statement, pressure > 0 ? pressure : CUFF_PRESSURE_UNSET);
}

static gboolean
check_lop (const EbbLopRecord *record, GError **error)
{
  if (record->way == NULL || !g_strv_contains (ways, record->way))
    return ebb_refuse (error, _ ("way of measuring"), record->way,
                       _ ("oscillometric, doppler, pulse, estimate or entered"));
  if (isfinite (record->cuff_width_cm) && !isnan (record->girth_cm) && !isinf (record->girth_cm))
    return TRUE;
  return ebb_refuse (error, _ ("width of the cuff or girth"), "NaN", _ ("a number of centimetres"));
}

/* "Not found" is a normal end and always has a reason. */
static const char *
not_found_reason (const EbbLopRecord *record)
{
  if (cuff_pressure_is_set (record->lop))
    return NULL;
  return record->not_found_reason != NULL ? record->not_found_reason : "not found";
}

static void
bind_details (EbbStatement *statement, const EbbLopRecord *record)
{
  ebb_bind_text (statement, ebb_lop_definition_to_string (record->definition));
  ebb_bind_words (statement, record->sensor);
  ebb_bind_words (statement, record->artery);
  ebb_bind_text (statement, record->cuff_id);
  ebb_bind_words (statement, record->site);
  bind_known (statement, record->diastolic);
  ebb_bind_count (statement, record->heart_rate);
  for (guint i = 0; i < EBB_LOP_TRIALS_MAX; i++)
    bind_known (statement, record->trials[i]);
  ebb_bind_text (statement, record->equation);
  bind_known (statement, record->band);
  ebb_bind_count (statement, record->quality_percent);
  ebb_bind_words (statement, record->quality_note);
  ebb_bind_int (statement, record->simulated ? 1 : 0);
}

static gboolean
insert_lop (EbbDb *db, const EbbLopRecord *record, const char *user_id, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO lop_record (id, patient_id, segment, side, posture, cuff_width_cm, girth_cm, "
      "systolic_dmmhg, way, lop_dmmhg, not_found_reason, measured_unix_us, user_id, definition, "
      "sensor, artery, cuff_id, site, diastolic_dmmhg, heart_rate, trial_1_dmmhg, trial_2_dmmhg, "
      "trial_3_dmmhg, equation, band_dmmhg, quality_percent, quality_note, simulated) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->patient_id);
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_text (statement, ebb_side_to_string (record->side));
  ebb_bind_text (statement, ebb_posture_to_string (record->posture));
  ebb_bind_double (statement, record->cuff_width_cm);
  ebb_bind_above (statement, record->girth_cm, 0);
  ebb_bind_pressure (statement, record->systolic);
  ebb_bind_text (statement, record->way);
  ebb_bind_pressure (statement, record->lop);
  ebb_bind_text (statement, not_found_reason (record));
  ebb_bind_int (statement, record->measured_unix_us);
  ebb_bind_text (statement, user_id);
  bind_details (statement, record);
  return ebb_statement_run (statement, error);
}

static gboolean
put_lop (EbbDb *db, gpointer data, GError **error)
{
  const EbbLopRecord *record = data;
  g_autofree char *user_id = NULL;

  return ebb_db_ensure_operator (db, record->operator_name, &user_id, error)
         && insert_lop (db, record, user_id, error) && ebb_db_put_lop_traces (db, record, error)
         && ebb_db_audit (db, "put", "lop", record->id, record->way, error);
}

gboolean
ebb_db_put_lop (EbbDb *db, EbbLopRecord *record, GError **error)
{
  gboolean is_new = record->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!check_lop (record, error))
    return FALSE;
  patient = ebb_db_get_patient (db, record->patient_id != NULL ? record->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    record->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_lop, record, error))
    return TRUE;

  if (is_new)
    g_clear_pointer (&record->id, g_free);
  return FALSE;
}

static void
read_details (EbbStatement *statement, EbbLopRecord *record)
{
  g_autofree char *definition = ebb_column_text (statement);

  record->definition = ebb_lop_definition_from_string (definition);
  record->sensor = ebb_column_text (statement);
  record->artery = ebb_column_text (statement);
  record->cuff_id = ebb_column_text (statement);
  record->site = ebb_column_text (statement);
  record->diastolic = ebb_column_pressure (statement);
  record->heart_rate = (guint) ebb_column_double (statement, 0);
  for (guint i = 0; i < EBB_LOP_TRIALS_MAX; i++)
    record->trials[i] = ebb_column_pressure (statement);
  record->equation = ebb_column_text (statement);
  record->band = ebb_column_pressure (statement);
  record->quality_percent = (guint) ebb_column_double (statement, 0);
  record->quality_note = ebb_column_text (statement);
  record->simulated = ebb_column_int (statement) != 0;
  record->not_found_reason = ebb_column_text (statement);
}

static gpointer
read_lop (EbbStatement *statement)
{
  EbbLopRecord *record = g_new0 (EbbLopRecord, 1);
  g_autofree char *segment = NULL, *side = NULL, *posture = NULL;

  record->id = ebb_column_text (statement);
  record->patient_id = ebb_column_text (statement);
  segment = ebb_column_text (statement);
  record->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  record->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  posture = ebb_column_text (statement);
  record->posture = (EbbPosture) MAX (ebb_posture_from_string (posture), 0);
  record->cuff_width_cm = ebb_column_double (statement, 0);
  record->girth_cm = ebb_column_double (statement, -1);
  record->systolic = ebb_column_pressure (statement);
  record->way = ebb_column_text (statement);
  record->lop = ebb_column_pressure (statement);
  record->measured_unix_us = ebb_column_int (statement);
  record->operator_name = ebb_column_text (statement);
  read_details (statement, record);
  return record;
}

/* The newest of each limb first: place 1 of its limb. */
GPtrArray *
ebb_db_get_lops (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT lop_record.id, patient_id, segment, side, posture, cuff_width_cm, girth_cm, "
      "systolic_dmmhg, way, lop_dmmhg, measured_unix_us, user.name, definition, sensor, artery, "
      "cuff_id, site, diastolic_dmmhg, heart_rate, trial_1_dmmhg, trial_2_dmmhg, trial_3_dmmhg, "
      "equation, band_dmmhg, quality_percent, quality_note, simulated, not_found_reason, "
      "row_number () OVER (PARTITION BY segment, side ORDER BY measured_unix_us DESC) AS place "
      "FROM lop_record LEFT JOIN user ON user.id = user_id WHERE patient_id = ? "
      "ORDER BY min (place, 2), measured_unix_us DESC",
      patient_id, read_lop, (GDestroyNotify) ebb_lop_record_free, error);
}
