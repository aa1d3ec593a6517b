/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must not be counted as a repetition, or not for certain: rest, knocks, set-point changes,
 * nonsense.
 */
#include "cuff-rig.h"

#include <glib.h>
#include <stdlib.h>

/* Sets with motion, per limb. */
#define SETS 40

static const double target_mmhg[] = { [CUFF_LIMB_ARM] = 64, [CUFF_LIMB_THIGH] = 109 };

/* Ten minutes of counting on a limb at rest, with pulse, breath, and a leak or none. */
static void
test_rest (void)
{
  const double mmhg[] = { 60, 109, 140 };

  const uint64_t seeds[] = { [CUFF_LIMB_ARM] = 8, [CUFF_LIMB_THIGH] = 20 };

  for (CuffLimbKind limb = CUFF_LIMB_ARM; limb <= CUFF_LIMB_THIGH; limb++)
    for (uint64_t seed = 1; seed <= seeds[limb]; seed++) {
      CuffRig rig;
      cuff_rig_init (&rig, limb, NULL, seed);
      if (seed % 2 == 0)
        cuff_plant_break (&rig.plant, CUFF_FAULT_LEAK_SLOW);
      cuff_rig_inflate (&rig, mmhg[seed % 3]);
      cuff_rep_detector_begin_set (&rig.detector, rig.n_steps * 5000);
      cuff_rig_run (&rig, 600);
      g_assert_cmpuint (rig.n_reps, ==, 0);
    }
}

/* Coughs and shifts, six a minute: within one repetition in at least 97 % of sets. */
static void
test_motion (void)
{
  const CuffRigPlan plan = {
    .sets = 1, .reps = 15, .contract_ms = 1000, .hold_ms = 5000, .relax_ms = 1000
  };

  for (CuffLimbKind limb = CUFF_LIMB_ARM; limb <= CUFF_LIMB_THIGH; limb++) {
    unsigned n_within = 0, n_exact = 0;
    for (uint64_t seed = 1; seed <= SETS; seed++) {
      CuffRig rig;
      cuff_rig_init (&rig, limb, NULL, seed);
      rig.bumps_per_min = 6;
      cuff_rig_inflate (&rig, target_mmhg[limb]);
      cuff_rig_exercise (&rig, &plan, NULL, NULL);
      int off = abs ((int) rig.n_reps - (int) rig.n_done);
      n_exact += off == 0;
      n_within += off <= 1;
    }
    g_test_message ("of %d sets exact %u, within one %u", SETS, n_exact, n_within);
    g_assert_cmpuint (n_within * 100, >=, 97 * SETS);
  }
}

/* A knock on a resting limb may be taken for a repetition, but never for a certain one. */
static void
test_knock_is_doubtful (void)
{
  CuffRig rig;

  cuff_rig_init (&rig, CUFF_LIMB_THIGH, NULL, 3);
  rig.bumps_per_min = 10;
  cuff_rig_inflate (&rig, 109);
  cuff_rep_detector_begin_set (&rig.detector, rig.n_steps * 5000);
  cuff_rig_run (&rig, 300);
  g_assert_cmpuint (rig.n_reps, >, 0);
  for (unsigned i = 0; i < rig.n_reps; i++)
    g_assert_cmpuint (rig.rep[i].confidence_percent, <, 70);
}

/* The therapist lowers and raises the target by 10 mmHg in a set: no repetition comes of it. */
static void
test_set_point_change (void)
{
  for (uint64_t seed = 1; seed <= 5; seed++) {
    CuffRig rig;
    cuff_rig_init (&rig, CUFF_LIMB_THIGH, NULL, seed);
    cuff_rig_inflate (&rig, 109);
    cuff_rep_detector_begin_set (&rig.detector, rig.n_steps * 5000);
    for (int i = 0; i < 6; i++) {
      rig.target += i % 2 == 0 ? CUFF_MMHG (-10) : CUFF_MMHG (10);
      cuff_rig_run (&rig, 5);
    }
    g_assert_cmpuint (rig.n_reps, ==, 0);
  }
}

/* Outside a set nothing is counted, and what was done there is not told later. */
static void
test_only_in_sets (void)
{
  CuffRig rig;

  cuff_rig_init (&rig, CUFF_LIMB_THIGH, NULL, 1);
  cuff_rig_inflate (&rig, 109);
  for (int i = 0; i < 3; i++) {
    cuff_patient_cue (&rig.patient, CUFF_CUE_CONTRACT, 1000, cuff_rig_now (&rig));
    cuff_rig_run (&rig, 3);
    cuff_patient_cue (&rig.patient, CUFF_CUE_RELAX, 1000, cuff_rig_now (&rig));
    cuff_rig_run (&rig, 3);
  }
  cuff_rep_detector_begin_set (&rig.detector, rig.n_steps * 5000);
  cuff_rig_run (&rig, 10);
  g_assert_cmpuint (rig.n_done, ==, 3);
  g_assert_cmpuint (rig.n_reps, ==, 0);
}

/* Hostile samples: unset values, time that stands or leaps, extreme numbers.  Nothing is counted
 * and the next real set is counted right. */
static void
test_strange_samples (void)
{
  const CuffPressure pressure[] = { CUFF_PRESSURE_UNSET, 0, -32768, 32767, INT32_MAX };
  CuffRig rig;
  CuffRep rep;
  CuffTime t_us = 1;
  const CuffRigPlan plan = {
    .sets = 1, .reps = 15, .contract_ms = 1000, .hold_ms = 5000, .relax_ms = 1000
  };

  cuff_rig_init (&rig, CUFF_LIMB_THIGH, NULL, 1);
  cuff_rep_detector_begin_set (&rig.detector, 0);
  for (unsigned i = 0; i < 5000; i++) {
    CuffChannelReport sample = {
      .pressure = pressure[i % 5],
      .target = pressure[i / 5 % 5],
      .flow_dml_s = i % 7 == 0 ? INT32_MAX : -1000,
      .mode = (CuffMode) (i % 6),
    };
    t_us += i % 11 == 0 ? 0 : i % 13 == 0 ? CUFF_SECONDS (1000) : 10000;
    cuff_rep_detector_push (&rig.detector, t_us, &sample, &rep);
  }
  cuff_rep_detector_init (&rig.detector, 0);
  cuff_rig_inflate (&rig, 109);
  cuff_rig_exercise (&rig, &plan, NULL, NULL);
  g_assert_cmpuint (rig.n_reps, ==, 15);
}

/* The compliance it learns in an inflation is the cuff's, within a third; it starts in between. */
static void
test_learns_compliance (void)
{
  for (CuffLimbKind limb = CUFF_LIMB_ARM; limb <= CUFF_LIMB_THIGH; limb++) {
    CuffRig rig;
    cuff_rig_init (&rig, limb, NULL, 1);
    g_assert_cmpfloat_with_epsilon (rig.detector.compliance_ml_mmhg, 1, 0.01);
    cuff_rig_inflate (&rig, target_mmhg[limb]);
    double real = cuff_bladder_compliance (&rig.plant.air.bladder, target_mmhg[limb]);
    g_test_message ("learned %.2f, is %.2f", rig.detector.compliance_ml_mmhg, real);
    g_assert_cmpfloat (fabs (rig.detector.compliance_ml_mmhg - real), <, real / 3);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rep-detector/rest", test_rest);
  g_test_add_func ("/rep-detector/motion", test_motion);
  g_test_add_func ("/rep-detector/knock-is-doubtful", test_knock_is_doubtful);
  g_test_add_func ("/rep-detector/set-point-change", test_set_point_change);
  g_test_add_func ("/rep-detector/only-in-sets", test_only_in_sets);
  g_test_add_func ("/rep-detector/strange-samples", test_strange_samples);
  g_test_add_func ("/rep-detector/learns-compliance", test_learns_compliance);
  return g_test_run ();
}
