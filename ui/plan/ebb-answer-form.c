/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Change or decline a suggestion; why is kept with it.
 */
#include "ebb-answer-form.h"

#include "ebb-number-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>

enum { VALUE, NOTE, N_FIELDS };

static const EbbCareField fields[] = {
  [VALUE] = { N_ ("Instead"), NULL, EBB_CARE_INPUT_LINE, FALSE },
  [NOTE] = { N_ ("Why"), N_ ("Sleeps badly this week"), EBB_CARE_INPUT_LINE, TRUE },
};

/* What `about` says, found again. */
typedef struct {
  const EbbCareExercise *exercise; /* NULL = nothing found */
  const EbbSuggestion *suggestion;
  EbbChoice choice;
  EbbProgressionList *list; /* owned */
  GPtrArray *all;           /* owned: EbbSuggestion */
} Found;

static void
found_clear (Found *found)
{
  g_clear_pointer (&found->all, g_ptr_array_unref);
  g_clear_pointer (&found->list, ebb_progression_list_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

char *
ebb_answer_about (guint exercise, EbbRule rule, EbbChoice choice)
{
  return g_strdup_printf ("%u %u %u", exercise, (guint) rule, (guint) choice);
}

static void
find (const EbbCareAsk *ask, Found *found)
{
  guint number = 0, rule = 0, choice = 0;
  const EbbCareExercise *exercise;

  if (sscanf (ask->about, "%u %u %u", &number, &rule, &choice) != 3
      || number >= ask->episode->exercises->len)
    return;
  exercise = g_ptr_array_index (ask->episode->exercises, number);
  found->choice = (EbbChoice) choice;
  found->list = ebb_progression_list_load_builtin (NULL);
  if (found->list == NULL || exercise->history == NULL)
    return;
  found->exercise = exercise;
  found->all = ebb_progression_judge (found->list, exercise->history);
  for (guint i = 0; i < found->all->len; i++) {
    const EbbSuggestion *suggestion = g_ptr_array_index (found->all, i);

    if (suggestion->rule == (EbbRule) rule)
      found->suggestion = suggestion;
  }
}

double
ebb_answer_value (char *const *typed)
{
  return ebb_number_from_text (typed[VALUE]);
}

EbbProgressChoice *
ebb_answer_make (const EbbCareAsk *ask, const EbbCareExercise *exercise,
                 const EbbSuggestion *suggestion, const EbbProgressionList *list, EbbChoice choice,
                 double value, const char *note, GError **error)
{
  EbbProgressChoice *record = ebb_suggestion_choose (suggestion, list, choice, value, note, error);

  if (record == NULL)
    return NULL;
  record->episode_id = g_strdup (ask->episode->episode->id);
  record->exercise_id = g_strdup (exercise->exercise_id);
  record->segment = exercise->segment;
  record->side = exercise->side;
  record->operator_name = g_strdup (ask->operator_name);
  record->chosen_unix_us = ask->now_unix_us;
  return record;
}

EbbPrescriptionRecord *
ebb_answer_prescription (EbbAdvance step, double value, const EbbPrescriptionRecord *stands)
{
  EbbPrescriptionRecord *record;

  if (step != EBB_ADVANCE_LOAD && step != EBB_ADVANCE_PRESSURE && step != EBB_ADVANCE_SETS)
    return NULL;
  record = ebb_prescription_record_copy (stands);
  if (step == EBB_ADVANCE_LOAD) {
    record->load_kg = value;
  } else if (step == EBB_ADVANCE_SETS) {
    record->n_sets = (guint) value;
  } else {
    record->percent_lop = value;
    /* A share of LOP is what it is about, however it was prescribed before. */
    if (record->method != EBB_METHOD_PERCENT_ESTIMATE)
      record->method = EBB_METHOD_PERCENT_LOP;
  }
  return record;
}

static void
begin (const EbbCareAsk *ask, char **typed)
{
  g_auto (Found) found = { 0 };

  find (ask, &found);
  if (found.suggestion != NULL && found.choice == EBB_CHOICE_CHANGED
      && !isnan (found.suggestion->to))
    typed[VALUE] = g_strdup_printf ("%g", found.suggestion->to);
}

static double
judge_value (const EbbSuggestion *suggestion, const char *text, EbbCareJudged *judged)
{
  double value = ebb_care_read_number (&ebb_answer_form, VALUE, text, 0, 1000, "", judged);
  g_autoptr (GError) error = NULL;

  ebb_care_need (&ebb_answer_form, VALUE, text, judged);
  if (!isnan (value) && !ebb_advance_check_value (suggestion->step, value, &error))
    judged->error[VALUE] = g_strdup (error->message);
  return value;
}

static void
judge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  g_auto (Found) found = { 0 };
  double value = NAN;

  find (ask, &found);
  if (found.suggestion == NULL) {
    judged->error[NOTE] = g_strdup (_ ("The rules suggest something else now. Go back and look."));
    return;
  }
  judged->hidden[VALUE] = found.choice != EBB_CHOICE_CHANGED;
  judged->said = g_strdup (found.suggestion->text);
  if (found.choice == EBB_CHOICE_CHANGED)
    value = judge_value (found.suggestion, typed[VALUE], judged);
  ebb_care_need (&ebb_answer_form, NOTE, typed[NOTE], judged);
  if (!ebb_care_judged_is_fine (judged))
    return;
  judged->record = ebb_answer_make (ask, found.exercise, found.suggestion, found.list, found.choice,
                                    value, typed[NOTE], NULL);
  judged->free_record = (GDestroyNotify) ebb_progress_choice_free;
}

static void
store_record (EbbStore *store, const EbbCareAsk *ask, gpointer record, GAsyncReadyCallback callback,
              gpointer user)
{
  ebb_store_put_choice_async (store, record, callback, user);
}

const EbbCareForm ebb_answer_form = {
  .name = "answer",
  .title = N_ ("Answer the suggestion"),
  .save = N_ ("Save answer"),
  .done = N_ ("The answer is on file"),
  .n_fields = N_FIELDS,
  .fields = fields,
  .begin = begin,
  .judge = judge,
  .store = store_record,
};
