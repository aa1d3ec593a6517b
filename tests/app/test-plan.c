/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protocol and prescription become a plan; a plan that is too long for the limb is refused before
 * anything is inflated.
 */
#include "ebb-plan.h"

#include <string.h>

static EbbExercise quad_set = { .id = (char *) "quad-set",
                                .name = (char *) "Quad set",
                                .segments = 1u << EBB_SEGMENT_THIGH | 1u << EBB_SEGMENT_ARM,
                                .reps_in_pressure = TRUE };

static EbbProtocol
classic (guint n_sets, guint reps_min, guint reps_max)
{
  EbbProtocol protocol = { .id = (char *) "classic",
                           .exercise_id = (char *) "quad-set",
                           .pattern = EBB_PATTERN_CONTINUOUS,
                           .n_sets = n_sets,
                           .sets_min = MIN (n_sets, 2),
                           .rest_s = 30,
                           .tempo = { 1000, 5000, 1000, 0 } };

  for (guint i = 0; i < MIN (n_sets, EBB_SETS_MAX); i++)
    protocol.sets[i] = (EbbSetPlan){ reps_min, reps_max };
  return protocol;
}

static EbbProtocol
standard_75 (void)
{
  EbbProtocol protocol = classic (4, 15, 15);

  protocol.sets[0] = (EbbSetPlan){ 30, 30 };
  protocol.tempo = (EbbTempo){ 2000, 0, 2000, 0 };
  return protocol;
}

static EbbPrescription
thigh_prescription (void)
{
  return (EbbPrescription){ .method = EBB_METHOD_PERCENT_LOP,
                            .segment = EBB_SEGMENT_THIGH,
                            .side = EBB_SIDE_RIGHT,
                            .percent = 60,
                            .lop = CUFF_MMHG (187),
                            .lop_estimate = CUFF_PRESSURE_UNSET,
                            .patient_limit = CUFF_PRESSURE_UNSET,
                            .protocol_limit = CUFF_PRESSURE_UNSET,
                            .clinic_limit = CUFF_PRESSURE_UNSET,
                            .device_limit = CUFF_PRESSURE_UNSET };
}

static gboolean
make_for (const EbbProtocol *protocol, EbbSegment segment, guint n_sets, EbbPlan *plan,
          GError **error)
{
  EbbPrescription prescription = thigh_prescription ();
  EbbTarget target = { .asked = 1122, .target = 1122 };

  prescription.segment = segment;
  return ebb_plan_make (protocol, &quad_set, &prescription, &target, n_sets, plan, error);
}

static EbbPlan
make (const EbbProtocol *protocol, guint n_sets)
{
  g_autoptr (GError) error = NULL;
  EbbPlan plan;

  make_for (protocol, EBB_SEGMENT_THIGH, n_sets, &plan, &error);
  g_assert_no_error (error);
  return plan;
}

static void
assert_refused (const EbbProtocol *protocol, guint n_sets, EbbPlanError code, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "|", -1);
  g_autoptr (GError) error = NULL;
  EbbPlan plan;

  g_assert_false (make_for (protocol, EBB_SEGMENT_THIGH, n_sets, &plan, &error));
  g_assert_error (error, EBB_PLAN_ERROR, (int) code);
  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (error->message, parts[i]) == NULL)
      g_error ("“%s” is not in “%s”", parts[i], error->message);
}

/* --- Arithmetic -------------------------------------------------------------------------- */

static void
test_inflated_time (void)
{
  EbbProtocol protocol = classic (3, 15, 20);
  EbbPlan plan = make (&protocol, 0);

  g_assert_cmpuint (ebb_tempo_total_ms (&plan.tempo), ==, 7000);
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, 480000);
  protocol = classic (2, 15, 15);
  plan = make (&protocol, 0);
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, 240000);
  protocol = standard_75 ();
  plan = make (&protocol, 0);
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, 390000);
  protocol.tempo = (EbbTempo){ 1500, 0, 1500, 0 };
  protocol.rest_s = 60;
  plan = make (&protocol, 0);
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, 405000);
  /* Deflated rests are not counted: 75 x 3 s. */
  protocol.pattern = EBB_PATTERN_INTERMITTENT;
  plan = make (&protocol, 0);
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, 225000);
}

static void
test_takes_over_what_it_is_made_of (void)
{
  EbbProtocol protocol = classic (3, 15, 20);
  EbbPlan plan = make (&protocol, 2);

  g_assert_cmpuint (plan.n_sets, ==, 2);
  g_assert_cmpuint (plan.sets[1].reps_min, ==, 15);
  g_assert_cmpuint (plan.sets[1].reps_max, ==, 20);
  g_assert_cmpuint (plan.sets[2].reps_max, ==, 0);
  g_assert_cmpint (plan.target, ==, 1122);
  g_assert_cmpint (plan.target_max, ==, 1496); /* 80 % of LOP */
  g_assert_cmpint (plan.segment, ==, EBB_SEGMENT_THIGH);
  g_assert_true (plan.reps_in_pressure);
  g_assert_false (plan.self_paced);
  g_assert_cmpfloat (plan.load_kg, <, 0); /* unknown, not 0 kg */
}

/* --- Refusals ---------------------------------------------------------------------------- */

/* 20 min = 1200 s: 4 sets of 40 at 7 s and 3 rests are 1210 s, with rests of 26 s 1198 s. */
static void
test_too_long_for_the_limb (void)
{
  EbbProtocol protocol = classic (4, 40, 40);
  g_autoptr (GError) error = NULL;
  EbbPlan plan;

  assert_refused (&protocol, 0, EBB_PLAN_ERROR_TOO_LONG, "20.2 min|thigh|20 min");
  protocol.rest_s = 26;
  make (&protocol, 0);
  make (&protocol, 3);

  /* The same is too long for an arm (15 min). */
  g_assert_false (make_for (&protocol, EBB_SEGMENT_ARM, 0, &plan, &error));
  g_assert_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_TOO_LONG);
  g_assert_nonnull (strstr (error->message, "20.0 min"));
  g_assert_nonnull (strstr (error->message, "15 min"));
}

static void
test_too_long_for_the_protocol (void)
{
  EbbProtocol protocol = classic (3, 15, 20); /* 480 s */

  protocol.max_inflation_s = 480;
  make (&protocol, 0);
  protocol.max_inflation_s = 450;
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_TOO_LONG, "8.0 min|the protocol allows 7.5 min");
  make (&protocol, 2);
}

static void
test_number_of_sets (void)
{
  EbbProtocol protocol = classic (3, 15, 20);

  assert_refused (&protocol, 1, EBB_PLAN_ERROR_FIELD, "Sets: 1 is outside 2 to 3");
  assert_refused (&protocol, 4, EBB_PLAN_ERROR_FIELD, "Sets: 4 is outside 2 to 3");
  protocol.n_sets = 11; /* more than a plan holds */
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "11 is outside 1 to 10");
  protocol.n_sets = 0;
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "0 is outside 1 to 10");
}

static void
test_absurd_protocols (void)
{
  EbbProtocol protocol = classic (3, 15, 20);

  protocol.sets[1].reps_max = 4000000000u;
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "Most repetitions: 4000000000");
  protocol = classic (3, 21, 20);
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "Fewest repetitions: 21 is outside 1 to 20");
  protocol = classic (3, 15, 20);
  protocol.tempo = (EbbTempo){ 0 };
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "One repetition in ms: 0");
  protocol.tempo = (EbbTempo){ 4294967295u, 2, 0, 0 }; /* wraps to 1 when added carelessly */
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "Contraction in ms: 4294967295");
  protocol = classic (3, 15, 20);
  protocol.rest_s = 601;
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "Rest in seconds: 601 is outside 0 to 600");
}

static void
test_exercise_and_limb (void)
{
  EbbProtocol protocol = classic (3, 15, 20);
  g_autoptr (GError) error = NULL;
  EbbPlan plan;

  g_assert_false (make_for (&protocol, EBB_SEGMENT_CALF, 0, &plan, &error));
  g_assert_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD);
  g_assert_nonnull (
      strstr (error->message, "“Quad set” is not done with a cuff on this limb (calf)"));
  protocol.exercise_id = (char *) "squat";
  assert_refused (&protocol, 0, EBB_PLAN_ERROR_FIELD, "“squat”|“quad-set”");
}

static void
test_target_must_be_one (void)
{
  static const CuffPressure wrong[] = { CUFF_PRESSURE_UNSET, 0, 249, 2601 };
  EbbProtocol protocol = classic (3, 15, 20);
  EbbPrescription prescription = thigh_prescription ();

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    EbbTarget target = { .target = wrong[i] };
    g_autoptr (GError) error = NULL;
    EbbPlan plan;

    g_assert_false (ebb_plan_make (&protocol, &quad_set, &prescription, &target, 0, &plan, &error));
    g_assert_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD);
    g_assert_nonnull (strstr (error->message, "25 to 260 mmHg"));
  }
}

/* --- Words ------------------------------------------------------------------------------- */

static void
assert_text (const EbbPlan *plan, const char *expected)
{
  g_autofree char *text = ebb_plan_to_text (plan);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_text (void)
{
  EbbProtocol protocol = classic (3, 15, 20);
  EbbPlan plan = make (&protocol, 0);

  assert_text (&plan, "3 × 15–20, hold 5 s, rest 30 s, cuff stays tight in rests, about 8 min");
  protocol = standard_75 ();
  plan = make (&protocol, 0);
  assert_text (&plan, "30 / 15 / 15 / 15, contract 2 s, return 2 s, rest 30 s, cuff stays tight in "
                      "rests, about 7 min");
  protocol = classic (2, 15, 15);
  protocol.pattern = EBB_PATTERN_INTERMITTENT;
  protocol.tempo = (EbbTempo){ 1000, 2500, 1000, 0 };
  plan = make (&protocol, 0);
  assert_text (&plan, "2 × 15, hold 2.5 s, rest 30 s, cuff deflates in rests, about 3 min");
  protocol = classic (1, 5, 8);
  plan = make (&protocol, 0);
  assert_text (&plan, "1 × 5–8, hold 5 s, about 1 min"); /* one set has no rest */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/inflated-time", test_inflated_time);
  g_test_add_func ("/plan/made-of", test_takes_over_what_it_is_made_of);
  g_test_add_func ("/plan/too-long/limb", test_too_long_for_the_limb);
  g_test_add_func ("/plan/too-long/protocol", test_too_long_for_the_protocol);
  g_test_add_func ("/plan/sets", test_number_of_sets);
  g_test_add_func ("/plan/absurd", test_absurd_protocols);
  g_test_add_func ("/plan/exercise-and-limb", test_exercise_and_limb);
  g_test_add_func ("/plan/target", test_target_must_be_one);
  g_test_add_func ("/plan/text", test_text);
  return g_test_run ();
}
