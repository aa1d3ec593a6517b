/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session-rig.h"

#include <glib/gstdio.h>

const char session_rig_one_set[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"one-set\","
    "  \"name\": \"One set\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 1,"
    "  \"sets\": [ { \"reps_min\": 15, \"reps_max\": 15 } ], \"rest_s\": 30,"
    "  \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 5000, \"relax_ms\": 1000,"
    "  \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

static void
on_cue_cb (EbbSession *session, int phase, guint duration_ms, SessionRig *rig)
{
  cuff_sim_cue (rig->sim,
                phase == EBB_PHASE_CONTRACT ? CUFF_CUE_CONTRACT
                : phase == EBB_PHASE_HOLD   ? CUFF_CUE_HOLD
                                            : CUFF_CUE_RELAX,
                duration_ms);
}

static void
on_alarm_cb (EbbSession *session, int alarm, gboolean active, SessionRig *rig)
{
  if (active)
    rig->alarms_seen |= 1u << alarm;
}

static void
put_people (SessionRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  rig->patient = g_new0 (EbbPatient, 1);
  rig->patient->name = g_strdup ("Invented Person");
  rig->patient->birth_date = g_strdup ("1970-01-01");
  g_assert_true (ebb_db_put_patient (db, rig->patient, &error));
  rig->order = g_new0 (EbbOrder, 1);
  rig->order->patient_id = g_strdup (rig->patient->id);
  rig->order->physician = g_strdup ("Dr. Invented");
  rig->order->ordered_on = g_strdup ("2020-01-01");
  g_assert_true (ebb_db_put_order (db, rig->order, &error));
  g_assert_no_error (error);
}

void
session_rig_fill (SessionRig *rig, const SessionRigOptions *options, EbbSessionOptions *session)
{
  *session = (EbbSessionOptions){
    .clock = rig->clock,
    .store = rig->store,
    .port = cuff_sim_get_path (rig->sim),
    .patient_id = rig->patient->id,
    .order = rig->order,
    .operator_name = "Tester",
    .protocol = rig->protocol,
    .exercise = rig->exercise,
    .load_kg = -1,
    .self_paced = options->self_paced,
    .cuff_name = "Test cuff",
    .cuff_width_cm = 13.5,
    .nonce = 1,
  };
  session->prescription = (EbbPrescription){
    .method = options->fixed_mmhg > 0 ? EBB_METHOD_FIXED : EBB_METHOD_PERCENT_LOP,
    .segment = EBB_SEGMENT_THIGH,
    .side = EBB_SIDE_RIGHT,
    .percent = 60,
    .lop = CUFF_MMHG (181),
    .lop_estimate = CUFF_PRESSURE_UNSET,
    .lop_estimate_band = CUFF_PRESSURE_UNSET,
    .fixed = options->fixed_mmhg > 0 ? cuff_pressure_from_mmhg (options->fixed_mmhg)
                                     : CUFF_PRESSURE_UNSET,
    .systolic = CUFF_PRESSURE_UNSET,
    .patient_limit = CUFF_PRESSURE_UNSET,
    .protocol_limit = CUFF_PRESSURE_UNSET,
    .clinic_limit = CUFF_PRESSURE_UNSET,
    .device_limit = CUFF_PRESSURE_UNSET,
  };
}

static void
make_session (SessionRig *rig, const SessionRigOptions *options)
{
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;
  session_rig_fill (rig, options, &session);
  rig->session = ebb_session_new (&session, &error);
  g_assert_no_error (error);
  rig->session_id = g_strdup (ebb_session_get_id (rig->session));
  g_signal_connect (rig->session, "cue", G_CALLBACK (on_cue_cb), rig);
  g_signal_connect (rig->session, "alarm", G_CALLBACK (on_alarm_cb), rig);
}

SessionRig *
session_rig_new (const SessionRigOptions *options)
{
  g_autoptr (GError) error = NULL;
  SessionRig *rig = g_new0 (SessionRig, 1);
  rig->hands = TRUE;
  rig->folder = g_dir_make_tmp ("ebb-session-XXXXXX", &error);
  g_assert_no_error (error);
  rig->db_path = g_build_filename (rig->folder, "ebb.db", NULL);
  put_people (rig);
  const char *json = options->protocol_json ? options->protocol_json : session_rig_one_set;
  rig->protocol = ebb_protocol_parse ("test", json, -1, &error);
  g_assert_no_error (error);
  rig->exercise = ebb_exercise_load_builtin (rig->protocol->exercise_id, &error);
  g_assert_no_error (error);
  rig->clock = ebb_clock_new (cuff_clock_new_virtual (0));
  CuffSimOptions sim = { .clock = ebb_clock_get_cuff_clock (rig->clock),
                         .seed = options->seed,
                         .limb = CUFF_LIMB_THIGH,
                         .n_channels = 1,
                         .patient = options->patient };
  rig->sim = cuff_sim_start (&sim);
  g_assert_nonnull (rig->sim);
  rig->store = ebb_store_open (rig->db_path, ebb_clock_get_store_time (rig->clock), &error);
  g_assert_no_error (error);
  make_session (rig, options);
  return rig;
}

EbbDb *
session_rig_finish (SessionRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_object_run_dispose (G_OBJECT (rig->session));
  g_clear_pointer (&rig->store, ebb_store_close);
  g_clear_object (&rig->session);
  EbbDb *db = ebb_db_open (rig->db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (ebb_db_check (db, &error));
  return db;
}

void
session_rig_free (SessionRig *rig)
{
  if (rig->session != NULL)
    ebb_db_close (session_rig_finish (rig));
  cuff_sim_stop (rig->sim);
  ebb_clock_free (rig->clock);
  ebb_patient_free (rig->patient);
  ebb_order_free (rig->order);
  ebb_protocol_free (rig->protocol);
  ebb_exercise_free (rig->exercise);
  g_autoptr (GDir) dir = g_dir_open (rig->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (rig->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (rig->folder);
  g_free (rig->folder);
  g_free (rig->db_path);
  g_free (rig->session_id);
  g_free (rig);
}

EbbSessionView
session_rig_view (SessionRig *rig)
{
  EbbSessionView view;
  ebb_session_get_view (rig->session, &view);
  return view;
}

static void
turn (SessionRig *rig)
{
  g_main_context_iteration (NULL, TRUE);
  if (rig->hands && session_rig_view (rig).phase == EBB_PHASE_REMOVE_CUFF)
    ebb_session_cuff_off (rig->session, "Tester");
}

gboolean
session_rig_await (SessionRig *rig, EbbPhase phase, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (ebb_clock_now_us (rig->clock) < end_us) {
    if (session_rig_view (rig).phase == phase)
      return TRUE;
    if (ebb_session_is_closed (rig->session))
      return FALSE;
    turn (rig);
  }
  return session_rig_view (rig).phase == phase;
}

void
session_rig_run (SessionRig *rig, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (ebb_clock_now_us (rig->clock) < end_us)
    turn (rig);
}

gboolean
session_rig_run_to_end (SessionRig *rig, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (ebb_clock_now_us (rig->clock) < end_us && !ebb_session_is_closed (rig->session))
    turn (rig);
  return ebb_session_is_closed (rig->session);
}

CuffSimTruth
session_rig_truth (SessionRig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  return truth;
}

EbbSessionRecord *
session_rig_record (SessionRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  EbbSessionRecord *record = ebb_db_get_session (db, rig->session_id, &error);
  g_assert_no_error (error);
  return record;
}

GPtrArray *
session_rig_sets (SessionRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bouts = ebb_db_get_bouts (db, rig->session_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (bouts->len, ==, 1);
  const EbbBoutRecord *bout = g_ptr_array_index (bouts, 0);
  GPtrArray *sets = ebb_db_get_sets (db, bout->id, &error);
  g_assert_no_error (error);
  return sets;
}
