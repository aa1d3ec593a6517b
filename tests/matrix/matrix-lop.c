/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search of the occlusion pressure as the program runs it, for what happens to the program.
 */
#include "lop-run-rig.h"
#include "matrix-run.h"

/* Some way up the staircase. */
#define INTO_S   9
/* Whoever was not disturbed is ended by a person. */
#define PLAN_S   15
#define AFTER_S  10
#define SECOND_S 2
#define END_S    0.5
#define STEP_S   0.05

typedef struct {
  LopRunRig *rig;
  MatrixOutcome outcome;
  CuffLink *link; /* borrowed */
  MatrixEar ear;
  gint64 fault_us;
  guint32 alarms;
} Scene;

static CuffSimTruth
truth_of (LopRunRig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  return truth;
}

static void
on_alarm_cb (EbbCuff *cuff, int alarm, gboolean active, Scene *scene)
{
  if (active)
    scene->alarms |= 1u << alarm;
}

static void
look (Scene *scene)
{
  LopRunRig *rig = scene->rig;
  MatrixOutcome *outcome = &scene->outcome;
  gint64 now_us = ebb_clock_now_us (rig->clock);
  CuffSimTruth truth = truth_of (rig);
  EbbCuffView cuff;
  matrix_fault_tick (now_us);
  matrix_look (outcome, &truth, (now_us - scene->fault_us) / 1e6);
  ebb_cuff_get_view (rig->cuff, &cuff);
  outcome->called_safe |= cuff.deflated && truth.cuff_mmhg > 20;
  if (outcome->plan_over_s >= 0)
    return;
  if (ebb_cuff_get_link (rig->cuff) == scene->link)
    matrix_listen (&scene->ear, scene->link, outcome, now_us);
  EbbLopRunView view = lop_run_rig_view (rig);
  if (view.state != EBB_LOP_RUN_SEARCHING || view.phase == EBB_LOP_VENTING)
    outcome->plan_over_s = (now_us - scene->fault_us) / 1e6;
}

static void
watch (Scene *scene, double seconds)
{
  gint64 end_us = ebb_clock_now_us (scene->rig->clock) + (gint64) (seconds * 1e6);
  while (ebb_clock_now_us (scene->rig->clock) < end_us) {
    lop_run_rig_turn (scene->rig, STEP_S);
    look (scene);
  }
}

/* The main context does nothing at all. */
static void
freeze (Scene *scene, double seconds)
{
  EbbClock *clock = scene->rig->clock;
  gint64 end_us = ebb_clock_now_us (clock) + (gint64) (seconds * 1e6), now_us;
  while ((now_us = ebb_clock_now_us (clock)) < end_us) {
    ebb_clock_wait_fd (clock, -1, MIN (end_us, now_us + (gint64) (STEP_S * 1e6)));
    look (scene);
  }
}

static void
start_twice (Scene *scene)
{
  LopRunRig *rig = scene->rig;
  EbbCuffView view;
  g_autoptr (GError) error = NULL;
  scene->outcome.doubled |= ebb_lop_run_start (rig->run, &error);
  EbbStore *store = ebb_store_open (rig->db_path, ebb_clock_get_store_time (rig->clock), NULL);
  scene->outcome.doubled |= store != NULL;
  ebb_store_close (store);
  g_autoptr (EbbCuff) cuff = ebb_cuff_new (rig->clock, cuff_sim_get_path (rig->sim), 2);
  ebb_cuff_connect (cuff, cuff_sim_get_path (rig->sim));
  watch (scene, SECOND_S);
  ebb_cuff_get_view (cuff, &view);
  scene->outcome.doubled |= view.state == EBB_CUFF_CONNECTED;
  ebb_cuff_shut_down (cuff);
}

static void
befall (Scene *scene, const MatrixCell *cell)
{
  LopRunRig *rig = scene->rig;
  scene->fault_us = scene->ear.last_us = ebb_clock_now_us (rig->clock);
  scene->link = ebb_cuff_get_link (rig->cuff);
  g_signal_connect (rig->cuff, "alarm", G_CALLBACK (on_alarm_cb), scene);
  matrix_fault_begin (cell->fault, rig->sim, ebb_clock_get_cuff_clock (rig->clock));
  freeze (scene, matrix_fault_freezes_s (cell->fault));
  if (cell->fault == MATRIX_DOUBLE_START)
    start_twice (scene);
  watch (scene, cell->fault == MATRIX_END_IN_FAULT ? END_S : PLAN_S);
  if (!ebb_lop_run_is_over (rig->run))
    ebb_lop_run_stop (rig->run);
  watch (scene, AFTER_S);
}

MatrixOutcome
matrix_run_program_search (const MatrixCell *cell)
{
  LopRunRigOptions options = { .limb = CUFF_LIMB_THIGH, .seed = 11 };
  Scene scene = { .outcome = { .released_s = -1, .plan_over_s = -1, .whole = TRUE } };
  MatrixOutcome *outcome = &scene.outcome;
  LopRunRig *rig = scene.rig = lop_run_rig_new (&options);
  lop_run_rig_turn (rig, 4);
  outcome->reached =
      ebb_lop_run_start (rig->run, NULL) && lop_run_rig_await (rig, EBB_LOP_RUN_SEARCHING, 20);
  lop_run_rig_turn (rig, INTO_S);
  guint n_before = truth_of (rig).n_inflations;
  befall (&scene, cell);
  outcome->n_inflations = truth_of (rig).n_inflations - n_before;
  EbbLopRunView view = lop_run_rig_view (rig);
  outcome->end = view.end;
  outcome->reason = view.reason;
  outcome->alarms = scene.alarms;
  g_signal_handlers_disconnect_by_data (rig->cuff, &scene);
  matrix_fault_end ();
  lop_run_rig_free (rig);
  return scene.outcome;
}
