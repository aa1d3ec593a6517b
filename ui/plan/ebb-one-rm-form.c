/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One-repetition maximum by test or by estimate.  Both equations are general knowledge, unconfirmed
 * (reference clinical 3.7), and hold up to 10 repetitions: what the other one gives is said too.
 * Training loads: 20 to 40 % of it, 30 % in most trials (the same).
 */
#include "ebb-care-form.h"
#include "ebb-date-text.h"
#include "ebb-format.h"
#include "ebb-patient-text.h"
#include "ebb-strength.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MEASURE     "one-rm"
#define LOAD_MIN_KG 0.5 /* as the list of measures has it */

enum { EXERCISE, SIDE, WAY, LOAD, REPS, MEASURED_ON, N_FIELDS };

static const EbbCareField fields[] = {
  [EXERCISE] = { N_ ("Exercise"), NULL, EBB_CARE_INPUT_CHOICE, TRUE },
  [SIDE] = { N_ ("Side"), NULL, EBB_CARE_INPUT_CHOICE, TRUE },
  [WAY] = { N_ ("How it was found"), NULL, EBB_CARE_INPUT_CHOICE, TRUE },
  [LOAD] = { N_ ("Weight in kg"), "12.5", EBB_CARE_INPUT_LINE, FALSE },
  [REPS] = { N_ ("Clean repetitions with it"), "8", EBB_CARE_INPUT_LINE, FALSE },
  [MEASURED_ON] = { N_ ("Measured on"), N_ ("2 Jun 2026"), EBB_CARE_INPUT_LINE, FALSE },
};

/* NULL when `word` is no number of one done with a weight. */
static const EbbCareExercise *
find_exercise (const EbbCareAsk *ask, const char *word)
{
  const GPtrArray *exercises = ask->episode->exercises;
  const EbbCareExercise *exercise;
  int number = word != NULL ? atoi (word) : -1;

  if (number < 0 || (guint) number >= exercises->len)
    return NULL;
  exercise = g_ptr_array_index (exercises, number);
  return exercise->history != NULL && exercise->history->load_step_kg > 0 ? exercise : NULL;
}

static GPtrArray *
list_exercises (const EbbCareAsk *ask)
{
  GPtrArray *options = ebb_options_new ();

  for (guint i = 0; i < ask->episode->exercises->len; i++) {
    g_autofree char *word = g_strdup_printf ("%u", i);
    const EbbCareExercise *exercise = find_exercise (ask, word);
    g_autofree char *name = exercise != NULL ? ebb_exercise_name_of (exercise->exercise_id) : NULL;
    g_autofree char *limb =
        exercise != NULL ? ebb_format_limb (exercise->segment, exercise->side) : NULL;

    if (exercise != NULL)
      ebb_option_add (options, word, name, limb);
  }
  return options;
}

static GPtrArray *
list_options (const EbbCareAsk *ask, guint field)
{
  GPtrArray *options;

  if (field == EXERCISE)
    return list_exercises (ask);
  options = ebb_options_new ();
  if (field == SIDE) {
    ebb_option_add (options, "left", _ ("Left"), NULL);
    ebb_option_add (options, "right", _ ("Right"), NULL);
    return options;
  }
  ebb_option_add (options, "tested", _ ("Tested"), _ ("one repetition"));
  ebb_option_add (options, "epley", _ ("Epley"), _ ("from up to 10; unconfirmed"));
  ebb_option_add (options, "brzycki", _ ("Brzycki"), _ ("from up to 10; unconfirmed"));
  return options;
}

/* The only exercise with a weight is the one. */
static void
begin (const EbbCareAsk *ask, char **typed)
{
  g_autofree char *today = ebb_date_of_moment (ask->now_unix_us);
  g_autoptr (GPtrArray) options = list_exercises (ask);
  const EbbOption *only = options->len == 1 ? g_ptr_array_index (options, 0) : NULL;
  const char *word = ask->about != NULL ? ask->about : only != NULL ? only->word : NULL;
  const EbbCareExercise *exercise = find_exercise (ask, word);

  if (exercise != NULL) {
    typed[EXERCISE] = g_strdup (word);
    typed[SIDE] = g_strdup (ebb_side_to_string (exercise->side));
  }
  typed[WAY] = g_strdup ("epley");
  typed[MEASURED_ON] = ebb_format_date_short (today);
}

/* "Maximum about 33.3 to 34.3 kg.  20 to 40 % of it: 6.5 to 13.5 kg." */
static char *
say (EbbOneRmWay way, double load_kg, guint reps, double one_rm_kg, double step_kg)
{
  EbbOneRmWay other = way == EBB_ONE_RM_EPLEY ? EBB_ONE_RM_BRZYCKI : EBB_ONE_RM_EPLEY;
  double other_kg = one_rm_kg, low, high;
  g_autoptr (GString) text = g_string_new (NULL);

  if (way != EBB_ONE_RM_TESTED)
    ebb_one_rm (other, load_kg, reps, &other_kg, NULL);
  g_string_append_printf (text, _ ("Maximum %.1f kg."), one_rm_kg);
  if (fabs (other_kg - one_rm_kg) >= 0.05)
    g_string_append_printf (text, _ (" The other equation gives %.1f kg."), other_kg);
  low = ebb_load_of_percent (fmin (one_rm_kg, other_kg), 20, step_kg);
  high = ebb_load_of_percent (fmin (one_rm_kg, other_kg), 40, step_kg);
  /* Translators: the share of the maximum that is trained with. */
  g_string_append_printf (text, _ (" 20 to 40 %% of the lower: %g to %g kg."), low, high);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static double
judge_load (char *const *typed, const EbbCareExercise *exercise, EbbCareJudged *judged)
{
  const EbbCareForm *form = &ebb_one_rm_form;
  int way = ebb_one_rm_way_from_string (typed[WAY]);
  double load_kg =
      ebb_care_read_number (form, LOAD, typed[LOAD], LOAD_MIN_KG, EBB_LOAD_MAX_KG, "kg", judged);
  guint reps = way == EBB_ONE_RM_TESTED
                   ? 1
                   : ebb_care_read_count (form, REPS, typed[REPS], 1, EBB_ONE_RM_REPS_MAX, judged);
  double one_rm_kg = NAN;

  judged->hidden[REPS] = way == EBB_ONE_RM_TESTED;
  ebb_care_need (form, LOAD, typed[LOAD], judged);
  if (way != EBB_ONE_RM_TESTED)
    ebb_care_need (form, REPS, typed[REPS], judged);
  if (way < 0)
    judged->error[WAY] = g_strdup (_ ("How it was found: choose one"));
  if (way < 0 || isnan (load_kg) || reps == 0
      || !ebb_one_rm ((EbbOneRmWay) way, load_kg, reps, &one_rm_kg, NULL))
    return NAN;
  if (one_rm_kg > EBB_LOAD_MAX_KG) {
    judged->error[LOAD] =
        g_strdup_printf (_ ("Weight in kg: gives a maximum of %.0f kg, above 500 kg"), one_rm_kg);
    return NAN;
  }
  if (exercise != NULL)
    judged->said =
        say ((EbbOneRmWay) way, load_kg, reps, one_rm_kg, exercise->history->load_step_kg);
  return one_rm_kg;
}

static void
judge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  const EbbCareExercise *exercise = find_exercise (ask, typed[EXERCISE]);
  g_autofree char *today = ebb_date_of_moment (ask->now_unix_us);
  g_autofree char *on =
      ebb_care_read_date (&ebb_one_rm_form, MEASURED_ON, ask, typed[MEASURED_ON], TRUE, judged);
  double one_rm_kg = judge_load (typed, exercise, judged);
  int side = typed[SIDE] != NULL ? ebb_side_from_string (typed[SIDE]) : -1;
  EbbOutcome *record;
  GPtrArray *records;

  if (exercise == NULL)
    judged->error[EXERCISE] =
        g_strdup (_ ("Exercise: choose one that is done with a weight and prescribed"));
  if (side < 0)
    judged->error[SIDE] = g_strdup (_ ("Side: choose one; there is no default"));
  if (on != NULL && strcmp (on, today) > 0)
    judged->error[MEASURED_ON] =
        g_strdup_printf (_ ("Measured on: %s lies in the future"), judged->note[MEASURED_ON]);
  if (!ebb_care_judged_is_fine (judged) || isnan (one_rm_kg))
    return;
  record = g_new0 (EbbOutcome, 1);
  record->episode_id = g_strdup (ask->episode->episode->id);
  record->measure = g_strdup (MEASURE);
  record->side = (EbbSide) side;
  record->exercise_id = g_strdup (exercise->exercise_id);
  record->way = g_strdup (typed[WAY]);
  record->value = round (one_rm_kg * 10) / 10;
  record->measured_on = g_steal_pointer (&on);
  record->operator_name = g_strdup (ask->operator_name);
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_outcome_free);
  g_ptr_array_add (records, record);
  judged->record = records;
  judged->free_record = (GDestroyNotify) g_ptr_array_unref;
}

static void
store_record (EbbStore *store, const EbbCareAsk *ask, gpointer record, GAsyncReadyCallback callback,
              gpointer user)
{
  ebb_store_put_outcomes_async (store, record, callback, user);
}

const EbbCareForm ebb_one_rm_form = {
  .name = "one-rm",
  .title = N_ ("One-repetition maximum"),
  .save = N_ ("Save maximum"),
  .done = N_ ("The maximum is on file"),
  .n_fields = N_FIELDS,
  .fields = fields,
  .options = list_options,
  .begin = begin,
  .judge = judge,
  .store = store_record,
};
