/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every fault of the controller, of the line and of this computer, in every phase, against
 * faults.table.
 */
#include "matrix-disk.h"
#include "matrix-run.h"

/* Above the controller's own ceiling nothing may ever bring it, whatever is broken, but a pump that
 * cannot be switched off. */
#define PEAK_MMHG 335
/* Telemetry older than that is none; the link looks every 50 ms, and so does the rig. */
#define SILENT_S  1.0
#define TICK_S    0.05

static void
say (const MatrixCell *cell, const MatrixOutcome *outcome)
{
  g_autoptr (GString) alarms = g_string_new (NULL);
  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
    if ((outcome->alarms & 1u << alarm) != 0)
      g_string_append_printf (alarms, " A%02d", alarm);
  g_test_message ("want: %s", cell->line);
  g_test_message ("seen: released %.2f s (host let go %.2f s), peak %.0f mmHg, %.2f s silent,%s, "
                  "%s, reason %d",
                  outcome->released_s, outcome->plan_over_s, outcome->peak_mmhg, outcome->silent_s,
                  alarms->len > 0 ? alarms->str : " no alarm",
                  ebb_end_state_to_string (outcome->end), outcome->reason);
}

/* Whoever cannot let the air out, or cannot see that it is out, says so and never that it is out;
 * only a person's word ends that.  No word empties a cuff whose pump runs on. */
static void
check_word (const MatrixCell *cell, const MatrixOutcome *outcome)
{
  g_assert_true (outcome->waits);
  g_assert_false (outcome->removed);
  g_assert_false (outcome->goes_on);
  if (cell->phase == MATRIX_SEARCH && cell->fault == CUFF_FAULT_PUMP_STUCK)
    g_assert_false (outcome->closes);
  else
    g_assert_true (outcome->closes);
}

static void
check_release (const MatrixCell *cell, const MatrixOutcome *outcome)
{
  switch (cell->release) {
  case MATRIX_RELEASE_WITHIN:
    if (cell->release_s == 0) {
      g_assert_false (outcome->pressed);
    } else {
      g_assert_cmpfloat (outcome->released_s, >=, 0);
      g_assert_cmpfloat (outcome->released_s, <=, cell->release_s);
    }
    break;
  case MATRIX_RELEASE_PLAN:
    g_assert_cmpfloat (outcome->released_s, >=, 0);
    if (outcome->pressed)
      g_assert_cmpfloat (outcome->released_s, >=, outcome->plan_over_s);
    g_assert_cmpfloat (outcome->released_s, <=, outcome->plan_over_s + 12);
    break;
  case MATRIX_RELEASE_BY_HAND:
    check_word (cell, outcome);
    break;
  }
  /* Once the host has let go nothing inflates again. */
  g_assert_cmpuint (outcome->n_inflations, <=, cell->phase == MATRIX_ARMED ? 1 : 0);
  if (cell->fault != CUFF_FAULT_PUMP_STUCK)
    g_assert_cmpfloat (outcome->peak_mmhg, <, PEAK_MMHG);
  g_assert_false (outcome->called_safe);
}

/* R7: a second without telemetry is a lost link, and ends what was armed. */
static void
check_silence (const MatrixCell *cell, const MatrixOutcome *outcome)
{
  if (!outcome->pressed || cell->phase == MATRIX_DEFLATING)
    return;
  if (cell->phase == MATRIX_ARMED && cell->fault == MATRIX_STOP_1_6)
    return; /* over before anything was armed */
  if (outcome->silent_s > SILENT_S + 2 * TICK_S) {
    g_assert_cmphex (outcome->alarms & 1u << CUFF_ALARM_LINK, !=, 0);
    g_assert_cmpint (outcome->end, !=, EBB_STATE_COMPLETED);
  }
  /* Noise alone, that never lasted so long, ends nothing. */
  if (cell->fault == CUFF_FAULT_BIT_ERRORS_HIGH && outcome->silent_s <= SILENT_S)
    g_assert_cmpint (outcome->end, ==, EBB_STATE_COMPLETED);
}

static MatrixOutcome
run (const MatrixCell *cell)
{
  if (cell->phase != MATRIX_SEARCH)
    return matrix_run_session (cell);
  return matrix_fault_needs_program (cell->fault) ? matrix_run_program_search (cell)
                                                  : matrix_run_search (cell);
}

static void
test_cell (gconstpointer data)
{
  const MatrixCell *cell = data;
  MatrixOutcome outcome = run (cell);
  say (cell, &outcome);
  g_assert_true (outcome.reached);
  check_release (cell, &outcome);
  check_silence (cell, &outcome);
  g_assert_cmphex (outcome.alarms & cell->alarms_must, ==, cell->alarms_must);
  g_assert_cmphex (outcome.alarms & ~cell->alarms_may, ==, 0);
  if (cell->phase != MATRIX_SEARCH) /* which is no session */
    g_assert_cmphex (outcome.stored & cell->alarms_must, ==, cell->alarms_must);
  if (matrix_fault_keeps_rows (cell->fault))
    g_assert_true (outcome.whole);
  g_assert_false (outcome.doubled);
  g_assert_cmphex (cell->ends & 1u << outcome.end, !=, 0);
  g_assert_cmphex (cell->reasons & 1u << outcome.reason, !=, 0);
  if (matrix_fault_needs_reset (cell->fault))
    g_assert_false (outcome.cuff_wanted);
}

/* Each fault that exists has a line for each phase, and only one. */
static void
test_complete (gconstpointer data)
{
  const GArray *cells = data;
  guint n_seen[MATRIX_FAULT_COUNT][MATRIX_PHASE_COUNT] = { 0 };
  for (guint i = 0; i < cells->len; i++) {
    const MatrixCell *cell = &g_array_index (cells, MatrixCell, i);
    n_seen[cell->fault][cell->phase]++;
  }
  for (int fault = CUFF_FAULT_NONE + 1; fault < MATRIX_FAULT_COUNT; fault++)
    for (int phase = 0; phase < MATRIX_PHASE_COUNT; phase++)
      if (n_seen[fault][phase] != 1) {
        g_test_message ("%s in %s: %u lines", matrix_fault_to_string (fault),
                        matrix_phase_to_string (phase), n_seen[fault][phase]);
        g_test_fail ();
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  matrix_disk_register ();
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "tests", "matrix", "faults.table", NULL);
  g_autoptr (GArray) cells = matrix_table_read (path);
  g_test_add_data_func ("/matrix/complete", cells, test_complete);
  for (guint i = 0; i < cells->len; i++) {
    const MatrixCell *cell = &g_array_index (cells, MatrixCell, i);
    if (matrix_fault_is_of_process (cell->fault))
      continue; /* tests/process/fault-matrix.py reads the same table */
    g_autofree char *name = g_strdup_printf ("/matrix/%s/%s", matrix_phase_to_string (cell->phase),
                                             matrix_fault_to_string (cell->fault));
    g_test_add_data_func (name, cell, test_cell);
  }
  return g_test_run ();
}
