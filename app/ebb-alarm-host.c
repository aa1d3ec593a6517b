/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-alarm-host.h"

#include <glib/gi18n-lib.h>

/* 2025-01-01: before that this program did not exist.  A computer whose clock has lost its battery
 * begins years earlier. */
#define WALL_FIRST_US (1735689600LL * G_USEC_PER_SEC)

guint
ebb_alarm_upkeep (const EbbHostFacts *facts)
{
  guint upkeep = 0;

#ifdef EBB_BREAK_UPKEEP /* negative control of the tests */
  return 0;
#endif
  if (facts->free_bytes >= 0 && facts->free_bytes < EBB_UPKEEP_SPACE_BYTES)
    upkeep |= EBB_UPKEEP_SPACE;
  if (facts->wall_unix_us < WALL_FIRST_US || ABS (facts->wall_step_us) > EBB_UPKEEP_CLOCK_STEP_US)
    upkeep |= EBB_UPKEEP_CLOCK;
  if (facts->self_test_age_us != EBB_TIME_UNSET
      && facts->self_test_age_us > EBB_UPKEEP_SELF_TEST_US)
    upkeep |= EBB_UPKEEP_SELF_TEST;
  return upkeep;
}

const char *
ebb_alarm_upkeep_to_text (guint upkeep)
{
  if ((upkeep & EBB_UPKEEP_SPACE) != 0)
    return _ ("Make room on the disk before the next start: less than 200 MB are free for the "
              "record.");
  if ((upkeep & EBB_UPKEEP_CLOCK) != 0)
    return _ ("Set the clock of this computer: it is doubtful, and so are the times of day in the "
              "record.");
  if ((upkeep & EBB_UPKEEP_SELF_TEST) != 0)
    return _ ("Switch the controller off and on before the next start: it last tested itself more "
              "than a day ago.");
  return NULL;
}

gboolean
ebb_alarm_store_ails (const EbbHostFacts *facts)
{
#ifdef EBB_BREAK_STORE_WATCH /* negative control of the tests */
  return FALSE;
#endif
  return facts->store_refuses || facts->store_late_us > EBB_STORE_SLOW_US;
}

gint64
ebb_alarm_wall_step (gint64 wall_us, gint64 clock_us, gint64 slept_us, gboolean is_virtual)
{
  return is_virtual ? MIN (wall_us, 0) : wall_us - clock_us - slept_us;
}
