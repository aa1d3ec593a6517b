/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pressure in percent of LOP is given only of a value that holds today (ebb-lop-lock).  The lock
 * stands here and not in a page; what was passed with a reason stands in the record.
 */
#include "ebb-day.h"
#include "ebb-lop-lock.h"
#include "ebb-session-private.h"

#include <glib/gi18n-lib.h>

static gboolean
rests_on_lop (const EbbSessionBout *bout)
{
  return bout->prescription.method == EBB_METHOD_PERCENT_LOP
         || bout->protocol->training == EBB_TRAINING_PRECONDITIONING;
}

static EbbLopUse
make_use (EbbSession *self, const EbbSessionBout *bout)
{
  EbbCuffView cuff;

  ebb_cuff_get_view (self->cuff, &cuff);
  return (EbbLopUse){ .segment = bout->prescription.segment,
                      .side = bout->prescription.side,
                      .posture = bout->exercise->posture,
                      .cuff_width_cm = bout->cuff_width_cm,
                      .systolic = CUFF_PRESSURE_UNSET,
                      .simulated = cuff.simulated,
                      .now_unix_us = ebb_clock_wall_unix_us () };
}

static int
error_of (EbbLopLock lock)
{
  switch (lock) {
  case EBB_LOP_LOCK_ASKS:
    return EBB_SESSION_ERROR_LOP_REASON;
  case EBB_LOP_LOCK_CHANGED:
    return EBB_SESSION_ERROR_LOP_CHANGED;
  default:
    return EBB_SESSION_ERROR_LOP;
  }
}

static char *
excuse_text (const char *issues, const char *reason)
{
  /* Translators: in the record: what asked for a new measurement, and why it was not made. */
  return g_strdup_printf (_ ("%s Reason given: %s"), issues, reason);
}

/* One reason serves for all bouts on the limb in this session. */
gboolean
ebb_session_apply_lop (EbbSession *self, const EbbBoutOptions *options, EbbSessionBout *bout,
                       GError **error)
{
  EbbSessionLimb *limb = &g_array_index (self->limbs, EbbSessionLimb, bout->limb);
  EbbLopFacts facts = options->lop != NULL ? *options->lop : (EbbLopFacts){ 0 };
  EbbLopUse use = make_use (self, bout);
  g_autofree char *text = NULL;
  EbbLopLock lock;

  if (!rests_on_lop (bout))
    return TRUE;
  if (facts.reason == NULL)
    facts.reason = limb->lop_reason;
  lock = ebb_lop_lock_judge (&facts, &use, bout->prescription.lop, &text);
#ifdef EBB_BREAK_LOP_LOCK /* negative control: tests/negative */
  lock = EBB_LOP_LOCK_OPEN;
#endif
  if (lock != EBB_LOP_LOCK_OPEN && lock != EBB_LOP_LOCK_EXCUSED) {
    g_set_error_literal (error, EBB_SESSION_ERROR, error_of (lock), text);
    return FALSE;
  }
  const EbbLopRecord *record = ebb_lop_lock_choose (facts.lops, &use);
  bout->lop_simulated = record != NULL && record->simulated;
  bout->lop_measured_unix_us = record != NULL ? record->measured_unix_us : 0;
  bout->lop_systolic = record != NULL ? record->systolic : CUFF_PRESSURE_UNSET;
  gboolean is_new = limb->lop_reason == NULL;
  if (is_new && facts.reason != NULL && *facts.reason != '\0')
    limb->lop_reason = g_strdup (facts.reason); /* the door may ask for it too */
  if (is_new && lock == EBB_LOP_LOCK_EXCUSED) {
    bout->lop_text = excuse_text (text, facts.reason);
  }
  return TRUE;
}

/* A yes to a question of the door; what was measured today knows of it. */
static gboolean
is_new (const EbbSession *self, const EbbDoor *answers, const char *question)
{
  const EbbDoorAnswer *answer = ebb_door_find (answers, question);
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());

  return answer != NULL && answer->value > 0
         && self->bout.lop_measured_unix_us < today.from_unix_us;
}

static CuffPressure
systolic_of (EbbSession *self, const EbbDoor *answers)
{
  const EbbDoorQuestion question = { .list = self->check_list, .screening = self->screening };
  EbbBloodPressure pressure;

  return ebb_door_pressure (answers, &question, &pressure) ? CUFF_MMHG (pressure.systolic_mmhg)
                                                           : CUFF_PRESSURE_UNSET;
}

/* Only what the door can tell: the rest was judged when the bout was made. */
static GPtrArray *
judge_today (EbbSession *self, const EbbDoor *answers)
{
  const EbbSessionBout *bout = &self->bout;
  EbbLopUse use = make_use (self, bout);
  const EbbLopRecord record = { .segment = use.segment,
                                .side = use.side,
                                .posture = use.posture,
                                .simulated = use.simulated,
                                .lop = bout->prescription.lop,
                                .systolic = bout->lop_systolic,
                                .measured_unix_us = use.now_unix_us };

  use.swelling = is_new (self, answers, "swelling");
  use.more_discomfort = is_new (self, answers, "hurts-more");
  use.systolic = systolic_of (self, answers);
  return ebb_lop_validity_check (&record, &use);
}

/* Clinic 3.7: new swelling is a hard reason; a systolic pressure that has changed and much more
 * pain at the same pressure are passed with a reason. */
char *
ebb_session_lop_today (EbbSession *self, const EbbDoor *answers)
{
  EbbSessionLimb *limb = ebb_session_limb (self);
  g_autoptr (GPtrArray) issues = NULL;
  g_autofree char *text = NULL;

  if (!rests_on_lop (&self->bout))
    return NULL;
  issues = judge_today (self, answers);
  if (issues->len == 0)
    return NULL;
  text = ebb_lop_issues_to_text (issues, FALSE);
  if (!ebb_lop_validity_is_void (issues) && limb->lop_reason != NULL) {
    g_free (self->bout.lop_text);
    self->bout.lop_text = excuse_text (text, limb->lop_reason);
    return NULL;
  }
  self->lop_doubt = !ebb_lop_validity_is_void (issues);
  return g_steal_pointer (&text);
}

void
ebb_session_note_lop (EbbSession *self)
{
  g_autofree char *text = g_steal_pointer (&self->bout.lop_text);

  if (text != NULL)
    ebb_session_post_event (self, "lop-override", CUFF_PRESSURE_UNSET, text);
}

const char *
ebb_session_lop_in_the_way (EbbSession *self, gboolean simulated)
{
  if (!self->bout.lop_simulated || simulated)
    return NULL;
  return _ ("The LOP of this prescription was found on the simulated cuff. Measure it on this "
            "limb.");
}
