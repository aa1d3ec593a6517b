/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "plan-rig.h"

#include <math.h>

static void
add_exercise (EbbCareEpisode *care, const char *id, double load_step_kg)
{
  EbbCareExercise *exercise = g_new0 (EbbCareExercise, 1);

  exercise->exercise_id = g_strdup (id);
  exercise->segment = EBB_SEGMENT_THIGH;
  exercise->side = EBB_SIDE_LEFT;
  exercise->history = ebb_progress_history_new ();
  exercise->history->load_step_kg = load_step_kg;
  exercise->course = g_array_new (FALSE, FALSE, sizeof (EbbCoursePoint));
  g_ptr_array_add (care->exercises, exercise);
}

EbbCareEpisode *
plan_rig_episode (void)
{
  EbbCareEpisode *care = g_new0 (EbbCareEpisode, 1);

  care->episode = g_new0 (EbbEpisode, 1);
  care->episode->id = g_strdup ("00000000-0000-4000-8000-000000000002");
  care->episode->patient_id = g_strdup ("00000000-0000-4000-8000-000000000001");
  care->episode->diagnosis = g_strdup ("ACL reconstruction");
  care->episode->segment = g_strdup ("thigh");
  care->episode->side = g_strdup ("left");
  care->episode->goals = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_goal_free);
  care->visits = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_appointment_free);
  care->outcomes = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_outcome_free);
  care->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_progress_choice_free);
  care->exercises = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_care_exercise_free);
  add_exercise (care, "short-arc-quad", 0.5);
  add_exercise (care, "quad-set", 0);
  return care;
}

void
plan_rig_add_outcome (EbbCareEpisode *care, const char *measure, EbbSide side, double value,
                      const char *on)
{
  EbbOutcome *outcome = g_new0 (EbbOutcome, 1);

  outcome->measure = g_strdup (measure);
  outcome->side = side;
  outcome->value = value;
  outcome->measured_on = g_strdup (on);
  g_ptr_array_add (care->outcomes, outcome);
}

static EbbCareAsk
make_ask (const EbbCareEpisode *care, const char *about)
{
  return (EbbCareAsk){ .patient_id = "00000000-0000-4000-8000-000000000001",
                       .episode = care,
                       .about = about,
                       .operator_name = "Sample, Therapist",
                       .now_unix_us = RIG_NOW_US };
}

void
plan_rig_judge (const EbbCareForm *form, const EbbCareEpisode *care, const char *about,
                const char *const *typed, EbbCareJudged *judged)
{
  const EbbCareAsk ask = make_ask (care, about);

  form->judge (&ask, (char *const *) typed, judged);
}

void
plan_rig_begin (const EbbCareForm *form, const EbbCareEpisode *care, const char *about,
                char **typed)
{
  const EbbCareAsk ask = make_ask (care, about);

  form->begin (&ask, typed);
}
