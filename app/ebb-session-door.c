/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks before a session lock the cuff here, not in a page: what was answered decides whether
 * a bout may begin, and a stop sign that is reported is acted on at once.
 */
#include "ebb-session-private.h"

#include <math.h>

/* The side that a puff has shown stands for the right cuff, hose and side. */
#define CUFF_RIGHT "cuff-right"

static double
share_of (const EbbTarget *target)
{
  return target->percent_lop > 0 ? target->percent_lop : NAN;
}

void
ebb_session_door_refresh (EbbSession *self)
{
  const EbbSessionBout *bout = &self->bout;
  gboolean shown = self->puff == EBB_PUFF_CONFIRMED || !bout->ask_side;
  const EbbDoorQuestion question = {
    .list = self->check_list,
    .screening = self->screening,
    .limb = ebb_limb_of (bout->prescription.segment, bout->prescription.side),
    .percent_lop = share_of (&bout->target),
    .intermittent = bout->protocol->pattern == EBB_PATTERN_INTERMITTENT,
    .needed = self->checks_needed,
  };

  g_auto (EbbDoor) all = { 0 };

  g_clear_pointer (&self->door_text, g_free);
  if (self->check_list == NULL)
    return;
  ebb_door_add (&all, &self->door);
  ebb_door_add (&all, &self->answers);
  if (shown)
    ebb_door_take (&all, CUFF_RIGHT, 1, NAN, NULL);
  self->door_lock = ebb_door_judge (&all, &question, &self->door_text);
  if (self->door_text == NULL)
    self->door_text = ebb_session_lop_swollen (self, &all);
#ifdef EBB_BREAK_DOOR /* negative control: tests/negative */
  g_clear_pointer (&self->door_text, g_free);
#endif
}

void
ebb_session_door_take (EbbSession *self, const char *kind, double value, double second,
                       const char *text)
{
  ebb_door_take (&self->door, kind, value, second, text);
  ebb_session_door_refresh (self);
  g_signal_emit_by_name (self, "changed");
}

void
ebb_session_answer (EbbSession *session, const EbbDoor *answers)
{
  ebb_door_clear (&session->answers);
  ebb_door_add (&session->answers, answers);
  ebb_session_door_refresh (session);
}

EbbSignAction
ebb_session_sign (EbbSession *session, const char *id, double value)
{
  const EbbStopSign *sign =
      session->check_list != NULL ? ebb_check_list_find_sign (session->check_list, id) : NULL;
  EbbSignAction action = sign != NULL ? ebb_sign_judge (sign, value) : EBB_SIGN_CONTINUE;

  ebb_session_check (session, id, value, NAN, sign != NULL ? sign->name : NULL);
  switch (action) {
  case EBB_SIGN_EMERGENCY:
    ebb_session_unwell (session);
    break;
  case EBB_SIGN_DEFLATE:
  case EBB_SIGN_DEFLATE_STOP:
    ebb_session_stop (session);
    break;
  case EBB_SIGN_LOWER:
    ebb_session_change_target (session, -10, NULL);
    break;
  case EBB_SIGN_END_SET:
    ebb_session_end_set (session, "pain");
    break;
  case EBB_SIGN_CONTINUE:
  case EBB_SIGN_AUTOMATIC:
    break;
  }
  return action;
}
