/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person sees when something ended badly, and that nothing else comes before it.
 */
#include "ui-walk.h"

#include "ebb-patients-page.h"
#include "ebb-safe-page.h"

/* After a crash the first thing is the cuff, and the list of patients is not to be had before it
 * is proven or said to be soft. */
static void
test_left_open (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .left_open = TRUE });
  GtkWidget *window = ui_rig_window (rig);
  g_assert_nonnull (ui_find_type (window, EBB_TYPE_SAFE_PAGE, 0));
  g_assert_null (ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0));
  g_assert_nonnull (ui_find_label (window, "interrupted"));
  gtk_widget_activate_action (window, "win.back", NULL);
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_type (window, EBB_TYPE_SAFE_PAGE, 0));
  /* The simulated cuff answers and shows itself vented: then one may go on. */
  g_assert_true (ui_rig_await_button (rig, "Go on", 15));
  ui_rig_press (rig, "Go on");
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_type (window, EBB_TYPE_PATIENTS_PAGE, 0));
}

/* The same after a crash in a search for an occlusion pressure, which is no session. */
static void
test_left_searching (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .left_searching = TRUE });
  GtkWidget *window = ui_rig_window (rig);
  g_assert_nonnull (ui_find_type (window, EBB_TYPE_SAFE_PAGE, 0));
  g_assert_null (ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0));
  g_assert_nonnull (ui_find_label (window, "search for an occlusion pressure"));
  g_assert_nonnull (ui_find_label (window, "interrupted"));
  EbbCuffView view;
  ebb_cuff_get_view (rig->cuff, &view);
  g_assert_true (view.at_risk || view.deflated); /* not shown to be soft: treat as inflated */
  g_assert_true (ui_rig_await_button (rig, "Go on", 15));
  ui_rig_press (rig, "Go on");
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_type (window, EBB_TYPE_PATIENTS_PAGE, 0));
}

/* The port vanishes with a tight cuff: unknown until a person says that it is soft and off; no
 * pressure is pretended meanwhile. */
static void
test_vanish (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1 });
  ui_walk_to_hold (rig);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (ui_rig_await_phase (rig, EBB_PHASE_UNKNOWN, 5));
  ui_rig_run (rig, 2);
  ui_rig_settle (rig);
  GtkWidget *window = ui_rig_window (rig);
  g_assert_nonnull (ui_find_label (window, "Unknown"));
  g_assert_nonnull (ui_find_label (window, "treat as inflated"));
  g_assert_null (ui_find_label (window, "· 0 mmHg"));
  EbbCuffView view;
  ebb_cuff_get_view (rig->cuff, &view);
  g_assert_cmpint (view.state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (view.at_risk);
  g_assert_nonnull (ui_find_button (window, "Stop and deflate"));
}

/* The statement comes before anything else on the first start, and is not asked twice. */
static void
test_statement (void)
{
  g_autoptr (UiRig) rig = ui_rig_new (&(UiRigOptions){ .seed = 1, .statement = TRUE });
  GtkWidget *window = ui_rig_window (rig);
  g_assert_true (ui_rig_await_label (rig, "not a cleared medical device", 5));
  g_assert_null (ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0));
  ui_rig_type (rig, "Name", "A. Sample");
  ui_rig_settle (rig);
  ui_rig_press (rig, "I have read this");
  ui_rig_run (rig, 1);
  ui_rig_settle (rig);
  g_assert_nonnull (ui_find_type (window, GTK_TYPE_SEARCH_ENTRY, 0));
  const EbbClinic *clinic = ebb_desk_get_clinic (ebb_application_get_desk (rig->application));
  g_assert_cmpstr (clinic->statement_by, ==, "A. Sample");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safe/after-a-crash", test_left_open);
  g_test_add_func ("/safe/after-a-search", test_left_searching);
  g_test_add_func ("/safe/port-vanishes", test_vanish);
  g_test_add_func ("/safe/statement-first", test_statement);
  return g_test_run ();
}
