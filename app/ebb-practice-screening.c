/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A screening of somebody who does not exist, and who is healthy.
 */
#include "ebb-day.h"
#include "ebb-db-screening.h"
#include "ebb-practice-private.h"
#include "ebb-practice.h"
#include "ebb-screening.h"

#define HEIGHT_CM 170
#define WEIGHT_KG 68
#define SYSTOLIC  122
#define DIASTOLIC 76

static EbbScreening *
invent (const EbbPatient *patient, const EbbScreeningList *list, gint64 unix_us)
{
  EbbScreening *screening = ebb_screening_new ();
  EbbDay day = ebb_day_of (unix_us);

  screening->patient_id = g_strdup (patient->id);
  screening->list_id = g_strdup (list->id);
  screening->list_version = list->version;
  screening->screened_on = g_strdup (day.date);
  screening->age_years = ebb_date_years_between (patient->birth_date, day.date);
  screening->sex = g_strdup (patient->sex);
  screening->height_cm = HEIGHT_CM;
  screening->weight_kg = WEIGHT_KG;
  screening->first = (EbbBloodPressure){ SYSTOLIC, DIASTOLIC };
  screening->acknowledged = TRUE;
  screening->operator_name = g_strdup (EBB_PRACTICE_THERAPIST);
  screening->written_unix_us = unix_us;
  ebb_screening_answer_rest_no (screening, list);
  return screening;
}

gboolean
ebb_practice_put_screening (EbbDb *db, const EbbPatient *patient, gint64 unix_us, GError **error)
{
  g_autoptr (EbbScreeningList) list = ebb_screening_list_load_builtin (error);
  g_autoptr (EbbScreening) screening = NULL;
  g_autoptr (EbbScreeningJudgement) judgement = NULL;

  if (list == NULL)
    return FALSE;
  screening = invent (patient, list, unix_us);
  judgement = ebb_screening_judge (&(EbbScreeningQuestion){ .list = list, .screening = screening });
  ebb_screening_settle (screening, judgement, list, NULL);
  return ebb_db_put_screening (db, screening, list, error);
}
