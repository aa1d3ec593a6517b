/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-door-reading.h"

void
ebb_door_reading_free (EbbDoorReading *reading)
{
  if (reading == NULL)
    return;
  g_free (reading->id);
  g_free (reading->patient_id);
  g_free (reading->operator_name);
  g_free (reading);
}
