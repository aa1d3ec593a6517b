/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-visit.h"

#include "ebb-patient.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HOURS(n) ((n) *3600)

/* Soreness above this is watched: R5 steps back there too. */
#define SORENESS_WATCH 5

const EbbFirstSession ebb_first_session = {
  .percent_from = 40,
  .percent_step = 10,
  .percent_to = 60,
  .observe_min_s = 300,
  .observe_max_s = 600,
  .vitals_at_s = 300,
  .call_from_s = HOURS (24),
  .call_to_s = HOURS (72),
};

static gboolean
check_number (const char *field, double value, double min, double max, const char *unit,
              GError **error)
{
  g_autofree char *text = NULL, *allowed = NULL;

  if (isnan (value) || (value >= min && value <= max))
    return TRUE;

  text = g_strdup_printf ("%g", value);
  allowed = g_strdup_printf (_ ("%g to %g %s"), min, max, unit);
  return ebb_refuse (error, field, text, allowed);
}

gboolean
ebb_vitals_check (const EbbVitals *vitals, GError **error)
{
  g_autofree char *text = NULL;

  if (!check_number (_ ("systolic pressure"), vitals->systolic_mmhg, 50, 300, "mmHg", error)
      || !check_number (_ ("diastolic pressure"), vitals->diastolic_mmhg, 20, 200, "mmHg", error)
      || !check_number (_ ("heart rate"), vitals->heart_rate, 20, 250, "/min", error)
      || !check_number (_ ("pain"), vitals->pain, 0, 10, "", error))
    return FALSE;
  if (isnan (vitals->systolic_mmhg) && isnan (vitals->diastolic_mmhg))
    return TRUE;
  if (vitals->diastolic_mmhg < vitals->systolic_mmhg)
    return TRUE;

  text = g_strdup_printf ("%g/%g", vitals->systolic_mmhg, vitals->diastolic_mmhg);
  return ebb_refuse (error, _ ("blood pressure"), text,
                     _ ("systolic and diastolic, the systolic one higher"));
}

EbbRefill
ebb_refill_judge (double refill_s)
{
  if (isnan (refill_s))
    return EBB_REFILL_UNKNOWN;
  return refill_s > EBB_REFILL_MAX_S ? EBB_REFILL_SLOW : EBB_REFILL_FINE;
}

const char *
ebb_refill_to_text (EbbRefill refill)
{
  switch (refill) {
  case EBB_REFILL_FINE:
    return _ ("Colour comes back in time.");
  case EBB_REFILL_SLOW:
    return _ ("Too tight: lower by 10 mmHg and look again, or deflate.");
  case EBB_REFILL_UNKNOWN:
    break;
  }
  return _ ("Not looked at.");
}

gboolean
ebb_refill_check (double refill_s, GError **error)
{
  return check_number (_ ("capillary refill"), refill_s, 0, 20, "s", error);
}

void
ebb_visit_need_free (EbbVisitNeed *need)
{
  if (need == NULL)
    return;
  g_free (need->text);
  g_free (need);
}

EbbAfterCheck
ebb_after_check_unknown (void)
{
  return (EbbAfterCheck){
    .refill_s = NAN, .vitals = { NAN, NAN, NAN, NAN }, .vitals_after_s = NAN, .observed_s = NAN
  };
}

static void
need (GPtrArray *needs, gboolean wrong, char *text)
{
  EbbVisitNeed *row = g_new0 (EbbVisitNeed, 1);

  row->wrong = wrong;
  row->text = text;
  g_ptr_array_insert (needs, wrong ? 0 : -1, row);
}

static void
judge_seen (GPtrArray *needs, EbbSeen seen, const char *if_no, const char *if_unknown)
{
  if (seen == EBB_SEEN_NO)
    need (needs, TRUE, g_strdup (if_no));
  else if (seen == EBB_SEEN_UNKNOWN)
    need (needs, FALSE, g_strdup (if_unknown));
}

static void
judge_times (GPtrArray *needs, const EbbAfterCheck *check)
{
  gboolean pressure = !isnan (check->vitals.systolic_mmhg),
           rate = !isnan (check->vitals.heart_rate);

  if (!pressure || !rate || !(check->vitals_after_s >= ebb_first_session.vitals_at_s))
    need (needs, FALSE,
          g_strdup_printf (_ ("Take blood pressure and heart rate %d minutes after the release."),
                           ebb_first_session.vitals_at_s / 60));
  if (check->first_session && !(check->observed_s >= ebb_first_session.observe_min_s))
    need (needs, FALSE,
          g_strdup_printf (_ ("First session: stay with the patient for %d to %d minutes."),
                           ebb_first_session.observe_min_s / 60,
                           ebb_first_session.observe_max_s / 60));
}

GPtrArray *
ebb_after_check_judge (const EbbAfterCheck *check)
{
  GPtrArray *needs = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_visit_need_free);
  EbbRefill refill = ebb_refill_judge (check->refill_s);

  judge_seen (needs, check->steady,
              _ ("Dizzy on standing: lay flat, legs up, take blood pressure."),
              _ ("Ask about dizziness on standing."));
  judge_seen (needs, check->skin_whole, _ ("The skin is not as before: look, note it, report it."),
              _ ("Look at the skin under the cuff."));
  judge_seen (
      needs, check->colour_back,
      _ ("The colour has not come back: compare both limbs, feel the pulse, call for help."),
      _ ("Look whether the colour has come back."));
  if (refill == EBB_REFILL_SLOW)
    need (needs, TRUE, g_strdup (_ ("Refill takes above 3 s without the cuff: call for help.")));
  else if (refill == EBB_REFILL_UNKNOWN)
    need (needs, FALSE, g_strdup (_ ("Look at capillary refill.")));
  judge_seen (needs, check->cuff_off, _ ("The cuff is still on: take it off."),
              _ ("Take the cuff off."));
  judge_seen (needs, check->released, _ ("The cuff is not proven empty: it counts as tight."),
              _ ("Make sure that the cuff is empty: it counts as tight."));
  judge_times (needs, check);
  judge_seen (needs, check->advice_given, _ ("Say what is normal and when to call."),
              _ ("Say what is normal and when to call."));
  return needs;
}

guint
ebb_first_session_steps (double percent_prescribed, double percent[4])
{
  double last = MIN (percent_prescribed, ebb_first_session.percent_to);
  guint n = 0;

  if (!(percent_prescribed > 0))
    return 0;
  for (double step = ebb_first_session.percent_from; step < last && n < 3;
       step += ebb_first_session.percent_step)
    percent[n++] = step;
  percent[n++] = last;
  return n;
}

char **
ebb_first_session_lines (void)
{
  const char *const lines[] = {
    _ ("The familiarisation protocol is chosen."),
    _ ("Comfort steps: 40, 50, 60 % of LOP, each with the patient's OK."),
    _ ("No set to failure."),
    _ ("Each inflation waits for a tap."),
    _ ("Blood pressure and heart rate after 5 minutes."),
    _ ("Stay with the patient for 5 to 10 minutes."),
    _ ("No sport for 24 hours; what is normal, when to call: told and printed."),
    _ ("On the call list for the next days."),
    NULL,
  };

  return g_strdupv ((char **) lines);
}

gboolean
ebb_call_is_needed (gboolean first, CuffPressure target, CuffPressure target_before)
{
  return first
         || (cuff_pressure_is_set (target) && cuff_pressure_is_set (target_before)
             && target > target_before);
}

EbbCallState
ebb_call_state (gint64 ended_unix_us, gint64 now_unix_us)
{
  gint64 since_us = now_unix_us - ended_unix_us;

  if (since_us < ebb_first_session.call_from_s * G_TIME_SPAN_SECOND)
    return EBB_CALL_EARLY;
  return since_us <= ebb_first_session.call_to_s * G_TIME_SPAN_SECOND ? EBB_CALL_DUE
                                                                      : EBB_CALL_LATE;
}

const char *const *
ebb_call_questions (void)
{
  static const char *questions[4];

  questions[0] = _ ("How sore is the limb, 0 to 10?");
  questions[1] = _ ("Is one limb swollen, painful or numb, or has it changed colour?");
  questions[2] = _ ("Dark urine, extreme pain or weakness?");
  return questions;
}

const char *
ebb_call_outcome (const EbbFollowUp *follow_up)
{
  if (!follow_up->reached)
    return "not-reached";
  if (follow_up->one_sided || follow_up->dark_urine)
    return "doctor-today";
  return follow_up->soreness <= SORENESS_WATCH ? "fine" : "watch";
}

const char *
ebb_call_advice (const char *outcome)
{
  if (g_strcmp0 (outcome, "fine") == 0)
    return _ ("All is as expected. See you at the next visit.");
  if (g_strcmp0 (outcome, "watch") == 0)
    return _ ("Rest the limb and drink water; call again tomorrow. Step back at the next visit.");
  if (g_strcmp0 (outcome, "doctor-today") == 0)
    return _ ("See a doctor today, also at weekends. With chest pain, trouble breathing or "
              "fainting: the emergency number at once.");
  return _ ("Nobody was reached: try again.");
}

guint
ebb_billing_units (guint minutes)
{
  return minutes < 8 ? 0 : (minutes + 7) / 15;
}
