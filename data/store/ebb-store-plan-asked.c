/* SPDX-FileCopyrightText: The Ebb authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes of an episode of care from the main thread, each with its type.
 */
#include "ebb-db-care.h"
#include "ebb-store-ask-plan.h"
#include "ebb-store-private.h"

typedef struct {
  gpointer record;        /* owned */
  GDestroyNotify destroy; /* of it */
  char *episode_id;       /* owned or NULL */
  char *id;               /* owned: the answer */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  asked->destroy (asked->record);
  g_free (asked->episode_id);
  g_free (asked->id);
  g_free (asked);
}

static void
put (EbbStore *store, EbbStoreJob job, gpointer record, GDestroyNotify destroy,
     const char *episode_id, GAsyncReadyCallback callback, gpointer user)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->record = record;
  asked->destroy = destroy;
  asked->episode_id = g_strdup (episode_id);
  ebb_store_put_async (store, job, asked, asked_free, &asked->id, callback, user);
}

/* A job that the disk did not take runs again. */
static gboolean
take_id (Asked *asked, const char *id)
{
  g_free (asked->id);
  asked->id = g_strdup (id);
  return TRUE;
}

/* ebb_db_put_episode() keeps what is NULL: this takes away what was emptied. */
static gboolean
clear_texts (EbbDb *db, const EbbEpisode *episode, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db,
                      "UPDATE episode SET diagnosis = CASE ? WHEN '' THEN NULL ELSE diagnosis END, "
                      "surgery = CASE ? WHEN '' THEN NULL ELSE surgery END, "
                      "surgery_on = CASE ? WHEN '' THEN NULL ELSE surgery_on END, "
                      "precautions = CASE ? WHEN '' THEN NULL ELSE precautions END WHERE id = ?",
                      error);

  ebb_bind_text (statement, episode->diagnosis);
  ebb_bind_text (statement, episode->surgery);
  ebb_bind_text (statement, episode->surgery_on);
  ebb_bind_text (statement, episode->precautions);
  ebb_bind_text (statement, episode->id);
  return ebb_statement_run (statement, error);
}

static char *
text_or_null (char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static gboolean
write_episode (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbEpisode *episode = asked->record;
  EbbEpisode filled = *episode;

  filled.diagnosis = text_or_null (episode->diagnosis);
  filled.surgery = text_or_null (episode->surgery);
  filled.surgery_on = text_or_null (episode->surgery_on);
  filled.precautions = text_or_null (episode->precautions);
  if (!ebb_db_put_episode (db, &filled, error))
    return FALSE;
  episode->id = filled.id;
  return clear_texts (db, episode, error) && take_id (asked, episode->id);
}

void
ebb_store_put_episode_async (EbbStore *store, EbbEpisode *episode, GAsyncReadyCallback callback,
                             gpointer user)
{
  put (store, write_episode, episode, (GDestroyNotify) ebb_episode_free, NULL, callback, user);
}

static gboolean
write_goal (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbGoal *goal = asked->record;

  return ebb_db_put_goal (db, asked->episode_id, goal, error) && take_id (asked, goal->id);
}

void
ebb_store_put_goal_async (EbbStore *store, const char *episode_id, EbbGoal *goal,
                          GAsyncReadyCallback callback, gpointer user)
{
  put (store, write_goal, goal, (GDestroyNotify) ebb_goal_free, episode_id, callback, user);
}

static gboolean
write_plan (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  const EbbEpisode *episode = asked->record;

  return ebb_db_put_plan (db, episode->id, &episode->plan, error) && take_id (asked, episode->id);
}

void
ebb_store_put_plan_async (EbbStore *store, EbbEpisode *episode, GAsyncReadyCallback callback,
                          gpointer user)
{
  put (store, write_plan, episode, (GDestroyNotify) ebb_episode_free, NULL, callback, user);
}

static gboolean
write_visit (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbAppointment *visit = asked->record;

  return ebb_db_put_visit (db, visit, error) && take_id (asked, visit->id);
}

void
ebb_store_put_visit_async (EbbStore *store, EbbAppointment *visit, GAsyncReadyCallback callback,
                           gpointer user)
{
  put (store, write_visit, visit, (GDestroyNotify) ebb_appointment_free, NULL, callback, user);
}

/* ebb_db_set_attendance() keeps a note where none is given. */
static gboolean
clear_note (EbbDb *db, const EbbAppointment *visit, GError **error)
{
  g_autoptr (EbbStatement) statement =
      ebb_db_prepare (db, "UPDATE appointment SET note = NULL WHERE id = ?", error);

  ebb_bind_text (statement, visit->id);
  return ebb_statement_run (statement, error);
}

static gboolean
write_attendance (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  const EbbAppointment *visit = asked->record;

  return ebb_db_set_attendance (db, visit->id, visit->state, visit->note, error)
         && (visit->note != NULL || clear_note (db, visit, error)) && take_id (asked, visit->id);
}

void
ebb_store_attend_async (EbbStore *store, EbbAppointment *visit, GAsyncReadyCallback callback,
                        gpointer user)
{
  put (store, write_attendance, visit, (GDestroyNotify) ebb_appointment_free, NULL, callback, user);
}

static gboolean
write_discharge (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  const EbbEpisode *episode = asked->record;

  return ebb_db_discharge_episode (db, episode->id, episode->discharge_reason,
                                   episode->discharged_on, error)
         && take_id (asked, episode->id);
}

void
ebb_store_discharge_async (EbbStore *store, EbbEpisode *episode, GAsyncReadyCallback callback,
                           gpointer user)
{
  put (store, write_discharge, episode, (GDestroyNotify) ebb_episode_free, NULL, callback, user);
}

/* A job that fails is rolled back as a whole. */
static gboolean
write_outcomes (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  GPtrArray *outcomes = asked->record;

  for (guint i = 0; i < outcomes->len; i++)
    if (!ebb_db_put_outcome (db, g_ptr_array_index (outcomes, i), error))
      return FALSE;
  return take_id (asked, ((EbbOutcome *) g_ptr_array_index (outcomes, outcomes->len - 1))->id);
}

void
ebb_store_put_outcomes_async (EbbStore *store, GPtrArray *outcomes, GAsyncReadyCallback callback,
                              gpointer user)
{
  g_return_if_fail (outcomes->len > 0);

  put (store, write_outcomes, outcomes, (GDestroyNotify) g_ptr_array_unref, NULL, callback, user);
}

static gboolean
write_choice (EbbDb *db, gpointer data, GError **error)
{
  Asked *asked = data;
  EbbProgressChoice *choice = asked->record;

  return ebb_db_put_choice (db, choice, error) && take_id (asked, choice->id);
}

void
ebb_store_put_choice_async (EbbStore *store, EbbProgressChoice *choice,
                            GAsyncReadyCallback callback, gpointer user)
{
  put (store, write_choice, choice, (GDestroyNotify) ebb_progress_choice_free, NULL, callback,
       user);
}
