/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A whole session with everything in it, samples too.
 */
#include "ebb-day.h"
#include "ebb-db-private.h"

#include <math.h>
#include <string.h>

/* The text that ran was parsed before it ran.  One that cannot be read any more is replaced by what
 * the record itself knows, so that a page can still be made of it. */
static EbbProtocol *
make_protocol (const EbbBoutRecord *bout, GPtrArray *sets)
{
  EbbProtocol *protocol = ebb_protocol_parse (bout->protocol_id, bout->protocol_json, -1, NULL);

  if (protocol != NULL)
    return protocol;

  protocol = g_new0 (EbbProtocol, 1);
  protocol->id = g_strdup (bout->protocol_id);
  protocol->name = g_strdup (bout->protocol_name);
  protocol->version = bout->protocol_version;
  protocol->source = g_strdup ("");
  protocol->status = g_strdup ("");
  protocol->exercise_id = g_strdup (bout->exercise_id);
  protocol->json = g_strdup (bout->protocol_json);
  protocol->n_sets = MIN (sets->len, EBB_SETS_MAX);
  protocol->sets_min = protocol->n_sets;
  for (guint i = 0; i < protocol->n_sets; i++) {
    EbbSetFile *file = g_ptr_array_index (sets, i);

    protocol->sets[i] = (EbbSetPlan){ file->set->reps_min, file->set->reps_max };
    protocol->rest_s = MAX (protocol->rest_s, (guint) file->set->rest_s_ordered);
  }
  return protocol;
}

static gboolean
is_removed (EbbRepRecord *rep)
{
  return rep->removed;
}

static EbbSetFile *
load_set (EbbDb *db, EbbSetRecord *set, GError **error)
{
  g_autoptr (EbbSetFile) file = g_new0 (EbbSetFile, 1);

  file->set = set;
  file->reps = ebb_db_get_reps (db, set->id, error);
  if (file->reps == NULL)
    return NULL;
  for (guint i = file->reps->len; i > 0; i--)
    if (is_removed (g_ptr_array_index (file->reps, i - 1)))
      g_ptr_array_remove_index (file->reps, i - 1);

  file->ratings = ebb_db_get_ratings (db, set->id, error);
  return file->ratings != NULL ? g_steal_pointer (&file) : NULL;
}

static gboolean
load_sets (EbbDb *db, EbbBoutFile *file, GError **error)
{
  g_autoptr (GPtrArray) sets = ebb_db_get_sets (db, file->bout->id, error);

  file->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_set_file_free);
  while (sets != NULL && sets->len > 0) {
    EbbSetFile *set = load_set (db, g_ptr_array_steal_index (sets, 0), error);

    if (set == NULL)
      return FALSE;
    g_ptr_array_add (file->sets, set);
  }
  return sets != NULL;
}

static gboolean
load_limbs (EbbDb *db, EbbBoutFile *file, GError **error)
{
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, file->bout->id, error);

  file->limbs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_limb_file_free);
  while (limbs != NULL && limbs->len > 0) {
    EbbLimbFile *limb = g_new0 (EbbLimbFile, 1);

    limb->limb = g_ptr_array_steal_index (limbs, 0);
    g_ptr_array_add (file->limbs, limb);
    limb->samples = ebb_db_get_samples (db, limb->limb->id, error);
    if (limb->samples == NULL)
      return FALSE;
  }
  return limbs != NULL;
}

static EbbBoutFile *
load_bout (EbbDb *db, EbbBoutRecord *bout, GError **error)
{
  g_autoptr (EbbBoutFile) file = g_new0 (EbbBoutFile, 1);

  file->bout = bout;
  file->exercise_name =
      ebb_db_query_text (db, "SELECT name FROM exercise WHERE id = ?", bout->exercise_id, error);
  if (file->exercise_name == NULL || !load_sets (db, file, error) || !load_limbs (db, file, error))
    return NULL;

  file->protocol = make_protocol (bout, file->sets);
  return g_steal_pointer (&file);
}

static gboolean
load_bouts (EbbDb *db, EbbSessionFile *file, GError **error)
{
  g_autoptr (GPtrArray) bouts = ebb_db_get_bouts (db, file->session->id, error);

  file->bouts = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_bout_file_free);
  while (bouts != NULL && bouts->len > 0) {
    EbbBoutFile *bout = load_bout (db, g_ptr_array_steal_index (bouts, 0), error);

    if (bout == NULL)
      return FALSE;
    g_ptr_array_add (file->bouts, bout);
  }
  return bouts != NULL;
}

static gpointer
read_check (EbbStatement *statement)
{
  EbbCheck *check = g_new0 (EbbCheck, 1);

  check->t_us = ebb_column_int (statement);
  check->kind = ebb_column_text (statement);
  check->value = ebb_column_double (statement, NAN);
  check->second = ebb_column_double (statement, NAN);
  check->text = ebb_column_text (statement);
  return check;
}

static gpointer
read_adverse_event (EbbStatement *statement)
{
  EbbAdverseEvent *event = g_new0 (EbbAdverseEvent, 1);

  event->id = ebb_column_text (statement);
  event->kind = ebb_column_text (statement);
  event->severity = ebb_column_text (statement);
  event->text = ebb_column_text (statement);
  event->noticed_unix_us = ebb_column_int (statement);
  event->bare = ebb_column_int (statement) != 0;
  return event;
}

static gboolean
load_told (EbbDb *db, EbbSessionFile *file, GError **error)
{
  const char *id = file->session->id;

  file->operators = ebb_db_get_operators (db, id, error);
  if (file->operators == NULL)
    return FALSE;
  file->events = ebb_db_get_events (db, id, error);
  if (file->events == NULL)
    return FALSE;
  file->checks = ebb_db_read_of (db,
                                 "SELECT t_us, kind, value, value_second, text FROM session_check "
                                 "WHERE session_id = ? ORDER BY t_us, key",
                                 id, read_check, (GDestroyNotify) ebb_check_free, error);
  if (file->checks == NULL)
    return FALSE;
  file->adverse =
      ebb_db_read_of (db,
                      "SELECT id, kind, severity, text, noticed_unix_us, grade IS NULL "
                      "FROM adverse_event WHERE session_id = ? AND " EBB_ADVERSE_IN_FORCE
                      " ORDER BY noticed_unix_us, id",
                      id, read_adverse_event, (GDestroyNotify) ebb_adverse_event_free, error);
  return file->adverse != NULL;
}

/* Which of the patient's it is. */
static gboolean
load_number (EbbDb *db, EbbSessionFile *file, GError **error)
{
  g_autofree char *text =
      ebb_db_query_text (db,
                         "SELECT count (*) FROM session AS this JOIN session AS earlier "
                         "ON earlier.patient_id = this.patient_id "
                         "AND (earlier.started_unix_us, earlier.key) "
                         "<= (this.started_unix_us, this.key) WHERE this.id = ?",
                         file->session->id, error);

  if (text == NULL)
    return FALSE;
  file->number = (guint) g_ascii_strtoull (text, NULL, 10);
  file->first_session = file->number == 1;
  return ebb_db_get_visits_planned (db, file->session->episode_id, &file->visits_planned, error);
}

/* What allowed it: the order of its episode that was valid on that day where it was held. */
static gboolean
load_order (EbbDb *db, EbbSessionFile *file, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      EBB_SELECT_ORDERS "JOIN session ON session.episode_id = referral.episode_id "
                        "WHERE session.id = ? AND ordered_on <= date (started_unix_us / 1000000 + "
                        "utc_offset_min * 60, 'unixepoch') AND (valid_until IS NULL OR "
                        "valid_until >= date (started_unix_us / 1000000 + utc_offset_min * 60, "
                        "'unixepoch')) ORDER BY ordered_on DESC, referral.key DESC LIMIT 1",
      error);
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, file->session->id);
  if (ebb_statement_row (statement, &local_error))
    file->order = ebb_order_read (statement);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* The session before this one that trained the same limb. */
static char *
find_before (EbbDb *db, const EbbSessionFile *file, const EbbLimbRecord *limb, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT session.id FROM session WHERE patient_id = ? AND started_unix_us < ? AND "
      "EXISTS (SELECT 1 FROM bout JOIN bout_limb ON bout_id = bout.id "
      "WHERE session_id = session.id AND segment = ? AND side = ?) "
      "ORDER BY started_unix_us DESC, key DESC LIMIT 1",
      error);

  ebb_bind_text (statement, file->session->patient_id);
  ebb_bind_int (statement, file->session->started_unix_us);
  ebb_bind_text (statement, ebb_segment_to_string (limb->segment));
  ebb_bind_text (statement, ebb_side_to_string (limb->side));
  return ebb_statement_row (statement, error) ? ebb_column_text (statement) : NULL;
}

static const EbbLimbRecord *
first_limb (const EbbSessionFile *file)
{
  EbbBoutFile *bout = file->bouts->len > 0 ? g_ptr_array_index (file->bouts, 0) : NULL;
  EbbLimbFile *limb =
      bout != NULL && bout->limbs->len > 0 ? g_ptr_array_index (bout->limbs, 0) : NULL;

  return limb != NULL ? limb->limb : NULL;
}

static gboolean
load_before (EbbDb *db, EbbSessionFile *file, GError **error)
{
  const EbbLimbRecord *limb = first_limb (file);
  GError *local_error = NULL;
  g_autofree char *id = limb != NULL ? find_before (db, file, limb, &local_error) : NULL;
  EbbSessionRecord *before;

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (id == NULL)
    return TRUE;

  before = ebb_db_get_session (db, id, error);
  file->before = before != NULL ? ebb_db_summarise (db, before, error) : NULL;
  return file->before != NULL;
}

/* The next visit, seen from the end of this one. */
static gboolean
load_visit (EbbDb *db, EbbSessionFile *file, GError **error)
{
  const EbbSessionRecord *session = file->session;

  return ebb_db_find_appointment (db, session->patient_id,
                                  session->started_unix_us + MAX (session->ended_us, 0) + 1,
                                  &file->appointment_unix_us, error);
}

EbbSessionFile *
ebb_db_load_session_file (EbbDb *db, const char *session_id, GError **error)
{
  g_autoptr (EbbSessionFile) file = g_new0 (EbbSessionFile, 1);

  file->session = ebb_db_get_session (db, session_id != NULL ? session_id : "", error);
  if (file->session == NULL)
    return NULL;
  file->patient = ebb_db_get_patient (db, file->session->patient_id, error);
  if (file->patient == NULL)
    return NULL;
  file->clinic = ebb_db_load_clinic (db, error);
  if (file->clinic == NULL || !load_order (db, file, error) || !load_number (db, file, error)
      || !load_bouts (db, file, error) || !load_told (db, file, error)
      || !load_before (db, file, error) || !load_visit (db, file, error))
    return NULL;

  return g_steal_pointer (&file);
}

static gpointer
read_open (EbbStatement *statement)
{
  return ebb_column_text (statement);
}

GPtrArray *
ebb_db_list_open_sessions (EbbDb *db, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, "SELECT id FROM session WHERE state = 0 ORDER BY key", error);
  g_autoptr (GPtrArray) ids = ebb_db_read_all (statement, read_open, g_free, error);
  g_autoptr (GPtrArray) sessions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_session_record_free);

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    EbbSessionRecord *session = ebb_db_get_session (db, g_ptr_array_index (ids, i), error);

    if (session == NULL)
      return NULL;
    g_ptr_array_add (sessions, session);
  }

  return ids != NULL ? g_steal_pointer (&sessions) : NULL;
}
