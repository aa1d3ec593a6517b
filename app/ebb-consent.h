/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wordings a patient signs, each with its version: another text is another version, because a
 * signature stands for what was read.  Pure.  Content: reference clinical 4.9 (side effects), 4.8
 * (when to stop); the clinic's page 4; above the occlusion pressure: clinic 3.4.
 */
#pragma once

#include "ebb-papers.h"
#include "ebb-plan.h"

guint ebb_wording_version (EbbPaper paper);
/* "Consent to training with the cuff": translated, static. */
const char *ebb_wording_title (EbbPaper paper);
/* Paragraphs, translated, static, NULL-terminated. */
const char *const *ebb_wording_lines (EbbPaper paper);

/* What a clinic has enabled: to prescribe it takes no more. */
EbbPlanRules ebb_consent_clinic_rules (const EbbScreeningSettings *settings);
/* What a clinic has enabled, for a patient who has consented to it (clinic 3.4).  `file` NULL: not
 * known, and nothing is. */
EbbPlanRules ebb_consent_rules (const EbbScreeningFile *file, const GPtrArray *consents);

/* Whether a page asks for that paper: preconditioning only where it is enabled and prescribed. */
gboolean ebb_consent_matters (const EbbScreeningSettings *settings, gboolean prescribed,
                              EbbPaper paper);
/* A sentence for the start page, translated and static; NULL = nothing to say: a consent that holds
 * is there, or the clinic does not want the word. */
const char *ebb_consent_missing_text (const EbbScreeningSettings *settings,
                                      const GPtrArray *consents);
