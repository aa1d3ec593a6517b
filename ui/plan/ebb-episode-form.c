/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The episode itself: what is treated, where, after which surgery, and what to beware of.
 */
#include "ebb-care-form.h"
#include "ebb-plan-text.h"

#include <glib/gi18n-lib.h>

enum { DIAGNOSIS, CONDITIONS, LIMB, SIDE, SURGERY, SURGERY_ON, PRECAUTIONS, N_FIELDS };

static const EbbCareField fields[] = {
  [DIAGNOSIS] = { N_ ("Diagnosis"), N_ ("ACL reconstruction"), EBB_CARE_INPUT_LINE, TRUE },
  [CONDITIONS] = { N_ ("Conditions treated"), N_ ("Search the list: knee, weakness, stroke"),
                   EBB_CARE_INPUT_CONDITIONS, TRUE },
  [LIMB] = { N_ ("Limb"), NULL, EBB_CARE_INPUT_CHOICE, FALSE },
  [SIDE] = { N_ ("Side"), NULL, EBB_CARE_INPUT_CHOICE, FALSE },
  [SURGERY] = { N_ ("Surgery, if there was one"), N_ ("Hamstring graft"), EBB_CARE_INPUT_LINE,
                FALSE },
  [SURGERY_ON] = { N_ ("Date of the surgery"), N_ ("2 Jun 2026"), EBB_CARE_INPUT_LINE, FALSE },
  [PRECAUTIONS] = { N_ ("Precautions, shown at each start"), NULL, EBB_CARE_INPUT_LINES, TRUE },
};

static GPtrArray *
list_options (const EbbCareAsk *ask, guint field)
{
  GPtrArray *options = ebb_options_new ();

  if (field == LIMB) {
    ebb_option_add (options, "arm", _ ("Arm"), NULL);
    ebb_option_add (options, "thigh", _ ("Thigh"), NULL);
    ebb_option_add (options, "calf", _ ("Calf"), NULL);
  } else {
    ebb_option_add (options, "left", _ ("Left"), NULL);
    ebb_option_add (options, "right", _ ("Right"), NULL);
    ebb_option_add (options, "both", _ ("Both"), NULL);
  }
  return options;
}

static char *
join_ids (GPtrArray *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (ids, i));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* Where nobody said so, the limbs that were prescribed say it. */
static void
take_limb (const GPtrArray *exercises, char **typed)
{
  const EbbCareExercise *first = exercises->len > 0 ? g_ptr_array_index (exercises, 0) : NULL;
  const char *side = first != NULL ? ebb_side_to_string (first->side) : NULL;

  if (first == NULL || typed[LIMB] != NULL || typed[SIDE] != NULL)
    return;
  for (guint i = 1; i < exercises->len; i++)
    if (((EbbCareExercise *) g_ptr_array_index (exercises, i))->side != first->side)
      side = "both";
  typed[LIMB] = g_strdup (ebb_segment_to_string (first->segment));
  typed[SIDE] = g_strdup (side);
}

static void
begin (const EbbCareAsk *ask, char **typed)
{
  const EbbEpisode *episode = ask->episode != NULL ? ask->episode->episode : NULL;

  if (episode == NULL)
    return;
  typed[DIAGNOSIS] = g_strdup (episode->diagnosis);
  typed[CONDITIONS] = join_ids (episode->condition_ids);
  typed[LIMB] = g_strdup (episode->segment);
  typed[SIDE] = g_strdup (episode->side);
  typed[SURGERY] = g_strdup (episode->surgery);
  typed[SURGERY_ON] =
      episode->surgery_on != NULL ? ebb_format_date_short (episode->surgery_on) : NULL;
  typed[PRECAUTIONS] = g_strdup (episode->precautions);
  take_limb (ask->episode->exercises, typed);
}

static GPtrArray *
split_ids (const char *text)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (ids, g_strdup (words[i]));
  return ids;
}

/* Of an episode that stands, "" takes a text away. */
static char *
text_of (const EbbCareAsk *ask, const char *text)
{
  return g_strdup (text == NULL && ask->episode != NULL ? "" : text);
}

static char *
judge_surgery (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  g_autofree char *on =
      ebb_care_read_date (&ebb_episode_form, SURGERY_ON, ask, typed[SURGERY_ON], FALSE, judged);
  g_autofree char *week = ebb_week_after_text (on, ask->now_unix_us);

  if (typed[SURGERY_ON] != NULL && typed[SURGERY] == NULL)
    judged->error[SURGERY] = g_strdup (_ ("Surgery: missing; a date alone says nothing"));
  if (week != NULL) {
    g_autofree char *date = judged->note[SURGERY_ON];
    judged->note[SURGERY_ON] = g_strdup_printf ("%s, %s", date, week);
  }
  return g_steal_pointer (&on);
}

static void
judge (const EbbCareAsk *ask, char *const *typed, EbbCareJudged *judged)
{
  g_autofree char *surgery_on = judge_surgery (ask, typed, judged);
  EbbEpisode *record;

  if (typed[DIAGNOSIS] == NULL && typed[CONDITIONS] == NULL)
    judged->error[DIAGNOSIS] =
        g_strdup (_ ("Diagnosis: missing; write it, or choose a condition below"));
  if (typed[LIMB] == NULL)
    judged->error[LIMB] = g_strdup (_ ("Limb: choose one"));
  if (typed[SIDE] == NULL)
    judged->error[SIDE] = g_strdup (_ ("Side: choose one; there is no default"));
  if (!ebb_care_judged_is_fine (judged))
    return;
  record = g_new0 (EbbEpisode, 1);
  record->id = ask->episode != NULL ? g_strdup (ask->episode->episode->id) : NULL;
  record->patient_id = g_strdup (ask->patient_id);
  record->diagnosis = text_of (ask, typed[DIAGNOSIS]);
  record->condition_ids = split_ids (typed[CONDITIONS]);
  record->segment = g_strdup (typed[LIMB]);
  record->side = g_strdup (typed[SIDE]);
  record->surgery = text_of (ask, typed[SURGERY]);
  record->surgery_on = text_of (ask, surgery_on);
  record->precautions = text_of (ask, typed[PRECAUTIONS]);
  judged->record = record;
  judged->free_record = (GDestroyNotify) ebb_episode_free;
}

static void
store_record (EbbStore *store, const EbbCareAsk *ask, gpointer record, GAsyncReadyCallback callback,
              gpointer user)
{
  ebb_store_put_episode_async (store, record, callback, user);
}

const EbbCareForm ebb_episode_form = {
  .name = "episode",
  .title = N_ ("Episode of care"),
  .save = N_ ("Save episode"),
  .done = N_ ("The episode is on file"),
  .n_fields = N_FIELDS,
  .fields = fields,
  .options = list_options,
  .begin = begin,
  .judge = judge,
  .store = store_record,
};
