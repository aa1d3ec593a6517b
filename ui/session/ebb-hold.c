/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-hold.h"

#define NEVER (-1)

void
ebb_hold_init (EbbHold *hold)
{
  *hold = (EbbHold){ NEVER, NEVER, FALSE };
}

void
ebb_hold_press (EbbHold *hold, gint64 now_us)
{
  /* A key that repeats itself is still the first press. */
  if (hold->pressed_us == NEVER && !hold->given)
    hold->pressed_us = now_us;
}

void
ebb_hold_release (EbbHold *hold)
{
  hold->pressed_us = NEVER;
}

static gboolean
give (EbbHold *hold)
{
  hold->given = TRUE;
  hold->pressed_us = hold->activated_us = NEVER;
  return TRUE;
}

gboolean
ebb_hold_tick (EbbHold *hold, gint64 now_us)
{
  if (hold->given || hold->pressed_us == NEVER || now_us - hold->pressed_us < EBB_HOLD_US)
    return FALSE;
  return give (hold);
}

gboolean
ebb_hold_waits (const EbbHold *hold, gint64 now_us)
{
  return !hold->given && hold->activated_us != NEVER
         && now_us - hold->activated_us <= EBB_HOLD_LAST_US;
}

gboolean
ebb_hold_activate (EbbHold *hold, gint64 now_us)
{
  if (hold->given)
    return FALSE;
  if (!ebb_hold_waits (hold, now_us)) {
    hold->activated_us = now_us;
    return FALSE;
  }
  /* A double press is one slip, not two decisions. */
  if (now_us - hold->activated_us < EBB_HOLD_US)
    return FALSE;
  return give (hold);
}

double
ebb_hold_fraction (const EbbHold *hold, gint64 now_us)
{
  if (hold->given)
    return 1;
  if (hold->pressed_us == NEVER)
    return 0;
  return CLAMP ((double) (now_us - hold->pressed_us) / EBB_HOLD_US, 0.0, 1.0);
}
