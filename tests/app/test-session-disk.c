/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A session and its disk: what must stand before air, and what a full or slow disk does to a cuff
 * that is tight (nothing).
 */
#include "session-rig.h"

#include <signal.h>
#include <sys/resource.h>

/* The row stands before the first air: with the store gone nothing is ever inflated. */
static void
test_row_before_air (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_INFLATING, 10));
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  g_autoptr (GError) error = NULL;
  EbbDb *reader = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, reader);
  g_assert_cmpint (record->state, ==, EBB_STATE_OPEN);
  ebb_db_close (reader);
  session_rig_free (rig);
}

static void
limit_file_size (rlim_t n_bytes)
{
  struct rlimit limit;
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = n_bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* The disk is full for ten seconds in the middle of a set: the cuff does not notice, a person does
 * (A11), and every sample is there in the end. */
static void
test_disk_full (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  signal (SIGXFSZ, SIG_IGN);
  limit_file_size (4096);
  session_rig_run (rig, 10);
  g_assert_cmpfloat_with_epsilon (session_rig_truth (rig).cuff_mmhg, 108.6, 12);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 1);
  g_assert_true ((rig->alarms_seen & 1u << CUFF_ALARM_STORE) != 0);
  g_assert_false (ebb_session_is_closed (rig->session));
  limit_file_size (RLIM_INFINITY);
  g_assert_true (session_rig_run_to_end (rig, 200));

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  session_rig_assert_whole (rig, db, record->ended_us / 1e6);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  const EbbSetRecord *set = g_ptr_array_index (sets, 0);
  g_autoptr (GPtrArray) reps = ebb_db_get_reps (db, set->id, NULL);
  g_assert_cmpuint (set->reps_counted, ==, 15);
  g_assert_cmpuint (reps->len, ==, 15);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* A disk that takes nothing: no row, so no air, and why is said. */
static void
test_no_row_no_air (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  signal (SIGXFSZ, SIG_IGN);
  limit_file_size (4096);
  ebb_session_start (rig->session);
  session_rig_run (rig, 20);
  limit_file_size (RLIM_INFINITY);
  session_rig_run (rig, 20);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  g_assert_false (ebb_session_is_stored (rig->session));
  g_assert_nonnull (ebb_session_get_problem (rig->session));
  session_rig_free (rig);
}

/* A disk that takes its time: no air before it has answered, and then the start still holds. */
static void
test_slow_disk (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  session_rig_hang_disk (rig);
  ebb_session_start (rig->session);
  session_rig_run (rig, 20);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  session_rig_let_disk_go (rig);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 40));
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-disk/row-before-air", test_row_before_air);
  g_test_add_func ("/session-disk/disk-full", test_disk_full);
  g_test_add_func ("/session-disk/no-row-no-air", test_no_row_no_air);
  g_test_add_func ("/session-disk/slow-disk", test_slow_disk);
  return g_test_run ();
}
