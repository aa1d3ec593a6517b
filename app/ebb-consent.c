/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-consent.h"

#include <glib/gi18n-lib.h>

#define LINES_MAX 8

/* Change the version with the text. */
static const struct {
  guint version;
  const char *title;
  const char *lines[LINES_MAX];
} wordings[EBB_N_PAPERS] = {
  [EBB_PAPER_TRAINING] = { 2,
                           N_ ("Consent to training with the cuff"),
                           { N_ ("A cuff around my arm or leg is inflated while I train with a "
                                 "light load. It slows the "
                                 "blood that flows back; the muscle works harder than the load "
                                 "alone would make it."),
                             N_ ("Normal: tightness, redness, fullness, small red dots or bruises "
                                 "under the cuff, sore "
                                 "muscles for up to two days."),
                             N_ ("Rare: numbness, dizziness, fainting. Very rare: a blood "
                                 "clot, or breakdown of "
                                 "muscle with dark urine."),
                             N_ ("I have answered the questions about my health as well as I can, "
                                 "and I will say when "
                                 "something changes."),
                             N_ ("I may stop at any time, without a reason. The cuff is then "
                                 "deflated at once."),
                             NULL } },
  [EBB_PAPER_PRECONDITIONING] = { 1,
                                  N_ ("Consent to preconditioning"),
                                  { N_ ("The cuff is inflated above the pressure that stops the "
                                        "blood flow of the limb, several "
                                        "times for some minutes, while I rest."),
                                    N_ ("The limb will feel tight, cold, heavy and numb, and it "
                                        "may hurt. This ends when the "
                                        "cuff is deflated."),
                                    N_ ("It is not the usual training; the usual consent does not "
                                        "cover it."),
                                    N_ ("I may stop at any time, without a reason. The cuff is "
                                        "then deflated at once."),
                                    NULL } },
  [EBB_PAPER_INSTRUCTION] = { 1,
                              N_ ("Instruction given"),
                              { N_ ("What is normal afterwards, and for how long."),
                                N_ ("Emergency number at once: chest pain, trouble breathing, "
                                    "fainting."),
                                N_ ("Doctor today, also at weekends: a swollen or painful limb on "
                                    "one side, dark urine, "
                                    "extreme pain or weakness."),
                                N_ ("Call us: numbness or a change of colour that lasts."),
                                N_ ("Do not repeat the cuff training at home."), NULL } },
};

guint
ebb_wording_version (EbbPaper paper)
{
  return wordings[paper].version;
}

const char *
ebb_wording_title (EbbPaper paper)
{
  return _ (wordings[paper].title);
}

const char *const *
ebb_wording_lines (EbbPaper paper)
{
  static const char *lines[EBB_N_PAPERS][LINES_MAX];

  for (guint i = 0; i < LINES_MAX && wordings[paper].lines[i] != NULL; i++)
    lines[paper][i] = _ (wordings[paper].lines[i]);
  return lines[paper];
}

EbbPlanRules
ebb_consent_clinic_rules (const EbbScreeningSettings *settings)
{
  return (EbbPlanRules){ .preconditioning = settings->preconditioning };
}

EbbPlanRules
ebb_consent_rules (const EbbScreeningFile *file, const GPtrArray *consents)
{
  gboolean enabled = file != NULL && file->settings.preconditioning;
  gboolean consented =
      consents != NULL && ebb_consent_in_force (consents, EBB_PAPER_PRECONDITIONING) != NULL;

  return (EbbPlanRules){ .preconditioning = enabled && consented,
                         .preconditioning_lacks_consent = enabled && !consented };
}

gboolean
ebb_consent_matters (const EbbScreeningSettings *settings, gboolean prescribed, EbbPaper paper)
{
  return paper != EBB_PAPER_PRECONDITIONING || (settings->preconditioning && prescribed);
}

const char *
ebb_consent_missing_text (const EbbScreeningSettings *settings, const GPtrArray *consents)
{
  if (settings->missing_consent < EBB_CONSENT_DUE_AND_WORD
      || ebb_consent_in_force (consents, EBB_PAPER_TRAINING) != NULL)
    return NULL;
  return _ ("No consent to the training is on file. Ask for it before you begin.");
}
