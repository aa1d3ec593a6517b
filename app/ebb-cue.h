/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which sound leads the patient now: a pure judge of two looks at the same session, one after the
 * other.  Each part of a set is heard once, when it begins; a cue that comes late is worse than
 * none, so that it is dropped.  Who lies still hears nothing of contracting.
 */
#pragma once

#include "ebb-session.h"

typedef enum {
  EBB_CUE_NONE,
  EBB_CUE_CONTRACT, /* also: the set by the clock begins, or goes on */
  EBB_CUE_HOLD,
  EBB_CUE_RELAX,
  EBB_CUE_REST_ENDING, /* the set begins in 3 s */
  EBB_CUE_INFLATES,    /* the cuff inflates again, 5 s ahead (clinic decision 3.12) */
  EBB_CUE_COUNT,
} EbbCue;

#define EBB_CUE_LATE_MS  300
#define EBB_CUE_AHEAD_MS 3000

/* One look at a session, and when it was. */
typedef struct {
  EbbSessionView view;
  gint64 at_us; /* on the session's clock; EBB_TIME_UNSET = there was none */
} EbbCueLook;

EbbCue ebb_cue_between (const EbbPlan *plan, const EbbCueLook *before, const EbbCueLook *now);
