/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes up: R1, R2, R4 and R6, in the order of R3.
 */
#include "ebb-progression-private.h"
#include "ebb-strength.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* As close as that is the same load, the same pressure. */
#define SAME_LOAD_KG 0.05
#define SAME_PERCENT 1.0

static gboolean
is_enabled (const EbbJudging *judging, EbbRule rule)
{
  return judging->list->rules[rule].enabled;
}

static gboolean
is_same (double a, double b, double within)
{
  return (isnan (a) && isnan (b)) || fabs (a - b) <= within;
}

static gboolean
has_todays_dose (const EbbJudging *judging, const EbbProgressSession *session)
{
  return is_same (session->load_kg, judging->history->load_kg, SAME_LOAD_KG)
         && is_same (session->percent_lop, judging->history->percent_lop, SAME_PERCENT);
}

/* The last sessions one after the other, all with what is ordered now: a step is not repeated
 * before it has been tried. */
static EbbWent
went_lately (const EbbJudging *judging, guint n_sessions)
{
  GArray *sessions = judging->history->sessions;
  gboolean unknown = FALSE;

  if (sessions->len < n_sessions)
    return EBB_WENT_BADLY;
  for (guint i = sessions->len - n_sessions; i < sessions->len; i++) {
    const EbbProgressSession *session = &g_array_index (sessions, EbbProgressSession, i);
    EbbWent went = ebb_progress_went (judging->list, session);

    if (went == EBB_WENT_BADLY || !has_todays_dose (judging, session))
      return EBB_WENT_BADLY;
    unknown = unknown || went == EBB_WENT_UNKNOWN;
  }
  return unknown ? EBB_WENT_UNKNOWN : EBB_WENT_WELL;
}

static void
looked_at_effort (EbbSuggestion *suggestion, const EbbProgressSession *session)
{
  ebb_suggestion_looked_at (suggestion, _ ("Session: %s"), session->date);
  if (!isnan (session->rpe))
    ebb_suggestion_looked_at (suggestion, _ ("Exertion: %g on the scale of 6 to 20"), session->rpe);
  else
    ebb_suggestion_looked_at_rating (suggestion, _ ("Exertion"), session->exertion);
  ebb_suggestion_looked_at_rating (suggestion, _ ("Limb pain"), session->pain);
}

static void
looked_at_sessions (EbbJudging *judging, EbbSuggestion *suggestion, guint n_sessions)
{
  GArray *sessions = judging->history->sessions;

  for (guint i = sessions->len - n_sessions; i < sessions->len; i++)
    looked_at_effort (suggestion, &g_array_index (sessions, EbbProgressSession, i));
}

static char *
went_well_reason (guint n_sessions)
{
  return g_strdup_printf (ngettext ("All sets were completed with little exertion and pain in the "
                                    "last session.",
                                    "All sets were completed with little exertion and pain in the "
                                    "last %u sessions.",
                                    n_sessions),
                          n_sessions);
}

/* A step of R2 or R3. */
static gboolean
add_scheme_step (EbbJudging *judging, EbbRule rule, EbbAdvance step, double from, double to,
                 char *text)
{
  guint n_sessions = judging->list->scheme.sessions;
  EbbSuggestion *suggestion =
      ebb_judging_add (judging, rule, step, from, to, text, went_well_reason (n_sessions));

  looked_at_sessions (judging, suggestion, n_sessions);
  return TRUE;
}

static gboolean
scheme_went_well (const EbbJudging *judging)
{
  return is_enabled (judging, EBB_RULE_SCHEME)
         && went_lately (judging, judging->list->scheme.sessions) == EBB_WENT_WELL;
}

/* R6: one more cycle a week. */
static gboolean
raise_cycles (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  int days = ebb_progress_days (history->cycles_date, history->today);
  guint to = MIN (history->cycles + judging->list->cycles.step, judging->list->cycles.cycles_max);
  EbbSuggestion *suggestion;

  if (!is_enabled (judging, EBB_RULE_CYCLES) || history->cycles == 0 || to <= history->cycles
      || days < (int) judging->list->cycles.days || !ebb_progress_completed (judging->last))
    return FALSE;

  suggestion = ebb_judging_add (
      judging, EBB_RULE_CYCLES, EBB_ADVANCE_CYCLES, history->cycles, to,
      g_strdup_printf (_ ("%u cycles instead of %u."), to, history->cycles),
      g_strdup_printf (_ ("As many cycles for %d days; one more after %u, up to %u."), days,
                       judging->list->cycles.days, judging->list->cycles.cycles_max));
  ebb_suggestion_looked_at (suggestion, _ ("Cycles: %u since %s"), history->cycles,
                            history->cycles_date);
  return TRUE;
}

static gboolean
raise_time (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  guint to = MIN (history->work_s + judging->list->order.time_step_s, history->work_full_s);

  if (raise_cycles (judging))
    return TRUE;
  if (history->work_s == 0 || to <= history->work_s || !scheme_went_well (judging))
    return FALSE;

  return add_scheme_step (
      judging, EBB_RULE_ORDER, EBB_ADVANCE_TIME, history->work_s, to,
      g_strdup_printf (_ ("%u s of work instead of %u s."), to, history->work_s));
}

static gboolean
is_in_first_weeks (const EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  int days = ebb_progress_days (history->first_date, history->today);

  return days >= 0 && days < (int) judging->list->ramp_in.weeks * 7;
}

static gboolean
add_ramp_in (EbbJudging *judging, EbbAdvance step, guint from, guint to, char *text)
{
  EbbSuggestion *suggestion = ebb_judging_add (
      judging, EBB_RULE_RAMP_IN, step, from, to, text,
      g_strdup_printf (_ ("In the first %u weeks, and the last session went well."),
                       judging->list->ramp_in.weeks));

  ebb_suggestion_looked_at (suggestion, _ ("First session: %s"), judging->history->first_date);
  looked_at_effort (suggestion, judging->last);
  return TRUE;
}

/* R4: more repetitions first, then shorter rests. */
static gboolean
raise_ramp_in (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  guint reps =
      MIN (history->reps_total + judging->list->ramp_in.reps_step, judging->list->ramp_in.reps_max);
  guint rest_min = judging->list->ramp_in.rest_s_min;
  guint rest_step = judging->list->ramp_in.rest_s_step;
  guint rest_s;

  if (!is_enabled (judging, EBB_RULE_RAMP_IN) || history->reps_total == 0
      || !is_in_first_weeks (judging) || went_lately (judging, 1) != EBB_WENT_WELL)
    return FALSE;

  if (reps > history->reps_total)
    return add_ramp_in (
        judging, EBB_ADVANCE_REPS, history->reps_total, reps,
        g_strdup_printf (_ ("%u repetitions in all instead of %u."), reps, history->reps_total));
  if (history->rest_s <= rest_min)
    return FALSE;
  rest_s = history->rest_s > rest_min + rest_step ? history->rest_s - rest_step : rest_min;
  return add_ramp_in (
      judging, EBB_ADVANCE_REST, history->rest_s, rest_s,
      g_strdup_printf (_ ("Rests of %u s instead of %u s."), rest_s, history->rest_s));
}

static gboolean
raise_volume (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;

  if (raise_ramp_in (judging))
    return TRUE;
  if (history->n_sets == 0 || history->n_sets >= history->n_sets_full
      || !scheme_went_well (judging))
    return FALSE;

  return add_scheme_step (
      judging, EBB_RULE_ORDER, EBB_ADVANCE_SETS, history->n_sets, history->n_sets + 1,
      g_strdup_printf (_ ("%u sets instead of %u: the protocol has %u."), history->n_sets + 1,
                       history->n_sets, history->n_sets_full));
}

static char *
load_text (const EbbProgressHistory *history, double to)
{
  return g_strdup_printf (_ ("Load %g kg instead of %g kg."), to, history->load_kg);
}

/* R1: more than so many repetitions in the failure set. */
static gboolean
raise_load_after_failure (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  guint number = judging->list->load.set;
  const EbbProgressSet *set = &judging->last->sets[number - 1];
  double to = history->load_kg + judging->list->load.steps * history->load_step_kg;
  EbbSuggestion *suggestion;

  if (!is_enabled (judging, EBB_RULE_LOAD) || judging->last->n_sets < number || !set->to_failure
      || set->reps_done <= (int) judging->list->load.reps_above || judging->last->stopped
      || !has_todays_dose (judging, judging->last) || !(to > history->load_kg))
    return FALSE;

  suggestion = ebb_judging_add (
      judging, EBB_RULE_LOAD, EBB_ADVANCE_LOAD, history->load_kg, to, load_text (history, to),
      g_strdup_printf (_ ("Set %u, to failure, had %d repetitions: more "
                          "than %u."),
                       number, set->reps_done, judging->list->load.reps_above));
  looked_at_effort (suggestion, judging->last);
  return TRUE;
}

/* R2 by load: 5 % of the maximum in whole steps, at least one, inside the low-load window. */
static gboolean
raise_load (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  double step = history->load_step_kg, to = history->load_kg + step;
  double part = ebb_load_of_percent (history->one_rm_kg, judging->list->scheme.load_percent, step);
  double most =
      ebb_load_of_percent (history->one_rm_kg, judging->list->scheme.load_percent_max, step);

  if (raise_load_after_failure (judging))
    return TRUE;
  if (!(step > 0) || !scheme_went_well (judging))
    return FALSE;
  if (part > step)
    to = history->load_kg + part;
  if (to > most)
    to = most;
  if (!(to > history->load_kg + SAME_LOAD_KG))
    return FALSE;

  return add_scheme_step (judging, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, history->load_kg, to,
                          load_text (history, to));
}

/* R2 by pressure: last, and never above 80 % of LOP. */
static gboolean
raise_pressure (EbbJudging *judging)
{
  double from = judging->history->percent_lop;
  double to = MIN (from + judging->list->scheme.pressure_points,
                   judging->list->scheme.pressure_percent_max);

  if (isnan (from) || to <= from || !scheme_went_well (judging))
    return FALSE;

  return add_scheme_step (
      judging, EBB_RULE_SCHEME, EBB_ADVANCE_PRESSURE, from, to,
      g_strdup_printf (_ ("Pressure %g %% of LOP instead of %g %%."), to, from));
}

/* All was completed, but how hard it was nobody asked. */
static void
ask_for_effort (EbbJudging *judging)
{
  EbbSuggestion *suggestion;

  if (!is_enabled (judging, EBB_RULE_SCHEME)
      || went_lately (judging, judging->list->scheme.sessions) != EBB_WENT_UNKNOWN)
    return;

  suggestion = ebb_judging_add (judging, EBB_RULE_SCHEME, EBB_ADVANCE_HOLD, NAN, NAN,
                                g_strdup (_ ("Ask for exertion and pain before anything goes "
                                             "up.")),
                                g_strdup (_ ("All sets were completed; how hard it was is not "
                                             "known.")));
  looked_at_sessions (judging, suggestion, judging->list->scheme.sessions);
}

void
ebb_judge_raise (EbbJudging *judging)
{
  static gboolean (*const raises[EBB_N_RAISES]) (EbbJudging *) = {
    [EBB_RAISE_TIME] = raise_time,
    [EBB_RAISE_VOLUME] = raise_volume,
    [EBB_RAISE_LOAD] = raise_load,
    [EBB_RAISE_PRESSURE] = raise_pressure,
  };

  for (guint i = 0; i < EBB_N_RAISES; i++)
    if (raises[judging->list->order.raises[i]](judging))
      return;
  ask_for_effort (judging);
}
