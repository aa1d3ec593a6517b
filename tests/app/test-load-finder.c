/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The load for about 30 clean repetitions without pain and without the cuff (reference clinical
 * 3.7); "about" is 27 to 33, a step for each five repetitions away, three steps at most.
 */
#include "ebb-load-finder.h"

#include "ebb-store.h"

#include <math.h>
#include <string.h>

typedef struct {
  double load_kg, step_kg;
  guint reps;
  gboolean pain;
  EbbFinderWord word;
  double next_kg;
} Row;

static const Row rows[] = {
  { 4, 0.5, 27, FALSE, EBB_FINDER_FOUND, 4 },
  { 4, 0.5, 26, FALSE, EBB_FINDER_LIGHTER, 3.5 },
  { 4, 0.5, 33, FALSE, EBB_FINDER_FOUND, 4 },
  { 4, 0.5, 34, FALSE, EBB_FINDER_HEAVIER, 4.5 },
  { 4, 0.5, 39, FALSE, EBB_FINDER_HEAVIER, 4.5 }, /* 9 over: one step; 10 over: two */
  { 4, 0.5, 40, FALSE, EBB_FINDER_HEAVIER, 5 },
  { 4, 0.5, 60, FALSE, EBB_FINDER_HEAVIER, 5.5 }, /* three at most */
  { 4, 0.5, 0, FALSE, EBB_FINDER_LIGHTER, 2.5 },
  { 4, 0.5, 30, TRUE, EBB_FINDER_LIGHTER, 2.5 }, /* it hurt: 30 are none */
  { 1, 0.5, 5, FALSE, EBB_FINDER_LIGHTER, 0 },
  { 0, 0.5, 5, FALSE, EBB_FINDER_NO_WEIGHT, 0 },
  { 0, 0.5, 30, FALSE, EBB_FINDER_FOUND, 0 },
  { 0, 0.5, 34, FALSE, EBB_FINDER_HEAVIER, 0.5 },
  { 499, 2.5, 60, FALSE, EBB_FINDER_HEAVIEST, 499 },
  { 495, 2.5, 60, FALSE, EBB_FINDER_HEAVIER, 500 },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];
    g_autoptr (GError) error = NULL;
    EbbFinderStep next;

    g_assert_true (
        ebb_load_finder (row->load_kg, row->reps, row->pain, row->step_kg, &next, &error));
    g_assert_no_error (error);
    g_assert_cmpint (next.word, ==, row->word);
    g_assert_cmpfloat (next.load_kg, ==, row->next_kg);
  }
}

static void
assert_refused (double load_kg, guint reps, double step_kg, const char *value, const char *range)
{
  g_autoptr (GError) error = NULL;
  EbbFinderStep next;

  g_assert_false (ebb_load_finder (load_kg, reps, FALSE, step_kg, &next, &error));
  g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, value));
  g_assert_nonnull (strstr (error->message, range));
}

static void
test_refused (void)
{
  assert_refused (-0.5, 30, 0.5, "-0.5", "0 to 500 kg");
  assert_refused (500.5, 30, 0.5, "500.5", "0 to 500 kg");
  assert_refused (NAN, 30, 0.5, "nan", "0 to 500 kg");
  assert_refused (4, 61, 0.5, "61", "0 to 60");
  assert_refused (4, 30, 0, "0", "above 0 to 20 kg");
  assert_refused (4, 30, 20.5, "20.5", "above 0 to 20 kg");
}

/* Whoever follows it arrives, from wherever they begin: somebody whose 30-repetition load is 6 kg
 * and who does three repetitions more for each half kilogram less. */
static void
test_arrives (void)
{
  for (double first_kg = 0; first_kg <= 15; first_kg += 0.5) {
    EbbFinderStep next = { EBB_FINDER_HEAVIER, first_kg };

    for (int tries = 0; tries < 12 && next.word != EBB_FINDER_FOUND; tries++) {
      double reps = CLAMP (30 + (6 - next.load_kg) * 6, 0, EBB_FINDER_REPS_MAX);

      g_assert_true (ebb_load_finder (next.load_kg, (guint) reps, FALSE, 0.5, &next, NULL));
    }
    g_assert_cmpint (next.word, ==, EBB_FINDER_FOUND);
    g_assert_cmpfloat (fabs (next.load_kg - 6), <=, 0.5);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load-finder/rows", test_rows);
  g_test_add_func ("/load-finder/refused", test_refused);
  g_test_add_func ("/load-finder/arrives", test_arrives);
  return g_test_run ();
}
