/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks before a session and what is said in its rests (clinic 3.8, 3.9, 3.13).
 */
#include "ebb-checks.h"
#include "ebb-rest-row.h"
#include "ebb-set-ends.h"
#include "ebb-size-class.h"

#include <math.h>

/* What was not asked stands in nobody's way, and is said to be missing. */
static void
test_missing (void)
{
  EbbChecks checks;
  ebb_checks_init (&checks);
  g_autofree char *missing = ebb_checks_missing (&checks);
  g_assert_null (ebb_checks_why_not (&checks));
  g_assert_nonnull (strstr (missing, "blood pressure"));
  g_assert_nonnull (strstr (missing, "pain"));
  checks.nothing_new = checks.skin_fine = TRUE;
  g_assert_false (ebb_bp_type (&checks.bp, 124, 78, 0));
  checks.pain = 0;
  g_autofree char *none = ebb_checks_missing (&checks);
  g_assert_null (none);
}

#define FIVE_MINUTES CUFF_SECONDS (300)

/* What the door is given, in its order. */
static const EbbDoorAnswer *
answer_at (const EbbDoor *answers, guint index)
{
  return g_ptr_array_index (answers->answers, index);
}

/* High: it is kept at once, and five minutes run before another one is taken. */
static void
test_high (void)
{
  EbbChecks checks;
  EbbBp *bp = &checks.bp;

  ebb_checks_init (&checks);
  g_assert_false (ebb_bp_type (bp, 150, NAN, 0));
  g_assert_false (ebb_bp_type (bp, 150, 10, 0)); /* on the way to 100 */
  g_assert_true (ebb_bp_type (bp, 150, 100, 0));
  g_assert_nonnull (ebb_checks_why_not (&checks));
  g_assert_cmpint (ebb_bp_wait_us (bp, CUFF_SECONDS (10)), ==, FIVE_MINUTES - CUFF_SECONDS (10));
  g_assert_false (ebb_bp_takes (bp, FIVE_MINUTES - 1));
  g_assert_true (ebb_bp_type (bp, 130, 80, FIVE_MINUTES - 1)); /* not taken: emptied */
  g_assert_false (ebb_bp_is_complete (bp));
  g_assert_true (ebb_bp_takes (bp, FIVE_MINUTES));
  g_assert_false (ebb_bp_type (bp, 142, 99, FIVE_MINUTES));
  g_assert_null (ebb_checks_why_not (&checks));
  g_assert_true (ebb_bp_type (bp, 142, 104, FIVE_MINUTES)); /* high again: kept too */
  g_assert_nonnull (ebb_checks_why_not (&checks));
  g_assert_false (ebb_bp_takes (bp, 3 * FIVE_MINUTES));
}

/* Both stand among the answers with their times, the first before the second; nothing that is
 * typed afterwards takes the first one away. */
static void
test_first_stays (void)
{
  g_auto (EbbDoor) answers = { 0 };
  EbbChecks checks;

  ebb_checks_init (&checks);
  ebb_bp_type (&checks.bp, 190, 120, 7);
  ebb_bp_type (&checks.bp, NAN, NAN, 8);
  ebb_bp_type (&checks.bp, 128, 70, 9);
  ebb_bp_type (&checks.bp, 150, 85, 7 + FIVE_MINUTES);
  ebb_checks_answers (&checks, &answers);
  g_assert_cmpuint (answers.answers->len, ==, 2);
  g_assert_cmpfloat (answer_at (&answers, 0)->value, ==, 190);
  g_assert_cmpfloat (answer_at (&answers, 0)->second, ==, 120);
  g_assert_cmpint (answer_at (&answers, 0)->t_us, ==, 7);
  g_assert_cmpfloat (answer_at (&answers, 1)->value, ==, 150);
  g_assert_cmpint (answer_at (&answers, 1)->t_us, ==, 7 + FIVE_MINUTES);
}

/* 165/96 needs a clearance: a lower one typed over it decides, and both stay. */
static void
test_raised_stays (void)
{
  g_auto (EbbDoor) answers = { 0 };
  EbbChecks checks;

  ebb_checks_init (&checks);
  g_assert_false (ebb_bp_type (&checks.bp, 165, 96, 0));
  g_assert_false (ebb_bp_type (&checks.bp, 16, 96, 1)); /* a key back */
  g_assert_false (ebb_bp_type (&checks.bp, 145, 90, 2));
  ebb_checks_answers (&checks, &answers);
  g_assert_cmpuint (answers.answers->len, ==, 2);
  g_assert_cmpfloat (answer_at (&answers, 0)->value, ==, 165);
  g_assert_cmpfloat (answer_at (&answers, 1)->value, ==, 145);
}

/* A slip of the finger decides nothing, and stays. */
static void
test_mistyped (void)
{
  g_auto (EbbDoor) answers = { 0 };
  EbbChecks checks;

  ebb_checks_init (&checks);
  ebb_bp_type (&checks.bp, 218, 80, 0);
  ebb_bp_mistyped (&checks.bp);
  g_assert_true (ebb_bp_takes (&checks.bp, 1));
  ebb_bp_type (&checks.bp, 128, 80, 1);
  g_assert_null (ebb_checks_why_not (&checks));
  ebb_checks_answers (&checks, &answers);
  g_assert_cmpuint (answers.answers->len, ==, 2);
  g_assert_cmpstr (answer_at (&answers, 0)->kind, ==, "bp-mistyped");
  g_assert_cmpfloat (answer_at (&answers, 0)->value, ==, 218);
  g_assert_cmpstr (answer_at (&answers, 1)->kind, ==, "bp");
}

/* 0 to 20 s may be written down; what cannot be is said. */
static void
test_refill (void)
{
  g_auto (EbbDoor) answers = { 0 };
  EbbChecks checks;

  ebb_checks_init (&checks);
  checks.refill_s = 2.5;
  g_assert_null (ebb_checks_why_not (&checks));
  ebb_checks_answers (&checks, &answers);
  g_assert_cmpstr (answer_at (&answers, 0)->kind, ==, "refill-before");
  g_assert_cmpfloat (answer_at (&answers, 0)->value, ==, 2.5);
  checks.refill_s = 21;
  g_assert_nonnull (ebb_checks_why_not (&checks));
}

/* A slip of the finger is not a heart rate; none at all stands in nobody's way. */
static void
test_heart_rate (void)
{
  EbbChecks checks;
  ebb_checks_init (&checks);
  checks.heart_rate = 72;
  g_assert_null (ebb_checks_why_not (&checks));
  checks.heart_rate = 7200;
  g_assert_nonnull (ebb_checks_why_not (&checks));
  checks.heart_rate = 0;
  g_assert_nonnull (ebb_checks_why_not (&checks));
}

static void
test_implausible (void)
{
  EbbChecks checks;
  ebb_checks_init (&checks);
  ebb_bp_type (&checks.bp, 80, 120, 0);
  g_assert_nonnull (ebb_checks_why_not (&checks));
  ebb_bp_type (&checks.bp, 80, NAN, 0);
  g_assert_nonnull (ebb_checks_why_not (&checks));
}

static void
test_news (void)
{
  EbbChecks checks;
  ebb_checks_init (&checks);
  checks.something_new = TRUE;
  g_assert_nonnull (ebb_checks_why_not (&checks));
  checks.news = g_strdup ("calf sore since Monday");
  g_assert_null (ebb_checks_why_not (&checks));
  ebb_checks_clear (&checks);
}

/* The offer to stop comes from the cuff and from pain above 7, never from exertion. */
static void
test_stop_offer (void)
{
  EbbRatings ratings;
  ebb_ratings_init (&ratings, 1, 0);
  ebb_ratings_put (&ratings, "exertion", 10);
  ebb_ratings_put (&ratings, "cuff", 0);
  ebb_ratings_put (&ratings, "pain", 7);
  g_assert_null (ebb_ratings_why_stop (&ratings));
  ebb_ratings_put (&ratings, "pain", 8);
  g_assert_nonnull (ebb_ratings_why_stop (&ratings));
  ebb_ratings_init (&ratings, 1, 0);
  ebb_ratings_put (&ratings, "cuff", EBB_CUFF_WANTS_TO_STOP);
  g_assert_nonnull (ebb_ratings_why_stop (&ratings));
}

/* The ids are those of the records (ebb-session.h). */
static void
test_set_ends (void)
{
  const char *const ids[] = { "done", "failure", "pain",      "dizziness",
                              "form", "time",    "equipment", "other" };
  g_auto (GStrv) labels = ebb_set_end_labels ();
  g_assert_cmpuint (g_strv_length (labels), ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_assert_cmpstr (ebb_set_end_id (i), ==, ids[i]);
    g_assert_cmpint (ebb_set_end_offers_stop (i), ==, g_str_equal (ids[i], "dizziness"));
  }
}

/* Large text leaves as much room as a small window. */
static void
test_size_class (void)
{
  g_assert_cmpstr (ebb_size_class_of (1024, 600, 1), ==, "size-s");
  g_assert_cmpstr (ebb_size_class_of (1366, 768, 1), ==, "size-m");
  g_assert_cmpstr (ebb_size_class_of (1920, 1080, 1), ==, "size-l");
  g_assert_cmpstr (ebb_size_class_of (1920, 1080, 2), ==, "size-s");
  g_assert_cmpstr (ebb_size_class_of (1024, 600, 2), ==, "size-xs");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/missing", test_missing);
  g_test_add_func ("/checks/high", test_high);
  g_test_add_func ("/checks/first-stays", test_first_stays);
  g_test_add_func ("/checks/raised-stays", test_raised_stays);
  g_test_add_func ("/checks/mistyped", test_mistyped);
  g_test_add_func ("/checks/refill", test_refill);
  g_test_add_func ("/checks/implausible", test_implausible);
  g_test_add_func ("/checks/heart-rate", test_heart_rate);
  g_test_add_func ("/checks/news", test_news);
  g_test_add_func ("/checks/stop-offer", test_stop_offer);
  g_test_add_func ("/checks/set-ends", test_set_ends);
  g_test_add_func ("/checks/size-class", test_size_class);
  return g_test_run ();
}
