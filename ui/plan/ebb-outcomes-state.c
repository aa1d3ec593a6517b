/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-outcomes-state.h"

#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-number-text.h"
#include "ebb-outcome.h"
#include "ebb-strength.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ONE_RM "one-rm"

/* Rows ---------------------------------------------------------------------------------------- */

/* A clinic's first set where nothing was measured yet: girth, a function test or motion, a
 * questionnaire and pain.  A proposal; the rest stands below. */
static gboolean
is_proposed (const char *id, const char *segment)
{
  static const char *const leg[] = { "girth-thigh-15", "chair-stand-30", "lefs", "nprs", NULL };
  static const char *const calf[] = { "girth-calf-max", "chair-stand-30", "lefs", "nprs", NULL };
  static const char *const arm[] = { "girth-arm-mid", "elbow-flexion-active", "quickdash", "nprs",
                                     NULL };

  if (g_strcmp0 (segment, "arm") == 0)
    return g_strv_contains (arm, id);
  return g_strv_contains (g_strcmp0 (segment, "calf") == 0 ? calf : leg, id);
}

static gboolean
was_measured (const EbbCareEpisode *care, const char *id)
{
  for (guint i = 0; i < care->outcomes->len; i++)
    if (g_strcmp0 (((EbbOutcome *) g_ptr_array_index (care->outcomes, i))->measure, id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_outcomes (const EbbCareEpisode *care)
{
  for (guint i = 0; i < care->outcomes->len; i++)
    if (g_strcmp0 (((EbbOutcome *) g_ptr_array_index (care->outcomes, i))->measure, ONE_RM) != 0)
      return TRUE;
  return FALSE;
}

GArray *
ebb_outcome_rows (const EbbMeasureList *list, const EbbCareEpisode *care)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (EbbOutcomeRow));
  gboolean any = has_outcomes (care);

  for (guint i = 0; i < list->measures->len; i++) {
    const EbbMeasureDefinition *measure = g_ptr_array_index (list->measures, i);
    EbbOutcomeRow row = { .measure = measure };

    if (g_str_equal (measure->id, ONE_RM))
      continue;
    row.due =
        any ? was_measured (care, measure->id) : is_proposed (measure->id, care->episode->segment);
    if (!measure->sided) {
      g_array_append_val (rows, row);
      continue;
    }
    row.side = EBB_SIDE_LEFT;
    g_array_append_val (rows, row);
    row.side = EBB_SIDE_RIGHT;
    g_array_append_val (rows, row);
  }
  return rows;
}

static gboolean
is_of (const EbbOutcome *outcome, const EbbOutcomeRow *row)
{
  return outcome->side == row->side && g_strcmp0 (outcome->measure, row->measure->id) == 0;
}

const EbbOutcome *
ebb_outcome_baseline (const EbbCareEpisode *care, const EbbOutcomeRow *row)
{
  for (guint i = 0; i < care->outcomes->len; i++)
    if (is_of (g_ptr_array_index (care->outcomes, i), row))
      return g_ptr_array_index (care->outcomes, i);
  return NULL;
}

const EbbOutcome *
ebb_outcome_last (const EbbCareEpisode *care, const EbbOutcomeRow *row)
{
  for (guint i = care->outcomes->len; i > 0; i--)
    if (is_of (g_ptr_array_index (care->outcomes, i - 1), row))
      return g_ptr_array_index (care->outcomes, i - 1);
  return NULL;
}

/* Words --------------------------------------------------------------------------------------- */

char *
ebb_outcome_value_text (const EbbMeasureDefinition *measure, double value)
{
  return g_strdup_printf ("%.*f\u00a0%s", (int) measure->decimals, value, _ (measure->unit));
}

static char *
signed_text (const EbbMeasureDefinition *measure, double change)
{
  g_autofree char *size = g_strdup_printf ("%.*f", (int) measure->decimals, fabs (change));

  if (change > 0)
    return g_strconcat ("+", size, NULL);
  return change < 0 ? g_strconcat ("−", size, NULL) : g_strdup ("±0");
}

static char *
meaningful_words (const EbbChange *change, const EbbMeasureDefinition *measure, const char *sign)
{
  if (change->worse)
    return g_strdup_printf (_ ("%s, worse by at least the %g that matter"), sign, measure->mcid);
  return g_strdup_printf (_ ("%s, at least the %g that matter"), sign, measure->mcid);
}

static char *
not_yet_words (const EbbChange *change, const EbbMeasureDefinition *measure, const char *sign)
{
  if (isnan (measure->mcid))
    return g_strdup_printf (_ ("%s, more than the measurement error of %g; how much matters is "
                               "not known"),
                            sign, measure->mdc);
  if (change->worse)
    return g_strdup_printf (_ ("%s, worse, but less than the %g that matter"), sign, measure->mcid);
  return g_strdup_printf (_ ("%s, less than the %g that matter"), sign, measure->mcid);
}

char *
ebb_outcome_change_words (const EbbMeasureDefinition *measure, double baseline, double later)
{
  EbbChange change = ebb_outcome_judge (measure, baseline, later);
  g_autofree char *sign = NULL;

  if (isnan (change.change))
    return NULL;
  sign = signed_text (measure, change.change);
  switch (change.verdict) {
  case EBB_CHANGE_MEANINGFUL:
    return meaningful_words (&change, measure, sign);
  case EBB_CHANGE_NOT_YET:
    return not_yet_words (&change, measure, sign);
  case EBB_CHANGE_WITHIN_ERROR:
    return g_strdup_printf (_ ("%s, less than the measurement error of %g"), sign, measure->mdc);
  case EBB_CHANGE_UNKNOWN:
  default:
    return g_strdup_printf (_ ("%s; how much matters is not known"), sign);
  }
}

const char *
ebb_outcome_occasion (const EbbCareEpisode *care)
{
  if (!care->due.has_baseline)
    return "baseline";
  return care->due.discharged ? "discharge" : "interim";
}

/* What was typed ------------------------------------------------------------------------------ */

/* Typed now, else measured last; NAN = neither. */
static double
value_of (const EbbOutcomesTyped *typed, guint i)
{
  const EbbOutcomeRow *row = &g_array_index (typed->rows, EbbOutcomeRow, i);
  const EbbOutcome *last = ebb_outcome_last (typed->care, row);

  if (typed->text[i] != NULL)
    return ebb_number_from_text (typed->text[i]);
  return last != NULL ? last->value : NAN;
}

/* "Left is 82 % of right; 90 % is a usual goal", once, at the second of the two. */
static char *
index_text (const EbbOutcomesTyped *typed, guint i)
{
  const EbbOutcomeRow *row = &g_array_index (typed->rows, EbbOutcomeRow, i);
  const char *treated = typed->care->episode->side;
  double left, right, index;

  if (row->side != EBB_SIDE_RIGHT || row->measure->kind != EBB_MEASURE_STRENGTH)
    return NULL;
  left = value_of (typed, i - 1);
  right = value_of (typed, i);
  index = g_strcmp0 (treated, "right") == 0 ? ebb_side_index (right, left)
                                            : ebb_side_index (left, right);
  if (isnan (index) || treated == NULL || g_str_equal (treated, "both"))
    return NULL;
  return g_strdup_printf (g_str_equal (treated, "left")
                              ? _ ("Left is %.0f %% of right; %.0f %% is a usual goal.")
                              : _ ("Right is %.0f %% of left; %.0f %% is a usual goal."),
                          index, EBB_SIDE_INDEX_GOAL);
}

static char *
last_text (const EbbOutcomesTyped *typed, const EbbOutcomeRow *row)
{
  const EbbOutcome *first = ebb_outcome_baseline (typed->care, row);
  const EbbOutcome *last = ebb_outcome_last (typed->care, row);
  g_autofree char *value = NULL, *day = NULL, *change = NULL;

  if (last == NULL)
    return NULL;
  value = ebb_outcome_value_text (row->measure, last->value);
  day = ebb_format_date_short (last->measured_on);
  if (first != last)
    change = ebb_outcome_change_words (row->measure, first->value, last->value);
  if (change == NULL)
    return g_strdup_printf (_ ("last %s, %s"), value, day);
  return g_strdup_printf (_ ("last %s, %s: %s"), value, day, change);
}

/* What was typed against the first one, else the last one against it. */
static char *
note_of (const EbbOutcomesTyped *typed, guint i, gboolean is_wrong)
{
  const EbbOutcomeRow *row = &g_array_index (typed->rows, EbbOutcomeRow, i);
  const EbbOutcome *first = ebb_outcome_baseline (typed->care, row);
  g_autofree char *index = is_wrong ? NULL : index_text (typed, i);
  g_autofree char *words = NULL;

  if (typed->text[i] != NULL && first != NULL && !is_wrong)
    words = ebb_outcome_change_words (row->measure, first->value,
                                      ebb_number_from_text (typed->text[i]));
  else if (typed->text[i] == NULL)
    words = last_text (typed, row);
  if (words == NULL || index == NULL)
    return g_strdup (words != NULL ? words : index);
  return g_strdup_printf ("%s\n%s", words, index);
}

static char *
error_of (const EbbOutcomeRow *row, const char *text)
{
  const EbbMeasureDefinition *measure = row->measure;
  double value = ebb_number_from_text (text);

  if (text == NULL || (value >= measure->min && value <= measure->max))
    return NULL;
  /* Translators: "LEFS: “95” is not 0 to 80 points". */
  return g_strdup_printf (_ ("%s: “%s” is not %g to %g %s"), _ (measure->name), text, measure->min,
                          measure->max, _ (measure->unit));
}

static char *
judge_date (const EbbOutcomesTyped *typed, EbbOutcomesState *state)
{
  g_autofree char *iso = ebb_date_from_text (typed->measured_on, typed->month_first);
  g_autofree char *today = ebb_date_of_moment (typed->now_unix_us);

  if (typed->measured_on == NULL) {
    state->date_error = g_strdup (_ ("Measured on: missing; write it like 2 Jun 2026"));
  } else if (iso == NULL) {
    state->date_error = g_strdup_printf (
        _ ("Measured on: “%s” is no date; write it like 2 Jun 2026"), typed->measured_on);
  } else {
    state->date_read = ebb_format_date (iso);
    /* Dates of this shape sort as text. */
    if (strcmp (iso, today) > 0)
      state->date_error =
          g_strdup_printf (_ ("Measured on: %s lies in the future"), state->date_read);
  }
  return g_steal_pointer (&iso);
}

static EbbOutcome *
make_record (const EbbOutcomesTyped *typed, guint i, const char *iso)
{
  const EbbOutcomeRow *row = &g_array_index (typed->rows, EbbOutcomeRow, i);
  EbbOutcome *record = g_new0 (EbbOutcome, 1);

  record->episode_id = g_strdup (typed->care->episode->id);
  record->measure = g_strdup (row->measure->id);
  record->occasion = g_strdup (ebb_outcome_occasion (typed->care));
  record->side = row->side;
  record->way = g_strdup ("entered");
  record->value = ebb_number_from_text (typed->text[i]);
  record->measured_on = g_strdup (iso);
  record->operator_name = g_strdup (typed->operator_name);
  return record;
}

static char *
said_of (const EbbCareEpisode *care, guint n)
{
  const char *occasion = ebb_outcome_occasion (care);

  if (n == 0)
    return g_strdup (_ ("Nothing entered yet. What was not measured stays empty."));
  if (g_str_equal (occasion, "baseline"))
    return g_strdup_printf (ngettext ("%u value, as the baseline", "%u values, as the baseline", n),
                            n);
  if (g_str_equal (occasion, "discharge"))
    return g_strdup_printf (ngettext ("%u value, at discharge", "%u values, at discharge", n), n);
  return g_strdup_printf (ngettext ("%u value", "%u values", n), n);
}

void
ebb_outcomes_judge (const EbbOutcomesTyped *typed, EbbOutcomesState *state)
{
  g_autofree char *iso = NULL;
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_outcome_free);
  gboolean is_fine;

  *state = (EbbOutcomesState){ .n_rows = typed->rows->len };
  state->error = g_new0 (char *, typed->rows->len);
  state->note = g_new0 (char *, typed->rows->len);
  iso = judge_date (typed, state);
  is_fine = state->date_error == NULL;
  for (guint i = 0; i < typed->rows->len; i++) {
    state->error[i] = error_of (&g_array_index (typed->rows, EbbOutcomeRow, i), typed->text[i]);
    state->note[i] = note_of (typed, i, state->error[i] != NULL);
    is_fine = is_fine && state->error[i] == NULL;
    if (typed->text[i] != NULL)
      g_ptr_array_add (records, make_record (typed, i, iso));
  }
  state->said = said_of (typed->care, records->len);
  if (is_fine && records->len > 0)
    state->records = g_steal_pointer (&records);
}

void
ebb_outcomes_state_clear (EbbOutcomesState *state)
{
  for (guint i = 0; i < state->n_rows; i++) {
    g_free (state->error[i]);
    g_free (state->note[i]);
  }
  g_clear_pointer (&state->error, g_free);
  g_clear_pointer (&state->note, g_free);
  g_clear_pointer (&state->date_error, g_free);
  g_clear_pointer (&state->date_read, g_free);
  g_clear_pointer (&state->said, g_free);
  g_clear_pointer (&state->records, g_ptr_array_unref);
}
