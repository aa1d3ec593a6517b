/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a form may hold: each wrong field is refused by name, value and range; and whatever 1.2
 * million forms hold, no target leaves the limits.
 */
#include "prescription-rig.h"

#include <math.h>
#include <string.h>

/* --- Fields ------------------------------------------------------------------------------ */

static void
test_percent_field (void)
{
  static const double wrong[] = { 0, 19.9, 100.1, 180, -60, NAN, INFINITY, -INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    EbbPrescription prescription = percent_of_lop (wrong[i], 187);

    assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Percent of LOP|20 to 100 %");
  }
}

static void
test_pressure_fields (void)
{
  static const struct {
    EbbMethod method;
    double mmhg; /* the one value the method needs */
    const char *words;
  } rows[] = {
    { EBB_METHOD_PERCENT_LOP, 59.9, "LOP: 59.9 mmHg|60 to 320 mmHg" },
    { EBB_METHOD_PERCENT_LOP, 320.1, "LOP: 320.1 mmHg|60 to 320 mmHg" },
    { EBB_METHOD_FIXED, 39.9, "Fixed pressure: 39.9 mmHg|40 to 260 mmHg" },
    { EBB_METHOD_FIXED, 260.1, "Fixed pressure: 260.1 mmHg|40 to 260 mmHg" },
    { EBB_METHOD_SYSTOLIC, 69.9, "systolic pressure: 69.9 mmHg|70 to 250 mmHg" },
    { EBB_METHOD_SYSTOLIC, 250.1, "systolic pressure: 250.1 mmHg|70 to 250 mmHg" },
    { EBB_METHOD_PERCENT_ESTIMATE, 50, "Estimated LOP: 50 mmHg|60 to 320 mmHg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbPrescription prescription = blank (rows[i].method);

    prescription.percent = 60;
    prescription.lop_estimate_band = CUFF_MMHG (30);
    *(rows[i].method == EBB_METHOD_PERCENT_LOP ? &prescription.lop
      : rows[i].method == EBB_METHOD_FIXED     ? &prescription.fixed
      : rows[i].method == EBB_METHOD_SYSTOLIC  ? &prescription.systolic
                                               : &prescription.lop_estimate) =
        cuff_pressure_from_mmhg (rows[i].mmhg);
    assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, rows[i].words);
  }
}

static void
test_missing_fields (void)
{
  EbbPrescription prescription = blank (EBB_METHOD_PERCENT_LOP);

  prescription.percent = 60;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "LOP: missing|60 to 320 mmHg");
  prescription = blank (EBB_METHOD_FIXED);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Fixed pressure: missing");
  prescription = blank (EBB_METHOD_SYSTOLIC);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "systolic pressure: missing");
  prescription = estimate (60, 166, 30);
  prescription.lop_estimate_band = UNSET;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Error band|missing");

  prescription = percent_of_lop (60, 187);
  prescription.side = EBB_SIDE_UNSET;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Side|left or right");
  prescription.side = (EbbSide) 7;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Side|left or right");
  prescription = percent_of_lop (60, 187);
  prescription.segment = (EbbSegment) 7;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Limb|arm, thigh or calf");
  prescription = percent_of_lop (60, 187);
  prescription.method = (EbbMethod) 7;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Method");
}

/* An absurd LOP on file must not make a fixed pressure look harmless. */
static void
test_lop_of_other_methods_is_checked (void)
{
  EbbPrescription prescription = fixed (120, CUFF_MMHG (900));

  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "LOP: 900 mmHg|60 to 320");
  prescription = fixed (120, UNSET);
  give_reason (&prescription, "reason");
  prescription.lop_estimate = CUFF_MMHG (900);
  prescription.lop_estimate_band = CUFF_MMHG (10);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_FIELD, "Estimated LOP: 900 mmHg");
}

static void
test_words_and_percent (void)
{
  for (int clamp = EBB_CLAMP_PATIENT; clamp <= EBB_CLAMP_ESTIMATE; clamp++) {
    g_autofree char *text = ebb_clamp_to_text ((EbbClamp) clamp, 1125);

    g_assert_true (g_str_has_prefix (text, "Lowered to 112.5 mmHg: "));
  }
  g_assert_cmpfloat_with_epsilon (ebb_percent_of_lop (CUFF_MMHG (150), CUFF_MMHG (187)), 80.2,
                                  0.05);
  /* 80 % of a supine LOP is less of what a seated or standing limb has. */
  g_assert_cmpfloat_with_epsilon (ebb_percent_of_lop (1496, CUFF_MMHG (204)), 73.3, 0.05);
  g_assert_cmpfloat_with_epsilon (ebb_percent_of_lop (1496, 2415), 61.9, 0.05);
  g_assert_cmpfloat (ebb_percent_of_lop (UNSET, 1870), ==, 0);
  g_assert_cmpfloat (ebb_percent_of_lop (1500, UNSET), ==, 0);
  g_assert_cmpfloat (ebb_percent_of_lop (1500, 0), ==, 0);
}

/* --- Anything a person can type ---------------------------------------------------------- */

/* One time in `n`. */
static gboolean
once_in (GRand *random, int n)
{
  return g_rand_int_range (random, 0, n) == 0;
}

/* Mostly what a form could hold, sometimes nothing, sometimes any number at all. */
static CuffPressure
random_pressure (GRand *random)
{
  if (once_in (random, 20))
    return UNSET;
  if (once_in (random, 20))
    return (CuffPressure) g_rand_int (random);
  return (CuffPressure) g_rand_int_range (random, 300, 3300);
}

static CuffPressure
random_limit (GRand *random)
{
  return g_rand_boolean (random) ? UNSET : random_pressure (random);
}

static EbbPrescription
random_prescription (GRand *random)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY, 0, -1, 1e300, 100, 80 };
  EbbPrescription prescription = blank ((EbbMethod) g_rand_int_range (random, 0, 4));

  prescription.segment = (EbbSegment) g_rand_int_range (random, 0, 3);
  prescription.side = g_rand_boolean (random) ? EBB_SIDE_LEFT : EBB_SIDE_RIGHT;
  if (once_in (random, 50))
    prescription.side = (EbbSide) g_rand_int_range (random, -1, 5);
  if (once_in (random, 50))
    prescription.segment = (EbbSegment) g_rand_int_range (random, -1, 5);
  if (once_in (random, 50))
    prescription.method = (EbbMethod) g_rand_int_range (random, -1, 6);
  prescription.percent = once_in (random, 8) ? odd[g_rand_int_range (random, 0, G_N_ELEMENTS (odd))]
                                             : g_rand_double_range (random, 0, 130);
  prescription.lop = once_in (random, 3) ? UNSET : random_pressure (random);
  prescription.lop_estimate = g_rand_boolean (random) ? UNSET : random_pressure (random);
  prescription.lop_estimate_band = g_rand_int_range (random, -20, 520);
  prescription.fixed = random_pressure (random);
  prescription.systolic = random_pressure (random);
  prescription.first_session = g_rand_boolean (random);
  prescription.passive = g_rand_boolean (random);
  if (g_rand_boolean (random))
    prescription.reason[0] = 'x';
  prescription.patient_limit = random_limit (random);
  prescription.protocol_limit = random_limit (random);
  prescription.clinic_limit = random_limit (random);
  prescription.device_limit = random_limit (random);
  return prescription;
}

static void
assert_at_most (CuffPressure target, CuffPressure limit)
{
  if (cuff_pressure_is_set (limit))
    g_assert_cmpint (target, <=, limit);
}

/* The rules of SAFETY.md in whole numbers, without a look at how the target was found. */
static void
assert_within_all_limits (const EbbPrescription *prescription, const EbbTarget *target)
{
  CuffPressure lop =
      cuff_pressure_is_set (prescription->lop) ? prescription->lop : prescription->lop_estimate;

  assert_at_most (target->target, prescription->patient_limit);
  assert_at_most (target->target, prescription->protocol_limit);
  assert_at_most (target->target, prescription->clinic_limit);
  assert_at_most (target->target, prescription->device_limit);
  g_assert_cmpint (target->target, <=, target->asked);
  g_assert_cmpint (target->target, <=, prescription->segment == EBB_SEGMENT_THIGH ? 2600 : 2200);
  g_assert_cmpint (target->target, >=, 250);
  g_assert_cmpuint (target->n_clamps, <=, EBB_CLAMPS_MAX);
  g_assert_true (prescription->side != EBB_SIDE_UNSET);

  if (!cuff_pressure_is_set (prescription->lop)
      && prescription->method != EBB_METHOD_PERCENT_ESTIMATE) {
    g_assert_cmpint (target->target, <=, 2000);
    g_assert_cmpint (prescription->reason[0], ==, 'x');
  }
  if (prescription->method == EBB_METHOD_PERCENT_ESTIMATE && prescription->first_session)
    g_assert_cmpint (target->target * 10, <=,
                     (prescription->lop_estimate - prescription->lop_estimate_band) * 6);
  if (!cuff_pressure_is_set (lop))
    return;
  g_assert_cmpint (target->target, <, lop);
  if (prescription->passive)
    g_assert_cmpint (target->target * 10, <=, lop * 9);
  else if (prescription->reason[0] == '\0')
    g_assert_cmpint (target->target * 10, <=, lop * 8);
}

static void
test_anything_typed (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (180);
  guint n_accepted = 0, n_refused[3] = { 0 };

  for (guint i = 0; i < 1200000; i++) {
    EbbPrescription prescription = random_prescription (random);
    g_autoptr (GError) error = NULL;
    EbbTarget target;

    if (ebb_prescription_resolve (&prescription, &target, &error)) {
      g_assert_no_error (error);
      assert_within_all_limits (&prescription, &target);
      n_accepted++;
    } else {
      g_assert_nonnull (error);
      n_refused[error->code]++;
    }
  }
  g_test_message ("%u accepted; refused: %u fields, %u without reason, %u altogether", n_accepted,
                  n_refused[0], n_refused[1], n_refused[2]);
  /* The random forms reach every answer, or they would prove little. */
  g_assert_cmpuint (n_accepted, >, 50000);
  g_assert_cmpuint (n_refused[EBB_PRESCRIPTION_ERROR_REASON], >, 10000);
  g_assert_cmpuint (n_refused[EBB_PRESCRIPTION_ERROR_REFUSED], >, 10000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prescription-fields/field/percent", test_percent_field);
  g_test_add_func ("/prescription-fields/field/pressure", test_pressure_fields);
  g_test_add_func ("/prescription-fields/field/missing", test_missing_fields);
  g_test_add_func ("/prescription-fields/field/lop", test_lop_of_other_methods_is_checked);
  g_test_add_func ("/prescription-fields/words", test_words_and_percent);
  g_test_add_func ("/prescription-fields/anything-typed", test_anything_typed);
  return g_test_run ();
}
