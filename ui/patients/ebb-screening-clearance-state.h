/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A physician's clearance as pure functions: what was typed goes in, what is wrong with it and the
 * record to store come out.
 */
#pragma once

#include "ebb-screening.h"

/* EbbScreeningReason that wait for a physician, of whatever limb; borrowed from `judgement`. */
GPtrArray *ebb_clearance_reasons (const EbbScreeningJudgement *judgement);

typedef struct {
  char *physician_error, *date_error, *scope_error, *limit_error; /* owned; NULL = fine */
  char *date_read;                                                /* owned: how the date was read */
  EbbClearance *record; /* owned: to be stored; NULL while something is wrong */
} EbbClearanceState;

typedef struct {
  const char *physician, *cleared_on, *max_percent, *note; /* as typed; NULL = nothing */
  const char *scope;                                       /* ids, blanks between; "" = none */
  gboolean intermittent;
  gboolean month_first;
  gint64 now_unix_us;
} EbbClearanceTyped;

void ebb_clearance_judge (const EbbClearanceTyped *typed, const EbbScreening *screening,
                          EbbClearanceState *state);
void ebb_clearance_state_clear (EbbClearanceState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EbbClearanceState, ebb_clearance_state_clear)
