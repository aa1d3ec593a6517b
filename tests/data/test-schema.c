/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the database itself refuses, whoever asks; and that schema 1 has a place for every concept
 * of the clinic.
 */
#include "data-rig.h"

/* "refused" is the error's text that must be there. */
typedef struct {
  const char *what;
  const char *sql;
  const char *says;
} Refusal;

static void
assert_all_refused (EbbDb *db, const Refusal *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++) {
    g_autoptr (GError) error = NULL;
    gboolean done = ebb_db_execute (db, rows[i].sql, &error);

    if (done)
      g_test_message ("not refused: %s", rows[i].what);
    g_assert_false (done);
    data_assert_error (error, INVALID);
    data_assert_says (error, rows[i].says);
  }
}

static void
test_strict (DataRig *rig, gconstpointer unused)
{
  static const Refusal rows[] = {
    { "a pressure in words", "UPDATE bout_limb SET target_dmmhg = 'high'", "TEXT" },
    { "half a tenth", "UPDATE bout_limb SET target_dmmhg = 1800.5", "REAL" },
    { "a time in words", "UPDATE session SET started_unix_us = 'noon'", "TEXT" },
    { "samples as text", "UPDATE sample SET samples = 'abc'", "TEXT" },
    { "a limb of no bout", "UPDATE bout_limb SET bout_id = NULL", "NOT NULL" },
    { "331 mmHg", "UPDATE bout_limb SET target_dmmhg = 3310", "limb.target: 0 to 330 mmHg" },
    { "a negative target", "UPDATE bout_limb SET target_dmmhg = -1", "limb.target" },
    { "a third leg", "UPDATE bout_limb SET segment = 'tail'", "CHECK" },
    { "no side", "UPDATE bout_limb SET side = ''", "limb.side: left or right" },
    { "state 5", "UPDATE session SET state = 5", "session.state: 0 to 4" },
    { "ended but open", "UPDATE session SET ended_us = 5", "open exactly as long" },
    { "closed without an end", "UPDATE bout SET state = 1", "open exactly as long" },
    { "an end before the start", "UPDATE bout SET state = 1, ended_us = 5", "not before started" },
    { "February 30", "UPDATE patient_identity SET birth_date = '2023-02-30'", "birth_date" },
    { "an order that ends before it begins", "UPDATE referral SET valid_until = '2025-01-01'",
      "valid_until" },
    { "a session of nobody", "UPDATE session SET patient_id = 'nobody'", "FOREIGN KEY" },
    { "a session without its patient", "DELETE FROM patient_identity; DELETE FROM patient",
      "FOREIGN KEY" },
    { "an id that is no UUID", "UPDATE session SET id = '1'", "session.id: a UUID" },
    { "an event code with a space",
      "INSERT INTO session_event (session_id, t_us, code) VALUES ('" SESSION_ID "', 0, 'a b')",
      "event.code" },
    { "a preparation by another name",
      "INSERT INTO preparation (session_id, kind, t_us) VALUES ('" SESSION_ID "', 'blow', 0)",
      "puff, leak or lop" },
  };

  data_put_all (rig->db);
  data_put_samples (rig->db, LIMB_ID, 0, CUFF_SECONDS (1), 10000, CUFF_MMHG (180));
  assert_all_refused (rig->db, rows, G_N_ELEMENTS (rows));
  g_assert_cmpint (data_query_int (rig->db, "SELECT target_dmmhg FROM bout_limb"), ==, 1800);
}

static void
test_audit_is_append_only (DataRig *rig, gconstpointer unused)
{
  static const Refusal rows[] = {
    { "changing", "UPDATE audit SET action = 'nothing'", "audit: rows are never changed" },
    { "deleting", "DELETE FROM audit", "audit: rows are never deleted" },
    { "leaving a gap",
      "INSERT INTO audit (number, action, object, object_id) "
      "SELECT max (number) + 2, 'a', 'b', 'c' FROM audit",
      "without a gap" },
    { "replacing, which deletes without saying so",
      "REPLACE INTO audit (number, action, object, object_id) VALUES (1, 'a', 'b', 'c')",
      "without a gap" },
  };
  gint64 n_before;

  data_put_all (rig->db);
  n_before = data_query_int (rig->db, "SELECT count (*) FROM audit");
  assert_all_refused (rig->db, rows, G_N_ELEMENTS (rows));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit"), ==, n_before);
  g_assert_cmpint (data_query_int (rig->db, "SELECT max (number) FROM audit"), ==, n_before);
}

static void
assert_audited (EbbDb *db, const char *action, const char *object, const char *object_id)
{
  g_autofree char *key = g_strjoin (" ", action, object, object_id, NULL);
  g_autofree char *found = ebb_db_query_text (
      db, "SELECT 1 FROM audit WHERE action || ' ' || object || ' ' || object_id = ?", key, NULL);

  if (found == NULL)
    g_test_message ("no audit row: %s", key);
  g_assert_nonnull (found);
}

/* Who did it: patient, order, session's start and end, an override. */
static void
test_audit_knows (DataRig *rig, gconstpointer unused)
{
  EbbLimbRecord limb = { .id = (char *) DATA_ID ("8"),
                         .bout_id = (char *) BOUT_ID,
                         .channel = 1,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_RIGHT,
                         .cuff_name = (char *) "Thigh R",
                         .target = CUFF_MMHG (180),
                         .lop = CUFF_PRESSURE_UNSET,
                         .override_reason = (char *) "ordered so" };
  g_autofree char *actor = NULL;

  ebb_db_set_actor (rig->db, "Practice Therapist");
  data_put_all (rig->db);
  g_assert_true (ebb_store_put_limb (rig->db, &limb, NULL));
  g_assert_true (ebb_store_end_session (rig->db, SESSION_ID, EBB_STATE_COMPLETED,
                                        CUFF_REASON_PLAN_DONE, CUFF_SECONDS (60), NULL));
  assert_audited (rig->db, "put", "patient", PATIENT_ID);
  assert_audited (rig->db, "put", "order", DATA_ID ("9"));
  assert_audited (rig->db, "start", "session", SESSION_ID);
  assert_audited (rig->db, "override", "limb", DATA_ID ("8"));
  assert_audited (rig->db, "end", "session", SESSION_ID);
  actor = ebb_db_query_text (rig->db, "SELECT DISTINCT actor FROM audit", NULL, NULL);
  g_assert_cmpstr (actor, ==, "Practice Therapist");
}

static void
test_versions_do_not_change (DataRig *rig, gconstpointer unused)
{
  static const Refusal rows[] = {
    { "a protocol that was used", "UPDATE protocol_version SET json = '[]'", "never changed" },
    { "opening it again", "UPDATE protocol_version SET closed = 0", "never changed" },
    { "deleting it", "DELETE FROM protocol_version", "never deleted" },
    { "a prescription", "UPDATE prescription SET percent_lop = 90", "never changed" },
    { "deleting a prescription", "DELETE FROM prescription", "never deleted" },
  };

  data_put_all (rig->db);
  g_assert_true (ebb_db_execute (
      rig->db,
      "INSERT INTO prescription (id, episode_id, version, segment, side, method, percent_lop) "
      "VALUES ('" DATA_ID (
          "a") "', '" EPISODE_ID "', 1, 'thigh', 'left', 0, 60);"
               "INSERT INTO protocol_version (protocol_id, version, name, json) "
               "VALUES ('draft', 1, 'Draft', '{}');"
               "UPDATE protocol_version SET json = '{ }' WHERE protocol_id = 'draft'",
      NULL));
  assert_all_refused (rig->db, rows, G_N_ELEMENTS (rows));
}

/* design: Patient, Episode, Session, Bout, Set, Repetition and all that stands beside them. */
static void
test_every_concept_has_a_table (DataRig *rig, gconstpointer unused)
{
  static const char *const tables[] = {
    "adverse_event",
    "appointment",
    "audit",
    "bout",
    "bout_limb",
    "care_plan",
    "clearance",
    "clinic",
    "clinic_limit",
    "clinic_protocol",
    "cuff",
    "episode",
    "exercise",
    "girth",
    "goal",
    "lop_record",
    "outcome_measure",
    "patient",
    "patient_identity",
    "preparation",
    "prescription",
    "protocol_version",
    "referral",
    "repetition",
    "sample",
    "screening",
    "session",
    "session_check",
    "session_event",
    "session_operator",
    "set_rating",
    "training_set",
    "user",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *strict = ebb_db_query_text (
        rig->db, "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?",
        tables[i], NULL);

    if (strict == NULL)
      g_test_message ("no table %s", tables[i]);
    g_assert_cmpstr (strict, ==, "1");
  }
}

/* Who the patient is stands in one table; the clinical rows know only an id. */
static void
test_identity_stands_apart (DataRig *rig, gconstpointer unused)
{
  g_autofree char *leaks = NULL;

  data_put_all (rig->db);
  leaks = ebb_db_query_text (
      rig->db,
      "SELECT table_name FROM (SELECT m.name AS table_name, c.name AS column_name "
      "FROM sqlite_schema AS m, pragma_table_info (m.name) AS c WHERE m.type = 'table') "
      "WHERE column_name IN ('birth_date', 'record_number', 'contact', 'emergency_contact') "
      "AND table_name <> 'patient_identity'",
      NULL, NULL);
  g_assert_null (leaks);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/schema/refuses-what-cannot-be", test_strict);
  ADD ("/schema/audit-is-append-only", test_audit_is_append_only);
  ADD ("/schema/audit-knows-what-matters", test_audit_knows);
  ADD ("/schema/versions-do-not-change", test_versions_do_not_change);
  ADD ("/schema/every-concept-has-a-table", test_every_concept_has_a_table);
  ADD ("/schema/identity-stands-apart", test_identity_stands_apart);
  return g_test_run ();
}
