/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions to the store from the main thread, answered there later: nothing here waits.  All the
 * lists and files a screen shows come this way.
 */
#pragma once

#include "ebb-session-file.h"
#include "ebb-store.h"

#include <gio/gio.h>

/* Runs on the store thread, reads only; NULL with `error` set when it fails. */
typedef gpointer (*EbbStoreQuestion) (EbbDb *db, gpointer data, GError **error);

/* Asks; `data` and the answer are freed with the functions given.  The callback
 * runs on the main context; a cancelled question is not asked any more when its turn comes. */
void ebb_store_ask_async (EbbStore *store, EbbStoreQuestion question, gpointer data,
                          GDestroyNotify data_free, GDestroyNotify answer_free,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
/* Passes the answer to the caller, who frees it. */
gpointer ebb_store_ask_finish (GAsyncResult *result, GError **error);

/* Writes; the callback runs on the main context after the flushed commit, with the error if any. */
void ebb_store_write_async (EbbStore *store, EbbStoreJob job, gpointer data,
                            GDestroyNotify data_free, GAsyncReadyCallback callback, gpointer user);
gboolean ebb_store_write_finish (GAsyncResult *result, GError **error);

/* Is the file sound (quick_check)?  Before arming.  On a thread of its own, so that nothing waits;
 * ebb_store_close() stops it.  The first complaint is the error. */
void ebb_store_check_async (EbbStore *store, GAsyncReadyCallback callback, gpointer user);
gboolean ebb_store_check_finish (GAsyncResult *result, GError **error);

/* EbbPatientRow array.  `text` as ebb_db_find_patients(); NULL or "" = the list of the day: today's
 * first, then the newest.  `now_unix_us`: wall time. */
void ebb_store_find_async (EbbStore *store, const char *text, guint limit, gint64 now_unix_us,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user);
/* The same at once and perhaps not all: those in whom every word typed begins a word.  What stands
 * inside of words takes a walk through all patients. */
void ebb_store_find_first_async (EbbStore *store, const char *text, guint limit, gint64 now_unix_us,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user);
/* EbbPatientRow array: patients this one is likely to be (same birth date and alike name, or same
 * record number). */
void ebb_store_find_alike_async (EbbStore *store, const EbbPatient *patient,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user);
/* EbbPatientFile. */
void ebb_store_load_patient_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user);
/* EbbSessionFile. */
void ebb_store_load_session_async (EbbStore *store, const char *session_id,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user);
/* EbbScreeningFile. */
void ebb_store_load_screening_async (EbbStore *store, const char *patient_id, gint64 now_unix_us,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user);
/* EbbClinic. */
void ebb_store_load_clinic_async (EbbStore *store, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user);

/* The answer of a write is the id of the record (owned by the caller); the clinic's is "clinic". */
void ebb_store_put_patient_async (EbbStore *store, const EbbPatient *patient,
                                  GAsyncReadyCallback callback, gpointer user);
/* Without an episode it belongs to the patient's open one, else it opens one. */
void ebb_store_put_order_async (EbbStore *store, const EbbOrder *order,
                                GAsyncReadyCallback callback, gpointer user);
/* A new version; opens an episode where there is none. */
void ebb_store_put_prescription_async (EbbStore *store, const char *patient_id,
                                       const EbbPrescriptionRecord *record,
                                       GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_lop_async (EbbStore *store, const EbbLopRecord *record,
                              GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_clinic_async (EbbStore *store, const EbbClinic *clinic,
                                 GAsyncReadyCallback callback, gpointer user);
/* Screenings: as in ebb-db-screening.h. */
void ebb_store_put_screening_async (EbbStore *store, const EbbScreening *screening,
                                    const EbbScreeningList *list, GAsyncReadyCallback callback,
                                    gpointer user);
void ebb_store_put_clearance_async (EbbStore *store, const EbbClearance *clearance,
                                    GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_screening_override_async (EbbStore *store, const EbbScreeningOverride *override,
                                             GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_health_change_async (EbbStore *store, const EbbHealthChange *change,
                                        GAsyncReadyCallback callback, gpointer user);
char *ebb_store_put_finish (GAsyncResult *result, GError **error);
