/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ebbctl export | db check | patient add | order | list | find
 */
#include "ctl-live.h"
#include "ctl.h"
#include "ebb-export.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define LIST_MAX 1000

int
ctl_export (int argc, char **argv)
{
  g_autofree char *db_path = NULL, *id = NULL, *format = NULL, *out = NULL;
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &db_path, N_ ("Database"), "FILE" },
    { "session", 0, 0, G_OPTION_ARG_STRING, &id, N_ ("Session"), "ID" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("json or csv"), "WORD" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("File to write"), "FILE" },
    G_OPTION_ENTRY_NULL
  };
  if (!ctl_parse (&argc, &argv, entries, NULL, 0))
    return CTL_USAGE;
  if (db_path == NULL || id == NULL || format == NULL || out == NULL)
    return ctl_bad_usage ("%s", _ ("--db, --session, --format and --out are all needed"));
  gboolean as_json = strcmp (format, "json") == 0;
  if (!as_json && strcmp (format, "csv") != 0)
    return ctl_bad_usage (_ ("--format %s: json or csv is allowed"), format);

  GError *error = NULL;
  g_autoptr (EbbDb) db = ebb_db_open (db_path, EBB_DB_READ, &error);
  if (db == NULL)
    return ctl_fail (error);
  g_autofree char *text =
      as_json ? ebb_export_session_json (db, id, &error) : ebb_export_session_csv (db, id, &error);
  if (text == NULL || !ebb_export_write (out, text, &error))
    return ctl_fail (error);
  return CTL_OK;
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
