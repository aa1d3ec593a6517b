/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The editor of a protocol without a window: each range has a case on either side, what is wrong is
 * told beside its field, minutes and limits follow each change, and what goes with a mode goes with
 * it.
 */
#include "ebb-protocol-form-state.h"

#include <math.h>
#include <string.h>

static EbbProtocolForm *
form_from (const char *id)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin (id, NULL);

  g_assert_nonnull (protocol);
  return ebb_protocol_form_duplicate (protocol);
}

static void
judge (const EbbProtocolForm *form, EbbProtocolFormState *state)
{
  g_autoptr (EbbExercise) exercise = ebb_exercise_load_builtin (form->exercise_id, NULL);

  ebb_protocol_form_judge (form, exercise, state);
}

/* Each of the library can be duplicated, and then saved as it is. */
static void
test_duplicate_all (void)
{
  g_auto (GStrv) ids = ebb_protocol_list_builtin ();

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autoptr (EbbProtocolForm) form = form_from (ids[i]);
    g_autoptr (EbbProtocol) base = ebb_protocol_load_builtin (ids[i], NULL);
    g_auto (EbbProtocolFormState) state = { 0 };
    EbbProtocolView before;

    judge (form, &state);
    if (!state.can_save)
      g_error ("%s: %s", ids[i], state.why_not);
    ebb_protocol_view_make (base, NULL, &before);
    g_assert_cmpint (state.view.total_ms, ==, before.total_ms);
    g_assert_cmpint (state.view.inflated_ms, ==, before.inflated_ms);
    g_assert_null (form->id);
    g_assert_cmpstr (form->based_on, ==, ids[i]);
  }
}

static void
test_new (void)
{
  g_autoptr (EbbProtocolForm) form = ebb_protocol_form_new ();
  g_auto (EbbProtocolFormState) state = { 0 }, named = { 0 }, wrong = { 0 };

  judge (form, &state);
  g_assert_nonnull (state.error[EBB_EDIT_NAME]); /* all that is missing */
  g_assert_nonnull (strstr (state.error[EBB_EDIT_NAME], "missing"));
  /* Nobody is told so before anything was typed; what was typed wrongly is told at once. */
  g_assert_true (state.missing[EBB_EDIT_NAME]);
  g_assert_false (state.can_save);
  g_assert_true (state.has_view);
  form->name = g_strdup ("Ours");
  judge (form, &named);
  g_assert_true (named.can_save);
  form->rest_s = 700;
  judge (form, &wrong);
  g_assert_nonnull (wrong.error[EBB_EDIT_REST]);
  g_assert_false (wrong.missing[EBB_EDIT_REST]);
}

typedef struct {
  EbbProtocolEdit edit;
  gsize offset;                                     /* of a double of the form */
  double wrong_below, lowest, highest, wrong_above; /* NAN = no such side */
} Range;

#define AT(member) G_STRUCT_OFFSET (EbbProtocolForm, member)

static void
assert_judged (const char *base, const Range *range, double value, gboolean fine)
{
  g_autoptr (EbbProtocolForm) form = form_from (base);
  g_auto (EbbProtocolFormState) state = { 0 };

  if (isnan (value))
    return;
  G_STRUCT_MEMBER (double, form, range->offset) = value;
  judge (form, &state);
  if ((state.error[range->edit] == NULL) != fine)
    g_error ("%s = %g: %s", ebb_protocol_edit_text (range->edit), value,
             fine ? state.error[range->edit] : "nothing is said");
  if (state.can_save != fine)
    g_error ("%s = %g: %s", ebb_protocol_edit_text (range->edit), value, state.why_not);
  if (!fine)
    g_assert_nonnull (strstr (state.error[range->edit], "allowed"));
}

static void
check_ranges (const char *base, const Range *ranges, guint n_ranges)
{
  for (guint i = 0; i < n_ranges; i++) {
    assert_judged (base, &ranges[i], ranges[i].wrong_below, FALSE);
    assert_judged (base, &ranges[i], ranges[i].lowest, TRUE);
    assert_judged (base, &ranges[i], ranges[i].highest, TRUE);
    assert_judged (base, &ranges[i], ranges[i].wrong_above, FALSE);
  }
}

/* data/protocols/README.md says them. */
static void
test_ranges (void)
{
  static const Range counted[] = {
    { EBB_EDIT_PRESSURE, AT (pressure), 9, 40, 80, 81 }, /* 10-80, here not below "from" */
    { EBB_EDIT_REST, AT (rest_s), NAN, 0, 600, 601 },
    { EBB_EDIT_REST, AT (rest_s), 30.5, NAN, NAN, NAN },
    { EBB_EDIT_SETS_MIN, AT (sets_min), 0, 1, 4, 5 },
    { EBB_EDIT_CONTRACT, AT (tempo_s[EBB_TEMPO_CONTRACT]), 0.249, 0.25, 10, 10.001 },
    { EBB_EDIT_HOLD, AT (tempo_s[EBB_TEMPO_HOLD]), NAN, 0, 60, 60.001 },
    { EBB_EDIT_RELAX, AT (tempo_s[EBB_TEMPO_RELAX]), 0.249, 0.25, 10, 10.001 },
    { EBB_EDIT_PAUSE, AT (tempo_s[EBB_TEMPO_PAUSE]), NAN, 0, 10, 10.001 },
    { EBB_EDIT_LONGEST, AT (longest_s), 29, 30, 1200, 1201 },
    { EBB_EDIT_PER_DAY, AT (per_day), NAN, 1, 6, 7 },
    { EBB_EDIT_PER_WEEK, AT (per_week), NAN, 1, 14, 15 },
    { EBB_EDIT_WEEKS, AT (weeks), NAN, 1, 52, 53 },
    { EBB_EDIT_LOAD, AT (load), NAN, 20, 40, 101 }, /* "from" 20 "to" 40 */
  };
  static const Range cycled[] = {
    { EBB_EDIT_ON, AT (on_s), 4, 5, 100, 601 },
    { EBB_EDIT_OFF, AT (off_s), 4, 5, 100, 601 },
    { EBB_EDIT_STEPS, AT (steps[0]), 19, 20, NAN, 101 },
  };
  static const Range passive[] = {
    { EBB_EDIT_PRESSURE, AT (pressure), 9, 10, 90, 91 },
  };

  check_ranges ("standard-75", counted, G_N_ELEMENTS (counted));
  check_ranges ("kaatsu-cycle", cycled, G_N_ELEMENTS (cycled));
  check_ranges ("passive-cell-swelling", passive, G_N_ELEMENTS (passive));
}

static void
test_sets (void)
{
  static const struct {
    double min, max;
    gboolean fine;
  } rows[] = { { 1, 100, TRUE },  { 0, 15, FALSE },   { 15, 101, FALSE },
               { 16, 15, FALSE }, { NAN, 15, FALSE }, { 15, 15.5, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (EbbProtocolForm) form = form_from ("standard-75");
    g_auto (EbbProtocolFormState) state = { 0 };

    form->sets[2].reps_min = rows[i].min;
    form->sets[2].reps_max = rows[i].max;
    judge (form, &state);
    g_assert_true ((state.set_error[2] == NULL) == rows[i].fine);
    g_assert_null (state.set_error[1]);
    g_assert_true (state.has_view == rows[i].fine);
  }
}

/* All that is wrong is told at once, each where it stands, with what was typed. */
static void
test_all_told (void)
{
  g_autoptr (EbbProtocolForm) form = form_from ("standard-75");
  g_auto (EbbProtocolFormState) state = { 0 };

  g_clear_pointer (&form->name, g_free);
  form->rest_s = 700;
  form->tempo_s[EBB_TEMPO_HOLD] = 61;
  form->sets[0].reps_max = 150;
  form->weeks = 99;
  g_clear_pointer (&form->values[EBB_VALUE_LOAD].source, g_free);
  form->values[EBB_VALUE_LOAD].source = g_strdup ("two\nlines");
  judge (form, &state);
  g_assert_nonnull (state.error[EBB_EDIT_NAME]);
  g_assert_nonnull (strstr (state.error[EBB_EDIT_REST], "700"));
  g_assert_nonnull (strstr (state.error[EBB_EDIT_REST], "600"));
  g_assert_nonnull (state.error[EBB_EDIT_HOLD]);
  g_assert_nonnull (strstr (state.set_error[0], "150"));
  g_assert_nonnull (strstr (state.error[EBB_EDIT_WEEKS], "52"));
  g_assert_nonnull (state.value_error[EBB_VALUE_LOAD]);
  g_assert_null (state.error[EBB_EDIT_PRESSURE]);
  g_assert_false (state.has_view);
  g_assert_null (state.protocol);
  g_assert_cmpfloat (form->rest_s, ==, 700); /* nothing typed is lost */
}

/* clinical 3.4: 30-15-15-15 at 2/0/2: 390 s with 30 s of rest, 480 s with 60 s. */
static void
test_minutes_follow (void)
{
  g_autoptr (EbbProtocolForm) form = form_from ("standard-75");
  g_auto (EbbProtocolFormState) state = { 0 }, longer = { 0 }, soft = { 0 };

  judge (form, &state);
  g_assert_cmpint (state.view.inflated_ms, ==, 390000);
  form->rest_s = 60;
  judge (form, &longer);
  g_assert_cmpint (longer.view.inflated_ms, ==, 480000);
  g_assert_true (longer.own_value[EBB_VALUE_REST]);
  g_assert_false (longer.own_value[EBB_VALUE_SETS]);
  g_assert_cmpint (longer.protocol->values[EBB_VALUE_REST].status, ==, EBB_EVIDENCE_PROPOSAL);
  form->pattern = EBB_PATTERN_INTERMITTENT;
  ebb_protocol_form_fit (form);
  judge (form, &soft);
  g_assert_cmpint (soft.view.inflated_ms, ==, 300000);
  g_assert_cmpint (soft.view.total_ms, ==, 480000);
}

/* 15 min for an arm, 20 min for a leg (clinic decision 3.3), warned of from 80 %. */
static void
test_limits (void)
{
  static const struct {
    double seconds;
    EbbFit arm, leg;
  } rows[] = {
    { 719, EBB_FIT_FINE, EBB_FIT_FINE },  { 720, EBB_FIT_CLOSE, EBB_FIT_FINE },
    { 900, EBB_FIT_CLOSE, EBB_FIT_FINE }, { 901, EBB_FIT_OVER, EBB_FIT_FINE },
    { 960, EBB_FIT_OVER, EBB_FIT_CLOSE }, { 1200, EBB_FIT_OVER, EBB_FIT_CLOSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (EbbProtocolForm) form = form_from ("continuous-walk");
    g_auto (EbbProtocolFormState) state = { 0 };

    form->sets[0].duration_s = rows[i].seconds;
    ebb_protocol_form_judge (form, NULL, &state);
    g_assert_cmpint (state.view.arm, ==, rows[i].arm);
    g_assert_cmpint (state.view.leg, ==, rows[i].leg);
    g_assert_cmpint (state.view.limit_ms, ==, rows[i].arm == EBB_FIT_OVER ? 900000 : 0);
  }
}

static void
test_modes (void)
{
  g_autoptr (EbbProtocolForm) form = form_from ("standard-75");
  g_auto (EbbProtocolFormState) passive = { 0 }, aerobic = { 0 }, back = { 0 };

  form->training = EBB_TRAINING_PASSIVE;
  ebb_protocol_form_fit (form);
  judge (form, &passive);
  g_assert_cmpint (form->pattern, ==, EBB_PATTERN_CYCLED);
  g_assert_true (passive.can_save);
  g_assert_false (passive.shown[EBB_EDIT_CONTRACT]);
  form->training = EBB_TRAINING_AEROBIC_CONTINUOUS;
  form->pattern = EBB_PATTERN_CONTINUOUS;
  ebb_protocol_form_fit (form);
  form->sets_min = 1;
  judge (form, &aerobic);
  g_assert_cmpuint (form->n_sets, ==, 1);
  g_assert_true (aerobic.can_save);
  /* What was typed in repetitions is still there. */
  form->training = EBB_TRAINING_RESISTANCE;
  ebb_protocol_form_set_n_sets (form, 4);
  for (guint i = 0; i < 4; i++)
    form->sets[i].kind = EBB_SET_COUNTED;
  ebb_protocol_form_fit (form);
  judge (form, &back);
  g_assert_true (back.can_save);
  g_assert_cmpuint (back.protocol->sets[0].reps_max, ==, 30);
}

/* Each change is a version of its own; no change is none. */
static void
test_change (void)
{
  g_autoptr (EbbProtocol) protocol = ebb_protocol_load_builtin ("standard-75", NULL);
  g_autoptr (EbbProtocolForm) form = ebb_protocol_form_change (protocol);
  g_auto (EbbProtocolFormState) same = { 0 }, other = { 0 };

  judge (form, &same);
  g_assert_false (same.can_save);
  g_assert_false (same.changed);
  form->rest_s = 45;
  judge (form, &other);
  g_assert_true (other.can_save);
  g_assert_cmpstr (other.protocol->id, ==, "standard-75");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/protocol-form/duplicate-all", test_duplicate_all);
  g_test_add_func ("/protocol-form/new", test_new);
  g_test_add_func ("/protocol-form/ranges", test_ranges);
  g_test_add_func ("/protocol-form/sets", test_sets);
  g_test_add_func ("/protocol-form/all-told", test_all_told);
  g_test_add_func ("/protocol-form/minutes-follow", test_minutes_follow);
  g_test_add_func ("/protocol-form/limits", test_limits);
  g_test_add_func ("/protocol-form/modes", test_modes);
  g_test_add_func ("/protocol-form/change", test_change);
  return g_test_run ();
}
