/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session comes back from the store as it happened, and one that a crash cut off is closed
 * truthfully: interrupted, at the last moment the record knows.
 */
#include "data-rig.h"
#include "ebb-db-private.h"

static void
put_rep (EbbDb *db, const char *set_id, guint number, CuffRepSource source)
{
  EbbRepRecord rep = { .set_id = (char *) set_id,
                       .number = number,
                       .rep = { .start_us = CUFF_SECONDS (10 + number * 7),
                                .peak_us = CUFF_SECONDS (12 + number * 7),
                                .end_us = CUFF_SECONDS (16 + number * 7),
                                .hold_ms = 5000,
                                .amplitude = CUFF_MMHG (12),
                                .confidence_percent = 90,
                                .source = source } };
  g_autoptr (GError) error = NULL;

  ebb_store_put_rep (db, &rep, &error);
  g_assert_no_error (error);
}

static void
test_session (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionRecord) session = NULL;
  g_autoptr (GPtrArray) sessions = NULL, operators = NULL;

  data_put_all (rig->db);
  session = ebb_db_get_session (rig->db, SESSION_ID, NULL);
  g_assert_cmpstr (session->id, ==, SESSION_ID);
  g_assert_cmpstr (session->patient_id, ==, PATIENT_ID);
  g_assert_cmpstr (session->episode_id, ==, EPISODE_ID);
  g_assert_cmpstr (session->operator_name, ==, "Practice Therapist");
  g_assert_cmpint (session->started_unix_us, ==, SESSION_UNIX_US);
  g_assert_cmpint (session->utc_offset_min, ==, 60);
  g_assert_true (session->simulated);
  g_assert_cmpstr (session->device, ==, "Ebb, Simulator, 0001, 0.1");
  g_assert_cmpint (session->state, ==, EBB_STATE_OPEN);
  g_assert_cmpint (session->ended_us, ==, EBB_TIME_UNSET);

  data_put_session (rig->db, DATA_ID ("a"), SESSION_UNIX_US + 1);
  sessions = ebb_db_list_sessions (rig->db, NULL, 10, NULL);
  g_assert_cmpuint (sessions->len, ==, 2);
  g_assert_cmpstr (((EbbSessionRecord *) g_ptr_array_index (sessions, 0))->id, ==, DATA_ID ("a"));
  operators = ebb_db_get_operators (rig->db, DATA_ID ("a"), NULL);
  g_assert_cmpuint (operators->len, ==, 1);
  /* The therapist is one person in both. */
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM user"), ==, 1);
}

static void
test_bout_and_limb (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) bouts = NULL, limbs = NULL;
  const EbbBoutRecord *bout;
  const EbbLimbRecord *limb;

  data_put_all (rig->db);
  bouts = ebb_db_get_bouts (rig->db, SESSION_ID, NULL);
  g_assert_cmpuint (bouts->len, ==, 1);
  bout = g_ptr_array_index (bouts, 0);
  g_assert_cmpstr (bout->exercise_id, ==, "short-arc-quad");
  g_assert_cmpstr (bout->protocol_id, ==, "practice");
  g_assert_cmpstr (bout->protocol_name, ==, "Practice protocol");
  g_assert_cmpuint (bout->protocol_version, ==, 3);
  g_assert_cmpstr (bout->protocol_json, ==, "{}");
  g_assert_cmpint (bout->started_us, ==, CUFF_SECONDS (1));
  g_assert_cmpint (bout->ended_us, ==, EBB_TIME_UNSET);

  limbs = ebb_db_get_limbs (rig->db, BOUT_ID, NULL);
  g_assert_cmpuint (limbs->len, ==, 1);
  limb = g_ptr_array_index (limbs, 0);
  g_assert_cmpint (limb->segment, ==, EBB_SEGMENT_THIGH);
  g_assert_cmpint (limb->side, ==, EBB_SIDE_LEFT);
  g_assert_cmpstr (limb->cuff_name, ==, "Thigh L");
  g_assert_cmpfloat (limb->cuff_width_cm, ==, 11.5);
  g_assert_cmpint (limb->method, ==, EBB_METHOD_PERCENT_LOP);
  g_assert_cmpint (limb->target, ==, CUFF_MMHG (180));
  g_assert_cmpint (limb->lop, ==, CUFF_MMHG (225));
  g_assert_cmpfloat (limb->percent_lop, ==, 80);
  g_assert_cmpuint (g_strv_length (limb->clamps), ==, 1);
  g_assert_cmpstr (limb->clamps[0], ==, "80 % of LOP: 180 mmHg");
  g_assert_null (limb->override_reason);
  g_assert_cmpfloat (limb->occlusion_time_s, ==, 0);
}

/* What is not known stays not known on its way through the store. */
static void
test_unknown_stays_unknown (DataRig *rig, gconstpointer unused)
{
  EbbLimbRecord limb = { .id = (char *) DATA_ID ("8"),
                         .bout_id = (char *) BOUT_ID,
                         .channel = 1,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_RIGHT,
                         .cuff_name = (char *) "Thigh R",
                         .method = EBB_METHOD_FIXED,
                         .target = CUFF_MMHG (180),
                         .lop = CUFF_PRESSURE_UNSET };
  g_autoptr (GPtrArray) limbs = NULL, sets = NULL, events = NULL;
  const EbbLimbRecord *back;

  data_put_all (rig->db);
  g_assert_true (ebb_store_put_limb (rig->db, &limb, NULL));
  limbs = ebb_db_get_limbs (rig->db, BOUT_ID, NULL);
  back = g_ptr_array_index (limbs, 1);
  g_assert_false (cuff_pressure_is_set (back->lop));
  g_assert_cmpfloat (back->percent_lop, ==, 0);
  g_assert_cmpint (data_query_int (rig->db,
                                   "SELECT count (*) FROM bout_limb WHERE lop_dmmhg IS NULL "
                                   "AND percent_lop IS NULL AND cuff_width_cm IS NULL"),
                   ==, 1);

  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (10), EBB_TIME_UNSET);
  sets = ebb_db_get_sets (rig->db, BOUT_ID, NULL);
  g_assert_cmpint (((EbbSetRecord *) g_ptr_array_index (sets, 0))->ended_us, ==, EBB_TIME_UNSET);
  g_assert_cmpfloat (((EbbSetRecord *) g_ptr_array_index (sets, 0))->load_kg, <, 0);
  g_assert_null (((EbbSetRecord *) g_ptr_array_index (sets, 0))->end_reason);

  data_put_event (rig->db, SESSION_ID, 0, "set-started");
  events = ebb_db_get_events (rig->db, SESSION_ID, NULL);
  g_assert_false (
      cuff_pressure_is_set (((EbbEventRecord *) g_ptr_array_index (events, 0))->pressure));
}

/* Put once when it starts, again when it ends: one row. */
static void
test_set_is_updated (DataRig *rig, gconstpointer unused)
{
  EbbSetRecord set = { .id = (char *) SET_1_ID,
                       .bout_id = (char *) BOUT_ID,
                       .number = 1,
                       .reps_min = 15,
                       .reps_max = 20,
                       .reps_counted = 18,
                       .load_kg = 2.5,
                       .started_us = CUFF_SECONDS (10),
                       .ended_us = CUFF_SECONDS (136),
                       .rest_s_ordered = 30,
                       .end_reason = (char *) "done" };
  g_autoptr (GPtrArray) sets = NULL;
  const EbbSetRecord *back;

  data_put_all (rig->db);
  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (10), EBB_TIME_UNSET);
  g_assert_true (ebb_store_put_set (rig->db, &set, NULL));
  sets = ebb_db_get_sets (rig->db, BOUT_ID, NULL);
  g_assert_cmpuint (sets->len, ==, 1);
  back = g_ptr_array_index (sets, 0);
  g_assert_cmpuint (back->reps_counted, ==, 18);
  g_assert_cmpfloat (back->load_kg, ==, 2.5);
  g_assert_cmpint (back->ended_us, ==, CUFF_SECONDS (136));
  g_assert_cmpint (back->rest_s_ordered, ==, 30);
  g_assert_cmpstr (back->end_reason, ==, "done");
}

/* Undo keeps the row for the audit, and its number may be counted again. */
static void
test_undone_repetition_is_kept (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) reps = NULL;
  g_autoptr (GError) error = NULL;

  data_put_all (rig->db);
  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (10), EBB_TIME_UNSET);
  put_rep (rig->db, SET_1_ID, 1, CUFF_REP_WAVE);
  put_rep (rig->db, SET_1_ID, 2, CUFF_REP_WAVE);
  g_assert_true (ebb_store_remove_rep (rig->db, SET_1_ID, 2, NULL));
  put_rep (rig->db, SET_1_ID, 2, CUFF_REP_TAP);

  reps = ebb_db_get_reps (rig->db, SET_1_ID, NULL);
  g_assert_cmpuint (reps->len, ==, 3);
  g_assert_false (((EbbRepRecord *) g_ptr_array_index (reps, 0))->removed);
  g_assert_true (((EbbRepRecord *) g_ptr_array_index (reps, 1))->removed);
  g_assert_false (((EbbRepRecord *) g_ptr_array_index (reps, 2))->removed);
  g_assert_cmpint (((EbbRepRecord *) g_ptr_array_index (reps, 2))->rep.source, ==, CUFF_REP_TAP);
  /* A tap has no wave: neither hold nor amplitude is known. */
  g_assert_cmpint (data_query_int (rig->db,
                                   "SELECT count (*) FROM repetition WHERE hold_ms IS NULL "
                                   "AND amplitude_dmmhg IS NULL"),
                   ==, 1);

  g_assert_false (ebb_store_remove_rep (rig->db, SET_1_ID, 7, &error));
  data_assert_error (error, NOT_FOUND);
}

/* One refused row each; the message names what. */
static void
test_refused_records (DataRig *rig, gconstpointer unused)
{
  EbbRepRecord rep = { .set_id = (char *) SET_1_ID, .number = 1, .rep = { .channel = 1 } };
  EbbBoutRecord bout = { .id = (char *) DATA_ID ("a"),
                         .session_id = (char *) SESSION_ID,
                         .number = 2,
                         .exercise_id = (char *) "handstand",
                         .protocol_id = (char *) "practice",
                         .protocol_name = (char *) "Practice protocol",
                         .protocol_version = 3,
                         .protocol_json = (char *) "{}" };
  EbbSample sample = { .t_us = CUFF_SECONDS (7) };
  g_autoptr (GError) no_limb = NULL, no_exercise = NULL, other_text = NULL, wrong_second = NULL,
                     no_session = NULL, limb_unknown = NULL;

  data_put_all (rig->db);
  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (10), EBB_TIME_UNSET);

  g_assert_false (ebb_store_put_rep (rig->db, &rep, &no_limb));
  data_assert_says (no_limb, "channel 1");

  g_assert_false (ebb_store_put_bout (rig->db, &bout, &no_exercise));
  data_assert_error (no_exercise, INVALID);
  data_assert_says (no_exercise, "handstand");

  /* The same version of a protocol always means the same text. */
  bout.exercise_id = (char *) "quad-set";
  bout.protocol_json = (char *) "{\"rest_s\": 5}";
  g_assert_false (ebb_store_put_bout (rig->db, &bout, &other_text));
  data_assert_error (other_text, INVALID);
  data_assert_says (other_text, "version 3");
  data_assert_says (other_text, "practice");

  g_assert_false (ebb_store_put_samples (rig->db, LIMB_ID, 6, &sample, 1, &wrong_second));
  data_assert_error (wrong_second, INVALID);
  g_assert_false (ebb_store_put_samples (rig->db, "nobody", 7, &sample, 1, &limb_unknown));
  data_assert_error (limb_unknown, NOT_FOUND);

  g_assert_false (
      ebb_store_end_session (rig->db, "nobody", EBB_STATE_COMPLETED, 1, 5, &no_session));
  data_assert_error (no_session, NOT_FOUND);
}

/* The first end stands, whatever comes later. */
static void
test_first_end_stands (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionRecord) session = NULL;
  g_autoptr (GPtrArray) bouts = NULL;

  data_put_all (rig->db);
  for (guint i = 0; i < 2; i++) {
    EbbEndState state = i == 0 ? EBB_STATE_STOPPED_BY_SAFETY : EBB_STATE_COMPLETED;

    g_assert_true (ebb_store_end_bout (rig->db, BOUT_ID, state, CUFF_REASON_LEASE + i,
                                       CUFF_SECONDS (50 + i), NULL));
    g_assert_true (ebb_store_end_session (rig->db, SESSION_ID, state, CUFF_REASON_LEASE + i,
                                          CUFF_SECONDS (60 + i), NULL));
  }

  session = ebb_db_get_session (rig->db, SESSION_ID, NULL);
  g_assert_cmpint (session->state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (session->state_code, ==, CUFF_REASON_LEASE);
  g_assert_cmpint (session->ended_us, ==, CUFF_SECONDS (60));
  bouts = ebb_db_get_bouts (rig->db, SESSION_ID, NULL);
  g_assert_cmpint (((EbbBoutRecord *) g_ptr_array_index (bouts, 0))->ended_us, ==,
                   CUFF_SECONDS (50));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit WHERE action = 'end'"), ==,
                   1);
}

static void
test_samples_of_a_limb (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GArray) samples = NULL, none = NULL;
  g_autoptr (GPtrArray) limbs = NULL;

  data_put_all (rig->db);
  /* Out of order, and one second twice: the later one counts. */
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (11), CUFF_SECONDS (13), 10000, CUFF_MMHG (180));
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (10), CUFF_SECONDS (11), 10000, CUFF_MMHG (15));
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (12), CUFF_SECONDS (13), 10000, CUFF_MMHG (90));

  samples = ebb_db_get_samples (rig->db, LIMB_ID, NULL);
  g_assert_cmpuint (samples->len, ==, 300);
  for (guint i = 0; i < 300; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);

    g_assert_cmpint (sample->t_us, ==, CUFF_SECONDS (10) + i * 10000);
    g_assert_cmpint (sample->pressure, ==, CUFF_MMHG (i < 100 ? 15 : i < 200 ? 180 : 90));
  }
  /* From 11 s to the last sample at 12.99 s. */
  limbs = ebb_db_get_limbs (rig->db, BOUT_ID, NULL);
  g_assert_cmpfloat_with_epsilon (
      ((EbbLimbRecord *) g_ptr_array_index (limbs, 0))->occlusion_time_s, 1.99, 1e-9);
  none = ebb_db_get_samples (rig->db, "nobody", NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_damaged_second (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GError) error = NULL;

  data_put_all (rig->db);
  data_put_samples (rig->db, LIMB_ID, 0, CUFF_SECONDS (3), 10000, CUFF_MMHG (180));
  ebb_db_execute (rig->db, "UPDATE sample SET samples = x'0203' WHERE second = 1", NULL);
  samples = ebb_db_get_samples (rig->db, LIMB_ID, &error);
  g_assert_null (samples);
  data_assert_error (error, DAMAGED);
  data_assert_says (error, "second 1");
}

/* Closing after a crash ------------------------------------------------------------------------*/

static void
test_interrupted (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionRecord) session = NULL;
  g_autoptr (GPtrArray) bouts = NULL, sets = NULL;
  const EbbBoutRecord *bout;
  const EbbSetRecord *first, *second;

  data_put_all (rig->db);
  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (10), CUFF_SECONDS (20));
  data_put_set (rig->db, SET_2_ID, 2, CUFF_SECONDS (50), EBB_TIME_UNSET);
  data_put_event (rig->db, SESSION_ID, CUFF_SECONDS (55), "hold");
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (50), CUFF_SECONDS (58), 10000, CUFF_MMHG (180));
  /* The record is on disk; the program is gone. */
  data_rig_close (rig);
  data_rig_open (rig);

  g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_CRASH, NULL), ==, 1);
  session = ebb_db_get_session (rig->db, SESSION_ID, NULL);
  g_assert_cmpint (session->state, ==, EBB_STATE_INTERRUPTED);
  g_assert_cmpint (session->state_code, ==, CUFF_REASON_CRASH);
  /* The last sample, not the last event. */
  g_assert_cmpint (session->ended_us, ==, CUFF_SECONDS (58) - 10000);

  bouts = ebb_db_get_bouts (rig->db, SESSION_ID, NULL);
  bout = g_ptr_array_index (bouts, 0);
  g_assert_cmpint (bout->state, ==, EBB_STATE_INTERRUPTED);
  g_assert_cmpint (bout->ended_us, ==, CUFF_SECONDS (58) - 10000);

  sets = ebb_db_get_sets (rig->db, BOUT_ID, NULL);
  first = g_ptr_array_index (sets, 0);
  second = g_ptr_array_index (sets, 1);
  g_assert_cmpint (first->ended_us, ==, CUFF_SECONDS (20));
  g_assert_null (first->end_reason);
  g_assert_cmpint (second->ended_us, ==, CUFF_SECONDS (58) - 10000);
  g_assert_cmpstr (second->end_reason, ==, "interrupted");

  g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_CRASH, NULL), ==, 0);
}

/* Each kind of row may be the last one. */
static void
test_last_moment (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *what;
    gint64 event_us, sample_us, set_end_us, rep_end_us, preparation_us, last_us;
  } rows[] = {
    { "nothing but the bout's start", -1, -1, -1, -1, -1, CUFF_SECONDS (1) },
    { "an event", CUFF_SECONDS (9), CUFF_SECONDS (5), -1, -1, -1, CUFF_SECONDS (9) },
    { "a sample", CUFF_SECONDS (5), CUFF_SECONDS (9), -1, -1, -1, CUFF_SECONDS (9) },
    { "a set's end", -1, -1, CUFF_SECONDS (9), -1, -1, CUFF_SECONDS (9) },
    { "a repetition", -1, -1, CUFF_SECONDS (3), CUFF_SECONDS (9), -1, CUFF_SECONDS (9) },
    { "a puff", -1, -1, -1, -1, CUFF_SECONDS (9), CUFF_SECONDS (9) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (EbbSessionRecord) session = NULL;

    g_assert_true (ebb_db_begin (rig->db, NULL));
    data_put_all (rig->db);
    if (rows[i].event_us >= 0)
      data_put_event (rig->db, SESSION_ID, rows[i].event_us, "hold");
    if (rows[i].sample_us >= 0)
      data_put_samples (rig->db, LIMB_ID, rows[i].sample_us, rows[i].sample_us + 1, 10000, 0);
    if (rows[i].set_end_us >= 0)
      data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (2), rows[i].set_end_us);
    if (rows[i].rep_end_us >= 0) {
      EbbRepRecord rep = { .set_id = (char *) SET_1_ID,
                           .number = 1,
                           .rep = { .end_us = rows[i].rep_end_us } };

      g_assert_true (ebb_store_put_rep (rig->db, &rep, NULL));
    }
    if (rows[i].preparation_us >= 0)
      g_assert_true (
          ebb_store_put_preparation (rig->db, SESSION_ID, "puff", rows[i].preparation_us, NULL));

    g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_SLEEP, NULL), ==, 1);
    session = ebb_db_get_session (rig->db, SESSION_ID, NULL);
    if (session->ended_us != rows[i].last_us)
      g_test_message ("the last thing was %s", rows[i].what);
    g_assert_cmpint (session->ended_us, ==, rows[i].last_us);
    g_assert_cmpint (session->state_code, ==, CUFF_REASON_SLEEP);
    ebb_db_rollback (rig->db);
  }
}

/* Time under pressure that day ------------------------------------------------------------------*/

static double
occlusion_since (EbbDb *db, EbbSide side, gint64 unix_us)
{
  g_autoptr (GError) error = NULL;
  double seconds =
      ebb_db_occlusion_since (db, PATIENT_ID, EBB_SEGMENT_THIGH, side, unix_us, &error);

  g_assert_no_error (error);
  return seconds;
}

/* Yesterday's session does not count, one across midnight counts in part, the other leg not. */
static void
test_day_clock (DataRig *rig, gconstpointer unused)
{
  static const gint64 midnight_us = SESSION_UNIX_US;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  data_put_session (rig->db, SESSION_ID, midnight_us - CUFF_SECONDS (20));
  data_put_bout (rig->db, BOUT_ID, SESSION_ID, 0);
  data_put_limb (rig->db, LIMB_ID, BOUT_ID);
  /* From 10 s before midnight to 30 s after it. */
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (10), CUFF_SECONDS (50), 10000, CUFF_MMHG (180));
  data_put_samples (rig->db, LIMB_ID, CUFF_SECONDS (50), CUFF_SECONDS (55), 10000, CUFF_MMHG (5));

  /* The rig's session is simulated: that cuff was on no limb. */
  g_assert_cmpfloat (occlusion_since (rig->db, EBB_SIDE_LEFT, midnight_us), ==, 0);
  g_assert_true (ebb_db_execute (rig->db, "UPDATE session SET simulated = 0", NULL));
  g_assert_cmpfloat_with_epsilon (occlusion_since (rig->db, EBB_SIDE_LEFT, midnight_us), 30, 1e-6);
  g_assert_cmpfloat_with_epsilon (
      occlusion_since (rig->db, EBB_SIDE_LEFT, midnight_us - CUFF_SECONDS (100)), 40, 1e-6);
  g_assert_cmpfloat (occlusion_since (rig->db, EBB_SIDE_RIGHT, midnight_us), ==, 0);
  g_assert_cmpfloat (occlusion_since (rig->db, EBB_SIDE_LEFT, midnight_us + CUFF_SECONDS (86400)),
                     ==, 0);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/records/session", test_session);
  ADD ("/records/bout-and-limb", test_bout_and_limb);
  ADD ("/records/unknown-stays-unknown", test_unknown_stays_unknown);
  ADD ("/records/set-is-updated", test_set_is_updated);
  ADD ("/records/undone-repetition-is-kept", test_undone_repetition_is_kept);
  ADD ("/records/refused", test_refused_records);
  ADD ("/records/first-end-stands", test_first_end_stands);
  ADD ("/records/samples", test_samples_of_a_limb);
  ADD ("/records/damaged-second", test_damaged_second);
  ADD ("/recovery/interrupted", test_interrupted);
  ADD ("/recovery/last-moment", test_last_moment);
  ADD ("/records/day-clock", test_day_clock);
  return g_test_run ();
}
