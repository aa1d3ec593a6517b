/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session's record says of an alarm and of its signal.
 */
#include "session-rig.h"

/* The cable is pulled while the patient trains: that the alarm came, and that somebody paused its
 * sound. */
static void
test_history (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_sound_paused (rig->session); /* nothing is under way: nothing to record */
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (session_rig_await (rig, EBB_PHASE_UNKNOWN, 10));
  ebb_session_sound_paused (rig->session);
  ebb_session_cuff_off (rig->session, "tester");
  session_rig_run (rig, 2);
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "alarm"), >=, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "alarm-paused"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm-record/history", test_history);
  return g_test_run ();
}
