/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl episode conditions | open | show | goal | plan | appoint | attend | due | discharge
 */
#include "ctl-episode.h"
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-clock.h"
#include "ebb-code-list.h"
#include "ebb-day.h"
#include "ebb-due.h"

#include <glib/gi18n-lib.h>

/* What the store takes of a plan and an appointment. */
#define VISITS_PER_WEEK_MAX 14
#define VISITS_MAX          500
#define VISIT_MINUTES_MAX   1440

typedef struct {
  char *db_path, *operator_name; /* owned */
  EbbEpisode *episode;           /* owned */
  char *conditions;              /* owned: words with commas */
  EbbGoal goal;
  char *per_week, *planned, *authorised, *minutes; /* owned */
  char *at, *state, *note, *reason, *on;           /* owned */
  gboolean as_json;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->db_path);
  g_free (options->operator_name);
  g_clear_pointer (&options->episode, ebb_episode_free);
  g_free (options->conditions);
  g_free (options->goal.id);
  g_free (options->goal.text);
  g_free (options->goal.target_on);
  g_free (options->goal.reached_on);
  g_free (options->per_week);
  g_free (options->planned);
  g_free (options->authorised);
  g_free (options->minutes);
  g_free (options->at);
  g_free (options->state);
  g_free (options->note);
  g_free (options->reason);
  g_free (options->on);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv, const char *words, int n_words)
{
  EbbEpisode *episode = options->episode = g_new0 (EbbEpisode, 1);
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &episode->patient_id, N_ ("Patient"), "ID" },
    { "episode", 0, 0, G_OPTION_ARG_STRING, &episode->id, N_ ("Episode of care"), "ID" },
    { "conditions", 0, 0, G_OPTION_ARG_STRING, &options->conditions,
      N_ ("Conditions of the list, with commas"), "ID,ID" },
    { "diagnosis", 0, 0, G_OPTION_ARG_STRING, &episode->diagnosis, N_ ("Diagnosis"), "TEXT" },
    { "limb", 0, 0, G_OPTION_ARG_STRING, &episode->segment, N_ ("arm, thigh or calf"), "WORD" },
    { "side", 0, 0, G_OPTION_ARG_STRING, &episode->side, N_ ("left, right or both"), "WORD" },
    { "surgery", 0, 0, G_OPTION_ARG_STRING, &episode->surgery, N_ ("Surgery"), "TEXT" },
    { "surgery-on", 0, 0, G_OPTION_ARG_STRING, &episode->surgery_on, N_ ("Date of the surgery"),
      "YYYY-MM-DD" },
    { "precautions", 0, 0, G_OPTION_ARG_STRING, &episode->precautions, N_ ("Precautions"), "TEXT" },
    { "goal", 0, 0, G_OPTION_ARG_STRING, &options->goal.text, N_ ("Goal"), "TEXT" },
    { "goal-id", 0, 0, G_OPTION_ARG_STRING, &options->goal.id, N_ ("Goal to change"), "ID" },
    { "target-on", 0, 0, G_OPTION_ARG_STRING, &options->goal.target_on, N_ ("Target date"),
      "YYYY-MM-DD" },
    { "reached-on", 0, 0, G_OPTION_ARG_STRING, &options->goal.reached_on, N_ ("Reached on"),
      "YYYY-MM-DD" },
    { "phase", 0, 0, G_OPTION_ARG_STRING, &episode->plan.phase, N_ ("Phase of the plan"), "TEXT" },
    { "per-week", 0, 0, G_OPTION_ARG_STRING, &options->per_week, N_ ("Visits per week"), "N" },
    { "planned", 0, 0, G_OPTION_ARG_STRING, &options->planned, N_ ("Visits planned"), "N" },
    { "authorised", 0, 0, G_OPTION_ARG_STRING, &options->authorised, N_ ("Visits authorised"),
      "N" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &options->at, N_ ("Begin of the appointment"),
      "YYYY-MM-DDTHH:MM" },
    { "minutes", 0, 0, G_OPTION_ARG_STRING, &options->minutes, N_ ("Length"), "N" },
    { "state", 0, 0, G_OPTION_ARG_STRING, &options->state,
      N_ ("planned, arrived, done, missed or cancelled"), "WORD" },
    { "note", 0, 0, G_OPTION_ARG_STRING, &options->note, N_ ("Note"), "TEXT" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &options->reason, N_ ("Why"), "TEXT" },
    { "on", 0, 0, G_OPTION_ARG_STRING, &options->on, N_ ("Day (default: today)"), "YYYY-MM-DD" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ctl_parse (argc, argv, entries, words, n_words);
}

static int
run_conditions (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbCodeList) list = NULL;
  GError *error = NULL;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  list = ebb_code_list_load_builtin (EBB_LIST_CONDITIONS, &error);
  if (list == NULL)
    return ctl_fail (error);
  for (guint i = 0; i < list->codes->len; i++) {
    const EbbCode *code = g_ptr_array_index (list->codes, i);

    ctl_say ("%s\t%s\t%s\t%s", code->id, code->name, code->source,
             ebb_evidence_to_text (code->status));
  }
  return CTL_OK;
}

static void
take_conditions (Options *options)
{
  g_auto (GStrv) words = NULL;

  if (options->conditions == NULL)
    return;
  words = g_strsplit (options->conditions, ",", -1);
  options->episode->condition_ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (options->episode->condition_ids, g_strdup (g_strstrip (words[i])));
}

/* A database to write into; NULL with the error said. */
static EbbDb *
open_to_write (const Options *options, int *result)
{
  GError *error = NULL;
  EbbDb *db;

  *result = CTL_USAGE;
  if (options->db_path == NULL) {
    ctl_bad_usage ("%s", _ ("--db FILE is missing"));
    return NULL;
  }
  db = ctl_open_db (options->db_path, &error);
  if (db == NULL)
    *result = ctl_fail (error);
  else
    ebb_db_set_actor (db, options->operator_name);
  return db;
}

/* An episode to write to, too. */
static EbbDb *
open_episode (const Options *options, char **episode_id, int *result)
{
  g_autoptr (EbbDb) db = open_to_write (options, result);

  if (db == NULL)
    return NULL;
  *result = CTL_FAILED;
  *episode_id = ctl_find_episode (db, options->episode->patient_id, options->episode->id);
  return *episode_id != NULL ? g_steal_pointer (&db) : NULL;
}

static int
run_open (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  if (options.episode->patient_id == NULL)
    return ctl_bad_usage ("%s", _ ("--patient is needed"));
  db = open_to_write (&options, &result);
  if (db == NULL)
    return result;
  take_conditions (&options);
  if (!ebb_db_put_episode (db, options.episode, &error))
    return ctl_fail (error);
  ctl_say ("%s", options.episode->id);
  return CTL_OK;
}

static int
run_show (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (GPtrArray) episodes = NULL;
  GError *error = NULL;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  if (options.db_path == NULL || options.episode->patient_id == NULL)
    return ctl_bad_usage ("%s", _ ("--db and --patient are needed"));
  db = ebb_db_open (options.db_path, EBB_DB_READ, &error);
  if (db != NULL)
    episodes = ebb_db_list_episodes (db, options.episode->patient_id, &error);
  return episodes != NULL ? ctl_say_episodes (episodes, options.as_json) : ctl_fail (error);
}

static int
run_goal (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autofree char *episode_id = NULL;
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  db = open_episode (&options, &episode_id, &result);
  if (db == NULL)
    return result;
  if (!ebb_db_put_goal (db, episode_id, &options.goal, &error))
    return ctl_fail (error);
  ctl_say ("%s", options.goal.id);
  return CTL_OK;
}

static char *
today_or (const char *date)
{
  EbbDay day = ebb_day_of (ebb_clock_wall_unix_us ());

  return g_strdup (date != NULL ? date : day.date);
}

static gboolean
read_plan (const Options *options, EbbCarePlan *plan)
{
  int per_week, planned, authorised;

  if (!ctl_count ("--per-week", options->per_week, 1, VISITS_PER_WEEK_MAX, 0, &per_week)
      || !ctl_count ("--planned", options->planned, 1, VISITS_MAX, 0, &planned)
      || !ctl_count ("--authorised", options->authorised, 1, VISITS_MAX, 0, &authorised))
    return FALSE;
  plan->visits_per_week = (guint) per_week;
  plan->visits_planned = (guint) planned;
  plan->visits_authorised = (guint) authorised;
  return TRUE;
}

static int
run_plan (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autofree char *episode_id = NULL;
  g_autoptr (EbbDb) db = NULL;
  EbbCarePlan *plan;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  plan = &options.episode->plan;
  if (!read_plan (&options, plan))
    return CTL_FAILED;
  db = open_episode (&options, &episode_id, &result);
  if (db == NULL)
    return result;

  plan->from_on = today_or (options.on);
  if (!ebb_db_put_plan (db, episode_id, plan, &error))
    return ctl_fail (error);
  ctl_say ("%s", episode_id);
  return CTL_OK;
}

/* Local time of this computer. */
static gboolean
parse_time (const char *text, gint64 *unix_us)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *whole = text != NULL ? g_strconcat (text, ":00", NULL) : NULL;
  g_autoptr (GDateTime) time = whole != NULL ? g_date_time_new_from_iso8601 (whole, zone) : NULL;

  if (time == NULL) {
    ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--at", text != NULL ? text : "",
                   "YYYY-MM-DDTHH:MM");
    return FALSE;
  }
  *unix_us = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return TRUE;
}

static int
run_appoint (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbAppointment) visit = g_new0 (EbbAppointment, 1);
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result, minutes;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  if (!parse_time (options.at, &visit->start_unix_us)
      || !ctl_count ("--minutes", options.minutes, 1, VISIT_MINUTES_MAX, 0, &minutes))
    return CTL_FAILED;
  db = open_episode (&options, &visit->episode_id, &result);
  if (db == NULL)
    return result;

  visit->length_min = (guint) minutes;
  visit->note = g_strdup (options.note);
  if (!ebb_db_put_visit (db, visit, &error))
    return ctl_fail (error);
  ctl_say ("%s", visit->id);
  return CTL_OK;
}

static int
run_attend (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv, "APPOINTMENT", 1))
    return CTL_USAGE;
  db = open_to_write (&options, &result);
  if (db == NULL)
    return result;
  if (!ebb_db_set_attendance (db, argv[1], options.state, options.note, &error))
    return ctl_fail (error);
  ctl_say ("%s", argv[1]);
  return CTL_OK;
}

static int
say_due (GPtrArray *list, gboolean as_json)
{
  EbbJsonWriter writer;

  if (!as_json) {
    for (guint i = 0; i < list->len; i++) {
      const EbbDue *due = g_ptr_array_index (list, i);

      ctl_say ("%s%s", due->late ? "! " : "  ", due->text);
    }
    if (list->len == 0)
      ctl_say ("%s", _ ("Nothing is due."));
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < list->len; i++) {
    const EbbDue *due = g_ptr_array_index (list, i);

    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "kind", ebb_due_kind_to_string (due->kind));
    ebb_json_boolean (&writer, "late", due->late);
    ebb_json_text (&writer, "text", due->text);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

static int
run_due (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autofree char *episode_id = NULL;
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (GPtrArray) list = NULL;
  EbbDay day = ebb_day_of (ebb_clock_wall_unix_us ());
  EbbDueFacts facts;
  GError *error = NULL;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  if (options.db_path == NULL)
    return ctl_bad_usage ("%s", _ ("--db FILE is missing"));
  db = ebb_db_open (options.db_path, EBB_DB_READ, &error);
  if (db == NULL)
    return ctl_fail (error);
  episode_id = ctl_find_episode (db, options.episode->patient_id, options.episode->id);
  if (episode_id == NULL)
    return CTL_FAILED;
  if (!ebb_db_get_due_facts (db, episode_id, ebb_clock_wall_unix_us (), &facts, &error))
    return ctl_fail (error);

  list = ebb_due_list (&facts, day.date);
  return say_due (list, options.as_json);
}

static int
run_discharge (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autofree char *episode_id = NULL, *on = NULL;
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv, NULL, 0))
    return CTL_USAGE;
  db = open_episode (&options, &episode_id, &result);
  if (db == NULL)
    return result;
  on = today_or (options.on);
  if (!ebb_db_discharge_episode (db, episode_id, options.reason, on, &error))
    return ctl_fail (error);
  ctl_say ("%s", episode_id);
  return CTL_OK;
}

static const CtlCommand words[] = {
  { "conditions", "", run_conditions },
  { "open", "--db FILE --patient ID [--episode ID] [--conditions ID,ID] [--diagnosis TEXT] ...",
    run_open },
  { "show", "--db FILE --patient ID [--json]", run_show },
  { "goal", "--db FILE --patient ID --goal TEXT [--target-on DATE] [--reached-on DATE]", run_goal },
  { "plan", "--db FILE --patient ID [--phase TEXT] [--per-week N] [--planned N] [--on DATE]",
    run_plan },
  { "appoint", "--db FILE --patient ID --at YYYY-MM-DDTHH:MM --minutes N", run_appoint },
  { "attend", "--db FILE --state WORD APPOINTMENT", run_attend },
  { "due", "--db FILE --patient ID [--json]", run_due },
  { "discharge", "--db FILE --patient ID --reason TEXT [--on DATE]", run_discharge },
};

int
ctl_episode (int argc, char **argv)
{
  return ctl_run_word (words, G_N_ELEMENTS (words), argc, argv);
}
