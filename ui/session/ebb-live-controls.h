/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a therapist does in a bout.  Stop is not among them: it is the window's, below everything.
 *
 * Signal: "act" (int EbbLiveAct).
 */
#pragma once

#include "ebb-live-state.h"

#include <gtk/gtk.h>

typedef enum {
  EBB_ACT_NONE,
  EBB_ACT_END_SET,
  EBB_ACT_MORE_REST,
  EBB_ACT_MINUS,
  EBB_ACT_PLUS,
  EBB_ACT_COUNT,
  EBB_ACT_UNDO,
  EBB_ACT_COUNT_DOWN, /* in a rest: the count of the set just ended */
  EBB_ACT_COUNT_UP,
  EBB_ACT_PAUSE, /* and resume */
  EBB_ACT_MORE,
  EBB_ACT_MARK,
  EBB_ACT_UNWELL,
  EBB_ACT_NOT_YET, /* answers to what the page asks in place */
  EBB_ACT_INFLATE,
  EBB_ACT_HERE,
  EBB_ACT_NOTE, /* under More… */
  EBB_ACT_SYMPTOM,
  EBB_ACT_REPEAT_SET,
  EBB_ACT_SKIP_SET,
  EBB_ACT_REPOSITION,
  EBB_ACT_PATIENT_VIEW,
} EbbLiveAct;

/* Whether the state allows it. */
gboolean ebb_live_act_is_possible (EbbLiveAct act, const EbbLiveControlsState *state);
/* The act of a key without modifiers (GDK_KEY_*); NONE = not one of ours. */
EbbLiveAct ebb_live_act_of_key (guint keyval);

#define EBB_TYPE_LIVE_CONTROLS (ebb_live_controls_get_type ())
G_DECLARE_FINAL_TYPE (EbbLiveControls, ebb_live_controls, EBB, LIVE_CONTROLS, GtkWidget)

GtkWidget *ebb_live_controls_new (void);
void ebb_live_controls_show (EbbLiveControls *controls, const EbbLiveControlsState *state);
