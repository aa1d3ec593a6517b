/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody healthy who was asked everything on 2026-02-03, to change one thing at a time.
 */
#pragma once

#include "ebb-screening.h"

#define SCREENING_DAY "2026-02-03"

typedef struct {
  EbbScreeningFile *file; /* owned; the list and the screening are in it */
} ScreeningRig;

void screening_rig_set_up (ScreeningRig *rig, gconstpointer unused);
void screening_rig_tear_down (ScreeningRig *rig, gconstpointer unused);

/* The answer yes, for these limbs (0 = not said). */
void screening_rig_yes (ScreeningRig *rig, const char *id, guint limbs);
void screening_rig_pressure (ScreeningRig *rig, int systolic, int diastolic);
void screening_rig_clear (ScreeningRig *rig, const char *scope, double max_percent_lop);

EbbScreeningJudgement *screening_rig_judge (ScreeningRig *rig, guint limb);
EbbScreeningOutcome screening_rig_outcome (ScreeningRig *rig, guint limb);
/* Borrowed; NULL when it is not among the reasons. */
const EbbScreeningReason *screening_rig_find (const EbbScreeningJudgement *judgement,
                                              const char *id);
