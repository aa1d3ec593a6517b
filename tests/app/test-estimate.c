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
  guint n_equations, n_setting = 0;
  const EbbEquation *equations = ebb_equation_list (&n_equations);

  for (guint i = 0; i < n_equations; i++) {
    gboolean confirmed = g_str_has_prefix (equations[i].status, "confirmed");

    g_assert_nonnull (equations[i].source);
    g_assert_true (confirmed == (equations[i].use == EBB_EQUATION_SETS_PRESSURE));
    if (!confirmed)
      continue;
    n_setting++;
    g_assert_cmpfloat (equations[i].standard_error, >, 0.0);
    g_assert_cmpfloat (equations[i].cuff_width_cm, >, 0.0);
  }
  g_assert_cmpuint (n_setting, ==, 1);
  g_assert_null (ebb_equation_find ("EQ-T")); /* its table was never found: not shipped */
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
    { EBB_SEGMENT_THIGH, 60, 18, -1, 130, EBB_SEX_MALE, "age" },
    { EBB_SEGMENT_THIGH, 60, 18, NAN, 130, EBB_SEX_MALE, "age" },
    { EBB_SEGMENT_THIGH, 60, 17, 25, 130, EBB_SEX_MALE, NULL },
    { EBB_SEGMENT_THIGH, 60, 19, 25, 130, EBB_SEX_MALE, NULL },
    { EBB_SEGMENT_THIGH, 60, 13.5, 25, 130, EBB_SEX_MALE, "18 cm wide" },
    { EBB_SEGMENT_THIGH, 60, 19.1, 25, 130, EBB_SEX_MALE, "19.1 cm" },
    { EBB_SEGMENT_THIGH, 60, NAN, 25, 130, EBB_SEX_MALE, "18 cm wide" },
    { EBB_SEGMENT_ARM, 34, 18, 25, 130, EBB_SEX_MALE, "not fitted on this limb (arm)" },
    { EBB_SEGMENT_THIGH, 0, 18, 25, 130, EBB_SEX_MALE, "Girth in cm: 0 is outside 10 to 120" },
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
  g_test_add_func ("/estimate/for-pressure", test_estimate_for_pressure);
  g_test_add_func ("/estimate/range", test_refused_outside_the_range);
  g_test_add_func ("/estimate/lower-bound", test_lower_bound);
  return g_test_run ();
}
