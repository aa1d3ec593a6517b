/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bout that goes on where the one before it was stopped by a person: a cuff to be refitted
 * (clinic 3.10) or a stop (3.14).  It is a bout of its own with the normal start, linked to the one
 * before.  What the therapist had changed there stands: sets, load, pace and steps of the target.
 */
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* So little of a set by the clock is not begun again. */
#define WORTH_US CUFF_SECONDS (5)

void
ebb_session_before_clear (EbbSessionBefore *before)
{
  g_free (before->id);
  g_free (before->protocol_id);
  *before = (EbbSessionBefore){ 0 };
}

/* The bout has ended, proven deflated. */
void
ebb_session_keep_bout (EbbSession *self)
{
  ebb_session_before_clear (&self->before);
  self->before = (EbbSessionBefore){
    .id = g_strdup (self->bout.id),
    .protocol_id = g_strdup (self->bout.protocol->id),
    .machine = self->machine,
    .limb = self->bout.limb,
    .n_asked = self->bout.n_sets > 0 ? self->bout.n_sets : self->bout.protocol->n_sets,
    .moved = ebb_session_limb (self)->moved,
    .load_kg = self->bout.load_kg,
    .self_paced = self->bout.self_paced,
  };
}

/* --- Where it stood ---------------------------------------------------------------------- */

static gboolean
was_cut (const EbbMachine *machine)
{
  return machine->set >= machine->first_set && g_str_equal (machine->set_end_reason, "stopped");
}

/* Of the set that was cut; FALSE when nothing worth the while is left of it. */
static gboolean
what_is_left (const EbbMachine *machine, EbbSetPlan *left)
{
  *left = machine->plan.sets[machine->set - 1];
  if (left->kind == EBB_SET_TIMED) {
    gint64 left_us = CUFF_SECONDS (left->duration_s) - machine->worked_us;
    if (machine->plan.cycle.n_steps > 0)
      return TRUE; /* steps of pressure begin anew */
    left->duration_s = (guint) ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
    return left_us >= WORTH_US;
  }
  if (machine->reps >= left->reps_max)
    return FALSE;
  left->reps_max -= machine->reps;
  left->reps_min = MIN (MAX (left->reps_min, machine->reps + 1) - machine->reps, left->reps_max);
  return TRUE;
}

/* 0 = nothing is left. */
static guint
next_set (const EbbMachine *machine)
{
  EbbSetPlan left;
  guint set = machine->set + 1;
  if (was_cut (machine) && what_is_left (machine, &left))
    set = machine->set;
  return set <= machine->plan.n_sets ? set : 0;
}

static const char *
why_not (EbbSession *self)
{
  const EbbMachine *machine = &self->before.machine;
  if (self->before.id == NULL)
    return _ ("No exercise was stopped that could go on.");
  if (machine->end_state == EBB_STATE_STOPPED_BY_SAFETY)
    return _ ("The cuff was deflated for safety: this exercise does not go on.");
  if (machine->end_state != EBB_STATE_STOPPED_BY_USER)
    return _ ("Only an exercise that a person stopped can go on.");
  return next_set (machine) > 0 ? NULL : _ ("All sets of this exercise were done.");
}

void
ebb_session_view_continue (EbbSession *self, EbbSessionView *view)
{
  const EbbMachine *machine = &self->before.machine;
  gboolean between = self->machine.phase == EBB_PHASE_REMOVE_CUFF
                     || (self->machine.phase == EBB_PHASE_SELF_CHECK && !self->bout.stored);
  view->repositioning = self->repositioning;
  if (!between || self->closed || self->unwell || why_not (self) != NULL)
    return;
  view->can_continue = TRUE;
  view->continue_set = next_set (machine);
  view->continue_of = machine->plan.n_sets;
  view->continue_cut = was_cut (machine) && view->continue_set == machine->set;
  if (view->continue_cut)
    what_is_left (machine, &view->continue_left);
}

/* --- The next bout ----------------------------------------------------------------------- */

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_CONTINUE, text);
  return FALSE;
}

gboolean
ebb_session_take_over (EbbSession *self, const EbbContinue *continues, EbbSessionBout *bout,
                       GError **error)
{
  const EbbSessionBefore *before = &self->before;
  const char *why = why_not (self);
#ifdef EBB_BREAK_CONTINUE /* negative control: tests/negative */
  if (before->machine.end_state == EBB_STATE_STOPPED_BY_SAFETY)
    why = NULL;
#endif
  if (why != NULL)
    return fail (error, why);
  if (bout->limb != before->limb || !g_str_equal (bout->protocol->id, before->protocol_id))
    return fail (error, _ ("Another limb or protocol is an exercise of its own."));
  if (continues->set < next_set (&before->machine) || continues->set > before->machine.plan.n_sets)
    return fail (error, _ ("That set is done, or the exercise has no such set."));
  bout->continues_id = g_strdup (before->id);
  bout->first_set = continues->set;
  bout->what_left =
      continues->what_left && was_cut (&before->machine) && continues->set == before->machine.set;
  bout->refitted = continues->refitted || continues->moved;
  bout->load_kg = before->load_kg;
  bout->self_paced = before->self_paced;
  /* "At the same place" is where it lay last, which may be another one already. */
  g_array_index (self->limbs, EbbSessionLimb, bout->limb).moved = before->moved || continues->moved;
  return TRUE;
}

/* As it stood, unless the visit was shortened since; sets that were repeated stay. */
static guint
sets_of (EbbSession *self, const EbbSessionBout *bout, guint asked)
{
  const EbbSessionBefore *before = &self->before;
  const EbbToday *today = ebb_session_get_today (self);
  const EbbTodayPart *part = today != NULL ? ebb_today_find (today, bout->prescription_id) : NULL;
  guint stood = before->machine.plan.n_sets;
  guint repeated = stood > before->n_asked ? stood - before->n_asked : 0;
  if (part != NULL && part->n_sets > 0)
    asked = MIN (asked, part->n_sets);
  return MAX (MIN (stood, asked + repeated), bout->first_set);
}

void
ebb_session_shape_plan (EbbSession *self, const EbbSessionBout *bout, EbbPlan *plan)
{
  const EbbPlan *before = &self->before.machine.plan;
  if (bout->continues_id == NULL)
    return;
  plan->n_sets = sets_of (self, bout, plan->n_sets);
  for (guint i = 0; i < plan->n_sets; i++)
    plan->sets[i] = before->sets[i];
  if (bout->what_left)
    what_is_left (&self->before.machine, &plan->sets[bout->first_set - 1]);
}

EbbPlan
ebb_session_plan_left (const EbbSessionBout *bout, const EbbPlan *plan)
{
  EbbPlan left = *plan;
  guint done = bout->continues_id != NULL ? bout->first_set - 1 : 0;
  left.n_sets = plan->n_sets - done;
  for (guint i = 0; i < left.n_sets; i++)
    left.sets[i] = plan->sets[done + i];
  return left;
}

/* An LOP is one of its place on the limb.  Elsewhere it is unknown: no percent of it, and for other
 * pressures the strict rules of an unknown LOP. */
gboolean
ebb_session_check_place (const EbbSessionLimb *limb, EbbSessionBout *bout, GError **error)
{
  EbbPrescription *prescription = &bout->prescription;
  gboolean rests_on_lop = prescription->method == EBB_METHOD_PERCENT_LOP
                          || bout->protocol->training == EBB_TRAINING_PRECONDITIONING;
#ifdef EBB_BREAK_CONTINUE
  return TRUE;
#endif
  if (!limb->moved)
    return TRUE;
  if (rests_on_lop) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_LOP,
                 _ ("The cuff lies at another place: the LOP measured before does not hold there. "
                    "Put it back to the same place, or finish this session and measure the LOP "
                    "anew. Nothing was inflated."));
    return FALSE;
  }
  prescription->lop = CUFF_PRESSURE_UNSET;
  if (prescription->reason[0] == '\0')
    g_strlcpy (prescription->reason, _ ("Cuff refitted at another place"),
               sizeof prescription->reason);
  return TRUE;
}

void
ebb_session_begin_in_the_middle (EbbSession *self)
{
  if (self->bout.continues_id == NULL)
    return;
  ebb_machine_begin_at (&self->machine, self->bout.first_set);
  /* Steps stand, but none up above a target that was prescribed lower since. */
  CuffPressure stepped = self->before.machine.stepped, target = self->machine.plan.target;
  if (stepped <= target || target >= self->before.machine.plan.target)
    self->machine.stepped = stepped;
}

/* --- The record -------------------------------------------------------------------------- */

static void
note_target (EbbSession *self)
{
  CuffPressure target = ebb_machine_target (&self->machine);
  g_autofree char *pressure = NULL, *text = NULL;
  if (!cuff_pressure_is_set (self->machine.stepped))
    return;
  pressure = ebb_pressure_to_text (target);
  text = g_strdup_printf (_ ("Target as it stood before: %s"), pressure);
  ebb_session_record_event (self, EBB_EVENT_TARGET, 1, target, text); /* 1: the first channel */
}

/* Its rows were asked for just now. */
void
ebb_session_note_continue (EbbSession *self)
{
  const EbbSessionBout *bout = &self->bout;
  gboolean moved = ebb_session_limb (self)->moved;
  if (bout->continues_id == NULL)
    return;
  g_autofree char *text =
      bout->what_left ? g_strdup_printf (_ ("Goes on with what is left of set %u"), bout->first_set)
                      : g_strdup_printf (_ ("Goes on from set %u"), bout->first_set);
  ebb_session_record_event (self, "continued", (int) bout->first_set, CUFF_PRESSURE_UNSET, text);
  if (bout->refitted)
    ebb_session_record_event (self, moved ? "cuff-moved" : "cuff-refitted", 0, CUFF_PRESSURE_UNSET,
                              moved ? _ ("Cuff refitted at another place: LOP not known there")
                                    : _ ("Cuff refitted at the same place"));
  note_target (self);
}
