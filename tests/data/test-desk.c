/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the desk writes comes back as it was written, each change as a version of its own, and what
 * cannot be is refused without leaving anything behind.
 */
#include "data-rig.h"

#include <math.h>
#include <string.h>

/* Quotes, a semicolon, a line break, other alphabets: text is never SQL. */
#define ODD_TEXT "O'Neil \"Bobby\"; DROP TABLE patient;--\n山田 مثال ¿?"
#define ODD_LINE "O'Neil \"Bobby\"; DROP TABLE patient;-- 山田 مثال"

static EbbPrescriptionRecord
make_prescription (void)
{
  return (EbbPrescriptionRecord){ .segment = EBB_SEGMENT_THIGH,
                                  .side = EBB_SIDE_LEFT,
                                  .exercise_id = (char *) "short-arc-quad",
                                  .protocol_id = (char *) "classic-short-arc-quad",
                                  .protocol_version = 1,
                                  .method = EBB_METHOD_PERCENT_LOP,
                                  .percent_lop = 60,
                                  .fixed = CUFF_PRESSURE_UNSET,
                                  .systolic = CUFF_PRESSURE_UNSET,
                                  .lop = CUFF_MMHG (187),
                                  .limit = CUFF_MMHG (150),
                                  .load_kg = 1.5,
                                  .n_sets = 2,
                                  .self_paced = TRUE,
                                  .cuff_name = (char *) "Thigh " ODD_LINE,
                                  .cuff_width_cm = 11.5,
                                  .reason = (char *) ODD_TEXT,
                                  .operator_name = (char *) "Practice Therapist" };
}

static void
put_prescription (EbbDb *db, EbbPrescriptionRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ebb_db_put_prescription (db, PATIENT_ID, record, &error));
  g_assert_no_error (error);
}

static void
clear_prescription (EbbPrescriptionRecord *record)
{
  g_clear_pointer (&record->id, g_free);
  g_clear_pointer (&record->episode_id, g_free);
}

static EbbPatientFile *
load_patient (EbbDb *db, gint64 now_unix_us)
{
  g_autoptr (GError) error = NULL;
  EbbPatientFile *file = ebb_db_load_patient_file (db, PATIENT_ID, now_unix_us, &error);

  g_assert_no_error (error);
  return file;
}

static EbbSessionFile *
load_session (EbbDb *db, const char *id)
{
  g_autoptr (GError) error = NULL;
  EbbSessionFile *file = ebb_db_load_session_file (db, id, &error);

  g_assert_no_error (error);
  return file;
}

static void
test_clinic (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbClinic) none = ebb_db_load_clinic (rig->db, NULL);
  EbbClinic clinic = { .name = (char *) ODD_LINE,
                       .address = (char *) ODD_TEXT,
                       .phone = (char *) "",
                       .emergency_number = (char *) "112",
                       .statement_by = (char *) "Practice Lead",
                       .statement_on = (char *) "2026-02-03",
                       .practice = TRUE };
  g_autoptr (EbbClinic) back = NULL;

  g_assert_nonnull (none);
  g_assert_null (none->name);
  g_assert_false (none->practice);

  g_assert_true (ebb_db_put_clinic (rig->db, &clinic, NULL));
  clinic.hours = (char *) "8-17";
  g_assert_true (ebb_db_put_clinic (rig->db, &clinic, NULL));
  back = ebb_db_load_clinic (rig->db, NULL);
  g_assert_cmpstr (back->name, ==, ODD_LINE);
  g_assert_cmpstr (back->address, ==, ODD_TEXT);
  g_assert_null (back->phone);
  g_assert_cmpstr (back->hours, ==, "8-17");
  g_assert_cmpstr (back->emergency_number, ==, "112");
  g_assert_cmpstr (back->statement_by, ==, "Practice Lead");
  g_assert_cmpstr (back->statement_on, ==, "2026-02-03");
  g_assert_true (back->practice);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM clinic"), ==, 1);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit WHERE object = 'clinic'"),
                   ==, 2);
}

static void
test_prescription (DataRig *rig, gconstpointer unused)
{
  EbbPrescriptionRecord record = make_prescription ();
  g_autoptr (EbbPatientFile) file = NULL;
  const EbbPrescriptionRecord *back;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  put_prescription (rig->db, &record);
  g_assert_cmpuint (record.version, ==, 1);
  g_assert_cmpstr (record.episode_id, ==, EPISODE_ID);

  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_cmpuint (file->prescriptions->len, ==, 1);
  back = g_ptr_array_index (file->prescriptions, 0);
  g_assert_cmpstr (back->id, ==, record.id);
  g_assert_cmpint (back->segment, ==, EBB_SEGMENT_THIGH);
  g_assert_cmpint (back->side, ==, EBB_SIDE_LEFT);
  g_assert_cmpstr (back->protocol_id, ==, "classic-short-arc-quad");
  g_assert_cmpint (back->method, ==, EBB_METHOD_PERCENT_LOP);
  g_assert_cmpfloat (back->percent_lop, ==, 60);
  g_assert_false (cuff_pressure_is_set (back->fixed));
  g_assert_false (cuff_pressure_is_set (back->systolic));
  g_assert_cmpint (back->lop, ==, CUFF_MMHG (187));
  g_assert_cmpint (back->limit, ==, CUFF_MMHG (150));
  g_assert_cmpfloat (back->load_kg, ==, 1.5);
  g_assert_cmpuint (back->n_sets, ==, 2);
  g_assert_true (back->self_paced);
  g_assert_cmpstr (back->cuff_name, ==, "Thigh " ODD_LINE);
  g_assert_cmpfloat (back->cuff_width_cm, ==, 11.5);
  g_assert_cmpstr (back->reason, ==, ODD_TEXT);
  g_assert_cmpstr (back->operator_name, ==, "Practice Therapist");
  g_assert_cmpint (back->written_unix_us, >, SESSION_UNIX_US);
  clear_prescription (&record);
}

/* Newest of each limb and exercise; the older versions stay in the file. */
static void
test_prescription_versions (DataRig *rig, gconstpointer unused)
{
  EbbPrescriptionRecord left = make_prescription (), again = left, right = left;
  g_autoptr (EbbPatientFile) file = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  left.written_unix_us = 1000;
  put_prescription (rig->db, &left);
  right.side = EBB_SIDE_RIGHT;
  right.load_kg = -1;
  right.written_unix_us = 2000;
  put_prescription (rig->db, &right);
  again.percent_lop = 70;
  again.written_unix_us = 3000;
  put_prescription (rig->db, &again);
  g_assert_cmpuint (again.version, ==, 2);
  g_assert_cmpuint (right.version, ==, 1);

  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_cmpuint (file->prescriptions->len, ==, 2);
  g_assert_cmpstr (((EbbPrescriptionRecord *) file->prescriptions->pdata[0])->id, ==, again.id);
  g_assert_cmpstr (((EbbPrescriptionRecord *) file->prescriptions->pdata[1])->id, ==, right.id);
  g_assert_cmpfloat (((EbbPrescriptionRecord *) file->prescriptions->pdata[1])->load_kg, <, 0);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM prescription"), ==, 3);
  clear_prescription (&left);
  clear_prescription (&right);
  clear_prescription (&again);
}

/* Without an order there is no episode yet; the first prescription opens one, the second finds it.
 */
static void
test_prescription_opens_an_episode (DataRig *rig, gconstpointer unused)
{
  EbbPrescriptionRecord first = make_prescription (), second = first;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  put_prescription (rig->db, &first);
  put_prescription (rig->db, &second);
  g_assert_cmpstr (first.episode_id, ==, second.episode_id);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM episode"), ==, 1);
  clear_prescription (&first);
  clear_prescription (&second);
}

static void
test_bad_prescriptions (DataRig *rig, gconstpointer unused)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');
  EbbPrescriptionRecord good = make_prescription (),
                        rows[] = { good, good, good, good, good, good, good, good, good, good };
  static const char *const patients[] = { NULL, "", "nobody", DATA_ID ("2") };

  rows[0].percent_lop = NAN;
  rows[1].load_kg = NAN;
  rows[2].cuff_width_cm = INFINITY;
  rows[3].reason = long_text;
  rows[4].exercise_id = (char *) "no-such-exercise";
  rows[5].protocol_version = 9999;
  rows[6].side = EBB_SIDE_UNSET;
  rows[7].n_sets = 11;
  rows[8].fixed = CUFF_MMHG (331);
  rows[9].protocol_id = NULL;
  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("row %zu", i);
    g_assert_false (ebb_db_put_prescription (rig->db, PATIENT_ID, &rows[i], &error));
    data_assert_error (error, INVALID);
    g_assert_null (rows[i].id);
    g_assert_null (rows[i].episode_id);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (patients); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (ebb_db_put_prescription (rig->db, patients[i], &good, &error));
    data_assert_error (error, NOT_FOUND);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM prescription"), ==, 0);
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM episode"), ==, 0);
}

/* An episode that was given must be that patient's: nobody's plan lands in another file. */
static void
test_prescription_of_another (DataRig *rig, gconstpointer unused)
{
  EbbPrescriptionRecord record = make_prescription ();
  g_autoptr (GError) error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_patient (rig->db, DATA_ID ("b"), "Other Patient");
  data_put_order (rig->db);
  record.episode_id = (char *) EPISODE_ID;
  g_assert_false (ebb_db_put_prescription (rig->db, DATA_ID ("b"), &record, &error));
  data_assert_error (error, NOT_FOUND);
  g_assert_cmpstr (record.episode_id, ==, EPISODE_ID);
  g_assert_null (record.id);
}

static EbbLopRecord
make_lop (EbbSide side, int mmhg, gint64 measured_unix_us)
{
  return (EbbLopRecord){ .patient_id = (char *) PATIENT_ID,
                         .segment = EBB_SEGMENT_THIGH,
                         .side = side,
                         .posture = EBB_POSTURE_SEATED,
                         .cuff_width_cm = 11.5,
                         .girth_cm = -1,
                         .systolic = CUFF_PRESSURE_UNSET,
                         .way = (char *) "doppler",
                         .lop = mmhg > 0 ? CUFF_MMHG (mmhg) : CUFF_PRESSURE_UNSET,
                         .measured_unix_us = measured_unix_us };
}

static void
put_lop (EbbDb *db, EbbLopRecord record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ebb_db_put_lop (db, &record, &error));
  g_assert_no_error (error);
  g_free (record.id);
}

/* The newest of each limb first, then the older ones; "not found" is a normal end. */
static void
test_lops (DataRig *rig, gconstpointer unused)
{
  static const int expected_mmhg[] = { 0, 190, 180, 170 };
  g_autoptr (EbbPatientFile) file = NULL;
  const EbbLopRecord *none;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  put_lop (rig->db, make_lop (EBB_SIDE_LEFT, 170, 1000));
  put_lop (rig->db, make_lop (EBB_SIDE_LEFT, 180, 2000));
  put_lop (rig->db, make_lop (EBB_SIDE_RIGHT, 190, 1500));
  put_lop (rig->db, make_lop (EBB_SIDE_LEFT, 0, 3000));
  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_cmpuint (file->lops->len, ==, G_N_ELEMENTS (expected_mmhg));
  for (guint i = 0; i < file->lops->len; i++) {
    const EbbLopRecord *lop = g_ptr_array_index (file->lops, i);

    g_assert_cmpint (cuff_pressure_is_set (lop->lop) ? lop->lop : 0, ==,
                     CUFF_MMHG (expected_mmhg[i]));
  }
  none = g_ptr_array_index (file->lops, 0);
  g_assert_cmpfloat (none->girth_cm, <, 0);
  g_assert_false (cuff_pressure_is_set (none->systolic));
  g_assert_cmpint (none->posture, ==, EBB_POSTURE_SEATED);
  g_assert_null (none->operator_name);
}

static void
test_bad_lops (DataRig *rig, gconstpointer unused)
{
  EbbLopRecord good = make_lop (EBB_SIDE_LEFT, 180, 1000),
               rows[] = { good, good, good, good, good, good };

  rows[0].way = (char *) "guessed";
  rows[1].way = NULL;
  rows[2].cuff_width_cm = NAN;
  rows[3].lop = CUFF_MMHG (331);
  rows[4].side = EBB_SIDE_UNSET;
  rows[5].girth_cm = NAN;
  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("row %zu", i);
    g_assert_false (ebb_db_put_lop (rig->db, &rows[i], &error));
    data_assert_error (error, INVALID);
    g_assert_null (rows[i].id);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM lop_record"), ==, 0);
}

/* A second tap on the same scale is a correction. */
static void
test_rating_replaces (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbSessionFile) file = NULL;
  const EbbSetFile *set;
  const EbbRating *pain;

  data_put_all (rig->db);
  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (2), CUFF_SECONDS (60));
  g_assert_true (ebb_db_put_rating (rig->db, SET_1_ID, "pain", 3, CUFF_SECONDS (61), NULL));
  g_assert_true (ebb_db_put_rating (rig->db, SET_1_ID, "exertion", 6, CUFF_SECONDS (62), NULL));
  g_assert_true (ebb_db_put_rating (rig->db, SET_1_ID, "pain", 0, CUFF_SECONDS (63), NULL));

  file = load_session (rig->db, SESSION_ID);
  set = g_ptr_array_index (((EbbBoutFile *) file->bouts->pdata[0])->sets, 0);
  g_assert_cmpuint (set->ratings->len, ==, 2);
  pain = g_ptr_array_index (set->ratings, 1);
  g_assert_cmpstr (pain->scale, ==, "pain");
  g_assert_cmpfloat (pain->value, ==, 0);
  g_assert_cmpuint (pain->set, ==, 1);
  /* Both taps can be found out. */
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM audit WHERE object = 'rating'"),
                   ==, 3);
}

static void
test_bad_ratings (DataRig *rig, gconstpointer unused)
{
  static const struct {
    const char *set_id, *scale;
    double value;
  } rows[] = {
    { SET_1_ID, "pain", NAN },      { SET_1_ID, "pain", -1 }, { SET_1_ID, "pain", 11 },
    { SET_1_ID, "pain", INFINITY }, { SET_1_ID, "joy", 1 },   { SET_1_ID, NULL, 1 },
    { "no such set", "pain", 1 },   { NULL, "pain", 1 },
  };

  data_put_all (rig->db);
  data_put_set (rig->db, SET_1_ID, 1, CUFF_SECONDS (2), CUFF_SECONDS (60));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (
        ebb_db_put_rating (rig->db, rows[i].set_id, rows[i].scale, rows[i].value, 1, &error));
    data_assert_error (error, INVALID);
  }
  g_assert_cmpint (data_query_int (rig->db, "SELECT count (*) FROM set_rating"), ==, 0);
}

static void
test_checks (DataRig *rig, gconstpointer unused)
{
  EbbCheck bp = { 5, (char *) "bp", 131, 82, NULL },
           skin = { 9, (char *) "skin", NAN, NAN, (char *) ODD_TEXT },
           odd = { 9, (char *) "bp", INFINITY, NAN, NULL };
  g_autoptr (EbbSessionFile) file = NULL;
  g_autoptr (GError) error = NULL;
  const EbbCheck *back;

  data_put_all (rig->db);
  g_assert_true (ebb_db_put_check (rig->db, SESSION_ID, &skin, NULL, NULL));
  g_assert_true (ebb_db_put_check (rig->db, SESSION_ID, &bp, "Second Therapist", NULL));
  g_assert_false (ebb_db_put_check (rig->db, SESSION_ID, &odd, NULL, &error));
  data_assert_error (error, INVALID);
  g_assert_false (ebb_db_put_check (rig->db, "no session", &bp, NULL, NULL));

  file = load_session (rig->db, SESSION_ID);
  g_assert_cmpuint (file->checks->len, ==, 2);
  back = g_ptr_array_index (file->checks, 0); /* in order of time */
  g_assert_cmpstr (back->kind, ==, "bp");
  g_assert_cmpfloat (back->value, ==, 131);
  g_assert_cmpfloat (back->second, ==, 82);
  g_assert_null (back->text);
  back = g_ptr_array_index (file->checks, 1);
  g_assert_true (isnan (back->value));
  g_assert_cmpstr (back->text, ==, ODD_TEXT);
}

/* Somebody who was unwell trains no more that day, and may the day after. */
static void
test_adverse_events (DataRig *rig, gconstpointer unused)
{
  gint64 noticed_us = SESSION_UNIX_US + CUFF_SECONDS (300);
  g_autoptr (EbbPatientFile) before = NULL;
  g_autoptr (EbbPatientFile) same_day = NULL;
  g_autoptr (EbbPatientFile) next_day = NULL;
  g_autoptr (EbbSessionFile) session = NULL;
  const EbbAdverseEvent *event;

  data_put_all (rig->db);
  g_assert_true (ebb_db_put_adverse_event (rig->db, PATIENT_ID, SESSION_ID, "cuff-pain", NULL,
                                           noticed_us - 1, NULL, NULL));
  before = load_patient (rig->db, noticed_us + 1);
  g_assert_false (before->unwell_today);
  g_assert_true (ebb_db_put_adverse_event (rig->db, PATIENT_ID, SESSION_ID, EBB_ADVERSE_UNWELL,
                                           ODD_TEXT, noticed_us, "Practice Therapist", NULL));
  same_day = load_patient (rig->db, noticed_us + CUFF_SECONDS (60));
  g_assert_true (same_day->unwell_today);
  next_day = load_patient (rig->db, noticed_us + CUFF_SECONDS (24 * 3600));
  g_assert_false (next_day->unwell_today);

  session = load_session (rig->db, SESSION_ID);
  g_assert_cmpuint (session->adverse->len, ==, 2);
  event = g_ptr_array_index (session->adverse, 1);
  g_assert_cmpstr (event->kind, ==, EBB_ADVERSE_UNWELL);
  g_assert_cmpstr (event->text, ==, ODD_TEXT);
  g_assert_cmpint (event->noticed_unix_us, ==, noticed_us);
  g_assert_cmpuint (((EbbSessionSummary *) same_day->sessions->pdata[0])->n_adverse, ==, 2);
  g_assert_false (ebb_db_put_adverse_event (rig->db, "nobody", NULL, "fall", NULL, 1, NULL, NULL));
}

/* A text that is not given stays as it was. */
static void
test_episode_facts (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatientFile) file = NULL;
  g_autoptr (GError) error = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  data_put_order (rig->db);
  g_assert_true (
      ebb_db_put_episode_facts (rig->db, EPISODE_ID, "Graft", "2025-12-01", ODD_TEXT, 24, NULL));
  g_assert_true (ebb_db_put_episode_facts (rig->db, EPISODE_ID, NULL, NULL, "no squats", 0, NULL));
  g_assert_true (ebb_db_put_episode_facts (rig->db, EPISODE_ID, NULL, NULL, NULL, 20, NULL));
  file = load_patient (rig->db, SESSION_UNIX_US);
  g_assert_cmpstr (file->episode_id, ==, EPISODE_ID);
  g_assert_cmpstr (file->diagnosis, ==, "Weakness after knee surgery");
  g_assert_cmpstr (file->surgery, ==, "Graft");
  g_assert_cmpstr (file->surgery_on, ==, "2025-12-01");
  g_assert_cmpstr (file->precautions, ==, "no squats");
  g_assert_cmpuint (file->visits_planned, ==, 20);

  g_assert_false (
      ebb_db_put_episode_facts (rig->db, EPISODE_ID, NULL, "2025-02-30", NULL, 0, &error));
  data_assert_error (error, INVALID);
  g_clear_error (&error);
  g_assert_false (ebb_db_put_episode_facts (rig->db, "none", "x", NULL, NULL, 0, &error));
  data_assert_error (error, NOT_FOUND);
}

static void
test_appointments (DataRig *rig, gconstpointer unused)
{
  g_autoptr (EbbPatientFile) file = NULL;
  g_autoptr (EbbPatientFile) later = NULL;

  data_put_patient (rig->db, PATIENT_ID, "Practice Patient");
  g_assert_true (ebb_db_put_appointment (rig->db, PATIENT_ID, 5000, 45, NULL));
  g_assert_true (ebb_db_put_appointment (rig->db, PATIENT_ID, 9000, 45, NULL));
  g_assert_true (ebb_db_put_appointment (rig->db, PATIENT_ID, 1000, 45, NULL));
  file = load_patient (rig->db, 2000);
  g_assert_cmpint (file->appointment_unix_us, ==, 5000);
  later = load_patient (rig->db, 9001);
  g_assert_cmpint (later->appointment_unix_us, ==, EBB_TIME_UNSET);
  g_assert_false (ebb_db_put_appointment (rig->db, "nobody", 1, 45, NULL));
  g_assert_false (ebb_db_put_appointment (rig->db, PATIENT_ID, 1, 0, NULL));
}

#define ADD(path, test) g_test_add (path, DataRig, NULL, data_rig_set_up, test, data_rig_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/desk/clinic", test_clinic);
  ADD ("/desk/prescription", test_prescription);
  ADD ("/desk/prescription-versions", test_prescription_versions);
  ADD ("/desk/prescription-opens-an-episode", test_prescription_opens_an_episode);
  ADD ("/desk/bad-prescriptions", test_bad_prescriptions);
  ADD ("/desk/prescription-of-another", test_prescription_of_another);
  ADD ("/desk/lops", test_lops);
  ADD ("/desk/bad-lops", test_bad_lops);
  ADD ("/desk/rating-replaces", test_rating_replaces);
  ADD ("/desk/bad-ratings", test_bad_ratings);
  ADD ("/desk/checks", test_checks);
  ADD ("/desk/adverse-events", test_adverse_events);
  ADD ("/desk/episode-facts", test_episode_facts);
  ADD ("/desk/appointments", test_appointments);
  return g_test_run ();
}
