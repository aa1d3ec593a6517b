/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the host asks of the controller, and how it takes answers that come late: both sides must
 * mean the same limits, and an arm nobody used is no fault of the device.
 */
#include "link-rig.h"

static void
set_cap (Rig *rig, int mmhg)
{
  CuffLimits limits = { .cap = CUFF_MMHG (mmhg),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = 25 * 60 * 1000,
                        .disagree_max = CUFF_MMHG (10) };
  cuff_link_set_limits (rig->link, &limits, 1);
}

static guint
count_caps (Rig *rig, int mmhg)
{
  guint n = 0;
  for (guint i = 0; i < rig->events->len; i++) {
    const CuffLinkEvent *event = &g_array_index (rig->events, CuffLinkEvent, i);
    n += event->kind == CUFF_LINK_EVENT_LIMITS && event->limits[0].cap == CUFF_MMHG (mmhg);
  }
  return n;
}

typedef struct {
  int first_mmhg, second_mmhg;
} LateAnswer;

/* The second limits are asked for before the answer to the first has come, half a second later. */
static void
test_late_answer (gconstpointer data)
{
  const LateAnswer *late = data;
  Rig *rig = rig_new (NULL);
  rig_prepare (rig); /* 260 mmHg */
  cuff_sim_inject (rig->sim, CUFF_FAULT_DELAY);
  set_cap (rig, late->first_mmhg);
  rig_run_for (rig, 0.1);
  set_cap (rig, late->second_mmhg);
  rig_run_for (rig, 4);
  g_assert_cmpuint (count_caps (rig, late->first_mmhg), ==, 0);
  g_assert_cmpuint (count_caps (rig, late->second_mmhg), ==, 1);
  g_assert_null (rig_find_event (rig, CUFF_LINK_EVENT_REFUSED));
  cuff_sim_mend (rig->sim, CUFF_FAULT_DELAY);
  rig_run_for (rig, 1);
  cuff_link_arm (rig->link, CUFF_ARM_TRAINING);
  g_assert_nonnull (rig_await_event (rig, CUFF_LINK_EVENT_ARMED, 5)); /* the token says the same */
  rig_free (rig);
}

/* Armed by a person who then does nothing: the controller lets the arm expire after 10 s.  Nothing
 * is wrong with the device. */
static void
test_arm_expires (void)
{
  Rig *rig = rig_new (NULL);
  rig_arm (rig);
  double armed_s = rig_now_s (rig);
  const CuffLinkEvent *ended = rig_await_event (rig, CUFF_LINK_EVENT_ENDED, 12);
  g_assert_nonnull (ended);
  g_assert_cmpint (ended->reason, ==, CUFF_REASON_NOBODY);
  g_assert_cmpfloat (rig_now_s (rig) - armed_s, >=, 9.5);
  g_assert_null (rig_find_alarm (rig, CUFF_ALARM_DEVICE));
  g_assert_cmpuint (rig_truth (rig).n_inflations, ==, 0);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  static const LateAnswer lower = { 200, 120 };
  static const LateAnswer higher = { 120, 200 };
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/link/ask/late-answer/lower", &lower, test_late_answer);
  g_test_add_data_func ("/link/ask/late-answer/higher", &higher, test_late_answer);
  g_test_add_func ("/link/ask/arm-expires", test_arm_expires);
  return g_test_run ();
}
