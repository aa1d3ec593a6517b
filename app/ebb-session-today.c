/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of today that a session works through, and what of it the therapist left out
 * (clinic 3.20).  The pages share it by the session; nothing here changes a plan.
 */
#include "ebb-session-private.h"

#define TODAY_KEY "ebb-today"
#define TOLD_KEY  "ebb-today-told"

void
ebb_session_set_today (EbbSession *session, const EbbToday *today)
{
  g_object_set_data_full (G_OBJECT (session), TODAY_KEY,
                          today != NULL ? ebb_today_copy (today) : NULL,
                          (GDestroyNotify) ebb_today_free);
}

const EbbToday *
ebb_session_get_today (EbbSession *session)
{
  return g_object_get_data (G_OBJECT (session), TODAY_KEY);
}

/* Said once for each way it was cut. */
void
ebb_session_note_today (EbbSession *session)
{
  const EbbToday *today = ebb_session_get_today (session);
  const char *told = g_object_get_data (G_OBJECT (session), TOLD_KEY);
  g_autofree char *text = today != NULL ? ebb_today_record_text (today) : NULL;

  if (text == NULL || g_strcmp0 (text, told) == 0)
    return;
  ebb_session_post_event (session, EBB_EVENT_SHORTENED, CUFF_PRESSURE_UNSET, text);
  g_object_set_data_full (G_OBJECT (session), TOLD_KEY, g_steal_pointer (&text), g_free);
}
