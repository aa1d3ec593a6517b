/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rules of progression look at, from the record.  A simulated cuff was on no limb: its
 * sessions count in a practice clinic only.
 */
#include "ebb-day.h"
#include "ebb-db-care.h"
#include "ebb-db-private.h"
#include "ebb-spans.h"

#include <math.h>

#define COUNTED                                                                                    \
  "session.state <> 0 AND (simulated = 0 OR coalesce ((SELECT practice FROM clinic), 0) = 1)"

/* The rules look at the last weeks, not at all years. */
#define BOUTS_MAX "60"

/* One bout of this exercise on this limb. */
typedef struct {
  char *session_id, *bout_id; /* owned */
  EbbProgressSession session;
} Row;

static void
row_free (Row *row)
{
  g_free (row->session_id);
  g_free (row->bout_id);
  g_free (row);
}

static gpointer
read_row (EbbStatement *statement)
{
  Row *row = g_new0 (Row, 1);
  g_autofree char *date = NULL;

  row->session = ebb_progress_session_unknown ();
  row->session_id = ebb_column_text (statement);
  row->bout_id = ebb_column_text (statement);
  date = ebb_column_text (statement);
  g_strlcpy (row->session.date, date, sizeof row->session.date);
  row->session.stopped = ebb_column_int (statement) != EBB_STATE_COMPLETED;
  row->session.percent_lop = ebb_column_double (statement, NAN);
  row->session.sets_planned = (guint) ebb_column_int (statement);
  return row;
}

static GPtrArray *
list_rows (EbbDb *db, const char *episode_id, const char *exercise_id, EbbSegment segment,
           EbbSide side, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT session_id, bout_id, day, state, percent_lop, n_sets FROM (SELECT session.id AS "
      "session_id, bout.id AS bout_id, "
      "date (started_unix_us / 1000000 + utc_offset_min * 60, 'unixepoch') AS day, bout.state, "
      "percent_lop, bout.n_sets, started_unix_us, bout.number FROM session "
      "JOIN bout ON session_id = session.id JOIN bout_limb ON bout_id = bout.id "
      "WHERE episode_id = ?1 AND patient_id = (SELECT patient_id FROM episode WHERE id = ?1) "
      "AND exercise_id = ?2 AND segment = ?3 AND side = ?4 AND " COUNTED
      " ORDER BY started_unix_us DESC, bout.number DESC LIMIT " BOUTS_MAX
      ") ORDER BY started_unix_us, number",
      error);

  ebb_bind_text (statement, episode_id);
  ebb_bind_text (statement, exercise_id);
  ebb_bind_text (statement, ebb_segment_to_string (segment));
  ebb_bind_text (statement, ebb_side_to_string (side));
  return ebb_db_read_all (statement, read_row, (GDestroyNotify) row_free, error);
}

static gboolean
load_sets (EbbDb *db, Row *row, GError **error)
{
  g_autoptr (GPtrArray) sets = ebb_db_get_sets (db, row->bout_id, error);

  if (sets == NULL)
    return FALSE;
  row->session.n_sets = MIN (sets->len, EBB_SETS_MAX);
  for (guint i = 0; i < row->session.n_sets; i++) {
    const EbbSetRecord *set = g_ptr_array_index (sets, i);

    row->session.sets[i] = (EbbProgressSet){
      .reps_planned = set->reps_min > 0 ? (int) set->reps_min : -1, /* none: by time */
      .reps_done = (int) set->reps_counted,
      .to_failure = g_strcmp0 (set->end_reason, "failure") == 0,
      .done = g_strcmp0 (set->end_reason, "done") == 0,
    };
    row->session.load_kg = set->load_kg >= 0 ? set->load_kg : NAN;
  }
  if (row->session.sets_planned == 0)
    row->session.sets_planned = row->session.n_sets;
  return TRUE;
}

/* The highest of each scale: a patient who hurt once has hurt. */
static gboolean
load_ratings (EbbDb *db, Row *row, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT max (value) FILTER (WHERE scale = 'exertion'), "
      "max (value) FILTER (WHERE scale = 'rpe'), max (value) FILTER (WHERE scale = 'pain'), "
      "max (value) FILTER (WHERE scale = 'discomfort') FROM set_rating "
      "JOIN training_set ON training_set.id = set_id WHERE bout_id = ?",
      error);

  ebb_bind_text (statement, row->bout_id);
  if (!ebb_statement_row (statement, error))
    return FALSE;
  row->session.exertion = ebb_column_double (statement, NAN);
  row->session.rpe = ebb_column_double (statement, NAN);
  row->session.pain = ebb_column_double (statement, NAN);
  row->session.discomfort = ebb_column_double (statement, NAN);
  return TRUE;
}

/* "Nothing new since last time" answers what was not looked at one by one. */
static void
take_nothing_new (EbbProgressSession *session)
{
  for (guint i = 0; i < EBB_N_LOOKS; i++)
    if (session->found[i] == EBB_FINDING_UNKNOWN)
      session->found[i] = EBB_FINDING_NO;
}

static void
take_check (EbbProgressSession *session, const char *kind, double value, gboolean has_text,
            gboolean *nothing_new)
{
  int look = ebb_look_from_string (kind);

  if (g_strcmp0 (kind, "nothing-new") == 0)
    *nothing_new = !has_text && (isnan (value) || value > 0);
  else if (g_strcmp0 (kind, "soreness") == 0)
    session->soreness = value;
  else if (look >= 0 && !isnan (value))
    session->found[look] = value > 0 ? EBB_FINDING_YES : EBB_FINDING_NO;
}

static gboolean
load_checks (EbbDb *db, Row *row, GError **error)
{
  GError *local_error = NULL;
  gboolean nothing_new = FALSE;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT kind, value, text IS NOT NULL FROM session_check WHERE session_id = ? "
      "ORDER BY t_us, key",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, row->session_id);
  while (ebb_statement_row (statement, &local_error)) {
    g_autofree char *kind = ebb_column_text (statement);
    double value = ebb_column_double (statement, NAN);

    take_check (&row->session, kind, value, ebb_column_int (statement) != 0, &nothing_new);
  }
  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  if (nothing_new)
    take_nothing_new (&row->session);
  return TRUE;
}

static gboolean
load_adverse (EbbDb *db, Row *row, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *any =
      ebb_db_query_text (db, "SELECT kind FROM adverse_event WHERE session_id = ? LIMIT 1",
                         row->session_id, &local_error);

  if (local_error != NULL) {
    g_propagate_error (error, local_error);
    return FALSE;
  }
  row->session.found[EBB_LOOK_ADVERSE] = any != NULL ? EBB_FINDING_YES : EBB_FINDING_NO;
  return TRUE;
}

/* Two bouts of one visit are one session: the last one's sets, the worst of both. */
static void
add_session (EbbProgressHistory *history, const Row *row, const Row *before)
{
  EbbProgressSession session = row->session;

  if (before != NULL && g_str_equal (before->session_id, row->session_id)) {
    const EbbProgressSession *same =
        &g_array_index (history->sessions, EbbProgressSession, history->sessions->len - 1);

    session.stopped = session.stopped || same->stopped;
    session.pain = fmax (session.pain, same->pain);
    session.discomfort = fmax (session.discomfort, same->discomfort);
    session.rpe = fmax (session.rpe, same->rpe);
    session.exertion = fmax (session.exertion, same->exertion);
    g_array_set_size (history->sessions, history->sessions->len - 1);
  }
  g_array_append_val (history->sessions, session);
}

static gboolean
load_sessions (EbbDb *db, GPtrArray *rows, EbbProgressHistory *history, GError **error)
{
  for (guint i = 0; i < rows->len; i++) {
    Row *row = g_ptr_array_index (rows, i);

    if (!load_sets (db, row, error) || !load_ratings (db, row, error)
        || !load_checks (db, row, error) || !load_adverse (db, row, error))
      return FALSE;
    add_session (history, row, i > 0 ? g_ptr_array_index (rows, i - 1) : NULL);
  }
  return TRUE;
}

/* The first of the latest sessions that were planned with as many as are ordered now. */
static void
take_cycles_date (EbbProgressHistory *history)
{
  for (guint i = history->sessions->len; i > 0; i--) {
    const EbbProgressSession *session =
        &g_array_index (history->sessions, EbbProgressSession, i - 1);

    if (session->sets_planned != history->cycles)
      return;
    g_strlcpy (history->cycles_date, session->date, sizeof history->cycles_date);
  }
}

static void
take_protocol (const EbbProtocol *protocol, guint n_sets, EbbProgressHistory *history)
{
  history->n_sets_full = protocol->n_sets;
  history->n_sets = n_sets > 0 ? MIN (n_sets, protocol->n_sets) : protocol->n_sets;
  history->rest_s = protocol->rest_s;
  history->intermittent = protocol->pattern == EBB_PATTERN_INTERMITTENT;
  for (guint i = 0; i < history->n_sets; i++)
    history->reps_total += protocol->sets[i].reps_min;
  for (guint number = 1; number <= protocol->n_sets; number++) {
    guint work_s = ebb_spans_to_work_s (protocol, number);

    history->work_full_s += work_s;
    history->work_s += number <= history->n_sets ? work_s : 0;
  }
  if (protocol->training == EBB_TRAINING_CYCLE) {
    history->cycles = history->n_sets;
    take_cycles_date (history);
  }
}

/* The prescription that stands for this exercise and limb; without one only the past is known. */
static gboolean
load_ordered (EbbDb *db, const char *episode_id, const char *exercise_id, EbbSegment segment,
              EbbSide side, EbbProgressHistory *history, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (EbbProtocol) protocol = NULL;
  guint n_sets;
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT prescription.load_kg, percent_lop, n_sets, protocol_version.json FROM prescription "
      "LEFT JOIN protocol_version ON protocol_version.protocol_id = prescription.protocol_id "
      "AND protocol_version.version = prescription.protocol_version "
      "WHERE episode_id = ? AND exercise_id = ? AND segment = ? AND side = ? "
      "ORDER BY prescription.version DESC LIMIT 1",
      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, episode_id);
  ebb_bind_text (statement, exercise_id);
  ebb_bind_text (statement, ebb_segment_to_string (segment));
  ebb_bind_text (statement, ebb_side_to_string (side));
  if (!ebb_statement_row (statement, &local_error)) {
    if (local_error != NULL)
      g_propagate_error (error, local_error);
    return local_error == NULL;
  }

  history->load_kg = ebb_column_double (statement, NAN);
  history->percent_lop = ebb_column_double (statement, NAN);
  n_sets = (guint) ebb_column_int (statement);
  json = ebb_column_text (statement);
  protocol = json != NULL ? ebb_protocol_parse ("protocol", json, -1, NULL) : NULL;
  if (protocol != NULL)
    take_protocol (protocol, n_sets, history);
  return TRUE;
}

static gboolean
load_one_rm (EbbDb *db, const char *episode_id, const char *exercise_id, EbbSide side,
             EbbProgressHistory *history, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *date = NULL;
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT value, measured_on FROM outcome_measure WHERE measure = 'one-rm' "
                      "AND episode_id = ? AND exercise_id = ? AND side = ? "
                      "ORDER BY measured_on DESC, id DESC LIMIT 1",
                      error);

  if (statement == NULL)
    return FALSE;
  ebb_bind_text (statement, episode_id);
  ebb_bind_text (statement, exercise_id);
  ebb_bind_text (statement, ebb_side_to_string (side));
  if (ebb_statement_row (statement, &local_error)) {
    history->one_rm_kg = ebb_column_double (statement, NAN);
    date = ebb_column_text (statement);
    g_strlcpy (history->one_rm_date, date, sizeof history->one_rm_date);
  }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
load_first (EbbDb *db, const char *episode_id, EbbProgressHistory *history, GError **error)
{
  GError *local_error = NULL;
  g_autofree char *date = ebb_db_query_text (
      db,
      "SELECT min (date (started_unix_us / 1000000 + utc_offset_min * 60, 'unixepoch')) "
      "FROM session WHERE " COUNTED
      " AND EXISTS (SELECT 1 FROM bout WHERE session_id = session.id) "
      "AND patient_id = (SELECT patient_id FROM episode WHERE id = ?)",
      episode_id, &local_error);

  g_strlcpy (history->first_date, date != NULL ? date : "", sizeof history->first_date);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

EbbProgressHistory *
ebb_db_load_progress (EbbDb *db, const char *episode_id, const char *exercise_id,
                      EbbSegment segment, EbbSide side, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbProgressHistory) history = ebb_progress_history_new ();
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (exercise_id, error);
  g_autoptr (GPtrArray) rows = NULL;
  EbbDay day = ebb_day_of (now_unix_us);

  if (exercise == NULL)
    return NULL;
  rows = list_rows (db, episode_id, exercise_id, segment, side, error);
  if (rows == NULL)
    return NULL;

  g_strlcpy (history->today, day.date, sizeof history->today);
  history->load_step_kg = exercise->load_step_kg;
  return load_sessions (db, rows, history, error)
                 && load_ordered (db, episode_id, exercise_id, segment, side, history, error)
                 && load_one_rm (db, episode_id, exercise_id, side, history, error)
                 && load_first (db, episode_id, history, error)
             ? g_steal_pointer (&history)
             : NULL;
}
