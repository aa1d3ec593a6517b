/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ctl-care.h"
#include "ctl-episode.h"

static void
write_goals (EbbJsonWriter *writer, GPtrArray *goals)
{
  ebb_json_open (writer, "goals", '[');
  for (guint i = 0; i < goals->len; i++) {
    const EbbGoal *goal = g_ptr_array_index (goals, i);

    ebb_json_open (writer, NULL, '{');
    ebb_json_text (writer, "id", goal->id);
    ebb_json_text (writer, "text", goal->text);
    ebb_json_text (writer, "target_on", goal->target_on);
    ebb_json_text (writer, "reached_on", goal->reached_on);
    ebb_json_close (writer, '}');
  }
  ebb_json_close (writer, ']');
}

static void
write_count (EbbJsonWriter *writer, const char *key, guint count)
{
  if (count > 0)
    ebb_json_int (writer, key, count);
  else
    ebb_json_null (writer, key);
}

static void
write_episode (EbbJsonWriter *writer, const EbbEpisode *episode)
{
  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", episode->id);
  ebb_json_open (writer, "conditions", '[');
  for (guint i = 0; i < episode->condition_ids->len; i++)
    ebb_json_text (writer, NULL, g_ptr_array_index (episode->condition_ids, i));
  ebb_json_close (writer, ']');
  ebb_json_text (writer, "diagnosis", episode->diagnosis);
  ebb_json_text (writer, "limb", episode->segment);
  ebb_json_text (writer, "side", episode->side);
  ebb_json_text (writer, "surgery", episode->surgery);
  ebb_json_text (writer, "surgery_on", episode->surgery_on);
  ebb_json_text (writer, "precautions", episode->precautions);
  write_goals (writer, episode->goals);
  ebb_json_text (writer, "phase", episode->plan.phase);
  write_count (writer, "visits_per_week", episode->plan.visits_per_week);
  write_count (writer, "visits_planned", episode->plan.visits_planned);
  write_count (writer, "visits_authorised", episode->plan.visits_authorised);
  ebb_json_text (writer, "discharge_reason", episode->discharge_reason);
  ebb_json_text (writer, "discharged_on", episode->discharged_on);
  ebb_json_close (writer, '}');
}

static void
say_episode (const EbbEpisode *episode)
{
  ctl_say ("%s\t%s\t%s\t%s", episode->id, episode->diagnosis != NULL ? episode->diagnosis : "",
           episode->precautions != NULL ? episode->precautions : "",
           episode->discharged_on != NULL ? episode->discharged_on : "");
  for (guint i = 0; i < episode->goals->len; i++) {
    const EbbGoal *goal = g_ptr_array_index (episode->goals, i);

    ctl_say ("\t%s\t%s\t%s", goal->id, goal->text, goal->target_on != NULL ? goal->target_on : "");
  }
}

int
ctl_say_episodes (GPtrArray *episodes, gboolean as_json)
{
  EbbJsonWriter writer;

  if (!as_json) {
    for (guint i = 0; i < episodes->len; i++)
      say_episode (g_ptr_array_index (episodes, i));
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < episodes->len; i++)
    write_episode (&writer, g_ptr_array_index (episodes, i));
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}
