/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The checks before a session lock the cuff here, not in a page: what was answered decides whether
 * a bout may begin, and a stop sign that is reported is acted on at once.
 */
#include "ebb-db-door.h"
#include "ebb-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The side that a puff has shown stands for the right cuff, hose and side. */
#define CUFF_RIGHT "cuff-right"

static double
share_of (const EbbTarget *target)
{
  return target->percent_lop > 0 ? target->percent_lop : NAN;
}

static EbbDoorQuestion
make_question (EbbSession *self)
{
  const EbbSessionBout *bout = &self->bout;

  return (EbbDoorQuestion){ .list = self->check_list,
                            .screening = self->screening,
                            .limb =
                                ebb_limb_of (bout->prescription.segment, bout->prescription.side),
                            .percent_lop = share_of (&bout->target),
                            .intermittent = bout->protocol->pattern == EBB_PATTERN_INTERMITTENT,
                            .needed = self->checks_needed };
}

/* --- The highest step ----------------------------------------------------------------------- */

/* Of the door: below the plan's own highest, never below what is given. */
static CuffPressure
door_most (EbbSession *self)
{
  CuffPressure lop = self->bout.prescription.lop;

#ifdef EBB_BREAK_DOOR_MOST /* negative control: tests/negative */
  return CUFF_PRESSURE_UNSET;
#endif
  if (!(self->door_percent > 0) || !cuff_pressure_is_set (lop))
    return CUFF_PRESSURE_UNSET;
  return (CuffPressure) (self->door_percent * lop / 100.0 + 1e-6);
}

void
ebb_session_door_bound (EbbSession *self)
{
  EbbPlan *plan = &self->machine.plan;
  CuffPressure most = door_most (self);

  plan->target_max = self->bout.planned_max;
  if (cuff_pressure_is_set (most))
    plan->target_max = MIN (plan->target_max, MAX (most, plan->target));
}

/* The controller's own cap follows, as long as nothing is tight. */
static void
take_percent (EbbSession *self, double percent)
{
  gboolean changed = self->door_percent != percent;

  self->door_percent = percent;
  ebb_session_door_bound (self);
  if (changed && self->attached && self->machine.phase == EBB_PHASE_SELF_CHECK)
    ebb_session_configure (self);
}

/* What was answered, after the first blood pressures that a page was left with today. */
static void
all_answers (EbbSession *self, gboolean of_page, EbbDoor *all)
{
  g_auto (EbbDoor) said = { 0 };

  ebb_door_add (&said, &self->door);
  if (of_page)
    ebb_door_add (&said, &self->answers);
#ifndef EBB_BREAK_DOOR_RECALL /* negative control: tests/negative */
  ebb_door_recall (all, self->screening, &said, &self->door_opened);
#endif
  ebb_door_add (all, &said);
}

/* --- The lock ------------------------------------------------------------------------------- */

/* Whether the answer which cuff moved is all that is still wanted. */
static gboolean
wants_side_only (EbbSession *self, const EbbDoorQuestion *question, EbbDoor *all)
{
  gboolean doubt = self->lop_doubt;
  g_auto (EbbDoorJudgement) judgement = { 0 };
  g_autofree char *lop = NULL;

  ebb_door_take (all, CUFF_RIGHT, 1, NAN, NULL);
  ebb_door_judge (all, question, &judgement);
  lop = ebb_session_lop_today (self, all);
  self->lop_doubt = doubt;
  return judgement.text == NULL && lop == NULL && self->door_refused == NULL;
}

void
ebb_session_door_refresh (EbbSession *self)
{
  gboolean shown = self->puff == EBB_PUFF_CONFIRMED || !self->bout.ask_side;
  const EbbDoorQuestion question = make_question (self);
  g_auto (EbbDoorJudgement) judgement = { 0 };
  g_auto (EbbDoor) all = { 0 };

  g_clear_pointer (&self->door_text, g_free);
  self->lop_doubt = FALSE;
  if (self->check_list == NULL)
    return;
  all_answers (self, TRUE, &all);
  if (shown)
    ebb_door_take (&all, CUFF_RIGHT, 1, NAN, NULL);
  self->door_lock = ebb_door_judge (&all, &question, &judgement);
  self->door_text = g_steal_pointer (&judgement.text);
  if (self->door_lock < EBB_DOOR_NOT_TODAY && self->door_refused != NULL) {
    self->door_lock = EBB_DOOR_NOT_TODAY;
    g_free (self->door_text);
    self->door_text = g_strdup (self->door_refused);
  }
  if (self->door_text == NULL)
    self->door_text = ebb_session_lop_today (self, &all);
  take_percent (self, judgement.max_percent_lop);
  self->door_side_only = !shown && wants_side_only (self, &question, &all);
#ifdef EBB_BREAK_DOOR /* negative control: tests/negative */
  g_clear_pointer (&self->door_text, g_free);
#endif
}

/* --- What is recorded ----------------------------------------------------------------------- */

static gboolean
refusal_job_run (EbbDb *db, gpointer data, GError **error)
{
  return ebb_db_put_door_refusal (db, data, error);
}

/* The patient's, whether there will be a session row or not. */
static void
post_refusal (EbbSession *self, const EbbDoorRefusal *found)
{
  EbbDoorRefusal *refusal = ebb_door_refusal_copy (found);

  refusal->patient_id = g_strdup (self->patient_id);
  refusal->operator_name = g_strdup (self->operator_name);
  refusal->refused_unix_us = ebb_clock_wall_unix_us ();
  ebb_session_post (self, refusal_job_run, refusal, (GDestroyNotify) ebb_door_refusal_free);
}

/* What was recorded stays: another answer afterwards opens nothing. */
static void
keep_refusals (EbbSession *self, const char *kind)
{
  const EbbDoorQuestion question = make_question (self);
  g_autoptr (GPtrArray) found = NULL;
  g_auto (EbbDoor) all = { 0 };

  if (self->check_list == NULL)
    return;
  all_answers (self, FALSE, &all);
  found = ebb_door_refusals (&all, &question);
  for (guint i = 0; i < found->len; i++) {
    const EbbDoorRefusal *refusal = g_ptr_array_index (found, i);
    g_autofree char *said = ebb_door_refusal_to_text (refusal);

    if (g_strcmp0 (refusal->answer, kind) != 0)
      continue;
    post_refusal (self, refusal);
    g_free (self->door_refused);
    self->door_refused = g_strdup_printf (_ ("No cuff today: %s. It stands in the record."), said);
  }
}

void
ebb_session_door_take (EbbSession *self, gint64 t_us, const char *kind, double value, double second,
                       const char *text)
{
  ebb_door_take_at (&self->door, t_us, kind, value, second, text);
  keep_refusals (self, kind);
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
