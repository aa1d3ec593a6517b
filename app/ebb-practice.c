/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-practice.h"

#include "ebb-day.h"
#include "ebb-practice-private.h"
#include "ebb-screening.h"

#include <glib/gi18n-lib.h>

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY_US  (24 * HOUR_US)

#define ORDER_DAYS_BEFORE  5  /* the order came so long before the first session */
#define ORDER_DAYS         84 /* and is valid for */
#define EXPIRED_DAYS_AGO   5
#define OLDER_LOP_DAYS     30 /* between two measurements */
#define SCREENING_DAYS_AGO 60 /* at most: it is valid for 90 */
#define VISIT_MIN          45
#define PATIENTS_MAX       100
#define FIRST_HOUR         8
#define LAST_HOUR          16
#define PHYSICIAN          "Practice physician"

/* That day at that time, where the clinic stands. */
static gint64
at_hour (gint64 day_unix_us, int hour, int minute)
{
  EbbDay day = ebb_day_of (day_unix_us);

  return day.from_unix_us + (gint64) (hour * 60 + minute) * 60 * G_USEC_PER_SEC;
}

static gboolean
is_weekend (gint64 unix_us)
{
  EbbDay day = ebb_day_of (unix_us);
  g_autoptr (GDateTime) noon =
      g_date_time_new_from_unix_local ((day.from_unix_us + DAY_US / 2) / G_USEC_PER_SEC);

  return noon != NULL && g_date_time_get_day_of_week (noon) >= 6;
}

static char *
date_of (gint64 unix_us)
{
  return g_strdup (ebb_day_of (unix_us).date);
}

/* Twice or three times a week, back from the newest one; oldest first. */
static GArray *
lay_out_sessions (EbbPractice *practice)
{
  const EbbPracticePerson *person = practice->person;
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 day_us = practice->now_unix_us - person->last_days_ago * DAY_US;
  int hour = g_rand_int_range (practice->rand, FIRST_HOUR, LAST_HOUR);

  for (guint i = 0; i < person->n_sessions; i++) {
    while (is_weekend (day_us))
      day_us -= DAY_US;
    gint64 start_us = at_hour (day_us, hour, 5 * g_rand_int_range (practice->rand, 0, 4));
    g_array_prepend_val (starts, start_us);
    day_us -= g_rand_int_range (practice->rand, 2, 5) * DAY_US;
  }

  return starts;
}

static EbbPatient
patient_of (const EbbPractice *practice)
{
  const EbbPracticePerson *person = practice->person;

  return (EbbPatient){ .id = practice->patient_id,
                       .name = (char *) person->name,
                       .birth_date = (char *) person->birth_date,
                       .record_number = (char *) person->record_number,
                       .sex = (char *) person->sex };
}

static gboolean
put_patient (EbbPractice *practice, gint64 since_unix_us, GError **error)
{
  EbbPatient patient = patient_of (practice);

  return ebb_db_put_patient (practice->db, &patient, error)
         && ebb_db_put_patient_since (practice->db, practice->patient_id, since_unix_us, error);
}

static gboolean
put_order (EbbPractice *practice, gint64 first_unix_us, GError **error)
{
  const EbbPracticePerson *person = practice->person;
  gint64 ordered_us = first_unix_us - ORDER_DAYS_BEFORE * DAY_US;
  gint64 until_us = person->story == EBB_PRACTICE_EXPIRED
                        ? practice->now_unix_us - EXPIRED_DAYS_AGO * DAY_US
                        : ordered_us + ORDER_DAYS * DAY_US;
  g_autofree char *id = ebb_practice_id (practice->rand);
  g_autofree char *ordered_on = date_of (ordered_us), *until = date_of (until_us);
  g_autofree char *surgery_on = date_of (practice->now_unix_us - person->weeks * 7 * DAY_US);
  EbbOrder order = { .id = id,
                     .episode_id = practice->episode_id,
                     .patient_id = practice->patient_id,
                     .physician = (char *) PHYSICIAN,
                     .ordered_on = ordered_on,
                     .valid_until = until,
                     .diagnosis = (char *) _ (person->diagnosis) };

  return ebb_db_put_order (practice->db, &order, error)
         && ebb_db_put_episode_facts (practice->db, practice->episode_id,
                                      person->surgery != NULL ? _ (person->surgery) : NULL,
                                      person->surgery != NULL ? surgery_on : NULL,
                                      person->precautions != NULL ? _ (person->precautions) : NULL,
                                      person->visits_planned, error);
}

static gboolean
put_lop (EbbPractice *practice, gint64 measured_unix_us, int change_mmhg, GError **error)
{
  const EbbPracticePerson *person = practice->person;
  gboolean arm = person->segment == EBB_SEGMENT_ARM;
  EbbLopRecord record = { .patient_id = practice->patient_id,
                          .segment = person->segment,
                          .side = person->side,
                          .posture = arm ? EBB_POSTURE_SEATED : EBB_POSTURE_SUPINE,
                          .cuff_width_cm = person->cuff_width_cm,
                          .girth_cm = person->girth_cm,
                          .systolic = CUFF_MMHG (person->systolic_mmhg),
                          .way = (char *) (arm ? "oscillometric" : "doppler"),
                          .lop = CUFF_MMHG ((int) person->lop_mmhg + change_mmhg),
                          .measured_unix_us = measured_unix_us,
                          .operator_name = (char *) EBB_PRACTICE_THERAPIST };
  g_autofree char *id = record.id = ebb_practice_id (practice->rand);

  return ebb_db_put_lop (practice->db, &record, error);
}

/* The newest one, and where the course is long enough the one before. */
static gboolean
put_lops (EbbPractice *practice, gint64 first_unix_us, GError **error)
{
  gint64 newest_us =
      at_hour (practice->now_unix_us - practice->person->lop_days_ago * DAY_US, 9, 40);
  gint64 older_us = newest_us - OLDER_LOP_DAYS * DAY_US;

  if (practice->person->lop_mmhg == 0)
    return TRUE;
  if (older_us > first_unix_us - ORDER_DAYS_BEFORE * DAY_US
      && !put_lop (practice, older_us, 6, error))
    return FALSE;
  return put_lop (practice, newest_us, 0, error);
}

/* Before the first session; again when that one would have run out by now. */
static gboolean
put_screening (EbbPractice *practice, gint64 first_unix_us, GError **error)
{
  EbbPatient patient = patient_of (practice);

  return ebb_practice_put_screening (practice->db, &patient,
                                     MAX (first_unix_us - ORDER_DAYS_BEFORE * DAY_US,
                                          practice->now_unix_us - SCREENING_DAYS_AGO * DAY_US),
                                     error);
}

static EbbPrescriptionRecord *
make_prescription (EbbPractice *practice, guint exercise, double load_kg, gint64 written_unix_us)
{
  const EbbPracticePerson *person = practice->person;
  EbbPrescriptionRecord *record = g_new0 (EbbPrescriptionRecord, 1);

  record->id = ebb_practice_id (practice->rand);
  record->episode_id = g_strdup (practice->episode_id);
  record->segment = person->segment;
  record->side = person->side;
  record->exercise_id = g_strdup (person->exercises[exercise]);
  record->protocol_id = g_strconcat ("classic-", person->exercises[exercise], NULL);
  record->protocol_version = 1;
  record->method = person->method;
  record->percent_lop = person->percent_lop;
  record->fixed =
      person->fixed_mmhg > 0 ? CUFF_MMHG ((int) person->fixed_mmhg) : CUFF_PRESSURE_UNSET;
  record->systolic = person->method == EBB_METHOD_SYSTOLIC ? CUFF_MMHG ((int) person->systolic_mmhg)
                                                           : CUFF_PRESSURE_UNSET;
  record->lop = person->lop_mmhg > 0 ? CUFF_MMHG ((int) person->lop_mmhg) : CUFF_PRESSURE_UNSET;
  record->limit = CUFF_PRESSURE_UNSET;
  record->load_kg = load_kg;
  record->cuff_name =
      g_strdup (person->segment == EBB_SEGMENT_ARM ? _ ("Arm cuff 1") : _ ("Thigh cuff 1"));
  record->cuff_width_cm = person->cuff_width_cm;
  record->reason = person->reason != NULL ? g_strdup (_ (person->reason)) : NULL;
  record->operator_name = g_strdup (EBB_PRACTICE_THERAPIST);
  record->written_unix_us = written_unix_us;
  return record;
}

/* A new version where the load has changed. */
static gboolean
put_prescriptions (EbbPractice *practice, guint index, gint64 written_unix_us, GError **error)
{
  for (guint i = 0; i < EBB_PRACTICE_EXERCISES && practice->person->exercises[i] != NULL; i++) {
    double load_kg = ebb_practice_load_kg (practice->person, i, index);

    if (practice->versions[i] != NULL && practice->versions[i]->load_kg == load_kg)
      continue;
    g_clear_pointer (&practice->versions[i], ebb_prescription_record_free);
    practice->versions[i] = make_prescription (practice, i, load_kg, written_unix_us + i);
    if (!ebb_db_put_prescription (practice->db, practice->patient_id, practice->versions[i], error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
put_course (EbbPractice *practice, GArray *starts, GError **error)
{
  for (guint i = 0; i < starts->len; i++) {
    gint64 start_us = g_array_index (starts, gint64, i);

    if (!put_prescriptions (practice, i, start_us - 10 * 60 * G_USEC_PER_SEC, error)
        || !ebb_practice_put_session (practice, i, start_us, i + 1 == starts->len, error))
      return FALSE;
  }

  return TRUE;
}

/* An hour apart from now on; late in the evening, before now. */
static gint64
visit_today_us (const EbbPractice *practice)
{
  EbbDay day = ebb_day_of (practice->now_unix_us);
  gint64 quarter_us = HOUR_US / 4;
  gint64 next_us = (practice->now_unix_us / quarter_us + 1) * quarter_us;
  gint64 start_us = next_us + (practice->person->visit_today - 1) * HOUR_US;

  if (next_us + 3 * HOUR_US >= day.to_unix_us)
    start_us = day.to_unix_us - (6 - practice->person->visit_today) * HOUR_US;
  return start_us;
}

static gboolean
put_visits (EbbPractice *practice, GError **error)
{
  const EbbPracticePerson *person = practice->person;
  gint64 next_us = practice->now_unix_us + g_rand_int_range (practice->rand, 1, 5) * DAY_US;
  int hour = g_rand_int_range (practice->rand, FIRST_HOUR, LAST_HOUR);

  while (is_weekend (next_us))
    next_us += DAY_US;
  if (person->visit_today > 0
      && !ebb_db_put_appointment (practice->db, practice->patient_id, visit_today_us (practice),
                                  VISIT_MIN, error))
    return FALSE;
  return person->story == EBB_PRACTICE_NEW || person->story == EBB_PRACTICE_EXPIRED
         || ebb_db_put_appointment (practice->db, practice->patient_id, at_hour (next_us, hour, 0),
                                    VISIT_MIN, error);
}

static gboolean
put_care (EbbPractice *practice, GError **error)
{
  g_autoptr (GArray) starts = lay_out_sessions (practice);
  gint64 first_us = starts->len > 0 ? g_array_index (starts, gint64, 0) : practice->now_unix_us;
  gboolean is_new = practice->person->story == EBB_PRACTICE_NEW;
  gint64 since_us =
      is_new ? at_hour (practice->now_unix_us, 0, 1) : first_us - ORDER_DAYS_BEFORE * DAY_US;

  if (!put_patient (practice, MIN (since_us, practice->now_unix_us), error))
    return FALSE;
  return (is_new
          || (put_order (practice, first_us, error) && put_lops (practice, first_us, error)
              && put_screening (practice, first_us, error) && put_course (practice, starts, error)))
         && put_visits (practice, error);
}

static gboolean
put_person (EbbDb *db, const EbbPracticePerson *person, gint64 now_unix_us, GRand *rand,
            GError **error)
{
  EbbPractice practice = { .db = db, .rand = rand, .now_unix_us = now_unix_us, .person = person };
  gboolean done;

  practice.patient_id = ebb_practice_id (rand);
  practice.episode_id = ebb_practice_id (rand);
  done = put_care (&practice, error);
  for (guint i = 0; i < EBB_PRACTICE_EXERCISES; i++)
    g_clear_pointer (&practice.versions[i], ebb_prescription_record_free);
  g_free (practice.patient_id);
  g_free (practice.episode_id);
  return done;
}

static gboolean
put_clinic (EbbDb *db, GError **error)
{
  EbbClinic clinic = { .name = (char *) _ ("Practice clinic"),
                       .address = (char *) _ ("Example street 1\n00000 Exampletown"),
                       .phone = (char *) "000 0000",
                       .hours = (char *) _ ("Monday to Friday, 8:00 to 17:00"),
                       .emergency_number = (char *) _ ("the emergency number"),
                       .practice = TRUE };

  return ebb_db_put_clinic (db, &clinic, error);
}

typedef struct {
  gint64 now_unix_us;
  guint32 seed;
} Fill;

static gboolean
fill (EbbDb *db, gpointer data, GError **error)
{
  const Fill *wanted = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (wanted->seed);

  for (guint i = ebb_practice_n_people; i > 0; i--)
    if (!put_person (db, &ebb_practice_people[i - 1], wanted->now_unix_us, rand, error))
      return FALSE;

  return put_clinic (db, error);
}

/* Whoever has an order may train: a practice clinic opened again after months still works. */
static gboolean
screen_again (EbbDb *db, const EbbPatient *patient, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbPatientFile) file = ebb_db_load_patient_file (db, patient->id, now_unix_us, error);
  EbbDay today = ebb_day_of (now_unix_us);
  EbbScreeningGate gate;
  gboolean due;

  if (file == NULL)
    return FALSE;
  ebb_screening_gate (file->screening, patient->id, 0, today.date, &gate);
  due = file->order != NULL && gate.may_override;
  ebb_screening_gate_clear (&gate);
  return !due || ebb_practice_put_screening (db, patient, now_unix_us, error);
}

static gboolean
keep_screened (EbbDb *db, GPtrArray *patients, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbClinic) clinic = ebb_db_load_clinic (db, error);

  if (clinic == NULL)
    return FALSE;
  for (guint i = 0; clinic->practice && i < patients->len; i++)
    if (!screen_again (db, g_ptr_array_index (patients, i), now_unix_us, error))
      return FALSE;
  return TRUE;
}

gboolean
ebb_practice_fill (EbbDb *db, gint64 now_unix_us, guint32 seed, GError **error)
{
  g_autoptr (GPtrArray) there = ebb_db_find_patients (db, NULL, PATIENTS_MAX, error);
  Fill wanted = { now_unix_us, seed };

  if (there == NULL)
    return FALSE;
  return there->len > 0 ? keep_screened (db, there, now_unix_us, error)
                        : ebb_db_atomically (db, fill, &wanted, error);
}
