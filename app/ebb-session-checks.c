/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * May it begin?  What can be known without a cuff is an error of making a session or a bout; what
 * the cuff must show first is a sentence that says what to do about it.
 */
#include "ebb-preconditioning.h"
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

/* --- The patient ------------------------------------------------------------------------- */

static gboolean
fail_order (GError **error, char *text)
{
  g_set_error_literal (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_NO_ORDER, text);
  g_free (text);
  return FALSE;
}

/* A session needs a recorded order of a physician, as the source article asks, unless the clinic
 * has set that it does not.  Dates are YYYY-MM-DD, so that text order is date order. */
gboolean
ebb_session_check_order (const EbbSessionOptions *options, GError **error)
{
  const EbbOrder *order = options->order;
  gint64 unix_us = ebb_clock_wall_unix_us ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (unix_us / G_USEC_PER_SEC);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  gboolean others = order != NULL && g_strcmp0 (order->patient_id, options->patient_id) != 0;
  if (options->screening != NULL && !options->screening->settings.order_required && !others
      && options->episode_id != NULL)
    return TRUE;
  if (order == NULL || g_strcmp0 (order->patient_id, options->patient_id) != 0)
    return fail_order (error, g_strdup (_ ("This patient has no recorded order of a physician. "
                                           "Record it first (physician and date); nothing was "
                                           "inflated.")));
  if (g_strcmp0 (order->ordered_on, today) > 0)
    return fail_order (error, g_strdup_printf (_ ("The physician's order (%s) is dated %s, which "
                                                  "is still to come. Nothing was inflated."),
                                               order->physician, order->ordered_on));
  if (order->valid_until != NULL && g_strcmp0 (order->valid_until, today) < 0)
    return fail_order (error,
                       g_strdup_printf (_ ("The physician's order of %s (%s) was valid until %s "
                                           "only. Record a new one; nothing was inflated."),
                                        order->ordered_on, order->physician, order->valid_until));
  return TRUE;
}

/* --- The limb ---------------------------------------------------------------------------- */

EbbSessionLimb *
ebb_session_limb (EbbSession *self)
{
  return &g_array_index (self->limbs, EbbSessionLimb, self->bout.limb);
}

/* A limb that this session has trained is known from the session itself; another one brings its
 * history along. */
static guint
find_limb (EbbSession *self, const EbbBoutOptions *options)
{
  const EbbPrescription *prescription = &options->prescription;
  const EbbLimbHistory *history = options->history;
  for (guint i = 0; i < self->limbs->len; i++) {
    EbbSessionLimb *limb = &g_array_index (self->limbs, EbbSessionLimb, i);
    if (limb->segment != prescription->segment || limb->side != prescription->side)
      continue;
    if (!limb->clock.above) /* so that its rest counts up to now */
      ebb_occlusion_clock_push (&limb->clock, ebb_clock_now_us (self->clock), 0);
    return i;
  }
  EbbSessionLimb limb = { .segment = prescription->segment, .side = prescription->side };
  ebb_occlusion_clock_init (&limb.clock, history ? history->day_us : 0);
  if (history != NULL) {
    limb.clock.continuous_us = history->continuous_us;
    limb.last_end = history->last_end;
    if (history->reperfusion_left_us > 0)
      limb.reperfusion_until_us = ebb_clock_now_us (self->clock) + history->reperfusion_left_us;
  }
  g_array_append_val (self->limbs, limb);
  return self->limbs->len - 1;
}

gint64
ebb_session_limb_rests_until (EbbSession *self, EbbSessionLimb *limb)
{
  gint64 now_us = ebb_clock_now_us (self->clock);
  gint64 left_us = ebb_occlusion_clock_reperfusion_left (&limb->clock, now_us);
  return MAX (limb->reperfusion_until_us, left_us > 0 ? now_us + left_us : 0);
}

/* Three minutes between bouts on the same limb (AIS); a reason may shorten them, but not after a
 * safety deflation. */
static gboolean
check_reperfusion (EbbSession *self, EbbSessionLimb *limb, const char *reason, GError **error)
{
  gint64 left_us = ebb_session_limb_rests_until (self, limb) - ebb_clock_now_us (self->clock);
  if (left_us <= 0)
    return TRUE;
  int left_s = (int) ((left_us + 999999) / 1000000);
  if (limb->last_end == EBB_STATE_STOPPED_BY_SAFETY) {
    g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_REPERFUSION,
                 _ ("Wait %d s more: this limb was deflated for safety and needs its 3 minutes of "
                    "blood flow. Nothing was inflated."),
                 left_s);
    return FALSE;
  }
  if (reason != NULL && reason[0] != '\0')
    return TRUE;
  g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_REPERFUSION,
               _ ("Wait %d s more, or give a reason: this limb needs 3 minutes of blood flow "
                  "between bouts. Nothing was inflated."),
               left_s);
  return FALSE;
}

/* Time already under pressure counts: a plan that would pass the limit does not start. */
static gboolean
check_time_left (const EbbSessionLimb *limb, const EbbSessionBout *bout, const EbbPlan *whole,
                 GError **error)
{
  const EbbPlan left = ebb_session_plan_left (bout, whole), *plan = &left;
  gint64 before_us = limb->clock.continuous_us;
  gint64 limit_us = ebb_occlusion_limit (plan->segment);
  gint64 needed_ms = ebb_plan_continuous_ms (plan, before_us / 1000) - before_us / 1000;
  if (before_us + needed_ms * 1000 <= limit_us)
    return TRUE;
  g_set_error (error, EBB_SESSION_ERROR, EBB_SESSION_ERROR_TIME,
               _ ("This limb was under pressure for %d s just now and the plan needs %d s; the "
                  "limit is %d s. Let it rest for a minute. Nothing was inflated."),
               (int) (before_us / 1000000), (int) (needed_ms / 1000), (int) (limit_us / 1000000));
  return FALSE;
}

/* --- The bout ---------------------------------------------------------------------------- */

static EbbExercise *
copy_exercise (const EbbExercise *exercise)
{
  EbbExercise *copy = g_new0 (EbbExercise, 1);
  *copy = *exercise;
  copy->id = g_strdup (exercise->id);
  copy->name = g_strdup (exercise->name);
  copy->set_up = g_strdup (exercise->set_up);
  return copy;
}

void
ebb_session_bout_clear (EbbSessionBout *bout)
{
  g_free (bout->id);
  g_free (bout->limb_id);
  g_free (bout->prescription_id);
  g_free (bout->cuff_name);
  g_free (bout->reperfusion_reason);
  g_free (bout->override_text);
  g_free (bout->limit_text);
  g_free (bout->lop_text);
  g_free (bout->continues_id);
  g_clear_pointer (&bout->protocol, ebb_protocol_free);
  g_clear_pointer (&bout->exercise, ebb_exercise_free);
  *bout = (EbbSessionBout){ 0 };
}

static gboolean
make_plan (EbbSession *self, EbbSessionBout *bout, EbbPlan *plan, GError **error)
{
  if (!ebb_training_resolve (&bout->rules, bout->protocol, &bout->prescription, &bout->target,
                             error)
      || !ebb_plan_make_by (&bout->rules, bout->protocol, bout->exercise, &bout->prescription,
                            &bout->target, bout->n_sets, plan, error))
    return FALSE;
  plan->self_paced = bout->self_paced;
  plan->load_kg = bout->load_kg;
  ebb_session_shape_plan (self, bout, plan);
  bout->planned_max = plan->target_max;
  return TRUE;
}

static void
copy_bout (EbbSessionBout *bout, const EbbBoutOptions *options)
{
  bout->id = g_uuid_string_random ();
  bout->limb_id = g_uuid_string_random ();
  bout->prescription_id = g_strdup (options->prescription_id);
  bout->cuff_name = g_strdup (options->cuff_name);
  bout->reperfusion_reason = g_strdup (options->reperfusion_reason);
  bout->exercise = copy_exercise (options->exercise);
  bout->prescription = options->prescription;
  bout->n_sets = options->n_sets;
  bout->load_kg = options->load_kg;
  bout->cuff_width_cm = options->cuff_width_cm;
  bout->hand_bulb = options->hand_bulb;
  bout->self_paced = options->self_paced;
  bout->ask_side = options->ask_side;
  bout->rules = options->rules;
}

gboolean
ebb_session_plan_bout (EbbSession *self, const EbbBoutOptions *options, EbbSessionBout *bout,
                       EbbPlan *plan, GError **error)
{
  copy_bout (bout, options);
  bout->protocol = ebb_protocol_parse (options->protocol->id, options->protocol->json, -1, error);
  if (bout->protocol == NULL)
    return FALSE;
  bout->limb = find_limb (self, options);
  if (options->continues != NULL && !ebb_session_take_over (self, options->continues, bout, error))
    return FALSE;
  EbbSessionLimb *limb = &g_array_index (self->limbs, EbbSessionLimb, bout->limb);
  return ebb_session_check_place (limb, bout, error)
         && ebb_session_apply_screening (self, bout, error)
         && ebb_session_apply_lop (self, options, bout, error)
         && check_reperfusion (self, limb, options->reperfusion_reason, error)
         && make_plan (self, bout, plan, error) && check_time_left (limb, bout, plan, error);
}

/* The controller's own cap may lower the target; then the plan is made again. */
gboolean
ebb_session_plan_again (EbbSession *self, CuffPressure device_limit)
{
  g_autoptr (GError) error = NULL;
  EbbPlan plan;
  self->bout.prescription.device_limit = device_limit;
  if (!make_plan (self, &self->bout, &plan, &error)) {
    ebb_session_set_problem (self, error->message);
    return FALSE;
  }
  ebb_session_plan_by_hand (self, &plan);
  self->machine.plan = plan;
  ebb_session_door_bound (self);
  return TRUE;
}

/* --- The cuff ---------------------------------------------------------------------------- */

/* By hand a person pumps, but the question is the same. */
static const char *
side_in_the_way (EbbSession *self)
{
  gboolean by_hand = ebb_session_is_by_hand (self);
  switch (self->puff) {
  case EBB_PUFF_RUNNING:
    return _ ("The short puff is still running.");
  case EBB_PUFF_WRONG:
    return by_hand ? _ ("Another cuff moved. Change the hoses, then pump briefly again.")
                   : _ ("Another cuff moved. Change the hoses, then make the short puff again.");
  case EBB_PUFF_CONFIRMED:
    return NULL;
  case EBB_PUFF_ASK:
    return self->bout.ask_side ? _ ("Say which cuff moved.") : NULL;
  case EBB_PUFF_FAILED:
    if (self->bout.ask_side && !by_hand)
      return _ ("The short puff was not felt. Look at cuff and hose, then make it again.");
    /* fallthrough */
  case EBB_PUFF_NONE:
  default:
    if (!self->bout.ask_side)
      return NULL;
    return by_hand ? _ ("Pump briefly, and say which cuff moved.")
                   : _ ("Make the short puff and say which cuff moved.");
  }
}

static const char *
no_cuff (const EbbCuffView *cuff)
{
  switch (cuff->state) {
  case EBB_CUFF_UNKNOWN:
    return _ ("Nothing is known of the cuff: treat it as inflated. When you see that it is soft "
              "and off, say so.");
  case EBB_CUFF_CONNECTING:
    return _ ("The cuff is being connected.");
  case EBB_CUFF_NONE:
    return cuff->problem != NULL ? cuff->problem
                                 : _ ("No cuff is connected. Look at cable and power.");
  case EBB_CUFF_CONNECTED:
  default:
    return NULL;
  }
}

static const char *
cuff_in_the_way (EbbSession *self)
{
  EbbCuffView cuff;
  ebb_cuff_get_view (self->cuff, &cuff);
  const char *none = no_cuff (&cuff);
  if (none != NULL)
    return none;
  for (int alarm = 1; alarm < CUFF_ALARM_COUNT; alarm++)
    if ((cuff.alarms & 1u << alarm) != 0)
      return cuff.manual ? ebb_alarm_to_text_by_hand ((CuffAlarm) alarm)
                         : ebb_alarm_to_text ((CuffAlarm) alarm);
  const char *lop = ebb_session_lop_in_the_way (self, cuff.simulated);
  if (lop != NULL)
    return lop;
  const char *by_hand = ebb_session_by_hand_in_the_way (self, &cuff);
  if (by_hand != NULL)
    return by_hand;
  if (!cuff.deflated)
    return _ ("The cuff is not shown to be empty. Wait a moment; if this stays, open the hose and "
              "let the air out.");
  if (!cuff.self_test_ok && !cuff.manual)
    return _ ("The controller has not passed its self-test. Switch it off and on again.");
  if (!cuff.zero_ok)
    return _ ("The cuff is not at zero yet. Wait until the air is out; if this stays, the sensors "
              "need service.");
  if (!self->limits_adopted)
    return _ ("The controller has not taken over the limits of this bout yet.");
  return NULL;
}

const char *
ebb_session_why_not (EbbSession *self, gboolean side_only)
{
  if (self->closed)
    return _ ("This session is over.");
  if (self->unwell)
    return _ ("The patient was unwell and trains no more today.");
  if (self->machine.phase == EBB_PHASE_REMOVE_CUFF)
    return ebb_session_limb_rests_until (self, ebb_session_limb (self))
                   > ebb_clock_now_us (self->clock)
               ? _ ("This limb rests for 3 minutes before its next bout.")
               : _ ("This bout is over. Choose the next one, or say that the cuff is off.");
  if (self->machine.phase != EBB_PHASE_SELF_CHECK)
    return _ ("A bout is under way.");
  if (self->door_text != NULL && self->door_lock >= EBB_DOOR_NOT_TODAY)
    return self->door_text; /* nothing else is worth the while then */
  const char *side = side_in_the_way (self);
  if (side != NULL || side_only)
    return side;
  if (self->door_text != NULL)
    return self->door_text;
  const char *host = ebb_session_host_in_the_way (self);
  return host != NULL ? host : cuff_in_the_way (self);
}

/* A held start may give the answer with it: then nothing else stands in the way. */
gboolean
ebb_session_waits_for_side (EbbSession *self)
{
  return !self->closed && !self->unwell && self->machine.phase == EBB_PHASE_SELF_CHECK
         && self->puff == EBB_PUFF_ASK && self->bout.ask_side
         && (self->door_text == NULL || self->door_side_only)
         && ebb_session_host_in_the_way (self) == NULL && cuff_in_the_way (self) == NULL;
}
