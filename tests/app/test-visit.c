/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Around a session: the values at the door, refill, the check afterwards, the call, what is due.
 */
#include "ebb-due.h"
#include "ebb-store.h"
#include "ebb-visit.h"

#include <math.h>
#include <string.h>

static void
test_vitals (void)
{
  static const struct {
    EbbVitals vitals;
    const char *says; /* NULL = fine */
  } rows[] = {
    { { 128, 82, 71, 2 }, NULL },
    { { NAN, NAN, NAN, NAN }, NULL },
    { { 300, 200, 250, 10 }, NULL },
    { { 301, 82, 71, 2 }, "50 to 300" },
    { { 49, 40, 71, 2 }, "50 to 300" },
    { { 128, 201, 71, 2 }, "20 to 200" },
    { { 128, 82, 19, 2 }, "20 to 250" },
    { { 128, 82, 71, 11 }, "0 to 10" },
    { { 80, 80, 71, 2 }, "the systolic one higher" },
    { { 128, NAN, 71, 2 }, "systolic and diastolic" },
    { { NAN, 80, 71, 2 }, "systolic and diastolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    gboolean fine = ebb_vitals_check (&rows[i].vitals, &error);

    g_assert_cmpint (fine, ==, rows[i].says == NULL);
    if (rows[i].says != NULL)
      g_assert_nonnull (strstr (error->message, rows[i].says));
  }
}

/* 1 to 3 s are fine, above 3 s is too tight. */
static void
test_refill (void)
{
  g_assert_cmpint (ebb_refill_judge (3.0), ==, EBB_REFILL_FINE);
  g_assert_cmpint (ebb_refill_judge (3.1), ==, EBB_REFILL_SLOW);
  g_assert_cmpint (ebb_refill_judge (NAN), ==, EBB_REFILL_UNKNOWN);
  g_assert_false (ebb_refill_check (-0.1, NULL));
  g_assert_false (ebb_refill_check (20.1, NULL));
  g_assert_nonnull (strstr (ebb_refill_to_text (EBB_REFILL_SLOW), "10 mmHg"));
}

static EbbAfterCheck
all_well (void)
{
  return (EbbAfterCheck){ .released = EBB_SEEN_YES,
                          .cuff_off = EBB_SEEN_YES,
                          .skin_whole = EBB_SEEN_YES,
                          .colour_back = EBB_SEEN_YES,
                          .steady = EBB_SEEN_YES,
                          .advice_given = EBB_SEEN_YES,
                          .refill_s = 2,
                          .vitals = { 130, 80, 75, 0 },
                          .vitals_after_s = 300,
                          .first_session = TRUE,
                          .observed_s = 300 };
}

static void
assert_needs (const EbbAfterCheck *check, guint n, gboolean wrong)
{
  g_autoptr (GPtrArray) needs = ebb_after_check_judge (check);

  g_assert_cmpuint (needs->len, ==, n);
  if (n > 0)
    g_assert_cmpint (((EbbVisitNeed *) g_ptr_array_index (needs, 0))->wrong, ==, wrong);
}

static void
test_after (void)
{
  EbbAfterCheck check = all_well ();

  assert_needs (&check, 0, FALSE);
  check.refill_s = 3.1;
  assert_needs (&check, 1, TRUE);
  check = all_well ();
  check.vitals_after_s = 299;
  assert_needs (&check, 1, FALSE);
  check = all_well ();
  check.observed_s = 299;
  assert_needs (&check, 1, FALSE);
  check.first_session = FALSE;
  assert_needs (&check, 0, FALSE);
  check.released = EBB_SEEN_NO;
  check.advice_given = EBB_SEEN_UNKNOWN;
  assert_needs (&check, 2, TRUE);
  check = ebb_after_check_unknown ();
  assert_needs (&check, 8, FALSE); /* nothing seen is nothing done */
}

static void
test_first_session (void)
{
  double percent[4] = { 0 };
  g_auto (GStrv) lines = ebb_first_session_lines ();

  g_assert_cmpuint (ebb_first_session_steps (60, percent), ==, 3);
  g_assert_cmpfloat (percent[0], ==, 40);
  g_assert_cmpfloat (percent[1], ==, 50);
  g_assert_cmpfloat (percent[2], ==, 60);
  g_assert_cmpuint (ebb_first_session_steps (80, percent), ==, 3);
  g_assert_cmpfloat (percent[2], ==, 60); /* not above it in a first session */
  g_assert_cmpuint (ebb_first_session_steps (45, percent), ==, 2);
  g_assert_cmpfloat (percent[1], ==, 45);
  g_assert_cmpuint (ebb_first_session_steps (30, percent), ==, 1);
  g_assert_cmpfloat (percent[0], ==, 30);
  g_assert_cmpuint (ebb_first_session_steps (NAN, percent), ==, 0);
  g_assert_false (ebb_first_session.to_failure);
  g_assert_cmpuint (g_strv_length (lines), >=, 6);
}

#define HOUR_US (3600 * G_TIME_SPAN_SECOND)

static void
test_call (void)
{
  g_assert_true (ebb_call_is_needed (TRUE, CUFF_MMHG (100), CUFF_PRESSURE_UNSET));
  g_assert_true (ebb_call_is_needed (FALSE, CUFF_MMHG (110), CUFF_MMHG (100)));
  g_assert_false (ebb_call_is_needed (FALSE, CUFF_MMHG (100), CUFF_MMHG (100)));
  g_assert_cmpint (ebb_call_state (0, 24 * HOUR_US - 1), ==, EBB_CALL_EARLY);
  g_assert_cmpint (ebb_call_state (0, 24 * HOUR_US), ==, EBB_CALL_DUE);
  g_assert_cmpint (ebb_call_state (0, 72 * HOUR_US), ==, EBB_CALL_DUE);
  g_assert_cmpint (ebb_call_state (0, 72 * HOUR_US + 1), ==, EBB_CALL_LATE);
  for (guint i = 0; i < 3; i++)
    g_assert_nonnull (ebb_call_questions ()[i]);
  g_assert_null (ebb_call_questions ()[3]);
}

static void
test_call_outcome (void)
{
  EbbFollowUp answers = { .reached = TRUE, .soreness = 5 };

  g_assert_cmpstr (ebb_call_outcome (&answers), ==, "fine");
  answers.soreness = 6;
  g_assert_cmpstr (ebb_call_outcome (&answers), ==, "watch");
  answers.soreness = 0;
  answers.dark_urine = TRUE;
  g_assert_cmpstr (ebb_call_outcome (&answers), ==, "doctor-today");
  answers.dark_urine = FALSE;
  answers.one_sided = TRUE;
  g_assert_cmpstr (ebb_call_outcome (&answers), ==, "doctor-today");
  answers.soreness = NAN;
  answers.one_sided = FALSE;
  g_assert_cmpstr (ebb_call_outcome (&answers), ==, "watch");
  answers.reached = FALSE;
  g_assert_cmpstr (ebb_call_outcome (&answers), ==, "not-reached");
}

static void
test_billing (void)
{
  static const guint rows[][2] = { { 0, 0 },  { 7, 0 },  { 8, 1 },  { 22, 1 }, { 23, 2 },
                                   { 37, 2 }, { 38, 3 }, { 52, 3 }, { 53, 4 }, { 67, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (ebb_billing_units (rows[i][0]), ==, rows[i][1]);
}

/* A patient for whom nothing is due on 2026-03-10. */
static EbbDueFacts
nothing_due (void)
{
  return (EbbDueFacts){ .screened_until = "2026-05-01",
                        .order_until = "2026-05-01",
                        .lop_on = "2026-02-11",    /* 27 days */
                        .one_rm_on = "2026-02-25", /* 13 days */
                        .has_screening = TRUE,
                        .has_order = TRUE,
                        .n_sessions = 9,
                        .sessions_since_measures = 9,
                        .has_baseline = TRUE,
                        .visits_planned = 10,
                        .visits_authorised = 12 };
}

static void
assert_due (const EbbDueFacts *facts, const char *kind, gboolean late)
{
  g_autoptr (GPtrArray) list = ebb_due_list (facts, "2026-03-10");

  g_assert_cmpuint (list->len, ==, kind != NULL ? 1 : 0);
  if (kind == NULL)
    return;
  g_assert_cmpstr (ebb_due_kind_to_string (((EbbDue *) g_ptr_array_index (list, 0))->kind), ==,
                   kind);
  g_assert_cmpint (((EbbDue *) g_ptr_array_index (list, 0))->late, ==, late);
}

#define WITH(field, value)                                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    facts = nothing_due ();                                                                        \
    facts.field = value;                                                                           \
  }                                                                                                \
  G_STMT_END

static void
test_due (void)
{
  EbbDueFacts facts = nothing_due ();

  assert_due (&facts, NULL, FALSE);
  WITH (has_screening, FALSE);
  assert_due (&facts, "screening", TRUE);
  WITH (has_order, FALSE);
  assert_due (&facts, "order", TRUE);
  facts.order_not_required = TRUE; /* the clinic's setting: then nobody waits for one */
  assert_due (&facts, NULL, FALSE);
  WITH (consent_due, TRUE);
  assert_due (&facts, "consent", TRUE);
  WITH (preconditioning_due, TRUE);
  assert_due (&facts, "consent-preconditioning", TRUE);
  WITH (sessions_since_measures, 10);
  assert_due (&facts, "measures", FALSE);
  WITH (has_baseline, FALSE);
  assert_due (&facts, "measures", TRUE);
  WITH (n_calls, 1);
  assert_due (&facts, "call", TRUE);
  WITH (n_sessions, 10);
  assert_due (&facts, "visits", FALSE);
  WITH (n_sessions, 12);
  assert_due (&facts, "visits", TRUE);
  WITH (discharged, TRUE);
  assert_due (&facts, "measures", TRUE);
  facts.has_discharge_measures = TRUE;
  assert_due (&facts, NULL, FALSE);
}

static void
test_due_dates (void)
{
  static const struct {
    const char *date, *screening, *lop, *one_rm;
    gboolean late;
  } rows[] = {
    { "2026-03-09", "screening", NULL, NULL, TRUE },  /* ran out yesterday */
    { "2026-03-10", "screening", NULL, NULL, FALSE }, /* last day */
    { "2026-03-17", "screening", NULL, NULL, FALSE },
    { "2026-03-18", NULL, NULL, NULL, FALSE },
    { "", "screening", NULL, NULL, TRUE }, /* not known is not valid */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbDueFacts facts = nothing_due ();

    g_strlcpy (facts.screened_until, rows[i].date, sizeof facts.screened_until);
    assert_due (&facts, rows[i].screening, rows[i].late);
    facts = nothing_due ();
    g_strlcpy (facts.order_until, rows[i].date, sizeof facts.order_until);
    assert_due (&facts, rows[i].screening != NULL ? "order" : NULL, rows[i].late);
  }
  {
    EbbDueFacts facts = nothing_due ();

    g_strlcpy (facts.lop_on, "2026-02-10", sizeof facts.lop_on); /* 28 days */
    assert_due (&facts, "lop", FALSE);
    facts.lop_on[0] = '\0';
    assert_due (&facts, "lop", FALSE);
    facts = nothing_due ();
    g_strlcpy (facts.one_rm_on, "2026-02-24", sizeof facts.one_rm_on); /* 14 days */
    assert_due (&facts, "one-rm", FALSE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visit/vitals", test_vitals);
  g_test_add_func ("/visit/refill", test_refill);
  g_test_add_func ("/visit/after", test_after);
  g_test_add_func ("/visit/first-session", test_first_session);
  g_test_add_func ("/visit/call", test_call);
  g_test_add_func ("/visit/call/outcome", test_call_outcome);
  g_test_add_func ("/visit/billing", test_billing);
  g_test_add_func ("/visit/due", test_due);
  g_test_add_func ("/visit/due/dates", test_due_dates);
  return g_test_run ();
}
