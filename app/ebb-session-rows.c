/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must stand on the disk before anything is inflated: the session, and a bout with its limb or
 * a preparation.  The same commit decides to whom the samples belong from here on, so that none is
 * lost or counted twice at a change of limbs, and nobody waits for it.
 */
#include "ebb-session-private.h"

typedef struct {
  EbbSessionRecord *session; /* owned; NULL = it stands already */
  EbbBoutRecord *bout;       /* owned; NULL = a puff */
  EbbLimbRecord *limb;       /* owned */
  char *session_id;          /* owned */
  gint64 t_us;
  EbbStore *store;              /* borrowed */
  EbbSessionRecorder *recorder; /* borrowed: freed by the last job of the session */
  EbbSessionStored *stored;     /* a reference */
  guint ticket;
} RowsJob;

static void
rows_job_free (gpointer data)
{
  RowsJob *job = data;
  g_clear_pointer (&job->session, ebb_session_record_free);
  g_clear_pointer (&job->bout, ebb_bout_record_free);
  g_clear_pointer (&job->limb, ebb_limb_record_free);
  ebb_session_stored_unref (job->stored);
  g_free (job->session_id);
  g_free (job);
}

static gboolean
put_rows (EbbDb *db, RowsJob *job, GError **error)
{
  if (job->bout == NULL)
    return ebb_store_put_preparation (db, job->session_id, "puff", job->t_us, error);
  return ebb_store_put_bout (db, job->bout, error) && ebb_store_put_limb (db, job->limb, error);
}

static gboolean
rows_job_run (EbbDb *db, gpointer data, GError **error)
{
  RowsJob *job = data;
  if (job->session != NULL) {
    ebb_db_set_actor (db, job->session->operator_name);
    if (!ebb_store_put_session (db, job->session, error))
      return FALSE;
  }
  /* What came so far belongs to whom it belonged; the air of a puff belongs to no limb's bout. */
  if (!ebb_session_recorder_pull (db, job->recorder, error) || !put_rows (db, job, error))
    return FALSE;
  const char *limb_id = job->limb ? job->limb->id : NULL;
  ebb_session_recorder_set_limbs (job->recorder, limb_id ? 1 : 0, &limb_id);
  return TRUE;
}

/* Store thread: the flushed commit that must stand before the inflation, or why it does not. */
static void
on_rows_stored_cb (gpointer user, const GError *error)
{
  RowsJob *job = user;
  ebb_session_recorder_done (job->recorder, error);
  if (error != NULL) {
    ebb_session_stored_fail (job->stored, error);
    return;
  }
  if (job->session != NULL) {
    atomic_store (&job->stored->row_committed, TRUE);
    ebb_store_set_recorder_full (job->store, ebb_session_recorder_pull, ebb_session_recorder_done,
                                 job->recorder);
  }
  atomic_store (&job->stored->ticket, job->ticket);
  ebb_session_stored_tell (job->stored);
}

static EbbSessionRecord *
make_session (EbbSession *self)
{
  const CuffIdentity *identity = ebb_cuff_get_identity (self->cuff);
  EbbSessionRecord *record = g_new0 (EbbSessionRecord, 1);
  record->id = g_strdup (self->id);
  record->patient_id = g_strdup (self->patient_id);
  record->episode_id = g_strdup (self->episode_id);
  record->operator_name = g_strdup (self->operator_name);
  record->started_unix_us = ebb_clock_wall_unix_us ();
  record->utc_offset_min = ebb_clock_utc_offset_min (record->started_unix_us);
  record->simulated = (identity->capabilities & CUFF_IS_SIMULATED) != 0;
  record->by_hand = self->by_hand;
  record->device = ebb_cuff_identity_to_text (identity);
  record->ended_us = EBB_TIME_UNSET;
  return record;
}

static EbbBoutRecord *
make_bout (EbbSession *self)
{
  const EbbSessionBout *bout = &self->bout;
  EbbBoutRecord *record = g_new0 (EbbBoutRecord, 1);
  record->id = g_strdup (bout->id);
  record->session_id = g_strdup (self->id);
  record->number = bout->number;
  record->exercise_id = g_strdup (bout->exercise->id);
  record->posture = bout->exercise->posture;
  record->protocol_id = g_strdup (bout->protocol->id);
  record->protocol_name = g_strdup (bout->protocol->name);
  record->protocol_version = bout->protocol->version;
  record->protocol_json = g_strdup (bout->protocol->json);
  record->started_us = ebb_session_elapsed_us (self);
  record->ended_us = EBB_TIME_UNSET;
  record->continues_id = g_strdup (bout->continues_id);
  return record;
}

static EbbLimbRecord *
make_limb (EbbSession *self)
{
  const EbbSessionBout *bout = &self->bout;
  const EbbPrescription *prescription = &bout->prescription;
  EbbLimbRecord *record = g_new0 (EbbLimbRecord, 1);
  record->id = g_strdup (bout->limb_id);
  record->bout_id = g_strdup (bout->id);
  record->segment = prescription->segment;
  record->side = prescription->side;
  record->cuff_name = g_strdup (bout->cuff_name);
  record->cuff_width_cm = bout->cuff_width_cm;
  record->method = prescription->method;
  record->target = bout->target.target;
  record->lop = prescription->lop;
  record->percent_lop = bout->target.percent_lop;
  record->override_reason = prescription->reason[0] ? g_strdup (prescription->reason) : NULL;
  record->prescription_id = g_strdup (bout->prescription_id);
  g_autoptr (GStrvBuilder) clamps = g_strv_builder_new ();
  for (guint i = 0; i < bout->target.n_clamps; i++) {
    g_autofree char *text =
        ebb_clamp_to_text (bout->target.clamps[i], bout->target.clamp_limits[i]);
    g_strv_builder_add (clamps, text);
  }
  if (bout->limit_text != NULL)
    g_strv_builder_add (clamps, bout->limit_text);
  record->clamps = g_strv_builder_end (clamps);
  return record;
}

static void
make_recorder (EbbSession *self)
{
  EbbSessionRecorderOptions options = { .line = self->line,
                                        .reader = self->reader,
                                        .session_id = self->id,
                                        .start_us = self->start_us,
                                        .by_hand = self->by_hand,
                                        .failed = ebb_session_stored_fail,
                                        .failed_user = ebb_session_stored_ref (self->news_of_store),
                                        .failed_destroy =
                                            (GDestroyNotify) ebb_session_stored_unref };
  self->recorder = ebb_session_recorder_new (&options);
}

static void
begin_session (EbbSession *self, RowsJob *job)
{
  self->start_us = ebb_clock_now_us (self->clock);
  self->stored = TRUE;
  self->by_hand = ebb_session_is_by_hand (self);
  make_recorder (self);
  job->session = make_session (self);
}

void
ebb_session_ask_rows (EbbSession *self, EbbSessionRows kind)
{
  RowsJob *job = g_new0 (RowsJob, 1);
  gboolean first = !self->stored;
  if (first)
    begin_session (self, job);
  job->session_id = g_strdup (self->id);
  job->t_us = ebb_session_elapsed_us (self);
  job->store = self->store;
  job->recorder = self->recorder;
  job->stored = ebb_session_stored_ref (self->news_of_store);
  job->ticket = ++self->ticket;
  if (kind == EBB_ROWS_BOUT) {
    self->bout.stored = TRUE;
    job->bout = make_bout (self);
    job->limb = make_limb (self);
  }
  self->rows_pending = TRUE;
  self->rows_kind = kind;
  ebb_store_post (self->store, rows_job_run, job, rows_job_free, on_rows_stored_cb, job);
  if (first)
    ebb_session_post_waiting (self);
}

/* --- Another line ------------------------------------------------------------------------ */

typedef struct {
  EbbSessionRecorder *recorder; /* borrowed */
  EbbCuffLine *line;            /* a reference */
} LineJob;

static void
line_job_free (gpointer data)
{
  LineJob *job = data;
  ebb_cuff_line_unref (job->line);
  g_free (job);
}

static gboolean
line_job_run (EbbDb *db, gpointer data, GError **error)
{
  LineJob *job = data;
  ebb_session_recorder_add_line (job->recorder, job->line);
  return TRUE;
}

void
ebb_session_record_line (EbbSession *self)
{
  if (self->recorder == NULL)
    return;
  LineJob *job = g_new0 (LineJob, 1);
  job->recorder = self->recorder;
  job->line = ebb_cuff_line_ref (self->line);
  ebb_session_post (self, line_job_run, job, line_job_free);
}

/* --- The rest ---------------------------------------------------------------------------- */

typedef struct {
  EbbSessionRecorder *recorder; /* owned */
  EbbStore *store;              /* borrowed */
  EbbSessionStored *stored;     /* a reference */
} RestJob;

static void
rest_job_free (gpointer data)
{
  RestJob *job = data;
  /* On the store thread, so nobody pulls at this moment; another session's comes later. */
  if (atomic_load (&job->stored->row_committed))
    ebb_store_set_recorder (job->store, NULL, NULL);
  ebb_session_recorder_free (job->recorder);
  ebb_session_stored_unref (job->stored);
  g_free (job);
}

static gboolean
rest_job_run (EbbDb *db, gpointer data, GError **error)
{
  RestJob *job = data;
  return !atomic_load (&job->stored->row_committed)
         || ebb_session_recorder_pull (db, job->recorder, error);
}

/* What the rings hold at this moment goes to the store, and then the recorder goes. */
void
ebb_session_record_rest (EbbSession *self)
{
  if (self->recorder == NULL)
    return;
  RestJob *job = g_new0 (RestJob, 1);
  job->recorder = g_steal_pointer (&self->recorder);
  job->store = self->store;
  job->stored = ebb_session_stored_ref (self->news_of_store);
  ebb_session_post (self, rest_job_run, job, rest_job_free);
}
