/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time already under pressure counts, also after a crash and from another program start.
 */
#include "ebb-limb-history.h"

#include <glib/gstdio.h>

#define NOW_US (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

typedef struct {
  char *folder, *path;
  EbbDb *db;
  EbbPatient patient;
  EbbOrder order;
} Rig;

static Rig *
rig_new (void)
{
  g_autoptr (GError) error = NULL;
  Rig *rig = g_new0 (Rig, 1);
  rig->folder = g_dir_make_tmp ("ebb-history-XXXXXX", NULL);
  rig->path = g_build_filename (rig->folder, "ebb.db", NULL);
  rig->db = ebb_db_open (rig->path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  rig->patient.name = (char *) "Invented Person";
  rig->patient.birth_date = (char *) "1970-01-01";
  g_assert_true (ebb_db_put_patient (rig->db, &rig->patient, &error));
  rig->order.patient_id = rig->patient.id;
  rig->order.physician = (char *) "Dr. Invented";
  rig->order.ordered_on = (char *) "2020-01-01";
  g_assert_true (ebb_db_put_order (rig->db, &rig->order, &error));
  return rig;
}

static void
rig_free (Rig *rig)
{
  static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
  ebb_db_close (rig->db);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *path = g_strconcat (rig->path, ends[i], NULL);
    g_unlink (path);
  }
  g_rmdir (rig->folder);
  g_free (rig->patient.id);
  g_free (rig->order.id);
  g_free (rig->order.episode_id);
  g_free (rig->folder);
  g_free (rig->path);
  g_free (rig);
}

/* A bout on the left thigh that began `ago_s` before now: `tight_s` at 110 mmHg, then (unless it
 * broke off) 5 s of nothing.  One sample a second is enough for the clock. */
static void
put_bout (Rig *rig, int ago_s, int tight_s, gboolean broke_off, EbbEndState state)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *session_id = g_uuid_string_random ();
  g_autofree char *bout_id = g_uuid_string_random ();
  g_autofree char *limb_id = g_uuid_string_random ();
  EbbSessionRecord session = { .id = session_id,
                               .patient_id = rig->patient.id,
                               .episode_id = rig->order.episode_id,
                               .operator_name = (char *) "Tester",
                               .started_unix_us = NOW_US - CUFF_SECONDS (ago_s),
                               .device = (char *) "test",
                               .ended_us = EBB_TIME_UNSET };
  EbbBoutRecord bout = { .id = bout_id,
                         .session_id = session_id,
                         .number = 1,
                         .exercise_id = (char *) "quad-set",
                         .protocol_id = (char *) "test",
                         .protocol_name = (char *) "Test",
                         .protocol_version = 1,
                         .protocol_json = (char *) "{}",
                         .ended_us = EBB_TIME_UNSET };
  EbbLimbRecord limb = { .id = limb_id,
                         .bout_id = bout_id,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_LEFT,
                         .cuff_name = (char *) "Test cuff",
                         .cuff_width_cm = 13.5,
                         .target = CUFF_MMHG (110),
                         .lop = CUFF_PRESSURE_UNSET };
  g_assert_true (ebb_db_begin (rig->db, &error));
  ebb_store_put_session (rig->db, &session, &error);
  g_assert_no_error (error);
  g_assert_true (ebb_store_put_bout (rig->db, &bout, &error));
  g_assert_true (ebb_store_put_limb (rig->db, &limb, &error));
  g_assert_no_error (error);
  for (int s = 0; s < tight_s + (broke_off ? 0 : 5); s++) {
    EbbSample sample = { .t_us = CUFF_SECONDS (s),
                         .pressure = s < tight_s ? CUFF_MMHG (110) : 0,
                         .pressure_second = CUFF_PRESSURE_UNSET };
    g_assert_true (ebb_store_put_samples (rig->db, limb_id, s, &sample, 1, &error));
  }
  gint64 ended_us = CUFF_SECONDS (tight_s + 5);
  g_assert_true (
      ebb_store_end_bout (rig->db, bout_id, state, CUFF_REASON_USER_STOP, ended_us, &error));
  g_assert_true (
      ebb_store_end_session (rig->db, session_id, state, CUFF_REASON_USER_STOP, ended_us, &error));
  g_assert_true (ebb_db_commit (rig->db, &error));
  g_assert_no_error (error);
}

static EbbLimbHistory
load (Rig *rig, EbbSide side)
{
  g_autoptr (GError) error = NULL;
  EbbLimbHistory history;
  g_assert_true (ebb_limb_history_load (rig->db, rig->patient.id, EBB_SEGMENT_THIGH, side, NOW_US,
                                        NOW_US - CUFF_SECONDS (36000), &history, &error));
  g_assert_no_error (error);
  return history;
}

static void
test_nothing (void)
{
  Rig *rig = rig_new ();
  EbbLimbHistory history = load (rig, EBB_SIDE_LEFT);
  g_assert_cmpint (history.continuous_us, ==, 0);
  g_assert_cmpint (history.day_us, ==, 0);
  g_assert_cmpint (history.reperfusion_left_us, ==, 0);
  rig_free (rig);
}

/* Deflated 40 s ago after 300 s: all of it still counts, and 140 s of rest are missing.  The other
 * side has nothing behind it. */
static void
test_just_before (void)
{
  Rig *rig = rig_new ();
  put_bout (rig, 340, 300, FALSE, EBB_STATE_STOPPED_BY_SAFETY);
  EbbLimbHistory history = load (rig, EBB_SIDE_LEFT);
  g_assert_cmpint (history.continuous_us, ==, CUFF_SECONDS (300));
  g_assert_cmpint (history.day_us, ==, CUFF_SECONDS (300));
  g_assert_cmpint (history.reperfusion_left_us, ==, CUFF_SECONDS (140));
  g_assert_cmpint (history.last_end, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (load (rig, EBB_SIDE_RIGHT).reperfusion_left_us, ==, 0);
  rig_free (rig);
}

/* A minute of rest sets the continuous clock back, three minutes end the lock, the day goes on. */
static void
test_rested (void)
{
  Rig *rig = rig_new ();
  put_bout (rig, 3600, 300, FALSE, EBB_STATE_COMPLETED);
  put_bout (rig, 200, 100, FALSE, EBB_STATE_COMPLETED);
  EbbLimbHistory history = load (rig, EBB_SIDE_LEFT);
  g_assert_cmpint (history.continuous_us, ==, 0);
  g_assert_cmpint (history.reperfusion_left_us, ==, CUFF_SECONDS (80));
  g_assert_cmpint (history.day_us, ==, CUFF_SECONDS (400));
  rig_free (rig);
}

/* Two bouts 30 s apart are one stretch for the continuous clock. */
static void
test_adds_up (void)
{
  Rig *rig = rig_new ();
  put_bout (rig, 700, 400, FALSE, EBB_STATE_STOPPED_BY_USER);
  put_bout (rig, 270, 250, FALSE, EBB_STATE_STOPPED_BY_USER);
  g_assert_cmpint (load (rig, EBB_SIDE_LEFT).continuous_us, ==, CUFF_SECONDS (650));
  rig_free (rig);
}

/* A record that breaks off under pressure counts what was not seen, and not for ever. */
static void
test_broke_off (void)
{
  Rig *rig = rig_new ();
  put_bout (rig, 140, 100, TRUE, EBB_STATE_INTERRUPTED);
  EbbLimbHistory history = load (rig, EBB_SIDE_LEFT);
  g_assert_cmpint (history.continuous_us, >=, CUFF_SECONDS (100));
  g_assert_cmpint (history.continuous_us, <=, CUFF_SECONDS (110));
  g_assert_cmpint (history.reperfusion_left_us, >, CUFF_SECONDS (140));
  g_assert_cmpint (history.reperfusion_left_us, <, CUFF_SECONDS (160));
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limb-history/nothing", test_nothing);
  g_test_add_func ("/limb-history/just-before", test_just_before);
  g_test_add_func ("/limb-history/rested", test_rested);
  g_test_add_func ("/limb-history/adds-up", test_adds_up);
  g_test_add_func ("/limb-history/broke-off", test_broke_off);
  return g_test_run ();
}
