/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a patient, as it lies open on the desk.
 */
#include "ebb-day.h"
#include "ebb-db-private.h"
#include "ebb-db-screening.h"
#include "ebb-spans.h"
#include "ebb-targets.h"

#include <math.h>

#define SESSIONS_MAX 60

/* TRUE also when there is none; the order is NULL then. */
static gboolean
take_order (EbbOrder *order, GError *problem, EbbOrder **into, GError **error)
{
  *into = order;
  if (order != NULL)
    return TRUE;
  if (g_error_matches (problem, EBB_STORE_ERROR, EBB_STORE_ERROR_NOT_FOUND)) {
    g_error_free (problem);
    return TRUE;
  }
  g_propagate_error (error, problem);
  return FALSE;
}

static gboolean
load_order (EbbDb *db, EbbPatientFile *file, const EbbDay *day, GError **error)
{
  GError *problem = NULL;
  EbbOrder *order = ebb_db_get_valid_order (db, file->patient->id, day->date, &problem);

  if (!take_order (order, problem, &file->order, error))
    return FALSE;
  file->order_valid = file->order != NULL;
  if (file->order_valid)
    return TRUE;

  problem = NULL;
  order = ebb_db_get_last_order (db, file->patient->id, &problem);
  return take_order (order, problem, &file->order, error);
}

static gboolean
find_episode (EbbDb *db, EbbPatientFile *file, const EbbDay *day, GError **error)
{
  GError *local_error = NULL;

  if (file->order != NULL)
    file->episode_id = g_strdup (file->order->episode_id);
  else
    file->episode_id = ebb_db_find_episode (db, file->patient->id, day->date, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
load_episode (EbbDb *db, EbbPatientFile *file, const EbbDay *day, GError **error)
{
  g_autoptr (EbbStatement) statement = NULL;

  if (!find_episode (db, file, day, error))
    return FALSE;
  if (file->episode_id == NULL)
    return TRUE;

  statement = ebb_db_prepare (
      db, "SELECT diagnosis, surgery, surgery_on, precautions FROM episode WHERE id = ?", error);
  ebb_bind_text (statement, file->episode_id);
  if (!ebb_statement_row (statement, error))
    return FALSE;

  file->diagnosis = ebb_column_text (statement);
  file->surgery = ebb_column_text (statement);
  file->surgery_on = ebb_column_text (statement);
  file->precautions = ebb_column_text (statement);
  return ebb_db_get_visits_planned (db, file->episode_id, &file->visits_planned, error);
}

gboolean
ebb_db_was_unwell (EbbDb *db, const char *patient_id, gint64 now_unix_us, gboolean *unwell,
                   GError **error)
{
  EbbDay day = ebb_day_of (now_unix_us);
  g_autoptr (EbbStatement) statement = ebb_db_prepare (
      db,
      "SELECT EXISTS (SELECT 1 FROM adverse_event WHERE patient_id = ? AND kind = ? "
      "AND noticed_unix_us >= ? AND noticed_unix_us < ?)",
      error);

  ebb_bind_text (statement, patient_id);
  ebb_bind_text (statement, EBB_ADVERSE_UNWELL);
  ebb_bind_int (statement, day.from_unix_us);
  ebb_bind_int (statement, day.to_unix_us);
  if (!ebb_statement_row (statement, error))
    return FALSE;

  *unwell = ebb_column_int (statement) != 0;
  return TRUE;
}

/* Percent of the exercise in the band, of the first limb of the first bout. */
static double
measure_band (EbbDb *db, EbbBoutRecord *bout, GPtrArray *events)
{
  g_autoptr (GPtrArray) limbs = ebb_db_get_limbs (db, bout->id, NULL);
  g_autoptr (GPtrArray) sets = ebb_db_get_sets (db, bout->id, NULL);
  g_autoptr (GArray) samples = NULL, targets = NULL;
  g_autoptr (EbbProtocol) protocol = NULL;
  g_auto (EbbSpans) spans = { 0 };
  EbbLimbRecord *limb;

  if (limbs == NULL || sets == NULL || limbs->len == 0)
    return NAN;
  limb = g_ptr_array_index (limbs, 0);
  samples = ebb_db_get_samples (db, limb->id, NULL);
  if (samples == NULL)
    return NAN;

  targets = ebb_targets_of_limb (bout, limb, limbs->len, events);
  protocol = bout->protocol_json != NULL
                 ? ebb_protocol_parse (bout->protocol_id, bout->protocol_json, -1, NULL)
                 : NULL;
  ebb_spans_init (&spans, protocol, sets, events);
  return ebb_measure_exercise_in_band ((EbbSample *) (void *) samples->data, samples->len,
                                       (EbbTargetChange *) (void *) targets->data, targets->len,
                                       (EbbSetSpan *) (void *) spans.work->data, spans.work->len);
}

/* What cannot be read of the samples is not known; the file opens all the same. */
static void
fill_band (EbbDb *db, EbbSessionSummary *summary)
{
  g_autoptr (GPtrArray) bouts = ebb_db_get_bouts (db, summary->session->id, NULL);
  g_autoptr (GPtrArray) events = ebb_db_get_events (db, summary->session->id, NULL);

  if (bouts != NULL && events != NULL && bouts->len > 0)
    summary->band_percent = measure_band (db, g_ptr_array_index (bouts, 0), events);
}

static gboolean
load_sessions (EbbDb *db, EbbPatientFile *file, GError **error)
{
  g_autoptr (GPtrArray) sessions =
      ebb_db_list_sessions (db, file->patient->id, SESSIONS_MAX, error);

  if (sessions == NULL)
    return FALSE;

  file->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_session_summary_free);
  while (sessions->len > 0) {
    EbbSessionSummary *summary =
        ebb_db_summarise (db, g_ptr_array_steal_index (sessions, 0), error);

    if (summary == NULL)
      return FALSE;
    g_ptr_array_add (file->sessions, summary);
  }

  if (file->sessions->len > 0)
    fill_band (db, g_ptr_array_index (file->sessions, 0));
  return TRUE;
}

EbbPatientFile *
ebb_db_load_patient_file (EbbDb *db, const char *patient_id, gint64 now_unix_us, GError **error)
{
  g_autoptr (EbbPatientFile) file = g_new0 (EbbPatientFile, 1);
  EbbDay day = ebb_day_of (now_unix_us);

  file->patient = ebb_db_get_patient (db, patient_id != NULL ? patient_id : "", error);
  if (file->patient == NULL || !load_order (db, file, &day, error)
      || !load_episode (db, file, &day, error)
      || !ebb_db_was_unwell (db, file->patient->id, now_unix_us, &file->unwell_today, error)
      || !ebb_db_find_appointment (db, patient_id, now_unix_us, &file->appointment_unix_us, error))
    return NULL;

  file->prescriptions = ebb_db_get_prescriptions (db, patient_id, error);
  if (file->prescriptions == NULL)
    return NULL;
  file->lops = ebb_db_get_lops (db, patient_id, error);
  if (file->lops == NULL || !load_sessions (db, file, error))
    return NULL;
  file->screening = ebb_db_load_screening_file (db, patient_id, now_unix_us, error);
  if (file->screening == NULL)
    return NULL;

  return g_steal_pointer (&file);
}
