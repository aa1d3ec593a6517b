/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Patients are found by what a receptionist types, and nothing impossible is taken down about them.
 * All of them are invented.
 */
#include "data-rig.h"
#include "ebb-fold.h"
#include "ebb-patient.h"

static void
test_dates (void)
{
  static const struct {
    const char *date;
    gboolean exists;
  } rows[] = {
    { "2024-02-29", TRUE },   { "2000-02-29", TRUE },  { "1900-02-29", FALSE },
    { "2023-02-29", FALSE },  { "2023-02-30", FALSE }, { "2023-04-31", FALSE },
    { "2023-13-01", FALSE },  { "2023-00-01", FALSE }, { "2023-01-00", FALSE },
    { "2023-1-1", FALSE },    { "23-01-01", FALSE },   { "2023/01/01", FALSE },
    { "2023-01-01 ", FALSE }, { "+023-01-01", FALSE }, { "", FALSE },
    { "2023-01-0x", FALSE },  { NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (ebb_date_is_valid (rows[i].date) != rows[i].exists)
      g_test_message ("%s", rows[i].date);
    g_assert_cmpint (ebb_date_is_valid (rows[i].date), ==, rows[i].exists);
  }
}

/* Each message names the field, what was given and what is allowed. */
static void
test_refused_fields (void)
{
  static const char long_name[] =
      "0123456789012345678901234567890123456789012345678901234567890123456"
      "7890123456789012345678901234567890123456789012345678901234567890"
      "1234567890123456789012345678901234567890123456789012345678901234"
      "567890";
  static const struct {
    EbbPatient patient;
    const char *field, *value, *allowed;
  } rows[] = {
    { { .name = (char *) "A", .birth_date = (char *) "2023-02-30" },
      "birth date",
      "2023-02-30",
      "1900-01-01 to today, 2026-02-03" },
    { { .name = (char *) "A", .birth_date = (char *) "1899-12-31" },
      "birth date",
      "1899-12-31",
      "1900-01-01" },
    { { .name = (char *) "A", .birth_date = (char *) "2026-02-04" },
      "birth date",
      "2026-02-04",
      "today, 2026-02-03" },
    { { .name = (char *) "A" }, "birth date", "missing", "1900-01-01" },
    { { .birth_date = (char *) "1960-01-01" }, "name", "missing", "1 to 200" },
    { { .name = (char *) " \t", .birth_date = (char *) "1960-01-01" }, "name", "", "1 to 200" },
    { { .name = (char *) "A\nB", .birth_date = (char *) "1960-01-01" }, "name", "A", "one line" },
    { { .name = (char *) "\xff\xfe", .birth_date = (char *) "1960-01-01" },
      "name",
      "",
      "1 to 200" },
    { { .name = (char *) long_name, .birth_date = (char *) "1960-01-01" },
      "name",
      "0123",
      "1 to 200" },
    { { .name = (char *) "A", .birth_date = (char *) "1960-01-01", .sex = (char *) "yes" },
      "sex",
      "yes",
      "female, male, other" },
    { { .name = (char *) "A", .birth_date = (char *) "1960-01-01", .record_number = (char *) "" },
      "record number",
      "",
      "1 to 200" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (ebb_patient_validate (&rows[i].patient, "2026-02-03", &error));
    data_assert_error (error, INVALID);
    data_assert_says (error, rows[i].field);
    data_assert_says (error, rows[i].value);
    data_assert_says (error, rows[i].allowed);
  }
}

static void
test_born_today (void)
{
  static const EbbPatient patient = { .name = (char *) "A", .birth_date = (char *) "2026-02-03" };

  g_assert_true (ebb_patient_validate (&patient, "2026-02-03", NULL));
}

static void
test_fold (void)
{
  static const struct {
    const char *text, *words;
  } rows[] = {
    { "Müller", "muller" },
    { "MU\xcc\x88LLER", "muller" }, /* u and a combining diaeresis */
    { "Straße", "strasse" },
    { "O'Brien-Smith", "o|brien|smith" },
    { "Sørensen", "sorensen" },
    { "Łukasz", "lukasz" },
    { "Æsa", "aesa" },
    { "山田太郎", "山|田|太|郎" },
    { "ﬁn", "fin" }, /* a ligature */
    { "  ", "" },
    { "\xff", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) words = ebb_fold_words (rows[i].text);
    g_autofree char *joined = g_strjoinv ("|", words);

    g_assert_cmpstr (joined, ==, rows[i].words);
  }
}

static void
test_search (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *name, *record_number;
  } patients[] = {
    { "Anna Müller", "P-001" }, { "Linh Ng", "P-002" },       { "山田太郎", "P-003" },
    { "Jo O'Brien", "P-004" },  { "Anna Mullins", "P-005" },  { "Mia Sørensen", NULL },
    { "田中花子", NULL },       { "100% Underscore_", NULL },
  };
  static const struct {
    const char *query, *found; /* newest first */
  } rows[] = {
    { "mull", "Anna Mullins|Anna Müller" },
    { "MÜLLER", "Anna Müller" },
    { "müller anna", "Anna Müller" }, /* words in any order */
    { "anna mull", "Anna Mullins|Anna Müller" },
    { "ng", "Linh Ng" },
    { "Ng", "Linh Ng" },
    { "山田", "山田太郎" },
    { "田", "田中花子|山田太郎" },
    { "brien", "Jo O'Brien" },
    { "o'brien", "Jo O'Brien" },
    { "sorensen", "Mia Sørensen" },
    { "ullin", "Anna Mullins" }, /* in the middle of a word */
    { "P-003", "山田太郎" },
    { "003", "山田太郎" },
    { "1960-05-12 linh", "Linh Ng" },
    { "nobody", "" },
    { "anna nobody", "" },
    { "%", "" }, /* nothing but marks finds nothing, not all */
    { "_", "" },
    { "'; DROP TABLE patient; --", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (patients); i++) {
    EbbPatient patient = { .name = (char *) patients[i].name,
                           .birth_date = (char *) "1960-05-12",
                           .record_number = (char *) patients[i].record_number };

    g_assert_true (ebb_db_put_patient (rig->db, &patient, NULL));
    g_free (patient.id);
  }

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found = ebb_db_find_patients (rig->db, rows[i].query, 10, NULL);
    g_autoptr (GString) names = g_string_new (NULL);

    for (guint j = 0; j < found->len; j++)
      g_string_append_printf (names, "%s%s", j > 0 ? "|" : "",
                              ((EbbPatient *) g_ptr_array_index (found, j))->name);
    if (!g_str_equal (names->str, rows[i].found))
      g_test_message ("query: %s", rows[i].query);
    g_assert_cmpstr (names->str, ==, rows[i].found);
  }
}

/* A clinic where thousands share a name, which the search takes another way for. */
static void
test_search_common_name (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *query, *first;
    guint n_found;
  } rows[] = {
    { "common", "Common Name2199", 10 },     { "name common", "Common Name2199", 10 },
    { "name0007", "Common Name0007", 1 },    { "common name0007", "Common Name0007", 1 },
    { "comm name2", "Common Name2199", 10 }, { "mmon e0007", "Common Name0007", 1 },
  };

  g_assert_true (ebb_db_begin (rig->db, NULL));
  for (guint i = 0; i < 2200; i++) {
    g_autofree char *name = g_strdup_printf ("Common Name%04u", i);
    EbbPatient patient = { .name = name, .birth_date = (char *) "1960-05-12" };

    g_assert_true (ebb_db_put_patient (rig->db, &patient, NULL));
    g_free (patient.id);
  }
  g_assert_true (ebb_db_commit (rig->db, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found = ebb_db_find_patients (rig->db, rows[i].query, 10, NULL);

    g_assert_cmpuint (found->len, ==, rows[i].n_found);
    g_assert_cmpstr (((EbbPatient *) g_ptr_array_index (found, 0))->name, ==, rows[i].first);
  }
}

static void
test_list_is_newest_first_and_bounded (DataRig *rig, gconstpointer unused)
{
  g_autoptr (GPtrArray) found = NULL, none = NULL;

  data_put_patient (rig->db, PATIENT_ID, "First Practice");
  data_put_patient (rig->db, DATA_ID ("a"), "Second Practice");
  data_put_patient (rig->db, DATA_ID ("b"), "Third Practice");
  found = ebb_db_find_patients (rig->db, NULL, 2, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((EbbPatient *) g_ptr_array_index (found, 0))->name, ==, "Third Practice");
  none = ebb_db_find_patients (rig->db, "", 0, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* After a change the old name finds nothing and the new one does. */
static void
test_change (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatient) patient = NULL;
  g_autoptr (GPtrArray) old = NULL, now = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Maiden Name");
  data_put_patient (rig->db, PATIENT_ID, "Married Name");
  patient = ebb_db_get_patient (rig->db, PATIENT_ID, NULL);
  g_assert_cmpstr (patient->name, ==, "Married Name");
  g_assert_cmpstr (patient->birth_date, ==, "1960-05-12");
  g_assert_null (patient->record_number);
  g_assert_null (patient->sex);
  old = ebb_db_find_patients (rig->db, "maiden", 5, NULL);
  now = ebb_db_find_patients (rig->db, "married", 5, NULL);
  g_assert_cmpuint (old->len, ==, 0);
  g_assert_cmpuint (now->len, ==, 1);
}

static void
test_refused_patient_leaves_nothing (DataRig *rig, gconstpointer unused)
{
  EbbPatient first = { .name = (char *) "First Practice",
                       .birth_date = (char *) "1960-05-12",
                       .record_number = (char *) "P-1" };
  EbbPatient second = { .name = (char *) "Second Practice",
                        .birth_date = (char *) "1961-05-12",
                        .record_number = (char *) "P-1" };
  EbbPatient unborn = { .name = (char *) "Practice", .birth_date = (char *) "2999-01-01" };
  g_autoptr (GError) error = NULL, error_birth = NULL;
  g_autoptr (EbbPatient) nobody = NULL;

  g_assert_true (ebb_db_put_patient (rig->db, &first, NULL));
  g_free (first.id);

  /* Two people under one record number is how the wrong person is treated. */
  g_assert_false (ebb_db_put_patient (rig->db, &second, &error));
  data_assert_error (error, INVALID);
  data_assert_says (error, "record number");
  data_assert_says (error, "P-1");
  g_assert_null (second.id);

  g_assert_false (ebb_db_put_patient (rig->db, &unborn, &error_birth));
  data_assert_says (error_birth, "2999-01-01");
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM patient"), ==, 1);

  g_clear_error (&error);
  nobody = ebb_db_get_patient (rig->db, "nobody", &error);
  g_assert_null (nobody);
  data_assert_error (error, NOT_FOUND);
}

static void
put_order (EbbDb *db, const char *physician, const char *ordered_on, const char *valid_until)
{
  EbbOrder order = { .patient_id = (char *) PATIENT_ID,
                     .physician = (char *) physician,
                     .ordered_on = (char *) ordered_on,
                     .valid_until = (char *) valid_until };
  g_autoptr (GError) error = NULL;

  ebb_db_put_order (db, &order, &error);
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (order.id));
  g_assert_true (g_uuid_string_is_valid (order.episode_id));
  g_free (order.id);
  g_free (order.episode_id);
}

/* Which order a session on that day stands on. */
static void
test_valid_order (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *date, *physician; /* NULL: none is valid */
  } rows[] = {
    { "2026-01-09", NULL }, { "2026-01-10", "January" }, { "2026-01-31", "January" },
    { "2026-02-01", NULL }, { "2026-03-01", "March" },   { "2027-01-01", "March" },
  };

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  put_order (rig->db, "January", "2026-01-10", "2026-01-31");
  put_order (rig->db, "March", "2026-03-01", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (EbbOrder) order = ebb_db_get_valid_order (rig->db, PATIENT_ID, rows[i].date, &error);

    if (rows[i].physician == NULL) {
      g_assert_null (order);
      data_assert_error (error, NOT_FOUND);
      data_assert_says (error, rows[i].date);
    } else {
      g_assert_no_error (error);
      g_assert_cmpstr (order->physician, ==, rows[i].physician);
    }
  }
}

static void
test_refused_orders (DataRig *rig, gconstpointer unused)
{
  static const struct {
    EbbOrder order;
    const char *says;
  } rows[] = {
    { { .patient_id = (char *) PATIENT_ID, .ordered_on = (char *) "2026-01-01" }, "physician" },
    { { .patient_id = (char *) PATIENT_ID, .physician = (char *) "P" }, "date of the order" },
    { { .patient_id = (char *) PATIENT_ID,
        .physician = (char *) "P",
        .ordered_on = (char *) "2026-02-30" },
      "2026-02-30" },
    { { .patient_id = (char *) PATIENT_ID,
        .physician = (char *) "P",
        .ordered_on = (char *) "2026-02-02",
        .valid_until = (char *) "2026-02-01" },
      "valid until" },
    { { .patient_id = (char *) "nobody",
        .physician = (char *) "P",
        .ordered_on = (char *) "2026-02-02" },
      "nobody" },
    { { .physician = (char *) "P", .ordered_on = (char *) "2026-02-02" }, "no patient" },
  };

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    EbbOrder order = rows[i].order;
    g_autoptr (GError) error = NULL;

    g_assert_false (ebb_db_put_order (rig->db, &order, &error));
    data_assert_says (error, rows[i].says);
    g_assert_null (order.id);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM episode"), ==, 0);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patients/dates", test_dates);
  g_test_add_func ("/patients/refused-fields", test_refused_fields);
  g_test_add_func ("/patients/born-today", test_born_today);
  g_test_add_func ("/patients/fold", test_fold);
  ADD ("/patients/search", test_search);
  ADD ("/patients/search-common-name", test_search_common_name);
  ADD ("/patients/list", test_list_is_newest_first_and_bounded);
  ADD ("/patients/change", test_change);
  ADD ("/patients/refused-leaves-nothing", test_refused_patient_leaves_nothing);
  ADD ("/patients/valid-order", test_valid_order);
  ADD ("/patients/refused-orders", test_refused_orders);
  return g_test_run ();
}
