/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A first blood pressure at the door that was too high or too low, when the page was left before
 * the second one.  Plain value, any thread.  Clinic's decision 3.8.
 */
#pragma once

#include <glib.h>

typedef struct {
  char *id;         /* owned; NULL before it is stored */
  char *patient_id; /* owned */
  int systolic_mmhg, diastolic_mmhg;
  gboolean mistyped;   /* takes back the one of the same patient and time */
  char *operator_name; /* owned */
  gint64 measured_unix_us;
} EbbDoorReading;

void ebb_door_reading_free (EbbDoorReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbDoorReading, ebb_door_reading_free)
