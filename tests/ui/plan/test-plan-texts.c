/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the plan says: weeks after surgery, visits left, goals, how appointments were kept,
 * conditions found by typing, and which answer belongs to which suggestion.
 */
#include "ebb-plan-text.h"
#include "plan-rig.h"

#include <math.h>
#include <string.h>

static void
test_week (void)
{
  g_autofree char *day = ebb_week_after_text ("2026-11-26", RIG_NOW_US);
  g_autofree char *sixth = ebb_week_after_text ("2026-11-20", RIG_NOW_US);
  g_autofree char *seventh = ebb_week_after_text ("2026-11-19", RIG_NOW_US);
  g_autofree char *before = ebb_week_after_text ("2026-11-27", RIG_NOW_US);

  g_assert_cmpstr (day, ==, "week 1 after surgery");
  g_assert_cmpstr (sixth, ==, "week 1 after surgery");
  g_assert_cmpstr (seventh, ==, "week 2 after surgery");
  g_assert_cmpstr (before, ==, "surgery in 1 day");
  g_assert_null (ebb_week_after_text (NULL, RIG_NOW_US));
  g_assert_null (ebb_week_after_text ("", RIG_NOW_US));
}

static void
test_visits_left (void)
{
  g_autofree char *some = ebb_visits_planned_text (7, 24);
  g_autofree char *all = ebb_visits_planned_text (24, 24);
  g_autofree char *one = ebb_visits_authorised_text (9, 10);
  g_autofree char *none = ebb_visits_authorised_text (11, 10);

  g_assert_cmpstr (some, ==, "7 of 24 planned, 17 left");
  g_assert_cmpstr (all, ==, "24 of 24 planned, none left");
  g_assert_cmpstr (one, ==, "10 authorised, 1 left");
  g_assert_cmpstr (none, ==, "10 authorised, none left");
  /* Not known is not none. */
  g_assert_null (ebb_visits_planned_text (7, 0));
  g_assert_null (ebb_visits_authorised_text (7, 0));
}

static void
test_goals (void)
{
  EbbGoal goal = { .target_on = (char *) "2026-11-26" };
  g_autofree char *today = ebb_goal_when_text (&goal, RIG_NOW_US);
  g_autofree char *past = NULL, *reached = NULL;

  assert_says (today, "by 26 Nov 2026");
  goal.target_on = (char *) "2026-11-25";
  past = ebb_goal_when_text (&goal, RIG_NOW_US);
  assert_says (past, "was to be reached by 25 Nov 2026");
  goal.reached_on = (char *) "2026-11-20";
  reached = ebb_goal_when_text (&goal, RIG_NOW_US);
  assert_says (reached, "reached on 20 Nov 2026");
}

/* A planned one whose time has come waits for an answer; it is not missed by itself. */
static void
test_attendance (void)
{
  EbbAppointment visit = { .state = (char *) "planned", .start_unix_us = RIG_NOW_US + 1 };

  g_assert_cmpstr (ebb_visit_state_text (&visit, RIG_NOW_US), ==, "planned");
  g_assert_false (ebb_visit_is_open (&visit, RIG_NOW_US));
  visit.start_unix_us = RIG_NOW_US;
  g_assert_cmpstr (ebb_visit_state_text (&visit, RIG_NOW_US), ==, "not recorded");
  g_assert_true (ebb_visit_is_open (&visit, RIG_NOW_US));
  visit.state = (char *) "done";
  g_assert_cmpstr (ebb_visit_state_text (&visit, RIG_NOW_US), ==, "came");
  visit.note = (char *) EBB_VISIT_LATE;
  g_assert_cmpstr (ebb_visit_state_text (&visit, RIG_NOW_US), ==, "came late");
  visit.state = (char *) "missed";
  g_assert_cmpstr (ebb_visit_state_text (&visit, RIG_NOW_US), ==, "missed");
}

static guint
n_found (const EbbCodeList *list, const char *text, const char *chosen)
{
  g_autoptr (GPtrArray) found = ebb_conditions_search (list, text, chosen, 6);

  return found->len;
}

static void
test_conditions (void)
{
  g_autoptr (EbbCodeList) list = ebb_code_list_load_builtin (EBB_LIST_CONDITIONS, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *names = NULL;

  g_assert_cmpuint (n_found (list, "stro", NULL), ==, 1);
  g_assert_cmpuint (n_found (list, "KNEE aft", NULL), ==, 2); /* replacement, and surgery */
  g_assert_cmpuint (n_found (list, "stro", "fracture stroke"), ==, 0);
  g_assert_cmpuint (n_found (list, "knee", NULL), ==, 5); /* words begin so; never inside */
  g_assert_cmpuint (n_found (list, "", NULL), ==, 0);
  g_assert_cmpuint (n_found (list, "nee", NULL), ==, 0);
  g_ptr_array_add (ids, (char *) "stroke");
  g_ptr_array_add (ids, (char *) "gone-from-the-list");
  names = ebb_conditions_text (ids, list);
  g_assert_cmpstr (names, ==, "Stroke, gone-from-the-list");
}

static EbbSuggestion *
suggest (const char *number)
{
  EbbSuggestion *suggestion = g_new0 (EbbSuggestion, 1);

  suggestion->rule = EBB_RULE_SCHEME;
  suggestion->step = EBB_ADVANCE_LOAD;
  suggestion->from = 2;
  suggestion->to = 2.5;
  suggestion->text = g_strdup ("Load 2.5 kg instead of 2 kg.");
  suggestion->reason = g_strdup ("It went well twice.");
  suggestion->numbers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (suggestion->numbers, g_strdup (number));
  return suggestion;
}

/* The answer of last week is none to what other numbers suggest today, nor for another limb. */
static void
test_answers (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autoptr (EbbProgressionList) list = ebb_progression_list_load_builtin (NULL);
  const EbbCareExercise *exercise = g_ptr_array_index (care->exercises, 0);
  const EbbCareExercise *other = g_ptr_array_index (care->exercises, 1);
  EbbSuggestion *then = suggest ("Session: 2026-11-20"), *now = suggest ("Session: 2026-11-23");
  EbbProgressChoice *choice =
      ebb_suggestion_choose (then, list, EBB_CHOICE_DECLINED, NAN, "Knee swollen", NULL);
  g_autofree char *said = NULL;

  choice->exercise_id = g_strdup (exercise->exercise_id);
  choice->segment = exercise->segment;
  choice->side = exercise->side;
  choice->chosen_unix_us = RIG_NOW_US;
  g_ptr_array_add (care->choices, choice);
  g_assert_true (ebb_suggestion_answer (then, list, exercise, care->choices) == choice);
  g_assert_null (ebb_suggestion_answer (now, list, exercise, care->choices));
  g_assert_null (ebb_suggestion_answer (then, list, other, care->choices));
  said = ebb_answer_text (choice);
  assert_says (said, "Declined");
  assert_says (said, "Knee swollen");
  ebb_suggestion_free (then);
  ebb_suggestion_free (now);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-texts/week", test_week);
  g_test_add_func ("/plan-texts/visits-left", test_visits_left);
  g_test_add_func ("/plan-texts/goals", test_goals);
  g_test_add_func ("/plan-texts/attendance", test_attendance);
  g_test_add_func ("/plan-texts/conditions", test_conditions);
  g_test_add_func ("/plan-texts/answers", test_answers);
  return g_test_run ();
}
