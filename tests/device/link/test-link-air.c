/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Leaks and blocked hoses on the physics of a cuff (A08, A09), and what must not look like one.
 */
#include "link-rig.h"

static void
test_leak (gconstpointer data)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  rig_run_for (rig, 20);
  g_assert_null (rig_find_alarm (rig, CUFF_ALARM_LEAK));
  double from_s = rig_now_s (rig);
  cuff_sim_inject (rig->sim, (CuffFault) GPOINTER_TO_INT (data));
  while (rig_find_alarm (rig, CUFF_ALARM_LEAK) == NULL && rig_now_s (rig) - from_s < 30)
    rig_turn (rig);
  const CuffLinkEvent *alarm = rig_find_alarm (rig, CUFF_ALARM_LEAK);
  g_assert_nonnull (alarm);
  g_test_message ("A08 after %.1f s", alarm->t_us / 1e6 - from_s);
  /* The integral part of the regulator first has to learn of a small one. */
  double limit_s = GPOINTER_TO_INT (data) == CUFF_FAULT_LEAK_FAST ? 10.5 : 20;
  g_assert_cmpfloat (alarm->t_us / 1e6 - from_s, <=, limit_s);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_ENDED));
  rig_free (rig);
}

/* Blocked before anything is inflated: vented at once, and the empty hose proves nothing. */
static void
test_blocked_at_start (void)
{
  Rig *rig = rig_new (NULL);
  rig_arm (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_HOSE_BLOCKED);
  rig_run_for (rig, 0.3);
  double from_s = rig_now_s (rig);
  rig_order_hold (rig, FALSE);
  rig_assert_ended (rig, CUFF_REASON_SENSOR, 2);
  g_assert_cmpfloat (rig_now_s (rig) - from_s, <=, 2);
  g_assert_nonnull (rig_find_alarm (rig, CUFF_ALARM_BLOCKED));
  rig_free (rig);
}

/* Blocked while it holds: the sensor goes to zero at once when it vents, and the cuff does not.
 * Nothing is called released until somebody has taken the cuff off and said so. */
static void
test_blocked_at_end (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_HOSE_BLOCKED);
  rig_run_for (rig, 1);
  double from_s = rig_now_s (rig);
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  rig_run_for (rig, 10);
  const CuffLinkEvent *alarm = rig_find_alarm (rig, CUFF_ALARM_BLOCKED);
  g_assert_nonnull (alarm);
  g_assert_cmpfloat (alarm->t_us / 1e6 - from_s, <=, 2);
  g_assert_cmpfloat (rig_truth (rig).cuff_mmhg, >, 60);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_RELEASED));
  cuff_sim_mend (rig->sim, CUFF_FAULT_HOSE_BLOCKED);
  rig_run_for (rig, 5);
  cuff_link_acknowledge_alarm (rig->link, CUFF_ALARM_BLOCKED);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_RELEASED, 3));
  rig_free (rig);
}

/* A set of a strong patient on a sound cuff, with rests: neither leaks nor is blocked. */
static void
test_sound (void)
{
  Rig *rig = rig_new (NULL);
  rig_inflate (rig);
  for (int set = 0; set < 3; set++) {
    cuff_sim_cue (rig->sim, CUFF_CUE_SET_BEGINS, 15);
    for (int i = 0; i < 15; i++) {
      cuff_sim_cue (rig->sim, CUFF_CUE_CONTRACT, 1500);
      rig_run_for (rig, 1.5);
      cuff_sim_cue (rig->sim, CUFF_CUE_RELAX, 1500);
      rig_run_for (rig, 1.5);
    }
    cuff_sim_cue (rig->sim, CUFF_CUE_SET_ENDS, 0);
    rig_run_for (rig, 30);
  }
  cuff_link_stop (rig->link, CUFF_REASON_USER_STOP);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_RELEASED, 6));
  g_assert_cmpuint (rig_truth (rig).n_reps_done, >=, 40);
  g_assert_null (rig_find_alarm (rig, CUFF_ALARM_LEAK));
  g_assert_null (rig_find_alarm (rig, CUFF_ALARM_BLOCKED));
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/link/leak/fast", GINT_TO_POINTER (CUFF_FAULT_LEAK_FAST), test_leak);
  g_test_add_data_func ("/link/leak/slow", GINT_TO_POINTER (CUFF_FAULT_LEAK_SLOW), test_leak);
  g_test_add_func ("/link/blocked/at-start", test_blocked_at_start);
  g_test_add_func ("/link/blocked/at-end", test_blocked_at_end);
  g_test_add_func ("/link/sound", test_sound);
  return g_test_run ();
}
