/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cuff that is tight around somebody who does nothing is spoken of (A10); one on a person who
 * exercises, rests and fills the cuff with work raises no alarm about leak, hose or absence.
 */
#include "session-rig.h"

#define BIT(alarm) (1u << (alarm))

static SessionRig *
run_session (double displaced_ml)
{
  SessionRigOptions options = { .seed = 3, .patient = { .displaced_ml = displaced_ml } };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 600));
  return rig;
}

static void
finish (SessionRig *rig)
{
  ebb_db_close (session_rig_finish (rig));
  session_rig_free (rig);
}

static void
test_asleep (void)
{
  SessionRig *rig = run_session (0.01);
  g_assert_cmpuint (rig->alarms_seen & BIT (CUFF_ALARM_NOBODY), !=, 0);
  finish (rig);
}

static void
test_awake (void)
{
  SessionRig *rig = run_session (0);
  g_assert_cmpuint (session_rig_truth (rig).n_reps_done, ==, 15);
  g_assert_cmpuint (rig->alarms_seen, ==, 0);
  finish (rig);
}

/* Who pressed start before the computer slept is not there when it wakes: nothing inflates, and
 * the next start does. */
static void
test_slept_over_a_start (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  session_rig_hang_disk (rig);
  ebb_session_start (rig->session);
  session_rig_run (rig, 5);
  cuff_clock_pretend_sleep (ebb_clock_get_cuff_clock (rig->clock), CUFF_SECONDS (7200));
  session_rig_let_disk_go (rig);
  session_rig_run (rig, 20);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 40));
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/nobody/asleep", test_asleep);
  g_test_add_func ("/session/nobody/awake", test_awake);
  g_test_add_func ("/session/nobody/slept-over-a-start", test_slept_over_a_start);
  return g_test_run ();
}
