/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way from what was typed to what the cuff may be given:
 *   fields -> pressure asked -> limits, lowest wins -> percent of LOP judged -> target.
 * The percentages judge the pressure after the limits, because that is what the limb would feel.
 * Fractions are cut to whole tenths, never rounded up: rounding lifts no dose.
 */
#include "ebb-prescription.h"

#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* What a form accepts; clinical ranges (reference: LOP of 96 limbs 120..282 mmHg). */
#define PERCENT_MIN  20.0
#define PERCENT_MAX  100.0
#define LOP_MIN      CUFF_MMHG (60)
#define LOP_MAX      CUFF_MMHG (320)
#define SYSTOLIC_MIN CUFF_MMHG (70)
#define SYSTOLIC_MAX CUFF_MMHG (250)
#define FIXED_MIN    CUFF_MMHG (40)
#define BAND_MAX     CUFF_MMHG (50)

/* Highest share of LOP without a reason (exercise) and at all (passive modes): SAFETY.md, limits.
 */
#define PERCENT_EXERCISE       80
#define PERCENT_PASSIVE        90
#define PERCENT_FIRST_ESTIMATE 60.0
#define NO_LOP_LIMIT           CUFF_MMHG (200)

/* 1.5 x resting systolic pressure: the classic rule. */
#define SYSTOLIC_NUMERATOR   3
#define SYSTOLIC_DENOMINATOR 2

G_DEFINE_QUARK (ebb - prescription - error - quark, ebb_prescription_error)

CuffPressure
ebb_segment_ceiling (EbbSegment segment)
{
  switch (segment) {
  case EBB_SEGMENT_THIGH:
    return CUFF_MMHG (260);
  case EBB_SEGMENT_ARM:
  case EBB_SEGMENT_CALF:
  default:
    return CUFF_MMHG (220);
  }
}

double
ebb_percent_of_lop (CuffPressure target, CuffPressure lop)
{
  if (!cuff_pressure_is_set (target) || !cuff_pressure_is_set (lop) || lop <= 0)
    return 0.0;
  return 100.0 * target / lop;
}

/* Cut to a tenth; the small term undoes what binary fractions lose (20.4 % of 150 is 30.6). */
static CuffPressure
percent_of (double percent, CuffPressure pressure)
{
  return (CuffPressure) floor (percent * pressure / 100.0 + 1e-6);
}

static gboolean
has_reason (const EbbPrescription *prescription)
{
  for (gsize i = 0; i < sizeof prescription->reason && prescription->reason[i] != '\0'; i++)
    if (!g_ascii_isspace (prescription->reason[i]))
      return TRUE;
  return FALSE;
}

/* What percentages are counted from.  A measured LOP always wins over an estimate. */
static CuffPressure
reference_lop (const EbbPrescription *prescription)
{
  return cuff_pressure_is_set (prescription->lop) ? prescription->lop : prescription->lop_estimate;
}

/* --- Fields ------------------------------------------------------------------------------ */

static gboolean
fail_field (GError **error, const char *text)
{
  g_set_error_literal (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_FIELD, text);
  return FALSE;
}

static gboolean
check_pressure (const char *name, CuffPressure value, CuffPressure min, CuffPressure max,
                GError **error)
{
  g_autofree char *value_text = NULL;
  g_autofree char *max_text = NULL;

  if (cuff_pressure_is_set (value) && value >= min && value <= max)
    return TRUE;

  max_text = ebb_pressure_to_text (max);
  if (!cuff_pressure_is_set (value)) {
    /* Translators: "LOP: missing; give 60 to 320 mmHg". */
    g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_FIELD,
                 _ ("%s: missing; give %d to %s"), name, min / 10, max_text);
    return FALSE;
  }
  value_text = ebb_pressure_to_text (value);
  /* Translators: "LOP: 30 mmHg is outside 60 to 320 mmHg". */
  g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_FIELD,
               _ ("%s: %s is outside %d to %s"), name, value_text, min / 10, max_text);
  return FALSE;
}

static gboolean
check_percent (double percent, GError **error)
{
  /* Written so that NaN fails too. */
  if (percent >= PERCENT_MIN && percent <= PERCENT_MAX)
    return TRUE;
  g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_FIELD,
               _ ("Percent of LOP: %g %% is outside %.0f to %.0f %%"), percent, PERCENT_MIN,
               PERCENT_MAX);
  return FALSE;
}

static gboolean
check_estimate (const EbbPrescription *prescription, GError **error)
{
  return check_pressure (_ ("Estimated LOP"), prescription->lop_estimate, LOP_MIN, LOP_MAX, error)
         && check_pressure (_ ("Error band of the estimated LOP"), prescription->lop_estimate_band,
                            0, BAND_MAX, error);
}

static gboolean
check_limb (const EbbPrescription *prescription, GError **error)
{
  if ((guint) prescription->segment > EBB_SEGMENT_CALF)
    return fail_field (error, _ ("Limb: unknown; choose arm, thigh or calf"));
  if (prescription->side != EBB_SIDE_LEFT && prescription->side != EBB_SIDE_RIGHT)
    return fail_field (error, _ ("Side: missing; choose left or right"));
  return TRUE;
}

static gboolean
check_method (const EbbPrescription *prescription, GError **error)
{
  switch (prescription->method) {
  case EBB_METHOD_PERCENT_LOP:
    return check_percent (prescription->percent, error)
           && check_pressure (_ ("LOP"), prescription->lop, LOP_MIN, LOP_MAX, error);
  case EBB_METHOD_PERCENT_ESTIMATE:
    return check_percent (prescription->percent, error) && check_estimate (prescription, error);
  case EBB_METHOD_FIXED:
    return check_pressure (_ ("Fixed pressure"), prescription->fixed, FIXED_MIN,
                           ebb_segment_ceiling (prescription->segment), error);
  case EBB_METHOD_SYSTOLIC:
    return check_pressure (_ ("Resting systolic pressure"), prescription->systolic, SYSTOLIC_MIN,
                           SYSTOLIC_MAX, error);
  default:
    return fail_field (error,
                       _ ("Method: unknown; choose percent of LOP, percent of an estimate, a "
                          "fixed pressure or 1.5 × systolic"));
  }
}

static gboolean
check_fields (const EbbPrescription *prescription, GError **error)
{
  if (!check_limb (prescription, error) || !check_method (prescription, error))
    return FALSE;
  /* A value that only serves the judgement must be right as well. */
  if (cuff_pressure_is_set (prescription->lop)
      && !check_pressure (_ ("LOP"), prescription->lop, LOP_MIN, LOP_MAX, error))
    return FALSE;
  return !cuff_pressure_is_set (prescription->lop_estimate) || check_estimate (prescription, error);
}

/* --- Limits ------------------------------------------------------------------------------ */

static CuffPressure
asked_pressure (const EbbPrescription *prescription)
{
  switch (prescription->method) {
  case EBB_METHOD_PERCENT_LOP:
    return percent_of (prescription->percent, prescription->lop);
  case EBB_METHOD_PERCENT_ESTIMATE:
    return percent_of (prescription->percent, prescription->lop_estimate);
  case EBB_METHOD_SYSTOLIC:
    return prescription->systolic * SYSTOLIC_NUMERATOR / SYSTOLIC_DENOMINATOR;
  case EBB_METHOD_FIXED:
  default:
    return prescription->fixed;
  }
}

static gboolean
is_classic (const EbbPrescription *prescription)
{
  return prescription->method == EBB_METHOD_FIXED || prescription->method == EBB_METHOD_SYSTOLIC;
}

/* Fixed mmHg or 1.5 x systolic, and nobody ever measured this limb. */
static CuffPressure
no_lop_limit (const EbbPrescription *prescription)
{
  if (is_classic (prescription) && !cuff_pressure_is_set (prescription->lop))
    return NO_LOP_LIMIT;
  return CUFF_PRESSURE_UNSET;
}

/* First session on an estimate: the low edge of its band, and at most 60 % of that. */
static CuffPressure
estimate_limit (const EbbPrescription *prescription)
{
  CuffPressure low_edge;

  if (prescription->method != EBB_METHOD_PERCENT_ESTIMATE || !prescription->first_session)
    return CUFF_PRESSURE_UNSET;
  low_edge = prescription->lop_estimate - prescription->lop_estimate_band;
  return percent_of (MIN (prescription->percent, PERCENT_FIRST_ESTIMATE), low_edge);
}

/* Of an estimate the low edge of its band: a limit for a patient at risk is not guessed upwards. */
static CuffPressure
screening_limit (const EbbPrescription *prescription)
{
  CuffPressure lop = prescription->lop;

  if (prescription->screening_percent <= 0)
    return CUFF_PRESSURE_UNSET;
  if (!cuff_pressure_is_set (lop) && cuff_pressure_is_set (prescription->lop_estimate))
    lop = prescription->lop_estimate - prescription->lop_estimate_band;
  return cuff_pressure_is_set (lop) ? percent_of (prescription->screening_percent, lop)
                                    : CUFF_PRESSURE_UNSET;
}

static void
clamp_to (EbbTarget *target, EbbClamp clamp, CuffPressure limit)
{
  if (!cuff_pressure_is_set (limit) || target->target <= limit)
    return;
  target->target = limit;
  target->clamps[target->n_clamps] = clamp;
  target->clamp_limits[target->n_clamps] = limit;
  target->n_clamps++;
}

static void
clamp_to_limits (const EbbPrescription *prescription, EbbTarget *target)
{
  clamp_to (target, EBB_CLAMP_PATIENT, prescription->patient_limit);
  clamp_to (target, EBB_CLAMP_PROTOCOL, prescription->protocol_limit);
  clamp_to (target, EBB_CLAMP_CLINIC, prescription->clinic_limit);
  clamp_to (target, EBB_CLAMP_SEGMENT, ebb_segment_ceiling (prescription->segment));
  clamp_to (target, EBB_CLAMP_DEVICE, prescription->device_limit);
  clamp_to (target, EBB_CLAMP_NO_LOP, no_lop_limit (prescription));
  clamp_to (target, EBB_CLAMP_ESTIMATE, estimate_limit (prescription));
  clamp_to (target, EBB_CLAMP_SCREENING, screening_limit (prescription));
}

CuffPressure
ebb_prescription_highest (const EbbPrescription *prescription)
{
  EbbTarget highest = { .target = ebb_segment_ceiling (prescription->segment) };
  CuffPressure lop = reference_lop (prescription);

  clamp_to_limits (prescription, &highest);
  if (cuff_pressure_is_set (lop)) {
    double percent = prescription->passive ? PERCENT_PASSIVE : PERCENT_EXERCISE;

    clamp_to (&highest, EBB_CLAMP_PERCENT, percent_of (percent, lop));
  }
  return highest.target;
}

/* --- Percent of LOP ---------------------------------------------------------------------- */

/* "180 mmHg is 125 % of this limb's LOP of 144 mmHg".  Rounded up, so that 80.03 % does not read
 * as the 80 % that would have been allowed. */
static char *
share_to_text (const EbbPrescription *prescription, CuffPressure target)
{
  CuffPressure lop = reference_lop (prescription);
  double percent = ceil (ebb_percent_of_lop (target, lop) * 10.0 - 1e-6) / 10.0;
  g_autofree char *target_text = ebb_pressure_to_text (target);
  g_autofree char *lop_text = ebb_pressure_to_text (lop);

  if (cuff_pressure_is_set (prescription->lop))
    return g_strdup_printf (_ ("%s is %.4g %% of this limb's LOP of %s"), target_text, percent,
                            lop_text);
  return g_strdup_printf (_ ("%s is %.4g %% of this limb's estimated LOP of %s"), target_text,
                          percent, lop_text);
}

static gboolean
fail_full_occlusion (const EbbPrescription *prescription, CuffPressure target, GError **error)
{
  g_autofree char *share = share_to_text (prescription, target);

  g_set_error (
      error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED,
      _ ("%s: full occlusion is not blood flow restriction. Choose less than 100 %%; up to "
         "%d %% needs no reason"),
      share, prescription->passive ? PERCENT_PASSIVE : PERCENT_EXERCISE);
  return FALSE;
}

static gboolean
fail_without_reason (const EbbPrescription *prescription, CuffPressure target, GError **error)
{
  g_autofree char *share = share_to_text (prescription, target);
  CuffPressure highest = percent_of (PERCENT_EXERCISE, reference_lop (prescription));
  g_autofree char *highest_text = ebb_pressure_to_text (highest);

  g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REASON,
               _ ("%s: above %d %% a reason is needed. Give one, or choose at most %s"), share,
               PERCENT_EXERCISE, highest_text);
  return FALSE;
}

/* Judges the pressure the limb would feel, and clamps passive modes. */
static gboolean
judge_percent (const EbbPrescription *prescription, EbbTarget *target, GError **error)
{
  CuffPressure lop = reference_lop (prescription);

  if (!cuff_pressure_is_set (lop))
    return TRUE;
  if (target->target >= lop)
    return fail_full_occlusion (prescription, target->target, error);
  if (prescription->passive)
    clamp_to (target, EBB_CLAMP_PERCENT, percent_of (PERCENT_PASSIVE, lop));
  else if ((gint64) target->target * 100 > (gint64) PERCENT_EXERCISE * lop
           && !has_reason (prescription))
    return fail_without_reason (prescription, target->target, error);

  target->percent_lop = ebb_percent_of_lop (target->target, lop);
  target->percent_is_estimate = !cuff_pressure_is_set (prescription->lop);
  return TRUE;
}

static gboolean
check_no_lop_reason (const EbbPrescription *prescription, GError **error)
{
  g_autofree char *limit_text = NULL;

  if (!cuff_pressure_is_set (no_lop_limit (prescription)) || has_reason (prescription))
    return TRUE;
  limit_text = ebb_pressure_to_text (NO_LOP_LIMIT);
  g_set_error (
      error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REASON,
      _ ("No measured LOP on file for this limb, so the share of LOP is not known. Measure "
         "LOP, or give a reason; the pressure then stays at %s or below"),
      limit_text);
  return FALSE;
}

/* A share of an LOP that nobody knows cannot be kept. */
static gboolean
check_screening_limit (const EbbPrescription *prescription, GError **error)
{
  if (prescription->screening_percent <= 0 || cuff_pressure_is_set (screening_limit (prescription)))
    return TRUE;
  g_set_error (
      error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED,
      _ ("The screening allows this patient %g %% of LOP, and no LOP is known. Measure LOP "
         "first"),
      prescription->screening_percent);
  return FALSE;
}

static gboolean
check_not_too_low (const EbbTarget *target, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *clamp_text = NULL;

  if (target->target >= EBB_TARGET_MIN)
    return TRUE;
  text = ebb_pressure_to_text (target->target);
  if (target->n_clamps == 0) {
    g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED,
                 _ ("Target: %s is too low to train with; the lowest is %d mmHg"), text,
                 EBB_TARGET_MIN / 10);
    return FALSE;
  }
  clamp_text = ebb_clamp_to_text (target->clamps[target->n_clamps - 1],
                                  target->clamp_limits[target->n_clamps - 1]);
  g_set_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED,
               _ ("Target: %s is too low to train with; the lowest is %d mmHg. %s"), text,
               EBB_TARGET_MIN / 10, clamp_text);
  return FALSE;
}

gboolean
ebb_prescription_resolve (const EbbPrescription *prescription, EbbTarget *target, GError **error)
{
  EbbTarget result = { 0 };

  g_return_val_if_fail (prescription != NULL && target != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_fields (prescription, error) || !check_screening_limit (prescription, error)
      || !check_no_lop_reason (prescription, error))
    return FALSE;

  result.asked = asked_pressure (prescription);
  result.target = result.asked;
  clamp_to_limits (prescription, &result);
  if (!judge_percent (prescription, &result, error) || !check_not_too_low (&result, error))
    return FALSE;

  *target = result;
  return TRUE;
}

/* --- Words ------------------------------------------------------------------------------- */

char *
ebb_clamp_to_text (EbbClamp clamp, CuffPressure limit)
{
  g_autofree char *text = ebb_pressure_to_text (limit);

  switch (clamp) {
  case EBB_CLAMP_PATIENT:
    return g_strdup_printf (_ ("Lowered to %s: this patient's own limit"), text);
  case EBB_CLAMP_PROTOCOL:
    return g_strdup_printf (_ ("Lowered to %s: the limit of the protocol"), text);
  case EBB_CLAMP_CLINIC:
    return g_strdup_printf (_ ("Lowered to %s: the limit this clinic has set"), text);
  case EBB_CLAMP_SEGMENT:
    return g_strdup_printf (_ ("Lowered to %s: the highest training pressure for this limb"), text);
  case EBB_CLAMP_DEVICE:
    return g_strdup_printf (_ ("Lowered to %s: the controller accepts no more"), text);
  case EBB_CLAMP_PERCENT:
    return g_strdup_printf (_ ("Lowered to %s: %d %% of LOP is the most for a limb at rest"), text,
                            PERCENT_PASSIVE);
  case EBB_CLAMP_NO_LOP:
    return g_strdup_printf (_ ("Lowered to %s: no measured LOP is on file for this limb"), text);
  case EBB_CLAMP_ESTIMATE:
    return g_strdup_printf (_ ("Lowered to %s: a first session on an estimated LOP takes the low "
                               "edge of its band and at most %.0f %%"),
                            text, PERCENT_FIRST_ESTIMATE);
  case EBB_CLAMP_SCREENING:
    return g_strdup_printf (_ ("Lowered to %s: the limit of the screening"), text);
  case EBB_CLAMP_NONE:
  default:
    return g_strdup (_ ("Not lowered"));
  }
}
