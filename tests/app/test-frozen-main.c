/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In real time, with the cuff in a process of its own: the main context stands still for 10.5 s in
 * the middle of a repetition.  The cuff thread goes on, says so after 2 s, vents after 10, and not
 * one row of those seconds is missing.
 *
 *     test-frozen-main EBB-CUFF-SIM
 */
#include "ebb-db-screening.h"
#include "ebb-practice.h"
#include "ebb-session.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define FROZEN_MS    10500
#define GAP_MAX_MS   400
#define PATIENCE_US  CUFF_SECONDS (30)
/* How much later than said a thing may happen on a busy machine. */
#define TOLERANCE_US CUFF_MS (400)

static const char one_set[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"one-set\","
    "  \"name\": \"One set\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 1,"
    "  \"sets\": [ { \"reps_min\": 15, \"reps_max\": 15 } ], \"rest_s\": 30,"
    "  \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 5000, \"relax_ms\": 1000,"
    "  \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

static const char *sim_program;

typedef struct {
  char *folder, *db_path, *log_path, *port; /* owned */
  GSubprocess *sim;
  EbbClock *clock;
  EbbStore *store;
  EbbCuff *cuff;
  EbbSession *session;
  EbbPatient *patient;
  EbbOrder *order;
  EbbScreeningFile *screening;
  EbbProtocol *protocol;
  EbbExercise *exercise;
  gint64 start_us; /* of the session row, on the clock */
} Scene;

/* A test that fails leaves no cuff behind. */
static void
die_with_test (gpointer user)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_sim (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  scene->log_path = g_build_filename (scene->folder, "log", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_test, NULL, NULL);
  scene->sim = g_subprocess_launcher_spawn (launcher, &error, sim_program, "--sets", "0", "--log",
                                            scene->log_path, NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) out =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (scene->sim));
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "port "));
  scene->port = g_strdup (line + strlen ("port "));
}

static void
put_people (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (scene->db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  scene->patient = g_new0 (EbbPatient, 1);
  scene->patient->name = g_strdup ("Invented Person");
  scene->patient->birth_date = g_strdup ("1970-01-01");
  g_assert_true (ebb_db_put_patient (db, scene->patient, &error));
  scene->order = g_new0 (EbbOrder, 1);
  scene->order->patient_id = g_strdup (scene->patient->id);
  scene->order->physician = g_strdup ("Dr. Invented");
  scene->order->ordered_on = g_strdup ("2020-01-01");
  g_assert_true (ebb_db_put_order (db, scene->order, &error));
  g_assert_true (ebb_practice_put_screening (db, scene->patient, g_get_real_time (), &error));
  scene->screening =
      ebb_db_load_screening_file (db, scene->patient->id, g_get_real_time (), &error);
  g_assert_no_error (error);
}

static void
make_session (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  scene->protocol = ebb_protocol_parse ("test", one_set, -1, &error);
  g_assert_no_error (error);
  scene->exercise = ebb_exercise_load_builtin ("quad-set", &error);
  g_assert_no_error (error);
  EbbSessionOptions options = { .clock = scene->clock,
                                .store = scene->store,
                                .cuff = scene->cuff,
                                .patient_id = scene->patient->id,
                                .order = scene->order,
                                .screening = scene->screening,
                                .operator_name = "Tester" };
  g_autoptr (GPtrArray) lops =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_record_free);
  g_ptr_array_add (lops, ebb_lop_record_new_entered (EBB_SEGMENT_THIGH, EBB_SIDE_RIGHT,
                                                     EBB_POSTURE_SUPINE, 13.5, CUFF_MMHG (181),
                                                     g_get_real_time ()));
  EbbLopFacts lop = { .lops = lops };
  options.bout = (EbbBoutOptions){ .protocol = scene->protocol,
                                   .lop = &lop,
                                   .exercise = scene->exercise,
                                   .load_kg = -1,
                                   .cuff_name = "Test cuff",
                                   .cuff_width_cm = 13.5 };
  options.bout.prescription = (EbbPrescription){ .method = EBB_METHOD_PERCENT_LOP,
                                                 .segment = EBB_SEGMENT_THIGH,
                                                 .side = EBB_SIDE_RIGHT,
                                                 .percent = 60,
                                                 .lop = CUFF_MMHG (181),
                                                 .lop_estimate = CUFF_PRESSURE_UNSET,
                                                 .lop_estimate_band = CUFF_PRESSURE_UNSET,
                                                 .fixed = CUFF_PRESSURE_UNSET,
                                                 .systolic = CUFF_PRESSURE_UNSET,
                                                 .patient_limit = CUFF_PRESSURE_UNSET,
                                                 .protocol_limit = CUFF_PRESSURE_UNSET,
                                                 .clinic_limit = CUFF_PRESSURE_UNSET,
                                                 .device_limit = CUFF_PRESSURE_UNSET };
  scene->session = ebb_session_new (&options, &error);
  g_assert_no_error (error);
}

static Scene *
scene_new (void)
{
  g_autoptr (GError) error = NULL;
  Scene *scene = g_new0 (Scene, 1);
  scene->folder = g_dir_make_tmp ("ebb-frozen-XXXXXX", &error);
  g_assert_no_error (error);
  scene->db_path = g_build_filename (scene->folder, "ebb.db", NULL);
  put_people (scene);
  start_sim (scene);
  scene->clock = ebb_clock_new (cuff_clock_new_monotonic ());
  scene->store = ebb_store_open (scene->db_path, ebb_clock_get_store_time (scene->clock), &error);
  g_assert_no_error (error);
  scene->cuff = ebb_cuff_new (scene->clock, NULL, 1);
  make_session (scene);
  return scene;
}

static void
scene_free (Scene *scene)
{
  g_subprocess_force_exit (scene->sim);
  g_subprocess_wait (scene->sim, NULL, NULL);
  g_object_unref (scene->sim);
  g_object_unref (scene->session);
  g_object_unref (scene->cuff);
  ebb_clock_free (scene->clock);
  ebb_patient_free (scene->patient);
  ebb_order_free (scene->order);
  ebb_screening_file_unref (scene->screening);
  ebb_protocol_free (scene->protocol);
  ebb_exercise_free (scene->exercise);
  g_autoptr (GDir) dir = g_dir_open (scene->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (scene->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (scene->folder);
  char *texts[] = { scene->folder, scene->db_path, scene->log_path, scene->port };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (scene);
}

static void
await (Scene *scene, EbbPhase phase)
{
  gint64 end_us = ebb_clock_now_us (scene->clock) + PATIENCE_US;
  EbbSessionView view;
  do {
    g_main_context_iteration (NULL, TRUE);
    ebb_session_get_view (scene->session, &view);
    g_assert_cmpint (ebb_clock_now_us (scene->clock), <, end_us);
  } while (view.phase != phase);
}

/* When the session row was made, from the one moment that both sides know. */
static gint64
session_start_us (Scene *scene, EbbDb *db)
{
  const EbbMark *mark = &g_array_index (ebb_session_get_marks (scene->session), EbbMark, 0);
  g_assert_cmpint (mark->kind, ==, EBB_MARK_SET_BEGINS);
  g_autoptr (GPtrArray) bouts = ebb_db_get_bouts (db, ebb_session_get_id (scene->session), NULL);
  g_autoptr (GPtrArray) sets =
      ebb_db_get_sets (db, ((EbbBoutRecord *) g_ptr_array_index (bouts, 0))->id, NULL);
  return mark->t_us - ((EbbSetRecord *) g_ptr_array_index (sets, 0))->started_us;
}

/* The stored moment of an event, on the clock. */
static gint64
event_us (Scene *scene, EbbDb *db, const char *code, int number)
{
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, ebb_session_get_id (scene->session), NULL);
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    if (g_str_equal (event->code, code) && event->number == number)
      return scene->start_us + event->t_us;
  }
  g_assert_not_reached ();
}

static void
assert_about (gint64 t_us, gint64 wanted_us)
{
  g_assert_cmpint (t_us, >=, wanted_us - TOLERANCE_US);
  g_assert_cmpint (t_us, <=, wanted_us + TOLERANCE_US);
}

static GArray *
load_samples (Scene *scene, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) bouts = ebb_db_get_bouts (db, ebb_session_get_id (scene->session), &error);
  g_autoptr (GPtrArray) limbs =
      ebb_db_get_limbs (db, ((EbbBoutRecord *) g_ptr_array_index (bouts, 0))->id, &error);
  GArray *samples =
      ebb_db_get_samples (db, ((EbbLimbRecord *) g_ptr_array_index (limbs, 0))->id, &error);
  g_assert_no_error (error);
  return samples;
}

/* Before the main context has done anything again: the rows are on the disk already. */
static void
assert_written_meanwhile (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  gint64 now_us = ebb_clock_now_us (scene->clock);
  g_autoptr (EbbDb) db = ebb_db_open (scene->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GArray) samples = load_samples (scene, db);
  g_assert_cmpuint (samples->len, >, 0);
  gint64 last_us = g_array_index (samples, EbbSample, samples->len - 1).t_us;
  g_assert_cmpint (session_start_us (scene, db) + last_us, >=, now_us - CUFF_MS (1500));
}

/* A hundred samples in each second that the window stood still. */
static void
assert_rows (Scene *scene, EbbDb *db, gint64 frozen_us)
{
  g_autoptr (GArray) samples = load_samples (scene, db);
  guint n_in_second[10] = { 0 };
  for (guint i = 0; i < samples->len; i++) {
    gint64 at_us = scene->start_us + g_array_index (samples, EbbSample, i).t_us - frozen_us;
    if (at_us >= 0 && at_us < CUFF_SECONDS (10))
      n_in_second[at_us / CUFF_SECONDS (1)]++;
  }
  for (guint i = 0; i < G_N_ELEMENTS (n_in_second); i++)
    g_assert_cmpuint (n_in_second[i], >=, 97);
}

static double
number_after (const char *line, const char *key)
{
  const char *at = strstr (line, key);
  g_assert_nonnull (at);
  return g_ascii_strtod (at + strlen (key), NULL);
}

/* What the cuff itself saw: air out at 10 s and not before, and a host that never stopped. */
static void
assert_log (Scene *scene, gint64 frozen_us)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (scene->log_path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_opened = 0, n_beats = 0;
  for (guint i = 0; lines[i] != NULL; i++) {
    if (strstr (lines[i], "\"event\"") == NULL)
      continue;
    gint64 t_us = (gint64) (number_after (lines[i], "\"t_s\": ") * 1e6);
    if (strstr (lines[i], "\"heartbeats\"") != NULL) {
      g_assert_cmpfloat (number_after (lines[i], "\"longest_gap_ms\": "), <=, GAP_MAX_MS);
      n_beats += t_us > frozen_us && t_us < frozen_us + CUFF_SECONDS (10);
    }
    if (strstr (lines[i], "\"vent-open\"") != NULL && t_us > frozen_us) {
      n_opened++;
      assert_about (t_us, frozen_us + CUFF_SECONDS (10));
    }
  }
  g_assert_cmpuint (n_opened, ==, 1);
  g_assert_cmpuint (n_beats, >=, 1); /* heartbeats of those seconds were counted */
}

static void
test_frozen_main (void)
{
  g_autoptr (GError) error = NULL;
  Scene *scene = scene_new ();
  ebb_session_connect (scene->session);
  g_assert_true (ebb_cuff_connect (scene->cuff, scene->port));
  ebb_session_start (scene->session);
  await (scene, EBB_PHASE_HOLD);
  gint64 frozen_us = ebb_clock_now_us (scene->clock);
  poll (NULL, 0, FROZEN_MS); /* the main context does nothing at all */
  assert_written_meanwhile (scene);
  await (scene, EBB_PHASE_REMOVE_CUFF);
  EbbCuffView cuff;
  ebb_cuff_get_view (scene->cuff, &cuff);
  g_assert_true ((cuff.alarms_latched & 1u << CUFF_ALARM_SUPERVISION) != 0);
  ebb_session_leave (scene->session);
  g_object_run_dispose (G_OBJECT (scene->session));
  ebb_cuff_shut_down (scene->cuff);
  g_clear_pointer (&scene->store, ebb_store_close);

  g_autoptr (EbbDb) db = ebb_db_open (scene->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  scene->start_us = session_start_us (scene, db);
  assert_about (event_us (scene, db, "alarm", CUFF_ALARM_SUPERVISION),
                frozen_us + CUFF_SECONDS (2));
  assert_about (event_us (scene, db, "vent-ordered", CUFF_REASON_UI_FROZEN),
                frozen_us + CUFF_SECONDS (10));
  assert_rows (scene, db, frozen_us);
  assert_log (scene, frozen_us);
  g_autoptr (EbbSessionRecord) record =
      ebb_db_get_session (db, ebb_session_get_id (scene->session), &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_UI_FROZEN);
  g_clear_pointer (&db, ebb_db_close);
  scene_free (scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  sim_program = argv[1];
  g_test_add_func ("/frozen-main/cuff-goes-on", test_frozen_main);
  return g_test_run ();
}
