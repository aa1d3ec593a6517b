/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl progress rules | suggest | choose | choices | find-load | max
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-clock.h"
#include "ebb-load-finder.h"
#include "ebb-progression.h"
#include "ebb-strength.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  char *db_path, *patient, *episode, *exercise, *limb, *side; /* owned */
  char *rule, *choice, *value, *note, *operator_name;         /* owned */
  gboolean as_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->db_path);
  g_free (options->patient);
  g_free (options->episode);
  g_free (options->exercise);
  g_free (options->limb);
  g_free (options->side);
  g_free (options->rule);
  g_free (options->choice);
  g_free (options->value);
  g_free (options->note);
  g_free (options->operator_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &options->patient, N_ ("Patient"), "ID" },
    { "episode", 0, 0, G_OPTION_ARG_STRING, &options->episode, N_ ("Episode of care"), "ID" },
    { "exercise", 0, 0, G_OPTION_ARG_STRING, &options->exercise, N_ ("Exercise"), "ID" },
    { "limb", 0, 0, G_OPTION_ARG_STRING, &options->limb, N_ ("arm, thigh (default) or calf"),
      "WORD" },
    { "side", 0, 0, G_OPTION_ARG_STRING, &options->side, N_ ("left or right"), "WORD" },
    { "rule", 0, 0, G_OPTION_ARG_STRING, &options->rule, N_ ("Rule of the suggestion"), "WORD" },
    { "choice", 0, 0, G_OPTION_ARG_STRING, &options->choice, N_ ("accepted, changed or declined"),
      "WORD" },
    { "value", 0, 0, G_OPTION_ARG_STRING, &options->value, N_ ("In its place, when changed"), "N" },
    { "note", 0, 0, G_OPTION_ARG_STRING, &options->note, N_ ("Why"), "TEXT" },
    { "operator", 0, 0, G_OPTION_ARG_STRING, &options->operator_name, N_ ("Who"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ctl_parse (argc, argv, entries, NULL, 0);
}

static void
write_rule (EbbJsonWriter *writer, const EbbProgressionList *list, EbbRule rule)
{
  const EbbRuleText *text = &list->rules[rule];

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "rule", ebb_rule_to_string (rule));
  ebb_json_text (writer, "code", text->code);
  ebb_json_text (writer, "name", text->name);
  ebb_json_boolean (writer, "enabled", text->enabled);
  ebb_json_text (writer, "source", text->source);
  ebb_json_text (writer, "status", ebb_evidence_to_string (text->status));
  ebb_json_close (writer, '}');
}

static int
run_rules (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbProgressionList) list = NULL;
  GError *error = NULL;
  EbbJsonWriter writer;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  list = ebb_progression_list_load_builtin (&error);
  if (list == NULL)
    return ctl_fail (error);

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint rule = 0; rule < EBB_N_RULES; rule++) {
    const EbbRuleText *text = &list->rules[rule];

    write_rule (&writer, list, (EbbRule) rule);
    if (!options.as_json)
      ctl_say ("%s\t%s\t%s (%s)", text->code, text->name, text->source,
               ebb_evidence_to_text (text->status));
  }
  ebb_json_close (&writer, ']');
  if (options.as_json)
    ctl_say_json (&writer);
  else
    g_free (ebb_json_writer_end (&writer));
  return CTL_OK;
}

/* Where the suggestions come from, and for whom. */
typedef struct {
  EbbDb *db;                /* owned */
  EbbProgressionList *list; /* owned */
  GPtrArray *out;           /* owned: EbbSuggestion */
  char *episode_id;         /* owned */
  EbbSegment segment;
  EbbSide side;
} Judged;

static void
judged_clear (Judged *judged)
{
  g_clear_pointer (&judged->db, ebb_db_close);
  g_clear_pointer (&judged->list, ebb_progression_list_free);
  g_clear_pointer (&judged->out, g_ptr_array_unref);
  g_free (judged->episode_id);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judged, judged_clear)

static int
judge_history (const Options *options, Judged *judged)
{
  g_autoptr (EbbProgressHistory) history = NULL;
  GError *error = NULL;

  judged->episode_id = ctl_find_episode (judged->db, options->patient, options->episode);
  if (judged->episode_id == NULL)
    return CTL_FAILED;
  judged->list = ebb_progression_list_load_builtin (&error);
  if (judged->list == NULL)
    return ctl_fail (error);
  history = ebb_db_load_progress (judged->db, judged->episode_id, options->exercise,
                                  judged->segment, judged->side, ebb_clock_wall_unix_us (), &error);
  if (history == NULL)
    return ctl_fail (error);

  judged->out = ebb_progression_judge (judged->list, history);
  return CTL_OK;
}

static int
judge (const Options *options, gboolean write, Judged *judged)
{
  GError *error = NULL;

  if (options->db_path == NULL || options->exercise == NULL || options->side == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --exercise and --side are needed"));
  if (!ctl_side (options->side, &judged->side) || !ctl_segment (options->limb, &judged->segment))
    return CTL_FAILED;
  judged->db = write ? ctl_open_db (options->db_path, &error)
                     : ebb_db_open (options->db_path, EBB_DB_READ, &error);
  return judged->db != NULL ? judge_history (options, judged) : ctl_fail (error);
}

static void
write_suggestion (EbbJsonWriter *writer, const Judged *judged, const EbbSuggestion *suggestion)
{
  const EbbRuleText *text = &judged->list->rules[suggestion->rule];

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "rule", ebb_rule_to_string (suggestion->rule));
  ebb_json_text (writer, "code", text->code);
  ebb_json_text (writer, "step", ebb_advance_to_string (suggestion->step));
  ebb_json_double (writer, "from", suggestion->from, 2);
  ebb_json_double (writer, "to", suggestion->to, 2);
  ebb_json_text (writer, "text", suggestion->text);
  ebb_json_text (writer, "reason", suggestion->reason);
  ebb_json_open (writer, "numbers", '[');
  for (guint i = 0; i < suggestion->numbers->len; i++)
    ebb_json_text (writer, NULL, g_ptr_array_index (suggestion->numbers, i));
  ebb_json_close (writer, ']');
  ebb_json_text (writer, "source", text->source);
  ebb_json_text (writer, "status", ebb_evidence_to_string (text->status));
  ebb_json_close (writer, '}');
}

static void
say_suggestion (const Judged *judged, const EbbSuggestion *suggestion)
{
  ctl_say ("%s\t%s %s", judged->list->rules[suggestion->rule].code, suggestion->text,
           suggestion->reason);
  for (guint i = 0; i < suggestion->numbers->len; i++)
    ctl_say ("\t%s", (const char *) g_ptr_array_index (suggestion->numbers, i));
}

static int
run_suggest (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (Judged) judged = { 0 };
  EbbJsonWriter writer;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  result = judge (&options, FALSE, &judged);
  if (result != CTL_OK)
    return result;

  if (!options.as_json) {
    for (guint i = 0; i < judged.out->len; i++)
      say_suggestion (&judged, g_ptr_array_index (judged.out, i));
    if (judged.out->len == 0)
      ctl_say ("%s", _ ("No rule suggests a change."));
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < judged.out->len; i++)
    write_suggestion (&writer, &judged, g_ptr_array_index (judged.out, i));
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

static const EbbSuggestion *
find_suggestion (const Judged *judged, const char *word)
{
  for (guint i = 0; i < judged->out->len; i++) {
    const EbbSuggestion *suggestion = g_ptr_array_index (judged->out, i);

    if (g_strcmp0 (ebb_rule_to_string (suggestion->rule), word) == 0
        || g_ascii_strcasecmp (judged->list->rules[suggestion->rule].code, word) == 0)
      return suggestion;
  }
  ctl_fail_text (_ ("rule \"%s\" suggests nothing now"), word);
  return NULL;
}

static int
store_choice (const Options *options, const Judged *judged, const EbbSuggestion *suggestion,
              double value)
{
  GError *error = NULL;
  int choice = ebb_choice_from_string (options->choice);
  g_autoptr (EbbProgressChoice) record = NULL;

  record = ebb_suggestion_choose (suggestion, judged->list, (EbbChoice) choice, value,
                                  options->note, &error);
  if (record == NULL)
    return ctl_fail (error);

  record->episode_id = g_strdup (judged->episode_id);
  record->exercise_id = g_strdup (options->exercise);
  record->segment = judged->segment;
  record->side = judged->side;
  record->operator_name = g_strdup (options->operator_name);
  record->chosen_unix_us = ebb_clock_wall_unix_us ();
  if (!ebb_db_put_choice (judged->db, record, &error))
    return ctl_fail (error);
  ctl_say ("%s", record->id);
  return CTL_OK;
}

static int
run_choose (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (Judged) judged = { 0 };
  const EbbSuggestion *suggestion;
  double value;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (options.rule == NULL || options.choice == NULL)
    return ctl_bad_usage ("%s", _ ("--rule and --choice are needed"));
  if (ebb_choice_from_string (options.choice) < 0)
    return ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--choice", options.choice,
                          "accepted, changed, declined");
  if (!ctl_number ("--value", options.value, &value))
    return CTL_FAILED;
  result = judge (&options, TRUE, &judged);
  if (result != CTL_OK)
    return result;

  suggestion = find_suggestion (&judged, options.rule);
  return suggestion != NULL ? store_choice (&options, &judged, suggestion, value) : CTL_FAILED;
}

static void
write_choice (EbbJsonWriter *writer, const EbbProgressChoice *choice)
{
  g_autofree char *when = ctl_time (choice->chosen_unix_us);

  ebb_json_open (writer, NULL, '{');
  ebb_json_text (writer, "id", choice->id);
  ebb_json_text (writer, "chosen_at", when);
  ebb_json_text (writer, "exercise", choice->exercise_id);
  ebb_json_text (writer, "limb", ebb_segment_to_string (choice->segment));
  ebb_json_text (writer, "side", ebb_side_to_string (choice->side));
  ebb_json_text (writer, "list", choice->list_id);
  ebb_json_int (writer, "list_version", choice->list_version);
  ebb_json_text (writer, "rule", ebb_rule_to_string (choice->rule));
  ebb_json_text (writer, "step", choice->step);
  ebb_json_double (writer, "from", choice->from_value, 2);
  ebb_json_double (writer, "to", choice->to_value, 2);
  ebb_json_text (writer, "reason", choice->reason);
  ebb_json_text (writer, "choice", ebb_choice_to_string (choice->choice));
  ebb_json_double (writer, "chosen", choice->chosen_value, 2);
  ebb_json_text (writer, "note", choice->note);
  ebb_json_text (writer, "operator", choice->operator_name);
  ebb_json_close (writer, '}');
}

static int
run_choices (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (GPtrArray) choices = NULL;
  g_autofree char *episode_id = NULL;
  GError *error = NULL;
  EbbJsonWriter writer;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (options.db_path == NULL)
    return ctl_bad_usage ("%s", _ ("--db FILE is missing"));
  db = ebb_db_open (options.db_path, EBB_DB_READ, &error);
  if (db == NULL)
    return ctl_fail (error);
  episode_id = ctl_find_episode (db, options.patient, options.episode);
  if (episode_id == NULL)
    return CTL_FAILED;
  choices = ebb_db_list_choices (db, episode_id, &error);
  if (choices == NULL)
    return ctl_fail (error);

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < choices->len; i++)
    write_choice (&writer, g_ptr_array_index (choices, i));
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

static void
say_max (double one_rm_kg, double percent, double kg, gboolean as_json)
{
  EbbJsonWriter writer;

  if (!as_json) {
    ctl_say (_ ("Maximum: %.2f kg"), one_rm_kg);
    if (!isnan (kg))
      ctl_say (_ ("%g %% of it: %g kg"), percent, kg);
    return;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_double (&writer, "one_rm_kg", one_rm_kg, 2);
  ebb_json_double (&writer, "percent", percent, 1);
  ebb_json_double (&writer, "load_kg", kg, 2);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static gboolean
check_percent (double percent, double step)
{
  if (!isnan (percent) && !(percent >= 1 && percent <= 100))
    ctl_fail_text (_ ("%s is %g; allowed: %s"), "--percent", percent, "1 to 100");
  else if (!isnan (percent) && !(step > 0 && step <= 20))
    ctl_fail_text (_ ("%s is %g; allowed: %s"), "--step", step, "above 0 to 20");
  else
    return TRUE;
  return FALSE;
}

static int
reckon_max (const char *way_word, const char *load, const char *reps_word, const char *percent_word,
            const char *step_word, gboolean as_json)
{
  int way = way_word == NULL ? EBB_ONE_RM_EPLEY : ebb_one_rm_way_from_string (way_word);
  double load_kg, percent, step, one_rm_kg;
  GError *error = NULL;
  int reps;

  if (way < 0)
    return ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--way", way_word,
                          "tested, epley, brzycki");
  if (!ctl_number ("--load", load, &load_kg) || !ctl_number ("--percent", percent_word, &percent)
      || !ctl_number ("--step", step_word, &step) || !check_percent (percent, step)
      || !ctl_count ("--reps", reps_word, 1, EBB_ONE_RM_REPS_MAX, 0, &reps))
    return CTL_FAILED;
  if (!ebb_one_rm ((EbbOneRmWay) way, load_kg, (guint) reps, &one_rm_kg, &error))
    return ctl_fail (error);

  say_max (one_rm_kg, percent, ebb_load_of_percent (one_rm_kg, percent, step), as_json);
  return CTL_OK;
}

static int
run_max (int argc, char **argv)
{
  g_autofree char *way = NULL, *load = NULL, *reps = NULL, *percent = NULL, *step = NULL;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "way", 0, 0, G_OPTION_ARG_STRING, &way, N_ ("tested, epley (default) or brzycki"), "WORD" },
    { "load", 0, 0, G_OPTION_ARG_STRING, &load, N_ ("Load lifted"), "KG" },
    { "reps", 0, 0, G_OPTION_ARG_STRING, &reps, N_ ("Repetitions with it"), "N" },
    { "percent", 0, 0, G_OPTION_ARG_STRING, &percent, N_ ("Load of so many percent"), "N" },
    { "step", 0, 0, G_OPTION_ARG_STRING, &step, N_ ("Smallest step of the load"), "KG" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ctl_parse (&argc, &argv, entries, NULL, 0)
             ? reckon_max (way, load, reps, percent, step, as_json)
             : CTL_USAGE;
}

/* The 30-repetition finder (clinic 5). */
static int
reckon_find_load (const char *load, const char *reps_word, const char *step_word, gboolean pain,
                  gboolean as_json)
{
  const char *const found[] = { "found", "heavier", "lighter", "no-weight", "heaviest" };
  GError *error = NULL;
  EbbFinderStep next;
  double load_kg, step_kg;
  EbbJsonWriter writer;
  int reps;

  if (!ctl_number ("--load", load, &load_kg) || !ctl_number ("--step", step_word, &step_kg)
      || !ctl_count ("--reps", reps_word, 0, EBB_FINDER_REPS_MAX, -1, &reps))
    return CTL_FAILED;
  if (reps < 0 || isnan (load_kg) || isnan (step_kg))
    return ctl_bad_usage ("%s", _ ("--load, --reps and --step are needed"));
  if (!ebb_load_finder (load_kg, (guint) reps, pain, step_kg, &next, &error))
    return ctl_fail (error);
  if (!as_json) {
    g_autofree char *text = ebb_load_finder_to_text (&next);

    ctl_say ("%s", text);
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "step", found[next.word]);
  ebb_json_double (&writer, "load_kg", next.load_kg, 2);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
  return CTL_OK;
}

static int
run_find_load (int argc, char **argv)
{
  g_autofree char *load = NULL, *reps = NULL, *step = NULL;
  gboolean as_json = FALSE, pain = FALSE;
  const GOptionEntry entries[] = {
    { "load", 0, 0, G_OPTION_ARG_STRING, &load, N_ ("Load lifted"), "KG" },
    { "reps", 0, 0, G_OPTION_ARG_STRING, &reps, N_ ("Clean repetitions with it, without the cuff"),
      "N" },
    { "step", 0, 0, G_OPTION_ARG_STRING, &step, N_ ("Smallest step of the load"), "KG" },
    { "pain", 0, 0, G_OPTION_ARG_NONE, &pain, N_ ("It hurt"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ctl_parse (&argc, &argv, entries, NULL, 0)
             ? reckon_find_load (load, reps, step, pain, as_json)
             : CTL_USAGE;
}

static const CtlCommand words[] = {
  { "rules", "[--json]", run_rules },
  { "suggest", "--db FILE --patient ID --exercise ID --side WORD [--limb WORD] [--json]",
    run_suggest },
  { "choose",
    "--db FILE --patient ID --exercise ID --side WORD --rule WORD --choice WORD [--value N] "
    "[--note TEXT] [--operator NAME]",
    run_choose },
  { "choices", "--db FILE --patient ID", run_choices },
  { "find-load", "--load KG --reps N --step KG [--pain] [--json]", run_find_load },
  { "max", "--load KG --reps N [--way WORD] [--percent N --step KG] [--json]", run_max },
};

int
ctl_progress (int argc, char **argv)
{
  return ctl_run_word (words, G_N_ELEMENTS (words), argc, argv);
}
