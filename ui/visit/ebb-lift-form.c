/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-lift-form.h"

#include <glib/gi18n-lib.h>

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

void
ebb_lift_form_clear (EbbLiftForm *form)
{
  g_clear_pointer (&form->way_error, g_free);
  g_clear_pointer (&form->physician_error, g_free);
  g_clear_pointer (&form->date_error, g_free);
  g_clear_pointer (&form->date_read, g_free);
  g_clear_pointer (&form->reason_error, g_free);
  g_clear_pointer (&form->record, ebb_door_lift_free);
}

/* The day of the clearance; NULL where there is none to be. */
static char *
judge_clearance (const EbbFormScene *scene, const EbbDoorRefusal *refusal,
                 const EbbLiftTyped *typed, EbbLiftForm *form)
{
  if (typed->way != EBB_LIFT_CLEARANCE)
    return NULL;
  if (!ebb_door_refusal_may_clear (refusal))
    form->way_error = g_strdup (_ ("A blood pressure that was refused twice is not cleared on "
                                   "that day. A mistyped one can be corrected."));
  if (is_empty (typed->physician))
    form->physician_error = g_strdup (_ ("Physician: missing; who has looked?"));
  return ebb_form_date (scene, _ ("Date of the clearance"), typed->cleared_on, &form->date_read,
                        &form->date_error);
}

void
ebb_lift_form_judge (const EbbFormScene *scene, const EbbDoorRefusal *refusal,
                     const EbbLiftTyped *typed, EbbLiftForm *form)
{
  g_autofree char *day = NULL;
  EbbDoorLift *lift;

  *form = (EbbLiftForm){ 0 };
  if (typed->way < 0)
    form->way_error = g_strdup (_ ("Choose what lifts it."));
  day = judge_clearance (scene, refusal, typed, form);
  if (is_empty (typed->reason))
    form->reason_error = g_strdup (_ ("Reason: missing; it stays in the record"));
  if (form->way_error != NULL || form->physician_error != NULL || form->date_error != NULL
      || form->reason_error != NULL)
    return;
  lift = form->record = g_new0 (EbbDoorLift, 1);
  lift->refusal_id = g_strdup (refusal->id);
  lift->way = (EbbLiftWay) typed->way;
  lift->physician = typed->way == EBB_LIFT_CLEARANCE ? g_strdup (typed->physician) : NULL;
  lift->cleared_on = g_steal_pointer (&day);
  lift->reason = g_strdup (typed->reason);
  lift->operator_name = g_strdup (scene->operator_name);
  lift->lifted_unix_us = scene->now_unix_us;
}
