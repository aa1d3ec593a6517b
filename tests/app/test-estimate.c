/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The published equations, against values worked out by hand from their formulas, and the bounds
 * beyond which none of them is believed.
 */
#include "ebb-estimate.h"

#include <math.h>
#include <string.h>

static EbbEstimateInput
thigh (double girth_cm, double width_cm, int systolic, int diastolic, double age, EbbSex sex)
{
  return (EbbEstimateInput){ .segment = EBB_SEGMENT_THIGH,
                             .girth_cm = girth_cm,
                             .cuff_width_cm = width_cm,
                             .age_years = age,
                             .sex = sex,
                             .systolic = CUFF_MMHG (systolic),
                             .diastolic = CUFF_MMHG (diastolic) };
}

static void
test_arithmetic (void)
{
  static const struct {
    const char *id;
    double girth_cm, width_cm;
    int systolic, diastolic;
    double age;
    EbbSex sex;
    double mmhg;
  } rows[] = {
    { "EQ-L", 50, 5, 110, 70, -1, EBB_SEX_UNSET, 226.304 },
    { "EQ-L", 55, 5, 120, 75, -1, EBB_SEX_UNSET, 268.559 },
    { "EQ-L", 60, 5, 130, 80, -1, EBB_SEX_UNSET, 310.814 },
    { "EQ-L", 65, 5, 140, 90, -1, EBB_SEX_UNSET, 356.739 },
    { "EQ-C", 55, 18, 120, 75, 23, EBB_SEX_MALE, 166.235 },
    { "EQ-C", 50, 18, 110, 70, 20, EBB_SEX_FEMALE, 147.462 },
    { "EQ-C", 60, 18, 130, 80, 30, EBB_SEX_MALE, 181.636 },
    { "EQ-C", 60, 18, 130, 80, 70, EBB_SEX_MALE, 227.756 },
    { "EQ-G", 34.2, 12, 120, 75, -1, EBB_SEX_UNSET, 117.75 },
    { "EQ-G", 55, 11.5, 120, 75, -1, EBB_SEX_UNSET, 146.739 },
    { "EQ-G", 55, 18, 120, 75, -1, EBB_SEX_UNSET, 120.833 },
    { "EQ-G", 45, 15, 120, 75, -1, EBB_SEX_UNSET, 120.0 }, /* width = girth / 3: the systolic */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbEstimateInput input = thigh (rows[i].girth_cm, rows[i].width_cm, rows[i].systolic,
                                    rows[i].diastolic, rows[i].age, rows[i].sex);
    const EbbEquation *equation = ebb_equation_find (rows[i].id);

    g_assert_nonnull (equation);
    g_assert_cmpfloat_with_epsilon (ebb_equation_evaluate (equation, &input), rows[i].mmhg, 0.0005);
  }
}

/* Only a confirmed equation may set a pressure, and it must say how far it may be wrong. */
static void
test_rows_are_honest (void)
{
  const EbbEquationList *list = ebb_equations ();
  guint n_setting = 0;

  for (guint i = 0; i < list->equations->len; i++) {
    const EbbEquation *equation = g_ptr_array_index (list->equations, i);
    gboolean confirmed = equation->status == EBB_EVIDENCE_READ;

    g_assert_nonnull (equation->source);
    g_assert_true (confirmed == (equation->use == EBB_EQUATION_SETS_PRESSURE));
    if (!confirmed)
      continue;
    n_setting++;
    g_assert_cmpfloat (equation->standard_error, >, 0.0);
    g_assert_cmpfloat (equation->cuff_width_cm, >, 0.0);
  }
  g_assert_cmpuint (n_setting, ==, 1);
  g_assert_null (ebb_equation_find ("EQ-T")); /* its table was never found: not shipped */
}

/* A file cannot make a guess set a pressure, whatever stands in it. */
static void
test_bad_files (void)
{
  static const struct {
    const char *was, *is, *says;
  } rows[] = {
    { "\"status\": \"S\"", "\"status\": \"K-U\"", "sets-pressure" },
    { "\"standard_error_mmhg\": 15.289,", "", "standard_error_mmhg" },
    { "\"age_min\": 18,\n      \"age_max\": 35,", "", "age_min" },
    { "\"cuff_width_cm\": 18,\n      \"cuff_tolerance_cm\": 1,", "", "cuff_width_cm" },
    { "\"cuff_tolerance_cm\": 1", "\"cuff_tolerance_cm\": 1.5", "a number from 0 to 1" },
    { "\"per_girth_cm\": 1.110", "\"per_girth_cm\": 11100", "a number from -1000 to 1000" },
    { "\"segments\": [\"thigh\"]", "\"segments\": [\"neck\"]", "\"arm\", \"thigh\"" },
    { "\"id\": \"EQ-G\"", "\"id\": \"EQ-C\"", "no other equation" },
    { "\"terms\": {", "\"words\": {", "terms" },
    { "\"note\"", "\"remark\"", "note" },
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "equations", "standard.json", NULL);
  g_autofree char *good = NULL;

  g_assert_true (g_file_get_contents (path, &good, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) text = g_string_new (good);
    g_autoptr (GError) problem = NULL;

    g_assert_cmpuint (g_string_replace (text, rows[i].was, rows[i].is, 1), ==, 1);
    g_assert_null (ebb_equation_list_parse ("mine.json", text->str, -1, &problem));
    if (strstr (problem->message, rows[i].says) == NULL)
      g_error ("row %u says: %s", i, problem->message);
    g_assert_true (g_str_has_prefix (problem->message, "mine.json:"));
  }
}

/* Reference: 227.756 mmHg at 70 years is computed, and must raise "age out of range". */
static void
test_judge_names_every_range (void)
{
  EbbEstimateInput input = thigh (60, 18, 130, 80, 70, EBB_SEX_MALE);
  g_autoptr (GPtrArray) one = NULL, three = NULL, missing = NULL;
  EbbEstimate estimate;

  one = ebb_equation_judge (ebb_equation_find ("EQ-C"), &input, &estimate);
  g_assert_cmpint (estimate.lop, ==, 2278);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_nonnull (strstr (one->pdata[0], "age 70 is out of range"));

  input.segment = EBB_SEGMENT_ARM;
  input.cuff_width_cm = 12;
  three = ebb_equation_judge (ebb_equation_find ("EQ-C"), &input, &estimate);
  g_assert_cmpuint (three->len, ==, 3);

  input.systolic = CUFF_PRESSURE_UNSET;
  missing = ebb_equation_judge (ebb_equation_find ("EQ-C"), &input, &estimate);
  g_assert_false (cuff_pressure_is_set (estimate.lop));
}

static void
test_estimate_for_pressure (void)
{
  EbbEstimateInput input = thigh (55, 18, 120, 75, 23, EBB_SEX_MALE);
  g_autoptr (GError) error = NULL;
  EbbEstimate estimate;

  g_assert_true (ebb_estimate_for_pressure (&input, &estimate, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (estimate.equation->id, ==, "EQ-C");
  g_assert_cmpint (estimate.lop, ==, 1662);
  g_assert_cmpint (estimate.band, ==, 300); /* 1.96 x 15.289 mmHg */

  /* The diastolic pressure is not part of it. */
  input.diastolic = CUFF_PRESSURE_UNSET;
  g_assert_true (ebb_estimate_for_pressure (&input, &estimate, NULL));
}

static void
test_refused_outside_the_range (void)
{
  static const struct {
    EbbSegment segment;
    double girth_cm, width_cm, age;
    int systolic;
    EbbSex sex;
    const char *says; /* NULL = fine */
  } rows[] = {
    { EBB_SEGMENT_THIGH, 60, 18, 70, 130, EBB_SEX_MALE, "age 70 is out of range" },
    { EBB_SEGMENT_THIGH, 60, 18, 17.9, 130, EBB_SEX_MALE, "18 to 35 years" },
    { EBB_SEGMENT_THIGH, 60, 18, 18, 130, EBB_SEX_MALE, NULL },
    { EBB_SEGMENT_THIGH, 60, 18, 35, 130, EBB_SEX_MALE, NULL },
    { EBB_SEGMENT_THIGH, 60, 18, 35.1, 130, EBB_SEX_MALE, "age 35.1" },
    { EBB_SEGMENT_THIGH, 60, 18, -1, 130, EBB_SEX_MALE, "Age in years: missing; give 0 to 120" },
    { EBB_SEGMENT_THIGH, 60, 18, NAN, 130, EBB_SEX_MALE, "age" },
    { EBB_SEGMENT_THIGH, 60, 17, 25, 130, EBB_SEX_MALE, NULL },
    { EBB_SEGMENT_THIGH, 60, 19, 25, 130, EBB_SEX_MALE, NULL },
    { EBB_SEGMENT_THIGH, 60, 13.5, 25, 130, EBB_SEX_MALE, "18 cm wide" },
    { EBB_SEGMENT_THIGH, 60, 19.1, 25, 130, EBB_SEX_MALE, "19.1 cm" },
    { EBB_SEGMENT_THIGH, 60, NAN, 25, 130, EBB_SEX_MALE, "18 cm wide" },
    { EBB_SEGMENT_ARM, 34, 18, 25, 130, EBB_SEX_MALE, "not fitted on this limb (arm)" },
    { EBB_SEGMENT_THIGH, 0, 18, 25, 130, EBB_SEX_MALE, "Girth in cm: missing; give 10 to 120" },
    { EBB_SEGMENT_THIGH, 60, 0, 25, 130, EBB_SEX_MALE, "Width of the cuff in cm: missing" },
    { EBB_SEGMENT_THIGH, 60, 18, 25, 300, EBB_SEX_MALE, "300 mmHg is outside 70 to 250" },
    { EBB_SEGMENT_THIGH, 60, 18, 25, 130, EBB_SEX_UNSET, "Sex: missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbEstimateInput input =
        thigh (rows[i].girth_cm, rows[i].width_cm, rows[i].systolic, 75, rows[i].age, rows[i].sex);
    g_autoptr (GError) error = NULL;
    EbbEstimate estimate;

    input.segment = rows[i].segment;
    if (rows[i].says == NULL) {
      g_assert_true (ebb_estimate_for_pressure (&input, &estimate, &error));
      continue;
    }
    g_assert_false (ebb_estimate_for_pressure (&input, &estimate, &error));
    g_assert_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_NONE);
    if (strstr (error->message, rows[i].says) == NULL)
      g_error ("row %u says: %s", i, error->message);
  }
}

/* EQ-G is a floor: a measured LOP far below it was probably measured wrongly. */
static void
test_lower_bound (void)
{
  EbbEstimateInput input = thigh (55, 11.5, 120, 75, 40, EBB_SEX_FEMALE); /* 146.7 mmHg */
  CuffPressure bound;

  g_assert_true (ebb_estimate_is_plausible (&input, CUFF_MMHG (187), &bound));
  g_assert_cmpint (bound, ==, 1467);
  g_assert_false (ebb_estimate_is_plausible (&input, CUFF_MMHG (100), NULL));

  /* Nothing to compare with is no doubt. */
  input.girth_cm = 0;
  g_assert_true (ebb_estimate_is_plausible (&input, CUFF_MMHG (100), &bound));
  g_assert_false (cuff_pressure_is_set (bound));
  input = thigh (55, 11.5, 75, 75, 40, EBB_SEX_FEMALE); /* no pulse pressure */
  g_assert_true (ebb_estimate_is_plausible (&input, CUFF_MMHG (60), &bound));
  g_assert_false (cuff_pressure_is_set (bound));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/estimate/arithmetic", test_arithmetic);
  g_test_add_func ("/estimate/rows", test_rows_are_honest);
  g_test_add_func ("/estimate/bad-files", test_bad_files);
  g_test_add_func ("/estimate/judge", test_judge_names_every_range);
  g_test_add_func ("/estimate/for-pressure", test_estimate_for_pressure);
  g_test_add_func ("/estimate/range", test_refused_outside_the_range);
  g_test_add_func ("/estimate/lower-bound", test_lower_bound);
  return g_test_run ();
}
