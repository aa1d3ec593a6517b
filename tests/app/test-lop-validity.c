/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a value on file has to be measured again, each rule on both sides of its threshold; what
 * another posture makes of it, in the reference's numbers; what is odd about a value typed in.
 */
#include "ebb-day.h"
#include "ebb-lop-validity.h"

#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * 1000000)
/* 2026-03-10 noon; the time zone of the tests is their own. */
#define NOW_US (G_GINT64_CONSTANT (1773144000) * 1000000)

static EbbLopRecord
record_of_thigh (void)
{
  return (EbbLopRecord){ .segment = EBB_SEGMENT_THIGH,
                         .side = EBB_SIDE_LEFT,
                         .posture = EBB_POSTURE_SUPINE,
                         .cuff_width_cm = 11.5,
                         .girth_cm = 52.1,
                         .systolic = CUFF_MMHG (120),
                         .diastolic = CUFF_MMHG (75),
                         .way = (char *) "doppler",
                         .lop = CUFF_MMHG (187),
                         .cuff_id = (char *) "cuff-a",
                         .site = (char *) "proximal",
                         .measured_unix_us = NOW_US - 5 * DAY_US };
}

static EbbLopUse
same_use (void)
{
  return (EbbLopUse){ .segment = EBB_SEGMENT_THIGH,
                      .side = EBB_SIDE_LEFT,
                      .posture = EBB_POSTURE_SUPINE,
                      .cuff_id = "cuff-a",
                      .site = "Proximal",
                      .cuff_width_cm = 11.5,
                      .girth_cm = 52.1,
                      .systolic = CUFF_MMHG (120),
                      .now_unix_us = NOW_US };
}

/* -1: it holds; else the only issue there is. */
static int
only_issue (const EbbLopRecord *record, const EbbLopUse *use)
{
  g_autoptr (GPtrArray) issues = ebb_lop_validity_check (record, use);
  const EbbLopIssue *issue;

  if (issues->len == 0)
    return -1;
  issue = issues->pdata[0];
  g_assert_cmpuint (issues->len, ==, 1);
  g_assert_cmpuint (strlen (issue->text), >, 10);
  g_assert_true (issue->hard == (issue->kind < EBB_LOP_ISSUE_AGE));
  g_assert_true (ebb_lop_validity_is_void (issues) == issue->hard);
  if (issue->hard)
    g_assert_true (g_str_has_prefix (issue->text, "Measure again"));
  return (int) issue->kind;
}

static void
test_holds (void)
{
  EbbLopRecord record = record_of_thigh ();
  EbbLopUse use = same_use ();

  g_assert_cmpint (only_issue (&record, &use), ==, -1);
  /* What is not known cannot differ. */
  use.cuff_id = NULL;
  use.site = NULL;
  use.girth_cm = 0;
  use.systolic = CUFF_PRESSURE_UNSET;
  g_assert_cmpint (only_issue (&record, &use), ==, -1);
}

static void
test_hard (void)
{
  const EbbLopRecord good = record_of_thigh ();
  const EbbLopUse same = same_use ();
  EbbLopRecord record = good;
  EbbLopUse use = same;

  record.simulated = TRUE;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_SIMULATED);
  use.simulated = TRUE;
  g_assert_cmpint (only_issue (&record, &use), ==, -1);
  record = good, use = same;
  record.lop = CUFF_PRESSURE_UNSET;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_NOT_FOUND);
  record = good;
  use.side = EBB_SIDE_RIGHT;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_LIMB);
  use = same;
  use.cuff_id = "cuff-b";
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_CUFF);
  use = same;
  use.cuff_width_cm = 11.4;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_WIDTH);
  use = same;
  use.site = "distal";
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_SITE);
  use = same;
  use.posture = EBB_POSTURE_SEATED;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_POSTURE);
  use = same;
  use.swelling = TRUE;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_SWELLING);
}

/* Surgery before the measurement is in the value already; one that is planned has not happened. */
static void
test_surgery (void)
{
  static const struct {
    const char *on;
    int issue;
  } rows[] = {
    { "2026-03-04", -1 },
    { "2026-03-05", EBB_LOP_ISSUE_SURGERY }, /* the very day: nobody knows which came first */
    { "2026-03-08", EBB_LOP_ISSUE_SURGERY },
    { "2026-03-10", EBB_LOP_ISSUE_SURGERY },
    { "2026-03-11", -1 },
  };
  EbbLopRecord record = record_of_thigh ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbLopUse use = same_use ();

    use.surgery_on = rows[i].on;
    g_test_message ("%s", rows[i].on);
    g_assert_cmpint (only_issue (&record, &use), ==, rows[i].issue);
  }
}

static void
test_thresholds (void)
{
  EbbLopRecord record = record_of_thigh ();
  EbbLopUse use = same_use ();

  use.girth_cm = 53.0; /* 0.9 cm */
  g_assert_cmpint (only_issue (&record, &use), ==, -1);
  use.girth_cm = 53.1; /* 1 cm, whatever binary fractions make of it */
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_GIRTH);
  use.girth_cm = 51.1;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_GIRTH);

  use = same_use ();
  use.systolic = CUFF_MMHG (134);
  g_assert_cmpint (only_issue (&record, &use), ==, -1);
  use.systolic = CUFF_MMHG (135);
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_SYSTOLIC);
  use.systolic = CUFF_MMHG (105);
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_SYSTOLIC);

  use = same_use ();
  use.more_discomfort = TRUE;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_COMFORT);
}

static void
test_age (void)
{
  EbbLopRecord record = record_of_thigh ();
  EbbLopUse use = same_use ();

  record.measured_unix_us = NOW_US - 28 * DAY_US;
  g_assert_cmpint (only_issue (&record, &use), ==, -1);
  record.measured_unix_us = NOW_US - 29 * DAY_US;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_AGE);
  record.measured_unix_us = NOW_US + DAY_US;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_AGE);

  /* A clinic may shorten it, and never lengthen it. */
  record.measured_unix_us = NOW_US - 15 * DAY_US;
  use.age_days = 14;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_AGE);
  record.measured_unix_us = NOW_US - 29 * DAY_US;
  use.age_days = 365;
  g_assert_cmpint (only_issue (&record, &use), ==, EBB_LOP_ISSUE_AGE);
}

/* Yesterday evening is a day ago in the morning, on every page: none counts in 24 hours. */
static void
test_age_in_days (void)
{
  EbbLopRecord record = record_of_thigh ();
  EbbDay today = ebb_day_of (NOW_US);

  record.measured_unix_us = today.from_unix_us;
  g_assert_cmpint (ebb_lop_age_days (&record, NOW_US), ==, 0);
  record.measured_unix_us = today.from_unix_us - G_USEC_PER_SEC;
  g_assert_cmpint (ebb_lop_age_days (&record, today.from_unix_us), ==, 1);
  g_assert_cmpint (ebb_lop_age_days_on (ebb_day_of (record.measured_unix_us).date, today.date), ==,
                   1);
  g_assert_cmpint (ebb_lop_age_days_on ("", today.date), ==, -1);
  record.measured_unix_us = NOW_US + DAY_US;
  g_assert_cmpint (ebb_lop_age_days (&record, NOW_US), ==, 0);
}

static void
test_hard_ones_first (void)
{
  EbbLopRecord record = record_of_thigh ();
  EbbLopUse use = same_use ();
  g_autoptr (GPtrArray) issues = NULL;

  record.measured_unix_us = NOW_US - 40 * DAY_US;
  use.posture = EBB_POSTURE_STANDING;
  use.girth_cm = 60;
  issues = ebb_lop_validity_check (&record, &use);
  g_assert_cmpuint (issues->len, ==, 3);
  g_assert_true (((EbbLopIssue *) issues->pdata[0])->hard);
  g_assert_true (((EbbLopIssue *) issues->pdata[1])->hard);
  g_assert_false (((EbbLopIssue *) issues->pdata[2])->hard);
}

/* Reference 12: 149.6 mmHg, 80 % of a supine 187, is 73.3 % seated and 61.9 % standing. */
static void
test_posture_in_numbers (void)
{
  EbbLopRecord record = record_of_thigh ();
  g_autofree char *seated =
      ebb_lop_posture_to_text (&record, 1496, EBB_POSTURE_SEATED, CUFF_MMHG (204));
  g_autofree char *standing =
      ebb_lop_posture_to_text (&record, 1496, EBB_POSTURE_STANDING, CUFF_PRESSURE_UNSET);
  g_autofree char *same = ebb_lop_posture_to_text (&record, 1496, EBB_POSTURE_SUPINE, 2040);
  g_autofree char *arm = NULL;

  g_assert_nonnull (strstr (seated, "149.6 mmHg is 80.0 %"));
  g_assert_nonnull (strstr (seated, "73.3 % of the LOP of this limb seated (204.0 mmHg)"));
  g_assert_nonnull (strstr (standing, "about 61.9 % of what is usual standing (241.5 mmHg)"));
  g_assert_null (same);
  g_assert_cmpint (ebb_lop_in_posture (EBB_SEGMENT_THIGH, CUFF_MMHG (187), EBB_POSTURE_SUPINE,
                                       EBB_POSTURE_STANDING),
                   ==, 2415);
  /* For an arm nobody knows; that is said, not guessed. */
  record.segment = EBB_SEGMENT_ARM;
  arm = ebb_lop_posture_to_text (&record, 1000, EBB_POSTURE_SEATED, CUFF_PRESSURE_UNSET);
  g_assert_nonnull (strstr (arm, "is not known"));
}

static void
test_typed_in (void)
{
  static const struct {
    double mmhg;
    gboolean fine;
  } rows[] = { { 59.9, FALSE }, { 60, TRUE }, { 320, TRUE }, { 320.1, FALSE }, { -1, FALSE } };
  g_autofree char *unset = ebb_lop_refusal (CUFF_PRESSURE_UNSET);

  g_assert_nonnull (unset);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *refusal = ebb_lop_refusal (cuff_pressure_from_mmhg (rows[i].mmhg));

    g_assert_true ((refusal == NULL) == rows[i].fine);
    if (refusal != NULL)
      g_assert_nonnull (strstr (refusal, "60 to 320 mmHg"));
  }
}

static guint
doubts_about (EbbSegment segment, double mmhg, double systolic_mmhg)
{
  EbbLopRecord record = record_of_thigh ();
  g_autoptr (GPtrArray) doubts = NULL;

  record.segment = segment;
  record.girth_cm = -1; /* no lower bound */
  record.lop = cuff_pressure_from_mmhg (mmhg);
  record.systolic =
      systolic_mmhg > 0 ? cuff_pressure_from_mmhg (systolic_mmhg) : CUFF_PRESSURE_UNSET;
  doubts = ebb_lop_doubts (&record, NULL);
  return doubts->len;
}

static void
test_doubts (void)
{
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_THIGH, 89.9, 0), ==, 1);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_THIGH, 90, 0), ==, 0);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_ARM, 260, 0), ==, 0);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_ARM, 260.1, 0), ==, 1);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_CALF, 300, 0), ==, 0);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_CALF, 300.1, 0), ==, 1);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_ARM, 110, 130), ==, 0);
  g_assert_cmpuint (doubts_about (EBB_SEGMENT_ARM, 109.9, 130), ==, 1);
}

/* More than 15 % from the last value of the same limb, cuff and posture; others say nothing. */
static void
test_change (void)
{
  EbbLopRecord previous = record_of_thigh (), record = record_of_thigh ();
  g_autoptr (GPtrArray) near = NULL, far = NULL, other = NULL, below = NULL;

  previous.lop = CUFF_MMHG (200);
  record.lop = CUFF_MMHG (230);
  near = ebb_lop_doubts (&record, &previous);
  g_assert_cmpuint (near->len, ==, 0);
  record.lop = cuff_pressure_from_mmhg (230.1);
  far = ebb_lop_doubts (&record, &previous);
  g_assert_cmpuint (far->len, ==, 1);
  previous.posture = EBB_POSTURE_STANDING;
  other = ebb_lop_doubts (&record, &previous);
  g_assert_cmpuint (other->len, ==, 0);

  /* EQ-G: (120 - 75) x 52.1 / (3 x 11.5) + 75 = 142.96 mmHg is the least that is plausible. */
  record.lop = CUFF_MMHG (142);
  below = ebb_lop_doubts (&record, NULL);
  g_assert_cmpuint (below->len, ==, 1);
  g_assert_nonnull (strstr (below->pdata[0], "below 143 mmHg"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lop-validity/holds", test_holds);
  g_test_add_func ("/lop-validity/hard", test_hard);
  g_test_add_func ("/lop-validity/surgery", test_surgery);
  g_test_add_func ("/lop-validity/thresholds", test_thresholds);
  g_test_add_func ("/lop-validity/age", test_age);
  g_test_add_func ("/lop-validity/age-in-days", test_age_in_days);
  g_test_add_func ("/lop-validity/order", test_hard_ones_first);
  g_test_add_func ("/lop-validity/posture", test_posture_in_numbers);
  g_test_add_func ("/lop-validity/typed-in", test_typed_in);
  g_test_add_func ("/lop-validity/doubts", test_doubts);
  g_test_add_func ("/lop-validity/change", test_change);
  return g_test_run ();
}
