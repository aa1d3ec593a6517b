/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-episode.h"

void
ebb_goal_free (EbbGoal *goal)
{
  if (goal == NULL)
    return;
  g_free (goal->id);
  g_free (goal->text);
  g_free (goal->target_on);
  g_free (goal->reached_on);
  g_free (goal);
}

void
ebb_episode_free (EbbEpisode *episode)
{
  if (episode == NULL)
    return;
  g_free (episode->id);
  g_free (episode->patient_id);
  g_free (episode->diagnosis);
  g_free (episode->segment);
  g_free (episode->side);
  g_free (episode->surgery);
  g_free (episode->surgery_on);
  g_free (episode->precautions);
  g_free (episode->discharge_reason);
  g_free (episode->discharged_on);
  g_free (episode->plan.phase);
  g_free (episode->plan.from_on);
  g_clear_pointer (&episode->condition_ids, g_ptr_array_unref);
  g_clear_pointer (&episode->goals, g_ptr_array_unref);
  g_free (episode);
}

void
ebb_appointment_free (EbbAppointment *appointment)
{
  if (appointment == NULL)
    return;
  g_free (appointment->id);
  g_free (appointment->patient_id);
  g_free (appointment->episode_id);
  g_free (appointment->state);
  g_free (appointment->note);
  g_free (appointment);
}

void
ebb_outcome_free (EbbOutcome *outcome)
{
  if (outcome == NULL)
    return;
  g_free (outcome->id);
  g_free (outcome->episode_id);
  g_free (outcome->measure);
  g_free (outcome->occasion);
  g_free (outcome->exercise_id);
  g_free (outcome->way);
  g_free (outcome->measured_on);
  g_free (outcome->list_id);
  g_free (outcome->note);
  g_free (outcome->operator_name);
  g_free (outcome);
}

void
ebb_adverse_record_free (EbbAdverseRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_free (record->completes_id);
  g_free (record->patient_id);
  g_free (record->session_id);
  g_free (record->kind);
  g_free (record->onset);
  g_free (record->action);
  g_free (record->result);
  g_free (record->reported_to);
  g_free (record->segment);
  g_free (record->text);
  g_free (record->operator_name);
  g_free (record);
}

void
ebb_visit_note_free (EbbVisitNote *note)
{
  if (note == NULL)
    return;
  g_free (note->id);
  g_free (note->session_id);
  g_free (note->subjective);
  g_free (note->objective);
  g_free (note->assessment);
  g_free (note->plan);
  g_free (note->operator_name);
  g_free (note);
}

void
ebb_follow_up_free (EbbFollowUp *follow_up)
{
  if (follow_up == NULL)
    return;
  g_free (follow_up->id);
  g_free (follow_up->session_id);
  g_free (follow_up->outcome);
  g_free (follow_up->note);
  g_free (follow_up->operator_name);
  g_free (follow_up);
}

void
ebb_call_free (EbbCall *call)
{
  if (call == NULL)
    return;
  g_free (call->session_id);
  g_free (call->patient_id);
  g_free (call->patient_name);
  g_free (call->contact);
  g_free (call);
}
