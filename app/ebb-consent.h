/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wordings a patient signs, each with its version: another text is another version, because a
 * signature stands for what was read.  Pure.  Content: reference clinical 4.9 (side effects), 4.8
 * (when to stop); the clinic's page 4; above the occlusion pressure: clinic 3.4.
 */
#pragma once

#include "ebb-papers.h"

guint ebb_wording_version (EbbPaper paper);
/* "Consent to training with the cuff": translated, static. */
const char *ebb_wording_title (EbbPaper paper);
/* Paragraphs, translated, static, NULL-terminated. */
const char *const *ebb_wording_lines (EbbPaper paper);
