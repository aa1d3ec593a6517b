/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A large clinic is as quick as a small one.  Not a clock but SQLite's own counters judge: no list
 * walks through a table without an index, none skips rows by OFFSET, and a patient with ten
 * thousand sessions gets no list of ten thousand rows.
 */
#include "data-rig.h"
#include "ebb-db-care.h"
#include "ebb-db-desk.h"
#include "ebb-db-sqlite.h"

#include <string.h>

#define N_PATIENTS      2000
#define N_SESSIONS      10000 /* of patient 1 */
#define ROWS_ASKED      40
#define SCREEN_ROWS_MAX 60  /* what a page of a patient shows at once */
#define SCAN_MAX        500 /* rows walked through for one answer */
#define NOW_UNIX_US     SESSION_UNIX_US

/* Ids in the order of their numbers. */
#define UUID(kind, number) "printf ('" kind "0000000-0000-4000-8000-%012d', " number ")"

static const char *const large_clinic[] = {
  "INSERT INTO user (id, name) VALUES ('a0000000-0000-4000-8000-000000000001', 'Invented')",
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT @N) "
  "INSERT INTO patient (key, id) SELECT i, " UUID ("1", "i") " FROM n",
  "INSERT INTO patient_identity (patient_key, name, birth_date, record_number, folded) "
  "SELECT key, 'Invented ' || key, '1970-01-01', 'R' || key, 'invented ' || key FROM patient",
  "INSERT INTO patient_word SELECT key, 'invented' FROM patient "
  "UNION ALL SELECT key, 'r' || key FROM patient",
  "INSERT INTO episode (id, patient_id) SELECT " UUID ("2", "key") ", id FROM patient",
  "INSERT INTO appointment (id, patient_id, start_unix_us, utc_offset_min, length_min) "
  "SELECT " UUID ("3", "key") ", id, @NOW + (key - 1000) * 3600000000, 0, 45 FROM patient",
  "INSERT INTO referral (id, episode_id, patient_id, physician, ordered_on) "
  "SELECT " UUID ("7", "key") ", " UUID ("2",
                                         "key") ", id, 'Dr. Invented', '2026-01-01' FROM patient",
  "INSERT INTO goal (id, episode_id, text) SELECT " UUID ("8", "key") ", " UUID (
      "2", "key") ", 'stairs' FROM patient",
  "INSERT INTO outcome_measure (id, episode_id, measure, value, measured_on) "
  "SELECT " UUID ("9", "key") ", " UUID ("2", "key") ", 'lefs', 50, '2026-01-01' FROM patient",
  "INSERT INTO adverse_event (id, patient_id, kind, noticed_unix_us) "
  "SELECT " UUID ("b", "key") ", id, 'bruising', @NOW - key * 1000000 FROM patient",
  "INSERT INTO exercise VALUES ('quad-set', 'Quad set', '-', 'supine', 2, 1, 1, 0, NULL)",
  "INSERT INTO protocol_version VALUES ('p', 1, 'P', '{}', 1)",
  /* Each patient a session every other day, patient 1 four a day, back from now. */
  "INSERT INTO session (key, id, patient_id, episode_id, started_unix_us, utc_offset_min, "
  "simulated, state, reason, ended_us) SELECT key, " UUID ("4", "key") ", id, " UUID (
      "2", "key") ", @NOW - key * 172800000000, 0, 0, 1, 1, 60000000 FROM patient",
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT @N) "
  "INSERT INTO session (key, id, patient_id, episode_id, started_unix_us, utc_offset_min, "
  "simulated, state, reason, ended_us) SELECT 100000 + i, " UUID ("4", "100000 + i") ", " UUID (
      "1", "1") ", " UUID ("2", "1") ", @NOW - i * 21600000000, 0, 0, 1, 1, 60000000 FROM n",
  "INSERT INTO bout (id, session_id, number, exercise_id, posture, protocol_id, protocol_version, "
  "state, reason, started_us, ended_us) SELECT " UUID (
      "5", "key") ", id, 1, 'quad-set', 'supine', "
                  "'p', 1, 1, 1, 0, 60000000 FROM session",
  "INSERT INTO bout_limb (id, bout_id, channel, segment, side, cuff_name, method, target_dmmhg, "
  "clamps, occlusion_us) SELECT " UUID (
      "6", "session.key") ", bout.id, 0, 'thigh', 'left', 'C', 0, "
                          "1000, '', 1 FROM session JOIN bout ON session_id = session.id",
  "ANALYZE",
};

typedef struct {
  DataRig data;
  GString *complaints; /* owned */
  guint n_statements;
} Rig;

/* At the end of each statement: what it walked through. */
static int
on_profile (unsigned kind, void *user, void *statement, void *duration)
{
  Rig *rig = user;
  const char *sql = sqlite3_sql (statement);
  int n_scanned = sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);

  rig->n_statements++;
  if (n_scanned > SCAN_MAX)
    g_string_append_printf (rig->complaints, "%d rows walked through by: %s\n", n_scanned, sql);
  if (strstr (sql, "OFFSET") != NULL)
    g_string_append_printf (rig->complaints, "OFFSET in: %s\n", sql);
  return 0;
}

static void
fill (EbbDb *db)
{
  g_assert_true (ebb_db_begin (db, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (large_clinic); i++) {
    g_autoptr (GString) sql = g_string_new (large_clinic[i]);
    g_autofree char *n = g_strdup_printf ("%d", i > 1 ? N_SESSIONS : N_PATIENTS);
    g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) NOW_UNIX_US);
    g_autoptr (GError) error = NULL;

    g_string_replace (sql, "@NOW", now, 0);
    g_string_replace (sql, "@N", n, 0);
    ebb_db_execute (db, sql->str, &error);
    g_assert_no_error (error);
  }
  g_assert_true (ebb_db_commit (db, NULL));
}

static void
set_up (Rig *rig, gconstpointer unused)
{
  data_rig_set_up (&rig->data, NULL);
  fill (rig->data.db);
  rig->complaints = g_string_new (NULL);
  sqlite3_trace_v2 (rig->data.db->handle, SQLITE_TRACE_PROFILE, on_profile, rig);
}

static void
tear_down (Rig *rig, gconstpointer unused)
{
  if (rig->complaints->len > 0)
    g_test_message ("%s", rig->complaints->str);
  g_assert_cmpuint (rig->complaints->len, ==, 0);
  g_assert_cmpuint (rig->n_statements, >, 0);
  g_string_free (rig->complaints, TRUE);
  data_rig_tear_down (&rig->data, NULL);
}

static void
assert_rows (GPtrArray *rows, guint from, guint to)
{
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, >=, from);
  g_assert_cmpuint (rows->len, <=, to);
}

#define FIRST_PATIENT "10000000-0000-4000-8000-000000000001"
#define FIRST_EPISODE "20000000-0000-4000-8000-000000000001"

static void
test_patients (Rig *rig, gconstpointer unused)
{
  EbbDb *db = rig->data.db;
  static const char *const texts[] = { "", "inv", "r19", "r1999", "inv r7" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) first = ebb_db_find_beginnings (db, texts[i], ROWS_ASKED, NULL);
    g_autoptr (GPtrArray) rows =
        ebb_db_find_first_rows (db, texts[i], ROWS_ASKED, NOW_UNIX_US, NULL);

    assert_rows (first, 1, ROWS_ASKED);
    assert_rows (rows, 1, ROWS_ASKED);
  }
}

static void
test_sessions (Rig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) sessions =
      ebb_db_list_sessions (rig->data.db, FIRST_PATIENT, ROWS_ASKED, NULL);
  g_autoptr (GPtrArray) everybodys = ebb_db_list_sessions (rig->data.db, NULL, ROWS_ASKED, NULL);
  g_autoptr (GPtrArray) open = ebb_db_list_open_sessions (rig->data.db, NULL);

  assert_rows (sessions, ROWS_ASKED, ROWS_ASKED);
  assert_rows (everybodys, ROWS_ASKED, ROWS_ASKED);
  assert_rows (open, 0, 0);
}

static void
test_patient_page (Rig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbPatientFile) file =
      ebb_db_load_patient_file (rig->data.db, FIRST_PATIENT, NOW_UNIX_US, &error);

  g_assert_no_error (error);
  assert_rows (file->sessions, 10, SCREEN_ROWS_MAX);
}

static void
test_calls (Rig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) calls = ebb_db_list_calls (rig->data.db, NULL, NOW_UNIX_US, &error);

  g_assert_no_error (error);
  assert_rows (calls, 1, SCREEN_ROWS_MAX);
}

static void
test_appointments (Rig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) visits = ebb_db_list_visits (rig->data.db, FIRST_EPISODE, &error);
  g_autoptr (GPtrArray) today =
      ebb_db_find_rows (rig->data.db, "", ROWS_ASKED, NOW_UNIX_US, &error);

  g_assert_no_error (error);
  g_assert_nonnull (visits);
  assert_rows (today, 10, ROWS_ASKED); /* those who come today stand first */
}

/* What stands beside an episode: what is due, what was measured, what the rules look at. */
static void
test_episode (Rig *rig, gconstpointer unused)
{
  EbbDb *db = rig->data.db;
  g_autoptr (GError) error = NULL;
  EbbDueFacts facts;
  g_autoptr (GPtrArray) episodes = ebb_db_list_episodes (db, FIRST_PATIENT, &error);
  g_autoptr (GPtrArray) outcomes = ebb_db_list_outcomes (db, FIRST_EPISODE, NULL, &error);
  g_autoptr (GPtrArray) choices = ebb_db_list_choices (db, FIRST_EPISODE, &error);
  g_autoptr (GPtrArray) adverse = ebb_db_list_adverse_records (db, FIRST_PATIENT, &error);
  g_autoptr (EbbProgressHistory) history = ebb_db_load_progress (
      db, FIRST_EPISODE, "quad-set", EBB_SEGMENT_THIGH, EBB_SIDE_LEFT, NOW_UNIX_US, &error);

  g_assert_no_error (error);
  assert_rows (episodes, 1, 1);
  assert_rows (outcomes, 1, 1);
  assert_rows (choices, 0, 0);
  assert_rows (adverse, 1, 1);
  g_assert_cmpuint (history->sessions->len, <=, SCREEN_ROWS_MAX);
  g_assert_true (ebb_db_get_due_facts (db, FIRST_EPISODE, NOW_UNIX_US, &facts, &error));
  g_assert_cmpuint (facts.n_sessions, >=, N_SESSIONS);
}

#define ADD(path, test) g_test_add (path, Rig, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/large/patients", test_patients);
  ADD ("/large/sessions", test_sessions);
  ADD ("/large/patient-page", test_patient_page);
  ADD ("/large/calls", test_calls);
  ADD ("/large/appointments", test_appointments);
  ADD ("/large/episode", test_episode);
  return g_test_run ();
}
