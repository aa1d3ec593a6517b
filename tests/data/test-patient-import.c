/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A clinic's list comes in whole or not at all, each obstacle with its line, field and value;
 * nobody is entered twice; a dry run promises what happens.
 */
#include "data-rig.h"
#include "ebb-patient-import.h"

#include <string.h>

#define GOOD                                                                                       \
  "Last name;First name;Date of birth;MRN;Gender;Insurance\n"                                      \
  "Example;Ada;12.05.1960;R-1;F;x\n"                                                               \
  "山田;Invented;1971-01-31;R-2;m;y\n"                                                           \
  "O'Brien;Pat;1950-02-28;;;\n"

static EbbImportReport
import (DataRig *rig, const char *text, EbbImportOptions options)
{
  g_autoptr (GError) error = NULL;
  EbbImportReport report;

  ebb_patients_import (rig->db, text, strlen (text), &options, &report, &error);
  g_assert_no_error (error);
  return report;
}

static gint64
count_patients (DataRig *rig)
{
  return data_query_int (rig->db, "SELECT count(*) FROM patient_identity");
}

static void
test_whole (DataRig *rig, gconstpointer unused)
{
  EbbImportReport dry = import (rig, GOOD, (EbbImportOptions){ .dry_run = TRUE });
  g_assert_cmpuint (dry.n_new, ==, 3);
  g_assert_cmpuint (dry.problems->len, ==, 0);
  g_assert_cmpint (count_patients (rig), ==, 0);

  EbbImportReport done = import (rig, GOOD, (EbbImportOptions){ 0 });
  g_assert_cmpuint (done.n_new, ==, dry.n_new);
  g_assert_cmpint (count_patients (rig), ==, 3);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient_identity WHERE name = "
                                            "'Ada Example' AND birth_date = '1960-05-12' AND "
                                            "record_number = 'R-1'"),
                   ==, 1);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient WHERE sex = 'male'"), ==,
                   1);
  g_autoptr (GPtrArray) found = ebb_db_find_patients (rig->db, "山田", 10, NULL);
  g_assert_cmpuint (found->len, ==, 1);

  EbbImportReport again = import (rig, GOOD, (EbbImportOptions){ 0 });
  g_assert_cmpuint (again.n_new, ==, 0);
  g_assert_cmpuint (again.n_known, ==, 3);
  g_assert_cmpint (count_patients (rig), ==, 3);
  ebb_import_report_clear (&dry);
  ebb_import_report_clear (&done);
  ebb_import_report_clear (&again);
}

static void
test_problems (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *row, *value;
  } rows[] = {
    { "Ada Example,1960-13-01,R-9,female", "1960-13-01" },
    { "Ada Example,31.02.1960,R-9,female", "1960-02-31" },
    { "Ada Example,03/04/1961,R-9,female", "03/04/1961" },
    { "Ada Example,2199-01-01,R-9,female", "2199-01-01" },
    { "Ada Example,,R-9,female", "birth date" },
    { ",1960-05-12,R-9,female", "name" },
    { "Ada Example,1960-05-12,R-9,robot", "robot" },
    { "=HYPERLINK(1),1960-05-12,R-9,female", "=HYPERLINK(1)" },
    { "Ada Example,1960-05-12,@SUM,female", "@SUM" },
    { "Ada Example,1955-05-12,R-1,female", "R-1" },    /* somebody else's number */
    { "Good Eximple,1980-01-01,R-9,female", "alike" }, /* a slip of the one before */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf ("name,birth date,record,sex\n"
                                             "Good Example,1980-01-01,R-1,male\n%s\n",
                                             rows[i].row);
    EbbImportReport report = import (rig, text, (EbbImportOptions){ 0 });

    g_assert_cmpuint (report.problems->len, ==, 1);
    const EbbImportProblem *problem = g_ptr_array_index (report.problems, 0);
    g_assert_cmpuint (problem->line, ==, 3);
    if (strstr (problem->text, rows[i].value) == NULL)
      g_error ("\"%s\" is not in \"%s\"", rows[i].value, problem->text);
    g_assert_cmpint (count_patients (rig), ==, 0); /* not even the good one */
    ebb_import_report_clear (&report);
  }
}

static void
test_dates (DataRig *rig, gconstpointer unused)
{
  const char *text = "name,born\nAda Example,03/04/1961\n";
  EbbImportReport first = import (rig, text, (EbbImportOptions){ .dates = EBB_DATES_DAY_FIRST });
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient_identity "
                                            "WHERE birth_date = '1961-04-03'"),
                   ==, 1);
  EbbImportReport second =
      import (rig, text, (EbbImportOptions){ .dates = EBB_DATES_MONTH_FIRST, .take_alike = TRUE });
  g_assert_cmpint (data_query_int (rig->db, "SELECT count(*) FROM patient_identity "
                                            "WHERE birth_date = '1961-03-04'"),
                   ==, 1);
  ebb_import_report_clear (&first);
  ebb_import_report_clear (&second);
}

static void
test_take_alike (DataRig *rig, gconstpointer unused)
{
  const char *text = "name,born\nAda Example,1961-04-03\nAda Exampla,1961-04-03\n";
  EbbImportReport refused = import (rig, text, (EbbImportOptions){ 0 });
  g_assert_cmpuint (refused.problems->len, ==, 1);
  EbbImportReport taken = import (rig, text, (EbbImportOptions){ .take_alike = TRUE });
  g_assert_cmpint (count_patients (rig), ==, 2);
  ebb_import_report_clear (&refused);
  ebb_import_report_clear (&taken);
}

static void
test_headers (DataRig *rig, gconstpointer unused)
{
  static const char *const texts[] = { "born\n1960-05-12\n", "name,record\nA,1\n",
                                       "name,patient,born\nA,B,1960-05-12\n",
                                       "first name,born\nA,1960-05-12\n", "\"name" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    EbbImportOptions options = { 0 };
    EbbImportReport report;

    g_assert_false (
        ebb_patients_import (rig->db, texts[i], strlen (texts[i]), &options, &report, &error));
    data_assert_error (error, INVALID);
    g_assert_true (g_str_has_prefix (error->message, "line 1"));
    g_assert_cmpint (count_patients (rig), ==, 0);
    ebb_import_report_clear (&report);
  }
}

/* Five hundred damaged files: what is written is what the report says, or nothing. */
static void
test_damaged (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint n_refused = 0;

  for (int i = 0; i < 500; i++) {
    g_autofree char *text = g_strdup (GOOD);
    g_autoptr (GError) error = NULL;
    EbbImportOptions options = { 0 };
    EbbImportReport report;
    gint64 before = count_patients (rig);
    for (int j = 0; j < 3; j++)
      text[g_rand_int_range (rand, 0, (gint32) strlen (GOOD))] =
          (char) g_rand_int_range (rand, 1, 256);

    gboolean done = ebb_patients_import (rig->db, text, strlen (text), &options, &report, &error);
    gboolean whole = done && report.problems->len == 0;
    g_assert_true (done == (error == NULL));
    g_assert_cmpint (count_patients (rig), ==, before + (whole ? report.n_new : 0));
    n_refused += !whole;
    ebb_import_report_clear (&report);
  }
  g_assert_cmpuint (n_refused, >, 250);
}

static const struct {
  const char *path;
  void (*test) (DataRig *, gconstpointer);
} tests[] = {
  { "/patient-import/whole", test_whole },     { "/patient-import/problems", test_problems },
  { "/patient-import/dates", test_dates },     { "/patient-import/alike", test_take_alike },
  { "/patient-import/headers", test_headers }, { "/patient-import/damaged", test_damaged },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, DataRig, NULL, data_rig_set_up, tests[i].test, data_rig_tear_down);
  return g_test_run ();
}
