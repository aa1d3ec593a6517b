/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-run.h"
#include "session-rig.h"

/* Long enough for the whole plan below, and for a leak to be told (A08). */
#define PLAN_S  90
#define AFTER_S 12

static const char two_short_sets[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"two-short-sets\","
    "  \"name\": \"Two short sets\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 2,"
    "  \"sets\": [ { \"reps_min\": 3, \"reps_max\": 3 }, { \"reps_min\": 3, \"reps_max\": 3 } ],"
    "  \"rest_s\": 15, \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 3000, \"relax_ms\": 1000,"
    "  \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

typedef struct {
  EbbPhase phase;
  double into_s; /* the middle of it */
} Moment;

static const Moment moments[MATRIX_PHASE_COUNT] = {
  [MATRIX_ARMED] = { EBB_PHASE_ARMING, 0 },
  [MATRIX_INFLATING] = { EBB_PHASE_INFLATING, 0.8 },
  [MATRIX_EXERCISE] = { EBB_PHASE_HOLD, 0.6 },
  [MATRIX_REST] = { EBB_PHASE_REST, 3 },
  [MATRIX_DEFLATING] = { EBB_PHASE_DEFLATING, 0.1 },
};

static gboolean
host_let_go (EbbPhase phase)
{
  return phase == EBB_PHASE_DEFLATING || phase == EBB_PHASE_REMOVE_CUFF
         || phase == EBB_PHASE_UNKNOWN || phase == EBB_PHASE_CLOSED;
}

static void
look (SessionRig *rig, MatrixOutcome *outcome, gint64 fault_us)
{
  CuffSimTruth truth = session_rig_truth (rig);
  double t_s = (ebb_clock_now_us (rig->clock) - fault_us) / 1e6;
  matrix_look (outcome, &truth, t_s);
  EbbCuffView cuff;
  ebb_cuff_get_view (rig->cuff, &cuff);
  if (cuff.deflated && truth.cuff_mmhg > 20)
    outcome->called_safe = TRUE;
  if (outcome->plan_over_s < 0 && host_let_go (session_rig_view (rig).phase))
    outcome->plan_over_s = t_s;
}

static void
watch (SessionRig *rig, MatrixOutcome *outcome, gint64 fault_us, double until_s)
{
  gint64 end_us = fault_us + (gint64) (until_s * 1e6);
  while (ebb_clock_now_us (rig->clock) < end_us && !ebb_session_is_closed (rig->session)) {
    session_rig_run (rig, 0.05);
    look (rig, outcome, fault_us);
  }
}

/* Of the cuff itself: what the banner of every page shows, also after the session has closed. */
static void
on_alarm_cb (EbbCuff *cuff, int alarm, gboolean active, SessionRig *rig)
{
  if (active)
    rig->alarms_seen |= 1u << alarm;
}

/* Whatever is pressed now: nothing may inflate again. */
static void
press_everything (SessionRig *rig, MatrixOutcome *outcome, gint64 fault_us)
{
  ebb_session_start (rig->session);
  ebb_session_resume (rig->session);
  gint64 end_us = ebb_clock_now_us (rig->clock) + CUFF_SECONDS (AFTER_S);
  while (ebb_clock_now_us (rig->clock) < end_us) {
    session_rig_run (rig, 0.05);
    look (rig, outcome, fault_us);
  }
}

static double
watch_s (const MatrixCell *cell)
{
  return cell->release == MATRIX_RELEASE_WITHIN ? cell->release_s + 4 : PLAN_S;
}

MatrixOutcome
matrix_run_session (const MatrixCell *cell)
{
  MatrixOutcome outcome = { .released_s = -1, .plan_over_s = -1 };
  SessionRigOptions options = { .protocol_json = two_short_sets, .seed = 11 };
  SessionRig *rig = session_rig_new (&options);
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  const Moment *moment = &moments[cell->phase];
  outcome.reached = session_rig_await (rig, moment->phase, PLAN_S);
  session_rig_run (rig, moment->into_s);
  guint n_before = session_rig_truth (rig).n_inflations;
  gint64 fault_us = ebb_clock_now_us (rig->clock);
  rig->alarms_seen = 0;
  g_signal_connect (rig->cuff, "alarm", G_CALLBACK (on_alarm_cb), rig);
  cuff_sim_inject (rig->sim, cell->fault);
  if (matrix_fault_needs_reset (cell->fault))
    cuff_sim_inject (rig->sim, CUFF_FAULT_RESET);
  watch (rig, &outcome, fault_us, watch_s (cell));
  press_everything (rig, &outcome, fault_us);
  outcome.n_inflations = session_rig_truth (rig).n_inflations - n_before;
  outcome.alarms = rig->alarms_seen;
  EbbCuffView cuff;
  ebb_cuff_get_view (rig->cuff, &cuff);
  outcome.cuff_wanted = cuff.state == EBB_CUFF_CONNECTED;
  if (!ebb_session_is_closed (rig->session))
    ebb_session_give_up (rig->session);
  session_rig_run (rig, 1);

  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  outcome.end = record->state;
  outcome.reason = (CuffReason) record->state_code;
  g_clear_pointer (&db, ebb_db_close);
  session_rig_free (rig);
  return outcome;
}
