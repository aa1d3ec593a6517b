/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Closing the window: with a tight cuff it stops, waits for the proof, keeps the record as
 * interrupted, and then it is gone; without one it just closes.
 */
#include "ui-walk.h"

/* Shutdown waits at most 6 s for the proof (contracts: one meaning each); then the record closes.
 */
#define LEAVE_S 8.5

static gboolean
is_gone (UiRig *rig, gconstpointer data)
{
  return ui_rig_window (rig) == NULL;
}

static void
expect_interrupted (UiRig *rig)
{
  EbbSessionView view = ui_rig_view (rig);
  g_assert_true (ebb_session_is_closed (rig->session));
  g_assert_cmpint (view.end_state, ==, EBB_STATE_INTERRUPTED);
  g_assert_cmpint (view.end_reason, ==, CUFF_REASON_SHUTDOWN);
}

static void
test_tight (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  CuffTime now_us = ebb_clock_now_us (rig->clock);
  gtk_window_close (GTK_WINDOW (ui_rig_window (rig)));
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Stopping the cuff"));
  g_assert_true (ui_rig_await (rig, is_gone, NULL, LEAVE_S));
  CuffSimTruth truth = ui_rig_truth (rig);
  g_assert_true (truth.vent_open);
  g_assert_cmpint (truth.vented_at_us, >=, now_us);
  g_assert_cmpfloat (truth.cuff_mmhg, <, 10);
  expect_interrupted (rig);
}

/* The valve does not open: the window says so, and does not wait for ever. */
static void
test_stuck (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VENT_STUCK);
  CuffTime now_us = ebb_clock_now_us (rig->clock);
  gtk_window_close (GTK_WINDOW (ui_rig_window (rig)));
  gtk_window_close (GTK_WINDOW (ui_rig_window (rig))); /* asked twice: nothing more happens */
  ui_rig_run (rig, 4);
  g_assert_nonnull (ui_find_label (ui_rig_window (rig), "Stopping the cuff"));
  g_assert_nonnull (ui_find_button (ui_rig_window (rig), "Stop and deflate"));
  g_assert_true (ui_rig_await (rig, is_gone, NULL, LEAVE_S));
  g_assert_cmpint (ebb_clock_now_us (rig->clock) - now_us, >=, CUFF_SECONDS (6));
  g_assert_cmpint (ui_rig_view (rig).end_state, !=, EBB_STATE_COMPLETED);
}

static void
test_soft (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_rig_run (rig, 3); /* the cuff has shown itself */
  gtk_window_close (GTK_WINDOW (ui_rig_window (rig)));
  g_assert_true (is_gone (rig, NULL));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leave/tight", test_tight);
  g_test_add_func ("/leave/valve-stuck", test_stuck);
  g_test_add_func ("/leave/soft", test_soft);
  return g_test_run ();
}
