/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-cue.h"

/* A phase that was entered anew began at another moment, however alike it looks. */
static gboolean
is_same_phase (const EbbSessionView *a, const EbbSessionView *b)
{
#ifdef EBB_BREAK_CUE_ONCE
  return FALSE;
#endif
  return a->phase == b->phase && a->phase_since_us == b->phase_since_us && a->set == b->set
         && a->bout == b->bout;
}

static gboolean
is_late (gint64 due_us, gint64 at_us)
{
  return at_us - due_us > CUFF_MS (EBB_CUE_LATE_MS);
}

static EbbCue
cue_of_phase (const EbbPlan *plan, EbbPhase phase)
{
  switch (phase) {
  case EBB_PHASE_CONTRACT:
    return EBB_CUE_CONTRACT;
  case EBB_PHASE_HOLD:
    return EBB_CUE_HOLD;
  case EBB_PHASE_RELAX:
    return EBB_CUE_RELAX;
  case EBB_PHASE_WORK:
    return ebb_plan_starts_at_once (plan) ? EBB_CUE_NONE : EBB_CUE_CONTRACT;
  default:
    return EBB_CUE_NONE;
  }
}

/* A count-down leads into the set; a rest does where the cuff stays tight, all others end in an
 * inflation that is announced, or in a count-down. */
static gboolean
ends_in_a_set (const EbbPlan *plan, const EbbSessionView *view)
{
  return view->phase == EBB_PHASE_READY
         || (view->phase == EBB_PHASE_REST && plan->pattern == EBB_PATTERN_CONTINUOUS);
}

static gint64
rest_ending_us (const EbbSessionView *view)
{
  return view->phase_until_us - CUFF_MS (EBB_CUE_AHEAD_MS);
}

static gboolean
rest_is_ending (const EbbPlan *plan, const EbbCueLook *before, const EbbCueLook *now)
{
  gint64 due_us = rest_ending_us (&now->view);

  if (!ends_in_a_set (plan, &now->view) || due_us < now->view.phase_since_us || now->at_us < due_us
      || is_late (due_us, now->at_us))
    return FALSE;
  return !is_same_phase (&before->view, &now->view)
         || before->at_us < rest_ending_us (&before->view);
}

static gboolean
will_inflate (const EbbCueLook *before, const EbbCueLook *now)
{
  gint64 due_us =
      MAX (now->view.phase_until_us - CUFF_MS (EBB_ANNOUNCE_MS), now->view.phase_since_us);
  gboolean told = before->view.announced && is_same_phase (&before->view, &now->view);

  return now->view.announced && !told && !is_late (due_us, now->at_us);
}

EbbCue
ebb_cue_between (const EbbPlan *plan, const EbbCueLook *before, const EbbCueLook *now)
{
  EbbCue cue = cue_of_phase (plan, now->view.phase);

  if (before->at_us == EBB_TIME_UNSET)
    return EBB_CUE_NONE;
  if (cue != EBB_CUE_NONE) {
    gboolean begins = !is_same_phase (&before->view, &now->view);
    return begins && !is_late (now->view.phase_since_us, now->at_us) ? cue : EBB_CUE_NONE;
  }
  if (will_inflate (before, now))
    return EBB_CUE_INFLATES;
  return rest_is_ending (plan, before, now) ? EBB_CUE_REST_ENDING : EBB_CUE_NONE;
}
