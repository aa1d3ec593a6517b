/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One SQLite connection, opened the way Ebb needs it: locked folder, WAL, synchronous=FULL and
 * foreign keys read back, identity and version checked, migrated.  One thread at a time.
 */
#pragma once

#include "ebb-store.h"

typedef enum {
  EBB_DB_WRITE, /* creates, migrates, holds the folder's lock */
  EBB_DB_READ,  /* an existing file, not changed, no lock */
  EBB_DB_LOOK,  /* the same, of any version up to ours: a backup */
} EbbDbMode;

EbbDb *ebb_db_open (const char *path, EbbDbMode mode, GError **error);
void ebb_db_close (EbbDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EbbDb, ebb_db_close)

/* Who does it: the name in the audit's rows from now on; NULL = not known.  Copied. */
void ebb_db_set_actor (EbbDb *db, const char *name);

gboolean ebb_db_begin (EbbDb *db, GError **error);
gboolean ebb_db_commit (EbbDb *db, GError **error);
void ebb_db_rollback (EbbDb *db);

/* Runs `job` whole or not at all, inside or outside a transaction. */
gboolean ebb_db_atomically (EbbDb *db, EbbStoreJob job, gpointer data, GError **error);

/* integrity_check and foreign_key_check; the first complaint becomes the error. */
gboolean ebb_db_check (EbbDb *db, GError **error);

/* Patients and orders.  put_* fill in the id when it is NULL. */
gboolean ebb_db_put_patient (EbbDb *db, EbbPatient *patient, GError **error);
/* Folded search on name, birth date and record number; NULL or "" = all, newest first. */
GPtrArray *ebb_db_find_patients (EbbDb *db, const char *text, guint limit, GError **error);
/* Only those in whom every word typed begins a word: quick, whatever is typed. */
GPtrArray *ebb_db_find_beginnings (EbbDb *db, const char *text, guint limit, GError **error);
EbbPatient *ebb_db_get_patient (EbbDb *db, const char *id, GError **error);
gboolean ebb_db_put_order (EbbDb *db, EbbOrder *order, GError **error);
/* The newest order of the patient that is valid on `date`, or NULL (with NOT_FOUND). */
EbbOrder *ebb_db_get_valid_order (EbbDb *db, const char *patient_id, const char *date,
                                  GError **error);

/* The order that is valid longest, valid today or not: to say what has run out. */
EbbOrder *ebb_db_get_last_order (EbbDb *db, const char *patient_id, GError **error);

/* Reading sessions back.  Arrays own their records. */
GPtrArray *ebb_db_list_sessions (EbbDb *db, const char *patient_id, guint limit, GError **error);
EbbSessionRecord *ebb_db_get_session (EbbDb *db, const char *id, GError **error);
/* Names of the session's operators, in order. */
GPtrArray *ebb_db_get_operators (EbbDb *db, const char *session_id, GError **error);
GPtrArray *ebb_db_get_bouts (EbbDb *db, const char *session_id, GError **error);
GPtrArray *ebb_db_get_limbs (EbbDb *db, const char *bout_id, GError **error);
GPtrArray *ebb_db_get_sets (EbbDb *db, const char *bout_id, GError **error);
GPtrArray *ebb_db_get_reps (EbbDb *db, const char *set_id, GError **error);
GPtrArray *ebb_db_get_events (EbbDb *db, const char *session_id, GError **error);
/* All samples of a limb in order, as a GArray of EbbSample. */
GArray *ebb_db_get_samples (EbbDb *db, const char *limb_id, GError **error);

/* Closes every session left open by a crash as interrupted, at the last moment the record knows.
 * Returns how many there were, or -1. */
int ebb_db_close_interrupted (EbbDb *db, CuffReason code, GError **error);

/* Time under pressure of this patient's limb since `unix_us`, in seconds, from stored samples;
 * for the day clock. */
double ebb_db_occlusion_since (EbbDb *db, const char *patient_id, EbbSegment segment, EbbSide side,
                               gint64 unix_us, GError **error);

/* A bout's limb: where its samples are, and how the bout ended. */
typedef struct {
  char *limb_id;          /* owned */
  gint64 started_unix_us; /* of the session: sample times count from here */
  EbbEndState end_state;
} EbbLimbRun;

void ebb_limb_run_free (EbbLimbRun *run);

/* All of this patient's limb since then, oldest first; the array owns them. */
GPtrArray *ebb_db_get_limb_runs (EbbDb *db, const char *patient_id, EbbSegment segment,
                                 EbbSide side, gint64 since_unix_us, GError **error);
