/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session and a patient as a whole file: everything is in it, what is not known stays unknown,
 * and a file of the first schema is brought along with all that was in it.
 */
#include "data-rig.h"
#include "ebb-db-sqlite.h"
#include "ebb-resources.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define EARLIER_ID DATA_ID ("c")

static EbbSessionFile *
load_session (EbbDb *db, const char *id)
{
  g_autoptr (GError) error = NULL;
  EbbSessionFile *file = ebb_db_load_session_file (db, id, &error);

  g_assert_no_error (error);
  return file;
}

static EbbPatientFile *
load_patient (EbbDb *db, gint64 now_unix_us)
{
  g_autoptr (GError) error = NULL;
  EbbPatientFile *file = ebb_db_load_patient_file (db, PATIENT_ID, now_unix_us, &error);

  g_assert_no_error (error);
  return file;
}

static void
put_rep (EbbDb *db, guint number)
{
  EbbRepRecord rep = { .set_id = (char *) SET_1_ID,
                       .number = number,
                       .rep = { .start_us = CUFF_SECONDS (number * 7),
                                .peak_us = CUFF_SECONDS (number * 7 + 1),
                                .end_us = CUFF_SECONDS (number * 7 + 7),
                                .hold_ms = 5000,
                                .amplitude = CUFF_MMHG (12),
                                .confidence_percent = 95 } };

  g_assert_true (ebb_store_put_rep (db, &rep, NULL));
}

/* Twenty seconds at 180 mmHg, a set with two repetitions of which one was taken back. */
static void
put_whole_session (EbbDb *db)
{
  EbbCheck check = { 5, (char *) "bp", 131, 82, NULL };

  data_put_all (db);
  data_put_samples (db, LIMB_ID, CUFF_SECONDS (1), CUFF_SECONDS (21), 10000, CUFF_MMHG (180));
  data_put_set (db, SET_1_ID, 1, CUFF_SECONDS (5), CUFF_SECONDS (20));
  put_rep (db, 1);
  put_rep (db, 2);
  g_assert_true (ebb_store_remove_rep (db, SET_1_ID, 2, NULL));
  g_assert_true (ebb_db_put_rating (db, SET_1_ID, "pain", 4, CUFF_SECONDS (21), NULL));
  data_put_event (db, SESSION_ID, CUFF_SECONDS (3), EBB_EVENT_ALARM);
  data_put_event (db, SESSION_ID, CUFF_SECONDS (22), EBB_EVENT_NOTE);
  g_assert_true (ebb_db_put_check (db, SESSION_ID, &check, NULL, NULL));
  g_assert_true (ebb_db_put_adverse_event (db, PATIENT_ID, SESSION_ID, "bruise", NULL,
                                           SESSION_UNIX_US, NULL, NULL));
  g_assert_true (ebb_db_put_appointment (db, PATIENT_ID, SESSION_UNIX_US + CUFF_SECONDS (48 * 3600),
                                         45, NULL));
  g_assert_true (ebb_db_put_episode_facts (db, EPISODE_ID, NULL, NULL, NULL, 24, NULL));
  g_assert_true (ebb_store_end_bout (db, BOUT_ID, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                     CUFF_SECONDS (23), NULL));
}

static void
end_session (EbbDb *db, const char *id)
{
  g_assert_true (ebb_store_end_session (db, id, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                        CUFF_SECONDS (60), NULL));
}

/* A session two days before, of the same limb, or of the other. */
static void
put_earlier (EbbDb *db, EbbSide side)
{
  EbbLimbRecord limb = { .id = (char *) DATA_ID ("e"),
                         .bout_id = (char *) DATA_ID ("d"),
                         .segment = EBB_SEGMENT_THIGH,
                         .side = side,
                         .cuff_name = (char *) "Thigh",
                         .target = CUFF_MMHG (120),
                         .lop = CUFF_PRESSURE_UNSET };

  data_put_session (db, EARLIER_ID, SESSION_UNIX_US - CUFF_SECONDS (48 * 3600));
  data_put_bout (db, DATA_ID ("d"), EARLIER_ID, CUFF_SECONDS (1));
  g_assert_true (ebb_store_put_limb (db, &limb, NULL));
  end_session (db, EARLIER_ID);
}

static void
test_session_file (DataRig *rig, gconstpointer unused)
{
  EbbClinic clinic = { .name = (char *) "Practice clinic" };
  g_autoptr (EbbSessionFile) file = NULL;
  const EbbBoutFile *bout;
  const EbbLimbFile *limb;
  const EbbSetFile *set;

  put_whole_session (rig->db);
  end_session (rig->db, SESSION_ID);
  put_earlier (rig->db, EBB_SIDE_LEFT);
  g_assert_true (ebb_db_put_clinic (rig->db, &clinic, NULL));
  file = load_session (rig->db, SESSION_ID);

  g_assert_cmpstr (file->session->id, ==, SESSION_ID);
  g_assert_true (file->session->simulated);
  g_assert_cmpstr (file->patient->name, ==, "Practice Patient");
  g_assert_cmpstr (file->clinic->name, ==, "Practice clinic");
  g_assert_cmpstr (file->order->physician, ==, "Practice Physician");
  g_assert_cmpuint (file->number, ==, 2);
  g_assert_false (file->first_session);
  g_assert_cmpuint (file->visits_planned, ==, 24);
  g_assert_cmpuint (file->operators->len, ==, 1);
  g_assert_cmpuint (file->events->len, ==, 2);
  g_assert_cmpuint (file->checks->len, ==, 1);
  g_assert_cmpuint (file->adverse->len, ==, 1);
  g_assert_cmpint (file->appointment_unix_us, ==, SESSION_UNIX_US + CUFF_SECONDS (48 * 3600));
  g_assert_nonnull (file->before);
  g_assert_cmpstr (file->before->session->id, ==, EARLIER_ID);
  g_assert_cmpint (file->before->target, ==, CUFF_MMHG (120));

  g_assert_cmpuint (file->bouts->len, ==, 1);
  bout = g_ptr_array_index (file->bouts, 0);
  g_assert_cmpstr (bout->exercise_name, ==, "Short-arc quad");
  g_assert_cmpuint (bout->limbs->len, ==, 1);
  limb = g_ptr_array_index (bout->limbs, 0);
  g_assert_cmpuint (limb->samples->len, ==, 2000);
  g_assert_cmpfloat_with_epsilon (limb->limb->occlusion_time_s, 20, 0.02);
  g_assert_cmpuint (bout->sets->len, ==, 1);
  set = g_ptr_array_index (bout->sets, 0);
  g_assert_cmpuint (set->reps->len, ==, 1); /* not the one that was taken back */
  g_assert_cmpuint (set->ratings->len, ==, 1);
}

/* A protocol's text that cannot be read any more is no reason to lose the session. */
static void
test_odd_protocol (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionFile) file = NULL;
  const EbbProtocol *protocol;

  put_whole_session (rig->db); /* its protocol's text is "{}" */
  file = load_session (rig->db, SESSION_ID);
  protocol = ((EbbBoutFile *) file->bouts->pdata[0])->protocol;
  g_assert_cmpstr (protocol->id, ==, "practice");
  g_assert_cmpstr (protocol->name, ==, "Practice protocol");
  g_assert_cmpuint (protocol->version, ==, 3);
  g_assert_cmpuint (protocol->n_sets, ==, 1);
  g_assert_cmpuint (protocol->sets[0].reps_max, ==, 20);
}

static void
test_first_session (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionFile) file = NULL;

  put_whole_session (rig->db);
  file = load_session (rig->db, SESSION_ID);
  g_assert_cmpuint (file->number, ==, 1);
  g_assert_true (file->first_session);
  g_assert_null (file->before);
}

/* Left is not compared with right. */
static void
test_before_is_of_the_same_limb (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionFile) file = NULL;

  put_whole_session (rig->db);
  put_earlier (rig->db, EBB_SIDE_RIGHT);
  file = load_session (rig->db, SESSION_ID);
  g_assert_cmpuint (file->number, ==, 2);
  g_assert_null (file->before);
}

/* An order that came later did not allow it, nor one that had run out. */
static void
test_order_of_that_day (DataRig *rig, gconstpointer unused)
{
  static const char *const changes[] = {
    "UPDATE referral SET ordered_on = '2026-02-04'",
    "UPDATE referral SET ordered_on = '2025-01-01', valid_until = '2026-02-02'",
  };

  put_whole_session (rig->db);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (EbbSessionFile) file = NULL;

    g_assert_true (ebb_db_execute (rig->db, changes[i], NULL));
    file = load_session (rig->db, SESSION_ID);
    g_assert_null (file->order);
  }
}

static void
test_unknown_ids (DataRig *rig, gconstpointer unused)
{
  static const char *const ids[] = { NULL, "", "nobody", "' OR 1 = 1 --" };

  put_whole_session (rig->db);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (GError) session_error = NULL;
    g_autoptr (GError) patient_error = NULL;

    g_assert_null (ebb_db_load_session_file (rig->db, ids[i], &session_error));
    data_assert_error (session_error, NOT_FOUND);
    g_assert_null (ebb_db_load_patient_file (rig->db, ids[i], 0, &patient_error));
    data_assert_error (patient_error, NOT_FOUND);
  }
}

static void
test_summary (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatientFile) file = NULL;
  const EbbSessionSummary *newest, *older;

  put_whole_session (rig->db);
  end_session (rig->db, SESSION_ID);
  put_earlier (rig->db, EBB_SIDE_LEFT);
  g_assert_true (
      ebb_db_execute (rig->db, "UPDATE training_set SET reps_counted = 17, load_kg = 1.5", NULL));
  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_cmpuint (file->sessions->len, ==, 2);

  newest = g_ptr_array_index (file->sessions, 0);
  g_assert_cmpstr (newest->session->id, ==, SESSION_ID);
  g_assert_cmpuint (newest->n_bouts, ==, 1);
  g_assert_cmpint (newest->segment, ==, EBB_SEGMENT_THIGH);
  g_assert_cmpint (newest->side, ==, EBB_SIDE_LEFT);
  g_assert_cmpstr (newest->exercise_id, ==, "short-arc-quad");
  g_assert_cmpuint (newest->sets_done, ==, 1);
  g_assert_cmpuint (newest->reps, ==, 17);
  g_assert_cmpfloat (newest->load_kg, ==, 1.5);
  g_assert_cmpint (newest->target, ==, CUFF_MMHG (180));
  g_assert_cmpfloat (newest->percent_lop, ==, 80);
  g_assert_cmpfloat (newest->band_percent, ==, 100); /* 180 all the time */
  g_assert_cmpfloat_with_epsilon (newest->occlusion_s, 20, 0.02);
  g_assert_cmpfloat (newest->pain, ==, 4);
  g_assert_true (isnan (newest->exertion));
  g_assert_cmpuint (newest->n_adverse, ==, 1);
  g_assert_cmpuint (newest->n_alarms, ==, 1);
  g_assert_cmpstr (newest->note, ==, "For a person");

  older = g_ptr_array_index (file->sessions, 1);
  g_assert_true (isnan (older->band_percent));
  g_assert_true (isnan (older->pain));
  g_assert_cmpfloat (older->load_kg, <, 0);
  g_assert_cmpfloat (older->occlusion_s, ==, 0);
  g_assert_null (older->note);
}

/* A session that never got as far as a bout has a line too. */
static void
test_summary_of_nothing (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatientFile) file = NULL;
  const EbbSessionSummary *only;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  data_put_session (rig->db, SESSION_ID, SESSION_UNIX_US);
  file = load_patient (rig->db, SESSION_UNIX_US);
  only = g_ptr_array_index (file->sessions, 0);
  g_assert_cmpuint (only->n_bouts, ==, 0);
  g_assert_null (only->exercise_id);
  g_assert_false (cuff_pressure_is_set (only->target));
}

static double
listed_occlusion_s (EbbDb *db)
{
  g_autoptr (EbbPatientFile) file = load_patient (db, SESSION_UNIX_US);

  return ((EbbSessionSummary *) file->sessions->pdata[0])->occlusion_s;
}

/* The list and the samples say the same: while it runs, after its end, and when the last seconds
 * come after the end. */
static void
test_occlusion_is_never_stale (DataRig *rig, gconstpointer unused)
{
  put_whole_session (rig->db);
  g_assert_cmpfloat_with_epsilon (listed_occlusion_s (rig->db), 20, 0.02);
  end_session (rig->db, SESSION_ID);
  g_assert_cmpint (data_query_int (rig->db, "SELECT occlusion_us > 19000000 FROM bout_limb"), ==,
                   1);
  g_assert_cmpfloat_with_epsilon (listed_occlusion_s (rig->db), 20, 0.02);
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (21), CUFF_SECONDS (24), 10000, CUFF_MMHG (150));
  g_assert_cmpfloat_with_epsilon (listed_occlusion_s (rig->db), 23, 0.02);
}

/* Samples that are damaged lose neither the end of the session nor the list. */
static void
test_damaged_samples (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatientFile) file = NULL;
  g_autoptr (EbbSessionFile) session = NULL;
  g_autoptr (GError) error = NULL;

  put_whole_session (rig->db);
  g_assert_true (ebb_db_execute (rig->db, "UPDATE sample SET samples = x'ff00'", NULL));
  end_session (rig->db, SESSION_ID);
  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_true (isnan (((EbbSessionSummary *) file->sessions->pdata[0])->band_percent));
  session = ebb_db_load_session_file (rig->db, SESSION_ID, &error);
  g_assert_null (session);
  data_assert_error (error, DAMAGED);
}

static void
test_open_sessions (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) none = NULL;

  put_whole_session (rig->db);
  put_earlier (rig->db, EBB_SIDE_LEFT);
  open = ebb_db_list_open_sessions (rig->db, NULL);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpstr (((EbbSessionRecord *) open->pdata[0])->id, ==, SESSION_ID);
  g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_CRASH, NULL), ==, 1);
  none = ebb_db_list_open_sessions (rig->db, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Only the order that is valid is one; the last is shown as what has run out. */
static void
test_order_of_a_patient (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatientFile) none = NULL;
  g_autoptr (EbbPatientFile) valid = NULL;
  g_autoptr (EbbPatientFile) expired = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  none = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_null (none->order);
  g_assert_false (none->order_valid);
  g_assert_null (none->episode_id);

  data_put_order (rig->db);
  valid = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_true (valid->order_valid);
  g_assert_true (ebb_db_execute (rig->db, "UPDATE referral SET valid_until = '2026-02-01'", NULL));
  expired = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_false (expired->order_valid);
  g_assert_cmpstr (expired->order->valid_until, ==, "2026-02-01");
  g_assert_cmpstr (expired->episode_id, ==, EPISODE_ID);
}

/* Schema 1 ------------------------------------------------------------------------------------- */

/* What an Ebb of schema 1 left: a patient with a session, a prescription, a limb, samples. */
#define OLD_ROWS                                                                                   \
  "INSERT INTO patient (key, id) VALUES (1, '" PATIENT_ID "');"                                    \
  "INSERT INTO patient_identity VALUES (1, 'Old Patient', '1950-01-01', 'R1', NULL, NULL, "        \
  "'old patient 1950 01 01 r1');"                                                                  \
  "INSERT INTO patient_word VALUES (1, 'old'), (1, 'patient');"                                    \
  "INSERT INTO episode (id, patient_id, diagnosis) VALUES ('" EPISODE_ID "', '" PATIENT_ID         \
  "', 'Weakness');"                                                                                \
  "INSERT INTO exercise VALUES ('quad-set', 'Quad set', 'Lie', 'supine', 2, 1, 1, 0, NULL);"       \
  "INSERT INTO protocol_version VALUES ('old', 1, 'Old', '{}', 1);"                                \
  "INSERT INTO prescription (id, episode_id, version, segment, side, exercise_id, protocol_id, "   \
  "protocol_version, method, percent_lop) VALUES ('" DATA_ID (                                     \
      "a") "', '" EPISODE_ID "', 1, 'thigh', 'left', 'quad-set', 'old', 1, 0, 60);"                \
           "INSERT INTO session (id, patient_id, episode_id, started_unix_us, utc_offset_min, "    \
           "simulated, "                                                                           \
           "state, reason, ended_us) VALUES ('" SESSION_ID "', '" PATIENT_ID "', '" EPISODE_ID     \
           "', 1770106500000000, 60, 1, 1, 1, 60000000);"                                          \
           "INSERT INTO bout (id, session_id, number, exercise_id, posture, protocol_id, "         \
           "protocol_version, state, reason, started_us, ended_us) VALUES ('" BOUT_ID              \
           "', '" SESSION_ID "', 1, 'quad-set', 'supine', 'old', 1, 1, 1, 0, 50000000);"           \
           "INSERT INTO bout_limb (id, bout_id, channel, segment, side, cuff_name, method, "       \
           "target_dmmhg, "                                                                        \
           "clamps) VALUES ('" LIMB_ID "', '" BOUT_ID                                              \
           "', 0, 'thigh', 'left', 'Thigh L', 0, 1800, '');"                                       \
           "INSERT INTO audit (number, action, object, object_id) VALUES (1, 'put', 'patient', "   \
           "'1');"

static void
make_old_file (const char *path)
{
  g_autoptr (GBytes) schema = ebb_resource_load (EBB_RESOURCE_PREFIX "schema/0001-first.sql", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, g_bytes_get_data (schema, NULL), NULL, NULL, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, OLD_ROWS, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle,
                                 "PRAGMA application_id = 1164075553; "
                                 "PRAGMA user_version = 1; PRAGMA journal_mode = WAL",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (EBB_DB_APPLICATION_ID, ==, 1164075553);
  sqlite3_close (handle);
}

static void
test_from_schema_1 (DataRig *rig, gconstpointer unused)
{
  g_autofree char *copy = g_strconcat (rig->path, ".version-1", NULL);
  g_autoptr (EbbPatientFile) file = NULL;
  g_autoptr (EbbSessionFile) session = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  const EbbPrescriptionRecord *prescription;

  make_old_file (rig->path);
  data_rig_open (rig);
  g_assert_cmpint (data_query_int (rig->db, "PRAGMA user_version"), ==, EBB_SCHEMA_VERSION);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_true (ebb_db_check (rig->db, &error));
  g_assert_no_error (error);

  found = ebb_db_find_rows (rig->db, "old", 5, SESSION_UNIX_US, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_cmpstr (file->diagnosis, ==, "Weakness");
  prescription = g_ptr_array_index (file->prescriptions, 0);
  g_assert_cmpfloat (prescription->percent_lop, ==, 60);
  g_assert_cmpuint (prescription->n_sets, ==, 0);
  g_assert_false (prescription->self_paced);
  g_assert_false (cuff_pressure_is_set (prescription->lop));
  g_assert_null (prescription->cuff_name);

  /* Its old limb was not filed: the samples are asked. */
  data_put_samples (rig->db, LIMB_ID, 0, CUFF_SECONDS (10), 10000, CUFF_MMHG (180));
  g_assert_cmpfloat_with_epsilon (listed_occlusion_s (rig->db), 10, 0.02);
  session = load_session (rig->db, SESSION_ID);
  g_assert_cmpuint (session->bouts->len, ==, 1);

  /* The triggers of schema 1 still stand. */
  g_assert_false (ebb_db_execute (rig->db, "UPDATE prescription SET n_sets = 3", NULL));
  g_assert_false (ebb_db_execute (rig->db, "DELETE FROM audit", NULL));
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/files/session", test_session_file);
  ADD ("/files/odd-protocol", test_odd_protocol);
  ADD ("/files/first-session", test_first_session);
  ADD ("/files/before-is-of-the-same-limb", test_before_is_of_the_same_limb);
  ADD ("/files/order-of-that-day", test_order_of_that_day);
  ADD ("/files/unknown-ids", test_unknown_ids);
  ADD ("/files/summary", test_summary);
  ADD ("/files/summary-of-nothing", test_summary_of_nothing);
  ADD ("/files/occlusion-is-never-stale", test_occlusion_is_never_stale);
  ADD ("/files/damaged-samples", test_damaged_samples);
  ADD ("/files/open-sessions", test_open_sessions);
  ADD ("/files/order-of-a-patient", test_order_of_a_patient);
  g_test_add ("/files/from-schema-1", DataRig, NULL, data_rig_set_up_folder, test_from_schema_1,
              data_rig_tear_down);
  return g_test_run ();
}
