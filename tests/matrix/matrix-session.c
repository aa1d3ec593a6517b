/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "matrix-run.h"
#include "session-rig.h"

/* Long enough for the whole plan below, and for a leak to be told (A08). */
#define PLAN_S    90
#define AFTER_S   12
#define STEP_S    0.05
/* Long enough for a controller to answer; a fault is not yet told. */
#define SECOND_S  2
#define END_S     0.5
#define SAMPLE_US 10000

static const char two_short_sets[] =
    "{ \"format\": \"ebb-protocol\", \"format_version\": 1, \"id\": \"two-short-sets\","
    "  \"name\": \"Two short sets\", \"version\": 1, \"source\": \"test\", \"status\": \"test\","
    "  \"exercise\": \"quad-set\", \"pattern\": \"continuous\", \"sets_min\": 2,"
    "  \"sets\": [ { \"reps_min\": 3, \"reps_max\": 3 }, { \"reps_min\": 3, \"reps_max\": 3 } ],"
    "  \"rest_s\": 15, \"tempo\": { \"contract_ms\": 1000, \"hold_ms\": 3000, \"relax_ms\": 1000,"
    "  \"pause_ms\": 0 }, \"percent_lop_default\": 60 }";

static const SessionRigOptions rig_options = { .protocol_json = two_short_sets, .seed = 11 };

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

typedef struct {
  SessionRig *rig;
  MatrixOutcome outcome;
  CuffLink *link; /* the one the fault happened to; borrowed from the cuff */
  MatrixEar ear;
  gint64 fault_us;
  gboolean lost; /* the store gave something up: a set, a repetition, an event */
} Scene;

static gboolean
host_let_go (EbbPhase phase)
{
  return phase == EBB_PHASE_DEFLATING || phase == EBB_PHASE_REMOVE_CUFF
         || phase == EBB_PHASE_UNKNOWN || phase == EBB_PHASE_CLOSED;
}

static void
look (Scene *scene)
{
  SessionRig *rig = scene->rig;
  MatrixOutcome *outcome = &scene->outcome;
  CuffSimTruth truth = session_rig_truth (rig);
  gint64 now_us = ebb_clock_now_us (rig->clock);
  double t_s = (now_us - scene->fault_us) / 1e6;
  matrix_look (outcome, &truth, t_s);
  EbbCuffView cuff;
  ebb_cuff_get_view (rig->cuff, &cuff);
  matrix_fault_tick (now_us);
  EbbPhase phase = session_rig_view (rig).phase;
  gboolean removed = phase == EBB_PHASE_REMOVE_CUFF;
  outcome->removed |= removed;
  outcome->called_safe |= (cuff.deflated || removed) && truth.cuff_mmhg > 20;
  if (outcome->plan_over_s >= 0)
    return;
  if (ebb_cuff_get_link (rig->cuff) == scene->link) /* not another line to the same port */
    matrix_listen (&scene->ear, scene->link, outcome, now_us);
  if (host_let_go (phase))
    outcome->plan_over_s = t_s;
}

/* One step; a person does as "Remove the cuff" says, and once only. */
static void
step (Scene *scene)
{
  session_rig_run (scene->rig, STEP_S);
  look (scene);
  if (session_rig_view (scene->rig).phase == EBB_PHASE_REMOVE_CUFF)
    ebb_session_cuff_off (scene->rig->session, "Tester");
}

static void
watch (Scene *scene, double until_s)
{
  gint64 end_us = scene->fault_us + (gint64) (until_s * 1e6);
  while (ebb_clock_now_us (scene->rig->clock) < end_us
         && !ebb_session_is_closed (scene->rig->session))
    step (scene);
}

/* The main context does nothing at all; only we go on looking. */
static void
freeze (Scene *scene, double seconds)
{
  gint64 end_us = ebb_clock_now_us (scene->rig->clock) + (gint64) (seconds * 1e6);
  gint64 now_us;
  while ((now_us = ebb_clock_now_us (scene->rig->clock)) < end_us) {
    ebb_clock_wait_fd (scene->rig->clock, -1, now_us + (gint64) (STEP_S * 1e6));
    look (scene);
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
press_everything (Scene *scene)
{
  ebb_session_start (scene->rig->session);
  ebb_session_resume (scene->rig->session);
  ebb_session_inflate (scene->rig->session);
  gint64 end_us = ebb_clock_now_us (scene->rig->clock) + CUFF_SECONDS (AFTER_S);
  while (ebb_clock_now_us (scene->rig->clock) < end_us)
    step (scene);
}

/* --- A second start ---------------------------------------------------------------------- */

static gboolean
next_bout_begins (SessionRig *rig)
{
  g_autoptr (GError) error = NULL;
  EbbSessionOptions session;
  session_rig_fill (rig, &rig_options, &session);
  return ebb_session_next_bout (rig->session, &session.bout, &error);
}

/* A slip of the finger, another page, and another program with the same records and port. */
static void
start_twice (Scene *scene)
{
  SessionRig *rig = scene->rig;
  g_autoptr (GError) error = NULL;
  EbbCuffView view;
  for (guint i = 0; i < 2; i++)
    ebb_session_start (rig->session);
  scene->outcome.doubled |= next_bout_begins (rig);
  EbbStore *store = ebb_store_open (rig->db_path, ebb_clock_get_store_time (rig->clock), &error);
  scene->outcome.doubled |= store != NULL;
  ebb_store_close (store);
  g_autoptr (EbbCuff) cuff = ebb_cuff_new (rig->clock, cuff_sim_get_path (rig->sim), 2);
  ebb_cuff_connect (cuff, cuff_sim_get_path (rig->sim));
  for (guint i = 0; i < SECOND_S / STEP_S; i++)
    step (scene);
  ebb_cuff_get_view (cuff, &view);
  scene->outcome.doubled |= view.state == EBB_CUFF_CONNECTED;
  ebb_cuff_shut_down (cuff);
}

/* Nothing is heard, it is not yet told, and somebody ends the session. */
static void
end_amid (Scene *scene)
{
  for (guint i = 0; i < END_S / STEP_S; i++)
    step (scene);
  ebb_session_stop (scene->rig->session);
}

/* --- A person's word --------------------------------------------------------------------- */

/* Nothing but that word ends it: no time, no leaving of the page, no other bout. */
static void
say_it_is_off (Scene *scene)
{
  SessionRig *rig = scene->rig;
  MatrixOutcome *outcome = &scene->outcome;
  EbbCuffView cuff;
  outcome->goes_on = next_bout_begins (rig);
  ebb_session_leave (rig->session);
  session_rig_run (rig, 1);
  ebb_cuff_get_view (rig->cuff, &cuff);
  outcome->waits = session_rig_view (rig).phase == EBB_PHASE_UNKNOWN
                   && !ebb_session_is_closed (rig->session) && !outcome->removed && !cuff.deflated
                   && cuff.at_risk;
  ebb_session_cuff_off (rig->session, "Tester");
  session_rig_run (rig, 1);
  outcome->closes = ebb_session_is_closed (rig->session);
}

/* --- The record -------------------------------------------------------------------------- */

/* Which alarms it tells of, and whether it took anything but the person's word for an end. */
static void
read_events (MatrixOutcome *outcome, const GPtrArray *events)
{
  guint n_words = 0;
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    gboolean shown =
        g_str_equal (event->code, "remove-cuff") || g_str_equal (event->code, "released");
    if (g_str_equal (event->code, "alarm"))
      outcome->stored |= 1u << event->number;
    n_words += g_str_equal (event->code, "cuff-off");
    outcome->closes = outcome->closes && (n_words > 0 || !shown);
  }
  outcome->closes = outcome->closes && n_words == 1;
}

/* A hundred a second, from the first to the end, and no gap between them. */
static gboolean
is_whole (SessionRig *rig, EbbDb *db, const EbbSessionRecord *record)
{
  g_autoptr (GArray) samples = session_rig_samples (rig, db, 1);
  gint64 last_us = -1;
  for (guint i = 0; i < samples->len; i++) {
    const EbbSample *sample = &g_array_index (samples, EbbSample, i);
    if (sample->gap || (last_us >= 0 && sample->t_us - last_us != SAMPLE_US))
      return FALSE;
    last_us = sample->t_us;
  }
  return samples->len > 0 && last_us >= record->ended_us - CUFF_MS (100);
}

static void
read_record (Scene *scene)
{
  SessionRig *rig = scene->rig;
  g_autoptr (EbbDb) db = session_rig_finish (rig);
  g_autoptr (EbbSessionRecord) record = session_rig_record (rig, db);
  scene->outcome.end = record->state;
  scene->outcome.reason = (CuffReason) record->state_code;
  scene->outcome.whole = !scene->lost && is_whole (rig, db, record);
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, rig->session_id, NULL);
  read_events (&scene->outcome, events);
  g_clear_pointer (&db, ebb_db_close);
}

/* --- A cell ------------------------------------------------------------------------------ */

static double
watch_s (const MatrixCell *cell)
{
  double frozen_s = matrix_fault_freezes_s (cell->fault);
  return cell->release == MATRIX_RELEASE_WITHIN ? MAX (cell->release_s, frozen_s) + 4 : PLAN_S;
}

static void
befall (Scene *scene, const MatrixCell *cell)
{
  SessionRig *rig = scene->rig;
  scene->fault_us = ebb_clock_now_us (rig->clock);
  scene->link = ebb_cuff_get_link (rig->cuff);
  scene->ear.last_us = scene->fault_us;
  rig->alarms_seen = 0;
  g_signal_connect (rig->cuff, "alarm", G_CALLBACK (on_alarm_cb), rig);
  matrix_fault_begin (cell->fault, rig->sim, ebb_clock_get_cuff_clock (rig->clock));
  freeze (scene, matrix_fault_freezes_s (cell->fault));
  if (cell->fault == MATRIX_DOUBLE_START)
    start_twice (scene);
  if (cell->fault == MATRIX_END_IN_FAULT)
    end_amid (scene);
  watch (scene, watch_s (cell));
}

MatrixOutcome
matrix_run_session (const MatrixCell *cell)
{
  Scene scene = { .outcome = { .released_s = -1, .plan_over_s = -1 } };
  MatrixOutcome *outcome = &scene.outcome;
  SessionRig *rig = scene.rig = session_rig_new (&rig_options);
  rig->hands = FALSE;
  session_rig_connect (rig);
  ebb_session_start (rig->session);
  const Moment *moment = &moments[cell->phase];
  outcome->reached = session_rig_await (rig, moment->phase, PLAN_S);
  session_rig_run (rig, moment->into_s);
  guint n_before = session_rig_truth (rig).n_inflations;
  befall (&scene, cell);
  press_everything (&scene);
  outcome->n_inflations = session_rig_truth (rig).n_inflations - n_before;
  EbbCuffView cuff;
  ebb_cuff_get_view (rig->cuff, &cuff);
  outcome->cuff_wanted = cuff.state == EBB_CUFF_CONNECTED;
  if (cell->release == MATRIX_RELEASE_BY_HAND)
    say_it_is_off (&scene);
  outcome->alarms = rig->alarms_seen;
  if (!ebb_session_is_closed (rig->session))
    ebb_session_give_up (rig->session);
  session_rig_run (rig, 1);
  matrix_fault_end ();
  session_rig_run (rig, 4); /* what waited is stored */
  scene.lost = ebb_session_get_lost (rig->session) != NULL;
  read_record (&scene);
  session_rig_free (rig);
  return scene.outcome;
}
