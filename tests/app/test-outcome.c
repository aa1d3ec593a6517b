/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the change of a measure matters: a case on each side of every threshold of the built-in
 * list (reference clinical 5.5).
 */
#include "ebb-outcome.h"

#include <math.h>

static EbbMeasureList *list;

static const EbbMeasureDefinition *
measure (const char *id)
{
  g_autoptr (GError) error = NULL;
  const EbbMeasureDefinition *found = ebb_measure_list_find (list, id, &error);

  g_assert_no_error (error);
  return found;
}

static void
test_lefs (void)
{
  EbbChange change = ebb_outcome_judge (measure ("lefs"), 40, 48);

  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_WITHIN_ERROR);
  change = ebb_outcome_judge (measure ("lefs"), 40, 49);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_MEANINGFUL);
  g_assert_false (change.worse);
  g_assert_cmpstr (ebb_change_to_text (&change), ==, "meaningful");
  change = ebb_outcome_judge (measure ("lefs"), 40, 31);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_MEANINGFUL);
  g_assert_true (change.worse);
  g_assert_cmpstr (ebb_change_to_text (&change), ==, "meaningfully worse");
}

/* Each important change of the reference: just below it is not yet, at it is. */
static void
test_thresholds (void)
{
  static const struct {
    const char *id;
    double from, step, mcid;
  } rows[] = {
    { "koos-pain", 40.1, 1, 15 },  { "koos-symptoms", 40.1, 1, 12.5 },
    { "koos-adl", 40.1, 1, 15.5 }, { "koos-sport", 40.1, 1, 17.5 },
    { "koos-qol", 40.1, 1, 12.5 }, { "ikdc", 40, 1, 20.5 },
    { "quickdash", 60, -1, 15 },   { "dash", 60, -1, 15 },
    { "psfs", 3, 1, 2 },           { "nprs", 7, -1, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const EbbMeasureDefinition *definition = measure (rows[i].id);
    EbbChange below = ebb_outcome_judge (definition, rows[i].from,
                                         rows[i].from + rows[i].step * (rows[i].mcid - 0.1));
    EbbChange at =
        ebb_outcome_judge (definition, rows[i].from, rows[i].from + rows[i].step * rows[i].mcid);

    g_assert_cmpint (below.verdict, ==, EBB_CHANGE_NOT_YET);
    g_assert_cmpint (at.verdict, ==, EBB_CHANGE_MEANINGFUL);
    g_assert_false (at.worse);
  }
}

/* Detectable but not important; and where nobody knows what is important. */
static void
test_between (void)
{
  EbbChange change = ebb_outcome_judge (measure ("ikdc"), 40, 48.7);

  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_WITHIN_ERROR);
  change = ebb_outcome_judge (measure ("ikdc"), 40, 48.8);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_NOT_YET);
  change = ebb_outcome_judge (measure ("global-rating"), 50, 54.7);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_WITHIN_ERROR);
  change = ebb_outcome_judge (measure ("global-rating"), 0, 100);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_NOT_YET);
}

static void
test_unknown (void)
{
  EbbChange change = ebb_outcome_judge (measure ("lefs"), NAN, 60);

  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_UNKNOWN);
  g_assert_true (isnan (change.change));
  g_assert_cmpstr (ebb_change_to_text (&change), ==, "no baseline to compare with");
  change = ebb_outcome_judge (measure ("girth-thigh-15"), 50, 60);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_UNKNOWN);
  g_assert_cmpfloat (change.change, ==, 10);
  g_assert_false (change.worse);
  change = ebb_outcome_judge (measure ("timed-up-and-go"), 10, 12);
  g_assert_cmpint (change.verdict, ==, EBB_CHANGE_UNKNOWN);
  g_assert_true (change.worse);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  list = ebb_measure_list_load_builtin (NULL);
  g_assert_nonnull (list);
  g_test_add_func ("/outcome/lefs", test_lefs);
  g_test_add_func ("/outcome/thresholds", test_thresholds);
  g_test_add_func ("/outcome/between", test_between);
  g_test_add_func ("/outcome/unknown", test_unknown);
  result = g_test_run ();
  ebb_measure_list_free (list);
  return result;
}
