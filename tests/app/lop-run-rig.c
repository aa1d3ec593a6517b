/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lop-run-rig.h"

#include "ebb-db-screening.h"
#include "ebb-practice.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <stdatomic.h>

/* How long a person needs to tap what they hear. */
#define REACTION_US CUFF_MS (400)

static void
put_people (LopRunRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  rig->patient = g_new0 (EbbPatient, 1);
  rig->patient->name = g_strdup ("Invented Person");
  rig->patient->birth_date = g_strdup ("1970-01-01");
  g_assert_true (ebb_db_put_patient (db, rig->patient, &error));
  rig->order = g_new0 (EbbOrder, 1);
  rig->order->patient_id = g_strdup (rig->patient->id);
  rig->order->physician = g_strdup ("Dr. Invented");
  rig->order->ordered_on = g_strdup ("2020-01-01");
  g_assert_true (ebb_db_put_order (db, rig->order, &error));
  g_assert_true (ebb_practice_put_screening (db, rig->patient, g_get_real_time (), &error));
  rig->screening = ebb_db_load_screening_file (db, rig->patient->id, g_get_real_time (), &error);
  g_assert_no_error (error);
}

EbbLopRunOptions
lop_run_rig_options (LopRunRig *rig)
{
  const LopRunRigOptions *options = &rig->options;
  return (EbbLopRunOptions){
    .clock = rig->clock,
    .store = rig->store,
    .cuff = rig->cuff,
    .patient_id = rig->patient->id,
    .order = rig->order,
    .screening = rig->screening,
    .operator_name = "Tester",
    .site = "proximal",
    .way = options->way,
    .segment = options->limb == CUFF_LIMB_ARM ? EBB_SEGMENT_ARM : EBB_SEGMENT_THIGH,
    .side = EBB_SIDE_LEFT,
    .posture = EBB_POSTURE_SUPINE,
    .cuff_width_cm = 13.5,
    .girth_cm = -1,
    .systolic = CUFF_MMHG (121),
    .diastolic = CUFF_MMHG (76),
    .heart_rate = 64,
    .expected = options->expected > 0 ? options->expected : CUFF_PRESSURE_UNSET,
    .limit = options->limit > 0 ? options->limit : CUFF_PRESSURE_UNSET,
  };
}

LopRunRig *
lop_run_rig_new (const LopRunRigOptions *options)
{
  g_autoptr (GError) error = NULL;
  LopRunRig *rig = g_new0 (LopRunRig, 1);
  rig->options = *options;
  rig->folder = g_dir_make_tmp ("ebb-lop-run-XXXXXX", &error);
  g_assert_no_error (error);
  rig->db_path = g_build_filename (rig->folder, "ebb.db", NULL);
  put_people (rig);
  rig->clock = ebb_clock_new (cuff_clock_new_virtual (0));
  CuffSimOptions sim = { .clock = ebb_clock_get_cuff_clock (rig->clock),
                         .seed = options->seed,
                         .limb = options->limb,
                         .n_channels = 1,
                         .lop_mmhg = options->lop_mmhg };
  sim.patient.bumps_per_min = options->bumps_per_min;
  rig->sim = cuff_sim_start (&sim);
  g_assert_nonnull (rig->sim);
  rig->store = ebb_store_open (rig->db_path, ebb_clock_get_store_time (rig->clock), &error);
  g_assert_no_error (error);
  rig->cuff = ebb_cuff_new (rig->clock, cuff_sim_get_path (rig->sim), 1);
  g_assert_true (ebb_cuff_connect (rig->cuff, cuff_sim_get_path (rig->sim)));
  EbbLopRunOptions run = lop_run_rig_options (rig);
  rig->run = ebb_lop_run_new (&run, &error);
  g_assert_no_error (error);
  rig->hears_below_mmhg = options->lop_mmhg;
  return rig;
}

EbbDb *
lop_run_rig_finish (LopRunRig *rig)
{
  g_autoptr (GError) error = NULL;
  g_object_run_dispose (G_OBJECT (rig->run));
  ebb_cuff_shut_down (rig->cuff);
  g_clear_pointer (&rig->store, ebb_store_close);
  g_clear_object (&rig->run);
  EbbDb *db = ebb_db_open (rig->db_path, EBB_DB_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (ebb_db_check (db, &error));
  return db;
}

void
lop_run_rig_free (LopRunRig *rig)
{
  if (rig->run != NULL)
    ebb_db_close (lop_run_rig_finish (rig));
  g_clear_object (&rig->cuff);
  cuff_sim_stop (rig->sim);
  ebb_clock_free (rig->clock);
  ebb_patient_free (rig->patient);
  ebb_order_free (rig->order);
  ebb_screening_file_unref (rig->screening);
  g_autoptr (GDir) dir = g_dir_open (rig->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (rig->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (rig->folder);
  g_free (rig->folder);
  g_free (rig->db_path);
  g_free (rig);
}

double
lop_run_rig_true_mmhg (LopRunRig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  return truth.cuff_mmhg;
}

EbbLopRunView
lop_run_rig_view (LopRunRig *rig)
{
  EbbLopRunView view;
  ebb_lop_run_get_view (rig->run, &view);
  return view;
}

/* --- The person at the probe ------------------------------------------------------------- */

static EbbGuidedTap
wants_to_tap (LopRunRig *rig, const EbbLopRunView *view, double true_mmhg)
{
  gboolean hears = true_mmhg < rig->hears_below_mmhg;
  switch (view->guided) {
  case EBB_GUIDED_BEGIN:
    return hears && true_mmhg > 15 ? EBB_TAP_HEARD : EBB_TAP_NONE;
  case EBB_GUIDED_UP:
    return hears ? EBB_TAP_NONE : EBB_TAP_GONE;
  case EBB_GUIDED_OVERSHOOT:
  case EBB_GUIDED_DOWN:
    return hears ? EBB_TAP_BACK : EBB_TAP_NONE;
  default:
    return EBB_TAP_NONE;
  }
}

static void
listen (LopRunRig *rig)
{
  EbbLopRunView view = lop_run_rig_view (rig);
  gint64 now_us = ebb_clock_now_us (rig->clock);
  double true_mmhg = lop_run_rig_true_mmhg (rig);
  rig->peak_mmhg = MAX (rig->peak_mmhg, true_mmhg);
  if (rig->options.way == EBB_LOP_WAY_AUTOMATIC || view.state != EBB_LOP_RUN_SEARCHING)
    return;
  if (rig->react_us != 0 && now_us >= rig->react_us) {
    ebb_lop_run_tap (rig->run, rig->react);
    rig->react_us = 0;
    return;
  }
  EbbGuidedTap tap = wants_to_tap (rig, &view, true_mmhg);
  if (rig->react_us == 0 && tap != EBB_TAP_NONE) {
    rig->react = tap;
    rig->react_us = now_us + REACTION_US;
  }
}

/* --- Turning ----------------------------------------------------------------------------- */

void
lop_run_rig_turn (LopRunRig *rig, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (ebb_clock_now_us (rig->clock) < end_us) {
    g_main_context_iteration (NULL, TRUE);
    listen (rig);
  }
}

gboolean
lop_run_rig_await (LopRunRig *rig, EbbLopRunState state, double seconds)
{
  gint64 end_us = ebb_clock_now_us (rig->clock) + (gint64) (seconds * 1e6);
  while (lop_run_rig_view (rig).state != state && !ebb_lop_run_is_over (rig->run)
         && ebb_clock_now_us (rig->clock) < end_us) {
    g_main_context_iteration (NULL, TRUE);
    listen (rig);
  }
  return lop_run_rig_view (rig).state == state;
}

void
lop_run_rig_one (LopRunRig *rig)
{
  g_autoptr (GError) error = NULL;
  gint64 end_us = ebb_clock_now_us (rig->clock) + CUFF_SECONDS (90);
  while (ebb_lop_run_why_not (rig->run) != NULL && ebb_clock_now_us (rig->clock) < end_us)
    lop_run_rig_turn (rig, 0.1);
  g_assert_true (ebb_lop_run_start (rig->run, &error));
  g_assert_no_error (error);
  g_assert_true (lop_run_rig_await (rig, EBB_LOP_RUN_READY, 220) || ebb_lop_run_is_over (rig->run));
}

void
lop_run_rig_all (LopRunRig *rig)
{
  for (guint i = 0; i < EBB_LOP_TRIALS_MAX && !ebb_lop_run_is_over (rig->run); i++)
    lop_run_rig_one (rig);
  g_assert_true (ebb_lop_run_is_over (rig->run));
}

/* --- A disk that hangs ------------------------------------------------------------------- */

static gboolean
hang_job (EbbDb *db, gpointer data, GError **error)
{
  LopRunRig *rig = data;
  CuffClock *clock = ebb_clock_get_cuff_clock (rig->clock);
  cuff_clock_block_begin (clock);
  while (atomic_load (&rig->disk_hangs))
    poll (NULL, 0, 1);
  cuff_clock_block_end (clock);
  return TRUE;
}

void
lop_run_rig_hang_disk (LopRunRig *rig)
{
  atomic_store (&rig->disk_hangs, TRUE);
  ebb_store_post (rig->store, hang_job, rig, NULL, NULL, NULL);
}

void
lop_run_rig_let_disk_go (LopRunRig *rig)
{
  atomic_store (&rig->disk_hangs, FALSE);
}
