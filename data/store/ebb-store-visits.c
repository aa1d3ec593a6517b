/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Episodes of care and appointments: what is planned with a patient.
 */
#include "ebb-day.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>

char *
ebb_db_find_episode (EbbDb *db, const char *patient_id, const char *date, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT episode.id FROM episode LEFT JOIN referral "
                      "ON episode_id = episode.id AND ordered_on <= ?2 "
                      "AND (valid_until IS NULL OR valid_until >= ?2) "
                      "WHERE episode.patient_id = ?1 AND discharged_on IS NULL "
                      "ORDER BY ordered_on DESC, key DESC, written_unix_us DESC LIMIT 1",
                      error);

  ebb_bind_text (statement, patient_id);
  ebb_bind_text (statement, date);
  return ebb_statement_row (statement, error) ? ebb_column_text (statement) : NULL;
}

gboolean
ebb_db_get_visits_planned (EbbDb *db, const char *episode_id, guint *visits, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = ebb_db_query_text (db,
                                             "SELECT visits_planned FROM care_plan "
                                             "WHERE episode_id = ? ORDER BY from_on DESC LIMIT 1",
                                             episode_id, &local_error);

  *visits = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

typedef struct {
  const char *episode_id, *surgery, *surgery_on, *precautions;
  guint visits_planned;
} Facts;

static gboolean
put_texts (EbbDb *db, const Facts *facts, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "UPDATE episode SET surgery = coalesce (?, surgery), "
                      "surgery_on = coalesce (?, surgery_on), "
                      "precautions = coalesce (?, precautions) WHERE id = ?",
                      error);

  ebb_bind_words (statement, facts->surgery);
  ebb_bind_words (statement, facts->surgery_on);
  ebb_bind_words (statement, facts->precautions);
  ebb_bind_text (statement, facts->episode_id);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) == 1)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("there is no episode “%s”"),
               facts->episode_id);
  return FALSE;
}

/* One plan for an episode; a number that is not known leaves it as it is. */
static gboolean
put_plan (EbbDb *db, const Facts *facts, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (EbbStatement) change = NULL;
  g_autoptr (EbbStatement) insert = NULL;

  if (facts->visits_planned == 0)
    return TRUE;

  change =
      ebb_db_prepare (db, "UPDATE care_plan SET visits_planned = ? WHERE episode_id = ?", error);
  ebb_bind_int (change, facts->visits_planned);
  ebb_bind_text (change, facts->episode_id);
  if (!ebb_statement_run (change, error))
    return FALSE;
  if (ebb_db_changes (db) > 0)
    return TRUE;

  insert = ebb_db_prepare (db,
                           "INSERT INTO care_plan (id, episode_id, visits_planned, from_on) "
                           "VALUES (?, ?, ?, date ('now', 'localtime'))",
                           error);
  ebb_bind_text (insert, id);
  ebb_bind_text (insert, facts->episode_id);
  ebb_bind_int (insert, facts->visits_planned);
  return ebb_statement_run (insert, error);
}

static gboolean
put_facts (EbbDb *db, gpointer data, GError **error)
{
  const Facts *facts = data;

  return put_texts (db, facts, error) && put_plan (db, facts, error)
         && ebb_db_audit (db, "put", "episode", facts->episode_id, NULL, error);
}

static gboolean
check_facts (const Facts *facts, GError **error)
{
  gboolean dated = facts->surgery_on != NULL && facts->surgery_on[0] != '\0';

  return ebb_check_free_text (_ ("surgery"), facts->surgery, error)
         && (!dated || ebb_check_date (_ ("date of the surgery"), facts->surgery_on, error))
         && ebb_check_free_text (_ ("precautions"), facts->precautions, error);
}

gboolean
ebb_db_put_episode_facts (EbbDb *db, const char *episode_id, const char *surgery,
                          const char *surgery_on, const char *precautions, guint visits_planned,
                          GError **error)
{
  Facts facts = { episode_id, surgery, surgery_on, precautions, visits_planned };

  return check_facts (&facts, error) && ebb_db_atomically (db, put_facts, &facts, error);
}

typedef struct {
  const char *patient_id;
  gint64 start_unix_us;
  guint length_min;
} Visit;

static gboolean
put_visit (EbbDb *db, gpointer data, GError **error)
{
  const Visit *visit = data;
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO appointment (id, patient_id, start_unix_us, utc_offset_min, length_min) "
      "VALUES (?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, id);
  ebb_bind_text (statement, visit->patient_id);
  ebb_bind_int (statement, visit->start_unix_us);
  ebb_bind_int (statement, ebb_day_utc_offset_min (visit->start_unix_us));
  ebb_bind_int (statement, visit->length_min);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "appointment", id, visit->patient_id, error);
}

gboolean
ebb_db_put_appointment (EbbDb *db, const char *patient_id, gint64 start_unix_us, guint length_min,
                        GError **error)
{
  Visit visit = { patient_id, start_unix_us, length_min };

  return ebb_db_atomically (db, put_visit, &visit, error);
}

gboolean
ebb_db_find_appointment (EbbDb *db, const char *patient_id, gint64 from_unix_us,
                         gint64 *start_unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT min (start_unix_us) FROM appointment WHERE patient_id = ? "
                      "AND start_unix_us >= ? AND state IN ('planned', 'arrived')",
                      error);

  ebb_bind_text (statement, patient_id);
  ebb_bind_int (statement, from_unix_us);
  if (!ebb_statement_row (statement, error))
    return FALSE;

  *start_unix_us = ebb_column_time (statement);
  return TRUE;
}
