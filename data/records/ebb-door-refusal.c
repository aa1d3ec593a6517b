/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-door-refusal.h"

#include "ebb-day.h"

EbbDoorLift *
ebb_door_lift_copy (const EbbDoorLift *lift)
{
  EbbDoorLift *copy = g_new (EbbDoorLift, 1);

  *copy = *lift;
  copy->refusal_id = g_strdup (lift->refusal_id);
  copy->physician = g_strdup (lift->physician);
  copy->cleared_on = g_strdup (lift->cleared_on);
  copy->reason = g_strdup (lift->reason);
  copy->operator_name = g_strdup (lift->operator_name);
  return copy;
}

void
ebb_door_lift_free (EbbDoorLift *lift)
{
  if (lift == NULL)
    return;
  g_free (lift->refusal_id);
  g_free (lift->physician);
  g_free (lift->cleared_on);
  g_free (lift->reason);
  g_free (lift->operator_name);
  g_free (lift);
}

EbbDoorRefusal *
ebb_door_refusal_copy (const EbbDoorRefusal *refusal)
{
  EbbDoorRefusal *copy = g_new (EbbDoorRefusal, 1);

  *copy = *refusal;
  copy->id = g_strdup (refusal->id);
  copy->patient_id = g_strdup (refusal->patient_id);
  copy->answer = g_strdup (refusal->answer);
  copy->question = g_strdup (refusal->question);
  copy->list_id = g_strdup (refusal->list_id);
  copy->operator_name = g_strdup (refusal->operator_name);
  copy->lift = refusal->lift != NULL ? ebb_door_lift_copy (refusal->lift) : NULL;
  return copy;
}

void
ebb_door_refusal_free (EbbDoorRefusal *refusal)
{
  if (refusal == NULL)
    return;
  g_free (refusal->id);
  g_free (refusal->patient_id);
  g_free (refusal->answer);
  g_free (refusal->question);
  g_free (refusal->list_id);
  g_free (refusal->operator_name);
  ebb_door_lift_free (refusal->lift);
  g_free (refusal);
}

gboolean
ebb_door_refusal_stands (const EbbDoorRefusal *refusal, gint64 now_unix_us)
{
  EbbDay today = ebb_day_of (now_unix_us);

  if (refusal->lift != NULL)
    return FALSE;
  /* A clock that was set back opens nothing. */
  return refusal->physician || refusal->refused_unix_us >= today.from_unix_us;
}

gboolean
ebb_door_refusal_may_clear (const EbbDoorRefusal *refusal)
{
  return g_strcmp0 (refusal->answer, "bp") != 0;
}

const char *
ebb_lift_way_to_string (EbbLiftWay way)
{
  return way == EBB_LIFT_CLEARANCE ? "clearance" : "correction";
}

int
ebb_lift_way_from_string (const char *text)
{
  if (g_strcmp0 (text, "clearance") == 0)
    return EBB_LIFT_CLEARANCE;
  return g_strcmp0 (text, "correction") == 0 ? EBB_LIFT_CORRECTION : -1;
}
