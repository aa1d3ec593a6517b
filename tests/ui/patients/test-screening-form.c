/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screening's form without a window: what comes out while it is answered, what keeps it from
 * being saved, and a physician's clearance.
 */
#include "ebb-screening-clearance-state.h"
#include "ebb-screening-text.h"
#include "patients-rig.h"

#include <string.h>

typedef struct {
  EbbPatientFile *file;
  EbbScreeningDraft *draft;
  EbbScreeningFormState state;
} Form;

static void
put (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
judge (Form *form)
{
  const EbbScreeningScene scene = { .list = form->file->screening->list,
                                    .patient = form->file->patient,
                                    .operator_name = "A. Sample",
                                    .now_unix_us = RIG_NOW_UNIX_US };

  ebb_screening_form_state_clear (&form->state);
  ebb_screening_form_judge (form->draft, &scene, &form->state);
}

static void
answer (Form *form, const char *id, gboolean yes, guint limbs)
{
  ebb_screening_answer (form->draft->answers, id, yes, limbs, NULL);
  judge (form);
}

/* Not asked anything yet. */
static void
form_begin (Form *form)
{
  *form = (Form){ .file = rig_file (), .draft = ebb_screening_draft_new () };
  judge (form);
}

/* All no, 120/80, 1.70 m, 65 kg. */
static void
form_healthy (Form *form)
{
  form_begin (form);
  put (&form->draft->systolic, "120");
  put (&form->draft->diastolic, "80");
  put (&form->draft->height, "170");
  put (&form->draft->weight, "65");
  ebb_screening_answer_rest_no (form->draft->answers, form->file->screening->list);
  judge (form);
}

static void
form_end (Form *form)
{
  ebb_screening_form_state_clear (&form->state);
  ebb_screening_draft_free (form->draft);
  ebb_patient_file_free (form->file);
}

static EbbScreeningOutcome
outcome (const Form *form)
{
  return form->state.judgement->outcome;
}

static void
assert_named (const Form *form, EbbScreeningField field, const char *name)
{
  g_assert_false (form->state.can_save);
  g_assert_nonnull (form->state.error[field]);
  g_assert_true (g_str_has_prefix (form->state.error[field], name));
}

/* Whoever is healthy is cleared for 90 days, and the record says who asked what, and when. */
static void
test_cleared (void)
{
  Form form;

  form_healthy (&form);
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_CLEARED);
  g_assert_true (form.state.can_save);
  g_assert_cmpuint (form.state.n_answered, ==, form.state.n_asked);
  g_assert_cmpstr (form.state.record->patient_id, ==, "p1");
  g_assert_cmpstr (form.state.record->list_id, ==, "standard");
  g_assert_cmpuint (form.state.record->list_version, ==, 1);
  g_assert_cmpstr (form.state.record->screened_on, ==, "2026-11-22");
  g_assert_cmpstr (form.state.record->valid_until, ==, "2027-02-20");
  g_assert_cmpstr (form.state.record->operator_name, ==, "A. Sample");
  g_assert_cmpint (form.state.record->age_years, ==, 32);
  g_assert_cmpint (form.state.judgement->score, ==, 1); /* a woman; BMI 22.5 counts nothing */
  form_end (&form);
}

/* An unanswered question is not a no. */
static void
test_missing (void)
{
  Form form;

  form_begin (&form);
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_INCOMPLETE);
  assert_named (&form, EBB_SCREENING_FIELD_QUESTIONS, "Questions");
  assert_named (&form, EBB_SCREENING_FIELD_PRESSURE, "Blood pressure");
  ebb_screening_answer_rest_no (form.draft->answers, form.file->screening->list);
  judge (&form);
  g_assert_null (form.state.error[EBB_SCREENING_FIELD_QUESTIONS]);
  assert_named (&form, EBB_SCREENING_FIELD_PRESSURE, "Blood pressure");
  put (&form.draft->systolic, "120");
  judge (&form);
  assert_named (&form, EBB_SCREENING_FIELD_PRESSURE, "Blood pressure");
  put (&form.draft->diastolic, "80");
  judge (&form);
  g_assert_null (form.state.error[EBB_SCREENING_FIELD_PRESSURE]);
  form_end (&form);
}

static void
test_wrong (void)
{
  Form form;

  form_healthy (&form);
  put (&form.draft->systolic, "80");
  put (&form.draft->diastolic, "120");
  judge (&form);
  assert_named (&form, EBB_SCREENING_FIELD_PRESSURE, "blood pressure");
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_INCOMPLETE);
  put (&form.draft->systolic, "12o");
  judge (&form);
  assert_named (&form, EBB_SCREENING_FIELD_PRESSURE, "Blood pressure");
  put (&form.draft->systolic, "130");
  put (&form.draft->diastolic, "85");
  put (&form.draft->height, "1,70"); /* metres */
  judge (&form);
  assert_named (&form, EBB_SCREENING_FIELD_HEIGHT, "height");
  put (&form.draft->height, "170");
  put (&form.draft->surgery, "23 Nov 2026"); /* tomorrow */
  judge (&form);
  assert_named (&form, EBB_SCREENING_FIELD_SURGERY, "date of the surgery");
  form_end (&form);
}

/* Nobody saves a caution that was not read; a new one asks again. */
static void
test_cautions (void)
{
  Form form;

  form_healthy (&form);
  answer (&form, "varicose", FALSE, 0);
  answer (&form, "lipids", TRUE, 0);
  assert_named (&form, EBB_SCREENING_FIELD_CAUTIONS, "Cautions");
  put (&form.draft->acknowledged, form.state.cautions);
  judge (&form);
  g_assert_true (form.state.can_save);
  g_assert_true (form.state.record->acknowledged);
  answer (&form, "covid", TRUE, 0);
  assert_named (&form, EBB_SCREENING_FIELD_CAUTIONS, "Cautions");
  g_assert_false (form.state.record->acknowledged);
  answer (&form, "covid", FALSE, 0);
  g_assert_true (form.state.can_save);
  /* Unknown is never the best case: no weight counts as the heaviest, which is a caution. */
  put (&form.draft->weight, NULL);
  judge (&form);
  g_assert_false (form.state.can_save);
  form_end (&form);
}

/* A wound on the left leg keeps the cuff off that leg alone; the rest must be asked to the end. */
static void
test_one_limb (void)
{
  Form form;
  g_autofree char *limbs = NULL;

  form_begin (&form);
  put (&form.draft->systolic, "120");
  put (&form.draft->diastolic, "80");
  answer (&form, "wound", TRUE, EBB_LIMB_LEFT_LEG);
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_REFUSED);
  assert_named (&form, EBB_SCREENING_FIELD_QUESTIONS, "Questions");
  form_end (&form);
  form_healthy (&form);
  answer (&form, "wound", TRUE, EBB_LIMB_LEFT_LEG);
  g_assert_cmpint (form.state.limbs[2], ==, EBB_SCREENING_REFUSED);
  g_assert_cmpint (form.state.limbs[3], ==, EBB_SCREENING_CLEARED);
  limbs = ebb_screening_limbs_text (form.state.limbs);
  g_assert_nonnull (strstr (limbs, "left leg: Refused"));
  g_assert_nonnull (strstr (limbs, "right leg: Cleared"));
  g_assert_true (form.state.can_save);
  form_end (&form);
}

/* Pregnant: refused, and that may be stored at once. */
static void
test_refused_at_once (void)
{
  Form form;

  form_begin (&form);
  answer (&form, "pregnancy", TRUE, 0);
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_REFUSED);
  g_assert_true (form.state.can_save);
  form_end (&form);
}

/* 165/90 asks for a second measurement, which decides. */
static void
test_second_pressure (void)
{
  Form form;

  form_healthy (&form);
  g_assert_false (form.state.ask_again);
  put (&form.draft->systolic, "165");
  judge (&form);
  g_assert_true (form.state.ask_again);
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_PHYSICIAN);
  put (&form.draft->systolic_again, "130");
  put (&form.draft->diastolic_again, "80");
  judge (&form);
  g_assert_true (form.state.ask_again); /* it stays on the page */
  g_assert_cmpint (outcome (&form), ==, EBB_SCREENING_CLEARED);
  form_end (&form);
}

static void
test_status (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  g_auto (EbbScreeningStatus) cleared = { 0 };
  g_auto (EbbScreeningStatus) missing = { 0 };
  g_auto (EbbScreeningStatus) late = { 0 };
  g_auto (EbbScreeningStatus) refused = { 0 };

  ebb_screening_status (file->screening, "p1", "2027-02-20", &cleared);
  g_assert_cmpstr (cleared.value, ==, "Cleared until 20 Feb 2027");
  g_assert_false (cleared.locks_all);
  ebb_screening_status (file->screening, "p1", "2027-02-21", &late);
  g_assert_true (late.locks_all && late.may_override);
  ebb_screening_status (NULL, "p1", "2026-11-22", &missing);
  g_assert_true (missing.locks_all && missing.may_override);
  ebb_screening_answer (file->screening->screening, "pregnancy", TRUE, 0, NULL);
  ebb_screening_status (file->screening, "p1", "2026-11-22", &refused);
  g_assert_true (refused.locks_all);
  g_assert_false (refused.may_override || refused.wants_clearance);
}

static void
test_clearance (void)
{
  g_autoptr (EbbPatientFile) file = rig_file ();
  static const struct {
    const char *physician, *cleared_on, *max_percent, *scope;
    gboolean can_save;
  } rows[] = {
    { "Dr Sample", "22.11.2026", NULL, "stroke", TRUE },
    { "Dr Sample", "22.11.2026", "50", "stroke", TRUE },
    { NULL, "22.11.2026", NULL, "stroke", FALSE },
    { "Dr Sample", NULL, NULL, "stroke", FALSE },
    { "Dr Sample", "23.11.2026", NULL, "stroke", FALSE }, /* not given yet */
    { "Dr Sample", "22.11.2026", NULL, "", FALSE },       /* of nothing */
    { "Dr Sample", "22.11.2026", "120", "stroke", FALSE },
    { "Dr Sample", "22.11.2026", "half", "stroke", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (EbbClearanceState) state = { 0 };
    const EbbClearanceTyped typed = { .physician = rows[i].physician,
                                      .cleared_on = rows[i].cleared_on,
                                      .max_percent = rows[i].max_percent,
                                      .scope = rows[i].scope,
                                      .now_unix_us = RIG_NOW_UNIX_US };

    ebb_clearance_judge (&typed, file->screening->screening, &state);
    g_test_message ("row %u", (guint) i);
    g_assert_cmpint (state.record != NULL, ==, rows[i].can_save);
    if (state.record == NULL)
      continue;
    g_assert_cmpstr (state.record->screening_id, ==, "c1");
    g_assert_cmpstr (state.record->cleared_on, ==, "2026-11-22");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/screening-form/cleared", test_cleared);
  g_test_add_func ("/screening-form/missing", test_missing);
  g_test_add_func ("/screening-form/wrong", test_wrong);
  g_test_add_func ("/screening-form/cautions", test_cautions);
  g_test_add_func ("/screening-form/one-limb", test_one_limb);
  g_test_add_func ("/screening-form/refused-at-once", test_refused_at_once);
  g_test_add_func ("/screening-form/second-pressure", test_second_pressure);
  g_test_add_func ("/screening-form/status", test_status);
  g_test_add_func ("/screening-form/clearance", test_clearance);
  return g_test_run ();
}
