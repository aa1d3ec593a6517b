/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-targets.h"

static gboolean
concerns (const EbbEventRecord *event, const EbbBoutRecord *bout, const EbbLimbRecord *limb,
          guint n_limbs)
{
  return g_str_equal (event->code, EBB_EVENT_TARGET) && cuff_pressure_is_set (event->pressure)
         && event->t_us >= bout->started_us
         && (bout->ended_us == EBB_TIME_UNSET || event->t_us <= bout->ended_us)
         && (n_limbs == 1 || event->number == (int) limb->channel + 1);
}

GArray *
ebb_targets_of_limb (const EbbBoutRecord *bout, const EbbLimbRecord *limb, guint n_limbs,
                     GPtrArray *events)
{
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (EbbTargetChange));
  EbbTargetChange first = { 0, limb->target };

  g_array_append_val (targets, first);
  for (guint i = 0; i < events->len; i++) {
    const EbbEventRecord *event = g_ptr_array_index (events, i);
    EbbTargetChange change = { event->t_us, event->pressure };

    if (concerns (event, bout, limb, n_limbs))
      g_array_append_val (targets, change);
  }

  return targets;
}
