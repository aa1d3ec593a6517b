/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which consent is asked for, and what one that is missing keeps from running: the clinic's
 * decision 3.4, and its setting for a missing consent.
 */
#include "ebb-consent.h"
#include "ebb-preconditioning.h"

#include <string.h>

static GPtrArray *
consents_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_consent_free);
}

/* Newest first. */
static void
give (GPtrArray *consents, EbbPaper paper, gboolean withdrawn)
{
  EbbConsent *consent = g_new0 (EbbConsent, 1);

  consent->paper = paper;
  consent->given_on = g_strdup ("2026-03-01");
  consent->withdrawn_on = withdrawn ? g_strdup ("2026-03-02") : NULL;
  g_ptr_array_insert (consents, 0, consent);
}

/* Enabled by the clinic and consented to by the patient: both, or it does not run. */
static void
test_rules (void)
{
  g_autoptr (EbbScreeningFile) file = ebb_screening_file_new ("p1");
  g_autoptr (GPtrArray) consents = consents_new ();

  g_assert_false (ebb_consent_rules (NULL, NULL).preconditioning);
  give (consents, EBB_PAPER_PRECONDITIONING, FALSE);
  g_assert_false (ebb_consent_rules (file, consents).preconditioning);
  file->settings.preconditioning = TRUE;
  g_assert_true (ebb_consent_rules (file, consents).preconditioning);
  give (consents, EBB_PAPER_PRECONDITIONING, TRUE);
  g_assert_false (ebb_consent_rules (file, consents).preconditioning);
  g_assert_true (ebb_consent_rules (file, consents).preconditioning_lacks_consent);
  g_ptr_array_set_size (consents, 0);
  give (consents, EBB_PAPER_TRAINING, FALSE); /* the usual one does not cover it */
  g_assert_false (ebb_consent_rules (file, consents).preconditioning);
}

/* It does not run either, and the sentence says which of the two is missing. */
static void
assert_refused (const EbbPlanRules *rules, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol =
      ebb_protocol_load_builtin ("ischaemic-preconditioning", &error);
  const EbbPrescription prescription = { .segment = EBB_SEGMENT_THIGH,
                                         .side = EBB_SIDE_LEFT,
                                         .lop = CUFF_MMHG (180),
                                         .patient_limit = CUFF_PRESSURE_UNSET,
                                         .clinic_limit = CUFF_PRESSURE_UNSET,
                                         .device_limit = CUFF_PRESSURE_UNSET };
  EbbTarget target;

  g_assert_no_error (error);
  g_assert_false (ebb_training_resolve (rules, protocol, &prescription, &target, &error));
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_refused (void)
{
  assert_refused (NULL, "administrator");
  assert_refused (&(EbbPlanRules){ 0 }, "administrator");
  assert_refused (&(EbbPlanRules){ .preconditioning_lacks_consent = TRUE }, "consent of its own");
}

/* Nor for a patient whom the screening allows only a share of LOP: it lies above. */
static void
test_screening_limits (void)
{
  const EbbPlanRules rules = { .preconditioning = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProtocol) protocol =
      ebb_protocol_load_builtin ("ischaemic-preconditioning", &error);
  EbbPrescription prescription = { .segment = EBB_SEGMENT_THIGH,
                                   .side = EBB_SIDE_LEFT,
                                   .lop = CUFF_MMHG (180),
                                   .patient_limit = CUFF_PRESSURE_UNSET,
                                   .clinic_limit = CUFF_PRESSURE_UNSET,
                                   .device_limit = CUFF_PRESSURE_UNSET };
  EbbTarget target;

  g_assert_true (ebb_training_resolve (&rules, protocol, &prescription, &target, &error));
  g_assert_no_error (error);
  prescription.screening_percent = 50;
  g_assert_false (ebb_training_resolve (&rules, protocol, &prescription, &target, &error));
  g_assert_error (error, EBB_PRESCRIPTION_ERROR, EBB_PRESCRIPTION_ERROR_REFUSED);
}

/* Nobody is shown a paper that does not concern them. */
static void
test_matters (void)
{
  EbbScreeningSettings settings;

  ebb_screening_settings_init (&settings);
  g_assert_true (ebb_consent_matters (&settings, FALSE, EBB_PAPER_TRAINING));
  g_assert_true (ebb_consent_matters (&settings, FALSE, EBB_PAPER_INSTRUCTION));
  g_assert_false (ebb_consent_matters (&settings, TRUE, EBB_PAPER_PRECONDITIONING));
  settings.preconditioning = TRUE;
  g_assert_false (ebb_consent_matters (&settings, FALSE, EBB_PAPER_PRECONDITIONING));
  g_assert_true (ebb_consent_matters (&settings, TRUE, EBB_PAPER_PRECONDITIONING));
}

/* A word on the start page, as the clinic wants it. */
static void
test_word (void)
{
  g_autoptr (GPtrArray) consents = consents_new ();
  EbbScreeningSettings settings;

  ebb_screening_settings_init (&settings);
  g_assert_nonnull (ebb_consent_missing_text (&settings, consents));
  settings.missing_consent = EBB_CONSENT_DUE;
  g_assert_null (ebb_consent_missing_text (&settings, consents));
  settings.missing_consent = EBB_CONSENT_DUE_AND_WORD;
  give (consents, EBB_PAPER_TRAINING, FALSE);
  g_assert_null (ebb_consent_missing_text (&settings, consents));
  give (consents, EBB_PAPER_TRAINING, TRUE);
  g_assert_nonnull (ebb_consent_missing_text (&settings, consents));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/consent/rules", test_rules);
  g_test_add_func ("/consent/refused", test_refused);
  g_test_add_func ("/consent/screening-limits", test_screening_limits);
  g_test_add_func ("/consent/matters", test_matters);
  g_test_add_func ("/consent/word", test_word);
  return g_test_run ();
}
