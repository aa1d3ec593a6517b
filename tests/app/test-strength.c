/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one-repetition maximum and what follows from it.  Vectors: reference clinical 3.7 and 12.
 */
#include "ebb-store.h"
#include "ebb-strength.h"

#include <math.h>
#include <string.h>

static double
one_rm (EbbOneRmWay way, double load_kg, guint reps)
{
  g_autoptr (GError) error = NULL;
  double kg = NAN;

  g_assert_true (ebb_one_rm (way, load_kg, reps, &kg, &error));
  g_assert_no_error (error);
  return kg;
}

static void
test_vectors (void)
{
  g_assert_cmpfloat_with_epsilon (one_rm (EBB_ONE_RM_EPLEY, 40, 10), 53.33, 0.005);
  g_assert_cmpfloat_with_epsilon (one_rm (EBB_ONE_RM_BRZYCKI, 40, 10), 53.33, 0.005);
  g_assert_cmpfloat_with_epsilon (one_rm (EBB_ONE_RM_EPLEY, 25, 5), 29.17, 0.005);
  g_assert_cmpfloat_with_epsilon (one_rm (EBB_ONE_RM_BRZYCKI, 25, 5), 28.13, 0.005);
  g_assert_cmpfloat (one_rm (EBB_ONE_RM_TESTED, 42.5, 1), ==, 42.5);
  g_assert_cmpfloat (one_rm (EBB_ONE_RM_EPLEY, 42.5, 1), ==, 42.5);
}

/* Beyond ten repetitions both formulas are out of their range. */
static void
test_refused (void)
{
  static const struct {
    EbbOneRmWay way;
    double load_kg;
    guint reps;
    const char *says[3];
  } rows[] = {
    { EBB_ONE_RM_EPLEY, 40, 11, { "repetitions", "11", "1 to 10" } },
    { EBB_ONE_RM_BRZYCKI, 40, 37, { "repetitions", "37", "1 to 10" } },
    { EBB_ONE_RM_EPLEY, 40, 0, { "repetitions", "0", "1 to 10" } },
    { EBB_ONE_RM_TESTED, 40, 2, { "repetitions", "2", "1 to 1" } },
    { EBB_ONE_RM_EPLEY, 0, 5, { "load", "0", "500" } },
    { EBB_ONE_RM_EPLEY, 501, 5, { "load", "501", "500" } },
    { EBB_ONE_RM_EPLEY, NAN, 5, { "load", "nan", "500" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    double kg = -7;

    g_assert_false (ebb_one_rm (rows[i].way, rows[i].load_kg, rows[i].reps, &kg, &error));
    g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
    for (guint word = 0; word < 3; word++)
      g_assert_nonnull (strstr (error->message, rows[i].says[word]));
    g_assert_cmpfloat (kg, ==, -7);
  }
}

/* A load is cut down to what the machine has, never up. */
static void
test_percent (void)
{
  g_assert_cmpfloat_with_epsilon (ebb_load_of_percent (50, 30, 2.5), 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (ebb_load_of_percent (53.33, 30, 2.5), 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (ebb_load_of_percent (58.3, 30, 2.5), 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (ebb_load_of_percent (58.4, 30, 2.5), 17.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (ebb_load_of_percent (3, 30, 0.1), 0.9, 1e-9);
  g_assert_cmpfloat (ebb_load_of_percent (3, 30, 1), ==, 0);
  g_assert_true (isnan (ebb_load_of_percent (NAN, 30, 1)));
  g_assert_true (isnan (ebb_load_of_percent (50, 30, 0)));
}

static void
test_volume (void)
{
  g_assert_cmpfloat (ebb_volume_load (75, 12.5), ==, 937.5);
  g_assert_cmpfloat (ebb_volume_load (75, 0), ==, 0);
  g_assert_true (isnan (ebb_volume_load (75, -1)));
  g_assert_true (isnan (ebb_volume_load (75, NAN)));
}

static void
test_side_index (void)
{
  g_assert_cmpfloat_with_epsilon (ebb_side_index (45, 50), EBB_SIDE_INDEX_GOAL, 1e-9);
  g_assert_cmpfloat (ebb_side_index (44.9, 50), <, EBB_SIDE_INDEX_GOAL);
  g_assert_true (isnan (ebb_side_index (45, 0)));
  g_assert_true (isnan (ebb_side_index (NAN, 50)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strength/vectors", test_vectors);
  g_test_add_func ("/strength/refused", test_refused);
  g_test_add_func ("/strength/percent", test_percent);
  g_test_add_func ("/strength/volume", test_volume);
  g_test_add_func ("/strength/side-index", test_side_index);
  return g_test_run ();
}
