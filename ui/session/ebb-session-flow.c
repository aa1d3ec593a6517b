/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-session-flow.h"

#include "ebb-record-page.h"
#include "ebb-window.h"

#include <glib/gi18n-lib.h>

#define SECOND_MS 1000

void
ebb_flow_replace (EbbPage *page, EbbPage *next)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (page));

  if (window == NULL || !gtk_widget_get_mapped (GTK_WIDGET (page))) {
    g_object_ref_sink (next);
    g_object_unref (next);
    return;
  }
  ebb_window_replace_page (window, next);
}

void
ebb_flow_show_record (EbbPage *page, EbbDesk *desk, EbbSession *session)
{
  g_autofree char *patient_id = g_strdup (ebb_session_get_patient_id (session));
  g_autofree char *session_id = g_strdup (ebb_session_get_id (session));
  gboolean stored = ebb_session_is_stored (session);
  EbbWindow *window = ebb_window_of (GTK_WIDGET (page));

  ebb_desk_end_session (desk);
  ebb_desk_tell_records (desk, patient_id);
  if (window == NULL)
    return;
  if (stored)
    ebb_flow_replace (page, ebb_record_page_new (desk, session_id));
  else
    ebb_window_show_patient (window, patient_id);
}

guint
ebb_flow_add_second (EbbDesk *desk, GSourceFunc func, gpointer user)
{
  GSource *source = ebb_clock_source_new (ebb_desk_get_clock (desk), -1, SECOND_MS);
  guint id;

  g_source_set_callback (source, func, user, NULL);
  id = g_source_attach (source, NULL);
  g_source_unref (source);
  return id;
}

gboolean
ebb_flow_may_leave (EbbPage *page, EbbDesk *desk, EbbSession *session)
{
  EbbWindow *window = ebb_window_of (GTK_WIDGET (page));

  if (session == NULL || ebb_desk_get_session (desk) != session)
    return TRUE;
  if (ebb_desk_end_session (desk))
    return TRUE;
  if (window != NULL)
    ebb_window_toast (window, _ ("The session is open. Finish it before you leave the page."));
  return FALSE;
}
