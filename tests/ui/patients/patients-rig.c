/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "patients-rig.h"

#include <math.h>

static EbbPatient *
make_patient (const char *id, const char *name)
{
  EbbPatient *patient = g_new0 (EbbPatient, 1);

  patient->id = g_strdup (id);
  patient->name = g_strdup (name);
  patient->birth_date = g_strdup ("1994-06-02");
  patient->record_number = g_strdup ("00417");
  patient->sex = g_strdup ("female");
  return patient;
}

/* All asked, all no, 120/80, 1.70 m and 65 kg, today. */
static EbbScreeningFile *
make_screening (void)
{
  EbbScreeningFile *file = ebb_screening_file_new ("p1");
  EbbScreening *screening = ebb_screening_new ();

  file->list = ebb_screening_list_load_builtin (NULL);
  file->screening = screening;
  screening->id = g_strdup ("c1");
  screening->patient_id = g_strdup ("p1");
  screening->age_years = 32;
  screening->sex = g_strdup ("female");
  screening->height_cm = 170;
  screening->weight_kg = 65;
  screening->first = (EbbBloodPressure){ 120, 80 };
  screening->screened_on = g_strdup ("2026-11-22");
  screening->valid_until = g_strdup ("2027-02-20");
  ebb_screening_answer_rest_no (screening, file->list);
  return file;
}

EbbPatientFile *
rig_file (void)
{
  EbbPatientFile *file = g_new0 (EbbPatientFile, 1);

  file->patient = make_patient ("p1", "Example, Tamsin");
  file->order = g_new0 (EbbOrder, 1);
  file->order->physician = g_strdup ("Dr Sample");
  file->order->ordered_on = g_strdup ("2026-09-01");
  file->order_valid = TRUE;
  file->screening = make_screening ();
  file->prescriptions =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_prescription_record_free);
  file->lops = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_lop_record_free);
  file->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_session_summary_free);
  file->appointment_unix_us = EBB_TIME_UNSET;
  return file;
}

void
rig_add_lop (EbbPatientFile *file, EbbSide side, CuffPressure pressure, const char *way,
             int days_old)
{
  EbbLopRecord *lop = g_new0 (EbbLopRecord, 1);

  lop->segment = EBB_SEGMENT_THIGH;
  lop->side = side;
  lop->cuff_width_cm = 11.5;
  lop->girth_cm = -1;
  lop->systolic = CUFF_PRESSURE_UNSET;
  lop->way = g_strdup (way);
  lop->lop = pressure;
  lop->measured_unix_us = RIG_NOW_UNIX_US - RIG_DAYS (days_old);
  g_ptr_array_add (file->lops, lop);
}

EbbPrescriptionRecord *
rig_add_prescription (EbbPatientFile *file)
{
  EbbPrescriptionRecord *record = g_new0 (EbbPrescriptionRecord, 1);

  record->id = g_strdup ("v1");
  record->version = 1;
  record->segment = EBB_SEGMENT_THIGH;
  record->side = EBB_SIDE_LEFT;
  record->exercise_id = g_strdup ("short-arc-quad");
  record->protocol_id = g_strdup ("classic-short-arc-quad");
  record->protocol_version = 1;
  record->method = EBB_METHOD_PERCENT_LOP;
  record->percent_lop = 60;
  record->fixed = record->systolic = record->limit = CUFF_PRESSURE_UNSET;
  record->lop = CUFF_MMHG (187);
  record->load_kg = 2;
  record->n_sets = 3;
  record->cuff_name = g_strdup ("Thigh cuff 1");
  record->cuff_width_cm = 11.5;
  g_ptr_array_add (file->prescriptions, record);
  return record;
}

EbbSessionSummary *
rig_add_session (EbbPatientFile *file, int days_ago)
{
  EbbSessionSummary *summary = g_new0 (EbbSessionSummary, 1);

  summary->session = g_new0 (EbbSessionRecord, 1);
  summary->session->id = g_strdup ("s1");
  summary->session->started_unix_us = RIG_NOW_UNIX_US - RIG_DAYS (days_ago);
  summary->session->state = EBB_STATE_COMPLETED;
  summary->session->state_code = CUFF_REASON_PLAN_DONE;
  summary->n_bouts = 1;
  summary->segment = EBB_SEGMENT_THIGH;
  summary->side = EBB_SIDE_LEFT;
  summary->exercise_id = g_strdup ("short-arc-quad");
  summary->sets_done = summary->sets_planned = 3;
  summary->reps = 47;
  summary->load_kg = 2;
  summary->target = CUFF_MMHG (112);
  summary->percent_lop = 60;
  summary->band_percent = 96;
  summary->occlusion_s = 472;
  summary->pain = 3;
  summary->exertion = 6;
  g_ptr_array_insert (file->sessions, 0, summary);
  return summary;
}

EbbPatientRow *
rig_row (const char *id, const char *name)
{
  EbbPatientRow *row = g_new0 (EbbPatientRow, 1);

  row->patient = make_patient (id, name);
  row->last_session_unix_us = row->appointment_unix_us = EBB_TIME_UNSET;
  row->order_valid = TRUE;
  return row;
}
