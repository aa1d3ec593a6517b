/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outcome measures with their dates, judged by the list before they are written.
 */
#include "ebb-db-care.h"
#include "ebb-db-private.h"
#include "ebb-measure-list.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
check_words (const EbbOutcome *outcome, GError **error)
{
  static const char *const occasions[] = { "baseline", "interim", "discharge", NULL };
  static const char *const ways[] = { "tested", "epley", "brzycki", "entered", NULL };

  if (outcome->occasion != NULL && !g_strv_contains (occasions, outcome->occasion))
    return ebb_refuse (error, _ ("occasion"), outcome->occasion, "baseline, interim, discharge");
  if (outcome->way != NULL && !g_strv_contains (ways, outcome->way))
    return ebb_refuse (error, _ ("way"), outcome->way, "tested, epley, brzycki, entered");
  return ebb_check_free_text (_ ("note"), outcome->note, error);
}

/* A value of tomorrow was not measured. */
static gboolean
check_day (EbbDb *db, const char *date, GError **error)
{
  g_autofree char *today = NULL;

  if (!ebb_check_date (_ ("measured on"), date, error))
    return FALSE;
  today = ebb_db_today (db, error);
  if (today == NULL)
    return FALSE;
  return strcmp (date, today) <= 0
         || ebb_refuse (error, _ ("measured on"), date, _ ("today or before"));
}

static gboolean
check_side (const EbbMeasureDefinition *measure, EbbSide side, GError **error)
{
  if (measure->sided && side == EBB_SIDE_UNSET)
    return ebb_refuse (error, _ ("side"), NULL, _ ("left or right"));
  if (!measure->sided && side != EBB_SIDE_UNSET)
    return ebb_refuse (error, _ ("side"), ebb_side_to_string (side),
                       _ ("none: this measure has no side"));
  return TRUE;
}

static gboolean
check_outcome (EbbDb *db, EbbOutcome *outcome, GError **error)
{
  g_autoptr (EbbMeasureList) list = ebb_measure_list_load_builtin (error);
  const EbbMeasureDefinition *measure =
      list != NULL ? ebb_measure_list_find (list, outcome->measure, error) : NULL;

  if (measure == NULL || !ebb_measure_check_value (measure, outcome->value, error)
      || !check_side (measure, outcome->side, error) || !check_words (outcome, error)
      || !check_day (db, outcome->measured_on, error))
    return FALSE;

  g_free (outcome->list_id);
  outcome->list_id = g_strdup (list->id);
  outcome->list_version = list->version;
  return TRUE;
}

static gboolean
put_outcome (EbbDb *db, gpointer data, GError **error)
{
  const EbbOutcome *outcome = data;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, outcome->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (db,
                              "INSERT INTO outcome_measure (id, episode_id, measure, occasion, "
                              "value, measured_on, user_id, "
                              "side, exercise_id, way, list_id, list_version, note) "
                              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              error);
  ebb_bind_text (statement, outcome->id);
  ebb_bind_text (statement, outcome->episode_id);
  ebb_bind_text (statement, outcome->measure);
  ebb_bind_text (statement, outcome->occasion);
  ebb_bind_double (statement, outcome->value);
  ebb_bind_text (statement, outcome->measured_on);
  ebb_bind_text (statement, user_id);
  ebb_bind_words (statement, ebb_side_to_string (outcome->side));
  ebb_bind_text (statement, outcome->exercise_id);
  ebb_bind_text (statement, outcome->way);
  ebb_bind_text (statement, outcome->list_id);
  ebb_bind_int (statement, outcome->list_version);
  ebb_bind_words (statement, outcome->note);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "outcome_measure", outcome->id, outcome->measure, error);
}

gboolean
ebb_db_put_outcome (EbbDb *db, EbbOutcome *outcome, GError **error)
{
  gboolean is_new = outcome->id == NULL;
  g_autoptr (EbbEpisode) episode = NULL;

  if (!check_outcome (db, outcome, error))
    return FALSE;
  episode = ebb_db_get_episode (db, outcome->episode_id != NULL ? outcome->episode_id : "", error);
  if (episode == NULL)
    return FALSE;

  if (is_new)
    outcome->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_outcome, outcome, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&outcome->id, g_free);
  return FALSE;
}

static gpointer
read_outcome (EbbStatement *statement)
{
  EbbOutcome *outcome = g_new0 (EbbOutcome, 1);
  g_autofree char *side = NULL;

  outcome->id = ebb_column_text (statement);
  outcome->episode_id = ebb_column_text (statement);
  outcome->measure = ebb_column_text (statement);
  outcome->occasion = ebb_column_text (statement);
  outcome->value = ebb_column_double (statement, NAN);
  outcome->measured_on = ebb_column_text (statement);
  side = ebb_column_text (statement);
  outcome->side = side != NULL ? (EbbSide) MAX (ebb_side_from_string (side), 0) : EBB_SIDE_UNSET;
  outcome->exercise_id = ebb_column_text (statement);
  outcome->way = ebb_column_text (statement);
  outcome->list_id = ebb_column_text (statement);
  outcome->list_version = (guint) ebb_column_int (statement);
  outcome->note = ebb_column_text (statement);
  outcome->operator_name = ebb_column_text (statement);
  return outcome;
}

GPtrArray *
ebb_db_list_outcomes (EbbDb *db, const char *episode_id, const char *measure, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT outcome_measure.id, episode_id, measure, occasion, value, measured_on, side, "
      "exercise_id, way, list_id, list_version, note, user.name FROM outcome_measure "
      "LEFT JOIN user ON user.id = user_id WHERE episode_id = ?1 AND measure = coalesce (?2, "
      "measure) ORDER BY measure, measured_on, outcome_measure.id",
      error);

  ebb_bind_text (statement, episode_id);
  ebb_bind_text (statement, measure);
  return ebb_db_read_all (statement, read_outcome, (GDestroyNotify) ebb_outcome_free, error);
}
