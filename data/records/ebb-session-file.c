/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-session-file.h"

void
ebb_rating_free (EbbRating *rating)
{
  if (rating == NULL)
    return;
  g_free (rating->scale);
  g_free (rating);
}

void
ebb_check_free (EbbCheck *check)
{
  if (check == NULL)
    return;
  g_free (check->kind);
  g_free (check->text);
  g_free (check);
}

void
ebb_adverse_event_free (EbbAdverseEvent *event)
{
  if (event == NULL)
    return;
  g_free (event->id);
  g_free (event->kind);
  g_free (event->severity);
  g_free (event->text);
  g_free (event);
}

void
ebb_set_file_free (EbbSetFile *file)
{
  if (file == NULL)
    return;
  ebb_set_record_free (file->set);
  g_clear_pointer (&file->reps, g_ptr_array_unref);
  g_clear_pointer (&file->ratings, g_ptr_array_unref);
  g_free (file);
}

void
ebb_limb_file_free (EbbLimbFile *file)
{
  if (file == NULL)
    return;
  ebb_limb_record_free (file->limb);
  g_clear_pointer (&file->samples, g_array_unref);
  g_free (file);
}

void
ebb_bout_file_free (EbbBoutFile *file)
{
  if (file == NULL)
    return;
  ebb_bout_record_free (file->bout);
  ebb_protocol_free (file->protocol);
  g_free (file->exercise_name);
  g_clear_pointer (&file->limbs, g_ptr_array_unref);
  g_clear_pointer (&file->sets, g_ptr_array_unref);
  g_free (file);
}

void
ebb_session_file_free (EbbSessionFile *file)
{
  if (file == NULL)
    return;
  ebb_session_record_free (file->session);
  ebb_patient_free (file->patient);
  ebb_clinic_free (file->clinic);
  ebb_order_free (file->order);
  g_clear_pointer (&file->operators, g_ptr_array_unref);
  g_clear_pointer (&file->bouts, g_ptr_array_unref);
  g_clear_pointer (&file->events, g_ptr_array_unref);
  g_clear_pointer (&file->checks, g_ptr_array_unref);
  g_clear_pointer (&file->adverse, g_ptr_array_unref);
  ebb_session_summary_free (file->before);
  g_free (file);
}
