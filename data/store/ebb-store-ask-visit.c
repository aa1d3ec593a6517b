/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "ebb-store-ask-visit.h"

#include "ebb-day.h"
#include "ebb-db-care.h"
#include "ebb-db-door.h"
#include "ebb-db-screening.h"
#include "ebb-store-private.h"

/* More are in the record, and on no page. */
#define SCREENINGS_MAX 20

typedef struct {
  char *id; /* owned: of patient or session; NULL = all */
  gint64 now_unix_us;
} Asked;

static Asked *
asked_new (const char *id, gint64 now_unix_us)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->id = g_strdup (id);
  asked->now_unix_us = now_unix_us;
  return asked;
}

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->id);
  g_free (asked);
}

/* --- The screening and its past ------------------------------------------------------------- */

void
ebb_screening_past_free (EbbScreeningPast *past)
{
  if (past == NULL)
    return;
  GPtrArray **arrays[] = { &past->screenings, &past->lists,   &past->clearances,
                           &past->overrides,  &past->changes, &past->consents };

  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_clear_pointer (arrays[i], g_ptr_array_unref);
  g_clear_pointer (&past->file, ebb_screening_file_unref);
  ebb_intake_free (past->intake);
  g_free (past);
}

static gboolean
load_lists (EbbDb *db, EbbScreeningPast *past, GError **error)
{
  past->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_screening_list_free);
  past->clearances = g_ptr_array_new_with_free_func ((GDestroyNotify) ebb_clearance_free);
  for (guint i = 0; i < past->screenings->len; i++) {
    const EbbScreening *screening = g_ptr_array_index (past->screenings, i);
    EbbScreeningList *list =
        ebb_db_load_screening_list (db, screening->list_id, screening->list_version, error);
    g_autoptr (GPtrArray) given =
        list != NULL ? ebb_db_list_clearances (db, screening->id, error) : NULL;

    if (list != NULL)
      g_ptr_array_add (past->lists, list);
    if (given == NULL)
      return FALSE;
    g_ptr_array_extend_and_steal (past->clearances, g_steal_pointer (&given));
  }
  return TRUE;
}

static gpointer
load_screening_past (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;
  g_autoptr (EbbScreeningPast) past = g_new0 (EbbScreeningPast, 1);
  GError *local_error = NULL;

  past->file = ebb_db_load_screening_file (db, asked->id, asked->now_unix_us, error);
  if (past->file == NULL)
    return NULL;
  past->screenings = ebb_db_list_screenings (db, asked->id, SCREENINGS_MAX, error);
  if (past->screenings == NULL || !load_lists (db, past, error))
    return NULL;
  past->overrides = ebb_db_list_overrides (db, asked->id, error);
  past->changes =
      past->overrides != NULL ? ebb_db_list_health_changes (db, asked->id, error) : NULL;
  past->consents = past->changes != NULL ? ebb_db_list_consents (db, asked->id, error) : NULL;
  if (past->consents == NULL)
    return NULL;
  past->intake = ebb_db_get_open_intake (db, asked->id, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&past);
  g_propagate_error (error, local_error);
  return NULL;
}

void
ebb_store_load_screening_past_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user)
{
  ebb_store_ask_async (store, load_screening_past, asked_new (patient_id, now_unix_us), asked_free,
                       (GDestroyNotify) ebb_screening_past_free, cancellable, callback, user);
}

/* --- Notes, events, calls -------------------------------------------------------------------- */

void
ebb_visit_past_free (EbbVisitPast *past)
{
  if (past == NULL)
    return;
  g_clear_pointer (&past->notes, g_ptr_array_unref);
  g_clear_pointer (&past->events, g_ptr_array_unref);
  g_free (past);
}

static gpointer
load_visit_past (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;
  g_autoptr (EbbVisitPast) past = g_new0 (EbbVisitPast, 1);

  past->notes = ebb_db_list_visit_notes (db, asked->id, error);
  past->events = past->notes != NULL ? ebb_db_list_adverse_records (db, asked->id, error) : NULL;
  return past->events != NULL ? g_steal_pointer (&past) : NULL;
}

void
ebb_store_load_visit_past_async (EbbStore *store, const char *patient_id, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_visit_past, asked_new (patient_id, 0), asked_free,
                       (GDestroyNotify) ebb_visit_past_free, cancellable, callback, user);
}

void
ebb_note_material_free (EbbNoteMaterial *material)
{
  if (material == NULL)
    return;
  g_clear_pointer (&material->session, ebb_session_file_free);
  g_clear_pointer (&material->outcomes, g_ptr_array_unref);
  ebb_visit_note_free (material->note);
  g_free (material);
}

/* Of the session's day only. */
static GPtrArray *
load_outcomes (EbbDb *db, const EbbSessionFile *file, GError **error)
{
  EbbDay day = ebb_day_of (file->session->started_unix_us);
  GPtrArray *outcomes = ebb_db_list_outcomes (db, file->session->episode_id, NULL, error);

  for (guint i = outcomes != NULL ? outcomes->len : 0; i > 0; i--) {
    const EbbOutcome *outcome = g_ptr_array_index (outcomes, i - 1);

    if (g_strcmp0 (outcome->measured_on, day.date) != 0)
      g_ptr_array_remove_index (outcomes, i - 1);
  }
  return outcomes;
}

static gpointer
load_note_material (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;
  g_autoptr (EbbNoteMaterial) material = g_new0 (EbbNoteMaterial, 1);
  GError *local_error = NULL;

  material->session = ebb_db_load_session_file (db, asked->id, error);
  if (material->session == NULL)
    return NULL;
  material->outcomes = load_outcomes (db, material->session, error);
  if (material->outcomes == NULL)
    return NULL;
  material->note = ebb_db_get_visit_note (db, asked->id, &local_error);
  if (local_error == NULL)
    return g_steal_pointer (&material);
  g_propagate_error (error, local_error);
  return NULL;
}

void
ebb_store_load_note_material_async (EbbStore *store, const char *session_id,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user)
{
  ebb_store_ask_async (store, load_note_material, asked_new (session_id, 0), asked_free,
                       (GDestroyNotify) ebb_note_material_free, cancellable, callback, user);
}

static gpointer
load_calls (EbbDb *db, gpointer data, GError **error)
{
  const Asked *asked = data;

  return ebb_db_list_calls (db, asked->id, asked->now_unix_us, error);
}

void
ebb_store_load_calls_async (EbbStore *store, gint64 now_unix_us, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user)
{
  ebb_store_ask_async (store, load_calls, asked_new (NULL, now_unix_us), asked_free,
                       (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user);
}

/* --- Writes ---------------------------------------------------------------------------------- */

typedef struct {
  gpointer record; /* owned */
  GDestroyNotify record_free;
  char *id; /* owned: the answer */
} Put;

static void
put_free (gpointer data)
{
  Put *put = data;

  put->record_free (put->record);
  g_free (put->id);
  g_free (put);
}

static gboolean
take_id (Put *put, const char *id)
{
  g_free (put->id);
  put->id = g_strdup (id);
  return TRUE;
}

static void
write_record (EbbStore *store, EbbStoreJob job, gpointer record, GDestroyNotify record_free,
              GAsyncReadyCallback callback, gpointer user)
{
  Put *put = g_new0 (Put, 1);

  put->record = record;
  put->record_free = record_free;
  ebb_store_put_async (store, job, put, put_free, &put->id, callback, user);
}

static gboolean
write_consent (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbConsent *consent = put->record;

  return ebb_db_put_consent (db, consent, error) && take_id (put, consent->id);
}

void
ebb_store_put_consent_async (EbbStore *store, EbbConsent *consent, GAsyncReadyCallback callback,
                             gpointer user)
{
  write_record (store, write_consent, consent, (GDestroyNotify) ebb_consent_free, callback, user);
}

static gboolean
write_withdrawal (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  const EbbConsent *consent = put->record;

  return ebb_db_withdraw_consent (db, consent->id, consent->withdrawn_on, consent->operator_name,
                                  error)
         && take_id (put, consent->id);
}

void
ebb_store_withdraw_consent_async (EbbStore *store, const EbbConsent *consent,
                                  const char *withdrawn_on, const char *operator_name,
                                  GAsyncReadyCallback callback, gpointer user)
{
  EbbConsent *copy = ebb_consent_copy (consent);

  g_free (copy->withdrawn_on);
  g_free (copy->operator_name);
  copy->withdrawn_on = g_strdup (withdrawn_on);
  copy->operator_name = g_strdup (operator_name);
  write_record (store, write_withdrawal, copy, (GDestroyNotify) ebb_consent_free, callback, user);
}

static gboolean
write_intake (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbIntake *intake = put->record;

  return ebb_db_put_intake (db, intake, error) && take_id (put, intake->id);
}

void
ebb_store_put_intake_async (EbbStore *store, EbbIntake *intake, GAsyncReadyCallback callback,
                            gpointer user)
{
  write_record (store, write_intake, intake, (GDestroyNotify) ebb_intake_free, callback, user);
}

static gboolean
write_adverse (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbAdverseRecord *record = put->record;

  return ebb_db_put_adverse_record (db, record, error) && take_id (put, record->id);
}

void
ebb_store_put_adverse_async (EbbStore *store, EbbAdverseRecord *record,
                             GAsyncReadyCallback callback, gpointer user)
{
  write_record (store, write_adverse, record, (GDestroyNotify) ebb_adverse_record_free, callback,
                user);
}

static gboolean
write_note (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbVisitNote *note = put->record;

  return ebb_db_put_visit_note (db, note, error) && take_id (put, note->id);
}

void
ebb_store_put_visit_note_async (EbbStore *store, EbbVisitNote *note, GAsyncReadyCallback callback,
                                gpointer user)
{
  write_record (store, write_note, note, (GDestroyNotify) ebb_visit_note_free, callback, user);
}

static gboolean
write_follow_up (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbFollowUp *follow_up = put->record;

  return ebb_db_put_follow_up (db, follow_up, error) && take_id (put, follow_up->id);
}

void
ebb_store_put_follow_up_async (EbbStore *store, EbbFollowUp *follow_up,
                               GAsyncReadyCallback callback, gpointer user)
{
  write_record (store, write_follow_up, follow_up, (GDestroyNotify) ebb_follow_up_free, callback,
                user);
}

static gboolean
write_refusal (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbDoorRefusal *refusal = put->record;

  return ebb_db_put_door_refusal (db, refusal, error) && take_id (put, refusal->id);
}

void
ebb_store_put_door_refusal_async (EbbStore *store, EbbDoorRefusal *refusal,
                                  GAsyncReadyCallback callback, gpointer user)
{
  write_record (store, write_refusal, refusal, (GDestroyNotify) ebb_door_refusal_free, callback,
                user);
}

static gboolean
write_reading (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  EbbDoorReading *reading = put->record;

  return ebb_db_put_door_reading (db, reading, error) && take_id (put, reading->id);
}

void
ebb_store_put_door_reading_async (EbbStore *store, EbbDoorReading *reading,
                                  GAsyncReadyCallback callback, gpointer user)
{
  write_record (store, write_reading, reading, (GDestroyNotify) ebb_door_reading_free, callback,
                user);
}

static gboolean
write_lift (EbbDb *db, gpointer data, GError **error)
{
  Put *put = data;
  const EbbDoorLift *lift = put->record;

  return ebb_db_put_door_lift (db, lift, error) && take_id (put, lift->refusal_id);
}

void
ebb_store_put_door_lift_async (EbbStore *store, EbbDoorLift *lift, GAsyncReadyCallback callback,
                               gpointer user)
{
  write_record (store, write_lift, lift, (GDestroyNotify) ebb_door_lift_free, callback, user);
}
