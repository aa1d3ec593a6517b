/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every fault of the controller and of the line, in every phase, against faults.table.
 */
#include "matrix-run.h"

/* Above the controller's own ceiling nothing may ever bring it, whatever is broken, but a pump that
 * cannot be switched off. */
#define PEAK_MMHG 335

gboolean
matrix_fault_needs_reset (CuffFault fault)
{
  return fault == CUFF_FAULT_CAPS_ABSURD || fault == CUFF_FAULT_CAPS_MISSING;
}

void
matrix_look (MatrixOutcome *outcome, const CuffSimTruth *truth, double t_s)
{
  outcome->peak_mmhg = MAX (outcome->peak_mmhg, truth->cuff_mmhg);
  if (truth->cuff_mmhg >= 20) {
    outcome->pressed = TRUE;
    outcome->released_s = -1;
  } else if (outcome->released_s < 0)
    outcome->released_s = t_s;
}

static void
say (const MatrixCell *cell, const MatrixOutcome *outcome)
{
  g_autoptr (GString) alarms = g_string_new (NULL);
  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
    if ((outcome->alarms & 1u << alarm) != 0)
      g_string_append_printf (alarms, " A%02d", alarm);
  g_test_message ("want: %s", cell->line);
  g_test_message ("seen: released %.2f s (host let go %.2f s), peak %.0f mmHg,%s, %s, reason %d",
                  outcome->released_s, outcome->plan_over_s, outcome->peak_mmhg,
                  alarms->len > 0 ? alarms->str : " no alarm",
                  ebb_end_state_to_string (outcome->end), outcome->reason);
}

static gboolean
hides_pressure (CuffFault fault)
{
  return fault == CUFF_FAULT_HOSE_BLOCKED || fault == CUFF_FAULT_HOSE_KINKED;
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
    /* Whoever cannot let the air out must say so, and never that it is out. */
    break;
  }
  /* Once the host has let go nothing inflates again. */
  g_assert_cmpuint (outcome->n_inflations, <=, cell->phase == MATRIX_ARMED ? 1 : 0);
  if (cell->fault != CUFF_FAULT_PUMP_STUCK)
    g_assert_cmpfloat (outcome->peak_mmhg, <, PEAK_MMHG);
  if (!hides_pressure (cell->fault))
    g_assert_false (outcome->called_safe);
}

static void
test_cell (gconstpointer data)
{
  const MatrixCell *cell = data;
  MatrixOutcome outcome =
      cell->phase == MATRIX_SEARCH ? matrix_run_search (cell) : matrix_run_session (cell);
  say (cell, &outcome);
  g_assert_true (outcome.reached);
  check_release (cell, &outcome);
  g_assert_cmphex (outcome.alarms & cell->alarms_must, ==, cell->alarms_must);
  g_assert_cmphex (outcome.alarms & ~cell->alarms_may, ==, 0);
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
  guint n_seen[CUFF_FAULT_COUNT][MATRIX_PHASE_COUNT] = { 0 };
  for (guint i = 0; i < cells->len; i++) {
    const MatrixCell *cell = &g_array_index (cells, MatrixCell, i);
    n_seen[cell->fault][cell->phase]++;
  }
  for (int fault = CUFF_FAULT_NONE + 1; fault < CUFF_FAULT_COUNT; fault++)
    for (int phase = 0; phase < MATRIX_PHASE_COUNT; phase++)
      if (n_seen[fault][phase] != 1) {
        g_test_message ("%s in %s: %u lines", cuff_fault_to_string (fault),
                        matrix_phase_to_string (phase), n_seen[fault][phase]);
        g_test_fail ();
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "tests", "matrix", "faults.table", NULL);
  g_autoptr (GArray) cells = matrix_table_read (path);
  g_test_add_data_func ("/matrix/complete", cells, test_complete);
  for (guint i = 0; i < cells->len; i++) {
    const MatrixCell *cell = &g_array_index (cells, MatrixCell, i);
    g_autofree char *name = g_strdup_printf ("/matrix/%s/%s", matrix_phase_to_string (cell->phase),
                                             cuff_fault_to_string (cell->fault));
    g_test_add_data_func (name, cell, test_cell);
  }
  return g_test_run ();
}
