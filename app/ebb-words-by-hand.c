/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words for a cuff without a cable: nothing vents by itself, so each begins with what a person
 * has to do (clinic, manual devices).
 */
#include "ebb-words.h"

#include "ebb-plan.h"

#include <glib/gi18n-lib.h>

/* Those that can come up without a device; the others keep their text. */
static const char *const alarms[CUFF_ALARM_COUNT] = {
  [CUFF_ALARM_OVER_PRESSURE] =
      N_ ("Open the valve now. The pressure that was read is above the limit. The cuff does not "
          "vent by itself."),
  [CUFF_ALARM_NOT_DEFLATED] =
      N_ ("Open the valve now, then tap “Gauge reads 0”. Nobody has said yet that the cuff is "
          "empty. It counts as tight."),
  [CUFF_ALARM_TIME] = N_ ("Open the valve now. The limb has reached its limit of time under "
                          "pressure. The cuff does not vent by itself."),
  [CUFF_ALARM_SUPERVISION] = N_ ("Open the valve now. The program is not answering. The cuff does "
                                 "not vent by itself."),
};

const char *
ebb_alarm_to_text_by_hand (CuffAlarm alarm)
{
  if ((guint) alarm < CUFF_ALARM_COUNT && alarms[alarm] != NULL)
    return _ (alarms[alarm]);
  return ebb_alarm_to_text (alarm);
}

const char *
ebb_phase_to_text_by_hand (EbbPhase phase)
{
  switch (phase) {
  case EBB_PHASE_INFLATING:
    return _ ("Pump up by hand");
  case EBB_PHASE_DEFLATING:
    return _ ("Open the valve now");
  default:
    return ebb_phase_to_text (phase);
  }
}
