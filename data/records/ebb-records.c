/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-records.h"

void
ebb_patient_free (EbbPatient *patient)
{
  if (patient == NULL)
    return;
  g_free (patient->id);
  g_free (patient->name);
  g_free (patient->birth_date);
  g_free (patient->record_number);
  g_free (patient->sex);
  g_free (patient);
}

void
ebb_order_free (EbbOrder *order)
{
  if (order == NULL)
    return;
  g_free (order->id);
  g_free (order->episode_id);
  g_free (order->patient_id);
  g_free (order->physician);
  g_free (order->ordered_on);
  g_free (order->valid_until);
  g_free (order->restrictions);
  g_free (order->diagnosis);
  g_free (order);
}

void
ebb_session_record_free (EbbSessionRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->patient_id);
  g_free (record->episode_id);
  g_free (record->operator_name);
  g_free (record->device);
  g_free (record);
}

void
ebb_bout_record_free (EbbBoutRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->session_id);
  g_free (record->exercise_id);
  g_free (record->protocol_id);
  g_free (record->protocol_name);
  g_free (record->protocol_json);
  g_free (record->continues_id);
  g_free (record);
}

void
ebb_limb_record_free (EbbLimbRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->bout_id);
  g_free (record->cuff_name);
  g_strfreev (record->clamps);
  g_free (record->override_reason);
  g_free (record->prescription_id);
  g_free (record);
}

void
ebb_set_record_free (EbbSetRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->bout_id);
  g_free (record->end_reason);
  g_free (record);
}

void
ebb_rep_record_free (EbbRepRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->set_id);
  g_free (record);
}

void
ebb_event_record_free (EbbEventRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->code);
  g_free (record->text);
  g_free (record);
}
