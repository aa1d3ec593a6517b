/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Limbs on file: cuffs, girths, every field of an occlusion pressure and its trace, and the rows
 * that stand before a search inflates.
 */
#include "data-rig.h"
#include "ebb-db-limbs.h"

#include <math.h>

static EbbCuffRecord
make_cuff (void)
{
  return (EbbCuffRecord){ .asset = (char *) "T-M-03",
                          .name = (char *) "Thigh M",
                          .segment = EBB_SEGMENT_THIGH,
                          .width_cm = 11.5,
                          .length_cm = 86,
                          .girth_min_cm = 48,
                          .girth_max_cm = 65,
                          .bladder = (char *) "single",
                          .contour = (char *) "curved",
                          .material = (char *) "nylon",
                          .site = (char *) "proximal",
                          .latex = EBB_LATEX_NONE };
}

static void
test_cuffs (DataRig *rig, gconstpointer unused)
{
  EbbCuffRecord cuff = make_cuff (), plain = { .asset = (char *) "BP-1",
                                               .kind = EBB_CUFF_KIND_BLOOD_PRESSURE,
                                               .segment = EBB_SEGMENT_ARM,
                                               .width_cm = 12,
                                               .length_cm = -1,
                                               .girth_min_cm = -1,
                                               .girth_max_cm = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cuffs = NULL;

  g_assert_true (ebb_db_put_cuff (rig->db, &cuff, &error));
  g_assert_true (ebb_db_put_cuff (rig->db, &plain, &error));
  cuffs = ebb_db_list_cuffs (rig->db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cuffs->len, ==, 2);
  const EbbCuffRecord *arm = cuffs->pdata[0], *thigh = cuffs->pdata[1];
  g_assert_cmpint (arm->kind, ==, EBB_CUFF_KIND_BLOOD_PRESSURE);
  g_assert_cmpfloat (arm->length_cm, <, 0); /* not known is not 0 */
  g_assert_cmpfloat (arm->girth_min_cm, <, 0);
  g_assert_cmpint (arm->latex, ==, EBB_LATEX_UNKNOWN);
  g_assert_null (arm->contour);
  g_assert_cmpstr (thigh->id, ==, cuff.id);
  g_assert_cmpfloat (thigh->girth_max_cm, ==, 65);
  g_assert_cmpint (thigh->latex, ==, EBB_LATEX_NONE);
  g_assert_cmpstr (thigh->contour, ==, "curved");

  /* Taken out of use: the same cuff, not another one. */
  cuff.retired = TRUE;
  g_assert_true (ebb_db_put_cuff (rig->db, &cuff, &error));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM cuff"), ==, 2);
  g_assert_cmpint (data_query_int (rig->db, "SELECT sum (retired) FROM cuff"), ==, 1);
  g_free (cuff.id);
  g_free (plain.id);
}

static void
test_bad_cuffs (DataRig *rig, gconstpointer unused)
{
  EbbCuffRecord good = make_cuff (), rows[] = { good, good, good, good, good, good };

  rows[0].width_cm = 0.9;
  rows[1].width_cm = NAN;
  rows[2].girth_max_cm = 47;
  rows[3].girth_max_cm = -1; /* half a range */
  rows[4].asset = (char *) "";
  rows[5].contour = (char *) "round";
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("row %zu", i);
    g_assert_false (ebb_db_put_cuff (rig->db, &rows[i], &error));
    data_assert_error (error, INVALID);
    g_assert_null (rows[i].id);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM cuff"), ==, 0);
}

static void
test_girths (DataRig *rig, gconstpointer unused)
{
  EbbGirthRecord old = { .patient_id = (char *) PATIENT_ID,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_LEFT,
                         .site = (char *) EBB_GIRTH_UNDER_CUFF,
                         .girth_cm = 52.1,
                         .measured_on = (char *) "2026-01-15" },
                 new = old, bad = old;
  g_autoptr (GError) error = NULL, refused = NULL;
  g_autoptr (GPtrArray) girths = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  new.girth_cm = 53.4;
  new.measured_on = (char *) "2026-02-20";
  new.operator_name = (char *) "Practice Therapist";
  g_assert_true (ebb_db_put_girth (rig->db, &old, &error));
  g_assert_true (ebb_db_put_girth (rig->db, &new, &error));
  girths = ebb_db_get_girths (rig->db, PATIENT_ID, &error);
  g_assert_cmpuint (girths->len, ==, 2);
  g_assert_cmpfloat (((EbbGirthRecord *) girths->pdata[0])->girth_cm, ==, 53.4);
  g_assert_cmpstr (((EbbGirthRecord *) girths->pdata[0])->operator_name, ==, "Practice Therapist");
  g_assert_cmpstr (((EbbGirthRecord *) girths->pdata[1])->site, ==, "under the cuff");
  bad.girth_cm = NAN;
  g_assert_false (ebb_db_put_girth (rig->db, &bad, &refused));
  data_assert_error (refused, INVALID);
  g_free (old.id);
  g_free (new.id);
}

/* --- Occlusion pressures ----------------------------------------------------------------- */

static GArray *
make_samples (guint n)
{
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (EbbSample));

  for (guint i = 0; i < n; i++) {
    EbbSample sample = { .t_us = (gint64) i * 10000,
                         .pressure = CUFF_MMHG (60) + (CuffPressure) (i % 13),
                         .pressure_second = CUFF_PRESSURE_UNSET,
                         .flow_dml_s = (gint32) i % 5,
                         .valve_percent = 3,
                         .gap = i == 7 };
    g_array_append_val (samples, sample);
  }
  return samples;
}

static EbbLopRecord
make_lop (void)
{
  return (EbbLopRecord){ .patient_id = (char *) PATIENT_ID,
                         .segment = EBB_SEGMENT_ARM,
                         .side = EBB_SIDE_RIGHT,
                         .posture = EBB_POSTURE_SEATED,
                         .cuff_width_cm = 12,
                         .girth_cm = 31.5,
                         .systolic = CUFF_MMHG (121),
                         .way = (char *) "doppler",
                         .lop = CUFF_MMHG (133),
                         .measured_unix_us = 1000,
                         .operator_name = (char *) "Practice Therapist",
                         .definition = EBB_LOP_DEFINITION_PULSE_BACK,
                         .sensor = (char *) "hand-held Doppler 8 MHz",
                         .artery = (char *) "radial",
                         .site = (char *) "proximal",
                         .quality_note = (char *) "clear",
                         .diastolic = CUFF_MMHG (78),
                         .heart_rate = 66,
                         .trials = { CUFF_MMHG (131), CUFF_MMHG (145), CUFF_MMHG (133) },
                         .band = CUFF_MMHG (6),
                         .quality_percent = 90,
                         .simulated = TRUE };
}

/* Reference clinical 2.6: all of it comes back. */
static void
test_lop_fields (DataRig *rig, gconstpointer unused)
{
  EbbLopRecord record = make_lop ();
  EbbCuffRecord cuff = make_cuff ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lops = NULL, traces = NULL;
  g_autoptr (GArray) first = make_samples (250), second = make_samples (3);

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_cuff (rig->db, &cuff, &error));
  record.cuff_id = cuff.id;
  record.traces = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_trace_free);
  g_ptr_array_add (record.traces, ebb_lop_trace_new (1, first));
  g_ptr_array_add (record.traces, ebb_lop_trace_new (2, second));
  g_assert_true (ebb_db_put_lop (rig->db, &record, &error));
  g_assert_no_error (error);

  lops = ebb_db_get_lops (rig->db, PATIENT_ID, &error);
  const EbbLopRecord *back = lops->pdata[0];
  g_assert_cmpint (back->definition, ==, EBB_LOP_DEFINITION_PULSE_BACK);
  g_assert_cmpstr (back->sensor, ==, "hand-held Doppler 8 MHz");
  g_assert_cmpstr (back->artery, ==, "radial");
  g_assert_cmpstr (back->cuff_id, ==, cuff.id);
  g_assert_cmpstr (back->site, ==, "proximal");
  g_assert_cmpstr (back->quality_note, ==, "clear");
  g_assert_cmpint (back->diastolic, ==, CUFF_MMHG (78));
  g_assert_cmpuint (back->heart_rate, ==, 66);
  g_assert_cmpint (back->trials[1], ==, CUFF_MMHG (145));
  g_assert_cmpint (back->trials[2], ==, CUFF_MMHG (133));
  g_assert_cmpint (back->band, ==, CUFF_MMHG (6));
  g_assert_cmpuint (back->quality_percent, ==, 90);
  g_assert_true (back->simulated);

  traces = ebb_db_get_lop_traces (rig->db, record.id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (traces->len, ==, 2);
  const EbbLopTrace *trace = traces->pdata[0];
  g_assert_cmpuint (trace->run, ==, 1);
  g_assert_cmpuint (trace->samples->len, ==, 250);
  const EbbSample *last = &g_array_index (trace->samples, EbbSample, 249);
  g_assert_cmpint (last->t_us, ==, 2490000);
  g_assert_cmpint (last->pressure, ==, CUFF_MMHG (60) + 249 % 13);
  g_assert_true (g_array_index (trace->samples, EbbSample, 7).gap);
  g_ptr_array_unref (record.traces);
  g_free (record.id);
  g_free (cuff.id);
}

/* What was not measured is not 0, and why nothing was found stays. */
static void
test_lop_unknown (DataRig *rig, gconstpointer unused)
{
  EbbLopRecord record = { .patient_id = (char *) PATIENT_ID,
                          .segment = EBB_SEGMENT_ARM,
                          .side = EBB_SIDE_RIGHT,
                          .posture = EBB_POSTURE_SUPINE,
                          .cuff_width_cm = 12,
                          .girth_cm = -1,
                          .systolic = CUFF_PRESSURE_UNSET,
                          .way = (char *) "oscillometric",
                          .lop = CUFF_PRESSURE_UNSET,
                          .not_found_reason = (char *) "Not found: the limb did not lie still.",
                          .measured_unix_us = 1000 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lops = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_lop (rig->db, &record, &error));
  lops = ebb_db_get_lops (rig->db, PATIENT_ID, &error);
  const EbbLopRecord *back = lops->pdata[0];
  g_assert_false (cuff_pressure_is_set (back->diastolic));
  g_assert_false (cuff_pressure_is_set (back->band));
  g_assert_false (cuff_pressure_is_set (back->trials[0]));
  g_assert_cmpuint (back->heart_rate, ==, 0);
  g_assert_false (back->simulated);
  g_assert_cmpstr (back->not_found_reason, ==, "Not found: the limb did not lie still.");
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM lop_record "
                                            "WHERE diastolic_dmmhg IS NULL AND heart_rate IS NULL "
                                            "AND trial_1_dmmhg IS NULL AND band_dmmhg IS NULL"),
                   ==, 1);
  g_free (record.id);
}

/* --- Runs -------------------------------------------------------------------------------- */

static char *
begin_run (EbbDb *db)
{
  g_autoptr (GError) error = NULL;
  EbbLopRunRecord run = { .patient_id = (char *) PATIENT_ID,
                          .segment = EBB_SEGMENT_THIGH,
                          .side = EBB_SIDE_LEFT,
                          .way = (char *) "oscillometric",
                          .run = 1,
                          .simulated = TRUE,
                          .started_unix_us = 5000 };

  g_assert_true (ebb_db_begin_lop_run (db, &run, &error));
  g_assert_no_error (error);
  return run.id;
}

/* A crash in a search: the run is closed as interrupted and counted, so that somebody is told to
 * look at the cuff; one that had ended keeps its own end. */
static void
test_runs (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_autofree char *ended = begin_run (rig->db), *open = begin_run (rig->db);
  g_assert_true (ebb_db_end_lop_run (rig->db, ended, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                     9000, &error));
  g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_CRASH, &error), ==, 1);
  g_assert_cmpint (ebb_db_close_interrupted (rig->db, CUFF_REASON_CRASH, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (data_query_int (rig->db,
                                   "SELECT count (*) FROM lop_run WHERE state = 1 AND reason = 1 "
                                   "AND ended_unix_us = 9000"),
                   ==, 1);
  g_assert_cmpint (
      data_query_int (rig->db, "SELECT count (*) FROM lop_run WHERE state = 4 AND reason = 12"), ==,
      1);
  /* The first end stands. */
  g_assert_true (ebb_db_end_lop_run (rig->db, ended, EBB_STATE_STOPPED_BY_USER,
                                     CUFF_REASON_USER_STOP, 9999, &error));
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM lop_run WHERE state = 2"), ==,
                   0);
}

static gint64
run_end (DataRig *rig, EbbSide side)
{
  g_autoptr (GError) error = NULL;
  gint64 end_us = 0;

  g_assert_true (
      ebb_db_get_lop_run_end (rig->db, PATIENT_ID, EBB_SEGMENT_THIGH, side, &end_us, &error));
  g_assert_no_error (error);
  return end_us;
}

/* Blood flows for a minute between two runs, also when Ebb was started anew meanwhile: the last end
 * on that limb counts.  A run that a crash cut off may have pressed for three minutes. */
static void
test_run_ends (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_cmpint (run_end (rig, EBB_SIDE_LEFT), ==, EBB_TIME_UNSET);
  g_autofree char *ended = begin_run (rig->db);
  g_assert_true (ebb_db_end_lop_run (rig->db, ended, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE,
                                     9000, &error));
  g_assert_cmpint (run_end (rig, EBB_SIDE_LEFT), ==, 9000);
  g_assert_cmpint (run_end (rig, EBB_SIDE_RIGHT), ==, EBB_TIME_UNSET);
  g_autofree char *open = begin_run (rig->db);
  g_autoptr (GPtrArray) left = ebb_db_list_open_lop_runs (rig->db, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, ==, 1);
  const EbbLopRunRecord *run = g_ptr_array_index (left, 0);
  g_assert_cmpstr (run->id, ==, open);
  g_assert_cmpstr (run->patient_id, ==, PATIENT_ID);
  g_assert_true (run->simulated);
  g_assert_cmpint (ebb_db_close_lop_runs (rig->db, CUFF_REASON_CRASH, &error), ==, 1);
  g_assert_cmpint (run_end (rig, EBB_SIDE_LEFT), ==, 5000 + 180 * G_USEC_PER_SEC);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/limbs/cuffs", test_cuffs);
  ADD ("/limbs/bad-cuffs", test_bad_cuffs);
  ADD ("/limbs/girths", test_girths);
  ADD ("/limbs/lop-fields", test_lop_fields);
  ADD ("/limbs/lop-unknown", test_lop_unknown);
  ADD ("/limbs/runs", test_runs);
  ADD ("/limbs/run-ends", test_run_ends);
  return g_test_run ();
}
