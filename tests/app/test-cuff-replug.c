/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A cable that is pulled under pressure and put back: the same controller, one that has started
 * anew, another one, or something else altogether.  Whatever comes back is greeted and nothing
 * more; what was tight stays "treat as inflated" until it shows itself empty (R3).
 */
#include "cuff-sim.h"
#include "ebb-cuff.h"

#include <glib/gstdio.h>

typedef struct {
  char *folder, *port;
  EbbClock *clock;
  CuffSim *sim, *other;
  EbbCuff *cuff;
} Rig;

static CuffSim *
plug_in (Rig *rig, guint64 seed)
{
  CuffSimOptions options = { .clock = ebb_clock_get_cuff_clock (rig->clock),
                             .seed = seed,
                             .limb = CUFF_LIMB_THIGH,
                             .n_channels = 1,
                             .link_path = rig->port };
  CuffSim *sim = cuff_sim_start (&options);
  g_assert_nonnull (sim);
  return sim;
}

static void
run (Rig *rig, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (ebb_clock_now_us (rig->clock) < end_us)
    g_main_context_iteration (NULL, TRUE);
}

static EbbCuffView
view (Rig *rig)
{
  EbbCuffView shown;
  ebb_cuff_get_view (rig->cuff, &shown);
  return shown;
}

static CuffSimTruth
truth (CuffSim *sim)
{
  CuffSimTruth now;
  cuff_sim_get_truth (sim, &now);
  return now;
}

static void
order_hold (Rig *rig)
{
  CuffOrder order = { .mode = CUFF_MODE_HOLD, .target = CUFF_MMHG (110), .longest_ms = 60000 };
  CuffLink *link = ebb_cuff_get_link (rig->cuff);
  if (link != NULL)
    cuff_link_order (link, &order, 1, FALSE);
}

static void
inflate (Rig *rig)
{
  CuffLimits limits = { .cap = CUFF_MMHG (200),
                        .ramp_max = CUFF_MMHG (100),
                        .time_max_ms = 600000,
                        .disagree_max = CUFF_MMHG (10) };
  CuffInterlockConfig config = { .n_channels = 1,
                                 .channel = { { .lop = CUFF_PRESSURE_UNSET,
                                                .cap = CUFF_MMHG (300),
                                                .cap_transient = CUFF_MMHG (330),
                                                .continuous_limit_us = CUFF_SECONDS (900) } } };
  run (rig, 3);
  CuffLink *link = ebb_cuff_get_link (rig->cuff);
  g_assert_nonnull (link);
  cuff_link_set_interlock (link, &config);
  cuff_link_set_limits (link, &limits, 1);
  cuff_link_arm (link, CUFF_ARM_TRAINING);
  run (rig, 3);
  order_hold (rig);
  run (rig, 6);
  g_assert_cmpfloat (truth (rig->sim).cuff_mmhg, >, 90);
}

static Rig *
rig_inflated (void)
{
  Rig *rig = g_new0 (Rig, 1);
  rig->folder = g_dir_make_tmp ("ebb-replug-XXXXXX", NULL);
  rig->port = g_build_filename (rig->folder, "cuff", NULL);
  rig->clock = ebb_clock_new (cuff_clock_new_virtual (0));
  rig->sim = plug_in (rig, 1);
  rig->cuff = ebb_cuff_new (rig->clock, NULL, 1);
  g_assert_true (ebb_cuff_connect (rig->cuff, rig->port));
  inflate (rig);
  return rig;
}

static void
rig_free (Rig *rig)
{
  ebb_cuff_shut_down (rig->cuff);
  g_object_unref (rig->cuff);
  g_clear_pointer (&rig->other, cuff_sim_stop);
  cuff_sim_stop (rig->sim);
  ebb_clock_free (rig->clock);
  g_unlink (rig->port);
  g_rmdir (rig->folder);
  g_free (rig->port);
  g_free (rig->folder);
  g_free (rig);
}

/* Ordered again and again, as a program would that had not noticed. */
static void
assert_stays_empty (Rig *rig, CuffSim *sim, guint n_inflations)
{
  for (int i = 0; i < 20; i++) {
    order_hold (rig);
    run (rig, 1);
    g_assert_cmpfloat (truth (sim).cuff_mmhg, <, 20);
  }
  g_assert_cmpuint (truth (sim).n_inflations, ==, n_inflations);
}

/* The controller's own lease has vented it meanwhile; it shows so, and can be used again. */
static void
test_same_again (void)
{
  Rig *rig = rig_inflated ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_REPLUG);
  run (rig, 0.3);
  g_assert_cmpint (view (rig).state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (view (rig).at_risk);
  g_assert_false (cuff_pressure_is_set (view (rig).pressure[0]));
  run (rig, 10);
  g_assert_cmpint (view (rig).state, ==, EBB_CUFF_CONNECTED);
  g_assert_true (view (rig).deflated);
  assert_stays_empty (rig, rig->sim, 1);
  rig_free (rig);
}

/* Behind a blocked hose the sensor shows an empty cuff, on the next line too: it stays unproven
 * until somebody has seen the alarm or said that the cuff is off. */
static void
test_blocked_hose (void)
{
  Rig *rig = rig_inflated ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_HOSE_BLOCKED);
  ebb_cuff_stop (rig->cuff, CUFF_REASON_USER_STOP);
  run (rig, 5);
  g_assert_cmphex (view (rig).alarms & 1u << CUFF_ALARM_BLOCKED, !=, 0);
  g_assert_cmpfloat (truth (rig->sim).cuff_mmhg, >, 20);
  cuff_sim_inject (rig->sim, CUFF_FAULT_REPLUG);
  run (rig, 10);
  g_assert_nonnull (ebb_cuff_get_link (rig->cuff));
  g_assert_false (view (rig).deflated);
  g_assert_true (view (rig).at_risk);
  ebb_cuff_confirm_soft (rig->cuff);
  run (rig, 3);
  g_assert_true (view (rig).deflated);
  g_assert_false (view (rig).at_risk);
  rig_free (rig);
}

static void
test_started_anew (void)
{
  Rig *rig = rig_inflated ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_RESET);
  run (rig, 10);
  g_assert_cmpint (view (rig).state, ==, EBB_CUFF_CONNECTED);
  g_assert_true (view (rig).deflated);
  assert_stays_empty (rig, rig->sim, 1);
  rig_free (rig);
}

/* Another controller under the same name is nobody's permission to inflate. */
static void
test_other_controller (void)
{
  Rig *rig = rig_inflated ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  run (rig, 1);
  g_unlink (rig->port);
  rig->other = plug_in (rig, 2);
  run (rig, 10);
  g_assert_cmpint (view (rig).state, ==, EBB_CUFF_CONNECTED);
  assert_stays_empty (rig, rig->other, 0);
  g_assert_cmpuint (truth (rig->sim).n_inflations, ==, 1);
  rig_free (rig);
}

/* Something that is no controller: the cuff stays unknown, however long it talks. */
static void
test_stranger (gconstpointer data)
{
  Rig *rig = rig_inflated ();
  cuff_sim_inject (rig->sim, (CuffFault) GPOINTER_TO_INT (data));
  run (rig, 20);
  g_assert_cmpint (view (rig).state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (view (rig).at_risk);
  assert_stays_empty (rig, rig->sim, 1);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cuff/replug/same", test_same_again);
  g_test_add_func ("/cuff/replug/blocked-hose", test_blocked_hose);
  g_test_add_func ("/cuff/replug/started-anew", test_started_anew);
  g_test_add_func ("/cuff/replug/other-controller", test_other_controller);
  g_test_add_data_func ("/cuff/replug/nmea", GINT_TO_POINTER (CUFF_FAULT_NMEA), test_stranger);
  g_test_add_data_func ("/cuff/replug/modem", GINT_TO_POINTER (CUFF_FAULT_AT_MODEM), test_stranger);
  return g_test_run ();
}
