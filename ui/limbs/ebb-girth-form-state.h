/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Girths as pure functions: what was typed for both sides goes in; what is wrong, what it means and
 * the records come out.  Landmarks: reference clinical 5.4.
 */
#pragma once

#include "ebb-limb-text.h"

#define EBB_GIRTH_MIN_CM 10
#define EBB_GIRTH_MAX_CM 120

typedef struct {
  EbbSegment segment;
  int site;               /* index of ebb_girth_sites(); -1 = none chosen */
  double cm[EBB_N_SIDES]; /* by EbbSide; NAN = nothing */
} EbbGirthForm;

typedef struct {
  char *error[EBB_N_SIDES]; /* owned: named; NULL = fine; [UNSET]: of the landmark, or nothing at
                               all was typed */
  char *note[EBB_N_SIDES];  /* owned: what was measured before and how it changed; NULL */
  char *difference;         /* owned: between both sides; NULL */
  GPtrArray *records;       /* owned: EbbGirthRecord */
  gboolean can_save;
} EbbGirthFormState;

/* NULL-terminated, as they stand in records; static. */
const char *const *ebb_girth_sites (EbbSegment segment);

void ebb_girth_form_init (EbbGirthForm *form, EbbSegment segment);
void ebb_girth_form_judge (const EbbGirthForm *form, const EbbLimbsFile *limbs,
                           const char *operator_name, const char *today, EbbGirthFormState *state);
void ebb_girth_form_state_clear (EbbGirthFormState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbGirthFormState, ebb_girth_form_state_clear)
