/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is planned in an episode: goals, visits, appointments and how they were kept, what is due.
 */
#include "ebb-day.h"
#include "ebb-db-care.h"
#include "ebb-db-private.h"
#include "ebb-db-screening.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *episode_id;
  const EbbGoal *goal;
  const EbbCarePlan *plan;
} PlanJob;

static gboolean
put_goal (EbbDb *db, gpointer data, GError **error)
{
  const PlanJob *job = data;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO goal (id, episode_id, text, target_on, reached_on) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET text = excluded.text, target_on = excluded.target_on, "
      "reached_on = excluded.reached_on WHERE episode_id = excluded.episode_id",
      error);

  ebb_bind_text (statement, job->goal->id);
  ebb_bind_text (statement, job->episode_id);
  ebb_bind_text (statement, job->goal->text);
  ebb_bind_text (statement, job->goal->target_on);
  ebb_bind_text (statement, job->goal->reached_on);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) != 1)
    return ebb_refuse (error, _ ("goal"), job->goal->id, _ ("one that exists"));
  return ebb_db_audit (db, "put", "goal", job->goal->id, job->goal->text, error);
}

gboolean
ebb_db_put_goal (EbbDb *db, const char *episode_id, EbbGoal *goal, GError **error)
{
  PlanJob job = { .episode_id = episode_id, .goal = goal };
  gboolean is_new = goal->id == NULL;
  const char *target_on = goal->target_on, *reached_on = goal->reached_on;
  g_autoptr (EbbEpisode) episode = NULL;

  if (!ebb_check_line (_ ("goal"), goal->text, TRUE, error)
      || (target_on != NULL && !ebb_check_date (_ ("target date"), target_on, error))
      || (reached_on != NULL && !ebb_check_date (_ ("reached on"), reached_on, error)))
    return FALSE;
  episode = ebb_db_get_episode (db, episode_id, error);
  if (episode == NULL)
    return FALSE;

  if (!is_new && !g_uuid_string_is_valid (goal->id))
    return ebb_refuse (error, _ ("goal"), goal->id, _ ("one that exists"));
  if (is_new)
    goal->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_goal, &job, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&goal->id, g_free);
  return FALSE;
}

static gboolean
put_plan (EbbDb *db, gpointer data, GError **error)
{
  const PlanJob *job = data;
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (EbbStatement) clear =
      ebb_db_prepare (db, "DELETE FROM care_plan WHERE episode_id = ? AND from_on = ?", error);
  g_autoptr (EbbStatement) insert = NULL;

  ebb_bind_text (clear, job->episode_id);
  ebb_bind_text (clear, job->plan->from_on);
  if (!ebb_statement_run (clear, error))
    return FALSE;

  insert =
      ebb_db_prepare (db,
                      "INSERT INTO care_plan (id, episode_id, phase, visits_per_week, "
                      "visits_planned, visits_authorised, from_on) VALUES (?, ?, ?, ?, ?, ?, ?)",
                      error);
  ebb_bind_text (insert, id);
  ebb_bind_text (insert, job->episode_id);
  ebb_bind_text (insert, job->plan->phase);
  ebb_bind_count (insert, job->plan->visits_per_week);
  ebb_bind_count (insert, job->plan->visits_planned);
  ebb_bind_count (insert, job->plan->visits_authorised);
  ebb_bind_text (insert, job->plan->from_on);
  return ebb_statement_run (insert, error)
         && ebb_db_audit (db, "put", "care_plan", job->episode_id, job->plan->phase, error);
}

static gboolean
check_count (const char *field, guint value, guint max, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", value);
  g_autofree char *allowed = g_strdup_printf (_ ("0 (not known) to %u"), max);

  return value <= max || ebb_refuse (error, field, text, allowed);
}

gboolean
ebb_db_put_plan (EbbDb *db, const char *episode_id, const EbbCarePlan *plan, GError **error)
{
  PlanJob job = { .episode_id = episode_id, .plan = plan };
  g_autoptr (EbbEpisode) episode = NULL;

  if (!ebb_check_line (_ ("phase"), plan->phase, FALSE, error)
      || !check_count (_ ("visits per week"), plan->visits_per_week, 14, error)
      || !check_count (_ ("visits planned"), plan->visits_planned, 500, error)
      || !check_count (_ ("visits authorised"), plan->visits_authorised, 500, error)
      || !ebb_check_date (_ ("plan from"), plan->from_on, error))
    return FALSE;
  episode = ebb_db_get_episode (db, episode_id, error);
  return episode != NULL && ebb_db_atomically (db, put_plan, &job, error);
}

static gboolean
put_visit (EbbDb *db, gpointer data, GError **error)
{
  const EbbAppointment *visit = data;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO appointment (id, patient_id, episode_id, start_unix_us, utc_offset_min, "
      "length_min, note) SELECT ?, patient_id, id, ?, ?, ?, ? FROM episode WHERE id = ?",
      error);

  ebb_bind_text (statement, visit->id);
  ebb_bind_int (statement, visit->start_unix_us);
  ebb_bind_int (statement, ebb_day_utc_offset_min (visit->start_unix_us));
  ebb_bind_int (statement, visit->length_min);
  ebb_bind_words (statement, visit->note);
  ebb_bind_text (statement, visit->episode_id);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) != 1)
    return ebb_refuse (error, _ ("episode"), visit->episode_id, _ ("one that exists"));
  return ebb_db_audit (db, "put", "appointment", visit->id, visit->episode_id, error);
}

gboolean
ebb_db_put_visit (EbbDb *db, EbbAppointment *appointment, GError **error)
{
  g_autofree char *length = g_strdup_printf ("%u", appointment->length_min);
  gboolean is_new = appointment->id == NULL;

  if (!ebb_check_free_text (_ ("note"), appointment->note, error))
    return FALSE;
  if (appointment->length_min < 1 || appointment->length_min > 1440)
    return ebb_refuse (error, _ ("minutes"), length, _ ("1 to 1440"));

  if (is_new)
    appointment->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_visit, appointment, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&appointment->id, g_free);
  return FALSE;
}

typedef struct {
  const char *id, *state, *note;
} Attendance;

static gboolean
set_attendance (EbbDb *db, gpointer data, GError **error)
{
  const Attendance *job = data;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "UPDATE appointment SET state = ?, note = coalesce (?, note) WHERE id = ?", error);

  ebb_bind_text (statement, job->state);
  ebb_bind_words (statement, job->note);
  ebb_bind_text (statement, job->id);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) != 1)
    return ebb_refuse (error, _ ("appointment"), job->id, _ ("one that exists"));
  return ebb_db_audit (db, "attend", "appointment", job->id, job->state, error);
}

gboolean
ebb_db_set_attendance (EbbDb *db, const char *appointment_id, const char *state, const char *note,
                       GError **error)
{
  static const char *const states[] = { "planned", "arrived", "done", "missed", "cancelled", NULL };
  Attendance job = { appointment_id, state, note };

  if (state == NULL || !g_strv_contains (states, state))
    return ebb_refuse (error, _ ("attendance"), state, "planned, arrived, done, missed, cancelled");
  return ebb_check_free_text (_ ("note"), note, error)
         && ebb_db_atomically (db, set_attendance, &job, error);
}

static gpointer
read_visit (EbbStatement *statement)
{
  EbbAppointment *visit = g_new0 (EbbAppointment, 1);

  visit->id = ebb_column_text (statement);
  visit->patient_id = ebb_column_text (statement);
  visit->episode_id = ebb_column_text (statement);
  visit->start_unix_us = ebb_column_int (statement);
  visit->length_min = (guint) ebb_column_int (statement);
  visit->state = ebb_column_text (statement);
  visit->note = ebb_column_text (statement);
  return visit;
}

GPtrArray *
ebb_db_list_visits (EbbDb *db, const char *episode_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT id, patient_id, episode_id, start_unix_us, length_min, state, note "
      "FROM appointment WHERE patient_id = (SELECT patient_id FROM episode WHERE id = ?1) "
      "AND episode_id = ?1 ORDER BY start_unix_us",
      episode_id, read_visit, (GDestroyNotify) ebb_appointment_free, error);
}

/* A date from one query; "" when there is none. */
static gboolean
get_date (EbbDb *db, const char *sql, const char *id, char date[11], GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = ebb_db_query_text (db, sql, id, &local_error);

  g_strlcpy (date, text != NULL ? text : "", 11);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
get_count (EbbDb *db, const char *sql, const char *id, guint *count, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = ebb_db_query_text (db, sql, id, &local_error);

  *count = text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* By the patient's index; few rows of a patient are of another episode. */
#define OF_PATIENT "patient_id = (SELECT patient_id FROM episode WHERE id = ?1)"
#define OF_EPISODE OF_PATIENT " AND episode_id = ?1"

static gboolean
get_dates (EbbDb *db, const char *episode_id, EbbDueFacts *facts, GError **error)
{
  return get_date (db,
                   "SELECT valid_until FROM screening WHERE " OF_PATIENT
                   " ORDER BY screened_on DESC, valid_until DESC LIMIT 1",
                   episode_id, facts->screened_until, error)
         && get_date (db,
                      "SELECT max (coalesce (valid_until, '9999-12-31')) FROM referral "
                      "WHERE " OF_EPISODE,
                      episode_id, facts->order_until, error)
         && get_date (db,
                      "SELECT date (max (measured_unix_us) / 1000000, 'unixepoch', 'localtime') "
                      "FROM lop_record WHERE lop_dmmhg IS NOT NULL AND " OF_PATIENT,
                      episode_id, facts->lop_on, error)
         && get_date (db,
                      "SELECT max (measured_on) FROM outcome_measure WHERE measure = 'one-rm' "
                      "AND episode_id = ?",
                      episode_id, facts->one_rm_on, error);
}

static gboolean
get_counts (EbbDb *db, const char *episode_id, EbbDueFacts *facts, GError **error)
{
  guint screenings = 0, baseline = 0, at_discharge = 0;

  if (!get_count (db, "SELECT count (*) FROM screening WHERE " OF_PATIENT, episode_id, &screenings,
                  error)
      || !get_count (db, "SELECT count (*) FROM session WHERE " OF_EPISODE, episode_id,
                     &facts->n_sessions, error)
      || !get_count (db,
                     "SELECT count (*) FROM outcome_measure WHERE episode_id = ? "
                     "AND occasion = 'baseline'",
                     episode_id, &baseline, error)
      || !get_count (db,
                     "SELECT count (*) FROM outcome_measure WHERE episode_id = ? "
                     "AND occasion = 'discharge'",
                     episode_id, &at_discharge, error)
      || !get_count (db,
                     "SELECT count (*) FROM session WHERE " OF_EPISODE " AND "
                     "date (started_unix_us / 1000000, 'unixepoch', 'localtime') > "
                     "(SELECT coalesce (max (measured_on), '') FROM outcome_measure "
                     "WHERE episode_id = ?1)",
                     episode_id, &facts->sessions_since_measures, error))
    return FALSE;

  facts->has_screening = screenings > 0;
  facts->has_baseline = baseline > 0;
  facts->has_discharge_measures = at_discharge > 0;
  return TRUE;
}

/* The newest of a kind, unless it was taken back. */
#define STANDS(kind)                                                                               \
  "SELECT count (*) FROM (SELECT id FROM consent WHERE " OF_PATIENT " AND kind = '" kind "' "      \
  "ORDER BY written_unix_us DESC, id LIMIT 1) AS newest WHERE NOT EXISTS "                         \
  "(SELECT 1 FROM consent_withdrawal WHERE consent_id = newest.id)"

static gboolean
get_consents (EbbDb *db, const char *episode_id, EbbDueFacts *facts, GError **error)
{
  EbbScreeningSettings settings;
  guint n_training = 0, n_preconditioning = 0, n_prescribed = 0;

  if (!ebb_db_load_screening_settings (db, &settings, error)
      || !get_count (db, STANDS ("training"), episode_id, &n_training, error)
      || !get_count (db, STANDS ("preconditioning"), episode_id, &n_preconditioning, error)
      || !get_count (db,
                     "SELECT count (*) FROM prescription AS this JOIN protocol_version "
                     "ON protocol_version.protocol_id = this.protocol_id "
                     "AND protocol_version.version = this.protocol_version "
                     "WHERE episode_id = ?1 AND CASE WHEN json_valid (json) "
                     "THEN json_extract (json, '$.mode') = 'preconditioning' END "
                     "AND NOT EXISTS (SELECT 1 FROM prescription AS later "
                     "WHERE later.episode_id = this.episode_id AND later.segment = this.segment "
                     "AND later.side = this.side AND later.exercise_id IS this.exercise_id "
                     "AND later.version > this.version)",
                     episode_id, &n_prescribed, error))
    return FALSE;
  facts->order_not_required = !settings.order_required;
  facts->consent_due = n_training == 0 && settings.missing_consent >= EBB_CONSENT_DUE;
  facts->preconditioning_due =
      n_preconditioning == 0 && settings.preconditioning && n_prescribed > 0;
  return TRUE;
}

gboolean
ebb_db_get_due_facts (EbbDb *db, const char *episode_id, gint64 now_unix_us, EbbDueFacts *facts,
                      GError **error)
{
  g_autoptr (EbbEpisode) episode = ebb_db_get_episode (db, episode_id, error);
  g_autoptr (GPtrArray) calls = NULL;

  *facts = (EbbDueFacts){ 0 };
  if (episode == NULL || !get_dates (db, episode_id, facts, error)
      || !get_counts (db, episode_id, facts, error) || !get_consents (db, episode_id, facts, error))
    return FALSE;
  calls = ebb_db_list_calls (db, episode->patient_id, now_unix_us, error);
  if (calls == NULL)
    return FALSE;

  facts->has_order = facts->order_until[0] != '\0';
  facts->order_open_ended = strcmp (facts->order_until, "9999-12-31") == 0;
  facts->discharged = episode->discharged_on != NULL;
  facts->visits_planned = episode->plan.visits_planned;
  facts->visits_authorised = episode->plan.visits_authorised;
  facts->n_calls = calls->len;
  return TRUE;
}
