/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A protocol looked at: its time line, the time under pressure that comes of it, and whether a limb
 * has that much.  Pure.  Limits: ebb-occlusion-clock.h, clinic decision 3.3 (warned of from 80 %).
 */
#pragma once

#include "ebb-plan.h"

typedef enum {
  EBB_FIT_NOT_DONE, /* the exercise is not done with a cuff there */
  EBB_FIT_FINE,
  EBB_FIT_CLOSE, /* from 80 % of the limit on */
  EBB_FIT_OVER,  /* cannot be started */
} EbbFit;

typedef struct {
  EbbPlan plan; /* its pressures stand for tight or not */
  gint64 inflated_ms, total_ms, continuous_ms;
  gboolean open_ended;  /* with a set to failure: at most that much */
  EbbFit arm, leg;      /* leg: thigh and calf */
  gboolean own_is_over; /* above the protocol's own limit */
  gint64 limit_ms;      /* the smallest of the limbs that are passed; 0 = none is */
} EbbProtocolView;

/* `exercise` NULL = not known: judged for an arm and a leg. */
void ebb_protocol_view_make (const EbbProtocol *protocol, const EbbExercise *exercise,
                             EbbProtocolView *view);

/* "Cuff tight for 6:30 of 6:30".  Free them, as all below. */
char *ebb_protocol_view_time_text (const EbbProtocolView *view);
/* "Arm: fits, 6:30 of at most 15 min"; NULL where it is not done there. */
char *ebb_protocol_view_fit_text (const EbbProtocolView *view, gboolean arm);
/* "longer than this protocol's own limit, 10 min"; NULL = it is not. */
char *ebb_protocol_view_own_text (const EbbProtocolView *view, const EbbProtocol *protocol);
/* The picture in words for a screen reader. */
char *ebb_protocol_view_spoken (const EbbProtocolView *view);
