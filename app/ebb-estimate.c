/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-estimate.h"

#include "ebb-defined.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BIT(segment) (1u << (segment))

/* What people can have; everything else is a slip of the finger. */
#define GIRTH_MIN     10.0
#define GIRTH_MAX     120.0
#define WIDTH_MIN     2.0
#define WIDTH_MAX     30.0
#define AGE_MAX       120.0
#define SYSTOLIC_MIN  70
#define SYSTOLIC_MAX  250
#define DIASTOLIC_MIN 30
#define DIASTOLIC_MAX 150
#define LOP_MIN       60
#define LOP_MAX       320

/* Two-sided 95 % of a normal distribution. */
#define BAND_FACTOR 1.96

G_DEFINE_QUARK (ebb - estimate - error - quark, ebb_estimate_error)

const EbbEquationList *
ebb_equations (void)
{
  static EbbEquationList *list;

  if (g_once_init_enter (&list)) {
    g_autoptr (GError) error = NULL;
    EbbEquationList *loaded = ebb_equation_list_load_builtin (&error);

    if (loaded == NULL) /* built in, and checked by a test */
      g_error ("%s", error->message);
    g_once_init_leave (&list, loaded);
  }
  return list;
}

const EbbEquation *
ebb_equation_find (const char *id)
{
  return ebb_equation_list_find (ebb_equations (), id);
}

double
ebb_equation_evaluate (const EbbEquation *equation, const EbbEstimateInput *input)
{
  double systolic = cuff_pressure_to_mmhg (input->systolic);
  double diastolic = cuff_pressure_to_mmhg (input->diastolic);
  double lop = equation->constant;

  /* Skipped terms may rest on values that are missing. */
  if (equation->per_girth_cm != 0.0)
    lop += equation->per_girth_cm * input->girth_cm;
  if (equation->per_systolic != 0.0)
    lop += equation->per_systolic * systolic;
  if (equation->per_diastolic != 0.0)
    lop += equation->per_diastolic * diastolic;
  if (equation->per_age_year != 0.0)
    lop += equation->per_age_year * input->age_years;
  if (equation->per_sex != 0.0)
    lop += equation->per_sex * (double) input->sex;
  if (equation->per_pulse_x_ratio != 0.0)
    lop += equation->per_pulse_x_ratio * (systolic - diastolic) * input->girth_cm
           / input->cuff_width_cm;
  return lop;
}

/* --- Ranges ------------------------------------------------------------------------------ */

static gboolean
check_number (gboolean needed, const char *name, double value, double min, double max,
              GError **error)
{
  if (!needed || (value >= min && value <= max))
    return TRUE;
  if (value < 0 || (value == 0 && min > 0)) {
    /* Translators: "Girth in cm: missing; give 10 to 120". */
    g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_FIELD,
                 _ ("%s: missing; give %g to %g"), name, min, max);
    return FALSE;
  }
  /* Translators: "Age: 130 is outside 0 to 120". */
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_FIELD,
               _ ("%s: %g is outside %g to %g"), name, value, min, max);
  return FALSE;
}

static gboolean
check_blood_pressure (gboolean needed, const char *name, CuffPressure value, int min, int max,
                      GError **error)
{
  g_autofree char *text = NULL;

  if (!needed
      || (cuff_pressure_is_set (value) && value >= CUFF_MMHG (min) && value <= CUFF_MMHG (max)))
    return TRUE;
  text = ebb_pressure_to_text (value);
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_FIELD,
               _ ("%s: %s is outside %d to %d mmHg"), name, text, min, max);
  return FALSE;
}

static gboolean
check_needed_values (const EbbEquation *equation, const EbbEstimateInput *input, GError **error)
{
  gboolean by_width = equation->per_pulse_x_ratio != 0.0;
  gboolean by_girth = by_width || equation->per_girth_cm != 0.0;
  gboolean by_systolic = by_width || equation->per_systolic != 0.0;
  gboolean by_diastolic = by_width || equation->per_diastolic != 0.0;

  if (!check_number (by_girth, _ ("Girth in cm"), input->girth_cm, GIRTH_MIN, GIRTH_MAX, error)
      || !check_number (TRUE, _ ("Width of the cuff in cm"), input->cuff_width_cm, WIDTH_MIN,
                        WIDTH_MAX, error)
      || !check_number (equation->per_age_year != 0.0, _ ("Age in years"), input->age_years, 0.0,
                        AGE_MAX, error)
      || !check_blood_pressure (by_systolic, _ ("Systolic pressure"), input->systolic, SYSTOLIC_MIN,
                                SYSTOLIC_MAX, error)
      || !check_blood_pressure (by_diastolic, _ ("Diastolic pressure"), input->diastolic,
                                DIASTOLIC_MIN, DIASTOLIC_MAX, error))
    return FALSE;

  if (equation->per_sex != 0.0 && input->sex != EBB_SEX_MALE && input->sex != EBB_SEX_FEMALE) {
    g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_FIELD,
                 _ ("Sex: missing; the equation “%s” was fitted for male and female"),
                 ebb_defined (equation->name));
    return FALSE;
  }
  if (by_systolic && by_diastolic && input->diastolic >= input->systolic) {
    g_set_error_literal (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_FIELD,
                         _ ("Diastolic pressure: must be below the systolic one"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_limb (const EbbEquation *equation, const EbbEstimateInput *input, GError **error)
{
  if ((guint) input->segment <= EBB_SEGMENT_CALF
      && (equation->segments & BIT (input->segment)) != 0)
    return TRUE;
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
               _ ("The equation “%s” was not fitted on this limb (%s)"),
               ebb_defined (equation->name), ebb_segment_to_text (input->segment));
  return FALSE;
}

static gboolean
check_width (const EbbEquation *equation, const EbbEstimateInput *input, GError **error)
{
  if (!check_number (input->cuff_width_cm == 0, _ ("Width of the cuff in cm"), 0, WIDTH_MIN,
                     WIDTH_MAX, error))
    return FALSE;
  /* Written so that NaN fails too. */
  if (!(equation->cuff_width_cm > 0.0)
      || fabs (input->cuff_width_cm - equation->cuff_width_cm)
             <= equation->cuff_tolerance_cm + 1e-9)
    return TRUE;
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
               _ ("The equation “%s” is for a cuff %g cm wide (± %g cm), not for %g cm"),
               ebb_defined (equation->name), equation->cuff_width_cm, equation->cuff_tolerance_cm,
               input->cuff_width_cm);
  return FALSE;
}

static gboolean
check_age (const EbbEquation *equation, const EbbEstimateInput *input, GError **error)
{
  if (!check_number (equation->age_max > 0.0 && input->age_years < 0, _ ("Age in years"), -1, 0.0,
                     AGE_MAX, error))
    return FALSE;
  if (!(equation->age_max > 0.0)
      || (input->age_years >= equation->age_min && input->age_years <= equation->age_max))
    return TRUE;
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
               _ ("The equation “%s”: age %g is out of range, it is for %g to %g years"),
               ebb_defined (equation->name), input->age_years, equation->age_min,
               equation->age_max);
  return FALSE;
}

typedef gboolean (*Check) (const EbbEquation *equation, const EbbEstimateInput *input,
                           GError **error);
static const Check checks[] = { check_limb, check_width, check_age, check_needed_values };

static void
compute (const EbbEquation *equation, const EbbEstimateInput *input, EbbEstimate *estimate)
{
  *estimate = (EbbEstimate){
    .equation = equation,
    .lop = cuff_pressure_from_mmhg (ebb_equation_evaluate (equation, input)),
    .band = equation->standard_error > 0.0
                ? cuff_pressure_from_mmhg (BAND_FACTOR * equation->standard_error)
                : CUFF_PRESSURE_UNSET,
  };
}

GPtrArray *
ebb_equation_judge (const EbbEquation *equation, const EbbEstimateInput *input,
                    EbbEstimate *estimate)
{
  GPtrArray *violations = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    g_autoptr (GError) problem = NULL;

    if (!checks[i](equation, input, &problem))
      g_ptr_array_add (violations, g_strdup (problem->message));
  }
  if (check_needed_values (equation, input, NULL))
    compute (equation, input, estimate);
  else
    *estimate = (EbbEstimate){ .equation = equation,
                               .lop = CUFF_PRESSURE_UNSET,
                               .band = CUFF_PRESSURE_UNSET };
  return violations;
}

gboolean
ebb_equation_apply (const EbbEquation *equation, const EbbEstimateInput *input,
                    EbbEstimate *estimate, GError **error)
{
  g_return_val_if_fail (equation != NULL && input != NULL && estimate != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    if (!checks[i](equation, input, error))
      return FALSE;
  compute (equation, input, estimate);
  return TRUE;
}

/* A row that may set a pressure, in its range, with a value a LOP can have. */
static gboolean
apply_for_pressure (const EbbEquation *equation, const EbbEstimateInput *input,
                    EbbEstimate *estimate, GError **error)
{
  EbbEstimate result;

  if (!ebb_equation_apply (equation, input, &result, error))
    return FALSE;
  if (result.lop < CUFF_MMHG (LOP_MIN) || result.lop > CUFF_MMHG (LOP_MAX)) {
    g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
                 _ ("The equation “%s” gives %.0f mmHg, outside %d to %d mmHg"),
                 ebb_defined (equation->name), cuff_pressure_to_mmhg (result.lop), LOP_MIN,
                 LOP_MAX);
    return FALSE;
  }
  *estimate = result;
  return TRUE;
}

gboolean
ebb_estimate_for_pressure (const EbbEstimateInput *input, EbbEstimate *estimate, GError **error)
{
  const GPtrArray *equations = ebb_equations ()->equations;
  g_autoptr (GString) reasons = g_string_new (NULL);

  g_return_val_if_fail (input != NULL && estimate != NULL, FALSE);

  for (guint i = 0; i < equations->len; i++) {
    const EbbEquation *equation = g_ptr_array_index (equations, i);
    g_autoptr (GError) local = NULL;

    if (equation->use != EBB_EQUATION_SETS_PRESSURE)
      continue;
    if (apply_for_pressure (equation, input, estimate, &local))
      return TRUE;
    g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? "; " : "", local->message);
  }
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_NONE,
               _ ("LOP cannot be estimated here: %s. Measure it instead."), reasons->str);
  return FALSE;
}

gboolean
ebb_estimate_is_plausible (const EbbEstimateInput *input, CuffPressure measured,
                           CuffPressure *bound)
{
  const GPtrArray *equations = ebb_equations ()->equations;
  CuffPressure highest = CUFF_PRESSURE_UNSET;

  for (guint i = 0; i < equations->len; i++) {
    const EbbEquation *equation = g_ptr_array_index (equations, i);
    EbbEstimate estimate;

    if (equation->use != EBB_EQUATION_LOWER_BOUND
        || !ebb_equation_apply (equation, input, &estimate, NULL))
      continue;
    if (!cuff_pressure_is_set (highest) || estimate.lop > highest)
      highest = estimate.lop;
  }
  if (bound != NULL)
    *bound = highest;
  return !cuff_pressure_is_set (highest) || !cuff_pressure_is_set (measured) || measured >= highest;
}
