/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cuffs, girths, and the rows that stand before a search of the occlusion pressure inflates.
 */
#include "ebb-db-limbs.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* --- Cuffs ------------------------------------------------------------------------------- */

/* The schema refuses what is out of range; this is what it cannot say in a person's words. */
static gboolean
check_cuff (const EbbCuffRecord *record, GError **error)
{
  gboolean has_range = record->girth_min_cm > 0 || record->girth_max_cm > 0;

  if (!ebb_check_line (_ ("what is written on the cuff"), record->asset, TRUE, error))
    return FALSE;
  if (!(record->width_cm >= 1 && record->width_cm <= 40))
    return ebb_refuse (error, _ ("width of the cuff"), NULL, _ ("1 to 40 cm"));
  if (!has_range || (record->girth_min_cm > 0 && record->girth_max_cm >= record->girth_min_cm))
    return TRUE;
  g_autofree char *range =
      g_strdup_printf ("%g–%g", record->girth_min_cm, MAX (record->girth_max_cm, 0));
  return ebb_refuse (error, _ ("girths the cuff fits"),
                     record->girth_min_cm > 0 && record->girth_max_cm > 0 ? range : NULL,
                     _ ("both ends or none, the smaller one first"));
}

static gboolean
insert_cuff (EbbDb *db, gpointer data, GError **error)
{
  const EbbCuffRecord *record = data;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO cuff (id, asset, name, kind, segment, width_cm, length_cm, girth_min_cm, "
      "girth_max_cm, bladder, contour, material, site, contains_latex, retired) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET asset = excluded.asset, name = excluded.name, "
      "kind = excluded.kind, segment = excluded.segment, width_cm = excluded.width_cm, "
      "length_cm = excluded.length_cm, girth_min_cm = excluded.girth_min_cm, "
      "girth_max_cm = excluded.girth_max_cm, bladder = excluded.bladder, "
      "contour = excluded.contour, material = excluded.material, site = excluded.site, "
      "contains_latex = excluded.contains_latex, retired = excluded.retired",
      error);

  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->asset);
  ebb_bind_text (statement, record->name != NULL ? record->name : record->asset);
  ebb_bind_text (statement, ebb_cuff_kind_to_string (record->kind));
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_double (statement, record->width_cm);
  ebb_bind_above (statement, record->length_cm, 0);
  ebb_bind_above (statement, record->girth_min_cm, 0);
  ebb_bind_above (statement, record->girth_max_cm, 0);
  ebb_bind_words (statement, record->bladder);
  ebb_bind_words (statement, record->contour);
  ebb_bind_words (statement, record->material);
  ebb_bind_words (statement, record->site);
  if (record->latex == EBB_LATEX_UNKNOWN)
    ebb_bind_null (statement);
  else
    ebb_bind_int (statement, record->latex == EBB_LATEX_CONTAINED ? 1 : 0);
  ebb_bind_int (statement, record->retired ? 1 : 0);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "cuff", record->id, record->asset, error);
}

gboolean
ebb_db_put_cuff (EbbDb *db, EbbCuffRecord *record, GError **error)
{
  gboolean is_new = record->id == NULL;

  if (!check_cuff (record, error))
    return FALSE;
  if (is_new)
    record->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, insert_cuff, record, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&record->id, g_free);
  return FALSE;
}

static gpointer
read_cuff (EbbStatement *statement)
{
  EbbCuffRecord *record = g_new0 (EbbCuffRecord, 1);
  g_autofree char *kind = NULL, *segment = NULL;
  double latex;

  record->id = ebb_column_text (statement);
  record->asset = ebb_column_text (statement);
  record->name = ebb_column_text (statement);
  kind = ebb_column_text (statement);
  record->kind = (EbbCuffKind) MAX (ebb_cuff_kind_from_string (kind), 0);
  segment = ebb_column_text (statement);
  record->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  record->width_cm = ebb_column_double (statement, 0);
  record->length_cm = ebb_column_double (statement, -1);
  record->girth_min_cm = ebb_column_double (statement, -1);
  record->girth_max_cm = ebb_column_double (statement, -1);
  record->bladder = ebb_column_text (statement);
  record->contour = ebb_column_text (statement);
  record->material = ebb_column_text (statement);
  record->site = ebb_column_text (statement);
  latex = ebb_column_double (statement, -1);
  record->latex = latex < 0 ? EBB_LATEX_UNKNOWN : latex > 0 ? EBB_LATEX_CONTAINED : EBB_LATEX_NONE;
  record->retired = ebb_column_int (statement) != 0;
  return record;
}

GPtrArray *
ebb_db_list_cuffs (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT id, asset, name, kind, segment, width_cm, length_cm, girth_min_cm, girth_max_cm, "
      "bladder, contour, material, site, contains_latex, retired FROM cuff "
      "WHERE segment IS NOT NULL ORDER BY retired, segment, width_cm, asset",
      error);

  return statement == NULL
             ? NULL
             : ebb_db_read_all (statement, read_cuff, (GDestroyNotify) ebb_cuff_record_free, error);
}

/* --- Girths and latex -------------------------------------------------------------------- */

static gboolean
insert_girth (EbbDb *db, gpointer data, GError **error)
{
  const EbbGirthRecord *record = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, record->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (db,
                              "INSERT INTO girth (id, patient_id, segment, side, site, girth_cm, "
                              "measured_on, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                              error);
  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->patient_id);
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_text (statement, ebb_side_to_string (record->side));
  ebb_bind_words (statement, record->site);
  ebb_bind_double (statement, record->girth_cm);
  ebb_bind_text (statement, record->measured_on);
  ebb_bind_text (statement, user_id);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "girth", record->id, record->site, error);
}

gboolean
ebb_db_put_girth (EbbDb *db, EbbGirthRecord *record, GError **error)
{
  gboolean is_new = record->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!(record->girth_cm >= 5 && record->girth_cm <= 150))
    return ebb_refuse (error, _ ("girth"), NULL, _ ("5 to 150 cm"));
  patient = ebb_db_get_patient (db, record->patient_id != NULL ? record->patient_id : "", error);
  if (patient == NULL)
    return FALSE;
  if (is_new)
    record->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, insert_girth, record, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&record->id, g_free);
  return FALSE;
}

static gpointer
read_girth (EbbStatement *statement)
{
  EbbGirthRecord *record = g_new0 (EbbGirthRecord, 1);
  g_autofree char *segment = NULL, *side = NULL;

  record->id = ebb_column_text (statement);
  record->patient_id = ebb_column_text (statement);
  segment = ebb_column_text (statement);
  record->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  record->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  record->site = ebb_column_text (statement);
  record->girth_cm = ebb_column_double (statement, -1);
  record->measured_on = ebb_column_text (statement);
  record->operator_name = ebb_column_text (statement);
  return record;
}

GPtrArray *
ebb_db_get_girths (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT girth.id, patient_id, segment, side, site, girth_cm, measured_on, user.name "
      "FROM girth LEFT JOIN user ON user.id = user_id WHERE patient_id = ? "
      "ORDER BY measured_on DESC, girth.id",
      patient_id, read_girth, (GDestroyNotify) ebb_girth_record_free, error);
}

gboolean
ebb_db_get_latex_allergy (EbbDb *db, const char *patient_id, gboolean *known, gboolean *allergic,
                          GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = ebb_db_query_text (db, "SELECT latex_allergy FROM patient WHERE id = ?",
                                             patient_id, &local_error);

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  *known = text != NULL && text[0] != '\0';
  *allergic = g_strcmp0 (text, "1") == 0;
  return TRUE;
}

/* --- Runs of a search -------------------------------------------------------------------- */

static gboolean
insert_run (EbbDb *db, gpointer data, GError **error)
{
  const EbbLopRunRecord *record = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, record->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (db,
                              "INSERT INTO lop_run (id, patient_id, segment, side, way, run, "
                              "simulated, device, started_unix_us, user_id) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              error);
  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->patient_id);
  ebb_bind_text (statement, ebb_segment_to_string (record->segment));
  ebb_bind_text (statement, ebb_side_to_string (record->side));
  ebb_bind_text (statement, record->way);
  ebb_bind_int (statement, record->run);
  ebb_bind_int (statement, record->simulated ? 1 : 0);
  ebb_bind_words (statement, record->device);
  ebb_bind_int (statement, record->started_unix_us);
  ebb_bind_text (statement, user_id);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "start", "lop-run", record->id, record->way, error);
}

gboolean
ebb_db_begin_lop_run (EbbDb *db, EbbLopRunRecord *record, GError **error)
{
  if (record->id == NULL)
    record->id = g_uuid_string_random ();
  return ebb_db_atomically (db, insert_run, record, error);
}

gboolean
ebb_db_end_lop_run (EbbDb *db, const char *run_id, EbbEndState state, CuffReason reason,
                    gint64 ended_unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "UPDATE lop_run SET state = ?, reason = ?, ended_unix_us = max (?, started_unix_us) "
      "WHERE id = ? AND state = 0",
      error);

  ebb_bind_int (statement, state);
  ebb_bind_int (statement, reason);
  ebb_bind_int (statement, ended_unix_us);
  ebb_bind_text (statement, run_id);
  return ebb_statement_run (statement, error);
}

/* Ended when it began: nothing later is known of it. */
int
ebb_db_close_lop_runs (EbbDb *db, CuffReason reason, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "UPDATE lop_run SET state = ?, reason = ?, ended_unix_us = started_unix_us WHERE state = 0",
      error);

  ebb_bind_int (statement, EBB_STATE_INTERRUPTED);
  ebb_bind_int (statement, reason);
  return ebb_statement_run (statement, error) ? ebb_db_changes (db) : -1;
}
