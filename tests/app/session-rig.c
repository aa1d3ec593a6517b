/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "session-rig.h"

#include "ebb-db-screening.h"
#include "ebb-practice.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <stdatomic.h>

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

#define RIG_LOP      CUFF_MMHG (181)
#define RIG_WIDTH_CM 13.5

static void
make_lops (SessionRig *rig)
{
  rig->lops = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_record_free);
  for (int segment = EBB_SEGMENT_ARM; segment <= EBB_SEGMENT_CALF; segment++)
    for (int side = EBB_SIDE_LEFT; side <= EBB_SIDE_RIGHT; side++)
      for (int posture = EBB_POSTURE_SUPINE; posture <= EBB_POSTURE_STANDING; posture++)
        g_ptr_array_add (rig->lops,
                         ebb_lop_record_new_entered (segment, side, posture, RIG_WIDTH_CM, RIG_LOP,
                                                     g_get_real_time ()));
  rig->lop = (EbbLopFacts){ .lops = rig->lops };
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
  g_assert_true (ebb_practice_put_screening (db, rig->patient, g_get_real_time (), &error));
  rig->screening = ebb_db_load_screening_file (db, rig->patient->id, g_get_real_time (), &error);
  g_assert_no_error (error);
  make_lops (rig);
}

/* The thigh, where the exercise is for it. */
static EbbSegment
segment_of (const EbbExercise *exercise)
{
  return (exercise->segments & 1u << EBB_SEGMENT_THIGH) != 0 ? EBB_SEGMENT_THIGH : EBB_SEGMENT_ARM;
}

void
session_rig_fill (SessionRig *rig, const SessionRigOptions *options, EbbSessionOptions *session)
{
  *session = (EbbSessionOptions){ .clock = rig->clock,
                                  .store = rig->store,
                                  .cuff = rig->cuff,
                                  .patient_id = rig->patient->id,
                                  .order = rig->order,
                                  .screening = rig->screening,
                                  .operator_name = "Tester" };
  session->bout = (EbbBoutOptions){ .protocol = rig->protocol,
                                    .exercise = rig->exercise,
                                    .load_kg = -1,
                                    .self_paced = options->self_paced,
                                    .ask_side = options->ask_side,
                                    .rules = options->rules,
                                    .cuff_name = "Test cuff",
                                    .lop = &rig->lop,
                                    .cuff_width_cm = RIG_WIDTH_CM };
  session->bout.prescription = (EbbPrescription){
    .method = options->fixed_mmhg > 0 ? EBB_METHOD_FIXED : EBB_METHOD_PERCENT_LOP,
    .segment = segment_of (rig->exercise),
    .side = EBB_SIDE_RIGHT,
    .percent = options->percent > 0 ? options->percent : 60,
    .lop = RIG_LOP,
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
make_session (SessionRig *rig, const SessionRigOptions *options, const EbbLimbHistory *history)
{
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;
  session_rig_fill (rig, options, &session);
  session.bout.history = history;
  rig->session = ebb_session_new (&session, &error);
  g_assert_no_error (error);
  rig->session_id = g_strdup (ebb_session_get_id (rig->session));
  g_signal_connect (rig->session, "cue", G_CALLBACK (on_cue_cb), rig);
  g_signal_connect (rig->session, "alarm", G_CALLBACK (on_alarm_cb), rig);
}

static const char *
session_rig_port (SessionRig *rig)
{
  return rig->manual ? EBB_CUFF_PORT_MANUAL : cuff_sim_get_path (rig->sim);
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
  rig->manual = options->manual;
  rig->cuff = ebb_cuff_new (rig->clock, session_rig_port (rig), 1);
  make_session (rig, options, NULL);
  return rig;
}

void
session_rig_again (SessionRig *rig, const SessionRigOptions *options, const EbbLimbHistory *history)
{
  g_clear_object (&rig->session);
  g_clear_pointer (&rig->session_id, g_free);
  make_session (rig, options, history);
}

const char *
session_rig_add_other (SessionRig *rig)
{
  CuffSimOptions sim = { .clock = ebb_clock_get_cuff_clock (rig->clock),
                         .seed = 2,
                         .limb = CUFF_LIMB_THIGH,
                         .n_channels = 1 };
  rig->other = cuff_sim_start (&sim);
  g_assert_nonnull (rig->other);
  return cuff_sim_get_path (rig->other);
}

void
session_rig_connect (SessionRig *rig)
{
  ebb_session_connect (rig->session);
  g_assert_true (ebb_cuff_connect (rig->cuff, session_rig_port (rig)));
}

EbbDb *
session_rig_finish (SessionRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_object_run_dispose (G_OBJECT (rig->session));
  ebb_cuff_shut_down (rig->cuff);
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
  g_clear_object (&rig->cuff);
  cuff_sim_stop (rig->sim);
  if (rig->other != NULL)
    cuff_sim_stop (rig->other);
  ebb_clock_free (rig->clock);
  ebb_patient_free (rig->patient);
  ebb_order_free (rig->order);
  g_ptr_array_unref (rig->lops);
  ebb_screening_file_unref (rig->screening);
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

guint
session_rig_count_events (SessionRig *rig, EbbDb *db, const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, &error);
  g_assert_no_error (error);
  guint n = 0;
  for (guint i = 0; i < events->len; i++)
    n += g_str_equal (((EbbEventRecord *) g_ptr_array_index (events, i))->code, code);
  return n;
}

GPtrArray *
session_rig_bouts (SessionRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *bouts = ebb_db_get_bouts (db, rig->session_id, &error);
  g_assert_no_error (error);
  return bouts;
}

GArray *
session_rig_samples (SessionRig *rig, EbbDb *db, guint bout)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);
  g_assert_cmpuint (bouts->len, >=, bout);
  const EbbBoutRecord *record = g_ptr_array_index (bouts, bout - 1);
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, record->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (limbs->len, ==, 1);
  GArray *samples =
      ebb_db_get_samples (db, ((EbbLimbRecord *) g_ptr_array_index (limbs, 0))->id, &error);
  g_assert_no_error (error);
  return samples;
}

void
session_rig_confirm_side (SessionRig *rig)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + CUFF_SECONDS (30);
  while (!ebb_session_puff (rig->session) && ebb_clock_now_us (rig->clock) < end_us)
    turn (rig);
  while (session_rig_view (rig).puff == EBB_PUFF_RUNNING && ebb_clock_now_us (rig->clock) < end_us)
    turn (rig);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_ASK);
  ebb_session_confirm_side (rig->session, TRUE);
}

static gboolean
hang_job (EbbDb *db, gpointer data, GError **error)
{
  SessionRig *rig = data;
  CuffClock *clock = ebb_clock_get_cuff_clock (rig->clock);
  cuff_clock_block_begin (clock);
  while (atomic_load (&rig->disk_hangs))
    poll (NULL, 0, 1);
  cuff_clock_block_end (clock);
  return TRUE;
}

void
session_rig_hang_disk (SessionRig *rig)
{
  atomic_store (&rig->disk_hangs, TRUE);
  ebb_store_post (rig->store, hang_job, rig, NULL, NULL, NULL);
}

void
session_rig_let_disk_go (SessionRig *rig)
{
  atomic_store (&rig->disk_hangs, FALSE);
}

void
session_rig_assert_whole (SessionRig *rig, EbbDb *db, double until_s)
{
  g_autoptr (GArray) samples = session_rig_samples (rig, db, 1);
  g_assert_cmpuint (samples->len, >, 100);
  for (guint i = 1; i < samples->len; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);
    g_assert_false (sample->gap);
    g_assert_cmpint (sample->t_us - g_array_index (samples, EbbSample, i - 1).t_us, ==, 10000);
  }
  g_assert_cmpfloat (g_array_index (samples, EbbSample, samples->len - 1).t_us / 1e6, >=,
                     until_s - 0.1);
}
