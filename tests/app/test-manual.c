/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sessions without a cable, in virtual time: a scripted therapist pumps, reads, taps and opens the
 * valve.  What is judged is what a patient depends on: no deflation without a person's word, time
 * that goes on counting until then, and a record that says who read what.
 */
#include "ebb-db-desk.h"
#include "ebb-export.h"
#include "ebb-summary.h"
#include "ebb-words.h"
#include "session-rig.h"

#include <math.h>
#include <string.h>

/* The classic protocol, shortened in nothing but its repetitions: 3 sets, cuff tight in rests. */
static const char three_sets[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"three-sets\","
    "  \"name\": \"Three sets\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 3,"
    "  \"sets\": [ { \"reps_min\": 15, \"reps_max\": 20 }, { \"reps_min\": 15, \"reps_max\": 20 },"
    "              { \"reps_min\": 15, \"reps_max\": 20 } ], \"rest_s\": 30,"
    "  \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 5000, \"relax_ms\": 1000,"
    "  \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

/* The same with the cuff opened in each rest. */
static const char deflated_rests[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"deflated-rests\","
    "  \"name\": \"Deflated rests\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"intermittent\", \"sets_min\": 2,"
    "  \"sets\": [ { \"reps_min\": 5, \"reps_max\": 5 }, { \"reps_min\": 5, \"reps_max\": 5 } ],"
    "  \"rest_s\": 90, \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 5000, \"relax_ms\": 1000,"
    "  \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

static SessionRig *
rig_new (const char *protocol_json)
{
  SessionRigOptions options = { .protocol_json = protocol_json,
                                .manual = TRUE,
                                .fixed_mmhg = protocol_json == NULL ? 100 : 0 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 0.5);
  return rig;
}

static void
read_gauge (SessionRig *rig, double mmhg)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (ebb_session_enter_reading (rig->session, mmhg, &error));
  g_assert_no_error (error);
  session_rig_run (rig, 0.2);
}

static double
target_mmhg (SessionRig *rig)
{
  return cuff_pressure_to_mmhg (session_rig_view (rig).ordered);
}

/* The cuff is empty, somebody says so, and Start is held. */
static void
start (SessionRig *rig)
{
  ebb_session_gauge_zero (rig->session, "Tester");
  session_rig_run (rig, 2);
  g_assert_null (session_rig_view (rig).why_not);
  ebb_session_start (rig->session);
  g_assert_true (session_rig_await (rig, EBB_PHASE_INFLATING, 10));
}

static void
pump (SessionRig *rig)
{
  session_rig_run (rig, 12);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_INFLATING);
  read_gauge (rig, target_mmhg (rig));
  g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 10));
}

static void
open_valve (SessionRig *rig)
{
  rig->hands = FALSE;
  ebb_session_gauge_zero (rig->session, "Tester");
  g_assert_true (session_rig_await (rig, EBB_PHASE_REMOVE_CUFF, 5));
}

/* --- To a start -------------------------------------------------------------------------- */

/* Chosen and never looked at: unknown, no number, no start; and no alarm on an idle desk. */
static void
test_nothing_is_known_at_first (void)
{
  SessionRig *rig = rig_new (NULL);
  session_rig_run (rig, 20);
  EbbCuffView cuff;
  ebb_cuff_get_view (rig->cuff, &cuff);
  g_assert_true (cuff.manual);
  g_assert_false (cuff.simulated);
  g_assert_false (cuff.deflated);
  g_assert_false (cuff.at_risk);
  g_assert_false (cuff_pressure_is_set (cuff.pressure[0]));
  g_assert_cmpint (cuff.reading_us, ==, EBB_TIME_UNSET);
  EbbSessionView view = session_rig_view (rig);
  g_assert_true (view.by_hand);
  g_assert_false (view.can_start);
  g_assert_nonnull (strstr (view.why_not, "Gauge reads 0"));
  g_assert_cmpuint (rig->alarms_seen, ==, 0);
  session_rig_free (rig);
}

/* Field, value and range; the last reading stands. */
static void
test_refuses_what_no_gauge_shows (void)
{
  SessionRig *rig = rig_new (NULL);
  const double wrong[] = { -1, 300.5, 1500, NAN };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (ebb_session_enter_reading (rig->session, wrong[i], &error));
    g_assert_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_READING);
    g_assert_nonnull (strstr (error->message, "Gauge"));
    g_assert_nonnull (strstr (error->message, "0 to 300 mmHg"));
  }
  session_rig_run (rig, 1);
  g_assert_false (cuff_pressure_is_set (session_rig_view (rig).pressure));
  read_gauge (rig, 300);
  g_assert_cmpint (session_rig_view (rig).pressure, ==, CUFF_MMHG (300));
  session_rig_free (rig);
}

/* A device that reports by itself takes no word for its pressure. */
static void
test_cable_takes_no_readings (void)
{
  SessionRigOptions options = { .seed = 1 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 4);
  g_autoptr (GError) error = NULL;
  g_assert_false (ebb_session_enter_reading (rig->session, 0, &error));
  g_assert_false (ebb_cuff_enter_reading (rig->cuff, 0, TRUE));
  g_assert_false (session_rig_view (rig).by_hand);
  session_rig_free (rig);
}

/* Somebody pumps to see which cuff moves: what the gauge read before that holds no longer. */
static void
test_side_by_hand (void)
{
  SessionRigOptions options = { .manual = TRUE, .ask_side = TRUE };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  session_rig_run (rig, 0.5);
  ebb_session_gauge_zero (rig->session, "Tester");
  session_rig_run (rig, 2);
  g_assert_true (session_rig_view (rig).deflated);
  session_rig_confirm_side (rig);
  session_rig_run (rig, 2);
  EbbSessionView view = session_rig_view (rig);
  g_assert_cmpint (view.puff, ==, EBB_PUFF_CONFIRMED);
  g_assert_false (view.deflated);
  g_assert_true (view.zero_due);
  g_assert_false (view.can_start);
  start (rig);
  pump (rig);
  ebb_session_stop (rig->session);
  session_rig_run (rig, 1);
  open_valve (rig);
  ebb_session_leave (rig->session);
  g_assert_true (session_rig_run_to_end (rig, 10));
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "side-confirmed"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* A blood-pressure cuff with a hand bulb is not driven by a device. */
static void
test_hand_bulb_needs_hands (void)
{
  SessionRigOptions options = { .seed = 1 };
  for (int manual = 0; manual < 2; manual++) {
    options.manual = manual;
    SessionRig *rig = session_rig_new (&options);
    EbbSessionOptions session;
    session_rig_fill (rig, &options, &session);
    session.bout.hand_bulb = TRUE;
    EbbSession *made = ebb_session_new (&session, NULL);
    ebb_session_connect (made);
    session_rig_connect (rig);
    session_rig_run (rig, 4);
    if (manual)
      ebb_cuff_enter_reading (rig->cuff, 0, TRUE);
    session_rig_run (rig, 2);
    EbbSessionView view;
    ebb_session_get_view (made, &view);
    g_assert_cmpint (view.can_start, ==, manual);
    if (!manual)
      g_assert_nonnull (strstr (view.why_not, "hand bulb"));
    g_object_unref (made);
    session_rig_free (rig);
  }
}

/* --- A whole session --------------------------------------------------------------------- */

/* Each set counted by taps, the gauge read once in a set and once in a rest. */
static void
lead_set (SessionRig *rig, guint reps)
{
  for (guint i = 0; i < reps; i++) {
    g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 10));
    ebb_session_tap (rig->session);
    if (i == 3) {
      g_assert_cmpint (session_rig_view (rig).reading_due, !=, EBB_READING_FINE);
      read_gauge (rig, target_mmhg (rig) - 4);
      g_assert_cmpint (session_rig_view (rig).reading_due, ==, EBB_READING_FINE);
    }
    g_assert_true (session_rig_await (rig, EBB_PHASE_RELAX, 10));
  }
}

static void
lead_rest (SessionRig *rig)
{
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 10));
  session_rig_run (rig, 5);
  g_assert_cmpint (session_rig_view (rig).reading_due, !=, EBB_READING_FINE);
  read_gauge (rig, target_mmhg (rig) + 2);
}

static void
judge_record (SessionRig *rig, EbbDb *db, CuffPressure target)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbSessionFile) file = ebb_db_load_session_file (db, rig->session_id, &error);
  g_assert_no_error (error);
  g_assert_true (file->session->by_hand);
  g_assert_false (file->session->simulated);
  g_assert_cmpint (file->session->state, ==, EBB_STATE_COMPLETED);
  g_autoptr (EbbSummary) summary = ebb_summary_new (file);
  const EbbBoutSummary *bout = &summary->bouts[0];
  g_assert_cmpuint (bout->n_sets, ==, 3);
  g_assert_cmpuint (bout->reps, ==, 60);
  g_assert_true (isnan (bout->band_exercise_percent));
  g_assert_true (isnan (bout->band_rest_percent));
  g_assert_cmpint (bout->peak, ==, target + CUFF_MMHG (2));
  const EbbBoutFile *stored = g_ptr_array_index (file->bouts, 0);
  for (guint i = 0; i < stored->sets->len; i++) {
    const EbbSetFile *set = g_ptr_array_index (stored->sets, i);
    for (guint k = 0; k < set->reps->len; k++)
      g_assert_cmpint (((EbbRepRecord *) g_ptr_array_index (set->reps, k))->rep.source, ==,
                       CUFF_REP_TAP);
  }
}

static void
judge_json (SessionRig *rig, EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = ebb_export_session_json (db, rig->session_id, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (json, "\"by_hand\": true"));
  g_assert_nonnull (strstr (json, "\"source\": \"by-hand\""));
  g_assert_nonnull (strstr (json, "\"sample_rate_hz\": null"));
  g_assert_nonnull (strstr (json, "\"exercise\": null"));
  g_assert_null (strstr (json, "\"source\": \"wave\""));
}

static void
test_classic_session (void)
{
  SessionRig *rig = rig_new (three_sets);
  start (rig);
  pump (rig);
  for (guint set = 1; set <= 3; set++) {
    g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 40));
    g_assert_cmpuint (session_rig_view (rig).set, ==, set);
    lead_set (rig, 20);
    if (set < 3)
      lead_rest (rig);
  }
  g_assert_true (session_rig_await (rig, EBB_PHASE_DEFLATING, 10));
  session_rig_run (rig, 0.2);
  g_assert_true (session_rig_view (rig).zero_due);
  gint64 before_us = session_rig_view (rig).continuous_us;
  session_rig_run (rig, 25);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_DEFLATING);
  g_assert_cmpint (session_rig_view (rig).continuous_us - before_us, >=, CUFF_MS (24800));
  open_valve (rig);
  ebb_session_cuff_off (rig->session, "Tester");
  g_assert_true (session_rig_run_to_end (rig, 10));
  EbbSessionView view = session_rig_view (rig);
  g_assert_true (isnan (view.band_percent));
  CuffPressure target = view.ordered;

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_assert_cmpuint (session_rig_count_events (rig, db, "reading"), ==, 1 + 3 + 2);
  g_assert_cmpuint (session_rig_count_events (rig, db, "gauge-zero"), ==, 2);
  g_assert_cmpuint (session_rig_count_events (rig, db, "released"), ==, 1);
  g_autoptr (GArray) samples = session_rig_samples (rig, db, 1);
  for (guint i = 0; i < samples->len; i++)
    g_assert_false (g_array_index (samples, EbbSample, i).gap);
  judge_record (rig, db, target);
  judge_json (rig, db);
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
}

/* Only what was read counts: out of the band the set does not begin. */
static void
test_out_of_band_does_not_begin (void)
{
  SessionRig *rig = rig_new (three_sets);
  start (rig);
  session_rig_run (rig, 8);
  read_gauge (rig, target_mmhg (rig) * 0.8);
  session_rig_run (rig, 5);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_INFLATING);
  read_gauge (rig, target_mmhg (rig) * 1.15);
  session_rig_run (rig, 5);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_INFLATING);
  read_gauge (rig, target_mmhg (rig) * 1.05);
  g_assert_true (session_rig_await (rig, EBB_PHASE_READY, 2));
  session_rig_free (rig);
}

/* Nobody looks for a minute: the reading is overdue. */
static void
test_old_reading_is_overdue (void)
{
  SessionRig *rig = rig_new (three_sets);
  start (rig);
  pump (rig);
  session_rig_run (rig, 62);
  g_assert_cmpint (session_rig_view (rig).reading_due, ==, EBB_READING_OVERDUE);
  session_rig_free (rig);
}

/* In a deflated rest the clock of the limb goes on until somebody says that the gauge reads 0. */
static void
test_deflated_rest (void)
{
  SessionRig *rig = rig_new (deflated_rests);
  start (rig);
  pump (rig);
  g_assert_true (session_rig_await (rig, EBB_PHASE_REST, 60));
  session_rig_run (rig, 0.2);
  g_assert_true (session_rig_view (rig).zero_due);
  gint64 before_us = session_rig_view (rig).session_us;
  session_rig_run (rig, 10);
  g_assert_cmpint (session_rig_view (rig).session_us - before_us, >=, CUFF_MS (9900));
  ebb_session_gauge_zero (rig->session, "Tester");
  session_rig_run (rig, 1);
  before_us = session_rig_view (rig).session_us;
  session_rig_run (rig, 10);
  g_assert_cmpint (session_rig_view (rig).session_us, ==, before_us);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_REST);
  g_assert_true (session_rig_await (rig, EBB_PHASE_INFLATING, 90));
  session_rig_run (rig, 3);
  /* Told to pump again: tight from here on, though nobody has read anything yet. */
  g_assert_false (cuff_pressure_is_set (session_rig_view (rig).pressure));
  g_assert_cmpint (session_rig_view (rig).session_us, >, before_us);
  session_rig_free (rig);
}

/* --- Ends -------------------------------------------------------------------------------- */

/* In each phase a stop asks for the valve, and only a word ends it. */
static void
test_stop_in_each_phase (void)
{
  const EbbPhase phases[] = { EBB_PHASE_INFLATING, EBB_PHASE_READY, EBB_PHASE_CONTRACT,
                              EBB_PHASE_HOLD,      EBB_PHASE_RELAX, EBB_PHASE_SET_END,
                              EBB_PHASE_REST,      EBB_PHASE_PAUSED };
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++) {
    SessionRig *rig = rig_new (three_sets);
    start (rig);
    if (phases[i] != EBB_PHASE_INFLATING)
      read_gauge (rig, target_mmhg (rig));
    if (phases[i] == EBB_PHASE_PAUSED) {
      g_assert_true (session_rig_await (rig, EBB_PHASE_HOLD, 10));
      ebb_session_pause (rig->session);
    }
    g_assert_true (session_rig_await (rig, phases[i], 200));
    ebb_session_stop (rig->session);
    session_rig_run (rig, 120);
    EbbSessionView view = session_rig_view (rig);
    g_test_message ("stopped in %s", ebb_phase_to_id (phases[i]));
    g_assert_cmpint (view.phase, ==, EBB_PHASE_DEFLATING);
    g_assert_false (view.deflated);
    g_assert_true (view.zero_due);
    g_assert_cmpint (view.continuous_us, >=, CUFF_SECONDS (119));
    EbbCuffView cuff;
    ebb_cuff_get_view (rig->cuff, &cuff);
    g_assert_true (cuff.at_risk);
    open_valve (rig);
    g_assert_cmpint (session_rig_view (rig).end_state, ==, EBB_STATE_STOPPED_BY_USER);
    session_rig_free (rig);
  }
}

/* The limb's limit: alarm, then the end of the bout 30 s later; the words name the valve, and the
 * cuff is not taken for empty. */
static void
test_time_limit (void)
{
  SessionRig *rig = rig_new (three_sets);
  SessionRigOptions options = { .protocol_json = three_sets, .manual = TRUE };
  EbbLimbHistory history = { .continuous_us = CUFF_SECONDS (1200 - 500) };
  session_rig_again (rig, &options, &history);
  ebb_session_connect (rig->session);
  session_rig_run (rig, 0.5);
  start (rig);
  session_rig_run (rig, 110); /* slow hands: pumping counts too */
  read_gauge (rig, target_mmhg (rig));
  g_assert_true (session_rig_await (rig, EBB_PHASE_DEFLATING, 500));
  EbbSessionView view = session_rig_view (rig);
  g_assert_cmpint (view.end_state, ==, EBB_STATE_STOPPED_BY_SAFETY);
  g_assert_cmpint (view.end_reason, ==, CUFF_REASON_TIME_LIMIT);
  g_assert_cmpuint (rig->alarms_seen & 1u << CUFF_ALARM_TIME, !=, 0);
  g_assert_true (g_str_has_prefix (ebb_alarm_to_text_by_hand (CUFF_ALARM_TIME), "Open the valve"));
  session_rig_run (rig, 60);
  g_assert_cmpint (session_rig_view (rig).phase, ==, EBB_PHASE_DEFLATING);
  open_valve (rig);
  session_rig_free (rig);
}

/* The program ends with the cuff tight: the record is interrupted, and the next program treats the
 * cuff as inflated until somebody has looked. */
static void
test_next_start_after_a_crash (void)
{
  SessionRig *rig = rig_new (three_sets);
  start (rig);
  pump (rig);
  ebb_cuff_shut_down (rig->cuff);
  EbbCuffView cuff;
  ebb_cuff_get_view (rig->cuff, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (cuff.at_risk);

  g_autoptr (EbbCuff) next = ebb_cuff_new (rig->clock, EBB_CUFF_PORT_MANUAL, 2);
  ebb_cuff_connect (next, EBB_CUFF_PORT_MANUAL);
  ebb_cuff_assume_inflated (next);
  session_rig_run (rig, 10);
  ebb_cuff_get_view (next, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_UNKNOWN);
  g_assert_true (cuff.at_risk);
  g_assert_true (cuff.manual);
  g_assert_true (cuff.zero_due);
  ebb_cuff_enter_reading (next, 0, TRUE);
  session_rig_run (rig, 2);
  ebb_cuff_get_view (next, &cuff);
  g_assert_cmpint (cuff.state, ==, EBB_CUFF_CONNECTED);
  g_assert_false (cuff.at_risk);
  ebb_cuff_shut_down (next);
  session_rig_free (rig);
}

/* The words for a cuff that nothing vents never say that it does. */
static void
test_words (void)
{
  const CuffAlarm own[] = { CUFF_ALARM_OVER_PRESSURE, CUFF_ALARM_NOT_DEFLATED, CUFF_ALARM_TIME,
                            CUFF_ALARM_SUPERVISION };
  for (guint i = 0; i < G_N_ELEMENTS (own); i++) {
    const char *text = ebb_alarm_to_text_by_hand (own[i]);
    g_assert_true (g_str_has_prefix (text, "Open the valve now"));
    g_assert_null (strstr (text, "is venting"));
  }
  g_assert_cmpstr (ebb_alarm_to_text_by_hand (CUFF_ALARM_STORE), ==,
                   ebb_alarm_to_text (CUFF_ALARM_STORE));
  g_assert_cmpstr (ebb_phase_to_text_by_hand (EBB_PHASE_DEFLATING), ==, "Open the valve now");
  g_assert_cmpstr (ebb_phase_to_text_by_hand (EBB_PHASE_HOLD), ==, "Hold");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/by-hand/nothing-is-known-at-first", test_nothing_is_known_at_first);
  g_test_add_func ("/by-hand/refuses-what-no-gauge-shows", test_refuses_what_no_gauge_shows);
  g_test_add_func ("/by-hand/cable-takes-no-readings", test_cable_takes_no_readings);
  g_test_add_func ("/by-hand/side", test_side_by_hand);
  g_test_add_func ("/by-hand/hand-bulb-needs-hands", test_hand_bulb_needs_hands);
  g_test_add_func ("/by-hand/classic-session", test_classic_session);
  g_test_add_func ("/by-hand/out-of-band-does-not-begin", test_out_of_band_does_not_begin);
  g_test_add_func ("/by-hand/old-reading-is-overdue", test_old_reading_is_overdue);
  g_test_add_func ("/by-hand/deflated-rest", test_deflated_rest);
  g_test_add_func ("/by-hand/stop-in-each-phase", test_stop_in_each_phase);
  g_test_add_func ("/by-hand/time-limit", test_time_limit);
  g_test_add_func ("/by-hand/next-start-after-a-crash", test_next_start_after_a_crash);
  g_test_add_func ("/by-hand/words", test_words);
  return g_test_run ();
}
