/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-controls.h"

gboolean
ebb_live_act_is_possible (EbbLiveAct act, const EbbLiveControlsState *state)
{
  switch (act) {
  case EBB_ACT_END_SET:
    return state->end_set;
  case EBB_ACT_MORE_REST:
    return state->more_rest;
  case EBB_ACT_MINUS:
    return state->minus;
  case EBB_ACT_PLUS:
    return state->plus;
  case EBB_ACT_COUNT:
    return state->count;
  case EBB_ACT_UNDO:
    return state->undo;
  case EBB_ACT_COUNT_DOWN:
  case EBB_ACT_COUNT_UP:
    return state->correct;
  case EBB_ACT_PAUSE:
    return state->pause;
  case EBB_ACT_MORE:
  case EBB_ACT_MARK:
  case EBB_ACT_NOTE:
  case EBB_ACT_PATIENT_VIEW:
    return TRUE;
  case EBB_ACT_SYMPTOM:
    return state->unwell;
  case EBB_ACT_REPEAT_SET:
    return state->repeat_set;
  case EBB_ACT_SKIP_SET:
    return state->skip_set;
  case EBB_ACT_REPOSITION:
    return state->reposition;
  case EBB_ACT_UNWELL:
    return state->unwell;
  case EBB_ACT_NOT_YET:
    return state->not_yet;
  case EBB_ACT_INFLATE:
    return state->inflate;
  case EBB_ACT_HERE:
    return state->here;
  case EBB_ACT_NONE:
  default:
    return FALSE;
  }
}

/* +10, unwell and the rest have no key of their own: what raises or ends is done on purpose.  O
 * opens what stands under More…, where arrows and Enter go on.  I inflates only where the page asks
 * for that very answer. */
EbbLiveAct
ebb_live_act_of_key (guint keyval)
{
  switch (gdk_keyval_to_lower (keyval)) {
  case GDK_KEY_space:
  case GDK_KEY_KP_Space:
    return EBB_ACT_COUNT;
  case GDK_KEY_u:
    return EBB_ACT_UNDO;
  case GDK_KEY_p:
    return EBB_ACT_PAUSE;
  case GDK_KEY_e:
    return EBB_ACT_END_SET;
  case GDK_KEY_minus:
  case GDK_KEY_KP_Subtract:
    return EBB_ACT_MINUS;
  case GDK_KEY_m:
    return EBB_ACT_MARK;
  case GDK_KEY_o:
    return EBB_ACT_MORE;
  case GDK_KEY_n:
    return EBB_ACT_NOT_YET;
  case GDK_KEY_i:
    return EBB_ACT_INFLATE;
  case GDK_KEY_h:
    return EBB_ACT_HERE;
  default:
    return EBB_ACT_NONE;
  }
}
