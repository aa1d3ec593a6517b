/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The forms of an episode: each range on both sides, what is missing is named, nothing wrong is
 * stored, and what stands there at first is what a therapist would type.
 */
#include "ebb-answer-form.h"
#include "plan-rig.h"

#include <math.h>
#include <string.h>

static void
free_texts (char **typed)
{
  for (guint i = 0; i < EBB_CARE_FIELDS_MAX; i++)
    g_clear_pointer (&typed[i], g_free);
}

/* Field by field: diagnosis, conditions, limb, side, surgery, its date, precautions. */
static void
test_episode (void)
{
  g_auto (EbbCareJudged) none = { 0 }, good = { 0 }, undated = { 0 };
  const char *const nothing[7] = { NULL };
  const char *const typed[7] = { "ACL",   "stroke fracture", "thigh",         "left",
                                 "Graft", "24 Sep 2026",     "no deep squats" };
  const char *const only_date[7] = { "ACL", NULL, "thigh", "left", NULL, "24 Sep 2026", NULL };
  const EbbEpisode *record;

  plan_rig_judge (&ebb_episode_form, NULL, NULL, nothing, &none);
  g_assert_null (none.record);
  assert_says (none.error[0], "Diagnosis: missing");
  assert_says (none.error[2], "Limb");
  assert_says (none.error[3], "no default");

  plan_rig_judge (&ebb_episode_form, NULL, NULL, typed, &good);
  record = good.record;
  g_assert_nonnull (record);
  g_assert_null (record->id);
  g_assert_cmpuint (record->condition_ids->len, ==, 2);
  g_assert_cmpstr (record->surgery_on, ==, "2026-09-24");
  /* 63 days: the first of the tenth week. */
  assert_says (good.note[5], "week 10 after surgery");

  plan_rig_judge (&ebb_episode_form, NULL, NULL, only_date, &undated);
  g_assert_null (undated.record);
  assert_says (undated.error[4], "Surgery: missing");
}

/* Of one that stands, an emptied text is taken away: NULL would leave it. */
static void
test_episode_emptied (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 };
  const char *const typed[7] = { NULL, "stroke", "thigh", "left", NULL, NULL, NULL };
  char *first[EBB_CARE_FIELDS_MAX] = { NULL };
  const EbbEpisode *record;

  plan_rig_begin (&ebb_episode_form, care, NULL, first);
  g_assert_cmpstr (first[0], ==, "ACL reconstruction");
  g_assert_cmpstr (first[2], ==, "thigh");
  free_texts (first);
  plan_rig_judge (&ebb_episode_form, care, NULL, typed, &judged);
  record = judged.record;
  g_assert_cmpstr (record->id, ==, care->episode->id);
  g_assert_cmpstr (record->diagnosis, ==, "");
  g_assert_cmpstr (record->surgery_on, ==, "");
  g_assert_cmpstr (record->precautions, ==, "");
}

static void
test_goal (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) none = { 0 }, past = { 0 }, today = { 0 };
  const char *const nothing[2] = { NULL };
  const char *const yesterday[2] = { "Stairs", "25 Nov 2026" };
  const char *const typed[2] = { "Stairs", "26 Nov 2026" };

  plan_rig_judge (&ebb_goal_form, care, NULL, nothing, &none);
  assert_says (none.error[0], "Goal: missing");
  plan_rig_judge (&ebb_goal_form, care, NULL, yesterday, &past);
  g_assert_null (past.record);
  assert_says (past.error[1], "past");
  plan_rig_judge (&ebb_goal_form, care, NULL, typed, &today);
  g_assert_cmpstr (((EbbGoal *) today.record)->target_on, ==, "2026-11-26");
}

/* A goal that was reached keeps that when its words change; its day may have passed. */
static void
test_goal_again (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 };
  const char *const typed[2] = { "Stairs without the rail", "2 Jun 2026" };
  EbbGoal *goal = g_new0 (EbbGoal, 1);

  goal->id = g_strdup ("goal");
  goal->text = g_strdup ("Stairs");
  goal->reached_on = g_strdup ("2026-11-01");
  g_ptr_array_add (care->episode->goals, goal);
  plan_rig_judge (&ebb_goal_form, care, "goal", typed, &judged);
  g_assert_nonnull (judged.record);
  g_assert_cmpstr (((EbbGoal *) judged.record)->id, ==, "goal");
  g_assert_cmpstr (((EbbGoal *) judged.record)->reached_on, ==, "2026-11-01");
}

static gboolean
plan_takes (guint field, const char *text, const char *says)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 };
  const char *typed[5] = { "Early", NULL, NULL, NULL, "26 Nov 2026" };

  typed[field] = text;
  plan_rig_judge (&ebb_care_plan_form, care, NULL, typed, &judged);
  if (judged.record == NULL)
    assert_says (judged.error[field], says);
  return judged.record != NULL;
}

static void
test_plan (void)
{
  g_assert_true (plan_takes (1, "1", ""));
  g_assert_true (plan_takes (1, "14", ""));
  g_assert_false (plan_takes (1, "15", "Visits per week: “15” is no whole number from 1 to 14"));
  g_assert_false (plan_takes (1, "0", "1 to 14"));
  g_assert_false (plan_takes (1, "2,5", "“2,5”"));
  g_assert_true (plan_takes (2, "500", ""));
  g_assert_false (plan_takes (2, "501", "1 to 500"));
  g_assert_false (plan_takes (3, "501", "1 to 500"));
  g_assert_false (plan_takes (4, "31 Nov 2026", "is no date"));
}

static void
test_plan_empty (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 };
  const char *const typed[5] = { NULL, NULL, NULL, NULL, "26 Nov 2026" };

  plan_rig_judge (&ebb_care_plan_form, care, NULL, typed, &judged);
  g_assert_null (judged.record);
  assert_says (judged.error[2], "one of the four is needed");
}

static gboolean
visit_takes (const char *time, const char *minutes, guint field, const char *says)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 };
  const char *const typed[4] = { "27 Nov 2026", time, minutes, NULL };

  plan_rig_judge (&ebb_visit_form, care, NULL, typed, &judged);
  if (judged.record == NULL)
    assert_says (judged.error[field], says);
  return judged.record != NULL;
}

static void
test_visit (void)
{
  g_assert_true (visit_takes ("00:00", "1", 0, ""));
  g_assert_true (visit_takes ("23:59", "1440", 0, ""));
  g_assert_true (visit_takes ("9.30", "45", 0, ""));
  g_assert_true (visit_takes ("0930", "45", 0, ""));
  g_assert_false (visit_takes ("24:00", "45", 1, "00:00 to 23:59"));
  g_assert_false (visit_takes ("9:60", "45", 1, "“9:60”"));
  g_assert_false (visit_takes ("nine", "45", 1, "“nine”"));
  g_assert_false (visit_takes (NULL, "45", 1, "Time: missing"));
  g_assert_false (visit_takes ("9:30", "0", 2, "1 to 1440"));
  g_assert_false (visit_takes ("9:30", "1441", 2, "1 to 1440"));
}

/* Twice a week after Thursday the 26th: three days on is Sunday, so Monday. */
static void
test_visit_begins (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  char *typed[EBB_CARE_FIELDS_MAX] = { NULL };

  care->episode->plan.visits_per_week = 2;
  plan_rig_begin (&ebb_visit_form, care, NULL, typed);
  assert_says (typed[0], "30 Nov 2026");
  g_assert_cmpstr (typed[2], ==, "45");
  free_texts (typed);
}

static void
test_discharge (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) none = { 0 }, other = { 0 }, late = { 0 }, good = { 0 };
  const char *const nothing[3] = { NULL };
  const char *const bare[3] = { "other", NULL, "26 Nov 2026" };
  const char *const tomorrow[3] = { "reached", NULL, "27 Nov 2026" };
  const char *const typed[3] = { "plateau", "since week 12", "26 Nov 2026" };

  plan_rig_judge (&ebb_discharge_form, care, NULL, nothing, &none);
  assert_says (none.error[0], "choose one");
  assert_says (none.error[2], "missing");
  assert_says (none.said, "No outcome measures at discharge");
  plan_rig_judge (&ebb_discharge_form, care, NULL, bare, &other);
  assert_says (other.error[1], "Details: missing");
  plan_rig_judge (&ebb_discharge_form, care, NULL, tomorrow, &late);
  assert_says (late.error[2], "future");
  plan_rig_judge (&ebb_discharge_form, care, NULL, typed, &good);
  g_assert_cmpstr (((EbbEpisode *) good.record)->discharge_reason, ==,
                   "No further progress: since week 12");
  g_assert_cmpstr (((EbbEpisode *) good.record)->discharged_on, ==, "2026-11-26");
}

/* Exercise, side, way, weight, repetitions, day. */
static gboolean
max_takes (const char *way, const char *load, const char *reps, guint field, const char *says)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 };
  const char *const typed[6] = { "0", "left", way, load, reps, "26 Nov 2026" };

  plan_rig_judge (&ebb_one_rm_form, care, NULL, typed, &judged);
  if (judged.record == NULL)
    assert_says (judged.error[field], says);
  return judged.record != NULL;
}

static void
test_maximum (void)
{
  g_assert_true (max_takes ("epley", "0.5", "1", 0, ""));
  g_assert_false (max_takes ("epley", "0,4", "1", 3, "0.5 to 500 kg"));
  g_assert_true (max_takes ("tested", "500", NULL, 0, ""));
  g_assert_false (max_takes ("tested", "501", NULL, 3, "0.5 to 500 kg"));
  g_assert_false (max_takes ("epley", "500", "10", 3, "above 500 kg"));
  g_assert_true (max_takes ("brzycki", "25", "10", 0, ""));
  g_assert_false (max_takes ("brzycki", "25", "11", 4, "from 1 to 10"));
  g_assert_false (max_takes ("epley", "25", NULL, 4, "missing"));
  g_assert_false (max_takes (NULL, "25", "5", 2, "choose one"));
}

/* Reference clinical 3.7: 25 kg five times gives 29.17 (Epley) and 28.13 (Brzycki). */
static void
test_maximum_value (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_auto (EbbCareJudged) judged = { 0 }, without = { 0 };
  const char *const typed[6] = { "0", "right", "epley", "25", "5", "26 Nov 2026" };
  const char *const weightless[6] = { "1", "right", "epley", "25", "5", "26 Nov 2026" };
  const EbbOutcome *outcome;

  plan_rig_judge (&ebb_one_rm_form, care, NULL, typed, &judged);
  outcome = g_ptr_array_index ((GPtrArray *) judged.record, 0);
  g_assert_cmpfloat_with_epsilon (outcome->value, 29.2, 1e-9);
  g_assert_cmpstr (outcome->exercise_id, ==, "short-arc-quad");
  g_assert_cmpint (outcome->side, ==, EBB_SIDE_RIGHT);
  assert_says (judged.said, "29.2 kg");
  assert_says (judged.said, "28.1 kg");
  /* 20 and 40 % of the lower, cut down to half kilograms. */
  assert_says (judged.said, "5.5 to 11 kg");
  plan_rig_judge (&ebb_one_rm_form, care, NULL, weightless, &without);
  g_assert_null (without.record);
  assert_says (without.error[0], "with a weight");
}

/* The only exercise with a weight is chosen, with its side. */
static void
test_maximum_begins (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  char *typed[EBB_CARE_FIELDS_MAX] = { NULL };

  plan_rig_begin (&ebb_one_rm_form, care, NULL, typed);
  g_assert_cmpstr (typed[0], ==, "0");
  g_assert_cmpstr (typed[1], ==, "left");
  g_assert_cmpstr (typed[5], ==, "26 Nov 2026");
  free_texts (typed);
}

/* Two sessions of three full sets, easy and without pain, after the first weeks: one step up. */
static void
go_well (EbbCareEpisode *care)
{
  static const char *const dates[] = { "2026-11-20", "2026-11-23" };
  const EbbCareExercise *exercise = g_ptr_array_index (care->exercises, 0);
  EbbProgressHistory *history = exercise->history;

  g_strlcpy (history->today, "2026-11-26", sizeof history->today);
  g_strlcpy (history->first_date, "2026-09-01", sizeof history->first_date);
  g_strlcpy (history->one_rm_date, "2026-11-20", sizeof history->one_rm_date);
  history->load_kg = 2;
  history->percent_lop = 60;
  history->one_rm_kg = 20;
  history->n_sets = history->n_sets_full = 3;
  history->reps_total = 45;
  history->rest_s = 30;
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++) {
    EbbProgressSession session = ebb_progress_session_unknown ();

    g_strlcpy (session.date, dates[i], sizeof session.date);
    session.n_sets = session.sets_planned = 3;
    for (guint set = 0; set < 3; set++)
      session.sets[set] = (EbbProgressSet){ .reps_planned = 15, .reps_done = 15 };
    session.exertion = 3;
    session.pain = 1;
    session.soreness = 1;
    session.load_kg = 2;
    session.percent_lop = 60;
    for (guint look = 0; look < EBB_N_LOOKS; look++)
      session.found[look] = EBB_FINDING_NO;
    g_array_append_val (history->sessions, session);
  }
}

static void
test_answer (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autofree char *changed = ebb_answer_about (0, EBB_RULE_SCHEME, EBB_CHOICE_CHANGED);
  g_autofree char *declined = ebb_answer_about (0, EBB_RULE_SCHEME, EBB_CHOICE_DECLINED);
  g_auto (EbbCareJudged) good = { 0 }, high = { 0 }, no_reason = { 0 }, refused = { 0 },
                         old = { 0 };
  const char *const typed[2] = { "2.5", "Sleeps badly" };
  const char *const beyond[2] = { "501", "Sleeps badly" };
  const char *const silent[2] = { NULL, NULL };
  const EbbProgressChoice *choice;

  plan_rig_judge (&ebb_answer_form, care, declined, typed, &old);
  g_assert_null (old.record); /* nothing is suggested without a session */
  assert_says (old.error[1], "something else now");
  go_well (care);
  plan_rig_judge (&ebb_answer_form, care, changed, typed, &good);
  choice = good.record;
  g_assert_nonnull (choice);
  g_assert_cmpstr (choice->step, ==, "load");
  g_assert_cmpfloat (choice->chosen_value, ==, 2.5);
  g_assert_cmpstr (choice->note, ==, "Sleeps badly");
  plan_rig_judge (&ebb_answer_form, care, changed, beyond, &high);
  g_assert_null (high.record);
  assert_says (high.error[0], "0 to 500");
  plan_rig_judge (&ebb_answer_form, care, declined, silent, &no_reason);
  assert_says (no_reason.error[1], "Why: missing");
  g_assert_true (no_reason.hidden[0]);
  plan_rig_judge (&ebb_answer_form, care, declined, typed, &refused);
  g_assert_true (isnan (((EbbProgressChoice *) refused.record)->chosen_value));
}

/* Only what a prescription can say is put into one; the version that stands is not touched. */
static void
test_answer_prescription (void)
{
  EbbPrescriptionRecord stands = {
    .load_kg = 2, .percent_lop = 60, .n_sets = 3, .method = EBB_METHOD_FIXED
  };
  g_autoptr (EbbPrescriptionRecord) load = ebb_answer_prescription (EBB_ADVANCE_LOAD, 2.5, &stands);
  g_autoptr (EbbPrescriptionRecord) pressure =
      ebb_answer_prescription (EBB_ADVANCE_PRESSURE, 50, &stands);
  g_autoptr (EbbPrescriptionRecord) sets = ebb_answer_prescription (EBB_ADVANCE_SETS, 4, &stands);

  g_assert_cmpfloat (load->load_kg, ==, 2.5);
  g_assert_cmpfloat (load->percent_lop, ==, 60);
  g_assert_cmpfloat (pressure->percent_lop, ==, 50);
  g_assert_cmpint (pressure->method, ==, EBB_METHOD_PERCENT_LOP);
  g_assert_cmpuint (sets->n_sets, ==, 4);
  g_assert_null (ebb_answer_prescription (EBB_ADVANCE_REST, 30, &stands));
  g_assert_cmpfloat (stands.load_kg, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/care-forms/episode", test_episode);
  g_test_add_func ("/care-forms/episode-emptied", test_episode_emptied);
  g_test_add_func ("/care-forms/goal", test_goal);
  g_test_add_func ("/care-forms/goal-again", test_goal_again);
  g_test_add_func ("/care-forms/plan", test_plan);
  g_test_add_func ("/care-forms/plan-empty", test_plan_empty);
  g_test_add_func ("/care-forms/visit", test_visit);
  g_test_add_func ("/care-forms/visit-begins", test_visit_begins);
  g_test_add_func ("/care-forms/discharge", test_discharge);
  g_test_add_func ("/care-forms/maximum", test_maximum);
  g_test_add_func ("/care-forms/maximum-value", test_maximum_value);
  g_test_add_func ("/care-forms/maximum-begins", test_maximum_begins);
  g_test_add_func ("/care-forms/answer", test_answer);
  g_test_add_func ("/care-forms/answer-prescription", test_answer_prescription);
  return g_test_run ();
}
