/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl export | db check | patient add | order | list | find
 */
#include "ctl-live.h"
#include "ctl.h"
#include "ebb-db-desk.h"
#include "ebb-export.h"
#include "ebb-report-draw.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define LIST_MAX 1000

typedef struct {
  char *db_path, *session, *format, *out, *report, *paper; /* owned */
} ExportOptions;

static void
export_options_clear (ExportOptions *options)
{
  g_free (options->db_path);
  g_free (options->session);
  g_free (options->format);
  g_free (options->out);
  g_free (options->report);
  g_free (options->paper);
}

/* FALSE when it is neither; no word is the patient's page. */
static gboolean
parse_report (const char *word, EbbReportKind *kind)
{
  *kind = g_strcmp0 (word, "clinician") == 0 ? EBB_REPORT_CLINICIAN : EBB_REPORT_PATIENT;
  return word == NULL || *kind == EBB_REPORT_CLINICIAN || strcmp (word, "patient") == 0;
}

static gboolean
export_pdf (const ExportOptions *options, EbbDb *db, GError **error)
{
  EbbReportKind kind;
  parse_report (options->report, &kind); /* checked before */
  g_autoptr (EbbSessionFile) file = ebb_db_load_session_file (db, options->session, error);
  return file != NULL && ebb_report_write_pdf (kind, file, options->paper, options->out, error);
}

static gboolean
export_text (const ExportOptions *options, EbbDb *db, GError **error)
{
  g_autofree char *text = strcmp (options->format, "json") == 0
                              ? ebb_export_session_json (db, options->session, error)
                              : ebb_export_session_csv (db, options->session, error);
  return text != NULL && ebb_export_write (options->out, text, error);
}

static int
check_export (const ExportOptions *options)
{
  EbbReportKind kind;
  double width_pt, height_pt;
  if (options->db_path == NULL || options->session == NULL || options->format == NULL
      || options->out == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --session, --format and --out are all needed"));
  if (!g_strv_contains ((const char *const[]){ "json", "csv", "pdf", NULL }, options->format))
    return ctl_bad_usage (_ ("--format %s: json, csv or pdf is allowed"), options->format);
  gboolean pdf = strcmp (options->format, "pdf") == 0;
  if (!pdf && (options->report != NULL || options->paper != NULL))
    return ctl_bad_usage ("%s", _ ("--report and --paper go with --format pdf"));
  if (!parse_report (options->report, &kind))
    return ctl_bad_usage (_ ("--report %s: patient or clinician is allowed"), options->report);
  if (!ebb_report_get_paper (options->paper, &width_pt, &height_pt))
    return ctl_bad_usage (_ ("--paper %s: a4 or letter is allowed"), options->paper);
  return CTL_OK;
}

static int
run_export (const ExportOptions *options)
{
  GError *error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (options->db_path, EBB_DB_READ, &error);
  if (db == NULL)
    return ctl_fail (error);
  gboolean done = strcmp (options->format, "pdf") == 0 ? export_pdf (options, db, &error)
                                                       : export_text (options, db, &error);
  return done ? CTL_OK : ctl_fail (error);
}

int
ctl_export (int argc, char **argv)
{
  ExportOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options.db_path, N_ ("Database"), "FILE" },
    { "session", 0, 0, G_OPTION_ARG_STRING, &options.session, N_ ("Session"), "ID" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_ ("json, csv or pdf"), "WORD" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_ ("File to write"), "FILE" },
    { "report", 0, 0, G_OPTION_ARG_STRING, &options.report,
      N_ ("For pdf: patient (default) or clinician"), "WORD" },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &options.paper,
      N_ ("For pdf: a4 or letter (default: as the locale has it)"), "WORD" },
    G_OPTION_ENTRY_NULL
  };
  int result = CTL_USAGE;
  if (ctl_parse (&argc, &argv, entries, NULL, 0))
    result = check_export (&options);
  if (result == CTL_OK)
    result = run_export (&options);
  export_options_clear (&options);
  return result;
}

int
ctl_db_check (int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  if (!ctl_parse (&argc, &argv, entries, "FILE", 1))
    return CTL_USAGE;
  GError *error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (argv[1], EBB_DB_READ, &error);
  if (db == NULL || !ebb_db_check (db, &error))
    return ctl_fail (error);
  ctl_say (_ ("%s is whole"), argv[1]);
  return CTL_OK;
}

static void
say_patient (const EbbPatient *patient)
{
  ctl_say ("%s\t%s\t%s\t%s", patient->id, patient->name, patient->birth_date,
           patient->record_number ? patient->record_number : "");
}

int
ctl_patient_add (int argc, char **argv)
{
  g_autofree char *db_path = NULL;
  g_autoptr (EbbPatient) patient = g_new0 (EbbPatient, 1);
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &patient->name, N_ ("Name"), "NAME" },
    { "born", 0, 0, G_OPTION_ARG_STRING, &patient->birth_date, N_ ("Birth date"), "YYYY-MM-DD" },
    { "record", 0, 0, G_OPTION_ARG_STRING, &patient->record_number, N_ ("Record number"), "TEXT" },
    { "sex", 0, 0, G_OPTION_ARG_STRING, &patient->sex, N_ ("female, male or other"), "WORD" },
    G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (db_path == NULL || patient->name == NULL || patient->birth_date == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --name and --born are needed"));
  GError *error = NULL;
  g_autoptr (EbbDb) db = ctl_open_db (db_path, &error);
  if (db == NULL || !ebb_db_put_patient (db, patient, &error))
    return ctl_fail (error);
  say_patient (patient);
  return CTL_OK;
}

int
ctl_patient_order (int argc, char **argv)
{
  g_autofree char *db_path = NULL;
  g_autoptr (EbbOrder) order = g_new0 (EbbOrder, 1);
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" },
    { "patient", 0, 0, G_OPTION_ARG_STRING, &order->patient_id, N_ ("Patient"), "ID" },
    { "physician", 0, 0, G_OPTION_ARG_STRING, &order->physician, N_ ("Physician"), "NAME" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &order->ordered_on, N_ ("Date of the order"),
      "YYYY-MM-DD" },
    { "valid-until", 0, 0, G_OPTION_ARG_STRING, &order->valid_until, N_ ("Last valid day"),
      "YYYY-MM-DD" },
    { "restrictions", 0, 0, G_OPTION_ARG_STRING, &order->restrictions, N_ ("Restrictions"),
      "TEXT" },
    { "diagnosis", 0, 0, G_OPTION_ARG_STRING, &order->diagnosis, N_ ("Diagnosis"), "TEXT" },
    G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (db_path == NULL || order->patient_id == NULL || order->physician == NULL
      || order->ordered_on == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --patient, --physician and --date are needed"));
  GError *error = NULL;
  g_autoptr (EbbDb) db = ctl_open_db (db_path, &error);
  if (db == NULL || !ebb_db_put_order (db, order, &error))
    return ctl_fail (error);
  ctl_say ("%s", order->id);
  return CTL_OK;
}

static int
list_patients (const char *db_path, const char *text)
{
  GError *error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_READ, &error);
  g_autoptr (GPtrArray) patients = db ? ebb_db_find_patients (db, text, LIST_MAX, &error) : NULL;
  if (patients == NULL)
    return ctl_fail (error);
  for (guint i = 0; i < patients->len; i++)
    say_patient (g_ptr_array_index (patients, i));
  return CTL_OK;
}

static int
patients_command (int argc, char **argv, const char *words, int n_words)
{
  g_autofree char *db_path = NULL;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" }, G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, words, n_words))
    return CTL_USAGE;
  if (db_path == NULL)
    return ctl_bad_usage ("%s", _ ("--db FILE is missing"));
  return list_patients (db_path, n_words > 0 ? argv[1] : NULL);
}

int
ctl_patient_list (int argc, char **argv)
{
  return patients_command (argc, argv, NULL, 0);
}

int
ctl_patient_find (int argc, char **argv)
{
  return patients_command (argc, argv, "TEXT", 1);
}
