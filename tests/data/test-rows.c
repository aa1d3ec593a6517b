/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of the day: who comes next stands on top, whatever the time zone and however near to
 * midnight; and a patient who is in the file already is noticed.  Runs in Auckland, whose clocks
 * are put forward on 2026-09-27 at 2:00: that day has 23 hours.
 */
#include "data-rig.h"
#include "ebb-day.h"

#include <stdlib.h>
#include <string.h>

#define HOUR_US G_GINT64_CONSTANT (3600000000)

/* Midnight of Tuesday 2026-02-03 in Auckland, 13 hours before that of UTC. */
#define MIDNIGHT_UNIX_US (G_GINT64_CONSTANT (1770076800000000) - 13 * HOUR_US)

static void
put_since (EbbDb *db, const char *id, const char *name, gint64 since_unix_us)
{
  data_put_patient (db, id, name);
  g_assert_true (ebb_db_put_patient_since (db, id, since_unix_us, NULL));
}

static void
put_visit (EbbDb *db, const char *id, gint64 start_unix_us)
{
  g_assert_true (ebb_db_put_appointment (db, id, start_unix_us, 30, NULL));
}

/* The last letters of the names, in the order of the list: capitals are today's. */
static char *
list (EbbDb *db, const char *text, guint limit, gint64 now_unix_us)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ebb_db_find_rows (db, text, limit, now_unix_us, &error);
  GString *letters = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const EbbPatientRow *row = g_ptr_array_index (rows, i);
    char letter = row->patient->name[strlen (row->patient->name) - 1];

    g_string_append_c (letters, row->today ? g_ascii_toupper (letter) : g_ascii_tolower (letter));
  }
  return g_string_free (letters, FALSE);
}

static void
assert_list (EbbDb *db, guint limit, gint64 now_unix_us, const char *expected)
{
  g_autofree char *letters = list (db, NULL, limit, now_unix_us);

  g_assert_cmpstr (letters, ==, expected);
}

static void
test_day (void)
{
  EbbDay day = ebb_day_of (MIDNIGHT_UNIX_US);
  EbbDay before = ebb_day_of (MIDNIGHT_UNIX_US - 1);
  EbbDay short_day = ebb_day_of (G_GINT64_CONSTANT (1790424000000000)); /* 2026-09-26 12:00 UTC */

  g_assert_cmpstr (day.date, ==, "2026-02-03");
  g_assert_cmpint (day.from_unix_us, ==, MIDNIGHT_UNIX_US);
  g_assert_cmpint (day.to_unix_us, ==, MIDNIGHT_UNIX_US + 24 * HOUR_US);
  g_assert_cmpstr (before.date, ==, "2026-02-02");
  g_assert_cmpint (before.to_unix_us, ==, MIDNIGHT_UNIX_US);
  g_assert_cmpstr (short_day.date, ==, "2026-09-27");
  g_assert_cmpint (short_day.to_unix_us - short_day.from_unix_us, ==, 23 * HOUR_US);
  g_assert_cmpint (ebb_day_utc_offset_min (MIDNIGHT_UNIX_US), ==, 13 * 60);
}

/* a and c come today, a later; b came today already; d was added today, e a year ago; f had a
 * session yesterday. */
static void
set_up_day (DataRig *rig)
{
  gint64 year_ago_us = MIDNIGHT_UNIX_US - 365 * 24 * HOUR_US;

  put_since (rig->db, DATA_ID ("a"), "Patient a", year_ago_us);
  put_since (rig->db, DATA_ID ("b"), "Patient b", year_ago_us + 1);
  put_since (rig->db, DATA_ID ("c"), "Patient c", year_ago_us + 2);
  put_since (rig->db, DATA_ID ("d"), "Patient d", MIDNIGHT_UNIX_US);
  put_since (rig->db, DATA_ID ("e"), "Patient e", year_ago_us + 3);
  put_since (rig->db, PATIENT_ID, "Patient f", year_ago_us + 4);
  put_visit (rig->db, DATA_ID ("a"), MIDNIGHT_UNIX_US + 16 * HOUR_US);
  put_visit (rig->db, DATA_ID ("b"), MIDNIGHT_UNIX_US + 8 * HOUR_US);
  put_visit (rig->db, DATA_ID ("c"), MIDNIGHT_UNIX_US + 10 * HOUR_US);
  put_visit (rig->db, DATA_ID ("e"), MIDNIGHT_UNIX_US + 25 * HOUR_US);
  data_put_order (rig->db);
  data_put_session (rig->db, SESSION_ID, MIDNIGHT_UNIX_US - 1);
}

static void
test_order_of_the_day (DataRig *rig, gconstpointer unused)
{
  set_up_day (rig);
  /* At nine: c and a are to come, by the clock; b was here, d is new today; then the newest. */
  assert_list (rig->db, 100, MIDNIGHT_UNIX_US + 9 * HOUR_US, "CABDfe");
  assert_list (rig->db, 2, MIDNIGHT_UNIX_US + 9 * HOUR_US, "CA");
  /* One who is late is still to come until the time is over. */
  assert_list (rig->db, 3, MIDNIGHT_UNIX_US + 10 * HOUR_US + HOUR_US / 4, "CAB");
  assert_list (rig->db, 3, MIDNIGHT_UNIX_US + 11 * HOUR_US, "ACB");
}

static void
test_around_midnight (DataRig *rig, gconstpointer unused)
{
  set_up_day (rig);
  assert_list (rig->db, 100, MIDNIGHT_UNIX_US, "BCADfe");
  /* A microsecond before, only f's session is of the day. */
  assert_list (rig->db, 100, MIDNIGHT_UNIX_US - 1, "Fdecba");
  /* The day after: e comes at one o'clock. */
  assert_list (rig->db, 100, MIDNIGHT_UNIX_US + 24 * HOUR_US, "Edfcba");
}

static void
test_cancelled_is_not_today (DataRig *rig, gconstpointer unused)
{
  put_since (rig->db, DATA_ID ("a"), "Patient a", 1000);
  put_visit (rig->db, DATA_ID ("a"), MIDNIGHT_UNIX_US + HOUR_US);
  g_assert_true (ebb_db_execute (rig->db, "UPDATE appointment SET state = 'cancelled'", NULL));
  assert_list (rig->db, 100, MIDNIGHT_UNIX_US, "a");
}

/* A patient with very many sessions does not hide the others. */
static void
test_many_sessions_of_one (DataRig *rig, gconstpointer unused)
{
  put_since (rig->db, PATIENT_ID, "Patient f", 1000);
  put_since (rig->db, DATA_ID ("a"), "Patient a", 2000);
  data_put_order (rig->db);
  for (guint i = 0; i < 50; i++) {
    g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-0000000010%02u", i);

    data_put_session (rig->db, id, 3000 + i);
  }
  assert_list (rig->db, 2, MIDNIGHT_UNIX_US, "fa");
}

static void
test_facts (DataRig *rig, gconstpointer unused)
{
  EbbPrescriptionRecord record = { .segment = EBB_SEGMENT_ARM,
                                   .side = EBB_SIDE_RIGHT,
                                   .exercise_id = (char *) "biceps-curl",
                                   .protocol_id = (char *) "classic-biceps-curl",
                                   .protocol_version = 1,
                                   .fixed = CUFF_PRESSURE_UNSET,
                                   .systolic = CUFF_PRESSURE_UNSET,
                                   .lop = CUFF_PRESSURE_UNSET,
                                   .limit = CUFF_PRESSURE_UNSET };
  g_autoptr (GPtrArray) rows = NULL;
  const EbbPatientRow *row;

  put_since (rig->db, PATIENT_ID, "Patient f", 1000);
  put_since (rig->db, DATA_ID ("a"), "Patient a", 500);
  data_put_order (rig->db); /* from 2026-01-15 on */
  data_put_session (rig->db, SESSION_ID, SESSION_UNIX_US);
  g_assert_true (ebb_db_put_episode_facts (rig->db, EPISODE_ID, NULL, NULL, NULL, 24, NULL));
  g_assert_true (ebb_db_put_prescription (rig->db, PATIENT_ID, &record, NULL));
  put_visit (rig->db, PATIENT_ID, SESSION_UNIX_US + HOUR_US);
  rows = ebb_db_find_rows (rig->db, "patient", 10, SESSION_UNIX_US, NULL);
  g_assert_cmpuint (rows->len, ==, 2);

  row = g_ptr_array_index (rows, 1);
  g_assert_cmpuint (row->n_sessions, ==, 1);
  g_assert_cmpuint (row->visits_planned, ==, 24);
  g_assert_cmpint (row->last_session_unix_us, ==, SESSION_UNIX_US);
  g_assert_cmpint (row->appointment_unix_us, ==, SESSION_UNIX_US + HOUR_US);
  g_assert_true (row->today);
  g_assert_true (row->order_valid);
  g_assert_true (row->has_limb);
  g_assert_cmpint (row->segment, ==, EBB_SEGMENT_ARM);
  g_assert_cmpint (row->side, ==, EBB_SIDE_RIGHT);

  row = g_ptr_array_index (rows, 0); /* nothing is known of a */
  g_assert_cmpuint (row->n_sessions, ==, 0);
  g_assert_cmpint (row->last_session_unix_us, ==, EBB_TIME_UNSET);
  g_assert_cmpint (row->appointment_unix_us, ==, EBB_TIME_UNSET);
  g_assert_false (row->today);
  g_assert_false (row->order_valid);
  g_assert_false (row->has_limb);
  g_free (record.id);
  g_free (record.episode_id);
}

static void
put_known (EbbDb *db, const char *name, const char *birth_date, const char *record_number)
{
  EbbPatient patient = { .name = (char *) name,
                         .birth_date = (char *) birth_date,
                         .record_number = (char *) record_number };

  g_assert_true (ebb_db_put_patient (db, &patient, NULL));
  g_free (patient.id);
}

static void
test_alike (DataRig *rig, gconstpointer unused)
{
  static const struct {
    EbbPatient patient;
    guint n_alike;
  } rows[] = {
    { { .name = (char *) "Müller, Anna", .birth_date = (char *) "1960-01-02" }, 1 },
    { { .name = (char *) "MULLER ANNA", .birth_date = (char *) "1960-01-02" }, 1 },
    { { .name = (char *) "Muller", .birth_date = (char *) "1960-01-02" }, 1 },
    { { .name = (char *) "Maillet", .birth_date = (char *) "1960-01-02" }, 0 },
    { { .name = (char *) "Mulelr, B.", .birth_date = (char *) "1960-01-02" },
      1 }, /* changed places */
    { { .name = (char *) "Mullers", .birth_date = (char *) "1960-01-02" }, 1 },
    { { .name = (char *) "Miller", .birth_date = (char *) "1960-01-02" }, 1 },
    { { .name = (char *) "Ana", .birth_date = (char *) "1960-01-02" },
      0 }, /* too short to be a slip */
    { { .name = (char *) "Anna", .birth_date = (char *) "1960-01-03" }, 0 }, /* another day */
    { { .name = (char *) "Smith, Bob", .birth_date = (char *) "1960-01-02" }, 0 },
    { { .name = (char *) "Smith, Bob",
        .birth_date = (char *) "1999-01-02",
        .record_number = (char *) "R 17" },
      1 },
    { { .name = (char *) "山本", .birth_date = (char *) "1983-07-07" }, 1 },
    { { .name = (char *) "佐藤", .birth_date = (char *) "1983-07-07" }, 0 },
    { { .name = (char *) "x'; --", .birth_date = (char *) "' OR 1 = 1 --" }, 0 },
    { { .name = NULL, .birth_date = NULL }, 0 },
  };

  put_known (rig->db, "Müller, Anna", "1960-01-02", "R 17");
  put_known (rig->db, "山田 見本", "1983-07-07", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) alike = ebb_db_find_alike (rig->db, &rows[i].patient, &error);

    g_assert_no_error (error);
    if (alike->len != rows[i].n_alike)
      g_test_message ("row %zu", i);
    g_assert_cmpuint (alike->len, ==, rows[i].n_alike);
  }
}

/* Whoever is changed is not warned of himself. */
static void
test_not_alike_to_oneself (DataRig *rig, gconstpointer unused)
{
  EbbPatient self = { .id = (char *) PATIENT_ID,
                      .name = (char *) "Practice Patient",
                      .birth_date = (char *) "1960-05-12" };
  g_autoptr (GPtrArray) alike = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  alike = ebb_db_find_alike (rig->db, &self, NULL);
  g_assert_cmpuint (alike->len, ==, 0);
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  setenv ("TZ", "NZST-12NZDT,M9.5.0,M4.1.0/3", TRUE); /* needs no file */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/day", test_day);
  ADD ("/rows/order-of-the-day", test_order_of_the_day);
  ADD ("/rows/around-midnight", test_around_midnight);
  ADD ("/rows/cancelled-is-not-today", test_cancelled_is_not_today);
  ADD ("/rows/many-sessions-of-one", test_many_sessions_of_one);
  ADD ("/rows/facts", test_facts);
  ADD ("/rows/alike", test_alike);
  ADD ("/rows/not-alike-to-oneself", test_not_alike_to_oneself);
  return g_test_run ();
}
