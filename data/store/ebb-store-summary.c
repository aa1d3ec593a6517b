/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session in one line.
 */
#include "ebb-db-private.h"

#include <math.h>

/* The limb that speaks for a session: the first of its first bout. */
#define FIRST_LIMB                                                                                 \
  "(SELECT bout_limb.key FROM bout JOIN bout_limb ON bout_id = bout.id "                           \
  "WHERE session_id = ?1 ORDER BY bout.number, channel LIMIT 1)"

#define LAST_RATING(scale)                                                                         \
  "(SELECT value FROM bout JOIN training_set ON bout_id = bout.id "                                \
  "JOIN set_rating ON set_id = training_set.id WHERE session_id = ?1 AND scale = '" scale "' "     \
  "ORDER BY bout.number DESC, training_set.number DESC, channel LIMIT 1)"

/* An index serves events that are counted or shown. */
#define SHOWN_EVENTS                                                                               \
  "FROM session_event WHERE session_id = ?1 AND code IN ('alarm', 'note') AND code = "

#define COUNTS                                                                                     \
  "SELECT (SELECT count (*) FROM bout WHERE session_id = ?1), "                                    \
  "(SELECT sum (coalesce (n_sets, CASE WHEN json_valid (json) "                                    \
  "THEN json_array_length (json, '$.sets') END, 0)) FROM bout JOIN protocol_version "              \
  "ON protocol_version.protocol_id = bout.protocol_id AND version = bout.protocol_version "        \
  "WHERE session_id = ?1), "                                                                       \
  "(SELECT count (*) FROM training_set JOIN bout ON bout.id = bout_id "                            \
  "WHERE session_id = ?1 AND (reps_counted > 0 OR reps_max = 0)), "                                \
  "(SELECT sum (reps_counted) FROM training_set JOIN bout ON bout.id = bout_id "                   \
  "WHERE session_id = ?1), "                                                                       \
  "(SELECT load_kg FROM training_set JOIN bout ON bout.id = bout_id WHERE session_id = ?1 "        \
  "ORDER BY bout.number DESC, training_set.number DESC LIMIT 1), " LAST_RATING (                   \
      "pain") ", " LAST_RATING ("exertion") ", "                                                   \
                                            "(SELECT count (*) FROM adverse_event WHERE "          \
                                            "session_id = ?1 AND " EBB_ADVERSE_IN_FORCE "), "      \
                                            "(SELECT count (*) " SHOWN_EVENTS "'alarm'), "         \
                                            "(SELECT text " SHOWN_EVENTS                           \
                                            "'note' ORDER BY t_us DESC, key DESC LIMIT 1)"

static gboolean
read_limb (EbbDb *db, EbbSessionSummary *summary, char **limb_id, gboolean *is_filed,
           GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT bout_limb.id, segment, side, exercise_id, target_dmmhg, percent_lop, "
                      "occlusion_us FROM bout_limb JOIN bout ON bout.id = bout_id "
                      "WHERE bout_limb.key = " FIRST_LIMB,
                      error);
  GError *local_error = NULL;
  g_autofree char *segment = NULL, *side = NULL;
  double occlusion_us;

  ebb_bind_text (statement, summary->session->id);
  if (!ebb_statement_row (statement, &local_error)) {
    if (local_error != NULL)
      g_propagate_error (error, local_error);
    return statement != NULL && local_error == NULL;
  }

  *limb_id = ebb_column_text (statement);
  segment = ebb_column_text (statement);
  summary->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  side = ebb_column_text (statement);
  summary->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
  summary->exercise_id = ebb_column_text (statement);
  summary->target = ebb_column_pressure (statement);
  summary->percent_lop = ebb_column_double (statement, 0);
  occlusion_us = ebb_column_double (statement, -1);
  *is_filed = occlusion_us >= 0;
  summary->occlusion_s = MAX (occlusion_us, 0) / 1e6;
  return TRUE;
}

static gboolean
read_counts (EbbDb *db, EbbSessionSummary *summary, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, COUNTS, error);

  ebb_bind_text (statement, summary->session->id);
  if (!ebb_statement_row (statement, error))
    return FALSE;

  summary->n_bouts = (guint) ebb_column_int (statement);
  summary->sets_planned = (guint) ebb_column_int (statement);
  summary->sets_done = (guint) ebb_column_int (statement);
  summary->reps = (guint) ebb_column_int (statement);
  summary->load_kg = ebb_column_double (statement, -1);
  summary->pain = ebb_column_double (statement, NAN);
  summary->exertion = ebb_column_double (statement, NAN);
  summary->n_adverse = (guint) ebb_column_int (statement);
  summary->n_alarms = (guint) ebb_column_int (statement);
  summary->note = ebb_column_text (statement);
  return TRUE;
}

/* Of a session that is open, or of an older Ebb.  Samples that cannot be read say nothing here:
 * the list must stand all the same. */
static void
measure_limb (EbbDb *db, EbbSessionSummary *summary, const char *limb_id)
{
  gint64 under_us = 0;

  if (ebb_db_measure_occlusion (db, limb_id, &under_us, NULL))
    summary->occlusion_s = (double) under_us / 1e6;
}

EbbSessionSummary *
ebb_db_summarise (EbbDb *db, EbbSessionRecord *session, GError **error)
{
  g_autoptr (EbbSessionSummary) summary = g_new0 (EbbSessionSummary, 1);
  g_autofree char *limb_id = NULL;
  gboolean is_filed = FALSE;

  summary->session = session;
  summary->target = CUFF_PRESSURE_UNSET;
  summary->band_percent = NAN;
  if (!read_limb (db, summary, &limb_id, &is_filed, error) || !read_counts (db, summary, error))
    return NULL;
  if (limb_id != NULL && !is_filed)
    measure_limb (db, summary, limb_id);
  return g_steal_pointer (&summary);
}
