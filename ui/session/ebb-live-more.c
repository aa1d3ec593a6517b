/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-live-more.h"

#include <glib/gi18n-lib.h>

static const struct {
  EbbLiveAct act;
  const char *text;
} entries[EBB_LIVE_MORE_MAX] = {
  { EBB_ACT_MARK, N_ ("Marker") },
  { EBB_ACT_NOTE, N_ ("Note…") },
  { EBB_ACT_SYMPTOM, N_ ("Symptom…") },
  { EBB_ACT_REPEAT_SET, N_ ("Repeat set") },
  { EBB_ACT_SKIP_SET, N_ ("Skip next set…") },
  { EBB_ACT_REPOSITION, N_ ("Reposition cuff") },
  { EBB_ACT_PATIENT_VIEW, N_ ("Patient view") },
};

guint
ebb_live_more_list (const EbbLiveControlsState *state, EbbLiveAct acts[EBB_LIVE_MORE_MAX])
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (ebb_live_act_is_possible (entries[i].act, state))
      acts[n++] = entries[i].act;
  return n;
}

const char *
ebb_live_more_text (EbbLiveAct act)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    if (entries[i].act == act)
      return _ (entries[i].text);
  return "";
}
