/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl screening judge | record | show | clear | override | change | set
 */
#include "ctl-screening.h"

#include "ctl-care.h"
#include "ctl-live.h"
#include "ctl.h"
#include "ebb-clock.h"
#include "ebb-day.h"
#include "ebb-db-desk.h"
#include "ebb-db-screening.h"
#include "ebb-db-settings.h"
#include "ebb-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  char *db_path, *patient; /* owned */
  char *by;                /* owned or NULL: who works with it */
  gboolean json;
  CtlAnswers answers;
  EbbClearance clearance;
  char *text;        /* owned: a reason, a change, a setting's name */
  char *max_percent; /* owned: of LOP, by a clearance */
} Options;

#define PATIENT_ENTRIES 4

/* Of LOP, in a clearance: the window of a prescription (clinic 3.4). */
#define MAX_PERCENT_FROM 20.0
#define MAX_PERCENT_TO   80.0

/* Of any setting; each has a range of its own, which the store knows. */
#define SETTING_MAX 100000

static void
options_init (Options *options)
{
  *options = (Options){ 0 };
}

/* At the beginning of an array that is zero; where the next ones go. */
static GOptionEntry *
add_patient (Options *options, GOptionEntry *entries)
{
  const GOptionEntry own[PATIENT_ENTRIES] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &options->patient, N_ ("Patient"), "ID" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options->by, N_ ("Who does it"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("For programs"), NULL },
  };

  options_init (options);
  memcpy (entries, own, sizeof own);
  return entries + PATIENT_ENTRIES;
}

static void
options_clear (Options *options)
{
  g_free (options->db_path);
  g_free (options->patient);
  g_free (options->by);
  g_free (options->text);
  g_free (options->max_percent);
  g_free (options->clearance.physician);
  g_free (options->clearance.cleared_on);
  g_free (options->clearance.scope);
  g_free (options->clearance.note);
  ctl_answers_clear (&options->answers);
}

/* Parses, asks for database and patient, runs. */
static int
run (int argc, char **argv, const GOptionEntry *entries, Options *options,
     gboolean (*act) (Options *options, GError **error))
{
  GError *error = NULL;
  int result = CTL_USAGE;

  if (ctl_parse (&argc, &argv, entries, NULL, 0)) {
    if (options->db_path == NULL || options->patient == NULL)
      result = ctl_bad_usage ("%s", _ ("--db and --patient are needed"));
    else
      result = act (options, &error) ? CTL_OK : ctl_fail (error);
  }
  options_clear (options);
  return result;
}

static gboolean
judge (const Options *options, GError **error)
{
  g_autoptr (EbbScreeningList) list = ebb_screening_list_load_builtin (error);
  g_autoptr (EbbScreening) screening =
      list ? ctl_answers_read (&options->answers, list, error) : NULL;
  EbbScreeningQuestion question = { .list = list, .screening = screening };

  if (screening == NULL || !ctl_answers_limb (&options->answers, &question.limb, error))
    return FALSE;
  g_autoptr (EbbScreeningJudgement) judgement = ebb_screening_judge (&question);
  ebb_screening_settle (screening, judgement, list, NULL);
  ctl_say_judgement (screening, judgement, options->json);
  return TRUE;
}

int
ctl_screening_judge (int argc, char **argv)
{
  Options options;
  GOptionEntry entries[CTL_ANSWERS_ENTRIES + 2] = { 0 };
  GError *error = NULL;
  int result = CTL_USAGE;

  options_init (&options);
  ctl_answers_entries (&options.answers, entries);
  entries[CTL_ANSWERS_ENTRIES] =
      (GOptionEntry){ "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_ ("For programs"), NULL };

  if (ctl_parse (&argc, &argv, entries, NULL, 0))
    result = judge (&options, &error) ? CTL_OK : ctl_fail (error);
  options_clear (&options);
  return result;
}

/* Age and sex are the patient's, where they were not typed. */
static void
fill_from_patient (EbbScreening *screening, const EbbPatient *patient)
{
  screening->patient_id = g_strdup (patient->id);
  if (screening->age_years < 0)
    screening->age_years = ebb_date_years_between (patient->birth_date, screening->screened_on);
  if (screening->sex == NULL)
    screening->sex = g_strdup (patient->sex);
}

static gboolean
record (Options *options, GError **error)
{
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, error);
  g_autoptr (EbbScreeningList) list = db ? ebb_db_load_screening_list_in_force (db, error) : NULL;
  g_autoptr (EbbScreening) screening =
      list ? ctl_answers_read (&options->answers, list, error) : NULL;
  g_autoptr (EbbPatient) patient =
      screening ? ebb_db_get_patient (db, options->patient, error) : NULL;
  EbbScreeningSettings settings;

  if (patient == NULL || !ebb_db_load_screening_settings (db, &settings, error))
    return FALSE;
  fill_from_patient (screening, patient);
  screening->operator_name = g_strdup (options->by);
  g_autoptr (EbbScreeningJudgement) judgement = ebb_screening_judge (
      &(EbbScreeningQuestion){ .list = list, .screening = screening, .settings = &settings });
  ebb_screening_settle (screening, judgement, list, &settings);
  ebb_db_set_actor (db, options->by);
  if (!ebb_db_put_screening (db, screening, list, error))
    return FALSE;
  ctl_say_judgement (screening, judgement, options->json);
  return TRUE;
}

int
ctl_screening_record (int argc, char **argv)
{
  Options options;
  GOptionEntry entries[PATIENT_ENTRIES + CTL_ANSWERS_ENTRIES + 1] = { 0 };

  ctl_answers_entries (&options.answers, add_patient (&options, entries));
  return run (argc, argv, entries, &options, record);
}

static EbbScreeningFile *
load (EbbDb *db, const Options *options, EbbScreeningGate *gate, GError **error)
{
  gint64 now_unix_us = ebb_clock_wall_unix_us ();
  EbbDay today = ebb_day_of (now_unix_us);
  g_autoptr (EbbPatient) patient = ebb_db_get_patient (db, options->patient, error);
  EbbScreeningFile *file =
      patient ? ebb_db_load_screening_file (db, options->patient, now_unix_us, error) : NULL;
  guint limb = ebb_limb_from_string (options->answers.limb);

  if (file != NULL)
    ebb_screening_gate (file, options->patient, limb, today.date, gate);
  return file;
}

static gboolean
show (Options *options, GError **error)
{
  guint limb;

  if (!ctl_answers_limb (&options->answers, &limb, error))
    return FALSE;
  g_autoptr (EbbDb) db = ebb_db_open (options->db_path, EBB_DB_READ, error);
  EbbScreeningGate gate = { 0 };
  g_autoptr (EbbScreeningFile) file = db ? load (db, options, &gate, error) : NULL;

  if (file == NULL)
    return FALSE;
  ctl_say_gate (file, &gate, options->json);
  ebb_screening_gate_clear (&gate);
  return TRUE;
}

int
ctl_screening_show (int argc, char **argv)
{
  Options options;
  GOptionEntry entries[PATIENT_ENTRIES + 2] = { 0 };
  const GOptionEntry own[] = { { "limb", 0, 0, G_OPTION_ARG_STRING, &options.answers.limb,
                                 N_ ("Limb the cuff goes to"), "WORD" } };

  memcpy (add_patient (&options, entries), own, sizeof own);
  return run (argc, argv, entries, &options, show);
}

static gboolean
fail_clear (GError **error, const char *field, const char *value, const char *allowed)
{
  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID, _ ("%s is “%s”; allowed: %s"),
               field, value, allowed);
  return FALSE;
}

/* Whether any reason, of whatever limb, waits for a physician. */
static gboolean
asks_for_physician (const EbbScreeningFile *file)
{
  g_autoptr (EbbScreeningJudgement) judgement =
      ebb_screening_judge (&(EbbScreeningQuestion){ .list = file->list,
                                                    .screening = file->screening,
                                                    .settings = &file->settings,
                                                    .clearances = file->clearances });

  for (guint i = 0; i < judgement->reasons->len; i++)
    if (((EbbScreeningReason *) judgement->reasons->pdata[i])->level == EBB_SCREENING_PHYSICIAN)
      return TRUE;
  return FALSE;
}

static gboolean
read_max_percent (const char *text, EbbClearance *clearance, GError **error)
{
  g_autofree char *allowed =
      g_strdup_printf (_ ("a number from %g to %g"), MAX_PERCENT_FROM, MAX_PERCENT_TO);
  double percent = 0;

  if (text != NULL
      && !(ebb_number_parse (text, &percent) && percent >= MAX_PERCENT_FROM
           && percent <= MAX_PERCENT_TO))
    return fail_clear (error, "--max-percent", text, allowed);
  clearance->max_percent_lop = percent;
  return TRUE;
}

/* A clearance settles what a physician decides, never what is refused or not answered. */
static gboolean
clear (Options *options, GError **error)
{
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, error);
  EbbScreeningGate gate = { 0 };
  g_autoptr (EbbScreeningFile) file = db ? load (db, options, &gate, error) : NULL;
  EbbClearance *clearance = &options->clearance;

  ebb_screening_gate_clear (&gate);
  if (file == NULL || !read_max_percent (options->max_percent, clearance, error))
    return FALSE;
  if (file->screening == NULL || !asks_for_physician (file))
    return fail_clear (error, _ ("screening"), file->screening ? file->screening->id : "",
                       _ ("one that asks for a physician"));
  clearance->patient_id = options->patient;
  clearance->screening_id = file->screening->id;
  clearance->operator_name = options->by;
  if (clearance->scope == NULL)
    clearance->scope = g_strdup (EBB_CLEARANCE_ALL);
  ebb_db_set_actor (db, options->by);
  if (!ebb_db_put_clearance (db, clearance, error))
    return FALSE;
  ctl_say ("%s", clearance->id);
  g_free (clearance->id);
  return TRUE;
}

int
ctl_screening_clear (int argc, char **argv)
{
  Options options;
  GOptionEntry entries[PATIENT_ENTRIES + 7] = { 0 };
  const GOptionEntry own[] = {
    { "physician", 0, 0, G_OPTION_ARG_STRING, &options.clearance.physician, N_ ("Physician"),
      "NAME" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &options.clearance.cleared_on,
      N_ ("Date of the clearance"), "YYYY-MM-DD" },
    { "scope", 0, 0, G_OPTION_ARG_STRING, &options.clearance.scope,
      N_ ("Ids of the reasons it covers (default: all)"), "ID ID" },
    { "max-percent", 0, 0, G_OPTION_ARG_STRING, &options.max_percent,
      N_ ("At most that percent of LOP"), "N" },
    { "intermittent", 0, 0, G_OPTION_ARG_NONE, &options.clearance.intermittent,
      N_ ("Cuff deflated in the rests"), NULL },
    { "note", 0, 0, G_OPTION_ARG_STRING, &options.clearance.note, N_ ("Note"), "TEXT" }
  };

  memcpy (add_patient (&options, entries), own, sizeof own);
  return run (argc, argv, entries, &options, clear);
}

static gboolean
override (Options *options, GError **error)
{
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, error);
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  EbbScreeningGate gate = { 0 };
  g_autoptr (EbbScreeningFile) file = db ? load (db, options, &gate, error) : NULL;
  gboolean may = gate.may_override;
  g_autofree char *why = g_strdup (gate.text != NULL ? gate.text : _ ("The cuff may be used"));

  ebb_screening_gate_clear (&gate);
  if (file == NULL)
    return FALSE;
  if (!may)
    return fail_clear (error, _ ("override"), why,
                       _ ("only for a screening that is missing or has expired"));
  EbbScreeningOverride wanted = { .patient_id = options->patient,
                                  .screening_id = file->screening ? file->screening->id : NULL,
                                  .reason = options->text,
                                  .operator_name = options->by,
                                  .overridden_on = today.date };
  ebb_db_set_actor (db, options->by);
  if (!ebb_db_put_screening_override (db, &wanted, error))
    return FALSE;
  ctl_say ("%s", wanted.id);
  g_free (wanted.id);
  return TRUE;
}

int
ctl_screening_override (int argc, char **argv)
{
  Options options;
  GOptionEntry entries[PATIENT_ENTRIES + 2] = { 0 };
  const GOptionEntry own[] = { { "reason", 0, 0, G_OPTION_ARG_STRING, &options.text,
                                 N_ ("Why, for today"), "TEXT" } };

  memcpy (add_patient (&options, entries), own, sizeof own);
  return run (argc, argv, entries, &options, override);
}

static gboolean
change (Options *options, GError **error)
{
  g_autoptr (EbbDb) db = ctl_open_db (options->db_path, error);
  EbbHealthChange wanted = { .patient_id = options->patient,
                             .what = options->text,
                             .operator_name = options->by,
                             .noted_unix_us = ebb_clock_wall_unix_us () };

  if (db == NULL)
    return FALSE;
  ebb_db_set_actor (db, options->by);
  if (!ebb_db_put_health_change (db, &wanted, error))
    return FALSE;
  ctl_say ("%s", wanted.id);
  g_free (wanted.id);
  return TRUE;
}

int
ctl_screening_change (int argc, char **argv)
{
  Options options;
  GOptionEntry entries[PATIENT_ENTRIES + 2] = { 0 };
  const GOptionEntry own[] = { { "what", 0, 0, G_OPTION_ARG_STRING, &options.text,
                                 N_ ("What is new"), "TEXT" } };

  memcpy (add_patient (&options, entries), own, sizeof own);
  return run (argc, argv, entries, &options, change);
}

int
ctl_screening_set (int argc, char **argv)
{
  g_autofree char *db_path = NULL, *name = NULL, *reason = NULL;
  g_autofree char *text = NULL;
  int value;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Setting"), "NAME" },
    { "value", 0, 0, G_OPTION_ARG_STRING, &text, N_ ("Its value"), "N" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), "TEXT" },
    G_OPTION_ENTRY_NULL
  };
  GError *error = NULL;

  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (db_path == NULL || name == NULL || text == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --name and --value are needed"));
  if (!ctl_count ("--value", text, 0, SETTING_MAX, 0, &value))
    return CTL_FAILED;
  g_autoptr (EbbDb) db = ctl_open_db (db_path, &error);
  if (db == NULL || !ebb_db_put_screening_setting (db, name, value, reason, &error))
    return ctl_fail (error);
  return CTL_OK;
}
