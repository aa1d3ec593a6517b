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
  checks.systolic = 124;
  checks.diastolic = 78;
  checks.pain = 0;
  g_autofree char *none = ebb_checks_missing (&checks);
  g_assert_null (none);
}

/* High: sit, measure again; the second decides. */
static void
test_high (void)
{
  EbbChecks checks;
  ebb_checks_init (&checks);
  checks.systolic = 150;
  checks.diastolic = 100;
  g_assert_true (ebb_checks_wants_second_bp (&checks));
  g_assert_nonnull (ebb_checks_why_not (&checks));
  ebb_checks_set_aside (&checks);
  checks.systolic = checks.diastolic = NAN;
  g_assert_nonnull (ebb_checks_why_not (&checks)); /* not before it was measured again */
  checks.systolic = 142;
  checks.diastolic = 99;
  g_assert_null (ebb_checks_why_not (&checks));
  checks.diastolic = 104;
  g_assert_nonnull (ebb_checks_why_not (&checks));
  g_assert_false (ebb_checks_wants_second_bp (&checks));
}

/* Both stand among the answers, the first before the second, whenever a session takes them. */
static void
test_first_stays (void)
{
  g_auto (EbbDoor) answers = { 0 };
  EbbChecks checks;

  ebb_checks_init (&checks);
  checks.systolic = 190;
  checks.diastolic = 120;
  ebb_checks_set_aside (&checks);
  checks.systolic = 150;
  checks.diastolic = 85;
  ebb_checks_answers (&checks, &answers);
  g_assert_cmpuint (answers.answers->len, ==, 2);
  g_assert_cmpfloat (((EbbDoorAnswer *) answers.answers->pdata[0])->value, ==, 190);
  g_assert_cmpfloat (((EbbDoorAnswer *) answers.answers->pdata[0])->second, ==, 120);
  g_assert_cmpfloat (((EbbDoorAnswer *) answers.answers->pdata[1])->value, ==, 150);
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
  checks.systolic = 80;
  checks.diastolic = 120;
  g_assert_nonnull (ebb_checks_why_not (&checks));
  checks.diastolic = NAN;
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
  ebb_ratings_init (&ratings, 1);
  ebb_ratings_put (&ratings, "exertion", 10);
  ebb_ratings_put (&ratings, "cuff", 0);
  ebb_ratings_put (&ratings, "pain", 7);
  g_assert_null (ebb_ratings_why_stop (&ratings));
  ebb_ratings_put (&ratings, "pain", 8);
  g_assert_nonnull (ebb_ratings_why_stop (&ratings));
  ebb_ratings_init (&ratings, 1);
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
  g_test_add_func ("/checks/implausible", test_implausible);
  g_test_add_func ("/checks/heart-rate", test_heart_rate);
  g_test_add_func ("/checks/news", test_news);
  g_test_add_func ("/checks/stop-offer", test_stop_offer);
  g_test_add_func ("/checks/set-ends", test_set_ends);
  g_test_add_func ("/checks/size-class", test_size_class);
  return g_test_run ();
}
