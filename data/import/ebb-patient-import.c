/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-patient-import.h"

#include "ebb-csv.h"
#include "ebb-db-desk.h"
#include "ebb-db-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* A wrong file has a fault in each line; the first ones say it all. */
#define PROBLEMS_MAX 200

enum { COLUMN_NAME, COLUMN_FIRST, COLUMN_LAST, COLUMN_BORN, COLUMN_RECORD, COLUMN_SEX, N_COLUMNS };

/* What other programs call them, in lower case, separated by |. */
static const char *const column_names[N_COLUMNS] = {
  [COLUMN_NAME] = "|name|full name|patient|patient name|",
  [COLUMN_FIRST] = "|first name|given name|firstname|forename|",
  [COLUMN_LAST] = "|last name|family name|lastname|surname|",
  [COLUMN_BORN] = "|birth date|birthdate|date of birth|dob|born|",
  [COLUMN_RECORD] = "|record number|record|mrn|patient number|patient id|id|",
  [COLUMN_SEX] = "|sex|gender|",
};

typedef struct {
  EbbDb *db; /* borrowed, like all here */
  const EbbImportOptions *options;
  EbbImportReport *report;
  GPtrArray *rows;
  int columns[N_COLUMNS]; /* -1: the table has none */
} Import;

static void
problem_free (EbbImportProblem *problem)
{
  g_free (problem->text);
  g_free (problem);
}

void
ebb_import_report_clear (EbbImportReport *report)
{
  g_clear_pointer (&report->problems, g_ptr_array_unref);
}

static void
add_problem (Import *import, const EbbCsvRow *row, char *text)
{
  EbbImportProblem *problem = g_new0 (EbbImportProblem, 1);

  problem->line = row->line;
  problem->text = text;
  g_ptr_array_add (import->report->problems, problem);
}

/* The header ---------------------------------------------------------------------------------- */

static int
column_of (const char *heading)
{
  g_autofree char *lower = g_utf8_strdown (heading, -1);
  g_autofree char *key = g_strdup_printf ("|%s|", g_strdelimit (lower, "_-", ' '));

  for (int i = 0; i < N_COLUMNS; i++)
    if (strchr (lower, '|') == NULL && strstr (column_names[i], key) != NULL)
      return i;
  return -1;
}

static gboolean
refuse_header (GError **error, const char *what)
{
  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID,
               _ ("line 1: %s; columns that are known: name (or first name and last name), birth "
                  "date, record number, sex"),
               what);
  return FALSE;
}

static gboolean
read_header (Import *import, GError **error)
{
  const EbbCsvRow *header = g_ptr_array_index (import->rows, 0);

  memset (import->columns, -1, sizeof import->columns);
  for (int i = 0; header->cells[i] != NULL; i++) {
    int column = column_of (header->cells[i]);

    if (column < 0)
      continue; /* other programs export much that is of no use here */
    if (import->columns[column] >= 0)
      return refuse_header (error, _ ("two columns mean the same"));
    import->columns[column] = i;
  }
  gboolean named = import->columns[COLUMN_NAME] >= 0
                   || (import->columns[COLUMN_FIRST] >= 0 && import->columns[COLUMN_LAST] >= 0);
  if (!named)
    return refuse_header (error, _ ("there is no column with the name"));
  return import->columns[COLUMN_BORN] >= 0
         || refuse_header (error, _ ("there is no column with the birth date"));
}

/* A row -------------------------------------------------------------------------------------- */

/* NULL: no such column, or nothing in it. */
static const char *
cell (const Import *import, const EbbCsvRow *row, int column)
{
  int i = import->columns[column];

  return i >= 0 && row->cells[i][0] != '\0' ? row->cells[i] : NULL;
}

static char *
read_name (const Import *import, const EbbCsvRow *row)
{
  const char *whole = cell (import, row, COLUMN_NAME);
  const char *first = cell (import, row, COLUMN_FIRST), *last = cell (import, row, COLUMN_LAST);

  if (whole != NULL)
    return g_strdup (whole);
  if (first == NULL || last == NULL)
    return g_strdup (first != NULL ? first : last);
  return g_strdup_printf ("%s %s", first, last);
}

/* YYYY-MM-DD; as it stands when it is nothing of the kind, to be refused with its own words. */
static char *
read_date (const Import *import, const char *text)
{
  int day, month, year, n_read = 0;
  EbbDateOrder order = import->options->dates;

  if (text == NULL)
    return NULL;
  if (sscanf (text, "%2d.%2d.%4d%n", &day, &month, &year, &n_read) == 3 && text[n_read] == '\0')
    return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
  if (order != EBB_DATES_ISO && sscanf (text, "%2d/%2d/%4d%n", &day, &month, &year, &n_read) == 3
      && text[n_read] == '\0')
    return order == EBB_DATES_DAY_FIRST ? g_strdup_printf ("%04d-%02d-%02d", year, month, day)
                                        : g_strdup_printf ("%04d-%02d-%02d", year, day, month);
  return g_strdup (text);
}

/* "F", "m", "Female"; what is not known is not a sex. */
static char *
read_sex (const char *text)
{
  static const char *const words[] = { "female", "male", "other" };

  if (text == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0
        || (strlen (text) == 1 && g_ascii_tolower (text[0]) == words[i][0]))
      return g_strdup (words[i]);
  return g_strdup (text);
}

static EbbPatient *
read_patient (const Import *import, const EbbCsvRow *row)
{
  EbbPatient *patient = g_new0 (EbbPatient, 1);

  patient->name = read_name (import, row);
  patient->birth_date = read_date (import, cell (import, row, COLUMN_BORN));
  patient->record_number = g_strdup (cell (import, row, COLUMN_RECORD));
  patient->sex = read_sex (cell (import, row, COLUMN_SEX));
  return patient;
}

/* A spreadsheet that reads our export would run it. */
static const char *
find_formula (const EbbPatient *patient)
{
  const char *const texts[] = { patient->name, patient->record_number };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && strchr ("=+-@", texts[i][0]) != NULL)
      return texts[i];
  return NULL;
}

static gboolean
is_the_same (const EbbPatient *patient, const EbbPatient *other)
{
  return g_strcmp0 (patient->name, other->name) == 0
         && g_strcmp0 (patient->birth_date, other->birth_date) == 0
         && (patient->record_number == NULL
             || g_strcmp0 (patient->record_number, other->record_number) == 0);
}

/* TRUE when this row is settled: known, or in the way. */
static gboolean
settle_alike (Import *import, const EbbCsvRow *row, const EbbPatient *patient, GPtrArray *alike)
{
  for (guint i = 0; i < alike->len; i++)
    if (is_the_same (patient, g_ptr_array_index (alike, i))) {
      import->report->n_known++;
      return TRUE;
    }
  if (alike->len == 0 || import->options->take_alike)
    return FALSE;

  const EbbPatient *other = g_ptr_array_index (alike, 0);
  if (patient->record_number != NULL
      && g_strcmp0 (patient->record_number, other->record_number) == 0)
    return FALSE; /* the store refuses the number, which says more */
  add_problem (import, row,
               g_strdup_printf (_ ("“%s”, born %s, is much like “%s”, born %s, who is in the list "
                                   "already; correct the table, or take those who are alike"),
                                patient->name, patient->birth_date, other->name,
                                other->birth_date));
  return TRUE;
}

/* What the store says of one value belongs to its line; anything else ends the import. */
static gboolean
put_patient (Import *import, const EbbCsvRow *row, EbbPatient *patient, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (ebb_db_put_patient (import->db, patient, &local_error)) {
    import->report->n_new++;
    return TRUE;
  }
  if (!g_error_matches (local_error, EBB_STORE_ERROR, EBB_STORE_ERROR_INVALID)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  add_problem (import, row, g_strdup (local_error->message));
  return TRUE;
}

static gboolean
import_row (Import *import, const EbbCsvRow *row, GError **error)
{
  g_autoptr (EbbPatient) patient = read_patient (import, row);
  const char *formula = find_formula (patient);

  if (formula != NULL) {
    add_problem (import, row,
                 g_strdup_printf (_ ("“%s” begins like a formula of a spreadsheet; allowed: text "
                                     "that does not begin with =, +, - or @"),
                                  formula));
    return TRUE;
  }
  g_autoptr (GPtrArray) alike = ebb_db_list_alike (import->db, patient, error);
  if (alike == NULL)
    return FALSE;
  return settle_alike (import, row, patient, alike) || put_patient (import, row, patient, error);
}

static gboolean
import_rows (EbbDb *db, gpointer data, GError **error)
{
  Import *import = data;

  for (guint i = 1; i < import->rows->len && import->report->problems->len < PROBLEMS_MAX; i++) {
    import->report->n_rows++;
    if (!import_row (import, g_ptr_array_index (import->rows, i), error))
      return FALSE;
  }
  return TRUE;
}

gboolean
ebb_patients_import (EbbDb *db, const char *text, gsize n_bytes, const EbbImportOptions *options,
                     EbbImportReport *report, GError **error)
{
  Import import = { .db = db, .options = options, .report = report };
  *report = (EbbImportReport){ 0 };
  report->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);
  g_autoptr (GPtrArray) rows = ebb_csv_read (text, n_bytes, error);

  import.rows = rows;
  if (rows == NULL || !read_header (&import, error) || !ebb_db_begin (db, error))
    return FALSE;
  gboolean done = import_rows (db, &import, error);
  if (done && report->problems->len == 0 && !options->dry_run)
    done = ebb_db_commit (db, error);
  else
    ebb_db_rollback (db);
  return done;
}
