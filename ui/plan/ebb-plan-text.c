/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-plan-text.h"

#include "ebb-date-text.h"
#include "ebb-defined.h"
#include "ebb-fold.h"
#include "ebb-patient-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

char *
ebb_week_after_text (const char *surgery_on, gint64 now_unix_us)
{
  g_autofree char *today = ebb_date_of_moment (now_unix_us);
  int days;

  if (surgery_on == NULL || *surgery_on == '\0')
    return NULL;
  days = ebb_date_days_between (surgery_on, today);
  if (days < 0)
    return g_strdup_printf (ngettext ("surgery in %d day", "surgery in %d days", (gulong) -days),
                            -days);
  return g_strdup_printf (_ ("week %d after surgery"), days / 7 + 1);
}

char *
ebb_episode_limb_text (const EbbEpisode *episode)
{
  int segment = ebb_segment_from_string (episode->segment);
  int side = ebb_side_from_string (episode->side);

  if (segment < 0)
    return NULL;
  if (side > 0)
    return ebb_format_limb_title ((EbbSegment) segment, (EbbSide) side);
  if (g_strcmp0 (episode->side, "both") != 0)
    return NULL;
  return g_strdup (segment == EBB_SEGMENT_ARM     ? _ ("Both arms")
                   : segment == EBB_SEGMENT_THIGH ? _ ("Both thighs")
                                                  : _ ("Both calves"));
}

/* Conditions ---------------------------------------------------------------------------------- */

char *
ebb_conditions_text (const GPtrArray *ids, const EbbCodeList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    const EbbCode *code = list != NULL ? ebb_code_list_find (list, id) : NULL;

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            code != NULL ? ebb_defined (code->name) : id);
  }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static gboolean
begins_one (const char *typed, char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], typed))
      return TRUE;
  return FALSE;
}

static gboolean
matches (const EbbCode *code, char *const *typed)
{
  g_auto (GStrv) words = ebb_fold_words (ebb_defined (code->name));

  for (guint i = 0; typed[i] != NULL; i++)
    if (!begins_one (typed[i], words))
      return FALSE;
  return TRUE;
}

GPtrArray *
ebb_conditions_search (const EbbCodeList *list, const char *text, const char *chosen, guint n_max)
{
  GPtrArray *found = g_ptr_array_new ();
  g_auto (GStrv) typed = ebb_fold_words (text != NULL ? text : "");
  g_auto (GStrv) taken = g_strsplit (chosen != NULL ? chosen : "", " ", -1);

  for (guint i = 0; typed[0] != NULL && i < list->codes->len && found->len < n_max; i++) {
    EbbCode *code = g_ptr_array_index (list->codes, i);

    if (!g_strv_contains ((const char *const *) taken, code->id) && matches (code, typed))
      g_ptr_array_add (found, code);
  }
  return found;
}

/* Visits and goals ---------------------------------------------------------------------------- */

char *
ebb_visits_planned_text (guint n_sessions, guint planned)
{
  if (planned == 0)
    return NULL;
  if (n_sessions >= planned)
    return g_strdup_printf (_ ("%u of %u planned, none left"), n_sessions, planned);
  return g_strdup_printf (_ ("%u of %u planned, %u left"), n_sessions, planned,
                          planned - n_sessions);
}

char *
ebb_visits_authorised_text (guint n_sessions, guint authorised)
{
  if (authorised == 0)
    return NULL;
  if (n_sessions >= authorised)
    return g_strdup_printf (_ ("%u authorised, none left"), authorised);
  return g_strdup_printf (_ ("%u authorised, %u left"), authorised, authorised - n_sessions);
}

char *
ebb_goal_when_text (const EbbGoal *goal, gint64 now_unix_us)
{
  g_autofree char *today = ebb_date_of_moment (now_unix_us);
  const char *date = goal->reached_on != NULL ? goal->reached_on : goal->target_on;
  g_autofree char *day = date != NULL ? ebb_format_date_short (date) : NULL;

  if (day == NULL)
    return NULL;
  if (goal->reached_on != NULL)
    return g_strdup_printf (_ ("reached on %s"), day);
  /* Dates of this shape sort as text. */
  return strcmp (date, today) < 0 ? g_strdup_printf (_ ("was to be reached by %s"), day)
                                  : g_strdup_printf (_ ("by %s"), day);
}

gboolean
ebb_visit_is_open (const EbbAppointment *visit, gint64 now_unix_us)
{
  return visit->start_unix_us <= now_unix_us && g_strcmp0 (visit->state, "planned") == 0;
}

const char *
ebb_visit_state_text (const EbbAppointment *visit, gint64 now_unix_us)
{
  if (ebb_visit_is_open (visit, now_unix_us))
    return _ ("not recorded");
  if (g_strcmp0 (visit->state, "planned") == 0)
    return C_ ("appointment", "planned");
  if (g_strcmp0 (visit->state, "missed") == 0)
    return C_ ("appointment", "missed");
  if (g_strcmp0 (visit->state, "cancelled") == 0)
    return C_ ("appointment", "cancelled");
  return g_strcmp0 (visit->note, EBB_VISIT_LATE) == 0 ? C_ ("appointment", "came late")
                                                      : C_ ("appointment", "came");
}

/* Suggestions --------------------------------------------------------------------------------- */

static gboolean
same_number (double a, double b)
{
  return (isnan (a) && isnan (b)) || fabs (a - b) < 1e-6;
}

static gboolean
answers (const EbbProgressChoice *choice, const EbbProgressChoice *as_asked,
         const EbbCareExercise *exercise)
{
  return g_strcmp0 (choice->exercise_id, exercise->exercise_id) == 0
         && choice->segment == exercise->segment && choice->side == exercise->side
         && choice->rule == as_asked->rule && g_strcmp0 (choice->step, as_asked->step) == 0
         && same_number (choice->from_value, as_asked->from_value)
         && same_number (choice->to_value, as_asked->to_value)
         && g_strcmp0 (choice->numbers, as_asked->numbers) == 0;
}

const EbbProgressChoice *
ebb_suggestion_answer (const EbbSuggestion *suggestion, const EbbProgressionList *list,
                       const EbbCareExercise *exercise, const GPtrArray *choices)
{
  g_autoptr (EbbProgressChoice) as_asked =
      ebb_suggestion_choose (suggestion, list, EBB_CHOICE_ACCEPTED, NAN, NULL, NULL);

  for (guint i = 0; as_asked != NULL && i < choices->len; i++)
    if (answers (g_ptr_array_index (choices, i), as_asked, exercise))
      return g_ptr_array_index (choices, i);
  return NULL;
}

char *
ebb_answer_text (const EbbProgressChoice *choice)
{
  static const char *const words[] = { N_ ("Accepted"), N_ ("Changed"), N_ ("Declined") };
  g_autofree char *day = ebb_short_day (choice->chosen_unix_us);
  g_autofree char *what = isnan (choice->chosen_value)
                              ? g_strdup (_ (words[choice->choice]))
                              : g_strdup_printf (_ ("Changed to %g"), choice->chosen_value);

  return ebb_join_facts (what, choice->operator_name != NULL ? choice->operator_name : "", day,
                         choice->note != NULL ? choice->note : "", NULL);
}
