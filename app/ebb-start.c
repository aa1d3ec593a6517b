/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-start.h"

#include "ebb-consent.h"
#include "ebb-db-desk.h"
#include "ebb-db-limbs.h"
#include "ebb-db-papers.h"
#include "ebb-db-protocols.h"
#include "ebb-preconditioning.h"
#include "ebb-protocol-entry.h"

#include <glib/gi18n-lib.h>

/* A stored estimate has no band of its own: the widest a form accepts. */
#define ESTIMATE_BAND CUFF_MMHG (50)

/* A minute of rest resets the clock of time under pressure. */
#define CONTINUOUS_RESET_US CUFF_SECONDS (60)

typedef struct {
  char *patient_id, *prescription_id; /* owned; the second may be NULL */
  gint64 now_unix_us, midnight_unix_us;
  EbbClock *clock; /* borrowed */
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;
  g_free (question->patient_id);
  g_free (question->prescription_id);
  g_free (question);
}

void
ebb_start_free (EbbStart *start)
{
  if (start == NULL)
    return;
  g_clear_pointer (&start->file, ebb_patient_file_free);
  g_clear_pointer (&start->prescription, ebb_prescription_record_free);
  g_clear_pointer (&start->protocol, ebb_protocol_free);
  g_clear_pointer (&start->exercise, ebb_exercise_free);
  g_clear_pointer (&start->girths, g_ptr_array_unref);
  g_clear_pointer (&start->consents, g_ptr_array_unref);
  g_clear_pointer (&start->today, ebb_today_free);
  g_free (start);
}

static gint64
local_midnight_unix_us (gint64 now_unix_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_unix_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) midnight =
      g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                             g_date_time_get_day_of_month (now), 0, 0, 0);
  return g_date_time_to_unix (midnight) * G_USEC_PER_SEC;
}

/* The one that was asked for, else the one that was written last. */
static const EbbPrescriptionRecord *
choose (const EbbPatientFile *file, const char *id)
{
  const EbbPrescriptionRecord *chosen = NULL;
  for (guint i = 0; i < file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (file->prescriptions, i);
    if (id != NULL ? g_strcmp0 (record->id, id) == 0
                   : chosen == NULL || record->written_unix_us > chosen->written_unix_us)
      chosen = record;
  }
  return chosen;
}

static gboolean
load_prescription (EbbStart *start, const char *id, GError **error)
{
  const EbbPrescriptionRecord *record = choose (start->file, id);
  if (record == NULL) {
    g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND,
                 _ ("This patient has no prescription for the cuff yet. Write one first."));
    return FALSE;
  }
  start->prescription = ebb_prescription_record_copy (record);
  return TRUE;
}

/* The very version that was prescribed, built in or the clinic's own. */
static gboolean
load_plan (EbbDb *db, const EbbPrescriptionRecord *record, EbbProtocol **protocol,
           EbbExercise **exercise, GError **error)
{
  *protocol = ebb_db_load_protocol (db, record->protocol_id, record->protocol_version, error);
  if (*protocol == NULL)
    return FALSE;
  const char *exercise_id =
      record->exercise_id != NULL ? record->exercise_id : (*protocol)->exercise_id;
  *exercise = ebb_exercise_load_builtin (exercise_id, error);
  return *exercise != NULL;
}

/* All that is prescribed, the chosen one first.  What cannot run is not counted: its own start says
 * why. */
static void
load_today (EbbDb *db, EbbStart *start)
{
  start->today = g_new0 (EbbToday, 1);
  for (guint i = 0; i < start->file->prescriptions->len; i++) {
    const EbbPrescriptionRecord *record = g_ptr_array_index (start->file->prescriptions, i);
    EbbPrescription prescription = ebb_prescription_of_record (record, start->file);
    g_autoptr (EbbProtocol) protocol = NULL;
    g_autoptr (EbbExercise) exercise = NULL;

    if (load_plan (db, record, &protocol, &exercise, NULL))
      ebb_today_add (start->today, record, &prescription, protocol, exercise);
  }
  ebb_today_begin_with (start->today, start->prescription->id);
}

static gboolean
load_girths (EbbDb *db, EbbStart *start, GError **error)
{
  start->girths = ebb_db_get_girths (db, start->file->patient->id, error);
  start->lop = (EbbLopFacts){ .lops = start->file->lops,
                              .girths = start->girths,
                              .surgery_on = start->file->surgery_on };
  return start->girths != NULL;
}

static gboolean
load_consents (EbbDb *db, EbbStart *start, GError **error)
{
  start->consents = ebb_db_list_consents (db, start->file->patient->id, error);
  return start->consents != NULL;
}

static gpointer
answer (EbbDb *db, gpointer data, GError **error)
{
  const Question *question = data;
  g_autoptr (EbbStart) start = g_new0 (EbbStart, 1);
  start->file = ebb_db_load_patient_file (db, question->patient_id, question->now_unix_us, error);
  if (start->file == NULL || !load_prescription (start, question->prescription_id, error)
      || !load_plan (db, start->prescription, &start->protocol, &start->exercise, error)
      || !load_girths (db, start, error) || !load_consents (db, start, error)
      || !ebb_limb_history_load (db, question->patient_id, start->prescription->segment,
                                 start->prescription->side, question->now_unix_us,
                                 question->midnight_unix_us, &start->history, error))
    return NULL;
  load_today (db, start);
  start->loaded_us = ebb_clock_now_us (question->clock);
  return g_steal_pointer (&start);
}

void
ebb_start_load_async (EbbClock *clock, EbbStore *store, const char *patient_id,
                      const char *prescription_id, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user)
{
  Question *question = g_new0 (Question, 1);
  question->patient_id = g_strdup (patient_id);
  question->prescription_id = g_strdup (prescription_id);
  question->now_unix_us = ebb_clock_wall_unix_us ();
  question->midnight_unix_us = local_midnight_unix_us (question->now_unix_us);
  question->clock = clock;
  ebb_store_ask_async (store, answer, question, question_free, (GDestroyNotify) ebb_start_free,
                       cancellable, callback, user);
}

EbbStart *
ebb_start_load_finish (GAsyncResult *result, GError **error)
{
  return ebb_store_ask_finish (result, error);
}

/* --- The pure prescription --------------------------------------------------------------- */

static void
use_estimate (EbbPrescription *prescription)
{
  prescription->lop_estimate = prescription->lop;
  prescription->lop_estimate_band = ESTIMATE_BAND;
  prescription->lop = CUFF_PRESSURE_UNSET;
}

EbbPrescription
ebb_prescription_of_record (const EbbPrescriptionRecord *record, const EbbPatientFile *file)
{
  EbbPrescription prescription = {
    .method = record->method,
    .segment = record->segment,
    .side = record->side,
    .percent = record->percent_lop,
    .lop = record->lop,
    .lop_estimate = CUFF_PRESSURE_UNSET,
    .lop_estimate_band = CUFF_PRESSURE_UNSET,
    .fixed = record->fixed,
    .systolic = record->systolic,
    .first_session = file != NULL && file->sessions->len == 0,
    .patient_limit = record->limit,
    .protocol_limit = CUFF_PRESSURE_UNSET,
    .clinic_limit = CUFF_PRESSURE_UNSET,
    .device_limit = CUFF_PRESSURE_UNSET,
  };
  if (record->reason != NULL)
    g_strlcpy (prescription.reason, record->reason, sizeof prescription.reason);
  if (record->method == EBB_METHOD_PERCENT_ESTIMATE)
    use_estimate (&prescription);
  return prescription;
}

gboolean
ebb_prescription_resolve_record (const EbbPrescriptionRecord *record, const EbbPatientFile *file,
                                 EbbTarget *target, GError **error)
{
  const EbbScreeningFile *screening = file != NULL ? file->screening : NULL;
  const EbbPlanRules rules =
      screening != NULL ? ebb_consent_clinic_rules (&screening->settings) : (EbbPlanRules){ 0 };
  EbbPrescription prescription = ebb_prescription_of_record (record, file);
  g_autoptr (EbbProtocol) protocol =
      record->protocol_id != NULL ? ebb_protocol_shelf_load (record->protocol_id, NULL) : NULL;
  return ebb_training_resolve (&rules, protocol, &prescription, target, error);
}

/* --- A bout ------------------------------------------------------------------------------ */

/* What a short visit leaves of it. */
static guint
sets_today (const EbbStart *start)
{
  const EbbTodayPart *part = ebb_today_find (start->today, start->prescription->id);

  return part != NULL && part->n_sets > 0 ? part->n_sets : start->prescription->n_sets;
}

/* The limb has rested since the history was read. */
static void
age_history (EbbStart *start, gint64 now_us)
{
  gint64 passed_us = MAX (now_us - start->loaded_us, 0);
  start->aged = start->history;
  start->aged.reperfusion_left_us = MAX (start->history.reperfusion_left_us - passed_us, 0);
  if (passed_us >= CONTINUOUS_RESET_US)
    start->aged.continuous_us = 0;
}

EbbBoutOptions
ebb_start_make_bout (EbbStart *start, EbbClock *clock)
{
  const EbbPrescriptionRecord *record = start->prescription;
  age_history (start, ebb_clock_now_us (clock));
  return (EbbBoutOptions){
    .protocol = start->protocol,
    .exercise = start->exercise,
    .prescription = ebb_prescription_of_record (record, start->file),
    .prescription_id = record->id,
    .n_sets = sets_today (start),
    .load_kg = record->load_kg,
    .self_paced = record->self_paced,
    .cuff_name = record->cuff_name,
    .cuff_width_cm = record->cuff_width_cm,
    .hand_bulb = record->hand_bulb,
    .lop = &start->lop,
    .history = &start->aged,
    .rules = ebb_consent_rules (start->file->screening, start->consents),
    .ask_side = TRUE,
  };
}
