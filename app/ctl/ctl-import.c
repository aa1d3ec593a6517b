/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl import patients
 */
#include "ctl-care.h"
#include "ctl-live.h"
#include "ebb-csv.h"
#include "ebb-patient-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  char *db_path, *dates, *by; /* owned */
  EbbImportOptions import;
  gboolean as_json;
} ImportOptions;

static void
import_options_clear (ImportOptions *options)
{
  g_free (options->db_path);
  g_free (options->dates);
  g_free (options->by);
}

static gboolean
parse_dates (const char *word, EbbDateOrder *dates)
{
  static const char *const words[] = { "iso", "day-first", "month-first" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0) {
      *dates = (EbbDateOrder) i;
      return TRUE;
    }
  return word == NULL;
}

static void
say_json (const EbbImportReport *report, gboolean written)
{
  EbbJsonWriter writer;
  ebb_json_writer_begin (&writer);
  ebb_json_open (&writer, NULL, '{');
  ebb_json_boolean (&writer, "written", written);
  ebb_json_int (&writer, "rows", report->n_rows);
  ebb_json_int (&writer, "new", report->n_new);
  ebb_json_int (&writer, "known", report->n_known);
  ebb_json_open (&writer, "problems", '[');
  for (guint i = 0; i < report->problems->len; i++) {
    const EbbImportProblem *problem = g_ptr_array_index (report->problems, i);
    ebb_json_open (&writer, NULL, '{');
    ebb_json_int (&writer, "line", problem->line);
    ebb_json_text (&writer, "text", problem->text);
    ebb_json_close (&writer, '}');
  }
  ebb_json_close (&writer, ']');
  ebb_json_close (&writer, '}');
  ctl_say_json (&writer);
}

static void
say_words (const EbbImportReport *report, gboolean written)
{
  for (guint i = 0; i < report->problems->len; i++) {
    const EbbImportProblem *problem = g_ptr_array_index (report->problems, i);
    ctl_say (_ ("line %u: %s"), problem->line, problem->text);
  }
  ctl_say (_ ("%u lines read: %u new patients, %u known already, %u lines in the way"),
           report->n_rows, report->n_new, report->n_known, report->problems->len);
  ctl_say ("%s", written ? _ ("All of them are in the list now") : _ ("Nothing was written"));
}

static int
run_import (const ImportOptions *options, const char *path)
{
  GError *error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);
  g_autoptr (EbbDb) db = file != NULL ? ctl_open_db (options->db_path, &error) : NULL;
  if (db == NULL)
    return ctl_fail (error);
  if (options->by != NULL)
    ebb_db_set_actor (db, options->by);

  EbbImportReport report = { 0 };
  gboolean done =
      ebb_patients_import (db, g_mapped_file_get_contents (file), g_mapped_file_get_length (file),
                           &options->import, &report, &error);
  gboolean whole = done && report.problems->len == 0;
  gboolean written = whole && !options->import.dry_run;
  if (done && options->as_json)
    say_json (&report, written);
  else if (done)
    say_words (&report, written);
  ebb_import_report_clear (&report);
  if (!done)
    return ctl_fail (error);
  return whole ? CTL_OK : CTL_FAILED;
}

int
ctl_import_patients (int argc, char **argv)
{
  ImportOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options.db_path, N_ ("Database"), "FILE" },
    { "dates", 0, 0, G_OPTION_ARG_STRING, &options.dates,
      N_ ("How 03/04/1961 is meant: day-first or month-first (default: such dates are refused)"),
      "WORD" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.import.dry_run,
      N_ ("Say what would happen, write nothing"), NULL },
    { "take-alike", 0, 0, G_OPTION_ARG_NONE, &options.import.take_alike,
      N_ ("Those who look like somebody in the list are others"), NULL },
    { "by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_ ("Who does it"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, N_ ("As JSON"), NULL },
    G_OPTION_ENTRY_NULL
  };
  int result = CTL_USAGE;
  if (!ctl_parse (&argc, &argv, entries, "FILE", 1))
    result = CTL_USAGE;
  else if (options.db_path == NULL)
    result = ctl_bad_usage ("%s", _ ("--db FILE is missing"));
  else if (!parse_dates (options.dates, &options.import.dates))
    result =
        ctl_bad_usage (_ ("--dates %s: iso, day-first or month-first is allowed"), options.dates);
  else
    result = run_import (&options, argv[1]);
  import_options_clear (&options);
  return result;
}
