/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A goal: what the patient wants to be able to do, and by when.
 */
#include "ebb-care-form.h"
#include "ebb-date-text.h"
#include "ebb-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum { TEXT, TARGET_ON, N_FIELDS };

static const EbbCareField fields[] = {
  [TEXT] = { N_ ("Goal"), N_ ("Stairs without the rail"), EBB_CARE_INPUT_LINE, TRUE },
  [TARGET_ON] = { N_ ("To be reached by"), N_ ("2 Dec 2026"), EBB_CARE_INPUT_LINE, FALSE },
};

static const EbbGoal *
find_goal (const EbbCareAsk *ask)
{
  const GPtrArray *goals = ask->episode->episode->goals;

  for (guint i = 0; ask->about != NULL && i < goals->len; i++) {
    const EbbGoal *goal = g_ptr_array_index (goals, i);

    if (g_str_equal (goal->id, ask->about))
      return goal;
  }
  return NULL;
}

static void
begin (const EbbCareAsk *ask, char **typed)
{
  const EbbGoal *goal = find_goal (ask);

  if (goal == NULL)
    return;
  typed[TEXT] = g_strdup (goal->text);
  typed[TARGET_ON] = goal->target_on != NULL ? ebb_format_date_short (goal->target_on) : NULL;
}

static void
judge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  const EbbGoal *goal = find_goal (ask);
  g_autofree char *today = ebb_date_of_moment (ask->now_unix_us);
  g_autofree char *target_on =
      ebb_care_read_date (&ebb_goal_form, TARGET_ON, ask, typed[TARGET_ON], FALSE, judged);
  EbbGoal *record;

  ebb_care_need (&ebb_goal_form, TEXT, typed[TEXT], judged);
  /* Dates of this shape sort as text.  An old goal keeps its day. */
  if (goal == NULL && target_on != NULL && strcmp (target_on, today) < 0)
    judged->error[TARGET_ON] =
        g_strdup_printf (_ ("To be reached by: %s lies in the past"), judged->note[TARGET_ON]);
  if (!ebb_care_judged_is_fine (judged))
    return;
  record = g_new0 (EbbGoal, 1);
  record->id = g_strdup (ask->about);
  record->text = g_strdup (typed[TEXT]);
  record->target_on = g_steal_pointer (&target_on);
  record->reached_on = goal != NULL ? g_strdup (goal->reached_on) : NULL;
  judged->record = record;
  judged->free_record = (GDestroyNotify) ebb_goal_free;
}

static void
store_record (EbbStore *store, const EbbCareAsk *ask, gpointer record, GAsyncReadyCallback callback,
              gpointer user)
{
  ebb_store_put_goal_async (store, ask->episode->episode->id, record, callback, user);
}

const EbbCareForm ebb_goal_form = {
  .name = "goal",
  .title = N_ ("Goal"),
  .save = N_ ("Save goal"),
  .done = N_ ("The goal is on file"),
  .n_fields = N_FIELDS,
  .fields = fields,
  .begin = begin,
  .judge = judge,
  .store = store_record,
};
