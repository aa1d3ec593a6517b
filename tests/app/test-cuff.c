/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of the cuff on every page: never less than what is true of it.
 */
#include "session-rig.h"

#include <poll.h>
#include <stdatomic.h>

static EbbCuffView
cuff_view (SessionRig *rig)
{
  EbbCuffView view;
  ebb_cuff_get_view (rig->cuff, &view);
  return view;
}

static gboolean
await_state (SessionRig *rig, EbbCuffState state, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (cuff_view (rig).state != state && ebb_clock_now_us (rig->clock) < end_us)
    session_rig_run (rig, 0.01);
  return cuff_view (rig).state == state;
}

static SessionRig *
rig_in_hold (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  rig->hands = FALSE;
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  return rig;
}

/* From nothing to a cuff that may be used; what is not known is not said. */
static void
test_connects (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  EbbCuffView view = cuff_view (rig);
  g_assert_cmpint (view.state, ==, EBB_CUFF_NONE);
  g_assert_false (view.simulated);
  g_assert_null (view.device);
  g_assert_false (cuff_pressure_is_set (view.pressure[0]));
  g_assert_true (ebb_cuff_connect (rig->cuff, cuff_sim_get_path (rig->sim)));
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_CONNECTING);
  g_assert_true (await_state (rig, EBB_CUFF_CONNECTED, 3));
  view = cuff_view (rig);
  g_assert_true (view.simulated);
  g_assert_nonnull (view.device);
  g_assert_false (view.at_risk); /* a moment's grace, while no pressure is reported */
  g_assert_false (view.deflated);
  g_assert_false (view.zero_ok);
  session_rig_run (rig, 2.5);
  view = cuff_view (rig);
  g_assert_true (view.deflated);
  g_assert_true (view.zero_ok);
  g_assert_true (view.self_test_ok);
  g_assert_false (view.at_risk);
  g_assert_cmpint (view.tight_since_us, ==, EBB_TIME_UNSET);
  session_rig_free (rig);
}

/* Nothing there: said with its cure, no more alarming than that, and tried again. */
static void
test_keeps_trying (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_assert_true (ebb_cuff_connect (rig->cuff, "/dev/pts/99999"));
  session_rig_run (rig, 7);
  EbbCuffView view = cuff_view (rig);
  g_assert_cmpint (view.state, ==, EBB_CUFF_NONE);
  g_assert_nonnull (view.problem);
  g_assert_false (view.at_risk);
  session_rig_free (rig);
}

/* Pulled at rest and plugged in again: nobody has to say anything. */
static void
test_plugged_in_again (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  g_autofree char *path = g_strdup (cuff_sim_get_path (rig->sim));
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  session_rig_run (rig, 5);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_NONE);
  if (!g_str_equal (session_rig_add_other (rig), path)) {
    g_test_skip ("the terminal's number was taken");
  } else {
    g_assert_true (await_state (rig, EBB_CUFF_CONNECTED, 4));
    g_assert_null (cuff_view (rig).problem);
    session_rig_run (rig, 3);
    g_assert_true (session_rig_view (rig).can_start);
  }
  session_rig_free (rig);
}

/* In no moment of a session is a cuff of 20 mmHg or more without its stop bar. */
static void
test_risk_is_shown (void)
{
  const CuffFault faults[] = { CUFF_FAULT_NONE,
                               CUFF_FAULT_SILENCE,
                               CUFF_FAULT_RESET,
                               CUFF_FAULT_DROPS,
                               CUFF_FAULT_VENT_STUCK,
                               CUFF_FAULT_VANISH,
                               CUFF_FAULT_SENSORS_DISAGREE,
                               CUFF_FAULT_POWER_LOSS };
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    SessionRigOptions options = { .seed = 4, .ask_side = TRUE };
    SessionRig *rig = session_rig_new (&options);
    guint n_tight = 0;
    session_rig_connect (rig);
    gint64 begin_us = ebb_clock_now_us (rig->clock);
    gboolean broken = FALSE;
    while (ebb_clock_now_us (rig->clock) - begin_us < CUFF_SECONDS (60)) {
      g_main_context_iteration (NULL, TRUE);
      gint64 t_us = ebb_clock_now_us (rig->clock) - begin_us;
      EbbSessionView view = session_rig_view (rig);
      if (view.puff == EBB_PUFF_NONE && t_us > CUFF_SECONDS (2))
        ebb_session_puff (rig->session);
      if (view.puff == EBB_PUFF_ASK)
        ebb_session_confirm_side (rig->session, TRUE);
      if (view.puff == EBB_PUFF_CONFIRMED && view.can_start)
        ebb_session_start (rig->session);
      if (!broken && view.phase == EBB_PHASE_HOLD) {
        broken = TRUE;
        if (faults[i] != CUFF_FAULT_NONE)
          cuff_sim_inject (rig->sim, faults[i]);
        else
          ebb_session_pause (rig->session);
      }
      if (session_rig_truth (rig).cuff_mmhg < 20)
        continue;
      n_tight++;
      g_assert_true (cuff_view (rig).at_risk);
    }
    g_assert_true (broken);
    g_assert_cmpuint (n_tight, >, 100);
    session_rig_free (rig);
  }
}

/* Nobody armed anything, and yet there is air: a pump that cannot be switched off. */
static void
test_air_unasked (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  guint n_tight = 0;
  session_rig_connect (rig);
  session_rig_run (rig, 4);
  g_assert_false (cuff_view (rig).at_risk);
  cuff_sim_inject (rig->sim, CUFF_FAULT_PUMP_STUCK);
  for (int i = 0; i < 1000; i++) {
    session_rig_run (rig, 0.01);
    if (session_rig_truth (rig).cuff_mmhg < 20)
      continue;
    n_tight++;
    g_assert_true (cuff_view (rig).at_risk);
    g_assert_false (session_rig_view (rig).can_start);
  }
  g_assert_cmpuint (n_tight, >, 100);
  session_rig_free (rig);
}

static void
test_tight_since (void)
{
  SessionRig *rig = rig_in_hold ();
  gint64 since_us = cuff_view (rig).tight_since_us;
  g_assert_cmpint (since_us, !=, EBB_TIME_UNSET);
  session_rig_run (rig, 5);
  g_assert_cmpint (cuff_view (rig).tight_since_us, ==, since_us);
  ebb_cuff_stop (rig->cuff, CUFF_REASON_USER_STOP); /* the stop bar's way */
  session_rig_run (rig, 5);
  g_assert_cmpint (cuff_view (rig).tight_since_us, ==, EBB_TIME_UNSET);
  g_assert_false (cuff_view (rig).at_risk);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  session_rig_free (rig);
}

/* Pulled under pressure: unknown, until a person says otherwise.  Pulled at rest: no cuff. */
static void
test_lost (void)
{
  SessionRig *rig = rig_in_hold ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (await_state (rig, EBB_CUFF_UNKNOWN, 0.2));
  g_assert_true (cuff_view (rig).at_risk);
  g_assert_false (cuff_pressure_is_set (cuff_view (rig).pressure[0]));
  g_assert_false (cuff_view (rig).deflated);
  g_assert_false (ebb_cuff_connect (rig->cuff, "/dev/ttyS99"));
  session_rig_run (rig, 10); /* tries go on; silence proves nothing */
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_UNKNOWN);
  ebb_cuff_confirm_soft (rig->cuff);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_NONE);
  g_assert_false (cuff_view (rig).at_risk);
  session_rig_free (rig);

  SessionRigOptions options = { .seed = 1 };
  rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  session_rig_run (rig, 1);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_NONE);
  g_assert_nonnull (cuff_view (rig).problem);
  session_rig_free (rig);
}

/* The same port comes back and shows that it is empty: known again without a person's word. */
static void
test_comes_back (void)
{
  SessionRig *rig = rig_in_hold ();
  g_autofree char *path = g_strdup (cuff_sim_get_path (rig->sim));
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  g_assert_true (await_state (rig, EBB_CUFF_UNKNOWN, 0.2));
  if (!g_str_equal (session_rig_add_other (rig), path)) {
    g_test_skip ("the terminal's number was taken");
  } else {
    g_assert_true (await_state (rig, EBB_CUFF_CONNECTED, 6));
    g_assert_true (cuff_view (rig).deflated);
    g_assert_false (cuff_view (rig).at_risk);
    g_assert_cmpuint (cuff_view (rig).alarms, ==, 0);
    /* The alarm is gone, but nobody has seen it yet. */
    g_assert_cmpuint (cuff_view (rig).alarms_latched, ==, 1u << CUFF_ALARM_LINK);
    ebb_cuff_acknowledge (rig->cuff, CUFF_ALARM_LINK);
    g_assert_cmpuint (cuff_view (rig).alarms_latched, ==, 0);
  }
  session_rig_free (rig);
}

/* Silent, then heard again: unknown all the while, and only a proof ends it. */
static void
test_silence (void)
{
  SessionRig *rig = rig_in_hold ();
  cuff_sim_inject (rig->sim, CUFF_FAULT_SILENCE);
  g_assert_true (await_state (rig, EBB_CUFF_UNKNOWN, 1.5));
  g_assert_true (cuff_view (rig).at_risk);
  session_rig_run (rig, 20);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_UNKNOWN);
  ebb_cuff_confirm_soft (rig->cuff);
  g_assert_cmpint (cuff_view (rig).state, !=, EBB_CUFF_UNKNOWN);
  session_rig_free (rig);
}

/* A crash left a session open: unknown before anything is connected, and no start on it. */
static void
test_assumed (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  ebb_cuff_assume_inflated (rig->cuff);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (cuff_view (rig).at_risk);
  session_rig_connect (rig);
  session_rig_run (rig, 0.5);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_UNKNOWN);
  g_assert_false (session_rig_view (rig).can_start);
  session_rig_run (rig, 3);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_CONNECTED);
  g_assert_true (session_rig_view (rig).can_start);
  session_rig_free (rig);
}

/* A controller that fell on its face forgets its limits and us: it is greeted again, and can be
 * used again, once somebody has seen what happened. */
static void
test_reset (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 3);
  cuff_sim_inject (rig->sim, CUFF_FAULT_RESET);
  session_rig_run (rig, 8);
  g_assert_cmpint (cuff_view (rig).state, ==, EBB_CUFF_CONNECTED);
  g_assert_true ((cuff_view (rig).alarms_latched & 1u << CUFF_ALARM_DEVICE) != 0);
  g_assert_cmpstr (session_rig_view (rig).why_not, ==, NULL);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 30));
  session_rig_free (rig);
}

static void
on_changed_cb (EbbCuff *cuff, guint *n)
{
  (*n)++;
}

/* A hundred samples a second are no reason to redraw every page. */
static void
test_changes_are_rare (void)
{
  SessionRig *rig = rig_in_hold ();
  guint n = 0;
  g_signal_connect (rig->cuff, "changed", G_CALLBACK (on_changed_cb), &n);
  session_rig_run (rig, 20);
  g_assert_cmpuint (n, ==, 0);
  ebb_session_stop (rig->session);
  session_rig_run (rig, 6);
  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpuint (n, <=, 6);
  g_signal_handlers_disconnect_by_data (rig->cuff, &n);
  session_rig_free (rig);
}

typedef struct {
  EbbCuff *cuff;
  _Atomic gboolean over;
  guint n_stops;
} Hammer;

static gpointer
hammer (gpointer user)
{
  Hammer *self = user;
  while (!atomic_load (&self->over)) {
    ebb_cuff_stop (self->cuff, CUFF_REASON_USER_STOP);
    self->n_stops++;
    poll (NULL, 0, 1); /* virtual time goes on only when the cuff thread may wait */
  }
  return NULL;
}

/* Stop from another thread while links come and go: never a link that is no more. */
static void
test_stop_from_anywhere (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  const char *path = cuff_sim_get_path (rig->sim);
  Hammer self = { .cuff = rig->cuff };
  ebb_session_connect (rig->session); /* so that time goes on without a port too */
  GThread *thread = g_thread_new ("hammer", hammer, &self);
  for (int i = 0; i < 20; i++) {
    g_assert_true (ebb_cuff_connect (rig->cuff, path));
    session_rig_run (rig, 0.3);
    g_assert_true (ebb_cuff_connect (rig->cuff, NULL));
    session_rig_run (rig, 0.3);
  }
  atomic_store (&self.over, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (self.n_stops, >, 20);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 0);
  session_rig_free (rig);
}

/* The program goes: vented and proven before the thread ends. */
static void
test_shut_down (void)
{
  SessionRig *rig = rig_in_hold ();
  ebb_cuff_shut_down (rig->cuff);
  g_assert_true (session_rig_truth (rig).vent_open);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_false (cuff_view (rig).at_risk);
  ebb_cuff_stop (rig->cuff, CUFF_REASON_USER_STOP); /* nothing there: does nothing */
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cuff/connects", test_connects);
  g_test_add_func ("/cuff/keeps-trying", test_keeps_trying);
  g_test_add_func ("/cuff/plugged-in-again", test_plugged_in_again);
  g_test_add_func ("/cuff/risk-is-shown", test_risk_is_shown);
  g_test_add_func ("/cuff/air-unasked", test_air_unasked);
  g_test_add_func ("/cuff/tight-since", test_tight_since);
  g_test_add_func ("/cuff/lost", test_lost);
  g_test_add_func ("/cuff/comes-back", test_comes_back);
  g_test_add_func ("/cuff/silence", test_silence);
  g_test_add_func ("/cuff/assumed-inflated", test_assumed);
  g_test_add_func ("/cuff/reset", test_reset);
  g_test_add_func ("/cuff/changes-are-rare", test_changes_are_rare);
  g_test_add_func ("/cuff/stop-from-anywhere", test_stop_from_anywhere);
  g_test_add_func ("/cuff/shut-down", test_shut_down);
  return g_test_run ();
}
