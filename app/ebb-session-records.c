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

static void
tell (EbbSessionStored *stored)
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
  tell (stored);
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

/* Store thread: the flushed commit that must stand before the first inflation. */
static void
on_start_stored_cb (gpointer user, const GError *error)
{
  EbbSessionStored *stored = user;
  if (error != NULL)
    ebb_session_stored_fail (stored, error);
  else
    atomic_store (&stored->row_committed, TRUE);
  tell (stored);
  ebb_session_stored_unref (stored);
}

static void
post (EbbSession *self, EbbStoreJob run, gpointer data, GDestroyNotify destroy)
{
  ebb_store_post_kept (self->store, run, data, destroy, on_stored_cb,
                       ebb_session_stored_ref (self->news_of_store));
}

typedef struct {
  EbbSessionRecord *session;
  EbbBoutRecord *bout;
  EbbLimbRecord *limb;
} StartJob;

static void
start_job_free (gpointer data)
{
  StartJob *job = data;
  ebb_session_record_free (job->session);
  ebb_bout_record_free (job->bout);
  ebb_limb_record_free (job->limb);
  g_free (job);
}

static gboolean
start_job_run (EbbDb *db, gpointer data, GError **error)
{
  StartJob *job = data;
  ebb_db_set_actor (db, job->session->operator_name);
  return ebb_store_put_session (db, job->session, error)
         && ebb_store_put_bout (db, job->bout, error) && ebb_store_put_limb (db, job->limb, error);
}

static EbbSessionRecord *
make_session (EbbSession *self, const CuffIdentity *identity)
{
  EbbSessionRecord *record = g_new0 (EbbSessionRecord, 1);
  record->id = g_strdup (self->id);
  record->patient_id = g_strdup (self->patient_id);
  record->episode_id = g_strdup (self->episode_id);
  record->operator_name = g_strdup (self->operator_name);
  record->started_unix_us = ebb_clock_wall_unix_us ();
  record->utc_offset_min = ebb_clock_utc_offset_min (record->started_unix_us);
  record->simulated = (identity->capabilities & CUFF_IS_SIMULATED) != 0;
  record->device = g_strdup_printf ("%s %s, %s, %s", identity->vendor, identity->model,
                                    identity->serial, identity->firmware);
  record->ended_us = EBB_TIME_UNSET;
  return record;
}

static EbbBoutRecord *
make_bout (EbbSession *self)
{
  EbbBoutRecord *record = g_new0 (EbbBoutRecord, 1);
  record->id = g_strdup (self->bout_id);
  record->session_id = g_strdup (self->id);
  record->number = 1;
  record->exercise_id = g_strdup (self->exercise_id);
  record->posture = self->posture;
  record->protocol_id = g_strdup (self->protocol_id);
  record->protocol_name = g_strdup (self->protocol_name);
  record->protocol_version = self->protocol_version;
  record->protocol_json = g_strdup (self->protocol_json);
  record->ended_us = EBB_TIME_UNSET;
  return record;
}

static EbbLimbRecord *
make_limb (EbbSession *self)
{
  EbbLimbRecord *record = g_new0 (EbbLimbRecord, 1);
  const EbbPrescription *prescription = &self->prescription;
  record->id = g_strdup (self->limb_id);
  record->bout_id = g_strdup (self->bout_id);
  record->segment = prescription->segment;
  record->side = prescription->side;
  record->cuff_name = g_strdup (self->cuff_name);
  record->cuff_width_cm = self->cuff_width_cm;
  record->method = prescription->method;
  record->target = self->target.target;
  record->lop = prescription->lop;
  record->percent_lop = self->target.percent_lop;
  record->override_reason = prescription->reason[0] ? g_strdup (prescription->reason) : NULL;
  g_autoptr (GStrvBuilder) clamps = g_strv_builder_new ();
  for (guint i = 0; i < self->target.n_clamps; i++) {
    g_autofree char *text =
        ebb_clamp_to_text (self->target.clamps[i], self->target.clamp_limits[i]);
    g_strv_builder_add (clamps, text);
  }
  record->clamps = g_strv_builder_end (clamps);
  return record;
}

void
ebb_session_record_start (EbbSession *self, const CuffIdentity *identity)
{
  self->start_us = ebb_clock_now_us (self->clock);
  StartJob *job = g_new0 (StartJob, 1);
  job->session = make_session (self, identity);
  job->bout = make_bout (self);
  job->limb = make_limb (self);
  ebb_store_post (self->store, start_job_run, job, start_job_free, on_start_stored_cb,
                  ebb_session_stored_ref (self->news_of_store));
}

static gboolean
set_job_run (EbbDb *db, gpointer data, GError **error)
{
  return ebb_store_put_set (db, data, error);
}

void
ebb_session_record_set (EbbSession *self, gboolean ended)
{
  const EbbMachine *machine = &self->machine;
  const EbbPlan *plan = &machine->plan;
  guint index = CLAMP (machine->set, 1, plan->n_sets) - 1;
  EbbSetRecord *record = g_new0 (EbbSetRecord, 1);
  record->id = g_strdup (self->set_id);
  record->bout_id = g_strdup (self->bout_id);
  record->number = machine->set;
  record->reps_min = plan->sets[index].reps_min;
  record->reps_max = plan->sets[index].reps_max;
  record->reps_counted = machine->reps;
  record->load_kg = plan->load_kg;
  record->started_us = machine->set_started_us - self->start_us;
  record->ended_us = ended ? machine->set_ended_us - self->start_us : EBB_TIME_UNSET;
  record->rest_s_ordered = machine->set < plan->n_sets ? plan->rest_s : 0;
  record->end_reason =
      ended && machine->set_end_reason[0] ? g_strdup (machine->set_end_reason) : NULL;
  post (self, set_job_run, record, (GDestroyNotify) ebb_set_record_free);
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
  post (self, rep_job_run, record, (GDestroyNotify) ebb_rep_record_free);
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
  post (self, undo_job_run, record, (GDestroyNotify) ebb_rep_record_free);
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
  job->bout_id = g_strdup (self->bout_id);
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
  post (self, event_job_run, job, end_job_free);
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
  if (!self->stored)
    return;
  EndJob *job = end_job_new (self);
  job->state = self->machine.end_state;
  job->reason = self->machine.end_reason;
  post (self, bout_end_job_run, job, end_job_free);
}

static gboolean
end_job_run (EbbDb *db, gpointer data, GError **error)
{
  EndJob *job = data;
  return ebb_store_end_bout (db, job->bout_id, job->state, job->reason, job->ended_us, error)
         && ebb_store_end_session (db, job->session_id, job->state, job->reason, job->ended_us,
                                   error);
}

void
ebb_session_record_end (EbbSession *self, EbbEndState state, CuffReason reason)
{
  if (!self->stored)
    return;
  EndJob *job = end_job_new (self);
  job->state = state;
  job->reason = reason;
  post (self, end_job_run, job, end_job_free);
}

typedef struct {
  EbbSessionRecorder *recorder; /* owned */
  CuffLink *link;               /* owned, its thread has ended */
} LastPull;

static void
last_pull_free (gpointer data)
{
  LastPull *last = data;
  g_clear_pointer (&last->recorder, ebb_session_recorder_free);
  cuff_link_free (last->link);
  g_free (last);
}

static gboolean
last_pull_run (EbbDb *db, gpointer data, GError **error)
{
  return ebb_session_recorder_pull (db, ((LastPull *) data)->recorder, error);
}

/* The link's thread has ended; what its rings still hold goes to the store, and then both go. */
void
ebb_session_record_rest (EbbSession *self)
{
  LastPull *last = g_new0 (LastPull, 1);
  ebb_store_set_recorder (self->store, NULL, NULL);
  last->recorder = g_steal_pointer (&self->recorder);
  last->link = g_steal_pointer (&self->link);
  post (self, last_pull_run, last, last_pull_free);
}
