/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of the alarms' signal; that they came and went is recorded with what the link says.
 */
#include "ebb-session-private.h"

#include <glib/gi18n-lib.h>

void
ebb_session_sound_paused (EbbSession *session)
{
  if (!session->closed && ebb_session_is_stored (session))
    ebb_session_record_event (session, "alarm-paused", 0, CUFF_PRESSURE_UNSET,
                              _ ("The sound of the alarms was paused"));
}
