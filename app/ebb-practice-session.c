/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A past session of the practice clinic, with the very rows a live one leaves.
 */
#include "ebb-day.h"
#include "ebb-practice-private.h"
#include "ebb-prescription.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SESSIONS_PER_STEP 3   /* as many with one load before the next */
#define READY_S           3.0 /* at target, before the first repetition */
#define SET_END_S         2.0
#define BETWEEN_BOUTS_S   210 /* the limb rests for three minutes and more */
#define BEFORE_S          75  /* checks, cuff on, puff */
#define PAIN_SET          2   /* where the stopped session stops */
#define PAIN_REPS         9

typedef struct {
  EbbPractice *practice;
  const EbbPrescriptionRecord *prescription;
  EbbProtocol *protocol; /* owned */
  EbbExercise *exercise; /* owned */
  EbbPracticeWave wave;
  char *session_id;        /* borrowed */
  char *bout_id, *limb_id; /* owned */
  guint index, exercise_index;
  gboolean last, stops; /* the newest session; stopped for cuff pain */
  GString *counts;      /* borrowed: "17/15/15" */
  char *note;           /* owned: the handover line, of the last bout */
} Bout;

char *
ebb_practice_id (GRand *rand)
{
  guint32 a = g_rand_int (rand), b = g_rand_int (rand), c = g_rand_int (rand),
          d = g_rand_int (rand);

  return g_strdup_printf ("%08x-%04x-4%03x-%04x-%04x%08x", a, b >> 16, b & 0xfff,
                          0x8000 | (c >> 18), c & 0xffff, d);
}

double
ebb_practice_load_kg (const EbbPracticePerson *person, guint exercise, guint index)
{
  g_autoptr (EbbExercise) data = ebb_exercise_load_builtin (person->exercises[exercise], NULL);

  if (data == NULL || data->load_step_kg <= 0)
    return 0;
  return person->load_kg + data->load_step_kg * (index / SESSIONS_PER_STEP);
}

static gboolean
put_event (Bout *bout, const char *code, int number, CuffPressure pressure, const char *text,
           GError **error)
{
  EbbEventRecord event = { .t_us = bout->wave.t_us,
                           .code = (char *) code,
                           .text = (char *) text,
                           .number = number,
                           .pressure = pressure };

  return ebb_store_put_event (bout->practice->db, bout->session_id, &event, error);
}

/* Fresh at a new load, more with every session on it, a little less with every set. */
static guint
count_of (Bout *bout, guint set)
{
  guint more =
      2 * (bout->index % SESSIONS_PER_STEP) + (guint) g_rand_int_range (bout->practice->rand, 0, 2);
  guint reps = 16 + more - (set > 1 ? set - 1 : 0);

  if (bout->stops && set == PAIN_SET)
    return PAIN_REPS;
  return CLAMP (reps, 15, 20);
}

static gboolean
put_reps (Bout *bout, const char *set_id, guint n_reps, GError **error)
{
  for (guint i = 1; i <= n_reps; i++) {
    double tired_s = 0.5 * i / n_reps;
    double hold_s = g_rand_double_range (bout->practice->rand, 4.6, 5.7) - tired_s;
    EbbRepRecord record = { .set_id = (char *) set_id, .number = i };

    record.rep = ebb_practice_wave_rep (&bout->wave, hold_s);
    if (!ebb_store_put_rep (bout->practice->db, &record, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
put_ratings (Bout *bout, const char *set_id, guint set, GError **error)
{
  EbbDb *db = bout->practice->db;
  gboolean fresh = bout->index % SESSIONS_PER_STEP == 0, hurts = bout->stops && set == PAIN_SET;
  gint64 t_us = bout->wave.t_us + 6 * G_USEC_PER_SEC;
  double exertion = MIN (3 + set + (fresh ? 1 : 0), 8);
  double pain = hurts ? 8 : g_rand_int_range (bout->practice->rand, 1, 4);

  return ebb_db_put_rating (db, set_id, "exertion", exertion, t_us, error)
         && ebb_db_put_rating (db, set_id, "pain", pain, t_us, error)
         && ebb_db_put_rating (db, set_id, "cuff", hurts ? 2 : 0, t_us, error);
}

static gboolean
tell_set_end (Bout *bout, const EbbSetRecord *set, GError **error)
{
  g_autofree char *text = g_strdup_printf (_ ("Set %u ended: %u repetitions, %s"), set->number,
                                           set->reps_counted, set->end_reason);

  return put_event (bout, "set-ended", (int) set->number, CUFF_PRESSURE_UNSET, text, error);
}

/* Too tight for this patient: an alarm comes and goes, and somebody takes 10 mmHg off. */
static gboolean
step_down (Bout *bout, GError **error)
{
  CuffPressure target = cuff_pressure_from_mmhg (bout->wave.target_mmhg) - CUFF_MMHG (10);
  g_autofree char *pressure = ebb_pressure_to_text (target);
  g_autofree char *text = g_strdup_printf (_ ("Target changed to %s"), pressure);

  if (!put_event (bout, EBB_EVENT_ALARM, CUFF_ALARM_OFF_TARGET, CUFF_PRESSURE_UNSET,
                  ebb_alarm_to_text (CUFF_ALARM_OFF_TARGET), error))
    return FALSE;
  ebb_practice_wave_keep (&bout->wave, 3);
  bout->wave.target_mmhg = cuff_pressure_to_mmhg (target);
  return put_event (bout, "alarm-gone", CUFF_ALARM_OFF_TARGET, CUFF_PRESSURE_UNSET,
                    ebb_alarm_to_text (CUFF_ALARM_OFF_TARGET), error)
         && put_event (bout, EBB_EVENT_TARGET, 1, target, text, error);
}

static gboolean
put_set (Bout *bout, guint number, gboolean *stopped, GError **error)
{
  EbbDb *db = bout->practice->db;
  const EbbSetPlan *plan = &bout->protocol->sets[number - 1];
  g_autofree char *id = ebb_practice_id (bout->practice->rand);
  g_autofree char *text = g_strdup_printf (_ ("Set %u begins"), number);
  EbbSetRecord set = { .id = id,
                       .bout_id = bout->bout_id,
                       .number = number,
                       .reps_min = plan->reps_min,
                       .reps_max = plan->reps_max,
                       .reps_counted = count_of (bout, number),
                       .load_kg = bout->prescription->load_kg,
                       .started_us = bout->wave.t_us,
                       .ended_us = EBB_TIME_UNSET };

  *stopped = bout->stops && number == PAIN_SET;
  if (number < bout->protocol->n_sets)
    set.rest_s_ordered = bout->protocol->rest_s;
  if (!put_event (bout, "set-started", (int) number, CUFF_PRESSURE_UNSET, text, error)
      || !ebb_store_put_set (db, &set, error) || !put_reps (bout, id, set.reps_counted, error))
    return FALSE;

  if (!*stopped)
    ebb_practice_wave_keep (&bout->wave, SET_END_S);
  set.ended_us = bout->wave.t_us;
  set.end_reason = (char *) (*stopped ? "pain" : "done");
  g_string_append_printf (bout->counts, "%s%u", bout->counts->len > 0 ? "/" : "", set.reps_counted);
  return ebb_store_put_set (db, &set, error) && tell_set_end (bout, &set, error)
         && put_ratings (bout, id, number, error);
}

static gboolean
put_sets (Bout *bout, GError **error)
{
  gboolean stopped = FALSE;

  for (guint number = 1; number <= bout->protocol->n_sets && !stopped; number++) {
    if (!put_set (bout, number, &stopped, error))
      return FALSE;
    if (stopped || number == bout->protocol->n_sets)
      continue;
    if (!put_event (bout, "rest", (int) number, CUFF_PRESSURE_UNSET, _ ("Rest"), error))
      return FALSE;
    ebb_practice_wave_keep (&bout->wave, bout->protocol->rest_s);
    if (number == 1 && bout->last && bout->practice->person->story == EBB_PRACTICE_STEP
        && !step_down (bout, error))
      return FALSE;
  }

  return TRUE;
}

static EbbPrescription
pure_prescription (const EbbPrescriptionRecord *record)
{
  EbbPrescription pure = { .method = record->method,
                           .segment = record->segment,
                           .side = record->side,
                           .percent = record->percent_lop,
                           .lop = record->lop,
                           .lop_estimate = CUFF_PRESSURE_UNSET,
                           .lop_estimate_band = CUFF_PRESSURE_UNSET,
                           .fixed = record->fixed,
                           .systolic = record->systolic,
                           .patient_limit = record->limit,
                           .protocol_limit = CUFF_PRESSURE_UNSET,
                           .clinic_limit = CUFF_PRESSURE_UNSET,
                           .device_limit = CUFF_PRESSURE_UNSET };

  if (record->reason != NULL)
    g_strlcpy (pure.reason, record->reason, sizeof pure.reason);
  return pure;
}

static gboolean
put_limb (Bout *bout, GError **error)
{
  const EbbPrescriptionRecord *record = bout->prescription;
  EbbPrescription pure = pure_prescription (record);
  EbbTarget target;
  EbbLimbRecord limb = { .id = bout->limb_id,
                         .bout_id = bout->bout_id,
                         .segment = record->segment,
                         .side = record->side,
                         .cuff_name = record->cuff_name,
                         .cuff_width_cm = record->cuff_width_cm,
                         .method = record->method,
                         .lop = record->lop,
                         .override_reason = record->reason,
                         .prescription_id = record->id };

  if (!ebb_prescription_resolve (&pure, &target, error))
    return FALSE;
  limb.target = target.target;
  limb.percent_lop = target.percent_lop;
  bout->wave.target_mmhg = cuff_pressure_to_mmhg (target.target);
  return ebb_store_put_limb (bout->practice->db, &limb, error);
}

static gboolean
put_bout_rows (Bout *bout, GError **error)
{
  EbbBoutRecord record = { .id = bout->bout_id,
                           .session_id = bout->session_id,
                           .number = bout->exercise_index + 1,
                           .exercise_id = bout->exercise->id,
                           .posture = bout->exercise->posture,
                           .protocol_id = bout->protocol->id,
                           .protocol_name = bout->protocol->name,
                           .protocol_version = bout->protocol->version,
                           .protocol_json = bout->protocol->json,
                           .started_us = bout->wave.t_us,
                           .ended_us = EBB_TIME_UNSET };

  return ebb_store_put_bout (bout->practice->db, &record, error) && put_limb (bout, error);
}

/* Inflating, all sets, deflating: what the cuff reported, and what was seen in it. */
static gboolean
run_bout (Bout *bout, GError **error)
{
  if (!put_event (bout, "inflating", 0, CUFF_PRESSURE_UNSET, _ ("Inflating…"), error))
    return FALSE;
  ebb_practice_wave_inflate (&bout->wave);
  if (!put_event (bout, "ready", 0, CUFF_PRESSURE_UNSET, _ ("Ready"), error))
    return FALSE;
  ebb_practice_wave_keep (&bout->wave, READY_S);
  if (!put_sets (bout, error)
      || !put_event (bout, "deflating", 0, CUFF_PRESSURE_UNSET, _ ("Deflating"), error))
    return FALSE;
  ebb_practice_wave_deflate (&bout->wave);
  return ebb_practice_wave_end (&bout->wave, error)
         && put_event (bout, "remove-cuff", 0, CUFF_PRESSURE_UNSET, _ ("Remove the cuff"), error)
         && ebb_store_end_bout (bout->practice->db, bout->bout_id,
                                bout->stops ? EBB_STATE_STOPPED_BY_USER : EBB_STATE_COMPLETED,
                                bout->stops ? CUFF_REASON_USER_STOP : CUFF_REASON_PLAN_DONE,
                                bout->wave.t_us, error);
}

static void
bout_clear (Bout *bout)
{
  g_clear_pointer (&bout->protocol, ebb_protocol_free);
  g_clear_pointer (&bout->exercise, ebb_exercise_free);
  g_clear_pointer (&bout->bout_id, g_free);
  g_clear_pointer (&bout->limb_id, g_free);
}

/* What was done, how it was borne. */
static char *
make_note (const Bout *bout)
{
  const char *verdict = bout->stops  ? _ ("stopped for cuff pain; try 50 %")
                        : bout->last ? _ ("cuff fine; next step if it stays so")
                                     : _ ("cuff fine");

  if (bout->prescription->load_kg > 0)
    return g_strdup_printf ("%s %g kg %s, %s", bout->exercise->name, bout->prescription->load_kg,
                            bout->counts->str, verdict);
  return g_strdup_printf ("%s %s, %s", bout->exercise->name, bout->counts->str, verdict);
}

/* `t_us`: when it begins; afterwards, when it ended. */
static gboolean
put_bout (Bout *bout, guint exercise_index, gint64 *t_us, GError **error)
{
  EbbPractice *practice = bout->practice;
  gboolean done;

  bout->exercise_index = exercise_index;
  bout->prescription = practice->versions[exercise_index];
  bout->protocol = ebb_protocol_load_builtin (bout->prescription->protocol_id, error);
  bout->exercise = bout->protocol != NULL
                       ? ebb_exercise_load_builtin (bout->protocol->exercise_id, error)
                       : NULL;
  bout->bout_id = ebb_practice_id (practice->rand);
  bout->limb_id = ebb_practice_id (practice->rand);
  ebb_practice_wave_begin (&bout->wave, practice->db, bout->limb_id, practice->rand, 0, *t_us);
  g_string_truncate (bout->counts, 0);

  done = bout->exercise != NULL && put_bout_rows (bout, error) && run_bout (bout, error);
  *t_us = bout->wave.t_us;
  g_free (bout->note);
  bout->note = done ? make_note (bout) : NULL;
  bout_clear (bout);
  return done;
}

static gboolean
put_check (Bout *bout, const char *kind, gint64 t_us, double value, double second, const char *text,
           GError **error)
{
  EbbCheck check = { t_us, (char *) kind, value, second, (char *) text };

  return ebb_db_put_check (bout->practice->db, bout->session_id, &check, EBB_PRACTICE_THERAPIST,
                           error);
}

static gboolean
put_before (Bout *bout, GError **error)
{
  EbbPractice *practice = bout->practice;
  guint usual = practice->person->systolic_mmhg > 0 ? practice->person->systolic_mmhg : 122;
  double systolic = usual + g_rand_int_range (practice->rand, -5, 6);
  double diastolic = round (systolic * 0.62);

  return put_check (bout, "nothing-new", 12 * G_USEC_PER_SEC, NAN, NAN, NULL, error)
         && put_check (bout, "bp", 30 * G_USEC_PER_SEC, systolic, diastolic, NULL, error)
         && put_check (bout, "pain", 34 * G_USEC_PER_SEC, g_rand_int_range (practice->rand, 0, 3),
                       NAN, NULL, error)
         && ebb_store_put_preparation (practice->db, bout->session_id, "puff", 50 * G_USEC_PER_SEC,
                                       error);
}

static gboolean
put_after (Bout *bout, gint64 started_unix_us, GError **error)
{
  EbbPractice *practice = bout->practice;
  g_autofree char *off = g_strdup_printf (_ ("Cuff is soft and off (%s)"), EBB_PRACTICE_THERAPIST);

  bout->wave.t_us += 9 * G_USEC_PER_SEC;
  if (!put_event (bout, "cuff-off", 0, CUFF_PRESSURE_UNSET, off, error))
    return FALSE;
  bout->wave.t_us += 25 * G_USEC_PER_SEC;
  if (!put_check (bout, "skin", bout->wave.t_us, NAN, NAN, _ ("red where the cuff was"), error)
      || !put_event (bout, EBB_EVENT_NOTE, 0, CUFF_PRESSURE_UNSET, bout->note, error))
    return FALSE;
  return !bout->stops
         || ebb_db_put_adverse_event (
             practice->db, practice->patient_id, bout->session_id, "cuff-pain",
             _ ("Pain under the cuff, 8 of 10; gone a minute after it was "
                "deflated"),
             started_unix_us + bout->wave.t_us, EBB_PRACTICE_THERAPIST, error);
}

static gboolean
put_session_row (Bout *bout, gint64 started_unix_us, GError **error)
{
  EbbPractice *practice = bout->practice;
  EbbSessionRecord record = { .id = bout->session_id,
                              .patient_id = practice->patient_id,
                              .episode_id = practice->episode_id,
                              .operator_name = (char *) EBB_PRACTICE_THERAPIST,
                              .started_unix_us = started_unix_us,
                              .utc_offset_min = ebb_day_utc_offset_min (started_unix_us),
                              .simulated = TRUE,
                              .device = (char *) "Ebb Simulated cuff, practice, 0.1",
                              .ended_us = EBB_TIME_UNSET };

  return ebb_store_put_session (practice->db, &record, error);
}

/* One exercise after the other, with a rest for the limb between them. */
static gboolean
put_bouts (Bout *bout, GError **error)
{
  gint64 t_us = BEFORE_S * G_USEC_PER_SEC;

  for (guint i = 0; i < EBB_PRACTICE_EXERCISES && bout->practice->versions[i] != NULL; i++) {
    if (!put_bout (bout, i, &t_us, error))
      return FALSE;
    t_us += BETWEEN_BOUTS_S * G_USEC_PER_SEC;
  }

  return TRUE;
}

gboolean
ebb_practice_put_session (EbbPractice *practice, guint index, gint64 started_unix_us, gboolean last,
                          GError **error)
{
  g_autofree char *id = ebb_practice_id (practice->rand);
  g_autoptr (GString) counts = g_string_new (NULL);
  Bout bout = { .practice = practice,
                .session_id = id,
                .index = index,
                .last = last,
                .stops = last && practice->person->story == EBB_PRACTICE_PAIN,
                .counts = counts };
  gboolean done = put_session_row (&bout, started_unix_us, error) && put_before (&bout, error)
                  && put_bouts (&bout, error) && put_after (&bout, started_unix_us, error);

  g_free (bout.note);
  return done
         && ebb_store_end_session (practice->db, id,
                                   bout.stops ? EBB_STATE_STOPPED_BY_USER : EBB_STATE_COMPLETED,
                                   bout.stops ? CUFF_REASON_USER_STOP : CUFF_REASON_PLAN_DONE,
                                   bout.wave.t_us + 40 * G_USEC_PER_SEC, error);
}
