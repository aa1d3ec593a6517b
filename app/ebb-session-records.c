/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a session hands to the store: each thing that happens is a job, and so a commit, of its
 * own.  Records are copied; nothing here waits.
 */
#include "ebb-session-private.h"

#include <glib/gi18n-lib.h>
#include <sys/eventfd.h>
#include <unistd.h>

EbbSessionStored *
ebb_session_stored_new (void)
{
  EbbSessionStored *stored = g_new0 (EbbSessionStored, 1);
  stored->n_refs = 1;
  stored->fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  return stored;
}

EbbSessionStored *
ebb_session_stored_ref (EbbSessionStored *stored)
{
  atomic_fetch_add (&stored->n_refs, 1);
  return stored;
}

void
ebb_session_stored_unref (EbbSessionStored *stored)
{
  if (atomic_fetch_sub (&stored->n_refs, 1) > 1)
    return;
  close (stored->fd);
  g_free (atomic_load (&stored->problem));
  g_free (stored);
}

void
ebb_session_stored_tell (EbbSessionStored *stored)
{
  guint64 one = 1;
  if (write (stored->fd, &one, sizeof one) < 0)
    return; /* the counter is full: the main context is awake */
}

/* Store thread: keeps the first failure in words and tells the main context. */
void
ebb_session_stored_fail (gpointer user, const GError *error)
{
  EbbSessionStored *stored = user;
  char *none = NULL, *text = g_strdup (error->message);
  if (!atomic_compare_exchange_strong (&stored->problem, &none, text))
    g_free (text);
  atomic_store (&stored->failed, TRUE);
  ebb_session_stored_tell (stored);
}

/* Store thread: a job is over for good; without success its rows are lost. */
static void
on_stored_cb (gpointer user, const GError *error)
{
  EbbSessionStored *stored = user;
  if (error != NULL) {
    ebb_session_stored_fail (stored, error);
    atomic_store (&stored->lost, TRUE);
  }
  ebb_session_stored_unref (stored);
}

void
ebb_session_post (EbbSession *self, EbbStoreJob run, gpointer data, GDestroyNotify destroy)
{
  ebb_store_post_kept (self->store, run, data, destroy, on_stored_cb,
                       ebb_session_stored_ref (self->news_of_store));
}

typedef struct {
  EbbStoreJob run;
  gpointer data; /* owned */
  GDestroyNotify destroy;
} WaitingJob;

void
ebb_session_post_later (EbbSession *self, EbbStoreJob run, gpointer data, GDestroyNotify destroy)
{
  if (self->stored) {
    ebb_session_post (self, run, data, destroy);
    return;
  }
  WaitingJob *job = g_new (WaitingJob, 1);
  *job = (WaitingJob){ run, data, destroy };
  g_queue_push_tail (&self->waiting, job);
}

void
ebb_session_post_waiting (EbbSession *self)
{
  WaitingJob *job;
  while ((job = g_queue_pop_head (&self->waiting)) != NULL) {
    if (self->stored)
      ebb_session_post (self, job->run, job->data, job->destroy);
    else
      job->destroy (job->data); /* there never was a session */
    g_free (job);
  }
}

static gboolean
set_job_run (EbbDb *db, gpointer data, GError **error)
{
  return ebb_store_put_set (db, data, error);
}

static EbbSetRecord *
copy_set (const EbbSetRecord *set)
{
  EbbSetRecord *copy = g_new (EbbSetRecord, 1);
  *copy = *set;
  copy->id = g_strdup (set->id);
  copy->bout_id = g_strdup (set->bout_id);
  copy->end_reason = g_strdup (set->end_reason);
  return copy;
}

void
ebb_session_put_set (EbbSession *self, const EbbSetRecord *set)
{
  ebb_session_post (self, set_job_run, copy_set (set), (GDestroyNotify) ebb_set_record_free);
}

/* Kept as it was last stored: people have more to say about a set when it is over. */
static EbbSetRecord *
open_set (EbbSession *self)
{
  const EbbMachine *machine = &self->machine;
  const EbbPlan *plan = &machine->plan;
  guint index = CLAMP (machine->set, 1, plan->n_sets) - 1;
  EbbSetRecord *record = g_new0 (EbbSetRecord, 1);
  record->id = g_strdup (self->set_id);
  record->bout_id = g_strdup (self->bout.id);
  record->number = machine->set;
  record->reps_min = plan->sets[index].reps_min;
  record->reps_max = plan->sets[index].reps_max;
  record->load_kg = plan->load_kg;
  record->started_us = machine->set_started_us - self->start_us;
  record->ended_us = EBB_TIME_UNSET;
  record->rest_s_ordered = machine->set < plan->n_sets ? plan->rest_s : 0;
  g_ptr_array_add (self->sets, record);
  return record;
}

void
ebb_session_record_set (EbbSession *self, gboolean ended)
{
  const EbbMachine *machine = &self->machine;
  EbbSetRecord *record = ended && self->sets->len > 0
                             ? g_ptr_array_index (self->sets, self->sets->len - 1)
                             : open_set (self);
  record->reps_counted = machine->reps;
  if (ended) {
    record->ended_us = machine->set_ended_us - self->start_us;
    g_free (record->end_reason);
    record->end_reason = machine->set_end_reason[0] ? g_strdup (machine->set_end_reason) : NULL;
  }
  ebb_session_put_set (self, record);
}

static gboolean
rep_job_run (EbbDb *db, gpointer data, GError **error)
{
  return ebb_store_put_rep (db, data, error);
}

void
ebb_session_record_rep (EbbSession *self, const CuffRep *rep)
{
  EbbRepRecord *record = g_new0 (EbbRepRecord, 1);
  record->set_id = g_strdup (self->set_id);
  record->number = self->rep_rows;
  record->rep = *rep;
  record->rep.start_us -= self->start_us;
  record->rep.peak_us -= self->start_us;
  record->rep.end_us -= self->start_us;
  ebb_session_post (self, rep_job_run, record, (GDestroyNotify) ebb_rep_record_free);
}

static gboolean
undo_job_run (EbbDb *db, gpointer data, GError **error)
{
  EbbRepRecord *record = data;
  return ebb_store_remove_rep (db, record->set_id, record->number, error);
}

void
ebb_session_record_undo (EbbSession *self, guint number)
{
  EbbRepRecord *record = g_new0 (EbbRepRecord, 1);
  record->set_id = g_strdup (self->set_id);
  record->number = number;
  ebb_session_post (self, undo_job_run, record, (GDestroyNotify) ebb_rep_record_free);
}

typedef struct {
  char *session_id, *bout_id;
  EbbEventRecord *event;
  EbbEndState state;
  CuffReason reason;
  gint64 ended_us;
} EndJob;

static void
end_job_free (gpointer data)
{
  EndJob *job = data;
  g_free (job->session_id);
  g_free (job->bout_id);
  g_clear_pointer (&job->event, ebb_event_record_free);
  g_free (job);
}

static EndJob *
end_job_new (EbbSession *self)
{
  EndJob *job = g_new0 (EndJob, 1);
  job->session_id = g_strdup (self->id);
  job->bout_id = self->bout.stored ? g_strdup (self->bout.id) : NULL;
  job->ended_us = ebb_session_elapsed_us (self);
  return job;
}

static gboolean
event_job_run (EbbDb *db, gpointer data, GError **error)
{
  EndJob *job = data;
  return ebb_store_put_event (db, job->session_id, job->event, error);
}

void
ebb_session_record_event (EbbSession *self, const char *code, int number, CuffPressure pressure,
                          const char *text)
{
  if (!self->stored)
    return; /* there is no session row to hang it on */
  EndJob *job = end_job_new (self);
  job->event = g_new0 (EbbEventRecord, 1);
  job->event->t_us = job->ended_us;
  job->event->code = g_strdup (code);
  job->event->text = g_strdup (text);
  job->event->number = number;
  job->event->pressure = pressure;
  ebb_session_post (self, event_job_run, job, end_job_free);
}

static gboolean
bout_end_job_run (EbbDb *db, gpointer data, GError **error)
{
  EndJob *job = data;
  return ebb_store_end_bout (db, job->bout_id, job->state, job->reason, job->ended_us, error);
}

void
ebb_session_record_bout_end (EbbSession *self)
{
  if (!self->bout.stored)
    return;
  EndJob *job = end_job_new (self);
  job->state = self->machine.end_state;
  job->reason = self->machine.end_reason;
  ebb_session_post (self, bout_end_job_run, job, end_job_free);
}

static gboolean
end_job_run (EbbDb *db, gpointer data, GError **error)
{
  EndJob *job = data;
  return (job->bout_id == NULL
          || ebb_store_end_bout (db, job->bout_id, job->state, job->reason, job->ended_us, error))
         && ebb_store_end_session (db, job->session_id, job->state, job->reason, job->ended_us,
                                   error);
}

/* The rows of the rings first: what is said to be over is complete. */
void
ebb_session_record_end (EbbSession *self, EbbEndState state, CuffReason reason)
{
  if (!self->stored)
    return;
  EndJob *job = end_job_new (self);
  job->state = state;
  job->reason = reason;
  ebb_session_record_rest (self);
  ebb_session_post (self, end_job_run, job, end_job_free);
}
