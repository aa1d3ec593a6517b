/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the list and on the cards.
 */
#include "ebb-date-text.h"
#include "ebb-patient-course.h"
#include "ebb-patient-text.h"
#include "patients-rig.h"

#include <math.h>

static void
row_says (EbbPatientRow *row, const char *expected)
{
  g_autofree char *text = ebb_patient_row_text (row, RIG_NOW_UNIX_US);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_row (void)
{
  g_autoptr (EbbPatientRow) row = rig_row ("a", "Example, Tamsin");
  g_autofree char *facts = ebb_patient_row_facts (row->patient);

  g_assert_cmpstr (facts, ==, "2 Jun 1994 · 00417");
  row_says (row, "new");
  row->has_limb = TRUE;
  row->segment = EBB_SEGMENT_THIGH;
  row->side = EBB_SIDE_LEFT;
  row->n_sessions = 6;
  row->visits_planned = 24;
  row->last_session_unix_us = RIG_NOW_UNIX_US - RIG_DAYS (3);
  row_says (row, "Left thigh · 3 days ago");
  row->today = TRUE;
  row->appointment_unix_us = RIG_NOW_UNIX_US - 30 * 60 * (gint64) 1000000;
  row_says (row, "Left thigh · session 7 of 24 · today 09:30");
  /* The one done today is still number 7. */
  row->n_sessions = 7;
  row->last_session_unix_us = RIG_NOW_UNIX_US;
  row_says (row, "Left thigh · session 7 of 24 · today 09:30");
  row->order_valid = FALSE;
  row_says (row, "Left thigh · order has run out · today 09:30");
}

static void
test_facts (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  g_autofree char *plain = ebb_patient_facts_text (file, RIG_NOW_UNIX_US);
  g_autofree char *after = NULL;

  g_assert_cmpstr (plain, ==, "born 2 June 1994 (32) · female · record 00417");
  file->surgery = g_strdup ("ACL reconstruction, left");
  file->surgery_on = g_strdup ("2026-09-21");
  after = ebb_patient_facts_text (file, RIG_NOW_UNIX_US);
  /* 62 days: the ninth week. */
  g_assert_nonnull (strstr (after, "ACL reconstruction, left, week 9"));
}

static void
test_target (void)
{
  EbbTarget target = { .target = CUFF_MMHG (112), .percent_lop = 59.9 };
  g_autofree char *known = ebb_target_to_text (&target);
  g_autofree char *estimated = NULL;
  g_autofree char *unknown = NULL;

  g_assert_cmpstr (known, ==, "112\u00a0mmHg · 60\u00a0% of LOP");
  target.percent_is_estimate = TRUE;
  estimated = ebb_target_to_text (&target);
  g_assert_nonnull (strstr (estimated, "estimated LOP"));
  target.percent_lop = 0;
  unknown = ebb_target_to_text (&target);
  g_assert_nonnull (strstr (unknown, "unknown"));
  g_assert_null (strstr (unknown, "0\u00a0%"));
}

static void
test_session (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  EbbSessionSummary *summary = rig_add_session (file, 1);
  g_autofree char *done = ebb_session_done_text (summary);
  g_autofree char *facts = ebb_session_facts_text (summary);
  g_autofree char *unknown = NULL;
  g_autofree char *state = NULL;

  g_assert_cmpstr (done, ==, "3 of 3 sets · 47 repetitions");
  g_assert_cmpstr (facts, ==,
                   "in band 96\u00a0% · cuff tight 7:52 · pain 3 · exertion 6 · no events");
  /* What was not asked is not said to be 0. */
  summary->band_percent = summary->pain = summary->exertion = NAN;
  summary->occlusion_s = 0;
  unknown = ebb_session_facts_text (summary);
  g_assert_cmpstr (unknown, ==, "no events");
  summary->session->state = EBB_STATE_STOPPED_BY_SAFETY;
  summary->session->state_code = CUFF_REASON_LINK_LOST;
  state = ebb_session_state_text (summary);
  g_assert_cmpstr (state, ==, "Stopped by safety: the link to the cuff was lost");
}

static void
test_course (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  EbbPrescriptionRecord *record = rig_add_prescription (file);
  g_autoptr (GArray) values = NULL;
  g_autofree char *text = NULL;
  g_autofree char *day = NULL;

  rig_add_session (file, 9)->load_kg = 0;
  rig_add_session (file, 7)->side = EBB_SIDE_RIGHT; /* the other leg is another course */
  rig_add_session (file, 5)->load_kg = -1;          /* unknown */
  rig_add_session (file, 2)->load_kg = 2;
  values = ebb_patient_course (file, record, EBB_COURSE_LOAD);
  g_assert_cmpuint (values->len, ==, 2);
  g_assert_cmpfloat (g_array_index (values, EbbProgressValue, 0).value, ==, 0);
  g_assert_cmpfloat (g_array_index (values, EbbProgressValue, 1).value, ==, 2);
  /* A scale of days needs the day of each. */
  day = ebb_date_of_moment (RIG_NOW_UNIX_US - RIG_DAYS (2));
  g_assert_cmpstr (g_array_index (values, EbbProgressValue, 1).date, ==, day);
  text = ebb_patient_course_title (EBB_COURSE_LOAD, "Short-arc quad");
  g_assert_cmpstr (text, ==, "Short-arc quad, load");
  g_assert_cmpstr (ebb_patient_course_unit (EBB_COURSE_LOAD), ==, "kg");
}

/* What was found on the simulated cuff is nobody's occlusion pressure, however new it is. */
static void
test_simulated_lop (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();

  rig_add_lop (file, EBB_SIDE_LEFT, CUFF_MMHG (187), "entered", 9);
  rig_add_lop (file, EBB_SIDE_LEFT, CUFF_MMHG (260), "oscillometric", 1);
  ((EbbLopRecord *) g_ptr_array_index (file->lops, 1))->simulated = TRUE;
  g_assert_cmpint (ebb_patient_find_lop (file, EBB_SEGMENT_THIGH, EBB_SIDE_LEFT)->lop, ==,
                   CUFF_MMHG (187));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patient-texts/row", test_row);
  g_test_add_func ("/patient-texts/facts", test_facts);
  g_test_add_func ("/patient-texts/target", test_target);
  g_test_add_func ("/patient-texts/simulated-lop", test_simulated_lop);
  g_test_add_func ("/patient-texts/session", test_session);
  g_test_add_func ("/patient-texts/course", test_course);
  return g_test_run ();
}
