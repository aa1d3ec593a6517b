/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forms around a session: what becomes a record, and what is named when it does not.
 */
#include "ebb-date-text.h"
#include "ebb-lift-form.h"
#include "ebb-visit-forms.h"
#include "ebb-visit-text.h"

#include <string.h>

/* 22 Nov 2026, 12:00 UTC. */
#define NOW_US (G_GINT64_CONSTANT (1795348800) * G_USEC_PER_SEC)

static const EbbFormScene scene = { .patient_id = "patient",
                                    .operator_name = "A. Sample",
                                    .now_unix_us = NOW_US };

static void
test_health (void)
{
  g_auto (EbbHealthForm) empty = { 0 }, future = { 0 }, fine = { 0 };

  ebb_health_form_judge (&scene, NULL, NULL, &empty);
  g_assert_null (empty.record);
  g_assert_nonnull (strstr (empty.what_error, "What is new"));
  ebb_health_form_judge (&scene, "new tablets", "23 Nov 2026", &future);
  g_assert_null (future.record);
  g_assert_nonnull (strstr (future.since_error, "future"));
  ebb_health_form_judge (&scene, "new tablets", "20 Nov 2026", &fine);
  g_assert_nonnull (strstr (fine.record->what, "new tablets"));
  g_assert_nonnull (strstr (fine.record->what, "20 Nov 2026"));
  g_assert_cmpint (fine.record->noted_unix_us, ==, NOW_US);
}

static void
test_consent (void)
{
  EbbConsentTyped typed = { .paper = EBB_PAPER_PRECONDITIONING,
                            .wording_version = 3,
                            .given_on = "22 Nov 2026" };
  g_auto (EbbConsentForm) none = { 0 }, initials = { 0 }, paper = { 0 }, tomorrow = { 0 };

  ebb_consent_form_judge (&scene, &typed, &none);
  g_assert_null (none.record);
  g_assert_nonnull (strstr (none.initials_error, "Initials"));
  typed.initials = "QX";
  ebb_consent_form_judge (&scene, &typed, &initials);
  g_assert_cmpstr (initials.record->initials, ==, "QX");
  g_assert_cmpint (initials.record->paper, ==, EBB_PAPER_PRECONDITIONING);
  g_assert_cmpuint (initials.record->wording_version, ==, 3);
  typed.on_paper = TRUE;
  ebb_consent_form_judge (&scene, &typed, &paper);
  g_assert_null (paper.record->initials);
  typed.given_on = "23 Nov 2026";
  ebb_consent_form_judge (&scene, &typed, &tomorrow);
  g_assert_null (tomorrow.record);
}

static const char *
onset (const char *noticed_on, gint64 ended_ago_us)
{
  const EbbEventTyped typed = {
    .kind = "numbness", .grade = 2, .noticed_on = noticed_on, .segment = -1, .side = -1
  };
  const EbbEventSession session = { .id = "session",
                                    .started_unix_us = NOW_US - ended_ago_us - G_TIME_SPAN_HOUR,
                                    .ended_unix_us = NOW_US - ended_ago_us };
  g_auto (EbbEventForm) form = { 0 };

  ebb_event_form_judge (&scene, &typed, &session, &form);
  g_assert_nonnull (form.record);
  g_assert_cmpstr (form.record->onset, ==, form.onset);
  return form.onset;
}

/* Reference clinical 4.9: during, < 1 h, < 24 h, < 72 h, later. */
static void
test_onset (void)
{
  g_assert_cmpstr (onset (NULL, -G_TIME_SPAN_MINUTE), ==, "during");
  g_assert_cmpstr (onset (NULL, 59 * G_TIME_SPAN_MINUTE), ==, "hour");
  g_assert_cmpstr (onset (NULL, 61 * G_TIME_SPAN_MINUTE), ==, "day");
  g_assert_cmpstr (onset (NULL, 23 * G_TIME_SPAN_HOUR), ==, "day");
  g_assert_cmpstr (onset (NULL, 25 * G_TIME_SPAN_HOUR), ==, "three-days");
  g_assert_cmpstr (onset (NULL, 73 * G_TIME_SPAN_HOUR), ==, "later");
  g_assert_cmpstr (onset ("21 Nov 2026", 47 * G_TIME_SPAN_HOUR), ==, "day");
}

static void
test_event_errors (void)
{
  EbbEventTyped typed = { .segment = -1, .side = -1, .pressure = "400" };
  const EbbEventSession none = { 0 };
  g_auto (EbbEventForm) form = { 0 }, fine = { 0 };

  ebb_event_form_judge (&scene, &typed, &none, &form);
  g_assert_null (form.record);
  g_assert_nonnull (form.kind_error);
  g_assert_nonnull (form.grade_error);
  g_assert_nonnull (strstr (form.pressure_error, "330"));
  typed = (EbbEventTyped){ .kind = "bruising", .grade = 1, .segment = -1, .side = -1 };
  ebb_event_form_judge (&scene, &typed, &none, &fine);
  g_assert_cmpstr (fine.onset, ==, "later");
  g_assert_cmpint (fine.record->pressure, ==, CUFF_PRESSURE_UNSET);
}

/* Three answers, no less; what worries says what to do. */
static void
test_call (void)
{
  const EbbCall call = { .session_id = (char *) "session" };
  EbbCallTyped typed = EBB_CALL_UNASKED;

  g_assert_null (ebb_call_form_judge (&scene, &call, &typed));
  typed.soreness = 2;
  typed.one_sided = 0;
  g_assert_null (ebb_call_form_judge (&scene, &call, &typed));
  typed.dark_urine = 0;
  g_autoptr (EbbFollowUp) fine = ebb_call_form_judge (&scene, &call, &typed);
  g_assert_cmpstr (fine->outcome, ==, "fine");
  typed.dark_urine = 1;
  g_autoptr (EbbFollowUp) urine = ebb_call_form_judge (&scene, &call, &typed);
  g_assert_cmpstr (urine->outcome, ==, "doctor-today");
  g_autoptr (EbbFollowUp) nobody = ebb_call_form_not_reached (&scene, &call);
  g_assert_cmpstr (nobody->outcome, ==, "not-reached");
  g_assert_false (nobody->reached);
}

static void
test_dates_in_words (void)
{
  g_autofree char *words = ebb_dates_in_words ("of 2026-11-22, valid until 2027-02-20.");

  g_assert_cmpstr (words, ==, "of 22 Nov 2026, valid until 20 Feb 2027.");
}

/* One taken back is none, whatever was given before it. */
static void
test_in_force (void)
{
  EbbConsent old = { .paper = EBB_PAPER_TRAINING, .given_on = (char *) "2026-01-05" };
  EbbConsent back = { .paper = EBB_PAPER_TRAINING,
                      .given_on = (char *) "2026-02-05",
                      .withdrawn_on = (char *) "2026-03-05" };
  g_autoptr (GPtrArray) consents = g_ptr_array_new ();

  g_ptr_array_add (consents, &old);
  g_assert_true (ebb_consent_in_force (consents, EBB_PAPER_TRAINING) == &old);
  g_assert_null (ebb_consent_in_force (consents, EBB_PAPER_PRECONDITIONING));
  g_ptr_array_insert (consents, 0, &back);
  g_assert_null (ebb_consent_in_force (consents, EBB_PAPER_TRAINING));
}

/* A physician with a day and what was found, or a slip with its reason; a blood pressure that was
 * refused twice is nobody's to clear. */
static void
test_lift (void)
{
  EbbDoorRefusal refusal = { .id = (char *) "refusal", .answer = (char *) "one-sided" };
  EbbLiftTyped typed = { .way = -1 };
  g_auto (EbbLiftForm) empty = { 0 }, half = { 0 }, cleared = { 0 }, high = { 0 }, slip = { 0 };

  ebb_lift_form_judge (&scene, &refusal, &typed, &empty);
  g_assert_null (empty.record);
  g_assert_nonnull (empty.way_error);
  g_assert_nonnull (empty.reason_error);
  typed = (EbbLiftTyped){ .way = EBB_LIFT_CLEARANCE, .reason = "ultrasound: no clot" };
  ebb_lift_form_judge (&scene, &refusal, &typed, &half);
  g_assert_null (half.record);
  g_assert_nonnull (strstr (half.physician_error, "Physician"));
  typed.physician = "Dr. Invented";
  typed.cleared_on = "22 Nov 2026";
  ebb_lift_form_judge (&scene, &refusal, &typed, &cleared);
  g_assert_cmpstr (cleared.record->cleared_on, ==, "2026-11-22");
  g_assert_cmpstr (cleared.record->physician, ==, "Dr. Invented");
  g_assert_cmpstr (cleared.record->operator_name, ==, "A. Sample");
  refusal.answer = (char *) "bp";
  ebb_lift_form_judge (&scene, &refusal, &typed, &high);
  g_assert_null (high.record);
  typed.way = EBB_LIFT_CORRECTION;
  ebb_lift_form_judge (&scene, &refusal, &typed, &slip);
  g_assert_null (slip.record->physician);
  g_assert_cmpstr (slip.record->reason, ==, "ultrasound: no clot");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visit-forms/health", test_health);
  g_test_add_func ("/visit-forms/consent", test_consent);
  g_test_add_func ("/visit-forms/onset", test_onset);
  g_test_add_func ("/visit-forms/event-errors", test_event_errors);
  g_test_add_func ("/visit-forms/call", test_call);
  g_test_add_func ("/visit-forms/dates-in-words", test_dates_in_words);
  g_test_add_func ("/visit-forms/in-force", test_in_force);
  g_test_add_func ("/visit-forms/lift", test_lift);
  return g_test_run ();
}
