/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that must be known before a bout, in one question to the store; and what a session is made of
 * then.
 */
#pragma once

#include "ebb-session.h"
#include "ebb-store-ask.h"
#include "ebb-today.h"

typedef struct {
  EbbPatientFile *file;                /* owned */
  EbbPrescriptionRecord *prescription; /* owned: the version that will run */
  EbbProtocol *protocol;               /* owned */
  EbbExercise *exercise;               /* owned */
  GPtrArray *girths;                   /* owned: EbbGirthRecord of the patient, newest first */
  GPtrArray *consents;                 /* owned: EbbConsent of the patient, newest first */
  EbbToday *today;                     /* owned: all that is prescribed, this one first */
  EbbLopFacts lop;                     /* borrows from file and girths */
  EbbLimbHistory history;              /* of the limb, when it was loaded */
  EbbLimbHistory aged;                 /* the same when the last bout was made of it */
  gint64 loaded_us;                    /* on the clock: the history is as old as that */
} EbbStart;

void ebb_start_free (EbbStart *start);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbStart, ebb_start_free)

/* `prescription_id` NULL: the patient's newest.  EbbStart; NOT_FOUND when there is none. */
void ebb_start_load_async (EbbClock *clock, EbbStore *store, const char *patient_id,
                           const char *prescription_id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user);
EbbStart *ebb_start_load_finish (GAsyncResult *result, GError **error);

/* The pure prescription of a stored version, for resolving it: limits of the patient, LOP, method.
 * `file` tells whether it is the first session; NULL = not known. */
EbbPrescription ebb_prescription_of_record (const EbbPrescriptionRecord *record,
                                            const EbbPatientFile *file);

/* Its target, by what its protocol is for and what the clinic has enabled; main thread. */
gboolean ebb_prescription_resolve_record (const EbbPrescriptionRecord *record,
                                          const EbbPatientFile *file, EbbTarget *target,
                                          GError **error);

/* One bout of it; texts are borrowed from `start`, whose history ages up to now. */
EbbBoutOptions ebb_start_make_bout (EbbStart *start, EbbClock *clock);
