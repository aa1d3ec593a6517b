/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What lifts a refusal at the door, as a pure function: typed values in, a record or what is wrong
 * with which field out (clinic 3.1: a recorded clearance, or a mistyped answer, with a reason).
 */
#pragma once

#include "ebb-door-refusal.h"
#include "ebb-visit-forms.h"

typedef struct {
  int way;               /* EbbLiftWay; negative = not chosen */
  const char *physician; /* as typed, like the others; NULL = nothing */
  const char *cleared_on, *reason;
} EbbLiftTyped;

typedef struct {
  char *way_error, *physician_error, *date_error, *date_read, *reason_error; /* owned or NULL */
  EbbDoorLift *record;                                                       /* owned or NULL */
} EbbLiftForm;

void ebb_lift_form_judge (const EbbFormScene *scene, const EbbDoorRefusal *refusal,
                          const EbbLiftTyped *typed, EbbLiftForm *form);
void ebb_lift_form_clear (EbbLiftForm *form);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbLiftForm, ebb_lift_form_clear)
