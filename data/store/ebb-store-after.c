/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows a session: adverse events, also days later, the visit's note, the call.
 */
#include "ebb-code-list.h"
#include "ebb-db-care.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How long a session stays on the call list (proposal): 72 hours are the window, then it is late.
 */
#define CALL_DAYS 7

static gboolean
check_number (const char *field, double value, double min, double max, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%g", value);
  g_autofree char *allowed = g_strdup_printf (_ ("%g to %g"), min, max);

  return (value >= min && value <= max) || ebb_refuse (error, field, text, allowed);
}

static gboolean
check_adverse (const EbbAdverseRecord *record, GError **error)
{
  static const char *const onsets[] = { "during", "hour", "day", "three-days", "later", NULL };
  static const char *const segments[] = { "arm", "thigh", "calf", NULL };
  g_autoptr (EbbCodeList) list = ebb_code_list_load_builtin (EBB_LIST_ADVERSE_EVENTS, error);

  if (list == NULL || !ebb_code_list_check (list, _ ("kind"), record->kind, error)
      || !check_number (_ ("grade"), record->grade, 1, 4, error))
    return FALSE;
  if (record->onset == NULL || !g_strv_contains (onsets, record->onset))
    return ebb_refuse (error, _ ("onset"), record->onset, "during, hour, day, three-days, later");
  if (record->segment != NULL && !g_strv_contains (segments, record->segment))
    return ebb_refuse (error, _ ("limb"), record->segment, "arm, thigh, calf");
  if (cuff_pressure_is_set (record->pressure)
      && !check_number (_ ("pressure"), record->pressure / 10.0, 0, 330, error))
    return FALSE;

  return ebb_check_free_text (_ ("action"), record->action, error)
         && ebb_check_free_text (_ ("result"), record->result, error)
         && ebb_check_line (_ ("reported to"), record->reported_to, FALSE, error)
         && ebb_check_free_text (_ ("text"), record->text, error);
}

/* Schema 1 knows three words. */
static const char *
severity_of (guint grade)
{
  static const char *const words[] = { NULL, "mild", "moderate", "severe", "severe" };

  return words[MIN (grade, 4)];
}

static gboolean
put_completion (EbbDb *db, const EbbAdverseRecord *record, GError **error)
{
  g_autoptr (EbbStatement) statement = NULL;

  if (record->completes_id == NULL)
    return TRUE;
  statement = ebb_db_prepare (
      db, "INSERT INTO adverse_completion (event_id, completes_id) VALUES (?, ?)", error);
  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->completes_id);
  return ebb_statement_run (statement, error);
}

static gboolean
put_adverse (EbbDb *db, gpointer data, GError **error)
{
  const EbbAdverseRecord *record = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, record->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (
      db,
      "INSERT INTO adverse_event (id, patient_id, session_id, kind, severity, text, "
      "noticed_unix_us, user_id, grade, onset, action, result, reported_to, segment, side, "
      "pressure_dmmhg) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (statement, record->id);
  ebb_bind_text (statement, record->patient_id);
  ebb_bind_text (statement, record->session_id);
  ebb_bind_text (statement, record->kind);
  ebb_bind_text (statement, severity_of (record->grade));
  ebb_bind_words (statement, record->text);
  ebb_bind_int (statement, record->noticed_unix_us);
  ebb_bind_text (statement, user_id);
  ebb_bind_int (statement, record->grade);
  ebb_bind_text (statement, record->onset);
  ebb_bind_words (statement, record->action);
  ebb_bind_words (statement, record->result);
  ebb_bind_words (statement, record->reported_to);
  ebb_bind_text (statement, record->segment);
  ebb_bind_words (statement, ebb_side_to_string (record->side));
  ebb_bind_pressure (statement, record->pressure);
  return ebb_statement_run (statement, error) && put_completion (db, record, error)
         && ebb_db_audit (db, "put", "adverse_event", record->id, record->kind, error);
}

/* A session that is given is this patient's. */
static gboolean
check_owner (EbbDb *db, const EbbAdverseRecord *record, GError **error)
{
  g_autoptr (EbbPatient) patient =
      ebb_db_get_patient (db, record->patient_id != NULL ? record->patient_id : "", error);
  g_autoptr (EbbSessionRecord) session = NULL;

  if (patient == NULL)
    return FALSE;
  if (record->session_id == NULL)
    return TRUE;
  session = ebb_db_get_session (db, record->session_id, error);
  if (session == NULL)
    return FALSE;
  return g_strcmp0 (session->patient_id, record->patient_id) == 0
         || ebb_refuse (error, _ ("session"), record->session_id, _ ("one of this patient"));
}

/* Of this session, filed with one tap, and not described yet. */
static gboolean
check_completes (EbbDb *db, const EbbAdverseRecord *record, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *session = NULL;

  if (record->completes_id == NULL)
    return TRUE;
  session = ebb_db_query_text (db,
                               "SELECT session_id FROM adverse_event WHERE id = ? "
                               "AND grade IS NULL AND " EBB_ADVERSE_IN_FORCE,
                               record->completes_id, &problem);
  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  return (session != NULL && g_strcmp0 (session, record->session_id) == 0)
         || ebb_refuse (error, _ ("event completed"), record->completes_id,
                        _ ("one of this session that is not described yet"));
}

gboolean
ebb_db_put_adverse_record (EbbDb *db, EbbAdverseRecord *record, GError **error)
{
  gboolean is_new = record->id == NULL;

  if (!check_adverse (record, error) || !check_owner (db, record, error)
      || !check_completes (db, record, error))
    return FALSE;
  if (is_new)
    record->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_adverse, record, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&record->id, g_free);
  return FALSE;
}

static gpointer
read_adverse (EbbStatement *statement)
{
  EbbAdverseRecord *record = g_new0 (EbbAdverseRecord, 1);
  g_autofree char *side = NULL;

  record->id = ebb_column_text (statement);
  record->patient_id = ebb_column_text (statement);
  record->session_id = ebb_column_text (statement);
  record->kind = ebb_column_text (statement);
  record->grade = (guint) ebb_column_int (statement);
  record->onset = ebb_column_text (statement);
  record->action = ebb_column_text (statement);
  record->result = ebb_column_text (statement);
  record->reported_to = ebb_column_text (statement);
  record->segment = ebb_column_text (statement);
  side = ebb_column_text (statement);
  record->side = side != NULL ? (EbbSide) MAX (ebb_side_from_string (side), 0) : EBB_SIDE_UNSET;
  record->pressure = ebb_column_pressure (statement);
  record->text = ebb_column_text (statement);
  record->noticed_unix_us = ebb_column_int (statement);
  record->operator_name = ebb_column_text (statement);
  return record;
}

GPtrArray *
ebb_db_list_adverse_records (EbbDb *db, const char *patient_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT adverse_event.id, patient_id, session_id, kind, grade, onset, action, result, "
      "reported_to, segment, side, pressure_dmmhg, text, noticed_unix_us, user.name "
      "FROM adverse_event LEFT JOIN user ON user.id = user_id WHERE patient_id = ? "
      "AND " EBB_ADVERSE_IN_FORCE " ORDER BY noticed_unix_us DESC, adverse_event.id",
      patient_id, read_adverse, (GDestroyNotify) ebb_adverse_record_free, error);
}

static gboolean
put_note (EbbDb *db, gpointer data, GError **error)
{
  const EbbVisitNote *note = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, note->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (db,
                              "INSERT INTO visit_note (id, session_id, subjective, objective, "
                              "assessment, plan, skilled_min, "
                              "user_id, written_unix_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              error);
  ebb_bind_text (statement, note->id);
  ebb_bind_text (statement, note->session_id);
  ebb_bind_words (statement, note->subjective);
  ebb_bind_text (statement, note->objective);
  ebb_bind_words (statement, note->assessment);
  ebb_bind_words (statement, note->plan);
  ebb_bind_above (statement, note->skilled_min, -1);
  ebb_bind_text (statement, user_id);
  ebb_bind_int (statement, note->written_unix_us);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "visit_note", note->id, note->session_id, error);
}

gboolean
ebb_db_put_visit_note (EbbDb *db, EbbVisitNote *note, GError **error)
{
  gboolean is_new = note->id == NULL;
  g_autoptr (EbbSessionRecord) session = NULL;

  if (!ebb_check_free_text (_ ("subjective"), note->subjective, error)
      || !ebb_check_free_text (_ ("assessment"), note->assessment, error)
      || !ebb_check_free_text (_ ("plan"), note->plan, error)
      || (note->skilled_min >= 0
          && !check_number (_ ("minutes one to one"), note->skilled_min, 0, 600, error)))
    return FALSE;
  session = ebb_db_get_session (db, note->session_id != NULL ? note->session_id : "", error);
  if (session == NULL)
    return FALSE;

  if (is_new)
    note->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_note, note, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&note->id, g_free);
  return FALSE;
}

EbbVisitNote *
ebb_db_get_visit_note (EbbDb *db, const char *session_id, GError **error)
{
  EbbVisitNote *note;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT visit_note.id, session_id, subjective, objective, assessment, plan, skilled_min, "
      "user.name, written_unix_us FROM visit_note LEFT JOIN user ON user.id = user_id "
      "WHERE session_id = ? ORDER BY written_unix_us DESC, visit_note.id DESC LIMIT 1",
      error);

  ebb_bind_text (statement, session_id);
  if (!ebb_statement_row (statement, error))
    return NULL;
  note = g_new0 (EbbVisitNote, 1);
  note->id = ebb_column_text (statement);
  note->session_id = ebb_column_text (statement);
  note->subjective = ebb_column_text (statement);
  note->objective = ebb_column_text (statement);
  note->assessment = ebb_column_text (statement);
  note->plan = ebb_column_text (statement);
  note->skilled_min = (int) ebb_column_double (statement, -1);
  note->operator_name = ebb_column_text (statement);
  note->written_unix_us = ebb_column_int (statement);
  return note;
}

static gpointer
read_call (EbbStatement *statement)
{
  EbbCall *call = g_new0 (EbbCall, 1);

  call->session_id = ebb_column_text (statement);
  call->patient_id = ebb_column_text (statement);
  call->patient_name = ebb_column_text (statement);
  call->contact = ebb_column_text (statement);
  call->ended_unix_us = ebb_column_int (statement);
  call->first = ebb_column_int (statement) != 0;
  call->target = ebb_column_pressure (statement);
  call->target_before = ebb_column_pressure (statement);
  call->n_tries = (guint) ebb_column_int (statement);
  return call;
}

/* The limb's highest ordered pressure, against the highest of the session before on that limb. */
#define RECENT                                                                                     \
  "recent AS (SELECT session.id AS session_id, session.patient_id, session.started_unix_us, "      \
  "session.started_unix_us + session.ended_us AS ended_unix_us, segment, side, "                   \
  "max (target_dmmhg) AS target FROM session JOIN bout ON bout.session_id = session.id "           \
  "JOIN bout_limb ON bout_limb.bout_id = bout.id WHERE session.started_unix_us > ?1 "              \
  "AND session.started_unix_us <= ?2 AND session.state <> 0 "                                      \
  "AND (simulated = 0 OR coalesce ((SELECT practice FROM clinic), 0) = 1) "                        \
  "AND session.patient_id = coalesce (?3, session.patient_id) "                                    \
  "GROUP BY session.id, segment, side)"

#define JUDGED                                                                                     \
  "judged AS (SELECT recent.*, NOT EXISTS (SELECT 1 FROM session AS earlier "                      \
  "JOIN bout ON bout.session_id = earlier.id WHERE earlier.patient_id = recent.patient_id "        \
  "AND earlier.started_unix_us < recent.started_unix_us) AS first, "                               \
  "(SELECT max (target_dmmhg) FROM bout JOIN bout_limb ON bout_id = bout.id "                      \
  "WHERE bout_limb.segment = recent.segment AND bout_limb.side = recent.side "                     \
  "AND bout.session_id = (SELECT earlier.id FROM session AS earlier "                              \
  "JOIN bout AS b ON b.session_id = earlier.id JOIN bout_limb AS l ON l.bout_id = b.id "           \
  "WHERE earlier.patient_id = recent.patient_id "                                                  \
  "AND earlier.started_unix_us < recent.started_unix_us AND l.segment = recent.segment "           \
  "AND l.side = recent.side ORDER BY earlier.started_unix_us DESC LIMIT 1)) AS before "            \
  "FROM recent)"

GPtrArray *
ebb_db_list_calls (EbbDb *db, const char *patient_id, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "WITH " RECENT ", " JUDGED
      " SELECT judged.session_id, judged.patient_id, name, contact, ended_unix_us, first, "
      "max (target), before, (SELECT count (*) FROM follow_up "
      "WHERE follow_up.session_id = judged.session_id) FROM judged "
      "JOIN patient ON patient.id = judged.patient_id "
      "JOIN patient_identity ON patient_key = patient.key "
      "WHERE (first OR target > before) AND NOT EXISTS (SELECT 1 FROM follow_up "
      "WHERE follow_up.session_id = judged.session_id AND reached = 1) "
      "GROUP BY judged.session_id ORDER BY ended_unix_us",
      error);

  ebb_bind_int (statement, now_unix_us - CALL_DAYS * G_TIME_SPAN_DAY);
  ebb_bind_int (statement, now_unix_us);
  ebb_bind_text (statement, patient_id);
  return ebb_db_read_all (statement, read_call, (GDestroyNotify) ebb_call_free, error);
}

static void
bind_answer (EbbStatement *statement, const EbbFollowUp *follow_up, double answer)
{
  if (follow_up->reached)
    ebb_bind_double (statement, answer);
  else
    ebb_bind_null (statement);
}

static gboolean
put_follow_up (EbbDb *db, gpointer data, GError **error)
{
  const EbbFollowUp *follow_up = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, follow_up->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (
      db,
      "INSERT INTO follow_up (id, session_id, reached, soreness, one_sided, dark_urine, outcome, "
      "note, user_id, called_unix_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (statement, follow_up->id);
  ebb_bind_text (statement, follow_up->session_id);
  ebb_bind_int (statement, follow_up->reached != FALSE);
  bind_answer (statement, follow_up, follow_up->soreness);
  bind_answer (statement, follow_up, follow_up->one_sided != FALSE);
  bind_answer (statement, follow_up, follow_up->dark_urine != FALSE);
  ebb_bind_text (statement, follow_up->outcome);
  ebb_bind_words (statement, follow_up->note);
  ebb_bind_text (statement, user_id);
  ebb_bind_int (statement, follow_up->called_unix_us);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "call", "session", follow_up->session_id, follow_up->outcome, error);
}

gboolean
ebb_db_put_follow_up (EbbDb *db, EbbFollowUp *follow_up, GError **error)
{
  gboolean is_new = follow_up->id == NULL;
  g_autoptr (EbbSessionRecord) session = NULL;

  if (follow_up->reached && !check_number (_ ("soreness"), follow_up->soreness, 0, 10, error))
    return FALSE;
  if (!ebb_check_free_text (_ ("note"), follow_up->note, error))
    return FALSE;
  session =
      ebb_db_get_session (db, follow_up->session_id != NULL ? follow_up->session_id : "", error);
  if (session == NULL)
    return FALSE;

  if (is_new)
    follow_up->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_follow_up, follow_up, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&follow_up->id, g_free);
  return FALSE;
}
