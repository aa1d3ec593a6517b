/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of the clinic's cuffs may go round this limb, and what speaks against one.  Reference
 * clinical 7, the clinic's decisions 3.22.  Pure.
 */
#pragma once

#include "ebb-limb-records.h"

typedef enum {
  EBB_FIT_GOOD,
  EBB_FIT_UNKNOWN, /* girth, or the girths the cuff fits, are not known */
  EBB_FIT_POOR,    /* may be used; the reasons are shown */
  EBB_FIT_NEVER,   /* may not be used here */
} EbbFit;

typedef enum { EBB_ALLERGY_UNKNOWN, EBB_ALLERGY_NO, EBB_ALLERGY_YES } EbbAllergy;

typedef struct {
  EbbSegment segment;
  double girth_cm; /* under the cuff; 0 and negative = not known */
  EbbAllergy latex;
  gboolean manual;            /* without a cable: a person pumps and reads the gauge */
  gboolean over_fibular_head; /* on a calf: where the cuff lies, or would lie */
} EbbFitNeed;

typedef struct {
  const EbbCuffRecord *cuff; /* borrowed */
  EbbFit fit;
  GPtrArray *reasons; /* owned: char *, sentences; translated */
} EbbCuffChoice;

/* One cuff; the choice is the caller's. */
EbbCuffChoice *ebb_cuff_fit (const EbbCuffRecord *cuff, const EbbFitNeed *need);
void ebb_cuff_choice_free (EbbCuffChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbCuffChoice, ebb_cuff_choice_free)

/* EbbCuffChoice of all that may be used on this limb, the best first; `cuffs` (EbbCuffRecord) is
 * borrowed and outlives it. */
GPtrArray *ebb_cuffs_for (const GPtrArray *cuffs, const EbbFitNeed *need);

/* "fits", "not known", "poor", "not here"; translated, static. */
const char *ebb_fit_to_text (EbbFit fit);
/* "good", "unknown", "poor", "never": for files and programs. */
const char *ebb_fit_to_string (EbbFit fit);
