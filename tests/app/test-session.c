/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of a session: in the cuff (the simulator's truth) and on disk (read back by another
 * connection after everything was closed).
 */
#include "session-rig.h"

#include <poll.h>
#include <string.h>

static void
test_completed (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  ebb_session_start (rig->session); /* a one-shot token */
  g_assert_true (session_rig_run_to_end (rig, 200));
  CuffSimTruth truth = session_rig_truth (rig);
  g_assert_cmpuint (truth.n_inflations, ==, 1);
  g_assert_cmpuint (truth.n_reps_done, ==, 15);
  g_assert_cmpfloat (truth.cuff_mmhg, <, 10);
  g_assert_cmpuint (rig->alarms_seen, ==, 0);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_COMPLETED);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_PLAN_DONE);
  g_assert_true (record->simulated);
  g_assert_cmpstr (record->operator_name, ==, "Tester");
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  g_assert_cmpuint (sets->len, ==, 1);
  const EbbSetRecord *set = g_ptr_array_index (sets, 0);
  g_assert_cmpuint (set->reps_counted, ==, 15);
  g_assert_cmpstr (set->end_reason, ==, "done");
  g_assert_cmpuint (session_rig_count_events (rig, db, "cuff-off"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "armed"), ==, 1);
  session_rig_assert_whole (rig, db, record->ended_us / 1e6);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Twenty invented people who leave two out and do one twice: 15 - 2 + 1, exactly, from the wave. */
static void
test_exact_count (void)
{
  for (guint64 seed = 1; seed <= 20; seed++) {
    SessionRigOptions options = { .seed = seed };
    options.patient = (CuffPatientScript){ .n_skipped = 2,
                                           .skipped = { 1 + seed % 5, 7 + seed % 4 },
                                           .n_added = 1,
                                           .added = { 12 + seed % 4 } };
    SessionRig *rig = session_rig_new (&options);
    session_rig_connect (rig);
    ebb_session_start (rig->session);
    g_assert_true (session_rig_run_to_end (rig, 200));
    g_assert_cmpuint (session_rig_truth (rig).n_reps_done, ==, 14);

    g_autoptr (EbbDb) db = session_rig_finish (rig);
    g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
    const EbbSetRecord *set = g_ptr_array_index (sets, 0);
    g_assert_cmpuint (set->reps_counted, ==, 14);
    g_autoptr (GPtrArray) reps = ebb_db_get_reps (db, set->id, NULL);
    g_assert_cmpuint (reps->len, ==, 14);
    for (guint i = 0; i < reps->len; i++) {
      const EbbRepRecord *rep = g_ptr_array_index (reps, i);
      g_assert_cmpint (rep->rep.source, ==, CUFF_REP_WAVE);
      g_assert_cmpint (rep->rep.amplitude, >=, CUFF_MMHG (8));
    }
    g_clear_pointer (&db, ebb_db_close);
    session_rig_free (rig);
  }
}

typedef void (*Act) (SessionRig *rig);

static void
press_stop (SessionRig *rig)
{
  ebb_session_stop (rig->session);
}

static void
press_button (SessionRig *rig)
{
  cuff_sim_inject (rig->sim, CUFF_FAULT_STOP_BUTTON);
}

static void
go_silent (SessionRig *rig)
{
  cuff_sim_inject (rig->sim, CUFF_FAULT_SILENCE);
}

static void
reset_device (SessionRig *rig)
{
  cuff_sim_inject (rig->sim, CUFF_FAULT_RESET);
}

static void
offset_sensor (SessionRig *rig)
{
  cuff_sim_inject (rig->sim, CUFF_FAULT_SENSORS_DISAGREE);
}

static void
sleep_machine (SessionRig *rig)
{
  cuff_clock_pretend_sleep (ebb_clock_get_cuff_clock (rig->clock), CUFF_SECONDS (60));
}

/* What ends a session before its time, and what the record says of it. */
typedef struct {
  const char *name;
  Act act;
  EbbEndState state;
  CuffReason code;
} EndRow;

static const EndRow end_rows[] = {
  { "stop", press_stop, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP },
  { "device-button", press_button, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_DEVICE_BUTTON },
  { "silence", go_silent, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST },
  { "reset", reset_device, EBB_STATE_INTERRUPTED, CUFF_REASON_DEVICE_RESET },
  { "sensor", offset_sensor, EBB_STATE_STOPPED_BY_SAFETY, CUFF_REASON_SENSOR },
  { "sleep", sleep_machine, EBB_STATE_INTERRUPTED, CUFF_REASON_SLEEP },
};

static const EbbPhase end_phases[] = { EBB_PHASE_INFLATING, EBB_PHASE_READY, EBB_PHASE_HOLD };

static void
end_in_phase (const EndRow *row, EbbPhase phase)
{
  SessionRigOptions options = { .seed = 3 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, phase, 60));
  session_rig_run (rig, 0.6); /* in the middle of it */
  row->act (rig);
  session_rig_run (rig, 6);
  CuffSimTruth truth = session_rig_truth (rig);
  g_assert_true (truth.vent_open);
  g_assert_cmpfloat (truth.cuff_mmhg, <, 10);
  g_assert_cmpuint (truth.n_inflations, ==, 1);
  /* Nothing inflates again, whatever is asked; only a person's word or a proof closes it. */
  ebb_session_start (rig->session);
  ebb_session_resume (rig->session);
  session_rig_run (rig, 20);
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 1);
  if (!ebb_session_is_closed (rig->session))
    ebb_session_give_up (rig->session);
  session_rig_run (rig, 1);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, row->state);
  g_assert_cmpint (record->state_code, ==, row->code);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

static void
test_end (gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (end_phases); i++)
    end_in_phase (data, end_phases[i]);
}

/* The cable is pulled: said at once, never shown as safe, closed as interrupted. */
static void
test_cable_pulled (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  cuff_sim_inject (rig->sim, CUFF_FAULT_VANISH);
  session_rig_run (rig, 0.2);
  EbbSessionView view = session_rig_view (rig);
  g_assert_cmpint (view.phase, ==, EBB_PHASE_UNKNOWN);
  g_assert_false (view.deflated);
  g_assert_nonnull (ebb_session_get_problem (rig->session));
  g_assert_true ((rig->alarms_seen & 1u << CUFF_ALARM_LINK) != 0);
  session_rig_run (rig, 3);
  g_assert_true (session_rig_truth (rig).vent_open); /* the lease */
  g_assert_false (cuff_pressure_is_set (session_rig_view (rig).pressure));
  ebb_session_give_up (rig->session);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_INTERRUPTED);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_LINK_LOST);
  g_assert_cmpuint (session_rig_count_events (rig, db, "link-lost"), ==, 1);
  g_assert_cmpuint (session_rig_count_events (rig, db, "cuff-off"), ==, 0);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Taps: counted once though the wave shows the same repetition; Undo takes one back and keeps it
 * in the record. */
static void
test_taps (void)
{
  SessionRigOptions options = { .seed = 1 };
  options.patient = (CuffPatientScript){ .n_skipped = 2, .skipped = { 2, 3 } };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  session_rig_run (rig, 1);
  ebb_session_tap (rig->session); /* the therapist and the wave see repetition 1 */
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 1);
  session_rig_run (rig, 7);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 1);
  ebb_session_tap (rig->session); /* 2 is not done, but tapped by mistake */
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 2);
  ebb_session_undo (rig->session);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 1);
  ebb_session_cuff_off (rig->session, "Tester"); /* nonsense in the middle of a set: not taken */
  session_rig_run (rig, 21);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 2); /* 4 is the next one really done */
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 30));

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  const EbbSetRecord *set = g_ptr_array_index (sets, 0);
  g_assert_cmpuint (set->reps_counted, ==, 2);
  g_autoptr (GPtrArray) reps = ebb_db_get_reps (db, set->id, NULL);
  guint n_removed = 0, n_tapped = 0;
  for (guint i = 0; i < reps->len; i++) {
    const EbbRepRecord *rep = g_ptr_array_index (reps, i);
    n_removed += rep->removed;
    n_tapped += rep->rep.source == CUFF_REP_TAP;
  }
  g_assert_cmpuint (reps->len, ==, 3);
  g_assert_cmpuint (n_removed, ==, 1);
  g_assert_cmpuint (n_tapped, ==, 2);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* -10 at once, also in the middle of a repetition; +10 not there, and never above the target that
 * was resolved. */
static void
test_change_target (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  CuffPressure resolved = ebb_session_get_target (rig->session)->target;
  ebb_session_change_target (rig->session, -10, NULL);
  session_rig_run (rig, 2);
  g_assert_cmpint (session_rig_view (rig).target, ==, resolved - CUFF_MMHG (10));
  ebb_session_change_target (rig->session, 10, "stronger now");
  session_rig_run (rig, 0.5);
  g_assert_cmpint (session_rig_view (rig).target, ==, resolved - CUFF_MMHG (10));
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 30));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "target-changed"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* A pause keeps the pressure for 60 s and not longer. */
static void
test_pause_ends (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  ebb_session_pause (rig->session);
  session_rig_run (rig, 58);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, >, 95);
  session_rig_run (rig, 8);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_true (session_rig_run_to_end (rig, 30));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_PAUSE_OVER);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* The window stands still for a minute in the middle of a set.  The cuff thread vents after ten
 * seconds; the record says so, and invents no work after that moment. */
static void
test_frozen_window (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  CuffClock *clock = ebb_clock_get_cuff_clock (rig->clock);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  CuffTime frozen_us = cuff_clock_now (clock);
  cuff_clock_block_begin (clock);
  while (cuff_clock_now (clock) < frozen_us + CUFF_SECONDS (60))
    poll (NULL, 0, 1);
  cuff_clock_block_end (clock);
  g_assert_true (session_rig_truth (rig).vent_open);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_assert_true (session_rig_run_to_end (rig, 10));
  g_assert_cmpuint (session_rig_truth (rig).n_inflations, ==, 1);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_UI_FROZEN);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  g_assert_cmpuint (sets->len, ==, 1);
  const EbbSetRecord *set = g_ptr_array_index (sets, 0);
  g_assert_cmpint (set->ended_us - set->started_us, <=, CUFF_SECONDS (12));
  g_assert_cmpuint (set->reps_counted, <=, 2);
  g_assert_cmpuint (session_rig_count_events (rig, db, "alarm"), ==,
                    1); /* the recorder was not frozen */
  session_rig_assert_whole (rig, db, record->ended_us / 1e6);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Stopped before the controller had answered: nothing happened, nothing is recorded. */
static void
test_stop_before_identity (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_stop (rig->session);
  session_rig_run (rig, 5);
  g_assert_true (ebb_session_is_closed (rig->session));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) sessions = ebb_db_list_sessions (db, NULL, 10, NULL);
  g_assert_cmpuint (sessions->len, ==, 0);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* The program goes in the middle of a set: vented, proven, and closed as interrupted. */
static void
test_shutdown (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpfloat (session_rig_truth (rig).cuff_mmhg, <, 10);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  g_assert_cmpint (record->state, ==, EBB_STATE_INTERRUPTED);
  g_assert_cmpint (record->state_code, ==, CUFF_REASON_SHUTDOWN);
  g_assert_cmpint (record->ended_us, >, 0);
  g_assert_cmpuint (session_rig_count_events (rig, db, "cuff-off"), ==, 0);
  g_assert_cmpuint (session_rig_count_events (rig, db, "released"), ==, 1); /* it was waited for */
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* As many undos as there were taps; one more changes nothing and is no failure of the store. */
static void
test_undo_twice (void)
{
  SessionRigOptions options = { .seed = 1 };
  options.patient = (CuffPatientScript){ .n_skipped = 4, .skipped = { 1, 2, 3, 4 } };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 60));
  for (int i = 0; i < 3; i++) {
    ebb_session_tap (rig->session);
    session_rig_run (rig, 2);
  }
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 3);
  for (int i = 0; i < 4; i++)
    ebb_session_undo (rig->session);
  g_assert_cmpuint (session_rig_view (rig).reps, ==, 0);
  session_rig_run (rig, 1);
  g_assert_cmpuint (rig->alarms_seen, ==, 0);
  ebb_session_stop (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 30));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (GPtrArray) sets = session_rig_sets (rig, db);
  const EbbSetRecord *set = g_ptr_array_index (sets, 0);
  g_assert_cmpuint (set->reps_counted, ==, 0);
  g_autoptr (GPtrArray) reps = ebb_db_get_reps (db, set->id, NULL);
  g_assert_cmpuint (reps->len, ==, 3);
  for (guint i = 0; i < reps->len; i++)
    g_assert_true (((EbbRepRecord *) g_ptr_array_index (reps, i))->removed);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* No order, an order of somebody else, an order that has run out: locked here, not in a window. */
static void
test_order_needed (void)
{
  SessionRigOptions rig_options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&rig_options);
  EbbOrder other = *rig->order, old = *rig->order;
  other.patient_id = (char *) "somebody-else";
  old.valid_until = (char *) "2020-02-01";
  const EbbOrder *orders[] = { NULL, &other, &old };
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (GError) error = NULL;
    EbbSessionOptions options;
    session_rig_fill (rig, &rig_options, &options);
    options.order = orders[i];
    g_assert_null (ebb_session_new (&options, &error));
    g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_NO_ORDER);
  }
  session_rig_free (rig);
}

/* Three minutes of blood flow between bouts: a reason shortens them, but not after a safety
 * deflation; and time already under pressure counts against the limit of the limb. */
static void
test_reperfusion (void)
{
  SessionRigOptions rig_options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&rig_options);
  const struct {
    EbbLimbHistory history;
    const char *reason;
    int code; /* -1 = may start */
  } rows[] = {
    { { .reperfusion_left_us = 0 }, NULL, -1 },
    { { .reperfusion_left_us = 1 }, NULL, EBB_SESSION_ERROR_REPERFUSION },
    { { .reperfusion_left_us = 1 }, "", EBB_SESSION_ERROR_REPERFUSION },
    { { .reperfusion_left_us = 1 }, "patient must leave", -1 },
    { { .reperfusion_left_us = 1, .last_end = EBB_STATE_STOPPED_BY_SAFETY },
      "patient must leave",
      EBB_SESSION_ERROR_REPERFUSION },
    { { .continuous_us = CUFF_SECONDS (1094) }, NULL, -1 }, /* 1094 + 105 s of plan < 20 min */
    { { .continuous_us = CUFF_SECONDS (1096) }, NULL, EBB_SESSION_ERROR_TIME },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    EbbSessionOptions options;
    session_rig_fill (rig, &rig_options, &options);
    options.bout.history = &rows[i].history;
    options.bout.reperfusion_reason = rows[i].reason;
    g_autoptr (EbbSession) session = ebb_session_new (&options, &error);
    g_assert_cmpint (session != NULL, ==, rows[i].code < 0);
    if (rows[i].code >= 0)
      g_assert_error (error, EBB_SESSION_ERROR, rows[i].code);
  }
  session_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/completed", test_completed);
  for (gsize i = 0; i < G_N_ELEMENTS (end_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/session/end/%s", end_rows[i].name);
    g_test_add_data_func (path, &end_rows[i], test_end);
  }
  g_test_add_func ("/session/cable-pulled", test_cable_pulled);
  g_test_add_func ("/session/taps", test_taps);
  g_test_add_func ("/session/change-target", test_change_target);
  g_test_add_func ("/session/pause-ends", test_pause_ends);
  g_test_add_func ("/session/frozen-window", test_frozen_window);
  g_test_add_func ("/session/stop-before-identity", test_stop_before_identity);
  g_test_add_func ("/session/shutdown", test_shutdown);
  g_test_add_func ("/session/undo-twice", test_undo_twice);
  g_test_add_func ("/session/order-needed", test_order_needed);
  g_test_add_func ("/session/reperfusion", test_reperfusion);
  g_test_add_func ("/session/exact-count", test_exact_count);
  return g_test_run ();
}
