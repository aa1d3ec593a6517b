/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-file.h"

void
ebb_patient_row_free (EbbPatientRow *row)
{
  if (row == NULL)
    return;
  ebb_patient_free (row->patient);
  g_free (row);
}

void
ebb_prescription_record_free (EbbPrescriptionRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->episode_id);
  g_free (record->exercise_id);
  g_free (record->protocol_id);
  g_free (record->cuff_name);
  g_free (record->reason);
  g_free (record->operator_name);
  g_free (record);
}

EbbPrescriptionRecord *
ebb_prescription_record_copy (const EbbPrescriptionRecord *record)
{
  EbbPrescriptionRecord *copy = g_memdup2 (record, sizeof *record);

  copy->id = g_strdup (record->id);
  copy->episode_id = g_strdup (record->episode_id);
  copy->exercise_id = g_strdup (record->exercise_id);
  copy->protocol_id = g_strdup (record->protocol_id);
  copy->cuff_name = g_strdup (record->cuff_name);
  copy->reason = g_strdup (record->reason);
  copy->operator_name = g_strdup (record->operator_name);
  return copy;
}

void
ebb_session_summary_free (EbbSessionSummary *summary)
{
  if (summary == NULL)
    return;
  ebb_session_record_free (summary->session);
  g_free (summary->exercise_id);
  g_free (summary->note);
  g_free (summary);
}

void
ebb_patient_file_free (EbbPatientFile *file)
{
  if (file == NULL)
    return;
  ebb_patient_free (file->patient);
  ebb_order_free (file->order);
  g_free (file->diagnosis);
  g_free (file->surgery);
  g_free (file->surgery_on);
  g_free (file->precautions);
  g_free (file->episode_id);
  g_clear_pointer (&file->prescriptions, g_ptr_array_unref);
  g_clear_pointer (&file->lops, g_ptr_array_unref);
  g_clear_pointer (&file->sessions, g_ptr_array_unref);
  g_clear_pointer (&file->screening, ebb_screening_file_unref);
  g_free (file);
}

void
ebb_clinic_free (EbbClinic *clinic)
{
  if (clinic == NULL)
    return;
  g_free (clinic->name);
  g_free (clinic->address);
  g_free (clinic->phone);
  g_free (clinic->hours);
  g_free (clinic->emergency_number);
  g_free (clinic->statement_by);
  g_free (clinic->statement_on);
  g_free (clinic);
}

EbbClinic *
ebb_clinic_copy (const EbbClinic *clinic)
{
  EbbClinic *copy = g_memdup2 (clinic, sizeof *clinic);

  copy->name = g_strdup (clinic->name);
  copy->address = g_strdup (clinic->address);
  copy->phone = g_strdup (clinic->phone);
  copy->hours = g_strdup (clinic->hours);
  copy->emergency_number = g_strdup (clinic->emergency_number);
  copy->statement_by = g_strdup (clinic->statement_by);
  copy->statement_on = g_strdup (clinic->statement_on);
  return copy;
}

EbbPatient *
ebb_patient_copy (const EbbPatient *patient)
{
  EbbPatient *copy = g_memdup2 (patient, sizeof *patient);

  copy->id = g_strdup (patient->id);
  copy->name = g_strdup (patient->name);
  copy->birth_date = g_strdup (patient->birth_date);
  copy->record_number = g_strdup (patient->record_number);
  copy->sex = g_strdup (patient->sex);
  return copy;
}

EbbOrder *
ebb_order_copy (const EbbOrder *order)
{
  EbbOrder *copy = g_memdup2 (order, sizeof *order);

  copy->id = g_strdup (order->id);
  copy->episode_id = g_strdup (order->episode_id);
  copy->patient_id = g_strdup (order->patient_id);
  copy->physician = g_strdup (order->physician);
  copy->ordered_on = g_strdup (order->ordered_on);
  copy->valid_until = g_strdup (order->valid_until);
  copy->restrictions = g_strdup (order->restrictions);
  copy->diagnosis = g_strdup (order->diagnosis);
  return copy;
}
