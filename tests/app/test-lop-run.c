/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search for the occlusion pressure through the real link on a simulated limb: found within
 * the figures, and however it ends, the cuff is vented and the record says why.
 */
#include "lop-run-rig.h"

#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-db-private.h"

#include <math.h>
#include <string.h>

/* What the figures of signal/README.md allow a single person to be off. */
#define WRONG_MMHG 15.0

static void
assert_soft (LopRunRig *rig)
{
  CuffSimTruth truth;
  cuff_sim_get_truth (rig->sim, &truth);
  g_assert_cmpfloat (truth.cuff_mmhg, <, 12);
  g_assert_true (truth.vent_open);
}

static gint64
query (EbbDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = ebb_db_query_text (db, sql, NULL, &error);
  g_assert_no_error (error);
  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;
}

/* --- Found ------------------------------------------------------------------------------- */

typedef struct {
  const char *path;
  LopRunRigOptions options;
} FoundRow;

static const FoundRow found_rows[] = {
  { "/lop-run/found/arm", { .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 } },
  { "/lop-run/found/thigh", { .limb = CUFF_LIMB_THIGH, .lop_mmhg = 181, .seed = 4 } },
  { "/lop-run/found/doppler",
    { .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 5, .way = EBB_LOP_WAY_DOPPLER } },
  { "/lop-run/found/oximeter",
    { .limb = CUFF_LIMB_THIGH,
      .lop_mmhg = 181,
      .seed = 6,
      .way = EBB_LOP_WAY_OXIMETER,
      .expected = CUFF_MMHG (190) } },
};

static void
assert_stored (EbbDb *db, LopRunRig *rig, EbbLopRecord *record)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (ebb_db_put_lop (db, record, &error));
  g_assert_no_error (error);
  g_autoptr (GPtrArray) lops = ebb_db_get_lops (db, rig->patient->id, &error);
  g_assert_cmpuint (lops->len, ==, 1);
  const EbbLopRecord *back = lops->pdata[0];
  g_assert_cmpint (back->lop, ==, record->lop);
  g_assert_cmpint (back->definition, ==, record->definition);
  g_assert_cmpint (back->diastolic, ==, CUFF_MMHG (76));
  g_assert_cmpuint (back->heart_rate, ==, 64);
  g_assert_cmpint (back->trials[0], ==, record->trials[0]);
  g_assert_cmpint (back->trials[1], ==, record->trials[1]);
  g_assert_cmpstr (back->site, ==, "proximal");
  g_assert_cmpstr (back->operator_name, ==, "Tester");
  g_assert_true (back->simulated);
  g_autoptr (GPtrArray) traces = ebb_db_get_lop_traces (db, record->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (traces->len, ==, record->traces->len);
  const EbbLopTrace *first = traces->pdata[0], *kept = record->traces->pdata[0];
  g_assert_cmpuint (first->samples->len, ==, kept->samples->len);
  for (guint i = 0; i < kept->samples->len; i++) {
    const EbbSample *one = &g_array_index (first->samples, EbbSample, i);
    const EbbSample *other = &g_array_index (kept->samples, EbbSample, i);
    g_assert_cmpint (one->t_us, ==, other->t_us);
    g_assert_cmpint (one->pressure, ==, other->pressure);
  }
  g_assert_cmpuint (first->samples->len, >, 30 * 80); /* some 100 a second */
}

static void
test_found (gconstpointer data)
{
  const FoundRow *row = data;
  LopRunRig *rig = lop_run_rig_new (&row->options);
  lop_run_rig_all (rig);
  EbbLopRunView view = lop_run_rig_view (rig);
  double error_mmhg = cuff_pressure_to_mmhg (view.lop) - row->options.lop_mmhg;
  g_test_message ("%u runs, %.1f mmHg off, peak %.0f mmHg", view.n_runs, error_mmhg,
                  rig->peak_mmhg);
  g_assert_cmpint (view.end, ==, EBB_STATE_COMPLETED);
  g_assert_true (cuff_pressure_is_set (view.lop));
  g_assert_cmpfloat (fabs (error_mmhg), <=, WRONG_MMHG);
  g_assert_cmpuint (view.n_runs, >=, 2);
  g_assert_true (view.simulated);
  assert_soft (rig);
  g_autoptr (EbbLopRecord) record = ebb_lop_run_make_record (rig->run);
  g_assert_nonnull (record);
  guint n_runs = view.n_runs;
  g_autoptr (EbbDb) db = lop_run_rig_finish (rig);
  g_assert_cmpint (query (db, "SELECT count (*) FROM lop_run WHERE state = 1"), ==, n_runs);
  g_assert_cmpint (query (db, "SELECT count (*) FROM lop_record"), ==, 0); /* offered, not stored */
  assert_stored (db, rig, record);
  g_clear_pointer (&db, ebb_db_close);
  lop_run_rig_free (rig);
}

/* --- Between two runs -------------------------------------------------------------------- */

/* A minute of blood flow, and then only when a person says so: it never inflates by itself. */
static void
test_minute_between_runs (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 });
  g_autoptr (GError) error = NULL;
  CuffSimTruth truth;
  lop_run_rig_one (rig);
  gint64 over_us = ebb_clock_now_us (rig->clock);
  g_assert_cmpint (lop_run_rig_view (rig).state, ==, EBB_LOP_RUN_READY);
  g_assert_false (ebb_lop_run_start (rig->run, &error));
  g_assert_error (error, EBB_LOP_RUN_ERROR, EBB_LOP_RUN_ERROR_NOT_NOW);
  g_assert_nonnull (strstr (error->message, "Wait 60 s more"));
  lop_run_rig_turn (rig, 59.5);
  g_assert_nonnull (ebb_lop_run_why_not (rig->run));
  lop_run_rig_turn (rig, 120);
  cuff_sim_get_truth (rig->sim, &truth);
  g_assert_cmpuint (truth.n_inflations, ==, 1);
  g_assert_cmpint (ebb_clock_now_us (rig->clock) - over_us, >, CUFF_SECONDS (179));
  g_assert_null (ebb_lop_run_make_record (rig->run)); /* one run is no measurement */
  lop_run_rig_one (rig);
  g_assert_true (cuff_pressure_is_set (lop_run_rig_view (rig).lop));
  lop_run_rig_free (rig);
}

static gint64
rest_after (LopRunRig *rig, gint64 ended_ago_us)
{
  EbbLopRunOptions options = lop_run_rig_options (rig);
  g_autoptr (GError) error = NULL;
  EbbLopRunView view;
  options.last_run_unix_us =
      ended_ago_us == 0 ? EBB_TIME_UNSET : ebb_clock_wall_unix_us () - ended_ago_us;
  g_autoptr (EbbLopRun) run = ebb_lop_run_new (&options, &error);
  g_assert_no_error (error);
  ebb_lop_run_get_view (run, &view);
  g_assert_true (view.rest_left_us == 0 || !ebb_lop_run_start (run, NULL));
  g_object_run_dispose (G_OBJECT (run));
  return view.rest_left_us;
}

/* A new start of Ebb makes nobody forget the run before; a clock that was set back costs a minute
 * at most. */
static void
test_rest_kept (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 });
  lop_run_rig_turn (rig, 5);
  gint64 left_us = rest_after (rig, CUFF_SECONDS (20));
  g_assert_cmpint (left_us, <=, CUFF_SECONDS (40));
  g_assert_cmpint (left_us, >, CUFF_SECONDS (30)); /* the test itself may be slow */
  g_assert_cmpint (rest_after (rig, CUFF_SECONDS (61)), ==, 0);
  g_assert_cmpint (rest_after (rig, 0), ==, 0);
  g_assert_cmpint (rest_after (rig, CUFF_SECONDS (-3600)), ==, CUFF_SECONDS (60));
  lop_run_rig_free (rig);
}

/* Two runs more than 10 mmHg apart: a third one, and the middle of the three. */
static void
test_third_run (void)
{
  static const double hears_below_mmhg[] = { 120, 140, 134 };
  LopRunRig *rig = lop_run_rig_new (&(LopRunRigOptions){
      .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 5, .way = EBB_LOP_WAY_DOPPLER });
  for (guint i = 0; i < 3; i++) {
    g_assert_false (ebb_lop_run_is_over (rig->run));
    rig->hears_below_mmhg = hears_below_mmhg[i];
    lop_run_rig_one (rig);
  }
  EbbLopRunView view = lop_run_rig_view (rig);
  g_assert_cmpint (view.state, ==, EBB_LOP_RUN_OVER);
  g_assert_cmpint (view.lop, ==, view.trials[2]);
  g_assert_cmpint (ABS (view.lop - CUFF_MMHG (134)), <, CUFF_MMHG (4));
  lop_run_rig_free (rig);
}

/* --- Broken off -------------------------------------------------------------------------- */

/* Climbs until the cuff is tight. */
static void
begin_tight (LopRunRig *rig)
{
  g_autoptr (GError) error = NULL;
  while (ebb_lop_run_why_not (rig->run) != NULL)
    lop_run_rig_turn (rig, 0.1);
  g_assert_true (ebb_lop_run_start (rig->run, &error));
  g_assert_true (lop_run_rig_await (rig, EBB_LOP_RUN_SEARCHING, 10));
  for (guint i = 0; i < 600 && lop_run_rig_true_mmhg (rig) < 65; i++)
    lop_run_rig_turn (rig, 0.1);
  g_assert_cmpfloat (lop_run_rig_true_mmhg (rig), >=, 65);
}

static void
assert_not_found (LopRunRig *rig, EbbEndState end, CuffReason reason, const char *says)
{
  EbbLopRunView view = lop_run_rig_view (rig);
  g_autoptr (EbbLopRecord) record = ebb_lop_run_make_record (rig->run);
  g_assert_cmpint (view.state, ==, EBB_LOP_RUN_OVER);
  g_assert_cmpint (view.end, ==, end);
  g_assert_cmpint (view.reason, ==, reason);
  g_assert_false (cuff_pressure_is_set (view.lop));
  g_assert_nonnull (record);
  g_assert_false (cuff_pressure_is_set (record->lop));
  if (strstr (record->not_found_reason, says) == NULL)
    g_error ("it says: %s", record->not_found_reason);
}

static void
test_stop (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_THIGH, .lop_mmhg = 181, .seed = 4 });
  begin_tight (rig);
  ebb_lop_run_stop (rig->run);
  lop_run_rig_turn (rig, 2);
  g_assert_cmpfloat (lop_run_rig_true_mmhg (rig), <, 20);
  g_assert_true (lop_run_rig_await (rig, EBB_LOP_RUN_OVER, 8));
  assert_not_found (rig, EBB_STATE_STOPPED_BY_USER, CUFF_REASON_USER_STOP, "somebody pressed Stop");
  assert_soft (rig);
  g_autoptr (EbbDb) db = lop_run_rig_finish (rig);
  g_assert_cmpint (query (db, "SELECT state FROM lop_run"), ==, EBB_STATE_STOPPED_BY_USER);
  g_clear_pointer (&db, ebb_db_close);
  lop_run_rig_free (rig);
}

/* A limb that never lies still gives no value with confidence, and is let go each time. */
static void
test_movement (void)
{
  LopRunRig *rig = lop_run_rig_new (&(LopRunRigOptions){
      .limb = CUFF_LIMB_THIGH, .lop_mmhg = 181, .seed = 9, .bumps_per_min = 30 });
  lop_run_rig_all (rig);
  EbbLopRunView view = lop_run_rig_view (rig);
  g_test_message ("%u runs: %s", view.n_runs, view.problem);
  assert_not_found (rig, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE, "Not found");
  assert_soft (rig);
  lop_run_rig_free (rig);
}

/* This patient's limit lies below the answer: never passed, said so, no second try. */
static void
test_ceiling (void)
{
  LopRunRig *rig = lop_run_rig_new (&(LopRunRigOptions){
      .limb = CUFF_LIMB_THIGH, .lop_mmhg = 181, .seed = 4, .limit = CUFF_MMHG (150) });
  lop_run_rig_one (rig);
  assert_not_found (rig, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE, "limit of pressure or time");
  g_assert_cmpfloat (rig->peak_mmhg, <, 165);
  g_assert_cmpuint (lop_run_rig_view (rig).n_runs, ==, 1);
  assert_soft (rig);
  lop_run_rig_free (rig);
}

/* A person who never taps "gone": led up to the ceiling or the limit of time, then vented, with
 * air left under the controller's own 180 s. */
static void
test_nobody_taps (void)
{
  LopRunRig *rig = lop_run_rig_new (&(LopRunRigOptions){
      .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 5, .way = EBB_LOP_WAY_DOPPLER });
  rig->hears_below_mmhg = 1000;
  gint64 start_us = ebb_clock_now_us (rig->clock);
  lop_run_rig_one (rig);
  assert_not_found (rig, EBB_STATE_COMPLETED, CUFF_REASON_PLAN_DONE, "limit of pressure or time");
  g_assert_cmpint (ebb_clock_now_us (rig->clock) - start_us, <, CUFF_SECONDS (180));
  g_assert_cmpfloat (rig->peak_mmhg, <, 310);
  assert_soft (rig);
  lop_run_rig_free (rig);
}

/* Whatever breaks: the controller lets the air out by itself, and no value comes of it. */
typedef struct {
  const char *path;
  CuffFault fault;
  CuffReason reason;
  EbbEndState end;
} FaultRow;

static const FaultRow fault_rows[] = {
  { "/lop-run/fault/vanish", CUFF_FAULT_VANISH, CUFF_REASON_LINK_LOST, EBB_STATE_INTERRUPTED },
  { "/lop-run/fault/silence", CUFF_FAULT_SILENCE, CUFF_REASON_LINK_LOST, EBB_STATE_INTERRUPTED },
  { "/lop-run/fault/button", CUFF_FAULT_STOP_BUTTON, CUFF_REASON_DEVICE_BUTTON,
    EBB_STATE_STOPPED_BY_USER },
  { "/lop-run/fault/reset", CUFF_FAULT_RESET, CUFF_REASON_DEVICE_RESET, EBB_STATE_INTERRUPTED },
};

static void
test_fault (gconstpointer data)
{
  const FaultRow *row = data;
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_THIGH, .lop_mmhg = 181, .seed = 4 });
  begin_tight (rig);
  cuff_sim_inject (rig->sim, row->fault);
  g_assert_true (lop_run_rig_await (rig, EBB_LOP_RUN_OVER, 12));
  assert_not_found (rig, row->end, row->reason, "Not found");
  lop_run_rig_turn (rig, 4);
  g_assert_cmpfloat (lop_run_rig_true_mmhg (rig), <, 20);
  if (row->fault == CUFF_FAULT_VANISH) {
    g_assert_true (lop_run_rig_view (rig).unproven); /* nobody has seen it */
    EbbCuffView cuff;
    ebb_cuff_get_view (rig->cuff, &cuff);
    g_assert_true (cuff.at_risk);
  }
  g_autoptr (EbbDb) db = lop_run_rig_finish (rig);
  g_assert_cmpint (query (db, "SELECT state FROM lop_run"), ==, row->end);
  g_clear_pointer (&db, ebb_db_close);
  lop_run_rig_free (rig);
}

/* --- Before air -------------------------------------------------------------------------- */

/* The row stands on the disk before the pump runs, and without it there is no air. */
static void
test_row_before_air (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 });
  g_autoptr (GError) error = NULL;
  CuffSimTruth truth;
  while (ebb_lop_run_why_not (rig->run) != NULL)
    lop_run_rig_turn (rig, 0.1);
  lop_run_rig_hang_disk (rig);
  g_assert_true (ebb_lop_run_start (rig->run, &error));
  lop_run_rig_turn (rig, 20);
  cuff_sim_get_truth (rig->sim, &truth);
  g_assert_cmpuint (truth.n_inflations, ==, 0);
  g_assert_cmpint (lop_run_rig_view (rig).state, ==, EBB_LOP_RUN_STORING);
  lop_run_rig_let_disk_go (rig);
  g_assert_true (lop_run_rig_await (rig, EBB_LOP_RUN_SEARCHING, 10));
  for (guint i = 0; i < 600 && lop_run_rig_true_mmhg (rig) < 30; i++)
    lop_run_rig_turn (rig, 0.1);
  /* What a crash would leave behind. */
  g_autoptr (EbbDb) db = ebb_db_open (rig->db_path, EBB_DB_READ, &error);
  g_assert_no_error (error);
  g_assert_cmpint (query (db, "SELECT count (*) FROM lop_run WHERE state = 0"), ==, 1);
  g_clear_pointer (&db, ebb_db_close);
  lop_run_rig_free (rig);
}

/* A stop while the disk thinks: the run never gets air, also when the row comes. */
static void
test_stop_before_air (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 });
  g_autoptr (GError) error = NULL;
  CuffSimTruth truth;
  while (ebb_lop_run_why_not (rig->run) != NULL)
    lop_run_rig_turn (rig, 0.1);
  lop_run_rig_hang_disk (rig);
  g_assert_true (ebb_lop_run_start (rig->run, &error));
  lop_run_rig_turn (rig, 1);
  ebb_lop_run_stop (rig->run);
  lop_run_rig_turn (rig, 1);
  lop_run_rig_let_disk_go (rig);
  lop_run_rig_turn (rig, 10);
  cuff_sim_get_truth (rig->sim, &truth);
  g_assert_cmpuint (truth.n_inflations, ==, 0);
  g_assert_true (ebb_lop_run_is_over (rig->run));
  g_assert_cmpint (lop_run_rig_view (rig).end, ==, EBB_STATE_STOPPED_BY_USER);
  g_autoptr (EbbDb) db = lop_run_rig_finish (rig);
  g_assert_cmpint (query (db, "SELECT count (*) FROM lop_run WHERE state = 0"), ==, 0);
  g_clear_pointer (&db, ebb_db_close);
  lop_run_rig_free (rig);
}

/* A stop in the minute between two runs ends the measurement. */
static void
test_stop_between_runs (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 });
  lop_run_rig_one (rig);
  g_assert_cmpint (lop_run_rig_view (rig).state, ==, EBB_LOP_RUN_READY);
  ebb_lop_run_stop (rig->run);
  g_assert_true (lop_run_rig_await (rig, EBB_LOP_RUN_OVER, 1));
  g_assert_cmpint (lop_run_rig_view (rig).end, ==, EBB_STATE_STOPPED_BY_USER);
  g_assert_nonnull (ebb_lop_run_why_not (rig->run));
  lop_run_rig_free (rig);
}

/* Whoever lets go of a run that is under way leaves a soft cuff behind. */
static void
test_let_go (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_THIGH, .lop_mmhg = 181, .seed = 4 });
  begin_tight (rig);
  g_object_run_dispose (G_OBJECT (rig->run));
  gint64 end_us = ebb_clock_now_us (rig->clock) + CUFF_SECONDS (3);
  while (ebb_clock_now_us (rig->clock) < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (lop_run_rig_true_mmhg (rig), <, 20);
  lop_run_rig_free (rig);
}

static void
assert_refused (LopRunRig *rig, const EbbLopRunOptions *options, EbbLopRunError code,
                const char *says)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (ebb_lop_run_new (options, &error));
  g_assert_error (error, EBB_LOP_RUN_ERROR, (int) code);
  if (strstr (error->message, says) == NULL)
    g_error ("it says: %s", error->message);
}

static void
test_options (void)
{
  LopRunRig *rig =
      lop_run_rig_new (&(LopRunRigOptions){ .limb = CUFF_LIMB_ARM, .lop_mmhg = 128, .seed = 3 });
  const EbbLopRunOptions good = lop_run_rig_options (rig);
  EbbLopRunOptions bad = good;
  bad.side = EBB_SIDE_UNSET;
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_FIELD, "Side: missing");
  bad = good;
  bad.segment = (EbbSegment) 7;
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_FIELD, "Limb");
  bad = good;
  bad.cuff_width_cm = NAN;
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_FIELD, "3 to 30");
  bad = good;
  bad.unwell_today = TRUE;
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_SCREENING, "unwell today");
  bad = good;
  bad.order = NULL;
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_ORDER, "no recorded order");
  g_autoptr (EbbOrder) old = ebb_order_copy (rig->order);
  old->valid_until = g_strdup ("2020-02-01");
  bad = good;
  bad.order = old;
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_ORDER, "not valid today");
  bad = good;
  bad.screening = NULL; /* nobody has screened this patient */
  assert_refused (rig, &bad, EBB_LOP_RUN_ERROR_SCREENING, "creen");
  lop_run_rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (found_rows); i++)
    g_test_add_data_func (found_rows[i].path, &found_rows[i], test_found);
  g_test_add_func ("/lop-run/minute-between", test_minute_between_runs);
  g_test_add_func ("/lop-run/rest-kept", test_rest_kept);
  g_test_add_func ("/lop-run/third-run", test_third_run);
  g_test_add_func ("/lop-run/stop", test_stop);
  g_test_add_func ("/lop-run/movement", test_movement);
  g_test_add_func ("/lop-run/ceiling", test_ceiling);
  g_test_add_func ("/lop-run/nobody-taps", test_nobody_taps);
  for (gsize i = 0; i < G_N_ELEMENTS (fault_rows); i++)
    g_test_add_data_func (fault_rows[i].path, &fault_rows[i], test_fault);
  g_test_add_func ("/lop-run/row-before-air", test_row_before_air);
  g_test_add_func ("/lop-run/stop-before-air", test_stop_before_air);
  g_test_add_func ("/lop-run/stop-between-runs", test_stop_between_runs);
  g_test_add_func ("/lop-run/let-go", test_let_go);
  g_test_add_func ("/lop-run/options", test_options);
  return g_test_run ();
}
