/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules of progression: a case on each side of every threshold (reference clinical 8.4, the
 * clinic's decisions 3.19).
 */
#include "ebb-progression.h"
#include "ebb-store.h"

#include <math.h>
#include <string.h>

static EbbProgressionList *list;

#define LAST(history)                                                                              \
  (&g_array_index ((history)->sessions, EbbProgressSession, (history)->sessions->len - 1))

/* 30-15-15-15 done as planned, easy, without pain, looked at. */
static void
add_session (EbbProgressHistory *history, const char *date)
{
  EbbProgressSession session = ebb_progress_session_unknown ();

  g_strlcpy (session.date, date, sizeof session.date);
  session.n_sets = session.sets_planned = 4;
  for (guint i = 0; i < 4; i++)
    session.sets[i] = (EbbProgressSet){ i == 0 ? 30 : 15, i == 0 ? 30 : 15, FALSE, FALSE };
  session.rpe = 12;
  session.pain = 2;
  for (guint i = 0; i < EBB_N_LOOKS; i++)
    session.found[i] = EBB_FINDING_NO;
  session.load_kg = 10;
  session.percent_lop = 60;
  g_array_append_val (history->sessions, session);
}

/* Two good sessions, long after the first weeks, maximum tested lately. */
static EbbProgressHistory *
make_history (void)
{
  EbbProgressHistory *history = ebb_progress_history_new ();

  g_strlcpy (history->today, "2026-03-10", sizeof history->today);
  g_strlcpy (history->first_date, "2026-01-05", sizeof history->first_date);
  g_strlcpy (history->one_rm_date, "2026-03-03", sizeof history->one_rm_date);
  history->load_kg = 10;
  history->percent_lop = 60;
  history->one_rm_kg = 50;
  history->load_step_kg = 2.5;
  history->n_sets = history->n_sets_full = 4;
  history->reps_total = 75;
  history->rest_s = 30;
  add_session (history, "2026-03-05");
  add_session (history, "2026-03-08");
  return history;
}

/* The only suggestion, or none. */
static void
assert_only (const EbbProgressHistory *history, EbbRule rule, EbbAdvance step, double to)
{
  g_autoptr (GPtrArray) out = ebb_progression_judge (list, history);
  const EbbSuggestion *first;

  g_assert_cmpuint (out->len, ==, 1);
  first = g_ptr_array_index (out, 0);
  g_assert_cmpstr (ebb_rule_to_string (first->rule), ==, ebb_rule_to_string (rule));
  g_assert_cmpstr (ebb_advance_to_string (first->step), ==, ebb_advance_to_string (step));
  if (isnan (to))
    g_assert_true (isnan (first->to));
  else
    g_assert_cmpfloat_with_epsilon (first->to, to, 1e-9);
  g_assert_cmpstr (first->text, !=, "");
  g_assert_cmpstr (first->reason, !=, "");
  g_assert_cmpuint (first->numbers->len, >, 0);
}

static void
assert_none (const EbbProgressHistory *history)
{
  g_autoptr (GPtrArray) out = ebb_progression_judge (list, history);

  g_assert_cmpuint (out->len, ==, 0);
}

/* R1: more than 15 repetitions in set 4, to failure: one step. */
static void
test_r1 (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();
  EbbProgressSession *last = LAST (history);

  last->rpe = 18; /* so that R2 says nothing */
  last->sets[3] = (EbbProgressSet){ -1, 15, TRUE, FALSE };
  assert_none (history);
  last->sets[3].reps_done = 16;
  assert_only (history, EBB_RULE_LOAD, EBB_ADVANCE_LOAD, 12.5);
  last->sets[3].to_failure = FALSE;
  assert_none (history);
  last->sets[3].to_failure = TRUE;
  last->n_sets = last->sets_planned = 3;
  assert_none (history);
}

/* R2: exertion at most 13 and pain at most 3, both, in two sessions. */
static void
test_r2_trigger (void)
{
  static const struct {
    double rpe, pain;
    gboolean up;
  } rows[] = { { 13, 3, TRUE }, { 14, 3, FALSE }, { 13, 4, FALSE }, { 13.5, 0, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint which = 0; which < 2; which++) {
      g_autoptr (EbbProgressHistory) history = make_history ();
      EbbProgressSession *session = &g_array_index (history->sessions, EbbProgressSession, which);

      session->rpe = rows[i].rpe;
      session->pain = rows[i].pain;
      if (rows[i].up)
        assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 12.5);
      else
        assert_none (history);
    }
}

/* The same on the scale of 0 to 10. */
static void
test_r2_exertion (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->rpe = NAN;
  LAST (history)->exertion = 4;
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 12.5);
  LAST (history)->exertion = 5;
  assert_none (history);
}

static void
test_r2_sessions (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  g_array_remove_index (history->sessions, 0);
  assert_none (history);

  g_array_set_size (history->sessions, 0);
  add_session (history, "2026-03-05");
  add_session (history, "2026-03-08");
  g_array_index (history->sessions, EbbProgressSession, 0).sets[2].reps_done = 14;
  assert_none (history);
}

/* A step is tried in two sessions before the next one. */
static void
test_r2_new_dose (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  g_array_index (history->sessions, EbbProgressSession, 0).load_kg = 7.5;
  assert_none (history);
  g_array_index (history->sessions, EbbProgressSession, 0).load_kg = 10;
  g_array_index (history->sessions, EbbProgressSession, 0).percent_lop = 55;
  assert_none (history);
}

/* 5 % of the maximum in whole steps, at least one, to 40 % of it; then pressure, to 80 %. */
static void
test_r2_amount (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  history->one_rm_kg = 120;
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 15); /* 6 kg: two steps of 2.5 */
  history->one_rm_kg = NAN;
  history->one_rm_date[0] = '\0';
  {
    g_autoptr (GPtrArray) out = ebb_progression_judge (list, history);

    g_assert_cmpuint (out->len, ==, 2); /* one step, and: test the maximum */
    g_assert_cmpfloat (((EbbSuggestion *) g_ptr_array_index (out, 0))->to, ==, 12.5);
  }
  g_strlcpy (history->one_rm_date, "2026-03-03", sizeof history->one_rm_date);
  history->one_rm_kg = 31.25; /* 40 % is 12.5 */
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 12.5);
  history->one_rm_kg = 31; /* and now it is 10 */
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_PRESSURE, 65);
}

static void
set_percent (EbbProgressHistory *history, double percent)
{
  history->percent_lop = percent;
  for (guint i = 0; i < history->sessions->len; i++)
    g_array_index (history->sessions, EbbProgressSession, i).percent_lop = percent;
}

static void
test_r2_pressure_top (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  history->load_step_kg = 0; /* an exercise without weight */
  set_percent (history, 75);
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_PRESSURE, 80);
  set_percent (history, 78);
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_PRESSURE, 80);
  set_percent (history, 80);
  assert_none (history);
  set_percent (history, NAN);
  assert_none (history);
}

/* R3: time, then sets, then load, pressure last; one thing at a time. */
static void
test_r3 (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  history->work_s = 300;
  history->work_full_s = 600;
  history->n_sets = 3;
  assert_only (history, EBB_RULE_ORDER, EBB_ADVANCE_TIME, 360);
  history->work_s = 570;
  assert_only (history, EBB_RULE_ORDER, EBB_ADVANCE_TIME, 600);
  history->work_s = 600;
  assert_only (history, EBB_RULE_ORDER, EBB_ADVANCE_SETS, 4);
  history->n_sets = 4;
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 12.5);
}

/* R4: in the first weeks one good session adds repetitions, then shortens the rests. */
static void
test_r4 (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  g_array_remove_index (history->sessions, 0);
  history->reps_total = 45;
  history->rest_s = 60;
  g_strlcpy (history->first_date, "2026-02-18", sizeof history->first_date); /* day 20 */
  assert_only (history, EBB_RULE_RAMP_IN, EBB_ADVANCE_REPS, 60);
  history->reps_total = 70;
  assert_only (history, EBB_RULE_RAMP_IN, EBB_ADVANCE_REPS, 75);
  history->reps_total = 75;
  assert_only (history, EBB_RULE_RAMP_IN, EBB_ADVANCE_REST, 45);
  history->rest_s = 40;
  assert_only (history, EBB_RULE_RAMP_IN, EBB_ADVANCE_REST, 30);
  history->rest_s = 30;
  assert_none (history);
  history->rest_s = 60;
  g_strlcpy (history->first_date, "2026-02-17", sizeof history->first_date); /* day 21 */
  assert_none (history);
}

/* R5: limb pain above 6, soreness above 5, sets 2 and 3 not completed. */
static void
test_r5_trigger (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();
  EbbProgressSession *last = LAST (history);

  last->pain = 6;
  assert_none (history);
  last->pain = 7;
  assert_only (history, EBB_RULE_STEP_BACK, EBB_ADVANCE_PRESSURE, 50);
  last->pain = 6;
  last->soreness = 5;
  assert_none (history);
  last->soreness = 6;
  assert_only (history, EBB_RULE_STEP_BACK, EBB_ADVANCE_PRESSURE, 50);
  last->soreness = NAN;
  last->sets[1].reps_done = 14;
  assert_none (history);
  last->sets[2].reps_done = 14;
  assert_only (history, EBB_RULE_STEP_BACK, EBB_ADVANCE_PRESSURE, 50);
}

/* Pain under the cuff is not limb pain. */
static void
test_r5_cuff (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->discomfort = 9;
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 12.5);
}

/* Not below 40 %: then the cuff rests between sets, then it stays off. */
static void
test_r5_floor (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->pain = 7;
  set_percent (history, 50);
  assert_only (history, EBB_RULE_STEP_BACK, EBB_ADVANCE_PRESSURE, 40);
  set_percent (history, 49);
  assert_only (history, EBB_RULE_STEP_BACK, EBB_ADVANCE_INTERMITTENT, NAN);
  history->intermittent = TRUE;
  assert_only (history, EBB_RULE_STEP_BACK, EBB_ADVANCE_HOLD, NAN);
}

/* R6: one more cycle after seven days, up to six. */
static void
test_r6 (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->rpe = 18;
  history->cycles = 5;
  g_strlcpy (history->cycles_date, "2026-03-04", sizeof history->cycles_date);
  assert_none (history);
  g_strlcpy (history->cycles_date, "2026-03-03", sizeof history->cycles_date);
  assert_only (history, EBB_RULE_CYCLES, EBB_ADVANCE_CYCLES, 6);
  history->cycles = 6;
  assert_none (history);
  history->cycles = 3;
  history->cycles_date[0] = '\0';
  assert_none (history);
}

/* R7: from 14 days on, overdue from 28; and when there is none. */
static void
test_r7 (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();
  static const struct {
    const char *date;
    const char *says;
  } rows[] = { { "2026-02-25", NULL },        /* 13 days */
               { "2026-02-24", "due from" },  /* 14 */
               { "2026-02-11", "due from" },  /* 27 */
               { "2026-02-10", "overdue" } }; /* 28 */

  LAST (history)->rpe = 18;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) out = NULL;

    g_strlcpy (history->one_rm_date, rows[i].date, sizeof history->one_rm_date);
    out = ebb_progression_judge (list, history);
    g_assert_cmpuint (out->len, ==, rows[i].says != NULL ? 1 : 0);
    if (rows[i].says != NULL)
      g_assert_nonnull (
          strstr (((EbbSuggestion *) g_ptr_array_index (out, 0))->reason, rows[i].says));
  }
  history->load_step_kg = 0; /* nothing to reckon a load for */
  assert_none (history);
}

/* R8: 70 % of the maximum without pain. */
static void
test_r8 (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->rpe = 18;
  LAST (history)->pain = 0;
  history->load_kg = 34.9;
  assert_none (history);
  history->load_kg = 35;
  assert_only (history, EBB_RULE_EXIT, EBB_ADVANCE_EXIT, NAN);
  LAST (history)->pain = 1;
  assert_none (history);
}

/* Each finding stops every step up, and so does what nobody looked at. */
static void
test_hold (void)
{
  for (guint look = 0; look < EBB_N_LOOKS; look++) {
    g_autoptr (EbbProgressHistory) history = make_history ();

    assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_LOAD, 12.5);
    LAST (history)->found[look] = EBB_FINDING_YES;
    assert_only (history, EBB_RULE_HOLD, EBB_ADVANCE_HOLD, NAN);
    LAST (history)->found[look] = EBB_FINDING_UNKNOWN;
    assert_only (history, EBB_RULE_HOLD, EBB_ADVANCE_HOLD, NAN);
  }
}

static void
test_unknown (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->pain = NAN;
  assert_only (history, EBB_RULE_HOLD, EBB_ADVANCE_HOLD, NAN);
  LAST (history)->pain = 2;
  LAST (history)->rpe = NAN;
  assert_only (history, EBB_RULE_SCHEME, EBB_ADVANCE_HOLD, NAN);
  LAST (history)->rpe = 12;
  LAST (history)->sets[3].reps_done = -1;
  assert_none (history);
  g_array_set_size (history->sessions, 0);
  assert_none (history);
}

static void
test_stopped (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();

  LAST (history)->stopped = TRUE;
  assert_none (history);
  LAST (history)->stopped = FALSE;
  LAST (history)->sets_planned = 5;
  assert_none (history);
}

/* Whatever is in a history: one raise at most, never beside a stop, pressure never above 80 %. */
static void
test_random (void)
{
  for (guint round = 0; round < 20000; round++) {
    g_autoptr (EbbProgressHistory) history = make_history ();
    EbbProgressSession *last = LAST (history);
    g_autoptr (GPtrArray) out = NULL;
    guint n_raises = 0, n_stops = 0;

    last->pain = g_test_rand_int_range (-1, 11);
    if (last->pain < 0)
      last->pain = NAN;
    last->rpe = g_test_rand_int_range (6, 21);
    last->soreness = g_test_rand_int_range (0, 11);
    last->found[g_test_rand_int_range (0, EBB_N_LOOKS)] = (EbbFinding) g_test_rand_int_range (0, 3);
    set_percent (history, g_test_rand_double_range (20, 100));
    history->load_step_kg = g_test_rand_int_range (0, 3);
    history->one_rm_kg = g_test_rand_double_range (5, 100);
    history->n_sets = (guint) g_test_rand_int_range (1, 5);
    out = ebb_progression_judge (list, history);
    for (guint i = 0; i < out->len; i++) {
      const EbbSuggestion *suggestion = g_ptr_array_index (out, i);
      gboolean stop = suggestion->rule == EBB_RULE_HOLD || suggestion->rule == EBB_RULE_STEP_BACK;

      n_stops += stop ? 1 : 0;
      n_raises += !stop && suggestion->to > suggestion->from ? 1 : 0;
      if (suggestion->step == EBB_ADVANCE_PRESSURE && !stop)
        g_assert_cmpfloat (suggestion->to, <=, 80);
    }
    g_assert_cmpuint (n_raises, <=, n_stops > 0 ? 0 : 1);
  }
}

static void
test_choose (void)
{
  g_autoptr (EbbProgressHistory) history = make_history ();
  g_autoptr (GPtrArray) out = ebb_progression_judge (list, history);
  const EbbSuggestion *suggestion = g_ptr_array_index (out, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (EbbProgressChoice) choice = NULL;

  g_assert_null (ebb_suggestion_choose (suggestion, list, EBB_CHOICE_CHANGED, 501, NULL, &error));
  g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "0 to 500"));
  g_clear_error (&error);
  g_assert_null (ebb_suggestion_choose (suggestion, list, EBB_CHOICE_ACCEPTED, 11, NULL, &error));
  g_assert_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID);
  g_clear_error (&error);

  choice = ebb_suggestion_choose (suggestion, list, EBB_CHOICE_CHANGED, 11, "as felt", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (choice->list_id, ==, "standard");
  g_assert_cmpstr (choice->step, ==, "load");
  g_assert_cmpfloat (choice->from_value, ==, 10);
  g_assert_cmpfloat (choice->to_value, ==, 12.5);
  g_assert_cmpfloat (choice->chosen_value, ==, 11);
  g_assert_nonnull (strstr (choice->numbers, "Limb pain: 2 of 10"));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  list = ebb_progression_list_load_builtin (NULL);
  g_assert_nonnull (list);
  g_test_add_func ("/progression/r1", test_r1);
  g_test_add_func ("/progression/r2/trigger", test_r2_trigger);
  g_test_add_func ("/progression/r2/exertion", test_r2_exertion);
  g_test_add_func ("/progression/r2/sessions", test_r2_sessions);
  g_test_add_func ("/progression/r2/new-dose", test_r2_new_dose);
  g_test_add_func ("/progression/r2/amount", test_r2_amount);
  g_test_add_func ("/progression/r2/pressure-top", test_r2_pressure_top);
  g_test_add_func ("/progression/r3", test_r3);
  g_test_add_func ("/progression/r4", test_r4);
  g_test_add_func ("/progression/r5/trigger", test_r5_trigger);
  g_test_add_func ("/progression/r5/cuff-is-not-limb", test_r5_cuff);
  g_test_add_func ("/progression/r5/floor", test_r5_floor);
  g_test_add_func ("/progression/r6", test_r6);
  g_test_add_func ("/progression/r7", test_r7);
  g_test_add_func ("/progression/r8", test_r8);
  g_test_add_func ("/progression/hold", test_hold);
  g_test_add_func ("/progression/unknown", test_unknown);
  g_test_add_func ("/progression/stopped", test_stopped);
  g_test_add_func ("/progression/random", test_random);
  g_test_add_func ("/progression/choose", test_choose);
  result = g_test_run ();
  ebb_progression_list_free (list);
  return result;
}
