/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search for the occlusion pressure on a fixed part of the people of bench-signals, and on
 * some who belong to nobody's tuning.
 */
#include "lop-rig.h"

#include <math.h>

#define STILL_PEOPLE  40
#define MOVING_PEOPLE 15
#define FIRST_SEED    20001 /* apart from those by which the judge was tuned */
#define WRONG_MMHG    15.0

typedef struct {
  guint n, n_accepted, n_wrong;
  double sum, squares;
} Tally;

static void
run_person (CuffLimbKind limb, LopUnrest unrest, guint64 seed, Tally *tally)
{
  g_autofree LopRig *rig = g_new (LopRig, 1);
  CuffPressure ceiling = limb == CUFF_LIMB_ARM ? EBB_LOP_CEILING_ARM : EBB_LOP_CEILING_LEG;

  lop_rig_init (rig, limb, unrest, seed);
  lop_rig_search (rig, lop_rig_estimate (rig));

  /* Whatever came of it: soft in the end, and never too high or too long. */
  g_assert_cmpint (rig->machine.phase, ==, EBB_LOP_DONE);
  g_assert_cmpfloat (rig->rig.plant.air.cuff_mmhg, <, 12); /* the sensor said 10 */
  g_assert_cmpfloat (rig->highest_mmhg, <, cuff_pressure_to_mmhg (ceiling + EBB_LOP_OVERSHOOT));
  g_assert_cmpint (rig->machine.watch.under_us, <, CUFF_SECONDS (180));
  g_assert_cmpint (rig->machine.watch.high_us, <, CUFF_SECONDS (123));

  tally->n++;
  if (rig->machine.end != EBB_LOP_FOUND) {
    g_assert_cmpint (rig->machine.answer.lop, ==, CUFF_PRESSURE_UNSET);
    g_assert_cmpint (rig->machine.answer.reason, !=, CUFF_LOP_REASON_NONE);
    return;
  }
  if (rig->machine.answer.quality_percent < CUFF_LOP_ACCEPT_PERCENT)
    return;
  double error_mmhg = cuff_pressure_to_mmhg (rig->machine.answer.lop) - rig->person.lop_mmhg;
  tally->n_accepted++;
  tally->n_wrong += fabs (error_mmhg) > WRONG_MMHG;
  tally->sum += error_mmhg;
  tally->squares += error_mmhg * error_mmhg;
}

/* Who lies still gets an answer, and it is the right one: bias to 4 mmHg, SD to 7. */
static void
test_still (gconstpointer data)
{
  CuffLimbKind limb = (CuffLimbKind) GPOINTER_TO_UINT (data);
  Tally tally = { 0 };

  for (guint i = 0; i < STILL_PEOPLE; i++)
    run_person (limb, LOP_STILL, FIRST_SEED + i, &tally);
  double bias = tally.sum / tally.n_accepted;
  double sd = sqrt (tally.squares / tally.n_accepted - bias * bias);
  g_test_message ("%u of %u accepted, bias %+.1f, SD %.1f", tally.n_accepted, tally.n, bias, sd);
  g_assert_cmpuint (tally.n_accepted * 10, >=, tally.n * 9);
  g_assert_cmpfloat (fabs (bias), <=, 4);
  g_assert_cmpfloat (sd, <=, 7);
  g_assert_cmpuint (tally.n_wrong, ==, 0);
}

/* Who moves may be refused, but is never told a wrong value with confidence. */
static void
test_moving (gconstpointer data)
{
  CuffLimbKind limb = (CuffLimbKind) GPOINTER_TO_UINT (data);

  for (int unrest = LOP_STILL + 1; unrest < LOP_UNREST_COUNT; unrest++) {
    Tally tally = { 0 };
    for (guint i = 0; i < MOVING_PEOPLE; i++)
      run_person (limb, (LopUnrest) unrest, FIRST_SEED + i, &tally);
    g_test_message ("unrest %d: %u of %u accepted, %u wrong", unrest, tally.n_accepted, tally.n,
                    tally.n_wrong);
    g_assert_cmpuint (tally.n_wrong, ==, 0);
  }
}

/* Nobody in the cuff: no pulse, and no pressure beyond what was needed to say so. */
static void
test_dummy (void)
{
  for (int limb = CUFF_LIMB_ARM; limb <= CUFF_LIMB_THIGH; limb++) {
    g_autofree LopRig *rig = g_new (LopRig, 1);
    lop_rig_init (rig, (CuffLimbKind) limb, LOP_STILL, FIRST_SEED);
    rig->rig.plant.limb.traits.artery_ml_mmhg = 0;
    lop_rig_search (rig, CUFF_MMHG (150));
    g_assert_cmpint (rig->machine.end, ==, EBB_LOP_NOT_FOUND);
    g_assert_cmpint (rig->machine.answer.reason, ==, CUFF_LOP_REASON_NO_PULSE);
    g_assert_cmpfloat (rig->highest_mmhg, <, 160);
  }
}

/* The sensor dies on the way up. */
static void
test_dead_sensor (void)
{
  g_autofree LopRig *rig = g_new (LopRig, 1);

  lop_rig_init (rig, CUFF_LIMB_THIGH, LOP_STILL, FIRST_SEED);
  cuff_lop_init (&rig->judge, NULL);
  ebb_lop_init (&rig->machine,
                &(EbbLopSetup){ EBB_SEGMENT_THIGH, CUFF_PRESSURE_UNSET, CUFF_MMHG (180) }, 0);
  while (rig->machine.phase < EBB_LOP_VENTING && rig->rig.n_steps < 60000) {
    if (rig->machine.n_windows == 3)
      cuff_plant_break (&rig->rig.plant, CUFF_FAULT_SENSOR_STUCK);
    lop_rig_step (rig, NULL);
  }
  g_assert_cmpint (rig->machine.end, ==, EBB_LOP_NOT_FOUND);
  g_assert_cmpuint (rig->machine.n_windows, <=, 4);
  g_assert_cmpint (rig->rig.mode, ==, CUFF_MODE_VENT);
}

/* A hose half off: the cuff does not keep its pressure. */
static void
test_leak (void)
{
  g_autofree LopRig *rig = g_new (LopRig, 1);

  lop_rig_init (rig, CUFF_LIMB_THIGH, LOP_STILL, FIRST_SEED);
  cuff_plant_break (&rig->rig.plant, CUFF_FAULT_LEAK_FAST);
  lop_rig_search (rig, CUFF_MMHG (180));
  g_assert_cmpint (rig->machine.end, ==, EBB_LOP_NOT_FOUND);
  g_assert_cmpint (rig->machine.answer.reason, ==, CUFF_LOP_REASON_LEAK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/lop-people/still/arm", GUINT_TO_POINTER (CUFF_LIMB_ARM), test_still);
  g_test_add_data_func ("/lop-people/still/thigh", GUINT_TO_POINTER (CUFF_LIMB_THIGH), test_still);
  g_test_add_data_func ("/lop-people/moving/arm", GUINT_TO_POINTER (CUFF_LIMB_ARM), test_moving);
  g_test_add_data_func ("/lop-people/moving/thigh", GUINT_TO_POINTER (CUFF_LIMB_THIGH),
                        test_moving);
  g_test_add_func ("/lop-people/dummy", test_dummy);
  g_test_add_func ("/lop-people/dead-sensor", test_dead_sensor);
  g_test_add_func ("/lop-people/leak", test_leak);
  return g_test_run ();
}
