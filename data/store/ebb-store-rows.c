/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of the patient list.  Who stands in it is found first, through indices and without looking
 * at everybody; what a row says of a patient is one more statement each.
 */
#include "ebb-day.h"
#include "ebb-db-private.h"

#include <string.h>

/* So many appointments of one day are looked at. */
#define VISITS_MAX "500"

/* Of one patient, for the list.  A column beside max() is of the row that has it. */
#define FACTS                                                                                      \
  "SELECT sessions.n, last, visits_planned, next, visits.n, written_unix_us, "                     \
  "coalesce ((SELECT value = 0 FROM clinic_limit WHERE clinic_limit.name = 'order-required' "      \
  "ORDER BY key DESC LIMIT 1), 0) "                                                                \
  "OR EXISTS (SELECT 1 FROM referral WHERE patient_id = ?1 AND ordered_on <= ?5 "                  \
  "AND (valid_until IS NULL OR valid_until >= ?5) AND episode_id IN "                              \
  "(SELECT id FROM episode WHERE patient_id = ?1 AND discharged_on IS NULL)), segment, side "      \
  "FROM patient, "                                                                                 \
  "(SELECT count (*) AS n, max (started_unix_us) AS last FROM session WHERE patient_id = ?1) "     \
  "AS sessions, "                                                                                  \
  "(SELECT count (*) AS n, min (CASE WHEN state IN ('planned', 'arrived') "                        \
  "AND start_unix_us + length_min * 60000000 > ?4 THEN start_unix_us END) AS next "                \
  "FROM appointment WHERE patient_id = ?1 AND start_unix_us >= ?2 AND start_unix_us < ?3 "         \
  "AND state <> 'cancelled') AS visits, "                                                          \
  "(SELECT visits_planned, max (from_on) FROM episode JOIN care_plan ON episode_id = episode.id "  \
  "WHERE patient_id = ?1 AND discharged_on IS NULL), "                                             \
  "(SELECT prescription.segment, prescription.side, max (prescription.written_unix_us) "           \
  "FROM episode JOIN prescription ON episode_id = episode.id "                                     \
  "WHERE patient_id = ?1 AND discharged_on IS NULL) WHERE patient.id = ?1"

static gboolean
is_in (const EbbDay *day, gint64 unix_us)
{
  return unix_us >= day->from_unix_us && unix_us < day->to_unix_us;
}

static void
read_facts (EbbStatement *statement, EbbPatientRow *row, const EbbDay *day)
{
  g_autofree char *segment = NULL, *side = NULL;
  gboolean visits, added;

  row->n_sessions = (guint) ebb_column_int (statement);
  row->last_session_unix_us = ebb_column_time (statement);
  row->visits_planned = (guint) ebb_column_int (statement);
  row->appointment_unix_us = ebb_column_time (statement);
  visits = ebb_column_int (statement) > 0;
  added = is_in (day, ebb_column_int (statement));
  row->order_valid = ebb_column_int (statement) != 0;
  segment = ebb_column_text (statement);
  side = ebb_column_text (statement);

  row->today = visits || added || is_in (day, row->last_session_unix_us);
  row->has_limb = segment != NULL;
  row->segment = (EbbSegment) MAX (ebb_segment_from_string (segment), 0);
  row->side = (EbbSide) MAX (ebb_side_from_string (side), 0);
}

/* Takes the patient. */
static EbbPatientRow *
make_row (EbbStatement *statement, EbbPatient *patient, const EbbDay *day, gint64 now_unix_us,
          GError **error)
{
  g_autoptr (EbbPatientRow) row = g_new0 (EbbPatientRow, 1);

  row->patient = patient;
  ebb_statement_restart (statement);
  ebb_bind_text (statement, patient->id);
  ebb_bind_int (statement, day->from_unix_us);
  ebb_bind_int (statement, day->to_unix_us);
  ebb_bind_int (statement, now_unix_us);
  ebb_bind_text (statement, day->date);
  if (!ebb_statement_row (statement, error))
    return NULL;

  read_facts (statement, row, day);
  return g_steal_pointer (&row);
}

/* Empties `patients`. */
static GPtrArray *
make_rows (EbbDb *db, GPtrArray *patients, gint64 now_unix_us, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_patient_row_free);
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, FACTS, error);
  EbbDay day = ebb_day_of (now_unix_us);

  if (statement == NULL)
    return NULL;
  while (patients->len > 0) {
    EbbPatientRow *row =
        make_row (statement, g_ptr_array_steal_index (patients, 0), &day, now_unix_us, error);

    if (row == NULL)
      return NULL;
    g_ptr_array_add (rows, row);
  }

  return g_steal_pointer (&rows);
}

/* The list of the day --------------------------------------------------------------------------*/

typedef struct {
  char *id;                   /* owned */
  gint64 appointment_unix_us; /* still to come today; G_MAXINT64 = none */
  gint64 recent_unix_us;      /* was here: session, appointment that is over, first entry */
  gboolean today;
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->id);
  g_free (candidate);
}

typedef struct {
  GHashTable *by_id; /* owned: id -> Candidate, owned */
  EbbDay day;
} DayList;

/* Takes the id. */
static Candidate *
ensure_candidate (DayList *list, char *id)
{
  Candidate *candidate = g_hash_table_lookup (list->by_id, id);

  if (candidate != NULL) {
    g_free (id);
    return candidate;
  }

  candidate = g_new0 (Candidate, 1);
  candidate->id = id;
  candidate->appointment_unix_us = G_MAXINT64;
  candidate->recent_unix_us = G_MININT64;
  g_hash_table_insert (list->by_id, candidate->id, candidate);
  return candidate;
}

static void
note_recent (DayList *list, Candidate *candidate, gint64 unix_us)
{
  candidate->recent_unix_us = MAX (candidate->recent_unix_us, unix_us);
  candidate->today = candidate->today || is_in (&list->day, unix_us);
}

static gboolean
add_visits (EbbDb *db, DayList *list, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "SELECT patient_id, start_unix_us, state IN ('planned', 'arrived') "
                      "AND start_unix_us + length_min * 60000000 > ? FROM appointment "
                      "WHERE start_unix_us >= ? AND start_unix_us < ? AND state <> 'cancelled' "
                      "ORDER BY start_unix_us LIMIT " VISITS_MAX,
                      error);
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  ebb_bind_int (statement, now_unix_us);
  ebb_bind_int (statement, list->day.from_unix_us);
  ebb_bind_int (statement, list->day.to_unix_us);
  while (ebb_statement_row (statement, &local_error)) {
    Candidate *candidate = ensure_candidate (list, ebb_column_text (statement));
    gint64 start_unix_us = ebb_column_int (statement);

    candidate->today = TRUE;
    if (ebb_column_int (statement) != 0)
      candidate->appointment_unix_us = MIN (candidate->appointment_unix_us, start_unix_us);
    else
      note_recent (list, candidate, start_unix_us);
  }

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Walks from the newest back until `limit` different patients have come by: whoever belongs to the
 * newest `limit` of all is among them. */
static gboolean
add_newest (EbbDb *db, DayList *list, const char *sql, guint limit, GError **error)
{
  g_autoptr (EbbStatement) statement = ebb_db_prepare (db, sql, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GError *local_error = NULL;

  if (statement == NULL)
    return FALSE;
  while (g_hash_table_size (seen) < limit && ebb_statement_row (statement, &local_error)) {
    Candidate *candidate = ensure_candidate (list, ebb_column_text (statement));

    note_recent (list, candidate, ebb_column_int (statement));
    g_hash_table_add (seen, candidate->id);
  }

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Who comes next today, the rest of today, then everybody else; the newest first. */
static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = *(Candidate *const *) a, *second = *(Candidate *const *) b;

  if (first->today != second->today)
    return first->today ? -1 : 1;
  if (first->appointment_unix_us != second->appointment_unix_us)
    return first->appointment_unix_us < second->appointment_unix_us ? -1 : 1;
  if (first->recent_unix_us != second->recent_unix_us)
    return first->recent_unix_us > second->recent_unix_us ? -1 : 1;
  return strcmp (first->id, second->id);
}

static GPtrArray *
load_candidates (EbbDb *db, DayList *list, guint limit, GError **error)
{
  g_autoptr (GPtrArray) patients =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_patient_free);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer candidate;

  g_hash_table_iter_init (&iter, list->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &candidate))
    g_ptr_array_add (order, candidate);
  g_ptr_array_sort (order, compare_candidates);

  for (guint i = 0; i < MIN (order->len, limit); i++) {
    EbbPatient *patient = ebb_db_get_patient (db, ((const Candidate *) order->pdata[i])->id, error);

    if (patient == NULL)
      return NULL;
    g_ptr_array_add (patients, patient);
  }

  return g_steal_pointer (&patients);
}

static GPtrArray *
list_day (EbbDb *db, guint limit, gint64 now_unix_us, GError **error)
{
  DayList list = { .day = ebb_day_of (now_unix_us) };
  g_autoptr (GHashTable) by_id =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, candidate_free);

  list.by_id = by_id;
  if (!add_visits (db, &list, now_unix_us, error)
      || !add_newest (db, &list,
                      "SELECT patient_id, started_unix_us FROM session "
                      "ORDER BY started_unix_us DESC",
                      limit, error)
      || !add_newest (db, &list,
                      "SELECT id, written_unix_us FROM patient JOIN patient_identity "
                      "ON patient_key = key ORDER BY written_unix_us DESC, key DESC",
                      limit, error))
    return NULL;

  return load_candidates (db, &list, limit, error);
}

GPtrArray *
ebb_db_find_rows (EbbDb *db, const char *text, guint limit, gint64 now_unix_us, GError **error)
{
  gboolean searching = text != NULL && text[0] != '\0';
  g_autoptr (GPtrArray) patients = searching ? ebb_db_find_patients (db, text, limit, error)
                                             : list_day (db, limit, now_unix_us, error);

  return patients != NULL ? make_rows (db, patients, now_unix_us, error) : NULL;
}

GPtrArray *
ebb_db_find_first_rows (EbbDb *db, const char *text, guint limit, gint64 now_unix_us,
                        GError **error)
{
  if (text == NULL || text[0] == '\0')
    return ebb_db_find_rows (db, text, limit, now_unix_us, error);
  g_autoptr (GPtrArray) patients = ebb_db_find_beginnings (db, text, limit, error);

  return patients != NULL ? make_rows (db, patients, now_unix_us, error) : NULL;
}

static gboolean
find_now (EbbDb *db, gint64 *now_unix_us, GError **error)
{
  g_autofree char *text = ebb_db_query_text (
      db, "SELECT CAST ((julianday ('now') - 2440587.5) * 86400000000.0 AS INTEGER)", NULL, error);

  if (text == NULL)
    return FALSE;
  *now_unix_us = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

GPtrArray *
ebb_db_find_alike (EbbDb *db, const EbbPatient *patient, GError **error)
{
  g_autoptr (GPtrArray) patients = NULL;
  gint64 now_unix_us = 0;

  if (!find_now (db, &now_unix_us, error))
    return NULL;
  patients = ebb_db_list_alike (db, patient, error);
  return patients != NULL ? make_rows (db, patients, now_unix_us, error) : NULL;
}
