/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-estimate.h"

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

/* To add an equation: one row, its source read in the original, a test vector. */
static const EbbEquation equations[] = {
  {
      .id = "EQ-C",
      .source = "Cirilo-Sousa et al. 2019, Rev Bras Med Esporte 25:494-497 (n = 51, Doppler)",
      .status = "confirmed: equation and standard error stand in the abstract",
      .use = EBB_EQUATION_SETS_PRESSURE,
      .segments = BIT (EBB_SEGMENT_THIGH),
      .cuff_width_cm = 18.0,
      .cuff_tolerance_cm = 1.0,
      /* The sample was 23.2 ± 5.2 years old; its slope of 1.15 mmHg a year carries no further. */
      .age_min = 18.0,
      .age_max = 35.0,
      .constant = 65.290,
      .per_girth_cm = 1.110,
      .per_systolic = 0.178,
      .per_age_year = 1.153,
      .per_sex = -7.984,
      .standard_error = 15.289,
  },
  {
      .id = "EQ-G",
      .source = "Graham et al. 1993, Clin Orthop 286:257-261",
      .status = "not confirmed: formula from knowledge; too low for people who sit or stand",
      .use = EBB_EQUATION_LOWER_BOUND,
      .segments = BIT (EBB_SEGMENT_ARM) | BIT (EBB_SEGMENT_THIGH) | BIT (EBB_SEGMENT_CALF),
      .per_diastolic = 1.0,
      .per_pulse_x_ratio = 1.0 / 3.0,
  },
  {
      .id = "EQ-L",
      .source = "Loenneke et al. 2015, Eur J Appl Physiol 115:397-405 (5 cm elastic cuff)",
      .status = "not confirmed: coefficients from knowledge",
      .use = EBB_EQUATION_PLAUSIBILITY,
      .segments = BIT (EBB_SEGMENT_THIGH),
      .cuff_width_cm = 5.0,
      .cuff_tolerance_cm = 1.0,
      .constant = -220.046,
      .per_girth_cm = 5.893,
      .per_systolic = 0.912,
      .per_diastolic = 0.734,
  },
};

G_DEFINE_QUARK (ebb - estimate - error - quark, ebb_estimate_error)

const EbbEquation *
ebb_equation_list (guint *n_equations)
{
  *n_equations = G_N_ELEMENTS (equations);
  return equations;
}

const EbbEquation *
ebb_equation_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (equations); i++)
    if (g_strcmp0 (equations[i].id, id) == 0)
      return &equations[i];
  return NULL;
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
                 _ ("Sex: missing; %s was fitted for male and female"), equation->id);
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
check_fitted_range (const EbbEquation *equation, const EbbEstimateInput *input, GError **error)
{
  if ((guint) input->segment > EBB_SEGMENT_CALF
      || (equation->segments & BIT (input->segment)) == 0) {
    g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
                 _ ("%s was not fitted on this limb (%s)"), equation->id,
                 ebb_segment_to_text (input->segment));
    return FALSE;
  }
  if (equation->cuff_width_cm > 0.0
      && !(fabs (input->cuff_width_cm - equation->cuff_width_cm)
           <= equation->cuff_tolerance_cm + 1e-9)) {
    g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
                 _ ("%s holds for a cuff %g cm wide (± %g cm), not for %g cm"), equation->id,
                 equation->cuff_width_cm, equation->cuff_tolerance_cm, input->cuff_width_cm);
    return FALSE;
  }
  if (equation->age_max > 0.0
      && !(input->age_years >= equation->age_min && input->age_years <= equation->age_max)) {
    g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_RANGE,
                 _ ("%s: age %g is out of range, it holds from %g to %g years"), equation->id,
                 input->age_years, equation->age_min, equation->age_max);
    return FALSE;
  }
  return TRUE;
}

gboolean
ebb_equation_apply (const EbbEquation *equation, const EbbEstimateInput *input,
                    EbbEstimate *estimate, GError **error)
{
  g_return_val_if_fail (equation != NULL && input != NULL && estimate != NULL, FALSE);

  if (!check_fitted_range (equation, input, error) || !check_needed_values (equation, input, error))
    return FALSE;

  *estimate = (EbbEstimate){
    .equation = equation,
    .lop = cuff_pressure_from_mmhg (ebb_equation_evaluate (equation, input)),
    .band = equation->standard_error > 0.0
                ? cuff_pressure_from_mmhg (BAND_FACTOR * equation->standard_error)
                : CUFF_PRESSURE_UNSET,
  };
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
                 _ ("%s gives %.0f mmHg, outside %d to %d mmHg"), equation->id,
                 cuff_pressure_to_mmhg (result.lop), LOP_MIN, LOP_MAX);
    return FALSE;
  }
  *estimate = result;
  return TRUE;
}

gboolean
ebb_estimate_for_pressure (const EbbEstimateInput *input, EbbEstimate *estimate, GError **error)
{
  g_autoptr (GString) reasons = g_string_new (NULL);

  g_return_val_if_fail (input != NULL && estimate != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (equations); i++) {
    g_autoptr (GError) local = NULL;

    if (equations[i].use != EBB_EQUATION_SETS_PRESSURE)
      continue;
    if (apply_for_pressure (&equations[i], input, estimate, &local))
      return TRUE;
    g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? "; " : "", local->message);
  }
  g_set_error (error, EBB_ESTIMATE_ERROR, EBB_ESTIMATE_ERROR_NONE,
               _ ("LOP cannot be estimated here: %s. Measure LOP"), reasons->str);
  return FALSE;
}

gboolean
ebb_estimate_is_plausible (const EbbEstimateInput *input, CuffPressure measured,
                           CuffPressure *bound)
{
  CuffPressure highest = CUFF_PRESSURE_UNSET;

  for (guint i = 0; i < G_N_ELEMENTS (equations); i++) {
    EbbEstimate estimate;

    if (equations[i].use != EBB_EQUATION_LOWER_BOUND
        || !ebb_equation_apply (&equations[i], input, &estimate, NULL))
      continue;
    if (!cuff_pressure_is_set (highest) || estimate.lop > highest)
      highest = estimate.lop;
  }
  if (bound != NULL)
    *bound = highest;
  return !cuff_pressure_is_set (highest) || !cuff_pressure_is_set (measured) || measured >= highest;
}
