/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What plot and strip are given: parts of a repetition and the pacer.
 */
#include "ebb-live-feed.h"
#include "live-rig.h"

#include <math.h>

static const EbbTempo tempo = { 1000, 5000, 1000, 0 };

/* Start, end and hold are measured; the rest is shared as the tempo shares it. */
static void
test_wave (void)
{
  CuffRep rep = { .start_us = CUFF_SECONDS (10),
                  .end_us = CUFF_MS (16600),
                  .hold_ms = 5000,
                  .source = CUFF_REP_WAVE };
  EbbStripRep shown = ebb_strip_rep_of (&rep, 3, &tempo);
  g_assert_cmpuint (shown.number, ==, 3);
  g_assert_false (shown.tapped);
  g_assert_cmpfloat_with_epsilon (shown.hold_s, 5.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (shown.contract_s, 0.8, 1e-9);
  g_assert_cmpfloat_with_epsilon (shown.relax_s, 0.8, 1e-9);
}

/* Of a tap nothing was measured, and nothing is shown as if it were. */
static void
test_tap (void)
{
  CuffRep rep = { .start_us = CUFF_SECONDS (10),
                  .end_us = CUFF_SECONDS (10),
                  .source = CUFF_REP_TAP };
  EbbStripRep shown = ebb_strip_rep_of (&rep, 1, &tempo);
  g_assert_true (shown.tapped);
  g_assert_true (isnan (shown.contract_s) && isnan (shown.hold_s) && isnan (shown.relax_s));
}

static void
test_pacer (void)
{
  g_auto (LiveRig) rig = { 0 };
  live_rig_init (&rig);
  live_rig_phase (&rig, EBB_PHASE_CONTRACT, 400, 1000);
  g_assert_cmpfloat_with_epsilon (ebb_pacer_s (&rig.view, &rig.plan, RIG_NOW_US), 0.4, 1e-9);
  live_rig_phase (&rig, EBB_PHASE_HOLD, 2000, 5000);
  g_assert_cmpfloat_with_epsilon (ebb_pacer_s (&rig.view, &rig.plan, RIG_NOW_US), 3.0, 1e-9);
  live_rig_phase (&rig, EBB_PHASE_RELAX, 500, 1000);
  g_assert_cmpfloat_with_epsilon (ebb_pacer_s (&rig.view, &rig.plan, RIG_NOW_US), 6.5, 1e-9);
  live_rig_phase (&rig, EBB_PHASE_REST, 500, 30000);
  g_assert_cmpfloat (ebb_pacer_s (&rig.view, &rig.plan, RIG_NOW_US), <, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/feed/wave", test_wave);
  g_test_add_func ("/feed/tap", test_tap);
  g_test_add_func ("/feed/pacer", test_pacer);
  return g_test_run ();
}
