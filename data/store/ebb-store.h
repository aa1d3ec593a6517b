/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record store, seen from the application: one thread owns the one writing connection, and
 * everything reaches it as a job.  No SQLite type appears here.
 *
 * The thread waits on the clock it is given, never on another: in virtual time it is a party like
 * every other.
 */
#pragma once

#include "ebb-records.h"

#include <poll.h>

typedef struct EbbStore EbbStore;
typedef struct EbbDb EbbDb; /* opaque outside data/store */

/* The clock, handed in by app/ (data/ may not see device/clock).  All members are called on the
 * store thread, but for join, which open() calls before that thread starts. */
typedef struct {
  gpointer user;
  gint64 (*now_us) (gpointer user);
  gpointer (*join) (gpointer user, const char *name);
  void (*leave) (gpointer party);
  int (*wait) (gpointer party, struct pollfd *fds, gsize n_fds, gint64 deadline_us);
  /* Around every place where the *calling* thread blocks until the store thread has done something
   * (open, close, set_recorder): in virtual time the store thread gets no turn otherwise. */
  void (*block_begin) (gpointer user);
  void (*block_end) (gpointer user);
} EbbStoreTime;

#define EBB_STORE_ERROR (ebb_store_error_quark ())
GQuark ebb_store_error_quark (void);
typedef enum {
  EBB_STORE_ERROR_DAMAGED, /* not a database, or the check failed */
  EBB_STORE_ERROR_FOREIGN, /* a database of another program */
  EBB_STORE_ERROR_NEWER,   /* written by a newer Ebb */
  EBB_STORE_ERROR_IN_USE,  /* another program holds the folder's lock */
  EBB_STORE_ERROR_FULL,    /* disk full or quota */
  EBB_STORE_ERROR_READ_ONLY,
  EBB_STORE_ERROR_NOT_FOUND,
  EBB_STORE_ERROR_INVALID, /* a value the schema refuses */
  EBB_STORE_ERROR_FAILED,
} EbbStoreError;

/* Opens (and creates or migrates) `path` on the store thread and waits for it.  Main thread. */
EbbStore *ebb_store_open (const char *path, const EbbStoreTime *time, GError **error);

/* Runs all jobs queued so far, the recorder once more, checkpoints, closes, ends the thread. */
void ebb_store_close (EbbStore *store);

/* Of the file; borrowed. */
const char *ebb_store_get_path (EbbStore *store);

/* A job: runs on the store thread in one transaction (BEGIN IMMEDIATE .. COMMIT with
 * synchronous=FULL); a FALSE return rolls back. */
typedef gboolean (*EbbStoreJob) (EbbDb *db, gpointer data, GError **error);

/* Told on the store thread after the flushed commit (error NULL) or the failure. */
typedef void (*EbbStoreDone) (gpointer user, const GError *error);

/* Queues a job; never blocks, never fails.  `data` is freed with `destroy` on the store thread. */
void ebb_store_post (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify destroy,
                     EbbStoreDone done, gpointer user);

/* The same for what must not be lost: while the disk will not take it (full, unwritable, held by
 * another program) it is tried again each second, with all later jobs behind it, and `done` is told
 * only how it ended. */
void ebb_store_post_kept (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify destroy,
                          EbbStoreDone done, gpointer user);

/* Typed jobs.  All take ownership of nothing: records are copied or freed by `destroy`. */
gboolean ebb_store_put_session (EbbDb *db, const EbbSessionRecord *record, GError **error);
/* Ends an open session or bout.  One that has ended stays as it is: the first end stands. */
gboolean ebb_store_end_session (EbbDb *db, const char *session_id, EbbEndState state,
                                CuffReason code, gint64 ended_us, GError **error);
gboolean ebb_store_put_bout (EbbDb *db, const EbbBoutRecord *record, GError **error);
gboolean ebb_store_end_bout (EbbDb *db, const char *bout_id, EbbEndState state, CuffReason code,
                             gint64 ended_us, GError **error);
gboolean ebb_store_put_limb (EbbDb *db, const EbbLimbRecord *record, GError **error);
/* Inserts, or updates the set with the same id. */
gboolean ebb_store_put_set (EbbDb *db, const EbbSetRecord *record, GError **error);
gboolean ebb_store_put_rep (EbbDb *db, const EbbRepRecord *record, GError **error);
gboolean ebb_store_remove_rep (EbbDb *db, const char *set_id, guint number, GError **error);
gboolean ebb_store_put_event (EbbDb *db, const char *session_id, const EbbEventRecord *record,
                              GError **error);
/* A short puff, leak test or LOP run: committed before it pressurises.  `kind`: "puff", "leak",
 * "lop". */
gboolean ebb_store_put_preparation (EbbDb *db, const char *session_id, const char *kind,
                                    gint64 t_us, GError **error);

/* Inserts or replaces the blob of one second (t_us / 1e6) of one limb: 1 to 8192 samples, all of
 * that second, their times never falling. */
gboolean ebb_store_put_samples (EbbDb *db, const char *limb_id, gint64 second,
                                const EbbSample *samples, gsize n_samples, GError **error);

/* The recorder runs on the store thread at least every 500 ms, in a transaction of its own, and
 * pulls what is new from wherever it likes.  NULL takes it away; both wait until it is so. */
void ebb_store_set_recorder (EbbStore *store, EbbStoreJob pull, gpointer user);

/* The same, and tells after each pull whether it was committed, on the store thread: what the
 * recorder read is only then safe.  After a failure it should hand the same out again. */
void ebb_store_set_recorder_full (EbbStore *store, EbbStoreJob pull, EbbStoreDone done,
                                  gpointer user);
