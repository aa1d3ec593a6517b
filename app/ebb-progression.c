/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole: order of the rules, R5, hold, R7, R8, and the answer as a record.
 */
#include "ebb-patient.h"
#include "ebb-progression-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const step_words[] = { "hold",   "pressure", "intermittent", "load",
                                          "sets",   "reps",     "rest",         "time",
                                          "cycles", "retest",   "exit" };

const char *
ebb_advance_to_string (EbbAdvance step)
{
  return (guint) step < G_N_ELEMENTS (step_words) ? step_words[step] : NULL;
}

int
ebb_advance_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (step_words); i++)
    if (g_strcmp0 (step_words[i], text) == 0)
      return (int) i;
  return -1;
}

void
ebb_suggestion_free (EbbSuggestion *suggestion)
{
  if (suggestion == NULL)
    return;
  g_free (suggestion->text);
  g_free (suggestion->reason);
  g_clear_pointer (&suggestion->numbers, g_ptr_array_unref);
  g_free (suggestion);
}

EbbSuggestion *
ebb_judging_add (EbbJudging *judging, EbbRule rule, EbbAdvance step, double from, double to,
                 char *text, char *reason)
{
  EbbSuggestion *suggestion = g_new0 (EbbSuggestion, 1);

  *suggestion = (EbbSuggestion){ .rule = rule,
                                 .step = step,
                                 .from = from,
                                 .to = to,
                                 .text = text,
                                 .reason = reason,
                                 .numbers = g_ptr_array_new_with_free_func (g_free) };
  g_ptr_array_add (judging->out, suggestion);
  return suggestion;
}

void
ebb_suggestion_looked_at (EbbSuggestion *suggestion, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (suggestion->numbers, g_strdup_vprintf (format, args));
  va_end (args);
}

void
ebb_suggestion_looked_at_rating (EbbSuggestion *suggestion, const char *name, double value)
{
  if (isnan (value))
    ebb_suggestion_looked_at (suggestion, _ ("%s: not asked"), name);
  else
    ebb_suggestion_looked_at (suggestion, _ ("%s: %g of 10"), name, value);
}

int
ebb_progress_days (const char *from, const char *to)
{
  GDate first, second;

  if (!ebb_date_is_valid (from) || !ebb_date_is_valid (to))
    return -1;
  g_date_set_parse (&first, from);
  g_date_set_parse (&second, to);
  return g_date_days_between (&first, &second);
}

static gboolean
set_completed (const EbbProgressSet *set)
{
  if (set->reps_planned < 0)
    return set->done || set->to_failure;
  return set->reps_done >= set->reps_planned;
}

gboolean
ebb_progress_completed (const EbbProgressSession *session)
{
  if (session->stopped || session->n_sets == 0 || session->n_sets < session->sets_planned)
    return FALSE;
  for (guint i = 0; i < session->n_sets; i++)
    if (!set_completed (&session->sets[i]))
      return FALSE;
  return TRUE;
}

EbbWent
ebb_progress_went (const EbbProgressionList *list, const EbbProgressSession *session)
{
  gboolean no_exertion = isnan (session->rpe) && isnan (session->exertion);

  if (!ebb_progress_completed (session) || session->rpe > list->scheme.rpe_max
      || session->exertion > list->scheme.exertion_max || session->pain > list->scheme.pain_max)
    return EBB_WENT_BADLY;
  return no_exertion || isnan (session->pain) ? EBB_WENT_UNKNOWN : EBB_WENT_WELL;
}

static gboolean
set_incomplete (const EbbProgressSession *session, guint index)
{
  const EbbProgressSet *set = &session->sets[index];

  return index < session->n_sets && set->reps_planned >= 0 && set->reps_done >= 0
         && set->reps_done < set->reps_planned;
}

static char *
step_back_reason (const EbbJudging *judging)
{
  const EbbProgressionList *list = judging->list;
  const EbbProgressSession *last = judging->last;

  if (last->pain > list->step_back.pain_above)
    return g_strdup_printf (_ ("Limb pain was %g of 10, above %g."), last->pain,
                            list->step_back.pain_above);
  if (last->soreness > list->step_back.soreness_above)
    return g_strdup_printf (_ ("Soreness from the session before was %g of 10, above %g."),
                            last->soreness, list->step_back.soreness_above);
  if (set_incomplete (last, 1) && set_incomplete (last, 2))
    return g_strdup (_ ("Sets 2 and 3 were not completed."));
  return NULL;
}

/* Lower pressure; below the window the cuff rests between sets instead. */
static EbbSuggestion *
add_step_back (EbbJudging *judging, char *reason)
{
  double from = judging->history->percent_lop;
  double to = from - judging->list->step_back.pressure_points;

  if (to >= judging->list->step_back.pressure_percent_min)
    return ebb_judging_add (
        judging, EBB_RULE_STEP_BACK, EBB_ADVANCE_PRESSURE, from, to,
        g_strdup_printf (_ ("Pressure %g %% of LOP instead of %g %%."), to, from), reason);
  if (!judging->history->intermittent)
    return ebb_judging_add (judging, EBB_RULE_STEP_BACK, EBB_ADVANCE_INTERMITTENT, NAN, NAN,
                            g_strdup (_ ("Let the cuff off in the rests.")), reason);
  return ebb_judging_add (judging, EBB_RULE_STEP_BACK, EBB_ADVANCE_HOLD, NAN, NAN,
                          g_strdup (_ ("Train without the cuff until this is understood: the "
                                       "pressure is as low as it goes.")),
                          reason);
}

static void
looked_at_sets (EbbSuggestion *suggestion, const EbbProgressSession *session)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < session->n_sets; i++) {
    const EbbProgressSet *set = &session->sets[i];

    g_string_append (text, i > 0 ? " · " : "");
    if (set->reps_done < 0)
      g_string_append (text, "?");
    else
      g_string_append_printf (text, "%d", set->reps_done);
    if (set->reps_planned >= 0)
      g_string_append_printf (text, "/%d", set->reps_planned);
  }
  ebb_suggestion_looked_at (suggestion, _ ("Repetitions, done/planned: %s"), text->str);
}

void
ebb_judge_step_back (EbbJudging *judging)
{
  EbbSuggestion *suggestion;
  char *reason;

  if (judging->last == NULL)
    return;
  reason = step_back_reason (judging);
  if (reason == NULL)
    return;

  suggestion = add_step_back (judging, reason);
  ebb_suggestion_looked_at (suggestion, _ ("Session: %s"), judging->last->date);
  ebb_suggestion_looked_at_rating (suggestion, _ ("Limb pain"), judging->last->pain);
  ebb_suggestion_looked_at_rating (suggestion, _ ("Soreness"), judging->last->soreness);
  looked_at_sets (suggestion, judging->last);
}

static const char *
look_to_text (EbbLook look)
{
  static const char *const texts[EBB_N_LOOKS] = { N_ ("effusion"), N_ ("swelling"),
                                                  N_ ("lost range"), N_ ("extension lag"),
                                                  N_ ("adverse event") };

  return _ (texts[look]);
}

/* The looks with that answer, in words; NULL when there is none. */
static char *
list_looks (const EbbProgressSession *session, EbbFinding finding)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < EBB_N_LOOKS; i++)
    if (session->found[i] == finding)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", look_to_text (i));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

void
ebb_judge_hold (EbbJudging *judging)
{
  g_autofree char *found = NULL, *unknown = NULL;
  EbbSuggestion *suggestion = NULL;

  if (judging->last == NULL)
    return;
  found = list_looks (judging->last, EBB_FINDING_YES);
  unknown = list_looks (judging->last, EBB_FINDING_UNKNOWN);
  if (found != NULL)
    suggestion = ebb_judging_add (judging, EBB_RULE_HOLD, EBB_ADVANCE_HOLD, NAN, NAN,
                                  g_strdup (_ ("Do not step up.")),
                                  g_strdup_printf (_ ("Found: %s."), found));
  else if (unknown != NULL || isnan (judging->last->pain))
    suggestion = ebb_judging_add (
        judging, EBB_RULE_HOLD, EBB_ADVANCE_HOLD, NAN, NAN,
        g_strdup (_ ("Look and ask before anything goes up.")),
        g_strdup_printf (_ ("Not known: %s."), unknown != NULL ? unknown : _ ("limb pain")));
  if (suggestion == NULL)
    return;

  ebb_suggestion_looked_at (suggestion, _ ("Session: %s"), judging->last->date);
  ebb_suggestion_looked_at_rating (suggestion, _ ("Limb pain"), judging->last->pain);
}

static void
judge_retest (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  int days = ebb_progress_days (history->one_rm_date, history->today);
  EbbSuggestion *suggestion;
  char *reason;

  if (!judging->list->rules[EBB_RULE_RETEST].enabled || judging->last == NULL
      || !(history->load_step_kg > 0) || (days >= 0 && days < (int) judging->list->retest.due_days))
    return;

  if (days < 0)
    reason = g_strdup (_ ("No maximum is on file."));
  else if (days < (int) judging->list->retest.late_days)
    reason = g_strdup_printf (_ ("The last test was %d days ago; due from %u on."), days,
                              judging->list->retest.due_days);
  else
    reason = g_strdup_printf (_ ("The last test was %d days ago: overdue since %u."), days,
                              judging->list->retest.late_days);
  suggestion =
      ebb_judging_add (judging, EBB_RULE_RETEST, EBB_ADVANCE_RETEST, history->one_rm_kg, NAN,
                       g_strdup (_ ("Test or estimate the maximum again, then set the load "
                                    "from it.")),
                       reason);
  if (days >= 0)
    ebb_suggestion_looked_at (suggestion, _ ("Maximum: %g kg on %s"), history->one_rm_kg,
                              history->one_rm_date);
}

/* TRUE when the patient has outgrown the cuff: then nothing else is raised. */
static gboolean
judge_exit (EbbJudging *judging)
{
  const EbbProgressHistory *history = judging->history;
  double percent = history->load_kg / history->one_rm_kg * 100;
  EbbSuggestion *suggestion;

  if (!judging->list->rules[EBB_RULE_EXIT].enabled || judging->last == NULL
      || !(percent >= judging->list->exit.load_percent - 1e-9)
      || !(judging->last->pain <= judging->list->exit.pain_max)
      || !ebb_progress_completed (judging->last))
    return FALSE;

  suggestion =
      ebb_judging_add (judging, EBB_RULE_EXIT, EBB_ADVANCE_EXIT, NAN, NAN,
                       g_strdup (_ ("Change to conventional training.")),
                       g_strdup_printf (_ ("%g kg is %.0f %% of the maximum, without pain."),
                                        history->load_kg, percent));
  ebb_suggestion_looked_at (suggestion, _ ("Load: %g kg"), history->load_kg);
  ebb_suggestion_looked_at (suggestion, _ ("Maximum: %g kg on %s"), history->one_rm_kg,
                            history->one_rm_date);
  ebb_suggestion_looked_at_rating (suggestion, _ ("Limb pain"), judging->last->pain);
  return TRUE;
}

GPtrArray *
ebb_progression_judge (const EbbProgressionList *list, const EbbProgressHistory *history)
{
  EbbJudging judging = { .list = list,
                         .history = history,
                         .out = g_ptr_array_new_with_free_func (
                             (GDestroyNotify) ebb_suggestion_free) };

  if (history->sessions->len > 0)
    judging.last =
        &g_array_index (history->sessions, EbbProgressSession, history->sessions->len - 1);

  ebb_judge_step_back (&judging);
  ebb_judge_hold (&judging);
  if (judging.out->len > 0)
    return judging.out;

  if (!judge_exit (&judging) && judging.last != NULL)
    ebb_judge_raise (&judging);
  judge_retest (&judging);
  return judging.out;
}

/* What a therapist may type; the prescription has limits of its own and the last word. */
gboolean
ebb_advance_check_value (EbbAdvance step, double value, GError **error)
{
  static const struct {
    double min, max;
  } ranges[] = {
    [EBB_ADVANCE_PRESSURE] = { 20, 100 }, [EBB_ADVANCE_LOAD] = { 0, 500 },
    [EBB_ADVANCE_SETS] = { 1, 10 },       [EBB_ADVANCE_REPS] = { 1, 1000 },
    [EBB_ADVANCE_REST] = { 0, 600 },      [EBB_ADVANCE_TIME] = { 10, 1200 },
    [EBB_ADVANCE_CYCLES] = { 1, 10 },     [EBB_ADVANCE_RETEST] = { 0, 0 },
  };
  g_autofree char *text = g_strdup_printf ("%g", value);
  g_autofree char *allowed = NULL;

  if ((guint) step >= G_N_ELEMENTS (ranges) || !(ranges[step].max > 0))
    return ebb_refuse (error, _ ("value"), text, _ ("none: this suggestion has no number"));
  if (value >= ranges[step].min && value <= ranges[step].max)
    return TRUE;

  allowed = g_strdup_printf (_ ("%g to %g"), ranges[step].min, ranges[step].max);
  return ebb_refuse (error, _ ("value"), text, allowed);
}

static char *
join_numbers (const EbbSuggestion *suggestion)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < suggestion->numbers->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (suggestion->numbers, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

EbbProgressChoice *
ebb_suggestion_choose (const EbbSuggestion *suggestion, const EbbProgressionList *list,
                       EbbChoice choice, double chosen_value, const char *note, GError **error)
{
  EbbProgressChoice *record;

  if (choice == EBB_CHOICE_CHANGED
      && !ebb_advance_check_value (suggestion->step, chosen_value, error))
    return NULL;
  if (choice != EBB_CHOICE_CHANGED && !isnan (chosen_value)) {
    ebb_refuse (error, _ ("value"), ebb_choice_to_string (choice),
                _ ("only with a changed suggestion"));
    return NULL;
  }

  record = g_new0 (EbbProgressChoice, 1);
  record->list_id = g_strdup (list->id);
  record->list_version = list->version;
  record->rule = suggestion->rule;
  record->step = g_strdup (ebb_advance_to_string (suggestion->step));
  record->from_value = suggestion->from;
  record->to_value = suggestion->to;
  record->reason = g_strdup (suggestion->reason);
  record->numbers = join_numbers (suggestion);
  record->choice = choice;
  record->chosen_value = chosen_value;
  record->note = g_strdup (note);
  return record;
}
