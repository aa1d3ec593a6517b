/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refusals at the door, what lifted them, and first blood pressures that wait for the second.
 */
#include "ebb-day.h"
#include "ebb-db-door.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* --- Reading ------------------------------------------------------------------------------- */

static EbbDoorLift *
read_lift (EbbStatement *statement, const char *refusal_id)
{
  EbbDoorLift *lift = g_new0 (EbbDoorLift, 1);
  g_autofree char *way = ebb_column_text (statement);

  lift->refusal_id = g_strdup (refusal_id);
  lift->way = (EbbLiftWay) MAX (ebb_lift_way_from_string (way), 0);
  lift->physician = ebb_column_text (statement);
  lift->cleared_on = ebb_column_text (statement);
  lift->reason = ebb_column_text (statement);
  lift->operator_name = ebb_column_text (statement);
  lift->lifted_unix_us = ebb_column_int (statement);
  if (way == NULL)
    g_clear_pointer (&lift, ebb_door_lift_free);
  return lift;
}

static gpointer
read_refusal (EbbStatement *statement)
{
  EbbDoorRefusal *refusal = g_new0 (EbbDoorRefusal, 1);

  refusal->id = ebb_column_text (statement);
  refusal->patient_id = ebb_column_text (statement);
  refusal->answer = ebb_column_text (statement);
  refusal->question = ebb_column_text (statement);
  refusal->list_id = ebb_column_text (statement);
  refusal->list_version = (guint) ebb_column_int (statement);
  refusal->value = ebb_column_double (statement, NAN);
  refusal->second = ebb_column_double (statement, NAN);
  refusal->physician = ebb_column_int (statement) != 0;
  refusal->operator_name = ebb_column_text (statement);
  refusal->refused_unix_us = ebb_column_int (statement);
  refusal->lift = read_lift (statement, refusal->id);
  return refusal;
}

GPtrArray *
ebb_db_list_door_refusals (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT door_refusal.id, patient_id, answer, question, list_id, list_version, value, second, "
      "door_refusal.physician, asked.name, refused_unix_us, "
      "way, door_lift.physician, cleared_on, reason, lifted.name, lifted_unix_us "
      "FROM door_refusal JOIN user AS asked ON asked.id = door_refusal.user_id "
      "LEFT JOIN door_lift ON refusal_id = door_refusal.id "
      "LEFT JOIN user AS lifted ON lifted.id = door_lift.user_id "
      "WHERE patient_id = ? ORDER BY refused_unix_us DESC, door_refusal.id",
      patient_id, read_refusal, (GDestroyNotify) ebb_door_refusal_free, error);
}

GPtrArray *
ebb_db_list_standing_refusals (EbbDb *db, const char *patient_id, gint64 now_unix_us,
                               GError **error)
{
  GPtrArray *refusals = ebb_db_list_door_refusals (db, patient_id, error);

  for (guint i = refusals != NULL ? refusals->len : 0; i > 0; i--)
    if (!ebb_door_refusal_stands (g_ptr_array_index (refusals, i - 1), now_unix_us))
      g_ptr_array_remove_index (refusals, i - 1);
  return refusals;
}

/* --- Refusals ------------------------------------------------------------------------------ */

static gboolean
put_refusal (EbbDb *db, gpointer data, GError **error)
{
  const EbbDoorRefusal *refusal = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, refusal->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL ? NULL
                      : ebb_db_prepare (db,
                                        "INSERT INTO door_refusal (id, patient_id, answer, "
                                        "question, list_id, list_version, value, second, "
                                        "physician, user_id, refused_unix_us) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                        error);

  ebb_bind_text (insert, refusal->id);
  ebb_bind_text (insert, refusal->patient_id);
  ebb_bind_text (insert, refusal->answer);
  ebb_bind_text (insert, refusal->question);
  ebb_bind_text (insert, refusal->list_id);
  ebb_bind_int (insert, refusal->list_version);
  ebb_bind_double (insert, refusal->value);
  ebb_bind_double (insert, refusal->second);
  ebb_bind_int (insert, refusal->physician != FALSE);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, refusal->refused_unix_us);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "refuse", "door", refusal->id, refusal->answer, error);
}

static const EbbDoorRefusal *
find_same (const GPtrArray *standing, const char *answer)
{
  for (guint i = 0; i < standing->len; i++) {
    const EbbDoorRefusal *refusal = g_ptr_array_index (standing, i);

    if (g_strcmp0 (refusal->answer, answer) == 0)
      return refusal;
  }
  return NULL;
}

gboolean
ebb_db_put_door_refusal (EbbDb *db, EbbDoorRefusal *refusal, GError **error)
{
  g_autoptr (EbbPatient) patient = NULL;
  g_autoptr (GPtrArray) standing = NULL;
  const EbbDoorRefusal *same;

  if (!ebb_check_line (_ ("answer at the door"), refusal->answer, TRUE, error)
      || !ebb_check_line (_ ("therapist"), refusal->operator_name, TRUE, error))
    return FALSE;
  patient = ebb_db_get_patient (db, refusal->patient_id != NULL ? refusal->patient_id : "", error);
  standing = patient != NULL ? ebb_db_list_standing_refusals (db, refusal->patient_id,
                                                              refusal->refused_unix_us, error)
                             : NULL;
  if (standing == NULL)
    return FALSE;
  same = find_same (standing, refusal->answer);
  g_free (refusal->id);
  refusal->id = same != NULL ? g_strdup (same->id) : g_uuid_string_random ();
  if (same != NULL || ebb_db_atomically (db, put_refusal, refusal, error))
    return TRUE;
  g_clear_pointer (&refusal->id, g_free);
  return FALSE;
}

/* --- Lifts --------------------------------------------------------------------------------- */

static gboolean
put_lift (EbbDb *db, gpointer data, GError **error)
{
  const EbbDoorLift *lift = data;
  g_autofree char *user_id = ebb_db_ensure_user (db, lift->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL ? NULL
                      : ebb_db_prepare (db,
                                        "INSERT INTO door_lift (refusal_id, way, physician, "
                                        "cleared_on, reason, user_id, lifted_unix_us) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?)",
                                        error);

  ebb_bind_text (insert, lift->refusal_id);
  ebb_bind_text (insert, ebb_lift_way_to_string (lift->way));
  ebb_bind_words (insert, lift->physician);
  ebb_bind_words (insert, lift->cleared_on);
  ebb_bind_text (insert, lift->reason);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, lift->lifted_unix_us);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "lift", "door", lift->refusal_id, ebb_lift_way_to_string (lift->way),
                          error);
}

static gboolean
check_clearance (EbbDb *db, const EbbDoorLift *lift, GError **error)
{
  g_autofree char *today = ebb_db_today (db, error);

  if (today == NULL || !ebb_check_line (_ ("physician"), lift->physician, TRUE, error)
      || !ebb_check_date (_ ("date of the clearance"), lift->cleared_on, error))
    return FALSE;
  return strcmp (lift->cleared_on, today) <= 0
         || ebb_refuse (error, _ ("date of the clearance"), lift->cleared_on,
                        _ ("a day that is not still to come"));
}

/* What stands of it; NULL with the error set when there is no such refusal. */
static char *
answer_of (EbbDb *db, const char *refusal_id, GError **error)
{
  GError *problem = NULL;
  char *answer = ebb_db_query_text (db,
                                    "SELECT answer FROM door_refusal WHERE id = ? AND NOT EXISTS "
                                    "(SELECT 1 FROM door_lift WHERE refusal_id = door_refusal.id)",
                                    refusal_id != NULL ? refusal_id : "", &problem);

  if (problem != NULL)
    g_propagate_error (error, problem);
  else if (answer == NULL)
    ebb_refuse (error, _ ("refusal"), refusal_id, _ ("one that stands"));
  return answer;
}

gboolean
ebb_db_put_door_lift (EbbDb *db, const EbbDoorLift *lift, GError **error)
{
  g_autofree char *answer = answer_of (db, lift->refusal_id, error);
  const EbbDoorRefusal refusal = { .answer = answer };

  if (answer == NULL || !ebb_check_line (_ ("reason"), lift->reason, TRUE, error)
      || !ebb_check_line (_ ("therapist"), lift->operator_name, TRUE, error))
    return FALSE;
  if (lift->way == EBB_LIFT_CLEARANCE && !ebb_door_refusal_may_clear (&refusal))
    return ebb_refuse (error, _ ("way of lifting"), "clearance",
                       _ ("correction; a blood pressure that was refused twice is not cleared"));
  if (lift->way == EBB_LIFT_CLEARANCE && !check_clearance (db, lift, error))
    return FALSE;
  return ebb_db_atomically (db, put_lift, (gpointer) lift, error);
}

/* --- First blood pressures ----------------------------------------------------------------- */

static gpointer
read_reading (EbbStatement *statement)
{
  EbbDoorReading *reading = g_new0 (EbbDoorReading, 1);

  reading->id = ebb_column_text (statement);
  reading->patient_id = ebb_column_text (statement);
  reading->systolic_mmhg = (int) ebb_column_int (statement);
  reading->diastolic_mmhg = (int) ebb_column_int (statement);
  reading->operator_name = ebb_column_text (statement);
  reading->measured_unix_us = ebb_column_int (statement);
  return reading;
}

GPtrArray *
ebb_db_list_door_readings (EbbDb *db, const char *patient_id, gint64 now_unix_us, GError **error)
{
  gint64 from_unix_us = ebb_day_of (now_unix_us).from_unix_us;
  GPtrArray *readings = ebb_db_read_of (
      db,
      "SELECT door_reading.id, patient_id, systolic_mmhg, diastolic_mmhg, name, measured_unix_us "
      "FROM door_reading JOIN user ON user.id = user_id WHERE patient_id = ? AND mistyped = 0 "
      "AND NOT EXISTS (SELECT 1 FROM door_reading AS back "
      "WHERE back.patient_id = door_reading.patient_id "
      "AND back.measured_unix_us = door_reading.measured_unix_us AND back.mistyped = 1) "
      "ORDER BY measured_unix_us",
      patient_id, read_reading, (GDestroyNotify) ebb_door_reading_free, error);

  for (guint i = readings != NULL ? readings->len : 0; i > 0; i--)
    if (((EbbDoorReading *) g_ptr_array_index (readings, i - 1))->measured_unix_us < from_unix_us)
      g_ptr_array_remove_index (readings, i - 1);
  return readings;
}

static gboolean
put_reading (EbbDb *db, gpointer data, GError **error)
{
  const EbbDoorReading *reading = data;
  g_autofree char *filed = NULL;
  g_autofree char *user_id = ebb_db_ensure_user (db, reading->operator_name, error);
  g_autoptr (EbbStatement) insert =
      user_id == NULL ? NULL
                      : ebb_db_prepare (db,
                                        "INSERT INTO door_reading (id, patient_id, systolic_mmhg, "
                                        "diastolic_mmhg, mistyped, user_id, measured_unix_us) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?) "
                                        "ON CONFLICT (patient_id, measured_unix_us, mistyped) "
                                        "DO NOTHING",
                                        error);

  ebb_bind_text (insert, reading->id);
  ebb_bind_text (insert, reading->patient_id);
  ebb_bind_int (insert, reading->systolic_mmhg);
  ebb_bind_int (insert, reading->diastolic_mmhg);
  ebb_bind_int (insert, reading->mistyped != FALSE);
  ebb_bind_text (insert, user_id);
  ebb_bind_int (insert, reading->measured_unix_us);
  if (!ebb_statement_run (insert, error))
    return FALSE;
  filed = ebb_db_query_text (db, "SELECT id FROM door_reading WHERE id = ?", reading->id, NULL);
  return filed == NULL /* it was on file */
         || ebb_db_audit (db, reading->mistyped ? "take-back" : "put", "door-reading", reading->id,
                          reading->patient_id, error);
}

gboolean
ebb_db_put_door_reading (EbbDb *db, EbbDoorReading *reading, GError **error)
{
  if (!ebb_check_line (_ ("therapist"), reading->operator_name, TRUE, error))
    return FALSE;
  g_free (reading->id);
  reading->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_reading, reading, error))
    return TRUE;
  g_clear_pointer (&reading->id, g_free);
  return FALSE;
}
