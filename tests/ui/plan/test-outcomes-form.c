/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outcome measures: ranges from the list, meaningful change in words (reference clinical 5.5: LEFS
 * 9, KOOS pain 15, NPRS about 2 and lower is better, global rating 4.8 of error), the side index
 * (5.4), and what is due.
 */
#include "ebb-outcomes-state.h"
#include "plan-rig.h"

#include <math.h>
#include <string.h>

static EbbMeasureList *list;

static guint
row_of (const GArray *rows, const char *measure, EbbSide side)
{
  for (guint i = 0; i < rows->len; i++) {
    const EbbOutcomeRow *row = &g_array_index (rows, EbbOutcomeRow, i);

    if (g_str_equal (row->measure->id, measure) && row->side == side)
      return i;
  }
  g_error ("no row for %s", measure);
}

typedef struct {
  EbbCareEpisode *care;
  GArray *rows;
  const char **text;
  const char *date;
} Form;

static void
form_begin (Form *form)
{
  form->care = plan_rig_episode ();
  form->rows = ebb_outcome_rows (list, form->care);
  form->text = g_new0 (const char *, form->rows->len);
  form->date = "26 Nov 2026";
}

static void
form_clear (Form *form)
{
  ebb_care_episode_free (form->care);
  g_array_unref (form->rows);
  g_free (form->text);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)

static void
judge (Form *form, EbbOutcomesState *state)
{
  const EbbOutcomesTyped typed = { .care = form->care,
                                   .rows = form->rows,
                                   .text = form->text,
                                   .measured_on = form->date,
                                   .operator_name = "Sample, Therapist",
                                   .now_unix_us = RIG_NOW_US };

  ebb_outcomes_judge (&typed, state);
}

static gboolean
takes (const char *measure, EbbSide side, const char *text, const char *says)
{
  g_auto (Form) form = { 0 };
  g_auto (EbbOutcomesState) state = { 0 };
  guint row;

  form_begin (&form);
  row = row_of (form.rows, measure, side);
  form.text[row] = text;
  judge (&form, &state);
  if (state.records == NULL)
    assert_says (state.error[row], says);
  return state.records != NULL;
}

static void
test_ranges (void)
{
  g_assert_true (takes ("lefs", EBB_SIDE_UNSET, "0", ""));
  g_assert_true (takes ("lefs", EBB_SIDE_UNSET, "80", ""));
  g_assert_false (takes ("lefs", EBB_SIDE_UNSET, "81", "is not 0 to 80 points"));
  g_assert_false (takes ("lefs", EBB_SIDE_UNSET, "-1", "“-1”"));
  g_assert_true (takes ("girth-thigh-15", EBB_SIDE_LEFT, "30", ""));
  g_assert_false (takes ("girth-thigh-15", EBB_SIDE_LEFT, "29,9", "30 to 90 cm"));
  g_assert_true (takes ("girth-thigh-15", EBB_SIDE_RIGHT, "90", ""));
  g_assert_false (takes ("girth-thigh-15", EBB_SIDE_RIGHT, "90.1", "30 to 90 cm"));
  g_assert_false (takes ("nprs", EBB_SIDE_UNSET, "none", "“none”"));
}

static void
test_days (void)
{
  g_auto (Form) form = { 0 };
  g_auto (EbbOutcomesState) tomorrow = { 0 }, none = { 0 }, today = { 0 };

  form_begin (&form);
  form.text[row_of (form.rows, "lefs", EBB_SIDE_UNSET)] = "50";
  form.date = "27 Nov 2026";
  judge (&form, &tomorrow);
  g_assert_null (tomorrow.records);
  assert_says (tomorrow.date_error, "future");
  form.date = NULL;
  judge (&form, &none);
  assert_says (none.date_error, "missing");
  form.date = "26 Nov 2026";
  judge (&form, &today);
  g_assert_nonnull (today.records);
}

/* Nothing entered is no zero and nothing to be stored. */
static void
test_nothing (void)
{
  g_auto (Form) form = { 0 };
  g_auto (EbbOutcomesState) state = { 0 };

  form_begin (&form);
  judge (&form, &state);
  g_assert_null (state.records);
  assert_says (state.said, "Nothing entered");
}

static void
test_occasions (void)
{
  g_auto (Form) form = { 0 };
  g_auto (EbbOutcomesState) state = { 0 };
  const EbbOutcome *outcome;

  form_begin (&form);
  form.text[row_of (form.rows, "lefs", EBB_SIDE_UNSET)] = "50";
  form.text[row_of (form.rows, "girth-thigh-15", EBB_SIDE_LEFT)] = "46,5";
  judge (&form, &state);
  g_assert_cmpuint (state.records->len, ==, 2);
  outcome = g_ptr_array_index (state.records, 0);
  g_assert_cmpstr (outcome->measure, ==, "girth-thigh-15");
  g_assert_cmpfloat (outcome->value, ==, 46.5);
  g_assert_cmpint (outcome->side, ==, EBB_SIDE_LEFT);
  g_assert_cmpstr (outcome->occasion, ==, "baseline");
  g_assert_cmpstr (outcome->measured_on, ==, "2026-11-26");
  form.care->due.has_baseline = TRUE;
  g_assert_cmpstr (ebb_outcome_occasion (form.care), ==, "interim");
  form.care->due.discharged = TRUE;
  g_assert_cmpstr (ebb_outcome_occasion (form.care), ==, "discharge");
}

static void
assert_change (const char *measure, double from, double to, const char *says)
{
  const EbbMeasureDefinition *definition = ebb_measure_list_find (list, measure, NULL);
  g_autofree char *words = ebb_outcome_change_words (definition, from, to);

  assert_says (words, says);
}

static void
test_changes (void)
{
  g_autofree char *none =
      ebb_outcome_change_words (ebb_measure_list_find (list, "lefs", NULL), NAN, 50);

  assert_change ("lefs", 40, 49, "+9, at least the 9 that matter");
  assert_change ("lefs", 40, 48, "+8, less than the measurement error of 9");
  assert_change ("lefs", 49, 40, "−9, worse by at least the 9 that matter");
  assert_change ("koos-pain", 40, 54.9, "less than the 15 that matter");
  assert_change ("koos-pain", 40, 55, "at least the 15 that matter");
  /* Less pain is better. */
  assert_change ("nprs", 6, 4, "−2, at least the 2 that matter");
  assert_change ("nprs", 4, 6, "worse by at least the 2");
  assert_change ("global-rating", 50, 55, "more than the measurement error of 4.8");
  assert_change ("girth-thigh-15", 46, 47, "how much matters is not known");
  g_assert_null (none);
}

/* A typed value is held against the first one, not against the last. */
static void
test_against_baseline (void)
{
  g_auto (Form) form = { 0 };
  g_auto (EbbOutcomesState) before = { 0 }, after = { 0 };
  guint row;

  form_begin (&form);
  plan_rig_add_outcome (form.care, "lefs", EBB_SIDE_UNSET, 40, "2026-09-01");
  plan_rig_add_outcome (form.care, "lefs", EBB_SIDE_UNSET, 46, "2026-10-01");
  row = row_of (form.rows, "lefs", EBB_SIDE_UNSET);
  judge (&form, &before);
  assert_says (before.note[row], "last 46");
  assert_says (before.note[row], "+6, less than");
  form.text[row] = "50";
  judge (&form, &after);
  assert_says (after.note[row], "+10, at least the 9 that matter");
}

static void
test_side_index (void)
{
  g_auto (Form) form = { 0 };
  g_auto (EbbOutcomesState) one = { 0 }, both = { 0 };
  guint right;

  form_begin (&form);
  right = row_of (form.rows, "dynamometry", EBB_SIDE_RIGHT);
  form.text[right] = "200";
  judge (&form, &one);
  g_assert_null (one.note[right]); /* the other side is not known */
  form.text[right - 1] = "164";
  judge (&form, &both);
  assert_says (both.note[right], "Left is 82 % of right; 90 %");
}

/* Before anything was measured the limb proposes; afterwards what was measured is due again. */
static void
test_due (void)
{
  g_autoptr (EbbCareEpisode) care = plan_rig_episode ();
  g_autoptr (GArray) first = ebb_outcome_rows (list, care);
  g_autoptr (GArray) later = NULL;

  g_assert_true (g_array_index (first, EbbOutcomeRow, row_of (first, "lefs", EBB_SIDE_UNSET)).due);
  g_assert_false (
      g_array_index (first, EbbOutcomeRow, row_of (first, "quickdash", EBB_SIDE_UNSET)).due);
  plan_rig_add_outcome (care, "ikdc", EBB_SIDE_UNSET, 60, "2026-09-01");
  later = ebb_outcome_rows (list, care);
  g_assert_true (g_array_index (later, EbbOutcomeRow, row_of (later, "ikdc", EBB_SIDE_UNSET)).due);
  g_assert_false (g_array_index (later, EbbOutcomeRow, row_of (later, "lefs", EBB_SIDE_UNSET)).due);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  list = ebb_measure_list_load_builtin (NULL);
  g_assert_nonnull (list);
  g_test_add_func ("/outcomes-form/ranges", test_ranges);
  g_test_add_func ("/outcomes-form/days", test_days);
  g_test_add_func ("/outcomes-form/nothing", test_nothing);
  g_test_add_func ("/outcomes-form/occasions", test_occasions);
  g_test_add_func ("/outcomes-form/changes", test_changes);
  g_test_add_func ("/outcomes-form/against-baseline", test_against_baseline);
  g_test_add_func ("/outcomes-form/side-index", test_side_index);
  g_test_add_func ("/outcomes-form/due", test_due);
  result = g_test_run ();
  ebb_measure_list_free (list);
  return result;
}
