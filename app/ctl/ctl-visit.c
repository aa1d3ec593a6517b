/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl visit check | first | note | handover | adverse | calls | call | units
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-clock.h"
#include "ebb-day.h"
#include "ebb-db-desk.h"
#include "ebb-progression.h"
#include "ebb-visit-note.h"
#include "ebb-visit.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MINUTES_MAX 600 /* one to one, in a visit */
#define GRADE_MAX   4

/* What a cuff can hold at all. */
#define PRESSURE_MAX_MMHG 330

typedef struct {
  char *db_path, *patient, *session, *operator_name, *side;     /* owned */
  char *systolic, *diastolic, *heart_rate, *pain, *refill;      /* owned */
  char *soreness, *pressure, *percent, *grade, *minutes;        /* owned */
  char *subjective, *assessment, *plan, *note;                  /* owned */
  char *kind, *onset, *action, *result, *reported_to, *segment; /* owned */
  gboolean one_sided, dark_urine, not_reached, as_json;
} Options;

static void
options_clear (Options *options)
{
  char *const texts[] = { options->db_path,    options->patient,     options->session,
                          options->side,       options->systolic,    options->operator_name,
                          options->diastolic,  options->pain,        options->heart_rate,
                          options->refill,     options->soreness,    options->pressure,
                          options->percent,    options->plan,        options->subjective,
                          options->assessment, options->note,        options->kind,
                          options->onset,      options->action,      options->result,
                          options->segment,    options->reported_to, options->grade,
                          options->minutes };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (Options *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &options->patient, N_ ("Patient"), "ID" },
    { "session", 0, 0, G_OPTION_ARG_STRING, &options->session, N_ ("Session"), "ID" },
    { "operator", 0, 0, G_OPTION_ARG_STRING, &options->operator_name, N_ ("Who"), "NAME" },
    { "systolic", 0, 0, G_OPTION_ARG_STRING, &options->systolic, N_ ("Systolic pressure"), "MMHG" },
    { "diastolic", 0, 0, G_OPTION_ARG_STRING, &options->diastolic, N_ ("Diastolic pressure"),
      "MMHG" },
    { "heart-rate", 0, 0, G_OPTION_ARG_STRING, &options->heart_rate, N_ ("Heart rate"), "N" },
    { "pain", 0, 0, G_OPTION_ARG_STRING, &options->pain, N_ ("Pain, 0 to 10"), "N" },
    { "refill", 0, 0, G_OPTION_ARG_STRING, &options->refill, N_ ("Capillary refill"), "S" },
    { "percent", 0, 0, G_OPTION_ARG_STRING, &options->percent, N_ ("Percent of LOP ordered"), "N" },
    { "subjective", 0, 0, G_OPTION_ARG_STRING, &options->subjective, N_ ("S of the note"), "TEXT" },
    { "assessment", 0, 0, G_OPTION_ARG_STRING, &options->assessment, N_ ("A of the note"), "TEXT" },
    { "plan", 0, 0, G_OPTION_ARG_STRING, &options->plan, N_ ("P of the note"), "TEXT" },
    { "minutes", 0, 0, G_OPTION_ARG_STRING, &options->minutes, N_ ("Minutes one to one"), "N" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &options->kind, N_ ("Adverse event of the list"), "ID" },
    { "grade", 0, 0, G_OPTION_ARG_STRING, &options->grade, N_ ("1 mild to 4 severe"), "N" },
    { "onset", 0, 0, G_OPTION_ARG_STRING, &options->onset,
      N_ ("during, hour, day, three-days or later"), "WORD" },
    { "action", 0, 0, G_OPTION_ARG_STRING, &options->action, N_ ("What was done"), "TEXT" },
    { "result", 0, 0, G_OPTION_ARG_STRING, &options->result, N_ ("What became of it"), "TEXT" },
    { "reported-to", 0, 0, G_OPTION_ARG_STRING, &options->reported_to, N_ ("Who was told"),
      "NAME" },
    { "limb", 0, 0, G_OPTION_ARG_STRING, &options->segment, N_ ("arm, thigh or calf"), "WORD" },
    { "side", 0, 0, G_OPTION_ARG_STRING, &options->side, N_ ("left or right"), "WORD" },
    { "pressure", 0, 0, G_OPTION_ARG_STRING, &options->pressure, N_ ("Cuff pressure then"),
      "MMHG" },
    { "note", 0, 0, G_OPTION_ARG_STRING, &options->note, N_ ("Note"), "TEXT" },
    { "soreness", 0, 0, G_OPTION_ARG_STRING, &options->soreness, N_ ("Soreness, 0 to 10"), "N" },
    { "one-sided", 0, 0, G_OPTION_ARG_NONE, &options->one_sided,
      N_ ("Swelling, pain, numbness or colour change of one limb"), NULL },
    { "dark-urine", 0, 0, G_OPTION_ARG_NONE, &options->dark_urine,
      N_ ("Dark urine, extreme pain or weakness"), NULL },
    { "not-reached", 0, 0, G_OPTION_ARG_NONE, &options->not_reached, N_ ("Nobody answered"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };

  return ctl_parse (argc, argv, entries, NULL, 0);
}

static EbbDb *
open_db (const Options *options, gboolean write, int *result)
{
  GError *error = NULL;
  EbbDb *db;

  *result = CTL_USAGE;
  if (options->db_path == NULL) {
    ctl_bad_usage ("%s", _ ("--db FILE is missing"));
    return NULL;
  }
  db = write ? ctl_open_db (options->db_path, &error)
             : ebb_db_open (options->db_path, EBB_DB_READ, &error);
  if (db == NULL)
    *result = ctl_fail (error);
  return db;
}

/* Values at the door: only whether they can be, and what refill says. */
static int
run_check (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  EbbVitals vitals;
  double refill_s;
  GError *error = NULL;
  EbbJsonWriter writer;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (!ctl_number ("--systolic", options.systolic, &vitals.systolic_mmhg)
      || !ctl_number ("--diastolic", options.diastolic, &vitals.diastolic_mmhg)
      || !ctl_number ("--heart-rate", options.heart_rate, &vitals.heart_rate)
      || !ctl_number ("--pain", options.pain, &vitals.pain)
      || !ctl_number ("--refill", options.refill, &refill_s))
    return CTL_FAILED;
  if (!ebb_vitals_check (&vitals, &error) || !ebb_refill_check (refill_s, &error))
    return ctl_fail (error);

  if (!options.as_json) {
    ctl_say (_ ("Capillary refill: %s"), ebb_refill_to_text (ebb_refill_judge (refill_s)));
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_double (&writer, "systolic_mmhg", vitals.systolic_mmhg, 0);
  ebb_json_double (&writer, "diastolic_mmhg", vitals.diastolic_mmhg, 0);
  ebb_json_double (&writer, "heart_rate", vitals.heart_rate, 0);
  ebb_json_double (&writer, "pain", vitals.pain, 1);
  ebb_json_double (&writer, "refill_s", refill_s, 1);
  ebb_json_boolean (&writer, "refill_slow", ebb_refill_judge (refill_s) == EBB_REFILL_SLOW);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
  return CTL_OK;
}

static int
run_first (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) lines = ebb_first_session_lines ();
  double ordered, percent[4];
  guint n_steps;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (!ctl_number ("--percent", options.percent, &ordered))
    return CTL_FAILED;
  n_steps = ebb_first_session_steps (ordered, percent);
  for (guint i = 0; i < n_steps; i++)
    ctl_say (_ ("Comfort step %u: %g %% of LOP"), i + 1, percent[i]);
  for (guint i = 0; lines[i] != NULL; i++)
    ctl_say ("%s", lines[i]);
  return CTL_OK;
}

/* The measures of the session's day. */
static GPtrArray *
load_outcomes (EbbDb *db, const EbbSessionFile *file, GError **error)
{
  EbbDay day = ebb_day_of (file->session->started_unix_us);
  GPtrArray *outcomes = ebb_db_list_outcomes (db, file->session->episode_id, NULL, error);

  for (guint i = outcomes != NULL ? outcomes->len : 0; i > 0; i--) {
    const EbbOutcome *outcome = g_ptr_array_index (outcomes, i - 1);

    if (g_strcmp0 (outcome->measured_on, day.date) != 0)
      g_ptr_array_remove_index (outcomes, i - 1);
  }
  return outcomes;
}

static char *
write_objective (EbbDb *db, const char *session_id, GError **error)
{
  g_autoptr (EbbMeasureList) measures = ebb_measure_list_load_builtin (error);
  g_autoptr (EbbSessionFile) file =
      measures != NULL ? ebb_db_load_session_file (db, session_id, error) : NULL;
  g_autoptr (GPtrArray) outcomes = file != NULL ? load_outcomes (db, file, error) : NULL;

  return outcomes != NULL ? ebb_visit_objective (file, outcomes, measures) : NULL;
}

static void
say_note (const EbbVisitNote *note, gboolean as_json)
{
  EbbJsonWriter writer;

  if (!as_json) {
    ctl_say ("S: %s", note->subjective != NULL ? note->subjective : "");
    ctl_say ("O: %s", note->objective);
    ctl_say ("A: %s", note->assessment != NULL ? note->assessment : "");
    ctl_say ("P: %s", note->plan != NULL ? note->plan : "");
    return;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "id", note->id);
  ebb_json_text (&writer, "session", note->session_id);
  ebb_json_text (&writer, "subjective", note->subjective);
  ebb_json_text (&writer, "objective", note->objective);
  ebb_json_text (&writer, "assessment", note->assessment);
  ebb_json_text (&writer, "plan", note->plan);
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

/* Shows the note as it would be; with S, A, P or minutes it is kept. */
static int
run_note (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (EbbVisitNote) note = g_new0 (EbbVisitNote, 1);
  gboolean write;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (options.session == NULL)
    return ctl_bad_usage ("%s", _ ("--session is needed"));
  if (!ctl_count ("--minutes", options.minutes, 0, MINUTES_MAX, -1, &note->skilled_min))
    return CTL_FAILED;
  write = options.subjective != NULL || options.assessment != NULL || options.plan != NULL
          || options.minutes != NULL;
  db = open_db (&options, write, &result);
  if (db == NULL)
    return result;

  note->session_id = g_strdup (options.session);
  note->subjective = g_strdup (options.subjective);
  note->objective = write_objective (db, options.session, &error);
  note->assessment = g_strdup (options.assessment);
  note->plan = g_strdup (options.plan);
  note->operator_name = g_strdup (options.operator_name);
  note->written_unix_us = ebb_clock_wall_unix_us ();
  if (note->objective == NULL || (write && !ebb_db_put_visit_note (db, note, &error)))
    return ctl_fail (error);
  say_note (note, options.as_json);
  return CTL_OK;
}

/* The first suggestion for the last bout of the session; NULL when there is none. */
static GPtrArray *
suggest (EbbDb *db, const EbbSessionFile *file)
{
  const EbbBoutFile *bout =
      file->bouts->len > 0 ? g_ptr_array_index (file->bouts, file->bouts->len - 1) : NULL;
  const EbbLimbFile *limb =
      bout != NULL && bout->limbs->len > 0 ? g_ptr_array_index (bout->limbs, 0) : NULL;
  g_autoptr (EbbProgressionList) list = ebb_progression_list_load_builtin (NULL);
  g_autoptr (EbbProgressHistory) history = NULL;

  if (limb == NULL || list == NULL)
    return NULL;
  history =
      ebb_db_load_progress (db, file->session->episode_id, bout->bout->exercise_id,
                            limb->limb->segment, limb->limb->side, ebb_clock_wall_unix_us (), NULL);
  return history != NULL ? ebb_progression_judge (list, history) : NULL;
}

static int
run_handover (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (EbbSessionFile) file = NULL;
  g_autoptr (GPtrArray) suggestions = NULL;
  g_autofree char *line = NULL;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (options.session == NULL)
    return ctl_bad_usage ("%s", _ ("--session is needed"));
  db = open_db (&options, FALSE, &result);
  if (db == NULL)
    return result;
  file = ebb_db_load_session_file (db, options.session, &error);
  if (file == NULL)
    return ctl_fail (error);

  suggestions = suggest (db, file);
  line = ebb_visit_handover (file, suggestions != NULL && suggestions->len > 0
                                       ? g_ptr_array_index (suggestions, 0)
                                       : NULL);
  ctl_say ("%s", line != NULL ? line : _ ("Nothing was done."));
  return CTL_OK;
}

static gboolean
read_pressure (const char *text, CuffPressure *pressure)
{
  double mmhg;

  *pressure = CUFF_PRESSURE_UNSET;
  if (!ctl_number ("--pressure", text, &mmhg))
    return FALSE;
  if (isnan (mmhg))
    return TRUE;
  if (mmhg >= 0 && mmhg <= PRESSURE_MAX_MMHG) {
    *pressure = cuff_pressure_from_mmhg (mmhg);
    return TRUE;
  }
  ctl_fail_text (_ ("%s is \"%s\"; allowed: %d to %d mmHg"), "--pressure", text, 0,
                 PRESSURE_MAX_MMHG);
  return FALSE;
}

static int
run_adverse (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbAdverseRecord) record = g_new0 (EbbAdverseRecord, 1);
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result, grade;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (!read_pressure (options.pressure, &record->pressure)
      || !ctl_count ("--grade", options.grade, 1, GRADE_MAX, 0, &grade)
      || !ctl_side (options.side, &record->side))
    return CTL_FAILED;
  db = open_db (&options, TRUE, &result);
  if (db == NULL)
    return result;

  record->patient_id = g_strdup (options.patient);
  record->session_id = g_strdup (options.session);
  record->kind = g_strdup (options.kind);
  record->grade = (guint) grade;
  record->onset = g_strdup (options.onset);
  record->action = g_strdup (options.action);
  record->result = g_strdup (options.result);
  record->reported_to = g_strdup (options.reported_to);
  record->segment = g_strdup (options.segment);
  record->text = g_strdup (options.note);
  record->operator_name = g_strdup (options.operator_name);
  record->noticed_unix_us = ebb_clock_wall_unix_us ();
  if (!ebb_db_put_adverse_record (db, record, &error))
    return ctl_fail (error);
  ctl_say ("%s", record->id);
  return CTL_OK;
}

static const char *
call_state_word (EbbCallState state)
{
  static const char *const words[] = { "early", "due", "late" };

  return words[state];
}

static int
run_calls (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbDb) db = NULL;
  g_autoptr (GPtrArray) calls = NULL;
  gint64 now_unix_us = ebb_clock_wall_unix_us ();
  GError *error = NULL;
  EbbJsonWriter writer;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  db = open_db (&options, FALSE, &result);
  if (db == NULL)
    return result;
  calls = ebb_db_list_calls (db, options.patient, now_unix_us, &error);
  if (calls == NULL)
    return ctl_fail (error);

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < calls->len; i++) {
    const EbbCall *call = g_ptr_array_index (calls, i);
    const char *state = call_state_word (ebb_call_state (call->ended_unix_us, now_unix_us));
    g_autofree char *ended = ctl_time (call->ended_unix_us);

    if (!options.as_json)
      ctl_say ("%s\t%s\t%s\t%s\t%s", state, call->session_id, call->patient_name,
               call->contact != NULL ? call->contact : "",
               call->first ? _ ("first session") : _ ("pressure went up"));
    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "session", call->session_id);
    ebb_json_text (&writer, "patient", call->patient_id);
    ebb_json_text (&writer, "name", call->patient_name);
    ebb_json_text (&writer, "ended_at", ended);
    ebb_json_text (&writer, "state", state);
    ebb_json_boolean (&writer, "first_session", call->first);
    ebb_json_pressure (&writer, "target_mmhg", call->target);
    ebb_json_pressure (&writer, "target_before_mmhg", call->target_before);
    ebb_json_int (&writer, "tries", call->n_tries);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  if (options.as_json)
    ctl_say_json (&writer);
  else
    g_free (ebb_json_writer_end (&writer));
  return CTL_OK;
}

static int
run_call (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbFollowUp) answers = g_new0 (EbbFollowUp, 1);
  g_autoptr (EbbDb) db = NULL;
  GError *error = NULL;
  int result;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (!ctl_number ("--soreness", options.soreness, &answers->soreness))
    return CTL_FAILED;
  db = open_db (&options, TRUE, &result);
  if (db == NULL)
    return result;

  answers->session_id = g_strdup (options.session);
  answers->reached = !options.not_reached;
  answers->one_sided = options.one_sided;
  answers->dark_urine = options.dark_urine;
  answers->outcome = g_strdup (ebb_call_outcome (answers));
  answers->note = g_strdup (options.note);
  answers->operator_name = g_strdup (options.operator_name);
  answers->called_unix_us = ebb_clock_wall_unix_us ();
  if (!ebb_db_put_follow_up (db, answers, &error))
    return ctl_fail (error);
  ctl_say ("%s\t%s", answers->outcome, ebb_call_advice (answers->outcome));
  return CTL_OK;
}

static int
run_units (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  int minutes;

  if (!parse (&options, &argc, &argv))
    return CTL_USAGE;
  if (!ctl_count ("--minutes", options.minutes, 0, MINUTES_MAX, -1, &minutes))
    return CTL_FAILED;
  if (minutes < 0)
    return ctl_bad_usage (_ ("%s is missing"), "--minutes");
  ctl_say ("%u", ebb_billing_units ((guint) minutes));
  return CTL_OK;
}

static const CtlCommand words[] = {
  { "check", "[--systolic N --diastolic N] [--heart-rate N] [--pain N] [--refill S] [--json]",
    run_check },
  { "first", "[--percent N]", run_first },
  { "note", "--db FILE --session ID [--subjective TEXT] [--assessment TEXT] [--plan TEXT] [--json]",
    run_note },
  { "handover", "--db FILE --session ID", run_handover },
  { "adverse", "--db FILE --patient ID [--session ID] --kind ID --grade N --onset WORD ...",
    run_adverse },
  { "calls", "--db FILE [--patient ID] [--json]", run_calls },
  { "call", "--db FILE --session ID (--soreness N [--one-sided] [--dark-urine] | --not-reached)",
    run_call },
  { "units", "--minutes N", run_units },
};

int
ctl_visit (int argc, char **argv)
{
  return ctl_run_word (words, G_N_ELEMENTS (words), argc, argv);
}
