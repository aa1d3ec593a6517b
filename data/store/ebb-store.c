/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store thread.  It owns the writing connection; jobs reach it through a queue and an eventfd,
 * and it waits nowhere but on the clock it was given.
 *
 * Queue, flags and recorder are under `lock`, which is never held while SQL runs.
 */
#include "ebb-db-private.h"
#include "ebb-store-job.h"
#include "ebb-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* "At least every 500 ms", with room for a slow commit. */
#define PULL_PERIOD_US 400000

/* The log goes into the file in the background once it holds about so many jobs. */
#define JOBS_PER_CHECKPOINT 1000

/* How soon a job that the disk would not take is tried again. */
#define RETRY_PERIOD_US G_USEC_PER_SEC

struct EbbStore {
  char *path; /* owned */
  EbbStoreTime time;
  pthread_t thread;
  int wake_fd;
  EbbDbCheck *check; /* owned */

  /* under the lock */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  GQueue jobs;      /* of EbbJob, owned */
  gboolean is_open; /* the thread has opened, or failed to */
  gboolean closing;
  GError *open_error; /* owned */
  EbbStoreJob recorder;
  EbbStoreDone recorder_done;
  gpointer recorder_user;
  gboolean recorder_runs;

  /* store thread only */
  EbbDb *db;      /* owned */
  gpointer party; /* owned: of the clock */
  gint64 next_pull_us;
  gint64 retry_us; /* no job runs before; 0 = the last one was taken */
  guint jobs_since_checkpoint;
};

static void
wake (EbbStore *store)
{
  guint64 one = 1;

  /* Fails only when the counter is full, and then the thread is awake anyhow. */
  if (write (store->wake_fd, &one, sizeof one) < 0)
    return;
}

static void
drain_wake (EbbStore *store)
{
  guint64 count;

  if (read (store->wake_fd, &count, sizeof count) < 0)
    return;
}

/* On the store thread --------------------------------------------------------------------------*/

static gboolean
ensure_connection (EbbStore *store, GError **error)
{
  return !ebb_db_needs_reopen (store->db) || ebb_db_reopen (store->db, error);
}

/* One job in one transaction: TRUE only after the flushed commit. */
static gboolean
run_transaction (EbbStore *store, EbbStoreJob run, gpointer data, GError **error)
{
  if (!ensure_connection (store, error) || !ebb_db_begin (store->db, error))
    return FALSE;
  if (run (store->db, data, error) && ebb_db_commit (store->db, error))
    return TRUE;

  ebb_db_rollback (store->db);
  return FALSE;
}

/* The same for a question: it sees one state of the file and leaves it. */
static gboolean
run_question (EbbStore *store, EbbStoreJob run, gpointer data, GError **error)
{
  gboolean ok;

  if (!ensure_connection (store, error) || !ebb_db_begin_read (store->db, error))
    return FALSE;
  ok = run (store->db, data, error);
  ebb_db_rollback (store->db);
  return ok;
}

static gboolean
is_closing (EbbStore *store)
{
  gboolean closing;

  pthread_mutex_lock (&store->lock);
  closing = store->closing;
  pthread_mutex_unlock (&store->lock);
  return closing;
}

/* Not the job's fault: with room on the disk, or the file let go by another program, the same rows
 * will go in. */
static gboolean
is_disk_trouble (EbbStore *store, const GError *error)
{
  return ebb_db_needs_reopen (store->db)
         || g_error_matches (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FULL)
         || g_error_matches (error, EBB_STORE_ERROR, EBB_STORE_ERROR_IN_USE)
         || g_error_matches (error, EBB_STORE_ERROR, EBB_STORE_ERROR_READ_ONLY);
}

static void
put_back (EbbStore *store, EbbJob *job)
{
  pthread_mutex_lock (&store->lock);
  g_queue_push_head (&store->jobs, job);
  pthread_mutex_unlock (&store->lock);
  store->retry_us = store->time.now_us (store->time.user) + RETRY_PERIOD_US;
}

static void
answer (EbbStore *store, EbbJob *job)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = run_question (store, job->run, job->data, &error);

  ebb_job_finish (job, ok, error);
}

static void
run_job (EbbStore *store, EbbJob *job)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = run_transaction (store, job->run, job->data, &error);

  store->retry_us = 0;
  if (!ok && job->keep && !is_closing (store) && is_disk_trouble (store, error)) {
    put_back (store, job);
    return;
  }
  ebb_job_finish (job, ok, error);

  if (++store->jobs_since_checkpoint >= JOBS_PER_CHECKPOINT) {
    ebb_db_checkpoint (store->db, FALSE);
    store->jobs_since_checkpoint = 0;
  }
}

static gboolean
may_write (EbbStore *store)
{
  return store->retry_us <= store->time.now_us (store->time.user) || is_closing (store);
}

/* The next one.  While the disk will not take what must not be lost, only questions have a turn. */
static EbbJob *
take_job (EbbStore *store)
{
  gboolean writes = may_write (store);
  EbbJob *job;

  pthread_mutex_lock (&store->lock);
  job = ebb_jobs_take (&store->jobs, writes);
  pthread_mutex_unlock (&store->lock);
  return job;
}

static void
pull (EbbStore *store)
{
  g_autoptr (GError) error = NULL;
  EbbStoreJob recorder;
  EbbStoreDone done;
  gpointer user;
  gboolean ok;

  pthread_mutex_lock (&store->lock);
  recorder = store->recorder;
  done = store->recorder_done;
  user = store->recorder_user;
  store->recorder_runs = recorder != NULL;
  pthread_mutex_unlock (&store->lock);

  store->next_pull_us =
      recorder != NULL ? store->time.now_us (store->time.user) + PULL_PERIOD_US : G_MAXINT64;
  if (recorder == NULL)
    return;

  ok = run_transaction (store, recorder, user, &error);
  ebb_job_tell (done, user, ok, error);

  pthread_mutex_lock (&store->lock);
  store->recorder_runs = FALSE;
  pthread_cond_broadcast (&store->changed);
  pthread_mutex_unlock (&store->lock);
}

static gboolean
has_recorder (EbbStore *store)
{
  gboolean has;

  pthread_mutex_lock (&store->lock);
  has = store->recorder != NULL;
  pthread_mutex_unlock (&store->lock);
  return has;
}

static void
pull_if_due (EbbStore *store)
{
  if (!has_recorder (store))
    store->next_pull_us = G_MAXINT64;        /* nothing to wake up for */
  else if (store->next_pull_us == G_MAXINT64 /* just handed in */
           || store->time.now_us (store->time.user) >= store->next_pull_us)
    pull (store);
}

/* All jobs there are.  A long queue does not keep the recorder waiting. */
static void
run_jobs (EbbStore *store)
{
  EbbJob *job;

  while ((job = take_job (store)) != NULL) {
    if (job->reads)
      answer (store, job);
    else
      run_job (store, job);
    pull_if_due (store);
  }
}

static void
wait_for_work (EbbStore *store)
{
  struct pollfd fd = { .fd = store->wake_fd, .events = POLLIN };

  gint64 deadline_us = store->next_pull_us;

  if (store->retry_us > 0)
    deadline_us = MIN (deadline_us, store->retry_us);
  store->time.wait (store->party, &fd, 1, deadline_us);
  drain_wake (store);
}

static void
work (EbbStore *store)
{
  while (!is_closing (store)) {
    run_jobs (store);
    pull_if_due (store);
    wait_for_work (store);
  }

  run_jobs (store);
  pull (store);
  /* What the recorder or the last jobs queued in their turn. */
  run_jobs (store);
  ebb_db_checkpoint (store->db, TRUE);
}

static void *
store_thread (void *data)
{
  EbbStore *store = data;
  GError *error = NULL;

  store->next_pull_us = G_MAXINT64;
  store->db = ebb_db_open (store->path, EBB_DB_WRITE, &error);

  pthread_mutex_lock (&store->lock);
  store->is_open = TRUE;
  store->open_error = error;
  pthread_cond_broadcast (&store->changed);
  pthread_mutex_unlock (&store->lock);

  if (store->db != NULL) {
    ebb_db_believe (store->db, store->check);
    work (store);
  }

  g_clear_pointer (&store->db, ebb_db_close);
  store->time.leave (store->party);
  return NULL;
}

/* On other threads -----------------------------------------------------------------------------*/

/* Whoever asked while the store closed is told so. */
static void
refuse_rest (EbbStore *store)
{
  g_autoptr (GError) error =
      g_error_new_literal (EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED, _ ("the record was closed"));
  EbbJob *job;

  while ((job = ebb_jobs_take (&store->jobs, TRUE)) != NULL)
    ebb_job_finish (job, FALSE, error);
}

static void
free_store (EbbStore *store)
{
  refuse_rest (store);
  ebb_db_check_stop (store->check);
  ebb_db_check_unref (store->check);
  pthread_cond_destroy (&store->changed);
  pthread_mutex_destroy (&store->lock);
  close (store->wake_fd);
  g_clear_error (&store->open_error);
  g_free (store->path);
  g_free (store);
}

static EbbStore *
start (const char *path, const EbbStoreTime *time, GError **error)
{
  EbbStore *store = g_new0 (EbbStore, 1);
  sigset_t all, before;
  int code;

  store->path = g_strdup (path);
  store->time = *time;
  store->check = ebb_db_check_new ();
  store->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_queue_init (&store->jobs);
  pthread_mutex_init (&store->lock, NULL);
  pthread_cond_init (&store->changed, NULL);
  store->party = time->join (time->user, "store");

  sigfillset (&all); /* signals belong to the main thread */
  pthread_sigmask (SIG_BLOCK, &all, &before);
  code = pthread_create (&store->thread, NULL, store_thread, store);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  if (code == 0)
    return store;

  g_set_error (error, EBB_STORE_ERROR, EBB_STORE_ERROR_FAILED,
               _ ("%s: the store thread could not be started: %s"), path, g_strerror (code));
  time->leave (store->party);
  free_store (store);
  return NULL;
}

/* While this thread waits for the store thread, the store thread must get its turn: in virtual
 * time the waiting one steps aside. */
static void
step_aside (EbbStore *store)
{
  if (store->time.block_begin != NULL)
    store->time.block_begin (store->time.user);
}

static void
come_back (EbbStore *store)
{
  if (store->time.block_end != NULL)
    store->time.block_end (store->time.user);
}

static void
join_thread (EbbStore *store)
{
  step_aside (store);
  pthread_join (store->thread, NULL);
  come_back (store);
}

EbbStore *
ebb_store_open (const char *path, const EbbStoreTime *time, GError **error)
{
  EbbStore *store = start (path, time, error);

  if (store == NULL)
    return NULL;

  pthread_mutex_lock (&store->lock);
  while (!store->is_open)
    pthread_cond_wait (&store->changed, &store->lock);
  pthread_mutex_unlock (&store->lock);

  if (store->open_error == NULL)
    return store;

  g_propagate_error (error, g_steal_pointer (&store->open_error));
  join_thread (store);
  free_store (store);
  return NULL;
}

void
ebb_store_close (EbbStore *store)
{
  if (store == NULL)
    return;

  pthread_mutex_lock (&store->lock);
  store->closing = TRUE;
  pthread_mutex_unlock (&store->lock);

  ebb_db_check_stop (store->check);
  wake (store);
  join_thread (store);
  free_store (store);
}

static void
queue_job (EbbStore *store, const EbbJob *job)
{
  EbbJob *item = g_new (EbbJob, 1);

  *item = *job;
  pthread_mutex_lock (&store->lock);
  g_queue_push_tail (&store->jobs, item);
  pthread_mutex_unlock (&store->lock);
  wake (store);
}

void
ebb_store_post (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify destroy,
                EbbStoreDone done, gpointer user)
{
  queue_job (store, &(EbbJob){ job, data, destroy, done, user, FALSE, FALSE });
}

void
ebb_store_post_kept (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify destroy,
                     EbbStoreDone done, gpointer user)
{
  queue_job (store, &(EbbJob){ job, data, destroy, done, user, TRUE, FALSE });
}

void
ebb_store_post_question (EbbStore *store, EbbStoreJob job, gpointer data, GDestroyNotify destroy,
                         EbbStoreDone done, gpointer user)
{
  queue_job (store, &(EbbJob){ job, data, destroy, done, user, FALSE, TRUE });
}

void
ebb_store_set_recorder (EbbStore *store, EbbStoreJob pull_job, gpointer user)
{
  ebb_store_set_recorder_full (store, pull_job, NULL, user);
}

/* A recorder in mid-run is waited for: afterwards nothing uses the old one. */
void
ebb_store_set_recorder_full (EbbStore *store, EbbStoreJob pull_job, EbbStoreDone done,
                             gpointer user)
{
  gboolean on_store_thread = pthread_equal (pthread_self (), store->thread) != 0;

  pthread_mutex_lock (&store->lock);
  store->recorder = pull_job;
  store->recorder_done = done;
  store->recorder_user = user;
  while (store->recorder_runs && !on_store_thread)
    pthread_cond_wait (&store->changed, &store->lock);
  pthread_mutex_unlock (&store->lock);
  wake (store);
}

const char *
ebb_store_get_path (EbbStore *store)
{
  return store->path;
}

EbbDbCheck *
ebb_store_get_check (EbbStore *store)
{
  return store->check;
}
