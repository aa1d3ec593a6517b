/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-progress.h"

#include <math.h>

static const char *const look_words[EBB_N_LOOKS] = { "effusion", "swelling", "lost-range",
                                                     "extension-lag", "adverse" };
static const char *const choice_words[] = { "accepted", "changed", "declined" };

EbbProgressHistory *
ebb_progress_history_new (void)
{
  EbbProgressHistory *history = g_new0 (EbbProgressHistory, 1);

  history->sessions = g_array_new (FALSE, TRUE, sizeof (EbbProgressSession));
  history->load_kg = NAN;
  history->percent_lop = NAN;
  history->one_rm_kg = NAN;
  return history;
}

void
ebb_progress_history_free (EbbProgressHistory *history)
{
  if (history == NULL)
    return;
  g_clear_pointer (&history->sessions, g_array_unref);
  g_free (history);
}

EbbProgressSession
ebb_progress_session_unknown (void)
{
  return (EbbProgressSession){ .rpe = NAN,
                               .exertion = NAN,
                               .pain = NAN,
                               .discomfort = NAN,
                               .soreness = NAN,
                               .load_kg = NAN,
                               .percent_lop = NAN };
}

const char *
ebb_look_to_string (EbbLook look)
{
  return (guint) look < EBB_N_LOOKS ? look_words[look] : NULL;
}

int
ebb_look_from_string (const char *text)
{
  for (int i = 0; i < EBB_N_LOOKS; i++)
    if (g_strcmp0 (look_words[i], text) == 0)
      return i;
  return -1;
}

const char *
ebb_choice_to_string (EbbChoice choice)
{
  return (guint) choice < G_N_ELEMENTS (choice_words) ? choice_words[choice] : NULL;
}

int
ebb_choice_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (choice_words); i++)
    if (g_strcmp0 (choice_words[i], text) == 0)
      return (int) i;
  return -1;
}

void
ebb_progress_choice_free (EbbProgressChoice *choice)
{
  if (choice == NULL)
    return;
  g_free (choice->id);
  g_free (choice->episode_id);
  g_free (choice->exercise_id);
  g_free (choice->list_id);
  g_free (choice->step);
  g_free (choice->reason);
  g_free (choice->numbers);
  g_free (choice->note);
  g_free (choice->operator_name);
  g_free (choice);
}
