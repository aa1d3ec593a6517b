/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Episodes of care: what is treated, what for, how often.
 */
#include "ebb-code-list.h"
#include "ebb-db-care.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
check_word (const char *field, const char *word, const char *const *words, GError **error)
{
  g_autofree char *allowed = g_strjoinv (", ", (char **) words);

  return word == NULL || g_strv_contains (words, word) || ebb_refuse (error, field, word, allowed);
}

static gboolean
check_date_if_set (const char *field, const char *date, GError **error)
{
  return date == NULL || ebb_check_date (field, date, error);
}

static gboolean
check_conditions (GPtrArray *ids, guint *version, GError **error)
{
  g_autoptr (EbbCodeList) list = NULL;

  if (ids == NULL)
    return TRUE;
  list = ebb_code_list_load_builtin (EBB_LIST_CONDITIONS, error);
  if (list == NULL)
    return FALSE;
  *version = list->version;
  for (guint i = 0; i < ids->len; i++)
    if (!ebb_code_list_check (list, _ ("condition"), g_ptr_array_index (ids, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
check_episode (const EbbEpisode *episode, guint *version, GError **error)
{
  static const char *const segments[] = { "arm", "thigh", "calf", NULL };
  static const char *const sides[] = { "left", "right", "both", NULL };

  return check_conditions (episode->condition_ids, version, error)
         && ebb_check_free_text (_ ("diagnosis"), episode->diagnosis, error)
         && check_word (_ ("limb"), episode->segment, segments, error)
         && check_word (_ ("side"), episode->side, sides, error)
         && ebb_check_free_text (_ ("surgery"), episode->surgery, error)
         && check_date_if_set (_ ("date of the surgery"), episode->surgery_on, error)
         && ebb_check_free_text (_ ("precautions"), episode->precautions, error);
}

static gboolean
put_conditions (EbbDb *db, const EbbEpisode *episode, guint version, GError **error)
{
  g_autoptr (EbbStatement) clear = NULL;

  if (episode->condition_ids == NULL)
    return TRUE;
  clear = ebb_db_prepare (db, "DELETE FROM episode_condition WHERE episode_id = ?", error);
  ebb_bind_text (clear, episode->id);
  if (!ebb_statement_run (clear, error))
    return FALSE;

  for (guint i = 0; i < episode->condition_ids->len; i++) {
    g_autoptr (EbbStatement) insert =
        ebb_db_prepare (db, "INSERT OR IGNORE INTO episode_condition VALUES (?, ?, ?)", error);

    ebb_bind_text (insert, episode->id);
    ebb_bind_text (insert, g_ptr_array_index (episode->condition_ids, i));
    ebb_bind_int (insert, version);
    if (!ebb_statement_run (insert, error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  const EbbEpisode *episode;
  guint list_version;
} PutJob;

static gboolean
put_episode (EbbDb *db, gpointer data, GError **error)
{
  const PutJob *job = data;
  const EbbEpisode *episode = job->episode;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO episode (id, patient_id, diagnosis, segment, side, surgery, surgery_on, "
      "precautions) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
      "diagnosis = coalesce (excluded.diagnosis, diagnosis), "
      "segment = coalesce (excluded.segment, segment), side = coalesce (excluded.side, side), "
      "surgery = coalesce (excluded.surgery, surgery), "
      "surgery_on = coalesce (excluded.surgery_on, surgery_on), "
      "precautions = coalesce (excluded.precautions, precautions) "
      "WHERE patient_id = excluded.patient_id",
      error);

  ebb_bind_text (statement, episode->id);
  ebb_bind_text (statement, episode->patient_id);
  ebb_bind_text (statement, episode->diagnosis);
  ebb_bind_text (statement, episode->segment);
  ebb_bind_text (statement, episode->side);
  ebb_bind_text (statement, episode->surgery);
  ebb_bind_text (statement, episode->surgery_on);
  ebb_bind_text (statement, episode->precautions);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) != 1)
    return ebb_refuse (error, _ ("episode"), episode->id, _ ("one of this patient"));

  return put_conditions (db, episode, job->list_version, error)
         && ebb_db_audit (db, "put", "episode", episode->id, episode->diagnosis, error);
}

gboolean
ebb_db_put_episode (EbbDb *db, EbbEpisode *episode, GError **error)
{
  PutJob job = { .episode = episode };
  gboolean is_new = episode->id == NULL;
  g_autoptr (EbbPatient) patient = NULL;

  if (!check_episode (episode, &job.list_version, error))
    return FALSE;
  patient = ebb_db_get_patient (db, episode->patient_id != NULL ? episode->patient_id : "", error);
  if (patient == NULL)
    return FALSE;

  if (is_new)
    episode->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_episode, &job, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&episode->id, g_free);
  return FALSE;
}

#define COLUMNS                                                                                    \
  "id, patient_id, diagnosis, segment, side, surgery, surgery_on, precautions, discharge_reason, " \
  "discharged_on"

static gpointer
read_episode (EbbStatement *statement)
{
  EbbEpisode *episode = g_new0 (EbbEpisode, 1);

  episode->id = ebb_column_text (statement);
  episode->patient_id = ebb_column_text (statement);
  episode->diagnosis = ebb_column_text (statement);
  episode->segment = ebb_column_text (statement);
  episode->side = ebb_column_text (statement);
  episode->surgery = ebb_column_text (statement);
  episode->surgery_on = ebb_column_text (statement);
  episode->precautions = ebb_column_text (statement);
  episode->discharge_reason = ebb_column_text (statement);
  episode->discharged_on = ebb_column_text (statement);
  return episode;
}

static gpointer
read_goal (EbbStatement *statement)
{
  EbbGoal *goal = g_new0 (EbbGoal, 1);

  goal->id = ebb_column_text (statement);
  goal->text = ebb_column_text (statement);
  goal->target_on = ebb_column_text (statement);
  goal->reached_on = ebb_column_text (statement);
  return goal;
}

static gpointer
read_text (EbbStatement *statement)
{
  return ebb_column_text (statement);
}

static gboolean
load_plan (EbbDb *db, EbbEpisode *episode, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT phase, visits_per_week, visits_planned, visits_authorised, from_on FROM care_plan "
      "WHERE episode_id = ? ORDER BY from_on DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, episode->id);
  if (ebb_statement_row (statement, &local_error)) {
    episode->plan.phase = ebb_column_text (statement);
    episode->plan.visits_per_week = (guint) ebb_column_int (statement);
    episode->plan.visits_planned = (guint) ebb_column_int (statement);
    episode->plan.visits_authorised = (guint) ebb_column_int (statement);
    episode->plan.from_on = ebb_column_text (statement);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
load_parts (EbbDb *db, EbbEpisode *episode, GError **error)
{
  episode->goals =
      ebb_db_read_of (db,
                      "SELECT id, text, target_on, reached_on FROM goal WHERE episode_id = ? "
                      "ORDER BY target_on, text",
                      episode->id, read_goal, (GDestroyNotify) ebb_goal_free, error);
  if (episode->goals == NULL)
    return FALSE;
  episode->condition_ids = ebb_db_read_of (
      db, "SELECT condition_id FROM episode_condition WHERE episode_id = ? ORDER BY condition_id",
      episode->id, read_text, g_free, error);
  return episode->condition_ids != NULL && load_plan (db, episode, error);
}

EbbEpisode *
ebb_db_get_episode (EbbDb *db, const char *id, GError **error)
{
  g_autoptr (GPtrArray) found =
      ebb_db_read_of (db, "SELECT " COLUMNS " FROM episode WHERE id = ?", id, read_episode,
                      (GDestroyNotify) ebb_episode_free, error);
  g_autoptr (EbbEpisode) episode = NULL;

  if (found == NULL)
    return NULL;
  if (found->len == 0) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND, _ ("there is no episode “%s”"),
                 id);
    return NULL;
  }
  episode = g_ptr_array_steal_index (found, 0);
  return load_parts (db, episode, error) ? g_steal_pointer (&episode) : NULL;
}

GPtrArray *
ebb_db_list_episodes (EbbDb *db, const char *patient_id, GError **error)
{
  g_autoptr (GPtrArray) list =
      ebb_db_read_of (db,
                      "SELECT " COLUMNS " FROM episode WHERE patient_id = ? "
                      "ORDER BY discharged_on IS NOT NULL, written_unix_us DESC, id",
                      patient_id, read_episode, (GDestroyNotify) ebb_episode_free, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!load_parts (db, g_ptr_array_index (list, i), error))
      return NULL;
  return g_steal_pointer (&list);
}

typedef struct {
  const char *id, *reason, *on;
} Discharge;

static gboolean
discharge (EbbDb *db, gpointer data, GError **error)
{
  const Discharge *job = data;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "UPDATE episode SET discharge_reason = ?, discharged_on = ? WHERE id = ? "
                      "AND discharged_on IS NULL",
                      error);

  ebb_bind_text (statement, job->reason);
  ebb_bind_text (statement, job->on);
  ebb_bind_text (statement, job->id);
  if (!ebb_statement_run (statement, error))
    return FALSE;
  if (ebb_db_changes (db) != 1)
    return ebb_refuse (error, _ ("episode"), job->id, _ ("an open one"));
  return ebb_db_audit (db, "discharge", "episode", job->id, job->reason, error);
}

gboolean
ebb_db_discharge_episode (EbbDb *db, const char *id, const char *reason, const char *discharged_on,
                          GError **error)
{
  Discharge job = { id, reason, discharged_on };

  return ebb_check_line (_ ("reason of the discharge"), reason, TRUE, error)
         && ebb_check_date (_ ("date of the discharge"), discharged_on, error)
         && ebb_db_atomically (db, discharge, &job, error);
}
