/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which pressure a limb may get.  Expected values are worked out by hand from the rules:
 * ceilings 220 / 260 / 220 mmHg; above 80 % of LOP only with a reason, 100 % and more never;
 * passive modes up to 90 %; without a measured LOP a reason and at most 200 mmHg; a first session
 * on an estimate at the low edge of its band and at most 60 %.
 */
#include "prescription-rig.h"

#include <string.h>

static void
assert_target (const EbbTarget *target, double mmhg, double percent)
{
  g_assert_cmpint (target->target, ==, cuff_pressure_from_mmhg (mmhg));
  g_assert_cmpfloat_with_epsilon (target->percent_lop, percent, 0.05);
}

/* --- The four ways ----------------------------------------------------------------------- */

static void
test_four_ways (void)
{
  EbbPrescription prescription = percent_of_lop (60, 187);
  EbbTarget target = resolve (&prescription);

  assert_target (&target, 112.2, 60.0);
  g_assert_cmpint (target.asked, ==, 1122);
  g_assert_cmpuint (target.n_clamps, ==, 0);
  g_assert_false (target.percent_is_estimate);

  prescription = percent_of_lop (80, 187); /* exactly 80 % needs no reason */
  target = resolve (&prescription);
  assert_target (&target, 149.6, 80.0);

  prescription = estimate (50, 166.2, 30);
  target = resolve (&prescription);
  assert_target (&target, 83.1, 50.0);
  g_assert_true (target.percent_is_estimate);

  prescription = fixed (120, CUFF_MMHG (187));
  target = resolve (&prescription);
  assert_target (&target, 120, 64.2);

  prescription = systolic (120, CUFF_MMHG (241) + 5);
  target = resolve (&prescription);
  assert_target (&target, 180, 74.5);
}

/* Tenths are cut, never rounded up: 80 % of 144.7 is 115.76. */
static void
test_rounding_lifts_nothing (void)
{
  EbbPrescription prescription = percent_of_lop (80, 144.7);
  EbbTarget target = resolve (&prescription);

  assert_target (&target, 115.7, 80.0);
  g_assert_cmpfloat (target.percent_lop, <=, 80.0);
  prescription = systolic (120.1, CUFF_MMHG (300)); /* 180.15 */
  target = resolve (&prescription);
  assert_target (&target, 180.1, 60.0);
  /* Binary fractions cost no tenth: 20.4 % of 150 is 30.6, which a double makes 30.599.... */
  prescription = percent_of_lop (20.4, 150);
  g_assert_cmpint (resolve (&prescription).target, ==, 306);
}

/* The classic 180 mmHg on published mean LOP values of four cuffs and postures. */
static void
test_classic_180 (void)
{
  EbbPrescription prescription = fixed (180, CUFF_MMHG (144));
  EbbTarget target;

  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "180 mmHg|125 %|144 mmHg");
  give_reason (&prescription, "physician's order"); /* no reason is good enough */
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "180 mmHg|125 %|144 mmHg");

  prescription = fixed (180, CUFF_MMHG (187));
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REASON,
                  "180 mmHg|96.3 %|187 mmHg|149.6 mmHg");
  give_reason (&prescription, "physician's order");
  target = resolve (&prescription);
  assert_target (&target, 180, 96.3);
  g_assert_cmpuint (target.n_clamps, ==, 0);

  prescription = fixed (180, CUFF_MMHG (241) + 5);
  target = resolve (&prescription);
  assert_target (&target, 180, 74.5);

  prescription = fixed (180, CUFF_MMHG (180)); /* 100 % is refused, 99.4 % is not */
  give_reason (&prescription, "reason");
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "100 %");
  prescription.lop = CUFF_MMHG (181);
  resolve (&prescription);
}

static void
test_above_80_percent_needs_a_reason (void)
{
  EbbPrescription prescription = percent_of_lop (85, 200);
  EbbTarget target;

  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REASON, "170 mmHg|85 %|160 mmHg");
  give_reason (&prescription, " \t\n"); /* blanks are no reason */
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REASON, "85 %");
  give_reason (&prescription, "tolerates it since March");
  target = resolve (&prescription);
  assert_target (&target, 170, 85);
  prescription.percent = 100;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "100 %|200 mmHg");
}

/* A reason that fills its field to the last byte has no end; it is not read beyond. */
static void
test_reason_without_end (void)
{
  EbbPrescription prescription = percent_of_lop (85, 200);

  memset (prescription.reason, ' ', sizeof prescription.reason);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REASON, "85 %");
}

static void
test_passive_up_to_90_percent (void)
{
  EbbPrescription prescription = percent_of_lop (90, 150);
  EbbTarget target;

  prescription.passive = TRUE;
  target = resolve (&prescription); /* no reason needed */
  assert_target (&target, 135, 90);
  g_assert_cmpuint (target.n_clamps, ==, 0);

  prescription.percent = 95;
  give_reason (&prescription, "a reason changes nothing");
  target = resolve (&prescription);
  assert_target (&target, 135, 90);
  g_assert_cmpuint (target.n_clamps, ==, 1);
  g_assert_cmpint (target.clamps[0], ==, EBB_CLAMP_PERCENT);
  g_assert_cmpint (target.clamp_limits[0], ==, 1350);
  g_assert_cmpint (target.asked, ==, 1425);

  prescription.percent = 100;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "100 %|90 %");
}

/* --- No measured LOP --------------------------------------------------------------------- */

static void
test_no_lop_on_file (void)
{
  EbbPrescription prescription = fixed (180, UNSET);
  EbbTarget target;

  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REASON, "No measured LOP|200 mmHg");
  give_reason (&prescription, "classic protocol as ordered");
  target = resolve (&prescription);
  assert_target (&target, 180, 0); /* unknown */
  g_assert_false (target.percent_is_estimate);

  prescription = systolic (150, UNSET); /* 225 mmHg */
  give_reason (&prescription, "classic protocol as ordered");
  target = resolve (&prescription);
  assert_target (&target, 200, 0);
  g_assert_cmpint (target.asked, ==, 2250);
  g_assert_cmpuint (target.n_clamps, ==, 1);
  g_assert_cmpint (target.clamps[0], ==, EBB_CLAMP_NO_LOP);
  g_assert_cmpint (target.clamp_limits[0], ==, 2000);
}

/* With an estimate the share is known well enough to refuse full occlusion. */
static void
test_no_lop_but_an_estimate (void)
{
  EbbPrescription prescription = fixed (140, UNSET);
  EbbTarget target;

  prescription.lop_estimate = CUFF_MMHG (166);
  prescription.lop_estimate_band = CUFF_MMHG (30);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REASON, "No measured LOP");
  give_reason (&prescription, "no Doppler today");
  target = resolve (&prescription);
  assert_target (&target, 140, 84.3);
  g_assert_true (target.percent_is_estimate);

  prescription.fixed = CUFF_MMHG (180);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "estimated LOP of 166 mmHg|108.5");
}

/* First session: 60 % of the low edge, (166 - 30) x 0.6 = 81.6. */
static void
test_first_session_on_an_estimate (void)
{
  EbbPrescription prescription = estimate (80, 166, 30);
  EbbTarget target;

  prescription.first_session = TRUE;
  target = resolve (&prescription);
  assert_target (&target, 81.6, 49.2);
  g_assert_cmpint (target.asked, ==, 1328);
  g_assert_cmpuint (target.n_clamps, ==, 1);
  g_assert_cmpint (target.clamps[0], ==, EBB_CLAMP_ESTIMATE);

  prescription.percent = 40; /* 40 % of the low edge */
  target = resolve (&prescription);
  assert_target (&target, 54.4, 32.8);

  prescription.first_session = FALSE;
  prescription.percent = 70;
  target = resolve (&prescription);
  assert_target (&target, 116.2, 70);
}

/* A measured LOP always wins: the share is judged against it. */
static void
test_measured_wins_over_estimated (void)
{
  EbbPrescription prescription = estimate (80, 200, 30); /* 160 mmHg */
  EbbTarget target;

  prescription.lop = CUFF_MMHG (250);
  target = resolve (&prescription);
  assert_target (&target, 160, 64);
  g_assert_false (target.percent_is_estimate);
  prescription.lop = CUFF_MMHG (150);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "this limb's LOP of 150 mmHg");
}

/* --- Limits ------------------------------------------------------------------------------ */

static void
test_ceilings (void)
{
  static const struct {
    EbbSegment segment;
    double mmhg;
  } rows[] = { { EBB_SEGMENT_ARM, 220 }, { EBB_SEGMENT_THIGH, 260 }, { EBB_SEGMENT_CALF, 220 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbPrescription prescription = percent_of_lop (90, 320); /* 288 mmHg */
    EbbTarget target;

    prescription.segment = rows[i].segment;
    give_reason (&prescription, "reason");
    target = resolve (&prescription);
    g_assert_cmpint (target.target, ==, cuff_pressure_from_mmhg (rows[i].mmhg));
    g_assert_cmpint (target.clamps[0], ==, EBB_CLAMP_SEGMENT);
    g_assert_cmpint (ebb_segment_ceiling (rows[i].segment), ==, target.target);
  }
}

/* Lowest wins; each limit that lowered the target is named, in order, and no other. */
static void
test_clamps_in_order (void)
{
  EbbPrescription prescription = percent_of_lop (80, 300); /* 240 mmHg */
  EbbTarget target;

  prescription.patient_limit = CUFF_MMHG (210);
  prescription.protocol_limit = CUFF_MMHG (230);
  prescription.clinic_limit = CUFF_MMHG (200);
  prescription.device_limit = CUFF_MMHG (190);
  target = resolve (&prescription);
  assert_target (&target, 190, 63.3);
  g_assert_cmpuint (target.n_clamps, ==, 3);
  g_assert_cmpint (target.clamps[0], ==, EBB_CLAMP_PATIENT);
  g_assert_cmpint (target.clamps[1], ==, EBB_CLAMP_CLINIC);
  g_assert_cmpint (target.clamps[2], ==, EBB_CLAMP_DEVICE);
  g_assert_cmpint (target.clamp_limits[0], ==, 2100);
  g_assert_cmpint (target.clamp_limits[1], ==, 2000);
  g_assert_cmpint (target.clamp_limits[2], ==, 1900);
}

/* A limit is never a wish: set above the compiled ceiling it changes nothing. */
static void
test_settings_never_raise (void)
{
  EbbPrescription prescription = percent_of_lop (90, 320);
  EbbTarget target;

  give_reason (&prescription, "reason");
  prescription.patient_limit = prescription.protocol_limit = CUFF_MMHG (400);
  prescription.clinic_limit = prescription.device_limit = CUFF_MMHG (500);
  target = resolve (&prescription);
  g_assert_cmpint (target.target, ==, 2600);
  g_assert_cmpuint (target.n_clamps, ==, 1);
}

/* The percentages judge what the limb would feel: 96 % lowered to 75 % needs no reason. */
static void
test_limit_before_percent (void)
{
  EbbPrescription prescription = fixed (180, CUFF_MMHG (187));
  EbbTarget target;

  prescription.clinic_limit = CUFF_MMHG (140);
  target = resolve (&prescription);
  assert_target (&target, 140, 74.9);
}

static void
test_too_low (void)
{
  EbbPrescription prescription = percent_of_lop (20, 120); /* 24 mmHg */

  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "24 mmHg|lowest is 25 mmHg");
  prescription = percent_of_lop (25, 100);
  g_assert_cmpint (resolve (&prescription).target, ==, 250);
  prescription = percent_of_lop (60, 187);
  prescription.clinic_limit = 0;
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "0 mmHg|this clinic");
  prescription.clinic_limit = -CUFF_MMHG (50);
  assert_refused (&prescription, EBB_PRESCRIPTION_ERROR_REFUSED, "-50 mmHg");
}

/* How far the target may be stepped up in a running bout. */
static void
test_highest (void)
{
  EbbPrescription prescription = percent_of_lop (60, 187);

  g_assert_cmpint (ebb_prescription_highest (&prescription), ==, 1496);
  give_reason (&prescription, "above 80 % takes a new prescription");
  g_assert_cmpint (ebb_prescription_highest (&prescription), ==, 1496);
  prescription.passive = TRUE;
  g_assert_cmpint (ebb_prescription_highest (&prescription), ==, 1683);
  prescription.clinic_limit = CUFF_MMHG (130);
  g_assert_cmpint (ebb_prescription_highest (&prescription), ==, 1300);
  prescription = fixed (120, UNSET);
  g_assert_cmpint (ebb_prescription_highest (&prescription), ==, 2000);
  prescription = estimate (80, 166, 30);
  prescription.first_session = TRUE;
  g_assert_cmpint (ebb_prescription_highest (&prescription), ==, 816);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prescription/four-ways", test_four_ways);
  g_test_add_func ("/prescription/rounding", test_rounding_lifts_nothing);
  g_test_add_func ("/prescription/classic-180", test_classic_180);
  g_test_add_func ("/prescription/above-80", test_above_80_percent_needs_a_reason);
  g_test_add_func ("/prescription/reason-without-end", test_reason_without_end);
  g_test_add_func ("/prescription/passive", test_passive_up_to_90_percent);
  g_test_add_func ("/prescription/no-lop", test_no_lop_on_file);
  g_test_add_func ("/prescription/no-lop-estimate", test_no_lop_but_an_estimate);
  g_test_add_func ("/prescription/first-session", test_first_session_on_an_estimate);
  g_test_add_func ("/prescription/measured-wins", test_measured_wins_over_estimated);
  g_test_add_func ("/prescription/ceilings", test_ceilings);
  g_test_add_func ("/prescription/clamp-order", test_clamps_in_order);
  g_test_add_func ("/prescription/settings-never-raise", test_settings_never_raise);
  g_test_add_func ("/prescription/limit-before-percent", test_limit_before_percent);
  g_test_add_func ("/prescription/too-low", test_too_low);
  g_test_add_func ("/prescription/highest", test_highest);
  return g_test_run ();
}
