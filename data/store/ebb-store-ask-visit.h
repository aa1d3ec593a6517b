/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What surrounds a session, asked and written from the main thread: the screening with its past,
 * papers, notes, events, calls.  As ebb-store-ask.h; a put takes its record and answers with the
 * id (ebb_store_put_finish()).
 */
#pragma once

#include "ebb-db-papers.h"
#include "ebb-door-reading.h"
#include "ebb-door-refusal.h"
#include "ebb-episode.h"
#include "ebb-store-ask.h"

/* The newest screenings first; the lists of the same index are those that were asked. */
typedef struct {
  EbbScreeningFile *file; /* what the lock looks at today */
  GPtrArray *screenings;  /* EbbScreening */
  GPtrArray *lists;       /* EbbScreeningList */
  GPtrArray *clearances;  /* EbbClearance: of all of them */
  GPtrArray *overrides;   /* EbbScreeningOverride */
  GPtrArray *changes;     /* EbbHealthChange */
  GPtrArray *consents;    /* EbbConsent */
  EbbIntake *intake;      /* NULL = none that waits for review */
} EbbScreeningPast;

void ebb_screening_past_free (EbbScreeningPast *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbScreeningPast, ebb_screening_past_free)

void ebb_store_load_screening_past_async (EbbStore *store, const char *patient_id,
                                          gint64 now_unix_us, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user);

typedef struct {
  GPtrArray *notes;  /* EbbVisitNote, newest first */
  GPtrArray *events; /* EbbAdverseRecord, newest first */
} EbbVisitPast;

void ebb_visit_past_free (EbbVisitPast *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbVisitPast, ebb_visit_past_free)

void ebb_store_load_visit_past_async (EbbStore *store, const char *patient_id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback,
                                      gpointer user);

/* What a note is written from. */
typedef struct {
  EbbSessionFile *session;
  GPtrArray *outcomes; /* EbbOutcome of that day */
  EbbVisitNote *note;  /* the one that counts; NULL = none yet */
} EbbNoteMaterial;

void ebb_note_material_free (EbbNoteMaterial *material);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbNoteMaterial, ebb_note_material_free)

void ebb_store_load_note_material_async (EbbStore *store, const char *session_id,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user);

/* EbbCall array, oldest first. */
void ebb_store_load_calls_async (EbbStore *store, gint64 now_unix_us, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user);

void ebb_store_put_consent_async (EbbStore *store, EbbConsent *consent,
                                  GAsyncReadyCallback callback, gpointer user);
void ebb_store_withdraw_consent_async (EbbStore *store, const EbbConsent *consent,
                                       const char *withdrawn_on, const char *operator_name,
                                       GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_intake_async (EbbStore *store, EbbIntake *intake, GAsyncReadyCallback callback,
                                 gpointer user);
void ebb_store_put_adverse_async (EbbStore *store, EbbAdverseRecord *record,
                                  GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_visit_note_async (EbbStore *store, EbbVisitNote *note,
                                     GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_follow_up_async (EbbStore *store, EbbFollowUp *follow_up,
                                    GAsyncReadyCallback callback, gpointer user);
/* Of the door; the answer to a lift is the id of the refusal. */
void ebb_store_put_door_refusal_async (EbbStore *store, EbbDoorRefusal *refusal,
                                       GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_door_reading_async (EbbStore *store, EbbDoorReading *reading,
                                       GAsyncReadyCallback callback, gpointer user);
void ebb_store_put_door_lift_async (EbbStore *store, EbbDoorLift *lift,
                                    GAsyncReadyCallback callback, gpointer user);
