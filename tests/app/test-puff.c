/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The short puff: what it does to the limb, what it leaves in the record, and what it holds up.
 */
#include "session-rig.h"

#include <signal.h>
#include <sys/resource.h>

static SessionRig *
rig_that_asks (void)
{
  SessionRigOptions options = { .seed = 1, .ask_side = TRUE };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  return rig;
}

static void
assert_no_air (SessionRig *rig)
{
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
}

/* Felt and empty again before anybody is asked; never above 60 mmHg and a little overshoot. */
static void
test_puff (void)
{
  SessionRig *rig = rig_that_asks ();
  g_assert_false (session_rig_view (rig).can_start);
  g_assert_true (ebb_session_puff (rig->session));
  g_assert_false (ebb_session_puff (rig->session)); /* one at a time */
  gint64 began_us = ebb_clock_now_us (rig->clock);
  gboolean tight = FALSE;
  while (session_rig_view (rig).puff == EBB_PUFF_RUNNING) {
    session_rig_run (rig, 0.01);
    tight = tight || session_rig_truth (rig).cuff_mmhg >= 25;
    g_assert_cmpint (ebb_clock_now_us (rig->clock) - began_us, <, CUFF_SECONDS (16));
  }
  g_assert_cmpstr (ebb_session_get_problem (rig->session), ==, NULL);
  g_assert_true (tight);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_ASK);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_cmpfloat (session_rig_truth (rig).peak_mmhg, <, 66);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_SELF_CHECK);
  g_assert_cmpint (session_rig_view (rig).session_us, ==, 0); /* no rest is due after it */
  g_assert_false (session_rig_view (rig).can_start);
  ebb_session_confirm_side (rig->session, TRUE);
  session_rig_run (rig, 4); /* the last of the air */
  g_assert_cmpstr (session_rig_view (rig).why_not, ==, NULL);
  g_assert_true (session_rig_view (rig).can_start);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 200));

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpuint (session_rig_count_events (rig, db, "puff"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "side-confirmed"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "armed"), ==, 2);
  /* The bout's samples begin with the bout: not one of the puff's is the limb's. */
  g_autoptr (GArray) samples = session_rig_samples (rig, db, 1);
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);
  const EbbBoutRecord *bout = g_ptr_array_index (bouts, 0);
  g_assert_cmpint (bout->started_us, >, CUFF_SECONDS (3));
  g_assert_cmpint (g_array_index (samples, EbbSample, 0).t_us, >=, bout->started_us - CUFF_MS (20));
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* The session and the preparation stand on the disk before the first air of a puff too. */
static void
test_row_before_puff (void)
{
  SessionRig *rig = rig_that_asks ();
  g_assert_true (ebb_session_puff (rig->session));
  g_assert_false (ebb_session_is_stored (rig->session));
  while (session_rig_truth (rig).n_inflations == 0)
    session_rig_run (rig, 0.005);
  g_assert_true (ebb_session_is_stored (rig->session));
  g_autoptr (GError) error = NULL;
  EbbDb *reader = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, reader);
  g_assert_cmpint (record->state, ==, EBB_STATE_OPEN);
  ebb_db_close (reader);
  session_rig_free (rig);
}

/* A disk that takes nothing: no puff either. */
static void
test_no_row_no_puff (void)
{
  SessionRig *rig = rig_that_asks ();
  struct rlimit limit, small;
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = (struct rlimit){ 4096, limit.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ebb_session_puff (rig->session);
  session_rig_run (rig, 20);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  assert_no_air (rig);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_FAILED);
  session_rig_free (rig);
}

/* A disk that takes its time: the puff waits for it. */
static void
test_slow_disk (void)
{
  SessionRig *rig = rig_that_asks ();
  session_rig_hang_disk (rig);
  g_assert_true (ebb_session_puff (rig->session));
  session_rig_run (rig, 15);
  assert_no_air (rig);
  session_rig_let_disk_go (rig);
  session_rig_run (rig, 15);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_ASK);
  session_rig_free (rig);
}

static void
test_start_needs_side (void)
{
  SessionRig *rig = rig_that_asks ();
  ebb_session_start (rig->session);
  session_rig_run (rig, 5);
  assert_no_air (rig);
  g_assert_nonnull (session_rig_view (rig).why_not);
  session_rig_free (rig);
}

/* Another cuff moved: no start, whatever is pressed, until a new puff is confirmed. */
static void
test_wrong_side (void)
{
  SessionRig *rig = rig_that_asks ();
  g_assert_true (ebb_session_puff (rig->session));
  while (session_rig_view (rig).puff == EBB_PUFF_RUNNING)
    session_rig_run (rig, 0.1);
  ebb_session_confirm_side (rig->session, FALSE);
  ebb_session_confirm_side (rig->session, TRUE); /* the question was answered */
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_WRONG);
  ebb_session_start (rig->session);
  session_rig_run (rig, 35);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 1); /* the puff's */
  session_rig_confirm_side (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 30));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "side-wrong"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Stop in the middle of a puff: out with the air, nobody is asked, another puff may follow. */
static void
test_stop_in_puff (void)
{
  SessionRig *rig = rig_that_asks ();
  g_assert_true (ebb_session_puff (rig->session));
  while (session_rig_truth (rig).cuff_mmhg < 20)
    session_rig_run (rig, 0.01);
  ebb_session_stop (rig->session);
  session_rig_run (rig, 0.1);
  g_assert_true (session_rig_truth (rig).vent_open);
  session_rig_run (rig, 4);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_FAILED);
  g_assert_false (ebb_session_is_closed (rig->session));
  g_assert_false (session_rig_view (rig).can_start);
  session_rig_confirm_side (rig);
  session_rig_free (rig);
}

/* Only a puff, then everybody leaves: a session, stopped by the user, without a bout. */
static void
test_only_prepared (void)
{
  SessionRig *rig = rig_that_asks ();
  session_rig_confirm_side (rig);
  ebb_session_leave (rig->session);
  g_assert_true (ebb_session_is_closed (rig->session));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_STOPPED_BY_USER);
  g_autoptr (GPtrArray) bouts = session_rig_bouts (rig, db);
  g_assert_cmpuint (bouts->len, ==, 0);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* The cable goes in the middle of a puff: unknown, which is treated as inflated. */
static void
test_cable_in_puff (void)
{
  SessionRig *rig = rig_that_asks ();
  EbbCuffView cuff;
  g_assert_true (ebb_session_puff (rig->session));
  while (session_rig_truth (rig).cuff_mmhg < 20)
    session_rig_run (rig, 0.01);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  session_rig_run (rig, 0.3);
  ebb_cuff_get_view (rig->cuff, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (cuff.at_risk);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_FAILED);
  g_assert_false (session_rig_view (rig).can_start);
  session_rig_run (rig, 4);
  g_assert_true (session_rig_truth (rig).vent_open); /* the lease */
  ebb_session_leave (rig->session);
  g_assert_true (ebb_session_is_closed (rig->session));
  session_rig_free (rig);
}

/* A hose that leaks everything away: the pressure does not rise, said after at most 10 s. */
static void
test_not_felt (void)
{
  SessionRig *rig = rig_that_asks ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_LEAK_FAST);
  cuff_sim_inject (rig->sim, CUFF_FAULT_SENSOR_STUCK);
  g_assert_true (ebb_session_puff (rig->session));
  session_rig_run (rig, 20);
  g_assert_cmpint (session_rig_view (rig).puff, ==, EBB_PUFF_FAILED);
  g_assert_nonnull (ebb_session_get_problem (rig->session));
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_false (session_rig_view (rig).can_start);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/puff/felt", test_puff);
  g_test_add_func ("/puff/row-before-air", test_row_before_puff);
  g_test_add_func ("/puff/no-row-no-air", test_no_row_no_puff);
  g_test_add_func ("/puff/slow-disk", test_slow_disk);
  g_test_add_func ("/puff/start-needs-side", test_start_needs_side);
  g_test_add_func ("/puff/wrong-side", test_wrong_side);
  g_test_add_func ("/puff/stop", test_stop_in_puff);
  g_test_add_func ("/puff/only-prepared", test_only_prepared);
  g_test_add_func ("/puff/cable-pulled", test_cable_in_puff);
  g_test_add_func ("/puff/not-felt", test_not_felt);
  return g_test_run ();
}
