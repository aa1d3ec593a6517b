/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl consent give | withdraw | show; ebbctl questionnaire fill | show | review
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ctl-screening.h"
#include "ebb-clock.h"
#include "ebb-consent.h"
#include "ebb-day.h"
#include "ebb-db-papers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OWN_ENTRIES 8

typedef struct {
  char *db_path, *patient, *paper, *initials, *given_on, *by; /* owned */
  CtlAnswers answers;
  gboolean on_paper, as_json;
} Options;

static void
options_clear (Options *options)
{
  char *texts[] = { options->db_path,  options->patient,  options->paper,
                    options->initials, options->given_on, options->by };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  ctl_answers_clear (&options->answers);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* The answers' options come after these where a command takes answers. */
static EbbDb *
begin (Options *options, gboolean write, gboolean answers, int argc, char **argv, int *result)
{
  const GOptionEntry own[OWN_ENTRIES] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &options->patient, N_ ("Patient"), "ID" },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options->paper,
      N_ ("training, preconditioning or instruction"), "WORD" },
    { "initials", 0, 0, G_OPTION_ARG_STRING, &options->initials,
      N_ ("Of the patient; without them it was signed on paper"), "TEXT" },
    { "on", 0, 0, G_OPTION_ARG_STRING, &options->given_on, N_ ("Day of the signature"),
      "YYYY-MM-DD" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options->by, N_ ("Who"), "NAME" },
    { "on-paper", 0, 0, G_OPTION_ARG_NONE, &options->on_paper, N_ ("Filled on paper"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->as_json, N_ ("As JSON"), NULL },
  };
  GOptionEntry entries[OWN_ENTRIES + CTL_ANSWERS_ENTRIES + 1] = { 0 };
  GError *error = NULL;
  EbbDb *db;

  memcpy (entries, own, sizeof own);
  if (answers)
    ctl_answers_entries (&options->answers, entries + OWN_ENTRIES);
  *result = CTL_USAGE;
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return NULL;
  if (options->db_path == NULL || options->patient == NULL) {
    ctl_bad_usage ("%s", _ ("--db and --patient are needed"));
    return NULL;
  }
  if (options->by == NULL)
    options->by = g_strdup (g_get_user_name ());
  db = write ? ctl_open_db (options->db_path, &error)
             : ebb_db_open (options->db_path, EBB_DB_READ, &error);
  if (db == NULL)
    *result = ctl_fail (error);
  return db;
}

/* --- Consent ------------------------------------------------------------------------------- */

static gboolean
read_paper (const Options *options, EbbPaper *paper)
{
  int found = ebb_paper_from_string (options->paper);

  if (found < 0)
    ctl_fail_text (_ ("%s is \"%s\"; allowed: %s"), "--paper",
                   options->paper != NULL ? options->paper : "",
                   "training, preconditioning, instruction");
  *paper = (EbbPaper) found;
  return found >= 0;
}

static int
run_give (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbConsent) consent = g_new0 (EbbConsent, 1);
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  GError *error = NULL;
  int result;
  g_autoptr (EbbDb) db = begin (&options, TRUE, FALSE, argc, argv, &result);

  if (db == NULL)
    return result;
  if (!read_paper (&options, &consent->paper))
    return CTL_FAILED;
  consent->patient_id = g_strdup (options.patient);
  consent->wording_version = ebb_wording_version (consent->paper);
  consent->given_on = g_strdup (options.given_on != NULL ? options.given_on : today.date);
  consent->initials = g_strdup (options.initials);
  consent->operator_name = g_strdup (options.by);
  consent->written_unix_us = ebb_clock_wall_unix_us ();
  if (!ebb_db_put_consent (db, consent, &error))
    return ctl_fail (error);
  ctl_say ("%s", consent->id);
  return CTL_OK;
}

static int
run_withdraw (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GPtrArray) consents = NULL;
  EbbDay today = ebb_day_of (ebb_clock_wall_unix_us ());
  const EbbConsent *consent;
  GError *error = NULL;
  EbbPaper paper;
  int result;
  g_autoptr (EbbDb) db = begin (&options, TRUE, FALSE, argc, argv, &result);

  if (db == NULL)
    return result;
  if (!read_paper (&options, &paper))
    return CTL_FAILED;
  consents = ebb_db_list_consents (db, options.patient, &error);
  if (consents == NULL)
    return ctl_fail (error);
  consent = ebb_consent_in_force (consents, paper);
  if (consent == NULL)
    return ctl_fail_text (_ ("There is no consent of this kind that could be taken back: %s"),
                          options.paper);
  if (!ebb_db_withdraw_consent (db, consent->id,
                                options.given_on != NULL ? options.given_on : today.date,
                                options.by, &error))
    return ctl_fail (error);
  ctl_say ("%s", consent->id);
  return CTL_OK;
}

static void
say_consents (const GPtrArray *consents)
{
  for (guint i = 0; i < consents->len; i++) {
    const EbbConsent *consent = g_ptr_array_index (consents, i);

    ctl_say ("%s\t%s\t%s\t%u\t%s\t%s", ebb_paper_to_string (consent->paper),
             consent->withdrawn_on != NULL ? "withdrawn" : "given", consent->given_on,
             consent->wording_version, consent->initials != NULL ? consent->initials : "paper",
             consent->operator_name);
  }
}

static int
run_consents (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GPtrArray) consents = NULL;
  GError *error = NULL;
  EbbJsonWriter writer;
  int result;
  g_autoptr (EbbDb) db = begin (&options, FALSE, FALSE, argc, argv, &result);

  if (db == NULL)
    return result;
  consents = ebb_db_list_consents (db, options.patient, &error);
  if (consents == NULL)
    return ctl_fail (error);
  if (!options.as_json) {
    say_consents (consents);
    return CTL_OK;
  }
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '[');
  for (guint i = 0; i < consents->len; i++) {
    const EbbConsent *consent = g_ptr_array_index (consents, i);

    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "id", consent->id);
    ebb_json_text (&writer, "paper", ebb_paper_to_string (consent->paper));
    ebb_json_int (&writer, "wording", consent->wording_version);
    ebb_json_text (&writer, "given_on", consent->given_on);
    ebb_json_text (&writer, "initials", consent->initials);
    ebb_json_text (&writer, "by", consent->operator_name);
    ebb_json_text (&writer, "withdrawn_on", consent->withdrawn_on);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ctl_say_json (&writer);
  return CTL_OK;
}

int
ctl_consent (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "give", "--db FILE --patient ID --paper WORD [--initials TEXT] [--on YYYY-MM-DD] --by NAME",
      run_give },
    { "withdraw", "--db FILE --patient ID --paper WORD [--on YYYY-MM-DD] --by NAME", run_withdraw },
    { "show", "--db FILE --patient ID [--json]", run_consents },
  };

  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}

/* --- Questionnaire ------------------------------------------------------------------------- */

/* As the patient answered: what was left out stays open for the therapist. */
static int
run_fill (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbScreeningList) list = NULL;
  g_autoptr (EbbIntake) intake = g_new0 (EbbIntake, 1);
  GError *error = NULL;
  int result;
  g_autoptr (EbbDb) db = begin (&options, TRUE, TRUE, argc, argv, &result);

  if (db == NULL)
    return result;
  list = ebb_screening_list_load_builtin (&error);
  intake->answers = list != NULL ? ctl_answers_read (&options.answers, list, &error) : NULL;
  if (intake->answers == NULL)
    return ctl_fail (error);
  intake->patient_id = g_strdup (options.patient);
  intake->on_paper = options.on_paper;
  intake->operator_name = g_strdup (options.by);
  intake->filled_unix_us = ebb_clock_wall_unix_us ();
  if (!ebb_db_put_intake (db, intake, &error))
    return ctl_fail (error);
  ctl_say ("%s", intake->id);
  return CTL_OK;
}

/* One line, or one object, for each question that is still the therapist's: `all` for every one. */
static void
say_answers (const EbbIntake *intake, const EbbScreeningList *list, gboolean all)
{
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);
    const EbbScreeningAnswer *answer = ebb_screening_find_answer (intake->answers, item->id);
    gboolean open = answer == NULL || answer->yes;

    if (item->measure == EBB_SCREEN_ASKED && (all || open))
      ctl_say ("%s\t%s", answer == NULL ? "open" : answer->yes ? "yes" : "no", item->id);
  }
}

static void
write_answers (const EbbIntake *intake, const EbbScreeningList *list, gboolean all)
{
  g_autofree char *filled = ctl_time (intake->filled_unix_us);
  EbbJsonWriter writer;

  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_text (&writer, "id", intake->id);
  ebb_json_text (&writer, "filled_at", filled);
  ebb_json_boolean (&writer, "on_paper", intake->on_paper);
  ebb_json_int (&writer, "answered", ebb_intake_n_of (intake, list));
  ebb_json_int (&writer, "asked", ebb_screening_list_n_asked (list));
  ebb_json_open (&writer, "answers", '[');
  for (guint i = 0; i < list->items->len; i++) {
    const EbbScreeningItem *item = g_ptr_array_index (list->items, i);
    const EbbScreeningAnswer *answer = ebb_screening_find_answer (intake->answers, item->id);

    if (item->measure != EBB_SCREEN_ASKED || !(all || answer == NULL || answer->yes))
      continue;
    ebb_json_open (&writer, NULL, '{');
    ebb_json_text (&writer, "id", item->id);
    ebb_json_text (&writer, "answer", answer == NULL ? NULL : answer->yes ? "yes" : "no");
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static int
look (int argc, char **argv, gboolean all)
{
  g_auto (Options) options = { 0 };
  g_autoptr (EbbIntake) intake = NULL;
  g_autoptr (EbbScreeningList) list = NULL;
  GError *error = NULL;
  int result;
  g_autoptr (EbbDb) db = begin (&options, FALSE, FALSE, argc, argv, &result);

  if (db == NULL)
    return result;
  intake = ebb_db_get_open_intake (db, options.patient, &error);
  if (error != NULL)
    return ctl_fail (error);
  if (intake == NULL)
    return ctl_fail_text ("%s", _ ("No questionnaire waits for review."));
  list = ebb_db_load_screening_list (db, intake->answers->list_id, intake->answers->list_version,
                                     &error);
  if (list == NULL)
    return ctl_fail (error);
  if (options.as_json) {
    write_answers (intake, list, all);
    return CTL_OK;
  }
  ctl_say (_ ("%u of %u answered"), ebb_intake_n_of (intake, list),
           ebb_screening_list_n_asked (list));
  say_answers (intake, list, all);
  return CTL_OK;
}

static int
run_show (int argc, char **argv)
{
  return look (argc, argv, TRUE);
}

/* What is left for the therapist: each yes, and what was not answered.  "screening record" ends it.
 */
static int
run_review (int argc, char **argv)
{
  return look (argc, argv, FALSE);
}

int
ctl_questionnaire (int argc, char **argv)
{
  static const CtlCommand commands[] = {
    { "fill",
      "--db FILE --patient ID [--answers FILE] [--yes ID[:LIMB]] [--no-to-rest] [--on-paper] ...",
      run_fill },
    { "show", "--db FILE --patient ID [--json]", run_show },
    { "review", "--db FILE --patient ID [--json]", run_review },
  };

  return ctl_run_word (commands, G_N_ELEMENTS (commands), argc, argv);
}
