/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a therapist made of the suggestions of progression.  Never changed.
 */
#include "ebb-db-care.h"
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
bind_number (EbbStatement *statement, double number)
{
  if (isnan (number))
    ebb_bind_null (statement);
  else
    ebb_bind_double (statement, number);
}

static gboolean
insert_choice (EbbDb *db, const EbbProgressChoice *choice, const char *user_id, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "INSERT INTO progression_choice (id, episode_id, exercise_id, segment, side, list_id, "
      "list_version, rule, step, from_value, to_value, reason, numbers, choice, chosen_value, "
      "note, "
      "user_id, chosen_unix_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, choice->id);
  ebb_bind_text (statement, choice->episode_id);
  ebb_bind_text (statement, choice->exercise_id);
  ebb_bind_text (statement, ebb_segment_to_string (choice->segment));
  ebb_bind_words (statement, ebb_side_to_string (choice->side));
  ebb_bind_text (statement, choice->list_id);
  ebb_bind_int (statement, choice->list_version);
  ebb_bind_text (statement, ebb_rule_to_string (choice->rule));
  ebb_bind_text (statement, choice->step);
  bind_number (statement, choice->from_value);
  bind_number (statement, choice->to_value);
  ebb_bind_text (statement, choice->reason);
  ebb_bind_text (statement, choice->numbers);
  ebb_bind_text (statement, ebb_choice_to_string (choice->choice));
  bind_number (statement, choice->chosen_value);
  ebb_bind_words (statement, choice->note);
  ebb_bind_text (statement, user_id);
  ebb_bind_int (statement, choice->chosen_unix_us);
  return ebb_statement_run (statement, error);
}

static gboolean
put_choice (EbbDb *db, gpointer data, GError **error)
{
  const EbbProgressChoice *choice = data;
  g_autofree char *user_id = NULL;

  return ebb_db_ensure_operator (db, choice->operator_name, &user_id, error)
         && insert_choice (db, choice, user_id, error)
         && ebb_db_audit (db, "choose", "progression", choice->id,
                          ebb_choice_to_string (choice->choice), error);
}

gboolean
ebb_db_put_choice (EbbDb *db, EbbProgressChoice *choice, GError **error)
{
  gboolean is_new = choice->id == NULL;
  g_autoptr (EbbEpisode) episode = NULL;

  if (!ebb_check_free_text (_ ("note"), choice->note, error))
    return FALSE;
  episode = ebb_db_get_episode (db, choice->episode_id != NULL ? choice->episode_id : "", error);
  if (episode == NULL)
    return FALSE;

  if (is_new)
    choice->id = g_uuid_string_random ();
  if (ebb_db_atomically (db, put_choice, choice, error))
    return TRUE;
  if (is_new)
    g_clear_pointer (&choice->id, g_free);
  return FALSE;
}

static gpointer
read_choice (EbbStatement *statement)
{
  EbbProgressChoice *choice = g_new0 (EbbProgressChoice, 1);
  g_autofree char *segment = NULL, *side = NULL, *rule = NULL, *word = NULL;

  choice->id = ebb_column_text (statement);
  choice->episode_id = ebb_column_text (statement);
  choice->exercise_id = ebb_column_text (statement);
  segment = ebb_column_text (statement);
  choice->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  choice->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  choice->list_id = ebb_column_text (statement);
  choice->list_version = (guint) ebb_column_int (statement);
  rule = ebb_column_text (statement);
  choice->rule = (EbbRule) MAX (ebb_rule_from_string (rule), 0);
  choice->step = ebb_column_text (statement);
  choice->from_value = ebb_column_double (statement, NAN);
  choice->to_value = ebb_column_double (statement, NAN);
  choice->reason = ebb_column_text (statement);
  choice->numbers = ebb_column_text (statement);
  word = ebb_column_text (statement);
  choice->choice = (EbbChoice) MAX (ebb_choice_from_string (word), 0);
  choice->chosen_value = ebb_column_double (statement, NAN);
  choice->note = ebb_column_text (statement);
  choice->operator_name = ebb_column_text (statement);
  choice->chosen_unix_us = ebb_column_int (statement);
  return choice;
}

GPtrArray *
ebb_db_list_choices (EbbDb *db, const char *episode_id, GError **error)
{
  return ebb_db_read_of (
      db,
      "SELECT progression_choice.id, episode_id, exercise_id, segment, side, list_id, "
      "list_version, "
      "rule, step, from_value, to_value, reason, numbers, choice, chosen_value, note, user.name, "
      "chosen_unix_us FROM progression_choice LEFT JOIN user ON user.id = user_id "
      "WHERE episode_id = ? ORDER BY chosen_unix_us DESC, progression_choice.id",
      episode_id, read_choice, (GDestroyNotify) ebb_progress_choice_free, error);
}
