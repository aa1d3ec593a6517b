/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every protocol of the library against the rules of a bout: which can be armed, how long the limb
 * is then under pressure, and which are refused.  Times are worked out by hand from the reference
 * (clinical 3.3, 3.4): repetitions x seconds, rests, cycles.
 */
#include "ebb-plan.h"

#include <string.h>

#define LOP CUFF_MMHG (180)

typedef struct {
  const char *reference, *id;
  EbbSegment segment;
  double percent; /* of LOP, as the file proposes */
  int inflated_s, total_s, continuous_s;
  EbbPlanError refusal; /* where `refused` is set */
  const char *refused;  /* part of the sentence; NULL = can be armed */
} Row;

static const Row rows[] = {
  { "P01", "classic-quad-set", EBB_SEGMENT_THIGH, 60, 480, 480, 480 },
  { "P01", "classic-short-arc-quad", EBB_SEGMENT_THIGH, 60, 480, 480, 480 },
  { "P01", "classic-biceps-curl", EBB_SEGMENT_ARM, 50, 480, 480, 480 },
  { "P02", "standard-75", EBB_SEGMENT_THIGH, 60, 390, 390, 390 },
  { "P03", "standard-75-long-rest", EBB_SEGMENT_THIGH, 60, 405, 405, 405 },
  /* To failure counts with its cap: (60 + 50) x 4 s and three rests. */
  { "P04", "knee-before-replacement", EBB_SEGMENT_THIGH, 60, 530, 530, 530 },
  { "P05", "acl-leg-press", EBB_SEGMENT_THIGH, 80, 390, 390, 390 },
  { "P06", "sets-to-failure", EBB_SEGMENT_THIGH, 60, 935, 935, 935 },
  { "P07", "older-adults-to-failure", EBB_SEGMENT_THIGH, 50, 690, 690, 690 },
  { "P08", "intermittent-75", EBB_SEGMENT_THIGH, 60, 300, 435, 300 },
  /* Tight in three rests of 30 s only. */
  { "P09", "resting-75", EBB_SEGMENT_THIGH, 60, 90, 390, 90 },
  { "P10", "shoulder-proximal-arm", EBB_SEGMENT_ARM, 50, 450, 450, 450 },
  { "P10", "shoulder-cable-external-rotation", EBB_SEGMENT_ARM, 50, 450, 450, 450 },
  { "P10", "shoulder-cable-internal-rotation", EBB_SEGMENT_ARM, 50, 450, 450, 450 },
  { "P10", "shoulder-scaption", EBB_SEGMENT_ARM, 50, 450, 450, 450 },
  { "P11", "home-sit-to-stand", EBB_SEGMENT_THIGH, 60, 530, 530, 530, EBB_PLAN_ERROR_REFUSED,
    "meant for home" },
  { "P12", "bedside-isometric", EBB_SEGMENT_THIGH, 50, 384, 384, 384 },
  { "P13", "rhythmic-isometric", EBB_SEGMENT_THIGH, 60, 240, 240, 240 },
  /* A minute of rest is less than a minute of relief: the clock goes on. */
  { "P14", "interval-walk", EBB_SEGMENT_THIGH, 50, 600, 840, 600 },
  { "P15", "continuous-cycle", EBB_SEGMENT_THIGH, 50, 900, 900, 900 },
  { "P16", "continuous-walk", EBB_SEGMENT_THIGH, 50, 900, 900, 900 },
  /* 25 min inflated are more than any limb's limit, but three minutes start the clock anew. */
  { "P17", "passive-cell-swelling", EBB_SEGMENT_THIGH, 70, 1500, 2220, 300 },
  { "P18", "passive-acl-early", EBB_SEGMENT_THIGH, 70, 1500, 2220, 300 },
  { "P19", "kaatsu-cycle", EBB_SEGMENT_THIGH, 0, 960, 1400, 960, EBB_PLAN_ERROR_REFUSED,
    "a device's own scale" },
  { "P20", "stimulation-cyclic", EBB_SEGMENT_THIGH, 60, 1200, 1740, 300 },
  { "P21", "stimulation-short-block", EBB_SEGMENT_THIGH, 50, 900, 1380, 300 },
  { "P22", "stimulation-strengthening", EBB_SEGMENT_THIGH, 50, 550, 550, 550 },
  { "P23", "ischaemic-preconditioning", EBB_SEGMENT_THIGH, 0, 1200, 2100, 300,
    EBB_PLAN_ERROR_REFUSED, "switched off" },
  { "P24", "first-session", EBB_SEGMENT_THIGH, 40, 160, 280, 160 },
};

typedef struct {
  EbbProtocol *protocol;
  EbbExercise *exercise;
  EbbPrescription prescription;
  EbbTarget target;
} Case;

static void
case_init (Case *test, const Row *row)
{
  g_autoptr (GError) error = NULL;

  test->protocol = ebb_protocol_load_builtin (row->id, &error);
  g_assert_no_error (error);
  test->exercise = ebb_exercise_load_builtin (test->protocol->exercise_id, &error);
  g_assert_no_error (error);
  test->prescription = (EbbPrescription){ .method = EBB_METHOD_PERCENT_LOP,
                                          .segment = row->segment,
                                          .side = EBB_SIDE_LEFT,
                                          .percent = row->percent > 0 ? row->percent : 60,
                                          .lop = LOP,
                                          .lop_estimate = CUFF_PRESSURE_UNSET,
                                          .patient_limit = CUFF_PRESSURE_UNSET,
                                          .protocol_limit = CUFF_PRESSURE_UNSET,
                                          .clinic_limit = CUFF_PRESSURE_UNSET,
                                          .device_limit = CUFF_PRESSURE_UNSET };
  g_assert_true (ebb_prescription_resolve (&test->prescription, &test->target, NULL));
}

static void
case_clear (Case *test)
{
  ebb_protocol_free (test->protocol);
  ebb_exercise_free (test->exercise);
}

static gboolean
case_plan (const Case *test, EbbPlan *plan, GError **error)
{
  return ebb_plan_make (test->protocol, test->exercise, &test->prescription, &test->target, 0, plan,
                        error);
}

static void
assert_says (const GError *error, const char *text)
{
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” is not in “%s”", text, error->message);
}

/* What a plan of a protocol would be, also of one that is refused. */
static EbbPlan
plain_plan (const EbbProtocol *protocol)
{
  EbbPlan plan = { .n_sets = protocol->n_sets,
                   .rest_s = protocol->rest_s,
                   .tempo = protocol->tempo,
                   .pattern = protocol->pattern,
                   .target = CUFF_MMHG (100),
                   .training = protocol->training,
                   .cycle = protocol->cycle };

  for (guint i = 0; i < plan.n_sets; i++)
    plan.sets[i] = protocol->sets[i];
  return plan;
}

/* --- Each of them ------------------------------------------------------------------------ */

/* Nothing of the library was forgotten here, and the 24 of the reference are all there. */
static void
test_complete (void)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();
  guint seen = 0;

  g_assert_cmpuint (g_strv_length (ids), ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_true (g_strv_contains ((const char *const *) ids, rows[i].id));
    seen |= 1u << (g_ascii_strtoull (rows[i].reference + 1, NULL, 10) - 1);
  }
  g_assert_cmpuint (seen, ==, (1u << 24) - 1);
}

static void
test_arm_or_refuse (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GError) error = NULL;
  EbbPlan plan;
  Case test;

  case_init (&test, row);
  if (test.protocol->format_version == 2)
    g_assert_cmpstr (test.protocol->reference, ==, row->reference);
  g_assert_cmpfloat (test.protocol->percent_lop_default, ==, row->percent);
  if (row->refused == NULL) {
    g_assert_true (case_plan (&test, &plan, &error));
    g_assert_no_error (error);
  } else {
    g_assert_false (case_plan (&test, &plan, &error));
    g_assert_error (error, EBB_PLAN_ERROR, (int) row->refusal);
    assert_says (error, row->refused);
    plan = plain_plan (test.protocol);
  }
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, row->inflated_s * 1000);
  g_assert_cmpint (ebb_plan_total_ms (&plan), ==, row->total_s * 1000);
  g_assert_cmpint (ebb_plan_continuous_ms (&plan, 0), ==, row->continuous_s * 1000);
  case_clear (&test);
}

/* None is done with a cuff on a limb that its exercise does not train. */
static void
test_wrong_limb (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Case test;

    case_init (&test, &rows[i]);
    for (EbbSegment segment = EBB_SEGMENT_ARM; segment <= EBB_SEGMENT_CALF; segment++) {
      g_autoptr (GError) error = NULL;
      EbbPlan plan;

      if ((test.exercise->segments & (1u << segment)) != 0 || rows[i].refused != NULL)
        continue;
      test.prescription.segment = segment;
      g_assert_false (case_plan (&test, &plan, &error));
      g_assert_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_FIELD);
      assert_says (error, "not done with a cuff on this limb");
    }
    case_clear (&test);
  }
}

static const Row *
find_row (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].id, id))
      return &rows[i];
  g_error ("no row %s", id);
}

/* --- Limits of their own ----------------------------------------------------------------- */

/* The share of LOP on each side of the protocol's own limit. */
static void
test_share_of_lop (void)
{
  static const struct {
    const char *id;
    double allowed, refused;
  } limits[] = {
    { "passive-cell-swelling", 90.0, 90.1 },
    { "passive-acl-early", 90.0, 90.1 },
    { "bedside-isometric", 60.0, 60.1 },
    { "first-session", 50.0, 50.1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autoptr (GError) error = NULL;
    EbbPlan plan;
    Case test;

    case_init (&test, find_row (limits[i].id));
    test.prescription.lop = CUFF_MMHG (200);
    test.target.target = cuff_pressure_from_mmhg (limits[i].allowed * 2);
    g_assert_true (case_plan (&test, &plan, &error));
    g_assert_cmpint (plan.target_max, ==, test.target.target); /* nor is it stepped beyond */
    test.target.target = cuff_pressure_from_mmhg (limits[i].refused * 2);
    g_assert_false (case_plan (&test, &plan, &error));
    assert_says (error, "this protocol allows at most");
    g_clear_error (&error);

    test.prescription.lop = CUFF_PRESSURE_UNSET; /* nobody knows what share it would be */
    test.target.target = CUFF_MMHG (60);
    g_assert_false (case_plan (&test, &plan, &error));
    assert_says (error, "Measure LOP first");
    case_clear (&test);
  }
}

/* Enabled: at most LOP + 30, and 280 on a leg, 250 on an arm. */
static void
test_preconditioning (void)
{
  static const struct {
    EbbSegment segment;
    int lop, target;
    gboolean allowed;
  } cases[] = {
    { EBB_SEGMENT_THIGH, 190, 220, TRUE }, { EBB_SEGMENT_THIGH, 189, 220, FALSE },
    { EBB_SEGMENT_THIGH, 300, 280, TRUE }, { EBB_SEGMENT_THIGH, 300, 281, FALSE },
    { EBB_SEGMENT_ARM, 300, 250, TRUE },   { EBB_SEGMENT_ARM, 300, 251, FALSE },
  };
  const EbbPlanRules enabled = { .preconditioning = TRUE };
  Case test;

  case_init (&test, find_row ("ischaemic-preconditioning"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    EbbPlan plan;

    test.prescription.segment = cases[i].segment;
    test.prescription.lop = CUFF_MMHG (cases[i].lop);
    test.target.target = CUFF_MMHG (cases[i].target);
    g_assert_cmpint (ebb_plan_make_by (&enabled, test.protocol, test.exercise, &test.prescription,
                                       &test.target, 0, &plan, &error),
                     ==, cases[i].allowed);
    if (cases[i].allowed)
      g_assert_cmpint (plan.target_max, ==, test.target.target);
    else
      assert_says (error, "Target");
  }
  case_clear (&test);
}

/* The arm's limit is 15 min, the leg's 20: four sets to failure fit a leg only. */
static void
test_arm_and_leg (void)
{
  g_autoptr (GError) error = NULL;
  EbbPlan plan;
  Case test;

  case_init (&test, find_row ("sets-to-failure")); /* 935 s */
  test.exercise->segments |= 1u << EBB_SEGMENT_ARM;
  g_assert_true (case_plan (&test, &plan, NULL));
  test.prescription.segment = EBB_SEGMENT_ARM;
  g_assert_false (case_plan (&test, &plan, &error));
  g_assert_error (error, EBB_PLAN_ERROR, EBB_PLAN_ERROR_TOO_LONG);
  assert_says (error, "15 min");
  g_assert_true (ebb_plan_make (test.protocol, test.exercise, &test.prescription, &test.target, 3,
                                &plan, NULL)); /* 690 s */
  case_clear (&test);
}

/* --- The time line ----------------------------------------------------------------------- */

/* One cycle: 160 s inflated, 200 s in all, each step tighter than the one before. */
static void
test_cycle (void)
{
  EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
  EbbPlan plan;
  Case test;

  case_init (&test, find_row ("kaatsu-cycle"));
  plan = plain_plan (test.protocol);
  plan.n_sets = 1;
  g_assert_cmpint (ebb_plan_inflated_ms (&plan), ==, 160000);
  g_assert_cmpint (ebb_plan_total_ms (&plan), ==, 200000);
  g_assert_cmpuint (ebb_plan_lay_out (&plan, steps), ==, 16);
  for (guint i = 0; i < 16; i++) {
    g_assert_cmpint (steps[i].kind, ==, i % 2 == 0 ? EBB_STEP_WORK : EBB_STEP_RELIEF);
    g_assert_cmpint (steps[i].length_ms, ==, i % 2 == 0 ? 20000 : 5000);
    g_assert_cmpuint (steps[i].step, ==, i / 2 + 1);
    g_assert_cmpint (steps[i].target, ==, i % 2 == 0 ? (65 + 5 * (int) (i / 2)) * 10 : 0);
  }
  case_clear (&test);
}

static void
test_no_gaps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbPlanStep steps[EBB_PLAN_STEPS_MAX];
    gint64 now_ms = 0;
    EbbPlan plan;
    guint n_steps;
    Case test;

    case_init (&test, &rows[i]);
    plan = plain_plan (test.protocol);
    n_steps = ebb_plan_lay_out (&plan, steps);
    for (guint step = 0; step < n_steps; step++) {
      g_assert_cmpint (steps[step].start_ms, ==, now_ms);
      g_assert_cmpint (steps[step].length_ms, >, 0);
      now_ms += steps[step].length_ms;
    }
    case_clear (&test);
  }
}

/* What a limb brings along counts until a relief of a minute: 80 s of rest are one, 79 s may not
 * be, with air to let out and in. */
static void
test_relief (void)
{
  EbbPlan plan = { .n_sets = 2,
                   .sets = { { .kind = EBB_SET_TIMED, .duration_s = 300 },
                             { .kind = EBB_SET_TIMED, .duration_s = 300 } },
                   .rest_s = 80,
                   .pattern = EBB_PATTERN_CYCLED,
                   .target = CUFF_MMHG (100) };

  g_assert_cmpint (ebb_plan_continuous_ms (&plan, 100000), ==, 400000);
  plan.rest_s = 79;
  g_assert_cmpint (ebb_plan_continuous_ms (&plan, 100000), ==, 700000);
  plan.rest_s = 80;
  plan.pattern = EBB_PATTERN_CONTINUOUS;
  g_assert_cmpint (ebb_plan_continuous_ms (&plan, 100000), ==, 780000);
}

/* Repetitions are counted from the pressure only where the cuff is tight in sets that are led. */
static void
test_what_shows_in_the_pressure (void)
{
  static const struct {
    const char *id;
    gboolean shows;
  } cases[] = {
    { "classic-quad-set", TRUE }, { "sets-to-failure", TRUE },        { "intermittent-75", TRUE },
    { "resting-75", FALSE },      { "passive-cell-swelling", FALSE }, { "interval-walk", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    EbbPlan plan;
    Case test;

    case_init (&test, find_row (cases[i].id));
    g_assert_true (case_plan (&test, &plan, NULL));
    g_assert_cmpint (plan.reps_in_pressure, ==, cases[i].shows);
    case_clear (&test);
  }
}

/* --- A first session --------------------------------------------------------------------- */

static void
test_first_session_waits (void)
{
  EbbPlan plan;
  Case test;

  case_init (&test, find_row ("first-session")); /* deflated in rests */
  g_assert_true (case_plan (&test, &plan, NULL));
  g_assert_false (plan.tap_to_inflate);
  test.prescription.first_session = TRUE;
  g_assert_true (case_plan (&test, &plan, NULL));
  g_assert_true (plan.tap_to_inflate);
  case_clear (&test);
  case_init (&test, find_row ("classic-quad-set")); /* inflated once */
  test.prescription.first_session = TRUE;
  g_assert_true (case_plan (&test, &plan, NULL));
  g_assert_false (plan.tap_to_inflate);
  case_clear (&test);
}

/* --- Words ------------------------------------------------------------------------------- */

static void
test_text (void)
{
  static const struct {
    const char *id, *text;
  } texts[] = {
    { "continuous-cycle", "15 min endurance work, cuff stays tight" },
    { "interval-walk", "5 × 2 min on / 1 min off, endurance work, about 14 min" },
    { "passive-cell-swelling", "5 × 5 min on / 3 min off, lying still, about 37 min" },
    { "stimulation-strengthening", "10 × 10 s stimulation, rest 50 s, cuff stays tight in rests, "
                                   "about 10 min" },
    { "bedside-isometric", "3 × 12, hold 1 s, pause 2 s, rest 120 s, cuff stays tight in rests, "
                           "about 7 min" },
    { "sets-to-failure", "4 × to failure (at most 50), contract 2 s, return 2 s, rest 45 s, cuff "
                         "stays tight in rests, about 16 min" },
    { "resting-75", "30 / 15 / 15 / 15, contract 2 s, return 2 s, rest 30 s, cuff deflated in sets "
                    "and tight in rests, about 7 min" },
    { "kaatsu-cycle", "6 × 200 s free movement, rest 40 s, cuff deflates in rests, in each 8 × 20 "
                      "s tight and 5 s deflated, about 24 min" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    Case test;

    case_init (&test, find_row (texts[i].id));
    EbbPlan plan = plain_plan (test.protocol);
    g_autofree char *text = ebb_plan_to_text (&plan);
    g_assert_cmpstr (text, ==, texts[i].text);
    case_clear (&test);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-library/complete", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/plan-library/%s/%s", rows[i].reference, rows[i].id);
    g_test_add_data_func (path, &rows[i], test_arm_or_refuse);
  }
  g_test_add_func ("/plan-library/wrong-limb", test_wrong_limb);
  g_test_add_func ("/plan-library/share-of-lop", test_share_of_lop);
  g_test_add_func ("/plan-library/preconditioning", test_preconditioning);
  g_test_add_func ("/plan-library/arm-and-leg", test_arm_and_leg);
  g_test_add_func ("/plan-library/cycle", test_cycle);
  g_test_add_func ("/plan-library/no-gaps", test_no_gaps);
  g_test_add_func ("/plan-library/relief", test_relief);
  g_test_add_func ("/plan-library/reps-in-pressure", test_what_shows_in_the_pressure);
  g_test_add_func ("/plan-library/first-session", test_first_session_waits);
  g_test_add_func ("/plan-library/text", test_text);
  return g_test_run ();
}
