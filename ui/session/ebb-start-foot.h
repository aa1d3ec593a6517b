/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The foot of the pages before a bout: what stands in the way, and what is pressed next, always in
 * the same place and never scrolled away.  First the short puff, then which cuff moved, then the
 * held start; when nothing else is in the way, the held start itself says which cuff moved, with
 * the limb's name on it.
 *
 * Signals: "puff", "side" (boolean: the right one moved), "zero" (by hand: the gauge reads 0),
 * "held", "change".
 */
#pragma once

#include "ebb-session.h"

#include <gtk/gtk.h>

/* What is pressed next. */
typedef enum {
  EBB_START_PUFF,
  EBB_START_SIDE,      /* which cuff moved; a start has still something else in its way */
  EBB_START_SIDE_HOLD, /* the same, said by the held start */
  EBB_START_ZERO,      /* by hand: that the gauge reads 0 */
  EBB_START_HOLD,
} EbbStartStep;

/* Pure.  `view` NULL: no session yet.  `own_why`: what the page itself has against a start, NULL =
 * nothing. */
EbbStartStep ebb_start_step_of (const EbbSessionView *view, const EbbCuffView *cuff,
                                const char *own_why);

/* Whether a puff may be made now.  Pure. */
gboolean ebb_start_may_puff (const EbbSessionView *view);

typedef struct {
  EbbStartStep step;
  const char *limb;    /* "LEFT THIGH" */
  const char *line;    /* to read back; NULL = none */
  const char *why;     /* what stands in the way; NULL = nothing */
  const char *missing; /* what was not asked; NULL = nothing */
  gboolean by_hand, may_puff, may_hold;
} EbbStartFootState;

#define EBB_TYPE_START_FOOT (ebb_start_foot_get_type ())
G_DECLARE_FINAL_TYPE (EbbStartFoot, ebb_start_foot, EBB, START_FOOT, GtkWidget)

/* `change`: whether "Change…" is offered. */
GtkWidget *ebb_start_foot_new (gboolean change);
void ebb_start_foot_show (EbbStartFoot *foot, const EbbStartFootState *state);
/* What was shown when something was pressed. */
EbbStartStep ebb_start_foot_get_step (EbbStartFoot *foot);
/* The start that was held was refused: it may be held anew. */
void ebb_start_foot_reset (EbbStartFoot *foot);
