/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How bouts end.  What the patient depends on: a stop vents at once in every phase, nothing
 * inflates after it, and a bout closes only when the cuff was shown, or said by a person, to be
 * soft.  What the record depends on: the end state tells the truth.
 */
#include "machine-rig.h"

#define S(seconds) CUFF_SECONDS (seconds)

/* The phases in which the cuff is, or may be, under pressure. */
static const EbbPhase pressurised[] = { EBB_PHASE_INFLATING, EBB_PHASE_READY, EBB_PHASE_CONTRACT,
                                        EBB_PHASE_HOLD,      EBB_PHASE_RELAX, EBB_PHASE_SET_END,
                                        EBB_PHASE_REST,      EBB_PHASE_PAUSED };

static const EbbPhase before_pressure[] = { EBB_PHASE_SELF_CHECK, EBB_PHASE_ARMING };

static const EbbPhase endings[] = { EBB_PHASE_DEFLATING, EBB_PHASE_UNKNOWN, EBB_PHASE_REMOVE_CUFF,
                                    EBB_PHASE_CLOSED };

static void
assert_end (const Rig *rig, EbbEndState state, CuffReason reason)
{
  g_assert_cmpint (rig->machine.end_state, ==, state);
  g_assert_cmpint (rig->machine.end_reason, ==, reason);
}

/* --- Stop -------------------------------------------------------------------------------- */

static void
test_stop_under_pressure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pressurised); i++) {
    guint todo;
    Rig rig;

    rig_init_in (&rig, pressurised[i]);
    todo = rig_feed (&rig, EBB_INPUT_STOP);
    g_assert_true (todo & EBB_DO_VENT);
    g_assert_false (todo & EBB_DO_CLOSE);
    g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_VENT);
    rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
    assert_end (&rig, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP);
    g_assert_cmpuint (rig.n_ended, ==, rig.n_begun); /* no set is left open */

    rig_run_to (&rig, EBB_PHASE_REMOVE_CUFF);
    g_assert_true (rig_feed (&rig, EBB_INPUT_CUFF_OFF) & EBB_DO_CLOSE);
    assert_end (&rig, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP);
  }
}

static void
test_stop_before_pressure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (before_pressure); i++) {
    guint todo;
    Rig rig;

    rig_init_in (&rig, before_pressure[i]);
    todo = rig_feed (&rig, EBB_INPUT_STOP);
    g_assert_true (todo & EBB_DO_VENT);
    g_assert_true (todo & EBB_DO_CLOSE);
    rig_assert_phase (&rig, EBB_PHASE_CLOSED);
    assert_end (&rig, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP);
  }
}

/* Pressing Stop again vents again and changes nothing else; a finished plan stays finished. */
static void
test_stop_after_the_end (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    EbbEndState before;
    Rig rig;

    rig_init_in (&rig, endings[i]);
    before = rig.machine.end_state;
    g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_STOP), ==, EBB_DO_VENT);
    rig_assert_phase (&rig, endings[i]);
    g_assert_cmpint (rig.machine.end_state, ==, before);
  }
}

static void
test_set_that_was_cut (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed (&rig, EBB_INPUT_STOP);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "stopped");
  assert_us (rig.machine.set_ended_us, rig.now_us);

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed_reason (&rig, EBB_INPUT_SAFETY_STOP, CUFF_REASON_OVER_PRESSURE);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "safety");

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed (&rig, EBB_INPUT_LINK_LOST);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "interrupted");

  /* The pacer had led all of it. */
  rig_init_in (&rig, EBB_PHASE_SET_END);
  rig_run_us (&rig, S (1));
  rig_feed (&rig, EBB_INPUT_STOP);
  g_assert_cmpstr (rig.machine.set_end_reason, ==, "done");
  assert_us (rig.machine.set_ended_us, rig.now_us - S (1));
}

/* --- Reasons and end states -------------------------------------------------------------- */

static void
test_states_of_reasons (void)
{
  static const struct {
    EbbInputKind kind;
    CuffReason reason;
    EbbEndState state;
  } rows[] = {
    { EBB_INPUT_STOP, CUFF_REASON_DEVICE_BUTTON, EBB_STATE_STOPPED_BY_USER },
    { EBB_INPUT_STOP, CUFF_REASON_SHUTDOWN, EBB_STATE_INTERRUPTED },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_OVER_PRESSURE, EBB_STATE_STOPPED_BY_SAFETY },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_TIME_LIMIT, EBB_STATE_STOPPED_BY_SAFETY },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_UI_FROZEN, EBB_STATE_STOPPED_BY_SAFETY },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_DEVICE_FAULT, EBB_STATE_STOPPED_BY_SAFETY },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_SENSOR, EBB_STATE_STOPPED_BY_SAFETY },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_DEVICE_BUTTON, EBB_STATE_STOPPED_BY_USER },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_SLEEP, EBB_STATE_INTERRUPTED },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_SHUTDOWN, EBB_STATE_INTERRUPTED },
    { EBB_INPUT_SAFETY_STOP, CUFF_REASON_LEASE, EBB_STATE_INTERRUPTED },
    { EBB_INPUT_REFUSED, CUFF_REASON_REFUSED, EBB_STATE_INTERRUPTED },
    { EBB_INPUT_REFUSED, CUFF_REASON_SELF_TEST, EBB_STATE_STOPPED_BY_SAFETY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Rig rig;

    rig_init_in (&rig, EBB_PHASE_HOLD);
    g_assert_true (rig_feed_reason (&rig, rows[i].kind, rows[i].reason) & EBB_DO_VENT);
    rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
    assert_end (&rig, rows[i].state, rows[i].reason);

    rig_init_in (&rig, EBB_PHASE_ARMING);
    g_assert_true (rig_feed_reason (&rig, rows[i].kind, rows[i].reason) & EBB_DO_CLOSE);
    assert_end (&rig, rows[i].state, rows[i].reason);
  }
}

/* Something goes wrong after the last set and before the proof: that plan was not completed. */
static void
test_completed_only_with_the_proof (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_DEFLATING);
  assert_end (&rig, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
  rig_feed_reason (&rig, EBB_INPUT_SAFETY_STOP, CUFF_REASON_SENSOR);
  assert_end (&rig, EBB_STATE_STOPPED_BY_SAFETY, CUFF_REASON_SENSOR);

  rig_init_in (&rig, EBB_PHASE_DEFLATING);
  rig_feed (&rig, EBB_INPUT_LINK_LOST);
  rig_assert_phase (&rig, EBB_PHASE_UNKNOWN);
  assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST);

  /* The first cause of a stop stays the cause. */
  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig_feed (&rig, EBB_INPUT_STOP);
  rig_feed (&rig, EBB_INPUT_LINK_LOST);
  rig_assert_phase (&rig, EBB_PHASE_UNKNOWN);
  assert_end (&rig, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP);
  g_assert_cmpint (rig.machine.unknown_reason, ==, CUFF_REASON_LINK_LOST);
}

static void
test_shutdown_with_the_cuff_still_on (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REMOVE_CUFF);
  g_assert_true (rig_feed_reason (&rig, EBB_INPUT_STOP, CUFF_REASON_SHUTDOWN) & EBB_DO_CLOSE);
  assert_end (&rig, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
}

/* --- Not reached, not armed, refused ----------------------------------------------------- */

static void
test_target_not_reached_in_60_s (void)
{
  CuffTime ordered_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_ARMING);
  rig.inflate_us = CUFF_TIME_NEVER;
  ordered_us = rig.now_us;
  rig_feed (&rig, EBB_INPUT_ARMED);
  rig_run_us (&rig, S (59));
  rig_assert_phase (&rig, EBB_PHASE_INFLATING);
  rig_run_to (&rig, EBB_PHASE_DEFLATING);
  assert_us (rig.machine.phase_since_us, ordered_us + S (60));
  assert_end (&rig, EBB_STATE_STOPPED_BY_SAFETY, CUFF_REASON_NOT_REACHED);
  g_assert_cmpuint (rig.n_begun, ==, 0);
}

static void
test_never_armed (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_ARMING);
  rig_run_us (&rig, S (10));
  rig_assert_phase (&rig, EBB_PHASE_CLOSED);
  assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_REFUSED);
  g_assert_false (rig.machine.pressurised);

  /* An answer that comes too late finds no tick needed. */
  rig_init_in (&rig, EBB_PHASE_ARMING);
  rig.now_us += S (10);
  rig_feed (&rig, EBB_INPUT_ARMED);
  rig_assert_phase (&rig, EBB_PHASE_CLOSED);
}

static void
test_refused (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_ARMING);
  rig_feed (&rig, EBB_INPUT_REFUSED);
  rig_assert_phase (&rig, EBB_PHASE_CLOSED);
  assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_REFUSED);

  rig_init_in (&rig, EBB_PHASE_INFLATING);
  g_assert_true (rig_feed (&rig, EBB_INPUT_REFUSED) & EBB_DO_VENT);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_REFUSED), ==, 0);
}

/* --- Link lost --------------------------------------------------------------------------- */

static void
test_link_lost_under_pressure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pressurised); i++) {
    guint todo;
    Rig rig;

    rig_init_in (&rig, pressurised[i]);
    todo = rig_feed (&rig, EBB_INPUT_LINK_LOST);
    rig_assert_phase (&rig, EBB_PHASE_UNKNOWN);
    g_assert_true (todo & EBB_DO_VENT); /* should the line still carry it */
    assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST);
    g_assert_cmpuint (rig.n_ended, ==, rig.n_begun);

    /* Silence proves nothing, however long. */
    rig.deflate_us = CUFF_TIME_NEVER;
    rig_run_us (&rig, S (3600));
    rig_assert_phase (&rig, EBB_PHASE_UNKNOWN);
    g_assert_cmpuint (rig.n_closed, ==, 0);

    /* The link comes back and shows an empty cuff. */
    rig_feed_sample (&rig, FALSE, TRUE);
    rig_assert_phase (&rig, EBB_PHASE_REMOVE_CUFF);
    assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST);
  }
}

static void
test_link_lost_before_pressure (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (before_pressure); i++) {
    Rig rig;

    rig_init_in (&rig, before_pressure[i]);
    g_assert_true (rig_feed (&rig, EBB_INPUT_LINK_LOST) & EBB_DO_CLOSE);
    rig_assert_phase (&rig, EBB_PHASE_CLOSED);
    assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST);
  }
}

static void
test_link_lost_with_reason (void)
{
  static const CuffReason reasons[] = { CUFF_REASON_DEVICE_RESET, CUFF_REASON_SLEEP,
                                        CUFF_REASON_LEASE };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    Rig rig;

    rig_init_in (&rig, EBB_PHASE_REST);
    rig_feed_reason (&rig, EBB_INPUT_LINK_LOST, reasons[i]);
    assert_end (&rig, EBB_STATE_INTERRUPTED, reasons[i]);
    g_assert_cmpint (rig.machine.unknown_reason, ==, reasons[i]);
  }
}

/* The interlock may be the one who notices. */
static void
test_safety_stop_for_a_lost_link (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  g_assert_true (rig_feed_reason (&rig, EBB_INPUT_SAFETY_STOP, CUFF_REASON_LINK_LOST)
                 & EBB_DO_VENT);
  rig_assert_phase (&rig, EBB_PHASE_UNKNOWN);
  assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST);
}

/* Unplugging the cable from a cuff that is proven empty raises no alarm. */
static void
test_link_lost_after_the_proof (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_REMOVE_CUFF);
  g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_LINK_LOST), ==, 0);
  rig_assert_phase (&rig, EBB_PHASE_REMOVE_CUFF);
  assert_end (&rig, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE);
}

static void
test_a_person_closes_the_unknown (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_UNKNOWN);
  g_assert_true (rig_feed (&rig, EBB_INPUT_CUFF_OFF) & EBB_DO_CLOSE);
  rig_assert_phase (&rig, EBB_PHASE_CLOSED);
  assert_end (&rig, EBB_STATE_INTERRUPTED, CUFF_REASON_LINK_LOST);
}

/* "The cuff is off" is no news to be believed of a cuff that is being inflated. */
static void
test_cuff_off_elsewhere (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pressurised); i++) {
    Rig rig;

    rig_init_in (&rig, pressurised[i]);
    g_assert_cmpuint (rig_feed (&rig, EBB_INPUT_CUFF_OFF), ==, 0);
    rig_assert_phase (&rig, pressurised[i]);
  }
}

/* --- The proof --------------------------------------------------------------------------- */

static void
test_not_deflated_after_6_s (void)
{
  CuffTime stopped_us;
  guint todo;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  rig.deflate_us = CUFF_TIME_NEVER;
  stopped_us = rig.now_us;
  rig_feed (&rig, EBB_INPUT_STOP);
  rig.now_us += CUFF_MS (5999);
  rig_feed_sample (&rig, FALSE, FALSE);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  rig.now_us += CUFF_MS (1);
  todo = rig_feed_sample (&rig, FALSE, FALSE);
  rig_assert_phase (&rig, EBB_PHASE_UNKNOWN);
  g_assert_true (todo & EBB_DO_VENT);
  assert_us (rig.machine.phase_since_us, stopped_us + S (6));
  g_assert_cmpint (rig.machine.unknown_reason, ==, CUFF_REASON_NOT_DEFLATED);
  assert_end (&rig, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP);

  /* Somebody opens the cuff by hand: the proof still counts. */
  rig_run_us (&rig, S (30));
  rig_feed_sample (&rig, FALSE, TRUE);
  rig_assert_phase (&rig, EBB_PHASE_REMOVE_CUFF);
  rig_feed (&rig, EBB_INPUT_CUFF_OFF);
  rig_assert_phase (&rig, EBB_PHASE_CLOSED);
}

static void
test_finished_plan_that_does_not_deflate (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_DEFLATING);
  rig.deflate_us = CUFF_TIME_NEVER;
  rig_run_to (&rig, EBB_PHASE_UNKNOWN);
  assert_end (&rig, EBB_STATE_STOPPED_BY_SAFETY, CUFF_REASON_NOT_DEFLATED);
}

/* A proof from before the vent (the pump had only just been told to start) is none. */
static void
test_proof_lies_after_the_vent (void)
{
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_INFLATING);
  rig_feed (&rig, EBB_INPUT_STOP);
  rig.now_us += CUFF_MS (999);
  rig_feed_sample (&rig, FALSE, TRUE);
  rig_assert_phase (&rig, EBB_PHASE_DEFLATING);
  rig.now_us += CUFF_MS (1);
  rig_feed_sample (&rig, FALSE, TRUE);
  rig_assert_phase (&rig, EBB_PHASE_REMOVE_CUFF);
}

/* An empty cuff in the middle of a set is a leak, not an end. */
static void
test_proof_only_when_deflating (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pressurised); i++) {
    Rig rig;

    rig_init_in (&rig, pressurised[i]);
    rig_feed_sample (&rig, FALSE, TRUE);
    rig_assert_phase (&rig, pressurised[i]);
  }
}

/* --- No way back ------------------------------------------------------------------------- */

static void
test_nothing_inflates_after_the_end (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    for (int kind = EBB_INPUT_TICK; kind <= EBB_INPUT_CUFF_OFF; kind++) {
      guint todo;
      Rig rig;

      rig_init_in (&rig, endings[i]);
      for (int again = 0; again < 3; again++) {
        EbbInput input = { .kind = (EbbInputKind) kind,
                           .t_us = rig.now_us + S (again * 30),
                           .pressure = CUFF_MMHG (100),
                           .at_target = TRUE };

        todo = ebb_machine_step (&rig.machine, &input);
        g_assert_cmpuint (todo & (EBB_DO_ARM | EBB_DO_ORDER | EBB_DO_BEGIN_SET), ==, 0);
        g_assert_cmpint (rig.machine.phase, >=, EBB_PHASE_DEFLATING);
        g_assert_cmpint (rig.machine.order.mode, ==, CUFF_MODE_VENT);
      }
    }
}

/* A clock that steps back must not undo the past. */
static void
test_time_never_falls (void)
{
  EbbInput input = { .kind = EBB_INPUT_TICK, .pressure = CUFF_PRESSURE_UNSET };
  CuffTime before_us;
  Rig rig;

  rig_init_in (&rig, EBB_PHASE_HOLD);
  before_us = rig.machine.now_us;
  input.t_us = before_us - S (50);
  g_assert_cmpuint (ebb_machine_step (&rig.machine, &input), ==, 0);
  assert_us (rig.machine.now_us, before_us);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machine-ends/stop/pressurised", test_stop_under_pressure);
  g_test_add_func ("/machine-ends/stop/before", test_stop_before_pressure);
  g_test_add_func ("/machine-ends/stop/after", test_stop_after_the_end);
  g_test_add_func ("/machine-ends/cut-set", test_set_that_was_cut);
  g_test_add_func ("/machine-ends/reasons", test_states_of_reasons);
  g_test_add_func ("/machine-ends/completed", test_completed_only_with_the_proof);
  g_test_add_func ("/machine-ends/shutdown", test_shutdown_with_the_cuff_still_on);
  g_test_add_func ("/machine-ends/not-reached", test_target_not_reached_in_60_s);
  g_test_add_func ("/machine-ends/never-armed", test_never_armed);
  g_test_add_func ("/machine-ends/refused", test_refused);
  g_test_add_func ("/machine-ends/link/pressurised", test_link_lost_under_pressure);
  g_test_add_func ("/machine-ends/link/before", test_link_lost_before_pressure);
  g_test_add_func ("/machine-ends/link/reason", test_link_lost_with_reason);
  g_test_add_func ("/machine-ends/link/interlock", test_safety_stop_for_a_lost_link);
  g_test_add_func ("/machine-ends/link/after-proof", test_link_lost_after_the_proof);
  g_test_add_func ("/machine-ends/cuff-off/unknown", test_a_person_closes_the_unknown);
  g_test_add_func ("/machine-ends/cuff-off/elsewhere", test_cuff_off_elsewhere);
  g_test_add_func ("/machine-ends/proof/6-s", test_not_deflated_after_6_s);
  g_test_add_func ("/machine-ends/proof/plan-done", test_finished_plan_that_does_not_deflate);
  g_test_add_func ("/machine-ends/proof/after-vent", test_proof_lies_after_the_vent);
  g_test_add_func ("/machine-ends/proof/only-deflating", test_proof_only_when_deflating);
  g_test_add_func ("/machine-ends/no-way-back", test_nothing_inflates_after_the_end);
  g_test_add_func ("/machine-ends/time-never-falls", test_time_never_falls);
  return g_test_run ();
}
