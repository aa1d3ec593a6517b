/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl measure list | put | show
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-clock.h"
#include "ebb-day.h"
#include "ebb-outcome.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  char *db_path, *patient, *side, *value; /* owned */
  EbbOutcome *outcome;                    /* owned */
  gboolean as_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->db_path);
  g_free (options->patient);
  g_free (options->side);
  g_free (options->value);
  g_clear_pointer (&options->outcome, ebb_outcome_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv)
{
  EbbOutcome *outcome = options->outcome = g_new0 (EbbOutcome, 1);
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &options->patient, N_ ("Patient"), "ID" },
    { "episode", 0, 0, G_OPTION_ARG_STRING, &outcome->episode_id, N_ ("Episode of care"), "ID" },
    { "measure", 0, 0, G_OPTION_ARG_STRING, &outcome->measure, N_ ("Measure of the list"), "ID" },
    { "value", 0, 0, G_OPTION_ARG_STRING, &options->value, N_ ("Value"), "N" },
    { "side", 0, 0, G_OPTION_ARG_STRING, &options->side, N_ ("left or right"), "WORD" },
    { "occasion", 0, 0, G_OPTION_ARG_STRING, &outcome->occasion,
      N_ ("baseline, interim or discharge"), "WORD" },
    { "exercise", 0, 0, G_OPTION_ARG_STRING, &outcome->exercise_id, N_ ("Exercise"), "ID" },
    { "way", 0, 0, G_OPTION_ARG_STRING, &outcome->way, N_ ("tested, epley, brzycki or entered"),
      "WORD" },
    { "on", 0, 0, G_OPTION_ARG_STRING, &outcome->measured_on, N_ ("Day (default: today)"),
      "YYYY-MM-DD" },
    { "note", 0, 0, G_OPTION_ARG_STRING, &outcome->note, N_ ("Note"), "TEXT" },
    { "operator", 0, 0, G_OPTION_ARG_STRING, &outcome->operator_name, N_ ("Who"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ctl_parse (argc, argv, entries, NULL, 0);
}

static void
write_definition (EbbJsonWriter *writer, const EbbMeasureDefinition *measure)
{
  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", measure->id);
  ebb_json_text (writer, "kind", ebb_measure_kind_to_string (measure->kind));
  ebb_json_text (writer, "name", measure->name);
  ebb_json_text (writer, "unit", measure->unit);
  ebb_json_double (writer, "min", measure->min, 1);
  ebb_json_double (writer, "max", measure->max, 1);
  ebb_json_boolean (writer, "sided", measure->sided);
  ebb_json_text (writer, "how", measure->how);
  ebb_json_double (writer, "mdc", measure->mdc, 1);
  ebb_json_double (writer, "mcid", measure->mcid, 1);
  ebb_json_text (writer, "source", measure->source);
  ebb_json_text (writer, "status", ebb_evidence_to_string (measure->status));
  ebb_json_text (writer, "change_source", measure->change_source);
  ebb_json_close (writer, '}');
}

static int
run_list (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbMeasureList) list = NULL;
  GError *error = NULL;
  EbbJsonWriter writer;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  list = ebb_measure_list_load_builtin (&error);
  if (list == NULL)
    return ctl_fail (error);

  for (guint i = 0; !options.as_json && i < list->measures->len; i++) {
    const EbbMeasureDefinition *measure = g_ptr_array_index (list->measures, i);

    ctl_say ("%s\t%s\t%g–%g %s\t%s (%s)", measure->id, measure->name, measure->min, measure->max,
             measure->unit, measure->source, ebb_evidence_to_text (measure->status));
  }
  if (!options.as_json)
    return CTL_OK;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < list->measures->len; i++)
    write_definition (&writer, g_ptr_array_index (list->measures, i));
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

static EbbDb *
open_episode (Options *options, gboolean write, int *result)
{
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  char *episode_id;

  *result = CTL_USAGE;
  if (options->db_path == NULL) {
    ctl_bad_usage ("%s", _ ("--db FILE is missing"));
    return NULL;
  }
  db = write ? ctl_open_db (options->db_path, &error)
             : ebb_db_open (options->db_path, EBB_DB_READ, &error);
  if (db == NULL) {
    *result = ctl_fail (error);
    return NULL;
  }
  *result = CTL_FAILED;
  episode_id = ctl_find_episode (db, options->patient, options->outcome->episode_id);
  g_free (options->outcome->episode_id);
  options->outcome->episode_id = episode_id;
  return episode_id != NULL ? g_steal_pointer (&db) : NULL;
}

static int
run_put (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  EbbDay day = ebb_day_of (ebb_clock_wall_unix_us ());
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (options.value == NULL)
    return ctl_fail_text (_ ("%s is missing"), "--value");
  if (!ctl_number ("--value", options.value, &options.outcome->value)
      || !ctl_side (options.side, &options.outcome->side))
    return CTL_FAILED;
  db = open_episode (&options, TRUE, &result);
  if (db == NULL)
    return result;

  if (options.outcome->measured_on == NULL)
    options.outcome->measured_on = g_strdup (day.date);
  if (!ebb_db_put_outcome (db, options.outcome, &error))
    return ctl_fail (error);
  ctl_say ("%s", options.outcome->id);
  return CTL_OK;
}

static gboolean
is_same_thing (const EbbOutcome *a, const EbbOutcome *b)
{
  return g_strcmp0 (a->measure, b->measure) == 0 && a->side == b->side
         && g_strcmp0 (a->exercise_id, b->exercise_id) == 0;
}

/* The one marked so, else the first; they come oldest first. */
static double
baseline_of (GPtrArray *outcomes, const EbbOutcome *outcome)
{
  double first = NAN;

  for (guint i = 0; i < outcomes->len; i++) {
    const EbbOutcome *other = g_ptr_array_index (outcomes, i);

    if (!is_same_thing (other, outcome)
        || g_strcmp0 (other->measured_on, outcome->measured_on) >= 0)
      continue;
    if (g_strcmp0 (other->occasion, "baseline") == 0)
      return other->value;
    if (isnan (first))
      first = other->value;
  }
  return first;
}

static void
show_outcome (EbbJsonWriter *writer, const EbbMeasureList *list, GPtrArray *outcomes, guint index)
{
  const EbbOutcome *outcome = g_ptr_array_index (outcomes, index);
  const EbbMeasureDefinition *measure = ebb_measure_list_find (list, outcome->measure, NULL);
  double baseline = baseline_of (outcomes, outcome);
  EbbChange change = { .change = NAN };

  if (measure != NULL)
    change = ebb_outcome_judge (measure, baseline, outcome->value);
  if (writer == NULL) {
    ctl_say ("%s\t%s\t%s\t%g\t%s", outcome->measured_on, outcome->measure,
             ebb_side_to_string (outcome->side), outcome->value, ebb_change_to_text (&change));
    return;
  }
  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "measured_on", outcome->measured_on);
  ebb_json_text (writer, "measure", outcome->measure);
  ebb_json_text (writer, "side",
                 outcome->side != EBB_SIDE_UNSET ? ebb_side_to_string (outcome->side) : NULL);
  ebb_json_text (writer, "exercise", outcome->exercise_id);
  ebb_json_text (writer, "way", outcome->way);
  ebb_json_text (writer, "occasion", outcome->occasion);
  ebb_json_double (writer, "value", outcome->value, 2);
  ebb_json_double (writer, "change", change.change, 2);
  ebb_json_text (writer, "verdict", ebb_change_to_string (change.verdict));
  ebb_json_boolean (writer, "worse", change.worse);
  ebb_json_close (writer, '}');
}

static int
run_show (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (GPtrArray) outcomes = NULL;
  g_autoptr (EbbMeasureList) list = NULL;
  GError *error = NULL;
  EbbJsonWriter writer;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  db = open_episode (&options, FALSE, &result);
  if (db == NULL)
    return result;
  list = ebb_measure_list_load_builtin (&error);
  if (list != NULL)
    outcomes =
        ebb_db_list_outcomes (db, options.outcome->episode_id, options.outcome->measure, &error);
  if (outcomes == NULL)
    return ctl_fail (error);

  for (guint i = 0; !options.as_json && i < outcomes->len; i++)
    show_outcome (NULL, list, outcomes, i);
  if (!options.as_json)
    return CTL_OK;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < outcomes->len; i++)
    show_outcome (&writer, list, outcomes, i);
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

static const CtlCommand words[] = {
  { "list", "[--json]", run_list },
  { "put",
    "--db FILE --patient ID --measure ID --value N [--side WORD] [--occasion WORD] [--on DATE] "
    "[--exercise ID --way WORD]",
    run_put },
  { "show", "--db FILE --patient ID [--measure ID] [--json]", run_show },
};

int
ctl_measure (int argc, char **argv)
{
  return ctl_run_word (words, G_N_ELEMENTS (words), argc, argv);
}
