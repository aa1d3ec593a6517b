/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "screening-rig.h"

void
screening_rig_set_up (ScreeningRig *rig, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  EbbScreening *screening = ebb_screening_new ();

  rig->file = ebb_screening_file_new ("patient");
  rig->file->list = ebb_screening_list_load_builtin (&error);
  g_assert_no_error (error);
  rig->file->screening = screening;
  screening->id = g_strdup ("screening");
  screening->patient_id = g_strdup ("patient");
  screening->list_id = g_strdup (rig->file->list->id);
  screening->list_version = rig->file->list->version;
  screening->screened_on = g_strdup (SCREENING_DAY);
  screening->valid_until = ebb_date_after (SCREENING_DAY, 90);
  screening->age_years = 35;
  screening->sex = g_strdup ("male");
  screening->height_cm = 180;
  screening->weight_kg = 78; /* 24.1 */
  screening->first = (EbbBloodPressure){ 120, 75 };
  screening->acknowledged = TRUE;
  ebb_screening_answer_rest_no (screening, rig->file->list);
}

void
screening_rig_tear_down (ScreeningRig *rig, gconstpointer unused)
{
  g_clear_pointer (&rig->file, ebb_screening_file_unref);
}

void
screening_rig_yes (ScreeningRig *rig, const char *id, guint limbs)
{
  g_assert_nonnull (ebb_screening_list_find (rig->file->list, id));
  ebb_screening_answer (rig->file->screening, id, TRUE, limbs, NULL);
}

void
screening_rig_pressure (ScreeningRig *rig, int systolic, int diastolic)
{
  rig->file->screening->first = (EbbBloodPressure){ systolic, diastolic };
}

void
screening_rig_clear (ScreeningRig *rig, const char *scope, double max_percent_lop)
{
  EbbClearance *clearance = g_new0 (EbbClearance, 1);

  clearance->physician = g_strdup ("Dr. Sample");
  clearance->cleared_on = g_strdup (SCREENING_DAY);
  clearance->scope = g_strdup (scope);
  clearance->max_percent_lop = max_percent_lop;
  g_ptr_array_add (rig->file->clearances, clearance);
}

EbbScreeningJudgement *
screening_rig_judge (ScreeningRig *rig, guint limb)
{
  return ebb_screening_judge (&(EbbScreeningQuestion){ .list = rig->file->list,
                                                       .screening = rig->file->screening,
                                                       .settings = &rig->file->settings,
                                                       .clearances = rig->file->clearances,
                                                       .limb = limb });
}

EbbScreeningOutcome
screening_rig_outcome (ScreeningRig *rig, guint limb)
{
  g_autoptr (EbbScreeningJudgement) judgement = screening_rig_judge (rig, limb);

  return judgement->outcome;
}

const EbbScreeningReason *
screening_rig_find (const EbbScreeningJudgement *judgement, const char *id)
{
  for (guint i = 0; i < judgement->reasons->len; i++) {
    const EbbScreeningReason *reason = g_ptr_array_index (judgement->reasons, i);

    if (g_strcmp0 (reason->id, id) == 0)
      return reason;
  }
  return NULL;
}
