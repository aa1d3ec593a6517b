/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people say in and after a session: ratings, checks, adverse events.
 */
#include "ebb-db-private.h"
#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define RATING_MAX 10
#define RPE_MIN    6 /* Borg's scale of exertion */
#define RPE_MAX    20

static gboolean
check_scale (const char *scale, double value, GError **error)
{
  static const char *const scales[] = { "cuff",       "exertion",  "rpe", "pain",
                                        "discomfort", "tightness", NULL };
  gboolean rpe = g_strcmp0 (scale, "rpe") == 0;
  int min = rpe ? RPE_MIN : 0, max = rpe ? RPE_MAX : RATING_MAX;

  if (scale == NULL || !g_strv_contains (scales, scale))
    return ebb_refuse (error, _ ("scale"), scale,
                       "cuff, exertion, rpe, pain, discomfort, tightness");
  if (value >= min && value <= max)
    return TRUE;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("%s is %g; allowed: %d to %d"),
               scale, value, min, max);
  return FALSE;
}

typedef struct {
  const char *set_id, *scale;
  double value;
  gint64 t_us;
} Rated;

static gboolean
put_rating (EbbDb *db, gpointer data, GError **error)
{
  const Rated *rated = data;
  g_autofree char *detail = g_strdup_printf ("%s %g", rated->scale, rated->value);
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db, "INSERT OR REPLACE INTO set_rating (set_id, scale, value, t_us) VALUES (?, ?, ?, ?)",
      error);

  ebb_bind_text (statement, rated->set_id);
  ebb_bind_text (statement, rated->scale);
  ebb_bind_double (statement, rated->value);
  ebb_bind_time (statement, rated->t_us);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "rating", rated->set_id, detail, error);
}

gboolean
ebb_db_put_rating (EbbDb *db, const char *set_id, const char *scale, double value, gint64 t_us,
                   GError **error)
{
  Rated rated = { set_id, scale, value, t_us };

  return check_scale (scale, value, error) && ebb_db_atomically (db, put_rating, &rated, error);
}

static gpointer
read_rating (EbbStatement *statement)
{
  EbbRating *rating = g_new0 (EbbRating, 1);

  rating->set = (guint) ebb_column_int (statement);
  rating->scale = ebb_column_text (statement);
  rating->value = ebb_column_double (statement, NAN);
  return rating;
}

GPtrArray *
ebb_db_get_ratings (EbbDb *db, const char *set_id, GError **error)
{
  return ebb_db_read_of (db,
                         "SELECT number, scale, value FROM set_rating JOIN training_set "
                         "ON training_set.id = set_id WHERE set_id = ? ORDER BY channel, scale",
                         set_id, read_rating, (GDestroyNotify) ebb_rating_free, error);
}

static void
bind_number (EbbStatement *statement, double number)
{
  if (isnan (number))
    ebb_bind_null (statement);
  else
    ebb_bind_double (statement, number);
}

typedef struct {
  const char *session_id, *operator_name;
  const EbbCheck *check;
} Checked;

static gboolean
put_check (EbbDb *db, gpointer data, GError **error)
{
  const Checked *checked = data;
  const EbbCheck *check = checked->check;
  g_autofree char *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, checked->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (
      db,
      "INSERT INTO session_check (session_id, t_us, kind, value, value_second, text, user_id) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (statement, checked->session_id);
  ebb_bind_time (statement, check->t_us);
  ebb_bind_text (statement, check->kind);
  bind_number (statement, check->value);
  bind_number (statement, check->second);
  ebb_bind_words (statement, check->text);
  ebb_bind_text (statement, user_id);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "check", checked->session_id, check->kind, error);
}

gboolean
ebb_db_put_check (EbbDb *db, const char *session_id, const EbbCheck *check,
                  const char *operator_name, GError **error)
{
  Checked checked = { session_id, operator_name, check };
  gboolean worded = check->text != NULL && check->text[0] != '\0';

  if (isinf (check->value) || isinf (check->second))
    return ebb_refuse (error, check->kind, "inf", _ ("a number, or none"));
  return ebb_check_line (_ ("kind of check"), check->kind, TRUE, error)
         && (!worded || ebb_check_free_text (_ ("text"), check->text, error))
         && ebb_db_atomically (db, put_check, &checked, error);
}

typedef struct {
  const char *patient_id, *session_id, *kind, *text, *operator_name;
  gint64 noticed_unix_us;
} Noticed;

static gboolean
put_adverse_event (EbbDb *db, gpointer data, GError **error)
{
  const Noticed *noticed = data;
  g_autofree char *id = g_uuid_string_random (), *user_id = NULL;
  g_autoptr (EbbStatement) statement = NULL;

  if (!ebb_db_ensure_operator (db, noticed->operator_name, &user_id, error))
    return FALSE;
  statement = ebb_db_prepare (
      db,
      "INSERT INTO adverse_event (id, patient_id, session_id, kind, text, noticed_unix_us, "
      "user_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
      error);
  ebb_bind_text (statement, id);
  ebb_bind_text (statement, noticed->patient_id);
  ebb_bind_text (statement, noticed->session_id);
  ebb_bind_text (statement, noticed->kind);
  ebb_bind_words (statement, noticed->text);
  ebb_bind_int (statement, noticed->noticed_unix_us);
  ebb_bind_text (statement, user_id);
  return ebb_statement_run (statement, error)
         && ebb_db_audit (db, "put", "adverse-event", id, noticed->kind, error);
}

gboolean
ebb_db_put_adverse_event (EbbDb *db, const char *patient_id, const char *session_id,
                          const char *kind, const char *text, gint64 noticed_unix_us,
                          const char *operator_name, GError **error)
{
  Noticed noticed = { patient_id, session_id, kind, text, operator_name, noticed_unix_us };
  gboolean worded = text != NULL && text[0] != '\0';

  return ebb_check_line (_ ("kind of event"), kind, TRUE, error)
         && (!worded || ebb_check_free_text (_ ("text"), text, error))
         && ebb_db_atomically (db, put_adverse_event, &noticed, error);
}
