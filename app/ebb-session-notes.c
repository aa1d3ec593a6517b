/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people say, during a session and after it.
 */
#include "ebb-db-desk.h"
#include "ebb-session-private.h"
#include "ebb-words.h"

#include <glib/gi18n-lib.h>

#define UNWELL "unwell"

typedef struct {
  char *patient_id, *session_id, *set_id, *operator_name; /* owned; some NULL */
  char *word, *text;                                      /* owned: scale or kind; text or NULL */
  double value, second;
  CuffPressure pressure;
  gint64 t_us, unix_us;
} NoteJob;

static void
note_job_free (gpointer data)
{
  NoteJob *job = data;
  g_free (job->patient_id);
  g_free (job->session_id);
  g_free (job->set_id);
  g_free (job->operator_name);
  g_free (job->word);
  g_free (job->text);
  g_free (job);
}

static NoteJob *
note_job_new (EbbSession *self, const char *word, const char *text)
{
  NoteJob *job = g_new0 (NoteJob, 1);
  job->patient_id = g_strdup (self->patient_id);
  job->session_id = g_strdup (self->id);
  job->operator_name = g_strdup (self->operator_name);
  job->word = g_strdup (word);
  job->text = g_strdup (text);
  job->pressure = CUFF_PRESSURE_UNSET;
  job->t_us = ebb_session_elapsed_us (self);
  job->unix_us = ebb_clock_wall_unix_us ();
  return job;
}

/* --- Sets -------------------------------------------------------------------------------- */

static EbbSetRecord *
find_set (EbbSession *self, guint number)
{
  for (guint i = 0; i < self->sets->len; i++) {
    EbbSetRecord *set = g_ptr_array_index (self->sets, i);
    if (set->number == number)
      return set;
  }
  return NULL;
}

void
ebb_session_set_end_reason (EbbSession *session, guint set, const char *reason)
{
  EbbSetRecord *record = find_set (session, set);
  if (record == NULL || record->ended_us == EBB_TIME_UNSET || reason == NULL || *reason == '\0')
    return;
  g_free (record->end_reason);
  record->end_reason = g_strdup (reason);
  if (session->machine.set == set)
    g_strlcpy (session->machine.set_end_reason, reason, sizeof session->machine.set_end_reason);
  ebb_session_put_set (session, record);
}

static gboolean
rating_job_run (EbbDb *db, gpointer data, GError **error)
{
  NoteJob *job = data;
  return ebb_db_put_rating (db, job->set_id, job->word, job->value, job->t_us, error);
}

void
ebb_session_rate (EbbSession *session, guint set, const char *scale, double value)
{
  EbbSetRecord *record = find_set (session, set);
  if (record == NULL)
    return; /* there is no such set, yet */
  NoteJob *job = note_job_new (session, scale, NULL);
  job->set_id = g_strdup (record->id);
  job->value = value;
  ebb_session_post (session, rating_job_run, job, note_job_free);
}

/* --- The session ------------------------------------------------------------------------- */

static gboolean
check_job_run (EbbDb *db, gpointer data, GError **error)
{
  NoteJob *job = data;
  EbbCheck check = { .t_us = job->t_us,
                     .kind = job->word,
                     .value = job->value,
                     .second = job->second,
                     .text = job->text };
  return ebb_db_put_check (db, job->session_id, &check, job->operator_name, error);
}

void
ebb_session_check_at (EbbSession *session, gint64 t_us, const char *kind, double value,
                      double second, const char *text)
{
  NoteJob *job = note_job_new (session, kind, text);
  job->value = value;
  job->second = second;
  ebb_session_post_later (session, check_job_run, job, note_job_free);
  ebb_session_door_take (session, t_us, kind, value, second, text);
}

void
ebb_session_check (EbbSession *session, const char *kind, double value, double second,
                   const char *text)
{
  ebb_session_check_at (session, ebb_clock_now_us (session->clock), kind, value, second, text);
}

static gboolean
mark_job_run (EbbDb *db, gpointer data, GError **error)
{
  NoteJob *job = data;
  EbbEventRecord event = {
    .t_us = job->t_us, .code = job->word, .text = job->text, .pressure = job->pressure
  };
  return ebb_store_put_event (db, job->session_id, &event, error);
}

void
ebb_session_post_event (EbbSession *self, const char *code, CuffPressure pressure, const char *text)
{
  NoteJob *job = note_job_new (self, code, text);
  job->pressure = pressure;
  ebb_session_post_later (self, mark_job_run, job, note_job_free);
}

void
ebb_session_mark_at (EbbSession *session, const char *text, gint64 t_us)
{
  gboolean note = text != NULL && *text != '\0';
  NoteJob *job = note_job_new (session, note ? "note" : "marker", note ? text : _ ("Marker"));
  EbbMark mark = { t_us, EBB_MARK_NOTE, 0 };
  if (session->stored)
    job->t_us = MAX (t_us - session->start_us, 0);
  g_array_append_val (session->marks, mark);
  ebb_session_post_later (session, mark_job_run, job, note_job_free);
  g_signal_emit_by_name (session, "changed");
}

void
ebb_session_mark (EbbSession *session, const char *text)
{
  ebb_session_mark_at (session, text, ebb_clock_now_us (session->clock));
}

/* An adverse event is the patient's: it is filed whether there is a session row or not. */
static gboolean
adverse_job_run (EbbDb *db, gpointer data, GError **error)
{
  NoteJob *job = data;
  return ebb_db_put_adverse_event (db, job->patient_id, job->session_id, job->word, job->text,
                                   job->unix_us, job->operator_name, error);
}

void
ebb_session_adverse_event (EbbSession *session, const char *kind, const char *text)
{
  NoteJob *job = note_job_new (session, kind, text);
  if (!session->stored)
    g_clear_pointer (&job->session_id, g_free);
  ebb_session_post (session, adverse_job_run, job, note_job_free);
  ebb_session_record_event (session, "adverse-event", 0, CUFF_PRESSURE_UNSET,
                            text != NULL ? text : kind);
}

void
ebb_session_unwell (EbbSession *session)
{
  ebb_session_stop (session); /* first of all */
  if (session->unwell)
    return;
  session->unwell = TRUE;
  ebb_session_record_event (session, UNWELL, 0, CUFF_PRESSURE_UNSET,
                            _ ("Patient unwell: stopped and deflated"));
  ebb_session_adverse_event (session, UNWELL, NULL);
  g_signal_emit_by_name (session, "changed");
}
